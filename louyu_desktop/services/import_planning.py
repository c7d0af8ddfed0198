"""A plan while it is made: row after row, on the data that a session sees."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from louyu_desktop.exchange.book import Book
from louyu_desktop.models import BY_KIND, ChangeLog
from louyu_desktop.services.copies import Control
from louyu_desktop.services.import_build import Activities, Builder, Buildings, Keyed, Named, ServiceItems
from louyu_desktop.services.import_change import Draft
from louyu_desktop.services.import_enterprises import Enterprises
from louyu_desktop.services.import_items import Pool
from louyu_desktop.services.import_links import Linked, Rounds, Team, Units
from louyu_desktop.services.import_own import OwnFieldRows
from louyu_desktop.services.import_parsed import Parsed
from louyu_desktop.services.import_people import People, Registrations
from louyu_desktop.services.import_plain import PlainFirms, Settled
from louyu_desktop.services.import_plan import Action, ImportPlan, Options, PlanRow, Proposal
from louyu_desktop.services.import_requests import RequestRows, Sourced
from louyu_desktop.services.import_rows import read_source
from louyu_desktop.services.import_write import brought
from louyu_desktop.services.ledgers import LINKED, SOURCED
from louyu_desktop.storage.tables import BulkOperation
from louyu_desktop.text import _

BUILDERS: dict[str, type[Builder]] = {
    "buildings": Buildings, "facilities": Named, "enterprises": Enterprises, "organisations": Named, "people": People,
    "activities": Activities, "registrations": Registrations, "service-items": ServiceItems, "holidays": Keyed,
    "series": Named, "activity-templates": Named, "service-packs": Named, "own-fields": OwnFieldRows,
    "service-categories": Keyed, "answer-templates": Named, "equipment": Named, "providers": Named,
    **dict.fromkeys(LINKED, Linked), **dict.fromkeys(SOURCED, Sourced), "requests": RequestRows, "team-members": Team,
    "rounds": Rounds, "units": Units,
}  # fmt: skip


class Planning:
    """Plans the rows of a book; `latest` and `stamp` are the state of the data that it sees."""

    def __init__(self, session: Session, mapping: Proposal, book: Book, options: Options, control: Control) -> None:
        self.source = read_source(book, mapping, options)
        self.pool = Pool(session)
        self.builder = BUILDERS[mapping.kind](mapping.kind, self.pool, options, self.source.rows)
        self.rows: list[PlanRow] = []
        self.latest, self.stamp = latest(session), _stamp(session)
        self._plain = PlainFirms(self.builder) if isinstance(self.builder, Enterprises) else None
        self._asked = (mapping, book, options)
        self._control = control
        self._alone: Sequence[bool] = ()
        self._steps = self._run()
        self._plan: ImportPlan | None = None

    def steps(self, alone: Sequence[bool]) -> Iterator[Settled | None]:
        """Plan what is not planned yet: of each row what it makes, when it is a plain one and the only one about it."""
        self._alone = alone
        return self._steps

    def finished(self) -> ImportPlan:
        """The whole plan."""
        if self._plan is None:
            for _step in self._steps:
                pass
            mapping, book, options = self._asked
            settled = self._plain.brought if self._plain is not None else {}
            along = brought(self.pool.made, BY_KIND[mapping.kind], settled)
            rows, out, items = tuple(self.rows), self.source.left_out, [self.pool.all_items()]
            self._plan = ImportPlan(mapping.kind, book, mapping, options, rows, out, along, self.stamp, items)
        return self._plan

    def _run(self) -> Iterator[Settled | None]:
        plain, alone = self._plain, self._alone
        for number, row in enumerate(self.source.rows, start=1):
            found = plain.plan(row, alone=bool(alone) and alone[number - 1]) if plain is not None else None
            self.rows.append(found or _planned(self.builder.draft(row), row))
            if number % 200 == 0:
                self._control(number, len(self.source.rows), _("正在核对"))
            yield plain.settled if plain is not None else None


def _planned(draft: Draft, row: Parsed) -> PlanRow:
    """The row of the plan that a draft stands for."""
    action = Action.UNCHANGED
    if row.problems:
        action = Action.REFUSED
    elif draft.question:
        action = Action.ASK
    elif draft.main is not None and draft.main.is_new and not row.continued:
        action = Action.NEW
    elif draft.changes or any(item.is_new or item.values or item.links for item in draft.touched):
        action = Action.CHANGED
    return PlanRow(
        sheet=row.sheet,
        row=row.row,
        action=action,
        title=draft.title,
        subtitle=draft.subtitle,
        changes=tuple(draft.changes) if action is Action.CHANGED else (),
        problems=tuple(dict.fromkeys(row.problems)) if row.problems else (),
        warnings=tuple(row.warnings),
        question=draft.question if action is Action.ASK else None,
        record_id=draft.main.id if draft.main is not None and action is not Action.REFUSED else None,
        typed=row.typed,
    )


def latest(session: Session) -> int:
    """The latest line of the change log."""
    return session.scalar(select(func.max(ChangeLog.id))) or 0


def _stamp(session: Session) -> int:
    """The state of the data that a plan sees: the lines of an import that nobody sees yet come after it."""
    unseen = select(func.min(ChangeLog.id)).where(ChangeLog.operation_id.in_(select(BulkOperation.operation_id)))
    first = session.scalar(unseen)
    return latest(session) if first is None else first - 1

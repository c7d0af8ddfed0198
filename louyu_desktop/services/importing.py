"""Importing: read a file, propose what its columns mean, plan row by row, write as one operation."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from louyu_desktop.errors import ConflictError, NotPermittedError
from louyu_desktop.exchange.book import Book
from louyu_desktop.exchange.opening import Reading, open_book
from louyu_desktop.exchange.sheet import SheetColumn, write_sheet
from louyu_desktop.models import ChangeLog, ImportProfile, Record
from louyu_desktop.rules.roles import Role
from louyu_desktop.rules.topics import Topic
from louyu_desktop.services.backups import Backups
from louyu_desktop.services.copies import Control, no_control
from louyu_desktop.services.held_back import look_at_new
from louyu_desktop.services.import_plan import (
    Action,
    Blank,
    ImportPlan,
    ImportResult,
    NewActivity,
    Options,
    PlanRow,
    Proposal,
)
from louyu_desktop.services.import_planning import Planning, latest
from louyu_desktop.services.import_propose import kept_mapping, likely, propose
from louyu_desktop.services.import_stream import Stream
from louyu_desktop.services.import_write import LARGE, Batch, Writer
from louyu_desktop.services.kinds import ENTITIES
from louyu_desktop.services.ledgers import KINDS, refuse_unread
from louyu_desktop.services.references import role_of
from louyu_desktop.services.rights import NEEDED, OF_ROLE, right_of
from louyu_desktop.services.uncollected import uncollected
from louyu_desktop.storage.bulk import Brought, Load, Part
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.retention import Moment
from louyu_desktop.storage.twin import Child
from louyu_desktop.storage.write import Write
from louyu_desktop.text import _

UNPLANNED = -1
"""The stamp of a plan that is made while it is written."""


class Importing:
    """Files into the station; nothing is written before `write`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def kinds(self) -> tuple[str, ...]:
        """The kinds that the person may bring in with a file."""
        rights = OF_ROLE[role_of(self._database)]
        return tuple(kind for kind in KINDS if right_of(NEEDED["Records.save"], kind) in rights)

    @uncollected
    def read(
        self, path: Path, control: Control = no_control, reading: Reading | None = None, writer: Child | None = None
    ) -> Book:
        """Read a workbook or csv in the child, which may be `reading` already; `writer` waits to write what it brings.

        FileRefusedError with one sentence when it cannot be taken.
        """
        if writer is not None:
            self._database.expect_bulk(writer)
        return open_book(Path(path), control, reading=reading)

    @uncollected
    def propose(self, kind: str, book: Book, *, guess: bool = False) -> Proposal:
        """Where the headings are and what they mean; a mapping kept from an earlier import of this source comes first.

        With `guess` it is for the kind that the headings say most of, which need not be the one given.
        UsageError for a kind that no file is read for.
        """
        refuse_unread(kind)
        if guess:
            kind = likely(book, self.kinds(), kind)
        with self._database.read() as session:
            rows = session.execute(
                select(ImportProfile.signature, ImportProfile.content).where(ImportProfile.kind == kind)
            )
            kept = {signature: json.loads(content) for signature, content in rows}
        return propose(kind, book, kept)

    @uncollected
    def plan(
        self,
        kind: str,
        book: Book,
        mapping: Proposal,
        *,
        blank: Blank | str = Blank.KEEP,
        activity_id: int | NewActivity | None = None,
        fixes: Mapping[tuple[str, int, str], str] | None = None,
        answers: Mapping[tuple[str, int, str], str] | None = None,
        control: Control = no_control,
        at_writing: bool = False,
    ) -> ImportPlan:
        """What writing would do, row by row; nothing is written.  `at_writing` leaves it to `write` by one `alone`.

        `activity_id` may be an activity that is made with its list.  `fixes` are cells mended in place by (sheet, row,
        field name), `answers` what was decided by (sheet, row, topic of the question).  FileRefusedError when no sheet
        names what its rows are about, UserError when registrations have no activity, NotPermittedError for a kind that
        is others' business.
        """
        role = role_of(self._database)
        _refuse_governed(role, kind)
        options = Options(Blank(blank), activity_id, dict(fixes or {}), dict(answers or {}), role)
        if at_writing:
            return ImportPlan(kind, book, replace(mapping, kind=kind), options, (), (), {}, UNPLANNED)
        with self._database.read() as session:
            return _made(session, replace(mapping, kind=kind), book, options, control)

    @uncollected
    def write(self, plan: ImportPlan, control: Control = no_control, *, alone: bool = False) -> ImportResult:
        """Write the plan's new and changed rows as one operation, and remember how its columns were mapped.

        `alone` when nobody is at the desk of this program who would wait: it is quicker.
        ConflictError when the station's data was changed since so that the plan would do something
        else: plan again and look at it once more.  What `control` raises leaves everything as it was.  Where there
        is a vault a backup is made before, if the last one lacks something.
        """
        entity = ENTITIES[plan.kind]
        label = _("导入{label}：{name}").format(label=_(entity.label), name=plan.book.name)
        if plan.stamp == UNPLANNED:
            return self._plan_and_write(plan, label, control, alone=alone)
        if not plan.counts.written:
            return ImportResult(plan, label)
        Backups(self._database).before(Moment.IMPORT, control)
        if not plan.prepared and plan.counts.written > LARGE:  # it was taken back, and comes once more
            with self._database.read() as session:
                plan = _still(session, plan)
        if not plan.prepared or len(plan.prepared[0]) <= LARGE or (batch := Batch(plan.prepared[0])).added <= LARGE:
            return self._write_at_once(plan, label, control)
        with self._database.read() as session:
            touched = _touched_since(session, plan.stamp, batch)
            fresh = _still(session, plan) if touched else plan
        return self._write_bulk(fresh, Batch(fresh.prepared.pop()), label, control, alone=alone)

    def _plan_and_write(self, plan: ImportPlan, label: str, control: Control, *, alone: bool) -> ImportResult:
        """Write what is settled while the rest is planned, where there is much of it and nobody else writes."""
        if _is_long(plan.book):
            Backups(self._database).before(Moment.IMPORT, control)
        with self._database.read() as session:
            planning = Planning(session, plan.proposal, plan.book, plan.options, control)
            stream = Stream(planning) if alone else None
            if stream is None or not stream.is_long:
                fresh = planning.finished()
            else:
                return self._stream(session, stream, label, control)
        return self.write(fresh, control, alone=alone)

    def _stream(self, session: Session, stream: Stream, label: str, control: Control) -> ImportResult:
        planning = stream.planning

        def ready(session: Session) -> None:
            if latest(session) != planning.latest:
                raise _changed()

        def parts(first: Callable[[type[Record]], int]) -> Iterator[Part]:
            yield from stream.parts(first)
            session.rollback()  # all is read: pages that were written since may go to their place

        def finishing(write: Write) -> None:
            published.append(write)
            _finish(write, stream.rest, planning.finished())

        def told(_done: int, _total: int, note: str) -> None:
            control(len(planning.rows), len(planning.source.rows), note)

        published: list[Write] = []
        load = Load(stream.most(), ready, parts, finishing, looks=True)
        changes = self._database.write_bulk(label, load, told, alone=True)
        held = self._held(published, changes, alone=True)
        return ImportResult(planning.finished(), label, changes.operation_id, held)

    def _held(self, published: Sequence[Write], changes: Brought, *, alone: bool) -> tuple[int, ...]:
        """The must-visits that wait for a person after a bulk operation."""
        held = [row_id for write in published for row_id in write.derivation.visits.held_ids]
        return (*held, *look_at_new(self._database, changes, alone=alone))

    def _write_at_once(self, plan: ImportPlan, label: str, control: Control) -> ImportResult:
        with self._database.write(label) as write:
            fresh = _still(write.session, plan)
            write.log.about(Topic.IMPORT)
            write.derivation.visits.hold_back()
            batch = Batch(fresh.prepared.pop())
            Writer(write, batch, control).run()
            _keep_mapping(write, fresh)
        held = tuple(write.derivation.visits.held_ids)
        return ImportResult(fresh, label, write.log.operation_id, held, batch.begun(plan.options))

    def _write_bulk(
        self, plan: ImportPlan, batch: Batch, label: str, control: Control, *, alone: bool
    ) -> ImportResult:
        """Have the rows written while others go on working; nobody sees one before all are there."""
        with self._database.write(label) as write:
            batch.number(write)

        def ready(session: Session) -> None:
            if _touched_since(session, plan.stamp, batch):
                raise _changed()

        def finishing(write: Write) -> None:
            published.append(write)
            _finish(write, batch, plan)

        published: list[Write] = []
        counts = {model: len(items) for model, items in batch.new.items()}
        load = Load(counts, ready, batch.parts, finishing, looks=True)
        changes = self._database.write_bulk(label, load, control, alone=alone)
        held = self._held(published, changes, alone=alone)
        return ImportResult(plan, label, changes.operation_id, held, batch.begun(plan.options))

    def save_refused(self, plan: ImportPlan, path: Path) -> int:
        """Write the rows that were not taken into a workbook, as they were, with the reasons; gives how many.

        Mended there, the workbook can be imported like any other.
        """
        rows = [row for row in plan.rows if row.action in {Action.REFUSED, Action.ASK}]
        headings, fields = _headings(plan, rows)
        columns = [SheetColumn(heading, 14, as_text=True) for heading in headings]
        columns += [SheetColumn(_("没收的原因"), 48, as_text=True, marked=True), SheetColumn(_("原来在第几行"), 14, as_text=True)]
        lines = [
            [*(row.typed.get(name, "") for name in fields), _reasons(row), f"{row.sheet} {row.row}".strip()]
            for row in rows
        ]
        return write_sheet(path, columns, lines, name=_("没收的行"))


def _headings(plan: ImportPlan, rows: Sequence[PlanRow]) -> tuple[list[str], list[str]]:
    """Headings of the mapped columns in the file's order, and the fields they go to."""
    found: dict[str, str] = {}
    sheets = {row.sheet for row in rows}
    for sheet in plan.proposal.sheets:
        for column in sheet.columns if sheet.name in sheets else ():
            if column.field:
                found.setdefault(column.field, column.heading)
    return list(found.values()), list(found)


def _reasons(row: PlanRow) -> str:
    if row.question:
        return row.question.text
    return "；".join(f"「{p.column}」{p.reason}" if p.column else p.reason for p in row.problems)


def _is_long(book: Book) -> bool:
    """Whether there is so much in it that it may be written as a bulk operation."""
    return sum(len(sheet.rows) for sheet in book.sheets) > LARGE


def _refuse_governed(role: Role, kind: str) -> None:
    """A file is no way round the right to change a kind."""
    right = right_of(NEEDED["Records.save"], kind)
    if right not in OF_ROLE[role]:
        words = {"role": _(role.value), "right": _(right.value)}
        raise NotPermittedError(_("「{role}」不能{right}，请找站长办理").format(**words))


def _changed() -> ConflictError:
    return ConflictError(_("核对以后，站里的数据又改过，这份文件会写成别的样子。请重新核对一遍再写入"))


def _still(session: Session, plan: ImportPlan) -> ImportPlan:
    """The plan with its records, made again when the data was changed since; ConflictError when it differs."""
    if latest(session) == plan.stamp and plan.prepared:
        return plan
    fresh = _made(session, plan.proposal, plan.book, plan.options, no_control)
    if fresh.rows != plan.rows:
        raise _changed()
    return fresh


def _touched_since(session: Session, stamp: int, batch: Batch) -> bool:
    """Whether records of a class that the plan looked at were changed since; sign-ins go on meanwhile."""
    changed = session.scalars(select(ChangeLog.entity).where(ChangeLog.id > stamp).distinct())
    return not batch.kinds.isdisjoint(changed)


def _finish(write: Write, batch: Batch, plan: ImportPlan) -> None:
    """What publishing a bulk operation changes of records that were there before."""
    write.log.about(Topic.IMPORT)
    write.derivation.visits.hold_back()
    Writer(write, batch, no_control).update()
    _keep_mapping(write, plan)


def _keep_mapping(write: Write, plan: ImportPlan) -> None:
    for signature, content in kept_mapping(plan.proposal).items():
        write.put(ImportProfile, {"kind": plan.kind, "signature": signature}, {"content": json.dumps(content)})


def _made(session: Session, mapping: Proposal, book: Book, options: Options, control: Control) -> ImportPlan:
    """The plan on the data that the session sees."""
    return Planning(session, mapping, book, options, control).finished()

"""六必访: what is to be visited and why, decided by people; the tasks themselves come from the facts (FIELD.md 4.3)."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from louyu_desktop.errors import UserError
from louyu_desktop.models import Account, Enterprise, HeadquartersVisit, Record, SettingValue, SpecialCase, VisitTask
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.must_visit import HELD, NOT_NEEDED, OPEN, PUT_OFF, VISITED, WANTED_NOW
from louyu_desktop.services.must_visit_copies import MustVisit
from louyu_desktop.services.must_visit_reading import tasks
from louyu_desktop.services.references import ENTITIES, role_of
from louyu_desktop.services.taking import check, settled
from louyu_desktop.storage import sweeping
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.making_way import make_way
from louyu_desktop.storage.shapes import chunks, shape_of
from louyu_desktop.storage.values import Swept
from louyu_desktop.storage.visit_tasks import due_now
from louyu_desktop.storage.write import Write
from louyu_desktop.text import _

_DONE = (VISITED, NOT_NEEDED)


class MustVisits:
    """What can be done with tasks; each method that writes is one operation.

    Tasks are raised, sharpened and cleared by the write that changes the fact (`storage.visits_due`).
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    # -- looking -------------------------------------------------------------------------------

    def of(self, enterprise_id: int) -> tuple[MustVisit, ...]:
        """The tasks of one enterprise, open ones first by deadline, then those done with, the latest first."""
        found = self._tasks(VisitTask.enterprise_id == enterprise_id)
        closed = (one for one in found if not one.is_open)
        done = sorted(closed, key=lambda one: (one.closed_on or one.raised_on, one.id))
        return (*(one for one in found if one.is_open), *reversed(done))

    def open(self, *, until: dt.date | None = None, assignee_id: int | None = None) -> tuple[MustVisit, ...]:
        """待访 and 延后 of all live enterprises by deadline; at most those due by `until`, or of one person."""
        wanted: list[ColumnElement[bool]] = [VisitTask.state.in_((WANTED_NOW, PUT_OFF))]
        if assignee_id is not None:
            wanted.append(VisitTask.assignee_id == assignee_id)
        found = self._tasks(*wanted)
        return tuple(one for one in found if until is None or one.waits_until <= until)

    def waiting(self) -> tuple[MustVisit, ...]:
        """What an import or a day's rules found and nobody has decided on yet (待定), by deadline."""
        return self._tasks(VisitTask.state == HELD)

    def _tasks(self, *wanted: Any) -> tuple[MustVisit, ...]:
        with self._database.read() as session:
            return tasks(session, role_of(self._database), *wanted)

    # -- deciding ------------------------------------------------------------------------------

    def decide(self, ids: Collection[int], *, raise_: bool, reason: str = "") -> int:
        """生成 (待访, its deadline counted from today) or 不生成 (无需, with a reason) for 待定 tasks; gives how many."""
        if raise_:
            return self._change(_("生成 {count} 件必访"), ids, (HELD,), self._counted_anew)
        words = reason.strip() or _("导入时决定不生成")
        return self._change(_("不生成 {count} 件必访"), ids, (HELD,), _closing(words))

    def put_off(self, ids: Collection[int], until: dt.date, reason: str) -> int:
        """延后 to a later day, with a reason; on that day it asks again.  UserError without either."""
        words = _reason(reason, _("请写为什么延后"))

        def later(write: Write, rows: Sequence[Any]) -> Iterator[dict[str, Any]]:
            if until <= _day(write):
                raise UserError(_("请选一个以后的日子"), field="put_off_until")
            for row in rows:
                yield {"id": row["id"], "state": PUT_OFF, "put_off_until": until, "state_reason": words}

        return self._change(_("延后 {count} 件必访"), ids, tuple(OPEN), later)

    def not_needed(self, ids: Collection[int], reason: str) -> int:
        """无需, with a reason: the same cause asks again only when it comes nearer."""
        words = _reason(reason, _("请写为什么不用走访"))
        return self._change(_("{count} 件必访记为无需"), ids, tuple(OPEN), _closing(words))

    def resume(self, ids: Collection[int]) -> int:
        """Back to 待访: what was put off, or closed by mistake.

        What a visit settled stays with its visit, and what lost its cause comes back with it.
        """

        def again(write: Write, rows: Sequence[Any]) -> Iterator[dict[str, Any]]:
            if any(row["cleared"] for row in rows):
                raise UserError(_("原因已经消除的必访不用再开；原因回来时会自动再开"))
            causes = {(row["enterprise_id"], row["trigger"], row["source_kind"], row["source_id"]): row for row in rows}
            make_way(write, shape_of(VisitTask), [{**row, "state": WANTED_NOW} for row in causes.values()])
            write.derivation.visits.look_again({row["enterprise_id"] for row in rows})
            for row in causes.values():
                yield {
                    "id": row["id"], "state": WANTED_NOW, "state_reason": None, "put_off_until": None,
                    "closed_on": None, "cleared": False,
                }  # fmt: skip

        return self._change(_("{count} 件必访改回待访"), ids, (PUT_OFF, NOT_NEEDED), again)

    def assign(self, ids: Collection[int], account_id: int | None) -> int:
        """Give open tasks to a person, or to nobody; UserError for somebody who is not there."""
        with self._database.read() as session:
            person = session.get(Account, account_id) if account_id is not None else None
            if account_id is not None and (person is None or person.archived_at is not None):
                raise UserError(_("没有这位工作人员"), field="assignee_id")
            name = person.name if person is not None else _("（没有人）")

        def given(_write: Write, rows: Sequence[Any]) -> Iterator[dict[str, Any]]:
            for row in rows:
                yield {"id": row["id"], "assignee_id": account_id}

        label = _("{count} 件必访交给{name}").replace("{name}", name.replace("{count}", ""))
        return self._change(label, ids, tuple(OPEN), given)

    # -- facts typed by hand -------------------------------------------------------------------

    def special(self, enterprise_id: int, kind: str, what: str, happened_on: dt.date | None = None) -> int:
        """Note a special circumstance (重要个性情况), which asks for a visit; gives its id."""
        words = _reason(what, _("请写是什么情况"), field="what")
        with self._database.write(self._about(_("特殊情况：{name}"), enterprise_id)) as write:
            day = happened_on or _day(write)
            if day > _day(write):
                raise UserError(_("发生日期在今天之后"), field="happened_on")
            row = {"enterprise_id": enterprise_id, "kind": kind, "what": words, "happened_on": day}
            return write.insert(SpecialCase, [_looked_at(SpecialCase, row)])[0]

    def resolve(self, task_id: int, on: dt.date | None = None) -> None:
        """Say that the special circumstance behind a task is over; UserError when it is none, or is over already."""
        live = select(VisitTask.source_id, Enterprise.name).join(Enterprise, Enterprise.id == VisitTask.enterprise_id)
        case = live.where(VisitTask.id == task_id, VisitTask.source_kind == SpecialCase.__entity__.kind)
        with self._database.read() as session:
            found = session.execute(case).first()
        if found is None:
            raise UserError(_("这件必访不是因为特殊情况"))
        with self._database.write(_("特殊情况解除：{name}").format(name=found[1])) as write:
            if on is not None and on > _day(write):
                raise UserError(_("解除日期在今天之后"), field="resolved_on")
            one = write.session.get(SpecialCase, found[0])
            if one is None or one.archived_at is not None or one.resolved_on is not None:
                raise UserError(_("这个情况已经解除了"))
            write.update(SpecialCase, [{"id": found[0], "resolved_on": on or _day(write)}])

    def headquarters(
        self, enterprise_id: int, arrives_on: dt.date, guest: str, post: str = "", purpose: str = ""
    ) -> int:
        """Note that somebody of the headquarters comes, which asks for a visit by that day; gives its id."""
        name = _reason(guest, _("请写来访的领导是谁"), field="guest")
        row = {
            "enterprise_id": enterprise_id, "arrives_on": arrives_on, "guest": name, "post": post.strip() or None,
            "purpose": purpose.strip() or None,
        }  # fmt: skip
        with self._database.write(self._about(_("总部来访：{name}"), enterprise_id)) as write:
            return write.insert(HeadquartersVisit, [_looked_at(HeadquartersVisit, row)])[0]

    # -- by the day ----------------------------------------------------------------------------

    def is_due(self, today: dt.date) -> bool:
        """Whether the rules have not looked at this day yet, or not with the present numbers and holidays."""
        with self._database.read() as session:
            return sweeping.state_of(session, today).is_news

    def sweep(self, today: dt.date) -> Swept:
        """Bring seats, tasks and suggestions of all live enterprises up to the day; passed by undo."""
        with self._database.write("") as write:
            sweeping.come_to(write, today)
        with self._database.read() as session:
            state = sweeping.state_of(session, today)
            ids = sweeping.concerned(session, state)
        found = Swept()
        for part in chunks(ids):
            with self._database.write(_("必访和五色按日更新"), lasting=True) as write:
                write.derivation.visits.look_again(part, today)
            found += write.derivation.visits.done
        if state.is_news:
            with self._database.write("") as write:
                write.put(SettingValue, {"key": sweeping.KEY}, {"value": json.dumps(state.kept)})
        return found

    # -- parts ---------------------------------------------------------------------------------

    def _about(self, label: str, enterprise_id: int) -> str:
        with self._database.read() as session:
            firm = session.get(Enterprise, enterprise_id)
            if firm is None or firm.archived_at is not None:
                raise UserError(_("这家企业已经不在了，可能刚被移进了回收站"))
            return label.format(name=firm.name)

    def _change(
        self, label: str, ids: Collection[int], states: Sequence[str],
        changed: Callable[[Write, Sequence[Any]], Iterator[dict[str, Any]]],
    ) -> int:  # fmt: skip
        """Change those of the tasks that are in one of the states, as one operation; gives how many."""
        with self._database.read() as session:
            count = len(_in_states(session, ids, states))
        if not count:
            raise UserError(_("选中的必访已经了结，或被别人处理了。请看一眼新的状态"))
        with self._database.write(label.replace("{count}", str(count))) as write:
            changes = list(changed(write, _in_states(write.session, ids, states)))
            write.update(VisitTask, changes)
            return len(changes)

    def _counted_anew(self, write: Write, rows: Sequence[Any]) -> Iterator[dict[str, Any]]:
        """待访, with deadlines as if the fact were of today."""
        day = _day(write)
        due = due_now(write.session, {row["enterprise_id"] for row in rows}, day)
        for row in rows:
            one = due.get((row["enterprise_id"], row["trigger"], row["source_kind"], row["source_id"]))
            values = {"due_on": one.due, "estimated": one.estimated, "why": one.why[:600]} if one else {}
            yield {"id": row["id"], "state": WANTED_NOW, "raised_on": day, **values}


def _in_states(session: Session, ids: Collection[int], states: Sequence[str]) -> list[Any]:
    wanted = select(VisitTask.__table__).where(VisitTask.archived_at.is_(None), VisitTask.state.in_(states))
    return [
        row for part in chunks(sorted(set(ids)))
        for row in session.execute(wanted.where(VisitTask.id.in_(part))).mappings()
    ]  # fmt: skip


def _looked_at(model: type[Record], row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as the file keeps it; UserError at the field that cannot be taken."""
    entity = ENTITIES[model.__entity__.kind]
    taken: dict[str, Any] = {}
    for name, value in row.items():
        try:
            taken[name] = settled(model, entity.field(name), value)
        except UserError as error:
            raise UserError(error.sentence, field=name) from None
    check(entity, taken)
    return taken


def _closing(words: str) -> Callable[[Write, Sequence[Any]], Iterator[dict[str, Any]]]:
    def closed(write: Write, rows: Sequence[Any]) -> Iterator[dict[str, Any]]:
        for row in rows:
            yield {"id": row["id"], "state": NOT_NEEDED, "state_reason": words, "closed_on": _day(write)}

    return closed


def _reason(typed: str, missing: str, field: str = "state_reason") -> str:
    words = " ".join(typed.split())
    if not words:
        raise UserError(missing, field=field)
    return words[:200] if field == "state_reason" else typed.strip()


def _day(write: Write) -> dt.date:
    return write.log.at.astimezone(SHANGHAI).date()

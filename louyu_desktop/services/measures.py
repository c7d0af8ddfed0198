"""How well requests are answered: of the requests taken in a period, how many are closed, solved, in time, and how
content people are; behind every number stand the requests it counts (FIELD.md 4.1).

What was withdrawn, merged into another one or taken by mistake is no request of its own and is counted nowhere.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from louyu_desktop.models import Building, ServiceRequest
from louyu_desktop.rules.dates import SHANGHAI, midnight
from louyu_desktop.rules.request_flow import OPEN, State
from louyu_desktop.services.copies import Filter, Match, Query
from louyu_desktop.services.references import entity_for, role_of
from louyu_desktop.storage.database import Database
from louyu_desktop.text import N_, _

_NONE = frozenset({State.WITHDRAWN.value, State.MERGED.value, State.VOID.value})
_CLOSED = frozenset({State.CLOSED.value, State.ARCHIVED.value})
_RUNNING = frozenset(state.value for state in OPEN if state is not State.PAUSED)
_SOLVED = frozenset({"解决", "部分解决"})
_AGES = ((0, 5), (6, 15), (16, 30), (31, 60), (61, None))


class Measure(StrEnum):
    """The numbers and the rates, by their Chinese names."""

    TAKEN = N_("受理")
    CLOSED = N_("办结")
    CLOSED_RATE = N_("办结率")
    SOLVED = N_("解决")
    SOLVED_RATE = N_("解决率")
    KEPT = N_("按时")
    KEPT_RATE = N_("按时率")
    CONTENT = N_("满意度")


DEFINITIONS: dict[Measure, str] = {
    Measure.TAKEN: N_("这段时间里收到的诉求；撤销、并案、作废的不算"),
    Measure.CLOSED: N_("其中已经办结或归档的"),
    Measure.CLOSED_RATE: N_("办结÷受理"),
    Measure.SOLVED: N_("办结的里面，办理结果是「解决」或「部分解决」的；解释说明、转办、不予办理不算"),
    Measure.SOLVED_RATE: N_("解决÷办结"),
    Measure.KEPT: N_("办完那天没有超过承诺日期的；延期获准的按延期后的日期，没记办完日期的按办结日期"),
    Measure.KEPT_RATE: N_("按时÷（有承诺日期、已经办完或已经超期的；停着表的不算超期）"),
    Measure.CONTENT: N_("办结的里面，回访得到的 1—5 分的平均；没联系上的不算"),
}
"""What each measure counts, as the page and the paper print it."""


class By(StrEnum):
    """What a period is broken down by."""

    CATEGORY = N_("诉求类别")
    BUILDING = N_("楼宇")
    DEPARTMENT = N_("牵头部门")
    MECHANISM = N_("办理机制")
    MONTH = N_("月份")


@dataclass(frozen=True, slots=True)
class Rate:
    """Some of a whole, each by its ids."""

    part: tuple[int, ...]
    whole: tuple[int, ...]

    @property
    def value(self) -> float | None:
        """The share; None of nothing."""
        return len(self.part) / len(self.whole) if self.whole else None

    @property
    def short(self) -> tuple[int, ...]:
        """Those that the whole has and the part has not."""
        part = frozenset(self.part)
        return tuple(key for key in self.whole if key not in part)


@dataclass(frozen=True, slots=True)
class Line:
    """The measures of a group of requests; `scores` are those of `scored`, in the same order."""

    label: str
    taken: tuple[int, ...]
    closed: Rate
    solved: Rate
    kept: Rate
    scored: tuple[int, ...]
    scores: tuple[int, ...]

    @property
    def content(self) -> float | None:
        """The mean of the scores; None where nobody gave one."""
        return sum(self.scores) / len(self.scores) if self.scores else None

    def of(self, measure: Measure) -> float | None:
        """A number, or a rate from 0 to 1; satisfaction from 1 to 5."""
        rates = {Measure.CLOSED_RATE: self.closed, Measure.SOLVED_RATE: self.solved, Measure.KEPT_RATE: self.kept}
        if measure in rates:
            return rates[measure].value
        return self.content if measure is Measure.CONTENT else float(len(self.ids(measure)))

    def ids(self, measure: Measure) -> tuple[int, ...]:
        """The requests behind a number; behind a rate those that it lacks, behind satisfaction those with a score."""
        return {
            Measure.TAKEN: self.taken, Measure.CLOSED: self.closed.part, Measure.SOLVED: self.solved.part,
            Measure.KEPT: self.kept.part, Measure.CLOSED_RATE: self.closed.short,
            Measure.SOLVED_RATE: self.solved.short, Measure.KEPT_RATE: self.kept.short, Measure.CONTENT: self.scored,
        }[measure]  # fmt: skip

    def query(self, measure: Measure) -> Query:
        """The list of them."""
        return query_of(self.ids(measure))


@dataclass(frozen=True, slots=True)
class Age:
    """Open requests that were received so many days ago."""

    label: str
    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class MeasuresView:
    """The measures of a period, its parts, and how old what is open now is."""

    first: dt.date
    last: dt.date
    by: By
    whole: Line
    lines: tuple[Line, ...]
    ages: tuple[Age, ...]


class Measures:
    """Counts requests."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def table(self, first: dt.date, last: dt.date, by: By, now: dt.datetime) -> MeasuresView:
        """The measures of what was received from `first` to `last`, both counted; NotPermittedError."""
        entity_for(role_of(self._database), "requests")
        today = now.astimezone(SHANGHAI).date()
        with self._database.read() as session:
            rows = _rows(session, first, last)
            ages = _ages(session, today)
        groups: dict[str, list[Any]] = defaultdict(list)
        label = _LABELS[by]
        for row in rows:
            groups[label(row)].append(row)
        lines = [_line(name, found, today) for name, found in groups.items()]
        if by is By.MONTH:
            lines.sort(key=lambda one: one.label)
        else:
            lines.sort(key=lambda one: (-len(one.taken), one.label))
        return MeasuresView(first, last, by, _together(_("合计"), lines), tuple(lines), ages)


def query_of(ids: Iterable[int]) -> Query:
    """The list of some requests."""
    return Query("requests", (Filter("id", Match.ONE_OF, tuple(sorted(ids))),), sort="-received_at")


def words_of(measure: Measure, value: float | None) -> str:
    """12, 87.5%, 4.6 分; 「—」 of nothing."""
    if value is None:
        return "—"
    if measure in {Measure.CLOSED_RATE, Measure.SOLVED_RATE, Measure.KEPT_RATE}:
        return f"{value * 100:.1f}%"
    return _("{score} 分").format(score=f"{value:.1f}") if measure is Measure.CONTENT else f"{value:,.0f}"


_LABELS: dict[By, Callable[[Any], str]] = {
    By.CATEGORY: lambda row: _(row.category) if row.category else _("未填"),
    By.BUILDING: lambda row: row.building or _("不在楼里"),
    By.DEPARTMENT: lambda row: row.lead_department or _("站里自己办"),
    By.MECHANISM: lambda row: _(row.mechanism) if row.mechanism else _("还没定"),
    By.MONTH: lambda row: f"{row.received_at.astimezone(SHANGHAI):%Y-%m}",
}


def _rows(session: Session, first: dt.date, last: dt.date) -> Sequence[Any]:
    one = ServiceRequest
    begin = midnight(first)
    end = midnight(last + dt.timedelta(days=1))
    return session.execute(
        select(
            one.id, one.state, one.category, one.mechanism, one.lead_department, one.received_at, one.due_on,
            one.finished_on, one.closed_on, one.outcome, one.satisfaction, Building.name.label("building"),
        )
        .outerjoin(Building, Building.id == one.building_id)
        .where(one.archived_at.is_(None), one.state.not_in(_NONE), one.received_at >= begin, one.received_at < end)
        .order_by(one.id)
    ).all()  # fmt: skip


def _line(label: str, rows: Sequence[Any], today: dt.date) -> Line:
    closed, solved, settled, kept = [], [], [], []
    scores: dict[int, int] = {}
    for row in rows:
        if row.state in _CLOSED:
            closed.append(row.id)
            if row.outcome in _SOLVED:
                solved.append(row.id)
            if row.satisfaction is not None:
                scores[row.id] = row.satisfaction
        due, done = row.due_on, _done_on(row)
        if due is not None and (done is not None or (row.state in _RUNNING and due < today)):
            settled.append(row.id)  # done, or open and late while its clock runs: else nobody can tell yet
            if done is not None and done <= due:
                kept.append(row.id)
    taken, shut = tuple(row.id for row in rows), tuple(closed)
    return Line(
        label, taken, Rate(shut, taken), Rate(tuple(solved), shut), Rate(tuple(kept), tuple(settled)),
        tuple(scores), tuple(scores.values()),
    )  # fmt: skip


def _together(label: str, lines: Sequence[Line]) -> Line:
    """The measures of all groups, which have no request in common."""

    def of(ids: Callable[[Line], tuple[int, ...]]) -> tuple[int, ...]:
        return tuple(sorted(chain.from_iterable(map(ids, lines))))

    taken, closed = of(lambda one: one.taken), of(lambda one: one.closed.part)
    scores = dict(sorted(pair for one in lines for pair in zip(one.scored, one.scores, strict=True)))
    return Line(
        label, taken, Rate(closed, taken), Rate(of(lambda one: one.solved.part), closed),
        Rate(of(lambda one: one.kept.part), of(lambda one: one.kept.whole)),
        tuple(scores), tuple(scores.values()),
    )  # fmt: skip


def _done_on(row: Any) -> dt.date | None:
    """The day on which it was done; ledgers often have none but that on which it was closed."""
    found: dt.date | None = row.finished_on or row.closed_on
    return found


def _ages(session: Session, today: dt.date) -> tuple[Age, ...]:
    """What is open, whenever it was received, by the days since."""
    one = ServiceRequest
    states = tuple(state.value for state in OPEN)
    rows = session.execute(
        select(one.id, one.received_at).where(one.archived_at.is_(None), one.state.in_(states)).order_by(one.id)
    ).all()
    found = []
    for least, most in _AGES:
        words = _("{first}—{last} 天").format(first=least, last=most) if most else _("{first} 天以上").format(first=least)
        ids = [key for key, at in rows if least <= max(0, _since(at, today)) <= (most or 10**6)]
        found.append(Age(words, tuple(ids)))
    return tuple(found)


def _since(at: dt.datetime, today: dt.date) -> int:
    return (today - at.astimezone(SHANGHAI).date()).days

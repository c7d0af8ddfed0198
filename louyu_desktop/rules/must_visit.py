"""六必访: which visits the facts of an enterprise ask for, by when, and what that changes of the tasks there are.

Pure (FIELD.md 4.3): the day, the calendar and the thresholds are arguments.  One task is open for a trigger and its
source; a nearer stage sharpens it; what a person closed stays closed until the cause comes nearer or is another.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from louyu_desktop.rules import must_visit_words as words
from louyu_desktop.rules.colours import severity
from louyu_desktop.rules.firm_facts import FirmFacts, Lease, Noted
from louyu_desktop.rules.risk import BANDS, YELLOW, Thresholds, follow_up
from louyu_desktop.rules.workdays import Calendar, Due

EXECUTIVE, HEADQUARTERS, MOVE, LEASE, DECLINE, SPECIAL = (
    "高管变动", "总部来访", "企业搬迁", "租赁到期", "经营下滑", "特殊情况",
)  # fmt: skip
COLOUR = "五色跟进"
TRIGGERS = (EXECUTIVE, HEADQUARTERS, MOVE, LEASE, DECLINE, SPECIAL)

OPEN = frozenset({"待定", "待访", "延后"})
HELD, WANTED_NOW, PUT_OFF, VISITED, NOT_NEEDED = "待定", "待访", "延后", "已访", "无需"

LEAVING = "搬离"
_FALLING = ("下滑", "大幅下滑")
_LEAD = 30
"""So many days before its deadline a visit that only the calendar asks for becomes a task."""

Key = tuple[str, str, int]
"""Trigger, kind and id of the source: what may be open only once for an enterprise."""


@dataclass(frozen=True, slots=True)
class Deadlines:
    """The numbers of the triggers: stages in days of the calendar, deadlines in working days (FIELD.md 4.3).

    How far a headcount must fall, and how old a fact may be to raise anything new, are numbers of the colours.
    """

    lease_far: int = 180
    lease_mid: int = 90
    lease_near: int = 30
    due_far: int = 10
    due_mid: int = 5
    due_near: int = 2
    due_executive: int = 10
    due_move: int = 5
    due_decline: int = 5
    due_special: int = 3


SETTING_KEYS: dict[str, str] = {f"must_{name}": name for name in Deadlines.__dataclass_fields__}
"""The setting that keeps each number, by its key."""


@dataclass(frozen=True, slots=True)
class Limits:
    """All numbers that the rules look at."""

    deadlines: Deadlines = field(default_factory=Deadlines)
    colours: Thresholds = field(default_factory=Thresholds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A visit that a fact asks for.  `fresh` is False for what is too old to raise a task, but keeps an open one."""

    trigger: str
    source_kind: str
    source_id: int
    mark: str
    stage: int
    due: dt.date
    estimated: bool
    fact: str
    why: str
    fresh: bool = True

    @property
    def key(self) -> Key:
        """What may be open only once."""
        return self.trigger, self.source_kind, self.source_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A task as it stands.  `cleared` was closed because its cause was gone; `unmet` says its visit is gone."""

    id: int
    trigger: str
    source_kind: str
    source_id: int
    mark: str
    stage: int
    due: dt.date
    state: str
    put_off_until: dt.date | None = None
    cleared: bool = False
    unmet: bool = False

    @property
    def key(self) -> Key:
        """What may be open only once."""
        return self.trigger, self.source_kind, self.source_id

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.state in OPEN

    def asks_again(self, today: dt.date) -> bool:
        """Whether it was put off to a day that has come."""
        return self.state == PUT_OFF and (self.put_off_until is None or self.put_off_until <= today)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done.

    New tasks, open ones brought nearer, closed ones whose cause is back, open ones without a cause, and those that
    were put off to a day that has come.
    """

    raises: tuple[Wanted, ...] = ()
    sharpens: tuple[tuple[Task, Wanted], ...] = ()
    reopens: tuple[tuple[Task, Wanted], ...] = ()
    clears: tuple[Task, ...] = ()
    returns: tuple[Task, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything is to be done."""
        return any((self.raises, self.sharpens, self.reopens, self.clears, self.returns))


def wanted(
    facts: FirmFacts, today: dt.date, calendar: Calendar, limits: Limits, undone: Collection[int] = ()
) -> tuple[Wanted, ...]:
    """The visits that the facts ask for on this day; `undone` are notes whose change was made good since."""
    day = _Day(today, calendar, limits)
    return (
        *(one for lease in facts.leases for one in _of_lease(lease, day)),
        *(one for note in facts.noted if note.id not in undone for one in _of_note(note, facts, day)),
        *_of_guests(facts, day),
        *_of_cases(facts, day),
        *_of_colour(facts, day),
    )


def reconcile(tasks: Sequence[Task], asked: Iterable[Wanted], today: dt.date) -> Plan:
    """What brings the tasks of one enterprise in line with what is wanted on this day."""
    opened = {task.key: task for task in tasks if task.is_open}
    raises, sharpens, reopens = [], [], []
    keys = set()
    for one in asked:
        keys.add(one.key)
        task = opened.get(one.key)
        if task is not None:
            if one.mark != task.mark or one.stage < task.stage:
                sharpens.append((task, one))
            continue
        closed = [task for task in tasks if task.key == one.key and task.mark == one.mark]
        if any(not task.cleared and not task.unmet and task.stage <= one.stage for task in closed):
            continue
        again = [task for task in closed if task.cleared or task.unmet]
        if again:
            reopens.append((max(again, key=lambda task: task.id), one))
        elif one.fresh:
            raises.append(one)
    gone = tuple(task for key, task in opened.items() if key not in keys)
    back = tuple(task for key, task in opened.items() if key in keys and task.asks_again(today))
    return Plan(tuple(raises), tuple(sharpens), tuple(reopens), gone, back)


@dataclass(frozen=True, slots=True)
class _Day:
    today: dt.date
    calendar: Calendar
    limits: Limits

    @property
    def deadlines(self) -> Deadlines:
        return self.limits.deadlines

    def after(self, count: int) -> Due:
        return self.calendar.add_workdays(self.today, count)

    def is_fresh(self, day: dt.date) -> bool:
        return (self.today - day).days <= self.limits.colours.signal_days

    def up_to(self, day: dt.date) -> Due:
        """The last working day up to `day`, but not before today; `day` itself where there is none."""
        found = day
        while found > self.today and not self.calendar.is_workday(found):
            found -= dt.timedelta(days=1)
        if not self.calendar.is_workday(found):
            found = max(day, self.today)
        return Due(found, not self.calendar.year_known(found.year), "")


def _of_lease(lease: Lease, day: _Day) -> Iterator[Wanted]:
    """租赁到期 by the nearest stage reached, and 企业搬迁 where the firm says it leaves."""
    numbers = day.deadlines
    if lease.end is not None:
        left = (lease.end - day.today).days
        stages = ((numbers.lease_near, numbers.due_near), (numbers.lease_mid, numbers.due_mid),
                  (numbers.lease_far, numbers.due_far))  # fmt: skip
        stage, count = next((one for one in stages if left <= one[0]), (None, 0))
        if stage is not None:
            due = day.after(count)
            yield Wanted(
                trigger=LEASE, source_kind="occupancies", source_id=lease.id, mark=lease.end.isoformat(), stage=stage,
                due=due.day, estimated=due.estimated, fact=words.lease(lease.place, lease.end, over=left < 0),
                why=words.why(words.LEASE_RULE, words.counted(count, due), words.LEASE_DONE, days=stage),
                fresh=day.is_fresh(lease.end),
            )  # fmt: skip
    if lease.intent == LEAVING:
        due = day.after(numbers.due_move)
        yield Wanted(
            trigger=MOVE, source_kind="occupancies", source_id=lease.id, mark=LEAVING, stage=0, due=due.day,
            estimated=due.estimated, fact=words.leaving(lease.place),
            why=words.why(words.LEAVING_RULE, words.counted(numbers.due_move, due), words.LEAVING_DONE),
        )  # fmt: skip


def _of_note(note: Noted, facts: FirmFacts, day: _Day) -> Iterator[Wanted]:
    """高管变动, 企业搬迁 and 经营下滑 out of what the write noted."""
    numbers, fall = day.deadlines, day.limits.colours.headcount_drop
    if note.fact == "高管":
        found = EXECUTIVE, numbers.due_executive, words.executive(note), words.EXECUTIVE_RULE, words.EXECUTIVE_DONE
    elif note.fact == "入驻":
        found = MOVE, numbers.due_move, words.moved(note), words.MOVED_RULE, words.MOVED_DONE
    elif _declined(note, facts, fall):
        found = DECLINE, numbers.due_decline, words.declined(note), words.DECLINE_RULE, words.DECLINE_DONE
    else:
        return
    trigger, count, fact, rule, done = found
    due = day.after(count)
    yield Wanted(
        trigger=trigger, source_kind="fact-changes", source_id=note.id, mark="", stage=0, due=due.day,
        estimated=due.estimated, fact=fact, why=words.why(rule, words.counted(count, due), done, fall=fall),
        fresh=day.is_fresh(note.noted_on),
    )  # fmt: skip


def _declined(note: Noted, facts: FirmFacts, fall: int) -> bool:
    """Whether a note tells of a decline that still holds against what stands now."""
    match note.fact:
        case "员工数":
            now = None if facts.headcount is None else str(facts.headcount)
            return has_dropped(note.before, note.after, fall) and has_dropped(note.before, now, fall)
        case "税收等级":
            return is_lower(note.before, note.after) and is_lower(note.before, facts.tax_band)
        case "经营趋势":
            return is_worse(note.before, note.after) and is_worse(note.before, facts.revenue_trend)
    return False


def has_dropped(before: str | None, after: str | None, percent: int) -> bool:
    """Whether a number of people, as noted, fell by at least so many percent."""
    if not (before or "").isdecimal() or not (after or "").isdecimal():
        return False
    was, now = int(before or 0), int(after or 0)
    return was > 0 and (was - now) * 100 >= was * percent


def is_lower(before: str | None, after: str | None) -> bool:
    """Whether a tax band is below another; 未知 compares with nothing."""
    return before in BANDS and after in BANDS and BANDS.index(str(after)) < BANDS.index(str(before))


def is_worse(before: str | None, after: str | None) -> bool:
    """Whether a trend turned down, or further down."""
    if after not in _FALLING:
        return False
    return before not in _FALLING or _FALLING.index(str(after)) > _FALLING.index(str(before))


def _of_guests(facts: FirmFacts, day: _Day) -> Iterator[Wanted]:
    """总部来访: by the day itself, the working day before where it is none."""
    for guest in facts.guests:
        due = day.up_to(guest.arrives_on)
        yield Wanted(
            trigger=HEADQUARTERS, source_kind="headquarters-visits", source_id=guest.id,
            mark=guest.arrives_on.isoformat(), stage=0, due=due.day, estimated=due.estimated,
            fact=words.guest(guest), why=words.why(words.GUEST_RULE, words.by_then(), words.GUEST_DONE),
            fresh=guest.arrives_on >= day.today,
        )  # fmt: skip


def _of_cases(facts: FirmFacts, day: _Day) -> Iterator[Wanted]:
    """特殊情况 that are not resolved."""
    count = day.deadlines.due_special
    for case in facts.cases:
        due = day.after(count)
        yield Wanted(
            trigger=SPECIAL, source_kind="special-cases", source_id=case.id, mark="", stage=0, due=due.day,
            estimated=due.estimated, fact=words.case(case),
            why=words.why(words.CASE_RULE, words.counted(count, due), words.CASE_DONE),
            fresh=day.is_fresh(case.noted_on or case.happened_on),
        )  # fmt: skip


def _of_colour(facts: FirmFacts, day: _Day) -> Iterator[Wanted]:
    """五色跟进: 黄, 橙 and 红 at once; 绿 and 蓝 when their round of visits comes near.

    A colour that nobody ever decided on, and a firm that has left, ask for nothing.
    """
    colour = facts.colour
    if colour.by_id is None or colour.since is None or facts.left_on is not None:
        return
    follow = follow_up(colour.colour, day.limits.colours)
    if severity(colour.colour) >= severity(YELLOW):
        due, mark, fresh = day.after(follow.days), colour.colour, day.is_fresh(colour.since)
        deadline = words.counted(follow.days, due)
    else:
        base = max(colour.since, facts.last_visit_on or colour.since)
        last = base + dt.timedelta(days=follow.days)
        if (last - day.today).days > _LEAD:
            return
        due, mark, fresh = day.up_to(last), f"{colour.colour} {base}", True
        deadline = words.within(base, follow.days)
    yield Wanted(
        trigger=COLOUR, source_kind="colour-changes", source_id=colour.by_id, mark=mark, stage=0, due=due.day,
        estimated=due.estimated, fact=words.coloured(colour.colour, colour.since),
        why=words.why(words.COLOUR_RULE, deadline, words.COLOUR_DONE, action=follow.action), fresh=fresh,
    )  # fmt: skip

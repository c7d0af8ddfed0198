"""How an activity comes again: a rule as RFC 5545 writes it (a part of RRULE), its days, holidays, and its edits.

Days only: an activity keeps its hour.  Which days are worked is asked of `rules.workdays.Calendar`.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice

from louyu_desktop.errors import UserError
from louyu_desktop.rules.day_words import WEEKDAYS, weekday
from louyu_desktop.rules.months import begin_of, months_on
from louyu_desktop.rules.workdays import Calendar
from louyu_desktop.text import N_, _

MOST = 400
"""Times that one series may come: more is a mistake of typing."""
_DAY = dt.timedelta(days=1)
_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_FARTHEST = 2200


class Every(StrEnum):
    """The unit of a rule."""

    DAY = "DAILY"
    WEEK = "WEEKLY"
    MONTH = "MONTHLY"
    YEAR = "YEARLY"


@dataclass(frozen=True, slots=True)
class Rule:
    """A part of RRULE: `weekdays` are 0 (Monday) to 6; with `nth` 2 the second of the month, with -1 the last.

    `month_day` is 1 to 31, or -1 for the last day of the month.  Without any of them the first day says it.
    Exactly one of `count` and `until` ends it.
    """

    every: Every
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    nth: int = 0
    month_day: int = 0
    count: int | None = None
    until: dt.date | None = None


def written(rule: Rule) -> str:
    """The rule as it is stored and exported: `FREQ=MONTHLY;BYDAY=2WE;COUNT=12`."""
    parts = [f"FREQ={rule.every.value}"]
    if rule.interval != 1:
        parts.append(f"INTERVAL={rule.interval}")
    if rule.weekdays:
        parts.append("BYDAY=" + ",".join(f"{rule.nth or ''}{_CODES[day]}" for day in rule.weekdays))
    if rule.month_day:
        parts.append(f"BYMONTHDAY={rule.month_day}")
    if rule.count is not None:
        parts.append(f"COUNT={rule.count}")
    if rule.until is not None:
        parts.append(f"UNTIL={rule.until:%Y%m%d}")
    return ";".join(parts)


def read(text: str) -> Rule:
    """The rule of a stored text; UserError for one that this program does not write."""
    try:
        parts = dict(part.split("=", 1) for part in text.strip().removeprefix("RRULE:").upper().split(";") if part)
        days = [part for part in parts.pop("BYDAY", "").split(",") if part]
        nths = {int(day[:-2] or 0) for day in days}
        until, count = parts.pop("UNTIL", ""), parts.pop("COUNT", "")
        rule = Rule(
            Every(parts.pop("FREQ")),
            int(parts.pop("INTERVAL", "1")),
            tuple(sorted(_CODES.index(day[-2:]) for day in days)),
            nths.pop() if nths else 0,
            int(parts.pop("BYMONTHDAY", "0")),
            int(count) if count else None,
            dt.datetime.strptime(until[:8], "%Y%m%d").date() if until else None,  # noqa: DTZ007 - a day has no zone
        )
        parts.pop("WKST", None)
        known = not parts and not nths and not faults(rule)
    except (ValueError, KeyError):
        known = False
    if not known:
        raise UserError(_("看不懂这条重复规则：{rule}。请在「重复」里重新选一次").format(rule=text[:60]), field="rule")
    return rule


def faults(rule: Rule) -> str:
    """What is wrong with a rule, in a sentence; empty when nothing is."""
    if not 1 <= rule.interval <= 99:
        return _("间隔应在 1 到 99 之间")
    if (rule.count is None) == (rule.until is None):
        return _("请选一样：共多少场，或者到哪天为止")
    if rule.count is not None and not 1 <= rule.count <= MOST:
        return _("场次应在 1 到 {most} 之间").format(most=MOST)
    if rule.nth and (rule.every is not Every.MONTH or not rule.weekdays or not -1 <= rule.nth <= 5):
        return _("「第几个周几」只能按月重复")
    if rule.weekdays and not rule.nth and rule.every is not Every.WEEK:
        return _("「周几」只能按周重复")
    if rule.month_day and (rule.every is not Every.MONTH or not (rule.month_day == -1 or 1 <= rule.month_day <= 31)):
        return _("「几号」只能按月重复，从 1 到 31，或者最后一天")
    return ""


def days(rule: Rule, first: dt.date) -> Iterator[dt.date]:
    """The days of a rule from `first` on, in order (RFC 5545 3.3.10); at most `MOST`, and none after 2199.

    `first` itself is one only when the rule says so, as in `dateutil`.
    """
    found = (day for day in _candidates(rule, first) if day >= first)
    for day in islice(found, MOST if rule.count is None else min(rule.count, MOST)):
        if rule.until is not None and day > rule.until:
            return
        yield day


def _candidates(rule: Rule, first: dt.date) -> Iterator[dt.date]:
    last = rule.until or dt.date.max
    match rule.every:
        case Every.DAY:
            day = first
            while day.year < _FARTHEST and day <= last:
                yield day
                day += _DAY * rule.interval
        case Every.WEEK:
            monday = first - _DAY * first.weekday()
            chosen = sorted(set(rule.weekdays or (first.weekday(),)))
            while monday.year < _FARTHEST and monday <= last:
                yield from (monday + _DAY * number for number in chosen)
                monday += _DAY * 7 * rule.interval
        case Every.MONTH:
            year, month = first.year, first.month
            while year < _FARTHEST and dt.date(year, month, 1) <= last:
                yield from _in_month(rule, first, year, month)
                year, month = year + (month - 1 + rule.interval) // 12, (month - 1 + rule.interval) % 12 + 1
        case Every.YEAR:
            for year in range(first.year, min(_FARTHEST, last.year + 1), rule.interval):
                if first.day <= calendar.monthrange(year, first.month)[1]:
                    yield first.replace(year=year)


def _in_month(rule: Rule, first: dt.date, year: int, month: int) -> list[dt.date]:
    """The days of one month; a month without its 31st has none."""
    length = calendar.monthrange(year, month)[1]
    if rule.weekdays:
        found: list[dt.date] = []
        for weekday in rule.weekdays:
            same = [dt.date(year, month, day) for day in range(1, length + 1)
                    if dt.date(year, month, day).weekday() == weekday]  # fmt: skip
            place = rule.nth - 1 if rule.nth > 0 else rule.nth
            found += [same[place]] if place < len(same) else []
        return sorted(found)
    wanted = rule.month_day or first.day
    number = length if wanted == -1 else wanted
    return [dt.date(year, month, number)] if number <= length else []


def in_words(rule: Rule, first: dt.date) -> str:
    """The rule as people say it: 每月第 2 个周三，共 12 场."""
    units = {Every.DAY: N_("天"), Every.WEEK: N_("周"), Every.MONTH: N_("个月"), Every.YEAR: N_("年")}
    alone = {Every.DAY: N_("每天"), Every.WEEK: N_("每周"), Every.MONTH: N_("每月"), Every.YEAR: N_("每年")}
    stem = (
        _(alone[rule.every])
        if rule.interval == 1
        else _("每 {count} {unit}").format(count=rule.interval, unit=_(units[rule.every]))
    )
    end = (
        _("共 {count} 场").format(count=rule.count)
        if rule.count is not None
        else _("到 {day} 为止").format(day=rule.until)
    )
    which = _which(rule, first)
    words = _("{every}{which}，{end}") if which else _("{every}，{end}")
    return words.format(every=stem, which=which, end=end)


def _which(rule: Rule, first: dt.date) -> str:
    names = _("、").join(_(WEEKDAYS[day]) for day in (rule.weekdays or (first.weekday(),)))
    match rule.every:
        case Every.WEEK:
            return names
        case Every.MONTH if rule.nth == -1:
            return _("最后一个{day}").format(day=names)
        case Every.MONTH if rule.nth:
            return _("第 {count} 个{day}").format(count=rule.nth, day=names)
        case Every.MONTH if rule.month_day == -1:
            return _("最后一天")
        case Every.MONTH:
            return _("{day} 号").format(day=rule.month_day or first.day)
        case Every.YEAR:
            return _("{month} 月 {day} 日").format(month=first.month, day=first.day)
    return ""


class OnHoliday(StrEnum):
    """What a series does on a day that is off, as stored."""

    KEEP = "照常"
    SKIP = "跳过"
    LATER = "顺延"
    EARLIER = "提前"


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a rule: `day` it takes place, None when it is left out; `rule_day` it should have been; why."""

    rule_day: dt.date
    day: dt.date | None
    note: str = ""


def is_off(day: dt.date, worked: Calendar) -> bool:
    """Whether people have a day off by law or by the station's table; an ordinary weekend is no holiday."""
    special = worked.holiday(day)
    return special is not None and not special.works


def settle(
    wanted: Sequence[dt.date], how: OnHoliday, worked: Calendar, exceptions: Collection[dt.date] = ()
) -> tuple[Day, ...]:
    """The days of a series with holidays and made-up days (调休) minded; two never fall on one day.

    Shifted is to a working day; one that would fall on a day of the series, or past the next one, is left out.
    """
    stay = {day for day in wanted if day not in exceptions and not is_off(day, worked)}
    taken = set(stay)
    found: list[Day] = []
    for day in wanted:
        if day in exceptions:
            found.append(Day(day, None, _("除外")))
        elif day in stay:
            found.append(Day(day, day, _made_up(day, worked)))
        else:
            found.append(_around(day, how, worked, taken))
            if (moved := found[-1].day) is not None:
                taken.add(moved)
    return tuple(found)


def _around(day: dt.date, how: OnHoliday, worked: Calendar, taken: set[dt.date]) -> Day:
    special = worked.holiday(day)
    why = _("{name}放假").format(name=special.name if special and special.name else "")
    if how is OnHoliday.KEEP:
        return Day(day, day, why)
    if how is OnHoliday.SKIP:
        return Day(day, None, _("{why}，跳过").format(why=why))
    step = _DAY if how is OnHoliday.LATER else -_DAY
    moved = day + step
    while not worked.is_workday(moved):
        moved += step
    if moved in taken:
        return Day(day, None, _("{why}，{day} 已有一场，跳过").format(why=why, day=f"{moved:%m-%d}"))
    words = _("{why}，顺延到 {day}") if how is OnHoliday.LATER else _("{why}，提前到 {day}")
    return Day(day, moved, words.format(why=why, day=f"{moved:%m-%d} " + weekday(moved)))


def _made_up(day: dt.date, worked: Calendar) -> str:
    special = worked.holiday(day)
    if special is not None and special.works:
        return _("调休上班")
    return "" if worked.year_known(day.year) else _("预估")


@dataclass(frozen=True, slots=True)
class Standing:
    """One activity of a series as it stands: `day` by its rule, and whether an edit may touch it."""

    id: int
    day: dt.date
    fixed: bool


@dataclass(frozen=True, slots=True)
class Replanned:
    """What a new rule makes of activities: which move to which day, which days are new, which have no day."""

    moved: tuple[tuple[int, dt.date], ...]
    added: tuple[dt.date, ...]
    dropped: tuple[int, ...]


def replan(standing: Sequence[Standing], wanted: Sequence[dt.date]) -> Replanned:
    """Bring the activities of a series to the days of another rule: what is fixed stays and keeps its day.

    Who stands on a wanted day already stays there; the others take the days that are left, in order.
    """
    kept = {one.day for one in standing if one.fixed}
    free = [day for day in wanted if day not in kept]
    loose = sorted((one for one in standing if not one.fixed), key=lambda one: (one.day, one.id))
    moved: dict[int, dt.date] = {}
    for one in loose:
        if one.day in free:
            free.remove(one.day)
            moved[one.id] = one.day
    rest = [one for one in loose if one.id not in moved]
    moved |= {one.id: day for one, day in zip(rest, free, strict=False)}
    dropped = tuple(one.id for one in rest if one.id not in moved)
    return Replanned(tuple(sorted(moved.items())), tuple(free[len(rest):]), dropped)  # fmt: skip


def moved_rule(rule: Rule, before: dt.date, after: dt.date) -> Rule:
    """The same rule for an activity that comes on `after` instead of `before`: weekday, place in the month, date."""
    match rule.every:
        case Every.WEEK:
            others = set(rule.weekdays) - {before.weekday()}
            return replace(rule, weekdays=tuple(sorted({*others, after.weekday()})))
        case Every.MONTH if rule.weekdays:
            last = (after + 7 * _DAY).month != after.month
            nth = (after.day - 1) // 7 + 1
            return replace(rule, weekdays=(after.weekday(),), nth=-1 if last and (rule.nth == -1 or nth == 5) else nth)
        case Every.MONTH:
            is_last = (after + _DAY).month != after.month
            return replace(rule, month_day=-1 if rule.month_day == -1 and is_last else after.day)
    return rule


def moved_first(rule: Rule, first: dt.date, before: dt.date, after: dt.date) -> dt.date:
    """From where on the moved rule counts, when one of its days went from `before` to `after` and `first` is its first.

    A week or month in which the rule came stays one in which it comes.
    """
    match rule.every:
        case Every.WEEK:
            weeks = (after - _DAY * after.weekday()) - (before - _DAY * before.weekday())
            weekday_ = after.weekday() if first.weekday() == before.weekday() else first.weekday()
            return min(first - _DAY * first.weekday() + weeks + _DAY * weekday_, after)
        case Every.MONTH:
            months = (after.year - before.year) * 12 + after.month - before.month
            return begin_of(months_on(first, months))
        case Every.YEAR:
            year = first.year + after.year - before.year
            return dt.date(year, after.month, min(after.day, calendar.monthrange(year, after.month)[1]))
    return first + (after - before)

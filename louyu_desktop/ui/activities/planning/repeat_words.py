"""One day of a series in words: when, what is special about it, what is done, and what could be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.day_words import weekday
from louyu_desktop.services.planned import Decision, PlannedDay, Way
from louyu_desktop.services.room_copies import Alternative
from louyu_desktop.text import _


def planned_words(day: PlannedDay) -> str:
    """2026-11-26 周四 12:00; without the clock where it is left out."""
    if day.starts_at is None:
        return f"{day.rule_day} {weekday(day.rule_day)}"
    begin = day.starts_at.astimezone(SHANGHAI)
    return f"{begin:%Y-%m-%d} {weekday(begin.date())} {begin:%H:%M}"


def note_words(day: PlannedDay) -> str:
    """Who has the room, and the holiday."""
    return _("；").join(part for part in (day.clash, day.note) if part)


def way_words(day: PlannedDay, chosen: Decision, room: str) -> str:
    """What is done about a day."""
    if day.activity_id is not None or day.starts_at is None:
        return "" if day.activity_id is not None else _("不办")
    match chosen.way:
        case Way.SKIP:
            return _("不办")
        case Way.WITHOUT_ROOM:
            return _("不用场地")
        case Way.OTHER_ROOM:
            return _("改在{room}").format(room=room)
        case Way.OTHER_TIME if chosen.starts_at is not None:
            return _("改到 {time}").format(time=f"{chosen.starts_at.astimezone(SHANGHAI):%m-%d %H:%M}")
    return _("请选 ▾") if day.clash else _("办")


def ways(
    day: PlannedDay, free: Sequence[Alternative], *, with_room: bool, only_skip: bool
) -> Iterator[tuple[str, Decision | None]]:
    """What can be done about a day, in words; None is a line between."""
    for one in free:
        same = one.starts_at == day.starts_at
        yield one.words, Decision(Way.OTHER_ROOM if same else Way.OTHER_TIME, one.room_id, one.starts_at)
    if free:
        yield "", None
    if not day.clash or only_skip:
        yield _("办"), Decision()
    yield _("这天不办"), Decision(Way.SKIP)
    if with_room and not only_skip:
        yield _("办，不用场地"), Decision(Way.WITHOUT_ROOM)

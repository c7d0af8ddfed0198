"""Where rooms, days and times stand on the grid; plain numbers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.services.room_copies import RoomGrid, Taken

DAY = dt.timedelta(days=1)
QUARTER = dt.timedelta(minutes=15)
_EARLY, _LATE = 8 * 60, 20 * 60
_LAST = 24 * 60


@dataclass(frozen=True, slots=True)
class Wish:
    """A room and a time that somebody points at; `taken` is what would be moved there, None for something new."""

    room_id: int
    starts_at: dt.datetime
    ends_at: dt.datetime
    taken: Taken | None = None

    @property
    def stays(self) -> bool:
        """Whether nothing would change."""
        old = self.taken
        here = (self.room_id, self.starts_at, self.ends_at)
        return old is not None and here == (old.room_id, old.starts_at, old.ends_at)


@dataclass(frozen=True, slots=True)
class Axis:
    """Days side by side from `left` on, each from one minute of the day to another."""

    first: dt.date
    days: int
    left: float
    width: float
    early: int = _EARLY
    late: int = _LATE

    @property
    def day_width(self) -> float:
        """How wide a day is."""
        return self.width / self.days

    def x(self, moment: dt.datetime) -> float:
        """Where a moment stands; before and after the hours shown it is the edge of its day."""
        local = moment.astimezone(SHANGHAI)
        number = (local.date() - self.first).days
        if not 0 <= number < self.days:
            return self.left if number < 0 else self.left + self.width
        return self.left + self.day_width * (number + self._share(local.hour * 60 + local.minute))

    def at(self, x: float, step: dt.timedelta) -> dt.datetime:
        """The moment at a place, on a step of the clock; the nearest one shown."""
        number = max(0, min(int((x - self.left) // self.day_width), self.days - 1))
        share = (x - self.left) / self.day_width - number
        minute = self.early + share * (self.late - self.early)
        size = step.seconds // 60
        snapped = min(max(round(minute / size) * size, self.early), self.late)
        return self.midnight(number) + dt.timedelta(minutes=snapped)

    def midnight(self, number: int) -> dt.datetime:
        """When a day begins."""
        return dt.datetime.combine(self.first + DAY * number, dt.time(), SHANGHAI)

    def span(self, number: int, first: int, last: int) -> tuple[float, float]:
        """Left and right edge of minutes of a day."""
        left = self.left + self.day_width * number
        return left + self.day_width * self._share(first), left + self.day_width * self._share(last)

    def _share(self, minute: int) -> float:
        return (min(max(minute, self.early), self.late) - self.early) / (self.late - self.early)


def hours_of(grid: RoomGrid) -> tuple[int, int]:
    """The minutes of a day between which anything is open or had, whole hours; from 8 to 20 at least."""
    early, late = _EARLY, _LATE
    spans = [span for room in grid.rooms for day in room.open for span in day if span != (0, _LAST)]
    for first, last in spans:
        early, late = min(early, first), max(late, last)
    for one in grid.taken:
        start, end = one.starts_at.astimezone(SHANGHAI), one.ends_at.astimezone(SHANGHAI)
        if start.date() == end.date():
            early = min(early, start.hour * 60 + start.minute - one.setup)
            late = max(late, end.hour * 60 + end.minute + one.clear)
        else:
            early, late = 0, _LAST
    return max(0, early // 60 * 60), min(_LAST, -(-late // 60) * 60)


def in_the_way(grid: RoomGrid, wish: Wish) -> Taken | None:
    """Who has the room then, with the time to set up and to clear; what the service says counts."""
    mine = wish.taken
    before = dt.timedelta(minutes=mine.setup if mine else 0)
    after = dt.timedelta(minutes=mine.clear if mine else 0)
    for one in grid.taken:
        if one.room_id != wish.room_id or (mine is not None and (one.kind, one.id) == (mine.kind, mine.id)):
            continue
        begin, end = one.starts_at - dt.timedelta(minutes=one.setup), one.ends_at + dt.timedelta(minutes=one.clear)
        if begin < wish.ends_at + after and wish.starts_at - before < end:
            return one
    return None

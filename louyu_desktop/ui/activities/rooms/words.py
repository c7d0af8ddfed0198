"""How the grid of rooms says who has what; pure."""

from __future__ import annotations

import datetime as dt

from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.services.room_copies import Room, RoomGrid, Taken
from louyu_desktop.text import _
from louyu_desktop.ui.activities.calendar.words import near
from louyu_desktop.ui.activities.rooms.axis import Wish


def times(starts_at: dt.datetime, ends_at: dt.datetime) -> str:
    """12:00 – 13:00; both days where it lasts for several."""
    begin, end = starts_at.astimezone(SHANGHAI), ends_at.astimezone(SHANGHAI)
    if begin.date() == end.date():
        return f"{begin:%H:%M} – {end:%H:%M}"
    return f"{begin:%m-%d %H:%M} – {end:%m-%d %H:%M}"


def in_cell(taken: Taken, *, with_time: bool) -> str:
    """12:00 声音疗愈; what is only asked for says so."""
    words = taken.title if taken.confirmed else _("{title}（待确认）").format(title=taken.title)
    return f"{taken.starts_at.astimezone(SHANGHAI):%H:%M} {words}" if with_time else words


def tip_of(taken: Taken, room: str) -> str:
    """What may be read over a shoulder: no names."""
    buffers = []
    if taken.setup:
        buffers.append(_("布置 {minutes} 分钟").format(minutes=taken.setup))
    if taken.clear:
        buffers.append(_("清场 {minutes} 分钟").format(minutes=taken.clear))
    kind = _("活动") if taken.kind == "activities" else _("预约")
    people = _("{count} 人").format(count=taken.people) if taken.people else ""
    lines = (
        taken.title,
        f"{taken.starts_at.astimezone(SHANGHAI):%m-%d} {times(taken.starts_at, taken.ends_at)} {room}",
        _("，").join(buffers),
        taken.unit,
        _("，").join(part for part in (kind, _(taken.state), people) if part),
    )
    return "\n".join(line for line in lines if line)


def wish_words(grid: RoomGrid, wish: Wish, today: dt.date) -> str:
    """What letting go would do."""
    room = name_of(grid, wish.room_id)
    day = near(wish.starts_at.astimezone(SHANGHAI).date(), today)
    words = _("「{title}」改到{room} {day} {times}") if wish.taken else _("{room} {day} {times}")
    title = wish.taken.title if wish.taken else ""
    return words.format(title=title, room=room, day=day, times=times(wish.starts_at, wish.ends_at))


def name_of(grid: RoomGrid, room_id: int) -> str:
    """A room's name."""
    return next((room.name for room in grid.rooms if room.id == room_id), "")


def room_line(room: Room) -> str:
    """What stands below a room's name."""
    parts = [_("{count} 人").format(count=room.capacity) if room.capacity else ""]
    parts.append("" if room.bookable else _("不外借"))
    return _("，").join(part for part in parts if part)


def spoken(grid: RoomGrid, room_id: int, moment: dt.datetime, taken: Taken | None) -> str:
    """The cursor for a screen reader."""
    local = moment.astimezone(SHANGHAI)
    where = f"{name_of(grid, room_id)} {near(local.date(), local.date())} {local:%H:%M}"
    if taken is None:
        return _("{where}，空着").format(where=where)
    what = f"{times(taken.starts_at, taken.ends_at)} {in_cell(taken, with_time=False)}"
    return _("，").join((where, what))


def stays(taken: Taken) -> str:
    """Why it is not moved."""
    return _("「{title}」已经开始或用过了，时间不能再改").format(title=taken.title)

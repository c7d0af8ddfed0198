"""How the grid of rooms is drawn: hours, rooms, closed times, who has what, the present, what is in hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QFontMetricsF, QPainter

from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.day_words import weekday
from louyu_desktop.services.room_copies import RoomGrid, Taken
from louyu_desktop.text import _
from louyu_desktop.ui import strokes
from louyu_desktop.ui.activities.rooms import words
from louyu_desktop.ui.activities.rooms.axis import Axis, Wish, in_the_way
from louyu_desktop.ui.theme import theme


@dataclass(frozen=True, slots=True)
class Piece:
    """Where something stands, and how far its words may go."""

    rect: QRectF
    taken: Taken
    room: float


@dataclass(frozen=True, slots=True)
class Plane:
    """The grid in one size: the axis, the height of head and rows."""

    grid: RoomGrid
    axis: Axis
    head: float
    row: float
    now: dt.datetime

    def top(self, room: int) -> float:
        """Where a room's row begins."""
        return self.head + room * self.row

    def place(self, room_id: int) -> int:
        """The number of a room's row; -1 for one that is not shown."""
        return next((number for number, room in enumerate(self.grid.rooms) if room.id == room_id), -1)

    def rect_of(self, room_id: int, starts_at: dt.datetime, ends_at: dt.datetime) -> QRectF:
        """Where a time of a room stands."""
        left, right = self.axis.x(starts_at), self.axis.x(ends_at)
        inset = theme.px(5)
        top = self.top(self.place(room_id))
        return QRectF(left, top + inset, max(right - left, theme.px(6)), self.row - 2 * inset)


def ground(painter: QPainter, field: Plane) -> None:
    """Rooms and hours; what is closed lies on the window's ground."""
    axis, grid = field.axis, field.grid
    bottom = field.top(len(grid.rooms))
    for number, room in enumerate(grid.rooms):
        top = field.top(number)
        for day in range(axis.days):
            left, right = axis.span(day, axis.early, axis.late)
            painter.fillRect(QRectF(left, top, right - left, field.row), theme.colour("window"))
            for first, last in room.open[day]:
                a, b = axis.span(day, first, last)
                painter.fillRect(QRectF(a, top, b - a, field.row), theme.colour("surface"))
    _shut(painter, field)
    for day in range(axis.days):
        for minute in range(axis.early, axis.late, 60 if axis.days == 1 else 24 * 60):
            x = axis.span(day, minute, minute)[0]
            strokes.hairline(painter, "line" if minute > axis.early else "line2", x, field.head, x, bottom)
        if axis.days > 1:
            noon = axis.span(day, 12 * 60, 12 * 60)[0]
            strokes.hairline(painter, "line", noon, field.head, noon, bottom)
    for number in range(len(grid.rooms) + 1):
        strokes.hairline(painter, "line", 0, field.top(number), axis.left + axis.width, field.top(number))
    _reasons(painter, field)


def _closed(field: Plane) -> Iterator[tuple[QRectF, str]]:
    """Where rooms are closed, and why."""
    for one in field.grid.closed:
        rooms = [room.id for room in field.grid.rooms] if one.room_id is None else [one.room_id]
        for room_id in rooms:
            number = field.place(room_id)
            left, right = field.axis.x(one.starts_at), field.axis.x(one.ends_at)
            if number >= 0 and right > left:
                yield QRectF(left, field.top(number), right - left, field.row), one.reason


def _shut(painter: QPainter, field: Plane) -> None:
    """Closed times, hatched."""
    for rect, _reason in _closed(field):
        painter.fillRect(rect, theme.colour("sunken"))
        painter.fillRect(rect, QBrush(theme.colour("line2"), Qt.BrushStyle.BDiagPattern))


def _reasons(painter: QPainter, field: Plane) -> None:
    """Why they are closed, over the lines of the hours."""
    for rect, reason in _closed(field):
        said = _("停用：{reason}").format(reason=reason)
        wide = QFontMetricsF(theme.font(12)).horizontalAdvance(said) + theme.px(12)
        label = QRectF(rect.left() + theme.px(6), rect.center().y() - theme.px(10),
                       min(wide, rect.width() - theme.px(12)), theme.px(20))  # fmt: skip
        if label.width() > theme.px(24):
            strokes.box(painter, label, "surface", theme.px(4))
            _line(painter, label.adjusted(theme.px(6), 0, 0, 0), said, 12, "text2")


def pieces(painter: QPainter, field: Plane, found: list[Piece], hand: Wish | None) -> None:
    """Bookings sunken with a bar, what is not confirmed dashed; set-up and clearing as thin ends."""
    for piece in found:
        taken = piece.taken
        moving = hand is not None and hand.taken is not None and hand.taken.id == taken.id
        moving = moving and hand is not None and hand.taken is not None and hand.taken.kind == taken.kind
        painter.setOpacity(0.35 if moving else 1)
        over = taken.ends_at <= field.now
        today = taken.starts_at.astimezone(SHANGHAI).date() == field.now.astimezone(SHANGHAI).date()
        _buffers(painter, field, piece)
        token = "surface" if over or not taken.confirmed else "accent_tint" if today else "sunken"
        strokes.box(painter, piece.rect, token, theme.px(3))
        if taken.confirmed:
            bar = QRectF(piece.rect.left(), piece.rect.top(), theme.px(3), piece.rect.height())
            strokes.box(painter, bar, "line2" if over else "accent" if today else "edge", theme.px(1))
            if over:
                strokes.frame(painter, piece.rect, "line2", 1)
        else:
            strokes.frame(painter, piece.rect, "edge", 1, dashed=True)
        painter.setOpacity(1)


def _buffers(painter: QPainter, field: Plane, piece: Piece) -> None:
    """The time before and after that is had, too."""
    taken = piece.taken
    begin = field.axis.x(taken.starts_at - dt.timedelta(minutes=taken.setup))
    end = field.axis.x(taken.ends_at + dt.timedelta(minutes=taken.clear))
    middle = piece.rect.center().y()
    for a, b in ((begin, piece.rect.left()), (piece.rect.right(), end)):
        if b - a >= 2:
            rect = QRectF(a, middle - theme.px(6), b - a, theme.px(12))
            painter.fillRect(rect, QBrush(theme.colour("edge"), Qt.BrushStyle.Dense6Pattern))


def labels(painter: QPainter, field: Plane, found: list[Piece]) -> None:
    """The words of all, over whatever stands behind them."""
    for piece in found:
        taken = piece.taken
        text = words.in_cell(taken, with_time=field.axis.days > 1)
        tone = "text3" if taken.ends_at <= field.now else "text"
        rect = piece.rect.adjusted(theme.px(8), 0, 0, 0)
        rect.setWidth(max(0.0, piece.room - rect.left() - theme.px(4)))
        _line(painter, rect, text, 13 if field.axis.days == 1 else 12, tone)


def present(painter: QPainter, field: Plane) -> None:
    """The accent's line at this minute, behind the words."""
    axis, today = field.axis, field.now.astimezone(SHANGHAI)
    minute = today.hour * 60 + today.minute
    if 0 <= (today.date() - axis.first).days < axis.days and axis.early <= minute <= axis.late:
        x = axis.x(field.now)
        painter.fillRect(QRectF(x - 1, field.head - theme.px(4), 2, field.top(len(field.grid.rooms)) - field.head),
                         theme.colour("accent"))  # fmt: skip


def hand(painter: QPainter, field: Plane, wish: Wish) -> None:
    """What is in hand: in danger's tint over what somebody has, with who that is."""
    if field.place(wish.room_id) < 0:
        return
    rect = field.rect_of(wish.room_id, wish.starts_at, wish.ends_at)
    other = in_the_way(field.grid, wish)
    painter.setOpacity(0.9)
    strokes.box(painter, rect, "danger_tint" if other else "accent_tint", theme.px(3))
    painter.setOpacity(1)
    strokes.frame(painter, rect, "danger" if other else "accent", 1.5, dashed=other is None)
    said = words.times(wish.starts_at, wish.ends_at)
    if other is not None:
        said = _("已有「{title}」").format(title=other.title)
    inner = rect.adjusted(theme.px(8), 0, -theme.px(2), 0)
    inner.setWidth(max(inner.width(), theme.px(150) if field.axis.days > 1 else inner.width()))
    _line(painter, inner, said, 12, "danger" if other else "text", bold=True)


def head(painter: QPainter, field: Plane, top: float) -> None:
    """Hours, or days, above; it stays where rooms scroll below."""
    axis = field.axis
    painter.fillRect(QRectF(0, top, axis.left + axis.width + 40, field.head), theme.colour("surface"))
    for day in range(axis.days):
        if axis.days > 1:
            _day_head(painter, field, day, top)
            continue
        for minute in range(axis.early, axis.late + 1, 60):
            x = axis.span(0, minute, minute)[0]
            label = QRectF(x - theme.px(24), top + field.head - theme.px(26), theme.px(48), theme.px(22))
            painter.setFont(theme.font(13))
            painter.setPen(theme.colour("text3"))
            painter.drawText(label, strokes.CENTRE, str(minute // 60))
    strokes.hairline(painter, "line2", 0, top + field.head, axis.left + axis.width, top + field.head)


def _day_head(painter: QPainter, field: Plane, day: int, top: float) -> None:
    date = field.axis.first + dt.timedelta(days=day)
    today = date == field.now.astimezone(SHANGHAI).date()
    left = field.axis.left + field.axis.day_width * day
    rect = QRectF(left + theme.px(8), top, field.axis.day_width - theme.px(10), field.head)
    said = " ".join(part for part in (weekday(date), f"{date:%m-%d}", field.grid.holidays[day]) if part)
    _line(painter, rect, said, 13, "accent" if today else "text2", bold=today)


def names(painter: QPainter, field: Plane) -> None:
    """The rooms at the left, with how many they hold."""
    for number, room in enumerate(field.grid.rooms):
        rect = QRectF(theme.px(20), field.top(number), field.axis.left - theme.px(28), field.row)
        below = words.room_line(room)
        half = field.row / 2
        if not below or field.row < theme.px(38):
            _line(painter, rect, room.name, 14, "text")
            continue
        upper = QRectF(rect.left(), rect.top() + theme.px(3), rect.width(), half - theme.px(1))
        lower = QRectF(rect.left(), rect.top() + half, rect.width(), half - theme.px(3))
        _line(painter, upper, room.name, 14, "text")
        _line(painter, lower, below, 12, "text3")


def _line(painter: QPainter, rect: QRectF, text: str, px: int, tone: str, *, bold: bool = False) -> None:
    font = theme.font(px, bold=bold)
    painter.setFont(font)
    painter.setPen(theme.colour(tone))
    painter.drawText(rect, strokes.LEFT, strokes.elided(QFontMetricsF(font), text, rect.width()))

"""A week or a day by the hour, painted: days across, hours down, what overlaps side by side."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from louyu_desktop.rules.day_words import weekday
from louyu_desktop.services.calendar_copies import AgendaEvent, Sheet
from louyu_desktop.text import _
from louyu_desktop.ui import strokes
from louyu_desktop.ui.activities.calendar import words
from louyu_desktop.ui.activities.calendar.lanes import lanes
from louyu_desktop.ui.activities.calendar.painted import Piece
from louyu_desktop.ui.activities.calendar.view import CalendarView, Carried
from louyu_desktop.ui.theme import theme

_GUTTER = 56
_HOUR = 46
_LEAST = 20
_SNAP = dt.timedelta(minutes=15)
_HALF = dt.timedelta(minutes=30)
_DAY = dt.timedelta(days=1)
_FIRST_HOUR = 8
_LINE = 18
_LEAST = 10
"""Signs of a time and a title below which the time is left out: the title is what one looks for."""
_MOST_LONG = 3


def is_long(event: AgendaEvent) -> bool:
    """Whether an activity lasts for days: an exhibition stands above the hours."""
    return event.ends_at - event.starts_at > _DAY


def columns(width: float, days: int) -> list[float]:
    """The left edges of the days, and the right one of the last."""
    left = theme.px(_GUTTER)
    return [left + round((width - left) * n / days) for n in range(days + 1)]


class HoursView(CalendarView):
    """The hours of some days; the cursor has a time here."""

    cursor_moved = Signal(QRectF)

    def __init__(self) -> None:
        super().__init__()
        self.time = dt.timedelta(hours=12)
        self._xs: list[float] = []
        theme.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(24 * theme.px(_HOUR) + theme.px(12))

    # -- where things stand --------------------------------------------------------------------

    def lay_out(self) -> None:
        """Each activity in its lane of its day; one that passes midnight stands on both."""
        self.pieces = []
        if self.sheet is None:
            return
        self._xs = columns(self.width(), len(self.sheet.marks))
        for number, mark in enumerate(self.sheet.marks):
            events = [event for event in self.sheet.on(mark.day) if not is_long(event)]
            spans = [self._span(event, mark.day) for event in events]
            for event, (top, bottom), lane in zip(events, spans, lanes(spans), strict=True):
                left, right = self._xs[number] + 2, self._xs[number + 1] - 3
                wide = (right - left) / lane.count
                rect = QRectF(left + lane.number * wide, top, wide - (2 if lane.count > 1 else 0), bottom - top - 1)
                self.pieces.append(Piece(rect, event, mark.day))
        self.update()

    def _y(self, since_midnight: dt.timedelta) -> float:
        return theme.px(6) + since_midnight / dt.timedelta(hours=1) * theme.px(_HOUR)

    def _span(self, event: AgendaEvent, day: dt.date) -> tuple[float, float]:
        midnight = self._midnight(day)
        begin = max(event.starts_at - midnight, dt.timedelta())
        end = min(event.ends_at - midnight, _DAY)
        top = self._y(begin)
        return top, max(self._y(end), top + theme.px(_LEAST))

    def _midnight(self, day: dt.date) -> dt.datetime:
        return dt.datetime.combine(day, dt.time(), tzinfo=self.now.tzinfo)

    def moment_at(self, at: QPointF) -> dt.datetime | None:
        """The half hour under a point."""
        if self.sheet is None or not self._xs or at.x() < self._xs[0]:
            return None
        number = next((n for n in range(len(self._xs) - 1) if at.x() < self._xs[n + 1]), len(self._xs) - 2)
        hours = max(0.0, min((at.y() - theme.px(6)) / theme.px(_HOUR), 23.9))
        return self._midnight(self.sheet.first + _DAY * number) + _HALF * int(hours * 2)

    # -- moving --------------------------------------------------------------------------------

    def step(self, across: int, down: int) -> None:
        """A day, or half an hour; the activity under the cursor is in hand."""
        self.time = max(dt.timedelta(), min(self.time + _HALF * down, _DAY - _HALF))
        day = self.current + _DAY * across
        moment = self._midnight(day) + self.time
        events = (event for event in self.events_on(day) if not is_long(event))
        under = next((event for event in events if event.starts_at < moment + _HALF and event.ends_at > moment), None)
        kept = self.time
        self.choose_day(day, under)
        self.time = kept
        self.update()
        self.cursor_moved.emit(self._cursor())

    def carried_to(self, across: int, down: int) -> dt.datetime:
        """A day, or a quarter of an hour."""
        assert self.carry is not None  # noqa: S101 - asked for only then
        return self.carry.starts_at + _DAY * across + _SNAP * down

    def exact_at(self, at: QPointF) -> dt.datetime | None:
        """The day and time under a point, also beyond the edges."""
        if self.sheet is None or not self._xs:
            return None
        number = next((n for n in range(len(self._xs) - 1) if at.x() < self._xs[n + 1]), len(self._xs) - 2)
        since = dt.timedelta(hours=(at.y() - theme.px(6)) / theme.px(_HOUR))
        return self._midnight(self.sheet.first + _DAY * number) + since

    def dropped_at(self, at: QPointF, carry: Carried) -> dt.datetime | None:
        """The quarter of an hour under the pointer, as far before it as the activity was taken."""
        pointed = self.exact_at(at)
        if pointed is None or self.sheet is None:
            return None
        exact = pointed - carry.behind
        midnight = self._midnight(exact.date())
        return max(midnight + _SNAP * round((exact - midnight) / _SNAP), self._midnight(self.sheet.first))

    def beginning(self) -> dt.datetime:
        """Where the cursor is."""
        return self._midnight(self.current) + self.time

    def choose_day(self, day: dt.date, event: AgendaEvent | None = None) -> None:
        """Put the cursor on a day; an activity in hand takes it along to its beginning."""
        if event is not None and event != self.chosen:
            self.time = max(event.starts_at - self._midnight(day), dt.timedelta())
        super().choose_day(day, event)

    def _next_event(self) -> None:
        super()._next_event()
        self.cursor_moved.emit(self._cursor())

    def _cursor(self) -> QRectF:
        if self.sheet is None or not self.sheet.first <= self.current <= self.sheet.last or not self._xs:
            return QRectF()
        number = (self.current - self.sheet.first).days
        top = self._y(self.time)
        return QRectF(self._xs[number] + 1, top, self._xs[number + 1] - self._xs[number] - 2, theme.px(_HOUR) / 2)

    # -- painting ------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Grounds, hours, the present, activities, the cursor, the ghost."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.colour("surface"))
        if self.sheet is not None and self._xs:
            self._paint_grid(painter)
            self._paint_now(painter)
            for piece in self.pieces:
                if piece.rect.intersects(QRectF(event.rect())):
                    self._paint_piece(painter, piece)
            if self.hasFocus() and self.chosen is None:
                strokes.frame(painter, self._cursor(), "focus", 2)
            self._paint_ghost(painter)
        painter.end()

    def _paint_grid(self, painter: QPainter) -> None:
        assert self.sheet is not None  # noqa: S101 - painted only then
        bottom = self.height()
        for number, mark in enumerate(self.sheet.marks):
            if not mark.works:
                left, right = self._xs[number], self._xs[number + 1]
                painter.fillRect(QRectF(left, 0, right - left, bottom), theme.colour("window"))
        painter.setFont(theme.font(12))
        for hour in range(24):
            y = self._y(dt.timedelta(hours=hour))
            strokes.hairline(painter, "line", self._xs[0], y, self.width(), y)
            painter.setPen(theme.colour("text3"))
            label = QRectF(0, y - theme.px(9), self._xs[0] - theme.px(8), theme.px(18))
            painter.drawText(label, strokes.RIGHT, f"{hour:02d}:00")
        for x in self._xs[:-1]:
            strokes.hairline(painter, "line", x, 0, x, bottom)

    def _paint_now(self, painter: QPainter) -> None:
        assert self.sheet is not None  # noqa: S101 - painted only then
        if self.sheet.first <= self.today <= self.sheet.last:
            number = (self.today - self.sheet.first).days
            y = self._y(self.now - self._midnight(self.today))
            strokes.box(
                painter, QRectF(self._xs[number], y - 1, self._xs[number + 1] - self._xs[number], 2), "accent", 0
            )
            side = theme.px(8)
            strokes.box(painter, QRectF(self._xs[number] - side / 2, y - side / 2, side, side), "accent", side / 2)

    def _paint_piece(self, painter: QPainter, piece: Piece) -> None:
        event, rect = piece.event, piece.rect
        look = strokes.tones(event, self.today)
        if self.carry is not None and self.carry.event.id == event.id:
            painter.setOpacity(0.35)
        ground = look.ground or "surface"
        if self._under is not None and self._under.event.id == event.id:
            ground = "selected"
        strokes.box(painter, rect, "surface", theme.px(3))
        strokes.event_ground(painter, rect, strokes.Tones(ground, look.bar, look.text))
        if not look.ground:
            strokes.frame(painter, rect, "line2", 1)
        self._write(painter, rect.adjusted(theme.px(8), theme.px(2), -theme.px(4), 0), event, look.text)
        painter.setOpacity(1)
        if self.chosen is not None and event.id == self.chosen.id:
            strokes.frame(painter, rect, "focus" if self.hasFocus() else "edge", 1.5)

    def _write(self, painter: QPainter, room: QRectF, event: AgendaEvent, tone: str) -> None:
        """The title, and as many further lines as have room; no time, which the hours say, where the title has none."""
        lines: list[tuple[str, int, bool]] = [(event.title, 13, True), (words.times(event), 12, False)]
        lines += [(event.place, 12, False), (words.share_of(event), 12, False)]
        high = theme.px(_LINE)
        if room.height() < 2 * high:
            timed = f"{words.clock(event.starts_at)} {event.title}"
            least = QFontMetricsF(theme.font(12)).horizontalAdvance(timed[:_LEAST])
            lines = [(timed if least <= room.width() else event.title, 12, False)]
        for number, (text, px, bold) in enumerate(line for line in lines if line[0]):
            if number and (number + 1) * high > room.height() + 2:
                return
            font = strokes.event_font(event, px, bold=bold)
            painter.setFont(font)
            painter.setPen(theme.colour(tone if bold or number == 0 or tone == "text3" else "text2"))
            rect = QRectF(room.left(), room.top() + number * high, room.width(), min(high, room.height()))
            painter.drawText(rect, strokes.LEFT, strokes.elided(QFontMetricsF(font), text, room.width()))

    def ghost(self) -> QRectF:
        """Where what is carried would stand; nowhere when that is on another page."""
        carry, sheet = self.carry, self.sheet
        if carry is None or sheet is None or not sheet.first <= carry.starts_at.date() <= sheet.last:
            return QRectF()
        number = (carry.starts_at.date() - sheet.first).days
        top = self._y(carry.starts_at - self._midnight(carry.starts_at.date()))
        high = max((carry.event.ends_at - carry.event.starts_at) / dt.timedelta(hours=1) * theme.px(_HOUR), _LEAST)
        return QRectF(self._xs[number] + 2, top, self._xs[number + 1] - self._xs[number] - 5, high - 1)

    def _paint_ghost(self, painter: QPainter) -> None:
        carry, rect = self.carry, self.ghost()
        if carry is None or rect.isNull() or carry.starts_at == carry.event.starts_at:
            return
        look = strokes.FORBIDDEN if self.forbidden else strokes.TODAY
        painter.setOpacity(0.85)
        strokes.event_ground(painter, rect, look)
        painter.setOpacity(1)
        strokes.frame(painter, rect, look.bar, 1.5, dashed=True)
        painter.setFont(theme.font(12, bold=True))
        painter.setPen(theme.colour("text"))
        said = f"{words.clock(carry.starts_at)} {carry.event.title}"
        line = QRectF(rect.left() + theme.px(8), rect.top() + 2, rect.width() - theme.px(12), theme.px(_LINE))
        painter.drawText(line, strokes.LEFT, strokes.elided(QFontMetricsF(painter.font()), said, line.width()))


class HoursHead(QWidget):
    """The days above the hours, with what lasts for days; a click on one of them opens it."""

    list_twin = "HoursView"

    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._sheet: Sheet | None = None
        self._today = dt.date.min
        self._long: list[Piece] = []
        self.inset = 0
        self.setAccessibleName(_("各天和全天的活动"))
        theme.changed.connect(self._fit)
        self._fit()

    def put(self, sheet: Sheet, today: dt.date) -> None:
        """Show other days."""
        self._sheet, self._today = sheet, today
        self._fit()

    def _fit(self) -> None:
        events = [event for event in self._sheet.events if is_long(event)] if self._sheet else []
        self.setFixedHeight(theme.px(54) + min(len(events), _MOST_LONG) * theme.px(22))
        self.update()

    def _lay_out(self) -> None:
        self._long = []
        if self._sheet is None:
            return
        xs = columns(self.width() - self.inset, len(self._sheet.marks))
        long = [event for event in self._sheet.events if is_long(event)][:_MOST_LONG]
        for line, event in enumerate(long):
            days = [n for n, mark in enumerate(self._sheet.marks) if event.covers(mark.day)]
            top = theme.px(54) + line * theme.px(22) - 2
            rect = QRectF(xs[days[0]] + 2, top, xs[days[-1] + 1] - xs[days[0]] - 5, theme.px(20))
            self._long.append(Piece(rect, event, self._sheet.marks[days[0]].day))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Weekday, number and lunar words of each day."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("surface"))
        self._lay_out()
        if self._sheet is not None:
            xs = columns(self.width() - self.inset, len(self._sheet.marks))
            for number, mark in enumerate(self._sheet.marks):
                rect = QRectF(xs[number], 0, xs[number + 1] - xs[number], self.height())
                if not mark.works:
                    painter.fillRect(rect, theme.colour("window"))
                strokes.hairline(painter, "line", rect.left(), 0, rect.left(), self.height())
                painter.setFont(theme.font(12))
                painter.setPen(theme.colour("text2"))
                place = QRectF(rect.left() + theme.px(8), theme.px(4), rect.width() - theme.px(12), theme.px(18))
                painter.drawText(place, strokes.LEFT, weekday(mark.day))
                line = QRectF(rect.left(), theme.px(22), rect.width(), theme.px(28))
                strokes.day_head(painter, line, mark, today=mark.day == self._today, faint=False)
            for piece in self._long:
                self._paint_long(painter, piece)
        strokes.hairline(painter, "line", 0, self.height() - 1, self.width(), self.height() - 1)
        painter.end()

    def _paint_long(self, painter: QPainter, piece: Piece) -> None:
        look = strokes.tones(piece.event, self._today)
        strokes.event_ground(painter, piece.rect, look)
        font = strokes.event_font(piece.event)
        painter.setFont(font)
        painter.setPen(theme.colour(look.text))
        room = piece.rect.adjusted(theme.px(8), 0, -theme.px(4), 0)
        text = f"{piece.event.title} {words.times(piece.event)}"
        painter.drawText(room, strokes.LEFT, strokes.elided(QFontMetricsF(font), text, room.width()))

    def mouseDoubleClickEvent(self, event: object) -> None:
        """Open what lasts for days."""
        at = event.position()  # type: ignore[attr-defined]
        piece = next((one for one in self._long if one.rect.contains(at)), None)
        if piece is not None:
            self.opened.emit(piece.event)


class HoursPane(QWidget):
    """Days above, hours below that scroll."""

    def __init__(self) -> None:
        super().__init__()
        self.view, self.head = HoursView(), HoursHead()
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self.view)
        self._scrolled = False
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.head)
        layout.addWidget(self._scroll, 1)
        self.view.cursor_moved.connect(self._follow)
        self.view.carrying.connect(self._follow_ghost)
        self.head.opened.connect(self.view.opened)

    def sizeHint(self) -> QSize:
        """As the page lets it."""
        return QSize(theme.px(700), theme.px(560))

    def put(self, sheet: Sheet, now: dt.datetime) -> None:
        """Show other days; the first time from the early morning on."""
        self.view.put(sheet, now)
        self.head.inset = self._scroll.verticalScrollBar().sizeHint().width()
        self.head.put(sheet, now.date())
        if not self._scrolled:
            self._scrolled = True
            earliest = min((event.starts_at.hour for event in sheet.events if not is_long(event)), default=_FIRST_HOUR)
            self._scroll.verticalScrollBar().setValue(min(earliest, _FIRST_HOUR) * theme.px(_HOUR))

    def _follow(self, cursor: QRectF) -> None:
        at = cursor.center().toPoint()
        self._scroll.ensureVisible(at.x(), at.y(), 0, theme.px(_HOUR))

    def _follow_ghost(self, _sentence: str) -> None:
        ghost = self.view.ghost()
        if not ghost.isNull():
            for y in (ghost.bottom(), ghost.top()):
                self._scroll.ensureVisible(int(ghost.center().x()), int(y), 0, theme.px(_LEAST))

"""Six weeks on one page, painted: LOOK "Calendar"."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPaintEvent

from louyu_desktop.rules.day_words import WEEKDAYS
from louyu_desktop.services.calendar_copies import AgendaEvent
from louyu_desktop.text import _
from louyu_desktop.ui import strokes
from louyu_desktop.ui.activities.calendar import words
from louyu_desktop.ui.activities.calendar.painted import Piece
from louyu_desktop.ui.activities.calendar.view import CalendarView, Carried
from louyu_desktop.ui.theme import theme

_HEAD = 30
_ROOMY, _TIGHT = (27, 20), (24, 17)
_FEW = 3
"""A day at the top of its cell and a line below it; tighter where not even a few lines would have room."""

_LEAST = 420, 320
_NOON = 12
_DAYS, _WEEKS = 7, 6


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a cell, ready to be drawn."""

    piece: Piece
    tones: strokes.Tones
    words: str


class MonthView(CalendarView):
    """A month, with the days before and after it that fill its weeks."""

    def __init__(self) -> None:
        super().__init__()
        self._cells: list[QRectF] = []
        self._lines: list[_Line] = []
        self._more: dict[dt.date, tuple[QRectF, int]] = {}
        self._number_high, self._event_high = _ROOMY
        self._fit()
        theme.changed.connect(self._fit)

    def _fit(self) -> None:
        """Each day has room for its number and one line, whatever the text size."""
        self.setMinimumSize(_LEAST[0], theme.px(_LEAST[1]))

    def sizeHint(self) -> QSize:
        """As the page lets it."""
        return QSize(theme.px(700), theme.px(560))

    # -- where things stand --------------------------------------------------------------------

    def lay_out(self) -> None:
        """Cells, and in each as many activities as have room."""
        self.pieces, self._lines, self._more = [], [], {}
        top = theme.px(_HEAD)
        xs = [round(self.width() * n / _DAYS) for n in range(_DAYS + 1)]
        ys = [top + round((self.height() - top) * n / _WEEKS) for n in range(_WEEKS + 1)]
        self._cells = [
            QRectF(
                xs[n % _DAYS], ys[n // _DAYS], xs[n % _DAYS + 1] - xs[n % _DAYS], ys[n // _DAYS + 1] - ys[n // _DAYS]
            )
            for n in range(_DAYS * _WEEKS)
        ]
        roomy = (self._cells[0].height() - theme.px(_ROOMY[0]) - 1) // theme.px(_ROOMY[1]) >= _FEW
        self._number_high, self._event_high = (theme.px(one) for one in (_ROOMY if roomy else _TIGHT))
        if self.sheet is not None:
            metrics = QFontMetricsF(theme.font(12))
            for day, events in self._by_day().items():
                events.sort(key=lambda event: (event.is_off, event.starts_at.date() != day))  # what begins comes first
                self._fill(day, events, metrics)
        self.update()

    def _by_day(self) -> dict[dt.date, list[AgendaEvent]]:
        found: dict[dt.date, list[AgendaEvent]] = {}
        assert self.sheet is not None  # noqa: S101 - asked for only then
        for event in self.sheet.events:
            day = max(event.starts_at.date(), self.sheet.first)
            while day <= self.sheet.last and event.covers(day):
                found.setdefault(day, []).append(event)
                day += dt.timedelta(days=1)
        return found

    def _fill(self, day: dt.date, events: list[AgendaEvent], metrics: QFontMetricsF) -> None:
        cell, number_high, high = self._cell(day), self._number_high, self._event_high
        room = max(0, int((cell.height() - number_high - 1) // high))
        shown = len(events) if len(events) <= room else max(0, room - 1)
        if shown < len(events):
            events.sort(key=lambda event: event.is_over)  # what is still to come is not what is left out
        left, wide = cell.left() + theme.px(5), cell.width() - theme.px(10)
        for number, event in enumerate(events[:shown]):
            rect = QRectF(left, cell.top() + number_high + number * high, wide, high - 1.5)
            piece = Piece(rect, event, day)
            text = strokes.elided(metrics, words.in_cell(event, day), wide - theme.px(11))
            self.pieces.append(piece)
            self._lines.append(_Line(piece, strokes.tones(event, self.today, day), text))
        if shown < len(events):
            rect = QRectF(left, cell.top() + number_high + shown * high, wide, high - 1.5)
            self._more[day] = (rect, len(events) - shown)

    def _cell(self, day: dt.date) -> QRectF:
        assert self.sheet is not None  # noqa: S101 - a day comes from a sheet
        return self._cells[(day - self.sheet.first).days]

    def moment_at(self, at: QPointF) -> dt.datetime | None:
        """Noon of the day under a point."""
        if self.sheet is None:
            return None
        for number, cell in enumerate(self._cells):
            if cell.contains(at):
                return self._noon(self.sheet.first + dt.timedelta(days=number))
        return None

    def _noon(self, day: dt.date) -> dt.datetime:
        return dt.datetime.combine(day, dt.time(_NOON), tzinfo=self.now.tzinfo)

    # -- moving --------------------------------------------------------------------------------

    def step(self, across: int, down: int) -> None:
        """A day, or a week."""
        self.choose_day(self.current + dt.timedelta(days=across + 7 * down))

    def carried_to(self, across: int, down: int) -> dt.datetime:
        """A day, or a week."""
        assert self.carry is not None  # noqa: S101 - asked for only then
        found = self.carry.starts_at + dt.timedelta(days=across + 7 * down)
        return found if self.sheet and self.sheet.first <= found.date() <= self.sheet.last else self.carry.starts_at

    def dropped_at(self, at: QPointF, carry: Carried) -> dt.datetime | None:
        """The same hour of the day under the pointer, counted from the day that was taken."""
        moment = self.moment_at(at)
        if moment is None:
            return None
        taken = (carry.event.starts_at + carry.behind).date()
        return carry.event.starts_at + dt.timedelta(days=(moment.date() - taken).days)

    def beginning(self) -> dt.datetime:
        """Noon: that is when people of the towers have time."""
        return self._noon(self.current)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """另 2 场 opens the day."""
        carried = self.carry is not None
        super().mouseReleaseEvent(event)
        for day, (rect, _count) in self._more.items():
            if not carried and rect.contains(event.position()):
                self.day_opened.emit(day)
                return

    # -- painting ------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Grounds, days, lines, activities, the cursor, the ghost."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("surface"))
        if self.sheet is not None:
            self._paint_weekdays(painter)
            self._paint_days(painter)
            self._paint_events(painter)
            self._paint_cursor(painter)
            self._paint_ghost(painter)
        painter.end()

    def _paint_weekdays(self, painter: QPainter) -> None:
        painter.setFont(theme.font(13))
        painter.setPen(theme.colour("text2"))
        for number in range(_DAYS):
            rect = self._cells[number]
            head = QRectF(rect.left(), 0, rect.width(), theme.px(_HEAD))
            painter.drawText(head, strokes.CENTRE, _(WEEKDAYS[number]))

    def _paint_days(self, painter: QPainter) -> None:
        assert self.sheet is not None  # noqa: S101 - painted only then
        month = (self.sheet.first + (self.sheet.last - self.sheet.first) / 2).month
        for mark, cell in zip(self.sheet.marks, self._cells, strict=True):
            if not mark.works:
                painter.fillRect(cell, theme.colour("window"))
        for number in range(_WEEKS):
            y = self._cells[number * _DAYS].top()
            strokes.hairline(painter, "line", 0, y, self.width(), y)
        for number in range(1, _DAYS):
            x = self._cells[number].left()
            strokes.hairline(painter, "line", x, self._cells[0].top(), x, self.height())
        for mark, cell in zip(self.sheet.marks, self._cells, strict=True):
            head = QRectF(cell.left(), cell.top() + theme.px(1), cell.width(), self._number_high - 1)
            strokes.day_head(painter, head, mark, today=mark.day == self.today, faint=mark.day.month != month)

    def _paint_events(self, painter: QPainter) -> None:
        carried = self.carry.event.id if self.carry else None
        for line in self._lines:
            event, rect = line.piece.event, line.piece.rect
            look = line.tones
            if event.id == carried:
                painter.setOpacity(0.35)
            elif self._under is not None and self._under.event.id == event.id:
                strokes.box(painter, rect, "hover" if not look.ground else "selected", theme.px(3))
                look = strokes.Tones("", look.bar, "text")
            strokes.event_ground(painter, rect, look)
            painter.setFont(strokes.event_font(event))
            painter.setPen(theme.colour(look.text))
            painter.drawText(rect.adjusted(theme.px(8), 0, 0, 0), strokes.LEFT, line.words)
            painter.setOpacity(1)
            if self.chosen is not None and event.id == self.chosen.id:
                strokes.frame(painter, rect, "focus" if self.hasFocus() else "edge", 1.5)
        painter.setFont(theme.font(12))
        painter.setPen(theme.colour("text2"))
        for rect, count in self._more.values():
            painter.drawText(rect.adjusted(theme.px(4), 0, 0, 0), strokes.LEFT, _("另 {count} 场").format(count=count))

    def _paint_cursor(self, painter: QPainter) -> None:
        if self.sheet is not None and self.sheet.first <= self.current <= self.sheet.last and self.hasFocus():
            strokes.frame(painter, self._cell(self.current).adjusted(1, 1, -1, -1), "focus", 2)

    def _paint_ghost(self, painter: QPainter) -> None:
        if self.carry is None or self.sheet is None:
            return
        day = self.carry.starts_at.date()
        if self.sheet.first <= day <= self.sheet.last and self.carry.starts_at != self.carry.event.starts_at:
            cell, look = self._cell(day), strokes.FORBIDDEN if self.forbidden else strokes.TODAY
            painter.setOpacity(0.6)
            painter.fillRect(cell.adjusted(1, 1, -1, -1), theme.colour(look.ground))
            painter.setOpacity(1)
            strokes.frame(painter, cell.adjusted(2, 2, -2, -2), look.bar, 1.5, dashed=True)
            left, wide = cell.left() + theme.px(5), cell.width() - theme.px(10)
            rect = QRectF(left, cell.top() + self._number_high, wide, self._event_high - 1.5)
            strokes.box(painter, rect, "surface", theme.px(3))
            strokes.event_ground(painter, rect, look)
            painter.setFont(theme.font(12))
            painter.setPen(theme.colour("text"))
            said = f"{words.clock(self.carry.starts_at)} {self.carry.event.title}"
            room = rect.adjusted(theme.px(8), 0, 0, 0)
            painter.drawText(room, strokes.LEFT, strokes.elided(QFontMetricsF(theme.font(12)), said, room.width()))

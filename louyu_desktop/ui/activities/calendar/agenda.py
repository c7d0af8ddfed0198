"""What comes next, day by day, beside the calendar: two-line rows with n / N; also what a screen reader reads."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from louyu_desktop.rules.lifecycle import State
from louyu_desktop.rules.masks import mask_name
from louyu_desktop.services.calendar_copies import AgendaEvent
from louyu_desktop.text import _
from louyu_desktop.ui import strokes
from louyu_desktop.ui.activities.calendar import words
from louyu_desktop.ui.guest import GuestView
from louyu_desktop.ui.plain import tip
from louyu_desktop.ui.theme import theme

Index = QModelIndex | QPersistentModelIndex
ROLE = Qt.ItemDataRole.UserRole
_DAY, _EVENT = 28, 60
_SIDE = 16


@dataclass(frozen=True, slots=True)
class Line:
    """A day with its words, or an activity."""

    words: str = ""
    event: AgendaEvent | None = None
    today: bool = False
    last: bool = False


def lines_of(events: tuple[AgendaEvent, ...], first: dt.date, today: dt.date) -> list[Line]:
    """Activities under the days on which they begin; what goes on already stands under the first day."""
    found: list[Line] = []
    day = None
    for number, event in enumerate(events):
        begins = max(event.starts_at.date(), first)
        if begins != day:
            day = begins
            found.append(Line(words.near(day, today), today=day == today))
        after = events[number + 1] if number + 1 < len(events) else None
        found.append(Line(event=event, last=after is None or max(after.starts_at.date(), first) != day))
    return found


class AgendaModel(QAbstractListModel):
    """Days and activities, one below the other."""

    def __init__(self, guest: GuestView, parent: QWidget) -> None:
        super().__init__(parent)
        self._guest = guest
        self.lines: list[Line] = []

    def put(self, lines: list[Line]) -> None:
        """Show other ones."""
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """As many as there are."""
        return 0 if parent.isValid() else len(self.lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Days are passed over."""
        if self.lines[index.row()].event is None:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def second(self, event: AgendaEvent) -> str:
        """Where, and who answers for it: behind stars while guests look."""
        owner = mask_name(event.owner) if self._guest.on else event.owner
        return "·".join(part for part in (event.place, owner) if part)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The line itself for the delegate, a sentence for screen readers."""
        line = self.lines[index.row()]
        if role == ROLE:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            if line.event is None:
                return line.words
            return _("，").join(part for part in (words.spoken(line.event), self.second(line.event)) if part)
        if role == Qt.ItemDataRole.ToolTipRole and line.event is not None:
            return tip(words.tip_of(line.event))
        return None

    def row_of(self, event_id: int) -> int:
        """The row of an activity, -1 when it is not there."""
        return next((n for n, line in enumerate(self.lines) if line.event and line.event.id == event_id), -1)


class AgendaDelegate(QStyledItemDelegate):
    """Paints everything from the tokens in use."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """A day is one line, an activity two."""
        line: Line = index.data(ROLE)
        return QSize(120, theme.px(_EVENT if line.event else _DAY))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        line: Line = index.data(ROLE)
        rect = QRectF(option.rect)  # type: ignore[attr-defined]
        if line.event is None:
            painter.fillRect(rect, theme.colour("window"))
            painter.setFont(theme.font(13, bold=True))
            painter.setPen(theme.colour("accent" if line.today else "text2"))
            painter.drawText(rect.adjusted(theme.px(_SIDE), 0, 0, 0), strokes.LEFT, line.words)
            return
        state = option.state  # type: ignore[attr-defined]
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.colour("selected" if chosen else "hover"))
        if chosen:
            painter.fillRect(QRectF(rect.left(), rect.top(), 3, rect.height()), theme.colour("accent"))
        elif not line.last:
            y = rect.bottom() - 1
            strokes.hairline(painter, "line", rect.left() + theme.px(_SIDE), y, rect.right() - theme.px(_SIDE), y)
        model: AgendaModel = index.model()  # type: ignore[assignment]
        _write(painter, rect.adjusted(theme.px(_SIDE), theme.px(8), -theme.px(_SIDE), -theme.px(8)), line.event,
               model.second(line.event))  # fmt: skip


def _write(painter: QPainter, room: QRectF, event: AgendaEvent, second: str) -> None:
    half = room.height() / 2
    upper = QRectF(room.left(), room.top(), room.width(), half)
    lower = upper.translated(0, half)
    bold, plain, small = theme.font(14, bold=True), theme.font(14), theme.font(12)
    left = theme.px(50)
    painter.setFont(bold)
    painter.setPen(theme.colour("text"))
    painter.drawText(upper, strokes.LEFT, words.clock(event.starts_at))
    painter.setFont(plain)
    share = QFontMetricsF(plain).horizontalAdvance(event.share)
    painter.drawText(upper, strokes.RIGHT, event.share)
    painter.setFont(bold)
    title = upper.adjusted(left, 0, -share - theme.px(8), 0)
    painter.drawText(title, strokes.LEFT, strokes.elided(QFontMetricsF(bold), event.title, title.width()))
    full = event.is_full and event.status in {State.OPEN, State.CLOSED}
    painter.setFont(small)
    painter.setPen(theme.colour("warn" if full else "text2"))
    standing = QFontMetricsF(small).horizontalAdvance(event.standing)
    painter.drawText(lower, strokes.RIGHT, event.standing)
    font = theme.font(13)
    painter.setFont(font)
    painter.setPen(theme.colour("text2"))
    where = lower.adjusted(left, 0, -standing - theme.px(8), 0)
    painter.drawText(where, strokes.LEFT, strokes.elided(QFontMetricsF(font), second, where.width()))


class AgendaList(QListView):
    """Activities one below the other; a double click or Enter opens one."""

    def __init__(self, guest: GuestView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = AgendaModel(guest, self)
        self.setModel(self.rows)
        self.setItemDelegate(AgendaDelegate(self))
        self.setMouseTracking(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        guest.changed.connect(self._guest_changed)
        theme.changed.connect(self.scheduleDelayedItemsLayout)

    @property
    def event_in_hand(self) -> AgendaEvent | None:
        """The activity that is chosen."""
        row = self.currentIndex().row()
        return self.rows.lines[row].event if 0 <= row < len(self.rows.lines) else None

    def put(self, lines: list[Line]) -> None:
        """Show other lines; what was chosen stays so, else the first activity is."""
        before = self.event_in_hand
        self.rows.put(lines)
        row = self.rows.row_of(before.id) if before else -1
        if row < 0:
            row = next((n for n, line in enumerate(lines) if line.event), -1)
        self._choose(row)

    def choose(self, event_id: int) -> None:
        """Choose an activity, if it is there."""
        self._choose(self.rows.row_of(event_id))

    def _choose(self, row: int) -> None:
        if row >= 0:
            flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().setCurrentIndex(self.rows.index(row), flag)
            day = row - 1 if self.rows.lines[row - 1].event is None else row  # the words above are read with it
            self.scrollTo(self.rows.index(max(day, 0)))

    def _guest_changed(self, _on: bool) -> None:
        self.viewport().update()

"""时间线: everything that happened to an enterprise, the youngest first; a line opens what it tells of."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, cast

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout, QWidget

from louyu_desktop.services.copies import Control, Copy, Shown
from louyu_desktop.services.dossier_copies import Event, Timeline
from louyu_desktop.text import _
from louyu_desktop.ui.fields.cells import has_state, rect_of
from louyu_desktop.ui.icons import paint_icon
from louyu_desktop.ui.messages import EmptyState
from louyu_desktop.ui.parts import link
from louyu_desktop.ui.places import TAB_OF
from louyu_desktop.ui.plain import tip
from louyu_desktop.ui.theme import theme

if TYPE_CHECKING:
    from louyu_desktop.ui.bus import Changes
    from louyu_desktop.ui.context import Context
    from louyu_desktop.ui.guest import GuestView

Index = QModelIndex | QPersistentModelIndex
ROLE = Qt.ItemDataRole.UserRole
_HEIGHT, _LINE = 50, 20
_LEFT, _DAY, _DISC = 20, 88, 26
_HERE = frozenset({"occupancies", "contacts", "honours", "inspections", "pledges", "pack-deliveries"})
"""Kinds that stand in a sub-tab of the same file."""


class Leading(Protocol):
    """The pane of the record, which knows its other sub-tabs."""

    def show_missing(self, name: str, kind: str) -> None:
        """Lead to the sub-tab of a kind."""


class EventModel(QAbstractListModel):
    """The lines that are read so far, in words as may be seen now."""

    def __init__(self, guest: GuestView, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._guest = guest
        self.events: tuple[Event, ...] = ()
        guest.changed.connect(self._masked)

    def put(self, events: Sequence[Event]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self.events = tuple(events)
        self.endResetModel()

    def add(self, events: Sequence[Event]) -> None:
        """Older lines behind those that stand there."""
        first = len(self.events)
        self.beginInsertRows(QModelIndex(), first, first + len(events) - 1)
        self.events += tuple(events)
        self.endInsertRows()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """As many as are read."""
        return 0 if parent.isValid() else len(self.events)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """One sentence for screen readers and tooltips, the line itself for the delegate."""
        event = self.events[index.row()]
        if role == ROLE:
            return event
        said = (self.title(event), self.more(event))
        if role == Qt.ItemDataRole.DisplayRole:
            return "，".join(part for part in (event.day.isoformat(), event.what, *said) if part)
        return tip("\n".join(part for part in said if part)) if role == Qt.ItemDataRole.ToolTipRole else None

    def first_of_day(self, row: int) -> bool:
        """Whether a line is the first of its day, which then stands beside it."""
        return row == 0 or self.events[row - 1].day != self.events[row].day

    def title(self, event: Event) -> str:
        """What happened, as may be seen."""
        return "·".join(self._seen(one) for one in event.title)

    def more(self, event: Event) -> str:
        """What else is known of it."""
        return "·".join(f"{_(one.field.label)} {self._seen(one)}" for one in event.more)

    def _seen(self, one: Shown) -> str:
        return self._guest.show(one.field, one.text.replace("\n", " "))

    def _masked(self, _on: object) -> None:
        if self.events:
            self.dataChanged.emit(self.index(0), self.index(len(self.events) - 1))


class EventDelegate(QStyledItemDelegate):
    """A day, a line with a disc on it, and what happened."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Two lines of text."""
        return QSize(200, theme.px(_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one line."""
        model = cast("EventModel", index.model())
        event, rect = model.events[index.row()], rect_of(option).toRectF()
        current = has_state(option, QStyle.StateFlag.State_HasFocus)
        if current or has_state(option, QStyle.StateFlag.State_MouseOver):
            painter.fillRect(rect, theme.colour("selected" if current else "hover"))
        if current:
            painter.fillRect(QRectF(rect.left(), rect.top(), 3, rect.height()), theme.colour("accent"))
        px = theme.px
        if model.first_of_day(index.row()):
            day = QRectF(rect.left() + px(_LEFT), rect.top() + px(5), px(_DAY), px(_LINE))
            _write(painter, day, event.day.isoformat(), "accent" if event.ahead else "text2", 13)
        middle = rect.left() + px(_LEFT + _DAY + _DISC // 2 + 4)
        last = index.row() == model.rowCount() - 1
        painter.setPen(QPen(theme.colour("line2"), 1))
        foot = rect.center().y() if last else rect.bottom()
        painter.drawLine(int(middle), int(rect.top()), int(middle), int(foot))
        self._disc(painter, middle, rect.top() + px(5), event)
        left = middle + px(_DISC // 2 + 10)
        first = QRectF(left, rect.top() + px(5), rect.right() - left - px(16), px(_LINE))
        width = _write(painter, first, event.what, "text2", 13)
        title = first.adjusted(width + px(8), 0, 0, 0)
        _write(painter, title, model.title(event), "text", 14, bold=True)
        _write(painter, first.translated(0, px(_LINE)), model.more(event), "text3", 13)

    @staticmethod
    def _disc(painter: QPainter, middle: float, top: float, event: Event) -> None:
        side = theme.px(_DISC)
        box = QRectF(middle - side / 2, top - theme.px(3), side, side)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("surface"), 2))
        painter.setBrush(theme.colour("accent_tint" if event.ahead else "sunken"))
        painter.drawEllipse(box)
        inside = theme.px(6)
        paint_icon(painter, box.adjusted(inside, inside, -inside, -inside), event.icon)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)


def _write(painter: QPainter, rect: QRectF, text: str, token: str, size: int, *, bold: bool = False) -> float:
    """One elided line; gives how wide it is."""
    painter.setFont(theme.font(size, bold))
    painter.setPen(theme.colour(token))
    metrics = painter.fontMetrics()
    words = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(rect.width()))
    painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
    return float(metrics.horizontalAdvance(words))


class TimelinePage(QWidget):
    """The sub-tab 时间线 of an enterprise."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._pane = cast("Leading", parent)
        self._id: int | None = None
        self._asked = 0
        self.model = EventModel(context.guest, self)
        self.view = QListView(self)
        self.view.setModel(self.model)
        self.view.setItemDelegate(EventDelegate(self.view))
        self.view.setMouseTracking(True)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.view.setAccessibleName(_("时间线"))
        self.older = link(_("更早的"), "down")
        self.empty = EmptyState("history", _("还没有发生过什么"), _("走访、诉求、活动、变动会按日子列在这里"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.empty, 1)
        layout.addWidget(self.older, 0, Qt.AlignmentFlag.AlignHCenter)
        self.empty.hide()
        self.older.hide()
        self.older.clicked.connect(self.read_on)
        self.view.activated.connect(self._open)
        self.view.clicked.connect(self._open)
        context.bus.changed.connect(self._hear)

    def show_parent(self, copy: Copy) -> None:
        """Show what happened to this enterprise."""
        if copy.id != self._id:
            self.model.put(())
        self._id = copy.id
        self._read()

    def _hear(self, _changes: Changes) -> None:
        if self._id is not None and self.isVisible():
            self._read()

    def _read(self) -> None:
        """From the beginning, as many as stand there already."""
        self._ask(None, max(40, len(self.model.events)))

    def read_on(self) -> None:
        """The next older lines."""
        if self.model.events:
            self._ask(self.model.events[-1].place, 80)

    def _ask(self, before: Any, limit: int) -> None:
        key, dossiers = self._id, self._context.services.dossiers
        if key is None:
            return
        self._asked += 1

        def work(_control: Control) -> Timeline:
            return dossiers.timeline(key, before, limit)

        self._context.tasks.read(self, work, partial(self._show, self._asked, before is not None))

    def _show(self, asked: int, further: bool, found: Timeline) -> None:
        if asked != self._asked:
            return
        if not further:
            if found.events != self.model.events:
                self.model.put(found.events)
        elif found.events:
            self.model.add(found.events)
        there = bool(self.model.events)
        self.view.setVisible(there)
        self.empty.setVisible(not there)
        self.older.setVisible(found.more)

    def _open(self, index: Index) -> None:
        event: Event = index.data(ROLE)
        if event.kind in _HERE:
            self._pane.show_missing("", event.kind)
        elif event.kind == "enterprises":
            self._pane.show_missing("verified_on", "")
        elif event.kind in TAB_OF:
            self._context.open_record(event.kind, event.id)

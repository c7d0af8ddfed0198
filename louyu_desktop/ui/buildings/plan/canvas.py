"""The floor plan by hand and by keys: choosing, carrying a tenant to another place; it asks, and is given a new plan."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from louyu_desktop.rules import floor_tints as tints
from louyu_desktop.services.floor_copies import FIRM, FloorCell, FloorPlan
from louyu_desktop.text import _
from louyu_desktop.ui.buildings.plan import painting, words
from louyu_desktop.ui.buildings.plan.geometry import Piece, Plane, Sizes, lay_out
from louyu_desktop.ui.buildings.plan.painting import View
from louyu_desktop.ui.plain import tip
from louyu_desktop.ui.theme import theme

_LABEL, _RATE, _ROW, _TALL, _GAP, _LEAST, _MARGIN = 60, 58, 34, 48, 4, 14, 4
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_ARROWS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}


class FloorsView(QWidget):
    """`chosen(cell|None)` when another cell is chosen, `opened(cell)` to open it, `dropped(cell, piece|None, floor)`
    when a tenant is let go somewhere else, `asked(cell|None, point)` for a menu, `followed(rect)` to keep in sight.
    """

    chosen = Signal(object)
    opened = Signal(object)
    dropped = Signal(object, object, int)
    asked = Signal(object, object)
    followed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plan: FloorPlan | None = None
        self.plane: Plane | None = None
        self.changeable = False
        self.zoom = 1.0
        self.view = View(tints.COLOUR)
        self._grip: tuple[QPointF, Piece] | None = None
        self._carried: FloorCell | None = None
        self._at = QPointF()
        self._moved = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(_("楼层图"))
        theme.changed.connect(self._lay_out)

    # -- what is shown -------------------------------------------------------------------------

    def put(self, plan: FloorPlan) -> None:
        """Show another plan, or the same one read again; what is carried goes back, what was chosen stays if it can."""
        same = self.plan is not None and self.plan.building_id == plan.building_id
        old = self.plan.cell(self.view.chosen) if same and self.plan is not None else None
        self.plan, self._grip, self._carried = plan, None, None
        key = self.view.chosen if old is not None and plan.cell(self.view.chosen) else _again(plan, old)
        self.look(chosen=key)
        self._lay_out()

    def look(
        self, *, way: str | None = None, only: Collection[str] | None = None, guests: bool | None = None,
        chosen: str | None = None,
    ) -> None:  # fmt: skip
        """Another way of colouring, other classes, guests, or another cell chosen; the rest stays."""
        now = self.view
        self.view = View(
            now.way if way is None else way, now.only if only is None else only,
            now.guests if guests is None else guests, now.chosen if chosen is None else chosen,
        )  # fmt: skip
        self._say()
        self.update()

    def set_zoom(self, zoom: float) -> None:
        """Floors higher or lower; over the usual size wider, too."""
        self.zoom = zoom
        self._lay_out()

    @property
    def current(self) -> Piece | None:
        """The cell that is chosen."""
        return self.plane.piece(self.view.chosen) if self.plane is not None and self.view.chosen else None

    # -- layout --------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay everything out for another size."""
        super().resizeEvent(event)
        self._lay_out()

    def room(self) -> int:
        """The width there is to fill: that of what scrolls it."""
        holder = self.parentWidget()
        return holder.width() if holder is not None else self.width()

    def _lay_out(self) -> None:
        if self.plan is None:
            return
        sizes = Sizes(theme.px(_LABEL), theme.px(_RATE), self._row(), theme.px(_GAP), theme.px(_LEAST))
        wide = self.room() * max(1.0, self.zoom) - theme.px(_MARGIN)
        self.plane = lay_out(self.plan, wide, sizes)
        self.setMinimumSize(self.sizeHint())
        self.updateGeometry()
        self.update()

    def _row(self) -> float:
        """How high a floor is: a little higher where few leave room."""
        usual, holder = theme.px(_ROW) * self.zoom, self.parentWidget()
        count = len(self.plan.floors) if self.plan is not None else 0
        if self.zoom != 1.0 or holder is None or not count:
            return usual
        spare = (holder.height() - theme.px(12)) / count - theme.px(_GAP)
        return min(max(usual, spare), float(theme.px(_TALL)))

    def sizeHint(self) -> QSize:
        """All floors, and as wide as the fullest needs."""
        if self.plane is None:
            return QSize(theme.px(400), theme.px(200))
        wide = int(self.plane.width) if self.plane.width > self.room() else 0
        return QSize(wide, int(self.plane.height) + theme.px(12))

    # -- painting ------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Floors, rings, what is carried."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.colour("surface"))
        if self.plane is not None:
            painter.translate(0, theme.px(_MARGIN))
            painting.floors(painter, self.plane, QRectF(event.rect()).translated(0, -theme.px(_MARGIN)), self.view)
            painting.rings(painter, self.plane, self.view, focus=self.hasFocus())
            if self._carried is not None:
                over, floor = self._under()
                painting.hand(painter, self.plane, self._carried, self._at, over, floor)
        painter.end()

    def event(self, event: QEvent) -> bool:
        """The words of a cell as its tip."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            piece = self.piece_at(QPointF(event.pos()))
            said = ""
            if piece is not None and self.plan is not None:
                said = tip(words.tip_of(piece.cell, self.plan, guests=self.view.guests))
            QToolTip.showText(event.globalPos(), said, self)
            return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where one is; the first cell, if nowhere yet."""
        super().focusInEvent(event)
        if self.current is None and event.reason() != Qt.FocusReason.MouseFocusReason and self.plane is not None:
            first = next((row[0] for row in self.plane.pieces if row), None)
            if first is not None:
                self.look(chosen=first.cell.key)
        self.update()

    def _say(self) -> None:
        """Tell a screen reader what is chosen."""
        piece = self.current
        if piece is None or self.plan is None:
            return
        said = words.spoken(piece.cell, self.plan, self.view.way, guests=self.view.guests)
        if said != self.accessibleDescription():
            self.setAccessibleDescription(said)
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    # -- mouse ---------------------------------------------------------------------------------

    def piece_at(self, at: QPointF) -> Piece | None:
        """What stands under a point of the widget."""
        return self.plane.piece_at(at - QPointF(0, theme.px(_MARGIN))) if self.plane is not None else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a cell; one of a firm may be carried from here."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        piece = self.piece_at(event.position())
        self.choose(piece)
        if piece is not None and piece.cell.kind == FIRM and self.changeable:
            self._grip = (event.position(), piece)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Carry what was taken; show what can be."""
        at = event.position()
        if self._grip is None or not event.buttons() & Qt.MouseButton.LeftButton:
            over = self.piece_at(at)
            self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)
            return
        if self._carried is None and (at - self._grip[0]).manhattanLength() < QApplication.startDragDistance():
            return
        self._carried = self._grip[1].cell
        self._at = at - QPointF(0, theme.px(_MARGIN))
        self.setCursor(Qt.CursorShape.ClosedHandCursor)
        self.followed.emit(QRectF(at.x() - 1, at.y() - theme.px(40), 2, theme.px(80)))
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        carried = self._carried
        over, floor = self._under()
        self.drop()
        if carried is None or event.button() != Qt.MouseButton.LeftButton or floor is None:
            return
        if over is None or over.cell.key != carried.key:
            self.dropped.emit(carried, over.cell if over is not None else None, floor)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open what stands there."""
        piece = self.piece_at(event.position())
        if piece is not None:
            self.opened.emit(piece.cell)

    def _under(self) -> tuple[Piece | None, int | None]:
        """The cell and the floor under what is carried; its own cell is none."""
        if self.plane is None:
            return None, None
        floor = self.plane.floor_at(self._at.y())
        over = self.plane.piece_at(self._at)
        own = over is not None and self._carried is not None and over.cell.key == self._carried.key
        return (None, None) if own else (over, floor)

    def drop(self) -> None:
        """Put what is carried back."""
        self._grip = self._carried = None
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.update()

    # -- keys ----------------------------------------------------------------------------------

    def choose(self, piece: Piece | None) -> None:
        """Another cell, or none."""
        self.look(chosen=piece.cell.key if piece is not None else "")
        self.chosen.emit(piece.cell if piece is not None else None)
        if piece is not None:
            self.followed.emit(piece.rect.translated(0, theme.px(_MARGIN)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from cell to cell, Home and End to the first and last floor; Enter opens, Escape lets go."""
        key = Qt.Key(event.key())
        if self.plane is None or not any(self.plane.pieces):
            super().keyPressEvent(event)
        elif key in _ARROWS:
            self._go(*_ARROWS[key])
        elif key in {Qt.Key.Key_Home, Qt.Key.Key_End}:
            self._to_end(1 if key == Qt.Key.Key_Home else -1)
        elif key in _ENTER and self.current is not None:
            self.opened.emit(self.current.cell)
        elif key == Qt.Key.Key_Escape and (self._carried is not None or self.view.chosen):
            self.drop()
            self.choose(None)
        else:
            super().keyPressEvent(event)

    def _go(self, across: int, down: int) -> None:
        assert self.plane is not None  # noqa: S101 - asked for only then
        piece = self.current
        if piece is None:
            self._to_end(1)
            return
        row = self.plane.pieces[piece.floor]
        if across:
            place = row.index(piece) + across
            self.choose(row[max(0, min(place, len(row) - 1))])
            return
        floor = piece.floor + down
        while 0 <= floor < len(self.plane.pieces) and not self.plane.pieces[floor]:
            floor += down
        found = self.plane.nearest(floor, piece.rect.center().x())
        if found is not None:
            self.choose(found)

    def _to_end(self, step: int) -> None:
        rows = [row for row in (self.plane.pieces if self.plane else ()) if row]
        self.choose(rows[::step][0][0])

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done here."""
        mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        piece = self.piece_at(QPointF(event.pos())) if mouse else self.current
        self.asked.emit(piece.cell if piece is not None else None, event.globalPos())


def _again(plan: FloorPlan, old: FloorCell | None) -> str:
    """Where the firm that was chosen sits now, if it moved."""
    if old is None or old.enterprise_id is None:
        return ""
    cells = (cell for floor in plan.floors for cell in floor.cells)
    return next((cell.key for cell in cells if cell.enterprise_id == old.enterprise_id), "")

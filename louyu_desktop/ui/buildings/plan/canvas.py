"""The floor plan as it stands: where everything is, what is said of it, and its picture."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QHelpEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from louyu_desktop.rules import floor_tints as tints
from louyu_desktop.services.floor_copies import FloorCell, FloorPlan
from louyu_desktop.text import _
from louyu_desktop.ui.buildings.plan import painting, words
from louyu_desktop.ui.buildings.plan.geometry import Piece, Plane, Sizes, lay_out
from louyu_desktop.ui.buildings.plan.painting import View
from louyu_desktop.ui.plain import tip
from louyu_desktop.ui.theme import theme

_LABEL, _RATE, _ROW, _TALL, _GAP, _LEAST = 60, 58, 34, 48, 4, 14
MARGIN = 4
"""What stands free above the first floor."""


class FloorsCanvas(QWidget):
    """Floors from the highest down; the cell that is carried, if any, is drawn where it would go."""

    spoken_role = QAccessible.Role.Table
    list_twin = "TwinTable"

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
        wide = self.room() * max(1.0, self.zoom) - theme.px(MARGIN)
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
            painter.translate(0, theme.px(MARGIN))
            painting.floors(painter, self.plane, QRectF(event.rect()).translated(0, -theme.px(MARGIN)), self.view)
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

    # -- what is where -------------------------------------------------------------------------

    def piece_at(self, at: QPointF) -> Piece | None:
        """What stands under a point of the widget."""
        return self.plane.piece_at(at - QPointF(0, theme.px(MARGIN))) if self.plane is not None else None

    def _under(self) -> tuple[Piece | None, int | None]:
        """The cell and the floor under what is carried; its own cell is none."""
        if self.plane is None:
            return None, None
        floor = self.plane.floor_at(self._at.y())
        over = self.plane.piece_at(self._at)
        own = over is not None and self._carried is not None and over.cell.key == self._carried.key
        return (None, None) if own else (over, floor)


def _again(plan: FloorPlan, old: FloorCell | None) -> str:
    """Where the firm that was chosen sits now, if it moved."""
    if old is None or old.enterprise_id is None:
        return ""
    cells = (cell for floor in plan.floors for cell in floor.cells)
    return next((cell.key for cell in cells if cell.enterprise_id == old.enterprise_id), "")

"""A pad for a signature by pen, finger or mouse; optional, for where a paper wants to show it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen, QTabletEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from louyu_desktop.rules.strokes import Point, encode
from louyu_desktop.text import _
from louyu_desktop.ui.desk.words import DeskButton, Words
from louyu_desktop.ui.theme import theme

_NEAR = 2.0


class Paper(QWidget):
    """What is drawn on; strokes are kept in pixels of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.strokes: list[list[QPointF]] = []
        self._drawing = False
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName(_("签名的地方"))
        self.setMinimumHeight(theme.px(220))
        self.setMaximumHeight(theme.px(460))

    def clear(self) -> None:
        """Begin again."""
        self.strokes = []
        self.update()

    def text(self) -> str:
        """The strokes in hundredths of the width."""
        unit = 100 / max(1, self.width())
        lines: list[list[Point]] = [[(p.x() * unit, p.y() * unit) for p in stroke] for stroke in self.strokes]
        return encode(lines)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A finger or the mouse goes down."""
        self._down(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """And moves."""
        self._move(event.position())

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """And goes up."""
        self._drawing = False

    def tabletEvent(self, event: QTabletEvent) -> None:
        """A pen does the same."""
        if event.type() == QTabletEvent.Type.TabletPress:
            self._down(event.position())
        elif event.type() == QTabletEvent.Type.TabletMove:
            self._move(event.position())
        else:
            self._drawing = False
        event.accept()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the paper, its base line and the strokes."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("line2"), 1))
        painter.setBrush(theme.colour("surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), theme.px(10), theme.px(10))
        base = self.height() * 0.78
        painter.setPen(QPen(theme.colour("line2"), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(theme.px(40), base), QPointF(self.width() - theme.px(40), base))
        pen = QPen(theme.colour("text"), 3)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for stroke in self.strokes:
            path = QPainterPath(stroke[0])
            for point in stroke[1:]:
                path.lineTo(point)
            painter.drawPath(path)
            if len(stroke) == 1:
                painter.drawPoint(stroke[0])
        painter.end()

    def _down(self, point: QPointF) -> None:
        self._drawing = True
        self.strokes.append([point])
        self.update()

    def _move(self, point: QPointF) -> None:
        if self._drawing and (point - self.strokes[-1][-1]).manhattanLength() >= _NEAR:
            self.strokes[-1].append(point)
            self.update()


class SignaturePad(QWidget):
    """`kept` carries the sign-in and the strokes; `left` when there is no signature."""

    kept = Signal(int, str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sign_in_id = 0
        self.title = Words(24, bold=True)
        self.paper = Paper()
        self.keep = DeskButton(_("存下签名"), "check", _("回车"), "primary")
        self.again = DeskButton(_("重写"), "refresh")
        self.back = DeskButton(_("不签名"), "", "Esc", "quiet")
        foot = QHBoxLayout()
        foot.setSpacing(10)
        for button in (self.keep, self.again, self.back):
            foot.addWidget(button)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.title)
        column.addWidget(self.paper, 1)
        column.addLayout(foot)
        column.addStretch(0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.keep.clicked.connect(self._keep)
        self.again.clicked.connect(self.paper.clear)
        self.back.clicked.connect(self.left)

    def begin(self, sign_in_id: int, name: str) -> None:
        """An empty paper for somebody."""
        self._sign_in_id = sign_in_id
        self.title.setText(_("请 {name} 在下面签名").format(name=name))
        self.paper.clear()
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter keeps, Esc leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._keep()
        else:
            super().keyPressEvent(event)

    def _keep(self) -> None:
        if self.paper.strokes:
            self.kept.emit(self._sign_in_id, self.paper.text())
        else:
            self.left.emit()

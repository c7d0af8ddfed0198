"""Five buttons side by side, one of them on: shape, letter, level."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from louyu_desktop.rules.colours import COLOURS, LEVELS
from louyu_desktop.text import _
from louyu_desktop.ui.risk_badge import risk_words
from louyu_desktop.ui.shapes import paint_risk
from louyu_desktop.ui.theme import theme

_HIGH, _LEAST, _SIDE = 52, 76, 16
_TOP = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_MIDDLE = Qt.AlignmentFlag.AlignCenter


class ColourButton(QAbstractButton):
    """One colour to press; on, it stands on its tint with a border."""

    def __init__(self, colour: str, note: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.colour, self._note = colour, note
        self.setCheckable(True)
        self.setText(risk_words(colour))
        self.setAccessibleName(f"{risk_words(colour)} {note}".strip())
        self.setToolTip(note)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Two lines."""
        return QSize(theme.px(_LEAST), theme.px(_HIGH))

    def minimumSizeHint(self) -> QSize:
        """As small as the letters stay readable."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground, shape and letter, level below."""
        risk, on = theme.tokens.risk[self.colour], self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = theme.named(risk.edge) if on else theme.colour("edge" if self.underMouse() else "line2")
        painter.setPen(QPen(edge, 2 if on else 1))
        painter.setBrush(theme.named(risk.tint) if on else theme.colour("surface"))
        painter.drawRoundedRect(self.rect().toRectF().adjusted(1, 1, -1, -1), theme.px(6), theme.px(6))
        painter.setFont(theme.font(15, bold=on))
        letter = painter.fontMetrics().horizontalAdvance(_(self.colour))
        side, gap = theme.px(_SIDE), theme.px(5)
        left = (self.width() - side - gap - letter) / 2
        top, half = theme.px(7), theme.px(22)
        paint_risk(painter, QRectF(left, top + (half - side) / 2, side, side), self.colour)
        painter.setPen(theme.colour("text"))
        painter.drawText(QRectF(left + side + gap, top, self.width(), half), _TOP, _(self.colour))
        painter.setFont(theme.font(12))
        painter.setPen(theme.colour("text2"))
        painter.drawText(QRectF(0, top + half, self.width(), theme.px(18)), _MIDDLE, _(LEVELS[self.colour]))
        painter.end()


class ColourChoice(QWidget):
    """`chosen(colour)` when another one is on; arrows move, as in every group of buttons."""

    chosen = Signal(str)

    def __init__(self, present: str, suggested: str, parent: QWidget) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self._group = QButtonGroup(self)
        self.buttons: dict[str, ColourButton] = {}
        for colour in COLOURS:
            note = _("系统建议") if colour == suggested else _("现在") if colour == present else ""
            button = ColourButton(colour, note, self)
            self._group.addButton(button)
            self.buttons[colour] = button
            row.addWidget(button, 1)
        self._group.buttonToggled.connect(self._toggled)

    @property
    def value(self) -> str:
        """The colour that is on, or nothing."""
        button = self._group.checkedButton()
        return button.colour if isinstance(button, ColourButton) else ""

    def choose(self, colour: str) -> None:
        """Put one on."""
        self.buttons[colour].setChecked(True)

    def _toggled(self, button: QAbstractButton, on: bool) -> None:
        if on and isinstance(button, ColourButton):
            self.chosen.emit(button.colour)

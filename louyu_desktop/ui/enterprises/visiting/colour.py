"""建议颜色: the five shapes side by side, or none; with one chosen, its reason (FIELD.md 4.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from louyu_desktop.fields import Field
from louyu_desktop.rules.colours import COLOURS, LEVELS, needs_second
from louyu_desktop.text import N_, _
from louyu_desktop.ui.fields.editors import LineEditor
from louyu_desktop.ui.parts import Button, FieldNote, paint_risk
from louyu_desktop.ui.theme import theme

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_REASON = Field(name="colour_reason", label=N_("定色理由"), max_length=500)


class _Shape(Button):
    """A colour by its shape and letter; its level in the tooltip."""

    def __init__(self, letter: str) -> None:
        super().__init__(f"    {_(letter)}", "segment")
        self.setProperty("end", "only")
        self.letter = letter
        self.setCheckable(True)
        level = _("{letter} {level}").format(letter=_(letter), level=_(LEVELS[letter]))
        self.setToolTip(level)
        self.setAccessibleName(level)

    def sizeHint(self) -> QSize:
        """Room for shape and letter."""
        return QSize(theme.px(62), super().sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """The shape before the letter."""
        super().paintEvent(event)
        painter = QPainter(self)
        side = theme.px(14)
        paint_risk(painter, QRectF(theme.px(12), (self.height() - side) / 2, side, side), self.letter)
        painter.end()


class ColourChoice(QWidget):
    """`changed` when another one is chosen; hidden from guests as every colour is."""

    changed = Signal()

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._present: str | None = None
        self.buttons: dict[str, Button] = {"": Button(_("不建议"), "segment")}
        self.buttons[""].setProperty("end", "only")
        self.buttons[""].setCheckable(True)
        self.buttons |= {letter: _Shape(letter) for letter in COLOURS}
        self._group = QButtonGroup(self)
        row = QHBoxLayout()
        row.setSpacing(6)
        for number, button in enumerate(self.buttons.values()):
            self._group.addButton(button, number)
            row.addWidget(button)
        row.addStretch(1)
        self.line = LineEditor(_REASON, self)
        self.line.box.setPlaceholderText(_("为什么改颜色；空着就用「企业情况」"))
        self.note = FieldNote()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(row)
        layout.addWidget(self.line)
        layout.addWidget(self.note)
        self._group.idClicked.connect(self._chosen)
        self.line.changed.connect(self.changed)
        context.guest.changed.connect(self._dress)
        self.clear()

    @property
    def colour(self) -> str | None:
        """The colour chosen, None where none is suggested."""
        return next((letter for letter, button in self.buttons.items() if letter and button.isChecked()), None)

    @property
    def reason(self) -> str:
        """Why."""
        return str(self.line.value())

    def put(self, present: str | None) -> None:
        """The colour that the firm has now."""
        self._present = present
        self._dress()

    def clear(self) -> None:
        """No suggestion."""
        self.buttons[""].setChecked(True)
        self.line.put("")
        self._dress()

    def choose(self, letter: str) -> None:
        """Suggest a colour."""
        self.buttons[letter].setChecked(True)
        self._dress()

    def say(self, sentence: str) -> None:
        """What is wrong with it."""
        self.note.say(sentence)
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _chosen(self, _number: int) -> None:
        self._dress()
        self.changed.emit()

    def _dress(self) -> None:
        self.setVisible(not self._context.guest.on)
        colour = self.colour
        self.line.setVisible(colour is not None and colour != self._present)
        words, before = "", self._present or COLOURS[0]
        if colour is not None and colour == self._present:
            words = _("现在就是{colour}，不变").format(colour=_(colour))
        elif colour is not None and needs_second(self._present, colour):
            words = _("现在是{before}；这一步要第二个人确认，登记后在「今日」里等着").format(before=_(before))
        elif colour is not None:
            words = _("现在是{before}，登记后改为{after}").format(before=_(before), after=_(colour))
        self.note.say(words, "ok" if words else "danger")

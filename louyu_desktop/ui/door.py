"""The log-in as it is painted first: its outline, with two lines that can be typed into at once.

Nothing heavy and no enum of `Qt` is touched for it (`ui.opening` says why); the log-in page proper takes its place
as soon as it can stand, with what was typed by then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QLineEdit

from louyu_desktop.text import _
from louyu_desktop.ui.opening import Marked
from louyu_desktop.ui.tokens import FAMILY

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter, QResizeEvent

    from louyu_desktop.ui.opening import Look

_CARD, _HEIGHT, _SIDE = 420, 284, 28
_NAME_AT, _PASSWORD_AT, _LINE = 90, 179, 32
_BUTTON_AT, _BUTTON, _TALL = 227, 58, 34


class Typed(NamedTuple):
    """What was typed before the log-in page stood: whether the password was begun, and Enter pressed."""

    name: str
    password: str
    at_password: bool
    entered: bool


class Door(Marked):
    """The outline of the log-in."""

    def __init__(self, look: Look, name: str = "") -> None:
        super().__init__(look)
        self._entered = False
        self._title = self.words(_("楼宇党群服务站"), 20, "text", bold=True)
        self._labels = [self.words(text, 13, "text2") for text in (_("姓名"), _("口令"))]
        self._hint = self.words(_("也可以输全拼或首字母，例如 zhoumin、zm"), 12, "text3")
        self._ways = [self.words(text, 13, "accent") for text in (_("忘记口令"), _("帮助"))]
        self._enter = self.words(_("登录"), 14, "on_accent", bold=True)
        self.name, self.password = self._line(name), self._line("")
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.name.returnPressed.connect(self.password.setFocus)
        self.password.returnPressed.connect(self._enter_pressed)
        self.setFocusProxy(self.password if name else self.name)

    def _line(self, text: str) -> QLineEdit:
        """A line without a frame of its own."""
        line = QLineEdit(text, self)
        line.setFrame(False)
        palette = line.palette()
        palette.setColor(QPalette.ColorRole.Base, QColor(self.look.tokens.surface))
        palette.setColor(QPalette.ColorRole.Text, QColor(self.look.tokens.text))
        line.setPalette(palette)
        font = QFont(FAMILY)
        font.setPixelSize(self.look.px(14))
        line.setFont(font)
        return line

    def typed(self) -> Typed:
        """What there is so far."""
        return Typed(self.name.text(), self.password.text(), self.password.hasFocus(), self._entered)

    def _enter_pressed(self) -> None:
        self._entered = True

    def complete(self) -> None:
        """The mark; and no input method takes the password's letters (its name is an enum of `Qt`)."""
        super().complete()
        from PySide6.QtCore import Qt

        self.password.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)

    def _corner(self) -> tuple[int, int]:
        """Where the card begins: in the middle, two fifths of the room above it."""
        px = self.look.px
        return (self.width() - px(_CARD)) // 2, (self.height() - px(_HEIGHT)) * 2 // 5 + 2

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Words and lines at their places."""
        px, (left, top) = self.look.px, self._corner()
        inner, wide = left + px(_SIDE), px(_CARD - 2 * _SIDE)
        self._title.move(inner + px(30) + 12, top + px(25) + (px(30) - self._title.height()) // 2 + 1)
        for label, line, at in zip(self._labels, (self.name, self.password), (_NAME_AT, _PASSWORD_AT), strict=True):
            label.move(inner, top + px(at) - 4 - label.height())
            line.setGeometry(inner + px(11), top + px(at) + 1, wide - px(22), px(_LINE) - 2)
        self._hint.move(inner, top + px(_NAME_AT + _LINE) + 6)
        middle = top + px(_BUTTON_AT) + px(_TALL) // 2
        for label, at in zip(self._ways, (7, 81), strict=True):
            label.move(inner + px(at), middle - label.height() // 2)
        button = inner + wide - px(_BUTTON)
        self._enter.move(button + (px(_BUTTON) - self._enter.width()) // 2, middle - self._enter.height() // 2)

    def paint(self, painter: QPainter) -> None:
        """Card, mark, the frames of the lines, the button."""
        super().paint(painter)
        px, (left, top) = self.look.px, self._corner()
        inner, wide = left + px(_SIDE), px(_CARD - 2 * _SIDE)
        self.card(painter, left, top, px(_CARD), px(_HEIGHT))
        self.mark(painter, inner, top + px(25))
        for at in (_NAME_AT, _PASSWORD_AT):
            self.fill(painter, "edge", inner, top + px(at), wide, px(_LINE), px(6))
            self.fill(painter, "surface", inner + 1, top + px(at) + 1, wide - 2, px(_LINE) - 2, px(6) - 1)
        button = inner + wide - px(_BUTTON)
        self.fill(painter, "accent_fill", button, top + px(_BUTTON_AT), px(_BUTTON), px(_TALL), px(6))

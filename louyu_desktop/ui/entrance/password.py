"""Lines for passwords: no input method, a hint at Caps Lock, an eye; and the two lines of a new password."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QProgressBar, QVBoxLayout, QWidget

from louyu_desktop.rules import passwords
from louyu_desktop.text import _
from louyu_desktop.ui.entrance.parts import Entry
from louyu_desktop.ui.icons import icon

_HINTS = (
    Qt.InputMethodHint.ImhHiddenText | Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
    | Qt.InputMethodHint.ImhNoAutoUppercase | Qt.InputMethodHint.ImhPreferLatin
)  # fmt: skip
_JUDGED = 128
_STRONG = 12


class PasswordLine(QLineEdit):
    """Takes letters as the keyboard gives them; pasting is allowed, what is typed is hidden until the eye is used."""

    caps = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaxLength(passwords.LONGEST)
        self.caps_on = False
        self._eye = QAction(self)
        self._eye.triggered.connect(self._turn)
        self.addAction(self._eye, QLineEdit.ActionPosition.TrailingPosition)
        self.hide_typed()

    def hide_typed(self) -> None:
        """Dots again."""
        self._show(QLineEdit.EchoMode.Password)

    def forget(self) -> None:
        """Empty, and dots again."""
        self.clear()
        self.hide_typed()

    def _turn(self) -> None:
        hidden = self.echoMode() == QLineEdit.EchoMode.Password
        self._show(QLineEdit.EchoMode.Normal if hidden else QLineEdit.EchoMode.Password)

    def _show(self, mode: QLineEdit.EchoMode) -> None:
        self.setEchoMode(mode)
        self.setInputMethodHints(_HINTS)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)  # setEchoMode turns it on again
        hidden = mode == QLineEdit.EchoMode.Password
        self._eye.setIcon(icon("eye" if hidden else "eye-off"))
        self._eye.setToolTip(_("看一眼输的口令") if hidden else _("遮住口令"))
        self._eye.setText(self._eye.toolTip())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt does not tell the state of Caps Lock: the letters and the key itself do."""
        letter = event.text()
        if len(letter) == 1 and letter.isascii() and letter.isalpha():
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._tell(letter.isupper() != shift)
        elif event.key() == Qt.Key.Key_CapsLock and not event.isAutoRepeat():
            self._tell(not self.caps_on)
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Whoever leaves leaves nothing to be read."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.hide_typed()

    def _tell(self, on: bool) -> None:
        if on != self.caps_on:
            self.caps_on = on
            self.caps.emit(on)


class PasswordEntry(Entry):
    """A password with its label, and below it the hint at Caps Lock."""

    def __init__(self, words: str, hint: str = "", *, required: bool = True) -> None:
        self.password = PasswordLine()
        super().__init__(words, self.password, hint, required=required)
        self.password.caps.connect(self._caps)

    @property
    def text(self) -> str:
        """What is typed; blanks belong to a password."""
        return self.password.text()

    def calm(self) -> None:
        """What was wrong is being mended; Caps Lock may still be on."""
        super().calm()
        if self.password.caps_on:
            self._caps(True)

    def _caps(self, on: bool) -> None:
        self.note.say(_("大写锁定开着（Caps Lock）") if on else "", "warn")


class NewPassword(QWidget):
    """A new password, twice, with what it is worth; `names` gives what it may not be made of."""

    done = Signal()

    def __init__(self, names: Callable[[], tuple[str, ...]], words: str = "") -> None:
        super().__init__()
        self._names = names
        self.first = PasswordEntry(
            words or _("口令"), _("至少 12 个字，或者 4 个不相干的词、中间空一格；可以粘贴")
        )
        self.again = PasswordEntry(_("再输一遍"))
        self.meter = QProgressBar()
        self.meter.setRange(0, _STRONG)
        self.meter.setTextVisible(False)
        self.meter.setAccessibleName(_("口令有多牢"))
        self.first.password.textChanged.connect(self._judge)
        self.first.password.returnPressed.connect(self.again.password.setFocus)
        self.again.password.returnPressed.connect(self.done)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for part in (self.first, self.meter, self.again):
            column.addWidget(part)
        self.setFocusProxy(self.first.password)

    @property
    def text(self) -> str:
        """The password."""
        return self.first.text

    def _judge(self, typed: str) -> None:
        typed = typed[:_JUDGED]
        problem = passwords.problem(typed, self._names()) if typed else ""
        worth = passwords.pieces(typed, self._names()) if typed else 0
        self.meter.setValue(min(worth, _STRONG // 2 if problem else _STRONG))
        if typed:
            self.first.note.say(problem or _("这个口令可以用"), "warn" if problem else "ok")

    def right(self) -> bool:
        """Whether it can be taken; if not, it says why and has the cursor."""
        if not self.first.filled():
            return False
        problem = passwords.problem(self.text, self._names())
        if problem:
            self.first.say(problem)
        elif self.again.text != self.text:
            self.again.say(_("两遍输的不一样，再输一遍"))
            self.again.password.selectAll()
        else:
            return True
        return False

    def forget(self) -> None:
        """Empty both lines."""
        for entry in (self.first, self.again):
            entry.password.forget()
            entry.calm()

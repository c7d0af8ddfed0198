"""Lines for passwords: no input method, a hint at Caps Lock, an eye; and the lines of a new password."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QProgressBar, QVBoxLayout, QWidget

from louyu_desktop.rules import passwords
from louyu_desktop.text import _
from louyu_desktop.ui.entrance.parts import Entry
from louyu_desktop.ui.icons import icon
from louyu_desktop.ui.inside import InsideButton
from louyu_desktop.ui.messages import FieldNote

_HINTS = (
    Qt.InputMethodHint.ImhHiddenText | Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
    | Qt.InputMethodHint.ImhNoAutoUppercase | Qt.InputMethodHint.ImhPreferLatin
)  # fmt: skip
_JUDGED = 128
_STRONG = 12


class PasswordLine(QLineEdit):
    """Takes letters as the keyboard gives them; pasting is allowed, what is typed is hidden until the eye is used.

    Left, it shows nothing; one that `stays` open shows what is typed again as soon as somebody comes back to it.
    """

    caps = Signal(bool)
    opened = Signal(bool)

    def __init__(self, parent: QWidget | None = None, *, stays: bool = False) -> None:
        super().__init__(parent)
        self._stays, self.is_open = stays, False
        self.setMaxLength(passwords.LONGEST)
        self.caps_on = False
        self._eye = QAction(self)
        self._eye.triggered.connect(self._turn)
        InsideButton(self, self._eye)
        self.hide_typed()

    def hide_typed(self) -> None:
        """Dots again."""
        self.show_typed(on=False)

    def show_typed(self, *, on: bool = True) -> None:
        """Have what is typed seen, or not."""
        self._show(QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password)
        if on != self.is_open:
            self.is_open = on
            self.opened.emit(on)

    def forget(self) -> None:
        """Empty, and dots again."""
        self.clear()
        self.hide_typed()

    def _turn(self) -> None:
        hidden = self.echoMode() == QLineEdit.EchoMode.Password
        self.show_typed(on=hidden)
        if hidden:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

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
        if event.reason() == Qt.FocusReason.PopupFocusReason:
            return
        if self._stays:
            self._show(QLineEdit.EchoMode.Password)
        else:
            self.hide_typed()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Whoever comes back sees it as before."""
        super().focusInEvent(event)
        if self.is_open:
            self._show(QLineEdit.EchoMode.Normal)

    def _tell(self, on: bool) -> None:
        if on != self.caps_on:
            self.caps_on = on
            self.caps.emit(on)


class PasswordEntry(Entry):
    """A password with its label, and below it the hint at Caps Lock."""

    def __init__(self, words: str, hint: str = "", *, required: bool = True, stays: bool = False) -> None:
        self.password = PasswordLine(stays=stays)
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
    """A new password with what it is worth; `names` gives what it may not be made of.

    Typed twice where nobody sees it, once where the eye is open, as it is from the beginning where it is `seen`.
    """

    done = Signal()

    def __init__(self, names: Callable[[], tuple[str, ...]], words: str = "", *, seen: bool = False) -> None:
        super().__init__()
        self._names, self._seen = names, seen
        self.first = PasswordEntry(
            words or _("口令"), _("至少 12 个字，或者 4 个不相干的词、中间空一格；可以粘贴"), stays=True
        )
        self.again = PasswordEntry(_("再输一遍"), _("点上面的眼睛看着输，就不用输第二遍"))
        self.open = FieldNote(_("输的字看得见，所以只输一遍；旁边有人就点右边的眼睛遮住"))
        self.meter = QProgressBar()
        self.meter.setRange(0, _STRONG)
        self.meter.setTextVisible(False)
        self.meter.setAccessibleName(_("口令有多牢"))
        self.first.password.textChanged.connect(self._judge)
        self.first.password.returnPressed.connect(self._go_on)
        self.first.password.opened.connect(self._opened)
        self.again.password.returnPressed.connect(self.done)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for part in (self.first, self.meter, self.open, self.again):
            column.addWidget(part)
        self.setFocusProxy(self.first.password)
        self._opened(False)
        self.first.password.show_typed(on=seen)

    @property
    def text(self) -> str:
        """The password."""
        return self.first.text

    def _opened(self, on: bool) -> None:
        self.open.setVisible(on)
        self.again.setVisible(not on)

    def _go_on(self) -> None:
        if self.first.password.is_open:
            self.done.emit()
        else:
            self.again.password.setFocus()

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
        elif not self.first.password.is_open and self.again.text != self.text:
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
        self.first.password.show_typed(on=self._seen)

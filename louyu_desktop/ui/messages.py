"""Frames and messages: cards, chips, the bar of one sentence, and what stands where nothing is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget

from louyu_desktop.text import _
from louyu_desktop.ui.buttons import Button, IconButton, link
from louyu_desktop.ui.labels import ElidedLabel, IconLabel, Label, restyle
from louyu_desktop.ui.theme import theme

_ICONS = {"ok": "check", "warn": "alert", "danger": "alert", "info": "info"}
_OK_STAYS_MS = 8000


class Card(QFrame):
    """A surface with a hairline round it; put things into `body`, and beside the title into `head`."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(16, 10, 16, 12)
        self.body.setSpacing(8)
        self.head = QHBoxLayout()
        self.head.setSpacing(8)
        if title:
            self.head.addWidget(ElidedLabel(title, "section"))
            self.head.addStretch(1)
            self.body.addLayout(self.head)


class Chip(QFrame):
    """A condition that is on; `closed` when the person takes it away."""

    closed = Signal()

    def __init__(self, text: str, closable: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("chip", True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 1, 4 if closable else 10, 1)
        layout.setSpacing(2)
        layout.addWidget(Label(text, "label", "text"))
        if closable:
            cross = IconButton("close", _("去掉「{what}」").format(what=text), size=14)
            cross.clicked.connect(self.closed)
            layout.addWidget(cross)


class MessageBar(QFrame):
    """One sentence with one link inside a pane; ok leaves after 8 s, the others stay until closed; then `gone`."""

    gone = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("message", "info")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 6, 4)
        layout.setSpacing(8)
        self._icon = IconLabel("info", "info", 18)
        self._text = Label("", "body")
        self._text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._link: Button = link("")
        close = IconButton("close", _("收起"), size=16)
        for widget in (self._icon, self._text, self._link):
            layout.addWidget(widget, 100 if widget is self._text else 0)
        layout.addStretch(1)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignVCenter)
        self._follow: Callable[[], object] | None = None
        self._timer = QTimer(self, singleShot=True, interval=_OK_STAYS_MS)
        self._timer.timeout.connect(self.hide)
        self._link.clicked.connect(self._follow_link)
        close.clicked.connect(self.hide)
        self.hide()

    @property
    def text(self) -> str:
        """The sentence shown last."""
        return self._text.text()

    def show(
        self, tone: str = "", text: str = "", link_text: str = "", on_link: Callable[[], object] | None = None
    ) -> None:
        """Show a sentence in a tone (ok, warn, danger, info); without a tone show what stood there."""
        if tone:
            restyle(self, message=tone)
            self._icon.set_icon(_ICONS[tone], tone)
            self._text.setText(text)
            self._link.setText(link_text)
            self._link.setVisible(bool(link_text))
            self._follow = on_link
            self._timer.stop()
            if tone == "ok":
                self._timer.start()
        super().show()
        self._break()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One line where the sentence has room for it."""
        super().resizeEvent(event)
        self._break()

    def _break(self) -> None:
        """A label that may wrap asks for too much height: it wraps only where it must."""
        length = self._text.fontMetrics().horizontalAdvance(self._text.text()) + 8
        self._text.setMaximumWidth(length)
        taken = self._icon.width() + theme.px(28) + 58
        room = self.width() - taken - (self._link.sizeHint().width() if self._link.text() else 0)
        self._text.setWordWrap(length > room)
        self._text.setMinimumHeight(max(self._text.heightForWidth(max(room, 80)), 0) if length > room else 0)

    def hideEvent(self, event: QHideEvent) -> None:
        """Tell whoever keeps room for it."""
        super().hideEvent(event)
        self.gone.emit()

    def _follow_link(self) -> None:
        follow = self._follow
        self.hide()
        if follow is not None:
            follow()


class EmptyState(QWidget):
    """What stands where nothing is: icon, one line what is missing, one line how to begin, maybe a button."""

    def __init__(
        self, icon: str, title: str, hint: str = "", button: QWidget | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon = IconLabel(icon, "text3", 32)
        self._title = Label(title, "section")
        self._hint = Label(hint, "label", "text3", wrap=True)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        layout = QVBoxLayout(self)
        layout.setSpacing(6)
        layout.addStretch(1)
        for widget in (self._icon, self._title):
            layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self._hint)  # as wide as there is room: a long one goes on below
        if button is not None:
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        self._hint.setVisible(bool(hint))  # not before it has a parent: it would open a window
        layout.addStretch(1)

    def say(self, title: str, hint: str = "", icon: str = "") -> None:
        """Other words, and another icon if one is named."""
        self._title.setText(title)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        if icon:
            self._icon.set_icon(icon, "text3")


class FieldNote(QWidget):
    """The line under a field: an error with its icon, or a hint; hidden when there is neither."""

    def __init__(self, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 0)
        layout.setSpacing(4)
        self._icon = IconLabel("alert", "danger", 14)
        self._text = Label("", "hint", wrap=True)
        layout.addWidget(self._icon)
        layout.addWidget(self._text, 1)
        self._hint_text = hint
        self.say("")

    def say(self, problem: str, tone: str = "danger") -> None:
        """Show a problem, or what is well in the tone "ok"; with an empty one the hint comes back."""
        self._icon.set_icon("check" if tone == "ok" else "alert", tone)
        self._icon.setVisible(bool(problem))
        self._text.setText(problem or self._hint_text)
        self._text.set_tone(tone if problem else "text3")
        self.setVisible(bool(problem or self._hint_text))


class IconText(QWidget):
    """An icon and a word, as in the status bar."""

    def __init__(self, icon: str, text: str = "", role: str = "hint", tone: str = "text2") -> None:
        super().__init__()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        self._icon = IconLabel(icon, tone, 16)
        self._text = Label(text, role, tone)
        layout.addWidget(self._icon)
        layout.addWidget(self._text)

    @property
    def text(self) -> str:
        """The words in use."""
        return self._text.text()

    def say(self, text: str, icon: str = "", tone: str = "text2") -> None:
        """Other words, icon and colour."""
        self._text.setText(text)
        if icon:
            self._icon.set_icon(icon, tone)


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and let it go."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        inner = item.layout()
        if inner is not None:
            clear(inner)

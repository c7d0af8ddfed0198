"""Buttons: one primary per pane, every other an outline; the words say what happens."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QToolButton, QWidget

from louyu_desktop.ui.icons import icon as icon_named
from louyu_desktop.ui.plain import tip, unmarked
from louyu_desktop.ui.theme import theme

_PX = {"tab": 15, "link": 13, "status": 12}
_ICON_TONE = {"primary": "on_accent", "danger_fill": "on_accent", "danger": "danger", "link": "accent"}
_LEAST = 84
_BOLD_WHEN_CHOSEN = {"tab", "subtab"}


class Button(QPushButton):
    """A push button of a kind: primary, outline, quiet, link, danger or danger_fill."""

    def __init__(
        self, text: str, kind: str = "outline", icon: str = "", small: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(f" {text}" if icon and text else text, parent)  # icon to text is 4 px and not settable
        self.setProperty("kind", kind)
        self.setProperty("small", small)
        self._px = 13 if small else _PX.get(kind, 14)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if icon:
            self.setIcon(icon_named(icon, _ICON_TONE.get(kind, "text2")))
        self.setAccessibleName(text)
        if kind == "link":
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._fit()
        theme.changed.connect(self._fit)

    def setText(self, text: str) -> None:
        """Other words; where the name said the old ones, it says these."""
        if self.accessibleName() == self.text().strip():
            self.setAccessibleName(text.strip())
        super().setText(text)

    def _fit(self) -> None:
        self.setFont(theme.font(self._px))
        self.setIconSize(QSize(theme.px(18), theme.px(18)))

    def sizeHint(self) -> QSize:
        """Tabs keep room for the bold words of the chosen one: Latin letters grow, Chinese ones do not."""
        hint = super().sizeHint()
        if self.property("kind") in _BOLD_WHEN_CHOSEN:
            bold = QFontMetrics(theme.font(self._px, bold=True)).horizontalAdvance(self.text())
            hint.setWidth(hint.width() + max(0, bold - self.fontMetrics().horizontalAdvance(self.text())))
        return hint


def primary(text: str, icon: str = "", *, small: bool = False) -> Button:
    """The one thing to press in a pane."""
    return Button(text, "primary", icon, small)


def outline(text: str, icon: str = "", *, small: bool = False) -> Button:
    """An ordinary button."""
    return Button(text, "outline", icon, small)


def quiet(text: str, icon: str = "", *, small: bool = False) -> Button:
    """A button without border, for 取消 and 放弃."""
    return Button(text, "quiet", icon, small)


def link(text: str, icon: str = "") -> Button:
    """Words that lead somewhere."""
    return Button(text, "link", icon)


class LongLink(Button):
    """A link of any length: it ends with … where there is no room, and the whole stands in the tooltip then."""

    def __init__(self, text: str, icon: str = "") -> None:
        super().__init__(unmarked(text), "link", icon)
        self.setAccessibleName(text)
        self._whole = self.text()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Room for all of it."""
        hint, words = super().sizeHint(), self.fontMetrics().horizontalAdvance
        return QSize(hint.width() + words(self._whole) - words(self.text()), hint.height())

    def minimumSizeHint(self) -> QSize:
        """A few characters are enough to stand."""
        hint = self.sizeHint()
        return QSize(min(theme.px(_LEAST), hint.width()), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show what fits."""
        super().resizeEvent(event)
        metrics = self.fontMetrics()
        lacks = self.sizeHint().width() - self.width()
        room = metrics.horizontalAdvance(self._whole) - lacks
        shown = self._whole if lacks <= 0 else metrics.elidedText(self._whole, Qt.TextElideMode.ElideRight, room)
        if shown != self.text():
            self.setText(shown)
        self.setToolTip("" if lacks <= 0 else tip(self.accessibleName()))


def danger(text: str, icon: str = "", *, filled: bool = False, small: bool = False) -> Button:
    """Deleting; `filled` only inside its confirmation."""
    return Button(text, "danger_fill" if filled else "danger", icon, small)


class IconButton(QToolButton):
    """An icon alone, with its words and key in the tooltip and in the accessible name."""

    def __init__(
        self, icon: str, tip: str, key: str = "", tone: str = "text2", size: int = 20, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._size = size
        self._key = key
        self.setProperty("small", size < 18)
        self.setAutoRaise(True)
        self.set_icon(icon, tone)
        self.set_tip(tip)
        self._fit()
        theme.changed.connect(self._fit)

    def set_icon(self, icon: str, tone: str = "text2") -> None:
        """Another drawing or colour."""
        self.setIcon(icon_named(icon, tone))

    def set_tip(self, tip: str) -> None:
        """Say what the button does; the key is added."""
        self.setToolTip(f"{tip} {self._key}" if self._key else tip)
        self.setAccessibleName(tip)

    def _fit(self) -> None:
        self.setIconSize(QSize(theme.px(self._size), theme.px(self._size)))


class Segmented(QWidget):
    """A few values side by side, one of them on; `chosen` carries the key."""

    chosen = Signal(object)

    def __init__(
        self, options: Sequence[tuple[object, str]], value: object = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._group = QButtonGroup(self)
        self._keys = [key for key, _text in options]
        for number, (_key, text) in enumerate(options):
            button = Button(text, "segment")
            button.setProperty("end", _end(number, len(options)))
            button.setCheckable(True)
            self._group.addButton(button, number)
            layout.addWidget(button)
        self.choose(value if value in self._keys else self._keys[0])
        self._group.idClicked.connect(self._clicked)

    @property
    def value(self) -> object:
        """The key that is on."""
        return self._keys[self._group.checkedId()]

    def choose(self, key: object) -> None:
        """Put `key` on without announcing it; ValueError when it is no option."""
        self._group.button(self._keys.index(key)).setChecked(True)

    def _clicked(self, number: int) -> None:
        self.chosen.emit(self._keys[number])


def _end(number: int, count: int) -> str:
    if count == 1:
        return "only"
    return {0: "first", count - 1: "last"}.get(number, "middle")

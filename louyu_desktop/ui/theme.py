"""Colours, fonts and scale in use; widgets ask here whenever they paint."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from louyu_desktop.ui import stylesheet
from louyu_desktop.ui.dressing import Dressing
from louyu_desktop.ui.tokens import CONTRAST, DARK, FAMILY, LIGHT, SCALES, THEMES, RiskColour, Tokens

__all__ = ["CONTRAST", "DARK", "FAMILY", "LIGHT", "SCALES", "RiskColour", "Theme", "Tokens", "theme"]

_HUGE = 1.5


@cache
def _colour(text: str) -> QColor:
    return QColor(text)


class Theme(QObject):
    """Colours and sizes in use; `changed` comes once the visible widgets have them, and when all have."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.tokens = LIGHT
        self.scale = 1.0
        self.mode = "system"
        self._sheet = ""
        self._follows = False
        self._dressing = Dressing()
        self._dressing.polished.connect(self.changed)

    @property
    def dark(self) -> bool:
        """Whether the dark tokens are in use."""
        return self.tokens is DARK

    @property
    def huge(self) -> bool:
        """Whether the largest text is in use: then what is only handy makes room for names."""
        return self.scale > _HUGE

    def px(self, size: int) -> int:
        """A length of the look at the text size in use."""
        return int(size * self.scale + 0.5)

    def font(self, px: int, bold: bool = False) -> QFont:
        """The window's font at `px` device-independent pixels before scaling."""
        font = QFont(FAMILY)
        font.setPixelSize(self.px(px))
        font.setBold(bold)
        return font

    def colour(self, token: str) -> QColor:
        """The colour behind a token's name; AttributeError for a name that is none."""
        return _colour(getattr(self.tokens, token))

    def named(self, text: str) -> QColor:
        """The colour behind a value of the table, such as a risk colour's edge."""
        return _colour(text)

    def apply(self, app: QApplication, mode: str, scale: float) -> None:
        """Show `mode` (a key of `THEMES`, or "system") at `scale`; does nothing when both are in use already.

        Windows that are shown follow in the next turns of the event loop.
        """
        self._follow_system(app)
        self.mode = mode
        tokens = THEMES.get(mode) or (DARK if _system_is_dark() else LIGHT)
        if self._sheet and tokens is self.tokens and scale == self.scale:
            return
        if not self._sheet:
            app.setStyle("Fusion")  # once: setting it again polishes every widget twice
        self.tokens, self.scale = tokens, scale
        colours = {name: value for name, value in tokens._asdict().items() if isinstance(value, str)}
        self._sheet = stylesheet.build(colours, self.px)

        def change() -> None:
            app.setFont(self.font(14))
            app.setPalette(_palette(tokens))

        self._dressing.change(app, self._sheet, change)

    @property
    def busy(self) -> bool:
        """Whether a change has not yet reached every widget."""
        return self._dressing.busy

    def settle(self) -> None:
        """Carry a change through now, not in the turns of the event loop to come."""
        self._dressing.settle()

    def _follow_system(self, app: QApplication) -> None:
        if not self._follows:
            self._follows = True
            app.styleHints().colorSchemeChanged.connect(self._system_changed)

    def _system_changed(self) -> None:
        app = QApplication.instance()
        if self.mode == "system" and isinstance(app, QApplication):
            self.apply(app, self.mode, self.scale)


def _system_is_dark() -> bool:
    """Whether the desktop asks for dark; plain X11 does not say, which means light."""
    return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark


def _palette(tokens: Tokens) -> QPalette:
    role = QPalette.ColorRole
    colours = {
        role.Window: tokens.window, role.WindowText: tokens.text, role.Base: tokens.surface,
        role.AlternateBase: tokens.surface, role.ToolTipBase: tokens.surface, role.ToolTipText: tokens.text,
        role.PlaceholderText: tokens.text3, role.Text: tokens.text, role.Button: tokens.surface,
        role.ButtonText: tokens.text, role.BrightText: tokens.on_accent, role.Light: tokens.surface,
        role.Midlight: tokens.line, role.Mid: tokens.line2, role.Dark: tokens.edge, role.Shadow: tokens.line2,
        role.Highlight: tokens.selected, role.HighlightedText: tokens.text, role.Accent: tokens.accent_fill,
        role.Link: tokens.accent, role.LinkVisited: tokens.accent,
    }
    palette = QPalette()
    for key, value in colours.items():
        palette.setColor(key, _colour(value))
    for key in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, key, _colour(tokens.off))
    return palette


theme = Theme()
"""The theme of this program."""

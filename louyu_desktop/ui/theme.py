"""The one table of colours, the fonts and the scale; widgets ask it whenever they paint.

The values and their contrast ratios are those of the look's colour table (WCAG 2.2, measured).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cache

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from louyu_desktop.text import N_
from louyu_desktop.ui import stylesheet
from louyu_desktop.ui.dressing import Dressing

FAMILY = "Noto Sans SC"
SCALES = {"normal": 1.0, "large": 1.25, "huge": 2.0}
"""The factor behind each value of the setting `text_size`."""


@dataclass(frozen=True, slots=True)
class RiskColour:
    """One of the five colours: never shown without its shape."""

    word: str
    shape: str
    fill: str
    edge: str
    tint: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """Every colour of one theme; `risk` maps 绿 蓝 黄 橙 红 to shape and colours."""

    window: str
    surface: str
    sunken: str
    hover: str
    selected: str
    line: str
    line2: str
    edge: str
    text: str
    text2: str
    text3: str
    off: str
    accent: str
    accent_fill: str
    accent_hover: str
    accent_tint: str
    on_accent: str
    danger: str
    danger_tint: str
    danger_fill: str
    warn: str
    warn_tint: str
    ok: str
    ok_tint: str
    info: str
    info_tint: str
    focus: str
    risk: dict[str, RiskColour]


LIGHT = Tokens(
    window="#F6F4F1", surface="#FFFFFF", sunken="#EFECE7", hover="#F5F2EE", selected="#F1E7DD",
    line="#E3DED7", line2="#D3CCC3", edge="#8C847A",
    text="#221F1C", text2="#595249", text3="#6E665D", off="#A39B91",
    accent="#8C2226", accent_fill="#8C2226", accent_hover="#75191D", accent_tint="#F8EDEB", on_accent="#FFFFFF",
    danger="#B3261E", danger_tint="#FBEBE9", danger_fill="#B3261E", warn="#8A5A00", warn_tint="#FCF3DF",
    ok="#0B6E53", ok_tint="#E6F3EE", info="#2A5FB8", info_tint="#E9F0FA", focus="#2A5FB8",
    risk={
        "绿": RiskColour(N_("稳定"), "circle", "#0C8060", "#0A6B51", "#E4F2EC"),
        "蓝": RiskColour(N_("较稳定"), "square", "#2A5FB8", "#224E97", "#E6EEF9"),
        "黄": RiskColour(N_("一般"), "triangle", "#F0C419", "#8F6C00", "#FCF4D2"),
        "橙": RiskColour(N_("较不稳定"), "diamond", "#E07A10", "#A95400", "#FCE9D4"),
        "红": RiskColour(N_("不稳定"), "octagon", "#D3262C", "#A81B21", "#FBE3E2"),
    },
)

DARK = Tokens(
    window="#1A1816", surface="#242120", sunken="#1F1C1B", hover="#2C2927", selected="#40352C",
    line="#37332F", line2="#4A443F", edge="#8F867C",
    text="#EEE9E3", text2="#C3BBB1", text3="#ABA399", off="#6E675F",
    accent="#F0A79E", accent_fill="#A83A38", accent_hover="#B94946", accent_tint="#3A2725", on_accent="#FFFFFF",
    danger="#FF8A80", danger_tint="#402422", danger_fill="#B3261E", warn="#F0C060", warn_tint="#3A2F1A",
    ok="#5CC9A4", ok_tint="#1E332B", info="#8DB6F7", info_tint="#1F2B3D", focus="#8DB6F7",
    risk={
        "绿": RiskColour(N_("稳定"), "circle", "#2FAE86", "#2FAE86", "#1F342C"),
        "蓝": RiskColour(N_("较稳定"), "square", "#6497EA", "#6497EA", "#222F45"),
        "黄": RiskColour(N_("一般"), "triangle", "#F5D460", "#F5D460", "#3B3420"),
        "橙": RiskColour(N_("较不稳定"), "diamond", "#EF8A30", "#EF8A30", "#40301F"),
        "红": RiskColour(N_("不稳定"), "octagon", "#E8453F", "#F2726D", "#432423"),
    },
)


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
        """Show `mode` ("light", "dark" or "system") at `scale`; does nothing when both are in use already.

        Windows that are shown follow in the next turns of the event loop.
        """
        self._follow_system(app)
        self.mode = mode
        tokens = DARK if mode == "dark" or (mode == "system" and _system_is_dark()) else LIGHT
        if self._sheet and tokens is self.tokens and scale == self.scale:
            return
        if not self._sheet:
            app.setStyle("Fusion")  # once: setting it again polishes every widget twice
        self.tokens, self.scale = tokens, scale
        colours = {name: value for name, value in asdict(tokens).items() if isinstance(value, str)}
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

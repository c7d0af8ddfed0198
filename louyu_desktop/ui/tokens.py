"""The one table of colours, and the sizes and the family of the window's text; nothing of Qt.

The values and their contrast ratios are those of the look's colour table (WCAG 2.2, measured).
"""

from __future__ import annotations

from typing import NamedTuple

from louyu_desktop.text import N_

FAMILY = "Noto Sans SC"
SCALES = {"normal": 1.0, "large": 1.25, "huge": 2.0}
"""The factor behind each value of the setting `text_size`."""


class RiskColour(NamedTuple):
    """One of the five colours: never shown without its shape."""

    word: str
    shape: str
    fill: str
    edge: str
    tint: str


class Tokens(NamedTuple):
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
    bar: str
    series1: str
    series2: str
    series3: str
    series4: str
    series5: str
    risk: dict[str, RiskColour]


LIGHT = Tokens(
    window="#F6F4F1", surface="#FFFFFF", sunken="#EFECE7", hover="#F5F2EE", selected="#F1E7DD",
    line="#E3DED7", line2="#D3CCC3", edge="#8C847A",
    text="#221F1C", text2="#595249", text3="#6E665D", off="#A39B91",
    accent="#8C2226", accent_fill="#8C2226", accent_hover="#75191D", accent_tint="#F8EDEB", on_accent="#FFFFFF",
    danger="#B3261E", danger_tint="#FBEBE9", danger_fill="#B3261E", warn="#8A5A00", warn_tint="#FCF3DF",
    ok="#0B6E53", ok_tint="#E6F3EE", info="#2A5FB8", info_tint="#E9F0FA", focus="#2A5FB8",
    bar="#8C847A", series1="#3D3833", series2="#7A6A59", series3="#A8967F", series4="#CBBBA6", series5="#E2D5C3",
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
    bar="#8F867C", series1="#F0E8DD", series2="#C4B5A3", series3="#94846F", series4="#6B5E50", series5="#4A4138",
    risk={
        "绿": RiskColour(N_("稳定"), "circle", "#2FAE86", "#2FAE86", "#1F342C"),
        "蓝": RiskColour(N_("较稳定"), "square", "#6497EA", "#6497EA", "#222F45"),
        "黄": RiskColour(N_("一般"), "triangle", "#F5D460", "#F5D460", "#3B3420"),
        "橙": RiskColour(N_("较不稳定"), "diamond", "#EF8A30", "#EF8A30", "#40301F"),
        "红": RiskColour(N_("不稳定"), "octagon", "#E8453F", "#F2726D", "#432423"),
    },
)

CONTRAST = Tokens(
    window="#FFFFFF", surface="#FFFFFF", sunken="#F4F4F4", hover="#EBEBEB", selected="#FFE9A8",
    line="#6B6B6B", line2="#4A4A4A", edge="#000000",
    text="#000000", text2="#1A1A1A", text3="#2E2E2E", off="#4A4A4A",
    accent="#6E0A0E", accent_fill="#6E0A0E", accent_hover="#4D0508", accent_tint="#FFEDEB", on_accent="#FFFFFF",
    danger="#8C0B07", danger_tint="#FFEFED", danger_fill="#8C0B07", warn="#553500", warn_tint="#FFF6DC",
    ok="#00472F", ok_tint="#E9F8F1", info="#0B3880", info_tint="#EAF2FF", focus="#0B3880",
    bar="#4A4A4A", series1="#000000", series2="#363636", series3="#5C5C5C", series4="#787878", series5="#929292",
    risk={
        "绿": RiskColour(N_("稳定"), "circle", "#0C8060", "#00472F", "#E9F8F1"),
        "蓝": RiskColour(N_("较稳定"), "square", "#2A5FB8", "#0B3880", "#EAF2FF"),
        "黄": RiskColour(N_("一般"), "triangle", "#F0C419", "#4A3800", "#FFF6DC"),
        "橙": RiskColour(N_("较不稳定"), "diamond", "#E07A10", "#6B2F00", "#FFF0E0"),
        "红": RiskColour(N_("不稳定"), "octagon", "#D3262C", "#7D0B11", "#FFEFED"),
    },
)
"""For eyes that need it: every word 7 : 1 on whatever it stands on, every line and shape 3 : 1."""

THEMES = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}
"""The tokens behind each value of the setting `theme` that does not follow the system."""

"""Sizes at the desk: what must be read from two metres goes by the screen's own millimetres (LOOK.md, Desk)."""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QScreen

from louyu_desktop.ui.theme import theme

_INCH: Final = 25.4
_NAME_MM: Final = 14.0
"""A Chinese character of the name: 24 minutes of arc at two metres."""

_NAME: Final = (56, 72)
_COUNT: Final = 96 / 56
MOST_SCALE: Final = 1.25
"""The largest text of the settings that this screen has room for."""


def name_px(screen: QScreen | None) -> int:
    """Pixels of the name on the card: fourteen millimetres, within what the look allows."""
    wanted = _NAME[0] if screen is None else round(_NAME_MM / _INCH * screen.physicalDotsPerInch())
    return max(_NAME[0], min(_NAME[1], wanted))


def count_px(screen: QScreen | None) -> int:
    """Pixels of the number of those who came."""
    return round(name_px(screen) * _COUNT)


def scaled(px: int) -> int:
    """A length at the text size in use."""
    return theme.px(px)

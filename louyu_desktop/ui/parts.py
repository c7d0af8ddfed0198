"""The shared parts by one name: buttons, labels, frames, messages; tabs import from here."""

from __future__ import annotations

from louyu_desktop.ui.buttons import Button, IconButton, LongLink, Segmented, danger, link, outline, primary, quiet
from louyu_desktop.ui.labels import Badge, ElidedLabel, Hairline, IconLabel, Label, restyle
from louyu_desktop.ui.messages import Card, Chip, EmptyState, FieldNote, IconText, MessageBar, clear
from louyu_desktop.ui.search_line import SearchLine
from louyu_desktop.ui.shapes import paint_risk

__all__ = [
    "Badge", "Button", "Card", "Chip", "ElidedLabel", "EmptyState", "FieldNote", "Hairline", "IconButton",
    "IconLabel", "IconText", "Label", "LongLink", "MessageBar", "SearchLine", "Segmented", "clear", "danger", "link",
    "outline", "paint_risk", "primary", "quiet", "restyle",
]

"""Texts of people on parts of the window that read signs in them: Qt takes <b> in a tip for markup, & for a key."""

from __future__ import annotations

import html

from PySide6.QtGui import Qt

LONGEST_TIP = 1000


def tip(text: str) -> str:
    """`text` for a tooltip, shown as it stands; a very long one ends with …."""
    kept = text if len(text) <= LONGEST_TIP else f"{text[: LONGEST_TIP - 1]}…"
    if not Qt.mightBeRichText(kept):
        return kept
    return f'<span style="white-space:pre-wrap">{html.escape(kept)}</span>'


def unmarked(text: str) -> str:
    """`text` for a menu, button or tab: an & in it is a letter, not the mark of a key."""
    return text.replace("&", "&&")

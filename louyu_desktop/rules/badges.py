"""The text of the codes on badges and in messages, and what a scanner may have made of it."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

PREFIX: Final = "LYDZ:"
"""Before the uid of a registration, in the QR code of a badge."""

_BADGE = re.compile(r"LYDZ[:;,.\s]*([0-9A-F]{8}-?[0-9A-F]{4}-?[0-9A-F]{4}-?[0-9A-F]{4}-?[0-9A-F]{12})", re.IGNORECASE)
_MOBILE = re.compile(r"(?:\+?86)?(1[3-9]\d{9})")
_GROUPS = (8, 12, 16, 20)


def badge_text(uid: str) -> str:
    """What the QR code of a registration's badge holds."""
    return f"{PREFIX}{uid}"


def code_of(text: str) -> tuple[str, str] | None:
    """("badge", uid of a registration) or ("mobile", eleven digits) for a text that is a code as a whole; else None.

    Scanners type in another layout, in full-width signs or with control characters; all of that is read through.
    """
    plain = unicodedata.normalize("NFKC", text)
    plain = "".join(sign for sign in plain if unicodedata.category(sign)[0] != "C").strip()
    badge = _BADGE.fullmatch(plain)
    if badge:
        digits = badge[1].replace("-", "").lower()
        starts = (0, *_GROUPS)
        return "badge", "-".join(digits[start:end] for start, end in zip(starts, (*_GROUPS, None), strict=True))
    mobile = _MOBILE.fullmatch(plain.replace(" ", "").replace("-", ""))
    return ("mobile", mobile[1]) if mobile else None

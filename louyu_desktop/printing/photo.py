"""Pixels that a child has drawn, as the JPEG that stands in a PDF."""

from __future__ import annotations

import io

from PIL import Image

_QUALITY = 82


def jpeg_of(width: int, height: int, rows: bytes) -> bytes:
    """A JPEG of rows of blue, green, red and nothing; the same pixels give the same bytes."""
    picture = Image.frombytes("RGB", (width, height), rows, "raw", "BGRX")
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=_QUALITY, optimize=True)
    return out.getvalue()

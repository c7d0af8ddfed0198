"""QR codes as page operators."""

from __future__ import annotations

from collections.abc import Iterator

import segno

from louyu_desktop.printing.palette import BLACK
from louyu_desktop.printing.pen import Pen, fill

_MASK = 4
"""One pattern for all codes of a long paper: choosing among eight takes five times as long as the code itself."""


def draw(pen: Pen, text: str, x: float, y: float, side: float, *, of_many: bool = False) -> None:
    """The code of `text`, its lower left corner at (x, y); the white around it is the caller's.

    One `of_many` takes the pattern of them all.
    """
    pen.raw(fill(BLACK), *_squares(text, x, y, side, _MASK if of_many else None), "f")


def _squares(text: str, x: float, y: float, side: float, mask: int | None) -> Iterator[str]:
    """The dark squares of a code (ISO/IEC 18004, level M or better), those beside each other as one rectangle."""
    lines = [bytes(line) for line in segno.make(text, error="m", micro=False, boost_error=True, mask=mask).matrix]
    unit = side / len(lines)
    for down, line in enumerate(lines):
        start = 0
        while (start := line.find(1, start)) >= 0:
            end = line.find(0, start)
            end = len(line) if end < 0 else end
            top = y + side - (down + 1) * unit
            yield f"{x + start * unit:.3f} {top:.3f} {(end - start) * unit:.3f} {unit:.3f} re"
            start = end

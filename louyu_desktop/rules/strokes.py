"""Hand-drawn signatures as text: strokes by `;`, points by blanks, `x,y` in hundredths of the pad's width."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

Point = tuple[float, float]
Stroke = tuple[Point, ...]

LONGEST: Final = 20_000
"""Signs of the text: what the field takes."""

_POINT = re.compile(r"-?\d{1,4}(?:\.\d)?,-?\d{1,4}(?:\.\d)?")


def encode(strokes: Sequence[Sequence[Point]]) -> str:
    """The text of some strokes; a drawing too long for it keeps every second point, as often as it takes."""
    kept = [list(stroke) for stroke in strokes if stroke]
    text = _written(kept)
    while len(text) > LONGEST and any(len(stroke) > 2 for stroke in kept):
        kept = [[*stroke[:-1:2], stroke[-1]] for stroke in kept]
        text = _written(kept)
    return text[:LONGEST].rpartition(";")[0] if len(text) > LONGEST else text


def decode(text: str) -> tuple[Stroke, ...]:
    """The strokes of a text; what cannot be read as a point is left out."""
    strokes = (tuple(map(_point, _POINT.findall(stroke))) for stroke in text.split(";"))
    return tuple(stroke for stroke in strokes if stroke)


def _written(strokes: Sequence[Sequence[Point]]) -> str:
    return ";".join(" ".join(f"{x:.1f},{y:.1f}" for x, y in stroke) for stroke in strokes)


def _point(text: str) -> Point:
    x, y = text.split(",")
    return float(x), float(y)

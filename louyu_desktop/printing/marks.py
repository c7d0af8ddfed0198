"""Marks on paper: the five risk colours as shapes, and a disc that is as full as a class is."""

from __future__ import annotations

import math

from louyu_desktop.printing.palette import INK_FAINT, RISK, TONES, Colour
from louyu_desktop.printing.pen import Pen, fill, stroke


def tint_of(tone: str) -> tuple[Colour, Colour]:
    """The ground and the bar of a class."""
    if tone in RISK:
        _shape, full, _edge, tint = RISK[tone]
        return tint, full
    full, tint = TONES[tone]
    return tint, full


def mark(pen: Pen, x: float, y: float, side: float, tone: str, share: float = 0.0) -> None:
    """The mark of a class with its middle at (x, y)."""
    if tone in RISK:
        _risk(pen, x, y, side, tone)
        return
    colour = TONES[tone][0]
    radius = side / 2
    pen.rect(x - radius, y - radius, side, side, edge=colour if share or tone == "ok" else INK_FAINT, line=0.8,
             radius=radius)  # fmt: skip
    if share:
        steps = max(3, int(40 * share))
        turns = [2 * math.pi * share * n / steps for n in range(steps + 1)]
        around = " ".join(f"{x + radius * math.sin(t):.2f} {y + radius * math.cos(t):.2f} l" for t in turns)
        pen.raw(f"{fill(colour)} {x:.2f} {y:.2f} m {around} h f")


def _risk(pen: Pen, x: float, y: float, side: float, tone: str) -> None:
    shape, full, edge, _tint = RISK[tone]
    half = side / 2
    if shape == "circle":
        pen.rect(x - half, y - half, side, side, filled=full, edge=edge, line=0.6, radius=half)
        return
    if shape == "square":
        pen.rect(x - half, y - half, side, side, filled=full, edge=edge, line=0.6, radius=0.8)
        return
    if shape == "triangle":
        points = [(x, y + half), (x + half, y - half), (x - half, y - half)]
    else:
        corners, turn = (4, 0.0) if shape == "diamond" else (8, math.pi / 8)
        angles = [turn + 2 * math.pi * n / corners for n in range(corners)]
        points = [(x + half * math.cos(angle), y + half * math.sin(angle)) for angle in angles]
    (a, b), *others = points
    steps = " ".join(f"{c:.2f} {d:.2f} l" for c, d in others)
    pen.raw(f"{fill(full)} {stroke(edge)} 0.6 w {a:.2f} {b:.2f} m {steps} h B")

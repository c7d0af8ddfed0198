"""Marks on a page: text through the font chain, lines, boxes and ticks, as raw page operators.

Coordinates are points from the lower left corner.  Text passes `guard.clean` before it comes here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from louyu_desktop.printing.chain import ChainFont
from louyu_desktop.printing.fonts import Typeface
from louyu_desktop.printing.palette import INK, Colour

MM = 72 / 25.4
"""Points in a millimetre."""

_ROUND = 0.5523  # a quarter circle by one Bézier curve


def fill(colour: Colour) -> str:
    """The operator that fills with `colour` from now on."""
    return f"{colour[0]:g} {colour[1]:g} {colour[2]:g} rg"


def stroke(colour: Colour) -> str:
    """The operator that draws lines with `colour` from now on."""
    return f"{colour[0]:g} {colour[1]:g} {colour[2]:g} RG"


def tick(x: float, y: float, size: float) -> str:
    """A tick whose middle is (x, y), as a path: no font in use has all of ☐ ☑ ☒."""
    a, b = 0.42 * size, 0.34 * size
    return (
        f"{x - a:.2f} {y - 0.02 * size:.2f} m {x - 0.12 * size:.2f} {y - b:.2f} l {x + a:.2f} {y + b:.2f} l S"
    )


def box(x: float, y: float, size: float) -> str:
    """An empty check box whose middle is (x, y)."""
    return f"{x - size / 2:.2f} {y - size / 2:.2f} {size:.2f} {size:.2f} re S"


class Pen:
    """Draws on the canvas's page in hand."""

    def __init__(self, canvas: Any, faces: Typeface) -> None:
        self.canvas = canvas
        self.document = canvas._doc  # noqa: SLF001 - fonts keep what they have given to a document
        self.faces = faces

    def raw(self, *operators: str) -> None:
        """Append page operators as they are."""
        self.canvas._code.extend(operators)  # noqa: SLF001 - ReportLab has no public way for raw operators

    def font(self, *, bold: bool = False) -> ChainFont:
        """The chain of a weight."""
        return self.faces.weight(bold=bold)

    def width(self, text: str, size: float, *, bold: bool = False) -> float:
        """How wide `text` is, in points."""
        return self.font(bold=bold).width(text, size)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        *,
        bold: bool = False,
        colour: Colour = INK,
        align: str = "left",
        spacing: float = 0.0,
    ) -> None:
        """One line of text: `x` is its left, middle or right by `align`, `spacing` stands between characters."""
        if not text:
            return
        if align != "left":
            width = self.width(text, size, bold=bold) + spacing * (len(text) - 1)
            x -= width if align == "right" else width / 2
        shown = " ".join(
            f"{name} {size:g} Tf <{codes}> Tj"
            for name, codes in self.font(bold=bold).encode(text, self.document)
        )
        between = (f"{spacing:.3f} Tc ", " 0 Tc") if spacing else ("", "")
        self.raw(f"BT {fill(colour)} {x:.2f} {y:.2f} Td {between[0]}{shown}{between[1]} ET")

    def spread(self, x: float, y: float, width: float, text: str, size: float, *, bold: bool = False) -> None:
        """`text` spread over `width`, as labels of two and four characters are set to one measure."""
        gaps = len(text) - 1
        room = width - self.width(text, size, bold=bold)
        self.text(x, y, text, size, bold=bold, spacing=room / gaps if gaps else 0.0)

    def line(self, x1: float, y1: float, x2: float, y2: float, *, colour: Colour = INK, width: float = 0.5) -> None:
        """A straight line."""
        self.raw(f"{stroke(colour)} {width:g} w {x1:.2f} {y1:.2f} m {x2:.2f} {y2:.2f} l S")

    def path(self, points: Sequence[tuple[float, float]], *, colour: Colour = INK, width: float = 0.5) -> None:
        """A line through `points`."""
        (x, y), *others = points
        steps = " ".join(f"{a:.2f} {b:.2f} l" for a, b in others)
        self.raw(f"{stroke(colour)} {width:g} w {x:.2f} {y:.2f} m {steps} S")

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        filled: Colour | None = None,
        edge: Colour | None = None,
        line: float = 0.5,
        radius: float = 0.0,
    ) -> None:
        """A rectangle, filled, edged or both, with round corners where `radius` is given."""
        shape = _rounded(x, y, width, height, radius) if radius else f"{x:.2f} {y:.2f} {width:.2f} {height:.2f} re"
        paint = {(True, True): "B", (True, False): "f", (False, True): "S"}.get((filled is not None, edge is not None))
        if paint:
            colours = [fill(filled) if filled else "", f"{stroke(edge)} {line:g} w" if edge else ""]
            self.raw(f"{' '.join(filter(None, colours))} {shape} {paint}")

    def dot(self, x: float, y: float, radius: float, *, colour: Colour) -> None:
        """A filled circle."""
        self.rect(x - radius, y - radius, 2 * radius, 2 * radius, filled=colour, radius=radius)


def _rounded(x: float, y: float, width: float, height: float, radius: float) -> str:
    r = min(radius, width / 2, height / 2)
    k = r * (1 - _ROUND)
    right, top = x + width, y + height
    return (
        f"{x + r:.2f} {y:.2f} m {right - r:.2f} {y:.2f} l "
        f"{right - k:.2f} {y:.2f} {right:.2f} {y + k:.2f} {right:.2f} {y + r:.2f} c "
        f"{right:.2f} {top - r:.2f} l {right:.2f} {top - k:.2f} {right - k:.2f} {top:.2f} {right - r:.2f} {top:.2f} c "
        f"{x + r:.2f} {top:.2f} l {x + k:.2f} {top:.2f} {x:.2f} {top - k:.2f} {x:.2f} {top - r:.2f} c "
        f"{x:.2f} {y + r:.2f} l {x:.2f} {y + k:.2f} {x + k:.2f} {y:.2f} {x + r:.2f} {y:.2f} c h"
    )

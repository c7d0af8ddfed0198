"""Charts on paper: their shapes through the pen."""

from __future__ import annotations

from collections.abc import Callable

from louyu_desktop.printing.charts import Area, Chart, Look, Stroke
from louyu_desktop.printing.flow import Block
from louyu_desktop.printing.fonts import Typeface
from louyu_desktop.printing.palette import CHART
from louyu_desktop.printing.pen import Pen, fill

Make = Callable[[Look], Chart]


def look(width: float, size: float, faces: Typeface) -> Look:
    """How charts look on paper."""
    return Look(width, size, lambda text, at, bold: faces.weight(bold=bold).width(text, at))


def draw(pen: Pen, chart: Chart, left: float, top: float) -> None:
    """All shapes, the upper left corner being at (left, top)."""
    for shape in chart.shapes:
        if isinstance(shape, Area):
            (x, y), *others = shape.points
            steps = " ".join(f"{left + a:.2f} {top - b:.2f} l" for a, b in others)
            pen.raw(f"{fill(CHART[shape.fill])} {left + x:.2f} {top - y:.2f} m {steps} h f")
        elif isinstance(shape, Stroke):
            (a, b), (c, d) = shape.start, shape.end
            pen.line(left + a, top - b, left + c, top - d, colour=CHART[shape.colour], width=shape.width)
        else:
            x, y = shape.at
            colour = CHART[shape.colour]
            pen.text(left + x, top - y, shape.text, shape.size, bold=shape.bold, colour=colour, align=shape.align)


class ChartBlock(Block):
    """A chart in running text."""

    def __init__(self, make: Make, size: float, faces: Typeface) -> None:
        super().__init__()
        self.make, self.size, self.faces = make, size, faces
        self.spaceAfter = 1.2 * size

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: N803
        """Its shapes in this width."""
        self.chart = self.make(look(availWidth, self.size, self.faces))
        self.width, self.height = availWidth, self.chart.height
        return availWidth, self.height

    def draw(self) -> None:
        """Draw them."""
        draw(Pen(self.canv, self.faces), self.chart, 0, self.height)

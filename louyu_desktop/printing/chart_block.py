"""Charts on paper: their shapes through the pen."""

from __future__ import annotations

from collections.abc import Sequence

from louyu_desktop.printing.charts import Area, Chart, Drawing, Look, Stroke
from louyu_desktop.printing.flow import Block
from louyu_desktop.printing.fonts import Typeface
from louyu_desktop.printing.guard import clean, fit
from louyu_desktop.printing.palette import CHART, LINE
from louyu_desktop.printing.pen import Pen, fill


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


class Charts(Block):
    """Charts side by side under their titles, in running text."""

    def __init__(self, drawings: Sequence[Drawing], across: int, size: float, faces: Typeface) -> None:
        super().__init__()
        self.drawings, self.across, self.size, self.faces = drawings, across, size, faces
        self.head, self.gap = 3.6 * size, 3.2 * size
        self.spaceAfter = 2.6 * size

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: N803
        """As high as the highest of them."""
        self.each = (availWidth - self.gap * (self.across - 1)) / self.across
        self.charts = [one.make(look(self.each, self.size, self.faces)) for one in self.drawings]
        self.width, self.height = availWidth, self.head + max(chart.height for chart in self.charts)
        return availWidth, self.height

    def draw(self) -> None:
        """Titles over a hairline, and the charts."""
        pen, size = Pen(self.canv, self.faces), self.size
        for number, (one, chart) in enumerate(zip(self.drawings, self.charts, strict=True)):
            x = number * (self.each + self.gap)
            title = fit(clean(one.title), self.each, 1.25 * size, pen.font(bold=True).width, most_lines=1)
            pen.text(x, self.height - 1.3 * size, title.lines[0], title.size, bold=True)
            pen.line(x, self.height - 2.1 * size, x + self.each, self.height - 2.1 * size, colour=LINE)
            draw(pen, chart, x, self.height - self.head)

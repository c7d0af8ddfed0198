"""Running text on Platypus: Chinese paragraphs and headings with bookmarks.

There is no markup: a paragraph is made of runs of cleaned text, so nothing typed can become a tag,
a link or a file that is opened.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.platypus import Flowable

from louyu_desktop.printing.fonts import Typeface
from louyu_desktop.printing.guard import clean
from louyu_desktop.printing.linebreak import BrokenLine, advances, break_lines, gaps
from louyu_desktop.printing.palette import INK, Colour
from louyu_desktop.printing.pen import Pen, fill
from louyu_desktop.printing.shortened import END, tell

_HEADING_LIMIT, _LONGEST = 100, 20_000
_BETWEEN = (" ", "\u3000")  # what may part one run from the next
_MOST_STRETCH = 0.35  # of an em; a line that would need more stays ragged


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a paragraph is set; `indent` of the first line is in ems, a `listed` one breaks between its items only."""

    size: float
    leading: float = 1.6
    bold: bool = False
    colour: Colour = INK
    align: str = "justify"
    indent: float = 0.0
    before: float = 0.0
    after: float = 0.0
    listed: bool = False

    @property
    def step(self) -> float:
        """From one base line to the next, in points."""
        return self.size * self.leading


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a paragraph in one weight and colour (None: the paragraph's), `scale` of its size."""

    text: str
    bold: bool | None = None
    colour: Colour | None = None
    scale: float = 1.0


class Block(Flowable):  # type: ignore[misc, unused-ignore]
    """Something that stands in running text; a pass that only finds where headings come to stand draws nothing."""

    def drawOn(self, canvas: Any, x: float, y: float, _sW: float = 0) -> None:  # noqa: N803
        """Draw it, unless the canvas `measures` only."""
        if not getattr(canvas, "measures", False):
            super().drawOn(canvas, x, y, _sW)


def _within(text: str, at: int, last: int) -> str:
    """A run cleaned; a space between it and the next one stays."""
    kept = clean(text, limit=_LONGEST)
    if not kept:
        return text[:1] if 0 < at < last and text[:1] in _BETWEEN else kept
    before = text[0] if at and text[0] in _BETWEEN else ""
    return before + kept + (text[-1] if at < last and text[-1] in _BETWEEN else "")


class Paragraph(Block):
    """A paragraph in Chinese: lawful line ends, justified, split between pages with no line left alone.

    What has more than `most_lines` is cut and told, unless it is `repeated`: stands whole elsewhere.
    """

    repeated = False

    def __init__(
        self, content: str | Sequence[Run], style: Style, faces: Typeface, *, most_lines: int = 0
    ) -> None:
        super().__init__()
        runs = (Run(content),) if isinstance(content, str) else tuple(content)
        self.runs = tuple(
            Run(_within(run.text, at, len(runs) - 1), run.bold, run.colour, run.scale) for at, run in enumerate(runs)
        )
        self.text = "".join(run.text for run in self.runs)
        self.style = style
        self.faces = faces
        self.most_lines = most_lines
        self.spaceBefore, self.spaceAfter = style.before, style.after
        self._widths = self._measure()
        self._lines: dict[float, list[BrokenLine]] = {}
        self._shown: tuple[int, int] | None = None

    def _measure(self) -> list[float]:
        size = self.style.size
        widths: list[float] = []
        for run in self.runs:
            font = self._font(run)
            widths += [font.advances[sign] * size * run.scale / 1000 for sign in run.text]
        closed = advances(self.text, lambda _sign: size, size)
        self._tight = [at for at, kept in enumerate(closed) if kept != size]
        for at in self._tight:
            widths[at] -= size - closed[at]
        return widths

    def _font(self, run: Run) -> Any:
        return self.faces.weight(bold=self.style.bold if run.bold is None else run.bold)

    @property
    def natural(self) -> float:
        """How wide it would be in one line."""
        return sum(self._widths) + self.style.indent * self.style.size

    def lines(self, width: float) -> list[BrokenLine]:
        """The lines in `width`; remembered, for a page asks several times."""
        found = self._lines.get(width)
        if found is None:
            indent = self.style.indent * self.style.size
            found = break_lines(self.text, self._widths, width, indent, listed=self.style.listed)
            self._lines[width] = found
        if self.most_lines and len(found) > self.most_lines:
            found = found[: self.most_lines]
        if self._shown:
            found = found[self._shown[0] : self._shown[1]]
        return found

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: N803
        """The size it takes."""
        self.width = availWidth
        self.height = len(self.lines(availWidth)) * self.style.step
        return availWidth, self.height

    def split(self, availWidth: float, availHeight: float) -> list[Paragraph]:  # noqa: N803
        """Two parts, each of at least two lines; [] when that cannot be."""
        lines = self.lines(availWidth)
        fitting = int(availHeight / self.style.step)
        fitting = min(fitting, len(lines) - 2)
        if fitting < 2:
            return []
        offset = self._shown[0] if self._shown else 0
        return [self._part(offset, offset + fitting), self._part(offset + fitting, offset + len(lines))]

    def _part(self, start: int, end: int) -> Paragraph:
        part = Paragraph(self.runs, self.style, self.faces, most_lines=self.most_lines)
        part._lines = self._lines
        part._shown = (start, end)
        part.spaceBefore = self.spaceBefore if start == 0 else 0
        return part

    def draw(self) -> None:
        """Draw the lines from the top."""
        self.put(Pen(self.canv, self.faces), 0.0, 0.0)

    def put(self, pen: Pen, x: float, bottom: float) -> None:
        """Draw the lines, the lower left corner being at (x, bottom)."""
        lines = self.lines(self.width)
        y = bottom + self.height - self.style.step / 2 - 0.36 * self.style.size
        first = self._lines[self.width][0] if self._lines.get(self.width) else None
        for number, line in enumerate(lines):
            indent = self.style.indent * self.style.size if line is first else 0.0
            cut = bool(self.most_lines) and number == self.most_lines - 1 and not line.is_last
            self._draw_line(pen, line, (x, y), indent, cut=cut)
            y -= self.style.step

    def _draw_line(self, pen: Pen, line: BrokenLine, at: tuple[float, float], indent: float, *, cut: bool) -> None:
        spare = self.width - indent - line.width
        extra: dict[int, float] = {}
        x, y = at[0] + indent, at[1]
        if self.style.align == "center":
            x += spare / 2
        elif self.style.align == "right":
            x += spare
        elif self.style.align == "justify" and not line.is_last and not cut:
            places = gaps(self.text, line.start, line.end)
            if places and spare / len(places) <= _MOST_STRETCH * self.style.size:
                extra = dict.fromkeys(places, spare / len(places))
        end = self._end_with_dots(line, self.width - indent) if cut else line.end
        self._show(pen, x, y, (line.start, end), extra)
        if cut:
            pen.text(x + sum(self._widths[line.start : end]), y, END, self.style.size, colour=self.style.colour)
            if not self.repeated:
                tell(self.text)

    def _end_with_dots(self, line: BrokenLine, room: float) -> int:
        """Where a line that is cut ends, so that its dots still stand within the room."""
        end = line.end
        while end > line.start and sum(self._widths[line.start : end]) > room - self.style.size:
            end -= 1
        return end

    def _show(self, pen: Pen, x: float, y: float, span: tuple[int, int], extra: dict[int, float]) -> None:
        operators = [f"BT {x:.2f} {y:.2f} Td"]
        at = 0
        for run in self.runs:
            start, end = max(at, span[0]), min(at + len(run.text), span[1])
            if start < end:
                operators.append(fill(run.colour or self.style.colour))
                operators += self._glyphs(pen, run, start, end, extra)
            at += len(run.text)
        pen.raw(*operators, "ET")

    def _glyphs(self, pen: Pen, run: Run, start: int, end: int, extra: dict[int, float]) -> list[str]:
        """The operators that show a stretch: whole where nothing moves, else as TJ arrays."""
        font, size = self._font(run), self.style.size * run.scale
        parts = font.encode(self.text[start:end], pen.document)
        if extra or any(start <= at < end for at in self._tight):
            moves = self._moves(font, start, end, extra, size)
            return self._moved(parts, moves, size)
        return [f"{name} {size:g} Tf <{codes}> Tj" for name, codes in parts]

    def _moves(self, font: Any, start: int, end: int, extra: dict[int, float], size: float) -> list[float]:
        """How far each character pulls the next one nearer, in thousandths of the size."""
        by, widths, scale = font.advances, self._widths, 1000 / size
        return [
            by[sign] - (widths[at] + extra.get(at, 0.0)) * scale for at, sign in enumerate(self.text[start:end], start)
        ]

    def _moved(self, parts: Sequence[tuple[str, str]], moves: Sequence[float], size: float) -> list[str]:
        shown: list[str] = []
        index = 0
        for name, codes in parts:
            pieces, held = [], 0
            for at in range(0, len(codes), 4):
                move = moves[index]
                index += 1
                if move > 0.5 or move < -0.5:
                    pieces.append(f"<{codes[held : at + 4]}>{move:.0f}")
                    held = at + 4
            if held < len(codes):
                pieces.append(f"<{codes[held:]}>")
            shown.append(f"{name} {size:g} Tf [{''.join(pieces)}] TJ")
        return shown


class Heading(Paragraph):
    """A heading: it stands in the contents and in the bookmarks at its `level` (0 is a chapter)."""

    def __init__(self, text: str, style: Style, faces: Typeface, *, level: int, number: str = "") -> None:
        super().__init__(clean(text, limit=_HEADING_LIMIT), style, faces, most_lines=3)
        self.level = level
        self.number = number
        self.key = ""

    def draw(self) -> None:
        """Draw it and set the bookmark."""
        self.canv.bookmarkHorizontal(self.key, 0, self.height + 6)
        self.canv.addOutlineEntry(" ".join(filter(None, (self.number, self.text))), self.key, self.level, closed=True)
        super().draw()


class Gap(Block):
    """Room between things; it vanishes at the top of a page."""

    def __init__(self, height: float) -> None:
        super().__init__()
        self.height = height

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: N803
        """Its height, or what is left."""
        return availWidth, min(self.height, availHeight)

    def draw(self) -> None:
        """Nothing."""

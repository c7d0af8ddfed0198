"""Running text on Platypus: Chinese paragraphs, headings with bookmarks, contents, tables.

There is no markup: a paragraph is made of runs of cleaned text, so nothing typed can become a tag,
a link or a file that is opened.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.platypus import Flowable

from louyu_desktop.printing.fonts import Typeface
from louyu_desktop.printing.guard import clean, fit
from louyu_desktop.printing.linebreak import BrokenLine, advances, break_lines, gaps
from louyu_desktop.printing.palette import ACCENT, INK, INK_FAINT, LINE, LINE_FAINT, RULE, SAND, Colour
from louyu_desktop.printing.pen import Pen, fill

_HEADING_LIMIT = 60
_CELL_LINES = 14  # a row is never cut, so no cell may outgrow a page
_CLOSEST = 0.72  # how far the lines of the contents may be pushed together to save a page
_MOST_STRETCH = 0.35  # of an em; a line that would need more stays ragged


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a paragraph is set; `indent` of the first line and `hanging` of the others are in ems."""

    size: float
    leading: float = 1.6
    bold: bool = False
    colour: Colour = INK
    align: str = "justify"
    indent: float = 0.0
    before: float = 0.0
    after: float = 0.0
    keep: bool = False

    @property
    def step(self) -> float:
        """From one base line to the next, in points."""
        return self.size * self.leading


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a paragraph in one weight and colour (None: the paragraph's)."""

    text: str
    bold: bool | None = None
    colour: Colour | None = None


class Paragraph(Flowable):  # type: ignore[misc, unused-ignore]
    """A paragraph in Chinese: lawful line ends, justified, split between pages with no line left alone."""

    def __init__(
        self, content: str | Sequence[Run], style: Style, faces: Typeface, *, most_lines: int = 0
    ) -> None:
        super().__init__()
        runs = (Run(content),) if isinstance(content, str) else tuple(content)
        self.runs = tuple(Run(clean(run.text), run.bold, run.colour) for run in runs)
        self.text = "".join(run.text for run in self.runs)
        self.style = style
        self.faces = faces
        self.most_lines = most_lines
        self.keepWithNext = style.keep
        self.spaceBefore, self.spaceAfter = style.before, style.after
        self._widths = self._measure()
        self._lines: dict[float, list[BrokenLine]] = {}
        self._shown: tuple[int, int] | None = None

    def _measure(self) -> list[float]:
        size = self.style.size
        widths: list[float] = []
        for run in self.runs:
            font = self._font(run)
            widths += [font.advances[sign] * size / 1000 for sign in run.text]
        closed = advances(self.text, lambda _sign: size, size)
        return [width - (size - kept) for width, kept in zip(widths, closed, strict=True)]

    def _font(self, run: Run) -> Any:
        return self.faces.weight(bold=self.style.bold if run.bold is None else run.bold)

    def lines(self, width: float) -> list[BrokenLine]:
        """The lines in `width`; remembered, for a page asks several times."""
        found = self._lines.get(width)
        if found is None:
            indent = self.style.indent * self.style.size
            found = break_lines(self.text, self._widths, width, indent)
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
        pen = Pen(self.canv, self.faces)
        lines = self.lines(self.width)
        y = self.height - self.style.step / 2 - 0.36 * self.style.size
        first = self._lines[self.width][0] if self._lines.get(self.width) else None
        for number, line in enumerate(lines):
            indent = self.style.indent * self.style.size if line is first else 0.0
            cut = bool(self.most_lines) and number == self.most_lines - 1 and not line.is_last
            self._draw_line(pen, line, indent, y, cut=cut)
            y -= self.style.step

    def _draw_line(self, pen: Pen, line: BrokenLine, indent: float, y: float, *, cut: bool) -> None:
        spare = self.width - indent - line.width
        extra: dict[int, float] = {}
        x = indent
        if self.style.align == "center":
            x += spare / 2
        elif self.style.align == "right":
            x += spare
        elif self.style.align == "justify" and not line.is_last and not cut:
            places = gaps(self.text, line.start, line.end)
            if places and spare / len(places) <= _MOST_STRETCH * self.style.size:
                extra = dict.fromkeys(places, spare / len(places))
        end = line.end - 1 if cut else line.end
        self._show(pen, x, y, (line.start, end), extra)
        if cut:
            pen.text(x + sum(self._widths[line.start : end]), y, "…", self.style.size, colour=self.style.colour)

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
        """TJ arrays: the gaps are moves between characters, in thousandths of the size."""
        font, size = self._font(run), self.style.size
        shown: list[str] = []
        index = start
        for name, codes in font.encode(self.text[start:end], pen.document):
            pieces, held = [], ""
            for at in range(0, len(codes), 4):
                held += codes[at : at + 4]
                move = font.advances[self.text[index]] - (self._widths[index] + extra.get(index, 0.0)) * 1000 / size
                if abs(move) > 0.5:
                    pieces.append(f"<{held}> {move:.0f}")
                    held = ""
                index += 1
            if held:
                pieces.append(f"<{held}>")
            shown.append(f"{name} {size:g} Tf [{' '.join(pieces)}] TJ")
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


class Gap(Flowable):  # type: ignore[misc, unused-ignore]
    """Room between things; it vanishes at the top of a page."""

    def __init__(self, height: float) -> None:
        super().__init__()
        self.height = height

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: N803
        """Its height, or what is left."""
        return availWidth, min(self.height, availHeight)

    def draw(self) -> None:
        """Nothing."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents."""

    level: int
    text: str
    key: str
    page: str
    number: str = ""


class Contents(Flowable):  # type: ignore[misc, unused-ignore]
    """The contents: a line to each heading, with its page and a link."""

    def __init__(self, entries: Sequence[Entry], size: float, faces: Typeface) -> None:
        super().__init__()
        self.entries = tuple(entries)
        self.size = size
        self.faces = faces
        self.closeness = 1.0

    def _step(self, entry: Entry) -> float:
        return self.size * (2.35 if entry.level == 0 else 1.75) * self.closeness

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: N803
        """All lines; a little closer when they then stand on one page."""
        natural = sum(map(self._step, self.entries))
        if availHeight < natural <= availHeight / _CLOSEST:
            self.closeness *= availHeight / natural * 0.999
        self.width, self.height = availWidth, sum(map(self._step, self.entries))
        return availWidth, self.height

    def split(self, availWidth: float, availHeight: float) -> list[Contents]:  # noqa: N803
        """As many lines as there is room for, and the others."""
        used, count = 0.0, 0
        for entry in self.entries:
            used += self._step(entry)
            if used > availHeight:
                break
            count += 1
        if not count:
            return []
        parts = self.entries[:count], self.entries[count:]
        return [Contents(part, self.size, self.faces) for part in parts if part]

    def draw(self) -> None:
        """Draw each line: number, text, a hairline of dots, page."""
        pen = Pen(self.canv, self.faces)
        y = self.height
        for entry in self.entries:
            step = self._step(entry)
            y -= step
            self._line(pen, entry, y + 0.3 * self.size)
            self.canv.linkRect("", entry.key, (0, y, self.width, y + step), relative=1, Border="[0 0 0]")

    def _line(self, pen: Pen, entry: Entry, y: float) -> None:
        chapter = entry.level == 0
        size = self.size if chapter else self.size * 0.88
        x = 0.0 if chapter else 2.4 * self.size
        if chapter:
            pen.text(0, y, entry.number, size, bold=True, colour=ACCENT)
            x = 2.4 * self.size
        colour = INK if chapter else INK_FAINT
        room = self.width - x - 3 * self.size
        fitted = fit(entry.text, room, size, pen.font(bold=chapter).width, two_lines=False)
        pen.text(x, y, fitted.lines[0], fitted.size, bold=chapter, colour=colour)
        pen.text(self.width, y, entry.page, size, colour=colour, align="right")
        start = x + pen.width(fitted.lines[0], fitted.size, bold=chapter) + 8
        end = self.width - pen.width(entry.page, size) - 8
        if end > start:
            pen.raw("[0.6 3] 0 d 1 J")
            pen.line(start, y + 0.12 * size, end, y + 0.12 * size, colour=LINE, width=0.6)
            pen.raw("[] 0 d 0 J")


class Table(Flowable):  # type: ignore[misc, unused-ignore]
    """Rows of paragraphs under a head that comes again on each page; rows are never cut."""

    def __init__(
        self,
        head: Sequence[Paragraph],
        rows: Sequence[Sequence[Paragraph]],
        shares: Sequence[float],
        *,
        pad: float = 4.0,
        lined: Colour = LINE_FAINT,
    ) -> None:
        super().__init__()
        self.head = list(head)
        self.rows = [list(row) for row in rows]
        for cell in (cell for row in self.rows for cell in row):
            cell.most_lines = cell.most_lines or _CELL_LINES
        self.shares = list(shares)
        self.pad = pad
        self.lined = lined

    def _row_height(self, row: Sequence[Paragraph]) -> float:
        widths = self._widths()
        tallest = max((cell.wrap(w, 1e6)[1] for cell, w in zip(row, widths, strict=True)), default=0.0)
        return tallest + 2 * self.pad

    def _widths(self) -> list[float]:
        total = sum(self.shares)
        return [self.width * share / total - 2 * self.pad for share in self.shares]

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: N803
        """The whole table."""
        self.width = availWidth
        self.heights = [self._row_height(row) for row in ([self.head] if self.head else []) + self.rows]
        self.height = sum(self.heights)
        return availWidth, self.height

    def split(self, availWidth: float, availHeight: float) -> list[Table]:  # noqa: N803
        """The rows that fit, and the others under the same head."""
        self.wrap(availWidth, availHeight)
        heads = 1 if self.head else 0
        used, count = sum(self.heights[:heads]), 0
        for height in self.heights[heads:]:
            used += height
            if used > availHeight:
                break
            count += 1
        count = min(count, len(self.rows) - 2) if count == len(self.rows) - 1 else count
        if count == len(self.rows) or count < 1:
            return []
        return [self._with(self.rows[:count]), self._with(self.rows[count:])]

    def _with(self, rows: Sequence[Sequence[Paragraph]]) -> Table:
        return Table(self.head, rows, self.shares, pad=self.pad, lined=self.lined)

    def draw(self) -> None:
        """Cells, a rule under the head, hairlines under the rows."""
        pen = Pen(self.canv, self.head[0].faces if self.head else self.rows[0][0].faces)
        y = self.height
        rows = ([self.head] if self.head else []) + self.rows
        for number, (row, height) in enumerate(zip(rows, self.heights, strict=True)):
            is_head = bool(self.head) and number == 0
            if is_head:
                pen.rect(0, y - height, self.width, height, filled=SAND)
                pen.line(0, y, self.width, y, colour=RULE, width=0.8)
            self._draw_row(row, y)
            y -= height
            pen.line(0, y, self.width, y, colour=RULE if is_head else self.lined, width=0.5)

    def _draw_row(self, row: Sequence[Paragraph], top: float) -> None:
        x = self.pad
        for cell, width in zip(row, self._widths(), strict=True):
            height = cell.wrap(width, 1e6)[1]
            cell.drawOn(self.canv, x, top - self.pad - height)
            x += width + 2 * self.pad

"""Tables of any length, written as they come: rows from an iterator, pages gone as soon as they are full.

The grid and the head of a full page are drawn once as a form and set on every page.  A cell never
outgrows its row: `guard.fit` shrinks, breaks or cuts what is too long.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from louyu_desktop.printing.guard import clean, fit, is_simple
from louyu_desktop.printing.palette import INK, INK_SOFT, RULE, SAND_DEEP, Colour
from louyu_desktop.printing.paper import Paper
from louyu_desktop.printing.pen import MM, Pen, box, fill, stroke, tick
from louyu_desktop.remembered import Remembered
from louyu_desktop.text import _

TICK = "\ue000"
"""A cell of this text is drawn as a tick."""

BOX = "\ue001"
"""A cell of this text is drawn as an empty check box."""

_PAD = 1.6 * MM
_CELL_LIMIT = 300
_KEPT_CELLS = 4_096
_MARKS = {TICK: tick, BOX: box}
_SHARES = {"left": 0.0, "center": 0.5, "right": 1.0}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `width` in millimetres; `align` is left, center or right; `bold` for its cells."""

    heading: str
    width: float
    align: str = "left"
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A line across the whole table: the name of a group at the left, its subtotal at the right."""

    title: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Total:
    """A row of sums: bold, on sand; a cell that is wider than its column goes over the empty ones at its left."""

    cells: tuple[str, ...]


Line = Sequence[str] | Heading | Total


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table's place on a page, in millimetres from the upper left corner of the paper."""

    left: float
    top: float
    head: float
    row: float
    rows: int

    @property
    def bottom(self) -> float:
        """Where the table ends when all its rows are there."""
        return self.top + self.head + self.row * self.rows


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetDesign:
    """How a sheet looks: the first page's grid, that of the others, the columns, the type size.

    `cell_lines` is how many lines of small type a row has room for.
    """

    columns: tuple[Column, ...]
    first: Grid
    following: Grid
    size: float = 9.5
    head_size: float = 9.5
    cell_lines: int = 2
    line: Colour = RULE
    head_fill: Colour | None = None

    @property
    def width(self) -> float:
        """The width of the table in millimetres."""
        return sum(column.width for column in self.columns)


def cell_room(column: Column) -> float:
    """How wide the words in a cell of a column may be, in points."""
    return column.width * MM - 2 * _PAD


def place(groups: Iterable[tuple[Heading | None, Sequence[Line]]], design: SheetDesign) -> list[Line]:
    """The lines of all groups: a heading never stands alone at a page's foot, and comes again where its rows go on."""
    lines: list[Line] = []
    for heading, rows in groups:
        if heading is None:
            lines.extend(rows)
            continue
        if rows and _rows_left(len(lines), design) == 1:
            lines.append(())
        lines.append(heading)
        for number, row in enumerate(rows):
            if number and starts_page(len(lines), design):
                lines.append(Heading(_("{title}（续）").format(title=heading.title)))
            lines.append(row)
    return lines


def starts_page(done: int, design: SheetDesign) -> bool:
    """Whether the line after `done` ones is the first of a page, not of the first page."""
    return done >= design.first.rows and (done - design.first.rows) % design.following.rows == 0


def _rows_left(done: int, design: SheetDesign) -> int:
    if done < design.first.rows:
        return design.first.rows - done
    return design.following.rows - (done - design.first.rows) % design.following.rows


def page_count(lines: int, design: SheetDesign) -> int:
    """How many pages `lines` lines take; one for none."""
    beyond = max(0, lines - design.first.rows)
    return 1 + -(-beyond // design.following.rows)


def write_sheet(
    paper: Paper, design: SheetDesign, lines: Iterable[Line], furnish: Callable[[Pen, int], None]
) -> int:
    """Write all lines; `furnish(pen, page)` draws what stands round the table.  Gives the number of pages.

    The page in hand is left open, so that the caller may add to the last one.
    """
    writer = _Writer(paper, design)
    rest = iter(lines)
    page = 0
    while True:
        grid = design.following if page else design.first
        rows = list(islice(rest, grid.rows))
        if page and not rows:
            return page
        if page:
            paper.next_page()
        page += 1
        furnish(paper.pen, page)
        writer.page(grid, rows)


_Piece = tuple[int, int, str, str]
"""A line of a cell: x and, from the row's middle, y in hundredths of a point; its font; what it shows."""


class _Lane:
    """One column on the page; prepared cells are kept, for many of them repeat."""

    def __init__(self, column: Column, left: float, design: SheetDesign, pen: Pen) -> None:
        self.left, self.middle = left + _PAD, left + column.width * MM / 2
        self.room = cell_room(column)
        self.share = _SHARES[column.align]
        self.design, self.document = design, pen.document
        self.font = pen.font(bold=column.bold)
        self.coder = self.font.coder(pen.document)
        self.usual = f"{self.coder.name} {design.size:g} Tf"
        self.base = round(-36 * design.size)
        self.cells: dict[str, tuple[_Piece, ...]] = {}
        self._usual_signs: set[str] = set()

    def prepare(self, text: str) -> tuple[_Piece, ...]:
        """The lines of a cell."""
        if len(self.cells) >= _KEPT_CELLS:
            self.cells.clear()
        self.cells[text] = found = self._at_once(text) or self._pieces(clean(text, limit=_CELL_LIMIT))
        return found

    def _at_once(self, text: str) -> tuple[_Piece, ...]:
        """A cell of signs that were met before and need nothing but their codes; nothing for any other one."""
        if len(text) > _CELL_LIMIT or not self._usual_signs.issuperset(text):
            return ()
        shown = text.strip()
        width = self.font.width(shown, self.design.size)
        return (self._usual(width, shown.encode("utf-16-be").hex()),) if width <= self.room else ()

    def _pieces(self, text: str) -> tuple[_Piece, ...]:
        size = self.design.size
        width = self.font.width(text, size)
        if width <= self.room:
            codes = self.coder.codes(text)
            if codes:
                self._usual_signs.update(filter(is_simple, text))
                return (self._usual(width, codes),)
            return (self._piece(text, size, self.base, width),)
        fitted = fit(text, self.room, size, self.font.width, most_lines=self.design.cell_lines)
        step = fitted.size * (1.22 if len(fitted.lines) < 3 else 1.16)
        first = (len(fitted.lines) - 1) / 2 * step - 0.36 * fitted.size
        return tuple(
            self._piece(line, fitted.size, round(100 * (first - step * at)), self.font.width(line, fitted.size))
            for at, line in enumerate(fitted.lines)
        )

    def _usual(self, width: float, codes: str) -> _Piece:
        return self._x(width), self.base, self.usual, f"<{codes}>Tj"

    def _x(self, width: float) -> int:
        return round(100 * (self.left + self.share * (self.room - width)))

    def _piece(self, text: str, size: float, y: int, width: float) -> _Piece:
        x = self._x(width)
        parts = [(f"{name} {size:g} Tf", f"<{codes}>Tj") for name, codes in self.font.encode(text, self.document)]
        if len(parts) == 1:
            return x, y, *parts[0]
        return x, y, "", " ".join([f"{font} {shown}" for font, shown in parts])


def _move(step: tuple[int, int]) -> str:
    """The operator that moves by so many hundredths of a point."""
    return f"{step[0] / 100:g} {step[1] / 100:g} Td"


class _Writer:
    """Turns rows into page operators: each cell is a short move from the one before, and what it shows."""

    def __init__(self, paper: Paper, design: SheetDesign) -> None:
        self.paper = paper
        self.design = design
        self.height = paper.size[1]
        self.lefts = [design.first.left * MM]
        for column in design.columns:
            self.lefts.append(self.lefts[-1] + column.width * MM)
        columns = zip(design.columns, self.lefts, strict=False)
        self.lanes = [_Lane(column, left, design, paper.pen) for column, left in columns]
        self.moves = Remembered(_move, _KEPT_CELLS)
        self.forms: dict[tuple[Grid, int], str] = {}

    def page(self, grid: Grid, rows: Sequence[Line]) -> None:
        """One page: the grid as a form, then headings, then all cells in one text object."""
        pen = self.paper.pen
        self.paper.canvas.doForm(self._form(grid, len(rows)))
        top = self.height - (grid.top + grid.head) * MM
        row = grid.row * MM
        marks: list[str] = []
        cells: list[tuple[float, Sequence[str]]] = []
        for index, line in enumerate(rows):
            middle = top - (index + 0.5) * row
            if isinstance(line, Heading):
                self._heading(line, middle, row)
            elif isinstance(line, Total):
                self._total(line, middle, row)
            else:
                cells.append((middle, line))
        texts = self._texts(cells, marks)
        if marks:
            pen.raw(f"q {stroke(INK)} 0.9 w 1 J 1 j", *marks, "Q")
        if texts:
            pen.raw("BT", fill(INK), *texts, "ET")

    def _texts(self, rows: Iterable[tuple[float, Sequence[str]]], marks: list[str]) -> list[str]:
        """The operators of all cells; ticks and boxes go to `marks`."""
        texts: list[str] = []
        lanes, moves, put = self.lanes, self.moves, texts.append
        at_x = at_y = 0
        font = ""
        for middle, line in rows:
            level = round(100 * middle)
            for lane, text in zip(lanes, line, strict=False):
                if not text:
                    continue
                pieces = lane.cells.get(text)
                if pieces is None:
                    if text in _MARKS:
                        marks.append(_MARKS[text](lane.middle, middle, 8.6))
                        continue
                    pieces = lane.prepare(text)
                for x, above, wanted, shown in pieces:
                    if wanted != font:
                        font = wanted
                        put(font)
                    y = level + above
                    put(moves[x - at_x, y - at_y] + shown)
                    at_x, at_y = x, y
        return texts

    def _heading(self, line: Heading, middle: float, row: float) -> None:
        pen, left, right = self.paper.pen, self.lefts[0], self.lefts[-1]
        size = self.design.size
        pen.rect(left, middle - row / 2, right - left, row, filled=SAND_DEEP, edge=self.design.line)
        note = clean(line.note, limit=60)
        room = right - left - 3 * _PAD - pen.width(note, size)
        title = fit(clean(line.title), room, size, pen.font(bold=True).width, most_lines=1)
        pen.text(left + _PAD, middle - 0.36 * size, title.lines[0], title.size, bold=True)
        pen.text(right - _PAD, middle - 0.36 * size, note, size, colour=INK_SOFT, align="right")

    def _total(self, line: Total, middle: float, row: float) -> None:
        pen, size, start = self.paper.pen, self.design.size, self.lefts[0]
        pen.rect(start, middle - row / 2, self.lefts[-1] - start, row, filled=SAND_DEEP, edge=self.design.line)
        for number, text in enumerate(line.cells):
            right = self.lefts[number + 1]
            if not text:
                continue
            share = _SHARES[self.design.columns[number].align] if number else 0.0
            room = right - start - 2 * _PAD
            own = right - self.lefts[number] - 2 * _PAD
            fitted = fit(clean(text, limit=60), room, size, pen.font(bold=True).width, most_lines=1)
            width = pen.width(fitted.lines[0], fitted.size, bold=True)
            x = self.lefts[number] + _PAD + share * (own - width) if width <= own else right - _PAD - width
            pen.text(x, middle - 0.36 * fitted.size, fitted.lines[0], fitted.size, bold=True)
            start = right

    def _form(self, grid: Grid, rows: int) -> str:
        """The name of the form with head and grid for `rows` rows."""
        name = self.forms.get((grid, rows))
        if name is None:
            name = self.forms[grid, rows] = self.paper.new_form("grid")
            canvas = self.paper.canvas
            canvas.beginForm(name, 0, 0, *self.paper.size)
            self._draw_grid(grid, rows)
            canvas.endForm()
        return name

    def _draw_grid(self, grid: Grid, rows: int) -> None:
        pen, design = self.paper.pen, self.design
        left, right = self.lefts[0], self.lefts[-1]
        top = self.height - grid.top * MM
        body = top - grid.head * MM
        bottom = body - rows * grid.row * MM
        if design.head_fill:
            pen.rect(left, body, right - left, top - body, filled=design.head_fill)
        lines = [f"{x:.2f} {top:.2f} m {x:.2f} {bottom:.2f} l" for x in self.lefts]
        levels = [top, *(body - index * grid.row * MM for index in range(rows + 1))]
        lines += [f"{left:.2f} {y:.2f} m {right:.2f} {y:.2f} l" for y in levels]
        pen.raw(f"{stroke(design.line)} 0.5 w 2 J", *lines, "S", "0 J")
        for number, column in enumerate(design.columns):
            middle = (self.lefts[number] + self.lefts[number + 1]) / 2
            room = column.width * MM - _PAD
            head = fit(clean(column.heading, limit=60), room, design.head_size, pen.font(bold=True).width)
            y = (top + body) / 2 + (len(head.lines) - 1) * head.size * 0.6 - 0.36 * head.size
            for text in head.lines:
                pen.text(middle, y, text, head.size, bold=True, align="center")
                y -= head.size * 1.2

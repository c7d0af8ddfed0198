"""Papers that are one table under a title: the list of absentees, the year's ledger, the register of rooms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from louyu_desktop.printing.fonts import Typeface
from louyu_desktop.printing.guard import SMALLEST, Measure, clean, fit
from louyu_desktop.printing.linebreak import break_lines
from louyu_desktop.printing.palette import INK_FAINT, INK_SOFT, LINE, SAND
from louyu_desktop.printing.paper import A4, A4_LANDSCAPE, Paper, Size
from louyu_desktop.printing.pen import MM, Pen
from louyu_desktop.printing.sheet import (
    BOX,
    TICK,
    Column,
    Grid,
    Heading,
    Line,
    SheetDesign,
    Total,
    cell_room,
    page_count,
    place,
    starts_page,
    write_sheet,
)
from louyu_desktop.text import _

_MARGIN = 15.0
_TOP, _FACT, _HEAD, _BOTTOM = 31.0, 6.2, 8.8, 34.0
_ROW = 9.0
_SIZE, _CELL_LINES = 9.0, 3
_PIECE = 280
_LOWEST = 11 * MM


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Rows under a heading with its note, or closed by a row of sums."""

    rows: Sequence[Sequence[str]]
    heading: str = ""
    note: str = ""
    total: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSheet:
    """`facts` stand in lines above the table, `notes` under it on the last page, `signs` are lines to sign on.

    The widths of `columns` are shares: they fill the page.  `empty` is said where there are no rows.  What a cell has
    no room for goes on in a row below: no word of a table is lost.
    """

    title: str
    columns: tuple[Column, ...]
    parts: tuple[Part, ...] = ()
    aside: str = ""
    facts: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    total: tuple[str, ...] = ()
    footer: str = ""
    empty: str = ""
    landscape: bool = False
    is_demonstration: bool = False


def texts_of(sheet: TableSheet) -> tuple[str, ...]:
    """Every text that the paper prints, cleaned: for the preflight."""
    found = [sheet.title, sheet.aside, sheet.footer, sheet.empty, *sheet.facts, *sheet.notes, *sheet.total]
    for part in sheet.parts:
        found += [part.heading, part.note, *part.total]
        for row in part.rows:
            found += [text for text in row if text not in {BOX, TICK}]
    return tuple(map(clean, found))


def write(sheet: TableSheet, target: Path, faces: Typeface) -> int:
    """Write the PDF and give its number of pages."""
    title = " ".join(filter(None, (clean(sheet.title), clean(sheet.aside))))
    size = A4_LANDSCAPE if sheet.landscape else A4
    with Paper(target, size, title, faces, subject=clean(sheet.title)) as paper:
        return draw_pages(paper, sheet)


def draw_pages(paper: Paper, sheet: TableSheet) -> int:
    """Draw the table on pages of a paper of its size; gives how many."""
    size = paper.size
    design = _design(sheet, size)
    lines = _lines(sheet, design, _Unfolding(paper.faces, design))
    pages = page_count(len(lines), design)
    write_sheet(paper, design, lines, lambda pen, page: _furnish(pen, sheet, size, page, pages))
    if not lines:
        y = size[1] - (design.first.top + design.first.head + 9) * MM
        paper.pen.text(_MARGIN * MM, y, clean(sheet.empty), 10, colour=INK_SOFT)
    paper.next_page()
    return pages


def _design(sheet: TableSheet, size: Size) -> SheetDesign:
    room = size[0] / MM - 2 * _MARGIN
    scale = room / sum(column.width for column in sheet.columns)
    columns = tuple(Column(one.heading, one.width * scale, one.align, one.bold) for one in sheet.columns)
    top = _TOP + _FACT * len(sheet.facts)
    first, following = (
        Grid(left=_MARGIN, top=at, head=_HEAD, row=_ROW, rows=_rows(size, at)) for at in (top, _TOP)
    )
    return SheetDesign(
        columns=columns, first=first, following=following, size=_SIZE, head_size=_SIZE, cell_lines=_CELL_LINES,
        line=LINE, head_fill=SAND,
    )  # fmt: skip


def _rows(size: Size, top: float) -> int:
    return int((size[1] / MM - top - _HEAD - _BOTTOM) / _ROW)


class _Unfolding:
    """Rows as the sheet has room for: a cell that is too long for its row goes on in the rows below."""

    def __init__(self, faces: Typeface, design: SheetDesign) -> None:
        self._cells = [(cell_room(one), faces.weight(bold=one.bold).width) for one in design.columns]

    def rows(self, rows: Sequence[Sequence[str]]) -> list[Sequence[str]]:
        """Each row, or the several that it takes."""
        return [one for row in rows for one in self._row(row)]

    def _row(self, row: Sequence[str]) -> Sequence[Sequence[str]]:
        if all(len(cell) * SMALLEST <= room * 2 for cell, (room, _measure) in zip(row, self._cells, strict=False)):
            return (row,)
        cells = [_pieces(cell, room, measure) for cell, (room, measure) in zip(row, self._cells, strict=False)]
        count = max(map(len, cells))
        return [tuple(cell[at] if at < len(cell) else "" for cell in cells) for at in range(count)]


def _pieces(cell: str, room: float, measure: Measure) -> list[str]:
    """What one row has room for, and the next, and so on."""
    text = clean(cell)
    if measure(text, SMALLEST) <= room * (_CELL_LINES - 1):
        return [cell]
    lines = break_lines(text, [measure(sign, SMALLEST) for sign in text], room)
    found, at = [], 0
    while at < len(lines):
        last = min(at + _CELL_LINES, len(lines))
        while last > at + 1 and lines[last - 1].end - lines[at].start > _PIECE:
            last -= 1
        found.append(text[lines[at].start : lines[last - 1].end])
        at = last
    return found


def _lines(sheet: TableSheet, design: SheetDesign, unfolding: _Unfolding) -> list[Line]:
    """All lines; sums never open a page without a row that they add up."""
    lines: list[Line] = []
    groups = [
        (Heading(one.heading, one.note) if one.heading else None, unfolding.rows(one.rows)) for one in sheet.parts
    ]
    if not any(one.total for one in sheet.parts):
        lines = place(groups, design)
    else:
        for part, (_heading, rows) in zip(sheet.parts, groups, strict=True):
            lines += rows
            if part.total:
                _keep(lines, design, 1)
                lines.append(Total(part.total))
    if sheet.total and lines:
        _keep(lines, design, 2)
        lines.append(Total(sheet.total))
    return lines


def _keep(lines: list[Line], design: SheetDesign, carried: int) -> None:
    """Where the next line would open a page, the last `carried` ones go there with it."""
    if starts_page(len(lines), design):
        at = len(lines) - carried
        lines[at:at] = [()] * carried


def _furnish(pen: Pen, sheet: TableSheet, size: Size, page: int, pages: int) -> None:
    left, right = _MARGIN * MM, size[0] - _MARGIN * MM
    y = size[1] - 21 * MM
    words = clean(sheet.title, limit=60) if page == 1 else _("{title}（续）").format(title=clean(sheet.title, limit=60))
    title = fit(words, 0.45 * (right - left), 16 if page == 1 else 12, pen.font(bold=True).width, most_lines=1)
    pen.text(left, y, title.lines[0], title.size, bold=True)
    start = left + pen.width(title.lines[0], title.size, bold=True) + 14
    aside = fit(clean(sheet.aside, limit=200), right - start, 9.5, pen.font().width, repeated=page > 1)
    up = y + (len(aside.lines) - 1) * aside.size * 0.6
    for line in aside.lines:
        pen.text(right, up, line, aside.size, colour=INK_SOFT, align="right")
        up -= aside.size * 1.2
    if page == 1:
        _facts(pen, sheet, size, right - left)
    if page == pages:
        _end(pen, sheet, left, right)
    number = _("第 {page} 页 / 共 {pages} 页").format(page=page, pages=pages)
    mark = _("演示") if sheet.is_demonstration else ""
    about = "·".join(filter(None, (mark, clean(sheet.footer, limit=200))))
    footer = fit(about, right - left - pen.width(number, 8.5) - 14, 8, pen.font().width)
    y = _LOWEST + (len(footer.lines) - 1) * footer.size * 0.6
    for line in footer.lines:
        pen.text(left, y, line, footer.size, colour=INK_FAINT)
        y -= footer.size * 1.2
    pen.text(right, _LOWEST, number, 8.5, colour=INK_SOFT, align="right")


def _facts(pen: Pen, sheet: TableSheet, size: Size, room: float) -> None:
    for number, words in enumerate(sheet.facts):
        fact = fit(clean(words, limit=300), room, 9.5, pen.font().width)
        y = size[1] - (_TOP - 1.8 + _FACT * number) * MM + (len(fact.lines) - 1) * fact.size * 0.6
        for line in fact.lines:
            pen.text(_MARGIN * MM, y, line, fact.size)
            y -= fact.size * 1.2


def _end(pen: Pen, sheet: TableSheet, left: float, right: float) -> None:
    """Lines to sign on, and what the numbers mean."""
    step = (right - left) / max(3, len(sheet.signs))
    for number, label in enumerate(sheet.signs):
        x = left + number * step
        pen.text(x, 25 * MM, label, 9.5)
        start = x + pen.width(label, 9.5) + 4
        pen.line(start, 25 * MM - 2, min(start + 34 * MM, x + step - 4), 25 * MM - 2, colour=INK_SOFT)
    y = 20 * MM
    for words in sheet.notes:
        note = fit(clean(words, limit=300), right - left, 8, pen.font().width)
        for line in note.lines:
            pen.text(left, y, line, note.size, colour=INK_SOFT)
            y -= 10

"""What a list shows, on paper: any columns, any number of rows, landscape when they are wide."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from louyu_desktop.printing.fonts import Typeface
from louyu_desktop.printing.guard import clean, fit
from louyu_desktop.printing.palette import INK_FAINT, INK_SOFT, LINE, SAND
from louyu_desktop.printing.paper import A4, A4_LANDSCAPE, Paper, Size
from louyu_desktop.printing.pen import MM, Pen
from louyu_desktop.printing.sheet import Column, Grid, SheetDesign, page_count, write_sheet
from louyu_desktop.text import _

_MARGIN = 15.0
_TOP, _FOOT = 30.0, 20.0
_HEAD, _ROW = 8.6, 7.6
_SIZE = 8.5
_SAMPLE = 300
_UNIT = _SIZE / 2 / MM  # millimetres of half an em
_NARROW, _WIDE = 9.0, 62.0
_NUMBER = 11.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSheet:
    """A list to print: `note` stands under the title (the filters in words), `footer` at the foot."""

    title: str
    headings: tuple[str, ...]
    rows: Sequence[Sequence[str]]
    note: str = ""
    footer: str = ""
    is_demonstration: bool = False


def texts_of(sheet: ListSheet) -> tuple[str, ...]:
    """Every text that the list prints, cleaned: for the preflight."""
    found = [sheet.title, sheet.note, sheet.footer, *sheet.headings]
    for row in sheet.rows:
        found += row
    return tuple(map(clean, found))


def write(sheet: ListSheet, target: Path, faces: Typeface) -> int:
    """Write the PDF and give its number of pages."""
    wanted = _wanted_widths(sheet)
    size = A4 if sum(wanted) + _NUMBER <= 1.05 * _room(A4) else A4_LANDSCAPE
    design = _design(sheet, wanted, size)
    pages = page_count(len(sheet.rows), design)
    lines = ((str(number), *row) for number, row in enumerate(sheet.rows, 1))
    with Paper(target, size, sheet.title, faces, subject=_("列表")) as paper:
        write_sheet(paper, design, lines, lambda pen, page: _furnish(pen, sheet, size, page, pages))
        paper.next_page()
    return pages


def _room(size: Size) -> float:
    return size[0] / MM - 2 * _MARGIN


def _wanted_widths(sheet: ListSheet) -> list[float]:
    """What each column would like: nine tenths of its cells whole, and its heading."""
    found = []
    for index, heading in enumerate(sheet.headings):
        lengths = sorted(_halves(row[index]) for row in sheet.rows[:_SAMPLE] if index < len(row))
        usual = lengths[int(len(lengths) * 0.9)] if lengths else 0
        wanted = max(usual, _halves(heading)) * _UNIT + 4.5
        found.append(min(_WIDE, max(_NARROW, wanted)))
    return found


def _halves(text: str) -> int:
    """The width of a text in half ems."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in text[:80])


def _design(sheet: ListSheet, wanted: Sequence[float], size: Size) -> SheetDesign:
    scale = (_room(size) - _NUMBER) / sum(wanted)
    aligns = [_alignment(sheet, index) for index in range(len(sheet.headings))]
    columns = [Column(_("序号"), _NUMBER, "center")]
    columns += [
        Column(heading, width * scale, align)
        for heading, width, align in zip(sheet.headings, wanted, aligns, strict=True)
    ]
    rows = int((size[1] / MM - _TOP - _FOOT - _HEAD) / _ROW)
    grid = Grid(left=_MARGIN, top=_TOP, head=_HEAD, row=_ROW, rows=rows)
    return SheetDesign(
        columns=tuple(columns), first=grid, following=grid, size=_SIZE, head_size=_SIZE, line=LINE, head_fill=SAND
    )


def _alignment(sheet: ListSheet, index: int) -> str:
    """Right for numbers, left for everything else."""
    sample = [row[index] for row in sheet.rows[:_SAMPLE] if index < len(row) and row[index]]
    plain = all(len(text) < 12 and text.replace(",", "").replace(".", "").isdecimal() for text in sample)
    return "right" if sample and plain else "left"


def _furnish(pen: Pen, sheet: ListSheet, size: Size, page: int, pages: int) -> None:
    left, right = _MARGIN * MM, size[0] - _MARGIN * MM
    y = size[1] - 20 * MM
    count = _("{count} 行").format(count=len(sheet.rows))
    aside = "·".join(filter(None, (clean(sheet.note, limit=200), count)))
    title = fit(clean(sheet.title, limit=100), (right - left) / 2, 14, pen.font(bold=True).width, most_lines=1)
    pen.text(left, y, title.lines[0], title.size, bold=True)
    aside_fitted = fit(aside, (right - left) / 2 - 12, 9, pen.font().width, most_lines=1)
    pen.text(right, y, aside_fitted.lines[0], aside_fitted.size, colour=INK_SOFT, align="right")
    foot = 12 * MM
    mark = _("演示") if sheet.is_demonstration else ""
    number = _("第 {page} 页 / 共 {pages} 页").format(page=page, pages=pages)
    words = "·".join(filter(None, (mark, clean(sheet.footer, limit=120))))
    footer = fit(words, right - left - pen.width(number, 8.5) - 12, 8, pen.font().width, most_lines=1)
    pen.text(left, foot, footer.lines[0], footer.size, colour=INK_FAINT)
    pen.text(right, foot, number, 8.5, colour=INK_SOFT, align="right")

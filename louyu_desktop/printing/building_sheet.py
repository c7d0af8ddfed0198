"""楼宇数据页: a building on paper: what it is, its numbers, charts in two columns, months and moves in tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from louyu_desktop.printing import table_sheet
from louyu_desktop.printing.chart_block import draw, look
from louyu_desktop.printing.charts import Drawing
from louyu_desktop.printing.fonts import Typeface
from louyu_desktop.printing.guard import clean, fit
from louyu_desktop.printing.palette import ACCENT, INK_FAINT, INK_SOFT, LINE
from louyu_desktop.printing.paper import A4, Paper
from louyu_desktop.printing.pen import MM, Pen
from louyu_desktop.printing.table_sheet import TableSheet
from louyu_desktop.text import _

_MARGIN, _GAP = 16 * MM, 10 * MM
_FOOT, _SIZE = 18 * MM, 8.5
_ACROSS = (A4[0] - 2 * _MARGIN - _GAP) / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildingPaper:
    """`facts` are labels and values, `tiles` figures with their words, `internal` stands at the head's right."""

    title: str
    about: str
    facts: tuple[tuple[str, str], ...] = ()
    tiles: tuple[tuple[str, str], ...] = ()
    drawings: tuple[Drawing, ...] = ()
    tables: tuple[TableSheet, ...] = ()
    internal: str = ""
    footer: str = ""
    is_demonstration: bool = False


def texts_of(paper: BuildingPaper) -> tuple[str, ...]:
    """Every text that the paper prints, cleaned: for the preflight."""
    found = [paper.title, paper.about, paper.internal, paper.footer]
    found += [text for pair in (*paper.facts, *paper.tiles) for text in pair]
    found += [text for one in paper.drawings for text in one.texts]
    return (*map(clean, found), *(text for one in paper.tables for text in table_sheet.texts_of(one)))


def write(paper: BuildingPaper, target: Path, faces: Typeface) -> int:
    """Write the PDF and give its number of pages."""
    with Paper(target, A4, f"{clean(paper.title)} {_('楼宇数据')}", faces, subject=_("楼宇数据")) as sheet:
        pages = _first(sheet, paper, faces)
        for table in paper.tables:
            pages += table_sheet.draw_pages(sheet, table)
    return pages


def _first(sheet: Paper, paper: BuildingPaper, faces: Typeface) -> int:
    """The page of numbers and charts, and as many more as the charts need."""
    top = _head(sheet.pen, paper)
    pages, columns = 1, [top, top]
    _foot(sheet.pen, paper)
    for drawing in paper.drawings:
        high = drawing.make(look(_ACROSS, _SIZE, faces)).height + 4.8 * _SIZE
        at = max((0, 1), key=lambda side: (columns[side], -side))
        if columns[at] - high < _FOOT:
            sheet.next_page()
            pages += 1
            columns, at = [A4[1] - 24 * MM] * 2, 0
            _foot(sheet.pen, paper)
        _put(sheet.pen, drawing, _MARGIN + at * (_ACROSS + _GAP), columns[at], faces)
        columns[at] -= high
    sheet.next_page()
    return pages


def _head(pen: Pen, paper: BuildingPaper) -> float:
    """Title, facts in two columns, figures in a row; gives where the charts begin."""
    left, right = _MARGIN, A4[0] - _MARGIN
    y = A4[1] - 21 * MM
    mark = clean(paper.internal)
    room = right - left - (pen.width(mark, 11, bold=True) + 10 if mark else 0.0)
    title = fit(clean(paper.title), room, 18, pen.font(bold=True).width, most_lines=1)
    pen.text(left, y, title.lines[0], title.size, bold=True)
    pen.text(right, y, mark, 11, bold=True, colour=ACCENT, align="right")
    y -= 6 * MM
    about = fit(clean(paper.about), right - left, 9.5, pen.font().width, most_lines=1)
    pen.text(left, y, about.lines[0], about.size, colour=INK_SOFT)
    y -= 5 * MM
    pen.line(left, y, right, y, colour=LINE)
    y -= 6 * MM
    for number, (label, value) in enumerate(paper.facts):
        x = left + number % 2 * (_ACROSS + _GAP)
        pen.text(x, y, clean(label), 9, colour=INK_SOFT)
        said = fit(clean(value), _ACROSS - 24 * MM, 9.5, pen.font().width, most_lines=1)
        pen.text(x + 24 * MM, y, said.lines[0], said.size)
        if number % 2 or number == len(paper.facts) - 1:
            y -= 5.6 * MM
    return _tiles(pen, paper.tiles, y - 4 * MM)


def _tiles(pen: Pen, tiles: Sequence[tuple[str, str]], y: float) -> float:
    step = (A4[0] - 2 * _MARGIN) / max(1, len(tiles))
    for number, (figure, label) in enumerate(tiles):
        x = _MARGIN + number * step
        said = fit(clean(figure), step - 6, 14, pen.font(bold=True).width, most_lines=1)
        pen.text(x, y, said.lines[0], said.size, bold=True)
        pen.text(x, y - 5 * MM, clean(label), 8.5, colour=INK_FAINT)
    return y - 12 * MM if tiles else y


def _foot(pen: Pen, paper: BuildingPaper) -> None:
    about = "·".join(filter(None, (_("演示") if paper.is_demonstration else "", clean(paper.footer))))
    said = fit(about, A4[0] - 2 * _MARGIN, 8, pen.font().width, most_lines=1, repeated=True)
    pen.text(_MARGIN, 11 * MM, said.lines[0], said.size, colour=INK_FAINT)


def _put(pen: Pen, drawing: Drawing, x: float, y: float, faces: Typeface) -> None:
    note = clean(drawing.note)
    room = _ACROSS - pen.width(note, 8) - 8
    title = fit(clean(drawing.title), room, 10.5, pen.font(bold=True).width, most_lines=1)
    pen.text(x, y - 10, title.lines[0], title.size, bold=True)
    pen.text(x + _ACROSS, y - 10, note, 8, colour=INK_SOFT, align="right")
    pen.line(x, y - 15, x + _ACROSS, y - 15, colour=LINE)
    draw(pen, drawing.make(look(_ACROSS, _SIZE, faces)), x, y - 2.8 * _SIZE)

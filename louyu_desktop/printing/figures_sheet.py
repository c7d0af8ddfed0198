"""数字一览 on paper: all charts of the station in two columns of A4."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from louyu_desktop.printing.chart_block import draw, look
from louyu_desktop.printing.charts import Drawing
from louyu_desktop.printing.fonts import Typeface
from louyu_desktop.printing.guard import clean, fit
from louyu_desktop.printing.palette import INK_FAINT, INK_SOFT, LINE
from louyu_desktop.printing.paper import A4, Paper
from louyu_desktop.printing.pen import MM, Pen
from louyu_desktop.text import _

_MARGIN, _GAP = 16 * MM, 10 * MM
_TOP, _FOOT = A4[1] - 34 * MM, 20 * MM
_SIZE = 8.5
_ACROSS = (A4[0] - 2 * _MARGIN - _GAP) / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresSheet:
    """What it says; `made_on` is the day in words."""

    station: str
    made_on: str
    drawings: tuple[Drawing, ...] = ()
    is_demonstration: bool = False


def texts_of(sheet: FiguresSheet) -> tuple[str, ...]:
    """Every text that the paper prints, cleaned: for the preflight."""
    return tuple(map(clean, (sheet.station, *(text for one in sheet.drawings for text in one.texts))))


def write(sheet: FiguresSheet, target: Path, faces: Typeface) -> int:
    """Write the PDF and give its number of pages."""
    pages = _placed(sheet.drawings, faces)
    title = _("数字一览")
    with Paper(target, A4, f"{clean(sheet.station)} {title}", faces, subject=title) as paper:
        for number, page in enumerate(pages, 1):
            _furnish(paper.pen, sheet, number, len(pages))
            for drawing, x, y in page:
                _put(paper.pen, drawing, x, y, faces)
            paper.next_page()
    return len(pages)


Placed = tuple[Drawing, float, float]


def _placed(drawings: Sequence[Drawing], faces: Typeface) -> list[list[Placed]]:
    """Each drawing at the top of the column that is emptier; a new page where neither has room."""
    pages: list[list[Placed]] = [[]]
    columns = [_TOP, _TOP]
    for drawing in drawings:
        height = _height(drawing, faces)
        at = max((0, 1), key=lambda side: (columns[side], -side))
        if columns[at] - height < _FOOT and columns[at] < _TOP:
            pages.append([])
            columns, at = [_TOP, _TOP], 0
        pages[-1].append((drawing, _MARGIN + at * (_ACROSS + _GAP), columns[at]))
        columns[at] -= height
    return pages


def _height(drawing: Drawing, faces: Typeface) -> float:
    return drawing.make(look(_ACROSS, _SIZE, faces)).height + (4.8 if drawing.title else 1.6) * _SIZE


def _put(pen: Pen, drawing: Drawing, x: float, y: float, faces: Typeface) -> None:
    if drawing.title:
        note = clean(drawing.note)
        room = _ACROSS - pen.width(note, 8) - 8
        title = fit(clean(drawing.title), room, 10.5, pen.font(bold=True).width, most_lines=1)
        pen.text(x, y - 10, title.lines[0], title.size, bold=True)
        pen.text(x + _ACROSS, y - 10, note, 8, colour=INK_SOFT, align="right")
        pen.line(x, y - 15, x + _ACROSS, y - 15, colour=LINE)
        y -= 2.6 * _SIZE
    draw(pen, drawing.make(look(_ACROSS, _SIZE, faces)), x, y)


def _furnish(pen: Pen, sheet: FiguresSheet, page: int, pages: int) -> None:
    right = A4[0] - _MARGIN
    pen.text(_MARGIN, A4[1] - 22 * MM, _("数字一览"), 16, bold=True)
    room = right - _MARGIN - 90
    words = "·".join(filter(None, (clean(sheet.station), sheet.made_on, _("演示") if sheet.is_demonstration else "")))
    fitted = fit(words, room, 9, pen.font().width, most_lines=1)
    pen.text(right, A4[1] - 22 * MM, fitted.lines[0], fitted.size, colour=INK_SOFT, align="right")
    number = _("第 {page} 页 / 共 {pages} 页").format(page=page, pages=pages)
    pen.text(right, 12 * MM, number, 8, colour=INK_FAINT, align="right")

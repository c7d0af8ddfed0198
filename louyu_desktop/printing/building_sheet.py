"""楼宇数据页: a building on paper: what it is, its numbers, charts in two columns, months and moves in tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from louyu_desktop.printing.chart_block import draw, look
from louyu_desktop.printing.charts import Drawing
from louyu_desktop.printing.fonts import Typeface
from louyu_desktop.printing.guard import clean, fit
from louyu_desktop.printing.palette import ACCENT, INK, INK_FAINT, INK_SOFT, LINE, LINE_FAINT, SAND
from louyu_desktop.printing.paper import A4, Paper
from louyu_desktop.printing.pen import MM, Pen
from louyu_desktop.text import _

_MARGIN, _GAP = 16 * MM, 10 * MM
_TOP, _FOOT, _SIZE = A4[1] - 22 * MM, 18 * MM, 8.5
_ROOM = A4[0] - 2 * _MARGIN
_ACROSS = (_ROOM - _GAP) / 2
_ROW, _TITLE = 5.8 * MM, 9 * MM
_LABEL = 24 * MM

Act = Callable[[Pen], None]


@dataclass(frozen=True, slots=True)
class Table:
    """A small table: title and note, headings with their shares of the width and sides, rows of words."""

    title: str
    note: str
    columns: tuple[tuple[str, float, str], ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildingPaper:
    """`facts` are labels and values, `tiles` figures with their words, `internal` stands at the head's right."""

    title: str
    about: str
    facts: tuple[tuple[str, str], ...] = ()
    tiles: tuple[tuple[str, str], ...] = ()
    drawings: tuple[Drawing, ...] = ()
    tables: tuple[Table, ...] = ()
    internal: str = ""
    footer: str = ""
    is_demonstration: bool = False


def texts_of(paper: BuildingPaper) -> tuple[str, ...]:
    """Every text that the paper prints, cleaned: for the preflight."""
    found = [paper.title, paper.about, paper.internal, paper.footer]
    found += [text for pair in (*paper.facts, *paper.tiles) for text in pair]
    found += [text for one in paper.drawings for text in one.texts]
    for table in paper.tables:
        found += [table.title, table.note, *(column[0] for column in table.columns)]
        found += [text for row in table.rows for text in row]
    return tuple(map(clean, found))


def write(paper: BuildingPaper, target: Path, faces: Typeface) -> int:
    """Write the PDF and give its number of pages."""
    with Paper(target, A4, f"{clean(paper.title)} {_('楼宇数据')}", faces, subject=_("楼宇数据")) as sheet:
        flow = _Flow(_head(sheet.pen, paper))
        for drawing in paper.drawings:
            flow.chart(drawing, faces)
        flow.under()
        for table in paper.tables:
            flow.table(table)
        for number, acts in enumerate(flow.pages, 1):
            for act in acts:
                act(sheet.pen)
            _foot(sheet.pen, paper, (number, len(flow.pages)))
            sheet.next_page()
    return len(flow.pages)


class _Flow:
    """Puts charts into two columns and tables under them; a new page where something has no room."""

    def __init__(self, top: float) -> None:
        self.pages: list[list[Act]] = [[]]
        self._columns = [top, top]

    def _next(self) -> None:
        self.pages.append([])
        self._columns = [_TOP, _TOP]

    def chart(self, drawing: Drawing, faces: Typeface) -> None:
        """A chart at the top of the column that is emptier."""
        high = drawing.make(look(_ACROSS, _SIZE, faces)).height + 4.8 * _SIZE
        at = max((0, 1), key=lambda side: (self._columns[side], -side))
        if self._columns[at] - high < _FOOT and self._columns[at] < _TOP:
            self._next()
            at = 0
        self.pages[-1].append(partial(_put, drawing, faces, _MARGIN + at * (_ACROSS + _GAP), self._columns[at]))
        self._columns[at] -= high

    def under(self) -> None:
        """From here on over the whole width."""
        self._columns = [min(self._columns)] * 2

    def table(self, table: Table) -> None:
        """Rows under a title, going on over pages."""
        rows = list(table.rows)
        if self._columns[0] - _TITLE - 4 * _ROW < _FOOT:
            self._next()
        while rows or table.rows == ():
            y = self._columns[0]
            room = max(1, int((y - _FOOT - _TITLE - _ROW) / _ROW))
            part, rows = rows[:room], rows[room:]
            self.pages[-1].append(partial(_draw_table, table, part, y))
            self._columns = [y - _TITLE - _ROW * (len(part) + 1) - 5 * MM] * 2
            if not rows:
                return
            self._next()


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
        said = fit(clean(value), _ACROSS - _LABEL, 9.5, pen.font().width, most_lines=1)
        pen.text(x + _LABEL, y, said.lines[0], said.size)
        if number % 2 or number == len(paper.facts) - 1:
            y -= 5.6 * MM
    return _tiles(pen, paper.tiles, y - 4 * MM)


def _tiles(pen: Pen, tiles: Sequence[tuple[str, str]], y: float) -> float:
    step = _ROOM / max(1, len(tiles))
    for number, (figure, label) in enumerate(tiles):
        x = _MARGIN + number * step
        said = fit(clean(figure), step - 6, 14, pen.font(bold=True).width, most_lines=1)
        pen.text(x, y, said.lines[0], said.size, bold=True)
        pen.text(x, y - 5 * MM, clean(label), 8.5, colour=INK_FAINT)
    return y - 12 * MM if tiles else y


def _foot(pen: Pen, paper: BuildingPaper, place: tuple[int, int]) -> None:
    number = _("第 {page} 页 / 共 {pages} 页").format(page=place[0], pages=place[1])
    about = "·".join(filter(None, (_("演示") if paper.is_demonstration else "", clean(paper.footer))))
    room = _ROOM - pen.width(number, 8) - 14
    said = fit(about, room, 8, pen.font().width, most_lines=1, repeated=place[0] > 1)
    pen.text(_MARGIN, 11 * MM, said.lines[0], said.size, colour=INK_FAINT)
    pen.text(A4[0] - _MARGIN, 11 * MM, number, 8, colour=INK_SOFT, align="right")


def _put(drawing: Drawing, faces: Typeface, x: float, y: float, pen: Pen) -> None:
    _titled(pen, drawing.title, drawing.note, (x, y, _ACROSS))
    draw(pen, drawing.make(look(_ACROSS, _SIZE, faces)), x, y - 2.8 * _SIZE)


def _titled(pen: Pen, words: str, about: str, place: tuple[float, float, float]) -> None:
    x, y, wide = place
    note = clean(about)
    title = fit(clean(words), wide - pen.width(note, 8) - 8, 10.5, pen.font(bold=True).width, most_lines=1)
    pen.text(x, y - 10, title.lines[0], title.size, bold=True)
    pen.text(x + wide, y - 10, note, 8, colour=INK_SOFT, align="right")
    pen.line(x, y - 15, x + wide, y - 15, colour=LINE)


def _draw_table(table: Table, rows: Sequence[tuple[str, ...]], y: float, pen: Pen) -> None:
    _titled(pen, table.title, table.note, (_MARGIN, y, _ROOM))
    y -= _TITLE
    total = sum(share for _label, share, _side in table.columns)
    pen.rect(_MARGIN, y - _ROW + 1, _ROOM, _ROW, filled=SAND)
    for number, cells in enumerate([tuple(label for label, _share, _side in table.columns), *rows]):
        base, x = y - _ROW * number - _ROW * 0.62, _MARGIN
        for (_label, share, side), text in zip(table.columns, cells, strict=True):
            wide = _ROOM * share / total
            said = fit(clean(text), wide - 6, 8.5, pen.font().width, most_lines=1)
            at = x + 3 if side == "left" else x + wide - 3
            pen.text(at, base, said.lines[0], said.size, align=side, colour=INK_SOFT if number == 0 else INK)
            x += wide
        bottom = y - _ROW * (number + 1) + 1
        pen.line(_MARGIN, bottom, _MARGIN + _ROOM, bottom, colour=LINE_FAINT)

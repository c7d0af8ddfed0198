"""值班日志: what was done at the station, line by line, with the eight words of the log's head at each page's foot.

The words (SAFETY.md 5.5) anchor the log on paper: whoever alters it afterwards cannot alter the sheet in the folder.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from louyu_desktop.printing.fonts import Typeface
from louyu_desktop.printing.guard import clean, fit
from louyu_desktop.printing.palette import INK_FAINT, INK_SOFT, LINE, SAND
from louyu_desktop.printing.paper import A4, Paper
from louyu_desktop.printing.pen import MM, Pen
from louyu_desktop.printing.sheet import Column, Grid, SheetDesign, page_count, write_sheet
from louyu_desktop.text import N_, _

_LEFT, _RIGHT = 16.0, 194.0
_HEAD, _ROW, _TOP, _BOTTOM = 8.4, 7.8, 34.0, 262.0
_SIZE = 9.0
_COLUMNS = (
    (N_("时间"), 15.0, "left"), (N_("谁"), 22.0, "left"), (N_("类别"), 24.0, "left"), (N_("做了什么"), 88.0, "left"),
    (N_("涉及"), 13.0, "right"), (N_("现状"), 16.0, "left"),
)  # fmt: skip
_MANY_DAYS = 27.0


@dataclass(frozen=True, slots=True, kw_only=True)
class DayLog:
    """What it says: `days` in words, `rows` of six cells, `until` up to which row the eight `words` hold."""

    station: str
    days: str
    rows: Sequence[Sequence[str]]
    until: str
    words: tuple[str, ...]
    note: str = ""
    footer: str = ""
    several_days: bool = False
    is_demonstration: bool = False


def texts_of(log: DayLog) -> tuple[str, ...]:
    """Every text that the paper prints, cleaned: for the preflight."""
    found = [log.station, log.days, log.until, log.note, log.footer, *log.words]
    for row in log.rows:
        found += row
    return tuple(map(clean, found))


def write(log: DayLog, target: Path, faces: Typeface) -> int:
    """Write the PDF and give its number of pages."""
    design = _design(several_days=log.several_days)
    pages = page_count(len(log.rows), design)
    title = f"{log.station} {_('值班日志')} {log.days}"
    with Paper(target, A4, clean(title), faces, subject=_("值班日志")) as paper:
        write_sheet(paper, design, log.rows, lambda pen, page: _furnish(pen, log, page, pages))
        if not log.rows:
            paper.pen.text(_LEFT * MM, A4[1] - (_TOP + _HEAD + 8) * MM, _("这一天没有记录"), _SIZE, colour=INK_SOFT)
        paper.next_page()
    return pages


def _design(*, several_days: bool) -> SheetDesign:
    wider = _MANY_DAYS - _COLUMNS[0][1] if several_days else 0.0
    widths = {0: wider, 3: -wider}
    columns = tuple(
        Column(_(heading), width + widths.get(place, 0.0), align)
        for place, (heading, width, align) in enumerate(_COLUMNS)
    )
    grid = Grid(left=_LEFT, top=_TOP, head=_HEAD, row=_ROW, rows=int((_BOTTOM - _TOP - _HEAD) / _ROW))
    return SheetDesign(
        columns=columns, first=grid, following=grid, size=_SIZE, head_size=_SIZE, line=LINE, head_fill=SAND
    )


def _furnish(pen: Pen, log: DayLog, page: int, pages: int) -> None:
    left, right = _LEFT * MM, _RIGHT * MM
    y = A4[1] - 22 * MM
    pen.text(left, y, _("值班日志"), 16, bold=True)
    count = _("{count} 条").format(count=f"{len(log.rows):,}")
    mark = _("演示") if log.is_demonstration else ""
    known = (clean(log.station, limit=60), clean(log.days), clean(log.note, limit=80), count, mark)
    aside = "·".join(filter(None, known))
    fitted = fit(aside, right - left - 90, 9.5, pen.font().width, most_lines=1)
    pen.text(right, y, fitted.lines[0], fitted.size, colour=INK_SOFT, align="right")
    if page == pages:
        _signatures(pen, left, right)
    _chain(pen, log, left)
    number = _("第 {page} 页 / 共 {pages} 页").format(page=page, pages=pages)
    footer = fit(clean(log.footer, limit=120), right - left - 90, 8, pen.font().width, most_lines=1)
    pen.text(left, 10 * MM, footer.lines[0], footer.size, colour=INK_FAINT)
    pen.text(right, 10 * MM, number, 8, colour=INK_SOFT, align="right")


def _signatures(pen: Pen, left: float, right: float) -> None:
    y, middle = 27 * MM, (left + right) / 2
    for x, words in ((left, _("值班人：")), (middle, _("核对人：")), (middle + 45 * MM, _("日期："))):
        pen.text(x, y, words, 10)
        start = x + pen.width(words, 10) + 2
        pen.line(start, y - 2, min(start + 32 * MM, right), y - 2, colour=LINE)


def _chain(pen: Pen, log: DayLog, left: float) -> None:
    """The words, larger than the rest: they are read aloud when paper and screen are compared."""
    label = clean(log.until)
    pen.text(left, 17 * MM, label, 8.5, colour=INK_SOFT)
    pen.text(left + pen.width(label, 8.5) + 6, 17 * MM, "  ".join(log.words), 10.5, bold=True)

"""值班日志: what was done at the station, line by line, with the eight words of the log's head at each page's foot.

The words (SAFETY.md 5.5) anchor the log on paper: whoever alters it afterwards cannot alter the sheet in the folder.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from louyu_desktop.printing.fonts import Typeface
from louyu_desktop.printing.guard import clean, fit
from louyu_desktop.printing.linebreak import break_lines
from louyu_desktop.printing.palette import INK_FAINT, INK_SOFT, LINE, SAND
from louyu_desktop.printing.paper import A4, Paper
from louyu_desktop.printing.pen import MM, Pen
from louyu_desktop.printing.sheet import Column, Grid, SheetDesign, page_count, write_sheet
from louyu_desktop.text import N_, _

_LEFT, _RIGHT = 16.0, 194.0
_HEAD, _ROW, _TOP, _BOTTOM = 8.4, 7.8, 34.0, 262.0
_SIZE = 9.0
_SAID_SIZE, _SAID_STEP = 10.5, 6.6
_SAID_LINES = int((_BOTTOM - _TOP) / _SAID_STEP)
_SHORT = 16
"""Lines that leave room for rows below them."""

_COLUMNS = (
    (N_("时间"), 15.0, "left"), (N_("谁"), 22.0, "left"), (N_("类别"), 24.0, "left"), (N_("做了什么"), 88.0, "left"),
    (N_("涉及"), 13.0, "right"), (N_("现状"), 16.0, "left"),
)  # fmt: skip
_MANY_DAYS = 27.0


@dataclass(frozen=True, slots=True, kw_only=True)
class DayLog:
    """What it says: `days` in words, `rows` of six cells, `until` up to which row the eight `words` hold.

    `said` is the log that the person on duty finished, printed before the rows; `on_duty` who that was.
    """

    station: str
    days: str
    rows: Sequence[Sequence[str]]
    until: str
    words: tuple[str, ...]
    note: str = ""
    footer: str = ""
    several_days: bool = False
    is_demonstration: bool = False
    said: str = ""
    on_duty: str = ""


def texts_of(log: DayLog) -> tuple[str, ...]:
    """Every text that the paper prints, cleaned: for the preflight."""
    found = [log.station, log.days, log.until, log.note, log.footer, log.on_duty, *log.said.splitlines(), *log.words]
    for row in log.rows:
        found += row
    return tuple(map(clean, found))


def write(log: DayLog, target: Path, faces: Typeface) -> int:
    """Write the PDF and give its number of pages; a short log stands over the rows, a long one on pages of its own."""
    title = f"{log.station} {_('值班日志')} {log.days}"
    with Paper(target, A4, clean(title), faces, subject=_("值班日志")) as paper:
        lines = _lines(log.said, paper.pen.font().width)
        over = lines if len(lines) <= _SHORT else []
        own = [] if over else lines
        before = -(-len(own) // _SAID_LINES)
        design = _design(several_days=log.several_days, lower=_SAID_STEP * len(over) + 4 if over else 0)
        pages = before + page_count(len(log.rows), design)
        for page in range(before):
            _furnish(paper.pen, log, page + 1, pages)
            _say(paper.pen, own[page * _SAID_LINES : (page + 1) * _SAID_LINES])
            paper.next_page()

        def furnish(pen: Pen, page: int) -> None:
            _furnish(pen, log, before + page, pages)
            if page == 1:
                _say(pen, over)

        write_sheet(paper, design, log.rows, furnish)
        if not log.rows:
            below = design.first.top + _HEAD + 8
            paper.pen.text(_LEFT * MM, A4[1] - below * MM, _("这一天没有记录"), _SIZE, colour=INK_SOFT)
        paper.next_page()
    return pages


def _lines(said: str, width_of: Callable[[str, float], float]) -> list[str]:
    """The finished log in lines of the page's width."""
    room = (_RIGHT - _LEFT) * MM
    found: list[str] = []
    for paragraph in filter(None, (clean(one) for one in said.splitlines())):
        broken = break_lines(paragraph, [width_of(sign, _SAID_SIZE) for sign in paragraph], room)
        found += [paragraph[line.start : line.end] for line in broken]
    return found


def _say(pen: Pen, lines: Sequence[str]) -> None:
    y = A4[1] - _TOP * MM
    for line in lines:
        pen.text(_LEFT * MM, y, line, _SAID_SIZE)
        y -= _SAID_STEP * MM


def _design(*, several_days: bool, lower: float = 0.0) -> SheetDesign:
    wider = _MANY_DAYS - _COLUMNS[0][1] if several_days else 0.0
    widths = {0: wider, 3: -wider}
    columns = tuple(
        Column(_(heading), width + widths.get(place, 0.0), align)
        for place, (heading, width, align) in enumerate(_COLUMNS)
    )
    return SheetDesign(
        columns=columns, first=_grid(_TOP + lower), following=_grid(_TOP), size=_SIZE, head_size=_SIZE, line=LINE,
        head_fill=SAND,
    )  # fmt: skip


def _grid(top: float) -> Grid:
    rows = int((_BOTTOM - top - _HEAD) / _ROW)
    return Grid(left=_LEFT, top=top, head=_HEAD, row=_ROW, rows=rows)


def _furnish(pen: Pen, log: DayLog, page: int, pages: int) -> None:
    left, right = _LEFT * MM, _RIGHT * MM
    y = A4[1] - 22 * MM
    pen.text(left, y, _("值班日志"), 16, bold=True)
    count = _("{count} 条").format(count=f"{len(log.rows):,}")
    mark = _("演示") if log.is_demonstration else ""
    duty = _("值班 {who}").format(who=clean(log.on_duty, limit=40)) if log.on_duty else ""
    known = (clean(log.station, limit=60), clean(log.days), duty, clean(log.note, limit=80), count, mark)
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

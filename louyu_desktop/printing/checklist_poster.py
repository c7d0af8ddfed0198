"""The checklist as one A3 sheet for the wall: categories as blocks in two columns, what is done at once in bold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from louyu_desktop.printing.fonts import Typeface
from louyu_desktop.printing.guard import Fitted, clean, fit
from louyu_desktop.printing.palette import ACCENT, INK, INK_FAINT, INK_SOFT, LINE, LINE_FAINT, SAND, Colour
from louyu_desktop.printing.paper import A4, Paper, Size
from louyu_desktop.printing.pen import MM, Pen
from louyu_desktop.text import _

A3: Size = (A4[1], 2 * A4[0])
_MARGIN, _GAP = 18 * MM, 10 * MM
_HEAD, _FOOT = 52 * MM, 22 * MM
_LARGEST, _LEAST = 9.4 * MM, 5.0 * MM
_TITLE, _BETWEEN = 1.25, 0.55
_CODE, _DAYS = 13 * MM, 24 * MM
_TWO_LINES = 7 * MM


@dataclass(frozen=True, slots=True)
class PosterItem:
    """One item: its code, what it is, who does it, and until when."""

    code: str
    name: str
    who: str
    promise: str


@dataclass(frozen=True, slots=True)
class PosterBlock:
    """A category with its items."""

    code: str
    name: str
    items: tuple[PosterItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Poster:
    """`about` stands under the title, `version` and `footer` at the foot."""

    title: str
    about: str
    version: str
    blocks: tuple[PosterBlock, ...]
    footer: str = ""
    is_demonstration: bool = False


def texts_of(poster: Poster) -> tuple[str, ...]:
    """Every text that the poster prints, cleaned: for the preflight."""
    found = [poster.title, poster.about, poster.version, poster.footer]
    for block in poster.blocks:
        found += [block.code, block.name]
        found += [text for item in block.items for text in (item.code, item.name, item.who, item.promise)]
    return tuple(map(clean, found))


def write(poster: Poster, target: Path, faces: Typeface) -> int:
    """Write the PDF and give its number of pages; a checklist that fills more than a sheet goes on."""
    sheets = _sheets(poster.blocks)
    with Paper(target, A3, clean(poster.title), faces, subject=_("服务清单")) as paper:
        for number, (row, columns) in enumerate(sheets, 1):
            _furnish(paper.pen, poster, number, len(sheets))
            across = (A3[0] - 2 * _MARGIN - _GAP) / 2
            for place, blocks in enumerate(columns):
                y = A3[1] - _HEAD
                for block in blocks:
                    y = _block(paper.pen, block, _MARGIN + place * (across + _GAP), y, across, row)
            paper.next_page()
    return len(sheets)


def _high(block: PosterBlock) -> float:
    """The height of a block, in rows."""
    return _TITLE + len(block.items) + _BETWEEN


def _sheets(blocks: Sequence[PosterBlock]) -> list[tuple[float, list[list[PosterBlock]]]]:
    """For each sheet the height of a row and its two columns: the largest rows that let all stand on one."""
    room = A3[1] - _HEAD - _FOOT
    rest = [part for block in blocks for part in _parts(block, int(room / _LEAST - _TITLE - _BETWEEN))]
    sheets: list[tuple[float, list[list[PosterBlock]]]] = []
    while rest or not sheets:
        row = next((size for size in _sizes() if _taken(rest, room / size) == len(rest)), _LEAST)
        columns = _columns(rest, room / row)
        sheets.append((row, columns))
        rest = rest[sum(map(len, columns)) :]
    return sheets


def _sizes() -> list[float]:
    steps = 22
    return [_LARGEST - (_LARGEST - _LEAST) * step / steps for step in range(steps + 1)]


def _taken(blocks: Sequence[PosterBlock], room: float) -> int:
    return sum(map(len, _columns(blocks, room)))


def _columns(blocks: Sequence[PosterBlock], room: float) -> list[list[PosterBlock]]:
    """Two columns of blocks in their order, each as high as there is room for."""
    columns: list[list[PosterBlock]] = [[], []]
    place, used = 0, 0.0
    for block in blocks:
        if used and used + _high(block) - _BETWEEN > room:
            place, used = place + 1, 0.0
        if place > 1:
            break
        columns[place].append(block)
        used += _high(block)
    return columns


def _parts(block: PosterBlock, most: int) -> list[PosterBlock]:
    """A block, in parts where it is higher than a sheet."""
    items = block.items
    return [PosterBlock(block.code, block.name, items[at : at + most]) for at in range(0, max(1, len(items)), most)]


def _furnish(pen: Pen, poster: Poster, number: int, count: int) -> None:
    left, right = _MARGIN, A3[0] - _MARGIN
    title = fit(clean(poster.title), right - left, 40, pen.font(bold=True).width, most_lines=1)
    pen.text(left, A3[1] - 30 * MM, title.lines[0], title.size, bold=True)
    about = fit(clean(poster.about), right - left, 14, pen.font().width, most_lines=1)
    pen.text(left, A3[1] - 39 * MM, about.lines[0], about.size, colour=INK_SOFT)
    pen.line(left, A3[1] - 44 * MM, right, A3[1] - 44 * MM, colour=LINE)
    page = _("第 {page} 页 / 共 {pages} 页").format(page=number, pages=count) if count > 1 else ""
    mark = _("演示") if poster.is_demonstration else ""
    words = "·".join(filter(None, (mark, clean(poster.version), clean(poster.footer, limit=200), page)))
    foot = fit(words, right - left, 11, pen.font().width, most_lines=1)
    pen.text(left, 12 * MM, foot.lines[0], foot.size, colour=INK_FAINT)


def _block(pen: Pen, block: PosterBlock, x: float, y: float, across: float, row: float) -> float:
    """A category at (x, y); gives where the next one begins."""
    size, high = row * 0.52, row * _TITLE
    pen.rect(x, y - high, across, high, filled=SAND)
    named = f"{clean(block.code)}　{clean(block.name)}" if block.code else clean(block.name)
    name = fit(named, across - 6 * MM, size * 1.12, pen.font(bold=True).width, most_lines=1)
    pen.text(x + 3 * MM, y - high * 0.66, name.lines[0], name.size, bold=True, colour=ACCENT)
    y -= high
    for item in block.items:
        _item(pen, item, (x, y), across, row, size)
        y -= row
        pen.line(x, y, x + across, y, colour=LINE_FAINT)
    return y - row * _BETWEEN


def _item(pen: Pen, item: PosterItem, at: tuple[float, float], across: float, row: float, size: float) -> None:
    x, y = at[0], at[1] - row * 0.66
    pen.text(x + 3 * MM, y, clean(item.code, limit=10), size * 0.8, colour=INK_SOFT)
    room = across - _CODE - _DAYS - 6 * MM
    least = pen.width(clean(item.who), size * 0.72)
    wide = max(room * 0.62, min(room - least, pen.width(clean(item.name), size)))
    lines = 2 if row >= _TWO_LINES else 1
    name = fit(clean(item.name), wide, size, pen.font().width, most_lines=lines)
    _lines(pen, name, (x + _CODE, at[1] - row / 2), INK)
    who = fit(clean(item.who), room - wide, size * 0.72, pen.font().width, most_lines=lines)
    _lines(pen, who, (x + across - _DAYS - 2 * MM, at[1] - row / 2), INK_SOFT, align="right")
    promise = fit(clean(item.promise), _DAYS - 2 * MM, size * 0.8, pen.font().width, most_lines=1)
    pen.text(x + across - 1 * MM, y, promise.lines[0], promise.size, bold=item.promise == _("当场办"), align="right")


def _lines(pen: Pen, said: Fitted, at: tuple[float, float], colour: Colour, align: str = "left") -> None:
    """One line or two round the middle of a row."""
    x, y = at[0], at[1] + (len(said.lines) - 1) * said.size * 0.58 - 0.36 * said.size
    for line in said.lines:
        pen.text(x, y, line, said.size, colour=colour, align=align)
        y -= said.size * 1.16

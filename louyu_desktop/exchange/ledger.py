"""Finding the table in an untidy sheet: headings, rows, and what is neither (with the reason)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from louyu_desktop.exchange.book import Cell, Sheet, as_typed, is_blank
from louyu_desktop.exchange.headings import LIKELIEST, SERIALS, Heading, Matcher, fold_heading
from louyu_desktop.exchange.no_record import COLONS, COUNT, EXAMPLE, HAS_DIGIT, NOTE, TOTAL, is_uid, surely_records
from louyu_desktop.text import _

SEARCHED = 40
"""Rows from the top among which the headings are looked for."""

DEEPEST = 3
DEEPEST_SECTIONS = 5
CLOSELY = 8
"""Places with the most known headings that are looked at closely."""

@dataclass(frozen=True, slots=True)
class Header:
    """Where the headings stand (Excel's rows, both included) and what they say."""

    first: int
    last: int
    headings: tuple[Heading, ...]


class Line(NamedTuple):
    """One row of the table: cells with vertical merges filled down, and which were filled."""

    number: int
    cells: tuple[Cell, ...]
    filled: frozenset[int] = frozenset()
    sections: tuple[str, ...] = ()

    def cell(self, index: int) -> Cell:
        """The cell in a column; None beyond the end of the row."""
        return self.cells[index] if index < len(self.cells) else None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that is no record, and why."""

    row: int
    reason: str


@dataclass(frozen=True, slots=True)
class Body:
    """The rows of a table, and what stood around and between them."""

    lines: tuple[Line, ...]
    left_out: tuple[LeftOut, ...]
    title: str


class Grid:
    """A sheet by row and column, with its merged ranges at hand."""

    def __init__(self, sheet: Sheet) -> None:
        self.rows = dict(sheet.rows)
        self.spans: dict[int, list[tuple[int, int]]] = {}
        self.fills: dict[int, dict[int, tuple[int, int]]] = {}
        for top, left, bottom, right in sheet.merged:
            if bottom - top > 100_000:
                continue
            self.spans.setdefault(top, []).append((left - 1, right - 1))
            for row in range(top + 1, bottom + 1):
                self.fills.setdefault(row, {})[left - 1] = (top, left - 1)

    def source(self, row: int, column: int) -> tuple[int, int] | None:
        """The cell above from which a vertical merge fills this one."""
        return self.fills.get(row, {}).get(column)

    def cell(self, row: int, column: int) -> Cell:
        """What stands in the cell itself."""
        cells = self.rows.get(row, ())
        return cells[column] if column < len(cells) else None

    def text(self, row: int, column: int) -> str:
        """The cell as text, looking up through a vertical merge."""
        cell = self.cell(row, column)
        source = self.source(row, column)
        if source and is_blank(cell):
            cell = self.cell(*source)
        return as_typed(cell).strip()

    def width_of(self, row: int, column: int) -> int:
        """How many columns the merged range that begins here spans; 1 without one."""
        return max((right - left + 1 for left, right in self.spans.get(row, ()) if left == column), default=1)

    def across(self, row: int, column: int) -> str:
        """The heading above a column in an upper header row: its own, or the one that spans it."""
        own = self.text(row, column)
        if own:
            return own
        for left, right in self.spans.get(row, ()):
            if left <= column <= right:
                return self.text(row, left)
        return ""


def headings_at(grid: Grid, first: int, last: int) -> tuple[Heading, ...]:
    """The headings in the rows `first` to `last`, stacked; a column without any is left out."""
    width = max((len(grid.rows.get(row, ())) for row in range(first, last + 1)), default=0)
    for row in range(first, last + 1):
        width = max([width, *(right + 1 for _left, right in grid.spans.get(row, ()) if right < 512)])
    found = []
    carried = [""] * (last - first)
    for column in range(width):
        levels: list[str] = []
        for depth, row in enumerate(range(first, last + 1)):
            if row == last:
                text = grid.text(row, column)
            else:
                text = grid.across(row, column)
                below = grid.text(row + 1, column)
                if text:
                    carried[depth] = text
                elif below and not grid.spans.get(row):
                    text = carried[depth]
            if text and text not in levels:
                levels.append(text)
        if levels:
            found.append(Heading(column, levels[-1], tuple(levels)))
    return _told_apart(found)


def _told_apart(headings: Sequence[Heading]) -> tuple[Heading, ...]:
    """Headings that occur twice (电话) are read with the heading to their left that occurs once (负责人)."""
    folded = [fold_heading("".join(heading.levels)) for heading in headings]
    twice = {text for text in folded if folded.count(text) > 1}
    done: list[Heading] = []
    whose = ""
    for heading, text in zip(headings, folded, strict=True):
        if text not in twice:
            whose = heading.text
        elif whose:
            done.append(Heading(heading.index, heading.text, (whose, *heading.levels)))
            continue
        done.append(heading)
    return tuple(done)


def find_header(sheet: Sheet, matcher: Matcher) -> Header | None:
    """The rows whose headings are best known.

    None when no row holds two of them, or the one that says what a row is about.
    """
    grid = Grid(sheet)
    found: list[tuple[int, int, int, tuple[Heading, ...]]] = []
    for first, _cells in sheet.rows[:SEARCHED]:
        for last in range(first, first + DEEPEST):
            if last not in grid.rows or not _plausible(grid, last):
                break
            headings = headings_at(grid, first, last)
            found.append((-len(matcher.match(headings, loose=False)), first, last, headings))
    best: tuple[float, Header] | None = None
    for exact, first, last, headings in sorted(found, key=lambda one: one[:3])[:CLOSELY]:
        deeper = 0.3 * (last - first)
        if best is not None and _at_most(-exact, len(headings)) - deeper <= best[0]:
            continue  # rows of values under headings that are all known
        score = _score(headings, matcher) - deeper
        if score > 0 and (best is None or score > best[0]):
            best = (score, Header(first, last, headings))
    return best[1] if best else None


def _plausible(grid: Grid, row: int) -> bool:
    """Whether a row may be a heading row: mostly short text, no run of numbers."""
    cells = [cell for cell in grid.rows.get(row, ()) if not is_blank(cell)]
    texts = [cell for cell in cells if isinstance(cell, str) and len(cell) <= 60]
    return bool(cells) and len(texts) * 3 >= len(cells) * 2


def _at_most(exact: int, headings: int) -> float:
    """What `_score` can give for so many headings, of which some are names of targets."""
    return 1.5 * exact + LIKELIEST * (headings - exact) + 1.0


def _score(headings: Sequence[Heading], matcher: Matcher) -> float:
    matched = matcher.match(headings)
    exact = matcher.match(headings, loose=False)
    keys = {target.name for target in matcher.targets if target.key}
    points = sum(sure for _name, sure in matched.values()) + 0.5 * len(exact)
    if any(name in keys for name, _sure in matched.values()):
        points += 1.0
    if len(matched) < 2 and not any(name in keys for name, _sure in exact.values()):
        return 0.0
    return points


def split(sheet: Sheet, header: Header, keys: Collection[int], proof: int | None = None) -> Body:
    """The rows below the headings, filled down; `keys` are the columns that say what a row is about.

    A row whose cell in the column `proof` is an identity of ours is a record, whatever it looks like.  The last answer
    is remembered: who maps columns sees how many rows there are, and reads them next.
    """
    asked = (header.first, header.last, tuple((h.index, h.text) for h in header.headings), tuple(keys), proof)
    if asked not in sheet.found:
        sheet.found.clear()
        sheet.found[asked] = _split(sheet, header, keys, proof)
    body: Body = sheet.found[asked]
    return body


def _split(sheet: Sheet, header: Header, keys: Collection[int], proof: int | None) -> Body:
    grid = Grid(sheet)
    serials = {h.index for h in header.headings if fold_heading(h.text) in SERIALS and h.index not in keys}
    own = _words_of(grid, header)
    below = (number for number, _cells in sheet.rows if number > header.last)
    counted = bool(serials) and any(_numbered(grid.cell(number, i)) for number in below for i in serials)
    lines: list[Line] = []
    left_out, title = _above(sheet, header)
    sections: tuple[str, ...] = ()
    previous = header.last
    after_total = False
    rows = [row for row in sheet.rows if row[0] > header.last]
    surely = surely_records(rows, keys, own)
    for (number, cells), sure in zip(rows, surely, strict=True):
        if number != previous + 1:
            left_out += [LeftOut(gap, _("空行")) for gap in range(previous + 1, min(number, previous + 200))]
        previous = number
        ours = proof is not None and proof < len(cells) and is_uid(cells[proof])
        if ours or (sure and not after_total and number not in grid.fills):
            lines.append(Line(number, cells, sections=sections))
            continue
        reason, heading = _no_record(grid, number, cells, keys, serials, own, after_total=after_total)
        if not reason and after_total and counted and _other_table(cells, serials):
            reason = _("说明文字")
        if not reason:
            lines.append(_line(grid, number, cells, sections))
            after_total = False
            continue
        after_total = after_total or reason == _("合计行")
        sections = (*sections, heading)[-DEEPEST_SECTIONS:] if heading else sections
        left_out.append(LeftOut(number, reason))
    return Body(tuple(lines), tuple(left_out), title)


def _words_of(grid: Grid, header: Header) -> set[str]:
    """Every heading, and every word in the rows of the headings."""
    words = {fold_heading(h.text) for h in header.headings}
    for row in range(header.first, header.last + 1):
        texts = {as_typed(cell).strip() for cell in grid.rows.get(row, ()) if not is_blank(cell)}
        words |= texts | {fold_heading(text) for text in texts}
    return words


def _numbered(cell: Cell) -> bool:
    return isinstance(cell, float) or (isinstance(cell, str) and cell.strip().isdigit())


def _other_table(cells: Sequence[Cell], serials: Collection[int]) -> bool:
    """Whether a word stands where all other rows have their number: another table below the total."""
    there = [cells[i] for i in serials if i < len(cells) and not is_blank(cells[i])]
    return bool(there) and not any(map(_numbered, there))


def _above(sheet: Sheet, header: Header) -> tuple[list[LeftOut], str]:
    left_out = []
    title = ""
    for number, cells in sheet.rows:
        if number >= header.first:
            break
        texts = [as_typed(cell).strip() for cell in cells if not is_blank(cell)]
        left_out.append(LeftOut(number, _("标题") if texts else _("空行")))
        title = title or (texts[0] if texts else "")
    return left_out, title


def _line(grid: Grid, number: int, cells: Sequence[Cell], sections: tuple[str, ...]) -> Line:
    fills = grid.fills.get(number, {})
    filled = set()
    row = list(cells) + [None] * (max(fills, default=-1) + 1 - len(cells))
    for column, source in fills.items():
        if is_blank(row[column]):
            row[column] = grid.cell(*source)
            filled.add(column)
    return Line(number, tuple(row), frozenset(filled), sections)


def _no_record(
    grid: Grid, number: int, cells: Sequence[Cell], keys: Collection[int], serials: Collection[int],
    headings: Collection[str], *, after_total: bool,
) -> tuple[str, str]:  # fmt: skip
    """Why a row is no record ("" when it is one), and the section it opens, if it does."""
    present = {i: as_typed(cell).strip() for i, cell in enumerate(cells) if not is_blank(cell)}
    named = any(i in present or grid.source(number, i) for i in keys)
    if not present:
        return _("空行"), ""
    if any(text.startswith(EXAMPLE) for text in present.values()):
        return _("示例行"), ""
    compact = ["".join(text.split()).translate(COLONS) for text in present.values()]
    key_texts = [compact_text for i, compact_text in zip(present, compact, strict=True) if i in keys]
    if any(TOTAL.match(text) for text in compact) and (
        not key_texts or any(TOTAL.match(t) or COUNT.match(t) for t in key_texts)
    ):
        return _("合计行"), ""
    if _says_headings(present.values(), headings):
        return _("重复的表头"), ""
    if set(present) <= set(serials) and all(text.isdigit() for text in compact):
        return _("只有序号"), ""
    first = min(present)
    alone = len(present) == 1
    wide = grid.width_of(number, first) >= 3
    if NOTE.match(compact[0]) and (not named or alone or wide):
        return _("说明文字"), ""
    before_key = first < min(keys, default=1)
    if alone and (wide or (not named and before_key)):
        text = present[first]
        short = len(text) <= 30 and not after_total
        return (_("分段标题"), text) if short else (_("说明文字"), "")
    if after_total and not named:
        return _("说明文字"), ""
    return "", ""


def _says_headings(texts: Collection[str], headings: Collection[str]) -> bool:
    """Whether a row repeats the headings; a row with digits whose words are none of them is not looked at closely."""
    if len(texts) < 2 or (not any(text in headings for text in texts) and any(map(HAS_DIGIT, texts))):
        return False
    return sum(fold_heading(text) in headings for text in texts) * 5 >= len(texts) * 4


def carry_down(lines: Sequence[Line], column: int) -> tuple[Line, ...]:
    """The lines with a column's blanks filled from above, where it is written once for each group.

    Left as it is when the first row is blank, or when a value comes back after another one.
    """
    values = [as_typed(line.cell(column)).strip() for line in lines]
    written = [value for value in values if value]
    if not values or not values[0] or len(written) == len(values):
        return tuple(lines)
    runs = [value for value, _same in groupby(written)]
    once = len(set(written)) == len(written)
    if len(set(runs)) != len(runs) or not (once or len(written) <= len(values) / 2):
        return tuple(lines)
    filled = []
    last: Cell = None
    for line in lines:
        cell = line.cell(column)
        if is_blank(cell):
            row = list(line.cells) + [None] * (column + 1 - len(line.cells))
            row[column] = last
            filled.append(Line(line.number, tuple(row), line.filled | {column}, line.sections))
        else:
            last = cell
            filled.append(line)
    return tuple(filled)

"""Tables of paragraphs in running text; long lists of plain rows are the sheet writer's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from louyu_desktop.printing.flow import Block, Paragraph
from louyu_desktop.printing.palette import LINE_FAINT, RULE, SAND, Colour
from louyu_desktop.printing.pen import Pen

_CELL_LINES = 30  # a row is never cut, so no cell may outgrow a page
_TOGETHER = 2  # rows that stand at a page's foot or head at least
_TALL = 6  # lines; a row as high as that may stand alone
LONG = 10
"""A cell of more lines than this had better stand below its row."""

_NARROWEST, _WIDEST = 5.0, 26.0  # ems that a column of words counts for at least and at most
_USUAL = 0.85  # of its cells stand in one line where there is room


@dataclass(frozen=True, slots=True)
class Column:
    """A column of words; a `whole` one takes the width of its longest cell, up to `most` of the table."""

    heading: str
    whole: bool = False
    listed: bool = False
    most: float = 0.17


def measured(
    columns: Sequence[Column], rows: Sequence[Sequence[Paragraph]], width: float, pad: float
) -> list[float]:
    """The widths of columns in points: `rows` are all rows of a table, its head among them."""
    across = list(zip(*rows, strict=True))
    whole = {
        at: min(max(cell.natural for cell in cells) + 2 * pad + 0.1, column.most * width)
        for at, (column, cells) in enumerate(zip(columns, across, strict=True))
        if column.whole
    }
    wishes = {at: _wish(cells) for at, cells in enumerate(across) if at not in whole}
    room = width - sum(whole.values())
    if not wishes:
        return [whole[at] * width / sum(whole.values()) for at in range(len(columns))]
    if room < width * 0.3:
        whole = {at: one * width * 0.7 / sum(whole.values()) for at, one in whole.items()}
        room = width * 0.3
    longest = {at: max(cell.natural for cell in across[at]) + 2 * pad + 0.1 for at in wishes}
    shares = _shared(room, wishes, longest)
    return [whole.get(at) or shares[at] for at in range(len(columns))]


def _shared(room: float, wishes: dict[int, float], longest: dict[int, float]) -> dict[int, float]:
    """`room` by wish; a column that needs less than its share leaves the rest to the others."""
    given: dict[int, float] = {}
    while True:
        left = {at: wish for at, wish in wishes.items() if at not in given}
        rest = room - sum(given.values())
        shares = {at: rest * wish / sum(left.values()) for at, wish in left.items()}
        content = {at: longest[at] for at, share in shares.items() if longest[at] <= share}
        if not content:
            return given | shares
        if len(content) == len(left):
            given |= content
            total = sum(given.values())
            return {at: one * room / total for at, one in given.items()}
        given |= content


def _wish(cells: Sequence[Paragraph]) -> float:
    """What a column would like: most of its cells whole, within reason."""
    lengths = sorted(cell.natural for cell in cells)
    size = cells[0].style.size
    return min(_WIDEST * size, max(_NARROWEST * size, lengths[int((len(lengths) - 1) * _USUAL)]))


def _drop(row: Sequence[Paragraph]) -> list[float]:
    """How much lower each cell begins, so that first lines of different sizes stand on one base line."""
    bases = [cell.style.step / 2 + 0.36 * cell.style.size for cell in row]
    return [max(bases) - base for base in bases]


class Table(Block):
    """Rows of paragraphs under a head that comes again on each page; rows are never cut.

    A row may have one paragraph more than there are columns: it stands below the others, across the table.
    """

    def __init__(
        self,
        head: Sequence[Paragraph],
        rows: Sequence[Sequence[Paragraph]],
        shares: Sequence[float],
        *,
        pad: float = 4.0,
        lined: Colour = LINE_FAINT,
    ) -> None:
        super().__init__()
        self.head = list(head)
        self.rows = [list(row) for row in rows]
        for cell in (cell for row in self.rows for cell in row):
            cell.most_lines = cell.most_lines or _CELL_LINES
        self.shares = list(shares)
        self.pad = pad
        self.lined = lined
        self._known: dict[float, list[float]] = {}

    def _row_height(self, row: Sequence[Paragraph]) -> float:
        return self._cells_height(row) + self._below_height(row) + 2 * self.pad

    def _cells_height(self, row: Sequence[Paragraph]) -> float:
        cells = zip(row, self._widths(), _drop(row), strict=False)
        return max((cell.wrap(width, 1e6)[1] + drop for cell, width, drop in cells), default=0.0)

    def _below_height(self, row: Sequence[Paragraph]) -> float:
        if len(row) == len(self.shares):
            return 0.0
        return row[-1].wrap(self.width - 2 * self.pad, 1e6)[1] + self.pad / 2

    def _widths(self) -> list[float]:
        total = sum(self.shares)
        return [self.width * share / total - 2 * self.pad for share in self.shares]

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: N803
        """The whole table."""
        self.width = availWidth
        known = self._known.get(availWidth)
        if known is None:
            known = [self._row_height(row) for row in ([self.head] if self.head else []) + self.rows]
            self._known = {availWidth: known}
        self.heights = known
        self.height = sum(self.heights)
        return availWidth, self.height

    def least(self, width: float) -> float:
        """The room that its beginning needs: the head and as many rows as stay together."""
        self.wrap(width, 0)
        few = len(self.rows) < 2 * _TOGETHER
        heads = 1 if self.head else 0
        if self.rows and self._is_tall(self.heights[heads]):
            return sum(self.heights[: heads + 1])
        return sum(self.heights) if few else sum(self.heights[: _TOGETHER + heads])

    def _is_tall(self, height: float) -> bool:
        return height > _TALL * self.rows[0][0].style.step

    def split(self, availWidth: float, availHeight: float) -> list[Table]:  # noqa: N803
        """The rows that fit, and the others under the same head; no row stands alone on a page."""
        self.wrap(availWidth, availHeight)
        heads = 1 if self.head else 0
        used, count = sum(self.heights[:heads]), 0
        for height in self.heights[heads:]:
            used += height
            if used > availHeight + 0.01:
                break
            count += 1
        tall = [self._is_tall(height) for height in self.heights[heads:]]
        if count == len(self.rows) - 1 and not tall[-1]:
            count -= 1
        if count < 1 or (count == 1 and not any(tall[:2])):
            return []
        return [self._part(0, count), self._part(count, len(self.rows))]

    def _part(self, start: int, end: int) -> Table:
        """Some of the rows under the same head, with the heights that they have."""
        part = Table(self.head, self.rows[start:end], self.shares, pad=self.pad, lined=self.lined)
        heads = 1 if self.head else 0
        part._known = {self.width: self.heights[:heads] + self.heights[heads + start : heads + end]}
        return part

    def draw(self) -> None:
        """Cells, a rule under the head, hairlines under the rows."""
        pen = Pen(self.canv, self.head[0].faces if self.head else self.rows[0][0].faces)
        y = self.height
        rows = ([self.head] if self.head else []) + self.rows
        for number, (row, height) in enumerate(zip(rows, self.heights, strict=True)):
            is_head = bool(self.head) and number == 0
            if is_head:
                pen.rect(0, y - height, self.width, height, filled=SAND)
                pen.line(0, y, self.width, y, colour=RULE, width=0.8)
            self.draw_row(pen, row, y)
            y -= height
            pen.line(0, y, self.width, y, colour=RULE if is_head else self.lined, width=0.5)

    def draw_row(self, pen: Pen, row: Sequence[Paragraph], top: float) -> None:
        """The cells of a row whose upper edge is at `top`."""
        x = self.pad
        for cell, width, drop in zip(row, self._widths(), _drop(row), strict=False):
            height = cell.wrap(width, 1e6)[1]
            cell.put(pen, x, top - self.pad - drop - height)
            x += width + 2 * self.pad
        if len(row) > len(self.shares):
            y = top - self.pad - self._cells_height(row) - self._below_height(row)
            row[-1].put(pen, self.pad, y)


class OpenTable(Table):
    """A table without rules."""

    def __init__(
        self, rows: Sequence[Sequence[Paragraph]], shares: Sequence[float], *, pad: float = 1.5, after: float = 8.0
    ) -> None:
        super().__init__((), rows, shares, pad=pad)
        self.spaceAfter = after

    def draw(self) -> None:
        """The cells alone."""
        pen = Pen(self.canv, self.rows[0][0].faces)
        y = self.height
        for row, height in zip(self.rows, self.heights, strict=True):
            self.draw_row(pen, row, y)
            y -= height

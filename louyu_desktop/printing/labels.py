"""Label sheets that shops sell, and the cards that stand on tables: where each piece lies on its paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from louyu_desktop.text import N_

_MM = 72 / 25.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """Pieces of one size in rows and columns, in millimetres; `folded` ones show their text on both sides."""

    page: tuple[float, float] = (210.0, 297.0)
    columns: int
    rows: int
    width: float
    height: float
    left: float = 0.0
    top: float = 0.0
    across: float = 0.0
    down: float = 0.0
    folded: bool = False

    @property
    def count(self) -> int:
        """Pieces of one sheet."""
        return self.columns * self.rows

    def places(self) -> Iterator[tuple[float, float]]:
        """The lower left corner of each piece in points, row by row from the top."""
        for row in range(self.rows):
            for column in range(self.columns):
                x = self.left + column * (self.across or self.width)
                top = self.top + row * (self.down or self.height)
                yield x * _MM, (self.page[1] - top - self.height) * _MM


_EIGHT = Labels(columns=2, rows=4, width=99.1, height=67.7, left=4.65, top=13.1, across=101.6)
_TEN = Labels(columns=2, rows=5, width=90.0, height=54.0, left=15.0, top=13.5)
_SINGLE = Labels(page=(80.0, 50.0), columns=1, rows=1, width=80.0, height=50.0)

LABELS: dict[str, Labels] = {
    N_("A4 8 枚·99.1×67.7 毫米"): _EIGHT,
    N_("A4 10 枚·90×54 毫米"): _TEN,
    N_("A4 14 枚·99.1×38.1 毫米"): Labels(
        columns=2, rows=7, width=99.1, height=38.1, left=4.65, top=15.15, across=101.6
    ),
    N_("A4 21 枚·63.5×38.1 毫米"): Labels(
        columns=3, rows=7, width=63.5, height=38.1, left=7.2, top=15.15, across=66.05
    ),
    N_("A4 4 枚·105×148 毫米"): Labels(columns=2, rows=2, width=105.0, height=148.0, top=0.5),
    N_("标签机·80×50 毫米"): _SINGLE,
}
"""What a badge may be printed on."""

CARDS: dict[str, Labels] = {
    N_("A4 对折，一页一位"): Labels(columns=1, rows=1, width=210.0, height=297.0, folded=True),
    N_("A4 两位·200×100 毫米"): Labels(columns=1, rows=2, width=200.0, height=100.0, left=5.0, top=30.0, down=130.0),
    N_("A4 8 枚·99.1×67.7 毫米"): _EIGHT,
    N_("A4 10 枚·90×54 毫米"): _TEN,
    N_("标签机·80×50 毫米"): _SINGLE,
}
"""What a table card may be printed on."""

"""The pages of a list: which are read together, and how rows are laid on them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from louyu_desktop.services.copies import PAGE, Control, Query, Row
from louyu_desktop.services.every import Listed

SCREEN = 4
"""So many pages stand on a screen at most, at the usual sizes; a refresh reads them again."""


def runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Numbers in order as stretches without a gap: the first of each, and how many they are."""
    first = count = 0
    for number in numbers:
        if count and number == first + count:
            count += 1
        else:
            if count:
                yield first, count
            first, count = number, 1
    if count:
        yield first, count


def paged(rows: tuple[Row, ...], first: int) -> dict[int, tuple[Row, ...]]:
    """Rows by their pages, of which the first has this number; one without rows where there are none."""
    starts = range(0, max(len(rows), 1), PAGE)
    return {first + place: rows[start : start + PAGE] for place, start in enumerate(starts)}


def read_pages(records: Listed, query: Query, first: int, pages: int, _control: Control) -> tuple[Row, ...]:
    """The rows of so many pages from the first on; what a reading lane is given."""
    return records.page(query, first, pages)

"""Everything that a query finds, read piece by piece."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from louyu_desktop.services.copies import PAGE, Control, Query, Row, no_control

_PAGES = 8


class Listed(Protocol):
    """What knows the pages of a query: `suite.records`."""

    def count(self, query: Query) -> int:
        """How many rows there are."""

    def page(self, query: Query, number: int, pages: int = 1) -> tuple[Row, ...]:
        """The rows of one page, or of several one after another."""


def every(records: Listed, query: Query, control: Control = no_control, note: str = "") -> Iterator[Row]:
    """The rows that `query` finds in its order; `control` hears how many were read and may break it off."""
    total = records.count(query)
    for number in range(0, -(-total // PAGE), _PAGES):
        control(number * PAGE, total, note)
        yield from records.page(query, number, _PAGES)

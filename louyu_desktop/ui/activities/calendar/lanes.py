"""What overlaps stands side by side: which lane each gets, and of how many; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lane:
    """The lane of one span, counted from 0, and how many there are beside one another."""

    number: int
    count: int


def lanes(spans: Sequence[tuple[float, float]]) -> list[Lane]:
    """A lane for each span (begin, end), in their order; no two that overlap share one, and none is empty.

    Spans that hang together, one overlapping the next, are given the same number of lanes.
    """
    order = sorted(range(len(spans)), key=lambda n: (spans[n][0], -spans[n][1]))
    found: list[Lane] = [Lane(0, 1)] * len(spans)
    group: list[tuple[int, int]] = []
    ends: list[float] = []
    for number in order:
        begin, end = spans[number]
        if ends and begin >= max(ends):
            _close(found, group, len(ends))
            group, ends = [], []
        free = next((lane for lane, until in enumerate(ends) if until <= begin), len(ends))
        if free == len(ends):
            ends.append(end)
        else:
            ends[free] = end
        group.append((number, free))
    _close(found, group, len(ends))
    return found


def _close(found: list[Lane], group: Sequence[tuple[int, int]], count: int) -> None:
    for number, lane in group:
        found[number] = Lane(lane, count)

"""Letters cut into the syllables that they may be: xian is one, or xi and an, or the beginning of xiang."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import islice, pairwise

from louyu_desktop.rules.pinyin import every_syllable

Way = tuple[str, ...]
"""Syllables, one after the other."""

_LONGEST = 6
"""Letters of the longest syllable (zhuang)."""

_LETTERS = 24
"""So many are cut; a longer run is told apart by them already."""

_WAYS = 8
"""Ways to cut a part; fewer letters are cut when there are more."""


@cache
def begun() -> dict[str, tuple[str, ...]]:
    """By everything that a syllable begins with, the syllables that do."""
    found: dict[str, tuple[str, ...]] = {}
    for syllable in sorted(every_syllable()):
        for size in range(1, len(syllable) + 1):
            beginning = syllable[:size]
            found[beginning] = (*found.get(beginning, ()), syllable)
    return found


def parts(letters: str) -> list[list[Way]]:
    """Letters cut wherever every way to cut them does, and of each part the ways to cut it.

    The last syllable of all may be begun only.  Nothing where there is no way; of many letters, or where there are too
    many ways, the parts of the first ones: who is read as all of them is read as these too.
    """
    for size in range(min(len(letters), _LETTERS), 0, -1):
        found = _parts(letters[:size])
        if all(len(ways) <= _WAYS for ways in found):
            return found
    return []


def _parts(letters: str) -> list[list[Way]]:
    steps = _steps(letters)
    inside = {place for start, ends in steps.items() for end in ends for place in range(start + 1, end)}
    cuts = [place for place in range(len(letters) + 1) if place not in inside] if steps else []
    return [list(islice(_ways(letters, steps, start, end), _WAYS + 1)) for start, end in pairwise(cuts)]


def _steps(letters: str) -> dict[int, list[int]]:
    """Where syllables may begin, and where each may end, in all of the ways."""
    steps: dict[int, list[int]] = {}
    size = len(letters)
    for start in reversed(range(size)):
        ends = [
            end for end in range(start + 1, min(start + _LONGEST, size) + 1)
            if (letters[start:] in begun() if end == size else end in steps and letters[start:end] in every_syllable())
        ]  # fmt: skip
        if ends:
            steps[start] = ends
    reached = {0}
    for start in range(size):
        if start in reached:
            reached.update(steps.get(start, ()))
        else:
            steps.pop(start, None)
    return steps


def _ways(letters: str, steps: dict[int, list[int]], start: int, end: int) -> Iterator[Way]:
    """The ways from one place to another that all of them come through."""
    if start == end:
        yield ()
        return
    for stop in steps[start]:
        for rest in _ways(letters, steps, stop, end):
            yield letters[start:stop], *rest

"""Letters cut into syllables: every way, and where all of them cut."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from louyu_desktop.rules.pinyin import every_syllable
from louyu_desktop.rules.syllables import begun, parts


@pytest.mark.parametrize(
    ("letters", "cut"),
    [
        ("wangw", [["wang"], ["w"]]), ("zhon", [["zhon"]]), ("xianw", [["xi an", "xia n", "xian"], ["w"]]),
        ("lvlu", [["lv"], ["lu"]]), ("qqqq", []), ("vi", []), ("huanx", [["hu an", "hua n", "huan"], ["x"]]),
    ],
)  # fmt: skip
def test_letters_are_cut(letters: str, cut: list[list[str]]) -> None:
    found = parts(letters)
    assert [[" ".join(way) for way in ways if "a" not in way] for ways in found] == cut


@given(st.lists(st.sampled_from(sorted(every_syllable())), min_size=1, max_size=4), st.integers(0, 4))
def test_no_way_is_left_out(syllables: list[str], left: int) -> None:
    """And each part can be read in every one of its ways; only the last one of all is perhaps begun."""
    letters = "".join(syllables)
    letters = letters[: max(len(letters) - left, 1)]
    found = parts(letters)
    ways = {sum(chosen, ()) for chosen in product(*found)}
    read = "".join(next(iter(ways)))
    assert letters.startswith(read)
    assert {"".join(way) for way in ways} == {read}
    assert all({*way[:-1]} <= every_syllable() and way[-1] in begun() for way in ways)
    assert read != letters or _cut(letters) == ways


def _cut(letters: str) -> set[tuple[str, ...]]:
    """The slow way."""
    found: set[tuple[str, ...]] = set()
    if any(syllable.startswith(letters) for syllable in every_syllable()):
        found.add((letters,))
    for size in range(1, len(letters)):
        if letters[:size] in every_syllable():
            found |= {(letters[:size], *rest) for rest in _cut(letters[size:])}
    return found

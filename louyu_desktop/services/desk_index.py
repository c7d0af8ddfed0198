"""The names at one desk, found as they are typed: characters, initials, pinyin, phone tail, unit; all in memory.

Every way to type a text from some character on stands in one sorted list, so that what begins with the typed
letters is one run of it, however many names there are.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Iterator, Mapping
from itertools import islice, product
from typing import Any, Final

from louyu_desktop.rules.pinyin import spelled
from louyu_desktop.storage.grams import fold

WHOLE, INSIDE, PHONE, UNIT = range(4)
"""How well a text answers: the name begins so, the name goes on so, the phone ends so, the unit reads so."""

_LAST: Final = "\U0010ffff"
_WAYS: Final = 24
"""Ways to type one text from one character on; the commonest readings come first."""

_SIGNS: Final = 10
"""Characters of a unit that a reading goes on for: nobody types more of it."""

_TAIL: Final = 4
_LONG_NUMBER: Final = 7
_PARTS = re.compile(r"\d+|[^\d\s]+")

_Key = tuple[str, int, int]


def ways(text: str, most: int = _SIGNS) -> Iterator[tuple[int, str]]:
    """Every way to type `text` from each character on, with the place of that character: 沈嘉 gives
    (0, 沈嘉), (0, sj), (0, shenjia), (1, 嘉) and so on.
    """
    folded = fold(text)
    signs = spelled(folded)
    for place in range(len(folded)):
        found = {folded[place : place + 2 * most]}
        options = [one for one in signs[place : place + most] if one]
        if options and not folded[place].isdecimal():
            found.update("".join(letters) for letters in islice(product(*(_letters(one) for one in options)), _WAYS))
            found.update("".join(one) for one in islice(product(*options), _WAYS))
        for way in found:
            yield place, way


def _letters(options: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(option[0] for option in options))


def words_of(text: str) -> tuple[str, ...]:
    """What was typed, folded: words by spaces, digits apart from letters."""
    return tuple(word for part in _PARTS.findall(text) if (word := fold(part)))


class Index:
    """Keys of people, each under a number of its own; changing one means forgetting it and adding it anew."""

    def __init__(self) -> None:
        self._keys: list[_Key] = []
        self._units: dict[str, set[int]] = {}
        self._unit_keys: list[tuple[str, str]] = []

    def fill(self, people: Mapping[int, tuple[str, str, str]]) -> None:
        """Take in name, unit and digits of many at once."""
        for number, (name, unit, digits) in people.items():
            self._keys += self._of(number, name, digits)
            self._units.setdefault(unit, set()).add(number)
        self._keys.sort()
        self._unit_keys = sorted((way, unit) for unit in self._units for _place, way in ways(unit))

    def add(self, number: int, name: str, unit: str, digits: str) -> None:
        """Take in one more."""
        for key in self._of(number, name, digits):
            insort(self._keys, key)
        if unit not in self._units:
            for _place, way in ways(unit):
                insort(self._unit_keys, (way, unit))
        self._units.setdefault(unit, set()).add(number)

    def forget(self, number: int, name: str, unit: str, digits: str) -> None:
        """Take one out again, with what was given for it."""
        for key in self._of(number, name, digits):
            place = bisect_left(self._keys, key)
            if place < len(self._keys) and self._keys[place] == key:
                del self._keys[place]
        self._units.get(unit, set()).discard(number)

    @staticmethod
    def _of(number: int, name: str, digits: str) -> list[_Key]:
        found = [(way, WHOLE if not place else INSIDE, number) for place, way in ways(name)]
        if len(digits) >= _TAIL:
            found.append((digits[-_TAIL:], PHONE, number))
        if len(digits) >= _LONG_NUMBER:
            found.append((digits, PHONE, number))
        return found

    def find(self, text: str) -> dict[int, int]:
        """Numbers that answer every word of `text`, each with how well it answers the best of them."""
        words = words_of(text)
        if not words:
            return {}
        first, *rest = (self._word(word) for word in sorted(words, key=len, reverse=True))
        for other in rest:
            first = {number: min(how, other[number]) for number, how in first.items() if number in other}
        return first

    def _word(self, word: str) -> dict[int, int]:
        found: dict[int, int] = {}
        digits = word.isdecimal()
        if digits and (len(word) < 2 or _TAIL < len(word) < _LONG_NUMBER):
            return found
        for _way, unit in _run(self._unit_keys, word):
            found.update(dict.fromkeys(self._units[unit], UNIT))
        for _way, how, number in _run(self._keys, word):
            if how < found.get(number, UNIT + 1):
                found[number] = how
        return found


def _run(keys: list[Any], word: str) -> list[Any]:
    """Those that begin with `word`."""
    return keys[bisect_left(keys, (word,)) : bisect_left(keys, (word + _LAST,))]

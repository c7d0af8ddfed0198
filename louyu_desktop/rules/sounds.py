"""Surnames that are read alike: 张 and 章, 王 and 汪."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from louyu_desktop.rules.name_words import SURNAMES_IN_USE
from louyu_desktop.rules.pinyin import readings


@cache
def _by_sound() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for surname in sorted(SURNAMES_IN_USE):
        for reading in sorted(readings(surname, person=True)):
            found[reading].append(surname)
    return found


def same_sound(surname: str) -> tuple[str, ...]:
    """Surnames with the same reading, tones aside; the given one first."""
    others = (other for reading in sorted(readings(surname, person=True)) for other in _by_sound().get(reading, ()))
    return tuple(dict.fromkeys((surname, *others)))

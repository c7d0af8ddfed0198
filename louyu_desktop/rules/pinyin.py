"""Pinyin: the order of names, and every way a text may be typed as initials or in full.

Surnames are read as surnames (单 shàn, 仇 qiú); other characters have all readings in use, because
nobody knows which one a person types (重庆 is found by `cq`, 银行 by `yh`).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, product

from louyu_desktop.rules.names import COMPOUND_SURNAMES, fold_name
from louyu_desktop.rules.pinyin_table import table
from louyu_desktop.rules.surnames import COMPOUND, SURNAMES

MOST = 64
"""At most so many combinations of readings of one text; the commonest come first."""

_AFTER_LATIN = "~"
_LONGEST_WORD = 4


@dataclass(frozen=True, slots=True)
class Spellings:
    """How a text may be typed: `initials` ("hmzx") and `full` ("huanmaozhongxin")."""

    initials: frozenset[str]
    full: frozenset[str]


def _in_words(key: str, start: int) -> list[str]:
    """One reading per character from `start`, as the longest known words have it; "" where unknown."""
    known = table()
    chosen: list[str] = []
    place = start
    while place < len(key):
        for size in range(min(_LONGEST_WORD, len(key) - place), 1, -1):
            word = known.words.get(key[place : place + size])
            if word is not None:
                chosen += word.split(" ")
                place += size
                break
        else:
            chosen.append(known.readings.get(key[place], "").split(" ")[0])
            place += 1
    return chosen


def _surname(key: str) -> list[str]:
    """The readings of the surname that `key` begins with, one per character."""
    if not key:
        return []
    if len(key) > 2 and key[:2] in COMPOUND_SURNAMES:
        return list(COMPOUND.get(key[:2]) or _in_words(key[:2], 0))
    if key[0] in SURNAMES:
        return [SURNAMES[key[0]][0]]
    return [table().readings.get(key[0], "").split(" ")[0]]


def _digits(run: str) -> str:
    """A run of digits in the order of its value: 2 before 10."""
    stripped = run.lstrip("0") or "0"
    return f"{min(len(stripped), 9)}{stripped}"


def _sort_part(character: str, reading: str) -> str:
    if not reading:
        return character if character < _AFTER_LATIN else f"{_AFTER_LATIN}{_AFTER_LATIN}{character}"
    return f"{_AFTER_LATIN}{reading.replace('v', 'u:')}{character}"


def _decimal(character: str) -> bool:
    return unicodedata.category(character) == "Nd"


@lru_cache(maxsize=8192)
def sort_key(text: str, person: bool = False) -> str:
    """A key that sorts as plain text: digits by value, then Latin, then Chinese by syllable, tone, character.

    With `person` the surname is read as a surname.  Characters without reading come last.
    """
    key = fold_name(text)
    head = _surname(key) if person else []
    readings = head + _in_words(key, len(head))
    parts: list[str] = []
    run = ""
    for character, reading in zip(key, readings, strict=True):
        if _decimal(character):
            run += character
            continue
        if run:
            parts.append(_digits(run))
            run = ""
        parts.append(_sort_part(character, reading))
    if run:
        parts.append(_digits(run))
    return "".join(parts)


def _typed(reading: str) -> tuple[str, ...]:
    """How a syllable is typed: ü as v or u."""
    plain = reading[:-1]
    return (plain, plain.replace("v", "u")) if "v" in plain else (plain,)


@lru_cache(maxsize=16384)
def _alternatives(character: str, surname: bool) -> tuple[str, ...]:
    """Every syllable a folded character may be typed as; Latin and digits as themselves, marks not at all."""
    known = table().readings.get(character, "").split()
    if surname:
        known = [*SURNAMES.get(character, ()), *known]
    if known:
        return tuple(dict.fromkeys(form for reading in known for form in _typed(reading)))
    return (character,) if character.isascii() and character.isalnum() else ()


def syllables(text: str, person: bool = False) -> tuple[tuple[str, ...], ...]:
    """For each character that can be typed, its syllables; the commonest first.

    Neighbours of this sequence give grams of any length without a cap.
    """
    key = fold_name(text)
    size = 2 if person and len(key) > 2 and key[:2] in COMPOUND_SURNAMES else int(person)
    found = []
    for place, character in enumerate(key):
        options = _alternatives(character, place < size)
        if place < size == 2 and key[:2] in COMPOUND:
            options = tuple(dict.fromkeys((*_typed(COMPOUND[key[:2]][place]), *options)))
        if options:
            found.append(options)
    return tuple(found)


def initials(text: str, person: bool = False) -> frozenset[str]:
    """Every way to type the first letters of `text`, at most `MOST`: 重庆 gives cq and zq."""
    letters = [tuple(dict.fromkeys(option[0] for option in options)) for options in syllables(text, person)]
    return frozenset("".join(chosen) for chosen in islice(product(*letters), MOST) if chosen)


def readings(text: str, person: bool = False) -> frozenset[str]:
    """Every way to type `text` in full, at most `MOST`: 重庆 gives chongqing and zhongqing."""
    return frozenset("".join(chosen) for chosen in islice(product(*syllables(text, person)), MOST) if chosen)


def grams_source(text: str, person: bool = False) -> Spellings:
    """Initials and full readings of `text`, for the search index."""
    return Spellings(initials(text, person), readings(text, person))

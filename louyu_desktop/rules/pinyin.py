"""Pinyin: the order of names, and every way a text may be typed as initials or in full.

Surnames are read as surnames (单 shàn, 仇 qiú); other characters have all readings in use, because
nobody knows which one a person types (重庆 is found by `cq`, 银行 by `yh`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import chain, islice, product
from operator import add

from louyu_desktop.remembered import Remembered
from louyu_desktop.rules.names import COMPOUND_SURNAMES, fold_name, fold_names
from louyu_desktop.rules.pinyin_table import table
from louyu_desktop.rules.surnames import COMPOUND, SURNAMES

MOST = 64
"""At most so many combinations of readings of one text; the commonest come first."""

_AFTER_LATIN = "~"
_LONGEST_WORD = 4
_DIGITS = re.compile(r"(\d+)")
_END = "\n"


@cache
def _heads() -> frozenset[str]:
    """The first two characters of every word that is not read as its characters are."""
    return frozenset(word[:2] for word in table().words)


def _words(key: str) -> Iterator[tuple[int, list[str]]]:
    """Where `key` holds words read otherwise than their characters, the longest ones, with their readings."""
    pairs, known, free = list(map(add, key, key[1:])), table().words, 0
    if _heads().isdisjoint(pairs):
        return
    for place, pair in enumerate(pairs):
        if place < free or pair not in _heads():
            continue
        for size in range(_LONGEST_WORD, 1, -1):
            found = known.get(key[place : place + size])
            if found is not None:
                yield place, found.split(" ")
                free = place + size
                break


def _in_words(key: str) -> list[str]:
    """One reading per character, as the longest known words have it; "" where unknown."""
    known = table().readings
    chosen = [known.get(character, "").split(" ")[0] for character in key]
    for place, found in _words(key):
        chosen[place : place + len(found)] = found
    return chosen


def _surname(key: str) -> list[str]:
    """The readings of the surname that `key` begins with, one per character."""
    if not key:
        return []
    if len(key) > 2 and key[:2] in COMPOUND_SURNAMES:
        return list(COMPOUND.get(key[:2]) or _in_words(key[:2]))
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


_PARTS = Remembered[str, str](lambda one: _sort_part(one, table().readings.get(one, "").split(" ")[0]))
"""The part of a sort key that each character gives by its commonest reading."""


@lru_cache(maxsize=16384)
def sort_key(text: str, person: bool = False) -> str:
    """A key that sorts as plain text: digits by value, then Latin, then Chinese by syllable, tone, character.

    With `person` the surname is read as a surname.  Characters without reading come last.
    """
    key = fold_name(text)
    head = _surname(key) if person else []
    rest = key[len(head) :]
    parts = [*map(_sort_part, key, head), *map(_PARTS.__getitem__, rest)]
    for place, found in _words(rest):
        start = place + len(head)
        parts[start : start + len(found)] = map(_sort_part, key[start:], found)
    if not _DIGITS.search(key):
        return "".join(parts)
    for run in _DIGITS.finditer(key):
        parts[run.start() : run.end()] = [_digits(run[0]), *[""] * (len(run[0]) - 1)]
    return "".join(parts)


def sort_keys(texts: Sequence[str]) -> list[str]:
    """The keys of many texts: of those without digits and words all at once."""
    keys = fold_names(texts)
    row = _END.join(keys)
    pairs = _heads().intersection(map(add, row, row[1:]))
    if row.count(_END) != len(keys) - 1:
        return list(map(sort_key, texts))
    found = "".join(map(_PARTS.__getitem__, row)).split(_END)
    if not pairs and not _DIGITS.search(row):
        return found
    special = re.compile(rf"\d|{'|'.join(map(re.escape, pairs))}" if pairs else r"\d").search
    return [sort_key(text) if special(key) else one for text, key, one in zip(texts, keys, found, strict=True)]


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


@cache
def every_syllable() -> frozenset[str]:
    """Everything that one Chinese character may be typed as in full."""
    known = chain(*map(str.split, table().readings.values()), *SURNAMES.values(), *COMPOUND.values())
    return frozenset(form for reading in set(known) for form in _typed(reading))


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


TOGETHER = COMPOUND_SURNAMES | COMPOUND.keys()
"""Surnames of two characters: both are read as in surnames."""


def spelled(folded: str) -> tuple[tuple[str, ...], ...]:
    """For each character of a folded text the syllables it may be typed as; none for one that nobody can type.

    A text may begin with a surname, so its first character (the first two where they are a surname of two)
    has the readings it has in surnames too.
    """
    signs = [_alternatives(character, False) for character in folded]
    size = 2 if folded[:2] in TOGETHER else 1
    together = COMPOUND.get(folded[:size], ())
    for place, character in enumerate(folded[:size]):
        signs[place] = _alternatives(character, True)
        if together:
            signs[place] = tuple(dict.fromkeys((*_typed(together[place]), *signs[place])))
    return tuple(signs)


def initials(text: str, person: bool = False) -> frozenset[str]:
    """Every way to type the first letters of `text`, at most `MOST`: 重庆 gives cq and zq."""
    letters = [tuple(dict.fromkeys(option[0] for option in options)) for options in syllables(text, person)]
    return frozenset("".join(chosen) for chosen in islice(product(*letters), MOST) if chosen)


def readings(text: str, person: bool = False) -> frozenset[str]:
    """Every way to type `text` in full, at most `MOST`: 重庆 gives chongqing and zhongqing."""
    return frozenset("".join(chosen) for chosen in islice(product(*syllables(text, person)), MOST) if chosen)

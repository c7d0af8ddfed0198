"""What a query asks of the index of grams for one folded word; `storage.grams` says what stands in it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise, product
from operator import add
from string import ascii_lowercase, digits

from louyu_desktop.rules.syllables import Way, begun, parts
from louyu_desktop.storage.grams import RUNS

_ENOUGH = 24
"""Grams of one run that a query asks for; a longer run is told apart by them already."""


def expression(term: str, mark: str) -> str:
    """The FTS5 query for one folded term in the place of `mark`; every hit must still be compared with the text.

    Nothing is asked by prefix: FTS5 would read every text of every gram that begins so before the first answer.
    """
    return " AND ".join(_asked(run, mark) for run in RUNS.findall(term))


def is_wide(term: str) -> bool:
    """Whether a run of a folded term is shorter than its grams, so that every longer one must be asked for."""
    return any(len(run) < (3 if run[0].isdecimal() else 2) for run in RUNS.findall(term) if run.isascii())


def proves(term: str) -> bool:
    """Whether a text with the grams of a folded term holds it for certain: one gram, or one character."""
    return len(term) <= 2 and not any(sign.isascii() for sign in term)


def beginning(term: str, mark: str) -> str:
    """The FTS5 query for titles that begin with a folded term, or with its first two signs."""
    return f'"{mark}b{term[:2]}"'


@lru_cache(maxsize=256)
def _asked(run: str, mark: str) -> str:
    if not run.isascii():
        return _all([mark + gram for gram in map(add, run, run[1:])] or [mark + run])
    if run[0].isdecimal():
        return _grams(mark + "d", run, 3, digits)
    if len(run) == 1:
        return _any([f"{mark}l{run}", *_continued(f"{mark}i{run}", 1, ascii_lowercase)])
    asked = [_grams(mark + "p", run, 3, ascii_lowercase), _grams(mark + "i", run, 2, ascii_lowercase)]
    if cut := parts(run):
        asked.append(_spelled(cut, mark))
    return _join("OR", asked)


def _spelled(cut: Sequence[Sequence[Way]], mark: str) -> str:
    """Characters with these syllables, one after the other; the last of all may be begun only."""
    *whole, last = cut
    asked = []
    for ways, behind in pairwise(cut):
        then = behind[0][0][0]
        asked.append(_join("OR", [_all(_followed(way, then, mark)) for way in ways]))
    if not whole or len("".join(last[0])) > 1:  # a single letter was asked for with the one before it
        asked.append(_join("OR", [_begun(way, mark) for way in last]))
    return _join("AND", asked)


def _followed(way: Sequence[str], then: str, mark: str) -> list[str]:
    """The grams of syllables that another one follows, which begins with the letter `then`."""
    letters = [*(syllable[0] for syllable in way[1:]), then]
    pairs = zip(way, letters, strict=True)
    return [gram for one, letter in pairs for gram in (f"{mark}y{one}", f"{mark}i{one[0]}{letter}")]


def _begun(way: Sequence[str], mark: str) -> str:
    """What syllables ask for of which the last is perhaps only begun."""
    *whole, last = way
    asked = [_all(_followed(whole, last[0], mark))] if whole else []
    if not whole or len(last) > 1:
        asked.append(_any([f"{mark}y{syllable}" for syllable in begun()[last]]))
    return _join("AND", asked)


def _grams(mark: str, run: str, size: int, signs: str) -> str:
    if len(run) < size:
        return _any(_continued(mark + run, size - len(run), signs))
    return _all([mark + run[start : start + size] for start in range(len(run) - size + 1)])


def _continued(gram: str, further: int, signs: str) -> list[str]:
    """A gram that is too short, and every longer one that begins with it."""
    return [gram + "".join(tail) for size in range(further + 1) for tail in product(signs, repeat=size)]


def _all(grams: Sequence[str]) -> str:
    return _join("AND", [f'"{gram}"' for gram in list(dict.fromkeys(grams))[:_ENOUGH]])


def _any(grams: Sequence[str]) -> str:
    return _join("OR", [f'"{gram}"' for gram in grams])


def _join(word: str, asked: Sequence[str]) -> str:
    return f"({f' {word} '.join(asked)})"

"""What a query asks of the index of grams for one folded word; `storage.grams` says what stands in it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import product
from operator import add
from string import digits

from louyu_desktop.rules.pinyin import every_syllable
from louyu_desktop.storage.grams import RUNS, SIGNS

_LONGEST = 6
"""Letters of the longest syllable (zhuang)."""

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
        return _any([f"{mark}l{run}", *_continued(f"{mark}i{run}", 1, SIGNS)])
    in_full = _grams(mark + "p", run, 3, SIGNS)
    if seconds := _seconds(run):  # 川贸 holds every trigram of huanm, but is read with other initials
        in_full = f"({in_full} AND {_any([f'{mark}l{run[0]}', *(f'{mark}i{run[0]}{sign}' for sign in seconds)])})"
    return f"({in_full} OR {_grams(mark + 'i', run, 2, SIGNS)})"


def _seconds(run: str) -> list[str]:
    """The letters with which the second character may begin of characters spelled like `run`.

    None where it may be one character; Latin letters of a text are characters of one letter.
    """
    whole = every_syllable()
    if len(run) <= _LONGEST and any(syllable.startswith(run) for syllable in whole):
        return []
    return sorted({run[size] for size in range(1, min(len(run), _LONGEST + 1)) if size == 1 or run[:size] in whole})


def _grams(mark: str, run: str, size: int, signs: str) -> str:
    if len(run) < size:
        return _any(_continued(mark + run, size - len(run), signs))
    return _all([mark + run[start : start + size] for start in range(len(run) - size + 1)])


def _continued(gram: str, further: int, signs: str) -> list[str]:
    """A gram that is too short, and every longer one that begins with it."""
    return [gram + "".join(tail) for size in range(further + 1) for tail in product(signs, repeat=size)]


def _all(grams: Sequence[str]) -> str:
    return "(" + " AND ".join(f'"{gram}"' for gram in list(dict.fromkeys(grams))[:_ENOUGH]) + ")"


def _any(grams: Sequence[str]) -> str:
    return "(" + " OR ".join(f'"{gram}"' for gram in grams) + ")"

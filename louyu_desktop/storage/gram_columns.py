"""The grams of a column of texts at once: what `placed_grams` gives for each, in few steps over all of them.

Texts of letters and characters alone stand in a row, and every two neighbours give their part of it; numbers of one
length are cut at the same places.  What needs more than its neighbours is cut for itself.

They are UTF-8, as the file takes them: on their way there nobody need write them in another form and back.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, partial
from itertools import compress
from operator import add
from typing import Final

from louyu_desktop.remembered import Remembered
from louyu_desktop.rules.pinyin import TOGETHER
from louyu_desktop.storage import grams
from louyu_desktop.storage.grams import placed_grams

_END: Final = "\n"
_ENDED: Final = b"\n"
_UNSURE: Final = b"\0"
"""None of them is in a folded text."""

Parts = Remembered[str, bytes]


def grams_of(texts: Sequence[str], kind: str, *, title: bool) -> list[bytes]:
    """The grams of folded texts, the titles of a kind or others, as UTF-8."""
    placed = placed_grams(kind, title=title)
    if not title and _alike(texts):
        return _numbers(texts, kind)
    if not title and all(map(str.isascii, texts)):
        runs = _plain_runs(kind)
        return [b" ".join(map(runs.__getitem__, grams.RUNS.findall(text))) for text in texts]
    are_words = [text.isalpha() and not text.isascii() for text in texts]
    words = iter(_words(list(compress(texts, are_words)), kind, title=title))
    return [next(words) if is_word else placed[text].encode() for text, is_word in zip(texts, are_words, strict=True)]


def _alike(texts: Sequence[str]) -> bool:
    """Whether all are numbers of one length, not too short."""
    whole = "".join(texts)
    return whole.isdecimal() and whole.isascii() and len(texts[0]) > grams.SHORT and len(set(map(len, texts))) == 1


def _numbers(texts: Sequence[str], kind: str) -> list[bytes]:
    short, starts = _plain_parts(kind)
    *places, last = grams.cuts(len(texts[0]))
    begun = [map(starts.__getitem__, [text[place : place + 4] for text in texts]) for place in places]
    return list(map(b" ".join, zip(*begun, map(short.__getitem__, [text[last:] for text in texts]), strict=True)))


@cache
def _plain_parts(kind: str) -> tuple[Parts, Parts]:
    short, starts = grams.plain_parts(grams.place_mark(kind, title=False))
    return Parts(lambda digits: short[digits].encode()), Parts(lambda digits: starts[digits].encode())


@cache
def _plain_runs(kind: str) -> Parts:
    runs = grams.plain_runs(grams.place_mark(kind, title=False))
    return Parts(lambda run: runs[run].encode())


def _words(texts: Sequence[str], kind: str, *, title: bool) -> list[bytes]:
    heads, neighbours = _heads(kind, title=title), _neighbours(kind, title=title)
    row = _END + "".join([text[1:] + _END for text in texts])
    first = [heads[text[:2]] for text in texts]
    rest = b"".join(map(neighbours.__getitem__, map(add, row, row[1:])))
    found = list(map(add, first, rest.split(_ENDED)))
    if _UNSURE in rest or _UNSURE in first:
        placed = placed_grams(kind, title=title)
        found = [placed[text].encode() if _UNSURE in one else one for text, one in zip(texts, found, strict=True)]
    return found


def _head(signs: str, mark: str, *, title: bool) -> bytes:
    """The grams that begin in the first sign of a text, by its first two."""
    found = grams.parts(mark)[0][signs]
    if not found or signs in TOGETHER:
        return _UNSURE
    return (f"{grams.beginnings(mark, as_it_stands=False)[signs]} {found}" if title else found).encode()


def _neighbour(signs: str, mark: str) -> bytes:
    """The grams that begin in the first of two signs of the row, behind a blank."""
    end = _ENDED if signs[1] == _END else b""
    if signs[0] == _END:
        return end
    part = grams.parts(mark)[1][signs[0] if end else signs]
    return f" {part}".encode() + end if part else _UNSURE + end


@cache
def _heads(kind: str, *, title: bool) -> Parts:
    return Parts(partial(_head, mark=grams.place_mark(kind, title=title), title=title))


@cache
def _neighbours(kind: str, *, title: bool) -> Parts:
    return Parts(partial(_neighbour, mark=grams.place_mark(kind, title=title)))

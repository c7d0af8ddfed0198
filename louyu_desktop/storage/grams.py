"""Texts cut into grams: what is indexed for a text, and what a query asks of the index.

Chinese gives single characters and pairs; letters and pinyin give `p` trigrams, initials `i` pairs,
digits `d` trigrams, each run with its shorter tail, so that a short query finds it as a prefix.
Where a text stands is a gram too: `t` or `k` with the kind of its record, for titles and for the other
fields, and for titles `b` with the first one and two signs and the first two initials.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise, product

from louyu_desktop.rules.pinyin import syllables

_RUNS = re.compile(r"[0-9]+|[a-z]+|[^0-9a-z]+")


def fold(text: str) -> str:
    """Letters, digits and characters only, in one width and case: how texts and queries are compared."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return plain if plain.isalnum() else "".join(filter(str.isalnum, plain))


@lru_cache(maxsize=16384)
def all_grams(folded: str, person: bool) -> str:
    """Every gram of a folded text, its readings included, as the index takes them; names come again and again."""
    found = text_grams(folded)
    if not folded.isascii():
        found |= reading_grams(syllables(folded, person))
    return " ".join(found)


def place_grams(kind: str, folded: str, *, title: bool) -> str:
    """The grams that say where a text stands, so that no query looks at what it did not ask for."""
    if not title:
        return kind_gram(kind, title=False)
    found = {kind_gram(kind, title=True), f"b{folded[0]}", f"b{folded[:2]}"}
    first = () if folded.isascii() else syllables(folded, person=True)[:2]
    if len(first) > 1:
        found.update(f"b{one[0]}{two[0]}" for one, two in product(*first))
    return " ".join(found)


def kind_gram(kind: str, *, title: bool) -> str:
    """The gram of all titles of a kind, or of all its other texts."""
    return ("t" if title else "k") + kind.replace("-", "")


def text_grams(folded: str) -> set[str]:
    """The grams of a folded text by its own signs."""
    found: set[str] = set()
    for run in _RUNS.findall(folded):
        if run[0].isdecimal() and run.isascii():
            found.update(_tails("d", run, 3))
        elif run.isascii():
            found.update(_tails("p", run, 3))
        else:
            found.update(run)
            found.update(a + b for a, b in pairwise(run))
    return found


def reading_grams(spelled: Sequence[tuple[str, ...]]) -> set[str]:
    """The grams of a text's readings: pairs of initials (`hm`) and trigrams of the full pinyin."""
    found: set[str] = set()
    for place in range(len(spelled)):
        found |= _from(tuple(spelled[place : place + 3]))
    return found


@lru_cache(maxsize=65536)
def _from(spelled: tuple[tuple[str, ...], ...]) -> frozenset[str]:
    """The grams that begin in the first of up to three syllables, each with its alternatives."""
    found: set[str] = set()
    for first, *following in product(*spelled):
        found.add("i" + first[0] + (following[0][0] if following else ""))
        text = "".join((first, *following))
        found.update("p" + text[start : start + 3] for start in range(len(first)))
    return frozenset(found)


@lru_cache(maxsize=4096)
def reads(folded: str, term: str) -> bool:
    """Whether `term` stands somewhere in the readings of a folded text: as initials, or in full from a syllable on."""
    spelled = syllables(folded, person=True)
    return any(_initials(spelled[p : p + len(term)], term) or _full(spelled, p, term) for p in range(len(spelled)))


def _initials(spelled: Sequence[tuple[str, ...]], term: str) -> bool:
    return len(spelled) == len(term) and all(
        any(option[0] == letter for option in options) for options, letter in zip(spelled, term, strict=True)
    )


def _full(spelled: Sequence[tuple[str, ...]], place: int, rest: str) -> bool:
    if place == len(spelled):
        return False
    return any(
        option.startswith(rest) or (rest.startswith(option) and _full(spelled, place + 1, rest[len(option) :]))
        for option in spelled[place]
    )


def _tails(mark: str, run: str, size: int) -> Iterator[str]:
    """All grams of `size`, and the shorter ones that the run ends with."""
    for start in range(len(run)):
        yield mark + run[start : start + size]


def expression(term: str) -> str:
    """The FTS5 query for one folded term; every hit must still be compared with the text itself."""
    return " AND ".join(_asked(run) for run in _RUNS.findall(term))


def _asked(run: str) -> str:
    if not run.isascii():
        grams = [a + b for a, b in pairwise(run)] or [run]
        return " AND ".join(_quoted(gram) for gram in grams)
    if run[0].isdecimal():
        return _all("d", run, 3)
    return f"({_all('p', run, 3)} OR {_all('i', run, 2)})"


def _all(mark: str, run: str, size: int) -> str:
    if len(run) < size:
        return f"{_quoted(mark + run)}*"
    grams = dict.fromkeys(mark + run[start : start + size] for start in range(len(run) - size + 1))
    return "(" + " AND ".join(_quoted(gram) for gram in grams) + ")"


def _quoted(gram: str) -> str:
    return f'"{gram}"'

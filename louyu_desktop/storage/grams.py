"""Texts cut into grams: what is indexed for a text, and how a word is compared with it.

How a word is found in a text, both folded (letters, digits and characters only, in one width and case):

- as it stands: its signs follow one another in the text, Chinese, Latin letters and digits alike;
- by initials, when it holds a letter: each sign is the first letter of one of as many neighbouring characters;
- by pinyin, when it holds a letter: from some character on, each is spelled out, the last may be begun only.

Characters have every reading in use (重 chong, zhong), and the first ones of a text also those they have as
surnames (单 shan, 尉迟 yuchi); ü is typed as v or u.  Latin letters and digits read as themselves.

Chinese gives single characters and pairs, and of its readings `y` syllables and `i` pairs of initials; Latin letters
give `p` trigrams and `l` single ones, digits `d` trigrams, pairs and trigrams each with their shorter tail.  Where
Latin letters stand among characters a word may be read across both, which cannot be cut into syllables: there all that
may be typed gives `p` trigrams too.  Titles have also `b` with the first one and two signs and the first two initials.
Before every gram stands the mark of its place, the kind of the record and whether the text is its title: a query walks
through nothing that it did not ask for.  (A gram of its own for the place costs the more, the more texts there are:
FTS5 steps through both.)
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache, partial
from itertools import product
from operator import add
from string import ascii_lowercase, digits
from zlib import crc32

from louyu_desktop.remembered import Remembered
from louyu_desktop.rules.pinyin import TOGETHER, spelled

RUNS = re.compile(r"[0-9]+|[a-z]+|[^0-9a-z]+")
"""What of a folded text is cut apart: digits, Latin letters, the rest."""

_NUMBERS = re.compile(r"[0-9]+|[^0-9]+")
_LETTER = re.compile(r"[a-z]")
_SIGNS = ascii_lowercase + digits
"""What the marks of places are made of."""

SHORT = 4
_OFTEN = 8
"""Texts up to this length come again and again."""


def fold(text: str) -> str:
    """Letters, digits and characters only, in one width and case: how texts and queries are compared."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return plain if plain.isalnum() else "".join(filter(str.isalnum, plain))


def fold_all(texts: Sequence[str]) -> list[str]:
    """The same for many: what Unicode does to a text ends at the end of its line."""
    column = "\n".join(texts).replace("（", "(").replace("）", ")")  # alone in most: without them all is normal
    plain = unicodedata.normalize("NFKC", column).casefold().split("\n")
    if len(plain) != len(texts):  # one has several lines
        return list(map(fold, texts))
    return [one if one.isalnum() else "".join(filter(str.isalnum, one)) for one in plain]


class ShortOnes(Remembered[str, str]):
    """Only short texts come again and again: they are remembered."""

    def __missing__(self, folded: str) -> str:
        return super().__missing__(folded) if len(folded) <= _OFTEN else self._work_out(folded)


@cache
def placed_grams(kind: str, *, title: bool) -> Remembered[str, str]:
    """By folded text every gram of it, its readings included, as the index takes them: the mark of the place before
    each.  They are titles of a kind or other texts: who one talks to, in which room, in which trade.
    """
    return ShortOnes(partial(_placed, mark=place_mark(kind, title=title), title=title))


def _placed(folded: str, mark: str, *, title: bool) -> str:
    if not folded:
        return ""
    grams = _cut(folded, mark)
    return f"{beginnings(mark, as_it_stands=folded.isascii())[folded[:2]]} {grams}" if title else grams


def _cut(folded: str, mark: str) -> str:
    """The grams of a text.  No query asks for a reading that goes on behind a digit, so readings end there."""
    if folded.isascii():
        return _plain_grams(folded, mark)
    runs = _NUMBERS.findall(folded)
    if len(runs) == 1:
        return _cut_run(folded, mark, begins=True)
    first, within = _runs(mark)
    return f"{first[runs[0]]} {' '.join([within[run] for run in runs[1:]])}"


def _cut_run(run: str, mark: str, *, begins: bool) -> str:
    """The grams of a run of digits or of other signs; a text may begin with a surname."""
    if run.isascii():
        return _plain_grams(run, mark)
    begun, within = parts(mark)
    pairs = [*map(add, run, run[1:]), run[-1]]
    first = [begun[pairs.pop(0)]] if begins else []
    found = [*first, *map(within.__getitem__, pairs)]
    if begins and run[:2] in TOGETHER:
        found[1] = _part(pairs[0], run[0], mark)
    return " ".join(found if all(found) else _text_grams(run, mark) | _reading_grams(run, mark))


@cache
def _runs(mark: str) -> tuple[Remembered[str, str], Remembered[str, str]]:
    """The grams of the runs that texts of one place begin with, and of those behind them."""
    begun, within = (partial(_cut_run, mark=mark, begins=begins) for begins in (True, False))
    return Remembered[str, str](begun), Remembered[str, str](within)


def _part(signs: str, before: str, mark: str) -> str:
    """The grams that begin in the first of two characters, or in the last one of a run; blank beside Latin letters."""
    if signs[0].isascii() or signs[-1].isascii():
        return ""
    own, *following = spelled(before + signs)[len(before) :]
    next_letters = {option[0] for options in following for option in options} or {""}
    found = {signs[0], signs, *(f"y{option}" for option in own)}
    found.update([f"i{option[0]}{letter}" for option in own for letter in next_letters])
    return " ".join([mark + gram for gram in found])


@cache
def parts(mark: str) -> tuple[Remembered[str, str], Remembered[str, str]]:
    """The parts that begin a text, perhaps with a surname, and those behind them, for one place."""
    first, within = (partial(_part, before=before, mark=mark) for before in ("", "a"))
    return Remembered(first), Remembered(within)


@cache
def beginnings(mark: str, *, as_it_stands: bool) -> Remembered[str, str]:
    """What titles that begin with one or two signs are found by, perhaps only `as_it_stands`."""
    return Remembered[str, str](partial(_beginning, as_it_stands=as_it_stands, mark=mark))


def _beginning(signs: str, *, as_it_stands: bool, mark: str) -> str:
    found = {f"b{signs[0]}", f"b{signs}"}
    first = () if as_it_stands else spelled(signs)
    if len(first) > 1:
        found.update(f"b{one[0]}{two[0]}" for one, two in product(*first))
    return " ".join([mark + gram for gram in found])


@lru_cache(maxsize=256)
def place_mark(kind: str, *, title: bool) -> str:
    """Three signs for the titles of a kind, or for its other texts; no two kinds have the same (a test)."""
    number = crc32(kind.encode()) % (len(_SIGNS) ** 3 // 2) * 2 + title
    return "".join(_SIGNS[number // len(_SIGNS) ** place % len(_SIGNS)] for place in range(3))


def _text_grams(folded: str, mark: str) -> set[str]:
    """The grams of a folded text by its own signs."""
    found: set[str] = set()
    for run in RUNS.findall(folded):
        if run.isascii():
            found.update(_run_grams(run, mark).split(" "))
        else:
            found.update([mark + gram for gram in (*run, *map(add, run, run[1:]))])
    return found


def _plain_grams(folded: str, mark: str) -> str:
    """The grams of Latin letters and digits."""
    return " ".join(map(plain_runs(mark).__getitem__, RUNS.findall(folded)))


@cache
def plain_runs(mark: str) -> ShortOnes:
    """The grams of the runs of Latin letters and of digits."""
    return ShortOnes(partial(_plain_run, mark=mark))


def _plain_run(run: str, mark: str) -> str:
    """`_run_grams`; those of a number of more than four digits are put together out of what four digits give."""
    if len(run) <= SHORT or not run.isdecimal():
        return _run_grams(run, mark)
    short, starts = plain_parts(mark)
    *begun, last = cuts(len(run))
    return " ".join([*[starts[run[place : place + 4]] for place in begun], short[run[last:]]])


def cuts(length: int) -> range:
    """Where a number of more than four digits is cut: four digits from each place, the rest from the last."""
    return range(0, (length - 3) // 2 * 2 + 1, 2)


def _run_grams(run: str, mark: str) -> str:
    """The grams of a run of digits or of Latin letters: all of three signs, and the shorter ones that it ends with."""
    parts = [run[start : start + 3] for start in range(len(run))]
    if run.isdecimal():
        return f"{mark}d" + f" {mark}d".join(parts)
    return f"{mark}p" + f" {mark}p".join(parts) + f" {mark}l" + f" {mark}l".join(run)


@cache
def plain_parts(mark: str) -> tuple[Remembered[str, str], Remembered[str, str]]:
    """The grams of a short run, and those that begin in the first two of four digits."""
    starts = Remembered[str, str](lambda digits: f"{mark}d{digits[:3]} {mark}d{digits[1:]}")
    return Remembered[str, str](partial(_run_grams, mark=mark)), starts


def _reading_grams(run: str, mark: str) -> set[str]:
    """The grams of the readings of characters with Latin letters among them."""
    signs, found = [], set()
    for sign, options in zip(run, spelled(run), strict=True):
        found.update([f"{mark}y{option}" for option in options if not sign.isascii()])
        signs += [options] if options else []
    for place in range(len(signs)):
        for first, *following in product(*signs[place : place + 3]):
            found.add(f"{mark}i{first[0]}{following[0][0] if following else ''}")
            text = "".join((first, *following))
            found.update([f"{mark}p{text[start : start + 3]}" for start in range(len(first))])
    return found


# -- comparing -------------------------------------------------------------------------------------


def _readings(signs: str, before: str) -> tuple[tuple[str, ...], ...]:
    """How characters may be typed: those that a text begins with, or one within."""
    return spelled(before + signs)[len(before) :]


_FIRST_TWO = Remembered(partial(_readings, before=""))
_WITHIN = Remembered(partial(_readings, before="a"))


def _signs(folded: str) -> list[tuple[str, ...]]:
    """`spelled`, for thousands of texts in a moment."""
    return [*_FIRST_TWO[folded[:2]], *(_WITHIN[character][0] for character in folded[2:])]


def reads(folded: str, term: str) -> bool:
    """Whether a folded text holds `term` by initials or by pinyin."""
    return may_read(term) and next(_read(folded, term), None) is not None


@lru_cache(maxsize=256)
def may_read(term: str) -> bool:
    """Whether a folded term may be initials or pinyin: of Latin letters and digits, a letter among them."""
    return term.isascii() and _LETTER.search(term) is not None


def leads(folded: str, term: str) -> bool:
    """Whether a folded text begins with a term, as it stands or as it is read."""
    if folded.startswith(term) or not may_read(term):
        return folded.startswith(term)
    signs = _signs(folded)
    return bool(_initials(signs, 0, term) or _full(signs, 0, term))


def _read(folded: str, term: str) -> Iterator[tuple[int, int]]:
    """Where `term` is read: the first character and the one behind the last."""
    first, signs = term[0], _signs(folded)
    for place, options in enumerate(signs):
        for option in options:
            if option[0] == first:
                end = _initials(signs, place, term) or _full(signs, place, term)
                if end:
                    yield place, end
                break


def _initials(signs: Sequence[tuple[str, ...]], place: int, term: str) -> int:
    """The place behind the characters whose first letters are the term, or 0."""
    end = place + len(term)
    if end > len(signs):
        return 0
    for letter in term:
        for option in signs[place]:
            if option[0] == letter:
                break
        else:
            return 0
        place += 1
    return end


def _full(signs: Sequence[tuple[str, ...]], place: int, rest: str) -> int:
    """The place behind the characters that spell the rest of a term, the last perhaps begun only, or 0."""
    if place == len(signs):
        return 0
    for option in signs[place]:
        if option.startswith(rest):
            return place + 1
        if rest.startswith(option):
            end = _full(signs, place + 1, rest[len(option) :])
            if end:
                return end
    return 0


def places(text: str, term: str) -> tuple[tuple[int, int], ...]:
    """Where a text as it is shown holds a folded term: pairs of first sign and the one behind the last."""
    origin: list[int] = []
    folded = ""
    for start, part in _clusters(text):
        one = fold(part)
        folded += one
        origin += [start] * len(one)
    if folded != fold(text):
        return ((0, len(text)),) if term in fold(text) or reads(fold(text), term) else ()
    found = [(hit.start(), hit.end()) for hit in re.finditer(re.escape(term), folded)] or (
        [*_read(folded, term)] if may_read(term) else []
    )
    merged: list[tuple[int, int]] = []
    for start, end in found:
        first, behind = origin[start], _behind(text, origin[end - 1])
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(behind, merged[-1][1]))
        else:
            merged.append((first, behind))
    return tuple(merged)


def _clusters(text: str) -> Iterator[tuple[int, str]]:
    """Each sign with the marks that stand on it."""
    start = 0
    while start < len(text):
        end = _behind(text, start)
        yield start, text[start:end]
        start = end


def _behind(text: str, start: int) -> int:
    end = start + 1
    while end < len(text) and unicodedata.category(text[end])[0] == "M":
        end += 1
    return end

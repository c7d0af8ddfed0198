"""Where Chinese lines may end (避头尾, after CLREQ and UAX 14), and how marks close up.

No line begins with a closing mark or ends with an opening one; Latin words and numbers stay
whole; an address of the web breaks after / . ? & - when it must; two marks side by side share
their blank halves.  Pure functions over text and widths.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

NO_START = frozenset("，。、；：？！）》〉」』】〕〗｝］’”…—～·％‰℃°–,.;:?!)]}%/／‼⁇⁈⁉ー々〻ゝゞヽヾ‥～〜・〟")
"""Marks that begin no line."""

NO_END = frozenset("（《〈「『【〔〖｛［‘“〝–([{￥¥$£＄№#＃@")
"""Marks that end no line."""

_CLOSING = frozenset("，。、；：）》〉」』】〕〗’”")
_OPENING = frozenset("（《〈「『【〔〖‘“")
_MARK = "[" + "".join(sorted(_CLOSING | _OPENING)) + "]"
_PAIR = re.compile(f"{_MARK}(?={_MARK})")
_SOFT_AFTER = frozenset("/.?&=-_~+,;:%#")
_BETWEEN_ITEMS = frozenset("、，；,;")
_LATIN_END = "\u2010"


@dataclass(frozen=True, slots=True)
class BrokenLine:
    """Characters `start` to `end` of the text (blanks at its end left out) and their natural width."""

    start: int
    end: int
    width: float
    is_last: bool = False


@lru_cache(maxsize=20_000)
def is_latin(sign: str) -> bool:
    """Whether a sign is part of a word that must not be cut."""
    return (sign < _LATIN_END and sign not in " \u00a0·") or sign == "–"


def may_break(text: str, at: int) -> bool:
    """Whether a line may end before `text[at]`."""
    before, after = text[at - 1], text[at]
    if after == " " or after in NO_START or unicodedata.combining(after):
        return False
    if before == " ":
        return text[:at].rstrip(" ")[-1:] not in NO_END
    return before not in NO_END and not (is_latin(before) and is_latin(after))


def squeeze(before: str, after: str) -> float:
    """How much of an em two marks side by side give up: half, where a blank half meets another mark."""
    if before in _CLOSING and (after in _CLOSING or after in _OPENING):
        return 0.5
    return 0.5 if before in _OPENING and after in _OPENING else 0.0


def advances(text: str, width_of: Callable[[str], float], em: float) -> list[float]:
    """The width of each character in its surroundings: marks side by side close up."""
    widths = [width_of(sign) for sign in text]
    if (_CLOSING | _OPENING).isdisjoint(text):
        return widths
    for index in (found.start() for found in _PAIR.finditer(text)):
        widths[index] -= min(widths[index], squeeze(text[index], text[index + 1]) * em)
    return widths


def break_lines(
    text: str, widths: Sequence[float], room: float, indent: float = 0.0, *, listed: bool = False
) -> list[BrokenLine]:
    """The lines of `text` in `room`, the first one `indent` shorter; at least one character to a line.

    A `listed` text such as 企业、个人 ends its lines after 、 as long as each item fits in a line.
    """
    starts = [0]
    reach = list(accumulate(widths, initial=0.0))
    while True:
        space = room - (indent if len(starts) == 1 else 0.0)
        end = _line_end(text, reach, starts[-1], space, listed=listed)
        if end >= len(text):
            break
        starts.append(end)
    if not listed:
        _mend_last(text, widths, room, starts)
    ends = [*starts[1:], len(text)]
    lines = []
    for start, end in zip(starts, ends, strict=True):
        shown = len(text[start:end].rstrip(" ")) + start
        first = start + (len(text[start:shown]) - len(text[start:shown].lstrip(" ")) if start else 0)
        lines.append(BrokenLine(first, shown, sum(widths[first:shown]), is_last=end == len(text)))
    return lines


def _line_end(text: str, reach: Sequence[float], start: int, room: float, *, listed: bool) -> int:
    """Where the line that begins at `start` ends; `reach[n]` is how wide the first n characters are."""
    over = bisect_right(reach, reach[start] + room + 0.01, start) - 1
    while text[over : over + 1] == " ":
        over += 1
    if over >= len(text):
        return len(text)
    lawful = (at for at in range(over, start, -1) if may_break(text, at))
    hard = next(lawful, start)
    if listed and hard > start:
        return next((at for at in (hard, *lawful) if text[at - 1] in _BETWEEN_ITEMS), hard)
    return hard if hard > start else _soft(text, start, over) or _forced(text, start, max(over, start + 1))


def _soft(text: str, start: int, over: int) -> int:
    """An end inside an address, after one of its marks; 0 where there is none."""
    for at in range(over, start, -1):
        if text[at - 1] in _SOFT_AFTER and is_latin(text[at]) and text[at] not in NO_START:
            return at
    return 0


def _forced(text: str, start: int, end: int) -> int:
    """An end inside a word that is wider than the line, still at a lawful place where there is one."""
    for index in range(end, start, -1):
        if index == len(text) or (text[index] != " " and text[index] not in NO_START and text[index - 1] not in NO_END):
            return index
    return end


def _mend_last(text: str, widths: Sequence[float], room: float, starts: list[int]) -> None:
    """Bring a character down to a last line that would hold a single one (孤字)."""
    if len(starts) < 2:
        return
    rest = [sign for sign in text[starts[-1] :] if sign not in NO_START and sign != " "]
    if len(rest) != 1 or starts[-1] - starts[-2] < 8:
        return
    for index in range(starts[-1] - 1, starts[-1] - 6, -1):
        if may_break(text, index):
            if sum(widths[index:]) <= room:
                starts[-1] = index
            return


def gaps(text: str, start: int, end: int) -> list[int]:
    """The positions after which a justified line may be stretched: between Chinese signs, and at spaces."""
    found = []
    for index in range(start, end - 1):
        before, after = text[index], text[index + 1]
        if before == " " or (after != " " and not (is_latin(before) and is_latin(after))):
            found.append(index)
    return found

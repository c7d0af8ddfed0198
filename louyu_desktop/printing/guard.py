"""What people typed, made safe and made to fit: any text in any field, and never an exception.

Nothing in this package reads markup: text reaches a page through `pen`, which encodes characters
and nothing else.  So there is nothing to escape, no tag to swallow, no file or address to open.
What remains is what a page cannot show: controls, bidirectional marks, lone surrogates,
variation selectors; and text that is longer than its place.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from louyu_desktop.printing.linebreak import break_lines
from louyu_desktop.printing.shortened import END, tell

LIMIT = 4000
"""Characters of one field that reach a paper."""

SMALLEST = 7.0
"""No text is set smaller than this, in points."""

_DROPPED = frozenset({"Cc", "Cf", "Cs"})
_SPACES = frozenset("\t\n\v\f\r\u0085\u2028\u2029\u00a0\u3164\uffa0")
_SIMPLE = re.compile("[ -~·‐-‧、-〩ぁ-ゖァ-ヾ㐀-\u9fff！-｠]*")
_INVISIBLE = re.compile("[\u034f\u115f\u1160\u3164\uffa0\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_STEP = 0.5
_NARROWER = (0.6, 0.7, 0.8, 0.9, 1.0)

Measure = Callable[[str, float], float]


def clean(value: object, *, limit: int = LIMIT, lines: bool = False) -> str:
    r"""`value` as text that can be printed: None is "", NFC, no controls; what is over `limit` is cut and told.

    With `lines` the line ends stay (as "\n"); otherwise they become a space.
    """
    raw = "" if value is None else str(value)
    if len(raw) <= limit and is_simple(raw):
        return raw.strip()
    return _limited(_printable(raw[: limit * 4], lines=lines), limit, is_cut=len(raw) > limit * 4)


def is_simple(text: str) -> bool:
    """Whether `clean` takes nothing from a text but the spaces around it."""
    return _SIMPLE.fullmatch(text) is not None


def _printable(raw: str, *, lines: bool) -> str:
    if not raw.isprintable() or _INVISIBLE.search(raw):
        raw = raw.replace("\r\n", "\n").replace("\r", "\n")
        raw = "".join(_shown(sign, lines=lines) for sign in raw)
    return unicodedata.normalize("NFC", raw).strip()


def _limited(text: str, limit: int, *, is_cut: bool) -> str:
    if len(text) <= limit and not is_cut:
        return text
    tell(text)
    return text[: limit - 1].rstrip() + END


def _shown(sign: str, *, lines: bool) -> str:
    if sign == "\n" and lines:
        return sign
    if sign in _SPACES:
        return " "
    odd = unicodedata.category(sign) in _DROPPED or _INVISIBLE.match(sign) or _is_no_character(ord(sign))
    return "" if odd else sign


def _is_no_character(code: int) -> bool:
    """The 66 noncharacters of Unicode; an unassigned code may be one that a newer Unicode has assigned."""
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF


@dataclass(frozen=True, slots=True)
class Fitted:
    """The lines of a cell and the size at which they fit."""

    lines: tuple[str, ...]
    size: float


def fit(
    text: str, width: float, size: float, measure: Measure, *, most_lines: int = 2, repeated: bool = False
) -> Fitted:
    """`text` in a cell `width` wide: full size, else shrunk, else in lines, else cut with its end mark and told.

    `measure(text, size)` gives a width.  The result is never wider than the cell.  A `repeated` text
    stands whole elsewhere on the paper, so cutting it here needs no telling.
    """
    full = measure(text, size)
    if full <= width:
        return Fitted((text,), size)
    smaller = int(size * width / full / _STEP) * _STEP
    if smaller >= SMALLEST and measure(text, smaller) <= width:
        return Fitted((text,), smaller)
    small = min(size, max(SMALLEST, size - 2))
    for count in range(2, most_lines + 1):
        for tried in (small, SMALLEST):
            lines = _lines(text, width, tried, measure, count)
            if lines:
                return Fitted(lines, tried)
    cut = _cut_lines(text, width, measure, most_lines)
    if not repeated and "".join("".join(cut).split()) != "".join(text.split()):
        tell(text)
    return Fitted(cut, SMALLEST)


def _lines(text: str, width: float, size: float, measure: Measure, count: int) -> tuple[str, ...]:
    """At most `count` lines of about equal length; () where that cannot be.  A name parts at its dot."""
    first, dot, second = text.partition("·")
    if count == 2 and dot and second and max(measure(first + dot, size), measure(second, size)) <= width:
        return first + dot, second
    widths = [measure(sign, size) for sign in text]
    for share in _NARROWER:
        broken = break_lines(text, widths, width * share)
        lines = tuple(text[line.start : line.end] for line in broken)
        if len(lines) <= count and all(measure(line, size) <= width for line in lines):
            return lines
    return ()


def _cut_lines(text: str, width: float, measure: Measure, most_lines: int) -> tuple[str, ...]:
    """As many lines as there may be, filled, the last one with its dots."""
    lines: list[str] = []
    rest = text
    while len(lines) < most_lines - 1:
        line = _prefix(rest, width, SMALLEST, measure)
        lines.append(line.rstrip())
        rest = rest[len(line) :].lstrip()
    return (*lines, _cut(rest, width, SMALLEST, measure))


def _prefix(text: str, width: float, size: float, measure: Measure) -> str:
    """The longest beginning that fits; it may end inside a word, for a cell has no room for niceties."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if measure(text[:middle], size) <= width:
            low = middle
        else:
            high = middle - 1
    return text[:low]


def _cut(text: str, width: float, size: float, measure: Measure) -> str:
    if measure(text, size) <= width:
        return text
    if measure(END, size) > width:
        return ""
    return _prefix(text, width - measure(END, size), size, measure).rstrip() + END

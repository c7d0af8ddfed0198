"""What may not hang on a public wall: identity numbers and mobiles are stopped, addresses flagged, names masked.

Numbers are found however people type them: in full width, in Chinese, with spaces, dashes, brackets or dots between.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from louyu_desktop.errors import UserError
from louyu_desktop.rules.identity import check_credit_code, check_identity_number
from louyu_desktop.rules.masks import mask_name
from louyu_desktop.text import N_


class Sort(StrEnum):
    """What was found, by the words that are shown."""

    IDENTITY = N_("身份证号")
    DOCUMENT = N_("证件号码")
    MOBILE = N_("手机号")
    ADDRESS = N_("住址")
    NAME = N_("姓名")


STOPPED = frozenset({Sort.IDENTITY, Sort.DOCUMENT, Sort.MOBILE})
"""With one of these nothing goes on."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in a text: what, in which line, from where to where in the whole text."""

    sort: Sort
    line: int
    start: int
    end: int

    @property
    def stops(self) -> bool:
        """Whether the text may not go on with it."""
        return self.sort in STOPPED


@dataclass(frozen=True, slots=True)
class Known:
    """People whose names the station knows, and firms in whose names such a name may stand as it is."""

    names: frozenset[str] = frozenset()
    firms: frozenset[str] = frozenset()


NOBODY = Known()

_GAP = r"[\s\-·.*_/()|~+]{0,3}"
_LIST = r"[,、;:]\s?"
_NUMERAL = r"[0-9〇零一二三四五六七八九十百]{1,6}"
_SIGNS = str.maketrans("〇零○◯一二三四五六七八九幺壹贰叁肆伍陆柒捌玖", "0000123456789" + "1123456789")
_LIKE_X = frozenset("×✕✖ХхΧχ")
_PIECES, _FIRST = 4, 3
"""A telephone in pieces has so few of them, or so many digits in the first."""
_NUMERALS = frozenset("0123456789〇零一二三四五六七八九十百")
_DIGIT = r"[0-9]"
_DATE = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
_BORN = re.compile(rf"[0-9]{{6}}(?:18|19|20)[0-9]{{2}}{_DATE}")


def _spaced(*signs: str) -> str:
    """Signs one after the other with something between them, or nothing."""
    return _GAP.join(signs)


_IDENTITY = re.compile(
    rf"(?<![0-9])(?:{_spaced('[1-9]', *[_DIGIT] * 16, '[0-9Xx]')}|[1-9][0-9]{{7}}{_DATE}[0-9]{{3}})(?![0-9])"
)
_DOCUMENT = re.compile(
    r"(?:护照|通行证|台胞证|回乡证|居留证|居留身份证|居住证|证件)[^\n0-9A-Za-z]{0,8}([A-Za-z]{1,3}[ -]?[0-9]{6,10})(?![0-9A-Za-z])"
)
_MOBILE = re.compile(
    rf"(?<![0-9])(?:(?:\+|00)?86{_GAP})?"
    rf"(?:{_spaced('1', '[3-9]', *[_DIGIT] * 9)}|1[3-9][0-9]{_LIST}[0-9]{{4}}{_LIST}[0-9]{{4}})(?![0-9])"
)
_ADDRESS = re.compile(
    r"[\u4e00-\u9fff]{1,4}(?:路|街|大道|弄|巷|胡同|坊|村|苑|小区|公寓|公馆|花园|家园|新村)"
    rf"\s*{_NUMERAL}(?:[-之]{_NUMERAL})?\s*(?:支?弄|号)(?:\s*{_NUMERAL}\s*(?:号楼|支弄|号|幢|栋|座|单元)){{0,3}}"
    rf"(?:\s*{_NUMERAL}\s*室)?"
    rf"|{_NUMERAL}\s*(?:号楼|幢|栋|座|单元)\s*(?:{_NUMERAL}\s*室|[0-9]{{3,5}}(?![0-9]|\s*[人户家件个次场元%]))"
    rf"|{_NUMERAL}\s*弄\s*{_NUMERAL}\s*号(?:\s*{_NUMERAL}\s*室)?"
    rf"|{_NUMERAL}\s*号\s*[0-9]{{2,5}}\s*室"
)
_DOTS = "·•・‧∙"
_RUN = re.compile(rf"[^\W\d_]+(?:[{_DOTS}][^\W\d_]+)*")
_WORD = re.compile(r"[A-Za-z]+(?:[-'][A-Za-z]+)*")
_SHORTEST, _LONGEST, _PART, _WORDS = 2, 6, 10, 4
"""Signs of a name without a dot, signs on each side of one, and words of a Latin name."""


def look(text: str, known: Known = NOBODY, own: Collection[str] = ()) -> tuple[Finding, ...]:
    """What stands in a text that may not, in its order; `own` are the station's address and telephones, which may."""
    plain = _plain(text)
    spared = list(_spared(plain, own))
    found: list[Finding] = []
    for sort, start, end in _matches(plain, known):
        if _is_own(plain, start, end, spared):
            continue
        if any(one.start < end and start < one.end for one in found):
            continue
        found.append(Finding(sort, text.count("\n", 0, start) + 1, start, end))
    return tuple(sorted(found, key=lambda one: one.start))


def masked(text: str, known: Known) -> str:
    """The text with the names of people masked: 陈华树, and 陈 华 树, become 陈＊＊."""
    found = sorted(_named(_plain(text), known), key=lambda one: one[1], reverse=True)
    for name, start, end in found:
        text = text[:start] + mask_name(name) + text[end:]
    return text


def spellings(text: str) -> frozenset[str]:
    """Everything in a text that could be the name of somebody, Latin ones in small letters: asked for at once."""
    plain = _plain(text)
    found: set[str] = set()
    for run in _RUN.findall(re.sub(r"[^\S\n]+", "", plain)):
        size = len(run)
        for start in range(size):
            ends = range(start + _SHORTEST, min(start + _LONGEST, size) + 1)
            found.update(run[start:end] for end in ends)
        for dot in (at for at, sign in enumerate(run) if sign in _DOTS):
            for start in range(max(0, dot - _PART), dot):
                ends = range(dot + 2, min(dot + 2 * _PART, size) + 1)
                found.update("".join("·" if sign in _DOTS else sign for sign in run[start:end]) for end in ends)
    for line in plain.splitlines():
        words = _WORD.findall(line.lower())
        for start in range(len(words)):
            found.update(" ".join(words[start:end]) for end in range(start + 1, min(start + _WORDS, len(words)) + 1))
    return frozenset(found)


def _matches(plain: str, known: Known) -> Iterator[tuple[Sort, int, int]]:
    digits = plain.translate(_SIGNS)
    for found in _IDENTITY.finditer(digits):
        if _is_identity(found.group()):
            yield Sort.IDENTITY, *found.span()
    for found in _DOCUMENT.finditer(plain):
        yield Sort.DOCUMENT, *found.span(1)
    for found in _MOBILE.finditer(digits):
        if _is_mobile(found.group()):
            yield Sort.MOBILE, *found.span()
    for found in _ADDRESS.finditer(plain):
        yield Sort.ADDRESS, *found.span()
    for _name, start, end in _named(plain, known):
        yield Sort.NAME, start, end


def _is_identity(said: str) -> bool:
    """Not the credit code of a firm; what is typed in pieces has a birthday where one belongs: no row of figures."""
    code = re.sub(r"[^0-9Xx]", "", said)
    if len(code) != len(said):
        return _BORN.match(code) is not None
    return _passes(check_identity_number, code) or not _passes(check_credit_code, code)


def _is_mobile(said: str) -> bool:
    """Typed as telephones are: in one, in few pieces, or digit by digit; 13.30-16.30 180 is none."""
    groups = [len(one) for one in re.findall(r"[0-9]+", said.lstrip("+").removeprefix("00").removeprefix("86"))]
    return len(groups) <= _PIECES or groups[0] >= _FIRST or set(groups) == {1}


def _passes(check: Callable[[str], str], code: str) -> bool:
    try:
        check(code)
    except UserError:
        return False
    return True


def _named(plain: str, known: Known) -> list[tuple[str, int, int]]:
    """Where people are named, the longest names first; not inside the name of a firm."""
    taken = [found.span() for firm in known.firms for found in _written(firm).finditer(plain)]
    found: list[tuple[str, int, int]] = []
    for name in sorted(known.names, key=len, reverse=True):
        for one in _written(name).finditer(plain) if len(name) > 1 else ():
            start, end = one.span()
            if not any(a < end and start < b for a, b in taken):
                taken.append((start, end))
                found.append((name, start, end))
    return found


def _written(name: str) -> re.Pattern[str]:
    """A name as people write it: 张　三 for 张三, any dot in the middle, Latin ones in any case but as whole words."""
    plain = "".join(_plain(name).split())
    signs = (f"[{_DOTS}]" if sign in _DOTS else re.escape(sign) for sign in plain)
    words = r"[^\S\n]{0,4}".join(signs)
    edge = ("(?<![A-Za-z])", "(?![A-Za-z])") if name.isascii() else ("", "")
    return re.compile(f"{edge[0]}{words}{edge[1]}", re.IGNORECASE)


def _is_own(plain: str, start: int, end: int, spared: Collection[tuple[int, int]]) -> bool:
    """Whether all numbers of a piece belong to the station's own words."""
    mine = [(a, b) for a, b in spared if a < end and start < b]
    return bool(mine) and not any(
        plain[at] in _NUMERALS and not any(a <= at < b for a, b in mine) for at in range(start, end)
    )


def _plain(text: str) -> str:
    """The text sign by sign in its plainest form, so that places stay the same."""
    return "".join(map(_one, text))


def _one(sign: str) -> str:
    if sign.isascii():
        return sign
    if sign in _LIKE_X:
        return "X"
    digit = unicodedata.digit(sign, None)
    if digit is not None:  # ①, ١, １ and their like
        return str(digit)
    category = unicodedata.category(sign)
    if category in {"Cf", "Mn", "Me", "Zs"}:
        return " "
    if category == "Pd" or sign == "−":
        return "-"
    folded = unicodedata.normalize("NFKC", sign)
    return folded if len(folded) == 1 else sign


def _spared(plain: str, own: Collection[str]) -> Iterator[tuple[int, int]]:
    for one in own:
        said = _plain(one).strip()
        digits = re.sub(r"[^0-9]", "", said)
        if said:
            yield from (found.span() for found in re.finditer(re.escape(said), plain))
        if len(digits) >= 7 and len(digits) * 2 >= len(said):
            yield from (found.span() for found in re.finditer(_spaced(*digits), plain))

"""What may not hang on a public wall: identity numbers and mobiles are stopped, addresses flagged, names masked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from louyu_desktop.rules.masks import mask_name
from louyu_desktop.text import N_


class Sort(StrEnum):
    """What was found, by the words that are shown."""

    IDENTITY = N_("身份证号")
    MOBILE = N_("手机号")
    ADDRESS = N_("住址")
    NAME = N_("姓名")


STOPPED = frozenset({Sort.IDENTITY, Sort.MOBILE})
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


_BETWEEN = r"[\s\-·.,，、_*—–]{0,2}"
_IDENTITY = re.compile(
    rf"(?<!\d)[1-9](?:{_BETWEEN}\d){{16}}{_BETWEEN}[\dXx](?![\dA-Za-z])|(?<!\d)[1-9]\d{{7}}[01]\d[0-3]\d{{4}}(?!\d)",
    re.ASCII,
)
_MOBILE = re.compile(rf"(?<!\d)(?:(?:\+|00)?86{_BETWEEN})?1{_BETWEEN}[3-9](?:{_BETWEEN}\d){{9}}(?!\d)", re.ASCII)
_CHINESE = str.maketrans("〇零一二三四五六七八九幺", "001234567891")
_SPOKEN = re.compile(r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])")
_ADDRESS = re.compile(
    r"[\u4e00-\u9fff]{1,4}(?:路|街|弄|巷|村|苑|小区|公寓|花园|新村)\s*\d{1,5}\s*(?:弄|号)(?:\s*\d{1,4}\s*(?:号楼|号|幢|栋))?"
    r"(?:\s*\d{1,5}\s*室)?"
    r"|\d{1,4}\s*(?:号楼|幢|栋|单元)\s*\d{2,5}\s*室?"
    r"|\d{1,5}\s*弄\s*\d{1,4}\s*号(?:\s*\d{1,5}\s*室)?"
)


def look(text: str, names: Collection[str] = (), own: Collection[str] = ()) -> tuple[Finding, ...]:
    """What stands in a text that may not, in its order.

    `names` are those of people whom the station knows; `own` the station's address and telephones, which may stand.
    """
    plain = _plain(text)
    spared = list(_spared(plain, own))
    found: list[Finding] = []
    for sort, start, end in _matches(plain, names):
        if _is_own(plain, start, end, spared):
            continue
        if any(one.start < end and start < one.end for one in found):
            continue
        found.append(Finding(sort, text.count("\n", 0, start) + 1, start, end))
    return tuple(sorted(found, key=lambda one: one.start))


def _matches(plain: str, names: Collection[str]) -> Iterator[tuple[Sort, int, int]]:
    for found in _IDENTITY.finditer(plain):
        yield Sort.IDENTITY, *found.span()
    for found in _MOBILE.finditer(plain):
        yield Sort.MOBILE, *found.span()
    for found in _SPOKEN.finditer(plain.translate(_CHINESE)):
        yield Sort.MOBILE, *found.span()
    for found in _ADDRESS.finditer(plain):
        yield Sort.ADDRESS, *found.span()
    for name in sorted(names, key=len, reverse=True):
        if len(name) > 1:
            for found in re.finditer(re.escape(name), plain) if name in plain else ():
                yield Sort.NAME, *found.span()


def _is_own(plain: str, start: int, end: int, spared: Collection[tuple[int, int]]) -> bool:
    """Whether all numbers of a piece belong to the station's own words."""
    mine = [(a, b) for a, b in spared if a < end and start < b]
    return bool(mine) and not any(
        plain[at].isdigit() and not any(a <= at < b for a, b in mine) for at in range(start, end)
    )


def _plain(text: str) -> str:
    """The text sign by sign in its half-width form, so that places stay the same."""
    return "".join(_one(sign) for sign in text)


def _one(sign: str) -> str:
    if sign.isascii():
        return sign
    if unicodedata.category(sign) == "Cf":
        return " "
    folded = unicodedata.normalize("NFKC", sign)
    return folded if len(folded) == 1 else sign


def _spared(plain: str, own: Collection[str]) -> Iterator[tuple[int, int]]:
    for one in own:
        said = _plain(one).strip()
        digits = re.sub(r"\D", "", said)
        if said:
            yield from (found.span() for found in re.finditer(re.escape(said), plain))
        if len(digits) >= 7 and len(digits) * 2 >= len(said):
            loose = _BETWEEN.join(digits)
            yield from (found.span() for found in re.finditer(loose, plain))


def masked(text: str, names: Collection[str]) -> str:
    """The text with the given names masked: 陈华树 becomes 陈＊＊."""
    for name in sorted(names, key=len, reverse=True):
        if len(name) > 1 and name in text:
            text = text.replace(name, mask_name(name))
    return text

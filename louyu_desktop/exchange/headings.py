"""What a column is about: headings folded and matched to the columns that a ledger may have."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

_INVISIBLE = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\u00ad]+")
_NUMBERING = re.compile(
    r"^(?:第?[(（]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[)）](?=\D)|(?:q|题|问题)?\d{1,3}[.、:,，．](?=\D)|[一二三四五六七八九十]{1,3}[、.])"
)
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕|<[^<>]*>")
_POLITE = re.compile(r"^(?:请问|请填写|请输入|请选择|请提供|填写|输入|选择)?(?:您|你|本人)?(?:的)?(?=.)")
_GENERAL = re.compile(r"(?:基本|有关|相关)?(?:信息|情况|资料)$")
_EDGES = "*＊★●※:;,.、。?!-_=~/|'\"“”「」《》·"
_STRONG = frozenset({"姓名", "手机", "性别", "学历", "邮箱", "楼层", "室号", "楼宇"})
ENOUGH = 0.6
"""Below this a heading is left for a person to map."""

LIKELIEST = 0.9
"""The confidence in a heading that is nobody's own name is never above this."""

SERIALS = frozenset({"序号", "序", "no", "no.", "num", "#", "行号", "顺序", "编号", "id"})


@dataclass(frozen=True, slots=True)
class Target:
    """A column that a ledger may have: its name, its label and the other headings it is known by.

    `key` columns say which record a row is about; `carry` ones are often written only once for a group.
    `contained` are words that settle what a long heading, such as a question, is about.
    """

    name: str
    label: str
    aliases: tuple[str, ...] = ()
    key: bool = False
    carry: bool = False
    contained: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """One column's heading: `text` as it stands lowest, `levels` from the top row down."""

    index: int
    text: str
    levels: tuple[str, ...]


@lru_cache(maxsize=4096)
def fold_heading(text: str) -> str:
    """A heading without widths, spaces, numbering, units in brackets, politeness and edge signs."""
    folded = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).casefold()
    folded = _NUMBERING.sub("", folded)
    bare = _BRACKETS.sub("", folded)
    bare = (bare or folded).strip(_EDGES)
    return _POLITE.sub("", bare).strip(_EDGES) or bare


def names_of(target: Target) -> dict[str, int]:
    """Each folded name of a target and its rank: its own label comes first."""
    ranked: dict[str, int] = {}
    for rank, name in enumerate((target.label, *target.aliases)):
        ranked.setdefault(fold_heading(name), rank)
    return ranked


def _partly(heading: str, name: str) -> float:
    """How well a heading that is not an alias resembles one; Chinese headings say the thing last."""
    if len(name) < 2 or len(heading) < 2:
        return 0.0
    if heading.endswith(name) and (len(name) > 2 or name in _STRONG):
        return 0.6 + 0.3 * len(name) / len(heading)
    if heading.startswith(name) and len(name) > 3:
        return 0.5 + 0.4 * len(name) / len(heading)
    if len(name) > 3 and len(heading) > 3 and name.startswith(heading):
        return 0.5 + 0.4 * len(heading) / len(name)
    ratio = fuzz.ratio(heading, name) / 100
    return 0.75 * ratio if ratio >= 0.8 and len(name) > 3 else 0.0


def _folded(heading: Heading) -> tuple[str, list[str]]:
    """The lowest heading, and it with those above it."""
    levels = heading.levels
    joined = [fold_heading("".join(levels[i:])) for i in range(len(levels) - 1)]
    joined += [fold_heading(_GENERAL.sub("", fold_heading(above)) + levels[-1]) for above in levels[:-1]]
    return fold_heading(levels[-1]), list(dict.fromkeys(joined))


class Matcher:
    """Matches headings to one kind's targets."""

    def __init__(self, targets: Sequence[Target]) -> None:
        self.targets = tuple(targets)
        self.names = {target.name: names_of(target) for target in targets}
        self.known = {name for names in self.names.values() for name in names}
        self.owners: dict[str, list[tuple[int, int]]] = {}
        self._resembled: dict[str, list[tuple[float, int]]] = {}
        for order, target in enumerate(targets):
            for name, rank in self.names[target.name].items():
                self.owners.setdefault(name, []).append((rank, order))

    def likely(self, heading: Heading) -> list[tuple[float, int, int]]:
        """How surely a heading that is nobody's own name means each target (0 … 1), the rank of the alias, place."""
        own, joined = _folded(heading)
        if own in self.known:
            return []
        texts = [self._resembling(text) for text in (own, *joined)] if own not in SERIALS else []
        found = []
        for order, target in enumerate(self.targets):
            if any(word in own for word in target.contained):
                found.append((LIKELIEST, 0, order))
            else:
                found.append((*max((one[order] for one in texts), default=(0.0, 0)), order))
        return found

    def _resembling(self, text: str) -> list[tuple[float, int]]:
        """For each target the name that a text resembles most, and its rank; the same text comes again and again."""
        found = self._resembled.get(text)
        if found is None:
            every = (self.names[target.name].items() for target in self.targets)
            found = [max((_partly(text, name), rank) for name, rank in names) for names in every]
            self._resembled[text] = found
        return found

    def exact(self, heading: Heading) -> list[tuple[float, int, int]]:
        """The targets that go by the heading, or by it and the headings above it: confidence, rank, place."""
        own, joined = _folded(heading)
        found = [(1.05, rank, order) for text in joined for rank, order in self.owners.get(text, ())]
        return found + [(1.0, rank, order) for rank, order in self.owners.get(own, ())]

    def match(self, headings: Iterable[Heading], *, loose: bool = True) -> dict[int, tuple[str, float]]:
        """Column index → (target, confidence); every target and every column once, best first."""
        found = []
        for heading in headings:
            sure = self.exact(heading)
            if not sure and loose:
                sure = self.likely(heading)
            found += [
                (-points, rank, order, heading.index, self.targets[order].name)
                for points, rank, order in sure
                if points >= ENOUGH
            ]
        result: dict[int, tuple[str, float]] = {}
        taken: set[str] = set()
        for negative, _rank, _order, index, name in sorted(found):
            if index not in result and name not in taken:
                result[index] = (name, min(-negative, 1.0))
                taken.add(name)
        return result


def signature(headings: Iterable[Heading]) -> str:
    """What a source is recognised by: its folded headings in order."""
    return "|".join(fold_heading("".join(heading.levels)) for heading in headings)


def from_profile(headings: Sequence[Heading], kept: Mapping[str, str]) -> dict[int, tuple[str, float]]:
    """A remembered mapping (folded heading → target) laid over today's headings."""
    result: dict[int, tuple[str, float]] = {}
    for heading in headings:
        name = kept.get(fold_heading("".join(heading.levels)))
        if name:
            result[heading.index] = (name, 1.0)
    return result

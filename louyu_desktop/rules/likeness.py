"""Whether two records may be one firm: weighted rules over names, numbers and places (FEATURES.md A2–A4).

The weights are the station's (`settings`); what speaks against counts below zero.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import combinations

from rapidfuzz import fuzz

from louyu_desktop.rules.names import fold_organisation, short_organisation
from louyu_desktop.text import _

NEAR = 86.0
"""Percent of likeness of two short names that counts as near."""

CROWD = 40
"""A place, phone or beginning of a name that more firms share than this tells none of them apart."""

_BRANCH = ("分公司", "分部", "办事处", "代表处", "分所", "营业部", "门店", "分店")


@dataclass(frozen=True, slots=True)
class Firm:
    """What is compared of a firm; `units` are the places where it sits now, `phones` and `people` of its contacts."""

    id: int
    name: str
    former: str = ""
    short: str = ""
    code: str = ""
    units: frozenset[int] = frozenset()
    phones: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each rule says, and from which sum on two firms are shown."""

    name: int = 60
    near: int = 45
    former: int = 60
    unit: int = 25
    phone: int = 25
    person: int = 10
    threshold: int = 60


WEIGHTS = tuple(one.name for one in fields(Weights))
"""The names of the weights, which the station's settings carry too."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two firms, the sum, and what it is made of in words with points."""

    first: int
    second: int
    score: int
    reasons: tuple[tuple[str, int], ...]


def core(name: str) -> str:
    """What is left of a company's name without region, brackets and legal form, folded."""
    return fold_organisation(short_organisation(name))


def compare(one: Firm, other: Firm, weights: Weights) -> Likeness:
    """How much speaks for two firms being one."""
    found = [*_by_name(one, other, weights)]
    if one.units & other.units:
        found.append((_("在同一个单元"), weights.unit))
    if one.phones & other.phones:
        found.append((_("联系电话相同"), weights.phone))
    elif one.people & other.people:
        found.append((_("联系人同名"), weights.person))
    if one.code and other.code and one.code != other.code:
        found.append((_("信用代码不同"), -weights.name))
    if _is_branch(one.name) is not _is_branch(other.name):
        found.append((_("一家是分支机构"), -weights.near))
    return Likeness(one.id, other.id, sum(points for _words, points in found), tuple(found))


def _by_name(one: Firm, other: Firm, weights: Weights) -> Iterator[tuple[str, int]]:
    mine, theirs = fold_organisation(one.name), fold_organisation(other.name)
    if mine == theirs:
        yield _("名称相同"), weights.name
        return
    left, right = core(one.name), core(other.name)
    if {left, right} & {core(name) for name in (one.former, other.former) if name}:
        yield _("是另一家的曾用名"), weights.former
        return
    if left == right and len(left) > 1:
        yield _("名称只差地区或公司形式"), weights.name
    elif min(len(left), len(right)) > 2 and fuzz.ratio(left, right) >= NEAR:
        yield _("名称相近"), weights.near
    elif one.short and other.short and fold_organisation(one.short) == fold_organisation(other.short):
        yield _("简称相同"), weights.near


def _is_branch(name: str) -> bool:
    return name.rstrip("）)").endswith(_BRANCH) or any(f"{word}）" in name for word in _BRANCH)


Report = Callable[[int, int], None]


def pairs(firms: Sequence[Firm], weights: Weights, report: Report = lambda _done, _total: None) -> list[Likeness]:
    """Every two firms whose sum reaches the threshold, the surest first.

    Only firms that share a name, a beginning or an end of one, a unit or a phone are compared.
    """
    by_id = {firm.id: firm for firm in firms}
    seen: set[tuple[int, int]] = set()
    found = []
    blocks = _blocks(firms)
    for done, ids in enumerate(blocks):
        if done % 500 == 0:
            report(done, len(blocks))
        for pair in combinations(sorted(ids), 2):
            if pair in seen:
                continue
            seen.add(pair)
            likeness = compare(by_id[pair[0]], by_id[pair[1]], weights)
            if likeness.score >= weights.threshold:
                found.append(likeness)
    return sorted(found, key=lambda one: (-one.score, one.first, one.second))


def _blocks(firms: Iterable[Firm]) -> list[set[int]]:
    shared: dict[tuple[str, object], set[int]] = defaultdict(set)
    for firm in firms:
        for key in _keys(firm):
            shared[key].add(firm.id)
    exact = {"name"}
    return [ids for (sort, _key), ids in shared.items() if len(ids) > 1 and (sort in exact or len(ids) <= CROWD)]


def _keys(firm: Firm) -> Iterator[tuple[str, object]]:
    yield "name", fold_organisation(firm.name)
    short = core(firm.name)
    yield "core", short
    if firm.former:
        yield "core", core(firm.former)
    yield "begins", short[:2]
    yield "ends", short[-3:]
    if firm.short:
        yield "short", fold_organisation(firm.short)
    for unit in firm.units:
        yield "unit", unit
    for phone in firm.phones:
        yield "phone", phone

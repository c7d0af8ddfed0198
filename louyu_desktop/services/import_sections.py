"""What rows between the records say of those below them: 「三层」「永盛大厦」「第二联合支部」."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from louyu_desktop.services.import_places import floor_of

_NUMBERING = re.compile(r"^\s*(?:[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．]\s*|第[一二三四五六七八九十\d]{1,3}[章节部分]+\s*)(?=.{2})")
_COUNTED = re.compile(r"\s*[(（:：,，]?\s*(?:共|合计|总计|计)?\s*\d+\s*(?:家|户|人|名|个|间|层)[^)）]{0,12}[)）]?$")
_FLOOR = re.compile(
    r"^第?(?:(?:地下|负|B|-|LG|UG|G|L)?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[AB]?(?:\s*[-~至、]\s*\d{1,3})?\s*"
    r"(?:楼层|层|楼|F)|B\d{1,2}|L\d{1,2})$",
    re.IGNORECASE,
)
_BUILDING = re.compile(
    r"(?:大厦|广场|中心|大楼|商厦|公寓|园区|产业园|国际|天地|公馆|楼|园|座|期|幢|栋|城|里|坊|庭|苑|商铺|塔|馆|路\d+弄?|\d+号|弄|街区|创意园)$"
)
_BRANCH = re.compile(r"(?:支部|党委|党总支|委员会|党小组|党组|总支|工委)$")
_TAIL = re.compile(
    r"(?:楼宇|入驻)?(?:企业|单位|租户|商户|客户)?(?:基本)?(?:信息|情况)?(?:台账|名单|名册|一览表?|清单|汇总表?|登记表|统计表|明细表?|摸排表|情况表|表)$"
)
_ROLL = re.compile(r"(?:全体|在册)?(?:正式|预备|流动)?党员(?:基本)?(?:信息|情况)?(?:花名册|名册|名单|一览表?|登记表|统计表|信息表|清单|汇总表?|表)?$")


def bare(text: str) -> str:
    """The words of a section without its numbering, the count of what stands below, and brackets' remarks."""
    plain = _COUNTED.sub("", _NUMBERING.sub("", text.strip())).strip(" :：-—_")
    return re.sub(r"^[^:：]{2,8}[:：]\s*(?=.)", "", plain)


def as_floor(text: str) -> str:
    """The floor that a text names and nothing else; "" for anything else."""
    plain = re.sub(r"\s", "", bare(text))
    return floor_of(plain) if _FLOOR.match(plain) else ""


def as_building(text: str, *, sure: bool = False) -> str:
    """The building that a title, sheet or section is named after; `sure` where nothing else could be meant."""
    plain = re.sub(r"[（(【].*?[）)】]", "", text).strip()
    plain = re.sub(r"^\d{4}\s*年(?:度|第?[一二三四1-4]季度|\d{1,2}月(?:份)?)?\s*|^\d+[.、]\s*", "", plain).strip()
    found = _TAIL.sub("", bare(plain)).strip(" -_—")
    if as_floor(found) or not found:
        return ""
    return found if sure or (_BUILDING.search(found) and 2 <= len(found) <= 16) else ""


def as_branch(text: str) -> str:
    """The Party organisation that a title, sheet or section is named after; "" for none."""
    plain = re.sub(r"[（(【].*?[）)】]", "", text).strip()
    plain = re.sub(r"^\d{4}\s*年(?:度|\d{1,2}月(?:份)?)?\s*", "", plain)
    found = _ROLL.sub("", bare(plain)).strip(" -_—")
    return found if _BRANCH.search(found) and 4 <= len(found) <= 60 else ""


def said_by(columns: Collection[str], sections: Sequence[str]) -> dict[str, str]:
    """Values that hold for a row because of the section rows above it; the last of each sort counts."""
    said: dict[str, str] = {}
    for text in sections:
        floor = as_floor(text)
        if floor:
            said["unit.floor"] = floor
        elif as_branch(text):
            said["membership.organisation_id"] = as_branch(text)
        elif as_building(text):
            said["building"] = as_building(text)
            said.pop("unit.floor", None)
    return {name: value for name, value in said.items() if name in _FITTING and _FITTING[name] & set(columns)}


_PLACED = {"unit.room", "place", "credit_code", "headcount", "contact.name", "contact.phone", "lease", "legal.name"}
_FITTING = {
    "unit.floor": _PLACED,
    "building": _PLACED | {"unit.floor"},
    "membership.organisation_id": {
        "membership.joined_on", "membership.kind", "membership.regularised_on", "born", "political_status",
         "membership.post",
    },
}  # fmt: skip
"""Columns of which a sheet has at least one where such a section can stand."""

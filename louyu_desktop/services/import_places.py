"""Floor and room out of what people write: 「8楼805室」「8F-05」「B1层」「805」."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple


class Place(NamedTuple):
    """A floor as kept (`8`, `B1`, `8-10`) and a room on it (`05`); either may be blank."""

    floor: str
    room: str


_NUMERALS = dict(zip("零〇一二三四五六七八九", "00123456789", strict=True))
_NUMBER = r"(?:地下|负|B|b|-|M|m|L(?=\d)|l(?=\d))?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[ABab]?|LG\d?|UG\d?|G|L"
_FLOOR = rf"(?:{_NUMBER})(?:\s*[-~至、/]\s*(?:{_NUMBER}))*"
_MARK = r"(?:楼层|楼|层|F(?![A-Za-z])|/F)"
_TOWER = (
    r"[^\d]{0,6}?(?:座|栋|幢|号楼)|\d{1,2}\s*(?:号楼|号|栋|幢|座|期)|[A-Za-z]\s*(?:座|栋|幢|楼|区)|(?:东|西|南|北|中)(?:楼|座|区|塔)|塔楼|主楼|裙楼|裙房"
)
_DIGIT = r"[\d一二三四五六七八九十]"
_EACH_MARKED = re.compile(
    rf"(?<={_DIGIT})\s*(?:楼层|楼|层|F)(?=\s*[-~至、/]\s*(?:B|地下)?{_DIGIT}+\s*(?:楼|层|F))", re.IGNORECASE
)
_FLOOR_ONLY = re.compile(rf"^(?:第)?(?P<floor>{_FLOOR})\s*(?P<mark>{_MARK}?)$", re.IGNORECASE)
_BOTH = re.compile(
    rf"^(?P<tower>{_TOWER})?[\s\-]*(?:第)?(?P<floor>{_FLOOR})\s*{_MARK}[\s\-_,，/]*(?P<room>.*)$", re.IGNORECASE
)
_ROOM_MARK = re.compile(r"(?:室|号房|房间|房|号室|单元|号铺|铺位|铺)$")
_SPLIT = re.compile(
    r"^(?P<floor>(?:地下|B|L)\d{1,2}|LG\d?|UG\d?|G|\d{1,3}(?=-0)|\d{1,2}(?=-\d{2}(?:\D|$)))\s*-?\s*"
    r"(?P<room>(?<=-)[A-Za-z]?\d{1,3}[A-Za-z]?|\d{2}[A-Za-z]?)(?:室)?$",
    re.IGNORECASE,
)
_BARE = re.compile(
    rf"^(?P<tower>(?:{_TOWER}|[A-Za-z])?)[\s\-]*(?P<number>\d{{3,4}})"
    r"(?P<rest>[A-Za-z]?(?:\s*[-、,/~]\s*\d{1,4}[A-Za-z]?)*)$"
)


def _half(text: str) -> str:
    plain = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).replace("—", "-").replace("–", "-").strip()
    return _EACH_MARKED.sub("", plain)


def _chinese(text: str) -> str:
    if not re.fullmatch(r"[零〇一二三四五六七八九十]+", text):
        return text
    if "十" not in text:
        return "".join(_NUMERALS[c] for c in text)
    tens, _sign, ones = text.partition("十")
    return str(int(_NUMERALS.get(tens, "1")) * 10 + int(_NUMERALS.get(ones, "0")))


def _one_floor(text: str) -> str:
    found = re.match(r"^(地下|负|B|-|L(?=\d))?(.+)$", text.strip(), re.IGNORECASE)
    if not found:
        return text.strip()
    if found[1] and found[1].upper() == "L":
        return str(int(found[2])) if found[2].isdigit() else found[2].upper()
    number = _chinese(found[2].strip())
    number = str(int(number)) if number.isdigit() else number.upper()
    return f"B{number}" if found[1] else number


@lru_cache(maxsize=8192)
def floor_of(text: str) -> str:
    """A floor as it is kept: 「08层」 → `8`, 「地下一层」 → `B1`, 「8-10楼」 → `8-10`; other words as typed."""
    plain = _half(text)
    found = _FLOOR_ONLY.match(plain)
    if not found:
        return plain
    return _join_floors(found["floor"])


def _join_floors(text: str) -> str:
    if re.match(r"^-\d", text):
        return _one_floor(text)
    parts = re.split(r"\s*([-~至、/])\s*", text)
    signs = {"~": "-", "至": "-", "/": "、"}
    return "".join(_one_floor(part) if i % 2 == 0 else signs.get(part, part) for i, part in enumerate(parts))


@lru_cache(maxsize=8192)
def room_of(text: str, floor: str) -> str:
    """A room as it is kept: without 室, and without the floor's own digits before two more: 「805室」 on 8 → `05`."""
    plain = _ROOM_MARK.sub("", _half(text)).strip(" -")
    if floor and re.fullmatch(rf"0?{re.escape(floor)}\s*[F楼层]?\s*-\s*\d{{1,3}}[A-Za-z]?", plain, re.IGNORECASE):
        plain = plain.rsplit("-", 1)[1].strip()
    parts = re.split(r"(\s*[-、,/~]\s*)", plain)
    return "".join(part if i % 2 else _one_room(part, floor) for i, part in enumerate(parts)).replace(" ", "")


def _one_room(text: str, floor: str) -> str:
    bare = text.strip()
    for before in (floor, floor.zfill(2) if floor.isdigit() else "", f"{floor}F"):
        if before and bare.upper().startswith(before.upper()) and re.fullmatch(r"\d{2}[A-Za-z]?", bare[len(before):]):
            return bare[len(before):].upper()
    return bare.upper() if bare.isascii() else bare


@lru_cache(maxsize=8192)
def place_of(text: str) -> Place:
    """Floor and room out of one cell; what cannot be told apart stays in the room, as typed."""
    plain = _half(text)
    split = _SPLIT.match(plain)
    if split:
        return Place(_join_floors(split["floor"]), split["room"].upper())
    only = _FLOOR_ONLY.match(plain)
    if only and (only["mark"] or not re.search(r"\d{3}", plain)):
        return Place(_join_floors(only["floor"]), "")
    both = _BOTH.match(plain)
    if both:
        floor = _join_floors(both["floor"])
        return Place(floor, (both["tower"] or "").strip() + room_of(both["room"], floor))
    bare = _BARE.match(_ROOM_MARK.sub("", plain))
    if bare:
        floor = str(int(bare["number"][:-2]))
        room = room_of(bare["number"] + bare["rest"], floor)
        return Place(floor, bare["tower"] + room)
    return Place("", _ROOM_MARK.sub("", plain))

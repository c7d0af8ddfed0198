"""Floors of a tower: their order, what stands on each and how wide, what is vacant (FIELD.md 2.1; 出租率 of seed S0)."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from statistics import median

_WORDS = {
    "屋顶": 10_000.0, "顶层": 10_000.0, "天台": 10_000.0, "RF": 10_000.0, "避难层": 5_000.0, "夹层": 1.5, "M": 1.5,
    "裙楼": 0.8, "裙房": 0.8, "底商": 0.7, "沿街": 0.7, "大堂": 0.6, "G": 0.5, "GF": 0.5, "LG": -0.5,
}  # fmt: skip
"""Floors that have a name: where they stand among the numbered ones."""

_UNKNOWN, _NONE = -1_000.0, -2_000.0
_MOST = 60
_DIGITS = {sign: number for number, sign in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_BELOW = re.compile(r"^(?:地下|负|B|-)\s*([0-9]{1,2}|[一二三四五六七八九十]{1,3})([A-Z]?)$")
_ABOVE = re.compile(r"^(?:地上|第)?([0-9]{1,3}|[〇零一二两三四五六七八九十百]{1,5})([A-Z]?)$")
_RANGE = re.compile(r"^(.+?)(?:-|~|—|–|至|到)(.+)$")
_TAIL = re.compile(r"(?:层|楼|F|整层|全层)+$")
_PLATE = 100.0
_IN_BRACKETS = re.compile(r"[（(].*?[）)]")
_CITY = re.compile(r"^(?:中国)?上海市?")
_FORM = re.compile(r"(?:股份有限公司|有限责任公司|集团有限公司|有限公司|有限合伙|合伙企业|公司|事务所)$")


@dataclass(frozen=True, slots=True, order=True)
class Storey:
    """One floor: where it stands, the highest number at the top, and what it is called."""

    number: float
    label: str


@dataclass(frozen=True, slots=True)
class Place:
    """A unit: its floor as written, room and area; nothing in `room` means the whole floor."""

    id: int
    floor: str
    room: str = ""
    area: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Tenancy:
    """That somebody sits in a unit, with the area of the lease if that is known."""

    id: int
    place_id: int
    area: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A piece of a floor: let to somebody (`tenancy_id`), or vacant; drawn as wide as its `weight`.

    Where the `area` is not known, it is as wide as the others of the floor are in the middle.
    """

    place_id: int
    room: str
    tenancy_id: int | None
    area: Decimal | None
    weight: float

    @property
    def vacant(self) -> bool:
        """Whether nobody sits there."""
        return self.tenancy_id is None


@dataclass(frozen=True, slots=True)
class Row:
    """A floor with its cells from left to right; `rate` is what share is let, None where areas are missing."""

    storey: Storey
    cells: tuple[Cell, ...]
    leased: Decimal
    vacant: Decimal
    rate: float | None


@lru_cache(maxsize=4096)
def storeys(text: str) -> tuple[Storey, ...]:
    """The floors that an entry means: 8, 8F, B1, 负一层, 8-10, 8、9, 裙楼; what is not known stands as it is written."""
    plain = _plain(text)
    if not plain:
        return (Storey(_NONE, ""),)
    parts = [part for part in re.split(r"[、,，/&和+]", plain) if part]
    found = [one for part in parts for one in _part(part)]
    return tuple(dict.fromkeys(found)) or (_named(plain),)


def storey_label(text: str) -> str:
    """The floors of an entry in words, as they stand beside the plan."""
    return "、".join(one.label for one in storeys(text))


def arrange(places: Iterable[Place], tenancies: Iterable[Tenancy]) -> tuple[Row, ...]:
    """Every floor, the highest first: tenants and what is vacant, in the order of their rooms.

    A unit whose area is greater than what is let of it has the rest as a vacant cell.  A whole floor's unit without
    a tenant, beside rooms on the same floor, gives the floor's area: what the rooms leave of it is vacant.  A unit
    on several floors has an equal part of its area on each.
    """
    sitting: dict[int, list[Tenancy]] = defaultdict(list)
    for one in tenancies:
        sitting[one.place_id].append(one)
    floors: dict[Storey, list[tuple[Place, int]]] = defaultdict(list)
    for place in places:
        on = storeys(place.floor)
        for storey in on:
            floors[storey].append((place, len(on)))
    return tuple(
        _row(storey, sorted(floors[storey], key=lambda one: room_order(one[0].room)), sitting)
        for storey in sorted(floors, reverse=True)
    )


def room_order(room: str) -> tuple[object, ...]:
    """Rooms by their numbers, 5 before 10; the whole floor first."""
    return tuple(
        (0, int(part), "") if part.isdigit() else (1, 0, part) for part in re.split(r"(\d+)", room.upper()) if part
    )


def let_rate(leased: Decimal, leasable: Decimal | None) -> float | None:
    """What share of an area is let, between 0 and 1; None where there is nothing to compare with."""
    if not leasable:
        return None
    return min(1.0, float(leased / leasable))


def short_of(name: str, short: str | None = None) -> str:
    """What a firm is called where there is little room: its short name, or its name without place and form."""
    if short:
        return short
    bare = _IN_BRACKETS.sub("", name).strip()
    bare = _CITY.sub("", bare) or bare
    cut = _FORM.sub("", bare)
    return cut if len(cut) >= 2 else name


# -- reading what is written -------------------------------------------------------------------


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text or "")).upper()


def _part(text: str) -> tuple[Storey, ...]:
    number = _number(text)
    if number is not None:
        return (_numbered(*number),)
    span = _RANGE.match(text)
    ends = (_number(span[1]), _number(span[2])) if span else (None, None)
    if ends[0] is None or ends[1] is None:
        return (_named(text),)
    low, high = sorted((int(ends[0][0]), int(ends[1][0])))
    if high - low >= _MOST:
        return (_named(text),)
    return tuple(_numbered(float(one), "") for one in range(low, high + 1) if one)


def _number(text: str) -> tuple[float, str] | None:
    bare = _TAIL.sub("", text)
    if text in _WORDS:
        return None
    below, above = _BELOW.match(bare), _ABOVE.match(bare)
    found = below or above
    if found is None:
        return None
    size = int(found[1]) if found[1].isdigit() else _chinese(found[1])
    if not size:
        return None
    return (-size if below else size), found[2]


def _numbered(number: float, letter: str) -> Storey:
    size = int(abs(number))
    half = (ord(letter) - 64) / 100 if letter else 0.0
    label = f"B{size}{letter}" if number < 0 else f"{size}{letter or 'F'}"
    return Storey(number + half, label)


def _named(text: str) -> Storey:
    return Storey(next((place for word, place in _WORDS.items() if text in {word, f"{word}层"}), _UNKNOWN), text)


def _chinese(text: str) -> int:
    """二十三 and 一〇二 as numbers; 0 for what is none."""
    if "十" not in text and "百" not in text:
        return int("".join(str(_DIGITS[sign]) for sign in text)) if all(s in _DIGITS for s in text) else 0
    total, held = 0, 0
    for sign in text:
        if sign in {"十", "百"}:
            total += (held or 1) * (10 if sign == "十" else 100)
            held = 0
        else:
            held = _DIGITS[sign]
    return total + held


# -- filling a floor ---------------------------------------------------------------------------

_Piece = tuple[Place, int | None, Decimal | None]


def _row(storey: Storey, places: Sequence[tuple[Place, int]], sitting: dict[int, list[Tenancy]]) -> Row:
    whole = [place for place, _floors in places if not place.room and not sitting[place.id]]
    rooms = [one for one in places if one[0] not in whole] or list(places)
    pieces: list[_Piece] = []
    for place, floors in rooms:
        pieces += _pieces(place, floors, sitting[place.id])
    plate = next((_share(place.area, floors) for place, floors in places if place in whole and place.area), None)
    if plate is not None and rooms != list(places):
        pieces = _with_rest(pieces, next(place for place in whole if place.area), plate)
    known = [float(area) for _place, _tenancy, area in pieces if area]
    usual = median(known) if known else _PLATE
    cells = tuple(
        Cell(place.id, place.room, tenancy, area, float(area) if area else usual) for place, tenancy, area in pieces
    )
    leased = sum((area for _place, tenancy, area in pieces if tenancy and area), Decimal())
    vacant = sum((area for _place, tenancy, area in pieces if tenancy is None and area), Decimal())
    return Row(storey, cells, leased, vacant, _rate(pieces, [place for place, _floors in rooms], plate, leased, vacant))


def _pieces(place: Place, floors: int, tenants: Sequence[Tenancy]) -> list[_Piece]:
    area = _share(place.area, floors)
    if not tenants:
        return [(place, None, area)]
    known = sum((_share(one.area, floors) or Decimal() for one in tenants), Decimal())
    open_ones = [one for one in tenants if not one.area]
    left = max(Decimal(), area - known) if area else None
    each = (left / len(open_ones)).quantize(Decimal("0.01")) if left and open_ones else None
    pieces: list[_Piece] = [(place, one.id, _share(one.area, floors) or each) for one in tenants]
    if left and not open_ones and left >= max(Decimal(5), area / 50 if area else Decimal()):
        pieces.append((place, None, left))
    return pieces


def _with_rest(pieces: list[_Piece], whole: Place, plate: Decimal) -> list[_Piece]:
    """The same with what the rooms leave of the floor."""
    used = sum((area or Decimal() for _place, _tenancy, area in pieces), Decimal())
    if any(area is None for _place, _tenancy, area in pieces) or plate - used < max(Decimal(5), plate / 50):
        return pieces
    return [*pieces, (whole, None, plate - used)]


def _rate(
    pieces: Sequence[_Piece], places: Sequence[Place], plate: Decimal | None, leased: Decimal, vacant: Decimal
) -> float | None:
    """None unless the floor's whole area is known: a list of tenants alone does not say what stands empty."""
    measured = plate is not None or all(place.area for place in places)
    if not pieces or not measured or any(area is None for _place, _tenancy, area in pieces):
        return None
    return float(leased / (leased + vacant)) if leased + vacant else None


def _share(area: Decimal | None, floors: int) -> Decimal | None:
    if not area:
        return None
    return area if floors == 1 else (area / floors).quantize(Decimal("0.01"))

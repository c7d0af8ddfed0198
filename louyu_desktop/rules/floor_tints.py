"""What a floor plan may be coloured by, and into which class a tenant falls; words and tones, no colours."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from louyu_desktop.rules.colours import COLOURS, FIRST, LEVELS
from louyu_desktop.text import N_

COLOUR, LEASE, PEOPLE, PARTY, REQUESTS, VACANCY = "colour", "lease", "people", "party", "requests", "vacancy"
VACANT = "vacant"
NONE = "none"


@dataclass(frozen=True, slots=True)
class Shade:
    """One class of a way of colouring: its words, its tone (a token's name, or a letter of the five colours),
    and how full its mark is, so that it can be told without colour.
    """

    key: str
    label: str
    tone: str
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class Way:
    """A way of colouring the plan; `field` of an enterprise, or a kind, is what one must be allowed to see for it."""

    key: str
    label: str
    shades: tuple[Shade, ...]
    field: str = ""
    kind: str = ""


_NOBODY = Shade(VACANT, N_("空置"), "off")
LEASE_BOUNDS = ((0, "over"), (30, "30"), (90, "90"), (180, "180"))
_BANDS = ((10, "1"), (50, "10"), (100, "50"), (300, "100"))
_PARTY = {"独立党支部": "own", "联合党支部覆盖": "joint", "联合支部覆盖": "joint", "未建·有党员": "members", "未建·无党员": "empty"}

WAYS: tuple[Way, ...] = (
    Way(COLOUR, N_("五色"), tuple(Shade(one, LEVELS[one], one) for one in COLOURS), field="colour"),
    Way(LEASE, N_("租期"), (
        Shade("over", N_("已过期"), "danger", 1.0), Shade("30", N_("30 天内到期"), "danger", 0.75),
        Shade("90", N_("90 天内"), "warn", 0.5), Shade("180", N_("180 天内"), "info", 0.25),
        Shade("later", N_("半年以后"), "ok"), Shade(NONE, N_("没填租期"), "text3"),
    ), field="lease_end"),
    Way(PEOPLE, N_("人数"), (
        Shade("300", N_("300 人及以上"), "series1", 1.0), Shade("100", N_("100–299 人"), "series2", 0.75),
        Shade("50", N_("50–99 人"), "series3", 0.5), Shade("10", N_("10–49 人"), "series4", 0.25),
        Shade("1", N_("不到 10 人"), "series5", 0.1), Shade(NONE, N_("没填人数"), "text3"),
    ), field="headcount"),
    Way(PARTY, N_("党组织"), (
        Shade("own", N_("独立党支部"), "ok", 1.0), Shade("joint", N_("联合支部覆盖"), "info", 0.5),
        Shade("members", N_("未建·有党员"), "warn", 0.25), Shade("empty", N_("未建·无党员"), "series4"),
        Shade(NONE, N_("不详"), "text3"),
    ), field="party_org_status"),
    Way(REQUESTS, N_("诉求"), (
        Shade("2", N_("两件以上在办"), "danger", 1.0), Shade("1", N_("一件在办"), "warn", 0.5),
        Shade(NONE, N_("没有在办的"), "text3"),
    ), kind="requests"),
    Way(VACANCY, N_("空置"), (Shade("let", N_("在租"), "text3"), _NOBODY)),
)  # fmt: skip
"""All ways, in the order they are offered."""

BY_KEY = {way.key: way for way in WAYS}


def shade_of(way: str, key: str) -> Shade | None:
    """The class of a way by its key; the vacant one belongs to every way."""
    found = next((one for one in BY_KEY[way].shades if one.key == key), None)
    return found or (_NOBODY if key == VACANT else None)


def by_colour(colour: str | None) -> str:
    """Stable unless something is known."""
    return colour or FIRST


def by_lease(lease_end: dt.date | None, on: dt.date) -> str:
    """How near the end of a lease is: over, within 30, 90 or 180 days (FIELD.md 4.3), later, or not known."""
    if lease_end is None:
        return NONE
    left = (lease_end - on).days
    if left < 0:
        return "over"
    return next((key for bound, key in LEASE_BOUNDS[1:] if left <= bound), "later")


def by_people(headcount: int | None) -> str:
    """How many work there."""
    if headcount is None:
        return NONE
    return next((key for bound, key in _BANDS if headcount < bound), "300")


def by_party(status: str | None) -> str:
    """What organisation of the Party there is."""
    return _PARTY.get(status or "", NONE)


def by_requests(count: int) -> str:
    """How many requests are open."""
    return NONE if not count else "1" if count == 1 else "2"

"""What follows for an enterprise from where it sits and whom one talks to, however these rows were found."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from louyu_desktop.rules.colours import FIRST
from louyu_desktop.rules.pinyin import sort_key

_USUAL = {
    "building_id": None, "location": None, "location_sort": None, "lease_end": None, "contact_name": None,
    "contact_phone": None, "colour": FIRST, "colour_sort": "0", "colour_since": None, "colour_reason": None,
    "last_visit_on": None, "next_visit_on": None,
}  # fmt: skip
"""What follows for an enterprise without seat and contact, without a colour history and without visits."""

_NOBODY = (None, None)


def derived_columns(ids: Collection[int], seats: Iterable[Any], people: Iterable[Any]) -> dict[str, list[Any]]:
    """The derived columns of enterprises that nobody coloured or visited.

    `seats` are enterprise, building, its name, the label of the unit and the end of the lease, `people` enterprise,
    name and phone, of what is not ended; what counts most comes last.
    """
    sits: dict[int, tuple[int, str, str]] = {}
    ends: dict[int, Any] = {}
    for enterprise, building, building_name, label, lease_end in seats:
        sits[enterprise] = building, building_name, label or ""
        if lease_end is not None:
            ends[enterprise] = min(lease_end, ends.get(enterprise, lease_end))
    talks = {enterprise: (name, phone) for enterprise, name, phone in people}
    columns: dict[str, list[Any]] = {name: [value] * len(ids) for name, value in _USUAL.items()}
    seated, spoken = [sits.get(row_id) for row_id in ids], [talks.get(row_id, _NOBODY) for row_id in ids]
    columns["building_id"] = [seat and seat[0] for seat in seated]
    columns["location"] = [seat and f"{seat[1]} {seat[2]}".strip() for seat in seated]
    columns["location_sort"] = [seat and sort_of_location(seat[1], seat[2]) for seat in seated]
    columns["lease_end"] = [ends.get(row_id) for row_id in ids]
    columns["contact_name"], columns["contact_phone"] = ([one[place] for one in spoken] for place in (0, 1))
    return columns


def derived_of(ids: Collection[int], seats: Iterable[Any], people: Iterable[Any]) -> dict[int, dict[str, Any]]:
    """The same row by row."""
    columns = derived_columns(ids, seats, people)
    rows = zip(*columns.values(), strict=True)
    return {row_id: dict(zip(columns, row, strict=True)) for row_id, row in zip(ids, rows, strict=True)}


def sort_of_location(building: str, label: str) -> str:
    """The sort key of a location: that of its building, which comes again and again, and that of the label."""
    apart = label.isascii() and label.strip() == label and building[-1:].isalpha()
    return sort_key(building) + sort_key(label) if apart else sort_key(f"{building} {label}".strip())

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


def derived_of(ids: Collection[int], seats: Iterable[Any], people: Iterable[Any]) -> dict[int, dict[str, Any]]:
    """The derived columns of enterprises that nobody coloured or visited.

    `seats` are enterprise, building, its name, the label of the unit and the end of the lease, `people` enterprise,
    name and phone, of what is not ended; what counts most comes last.
    """
    result: dict[int, dict[str, Any]] = {key: _USUAL.copy() for key in ids}
    for enterprise, building, building_name, label, lease_end in seats:
        found = result[enterprise]
        found["building_id"] = building
        found["location"] = f"{building_name} {label or ''}".strip()
        found["location_sort"] = sort_of_location(building_name, label or "")
        ends = [day for day in (found["lease_end"], lease_end) if day]
        found["lease_end"] = min(ends) if ends else None
    for enterprise, name, phone in people:
        result[enterprise].update(contact_name=name, contact_phone=phone)
    return result


def sort_of_location(building: str, label: str) -> str:
    """The sort key of a location: that of its building, which comes again and again, and that of the label."""
    apart = label.isascii() and label.strip() == label and building[-1:].isalpha()
    return sort_key(building) + sort_key(label) if apart else sort_key(f"{building} {label}".strip())

"""Who says that the facts of an enterprise are right: whoever sets the day of it (核实日期, 核实人)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_DAY, _WHO = "verified_on", "verified_by_id"


def with_verifier(kind: str, given: Mapping[str, Any], actor: int | None) -> dict[str, Any]:
    """The values with who verified beside the day, unless they name somebody; nobody where the day is taken away."""
    if kind != "enterprises" or _DAY not in given or _WHO in given:
        return dict(given)
    return {**given, _WHO: actor if given[_DAY] is not None else None}

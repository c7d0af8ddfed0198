"""What a field of the station's own may be, and which spare columns hold it."""

from __future__ import annotations

from louyu_desktop.text import N_

TYPES = (N_("文字"), N_("数字"), N_("日期"), N_("选项"))
"""The types of such fields."""

CHOICE = TYPES[-1]
"""Chosen out of a list of its own."""

_TEXTS = tuple(f"own_text_{number}" for number in range(1, 9))
_NUMBERS = tuple(f"own_number_{number}" for number in range(1, 5))
_DATES = tuple(f"own_date_{number}" for number in range(1, 5))

SLOTS = {TYPES[0]: _TEXTS, TYPES[1]: _NUMBERS, TYPES[2]: _DATES, TYPES[3]: _TEXTS}
"""The columns that may hold a field of each type; choices are texts."""


def lines_of(choices: str | None) -> tuple[str, ...]:
    """The choices out of a text with one on each line."""
    return tuple(dict.fromkeys(line.strip() for line in (choices or "").splitlines() if line.strip()))

"""The five colours (五色风险分析法, seed S3) and the steps by which an enterprise gets one (FIELD.md 4.2)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

COLOURS = ("绿", "蓝", "黄", "橙", "红")
"""From stable to unstable."""

LEVELS = {"绿": "稳定", "蓝": "较稳定", "黄": "一般", "橙": "较不稳定", "红": "不稳定"}
"""What each stands for (the pairing in this order is inferred, FIELD.md 0)."""

FIRST = COLOURS[0]


class Step(StrEnum):
    """What one row of the history says."""

    SET = "确定"
    PROPOSED = "提出"
    CONFIRMED = "确认"
    REFUSED = "不同意"
    KEPT = "维持"
    WITHDRAWN = "撤回"


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: its id, which grows, its step, the colour it names, and the row it is about."""

    id: int
    step: str
    colour: str | None
    of_id: int | None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the rows leave an enterprise: its colour, the row that gave it, and the proposal that waits.

    `from_id` is the row from which on it holds: where it took two, that of the second person.
    """

    colour: str
    by_id: int | None
    waiting_id: int | None
    from_id: int | None = None


def severity(colour: str | None) -> int:
    """0 for 绿 or none, 4 for 红."""
    return COLOURS.index(colour) if colour in COLOURS else 0


def needs_second(before: str | None, after: str) -> bool:
    """Whether a second person must confirm: worse by two levels, or to 红 (FIELD.md 4.2)."""
    return severity(after) - severity(before) >= 2 or (after == COLOURS[-1] and before != after)


def voided(withdrawals: Iterable[tuple[int, int | None]]) -> set[int]:
    """The rows that count for nothing, out of the withdrawing ones (id, of which): a later one withdraws each, and is
    not withdrawn itself.
    """
    void: set[int] = set()
    for key, of_id in sorted(withdrawals, reverse=True):
        if of_id is not None and key not in void:
            void.add(of_id)
    return void


def standing(entries: Iterable[Entry]) -> Standing:
    """The colour after a history; a row that a later one withdraws counts for nothing, unless that is withdrawn."""
    ordered = sorted(entries, key=lambda entry: entry.id)
    void = voided((entry.id, entry.of_id) for entry in ordered if entry.step == Step.WITHDRAWN)
    colour, by_id, from_id = FIRST, None, None
    waiting: Entry | None = None
    proposed: dict[int, Entry] = {}
    for entry in ordered:
        if entry.id in void or entry.step == Step.WITHDRAWN:
            continue
        if entry.step == Step.PROPOSED:
            proposed[entry.id] = waiting = entry
        elif entry.step == Step.CONFIRMED and entry.of_id in proposed:
            found = proposed[entry.of_id]
            colour, by_id, from_id, waiting = found.colour or colour, found.id, entry.id, None
        elif entry.step == Step.SET:
            colour, by_id, from_id, waiting = entry.colour or colour, entry.id, entry.id, None
        elif entry.step in {Step.REFUSED, Step.KEPT}:
            waiting = None
    return Standing(colour, by_id, waiting.id if waiting else None, from_id)

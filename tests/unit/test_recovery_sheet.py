"""The recovery sheet as a service gives it: any group may be asked for, a missing one proves nothing, a proof lasts."""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Sequence
from pathlib import Path

import pytest

from louyu_desktop.services import vaults
from louyu_desktop.services.records import Records
from louyu_desktop.services.recovery import Recovery
from tests.stations import PASSWORD


def test_any_two_groups_are_asked_for_and_both_must_come_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    offered: list[list[int]] = []

    def last_two(_dice: object, among: Sequence[int], count: int) -> list[int]:
        offered.append(list(among))
        return list(among)[: -count - 1 : -1]

    monkeypatch.setattr(secrets.SystemRandom, "sample", last_two)
    with vaults.create(tmp_path / "站", "示范站", "周敏", PASSWORD) as database:
        recovery = Recovery(database)
        sheet = recovery.draw()
        assert offered == [[*range(1, 10)]]
        assert sheet.asked == (8, 9)
        right = {8: sheet.groups[7], 9: sheet.groups[8]}
        assert sheet.is_proven(right)
        assert not any(sheet.is_proven(told) for told in ({}, {8: right[8]}, {8: right[9], 9: right[8]}))
        assert sheet.ask_others().asked == (6, 7)
        assert offered[1] == [*range(1, 8)]
        recovery.keep(sheet, right)
        assert not recovery.state().was_used
        undo = Records(database).undo_state().undo_label
        recovery.prove("-".join(sheet.groups))
        assert Records(database).undo_state().undo_label == undo


def test_nobody_finds_the_right_reading_without_the_paper(tmp_path: Path) -> None:
    """Each group stands as often as those beside it, and beside all of the others; the order says nothing."""
    with vaults.create(tmp_path / "站", "示范站", "周敏", PASSWORD) as database:
        sheet = Recovery(database).draw()
    right = tuple(sheet.groups[number - 1] for number in sheet.asked)
    seen = set()
    for _time in range(200):
        readings = sheet.readings()
        firsts, seconds = ({one[place] for one in readings} for place in range(2))
        assert (len(firsts), len(seconds)) == (2, 3)
        assert set(readings) == set(itertools.product(firsts, seconds))
        assert [one for one in readings if sheet.is_proven(dict(zip(sheet.asked, one, strict=True)))] == [right]
        assert all(len(group) == 4 for group in firsts | seconds)
        assert (firsts | seconds) & set(sheet.groups) == set(right)
        seen.add(readings.index(right))
    assert seen == set(range(6))

"""Slots, delays, sheets and what a vault may become, piece by piece: every bound from both sides (T19)."""

from __future__ import annotations

import datetime as dt
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import time_machine

from louyu_desktop.errors import DamagedError, NotPermittedError, UserError
from louyu_desktop.rules.roles import Role
from louyu_desktop.storage import delays, keys, recovery, slots, vault_changes, vault_file
from louyu_desktop.storage.slots import Cost, Slot, SlotError
from louyu_desktop.storage.vault_changes import Person
from louyu_desktop.storage.vault_file import LONGEST, MOST_TRIES, Delay, State, Try

VAULT = "0123456789abcdef"
DATA_KEY = bytes(range(32))
CALIBRATED = slots.calibrated.__wrapped__


def slot_with_key() -> tuple[Slot, bytes]:
    made, private = slots.new_slot("uid-1", Role.STAFF, (("aa" * 16,), (), ()), must_change=True)
    return made.with_password(VAULT, private, "一 二 三 四").sealed(VAULT, 1, DATA_KEY), private


def state_of(*people: Person) -> State:
    state = State(VAULT, bytes(32), 1)
    for person in people:
        state = vault_changes.added(state, DATA_KEY, person, f"口令 {person.uid}", must_change=False)
    return state


CHIEF, OTHER = Person("uid-1", "周敏", Role.ADMINISTRATOR), Person("uid-2", "单小明", Role.STAFF)


# -- slots


@pytest.mark.parametrize("said", [[8, 1, 1], [128, 1, 16], [1 << 20, 1, 1], [8192, 64, 1]])
def test_a_cost_within_its_bounds_is_taken(said: list[int]) -> None:
    assert Cost.of(said) == Cost(*said)


@pytest.mark.parametrize(
    "said",
    [
        [7, 1, 1], [127, 1, 16], [(1 << 20) + 1, 1, 1], [8192, 0, 1], [8192, 65, 1], [8192, 1, 0], [8192, 1, 17],
        [8192, 1], [8192, 1, 1, 1], (8192, 1, 1), {"memory": 8192}, [8192.0, 1, 1],
    ],
)  # fmt: skip
def test_a_cost_beyond_them_is_not(said: object) -> None:
    with pytest.raises(SlotError):
        Cost.of(said)


@pytest.mark.parametrize(
    ("seconds", "processors", "comes"),
    [
        (0.1, 2, Cost(65536, 2, 2)), (0.02, 1, Cost(65536, 10, 1)), (0.0, 16, Cost(65536, 16, 4)),
        (0.005, None, Cost(65536, 16, 1)), (0.39, 4, Cost(65536, 1, 4)), (0.41, 4, slots.FLOOR),
    ],
)  # fmt: skip
def test_what_a_password_costs_goes_by_the_quicker_of_two_turns(
    monkeypatch: pytest.MonkeyPatch, seconds: float, processors: int | None, comes: Cost
) -> None:
    turns = [seconds + 1, seconds]
    monkeypatch.setattr(slots, "_seconds", lambda cost: turns.pop(0) if (cost.memory, cost.passes) == (65536, 1) else 9)
    monkeypatch.setattr("louyu_desktop.storage.slots.os.cpu_count", lambda: processors)
    assert CALIBRATED() == comes
    assert turns == []


def test_a_slot_opens_only_as_it_was_sealed() -> None:
    slot, private = slot_with_key()
    assert slot.private(VAULT, "一 二 三 四") == private
    assert slot.opened(VAULT, 1, private) == DATA_KEY
    assert (slot.must_change, slot.is_sheet, slot.account_uid, slot.role) == (True, False, "uid-1", Role.STAFF)
    altered: list[Slot] = [
        replace(slot, id="f" * 16), replace(slot, account_uid="uid-2"), replace(slot, role=Role.ADMINISTRATOR),
        replace(slot, cost=Cost(8 << 10, 2, 1)), replace(slot, public=slot_with_key()[0].public),
    ]  # fmt: skip
    for other in altered:
        with pytest.raises(SlotError):
            other.opened(VAULT, 1, private)
    moved = replace(slot, seals={2: slot.seals[1]})
    for other, vault, epoch in ((slot, "f" * 16, 1), (slot, VAULT, 2), (moved, VAULT, 2)):
        with pytest.raises(SlotError):
            other.opened(vault, epoch, private)
    for other, vault in ((slot, "f" * 16), (altered[0], VAULT), (altered[1], VAULT), (altered[3], VAULT)):
        with pytest.raises(SlotError):
            other.private(vault, "一 二 三 四")
    assert altered[2].private(VAULT, "一 二 三 四") == private  # a role is another's gift: the wrap stays


def test_a_sheet_has_no_password() -> None:
    slot, private = slot_with_key()
    sheet = replace(slot, cost=None)
    assert sheet.is_sheet
    for call in (lambda: sheet.with_password(VAULT, private, "一"), lambda: sheet.private(VAULT, "一")):
        with pytest.raises(SlotError, match="no password"):
            call()


def test_another_password_is_another_wrap_and_the_same_slot() -> None:
    slot, private = slot_with_key()
    again = slot.with_password(VAULT, private, "一 二 三 四")
    assert again.salt != slot.salt
    assert again.wrap != slot.wrap
    assert (len(again.salt), len(again.wrap)) == (16, 12 + 32 + 16)
    assert replace(again, salt=slot.salt, wrap=slot.wrap) == slot
    assert slot.sealed(VAULT, 2, bytes(32)).seals.keys() == {1, 2}
    assert {len(seal) for seal in slot.seals.values()} == {32 + 32 + 16}


def test_a_slot_is_read_as_it_was_written_and_otherwise_not() -> None:
    slot, _private = slot_with_key()
    said = slot.as_json()
    assert Slot.of(said) == slot
    sheet = Slot("ab" * 8, "", Role.ADMINISTRATOR, bytes(32), {})
    assert Slot.of(sheet.as_json()) == sheet
    assert Slot.of({**said, "account": "u" * 64}).account_uid == "u" * 64
    assert Slot.of({**said, "must_change": 1}).must_change is False
    assert Slot.of({**said, "seals": {"999999999": said["seals"]["1"]}}).seals.keys() == {999999999}
    wrong: dict[str, tuple[Any, ...]] = {
        "id": ("", "ab", "ab" * 9, "AB" * 8, "xy" * 8, None, 7),
        "account": ("u" * 65, "a b", None, 1), "role": ("站长 ", "", None),
        "public": ("", "ab" * 31, "ab" * 33, None),
        "salt": ("", "ab" * 15, "ab" * 17), "wrap": ("", "ab" * 59, "ab" * 61),
        "seals": ([], None, {"1": "ab" * 79}, *({epoch: "ab" * 80} for epoch in ("0", "01", "1" * 10, "x"))),
        "tags": ([], [[], []], [[], [], [], []], [[], [], ()], [["ab"], [], []], None), "cost": ([1, 1, 1], "x"),
    }  # fmt: skip
    for name, values in wrong.items():
        for value in values:
            with pytest.raises(SlotError):
                Slot.of({**said, name: value})
    with pytest.raises(SlotError):
        Slot.of({**said, "cost": None})  # a sheet has neither salt nor wrap
    with pytest.raises(SlotError):
        Slot.of([said])


# -- delays


@pytest.mark.parametrize(
    ("now", "left"), [(100.0, 60.0), (100.5, 59.5), (160.0, 0.0), (500.0, 0.0), (50.0, 10.0), (70.0, 0.0)]
)
def test_what_is_left_to_wait(monkeypatch: pytest.MonkeyPatch, now: float, left: float) -> None:
    monkeypatch.setattr("louyu_desktop.storage.delays.time.monotonic", lambda: now)
    delay = Delay(since=100.0, seconds=60.0)
    assert delays.remaining(delay) == left
    if left:
        with pytest.raises(NotPermittedError, match=f" {int(left) + 1} 秒"):
            delays.refuse_early(delay)
    else:
        delays.refuse_early(delay)


@pytest.mark.parametrize(
    ("before", "seconds"), [(0, 0), (1, 0), (2, 1), (3, 2), (4, 4), (7, 32), *((n, LONGEST) for n in (8, 13, 5000))]
)
def test_each_wrong_try_counts_and_is_kept(monkeypatch: pytest.MonkeyPatch, before: int, seconds: float) -> None:
    monkeypatch.setattr("louyu_desktop.storage.delays.time.monotonic", lambda: 77.0)
    old = tuple(Try(str(number), "") for number in range(MOST_TRIES))
    with time_machine.travel(dt.datetime(2026, 11, 22, 9, 30, 1, 500, tzinfo=dt.UTC), tick=False):
        after = delays.counted(Delay({"": 4, "ab": before}, 1.0, 1.0, old), "ab", "uid-1")
    assert after.wrong == {"": 4, "ab": before + 1}
    assert (after.since, after.seconds) == (77.0, seconds)
    assert after.tries == (*old[1:], Try("2026-11-22T09:30:01+00:00", "uid-1"))
    assert delays.counted(Delay(), "cd", "").wrong == {"cd": 1}


def test_a_right_try_forgives_ones_own_and_those_of_nobody() -> None:
    before = Delay({"": 4, "ab": 2, "cd": 3}, 5.0, 1.0, (Try("x", "u"),))
    assert delays.forgiven(before, "ab") == replace(before, wrong={"cd": 3})


# -- what a vault may become


def test_the_one_who_is_meant_is_found() -> None:
    state = state_of(CHIEF)
    assert vault_changes.called(state, "") == vault_changes.called(state, " ") == state.slots[0]
    state = vault_changes.with_sheet(state, DATA_KEY, recovery.RecoveryKey.make(VAULT))
    assert vault_changes.called(state, "") == state.slots[0]
    state = vault_changes.added(state, DATA_KEY, OTHER, "口令", must_change=True)
    assert vault_changes.called(state, "") is None
    for name, uid in (("周敏", "uid-1"), ("zhoumin", "uid-1"), ("dxm", "uid-2"), ("sxm", "uid-2")):
        found = vault_changes.called(state, name)
        assert found is not None
        assert found.account_uid == uid
    assert vault_changes.called(state, "周明") is None
    assert [slot.must_change for slot in state.slots if not slot.is_sheet] == [False, True]


def test_nobody_takes_anothers_name_or_place() -> None:
    state = state_of(CHIEF, OTHER)
    for name in ("周敏", " 周 敏"):
        with pytest.raises(UserError, match="同名") as refused:
            vault_changes.renamed(state, "uid-2", name)
        assert refused.value.field == "name"
    with pytest.raises(UserError, match="已经有口令"):
        vault_changes.added(state, DATA_KEY, replace(OTHER, name="别人"), "口令", must_change=True)
    with pytest.raises(UserError, match="同名"):
        vault_changes.added(state, DATA_KEY, Person("uid-3", "周敏", Role.STAFF), "口令", must_change=True)
    again = vault_changes.renamed(state, "uid-2", "单小明")
    assert {slot.id for slot in again.slots} == {slot.id for slot in state.slots}
    with pytest.raises(UserError, match="没有口令"):
        vault_changes.renamed(state, "uid-9", "丁")
    with pytest.raises(NotPermittedError, match="停用"):
        vault_changes.slot_of(state, "f" * 16)


def test_less_or_gone_makes_another_data_key_due() -> None:
    state = state_of(CHIEF, OTHER, Person("uid-3", "丁一", Role.ADMINISTRATOR))
    assert not state.due
    for uid, role, due in (
        ("uid-2", Role.ADMINISTRATOR, False), ("uid-2", Role.STAFF, False), ("uid-2", Role.READER, True),
        ("uid-3", Role.STAFF, True), ("uid-3", Role.ADMINISTRATOR, False),
    ):  # fmt: skip
        after = vault_changes.with_role(state, DATA_KEY, uid, role)
        assert (after.due, vault_changes.of_account(after, uid).role) == (due, role)
        assert vault_changes.with_role(replace(state, due=True), DATA_KEY, uid, role).due
    gone = vault_changes.without(state, "uid-2")
    assert (gone.due, [slot.account_uid for slot in gone.slots]) == (True, ["uid-1", "uid-3"])
    alone = vault_changes.without(state, "uid-3")
    with pytest.raises(UserError, match="至少要留一位"):
        vault_changes.without(alone, "uid-1")
    with pytest.raises(UserError, match="至少要留一位"):
        vault_changes.with_role(alone, DATA_KEY, "uid-1", Role.STAFF)


def test_a_sheet_takes_the_place_of_the_last_one() -> None:
    first, second = recovery.RecoveryKey.make(VAULT), recovery.RecoveryKey.make(VAULT)
    state = vault_changes.with_sheet(state_of(CHIEF), DATA_KEY, first)
    assert not state.due
    sheet = state.slots[-1]
    assert (sheet.id, sheet.role, sheet.account_uid, sheet.is_sheet) == (first.slot_id, Role.ADMINISTRATOR, "", True)
    assert sheet.opened(VAULT, 1, first.private) == DATA_KEY
    after = vault_changes.with_sheet(state, DATA_KEY, second)
    assert after.due
    assert [slot.id for slot in after.slots if slot.is_sheet] == [second.slot_id]
    assert vault_changes.with_sheet(replace(state_of(CHIEF), due=True), DATA_KEY, first).due


def test_who_forgot_it_has_another_slot_with_the_same_name_and_role() -> None:
    state = state_of(CHIEF, OTHER)
    after = vault_changes.reissued(state, DATA_KEY, "uid-2", "新 口令", must_change=True)
    old, new = vault_changes.of_account(state, "uid-2"), vault_changes.of_account(after, "uid-2")
    assert len(after.slots) == 2
    assert new.id != old.id
    assert (new.role, new.tags, new.must_change) == (old.role, old.tags, True)
    assert new.opened(VAULT, 1, new.private(VAULT, "新 口令")) == DATA_KEY


def test_two_data_keys_while_it_changes_and_one_after() -> None:
    state, new = replace(state_of(CHIEF, OTHER), due=True).proven({1: DATA_KEY}), bytes(32)
    both = vault_changes.prepared(state, {1: DATA_KEY, 2: new})
    assert [slot.seals.keys() for slot in both.slots] == [{1, 2}, {1, 2}]
    assert [slot.seals[1] for slot in both.slots] == [slot.seals[1] for slot in state.slots]
    assert (both.epochs, both.epoch, both.holds(1, DATA_KEY), both.holds(2, new)) == ([1, 2], 1, True, True)
    assert not both.holds(1, new)
    assert not both.holds(3, new)
    after, back = vault_changes.settled(both, 2, new), vault_changes.settled(both, 1, DATA_KEY)
    assert (after.epoch, after.epochs, after.due, after.holds(2, new)) == (2, [2], False, True)
    assert (back.epoch, back.epochs, back.due, back.holds(1, DATA_KEY)) == (1, [1], True, True)
    assert [slot.seals.keys() for slot in after.slots] == [{2}, {2}]


# -- the file


def test_what_the_file_says_is_taken_within_bounds() -> None:
    state = state_of(CHIEF).proven({1: DATA_KEY})
    said: dict[str, Any] = state.as_json()
    delay: Callable[..., dict[str, Any]] = lambda **new: {**said, "delay": {**said["delay"], **new}}
    anchor = {"seq": 0, "head": "ab" * 32, "epoch": 1}
    for good in (
        said, {**said, "generation": (1 << 53) - 1}, {**said, "due": 1}, {**said, "anchor": anchor},
        delay(seconds=LONGEST), delay(since=0), delay(wrong={"": 1, VAULT: 0, "x": 7}),
        delay(tries=[["2026", "u"]] * 60),
    ):  # fmt: skip
        State.of(good)
    assert State.of({**said, "due": 1}).due is False
    assert State.of(delay(wrong={"": 1, VAULT: 0, "x": 7})).delay.wrong == {"": 1, VAULT: 0}
    assert len(State.of(delay(tries=[["2026", "u"]] * 60)).delay.tries) == MOST_TRIES
    assert State.of(delay(tries=[["20 26", "u"], ["2026", "u u"], ["2026", "u"]])).delay.tries == (Try("2026", "u"),)
    for wrong in (
        {**said, "generation": 1 << 53}, {**said, "generation": -1}, {**said, "generation": True},
        {**said, "salt": "ab" * 31}, {**said, "salt": "ab" * 33}, {**said, "vault_id": "ab" * 9},
        {**said, "epoch": 2}, {**said, "slots": []}, {**said, "slots": said["slots"] * 2},
        {**said, "macs": {"1": said["macs"]["1"], "2": said["macs"]["1"]}}, {**said, "macs": {"1": "ab" * 31}},
        {**said, "anchor": {**anchor, "seq": -1}}, {**said, "anchor": {**anchor, "head": "ab"}},
        delay(seconds=60.5), delay(seconds=-1), delay(since=-0.5), delay(since=float("inf")), delay(wrong={"": -1}),
    ):  # fmt: skip
        with pytest.raises((ValueError, KeyError, TypeError)):
            State.of(wrong)


def test_a_proof_covers_all_but_what_anybody_may_write() -> None:
    state = state_of(CHIEF, OTHER).proven({1: DATA_KEY})
    assert state.holds(1, DATA_KEY)
    assert replace(state, generation=9, delay=Delay({"": 1})).holds(1, DATA_KEY)
    for other in (
        replace(state, vault_id="f" * 16), replace(state, salt=bytes(31) + b"1"), replace(state, epoch=2),
        replace(state, due=True), replace(state, slots=state.slots[:1]), replace(state, slots=state.slots[::-1]),
        replace(state, anchor=vault_file.Anchor(1, bytes(32), 1)),
    ):  # fmt: skip
        assert not other.holds(1, DATA_KEY)


def test_the_later_copy_is_read_and_the_other_one_mended(tmp_path: Path) -> None:
    state = state_of(CHIEF).proven({1: DATA_KEY})
    assert not vault_file.present(tmp_path)
    vault_file.write(tmp_path, state)
    second = tmp_path / vault_file.SECOND_FILE
    second.write_bytes(vault_file.encode(replace(state, generation=5)))
    assert vault_file.read(tmp_path).generation == 5
    (tmp_path / vault_file.VAULT_FILE).unlink()
    assert vault_file.present(tmp_path)
    vault_file.mend(tmp_path, vault_file.read(tmp_path))
    assert (tmp_path / vault_file.VAULT_FILE).read_bytes() == second.read_bytes()
    assert stat.S_IMODE(second.stat().st_mode) & 0o077 in {0, 0o044}
    assert stat.S_IMODE((tmp_path / vault_file.VAULT_FILE).stat().st_mode) == 0o600
    vault_file.remove(tmp_path)
    assert not vault_file.present(tmp_path)
    vault_file.remove(tmp_path)


# -- key files


def test_a_key_file_is_whole_or_told(tmp_path: Path) -> None:
    with pytest.raises(DamagedError, match="不见了"):
        keys.read_key(tmp_path)
    made = keys.create_key(tmp_path)
    assert keys.read_key(tmp_path) == made
    assert len(made) == 32
    assert [one.name for one in tmp_path.iterdir()] == [keys.KEY_FILE]
    assert stat.S_IMODE((tmp_path / keys.KEY_FILE).stat().st_mode) == 0o600
    for length in (0, 31, 33):
        keys.write_durably(tmp_path / keys.KEY_FILE, bytes(length))
        with pytest.raises(DamagedError, match="已损坏"):
            keys.read_key(tmp_path)


def test_keys_for_two_purposes_are_two_and_stay_the_same_for_ever() -> None:
    assert keys.derive_key(bytes(32), "database") != keys.derive_key(bytes(32), "audit")
    assert keys.derive_key(bytes(32), "database") == bytes.fromhex(
        "496dda116b851616e7836e59b3025e4a71281f357c778edd4fa4e95234983b40"
    )


# -- sheets


def test_a_sheet_is_read_however_it_was_written() -> None:
    sheet = recovery.RecoveryKey(bytes(range(20)), VAULT)
    for written in (
        sheet.text, sheet.text.lower(), " ".join(sheet.groups), "".join(sheet.groups),
        sheet.text.replace("1", "I").replace("0", "O"), sheet.text.replace("1", "l").replace("0", "o"),
        sheet.text.replace("-", "－"), f"  {sheet.text}\n", "，".join(sheet.groups),
    ):  # fmt: skip
        assert recovery.RecoveryKey.read(written).secret == sheet.secret
        assert recovery.RecoveryKey.read(written).vault_id == ""
    assert recovery.RecoveryKey.read(sheet.qr_text) == sheet
    assert recovery.RecoveryKey.read(sheet.qr_text.lower()) == sheet
    assert [len(group) for group in sheet.groups] == [4] * 9
    assert set(sheet.text) <= {*recovery.SIGNS, "-"}


def test_every_sign_that_is_wrong_or_swapped_is_found() -> None:
    signs = "".join(recovery.RecoveryKey(bytes(range(20))).groups)
    for place, sign in enumerate(signs):
        other = recovery.SIGNS[(recovery.SIGNS.index(sign) + 1) % 32]
        with pytest.raises(UserError, match="有一处"):
            recovery.RecoveryKey.read(signs[:place] + other + signs[place + 1 :])
        if sign != signs[place - 1]:
            swapped = list(signs)
            swapped[place], swapped[place - 1] = swapped[place - 1], swapped[place]
            with pytest.raises(UserError, match="有一处"):
                recovery.RecoveryKey.read("".join(swapped))
    for short in (signs[:-1], signs + "0", ""):
        with pytest.raises(UserError, match=f"有 36 个，现在是 {len(short)} 个"):
            recovery.RecoveryKey.read(short)
    with pytest.raises(UserError, match="以外的字母"):
        recovery.RecoveryKey.read(signs[:-1] + "U")

"""Wrong passwords cost time, and no clock that anybody turns gives it back (T13)."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path

import pytest
import time_machine

from louyu_desktop.errors import NotPermittedError
from louyu_desktop.storage import delays
from louyu_desktop.storage.vault import Vault
from louyu_desktop.storage.vault_file import MOST_TRIES, Delay
from tests.storage.vaults import FIRST, OTHER, PASSWORD, SECOND, empty_vault


class Clock:
    """The time since the computer was started, which passes when a test says so."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1000.0
        monkeypatch.setattr("louyu_desktop.storage.delays.time.monotonic", lambda: self.now)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """It has run for a while."""
    return Clock(monkeypatch)


@pytest.fixture
def vault(folder: Path) -> Vault:
    """With two people."""
    made, unlocked = empty_vault(folder)
    made.add(unlocked, SECOND, OTHER)
    return made


def _wrong(vault: Vault, name: str = FIRST.name) -> float:
    """Try a wrong password; gives how long all have to wait then."""
    with pytest.raises(NotPermittedError, match="不对"):
        vault.log_in(name, "wrong")
    return vault.wait()


def test_the_third_wrong_password_costs_a_second_the_next_twice_as_much(vault: Vault, clock: Clock) -> None:
    """1, 2, 4 … 60; while one waits no password is tried, not even the right one."""
    waits = []
    for _time in range(10):
        waits.append(_wrong(vault))
        if waits[-1]:
            with pytest.raises(NotPermittedError, match=f"{int(waits[-1]) + 1} 秒"):
                vault.log_in(FIRST.name, PASSWORD)
        clock.now += waits[-1]
    assert waits == [0, 0, 1, 2, 4, 8, 16, 32, 60, 60]
    assert vault.log_in(FIRST.name, PASSWORD).account_uid == FIRST.uid
    assert _wrong(vault) == 0


def test_a_right_password_of_ones_own_does_not_help_guessing_anothers(vault: Vault, clock: Clock) -> None:
    """Wrong tries are counted for each; those for names that are not there together."""
    for wanted in (0, 0, 1, 2, 4):
        assert _wrong(vault, SECOND.name) == wanted
        clock.now += wanted
        vault.log_in(FIRST.name, PASSWORD)
        assert vault.wait() == 0
    for wanted, name in ((0, "甲"), (0, "乙"), (1, "丙")):
        assert _wrong(vault, name) == wanted
    clock.now += 1
    assert _wrong(vault) == 0


@pytest.mark.parametrize("turned", [-3660, 3660])
def test_turning_the_clock_shortens_nothing(vault: Vault, clock: Clock, folder: Path, turned: int) -> None:
    """By ten years forward or back, over a change of daylight saving, in a program that was started anew."""
    for _time in range(6):
        clock.now += _wrong(vault)
    wait = _wrong(vault)
    for when in (dt.datetime.now(dt.UTC) + dt.timedelta(days=turned), dt.datetime(2028, 2, 29, 2, 30, tzinfo=dt.UTC)):
        with time_machine.travel(when, tick=False):
            clock_now = Vault.read(folder)
            assert clock_now.wait() == pytest.approx(wait)
            with pytest.raises(NotPermittedError, match="秒"):
                clock_now.log_in(FIRST.name, PASSWORD)


def test_starting_the_computer_anew_counts_what_has_passed_since(vault: Vault, clock: Clock, folder: Path) -> None:
    """Its clock begins at nought: at least so much has passed, so a start of a second shortens a minute by a second."""
    for _time in range(9):
        clock.now += vault.wait()
        _wrong(vault)
    assert vault.wait() == 60
    clock.now = 1.0
    assert Vault.read(folder).wait() == 59
    clock.now = 61.0
    assert Vault.read(folder).wait() == 0


def test_ending_the_program_saves_no_wait(vault: Vault, clock: Clock, folder: Path) -> None:
    """A try is counted before it is made."""
    for wanted in (0, 0, 1, 2):
        with pytest.raises(KeyboardInterrupt), pytest.MonkeyPatch.context() as patch:
            patch.setattr("louyu_desktop.storage.slots.stretch", _ended)
            vault.log_in(FIRST.name, "wrong")
        assert Vault.read(folder).wait() == wanted
        clock.now += wanted


def _ended(*_arguments: object) -> bytes:
    raise KeyboardInterrupt


def test_a_full_disk_saves_no_wait_and_keeps_nobody_out(
    vault: Vault, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The delay is kept in memory then; the right password opens."""
    with monkeypatch.context() as patch:
        patch.setattr("louyu_desktop.storage.keys.write_durably", _full)
        assert [_wrong(vault) for _time in range(3)] == [0, 0, 1]
        with pytest.raises(NotPermittedError, match="秒"):
            vault.log_in(FIRST.name, PASSWORD)
        clock.now += 1
        assert vault.log_in(FIRST.name, PASSWORD).account_uid == FIRST.uid


def _full(*_arguments: object) -> None:
    raise OSError(28, "full")


def test_wrong_passwords_are_kept_for_the_log(vault: Vault, clock: Clock, folder: Path) -> None:
    """Whose account and when, the latest fifty, until they have been logged; no right one, nothing that was typed."""
    _wrong(vault, "王五")
    _wrong(vault, SECOND.name)
    vault.log_in(FIRST.name, PASSWORD)
    tries = Vault.read(folder).tries
    assert [tried.account_uid for tried in tries] == ["", SECOND.uid]
    assert all(dt.datetime.fromisoformat(tried.at).tzinfo is not None for tried in tries)
    vault.forget_tries()
    assert Vault.read(folder).tries == ()
    for _time in range(MOST_TRIES + 3):
        clock.now += vault.wait()
        _wrong(vault)
    assert len(Vault.read(folder).tries) == MOST_TRIES


def test_the_clock_is_the_systems() -> None:
    """One and the same in every process since the computer was started, whatever the calendar says."""
    assert not time.get_clock_info("monotonic").adjustable
    assert delays.remaining(Delay({}, time.monotonic(), 60.0)) == pytest.approx(60, abs=1)

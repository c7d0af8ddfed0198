"""Steps of a vault one by one: what each leaves in the file, and what a closed vault says to everyone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from louyu_desktop.errors import DamagedError, NotPermittedError, StationBusyError, SystemProblem, UserError
from louyu_desktop.rules.roles import Role
from louyu_desktop.storage import engine, keys, place, rekey, vault_file
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.recovery import RecoveryKey
from louyu_desktop.storage.vault import Person, Unlocked, Vault
from louyu_desktop.storage.vault_file import Anchor
from tests.storage.sample import tower
from tests.storage.vaults import FIRST, OTHER, PASSWORD, SECOND, empty_vault, opened, station

Both = tuple[Vault, Unlocked]


@pytest.fixture
def both(folder: Path) -> Both:
    """A vault with `FIRST` and `SECOND`, and what `FIRST` unlocked."""
    vault, unlocked = empty_vault(folder)
    vault.add(unlocked, SECOND, OTHER, must_change=False)
    return vault, unlocked


def test_each_step_is_one_generation_on_the_disk(folder: Path, both: Both) -> None:
    """In memory as in the file, with the steps that somebody else took."""
    vault, unlocked = both
    other, before = Vault.read(folder), vault.generation
    assert other.generation == before
    steps = (
        lambda: vault.rename(unlocked, SECOND.uid, "欧阳娜娜"),
        lambda: vault.set_role(unlocked, SECOND.uid, Role.ADMINISTRATOR),
        lambda: vault.set_anchor(4, b"\x07" * 32, 1),
        lambda: vault.reissue(unlocked, SECOND.uid, "another"),
        vault.forget_tries,
    )
    for count, step in enumerate(steps, 1):
        step()
        assert vault.generation == Vault.read(folder).generation == before + count
    with pytest.raises(NotPermittedError):
        other.log_in("nobody", "x")
    assert other.generation == before + len(steps) + 1
    assert vault.generation == before + len(steps)
    vault.rename(unlocked, SECOND.uid, "欧阳")
    assert vault.generation == before + len(steps) + 2


def test_what_a_vault_says_to_everyone(folder: Path, both: Both) -> None:
    vault, unlocked = both
    assert (vault.epoch, vault.key_due, vault.anchor, vault.tries, vault.wait()) == (1, False, None, (), 0)
    assert (vault.accounts, vault.sole()) == ({FIRST.uid: False, SECOND.uid: False}, False)
    assert vault.roles == {FIRST.uid: Role.ADMINISTRATOR, SECOND.uid: Role.STAFF}
    assert vault.recipients() == []
    sheet = vault.new_recovery(unlocked)
    given = RecoveryKey.make(vault.vault_id)
    assert vault.recipients() == [sheet.recipient]
    assert vault.new_recovery(unlocked, given) is given
    assert vault.recipients() == [given.recipient]
    assert set(vault.roles) == set(vault.accounts) == {FIRST.uid, SECOND.uid}
    vault.set_anchor(4, b"\x07" * 32, 1)
    vault.reissue(unlocked, SECOND.uid, "another")
    again = Vault.read(folder)
    assert again.anchor == Anchor(4, b"\x07" * 32, 1)
    assert again.accounts == {FIRST.uid: False, SECOND.uid: True}
    assert len(vault.vault_id) == 16
    assert again.role_of(unlocked.slot_id) is Role.ADMINISTRATOR
    with pytest.raises(NotPermittedError):
        again.role_of("nobody")
    vault.remove(unlocked, SECOND.uid)
    again = Vault.read(folder)
    assert (again.key_due, again.sole(), again.accounts) == (True, True, {FIRST.uid: False})
    with pytest.raises(NotPermittedError, match="姓名或口令不对"):
        again.log_in("sxm", OTHER)


def test_who_was_meant_is_counted_and_forgotten_when_it_was_logged(folder: Path, both: Both) -> None:
    """The wait stays; a vault with a sheet takes as long for nobody as for somebody."""
    vault, unlocked = both
    vault.new_recovery(unlocked)
    for name in (SECOND.name, "王五", SECOND.name, SECOND.name):
        with pytest.raises(NotPermittedError):
            vault.log_in(name, "wrong")
    assert [tried.account_uid for tried in vault.tries] == [SECOND.uid, "", SECOND.uid, SECOND.uid]
    again = Vault.read(folder)
    assert again.tries == vault.tries
    assert again.wait() > 0
    again.forget_tries()
    assert again.tries == Vault.read(folder).tries == ()
    assert Vault.read(folder).wait() > 0


def test_a_copy_that_cannot_be_mended_is_read_all_the_same(
    folder: Path, both: Both, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the disk says; the next one mends it."""
    vault, _unlocked = both
    second = folder / vault_file.FILES[1]
    content = second.read_bytes()
    second.write_bytes(b"damaged")
    with monkeypatch.context() as patch:
        for error in (OSError(30, "read only"), SystemProblem("磁盘已满")):
            patch.setattr(vault_file, "mend", _raises(error))
            assert Vault.read(folder).generation == vault.generation
    assert second.read_bytes() == b"damaged"
    Vault.read(folder)
    assert second.read_bytes() == content


def _raises(error: BaseException) -> object:
    def refused(*_arguments: object) -> None:
        raise error

    return refused


def test_what_the_disk_refused_is_told_and_written_later(both: Both, monkeypatch: pytest.MonkeyPatch) -> None:
    """A step is refused in a sentence; a wrong try is kept in memory, over what stands in the file, until written."""
    vault, unlocked = both
    before = vault.generation
    with monkeypatch.context() as patch:
        patch.setattr(vault_file, "write", _raises(OSError(28, "full")))
        with pytest.raises(SystemProblem, match="磁盘已满"):
            vault.rename(unlocked, SECOND.uid, "欧阳娜娜")
        for _time in range(3):
            with pytest.raises(NotPermittedError, match="不对"):
                vault.log_in(SECOND.name, "wrong")
    assert vault.generation == before
    assert [tried.account_uid for tried in vault.tries] == [SECOND.uid] * 3
    with pytest.raises(NotPermittedError, match="秒"):
        vault.log_in(SECOND.name, OTHER)
    vault.forget_tries()
    assert (vault.tries, vault.generation) == ((), before + 1)


def test_a_log_in_of_before_opens_what_is_still_the_same(folder: Path, both: Both, tmp_path: Path) -> None:
    """Not another vault, nor one whose data key was changed, nor one whose slot is gone."""
    vault, unlocked = both
    again = Vault.resume(folder, unlocked)
    again.rename(unlocked, SECOND.uid, "欧阳娜娜")
    for strange in (
        replace(unlocked, vault_id="0" * 16), replace(unlocked, epoch=2), replace(unlocked, slot_id="gone"),
    ):  # fmt: skip
        with pytest.raises(NotPermittedError):
            Vault.resume(folder, strange)
    with pytest.raises(DamagedError, match="改动过"):
        Vault.resume(folder, replace(unlocked, data_key=bytes(32)))
    with pytest.raises(NotPermittedError, match="重新登录"):
        again.rename(replace(unlocked, data_key=bytes(32)), SECOND.uid, "欧阳")
    with pytest.raises(NotPermittedError, match="站长"):
        again.add(vault.log_in("oynn", OTHER), Person("uid-3", "仇宁", Role.READER), OTHER)


def test_between_two_data_keys_the_one_that_opens_the_file_counts(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A change that was broken off when the disk was full: the slots hold both."""
    station(folder).close()
    vault = Vault.read(folder)
    unlocked = vault.log_in(FIRST.name, PASSWORD)
    with (
        monkeypatch.context() as patch,
        pytest.raises(KeyboardInterrupt),
        vault.changing(keys.new_data_key()),
    ):
        patch.setattr(vault_file, "write", _raises(OSError(28, "full")))
        raise KeyboardInterrupt
    again = Vault.read(folder)
    assert tuple(again._state.epochs) == (1, 2)
    found = again.log_in(FIRST.name, PASSWORD)
    assert (found.epoch, found.data_key) == (1, unlocked.data_key)
    opened(folder).close()


def test_a_station_of_the_first_days_is_taken_in_once(folder: Path) -> None:
    """With another data key at once, nothing of the old one left, and nobody else's file in between."""
    with Database.create(folder, tower) as database:
        old = keys.read_key(folder)
        before = database.content_hash()
    with pytest.raises(SystemProblem):
        rekey.take_in(folder.with_name("none"), FIRST, PASSWORD)
    unlocked = rekey.take_in(folder, FIRST, PASSWORD)
    assert (unlocked.epoch, unlocked.account_uid, unlocked.must_change) == (2, FIRST.uid, False)
    assert unlocked.data_key != old
    assert not list(folder.glob(f"{place.BESIDE}*"))
    with pytest.raises(UserError, match="已经有口令了"):
        rekey.take_in(folder, FIRST, PASSWORD)
    with opened(folder) as database:
        assert database.vault is not None
        assert not database.vault.key_due
        assert database.content_hash() == before
        assert database.key_of(1, "audit") == keys.derive_key(old, "audit")
        changed = rekey.change_data_key(database)
        assert changed == replace(database.unlocked or changed, epoch=3)
        with pytest.raises(StationBusyError):
            rekey.take_in(folder, FIRST, PASSWORD)


def test_everything_is_counted_before_and_after(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A row less, a table less, other last ids, a reference to nothing, another version: the old file stays."""
    harms = (
        "DELETE FROM contact", "DROP TABLE contact", "UPDATE sqlite_sequence SET seq = seq + 1",
        "UPDATE occupancy SET enterprise_id = 99999", "PRAGMA user_version = 3", "PRAGMA application_id = 3",
    )  # fmt: skip
    export, harm = engine.export, ""

    def lossy(source: object, target: Path, key: bytes, kept: tuple[str, ...]) -> None:
        export(source, target, key, kept)
        raw = engine.connect(target, key)
        raw.execute("PRAGMA foreign_keys = OFF")
        raw.execute(harm)
        raw.close()

    with station(folder) as database:
        monkeypatch.setattr(engine, "export", lossy)
        for one in harms:
            harm = one
            with pytest.raises(DamagedError, match="没有抄全"):
                rekey.change_data_key(database)
            assert database.epoch == 1
        assert not list(folder.glob(f"{place.BESIDE}*"))
        monkeypatch.undo()
        assert database.check() == []

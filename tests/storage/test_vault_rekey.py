"""Another data key: whoever left opens nothing, nothing is lost, and a crash at any step ends in old or new."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from louyu_desktop import failpoints
from louyu_desktop.errors import DamagedError, NotPermittedError, SystemProblem, UserError
from louyu_desktop.models import Area
from louyu_desktop.storage import engine, keys, place, rekey, vault_changes, vault_file
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.vault import Unlocked, Vault
from tests.storage import bulk_load
from tests.storage.sample import tower
from tests.storage.vaults import (
    DEAD,
    FIRST,
    OTHER,
    PASSWORD,
    SECOND,
    dies,
    empty_vault,
    fails,
    opened,
    points_of,
    rows_of,
    station,
)

WITH_VAULT = {place.DATA_FILE, place.LOCK_FILE, *vault_file.FILES, vault_file.LOCK_FILE}


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_new_data_key_keeps_everything(folder: Path) -> None:
    """Content, chain and search are as before; the old key opens nothing; old epochs stay readable."""
    with station(folder) as database:
        before, old = database.content_hash(), database.unlocked
        assert old is not None
        new = rekey.change_data_key(database)
        assert (database.epoch, new.epoch, database.vault and database.vault.epoch) == (2, 2, 2)
        assert database.unlocked == new
        with database.write("片区") as write:
            write.insert(Area, [{"name": "汾阳"}])
        assert database.check() == []
        assert database.key_of(1, "audit") == keys.derive_key(old.data_key, "audit")
        assert [hit.kind for hit in database.search("hmgc")] == ["buildings", "enterprises"]
    with opened(folder) as database:
        assert database.epoch == 2
        assert database.key_of(1, "attachments") == keys.derive_key(old.data_key, "attachments")
        with pytest.raises(KeyError):
            database.key_of(3, "audit")
        database.undo()
        assert database.content_hash() == before
        assert database.check() == []
    assert not engine.fits(folder / place.DATA_FILE, keys.derive_key(old.data_key, "database"))
    with pytest.raises(NotPermittedError):
        Database.open(folder, old)
    assert _names(folder) == WITH_VAULT


def test_it_can_be_changed_often(folder: Path) -> None:
    """Three times: each former key is kept, and the chain holds over all epochs."""
    with station(folder) as database:
        for epoch in (2, 3, 4):
            assert rekey.change_data_key(database).epoch == epoch
            with database.write("片区") as write:
                write.insert(Area, [{"name": f"片区 {epoch}"}])
        assert database.check() == []
        assert len({database.key_of(epoch, "index") for epoch in (1, 2, 3, 4)}) == 4


def test_whoever_left_opens_nothing(folder: Path) -> None:
    """Neither with the file as it is, nor with the one from before: the key in it is no longer the station's."""
    with station(folder) as database:
        copies = {name: (folder / name).read_bytes() for name in vault_file.FILES}
        assert database.vault is not None
        assert database.unlocked is not None
        database.vault.remove(database.unlocked, SECOND.uid)
        due = database.vault.key_due
        rekey.change_data_key(database)
        assert (due, database.vault.key_due) == (True, False)
    with pytest.raises(NotPermittedError):
        Vault.read(folder).log_in(SECOND.name, OTHER)
    for name, content in copies.items():
        (folder / name).write_bytes(content)
    with pytest.raises(DamagedError):
        opened(folder, SECOND.name, OTHER)


def test_what_was_due_is_done_at_the_next_opening(folder: Path) -> None:
    """The program was ended between the two steps."""
    with station(folder) as database:
        assert database.vault is not None
        assert database.unlocked is not None
        database.vault.remove(database.unlocked, SECOND.uid)
    with opened(folder) as database:
        assert (database.epoch, database.vault and database.vault.key_due) == (2, False)
        assert database.check() == []


def _change(folder: Path, unlocked: Unlocked) -> None:
    with Database.open(folder, unlocked) as database:
        rekey.change_data_key(database)


def test_a_crash_at_any_step_ends_in_old_or_new(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed at every failpoint of the change: the station opens by the same passwords with all it had."""
    with station(folder) as database:
        before, rows, unlocked = database.content_hash(), rows_of(database), database.unlocked
        assert unlocked is not None
    whole = shutil.copytree(folder, tmp_path / "whole")
    points = points_of(lambda: _change(folder, unlocked), monkeypatch)
    assert {name for name, _time in points} >= {
        "rekey.export", "rekey.check", "vault.first", "vault.second", "rekey.rename", "rekey.forget",
        "key.open", "key.write", "key.rename", "key.renamed",
    }  # fmt: skip
    epochs = []
    for number, (point, time) in enumerate(points):
        killed = shutil.copytree(whole, tmp_path / f"killed {number}")
        assert dies(lambda: _change(killed, unlocked), point, time) == DEAD  # noqa: B023 - called at once
        with opened(killed, "zm") as database:
            epochs.append(database.epoch)
            assert rows_of(database) == rows
            database.verify_chain()
            if point.startswith("rekey"):
                assert (database.content_hash(), database.check()) == (before, [])
            assert database.vault is not None
            assert database.vault.epoch == database.epoch
        opened(killed, SECOND.name, OTHER).close()
        assert {name for name in _names(killed) if not name.endswith(".keys.new")} == WITH_VAULT
    assert epochs == sorted(epochs)
    assert set(epochs) == {1, 2}


def test_a_full_disk_at_any_step_leaves_a_station_that_works(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It goes on with the old key or the new one; afterwards the change succeeds."""
    with station(folder) as database:
        rows = rows_of(database)
    whole = shutil.copytree(folder, tmp_path / "whole")
    with opened(folder) as database:
        points = points_of(lambda: rekey.change_data_key(database), monkeypatch)
    for number, (point, time) in enumerate(points):
        tight = shutil.copytree(whole, tmp_path / f"tight {number}")
        with opened(tight) as database:
            _fail_changing(database, point, time, monkeypatch)
            assert rows_of(database) == rows
            assert database.vault is not None
            assert database.unlocked is not None
            database.vault.set_anchor(1, bytes(32), database.epoch)
            assert database.vault.epoch == database.epoch == database.unlocked.epoch
            assert rekey.change_data_key(database).epoch == database.epoch
            database.verify_chain()
        opened(tight).close()
        assert _names(tight) == WITH_VAULT


def _fail_changing(database: Database, point: str, time: int, monkeypatch: pytest.MonkeyPatch) -> None:
    try:
        fails(lambda: rekey.change_data_key(database), point, time, monkeypatch)
    except SystemProblem:
        assert database.epoch == 1


def test_a_copy_that_lost_something_is_not_put_in_its_place(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A row that does not come across is noticed; the old file goes on."""
    export = engine.export

    def losing(connection: object, target: Path, key: bytes, pragmas: tuple[str, ...]) -> None:
        export(connection, target, key, pragmas)
        copy = engine.connect(target, key)
        copy.execute("DELETE FROM contact")
        copy.close()

    with station(folder) as database:
        before = database.content_hash()
        with monkeypatch.context() as patch, pytest.raises(DamagedError, match="退回原样"):
            patch.setattr(engine, "export", losing)
            rekey.change_data_key(database)
        assert (database.epoch, database.content_hash()) == (1, before)
        assert place.BESIDE not in _names(folder)


def test_readers_are_waited_for_and_writers_wait(folder: Path) -> None:
    """A reader in another thread ends first; what is written meanwhile goes into the new file."""
    with station(folder) as database:
        reading, done = threading.Event(), threading.Event()

        def read() -> None:
            with database.read() as session:
                reading.set()
                assert done.wait(10)
                with database.read() as inner:  # whoever is in goes on
                    assert inner is not session

        def write() -> None:
            with database.write("片区") as opened_write:
                opened_write.insert(Area, [{"name": "汾阳"}])

        reader = threading.Thread(target=read)
        reader.start()
        assert reading.wait(10)
        changer = threading.Thread(target=rekey.change_data_key, args=(database,))
        changer.start()
        writer = threading.Thread(target=write)
        writer.start()
        done.set()
        for thread in (reader, changer, writer):
            thread.join()
        assert database.epoch == 2
        assert [hit.kind for hit in database.search("汾阳")] == ["areas"]
        assert database.check() == []


def test_a_reader_that_stays_keeps_the_old_key(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also when it is the one that asks for the change."""
    with station(folder) as database:
        shut = database._gate.shut
        with monkeypatch.context() as patch, database.read(), pytest.raises(UserError, match="正在读取"):
            patch.setattr(database._gate, "shut", lambda: shut(0.01))
            rekey.change_data_key(database)
        assert database.epoch == 1
        assert rekey.change_data_key(database).epoch == 2


def test_rows_written_in_bulk_after_a_change_hang_on_the_chain(folder: Path) -> None:
    """The child gets the keys of the new epoch."""
    with station(folder) as database:
        rekey.change_data_key(database)
        bulk_load.bulk(database, 40)
        assert database.check() == []
        database.undo()
        assert database.check() == []


# a station of the first days


def _take_in(folder: Path) -> object:
    return rekey.take_in(folder, FIRST, PASSWORD)


def test_a_station_of_the_first_days_is_taken_in(folder: Path) -> None:
    """Its key is gone, another one opens it, what was chained with the first is still proven."""
    with Database.create(folder, tower) as database:
        before = database.content_hash()
    first = keys.read_key(folder)
    unlocked = rekey.take_in(folder, FIRST, PASSWORD)
    assert _names(folder) == WITH_VAULT
    with Database.open(folder, unlocked) as database:
        assert (database.epoch, database.role, database.content_hash()) == (2, FIRST.role, before)
        assert database.check() == []
        assert database.key_of(1, "database") == keys.derive_key(first, "database")
    assert not engine.fits(folder / place.DATA_FILE, keys.derive_key(first, "database"))
    with pytest.raises(UserError):
        rekey.take_in(folder, FIRST, PASSWORD)
    with pytest.raises(NotPermittedError):
        Database.open(folder)


def test_taking_in_that_is_killed_ends_keyless_or_with_a_vault(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed at every failpoint; whoever gave the password gets in, and the key beside the file goes then."""
    with Database.create(folder, tower) as database:
        rows = rows_of(database)
    whole = shutil.copytree(folder, tmp_path / "whole")
    for number, (point, time) in enumerate(points_of(lambda: _take_in(folder), monkeypatch)):
        killed = shutil.copytree(whole, tmp_path / f"killed {number}")
        assert dies(lambda: _take_in(killed), point, time) == DEAD  # noqa: B023 - called at once
        if not vault_file.present(killed):
            _take_in(killed)
        with opened(killed) as database:
            assert (rows_of(database), database.epoch) == (rows, 2)
        assert {name for name in _names(killed) if not name.endswith(".keys.new")} == WITH_VAULT


def test_taking_in_on_a_full_disk_leaves_it_keyless(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or with its vault, where only the last step was missing."""
    with Database.create(folder, tower) as database:
        rows = rows_of(database)
    whole = shutil.copytree(folder, tmp_path / "whole")
    refused = 0
    for number, (point, time) in enumerate(points_of(lambda: _take_in(folder), monkeypatch)):
        tight = shutil.copytree(whole, tmp_path / f"tight {number}")
        try:
            fails(lambda: _take_in(tight), point, time, monkeypatch)  # noqa: B023 - called at once
        except SystemProblem:
            refused += 1
            assert not vault_file.present(tight)
            with Database.open(tight) as database:
                assert rows_of(database) == rows
        else:
            with opened(tight) as database:
                assert rows_of(database) == rows
    assert refused > 5


def test_a_station_with_a_vault_asks_for_a_log_in(folder: Path) -> None:
    """Without one it is not opened; a log-in of another vault opens nothing; without its key files neither."""
    station(folder).close()
    with pytest.raises(NotPermittedError):
        Database.open(folder)
    _vault, other = empty_vault(folder.with_name("另"))
    with pytest.raises(NotPermittedError):
        Database.open(folder, other)
    unlocked = Vault.read(folder).log_in("zm", PASSWORD)
    for name in vault_file.FILES:
        (folder / name).unlink()
    with pytest.raises(DamagedError, match="恢复纸"):
        Database.open(folder, unlocked)


def test_a_vault_whose_station_was_never_made_gives_way(folder: Path) -> None:
    """Setting up was broken off: the next attempt begins anew, with a vault or without; a whole station stays."""
    empty_vault(folder)
    _vault, unlocked = empty_vault(folder)
    Database.create(folder, tower, unlocked=unlocked).close()
    with pytest.raises(UserError):
        empty_vault(folder)
    opened(folder).close()
    keyless = folder.with_name("演示")
    empty_vault(keyless)
    Database.create(keyless).close()
    assert not vault_file.present(keyless)


@pytest.mark.parametrize("ask", [lambda database: database.role, lambda database: database.epoch])
def test_a_keyless_station_has_a_role_and_an_epoch(folder: Path, ask: Callable[[Database], object]) -> None:
    """The account of whoever is at work says the role; failpoints do nothing by themselves."""
    with Database.create(folder, tower) as database:
        assert database.vault is None
        assert database.unlocked is None
        assert ask(database) in {FIRST.role, 1}
        with pytest.raises(RuntimeError):
            rekey.change_data_key(database)
    failpoints.hit("rekey.export")


def test_a_file_that_cannot_be_looked_at_is_told_in_a_sentence(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the data key is being changed a log-in tries which one opens the file; the disk may refuse even that."""
    with station(folder) as database:
        assert database.unlocked is not None
        both = {1: database.unlocked.data_key, 2: keys.new_data_key()}
    vault_file.write(folder, vault_changes.prepared(vault_file.read(folder), both))

    def refused(*_arguments: object) -> bool:
        raise engine.DriverError("disk I/O error")

    with monkeypatch.context() as patch:
        patch.setattr(engine, "fits", refused)
        with pytest.raises(SystemProblem, match="磁盘"):
            Vault.read(folder).log_in(FIRST.name, PASSWORD)
    with opened(folder) as database:
        assert database.epoch == 1

"""The file is ours alone, encrypted, held by one program, and opened with every pragma set."""

from __future__ import annotations

import os
import resource
import stat
from pathlib import Path

import pytest
import sqlcipher3
from sqlalchemy import insert, text

from louyu_desktop.errors import DamagedError, StationBusyError, SystemProblem, UserError
from louyu_desktop.models import Area
from louyu_desktop.storage import engine, keys, place, upgrade
from louyu_desktop.storage.database import Database
from tests.storage.sample import row, tower


def test_what_was_written_is_there_after_opening_again(folder: Path) -> None:
    """Close and open: the records and their hash are the same."""
    with Database.create(folder) as database:
        made = tower(database)
        before = database.content_hash()
    with Database.open(folder) as database:
        assert row(database, Area, 1) is None
        assert database.content_hash() == before
        assert made.enterprise == 1


def test_nothing_of_the_content_stands_in_the_clear(folder: Path) -> None:
    """Neither header nor names are readable in the file, its log, or the key file."""
    with Database.create(folder) as database:
        tower(database)
        for file in folder.iterdir():
            content = file.read_bytes()
            assert not content.startswith(b"SQLite format 3")
            assert "环贸广场".encode() not in content
            assert b"13812342207" not in content


def test_the_key_file_is_the_owners_alone(folder: Path) -> None:
    """32 bytes, mode 0600, another one for each station."""
    with Database.create(folder), Database.create(folder.with_name("二")):
        path = folder / keys.KEY_FILE
        assert len(path.read_bytes()) == 32
        assert path.read_bytes() != (folder.with_name("二") / keys.KEY_FILE).read_bytes()


def _modes(folder: Path) -> dict[str, int]:
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.glob("station.[dk]*")}


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no modes")
def test_what_is_kept_is_the_owners_alone(folder: Path) -> None:
    """The folder, the data, SQLite's files beside it and the key; opened up by a copy, it is shut again."""
    with Database.create(folder) as database:
        tower(database)
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert set(_modes(folder)) == {"station.db", "station.db-wal", "station.db-shm", "station.key"}
        assert set(_modes(folder).values()) == {0o600}
    for name in place.FILES:
        (folder / name).chmod(0o644)
    with Database.open(folder) as database:
        assert database.check() == []
        assert set(_modes(folder).values()) == {0o600}


def test_who_holds_a_station_leaves_no_image_of_itself(database: Database) -> None:
    """Keys and people do not go to the disk with a crash."""
    assert database.folder.is_dir()
    assert resource.getrlimit(resource.RLIMIT_CORE)[0] == 0


def test_keys_for_different_purposes_differ() -> None:
    """HKDF separates purposes; the same purpose gives the same key again."""
    assert keys.derive_key(bytes(32), "database") != keys.derive_key(bytes(32), "audit")
    assert keys.derive_key(bytes(32), "audit") == keys.derive_key(bytes(32), "audit")


def test_every_pragma_holds_on_every_connection(database: Database) -> None:
    """As SAFETY.md 5.1 lists them; caches of 40 MB instead of 64 (SPEED.md S5)."""
    wanted = {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "temp_store": 2, "secure_delete": 1,
        "trusted_schema": 0, "busy_timeout": 5000, "cache_size": -40000,
    }  # fmt: skip
    with database.read() as one, database.read() as two:
        for session in (one, two):
            found = {name: session.execute(text(f"PRAGMA {name}")).scalar() for name in wanted}
            assert found == wanted
            assert session.execute(text("PRAGMA cipher_version")).scalar()
            assert session.execute(text("PRAGMA mmap_size")).scalar() in (None, 0)


def test_the_driver_is_new_enough() -> None:
    """The version gate lets the installed driver pass."""
    engine.check_driver()
    assert tuple(map(int, sqlcipher3.sqlite_version.split("."))) >= engine.OLDEST_SQLITE


def test_an_old_driver_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """3.51.2 has the WAL-reset bug."""
    monkeypatch.setattr(sqlcipher3, "sqlite_version", "3.51.2")
    with pytest.raises(SystemProblem):
        engine.check_driver()


def test_a_second_program_finds_the_station_busy(database: Database, folder: Path) -> None:
    """The second opening is refused with exit code 5 and leaves the first one working."""
    with pytest.raises(StationBusyError) as caught:
        Database.open(folder)
    assert caught.value.exit_code == 5
    tower(database)


def test_closing_gives_the_lock_back(folder: Path) -> None:
    """Closing twice does no harm; afterwards it opens again."""
    database = Database.create(folder)
    database.close()
    database.close()
    again = Database.open(folder)
    assert again.check() == []
    again.close()


def test_a_station_is_not_made_over_another(folder: Path) -> None:
    """`create` refuses a folder with a station, `open` one without."""
    Database.create(folder).close()
    with pytest.raises(UserError):
        Database.create(folder)
    with pytest.raises(SystemProblem):
        Database.open(folder.with_name("无"))


def test_a_station_that_could_not_be_made_leaves_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk fills up half way: the next attempt finds an empty folder and succeeds."""

    def full(*_arguments: object, **_named: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch, pytest.raises(SystemProblem, match="磁盘空间"):
        patch.setattr(upgrade, "to_present", full)
        Database.create(folder)
    assert not (folder / keys.KEY_FILE).exists()
    Database.create(folder).close()


def test_a_folder_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    """A file stands where the folder should be."""
    (tmp_path / "a").write_text("x", "utf-8")
    with pytest.raises(SystemProblem):
        Database.create(tmp_path / "a")


def test_a_plain_file_is_refused(folder: Path) -> None:
    """A file without encryption is not opened, even when it is good SQLite."""
    Database.create(folder).close()
    (folder / place.DATA_FILE).unlink()
    plain = sqlcipher3.connect(str(folder / place.DATA_FILE))
    plain.execute("CREATE TABLE area (id INTEGER)")
    plain.close()
    with pytest.raises(DamagedError, match="没有加密"):
        Database.open(folder)


@pytest.mark.parametrize("content", [b"", b"short", bytes(8192), os.urandom(8192)])
def test_a_file_that_is_not_ours_is_refused(folder: Path, content: bytes) -> None:
    """Empty, short, zeros, noise: exit code 6, and the lock is free again."""
    Database.create(folder).close()
    (folder / place.DATA_FILE).write_bytes(content)
    for _attempt in range(2):
        with pytest.raises(DamagedError) as caught:
            Database.open(folder)
        assert caught.value.exit_code == 6


def test_a_missing_short_or_wrong_key_is_told_apart(folder: Path) -> None:
    """Each gives a sentence; the right key opens the file again."""
    Database.create(folder).close()
    path = folder / keys.KEY_FILE
    right = path.read_bytes()
    for wrong in (right[:31], bytes(32)):
        path.write_bytes(wrong)
        with pytest.raises(DamagedError):
            Database.open(folder)
    path.unlink()
    with pytest.raises(DamagedError, match=r"station\.key"):
        Database.open(folder)
    path.write_bytes(right)
    Database.open(folder).close()


def test_network_places_are_refused(tmp_path: Path) -> None:
    """By the type of the longest mount point that holds the folder."""
    mounts = tmp_path / "mounts"
    share = tmp_path / "共享"
    mounts.write_text(f"disk / ext4 rw 0 0\nhost:/x {share} nfs4 rw 0 0\n", "utf-8")
    with pytest.raises(StationBusyError):
        place.refuse_network(share / "站点", mounts)
    place.refuse_network(tmp_path / "本机", mounts)
    with pytest.raises(StationBusyError):
        place.refuse_network(Path(r"\\server\share\站点"), mounts)


def test_durable_writing_replaces_whole_or_not_at_all(tmp_path: Path) -> None:
    """The new content is there, no temporary file stays; a folder in the way keeps everything."""
    target = tmp_path / "a.key"
    keys.write_durably(target, b"one")
    keys.write_durably(target, b"two")
    assert target.read_bytes() == b"two"
    assert [path.name for path in tmp_path.iterdir()] == ["a.key"]
    blocked = tmp_path / "folder"
    (blocked / "full").mkdir(parents=True)
    with pytest.raises(OSError, match="folder"):
        keys.write_durably(blocked, b"x")
    assert (blocked / "full").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.key", "folder"]


def test_statements_past_the_door_are_refused(database: Database) -> None:
    """Core and raw SQL, in a reading and in a writing session."""
    area = {"uid": "x", "name": "甲"}
    with database.read() as session, pytest.raises(engine.OutsideTheDoorError):
        session.execute(insert(Area), area)
    with database.read() as session, pytest.raises(engine.OutsideTheDoorError):
        session.execute(text("WITH a AS (SELECT 1) DELETE FROM area"))
    with pytest.raises(engine.OutsideTheDoorError), database.write("") as write:
        write.session.execute(text("  update area set name = 'x'"))


def test_a_flush_past_the_door_is_refused(database: Database) -> None:
    """Objects that are changed but not saved are a mistake that is told."""
    made = tower(database)
    with database.read() as session, pytest.raises(engine.OutsideTheDoorError):
        session.add(Area(uid="x", name="甲"))
        session.flush()
    from louyu_desktop.models import Building

    with pytest.raises(RuntimeError), database.write("") as write:
        found = write.session.get(Building, made.buildings[0])
        assert found is not None
        found.name = "改"


def test_a_closed_station_answers_nothing(folder: Path) -> None:
    """Reading and writing after `close` is a mistake that is told."""
    database = Database.create(folder)
    database.close()
    with pytest.raises(Exception, match="closed"), database.read():
        pass
    with pytest.raises(Exception, match="closed"), database.write(""):
        pass

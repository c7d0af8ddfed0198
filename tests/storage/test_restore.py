"""Restores: the station is the old one or the restored one, whatever stops on the way; and both sides are shown."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ResourceClosedError

from louyu_desktop.errors import DamagedError, NotPermittedError, SystemProblem, UserError
from louyu_desktop.services import restores, vaults
from louyu_desktop.services.backups import Backups
from louyu_desktop.services.restores import Restores
from louyu_desktop.storage import drill, moving, place, restoring, upgrade
from louyu_desktop.storage import vault as storage_vault
from louyu_desktop.storage.backup import before_migration, lying_in
from louyu_desktop.storage.keys import derive_key
from tests.storage import backups
from tests.storage import vaults as keys
from tests.storage.backups import Made

ALL = "LOUYU_DRILLS" in os.environ


def quiet(_done: int, _total: int, _note: str) -> None:
    """Nobody wants to know."""


def _backed_up(folder: Path, make: Callable[[Path], Made] = backups.station) -> tuple[Path, str, str, str]:
    """A closed station that changed since its backup: the backup, the hash in it, the hash now, the sheet."""
    made = make(folder)
    one, before = Backups(made.database).make(), made.database.content_hash()
    backups.add(made.database, "新来的公司")
    after = made.database.content_hash()
    made.database.close()
    assert one.file is not None
    outside = folder.with_name("outside.backup")
    shutil.copyfile(one.file, outside)
    return outside, before, after, made.written


def _restore(folder: Path, file: Path) -> None:
    with backups.opened(folder) as database:
        restoring.restore_open(database, file, drill.keys_of(database), restoring.carried(database, ""), quiet)


def test_a_restore_shows_both_sides_and_keeps_what_was(made: Made) -> None:
    """Safety copy, content, passwords, the log, the anchor; and the way back again."""
    service = Backups(made.database)
    first, before = service.make(), made.database.content_hash()
    backups.add(made.database, "新来的公司")
    after, folder = made.database.content_hash(), made.database.folder
    assert first.file is not None
    restorer = Restores(made.database, service)
    preview = restorer.preview(first.file)
    assert preview.ours is not None
    assert (preview.theirs.counts["企业"], preview.ours.counts["企业"], preview.other_station) == (1, 2, False)
    assert len(preview.warnings) == 1
    done = restorer.restore(preview)
    assert done.safety == 2
    with backups.opened(folder) as restored:
        assert restored.content_hash() == before
        assert restored.check() == []
        assert not restored.read_only
        assert restored.epoch == 2
        assert restored.operations()[0].label == "从备份恢复：第 1 份"
        assert backups.attached(restored) == [backups.CONTENT]
        again = Restores(restored, Backups(restored))
        [safety] = [copy for copy in Backups(restored).listing() if copy.number == 2]
        assert safety.file is not None
        again.restore(again.preview(safety.file))
    with keys.opened(folder, keys.SECOND.name, keys.OTHER) as restored:
        assert restored.content_hash() == after
        assert [copy.number for copy in Backups(restored).listing()] == [3, 2, 1]


def test_who_reads_meanwhile_is_told_of_no_damage(made: Made) -> None:
    """The file that lies there afterwards has another key: a reader who waited finds the station closed, no more."""
    one, folder = Backups(made.database).make(), made.database.folder
    assert one.file is not None
    heard: list[Exception] = []

    def read() -> None:
        while not heard:
            try:
                with made.database.read() as session:
                    session.execute(text("SELECT count(*) FROM enterprise")).scalar()
            except Exception as problem:  # noqa: BLE001 - any kind of it ends this reader
                heard.append(problem)

    readers = [threading.Thread(target=read) for _reader in range(4)]
    for reader in readers:
        reader.start()
    restoring.restore_open(made.database, one.file, drill.keys_of(made.database), restoring.Carried(), quiet)
    for reader in readers:
        reader.join()
    assert {type(problem) for problem in heard} == {ResourceClosedError}
    with backups.opened(folder) as restored:
        assert restored.check() == []


@pytest.mark.parametrize("damaged", ["here", "in the backup"])
def test_of_an_attachment_the_whole_file_stays(made: Made, damaged: str) -> None:
    """One that is damaged here comes out of the backup, and one that was damaged there does not come."""
    service, folder = Backups(made.database), made.database.folder
    [path] = (folder / "att").rglob("*.age")
    whole = path.read_bytes()
    broken = whole[:-1] + bytes([whole[-1] ^ 1])
    path.write_bytes(whole if damaged == "here" else broken)
    one = service.make()
    path.write_bytes(broken if damaged == "here" else whole)
    assert one.file is not None
    restorer = Restores(made.database, service)
    restorer.restore(restorer.preview(one.file))
    with backups.opened(folder) as restored:
        assert restored.check() == []
        assert backups.attached(restored) == [backups.CONTENT]


def test_a_station_behind_its_anchor_is_restored_too(made: Made) -> None:
    """T11: it is read only, so nothing is written into it; the safety copy lies there all the same."""
    service = Backups(made.database)
    one, content, folder = service.make(), made.database.content_hash(), made.database.folder
    made.database.read_only = True
    assert one.file is not None
    restorer = Restores(made.database, service)
    assert restorer.restore(restorer.preview(one.file)).safety == 2
    with backups.opened(folder) as restored:
        assert restored.content_hash() == content
        assert not restored.read_only
        service = Backups(restored)
        service.settle()
        assert [copy.number for copy in service.listing()] == [2, 1]


@pytest.mark.skipif(os.name == "nt", reason="a child of a fork dies there")
@pytest.mark.parametrize("by_sheet", [False, True])
def test_a_kill_at_every_step_ends_in_old_or_restored(
    folder: Path, monkeypatch: pytest.MonkeyPatch, by_sheet: bool
) -> None:
    """Whoever opens the station next finds one of the two, whole, with its passwords and its anchor."""
    file, before, after, written = _backed_up(folder)
    copied = folder.with_name("copy")
    shutil.copytree(folder, copied)
    run: Callable[[], object] = partial(_restore, folder, file)
    if by_sheet:
        run = partial(restoring.restore_by_sheet, folder, file, written, quiet)
    steps = [one for one in keys.points_of(run, monkeypatch) if one[0].startswith("restore.") and one[1] <= 2]
    steps = steps if ALL else [one for one in steps if one in {("restore.commit", 1), ("restore.keys", 2 - by_sheet)}]
    found = set()
    for name, time in steps:
        shutil.rmtree(folder)
        shutil.copytree(copied, folder)
        assert keys.dies(run, name, time) == keys.DEAD
        assert vaults.standing(folder) is vaults.Standing.VAULT
        with backups.opened(folder) as database:
            found.add(database.content_hash())
            assert database.check() == []
            assert not database.read_only
            assert backups.attached(database) == [backups.CONTENT]
        assert not (folder / moving.READY).exists()
        assert not (folder / moving.NEW).exists()
    assert found == {before, after}


def test_a_full_disk_at_every_step_ends_in_old_or_restored(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """T3: a sentence; afterwards the station opens, and the same restore goes through."""
    file, before, after, _written = _backed_up(folder)
    copied = folder.with_name("copy")
    shutil.copytree(folder, copied)
    run = partial(_restore, folder, file)
    steps = [one for one in keys.points_of(run, monkeypatch) if one[0].startswith("restore.") and one[1] == 1]
    steps = steps if ALL else [one for one in steps if one[0] in {"restore.unpack", "restore.data"}]
    for name, time in steps:
        shutil.rmtree(folder)
        shutil.copytree(copied, folder)

        def refused() -> None:
            with pytest.raises(SystemProblem):
                run()

        keys.fails(refused, name, time, monkeypatch)
        with backups.opened(folder) as database:
            assert database.content_hash() in {before, after}
            assert database.check() == []
    run()
    with backups.opened(folder) as database:
        assert database.content_hash() == before


def test_a_log_left_behind_is_not_taken_for_a_part_of_the_restored(folder: Path, tmp_path: Path) -> None:
    """Incident 15: the program was killed with a full log beside the data; a backup comes back over it."""
    file, before, _after, written = _backed_up(folder)
    dead = tmp_path / "dead"
    with backups.opened(folder) as database:
        backups.add(database, "只在日志里")
        shutil.copytree(folder, dead)
    assert (dead / "station.db-wal").stat().st_size > 0
    restoring.restore_by_sheet(dead, file, written, quiet)
    assert not (dead / "station.db-wal").exists()
    assert not (dead / "station.db-shm").exists()
    with backups.opened(dead) as database:
        assert database.content_hash() == before
        assert database.check() == []
    [aside] = (dead / "backups").glob("before-*")
    assert (aside / "station.db-wal").stat().st_size > 0


def test_a_damaged_station_is_rescued_with_a_password(folder: Path) -> None:
    """The broken file is kept; staff may not."""
    _file, before, _after, _written = _backed_up(folder)
    data = folder / place.DATA_FILE
    content = bytearray(data.read_bytes())
    content[5000:9000] = bytes(4000)
    data.write_bytes(content)
    with backups.opened(folder) as database:
        assert "损坏" in "".join(database.check())
    newest = restores.newest_backup(folder)
    assert newest is not None
    with pytest.raises(NotPermittedError):
        restores.rescue(folder, newest, keys.SECOND.name, keys.OTHER)
    restores.rescue(folder, newest, keys.FIRST.name, keys.PASSWORD)
    with backups.opened(folder) as database:
        assert database.content_hash() == before
        assert database.check() == []
    [aside] = (folder / "backups").glob("before-*")
    assert (aside / place.DATA_FILE).read_bytes() == bytes(content)


def test_a_station_found_damaged_while_open_is_restored_all_the_same(folder: Path) -> None:
    """It opens, and neither counts nor can be backed up: it is kept beside, and the backup takes its place."""
    file, before, _after, _written = _backed_up(folder)
    data = folder / place.DATA_FILE
    content = bytearray(data.read_bytes())
    content[8200:9000] = bytes(800)
    data.write_bytes(content)
    with backups.opened(folder) as database:
        restorer = Restores(database, Backups(database))
        assert "损坏" in "".join(database.check())
        assert restorer.restore(restorer.preview(file)).safety == 0
    with backups.opened(folder) as database:
        assert database.content_hash() == before
        assert database.check() == []
    [aside] = (folder / "backups").glob("before-*")
    assert (aside / place.DATA_FILE).read_bytes()[8200:9000] == bytes(800)


def test_another_stations_backup_is_said_to_be_that(made: Made, tmp_path: Path) -> None:
    """Its keys do not open it; with its own sheet it may take this place, after this one was backed up."""
    file, before, _after, written = _backed_up(tmp_path / "other", backups.another)
    restorer = Restores(made.database, Backups(made.database))
    with pytest.raises(NotPermittedError, match="另一个站点"):
        restorer.preview(file)
    preview = restorer.preview_by_sheet(file, written)
    assert preview.other_station
    assert preview.administrators == ()
    with pytest.raises(UserError):
        restorer.restore(preview)
    folder, mine = made.database.folder, made.database.vault
    assert mine is not None
    done = restorer.restore_by_sheet(preview, written)
    assert done.safety in lying_in(folder / "backups", mine.vault_id)
    with backups.opened_by_sheet(folder, written) as database:
        assert database.content_hash() == before
        assert database.vault is not None
        assert database.vault.vault_id == preview.vault_id != mine.vault_id


def test_everything_moves_in_one_file(made: Made, tmp_path: Path) -> None:
    """On the new computer everybody's password is what it was."""
    target = tmp_path / "搬家.backup"
    service = Backups(made.database)
    service.move(target)
    content = made.database.content_hash()
    new = tmp_path / "new"
    preview = restores.preview_closed(new, target, made.written)
    assert any("旧电脑" in one for one in preview.warnings)
    restores.restore_closed(new, target, made.written)
    with keys.opened(new, keys.SECOND.name, keys.OTHER) as database:
        assert database.content_hash() == content
        assert backups.attached(database) == [backups.CONTENT]


def test_a_backup_is_made_before_a_migration_or_there_is_none(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A disk that is full keeps the file as the older program left it."""
    made = backups.station(folder)
    unlocked, content = made.database.unlocked, made.database.content_hash()
    assert unlocked is not None
    made.database.close()
    newer = tmp_path / "migrations"
    shutil.copytree(upgrade.SCRIPTS, newer, ignore=shutil.ignore_patterns("__pycache__"))
    heads = f'revision = "{upgrade.SCHEMA + 1:04d}"\ndown_revision = "{upgrade.SCHEMA:04d}"\n'
    script = newer / "versions" / f"v{upgrade.SCHEMA + 1:04d}_next.py"
    script.write_text(f"{heads}\n\ndef upgrade():\n    pass\n", "utf-8")
    vault, data = storage_vault.Vault.read(folder), folder / place.DATA_FILE
    key = derive_key(unlocked.data_key, "database")
    first = partial(before_migration, folder, vault, unlocked)
    run = partial(upgrade.to_present, data, key, newer, upgrade.SCHEMA + 1, first)

    def refused() -> None:
        with pytest.raises(SystemProblem):
            run()

    keys.fails(refused, "backup.write", 1, monkeypatch)
    with backups.opened(folder) as database:
        assert database.content_hash() == content
    run()
    [copy] = lying_in(folder / "backups", vault.vault_id).values()
    bare = tmp_path / "bare"
    restoring.restore_by_sheet(bare, copy, made.written, quiet)
    with backups.opened(bare) as database:
        assert database.content_hash() == content


def test_a_backup_of_a_newer_program_is_refused(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    """Incident 18: nothing is read into the present station."""
    one = Backups(made.database).make()
    assert one.file is not None
    monkeypatch.setattr(upgrade, "SCHEMA", upgrade.SCHEMA - 1)
    folder, content = made.database.folder, made.database.content_hash()
    with pytest.raises(DamagedError, match="更新"):
        restoring.restore_open(made.database, one.file, drill.keys_of(made.database), restoring.Carried(), quiet)
    monkeypatch.undo()
    assert made.database.content_hash() == content
    assert not (folder / moving.NEW).exists()


def test_nothing_of_the_content_lies_in_the_clear(made: Made) -> None:
    """Neither while a backup is made nor in what is left of it."""
    seen = set()

    def look(done: int, total: int, note: str = "") -> None:
        for path in made.database.folder.rglob("*"):
            if path.is_file():
                content = path.read_bytes()
                seen.add(path.name)
                assert "环贸广场".encode() not in content
                assert b"13812342207" not in content
                assert b"%PDF" not in content

    Backups(made.database).make(control=look)
    assert {"data", "part"} <= seen

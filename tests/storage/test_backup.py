"""Backups: only what was proven is one; nothing that stops on the way harms what was there."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import time_machine

from louyu_desktop import failpoints
from louyu_desktop.errors import DamagedError, NotPermittedError, SystemProblem, UserError
from louyu_desktop.services.backup_copies import Level
from louyu_desktop.services.backups import EVERY, Backups
from louyu_desktop.storage import backup, container, drill, rekey, restoring, retention
from louyu_desktop.storage.container import Manifest
from louyu_desktop.storage.database import Database
from tests.storage import backups, vaults
from tests.storage.backups import Made

DRILLS = int(os.environ.get("LOUYU_DRILLS", "0")) or 2


def quiet(_done: int, _total: int, _note: str) -> None:
    """Nobody wants to know."""


def test_a_backup_is_proven_and_known(made: Made) -> None:
    """Named after vault and number alone; the status bar says how old it is; nothing changed since."""
    service = Backups(made.database)
    assert service.standing().level is Level.BAD
    one = service.make()
    assert one.number == 1
    assert one.proven_at is not None
    assert one.file is not None
    assert one.file.name == f"louyu-{made.database.vault and made.database.vault.vault_id[:8]}-000001.backup"
    assert one.counts["企业"] == 1
    assert [path.name for path in service.folder().iterdir()] == [one.file.name]
    assert service.standing().level is Level.GOOD
    assert not service.changed()
    backups.add(made.database, "新来的公司")
    assert service.changed()
    assert service.make().number == 2
    assert [copy.number for copy in service.listing()] == [2, 1]


def test_a_keyless_station_has_none_and_says_so(database: Database) -> None:
    """The demonstration."""
    service = Backups(database)
    assert service.standing().level is Level.OFF
    assert service.before("import") is None
    assert not service.due()
    with pytest.raises(UserError):
        service.make()


def test_the_drill_opens_every_attachment(made: Made, tmp_path: Path) -> None:
    """One that is not what it was is found by the drill, though its hash in the container is right."""
    service = Backups(made.database)
    assert service.drill_due()
    assert service.drill().drilled_at is not None
    assert not service.drill_due()
    [path] = backup.attached(made.database.folder / "att")
    path.write_bytes(path.read_bytes()[:-1])
    number = service.make().number
    with pytest.raises(DamagedError):
        service.prove(number, thorough=True)
    [bad, good] = service.listing()
    assert (bad.damaged, bad.proven_at, good.damaged) == (True, None, False)
    assert not service.changed() or good.number == 1


def test_what_is_not_proven_is_no_backup(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that writes something else: no file has the name of a backup, and the person is told."""
    written = container.write

    def elsewhere(path: Path, *rest: object) -> None:
        written(path, *rest)  # type: ignore[arg-type]
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)

    monkeypatch.setattr(container, "write", elsewhere)
    service = Backups(made.database)
    with pytest.raises(DamagedError):
        service.make()
    assert list(service.folder().iterdir()) == []
    assert service.listing() == ()


def test_what_is_written_whole_and_unsound_is_no_backup(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes prove the container; whether the data in it open and hold is another proof, and whose they are a third."""
    service, digest, write = Backups(made.database), container.digest_of, container.write

    def flipped(path: Path) -> tuple[int, str]:
        if path.name == "data":
            content = bytearray(path.read_bytes())
            content[len(content) // 2] ^= 1
            path.write_bytes(content)
        return digest(path)

    def another(path: Path, manifest: Manifest, *rest: Any) -> None:
        write(path, replace(manifest, number=manifest.number + 7), *rest)

    with monkeypatch.context() as patch:
        patch.setattr(container, "digest_of", flipped)
        with pytest.raises(DamagedError, match="没有通过检查"):
            service.make()
    with monkeypatch.context() as patch:
        patch.setattr(container, "write", another)
        with pytest.raises(DamagedError, match="不完整"):
            service.make()
    assert service.listing() == ()
    assert backup.lying_in(service.folder(), made.database.vault.vault_id if made.database.vault else "") == {}
    assert service.make().number == 1


def test_damage_is_found_later_and_counts_no_more(made: Made) -> None:
    service = Backups(made.database)
    service.make()
    backups.add(made.database, "新来的公司")
    two = service.make()
    assert two.file is not None
    content = bytearray(two.file.read_bytes())
    content[-100] ^= 1
    two.file.write_bytes(content)
    with pytest.raises(DamagedError):
        service.prove(2)
    assert service.changed()
    assert [copy.damaged for copy in service.listing()] == [True, False]


def test_every_step_on_a_full_disk_leaves_what_was_there(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    """T3: one sentence, no leftover, the older backup whole, and the next one works."""
    service = Backups(made.database)
    first = service.make()
    assert first.file is not None
    before = (first.file.read_bytes(), made.database.content_hash())
    points = vaults.points_of(service.make, monkeypatch)
    names = list(dict.fromkeys(name for name, _time in points))
    assert {"backup.copy", "backup.write", "backup.sync", "backup.prove", "backup.rename"} <= set(names)
    for name, time in [*((name, 1) for name in names), ("backup.write", sum(n == "backup.write" for n, _t in points))]:
        lying = sorted(path.name for path in service.folder().iterdir())

        def refused() -> None:
            with pytest.raises(SystemProblem):
                service.make()

        vaults.fails(refused, name, time, monkeypatch)
        assert sorted(path.name for path in service.folder().iterdir()) == lying
    assert (first.file.read_bytes(), made.database.content_hash()) == before
    assert service.make().proven_at is not None


def test_without_room_none_is_begun(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(made.database.folder)
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: usage._replace(free=17_000_000))
    service = Backups(made.database)
    with pytest.raises(SystemProblem, match="没有开始备份"):
        service.make()
    assert service.listing() == ()


@pytest.mark.skipif(os.name == "nt", reason="a child of a fork dies there")
def test_a_kill_at_every_step_leaves_a_station_that_backs_up(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is lying about goes; a backup that was whole when its row was not yet written is taken up."""
    backups.station(folder).database.close()

    def run() -> None:
        with backups.opened(folder) as database:
            Backups(database).make()

    copied = folder.with_name("copy")
    shutil.copytree(folder, copied)
    points = [one for one in vaults.points_of(run, monkeypatch) if one[0].startswith("backup.") and one[1] == 1]
    for name, time in points if "LOUYU_DRILLS" in os.environ else points[-2:]:
        shutil.rmtree(folder)
        shutil.copytree(copied, folder)
        assert vaults.dies(run, name, time) == vaults.DEAD
        with backups.opened(folder) as database:
            service = Backups(database)
            service.settle()
            assert service.listing() == ()
            assert not list(service.folder().iterdir())
            assert service.make().number == 1


def test_a_backup_without_its_row_is_proven_and_taken_up(made: Made) -> None:
    """The program was ended after the rename; a foreign file under such a name is not."""
    service = Backups(made.database)
    one = service.make()
    assert one.file is not None
    shutil.copyfile(one.file, one.file.with_name(one.file.name.replace("000001", "000009")))
    one.file.with_name(one.file.name.replace("000001", "000008")).write_bytes(b"nothing")
    with made.database.write("") as write:
        from louyu_desktop.storage.tables import Backup

        write.put(Backup, {"number": 1}, None)
    service.settle()
    assert [copy.number for copy in service.listing()] == [1]
    assert service.make().number == 10


# ------------------------------------------------------------------------------------------------ clocks


@pytest.mark.parametrize("jump", [dt.timedelta(days=-366), dt.timedelta(days=3653), dt.timedelta(hours=-30)])
def test_a_clock_that_is_wrong_stops_no_backup_and_drops_none(made: Made, jump: dt.timedelta) -> None:
    """T13: turned, and back again; the half-hourly one is due by a clock that nobody turns."""
    now, ticks = dt.datetime.now(dt.UTC), [0.0]
    service = Backups(made.database, clock=lambda: ticks[0])
    service.make()
    for moment in (now + jump, now + dt.timedelta(minutes=1)):
        with time_machine.travel(moment, tick=False):
            backups.add(made.database, f"公司 {moment.timestamp():.0f}")
            assert not service.due()
            ticks[0] += EVERY
            assert service.due()
            made_now = service.by_the_clock()
            assert made_now is not None
            assert not service.due()
            assert service.standing().level is Level.GOOD
    assert [copy.number for copy in service.listing()] == [3, 2, 1]


def test_what_the_rules_say_is_what_lies_there(made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With five days instead of thirty: a backup a day, a safety copy among them; the second place has the same."""
    monkeypatch.setattr(retention, "DAYS", 5)
    service, start = Backups(made.database), dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC)
    service.set_second_place(tmp_path / "盘")
    for day in range(8):
        with time_machine.travel(start + dt.timedelta(days=day), tick=False):
            service.before_restore(None) if day == 1 else service.make()
    assert [(copy.made_at - start).days for copy in service.listing()] == [7, 6, 5, 4, 3, 1]
    assert len(list((tmp_path / "盘").glob("*.backup"))) == 6


# ------------------------------------------------------------------------------------------ second place


def test_the_second_place_gets_each_one_and_is_missed(made: Made, tmp_path: Path) -> None:
    """Read back; away it is said so; an empty folder in its stead is not taken for it, and nothing is dropped."""
    service, place = Backups(made.database), tmp_path / "盘"
    one = service.make()
    assert one.file is not None
    assert service.set_second_place(place).there
    assert (place / one.file.name).read_bytes() == one.file.read_bytes()
    backups.add(made.database, "新来的公司")
    assert service.make().second_at is not None
    assert len(list(place.glob("*.backup"))) == 2
    gone = place.with_name("away")
    place.rename(gone)
    place.mkdir()
    backups.add(made.database, "又一家")
    assert service.make().second_at is None
    assert not list(place.iterdir())
    assert service.second_place().folder == place
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(days=9)):
        assert service.second_place().away_days == 9
        assert "9 天" in service.standing().banner
    place.rmdir()
    gone.rename(place)
    assert service.bring()
    assert len(list(place.glob("*.backup"))) == 3
    assert len(service.listing()) == 3


def test_a_second_place_that_writes_something_else_does_not_count(
    made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    service, place = Backups(made.database), tmp_path / "盘"
    service.set_second_place(place)
    monkeypatch.setattr(shutil, "copyfileobj", lambda source, target, _size: target.write(source.read()[:-1] + b"x"))
    one = service.make()
    assert one.second_at is None
    assert [path.suffix for path in place.iterdir()] == [".place"]
    with pytest.raises(UserError):
        service.set_second_place(made.database.folder / "inside")


def test_attachments_that_the_clock_left_out_are_backed_up_at_log_out(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where there are many, the half-hourly backup has none of them: then nothing has changed, and they lack still."""
    monkeypatch.setattr("louyu_desktop.services.backups.FEW", 0)
    service = Backups(made.database)
    assert service.make().whole
    assert service.leaving() is None
    backups.attach(made.database, 1, b"%PDF-1.4 another page")
    assert not service.make(retention.Moment.INTERVAL).whole
    last = service.leaving()
    assert last is not None
    assert last.whole
    assert service.leaving() is None


def test_a_data_key_that_is_changed_meanwhile_is_no_damage(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody leaves while a backup is made: it is made with the new key; the file stays put while it is copied."""
    database, told = made.database, list[int]()
    copy = backup.copy

    def leave(name: str) -> None:
        if name == "backup.copy" and database.epoch == 1:
            rekey.change_data_key(database)

    def copied(data: Path, key: bytes, target: Path) -> None:
        copy(data, key, target)
        with pytest.raises(UserError, match="正在读取"), database._gate.shut(0.01):
            pass
        told.append(database.epoch)

    monkeypatch.setattr(failpoints, "hit", leave)
    monkeypatch.setattr(backup, "copy", copied)
    one = Backups(database).make()
    assert told == [2]
    monkeypatch.undo()
    assert Backups(database).prove(one.number, thorough=True).proven_at is not None


def test_bulk_writing_is_waited_for(made: Made) -> None:
    """A backup begins when the last row is there, and the person may call it off."""
    service, notes = Backups(made.database), list[tuple[int, int, str]]()
    made.database._bulk.acquire()

    def control(done: int, total: int, note: str = "") -> None:
        notes.append((done, total, note))
        if len(notes) == 2:
            made.database._bulk.release()

    assert service.make(control=control).proven_at is not None
    assert notes[:3] == [(0, 0, "等另一批数据写完再备份")] * 2 + [(0, 0, "正在复制数据")]


# ------------------------------------------------------------------------------------------- T6: the drill


def test_a_backup_made_under_load_comes_back_on_a_bare_computer(folder: Path, tmp_path: Path) -> None:
    """File and sheet alone: checks, counts, content, attachments, chain; 20 of 20 in make faults."""
    made = backups.station(folder)
    service, stop, written = Backups(made.database), threading.Event(), list[str]()

    def work() -> None:
        while not stop.is_set():
            backups.add(made.database, f"公司 {len(written)}")
            written.append(f"公司 {len(written)}")

    desk = threading.Thread(target=work)
    desk.start()
    try:
        for turn in range(DRILLS):
            sure = list(written)
            one = service.make()
            assert one.file is not None
            bare = tmp_path / f"bare {turn}"
            manifest = restoring.restore_by_sheet(bare, one.file, made.written, quiet)
            with backups.opened_by_sheet(bare, made.written) as restored, restored.read() as session:
                raw = session.connection().connection
                assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
                names = {row[0] for row in raw.execute("SELECT name FROM enterprise")}
                assert set(sure) <= names
                assert len(names) == manifest.counts["enterprise"]
                assert restored.content_hash() == manifest.content
                assert restored.check() == []
                assert backups.attached(restored) == [backups.CONTENT]
                assert not restored.read_only
    finally:
        stop.set()
        desk.join()
        made.database.close()


def test_another_sheet_opens_nothing(made: Made, tmp_path: Path) -> None:
    other = backups.another(tmp_path / "other")
    other.database.close()
    one = Backups(made.database).make()
    assert one.file is not None
    with pytest.raises(NotPermittedError):
        restoring.restore_by_sheet(tmp_path / "bare", one.file, other.written, quiet)
    assert not (tmp_path / "bare" / "station.db").exists()
    assert not (tmp_path / "bare" / "station.restoring").exists()


def test_a_former_data_key_still_opens_its_backups(made: Made) -> None:
    """Somebody left, the key was changed: the old backup is proven and restored all the same."""
    from louyu_desktop.storage import rekey

    service = Backups(made.database)
    one, before = service.make(), made.database.content_hash()
    rekey.change_data_key(made.database)
    backups.add(made.database, "新来的公司")
    assert service.prove(one.number, thorough=True).drilled_at is not None
    service.make()
    assert one.file is not None
    keys = drill.keys_of(made.database)
    restoring.restore_open(made.database, one.file, keys, restoring.carried(made.database, ""), quiet)
    with backups.opened(made.database.folder) as restored:
        assert restored.content_hash() == before
        assert restored.epoch == 3
        assert restored.check() == []
        assert backups.attached(restored) == [backups.CONTENT]
        assert [copy.number for copy in Backups(restored).listing()] == [2, 1]
        assert Backups(restored).prove(2).proven_at is not None

"""What a proof of a backup compares, thing by thing; what is told meanwhile; what room it asks for."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from louyu_desktop.errors import DamagedError, NotPermittedError, SystemProblem
from louyu_desktop.services.backups import Backups
from louyu_desktop.storage import backup, container, drill, engine, recovery, rekey
from louyu_desktop.storage.container import Manifest
from louyu_desktop.storage.retention import Moment
from tests.storage import backups
from tests.storage.backups import Made

MEGABYTES = 1_000_000
SPARE = 16 << 20


def quiet(_done: int, _total: int, _note: str) -> None:
    """Nobody wants to know."""


def ground(made: Made) -> backup.Ground:
    database = made.database
    assert database.vault is not None
    assert database.unlocked is not None
    return backup.ground_of(database.folder, database.vault, database.unlocked)


@contextmanager
def taken_apart(made: Made, tmp_path: Path) -> Iterator[tuple[Path, Manifest, drill.Keys]]:
    """A fresh backup's parts, what it says of itself, and the station's keys."""
    one = Backups(made.database).make()
    assert one.file is not None
    opening = drill.keys_of(made.database)
    with backup.unpacked(one.file, opening.identities, tmp_path, quiet) as (inside, manifest):
        yield inside, manifest, opening


@contextmanager
def opened(data: Path, key: bytes) -> Iterator[Any]:
    raw = engine.connect(data, key)
    try:
        raw.execute("PRAGMA foreign_keys = OFF")
        yield raw
    finally:
        raw.close()


# ------------------------------------------------------------------------------------------- what is proven


def test_whatever_a_manifest_says_wrongly_is_found(made: Made, tmp_path: Path) -> None:
    with taken_apart(made, tmp_path) as (inside, said, opening):
        data, key = inside / container.DATA, opening.database[said.epoch]
        backup.refuse_unsound(data, key, said)
        backup.refuse_unsound(data, key, said, thorough=True)
        for wrong in (
            replace(said, counts={**said.counts, "enterprise": said.counts["enterprise"] + 1}),
            replace(said, counts={name: count for name, count in said.counts.items() if name != "enterprise"}),
            replace(said, seq=said.seq + 1), replace(said, seq=said.seq - 1),
            replace(said, head="0" * 64), replace(said, latest=""),
        ):  # fmt: skip
            with pytest.raises(DamagedError, match="没有通过检查"):
                backup.refuse_unsound(data, key, wrong)
        other = replace(said, content="0" * 64)
        backup.refuse_unsound(data, key, other)
        with pytest.raises(DamagedError, match="没有通过检查"):
            backup.refuse_unsound(data, key, other, thorough=True)
        backup.refuse_unsound(data, key, replace(said, content=""), thorough=True)
        with pytest.raises(DamagedError, match="没有通过检查"):
            backup.refuse_unsound(data, bytes(32), said)


def _hangs(raw: Any) -> None:
    raw.execute("UPDATE occupancy SET enterprise_id = 99999")


def _index(raw: Any) -> None:
    """An index that is not what its table says; the quick check passes by it."""
    raw.execute("PRAGMA writable_schema = ON")
    other = "UPDATE sqlite_master SET sql = replace(sql, '(name_key)', '(name)') WHERE name = ?"
    raw.execute(other, ("ix_enterprise_name_key",))


@pytest.mark.parametrize(("harm", "thorough"), [(_hangs, False), (_index, True)])
def test_data_that_do_not_hold_are_found(
    made: Made, tmp_path: Path, harm: Callable[[Any], None], thorough: bool
) -> None:
    """A reference to nothing is found at once, a wrong index by the drill."""
    with taken_apart(made, tmp_path) as (inside, said, opening):
        data, key = inside / container.DATA, opening.database[said.epoch]
        with opened(data, key) as raw:
            harm(raw)
            raw.commit() if raw.in_transaction else None
        bare = replace(said, content="")
        if thorough:
            backup.refuse_unsound(data, key, bare)
        with pytest.raises(DamagedError):
            backup.refuse_unsound(data, key, bare, thorough=thorough)


def test_a_page_that_was_changed_is_found(made: Made, tmp_path: Path) -> None:
    """Also one that no table uses: the pages are proven by themselves."""
    with taken_apart(made, tmp_path) as (inside, said, opening):
        data, key = inside / container.DATA, opening.database[said.epoch]
        with opened(data, key) as raw:
            raw.execute("CREATE TABLE more (one BLOB)")
            raw.execute("INSERT INTO more VALUES (randomblob(60000))")
            raw.commit() if raw.in_transaction else None
            raw.execute("PRAGMA secure_delete = OFF")
            raw.execute("DROP TABLE more")
            raw.commit() if raw.in_transaction else None
        backup.refuse_unsound(data, key, said)
        content = bytearray(data.read_bytes())
        content[-3000] ^= 1
        data.write_bytes(content)
        with pytest.raises(DamagedError):
            backup.refuse_unsound(data, key, said)


def test_each_attachment_is_opened_with_the_key_of_its_time(made: Made, tmp_path: Path) -> None:
    """Missing, of another content, under a key that is not at hand: not whole; one by one they are told."""
    rekey.change_data_key(made.database)
    backups.attach(made.database, 1, b"%PDF-1.4 later")
    with taken_apart(made, tmp_path) as (inside, said, opening):
        key, heard = opening.database[said.epoch], list[tuple[int, int, str]]()
        drill.refuse_unreadable(inside, key, opening.attachments, lambda *one: heard.append(one))
        assert heard == [(0, 2, "正在核对附件"), (1, 2, "正在核对附件")]
        for epoch in opening.attachments:
            kept = {other: one for other, one in opening.attachments.items() if other != epoch}
            for keys in (kept, {**kept, epoch: bytes(range(32))}):
                with pytest.raises(DamagedError, match="附件打不开"):
                    drill.refuse_unreadable(inside, key, keys, quiet)
        one, other = sorted((inside / "att").iterdir())
        for harm in (lambda: shutil.copyfile(other, one), one.unlink):
            harm()
            with pytest.raises(DamagedError, match="附件打不开"):
                drill.refuse_unreadable(inside, key, opening.attachments, quiet)
        with opened(inside / container.DATA, key) as raw:
            raw.execute("DROP TABLE attachment_file")
            raw.commit() if raw.in_transaction else None
        drill.refuse_unreadable(inside, key, opening.attachments, quiet)  # a schema of before there were any


def test_only_the_thorough_proof_looks_at_attachments_and_only_where_there_are_any(
    made: Made, tmp_path: Path
) -> None:
    """The progress is told step by step; keys of another epoch open nothing."""
    service = Backups(made.database)
    one = service.make()
    assert one.file is not None
    opening = drill.keys_of(made.database)
    blind = replace(opening, attachments={})
    heard: list[tuple[int, int, str]] = []
    manifest = drill.prove(one.file, blind, tmp_path, lambda *told: heard.append(told))
    assert (manifest.number, manifest.whole, manifest.kind) == (1, True, "hand")
    assert list(dict.fromkeys(note for _done, _total, note in heard)) == ["正在验证备份", "正在检查备份里的数据"]
    with pytest.raises(DamagedError, match="附件打不开"):
        drill.prove(one.file, blind, tmp_path, quiet, thorough=True)
    assert drill.prove(one.file, opening, tmp_path, quiet, thorough=True) == manifest
    with pytest.raises(NotPermittedError):
        drill.prove(one.file, replace(opening, database={9: bytes(32)}), tmp_path, quiet)
    assert "identities" not in repr(opening)
    bare = backup.make(ground(made), backup.Wanted(2, Moment.INTERVAL, service.folder(), whole=False), quiet)
    assert (bare.manifest.whole, bare.manifest.content) == (False, "")
    assert [name for name in bare.manifest.files if name.startswith("att")] == []
    drill.prove(bare.path, blind, tmp_path, quiet, thorough=True)
    assert list(tmp_path.glob("inside*")) == []


def test_keys_of_every_epoch_are_found_and_a_lost_one_is_passed_by(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    database = made.database
    rekey.change_data_key(database)
    rekey.change_data_key(database)
    found, of = drill.keys_of(database), database.key_of
    assert list(found.database) == list(found.attachments) == [3, 2, 1]
    assert len(set(found.identities)) == 3
    assert database.unlocked is not None
    mine = drill.keys_from(database.unlocked.data_key, 3)
    assert (mine.identities, mine.database[3]) == (found.identities[:1], found.database[3])
    assert mine.attachments == {3: found.attachments[3]}
    assert len({mine.database[3], mine.attachments[3]}) == 2

    def key_of(epoch: int, what: str) -> bytes:
        if epoch == 2:
            raise KeyError(epoch)
        return of(epoch, what)

    monkeypatch.setattr(database, "key_of", key_of)
    assert list(drill.keys_of(database).database) == [3, 1]


def test_the_drill_alone_compares_the_content(made: Made, tmp_path: Path) -> None:
    """What people keep is not what the manifest says, though every part of the container is whole."""
    wrong, work = tmp_path / "wrong.backup", tmp_path / "work"
    work.mkdir()
    with taken_apart(made, tmp_path) as (inside, said, opening):
        sources = {name: inside / name for name in said.files}
        container.write(wrong, replace(said, content="0" * 64), sources, ground(made).recipients, quiet)
    assert drill.prove(wrong, opening, work, quiet).content == "0" * 64
    with pytest.raises(DamagedError, match="没有通过检查"):
        drill.prove(wrong, opening, work, quiet, thorough=True)


# --------------------------------------------------------------------------------------------- what is made


def test_what_a_backup_says_of_itself(made: Made) -> None:
    """And to whom: the sheet and the station itself; nobody else may look into the folder."""
    heard: list[tuple[int, int, str]] = []
    wanted = backup.Wanted(7, Moment.DRILL, made.database.folder / "backups", content=True)
    one = backup.make(ground(made), wanted, lambda *told: heard.append(told))
    said = one.manifest
    assert (said.number, said.kind, said.epoch, said.whole) == (7, "drill", 1, True)
    assert (said.vault_id, one.size) == (ground(made).vault_id, one.path.stat().st_size)
    assert said.content == made.database.content_hash()
    assert said.counts["enterprise"] == 1
    assert not [name for name in said.counts if name.startswith("sqlite_") or name.endswith(("_data", "_idx"))]
    assert list(said.files)[:2] == ["keys", "db"]
    assert len(said.files) == 3
    assert len(ground(made).recipients) == 2
    assert recovery.RecoveryKey.read(made.written).recipient in ground(made).recipients
    notes = ["正在复制数据", "正在写备份", "正在验证备份", "正在检查备份里的数据"]
    assert list(dict.fromkeys(note for _done, _total, note in heard)) == notes
    assert all(0 <= done <= total for done, total, _note in heard)
    assert [path.name for path in one.path.parent.iterdir()] == [one.path.name]
    if os.name != "nt":
        assert one.path.stat().st_mode & 0o777 == 0o600
        assert one.path.parent.stat().st_mode & 0o777 == 0o700


def test_the_numbers_go_on_from_what_lies_there(made: Made) -> None:
    """Before a migration there is no table to ask; other files and other vaults' backups are none of ours."""
    database = made.database
    assert database.vault is not None
    assert database.unlocked is not None
    folder, vault_id = database.folder / "backups", database.vault.vault_id
    assert backup.lying_in(folder, vault_id) == {}
    first = backup.before_migration(database.folder, database.vault, database.unlocked)
    assert (first.manifest.number, first.manifest.kind) == (1, "migration")
    shutil.copyfile(first.path, folder / backup.name_of(vault_id, 41))
    for strange in ("louyu-0000abcd-000077.backup", f"louyu-{vault_id[:8]}-78.backup", "x.backup"):
        (folder / strange).write_bytes(b"")
    second = backup.before_migration(database.folder, database.vault, database.unlocked)
    assert second.manifest.number == 42
    assert sorted(backup.lying_in(folder, vault_id)) == [1, 41, 42]
    assert second.path.name == f"louyu-{vault_id[:8]}-000042.backup"
    (folder / "work-000001").mkdir()
    (folder / "work-000001" / "data").write_bytes(b"x")
    backup.sweep(folder)
    assert not list(folder.glob("work-*"))
    assert len(list(folder.iterdir())) == 6


def test_room_is_asked_for_the_copy_and_the_container(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the data, of the log beside them, and of the attachments where they come along; twice, and some to spare."""
    folder, of = made.database.folder, ground(made)
    backups.add(made.database, "新来的公司")
    log, data = folder / "station.db-wal", folder / "station.db"
    assert log.stat().st_size > 0
    attached = sum(path.stat().st_size for path in (folder / "att").rglob("*.age"))
    assert backup.attached_size(folder / "att") == attached > 0
    alone = 2 * (data.stat().st_size + log.stat().st_size) + SPARE
    usage = shutil.disk_usage(folder)
    for whole, needed in ((True, alone + 2 * attached), (False, alone)):
        wanted = backup.Wanted(1, Moment.HAND, folder / "backups", whole=whole)
        with monkeypatch.context() as patch:
            patch.setattr(shutil, "disk_usage", lambda _folder, free=needed - 1: usage._replace(free=free))
            words = f"要 {-(-needed // MEGABYTES)} MB 空间，磁盘只剩 {-(-(needed - 1) // MEGABYTES)} MB"
            with pytest.raises(SystemProblem, match=words):
                backup.make(of, wanted, quiet)
            patch.setattr(shutil, "disk_usage", lambda _folder, free=needed: usage._replace(free=free))
            assert backup.make(of, wanted, quiet).path.exists()
    assert [backup.megabytes(size) for size in (0, 1, MEGABYTES, MEGABYTES + 1)] == [1, 1, 1, 2]

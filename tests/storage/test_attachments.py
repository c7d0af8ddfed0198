"""The bytes of attachments: whole, once, encrypted; every flip found; nothing lost and nothing left (SAFETY.md T11)."""

from __future__ import annotations

import datetime as dt
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from louyu_desktop.errors import DamagedError, SystemProblem, UserError
from louyu_desktop.models import Attachment, AttachmentFile, Building
from louyu_desktop.storage import attachments, keys, tidying
from louyu_desktop.storage.attachments import Files, KeptFile
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.purge import purge

DAY = dt.timedelta(days=1)
NOW = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)
CONTENT = b"KANARIENVOGEL" * 400


def _key_of(epoch: int, purpose: str) -> bytes:
    return keys.derive_key(bytes([epoch]) * 32, purpose)


@pytest.fixture
def files(tmp_path: Path) -> Files:
    """A folder of attachments without a database."""
    return Files(tmp_path, _key_of)


def hang(database: Database, content: bytes, owner: int, name: str = "合同.pdf") -> tuple[int, KeptFile]:
    """An attachment of a building, as the service hangs one."""
    kept = database.attachments.put(content, database.epoch)
    row = {
        "name": name, "owner_kind": "buildings", "owner_id": owner, "media": "pdf", "size": len(content),
        "digest": kept.digest,
    }  # fmt: skip
    with database.write("放入附件") as write:
        attachments.note(write, kept)
        [made] = write.insert(Attachment, [row])
    return made, kept


@pytest.fixture
def owner(database: Database) -> int:
    """A building."""
    with database.write("建楼") as write:
        return write.insert(Building, [{"name": "环贸一期"}])[0]


def lying(database: Database) -> set[str]:
    """The addresses of the files that are there."""
    return set(database.attachments.addresses())


# one file


def test_a_content_lies_once_and_encrypted_and_for_its_owner_alone(files: Files) -> None:
    kept = files.put(CONTENT, 1)
    assert files.put(CONTENT, 1) == kept
    [path] = (path for path in files.folder.rglob("*") if path.is_file())
    assert path == attachments.place_of(files.folder, kept.address)
    assert b"KANARI" not in path.read_bytes()
    assert attachments.digest_of(CONTENT) not in path.name
    assert files.read(kept) == CONTENT
    if os.name != "nt":
        assert path.stat().st_mode & 0o077 == 0
        assert path.parent.stat().st_mode & 0o077 == 0


def test_each_flipped_bit_is_found(files: Files) -> None:
    kept = files.put(CONTENT, 1)
    path = attachments.place_of(files.folder, kept.address)
    whole, dice, found = path.read_bytes(), random.Random(11), 0
    for place in dice.sample(range(len(whole) * 8), 400):
        damaged = bytearray(whole)
        damaged[place // 8] ^= 1 << place % 8
        path.write_bytes(damaged)
        found += not files.holds(kept)
    assert found == 400


def test_each_missing_end_and_each_end_too_many_is_found(files: Files) -> None:
    content = random.Random(12).randbytes(3 * 65_536 + 77)
    kept = files.put(content, 1)
    path = attachments.place_of(files.folder, kept.address)
    whole = path.read_bytes()
    head = len(whole) - len(content) - 4 * 16
    chunks = [head + number * (65_536 + 16) for number in range(4)]
    for length in (0, 1, 21, head, *chunks, *(place - 1 for place in chunks), len(whole) - 1):
        path.write_bytes(whole[:length])
        assert not files.holds(kept), length
    path.write_bytes(whole + b"\0")
    assert not files.holds(kept)


def test_a_file_in_the_place_of_another_is_found(files: Files) -> None:
    one, other = files.put(CONTENT, 1), files.put(CONTENT[1:], 1)
    attachments.place_of(files.folder, other.address).replace(attachments.place_of(files.folder, one.address))
    with pytest.raises(DamagedError, match="已损坏"):
        files.read(one)
    with pytest.raises(DamagedError, match="不见了"):
        files.read(other)


def test_another_station_or_epoch_opens_nothing(files: Files) -> None:
    kept = files.put(CONTENT, 1)
    with pytest.raises(DamagedError):
        files.read(KeptFile(kept.address, kept.digest, 2, kept.size))


@pytest.mark.parametrize("address", ["", "../../../../etc/passwd", "a" * 63, "A" * 64, "g" * 64, "a" * 62 + "/."])
def test_no_address_leads_out_of_the_folder(files: Files, address: str) -> None:
    with pytest.raises(ValueError):
        attachments.place_of(files.folder, address)


@pytest.mark.parametrize("how", ["full", "refuse"])
@pytest.mark.parametrize("step", ["attachment.write", "key.open", "key.write", "key.rename"])
def test_a_disk_that_refuses_leaves_nothing(
    files: Files, step: str, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    files.put(b"before", 1)
    monkeypatch.setattr("louyu_desktop.failpoints._times", {})
    monkeypatch.setenv("LOUYU_FAILPOINT", f"{step}:{how}")
    with pytest.raises(SystemProblem, match="没能放入附件"):
        files.put(CONTENT, 1)
    assert len(list(files.folder.rglob("*.age*"))) == 1
    monkeypatch.delenv("LOUYU_FAILPOINT")
    assert files.read(files.put(CONTENT, 1)) == CONTENT


# with the database


def test_an_attachment_counts_in_the_content_and_comes_back_with_an_undo(database: Database, owner: int) -> None:
    before = database.content_hash()
    _made, kept = hang(database, CONTENT, owner)
    after = database.content_hash()
    database.undo()
    assert database.content_hash() == before != after
    assert tidying.tidy(database, database.attachments, dt.datetime.now(dt.UTC), None) == 0
    database.redo()
    assert database.content_hash() == after
    assert tidying.tidy(database, database.attachments, dt.datetime.now(dt.UTC), None) == 0
    assert database.attachments.read(kept) == CONTENT
    assert database.check() == []
    database.verify_chain()


def test_it_goes_into_the_bin_with_its_record_and_comes_back_with_it(database: Database, owner: int) -> None:
    made, _kept = hang(database, CONTENT, owner)
    alone, _other = hang(database, b"alone", owner)
    with database.write("删附件") as write:
        write.archive(Attachment, [alone])
    with database.write("删楼") as write:
        write.archive(Building, [owner])
    assert _live(database) == []
    with pytest.raises(UserError, match="回收站"), database.write("恢复附件") as write:
        write.restore(Attachment, [made])
    with database.write("恢复楼") as write:
        write.restore(Building, [owner])
    assert _live(database) == [made]
    assert database.check() == []


def _live(database: Database) -> list[int]:
    with database.read() as session:
        return list(session.scalars(select(Attachment.id).where(Attachment.archived_at.is_(None))))


def test_a_record_with_attachments_is_not_taken_out(database: Database, owner: int) -> None:
    making = database.operations()[0].id
    hang(database, CONTENT, owner)
    with pytest.raises(UserError, match="1 个附件"):
        database.undo(making)


def test_nothing_hangs_on_what_is_not_there(database: Database, owner: int) -> None:
    with pytest.raises(UserError, match="不在了"):
        hang(database, CONTENT, owner + 1)


# tidying


def test_a_file_that_nothing_uses_stays_for_thirty_days(database: Database, owner: int) -> None:
    _made, kept = hang(database, CONTENT, owner)
    database.undo()
    assert _tidied(database, NOW) == 0
    assert _tidied(database, NOW + 29 * DAY) == 0
    assert _tidied(database, NOW + 31 * DAY) == 1
    assert lying(database) == set()
    database.redo()
    with pytest.raises(DamagedError, match="不见了"):
        database.attachments.read(kept)
    assert any("没有对应的文件" in sentence for sentence in database.check())


def test_it_stays_while_a_backup_needs_it(database: Database, owner: int) -> None:
    hang(database, CONTENT, owner)
    database.undo()
    assert _tidied(database, NOW) == 0
    assert _tidied(database, NOW + 90 * DAY, NOW - DAY) == 0
    assert _tidied(database, NOW + 90 * DAY, NOW + DAY) == 1


def test_what_is_used_again_begins_anew(database: Database, owner: int) -> None:
    hang(database, CONTENT, owner)
    database.undo()
    assert _tidied(database, NOW) == 0
    hang(database, CONTENT, owner)
    assert _tidied(database, NOW + 40 * DAY) == 0
    database.undo()
    assert _tidied(database, NOW + 41 * DAY) == 0
    assert _tidied(database, NOW + 60 * DAY) == 0
    assert len(lying(database)) == 1


def test_a_clock_that_was_ahead_costs_nothing(database: Database, owner: int) -> None:
    hang(database, CONTENT, owner)
    database.undo()
    assert _tidied(database, NOW + 3650 * DAY) == 0
    assert _tidied(database, NOW) == 0
    assert _tidied(database, NOW + 29 * DAY) == 0
    assert len(lying(database)) == 1


def test_a_file_that_no_row_knows_goes_after_thirty_days_and_half_a_file_at_once(database: Database) -> None:
    kept = database.attachments.put(CONTENT, database.epoch)
    half = attachments.place_of(database.folder, kept.address).with_name(f"{'0' * 64}.age.new")
    half.write_bytes(b"half")
    assert _tidied(database, NOW) == 0
    assert not half.exists()
    assert lying(database) == {kept.address}
    assert _tidied(database, NOW + 31 * DAY) == 1
    assert lying(database) == set()


def test_a_file_from_before_a_power_cut_is_taken_up_again(database: Database, owner: int) -> None:
    database.attachments.put(CONTENT, database.epoch)
    assert _tidied(database, NOW) == 0
    _made, kept = hang(database, CONTENT, owner)
    assert _tidied(database, NOW + 40 * DAY) == 0
    assert database.attachments.read(kept) == CONTENT


def _tidied(database: Database, now: dt.datetime, oldest: dt.datetime | None = None) -> int:
    return tidying.tidy(database, database.attachments, now, oldest)


def test_a_purge_takes_the_bytes_unless_others_use_them(database: Database, owner: int) -> None:
    one, _kept = hang(database, CONTENT, owner)
    two, shared = hang(database, b"shared", owner)
    with database.write("建楼") as write:
        [other] = write.insert(Building, [{"name": "二期"}])
    hang(database, b"shared", other)
    with database.write("删楼") as write:
        write.archive(Building, [owner])
    with database.write("清除", lasting=True) as write:
        purge(write, "buildings", [owner])
    assert _tidied(database, NOW, NOW - 400 * DAY) == 1
    assert lying(database) == {shared.address}
    assert database.check() == []
    database.verify_chain()
    with database.read() as session:
        emptied = [session.get(Attachment, made) for made in (one, two)]
    assert all(row is not None and "合同" not in row.name and row.owner_id == owner for row in emptied)


def test_files_of_a_former_key_are_encrypted_anew(database: Database, owner: int) -> None:
    _made, old = hang(database, CONTENT, owner)
    database.attachments = Files(database.folder, lambda epoch, purpose: (
        _key_of(epoch, purpose) if epoch == 2 else database.key_of(epoch, purpose)
    ))  # fmt: skip
    assert tidying.renew(database, database.attachments, 2) == 1
    assert tidying.renew(database, database.attachments, 2) == 0
    with database.read() as session:
        fresh = attachments.find(session, old.digest)
        assert attachments.used(session) == len(CONTENT)
    assert fresh is not None
    assert (fresh.epoch, fresh.digest) == (2, old.digest)
    assert fresh.address != old.address
    assert database.attachments.read(fresh) == CONTENT
    assert lying(database) == {fresh.address, old.address}
    assert _tidied(database, NOW) == 0
    assert _tidied(database, NOW + 31 * DAY) == 1
    assert lying(database) == {fresh.address}


# a program that dies

_DYING = """
import sys
from pathlib import Path
from louyu_desktop.services.attachments import Attachments, Offered
from louyu_desktop.storage.database import Database
with Database.open(Path(sys.argv[1])) as database:
    Attachments(database).add("buildings", 1, [Offered("a.pdf", Path(sys.argv[2]))])
"""


@pytest.mark.parametrize("step", ["attachment.write", "key.write", "key.rename", "attachment.written", ""])
def test_a_program_that_dies_leaves_it_in_or_out(database: Database, owner: int, step: str, tmp_path: Path) -> None:
    from tests.unit.foreign_files import pdf

    assert owner == 1
    database.close()
    file = tmp_path / "a.pdf"
    file.write_bytes(pdf())
    environment = {**os.environ, **({"LOUYU_FAILPOINT": f"{step}:die"} if step else {})}
    command = [sys.executable, "-c", _DYING, str(database.folder), str(file)]
    ended = subprocess.run(command, env=environment, check=False, capture_output=True).returncode
    assert ended == (137 if step else 0)
    with Database.open(database.folder) as again:
        assert again.check() == []
        again.verify_chain()
        assert len(_live(again)) == (0 if step else 1)
        _tidied(again, dt.datetime.now(dt.UTC))
        assert not [path for path in again.folder.rglob("*.new") if path.is_file()]
        with again.read() as session:
            rows: list[Any] = list(session.scalars(select(AttachmentFile)))
        assert {row.address for row in rows} == lying(again)
    assert file.read_bytes() == pdf()

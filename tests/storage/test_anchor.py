"""A file put back whole, or page by page, is behind its anchor or its own log: announced, and read only (T11)."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from louyu_desktop.errors import DamagedError
from louyu_desktop.models import Account, Person
from louyu_desktop.services import vaults
from louyu_desktop.services.audit import Audit
from louyu_desktop.storage import anchor, engine
from louyu_desktop.storage.change_log import START
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.place import DATA_FILE
from louyu_desktop.storage.vault_file import Anchor
from tests.stations import empty_station
from tests.storage.sample import row

PASSWORD = "四个随便想到的词语在一起"
PAGE = 4096


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A station with a vault, closed, with one person in it."""
    made = tmp_path / "站"
    with vaults.create(made, "环贸党群服务中心", "周敏", PASSWORD) as database:
        add(database, "邵清扬")
    return made


def add(database: Database, name: str) -> int:
    with database.write(f"新建人员：{name}") as write:
        [person] = write.insert(Person, [{"name": name}])
    return person


def log_in(folder: Path) -> Database:
    return vaults.log_in(folder, "周敏", PASSWORD)


def kept(folder: Path) -> bytes:
    """The data file of a closed station, all of it in one file."""
    assert not (folder / f"{DATA_FILE}-wal").exists()
    return (folder / DATA_FILE).read_bytes()


def test_a_station_in_use_is_not_behind(folder: Path) -> None:
    """However often it is opened, worked in and closed; the anchor follows."""
    for n in range(3):
        with log_in(folder) as database:
            assert not database.read_only
            add(database, f"人{n}")
            assert Audit(database).rolled_back() is None
            assert Audit(database).check_recent().good
            with database.read() as session:
                last = anchor.head(session)
        with log_in(folder) as database:
            assert database.vault is not None
            assert database.vault.anchor is not None
            assert database.vault.anchor.seq == last.seq + 1  # the log-in


def test_an_older_file_is_read_only_until_somebody_decides(folder: Path) -> None:
    """Nothing is written into it, by nobody; then the decision stands in the log, and the anchor is the new head."""
    older = kept(folder)
    with log_in(folder) as database:
        add(database, "白居简")
    (folder / DATA_FILE).write_bytes(older)
    for _time in range(2):
        with log_in(folder) as database:
            assert database.read_only
            stands = Audit(database).rolled_back()
            assert stands is not None
            assert stands.kept == stands.found + 2  # that log-in and that person
            with pytest.raises(DamagedError, match="只能看"):
                add(database, "陈子昂")
            with pytest.raises(DamagedError, match="只能看"), database.write("") as write:
                write.put(Account, {"id": 1}, {})
            with pytest.raises(DamagedError, match="只能看"):
                database.undo()
            assert Audit(database).check_recent().good
            assert Audit(database).check_all().good  # its result is not kept: nothing is written
            Audit(database).anchor()
    with log_in(folder) as database:
        Audit(database).accept()
        assert not database.read_only
        assert database.operations(limit=1)[0].label.startswith("承认回退后的数据")
        assert not row(database, Person, 1).archived_at
        add(database, "陈子昂")
    with log_in(folder) as database:
        assert not database.read_only


def test_a_file_that_went_another_way_is_behind_too(folder: Path, tmp_path: Path) -> None:
    """An older file in which somebody went on elsewhere has more rows than the anchor, and not the one it knows."""
    shutil.copytree(folder, tmp_path / "别处")
    with log_in(folder) as database:
        add(database, "白居简")
    with log_in(tmp_path / "别处") as database:
        for n in range(9):
            add(database, f"人{n}")
    (folder / DATA_FILE).write_bytes(kept(tmp_path / "别处"))
    with log_in(folder) as database:
        assert database.read_only


@pytest.mark.parametrize("table", ["person", "account"])
def test_pages_put_back_are_found(folder: Path, table: str) -> None:
    """A row of the file is not the one that its log speaks of, though each page has its own right seal."""
    with log_in(folder) as database:
        pages = _pages_of(database, table)
    older = kept(folder)
    with log_in(folder) as database:
        add(database, "白居简")
        with database.write("改") as write:
            write.update(Person, [{"id": 1, "remark": "x"}])
            write.update(Account, [{"id": 1, "phone": "021-6210 0000"}])
        assert Audit(database).check_recent().good
    now = bytearray(kept(folder))
    for page in pages:
        now[(page - 1) * PAGE : page * PAGE] = older[(page - 1) * PAGE : page * PAGE]
    (folder / DATA_FILE).write_bytes(bytes(now))
    with log_in(folder) as database:
        found = Audit(database).check_recent()
        assert found.replayed >= 1
        assert not Audit(database).check_all().good


def _pages_of(database: Database, table: str) -> list[int]:
    with database.read() as session:
        root = session.execute(text("SELECT rootpage FROM sqlite_master WHERE name = :name"), {"name": table}).scalar()
        assert int(session.execute(text("PRAGMA page_size")).scalar_one()) == PAGE
    assert root is not None
    return [int(root)]


@pytest.mark.parametrize("cut", [lambda seq: seq, lambda seq: seq - 3])
def test_the_last_rows_cannot_go(folder: Path, cut: Callable[[int], int]) -> None:
    """Whoever has the key, and sets the counter back too, still lacks the anchor."""
    with log_in(folder) as database:
        add(database, "白居简")
        add(database, "陈子昂")
        with database.read() as session:
            seq = anchor.head(session).seq
        key = database.key_of(database.epoch, "database")
    raw = engine.connect(folder / DATA_FILE, key)
    raw.execute("PRAGMA foreign_keys = OFF")
    for trigger in ("change_log_stays", "change_log_remains"):
        raw.execute(f"DROP TRIGGER {trigger}")
    first = cut(seq)
    for statement in (
        f"DELETE FROM change_value WHERE change_id >= {first}", f"DELETE FROM change_log WHERE id >= {first}",
        f"UPDATE sqlite_sequence SET seq = {first - 1} WHERE name = 'change_log'",
    ):  # fmt: skip
        raw.execute(statement)
    raw.close()
    with log_in(folder) as database:
        assert database.read_only


def test_a_log_without_rows_has_a_head_too(tmp_path: Path) -> None:
    """Where nothing was anchored nothing is missing; a row that was anchored is."""
    with empty_station(tmp_path / "空站") as database, database.read() as session:
        assert anchor.head(session) == Anchor(0, START, 0)
        for nothing in (None, Anchor(0, START, 0), Anchor(0, bytes(32), 7)):
            assert anchor.reaches(session, nothing)
        assert not anchor.reaches(session, Anchor(1, START, 0))
        assert list(anchor.replayed(session)) == list(anchor.replayed(session, 10)) == []

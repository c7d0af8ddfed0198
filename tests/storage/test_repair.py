"""Mending on a copy: the original is not touched by a byte, what is whole is kept, what is torn is counted.

`LOUYU_TORN` says how many torn files are mended; `make faults` takes more.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import text

from louyu_desktop.errors import DamagedError, UserError
from louyu_desktop.models import Building, Enterprise, Person
from louyu_desktop.services import repairs
from louyu_desktop.storage import engine, keys, repairing, salvage
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.place import DATA_FILE
from louyu_desktop.storage.repairing import Mended
from tests.faults.ground import number
from tests.stations import copied, keyless
from tests.storage.sample import past_the_door, tower

TORN = number("LOUYU_TORN", 3)
PAGE = 4096


def _unheard(*_told: object) -> None:
    """Nobody waits for it."""


def _make(folder: Path) -> Database:
    database = keyless(folder)
    tower(database)
    with database.write("企业") as write:
        write.insert(Enterprise, [{"name": f"企业{one}有限公司"} for one in range(200)])
        write.insert(Person, [{"name": f"王小{one}"} for one in range(200)])
    return database


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _mended(folder: Path, to: Path) -> Mended:
    before = _files(folder)
    repairing.copy_station(folder, to, _unheard)
    assert _files(folder) == before
    done = repairing.mend(to, keys.read_key(to), None, _unheard)
    assert _files(folder) == before
    return done


def test_a_whole_station_is_the_same_afterwards(tmp_path: Path) -> None:
    with copied(("torn",), _make, tmp_path / "s") as database:
        content, found = database.content_hash(), database.search("重庆火锅")
    done = _mended(tmp_path / "s", tmp_path / "c")
    assert (done.found, done.left, done.rebuilt.values) == (None, (), 0)
    with Database.open(tmp_path / "c") as database:
        assert database.content_hash() == content
        assert [(hit.kind, hit.id) for hit in database.search("重庆火锅")] == [(hit.kind, hit.id) for hit in found]
        assert database.operations(1)[0].label == "在副本上修复"


def test_what_is_computed_is_made_anew(tmp_path: Path) -> None:
    """A lost index, texts of nothing, wrong sums and folded keys; a write-ahead log that nobody folded in."""
    with copied(("torn",), _make, tmp_path / "s") as database:
        content = database.content_hash()
        past_the_door(
            database, "DELETE FROM search_row WHERE id % 3 = 0",
            "INSERT INTO search_gram(search_gram) VALUES('delete-all')",
            "UPDATE enterprise SET name_key = 'x' WHERE id = 3", "UPDATE enterprise SET location = 'x' WHERE id = 1",
        )  # fmt: skip
        assert len(database.check()) >= 3
    done = _mended(tmp_path / "s", tmp_path / "c")
    assert done.left == ()
    assert done.rebuilt.values >= 2
    with Database.open(tmp_path / "c") as database:
        assert database.content_hash() == content
        assert database.search("重庆火锅")


@pytest.mark.parametrize("seed", range(TORN))
def test_torn_pages_cost_what_lies_on_them(tmp_path: Path, seed: int) -> None:
    """Whichever pages: rows saved and lost are all there were, the copy opens and can be worked with."""
    with copied(("torn",), _make, tmp_path / "s") as database, database.read() as session:
        there = {name: session.scalar(text(f"SELECT count(*) FROM {name}")) for name in ("enterprise", "person")}
    dice, content = Random(seed), bytearray((tmp_path / "s" / DATA_FILE).read_bytes())
    for _time in range(dice.randrange(1, 5)):
        content[dice.randrange(40, len(content) // PAGE) * PAGE + dice.randrange(PAGE)] ^= 1
    (tmp_path / "s" / DATA_FILE).write_bytes(content)
    try:
        found = _mended(tmp_path / "s", tmp_path / "c").found
    except DamagedError:  # what says which tables there are lay on those pages: nothing can be read then
        return
    assert found is not None
    for table, count in there.items():
        if table not in found.unknown:
            assert found.saved[table] + found.lost[table] == count
    with Database.open(tmp_path / "c") as database:
        assert not [line for line in database.check() if "操作记录" not in line and "版本" not in line]
        tower_like = database.search("企业1")
        with database.write("再记一条") as write:
            write.insert(Building, [{"name": "新楼"}])
        assert tower_like or found.lost["enterprise"]


def test_a_file_without_its_schema_is_told(tmp_path: Path) -> None:
    copied(("torn",), _make, tmp_path / "s").close()
    content = bytearray((tmp_path / "s" / DATA_FILE).read_bytes())
    for page in range(1, len(content) // PAGE):
        content[page * PAGE + 9] ^= 1
    (tmp_path / "s" / DATA_FILE).write_bytes(content)
    with pytest.raises(DamagedError, match="备份"):
        _mended(tmp_path / "s", tmp_path / "c")


def test_a_copy_has_a_folder_of_its_own(tmp_path: Path) -> None:
    copied(("torn",), _make, tmp_path / "s").close()
    for wrong in (tmp_path / "s", tmp_path / "s" / "inside", tmp_path):
        with pytest.raises(UserError):
            repairing.copy_station(tmp_path / "s", wrong, _unheard)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").touch()
    with pytest.raises(UserError, match="空文件夹"):
        repairing.copy_station(tmp_path / "s", tmp_path / "full", _unheard)


def test_what_refers_to_a_lost_row_goes_or_is_emptied(tmp_path: Path) -> None:
    copied(("torn",), _make, tmp_path / "s").close()
    found = salvage.Found()
    with Database.open(tmp_path / "s") as database:
        past_the_door(database, "DELETE FROM unit WHERE id = 1")
        raw = engine.connect(database.folder / DATA_FILE, keys.derive_key(keys.read_key(database.folder), "database"))
        raw.execute("PRAGMA foreign_keys = OFF").close()
        salvage.drop_hanging(raw, found)
        assert raw.execute("PRAGMA foreign_key_check").fetchall() == []
        raw.close()


def test_the_whole_is_told_in_sentences(tmp_path: Path) -> None:
    copied(("torn",), _make, tmp_path / "s").close()
    done = repairs.repair(tmp_path / "s", tmp_path / "c", None, "")
    assert done.whole
    assert "没有动过" in done.text
    assert str(tmp_path) not in done.text
    shutil.rmtree(tmp_path / "c")

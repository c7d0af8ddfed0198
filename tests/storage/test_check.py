"""`check` finds what is wrong, says it in a sentence without anything personal, and is quiet otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest

from louyu_desktop.errors import DamagedError
from louyu_desktop.models import Person
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.place import DATA_FILE
from tests.storage.sample import past_the_door, tower


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        ("UPDATE building SET headcount = 31", "楼宇里有 2 条"),
        ("UPDATE enterprise SET location = 'x'", "企业里有 1 条"),
        ("UPDATE building SET name_key = name_key || 'x'", "楼宇里有 2 条"),
        ("DELETE FROM search_row WHERE kind = 'contacts'", "联系人的搜索索引有 1 处"),
        ("UPDATE search_row SET row_id = 99 WHERE kind = 'contacts'", "联系人的搜索索引有 2 处"),
        ("UPDATE search_row SET folded = replace(folded, '单', '双') WHERE kind = 'contacts'", "联系人的搜索索引有 1 处"),
        ("UPDATE search_row SET fields = 'phone,name' WHERE kind = 'contacts'", "联系人的搜索索引有 1 处"),
        ("UPDATE search_row SET shown = NULL WHERE kind = 'enterprises'", "企业的搜索索引有 1 处"),
        ("DELETE FROM search_gram WHERE rowid = 1", "搜索索引有 1 条对不上"),
        ("UPDATE occupancy SET unit_id = 99", "引用了不存在的记录"),
    ],
)
def test_each_damage_is_told(database: Database, damage: str, sentence: str) -> None:
    """One sentence at least names it."""
    tower(database)
    assert database.check() == []
    past_the_door(database, damage)
    found = database.check()
    assert any(sentence in one for one in found)
    assert not any("单小明" in one or "2207" in one for one in found)


def _told(folder: Path) -> list[str]:
    """What is said about a file: by `check`, or where it is not even opened."""
    try:
        with Database.open(folder) as database:
            return database.check()
    except DamagedError as error:
        return [error.sentence]


def test_a_flipped_bit_is_found(folder: Path) -> None:
    """Every page is authenticated: whatever is touched is told, and the whole file is sound again."""
    with Database.create(folder) as database, database.write("人") as write:
        write.insert(Person, [{"name": f"王{i}"} for i in range(500)])
    path = folder / DATA_FILE
    whole = path.read_bytes()
    for part in range(12):
        at = len(whole) * part // 12 + 97 * part
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << part % 8]) + whole[at + 1 :])
        assert any("备份" in sentence for sentence in _told(folder))
    path.write_bytes(whole)
    assert _told(folder) == []

"""Conflicts, history and the chain of the change log."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
import sqlcipher3
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from louyu_desktop.errors import ConflictError, DamagedError
from louyu_desktop.models import Area, Building, Enterprise, Occupancy, Person
from louyu_desktop.storage.coding import Item, pack, pack_added, unpack
from louyu_desktop.storage.database import Database
from tests.storage.sample import past_the_door, row, tower


def test_different_fields_merge(database: Database) -> None:
    """Two people, two fields of one record: both stay, nobody is asked."""
    made = tower(database)
    with database.write("甲") as write:
        write.update(Enterprise, [{"id": made.enterprise, "headcount": 40, "version": 1}])
    with database.write("乙") as write:
        write.update(Enterprise, [{"id": made.enterprise, "headcount": 30, "business": "火锅", "version": 1}])
    firm = row(database, Enterprise, made.enterprise)
    assert (firm.headcount, firm.business, firm.version) == (40, "火锅", 3)


def test_the_same_field_is_a_conflict(database: Database) -> None:
    """It names current, mine and original; what did not clash is not written either."""
    made = tower(database)
    for headcount in (40, 50):
        with database.write("甲") as write:
            write.update(Enterprise, [{"id": made.enterprise, "headcount": headcount}])
    with pytest.raises(ConflictError) as caught, database.write("乙") as write:
        mine = {"headcount": 60, "business": "火锅"}
        write.update(Enterprise, [{"id": made.enterprise, **mine, "version": 1}])
    [clash] = caught.value.fields
    assert (clash.field, clash.current, clash.mine, clash.original) == ("headcount", 50, 60, 30)
    assert row(database, Enterprise, made.enterprise).business is None


def test_the_same_value_twice_is_no_conflict(database: Database) -> None:
    """Both typed the same; also a value that came back to what it was."""
    made = tower(database)
    with database.write("甲") as write:
        write.update(Enterprise, [{"id": made.enterprise, "headcount": 40}])
    with database.write("乙") as write:
        write.update(Enterprise, [{"id": made.enterprise, "headcount": 40, "version": 1}])
    assert row(database, Enterprise, made.enterprise).version == 2
    database.undo()
    with database.write("丙") as write:
        write.update(Enterprise, [{"id": made.enterprise, "headcount": 60, "version": 1}])
    assert row(database, Enterprise, made.enterprise).headcount == 60


def test_a_conflict_with_an_undo_is_one_too(database: Database) -> None:
    """A form open over an undo: the version moved on, the value of the undo is the current one."""
    made = tower(database)
    with database.write("甲") as write:
        write.update(Enterprise, [{"id": made.enterprise, "headcount": 40}])
    database.undo()
    with pytest.raises(ConflictError) as caught, database.write("乙") as write:
        write.update(Enterprise, [{"id": made.enterprise, "headcount": 60, "version": 2}])
    assert (caught.value.fields[0].current, caught.value.fields[0].original) == (30, 40)


def test_purged_values_make_every_difference_a_choice(database: Database) -> None:
    """When the log no longer knows the original, nothing is merged blindly, and undo says why it cannot."""
    made = tower(database)
    with database.write("甲") as write:
        write.update(Enterprise, [{"id": made.enterprise, "headcount": 40}])
    past_the_door(database, "UPDATE change_value SET content = NULL")
    with pytest.raises(ConflictError) as caught, database.write("乙") as write:
        write.update(Enterprise, [{"id": made.enterprise, "headcount": 60, "business": "火锅", "version": 1}])
    assert {(clash.field, clash.original) for clash in caught.value.fields} == {("headcount", None), ("business", None)}
    with pytest.raises(Exception, match="已按规定清除"):
        database.undo()
    database.verify_chain()


def test_history_is_read_out_of_packed_rows(database: Database) -> None:
    """Newest first, with values of every type as they were."""
    made = tower(database)
    with database.write("成批") as write:
        write.update(Occupancy, [{"id": made.occupancy, "area": Decimal("20.5"), "lease_end": dt.date(2028, 2, 29)}])
    newest, oldest = database.history("occupancies", made.occupancy)
    assert newest.before == {"area": Decimal("12.30"), "lease_end": dt.date(2038, 1, 1)}
    assert newest.after == {"area": Decimal("20.50"), "lease_end": dt.date(2028, 2, 29)}
    assert (oldest.action, oldest.label, oldest.account_id) == ("add", "建楼", 7)
    assert database.history("enterprises", made.enterprise)[0].after["tags"] == ("初创",)
    assert database.history("buildings", made.buildings[1])[0].after["name"] == "国际中心"


def test_operations_go_on_page_by_page(database: Database) -> None:
    """Newest first; the last id leads to the next page."""
    for name in "一二三四五":
        with database.write(name) as write:
            write.insert(Area, [{"name": name}])
    first = database.operations(limit=2)
    assert [operation.label for operation in first] == ["五", "四"]
    assert [operation.label for operation in database.operations(limit=9, before=first[-1].id)] == ["三", "二", "一"]


def test_one_row_of_the_log_for_a_thousand(database: Database) -> None:
    """Bulk changes are packed."""
    with database.write("导入") as write:
        write.insert(Person, [{"name": f"王{i}"} for i in range(2500)])
    with database.read() as session:
        assert session.execute(text("SELECT rows FROM change_log")).scalars().all() == [1000, 1000, 500]


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE change_value SET content = zeroblob(9) WHERE change_id = 2",
        "UPDATE change_log SET account_id = 99 WHERE id = 2",
        "UPDATE change_log SET at = '2020-01-01T00:00:00.000000Z' WHERE id = 3",
        "DELETE FROM change_value WHERE change_id = 2",
        "DELETE FROM change_log WHERE id = 2",
        "DELETE FROM change_log WHERE id = (SELECT max(id) FROM change_log)",
        "UPDATE change_log SET id = id + 9 WHERE id = (SELECT max(id) FROM change_log)",
        "UPDATE operation SET account_id = 8",
        "UPDATE operation SET at = '2020-01-01T00:00:00.000000Z'",
        "UPDATE change_log SET chain = (SELECT chain FROM change_log WHERE id = 2) WHERE id = 3",
    ],
)
def test_tampering_with_the_log_is_found(database: Database, tampering: str) -> None:
    """Whoever gets past the triggers is found by the chain."""
    tower(database)
    database.verify_chain()
    past_the_door(database, "DROP TRIGGER change_log_stays", "DROP TRIGGER change_log_remains", tampering)
    with pytest.raises(DamagedError, match="操作记录"):
        database.verify_chain()
    assert any("操作记录" in sentence for sentence in database.check())


def test_two_changes_that_change_places_are_found(database: Database) -> None:
    """The order is part of the chain."""
    tower(database)
    swap = "UPDATE change_log SET id = {} WHERE id = {}"
    order = [(90, 2), (2, 3), (3, 90)]
    triggers = ("DROP TRIGGER change_log_stays", "DROP TRIGGER change_log_remains")
    past_the_door(database, *triggers, *(swap.format(*pair) for pair in order))
    with pytest.raises(DamagedError, match="操作记录从第 2 条起"):
        database.verify_chain()


@pytest.mark.parametrize("statement", ["UPDATE change_log SET rows = 2", "DELETE FROM change_log"])
def test_triggers_keep_the_log(database: Database, statement: str) -> None:
    """Nothing rewrites it, not even with the key in hand."""
    tower(database)
    with pytest.raises(sqlcipher3.IntegrityError, match="never"):
        past_the_door(database, statement)


def test_the_hash_knows_neither_ids_nor_order(database: Database) -> None:
    """Equal content by uid is equal, whatever the order, ids, stamps and versions; a value makes it differ."""
    uids = {"一": "01900000-0000-7000-8000-000000000001", "二": "01900000-0000-7000-8000-000000000002"}
    tower_uid = "01900000-0000-7000-8000-000000000003"

    def fill(target: Database, order: str) -> str:
        with target.write("填") as write:
            ids = dict(zip(order, write.insert(Area, [{"name": n, "uid": uids[n]} for n in order]), strict=True))
            write.insert(Building, [{"name": "楼", "area_id": ids["二"], "uid": tower_uid}])
        return target.content_hash()

    first = fill(database, "一二")
    with Database.create(database.folder.with_name("另")) as other:
        with other.write("先占一号") as write:
            write.delete(Area, write.insert(Area, [{"name": "零"}]))
        assert fill(other, "二一") == first
        with other.write("改") as write:
            write.update(Building, [{"id": 1, "remark": "x"}])
        assert other.content_hash() != first


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(),
    st.dates(),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.datetimes(timezones=st.just(dt.UTC)),
    st.lists(st.text()).map(tuple),
)


@settings(deadline=None, max_examples=50)
@given(st.lists(st.builds(Item, st.integers(), st.text(), st.integers(), st.dictionaries(st.text(), VALUES))))
def test_packed_values_come_back_as_they_were(items: list[Item]) -> None:
    """Dates, times, decimals and tuples keep their type."""
    assert unpack(pack(items)) == tuple(items)
    assert unpack(None) == ()


NEW_ROWS = st.fixed_dictionaries({
    "id": st.integers(), "uid": st.text(), "version": st.just(1), "a": VALUES, "b": VALUES,
})  # fmt: skip


@settings(deadline=None, max_examples=50)
@given(st.lists(NEW_ROWS, min_size=1))
def test_whole_new_rows_are_packed_as_single_changes_are(rows: list[dict[str, Any]]) -> None:
    """Column by column, without an item for each."""
    items = [Item(row["id"], row["uid"], 1, after={"a": row["a"], "b": row["b"]}) for row in rows]
    assert unpack(pack_added(rows, ("a", "b"))) == tuple(items)

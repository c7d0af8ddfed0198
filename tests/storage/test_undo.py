"""Taking back and doing again: the identity, what stays, who may, and after a restart."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from louyu_desktop.errors import UserError
from louyu_desktop.models import Area, Building, Contact, Enterprise, Occupancy, Person, Unit
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.write import Write
from tests.faults.ground import number
from tests.stations import empty_station
from tests.storage.sample import row, tower


def test_undo_and_redo_restore_everything(database: Database) -> None:
    """Id and uid too; the hash is the measure."""
    empty = database.content_hash()
    made = tower(database)
    full = database.content_hash()
    uid = row(database, Enterprise, made.enterprise).uid
    outcome = database.undo()
    assert (outcome.label, outcome.rows, outcome.kept) == ("建楼", 7, ())
    assert database.content_hash() == empty
    assert database.undo_state() == ("", "建楼")
    assert database.redo().rows == 7
    assert database.content_hash() == full
    firm = row(database, Enterprise, made.enterprise)
    assert (firm.uid, firm.location, firm.contact_name) == (uid, "环贸广场 8F-05", "单小明")
    assert database.undo_state() == ("建楼", "")
    assert database.check() == []


def test_undo_goes_back_step_by_step_and_forward_again(database: Database) -> None:
    """Three steps, a restart between, and a new step cuts what lay ahead."""
    hashes = [database.content_hash()]
    for name in ("一", "二", "三"):
        with database.write(name) as write:
            write.insert(Area, [{"name": name}])
        hashes.append(database.content_hash())
    for step in (2, 1):
        database.undo()
        assert database.content_hash() == hashes[step]
    assert database.undo_state() == ("一", "二")
    database.redo()
    assert database.content_hash() == hashes[2]
    assert database.undo_state() == ("二", "三")
    database.undo()
    database.redo()
    database.redo()
    assert database.content_hash() == hashes[3]
    database.undo()
    with database.write("四") as write:
        write.insert(Area, [{"name": "四"}])
    assert database.undo_state() == ("四", "")
    with pytest.raises(UserError):
        database.redo()


def test_undo_survives_a_restart(folder: Path) -> None:
    """What was done yesterday can be taken back today, and done again tomorrow."""
    with empty_station(folder) as database:
        empty = database.content_hash()
        tower(database)
        full = database.content_hash()
    with Database.open(folder) as database:
        assert database.undo_state() == ("建楼", "")
        database.undo()
        assert database.content_hash() == empty
    with Database.open(folder) as database:
        database.redo()
        assert database.content_hash() == full


def test_newer_values_stay_and_are_named(database: Database) -> None:
    """Fields changed since keep their value; the others go back."""
    made = tower(database)
    with database.write("改") as write:
        write.update(Enterprise, [{"id": made.enterprise, "headcount": 40, "business": "火锅", "is_key": True}])
    changed = database.operations()[0].id
    with database.write("又改") as write:
        write.update(Enterprise, [{"id": made.enterprise, "headcount": 50}])
    outcome = database.undo(changed)
    firm = row(database, Enterprise, made.enterprise)
    assert (firm.headcount, firm.business, firm.is_key) == (50, None, False)
    assert outcome.kept == ("员工数",)
    with pytest.raises(UserError, match="已经撤销过"):
        database.undo(changed)


def test_a_creation_in_use_is_not_taken_back(database: Database) -> None:
    """The sentence names what uses it, and nothing changes."""
    made = tower(database)
    built = database.operations()[0].id
    with database.write("又一家") as write:
        write.insert(Occupancy, [{"enterprise_id": made.enterprise, "unit_id": made.units[1]}])
    before = database.content_hash()
    with pytest.raises(UserError, match="还有 1 条入驻记录用着这家企业"):
        database.undo(built)
    assert database.content_hash() == before
    database.undo()
    database.undo()
    assert database.undo_state() == ("", "建楼")


def test_removing_archiving_and_restoring_are_taken_back(database: Database) -> None:
    """Whatever was done to the rows, the hash comes back."""
    made = tower(database)
    steps = [database.content_hash()]
    with database.write("删") as write:
        write.delete(Contact, [made.contact])
    steps.append(database.content_hash())
    with database.write("归档") as write:
        write.archive(Enterprise, [made.enterprise])
    steps.append(database.content_hash())
    with database.write("恢复") as write:
        write.restore(Enterprise, [made.enterprise])
    for expected in reversed(steps):
        database.undo()
        assert database.content_hash() == expected
    contact = row(database, Contact, made.contact)
    assert (contact.created_by, contact.version) == (7, 3)


def test_undo_back_into_a_taken_place_is_a_sentence(database: Database) -> None:
    """A deleted name that was given to another stays deleted."""
    with database.write("加") as write:
        [area] = write.insert(Area, [{"name": "一"}])
    with database.write("删") as write:
        write.delete(Area, [area])
    deleted = database.operations()[0].id
    with database.write("再加") as write:
        write.insert(Area, [{"name": "一"}])
    with pytest.raises(UserError, match="这个片区名称已经有了"):
        database.undo(deleted)


def test_everyone_undoes_their_own(database: Database) -> None:
    """Ctrl+Z passes over others; the history takes back anyone's."""
    with database.write("我的") as write:
        write.insert(Area, [{"name": "一"}])
    database.actor = 8
    with database.write("别人的") as write:
        write.insert(Area, [{"name": "二"}])
    theirs = database.operations()[0].id
    database.actor = 7
    assert database.undo_state() == ("我的", "")
    database.undo()
    with pytest.raises(UserError, match="没有可以撤销"):
        database.undo()
    database.undo(theirs)
    assert row(database, Area, 2) is None
    assert database.operations()[0].account_id == 7
    database.actor = 8
    assert database.undo_state() == ("", "")


def test_events_are_passed_over(database: Database) -> None:
    """A print is in the history, but it is no step to take back."""
    made = tower(database)
    with database.write("打印") as write:
        write.event("enterprises", made.enterprise, "一企一档")
    printed = database.operations()[0]
    assert (printed.kind, printed.rows) == ("event", 0)
    assert database.undo_state() == ("建楼", "")
    with pytest.raises(UserError):
        database.undo(printed.id)
    with pytest.raises(UserError):
        database.undo(99)
    newest = database.history("enterprises", made.enterprise)[0]
    assert (newest.action, newest.text, newest.label) == ("event", "一企一档", "打印")


def test_a_large_import_is_one_step(database: Database) -> None:
    """5,000 rows go and come back in one call, out of packed rows of the log."""
    empty = database.content_hash()
    with database.write("导入") as write:
        write.insert(Person, [{"name": f"王{i}", "mobile": f"138{i:08d}"} for i in range(5000)])
    full = database.content_hash()
    assert database.undo().rows == 5000
    assert database.content_hash() == empty
    assert database.redo().rows == 5000
    assert database.content_hash() == full
    assert [operation.rows for operation in database.operations()] == [5000, 5000, 5000]
    assert database.check() == []


def test_an_undo_taken_back_from_the_history_is_a_redo(database: Database) -> None:
    """Taking back the undo itself makes the operation stand again."""
    tower(database)
    full = database.content_hash()
    undone = database.undo().operation_id
    database.undo(undone)
    assert database.content_hash() == full
    assert [operation.kind for operation in database.operations()] == ["redo", "undo", "do"]


def test_rows_exchange_places_and_back(database: Database) -> None:
    """Rooms that swap numbers, or move up by one, in one operation: done, taken back, done again."""
    with database.write("建") as write:
        [building] = write.insert(Building, [{"name": "楼"}])
        ids = write.insert(Unit, [{"building_id": building, "floor": "1", "room": f"{n}"} for n in range(1, 5)])
        write.archive(Unit, ids[3:])
    before = database.content_hash()
    with database.write("换") as write:
        write.update(Unit, [{"id": ids[0], "room": "2"}, {"id": ids[1], "room": "1"}, {"id": ids[3], "room": "1"}])
    with database.write("上移") as write:
        for step, key in enumerate((ids[2], ids[0], ids[1])):
            write.update(Unit, [{"id": key, "room": str(4 - step), **({"area": "1"} if step % 2 else {})}])
    after = database.content_hash()
    assert [row(database, Unit, key).label for key in ids] == ["1F-3", "1F-2", "1F-4", "1F-1"]
    assert [row(database, Unit, key).archived_at is None for key in ids] == [True, True, True, False]
    database.undo()
    database.undo()
    assert database.content_hash() == before
    database.redo()
    database.redo()
    assert database.content_hash() == after
    assert database.check() == []
    with pytest.raises(UserError, match="这条单元已经有了"), database.write("撞") as write:
        write.update(Unit, [{"id": ids[0], "room": "9"}, {"id": ids[1], "room": "9"}])


NAMES = st.sampled_from(["一", "二", "三", "四", "五", "六", "七", "八"])
STEP = st.tuples(st.sampled_from(["add", "rename", "move", "archive", "restore", "remove", "staff"]), NAMES, NAMES)


def _do(write: Write, step: tuple[str, str, str], number: int) -> None:
    """One step on whatever is there; which rows depends on the names."""
    action, one, other = step
    session = write.session
    firms = sorted(session.query(Enterprise.id, Enterprise.archived_at).all())
    units = [unit for (unit,) in session.query(Unit.id).all()]
    pick: Any = firms[ord(one) % len(firms)] if firms else None
    match action:
        case "add":
            [building] = write.insert(Building, [{"name": f"{one}{number}"}])
            [unit] = write.insert(Unit, [{"building_id": building, "floor": other}])
            [firm] = write.insert(Enterprise, [{"name": one + other, "headcount": number, "tags": [one]}])
            write.insert(Occupancy, [{"enterprise_id": firm, "unit_id": unit, "lease_end": dt.date(2027, 1, 1)}])
            write.insert(Contact, [{"enterprise_id": firm, "name": f"王{other}", "phone": "021-63906666"}])
        case "rename" if pick:
            write.update(Enterprise, [{"id": pick[0], "name": other, "is_key": number % 2 == 0}])
        case "staff" if pick:
            write.update(Enterprise, [{"id": pick[0], "headcount": number, "tags": (one, other)}])
        case "archive" if pick:
            write.archive(Enterprise, [pick[0]])
        case "restore" if pick:
            write.restore(Enterprise, [pick[0]])
        case "move" if pick:
            seats = [o for (o,) in session.query(Occupancy.id).filter(Occupancy.enterprise_id == pick[0]).all()]
            write.update(Occupancy, [{"id": seat, "unit_id": units[ord(other) % len(units)]} for seat in seats[:1]])
        case "remove" if pick:
            contacts = [c for (c,) in session.query(Contact.id).filter(Contact.enterprise_id == pick[0]).all()]
            write.delete(Contact, contacts)


@settings(
    max_examples=number("LOUYU_RUNS", 6), deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
@given(st.lists(st.lists(STEP, min_size=1, max_size=4), min_size=1, max_size=4))
def test_undo_after_do_is_the_identity(operations: list[list[tuple[str, str, str]]]) -> None:
    """For any operations: taking all back gives each state again, doing all again too, and the file is sound."""
    with TemporaryDirectory() as place, empty_station(Path(place) / "s") as database:
        hashes = [database.content_hash()]
        for number, steps in enumerate(operations):
            with database.write(f"第 {number} 步") as write:
                for count, step in enumerate(steps):
                    _do(write, step, number * 10 + count)
            if database.content_hash() != hashes[-1]:
                hashes.append(database.content_hash())
        while database.undo_state()[0]:
            database.undo()
        assert database.content_hash() == hashes[0]
        while database.undo_state()[1]:
            database.redo()
        assert database.content_hash() == hashes[-1]
        assert database.check() == []

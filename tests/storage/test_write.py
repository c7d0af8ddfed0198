"""The door: identity, stamps, derived columns, announcements, sentences instead of database errors."""

from __future__ import annotations

import datetime as dt
import threading
from decimal import Decimal

import pytest
import time_machine
from sqlalchemy import text

from louyu_desktop.errors import SystemProblem, UserError
from louyu_desktop.models import (
    Activity,
    Area,
    Building,
    Enterprise,
    Occupancy,
    PartyMembership,
    PartyOrganisation,
    Person,
    Registration,
    SettingValue,
    SignIn,
    Unit,
)
from louyu_desktop.rules.attendance import RegistrationStatus
from louyu_desktop.storage.database import Changes, Database
from louyu_desktop.storage.uids import new_uids
from tests.storage.sample import row, tower


def test_a_new_row_gets_identity_and_stamps(database: Database) -> None:
    """Id, uid, version 1, who and when; values come back as the column's type."""
    with time_machine.travel(dt.datetime(2026, 3, 1, 1, 2, 3, tzinfo=dt.UTC), tick=False):
        made = tower(database)
    firm = row(database, Enterprise, made.enterprise)
    assert (firm.version, firm.created_by, firm.updated_by) == (1, 7, 7)
    assert firm.created_at == firm.updated_at == dt.datetime(2026, 3, 1, 1, 2, 3, tzinfo=dt.UTC)
    assert firm.uid[14] == "7"
    assert firm.tags == ("初创",)
    assert firm.unit_kind == "企业"
    assert row(database, Occupancy, made.occupancy).area == Decimal("12.30")


def test_a_supplied_uid_is_kept_and_ids_are_in_order(database: Database) -> None:
    """As an exchange between stations needs it."""
    [uid] = new_uids(1)
    with database.write("a") as write:
        ids = write.insert(Area, [{"name": "一"}, {"name": "二", "uid": uid}])
    assert ids == [1, 2]
    assert row(database, Area, 2).uid == uid


def test_uids_grow_also_when_the_clock_goes_back() -> None:
    """Monotonic per process."""
    [before] = new_uids(1)
    with time_machine.travel(0.0):
        after = [uid for _count in range(500) for uid in new_uids(2)]
    assert [before, *after] == sorted({before, *after})


def test_an_unknown_column_is_a_mistake(database: Database) -> None:
    """A wrong name is not swallowed."""
    with pytest.raises(KeyError), database.write("a") as write:
        write.insert(Area, [{"nmae": "一"}])


def test_a_change_raises_the_version_and_recomputes_keys(database: Database) -> None:
    """The folded key follows the name; an update without difference is no change."""
    made = tower(database)
    with database.write("改名") as write:
        write.update(Building, [{"id": made.buildings[0], "name": "新 名"}])
    building = row(database, Building, made.buildings[0])
    assert (building.version, building.name_key) == (2, "新名")
    with database.write("没改") as write:
        write.update(Building, [{"id": made.buildings[0], "name": "新 名"}])
    assert row(database, Building, made.buildings[0]).version == 2
    assert database.operations()[0].label == "改名"


def test_derived_columns_follow_up_the_chain(database: Database) -> None:
    """Moving a firm changes its seat, and the counts of both buildings; renaming shows in its location."""
    made = tower(database)
    first, second = made.buildings
    assert row(database, Enterprise, made.enterprise).location == "环贸广场 8F-05"
    assert (row(database, Building, first).enterprise_count, row(database, Building, first).headcount) == (1, 30)
    with database.write("搬") as write:
        write.update(Occupancy, [{"id": made.occupancy, "unit_id": made.units[1]}])
    assert row(database, Building, first).headcount == 0
    assert (row(database, Building, second).enterprise_count, row(database, Building, second).headcount) == (1, 30)
    with database.write("改名") as write:
        write.update(Building, [{"id": second, "name": "新楼"}])
    assert row(database, Enterprise, made.enterprise).location == "新楼 9F"
    with database.write("归档") as write:
        write.archive(Enterprise, [made.enterprise])
    assert row(database, Building, second).enterprise_count == 0
    assert database.check() == []


def test_an_ended_seat_leaves_the_other_building_right(database: Database) -> None:
    """A firm with two seats is counted in both, and only where it still sits when one ends."""
    made = tower(database)
    with database.write("第二处") as write:
        write.insert(Occupancy, [{"enterprise_id": made.enterprise, "unit_id": made.units[1]}])
    assert [row(database, Building, b).enterprise_count for b in made.buildings] == [1, 1]
    with database.write("迁出") as write:
        write.update(Occupancy, [{"id": made.occupancy, "ended_on": dt.date(2026, 5, 1)}])
    assert [row(database, Building, b).enterprise_count for b in made.buildings] == [0, 1]
    assert database.check() == []


def test_members_are_counted_in_their_organisation(database: Database) -> None:
    """Archiving a person takes the member out of the count."""
    with database.write("党员") as write:
        [branch] = write.insert(PartyOrganisation, [{"name": "联合党支部"}])
        people = write.insert(Person, [{"name": "王甲"}, {"name": "李乙"}])
        write.insert(PartyMembership, [{"person_id": p, "organisation_id": branch} for p in people])
    assert row(database, PartyOrganisation, branch).member_count == 2
    with database.write("归档") as write:
        write.archive(Person, people[:1])
    assert row(database, PartyOrganisation, branch).member_count == 1
    assert database.check() == []


def test_changes_name_parents_whose_columns_changed(database: Database) -> None:
    """One announcement for each commit, none for a rolled back or empty one."""
    heard: list[Changes] = []
    database.subscribe(heard.append)
    with database.write("活动") as write:
        [activity] = write.insert(Activity, [{"title": "党课", "starts_at": dt.datetime(2026, 3, 1, tzinfo=dt.UTC)}])
        [person] = write.insert(Person, [{"name": "王甲"}])
    with database.write("签到") as write:
        write.insert(SignIn, [{"activity_id": activity, "person_id": person, "signed_at": dt.datetime.now(dt.UTC)}])
    with database.write("空"):
        pass
    with pytest.raises(RuntimeError), database.write("坏") as write:
        write.insert(Area, [{"name": "一"}])
        raise RuntimeError
    database.unsubscribe(heard.append)
    with database.write("没人听") as write:
        write.insert(Area, [{"name": "一"}])
    assert [change.label for change in heard] == ["活动", "签到"]
    assert heard[1].kinds == {"sign-ins": {1}, "activities": {activity}}


def test_unique_violations_are_sentences(database: Database) -> None:
    """The index in words, and the field to mark; everything is rolled back."""
    made = tower(database)
    code = row(database, Enterprise, made.enterprise).credit_code
    before = database.content_hash()
    with pytest.raises(UserError, match="这个统一社会信用代码已经有了") as caught, database.write("重") as write:
        write.insert(Area, [{"name": "一"}])
        write.insert(Enterprise, [{"name": "另一家", "credit_code": code}])
    assert caught.value.field == "credit_code"
    with pytest.raises(UserError, match="这个楼宇名称已经有了") as caught, database.write("重") as write:
        write.insert(Building, [{"name": "环 贸广场"}])
    assert caught.value.field == "name"
    assert database.content_hash() == before


def test_once_per_person_and_activity(database: Database) -> None:
    """Two columns are both named; a cancelled place is taken by nobody when archived."""
    with database.write("活动") as write:
        [activity] = write.insert(Activity, [{"title": "党课", "starts_at": dt.datetime(2026, 3, 1, tzinfo=dt.UTC)}])
        [person] = write.insert(Person, [{"name": "王甲"}])
        one = {"activity_id": activity, "person_id": person}
        [first] = write.insert(Registration, [{**one, "status": RegistrationStatus.WAITING}])
    assert row(database, Registration, first).status == "候补"
    with pytest.raises(UserError, match="这条报名已经有了：活动、人员相同"), database.write("重") as write:
        write.insert(Registration, [one])
    with database.write("归档") as write:
        write.archive(Registration, [first])
        write.insert(Registration, [one])
    with pytest.raises(UserError), database.write("恢复") as write:
        write.restore(Registration, [first])


def test_missing_and_dangling_values_are_sentences(database: Database) -> None:
    """NOT NULL names the field; a reference to nothing says so."""
    with pytest.raises(UserError, match="请填写楼宇") as caught, database.write("缺") as write:
        write.insert(Unit, [{"floor": "1"}])
    assert caught.value.field == "building_id"
    with pytest.raises(UserError, match="已经不在了"), database.write("空") as write:
        write.insert(Unit, [{"building_id": 99}])
    with pytest.raises(UserError, match="这条片区已经不在了"), database.write("空") as write:
        write.update(Area, [{"id": 99, "name": "一"}])


def test_what_is_in_use_cannot_be_deleted(database: Database) -> None:
    """The sentence counts and names what uses it."""
    made = tower(database)
    with pytest.raises(UserError, match="还有 1 条入驻记录用着这间单元"), database.write("删") as write:
        write.delete(Unit, made.units)
    with database.write("删") as write:
        write.delete(Occupancy, [made.occupancy])
        write.delete(Unit, made.units)
        write.delete(Building, made.buildings)
    assert row(database, Enterprise, made.enterprise).building_id is None
    assert database.check() == []


def test_ids_are_never_used_twice(database: Database) -> None:
    """AUTOINCREMENT holds for ids that the write gives out."""
    with database.write("a") as write:
        [first] = write.insert(Area, [{"name": "一"}])
        write.delete(Area, [first])
        [second] = write.insert(Area, [{"name": "二"}])
    assert second == first + 1


def test_objects_go_through_the_same_door(database: Database) -> None:
    """Add, save and remove of objects are logged like rows."""
    with database.write("加") as write:
        area = write.add(Area(name="一"))
        assert (area.version, area.name_key) == (1, "一")
    with database.write("改") as write:
        found = write.session.get(Area, area.id)
        assert found is not None
        found.name = "二"
        write.save(found)
        assert (found.name_key, found.version) == ("二", 2)
        write.save(found)
    with database.write("删") as write:
        gone = write.session.get(Area, area.id)
        assert gone is not None
        write.remove(gone)
    assert row(database, Area, area.id) is None
    assert [change.action for change in database.history("areas", area.id)] == ["remove", "change", "add"]


def test_an_empty_operation_leaves_no_row(database: Database) -> None:
    """Neither does one that only sets small tables."""
    with database.write("设置") as write:
        write.put(SettingValue, {"key": "a"}, {"value": "1"})
        write.put(SettingValue, {"key": "a"}, {"value": "2"})
        write.put(SettingValue, {"key": "b"}, {"value": "3"})
        write.put(SettingValue, {"key": "b"}, None)
    with database.read() as session:
        assert session.execute(text("SELECT key, value FROM setting")).all() == [("a", "2")]
    assert database.operations() == []


def test_numbers_count_up_and_survive_undo(database: Database) -> None:
    """A number that was given out is not given out again; a rolled back one was never given out."""
    with database.write("活动") as write:
        assert [write.number("HD", 2026) for _time in range(2)] == ["HD-2026-0001", "HD-2026-0002"]
        write.insert(Area, [{"name": "一"}])
    database.undo()
    with pytest.raises(RuntimeError), database.write("坏") as write:
        write.number("HD", 2026)
        raise RuntimeError
    with database.write("再来") as write:
        assert write.number("HD", 2026) == "HD-2026-0003"
        assert write.number("HD", 2027) == "HD-2027-0001"


def test_a_full_disk_rolls_everything_back(database: Database) -> None:
    """Also after SQLite has rolled back by itself; afterwards the station works on."""
    tower(database)
    before = database.content_hash()
    with pytest.raises(SystemProblem, match="磁盘已满"), database.write("满") as write:
        pages = write.session.execute(text("PRAGMA page_count")).scalar_one()
        write.session.execute(text(f"PRAGMA max_page_count = {pages + 20}"))
        write.insert(Area, [{"name": "一"}])
        write.insert(Person, [{"name": f"王{i}", "skills": "长" * 200} for i in range(2000)])
    assert database.content_hash() == before
    with database.write("腾出") as write:
        write.session.execute(text("PRAGMA max_page_count = 1000000"))
        write.insert(Area, [{"name": "一"}])
    assert database.check() == []


def test_two_threads_write_one_after_the_other(database: Database) -> None:
    """The lane of one: nobody sees a locked database, all rows are there."""

    def work(start: int) -> None:
        for place in range(start, start + 20):
            with database.write("线程") as write:
                write.insert(Area, [{"name": f"片{place}"}])

    threads = [threading.Thread(target=work, args=(start,)) for start in (0, 100, 200)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.read() as session:
        assert session.execute(text("SELECT count(*) FROM area")).scalar() == 60
    database.verify_chain()


def test_a_write_inside_a_write_is_a_mistake(database: Database) -> None:
    """It would wait for itself for ever."""
    with pytest.raises(RuntimeError), database.write("外"), database.write("内"):
        pass


def test_bulk_work_takes_few_statements(database: Database, queries: list[str]) -> None:
    """3,000 rows need no statement of their own."""
    with database.write("导入") as write:
        write.insert(Person, [{"name": f"王{i}", "mobile": f"138{i:08d}"} for i in range(3000)])
    assert len(queries) < 60

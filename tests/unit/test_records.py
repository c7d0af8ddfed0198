"""Records: saved, listed, searched, edited in bulk, taken back, on a real file."""

from __future__ import annotations

import datetime as dt

import pytest

from louyu_desktop.errors import ConflictError, InvalidRecordError, NotPermittedError, UserError
from louyu_desktop.models import Area
from louyu_desktop.services.copies import PAGE, Filter, Match, Query, UndoState, View
from louyu_desktop.services.records import Records
from louyu_desktop.services.searching import Searching
from louyu_desktop.services.stations import Stations, StationSettings
from louyu_desktop.storage.database import Database


def test_a_saved_record_is_read_back_as_it_was_typed(records: Records) -> None:
    key = records.save("enterprises", None, {"name": "　澄怀设计（上海）有限公司", "headcount": "约351人", "is_key": True})
    copy = records.get("enterprises", key)
    assert copy.title == "澄怀设计（上海）有限公司"
    assert copy.values["headcount"] == 351
    assert copy.created_by == "周敏"
    assert set(copy.counts) >= {"occupancies", "contacts", "visits"}


def test_what_cannot_be_taken_is_named_field_by_field(records: Records) -> None:
    with pytest.raises(InvalidRecordError) as caught:
        records.save("enterprises", None, {"name": "甲", "credit_code": "9131010", "headcount": "很多"})
    assert set(caught.value.problems) == {"credit_code", "headcount"}
    with pytest.raises(InvalidRecordError) as caught:
        records.save("enterprises", None, {"short_name": "甲"})
    assert set(caught.value.problems) == {"name"}
    assert records.total("enterprises") == 0


def test_a_code_stands_once_among_the_living(records: Records) -> None:
    first = records.save("enterprises", None, {"name": "甲", "credit_code": "91310104MADEM00119"})
    with pytest.raises(UserError) as caught:
        records.save("enterprises", None, {"name": "乙", "credit_code": "91310104MADEM00119"})
    assert caught.value.field == "credit_code"
    records.archive("enterprises", [first])
    assert records.save("enterprises", None, {"name": "乙", "credit_code": "91310104MADEM00119"})
    with pytest.raises(UserError):
        records.restore("enterprises", [first])


def test_two_people_who_change_different_fields_do_not_meet(records: Records) -> None:
    key = records.save("people", None, {"name": "王伟"})
    version = records.get("people", key).version
    records.save("people", key, {"mobile": "13812345678"}, version=version)
    records.save("people", key, {"skills": "书法"}, version=version)
    assert records.get("people", key).values["mobile"] == "13812345678"
    with pytest.raises(ConflictError) as caught:
        records.save("people", key, {"mobile": "13900001111"}, version=version)
    [clash] = caught.value.fields
    assert (clash.field, clash.current, clash.mine, clash.original) == ("mobile", "13812345678", "13900001111", None)


def _many(records: Records, count: int) -> None:
    for number in range(count):
        records.save("areas", None, {"name": f"片区{number:04d}"})


def test_pages_follow_each_other_without_gap_or_double(records: Records) -> None:
    _many(records, 2 * PAGE + 3)
    query = Query("areas")
    far = records.page(query, 2)
    assert [row.values["name"] for row in far] == [f"片区{n:04d}" for n in range(2 * PAGE, 2 * PAGE + 3)]
    seen = [row.id for number in range(4) for row in records.page(query, number)]
    assert seen == list(records.ids(query))
    assert len(set(seen)) == records.count(query) == 2 * PAGE + 3
    assert records.position(query, seen[PAGE + 9]) == PAGE + 9
    down = Query("areas", sort="-name")
    assert [row.id for number in range(3) for row in records.page(down, number)] == seen[::-1]


@pytest.mark.parametrize("sort", ["headcount", "-headcount", "building_id", "lease_end", "-lease_end"])
def test_empty_values_keep_their_place_across_pages(records: Records, sort: str) -> None:
    for number in range(PAGE + 9):
        records.save("enterprises", None, {"name": f"第{number}家", "headcount": number if number % 2 else None})
    query = Query("enterprises", sort=sort)
    seen = [row.id for page in range(3) for row in records.page(query, page)]
    assert sorted(seen) == sorted(records.ids(query))
    assert seen == list(records.ids(query))


def test_filters_find_by_characters_pinyin_and_limits(records: Records) -> None:
    first = records.save("enterprises", None, {"name": "环贸澄怀设计有限公司", "headcount": 46})
    records.save("enterprises", None, {"name": "远帆贸易有限公司", "headcount": 8, "ownership": "国有"})

    def found(*filters: Filter) -> set[int]:
        return set(records.ids(Query("enterprises", filters)))

    assert found(Filter("name", Match.CONTAINS, "澄怀")) == {first}
    assert found(Filter("name", Match.CONTAINS, "hmch")) == {first}
    assert found(Filter("name", Match.CONTAINS, "huanmao")) == {first}
    assert found(Filter("headcount", Match.AT_LEAST, 9)) == {first}
    assert found(Filter("ownership", Match.EMPTY)) == {first}
    assert len(found(Filter("ownership", Match.ONE_OF, ("国有", "民营")))) == 1
    assert found(Filter("name", Match.CONTAINS, "%")) == set()


def test_a_filter_on_one_field_does_not_hit_another(records: Records) -> None:
    records.save("enterprises", None, {"name": "远帆贸易有限公司", "former_name": "澄怀"})
    assert records.count(Query("enterprises", (Filter("name", Match.CONTAINS, "chenghuai"),))) == 0
    assert records.count(Query("enterprises", text="chenghuai")) == 1


def test_a_bulk_edit_is_previewed_and_is_one_step(records: Records, database: Database) -> None:
    keys = [records.save("enterprises", None, {"name": f"第{n}家"}) for n in range(5)]
    records.save("enterprises", keys[0], {"ownership": "民营"})
    before = database.content_hash()
    preview = records.bulk_preview("enterprises", keys, "ownership", "民营")
    assert [(line.before, line.after) for line in preview.lines] == [("", "民营")] * preview.count
    assert preview.count == 4
    assert records.bulk_edit("enterprises", keys, "ownership", "民营") == 4
    assert "批量修改 5 家企业" in records.undo_state().undo_label
    records.undo()
    assert database.content_hash() == before
    records.redo()
    assert records.count(Query("enterprises", (Filter("ownership", Match.EQUALS, "民营"),))) == 5


def test_history_says_who_changed_what(records: Records) -> None:
    area = records.save("areas", None, {"name": "汾阳片区"})
    key = records.save("buildings", None, {"name": "嘉华中心"})
    records.save("buildings", key, {"area_id": area, "floors_above": 45})
    newest, oldest = records.history("buildings", key)
    assert newest.who == "周敏"
    assert {(c.label, c.before, c.after) for c in newest.changes} == {("片区", "", "汾阳片区"), ("地上层数", "", "45")}
    assert oldest.action == "新建"
    records.take_back(newest.operation_id)
    assert records.get("buildings", key).values["floors_above"] is None


def test_an_activity_gets_its_number_and_an_undone_one_is_not_given_again(records: Records) -> None:
    start = dt.datetime(2026, 11, 24, 4, tzinfo=dt.UTC)
    first = records.save("activities", None, {"title": "声音疗愈", "starts_at": start})
    assert records.get("activities", first).values["number"] == "HD-2026-0001"
    records.undo()
    second = records.save("activities", None, {"title": "书法", "starts_at": start})
    assert records.get("activities", second).values["number"] == "HD-2026-0002"


def test_views_and_drafts_come_back_and_are_no_undo_step(records: Records) -> None:
    due = Filter("lease_end", Match.AT_MOST, dt.date(2026, 12, 5))
    view = View("重点", (due,), "-lease_end", ("name",), {"name": 200})
    records.keep_view("enterprises", view)
    assert records.views("enterprises") == (view,)
    records.keep_draft("enterprises", None, {"name": "甲", "tags": ("初创",), "registered_on": dt.date(2026, 1, 2)})
    draft = records.draft("enterprises", None)
    assert draft is not None
    assert draft[1] == {"name": "甲", "tags": ("初创",), "registered_on": dt.date(2026, 1, 2)}
    assert records.draft_count() == 1
    records.drop_draft("enterprises", None)
    records.drop_view("enterprises", "重点")
    assert records.draft_count() == 0
    assert records.views("enterprises") == ()
    assert records.undo_state() == UndoState()


def test_same_names_are_pointed_out_and_told_apart(records: Records) -> None:
    records.save("people", None, {"name": "王　伟", "unit_name": "乐途公司", "mobile": "13812345678"})
    [like] = records.similar("people", {"name": "王伟"})
    assert like.title == "王　伟"
    assert "乐途公司" in like.subtitle
    assert [option.id for option in records.options("people", "ww")] == [like.id]


def test_the_box_finds_everything_and_says_why(records: Records, database: Database) -> None:
    key = records.save("people", None, {"name": "单雨桐", "mobile": "13812345678"})
    searching = Searching(database)
    for text in ("单雨", "shan", "syt", "5678"):
        [people] = [one for one in searching.find(text) if one.kind == "people"]
        assert [(hit.id, people.count, people.more) for hit in people.hits] == [(key, 1, False)], text
    [facility] = [hit for one in searching.find("综合活动") for hit in one.hits]
    assert facility.kind == "facilities"
    assert searching.find("  ") == ()


def test_settings_and_accounts_of_the_station(database: Database) -> None:
    settings = StationSettings(database)
    assert settings.get("council_name") == "楼事会"
    settings.set("council_name", "楼务会")
    assert settings.get("council_name") == "楼务会"
    stations = Stations(database)
    assert stations.name() == "梧桐里党群服务站"
    assert stations.actor() == stations.accounts()[0]
    with pytest.raises(NotPermittedError):
        stations.enter("没有这个人")


def test_floors_stand_in_the_order_of_their_numbers(records: Records) -> None:
    building = records.save("buildings", None, {"name": "嘉华中心"})
    for floor in ("10", "9", "2", "B1"):
        records.save("units", None, {"building_id": building, "floor": floor, "room": "01"})
    rows = records.page(Query("units", sort="label"), 0)
    assert [row.values["label"] for row in rows] == ["2F-01", "9F-01", "10F-01", "B1-01"]


def test_the_making_of_the_station_is_not_taken_back(records: Records) -> None:
    [made] = records.history("facilities", 1)
    with pytest.raises(UserError):
        records.take_back(made.operation_id)
    assert records.total("facilities") == 10


# ------------------------------------------------------------------------------------- bin and belonging


def _firm(records: Records) -> tuple[int, int, int]:
    """Ids of a building, its unit and an enterprise that sits there with a contact."""
    building = records.save("buildings", None, {"name": "嘉华中心"})
    unit = records.save("units", None, {"building_id": building, "floor": "8", "room": "05"})
    firm = records.save("enterprises", None, {"name": "澄怀设计", "headcount": 9})
    records.save("occupancies", None, {"enterprise_id": firm, "unit_id": unit})
    records.save("contacts", None, {"enterprise_id": firm, "name": "单小明"})
    return building, unit, firm


def _living(records: Records) -> dict[str, int]:
    kinds = ("buildings", "units", "enterprises", "occupancies", "contacts")
    return {kind: records.total(kind) for kind in kinds if records.total(kind)}


def test_what_belongs_to_a_record_goes_and_comes_with_it(records: Records, database: Database) -> None:
    """Lists and counts agree at each step; what was in the bin before stays there."""
    building, _unit, firm = _firm(records)
    whole = database.content_hash()
    records.save("contacts", None, {"enterprise_id": firm, "name": "早走了"})
    records.archive("contacts", [2])
    records.archive("enterprises", [firm])
    assert _living(records) == {"buildings": 1, "units": 1}
    assert records.get("buildings", building).values["enterprise_count"] == 0
    records.restore("enterprises", [firm])
    assert _living(records) == {"buildings": 1, "units": 1, "enterprises": 1, "occupancies": 1, "contacts": 1}
    assert records.get("buildings", building).values["headcount"] == 9
    records.archive("buildings", [building])
    assert _living(records) == {"enterprises": 1, "contacts": 1}
    assert records.get("enterprises", firm).values["location"] is None
    for _step in range(5):
        records.undo()
    assert database.content_hash() == whole
    assert database.check() == []


def test_nothing_is_put_under_what_lies_in_the_bin(records: Records, database: Database) -> None:
    """Neither a new record, nor a moved or restored one; the sentence says what to restore first."""
    building, unit, firm = _firm(records)
    other = records.save("enterprises", None, {"name": "远帆"})
    records.archive("enterprises", [firm])
    before = database.content_hash()
    with pytest.raises(UserError, match="所属的企业在回收站里") as caught:
        records.save("contacts", None, {"enterprise_id": firm, "name": "李四"})
    assert caught.value.field == "enterprise_id"
    with pytest.raises(UserError, match="所属的企业"):
        records.restore("contacts", [1])
    contact = records.save("contacts", None, {"enterprise_id": other, "name": "李四"})
    with pytest.raises(UserError, match="所属的企业"):
        records.save("contacts", contact, {"enterprise_id": firm})
    records.undo()
    assert database.content_hash() == before
    records.archive("units", [unit])
    records.restore("enterprises", [firm])
    assert records.total("occupancies") == 0
    records.archive("buildings", [building])
    with pytest.raises(UserError, match="所属的楼宇"):
        records.restore("units", [unit])


def test_an_operation_that_would_bring_back_an_orphan_is_not_taken_back(records: Records, database: Database) -> None:
    """The history names what to restore first, and nothing changes."""
    _building, _unit, firm = _firm(records)
    records.archive("contacts", [1])
    [deleted, *_older] = records.history("contacts", 1)
    records.archive("enterprises", [firm])
    before = database.content_hash()
    with pytest.raises(UserError, match="所属的企业在回收站里"):
        records.take_back(deleted.operation_id)
    assert database.content_hash() == before
    records.restore("enterprises", [firm])
    records.take_back(deleted.operation_id)
    assert records.total("contacts") == 1


def test_a_deleted_person_leaves_no_half_counted_registration(records: Records) -> None:
    start = dt.datetime(2026, 11, 24, 4, tzinfo=dt.UTC)
    activity = records.save("activities", None, {"title": "书法", "starts_at": start})
    person = records.save("people", None, {"name": "顾南星"})
    records.save("registrations", None, {"activity_id": activity, "person_id": person})
    records.archive("people", [person])
    assert records.get("activities", activity).values["registered_count"] == records.total("registrations") == 0
    records.archive("activities", [activity])
    records.restore("people", [person])
    assert records.total("registrations") == 0
    records.restore("activities", [activity])
    records.restore("registrations", [1])
    assert records.get("activities", activity).values["registered_count"] == 1


def test_a_record_that_was_deleted_meanwhile_is_not_changed(records: Records) -> None:
    """Neither by a form that is still open nor by a bulk edit of rows that were selected before."""
    keys = [records.save("enterprises", None, {"name": f"第{n}家"}) for n in range(2)]
    version = records.get("enterprises", keys[0]).version
    records.archive("enterprises", keys[:1])
    with pytest.raises(UserError, match="这家企业在回收站里"):
        records.save("enterprises", keys[0], {"headcount": 9}, version=version)
    assert records.bulk_edit("enterprises", keys, "headcount", 5) == 1
    assert records.get("enterprises", keys[0]).values["headcount"] is None


def test_a_record_that_was_taken_back_meanwhile_is_a_sentence(records: Records) -> None:
    key = records.save("enterprises", None, {"name": "澄怀"})
    records.undo()
    with pytest.raises(ConflictError, match="已经不在了"):
        records.save("enterprises", key, {"headcount": 9}, version=1)
    with pytest.raises(UserError, match="已经不在了"):
        records.get("enterprises", key)


def test_what_two_people_make_together_must_hold(records: Records) -> None:
    """Each change alone is right; the record of both would end before it begins."""
    _building, unit, firm = _firm(records)
    records.archive("occupancies", [1])
    lease = {"enterprise_id": firm, "unit_id": unit, "lease_start": dt.date(2025, 1, 1)}
    seat = records.save("occupancies", None, lease)
    records.save("occupancies", seat, {"lease_start": dt.date(2027, 1, 1)}, version=1)
    mine = {"lease_start": dt.date(2025, 1, 1), "lease_end": dt.date(2026, 1, 1)}
    with pytest.raises(InvalidRecordError) as caught:
        records.save("occupancies", seat, mine, version=1)
    assert set(caught.value.problems) == {"lease_end"}
    assert records.get("occupancies", seat).values["lease_end"] is None


def test_a_field_that_has_a_default_may_be_cleared(records: Records) -> None:
    building = records.save("buildings", None, {"name": "嘉华中心", "is_key": None})
    unit = records.save("units", None, {"building_id": building, "floor": "", "room": "05"})
    assert records.get("units", unit).values["label"] == "05"
    records.save("units", unit, {"floor": "8", "room": ""})
    assert records.get("units", unit).values["label"] == "8F"
    firm = records.save("enterprises", None, {"name": "澄怀", "unit_kind": "社会组织"})
    assert [line.after for line in records.bulk_preview("enterprises", [firm], "unit_kind", "").lines] == ["企业"]
    records.bulk_edit("enterprises", [firm], "unit_kind", "")
    assert records.get("enterprises", firm).values["unit_kind"] == "企业"


def test_whoever_is_on_duty_and_the_station_stay(records: Records, database: Database) -> None:
    """Or nobody could open it again."""
    for kind in ("stations", "accounts"):
        with pytest.raises(UserError, match="不能删除"):
            records.archive(kind, [1])
    other = records.save("accounts", None, {"name": "顾南星"})
    records.archive("accounts", [other])
    Stations(database).enter(None)


# ---------------------------------------------------------------------------------------------- numbers


def test_a_number_that_was_typed_is_passed_over(records: Records) -> None:
    """An imported or typed number does not stop every later activity."""
    start = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
    records.save("activities", None, {"title": "书法", "starts_at": start, "number": "HD-2026-0001"})
    key = records.save("activities", None, {"title": "党课", "starts_at": start})
    assert records.get("activities", key).values["number"] == "HD-2026-0002"


def test_the_year_of_a_number_is_the_one_on_the_wall(records: Records) -> None:
    """Half past midnight of New Year's Day in Shanghai."""
    starts = dt.datetime(2026, 12, 31, 16, 30, tzinfo=dt.UTC)
    key = records.save("activities", None, {"title": "跨年", "starts_at": starts})
    assert records.get("activities", key).values["number"] == "HD-2027-0001"


# -------------------------------------------------------------------------------------- several people


def test_a_write_belongs_to_whoever_asked_for_it(records: Records, database: Database) -> None:
    """Someone else takes over the desk while it waits for the lane."""
    other = records.save("accounts", None, {"name": "顾南星"})
    asked = database.write("新建片区")
    Stations(database).set_actor(other)
    with asked as write:
        [area] = write.insert(Area, [{"name": "汾阳片区"}])
    assert records.get("areas", area).created_by == "周敏"
    assert records.undo_state() == UndoState()


def test_steps_of_two_people_are_taken_back_apart(records: Records, database: Database) -> None:
    """Each takes back their own; what the other changed since stays and is named."""
    other = records.save("accounts", None, {"name": "顾南星"})
    keys = [records.save("enterprises", None, {"name": f"第{n}家"}) for n in range(3)]
    records.bulk_edit("enterprises", keys, "ownership", "民营")
    stations = Stations(database)
    stations.set_actor(other)
    assert records.undo_state() == UndoState()
    records.save("enterprises", keys[0], {"ownership": "国有", "headcount": 5})
    records.archive("enterprises", keys[1:2])
    stations.set_actor(1)
    outcome = records.undo()
    assert (outcome.rows, outcome.kept) == (2, ("经济性质",))
    assert [records.get("enterprises", key).values["ownership"] for key in keys] == ["国有", None, None]
    assert records.undo_state().redo_label == outcome.label
    stations.set_actor(other)
    records.undo()
    records.undo()
    assert records.get("enterprises", keys[0]).values["ownership"] == "民营"
    stations.set_actor(1)
    records.redo()
    assert [records.get("enterprises", key).values["ownership"] for key in keys] == ["民营"] * 3
    assert database.check() == []

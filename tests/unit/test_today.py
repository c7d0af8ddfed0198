"""今日: real numbers out of a real file, at a moment that is handed in."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from sqlalchemy import select, text

from louyu_desktop.models import VisitTask
from louyu_desktop.services.copies import Query
from louyu_desktop.services.overview import TodayOverview
from louyu_desktop.services.records import Records
from louyu_desktop.services.today import Today
from louyu_desktop.storage.database import Database

NOW = dt.datetime(2026, 11, 20, 1, 0, tzinfo=dt.UTC)
"""Friday morning, nine o'clock in Shanghai."""


def _overview(database: Database) -> TodayOverview:
    return Today(database, lambda: NOW).overview()


def _titles(overview: TodayOverview, key: str) -> list[str]:
    [group] = [group for group in overview.groups if group.key == key]
    return [item.title for item in group.items]


def _activity(records: Records, title: str, days: int, **values: object) -> int:
    start = NOW + dt.timedelta(days=days, hours=3)
    return records.save(
        "activities", None, {"title": title, "starts_at": start, "ends_at": start + dt.timedelta(hours=1), **values}
    )


def test_an_empty_station_says_so_in_numbers(database: Database) -> None:
    overview = _overview(database)
    assert [[item.source for item in group.items] for group in overview.groups] == [[], [], ["checklist"]]
    assert overview.greeting_name == "周敏"
    assert {tile.kind: tile.number for tile in overview.counts}["enterprises"] == 0


def test_activities_stand_under_their_day(database: Database) -> None:
    records = Records(database)
    _activity(records, "今天的", 0)
    _activity(records, "下周的", 4)
    _activity(records, "还早的", 9)
    _activity(records, "没总结的", -7)
    _activity(records, "总结过的", -7, summary="好")
    _activity(records, "取消的", 1, status="取消")
    overview = _overview(database)
    assert _titles(overview, "overdue") == ["没总结的"]
    assert _titles(overview, "today") == ["今天的"]
    assert _titles(overview, "week") == ["下周的", "54 个服务事项还没有核对"]


def test_what_is_to_be_prepared_follows_its_activity(database: Database) -> None:
    """Three days before: due on Friday, late when the activity comes nearer, gone once done or called off."""
    records = Records(database)
    activity = _activity(records, "午间课堂", 3, owner="何俊杰")
    given = {"activity_id": activity, "what": "发通知", "days_before": 3, "owner": "丁雨桐"}
    preparation = records.save("preparations", None, given)
    [item] = [one for group in _overview(database).groups for one in group.items if one.title == "发通知"]
    assert (item.id, item.when, item.who, item.overdue) == (activity, "今天到期", "丁雨桐", False)
    records.save("activities", activity, {"starts_at": NOW + dt.timedelta(days=1)})
    assert _titles(_overview(database), "overdue") == ["发通知"]
    records.save("preparations", preparation, {"done_on": dt.date(2026, 11, 20)})
    assert "发通知" not in _titles(_overview(database), "overdue")
    records.save("preparations", preparation, {"done_on": None})
    records.save("activities", activity, {"status": "取消"})
    assert _titles(_overview(database), "overdue") == []


def test_a_branch_that_is_behind_stands_there_in_the_last_week(database: Database) -> None:
    """On the 20th November is long; from the 23rd on the month's meetings are missing, until one is planned."""
    records = Records(database)
    branch = records.save("organisations", None, {"name": "环贸第一党支部", "kind": "党支部"})
    late = dt.datetime(2026, 11, 25, 1, 0, tzinfo=dt.UTC)
    assert "环贸第一党支部" not in _titles(_overview(database), "week")
    week = Today(database, lambda: late).overview().groups[2].items
    [item] = [one for one in week if (one.kind, one.id) == ("organisations", branch)]
    assert (item.title, "主题党日（2026 年 11 月）" in item.detail) == ("环贸第一党支部", True)
    start = late + dt.timedelta(days=2)
    given = {"title": "主题党日", "type": "主题党日", "starts_at": start, "organisation_id": branch}
    records.save("activities", None, given)
    again = [one for one in Today(database, lambda: late).overview().groups[2].items if one.kind == "organisations"]
    assert again == []


def _lines(overview: TodayOverview, source: str) -> list[tuple[str, str]]:
    """(group, title) of every line of a source."""
    return [(each.key, item.title) for each in overview.groups for item in each.items if item.source == source]


def _seated(records: Records, name: str, lease_end: dt.date, **values: object) -> int:
    building = records.save("buildings", None, {"name": f"{name}大厦"})
    unit = records.save("units", None, {"building_id": building, "floor": "8", "room": "05"})
    firm = records.save("enterprises", None, {"name": name, **values})
    records.save("occupancies", None, {"enterprise_id": firm, "unit_id": unit, "lease_end": lease_end})
    return firm


@time_machine.travel(NOW)  # a lease that ended long ago raises no must-visit
@pytest.mark.parametrize(("days", "group"), [(-3, "overdue"), (0, "today"), (7, "week"), (8, None), (-300, "overdue")])
def test_a_lease_shows_from_a_week_before_its_end_until_something_is_done(
    database: Database, days: int, group: str | None
) -> None:
    """In a line of its own only where no must-visit stands for it; it never vanishes by itself."""
    records = Records(database)
    firm = _seated(records, "澄怀设计", dt.date(2026, 11, 20) + dt.timedelta(days=days))
    if days > -90:  # what is older raises no must-visit
        assert _lines(_overview(database), "leases") == []
    with database.write("没有必访") as write:
        write.delete(VisitTask, write.session.scalars(select(VisitTask.id)).all())
    assert _lines(_overview(database), "leases") == ([(group, "澄怀设计")] if group else [])
    assert records.get("enterprises", firm).values["location"] == "澄怀设计大厦 8F-05"


def test_registered_people_without_consent_are_counted(database: Database) -> None:
    records = Records(database)
    activity = _activity(records, "书法", 0)
    for number in range(3):
        person = records.save("people", None, {"name": f"顾南星{number}"})
        records.save("registrations", None, {"activity_id": activity, "person_id": person})
        if number == 0:
            records.save("consents", None, {"person_id": person, "given_on": dt.date(2026, 1, 1), "form": "书面"})
    overview = _overview(database)
    assert "2 人报了名，还没有同意记录" in _titles(overview, "today")
    [consent] = [gauge for gauge in overview.gauges if gauge.kind == "people"]
    assert (consent.done, consent.total) == (1, 3)


def test_the_day_of_joining_comes_round(database: Database) -> None:
    records = Records(database)
    branch = records.save("organisations", None, {"name": "第一党支部"})
    for name, joined in (("孙伟民", dt.date(2014, 11, 20)), ("卞海燕", dt.date(2021, 11, 24)), ("晚了", dt.date(2020, 12, 1))):
        person = records.save("people", None, {"name": name})
        records.save("memberships", None, {"person_id": person, "organisation_id": branch, "joined_on": joined})
    overview = _overview(database)
    assert [(one.name, one.years, one.when) for one in overview.anniversaries] == [
        ("孙伟民", 12, "今天"),
        ("卞海燕", 5, "11-24 周二"),
    ]


def test_next_year_without_a_table_is_warned_of_until_it_is_entered(database: Database) -> None:
    assert any("2027" in warning for warning in _overview(database).warnings)
    Records(database).save("holidays", None, {"day": dt.date(2027, 1, 1), "kind": "休", "name": "元旦"})
    assert not any("2027" in warning for warning in _overview(database).warnings)


def _firms(records: Records) -> None:
    """Firms of every state: seated or not, verified long ago, just in time, never, and one in the bin."""
    building = records.save("buildings", None, {"name": "嘉华中心"})
    unit = records.save("units", None, {"building_id": building, "floor": "8"})
    full = {"industry": "P 教育", "party_org_status": "不详", "no_code_reason": "暂缺"}
    last = NOW.date() - dt.timedelta(days=180)
    for number, verified in enumerate((last, last - dt.timedelta(days=1), None, last, last, last)):
        values = {**full, "name": f"第{number}家", "verified_on": verified}
        firm = records.save("enterprises", None, {**values, "industry": None} if number == 3 else values)
        if number != 4:
            records.save("occupancies", None, {"enterprise_id": firm, "unit_id": unit})
    records.archive("enterprises", [6])


def test_the_figures_are_those_of_the_file(database: Database) -> None:
    """Each gauge and tile computed again in SQL; behind a gauge stand exactly those that are missing."""
    records = Records(database)
    _firms(records)
    for number in range(4):
        person = records.save("people", None, {"name": f"顾南星{number}"})
        records.save("consents", None, {"person_id": person, "given_on": dt.date(2026, 1, 1), "form": "书面"})
    records.archive("people", [4])
    records.save("consents", 1, {"withdrawn_on": dt.date(2026, 2, 1)})
    overview = _overview(database)
    known = """SELECT count(*) FROM enterprise WHERE archived_at IS NULL AND verified_on >= '2026-05-24'
        AND building_id IS NOT NULL AND industry IS NOT NULL"""
    agreed = """SELECT count(*) FROM person WHERE archived_at IS NULL AND id IN
        (SELECT person_id FROM consent WHERE withdrawn_on IS NULL AND archived_at IS NULL)"""
    tables = {"buildings": "building", "enterprises": "enterprise", "people": "person", "activities": "activity",
              "service-items": "service_item"}  # fmt: skip
    with database.read() as session:
        figures = [session.execute(text(statement)).scalar_one() for statement in (known, agreed)]
        counts = {
            kind: session.execute(text(f"SELECT count(*) FROM {table} WHERE archived_at IS NULL")).scalar_one()
            for kind, table in tables.items()
        }
    shown = {gauge.label: (gauge.done, gauge.total) for gauge in overview.gauges}
    assert shown == {"底数掌握": (1, 5), "走访企业": (0, 5), "问题处置": (0, 0), "个人信息同意": (2, 3)}
    assert (shown["底数掌握"][0], shown["个人信息同意"][0]) == tuple(figures)
    assert {tile.kind: tile.number for tile in overview.counts} == counts
    for gauge in overview.gauges:
        assert records.count(Query(gauge.kind, gauge.missing)) == gauge.total - gauge.done
    assert tuple(records.ids(Query("enterprises", overview.gauges[0].missing))) == (2, 3, 4, 5)

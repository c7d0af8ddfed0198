"""Activities by day: which ones stand where, what their days are, and the numbers above them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine

from louyu_desktop.errors import NotPermittedError
from louyu_desktop.models import Account, Activity, Registration, SignIn
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.lifecycle import State
from louyu_desktop.rules.roles import Role
from louyu_desktop.services.calendar import MOST, Agenda
from louyu_desktop.services.calendar_copies import Figure, Wanted
from louyu_desktop.services.records import Records
from louyu_desktop.services.suite import open_services
from louyu_desktop.storage.database import Database
from tests.stations import keyless

NOW = dt.datetime(2026, 11, 20, 12, 30, tzinfo=SHANGHAI)
TODAY = NOW.date()


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Database]:
    database = keyless(tmp_path / "station")
    yield database
    database.close()


@pytest.fixture
def agenda(station: Database) -> Agenda:
    return Agenda(station, lambda: NOW)


def at(day: int, hour: int = 12, minute: int = 0) -> dt.datetime:
    return dt.datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI)


def add(station: Database, title: str, starts_at: dt.datetime, **more: Any) -> int:
    values = {"title": title, "starts_at": starts_at, "status": "报名中", **more}
    return Records(station).save("activities", None, values)


def titles(events: Any) -> list[str]:
    return [event.title for event in events]


def test_a_month_is_six_weeks_from_monday(agenda: Agenda) -> None:
    sheet = agenda.month(TODAY)
    assert (sheet.first, sheet.last) == (dt.date(2026, 10, 26), dt.date(2026, 12, 6))
    assert [mark.day for mark in sheet.marks] == [sheet.first + dt.timedelta(days=n) for n in range(42)]
    assert agenda.week(TODAY).first == dt.date(2026, 11, 16)
    assert agenda.day(TODAY).first == agenda.day(TODAY).last == TODAY


def test_days_know_holidays_made_up_days_and_years_unpublished(agenda: Agenda) -> None:
    marks = {mark.day: mark for mark in agenda.month(dt.date(2026, 10, 1)).marks}
    assert (marks[dt.date(2026, 10, 1)].off, marks[dt.date(2026, 10, 1)].short) == (True, "国庆节")
    made_up = [mark.day for mark in marks.values() if mark.made_up]
    assert made_up
    assert all(marks[day].works and day.weekday() >= 5 for day in made_up)
    assert agenda.month(dt.date(2026, 12, 1)).unknown == (2027,)
    assert agenda.week(dt.date(2026, 12, 1)).unknown == ()


def test_the_station_s_own_holidays_count(station: Database, agenda: Agenda) -> None:
    Records(station).save("holidays", None, {"day": dt.date(2026, 11, 18), "kind": "休", "name": "站庆"})
    [mark] = agenda.day(dt.date(2026, 11, 18)).marks
    assert (mark.off, mark.holiday, mark.works) == (True, "站庆", False)


def test_what_lasts_stands_on_each_of_its_days(station: Database, agenda: Agenda) -> None:
    add(station, "书画展", at(14, 9), ends_at=at(17, 0))
    sheet = agenda.month(TODAY)
    assert [mark.day.day for mark in sheet.marks if titles(sheet.on(mark.day)) == ["书画展"]] == [14, 15, 16]
    assert titles(agenda.day(dt.date(2026, 11, 16)).events) == ["书画展"]
    assert titles(agenda.day(dt.date(2026, 11, 17)).events) == []


def test_days_are_those_of_the_station(station: Database, agenda: Agenda) -> None:
    add(station, "半夜", dt.datetime(2026, 11, 20, 16, 30, tzinfo=dt.UTC))
    assert titles(agenda.day(dt.date(2026, 11, 21)).events) == ["半夜"]
    assert titles(agenda.day(TODAY).events) == []


def test_statuses_are_those_of_this_moment(station: Database, agenda: Agenda) -> None:
    add(station, "早上的", at(20, 9))
    add(station, "正在办", at(20, 12), ends_at=at(20, 13))
    add(station, "截止了", at(21), registration_deadline=at(20, 12))
    add(station, "取消的", at(20, 18), status="取消")
    found = {event.title: event for event in agenda.month(TODAY).events}
    states = [found[one].status for one in ("早上的", "正在办", "截止了", "取消的")]
    assert states == [State.TO_SUM_UP, State.RUNNING, State.CLOSED, State.CANCELLED]
    assert (found["早上的"].is_over, found["正在办"].is_behind, found["截止了"].is_behind) == (True, True, False)


def test_filters_by_type_and_room(station: Database, agenda: Agenda) -> None:
    room = Records(station).save("facilities", None, {"name": "声音疗愈室", "bookable": True})
    add(station, "甲", at(23), type="沙龙", venue_id=room)
    add(station, "乙", at(24), type="讲座")
    assert titles(agenda.month(TODAY, Wanted(type="讲座")).events) == ["乙"]
    assert titles(agenda.month(TODAY, Wanted(venue_id=room)).events) == ["甲"]
    assert titles(agenda.coming(TODAY, Wanted(type="沙龙")).events) == ["甲"]
    assert "声音疗愈室" in {place.name for place in agenda.places()}


def test_what_comes_begins_with_what_is_still_going_on(station: Database, agenda: Agenda) -> None:
    add(station, "早上的", at(20, 9))
    add(station, "没写结束", at(20, 12))
    add(station, "展览", at(10, 9), ends_at=at(25, 17))
    add(station, "傍晚", at(20, 18))
    add(station, "不办了", at(20, 19), status="延期")
    add(station, "很久以后", at(20) + dt.timedelta(days=31))
    assert titles(agenda.coming(TODAY).events) == ["展览", "没写结束", "傍晚"]
    assert titles(agenda.coming(dt.date(2026, 12, 1)).events) == ["很久以后"]


def test_what_comes_is_not_endless(station: Database, agenda: Agenda) -> None:
    with station.write("样例") as write:
        write.insert(Activity, [{"title": str(n), "starts_at": at(21), "status": "报名中"} for n in range(MOST + 3)])
    found = agenda.coming(TODAY)
    assert (len(found.events), found.more) == (MOST, True)


def fill(station: Database) -> None:
    """Two held with five visits of four people, one of them twice; one planned, one off, one in another month."""
    records = Records(station)
    firm = records.save("enterprises", None, {"name": "光年广告"})
    people = [
        records.save("people", None, {"name": f"陈{n}", "enterprise_id": firm if n < 2 else None}) for n in range(4)
    ]
    held = [add(station, "上一场", at(3), status="已归档"), add(station, "前天的", at(18), status="待总结")]
    add(station, "后面的", at(27))
    add(station, "不办的", at(28), status="取消")
    add(station, "十二月", at(30) + dt.timedelta(days=3))
    rows = [
        (held[0], people[0]),
        (held[0], people[1]),
        (held[0], people[2]),
        (held[1], people[0]),
        (held[1], people[3]),
    ]
    with station.write("签到") as write:
        write.insert(SignIn, [{"activity_id": a, "person_id": p, "signed_at": at(18)} for a, p in rows])
        write.insert(Registration, [{"activity_id": held[0], "person_id": people[0], "registered_at": at(1)}])


def test_the_numbers_of_a_month(station: Database, agenda: Agenda) -> None:
    fill(station)
    found = agenda.figures(dt.date(2026, 11, 1), dt.date(2026, 11, 30))
    assert (found.planned, found.held, found.visits, found.firms, found.to_sum_up) == (3, 2, 5, 1, 1)


@pytest.mark.parametrize(("figure", "count"), [(one, n) for one, n in zip(Figure, (3, 2, 5, 1, 1), strict=True)])
def test_every_number_opens_what_it_counts(station: Database, agenda: Agenda, figure: Figure, count: int) -> None:
    fill(station)
    query = agenda.behind(figure, dt.date(2026, 11, 1), dt.date(2026, 11, 30))
    assert Records(station).count(query) == count


@time_machine.travel(NOW)  # once it has taken place nobody waits for a place
def test_events_say_how_full_they_are(station: Database, agenda: Agenda) -> None:
    add(station, "没有上限", at(23))
    full = add(station, "满了", at(24), capacity=1)
    records = Records(station)
    for name in ("陈一", "陈二"):
        person = records.save("people", None, {"name": name})
        records.save("registrations", None, {"activity_id": full, "person_id": person})
    open_, full_ = agenda.month(TODAY).events
    assert (open_.share, open_.standing) == ("0", "报名中")
    assert (full_.share, full_.is_full, full_.standing) == ("1 / 1", True, "满员，候补 1")


@pytest.mark.parametrize("role", list(Role))
def test_every_role_sees_the_calendar_and_who_may_not_export_is_refused(
    station: Database, tmp_path: Path, role: Role
) -> None:
    add(station, "甲", at(23))
    with station.write("角色") as write:
        write.update(Account, [{"id": 1, "role": role.value}])
    services = open_services(station)
    assert titles(services.agenda.month(TODAY).events) == ["甲"]
    path = tmp_path / "a.ics"
    if role is Role.DESK:
        with pytest.raises(NotPermittedError):
            services.agenda.export(path)
        assert not path.exists()
    else:
        assert services.agenda.export(path) == 1

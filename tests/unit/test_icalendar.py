"""Calendars for other programs: what RFC 5545 asks for, read back with a reader that is not ours to the letter."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from louyu_desktop.commands import commands
from louyu_desktop.console import run
from louyu_desktop.errors import SystemProblem, UserError
from louyu_desktop.exchange.icalendar import Appointment, Standing, write_calendar
from louyu_desktop.models import Activity
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.services.calendar import Agenda
from louyu_desktop.services.calendar_copies import Wanted
from louyu_desktop.services.records import Records
from louyu_desktop.storage.database import Database
from tests.stations import keyless

NOW = dt.datetime(2026, 11, 20, 2, tzinfo=dt.UTC)
NOON = dt.datetime(2026, 11, 20, 12, tzinfo=SHANGHAI)


def appointment(**changes: Any) -> Appointment:
    given_ = {
        "uid": "0192-a", "version": 3, "title": "午间一小时", "starts_at": NOON, "ends_at": NOON + dt.timedelta(minutes=90),
        "standing": Standing.SURE,
    }  # fmt: skip
    return Appointment(**{**given_, **changes})


def read(path: Path) -> Any:
    return Calendar.from_ical(path.read_bytes())


def unfolded(path: Path) -> list[str]:
    """The content lines, put together by the rule of RFC 5545 3.1."""
    return path.read_bytes().replace(b"\r\n ", b"").decode("utf-8").split("\r\n")


@pytest.fixture
def station(tmp_path: Path) -> Any:
    database = keyless(tmp_path / "station", "梧桐里党群服务站")
    yield database
    database.close()


def test_lines_are_folded_at_75_octets_and_end_as_the_standard_says(tmp_path: Path) -> None:
    path = tmp_path / "a.ics"
    write_calendar(
        path, "站", [appointment(title="楼宇党群服务站的一场活动，名字很长" * 6, notes=("备注；" * 80,))], NOW
    )
    raw = path.read_bytes()
    assert raw.endswith(b"END:VCALENDAR\r\n")
    assert raw.count(b"\n") == raw.count(b"\r\n")
    lines = raw.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    assert all(line.decode("utf-8") is not None for line in lines)  # no character is cut in two
    assert [line for line in unfolded(path) if line.startswith("SUMMARY:")] == [
        "SUMMARY:" + "楼宇党群服务站的一场活动，名字很长" * 6
    ]


def test_signs_are_escaped(tmp_path: Path) -> None:
    path = tmp_path / "a.ics"
    write_calendar(path, "站", [appointment(title="茶;点,酒\\水\n第二行", place="3F, 东")], NOW)
    lines = unfolded(path)
    assert "SUMMARY:茶\\;点\\,酒\\\\水\\n第二行" in lines
    assert "LOCATION:3F\\, 东" in lines


def test_times_name_the_zone_and_the_zone_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.ics"
    write_calendar(path, "站", [appointment(starts_at=NOON.astimezone(dt.UTC))], NOW)
    lines = unfolded(path)
    assert "DTSTART;TZID=Asia/Shanghai:20261120T120000" in lines
    assert "DTEND;TZID=Asia/Shanghai:20261120T133000" in lines
    assert "TZID:Asia/Shanghai" in lines
    assert "TZOFFSETTO:+0800" in lines
    [event] = read(path).walk("VEVENT")
    assert event["DTSTART"].dt == NOON


def test_identity_version_and_standing(tmp_path: Path) -> None:
    path = tmp_path / "a.ics"
    every = [appointment(uid=str(n), version=n, standing=one) for n, one in enumerate(Standing)]
    assert write_calendar(path, "站", every, NOW) == 3
    found = [(str(e["UID"]), e["SEQUENCE"], str(e["STATUS"]), e["DTSTAMP"].dt) for e in read(path).walk("VEVENT")]
    assert found == [("0", 0, "TENTATIVE", NOW), ("1", 1, "CONFIRMED", NOW), ("2", 2, "CANCELLED", NOW)]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=120))
def test_any_title_comes_back(tmp_path: Path, title: str) -> None:
    path = tmp_path / "any.ics"
    write_calendar(path, "站", [appointment(title=title)], NOW)
    assert max(len(line) for line in path.read_bytes().split(b"\r\n")) <= 75
    [event] = read(path).walk("VEVENT")
    kept = "".join(
        c for c in title.replace("\r\n", "\n").replace("\r", "\n") if c in "\n\t" or (c >= " " and c != "\x7f")
    )
    assert str(event["SUMMARY"]) == kept


def fill(database: Database) -> dict[str, int]:
    """A room, a series of two, one planned, one called off, with somebody registered."""
    records = Records(database)
    room = records.save("facilities", None, {"name": "声音疗愈室", "bookable": True})
    series = records.save("series", None, {"name": "亿元街区下午茶"})
    made: dict[str, int] = {}

    def add(title: str, days: int, **more: Any) -> None:
        values = {
            "title": title,
            "starts_at": NOON + dt.timedelta(days=days),
            "status": "报名中",
            "owner": "何俊杰",
            **more,
        }
        made[title] = records.save("activities", None, values)

    add(
        "第一场",
        0,
        venue_id=room,
        series_id=series,
        ends_at=NOON + dt.timedelta(hours=2),
        type="沙龙",
        tags=("党建", "营商"),
    )
    add("第二场", 7, series_id=series, venue="中庭", organiser="环贸联合党委")
    add("还没定", 9, status="策划", capacity=30)
    add("不办了", 40, status="取消", status_reason="讲师生病")
    person = records.save("people", None, {"name": "欧阳清扬", "mobile": "13900001234"})
    records.save("registrations", None, {"activity_id": made["第一场"], "person_id": person})
    return made


def test_activities_as_a_calendar_tell_of_nobody(station: Database, tmp_path: Path) -> None:
    fill(station)
    path = tmp_path / "all.ics"
    assert Agenda(station, lambda: NOW).export(path) == 4
    text = path.read_bytes().replace(b"\r\n ", b"").decode("utf-8")
    for private in ("欧阳清扬", "13900001234", "何俊杰", "讲师生病"):
        assert private not in text
    events = {str(event["SUMMARY"]): event for event in read(path).walk("VEVENT")}
    with station.read() as session:
        kept = {one.title: (one.uid, one.version) for one in session.query(Activity)}
    assert {title: (str(e["UID"]), e["SEQUENCE"]) for title, e in events.items()} == kept
    first = events["第一场"]
    assert first["LOCATION"] == "梧桐里党群服务站 声音疗愈室"
    assert first["CATEGORIES"].to_ical().decode() == "沙龙,党建,营商"
    assert first["DTEND"].dt - first["DTSTART"].dt == dt.timedelta(hours=2)
    second = events["第二场"]
    assert second["LOCATION"] == "中庭"
    assert second["DESCRIPTION"] == "主办：环贸联合党委\n系列：亿元街区下午茶"
    assert second["DTEND"].dt - second["DTSTART"].dt == dt.timedelta(hours=1)
    assert [str(events[t]["STATUS"]) for t in ("第一场", "还没定", "不办了")] == ["CONFIRMED", "TENTATIVE", "CANCELLED"]


@pytest.mark.parametrize(
    ("wanted", "days", "titles"),
    [
        (Wanted(type="沙龙"), None, ["第一场"]),
        (Wanted(series_id=1), None, ["第一场", "第二场"]),
        (Wanted(), (dt.date(2026, 11, 27), dt.date(2026, 11, 29)), ["第二场", "还没定"]),
    ],
)
def test_a_part_is_exported(
    station: Database, tmp_path: Path, wanted: Wanted, days: tuple[dt.date, dt.date] | None, titles: list[str]
) -> None:
    fill(station)
    path = tmp_path / "part.ics"
    assert Agenda(station, lambda: NOW).export(path, wanted, *(days or ())) == len(titles)
    assert [str(event["SUMMARY"]) for event in read(path).walk("VEVENT")] == titles


def test_one_activity_is_exported_and_a_change_raises_its_sequence(station: Database, tmp_path: Path) -> None:
    chosen = fill(station)["第二场"]
    path = tmp_path / "one.ics"
    agenda = Agenda(station, lambda: NOW)
    assert agenda.export(path, Wanted(ids=(chosen,))) == 1
    [before] = read(path).walk("VEVENT")
    Records(station).save("activities", chosen, {"title": "第二场，改了"})
    agenda.export(path, Wanted(ids=(chosen,)))
    [after] = read(path).walk("VEVENT")
    assert before["UID"] == after["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]


def test_what_lies_in_the_bin_is_left_out_and_nothing_makes_no_file(station: Database, tmp_path: Path) -> None:
    records = Records(station)
    path = tmp_path / "none.ics"
    with pytest.raises(UserError, match="没有活动可以导出"):
        Agenda(station).export(path)
    made = records.save("activities", None, {"title": "删掉的", "starts_at": NOON})
    records.archive("activities", [made])
    with pytest.raises(UserError):
        Agenda(station).export(path)
    assert not path.exists()


def test_where_nothing_can_be_written_it_is_said(station: Database, tmp_path: Path) -> None:
    fill(station)
    with pytest.raises(SystemProblem):
        Agenda(station).export(tmp_path / "没有这个文件夹" / "a.ics")


def test_the_command_line_writes_a_calendar(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    database = keyless(tmp_path / "station")
    fill(database)
    database.close()
    path = tmp_path / "活动.ics"
    assert run(commands, ["export", "activities", str(path), "--data", str(tmp_path / "station")]) == 0
    assert "活动.ics" in capsys.readouterr().out
    assert len(read(path).walk("VEVENT")) == 4
    assert run(commands, ["export", "people", str(path), "--data", str(tmp_path / "station")]) == 2

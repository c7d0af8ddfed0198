"""The first days of a station: what is missing, what is put in at once, who was shown round, the demonstration gone."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from louyu_desktop.errors import UserError
from louyu_desktop.rules.holiday_notice import Announced
from louyu_desktop.rules.workdays import HolidayDay
from louyu_desktop.services import trying
from louyu_desktop.services.introducing import PARTS, Introducing, SettingUp
from louyu_desktop.services.records import Records
from louyu_desktop.services.stations import Stations
from louyu_desktop.storage.database import Database
from tests.stations import keyless

SUMMER, NOVEMBER = dt.date(2026, 7, 1), dt.date(2026, 11, 22)
NEXT = Announced(2027, (HolidayDay(dt.date(2027, 1, 1), name="元旦"), HolidayDay(dt.date(2027, 1, 3), True, "元旦")))


def test_what_is_missing_goes_as_it_is_done(database: Database) -> None:
    introducing, records = Introducing(database), Records(database)
    of_records = ("buildings", "units", "enterprises", "people", "checklist")
    assert introducing.setting_up(SUMMER) == SettingUp(of_records, 6)  # without a vault nothing is asked of keys
    assert "calendar" in introducing.setting_up(NOVEMBER).missing
    assert introducing.add_buildings(["环贸一期", " 环贸一期 ", "", "环贸二期"]) == 2
    assert introducing.add_buildings(["环贸二期"]) == 0
    records.save("people", None, {"name": "陈华树"})
    assert introducing.announce_holidays(NEXT) == 2
    assert introducing.setting_up(NOVEMBER).missing == ("units", "enterprises", "checklist")
    with pytest.raises(UserError, match="2027"):
        introducing.announce_holidays(NEXT)
    records.undo()  # the holidays were one step
    assert "calendar" in introducing.setting_up(NOVEMBER).missing
    introducing.put_away()
    assert introducing.setting_up(NOVEMBER) == SettingUp()
    assert set(of_records) < set(PARTS)


def test_everybody_is_shown_round_once(database: Database) -> None:
    introducing = Introducing(database)
    assert not introducing.was_shown()
    introducing.has_seen()
    assert introducing.was_shown()
    Stations(database).set_actor(Records(database).save("accounts", None, {"name": "施佳宁"}))
    assert not introducing.was_shown()
    assert introducing.setting_up() == SettingUp()  # only whoever sets it up is asked


def test_a_demonstration_lacks_nothing_and_goes_whole(tmp_path: Path) -> None:
    folder = tmp_path / "demonstration"
    database = keyless(trying.station_in(folder))
    assert Introducing(database).setting_up() == SettingUp()
    database.close()
    with pytest.raises(ValueError, match="station"):
        trying.remove(trying.station_in(folder))  # not of our making: no mark beside it
    (folder / trying.MARK).write_text("{}", encoding="utf-8")
    (folder / "我的.txt").write_text("留下", encoding="utf-8")
    trying.remove(trying.station_in(folder))
    assert [one.name for one in folder.iterdir()] == ["我的.txt"]

"""Opening hours as stations write them, day by day."""

from __future__ import annotations

import datetime as dt

import pytest

from louyu_desktop.rules import opening_hours
from louyu_desktop.rules.workdays import Calendar, HolidayDay

CALENDAR = Calendar({dt.date(2026, 11, 28): HolidayDay(dt.date(2026, 11, 28), works=True, name="调休")})
FRIDAY, SATURDAY, SUNDAY = dt.date(2026, 11, 27), dt.date(2026, 11, 21), dt.date(2026, 11, 22)
WORKED_SATURDAY = dt.date(2026, 11, 28)


@pytest.mark.parametrize(
    ("text", "friday", "saturday", "sunday"),
    [
        ("工作日 09:00 – 19:00", "09:00 – 19:00", "", ""),
        ("周一至周五 9:00-18:00；周六 10:00-16:00", "09:00 – 18:00", "10:00 – 16:00", ""),
        ("工作日 09:00 – 19:00，周六 10:00 – 16:00", "09:00 – 19:00", "10:00 – 16:00", ""),
        ("每天 8:30—21:00", "08:30 – 21:00", "08:30 – 21:00", "08:30 – 21:00"),
        ("周一、三、五 9点-17点", "09:00 – 17:00", "", ""),
        ("周一到周日 9:00~12:00，13:30~17:30", "09:00 – 12:00、13:30 – 17:30", "09:00 – 12:00、13:30 – 17:30",
         "09:00 – 12:00、13:30 – 17:30"),
        ("全天", "00:00 – 24:00", "00:00 – 24:00", "00:00 – 24:00"),
        ("24小时", "00:00 – 24:00", "00:00 – 24:00", "00:00 – 24:00"),
        ("工作日9：00－18：00；双休日10：00－16：00", "09:00 – 18:00", "10:00 – 16:00", "10:00 – 16:00"),
        ("09:00-17:00", "09:00 – 17:00", "09:00 – 17:00", "09:00 – 17:00"),
        ("周一至周五 9:00-18:00，周六周日休息", "09:00 – 18:00", "", ""),
        ("周六、周日 10:00-16:00", "", "10:00 – 16:00", "10:00 – 16:00"),
        ("周一至周五 9:00-21:00；周六周日 10:00-17:00", "09:00 – 21:00", "10:00 – 17:00", "10:00 – 17:00"),
        ("周一至周四、周日 9:00-18:00", "", "", "09:00 – 18:00"),
        ("9:00-12:00，12:00-18:00", "09:00 – 18:00", "09:00 – 18:00", "09:00 – 18:00"),
        ("周五闭馆，其余 9:00-17:00", "", "09:00 – 17:00", "09:00 – 17:00"),
        ("9:00-17:00（周六闭馆）", "09:00 – 17:00", "", "09:00 – 17:00"),
        ("每天 9:00-17:00，双休日休息", "09:00 – 17:00", "", ""),
        ("每天 9:00-18:00，法定节假日除外", "09:00 – 18:00", "09:00 – 18:00", "09:00 – 18:00"),
        ("", "00:00 – 24:00", "00:00 – 24:00", "00:00 – 24:00"),
    ],
)  # fmt: skip
def test_hours_of_a_day(text: str, friday: str, saturday: str, sunday: str) -> None:
    hours = opening_hours.read(text)
    assert hours is not None
    found = [opening_hours.in_words(hours.of(day, CALENDAR)) for day in (FRIDAY, SATURDAY, SUNDAY)]
    assert found == [friday, saturday, sunday]


def test_a_saturday_that_is_made_up_for_is_a_working_day() -> None:
    hours = opening_hours.read("工作日 09:00-19:00")
    assert hours is not None
    assert hours.covers(WORKED_SATURDAY, 9 * 60, 19 * 60, CALENDAR)
    assert not hours.covers(WORKED_SATURDAY, 9 * 60 - 1, 19 * 60, CALENDAR)
    assert not hours.covers(WORKED_SATURDAY, 9 * 60, 19 * 60 + 1, CALENDAR)


@pytest.mark.parametrize("text", ["每天 9:00-18:00，法定节假日除外", "周一至周五 9:00-18:00；节假日休息"])
def test_what_is_shut_on_holidays_is_shut_by_law_not_by_weekday(text: str) -> None:
    hours = opening_hours.read(text)
    assert hours is not None
    assert hours.of(dt.date(2026, 10, 1), CALENDAR) == ()
    assert hours.covers(dt.date(2026, 9, 30), 9 * 60, 18 * 60, CALENDAR)


@pytest.mark.parametrize("text", ["周一闭馆 9:00-17:00", "请来电", "预约开放", "9:00开门", "周五 19:00-9:00", "周一至周五"])
def test_what_cannot_be_read_closes_nothing(text: str) -> None:
    assert opening_hours.read(text) is None

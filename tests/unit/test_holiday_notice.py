"""The State Council's notice of holidays as it is pasted: read, it is the statutory table of its year."""

from __future__ import annotations

import datetime as dt

import pytest

from louyu_desktop.rules.holiday_notice import read_notice
from louyu_desktop.rules.workdays import Calendar

DAY = dt.timedelta(days=1)
OF_2026 = """国务院办公厅关于2026年部分节假日安排的通知
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
节假日期间，各地区、各部门要妥善安排好值班和安全、保卫等工作。"""
OF_2025 = """一、元旦：1月1日（周三）放假1天，不调休。
二、春节：1月28日（农历除夕、周二）至2月4日（农历正月初七、周二）放假调休，共8天。1月26日（周日）、2月8日（周六）上班。
三、清明节：4月4日（周五）至6日（周日）放假，共3天。
四、劳动节：5月1日（周四）至5日（周一）放假调休，共5天。4月27日（周日）上班。
五、端午节：5月31日（周六）至6月2日（周一）放假，共3天。
六、国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）、10月11日（周六）上班。"""


@pytest.mark.parametrize(("text", "year", "numbers"), [(OF_2026, 2026, (33, 6)), (OF_2025, 2025, (28, 5))])
def test_what_is_read_is_the_statutory_table(text: str, year: int, numbers: tuple[int, int]) -> None:
    told = read_notice(text, dt.date(year - 1, 11, 20))
    assert told is not None
    assert (told.year, told.off, told.made_up) == (year, *numbers)
    days, known = {one.day: one for one in told.days}, Calendar({})
    every = [dt.date(year, 1, 1) + DAY * step for step in range(365)]
    works = [days[day].works if day in days else day.weekday() < 5 for day in every]
    assert works == [known.is_workday(day) for day in every]


def test_names_stand_with_their_days() -> None:
    told = read_notice(OF_2025, dt.date(2024, 11, 20))
    assert told is not None
    assert {one.name for one in told.days} >= {"元旦", "国庆节、中秋节"}


@pytest.mark.parametrize("text", ["", "明天放假", "一、会议：3 楼", "一、元旦：13月45日放假。"])
def test_what_is_no_notice_says_nothing(text: str) -> None:
    assert read_notice(text, dt.date(2026, 11, 20)) is None

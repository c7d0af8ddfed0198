"""Dates and times as people write them."""

from __future__ import annotations

import contextlib
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from louyu_desktop.errors import UserError
from louyu_desktop.rules.dates import (
    SHANGHAI,
    parse_date,
    parse_datetime,
    parse_partial,
    parse_range,
    parse_span,
)

FIFTH = dt.date(2024, 3, 5)
TODAY = dt.date(2026, 11, 20)  # a Friday


@pytest.mark.parametrize(
    "raw",
    [
        "2024.3.5",
        "2024年3月5日",
        "2024年3月5号",
        "2024/3/5",
        "２０２４．３．５",
        "20240305",
        "2024-03-05",
        "2024—3—5",
        "2024 3 5",
        " 2024-03-05 00:00:00 ",
        "2024-03-05T14:30",
        "2024-03-05（周二）",
        "2024年3月5日 星期二",
        "二〇二四年三月五日",
        45356,
        45356.5,
        20240305,
        20240305.0,
        dt.date(2024, 3, 5),
        dt.datetime.fromisoformat("2024-03-05T09:30"),
    ],
)
def test_one_day_in_many_forms(raw: object) -> None:
    assert parse_date(raw) == FIFTH


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        ("2026年2月30日", "2026-02-30 不存在"),
        ("20260230", "2026-02-30 不存在"),
        (20260230.0, "2026-02-30 不存在"),
        ("2024.13.1", "2024-13-01 不存在"),
        ("1999-2-29", "1999-02-29 不存在"),
        ("24.3.5", "年份要写四位，如 2024-03-05"),
        ("24年3月5日", "年份要写四位，如 2024-03-05"),
        ("2024.3", "还缺日，写成 2024-03-05 这样"),
        ("2024年3月", "还缺日，写成 2024-03-05 这样"),
        ("2024年", "只有年份，还缺月和日"),
        (2024, "只有年份，还缺月和日"),
        ("3月5日", "还缺年份，写成 2024-03-05 这样"),
        ("5/3/2024", "年份要写在前面，如 2024-03-05"),
        ("1800-1-1", "年份应在 1900 到 2100 之间"),
        ("长期", "看不出是哪一天，写成 2024-03-05 这样"),
        ("明天", "看不出是哪一天，写成 2024-03-05 这样"),
        (2024.3, "这个数字不像日期，写成 2024-03-05 这样"),
        (True, "看不出是哪一天，写成 2024-03-05 这样"),
        (None, "看不出是哪一天，写成 2024-03-05 这样"),
        (1e308, "这个数字不像日期，写成 2024-03-05 这样"),
    ],
)
def test_what_is_no_day_says_why(raw: object, sentence: str) -> None:
    with pytest.raises(UserError) as refused:
        parse_date(raw)
    assert refused.value.sentence == sentence


def test_workbooks_that_count_from_1904() -> None:
    assert parse_date(45356 - 1462, epoch1904=True) == FIFTH


@pytest.mark.parametrize(
    ("word", "day"),
    [
        ("今天", "2026-11-20"),
        ("明", "2026-11-21"),
        ("后天", "2026-11-22"),
        ("昨天", "2026-11-19"),
        ("周五", "2026-11-20"),
        ("周日", "2026-11-22"),
        ("星期天", "2026-11-22"),
        ("周一", "2026-11-23"),
        ("下周一", "2026-11-23"),
        ("本周一", "2026-11-16"),
        ("上周五", "2026-11-13"),
        ("+3", "2026-11-23"),
        ("-1", "2026-11-19"),
        ("月底", "2026-11-30"),
        ("年底", "2026-12-31"),
        ("12月5日", "2026-12-05"),
        ("12-5", "2026-12-05"),
        ("2027-1-4", "2027-01-04"),
    ],
)
def test_words_seen_from_today(word: str, day: str) -> None:
    assert parse_date(word, today=TODAY) == dt.date.fromisoformat(day)


def test_a_day_without_year_must_exist_too() -> None:
    with pytest.raises(UserError, match="2026-02-30 不存在"):
        parse_date("2月30日", today=TODAY)


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("1968", "1968"),
        (1968, "1968"),
        (1968.0, "1968"),
        ("1968年", "1968"),
        ("1968.04", "1968-04"),
        ("1968.4", "1968-04"),
        ("１９６８．０４", "1968-04"),
        ("1968年4月", "1968-04"),
        ("196804", "1968-04"),
        (196804.0, "1968-04"),
        (1968.04, "1968-04"),
        (1968.12, "1968-12"),
        ("1968-04-02", "1968-04-02"),
        ("19680402", "1968-04-02"),
        (24930, "1968-04-02"),
        (dt.date(1968, 4, 2), "1968-04-02"),
        ("1981.12", "1981-12"),
        ("一九六八年四月", "1968-04"),
    ],
)
def test_dates_known_in_part(raw: object, kept: str) -> None:
    assert parse_partial(raw) == kept
    assert parse_partial(kept) == kept


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        ("1968.13", "13 月不存在"),
        (1968.1, "分不清是 1 月还是 10 月；把该列设为文本后重填"),
        ("68.4", "年份要写四位，如 2024-03-05"),
        ("1968-02-30", "1968-02-30 不存在"),
        ("1700", "年份应在 1900 到 2100 之间"),
        ("90后", "看不出是哪一天，写成 2024-03-05 这样"),
    ],
)
def test_what_is_no_date_in_part_says_why(raw: object, sentence: str) -> None:
    with pytest.raises(UserError) as refused:
        parse_partial(raw)
    assert refused.value.sentence == sentence


@pytest.mark.parametrize(
    "text",
    [
        "2023.3.1-2026.2.28",
        "2023.3.1至2026.2.28",
        "2023-03-01～2026-02-28",
        "2023-3-1-2026-2-28",
        "20230301-20260228",
        "2023年3月1日—2026年2月28日",
        "2023/3/1 - 2026/2/28",
        "自2023.3.1到2026.2.28止",
        "２０２３．３．１－２０２６．２．２８",
    ],
)
def test_ranges(text: str) -> None:
    assert parse_range(text) == (dt.date(2023, 3, 1), dt.date(2026, 2, 28))


def test_a_range_may_leave_out_the_second_year_and_must_run_forward() -> None:
    assert parse_range("2023.3.1-6.30") == (dt.date(2023, 3, 1), dt.date(2023, 6, 30))
    with pytest.raises(UserError, match="止于 2025-01-01，早于起始的 2026-03-01"):
        parse_range("2026.3.1-2025.1.1")
    with pytest.raises(UserError, match="2023-02-30 不存在"):
        parse_range("2023.2.1-2023.2.30")
    for text in ("2023.3-2026.2", "长期", "2023.3.1"):
        with pytest.raises(UserError, match="看不出起止日期"):
            parse_range(text)


def _local(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("raw", "local"),
    [
        ("2026/11/3 12:37:07", "2026-11-03T12:37:07"),
        ("2026-11-20 12:00", "2026-11-20T12:00"),
        ("20261120 9:00", "2026-11-20T09:00"),
        ("2026年11月20日 12：30", "2026-11-20T12:30"),
        ("2026年11月20日（周五）下午2点半", "2026-11-20T14:30"),
        ("2026.11.20 晚上7点", "2026-11-20T19:00"),
        ("2026-11-20 中午12点", "2026-11-20T12:00"),
        ("2026-11-20 24:00", "2026-11-21T00:00"),
        ("2026-11-20 12:15 am", "2026-11-20T00:15"),
        ("2026-11-20 9时05分", "2026-11-20T09:05"),
        ("2026-11-20", "2026-11-20T00:00"),
        ("2026-11-20T04:00:00Z", "2026-11-20T12:00"),
        ("2026-11-20 12:00:00+08:00", "2026-11-20T12:00"),
        ("2026-11-20T00:00-04:00", "2026-11-20T12:00"),
        (46346.5, "2026-11-20T12:00"),
        (dt.datetime.fromisoformat("2026-11-20T12:00"), "2026-11-20T12:00"),
        (dt.datetime(2026, 11, 20, 4, tzinfo=dt.UTC), "2026-11-20T12:00"),
        (dt.date(2026, 11, 20), "2026-11-20T00:00"),
    ],
)
def test_moments_are_those_of_the_station(raw: object, local: str) -> None:
    found = parse_datetime(raw)
    assert found == _local(local)
    assert found.utcoffset() == dt.timedelta()


def test_moments_in_words() -> None:
    assert parse_datetime("明天 9点", today=TODAY) == _local("2026-11-21T09:00")
    assert parse_datetime("下周五14:00", today=TODAY) == _local("2026-11-27T14:00")
    assert parse_datetime("11月25日下午3点", today=TODAY) == _local("2026-11-25T15:00")


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2026-11-20 14:00-16:00", "2026-11-20T14:00", "2026-11-20T16:00"),
        ("2026年11月20日下午2点至4点", "2026-11-20T14:00", "2026-11-20T16:00"),
        ("2026.11.20 12:00～13:30", "2026-11-20T12:00", "2026-11-20T13:30"),
        ("2026-11-20 23:00 - 2026-11-21 1:00", "2026-11-20T23:00", "2026-11-21T01:00"),
    ],
)
def test_spans_of_time(text: str, start: str, end: str) -> None:
    assert parse_span(text) == (_local(start), _local(end))
    with pytest.raises(UserError, match="开始和结束请分开填"):
        parse_datetime(text)


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        ("2026-11-20 25:00", "25:00 不存在"),
        ("2026-11-20 12:61", "12:61 不存在"),
        ("2026-02-30 12:00", "2026-02-30 不存在"),
        ("2026-11-20 16:00-14:00", "结束时间要晚于开始时间"),
        ("2026-11-20 午后", "看不出是几点，写成 2026-11-20 14:00 这样"),
        ("12:00", "看不出是哪一天，写成 2024-03-05 这样"),
        (float("inf"), "这个数字不像日期，写成 2024-03-05 这样"),
    ],
)
def test_what_is_no_moment_says_why(raw: object, sentence: str) -> None:
    with pytest.raises(UserError) as refused:
        parse_datetime(raw)
    assert refused.value.sentence == sentence


@given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)), st.sampled_from("-./"))
def test_every_day_is_read_back(day: dt.date, mark: str) -> None:
    assert parse_date(f"{day.year}{mark}{day.month}{mark}{day.day}") == day
    assert parse_date(f"{day.year}年{day.month}月{day.day}日") == day
    assert parse_date(f"{day:%Y%m%d}") == day
    assert parse_partial(f"{day:%Y-%m}") == f"{day:%Y-%m}"


@given(st.dates(dt.date(1932, 1, 1), dt.date(2100, 12, 31)), st.booleans())
def test_every_day_number_is_read_back(day: dt.date, epoch1904: bool) -> None:
    serial = (day - (dt.date(1904, 1, 1) if epoch1904 else dt.date(1899, 12, 30))).days
    assert parse_date(float(serial), epoch1904=epoch1904) == day


@given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)), st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)))
def test_every_range_is_read_back(one: dt.date, other: dt.date) -> None:
    first, last = sorted((one, other))
    assert parse_range(f"{first}至{last}") == (first, last)
    assert parse_range(f"{first:%Y.%m.%d}-{last:%Y.%m.%d}") == (first, last)


_DATEISH = st.text(alphabet="0123456789０１２年月日号-./:：~至 T点半上下午周五明今后+Z零一二十", max_size=24)


@given(st.one_of(st.text(), _DATEISH, st.integers(), st.floats()), st.sampled_from([None, TODAY]))
def test_nothing_but_user_errors(raw: object, today: dt.date | None) -> None:
    for read in (
        lambda: parse_date(raw, today=today),
        lambda: parse_partial(raw),
        lambda: parse_span(raw, today=today),
        lambda: parse_range(str(raw)),
    ):
        with contextlib.suppress(UserError):
            assert read()

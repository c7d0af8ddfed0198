"""Dates and times as people write them, and as workbooks store them.

A date is read year first; a year has four digits; what does not exist is refused and never mended.
`today` lets words (明天, 周五, 3月5日) be read; without it only whole dates are.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata
from typing import NoReturn
from zoneinfo import ZoneInfo

from louyu_desktop.errors import UserError
from louyu_desktop.text import _

SHANGHAI = ZoneInfo("Asia/Shanghai")
"""The zone of a station that names no other."""

FIRST_YEAR, LAST_YEAR = 1900, 2100
_EPOCH = dt.datetime.combine(dt.date(1899, 12, 30), dt.time())
_SHIFT_1904 = 1462
_FIRST_SERIAL, _LAST_SERIAL = 7306, 73415  # 1920-01-01 to 2100-12-31

_DAY = r"(\d{4})\s*[-./年,、\s]\s*(\d{1,2})\s*[-./月,、\s]\s*(\d{1,2})\s*[日号]?|(\d{4})(\d{2})(\d{2})"
_WHOLE = re.compile(_DAY, re.ASCII)
_MONTH = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*月?|(\d{4})(\d{2})", re.ASCII)
_YEAR = re.compile(r"(\d{4})\s*年?", re.ASCII)
_NO_YEAR = re.compile(r"(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*[日号]?", re.ASCII)
_SHORT_YEAR = re.compile(r"'?\d{2}\s*[-./年]\s*\d{1,2}(?:\s*[-./月]\s*(?:\d{1,2}\s*[日号]?)?)?", re.ASCII)
_YEAR_LAST = re.compile(r"\d{1,2}\s*[-./]\s*\d{1,2}\s*[-./]\s*\d{4}", re.ASCII)
_ANY_DAY = re.sub(r"[(](?![?])", "(?:", _DAY)
_ANY_SHORT = r"\d{1,2}\s*[-./月]\s*\d{1,2}\s*[日号]?"
_RANGE = re.compile(rf"(?P<first>{_ANY_DAY})\s*(?:-+|~+|至|到)\s*(?P<last>{_ANY_DAY}|{_ANY_SHORT})", re.ASCII)
_WEEKDAY = re.compile(r"\s*[(\[]?\s*(?:星期|周|礼拜)[一二三四五六日天]\s*[)\]]?")
_MIDNIGHT = re.compile(r"[T\s]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?$", re.ASCII)
_WORDS = {
    "今": 0,
    "今天": 0,
    "今日": 0,
    "明": 1,
    "明天": 1,
    "明日": 1,
    "后天": 2,
    "后": 2,
    "大后天": 3,
    "昨天": -1,
    "昨": -1,
    "前天": -2,
}
_NAMED_DAY = re.compile(r"(本|这|下|上)?(?:周|星期|礼拜)([一二三四五六日天])")
_HEAD = re.compile(
    rf"(?:{_ANY_DAY}|\d{{1,2}}\s*月\s*\d{{1,2}}\s*[日号]?|[今明昨后前][天日]?|(?:本|这|下|上)?(?:周|星期)[一二三四五六日天])"
)
_CLOCK = re.compile(
    r"(?P<half>凌晨|清晨|早上|早|上午|中午|下午|傍晚|晚上|晚|am|pm)?\s*(?P<hour>\d{1,2})\s*(?:[:点时]\s*(?:(?P<minute>\d{1,2}|半)"
    r"\s*分?(?::?\s*(?P<second>\d{1,2})(?:\.\d+)?\s*秒?)?)?)(?:\s*(?P<after>am|pm))?",
    re.ASCII | re.IGNORECASE,
)
_AFTERNOON = frozenset(("下午", "傍晚", "晚上", "晚", "pm"))
_SPAN = re.compile(r"\s*(?:-+|~+|至|到)\s*")
_STEP = re.compile(r"[+-]\d{1,4}", re.ASCII)
_NUMERALS = dict(zip("〇零○一二三四五六七八九", "000123456789", strict=True))


def _plain(raw: str) -> str:
    """Half width, one kind of dash and wave, trimmed."""
    text = unicodedata.normalize("NFKC", raw)
    text = "".join("-" if unicodedata.category(c) == "Pd" or c == "−" else c for c in text)
    text = "".join(c for c in text if unicodedata.category(c) not in {"Cf", "Cc"} or c in "\n\t")
    return re.sub(r"[~∼〜]", "~", text).replace("。", ".").strip().lstrip("'")


def _missing(year: int | str, month: int | str, day: int | str) -> NoReturn:
    raise UserError(_("{day} 不存在").format(day=f"{int(year):04d}-{int(month):02d}-{int(day):02d}"))


def _day(year: int | str, month: int | str, day: int | str) -> dt.date:
    try:
        made = dt.date(int(year), int(month), int(day))
    except ValueError:
        _missing(year, month, day)
    _check_year(made.year)
    return made


def _check_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise UserError(_("年份应在 {first} 到 {last} 之间").format(first=FIRST_YEAR, last=LAST_YEAR))


def _numeral(text: str) -> str:
    """一二 or 十二 or 二十三 in digits."""
    if "十" not in text:
        return "".join(_NUMERALS.get(c, c) for c in text)
    tens, ones = text.split("十", 1)
    return f"{_NUMERALS.get(tens, '1')}{_NUMERALS.get(ones, '0')}"


def _western(text: str) -> str:
    """二〇二四年三月五日 in digits; other texts as they are."""
    if not re.match(r"[〇零○一二三四五六七八九]{4}\s*年", text):
        return text
    return re.sub(r"[〇零○一二三四五六七八九十]+(?=\s*[年月日号]|$)", lambda found: _numeral(found.group()), text)


def _likely(number: float) -> bool:
    """Whether a number is small enough to be any date at all."""
    return -1e9 < number < 1e9


def _serial(number: float, *, epoch1904: bool) -> dt.datetime:
    """A workbook's day number as a moment, to the second; UserError when it is no likely day."""
    if not _likely(number):
        raise UserError(_("这个数字不像日期，写成 2024-03-05 这样"))
    days = number + (_SHIFT_1904 if epoch1904 else 0)
    if not _FIRST_SERIAL <= days < _LAST_SERIAL + 1:
        if number == int(number) and FIRST_YEAR <= number <= LAST_YEAR:
            raise UserError(_("只有年份，还缺月和日"))
        raise UserError(_("这个数字不像日期，写成 2024-03-05 这样"))
    return _EPOCH + dt.timedelta(seconds=round(days * 86400))


def _digits_of(number: float) -> str | None:
    """A number that is a date written in digits (20240305, 202403), as text."""
    if _likely(number) and number == int(number) and len(str(int(number))) in {6, 8} and number > 0:
        return str(int(number))
    return None


def _explain(text: str) -> UserError:
    """Why a text is no date."""
    if _SHORT_YEAR.fullmatch(text):
        return UserError(_("年份要写四位，如 2024-03-05"))
    if _MONTH.fullmatch(text):
        return UserError(_("还缺日，写成 2024-03-05 这样"))
    if _YEAR.fullmatch(text):
        return UserError(_("只有年份，还缺月和日"))
    if _YEAR_LAST.fullmatch(text):
        return UserError(_("年份要写在前面，如 2024-03-05"))
    if _NO_YEAR.fullmatch(text):
        return UserError(_("还缺年份，写成 2024-03-05 这样"))
    return UserError(_("看不出是哪一天，写成 2024-03-05 这样"))


def _by_word(text: str, today: dt.date) -> dt.date | None:
    """明天, 周五, 下周一, +3, 月底, 年底 and dates without year, seen from `today`."""
    if text in _WORDS:
        return today + dt.timedelta(days=_WORDS[text])
    if _STEP.fullmatch(text):
        return today + dt.timedelta(days=int(text))
    if text in {"月底", "本月底"}:
        return today.replace(day=calendar.monthrange(today.year, today.month)[1])
    if text in {"年底", "本年底"}:
        return dt.date(today.year, 12, 31)
    named = _NAMED_DAY.fullmatch(text)
    if named:
        weekday = "一二三四五六日".index(named[2].replace("天", "日"))
        if named[1] is None:
            return today + dt.timedelta(days=(weekday - today.weekday()) % 7)
        weeks = {"本": 0, "这": 0, "下": 1, "上": -1}[named[1]]
        return today + dt.timedelta(days=weekday - today.weekday() + 7 * weeks)
    bare = _NO_YEAR.fullmatch(text)
    return _day(today.year, bare[1], bare[2]) if bare else None


def _parse_text(text: str, today: dt.date | None) -> dt.date:
    if today is not None:
        found = _by_word(text, today)
        if found is not None:
            return found
    bare = _WEEKDAY.sub("", _MIDNIGHT.sub("", _western(text))).strip()
    whole = _WHOLE.fullmatch(bare)
    if whole is None:
        raise _explain(bare)
    year, month, day = (part for part in whole.groups() if part is not None)
    return _day(year, month, day)


def midnight(day: dt.date) -> dt.datetime:
    """When a day begins at the station."""
    return dt.datetime.combine(day, dt.time(), SHANGHAI)


def today() -> dt.date:
    """Today where the station is, whatever the clock of the machine is set to."""
    return dt.datetime.now(SHANGHAI).date()


def is_over(value: object) -> bool:
    """Whether a value is a day that lies behind us."""
    return isinstance(value, dt.date) and not isinstance(value, dt.datetime) and value < today()


def parse_date(raw: object, *, epoch1904: bool = False, today: dt.date | None = None) -> dt.date:
    """The day that `raw` (text, day number of a workbook, date or datetime) means.

    UserError 「2026-02-30 不存在」 for a day that does not exist, and a sentence for anything unclear.
    """
    if isinstance(raw, dt.datetime):
        _check_year(raw.year)
        return raw.date()
    if isinstance(raw, dt.date):
        _check_year(raw.year)
        return raw
    if isinstance(raw, str):
        return _parse_text(_plain(raw), today)
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        written = _digits_of(raw)
        return _parse_text(written, None) if written else _serial(raw, epoch1904=epoch1904).date()
    raise UserError(_("看不出是哪一天，写成 2024-03-05 这样"))


def _partial_number(number: float, *, epoch1904: bool) -> str:
    """Year, year and month, or day out of a number: 1968, 1968.04, 196804, 19680402, 24929."""
    if _likely(number):
        if number == int(number) and FIRST_YEAR <= number <= LAST_YEAR:
            return str(int(number))
        written = _digits_of(number) or repr(number)
        if re.fullmatch(r"\d{4}\.1", written, re.ASCII):
            raise UserError(_("分不清是 1 月还是 10 月；把该列设为文本后重填"))
        if re.fullmatch(r"\d{4}\.\d{1,2}|\d{6}|\d{8}", written, re.ASCII):
            return parse_partial(written)
    return _serial(number, epoch1904=epoch1904).date().isoformat()


def parse_partial(raw: object, *, epoch1904: bool = False) -> str:
    """A date known only in part: "1968", "1968-04" or "1968-04-02"; raises as `parse_date` does."""
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return _partial_number(raw, epoch1904=epoch1904)
    if not isinstance(raw, str):
        return parse_date(raw).isoformat()
    text = _western(_plain(raw))
    year = _YEAR.fullmatch(text)
    if year:
        _check_year(int(year[1]))
        return year[1]
    month = _MONTH.fullmatch(text)
    if month:
        parts = [part for part in month.groups() if part is not None]
        if not 1 <= int(parts[1]) <= 12:
            raise UserError(_("{month} 月不存在").format(month=int(parts[1])))
        _check_year(int(parts[0]))
        return f"{parts[0]}-{int(parts[1]):02d}"
    return parse_date(text).isoformat()


def parse_range(raw: str) -> tuple[dt.date, dt.date]:
    """First and last day of 2023.3.1-2026.2.28, 2023-03-01 至 2026-02-28 and the like.

    The last day may leave its year out.  UserError when it lies before the first.
    """
    text = re.sub(r"^(?:自|从|由)|(?:为?止|期间)$", "", _western(_plain(raw))).strip()
    found = _RANGE.fullmatch(text)
    if found is None:
        raise UserError(_("看不出起止日期，写成 2023-03-01 至 2026-02-28 这样"))
    first = _parse_text(found["first"].strip(), None)
    last = _parse_text(found["last"].strip(), dt.date(first.year, 1, 1))
    if last < first:
        raise UserError(_("止于 {last}，早于起始的 {first}").format(last=last, first=first))
    return first, last


def _clock(text: str) -> dt.timedelta:
    """Time since midnight of 14:30, 下午2点半, 9时05分; UserError when there is no such time."""
    found = _CLOCK.fullmatch(text)
    if found is None:
        raise UserError(_("看不出是几点，写成 2026-11-20 14:00 这样"))
    half = (found["half"] or found["after"] or "").lower()
    hour = int(found["hour"])
    minute = 30 if found["minute"] == "半" else int(found["minute"] or 0)
    second = int(found["second"] or 0)
    if hour < (3 if half == "中午" else 12 if half in _AFTERNOON else 0):
        hour += 12
    elif half in {"凌晨", "am"} and hour == 12:
        hour = 0
    if minute > 59 or second > 59 or hour > 24 or (hour == 24 and minute + second):
        raise UserError(_("{time} 不存在").format(time=f"{hour:02d}:{minute:02d}"))
    return dt.timedelta(hours=hour, minutes=minute, seconds=second)


def _moment(text: str, zone: dt.tzinfo, today: dt.date | None, day: dt.date | None = None) -> dt.datetime:
    """Day and time, the time alone when `day` is known, the day alone at midnight."""
    head = _HEAD.match(text)
    clock = text
    if head is not None and not _CLOCK.fullmatch(text):
        day = _parse_text(head.group().strip(), today)
        clock = _WEEKDAY.sub("", text[head.end() :], count=1).strip(" ,，\nT")
    if day is None:
        raise _explain(text)
    naive = dt.datetime.combine(day, dt.time()) + (_clock(clock) if clock else dt.timedelta())
    return _aware(naive, zone)


def _aware(naive: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    _check_year(naive.year)
    return naive.replace(tzinfo=zone).astimezone(dt.UTC)


def _with_offset(text: str) -> dt.datetime | None:
    """An ISO moment that names its own offset; `14:00-16:00` is a span and not an offset."""
    if not re.search(r"\d(?:Z|\+\d{2}:?\d{2})$|T.*-\d{2}:?\d{2}$", text):
        return None
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    if found.tzinfo is None:
        return None
    _check_year(found.year)
    return found.astimezone(dt.UTC)


def parse_span(
    raw: object, zone: dt.tzinfo = SHANGHAI, *, epoch1904: bool = False, today: dt.date | None = None
) -> tuple[dt.datetime, dt.datetime | None]:
    """Start, and end where one is written: 2026-11-20 12:00-13:30, 2026年11月20日下午2点至4点.

    Aware datetimes in UTC; times without zone are those of `zone`.  A day alone begins at midnight.
    """
    if isinstance(raw, dt.datetime):
        _check_year(raw.year)
        return (_aware(raw, zone) if raw.tzinfo is None else raw.astimezone(dt.UTC)), None
    if isinstance(raw, int | float) and not isinstance(raw, bool) and _digits_of(raw) is None:
        return _aware(_serial(raw, epoch1904=epoch1904), zone), None
    if not isinstance(raw, str):
        day = parse_date(raw)
        return _aware(dt.datetime.combine(day, dt.time()), zone), None
    text = _western(_plain(raw))
    known = _with_offset(text)
    if known is not None:
        return known, None
    head = _HEAD.match(text)
    parts = _SPAN.split(text[head.end() :], maxsplit=1) if head else []
    if head is None or len(parts) < 2:
        return _moment(text, zone, today), None
    start = _moment(head.group() + parts[0], zone, today)
    local = start.astimezone(zone)
    end = _moment(_same_half(parts), zone, local.date(), local.date())
    if end <= start:
        raise UserError(_("结束时间要晚于开始时间"))
    return start, end


def _same_half(parts: list[str]) -> str:
    """The end of 下午2点至4点 is in the afternoon too."""
    half = re.search(r"下午|晚上|晚", parts[0])
    return (
        f"{half.group()}{parts[1]}" if half and re.match(r"\d", parts[1]) and _CLOCK.fullmatch(parts[1]) else parts[1]
    )


def parse_datetime(
    raw: object, zone: dt.tzinfo = SHANGHAI, *, epoch1904: bool = False, today: dt.date | None = None
) -> dt.datetime:
    """The moment that `raw` means, in UTC; a span of time is refused, because its end would be lost."""
    start, end = parse_span(raw, zone, epoch1904=epoch1904, today=today)
    if end is not None:
        raise UserError(_("这里写了一段时间；开始和结束请分开填"))
    return start

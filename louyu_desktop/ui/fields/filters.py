"""The little language of the filter row: 「10-20」「<2026-12」「甲、乙」「空」, and back to words."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from louyu_desktop.errors import UserError
from louyu_desktop.fields import Field, Kind
from louyu_desktop.rules import dates, values
from louyu_desktop.rules.months import YEAR, span_of
from louyu_desktop.services.copies import Filter, Match
from louyu_desktop.text import _

NUMBERS = frozenset({Kind.INTEGER, Kind.DECIMAL})
DAYS = frozenset({Kind.DATE, Kind.DATETIME})
DIGITS = frozenset({Kind.MOBILE, Kind.PHONE, Kind.CREDIT_CODE, Kind.IDENTITY_NUMBER, Kind.POSTCODE})
LISTED = frozenset({Kind.CHOICE, Kind.CHOICES, Kind.FLAG})
WIDE = 12
_SIGN = re.compile(r"^(>=|<=|≥|≤|>|<|＞|＜|早于|晚于|=)?\s*(.+)$")
_EARLIER = frozenset({"<", "＜", "早于"})
_LATER = frozenset({">", "＞", "晚于"})
_DAY = dt.timedelta(days=1)
_WITHIN = re.compile(r"(\d{1,4})\s*天(以?内|前|后)")


def placeholder(field: Field) -> str:
    """What the box under `field`'s heading takes."""
    if field.kind in NUMBERS:
        return "≥"
    if field.kind is Kind.DATE:
        return _("早于")
    if field.kind is Kind.DATETIME:
        return _("某日、某月")
    if field.kind is Kind.FLAG:
        return _("是/否")
    if field.kind in LISTED:
        return _("选")
    if not field.searchable and field.kind is not Kind.REFERENCE:
        return _("含")
    if field.kind in DIGITS:
        return _("数字、尾号") if field.kind in {Kind.MOBILE, Kind.PHONE} else _("填数字")
    return _("拼音、首字母") if field.width >= WIDE else _("拼音")


def words(field: Field) -> tuple[str, ...]:
    """The words offered for a field with a list."""
    return (_("是"), _("否")) if field.kind is Kind.FLAG else field.choices


def parse(field: Field, text: str) -> tuple[Filter, ...]:
    """The conditions that `text` means for `field`; UserError says what could not be read."""
    typed = text.strip()
    if not typed:
        return ()
    if typed in {_("空"), "—"}:
        return (Filter(field.name, Match.EMPTY),)
    if typed == _("非空"):
        return (Filter(field.name, Match.FILLED),)
    if field.kind in NUMBERS:
        return _numbers(field, typed)
    if field.kind in DAYS:
        return _days(field, typed)
    if field.kind in LISTED:
        return _listed(field, typed)
    if typed.startswith("="):
        return (Filter(field.name, Match.EQUALS, typed[1:].strip()),)
    return (Filter(field.name, Match.CONTAINS, typed),)


def _numbers(field: Field, typed: str) -> tuple[Filter, ...]:
    low, dash, high = re.sub(r"[～~—–至]", "-", typed).partition("-")
    if dash and low.strip()[-1:].isalnum():
        first, last = _number(field, low), _number(field, high)
        return (Filter(field.name, Match.AT_LEAST, first), Filter(field.name, Match.AT_MOST, last))
    sign, number = _split(typed)
    value = _number(field, number)
    step = 1 if field.kind is Kind.INTEGER else 0
    if sign in {"<=", "≤"} or sign in _EARLIER:
        return (Filter(field.name, Match.AT_MOST, value - step if sign in _EARLIER else value),)
    if sign == "=":
        return (Filter(field.name, Match.EQUALS, value),)
    return (Filter(field.name, Match.AT_LEAST, value + step if sign in _LATER else value),)


def _number(field: Field, text: str) -> Any:
    value = values.parse(field, text)
    if value is None:
        raise UserError(_("这里填数字，如 50 或 10-20"), field=field.name)
    return value


def _split(typed: str) -> tuple[str, str]:
    found = _SIGN.match(typed)
    return (found[1] or "", found[2]) if found else ("", typed)


def _days(field: Field, typed: str) -> tuple[Filter, ...]:
    low, tilde, high = re.sub(r"[～—–至]|\.\.", "~", typed).partition("~")
    if tilde and low.strip() and high.strip():
        return _between(field, _period(low)[0], _period(high)[1])
    within = _WITHIN.fullmatch(typed)
    if within and within[2].endswith("内"):
        today = dates.today()
        return _between(field, today, today + int(within[1]) * _DAY)
    sign, day = _split(typed)
    first, last = _period(day)
    if sign in _EARLIER or (not sign and field.kind is Kind.DATE):
        return _between(field, None, first - _DAY)
    if sign in _LATER:
        return _between(field, last + _DAY, None)
    if sign in {"<=", "≤"}:
        return _between(field, None, last)
    return _between(field, first, None if sign in {">=", "≥"} else last)


def _period(text: str) -> tuple[dt.date, dt.date]:
    """First and last day of a year, a month or a day; 「180天前」 is a day too."""
    counted = _WITHIN.fullmatch(text.strip())
    if counted:
        day = dates.today() + int(counted[1]) * (_DAY if counted[2] == "后" else -_DAY)
        return day, day
    try:
        partial = dates.parse_partial(text.strip())
    except UserError:
        partial = dates.parse_date(text.strip(), today=dates.today()).isoformat()
    parts = [int(part) for part in partial.split("-")]
    if len(parts) == 3:
        return dt.date(*parts), dt.date(*parts)
    first = dt.date(parts[0], parts[1] if len(parts) > 1 else 1, 1)
    return span_of(first, 1 if len(parts) > 1 else YEAR)


def _between(field: Field, first: dt.date | None, last: dt.date | None) -> tuple[Filter, ...]:
    bounds = ((Match.AT_LEAST, first, dt.time.min), (Match.AT_MOST, last, dt.time.max))
    return tuple(
        Filter(field.name, match, day if field.kind is Kind.DATE else dt.datetime.combine(day, clock, dates.SHANGHAI))
        for match, day, clock in bounds
        if day is not None
    )


def _listed(field: Field, typed: str) -> tuple[Filter, ...]:
    found: list[str] = []
    for part in re.split(r"[、,，\s]+", typed):
        hits = [word for word in words(field) if word == part] or [word for word in words(field) if part in word]
        found += [word for word in hits if word not in found]
        if part and not hits and not field.open_choices:
            raise UserError(_("没有「{word}」这一项").format(word=part), field=field.name)
        found += [part] if part and not hits else []
    if field.kind is Kind.FLAG:
        return (Filter(field.name, Match.EQUALS, found == [_("是")]),) if len(found) == 1 else ()
    return (Filter(field.name, Match.ONE_OF, tuple(found)),)


def typed(field: Field, filters: tuple[Filter, ...]) -> str:
    """What one would type to mean `filters`, which all concern `field`."""
    found = {filter_.match: filter_.value for filter_ in filters}
    for match, sentence in ((Match.EMPTY, _("空")), (Match.FILLED, _("非空"))):
        if match in found:
            return sentence
    if Match.CONTAINS in found:
        return str(found[Match.CONTAINS])
    if Match.ONE_OF in found:
        return "、".join(str(word) for word in found[Match.ONE_OF])
    if Match.EQUALS in found:
        value = found[Match.EQUALS]
        return (_("是") if value else _("否")) if field.kind is Kind.FLAG else f"={_plain(value)}"
    low, high = found.get(Match.AT_LEAST), found.get(Match.AT_MOST)
    if low is not None and high is not None:
        return f"{_plain(low)}{'~' if field.kind in DAYS else '-'}{_plain(high)}"
    return f"≥{_plain(low)}" if low is not None else f"≤{_plain(high)}"


def _plain(value: object) -> str:
    return value.astimezone(dates.SHANGHAI).date().isoformat() if isinstance(value, dt.datetime) else str(value)


def chip(field: Field, filters: tuple[Filter, ...]) -> str:
    """The words of the chip above the list: 「员工数 ≥50」; a flag that is on is its label alone."""
    text = typed(field, filters)
    if field.kind is Kind.FLAG and text == _("是"):
        return _(field.label)
    return f"{_(field.label)} {text}"

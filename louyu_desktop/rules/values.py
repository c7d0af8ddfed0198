"""From what was typed, or stands in a cell, to a value, and from the value to the screen.

`parse` gives None for blank and raises `UserError` with a sentence for what cannot be taken;
`parse(field, display(field, value))` is `value` again.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from louyu_desktop.errors import UserError
from louyu_desktop.fields import Field, Kind
from louyu_desktop.rules.checks import check_record, record_warnings
from louyu_desktop.rules.choices import known_choice, parse_choice, parse_choices, parse_flag
from louyu_desktop.rules.dates import SHANGHAI, parse_date, parse_datetime, parse_partial
from louyu_desktop.rules.faults import OPEN_FORMULA, is_fault
from louyu_desktop.rules.identity import (
    LOST_DIGITS,
    check_credit_code,
    check_email,
    check_identity_number,
    check_mobile,
    check_phone,
    check_postcode,
    organisation_code_fits,
)
from louyu_desktop.rules.names import clean
from louyu_desktop.rules.numbers import check_limits, grouped, read_decimal, read_integer
from louyu_desktop.text import _

__all__ = ["check_record", "display", "parse", "record_warnings", "warnings", "with_unit"]

_EXACT = 10**15
"""Workbooks keep fifteen digits of a number; from here on the last ones may be lost."""

_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[Ee]\+?\d+", re.ASCII)
_DASHES = frozenset(("/", "／", "-", "--", "—", "——", "－"))
_NOTHING = _DASHES | {"N/A", "n/a", "NA", "无", "暂无", "没有", "\\"}
_FREE_TEXT = frozenset(
    (Kind.TEXT, Kind.NOTE, Kind.FLAG, Kind.CHOICE, Kind.CHOICES, Kind.ORGANISATION_NAME, Kind.REFERENCE)
)
_CODES = frozenset((Kind.CREDIT_CODE, Kind.IDENTITY_NUMBER, Kind.MOBILE, Kind.PHONE))
_DATES = frozenset((Kind.DATE, Kind.PARTIAL_DATE, Kind.DATETIME))
_NUMBERS = frozenset((Kind.INTEGER, Kind.DECIMAL))
_ORDINARY_NAME = re.compile(r"[^\W\d_]+(?:[ \u3000·.'’-][^\W\d_]+)*\.?")


@dataclass(frozen=True, slots=True)
class _Setting:
    """What reading depends on beside the text."""

    zone: dt.tzinfo
    today: dt.date | None
    epoch1904: bool


def _as_text(raw: object, kind: Kind) -> str:
    """A cell's value as a person would have typed it; a number that lost digits is refused."""
    if isinstance(raw, str):
        return raw
    if isinstance(raw, bool):
        return "是" if raw else "否"
    if isinstance(raw, int | float | Decimal):
        return _number_as_text(raw)
    if isinstance(raw, dt.datetime):
        return raw.strftime("%Y-%m-%d" if raw.time() == dt.time() else "%Y-%m-%d %H:%M")
    if isinstance(raw, dt.date):
        return raw.isoformat()
    if isinstance(raw, dt.time):
        return raw.strftime("%H:%M")
    raise UserError(_("这一格不是文字也不是数字") if kind not in _DATES else _("这一格不是日期"))


def _number_as_text(raw: float | Decimal) -> str:
    value = Decimal(repr(raw)) if isinstance(raw, float) else Decimal(raw)
    if not value.is_finite():
        raise UserError(_("这一格是算不出的数"))
    if abs(value) >= _EXACT:
        raise UserError(_(LOST_DIGITS))
    return format(value.to_integral_value() if value == value.to_integral_value() else value, "f")


def _blank(raw: object) -> bool:
    if raw is None or (isinstance(raw, float) and math.isnan(raw)):
        return True
    if isinstance(raw, str):
        return not clean(raw)
    return isinstance(raw, tuple | list | set | frozenset) and not raw


def _says_nothing(field: Field, text: str) -> bool:
    """A dash, a slash or 无 where only a number, a date or a choice would say something."""
    word = clean(text)
    if word not in _NOTHING:
        return False
    if field.kind in {Kind.CHOICE, Kind.CHOICES}:
        return not field.open_choices and known_choice(field, word) is None
    return field.kind not in _FREE_TEXT or word in _DASHES


def _text(field: Field, text: str) -> str | None:
    found = clean(text, lines=field.kind is Kind.NOTE) or None
    limit = field.max_length or (50 if field.kind is Kind.PERSON_NAME else None)
    if found is not None and limit is not None and len(found) > limit:
        raise UserError(_("最多 {limit} 个字，现有 {found} 个").format(limit=limit, found=len(found)))
    return found


def _number(field: Field, raw: object) -> int | Decimal:
    if isinstance(raw, dt.date | dt.time):
        raise UserError(_("应是一个数，这一格是日期"))
    value = read_integer(raw) if field.kind is Kind.INTEGER else read_decimal(raw, field.digits)
    check_limits(value, field.minimum, field.maximum)
    return value


def _moment(kind: Kind, raw: object, setting: _Setting) -> object:
    if kind is Kind.DATE:
        return parse_date(raw, epoch1904=setting.epoch1904, today=setting.today)
    if kind is Kind.PARTIAL_DATE:
        return parse_partial(raw, epoch1904=setting.epoch1904)
    return parse_datetime(raw, setting.zone, epoch1904=setting.epoch1904, today=setting.today)


_CHECKS: Mapping[Kind, Callable[[str], str]] = {
    Kind.CREDIT_CODE: check_credit_code,
    Kind.MOBILE: check_mobile,
    Kind.PHONE: check_phone,
    Kind.EMAIL: check_email,
    Kind.POSTCODE: check_postcode,
}


def _worded(field: Field, text: str, setting: _Setting) -> object:
    """The value of the kinds that are words or codes."""
    if field.kind in _CODES and _SCIENTIFIC.fullmatch(clean(text)):
        raise UserError(_(LOST_DIGITS))
    match field.kind:
        case Kind.FLAG:
            return parse_flag(field, text)
        case Kind.CHOICE:
            return parse_choice(field, text)
        case Kind.CHOICES:
            return parse_choices(field, text) or None
        case Kind.IDENTITY_NUMBER:
            return check_identity_number(text, today=setting.today)
        case kind if kind in _CHECKS:
            return _CHECKS[kind](text)
        case _:
            return _text(field, text)


def _refuse_fault(word: str) -> None:
    """A cell that the spreadsheet could not work out is no text, whatever nobody sees stands around it."""
    if word == OPEN_FORMULA:
        raise UserError(_("这一格是公式，还没有算出结果：在 Excel 或 WPS 里打开，存一次再导入"))
    if is_fault(word):
        raise UserError(_("这一格是表格算不出的值"))


def _read(field: Field, raw: object, setting: _Setting) -> object:
    if isinstance(raw, str):
        if "#" in raw:
            _refuse_fault(clean(raw))
        raw = (field.synonyms or {}).get(clean(raw), raw)
        if _says_nothing(field, raw):
            return None
    if field.kind is Kind.REFERENCE and isinstance(raw, int) and not isinstance(raw, bool):
        return raw
    if field.kind in _DATES:
        return _moment(field.kind, raw, setting)
    if field.kind in _NUMBERS:
        return _number(field, raw)
    if field.kind is Kind.CHOICES and isinstance(raw, tuple | list | set | frozenset):
        return parse_choices(field, [str(part) for part in raw]) or None
    text = _as_text(raw, field.kind)
    if not isinstance(raw, str):
        text = (field.synonyms or {}).get(text, text)
    return _worded(field, text, setting)


def parse(
    field: Field,
    raw: object,
    *,
    zone: dt.tzinfo = SHANGHAI,
    today: dt.date | None = None,
    epoch1904: bool = False,
) -> Any:
    """The value that `raw` (text, number, date, or a tuple for several choices) means for `field`.

    None for blank.  `zone` is the station's; `today` lets 明天 and 3月5日 be read; `epoch1904` says how
    a workbook counts days.  UserError with the field's name when it cannot be taken.  A REFERENCE
    gives an int as it is and text cleaned: services look it up.
    """
    if _blank(raw):
        return None
    try:
        return _read(field, raw, _Setting(zone, today, epoch1904))
    except UserError as refused:
        refused.field = field.name
        raise


def _is_year(field: Field) -> bool:
    return field.minimum is not None and field.maximum is not None and field.minimum >= 1800 and field.maximum <= 2200


def _spaced(number: str) -> str:
    """138 1234 5678, which eyes can follow; other numbers as they are."""
    if len(number) == 11 and number.isdigit() and number.startswith("1"):
        return f"{number[:3]} {number[3:7]} {number[7:]}"
    return number


def display(field: Field, value: object, label: str = "", *, zone: dt.tzinfo = SHANGHAI) -> str:
    """`value` as screens show it, without unit; "" for None.  `label` names the target of a REFERENCE."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, dt.datetime):
        return value.astimezone(zone).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple | list | set | frozenset):
        return "、".join(str(part) for part in value)
    if field.kind is Kind.REFERENCE:
        return label or str(value)
    if isinstance(value, int | Decimal):
        return str(value) if _is_year(field) else grouped(value)
    return _spaced(str(value)) if field.kind in {Kind.MOBILE, Kind.PHONE} else str(value)


def with_unit(field: Field, value: object, label: str = "", *, zone: dt.tzinfo = SHANGHAI) -> str:
    """`display` and the field's unit, one space apart: 412 ㎡; "" for None."""
    text = display(field, value, label, zone=zone)
    return f"{text} {_(field.unit)}" if text and field.unit else text


def warnings(field: Field, value: object) -> list[str]:
    """What is odd about a value that is taken all the same."""
    found: list[str] = []
    if not isinstance(value, str) or not value:
        return found
    if any("\ue000" <= c <= "\uf8ff" or ord(c) >= 0xF0000 for c in value):
        found.append(_("有自造字，别的电脑上可能显示不出"))
    if field.kind is Kind.PERSON_NAME:
        if len(value) < 2:
            found.append(_("姓名只有 1 个字"))
        elif not _ORDINARY_NAME.fullmatch(value):
            found.append(_("姓名里有少见的符号或数字"))
    if field.kind is Kind.CREDIT_CODE and not organisation_code_fits(value):
        found.append(_("第 9 到 17 位组织机构代码的校验位对不上，请照执照核对"))
    return found

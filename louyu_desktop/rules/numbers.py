"""Whole and decimal numbers as ledgers hold them: 约351人, 1,390, ３５１, 412 ㎡, 1.39万."""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from louyu_desktop.errors import UserError
from louyu_desktop.text import _

_ABOUT = "约|大约|大概|近|将近|共|共计|合计|总计|超|超过"
_NUMBER = re.compile(
    rf"(?:{_ABOUT})?\s*(?P<digits>[+-]?(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d*)?|[+-]?\.\d+)\s*(?P<scale>百|千|万|亿)?"
    r"(?:余|多|来|几)?\s*(?P<unit>m2|m²|[^\d\s.,+~-]{0,8})\s*(?:左右|以上|上下|\+)?",
    re.ASCII,
)
_SCALES = {"百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_LARGEST = Decimal(10) ** 15


def _read(text: str) -> Decimal:
    plain = unicodedata.normalize("NFKC", text).strip().lstrip("'¥￥").replace("−", "-")
    plain = "".join(c for c in plain if unicodedata.category(c) not in {"Cf", "Cc"})
    found = _NUMBER.fullmatch(plain)
    if found is None or len(plain) > 60:
        raise UserError(_("应是一个数，如 351"))
    value = Decimal(found["digits"].replace(",", ""))
    return value * _SCALES[found["scale"]] if found["scale"] else value


def read_number(raw: object) -> Decimal:
    """The number that a text, int, float or Decimal means, exactly; a count written as about (约) is that count."""
    if isinstance(raw, bool) or not isinstance(raw, str | int | float | Decimal):
        raise UserError(_("应是一个数，如 351"))
    try:
        value = _read(raw) if isinstance(raw, str) else Decimal(repr(raw) if isinstance(raw, float) else raw)
    except InvalidOperation:
        raise UserError(_("应是一个数，如 351")) from None
    if not value.is_finite() or abs(value) >= _LARGEST:
        raise UserError(_("这个数太大"))
    return value


def read_integer(raw: object) -> int:
    """A whole number; 351.0 is one, 351.5 is refused."""
    value = read_number(raw)
    if value != value.to_integral_value():
        raise UserError(_("应为整数，现在带小数"))
    return int(value)


def read_decimal(raw: object, digits: int) -> Decimal:
    """A number rounded half up to `digits` places."""
    return read_number(raw).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP) + Decimal(0)


def check_limits(value: Decimal | int, minimum: int | None, maximum: int | None) -> None:
    """UserError when `value` lies outside the limits."""
    if minimum is not None and value < minimum:
        raise UserError(_("不能小于 {limit}").format(limit=grouped(minimum)))
    if maximum is not None and value > maximum:
        raise UserError(_("不能大于 {limit}").format(limit=grouped(maximum)))


def grouped(value: Decimal | int) -> str:
    """1,390 and 412.5: thousands apart, no trailing zeros."""
    text = f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text

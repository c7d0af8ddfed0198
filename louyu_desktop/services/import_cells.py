"""Single cells as people fill them in: leases, places, consents, numbers with remarks, words that say nothing."""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from louyu_desktop.errors import UserError
from louyu_desktop.exchange.book import Cell, as_typed
from louyu_desktop.fields import Field, Kind
from louyu_desktop.rules import values as plain
from louyu_desktop.rules.dates import parse_date, parse_partial, parse_range
from louyu_desktop.rules.identity import check_phone
from louyu_desktop.services.import_places import floor_of, place_of
from louyu_desktop.text import N_, _

_SEPARATORS = re.compile(r"[、;；/，,\n]+|\s{2,}|(?<=\d{7})\s+(?=(?:\+?86)?1\d{10}$|0\d)")
_OPEN_END = re.compile(
    r"^(?:长期|永久|不定期|无固定|无期限|无限期|自有|自购|至今|长租|业主|自用|产权|未签|未到期|未定|不限|自主产权|购买|购置|借用|免租|无租)"
)
_AGREES = re.compile(r"^(?:本人|我)?(?:已|完全|均)?(?:已?阅读|知晓|知悉|了解)?(?:并|且|、|，)?(?:已)?"
                     r"(?:同意|是|愿意|知情|授权|可以|接受|确认|勾选|知晓)")  # fmt: skip
_DURATION = re.compile(r"^[\d一二三四五六七八九十两]+(?:\.5|半)?\s*(?:年|个月)(?:半|期)?$")
_MONTH = r"[\d０-９]{4}\s*[.．/年-]\s*[\d０-９]{1,2}\s*月?"
_MONTHS = re.compile(rf"^({_MONTH})\s*(?:-+|—+|–|~|～|至|到)\s*({_MONTH})$")
_ALONE = re.compile(
    r"^(?:至|到|截至|截止到?|到期日?[:：]?)?\s*([\d０-９]{4}\D+[\d０-９]{1,2}\D+[\d０-９]{1,2}日?)\s*(?:止|到期)?$"
)
_LASTING = re.compile(r"^(?:自|从)?\s*(\d{4}\D+\d{1,2}\D+\d{1,2}日?)\s*(?:起|开始)?[，,\s]*(?:租期|租赁期|为期|共)?\s*"
                      r"(\d{1,2}(?:\.5)?|[一二三四五六七八九十两])\s*(年|个月)(?:期)?$")  # fmt: skip
_NUMERALS = dict(zip("一二两三四五六七八九十", (1.0, 2.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0), strict=True))
_LEASE_END = Field(label=N_("到期日期"), kind=Kind.DATE, name="lease_end")
_UNSAID = re.compile(
    r"^(?:不详|未知|待定|待补充?|待完善|待核实|待确认|待查|暂缺|缺|未填写?|空|不清楚?|不明|保密|未提供|拒绝提供|不便提供|不愿提供|未采集|未登记|未统计|"
    r"联系不上|(?:正在|正|尚在|已)?(?:办理|申请|申办|登记|注册|换证|更换|变更|筹备)中?|(?:尚|还|暂)?未(?:办理?|申领|取得|换证|签)|待办理?|待领|"
    r"(?:暂|尚)?无(?:法提供|代码|信用代码|统一社会信用代码|固定电话|手机|电话|党员)?|没有|同信用代码|另附|见附件|见备注|详见.{1,6}|[?？]+|[xX*＊]+|[-—–－_/／\\.。]+)$"
)
_BESIDE = re.compile(r"[(（\[【][^()（）\[\]【】]*[^\d\s()（）\[\]【】+-][^()（）\[\]【】]*[)）\]】]")
_CALLED = re.compile(r"^[^\d+(（]{1,8}?[:：]\s*(?=[\d+(（])")
_DESCRIBED = re.compile(r"^(?:手机|电话|座机|办公|联系电话|移动电话|传真|总机|前台)(?:号码?)?\s*(?=[\d+(（])|\s*(?:微信同号|同微信|\(?微信\)?)$")
_WITH_NUMBER = re.compile(r"^(?P<name>[^\d+()（）:：、/，,]{2,20}?)[\s:：/，,、(（]*(?P<number>\+?\d[\d\s-]{5,18}\d)\s*[)）]?$")
_WRAPPED = re.compile(r"(?<=[\u3400-\u9fff（）()])\s*[\r\n]+\s*(?=[\u3400-\u9fff（）()])")
_SERIAL_AS_TEXT = re.compile(r"[345]\d{4}", re.ASCII)
ENDS = frozenset({
    "occupancy.lease_end", "occupancy.ended_on", "contact.until", "term_end", "retention_until", "until", "valid_until",
    "due_on", "given_due_on",
})  # fmt: skip
"""Days on which something ends: a month alone means its last day."""

_NOT_FILLED = frozenset({"空", "跳过", "未填写", "未作答", "null", "none", "nan", "undefined"})
"""What questionnaires and other systems write, mostly in brackets, into a cell that nobody filled in."""

DITTO = frozenset({"同上", "〃", "″", '"', "''", "“", "”", "同上行", "..", "同前", "同 上", "－同上－"})
"""What people write for 「as in the row above」."""


def not_filled(raw: Cell) -> bool:
    """Whether a system says that nobody filled in the cell: 「（空）」, 「（跳过）」, null."""
    return isinstance(raw, str) and len(raw) < 16 and raw.strip().strip("()（）").casefold() in _NOT_FILLED


@dataclass(frozen=True, slots=True)
class Taken:
    """What a cell gives: a value (None for blank), values for other columns, and words of doubt."""

    value: Any = None
    others: Mapping[str, Any] | None = None
    doubts: tuple[str, ...] = ()


def take(name: str, label: str, field: Field, raw: Cell, *, epoch1904: bool) -> Taken:
    """Read one cell for the column `name`; UserError with a sentence for what cannot be taken."""
    special = SPECIAL.get(name)
    try:
        if special is not None:
            found = special(raw)
            doubt = found.pop(_DOUBT, None)
            return Taken(None, found, (f"{label}：{doubt}",) if doubt else ()) if found else _nothing(label, raw)
        if isinstance(raw, str) and name in ENDS and _OPEN_END.match(raw.strip()):
            return _nothing(label, raw)
        return _READERS.get(field.kind, _plainly)(name, label, field, raw, epoch1904)
    except UserError:
        if isinstance(raw, str) and field.kind not in _FREE and _says_nothing(field, raw):
            return _nothing(label, raw)
        raise


_DOUBT = "~"
_FREE = frozenset({Kind.TEXT, Kind.NOTE, Kind.PERSON_NAME, Kind.ORGANISATION_NAME, Kind.REFERENCE})
_DAYS = frozenset({Kind.DATE, Kind.PARTIAL_DATE, Kind.DATETIME})


def _says_nothing(field: Field, raw: str) -> bool:
    """Whether a cell says that nothing is known; 长期 and the like say it of a day."""
    text = re.sub(r"\s", "", raw)
    return bool(_UNSAID.match(text)) or (field.kind in _DAYS and bool(_OPEN_END.match(text)))


def _nothing(label: str, raw: Cell) -> Taken:
    doubt = _("{label}：「{text}」按空着处理").format(label=label, text=as_typed(raw).strip())
    return Taken(doubts=(doubt,))


def _plainly(_name: str, _label: str, field: Field, raw: Cell, epoch1904: bool) -> Taken:
    if isinstance(raw, dt.time) and field.kind is not Kind.TEXT:
        raw = raw.strftime("%H:%M")
    if isinstance(raw, str) and field.kind is not Kind.NOTE:
        raw = _WRAPPED.sub("", raw)
    return Taken(plain.parse(field, raw, epoch1904=epoch1904))


def _day(name: str, label: str, field: Field, raw: Cell, epoch1904: bool) -> Taken:
    """A day; where only the month is written, its first or (for an end) its last day, with a word of doubt."""
    if isinstance(raw, str):
        text = re.sub(r"(?<=\d)\s*[·．]\s*(?=\d)", ".", raw.strip())
        if _SERIAL_AS_TEXT.fullmatch(text):
            day = parse_date(float(text), epoch1904=epoch1904)
            return Taken(day, doubts=(_("{label}：数字 {text} 按表格的日期序号读成 {day}").format(label=label, text=text, day=day),))
        raw = re.sub(r"(?<=\d)\s*(?:起|止|前|到期|入驻|签|[.．。、,，])$", "", text)
    try:
        return Taken(plain.parse(field, raw, epoch1904=epoch1904))
    except UserError:
        found = month_as_day(raw, last=name in ENDS)
        if found is None:
            raise
        return Taken(found, doubts=(_("{label}：只写到月，按 {day} 记").format(label=label, day=found),))


def _month(_name: str, _label: str, field: Field, raw: Cell, epoch1904: bool) -> Taken:
    """A day, month or year, without the stop behind it."""
    if isinstance(raw, str):
        raw = re.sub(r"(?<=[\d月])\s*(?:出?生|[.．。、,，])$", "", raw.strip())
    return Taken(plain.parse(field, raw, epoch1904=epoch1904))


def _phone(name: str, label: str, field: Field, raw: Cell, epoch1904: bool) -> Taken:
    """The first number of a cell, without the words beside it; further ones go to the remark beside it."""
    try:
        return Taken(plain.parse(field, raw, epoch1904=epoch1904))
    except UserError:
        bare = _DESCRIBED.sub("", _CALLED.sub("", _BESIDE.sub(" ", as_typed(raw)).strip())).strip()
        parts = [part for part in (_CALLED.sub("", one.strip()) for one in _SEPARATORS.split(bare)) if part]
        if bare == as_typed(raw).strip() and len(parts) < 2:
            raise
        numbers = _sorted_numbers(field, [_DESCRIBED.sub("", part).strip() for part in parts])
        if not numbers:
            raise
        if len(numbers) == 1:
            return Taken(numbers[0])
        doubt = _("{label}：一格里有 {count} 个号码，用第一个").format(label=label, count=len(numbers))
        return Taken(numbers[0], {f"{name}+": "、".join(str(number) for number in numbers[1:])}, (doubt,))


def _sorted_numbers(field: Field, parts: Sequence[str]) -> list[str]:
    """The numbers that fit the column first; a landline beside a mobile number is a further one."""
    fitting, others = [], []
    for part in parts:
        try:
            fitting.append(str(plain.parse(field, part)))
        except UserError:
            if field.kind is not Kind.MOBILE or len(parts) < 2:
                raise
            others.append(check_phone(part))
    if not fitting:
        raise UserError(_("里面没有手机号"))
    return fitting + others


def _number(_name: str, label: str, field: Field, raw: Cell, epoch1904: bool) -> Taken:
    """A number; with a word of doubt where a word stands for it, or a remark beside it is left out (… 其中 …)."""
    text = as_typed(raw).strip()
    try:
        value = plain.parse(field, raw, epoch1904=epoch1904)
    except UserError:
        bare = re.sub(r"\s*[(（][^()（）]*[)）]\s*$|[，,;；、]?\s*(?:其中|含).*$", "", text)
        if bare == text or not bare:
            raise
        return Taken(plain.parse(field, bare), doubts=(_("{label}：「{text}」只取前面的数").format(label=label, text=text),))
    if text not in (field.synonyms or {}):
        return Taken(value)
    words = {"label": label, "text": text, "number": value, "unit": _(field.unit)}
    return Taken(value, doubts=(_("{label}：「{text}」按 {number} {unit}记").format(**words),))


def _flag(_name: str, _label: str, field: Field, raw: Cell, epoch1904: bool) -> Taken:
    """Yes or no; a star or another mark is yes."""
    if isinstance(raw, str) and raw.strip() in _MARKS:
        return Taken(value=True)
    return Taken(plain.parse(field, raw, epoch1904=epoch1904))


def _choice(name: str, label: str, field: Field, raw: Cell, epoch1904: bool) -> Taken:
    """A choice; another word for something that need not be known is kept in words, and said so."""
    try:
        return Taken(plain.parse(field, raw, epoch1904=epoch1904))
    except UserError:
        text = as_typed(raw).strip()
        first = re.split(r"[/、，,;；（(|]", text)[0].strip()
        if first and first != text:
            try:
                return Taken(plain.parse(field, first))
            except UserError:
                first = ""
        if name in _STRICT or field.mandatory or not re.search(r"[^\W\d]", text) or _UNSAID.match(text):
            raise
        if field.name == "industry":
            doubt = _("{label}：「{text}」不在门类里，记到主营业务").format(label=label, text=text)
            return Taken(others={"business?": text[:200]}, doubts=(doubt,))
        doubt = _("{label}：「{text}」不在可选项里，记到备注").format(label=label, text=text)
        return Taken(others={REMARK: f"{label}：{text}"}, doubts=(doubt,))


_MARKS = frozenset("★☆●◆■▲✅☑✔√✓Vv*")
_STRICT = frozenset(
    {"gender", "person.gender", "membership.kind", "status", "kind", "consent", "type", "mode", "no_code_reason"}
)
"""Choices on which something hangs: another word is refused."""

REMARK = "remark+"
"""Where words go that no column takes."""


def in_full(value: Any, heading: str) -> Any:
    """A number under a heading that counts in 万 (建筑面积（万㎡）), in full; capital keeps its 万元 in words."""
    if "万" not in heading or isinstance(value, bool):
        return value
    found = re.search(r"[(（]\s*(?:单位[:：]?\s*)?万\s*(元|美元|㎡|平方米|平方|平米|m2|m²|人)", heading)
    if found is None:
        return value
    if isinstance(value, (int, Decimal)):
        return value * 10_000
    return f"{value}万{found[1]}" if isinstance(value, str) and re.fullmatch(r"[\d,.]+", value) else value


def name_and_number(text: str) -> tuple[str, str] | None:
    """The name and the number of a cell that holds both, such as 「张三 13800001111」; the name may be missing."""
    if re.fullmatch(r"\+?\d[\d\s-]{5,18}\d", text.strip()):
        return "", text.strip()
    found = _WITH_NUMBER.match(text.strip())
    return (found["name"].strip(), found["number"]) if found else None


def month_as_day(raw: Cell, *, last: bool) -> dt.date | None:
    """The first (or last) day of a month that is written without a day; None for anything else."""
    try:
        text = parse_partial(raw)
    except UserError:
        return None
    if len(text) != 7:
        return None
    year, month = int(text[:4]), int(text[5:])
    return dt.date(year, month, monthrange(year, month)[1] if last else 1)


def _lease(raw: Cell) -> dict[str, Any]:
    """A lease of one cell: two days or months; one day alone is its end; 长期 or 3 年 say neither."""
    if not isinstance(raw, str):
        return {"occupancy.lease_end": plain.parse(_LEASE_END, raw)}
    text = raw.strip().strip("()（）")
    if _OPEN_END.match(text) or _DURATION.match(text) or _UNSAID.match(text):
        return {}
    text = re.sub(r"\s*[(（，,;；][^()（）\d]*[\d一二三四五六七八九十两]*\s*(?:年|个月)[^()（）\d]*[)）]?$", "", text)
    text = re.sub(r"(?<=[\d日号])\s*\n\s*(?=[\d一二])", "-", text).replace("\n", "")
    try:
        start, end = parse_range(text)
    except UserError:
        months = _MONTHS.match(text)
        first = month_as_day(months[1], last=False) if months else None
        last = month_as_day(months[2], last=True) if months else None
        if first is not None and last is not None and first <= last:
            return {"occupancy.lease_start": first, "occupancy.lease_end": last}
        return _half_open(text)
    return {"occupancy.lease_start": start, "occupancy.lease_end": end}


def _half_open(text: str) -> dict[str, Any]:
    """A lease of which one day is written: 2024.3.1 起, 2024.3.1 至今, 至 2026.2.28."""
    lasting = _LASTING.match(text)
    if lasting:
        start = parse_date(lasting[1])
        count = _NUMERALS.get(lasting[2]) or float(lasting[2])
        months = round(count * (12 if lasting[3] == "年" else 1)) + start.month - 1
        last = dt.date(start.year + months // 12, months % 12 + 1, 1) + dt.timedelta(days=start.day - 2)
        doubt = _("「{text}」推算到 {day}").format(text=text, day=last)
        return {"occupancy.lease_start": start, "occupancy.lease_end": last, _DOUBT: doubt}
    since = re.match(r"^(?:自|从)?\s*(.+?)\s*(?:起|开始|(?:-+|—+|~|至|到)\s*(?:今|长期|无固定期限|永久))(?:租)?$", text)
    if since:
        return {"occupancy.lease_start": parse_date(since[1])}
    alone = _ALONE.match(text)
    if alone is None:
        parse_range(text)
        raise UserError(_("看不出起止日期，写成 2023-03-01 至 2026-02-28 这样"))
    return {"occupancy.lease_end": plain.parse(_LEASE_END, alone[1])}


def _floor(raw: Cell) -> dict[str, Any]:
    text = as_typed(raw)
    floor = floor_of(text)
    both = place_of(text)
    if both.floor and both.room and not re.fullmatch(r"\d{3,4}", text.strip()):
        return {"unit.floor": both.floor[:20], "unit.room?": both.room[:40]}
    return {"unit.floor": floor[:20]}


def _place(raw: Cell) -> dict[str, Any]:
    floor, room = place_of(as_typed(raw))
    return {"place": (floor[:20], room[:40])}


def _address(raw: Cell) -> dict[str, Any]:
    """Building, floor and room out of a whole address: 汾阳路 1 号环贸广场 8 楼 805 室."""
    text = re.sub(r"\s", "", as_typed(raw))
    found = _ADDRESS.match(text)
    place = found["place"] if found else re.sub(r"^.*?(?:路|街|道|弄)\d+(?:弄\d+)?号", "", text)
    floor, room = place_of(place) if place else ("", "")
    given: dict[str, Any] = {"building?": found["building"]} if found else {}
    if floor or (found and room):
        given["place?"] = (floor[:20], room[:40])
    return given


_ADDRESS = re.compile(
    r"^(?:.*?(?:路|街|大道|弄|村)\d+(?:[-－]\d+)?(?:弄\d+)?号)?[（(]?"
    r"(?P<building>[^\d（(]{2,12}?(?:大厦|广场|中心|大楼|商厦|公寓|园区|产业园|国际|天地|公馆|商务楼|创意园)"
    r"(?:[一二三四五]期)?)[)）]?(?P<place>.*)$"
)


def consent_of(raw: Cell) -> dict[str, Any]:
    """Whether someone agreed, out of what a questionnaire or a person wrote; UserError for anything else."""
    text = re.sub(r"^[A-Za-z\d]\s*[.、:：]\s*", "", as_typed(raw).strip()).casefold()
    if text in {"false", "n", "no", "x", "×", "0"} or re.match(r"^(?:本人|我)?(?:不|否|拒|未|没|反对)", text):
        return {"consent": False}
    if text in {"true", "y", "yes", "1", "√", "✓", "✔", "☑"} or _AGREES.match(text):
        return {"consent": True}
    if "同意" in text and not re.search(r"不|未|拒", text):
        return {"consent": True}
    raise UserError(_("只认 同意 或 不同意"))


SPECIAL: Mapping[str, Callable[[Cell], dict[str, Any]]] = {
    "lease": _lease,
    "place": _place,
    "seat_address": _address,
    "unit.floor": _floor,
    "consent": consent_of,
}
GIVEN: Mapping[str, tuple[str, ...]] = {
    "lease": ("occupancy.lease_start", "occupancy.lease_end"),
    "place": ("unit.floor", "unit.room"),
    "seat_address": ("building", "place"),
    "unit.floor": ("unit.room",),
    "contact.phone": ("manager.phone", "party.phone", "legal.phone"),
}
"""The columns that a cell of a column may give a value for beside its own."""

_Reader = Callable[[str, str, Field, Cell, bool], Taken]
_READERS: Mapping[Kind, _Reader] = {
    Kind.PHONE: _phone,
    Kind.MOBILE: _phone,
    Kind.DATE: _day,
    Kind.PARTIAL_DATE: _month,
    Kind.CHOICE: _choice,
    Kind.FLAG: _flag,
    Kind.INTEGER: _number,
    Kind.DECIMAL: _number,
}

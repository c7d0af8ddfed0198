"""Cells that are as they should be, read at once; any other cell is left to `import_cells.take`.

What a quick reader takes, it takes exactly as `take` does and without a word of doubt: a property test holds
the two together.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from operator import mul
from typing import Any, NamedTuple

from louyu_desktop.exchange.book import Cell
from louyu_desktop.fields import Field, Kind
from louyu_desktop.rules.dates import FIRST_YEAR, LAST_YEAR, SHANGHAI
from louyu_desktop.rules.names import clean
from louyu_desktop.rules.numbers import read_decimal
from louyu_desktop.rules.values import warnings
from louyu_desktop.text import _

UNREAD: Any = object()
"""What a quick reader gives for a cell that needs a closer look."""

ODD: Any = object()
"""Stands for a cell that has something to say beside its value: its row is looked at closely."""

Quick = Callable[[Cell], Any]
Whole = Callable[[Sequence[str]], bool]

_SIGN = r"[\u4e00-\u9fffA-Za-z0-9]"
_WORDS_FORM = rf"{_SIGN}+(?:[（(]{_SIGN}+[)）])?{_SIGN}*"
_NAME_FORM = r"[\u4e00-\u9fff]{2,20}"
_MOBILE_FORM = r"1[3-9][0-9]{9}"
_CREDIT_FORM = r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}"
_WORDS = re.compile(_WORDS_FORM).fullmatch
_NAME = re.compile(_NAME_FORM).fullmatch
_MOBILE = re.compile(_MOBILE_FORM).fullmatch
_EMAIL = re.compile(r"[A-Za-z0-9._+-]{1,60}@[a-z0-9-]{1,60}(?:\.[a-z0-9-]{1,60}){1,3}").fullmatch
_CREDIT = re.compile(_CREDIT_FORM).fullmatch
_ALPHABET = b"0123456789ABCDEFGHJKLMNPQRTUWXY"
_VALUES = bytes(max(_ALPHABET.find(bytes((code,))), 0) for code in range(256))
_BASE_36 = bytes(int(chr(code), 36) if chr(code).isascii() and chr(code).isalnum() else 0 for code in range(256))
_WEIGHTS = (*(pow(3, place, 31) for place in range(17)), 1)
_ORGANISATION = (3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = b"0123456789X0"
_EMPTY_WORDS = frozenset({"暂无", "没有", "跳过", "未填写", "未作答", "同上", "同前", "同上行"})
_REMEMBERED = 20_000
_SHORTEST = 10
"""Texts shorter than this may be words that say nothing (undefined, 未填写, 无): they are looked at closely."""


def _text(field: Field) -> Quick:
    limit = min(field.max_length or 100, 100)

    def read(raw: Cell) -> Any:
        fits = type(raw) is str and _SHORTEST <= len(raw) <= limit and _WORDS(raw)
        return raw if fits else UNREAD

    return read


def _person(_field: Field) -> Quick:
    def read(raw: Cell) -> Any:
        return raw if type(raw) is str and _NAME(raw) and raw not in _EMPTY_WORDS else UNREAD

    return read


def _phone(_field: Field) -> Quick:
    def read(raw: Cell) -> Any:
        return raw if type(raw) is str and _MOBILE(raw) else UNREAD

    return read


def _email(_field: Field) -> Quick:
    def read(raw: Cell) -> Any:
        return raw if type(raw) is str and _EMAIL(raw) else UNREAD

    return read


def _credit(field: Field) -> Quick:
    said: list[str] = []

    def read(raw: Cell) -> Any:
        if type(raw) is not str or not _CREDIT(raw):
            return UNREAD
        code = raw.encode()
        if sum(map(mul, code.translate(_VALUES), _WEIGHTS)) % 31:
            return UNREAD
        if _is_organisation(code):
            return raw
        said[:] = said or warnings(field, raw)
        return Noted(raw, (f"{_(field.label)}：{said[0]}",))

    return read


def _is_organisation(code: bytes) -> bool:
    """Whether the organisation's number in a credit code has the right check digit."""
    total = sum(map(mul, code[8:16].translate(_BASE_36), _ORGANISATION))
    return bool(_CHECKS[11 - total % 11] == code[16])


def _integer(field: Field) -> Quick:
    least, most = field.minimum, field.maximum

    def read(raw: Cell) -> Any:
        if type(raw) is not float or not -1e9 < raw < 1e9 or not raw.is_integer():
            return UNREAD
        value = int(raw)
        fits = (least is None or value >= least) and (most is None or value <= most)
        return value if fits else UNREAD

    return read


def _decimal(field: Field) -> Quick:
    least, most, digits = field.minimum, field.maximum, field.digits

    def read(raw: Cell) -> Any:
        if type(raw) is not float or not -1e9 < raw < 1e9:
            return UNREAD
        value = read_decimal(raw, digits)
        fits = (least is None or value >= least) and (most is None or value <= most)
        return value if fits else UNREAD

    return read


def _day(_field: Field) -> Quick:
    def read(raw: Cell) -> Any:
        return raw if type(raw) is dt.date and FIRST_YEAR <= raw.year <= LAST_YEAR else UNREAD

    return read


_QUICK: dict[Kind, Callable[[Field], Quick]] = {
    Kind.TEXT: _text,
    Kind.ORGANISATION_NAME: _text,
    Kind.PERSON_NAME: _person,
    Kind.MOBILE: _phone,
    Kind.PHONE: _phone,
    Kind.EMAIL: _email,
    Kind.CREDIT_CODE: _credit,
    Kind.INTEGER: _integer,
    Kind.DECIMAL: _decimal,
    Kind.DATE: _day,
}


def quick(field: Field) -> Quick | None:
    """The quick reader for a field; None where every cell needs a close look."""
    return None if field.synonyms or field.kind not in _QUICK else _QUICK[field.kind](field)


def _lines(form: str) -> Whole:
    """Whether every cell has a form; a line that has it is not looked at in another way (`(?>`)."""
    fits = re.compile(rf"(?>{form}\n)*+").fullmatch

    def whole(cells: Sequence[str]) -> bool:
        joined = "\n".join([*cells, ""])
        return joined.count("\n") == len(cells) and fits(joined) is not None

    return whole


def _whole_text(field: Field) -> Whole:
    longest = min(field.max_length or 100, 100)
    if longest < _SHORTEST:
        return lambda _cells: False
    return _lines(rf"(?=[^\n]{{{_SHORTEST},{longest}}}\n){_WORDS_FORM}")


def _whole_names(_field: Field) -> Whole:
    fits = _lines(_NAME_FORM)
    return lambda cells: _EMPTY_WORDS.isdisjoint(cells) and fits(cells)


def _whole_codes(_field: Field) -> Whole:
    fits = _lines(_CREDIT_FORM)

    def whole(cells: Sequence[str]) -> bool:
        codes = [cell.encode() for cell in cells] if fits(cells) else []
        right = not any(sum(map(mul, code.translate(_VALUES), _WEIGHTS)) % 31 for code in codes)
        return bool(codes) and right and all(map(_is_organisation, codes))

    return whole


_WHOLE: dict[Kind, Callable[[Field], Whole]] = {
    Kind.TEXT: _whole_text,
    Kind.ORGANISATION_NAME: _whole_text,
    Kind.PERSON_NAME: _whole_names,
    Kind.MOBILE: lambda _field: _lines(_MOBILE_FORM),
    Kind.PHONE: lambda _field: _lines(_MOBILE_FORM),
    Kind.CREDIT_CODE: _whole_codes,
}


def whole(field: Field) -> Whole | None:
    """Whether `quick` takes every one of many texts as it stands; None where it does so with none."""
    return _WHOLE[field.kind](field) if quick(field) and field.kind in _WHOLE else None


_TEXTS = frozenset((Kind.TEXT, Kind.NOTE, Kind.ORGANISATION_NAME, Kind.PERSON_NAME, Kind.REFERENCE))


def as_is(field: Field, raw: Cell) -> Any:
    """The value of a cell that we wrote ourselves, to the last sign; UNREAD where somebody has changed its form."""
    if not isinstance(raw, str):
        return UNREAD
    if field.kind in _TEXTS:
        fits = raw == clean(raw, lines=field.kind is Kind.NOTE) and len(raw) <= (field.max_length or len(raw))
        return raw if fits else UNREAD
    if field.kind is Kind.CHOICE:
        return raw if raw in field.choices or (field.open_choices and raw == clean(raw)) else UNREAD
    if field.kind is Kind.CHOICES:
        parts = tuple(raw.split("、"))
        known = all(part in field.choices or (field.open_choices and part and part == clean(part)) for part in parts)
        return parts if known else UNREAD
    if field.kind is Kind.DATETIME:
        try:
            return dt.datetime.fromisoformat(raw).replace(tzinfo=SHANGHAI).astimezone(dt.UTC)
        except ValueError:
            return UNREAD
    return UNREAD


class Noted(NamedTuple):
    """A value that is taken with words of doubt."""

    value: Any
    words: tuple[str, ...]


class Several(dict[str, Any]):
    """The values that one cell gives for several columns."""


class CellMemo(dict[Cell, Any]):
    """What the cells of one column mean, each looked at once.

    `odd` once a cell needed its whole row, `several` once one gave values for several columns, or words of doubt.
    """

    def __init__(self, known: Quick | None, closely: Quick, whole: Whole | None = None) -> None:
        super().__init__({None: None})
        self.odd = False
        self.several = False
        self._quick = known
        self._whole = whole
        self._closely = closely

    def read(self, cells: Sequence[Cell]) -> list[Any]:
        """The values of many cells; True and 1 are one key of a dict, so flags are read apart.

        Texts that hardly come again are looked at together.
        """
        types = set(map(type, cells))
        if self._whole is not None and types == {str} and len(set(cells)) * 2 > len(cells):
            texts: Any = cells
            if self._whole(texts):
                return list(cells)
        if bool in types:
            return [self._look(cell) if type(cell) is bool else self[cell] for cell in cells]
        return list(map(self.__getitem__, cells))

    def __missing__(self, cell: Cell) -> Any:
        if len(self) > _REMEMBERED:
            self.clear()
        value = self._quick(cell) if self._quick else UNREAD
        if value is UNREAD:
            value = self._look(cell)
        self.several = self.several or type(value) is Noted
        self[cell] = value
        return value

    def _look(self, cell: Cell) -> Any:
        value = self._closely(cell)
        self.odd = self.odd or value is ODD
        self.several = self.several or isinstance(value, Several)
        return value

"""The signs by which a row of a table is no record, and a quick look for the rows that have none of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import chain, zip_longest

from louyu_desktop.exchange.book import Cell, is_blank

EXAMPLE = "示例（"
"""A row with a cell that begins so shows how to fill a template and is never read."""

TOTAL = re.compile(r"^(?:本页|本楼|本表|楼宇|各项|分)?(?:合计|总计|小计|共计|累计|总数|总和)(?:[:(数家人户名共].{0,16}|\d.{0,12})?$|^共\d+.{0,6}$")
COUNT = re.compile(r"^(?:共|计)?\d+(?:家|户|人|名|个|间)?(?:企业|单位|商户)?$")
NOTE = re.compile(
    r"^(?:注|备注|说明|填表说明|填报说明|附注|附|提示|来源|数据来源)\d*[:.、]|^[*※]|^注\d?[,，\s]|"
    r"^(?:填表人|填报人|制表人?|审核人?|经办人|负责人|统计人|联系人|填报单位|填表单位|制表单位|单位|日期|填报日期|填表日期|制表日期|盖章|第\d+页)[:(]|"
    r"^第\d+页|^以上|^以下空白$"
)
COLONS = str.maketrans({"：": ":", "（": "(", "）": ")", "，": ",", "＊": "*"})
HAS_DIGIT = re.compile(r"\d").search
_FIRST = "本楼各分合总小共累注备说填附提来数*※＊制审经办负统联单日盖第以示"
"""How a text begins that may be a total, a note or an example."""

_SUSPECT = re.compile(rf"\s*[{_FIRST}]").match
_SUSPECTED = frozenset((*_FIRST, *filter(str.isspace, map(chr, range(0x3001)))))

_UID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}").fullmatch
_AT_ONCE = 1000
Row = tuple[int, tuple[Cell, ...]]


def is_uid(cell: Cell) -> bool:
    """Whether a cell holds an identity as we write them beside our records."""
    return isinstance(cell, str) and bool(_UID(cell))


def surely_records(rows: Sequence[Row], keys: Collection[int], words: Collection[str]) -> Iterator[bool]:
    """For each row whether nothing in it hints at anything but a record; the others need a close look.

    Such a row names what it is about, has a number beside that, repeats no word of the headings and holds
    no text that begins like a total, a note or an example.
    """
    parts = (rows[start : start + _AT_ONCE] for start in range(0, len(rows), _AT_ONCE))
    return chain.from_iterable(_sure(part, keys, frozenset(words)) for part in parts)


def _sure(rows: Sequence[Row], keys: Collection[int], words: frozenset[str]) -> list[bool]:
    columns = list(zip_longest(*(row[1] for row in rows)))
    odd = [False] * len(rows)
    counted = [False] * len(rows)
    for index, column in enumerate(columns):
        texts = {cell for cell in column if type(cell) is str}
        suspected = filter(_SUSPECT, [text for text in texts if text[:1] in _SUSPECTED])
        strange = {text for text in suspected if _says_something_else(text)}
        if not words.isdisjoint(map(str.strip, texts)):
            strange.update(text for text in texts if text.strip() in words)
        if strange:
            odd = [before or cell in strange for before, cell in zip(odd, column, strict=True)]
        if index not in keys and not all(counted):
            digits = set(filter(HAS_DIGIT, texts))
            counted = [
                before or type(cell) is float or cell in digits for before, cell in zip(counted, column, strict=True)
            ]
    named = [False] * len(rows)
    for index in keys:
        if index < len(columns):
            named = [before or not is_blank(cell) for before, cell in zip(named, columns[index], strict=True)]
    return [name and count and not strange for name, count, strange in zip(named, counted, odd, strict=True)]


def _says_something_else(text: str) -> bool:
    compact = "".join(text.split()).translate(COLONS)
    return bool(TOTAL.match(compact) or NOTE.match(compact)) or text.strip().startswith(EXAMPLE)

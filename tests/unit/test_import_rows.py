"""Rows that are read when they are asked for are what they are when all are read first."""

from __future__ import annotations

from itertools import chain
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from louyu_desktop.exchange.book import Book, Cell, Sheet
from louyu_desktop.rules.roles import Role
from louyu_desktop.services import import_rows
from louyu_desktop.services.import_plan import Blank, Options
from louyu_desktop.services.import_propose import propose
from louyu_desktop.services.import_rows import Rows, read_source
from tests.bench.stations import credit_code

HEADINGS: tuple[Cell, ...] = ("企业名称", "统一社会信用代码", "楼宇", "室号", "联系人", "员工数")
NAMES = st.sampled_from(
    ["远帆贸易有限公司", "汾阳咨询有限公司 ", "（示例）", "小计", "同上", "", None, "A" * 120]
)
CODES = st.sampled_from(
    [credit_code(1), credit_code(2), f" {credit_code(3).lower()}", "91310104MA0000000X", "12", None]
)
PEOPLE = st.sampled_from(["周敏", "周敏 13800001111", "李想、王芳", "无", None])
CELLS = st.tuples(
    NAMES, CODES, st.sampled_from(["1号楼", "同上", None]), st.sampled_from(["301", "3楼", 301.0, None]), PEOPLE,
    st.sampled_from([12.0, "12人", "很多", None]),
)  # fmt: skip
LINES = st.lists(st.one_of(CELLS, st.just(("三层",))), min_size=1, max_size=12)


def rows_of(sheets: list[list[tuple[Cell, ...]]], options: Options) -> Rows:
    """The rows of a book with these lines below the headings."""
    found = tuple(
        Sheet(f"表{number}", visible=True, rows=tuple(enumerate([HEADINGS, *lines], start=1)))
        for number, lines in enumerate(sheets)
    )
    book = Book("台账.xlsx", "xlsx", found)
    return read_source(book, propose("enterprises", book, {}), options).rows


def told(rows: Rows) -> list[Any]:
    """All that was read."""
    return [(r.sheet, r.row, r.values, r.problems, r.warnings, r.continued, r.exact, r.beside) for r in rows]


@given(st.lists(LINES, min_size=1, max_size=3), st.lists(st.sampled_from(["name", "credit_code", "uid", "remark"])))
def test_columns_asked_for_before_the_rows_change_nothing(sheets: list[Any], asked: list[str]) -> None:
    """And what they say is what the rows say."""
    options = Options(Blank.KEEP, None, {("表0", 2, "name"): "改过的有限公司"}, {}, Role.ADMINISTRATOR)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(import_rows, "_AT_ONCE", 3)
        plain = rows_of(sheets, options)
        expected = told(plain)
        rows = rows_of(sheets, options)
        columns = {name: rows.values(name) for name in asked}
        assert told(rows) == expected
        for name, values in columns.items():
            assert values == [row.get(name) for row in rows] == rows.values(name)


@given(st.lists(LINES, min_size=1, max_size=3), st.data())
def test_rows_have_places(sheets: list[Any], data: st.DataObject) -> None:
    """As those of a list, over all sheets."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(import_rows, "_AT_ONCE", 2)
        rows = rows_of(sheets, Options(Blank.KEEP, None, {}, {}, Role.ADMINISTRATOR))
        found = list(rows)
        assert len(rows) == len(found)
        assert found == list(chain.from_iterable([row] for row in rows))
        places = data.draw(st.slices(len(found)))
        assert rows[places] == found[places]
        for place in range(-len(found), len(found)):
            assert rows[place] is found[place]
        with pytest.raises(IndexError):
            rows[len(found)]

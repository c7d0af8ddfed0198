"""Finding the table in an untidy sheet, and the clipboard."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from louyu_desktop.exchange.book import Cell, Sheet
from louyu_desktop.exchange.clipboard import clip, pasted
from louyu_desktop.exchange.headings import Heading, Matcher, Target, fold_heading
from louyu_desktop.exchange.ledger import carry_down, find_header, split

TARGETS = (
    Target("name", "企业名称", ("单位全称",), key=True),
    Target("building", "楼宇", carry=True),
    Target("phone", "联系电话", ("联系人电话",)),
    Target("contact", "联系人", ("联系人姓名",)),
    Target("people", "员工数"),
    Target("agreed", "是否同意", contained=("同意",)),
)


def sheet(*rows: tuple[Cell, ...], merged: tuple[tuple[int, int, int, int], ...] = ()) -> Sheet:
    return Sheet("表", True, tuple((n, row) for n, row in enumerate(rows, 1) if any(row)), merged)


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("姓 名", "姓名"), ("１、您的姓名：", "姓名"), ("*面积（㎡）", "面积"), ("一、单位\n名称", "单位名称"),
        ("Q3.请填写您的手机号", "手机号"), ("（必填）", "(必填)"), ("12345", "12345"),
    ],
)  # fmt: skip
def test_headings_fold(typed: str, folded: str) -> None:
    assert fold_heading(typed) == folded


def test_two_rows_of_headings_are_stacked_and_matched() -> None:
    found = sheet(
        ("2026 年企业情况", None, None, None),
        ("序号", "单位全称", "联系人", None),
        (None, None, "姓名", "电话"),
        (1.0, "甲公司", "张三", "63331234"),
        merged=((1, 1, 1, 4), (2, 1, 3, 1), (2, 2, 3, 2), (2, 3, 2, 4)),
    )
    matcher = Matcher(TARGETS)
    header = find_header(found, matcher)
    assert header is not None
    assert (header.first, header.last) == (2, 3)
    mapping = {i: name for i, (name, _sure) in matcher.match(header.headings).items()}
    assert mapping == {1: "name", 2: "contact", 3: "phone"}


def test_each_field_goes_to_one_column_and_strange_headings_to_none() -> None:
    headings = [Heading(i, t, (t,)) for i, t in enumerate(("企业名称", "企业性质", "单位全称", "您是否同意将信息用于活动？"))]
    matched = Matcher(TARGETS).match(headings)
    assert {i: name for i, (name, _sure) in matched.items()} == {0: "name", 3: "agreed"}


def test_what_is_no_row_is_left_out_with_its_reason() -> None:
    found = sheet(
        ("企业台账", None, None),
        ("序号", "企业名称", "员工数"),
        (1.0, "甲公司", 3.0),
        ("示例（导入时不读）", "示例公司", 1.0),
        ("序号", "企业名称", "员工数"),
        (2.0, None, None),
        (None, None, None),
        (3.0, "总计划咨询公司", 4.0),
        ("合计", None, 7.0),
        ("注：人数为全日制员工", None, None),
        ("制表人：张三", None, "审核：李四"),
    )
    header = find_header(found, Matcher(TARGETS))
    assert header is not None
    body = split(found, header, {1})
    assert [line.cell(1) for line in body.lines] == ["甲公司", "总计划咨询公司"]
    assert [(out.row, out.reason) for out in body.left_out] == [
        (1, "标题"), (4, "示例行"), (5, "重复的表头"), (6, "只有序号"), (7, "空行"), (9, "合计行"), (10, "说明文字"), (11, "说明文字"),
    ]  # fmt: skip


def test_vertical_merges_are_filled_and_sections_open_rows() -> None:
    found = sheet(
        ("楼宇", "企业名称", "员工数"),
        ("一期", "甲公司", 3.0),
        (None, "乙公司", 4.0),
        ("沿街商铺", None, None),
        (None, "丙店", 2.0),
        merged=((2, 1, 3, 1), (4, 1, 4, 3)),
    )
    header = find_header(found, Matcher(TARGETS))
    assert header is not None
    body = split(found, header, {1})
    assert [(line.cell(0), line.sections) for line in body.lines] == [("一期", ()), ("一期", ()), (None, ("沿街商铺",))]
    assert body.lines[1].filled == {0}


def test_a_group_written_once_is_carried_down_only_when_it_is_one() -> None:
    header = (("楼宇", "企业名称"),)
    once = sheet(*header, ("一期", "甲"), (None, "乙"), (None, "丙"), ("二期", "丁"), (None, "戊"))
    often = sheet(*header, ("一期", "甲"), ("一期", "乙"), (None, "丙"), ("二期", "丁"))
    for found, expected in ((once, ["一期", "一期", "一期", "二期", "二期"]), (often, ["一期", "一期", None, "二期"])):
        place = find_header(found, Matcher(TARGETS))
        assert place is not None
        lines = carry_down(split(found, place, {1}).lines, 0)
        assert [line.cell(0) for line in lines] == expected


def test_a_sheet_of_something_else_has_no_header() -> None:
    assert find_header(sheet(("会议纪要",), ("时间", "周一"), ("内容", "讨论")), Matcher(TARGETS)) is None


def test_the_clipboard_keeps_digits_as_text() -> None:
    block = clip(["代码", "备注"], [["310101199001010012", "=1+1"], ["a<b", "两\n行"]])
    assert block.text.split("\r\n")[1] == "310101199001010012\t'=1+1"
    assert "mso-number-format:'\\@'" in block.html
    assert "<td>a&lt;b</td><td>两<br>行</td>" in block.html
    assert pasted('甲\t乙\r\n"两\n行"\t\r\n\r\n') == (("甲", "乙"), ("两\n行", ""))


cells = st.text(st.sampled_from("甲乙=+-@'\"\t\n ,<&1"), max_size=8)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(cells, cells.map(lambda cell: f"乙{cell}")), min_size=1, max_size=5))
def test_what_is_copied_is_pasted_as_itself(rows: list[tuple[str, str]]) -> None:
    """Formulas, quotes, tabs and line ends included."""
    assert pasted(clip(["一", "二"], rows).text) == (("一", "二"), *rows)


def test_what_is_no_block_is_not_pasted() -> None:
    """A quote without an end, more than anybody copies, signs that no text has."""
    assert pasted('"' + "甲" * 200_000) == ()
    assert pasted("甲\t" * 5_000_000) == ()
    assert pasted("\x00\t\ud800\n") == (("\x00", "\ud800"),)

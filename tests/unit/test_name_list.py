"""Names out of pasted lists: what people in office towers post, and a hundred noisy lists by seed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from louyu_desktop.rules.mentions import Left, Mention, NameList
from louyu_desktop.rules.name_list import MOST_LINES, read_names
from tests.unit.noisy_lists import corpus, score

SHARE = 0.97
"""Of the names of the corpus that are to be read right; `tests/bench/s18_paste.py` has the figure."""


def only(text: str) -> Mention:
    """The one person whom a text names."""
    [one] = read_names(text).people
    return one


@pytest.mark.parametrize(
    ("line", "name", "unit"),
    [
        ("1. 张三", "张三", ""),
        ("1、张三", "张三", ""),
        ("①张三", "张三", ""),
        ("1️⃣张三", "张三", ""),
        ("🔟 张三", "张三", ""),
        ("(1)张三", "张三", ""),
        ("（12） 张三", "张三", ""),
        ("一、张三", "张三", ""),
        ("二十三、张三", "张三", ""),
        ("１．张三", "张三", ""),
        ("第3位：张三", "张三", ""),
        ("No.3 张三", "张三", ""),
        ("渤健-王芳", "王芳", "渤健"),
        ("王芳（渤健生物科技（上海）有限公司）", "王芳", "渤健生物科技（上海）有限公司"),
        ("3. 渤健生物科技魏伟", "魏伟", "渤健生物科技"),
        ("姓名：李敏 单位：卫材 电话：13800001111", "李敏", "卫材"),
        ("2. 施耐德电气 Tom Wang", "Tom Wang", "施耐德电气"),
        ("9. Lucy 陈", "Lucy 陈", ""),
        ("6. 迪丽热巴·艾尔肯", "迪丽热巴·艾尔肯", ""),
        ("7. 欧阳娜娜", "欧阳娜娜", ""),
        ("8. 王㐂", "王㐂", ""),
        ("8. 陈𠮷", "陈𠮷", ""),
        ("8. 李䶮 渤健", "李䶮", "渤健"),
        ("王芳🌸🌸", "王芳", ""),
        ("@王芳", "王芳", ""),
        ("邓　伟", "邓伟", ""),
        ("6. 替赵敏报名", "赵敏", ""),
        ("6. 赵敏（同事代报）", "赵敏", ""),
        ("7. 我和刘洋", "刘洋", ""),
        ("8. 张三→李四", "李四", ""),
        ("8. ~~张三~~ 李四", "李四", ""),
        ("9. 陈晨老师", "陈晨", ""),
        ("10. 王芳 素食", "王芳", ""),
        ("10. 王芳，晚到10分钟", "王芳", ""),
        ("11. 王芳（女）", "王芳", ""),
        ("12. 王芳 已付款", "王芳", ""),
        ("13. 吴晓梅 行政部 18F", "吴晓梅", ""),
    ],
)
def test_a_line(line: str, name: str, unit: str) -> None:
    one = only(line)
    assert (one.name, one.unit) == (name, unit)


@pytest.mark.parametrize(
    ("line", "companions"),
    [
        ("王芳+1", ("",)),
        ("王芳 ＋2", ("", "")),
        ("李雷 带一人", ("",)),
        ("李雷（带1人）", ("",)),
        ("李雷 带孩子1名", ("",)),
        ("带孩子1名 郭晶晶", ("",)),
        ("李雷 携家属", ("",)),
        ("李雷 带李四", ("李四",)),
        ("李雷 和同事张敏", ("张敏",)),
        ("王芳 2人", ("",)),
        ("王芳 1大1小", ("",)),
        ("王芳 一家三口", ("", "")),
        ("李和平", ()),
        ("12. 王芳", ()),
    ],
)
def test_companions(line: str, companions: tuple[str, ...]) -> None:
    assert only(line).companions == companions


def test_phones_and_their_tails() -> None:
    assert only("张三（亿滋）13800001234").mobile == "13800001234"
    assert only("张三 138 0000 1234").mobile == "13800001234"
    assert only("张三 +86 138-0000-1234").mobile == "13800001234"
    assert only("张三 １３８００００１２３４").mobile == "13800001234"
    assert only("张三 尾号8899").tail == "8899"
    assert only("张三 138****8899").tail == "8899"


@pytest.mark.parametrize(
    "line",
    [
        "4. 取消",
        "5. (已取消)陈晨",
        "6. ~~张三~~",
        "7. 张三 退出",
        "8. 秦\u0336伟\u0336国\u0336",
        "~~9. 王芳 渤健~~",
        "王芳取消报名",
    ],
)
def test_crossed_out(line: str) -> None:
    found = read_names(line)
    assert not found.people
    assert [one.why for one in found.others] == [Left.WITHDRAWN]


@pytest.mark.parametrize(
    "line",
    [
        "#接龙", "#接龙 11月24日下午茶", "参加人员：", "共 23 人", "目前23人，还有名额", "白领午间课堂·插花\n1. 王芳",
        "收到", "谢谢老师", "还有名额吗？", "“周敏”撤回了一条消息", "https://docs.qq.com/form/abc", "联系人：周敏 13800001111",
        "【上午场】", "——以下候补——", "姓名 单位 电话",
    ],
)  # fmt: skip
def test_what_names_nobody(line: str) -> None:
    assert "王芳" in {"王芳", *(one.name for one in read_names(line).people)}
    assert {one.name for one in read_names(line).people} <= {"王芳"}


def test_an_example_is_nobody() -> None:
    found = read_names("#接龙\n例 张三 XX公司\n1. 王芳")
    assert [one.name for one in found.people] == ["王芳"]
    assert Left.EXAMPLE in {one.why for one in found.others}


def test_the_whole_chain_again_and_again() -> None:
    text = "#接龙 下午茶\n1. 王芳\n2. 李雷\n#接龙 下午茶\n1. 王芳\n2. 取消\n3. 陈晨 渤健"
    assert _names(read_names(text)) == ["王芳", "陈晨"]


def test_who_was_withdrawn_and_comes_after_all() -> None:
    assert _names(read_names("1. 王芳\n2. 王芳取消\n3. 王芳")) == ["王芳"]


def test_same_names_are_told_apart_by_unit_and_phone() -> None:
    found = read_names("1. 王芳（渤健）\n2. 王芳（亿滋）\n3. 王芳 渤健").people
    assert [one.unit for one in found] == ["渤健", "亿滋"]
    assert len(read_names("王芳 13800000001\n王芳 13800000002").people) == 2


def test_two_numbers_of_one_chain_are_two_people_until_somebody_has_looked() -> None:
    assert len(read_names("1. 王芳\n2. 李雷\n3. 王芳 渤健").people) == 3
    assert len(read_names("1. 王芳\n2. 李雷\n3. 王芳").people) == 2
    assert len(read_names("1. 王芳\n2. 李雷\n1. 王芳 渤健\n2. 李雷").people) == 2
    assert _names(read_names("1. 王芳（渤健）\n2. 王芳（亿滋）\n3. 王芳（亿滋）取消")) == ["王芳"]


def test_all_in_one_line() -> None:
    for text in ("张三、李四、王五", "张三 李四 王五", "张三，李四，王五", "张三/李四/王五"):
        assert _names(read_names(text)) == ["张三", "李四", "王五"]


def test_a_table_with_heads() -> None:
    [one, other] = read_names("序号\t姓名\t单位\t联系电话\n1\t高盛\t渤健\t13800000001\n2\t李四\t亿滋\t").people
    assert (one.name, one.unit, one.mobile) == ("高盛", "渤健", "13800000001")
    assert (other.name, other.unit) == ("李四", "亿滋")


def test_a_chat_with_senders() -> None:
    text = "周敏 11-20 12:03:\n报名\n王芳 11-20 12:05:\n我和刘洋"
    assert _names(read_names(text)) == ["周敏", "王芳", "刘洋"]


def test_a_record_over_three_lines() -> None:
    [one] = read_names("姓名：王芳\n单位：渤健\n手机：13800000001").people
    assert (one.name, one.unit, one.mobile) == ("王芳", "渤健", "13800000001")


def test_a_firm_that_looks_like_a_name() -> None:
    assert _names(read_names("高盛 王强", lambda word: word == "高盛")) == ["王强"]


def test_a_nickname_says_so() -> None:
    one = only("渤健-小王")
    assert (one.name, one.unit, one.nickname) == ("小王", "渤健", True)


def test_every_line_is_accounted_for() -> None:
    text = "#接龙\n例 张三\n1. 王芳\n2. 取消\n3. 王芳\n\n共 2 人"
    found = read_names(text)
    lines = {one.line for one in found.people} | {one.line for one in found.others}
    assert lines == {1, 2, 3, 4, 5, 7}


def test_far_too_much() -> None:
    assert len(read_names("\n".join(f"{n}. 王{chr(0x4E00 + n)}" for n in range(MOST_LINES + 10))).people) <= MOST_LINES


@settings(max_examples=150, deadline=None)
@given(
    st.text(
        alphabet=st.one_of(
            st.characters(), st.sampled_from("王芳李+1、.()（）\n\t~-取消接龙公司12①\u0336\ufe0f\u20e3·")
        ),
        max_size=120,
    )
)
def test_any_text_at_all(text: str) -> None:
    found = read_names(text)
    assert all(one.name.strip() and len(one.companions) <= 60 for one in found.people)


def test_a_hundred_noisy_lists() -> None:
    lists = corpus()
    found = score(lists, [read_names(one.text).people for one in lists])
    assert found.share >= SHARE, (found.missed, found.extra)


def _names(found: NameList) -> list[str]:
    return [one.name for one in found.people]

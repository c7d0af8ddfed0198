"""Names are kept as typed and matched by folded keys."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from louyu_desktop.rules import names


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("朱　欣", "朱欣"),
        ("姓 名", "姓名"),
        ("Ａｎｎａ　Ｌｅｅ", "anna lee"),
        ("阿依古丽·买买提", "阿依古丽•买买提"),
        ("阿依古丽・买买提", "阿依古丽‧买买提"),
        ("李\u200b明\ufeff", "李明"),
        ("⼀⼆", "一二"),
        ("Jean–Luc", "Jean-Luc"),
        ("Straße", "STRASSE"),
        ("葛\U000e0100城", "葛城"),
    ],
)
def test_names_that_look_alike_fold_alike(one: str, other: str) -> None:
    assert names.fold_name(one) == names.fold_name(other)


@pytest.mark.parametrize(
    ("one", "other"), [("张三", "张叁"), ("王伟", "王炜"), ("1.2号楼", "12号楼"), ("𠮷田", "吉田")]
)
def test_different_names_stay_different(one: str, other: str) -> None:
    assert names.fold_name(one) != names.fold_name(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("远舟（上海）投资管理有限公司", "远舟(上海)投资管理有限公司"),
        ("远舟〔上海〕投资管理有限公司", "远舟【上海】投资管理有限公司"),
        ("上海云杉有限责任公司", "上海云杉有限公司"),
        ("Louyu Trading Co., Ltd.", "LOUYU TRADING CO LTD"),
        ("Louyu Company Limited", "Louyu Co.,Ltd"),
        ("上海“同心”会计师事务所", "上海同心会计师事务所"),
    ],
)
def test_organisations_that_are_the_same_fold_alike(one: str, other: str) -> None:
    assert names.fold_organisation(one) == names.fold_organisation(other)


def test_legal_forms_that_differ_stay_different() -> None:
    assert names.fold_organisation("云杉股份有限公司") != names.fold_organisation("云杉有限公司")
    assert names.fold_organisation("（）") == names.fold_name("（）")


@given(st.text())
@example("E:¯")
def test_folding_a_key_changes_nothing(text: str) -> None:
    for fold in (names.fold_name, names.fold_organisation):
        assert fold(fold(text)) == fold(text)


@given(
    st.text(alphabet=st.characters(codec="utf-8")), st.sampled_from(" \u3000\u200b\u00a0\t\u2009"), st.integers(0, 20)
)
def test_spaces_never_make_another_name(text: str, space: str, place: int) -> None:
    spaced = text[:place] + space + text[place:]
    if names.fold_name(text[:place]) + names.fold_name(text[place:]) == names.fold_name(text):
        assert names.fold_name(spaced) == names.fold_name(text)


def test_clean_keeps_what_was_typed() -> None:
    assert names.clean("  上海 A\u200b座\t（一期） ") == "上海 A座 （一期）"
    assert names.clean("一\r\n二\r三") == "一 二 三"
    assert names.clean("一 \r\n二\x00\n", lines=True) == "一\n二"
    assert names.clean("𠮷㐂䶮\ud800") == "𠮷㐂䶮"


@given(st.text())
def test_clean_is_stable_and_can_be_stored(text: str) -> None:
    for lines in (False, True):
        once = names.clean(text, lines=lines)
        assert names.clean(once, lines=lines) == once
        once.encode("utf-8")


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("张伟", ("张", "伟")),
        ("令狐刚", ("令狐", "刚")),
        ("欧阳曦超", ("欧阳", "曦超")),
        ("东方", ("东", "方")),
        ("韦　杰", ("韦", "杰")),
        ("张", ("张", "")),
        ("", ("", "")),
    ],
)
def test_surname_and_given_name(name: str, parts: tuple[str, str]) -> None:
    assert names.split_name(name) == parts


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("远舟（上海）投资管理有限公司", "远舟投资管理"),
        ("上海海派合力食品股份有限公司", "海派合力食品"),
        ("上海有限公司", "上海"),
        ("某国驻上海总领事馆", "某国驻上海总领事馆"),
    ],
)
def test_short_names_of_organisations(name: str, short: str) -> None:
    assert names.short_organisation(name) == short

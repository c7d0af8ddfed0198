"""Pinyin: surnames read as surnames, every reading found, one table per machine."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from louyu_desktop.rules import names, pinyin, pinyin_table


@pytest.fixture
def fresh_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("LOUYU_CACHE", str(tmp_path))
    pinyin_table.table.cache_clear()
    yield tmp_path
    pinyin_table.table.cache_clear()


@pytest.mark.parametrize(
    ("name", "reading"),
    [
        ("单明", "shanming"),
        ("仇明", "qiuming"),
        ("解明", "xieming"),
        ("区明", "ouming"),
        ("盖明", "geming"),
        ("查明", "zhaming"),
        ("曾明", "zengming"),
        ("翟明", "zhaiming"),
        ("朴明", "piaoming"),
        ("尉迟明", "yuchiming"),
        ("万俟明", "moqiming"),
        ("长孙明", "zhangsunming"),
        ("令狐明", "linghuming"),
        ("缪明", "miaoming"),
        ("乐明", "yueming"),
        ("覃明", "qinming"),
        ("覃明", "tanming"),
        ("尹明", "yinming"),
        ("纪明", "jiming"),
        ("任明", "renming"),
        ("华明", "huaming"),
        ("宁明", "ningming"),
        ("应明", "yingming"),
        ("燕明", "yanming"),
        ("能明", "naiming"),
        ("那明", "naming"),
        ("员明", "yunming"),
        ("折明", "sheming"),
        ("召明", "shaoming"),
        ("逄明", "pangming"),
        ("种明", "chongming"),
        ("黑明", "heming"),
        ("秘明", "biming"),
        ("繁明", "poming"),
        ("洗明", "xianming"),
        ("冼明", "xianming"),
        ("晁明", "chaoming"),
        ("牟明", "muming"),
        ("牟明", "mouming"),
        ("佴明", "naiming"),
        ("谌明", "chenming"),
        ("郗明", "ximing"),
        ("郗明", "chiming"),
        ("郇明", "xunming"),
        ("郇明", "huanming"),
        ("隗明", "weiming"),
        ("隗明", "kuiming"),
        ("阚明", "kanming"),
        ("沈明", "shenming"),
        ("贾明", "jiaming"),
        ("吕明", "lvming"),
        ("吕明", "luming"),
    ],
)
def test_surnames_are_found_as_they_are_spoken(name: str, reading: str) -> None:
    assert reading in pinyin.readings(name, person=True)


@pytest.mark.parametrize(
    ("names", "ordered"),
    [
        (["郑一", "单一", "安一", "仇一", "解一", "曾一"], ["安一", "仇一", "单一", "解一", "曾一", "郑一"]),
        (["张三", "章一", "张一", "赵一"], ["张三", "张一", "章一", "赵一"]),
        (["朱鑫", "朱　欣", "朱雨", "朱新"], ["朱新", "朱　欣", "朱鑫", "朱雨"]),
        (["区浩", "欧阳浩", "潘浩", "牛浩"], ["牛浩", "区浩", "欧阳浩", "潘浩"]),
        (["王伟", "Zoe", "3号", "Anna"], ["3号", "Anna", "Zoe", "王伟"]),
    ],
)
def test_people_sort_by_pinyin_and_stay_together_by_surname(names: list[str], ordered: list[str]) -> None:
    assert sorted(names, key=lambda name: pinyin.sort_key(name, person=True)) == ordered


def test_words_sort_by_their_right_reading_and_numbers_by_value() -> None:
    assert sorted(["重庆大厦", "中心", "陈家", "厦门路"], key=pinyin.sort_key) == ["陈家", "重庆大厦", "厦门路", "中心"]
    assert sorted(["10号楼", "2号楼", "A座", "1号楼"], key=pinyin.sort_key) == ["1号楼", "2号楼", "10号楼", "A座"]
    assert sorted(["绿地", "路通", "乱石", "吕氏"], key=pinyin.sort_key) == ["路通", "吕氏", "绿地", "乱石"]


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("重庆", "cq"),
        ("厦门", "xm"),
        ("长江", "cj"),
        ("银行", "yh"),
        ("会计", "kj"),
        ("音乐", "yy"),
        ("环贸广场", "hmgc"),
        ("SOHO中心", "sohozx"),
        ("1号楼", "1hl"),
        ("拉夏贝尔（上海）", "lxbesh"),
    ],
)
def test_words_are_found_by_initials(text: str, typed: str) -> None:
    assert typed in pinyin.initials(text)


def test_words_are_found_in_full() -> None:
    assert pinyin.readings("重庆") == {"chongqing", "zhongqing"}
    assert pinyin.initials("银行") == {"yh", "yx"}
    assert "yinhang" in pinyin.readings("银行")


def test_a_text_of_many_readings_has_a_cap_and_keeps_the_commonest() -> None:
    text = "重行长乐" * 6
    assert len(pinyin.readings(text)) <= pinyin.MOST
    assert len(pinyin.syllables(text)) == len(text)


def test_every_standard_character_has_a_reading(data: Path) -> None:
    known = pinyin_table.table().readings
    standard = (data / "standard_characters_8105.tsv").read_text(encoding="utf-8").splitlines()
    assert [line for line in standard if line.split("\t")[1] not in known] == []
    for character in "㐂䶮𠮷𬱖𬭎𫖮𫖯㛃璟堃喆玥翀犇骉祎":
        assert known[character]
    assert pinyin.initials("张䶮", person=True) == {"zy"}


def test_characters_without_reading_sort_last_and_do_no_harm() -> None:
    unknown = "\U00031000"
    assert pinyin.initials(f"王{unknown}", person=True) == {"w"}
    assert pinyin.sort_key(f"王{unknown}", person=True) > pinyin.sort_key("王座", person=True)


@given(st.text(max_size=40), st.booleans())
def test_any_text_has_a_key_and_readings(text: str, person: bool) -> None:
    key = pinyin.sort_key(text, person)
    assert "\x00" not in key
    assert all(one.isascii() for one in pinyin.initials(text, person) | pinyin.readings(text, person))
    assert pinyin.sort_key(f" {text}\u3000", person) == key


@given(st.lists(st.text(max_size=12) | st.text("上海重庆银行长城A1 10(（）)\n", max_size=12), max_size=8))
def test_many_texts_have_the_keys_that_each_has(texts: list[str]) -> None:
    assert pinyin.sort_keys(texts) == list(map(pinyin.sort_key, texts))
    assert names.fold_names(texts) == list(map(names.fold_name, texts))
    assert names.fold_organisations(texts) == list(map(names.fold_organisation, texts))


@given(st.lists(st.text("环贸集团有限责任公司股份&-· (（）)aA1", max_size=14), max_size=6))
def test_many_organisations_have_the_keys_that_each_has(texts: list[str]) -> None:
    assert names.fold_organisations(texts) == list(map(names.fold_organisation, texts))


def test_the_table_is_made_once_and_read_again(fresh_cache: Path) -> None:
    made = pinyin_table.table()
    file = fresh_cache / f"pinyin-{pinyin_table.EDITION}.json"
    assert [entry.name for entry in fresh_cache.iterdir()] == [file.name]
    pinyin_table.table.cache_clear()
    assert pinyin_table.table() == made


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"edition": 0, "readings": {}}', b"\xff\xfe"])
def test_a_damaged_table_is_made_anew(fresh_cache: Path, content: bytes) -> None:
    file = fresh_cache / f"pinyin-{pinyin_table.EDITION}.json"
    file.write_bytes(content)
    assert pinyin_table.table().readings["单"].startswith("dan1")
    assert json.loads(file.read_bytes())["edition"] == pinyin_table.EDITION


def test_a_cache_that_is_no_folder_is_only_slower(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    monkeypatch.setenv("LOUYU_CACHE", str(blocked / "cache"))
    pinyin_table.table.cache_clear()
    try:
        assert pinyin_table.table().words["重庆"] == "chong2 qing4"
    finally:
        pinyin_table.table.cache_clear()


def test_pypinyin_is_imported_neither_at_start_nor_with_a_table(fresh_cache: Path) -> None:
    pinyin_table.table()
    script = (
        "import sys; from louyu_desktop.rules.pinyin import sort_key;sort_key('重庆'); print('pypinyin' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"
    assert fresh_cache.is_dir()


def test_two_programs_may_make_the_table_at_once(fresh_cache: Path) -> None:
    script = "from louyu_desktop.rules.pinyin import sort_key; print(ascii(sort_key('重庆')))"
    running = [subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) for _ in range(2)]
    answers = {child.communicate(timeout=60)[0].strip() for child in running}
    assert answers == {ascii(pinyin.sort_key("重庆"))}
    assert [entry.name for entry in fresh_cache.iterdir()] == [f"pinyin-{pinyin_table.EDITION}.json"]

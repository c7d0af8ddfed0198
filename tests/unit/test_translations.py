"""The English catalogue: whole, with the same places to fill in, and really spoken."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from louyu_desktop import text
from louyu_desktop.fields import Entity
from louyu_desktop.rules.day_words import day_words
from louyu_desktop.services import ledgers
from tools.catalogue import places

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "resources" / "translations" / "en" / "LC_MESSAGES" / "louyu.po"
CHINESE = re.compile(r"[\u3400-\u9fff，。：；？「」（）]")
QUOTED = {
    "片区、街区、网格、商圈",
    "首席联络员、楼长、第二楼长、服务管家",
    "各区叫法不同：楼事会、楼务会、楼宇治理议事会、楼委会",
    "#接龙\n例 姓名 单位\n1. 王芳 渤健\n2. 李雷+1\n…",
    "一行一个：是否用餐（是/否）",
    "一行一件：提前 3 天\u3000发通知\u3000何俊杰",
    "提前 3 天 发通知",
    "大家怎么叫它，如：落户、居转户；照这些字和拼音都能找到",
    "写姓名或名单里的序号，如：1-3、8、王芳；空着就是所有人",
    "名单里没有「{word}」。写姓名或序号，如：1-3、8、王芳",
    "站点服务哪几幢楼？写上名字，导入企业台账时就认得「环贸一期 23 层」说的是哪一幢。",
    "从中国政府网「部分节假日安排的通知」复制「一、元旦」到最后一个节日的几行",
    "没有认出节日。要连同「一、元旦：」这样的开头一起粘贴",
    "一、元旦：1月1日（周五）至3日（周日）放假，共3天。\n二、春节：……",
}
"""What is read in Chinese is shown in Chinese: words of districts, lines that are pasted, names of people."""


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    with SOURCE.open("rb") as file:
        return read_po(file, locale="en")


@pytest.fixture
def english(catalogue: Catalog, tmp_path: Path) -> Iterator[None]:
    """The program speaks English out of a catalogue compiled for this test."""
    target = tmp_path / "en" / "LC_MESSAGES" / "louyu.mo"
    target.parent.mkdir(parents=True)
    with target.open("wb") as file:
        write_mo(file, catalogue)
    text.use_language("en", tmp_path)
    ledgers.targets_of.cache_clear()
    yield
    text.use_language("zh_CN")
    ledgers.targets_of.cache_clear()


def test_every_sentence_is_translated(catalogue: Catalog) -> None:
    assert len(catalogue) > 1000
    assert [message.id for message in catalogue if message.id and not message.string] == []
    assert [message.id for message in catalogue if message.id and message.fuzzy] == []


def test_places_to_fill_in_agree(catalogue: Catalog) -> None:
    differing = [m.id for m in catalogue if m.id and places(str(m.id)) != places(str(m.string))]
    assert differing == []


def test_no_place_is_invented(catalogue: Catalog) -> None:
    place = re.compile(r"\{\w*")
    invented = [m.id for m in catalogue if m.id and set(place.findall(str(m.string))) - set(place.findall(str(m.id)))]
    assert invented == []


def test_only_words_that_are_read_in_chinese_stay_chinese(catalogue: Catalog) -> None:
    assert {str(m.id) for m in catalogue if m.id and CHINESE.search(str(m.string))} == QUOTED


def test_endings_that_promise_more_are_kept(catalogue: Catalog) -> None:
    pairs = [(str(m.id), str(m.string)) for m in catalogue if m.id]
    assert [chinese for chinese, spoken in pairs if chinese.endswith("…") != spoken.endswith("…")] == []
    assert [chinese for chinese, spoken in pairs if chinese.endswith("：") != spoken.endswith(":")] == []


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("chinese", "spoken"),
    [
        ("保存", "Save"),
        ("来客视图", "Guest view"),
        ("打印签到表", "Print sign-in sheet"),
        ("没有可以撤销的操作", "There is nothing to undo"),
        ("它们会进回收站，90 天内可以恢复。", "They go to the bin and can be restored for 90 days."),
        ("没有编号为 {id} 的活动", "There is no activity with number {id}"),
    ],
)
def test_english_is_spoken(chinese: str, spoken: str) -> None:
    assert text._(chinese) == spoken


@pytest.mark.usefixtures("english")
def test_days_and_counts_are_spoken() -> None:
    assert day_words(dt.date(2026, 11, 27), dt.date(2026, 11, 20)) == "11-27 Fri"
    assert text._(Entity(kind="things", label="").counter) == "records"


@pytest.mark.usefixtures("english")
def test_chinese_ledgers_are_still_read_in_english() -> None:
    known = {target.name: (target.label, *target.aliases) for target in ledgers.targets_of("enterprises")}
    assert known["name"][:2] == ("Name", "企业名称")
    assert known["credit_code"][:2] == ("Credit code", "统一社会信用代码")


def test_chinese_needs_no_catalogue() -> None:
    text.use_language("zh_CN")
    assert text._("保存") == "保存"

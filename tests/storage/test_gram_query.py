"""Whatever a text holds, it has the grams that a query asks for; and no more grams than it needs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
import sqlcipher3
from hypothesis import example, given, settings
from hypothesis import strategies as st

from louyu_desktop.rules.pinyin import every_syllable, spelled
from louyu_desktop.storage.gram_query import expression
from louyu_desktop.storage.grams import fold, place_mark, placed_grams, reads

SIGNS = "重庆长行单仇解尉迟万俟欧阳东方绿女略西安先阿额嗯哦饿儿环贸花安宁乐aenhg〇ア한é8"
"""Several readings, surnames, ü, what may be cut in several ways, syllables of one letter, Latin letters, none."""

TEXTS = st.text(st.sampled_from(SIGNS) | st.characters(codec="utf-8", categories=["Lo", "Ll", "Nd"]), max_size=10)


@pytest.fixture(scope="module")
def index() -> Iterator[Any]:
    with closing(sqlcipher3.connect(":memory:", isolation_level=None)) as connection:
        connection.execute("CREATE VIRTUAL TABLE t USING fts5(g, tokenize='ascii', detail=none)")
        yield connection


def _asks_for(index: Any, folded: str, term: str) -> bool:
    """Whether the grams of a text are what is asked for."""
    index.execute("DELETE FROM t")
    index.execute("INSERT INTO t VALUES (?)", (placed_grams("people", title=True)[folded],))
    match = expression(term, place_mark("people", title=True))
    return bool(index.execute("SELECT count(*) FROM t WHERE t MATCH ?", (match,)).fetchone()[0])


@st.composite
def _typed(draw: st.DrawFn, folded: str) -> str:
    """A part of a text as somebody may type it: in full, the last syllable perhaps begun, or by initials."""
    start = draw(st.integers(0, max(len(folded) - 1, 0)))
    readings = [options for options in spelled(folded)[start : start + draw(st.integers(1, 10))] if options]
    syllables = [draw(st.sampled_from(options)) for options in readings]
    if draw(st.booleans()):
        return "".join(syllable[0] for syllable in syllables)
    whole = "".join(syllables)
    return whole[: draw(st.integers(1, len(whole)))] if whole else ""


@settings(deadline=None, max_examples=400)
@given(TEXTS.map(fold), st.data())
def test_what_is_read_is_asked_for(index: Any, folded: str, data: st.DataObject) -> None:
    """Also what is read in another way than it was meant."""
    term = data.draw(_typed(folded) | st.text("aeghinouxv8", min_size=1, max_size=8))
    if term and (term in folded or reads(folded, term)):
        assert _asks_for(index, folded, term)


@settings(deadline=None)
@given(st.lists(st.sampled_from("阿安昂额恩儿嗯那南囊哦"), min_size=1, max_size=30).map("".join), st.data())
@example("嗯阿" * 15, None)
def test_however_many_ways_there_are_to_cut_it(index: Any, name: str, data: st.DataObject | None) -> None:
    syllables = [data.draw(st.sampled_from(options)) if data else options[0] for options in spelled(name)]
    assert _asks_for(index, name, "".join(syllables))


def test_every_beginning_of_every_syllable_is_asked_for(index: Any) -> None:
    """Alone, and behind another one."""
    mark = place_mark("people", title=True)
    for syllable in every_syllable():
        index.execute("DELETE FROM t")
        grams = f"{mark}y{syllable} {mark}i{syllable[0]} {mark}yhai {mark}ih{syllable[0]}"
        index.execute("INSERT INTO t VALUES (?)", (grams,))
        for typed in (before + syllable[:size] for size in range(1, len(syllable) + 1) for before in ("", "hai")):
            match = expression(typed, mark)
            assert index.execute("SELECT count(*) FROM t WHERE t MATCH ?", (match,)).fetchone() == (1,), typed


@pytest.mark.parametrize(
    ("name", "typed", "hit"),
    [
        ("绿地", "lvd", True), ("绿地", "lud", True), ("西安", "xian", True), ("先生", "xian", True), ("单雄信", "shanx", True),
        ("川贸", "huanm", False), ("环球贸易", "huanmao", False), ("欢马", "huanmao", False), ("环b贸", "huanbm", True),
        ("尉迟恭", "yuchig", True), ("万俟恭", "moqig", True), ("恭万俟", "moqi", False), ("嗯阿", "na", True),
    ],
)  # fmt: skip
def test_syllables_tell_apart(index: Any, name: str, typed: str, hit: bool) -> None:
    assert _asks_for(index, name, typed) is hit


def test_a_name_gives_few_grams() -> None:
    """Half of what an import writes is written for them."""
    given = [placed_grams("enterprises", title=True)[name].split() for name in (
        "上海远帆川恒管理咨询有限公司", "上海青屿景通教育科技有限公司", "上海蓝鲸智源健身服务有限公司"
    )]  # fmt: skip
    assert max(len(set(grams)) for grams in given) <= 60
    assert not any(gram[3] == "p" for grams in given for gram in grams)

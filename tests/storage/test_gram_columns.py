"""The grams of whole columns, the folding of many texts and identities that cross a boundary."""

from __future__ import annotations

import uuid

from hypothesis import given, settings
from hypothesis import strategies as st

from louyu_desktop.remembered import Remembered
from louyu_desktop.storage import uids
from louyu_desktop.storage.gram_columns import grams_of
from louyu_desktop.storage.grams import fold, fold_all, placed_grams

SIGNS = "（）(重庆单尉迟万俟上海环贸有限公司儿欧阿额女绿翟aXz09〇ü½Σςß㍿한\u0301\n ·一"
TEXTS = st.text(st.sampled_from(SIGNS) | st.characters(codec="utf-8"), max_size=12)
PLAIN = st.lists(st.text("0123456789aamz", max_size=20), max_size=6)
NUMBERS = st.integers(1, 20).flatmap(lambda size: st.lists(st.text("0123456789", min_size=size, max_size=size)))


@given(st.lists(TEXTS, max_size=6))
def test_many_texts_fold_as_each_does(texts: list[str]) -> None:
    assert fold_all(texts) == list(map(fold, texts))


@settings(deadline=None)  # the table of readings is read once
@given(st.lists(TEXTS.map(fold), max_size=6) | PLAIN | NUMBERS, st.booleans())
def test_a_column_has_the_grams_of_its_texts(texts: list[str], title: bool) -> None:
    placed = placed_grams("people", title=title)
    found = [one.decode() for one in grams_of(texts, "people", title=title)]
    assert list(map(_grams, found)) == [_grams(placed[text]) for text in texts]


def _grams(text: str) -> set[str]:
    return set(text.split(" "))


def test_what_a_surname_or_latin_letters_change_is_cut_for_itself() -> None:
    found = grams_of(["尉迟恭", "环贸", "环b贸"], "people", title=True)
    read = [{gram[3:] for gram in _grams(one.decode())} for one in found]
    assert [{"yyu", "ichg", "ihm", "phua", "pnbm"} & grams for grams in read] == [{"yyu"}, {"ihm"}, {"phua", "pnbm"}]


def test_identities_grow_across_the_end_of_a_beginning() -> None:
    edge = 5 << 62
    found = uids._written([edge - 2, edge - 1, edge, edge + 1, 9 << 62])
    assert found == sorted(set(found))
    assert {uuid.UUID(text).version for text in found} == {7}
    assert {uuid.UUID(text).variant for text in found} == {uuid.RFC_4122}
    assert [str(uuid.UUID(text)) for text in found] == found


def test_all_is_forgotten_when_it_becomes_too_much() -> None:
    asked: list[int] = []

    def half(number: int) -> int:
        asked.append(number)
        return number // 2

    kept = Remembered(half, most=2)
    assert [kept[number] for number in (4, 4, 6, 8, 4)] == [2, 2, 3, 4, 2]
    assert asked == [4, 6, 8, 4]
    assert len(kept) == 2

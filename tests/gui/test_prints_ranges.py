"""Page ranges as typed, and the print job that they become."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QSizeF

from louyu_desktop.errors import UserError
from louyu_desktop.ui.prints.printer import Sides, Ticket, command, orientation, paper_name
from louyu_desktop.ui.prints.ranges import parse_pages, words


@pytest.mark.parametrize(
    ("typed", "pages"),
    [("1-3，5", (1, 2, 3, 5)), ("１－３、５", (1, 2, 3, 5)), ("4", (4,)), ("2至4", (2, 3, 4)), ("3,1,1", (1, 3))],
)
def test_pages_are_read_as_people_write_them(typed: str, pages: tuple[int, ...]) -> None:
    assert parse_pages(typed, 5) == pages


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("7", "没有第 7 页：这份只有 5 页"), ("0", "没有第 0 页：这份只有 5 页"), ("4-2", "「4-2」倒过来了：写成 2-4"),
        ("甲", "「甲」看不懂：页码写成 1-3，5"), ("  ", "写上要打印的页码，比如 1-3，5"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said(typed: str, sentence: str) -> None:
    with pytest.raises(UserError) as caught:
        parse_pages(typed, 5)
    assert caught.value.sentence == sentence


@given(st.sets(st.integers(1, 300), min_size=1))
def test_the_shortest_words_mean_the_same_pages(pages: set[int]) -> None:
    assert parse_pages(words(tuple(sorted(pages))), 300) == tuple(sorted(pages))


def test_a_ticket_becomes_one_call_without_a_shell() -> None:
    ticket = Ticket("front", "签到表", copies=2, pages=(1, 3, 4, 5), sides=Sides.LONG, media="A4")
    line = command(ticket)
    assert line[:5] == ["lp", "-d", "front", "-n", "2"]
    assert line[line.index("-P") + 1] == "1,3-5"
    assert {"sides=two-sided-long-edge", "media=A4", "collate=true"} <= set(line)
    assert line[-2:] == ["--", "-"]


def test_paper_is_called_by_its_name() -> None:
    assert (paper_name(QSizeF(595.28, 841.89)), orientation(QSizeF(595.28, 841.89))) == ("A4", "纵向")
    assert (paper_name(QSizeF(595.28, 419.53)), orientation(QSizeF(595.28, 419.53))) == ("A5", "横向")
    assert paper_name(QSizeF(226.77, 141.73)) == "80×50 mm"

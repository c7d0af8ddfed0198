"""Lines of Chinese: none begins with a closing mark, none ends with an opening one, no word is cut."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from louyu_desktop.printing.linebreak import (
    NO_END,
    NO_START,
    BrokenLine,
    advances,
    break_lines,
    gaps,
    is_latin,
    squeeze,
)

SIGNS = "中文党群服务楼宇" * 3 + "，。；：？！）》」”’…—、·（《「“‘" + "AbcDE 12 3.,%-/" + "  "
EM = 10.0


def width_of(sign: str) -> float:
    return EM if sign >= "\u2010" else EM * 0.55


def broken(text: str, room: float, indent: float = 0.0) -> list[BrokenLine]:
    return break_lines(text, advances(text, width_of, EM), room, indent)


def lawful(text: str, at: int) -> bool:
    """Whether a line may begin at `at`, by the rules alone."""
    before, after = text[at - 1], text[at]
    if after == " " or after in NO_START:
        return False
    if before == " ":
        return not text[:at].strip() or text[:at].rstrip()[-1] not in NO_END
    return not (before in NO_END or (is_latin(before) and is_latin(after)))


@settings(max_examples=3000, deadline=None)
@given(st.text(st.sampled_from(SIGNS), min_size=1, max_size=160), st.floats(40, 300), st.sampled_from([0.0, 20.0]))
def test_marks_stand_where_they_may(text: str, room: float, indent: float) -> None:
    lines = broken(text, room, indent)
    for before, line in pairwise(lines):
        if line.start == line.end or before.start == before.end:
            continue
        if not any(lawful(text, at) for at in range(before.start + 1, line.start + 1)):
            continue  # a run of marks or a word wider than the line has no lawful end
        assert text[line.start] not in NO_START
        assert text[before.end - 1] not in NO_END


@settings(max_examples=1500, deadline=None)
@given(st.text(st.sampled_from(SIGNS), min_size=1, max_size=160), st.floats(60, 300))
def test_nothing_is_lost_and_nothing_stands_out(text: str, room: float) -> None:
    lines = broken(text, room)
    assert "".join(text[line.start : line.end] for line in lines).replace(" ", "") == text.replace(" ", "")
    assert all(line.width <= room + 0.02 for line in lines)
    assert [line.is_last for line in lines] == [False] * (len(lines) - 1) + [True]


def test_words_and_numbers_stay_whole() -> None:
    text = "服务台service在2026年11月开放，电话021-12345678。"
    for room in range(95, 300, 5):
        lines = [text[line.start : line.end] for line in broken(text, room)]
        for word in ("service", "2026", "11", "021-12345678"):
            assert any(word in line for line in lines), (room, lines)


def test_an_address_breaks_after_a_stroke_when_it_must() -> None:
    text = "https://example.org/station/services?page=1&lang=zh"
    lines = [text[line.start : line.end] for line in broken(text, 120)]
    assert len(lines) > 1
    assert all(line[-1] in "/.?&=-:" for line in lines[:-1])


def test_a_word_wider_than_the_line_is_cut_at_last() -> None:
    lines = broken("x" * 100, 55)
    assert [line.end - line.start for line in lines] == [10] * 10


def test_a_mark_behind_blanks_takes_a_letter_of_a_long_word_with_it() -> None:
    text = "x" * 20 + "  。"
    assert [text[line.start : line.end] for line in broken(text, 55)] == ["x" * 10, "x" * 9, "x  。"]


def test_no_character_is_left_alone_on_the_last_line() -> None:
    text = "楼" * 21
    assert [line.end - line.start for line in broken(text, 100)] == [10, 9, 2]
    assert [line.end - line.start for line in broken(text + "。", 100)] == [10, 9, 3]


def test_marks_side_by_side_close_up() -> None:
    assert squeeze("。", "”") == squeeze("，", "“") == squeeze("（", "《") == 0.5
    assert squeeze("楼", "。") == squeeze("。", "楼") == squeeze("“", "楼") == 0
    assert advances("好。”", width_of, EM) == [10, 5, 10]


def test_a_line_is_stretched_between_chinese_and_at_spaces_only() -> None:
    text = "用 USB 3.0 盘"
    assert [text[at : at + 2] for at in gaps(text, 0, len(text))] == [" U", " 3", " 盘"]
    assert gaps("中文ab中", 0, 5) == [0, 1, 3]


def test_blanks_at_the_end_of_a_line_take_no_room() -> None:
    lines = broken("楼楼楼楼楼 楼楼", 50)
    assert [(line.start, line.end) for line in lines] == [(0, 5), (6, 8)]


def test_the_first_line_may_be_shorter() -> None:
    assert [line.end - line.start for line in broken("楼" * 18, 100, 20)] == [8, 10]
    assert broken("", 100) == [BrokenLine(0, 0, 0, is_last=True)]


def test_a_list_ends_its_lines_between_its_items() -> None:
    text = "企业、个人、新就业群体"
    lines = break_lines(text, [10.0] * len(text), 62, listed=True)
    assert [text[line.start : line.end] for line in lines] == ["企业、个人、", "新就业群体"]
    lines = break_lines(text, [10.0] * len(text), 42, listed=True)
    assert [text[line.start : line.end] for line in lines] == ["企业、", "个人、", "新就业群", "体"]

"""Official documents measured in the PDF: margins, 22 lines of 28 characters, folios (GB/T 9704-2012)."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest

from louyu_desktop.printing.official import (
    LEADING,
    PITCH,
    Block,
    Kind,
    Official,
    texts_of,
    title_lines,
    write,
)
from louyu_desktop.printing.official_faces import Role, official_faces

MM = 72 / 25.4


def signs(path: Path, page: int) -> list[tuple[str, float, float, float, float]]:
    """Every sign of a page with its box in points."""
    document = pypdfium2.PdfDocument(path)
    text = document[page].get_textpage()
    found = []
    for number in range(text.count_chars()):
        sign = text.get_text_range(number, 1)
        if sign.strip():
            found.append((sign, *text.get_charbox(number, loose=True)))
    document.close()
    return found


def lines(path: Path, page: int) -> list[list[tuple[str, float, float, float, float]]]:
    """The signs by line, from the top."""
    by_line = defaultdict(list)
    for one in signs(path, page):
        by_line[round(one[2])].append(one)
    return [sorted(by_line[y], key=lambda one: one[1]) for y in sorted(by_line, reverse=True)]


def test_a_full_page_has_22_lines_of_28_characters(tmp_path: Path) -> None:
    target = tmp_path / "纪要.pdf"
    pages = write(Official(title="", blocks=(Block(Kind.BODY, "国" * 1500),)), target, official_faces())
    assert pages == 3
    found = lines(target, 0)
    folio = found.pop()
    assert "".join(one[0] for one in folio) == "—1—"
    assert len(found) == 22
    assert [len(line) for line in found] == [26, *[28] * 21]
    first, full = found[0], found[1]
    assert full[0][1] / MM == pytest.approx(28, abs=1)
    assert 210 - full[-1][3] / MM == pytest.approx(26, abs=1)
    steps = [one[0][2] - two[0][2] for one, two in pairwise(found)]
    assert steps == pytest.approx([LEADING] * 21, abs=0.1)
    assert full[1][1] - full[0][1] == pytest.approx(PITCH, abs=0.1)
    # the box of a line stands half its leading above and below the middle of the signs
    middle = (first[0][2] + first[0][4]) / 2
    assert 297 - (middle + LEADING / 2) / MM == pytest.approx(37, abs=1)
    last = found[-1][0]
    assert ((last[2] + last[4]) / 2 - LEADING / 2) / MM == pytest.approx(35, abs=1)


def test_folios_stand_outside(tmp_path: Path) -> None:
    target = tmp_path / "纪要.pdf"
    write(Official(title="", blocks=(Block(Kind.BODY, "国" * 1500),)), target, official_faces())
    odd, even = lines(target, 0)[-1], lines(target, 1)[-1]
    assert odd[-1][3] / MM == pytest.approx(210 - 26 - 14 / MM, abs=1.5)
    assert even[0][1] / MM == pytest.approx(28 + 14 / MM, abs=1.5)
    document = pypdfium2.PdfDocument(target)
    text = document[0].get_textpage()
    last = text.count_chars() - 1
    _left, low, _right, high = text.get_charbox(last)  # the dash as it is drawn
    assert (297 - 37 - 225) - (low + high) / 2 / MM == pytest.approx(7, abs=1)
    document.close()


def test_names_hang_below_the_first(tmp_path: Path) -> None:
    target = tmp_path / "纪要.pdf"
    people = "、".join(f"尉迟恭{number}" for number in range(20))
    blocks = (Block(Kind.PEOPLE, people, "出席："), Block(Kind.RIGHT, "2026年11月22日"))
    write(Official(title="环贸广场楼事会第三次会议纪要", blocks=blocks, mark="楼事会会议纪要"), target, official_faces())
    found = ["".join(one[0] for one in line) for line in lines(target, 0)]
    assert found[0] == "楼事会会议纪要"
    assert found[2 - 1] == "环贸广场楼事会第三次会议纪要"
    names = [line for line in lines(target, 0) if "尉迟" in "".join(one[0] for one in line)]
    starts = [next(one[1] for one in line if one[0] not in "出席：") for line in names]
    assert starts == pytest.approx([28 * MM + 5 * PITCH] * len(starts), abs=1.5)


def test_who_signs_stands_over_the_day_and_inside_the_text(tmp_path: Path) -> None:
    target = tmp_path / "通知.pdf"
    for name in ("环贸广场党群服务站", "上海市徐汇区" + "湖南路街道" * 11):
        blocks = (Block(Kind.RIGHT, name), Block(Kind.RIGHT, "2026年11月22日"))
        write(Official(title="", blocks=blocks), target, official_faces())
        *signed, day, _folio = lines(target, 0)
        assert "".join(one[0] for line in signed for one in line) == name
        assert all(one[1] >= 28 * MM - 1 and one[3] <= (210 - 26) * MM + 1 for line in signed for one in line)
        middles = [(line[0][1] + line[-1][3]) / 2 for line in (signed[0], day)]
        assert middles[0] == pytest.approx(middles[1], abs=3)
    assert len(signed) == 3


def test_who_signs_and_the_day_stay_together(tmp_path: Path) -> None:
    target = tmp_path / "通知.pdf"
    blocks = (Block(Kind.BODY, "国" * (26 + 28 * 20)), Block(Kind.RIGHT, "站"), Block(Kind.RIGHT, "2026年11月22日"))
    assert write(Official(title="", blocks=blocks), target, official_faces()) == 2
    assert ["".join(one[0] for one in line) for line in lines(target, 1)] == ["站", "2026年11月22日", "—2—"]


def test_the_red_head_stands_35_mm_below_the_edge_of_the_text(tmp_path: Path) -> None:
    target = tmp_path / "纪要.pdf"
    write(Official(title="", blocks=(Block(Kind.BODY, "国"),), mark="楼事会会议纪要"), target, official_faces())
    document = pypdfium2.PdfDocument(target)
    text = document[0].get_textpage()
    highest = max(text.get_charbox(number)[3] for number in range(len("楼事会会议纪要")))
    document.close()
    assert 297 - 37 - highest / MM == pytest.approx(35, abs=1)


def test_a_long_red_head_stands_in_several_lines(tmp_path: Path) -> None:
    target = tmp_path / "纪要.pdf"
    mark = "上海环贸商务服务与国际文化交流发展党群议事协调楼事会" * 2 + "会议纪要"
    write(Official(title="", blocks=(Block(Kind.BODY, "国"),), mark=mark, under_mark="HY-1"), target, official_faces())
    found = lines(target, 0)
    assert "".join(one[0] for line in found for one in line).startswith(mark)
    assert all(one[1] >= 28 * MM - 1 and one[3] <= (210 - 26) * MM + 1 for line in found for one in line)


def test_a_title_parts_no_number_and_begins_no_line_with_a_mark() -> None:
    for title in ("关于召开环贸广场楼事会20261234次例会有关事项的通知", "关于印发环贸广场电梯分层停靠办法，试行一年的通知"):
        found = title_lines(title)
        assert "".join(found) == title
        assert any("20261234" in line or "办法，" in line for line in found)
        assert not any(line.startswith("，") for line in found)


def test_a_long_title_is_a_trapezium() -> None:
    assert title_lines("关于环贸广场一期大堂闸机午高峰排队问题会议纪要") == ("关于环贸广场一期大堂闸", "机午高峰排队问题会议纪要")
    assert len(title_lines("短标题")) == 1


def test_every_text_is_looked_at_before_printing() -> None:
    paper = Official(title="题", blocks=(Block(Kind.PEOPLE, "甲、乙", "出席："),), mark="纪要")
    assert texts_of(paper) == ("纪要", "题", "出席：", "甲、乙")


def test_what_stands_in_for_a_typeface_is_said() -> None:
    found = official_faces()
    assert set(found.faces) == set(Role)
    assert set(found.instead) <= set(Role)

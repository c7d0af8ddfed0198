"""Sign-in sheets of every length, lists, and the streaming writer beneath them."""

from __future__ import annotations

import re
import tempfile
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from louyu_desktop.printing import fonts, list_sheet, sign_in_sheet
from louyu_desktop.printing.paper import A4, Paper
from louyu_desktop.printing.sheet import Column, Grid, Heading, SheetDesign, _Lane, page_count, place, write_sheet
from louyu_desktop.printing.sign_in_sheet import FIRST, FOLLOWING, Attendee, SignInSheet, columns_of

GRID = Grid(left=20, top=30, head=10, row=8, rows=20)
DESIGN = SheetDesign(columns=(Column("序号", 20), Column("姓名", 60)), first=GRID, following=GRID)
PRIVACY = "本表信息仅用于本次活动登记与统计"


@pytest.fixture(scope="module")
def faces() -> fonts.Typeface:
    return fonts.typeface()


def sheet(names: int, **changes: object) -> SignInSheet:
    people = tuple(
        Attendee(f"张{chr(0x4E00 + n)}𬱖", f"第{n % 7}公司", f"{n:04}", n % 3 == 0, group=f"第{n % 7}公司")
        for n in range(names)
    )
    if changes.get("grouped"):
        people = tuple(sorted(people, key=lambda one: one.group))
    values: dict[str, object] = {
        "activity": "午间一小时·声音疗愈",
        "time": "2026 年 11 月 20 日 12:00 – 13:00",
        "place": "综合活动空间（9F）",
        "organiser": "环贸党群服务中心",
        "privacy_line": PRIVACY,
        "attendees": people,
    }
    return SignInSheet(**values | changes)  # type: ignore[arg-type]


def pages_of(path: Path) -> list[str]:
    return [page.extract_text() for page in PdfReader(path).pages]


@pytest.mark.parametrize(("names", "blank", "pages"), [
    (0, 5, 1), (1, 5, 1), (15, 5, 1), (16, 5, 2), (20, 0, 1), (20, 5, 2), (21, 5, 2), (58, 5, 4),
    (200, 5, 11), (200, 0, 10),
])  # fmt: skip
def test_every_length_has_its_pages(tmp_path: Path, faces: fonts.Typeface, names: int, blank: int, pages: int) -> None:
    made = sheet(names, blank_rows=blank)
    assert sign_in_sheet.write(made, tmp_path / "s.pdf", faces) == pages
    texts = pages_of(tmp_path / "s.pdf")
    assert len(texts) == pages
    for number, text in enumerate(texts, 1):
        assert f"第 {number} 页 / 共 {pages} 页" in text
        assert all(word in text for word in ("序号", "姓名", "单位", "签名", "备注", "记录人", PRIVACY))
    everything = "\n".join(texts)
    assert all(one.name in everything for one in made.attendees)
    numbers = re.findall(r"^\d{1,3}(?=$| *张)", everything, re.MULTILINE)
    assert sorted(map(int, numbers)) == list(range(1, 20 * pages + 1))


def test_the_top_block_says_what_where_when(tmp_path: Path, faces: fonts.Typeface) -> None:
    sign_in_sheet.write(sheet(3), tmp_path / "s.pdf", faces)
    [text] = pages_of(tmp_path / "s.pdf")
    for wanted in ("活动名称", "午间一小时·声音疗愈", "12:00 – 13:00", "综合活动空间（9F）", "环贸党群服务中心", "3 人"):
        assert wanted in text
    for label in ("时间", "地点", "主办", "应到", "实到"):
        assert label in re.sub(r"\s", "", text)


def test_no_full_phone_whatever_is_handed_over(tmp_path: Path, faces: fonts.Typeface) -> None:
    people = (Attendee("张三", "甲", "13812345678"), Attendee("李四", "乙", "+86 138-1234-8765"))
    columns = ("name", "unit", "phone_tail", "party", "note")
    sign_in_sheet.write(sheet(0, attendees=people, columns=columns), tmp_path / "s.pdf", faces)
    [text] = pages_of(tmp_path / "s.pdf")
    assert "5678" in text
    assert "8765" in text
    assert not re.search(r"\d{5}", text)


def test_columns_may_be_left_out_and_the_room_to_sign_grows(tmp_path: Path, faces: fonts.Typeface) -> None:
    sign_in_sheet.write(sheet(2, columns=("name",)), tmp_path / "s.pdf", faces)
    [text] = pages_of(tmp_path / "s.pdf")
    assert "单位" not in text
    assert "签名" in text
    every = ("name", "unit", "phone_tail", "party", "note")
    for columns in (every, ("name",), ("name", "unit", "note")):
        made = {column.heading: column.width for column in columns_of(columns)}
        assert sum(made.values()) == pytest.approx(174)
        assert made["签名"] >= 30


def test_rows_are_high_enough_to_sign() -> None:
    assert FIRST.row >= 9
    assert FOLLOWING.row >= 9
    assert FIRST.bottom == pytest.approx(FOLLOWING.bottom, abs=1)


def test_groups_have_a_line_with_name_and_count(tmp_path: Path, faces: fonts.Typeface) -> None:
    sign_in_sheet.write(sheet(58, grouped=True), tmp_path / "s.pdf", faces)
    text = "\n".join(pages_of(tmp_path / "s.pdf"))
    assert text.count("9 人") == 2
    assert text.count("8 人") == 5 + 1  # five groups of eight, and 58 人 at the top
    assert "现场报名" in text


def test_a_demonstration_says_so(tmp_path: Path, faces: fonts.Typeface) -> None:
    sign_in_sheet.write(sheet(25, is_demonstration=True), tmp_path / "s.pdf", faces)
    assert all("演示" in text for text in pages_of(tmp_path / "s.pdf"))
    sign_in_sheet.write(sheet(25), tmp_path / "s.pdf", faces)
    assert not any("演示" in text for text in pages_of(tmp_path / "s.pdf"))


def test_the_same_sheet_is_the_same_file(tmp_path: Path, faces: fonts.Typeface) -> None:
    for name in ("a.pdf", "b.pdf"):
        sign_in_sheet.write(sheet(43, grouped=True), tmp_path / name, faces)
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_names_above_the_first_plane_are_found_by_both_readers(tmp_path: Path, faces: fonts.Typeface) -> None:
    sign_in_sheet.write(sheet(20), tmp_path / "s.pdf", faces)
    document = pypdfium2.PdfDocument(tmp_path / "s.pdf")
    text = document[0].get_textpage().get_text_bounded()
    document.close()
    assert text.count("𬱖") == 20


def test_a_group_s_line_is_never_the_last_of_a_page() -> None:
    groups = [(Heading("甲"), [("x",)] * 18), (Heading("乙"), [("y",)] * 3), (Heading("丙"), [("z",)])]
    lines = place(groups, DESIGN)
    assert lines[19] == ()
    assert lines[20] == Heading("乙")
    assert page_count(len(lines), DESIGN) == 2


@pytest.mark.parametrize(("lines", "pages"), [(0, 1), (1, 1), (20, 1), (21, 2), (40, 2), (41, 3)])
def test_pages_are_counted_as_they_are_written(tmp_path: Path, faces: fonts.Typeface, lines: int, pages: int) -> None:
    seen: list[int] = []
    with Paper(tmp_path / "x.pdf", A4, "x", faces) as paper:
        rows = ((str(number), "某人") for number in range(lines))
        assert write_sheet(paper, DESIGN, rows, lambda _pen, page: seen.append(page)) == pages
        paper.next_page()
    assert page_count(lines, DESIGN) == pages
    assert seen == list(range(1, pages + 1))
    assert len(PdfReader(tmp_path / "x.pdf").pages) == pages


def test_memory_does_not_grow_with_the_rows(tmp_path: Path, faces: fonts.Typeface) -> None:
    def rows(count: int) -> Iterator[tuple[str, str]]:
        return ((str(number), f"张{chr(0x4E00 + number % 300)}") for number in range(count))

    def peak(count: int) -> int:
        tracemalloc.start()
        with Paper(tmp_path / "x.pdf", A4, "x", faces) as paper:
            write_sheet(paper, DESIGN, rows(count), lambda _pen, _page: None)
            paper.next_page()
        top = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return top

    assert peak(6000) - peak(600) < 3_000_000


def test_a_failure_leaves_no_file(tmp_path: Path, faces: fonts.Typeface) -> None:
    def rows() -> Iterator[tuple[str, str]]:
        yield ("1", "张三")
        raise RuntimeError("the source broke off")

    with pytest.raises(RuntimeError), Paper(tmp_path / "x.pdf", A4, "x", faces) as paper:
        write_sheet(paper, DESIGN, rows(), lambda _pen, _page: None)
    assert list(tmp_path.iterdir()) == []


def test_a_narrow_list_stands_upright_and_a_wide_one_lies(tmp_path: Path, faces: fonts.Typeface) -> None:
    def shape(columns: int, text: str) -> bool:
        rows = [(text,) * columns] * 3
        made = list_sheet.ListSheet(title="企业", headings=("栏目",) * columns, rows=rows)
        assert list_sheet.write(made, tmp_path / "l.pdf", faces) == 1
        box = PdfReader(tmp_path / "l.pdf").pages[0].mediabox
        return float(box.height) > float(box.width)

    assert shape(3, "短")
    assert not shape(9, "淮海中路九百九十九号")


def test_a_list_of_nothing_still_says_what_it_is(tmp_path: Path, faces: fonts.Typeface) -> None:
    made = list_sheet.ListSheet(title="企业", headings=("名称", "人数"), rows=[], note="没有符合的")
    assert list_sheet.write(made, tmp_path / "l.pdf", faces) == 1
    [text] = pages_of(tmp_path / "l.pdf")
    assert "没有符合的·0 行" in text
    assert "名称" in text


USUAL = " 王伟（）A1e·〓"
CELLS = st.text(USUAL, max_size=30) | st.text(USUAL + "\u0301\u0300한𬱖\u200b\té\ue000\u00a0", max_size=30)


@given(st.lists(CELLS, max_size=12))
def test_a_cell_of_signs_met_before_is_what_it_would_be_alone(faces: fonts.Typeface, cells: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder, Paper(Path(folder) / "s.pdf", A4, "", faces) as paper:
        lanes = [_Lane(Column("姓名", 40, align), 60, DESIGN, paper.pen) for align in ("left", "center")]
        for text in (f"王{USUAL}", *cells):
            for lane in lanes:
                fresh = _Lane(Column("姓名", 40, "center" if lane.share else "left"), 60, DESIGN, paper.pen)
                assert lane.prepare(text) == fresh.prepare(text)
        paper.next_page()

"""The handbook: contents that lead to their pages, both sizes, nothing lost, twice the same."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from pypdf import PdfReader

from louyu_desktop.printing import fonts, handbook
from louyu_desktop.printing.flow import Paragraph, Run, Style
from louyu_desktop.printing.handbook import Category, Event, Handbook, Item, Organisation, Tower, Zone
from louyu_desktop.printing.pen import MM

LONG = "环贸党群服务中心设有十大功能区，窗外就是淮海中路商圈；走进来可以办事，也可以歇脚（午间一小时）。" * 6


@pytest.fixture(scope="module")
def faces() -> fonts.Typeface:
    return fonts.typeface()


def book(paper: str = "A5") -> Handbook:
    items = tuple(
        Item(code=f"A{n:02}", name=f"事项之{n}", targets="企业、个人", materials="营业执照、租赁合同" * (n % 4),
             department="街道营商办", promise="3", mode="现场办", is_example=True)
        for n in range(1, 31)
    )  # fmt: skip
    branches = tuple(Organisation(f"第{n}联合支部", "联合党支部") for n in range(40))
    return Handbook(
        station="环贸党群服务中心",
        made_on=dt.date(2026, 11, 20),
        paper=paper,
        facts=(("地址", "淮海中路 999 号"), ("面积", "770 ㎡")),
        introduction=f"{LONG}\n{LONG}",
        history="2025年3月 片区成立\n2025-10-11 焕新启用\n没有日期的一行",
        booking_guide=LONG,
        zones=tuple(Zone(name=f"空间{n}", floor="9F", capacity="20 人", bookable=n % 2 == 0) for n in range(11)),
        organisations=(Organisation("汾阳片区党总支", "党总支", branches),),
        towers=tuple(Tower(name=f"大厦{n}", address="某路 1 号") for n in range(5)),
        categories=(Category("A", "党务服务", items), Category("B", "空的一类")),
        version="第 3 版",
        effective_on="2026-01-01",
        events=tuple(Event(dt.date(2026, 11, 20) + dt.timedelta(days=n), "12:00", f"活动之{n}") for n in range(30)),
        contacts=(("地址", "淮海中路 999 号"), ("电话", "021-00000000")),
    )


def outline(reader: PdfReader) -> list[tuple[str, int]]:
    """(title, page from 0) of every bookmark, in order."""

    def flat(entries: list[Any]) -> list[tuple[str, int]]:
        found = []
        for entry in entries:
            if isinstance(entry, list):
                found += flat(entry)
            else:
                page = reader.get_destination_page_number(entry)
                assert page is not None
                found.append((str(entry.title), page))
        return found

    return flat(reader.outline)


@pytest.mark.parametrize("paper", ["A4", "A5"])
def test_contents_bookmarks_and_links_lead_to_their_pages(tmp_path: Path, faces: fonts.Typeface, paper: str) -> None:
    pages = handbook.write(book(paper), tmp_path / "h.pdf", faces)
    reader = PdfReader(tmp_path / "h.pdf")
    assert len(reader.pages) == pages
    marks = outline(reader)
    texts = [page.extract_text() for page in reader.pages]
    chapters = ("站点概况", "功能区", "组织架构", "服务楼宇", "服务清单", "活动日历", "场地预约", "联系我们")
    assert [title[3:] for title, _page in marks if title[:2].isdigit() and title[2] == " "] == list(chapters)
    for title, page in marks:
        assert title.split(" ", 1)[-1].replace(" ", "") in texts[page].replace(" ", "")
    links = [note for page in reader.pages for note in page.get("/Annots", [])]
    assert len(links) == len(marks)
    contents = "".join(texts[1:3]).replace(" ", "").replace("\n", "")
    for title, page in marks:
        name = title[3:] if title[:2].isdigit() and title[2] == " " else title
        assert f"{name}{page + 1}".replace(" ", "") in contents, (title, page + 1)


def test_the_running_head_names_what_stands_on_the_page(tmp_path: Path, faces: fonts.Typeface) -> None:
    handbook.write(book("A4"), tmp_path / "h.pdf", faces)
    marks = outline(PdfReader(tmp_path / "h.pdf"))
    begins = [(page, title[3:]) for title, page in marks if title[:2].isdigit() and title[2] == " "]
    document = pypdfium2.PdfDocument(tmp_path / "h.pdf")
    for number in range(2, len(document)):
        band = document[number].get_textpage().get_text_bounded(bottom=842 - 22 * MM)
        shown = [title for _page, title in begins if title in band]
        begun = [title for page, title in begins if page == number]
        before = [title for page, title in begins if page < number]
        assert shown in (begun, [*before[-1:], *begun]), (number, band)
        assert shown, number
    [page] = [page for page, title in begins if title == "活动日历"]
    assert "服务清单" not in document[page].get_textpage().get_text_bounded(bottom=842 - 22 * MM)
    document.close()


@pytest.mark.parametrize("paper", ["A4", "A5"])
def test_everything_is_there(tmp_path: Path, faces: fonts.Typeface, paper: str) -> None:
    handbook.write(book(paper), tmp_path / "h.pdf", faces)
    reader = PdfReader(tmp_path / "h.pdf")
    text = "".join(page.extract_text() for page in reader.pages).replace("\n", "")
    wanted = [f"事项之{n}" for n in range(1, 31)] + [f"活动之{n}" for n in range(30)] + [f"空间{n}" for n in range(11)]
    wanted += [f"第{n}联合支部" for n in range(40)] + [f"大厦{n}" for n in range(5)]
    wanted += ["第 3 版", "2026-01-01", "以一网通办办事指南为准", "2026 年 11 月", "2026 年 12 月", "2025-03", "没有日期的一行"]
    assert [one for one in wanted if one not in text] == []
    assert "空的一类" not in text
    assert text.count("（示例）") == 30
    assert reader.metadata is not None
    assert reader.metadata.title == "环贸党群服务中心 服务手册"
    assert reader.trailer["/Root"]["/Lang"] == "zh-CN"  # type: ignore[index]


def test_the_sizes_are_a4_and_a5(tmp_path: Path, faces: fonts.Typeface) -> None:
    for paper, width in (("A4", 595), ("A5", 420)):
        handbook.write(book(paper), tmp_path / "h.pdf", faces)
        assert all(round(float(p.mediabox.width)) == width for p in PdfReader(tmp_path / "h.pdf").pages)


def test_the_same_book_is_the_same_file(tmp_path: Path, faces: fonts.Typeface) -> None:
    for name in ("a.pdf", "b.pdf"):
        handbook.write(book(), tmp_path / name, faces)
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_a_station_that_has_only_a_name_has_a_handbook(tmp_path: Path, faces: fonts.Typeface) -> None:
    bare = Handbook(station="新站", made_on=dt.date(2026, 1, 1))
    assert handbook.write(bare, tmp_path / "h.pdf", faces) == 1
    assert "新站" in PdfReader(tmp_path / "h.pdf").pages[0].extract_text()


def test_no_text_breaks_it(tmp_path: Path, faces: fonts.Typeface) -> None:
    nasty = "</para><b>\0\ud83d\u202e" + "长" * 3000 + "https://" + "x" * 900
    broken = replace(
        book(),
        station=nasty, introduction=nasty, history=nasty, booking_guide=nasty,
        zones=(Zone(name=nasty, use=nasty, equipment=nasty, rules=nasty, bookable=True),),
        towers=(Tower(name=nasty, address=nasty),),
        organisations=(Organisation(nasty, nasty),),
        categories=(Category(nasty, nasty, (Item(code=nasty, name=nasty, materials=nasty),)),),
        events=(Event(dt.date(2026, 11, 20), nasty, nasty, nasty),),
        contacts=((nasty, nasty),),
    )  # fmt: skip
    assert handbook.write(broken, tmp_path / "h.pdf", faces) > 5


def test_the_preflight_sees_every_text(faces: fonts.Typeface) -> None:
    unknown = "\U000f0000"
    marked = replace(book(), events=(Event(dt.date(2026, 1, 1), "", unknown),))
    assert faces.missing(handbook.texts_of(marked)) == (unknown,)
    assert faces.missing(handbook.texts_of(book())) == ()


def test_paragraphs_split_between_pages_lose_nothing(faces: fonts.Typeface) -> None:
    paragraph = Paragraph([Run("说明：", bold=True), Run(LONG)], Style(size=10, indent=2), faces)
    paragraph.wrap(200, 1000)
    whole = [paragraph.text[line.start : line.end] for line in paragraph.lines(200)]
    first, second = paragraph.split(200, 90)
    parts = [part.text[line.start : line.end] for part in (first, second) for line in part.lines(200)]
    assert parts == whole
    assert len(first.lines(200)) == 5
    assert paragraph.split(200, 20) == []
    short = Paragraph("两行的文字两行的文字两行的文字", Style(size=10), faces)
    assert short.split(100, 17) == []


def test_a_paragraph_with_a_limit_ends_with_dots(tmp_path: Path, faces: fonts.Typeface) -> None:
    limited = Paragraph(LONG, Style(size=10), faces, most_lines=2)
    assert limited.wrap(200, 1000)[1] == pytest.approx(2 * 16)

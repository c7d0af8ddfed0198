"""The handbook says only what is there: names of buttons, links, places, keys; it is found, and printed whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from louyu_desktop.app import open_services
from louyu_desktop.rules import help_text
from louyu_desktop.rules.help_text import Kind, Mark
from louyu_desktop.services import help_pages
from louyu_desktop.services.references import ENTITIES
from louyu_desktop.services.suite import Services
from tests.stations import keyless

ROOT = Path(__file__).resolve().parents[2]
PAGES = help_pages.pages()
SAID = re.compile(r'\bN?_\(\s*"([^"]+)"')


def test_every_page_stands_in_one_chapter_and_has_something_to_follow() -> None:
    assert len({page.id for page in PAGES}) == len(PAGES) >= 25
    chapters = [chapter for chapter, _pages in groupby(PAGES, key=lambda page: page.chapter)]
    assert len(set(chapters)) == len(chapters)
    for page in PAGES:
        assert any(block.kind in {Kind.STEP, Kind.BULLET} for block in page.blocks), page.id
        assert sum(len(block.words) for block in page.blocks) < 900, page.id


def test_steps_count_from_one() -> None:
    for page in PAGES:
        for kind, blocks in groupby(page.blocks, key=lambda block: block.kind):
            numbers = [block.number for block in blocks]
            assert kind is not Kind.STEP or numbers == list(range(1, len(numbers) + 1)), page.id


def test_every_name_of_a_button_is_a_sentence_of_the_program() -> None:
    files = (ROOT / "louyu_desktop").rglob("*.py")
    said = {sentence for file in files for sentence in SAID.findall(file.read_text("utf-8"))}
    wrong = [(page.id, name) for page in PAGES for name in page.names if not {name, f"{name}…"} & said]
    assert wrong == []


def test_every_link_leads_to_a_page() -> None:
    links = {(page.id, part.target) for page in PAGES for block in page.blocks for part in block.line
             if part.mark is Mark.LINK}  # fmt: skip
    assert [link for link in links if help_pages.page(link[1]) is None] == []


def test_every_place_is_one_of_the_window() -> None:
    places = [(page.id, where) for page in PAGES for where in page.where]
    assert len({where for _id, where in places}) == len(places)
    for id_, where in places:
        assert where in ENTITIES or find_spec(f"louyu_desktop.ui.{where}") is not None, (id_, where)


@pytest.mark.parametrize(
    ("places", "id_"),
    [
        (["lists.table", "enterprises"], "enterprises"),
        (["enterprises.tasks.page"], "must-visits"),
        (["activities.registering.paste"], "registering"),
        (["station.backup_page", "station.settings_page"], "backup"),
        (["prints.preview"], "printing"),
        (["desk.late", "desk.window"], "sign-in-sheets"),
        (["checklist.board.view", "requests"], "board"),
        (["checklist.requests.take"], "requests"),
        (["checklist.requests.beside", "requests"], "handling"),
        (["buildings.council.answering"], "topics"),
        (["entrance.repair"], "repair"),
        (["somewhere.else"], "first-day"),
    ],
)
def test_a_place_has_its_page(places: list[str], id_: str) -> None:
    assert help_pages.page_for(places).id == id_


@pytest.mark.parametrize(
    ("wanted", "first"),
    [("签到台", "desk"), ("qdt", "desk"), ("qiandaotai", "desk"), ("huifuzhi", "passwords"), ("接龙", "registering"),
     ("备份 u盘", "backup"), ("来客", "guest-view"), ("saoma", "desk"), ("诉求", "requests"), ("sq", "requests"),
     ("超期", "board"), ("延期", "handling"), ("回访", "handling"), ("心愿", "wishes"), ("xyq", "wishes"),
     ("公示", "public-wall"),
     ("楼事会", "council"), ("会议纪要", "council"), ("政策申报", "packs"), ("主题党日", "party-life"), ("调休", "promised-days"),
     ("报修", "station-things"), ("升级", "upgrade"), ("字太小", "seeing"), ("死机", "safe-mode"), ("打不出汉字", "input-methods"),
     ("办结率", "measures"), ("退回旧版", "upgrade"), ("满意度", "measures"), ("忘了口令", "passwords"), ("打印机", "printing"),
     ("投诉", "requests"), ("催办", "board"), ("闪退", "safe-mode"), ("群接龙", "registering"),
     ("密码", "passwords"), ("怎么给企业定颜色", "colours"), ("活动取消了怎么办", "activities"), ("签到人数怎么统计", "sign-in-sheets"),
     ("会议室", "rooms"), ("误删", "bin"), ("换电脑", "new-computer"), ("老花", "seeing")],
)  # fmt: skip
def test_pages_are_found_by_words_pinyin_and_initials(wanted: str, first: str) -> None:
    hits = help_pages.find(wanted)
    assert first in [hit.page.id for hit in hits[:3]]
    assert all(hit.words or hit.page.title for hit in hits)


def test_nothing_is_found_for_what_nobody_says() -> None:
    assert help_pages.find("量子纠缠") == help_pages.find("") == help_pages.find("zzqq") == ()


def test_markdown_is_read_as_it_is_written() -> None:
    head = "---\ntitle: 题\nchapter: 章\nwhere: a, b.c\n---\n"
    page = help_text.parsed("x", head + "一行\n接着\n\n1. 按 `F1`，看[那页](y)\n> **注意**\n![图](z)\n")
    assert page.where == ("a", "b.c")
    assert [(block.kind, block.words) for block in page.blocks] == [
        (Kind.TEXT, "一行接着"), (Kind.STEP, "按 F1，看那页"), (Kind.NOTE, "注意"), (Kind.PICTURE, "图"),
    ]  # fmt: skip
    assert [part.mark for part in page.blocks[1].line] == [Mark.PLAIN, Mark.KEY, Mark.PLAIN, Mark.LINK]
    with pytest.raises(ValueError, match="no title"):
        help_text.parsed("x", "---\nwhere: a\n---\n")


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    keyless(tmp_path / "station").close()
    opened = open_services(tmp_path / "station")
    yield opened
    opened.close()


def test_the_paper_has_every_page_in_contents_and_bookmarks(
    services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a picture where one was made, and without a hole where not."""
    Image.new("RGB", (1240, 700)).save(tmp_path / "today.png")
    monkeypatch.setattr(help_pages, "PICTURES", tmp_path)
    made = services.papers.build("help", tmp_path / "help.pdf")
    assert (made.missing, made.shortened) == ((), ())
    reader = PdfReader(tmp_path / "help.pdf")
    contents = (reader.pages[1].extract_text() or "") + (reader.pages[2].extract_text() or "")
    for page in PAGES:
        assert page.title.replace(" ", "") in contents.replace(" ", ""), page.id
    words = "".join(sheet.extract_text() or "" for sheet in reader.pages).replace("\n", "")
    assert "第一天" in words
    shown = sum(len(sheet.images) for sheet in reader.pages)
    assert shown == sum(page.pictures.count("today") for page in PAGES)
    bookmarks = [entry for entry in reader.outline if not isinstance(entry, list)]
    assert len(bookmarks) == len({page.chapter for page in PAGES})

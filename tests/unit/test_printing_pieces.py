"""Badges, tables, records and certificates with any text in any field: they print, within their edges."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader

from louyu_desktop.printing import badges, certificate, fonts, record_form, sign_in_sheet, table_sheet
from louyu_desktop.printing.badges import Badge, BadgeSheets
from louyu_desktop.printing.certificate import Certificates, Holder
from louyu_desktop.printing.labels import CARDS, LABELS, Labels
from louyu_desktop.printing.photo import jpeg_of
from louyu_desktop.printing.record_form import Chapter, Photo, RecordForm
from louyu_desktop.printing.sheet import Column
from louyu_desktop.printing.shortened import hearing
from louyu_desktop.printing.sign_in_sheet import ROW_HEIGHTS, Attendee, SignInSheet, columns_of
from louyu_desktop.printing.table_sheet import Part, TableSheet
from tests.unit.read_back import glyphs, texts

MM = 72 / 25.4
PIECES = (
    "张<b>三", "&nbsp;", "䶮𬱖堃喆", "😀", "</para>", "\x00\u202e", "有限公司", "（示例）", "W" * 30, "，。", " ", "·", "\n",
    "1" * 12,
)  # fmt: skip
COLUMNS = ("unit", "branch", "floor", "phone_tail", "party", "signed_at", "left_at", "note")
any_text = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)
quick = settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def faces() -> fonts.Typeface:
    files = fonts.pinned()
    return fonts.chain_of([files.regular], [files.bold])


def outside(path: Path, margin: float) -> list[object]:
    """Signs that stand nearer than `margin` millimetres to an edge."""
    edge, found = margin * MM, list[object]()
    for page, signs in zip(PdfReader(path).pages, glyphs(path), strict=True):
        width, height = float(page.mediabox.width), float(page.mediabox.height)
        found += [
            one for one in signs
            if one.left < edge or one.right > width - edge or one.bottom < edge or one.top > height - edge
        ]  # fmt: skip
    return found


@quick
@given(name=any_text, words=any_text, labels=st.sampled_from([*LABELS.values(), *CARDS.values()]), cards=st.booleans())
def test_any_badge(
    tmp_path: Path, faces: fonts.Typeface, name: str, words: str, labels: Labels, cards: bool
) -> None:
    one = Badge(name, words, "" if cards else "LYDZ:0190F3A111117ABC8DEF1234567890AB")
    sheets = BadgeSheets(
        labels=labels, activity=words, time=words, station=name, badges=(one,) * 3, cards=cards, guides=True,
        is_demonstration=True,
    )  # fmt: skip
    badges.write(sheets, tmp_path / "b.pdf", faces)
    assert outside(tmp_path / "b.pdf", 2) == []


@quick
@given(name=any_text, words=any_text, landscape=st.booleans())
def test_any_table(tmp_path: Path, faces: fonts.Typeface, name: str, words: str, landscape: bool) -> None:
    rows = [(name, words, name, words)] * 30
    columns = (Column("甲", 12), Column("乙", 60), Column("丙", 20, "right"), Column(name, 30, "center"))
    total = ("", words, name, words)
    sheet = TableSheet(
        title=name, aside=words, facts=(words, name), columns=columns, notes=(words,), signs=("填表人：",) * 3,
        parts=(Part(rows=rows, heading=words, note=name), Part(rows=rows)), total=total, footer=words,
        landscape=landscape, is_demonstration=True,
    )  # fmt: skip
    table_sheet.write(sheet, tmp_path / "t.pdf", faces)
    assert outside(tmp_path / "t.pdf", 7) == []


def test_no_word_of_a_table_is_lost(tmp_path: Path, faces: fonts.Typeface) -> None:
    """What a cell has no room for goes on in the rows below it."""
    long = "".join(f"第{number}条要带营业执照和租赁合同；" for number in range(60))
    rows = [("1", long, "短"), ("2", "短", "x" * 900), ("3", "短", "短")]
    columns = (Column("序号", 10), Column("带什么", 40), Column("说明", 30, bold=True))
    sheet = TableSheet(title="清单", columns=columns, parts=(Part(rows=rows, heading="甲"),))
    with hearing() as shortened:
        table_sheet.write(sheet, tmp_path / "t.pdf", faces)
    text = "".join(texts(tmp_path / "t.pdf"))
    assert not shortened
    assert all(f"第{number}条" in text for number in range(60))
    assert text.count("x") == 900
    assert text.index("第59条") < text.index("2短") < text.index("3短")
    assert outside(tmp_path / "t.pdf", 10) == []


def test_facts_of_a_record_are_as_high_as_they_need(tmp_path: Path, faces: fonts.Typeface) -> None:
    units = "、".join(f"第{number}支部委员会" for number in range(60))
    record = RecordForm(
        station="站", title="题", facts=((("提出方", units), ("日期", "2026-11-22")), (("单位", units),)),
        chapters=(Chapter("内容", "正文"),), behind=(Chapter("过程", "甲\n乙", entered=True),),
    )  # fmt: skip
    with hearing() as shortened:
        assert record_form.write(record, tmp_path / "r.pdf", faces) == 2
    first, second = texts(tmp_path / "r.pdf")
    assert not shortened
    assert first.count("第59支部委员会") == 2
    assert "过程" in second
    assert "记录人：" in first
    assert outside(tmp_path / "r.pdf", 10) == []


def test_sums_never_stand_alone(tmp_path: Path, faces: fonts.Typeface) -> None:
    for count in range(8, 26):
        parts = tuple(Part(rows=[("x", "一行")] * count, total=("", "小计")) for _month in range(2))
        sheet = TableSheet(title="台账", columns=(Column("甲", 20), Column("乙", 60)), parts=parts, total=("", "合计"))
        pages = table_sheet.write(sheet, tmp_path / "t.pdf", faces)
        texts = [page.extract_text() for page in PdfReader(tmp_path / "t.pdf").pages]
        assert len(texts) == pages
        assert all("一行" in text or not ("小计" in text or "合计" in text) for text in texts), count
        assert "".join(texts).count("一行") == 2 * count


@quick
@given(name=any_text, words=any_text)
def test_any_record(tmp_path: Path, faces: fonts.Typeface, name: str, words: str) -> None:
    pixels = [Image.new("RGBA", (40, 30), (50 * tone, 20, 30, 255)).tobytes() for tone in range(5)]
    photos = tuple(Photo(40, 30, jpeg_of(40, 30, one), words) for one in pixels)
    record = RecordForm(
        station=name, title=words, facts=(((name, words),), ((name, words), (words, name))), footer=words,
        chapters=(Chapter("参加人员", f"{name}、" * 200, listed=True), Chapter("内容", f"{words}\n" * 40), Chapter("成效")),
        photos=photos, is_demonstration=True,
    )  # fmt: skip
    pages = record_form.write(record, tmp_path / "r.pdf", faces)
    reader = PdfReader(tmp_path / "r.pdf")
    assert len(reader.pages) == pages
    assert sum(len(page.images) for page in reader.pages) == 4
    assert outside(tmp_path / "r.pdf", 7) == []


@quick
@given(name=any_text, words=any_text, small=st.booleans())
def test_any_certificate(tmp_path: Path, faces: fonts.Typeface, name: str, words: str, small: bool) -> None:
    papers = Certificates(
        activity=words, time="2026年6月25日", place=words, organiser=words, station=words, made_on="2026年6月26日",
        holders=(Holder(name, words, words), Holder("")), hours="1.5", small=small, is_demonstration=True,
    )  # fmt: skip
    assert certificate.write(papers, tmp_path / "c.pdf", faces) == 2
    assert outside(tmp_path / "c.pdf", 13.5) == []


@quick
@given(
    words=any_text, height=st.sampled_from([*ROW_HEIGHTS]), landscape=st.booleans(), signed=st.none() | st.just(3),
    columns=st.sets(st.sampled_from(COLUMNS)),
)  # fmt: skip
def test_any_shape_of_a_sign_in_sheet(
    tmp_path: Path, faces: fonts.Typeface, words: str, height: str, landscape: bool, signed: int | None,
    columns: set[str],
) -> None:  # fmt: skip
    strokes = (((0.0, 0.0), (90.0, 40.0)), ((50.0, 20.0),))
    one = Attendee(words, words, "138", True, words, words, words, words, "12:00", "13:00", strokes)
    sheet = SignInSheet(
        activity=words, time="12:00", place=words, organiser=words, attendees=(one,) * 27, columns=("name", *columns),
        grouped=True, row_height=height, landscape=landscape, signed=signed, code="LYQD:0190", privacy_line=words,
        is_demonstration=True,
    )  # fmt: skip
    made = {column.heading: column.width for column in columns_of(sheet.columns, 261 if landscape else 174)}
    assert made["签名"] >= 30
    assert sum(made.values()) == pytest.approx(261 if landscape else 174)
    sign_in_sheet.write(sheet, tmp_path / "s.pdf", faces)
    assert outside(tmp_path / "s.pdf", 9) == []


def test_a_picture_is_the_same_bytes_again() -> None:
    pixels = bytes(range(256)) * 12
    assert jpeg_of(32, 24, pixels) == jpeg_of(32, 24, pixels)
    assert Image.open(io.BytesIO(jpeg_of(32, 24, pixels))).size == (32, 24)

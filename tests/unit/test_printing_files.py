"""Files, forms, routes and cards with any text in any field, and enormous ones: they print, within their edges."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from louyu_desktop.printing import contact_card, dossier, fonts, record_form, visit_form, visit_route
from louyu_desktop.printing.contact_card import ContactCard, ContactCards
from louyu_desktop.printing.dossier import Chapter, Column, Dossier, Entry, Facts, Listing, Notes
from louyu_desktop.printing.labels import LABELS, Labels
from louyu_desktop.printing.record_form import RecordForm, Ticks
from louyu_desktop.printing.sheet import BOX
from louyu_desktop.printing.sheet import Column as Wide
from louyu_desktop.printing.table_sheet import Part, TableSheet
from louyu_desktop.printing.visit_form import VisitForm, VisitForms
from louyu_desktop.printing.visit_route import VisitRoute
from tests.unit.read_back import solid, texts
from tests.unit.test_printing_pieces import any_text, outside

quick = settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def faces() -> fonts.Typeface:
    files = fonts.pinned()
    return fonts.chain_of([files.regular], [files.bold])


def file_of(name: str, words: str, rows: int = 12) -> Dossier:
    columns = (Column("甲", whole=True), Column("乙"), Column(name[:20]))
    parts = (
        Facts(((name[:20] or "甲", words), ("乙", "短"), ("丙", ""))),
        Listing(columns, ((name, words, "一行"),) * rows, heading=words),
        Notes((Entry(name, words, ((name[:20], f"{words}\n" * 30), ("乙", words))),) * rows, lead=words),
    )
    return Dossier(
        station=words, title="一企一档", name=name, short=words, stamp="内部资料", foot=words, cover=((words[:8], name),) * 5,
        chapters=(Chapter(name or "甲", parts), Chapter("空的"), Chapter("乙", parts[1:2])), is_demonstration=True,
    )  # fmt: skip


@quick
@given(name=any_text, words=any_text)
def test_any_file(tmp_path: Path, faces: fonts.Typeface, name: str, words: str) -> None:
    pages = dossier.write(file_of(name, words), tmp_path / "d.pdf", faces)
    assert len(PdfReader(tmp_path / "d.pdf").pages) == pages
    assert outside(tmp_path / "d.pdf", 4) == []
    assert "没有记录的部分：空的。" in "".join(texts(tmp_path / "d.pdf"))


def test_a_file_of_four_hundred_visits_loses_none(tmp_path: Path, faces: fonts.Typeface) -> None:
    entries = tuple(Entry(f"第{n:04}次", "王芳", (("情况", "谈了续租。" * (n % 60)),)) for n in range(400))
    one = file_of("远舟", "甲", 1)
    pages = dossier.write(
        Dossier(station="站", title="一企一档", name="远舟", short="远舟", stamp="内部资料", foot="周敏",
                chapters=(*one.chapters, Chapter("走访", (Notes(entries),)))), tmp_path / "d.pdf", faces,
    )  # fmt: skip
    found = "".join(texts(tmp_path / "d.pdf"))
    assert [n for n in range(400) if f"第{n:04}次" not in found] == []
    assert found.count("谈") == sum(n % 60 for n in range(400))
    assert pages < 100


@quick
@given(name=any_text, words=any_text, internal=st.booleans(), count=st.integers(0, 5))
def test_any_form(
    tmp_path: Path, faces: fonts.Typeface, name: str, words: str, internal: bool, count: int
) -> None:
    one = VisitForm(enterprise=name, place=words, met=name, visitors=words, reasons=("日常", words), known=name)
    forms = VisitForms(station=words, forms=(one,) * count, internal=internal, foot=words, is_demonstration=True)
    assert visit_form.write(forms, tmp_path / "f.pdf", faces) == max(1, -(-count // 2))
    assert outside(tmp_path / "f.pdf", 4) == []
    stops = TableSheet(
        title="走访路线", columns=(Wide("甲", 20), Wide("乙", 60), Wide("丙", 10)),
        parts=(Part(heading=name, note="2 家", rows=[(name, words, BOX)] * 30),), aside=words, notes=(words,),
    )  # fmt: skip
    pages = visit_route.write(VisitRoute(stops, forms), tmp_path / "r.pdf", faces)
    assert len(PdfReader(tmp_path / "r.pdf").pages) == pages
    assert BOX not in visit_route.texts_of(VisitRoute(stops, None))


@quick
@given(name=any_text, words=any_text)
def test_any_ticks(tmp_path: Path, faces: fonts.Typeface, name: str, words: str) -> None:
    ticks = Ticks(((name, True), (words, False), ("日常", True)))
    form = RecordForm(station=name, title=words, heading="走访记录表", signs=("走访人：", "受访人签名："), facts=(
        (("方式", ticks),), ((name, ticks), (words, words)),
    ))  # fmt: skip
    assert record_form.write(form, tmp_path / "r.pdf", faces) == 1
    assert outside(tmp_path / "r.pdf", 4) == []
    assert "受访人签名：" in "".join(texts(tmp_path / "r.pdf"))


@quick
@given(name=any_text, words=any_text, labels=st.sampled_from(list(LABELS.values())))
def test_any_card(tmp_path: Path, faces: fonts.Typeface, name: str, words: str, labels: Labels) -> None:
    card = ContactCard(enterprise=name, liaison=words, phone=name, team=(words, name, words))
    cards = ContactCards(
        labels=labels, station=name, place=words, hours=words, phone=words, guides=True, is_demonstration=True,
        cards=(card,) * 3 + (ContactCard(),),
    )  # fmt: skip
    assert contact_card.write(cards, tmp_path / "c.pdf", faces) == -(-4 // labels.count)
    assert outside(tmp_path / "c.pdf", 1) == []


def test_a_card_says_who_is_called(tmp_path: Path, faces: fonts.Typeface) -> None:
    for labels in LABELS.values():
        cards = ContactCards(labels=labels, station="梧桐里党群服务站", place="淮海中路999号", hours="周一至周五", phone="021-1",
                             cards=(ContactCard(enterprise="远舟投资", liaison="王芳", phone="139 0000 1111"),))  # fmt: skip
        contact_card.write(cards, tmp_path / "c.pdf", faces)
        found = "".join(texts(tmp_path / "c.pdf"))
        assert all(solid(one) in found for one in ("王芳", "139 0000 1111", "远舟投资", "周一至周五", "021-1"))

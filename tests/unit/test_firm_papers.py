"""Papers of enterprises and visits: whole, inside their edges, and nothing the station thinks of a firm leaves it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from pypdf import PdfReader

from louyu_desktop.errors import LouyuError, UserError
from louyu_desktop.fields import Kind
from louyu_desktop.models import Account, Enterprise, Station
from louyu_desktop.models.visit import REASONS, TRIGGERS
from louyu_desktop.printing.labels import LABELS
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.roles import Role
from louyu_desktop.services.firm_paper_kinds import FIRM_PAPERS
from louyu_desktop.services.firm_words import Teller
from louyu_desktop.services.paper_info import COPY, INTERNAL, MASKED, SIGNING, PaperInfo
from louyu_desktop.services.paper_kinds import HELP, PAPERS
from louyu_desktop.services.suite import open_services
from tests.unit.firm_station import LONG, MOBILE, RARE, SECRETS, SPOKEN, FirmStation, make
from tests.unit.read_back import Glyph, every_word, glyphs, solid, texts

NOW = dt.datetime(2026, 11, 22, 9, 30, tzinfo=SHANGHAI)
LAYOUT = ("labels", "sheet", "row_height", "paper", "size", "order")
COLOUR_WORDS = ("五色", "橙", "较不稳定", "内部资料")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FirmStation]:
    with time_machine.travel(NOW, tick=True):
        made = make(tmp_path_factory.mktemp("firms") / "station")
        yield made
        made.services.close()


def whole(path: Path) -> str:
    return "".join(texts(path))


def versions(info: PaperInfo) -> tuple[str, ...]:
    """Each version a paper comes in; "" for one that has none."""
    return next((option.choices for option in info.options if option.name == "version"), ("",))


def choices(info: PaperInfo) -> Iterator[dict[str, Any]]:
    """Each version with each choice of each other option, one at a time."""
    others = [one for one in info.options if one.kind is Kind.CHOICE and one.name not in {"version", *LAYOUT}]
    for version in versions(info):
        kept = {"version": version} if version else {}
        yield dict(kept)
        for option in others:
            yield from ({**kept, option.name: choice} for choice in option.choices)


def outside(path: Path, edge: float) -> list[Glyph]:
    """Signs nearer than `edge` points to the edge of their page."""
    found = []
    for page, signs in zip(PdfReader(path).pages, glyphs(path), strict=True):
        width, height = float(page.mediabox.width), float(page.mediabox.height)
        found += [g for g in signs if not (g.left > edge and g.right < width - edge and g.bottom > edge)]
        found += [g for g in signs if g.top > height - edge]
    return found


# who may read what


def test_only_internal_papers_tell_what_the_station_thinks(place: FirmStation, tmp_path: Path) -> None:
    target = tmp_path / "p.pdf"
    told: set[str] = set()
    words = {**SECRETS, **{word: word for word in COLOUR_WORDS}}
    for info in PAPERS:
        for options in choices(info) if info.name != HELP else ():  # it tells of the program, not of a firm
            place.build(info.name, target, place.others[info.needs_id] if info.needs_id else None, **options)
            text = every_word(target)
            found = {what for what, word in words.items() if solid(word) in text}
            if options.get("version") == COPY:
                found -= {"详情", "结果"}  # what whoever asked said, and was told
            if info.internal and options.get("version", INTERNAL) == INTERNAL:
                told |= found
                assert "内部资料" in text, (info.name, options)
            else:
                assert found == set(), (info.name, options)
    assert told >= {"五色理由", "税收", "趋势", "意向", "情况", "主题", "变化", "特殊", "来意", "结果", "本站", "五色", "级"}


def test_what_was_said_stands_on_the_form_that_is_signed_and_nowhere_else(place: FirmStation, tmp_path: Path) -> None:
    target = tmp_path / "p.pdf"
    for info in FIRM_PAPERS:
        for version in versions(info):
            record = place.others[info.needs_id] if info.needs_id else None
            place.build(info.name, target, record, **({"version": version} if version else {}))
            text = whole(target)
            said = {what for what, word in SPOKEN.items() if word in text}
            may = info.name == "visit-record" or (info.name.endswith("dossier") and version == INTERNAL)
            assert said == (set(SPOKEN) if may else set()), (info.name, version)


def test_people_stand_behind_stars_outward(place: FirmStation, tmp_path: Path) -> None:
    target = tmp_path / "p.pdf"
    busy = place.firms["busy"]
    for version, name, phone in ((INTERNAL, "陈华树", "13812345678"), (MASKED, "陈＊＊", "138****5678")):
        place.build("dossier", target, busy, version=version)
        text = whole(target)
        assert name in text
        assert phone in text
        assert ("chen@yuanzhou.cn" in text) == (version == INTERNAL)
    assert "陈华树" not in text
    assert "欧阳＊＊" in text
    assert "对外版" in text
    for info in FIRM_PAPERS:
        outward = {"version": versions(info)[-1]} if versions(info)[0] else {}
        place.build(info.name, target, place.others.get(info.needs_id), **outward)
        assert MOBILE not in whole(target), info.name
    place.build("visit-route", target, phones=True)
    assert MOBILE in whole(target)


@pytest.mark.parametrize("role", [Role.READER, Role.DESK])
def test_who_sees_little_prints_little(place: FirmStation, tmp_path: Path, role: Role) -> None:
    database = place.database
    with database.write("人") as write:
        [actor] = write.insert(Account, [{"name": f"人{role.name}", "role": role.value}])
    before, database.actor = database.actor, actor
    try:
        services = open_services(database)
        offered = {info.name: info for info in services.papers.papers() if info in FIRM_PAPERS or info.options}
        mine = [offered[info.name] for info in FIRM_PAPERS if info.name in offered]
        if role is Role.DESK:
            assert mine == []
            with pytest.raises(LouyuError):
                services.papers.build("dossier", tmp_path / "d.pdf", id=place.firms["busy"])
            return
        assert len(mine) == len(FIRM_PAPERS)
        for info in mine:
            assert INTERNAL not in versions(info)
            services.papers.build(info.name, tmp_path / "p.pdf", id=place.others.get(info.needs_id))
            text = whole(tmp_path / "p.pdf")
            never = (*SECRETS.values(), *SPOKEN.values(), "橙", "138")
            assert [words for words in never if solid(words) in text] == [], info.name
        with pytest.raises(UserError):
            services.papers.build("dossier", tmp_path / "d.pdf", id=place.firms["busy"], options={"version": INTERNAL})
    finally:
        database.actor = before


def test_a_judgement_is_no_reason_outward() -> None:
    outward, inward = (Teller(Role.ADMINISTRATOR, internal=one) for one in (False, True))
    assert [outward.reason(one) for one in ("五色跟进", "经营下滑", "特殊情况", "企业搬迁")] == ["必访"] * 4
    assert [inward.reason(one) for one in REASONS] == list(REASONS)
    assert outward.reason("租赁到期") == "租赁到期"
    assert outward.reason(None) == ""


# whole, and inside the edges


@pytest.mark.parametrize("firm", ["busy", "once", "never", "rare", "consulate", "shop"])
@pytest.mark.parametrize("paper", ["dossier", "shop-dossier", "visit-form", "contact-card"])
def test_every_paper_of_every_sort_of_firm(place: FirmStation, tmp_path: Path, firm: str, paper: str) -> None:
    target = tmp_path / "p.pdf"
    made = place.build(paper, target, place.firms[firm])
    reader = PdfReader(target)
    assert len(reader.pages) == made.pages
    assert (made.missing, made.shortened) == ((), ())
    name = {"busy": "远舟投资管理中心", "once": "汾阳设计事务所", "never": LONG, "rare": RARE, "consulate": "某国驻沪总领事馆",
            "shop": "弄堂面馆"}[firm]  # fmt: skip
    assert solid(name) in whole(target)
    assert outside(target, 8) == []
    assert (reader.metadata.title or "") != "" if reader.metadata else False


def test_the_file_has_every_part(place: FirmStation, tmp_path: Path) -> None:
    target = tmp_path / "d.pdf"
    with time_machine.travel(NOW, tick=False):
        made = place.build("dossier", target, place.firms["busy"])
    pages = texts(target)
    text = "".join(pages)
    assert [one for one in ("目录", "基本信息", "入驻与租期", "联系人", "党群组织", "五色记录", "走访", "诉求", "服务包", "参加活动", "荣誉")
            if one not in pages[1]] == []  # fmt: skip
    for words in ("8F-01", "9F-01", "31F-01", "10F-01", "换到八楼", "欧阳修远", "共30次，见到人30次", "SQ-2026-0007", "营商服务包",
                  "午间一小时", "徐汇区文明单位", "王芳（党建督导）", "楼友会", "ZF-2026-0000", "劳资纠纷", "何总"):  # fmt: skip
        assert solid(words) in text, words
    assert all("打印人周敏·2026-11-2209:30·内部资料" in page and "远舟投资·一企一档" in page for page in pages[1:])
    titles = [one.title for one in PdfReader(target).outline if not isinstance(one, list)]
    assert titles[0] == "01 基本信息"
    few = place.build("dossier", target, place.firms["busy"], visits=3)
    assert few.pages < made.pages
    assert "下面是最近3次" in whole(target)


def test_what_is_not_recorded_is_said(place: FirmStation, tmp_path: Path) -> None:
    target = tmp_path / "d.pdf"
    place.build("dossier", target, place.firms["never"])
    assert "没有记录的部分：入驻与租期、联系人、五色记录、走访、" in whole(target)
    place.build("shop-dossier", target, place.firms["shop"])
    text = whole(target)
    assert "一店一册" in text
    assert text.count("灭火器压力不足") == 12
    assert "食品安全自律承诺书" in text


def test_forms_are_two_on_a_sheet_and_ask_what_a_visit_asks(place: FirmStation, tmp_path: Path) -> None:
    target = tmp_path / "f.pdf"
    assert place.build("visit-forms", target, count=3).pages == 3
    for page in texts(target):
        assert page.count("走访记录表") == 2
        assert all(page.count(word) == 2 for word in (*TRIGGERS, "受访人签名：", "企业情况", "提出的诉求", "现场答复", "后续措施"))
    place.build("visit-forms", target, version=INTERNAL)
    assert whole(target).count("五色评估绿蓝黄橙红") == 2
    assert "受访人签名" not in whole(target)
    assert place.build("visit-form", target, place.firms["busy"], copies=5).pages == 3
    assert whole(target).count("陈华树（总经理）") == 5
    assert "没办结的诉求1件" in whole(target)


def test_the_record_of_a_visit(place: FirmStation, tmp_path: Path) -> None:
    target = tmp_path / "v.pdf"
    place.build("visit-record", target, place.visit)
    text = whole(target)
    for words in ("远舟投资管理中心", "ZF-2026-0029", "2026年11月22日", "王芳、李强", "陈华树（总经理）", "建议颜色", SECRETS["情况"]):
        assert words in text, words
    place.build("visit-record", target, place.visit, version=SIGNING)
    text = whole(target)
    assert "受访人签名：" in text
    assert SPOKEN["答复"] in text


def test_the_route_walks_down_each_tower_with_a_form_for_each(place: FirmStation, tmp_path: Path) -> None:
    target = tmp_path / "r.pdf"
    made = place.build("visit-route", target)
    pages = texts(target)
    assert pages[0].index("环贸广场") < pages[0].index("盈展大厦")
    assert pages[0].index(RARE) < pages[0].index("弄堂面馆")
    stops = int(pages[0].split("走访路线")[1].split("家")[0].split("·")[-1])
    assert made.pages == 1 + -(-stops // 2)
    assert made.missing == ()
    chosen = f"弄堂面馆、{place.firms['once']}"
    assert place.build("visit-route", target, firms=chosen, forms=False).pages == 1
    text = whole(target)
    assert "2家" in text
    assert "远舟" not in text
    for name, value in (("building", "没有的楼"), ("who", "没有的人"), ("firms", "没有的企业、弄堂面馆")):
        with pytest.raises(UserError) as caught:
            place.build("visit-route", target, None, **{name: value})
        assert caught.value.field == name
        assert "没有的" in caught.value.sentence
    place.build("visit-route", target, building="盈展大厦", until=dt.date(2026, 11, 1), forms=False)


def test_the_lists_count_and_group(place: FirmStation, tmp_path: Path) -> None:
    target = tmp_path / "l.pdf"
    place.build("must-visits", target, state="全部", grouping="按必访分组")
    text = whole(target)
    assert all(solid(word) in text for word in ("租赁到期", "高管变动", SECRETS["事实"], "无需"))
    place.build("must-visits", target, who="王芳", until=dt.date(2026, 11, 25))
    assert "李强" not in whole(target)
    place.build("key-firms", target, version=INTERNAL)
    text = whole(target)
    assert "绿（稳定）4家，橙（较不稳定）1家" in text
    assert "弄堂面馆" not in text
    place.build("key-firms", target, building="盈展大厦")
    assert RARE in whole(target)
    assert "汾阳" not in whole(target)


@pytest.mark.parametrize("labels", list(LABELS))
def test_cards_fill_every_sheet(place: FirmStation, tmp_path: Path, labels: str) -> None:
    target = tmp_path / "c.pdf"
    made = place.build("contact-cards", target, labels=labels)
    assert made.shortened == ()
    text = whole(target)
    assert all(solid(word) in text for word in (LONG, RARE, "王芳", "13900001111", "021-54320000"))
    assert made.pages == -(-6 // LABELS[labels].count)
    assert outside(target, 5) == []
    assert place.build("contact-card", target, place.firms["busy"], labels=labels, count=30).pages == -(
        -30 // LABELS[labels].count
    )


def test_the_same_paper_is_the_same_file(place: FirmStation, tmp_path: Path) -> None:
    with time_machine.travel(NOW, tick=False):
        for info in FIRM_PAPERS:
            for name in ("a.pdf", "b.pdf"):
                place.build(info.name, tmp_path / name, place.others.get(info.needs_id))
            assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes(), info.name


# gone, and logged


def test_what_is_gone_is_said(tmp_path: Path) -> None:
    place = make(tmp_path / "station")
    with pytest.raises(UserError, match="不在了"):
        place.build("dossier", tmp_path / "d.pdf", 999)
    place.services.records.archive("enterprises", [place.firms["never"]])
    with pytest.raises(UserError, match="回收站"):
        place.build("dossier", tmp_path / "d.pdf", place.firms["never"])
    with pytest.raises(UserError, match="不在了"):
        place.build("visit-record", tmp_path / "v.pdf", 999)
    with place.database.write("x") as write:
        write.update(Station, [{"id": 1, "hours": None, "phone": None, "address": None}])
        firms = [{"id": key, "chief_liaison_id": None, "is_key": False} for key in place.firms.values()]
        write.update(Enterprise, firms)
    for paper in ("key-firms", "contact-cards", "must-visits", "visit-route"):
        place.build(paper, tmp_path / "p.pdf", **({"key_only": True} if paper == "contact-cards" else {}))
    place.services.close()


def test_a_file_that_is_printed_is_logged_and_never_its_version_remembered(tmp_path: Path) -> None:
    place = make(tmp_path / "station")
    busy = place.firms["busy"]
    options = {"version": MASKED, "visits": 5}
    place.services.papers.build("dossier", tmp_path / "d.pdf", id=busy, options=options, purpose="上级检查")
    [entry] = [one for one in place.services.records.history("enterprises", busy) if "一企一档" in one.label][:1]
    assert "上级检查" in entry.label
    remembered = place.services.papers.remembered("dossier", place.firms["once"])
    assert remembered == {"version": INTERNAL, "visits": 5}
    place.services.close()

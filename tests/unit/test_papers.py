"""Papers out of a real station: what they hold, what is logged, what is remembered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from pypdf import PdfReader
from sqlalchemy import select

from louyu_desktop.errors import CancelledError, SystemProblem, UserError
from louyu_desktop.models import (
    Activity,
    Building,
    CatalogueVersion,
    Enterprise,
    Facility,
    PartyMembership,
    PartyOrganisation,
    Person,
    Registration,
    ServiceCategory,
    ServiceItem,
    SignIn,
    Station,
)
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.services.paper_words import moment
from louyu_desktop.services.papers import Papers
from louyu_desktop.storage.database import Database
from tests.stations import empty_station

MOBILE = "13812345678"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with empty_station(tmp_path / "station") as made:
        with made.write("x") as write:
            write.insert(Station, [{"name": "环贸党群服务中心", "history": "2025-10 焕新启用", "is_demonstration": True}])
        yield made


def activity(database: Database, people: int, kind: str = "沙龙") -> int:
    """An activity with `people` registered, two units and one branch; besides one waiting and one cancelled."""
    with database.write("x") as write:
        [room] = write.insert(Facility, [{"name": f"活动空间{people}{kind}", "floor": "9F"}])
        [branch] = write.insert(PartyOrganisation, [{"name": f"第{people}{kind}支部"}])
        starts = dt.datetime(2026, 11, 20, 4, tzinfo=dt.UTC)
        row = {"title": "午间一小时", "type": kind, "starts_at": starts, "venue_id": room, "organiser": "本站"}
        [made] = write.insert(Activity, [row])
        surnames = "张王李赵单"
        names = [f"{surnames[n % 5]}{chr(0x4E00 + n)}" for n in range(people + 2)]
        ids = write.insert(
            Person,
            [{"name": name, "mobile": MOBILE, "unit_name": "甲公司" if n % 2 else "乙公司"} for n, name in enumerate(names)],
        )
        write.insert(PartyMembership, [{"person_id": person, "organisation_id": branch} for person in ids[:1]])
        states = ["已报名"] * people + ["候补", "取消"]
        write.insert(
            Registration,
            [{"activity_id": made, "person_id": p, "status": s} for p, s in zip(ids, states, strict=True)],
        )
    return made


def text_of(path: Path) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(path).pages)


def test_the_sheet_holds_who_is_expected_and_no_full_phone(database: Database, tmp_path: Path) -> None:
    made = activity(database, 21)
    result = Papers(database).build("sign-in-sheet", tmp_path / "a.pdf", id=made, options={"phone_tail": True})
    text = text_of(result.path)
    assert result.pages == 2
    assert result.title == "午间一小时·21 人"
    assert "21 人" in text
    assert text.count("5678") == 21
    assert MOBILE not in text
    assert MOBILE not in text.replace(" ", "")
    assert "演示" in text
    assert "2026 年 11 月 20 日（周五）12:00" in text


def test_the_sheet_stands_in_pinyin_order_surnames_read_as_surnames(database: Database, tmp_path: Path) -> None:
    made = activity(database, 5)
    text = text_of(Papers(database).build("sign-in-sheet", tmp_path / "a.pdf", id=made).path)
    order = [text.index(f"{name}{chr(0x4E00 + n)}") for n, name in ((2, "李"), (4, "单"), (1, "王"), (0, "张"), (3, "赵"))]
    assert order == sorted(order)


@pytest.mark.parametrize(("order", "groups"), [("按单位分组", ["甲公司", "乙公司"]), ("branch", ["第5沙龙支部", "未填"])])
def test_groups_have_their_heads(database: Database, tmp_path: Path, order: str, groups: list[str]) -> None:
    made = activity(database, 5)
    text = text_of(Papers(database).build("sign-in-sheet", tmp_path / "a.pdf", id=made, options={"order": order}).path)
    assert all(group in text for group in groups)
    assert "现场报名" in text


def test_not_prefilled_means_nobody_on_it(database: Database, tmp_path: Path) -> None:
    made = activity(database, 5)
    options = {"prefilled": False}
    result = Papers(database).build("sign-in-sheet", tmp_path / "a.pdf", id=made, options=options)
    assert "甲公司" not in text_of(result.path)
    assert result.title == "午间一小时"


def test_a_print_is_logged_and_a_preview_is_not(database: Database, tmp_path: Path) -> None:
    made = activity(database, 3)
    papers = Papers(database)
    papers.build("sign-in-sheet", tmp_path / "a.pdf", id=made, preview=True)
    before = len(database.history("activities", made))
    papers.note_printed("sign-in-sheet", made, copies=2, pages=1)
    papers.note_saved("sign-in-sheet", made)
    papers.build("sign-in-sheet", tmp_path / "a.pdf", id=made)
    history = database.history("activities", made)
    assert len(history) == before + 3
    assert "张" not in str(history[:3])
    assert database.undo_state()[0] == "x"


def test_choices_are_remembered_for_the_type_of_activity(database: Database, tmp_path: Path) -> None:
    sharon, lecture = activity(database, 3), activity(database, 4, "讲座")
    papers = Papers(database)
    chosen = {"order": "按单位分组", "columns": ("单位",), "blank_rows": 0}
    papers.build("sign-in-sheet", tmp_path / "a.pdf", id=sharon, options=chosen, preview=True)
    assert papers.remembered("sign-in-sheet", sharon)["order"] == "姓名拼音"
    papers.note_printed("sign-in-sheet", sharon)
    kept = Papers(database).remembered("sign-in-sheet", sharon)
    assert (kept["order"], tuple(kept["columns"]), kept["blank_rows"]) == ("按单位分组", ("单位",), 0)
    assert Papers(database).remembered("sign-in-sheet", lecture)["order"] == "姓名拼音"


def test_two_hundred_names_take_no_more_queries_than_two(
    database: Database, tmp_path: Path, queries: list[str]
) -> None:
    few, many = activity(database, 2), activity(database, 200, "讲座")
    papers = Papers(database)
    counts = []
    papers.remembered("sign-in-sheet", few)  # who is on duty is asked once
    for one in (few, many):
        queries.clear()
        papers.build("sign-in-sheet", tmp_path / "a.pdf", id=one, preview=True)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_handbook_holds_the_station(database: Database, tmp_path: Path) -> None:
    now = dt.datetime.now(SHANGHAI)
    with database.write("x") as write:
        write.insert(Building, [{"name": "盈展大厦", "address": "某路 1 号"}])
        [top] = write.insert(PartyOrganisation, [{"name": "汾阳片区党总支", "kind": "党总支"}])
        write.insert(PartyOrganisation, [{"name": "盈展联合支部", "parent_id": top}])
        [category] = write.insert(ServiceCategory, [{"code": "A", "name": "党务服务"}])
        item = {"code": "A01", "name": "组织关系咨询", "category_id": category, "promised_days": 0, "is_example": True}
        write.insert(ServiceItem, [item, {"code": "A02", "name": "停用的事项", "category_id": category, "enabled": False}])
        write.insert(CatalogueVersion, [{"name": "第 3 版", "effective_on": dt.date(2026, 1, 1)}])
        write.insert(Activity, [{"title": "走读风貌区", "starts_at": now, "status": "报名中"}])
        write.insert(Activity, [{"title": "不办了的", "starts_at": now, "status": "取消"}])
    result = Papers(database).build("handbook", tmp_path / "h.pdf", options={"size": "A4"})
    text = text_of(result.path)
    for wanted in ("环贸党群服务中心", "盈展大厦", "盈展联合支部", "组织关系咨询", "第 3 版", "走读风貌区", "2025-10",
                   "以一网通办办事指南为准", "（示例）", "目录"):  # fmt: skip
        assert wanted in text, wanted
    assert "停用的事项" not in text
    assert "不办了的" not in text
    assert PdfReader(result.path).metadata["/Title"] == "环贸党群服务中心 服务手册"  # type: ignore[index]


def test_a_circle_of_organisations_does_no_harm(database: Database, tmp_path: Path) -> None:
    with database.write("x") as write:
        one, two = write.insert(PartyOrganisation, [{"name": "甲支部"}, {"name": "乙支部"}])
        write.update(PartyOrganisation, [{"id": one, "parent_id": two}, {"id": two, "parent_id": one}])
    text = text_of(Papers(database).build("handbook", tmp_path / "h.pdf").path)
    assert text.count("甲支部") == 1
    assert text.count("乙支部") == 1


def test_a_list_is_printed_and_logged(database: Database, tmp_path: Path) -> None:
    headings = ("姓名", "单位", "地址", "备注", "电话", "楼宇", "党组织")
    rows = [(f"人{n}", "某公司" * 8, "某某路某弄某号" * 4, "备注" * 9, "021-0000", "盈展大厦", "支部" * 6) for n in range(90)]
    before = len(database.operations(100, None))
    result = Papers(database).build_list("人员", headings, rows, tmp_path / "l.pdf", note="楼宇：盈展大厦")
    reader = PdfReader(result.path)
    box = reader.pages[0].mediabox
    assert float(box.width) > float(box.height)
    assert len(reader.pages) == result.pages > 1
    assert "人89" in text_of(result.path)
    assert len(database.operations(100, None)) == before + 1


def test_a_previewed_list_is_logged_when_it_is_printed(database: Database, tmp_path: Path) -> None:
    papers = Papers(database)
    before = len(database.operations(100, None))
    papers.build_list("人员", ("姓名",), [("张三",)], tmp_path / "l.pdf", preview=True)
    assert len(database.operations(100, None)) == before
    papers.note_list("人员", 1)
    assert len(database.operations(100, None)) == before + 1
    assert database.operations(1, None)[0].label == "打印列表「人员」：1 行"


def test_missing_characters_are_named_before_printing(database: Database, tmp_path: Path) -> None:
    with database.write("x") as write:
        [made] = write.insert(Activity, [{"title": "会\U000f0000场", "starts_at": dt.datetime.now(dt.UTC)}])
    result = Papers(database).build("sign-in-sheet", tmp_path / "a.pdf", id=made, preview=True)
    assert result.missing == ("\U000f0000",)


def test_what_cannot_be_made_is_said(database: Database, tmp_path: Path) -> None:
    papers = Papers(database)
    made = activity(database, 1)
    with pytest.raises(UserError, match="没有叫"):
        papers.build("banner", tmp_path / "a.pdf")
    with pytest.raises(UserError, match="要指明"):
        papers.build("sign-in-sheet", tmp_path / "a.pdf")
    with pytest.raises(UserError, match="已经不在了"):
        papers.build("sign-in-sheet", tmp_path / "a.pdf", id=99_999)
    with pytest.raises(UserError, match="没有「colour」"):
        papers.build("sign-in-sheet", tmp_path / "a.pdf", id=made, options={"colour": "red"})
    (tmp_path / "folder").mkdir()
    with pytest.raises(SystemProblem, match="没能写出"):
        papers.build("sign-in-sheet", tmp_path / "folder", id=made)
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".part"] == []


def test_a_text_that_has_no_room_ends_with_its_mark_and_is_told(database: Database, tmp_path: Path) -> None:
    long, whole = "上海" + "长" * 90 + "有限公司", "上海环贸商务服务有限公司"
    papers = Papers(database)
    result = papers.build_list("企业", ("名称", "地址", "备注", "电话"), [(long, "甲", long, "1"), (whole, "乙", whole, "2")],
                               tmp_path / "l.pdf")  # fmt: skip
    assert result.shortened == (long,)
    text = text_of(result.path)
    assert "…" in text
    assert text.count(whole) == 2
    fitting = papers.build_list("企业", ("名称",), [(whole,)], tmp_path / "l.pdf")
    assert fitting.shortened == ()


def test_every_paper_is_the_same_file_again_when_nothing_changed(database: Database, tmp_path: Path) -> None:
    made = activity(database, 45)
    with database.write("x") as write:
        people = write.session.scalars(select(Registration.person_id).where(Registration.activity_id == made)).all()
        at = dt.datetime(2026, 11, 20, 4, 3, tzinfo=dt.UTC)
        write.insert(SignIn, [{"activity_id": made, "person_id": person, "signed_at": at} for person in people[:40]])
    papers = Papers(database)
    with time_machine.travel(dt.datetime(2026, 11, 20, 4, tzinfo=dt.UTC), tick=False):
        for info in papers.papers():
            if info.needs_id not in {"", "activities"}:
                continue
            for name in ("a.pdf", "b.pdf"):
                papers.build(info.name, tmp_path / name, id=made if info.needs_id else None, preview=True)
            assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes(), info.name
        for name in ("a.pdf", "b.pdf"):
            papers.build_list("企业", ("名称", "地址"), [(f"第{n}家", "某路") for n in range(90)], tmp_path / name)
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_cancelling_leaves_the_old_file(database: Database, tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    target.write_bytes(b"old")

    def control(done: int, total: int, note: str = "") -> None:
        if done == 2:
            raise CancelledError("x")

    with pytest.raises(CancelledError):
        Papers(database).build("handbook", target, control=control)
    assert target.read_bytes() == b"old"


def test_the_next_sheet_is_the_coming_activity_with_people(database: Database) -> None:
    papers = Papers(database)
    assert papers.next_activity() is None
    past = activity(database, 2)
    with database.write("x") as write:
        write.update(Activity, [{"id": past, "starts_at": dt.datetime(2020, 1, 1, tzinfo=dt.UTC)}])
    assert papers.next_activity() == past


def test_the_time_of_an_activity_in_words() -> None:
    starts = dt.datetime(2026, 11, 20, 4, tzinfo=dt.UTC)
    assert moment(starts, None) == "2026 年 11 月 20 日（周五）12:00"
    assert moment(starts, starts + dt.timedelta(hours=1)) == "2026 年 11 月 20 日（周五）12:00 – 13:00"
    assert moment(starts, starts + dt.timedelta(days=1)).endswith("– 11 月 21 日 12:00")


def test_enterprise_groups_use_the_full_name(database: Database, tmp_path: Path) -> None:
    made = activity(database, 1)
    with database.write("x") as write:
        [firm] = write.insert(Enterprise, [{"name": "上海某某信息有限公司", "short_name": "某某"}])
        [person] = write.insert(Person, [{"name": "欧阳明", "enterprise_id": firm}])
        write.insert(Registration, [{"activity_id": made, "person_id": person}])
    options = {"order": "enterprise"}
    text = text_of(Papers(database).build("sign-in-sheet", tmp_path / "a.pdf", id=made, options=options).path)
    assert "上海某某信息有限公司" in text

"""诉求处置单: whole for the station, a copy that keeps the inside inside; nothing lost however much there is."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import time_machine
from pypdf import PdfReader

from louyu_desktop.errors import NotPermittedError, UserError
from louyu_desktop.models import Account, Enterprise, Receipt, ServiceItem, ServiceRequest, Station
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.request_flow import Action
from louyu_desktop.rules.roles import Role
from louyu_desktop.services.copies import Query
from louyu_desktop.services.paper_info import COPY, INTERNAL
from louyu_desktop.services.papers import PaperResult
from louyu_desktop.services.request_copies import MOST_SHEETS, Given, RequestDraft
from louyu_desktop.services.suite import Services, open_services
from louyu_desktop.storage.database import Database
from tests.stations import keyless
from tests.unit.read_back import solid, texts
from tests.unit.test_firm_papers import outside

PICTURES = os.environ.get("LOUYU_PICTURES", "")
NOW = dt.datetime(2026, 11, 25, 9, 30, tzinfo=SHANGHAI)
MOBILE = "13812345678"
RARE = "㐂䶮𠮷喆"
SAID = f"电梯早高峰要等二十分钟，打过 {MOBILE} 也没人来。"
TOLD = "高峰分区停靠，货梯让客梯"
INSIDE = {"部门答复": "秘部门答复甲", "延期原因": "秘等配件乙", "记一笔": "秘物业推诿丙", "回访": "秘嫌慢丁", "退单": "秘退单理由戊"}
"""What is written for the station alone."""


def at(day: int, hour: int = 9) -> dt.datetime:
    """An hour of November."""
    return dt.datetime(2026, 11, day, hour, tzinfo=SHANGHAI)


@dataclass(frozen=True)
class Place:
    """A station with one request that went through everything, a bare one, and one that holds all it may."""

    database: Database
    services: Services
    hard: int
    bare: int
    full: int

    def build(self, target: Path, request: int | None = None, /, paper: str = "", **options: Any) -> PaperResult:
        """One sheet, or several."""
        name = paper or ("request-sheet" if request else "request-sheets")
        return self.services.papers.build(name, target, id=request, options=options, preview=True)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with time_machine.travel(NOW, tick=True):
        database = keyless(tmp_path_factory.mktemp("requests") / "station")
        with database.write("人") as write:
            write.insert(Account, [
                {"name": "王芳", "role": Role.STAFF.value}, {"name": "督导", "role": Role.READER.value},
                {"name": "前台", "role": Role.DESK.value},
            ])  # fmt: skip
            write.update(Station, [{"id": 1, "phone": "021-54320000"}])
            [firm] = write.insert(Enterprise, [{"name": "光年广告有限公司"}])
        services = open_services(database)
        made = Place(database, services, _hard(services, firm), _bare(database), _full(database))
        yield made
        database.close()


def _hard(services: Services, firm: int) -> int:
    requests = services.requests
    draft = RequestDraft(
        title="电梯早高峰排队", enterprise_id=firm, requester="欧阳修远", phone=MOBILE, detail=SAID, category="物业治理",
        channel="走访", received_at=at(2),
    )  # fmt: skip
    key = requests.take(draft, at(2)).id
    wang = 2
    requests.act(key, Action.ACCEPT, now=at(2, 10))
    given = Given(mechanism="难题专办", owner_id=wang, lead="区房管局", supporting=("物业", "消防", "特种设备所"))
    requests.act(key, Action.ASSIGN, given, at(2, 11))
    requests.act(key, Action.RETURN, Given(words=INSIDE["退单"]), at(3))
    requests.act(key, Action.ASSIGN, given, at(3, 10))
    requests.note(key, INSIDE["记一笔"], contacted=True, now=at(3, 11))
    lead = requests.receipts(key)[0]
    requests.answered(lead.id, INSIDE["部门答复"], number="FG-0012", now=at(5))
    requests.act(key, Action.PAUSE, Given(words="等企业材料"), at(6))
    requests.act(key, Action.RESUME, now=at(10))
    requests.ask_extension(key, 5, INSIDE["延期原因"], at(11))
    requests.act(key, Action.EXTEND, now=at(12))
    requests.act(key, Action.FINISH, Given(words=TOLD, outcome="部分解决"), at(18))
    requests.act(key, Action.UNREACHED, now=at(19))
    requests.act(key, Action.DISSATISFIED, Given(score=2, words=INSIDE["回访"]), at(20))
    requests.act(key, Action.FINISH, Given(words=TOLD, outcome="解决"), at(24))
    requests.act(key, Action.SATISFIED, Given(score=5), at(25, 8))
    return key


def _bare(database: Database) -> int:
    """As an old ledger may have it: a title and a day."""
    with database.write("旧") as write:
        return write.insert(ServiceRequest, [{"title": "旧台账的一件", "received_at": at(1)}])[0]


def _full(database: Database) -> int:
    """Every field as long as it may be, with characters that are seldom seen."""
    long = (RARE + "公司反映空调冷凝水滴到消防通道地面湿滑") * 250
    with database.write("满") as write:
        [firm] = write.insert(Enterprise, [{"name": (RARE + "国际文化交流发展") * 8}])
        [item] = write.insert(ServiceItem, [{"code": "Z99", "name": long[:60]}])
        [key] = write.insert(ServiceRequest, [
            {"title": long[:100], "received_at": at(2), "enterprise_id": firm, "requester_kind": "企业", "item_id": item,
             "requester_unit": long[:100], "requester": RARE * 12, "phone": MOBILE, "detail": long[:4000],
             "result": long[:2000], "outcome": "解释说明", "lead_department": long[:60], "number": "SQ-2026-9999",
             "departments": tuple(f"{RARE}局{n}" for n in range(30)), "mechanism": "难题专办", "state": "已办结"},
        ])  # fmt: skip
        write.insert(Receipt, [{"request_id": key, "department": f"{RARE}局{n}", "reply": long[:2000],
                                "sent_on": at(3).date()} for n in range(6)])  # fmt: skip
    return key


@pytest.fixture
def target(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    folder = Path(PICTURES) if PICTURES else tmp_path
    return folder / f"{request.node.name}.pdf"


def whole(path: Path) -> str:
    return "".join(texts(path))


def test_the_station_s_sheet_tells_everything_and_its_log_stands_behind(place: Place, target: Path) -> None:
    made = place.build(target, place.hard)
    pages = texts(target)
    assert (made.pages, made.missing, made.shortened) == (2, (), ())
    for words in (
        "SQ-2026-0001", "企业·光年广告有限公司", "欧阳修远", MOBILE, solid(SAID), "难题专办", "王芳", "区房管局", "特种设备所", "第2轮",
        "首次联系：2026-11", "最初承诺2026-11-25", "牵头：区房管局", "回执FG-0012", INSIDE["部门答复"], "停表2026-11-06–2026-11-10：等企业材料",
        f"延期5个工作日：{INSIDE['延期原因']}", "周敏2026-11-12同意", INSIDE["退单"], f"解决：{TOLD}", "没联系上", "2分",
        INSIDE["回访"], "5分", "受理人：", "承办人：", "审核人：", "已办结",
    ):  # fmt: skip
        assert words in pages[0], words
    assert "办理过程" in pages[1]
    assert pages[1].index("登记") < pages[1].index(INSIDE["记一笔"]) < pages[1].index("回访：满意")
    assert all("内部资料" in page and "打印人周敏" in page for page in pages)


def test_the_copy_of_whoever_asked_keeps_the_inside_inside(place: Place, target: Path) -> None:
    made = place.build(target, place.hard, version=COPY)
    text = whole(target)
    assert made.pages == 1
    for words in (
        "欧阳＊＊", "138****5678", "电梯早高峰要等二十分钟", f"解决：{TOLD}", "难题专办", "最初承诺2026-11-25", "延期5个工作日，2026-11-12批准",
        "停表2026-11-06–2026-11-10：等企业材料", "牵头：区房管局", "2026-11-02受理", "诉求人签收：", "服务站电话021-54320000", "监督电话",
        "对外版",
    ):  # fmt: skip
        assert words in text, words
    assert [words for words in (*INSIDE.values(), MOBILE, "欧阳修远", "内部资料", "打印人") if words in text] == []


def test_who_sees_little_prints_little(place: Place, target: Path) -> None:
    database, before = place.database, place.database.actor
    try:
        database.actor = 3
        papers = open_services(database).papers
        offered = {info.name: info for info in papers.papers()}
        assert offered["request-sheet"].options[0].choices == (COPY,)
        papers.build("request-sheet", target, id=place.hard, preview=True)
        text = whole(target)
        assert "电梯早高峰排队" in text
        assert [one for one in (*INSIDE.values(), MOBILE, "138", "二十分钟", TOLD, "欧阳修远") if one in text] == []
        with pytest.raises(UserError):
            papers.build("request-sheet", target, id=place.hard, options={"version": INTERNAL})
        database.actor = 4
        with pytest.raises(NotPermittedError):
            open_services(database).papers.build("request-sheet", target, id=place.hard)
    finally:
        database.actor = before


@pytest.mark.parametrize("version", [INTERNAL, COPY])
def test_little_and_much_have_room(place: Place, target: Path, version: str) -> None:
    made = place.build(target, place.bare, version=version)
    assert (made.pages, made.shortened) == (1, ())
    assert "还没有分派，没有承诺日期" in whole(target)
    made = place.build(target, place.full, version=version)
    assert (made.missing, made.shortened) == ((), ())
    text = whole(target)
    assert text.count("公司反映空调冷凝水滴到消防通道地面湿滑") >= 2 * 250 // 2
    assert "局29" in text
    assert outside(target, 24) == []
    assert len(PdfReader(target).pages) == made.pages


def test_many_at_once_by_state_person_and_number(place: Place, target: Path) -> None:
    def printed(**options: str) -> set[str]:
        place.build(target, **options)
        text = whole(target)
        return {words for words in ("SQ-2026-0001", "SQ-2026-9999", "旧台账的一件") if words in text}

    assert printed() == {"旧台账的一件"}
    assert printed(state="全部", who="王芳") == {"SQ-2026-0001"}
    assert printed(numbers=f"SQ-2026-0001，{place.bare}") == {"SQ-2026-0001", "旧台账的一件"}
    full = place.build(target, place.full).pages
    assert place.build(target, state="全部").pages == 2 + 1 + full
    refused: dict[str, Callable[[], object]] = {
        "没有编号是「SQ-1」": lambda: place.build(target, numbers="SQ-1"),
        "没有叫「没有的人」": lambda: place.build(target, who="没有的人"),
    }
    assert place.build(target, who="周敏").title == "空白诉求处置单"
    assert all(words in whole(target) for words in ("诉求内容", "办理结果", "审核人："))
    for words, call in refused.items():
        with pytest.raises(UserError, match=words):
            call()


def test_more_than_a_stack_is_refused(tmp_path: Path, target: Path) -> None:
    with time_machine.travel(NOW, tick=True):
        database = keyless(tmp_path / "station")
        with database.write("多") as write:
            numbers = [f"SQ-2026-{n:04}" for n in range(MOST_SHEETS + 1)]
            write.insert(ServiceRequest, [{"title": one, "received_at": at(1), "number": one} for one in numbers])
        services = open_services(database)
        with pytest.raises(UserError, match="201 件，一次最多印 200 件"):
            services.papers.build("request-sheets", target)
        first = services.records.ids(Query("requests"))[-1]
        services.records.archive("requests", [first])
        assert services.papers.build("request-sheets", target, options={"numbers": "、".join(numbers[-9:])}).pages == 9
        with pytest.raises(UserError, match="不在了"):
            services.papers.build("request-sheet", target, id=first)
        database.close()


def test_a_sheet_that_is_printed_is_logged_with_what_for(place: Place, target: Path) -> None:
    place.services.papers.build("request-sheet", target, id=place.hard, purpose="督查")
    newest = place.services.records.history("requests", place.hard)[0]
    assert newest.label == "生成诉求处置单：2 页。用途：督查"
    assert place.services.papers.remembered("request-sheet", place.bare)["version"] == INTERNAL

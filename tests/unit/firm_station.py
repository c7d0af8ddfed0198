"""A station with enterprises of every sort for papers: visited never, once and often, long and rare names, a shop."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from louyu_desktop.models import (
    Account,
    Activity,
    AgendaItem,
    Building,
    ColourChange,
    Contact,
    Council,
    Enterprise,
    FactChange,
    HeadquartersVisit,
    Honour,
    Inspection,
    Meeting,
    Occupancy,
    OwnField,
    PackDelivery,
    Person,
    Pledge,
    Registration,
    ServicePack,
    ServiceRequest,
    SignIn,
    SpecialCase,
    Station,
    TeamMember,
    Topic,
    Unit,
    Visit,
    VisitTask,
)
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.services.copies import Query
from louyu_desktop.services.papers import PaperResult
from louyu_desktop.services.suite import Services, open_services
from louyu_desktop.storage.database import Database
from tests.stations import keyless

LONG = "上海环贸商务服务与国际文化交流发展（集团）股份有限公司长三角一体化示范区徐汇滨江第一联合运营管理分公司筹备处一部"
RARE = "㐂䶮𠮷喆科技有限公司"
TODAY = dt.date(2026, 11, 22)
MOBILE = "13812345678"

SECRETS = {
    "五色理由": "秘色理由甲", "五色依据": "秘依据甲", "税收": "五千万", "趋势": "大幅下滑", "意向": "搬离",
    "情况": "秘情况甲", "主题": "秘主题甲", "变化": "秘变化甲", "事实": "秘事实甲", "特殊": "秘特殊甲", "来意": "秘来意甲",
    "原来": "秘原来甲", "结果": "秘结果甲", "详情": "秘详情甲", "五色跟进": "五色跟进", "五色": "五色记录",
    "级": "较不稳定", "本站": "秘本站甲", "原因": "秘原因甲",
}  # fmt: skip
"""Words that only an internal version may say, by what they are."""

SPOKEN = {"诉求": "说过的诉求甲", "答复": "当场答复甲", "措施": "后续措施甲"}
"""What the enterprise said itself or was told: on the internal versions, and on the form that it signs."""


@dataclass(frozen=True)
class FirmStation:
    """The station, its services, and enterprises and visits by what they are."""

    database: Database
    services: Services
    firms: dict[str, int]
    visit: int
    others: dict[str, int]

    def build(self, paper: str, target: Path, record: int | None = None, /, **options: Any) -> PaperResult:
        """One paper, as the preview has it."""
        return self.services.papers.build(paper, target, id=record, options=options, preview=True)


def make(folder: Path) -> FirmStation:
    """All of it in one write."""
    database = keyless(folder)
    with database.write("x") as write:
        write.update(Station, [{"id": 1, "address": "淮海中路999号", "floor": "9", "phone": "021-54320000",
                                "hours": "周一至周五 9:00–18:00，周六 10:00–16:00"}])  # fmt: skip
        [wang, li] = write.insert(Account, [{"name": "王芳", "phone": "13900001111"}, {"name": "李强"}])
        towers = write.insert(Building, [
            {"name": "环贸广场", "address": "淮海中路999号"}, {"name": "盈展大厦", "address": "陕西南路1号"},
        ])  # fmt: skip
        names = {
            "busy": "远舟投资管理中心", "once": "汾阳设计事务所", "never": LONG, "rare": RARE, "consulate": "某国驻沪总领事馆",
            "shop": "弄堂面馆",
        }  # fmt: skip
        rows: list[dict[str, Any]] = [
            {"name": name, "is_key": key != "shop", "chief_liaison_id": wang if key != "never" else None,
             "tax_band": SECRETS["税收"], "revenue_trend": SECRETS["趋势"], "headcount": 40 + n,
             "party_org_status": "联合支部覆盖", "own_text_1": SECRETS["本站"]}
            for n, (key, name) in enumerate(names.items())
        ]  # fmt: skip
        rows[0] |= {"short_name": "远舟投资", "credit_code": "91310104MADEM00119", "registered_address": "陕西南路1号8楼"}
        rows[4] |= {"unit_kind": "领事与国际机构", "no_code_reason": "领事机构"}
        rows[5] |= {"unit_kind": "个体工商户（商户）", "tags": ("沿街商户",)}
        firms = dict(zip(names, write.insert(Enterprise, rows), strict=True))
        write.insert(OwnField, [{"label": "楼友会", "type": "文字", "slot": "own_text_1", "position": 1}])
        _places(write, firms, towers)
        visit = _history(write, firms, wang, li)
        starts = dt.datetime(2026, 11, 23, 4, tzinfo=dt.UTC)
        [activity] = write.insert(Activity, [{"title": "午间一小时", "starts_at": starts}])
        people = write.insert(Person, [{"name": f"甲{n}", "enterprise_id": firms["busy"]} for n in range(3)])
        for person in people:
            write.insert(Registration, [{"activity_id": activity, "person_id": person}])
            write.insert(SignIn, [{"activity_id": activity, "person_id": person, "signed_at": starts}])
    others = {"activities": activity, "buildings": towers[0], "visits": visit, "enterprises": firms["busy"]}
    others |= _councils(database)
    services = open_services(database)
    for kind in ("pack-deliveries", "requests"):
        [others[kind]] = services.records.ids(Query(kind))
    others |= _on_the_wall(services)
    return FirmStation(database, services, firms, visit, others)


def _on_the_wall(services: Services) -> dict[str, int]:
    """A wish that hangs on the wall, and a notice."""
    save, day = services.records.save, dt.date(2026, 11, 2)
    wish = {"made_on": day, "text": LONG[:60], "public_text": LONG[:60], "state": "待认领", "wisher": "张三"}
    notice = {"proposed_on": day, "title": "电梯分层停靠", "body": LONG}
    return {"wishes": save("wishes", None, wish), "public-notices": save("public-notices", None, notice)}


def _councils(database: Database) -> dict[str, int]:
    """A council with a covenant, and a meeting of it that decided about a topic."""
    with database.write("议") as write:
        [council] = write.insert(Council, [{"name": "梧桐楼事会", "covenant": "第一条 有事好商量。"}])
        [meeting] = write.insert(Meeting, [
            {"name": "第四次例会", "council_id": council, "starts_at": dt.datetime(2026, 11, 20, 6, tzinfo=dt.UTC),
             "attended": "丁雨桐、㐂𠮷喆", "state": "已开"},
        ])  # fmt: skip
        [topic] = write.insert(Topic, [
            {"title": LONG[:40], "raised_on": TODAY, "council_id": council, "meeting_id": meeting, "stage": "资源整合"},
        ])  # fmt: skip
        write.insert(AgendaItem, [{"meeting_id": meeting, "topic_id": topic, "position": 1, "decision": "通过"}])
    return {"councils": council, "meetings": meeting, "topics": topic}


def _places(write: Any, firms: dict[str, int], towers: list[int]) -> None:
    floors = [(towers[0], "8"), (towers[0], "9"), (towers[1], "31"), (towers[1], "B1"), (towers[0], "10")]
    units = write.insert(Unit, [{"building_id": tower, "floor": floor, "room": "01"} for tower, floor in floors])
    seats = [("busy", 0), ("busy", 1), ("busy", 2), ("once", 4), ("rare", 2), ("shop", 3), ("consulate", 4)]
    write.insert(Occupancy, [
        {"enterprise_id": firms[key], "unit_id": units[unit], "area": 412.5, "lease_start": dt.date(2024, 1, 1),
         "lease_end": dt.date(2026, 12, 21), "renewal_intent": SECRETS["意向"]}
        for key, unit in seats
    ])  # fmt: skip
    write.insert(Occupancy, [
        {"enterprise_id": firms["busy"], "unit_id": units[4], "ended_on": dt.date(2025, 3, 1), "end_reason": "换到八楼"},
    ])  # fmt: skip
    write.insert(Contact, [
        {"enterprise_id": firms["busy"], "name": "陈华树", "role": "总经理", "phone": MOBILE, "is_primary": True,
         "email": "chen@yuanzhou.cn", "since": dt.date(2023, 5, 1)},
        {"enterprise_id": firms["busy"], "name": "欧阳修远", "role": "法定代表人", "until": dt.date(2026, 1, 1)},
        {"enterprise_id": firms["rare"], "name": "㐂𠮷喆", "role": "首席代表", "phone": "13600002222"},
    ])  # fmt: skip


def _history(write: Any, firms: dict[str, int], wang: int, li: int) -> int:
    busy = firms["busy"]
    write.insert(TeamMember, [
        {"enterprise_id": busy, "account_id": wang, "duty": "党建督导"},
        {"enterprise_id": busy, "account_id": li, "duty": "政策服务"},
    ])  # fmt: skip
    ids = write.insert(Visit, [_visit(busy, number) for number in range(30)])
    write.insert(Visit, [{"enterprise_id": firms["once"], "visited_on": TODAY, "visitors": "李强", "reason": "五色跟进"}])
    write.insert(ColourChange, [
        {"enterprise_id": busy, "step": "确定", "colour": "橙", "before": "绿", "reason": SECRETS["五色理由"],
         "evidence": SECRETS["五色依据"], "decided_on": TODAY, "account_id": wang, "suggested": "橙"},
    ])  # fmt: skip
    write.insert(FactChange, [{"enterprise_id": busy, "fact": "税收等级", "before": SECRETS["原来"], "after": "百万",
                               "noted_on": TODAY}])  # fmt: skip
    write.insert(SpecialCase, [{"enterprise_id": busy, "kind": "劳资纠纷", "happened_on": TODAY, "what": SECRETS["特殊"]}])
    write.insert(HeadquartersVisit, [{"enterprise_id": busy, "arrives_on": TODAY + dt.timedelta(days=9), "guest": "何总",
                                      "post": "董事长", "purpose": SECRETS["来意"]}])  # fmt: skip
    _tasks(write, firms, wang)
    write.insert(ServiceRequest, [
        {"enterprise_id": busy, "number": "SQ-2026-0007", "title": "电梯早高峰太慢", "state": "办理中", "detail": SECRETS["详情"],
         "received_at": dt.datetime(2026, 11, 3, 9, tzinfo=SHANGHAI), "result": SECRETS["结果"], "given_due_on": TODAY},
    ])  # fmt: skip
    [pack] = write.insert(ServicePack, [{"name": "营商服务包"}])
    write.insert(PackDelivery, [{"enterprise_id": busy, "pack_id": pack, "delivered_on": TODAY, "way": "上门",
                                 "deliverer": "王芳", "receiver": "陈华树"}])  # fmt: skip
    write.insert(Honour, [{"name": "徐汇区文明单位", "level": "区级", "enterprise_id": busy, "awarded_on": TODAY}])
    write.insert(Inspection, [
        {"enterprise_id": firms["shop"], "kind": "食品安全", "inspected_on": TODAY - dt.timedelta(days=n), "result": "限期整改",
         "findings": "后厨地面湿滑，灭火器压力不足", "due_on": TODAY + dt.timedelta(days=7), "inspector": "市场所"}
        for n in range(12)
    ])  # fmt: skip
    write.insert(Pledge, [{"enterprise_id": firms["shop"], "name": "食品安全自律承诺书", "signed_on": TODAY, "signer": "周小福"}])
    return int(ids[-1])


def _visit(firm: int, number: int) -> dict[str, Any]:
    said = "公司在看新的办公面积，希望留在楼里；员工吃饭和停车是老问题，电梯早高峰要等六七分钟。" * (1 + number % 3)
    return {
        "enterprise_id": firm, "visited_on": TODAY - dt.timedelta(days=9 * (29 - number)), "visitors": "王芳、李强",
        "met": "陈华树（总经理）", "form": "上门", "reason": "租赁到期" if number % 4 else "五色跟进",
        "number": f"ZF-2026-{number:04}", "topics": SECRETS["主题"], "situation": f"{SECRETS['情况']}。{said}",
        "needs": SPOKEN["诉求"], "answered": SPOKEN["答复"], "follow_up": SPOKEN["措施"],
        "changes_found": SECRETS["变化"], "colour_suggested": "橙", "next_visit_on": TODAY + dt.timedelta(days=10),
    }  # fmt: skip


def _tasks(write: Any, firms: dict[str, int], wang: int) -> None:
    triggers = ("租赁到期", "高管变动", "特殊情况", "五色跟进")
    write.insert(VisitTask, [
        {"enterprise_id": firm, "trigger": trigger, "source_kind": "occupancies", "source_id": n + 1,
         "fact": SECRETS["事实"], "why": "租期到 2026-12-21，30 天内要上门", "raised_on": TODAY - dt.timedelta(days=3),
         "due_on": TODAY + dt.timedelta(days=n * 3 - 4), "assignee_id": wang if n % 2 else None,
         "state": "延后" if n == 2 else "待访", "put_off_until": TODAY + dt.timedelta(days=5) if n == 2 else None,
         "state_reason": SECRETS["原因"] if n == 2 else None}
        for firm in list(firms.values())[:5] for n, trigger in enumerate(triggers)
    ])  # fmt: skip

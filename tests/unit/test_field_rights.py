"""What a role may not see is absent (SAFETY.md T8, case 34): every sensitive field × screen, search, sort, filter,
history, export and print."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from louyu_desktop.errors import LouyuError, NotPermittedError
from louyu_desktop.fields import Field, Kind, Sensitivity
from louyu_desktop.models import Account, ColourChange, FactChange, VisitTask
from louyu_desktop.rules import dates
from louyu_desktop.rules.roles import Role, sees, sees_kind
from louyu_desktop.services.copies import Filter, Match, Pasted, Query, View
from louyu_desktop.services.ledgers import KINDS
from louyu_desktop.services.records import Records
from louyu_desktop.services.references import ENTITIES, kinds_for
from louyu_desktop.services.suite import Services, open_services
from louyu_desktop.storage.database import Database
from tests.stations import keyless

LITTLE = (Role.DESK, Role.READER)
"""The roles that do not see everything."""

VALUES: dict[str, dict[str, Any]] = {
    "buildings": {"name": "盈展大厦", "property_phone": "021-62170001", "grade": "甲"},
    "organisations": {
        "name": "中共盈展大厦联合党支部", "secretary": "顾书记", "phone": "021-62170002", "committee": "委员：密甲、密乙",
    },
    "enterprises": {"name": "澄怀设计", "tax_band": "五千万", "revenue_trend": "大幅下滑"},
    "contacts": {"name": "邵清扬", "phone": "13800002207", "wechat": "weixin-canary", "email": "canary@example.com"},
    "people": {
        "name": "李一诺", "gender": "女", "born": "1987-06-05", "mobile": "13900003308", "email": "yinuo@example.com",
        "wechat": "yinuo-canary", "identity_number": "11010519491231002X", "education": "研究生",
        "political_status": "民主党派", "roles": ("党员", "楼长密"),
    },
    "memberships": {
        "kind": "预备", "joined_on": dt.date(2019, 7, 13), "regularised_on": dt.date(2020, 7, 14),
        "relation_type": "在外单位·本楼工作", "post": "宣传委员密", "entered_on": dt.date(2019, 3, 9),
        "left_on": dt.date(2041, 5, 6),
    },
    "registrations": {"party_member": True, "unit_name": "澄怀"},
    "sign-ins": {"party_member": True, "unit_name": "澄怀"},
    "answers": {"value": "花生过敏"},
    "signatures": {"strokes": "[[1102,2203]]"},
    "bookings": {"applicant": "邹映雪", "phone": "021-55507719", "purpose": "排练", "unit_name": "澄怀"},
    "accounts": {"name": "何俊杰", "role": "只读", "phone": "13700004409"},
    "occupancies": {"renewal_intent": "搬离"},
    "visits": {
        "topics": "主题密", "situation": "情况密", "needs": "需求密", "answered": "答复密", "follow_up": "措施密",
        "changes_found": "变化密", "colour_suggested": "橙", "met": "受访人密（总监）",
    },
    "requests": {"detail": "详情密", "result": "说明密", "requester": "诉求人密", "phone": "13600006608"},
    "special-cases": {"what": "特殊密"},
    "headquarters-visits": {"guest": "罗浮生", "purpose": "来意密"},
    "leads": {"contact": "苏小棠", "phone": "13500005507"},
    "inspections": {"inspector": "检查人密"},
    "pledges": {"signer": "签署人密"},
    "pack-deliveries": {"receiver": "签收人密"},
    "day-logs": {"text": "日志密"},
    "request-steps": {"words": "过程密"},
    "receipts": {"reply": "回执密"},
    "callbacks": {"words": "回访密"},
    "policy-applications": {"amount": "金额密"},
    "wishes": {"wisher": "许愿人密"},
    "council-members": {"name": "成员密", "phone": "13300003307"},
    "meetings": {
        "chair": "主持密", "recorder": "记录密", "attended": "出席密", "absent": "请假密", "observers": "列席密", "speeches": "会上密",
    },
    "agenda-items": {"speeches": "发言密"},
    "feedback": {"reply": "意见密"},
    "duty-roster": {"person": "坐班密"},
    "providers": {"contact": "对接密", "phone": "13300004408"},
    "visit-tasks": {"fact": "事实密", "why": "为什么密"},
    "fact-changes": {"before": "变前密", "after": "变后密"},
    "colour-changes": {
        "step": "确定", "colour": "橙", "before": "绿", "suggested": "橙", "reason": "定色理由密", "evidence": "定色依据密",
        "heard": "规则记号密",
    },
}  # fmt: skip
"""Something in every field that is more than internal."""


_SPEAKING_OF_MEMBERS = {"handbook", "checklist", "help"}
"""Papers of what the station offers, to members of the Party among others: 党员名单 is something to bring."""


class Hidden:
    """Values that a role may not read anywhere, by the words that would give them away."""

    def __init__(self, role: Role) -> None:
        self.words: dict[str, str] = {}
        for kind, values in VALUES.items():
            entity = ENTITIES[kind]
            for name, value in values.items():
                field = entity.field(name)
                if not (sees(role, field) and sees_kind(role, entity)) and field.sensitivity > Sensitivity.INTERNAL:
                    self.words |= dict.fromkeys(_telling(field, value), f"{kind}.{name}")

    def found(self, told: object) -> set[str]:
        """The fields that `told` gives away."""
        text = str(told)
        return {place for word, place in self.words.items() if word in text}


def _telling(field: Field, value: object) -> list[str]:
    """Words by which a value is known, where they are its own."""
    if isinstance(value, bool):
        return []
    words = [str(part) for part in value] if isinstance(value, tuple) else [str(value)]
    if field.kind is Kind.DATE and isinstance(value, dt.date):
        words.append(repr(value))
    return [word for word in words if len(word) > 2]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A station in which every sensitive field holds something, and somebody of each role works."""
    database = keyless(tmp_path_factory.mktemp("roles") / "station")
    records = Records(database)

    def save(kind: str, **more: object) -> int:
        return records.save(kind, None, {**VALUES[kind], **more})

    with database.write("人") as write:
        write.insert(Account, [{"name": f"人{role.name}", "role": role.value} for role in Role])
    building = save("buildings")
    branch, firm = save("organisations", building_id=building), save("enterprises")
    unit = records.save("units", None, {"building_id": building, "floor": "23"})
    save("occupancies", enterprise_id=firm, unit_id=unit)
    save("contacts", enterprise_id=firm)
    person = save("people", enterprise_id=firm)
    save("memberships", person_id=person, organisation_id=branch)
    start = dt.datetime.now(dt.UTC) + dt.timedelta(days=2)
    activity = records.save("activities", None, {"title": "午间义诊", "starts_at": start})
    registration = save("registrations", activity_id=activity, person_id=person)
    question = records.save("questions", None, {"activity_id": activity, "text": "忌口"})
    save("answers", registration_id=registration, question_id=question)
    signed = save("sign-ins", activity_id=activity, person_id=person, signed_at=start)
    save("signatures", sign_in_id=signed)
    room = records.save("facilities", None, {"name": "多功能厅"})
    save("bookings", facility_id=room, starts_at=start, ends_at=start + dt.timedelta(hours=1))
    records.save("public-notices", None, {"proposed_on": dates.today(), "title": "分层停靠", "body": "意见请交服务台。"})
    save("accounts")
    _file_of(database, firm, save)
    records.save("people", person, {"mobile": "13900003309"})
    records.save("people", person, {"mobile": VALUES["people"]["mobile"]})
    yield database
    database.close()


def _file_of(database: Database, firm: int, save: Callable[..., int]) -> None:
    """What hangs on the file of an enterprise: what people write, and what follows from it."""
    today = dates.today()
    save("visits", enterprise_id=firm, visited_on=today)
    save("requests", enterprise_id=firm, title="诉求", received_at=dt.datetime.now(dt.UTC))
    save("special-cases", enterprise_id=firm, happened_on=today)
    save("headquarters-visits", enterprise_id=firm, arrives_on=today)
    save("leads", name="线索", found_on=today)
    save("inspections", enterprise_id=firm, inspected_on=today)
    save("pledges", enterprise_id=firm, name="承诺书", signed_on=today)
    pack = Records(database).save("service-packs", None, {"name": "服务包"})
    save("pack-deliveries", enterprise_id=firm, pack_id=pack, delivered_on=today)
    save("day-logs", day=today)
    _requests_and_councils(database, save, firm, today)
    task = {"trigger": "特殊情况", "source_kind": "special-cases", "source_id": 9, "raised_on": today, "due_on": today}
    with database.write("随后") as write:
        write.insert(VisitTask, [{**VALUES["visit-tasks"], **task, "enterprise_id": firm, "state": "已访"}])
        write.insert(FactChange, [{**VALUES["fact-changes"], "enterprise_id": firm, "fact": "名称", "noted_on": today}])
        write.insert(ColourChange, [{**VALUES["colour-changes"], "enterprise_id": firm, "decided_on": today}])


def _requests_and_councils(database: Database, save: Callable[..., int], firm: int, today: dt.date) -> None:
    """What hangs on a request, on a topic, on a council."""
    now = dt.datetime.now(dt.UTC)
    asked = save("requests", enterprise_id=firm, title="又一件", received_at=now)
    save("request-steps", request_id=asked, at=now, action="记一笔")
    save("receipts", request_id=asked, department="街道")
    save("callbacks", request_id=asked, called_at=now)
    save("policy-applications", enterprise_id=firm, policy="专项资金")
    save("wishes", made_on=today, text="学急救")
    save("providers", name="律所")
    save("duty-roster", partner="公益律师")
    save("meetings", name="例会", starts_at=now, decisions="分区停靠")
    records = Records(database)
    save("council-members", council_id=records.save("councils", None, {"name": "楼事会", "covenant": "有事好商量"}))
    save("feedback", topic_id=records.save("topics", None, {"title": "电梯", "raised_on": today}))


def opened(database: Database, role: Role) -> Services:
    """The services as somebody of a role has them."""
    database.actor = 2 + tuple(Role).index(role)
    assert database.role is role
    return open_services(database)


UNSEEN = [
    (role, kind, field.name)
    for role in LITTLE for kind, entity in ENTITIES.items() for field in entity.fields
    if field.label and not sees(role, field) and sees_kind(role, entity)
]  # fmt: skip


def test_there_is_something_to_hide() -> None:
    hidden = {(role, f"{kind}.{name}") for role, kind, name in UNSEEN}
    assert {f"people.{name}" for name in ("mobile", "identity_number", "political_status", "born")} <= {
        place for role, place in hidden if role is Role.READER
    }
    every = {
        f"{kind}.{field.name}" for kind, entity in ENTITIES.items() for field in entity.fields
        if field.label and not field.derived and field.sensitivity > Sensitivity.INTERNAL
        and field.kind is not Kind.REFERENCE
    }  # fmt: skip
    assert every == {f"{kind}.{name}" for kind, values in VALUES.items() for name in values} & every
    assert not [one for role in (Role.ADMINISTRATOR, Role.STAFF) for one in [Hidden(role).words] if one]


@pytest.mark.parametrize(("role", "kind", "name"), UNSEEN, ids=lambda part: getattr(part, "name", part))
def test_an_unseen_field_is_neither_condition_nor_order_nor_column(
    filled: Database, role: Role, kind: str, name: str, tmp_path: Path
) -> None:
    services = opened(filled, role)
    records, file = services.records, tmp_path / "x.csv"
    entity = records.entity(kind)
    assert name not in {field.name for field in entity.fields} | {*entity.columns, *entity.subtitle, entity.sort}
    assert name not in records.blank(kind)
    refused: list[Callable[[], object]] = [
        lambda: records.count(Query(kind, (Filter(name, Match.FILLED),))),
        lambda: records.page(Query(kind, (Filter(name, Match.CONTAINS, "1"),)), 0),
        lambda: records.ids(Query(kind, sort=name)),
        lambda: records.page(Query(kind, sort=f"-{name}"), 0),
        lambda: records.position(Query(kind, sort=name), 1),
        lambda: records.prepare(Query(kind, sort=name)),
        lambda: records.reveal(kind, 1, name),
        lambda: records.save(kind, 1, {name: "1"}),
        lambda: records.bulk_preview(kind, [1], name, None),
        lambda: records.bulk_edit(kind, [1], name, None),
        lambda: records.paste(kind, [Pasted(1, 1, {name: "1"})]),
    ]
    if kind in {entity.kind for entity in kinds_for(role)} & set(KINDS):
        refused.append(lambda: services.exporting.export(kind, file, query=Query(kind, (Filter(name, Match.FILLED),))))
    for call in refused:
        with pytest.raises(NotPermittedError):
            call()
    assert not file.exists()


@pytest.mark.parametrize("role", LITTLE, ids=lambda role: role.name)
def test_nothing_that_is_asked_for_gives_an_unseen_value_away(filled: Database, role: Role) -> None:
    services, hidden = opened(filled, role), Hidden(role)
    records = services.records
    assert hidden.words
    told: dict[str, object] = {"kinds": records.kinds(), "today": services.today.overview()}
    told |= {"figures": services.figures.all(), "undo": records.undo_state(), "recent": services.searching.recent()}
    for entity in records.kinds():
        query = Query(entity.kind)
        told[f"page {entity.kind}"] = records.page(query, 0)
        told[f"options {entity.kind}"] = records.options(entity.kind)
        for row_id in records.ids(query):
            told[f"get {entity.kind}"] = records.get(entity.kind, row_id)
            told[f"history {entity.kind}"] = records.history(entity.kind, row_id)
    assert {place: hidden.found(what) for place, what in told.items() if hidden.found(what)} == {}


@pytest.mark.parametrize("role", tuple(Role), ids=lambda role: role.name)
def test_search_finds_by_what_is_seen_alone(filled: Database, role: Role) -> None:
    services, hidden = opened(filled, role), Hidden(role)
    for kind, values in VALUES.items():
        for name, value in values.items():
            field = ENTITIES[kind].field(name)
            if not field.searchable:
                continue
            known = sees(role, field) and sees_kind(role, ENTITIES[kind])
            found = [one for one in services.searching.find(str(value), [kind]) if one.count]
            assert bool(found) is known, (kind, name)
            assert hidden.found(found) == set()
            if sees_kind(role, ENTITIES[kind]):
                assert bool(services.records.count(Query(kind, text=str(value)))) is known
                assert bool(services.records.options(kind, str(value))) is known
    for tail in ("2207", "3308"):  # the last four digits find nobody either
        assert any(one.count for one in services.searching.find(tail)) is (role not in LITTLE)


def test_the_bin_is_searched_by_what_is_seen(filled: Database) -> None:
    services = opened(filled, Role.STAFF)
    gone = services.records.save("people", None, {"name": "赵无名", "mobile": "13511112222"})
    services.records.archive("people", [gone])
    assert services.records.count(Query("people", text="13511112222", archived=True)) == 1
    services = opened(filled, Role.READER)
    assert services.records.count(Query("people", text="13511112222", archived=True)) == 0
    assert services.records.count(Query("people", text="赵无名", archived=True)) == 1


def test_an_answer_is_not_handed_to_who_may_not_have_it(filled: Database) -> None:
    """What a list remembers of a question is remembered for the role that asked."""
    services = opened(filled, Role.STAFF)
    query = Query("people", text="13900003308")
    assert services.records.count(query) == 1
    filled.actor = 2 + tuple(Role).index(Role.READER)
    assert services.records.count(query) == 0
    with pytest.raises(NotPermittedError):
        services.records.page(Query("people", sort="mobile"), 0)


@pytest.mark.parametrize("kind", ["enterprises", "people", "registrations", "organisations", "buildings"])
def test_a_file_holds_what_is_seen(filled: Database, kind: str, tmp_path: Path) -> None:
    """All columns, asked for or not; only the reader may export at all, and then not everything."""
    services, hidden = opened(filled, Role.READER), Hidden(Role.READER)
    target = tmp_path / "名单.csv"
    names = [name for name, _label in services.exporting.columns(kind)]
    everything = opened(filled, Role.STAFF).exporting.columns(kind)
    services = opened(filled, Role.READER)
    title = ENTITIES[kind].title
    some = Query(kind, (Filter("id", Match.ONE_OF, tuple(services.records.ids(Query(kind)))),))
    assert services.exporting.export(kind, target, query=some) == 1, title
    assert hidden.found(target.read_text("utf-8-sig")) == set()
    for name in {name for name, _label in everything} - set(names):
        with pytest.raises(NotPermittedError):
            services.exporting.export(kind, tmp_path / "no.csv", query=some, columns=[name])
    whole = opened(filled, Role.STAFF).exporting.export(kind, target, query=some)
    assert whole == 1
    if kind == "people":
        assert Hidden(Role.READER).found(target.read_text("utf-8-sig"))


@pytest.mark.parametrize("role", LITTLE, ids=lambda role: role.name)
def test_a_paper_holds_what_is_seen(filled: Database, role: Role, tmp_path: Path) -> None:
    services, hidden = opened(filled, role), Hidden(role)
    [activity] = services.records.ids(Query("activities"))
    papers = services.papers.papers()
    offered = {info.name: {option.name: option.choices for option in info.options} for info in papers}
    found = {info.needs_id: services.records.ids(Query(info.needs_id)) for info in papers if info.needs_id}
    about = {info.name: next(iter(found[info.needs_id]), None) if info.needs_id else None for info in papers}
    today = dates.today()
    days = {"first": today, "last": today + dt.timedelta(days=9)}
    those_days = {"sign-in-sheets": days, "room-register": days}
    assert "phone_tail" not in offered["sign-in-sheet"]
    assert "党员" not in offered["sign-in-sheet"]["columns"]
    assert "按党支部分组" not in offered["sign-in-sheet"]["order"]
    with pytest.raises(LouyuError):
        services.papers.build("sign-in-sheet", tmp_path / "s.pdf", id=activity, options={"phone_tail": True})
    for paper in offered:
        target = tmp_path / f"{paper}.pdf"
        services.papers.build(paper, target, id=about[paper], options=those_days.get(paper))
        text = "".join(page.extract_text() for page in PdfReader(target).pages)
        assert hidden.found(text) == set()
        assert paper in _SPEAKING_OF_MEMBERS or "党员" not in text, paper


def test_what_was_chosen_by_others_prints_no_more_for_who_sees_less(filled: Database, tmp_path: Path) -> None:
    services = opened(filled, Role.STAFF)
    [activity] = services.records.ids(Query("activities"))
    chosen = {"phone_tail": True, "order": "按党支部分组", "columns": "单位、党员"}
    services.papers.build("sign-in-sheet", tmp_path / "s.pdf", id=activity, options=chosen)
    assert "3308" in PdfReader(tmp_path / "s.pdf").pages[0].extract_text()
    services = opened(filled, Role.DESK)
    services.papers.build("sign-in-sheet", tmp_path / "s.pdf", id=activity)
    text = PdfReader(tmp_path / "s.pdf").pages[0].extract_text()
    assert "李一诺" in text
    assert "3308" not in text
    assert "联合党支部" not in text


def test_views_and_drafts_of_better_days_show_only_what_is_seen(filled: Database) -> None:
    """Somebody whose role became less keeps what they left, but for what they may not see any more."""
    services = opened(filled, Role.STAFF)
    filters = (Filter("mobile", Match.CONTAINS, "139"), Filter("unit_name", Match.FILLED))
    services.records.keep_view("people", View("我的", filters, "-born", ("name", "mobile")))
    services.records.keep_draft("people", None, {"name": "王二", "mobile": "13900007777"})
    with filled.write("降") as write:
        write.update(Account, [{"id": filled.actor, "role": Role.READER.value}])
    [view] = services.records.views("people")
    assert (view.filters, view.sort, view.columns) == ((filters[1],), "", ("name",))
    draft = services.records.draft("people", None)
    assert draft is not None
    assert draft[1] == {"name": "王二"}
    with filled.write("升") as write:
        write.update(Account, [{"id": filled.actor, "role": Role.STAFF.value}])
    services.records.drop_view("people", "我的")
    services.records.drop_draft("people", None)


def test_the_desk_knows_the_kinds_that_a_sign_in_needs() -> None:
    assert {entity.kind for entity in kinds_for(Role.DESK)} == {
        "activities", "registrations", "sign-ins", "people", "facilities"
    }  # fmt: skip
    assert {entity.kind for entity in kinds_for(Role.STAFF)} - {entity.kind for entity in kinds_for(Role.READER)} == {
        "memberships", "attachments", "colour-changes"
    }  # fmt: skip


def test_the_units_of_people_are_named_at_the_desk_and_no_more(filled: Database) -> None:
    services = opened(filled, Role.DESK)
    [person] = services.records.ids(Query("people"))
    assert services.records.get("people", person).labels["enterprise_id"] == "澄怀设计"
    assert [(one.title, one.subtitle) for one in services.records.options("enterprises")] == [
        ("澄怀设计", "盈展大厦 23F")
    ]
    for call in (
        lambda: services.records.page(Query("enterprises"), 0), lambda: services.records.get("enterprises", 1),
        lambda: services.records.options("memberships"), lambda: services.records.history("enterprises", 1),
        lambda: services.records.entity("contacts"), lambda: services.records.similar("enterprises", {"name": "澄怀设计"}),
    ):  # fmt: skip
        with pytest.raises(NotPermittedError):
            call()


def test_showing_a_phone_is_logged_without_the_phone(filled: Database) -> None:
    services = opened(filled, Role.STAFF)
    [person] = services.records.ids(Query("people"))
    assert services.records.reveal("people", person, "mobile") == "139 0000 3308"
    newest = services.records.history("people", person)[0]
    assert newest.label == "显示「手机」：李一诺"
    assert newest.changes == ()
    assert services.records.undo_state().undo_label != newest.label
    assert "3308" not in str(newest)


def test_what_left_the_station_is_logged_with_what_for(filled: Database, tmp_path: Path) -> None:
    services = opened(filled, Role.STAFF)
    services.exporting.export("people", tmp_path / "p.csv", purpose="上报  街道")
    assert filled.operations(1)[0].label == "导出人员：1 人。用途：上报 街道"
    before = filled.operations(1)[0].id
    services.exporting.export("service-items", tmp_path / "s.csv")
    assert filled.operations(1)[0].id == before
    services.papers.note_list("人员名单", 1, "走访联系")
    assert filled.operations(1)[0].label == "打印列表「人员名单」：1 行。用途：走访联系"

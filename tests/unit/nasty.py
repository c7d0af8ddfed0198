"""Values of every kind that look like anything but what they are, for tests of files in and out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import partial
from typing import Any

from sqlalchemy import select

from louyu_desktop.fields import Entity, Field, Kind
from louyu_desktop.models import (
    Activity,
    ActivitySeries,
    ActivityTemplate,
    AgendaItem,
    Answer,
    AnswerTemplate,
    Area,
    Building,
    BuildingMonth,
    Callback,
    Consent,
    Contact,
    Council,
    CouncilMember,
    DutyRoster,
    Enterprise,
    Equipment,
    EquipmentFault,
    Extension,
    Facility,
    Feedback,
    HeadquartersVisit,
    Holiday,
    Honour,
    Inspection,
    Lead,
    Measure,
    Meeting,
    Occupancy,
    PackDelivery,
    PartyMembership,
    PartyOrganisation,
    Person,
    Pledge,
    PolicyApplication,
    Preparation,
    PublicNotice,
    Question,
    Receipt,
    Record,
    Registration,
    RequestPause,
    RequestStep,
    ResourceProvider,
    Round,
    ServiceCategory,
    ServiceItem,
    ServicePack,
    ServiceRequest,
    Signature,
    SignIn,
    SpecialCase,
    TeamMember,
    Topic,
    Unit,
    Visit,
    Wish,
)
from louyu_desktop.rules.names import clean
from louyu_desktop.services.kinds import ENTITIES
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.write import Write

NASTY = (
    "=1+1", "+86 上海", "-1", "@甲", "'引号", "''=2", '"', "合计", "总计：3", "注：说明", "同上", "/", "无", "（空）", "示例（甲）",
    "重点企业", "🏢😀", "𬱖䶮㐂", "1e5", "TRUE", "2024-03-05", "00123", "_x0041_", "甲  乙", "<b>&amp;</b>", "空置", "1、甲",
    "张三 13800001111", "NULL", "#N/A", "甲、乙；丙/丁", "http://example.com", "{0}%s", "مرحبا", "e\u0301ﬁ", "企业名称", "第1页",
    "待定", "长期", "805室", "地下一层", "b1", "\ue000", "㈱", "8-10", "三层", "永盛大厦", "不同意", "uid", "\\", "0.10", "是",
)  # fmt: skip
DIGITS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def worded(found: Field, number: int) -> str:
    """A text of the list; one as long as the field allows in between."""
    text = NASTY[number % len(NASTY)]
    limit = found.max_length or 50
    if number % 17 == 5:
        text = ("长" * limit)[:limit]
    if found.kind is Kind.NOTE and number % 3 == 0:
        text = f"{text}\n\n  第二行"
    return clean(text[:limit], lines=found.kind is Kind.NOTE) or "甲"


def credit(number: int) -> str:
    head = f"91310104{number:09d}"
    total = sum(DIGITS.index(c) * pow(3, place, 31) for place, c in enumerate(head))
    return head + DIGITS[(31 - total % 31) % 31]


def identity(number: int) -> str:
    head = f"31010119900101{number:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return head + "10X98765432"[sum(int(c) * w for c, w in zip(head, weights, strict=True)) % 11]


def value_of(found: Field, place: int, number: int) -> Any:
    """Something the field may hold; later days and smaller areas for later fields, as the checks want them."""
    day = dt.date(2020, 1, 1) + dt.timedelta(days=40 * place + number)
    if found.kind in {Kind.CHOICE, Kind.CHOICES}:
        open_word = worded(found, number).replace("、", "").replace("\n", "")
        choices = found.choices or ("2026-03-05", "是", "=1+1")
        choice = open_word if found.open_choices and number % 3 else choices[number % len(choices)]
        plain_choice = choices[number % len(choices)]
        return choice if found.kind is Kind.CHOICE else tuple(dict.fromkeys((plain_choice, choices[0])))
    made: dict[Kind, Any] = {
        Kind.INTEGER: (found.minimum or 0) + number % 5,
        Kind.DECIMAL: Decimal(5000 - 40 * place + number) / 10**found.digits,
        Kind.DATE: day,
        Kind.PARTIAL_DATE: ("1968", "1968-04", "1968-04-02")[number % 3],
        Kind.DATETIME: dt.datetime(2026, 1, 2, 3, place % 60, 5, number % 2 * 678, tzinfo=dt.UTC),
        Kind.FLAG: number % 2 == 0,
        Kind.MOBILE: f"138{number:08d}",
        Kind.PHONE: ("021-63331234-801", "12345", "+85212345678")[number % 3],
        Kind.EMAIL: f"A.b+{number}@example.com",
        Kind.CREDIT_CODE: credit(number),
        Kind.IDENTITY_NUMBER: identity(number),
        Kind.POSTCODE: f"2000{number % 100:02d}",
    }
    return made[found.kind] if found.kind in made else worded(found, number + place)


def row_of(entity: Entity, turn: int, fixed: Mapping[str, Any]) -> dict[str, Any]:
    """A record with every field filled, or (every fourth) only what must be."""
    row = {}
    for place, found in enumerate(entity.fields):
        if found.derived or found.kind is Kind.REFERENCE or not found.label:
            continue
        if turn % 4 or found.mandatory:
            row[found.name] = value_of(found, place, turn)
    return {**row, **fixed}


def nasty(database: Database) -> None:
    """Records of every kind whose texts look like anything but what they are."""
    with database.write("甲") as write:
        put = partial(_put, write)
        places: list[int] = []
        people: list[int] = []
        rooms: list[int] = []
        events: list[int] = []
        for number, text in enumerate(NASTY):
            name = f"{text}{number}"
            area = put(Area, number, name=f"{name}片", remark=None)
            places.append(put(Building, number, name=name, area_id=area))
            rooms.append(put(Facility, number, name=name, building_id=places[-1]))
            firm = put(Enterprise, number, name=text[:40])
            for step in range(number % 3):
                room = {"building_id": places[-step], "floor": text[:20], "room": f"{text}{step}"[:40]}
                if write.session.scalar(select(Unit.id).filter_by(**room)) is None:
                    unit = put(Unit, number, **room)
                    put(Occupancy, number + step, enterprise_id=firm, unit_id=unit)
            for step in range(number % 4):
                put(Contact, number + step, enterprise_id=firm, name=text[:40])
            branch = put(PartyOrganisation, number, name=name, building_id=places[0])
            people.append(put(Person, number, name=text[:40], enterprise_id=firm, building_id=places[-1]))
            if number % 2:
                put(PartyMembership, number, person_id=people[-1], organisation_id=branch)
                put(Consent, number, person_id=people[-1], withdrawn_on=None)
            for step in range(number % 3):
                put(Consent, number, person_id=people[-1], withdrawn_on=dt.date(2030, 1, 1 + step))
            starts = dt.datetime(2026, 1, 2, 3, 4, number, tzinfo=dt.UTC)
            series = put(ActivitySeries, number, name=name)
            put(ActivityTemplate, number, name=name, venue_id=rooms[-1])
            above = {"series_id": series, "parent_id": events[-1]} if number % 3 == 2 else {}
            event = put(Activity, number, number=f"HD-{number}", title=text[:40], starts_at=starts, **above,
                        organisation_id=branch if number % 2 else None, venue_id=None)
            events.append(event)
            put(Preparation, number, activity_id=event)
            asked = put(Question, number, activity_id=event)
            booked = put(Registration, number, activity_id=event, person_id=people[-1],
                         enterprise_id=firm if number % 2 else None)
            put(Answer, number, registration_id=booked, question_id=asked)
            if number and number % 3 == 1:
                put(Registration, number, activity_id=event, person_id=people[0], brought_by_id=booked)
            if number % 3:
                signed = put(SignIn, number, activity_id=event, person_id=people[-1], registration_id=booked,
                             enterprise_id=firm)
                put(Signature, number, sign_in_id=signed)
            category = put(ServiceCategory, number, code=f"{number:02d}", name=text[:40], remark=None)
            put(ServiceItem, number, code=f"{number}", name=text[:40], category_id=category)
            put(Holiday, number, day=dt.date(2027, 1, 1) + dt.timedelta(days=number))
            _dossier(put, number, firm, places[-1], branch, people[-1])


def _put(write: Write, model: type[Record], turn: int, **fixed: Any) -> int:
    [made] = write.insert(model, [row_of(ENTITIES[model.__entity__.kind], turn, fixed)])
    return made


def _dossier(put: Callable[..., int], number: int, firm: int, building: int, branch: int, person: int) -> None:
    """What hangs on the file of an enterprise."""
    day = dt.date(2024, 1, 1) + dt.timedelta(days=number)
    text = NASTY[number % len(NASTY)]
    put(BuildingMonth, number, building_id=building, month=f"{day:%Y-%m}")
    visit = put(Visit, number, number=f"ZF-{number}", enterprise_id=firm, visited_on=day)
    asked = put(ServiceRequest, number, number=f"SQ-{number}", title=text[:40], building_id=building,
                enterprise_id=firm if number % 2 else None, visit_id=visit if number % 3 else None, owner_id=1)
    _asked(put, number, firm, asked)
    _council(put, number, firm, asked, person)
    lead = put(Lead, number, name=f"{text}{number}", enterprise_id=firm if number % 2 else None,
               owner_id=1 + number % 2)
    became = ("待处理", "走访", "诉求", "线索", "不用处理")[number % 5]
    put(Round, number, words=f"{text}{number}", building_id=building, enterprise_id=firm, became=became,
        became_id={"走访": visit, "诉求": asked, "线索": lead}.get(became))
    pack = put(ServicePack, number, name=f"{text}{number}"[:60])
    put(PackDelivery, number, enterprise_id=firm, pack_id=pack)
    for step in range(number % 3):
        put(TeamMember, number, enterprise_id=firm, account_id=1 + step, until=day if step else None)
    put(HeadquartersVisit, number, enterprise_id=firm)
    put(SpecialCase, number, enterprise_id=firm)
    put(Inspection, number, enterprise_id=firm)
    put(Pledge, number, enterprise_id=firm)
    put(Honour, number, name=f"{text}{number}", **({"enterprise_id": firm}, {"organisation_id": branch},
                                                   {"person_id": person}, {})[number % 4])


def _asked(put: Callable[..., int], number: int, firm: int, asked: int) -> None:
    """What hangs on a request; one in three was merged into a further one."""
    of = {"request_id": asked}
    put(RequestStep, number, **of, account_id=1)
    put(RequestPause, number, **of)
    put(Extension, number, **of, asker_id=1, approver_id=2)
    put(Receipt, number, **of)
    put(Callback, number, **of, account_id=2)
    put(AnswerTemplate, number, name=f"模板{number}")
    put(PolicyApplication, number, enterprise_id=firm, **of)
    put(Wish, number, number=f"XY-{number}", **of)
    if number % 3 == 0:
        put(ServiceRequest, number, number=f"SQ-9{number}", title=NASTY[number][:40], merged_into_id=asked)


def _council(put: Callable[..., int], number: int, firm: int, asked: int, person: int) -> None:
    """A council with a meeting, a topic and its measures; a notice about the topic; the station's things."""
    text = NASTY[number % len(NASTY)]
    council = put(Council, number, name=f"{text}{number}"[:60])
    put(CouncilMember, number, council_id=council, name=text[:40], person_id=person)
    meeting = put(Meeting, number, number=f"HY-{number}", council_id=council, name=text[:40])
    topic = put(Topic, number, number=f"YT-{number}", council_id=council, title=text[:40], meeting_id=meeting,
                source_kind="requests", source_id=asked)
    put(AgendaItem, number, meeting_id=meeting, topic_id=topic)
    put(Measure, number, topic_id=topic, owner_id=1)
    put(Feedback, number, topic_id=topic, enterprise_id=firm)
    put(PublicNotice, number, number=f"GS-{number}", title=text[:40], proposer_id=1, reviewer_id=2,
        source_kind="topics", source_id=topic)
    put(DutyRoster, number, partner=text[:40])
    machine = put(Equipment, number, name=f"{text}{number}"[:60])
    put(EquipmentFault, number, equipment_id=machine)
    put(ResourceProvider, number, name=f"{text}{number}")

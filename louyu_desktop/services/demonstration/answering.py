"""The last of the requests: taken, moved and answered through the service, each step at its time and by its person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import select

from louyu_desktop.models import Account, Enterprise, ServiceItem
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.request_flow import Action
from louyu_desktop.rules.workdays import Calendar
from louyu_desktop.services.demonstration.matters import AT_ONCE, CHARGERS, HARD, HARDEST, PLATFORM, USUAL, Matter
from louyu_desktop.services.demonstration.tables import STAFF, Tenant
from louyu_desktop.services.request_copies import Given, RequestDraft
from louyu_desktop.services.suite import Services
from louyu_desktop.storage.database import Database

_NEW, _ACCEPTED, _WORKING, _PAUSED, _TO_CALL, _CALLED, _CLOSED = range(7)


class _Open(NamedTuple):
    """A request under way: so many working days ago, at what hour, how it came, and how far it is."""

    back: int
    clock: str
    channel: str
    firm: int
    matter: Matter
    until: int


_OPEN = (
    _Open(8, "10:30", "走访", 16, USUAL[8], _WORKING), _Open(6, "10:00", "座谈会", 57, CHARGERS, _WORKING),
    _Open(5, "11:10", "到站", 98, USUAL[1], _WORKING), _Open(5, "13:40", "电话", 139, USUAL[12], _PAUSED),
    _Open(4, "14:20", "走访", 180, USUAL[33], _WORKING), _Open(4, "16:00", "到站", 221, USUAL[0], _CALLED),
    _Open(3, "09:40", "跑楼", 262, USUAL[4], _WORKING), _Open(3, "10:20", "电话", 303, USUAL[17], _TO_CALL),
    _Open(2, "15:30", "跑楼", 344, USUAL[13], _WORKING), _Open(2, "17:40", "电话", 385, USUAL[3], _CLOSED),
    _Open(1, "09:50", "到站", 426, USUAL[23], _TO_CALL), _Open(1, "11:20", "走访", 467, USUAL[16], _ACCEPTED),
    _Open(1, "14:05", "电话", 508, USUAL[22], _NEW), _Open(1, "16:40", "微信", 549, USUAL[20], _NEW),
)  # fmt: skip
"""With the hard one (`_hard_one`), what is left of the 210."""

_HARD_FIRM = 24


@dataclass(frozen=True, slots=True)
class _Scene:
    """Who and what there is, and when it is."""

    database: Database
    services: Services
    today: dt.date
    firms: Mapping[str, int]
    items: Mapping[str, int]
    people: Mapping[str, int]
    calendar: Calendar

    def before(self, days: int, clock: str) -> dt.datetime:
        """A moment so many working days ago; with 0 this very one."""
        if not days:
            return min(dt.datetime.now(SHANGHAI), dt.datetime.combine(self.today, dt.time(17, 30), SHANGHAI))
        day = self.today
        while days:
            day -= dt.timedelta(days=1)
            days -= self.calendar.is_workday(day)
        return dt.datetime.combine(day, dt.time.fromisoformat(clock), SHANGHAI)

    def act(self, who: str, key: int, action: Action, now: dt.datetime, given: Given | None = None) -> None:
        """Somebody takes an action at a time."""
        self.database.actor = self.people[who]
        self.services.requests.act(key, action, given, now)

    def take(self, who: str, firm: Tenant, matter: Matter, channel: str, now: dt.datetime) -> int:
        """Somebody takes a request; what is handled on the spot is answered with it."""
        self.database.actor = self.people[who]
        departments = matter.lead.split("、")
        draft = RequestDraft(
            title=matter.title, channel=channel, enterprise_id=self.firms[firm.name], requester=firm.contact,
            item_id=self.items[matter.item], category=matter.category, detail=matter.detail, received_at=now,
            mechanism="" if channel == "微信" else matter.mechanism, lead=departments[0],
            supporting=tuple(departments[1:]), answer=matter.result if matter.mechanism == AT_ONCE else "",
        )  # fmt: skip
        return self.services.requests.take(draft, now).id


def answer(database: Database, services: Services, today: dt.date, tenants: Sequence[Tenant]) -> int:
    """Take and move them all; gives the one that goes to the council."""
    with database.read() as session:
        scene = _Scene(
            database, services, today, dict(session.execute(select(Enterprise.name, Enterprise.id)).all()),
            dict(session.execute(select(ServiceItem.code, ServiceItem.id)).all()),
            dict(session.execute(select(Account.name, Account.id)).all()), Calendar({}),
        )  # fmt: skip
    me = database.actor
    try:
        _hard_one(scene, tenants[_HARD_FIRM - 1])
        taken = [_one(scene, one, tenants[one.firm - 1], STAFF[1 + place % 4]) for place, one in enumerate(_OPEN)]
        chargers = taken[1]
        _many_departments(scene, chargers)
    finally:
        database.actor = me
    return chargers


def _one(scene: _Scene, one: _Open, firm: Tenant, owner: str) -> int:
    """As far as it is."""
    came = scene.before(one.back, one.clock)
    key = scene.take(owner, firm, one.matter, one.channel, came)
    soon, later = came + dt.timedelta(minutes=20), came + dt.timedelta(hours=1)
    if one.matter.mechanism != AT_ONCE and one.until >= _ACCEPTED:
        scene.act(owner, key, Action.ACCEPT, soon)
        if one.until >= _WORKING:
            scene.act(owner, key, Action.ASSIGN, later, _given_out(scene, one.matter, owner))
        if one.until == _PAUSED:
            scene.act(owner, key, Action.PAUSE, scene.before(one.back - 2, "09:30"), Given(words="等企业材料：授权书正本"))
        if one.until >= _TO_CALL:
            done = Given(words=one.matter.result, outcome="解决")
            scene.act(owner, key, Action.FINISH, scene.before(one.back - 2, "15:00"), done)
    if one.until == _CALLED:
        scene.act(owner, key, Action.UNREACHED, scene.before(1, "10:10"), Given(words="电话没有人接"))
    if one.until == _CLOSED:
        scene.act(owner, key, Action.SATISFIED, scene.before(0, ""), Given(score=5, words="当天就弄明白了"))
    return key


def _given_out(scene: _Scene, matter: Matter, owner: str) -> Given:
    lead, *others = matter.lead.split("、")
    return Given(mechanism=matter.mechanism, owner_id=scene.people[owner], lead=lead, supporting=tuple(others))


def _many_departments(scene: _Scene, key: int) -> None:
    """A hard one under way: a department has answered, another has not, and its owner asks for more days."""
    requests, owner = scene.services.requests, STAFF[2]
    scene.database.actor = scene.people[owner]
    for receipt in requests.receipts(key):
        if receipt.department == "电力公司":
            requests.answered(receipt.id, "增容要先批方案，约需两周", number="DL-0316", now=scene.before(3, "10:00"))
        elif receipt.department == "物业":
            requests.answered(receipt.id, now=scene.before(5, "09:10"))
    requests.note(key, "会同物业、电力公司看了车库现场，位置定在 B2 东侧", contacted=True, now=scene.before(4, "14:30"))
    requests.ask_extension(key, 10, "电力增容方案要审批", scene.before(1, "16:20"))


def _hard_one(scene: _Scene, firm: Tenant) -> None:
    """Not content the first time: once more, one level up, with a pause, more days and four departments."""
    owner, leader = STAFF[1], STAFF[0]
    key = scene.take(owner, firm, HARDEST, "走访", scene.before(28, "10:15"))
    scene.act(owner, key, Action.ACCEPT, scene.before(28, "10:40"))
    first = Given(mechanism=PLATFORM, owner_id=scene.people[owner], lead="物业")
    scene.act(owner, key, Action.ASSIGN, scene.before(28, "11:00"), first)
    scene.act(owner, key, Action.FINISH, scene.before(26, "15:30"), Given(words="物业增派引导员两名", outcome="部分解决"))
    discontent = Given(score=2, words="引导员只站了两天，照样排队")
    scene.act(owner, key, Action.DISSATISFIED, scene.before(25, "10:00"), discontent)
    others = ("业主方", "电梯维保单位", "区市场监管局")
    again = Given(mechanism=HARD, owner_id=scene.people[owner], lead="物业", supporting=others)
    scene.act(leader, key, Action.ASSIGN, scene.before(25, "14:30"), again)
    scene.act(owner, key, Action.PAUSE, scene.before(20, "09:30"), Given(words="等第三方鉴定：电梯运力测算"))
    scene.act(owner, key, Action.RESUME, scene.before(16, "14:00"))
    scene.database.actor = scene.people[owner]
    scene.services.requests.ask_extension(key, 5, "打卡机移位要等企业装修", scene.before(12, "11:00"))
    scene.act(leader, key, Action.EXTEND, scene.before(12, "16:00"))
    scene.act(owner, key, Action.FINISH, scene.before(2, "15:10"), Given(words=HARDEST.result, outcome="解决"))
    scene.act(owner, key, Action.SATISFIED, scene.before(0, ""), Given(score=5, words="排队明显短了，谢谢"))

"""Five months of requests that are answered (seed S0: 210 in all): each with its steps, departments and call-back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from louyu_desktop.rules.promise import TERMS
from louyu_desktop.rules.request_flow import STEPS, Action, State
from louyu_desktop.rules.workdays import Calendar
from louyu_desktop.services import default_checklist
from louyu_desktop.services.demonstration.invented import Inventor
from louyu_desktop.services.demonstration.matters import AT_ONCE, PLATFORM, USUAL, Matter
from louyu_desktop.services.demonstration.tables import BRANCHES, STAFF, Table, Tenant

ANSWERED = 195
"""So many are closed; the others of the 210 are under way (`answering`)."""

_BACK, _LATEST = 150, 11
"""The first of them came so many days ago, the last so many working days."""

_CLOCKS = ("09:15", "10:40", "13:50", "15:20", "11:05", "16:30", "17:25")
_CHANNELS = ("到站", "电话", "走访", "到站", "微信", "跑楼", "座谈会", "电话")
_SCORES = (5, 5, 4, 5, 5, 4, 5, 3, 5)
_SAID = {5: "很快，很满意", 4: "办得不错", 3: "可以，希望再快些"}
_WRITTEN = ("微信", "居民区")
_CUT_OFF = 17
_TEN, _FOUR = dt.timedelta(minutes=10), dt.timedelta(hours=4)
_WHY_LONGER, _WHY_STOPPED = "部门要再核一次现场", "等企业材料"


@dataclass(frozen=True, slots=True)
class _Course:
    """One request with its days: received, promised, finished, closed; `owner` is a place in the staff."""

    number: str
    place: int
    matter: Matter
    received: dt.datetime
    promised: int
    finished: dt.datetime
    closed: dt.datetime
    score: int | None
    owner: str

    @property
    def at_once(self) -> bool:
        """Whether it was handled on the spot."""
        return self.matter.mechanism == AT_ONCE

    @property
    def channel(self) -> str:
        """How it came."""
        return "居民区" if _requester(self.place) == "居民区" else _CHANNELS[self.place % len(_CHANNELS)]

    @property
    def contacted(self) -> dt.datetime:
        """When somebody first spoke with whom it came from."""
        waits = 1 if self.channel in _WRITTEN and not self.at_once else 0
        return self.received + dt.timedelta(hours=waits)

    @property
    def departments(self) -> list[str]:
        """Who has it, the leading one first."""
        return [name for name in self.matter.lead.split("、") if name]


def _requester(place: int) -> str:
    """Who asks: mostly firms."""
    others = ((11, 3, "个人"), (17, 5, "居民区"), (23, 9, "物业"), (31, 4, "党组织"))
    return next((kind for each, rest, kind in others if place % each == rest), "企业")


@dataclass(slots=True)
class _Ledgers:
    """The rows of the five ledgers, as they grow."""

    requests: list[tuple[object, ...]] = field(default_factory=list)
    steps: list[tuple[object, ...]] = field(default_factory=list)
    receipts: list[tuple[object, ...]] = field(default_factory=list)
    callbacks: list[tuple[object, ...]] = field(default_factory=list)
    extensions: list[tuple[object, ...]] = field(default_factory=list)
    pauses: list[tuple[object, ...]] = field(default_factory=list)


def requests(inventor: Inventor, today: dt.date, tenants: Sequence[Tenant]) -> Iterator[Table]:
    """The requests, then what hangs on them."""
    rows = _Ledgers()
    for course in _courses(today):
        _tell(rows, course, inventor, tenants)
    yield Table("requests", "诉求登记.xlsx", "企业诉求登记", _REQUEST, tuple(rows.requests))
    for kind, title, headings, told in (
        ("request-steps", "诉求办理过程", ("诉求", "时间", "动作", "原状态", "新状态", "说明", "经办人"), rows.steps),
        ("receipts", "部门回执", ("诉求", "部门", "角色", "转出日期", "回执编号", "收到日期", "答复日期", "答复"), rows.receipts),
        ("callbacks", "诉求回访", ("诉求", "回访时间", "联系上了", "满意度", "说了什么", "回访人"), rows.callbacks),
        ("extensions", "诉求延期",
         ("诉求", "申请日期", "延长", "延期原因", "申请人", "批复", "批准人", "批复日期"), rows.extensions),
        ("request-pauses", "诉求停表", ("诉求", "停表时间", "继续时间", "停表原因"), rows.pauses),
    ):  # fmt: skip
        yield Table(kind, f"{title}.xlsx", title, headings, tuple(told))


_REQUEST = (
    "诉求编号", "受理时间", "来源", "诉求方", "企业", "党组织", "诉求方单位", "诉求人", "楼宇", "服务事项", "诉求类别", "诉求",
    "诉求内容", "办理机制", "责任人", "牵头部门", "协同部门", "联系承诺", "承诺工作日", "最初承诺工作日", "几点后算次日",
    "首次联系", "答复时间", "状态", "办理结果", "结果说明", "办完日期", "办结日期", "满意度", "可以公开",
)  # fmt: skip


def _courses(today: dt.date) -> Iterator[_Course]:
    calendar = Calendar({})
    first = today - dt.timedelta(days=_BACK)
    days = [day for step in range(_BACK) if calendar.is_workday(day := first + dt.timedelta(days=step))][:-_LATEST]
    own = {line["事项编码"]: int(line["承诺时限"]) for line in default_checklist.lines()}
    for place in range(ANSWERED):
        day = days[place * len(days) // ANSWERED]
        matter = USUAL[place * 7 % len(USUAL)] if place % 3 else USUAL[place % 9]
        received = dt.datetime.combine(day, dt.time.fromisoformat(_CLOCKS[place % len(_CLOCKS)]))
        promised = own[matter.item] if matter.mechanism in (AT_ONCE, PLATFORM) else TERMS[matter.mechanism].finish
        finished = _finish(calendar, place, matter, received, promised)
        score = None if place % 19 == 0 else _SCORES[place % len(_SCORES)]
        closed = calendar.add_workdays(finished.date(), 3 if score is None else 1 + place % 2).day
        yield _Course(
            f"SQ-{day.year}-{place + 1:04d}", place, matter, received, promised, finished,
            dt.datetime.combine(closed, dt.time(10 + place % 6, 20)), score, STAFF[place % len(STAFF)],
        )  # fmt: skip


def _is_extended(place: int) -> bool:
    return place % 37 == 11


def _is_paused(place: int) -> bool:
    return place % 43 == 13


def _finish(calendar: Calendar, place: int, matter: Matter, received: dt.datetime, promised: int) -> dt.datetime:
    """On the spot, or within the promised days; one in forty a day late, some later because their clock stood."""
    if matter.mechanism == AT_ONCE:
        return received + dt.timedelta(minutes=25)
    zero = received.date() + dt.timedelta(days=received.hour >= _CUT_OFF)
    needed = 1 + place % max(promised, 1)
    if place % 41 == 8:
        needed = max(promised, 1) + 1
    if _is_extended(place) or _is_paused(place):
        needed = max(promised, 1) + 1
    return dt.datetime.combine(calendar.add_workdays(zero, needed).day, dt.time(16, 10))


def _tell(rows: _Ledgers, one: _Course, inventor: Inventor, tenants: Sequence[Tenant]) -> None:
    rows.requests.append(_request(one, inventor, tenants))
    rows.steps += _steps(one)
    finished = one.finished.date().isoformat()
    sent = (one.received + dt.timedelta(minutes=50)).date().isoformat()
    if not one.at_once:
        for part, name in enumerate(one.departments):
            number = f"{one.received:%m%d}-{one.place + 1:03d}" if part == 0 else ""
            rows.receipts.append(
                (one.number, name, "协同" if part else "牵头", sent, number, sent, finished, one.matter.result)
            )
        if _is_extended(one.place):
            asker = one.owner if one.owner != STAFF[0] else STAFF[1]
            rows.extensions.append((one.number, sent, 3, _WHY_LONGER, asker, "同意", STAFF[0], sent))
        if _is_paused(one.place):
            begun = one.received + dt.timedelta(hours=1)
            rows.pauses.append((one.number, _clock(begun), _clock(one.finished - _FOUR), _WHY_STOPPED))
    rows.callbacks += _calls(one)


def _request(one: _Course, inventor: Inventor, tenants: Sequence[Tenant]) -> tuple[object, ...]:
    firm, kind, matter = tenants[(one.place * 29 + 7) % len(tenants)], _requester(one.place), one.matter
    unit = {"居民区": "梧桐里居民区", "物业": f"{firm.building}物业服务中心", "个人": firm.name}.get(kind, "")
    branch = BRANCHES[one.place % len(BRANCHES)] if kind == "党组织" else ""
    who = firm.contact if kind == "企业" else inventor.person()
    outcome = "解释说明" if one.place % 29 == 7 else "部分解决" if one.place % 31 == 12 else "解决"
    departments = [] if one.at_once else one.departments
    return (
        one.number, _clock(one.received), one.channel, kind, firm.name if kind == "企业" else "", branch, unit, who,
        firm.building, matter.item, matter.category, matter.title, matter.detail, matter.mechanism, one.owner,
        departments[0] if departments else "", "、".join(departments[1:]), TERMS[matter.mechanism].contact,
        one.promised, one.promised, _CUT_OFF, _clock(one.contacted), _clock(one.finished), State.CLOSED.value, outcome,
        matter.result, one.finished.date().isoformat(), one.closed.date().isoformat(), one.score or "",
        "是" if one.place % 6 == 0 else "否",
    )  # fmt: skip


def _steps(one: _Course) -> Iterator[tuple[object, ...]]:
    """From the first line to the last, as the services write them."""
    matter, given = one.matter, one.received + dt.timedelta(minutes=50)
    yield one.number, _clock(one.received), "登记", "", State.NEW.value, one.channel, one.owner
    if one.at_once:
        yield _step(one, Action.HANDLE_AT_ONCE, State.NEW, one.finished, matter.result)
    else:
        who = f"{matter.mechanism}；{one.owner}；牵头：{one.departments[0]}"
        yield _step(one, Action.ACCEPT, State.NEW, one.received + dt.timedelta(minutes=20))
        yield _step(one, Action.ASSIGN, State.ACCEPTED, given, who)
        if _is_extended(one.place):
            yield _step(one, Action.EXTEND, State.WORKING, given + _TEN, f"3 个工作日；{_WHY_LONGER}")
        if _is_paused(one.place):
            yield _step(one, Action.PAUSE, State.WORKING, given + _TEN, _WHY_STOPPED)
            yield _step(one, Action.RESUME, State.PAUSED, one.finished - _FOUR)
        yield _step(one, Action.FINISH, State.WORKING, one.finished, matter.result)
    if one.score is None:
        for back in (2, 1, 0):
            yield _step(one, Action.UNREACHED, State.CALL_BACK, one.closed - dt.timedelta(hours=back))
        yield _step(one, Action.CLOSE_UNREACHED, State.CALL_BACK, one.closed + dt.timedelta(minutes=5))
    else:
        words = f"{one.score} 分；{_SAID[one.score]}"
        yield _step(one, Action.SATISFIED, State.CALL_BACK, one.closed, words)


def _step(one: _Course, action: Action, before: State, at: dt.datetime, words: str = "") -> tuple[object, ...]:
    step = STEPS[action]
    return one.number, _clock(at), step.label, before.value, step.after(before).value, words, one.owner


def _calls(one: _Course) -> Iterator[tuple[object, ...]]:
    if one.score is None:
        for back in (2, 1, 0):
            yield one.number, _clock(one.closed - dt.timedelta(hours=back)), "否", "", "电话没有人接", one.owner
    else:
        yield one.number, _clock(one.closed), "是", one.score, _SAID[one.score], one.owner


def _clock(moment: dt.datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M")

"""诉求处置单: a request on paper, whole for the station, or as a copy for whoever asked (FIELD.md 3.1).

The copy tells what they said, until when and what they were told; what was written and said inside stays inside.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from louyu_desktop.errors import UserError
from louyu_desktop.fields import Field, Kind
from louyu_desktop.models import Callback, Extension, RequestPause, ServiceItem, ServiceRequest, Station
from louyu_desktop.models.request import GRANTED, OPEN_REQUESTS
from louyu_desktop.printing import record_form
from louyu_desktop.printing.fonts import Typeface
from louyu_desktop.printing.record_form import Chapter, Fact, RecordForm
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.masks import mask_name, mask_numbers
from louyu_desktop.rules.request_flow import Action
from louyu_desktop.services import request_reading as reading
from louyu_desktop.services.firm_words import Teller, people_of_station, person_called, word
from louyu_desktop.services.paper_info import COPY, INTERNAL, PaperInfo, version_of
from louyu_desktop.services.paper_ready import Asked, Ready, as_name, ready, titled
from louyu_desktop.services.paper_words import station_words
from louyu_desktop.services.public_words import telephone
from louyu_desktop.services.references import among, titles
from louyu_desktop.services.request_copies import MOST_SHEETS, Clock, LogLine, ReceiptLine, Sight
from louyu_desktop.services.request_writing import label_of
from louyu_desktop.storage.request_rows import live_request
from louyu_desktop.text import N_, _

REQUEST_SHEET, REQUEST_SHEETS = "request-sheet", "request-sheets"
_HEADING, _SIGNS = N_("诉求处置单"), (N_("受理人："), N_("承办人："), N_("审核人："))
_OPEN, _ALL = N_("没办完的"), N_("全部")
_SPOKEN = ("detail", "result")
"""What whoever asked said, and what they were told."""

_VERSION = version_of(COPY, N_("内部版印办理过程和部门答复；交诉求人的不印这些，姓名电话打码"))

_STATE = Field(
    name="state", label=N_("哪些"), kind=Kind.CHOICE, choices=(_OPEN, _ALL), hint=N_("没有这样的诉求时，印一张空白单，现场写"),
)  # fmt: skip

REQUEST_PAPERS: tuple[PaperInfo, ...] = (
    PaperInfo(
        name=REQUEST_SHEET, label=N_("诉求处置单"), needs_id="requests", personal=True, internal=True,
        options=(_VERSION,), begins={"version": INTERNAL}, forgets=("version",),
    ),
    PaperInfo(
        name=REQUEST_SHEETS, label=N_("一批诉求处置单"), tells="requests", personal=True, internal=True,
        options=(
            _VERSION, _STATE,
            Field(name="who", label=N_("负责人"), max_length=50, hint=N_("空着就是所有人")),
            Field(name="numbers", label=N_("只印这些诉求"), max_length=8000,
                  hint=N_("写诉求编号，用顿号隔开；空着就按上面的条件")),
        ),
        forgets=("version", "who", "numbers"),
        begins={"version": INTERNAL, "state": _OPEN, "who": "", "numbers": ""},
    ),
)  # fmt: skip
"""In the order they are offered."""


# ------------------------------------------------------------------------ which


def _one(asked: Asked) -> Ready:
    with asked.database.read() as session:
        form = _form(_Case.of(session, asked, asked.id))
    return ready(titled(_("诉求处置单"), form.title), record_form, form)


def _many(asked: Asked) -> Ready:
    with asked.database.read() as session:
        ids = session.scalars(_wanted(session, asked)).all()
        if not ids:
            return ready(_("空白诉求处置单"), record_form, _blank(session))
        if len(ids) > MOST_SHEETS:
            said = _("选出了 {count} 件，一次最多印 {most} 件。请缩小条件再印")
            raise UserError(said.format(count=f"{len(ids):,}", most=MOST_SHEETS))
        forms = tuple(_form(_Case.of(session, asked, key)) for key in ids)
    title = titled(_("诉求处置单"), _("{count} 件").format(count=len(forms)))

    def write(target: Path, faces: Typeface) -> int:
        return record_form.write_all(forms, target, faces, title)

    return Ready(as_name(title), tuple(text for one in forms for text in record_form.texts_of(one)), write)


def _wanted(session: Session, asked: Asked) -> Select[int]:
    one, chosen = ServiceRequest, asked.chosen
    wanted = select(one.id).where(one.archived_at.is_(None)).order_by(one.received_at, one.id)
    if words := str(chosen.get("numbers") or "").strip():
        return wanted.where(among(one.id, _called(session, words)))
    if chosen.get("state") != _ALL:
        wanted = wanted.where(one.state.in_(OPEN_REQUESTS))
    who = str(chosen.get("who") or "").strip()
    return wanted.where(one.owner_id == person_called(session, who)) if who else wanted


def _called(session: Session, words: str) -> list[int]:
    """The requests of these numbers, or ids of such as have none; UserError for one that is not there."""
    for mark in ("，", ",", "；", ";", "\n", " "):
        words = words.replace(mark, "、")
    parts = list(dict.fromkeys(part for part in words.split("、") if part))
    one = ServiceRequest
    ids = [int(part) for part in parts if part.isdecimal()]
    named = among(one.number, parts) | (one.number.is_(None) & among(one.id, ids))
    rows = session.execute(select(one.number, one.id).where(named, one.archived_at.is_(None)))
    found = {number or str(key): key for number, key in rows}
    if missing := [part for part in parts if part not in found]:
        raise UserError(_("没有编号是「{number}」的诉求").format(number=missing[0]), field="numbers")
    return list(found.values())


# ------------------------------------------------------------------------ one request


@dataclass(frozen=True, slots=True)
class _Case:
    """One request, for whom it is told, and what stands beside it."""

    session: Session
    teller: Teller
    request: ServiceRequest
    sight: Sight
    log: tuple[LogLine, ...]
    receipts: tuple[ReceiptLine, ...]
    names: dict[int, str]
    actor: int | None
    now: dt.datetime

    @classmethod
    def of(cls, session: Session, asked: Asked, request_id: int) -> _Case:
        """Everything of it; UserError when it is gone."""
        now = dt.datetime.now(SHANGHAI)
        teller = Teller(asked.role, internal=asked.chosen.get("version") == INTERNAL, spoken=_SPOKEN)
        request = live_request(session, request_id)
        return cls(
            session, teller, request, reading.sight(session, request_id, now),
            tuple(reversed(reading.log(session, request_id, asked.role))),
            reading.receipts(session, request_id, asked.role), people_of_station(session), asked.database.actor, now,
        )  # fmt: skip

    @property
    def internal(self) -> bool:
        """Whether it stays in the station."""
        return self.teller.internal

    def say(self, name: str) -> str:
        """A field of the request in words; in a copy no number stands whole."""
        words = self.teller.say("requests", name, getattr(self.request, name))
        return words if self.internal else mask_numbers(words)

    def title(self, kind: str, key: int | None) -> str:
        """What a record that the request names is called."""
        return titles(self.session, kind, {key}).get(key, "") if key is not None else ""

    def rows(self, model: Any, *order: Any) -> Any:
        """The live records of a kind that hang on the request."""
        wanted = select(model).where(model.request_id == self.request.id, model.archived_at.is_(None))
        return self.session.scalars(wanted.order_by(*order)).all()


def _form(case: _Case) -> RecordForm:
    request, internal = case.request, case.internal
    station = station_words(case.session)
    who = case.names.get(case.actor or 0, "")
    printed = _("打印人 {name}").format(name=who) if who and internal else ""
    chapters = (
        Chapter(_("诉求内容"), "\n".join(filter(None, (case.say("title"), case.say("detail")))), 22.0),
        Chapter(_("办理时限"), "\n".join(_clocks(case)), entered=True),
        *_if_any(_("承办部门"), _departments(case)),
        *_if_any(_("延期、停表"), _put_off(case)),
        *(() if internal else _if_any(_("办理进度"), _progress(case))),
        Chapter(_("办理结果"), _result(case), 18.0),
        *(_if_any(_("回访"), _calls(case)) or (Chapter(_("回访")),) if internal else ()),
    )
    log = "\n".join(_logged(case))
    signs = _SIGNS if internal else (N_("受理人："), N_("诉求人签收："), N_("日期："))
    return RecordForm(
        station=station.name,
        heading=_HEADING,
        title=titled(request.number or "", case.say("title")),
        facts=tuple(_facts(case)),
        chapters=chapters,
        behind=(Chapter(_("办理过程"), log, entered=True),) if internal and log else (),
        signs=signs,
        footer=titled(printed, f"{case.now:%Y-%m-%d %H:%M}", case.teller.stamp),
        is_demonstration=station.is_demonstration,
    )


def _blank(session: Session) -> RecordForm:
    """A sheet to write on."""
    pairs = (
        (N_("编号"), N_("受理时间")), (N_("诉求方"),), (N_("诉求人"), N_("联系电话")), (N_("来源"), N_("缓急")),
        (N_("楼宇"), N_("类别")), (N_("办理机制"), N_("责任人")), (N_("牵头部门"), N_("协同部门")),
    )  # fmt: skip
    parts = ((N_("诉求内容"), 50.0), (N_("办理时限"), 20.0), (N_("办理结果"), 40.0), (N_("回访"), 22.0))
    station = station_words(session)
    return RecordForm(
        station=station.name,
        heading=_HEADING,
        title=_("空白"),
        facts=tuple(tuple((_(label), "") for label in row) for row in pairs),
        chapters=tuple(Chapter(_(label), "", least) for label, least in parts),
        signs=_SIGNS,
        is_demonstration=station.is_demonstration,
    )


def _if_any(label: str, lines: Iterator[str]) -> tuple[Chapter, ...]:
    words = "\n".join(lines)
    return (Chapter(label, words, entered=True),) if words else ()


def _facts(case: _Case) -> Iterator[tuple[Fact, ...]]:
    request, say = case.request, case.say
    received = f"{request.received_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    yield (_("编号"), request.number or ""), (_("受理时间"), received)
    yield ((_("诉求方"), _whose(case)),)
    yield (_("诉求人"), say("requester")), (_("联系电话"), say("phone"))
    yield (_("来源"), word(request.channel)), (_("缓急"), word(request.urgency))
    yield (_("楼宇"), case.title("buildings", request.building_id)), (_("类别"), word(request.category))
    item = case.session.get(ServiceItem, request.item_id) if request.item_id is not None else None
    if item is not None:
        yield ((_("服务事项"), f"{item.code} {item.name}"),)
    yield (_("办理机制"), word(request.mechanism)), (_("责任人"), case.names.get(request.owner_id or 0, ""))
    together = _("、").join(request.departments or ())
    if request.lead_department or together:
        yield (_("牵头部门"), request.lead_department or ""), (_("协同部门"), together)
    again = _("第 {turn} 轮").format(turn=request.turn) if request.turn > 1 else ""
    into = _("并入 {number}").format(number=case.sight.merged[1]) if case.sight.merged else ""
    score = _("{score} 分").format(score=request.satisfaction) if request.satisfaction else ""
    yield (_("办理状态"), titled(word(request.state), again, into)), (_("满意度"), score)
    if not case.internal:
        own = case.session.scalar(select(Station.phone).order_by(Station.id).limit(1)) or ""
        yield (_("服务站电话"), own), (_("监督电话"), telephone(case.session))


def _whose(case: _Case) -> str:
    """企业·远舟投资: who asks, a person behind stars in a copy."""
    request = case.request
    person = case.title("people", request.person_id)
    names = (
        case.title("enterprises", request.enterprise_id), case.title("organisations", request.organisation_id),
        case.say("requester_unit"), person if case.internal else mask_name(person),
    )  # fmt: skip
    return titled(word(request.requester_kind), *dict.fromkeys(names))


def _clocks(case: _Case) -> Iterator[str]:
    if not case.sight.clocks:
        yield _("还没有分派，没有承诺日期")
    for clock in case.sight.clocks:
        yield _clock(clock)


def _clock(clock: Clock) -> str:
    """办完：2026-11-24 前（从 11-03 起第 15 个工作日；跳过周末）；最初承诺 2026-11-17；2026-11-20 做到."""
    day = clock.due.day.isoformat()
    due = _("{day}（预估）").format(day=day) if clock.due.estimated else day
    parts = [_("{label}：{day} 前").format(label=clock.label, day=due), clock.due.why]
    parts += [_("最初承诺 {day}").format(day=clock.first)] if clock.first else []
    if clock.done_on:
        kept = _("{day} 做到，超期") if clock.late else _("{day} 做到")
        parts.append(kept.format(day=clock.done_on))
    elif clock.late:
        parts.append(_("已经超期"))
    return _("；").join(filter(None, parts))


def _departments(case: _Case) -> Iterator[str]:
    """The leading one first; those of which the same is to be said share a line."""
    replies = case.teller.tells("receipts", "reply")
    names: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one in case.receipts:
        parts = [_("{day} 转出").format(day=one.sent_on)] if one.sent_on else []
        parts += [_("回执 {number}").format(number=one.number)] if one.number else []
        parts += [_("{day} 收到").format(day=one.received_on)] if one.received_on else []
        parts += [_("{day} 答复").format(day=one.replied_on)] if one.replied_on else []
        said = _("；").join(parts)
        words = _("{name}：{words}").format(name=said, words=one.reply) if replies and one.reply else said
        names[_(one.part), words].append(one.department)
    for (part, words), found in names.items():
        head = _("{part}：{name}").format(part=part, name=_("、").join(found))
        yield _("；").join(filter(None, (head, words)))


def _put_off(case: _Case) -> Iterator[str]:
    """Extensions, pauses and returns; a copy has no reason that was written for the station."""
    for row in reading.extending(case.session, case.rows(Extension, Extension.asked_on, Extension.id)):
        if case.internal:
            asked = _spaced(row.asker, row.asked_on.isoformat(), _("申请"))
            decided = _spaced(row.approver, row.decided_on.isoformat() if row.decided_on else "", _(row.verdict))
            words = _("延期 {days} 个工作日：{reason}（{asked}，{decided}）")
            yield words.format(days=row.days, reason=row.reason, asked=asked, decided=decided)
        elif row.verdict == GRANTED:
            yield _("延期 {days} 个工作日，{day} 批准").format(days=row.days, day=row.decided_on or row.asked_on)
    for pause in case.rows(RequestPause, RequestPause.begun_at, RequestPause.id):
        last = f"{pause.ended_at.astimezone(SHANGHAI):%Y-%m-%d}" if pause.ended_at else _("现在")
        first = f"{pause.begun_at.astimezone(SHANGHAI):%Y-%m-%d}"
        yield _("停表 {first} – {last}：{reason}").format(first=first, last=last, reason=_(pause.reason))
    for line in case.log if case.internal else ():
        if line.action == label_of(Action.RETURN):
            yield _("退单 {day}：{words}").format(day=_day(line.at), words=line.words)


def _result(case: _Case) -> str:
    outcome, words = word(case.request.outcome), case.say("result")
    return _("{outcome}：{words}").format(outcome=outcome, words=words) if outcome and words else outcome or words


def _calls(case: _Case) -> Iterator[str]:
    words = case.teller.tells("callbacks", "words")
    for row in case.rows(Callback, Callback.called_at, Callback.id):
        score = _("{score} 分").format(score=row.satisfaction) if row.satisfaction else ""
        said = (_("联系上了") if row.reached else _("没联系上"), score, row.words if words else "")
        who = case.names.get(row.account_id or 0, "")
        yield _moment(row.called_at, who, _("；").join(filter(None, said)))


def _progress(case: _Case) -> Iterator[str]:
    """What was done and when, without a word of what was written about it."""
    moved = (line for line in case.log if line.after and line.after != line.before)
    if words := " → ".join(_("{day} {action}").format(day=_day(line.at), action=_(line.action)) for line in moved):
        yield words


def _logged(case: _Case) -> Iterator[str]:
    for line in case.log:
        said = _("{action}：{words}").format(action=_(line.action), words=line.words) if line.words else _(line.action)
        yield _moment(line.at, line.who, said)


def _moment(at: dt.datetime, who: str, said: str) -> str:
    return _spaced(f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}", who, said)


def _spaced(*parts: str) -> str:
    return " ".join(filter(None, parts))


def _day(at: dt.datetime) -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d}"


READERS: dict[str, Callable[[Asked], Ready]] = {REQUEST_SHEET: _one, REQUEST_SHEETS: _many}
"""How they are read."""

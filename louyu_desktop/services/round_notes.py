"""跑楼: what is jotted down on a round through a building, and what it becomes; leads and their steps."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from louyu_desktop.errors import UserError
from louyu_desktop.models import Building, Enterprise, Lead, Occupancy, Round, ServiceRequest, Unit
from louyu_desktop.models.current import after
from louyu_desktop.rules import dates
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.services.references import ENTITIES
from louyu_desktop.services.request_writing import insert_request
from louyu_desktop.services.taking import settled
from louyu_desktop.services.visit_copies import Into, Noted, Tenant, Turned, VisitDraft
from louyu_desktop.services.visit_writing import waiting_round, write_visit
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.write import Write
from louyu_desktop.text import _

_LABEL = 20
_TITLE, _WANTS, _RESULT = 100, 300, 1000
_NO_PLACE = re.compile(r"[\s\-－—楼层室号房座栋#Ff]+")


@dataclass(frozen=True, slots=True)
class Note:
    """Words, and where they were jotted down."""

    words: str
    building_id: int | None
    place: str
    enterprise_id: int | None


@dataclass(frozen=True, slots=True)
class LeadStep:
    """What became of a lead."""

    state: str
    words: str
    next_on: dt.date | None
    handed_to: str


# ------------------------------------------------------------------------ who is there


def tenants(session: Session, building_id: int, place: str) -> tuple[Tenant, ...]:
    """Who sits at a place as one types it: the room if it is one, else everybody on that floor."""
    typed = _folded(place)
    if not typed:
        return ()
    rows = session.execute(
        select(Enterprise.id, Enterprise.name, Enterprise.short_name, Unit.label, Unit.floor, Unit.room)
        .join(Occupancy, Occupancy.enterprise_id == Enterprise.id)
        .join(Unit, Unit.id == Occupancy.unit_id)
        .where(
            Unit.building_id == building_id, after(Occupancy.ended_on, dates.today()), Occupancy.archived_at.is_(None)
        )
        .where(Enterprise.archived_at.is_(None))
        .order_by(Unit.label_sort, Enterprise.id)
    ).all()
    room = [row for row in rows if row.room and typed in {_folded(row.floor + row.room), _folded(row.room)}]
    found = room or [row for row in rows if typed == _folded(row.floor)]
    return tuple(Tenant(row.id, row.short_name or row.name, row.label or "") for row in found)


def _folded(place: str) -> str:
    return _NO_PLACE.sub("", place).upper().lstrip("0")


# ------------------------------------------------------------------------ notes


def note(database: Database, note: Note, now: dt.datetime) -> Noted:
    """Keep a note; its enterprise is found where only one sits at the place."""
    with database.read() as session:
        enterprise = note.enterprise_id
        if enterprise is None and note.building_id is not None:
            there = {one.enterprise_id for one in tenants(session, note.building_id, note.place)}
            enterprise = there.pop() if len(there) == 1 else None
        name = (session.scalar(select(Enterprise.name).where(Enterprise.id == enterprise)) or "") if enterprise else ""
        building = session.scalar(select(Building.name).where(Building.id == note.building_id)) or ""
    words = settled(Round, ENTITIES["rounds"].field("words"), note.words)
    place = settled(Round, ENTITIES["rounds"].field("place"), note.place)
    label = _("跑楼速记：{place}").format(place=f"{building} {note.place}".strip() or note.words[:_LABEL])
    with database.write(label) as write:
        [key] = write.insert(Round, [{
            "noted_at": now, "building_id": note.building_id, "place": place, "enterprise_id": enterprise,
            "words": words,
        }])  # fmt: skip
    return Noted(key, enterprise, name)


def turn(database: Database, round_id: int, into: Into, enterprise_id: int | None, now: dt.datetime) -> Turned:
    """Make something of a note, in one operation."""
    with database.read() as session:
        found = waiting_round(session, round_id)
        label = _("跑楼速记转{into}：{words}").format(into=_(into.value), words=found.words[:_LABEL])
        if into is Into.NOTHING:
            label = _("跑楼速记不用处理：{words}").format(words=found.words[:_LABEL])
    with database.write(label) as write:
        found = waiting_round(write.session, round_id)
        made = _Making(write, found, enterprise_id or found.enterprise_id, database.actor, now)
        kind, key, sentence = made.become(into)
        write.update(Round, [{
            "id": round_id, "became": into.value, "became_id": key, "enterprise_id": made.enterprise_id,
        }])  # fmt: skip
    return Turned(kind, key, sentence)


class _Making:
    """What a note becomes."""

    def __init__(
        self, write: Write, found: Round, enterprise_id: int | None, actor: int | None, now: dt.datetime
    ) -> None:
        self._write, self._actor, self._now = write, actor, now
        self.enterprise_id = enterprise_id
        self._words, self._building, self._place = found.words, found.building_id, found.place or ""
        self._at = found.noted_at
        self._day = found.noted_at.astimezone(SHANGHAI).date()

    def become(self, into: Into) -> tuple[str, int | None, str]:
        """The kind and id of what was made, and what to say."""
        match into:
            case Into.VISIT:
                return self._visit()
            case Into.REQUEST:
                return self._request()
            case Into.LEAD:
                return self._lead()
        return "", None, _("这条速记不用处理了")

    def _visit(self) -> tuple[str, int, str]:
        if self.enterprise_id is None:
            raise UserError(_("要转成走访，请先说是哪一家企业"), field="enterprise_id")
        draft = VisitDraft(
            enterprise_id=self.enterprise_id, visited_on=self._day, form="跑楼", situation=self._words
        )
        done = write_visit(self._write, draft, self._actor, self._now.astimezone(SHANGHAI).date())
        return "visits", done.visit_id, _("已转成走访 {number}").format(number=done.number)

    def _request(self) -> tuple[str, int, str]:
        values: dict[str, Any] = {
            "received_at": self._at, "channel": "跑楼", "enterprise_id": self.enterprise_id,
            "building_id": self._building, "title": self._words[:_TITLE], "owner_id": self._actor,
            "detail": self._words if len(self._words) > _TITLE or self._place else None, "mechanism": "平台协办",
        }  # fmt: skip
        if self._place:
            values["detail"] = _("{place}：{words}").format(place=self._place, words=self._words)
        key = insert_request(self._write, values, self._now, self._actor)
        number = self._write.session.scalar(select(ServiceRequest.number).where(ServiceRequest.id == key))
        return "requests", key, _("已转成诉求 {number}").format(number=number)

    def _lead(self) -> tuple[str, int, str]:
        session = self._write.session
        firm = session.get(Enterprise, self.enterprise_id) if self.enterprise_id else None
        [key] = self._write.insert(Lead, [{
            "name": firm.name if firm else self._words[:_TITLE], "found_on": self._day, "source": "跑楼",
            "wants": self._words[:_WANTS] if firm or len(self._words) > _TITLE else None,
            "building_id": self._building, "enterprise_id": self.enterprise_id,
            "owner_id": self._actor,
        }])  # fmt: skip
        return "leads", key, _("已转成招商线索")


# ------------------------------------------------------------------------ leads


def follow(database: Database, lead_id: int, step: LeadStep, today: dt.date) -> None:
    """Write a step of a lead: its state, and a line with the day in its result."""
    if step.state == "已移交" and not step.handed_to:
        raise UserError(_("请写移交给谁"), field="handed_to")
    if step.state == "放弃" and not step.words:
        raise UserError(_("请写为什么放弃，以后有人问得到"), field="result")
    with database.read() as session:
        found = session.get(Lead, lead_id)
        if found is None or found.archived_at is not None:
            raise UserError(_("这条线索已经不在了，可能进了回收站"))
        label = _("线索{state}：{name}").format(state=_(step.state), name=found.name)
        line = _("{day} {state}").format(day=f"{today:%Y-%m-%d}", state=_(step.state))
        line += _("给 {whom}").format(whom=step.handed_to) if step.handed_to else ""
        line += _("：{words}").format(words=step.words) if step.words else ""
        result = "\n".join(part for part in (found.result, line) if part)[-_RESULT:]
    given: dict[str, Any] = {"id": lead_id, "state": step.state, "next_on": step.next_on, "result": result}
    if step.handed_to:
        given["handed_to"] = step.handed_to
    with database.write(label) as write:
        write.update(Lead, [given])

"""What is done with a request beside its states: notes, departments, asking for days, 作废."""

from __future__ import annotations

import datetime as dt
from typing import Any

from louyu_desktop.errors import UserError
from louyu_desktop.models import Extension, Receipt, ServiceRequest
from louyu_desktop.models.request import REFUSED
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.request_flow import OPEN, State
from louyu_desktop.rules.roles import Role
from louyu_desktop.services.references import ENTITIES
from louyu_desktop.services.request_copies import Done
from louyu_desktop.services.request_refusing import refuse_days
from louyu_desktop.services.request_writing import note_step, send_to
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.request_rows import live_request, pending_extension
from louyu_desktop.text import _

PARTS = ENTITIES["receipts"].field("part").choices


def _words(words: str, sentence: str, field: str = "words") -> str:
    if not words.strip():
        raise UserError(sentence, field=field)
    return words.strip()


def _label(database: Database, request_id: int, words: str) -> str:
    with database.read() as session:
        request = live_request(session, request_id)
        return words.format(number=request.number or request.title)


def note(
    database: Database, request_id: int, words: str, now: dt.datetime, *, contacted: bool, replied: bool
) -> None:
    """A line of the log; the first contact and the first reply are kept."""
    said = _words(words, _("请写做了什么、说了什么"))
    action = _("答复") if replied else _("联系") if contacted else _("记一笔")
    with database.write(_label(database, request_id, _("诉求 {number} 记一笔"))) as write:
        request = live_request(write.session, request_id)
        values: dict[str, Any] = {}
        if (contacted or replied) and request.contacted_at is None:
            values["contacted_at"] = now
        if replied and request.replied_at is None:
            values["replied_at"] = now
        write.update(ServiceRequest, [{"id": request_id, **values}])
        note_step(write, request_id, action, now, database.actor, words=said)


def send(
    database: Database, request_id: int, department: str, part: str, number: str, now: dt.datetime
) -> None:
    """One more department has it."""
    name = _words(department, _("请填转给哪个部门"), "department")
    if part not in PARTS:
        raise UserError(_("没有这种角色"), field="part")
    with database.write(_label(database, request_id, _("诉求 {number} 转部门"))) as write:
        request = live_request(write.session, request_id)
        send_to(write, request_id, {name: part}, now.astimezone(SHANGHAI).date(), number.strip())
        if part == "牵头":
            write.update(ServiceRequest, [{"id": request_id, "lead_department": name}])
        elif name not in request.departments:
            write.update(ServiceRequest, [{"id": request_id, "departments": (*request.departments, name)}])
        words = _("{part}：{name}").format(part=_(part), name=name)
        note_step(write, request_id, _("转部门"), now, database.actor, words=words)


def answered(database: Database, receipt_id: int, reply: str, number: str, now: dt.datetime) -> None:
    """The receipt is confirmed; with words the department has answered."""
    with database.read() as session:
        receipt = session.get(Receipt, receipt_id)
        if receipt is None or receipt.archived_at is not None:
            raise UserError(_("这份回执已经不在了"))
        request_id, name = receipt.request_id, receipt.department
    day, said = now.astimezone(SHANGHAI).date(), reply.strip()
    with database.write(_label(database, request_id, _("诉求 {number} 部门回执"))) as write:
        found = write.session.get_one(Receipt, receipt_id)
        values: dict[str, Any] = {"received_on": found.received_on or day}
        if number.strip():
            values["number"] = number.strip()
        if said:
            values |= {"replied_on": day, "reply": said}
        write.update(Receipt, [{"id": receipt_id, **values}])
        words = _("{name}：{words}").format(name=name, words=said or _("已收到"))
        note_step(write, request_id, _("部门答复") if said else _("部门回执"), now, database.actor, words=words)


def ask_extension(database: Database, request_id: int, days: int, reason: str, now: dt.datetime) -> None:
    """Ask for more days; one question at a time."""
    why = _words(reason, _("请写为什么延期"), "words")
    with database.write(_label(database, request_id, _("诉求 {number} 申请延期"))) as write:
        request = live_request(write.session, request_id)
        if State(request.state) not in (State.WORKING, State.PAUSED):
            raise UserError(_("「{state}」的诉求不能延期").format(state=_(request.state)))
        if pending_extension(write.session, request_id) is not None:
            raise UserError(_("已经申请过延期，等站长批"))
        refuse_days(write.session, request, days)
        row = {"request_id": request_id, "asked_on": now.astimezone(SHANGHAI).date(), "days": days, "reason": why,
               "asker_id": database.actor, "turn": request.turn}  # fmt: skip
        write.insert(Extension, [row])
        words = _("{days} 个工作日；{reason}").format(days=days, reason=why)
        note_step(write, request_id, _("申请延期"), now, database.actor, words=words)


def refuse_extension(database: Database, request_id: int, words: str, now: dt.datetime) -> None:
    """Not granted: the promised day stays."""
    if database.role is not Role.ADMINISTRATOR:
        raise UserError(_("延期要由站长来批"))
    said = _words(words, _("请写为什么不同意"))
    with database.write(_label(database, request_id, _("诉求 {number} 不同意延期"))) as write:
        live_request(write.session, request_id)
        pending = pending_extension(write.session, request_id)
        if pending is None:
            raise UserError(_("没有等着批的延期"))
        decided = {"verdict": REFUSED, "approver_id": database.actor, "decided_on": now.astimezone(SHANGHAI).date()}
        write.update(Extension, [{"id": pending.id, **decided}])
        note_step(write, request_id, _("不同意延期"), now, database.actor, words=said)


def void(database: Database, request_id: int, reason: str, now: dt.datetime) -> Done:
    """Taken by mistake: it stays with its number, as 作废; only what is new or accepted can have been a mistake."""
    said = _words(reason, _("请写为什么作废"))
    with database.write(_label(database, request_id, _("诉求 {number} 作废"))) as write:
        request = live_request(write.session, request_id)
        state = State(request.state)
        if state not in OPEN[:2]:
            raise UserError(_("「{state}」的诉求不能作废，请撤销").format(state=_(state.value)))
        number = request.number or ""
        write.update(ServiceRequest, [{"id": request_id, "state": State.VOID.value}])
        note_step(
            write, request_id, _("作废"), now, database.actor, before=state.value, after=State.VOID.value, words=said
        )
    return Done(request_id, number, State.VOID, _("诉求 {number} 已作废，编号不再用").format(number=number))

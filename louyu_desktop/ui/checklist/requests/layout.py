"""How a request is laid out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from louyu_desktop.rules import dates
from louyu_desktop.rules.request_flow import State
from louyu_desktop.services.rights import Right
from louyu_desktop.text import N_
from louyu_desktop.ui.arrangement import Act, Arrangement, Group, Page
from louyu_desktop.ui.lists.presets import Preset
from louyu_desktop.ui.raising import raising

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from louyu_desktop.services.copies import Copy, Row
    from louyu_desktop.ui.context import Context

_UNDER_WAY = (State.WORKING, State.PAUSED)
_TIMED = (State.NEW, State.ACCEPTED, State.WORKING)
_RUNNING = (("state", "、".join(_TIMED)),)
"""What has no result yet, and a clock that runs."""


def _strip(context: Context, parent: QWidget) -> QWidget:
    from louyu_desktop.ui.checklist.requests.strip import RequestStrip

    return RequestStrip(context, parent)


def _log(context: Context, parent: QWidget) -> QWidget:
    from louyu_desktop.ui.checklist.requests.log import LogPage

    return LogPage(context, parent)


def _departments(context: Context, parent: QWidget) -> QWidget:
    from louyu_desktop.ui.checklist.requests.departments import DepartmentsPage

    return DepartmentsPage(context, parent)


def _note(context: Context, copy: Copy, parent: QWidget) -> None:
    from louyu_desktop.ui.checklist.requests.beside import NotePanel

    NotePanel(context, copy, parent).open()


def _ask(context: Context, copy: Copy, parent: QWidget) -> None:
    from louyu_desktop.ui.checklist.requests.beside import ExtensionPanel

    ExtensionPanel(context, copy, parent).open()


def _void(context: Context, copy: Copy, parent: QWidget) -> None:
    from louyu_desktop.ui.checklist.requests.beside import VoidPanel

    VoidPanel(context, copy, parent).open()


def _print(context: Context, copy: Copy, _parent: QWidget) -> None:
    context.launch("print", paper="request-sheet", id=copy.id)


def _print_many(context: Context, ids: Sequence[int], parent: QWidget) -> None:
    from louyu_desktop.ui.checklist.requests.printing import print_sheets

    print_sheets(context, ids, parent)


def _never(_copy: Copy) -> bool:
    """The record has a button of its own for its sheet."""
    return False


def _late(row: Row, name: str) -> bool:
    """Whether the promised day is over and nothing has been answered."""
    return row.values.get("state") in _TIMED and dates.is_over(row.values.get(name))


def _open(copy: Copy) -> bool:
    return copy.values.get("state") not in (State.ARCHIVED, State.VOID)


def _under_way(copy: Copy) -> bool:
    return copy.values.get("state") in _UNDER_WAY


def _fresh(copy: Copy) -> bool:
    return copy.values.get("state") in (State.NEW, State.ACCEPTED)


REQUESTS = Arrangement(
    kind="requests",
    columns=("title", "enterprise_id", "owner_id", "due_on", "state"),
    narrow=("title", "due_on", "state"),
    due=("due_on",),
    late=_late,
    badges=("state", "mechanism", "category"),
    presets=(
        Preset(N_("待受理"), "state", value="待受理", sort="due_on"),
        Preset(N_("办理中"), "state", value="办理中", sort="due_on"),
        Preset(N_("待回访"), "state", value="待回访", sort="due_on"),
        Preset(N_("7 天内到期"), "due_on", value="7 天内", sort="due_on", also=_RUNNING),
        Preset(N_("超期"), "due_on", value="<今天", sort="due_on", also=_RUNNING),
    ),
    groups=(
        Group(N_("诉求信息"), (
            "title", "category", "channel", "urgency", "received_at", "requester_kind", "enterprise_id", "building_id",
            "person_id", "organisation_id", "requester_unit", "requester", "phone", "item_id", "detail", "number",
        )),
        Group(N_("公开和备注"), ("is_public", "visit_id", "remark")),
    ),
    apart=(
        "state", "mechanism", "owner_id", "departments", "lead_department", "promised_days", "contact_days",
        "first_days", "cut_off", "given_due_on", "restarted_at", "contacted_at", "replied_at", "turn", "outcome",
        "result", "finished_on", "closed_on", "satisfaction", "merged_into_id",
    ),
    strip=_strip,
    paper="request-sheet",
    paper_label=N_("打印处置单"),
    acts=(
        Act(id="request-note", label=N_("记一笔…"), run=_note, icon="edit", right=Right.WORK, when=_open),
        Act(id="request-extend", label=N_("申请延期…"), run=_ask, icon="clock", right=Right.WORK, when=_under_way),
        raising("requests"),
        Act(id="request-sheets", label=N_("打印处置单…"), run=_print, many=_print_many, right=Right.PRINT,
            icon="print", when=_never),
        Act(id="request-void", label=N_("作废…"), run=_void, right=Right.WORK, when=_fresh, seldom=True),
    ),
    pages=(
        Page(N_("过程"), _log, counts="request-steps", first=True),
        Page(N_("部门"), _departments, counts="receipts"),
    ),
)  # fmt: skip

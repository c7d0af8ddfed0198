"""How visits, notes of rounds, leads, visits of headquarters and requests are laid out."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from louyu_desktop.services.rights import Right
from louyu_desktop.services.visit_copies import Into
from louyu_desktop.text import N_
from louyu_desktop.ui.arrangement import Act, Arrangement, Group, Section
from louyu_desktop.ui.lists.presets import Preset
from louyu_desktop.ui.raising import raising

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from louyu_desktop.services.copies import Copy
    from louyu_desktop.ui.context import Context

WAITING = "待处理"
OPEN_LEADS = ("新线索", "跟进中")
_OF_REQUESTS = ("received_at", "number", "title", "category", "due_on", "state")


def _visits_tab(context: Context, arrangement: Arrangement, parent: QWidget) -> Any:
    from louyu_desktop.ui.enterprises.visiting.tabs import VisitsTab

    return VisitsTab(context, arrangement, parent)


def _rounds_tab(context: Context, arrangement: Arrangement, parent: QWidget) -> Any:
    from louyu_desktop.ui.enterprises.visiting.tabs import RoundsTab

    return RoundsTab(context, arrangement, parent)


def _next_visit(context: Context, copy: Copy, _parent: QWidget) -> None:
    from louyu_desktop.ui.enterprises.visiting.form import begin_visit

    begin_visit(context, copy.values["enterprise_id"], None, None)


def _request(context: Context, copy: Copy, _parent: QWidget) -> None:
    context.launch("request", enterprise_id=copy.values["enterprise_id"], visit_id=copy.id)


def _turn(into: Into, context: Context, copy: Copy, _parent: QWidget) -> None:
    from louyu_desktop.ui.enterprises.visiting.turning import turn

    turn(context, copy.id, into, copy.values.get("enterprise_id"))


def _deal(context: Context, copy: Copy, _parent: QWidget) -> None:
    from louyu_desktop.ui.enterprises.visiting.turning import deal_with

    deal_with(context, copy.id)


def _follow(state: str, context: Context, copy: Copy, parent: QWidget) -> None:
    from louyu_desktop.ui.enterprises.visiting.leads import LeadDialog

    LeadDialog(context, copy, state, parent).open()


def _waits(copy: Copy) -> bool:
    return copy.values.get("became") == WAITING


def _open_lead(copy: Copy) -> bool:
    return copy.values.get("state") in OPEN_LEADS


VISITS = Arrangement(
    kind="visits",
    columns=("visited_on", "enterprise_id", "reason", "form", "visitors"),
    narrow=("visited_on", "enterprise_id"),
    badges=("reason",),
    presets=(
        Preset(N_("最近 30 天"), "visited_on", value=">30 天前", sort="-visited_on"),
        Preset(N_("没见到人的"), "reached", value="否", sort="-visited_on"),
        Preset(N_("约好再访的"), "next_visit_on", value=">今天", sort="next_visit_on"),
    ),
    paper="visit-record",
    paper_label=N_("打印记录"),
    groups=(
        Group(N_("走访信息"), (
            "visited_on", "enterprise_id", "reason", "form", "visitors", "met", "reached", "signed", "number",
        )),
        Group(N_("内容"), ("topics", "situation", "needs", "answered", "follow_up", "changes_found")),
        Group(N_("之后"), ("colour_suggested", "next_visit_on", "remark")),
    ),
    acts=(
        Act(id="visit-again", label=N_("再次走访"), run=_next_visit, icon="walk", right=Right.WORK),
        Act(id="visit-request", label=N_("登记诉求…"), run=_request, icon="chat", right=Right.WORK),
        raising("visits"),
    ),
    sections=(Section("requests", N_("诉求"), "visit_id", _OF_REQUESTS),),
    tab=_visits_tab,
)  # fmt: skip

ROUNDS = Arrangement(
    kind="rounds",
    columns=("noted_at", "words", "building_id", "place", "became"),
    narrow=("noted_at", "words"),
    badges=("became",),
    presets=(Preset(N_("待处理"), "became", value=WAITING, sort="noted_at"),),
    groups=(
        Group(N_("速记"), ("words", "noted_at", "building_id", "place", "enterprise_id")),
        Group(N_("去向"), ("became", "remark")),
    ),
    acts=(
        Act(id="round-deal", label=N_("处理…"), run=_deal, icon="check", right=Right.WORK, when=_waits),
        Act(id="round-request", label=N_("转诉求"), run=partial(_turn, Into.REQUEST), icon="chat", right=Right.WORK,
            when=_waits),
        Act(id="round-lead", label=N_("转线索"), run=partial(_turn, Into.LEAD), icon="flag", right=Right.WORK,
            when=_waits),
        Act(id="round-nothing", label=N_("不用处理"), run=partial(_turn, Into.NOTHING), right=Right.WORK, when=_waits,
            seldom=True),
    ),
    apart=("became_id",),
    tab=_rounds_tab,
)  # fmt: skip

LEADS = Arrangement(
    kind="leads",
    columns=("found_on", "name", "wants", "state", "owner_id", "next_on"),
    narrow=("name", "state"),
    due=("next_on",),
    badges=("state",),
    presets=(
        Preset(N_("新线索"), "state", value="新线索", sort="-found_on"),
        Preset(N_("跟进中"), "state", value="跟进中", sort="next_on"),
        Preset(N_("7 天内要跟进"), "next_on", value="7 天内", sort="next_on"),
    ),
    groups=(
        Group(N_("线索"), ("name", "found_on", "source", "wants", "building_id", "enterprise_id")),
        Group(N_("联系"), ("contact", "phone")),
        Group(N_("跟进"), ("state", "owner_id", "next_on", "handed_to", "result", "remark")),
    ),
    acts=(
        Act(id="lead-follow", label=N_("跟进…"), run=partial(_follow, "跟进中"), icon="edit", right=Right.WORK,
            when=_open_lead),
        Act(id="lead-hand", label=N_("移交…"), run=partial(_follow, "已移交"), icon="right", right=Right.WORK,
            when=_open_lead),
        Act(id="lead-landed", label=N_("已落地…"), run=partial(_follow, "已落地"), icon="check", right=Right.WORK),
        Act(id="lead-dropped", label=N_("放弃…"), run=partial(_follow, "放弃"), right=Right.WORK, when=_open_lead,
            seldom=True),
    ),
)  # fmt: skip

HEADQUARTERS = Arrangement(
    kind="headquarters-visits",
    columns=("arrives_on", "enterprise_id", "guest", "post", "purpose"),
    narrow=("arrives_on", "enterprise_id"),
    presets=(Preset(N_("还没到的"), "arrives_on", value=">昨天", sort="arrives_on"),),
    groups=(Group(N_("来访"), ("enterprise_id", "arrives_on", "guest", "post", "purpose", "remark")),),
    acts=(Act(id="visit-guest", label=N_("登记走访"), run=_next_visit, icon="walk", right=Right.WORK),),
)

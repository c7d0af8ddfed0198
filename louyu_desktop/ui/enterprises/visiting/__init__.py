"""Visits on the screen: recording one, the page before one, notes of rounds, leads, the plan of a round of visits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from louyu_desktop.services.rights import Right
from louyu_desktop.text import N_
from louyu_desktop.ui.arrangement import Act, Page
from louyu_desktop.ui.enterprises.visiting.layout import HEADQUARTERS, LEADS, ROUNDS, VISITS

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from louyu_desktop.services.copies import Copy
    from louyu_desktop.ui.context import Context

__all__ = [
    "BEFORE", "HEADQUARTERS", "LEADS", "RECORD", "REQUESTS_PAGE", "ROUNDS", "VISITS", "VISITS_PAGE",
    "open_before", "open_round", "open_visit", "plan_page",
]


def open_visit(
    context: Context, enterprise_id: int | None = None, task_id: int | None = None, round_id: int | None = None
) -> None:
    """登记走访: of an enterprise, for one of its must-visits, or out of a note of a round; else it asks for the firm."""
    from louyu_desktop.ui.enterprises.visiting.form import begin_visit

    begin_visit(context, enterprise_id, task_id, round_id)


def open_round(context: Context, round_id: int | None = None) -> None:
    """跑楼速记: jot something down, or deal with a note that waits."""
    from louyu_desktop.ui.enterprises.visiting.note import NoteDialog
    from louyu_desktop.ui.enterprises.visiting.turning import deal_with

    if round_id is not None:
        deal_with(context, round_id)
    else:
        NoteDialog(context, context.window).open()


def open_before(context: Context, enterprise_id: int) -> None:
    """What to know before a visit to an enterprise, in a window of its own."""
    from louyu_desktop.ui.enterprises.visiting.before import BeforeDialog

    BeforeDialog(context, enterprise_id, context.window).open()


def plan_page(context: Context) -> QWidget:
    """The page 走访计划 of the tab 企业."""
    from louyu_desktop.ui.enterprises.visiting.plan import PlanPane

    return PlanPane(context)


def _visits(context: Context, parent: QWidget) -> QWidget:
    from louyu_desktop.ui.enterprises.visiting.pages import VisitsPage

    return VisitsPage(context, parent)


def _requests(context: Context, parent: QWidget) -> QWidget:
    from louyu_desktop.ui.enterprises.visiting.pages import RequestsPage

    return RequestsPage(context, parent)


def _record(context: Context, copy: Copy, _parent: QWidget) -> None:
    open_visit(context, enterprise_id=copy.id)


def _before(context: Context, copy: Copy, _parent: QWidget) -> None:
    open_before(context, copy.id)


RECORD = Act(id="record-visit", label=N_("登记走访"), run=_record, icon="walk", right=Right.WORK)
BEFORE = Act(id="before-visit", label=N_("走访前看一看"), run=_before, icon="list", right=Right.SEE)
"""What an enterprise's file offers."""

VISITS_PAGE = Page(N_("走访"), _visits, "visits")
REQUESTS_PAGE = Page(N_("诉求"), _requests)
"""The pages of an enterprise's file."""

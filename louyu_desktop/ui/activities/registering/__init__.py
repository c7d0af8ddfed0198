"""Registering on the screen: who has a place and who waits, one person quickly, many by picking, lists by pasting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from louyu_desktop.services.rights import Right
from louyu_desktop.text import N_
from louyu_desktop.ui.arrangement import Act, Section

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from louyu_desktop.services.copies import Copy
    from louyu_desktop.ui.context import Context


SIGN_INS = Section("sign-ins", N_("签到"), "activity_id", ("person_id", "signed_at", "method", "walk_in"))


def page(context: Context, parent: QWidget) -> QWidget:
    """The page 报名 of an activity's file."""
    from louyu_desktop.ui.activities.registering.page import RegisteringPage

    return RegisteringPage(context, parent)


def came(context: Context, parent: QWidget) -> QWidget:
    """The page 签到 of an activity's file: who came, when, and how that was written down."""
    from louyu_desktop.ui.entity.sections import SectionPage

    return SectionPage(context, SIGN_INS, parent)


def _register(context: Context, copy: Copy, parent: QWidget) -> None:
    from louyu_desktop.ui.activities.registering.form import RegisterDialog

    RegisterDialog(context, copy, parent).open()


def _pick(context: Context, copy: Copy, parent: QWidget) -> None:
    from louyu_desktop.ui.activities.registering.pick import PickDialog

    PickDialog(context, copy, parent).open()


def _paste(context: Context, copy: Copy, parent: QWidget) -> None:
    from louyu_desktop.ui.activities.registering.paste import paste_list

    paste_list(context, copy, parent)


def _ask(context: Context, copy: Copy, parent: QWidget) -> None:
    from louyu_desktop.ui.activities.registering.questions import QuestionsDialog

    QuestionsDialog(context, copy, parent).open()


def _is_open(copy: Copy) -> bool:
    return copy.archived_at is None and copy.values.get("status") not in {"取消", "已归档"}


REGISTER = Act(id="register", label=N_("登记报名…"), run=_register, icon="userplus", right=Right.ENTER, when=_is_open)
PICK = Act(id="pick", label=N_("选人…"), run=_pick, icon="people", right=Right.ENTER, when=_is_open)
PASTE = Act(id="paste", label=N_("粘贴名单…"), run=_paste, icon="list", right=Right.ENTER, when=_is_open)
QUESTIONS = Act(id="questions", label=N_("报名问题…"), run=_ask, icon="help", right=Right.WORK)
ACTS: tuple[Act, ...] = (REGISTER, PICK, PASTE, QUESTIONS)
"""What the page 报名 offers in its head, left to right."""

"""The numbers of the activities: of a period, of one activity, of a person and an enterprise."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from louyu_desktop.services.rights import Right
from louyu_desktop.text import N_
from louyu_desktop.ui.arrangement import Act

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from louyu_desktop.services.copies import Copy
    from louyu_desktop.ui.context import Context


def build(context: Context) -> QWidget:
    """The page 数字 of the tab 活动."""
    from louyu_desktop.ui.activities.numbers.pane import NumbersPane

    return NumbersPane(context)


def taken_by_person(context: Context, parent: QWidget) -> QWidget:
    """The page of a person's file with what they took part in."""
    from louyu_desktop.ui.activities.numbers.taken import TakenPage

    return TakenPage(context, parent, of_enterprise=False)


def taken_by_enterprise(context: Context, parent: QWidget) -> QWidget:
    """The page of an enterprise's file with what its people took part in."""
    from louyu_desktop.ui.activities.numbers.taken import TakenPage

    return TakenPage(context, parent, of_enterprise=True)


def who_came(context: Context, parent: QWidget) -> QWidget:
    """The page of an activity's file with its numbers, and who should have come."""
    from louyu_desktop.ui.activities.numbers.came import CamePage

    return CamePage(context, parent)


def sum_up(context: Context, copy: Copy, parent: QWidget) -> None:
    """Open the summary of an activity."""
    from louyu_desktop.ui.activities.numbers.wrap_up import open_wrap_up

    open_wrap_up(context, copy, parent)


def _has_begun(copy: Copy) -> bool:
    return copy.values["starts_at"] <= dt.datetime.now(dt.UTC) and copy.values.get("status") not in {"延期", "取消"}


WRAP_UP = Act(id="wrap-up", label=N_("写总结…"), run=sum_up, icon="file", right=Right.WORK, when=_has_begun, seldom=True)
"""What an activity that has begun offers."""

"""Planning on the screen: the way of an activity, whom to tell, repetition, clones, templates, preparations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from louyu_desktop.services.rights import Right
from louyu_desktop.text import N_
from louyu_desktop.ui.arrangement import Act

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtWidgets import QWidget

    from louyu_desktop.services.copies import Copy
    from louyu_desktop.ui.context import Context


def build_strip(context: Context, parent: QWidget) -> QWidget:
    """The way of the activity that is open, and its next step."""
    from louyu_desktop.ui.activities.planning.strip import LifecycleStrip

    return LifecycleStrip(context, parent)


def build_preparing(context: Context, parent: QWidget) -> QWidget:
    """The page 筹备 of an activity's file."""
    from louyu_desktop.ui.activities.planning.preparing import PreparingPage

    return PreparingPage(context, parent)


def build_parts(context: Context, parent: QWidget) -> QWidget:
    """The page 分场 of a festival's file: the activities that belong to it."""
    from louyu_desktop.ui.arrangement import Section
    from louyu_desktop.ui.entity.sections import SectionPage

    columns = ("starts_at", "title", "venue_id", "status", "registered_count", "signed_count")
    return SectionPage(context, Section("activities", N_("分场"), "parent_id", columns), parent)


def build_series_strip(context: Context, parent: QWidget) -> QWidget:
    """How the series that is open comes again, in words."""
    from louyu_desktop.ui.activities.planning.series import SeriesStrip

    return SeriesStrip(context, parent)


def build_duties(context: Context) -> QWidget:
    """The page 组织生活 of the tab 活动."""
    from louyu_desktop.ui.activities.planning.duties import DutiesPane

    return DutiesPane(context)


def saves(
    context: Context, parent: QWidget, copy: Copy, given: Mapping[str, Any], version: int | None
) -> Callable[[], int] | None:
    """What saves a changed activity: for one of a series how far the change reaches is asked; None: not now."""
    from louyu_desktop.ui.activities.planning.scope import saving

    return saving(context, parent, copy, given, version)


def _repeat(context: Context, copy: Copy, parent: QWidget) -> None:
    from louyu_desktop.ui.activities.planning.repeat import RepeatDialog

    RepeatDialog(context, copy, parent).open()


def _replan(context: Context, copy: Copy, parent: QWidget) -> None:
    from louyu_desktop.ui.activities.planning.series import replan

    replan(context, copy, parent)


def _clone(context: Context, copy: Copy, parent: QWidget) -> None:
    from louyu_desktop.ui.activities.planning.copying import CloneDialog

    CloneDialog(context, copy, parent).open()


def _template(context: Context, copy: Copy, parent: QWidget) -> None:
    from louyu_desktop.ui.activities.planning.copying import TemplateDialog

    TemplateDialog(context, copy, parent).open()


def _tell(context: Context, copy: Copy, parent: QWidget) -> None:
    from louyu_desktop.ui.activities.planning.told import show_told

    show_told(context, copy.id, parent)


def _use_template(context: Context, copy: Copy, parent: QWidget) -> None:
    from louyu_desktop.ui.activities.planning.picking import BeginDialog

    BeginDialog(context, copy, parent).open()


def from_template(context: Context, parent: QWidget) -> None:
    """Choose a template and begin an activity from it."""
    from louyu_desktop.ui.activities.planning.picking import TemplatePicker

    TemplatePicker(context, parent).open()


REPEAT = Act(id="repeat", label=N_("重复…"), run=_repeat, icon="refresh", right=Right.WORK)
REPLAN = Act(id="replan", label=N_("改重复规则…"), run=_replan, icon="refresh", right=Right.WORK)
CLONE = Act(id="clone-activity", label=N_("克隆…"), run=_clone, icon="copy", right=Right.WORK)
TELL = Act(id="tell", label=N_("要通知的人"), run=_tell, icon="people", right=Right.SEE, seldom=True)
TEMPLATE = Act(id="template", label=N_("存为模板…"), run=_template, icon="save", right=Right.WORK, seldom=True)
USE_TEMPLATE = Act(id="use-template", label=N_("用它新建活动…"), run=_use_template, icon="plus", right=Right.WORK)

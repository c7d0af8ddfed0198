"""How service items, requests, packs, categories and versions are laid out, and what stands together in the tab."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from louyu_desktop.services.rights import Right
from louyu_desktop.text import N_, _
from louyu_desktop.ui.arrangement import Act, Arrangement, Group, Page, Section
from louyu_desktop.ui.checklist import board, measures
from louyu_desktop.ui.checklist.requests import REQUESTS
from louyu_desktop.ui.checklist.station import DELIVERIES, EQUIPMENT, POLICIES, PROVIDERS, ROSTER, TEMPLATES
from louyu_desktop.ui.checklist.wall import NOTICES, WISHES
from louyu_desktop.ui.lists.presets import Preset
from louyu_desktop.ui.subtabs import Parts, TabGroup

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from louyu_desktop.services.copies import Copy
    from louyu_desktop.ui.context import Context


def _confirm(context: Context, copy: Copy, parent: QWidget) -> None:
    """Somebody checked this item against the departments' own pages."""
    _confirm_many(context, (copy.id,), parent)


def _confirm_many(context: Context, ids: Sequence[int], parent: QWidget) -> None:
    """The same for all that are selected."""

    def done(count: int) -> None:
        context.message("ok", _("核对了 {count} 项，Ctrl+Z 可以撤销").format(count=count))

    context.tasks.write(parent, lambda _control: context.services.checklists.confirm(ids), done)


def _compare(context: Context, parent: QWidget) -> QWidget:
    """The page 比较 of a version."""
    from louyu_desktop.ui.checklist.versions import ComparePage

    return ComparePage(context, parent)


def _week(context: Context) -> QWidget:
    """The sub-tab 本周坐班."""
    from louyu_desktop.ui.checklist.roster import RosterPane

    return RosterPane(context)


def _publish(context: Context, _copy: Copy, parent: QWidget) -> None:
    """Keep the checklist as it is now as a version, and show it."""
    context.tasks.write(
        parent, lambda _control: context.services.checklists.publish(),
        lambda made: context.open_record("catalogue-versions", made),
    )  # fmt: skip


ITEMS = Arrangement(
    kind="service-items",
    columns=("code", "name", "category_id", "promised_days", "enabled"),
    narrow=("code", "name", "promised_days"),
    badges=("is_example", "mode"),
    presets=(Preset(N_("等核对"), "confirmed_on", value="—"),),
    groups=(
        Group(N_("事项"), ("name", "code", "category_id", "said_as", "targets", "domain", "enabled")),
        Group(N_("怎么办"), ("mode", "promised_days", "mechanism", "hours", "phone", "materials")),
        Group(N_("谁来办"), ("department", "partner", "basis", "remark")),
        Group(N_("核对"), ("is_example", "confirmed_on")),
    ),
    acts=(
        Act(id="confirm", label=N_("核对无误"), icon="check", right=Right.WORK, run=_confirm,
            when=lambda copy: bool(copy.values.get("is_example") or not copy.values.get("confirmed_on")),
            many=_confirm_many),
    ),
)

PACKS = Arrangement(
    kind="service-packs",
    narrow=("name", "enabled"),
    badges=("enabled",),
    groups=(
        Group(N_("服务包"), ("name", "edition", "content", "tags", "enabled")),
        Group(N_("谁来送"), ("provider", "phone", "remark")),
    ),
    sections=(
        Section(
            "pack-deliveries", N_("送达"), "pack_id",
            ("delivered_on", "enterprise_id", "way", "deliverer", "receiver", "follow_up"),
        ),
    ),
)  # fmt: skip

CATEGORIES = Arrangement(
    kind="service-categories",
    groups=(Group(N_("大类"), ("code", "name", "catalogue", "remark")),),
)

VERSIONS = Arrangement(
    kind="catalogue-versions",
    groups=(Group(N_("版本"), ("name", "effective_on", "note", "remark")),),
    pages=(Page(N_("比较"), _compare),),
    acts=(Act(id="publish", label=N_("把现在的清单存为新版"), icon="save", right=Right.WORK, run=_publish),),
    apart=("content",),
)


def build(context: Context) -> TabGroup:
    """The tab 服务清单."""
    parts: Parts = (
        (N_("清单"), ((N_("事项"), ITEMS), (N_("大类"), CATEGORIES), (N_("版本"), VERSIONS))),
        (N_("诉求"), (
            (N_("登记和办理"), replace(REQUESTS, tab=board.tab)), (N_("办理情况"), measures.build),
            (N_("答复模板"), TEMPLATES),
        )),
        (N_("心愿和公示"), ((N_("心愿"), WISHES), (N_("公开墙"), NOTICES))),
        (N_("送服务"), ((N_("服务包"), PACKS), (N_("送达"), DELIVERIES), (N_("政策申报"), POLICIES))),
        (N_("坐班和设备"), (
            (N_("本周坐班"), _week), (N_("坐班"), ROSTER), (N_("设备"), EQUIPMENT), (N_("资源单位"), PROVIDERS),
        )),
    )  # fmt: skip
    return TabGroup(context, parts)

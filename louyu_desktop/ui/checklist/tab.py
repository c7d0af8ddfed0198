"""How service items, requests, packs, categories and versions are laid out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from louyu_desktop.text import N_
from louyu_desktop.ui.arrangement import Arrangement, Group, Section
from louyu_desktop.ui.checklist import board, measures
from louyu_desktop.ui.checklist.requests import REQUESTS
from louyu_desktop.ui.checklist.wall import NOTICES, WISHES
from louyu_desktop.ui.subtabs import TabGroup

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

ITEMS = Arrangement(
    kind="service-items",
    columns=("code", "name", "category_id", "promised_days", "enabled"),
    narrow=("code", "name", "promised_days"),
    badges=("is_example", "mode"),
    groups=(
        Group(N_("事项"), ("name", "code", "category_id", "targets", "domain", "enabled", "is_example")),
        Group(N_("怎么办"), ("mode", "promised_days", "mechanism", "hours", "phone", "materials")),
        Group(N_("谁来办"), ("department", "partner", "basis", "remark")),
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
    groups=(Group(N_("大类"), ("code", "name", "remark")),),
)

VERSIONS = Arrangement(
    kind="catalogue-versions",
    groups=(Group(N_("版本"), ("name", "effective_on", "note", "remark")),),
)


def build(context: Context) -> TabGroup:
    """The tab 服务清单."""
    parts = (
        (N_("事项"), ITEMS), (N_("诉求"), replace(REQUESTS, tab=board.tab)), (N_("心愿"), WISHES), (N_("公开墙"), NOTICES),
        (N_("服务包"), PACKS), (N_("大类"), CATEGORIES), (N_("版本"), VERSIONS), (N_("办理情况"), measures.build),
    )  # fmt: skip
    return TabGroup(context, parts)

"""How activities, registrations and sign-ins are laid out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from louyu_desktop.text import N_
from louyu_desktop.ui.arrangement import Arrangement, Group, Section
from louyu_desktop.ui.lists.presets import Preset
from louyu_desktop.ui.subtabs import Part, TabGroup

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

ACTIVITIES = Arrangement(
    kind="activities",
    columns=("starts_at", "title", "status", "registered_count", "signed_count"),
    narrow=("starts_at", "title", "registered_count"),
    badges=("status", "type"),
    presets=(
        Preset(N_("接下来"), "starts_at", value="≥今天", sort="starts_at"),
        Preset(N_("已办"), "starts_at", value="<今天", sort="-starts_at"),
        Preset(N_("待总结"), "status", value="待总结", sort="starts_at"),
    ),
    first=N_("接下来"),
    paper="sign-in-sheet",
    paper_label=N_("打印签到表"),
    groups=(
        Group(N_("活动信息"), (
            "title", "number", "type", "tags", "platform", "brand", "starts_at", "ends_at", "venue_id", "venue",
            "status",
        )),
        Group(N_("主办与对象"), ("organiser", "co_organisers", "speaker", "owner", "audience")),
        Group(N_("报名"), ("capacity", "registration_deadline", "allow_walk_in", "registered_count", "signed_count")),
        Group(N_("总结"), ("footfall", "summary", "remark")),
    ),
    sections=(
        Section("registrations", N_("报名"), "activity_id", ("person_id", "unit_name", "status", "registered_at")),
        Section("sign-ins", N_("签到"), "activity_id", ("person_id", "signed_at", "method", "walk_in")),
    ),
)  # fmt: skip

REGISTRATIONS = Arrangement(
    kind="registrations",
    columns=("activity_id", "person_id", "unit_name", "status", "registered_at"),
    narrow=("activity_id", "person_id", "status"),
    badges=("status",),
    groups=(
        Group(N_("报名信息"), (
            "activity_id", "person_id", "unit_name", "party_member", "status", "channel", "registered_at",
            "queue_number", "remark",
        )),
    ),
)  # fmt: skip

SIGN_INS = Arrangement(
    kind="sign-ins",
    narrow=("activity_id", "person_id", "signed_at"),
    groups=(
        Group(N_("签到信息"), (
            "activity_id", "person_id", "registration_id", "signed_at", "method", "walk_in", "hours", "remark",
        )),
    ),
)  # fmt: skip


PARTS: tuple[tuple[str, Part], ...] = (
    (N_("活动"), ACTIVITIES),
    (N_("报名"), REGISTRATIONS),
    (N_("签到"), SIGN_INS),
)
"""The sub-tabs, left to right."""


def build(context: Context) -> TabGroup:
    """The tab 活动."""
    return TabGroup(context, PARTS)

"""How activities, registrations and sign-ins are laid out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from louyu_desktop.text import N_
from louyu_desktop.ui.activities import calendar, numbers, planning, registering, rooms, starting
from louyu_desktop.ui.activities.rooms.lists import BLACKOUTS, BOOKINGS
from louyu_desktop.ui.arrangement import Arrangement, Group, Page, Section
from louyu_desktop.ui.lists.presets import Beginning, Preset
from louyu_desktop.ui.sight import sees
from louyu_desktop.ui.state_clock import StateClock
from louyu_desktop.ui.subtabs import Part, TabGroup

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_SOON_MS = 200
ACTIVITIES = Arrangement(
    kind="activities",
    columns=("starts_at", "title", "status", "registered_count", "signed_count"),
    narrow=("starts_at", "title", "registered_count"),
    badges=("type",),
    presets=(
        Preset(N_("接下来"), "starts_at", value="≥今天", sort="starts_at"),
        Preset(N_("已办"), "starts_at", value="<今天", sort="-starts_at"),
        Preset(N_("待总结"), "status", value="待总结", sort="starts_at"),
    ),
    first=N_("接下来"),
    paper="sign-in-sheet",
    paper_label=N_("打印签到表"),
    groups=(
        Group(N_("活动信息"), ("title", "number", "type", "tags", "platform", "brand", "series_id", "parent_id")),
        Group(N_("时间和场地"), ("starts_at", "ends_at", "venue_id", "venue", "setup_minutes", "clear_minutes")),
        Group(N_("主办与对象"), (
            "organiser", "co_organisers", "providers", "speaker", "owner", "audience", "organisation_id",
        )),
        Group(N_("报名"), (
            "capacity", "quota", "waiting_hours", "registration_deadline", "allow_walk_in", "registered_count",
            "waiting_count", "signed_count", "walk_in_count",
        )),
        Group(N_("统计和费用"), ("count_mode", "footfall", "firms_present", "budget", "cost")),
        Group(N_("总结"), ("summary", "effect", "issues", "remark")),
    ),
    apart=("status", "status_reason", "occurrence", "detached", "wrapped_up_on"),
    pages=(
        Page(N_("报名"), registering.page, "registrations"),
        Page(N_("签到"), registering.came, "sign-ins"),
        Page(N_("筹备"), planning.build_preparing, "preparations"),
        Page(N_("数字"), numbers.who_came),
        Page(N_("分场"), planning.build_parts),
    ),
    beginnings=(Beginning(N_("从模板…"), planning.from_template),),
    strip=planning.build_strip,
    saves=planning.saves,
    acts=(
        # one line of each package: what can be done with the activity that is open, the most usual first
        starting.SIGN_IN,
        numbers.WRAP_UP,
        planning.REPEAT,
        planning.CLONE,
        planning.TELL,
        planning.TEMPLATE,
    ),
)  # fmt: skip

SERIES = Arrangement(
    kind="series",
    columns=("name", "type", "first_at", "minutes", "owner"),
    narrow=("name", "first_at"),
    badges=("type",),
    groups=(
        Group(N_("系列信息"), ("name", "type", "tags", "platform", "brand", "organiser", "owner")),
        Group(N_("时间"), ("first_at", "minutes", "remark")),
    ),
    apart=("rule", "exceptions", "on_holiday"),
    strip=planning.build_series_strip,
    acts=(planning.REPLAN,),
    sections=(
        Section(
            "activities", N_("活动"), "series_id",
            ("starts_at", "title", "venue_id", "status", "registered_count", "signed_count"),
        ),
    ),
)  # fmt: skip

TEMPLATES = Arrangement(
    kind="activity-templates",
    columns=("name", "type", "minutes", "venue_id", "capacity"),
    narrow=("name", "type"),
    badges=("type",),
    groups=(
        Group(N_("模板信息"), ("name", "title", "type", "tags", "platform", "brand")),
        Group(N_("时间和场地"), ("begins", "minutes", "venue_id", "venue", "setup_minutes", "clear_minutes")),
        Group(N_("主办与对象"), ("organiser", "co_organisers", "providers", "owner", "audience")),
        Group(N_("报名"), (
            "capacity", "quota", "deadline_days", "waiting_hours", "allow_walk_in", "count_mode",
        )),
        Group(N_("自带的"), ("preparations", "questions", "remark")),
    ),
    acts=(planning.USE_TEMPLATE,),
)  # fmt: skip

REGISTRATIONS = Arrangement(
    kind="registrations",
    columns=("activity_id", "person_id", "unit_name", "status", "registered_at"),
    narrow=("activity_id", "person_id", "status"),
    badges=("status",),
    groups=(
        Group(N_("报名信息"), (
            "activity_id", "person_id", "unit_name", "party_member", "enterprise_id", "status", "channel",
            "registered_at", "queue_number", "offered_until", "brought_by_id", "told", "remark",
        )),
    ),
    sections=(Section("answers", N_("回答"), "registration_id", ("question_id", "value")),),
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
    (N_("日历"), calendar.build),
    (N_("活动"), ACTIVITIES),
    (N_("报名"), REGISTRATIONS),
    (N_("签到"), SIGN_INS),
    (N_("场地"), rooms.build),
    (N_("预约"), BOOKINGS),
    (N_("停用"), BLACKOUTS),
    (N_("系列"), SERIES),
    (N_("模板"), TEMPLATES),
    (N_("组织生活"), planning.build_duties),
    (N_("数字"), numbers.build),
)
"""The sub-tabs, left to right; a page of its own is named by what builds it."""


def build(context: Context) -> TabGroup:
    """The tab 活动."""
    whole = sees(context.services, "organisations")
    tab = TabGroup(context, [part for part in PARTS if whole or part[1] is not planning.build_duties])
    StateClock(context, tab, _SOON_MS)
    return tab

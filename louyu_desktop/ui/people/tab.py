"""How people and Party organisations are laid out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from louyu_desktop.text import N_
from louyu_desktop.ui.activities.numbers import taken_by_person
from louyu_desktop.ui.arrangement import Arrangement, Group, Page, Section
from louyu_desktop.ui.enterprises.merging import MERGE
from louyu_desktop.ui.lists.presets import Preset
from louyu_desktop.ui.subtabs import TabGroup

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

PEOPLE = Arrangement(
    kind="people",
    columns=("name", "gender", "unit_name", "mobile", "roles", "consented"),
    narrow=("name", "unit_name", "mobile"),
    badges=("political_status", "roles"),
    presets=(Preset(N_("党员"), "roles", value="党员"), Preset(N_("未同意"), "consented", value="否")),
    groups=(
        Group(N_("基本信息"), ("name", "gender", "born", "mobile", "email", "wechat", "education", "identity_number")),
        Group(N_("单位与身份"), ("unit_name", "enterprise_id", "building_id", "job_title", "roles", "team", "skills")),
        Group(N_("政治面貌"), ("political_status", "organisation_id", "joined_on")),
        Group(N_("资料来源"), ("source", "retention_until", "consented", "remark")),
    ),
    sections=(
        Section("memberships", N_("党员信息"), "person_id"),
        Section("consents", N_("同意记录"), "person_id"),
        Section("registrations", N_("报名"), "person_id", ("activity_id", "status", "registered_at")),
    ),
    pages=(Page(N_("参加活动"), taken_by_person, counts="sign-ins"),),
    acts=(MERGE,),
)

ORGANISATIONS = Arrangement(
    kind="organisations",
    columns=("name", "kind", "secretary", "member_count", "term_end"),
    narrow=("name", "member_count", "term_end"),
    due=("term_end",),
    badges=("kind",),
    groups=(
        Group(N_("组织信息"), ("name", "kind", "parent_id", "building_id", "founded_on", "term_end", "member_count")),
        Group(N_("班子"), ("secretary", "phone", "committee", "remark")),
    ),
)


def build(context: Context) -> TabGroup:
    """The tab 人员."""
    return TabGroup(context, ((N_("人员"), PEOPLE), (N_("党组织"), ORGANISATIONS)))

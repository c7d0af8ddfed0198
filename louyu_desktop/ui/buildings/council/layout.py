"""How councils, topics and meetings are laid out."""

from __future__ import annotations

from louyu_desktop.text import N_
from louyu_desktop.ui.arrangement import Arrangement, Group, Page, Section
from louyu_desktop.ui.buildings.council.agenda import AgendaPage
from louyu_desktop.ui.buildings.council.members import MembersPage
from louyu_desktop.ui.buildings.council.posting import TO_WALL
from louyu_desktop.ui.buildings.council.stages import StagesPage
from louyu_desktop.ui.buildings.council.strip import MeetingStrip, TopicStrip
from louyu_desktop.ui.lists.presets import Preset

COUNCILS = Arrangement(
    kind="councils",
    columns=("name", "area_id", "building_id", "adopted_on"),
    narrow=("name", "building_id"),
    groups=(
        Group(N_("议事机构"), ("name", "area_id", "building_id")),
        Group(N_("公约"), ("covenant", "adopted_on", "remark")),
    ),
    pages=(Page(N_("组成"), MembersPage, first=True),),
    sections=(
        Section("council-members", N_("成员"), "council_id", ("side", "name", "post", "unit_name", "phone", "until")),
        Section("meetings", N_("会议"), "council_id", ("starts_at", "name", "kind", "place", "state")),
    ),
    paper="covenant",
    paper_label=N_("打印公约"),
)  # fmt: skip

TOPICS = Arrangement(
    kind="topics",
    columns=("raised_on", "title", "stage", "decision", "number"),
    narrow=("title", "stage"),
    badges=("category", "decision"),
    presets=(
        Preset(N_("没归档的"), "stage", value="需求收集、议题共商、资源整合、闭环反馈", sort="raised_on"),
        Preset(N_("等上会"), "stage", value="需求收集", sort="raised_on"),
        Preset(N_("已归档"), "stage", value="归档", sort="-closed_on"),
    ),
    groups=(
        Group(N_("议题"), ("title", "number", "council_id", "raised_on", "proposer", "category", "background")),
        Group(N_("方案和资源"), ("options", "resources", "remark")),
    ),
    apart=(
        "stage", "meeting_id", "decision", "decided", "stage_reason", "closed_on", "source_kind", "source_id",
    ),
    strip=TopicStrip,
    acts=(TO_WALL,),
    pages=(Page(N_("四步"), StagesPage, first=True),),
    sections=(
        Section("measures", N_("措施"), "topic_id", ("due_on", "what", "responsible", "owner_id", "done_on")),
        Section("feedback", N_("反馈"), "topic_id", ("enterprise_id", "to_whom", "told_on", "satisfaction")),
    ),
    paper="topic-sheet",
    paper_label=N_("打印闭环单"),
)  # fmt: skip

MEETINGS = Arrangement(
    kind="meetings",
    columns=("starts_at", "name", "kind", "place", "state"),
    narrow=("starts_at", "name"),
    badges=("kind",),
    groups=(
        Group(N_("会议"), ("name", "number", "council_id", "kind", "starts_at", "place", "chair", "recorder")),
        Group(N_("到会"), ("expected", "attended", "absent", "observers")),
        Group(N_("记录"), ("speeches", "decisions", "remark")),
    ),
    apart=("state",),
    strip=MeetingStrip,
    pages=(Page(N_("议程"), AgendaPage, first=True),),
    paper="minutes",
    paper_label=N_("打印纪要"),
)

"""The council of a tower or an area (楼事会, 楼务会, 议事会), its meetings, topics and measures, and the public wall.

FIELD.md 2.9, 4.4; seeds S0, S1 and S4.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from sqlalchemy.orm import Mapped

from louyu_desktop.fields import Entity, Field, Kind, Sensitivity
from louyu_desktop.models.base import Record, once
from louyu_desktop.models.columns import column, of_account
from louyu_desktop.rules.notice_flow import State as NoticeState
from louyu_desktop.rules.score_words import SCORES
from louyu_desktop.rules.topic_flow import Stage
from louyu_desktop.text import N_

SIDES = ("党组织", "物业", "业主", "企业", "职能部门", "居民区", "站点")
STAGES = tuple(stage.value for stage in Stage)
NOTICE_STATES = tuple(state.value for state in NoticeState)
_COUNCIL = Field(label=N_("议事机构"), kind=Kind.REFERENCE, target="councils", width=18)
_TOPIC = Field(label=N_("议题"), kind=Kind.REFERENCE, target="topics", mandatory=True, required=True, width=24)


class Council(Record):
    """A council and whom it stands for."""

    __tablename__ = "council"
    __entity__: ClassVar = Entity(
        kind="councils", label=N_("议事机构"), counter=N_("个"), icon="people",
        columns=("name", "area_id", "building_id", "adopted_on"), sort="name", keys=(("name",),),
    )  # fmt: skip

    name: Mapped[str] = column(
        Field(label=N_("名称"), mandatory=True, required=True, max_length=60, searchable=True, width=20)
    )
    area_id: Mapped[int | None] = column(
        Field(label=N_("片区"), kind=Kind.REFERENCE, target="areas"), references="area"
    )
    building_id: Mapped[int | None] = column(
        Field(label=N_("楼宇"), kind=Kind.REFERENCE, target="buildings"), references="building"
    )
    covenant: Mapped[str | None] = column(
        Field(label=N_("公约"), kind=Kind.NOTE, max_length=4000, sensitivity=Sensitivity.PUBLIC)
    )
    adopted_on: Mapped[dt.date | None] = column(Field(label=N_("公约通过日期"), kind=Kind.DATE))


class CouncilMember(Record):
    """Somebody who sits on a council, for which side, from when to when."""

    __tablename__ = "council_member"
    __copies__: ClassVar = {"person_id": ("name", "phone")}
    __entity__: ClassVar = Entity(
        kind="council-members", label=N_("议事成员"), counter=N_("人"), icon="person",
        columns=("name", "side", "post", "unit_name", "phone", "since", "until"), sort="name",
        keys=(("council_id", "name"),),
    )  # fmt: skip

    council_id: Mapped[int] = column(
        Field(label=N_("议事机构"), kind=Kind.REFERENCE, target="councils", mandatory=True, required=True),
        references="council",
    )
    name: Mapped[str] = column(
        Field(label=N_("姓名"), kind=Kind.PERSON_NAME, mandatory=True, required=True, max_length=50, width=8,
              searchable=True, sensitivity=Sensitivity.PERSONAL)
    )
    side: Mapped[str | None] = column(
        Field(label=N_("代表方"), kind=Kind.CHOICE, choices=SIDES, required=True, width=8)
    )
    post: Mapped[str | None] = column(
        Field(label=N_("职务"), kind=Kind.CHOICE, choices=("楼长", "召集人", "委员", "秘书", "列席"), width=6), default="委员"
    )
    unit_name: Mapped[str | None] = column(Field(label=N_("单位"), max_length=100, width=18))
    phone: Mapped[str | None] = column(
        Field(label=N_("联系电话"), kind=Kind.PHONE, sensitivity=Sensitivity.PERSONAL, aliases=("电话", "手机"))
    )
    person_id: Mapped[int | None] = column(
        Field(label=N_("人员"), kind=Kind.REFERENCE, target="people"), references="person"
    )
    since: Mapped[dt.date | None] = column(Field(label=N_("自"), kind=Kind.DATE))
    until: Mapped[dt.date | None] = column(Field(label=N_("至"), kind=Kind.DATE))


class Meeting(Record):
    """One meeting of a council, its agenda and what was decided."""

    __tablename__ = "meeting"
    __entity__: ClassVar = Entity(
        kind="meetings", label=N_("会议"), counter=N_("次"), title="name", icon="people",
        columns=("starts_at", "name", "kind", "place", "chair", "state"), sort="-starts_at",
        keys=(("number",), ("name", "starts_at")),
    )  # fmt: skip

    number: Mapped[str | None] = column(
        Field(label=N_("会议编号"), max_length=20, searchable=True, width=14, hint=N_("保存时自动编"))
    )
    council_id: Mapped[int | None] = column(_COUNCIL, references="council")
    name: Mapped[str] = column(
        Field(label=N_("会议名称"), mandatory=True, required=True, max_length=80, searchable=True, width=24,
              aliases=("名称",))
    )
    kind: Mapped[str | None] = column(
        Field(label=N_("会议类型"), kind=Kind.CHOICE, width=8, open_choices=True,
              choices=("例会", "议事会", "大讨论", "座谈", "现场协调")),
        default="例会",
    )
    starts_at: Mapped[dt.datetime] = column(
        Field(label=N_("时间"), kind=Kind.DATETIME, mandatory=True, required=True, width=16, aliases=("会议时间",))
    )
    place: Mapped[str | None] = column(Field(label=N_("地点"), max_length=80, required=True, width=16))
    chair: Mapped[str | None] = column(
        Field(label=N_("主持人"), kind=Kind.PERSON_NAME, max_length=50, required=True, width=8,
              sensitivity=Sensitivity.PERSONAL)
    )
    recorder: Mapped[str | None] = column(
        Field(label=N_("记录人"), kind=Kind.PERSON_NAME, max_length=50, width=8, sensitivity=Sensitivity.PERSONAL)
    )
    expected: Mapped[int | None] = column(
        Field(label=N_("应到"), kind=Kind.INTEGER, minimum=0, maximum=10000, unit=N_("人"), width=5)
    )
    attended: Mapped[str | None] = column(
        Field(label=N_("出席"), kind=Kind.NOTE, max_length=2000, sensitivity=Sensitivity.PERSONAL)
    )
    absent: Mapped[str | None] = column(
        Field(label=N_("请假"), kind=Kind.NOTE, max_length=1000, sensitivity=Sensitivity.PERSONAL, hint=N_("姓名（原因）"))
    )
    observers: Mapped[str | None] = column(
        Field(label=N_("列席"), kind=Kind.NOTE, max_length=1000, sensitivity=Sensitivity.PERSONAL)
    )
    speeches: Mapped[str | None] = column(
        Field(label=N_("发言"), kind=Kind.NOTE, max_length=8000, sensitivity=Sensitivity.SENSITIVE)
    )
    decisions: Mapped[str | None] = column(Field(label=N_("议定事项"), kind=Kind.NOTE, max_length=8000))
    state: Mapped[str] = column(
        Field(label=N_("状态"), kind=Kind.CHOICE, choices=("筹备", "已通知", "已开", "纪要已定"), width=8), default="筹备"
    )


class Topic(Record):
    """议题: from a need to a decision, measures, and an answer to everyone it concerns (seed S1's four stages)."""

    __tablename__ = "topic"
    __void__: ClassVar = {"stage": Stage.VOID.value}
    __entity__: ClassVar = Entity(
        kind="topics", label=N_("议题"), counter=N_("个"), title="title", icon="flag",
        columns=("raised_on", "number", "title", "stage", "decision", "meeting_id"), sort="-raised_on",
        keys=(("number",), ("title", "raised_on")),
    )  # fmt: skip

    number: Mapped[str | None] = column(
        Field(label=N_("议题编号"), max_length=20, searchable=True, width=14, aliases=("编号",), hint=N_("保存时自动编"))
    )
    council_id: Mapped[int | None] = column(_COUNCIL, references="council")
    title: Mapped[str] = column(
        Field(label=N_("议题"), mandatory=True, required=True, max_length=100, searchable=True, width=28)
    )
    raised_on: Mapped[dt.date] = column(
        Field(label=N_("提出日期"), kind=Kind.DATE, mandatory=True, required=True, aliases=("日期",))
    )
    proposer: Mapped[str | None] = column(Field(label=N_("提出方"), max_length=80, width=14))
    source_kind: Mapped[str | None] = column(Field(label=N_("来源类别"), max_length=40))
    source_id: Mapped[int | None] = column(Field(label=N_("来源编号"), kind=Kind.INTEGER))
    category: Mapped[str | None] = column(
        Field(label=N_("议题类别"), kind=Kind.CHOICE, open_choices=True, width=10,
              choices=("电梯", "停车", "非机动车", "积水", "餐饮外卖", "消防安全", "环境卫生", "其他"))
    )
    background: Mapped[str | None] = column(Field(label=N_("情况"), kind=Kind.NOTE, max_length=4000, width=36))
    stage: Mapped[str] = column(
        Field(label=N_("阶段"), kind=Kind.CHOICE, choices=STAGES, width=8), default=STAGES[0]
    )
    meeting_id: Mapped[int | None] = column(
        Field(label=N_("会议"), kind=Kind.REFERENCE, target="meetings"), references="meeting"
    )
    options: Mapped[str | None] = column(Field(label=N_("方案"), kind=Kind.NOTE, max_length=4000))
    decision: Mapped[str | None] = column(
        Field(label=N_("议定"), kind=Kind.CHOICE, choices=("通过", "再议", "否决"), width=6)
    )
    decided: Mapped[str | None] = column(Field(label=N_("决定"), kind=Kind.NOTE, max_length=4000))
    resources: Mapped[str | None] = column(
        Field(label=N_("资源"), kind=Kind.NOTE, max_length=2000, hint=N_("谁出什么，一行一个"))
    )
    stage_reason: Mapped[str | None] = column(Field(label=N_("原因"), max_length=200))
    closed_on: Mapped[dt.date | None] = column(Field(label=N_("归档日期"), kind=Kind.DATE))


class Measure(Record):
    """One measure of a topic: what, by whom, until when."""

    __tablename__ = "measure"
    __entity__: ClassVar = Entity(
        kind="measures", label=N_("措施"), counter=N_("项"), title="what", within="topic_id", icon="check",
        columns=("due_on", "what", "responsible", "owner_id", "done_on"), sort="due_on", keys=(("topic_id", "what"),),
    )  # fmt: skip

    topic_id: Mapped[int] = column(_TOPIC, references="topic")
    what: Mapped[str] = column(
        Field(label=N_("措施"), mandatory=True, required=True, max_length=200, width=30, searchable=True)
    )
    responsible: Mapped[str | None] = column(Field(label=N_("责任单位"), max_length=80, required=True, width=16))
    owner_id: Mapped[int | None] = of_account(N_("跟进人"))
    due_on: Mapped[dt.date | None] = column(Field(label=N_("期限"), kind=Kind.DATE, required=True))
    done_on: Mapped[dt.date | None] = column(Field(label=N_("完成日期"), kind=Kind.DATE))
    result: Mapped[str | None] = column(Field(label=N_("完成情况"), max_length=300, width=24))


class Feedback(Record):
    """A firm, or somebody else, whom a topic concerns: what they were told and what they said."""

    __tablename__ = "feedback"
    __entity__: ClassVar = Entity(
        kind="feedback", label=N_("反馈"), counter=N_("份"), title="to_whom", within="topic_id", icon="chat",
        columns=("enterprise_id", "to_whom", "told_on", "reply", "satisfaction"), sort="told_on",
        keys=(("topic_id", "enterprise_id", "to_whom"),),
    )  # fmt: skip

    topic_id: Mapped[int] = column(_TOPIC, references="topic")
    enterprise_id: Mapped[int | None] = column(
        Field(label=N_("企业"), kind=Kind.REFERENCE, target="enterprises", width=20), references="enterprise"
    )
    to_whom: Mapped[str | None] = column(Field(label=N_("反馈对象"), max_length=80, width=14))
    told_on: Mapped[dt.date | None] = column(Field(label=N_("反馈日期"), kind=Kind.DATE))
    words: Mapped[str | None] = column(Field(label=N_("反馈内容"), kind=Kind.NOTE, max_length=1000))
    reply: Mapped[str | None] = column(
        Field(label=N_("对方意见"), kind=Kind.NOTE, max_length=1000, sensitivity=Sensitivity.SENSITIVE)
    )
    satisfaction: Mapped[int | None] = column(
        Field(label=N_("满意度"), kind=Kind.INTEGER, minimum=1, maximum=5, unit=N_("分"), width=4, synonyms=SCORES)
    )

    @classmethod
    def __constraints__(cls) -> tuple[Any, ...]:
        """A firm as a whole is answered once, whoever puts it on the list and whatever it is merged with."""
        return (once("feedback", "topic_id", "enterprise_id", also="to_whom IS NULL"),)


class PublicNotice(Record):
    """A notice on the public wall: proposed, reviewed, approved, carried out (党务公开条例（试行）第十五条)."""

    __tablename__ = "public_notice"
    __void__: ClassVar = {"state": NoticeState.VOID.value}
    __entity__: ClassVar = Entity(
        kind="public-notices", label=N_("公示"), counter=N_("份"), title="title", icon="flag",
        columns=("proposed_on", "number", "title", "kind", "state", "until"), sort="-proposed_on",
        keys=(("number",), ("title", "proposed_on")),
    )  # fmt: skip

    number: Mapped[str | None] = column(
        Field(label=N_("公示编号"), max_length=20, searchable=True, width=14, hint=N_("保存时自动编"))
    )
    proposed_on: Mapped[dt.date] = column(
        Field(label=N_("提出日期"), kind=Kind.DATE, mandatory=True, required=True, aliases=("日期",))
    )
    title: Mapped[str] = column(
        Field(label=N_("标题"), mandatory=True, required=True, max_length=100, searchable=True, width=28)
    )
    kind: Mapped[str | None] = column(
        Field(label=N_("公示类别"), kind=Kind.CHOICE, open_choices=True, width=8, sensitivity=Sensitivity.PUBLIC,
              choices=("议题进展", "诉求办理", "心愿认领", "发展党员", "通知", "其他"))
    )
    body: Mapped[str | None] = column(
        Field(label=N_("正文"), kind=Kind.NOTE, required=True, max_length=8000, hint=N_("批准以后才公开"))
    )
    signed_by: Mapped[str | None] = column(
        Field(label=N_("落款"), max_length=80, width=18, hint=N_("不填就是站点"))
    )
    named: Mapped[bool] = column(
        Field(label=N_("印姓名"), kind=Kind.FLAG, width=6, hint=N_("发展党员这类必须实名的才勾；不勾就打码")), default=False
    )
    state: Mapped[str] = column(
        Field(label=N_("状态"), kind=Kind.CHOICE, choices=NOTICE_STATES, width=8), default=NOTICE_STATES[0]
    )
    state_reason: Mapped[str | None] = column(Field(label=N_("退回原因"), max_length=200))
    posted_on: Mapped[dt.date | None] = column(
        Field(label=N_("公示自"), kind=Kind.DATE, sensitivity=Sensitivity.PUBLIC)
    )
    until: Mapped[dt.date | None] = column(Field(label=N_("公示至"), kind=Kind.DATE, sensitivity=Sensitivity.PUBLIC))
    proposer_id: Mapped[int | None] = of_account(N_("提出人"))
    reviewer_id: Mapped[int | None] = of_account(N_("审核人"))
    reviewed_on: Mapped[dt.date | None] = column(Field(label=N_("审核日期"), kind=Kind.DATE))
    approver_id: Mapped[int | None] = of_account(N_("审批人"))
    approved_on: Mapped[dt.date | None] = column(Field(label=N_("审批日期"), kind=Kind.DATE))
    seal: Mapped[str | None] = column(
        Field(label=N_("审核封存"), max_length=64, hint=N_("审核通过时文字的摘要"))
    )
    source_kind: Mapped[str | None] = column(Field(label=N_("来源类别"), max_length=40))
    source_id: Mapped[int | None] = column(Field(label=N_("来源编号"), kind=Kind.INTEGER))

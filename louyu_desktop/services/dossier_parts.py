"""The parts of an enterprise's file on paper, each read in a query or two; what one may not know is no column."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from louyu_desktop.models import (
    Building,
    ColourChange,
    Contact,
    Enterprise,
    FactChange,
    HeadquartersVisit,
    Honour,
    Inspection,
    Occupancy,
    PackDelivery,
    PartyOrganisation,
    Person,
    Pledge,
    Record,
    ServicePack,
    ServiceRequest,
    SpecialCase,
    TeamMember,
    Unit,
    Visit,
    VisitTask,
)
from louyu_desktop.printing.dossier import Column, Entry, Facts, Listing, Notes
from louyu_desktop.rules import dates
from louyu_desktop.rules.colours import COLOURS, LEVELS, Step, voided
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.services.firm_words import Teller, word
from louyu_desktop.services.participation import Taken
from louyu_desktop.text import N_, _

Part = Facts | Listing | Notes
R = TypeVar("R", bound=Record)
_NOTES = ("topics", "situation", "needs", "answered", "follow_up", "changes_found")


@dataclass(frozen=True, slots=True)
class Told:
    """Of which enterprise, to whom."""

    session: Session
    teller: Teller
    id: int
    names: dict[int, str]

    def rows(self, model: type[R], *order: Any) -> Sequence[R]:
        """The live records of a kind that hang on the enterprise."""
        column: Any = model.__table__.c.enterprise_id
        wanted = select(model).where(column == self.id, model.archived_at.is_(None)).order_by(*order)
        return self.session.scalars(wanted).all()

    def listing(
        self, kind: str, columns: Sequence[tuple[str, str]], rows: Iterable[Any], heading: str = "",
        more: Callable[[Any, str], str] | None = None,
    ) -> tuple[Part, ...]:  # fmt: skip
        """A table of fields of a kind: (name, heading); `more` gives the words of what is no field, or says it anew."""
        fields = self.teller
        known = {name for name, _heading in columns if "." in name or fields.tells(kind, name)}
        shown = [(name, _(label)) for name, label in columns if name in known]

        def cell(row: Any, name: str) -> str:
            special = more(row, name) if more else ""
            return special or ("" if "." in name else fields.say(kind, name, getattr(row, name)))

        cells = tuple(tuple(cell(row, name) for name, _label in shown) for row in rows)
        filled = [at for at in range(len(shown)) if any(row[at] for row in cells)]
        if not cells:
            return ()
        heads = tuple(_column(*shown[at]) for at in filled)
        return (Listing(heads, tuple(tuple(row[at] for at in filled) for row in cells), heading),)


_WHOLE = (
    "_on", "_end", "_start", "since", "until", "phone", "state", "number", "kind", "form", "colour", "step", "trigger",
    ".assignee", ".account", "category", "outcome",
)  # fmt: skip
"""How the names of columns end whose words are short: they take the width of the longest."""


def _column(name: str, label: str) -> Column:
    return Column(label, whole=name.endswith(_WHOLE), most=0.2)


def _day(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def team(session: Session, enterprise_id: int, names: dict[int, str]) -> str:
    """王芳（党建督导）、李强: who serves the enterprise now."""
    rows = session.scalars(
        select(TeamMember)
        .where(TeamMember.enterprise_id == enterprise_id, TeamMember.archived_at.is_(None), TeamMember.until.is_(None))
        .order_by(TeamMember.id)
    )
    words = ((names.get(row.account_id, ""), row.duty) for row in rows)
    return _("、").join(_("{name}（{duty}）").format(name=name, duty=_(duty)) if duty else name for name, duty in words)


def seats(told: Told) -> tuple[Part, ...]:
    """Where it sits, several units in several buildings, and where it sat."""
    rows = told.session.execute(
        select(Occupancy, Building.name, Unit.label)
        .join(Unit, Unit.id == Occupancy.unit_id)
        .join(Building, Building.id == Unit.building_id)
        .where(Occupancy.enterprise_id == told.id, Occupancy.archived_at.is_(None))
        .order_by(Building.name_sort, Unit.label_sort, Occupancy.id)
    ).all()
    places = {row.id: (building, label or "") for row, building, label in rows}
    today = dates.today()

    def ended(row: Occupancy) -> bool:
        return row.ended_on is not None and row.ended_on <= today

    def more(row: Any, name: str) -> str:
        return places[row.id][name == ".unit"] if name.startswith(".") else ""

    now = [row for row, _b, _u in rows if not ended(row)]
    past = sorted((row for row, _b, _u in rows if ended(row)), key=lambda row: row.ended_on or today, reverse=True)
    columns = [(".building", N_("楼宇")), (".unit", N_("楼层室号")), ("area", N_("面积")), ("moved_in_on", N_("入驻"))]
    lease = [("lease_start", N_("起租")), ("lease_end", N_("到期"))]
    intent = [("renewal_intent", N_("续租意向"))]
    gone = [("ended_on", N_("迁出")), ("end_reason", N_("迁出原因"))]
    heading = _("现在入驻") if past else ""
    found = told.listing("occupancies", columns + lease + intent, now, heading, more)
    return found + told.listing("occupancies", columns + lease[1:] + gone, past, _("曾经入驻"), more)


def places(told: Told) -> int:
    """In how many units it sits now."""
    today = dates.today()
    return sum(row.ended_on is None or row.ended_on > today for row in told.rows(Occupancy))


def contacts(told: Told) -> tuple[Part, ...]:
    """Whom one talks to, the first contact first; then who is no longer there."""
    rows = told.rows(Contact, Contact.is_primary.desc(), Contact.id)
    now, past = [row for row in rows if row.until is None], [row for row in rows if row.until is not None]
    columns = [("name", N_("姓名")), ("role", N_("职务")), ("department", N_("部门")), ("phone", N_("电话"))]
    reached = [("wechat", N_("微信")), ("email", N_("邮箱"))]
    since, until = ("since", N_("任职自")), ("until", N_("任职至"))
    heading = _("在任") if past else ""
    found = told.listing("contacts", [*columns, *reached, since], now, heading)
    return found + told.listing("contacts", [*columns[:3], since, until], past, _("离任"))


def party(told: Told, pairs: tuple[tuple[str, str], ...]) -> tuple[Part, ...]:
    """What the enterprise reports, and for the station the members it knows by branch."""
    found: tuple[Part, ...] = (Facts(pairs),) if pairs else ()
    if not told.teller.internal or not told.teller.tells("people", "organisation_id"):
        return found
    rows = told.session.execute(
        select(PartyOrganisation.name, func.count())
        .join(Person, Person.organisation_id == PartyOrganisation.id)
        .where(Person.enterprise_id == told.id, Person.archived_at.is_(None))
        .group_by(PartyOrganisation.id)
        .order_by(func.count().desc(), PartyOrganisation.name_sort)
    ).all()
    if not rows:
        return found
    cells = tuple((name, _("{count} 人").format(count=count)) for name, count in rows)
    return (*found, Listing((Column(_("党组织")), Column(_("本站登记的党员"), whole=True)), cells, _("所在党组织")))


def colours(told: Told, firm: Enterprise) -> tuple[Part, ...]:
    """The colour now with its reason, and every step; a withdrawn one says so."""
    rows = told.rows(ColourChange, ColourChange.id.desc())
    if not rows:
        return ()
    void = voided((row.id, row.of_id) for row in rows if row.step == Step.WITHDRAWN)
    colour = firm.colour or COLOURS[0]
    now = _("{colour}（{level}）").format(colour=_(colour), level=_(LEVELS[colour]))
    standing = Facts((
        (_("现在"), now), (_("自"), _day(firm.colour_since)), (_("理由"), firm.colour_reason or ""),
    ))  # fmt: skip

    def more(row: Any, name: str) -> str:
        if name == ".account":
            return told.names.get(row.account_id or 0, "")
        if name == "step" and row.id in void:
            return _("{step}（已撤回）").format(step=_(row.step))
        return ""

    columns = [
        ("decided_on", N_("日期")), ("step", N_("步骤")), ("colour", N_("五色")), ("before", N_("原来")),
        ("suggested", N_("系统建议")), ("reason", N_("理由")), (".account", N_("经办人")),
    ]  # fmt: skip
    return (standing, *told.listing("colour-changes", columns, rows, _("历次变化"), more))


def inspections(told: Told) -> tuple[Part, ...]:
    """What was looked at, what was found, and whether it was put right."""
    columns = [
        ("inspected_on", N_("日期")), ("kind", N_("类别")), ("result", N_("结果")), ("findings", N_("发现的问题")),
        ("due_on", N_("整改期限")), ("rectified_on", N_("整改完成")), ("inspector", N_("检查人")),
    ]  # fmt: skip
    rows = told.rows(Inspection, Inspection.inspected_on.desc(), Inspection.id.desc())
    return told.listing("inspections", columns, rows)


def pledges(told: Told) -> tuple[Part, ...]:
    """What was signed."""
    columns = [
        ("signed_on", N_("签署日期")), ("name", N_("承诺书")), ("signer", N_("签署人")), ("valid_until", N_("有效期至")),
    ]  # fmt: skip
    return told.listing("pledges", columns, told.rows(Pledge, Pledge.signed_on.desc(), Pledge.id.desc()))


def visits(told: Told, most: int) -> tuple[Part, ...]:
    """The latest visits with what was said; outward, that they were."""
    rows = told.rows(Visit, Visit.visited_on.desc(), Visit.id.desc())
    if not rows:
        return ()
    shown = rows[:most]
    met = sum(row.reached for row in rows)
    lead = _("共 {count} 次，见到人 {met} 次，最早一次是 {day}。").format(
        count=len(rows), met=met, day=_day(rows[-1].visited_on))  # fmt: skip
    if len(shown) < len(rows):
        lead += _("下面是最近 {count} 次。").format(count=len(shown)) if shown else ""
    if told.teller.internal:
        return (Notes(tuple(_visit(told, row) for row in shown), lead=lead),) if shown else (Facts(((_("走访"), lead),)),)
    columns = [
        ("visited_on", N_("日期")), ("form", N_("方式")), ("reason", N_("事由")), ("visitors", N_("走访人")),
    ]  # fmt: skip

    def more(row: Any, name: str) -> str:
        return told.teller.reason(row.reason) if name == "reason" else ""

    return told.listing("visits", columns, shown, more=more) or (Facts(((_("走访"), lead),)),)


def _visit(told: Told, row: Visit) -> Entry:
    say = told.teller.say
    title = "·".join(filter(None, (_day(row.visited_on), word(row.form), word(row.reason))))
    met = _("见到 {names}").format(names=row.met) if row.met and row.reached else ""
    missed = "" if row.reached else _("没见到人")
    colour = _("建议颜色 {colour}").format(colour=_(row.colour_suggested)) if row.colour_suggested else ""
    again = _("约好 {day} 再访").format(day=_day(row.next_visit_on)) if row.next_visit_on else ""
    aside = _("，").join(filter(None, (row.visitors, met, missed, row.number, colour, again)))
    words = [(_(_LABELS[name]), say("visits", name, getattr(row, name))) for name in _NOTES]
    return Entry(title, aside, tuple((label, text) for label, text in words if text))


_LABELS = {
    "topics": N_("谈了什么"), "situation": N_("企业情况"), "needs": N_("提出的诉求"), "answered": N_("现场答复"),
    "follow_up": N_("后续措施"), "changes_found": N_("发现的变化"),
}  # fmt: skip


def tasks(told: Told) -> tuple[Part, ...]:
    """Must-visits, and the facts that they came from: for the station alone."""
    rows = told.rows(VisitTask, VisitTask.due_on.desc(), VisitTask.id.desc())

    def more(row: Any, name: str) -> str:
        return told.names.get(row.assignee_id or 0, "") if name == ".assignee" else ""

    due = [
        ("due_on", N_("期限")), ("trigger", N_("必访")), ("fact", N_("事实")), ("state", N_("状态")),
        ("state_reason", N_("原因")), ("closed_on", N_("了结")), (".assignee", N_("负责人")),
    ]  # fmt: skip
    cases = [("happened_on", N_("日期")), ("kind", N_("类别")), ("what", N_("情况")), ("resolved_on", N_("解除"))]
    guests = [
        ("arrives_on", N_("来访日期")), ("guest", N_("来访领导")), ("post", N_("职务")), ("purpose", N_("来意")),
    ]  # fmt: skip
    facts = [("noted_on", N_("发现日期")), ("fact", N_("变动")), ("before", N_("原来")), ("after", N_("现在"))]
    return (
        *told.listing("visit-tasks", due, rows, _("必访任务"), more),
        *told.listing("special-cases", cases, told.rows(SpecialCase, SpecialCase.happened_on.desc()), _("特殊情况")),
        *told.listing("headquarters-visits", guests, told.rows(HeadquartersVisit, HeadquartersVisit.arrives_on.desc()),
                      _("总部来访")),
        *told.listing("fact-changes", facts, told.rows(FactChange, FactChange.noted_on.desc(), FactChange.id.desc()),
                      _("变动")),
    )  # fmt: skip


def requests(told: Told) -> tuple[Part, ...]:
    """What it asked for, and what became of it."""
    columns = [
        (".received_on", N_("受理")), ("number", N_("编号")), ("title", N_("诉求")), ("category", N_("类别")),
        ("state", N_("状态")), ("due_on", N_("承诺")), ("closed_on", N_("办结")), ("outcome", N_("结果")),
        ("result", N_("结果说明")),
    ]  # fmt: skip

    def more(row: Any, name: str) -> str:
        return _day(row.received_at.astimezone(SHANGHAI).date()) if name == ".received_on" else ""

    rows = told.rows(ServiceRequest, ServiceRequest.received_at.desc(), ServiceRequest.id.desc())
    return told.listing("requests", columns, rows, more=more)


def packs(told: Told) -> tuple[Part, ...]:
    """Which packs of services were handed over."""
    names = dict(told.session.execute(select(ServicePack.id, ServicePack.name)).all())
    columns = [
        ("delivered_on", N_("日期")), (".pack", N_("服务包")), ("way", N_("方式")), ("deliverer", N_("送达人")),
        ("receiver", N_("签收人")), ("follow_up", N_("后续跟进")),
    ]  # fmt: skip

    def more(row: Any, name: str) -> str:
        return names.get(row.pack_id, "") if name == ".pack" else ""

    rows = told.rows(PackDelivery, PackDelivery.delivered_on.desc(), PackDelivery.id.desc())
    return told.listing("pack-deliveries", columns, rows, more=more)


def activities(took: Taken) -> tuple[Part, ...]:
    """What its people came to."""
    if not took.activities:
        return ()
    words = _("{activities} 场，{visits} 人次，{people} 人。")
    count = sum(not one.absent for one in took.activities)
    facts = Facts(((_("合计"), words.format(activities=count, visits=took.visits, people=took.people)),))
    columns = (Column(_("日期"), whole=True), Column(_("活动")), Column(_("类型"), whole=True), Column(_("来了"), whole=True))
    rows = tuple(
        (_day(one.starts_at.astimezone(SHANGHAI).date()), one.title, word(one.type),
         _("没来") if one.absent else _("{count} 人").format(count=one.people))
        for one in took.activities
    )  # fmt: skip
    return facts, Listing(columns, rows)


def honours(told: Told) -> tuple[Part, ...]:
    """What it was honoured with."""
    columns = [
        ("awarded_on", N_("日期")), ("name", N_("荣誉")), ("level", N_("级别")), ("awarded_by", N_("授予单位")),
    ]  # fmt: skip
    return told.listing("honours", columns, told.rows(Honour, Honour.awarded_on.desc(), Honour.id.desc()))

"""The papers about the people of one activity: badges, table cards, who did not come, certificates."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from louyu_desktop.errors import UserError
from louyu_desktop.models import Activity, PartyOrganisation, Person, Registration, SignIn
from louyu_desktop.printing.badges import Badge, BadgeSheets
from louyu_desktop.printing.certificate import Certificates, Holder
from louyu_desktop.printing.labels import CARDS, LABELS
from louyu_desktop.printing.sheet import Column
from louyu_desktop.printing.table_sheet import Part, TableSheet
from louyu_desktop.rules import badges, dates
from louyu_desktop.rules.attendance import RegistrationStatus
from louyu_desktop.rules.pinyin import sort_key
from louyu_desktop.rules.roles import Role
from louyu_desktop.services.attended import Expected, expected_of
from louyu_desktop.services.paper_kinds import HALF, ORDERS
from louyu_desktop.services.paper_options import setting
from louyu_desktop.services.paper_words import told
from louyu_desktop.services.references import entity_for
from louyu_desktop.services.sheet_rows import Listed, by_floor, floors_of, people_of
from louyu_desktop.text import _

_SPAN = re.compile(r"(\d{1,6})\s*[-–—~～至到]\s*(\d{1,6})")
_BETWEEN = re.compile(r"[、，,;；\s]+")
_YEAR = dt.timedelta(days=365)


def chosen_of(listed: Sequence[Listed], only: str) -> tuple[tuple[int, Listed], ...]:
    """Those whom `only` names, by running number (8, 1-3) or by name, each with the number; all for nothing.

    UserError for a number or a name that is not in the list.
    """
    numbered = tuple(enumerate(listed, 1))
    if not only.strip():
        return numbered
    wanted: set[int] = set()
    rest = _SPAN.sub(lambda span: _span(span, len(listed), wanted), only)
    for word in filter(None, _BETWEEN.split(rest)):
        found = {int(word)} if word.isdecimal() else {number for number, one in numbered if one.name == word}
        if not found or not found.issubset(range(1, len(listed) + 1)):
            raise UserError(_("名单里没有「{word}」。写姓名或序号，如：1-3、8、王芳").format(word=word), field="only")
        wanted |= found
    return tuple((number, one) for number, one in numbered if number in wanted)


def _span(span: re.Match[str], count: int, wanted: set[int]) -> str:
    first, last = sorted(map(int, span.groups()))
    if not 1 <= first <= last <= count:
        raise UserError(_("名单里只有 {count} 人，没有第 {last} 个").format(count=count, last=last), field="only")
    wanted.update(range(first, last + 1))
    return " "


# badges and table cards


def badges_of(session: Session, activity_id: int, chosen: Mapping[str, Any]) -> BadgeSheets:
    """Badges of everyone expected, or of those chosen."""
    activity = told(session, activity_id)
    people = chosen_of(people_of(session, activity_id), chosen["only"] or "")
    return BadgeSheets(
        labels=LABELS[chosen["labels"]],
        activity=activity.row.title,
        time=activity.time,
        station=activity.station,
        badges=tuple(Badge(one.name, one.unit, badge_code(one.uid) if chosen["qr"] else "") for _n, one in people),
        skipped=(chosen["first_label"] or 1) - 1,
        guides=chosen["guides"],
        is_demonstration=activity.is_demonstration,
    )


def badge_code(uid: str) -> str:
    """The code of a registration without the signs that would make it larger; scanners' readers take both."""
    return badges.badge_text(str(uid).replace("-", "").upper())


def cards_of(session: Session, activity_id: int, chosen: Mapping[str, Any]) -> BadgeSheets:
    """Table cards of everyone expected, or of those chosen."""
    activity = told(session, activity_id)
    people = chosen_of(people_of(session, activity_id), chosen["only"] or "")
    return BadgeSheets(
        labels=CARDS[chosen["labels"]],
        activity=activity.row.title,
        badges=tuple(Badge(one.name, one.unit if chosen["unit"] else "") for _n, one in people),
        skipped=(chosen["first_label"] or 1) - 1,
        guides=chosen["guides"],
        cards=True,
        is_demonstration=activity.is_demonstration,
    )


# who did not come


def absentees_of(session: Session, activity_id: int, chosen: Mapping[str, Any], role: Role) -> TableSheet:
    """Who should have come and did not, with how often that happened within a year.

    Those who belong to a branch are named to who may know that; for others it is who registered.
    """
    activity = told(session, activity_id)
    knows = any(one.name == "organisation_id" for one in entity_for(role, "people").fields)
    if knows:
        basis, expected = expected_of(session, activity_id, activity.day, knows_members=True)
    else:
        basis, expected = _registered(session, activity_id)
    missing = [one for one in expected if not one.came]
    known = _known(session, [one.person_id for one in missing])
    order = ORDERS[chosen["order"]]
    floors = floors_of(session, (known[one.person_id].enterprise_id for one in missing), activity.day)
    often = _absences(session, [one.person_id for one in missing], activity.row.starts_at)
    rows = []
    for one in missing:
        person = known[one.person_id]
        group = {"enterprise": one.unit, "branch": person.branch, "floor": floors.get(person.enterprise_id, "")}
        tail = [person.tail] if chosen["phone_tail"] else []
        status = _(one.status) if one.status else _("没有报名")
        rows.append((group.get(order, ""), (one.name, one.unit, *tail, status, _times(often[one.person_id]), "")))
    return TableSheet(
        title=_("未到名单"),
        aside=activity.row.title,
        facts=(
            _("时间：{time}　地点：{place}").format(time=activity.time, place=activity.place or "—"),
            _("应到（{basis}）{expected} 人，实到 {came} 人，未到 {missing} 人").format(
                basis=basis, expected=len(expected), came=len(expected) - len(missing), missing=len(missing)
            ),
        ),
        columns=_absent_columns(phone_tail=chosen["phone_tail"]),
        parts=_parts(rows, order),
        notes=(_("近一年未到：到这场为止一年里，报了名没有来的次数，含这一场"),),
        signs=(_("核对人："), _("日期：")),
        footer=setting(session, "privacy_line"),
        empty=_("没有人未到") if expected else _("这场活动没有应到的人"),
        is_demonstration=activity.is_demonstration,
    )


def _registered(session: Session, activity_id: int) -> tuple[str, tuple[Expected, ...]]:
    people = people_of(session, activity_id)
    return _("报名的人"), tuple(
        Expected(one.person_id, one.name, one.unit, one.signed_at is not None, one.status) for one in people
    )


def _absent_columns(*, phone_tail: bool) -> tuple[Column, ...]:
    tail = [Column(_("手机尾号"), 16, "center")] if phone_tail else []
    return (
        Column(_("序号"), 12, "center"), Column(_("姓名"), 24), Column(_("单位"), 64), *tail, Column(_("报名"), 18),
        Column(_("近一年未到"), 20, "center"), Column(_("原因"), 30),
    )  # fmt: skip


def _times(count: int) -> str:
    return _("{count} 次").format(count=count) if count else ""


def _parts(rows: Sequence[tuple[str, tuple[str, ...]]], order: str) -> tuple[Part, ...]:
    """The rows with their running numbers, under the heads of their groups."""
    if order == "pinyin":
        return (Part(rows=[(str(number), *row) for number, (_group, row) in enumerate(rows, 1)]),)
    by = by_floor if order == "floor" else sort_key
    ordered = sorted(rows, key=lambda row: (not row[0], by(row[0]), row[0]))
    numbered = [(group, (str(number), *row)) for number, (group, row) in enumerate(ordered, 1)]
    return tuple(
        Part(heading=group or _("未填"), rows=(found := [row for _g, row in run]),
             note=_("小计 {count} 人").format(count=len(found)))
        for group, run in groupby(numbered, lambda row: row[0])
    )  # fmt: skip


def _known(session: Session, people: Sequence[int]) -> dict[int, Any]:
    """Enterprise, branch and the phone's last digits of some people, by id."""
    found: dict[int, Any] = {}
    for start in range(0, len(people), 2_000):
        rows = session.execute(
            select(
                Person.id, Person.enterprise_id, func.coalesce(PartyOrganisation.name, "").label("branch"),
                func.coalesce(func.substr(Person.mobile, -4), "").label("tail"),
            )
            .outerjoin(PartyOrganisation, PartyOrganisation.id == Person.organisation_id)
            .where(Person.id.in_(people[start : start + 2_000]))
        )  # fmt: skip
        found |= {row.id: row for row in rows}
    return found


def _absences(session: Session, people: Sequence[int], until: dt.datetime) -> Counter[int]:
    """How often each registered and did not come in the year up to `until`."""
    found: Counter[int] = Counter()
    for start in range(0, len(people), 2_000):
        came = (
            select(SignIn.id)
            .where(SignIn.activity_id == Registration.activity_id, SignIn.person_id == Registration.person_id)
            .where(SignIn.archived_at.is_(None))
            .exists()
        )
        states = (RegistrationStatus.REGISTERED.value, RegistrationStatus.ABSENT.value)
        rows = session.execute(
            select(Registration.person_id, func.count())
            .join(Activity, Activity.id == Registration.activity_id)
            .where(Registration.person_id.in_(people[start : start + 2_000]), Registration.archived_at.is_(None))
            .where(Registration.status.in_(states), ~came, Activity.archived_at.is_(None))
            .where(Activity.status.not_in(("延期", "取消")))
            .where(Activity.starts_at <= until, Activity.starts_at > until - _YEAR)
            .group_by(Registration.person_id)
        )
        found.update(dict(rows.all()))
    return found


# certificates


def certificates_of(session: Session, activity_id: int, chosen: Mapping[str, Any]) -> Certificates:
    """A certificate for everyone who signed in, or for those of them chosen; UserError when nobody did."""
    activity = told(session, activity_id)
    came = [one for one in people_of(session, activity_id, arrived=True) if one.signed_at is not None]
    if not came:
        raise UserError(_("还没有人签到，没有参加证明可印。先签到，再来打印"))
    own = activity.row.number or ""
    people = chosen_of(came, chosen["only"] or "")
    numbers = {at: _("编号：{number}").format(number=f"{own}-{at:03}") if own else "" for at, _one in people}
    return Certificates(
        activity=activity.row.title,
        time=_day(activity.day),
        place=activity.place,
        organiser=activity.organiser,
        station=activity.station,
        made_on=_day(dates.today()),
        holders=tuple(Holder(one.name, one.unit, numbers[place]) for place, one in people),
        hours=_hours(activity.row) if chosen["hours"] else "",
        small=chosen["paper"] == HALF,
        is_demonstration=activity.is_demonstration,
    )


def _day(day: dt.date) -> str:
    """2026年11月20日, as letters have it."""
    return _("{year}年{month}月{day}日").format(year=day.year, month=day.month, day=day.day)


def _hours(row: Any) -> str:
    """1.5 from the activity's beginning and end; "" without an end."""
    if row.ends_at is None:
        return ""
    return f"{round((row.ends_at - row.starts_at) / dt.timedelta(hours=1), 1):g}"

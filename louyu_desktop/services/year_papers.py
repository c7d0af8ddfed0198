"""The papers of a period: the year's ledger of activities, and who used the rooms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from louyu_desktop.errors import UserError
from louyu_desktop.models import Activity, Booking, Facility
from louyu_desktop.models.booking import TAKING
from louyu_desktop.printing.sheet import Column
from louyu_desktop.printing.table_sheet import Part, TableSheet
from louyu_desktop.rules.dates import SHANGHAI, midnight
from louyu_desktop.services.paper_words import station_words
from louyu_desktop.services.participation import Counts, Grouping, Participation, Scope
from louyu_desktop.storage.database import Database
from louyu_desktop.text import N_, _

_IDS = 2_000
_NOT_HELD = ("延期", "取消")
_VISITS = N_("人次：签到一次算一人次，按客流统计的用登记的客流。")
_SUMS = N_("小计、合计里的企业数按不同的企业算，不是各场相加。")
_SUMS_WITH_MEMBERS = N_("小计、合计里的企业数、党员数按不同的企业、不同的人算，不是各场相加。")
_USUAL = dt.timedelta(hours=1)
"""How long a room is taken where no end is given."""


def days_of(chosen: Mapping[str, Any]) -> tuple[dt.date, dt.date]:
    """The first and the last day of a ledger: those chosen, else those of the year."""
    year = chosen["year"]
    return chosen.get("first") or dt.date(year, 1, 1), chosen.get("last") or dt.date(year, 12, 31)


def ledger_of(database: Database, first: dt.date, last: dt.date) -> TableSheet:
    """活动台账 of some days up to now: one line for each activity that was held, sums for each month and of all."""
    now = dt.datetime.now(SHANGHAI)
    first, last = sorted((first, last))
    scope = Scope(first, last)
    participation = Participation(database)
    each = participation.each(scope, now)
    months = {one.label: one for one in participation.table(scope, Grouping.MONTH, now)}
    whole = participation.counts(scope, now)
    sees = whole.members is not None
    with database.read() as session:
        station = station_words(session)
        rows = _rows(session, each)
    parts = []
    for month, run in groupby(rows, lambda row: f"{row.starts_at.astimezone(SHANGHAI):%Y-%m}"):
        said = _("{month} 月小计 {count} 场").format(month=int(month[5:]), count=months[month].held)
        lines = [_line(row, each[row.id], sees=sees) for row in run]
        parts.append(Part(rows=lines, total=_sums(said, months[month], sees=sees)))
    return TableSheet(
        title=_("活动台账"),
        aside="·".join((_period(first, last), station.name, _("{count} 场").format(count=whole.held))),
        columns=_ledger_columns(sees=sees),
        parts=tuple(parts),
        total=_sums(_("合计 {count} 场").format(count=whole.held), whole, sees=sees),
        notes=(_note(whole, sees=sees),),
        signs=(_("填表人："), _("负责人："), _("日期：")),
        footer=f"{station.name}·{now:%Y-%m-%d %H:%M}",
        empty=_("这段时间还没有办过活动"),
        landscape=True,
        is_demonstration=station.is_demonstration,
    )


def _note(whole: Counts, *, sees: bool) -> str:
    """How the ledger counts."""
    counted = _("另有 {count} 家次只登记了家数，没算进小计和合计。") if whole.by_hand else ""
    sums = _(_SUMS_WITH_MEMBERS) if sees else _(_SUMS)
    return "".join((_(_VISITS), sums, counted.format(count=f"{whole.by_hand:,}")))


def _period(first: dt.date, last: dt.date) -> str:
    """2026 年 for a whole year, else both days."""
    if (first, last) == (dt.date(first.year, 1, 1), dt.date(first.year, 12, 31)):
        return _("{year} 年").format(year=first.year)
    return f"{first.isoformat()} – {last.isoformat()}"


def _rows(session: Any, each: Mapping[int, Counts]) -> list[Any]:
    """The activities in the order of their beginnings; a festival of which only the parts count is left out."""
    ids = [key for key, one in each.items() if one.held or one.visits]
    found: list[Any] = []
    for start in range(0, len(ids), _IDS):
        found += session.execute(
            select(
                Activity.id, Activity.number, Activity.starts_at, Activity.title, Activity.type, Activity.organiser,
                Activity.owner, func.coalesce(Facility.name, Activity.venue, "").label("place"),
            )
            .outerjoin(Facility, Facility.id == Activity.venue_id)
            .where(Activity.id.in_(ids[start : start + _IDS]))
        ).all()  # fmt: skip
    return sorted(found, key=lambda row: (row.starts_at, row.id))


def _ledger_columns(*, sees: bool) -> tuple[Column, ...]:
    members = [Column(_("党员数"), 13, "right")] if sees else []
    return (
        Column(_("编号"), 25), Column(_("日期"), 21), Column(_("活动名称"), 68), Column(_("类型"), 18), Column(_("地点"), 34),
        Column(_("主办"), 38), Column(_("人次"), 14, "right"), Column(_("企业数"), 13, "right"), *members,
        Column(_("负责人"), 17),
    )  # fmt: skip


def _line(row: Any, counts: Counts, *, sees: bool) -> tuple[str, ...]:
    day = f"{row.starts_at.astimezone(SHANGHAI):%Y-%m-%d}"
    return (
        row.number or "", day, row.title, row.type or "", row.place, row.organiser or "",
        *_numbers(counts, counts.firms_there, sees=sees),
        row.owner or "",
    )  # fmt: skip


def _numbers(counts: Counts, firms: int, *, sees: bool) -> tuple[str, ...]:
    numbers = (counts.visits, firms, *((counts.members or 0,) if sees else ()))
    return tuple(f"{one:,}" for one in numbers)


def _sums(words: str, counts: Counts, *, sees: bool) -> tuple[str, ...]:
    return ("", "", words, "", "", "", *_numbers(counts, counts.firms, sees=sees), "")


# rooms


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """That somebody had a room for a time, by an activity or by a booking."""

    room: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    purpose: str
    unit: str = ""
    contact: str = ""
    people: int | None = None
    state: str = ""


def uses_of(session: Session, first: dt.date, last: dt.date) -> list[Use]:
    """Who had rooms on these days, in order of time: activities that took one, and bookings that kept one."""
    begin, end = (midnight(day) for day in (first, last + dt.timedelta(days=1)))
    activities = session.execute(
        select(
            Facility.name, Activity.starts_at, Activity.ends_at, Activity.title, Activity.organiser, Activity.owner,
            Activity.signed_count, Activity.status,
        )
        .join(Facility, Facility.id == Activity.venue_id)
        .where(Activity.archived_at.is_(None), Activity.status.not_in(_NOT_HELD))
        .where(Activity.starts_at >= begin, Activity.starts_at < end)
    )  # fmt: skip
    bookings = session.execute(
        select(
            Facility.name, Booking.starts_at, Booking.ends_at, Booking.purpose, Booking.unit_name, Booking.applicant,
            Booking.people, Booking.state,
        )
        .join(Facility, Facility.id == Booking.facility_id)
        .where(Booking.archived_at.is_(None), Booking.state.in_(TAKING))
        .where(Booking.starts_at >= begin, Booking.starts_at < end)
    )  # fmt: skip
    found = [
        Use(room=room, starts_at=starts, ends_at=ends or starts + _USUAL, purpose=purpose, unit=unit or "",
            contact=contact or "", people=people or None, state=state)
        for room, starts, ends, purpose, unit, contact, people, state in (*activities, *bookings)
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.starts_at, one.room, one.ends_at))


def register_of(database: Database, chosen: Mapping[str, Any]) -> TableSheet:
    """场地使用登记表: who had which room when, day by day; UserError for a room that is not here."""
    first, last = sorted((chosen["first"], chosen["last"]))
    now = dt.datetime.now(SHANGHAI)
    room = (chosen.get("room") or "").strip()
    with database.read() as session:
        station = station_words(session)
        known = set(session.scalars(select(Facility.name).where(Facility.archived_at.is_(None))))
        if room and room not in known:
            raise UserError(_("没有叫「{room}」的场地").format(room=room), field="room")
        uses = [one for one in uses_of(session, first, last) if not room or one.room == room]
    days = first.isoformat() if first == last else f"{first.isoformat()} – {last.isoformat()}"
    return TableSheet(
        title=_("场地使用登记表"),
        aside="·".join(filter(None, (room, days, _("{count} 次").format(count=len(uses))))),
        columns=_register_columns(),
        parts=_days(uses),
        signs=(_("管理员："), _("核对人："), _("日期：")),
        footer=f"{station.name}·{now:%Y-%m-%d %H:%M}",
        empty=_("这段时间没有人使用场地"),
        landscape=True,
        is_demonstration=station.is_demonstration,
    )


def _register_columns() -> tuple[Column, ...]:
    return (
        Column(_("序号"), 12, "center"), Column(_("日期"), 21), Column(_("时间"), 24), Column(_("场地"), 36),
        Column(_("用途"), 54), Column(_("使用单位"), 60), Column(_("联系人"), 18), Column(_("人数"), 12, "right"),
        Column(_("状态"), 14), Column(_("签字"), 24),
    )  # fmt: skip


def _until(begin: dt.datetime, end: dt.datetime) -> str:
    """13:00, 次日 01:00, or with the day when it lasts longer."""
    later = (end.date() - begin.date()).days
    if later > 1:
        return f"{end:%m-%d %H:%M}"
    return _("次日 {time}").format(time=f"{end:%H:%M}") if later else f"{end:%H:%M}"


def _days(uses: Sequence[Use]) -> tuple[Part, ...]:
    rows = []
    for number, use in enumerate(uses, 1):
        begin, end = (at.astimezone(SHANGHAI) for at in (use.starts_at, use.ends_at))
        time = f"{begin:%H:%M}–{_until(begin, end)}"
        people = "" if use.people is None else f"{use.people:,}"
        rows.append((str(number), f"{begin:%Y-%m-%d}", time, use.room, use.purpose, use.unit, use.contact, people,
                     use.state, ""))  # fmt: skip
    return (Part(rows=rows),)

"""The calendar of activities: months, weeks and days with their numbers, and calendars for other programs (D, M3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, aliased

from louyu_desktop.errors import UserError
from louyu_desktop.exchange.icalendar import Appointment, Standing, write_calendar
from louyu_desktop.models import Activity, ActivitySeries, Facility, Station
from louyu_desktop.rules.dates import SHANGHAI, midnight
from louyu_desktop.rules.lifecycle import OFF, State, end_of, status_at
from louyu_desktop.rules.lunar import lunar_day
from louyu_desktop.rules.workdays import Calendar
from louyu_desktop.services.attended import divided
from louyu_desktop.services.calendar_copies import AgendaEvent, Coming, DayMark, Figure, Figures, Place, Sheet, Wanted
from louyu_desktop.services.copies import Control, Filter, Match, Query, no_control
from louyu_desktop.services.participation import Counted, Participation, Scope
from louyu_desktop.services.today import Clock, system_clock
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.days import station_calendar
from louyu_desktop.text import N_, _

ALL = Wanted()
SOON = dt.timedelta(days=30)
"""How far the agenda looks ahead."""

MOST = 60
"""Activities that the agenda holds."""

_WEEKS = 6
_DAY = dt.timedelta(days=1)
_LONGEST = dt.timedelta(days=400)
"""Nothing that began before this is looked for among what lasts."""

_STANDING = {State.PLANNED: Standing.PLANNED, State.POSTPONED: Standing.OFF, State.CANCELLED: Standing.OFF}
_NOTES = (
    ("type", N_("类型")), ("organiser", N_("主办")), ("co_organisers", N_("协办")), ("providers", N_("支持单位")),
    ("speaker", N_("主讲")), ("audience", N_("面向")),
)  # fmt: skip
_PARENT = aliased(Activity)


class Agenda:
    """Activities by day."""

    def __init__(self, database: Database, clock: Clock = system_clock) -> None:
        self._database = database
        self._clock = clock

    def month(self, day: dt.date, wanted: Wanted = ALL) -> Sheet:
        """The six weeks, Monday first, round the month of `day`."""
        first = monday(day.replace(day=1))
        return self.span(first, first + _DAY * (7 * _WEEKS - 1), wanted)

    def week(self, day: dt.date, wanted: Wanted = ALL) -> Sheet:
        """The week of `day`, from Monday."""
        return self.span(monday(day), monday(day) + _DAY * 6, wanted)

    def day(self, day: dt.date, wanted: Wanted = ALL) -> Sheet:
        """One day."""
        return self.span(day, day, wanted)

    def span(self, first: dt.date, last: dt.date, wanted: Wanted = ALL) -> Sheet:
        """The days from `first` to `last`, both included."""
        begin, end = midnight(first), midnight(last + _DAY)
        lasting = and_(Activity.starts_at >= begin - _LONGEST, Activity.ends_at > begin)
        with self._database.read() as session:
            events = self._events(session, wanted, Activity.starts_at < end, or_(Activity.starts_at >= begin, lasting))
            calendar = station_calendar(session)
        marks = tuple(_mark(calendar, first + _DAY * step) for step in range((last - first).days + 1))
        years = range(first.year, last.year + 1)
        return Sheet(first, last, marks, tuple(events), tuple(y for y in years if not calendar.year_known(y)))

    def coming(self, day: dt.date, wanted: Wanted = ALL) -> Coming:
        """What takes place from `day` on, or from now on when that is today; what is called off is left out."""
        now = self._clock()
        begin = max(midnight(day), now) if day == now.astimezone(SHANGHAI).date() else midnight(day)
        until = midnight(day) + SOON
        ahead = or_(Activity.starts_at >= begin, Activity.ends_at > begin,
                    and_(Activity.ends_at.is_(None), Activity.starts_at > begin - dt.timedelta(hours=1)))  # fmt: skip
        bounds = (Activity.starts_at >= begin - _LONGEST, Activity.starts_at < until, ahead)
        with self._database.read() as session:
            found = self._events(session, wanted, *bounds, Activity.status.not_in(OFF), limit=MOST + 1)
        return Coming(day, (until - _DAY).date(), tuple(found[:MOST]), more=len(found) > MOST)

    def figures(self, first: dt.date, last: dt.date, wanted: Wanted = ALL) -> Figures:
        """The numbers of the days from `first` to `last`: what begins on them (FIELD.md 4.5)."""
        now = self._clock()
        counts = Participation(self._database).counts(_scope(first, last, wanted), now)
        begun = self._beginning(first, last, wanted)
        return Figures(
            planned=len(self._planned(first, last, wanted)),
            held=counts.held,
            visits=counts.visits,
            firms=counts.firms,
            to_sum_up=sum(event.status is State.TO_SUM_UP for event in begun),
        )

    def behind(self, figure: Figure, first: dt.date, last: dt.date, wanted: Wanted = ALL) -> Query:
        """The list of what a number counts."""
        counted = {Figure.HELD: Counted.HELD, Figure.VISITS: Counted.VISITS, Figure.FIRMS: Counted.FIRMS}
        if figure in counted:
            scope = _scope(first, last, wanted)
            return Participation(self._database).behind(scope, counted[figure], self._clock())
        if figure is Figure.TO_SUM_UP:
            chosen = [one.id for one in self._beginning(first, last, wanted) if one.status is State.TO_SUM_UP]
        else:
            chosen = self._planned(first, last, wanted)
        return Query("activities", (Filter("id", Match.ONE_OF, tuple(sorted(chosen))),), sort="starts_at")

    def places(self) -> tuple[Place, ...]:
        """The rooms, in their order."""
        with self._database.read() as session:
            rows = session.execute(
                select(Facility.id, Facility.name)
                .where(Facility.archived_at.is_(None))
                .order_by(Facility.position.is_(None), Facility.position, Facility.id)
            )
            return tuple(Place(key, name) for key, name in rows)

    def export(
        self, path: Path, wanted: Wanted = ALL, first: dt.date | None = None, last: dt.date | None = None,
        control: Control = no_control,
    ) -> int:  # fmt: skip
        """Write a calendar for other programs (RFC 5545) and give how many activities it has; nobody's name is in it.

        Without `first` and `last` it has every activity. UserError when there is none, SystemProblem when the file
        cannot be written.
        """
        with self._database.read() as session:
            station = session.scalar(select(Station.name).order_by(Station.id).limit(1)) or ""
            found = [_appointment(row, station) for row in session.execute(_for_export(wanted, first, last)).mappings()]
        if not found:
            raise UserError(_("这里没有活动可以导出，没有写文件"))

        def told(done: int, total: int, note: str = "") -> None:
            control(done, total, note or _("正在导出"))

        name = _("{station}活动").format(station=station)
        return write_calendar(path, name, found, self._clock(), progress=told)

    # -- inside --------------------------------------------------------------------------------

    def _beginning(self, first: dt.date, last: dt.date, wanted: Wanted) -> list[AgendaEvent]:
        """What begins on these days."""
        with self._database.read() as session:
            return self._events(session, wanted, *_begins(first, last))

    def _planned(self, first: dt.date, last: dt.date, wanted: Wanted) -> list[int]:
        """What is to take place or took place on these days; a festival in parts by its parts, as 场次 are counted."""
        query = select(Activity.id).where(*_of(wanted), *_begins(first, last), Activity.status.not_in(OFF), ~divided())
        with self._database.read() as session:
            return list(session.scalars(query))

    def _events(
        self, session: Session, wanted: Wanted, *conditions: Any, limit: int | None = None
    ) -> list[AgendaEvent]:
        now = self._clock()
        query = (
            select(
                Activity.id, Activity.version, Activity.title, Activity.type, Activity.starts_at, Activity.ends_at,
                Activity.venue_id, Facility.name, Activity.venue, Activity.owner, Activity.status,
                Activity.registration_deadline, Activity.registered_count, Activity.capacity, Activity.waiting_count,
                Activity.signed_count, Activity.series_id, ActivitySeries.name,
            )
            .outerjoin(Facility, Facility.id == Activity.venue_id)
            .outerjoin(ActivitySeries, ActivitySeries.id == Activity.series_id)
            .where(*_of(wanted), *conditions)
            .order_by(Activity.starts_at, Activity.id)
            .limit(limit)
        )  # fmt: skip
        return [_event(tuple(row), now) for row in session.execute(query)]


def monday(day: dt.date) -> dt.date:
    """The first day of the week of `day`."""
    return day - _DAY * day.weekday()


def _of(wanted: Wanted) -> Iterator[Any]:
    yield Activity.archived_at.is_(None)
    if wanted.type:
        yield Activity.type == wanted.type
    if wanted.venue_id is not None:
        yield Activity.venue_id == wanted.venue_id
    if wanted.series_id is not None:
        yield Activity.series_id == wanted.series_id
    if wanted.ids:
        yield Activity.id.in_(wanted.ids)


def _begins(first: dt.date | None, last: dt.date | None) -> Iterator[Any]:
    if first is not None:
        yield Activity.starts_at >= midnight(first)
    if last is not None:
        yield Activity.starts_at < midnight(last + _DAY)


def _scope(first: dt.date, last: dt.date, wanted: Wanted) -> Scope:
    named = (
        ("type", Match.EQUALS, wanted.type or None),
        ("venue_id", Match.EQUALS, wanted.venue_id),
        ("series_id", Match.EQUALS, wanted.series_id),
        ("id", Match.ONE_OF, wanted.ids or None),
    )
    return Scope(first, last, tuple(Filter(name, match, value) for name, match, value in named if value is not None))


def _event(row: Sequence[Any], now: dt.datetime) -> AgendaEvent:
    (key, version, title, kind, starts, ends, venue_id, room, venue, owner, status, deadline, taken, capacity, waiting,
     came, series_id, series) = row  # fmt: skip
    return AgendaEvent(
        id=key,
        version=version,
        title=title,
        type=kind or "",
        starts_at=starts.astimezone(SHANGHAI),
        ends_at=end_of(starts, ends).astimezone(SHANGHAI),
        endless=ends is None,
        venue_id=venue_id,
        place=room or venue or "",
        owner=owner or "",
        status=status_at(status, starts, ends, deadline, now),
        taken=taken or 0,
        capacity=capacity,
        waiting=waiting or 0,
        came=came or 0,
        series_id=series_id,
        series=series or "",
    )


def _mark(calendar: Calendar, day: dt.date) -> DayMark:
    special = calendar.holiday(day)
    named = special is not None
    return DayMark(
        day=day,
        lunar=lunar_day(day),
        holiday=(special.name or _("放假")) if special is not None and not special.works else "",
        made_up=named and special is not None and special.works,
        works=calendar.is_workday(day),
    )


def _for_export(wanted: Wanted, first: dt.date | None, last: dt.date | None) -> Any:
    columns = (
        Activity.uid, Activity.version, Activity.title, Activity.starts_at, Activity.ends_at, Activity.status,
        Activity.tags, Activity.venue, Activity.capacity, Activity.registration_deadline, Activity.created_at,
        Activity.updated_at, *(getattr(Activity, name) for name, _label in _NOTES),
        Facility.name.label("room"), ActivitySeries.name.label("series"), _PARENT.uid.label("parent"),
    )  # fmt: skip
    return (
        select(*columns)
        .outerjoin(Facility, Facility.id == Activity.venue_id)
        .outerjoin(ActivitySeries, ActivitySeries.id == Activity.series_id)
        .outerjoin(_PARENT, and_(_PARENT.id == Activity.parent_id, _PARENT.archived_at.is_(None)))
        .where(*_of(wanted), *_begins(first, last))
        .order_by(Activity.starts_at, Activity.id)
    )


def _appointment(row: Any, station: str) -> Appointment:
    room = row["room"]
    return Appointment(
        uid=row["uid"],
        version=row["version"],
        title=row["title"],
        starts_at=row["starts_at"],
        ends_at=end_of(row["starts_at"], row["ends_at"]),
        standing=_STANDING.get(State(row["status"]), Standing.SURE),
        place=f"{station} {room}" if room else row["venue"] or "",
        notes=tuple(_notes(row)),
        categories=tuple(one for one in (row["type"], *(row["tags"] or ())) if one),
        part_of=row["parent"] or "",
        created_at=row["created_at"],
        updated_at=row["updated_at"],
    )


def _notes(row: Any) -> Iterator[str]:
    """What those who get the calendar may know: the station's own announcement, nobody's registration."""
    words = _("{label}：{value}")
    for name, label in _NOTES:
        if row[name]:
            yield words.format(label=_(label), value=row[name])
    if row["series"]:
        yield words.format(label=_("系列"), value=row["series"])
    if row["capacity"]:
        yield words.format(label=_("名额"), value=_("{count} 人").format(count=row["capacity"]))
    if row["registration_deadline"]:
        until = row["registration_deadline"].astimezone(SHANGHAI)
        yield words.format(label=_("报名截止"), value=f"{until:%Y-%m-%d %H:%M}")

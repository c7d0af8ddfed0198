"""The days of a series: what the rule, the holidays and the room make of each."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from louyu_desktop.models import Activity, ActivitySeries, Registration
from louyu_desktop.rules import lifecycle, recurrence
from louyu_desktop.rules.attendance import HOLDING, RegistrationStatus
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.lifecycle import State
from louyu_desktop.rules.recurrence import OnHoliday, Standing
from louyu_desktop.rules.room_time import slots_of
from louyu_desktop.services import numbers
from louyu_desktop.services.planned import PlannedDay, SeriesDraft, SeriesEdited, SeriesPreview
from louyu_desktop.services.references import ENTITIES, role_of
from louyu_desktop.services.room_rules import keep_rules, problems
from louyu_desktop.services.series_edit import OWN, TIMES, has_begun, rule_day
from louyu_desktop.services.told import told_of
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.days import station_calendar
from louyu_desktop.storage.planning import activities_of_series
from louyu_desktop.storage.write import Write
from louyu_desktop.text import _

_PLACE = re.compile(r"^\S+在 \d\d-\d\d ")


def draft_like(session: Session, activity: Activity, rule: str, on_holiday: str) -> SeriesDraft:
    """`Series.draft_like`."""
    names = [f.name for f in ENTITIES["activities"].fields if not f.derived and f.name not in OWN]
    values = {name: getattr(activity, name) for name in names if name not in ("starts_at", "ends_at")}
    series = session.get(ActivitySeries, activity.series_id) if activity.series_id else None
    length = lifecycle.end_of(activity.starts_at, activity.ends_at) - activity.starts_at
    exceptions = [dt.date.fromisoformat(day) for day in series.exceptions] if series else []
    return SeriesDraft(
        name=series.name if series else activity.title, values=values, first_at=activity.starts_at,
        minutes=max(5, int(length.total_seconds() // 60)), rule=rule or (series.rule if series else "") or "",
        on_holiday=on_holiday or (series.on_holiday if series else "") or "", exceptions=tuple(exceptions),
        like=activity.id, series_id=activity.series_id,
    )  # fmt: skip


def preview(session: Session, draft: SeriesDraft) -> SeriesPreview:
    """`Series.preview`."""
    rule = recurrence.read(draft.rule)
    begin = draft.first_at.astimezone(SHANGHAI)
    wanted = tuple(recurrence.days(rule, begin.date()))
    how = OnHoliday(draft.on_holiday or OnHoliday.KEEP.value)
    there = {rule_day(one): one for one in activities_of_series(session, draft.series_id)} if draft.series_id else {}
    if draft.like is not None and begin.date() not in there:
        like = session.get(Activity, draft.like)
        if like is not None and like.starts_at == draft.first_at:
            there[begin.date()] = like
    planned = [
        _planned(one, there.get(one.rule_day), begin, draft.minutes)
        for one in recurrence.settle(wanted, how, station_calendar(session), frozenset(draft.exceptions))
    ]
    words = recurrence.in_words(rule, begin.date())
    return SeriesPreview(words, tuple(_with_clashes(session, draft, planned)))


def _planned(day: recurrence.Day, there: Activity | None, begin: dt.datetime, minutes: int) -> PlannedDay:
    if there is not None:
        return PlannedDay(day.rule_day, there.starts_at, there.ends_at, _("已经有了"), activity_id=there.id)
    if day.day is None:
        return PlannedDay(day.rule_day, None, None, day.note)
    starts_at = dt.datetime.combine(day.day, begin.timetz()).astimezone(dt.UTC)
    return PlannedDay(day.rule_day, starts_at, starts_at + dt.timedelta(minutes=minutes), day.note)


def _with_clashes(session: Session, draft: SeriesDraft, planned: Sequence[PlannedDay]) -> list[PlannedDay]:
    """The same days with who has the room; two days of the series may stand in each other's way, too."""
    venue = draft.values.get("venue_id")
    if not isinstance(venue, int):
        return list(planned)
    found = []
    own: set[int] = set()
    for day in planned:
        if day.starts_at is None or day.ends_at is None or day.activity_id is not None:
            found.append(day)
            continue
        values = {**draft.values, "starts_at": day.starts_at, "ends_at": day.ends_at, "status": State.PLANNED.value}
        against = problems(session, "activities", values)
        refused = [_short(one.sentence) for one in against if one.refuses]
        slots = slots_of(day.starts_at, day.ends_at, 0, 0)
        if own.intersection(slots):
            refused.insert(0, _("和本系列的另一场撞了"))
        own.update(slots)
        notes = [day.note, *(_short(one.sentence) for one in against if not one.refuses)]
        note = _("；").join(part for part in notes if part)
        found.append(PlannedDay(day.rule_day, day.starts_at, day.ends_at, note, _("；").join(refused)))
    return found


def _short(sentence: str) -> str:
    """What happened, without room and day, which stand beside it, and without what to do now."""
    return _PLACE.sub("", sentence.split("。", 1)[0].split("（", 1)[0])


def replanned(database: Database, series_id: int, draft: SeriesDraft, now: dt.datetime) -> SeriesEdited:
    """`Series.replan`."""
    with database.write(_("改系列的重复规则：{name}").format(name=draft.name)) as write:
        members = activities_of_series(write.session, series_id)
        begin = draft.first_at.astimezone(SHANGHAI)
        standing = [
            Standing(one.id, rule_day(one), fixed=_is_fixed(one, now) or rule_day(one) < begin.date())
            for one in members
        ]
        left = tuple(one.id for one in members if _is_fixed(one, now))
        days = _settled(write.session, draft, begin, now)
        plan = recurrence.replan(standing, [by_rule for by_rule, _day in days])
        actual = dict(days)
        by_id = {one.id: one for one in members}
        write.update(Activity, [_moved(by_id[key], actual[day], day, begin, draft.minutes) for key, day in plan.moved])
        made = [_made(draft, series_id, by_rule, actual[by_rule], begin, by_id) for by_rule in plan.added]
        ids = write.insert(Activity, [{**row, **numbers.of_new(write, Activity, row)} for row in made])
        keep_rules(database, write, [*ids, *(key for key, _day in plan.moved)])
        held = _held(write, plan.dropped)
        write.archive(Activity, [key for key in plan.dropped if key not in held])
        reason = _("系列改了时间")
        write.update(
            Activity, [{"id": key, "status": State.CANCELLED.value, "status_reason": reason} for key in sorted(held)]
        )
        write.update(ActivitySeries, [{
            "id": series_id, "rule": draft.rule, "on_holiday": draft.on_holiday or None, "minutes": draft.minutes,
            "exceptions": tuple(day.isoformat() for day in draft.exceptions), "first_at": draft.first_at,
        }])  # fmt: skip
        told = tuple(told_of(write.session, role_of(database), by_id[key]) for key in sorted(held))
    return SeriesEdited(tuple(key for key, _day in plan.moved), tuple(ids), plan.dropped, left, told)


def _is_fixed(one: Activity, now: dt.datetime) -> bool:
    return has_begun(one, now) or bool(one.detached)


def _settled(
    session: Session, draft: SeriesDraft, begin: dt.datetime, now: dt.datetime
) -> list[tuple[dt.date, dt.date]]:
    """(day by the rule, day) of each time the draft comes that is not over."""
    wanted = tuple(recurrence.days(recurrence.read(draft.rule), begin.date()))
    how = OnHoliday(draft.on_holiday or OnHoliday.KEEP.value)
    days = recurrence.settle(wanted, how, station_calendar(session), frozenset(draft.exceptions))
    return [
        (one.rule_day, one.day)
        for one in days
        if one.day is not None and dt.datetime.combine(one.day, begin.timetz()) > now
    ]


def _times(day: dt.date, by_rule: dt.date, begin: dt.datetime, minutes: int) -> dict[str, Any]:
    starts_at = dt.datetime.combine(day, begin.timetz()).astimezone(dt.UTC)
    occurrence = dt.datetime.combine(by_rule, begin.timetz()).astimezone(dt.UTC)
    return {"starts_at": starts_at, "ends_at": starts_at + dt.timedelta(minutes=minutes), "occurrence": occurrence}


def _moved(one: Activity, day: dt.date, by_rule: dt.date, begin: dt.datetime, minutes: int) -> dict[str, Any]:
    times = _times(day, by_rule, begin, minutes)
    if one.registration_deadline is not None:
        times["registration_deadline"] = one.registration_deadline + (times["starts_at"] - one.starts_at)
    return {"id": one.id, **times}


def _made(
    draft: SeriesDraft, series_id: int, by_rule: dt.date, day: dt.date, begin: dt.datetime, by_id: dict[int, Activity]
) -> dict[str, Any]:  # fmt: skip
    """A new activity of the series, like the one of the draft, else like its latest."""
    like = by_id.get(draft.like or 0) or max(by_id.values(), key=lambda one: one.starts_at, default=None)
    names = [f.name for f in ENTITIES["activities"].fields if not f.derived and f.name not in (*OWN, *TIMES)]
    values = {name: getattr(like, name) for name in names} if like is not None else {}
    return {**values, **draft.values, "registration_deadline": None, "series_id": series_id,
            **_times(day, by_rule, begin, draft.minutes)}  # fmt: skip


def _held(write: Write, ids: Sequence[int]) -> frozenset[int]:
    """Those of the activities to which somebody means to come."""
    coming = (*HOLDING, RegistrationStatus.WAITING)
    query = select(Registration.activity_id).where(
        Registration.activity_id.in_(ids), Registration.archived_at.is_(None), Registration.status.in_(coming)
    )
    return frozenset(write.session.scalars(query).all())

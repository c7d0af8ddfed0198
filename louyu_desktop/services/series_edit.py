"""Changes of an activity that reach others of its series: this, this and following, all; never what has begun.

A change of fields is written into each; another hour or length goes to each on its own day; another day makes a
new rule, by which the others find their days anew.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from louyu_desktop.errors import InvalidRecordError, UserError
from louyu_desktop.models import Activity, ActivitySeries
from louyu_desktop.rules import dates, lifecycle, recurrence
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.recurrence import OnHoliday
from louyu_desktop.services.planned import Scope, SeriesEdited
from louyu_desktop.services.references import ENTITIES, field_for, role_of
from louyu_desktop.services.room_rules import keep_rules
from louyu_desktop.services.taking import check, settled
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.days import station_calendar
from louyu_desktop.storage.planning import activities_of_series, live_activity
from louyu_desktop.storage.write import Write
from louyu_desktop.text import _

TIMES = ("starts_at", "ends_at", "registration_deadline")
_OF_ROOMS = frozenset({"starts_at", "ends_at", "venue_id", "capacity"})
OWN = frozenset(
    {"number", "status", "status_reason", "summary", "effect", "issues", "cost", "wrapped_up_on", "footfall",
     "firms_present", "occurrence", "detached", "series_id", "parent_id"}
)  # fmt: skip
"""Fields that belong to one activity alone, however far a change reaches."""


def moved(
    database: Database, activity_id: int, starts_at: dt.datetime, ends_at: dt.datetime | None, now: dt.datetime,
    scope: Scope,
) -> SeriesEdited:  # fmt: skip
    """`Activities.move`."""
    with database.read() as session:
        activity = live_activity(session, activity_id)
        length = lifecycle.end_of(activity.starts_at, activity.ends_at) - activity.starts_at
        deadline = activity.registration_deadline
        by = starts_at - activity.starts_at
    changes: dict[str, Any] = {"starts_at": starts_at, "ends_at": ends_at or starts_at + length}
    if deadline is not None:
        changes["registration_deadline"] = deadline + by
    return edited(database, activity_id, changes, scope, now)


def edited(
    database: Database, activity_id: int, given: Mapping[str, Any], scope: Scope, now: dt.datetime,
    *, version: int | None = None,
) -> SeriesEdited:  # fmt: skip
    """`Series.edit`."""
    changes = _parsed(database, given)
    with database.read() as session:
        activity = live_activity(session, activity_id)
        label = _label(activity, scope, changes)
    with database.write(label) as write:
        activity = live_activity(write.session, activity_id)
        changes = {name: value for name, value in changes.items() if getattr(activity, name) != value}
        if has_begun(activity, now) and set(TIMES) & set(changes):
            raise UserError(_("「{title}」已经开始，时间不能再改").format(title=activity.title), field="starts_at")
        if scope is Scope.THIS or activity.series_id is None:
            done = _only(write, activity, changes, version)
        else:
            done = _several(write, activity, changes, scope, now, version)
        if _OF_ROOMS & set(changes):
            keep_rules(database, write, done.changed)
        return done


def has_begun(activity: Activity, now: dt.datetime) -> bool:
    """Whether no edit of a series may touch it: it has begun, is over, or was called off."""
    return activity.starts_at <= now or activity.status in (*lifecycle.BEHIND, *lifecycle.OFF)


def _label(activity: Activity, scope: Scope, changes: Mapping[str, Any]) -> str:
    words = {Scope.THIS: _("修改活动：{title}"), Scope.FOLLOWING: _("修改这场和以后各场：{title}"),
             Scope.ALL: _("修改系列各场：{title}")}  # fmt: skip
    if scope is Scope.THIS and changes and set(changes) <= set(TIMES):
        return _("改时间：{title}").format(title=activity.title)
    return words[scope].format(title=activity.title)


def _parsed(database: Database, given: Mapping[str, Any]) -> dict[str, Any]:
    """Typed texts parsed; InvalidRecordError for those that cannot be, NotPermittedError for unseen fields."""
    values: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for name, value in given.items():
        field = field_for(role_of(database), "activities", name)
        try:
            values[name] = settled(Activity, field, value, dates.today())
        except UserError as error:
            problems[name] = error.sentence
    if problems:
        raise InvalidRecordError(problems)
    return values


def _only(write: Write, activity: Activity, changes: dict[str, Any], version: int | None) -> SeriesEdited:
    """The one activity; that it goes its own way from now on is noted where others would have followed."""
    if not changes:
        return SeriesEdited(())
    if activity.series_id is not None and set(changes) - OWN:
        changes = {**changes, "detached": True}
    _write(write, [{"id": activity.id, "version": version or activity.version, **changes}])
    return SeriesEdited((activity.id,))


def _write(write: Write, rows: list[dict[str, Any]]) -> None:
    """Update activities, and look at each as it stands then."""
    write.update(Activity, rows)
    for row in rows:
        stored = write.session.execute(select(Activity.__table__).where(Activity.id == row["id"])).mappings().one()
        check(ENTITIES["activities"], dict(stored))


def rule_day(activity: Activity) -> dt.date:
    """The day an activity has in its series, whenever it takes place."""
    return (activity.occurrence or activity.starts_at).astimezone(SHANGHAI).date()


def _several(
    write: Write, activity: Activity, changes: dict[str, Any], scope: Scope, now: dt.datetime, version: int | None
) -> SeriesEdited:
    """The edited activity, and with it those that are to follow; none goes to a time that is over."""
    others = [one for one in activities_of_series(write.session, activity.series_id or 0) if one.id != activity.id]
    pivot = rule_day(activity)
    reached = [one for one in others if scope is Scope.ALL or rule_day(one) > pivot]
    follow = [one for one in reached if not has_begun(one, now) and not one.detached]
    left = tuple(one.id for one in reached if has_begun(one, now) or one.detached)
    shared = {name: value for name, value in changes.items() if name not in OWN and name not in TIMES}
    times = set(TIMES) & set(changes)
    rows: dict[int, dict[str, Any]] = {one.id: {"id": one.id, "version": one.version, **shared} for one in follow}
    rows[activity.id] = {"id": activity.id, "version": version or activity.version, **changes, "detached": None}
    if times:
        days = _new_days(write, activity, follow, changes)
        after = {name: changes.get(name, getattr(activity, name)) for name in TIMES}
        for one in follow:
            times_of_one = _times(one, days.get(one.id), after)
            if times_of_one["starts_at"] <= now:
                left = (*left, one.id)
                del rows[one.id]
            else:
                rows[one.id] |= times_of_one
        if activity.id in days and "starts_at" in changes:
            rows[activity.id]["occurrence"] = changes["starts_at"]
    _write(write, [row for row in rows.values() if len(row) > 2])
    return SeriesEdited(tuple(rows), left=left)


def _times(one: Activity, days: tuple[dt.date, dt.date] | None, after: Mapping[str, Any]) -> dict[str, Any]:
    """The times of an activity that follows another: its own day, the other's clock, length and deadline."""
    start: dt.datetime = after["starts_at"].astimezone(SHANGHAI)
    by_rule, day = days or (rule_day(one), one.starts_at.astimezone(SHANGHAI).date())
    begin = dt.datetime.combine(day, start.timetz())
    found_times: dict[str, Any] = {
        "starts_at": begin.astimezone(dt.UTC),
        "occurrence": dt.datetime.combine(by_rule, start.timetz()).astimezone(dt.UTC),
    }
    for name in ("ends_at", "registration_deadline"):
        value = after[name]
        found_times[name] = None if value is None else (begin + (value - after["starts_at"])).astimezone(dt.UTC)
    return found_times


def _new_days(
    write: Write, activity: Activity, follow: Collection[Activity], changes: Mapping[str, Any]
) -> dict[int, tuple[dt.date, dt.date]]:
    """Of each activity its new (day by the rule, day) after the edited one's day was changed; nothing when it stays.

    The edited one and those that follow go by the rule that its new day makes of the old one, as many as they are.
    """
    before = activity.starts_at.astimezone(SHANGHAI).date()
    after = changes.get("starts_at", activity.starts_at).astimezone(SHANGHAI).date()
    series = write.session.get(ActivitySeries, activity.series_id)
    if before == after or series is None:
        return {}
    members = sorted([*follow, activity], key=lambda one: (rule_day(one), one.id))
    if not series.rule:
        step = after - before
        return {one.id: (rule_day(one) + step, one.starts_at.astimezone(SHANGHAI).date() + step) for one in members}
    old = recurrence.read(series.rule)
    rule = recurrence.moved_rule(old, before, after)
    first = after if members[0] is activity else recurrence.moved_first(old, rule_day(members[0]), before, after)
    wanted = tuple(recurrence.days(replace(rule, count=recurrence.MOST, until=None), first))
    how = OnHoliday(series.on_holiday or OnHoliday.KEEP.value)
    settled_days = recurrence.settle(wanted, how, station_calendar(write.session), series_exceptions(series))
    stored = recurrence.written(replace(rule, count=len(members), until=None))
    first_at = dt.datetime.combine(first, changes["starts_at"].astimezone(SHANGHAI).timetz())
    write.update(ActivitySeries, [{"id": series.id, "rule": stored, "first_at": first_at.astimezone(dt.UTC)}])
    kept = [(one.rule_day, one.day) for one in settled_days if one.day is not None and one.rule_day != after]
    others = [one for one in members if one is not activity]
    return {activity.id: (after, after), **{one.id: days for one, days in zip(others, kept, strict=False)}}


def series_exceptions(series: ActivitySeries) -> frozenset[dt.date]:
    """The days on which a series does not take place."""
    found_days = set()
    for text in series.exceptions:
        try:
            found_days.add(dt.date.fromisoformat(text))
        except ValueError:
            continue
    return frozenset(found_days)

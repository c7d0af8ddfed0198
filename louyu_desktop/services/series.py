"""Activities that come again: looked at before they are made, made, changed; and who is behind with its meetings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from louyu_desktop.errors import UserError
from louyu_desktop.models import Activity, ActivitySeries
from louyu_desktop.rules import dates, recurrence
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.names import fold_name
from louyu_desktop.services import numbers, party_duties, series_edit, series_plan
from louyu_desktop.services.planned import (
    Decision,
    Owed,
    PlannedDay,
    Scope,
    SeriesDraft,
    SeriesEdited,
    SeriesMade,
    SeriesPreview,
    Way,
)
from louyu_desktop.services.references import ENTITIES, role_of
from louyu_desktop.services.room_rules import keep_rules
from louyu_desktop.services.taking import check, settled
from louyu_desktop.services.templates import hang, preparations_of, questions_of
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.planning import activities_of_series, live_activity
from louyu_desktop.storage.write import Write
from louyu_desktop.text import _

_OF_SERIES = ("type", "tags", "platform", "brand", "organiser", "owner")


class Series:
    """What can be done with a series; each method is one operation."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def draft_like(self, activity_id: int, rule: str = "", on_holiday: str = "") -> SeriesDraft:
        """A series of activities like one that stands, on the same clock and as long."""
        with self._database.read() as session:
            return series_plan.draft_like(session, live_activity(session, activity_id), rule, on_holiday)

    def preview(self, draft: SeriesDraft) -> SeriesPreview:
        """The days of a series with what is special about each: holidays, made-up days, who has the room.

        UserError when the rule cannot be taken.
        """
        with self._database.read() as session:
            return series_plan.preview(session, draft)

    def make(self, draft: SeriesDraft, decisions: Mapping[dt.date, Decision] | None = None) -> SeriesMade:
        """Make the activities of a series, each day as it was decided (by its day in the rule) or as previewed.

        UserError naming the day on which somebody has the room: nothing is made then.
        """
        decided = decisions or {}
        if not draft.name.strip():
            raise UserError(_("请填系列名称"), field="name")
        with self._database.write(_("建立系列：{name}").format(name=draft.name.strip())) as write:
            planned = series_plan.preview(write.session, draft).days
            todo = [day for day in planned if day.starts_at is not None and _way(decided, day) is not Way.SKIP]
            series_id = _keep_series(write, draft)
            _adopt(write, draft, series_id)
            rows = [_row(draft, series_id, day, decided.get(day.rule_day)) for day in todo if day.activity_id is None]
            if not rows and draft.like is None:
                raise UserError(_("这样一场也没有。换一条规则，或者少除外几天"), field="rule")
            for row in rows:
                check(ENTITIES["activities"], {**_nothing(), **row})
            made = write.insert(Activity, [{**row, **numbers.of_new(write, Activity, row)} for row in rows])
            keep_rules(self._database, write, made)
            if draft.like is not None:
                hang(write, made, preparations_of(write.session, draft.like), questions_of(write.session, draft.like))
            skipped = tuple(day.rule_day for day in planned if day not in todo)
            return SeriesMade(series_id, tuple(made), skipped)

    def edit(
        self, activity_id: int, changes: Mapping[str, Any], scope: Scope, *, now: dt.datetime,
        version: int | None = None,
    ) -> SeriesEdited:  # fmt: skip
        """Change fields of an activity, and of others of its series as far as `scope` reaches.

        What has begun, was called off, or was changed by itself before is left alone.
        """
        return series_edit.edited(self._database, activity_id, changes, scope, now, version=version)

    def replan(self, series_id: int, draft: SeriesDraft, *, now: dt.datetime) -> SeriesEdited:
        """Bring the activities of a series that are still to come to the days of another rule.

        Days without an activity get one; activities without a day are called off where somebody has registered,
        and go to the bin where nobody has.
        """
        return series_plan.replanned(self._database, series_id, draft, now)

    def of(self, series_id: int) -> tuple[PlannedDay, ...]:
        """The activities of a series as they stand."""
        with self._database.read() as session:
            return tuple(
                PlannedDay(series_edit.rule_day(one), one.starts_at, one.ends_at, activity_id=one.id)
                for one in activities_of_series(session, series_id)
            )

    def standings(self, now: dt.datetime) -> tuple[Owed, ...]:
        """How every branch stands with 主题党日 and 三会一课 in this month or quarter; behind ones first."""
        with self._database.read() as session:
            return party_duties.standings(session, role_of(self._database), now.astimezone(SHANGHAI).date(), now)

    def behind(self, now: dt.datetime) -> tuple[Owed, ...]:
        """The meetings that are neither held nor planned, first whose time is up first."""
        return tuple(one for one in self.standings(now) if one.is_behind)


def _way(decided: Mapping[dt.date, Decision], day: PlannedDay) -> Way:
    return decided[day.rule_day].way if day.rule_day in decided else Way.MAKE


def _nothing() -> dict[str, Any]:
    return dict.fromkeys(field.name for field in ENTITIES["activities"].fields)


def _values(draft: SeriesDraft) -> dict[str, Any]:
    known = {field.name: field for field in ENTITIES["activities"].fields if not field.derived}
    return {
        name: settled(Activity, known[name], value, dates.today())
        for name, value in draft.values.items()
        if name in known and name not in series_edit.OWN and name not in series_edit.TIMES
    }


def _row(draft: SeriesDraft, series_id: int, day: PlannedDay, decision: Decision | None) -> dict[str, Any]:
    """One activity of the series; `occurrence` is when it should have been by the rule."""
    clock = draft.first_at.astimezone(SHANGHAI).timetz()
    by_rule = dt.datetime.combine(day.rule_day, clock).astimezone(dt.UTC)
    row = {**_values(draft), "series_id": series_id, "occurrence": by_rule,
           "starts_at": day.starts_at, "ends_at": day.ends_at}  # fmt: skip
    deadline = draft.values.get("registration_deadline")
    if isinstance(deadline, dt.datetime) and day.starts_at is not None:
        row["registration_deadline"] = day.starts_at - (draft.first_at - deadline)
    match decision:
        case Decision(way=Way.WITHOUT_ROOM):
            row |= {"venue_id": None, "detached": True}
        case Decision(way=Way.OTHER_ROOM, venue_id=int(venue)):
            row |= {"venue_id": venue, "detached": True}
        case Decision(way=Way.OTHER_TIME, starts_at=dt.datetime() as begin):
            row |= {"starts_at": begin, "ends_at": begin + dt.timedelta(minutes=draft.minutes), "detached": True}
    return row


def _keep_series(write: Write, draft: SeriesDraft) -> int:
    """The series of the draft, made or brought up to date; one of the same name is the same."""
    values = {
        "name": draft.name.strip(), "first_at": draft.first_at, "minutes": draft.minutes, "rule": draft.rule,
        "on_holiday": draft.on_holiday or None, "exceptions": tuple(day.isoformat() for day in draft.exceptions),
        **{name: draft.values[name] for name in _OF_SERIES if draft.values.get(name) not in (None, ())},
    }  # fmt: skip
    recurrence.read(draft.rule)
    known = draft.series_id or write.session.scalar(
        select(ActivitySeries.id).where(
            ActivitySeries.name_key == fold_name(draft.name.strip()), ActivitySeries.archived_at.is_(None)
        )
    )
    if known is not None:
        write.update(ActivitySeries, [{"id": known, **values}])
        return known
    [made] = write.insert(ActivitySeries, [values])
    return made


def _adopt(write: Write, draft: SeriesDraft, series_id: int) -> None:
    """The activity that the series is made like becomes one of it."""
    if draft.like is None:
        return
    activity = live_activity(write.session, draft.like)
    if activity.series_id != series_id:
        write.update(Activity, [{"id": activity.id, "series_id": series_id, "occurrence": activity.starts_at}])


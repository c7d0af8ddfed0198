"""Lines of 今日 that are put off until a day, with the reason; they come back by themselves (FEATURES.md M2)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from louyu_desktop.errors import UserError
from louyu_desktop.models import Snooze
from louyu_desktop.rules import dates
from louyu_desktop.services.must_visits import MustVisits
from louyu_desktop.storage.database import Database
from louyu_desktop.text import _

FARTHEST = 366
"""Days that something may be put off: later than that it is forgotten, not put off."""


@dataclass(frozen=True, slots=True)
class PutOff:
    """One thing put off: its topic, the day it comes back, and why."""

    id: int
    topic: str
    until: dt.date
    reason: str


class Snoozing:
    """Puts lines of 今日 off; each method is one operation."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> tuple[PutOff, ...]:
        """What was ever put off and not brought back, those included that came back by themselves; by day."""
        with self._database.read() as session:
            return tuple(sorted(snoozed(session).values(), key=lambda one: (one.until, one.id)))

    def put_off(self, topic: str, until: dt.date, reason: str, *, today: dt.date | None = None) -> None:
        """Put off what `topic` names until a day to come; once more sets day and reason anew.

        A must-visit keeps day and reason itself (延后).  UserError for a day that is not to come or too far off,
        and without a reason.
        """
        said = " ".join(reason.split())
        first = (today or dates.today()) + dt.timedelta(days=1)
        if not said:
            raise UserError(_("写一句为什么延后，到时候好接着办"), field="reason")
        if until < first:
            raise UserError(_("延后到明天或更晚的一天"), field="until")
        if until > first + dt.timedelta(days=FARTHEST):
            raise UserError(_("最多延后一年。更久的事请写进记录里"), field="until")
        if task := _task_of(topic):
            MustVisits(self._database).put_off([task], until, said[:200])
            return
        with self._database.write(_("延后到 {day}：{reason}").format(day=until, reason=said[:60])) as write:
            found = snoozed(write.session).get(topic)
            values = {"until": until, "reason": said[:200]}
            if found is None:
                write.insert(Snooze, [{"topic": topic, **values}])
            else:
                write.update(Snooze, [{"id": found.id, **values}])

    def bring_back(self, topic: str) -> None:
        """Have it stand on 今日 again at once; UserError when it was not put off."""
        if task := _task_of(topic):
            MustVisits(self._database).resume([task])
            return
        with self._database.write(_("取消延后")) as write:
            found = snoozed(write.session).get(topic)
            if found is None:
                raise UserError(_("这件事没有延后，已经在今日里了"))
            write.archive(Snooze, [found.id])


def _task_of(topic: str) -> int:
    """The must-visit that a topic names, 0 for any other."""
    kind, _colon, key = topic.partition(":")
    return int(key) if kind == "visit-tasks" and key.isdigit() else 0


def snoozed(session: Session) -> Mapping[str, PutOff]:
    """What stands as put off, by topic."""
    rows = session.execute(
        select(Snooze.id, Snooze.topic, Snooze.until, Snooze.reason).where(Snooze.archived_at.is_(None))
    )
    return {row.topic: PutOff(*row) for row in rows}

"""值班日志: drafted from what was done on a day, finished by who was on duty, kept one for a day (FEATURES.md M6)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from louyu_desktop.errors import UserError
from louyu_desktop.models import Account, DayLog
from louyu_desktop.rules.log_words import drafted
from louyu_desktop.services.day_done import day_done
from louyu_desktop.storage.database import Database
from louyu_desktop.text import _

LONGEST = 8_000


@dataclass(frozen=True, slots=True)
class DayPage:
    """The log of one day: `kept` says that somebody finished it, else `text` is the draft of this moment.

    `draft` is what the day's records would give now, to compare or to begin anew with.
    """

    day: dt.date
    on_duty: str
    text: str
    draft: str
    kept: bool
    kept_by: str = ""


class DayLogs:
    """The station's day logs; keeping one is one operation."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, day: dt.date) -> DayPage:
        """The log of a day as it was kept, or as it is drafted."""
        with self._database.read() as session:
            done = day_done(session, day)
            draft = drafted(done)
            found = _kept(session, day)
            if found is None:
                duty = self._actor(session) or _("、").join(done.on_duty)
                return DayPage(day, duty, draft, draft, kept=False)
            by = session.get(Account, found.updated_by) if found.updated_by else None
            name = by.name if by is not None else ""
            return DayPage(day, found.on_duty or "", found.text or "", draft, kept=True, kept_by=name)

    def draft(self, day: dt.date) -> str:
        """What a day's records and operations come to, in sentences."""
        with self._database.read() as session:
            return drafted(day_done(session, day))

    def days(self, limit: int = 31) -> tuple[dt.date, ...]:
        """The latest days whose log was kept, the newest first."""
        with self._database.read() as session:
            kept = select(DayLog.day).where(DayLog.archived_at.is_(None)).order_by(DayLog.day.desc()).limit(limit)
            return tuple(session.scalars(kept))

    def keep(self, day: dt.date, text: str, on_duty: str = "") -> None:
        """Keep the log of a day; UserError when there is nothing in it, or more than a page can hold."""
        said = text.strip()
        if not said:
            raise UserError(_("日志是空的。写一句，或按「重新起草」"), field="text")
        if len(said) > LONGEST:
            words = _("日志有 {count} 个字，最多 {most} 个。请删掉一些")
            raise UserError(words.format(count=f"{len(said):,}", most=f"{LONGEST:,}"), field="text")
        values = {"text": said, "on_duty": " ".join(on_duty.split())[:60] or None}
        with self._database.write(_("写值班日志：{day}").format(day=day.isoformat())) as write:
            found = _kept(write.session, day)
            if found is None:
                write.insert(DayLog, [{"day": day, **values}])
            else:
                write.update(DayLog, [{"id": found.id, **values}])

    def _actor(self, session: Session) -> str:
        account = session.get(Account, self._database.actor) if self._database.actor else None
        return account.name if account is not None else ""


def kept_words(session: Session, day: dt.date) -> tuple[str, str]:
    """Text and person on duty of the log that somebody finished for a day, blank where nobody did."""
    found = _kept(session, day)
    return (found.text or "", found.on_duty or "") if found is not None else ("", "")


def _kept(session: Session, day: dt.date) -> DayLog | None:
    return session.scalar(select(DayLog).where(DayLog.day == day, DayLog.archived_at.is_(None)))

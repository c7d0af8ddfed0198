"""The rows of the paper 值班日志: a part of the station's log in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import select

from louyu_desktop.errors import UserError
from louyu_desktop.fields import Field, Kind
from louyu_desktop.models import Station
from louyu_desktop.printing.day_log import DayLog
from louyu_desktop.rules import dates
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.topics import LABELS
from louyu_desktop.services.audit import Audit
from louyu_desktop.services.audit_copies import LogEntry, LogQuery
from louyu_desktop.services.day_logs import kept_words
from louyu_desktop.storage.database import Database
from louyu_desktop.text import N_, _

MOST: Final = 5_000
"""Lines of one paper: a hundred and eighty pages, which nobody signs."""

_TOPICS = {label: topic for topic, label in LABELS.items()}

OPTIONS: Final = (
    Field(name="first", label=N_("从"), kind=Kind.DATE),
    Field(name="last", label=N_("到"), kind=Kind.DATE),
    Field(name="person", label=N_("谁"), max_length=50, hint=N_("空着就是所有人")),
    Field(name="topic", label=N_("类别"), kind=Kind.CHOICE, choices=tuple(_TOPICS)),
    Field(name="words", label=N_("含有的字"), max_length=100),
)
"""What may be chosen: the filters of the log page."""


def query_of(audit: Audit, chosen: Mapping[str, Any]) -> LogQuery:
    """The query behind what was chosen; UserError for a name that nobody at the station has."""
    account = None
    if chosen.get("person"):
        known = {one.title: one.id for one in audit.people()}
        account = known.get(chosen["person"])
        if account is None:
            raise UserError(_("站里没有叫「{name}」的工作人员").format(name=chosen["person"]), field="person")
    today = dates.today()
    first, last = chosen.get("first") or today, chosen.get("last") or chosen.get("first") or today
    return LogQuery(min(first, last), max(first, last), account, _TOPICS.get(chosen.get("topic") or ""),
                    chosen.get("words") or "")  # fmt: skip


def day_log_of(database: Database, chosen: Mapping[str, Any]) -> DayLog:
    """The paper, oldest line first, of one whole day under the log that was kept for it.

    UserError when there are more lines than it takes.
    """
    audit = Audit(database)
    query = query_of(audit, chosen)
    part = audit.log(query, MOST)
    if part.count > MOST:
        raise UserError(_("一共 {count} 条，一次最多印 {most} 条。请缩短日期").format(count=part.count, most=MOST))
    head = audit.head()
    several = query.first != query.last
    with database.read() as session:
        wanted = select(Station.name, Station.is_demonstration).order_by(Station.id).limit(1)
        station, demonstration = session.execute(wanted).one()
        alone = not several and not any(chosen.get(name) for name in ("person", "topic", "words"))
        said, on_duty = kept_words(session, query.first) if alone and query.first else ("", "")
    topic = chosen.get("topic")
    filters = (chosen.get("person"), _(topic) if topic else "", chosen.get("words"))
    return DayLog(
        station=station,
        days=" – ".join(day.isoformat() for day in dict.fromkeys((query.first, query.last)) if day),
        rows=tuple(_cells(entry, several=several) for entry in reversed(part.entries)),
        until=_("操作记录到第 {seq} 条").format(seq=head.seq),
        words=head.words,
        note="·".join(filter(None, filters)),
        footer=f"{station}·{dt.datetime.now(SHANGHAI):%Y-%m-%d %H:%M}",
        several_days=several,
        is_demonstration=demonstration,
        said=said,
        on_duty=on_duty,
    )


def _cells(entry: LogEntry, *, several: bool) -> tuple[str, ...]:
    at = entry.at.astimezone(SHANGHAI)
    rows = _("{count} 条").format(count=f"{entry.rows:,}") if entry.rows else ""
    return (f"{at:%m-%d %H:%M}" if several else f"{at:%H:%M}", entry.who, _(LABELS[entry.topic]), entry.text, rows,
            entry.state)  # fmt: skip

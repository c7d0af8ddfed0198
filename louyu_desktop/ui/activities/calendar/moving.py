"""Moving an activity that was carried: which ones of its series, and what came of it in words."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from louyu_desktop.services.calendar_copies import AgendaEvent
from louyu_desktop.services.planned import Scope, SeriesEdited
from louyu_desktop.text import _
from louyu_desktop.ui.activities.calendar import words
from louyu_desktop.ui.activities.planning import scope as series_scope

if TYPE_CHECKING:
    from louyu_desktop.services.suite import Services


def ask_scope(parent: QWidget, event: AgendaEvent) -> Scope | None:
    """This one, this and what follows, or all of its series; None when the person left it. One alone is not asked."""
    return Scope.THIS if event.series_id is None else series_scope.ask_scope(parent, event.title)


def move(
    services: Services, event: AgendaEvent, starts_at: dt.datetime, scope: Scope, now: dt.datetime
) -> SeriesEdited:
    """Have it moved with its length kept; UserError in words when somebody has the room then: nothing moves."""
    ends_at = None if event.endless else starts_at + (event.ends_at - event.starts_at)
    return services.activities.move(event.id, starts_at, ends_at, now=now, scope=scope)


def moved_words(event: AgendaEvent, starts_at: dt.datetime, done: SeriesEdited, today: dt.date) -> str:
    """What was done."""
    when = f"{words.near(starts_at.date(), today)} {words.clock(starts_at)}"
    others = len(done.changed) - 1
    if others < 1:
        return _("「{title}」已改到 {when}").format(title=event.title, when=when)
    return _("「{title}」已改到 {when}，同系列另有 {count} 场跟着改了").format(
        title=event.title, when=when, count=others
    )

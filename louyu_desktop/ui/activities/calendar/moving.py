"""Moving an activity that was carried: which ones of its series, and what came of it in words."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from louyu_desktop.services.calendar_copies import AgendaEvent
from louyu_desktop.services.planned import Scope
from louyu_desktop.text import _
from louyu_desktop.ui.activities.calendar import words
from louyu_desktop.ui.ask import Choice, choose

if TYPE_CHECKING:
    from louyu_desktop.services.suite import Services


def ask_scope(parent: QWidget, event: AgendaEvent, starts_at: dt.datetime, today: dt.date) -> Scope | None:
    """This one, this and what follows, or all of its series; None when the person left it. One alone is not asked."""
    if event.series_id is None:
        return Scope.THIS
    question = _("「{title}」属于系列「{series}」，改哪几场？").format(title=event.title, series=event.series)
    said = words.carried(event, starts_at, today)
    consequence = _("{what}。已经办过的不会变；单独改过的也留着").format(what=said)
    answer = choose(
        parent, question, consequence,
        (Choice("", _("不改"), "quiet"), Choice(Scope.ALL.value, _("全部各场")),
         Choice(Scope.FOLLOWING.value, _("这场和以后各场")), Choice(Scope.THIS.value, _("只改这一场"), "primary")),
    )  # fmt: skip
    return Scope(answer) if answer else None


def move(services: Services, event: AgendaEvent, starts_at: dt.datetime, scope: Scope, now: dt.datetime) -> None:
    """Have it moved with its length kept; UserError in words when somebody has the room then: nothing moves."""
    ends_at = None if event.endless else starts_at + (event.ends_at - event.starts_at)
    services.activities.move(event.id, starts_at, ends_at, now=now, scope=scope)


def moved_words(event: AgendaEvent, starts_at: dt.datetime, scope: Scope, today: dt.date) -> str:
    """What was done."""
    when = f"{words.near(starts_at.date(), today)} {words.clock(starts_at)}"
    if scope is Scope.THIS:
        return _("「{title}」已改到 {when}").format(title=event.title, when=when)
    return _("「{title}」和同系列的已改，这一场在 {when}").format(title=event.title, when=when)

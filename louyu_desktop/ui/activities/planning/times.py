"""The clock and the day as one types them into the small windows of planning."""

from __future__ import annotations

import datetime as dt

from louyu_desktop.errors import UserError
from louyu_desktop.fields import Field, Kind
from louyu_desktop.rules import dates, values
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.text import N_, _
from louyu_desktop.ui.fields.editors import DateEditor

MOMENT = Field(name="starts_at", label=N_("开始时间"), kind=Kind.DATETIME)
DAY = Field(name="until", label=N_("到哪天为止"), kind=Kind.DATE)


def moment_of(editor: DateEditor) -> dt.datetime:
    """The time that was typed; UserError when it is none."""
    found = values.parse(editor.field, str(editor.value()), today=dates.today())
    if not isinstance(found, dt.datetime):
        raise UserError(_("请填{label}，如 2026-12-05 14:00").format(label=_(editor.field.label)))
    return found


def day_of(editor: DateEditor) -> dt.date:
    """The day that was typed; UserError when it is none."""
    found = values.parse(editor.field, str(editor.value()), today=dates.today())
    if not isinstance(found, dt.date):
        raise UserError(_("请填{label}，如 2026-12-05").format(label=_(editor.field.label)))
    return found


def next_like(moment: dt.datetime, now: dt.datetime) -> dt.datetime:
    """The same weekday and clock in a week to come."""
    local = moment.astimezone(SHANGHAI)
    today = now.astimezone(SHANGHAI).date()
    weeks = max(1, -(-((today - local.date()).days + 1) // 7))
    return dt.datetime.combine(local.date() + dt.timedelta(days=7 * weeks), local.timetz())

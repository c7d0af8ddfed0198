"""A series on the screen: how it comes again in words, and the way to another rule."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from louyu_desktop.errors import UserError
from louyu_desktop.rules import recurrence
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.services.copies import Control, Copy
from louyu_desktop.text import _
from louyu_desktop.ui.activities.planning.repeat import RepeatDialog
from louyu_desktop.ui.parts import ElidedLabel

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_NAMED = 4


def rule_words(copy: Copy) -> str:
    """每周周四，共 12 场·遇到放假顺延·除外 12-03; that there is no rule where there is none."""
    values = copy.values
    first = values.get("first_at")
    if not values.get("rule") or first is None:
        return _("没有重复规则：各场单独排")
    try:
        parts = [recurrence.in_words(recurrence.read(values["rule"]), first.astimezone(SHANGHAI).date())]
    except UserError as error:
        return error.sentence
    if values.get("on_holiday"):
        parts.append(_("遇到放假{how}").format(how=_(values["on_holiday"])))
    left_out = tuple(values.get("exceptions") or ())
    if left_out:
        more = _("等 {count} 天").format(count=len(left_out)) if len(left_out) > _NAMED else ""
        parts.append(_("除外 {days}").format(days=_("、").join(left_out[:_NAMED])) + more)
    return "·".join(parts)


class SeriesStrip(QWidget):
    """One line under the head of a series."""

    def __init__(self, _context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 4, 16, 2)
        self.words = ElidedLabel("", "body", "text2", parent=self)
        row.addWidget(self.words, 1)

    def show_parent(self, copy: Copy) -> None:
        """Show how this series comes again."""
        self.words.setText(rule_words(copy))


def replan(context: Context, copy: Copy, parent: QWidget) -> None:
    """Open the rule at the next activity of a series; a series without one to come is told so."""
    services, now = context.services, dt.datetime.now(dt.UTC)

    def work(_control: Control) -> Copy | None:
        days = services.series.of(copy.id)
        coming = [day.activity_id for day in days if day.starts_at is not None and day.starts_at > now]
        key = coming[0] if coming else None
        return services.records.get("activities", key) if key is not None else None

    context.tasks.read(parent, work, partial(_open, context, parent))


def _open(context: Context, parent: QWidget, activity: Copy | None) -> None:
    if activity is None:
        context.message("info", _("这个系列没有还没办的场次。先新建或克隆一场，再改重复规则"))
    else:
        RepeatDialog(context, activity, parent).open()

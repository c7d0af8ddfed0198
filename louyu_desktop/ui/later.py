"""延后: until which day, and the usual reasons; what is put off is the business of each window."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QWidget

from louyu_desktop.errors import UserError
from louyu_desktop.fields import Field, Kind
from louyu_desktop.rules import dates, values
from louyu_desktop.rules.day_words import day_words
from louyu_desktop.services.copies import Control
from louyu_desktop.text import N_, _
from louyu_desktop.ui.fields.editors import DateEditor
from louyu_desktop.ui.panel import Panel
from louyu_desktop.ui.parts import outline

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_DAY = Field(name="until", label=N_("延后到"), kind=Kind.DATE, required=True)

REASONS = (N_("对方出差"), N_("约在那天"), N_("等对方材料"), N_("等上级答复"), N_("人手不够"))


def days_offered(today: dt.date) -> tuple[tuple[str, dt.date], ...]:
    """明天, 后天, 下周一, 两周后, 下月初: words and day."""
    monday = today + dt.timedelta(days=7 - today.weekday())
    month = (today.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
    return (
        (_("明天"), today + dt.timedelta(days=1)), (_("三天后"), today + dt.timedelta(days=3)), (_("下周一"), monday),
        (_("两周后"), today + dt.timedelta(days=14)), (_("下月 1 日"), month),
    )  # fmt: skip


class LaterPanel(Panel):
    """Asks for the day and the reason, has `put_off(until, reason)` done, and says whose matter it was."""

    def __init__(
        self, context: Context, parent: QWidget, matter: str, about: str, put_off: Callable[[dt.date, str], object]
    ) -> None:
        title = _("延后：{title}").format(title=matter)
        super().__init__(context, parent, title, about, _("延后"), QSize(540, 376))
        self._matter, self._put_off = matter, put_off
        self.day = self.ask(DateEditor(_DAY, self), _("延后到"))
        row = QHBoxLayout()
        row.setSpacing(6)
        today = dates.today()
        for words, day in days_offered(today):
            button = outline(words, small=True)
            button.setToolTip(day_words(day, today))
            button.clicked.connect(partial(self.day.put, day))
            row.addWidget(button)
        row.addStretch(1)
        self.body.addLayout(row)
        self.reason = self.ask_reason("reason", REASONS, limit=200)
        self.body.addStretch(1)
        self.day.put(today + dt.timedelta(days=1))
        self.day.setFocus()
        self.go.clicked.connect(self.take)

    def take(self) -> None:
        """Put it off with what was given; say what is missing."""
        try:
            until = values.parse(_DAY, str(self.day.value()), today=dates.today())
        except UserError as error:
            self.note.say(error.sentence)
            return
        if not isinstance(until, dt.date):
            self.note.say(_("写上延后到哪一天，例如明天、周五、11-30"))
            self.day.setFocus()
            return
        put_off, reason = self._put_off, str(self.reason.value())

        def work(_control: Control) -> None:
            put_off(until, reason)

        self.write(work, self._done)

    def _done(self, _nothing: None) -> None:
        self.context.message("ok", _("已延后：{title}").format(title=self._matter))
        self.accept()

"""延后: until which day and why; the line comes back by itself on that day."""

from __future__ import annotations

import datetime as dt
from functools import partial

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QWidget

from louyu_desktop.errors import UserError
from louyu_desktop.fields import Field, Kind
from louyu_desktop.rules import dates, values
from louyu_desktop.services.copies import Control
from louyu_desktop.services.overview import TodayItem
from louyu_desktop.services.today_parts import day_words
from louyu_desktop.text import N_, _
from louyu_desktop.ui.activities.planning.panel import Panel
from louyu_desktop.ui.context import Context
from louyu_desktop.ui.fields.editors import DateEditor
from louyu_desktop.ui.labels import Label
from louyu_desktop.ui.later import REASONS, days_offered
from louyu_desktop.ui.parts import outline

_DAY = Field(name="until", label=N_("延后到"), kind=Kind.DATE, required=True)


class PutOffDialog(Panel):
    """Asks for day and reason; both are needed."""

    def __init__(self, context: Context, item: TodayItem, parent: QWidget) -> None:
        about = _("到那天它自己回到今日里。没到之前可以在「已延后」里看到，随时可以取回。")
        super().__init__(
            context, parent, _("延后：{title}").format(title=item.title), about, _("延后"), QSize(540, 376)
        )
        self._item = item
        self.body.addWidget(Label(_("延后到"), "label"))
        self.day = DateEditor(_DAY, self)
        self.day.setAccessibleName(_("延后到"))
        row = QHBoxLayout()
        row.setSpacing(6)
        today = dates.today()
        for words, day in days_offered(today):
            button = outline(words, small=True)
            button.setToolTip(day_words(day, today))
            button.clicked.connect(partial(self.day.put, day))
            row.addWidget(button)
        row.addStretch(1)
        self.body.addWidget(self.day)
        self.body.addLayout(row)
        self.reason = self.ask_reason("reason", REASONS, limit=200)
        self.body.addStretch(1)
        self.day.put(today + dt.timedelta(days=1))
        self.day.setFocus()
        self.go.clicked.connect(self.take)

    def take(self) -> None:
        """Put it off with what was given."""
        try:
            until = values.parse(_DAY, str(self.day.value()), today=dates.today())
        except UserError as error:
            self.note.say(error.sentence)
            return
        if not isinstance(until, dt.date):
            self.note.say(_("写上延后到哪一天，例如明天、周五、11-30"))
            self.day.setFocus()
            return
        reason = str(self.reason.value())
        snoozing, topic = self.context.services.snoozing, self._item.topic
        self.go.setEnabled(False)

        def work(_control: Control) -> None:
            snoozing.put_off(topic, until, reason)

        self.context.tasks.write(self, work, self._done, self.refuse)

    def _done(self, _nothing: object) -> None:
        self.context.message("ok", _("已延后：{title}").format(title=self._item.title))
        self.accept()

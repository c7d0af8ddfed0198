"""The activity that the first list of a station belongs to: asked for beside the list, made together with it."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from louyu_desktop.errors import UserError
from louyu_desktop.fields import Field
from louyu_desktop.rules import dates, values
from louyu_desktop.rules.file_titles import title_in
from louyu_desktop.services.import_plan import NewActivity
from louyu_desktop.text import _
from louyu_desktop.ui.entrance.parts import Entry, name_line
from louyu_desktop.ui.parts import Card, Label
from louyu_desktop.ui.theme import theme

_HOUR = dt.timedelta(hours=1)

class ActivityBegun(Card):
    """Title and beginning of the activity that is made with its list; hidden where it is known already."""

    def __init__(self, starts: Field) -> None:
        super().__init__()
        self._starts = starts
        self.title = Entry(_("活动名称"), name_line(), _("印在签到表的抬头上"), required=True)
        self.starts = Entry(_("什么时候开始"), QLineEdit(), _("场地和别的以后再补"), required=True)
        self.title.line.setMinimumWidth(theme.px(260))
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.title, 3)
        row.addWidget(self.starts, 2)
        row.addStretch(2)
        self.body.addWidget(Label(_("这份名单是哪场活动的"), "group"))
        self.body.addLayout(row)
        self.hide()

    def ask(self, name: str) -> None:
        """Ask for it, with what the file's `name` tells; what was typed before stays."""
        if not self.title.text:
            self.title.line.setText(title_in(name))
        if not self.starts.text:
            now = dt.datetime.now(dt.UTC).replace(minute=0, second=0, microsecond=0)
            self.starts.line.setText(values.display(self._starts, now + _HOUR))
        self.show()
        if not self.title.text:
            self.title.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Another file, another activity."""
        for entry in (self.title, self.starts):
            entry.line.clear()
            entry.calm()
        self.hide()

    def told(self) -> NewActivity | None:
        """The activity as it stands here; None where something is missing, which the field says."""
        if not self.title.filled() or not self.starts.filled():
            return None
        try:
            begins = values.parse(self._starts, self.starts.text, today=dates.today())
        except UserError as error:
            self.starts.say(error.sentence)
            return None
        return NewActivity(self.title.text, begins)

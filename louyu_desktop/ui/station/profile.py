"""The station's own pages: profile, holidays, the recycle bin."""

from __future__ import annotations

import datetime as dt

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from louyu_desktop.rules import dates
from louyu_desktop.rules.workdays import Calendar, HolidayDay
from louyu_desktop.services.copies import Control, Copy, Query
from louyu_desktop.services.every import every
from louyu_desktop.text import N_, _
from louyu_desktop.ui.arrangement import Arrangement, Group
from louyu_desktop.ui.bus import Changes
from louyu_desktop.ui.context import Context
from louyu_desktop.ui.entity.form import Form
from louyu_desktop.ui.entity.tab import EntityTab
from louyu_desktop.ui.fields.words import scrolled, scrolled_card
from louyu_desktop.ui.parts import Card, Label, MessageBar, outline
from louyu_desktop.ui.station.pasted_notice import NoticePanel

PROFILE = Arrangement(
    kind="stations",
    groups=(
        Group(N_("站点"), ("name", "level", "subdistrict", "address", "floor", "area", "opened_on", "hours", "phone")),
        Group(N_("印在服务手册上"), ("introduction", "history", "booking_guide")),
        Group(N_("共建"), ("funding_source", "built_with")),
    ),
)
_DAY = ("day", "kind", "name")
HOLIDAYS = Arrangement(kind="holidays", groups=(Group("", _DAY),), columns=_DAY)


class ProfilePage(QWidget):
    """Cover and first chapter of the handbook are made from this."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        services = context.services
        self.form = Form(context, services.stations.entity(), PROFILE, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(Label(_("站点资料"), "title"))
        column.addWidget(scrolled_card(self.form, scrolled(self.form)), 1)
        self.form.saved.connect(self._saved)
        self._read()

    def _read(self) -> None:
        stations, records = self._context.services.stations, self._context.services.records

        def work(_control: Control) -> Copy:
            return records.get("stations", stations.profile_id())

        self._context.tasks.read(self, work, self.form.load)

    def _saved(self, _id: int) -> None:
        self._read()


class HolidaysPage(QWidget):
    """The station's own table of holidays; it stands over the statutory one."""

    def __init__(self, context: Context, today: dt.date | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._today = today or dates.today()
        self.message = MessageBar()
        self.tab = EntityTab(context, HOLIDAYS, self)
        self._import = outline(_("导入节假日…"), "upload", small=True)
        self._import.setVisible(context.has("import"))
        self._import.clicked.connect(self._open_import)
        self.paste = outline(_("粘贴放假通知…"), "file", small=True)
        self.paste.clicked.connect(self.open_notice)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        row = QHBoxLayout()
        row.addWidget(Label(_("节假日"), "title"))
        row.addStretch(1)
        row.addWidget(self.paste)
        row.addWidget(self._import)
        column.addLayout(row)
        column.addWidget(Label(_("「休」是放假，「班」是周末补班。办结日期按这里算；这里没有的年份用国务院公布的安排"), "label", "text3"))
        column.addWidget(self.message)
        card = Card()
        card.body.setContentsMargins(1, 1, 1, 1)
        card.body.addWidget(self.tab)
        column.addWidget(card, 1)
        context.bus.changed.connect(self._changed)
        self._read()

    def _open_import(self) -> None:
        self._context.launch("import", kind="holidays")

    def open_notice(self) -> NoticePanel:
        """Where the notice is pasted."""
        panel = NoticePanel(self._context, self)
        panel.open()
        return panel

    def _changed(self, changes: Changes) -> None:
        if "holidays" in changes.kinds:
            self._read()

    def _read(self) -> None:
        records = self._context.services.records

        def work(_control: Control) -> dict[dt.date, HolidayDay]:
            query = Query("holidays", sort="day")
            rows = [row.values for row in every(records, query)]
            return {row["day"]: HolidayDay(row["day"], row["kind"] == "班", row["name"] or "") for row in rows}

        self._context.tasks.read(self, work, self._warn)

    def _warn(self, days: dict[dt.date, HolidayDay]) -> None:
        calendar = Calendar(days)
        missing = [year for year in (self._today.year, self._today.year + 1) if not calendar.year_known(year)]
        if missing:
            years = "、".join(str(year) for year in missing)
            sentence = _("{years} 年的节假日还没有：先按周一到周五算，日期旁标「预估」。国务院一般 11 月公布，公布后把通知粘贴进来")
            self.message.show("warn", sentence.format(years=years), _("粘贴放假通知…"), self.open_notice)
        else:
            self.message.hide()

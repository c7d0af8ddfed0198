"""The station's own pages: profile, the people who work here, holidays, the recycle bin."""

from __future__ import annotations

import datetime as dt
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from louyu_desktop.rules import dates
from louyu_desktop.rules.workdays import Calendar, HolidayDay
from louyu_desktop.services.copies import Control, Copy, Option, Query
from louyu_desktop.text import N_, _
from louyu_desktop.ui.bus import Changes
from louyu_desktop.ui.context import Context
from louyu_desktop.ui.entity.arrangement import Arrangement, Group
from louyu_desktop.ui.entity.form import Form
from louyu_desktop.ui.entity.tab import EntityTab
from louyu_desktop.ui.fields.words import scrolled
from louyu_desktop.ui.parts import Card, Label, MessageBar, clear, link, outline
from louyu_desktop.ui.prints.inputs import combo
from louyu_desktop.ui.theme import theme

PROFILE = Arrangement(
    kind="stations",
    groups=(
        Group(N_("站点"), ("name", "level", "subdistrict", "address", "floor", "area", "opened_on", "hours", "phone")),
        Group(N_("印在服务手册上"), ("introduction", "history", "booking_guide")),
        Group(N_("共建"), ("funding_source", "built_with")),
    ),
)
_PERSON, _DAY = ("name", "role", "phone"), ("day", "kind", "name")
ACCOUNTS = Arrangement(kind="accounts", groups=(Group("", _PERSON),), columns=_PERSON)
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
        card = Card()
        card.body.setContentsMargins(1, 1, 1, 1)
        card.body.addWidget(scrolled(self.form))
        column.addWidget(card, 1)
        self.form.saved.connect(self._saved)
        self._read()

    def _read(self) -> None:
        stations, records = self._context.services.stations, self._context.services.records

        def work(_control: Control) -> Copy:
            return records.get("stations", stations.profile_id())

        self._context.tasks.read(self, work, self.form.load)

    def _saved(self, _id: int) -> None:
        self._read()


class AccountsPage(QWidget):
    """Who works here, and who is on duty in this window: what is done is signed with that name."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.duty = combo([])
        self.duty.setMinimumWidth(theme.px(220))
        self.duty.setAccessibleName(_("值班"))
        self.duty.activated.connect(self._chosen)
        self.tab = EntityTab(context, ACCOUNTS, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(Label(_("工作人员"), "title"))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(Label(_("现在值班"), "label"))
        row.addWidget(self.duty)
        row.addWidget(Label(_("改动记录里写的就是值班的人"), "hint"))
        row.addStretch(1)
        column.addLayout(row)
        card = Card()
        card.body.setContentsMargins(1, 1, 1, 1)
        card.body.addWidget(self.tab)
        column.addWidget(card, 1)
        context.bus.changed.connect(self._changed)
        self._read()

    def _changed(self, changes: Changes) -> None:
        if "accounts" in changes.kinds:
            self._read()

    def _read(self) -> None:
        stations = self._context.services.stations

        def work(_control: Control) -> tuple[tuple[Option, ...], Option | None]:
            return stations.accounts(), stations.actor()

        self._context.tasks.read(self, work, self._show)

    def _show(self, found: tuple[tuple[Option, ...], Option | None]) -> None:
        accounts, actor = found
        self.duty.clear()
        for account in accounts:
            self.duty.addItem(f"{account.title}（{_(account.subtitle)}）", account.id)
        self.duty.setCurrentIndex(self.duty.findData(actor.id if actor else None))

    def _chosen(self, _index: int) -> None:
        stations, account = self._context.services.stations, int(self.duty.currentData())
        self._context.tasks.write(self, lambda _control: stations.set_actor(account), self._on_duty)

    def _on_duty(self, _nothing: object) -> None:
        self._context.message("ok", _("现在值班：{name}").format(name=self.duty.currentText()))
        refresh = getattr(self._context.window, "refresh", None)
        if refresh is not None:
            refresh()


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
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        row = QHBoxLayout()
        row.addWidget(Label(_("节假日"), "title"))
        row.addStretch(1)
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

    def _changed(self, changes: Changes) -> None:
        if "holidays" in changes.kinds:
            self._read()

    def _read(self) -> None:
        records = self._context.services.records

        def work(_control: Control) -> dict[dt.date, HolidayDay]:
            query = Query("holidays", sort="day")
            pages = range((records.count(query) + 127) // 128)
            rows = [row.values for number in pages for row in records.page(query, number)]
            return {row["day"]: HolidayDay(row["day"], row["kind"] == "班", row["name"] or "") for row in rows}

        self._context.tasks.read(self, work, self._warn)

    def _warn(self, days: dict[dt.date, HolidayDay]) -> None:
        calendar = Calendar(days)
        missing = [year for year in (self._today.year, self._today.year + 1) if not calendar.year_known(year)]
        if missing:
            years = "、".join(str(year) for year in missing)
            sentence = _("{years} 年的节假日还没有：先按周一到周五算，日期旁标「预估」。国务院一般 11 月公布，公布后在这里录入或导入")
            self.message.show("warn", sentence.format(years=years))
        else:
            self.message.hide()


class BinPage(QWidget):
    """What was deleted in the last 90 days, by kind; the list itself restores."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(Label(_("回收站"), "title"))
        column.addWidget(Label(_("删除的会在这里留 90 天，随时可以恢复"), "label", "text3"))
        self._rows = QVBoxLayout()
        column.addLayout(self._rows)
        column.addStretch(1)
        context.bus.changed.connect(self._changed)
        self._read()

    def _changed(self, _changes: Changes) -> None:
        self._read()

    def _read(self) -> None:
        records = self._context.services.records

        def work(_control: Control) -> dict[str, int]:
            kinds = [entity.kind for entity in records.kinds() if entity.columns]
            return {kind: count for kind in kinds if (count := records.count(Query(kind, archived=True)))}

        self._context.tasks.read(self, work, self._show)

    def _show(self, counts: dict[str, int]) -> None:
        clear(self._rows)
        if not counts:
            self._rows.addWidget(Label(_("回收站是空的"), "body", "text3"))
            return
        card = Card()
        grid = QGridLayout()
        grid.setHorizontalSpacing(20)
        for row, (kind, count) in enumerate(counts.items()):
            entity = self._context.services.records.entity(kind)
            words = _("{count} {counter}").format(count=f"{count:,}", counter=_(entity.counter))
            grid.addWidget(Label(_(entity.label)), row, 0)
            grid.addWidget(Label(words, "label"), row, 1, Qt.AlignmentFlag.AlignRight)
            button = link(_("打开"))
            button.clicked.connect(partial(self._open, kind))
            grid.addWidget(button, row, 2, Qt.AlignmentFlag.AlignRight)
        grid.setColumnStretch(0, 1)
        card.body.addLayout(grid)
        card.setMaximumWidth(theme.px(520))
        self._rows.addWidget(card)

    def _open(self, kind: str) -> None:
        self._context.open_query(Query(kind, archived=True))
        self.window().close()

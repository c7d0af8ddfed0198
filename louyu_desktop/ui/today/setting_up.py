"""What a new station still lacks, as a card beside 今日: each line leads to where it is done; in the end it goes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QHBoxLayout

from louyu_desktop.services.copies import Filter, Match, Query
from louyu_desktop.text import N_, _
from louyu_desktop.ui import ask
from louyu_desktop.ui.buttons import LongLink, link
from louyu_desktop.ui.labels import IconLabel, Label
from louyu_desktop.ui.messages import Card, clear
from louyu_desktop.ui.reading import Reading

if TYPE_CHECKING:
    from louyu_desktop.services.introducing import SettingUp
    from louyu_desktop.ui.context import Context

_SOON_MS = 200
_UNCONFIRMED = Query("service-items", (Filter("enabled", Match.EQUALS, value=True),
                                       Filter("confirmed_on", Match.EMPTY)), "code")  # fmt: skip

LINES = {
    "buildings": ("building", N_("登记站点服务的楼宇")),
    "units": ("grid", N_("导入楼层和房间")),
    "enterprises": ("tower", N_("导入第一批企业")),
    "people": ("people", N_("导入人员名单")),
    "calendar": ("calendar", N_("贴上明年的放假安排")),
    "backup": ("shield", N_("选第二处备份")),
    "sheet": ("file", N_("打印恢复纸，照纸核对")),
    "second": ("userplus", N_("加第二位站长")),
    "checklist": ("list", N_("核对服务事项")),
}
"""The icon and the words of each line."""


def lead(context: Context, key: str) -> None:
    """Go where one line is done."""
    pages = {"calendar": "holidays", "backup": "backup", "sheet": "recovery", "second": "accounts"}
    if key == "buildings":
        context.new_record("buildings")
    elif key == "checklist":
        context.open_query(_UNCONFIRMED)
    elif key in pages:
        context.launch("settings", page=pages[key])
    else:
        context.launch("import", kind=key)


class SettingUpCard(Card):
    """Hidden until something is missing; only whoever sets the station up sees it."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("站点还差几样"))
        self._context = context
        self.found: SettingUp | None = None
        self.lines: dict[str, LongLink] = {}
        self._count = Label("", "hint")
        self.away = link(_("不再提醒"))
        self.away.clicked.connect(self.put_away)
        self.head.addWidget(self._count)
        self.head.addWidget(self.away)
        self.body.setSpacing(2)
        self.hide()
        self.reading = Reading(context, self, self._read, soon=_SOON_MS)
        context.guest.changed.connect(self._show_again)

    def changeEvent(self, event: QEvent) -> None:
        """Back from the settings, where accounts, keys and backups are no news on the bus."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow() and self.isVisible():
            self.reading.begin()

    def begin(self) -> None:
        """今日 is live: see what is missing."""
        self._read()

    def _read(self) -> None:
        introducing = self._context.services.introducing
        self.reading.ask(lambda _control: introducing.setting_up(), self.put)

    def _show_again(self, _guest: bool) -> None:
        self.setVisible(self.found is not None and bool(self.found.missing) and not self._context.guest.on)

    def put(self, found: SettingUp) -> None:
        """Show what is missing; nothing at all when all is there."""
        if found != self.found:
            self.found = found
            self._fill(found)
        self._show_again(self._context.guest.on)

    def _fill(self, found: SettingUp) -> None:
        while self.body.count() > 1:
            row = self.body.takeAt(1).layout()
            if row is not None:
                clear(row)
                row.deleteLater()
        self._count.setText(_("{done} / {total}").format(done=found.total - len(found.missing), total=found.total))
        self.lines = {}
        for key in found.missing:
            icon, words = LINES[key]
            line = LongLink(_(words) + " ›")
            line.clicked.connect(partial(lead, self._context, key))
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(IconLabel(icon, "text3", 16))
            row.addWidget(line)
            row.addStretch(1)
            self.body.addLayout(row)
            self.lines[key] = line

    def put_away(self) -> None:
        """For good, for everybody; what is missing can be done all the same."""
        if ask.confirm(
            self, _("不再提醒还差什么？"), _("这张单子从今日里拿掉，以后不再出现。要补的随时可以在设置和各页里做。"),
            _("不再提醒"), _("留着"),
        ):  # fmt: skip
            introducing = self._context.services.introducing
            self._context.tasks.write(self, lambda _control: introducing.put_away(), lambda _none: self._read())

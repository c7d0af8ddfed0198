"""Which of today's activities the desk is opened for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.services.desk_copies import DeskActivity
from louyu_desktop.text import _
from louyu_desktop.ui.buttons import quiet
from louyu_desktop.ui.desk.words import DeskButton
from louyu_desktop.ui.labels import Label
from louyu_desktop.ui.plain import tip
from louyu_desktop.ui.theme import theme

_WIDE = 560


class Choosing(QDialog):
    """`chosen` carries the activity."""

    chosen = Signal(int)

    def __init__(self, activities: Sequence[DeskActivity], parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("签到台"))
        self.setMinimumWidth(theme.px(_WIDE))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(8)
        column.addWidget(Label(_("今天有 {count} 场活动，给哪一场签到？").format(count=len(activities)), "pane"))
        self.buttons = []
        for one in activities:
            button = DeskButton(_words(one), "desk")
            button.setStyleSheet("text-align: left;")
            button.setMinimumWidth(theme.px(_WIDE - 40))
            button.setToolTip(tip(_words(one)))
            button.clicked.connect(partial(self._take, one.activity_id))
            self.buttons.append(button)
            column.addWidget(button)
        foot = QHBoxLayout()
        leave = quiet(_("取消"))
        leave.clicked.connect(self.reject)
        foot.addWidget(leave)
        foot.addStretch(1)
        column.addLayout(foot)
        if self.buttons:
            self.buttons[0].setFocus()

    def _take(self, activity_id: int, _checked: bool = False) -> None:
        self.accept()
        self.chosen.emit(activity_id)


def _words(one: DeskActivity) -> str:
    when = one.starts_at.astimezone(SHANGHAI).strftime("%H:%M")
    counts = _("已到 {signed} / {registered}").format(signed=one.signed, registered=one.registered)
    return "　".join(part for part in (when, one.title, one.venue, counts) if part)

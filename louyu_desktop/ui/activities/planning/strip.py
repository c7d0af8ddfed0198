"""The way of an activity under its head: where it stands, what comes next, and what else can be done."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from louyu_desktop.rules import lifecycle
from louyu_desktop.rules.lifecycle import OFF, PATH, Action, State
from louyu_desktop.services.copies import Control, Copy
from louyu_desktop.services.planned import Offered, Told
from louyu_desktop.services.rights import Right
from louyu_desktop.text import N_, _
from louyu_desktop.ui.activities.numbers import sum_up
from louyu_desktop.ui.activities.planning.reason import StepDialog
from louyu_desktop.ui.activities.planning.told import ToldDialog, show_told
from louyu_desktop.ui.parts import Button, ElidedLabel, clear, link, primary, quiet
from louyu_desktop.ui.path_view import PathView
from louyu_desktop.ui.problems import report

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context


class LifecycleStrip(QWidget):
    """Where the activity stands; its steps as buttons for those who may take them."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._copy: Copy | None = None
        self._may = context.services.access.may(Right.WORK)
        self.buttons: dict[Action, Button] = {}
        self.path = PathView(self, PATH, N_("活动状态：{state}"))
        self.off = ElidedLabel("", "label", "warn", parent=self)
        self.whom = link(_("要通知的人"))
        self.whom.clicked.connect(self._tell)
        self._whole = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._whole.setContentsMargins(20, 4, 16, 2)
        self._whole.setSpacing(6)
        way = QHBoxLayout()
        way.setSpacing(6)
        way.addWidget(self.path, 1)
        way.addWidget(self.off, 1)
        way.addWidget(self.whom)
        self._row = QHBoxLayout()
        self._row.setSpacing(6)
        self._whole.addLayout(way, 1)
        self._whole.addLayout(self._row)

    def show_parent(self, copy: Copy) -> None:
        """Show where this activity stands now, and read what can be done."""
        self._copy = copy
        state = self.state(copy)
        is_off = state in OFF
        self.path.setVisible(not is_off)
        self.off.setVisible(is_off)
        self.whom.setVisible(is_off)
        self.path.show_state(state)
        reason = str(copy.values.get("status_reason") or _("没有写原因"))
        words = _("已延期：{reason}") if state is State.POSTPONED else _("已取消：{reason}")
        self.off.setText(words.format(reason=reason))
        if self._may:
            activities, now, key = self._context.services.activities, self._now(), copy.id
            self._context.tasks.read(self, lambda _control: activities.actions(key, now), partial(self._offer, key))

    @staticmethod
    def _now() -> dt.datetime:
        return dt.datetime.now(dt.UTC)

    def state(self, copy: Copy) -> State:
        """The state that stands now, whatever was written last."""
        values = copy.values
        return lifecycle.status_at(
            values["status"], values["starts_at"], values["ends_at"], values["registration_deadline"], self._now()
        )

    def _offer(self, key: int, offered: tuple[Offered, ...]) -> None:
        if self._copy is None or self._copy.id != key:
            return
        clear(self._row)
        self.buttons = {}
        for one in offered:
            if one.action is Action.BEGIN and not one.ahead:
                continue
            to_write = one.action is Action.ARCHIVE and bool(one.why_not)
            words = _("写总结") if to_write else one.label
            button = primary(words, small=True) if one.ahead else quiet(words, small=True)
            button.setEnabled(to_write or not one.why_not)
            button.setToolTip(one.why_not)
            button.clicked.connect(self._wrap_up if to_write else partial(self.take, one))
            self.buttons[one.action] = button
            self._row.addWidget(button)
        self._row.addStretch(1)
        self._share()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where the way leaves no room beside it, the steps stand below."""
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        way, margins = self._whole.itemAt(0), self._whole.contentsMargins()
        steps = sum(self._whole.spacing() + button.sizeHint().width() for button in self.buttons.values())
        beside = margins.left() + way.minimumSize().width() + steps + margins.right() <= self.width()
        directions = QBoxLayout.Direction
        self._whole.setDirection(directions.LeftToRight if beside else directions.TopToBottom)

    def take(self, offered: Offered) -> None:
        """Take a step; what it needs is asked first."""
        if self._copy is None:
            return
        if offered.asks_reason or offered.asks_time:
            dialog = StepDialog(self._context, self._copy, offered, self.window())
            dialog.taken.connect(self._taken)
            dialog.open()
            return
        activities, key, now = self._context.services.activities, self._copy.id, self._now()

        def work(_control: Control) -> Told:
            return activities.act(key, offered.action, now=now)

        self._context.tasks.write(self, work, self._done, partial(report, self))

    def _wrap_up(self) -> None:
        if self._copy is not None:
            sum_up(self._context, self._copy, self.window())

    def _done(self, told: Told) -> None:
        self._context.message("ok", _("{title}：{state}").format(title=told.title, state=told.status))

    def _taken(self, told: Told) -> None:
        ToldDialog(self._context, told, self.window()).open()

    def _tell(self) -> None:
        if self._copy is not None:
            show_told(self._context, self._copy.id, self.window())

"""The way of a topic, and of a meeting, under its head: where it stands, and its steps as buttons."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from louyu_desktop.rules.topic_flow import PATH, Action, MeetingAction, MeetingState, Stage
from louyu_desktop.services.copies import Copy
from louyu_desktop.services.council_copies import MeetingFile, MeetingOffered, TopicOffered
from louyu_desktop.services.rights import Right
from louyu_desktop.text import N_, _
from louyu_desktop.ui.buildings.council.attending import AttendanceDialog
from louyu_desktop.ui.buildings.council.giving import take_step
from louyu_desktop.ui.bus import Changes
from louyu_desktop.ui.holding import Holder
from louyu_desktop.ui.parts import Button, Label, clear, primary, quiet
from louyu_desktop.ui.path_view import PathView
from louyu_desktop.ui.problems import report

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_FEEDING = frozenset({"topics", "measures", "feedback", "meetings", "agenda-items"})


class _Strip(QWidget):
    """The path, the steps beside it, and one line that says what the leading step waits for."""

    def __init__(self, context: Context, parent: QWidget, path: PathView) -> None:
        super().__init__(parent)
        self._context = context
        self._copy: Copy | None = None
        self._may = context.services.access.may(Right.WORK)
        self.path = path
        self._put: dict[Hashable, QWidget] = {}
        self._holder = Holder(self)
        self.why = Label("", "hint", "warn", wrap=True)
        self.why.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 4, 16, 2)
        layout.setSpacing(0)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.path, 1)
        self._row = QHBoxLayout()
        self._row.setSpacing(6)
        row.addLayout(self._row)
        layout.addLayout(row)
        layout.addWidget(self.why)
        context.bus.changed.connect(self._hear)

    def _hear(self, changes: Changes) -> None:
        if self._copy is not None and self._may and not _FEEDING.isdisjoint(changes.kinds):
            self.read(self._copy)

    def show_parent(self, copy: Copy) -> None:
        """Show where this record stands, and read what can be done."""
        self._copy = copy
        self.mark(copy)
        if self._may:
            self.read(copy)

    def mark(self, copy: Copy) -> None:
        """Mark its state on the path."""
        raise NotImplementedError

    def read(self, copy: Copy) -> None:
        """Read its steps."""
        raise NotImplementedError

    def put(self, buttons: list[tuple[Button, str]], why: str) -> None:
        """These buttons, each with why it cannot be pressed, and what the leading one waits for."""
        self._holder.keep(self._put)
        clear(self._row)
        self._put = dict(enumerate(button for button, _reason in buttons))
        for button, reason in buttons:
            button.setEnabled(not reason)
            button.setToolTip(reason)
            self._row.addWidget(button)
        self._holder.give(self._put)
        self.why.setText(why)
        self.why.setVisible(bool(why))


class TopicStrip(_Strip):
    """The four stages and the file; what leads on first."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(context, parent, PathView(parent, PATH, N_("议题阶段：{state}")))
        self.buttons: dict[Action, Button] = {}

    def mark(self, copy: Copy) -> None:
        """Its stage."""
        stage = Stage(copy.values["stage"])
        self.path.setVisible(stage in PATH)
        self.path.show_state(stage)

    def read(self, copy: Copy) -> None:
        """What can be done with this topic now."""
        councils, key, now = self._context.services.councils, copy.id, dt.datetime.now(dt.UTC)
        self._context.tasks.read(self, lambda _control: councils.actions(key, now), partial(self._offer, key))

    def _offer(self, key: int, offered: tuple[TopicOffered, ...]) -> None:
        if self._copy is None or self._copy.id != key:
            return
        self.buttons, made = {}, []
        for one in offered:
            button = primary(one.label, small=True) if one.ahead else quiet(one.label, small=True)
            button.clicked.connect(partial(self.take, one))
            self.buttons[one.action] = button
            made.append((button, one.why_not))
        waits = next((one.why_not for one in offered if one.ahead), "")
        void = self._copy.values["stage"] == Stage.VOID
        self.put(made, _("这个议题已经作废，编号不再用") if void else waits)

    def take(self, offered: TopicOffered, _checked: bool = False) -> None:
        """Take a step; what it needs is asked first."""
        if self._copy is not None:
            take_step(self._context, self._copy.id, self._copy.title, offered, self)


class MeetingStrip(_Strip):
    """From its preparation to settled minutes."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(context, parent, PathView(parent, tuple(MeetingState), N_("会议状态：{state}")))
        self.buttons: dict[MeetingAction, Button] = {}

    def mark(self, copy: Copy) -> None:
        """Its state."""
        self.path.show_state(MeetingState(copy.values["state"]))

    def read(self, copy: Copy) -> None:
        """What can be done with this meeting now."""
        councils, key, now = self._context.services.councils, copy.id, dt.datetime.now(dt.UTC)
        self._context.tasks.read(self, lambda _control: councils.meeting(key, now), partial(self._offer, key))

    def _offer(self, key: int, file: MeetingFile) -> None:
        if self._copy is None or self._copy.id != key:
            return
        self.buttons, made = {}, []
        able = next((one for one in file.offered if not one.why_not), None)
        for one in file.offered:
            first = one is able and one.action is not MeetingAction.AMEND
            button = primary(one.label, small=True) if first else quiet(one.label, small=True)
            button.clicked.connect(partial(self.take, file, one))
            self.buttons[one.action] = button
            made.append((button, one.why_not))
        self.put(made, "" if able else next((one.why_not for one in file.offered), ""))

    def take(self, file: MeetingFile, offered: MeetingOffered, _checked: bool = False) -> None:
        """Take a step; who was there is asked first where it is one of that."""
        if offered.asks_attendance:
            AttendanceDialog(self._context, file, self.window()).open()
            return
        councils, now = self._context.services.councils, dt.datetime.now(dt.UTC)

        def done(state: str) -> None:
            self._context.message("ok", f"{file.name}：{_(state)}")

        self._context.tasks.write(
            self, lambda _control: councils.act_with_meeting(file.id, offered.action, now=now), done,
            partial(report, self),
        )  # fmt: skip

"""The way of a topic, and of a meeting, under its head: where it stands, and its steps as buttons."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from louyu_desktop.rules.topic_flow import PATH, MeetingAction, MeetingState, Stage
from louyu_desktop.services.copies import Copy
from louyu_desktop.services.council_copies import MeetingFile, MeetingOffered, TopicOffered
from louyu_desktop.text import N_, _
from louyu_desktop.ui.buildings.council.attending import AttendanceDialog
from louyu_desktop.ui.buildings.council.giving import take_step
from louyu_desktop.ui.parts import Button, Label, primary, quiet
from louyu_desktop.ui.path_view import PathView
from louyu_desktop.ui.problems import report
from louyu_desktop.ui.step_strip import StepStrip

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

class _Strip(StepStrip):
    """The path, the steps beside it, and one line that says what the leading step waits for."""

    feeding = frozenset({"topics", "measures", "feedback", "meetings", "agenda-items"})

    def __init__(self, context: Context, parent: QWidget, path: PathView) -> None:
        super().__init__(context, parent)
        self.path = path
        self.why = Label("", "hint", "warn", wrap=True)
        self.why.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 4, 16, 2)
        layout.setSpacing(0)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.path, 1)
        row.addLayout(self.steps)
        layout.addLayout(row)
        layout.addWidget(self.why)

    def say(self, why: str) -> None:
        """What the leading step waits for."""
        self.why.setText(why)
        self.why.setVisible(bool(why))


class TopicStrip(_Strip):
    """The four stages and the file; what leads on first."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(context, parent, PathView(parent, PATH, N_("议题阶段：{state}")))

    def read(self, copy: Copy) -> None:
        """Its stage, and what can be done with this topic now."""
        stage = Stage(copy.values["stage"])
        self.path.setVisible(stage in PATH)
        self.path.show_state(stage)
        if not self._may:
            return
        councils, key, now = self._context.services.councils, copy.id, dt.datetime.now(dt.UTC)
        self._context.tasks.read(self, lambda _control: councils.actions(key, now), partial(self._offer, key))

    def _offer(self, key: int, offered: tuple[TopicOffered, ...]) -> None:
        if self._copy is None or self._copy.id != key:
            return
        self.offer(map(self._made, offered))
        waits = next((one.why_not for one in offered if one.ahead), "")
        void = self._copy.values["stage"] == Stage.VOID
        self.say(_("这个议题已经作废，编号不再用") if void else waits)

    def _made(self, one: TopicOffered) -> tuple[str, Button, str]:
        button = (primary if one.ahead else quiet)(one.label, small=True)
        button.clicked.connect(partial(self.take, one))
        return one.action, button, one.why_not

    def take(self, offered: TopicOffered, _checked: bool = False) -> None:
        """Take a step; what it needs is asked first."""
        if self._copy is not None:
            take_step(self._context, self._copy.id, self._copy.title, offered, self)


class MeetingStrip(_Strip):
    """From its preparation to settled minutes."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(context, parent, PathView(parent, tuple(MeetingState), N_("会议状态：{state}")))

    def read(self, copy: Copy) -> None:
        """Its state, and what can be done with this meeting now."""
        self.path.show_state(MeetingState(copy.values["state"]))
        if not self._may:
            return
        councils, key, now = self._context.services.councils, copy.id, dt.datetime.now(dt.UTC)
        self._context.tasks.read(self, lambda _control: councils.meeting(key, now), partial(self._offer, key))

    def _offer(self, key: int, file: MeetingFile) -> None:
        if not self.is_shown(key):
            return
        able = next((one for one in file.offered if not one.why_not), None)
        self.offer(self._made(file, one, leads=one is able) for one in file.offered)
        self.say("" if able else next((one.why_not for one in file.offered), ""))

    def _made(self, file: MeetingFile, one: MeetingOffered, *, leads: bool) -> tuple[str, Button, str]:
        button = (primary if leads and one.action is not MeetingAction.AMEND else quiet)(one.label, small=True)
        button.clicked.connect(partial(self.take, file, one))
        return one.action, button, one.why_not

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

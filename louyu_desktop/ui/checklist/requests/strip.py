"""A request under its head: its three clocks with why they end when they do, and what can be done now."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from louyu_desktop.rules.day_words import short_date
from louyu_desktop.rules.request_flow import State
from louyu_desktop.services.copies import Control, Copy
from louyu_desktop.services.request_copies import Clock, Offered, Sight
from louyu_desktop.text import _
from louyu_desktop.ui.checklist.board.acting import act, add_actions, labelled
from louyu_desktop.ui.flow import FlowLayout
from louyu_desktop.ui.parts import Button, ElidedLabel, IconLabel, Label, outline, primary, quiet, restyle
from louyu_desktop.ui.step_strip import StepStrip
from louyu_desktop.ui.theme import theme

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_SHOWN = 3


class RequestStrip(StepStrip):
    """The leading step stands first; what has not changed is not drawn anew: it would flicker."""

    feeding = frozenset({"requests", "request-steps", "extensions", "request-pauses", "callbacks", "holidays"})

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(context, parent)
        self.sight: Sight | None = None
        self._shown: tuple[tuple[Clock, ...], tuple[Offered, ...]] = (), ()
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 4, 16, 4)
        column.setSpacing(6)
        self._clocks = FlowLayout(None, 8)
        self.words = ElidedLabel("", "label", "text2")
        column.addLayout(self._clocks)
        column.addWidget(self.words)
        column.addLayout(self.steps)
        context.guest.changed.connect(self._say)
        theme.changed.connect(self._hold)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Clocks that go on in a second line need its height."""
        super().resizeEvent(event)
        self._hold()

    def _hold(self) -> None:
        self.setMinimumHeight(self.heightForWidth(self.width()))

    def read(self, copy: Copy) -> None:
        """Its three clocks and its steps."""
        requests, key, may = self._context.services.requests, copy.id, self._may

        def work(_control: Control) -> tuple[Sight, tuple[Offered, ...]]:
            return requests.sight(key), requests.actions(key) if may else ()

        self._context.tasks.read(self, work, partial(self._show, key), partial(self._gone, key))

    def _gone(self, key: int, _error: Exception) -> None:
        if self.is_shown(key):
            self.setVisible(False)

    def _show(self, key: int, found: tuple[Sight, tuple[Offered, ...]]) -> None:
        if not self.is_shown(key):
            return
        self.sight, offered = found
        if self.sight.clocks != self._shown[0]:
            self._clocks.clear()
            for clock in self.sight.clocks:
                self._clocks.addWidget(ClockCard(clock, self))
        self._say()
        if offered != self._shown[1]:
            self.offer(self._made(offered))
            self.steps.addStretch(1)
        self._shown = self.sight.clocks, offered
        self._hold()

    def _say(self, _on: object = None) -> None:
        if self.sight is not None:
            self.words.setText(standing(self.sight, guest=self._context.guest.on))

    def _made(self, offered: tuple[Offered, ...]) -> Iterator[tuple[str, Button, str]]:
        for one in offered[:_SHOWN]:
            button = (primary if one.ahead else outline)(labelled(one), small=True)
            button.clicked.connect(partial(self.take, one))
            yield one.action, button, one.why_not
        rest = offered[_SHOWN:]
        if rest:
            more = quiet(_("别的做法"), "more", small=True)
            more.clicked.connect(partial(self._open_menu, more, rest))
            yield "more", more, ""

    def take(self, offered: Offered) -> None:
        """Take a step; what it needs is asked first."""
        if self._copy is not None:
            act(self._context, self._copy.id, offered.action, self)

    def menu(self, rest: tuple[Offered, ...]) -> QMenu:
        """The steps that are taken less often; what cannot be taken now says why."""
        menu = QMenu(self)
        if self._copy is not None:
            add_actions(menu, self._context, self._copy.id, rest, self)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _open_menu(self, button: Button, rest: tuple[Offered, ...]) -> None:
        self.menu(rest).popup(button.mapToGlobal(button.rect().bottomLeft()))


class ClockCard(QWidget):
    """One clock: what for, until when or when it was done; why that day stands in the tooltip and is read aloud."""

    def __init__(self, clock: Clock, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("card", "plain")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 14, 0)
        row.setSpacing(6)
        tone = "danger" if clock.late else "warn" if clock.near else "text2"
        icon = "check" if clock.done_on and not clock.late else "clock"
        row.addWidget(IconLabel(icon, "ok" if clock.done_on and not clock.late else tone, 16))
        words = Label(clock_words(clock), "label", tone if clock.late or clock.near else "text")
        row.addWidget(words)
        said = _("{label}：{day}，{why}").format(label=clock.label, day=clock.due.day.isoformat(), why=clock.due.why)
        self.setToolTip(said)
        self.setAccessibleName(said)
        restyle(self)


def clock_words(clock: Clock) -> str:
    """首次联系 11-24 周二前; 办完 11-30（最初 11-24）; 答复 11-20 已做."""
    day = short_date(clock.due.day)
    words = _("{label} {day} 前") if clock.done_on is None else _("{label} {done} 已做，承诺 {day}")
    done = short_date(clock.done_on) if clock.done_on else ""
    said = words.format(label=clock.label, day=day, done=done)
    if clock.due.estimated:
        said = _("{words}（预估）").format(words=said)
    if clock.first is not None:
        said = _("{words}，最初承诺 {first}").format(words=said, first=short_date(clock.first))
    return said


def standing(sight: Sight, *, guest: bool = False) -> str:
    """The line below the clocks: why that day, whose it is, and what is waited for; a guest sees no reasons."""
    parts = []
    if sight.paused_for:
        parts.append(_("停表：{reason}").format(reason=sight.paused_for))
    if sight.clocks and sight.state not in (State.CLOSED, State.ARCHIVED):
        parts.append(_("为什么是这天：{why}").format(why=sight.clocks[-1].due.why))
    if sight.pending is not None:
        asked = _("{name}申请延期 {days} 个工作日，等站长批").format(name=sight.pending.asker, days=sight.pending.days)
        parts.append(asked if guest else _("{words}：{reason}").format(words=asked, reason=sight.pending.reason))
    if sight.raise_to:
        parts.append(_("已超期，建议改为{mechanism}").format(mechanism=_(sight.raise_to)))
    if sight.turn > 1:
        parts.append(_("第 {turn} 轮").format(turn=sight.turn))
    if sight.merged is not None:
        parts.append(_("已并入 {number}").format(number=sight.merged[1]))
    if sight.state is State.CALL_BACK and sight.calls:
        parts.append(_("没联系上 {count} 次").format(count=sight.calls))
    if sight.owner:
        parts.append(_("责任人 {name}").format(name=sight.owner))
    return _("·").join(parts)

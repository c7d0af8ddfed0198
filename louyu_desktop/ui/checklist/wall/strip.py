"""Where a wish or notice stands, under its head: what was found in its words, and its steps as buttons."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from louyu_desktop.rules import notice_flow, wish_flow
from louyu_desktop.rules.masks import HIDDEN
from louyu_desktop.services.copies import Control, Copy
from louyu_desktop.services.wall_copies import Done, Found, Offered, Standing
from louyu_desktop.text import _
from louyu_desktop.ui.checklist.wall.step import StepDialog
from louyu_desktop.ui.parts import Badge, Button, ElidedLabel, IconLabel, primary, quiet
from louyu_desktop.ui.problems import report
from louyu_desktop.ui.step_strip import StepStrip

if TYPE_CHECKING:
    from louyu_desktop.services.notices import Notices
    from louyu_desktop.services.wishes import Wishes
    from louyu_desktop.ui.context import Context

ACTIONS: Mapping[str, Any] = {"wishes": wish_flow.Action, "public-notices": notice_flow.Action}
_TONES = {
    "待认领": "info", "已认领": "warn", "已实现": "ok", "已致谢": "ok", "退回": "danger", "待审核": "warn", "待审批": "warn",
    "已批准": "ok", "公示中": "info",
}  # fmt: skip


def service_of(context: Context, kind: str) -> Wishes | Notices:
    """What moves records of a kind."""
    return context.services.wishes if kind == "wishes" else context.services.notices


class FlowStrip(StepStrip):
    """Two lines: the state, a sentence and the steps; below what may not hang on a wall."""

    feeding = frozenset({*ACTIONS, "accounts"})

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(context, parent)
        self.standing: Standing | None = None
        self.badge = Badge("", "plain")
        self.words = ElidedLabel("", "label", "text2")
        self.warning = ElidedLabel("", "label", "warn")
        self._sign = IconLabel("alert", "warn", 14)
        first = QHBoxLayout()
        first.setSpacing(10)
        first.addWidget(self.badge)
        first.addWidget(self.words, 1)
        first.addLayout(self.steps)
        self._second = QWidget(self)
        second = QHBoxLayout(self._second)
        second.setContentsMargins(0, 0, 0, 0)
        second.setSpacing(6)
        second.addWidget(self._sign)
        second.addWidget(self.warning, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 6, 16, 6)
        layout.setSpacing(4)
        layout.addLayout(first)
        layout.addWidget(self._second)
        self._second.hide()
        context.guest.changed.connect(self._guests)

    def read(self, copy: Copy) -> None:
        """Its state, what was found in its words, and its steps."""
        service, key = service_of(self._context, copy.kind), copy.id
        self._context.tasks.read(
            self, lambda _control: service.standing(key), partial(self._show, key), lambda _error: None
        )

    def _guests(self, _on: object) -> None:
        if self.standing is not None:
            self._warn(self.standing)

    def _show(self, key: int, standing: Standing) -> None:
        if not self.is_shown(key):
            return
        self.standing = standing
        self.badge.setText(_(standing.state))
        self.badge.set_tone(_TONES.get(standing.state, "plain"))
        self.badge.setToolTip(" → ".join(_(one) for one in standing.path))
        self.badge.setAccessibleName(_("状态：{state}").format(state=_(standing.state)))
        self.words.setText(standing.words)
        self._warn(standing)
        self.offer(map(self._made, standing.offered if self._may else ()))

    def _warn(self, standing: Standing) -> None:
        said = found_words(standing.found, guests=self._context.guest.on)
        stops = any(one.stops for one in standing.found)
        held = next((one.why_not for one in standing.offered if one.why_not), "") if not stops else ""
        words = "；".join(filter(None, (said, held)))
        self.warning.setText(words)
        self.warning.set_tone("danger" if stops else "warn")
        self._sign.set_icon("alert", "danger" if stops else "warn")
        self._second.setVisible(bool(words))

    def _made(self, one: Offered) -> tuple[str, Button, str]:
        button = (primary if one.ahead else quiet)(one.label + ("…" if one.asks else ""), small=True)
        button.clicked.connect(partial(self.take, one))
        return one.action, button, one.why_not

    def take(self, offered: Offered, _checked: bool = False) -> None:
        """Take a step; what it needs is asked first."""
        copy, standing = self._copy, self.standing
        if copy is None or standing is None:
            return
        doubtful = offered.action == notice_flow.Action.REVIEW and any(one.is_address for one in standing.found)
        if offered.asks or doubtful:
            dialog = StepDialog(self._context, copy, offered, self.window(), address=doubtful)
            dialog.taken.connect(self._done)
            dialog.open()
            return
        service, action = service_of(self._context, copy.kind), ACTIONS[copy.kind](offered.action)

        def work(_control: Control) -> Done:
            return service.act(copy.id, action)

        self._context.tasks.write(self, work, self._done, partial(report, self))

    def _done(self, done: Done) -> None:
        words = _("{title}：{state}").format(title=done.title, state=_(done.state))
        if done.made is None:
            self._context.message("ok", words)
            return
        shown = partial(self._context.open_record, done.kind, done.made)
        self._context.message("ok", words, _("打开"), shown)


def found_words(found: tuple[Found, ...], *, guests: bool = False) -> str:
    """What stands in the words that may not, in one sentence; an address is not read out to `guests`."""
    parts = []
    for one in [each for each in found if not each.is_name][:4]:
        sentence = _("第 {line} 行有{sort}（{words}），先删掉") if one.stops else _("第 {line} 行像住址：{words}")
        words = HIDDEN if guests and one.is_address else one.words
        parts.append(sentence.format(line=one.line, sort=_(one.sort), words=words))
    names = dict.fromkeys(one.words for one in found if one.is_name)
    if names:
        parts.append(_("姓名会打码：{names}").format(names="、".join(names)))
    return "；".join(parts)

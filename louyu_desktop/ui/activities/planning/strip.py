"""The way of an activity under its head: where it stands, what comes next, and what else can be done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

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
from louyu_desktop.ui.problems import report
from louyu_desktop.ui.theme import theme

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_GAP = 26
_DOT = 5


class PathView(QWidget):
    """The states of the way as dots on a line; the present one with its disc, all with their words if there is room."""

    def __init__(self, parent: QWidget, path: Sequence[StrEnum] = PATH, words: str = N_("活动状态：{state}")) -> None:
        super().__init__(parent)
        self._path, self._words = tuple(path), words
        self._state = self._path[0]
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_state(self, state: StrEnum) -> None:
        """Mark this state."""
        self._state = state
        self.setAccessibleName(_(self._words).format(state=state.value))
        self.setToolTip(" → ".join(one.value for one in self._path))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Room for all words."""
        return QSize(self._length(all_words=True), theme.px(30))

    def minimumSizeHint(self) -> QSize:
        """Room for the dots and one word."""
        return QSize(self._length(all_words=False), theme.px(30))

    def _length(self, *, all_words: bool) -> int:
        return sum(self._width(state, all_words=all_words) for state in self._path) + theme.px(8)

    def _width(self, state: StrEnum, *, all_words: bool) -> int:
        words = self._worded(state, all_words=all_words)
        width = self.fontMetrics().horizontalAdvance(state.value) + theme.px(6) if words else 0
        return theme.px(2 * _DOT + _GAP if state is not self._path[-1] else 2 * _DOT) + width

    def _worded(self, state: StrEnum, *, all_words: bool) -> bool:
        return all_words or state is self._state

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Dots, lines and words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        all_words = self.width() >= self._length(all_words=True)
        reached = self._path.index(self._state) if self._state in self._path else -1
        left, middle = float(theme.px(2)), self.height() / 2
        for place, state in enumerate(self._path):
            self._paint_dot(painter, QPointF(left + theme.px(_DOT), middle), place, reached)
            width = self._width(state, all_words=all_words)
            begin = left + 2 * theme.px(_DOT)
            if self._worded(state, all_words=all_words):
                painter.setFont(theme.font(12, bold=place == reached))
                painter.setPen(theme.colour("text" if place == reached else "text3"))
                words = state.value
                box = QRectF(begin + theme.px(5), 0, width, self.height())
                painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
                begin += painter.fontMetrics().horizontalAdvance(words) + theme.px(5)
            if place < len(self._path) - 1:
                pen = QPen(theme.colour("edge" if place < reached else "line2"), 1)
                pen.setCosmetic(True)
                painter.setPen(pen)
                painter.drawLine(QPointF(begin + theme.px(5), middle), QPointF(left + width - theme.px(5), middle))
            left += width
        painter.end()

    def _paint_dot(self, painter: QPainter, middle: QPointF, place: int, reached: int) -> None:
        here = place == reached
        painter.setPen(QPen(theme.colour("accent" if here else "edge" if place < reached else "line2"), 1.5))
        painter.setBrush(theme.colour("accent_fill" if here else "edge" if place < reached else "surface"))
        radius = theme.px(_DOT) - 0.5 if here else theme.px(_DOT) - 1.5
        painter.drawEllipse(middle, radius, radius)


class LifecycleStrip(QWidget):
    """Where the activity stands; its steps as buttons for those who may take them."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._copy: Copy | None = None
        self._may = context.services.access.may(Right.WORK)
        self.buttons: dict[Action, Button] = {}
        self.path = PathView(self)
        self.off = ElidedLabel("", "label", "warn", parent=self)
        self.whom = link(_("要通知的人"))
        self.whom.clicked.connect(self._tell)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 4, 16, 2)
        layout.setSpacing(0)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.path, 1)
        row.addWidget(self.off, 1)
        row.addWidget(self.whom)
        self._row = QHBoxLayout()
        self._row.setSpacing(6)
        row.addLayout(self._row)
        layout.addLayout(row)

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

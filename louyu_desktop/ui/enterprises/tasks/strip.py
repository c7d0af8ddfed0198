"""The line under the head of an enterprise: which visits it asks for, by when."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from louyu_desktop.rules import dates
from louyu_desktop.rules.day_words import due_words
from louyu_desktop.services.copies import Control, Copy
from louyu_desktop.services.must_visit_copies import MustVisit
from louyu_desktop.services.rights import Right
from louyu_desktop.text import _
from louyu_desktop.ui.parts import ElidedLabel, IconLabel, Label, outline

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context


class TaskStrip(QWidget):
    """Gone where nothing is open, and for who may not know."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._id: int | None = None
        self.tasks: tuple[MustVisit, ...] = ()
        self._may = context.services.access.may(Right.WORK)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        frame = QFrame(self)
        frame.setProperty("message", "info")
        row = QHBoxLayout(frame)
        row.setContentsMargins(12, 4, 6, 4)
        row.setSpacing(8)
        self.head = Label("", "body")
        self.words = ElidedLabel("", "label", "text")
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.go = outline(_("看必访"), "list", small=True)  # 登记走访 stands below, among what can be done
        row.addWidget(IconLabel("walk", "info", 18))
        row.addWidget(self.head)
        row.addWidget(self.words, 1)
        row.addWidget(self.go)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 2, 16, 4)
        column.addWidget(frame)
        self.hide()
        self.go.clicked.connect(self.look)
        context.guest.changed.connect(self._say)
        context.bus.changed.connect(self._read)

    def show_parent(self, copy: Copy) -> None:
        """Read what is open of this enterprise."""
        if copy.id != self._id:
            self.tasks = ()
            self._say()
        self._id = copy.id
        self._read()

    def _read(self, _changes: object = None) -> None:
        key, service = self._id, self._context.services.must_visits
        if not self._may or key is None:
            return

        def work(_control: Control) -> tuple[MustVisit, ...]:
            return tuple(one for one in service.of(key) if one.is_open)

        self._context.tasks.read(self, work, partial(self._show, key), lambda _error: self._show(key, ()))

    def _show(self, key: int, tasks: tuple[MustVisit, ...]) -> None:
        if key == self._id:
            self.tasks = tasks
            self._say()

    def _say(self, _on: bool = False) -> None:
        self.setVisible(bool(self.tasks))
        if not self.tasks:
            return
        today = dates.today()
        self.head.setText(_("必访 {count} 件").format(count=len(self.tasks)))
        if self._context.guest.on:
            self.words.setText("—")
            return
        parts = []
        for one in self.tasks:
            words = _("等您定") if one.state == "待定" else due_words(one.waits_until, today, estimated=one.estimated)
            parts.append(f"{_(one.trigger)}（{words}）{one.fact}")
        self.words.setText("；".join(parts))
        self.words.setToolTip("\n".join(parts))

    def look(self) -> None:
        """The sub-tab 必访 of the file."""
        if self.tasks:
            self._context.open_record("visit-tasks", self.tasks[0].id)

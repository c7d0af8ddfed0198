"""部门: who has the request besides the station, their receipts and answers."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from louyu_desktop.services.copies import Copy
from louyu_desktop.services.request_copies import ReceiptLine
from louyu_desktop.services.rights import Right
from louyu_desktop.text import _
from louyu_desktop.ui.checklist.requests.beside import AnswerPanel, SendPanel
from louyu_desktop.ui.fields.words import scrolled
from louyu_desktop.ui.parts import Badge, EmptyState, Hairline, Label, clear, outline

if TYPE_CHECKING:
    from louyu_desktop.ui.bus import Changes
    from louyu_desktop.ui.context import Context


class DepartmentsPage(QWidget):
    """A line for each department; the leading one stands first."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._copy: Copy | None = None
        self._may = context.services.access.may(Right.WORK)
        self.lines: tuple[ReceiptLine, ...] = ()
        self._drawn: tuple[int, bool, tuple[ReceiptLine, ...]] | None = None
        self.add = outline(_("转部门…"), "plus", small=True)
        self.add.setVisible(self._may)
        self.add.clicked.connect(self.send)
        inner = QWidget(self)
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(20, 8, 16, 16)
        self._column.setSpacing(8)
        self._area = scrolled(inner)
        self._empty = EmptyState("building", _("没有转给别的部门"), _("分派时填了牵头、协同部门，会在这里留回执"))
        head = QHBoxLayout()
        head.setContentsMargins(20, 10, 16, 0)
        head.addWidget(self.add)
        head.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(head)
        layout.addWidget(self._area, 1)
        layout.addWidget(self._empty, 1)
        context.bus.changed.connect(self._heard)
        context.guest.changed.connect(self._masked)

    def show_parent(self, copy: Copy) -> None:
        """The departments of this request."""
        self._copy = copy
        self._read()

    def _heard(self, changes: Changes) -> None:
        if "receipts" in changes.kinds:
            self._read()

    def _read(self) -> None:
        if self._copy is None:
            return
        requests, key = self._context.services.requests, self._copy.id
        self._context.tasks.read(
            self, lambda _control: requests.receipts(key), partial(self._show, key), lambda _error: None
        )

    def _show(self, key: int, lines: tuple[ReceiptLine, ...]) -> None:
        if self._copy is None or key != self._copy.id or self._drawn == (key, self._context.guest.on, lines):
            return
        self._drawn, self.lines = (key, self._context.guest.on, lines), lines
        clear(self._column)
        for place, line in enumerate(lines):
            if place:
                self._column.addWidget(Hairline())
            self._column.addLayout(self._line(line))
        self._column.addStretch(1)
        self._area.setVisible(bool(lines))
        self._empty.setVisible(not lines)

    def _masked(self, _on: object = None) -> None:
        if self._drawn is not None and self.isVisible():
            self._show(self._drawn[0], self.lines)

    def showEvent(self, event: QShowEvent) -> None:
        """As guests see it, or not, by now."""
        super().showEvent(event)
        self._masked()

    def _line(self, line: ReceiptLine) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(Badge(_(line.part)))
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(Label(line.department, "section"))
        reply = _("来客视图不显示") if self._context.guest.on and line.reply else line.reply
        said = _("·").join(part for part in (standing(line), reply) if part)
        column.addWidget(Label(said, "label", "text2", wrap=True))
        row.addLayout(column, 1)
        if self._may and line.replied_on is None:
            button = outline(_("登记答复…"), small=True)
            button.setAccessibleName(_("登记{name}的答复").format(name=line.department))
            button.clicked.connect(partial(self._answer, line))
            row.addWidget(button)
        return row

    def send(self) -> None:
        """Send it to one more department."""
        if self._copy is not None:
            SendPanel(self._context, self._copy, self.window()).open()

    def _answer(self, line: ReceiptLine) -> None:
        if self._copy is not None:
            AnswerPanel(self._context, self._copy, line, self.window()).open()


def standing(line: ReceiptLine) -> str:
    """转出 11-20·回执 JA-12·收到 11-21·答复 11-24."""
    parts = [
        _("转出 {day}").format(day=f"{line.sent_on:%m-%d}") if line.sent_on else "",
        _("回执 {number}").format(number=line.number) if line.number else "",
        _("收到 {day}").format(day=f"{line.received_on:%m-%d}") if line.received_on else _("还没有回执"),
        _("答复 {day}").format(day=f"{line.replied_on:%m-%d}") if line.replied_on else "",
    ]
    return _("·").join(part for part in parts if part)

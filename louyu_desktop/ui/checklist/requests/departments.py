"""部门: who has the request besides the station, their receipts and answers."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from louyu_desktop.services.request_copies import ReceiptLine
from louyu_desktop.text import _
from louyu_desktop.ui.checklist.requests.beside import AnswerPanel, SendPanel
from louyu_desktop.ui.parts import Badge, EmptyState, Label, outline
from louyu_desktop.ui.record_page import LinesPage

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context


class DepartmentsPage(LinesPage[ReceiptLine]):
    """A line for each department; the leading one stands first."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        empty = EmptyState("building", _("没有转给别的部门"), _("分派时填了牵头、协同部门，会在这里留回执"))
        super().__init__(context, parent, context.services.requests.receipts, self._line, {"receipts"}, empty)
        self.add = outline(_("转部门…"), "plus", small=True)
        self.add.setVisible(self._may)
        self.add.clicked.connect(self.send)
        head = QHBoxLayout()
        head.setContentsMargins(20, 10, 16, 0)
        head.addWidget(self.add)
        head.addStretch(1)
        self._whole.insertLayout(0, head)

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
            self.buttons[line.id] = button
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

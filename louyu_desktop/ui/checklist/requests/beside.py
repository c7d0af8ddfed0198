"""Small windows beside the states: 记一笔, 申请延期, 作废, 转部门, 登记答复."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QCheckBox, QWidget

from louyu_desktop.fields import Field, Kind
from louyu_desktop.services.copies import Copy
from louyu_desktop.services.request_copies import SUPPORTING, ReceiptLine
from louyu_desktop.text import N_, _
from louyu_desktop.ui.fields.editors import ChoiceEditor, LineEditor, NoteEditor
from louyu_desktop.ui.panel import Panel
from louyu_desktop.ui.parts import restyle

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context


class _Asking(Panel):
    """A window that asks for a few values, then writes."""

    def __init__(
        self, context: Context, copy: Copy, parent: QWidget, words: tuple[str, str, str], size: QSize
    ) -> None:
        title, about, verb = words
        name = str(copy.values.get("number") or copy.title)
        super().__init__(context, parent, _(title).format(name=name), _(about), _(verb), size)
        self.id = copy.id
        self._said = _("已{verb}：{name}").format(verb=_(verb), name=name)
        self.go.clicked.connect(self.take)

    def take(self) -> None:
        """Write what was given."""
        work = self.work()
        self.settle(lambda _control: work(), self._said)

    def work(self) -> Callable[[], object]:
        """What writes it; the values are read now."""
        raise NotImplementedError


class NotePanel(_Asking):
    """A line of the log; the first contact and the reply stop their clocks."""

    def __init__(self, context: Context, copy: Copy, parent: QWidget) -> None:
        words = (N_("记一笔：{name}"), N_("联系了谁、做了什么、说了什么，会记在「过程」里。"), N_("记下"))
        super().__init__(context, copy, parent, words, QSize(480, 300))
        self.words = self.ask(NoteEditor(Field(name="words", label=N_("说明"), kind=Kind.NOTE, required=True), self))
        self.contacted = QCheckBox(_("联系上了诉求方"), self)
        self.replied = QCheckBox(_("答复了诉求方"), self)
        self.body.addWidget(self.contacted)
        self.body.addWidget(self.replied)
        self.body.addStretch(1)
        self.words.setFocus()

    def work(self) -> Callable[[], object]:
        """Keep the line."""
        requests, key, words = self.context.services.requests, self.id, str(self.words.value())
        contacted, replied = self.contacted.isChecked(), self.replied.isChecked()
        return lambda: requests.note(key, words, contacted=contacted, replied=replied)


class ExtensionPanel(_Asking):
    """Days and a reason; a leader decides."""

    def __init__(self, context: Context, copy: Copy, parent: QWidget) -> None:
        words = (N_("申请延期：{name}"), N_("站长批准后承诺日期才变；最初承诺的日子一直看得到。"), N_("申请"))
        super().__init__(context, copy, parent, words, QSize(480, 300))
        days = Field(name="days", label=N_("延长几个工作日，最多 15"), kind=Kind.INTEGER, required=True)
        self.days = self.ask(LineEditor(days, self))
        self.days.put(5)
        self.reason = self.ask(LineEditor(Field(name="words", label=N_("延期原因"), max_length=200, required=True), self))
        self.body.addStretch(1)
        self.reason.setFocus()

    def work(self) -> Callable[[], object]:
        """Ask for them."""
        requests, key, reason = self.context.services.requests, self.id, str(self.reason.value())
        typed = str(self.days.value())
        days = int(typed) if typed.isascii() and typed.isdigit() else 0
        return lambda: requests.ask_extension(key, days, reason)


class VoidPanel(_Asking):
    """作废 takes a reason."""

    def __init__(self, context: Context, copy: Copy, parent: QWidget) -> None:
        words = (N_("作废：{name}"), N_("登记错了的作废。编号留着，不再给别的诉求用。"), N_("作废"))
        super().__init__(context, copy, parent, words, QSize(440, 230))
        self.reason = self.ask(LineEditor(Field(name="words", label=N_("原因"), max_length=200, required=True), self))
        self.body.addStretch(1)
        restyle(self.go, kind="danger_fill")
        self.reason.setFocus()

    def work(self) -> Callable[[], object]:
        """Write it."""
        requests, key, reason = self.context.services.requests, self.id, str(self.reason.value())
        return lambda: requests.void(key, reason)


class SendPanel(_Asking):
    """Which department, and what for."""

    def __init__(self, context: Context, copy: Copy, parent: QWidget) -> None:
        words = (N_("转部门：{name}"), N_("留下转出日期；收到回执、答复后在「部门」里登记。"), N_("转出"))
        super().__init__(context, copy, parent, words, QSize(460, 320))
        receipts = context.services.records.entity("receipts")
        self.department = self.ask(LineEditor(receipts.field("department"), self))
        self.part = self.ask(ChoiceEditor(receipts.field("part"), self))
        self.part.put(SUPPORTING)
        self.number = self.ask(LineEditor(receipts.field("number"), self))
        self.body.addStretch(1)
        self.department.setFocus()

    def work(self) -> Callable[[], object]:
        """Send it."""
        requests, key, name = self.context.services.requests, self.id, str(self.department.value())
        part, number = str(self.part.value()), str(self.number.value())
        return lambda: requests.send(key, name, part, number=number)


class AnswerPanel(_Asking):
    """The receipt, or the answer of a department."""

    def __init__(self, context: Context, copy: Copy, line: ReceiptLine, parent: QWidget) -> None:
        words = (N_("部门答复：{name}"), N_("只收到回执、还没答复的，答复先空着。"), N_("登记"))
        super().__init__(context, copy, parent, words, QSize(480, 310))
        self._line = line
        receipts = context.services.records.entity("receipts")
        self.number = self.ask(LineEditor(receipts.field("number"), self))
        self.number.put(line.number)
        self.reply = self.ask(NoteEditor(receipts.field("reply"), self))
        self.body.addStretch(1)
        self.reply.setFocus()

    def work(self) -> Callable[[], object]:
        """Keep it."""
        requests, key, reply = self.context.services.requests, self._line.id, str(self.reply.value())
        number = str(self.number.value())
        return lambda: requests.answered(key, reply, number=number)

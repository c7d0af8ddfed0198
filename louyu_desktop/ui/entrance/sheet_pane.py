"""The recovery sheet on its way to paper: printed or saved, then two of its groups typed back as proof."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from louyu_desktop.services.copies import Control
from louyu_desktop.text import _
from louyu_desktop.ui import ask, problems
from louyu_desktop.ui.buttons import outline
from louyu_desktop.ui.entrance.parts import Entry, Notice
from louyu_desktop.ui.labels import Label
from louyu_desktop.ui.prints.document import PdfPages
from louyu_desktop.ui.prints.inputs import combo
from louyu_desktop.ui.prints.printer import Printer, Ticket, printers, send
from louyu_desktop.ui.tasks import Tasks
from louyu_desktop.ui.theme import theme

if TYPE_CHECKING:
    from louyu_desktop.services.recovery import Sheet
    from louyu_desktop.services.suite import Services

_COPIES = 2
_ASKED = 2
_WIDE = 560


class SheetPane(QWidget):
    """Draws a sheet when asked to; `kept` once it was typed back and is the one that opens the station.

    `alone` where no other button says that the groups are typed.
    """

    kept = Signal()

    def __init__(self, tasks: Tasks, services: Services, *, alone: bool = False) -> None:
        super().__init__()
        self._tasks, self._recovery = tasks, services.recovery
        self._sheet: Sheet | None = None
        self.on_paper = False
        self.is_kept = False
        self.message = Notice(_WIDE)
        self.printer = combo([])
        self.printer.setAccessibleName(_("打印机"))
        self.printer.setMinimumWidth(theme.px(200))
        self.print_button = outline(_("打印 {count} 份").format(count=_COPIES), "print")
        self.save_button = outline(_("另存 PDF…"), "download")
        self.proof = Label("", "label", wrap=True)
        self.entries = [Entry("", QLineEdit()) for _number in range(_ASKED)]
        self.done_button = outline(_("对照"), "check")
        self._lay_out()
        self.done_button.setVisible(alone)
        self.done_button.clicked.connect(self.prove)
        self.print_button.clicked.connect(self.print)
        self.save_button.clicked.connect(self.save)
        for entry in self.entries:
            entry.line.setMaxLength(20)
            entry.line.returnPressed.connect(self.prove)
            entry.line.textEdited.connect(self._look)
        self._allow()  # nothing is pressed in vain before there is a sheet
        tasks.read(self, lambda _control: printers(), self._show_printers, lambda _error: self._show_printers(()))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        row = QHBoxLayout()
        row.setSpacing(8)
        for part in (self.printer, self.print_button, self.save_button):
            row.addWidget(part)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.message)
        column.addWidget(self.proof)
        typed = QHBoxLayout()
        typed.setSpacing(12)
        for entry in self.entries:
            entry.setFixedWidth(theme.px(180))
            typed.addWidget(entry)
        typed.addWidget(self.done_button, 0, Qt.AlignmentFlag.AlignBottom)
        typed.addStretch(1)
        column.addLayout(typed)

    def draw(self) -> None:
        """Have a new sheet made; it opens nothing before it was typed back."""
        if self._sheet is None:
            self._tasks.write(self, lambda _control: self._recovery.draw(), self.show_sheet, self._failed)

    def show_sheet(self, sheet: Sheet) -> None:
        """A new sheet: it goes to paper first, then two groups are asked for."""
        self._sheet, self.on_paper, self.is_kept = sheet, False, False
        self.proof.setText(_("拿着打出来的纸，照着输两组，证明纸上看得清："))
        for entry, number in zip(self.entries, sheet.asked, strict=True):
            entry.rename(_("第 {number} 组").format(number=number))
            entry.line.clear()
            entry.calm()
        self._allow()

    def _allow(self) -> None:
        for entry in self.entries:
            entry.setEnabled(self.on_paper)
        self.print_button.setEnabled(self._sheet is not None and self.printer.count() > 0)
        self.save_button.setEnabled(self._sheet is not None)
        self.done_button.setEnabled(self.on_paper)

    def _show_printers(self, found: Sequence[Printer]) -> None:
        for printer in found:
            self.printer.addItem(printer.label, printer.name)
        self.printer.setVisible(bool(found))
        self.print_button.setVisible(bool(found))
        if not found:
            self.message.say("info", _("这台电脑没有打印机：另存到 U 盘，到别的电脑打印，打完把文件删掉"))
        self._allow()

    def print(self) -> None:
        """Send it to the printer; nothing of it touches the disk."""
        sheet, name = self._sheet, str(self.printer.currentData())
        if sheet is None:
            return
        self.print_button.setEnabled(False)
        ticket = Ticket(name, _("恢复纸"), copies=_COPIES)

        def work(control: Control) -> None:
            send(PdfPages(sheet.pdf), ticket, control)

        self._tasks.write(self, work, self._printed, self._failed)

    def _printed(self, _nothing: object) -> None:
        self.on_paper = True
        self.message.say("ok", _("已送到打印机。两份放在两个上锁的地方，不要放在这台电脑旁边"))
        self._allow()
        self.entries[0].line.setFocus()

    def save(self) -> None:
        """Write the PDF where the person wants it."""
        sheet = self._sheet
        if sheet is None:
            return
        path = ask.save_file(self, _("另存恢复纸"), Path.home() / _("恢复纸.pdf"), _("PDF 文件 (*.pdf)"))
        if path is not None:
            self._tasks.write(self, lambda _control: path.write_bytes(sheet.pdf), self._saved, self._failed)

    def _saved(self, _size: object) -> None:
        self.on_paper = True
        self.message.say("warn", _("存好了。谁有这个文件谁就能打开站点：打印后请把它删掉，再清空回收站"))
        self._allow()
        self.entries[0].line.setFocus()

    def _failed(self, error: Exception) -> None:
        self._allow()
        problems.report(self, error)

    def _look(self) -> None:
        """Where both groups are right nobody has to say so."""
        if self._sheet is not None and self.on_paper and self._sheet.is_proven(self._typed(self._sheet)):
            self.prove()

    def _typed(self, sheet: Sheet) -> dict[int, str]:
        return {number: entry.text for number, entry in zip(sheet.asked, self.entries, strict=True)}

    def prove(self) -> None:
        """Compare the groups that were typed; where they are right, this sheet is the one from now on."""
        sheet = self._sheet
        if sheet is None or not self.on_paper:
            self.message.say("warn", _("先打印或另存，再照着纸输两组"))
            return
        typed = self._typed(sheet)
        if not all(entry.filled() for entry in self.entries):
            return
        if not sheet.is_proven(typed):
            self.entries[0].say(_("和纸上的不一样，再照着输一遍"))
            return
        for entry in self.entries:
            entry.setEnabled(False)
        recovery = self._recovery
        self._tasks.write(self, lambda _control: recovery.keep(sheet, typed), self._is_kept, self._failed)

    def _is_kept(self, _nothing: object) -> None:
        self.is_kept = True
        self._sheet = None
        self.message.say("ok", _("对上了。以后忘了口令、换了电脑，就用这张纸"))
        for button in (self.print_button, self.save_button, self.done_button):
            button.setEnabled(False)
        self.kept.emit()

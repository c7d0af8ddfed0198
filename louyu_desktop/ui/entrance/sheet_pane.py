"""The recovery sheet on its way to paper: printed or saved, then two of its groups typed back as proof."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from louyu_desktop.services.copies import Control
from louyu_desktop.text import _
from louyu_desktop.ui import ask, problems
from louyu_desktop.ui.buttons import outline
from louyu_desktop.ui.entrance.parts import Entry
from louyu_desktop.ui.labels import Label
from louyu_desktop.ui.messages import MessageBar
from louyu_desktop.ui.prints.document import PdfPages
from louyu_desktop.ui.prints.inputs import combo
from louyu_desktop.ui.prints.printer import Printer, Ticket, printers, send
from louyu_desktop.ui.tasks import Tasks
from louyu_desktop.ui.theme import theme

_COPIES = 2
_ASKED = 2
_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})


class Sheet(Protocol):
    """A sheet that was just made: the paper, and the groups that stand on it.  Nothing of it shows in a repr."""

    @property
    def pdf(self) -> bytes:
        """The paper, ready to print."""

    @property
    def groups(self) -> Sequence[str]:
        """The key as it stands on the paper."""


def plain(group: str) -> str:
    """A group as it is compared: no blanks, large letters, what looks alike is alike (as the key's alphabet has it)."""
    return "".join(group.split()).replace("-", "").upper().translate(_ALIKE)


class SheetPane(QWidget):
    """`changed` when it was printed, saved or typed at; `right()` says whether two groups were typed back rightly."""

    changed = Signal()

    def __init__(self, tasks: Tasks) -> None:
        super().__init__()
        self._tasks = tasks
        self._sheet: Sheet | None = None
        self._asked: list[int] = []
        self.on_paper = False
        self.message = MessageBar()
        self.printer = combo([])
        self.printer.setAccessibleName(_("打印机"))
        self.printer.setMinimumWidth(theme.px(200))
        self.print_button = outline(_("打印 {count} 份").format(count=_COPIES), "print")
        self.save_button = outline(_("另存 PDF…"), "download")
        self.proof = Label("", "label", wrap=True)
        self.entries = [Entry("", QLineEdit()) for _number in range(_ASKED)]
        self._lay_out()
        self.print_button.clicked.connect(self.print)
        self.save_button.clicked.connect(self.save)
        for entry in self.entries:
            entry.line.setMaxLength(20)
            entry.line.textEdited.connect(self.changed)
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
        typed.addStretch(1)
        column.addLayout(typed)

    def show_sheet(self, sheet: Sheet) -> None:
        """A new sheet: it goes to paper first, then two groups are asked for."""
        self._sheet = sheet
        self._asked = sorted(secrets.SystemRandom().sample(range(len(sheet.groups)), _ASKED))
        self.on_paper = False
        self.proof.setText(_("拿着打出来的纸，照着输两组，证明纸上看得清："))
        for entry, number in zip(self.entries, self._asked, strict=True):
            entry.rename(_("第 {number} 组").format(number=number + 1))
            entry.line.clear()
            entry.calm()
        self._allow()

    def _allow(self) -> None:
        for entry in self.entries:
            entry.setEnabled(self.on_paper)
        self.print_button.setEnabled(self._sheet is not None and self.printer.count() > 0)
        self.save_button.setEnabled(self._sheet is not None)
        self.changed.emit()

    def _show_printers(self, found: Sequence[Printer]) -> None:
        for printer in found:
            self.printer.addItem(printer.label, printer.name)
        self.printer.setVisible(bool(found))
        self.print_button.setVisible(bool(found))
        if not found:
            self.message.show("info", _("这台电脑没有打印机：另存到 U 盘，到别的电脑打印，打完把文件删掉"))
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
        self.message.show("ok", _("已送到打印机。两份放在两个上锁的地方，不要放在这台电脑旁边"))
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
        self.message.show("warn", _("存好了。谁有这个文件谁就能打开站点：打印后请把它删掉，再清空回收站"))
        self._allow()
        self.entries[0].line.setFocus()

    def _failed(self, error: Exception) -> None:
        self._allow()
        problems.report(self, error)

    def right(self) -> bool:
        """Whether the groups typed are those of the paper; if not, the first wrong one has the cursor."""
        if self._sheet is None or not self.on_paper:
            self.message.show("warn", _("先打印或另存，再照着纸输两组"))
            return False
        for entry, number in zip(self.entries, self._asked, strict=True):
            if plain(entry.text) != plain(self._sheet.groups[number]):
                entry.say(_("和纸上的第 {number} 组不一样").format(number=number + 1))
                return False
        return True

    def forget(self) -> None:
        """Let go of the key."""
        self._sheet = None
        for entry in self.entries:
            entry.line.clear()

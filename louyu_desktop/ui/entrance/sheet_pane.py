"""The recovery sheet on its way to paper: printed or saved, then two of its groups picked out by it as proof."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from louyu_desktop.services.copies import Control
from louyu_desktop.text import _
from louyu_desktop.ui import ask, problems
from louyu_desktop.ui.buttons import outline
from louyu_desktop.ui.entrance.parts import Notice
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
_READINGS, _BESIDE = 6, 3
_TRIES = 2
_WIDE = 560


class SheetPane(QWidget):
    """Draws a sheet when asked to; `kept` once its groups were picked out and it is the one that opens the station."""

    kept = Signal()

    def __init__(self, tasks: Tasks, services: Services) -> None:
        super().__init__()
        self._tasks, self._recovery = tasks, services.recovery
        self._sheet: Sheet | None = None
        self._readings: tuple[tuple[str, ...], ...] = ()
        self._misses = 0
        self.on_paper = False
        self.is_kept = False
        self.message = Notice(_WIDE)
        self.printer = combo([])
        self.printer.setAccessibleName(_("打印机"))
        self.printer.setMinimumWidth(theme.px(200))
        self.print_button = outline(_("打印 {count} 份").format(count=_COPIES), "print")
        self.save_button = outline(_("另存 PDF…"), "download")
        self.proof = Label("", "label", wrap=True)
        self.picks = [outline("") for _number in range(_READINGS)]
        self._question = QWidget()
        self._lay_out()
        self.print_button.clicked.connect(self.print)
        self.save_button.clicked.connect(self.save)
        for number, button in enumerate(self.picks):
            button.clicked.connect(partial(self.pick, number))
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
        column.addWidget(self._question)
        grid = QGridLayout(self._question)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        grid.addWidget(self.proof, 0, 0, 1, -1)
        for number, button in enumerate(self.picks):
            button.setMinimumWidth(theme.px(176))
            grid.addWidget(button, 1 + number // _BESIDE, number % _BESIDE)
        grid.setColumnStretch(_BESIDE, 1)

    def draw(self) -> None:
        """Have a new sheet made; it opens nothing before it was proven."""
        if self._sheet is None:
            self._tasks.write(self, lambda _control: self._recovery.draw(), self.show_sheet, self._failed)

    def show_sheet(self, sheet: Sheet) -> None:
        """A new sheet: it goes to paper first, then two groups are asked for."""
        self.on_paper, self.is_kept, self._misses = False, False, 0
        self._ask(sheet)

    def _ask(self, sheet: Sheet) -> None:
        self._sheet, self._readings = sheet, sheet.readings()
        first, second = sheet.asked
        self.proof.setText(_("看着打出来的纸：第 {first} 组和第 {second} 组是哪一个？").format(first=first, second=second))
        spoken = _("第 {first} 组 {one}，第 {second} 组 {other}")
        for button, (one, other) in zip(self.picks, self._readings, strict=True):
            button.setText(f"{one} · {other}")
            button.setAccessibleName(spoken.format(first=first, second=second, one=one, other=other))
        self._allow()

    def _allow(self) -> None:
        self._question.setVisible(self.on_paper)
        for button in self.picks:
            button.setEnabled(self.on_paper)
        self.print_button.setEnabled(self._sheet is not None and self.printer.count() > 0)
        self.save_button.setEnabled(self._sheet is not None)

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
        self.picks[0].setFocus()

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
        self.picks[0].setFocus()

    def _failed(self, error: Exception) -> None:
        self._allow()
        problems.report(self, error)

    def remind(self) -> None:
        """Say what is still to be done."""
        if self.on_paper:
            self.message.say("warn", _("请看着纸，点和纸上一样的那一个"))
        else:
            self.message.say("warn", _("先打印或另存，再看着纸选出两组"))

    def pick(self, number: int) -> None:
        """That reading was picked: where it is the right one, this sheet is the one from now on."""
        sheet = self._sheet
        if sheet is None or not self.on_paper:
            return
        told = dict(zip(sheet.asked, self._readings[number], strict=True))
        if not sheet.is_proven(told):
            self._missed(sheet)
            return
        for button in self.picks:
            button.setEnabled(False)
        recovery = self._recovery
        self._tasks.write(self, lambda _control: recovery.keep(sheet, told), self._is_kept, self._failed)

    def _missed(self, sheet: Sheet) -> None:
        """Other groups are asked for; who misses twice may not have the paper, or cannot read it."""
        self._misses += 1
        if self._misses < _TRIES:
            self.message.say("warn", _("和纸上的不一样。换了两组，请看着纸再选一次"))
        else:
            self._misses, self.on_paper = 0, False
            self.message.say("warn", _("两次都和纸上的不一样，纸上可能没印清楚。请再打印一次"))
        self._ask(sheet.ask_others())

    def _is_kept(self, _nothing: object) -> None:
        self.is_kept = True
        self._sheet = None
        self.message.say("ok", _("对上了。以后忘了口令、换了电脑，就用这张纸"))
        for button in (self.print_button, self.save_button):
            button.setEnabled(False)
        self._question.hide()
        self.kept.emit()

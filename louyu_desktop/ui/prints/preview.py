"""The preview of a real PDF: what is seen, saved and printed is one and the same file, held in memory."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QDesktopServices

from louyu_desktop.errors import CancelledError, UserError
from louyu_desktop.services.copies import Control
from louyu_desktop.services.papers import PaperResult
from louyu_desktop.text import _
from louyu_desktop.ui import ask, problems
from louyu_desktop.ui.actions import bind
from louyu_desktop.ui.context import Context
from louyu_desktop.ui.parts import MessageBar
from louyu_desktop.ui.prints.bar import PreviewBar
from louyu_desktop.ui.prints.document import PageStore, PdfPages
from louyu_desktop.ui.prints.page import FullPage
from louyu_desktop.ui.prints.pages import PageView, Thumbnails, lay_out
from louyu_desktop.ui.prints.panel import Panel
from louyu_desktop.ui.prints.printer import Printer, Ticket, orientation, paper_name, printers, send
from louyu_desktop.ui.prints.subject import Subject
from louyu_desktop.ui.purpose import PurposeEntry
from louyu_desktop.ui.tasks import Job

Built = tuple[PdfPages, PaperResult]

_ZOOM = 0.7  # nearly a whole page of A4 on 1366×768


class Preview(FullPage):
    """One paper on screen, with its options and the printer."""

    def __init__(self, context: Context, subject: Subject) -> None:
        super().__init__(context, _("打印预览：{paper}").format(paper=subject.label))
        self._subject = subject
        self._building: Job | None = None
        self._printing: Job | None = None
        self.result: PaperResult | None = None
        self.pdf: PdfPages | None = None
        self.store = PageStore(context.tasks, self)
        self.bar = PreviewBar(subject.label)
        self.message = MessageBar()
        self.view = PageView(self.store)
        self.thumbnails = Thumbnails(self.store)
        self.panel = Panel(context.preferences)
        self.purpose = PurposeEntry(subject.purpose)
        self._lay_out()
        self._connect()
        self._keys()
        self.panel.show_options(subject.options, subject.remembered)
        self.view.set_zoom(float(context.preferences.get("preview_zoom", _ZOOM)))
        QTimer.singleShot(0, self, self._begin)  # once the page stands: what works beside the painting slows it

    # ---- the frame

    def _lay_out(self) -> None:
        lay_out(self, self.bar, self.message, self.view, self.thumbnails, self.panel)
        self.panel.foot.addWidget(self.purpose)
        self.purpose.setVisible(self._subject.personal)

    def _connect(self) -> None:
        self.bar.back.connect(self.close)
        self.bar.page_asked.connect(self.view.go)
        self.bar.zoom_asked.connect(self.view.set_zoom)
        self.bar.step_asked.connect(self.view.step)
        self.bar.save_asked.connect(self.save_as)
        self.bar.print_asked.connect(self.print)
        self.view.page_changed.connect(self._show_page)
        self.view.zoom_changed.connect(self._show_zoom)
        self.thumbnails.chosen.connect(self.view.go)
        self.panel.changed.connect(self.build)
        self.context.guest.changed.connect(self._cover)
        self._cover()

    def _keys(self) -> None:
        for action, slot in (
            ("print", self.print), ("save", self.save_as), ("back", self.close), ("zoom-in", self._larger),
            ("zoom-out", self._smaller), ("zoom-fit", self._fit), ("go-to-page", self.bar.focus_page),
        ):  # fmt: skip
            bind(self, action, slot)

    def _cover(self) -> None:
        self.view.cover(self.context.guest.on)
        self.thumbnails.cover(self.context.guest.on)

    def _larger(self) -> None:
        self.view.step(1)

    def _smaller(self) -> None:
        self.view.step(-1)

    def _fit(self) -> None:
        self.view.set_zoom(0.0)

    # ---- the paper

    def _begin(self) -> None:
        self._find_printers()
        self.build()

    def build(self) -> None:
        """Make the paper again with the options as chosen; an older run is cancelled."""
        try:
            options = self.panel.values()
        except UserError:
            return  # said beside the option
        if self._building is not None:
            self._building.cancel()
        self.bar.allow(False)
        self.bar.what.setText(_("正在排版…"))
        subject = self._subject

        def work(control: Control) -> Built:
            # in memory from here on: a clear PDF with names in it must not stay behind (SAFETY case 40)
            with tempfile.TemporaryDirectory(prefix="louyu-") as folder:
                result = subject.make(Path(folder), options, control)
                return PdfPages(result.path.read_bytes()), result

        self._building = self.context.tasks.read(self, work, self._built, self._not_built)

    def _built(self, built: Built) -> None:
        self.pdf, self.result = built
        pdf = self.pdf
        self._building = None
        page = self.view.page
        self.store.show(pdf)
        self.view.reload()
        self.view.go(page)
        self.thumbnails.reload()
        self._show_page(self.view.page)
        self._show_zoom(self.view.kept_zoom)
        self.panel.printing.show_document(pdf, self.view.page + 1)
        self.bar.allow(True)
        self.bar.what.setText(describe(self._subject.label, self.result, pdf))
        self._warn(self.result)

    def _not_built(self, error: Exception) -> None:
        if isinstance(error, CancelledError):
            return
        self._building = None
        self.bar.what.setText(_("没有排成"))
        if type(error) is UserError:  # an option that cannot be: what is shown is another paper, not to be printed
            if not self.panel.complain(error.field or "", error.sentence) or self.result is None:
                self.message.show("warn", error.sentence)
            return
        self.bar.allow(self.result is not None)
        problems.report(self, error)

    def _warn(self, made: PaperResult) -> None:
        words: list[str] = []
        if made.missing:
            sentence = _("{count} 个字没有字库，纸上会是〓：{shown}。在设置里「另加字库的文件夹」后再打印")
            words.append(sentence.format(count=len(made.missing), shown="".join(made.missing[:12])))
        if made.shortened:
            sentence = _("{count} 处文字太长，纸上只印到「…」：{shown}")
            words.append(sentence.format(count=len(made.shortened), shown=made.shortened[0][:24]))
        if words:
            self.message.show("warn", "　".join(words))
        elif made.instead:
            sentence = _("这台电脑没有公文字体，用开源字体代替：{shown}")
            self.message.show("info", sentence.format(shown="、".join(made.instead)))
        else:
            self.message.hide()

    def _show_page(self, page: int) -> None:
        count = self.pdf.count if self.pdf else 0
        self.bar.show_page(page, count)
        self.thumbnails.set_current(page)
        self.panel.printing.show_page(page + 1)

    def _show_zoom(self, kept: float) -> None:
        self.bar.show_zoom(kept, self.view.zoom)
        self.context.preferences.set("preview_zoom", kept)

    # ---- save and print

    def save_as(self) -> None:
        """Write the PDF where the person wants it."""
        pdf, result = self.pdf, self.result
        if pdf is None or result is None or not self.purpose.is_given():
            return
        path = ask.save_file(self, _("另存 PDF"), Path.home() / f"{result.title}.pdf", _("PDF 文件 (*.pdf)"))
        if path is None:
            return
        subject, purpose = self._subject, self.purpose.text

        def work(_control: Control) -> Path:
            path.write_bytes(pdf.data)
            subject.saved(purpose)
            return path

        self.context.tasks.write(self, work, self._saved, self._failed)

    def _saved(self, path: Path) -> None:
        self.message.show("ok", _("已存为 {name}").format(name=path.name), _("打开文件夹"), _opener(path.parent))

    def print(self) -> None:
        """Send the pages to the printer as chosen at the right."""
        pdf = self.pdf
        if pdf is None or self._printing is not None or not self.purpose.is_given():
            return
        try:
            ticket = self.panel.printing.ticket(self._subject.label)
        except UserError as error:
            self.message.show("warn", error.sentence)
            return
        subject, purpose = self._subject, self.purpose.text

        def work(control: Control) -> Ticket:
            send(pdf, ticket, control)
            subject.printed(ticket.copies, len(ticket.pages) or pdf.count, purpose)
            return ticket

        self._printing = self.context.tasks.write(self, work, self._printed, self._failed, title=_("打印"))

    def _printed(self, ticket: Ticket) -> None:
        self._printing = None
        count = len(ticket.pages) or (self.pdf.count if self.pdf else 0)
        name = self.panel.printing.printer.currentText()
        sentence = _("已送到打印机「{name}」：{pages} 页，{copies} 份")
        self.message.show("ok", sentence.format(name=name, pages=count, copies=ticket.copies))

    def _failed(self, error: Exception) -> None:
        self._printing = None
        problems.report(self, error)

    def _find_printers(self) -> None:
        def work(_control: Control) -> tuple[Printer, ...]:
            return printers()

        self.context.tasks.read(self, work, self.panel.printing.show_printers, self._no_printers)

    def _no_printers(self, _error: Exception) -> None:
        self.panel.printing.show_printers(())

    # ---- leaving

    def leaving(self) -> None:
        """A paper in the making is cancelled, the memory of the pages freed."""
        if self._building is not None:
            self._building.cancel()
        self.store.show(None)
        self.pdf = None


def describe(label: str, result: PaperResult, pdf: PdfPages) -> str:
    """The first line: what it is about, paper size, direction, number of pages."""
    size = pdf.sizes[0]
    count = _("{count} 页").format(count=pdf.count)
    paper = f"{paper_name(size)} {orientation(size)} {count}"
    return paper if result.title in {"", label} else f"{result.title}·{paper}"


def _opener(folder: Path) -> Callable[[], object]:
    """What shows a folder in the system's file manager."""
    return lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

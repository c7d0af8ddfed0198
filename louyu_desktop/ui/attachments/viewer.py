"""A PDF or picture of a record, shown inside: its pages are drawn by a child, no other program gets it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSizeF
from PySide6.QtGui import QImage

from louyu_desktop.exchange.viewing import Document
from louyu_desktop.services.attachments import AttachmentLine
from louyu_desktop.services.copies import Control
from louyu_desktop.services.rights import Right
from louyu_desktop.text import _
from louyu_desktop.ui import problems
from louyu_desktop.ui.actions import bind
from louyu_desktop.ui.attachments.saving import save_as
from louyu_desktop.ui.attachments.words import about, called
from louyu_desktop.ui.context import Context
from louyu_desktop.ui.parts import MessageBar
from louyu_desktop.ui.prints.bar import PreviewBar
from louyu_desktop.ui.prints.document import PageStore
from louyu_desktop.ui.prints.page import FullPage
from louyu_desktop.ui.prints.pages import FIT_WIDTH, PageView, Thumbnails, lay_out

PICTURES = {"jpg", "png"}


class ForeignPages:
    """A document in its child, as the page view has it."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self.sizes = tuple(QSizeF(width, height) for width, height in document.sizes)

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self.sizes)

    def render(self, number: int, width: int) -> QImage:
        """Page `number` (from 0) as a picture `width` pixels wide; a null picture once it is closed."""
        drawn = self._document.draw(number, width)
        if drawn is None:
            return QImage()
        image = QImage(drawn.rows, drawn.width, drawn.height, 4 * drawn.width, QImage.Format.Format_RGB32)
        return image.copy()

    def close(self) -> None:
        """End the child."""
        self._document.close()


class AttachmentPage(FullPage):
    """One attachment over the whole window."""

    def __init__(self, context: Context, line: AttachmentLine) -> None:
        super().__init__(context, _("附件"))
        self._line = line
        self.store = PageStore(context.tasks, self)
        self.bar = PreviewBar(_("附件"))
        self.message = MessageBar()
        self.view = PageView(self.store)
        self.thumbnails = Thumbnails(self.store)
        self._lay_out()
        self._connect()
        self._cover()
        self._read()

    def _lay_out(self) -> None:
        self.bar.print.hide()
        self.bar.save.setText(f" {_('另存为…')}")
        self.bar.save.setVisible(self.context.services.access.may(Right.ATTACH))
        self.bar.allow(False)
        self.thumbnails.hide()
        lay_out(self, self.bar, self.message, self.view, self.thumbnails)

    def _connect(self) -> None:
        self.bar.back.connect(self.close)
        self.bar.page_asked.connect(self.view.go)
        self.bar.zoom_asked.connect(self.view.set_zoom)
        self.bar.step_asked.connect(self.view.step)
        self.bar.save_asked.connect(self.save)
        self.view.page_changed.connect(self._show_page)
        self.view.zoom_changed.connect(self._show_zoom)
        self.thumbnails.chosen.connect(self.view.go)
        self.store.failed.connect(self._not_drawn)
        self.context.guest.changed.connect(self._cover)
        for action, slot in (
            ("save", self.save), ("back", self.close), ("zoom-in", partial(self.view.step, 1)),
            ("zoom-out", partial(self.view.step, -1)), ("zoom-fit", partial(self.view.set_zoom, FIT_WIDTH)),
            ("go-to-page", self.bar.focus_page),
        ):  # fmt: skip
            bind(self, action, slot)

    def _cover(self) -> None:
        on = self.context.guest.on
        self.view.cover(on)
        self.thumbnails.cover(on)
        self.bar.what.setText(f"{called(self.context, self._line)}·{about(self._line)}")

    # ---- the document

    def _read(self) -> None:
        attachments, row_id = self.context.services.attachments, self._line.id

        def work(_control: Control) -> ForeignPages:
            return ForeignPages(attachments.open(row_id))

        self.context.tasks.read(self, work, self._show, self._refused)

    def _show(self, pages: ForeignPages) -> None:
        if not self.isVisible():
            pages.close()
            return
        self.store.show(pages)
        self.thumbnails.setVisible(pages.count > 1)
        self.view.set_zoom(FIT_WIDTH)
        if self._line.media in PICTURES and self.view.zoom > 1:
            self.view.set_zoom(1.0)  # a small picture is not blown up
        self.view.reload()
        self.thumbnails.reload()
        self.bar.allow(True)
        self._show_page(0)
        self.view.setFocus()

    def _refused(self, error: Exception) -> None:
        problems.report(self, error)
        self.close()

    def _not_drawn(self, error: Exception) -> None:
        sentence = getattr(error, "sentence", "")
        self.message.show("warn", sentence or _("这一页画不出来。请另存后检查文件"))

    def _show_page(self, page: int) -> None:
        self.bar.show_page(page, self.store.pdf.count if self.store.pdf else 0)
        self.thumbnails.set_current(page)

    def _show_zoom(self, kept: float) -> None:
        self.bar.show_zoom(kept, self.view.zoom)

    def save(self) -> None:
        """Copy it to where the person wants it."""
        save_as(self.context, self, self.message, self._line)

    def leaving(self) -> None:
        """The child ends, the memory of the pages is freed."""
        self.store.show(None)

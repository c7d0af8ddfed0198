"""The PDF in memory, and its pages as pictures: PDFium behind one lock, bitmaps in one bounded store."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import pypdfium2
from PySide6.QtCore import QObject, QSizeF, Signal
from PySide6.QtGui import QImage

from louyu_desktop.services.copies import Control
from louyu_desktop.ui.tasks import Tasks

POINTS = 72.0
"""Points in an inch, the measure of a PDF."""

SCREEN = 96.0
"""Device-independent pixels in an inch: 100 % shows the paper in its own size."""

_LARGEST = 24_000_000  # pixels of one picture; what is larger is drawn a little softer
_BUDGET = 128 * 1024 * 1024
_PDFIUM = threading.Lock()  # PDFium is not thread-safe, not even with two documents


class Pages(Protocol):
    """A document that is drawn page by page: a paper of ours, or an attachment in its child."""

    @property
    def sizes(self) -> tuple[QSizeF, ...]:
        """Of each page, in points."""

    @property
    def count(self) -> int:
        """How many pages there are."""

    def render(self, number: int, width: int) -> QImage:
        """Page `number` (from 0) as a picture `width` pixels wide; a null picture once it is closed."""

    def close(self) -> None:
        """Let go of what it holds."""


class PdfPages:
    """One PDF held in memory, so that nothing clear lies on the disk while it is looked at."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        with _PDFIUM:
            self._document: pypdfium2.PdfDocument | None = pypdfium2.PdfDocument(data)
            self.sizes = tuple(
                QSizeF(*self._document.get_page_size(number)) for number in range(len(self._document))
            )

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self.sizes)

    def render(self, number: int, width: int) -> QImage:
        """Page `number` (from 0) as a picture `width` pixels wide; a null picture once it is closed."""
        size = self.sizes[number]
        scale = width / size.width()
        area = scale * scale * size.width() * size.height()
        if area > _LARGEST:
            scale *= (_LARGEST / area) ** 0.5
        with _PDFIUM:
            if self._document is None:
                return QImage()
            page = self._document[number]
            bitmap = page.render(scale=scale, prefer_bgrx=True)
            image = QImage(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGB32)
            picture = image.copy()
            bitmap.close()
            page.close()
        return picture

    def close(self) -> None:
        """Let go of PDFium's memory; pages asked for later are null pictures."""
        with _PDFIUM:
            if self._document is not None:
                self._document.close()
            self._document = None


@dataclass(frozen=True, slots=True)
class Wish:
    """One page wanted in one width of device pixels."""

    page: int
    width: int


class PageStore(QObject):
    """Pictures of pages: drawn in the read lane, one at a time, what is visible first, kept within 128 MB."""

    ready = Signal(int)
    failed = Signal(object)

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._pdf: Pages | None = None
        self._kept: OrderedDict[Wish, QImage] = OrderedDict()
        self._bytes = 0
        self._wishes: dict[int, tuple[Wish, ...]] = {}
        self._busy = False

    @property
    def pdf(self) -> Pages | None:
        """The document shown now."""
        return self._pdf

    def show(self, pdf: Pages | None) -> None:
        """Show another document; the pictures of the last one go."""
        if self._pdf is not None:
            self._pdf.close()
        self._pdf = pdf
        self._kept.clear()
        self._bytes = 0
        self._wishes.clear()

    def picture(self, wish: Wish) -> QImage | None:
        """The picture itself, or None while it is being drawn."""
        image = self._kept.get(wish)
        if image is not None:
            self._kept.move_to_end(wish)
        return image

    def nearest(self, page: int) -> QImage | None:
        """Any picture of the page, to be stretched while the sharp one is drawn."""
        found = [(wish.width, image) for wish, image in self._kept.items() if wish.page == page]
        return max(found, key=lambda pair: pair[0])[1] if found else None

    def want(self, rank: int, wishes: Sequence[Wish]) -> None:
        """What a view shows now; a lower `rank` is served first, and replaces what it wanted before."""
        self._wishes[rank] = tuple(wishes)
        self._next()

    def _next(self) -> None:
        pdf = self._pdf
        if self._busy or pdf is None:
            return
        missing = (wish for rank in sorted(self._wishes) for wish in self._wishes[rank] if wish not in self._kept)
        wish = next(missing, None)
        if wish is None:
            return
        self._busy = True

        def work(_control: Control) -> tuple[Pages, Wish, QImage]:
            return pdf, wish, pdf.render(wish.page, wish.width)

        self._tasks.read(self, work, self._drawn, self._not_drawn)

    def _drawn(self, result: tuple[Pages, Wish, QImage]) -> None:
        self._busy = False
        pdf, wish, image = result
        if pdf is self._pdf:
            self._keep(wish, image)
            self.ready.emit(wish.page)
        self._next()

    def _not_drawn(self, error: Exception) -> None:
        self._busy = False
        self.failed.emit(error)

    def _keep(self, wish: Wish, image: QImage) -> None:
        self._kept[wish] = image
        self._bytes += image.sizeInBytes()
        while self._bytes > _BUDGET and len(self._kept) > 1:
            _old, dropped = self._kept.popitem(last=False)
            self._bytes -= dropped.sizeInBytes()

"""One PDF file in the making: same input, same bytes; whole on disk or not there."""

from __future__ import annotations

import io
import zlib
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from louyu_desktop.errors import SystemProblem
from louyu_desktop.printing.files import put
from louyu_desktop.printing.fonts import Typeface
from louyu_desktop.printing.guard import clean
from louyu_desktop.printing.pen import MM, Pen
from louyu_desktop.text import _

Size = tuple[float, float]
A4: Size = (210 * MM, 297 * MM)
A5: Size = (148 * MM, 210 * MM)
A4_LANDSCAPE: Size = (297 * MM, 210 * MM)
_CREATOR = "louyu_desktop"


def new_canvas(stream: io.BytesIO, size: Size, title: str, subject: str, faces: Typeface) -> Canvas:
    """A canvas whose output depends on its content alone and names no font that is not in it."""
    canvas = Canvas(
        stream,
        pagesize=size,
        pageCompression=1,
        invariant=1,
        initialFontName=faces.regular.fontName,
        lang="zh-CN",
        pdfVersion=(1, 5),
    )
    describe(canvas, title, subject)
    canvas._doc.addPage = _Compressing(canvas._doc)  # noqa: SLF001
    return canvas


def describe(canvas: Any, title: str, subject: str) -> None:
    """Title, subject and creator of the document."""
    canvas.setTitle(clean(title, limit=200))
    canvas.setSubject(clean(subject, limit=200))
    canvas.setAuthor(_CREATOR)
    canvas.setCreator(_CREATOR)
    canvas.setViewerPreference("DisplayDocTitle", "true")


class _Compressing:
    """`PDFDocument.addPage` that packs a page at once, so that a thousand pages stay small in memory."""

    def __init__(self, document: Any) -> None:
        self._add = document.addPage

    def __call__(self, page: Any) -> None:
        packed = zlib.compress(page.stream.encode("latin-1"), 6)
        filters = pdfdoc.PDFArray([pdfdoc.PDFName("FlateDecode")])
        page.Contents = pdfdoc.PDFStream(pdfdoc.PDFDictionary({"Filter": filters}), packed)
        page.stream = None
        self._add(page)


class Paper:
    """A paper drawn page by page with a pen; the file appears when the `with` block ends well.

    Raises `SystemProblem` when the file cannot be written.
    """

    def __init__(self, target: Path, size: Size, title: str, faces: Typeface, *, subject: str = "") -> None:
        self.target = target
        self.size = size
        self.faces = faces
        self._stream = io.BytesIO()
        self.canvas = new_canvas(self._stream, size, title, subject, faces)
        self.pen = Pen(self.canvas, faces)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.canvas.save()
            save(self.target, self._stream.getvalue())

    def next_page(self) -> None:
        """End the page in hand."""
        self.canvas.showPage()


def save(target: Path, content: bytes) -> None:
    """Put a finished PDF in its place; `SystemProblem` when that cannot be done."""
    try:
        put(target, content)
    except OSError as error:
        sentence = _("没能写出「{name}」：磁盘已满，或者这个文件夹不能写。换一个文件夹再存。")
        raise SystemProblem(sentence.format(name=target.name)) from error

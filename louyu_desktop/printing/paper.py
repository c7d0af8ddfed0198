"""One PDF file in the making: same input, same bytes; whole on disk or not there."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from reportlab.pdfgen.canvas import Canvas

from louyu_desktop.errors import SystemProblem
from louyu_desktop.printing.files import arriving, put
from louyu_desktop.printing.fonts import Typeface
from louyu_desktop.printing.guard import clean
from louyu_desktop.printing.pen import MM, Pen
from louyu_desktop.printing.stream import StreamedPages
from louyu_desktop.text import _

Size = tuple[float, float]
A4: Size = (210 * MM, 297 * MM)
A5: Size = (148 * MM, 210 * MM)
A4_LANDSCAPE: Size = (297 * MM, 210 * MM)
_CREATOR = "louyu_desktop"


def new_canvas(size: Size, title: str, subject: str, faces: Typeface, stream: io.BytesIO | None = None) -> Canvas:
    """A canvas whose output depends on its content alone and names no font that is not in it."""
    canvas = Canvas(
        stream or io.BytesIO(),
        pagesize=size,
        pageCompression=1,
        invariant=1,
        initialFontName=faces.regular.fontName,
        lang="zh-CN",
        pdfVersion=(1, 5),
    )
    describe(canvas, title, subject)
    return canvas


def describe(canvas: Any, title: str, subject: str) -> None:
    """Title, subject and creator of the document."""
    canvas.setTitle(clean(title))
    canvas.setSubject(clean(subject))
    canvas.setAuthor(_CREATOR)
    canvas.setCreator(_CREATOR)
    canvas.setViewerPreference("DisplayDocTitle", "true")


class Paper:
    """A paper drawn page by page with a pen; the file appears when the `with` block ends well.

    Raises `SystemProblem` when the file cannot be written.
    """

    def __init__(self, target: Path, size: Size, title: str, faces: Typeface, *, subject: str = "") -> None:
        self.target = target
        self.size = size
        self.faces = faces
        self.canvas = new_canvas(size, title, subject, faces)
        self.pen = Pen(self.canvas, faces)
        self._file = arriving(target)
        self._forms = 0

    def __enter__(self) -> Self:
        with _said(self.target):
            self._pages = StreamedPages(self.canvas._doc, self._file.__enter__())  # noqa: SLF001
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self._file.__exit__(kind, error, trace)
            return
        with _said(self.target), ExitStack() as stack:
            stack.push(self._file)
            self._pages.finish(self.canvas)

    def new_form(self, kind: str) -> str:
        """A name for a form that no other of this paper has."""
        self._forms += 1
        return f"{kind}{self._forms - 1}"

    def next_page(self) -> None:
        """End the page in hand."""
        with _said(self.target):
            self.canvas.showPage()


def save(target: Path, content: bytes) -> None:
    """Put a finished PDF in its place; `SystemProblem` when that cannot be done."""
    with _said(target):
        put(target, content)


@contextmanager
def _said(target: Path) -> Iterator[None]:
    """A file that cannot be written is said in words."""
    try:
        yield
    except OSError as error:
        sentence = _("没能写出「{name}」：磁盘已满，或者这个文件夹不能写。换一个文件夹再存。")
        raise SystemProblem(sentence.format(name=target.name)) from error

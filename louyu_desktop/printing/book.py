"""Papers of many chapters: cover, contents, running heads, page numbers, bookmarks, links.

The story is made twice: the first pass finds on which page each heading stands, the second
prints the contents with it.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
)

from louyu_desktop.printing.flow import Contents, Entry, Gap, Heading, Paragraph, Run, Style
from louyu_desktop.printing.fonts import Typeface
from louyu_desktop.printing.guard import clean
from louyu_desktop.printing.palette import ACCENT, INK_FAINT, INK_SOFT, LINE
from louyu_desktop.printing.paper import A4, A5, Size, new_canvas, save
from louyu_desktop.printing.pen import MM, Pen
from louyu_desktop.text import _

Story = list[Flowable]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """Type sizes (points) and margins (millimetres) of a book in one size of paper."""

    size: Size
    inner: float
    outer: float
    top: float
    bottom: float
    body: float
    small: float
    cell: float
    chapter: float
    section: float

    @property
    def width(self) -> float:
        """The width of the text, in points."""
        return self.size[0] - (self.inner + self.outer) * MM


MEASURES = {
    "A4": Measures(
        size=A4, inner=24, outer=22, top=30, bottom=26, body=10.5, small=9, cell=8.6, chapter=26, section=14
    ),
    "A5": Measures(
        size=A5, inner=17, outer=15, top=23, bottom=19, body=9, small=7.8, cell=7.6, chapter=20, section=11.5
    ),
}
"""The two sizes of paper a book comes in."""


class Setter:
    """Makes the flowables of a book in its measures and faces."""

    def __init__(self, measures: Measures, faces: Typeface) -> None:
        self.m = measures
        self.faces = faces
        self.body = Style(size=measures.body, leading=1.75, after=measures.body * 0.55, indent=2)
        self.note = Style(size=measures.small, leading=1.6, colour=INK_SOFT, after=measures.small * 0.5)
        self.cell = Style(size=measures.cell, leading=1.45, align="left")
        self.head = Style(size=measures.cell, leading=1.45, align="left", bold=True)
        self.section = Style(
            size=measures.section, leading=1.5, bold=True, align="left", before=measures.section * 1.1,
            after=measures.section * 0.45,
        )  # fmt: skip

    def text(self, content: str | Sequence[Run], style: Style | None = None, *, most_lines: int = 0) -> Paragraph:
        """A paragraph."""
        return Paragraph(content, style or self.body, self.faces, most_lines=most_lines)

    def texts(self, content: str, style: Style | None = None) -> Story:
        """A paragraph for each line that was typed."""
        lines = clean(content, lines=True).splitlines()
        return [self.text(line.strip(), style) for line in lines if line.strip()]

    def chapter(self, number: int, title: str) -> Story:
        """A new page that begins a chapter."""
        return [PageBreak(), ChapterHeading(number, title, self), Gap(self.m.chapter * 0.85)]

    def heading(self, title: str, room: float = 0.0) -> Story:
        """A heading within a chapter, on the next page unless `room` (or a few rows) is left below it."""
        needed = self.m.section * 3.2 + (room or self.m.section * 8)
        return [CondPageBreak(needed), Heading(title, self.section, self.faces, level=1)]

    def cells(self, texts: Sequence[str], *, head: bool = False, most_lines: int = 9) -> list[Paragraph]:
        """The cells of a table's row."""
        style = self.head if head else self.cell
        return [self.text(text, style, most_lines=most_lines) for text in texts]


class ChapterHeading(Heading):
    """A chapter's number, its title and a short rule, with air round them."""

    def __init__(self, number: int, title: str, setter: Setter) -> None:
        style = Style(size=setter.m.chapter, leading=1.35, bold=True, align="left")
        super().__init__(title, style, setter.faces, level=0, number=f"{number:02}")
        self._above = style.size * 1.25
        self._below = style.size * 0.55

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: N803
        """Number, title and rule."""
        _width, self._title = super().wrap(availWidth, availHeight)
        self.height = self._above + self._title + self._below
        return availWidth, self.height

    def draw(self) -> None:
        """Draw them from the top."""
        pen = Pen(self.canv, self.faces)
        full = self.height
        pen.text(0, full - self._above * 0.72, self.number, self.style.size * 0.72, bold=True, colour=ACCENT, spacing=1)
        self.height = self._title
        self.canv.saveState()
        self.canv.translate(0, self._below)
        super().draw()
        self.canv.restoreState()
        self.height = full
        pen.rect(0, 1, 16 * MM, 1.6, filled=ACCENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class BookDesign:
    """What stands round the story: `cover` draws the first page, `corner` is a mark on every page."""

    title: str
    subject: str
    running: str
    measures: Measures
    cover: Callable[[Pen], None]
    corner: str = ""


class _Book(BaseDocTemplate):  # type: ignore[misc, unused-ignore]
    """One pass: lays out a story and remembers where its headings came to stand."""

    def __init__(self, design: BookDesign, faces: Typeface) -> None:
        m = design.measures
        super().__init__("", pagesize=m.size, leftMargin=0, rightMargin=0, topMargin=0, bottomMargin=0)
        self.design = design
        self.faces = faces
        self.entries: list[Entry] = []
        self.chapter = ""
        self.stream = io.BytesIO()
        height = m.size[1] - (m.top + m.bottom) * MM
        odd, even = (
            Frame(
                left * MM, m.bottom * MM, m.width, height, id=name,
                leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0,
            )
            for name, left in (("odd", m.inner), ("even", m.outer))
        )  # fmt: skip
        self.addPageTemplates(
            [
                PageTemplate("cover", [Frame(0, 0, *m.size, id="cover")], onPage=self._cover),
                PageTemplate("odd", [odd], onPageEnd=self._furnish),
                PageTemplate("even", [even], onPageEnd=self._furnish),
            ]
        )

    def _cover(self, canvas: Any, _document: Any) -> None:
        self.design.cover(Pen(canvas, self.faces))

    def _furnish(self, canvas: Any, _document: Any) -> None:
        """Running head and page number, on the outer side."""
        pen, m = Pen(canvas, self.faces), self.design.measures
        page = canvas.getPageNumber()
        odd = page % 2 == 1
        left = (m.inner if odd else m.outer) * MM
        right = left + m.width
        y = m.size[1] - (m.top - 8.5) * MM
        size = m.small * 0.92
        pen.text(left, y, self.design.running, size, colour=INK_FAINT)
        pen.text(right, y, self.chapter, size, colour=INK_FAINT, align="right")
        pen.line(left, y - 5, right, y - 5, colour=LINE, width=0.5)
        foot = (m.bottom - 9) * MM
        pen.text(right if odd else left, foot, str(page), m.small, bold=True, align="right" if odd else "left")
        if self.design.corner:
            other = (left, "left") if odd else (right, "right")
            pen.text(other[0], foot, self.design.corner, size, colour=INK_FAINT, align=other[1])

    def afterFlowable(self, flowable: Flowable) -> None:
        """Remember a heading's page, for the contents."""
        if isinstance(flowable, Heading):
            if flowable.level == 0:
                self.chapter = flowable.text
            page = str(self.canv.getPageNumber())
            self.entries.append(Entry(flowable.level, flowable.text, flowable.key, page, flowable.number))

    def lay_out(self, story: Story) -> None:
        """Lay out the story into `stream`."""
        design = self.design

        def canvas(*_values: object, **_options: object) -> Any:
            return new_canvas(self.stream, design.measures.size, design.title, design.subject, self.faces)

        self.title, self.subject = clean(design.title, limit=200), clean(design.subject, limit=200)
        self.author = self.creator = "louyu_desktop"
        self.build(story, canvasmaker=canvas)


def write_book(design: BookDesign, make: Callable[[Setter], Story], target: Path, faces: Typeface) -> int:
    """Write the book that `make` sets, with its contents after the cover; gives the number of pages."""
    setter = Setter(design.measures, faces)
    first = make(setter)
    headings = _with_keys(first)
    entries = [Entry(h.level, h.text, h.key, "0", h.number) for h in headings]
    for _pass in range(3):
        book = _Book(design, faces)
        story = make(setter)
        _with_keys(story)
        book.lay_out(_opening(setter, entries) + story)
        if entries == book.entries:
            break
        entries = book.entries
    save(target, book.stream.getvalue())
    return int(book.page)


def _with_keys(story: Story) -> list[Heading]:
    headings = [flowable for flowable in story if isinstance(flowable, Heading)]
    for number, heading in enumerate(headings, 1):
        heading.key = f"h{number}"
    return headings


def _opening(setter: Setter, entries: Sequence[Entry]) -> Story:
    """The cover's page and the contents."""
    style = Style(size=setter.m.chapter, leading=1.4, bold=True, align="left", after=setter.m.chapter * 0.9)
    title = setter.text(_("目录"), style)
    contents = Contents(entries, setter.m.body * 1.08, setter.faces)
    return [NextPageTemplate(["even", "odd"]), PageBreak(), title, contents]

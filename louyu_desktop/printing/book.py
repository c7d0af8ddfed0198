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
    ActionFlowable,
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
)

from louyu_desktop.printing.contents import Contents, Entry
from louyu_desktop.printing.flow import Gap, Heading, Paragraph, Run, Style
from louyu_desktop.printing.fonts import Typeface
from louyu_desktop.printing.guard import clean, fit
from louyu_desktop.printing.palette import ACCENT, INK_FAINT, INK_SOFT, LINE
from louyu_desktop.printing.paper import A4, A5, Size, new_canvas, save
from louyu_desktop.printing.pen import MM, Pen
from louyu_desktop.printing.tables import LONG, Column, Table, measured
from louyu_desktop.text import _

Story = list[Flowable]
_SILENT = (CondPageBreak, PageBreak, ActionFlowable)
"""Flowables that print nothing."""

_FREE_FOR_A_CHAPTER = 0.6  # of a page: a chapter that does not fit there begins on it all the same


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
    fine: float
    chapter: float
    section: float

    @property
    def width(self) -> float:
        """The width of the text, in points."""
        return self.size[0] - (self.inner + self.outer) * MM

    @property
    def height(self) -> float:
        """The height of the text, in points."""
        return self.size[1] - (self.top + self.bottom) * MM


MEASURES = {
    "A4": Measures(
        size=A4, inner=22, outer=20, top=28, bottom=24, body=11, small=9.2, cell=9.4, fine=8, chapter=27, section=15
    ),
    "A5": Measures(
        size=A5, inner=15, outer=13, top=21.5, bottom=18, body=9.3, small=8, cell=7.9, fine=7.2, chapter=21, section=12
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
        self.listed = Style(size=measures.cell, leading=1.45, align="left", listed=True)
        self.aside = Style(size=measures.cell, leading=1.45, align="left", colour=INK_FAINT)
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

    def chapter(self, number: int, title: str, content: Story) -> Story:
        """A chapter: on the page in hand where it fits, or where most of that page is free; else on a new one."""
        opening: Story = [ChapterHeading(number, title, self), Gap(self.m.chapter * 0.6)]
        needed = min(self.height([*opening, *content]) + 6, _FREE_FOR_A_CHAPTER * self.m.height)
        least = self.height(opening) + self._least(content) + 6
        return [CondPageBreak(max(needed, min(least, self.m.height))), *opening, *content]

    def _least(self, content: Story) -> float:
        """The room that a story's beginning needs: its headings and what stands under the last of them."""
        used = 0.0
        for flowable in content:
            if isinstance(flowable, Heading):
                used += self.height([flowable])
            elif not isinstance(flowable, _SILENT):
                part = flowable.least(self.m.width) if isinstance(flowable, Table) else self.height([flowable])
                return used + min(part, 0.5 * self.m.height if isinstance(flowable, Paragraph) else self.m.height)
        return used

    def height(self, story: Story) -> float:
        """How high a story is at most, on a page without end."""
        shown = (flowable for flowable in story if not isinstance(flowable, CondPageBreak))
        heights = (f.wrap(self.m.width, 1e6)[1] + f.getSpaceBefore() + f.getSpaceAfter() for f in shown)
        return float(sum(heights))

    def heading(self, title: str, *content: Flowable) -> Story:
        """A heading within a chapter and what stands under it: on the next page where only the heading would fit."""
        heading = Heading(title, self.section, self.faces, level=1)
        first = content[0] if content else Gap(0)
        least = first.least(self.m.width) if isinstance(first, Table) else self.height([*content[:1]])
        needed = self.height([heading]) + min(least, 0.7 * self.m.height) + 2
        return [CondPageBreak(needed), heading, *content]

    def cells(self, texts: Sequence[str], columns: Sequence[Column] = ()) -> list[Paragraph]:
        """The cells of a table's row."""
        styles = [self.listed if column.listed else self.cell for column in columns] or [self.cell] * len(texts)
        return [self.text(text, style) for text, style in zip(texts, styles, strict=True)]

    def table(self, columns: Sequence[Column], rows: Sequence[Sequence[Paragraph]], width: float = 0.0) -> Table:
        """A table under its head; its columns are measured."""
        [table] = self.tables(columns, [rows], width)
        return table

    def tables(
        self, columns: Sequence[Column], groups: Sequence[Sequence[Sequence[Paragraph]]], width: float = 0.0
    ) -> list[Table]:
        """Several tables whose columns stand under each other."""
        pad = self.m.cell * 0.5
        head = [self.text(column.heading, self.head, most_lines=2) for column in columns]
        widths = measured(columns, [head, *(row for rows in groups for row in rows)], width or self.m.width, pad)
        inner = [one - 2 * pad for one in widths]
        return [Table(head, [self._row(columns, row, inner) for row in rows], widths, pad=pad) for rows in groups]

    def _row(self, columns: Sequence[Column], row: Sequence[Paragraph], widths: Sequence[float]) -> list[Paragraph]:
        """A row; cells that would make it a tower of short lines stand below it, under their headings."""
        cells = list(row)
        below: list[Run] = []
        for at, (column, width) in enumerate(zip(columns, widths, strict=True)):
            if len(row[at].lines(width)) > LONG:
                cells[at] = self.text(_("见下"), self.aside)
                below += [Run(f"{column.heading}　", colour=INK_SOFT), *row[at].runs, Run("　")]
        return [*cells, self.text(below, self.cell)] if below else cells


class ChapterHeading(Heading):
    """A chapter's number, its title and a short rule, with air round them."""

    def __init__(self, number: int, title: str, setter: Setter) -> None:
        style = Style(size=setter.m.chapter, leading=1.35, bold=True, align="left")
        super().__init__(title, style, setter.faces, level=0, number=f"{number:02}")
        self._above = style.size * 1.15
        self._below = style.size * 0.55
        self.spaceBefore = style.size * 1.3

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
        self.chapters: list[str] = []
        self.stream = io.BytesIO()
        odd, even = (
            Frame(
                left * MM, m.bottom * MM, m.width, m.height, id=name,
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
        size = m.fine
        named = fit("·".join(self.chapters), 0.6 * m.width, size, pen.font().width, most_lines=1, repeated=True)
        self.chapters = []
        room = m.width - pen.width(named.lines[0], named.size) - 3 * size
        running = fit(self.design.running, room, size, pen.font().width, most_lines=1, repeated=True)
        pen.text(left, y, running.lines[0], running.size, colour=INK_FAINT)
        pen.text(right, y, named.lines[0], named.size, colour=INK_FAINT, align="right")
        pen.line(left, y - 5, right, y - 5, colour=LINE, width=0.5)
        foot = (m.bottom - 9) * MM
        pen.text(right if odd else left, foot, str(page), m.small, bold=True, align="right" if odd else "left")
        if self.design.corner:
            other = (left, "left") if odd else (right, "right")
            room = m.width - pen.width(str(page), m.small, bold=True) - 2 * size
            corner = fit(self.design.corner, room, size, pen.font().width, most_lines=1)
            pen.text(other[0], foot, corner.lines[0], corner.size, colour=INK_FAINT, align=other[1])

    def afterFlowable(self, flowable: Flowable) -> None:
        """Remember a heading's page, for the contents."""
        if isinstance(flowable, Heading):
            if flowable.level == 0:
                self.chapter = flowable.text
                self.chapters.append(self.chapter)
            page = str(self.canv.getPageNumber())
            self.entries.append(Entry(flowable.level, flowable.text, flowable.key, page, flowable.number))
        elif self.chapter and not self.chapters and not isinstance(flowable, _SILENT):
            self.chapters.append(self.chapter)

    def lay_out(self, story: Story, *, measures: bool) -> None:
        """Lay out the story into `stream`; where it `measures` only, nothing but places comes of it."""
        design = self.design

        def canvas(*_values: object, **_options: object) -> Any:
            made = new_canvas(design.measures.size, design.title, design.subject, self.faces, self.stream)
            made.measures = measures
            return made

        self.title, self.subject = clean(design.title), clean(design.subject)
        self.author = self.creator = "louyu_desktop"
        self.build(story, canvasmaker=canvas)


def write_book(design: BookDesign, make: Callable[[Setter], Story], target: Path, faces: Typeface) -> int:
    """Write the book that `make` sets, with its contents after the cover; gives the number of pages."""
    setter = Setter(design.measures, faces)
    story = make(setter)
    entries = [Entry(h.level, h.text, h.key, "0", h.number) for h in _with_keys(story)]
    for number in range(4):
        book = _Book(design, faces)
        book.lay_out(_opening(setter, entries) + story, measures=number == 0)
        if number and entries == book.entries:
            break
        entries = book.entries
        for flowable in story:
            flowable.__dict__.pop("_postponed", None)  # Platypus leaves it on what once went to the next page
    save(target, book.stream.getvalue())
    return int(book.page)


def _with_keys(story: Story) -> list[Heading]:
    headings = [flowable for flowable in story if isinstance(flowable, Heading)]
    for number, heading in enumerate(headings, 1):
        heading.key = f"h{number}"
    return headings


def _opening(setter: Setter, entries: Sequence[Entry]) -> Story:
    """The cover's page and the contents; a book without headings has a cover alone."""
    if not entries:
        return [Gap(0)]
    style = Style(size=setter.m.chapter, leading=1.4, bold=True, align="left", after=setter.m.chapter * 0.8)
    title = setter.text(_("目录"), style)
    contents = Contents(entries, setter.m.body, setter.faces)
    return [NextPageTemplate(["even", "odd"]), PageBreak(), title, contents]

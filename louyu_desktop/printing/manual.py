"""使用手册, the handbook of the program as a paper: chapters, their pages, pictures, page numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from reportlab.lib.utils import ImageReader
from reportlab.platypus import CondPageBreak

from louyu_desktop.printing.book import MEASURES, BookDesign, Setter, Story, write_book
from louyu_desktop.printing.cover import Cover, draw_cover
from louyu_desktop.printing.flow import Block as Part
from louyu_desktop.printing.flow import Gap, Paragraph, Run, Style
from louyu_desktop.printing.fonts import Typeface
from louyu_desktop.printing.guard import clean
from louyu_desktop.printing.palette import ACCENT, INK_FAINT, INK_SOFT, LINE, SAND
from louyu_desktop.printing.pen import Pen
from louyu_desktop.rules.help_text import Block, HelpPage, Kind, Mark, Stretch
from louyu_desktop.text import _

_MOST_OF_A_PAGE = 0.34
"""How high a picture may be."""
_LEAST_OF_A_PICTURE = 0.66
"""Made so much smaller, a picture stays at the foot of a sheet rather than go to the next one."""
_BEGINS = 0.42
"""A page that does not fit begins where at least so much of the sheet is free."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manual:
    """The handbook's pages in their order, with the files of the pictures that were made."""

    station: str
    version: str
    made_on: dt.date
    paper: str
    pages: tuple[HelpPage, ...]
    pictures: Mapping[str, Path]
    is_demonstration: bool = False


def write(manual: Manual, target: Path, faces: Typeface) -> int:
    """Write the PDF and give its number of pages."""
    measures = MEASURES[manual.paper]
    title, program = _("使用手册"), _("楼宇党群服务站工作台")
    mark = _("演示站点") if manual.is_demonstration else ""
    cover = Cover(
        station=program, title=title, year=str(manual.made_on.year), mark=mark,
        lines=((_("站点"), clean(manual.station, limit=60)), (_("版本"), manual.version)),
    )  # fmt: skip
    design = BookDesign(
        title=f"{program} {title}", subject=title, running=f"{program}·{title}", measures=measures,
        cover=lambda pen: draw_cover(pen, measures.size, cover), corner=mark,
    )  # fmt: skip
    return write_book(design, lambda setter: _story(manual, setter), target, faces)


def texts_of(manual: Manual) -> tuple[str, ...]:
    """Every text that is printed, cleaned: for the preflight."""
    found = [manual.station, manual.version]
    for page in manual.pages:
        found += [page.chapter, page.title, *(block.words for block in page.blocks)]
    return tuple(map(clean, found))


def _story(manual: Manual, setter: Setter) -> Story:
    made: Story = []
    chapters = groupby(manual.pages, key=lambda page: page.chapter)
    for number, (chapter, pages) in enumerate(chapters, 1):
        content = [part for page in pages for part in _page(page, manual, setter)]
        made += setter.chapter(number, chapter, content)
    return made


def _page(page: HelpPage, manual: Manual, setter: Setter) -> Story:
    """A page under its title: on the sheet in hand where it fits or a good part of that is free."""
    titles = {one.id: one.title for one in manual.pages}
    parts = [part for block in page.blocks for part in _block(block, manual, setter, titles)]
    whole = setter.heading(page.title, *parts)
    return [CondPageBreak(min(setter.height(whole), _BEGINS * setter.m.height)), *whole]


def _block(block: Block, manual: Manual, setter: Setter, titles: Mapping[str, str]) -> Story:
    runs = _runs(block.line, titles)
    body = setter.m.body
    plain = Style(size=body, leading=1.65, after=body * 0.45, align="left")
    match block.kind:
        case Kind.HEADING:
            style = Style(size=body * 1.08, leading=1.6, bold=True, align="left", before=body * 0.5, after=body * 0.25)
            return [CondPageBreak(7 * body), setter.text(runs, style)]
        case Kind.STEP:
            return [Marked(f"{block.number}.", setter.text(runs, plain), setter, bold=True)]
        case Kind.BULLET:
            return [Marked("·", setter.text(runs, plain), setter)]
        case Kind.NOTE:
            style = Style(size=setter.m.small, leading=1.6, colour=INK_SOFT, align="left")
            return [Gap(body * 0.3), Note(setter.text(runs, style), setter), Gap(body * 0.6)]
        case Kind.PICTURE:
            file = manual.pictures.get(block.target)
            return [Picture(file, block.words, setter)] if file is not None else []
        case _:
            return [setter.text(runs, plain)]


def _runs(line: Sequence[Stretch], titles: Mapping[str, str]) -> list[Run]:
    return [_run(stretch, titles) for stretch in line]


def _run(stretch: Stretch, titles: Mapping[str, str]) -> Run:
    """On paper a link is the title of its page, in the brackets of a title."""
    match stretch.mark:
        case Mark.STRONG | Mark.KEY:
            return Run(stretch.words, bold=True)
        case Mark.LINK:
            return Run(_("《{title}》").format(title=titles.get(stretch.target, stretch.words)), colour=ACCENT)
        case _:
            return Run(stretch.words)


class Marked(Part):
    """A number or dot with words in a column of their own."""

    def __init__(self, mark: str, words: Paragraph, setter: Setter, *, bold: bool = False) -> None:
        super().__init__()
        self.mark, self.words, self.setter, self.bold = mark, words, setter, bold
        self.spaceAfter = words.spaceAfter

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: N803
        """As high as the words."""
        self.width = availWidth
        self.height = self.words.wrap(availWidth - 2 * self.setter.m.body, availHeight)[1]
        return availWidth, self.height

    def draw(self) -> None:
        """The mark beside the first line."""
        pen, style = Pen(self.canv, self.setter.faces), self.words.style
        base = self.height - style.step / 2 - 0.36 * style.size
        pen.text(0, base, self.mark, style.size, bold=self.bold, colour=ACCENT if self.bold else INK_FAINT)
        self.words.put(pen, 2 * self.setter.m.body, 0)


class Note(Part):
    """Something to be remembered, on sand."""

    def __init__(self, words: Paragraph, setter: Setter) -> None:
        super().__init__()
        self.words, self.setter = words, setter

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: N803
        """The words and the ground round them."""
        self.pad = self.setter.m.body * 0.8
        self.width = availWidth
        self.height = self.words.wrap(availWidth - 2 * self.pad, availHeight)[1] + 2 * self.pad
        return availWidth, self.height

    def draw(self) -> None:
        """Ground, edge, words."""
        pen = Pen(self.canv, self.setter.faces)
        pen.rect(0, 0, self.width, self.height, filled=SAND)
        pen.rect(0, 0, 2, self.height, filled=ACCENT)
        self.words.put(pen, self.pad, self.pad)


class Picture(Part):
    """A picture of the window with a hairline round it, and what it shows below."""

    def __init__(self, file: Path, caption: str, setter: Setter) -> None:
        super().__init__()
        self.setter = setter
        self.image = ImageReader(str(file))
        style = Style(size=setter.m.fine, leading=1.5, colour=INK_FAINT, align="center")
        self.caption = setter.text(caption, style)
        self.spaceBefore, self.spaceAfter = setter.m.body * 0.4, setter.m.body * 0.8

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: N803
        """The whole width, unless that would take too much of a page or a little less fits where it stands."""
        wide, high = self.image.getSize()
        scale = min(availWidth / wide, _MOST_OF_A_PAGE * self.setter.m.height / high)
        below = self.setter.m.fine * 0.5 + self.caption.wrap(availWidth, availHeight)[1]
        fitting = (availHeight - below) / high
        if _LEAST_OF_A_PICTURE * scale <= fitting < scale:
            scale = fitting
        self.shown = wide * scale, high * scale
        self.width = availWidth
        self.height = self.shown[1] + below
        return availWidth, self.height

    def draw(self) -> None:
        """Picture, hairline, caption."""
        pen = Pen(self.canv, self.setter.faces)
        wide, high = self.shown
        left, bottom = (self.width - wide) / 2, self.height - high
        self.canv.drawImage(self.image, left, bottom, wide, high)
        pen.rect(left, bottom, wide, high, edge=LINE, line=0.5)
        self.caption.put(pen, 0, 0)

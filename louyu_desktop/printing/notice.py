"""公示: a notice for the public wall on A4, or the same larger on A3; what is not approved says so on every page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from louyu_desktop.printing.fonts import Typeface
from louyu_desktop.printing.guard import Measure, clean, fit
from louyu_desktop.printing.linebreak import break_lines
from louyu_desktop.printing.official import title_lines
from louyu_desktop.printing.palette import ACCENT, INK_FAINT, INK_SOFT, LINE
from louyu_desktop.printing.paper import A4, Paper
from louyu_desktop.printing.pen import MM
from louyu_desktop.text import _

SCALES = {"A4": 1.0, "A3": 2**0.5}
"""How much larger than on A4 everything is."""

_SIDE, _TOP, _FOOT = 28 * MM, 34 * MM, 34 * MM
_TITLE, _BODY, _SMALL, _LEADING = 24.0, 16.0, 10.5, 1.75
_LIMIT = 8000


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """`draft` stands at the head of what is not approved, `foot` are lines such as the period and the telephone."""

    title: str
    paragraphs: tuple[str, ...]
    signed: str
    day: str
    foot: tuple[str, ...] = ()
    number: str = ""
    draft: str = ""
    size: str = "A4"
    is_demonstration: bool = False


def texts_of(notice: Notice) -> tuple[str, ...]:
    """Every text that is printed, cleaned: for the preflight."""
    found = (notice.title, *notice.paragraphs, notice.signed, notice.day, *notice.foot, notice.number, notice.draft)
    return tuple(clean(text, limit=_LIMIT) for text in found)


def write(notice: Notice, target: Path, faces: Typeface) -> int:
    """Write the PDF and give its number of pages."""
    scale = SCALES[notice.size]
    size = (A4[0] * scale, A4[1] * scale)
    with Paper(target, size, clean(notice.title), faces, subject=_("公示")) as paper:
        return _Setter(paper, notice, scale).set()


class _Setter:
    """Sets line after line; a page that is full gets its foot."""

    def __init__(self, paper: Paper, notice: Notice, scale: float) -> None:
        self.paper, self.pen, self.notice, self.scale = paper, paper.pen, notice, scale
        self.left, self.right = _SIDE * scale, paper.size[0] - _SIDE * scale
        self.body, self.step = _BODY * scale, _BODY * _LEADING * scale
        self.page = 1
        self.y = paper.size[1] - _TOP * scale

    def set(self) -> int:
        """All of it; gives the number of pages."""
        self._head()
        for text in self.notice.paragraphs:
            for line, indent in self._lines(clean(text, limit=_LIMIT)):
                self._need(self.step)
                self.pen.text(self.left + indent, self.y, line, self.body)
                self.y -= self.step
        self._signed()
        self._foot()
        self.paper.next_page()
        return self.page

    def _head(self) -> None:
        pen, scale = self.pen, self.scale
        self._mark()
        middle = (self.left + self.right) / 2
        measure = pen.font(bold=True).width
        for line in title_lines(clean(self.notice.title)):
            said = fit(line, self.right - self.left, _TITLE * scale, measure, most_lines=2)
            for one in said.lines:
                self.y -= _TITLE * 1.3 * scale
                pen.text(middle, self.y, one, said.size, bold=True, align="center")
        self.y -= 6 * MM * scale
        pen.line(self.left, self.y, self.right, self.y, colour=ACCENT, width=1.2 * scale)
        self.y -= 12 * MM * scale

    def _mark(self) -> None:
        top = self.paper.size[1] - 20 * MM * self.scale
        if self.notice.draft:
            self.pen.text(self.left, top, clean(self.notice.draft), 13 * self.scale, bold=True, colour=ACCENT)
        number = "·".join(filter(None, (clean(self.notice.number), _("演示") if self.notice.is_demonstration else "")))
        self.pen.text(self.right, top, number, _SMALL * self.scale, colour=INK_FAINT, align="right")

    def _lines(self, text: str) -> Iterator[tuple[str, float]]:
        indent, measure = 2 * self.body, self.pen.font().width
        widths = _widths(text, self.body, measure)
        for number, line in enumerate(break_lines(text, widths, self.right - self.left, indent)):
            yield text[line.start : line.end], 0.0 if number else indent

    def _need(self, room: float) -> None:
        """A new page where there is no room."""
        if self.y - room < _FOOT * self.scale:
            self._foot()
            self.paper.next_page()
            self.page += 1
            self.y = self.paper.size[1] - _TOP * self.scale
            self._mark()

    def _signed(self) -> None:
        """The signature and the day stay together, two characters in from the right."""
        self._need(5 * self.step)
        self.y -= self.step
        x = self.right - 2 * self.body
        said = fit(clean(self.notice.signed, limit=120), x - self.left, self.body, self.pen.font().width)
        for line in said.lines:
            self.pen.text(x, self.y, line, said.size, align="right")
            self.y -= self.step
        self.pen.text(x, self.y, clean(self.notice.day), self.body, align="right")

    def _foot(self) -> None:
        pen, scale, y = self.pen, self.scale, 22 * MM * self.scale
        pen.line(self.left, y + 6 * MM * scale, self.right, y + 6 * MM * scale, colour=LINE, width=0.6 * scale)
        said = "　　".join(clean(one, limit=120) for one in self.notice.foot if one)
        size = _SMALL * scale
        number = _("第 {page} 页").format(page=self.page) if self.page > 1 else ""
        room = self.right - self.left - (pen.width(number, size) + 10 if number else 0.0)
        fitted = fit(said, room, size, pen.font().width, most_lines=2, repeated=self.page > 1)
        for line in fitted.lines:
            pen.text(self.left, y, line, fitted.size, colour=INK_SOFT)
            y -= 1.4 * size
        pen.text(self.right, 22 * MM * scale, number, size, colour=INK_FAINT, align="right")


def _widths(text: str, size: float, measure: Measure) -> list[float]:
    return [measure(sign, size) for sign in text]

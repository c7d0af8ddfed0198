"""The contents of a book: a line to each heading, with its page and a link."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from louyu_desktop.printing.flow import Block
from louyu_desktop.printing.fonts import Typeface
from louyu_desktop.printing.guard import fit
from louyu_desktop.printing.palette import ACCENT, INK, INK_FAINT, LINE
from louyu_desktop.printing.pen import Pen

_CLOSEST = 0.72  # how far the lines may be pushed together to save a page


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents."""

    level: int
    text: str
    key: str
    page: str
    number: str = ""


class Contents(Block):
    """The contents: a line to each heading, with its page and a link."""

    def __init__(self, entries: Sequence[Entry], size: float, faces: Typeface) -> None:
        super().__init__()
        self.entries = tuple(entries)
        self.size = size
        self.faces = faces
        self.closeness = 1.0

    def _step(self, entry: Entry) -> float:
        return self.size * (2.3 if entry.level == 0 else 1.7) * self.closeness

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: N803
        """All lines; a little closer when they then stand on one page."""
        natural = sum(map(self._step, self.entries))
        if availHeight < natural <= availHeight / _CLOSEST:
            self.closeness *= availHeight / natural * 0.999
        self.width, self.height = availWidth, sum(map(self._step, self.entries))
        return availWidth, self.height

    def split(self, availWidth: float, availHeight: float) -> list[Contents]:  # noqa: N803
        """As many lines as there is room for, and the others."""
        used, count = 0.0, 0
        for entry in self.entries:
            used += self._step(entry)
            if used > availHeight:
                break
            count += 1
        if not count:
            return []
        parts = self.entries[:count], self.entries[count:]
        return [Contents(part, self.size, self.faces) for part in parts if part]

    def draw(self) -> None:
        """Draw each line: number, text, a hairline of dots, page."""
        pen = Pen(self.canv, self.faces)
        y = self.height
        for entry in self.entries:
            step = self._step(entry)
            y -= step
            self._line(pen, entry, y + 0.3 * self.size)
            self.canv.linkRect("", entry.key, (0, y, self.width, y + step), relative=1, Border="[0 0 0]")

    def _line(self, pen: Pen, entry: Entry, y: float) -> None:
        chapter = entry.level == 0
        size = self.size if chapter else self.size * 0.88
        x = 0.0 if chapter else 2.4 * self.size
        if chapter:
            pen.text(0, y, entry.number, size, bold=True, colour=ACCENT)
            x = 2.4 * self.size
        colour = INK if chapter else INK_FAINT
        room = self.width - x - 3 * self.size
        fitted = fit(entry.text, room, size, pen.font(bold=chapter).width, most_lines=1, repeated=True)
        pen.text(x, y, fitted.lines[0], fitted.size, bold=chapter, colour=colour)
        pen.text(self.width, y, entry.page, size, colour=colour, align="right")
        start = x + pen.width(fitted.lines[0], fitted.size, bold=chapter) + 8
        end = self.width - pen.width(entry.page, size) - 8
        if end > start:
            pen.raw("[0.6 3] 0 d 1 J")
            pen.line(start, y + 0.12 * size, end, y + 0.12 * size, colour=LINE, width=0.6)
            pen.raw("[] 0 d 0 J")

"""A month of activities as a grid."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping, Sequence

from louyu_desktop.printing.book import Setter
from louyu_desktop.printing.flow import Block, Paragraph, Style
from louyu_desktop.printing.palette import ACCENT, ACCENT_LIGHT, INK, INK_FAINT, INK_SOFT, LINE, SAND
from louyu_desktop.printing.pen import Pen
from louyu_desktop.rules.day_words import LETTERS
from louyu_desktop.text import _

_MOST = 4  # activities of a day that are named; the list under the grid names them all
_LINES = 4  # of one activity's name
_EMPTY = 0.5  # of a column's width: the height of a week in which nothing takes place


class Month(Block):
    """A month, Monday first, from the week of `since` on: each day's activities by name, weekends tinted."""

    def __init__(
        self,
        year: int,
        month: int,
        days: Mapping[dt.date, Sequence[str]],
        setter: Setter,
        *,
        since: dt.date = dt.date.min,
        weeks: Sequence[Sequence[dt.date]] = (),
    ) -> None:
        super().__init__()
        self.setter = setter
        self.year, self.month, self.days = year, month, days
        every = calendar.Calendar(0).monthdatescalendar(year, month)
        self.weeks = list(weeks) or [week for week in every if week[-1] >= since]
        self.size = setter.m.fine
        self.style = Style(size=self.size, leading=1.25, align="left", colour=INK)

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: N803
        """The head, and each week as high as its fullest day."""
        self.width = availWidth
        self.column = availWidth / 7
        self.head = self.setter.m.small * 2.1
        self.rows = [max(self._day_height(day) for day in week) for week in self.weeks]
        self.height = self.head + sum(self.rows)
        return availWidth, self.height

    def split(self, availWidth: float, availHeight: float) -> list[Month]:  # noqa: N803
        """The weeks that fit, and the others under the same head."""
        self.wrap(availWidth, availHeight)
        used, count = self.head, 0
        for height in self.rows:
            used += height
            if used > availHeight:
                break
            count += 1
        if not 0 < count < len(self.weeks):
            return []
        parts = self.weeks[:count], self.weeks[count:]
        return [Month(self.year, self.month, self.days, self.setter, weeks=part) for part in parts]

    def _titles(self, day: dt.date) -> list[Paragraph]:
        titles = self.days.get(day, ()) if day.month == self.month else ()
        named = titles if len(titles) <= _MOST else titles[: _MOST - 1]
        texts = [self.setter.text(title, self.style, most_lines=_LINES) for title in named]
        for text in texts:
            text.repeated = True  # the list under the grid has it whole
        if len(titles) > len(named):
            rest = _("另有 {count} 场").format(count=len(titles) - len(named))
            texts.append(self.setter.text(rest, Style(size=self.size, leading=1.25, align="left", colour=INK_SOFT)))
        return texts

    def _day_height(self, day: dt.date) -> float:
        texts = self._titles(day)
        used = sum(text.wrap(self._room(), 1e6)[1] + self.size * 0.45 for text in texts)
        return max(self._number() + used + self.size * 0.3, self.column * _EMPTY)

    def _room(self) -> float:
        return self.column - self.size * 1.15

    def _number(self) -> float:
        """The height of the line with a day's number."""
        return self.setter.m.small * 1.75

    def draw(self) -> None:
        """Weekdays, days, what is on."""
        pen, size = Pen(self.canv, self.setter.faces), self.setter.m.small
        top = self.height - self.head
        weekend = 5 * self.column
        pen.rect(weekend, 0, 2 * self.column, self.height, filled=SAND)
        for number, name in enumerate(LETTERS):
            colour = INK_SOFT if number < 5 else ACCENT
            pen.text((number + 0.5) * self.column, top + self.head * 0.34, _(name), size, bold=True, colour=colour,
                     align="center")  # fmt: skip
        pen.line(0, top, self.width, top, colour=INK, width=0.8)
        y = top
        for week, height in zip(self.weeks, self.rows, strict=True):
            for number, day in enumerate(week):
                if day.month == self.month:
                    self._day(pen, number * self.column, y, day)
            y -= height
            pen.line(0, y, self.width, y, colour=LINE, width=0.5)

    def _day(self, pen: Pen, x: float, top: float, day: dt.date) -> None:
        texts = self._titles(day)
        colour = ACCENT if texts else INK_FAINT
        size = self.setter.m.small * 1.05
        pen.text(x + self.size * 0.45, top - size * 1.3, str(day.day), size, bold=bool(texts), colour=colour)
        y = top - self._number()
        for text in texts:
            height = text.wrap(self._room(), 1e6)[1]
            pen.line(x + self.size * 0.28, y - height, x + self.size * 0.28, y, colour=ACCENT_LIGHT, width=1.4)
            text.drawOn(pen.canvas, x + self.size * 0.75, y - height)
            y -= height + self.size * 0.45

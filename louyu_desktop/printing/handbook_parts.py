"""Drawn parts of the service handbook: cover, timeline, cards, tree and month."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reportlab.platypus import Flowable

from louyu_desktop.printing.book import Setter
from louyu_desktop.printing.flow import Paragraph, Style
from louyu_desktop.printing.guard import clean, fit
from louyu_desktop.printing.palette import (
    ACCENT,
    ACCENT_DEEP,
    ACCENT_LIGHT,
    ACCENT_TINT,
    INK,
    INK_FAINT,
    INK_SOFT,
    LINE,
    LINE_FAINT,
    SAND,
    WHITE,
)
from louyu_desktop.printing.paper import Size
from louyu_desktop.printing.pen import Pen
from louyu_desktop.text import N_, _

WEEKDAYS = (N_("一"), N_("二"), N_("三"), N_("四"), N_("五"), N_("六"), N_("日"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """The words of the cover."""

    station: str
    title: str
    year: str
    lines: tuple[str, ...] = ()
    mark: str = ""


def draw_cover(pen: Pen, size: Size, cover: Cover) -> None:
    """A deep red field with lit windows, the title on it, the station's address on sand below."""
    width, height = size
    unit = width / 100
    foot = height * 0.27
    pen.rect(0, 0, width, height, filled=SAND)
    pen.rect(0, foot, width, height - foot, filled=ACCENT)
    _windows(pen, width, foot, unit)
    left = 11 * unit
    pen.text(left, height - 15 * unit, cover.year, 3.6 * unit, bold=True, colour=ACCENT_LIGHT, spacing=unit * 0.5)
    pen.rect(left, height - 18.4 * unit, 9 * unit, 0.5 * unit, filled=ACCENT_LIGHT)
    name = fit(clean(cover.station, limit=60), width - 2 * left, 5.2 * unit, pen.font().width)
    y = height - 34 * unit
    for line in name.lines:
        pen.text(left, y, line, name.size, colour=WHITE)
        y -= name.size * 1.4
    pen.text(left, y - 8.4 * unit, cover.title, 12.6 * unit, bold=True, colour=WHITE, spacing=unit * 0.9)
    _cover_foot(pen, left, foot, unit, cover)


def _cover_foot(pen: Pen, left: float, foot: float, unit: float, cover: Cover) -> None:
    y = foot - 9 * unit
    for line in cover.lines:
        shown = fit(clean(line, limit=120), 78 * unit, 2.7 * unit, pen.font().width)
        for part in shown.lines:
            pen.text(left, y, part, shown.size, colour=INK_SOFT)
            y -= 4.7 * unit
    if cover.mark:
        size = 2.4 * unit
        box = pen.width(cover.mark, size, bold=True) + 3 * unit
        pen.rect(left, 5.2 * unit, box, 4.6 * unit, edge=INK_FAINT, line=0.6, radius=unit)
        pen.text(left + box / 2, 6.6 * unit, cover.mark, size, bold=True, colour=INK_SOFT, align="center")


_TOWERS = (  # left edge, storeys, windows across; in units of the cover's hundredth
    (46, 5, 3),
    (57.5, 10, 4),
    (72.5, 8, 3),
    (84, 11, 4),
)


def _windows(pen: Pen, width: float, foot: float, unit: float) -> None:
    """Towers as rows of windows, some of them lit: the same ones each time."""
    for tower, (left, storeys, across) in enumerate(_TOWERS):
        for storey in range(storeys):
            for window in range(across):
                x = (left + window * 3.4) * unit
                if x + 2.2 * unit > width:
                    continue
                lit = (storey * 7 + window * 5 + tower * 3) % 11 in {0, 4}
                pen.rect(
                    x, foot + (2.4 + storey * 3.9) * unit, 2.2 * unit, 2.4 * unit,
                    filled=ACCENT_LIGHT if lit else ACCENT_DEEP,
                )  # fmt: skip


class Milestone(Flowable):  # type: ignore[misc, unused-ignore]
    """One line of the station's history: date, dot on a line, words."""

    def __init__(self, when: str, words: str, setter: Setter, *, is_last: bool) -> None:
        super().__init__()
        self.setter = setter
        self.when = clean(when, limit=20)
        self.is_last = is_last
        self.paragraph = setter.text(words, Style(size=setter.m.body, leading=1.6), most_lines=12)

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: N803
        """As high as the words."""
        self.width = availWidth
        self.axis = self.setter.m.body * 7.2
        text = self.paragraph.wrap(availWidth - self.axis - self.setter.m.body * 1.6, availHeight)[1]
        self.height = text + self.setter.m.body * (0.2 if self.is_last else 1.1)
        return availWidth, self.height

    def draw(self) -> None:
        """Date at the left, words at the right."""
        pen, size = Pen(self.canv, self.setter.faces), self.setter.m.body
        base = self.height - size * 1.16
        dot = base + 0.36 * size
        pen.line(self.axis, dot if self.is_last else 0, self.axis, self.height, colour=LINE, width=1)
        pen.text(self.axis - size * 1.2, base, self.when, size, bold=True, colour=ACCENT, align="right")
        pen.dot(self.axis, dot, size * 0.34, colour=ACCENT)
        pen.dot(self.axis, dot, size * 0.15, colour=WHITE)
        self.paragraph.drawOn(
            self.canv, self.axis + size * 1.6, self.height - self.paragraph.height
        )


class Card(Flowable):  # type: ignore[misc, unused-ignore]
    """A card: a title, a line of facts, words."""

    def __init__(self, title: str, facts: Sequence[str], words: str, setter: Setter) -> None:
        super().__init__()
        m = setter.m
        self.setter = setter
        heading = Style(size=m.body * 1.12, leading=1.45, bold=True, align="left")
        fact = Style(size=m.small, leading=1.6, colour=ACCENT, align="left")
        plain = Style(size=m.small, leading=1.6, colour=INK_SOFT, align="left")
        found = [setter.text(title, heading, most_lines=2)]
        found += [setter.text(text, fact, most_lines=2) for text in facts if text]
        found += [setter.text(words, plain, most_lines=3)] if words else []
        self.paragraphs: list[Paragraph] = found

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: N803
        """Its own height; `Cards` makes the two of a row equal."""
        self.width, self.pad = availWidth, self.setter.m.body * 0.9
        inner = [p.wrap(availWidth - 2 * self.pad, availHeight)[1] for p in self.paragraphs]
        self.height = sum(inner) + 2 * self.pad
        return availWidth, self.height

    def draw(self) -> None:
        """A tinted field, a bar at its top, the words."""
        pen = Pen(self.canv, self.setter.faces)
        pen.rect(0, 0, self.width, self.height, filled=SAND)
        pen.rect(0, self.height - 1.6, self.width, 1.6, filled=ACCENT)
        y = self.height - self.pad
        for paragraph in self.paragraphs:
            y -= paragraph.height
            paragraph.drawOn(self.canv, self.pad, y)


class Cards(Flowable):  # type: ignore[misc, unused-ignore]
    """Two cards side by side, equally high."""

    def __init__(self, cards: Sequence[Card]) -> None:
        super().__init__()
        self.cards = list(cards)
        self.spaceAfter = self.cards[0].setter.m.body * 0.8

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: N803
        """The higher of the two."""
        self.gap = self.cards[0].setter.m.body * 0.8
        each = (availWidth - self.gap) / 2
        self.height = max(card.wrap(each, availHeight)[1] for card in self.cards)
        self.width = availWidth
        return availWidth, self.height

    def draw(self) -> None:
        """Both."""
        for number, card in enumerate(self.cards):
            card.height = self.height
            card.drawOn(self.canv, number * (card.width + self.gap), 0)


class TreeRow(Flowable):  # type: ignore[misc, unused-ignore]
    """One organisation in the chart: `rails` says for each level above whether its line goes on."""

    def __init__(self, name: str, note: str, rails: Sequence[bool], setter: Setter) -> None:
        super().__init__()
        self.setter = setter
        self.name, self.note = clean(name, limit=80), clean(note, limit=40)
        self.rails = tuple(rails)
        self.step = setter.m.body * 2.1

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: N803
        """One box and the room beneath it."""
        self.width, self.height = availWidth, self.setter.m.body * (2.9 if self.rails else 3.2)
        return availWidth, self.height

    def draw(self) -> None:
        """The lines from above, the box, the name."""
        pen, size, depth = Pen(self.canv, self.setter.faces), self.setter.m.body, len(self.rails)
        box = size * (2.2 if depth else 2.6)
        middle = box / 2 + (self.height - box) / 2
        self._draw_rails(pen, middle)
        x = depth * self.step
        note = pen.width(self.note, size * 0.82)
        room = self.width - x - note - size * 3
        name = fit(self.name, room, size * (1.0 if depth else 1.12), pen.font(bold=True).width, two_lines=False)
        text = name.lines[0]
        width = pen.width(text, name.size, bold=depth < 2) + note + size * (2.6 if self.note else 1.8)
        filled = (ACCENT, ACCENT_TINT)[depth] if depth < 2 else WHITE
        pen.rect(x, middle - box / 2, width, box, filled=filled, edge=None if depth < 2 else LINE, radius=size * 0.4)
        base = middle - 0.36 * name.size
        pen.text(x + size * 0.9, base, text, name.size, bold=depth < 2, colour=INK if depth else WHITE)
        faint = INK_FAINT if depth else ACCENT_LIGHT
        pen.text(x + width - size * 0.9, base, self.note, size * 0.82, colour=faint, align="right")

    def _draw_rails(self, pen: Pen, middle: float) -> None:
        for level, goes_on in enumerate(self.rails):
            x = (level + 0.5) * self.step
            own = level == len(self.rails) - 1
            if own:
                pen.line(x, middle if not goes_on else 0, x, self.height, colour=LINE, width=0.9)
                pen.line(x, middle, (level + 1) * self.step, middle, colour=LINE, width=0.9)
            elif goes_on:
                pen.line(x, 0, x, self.height, colour=LINE, width=0.9)


class Month(Flowable):  # type: ignore[misc, unused-ignore]
    """A month as a grid, Monday first: each day's activities in a word or two."""

    def __init__(self, year: int, month: int, days: Mapping[dt.date, Sequence[str]], setter: Setter) -> None:
        super().__init__()
        self.setter = setter
        self.year, self.month, self.days = year, month, days
        self.weeks = calendar.Calendar(0).monthdatescalendar(year, month)

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: N803
        """The head and a row to each week."""
        self.width = availWidth
        self.cell = availWidth / 7 * 0.98
        self.head = self.setter.m.body * 2.2
        self.height = self.head + self.cell * len(self.weeks)
        return availWidth, self.height

    def draw(self) -> None:
        """Weekdays, days, what is on."""
        pen, size = Pen(self.canv, self.setter.faces), self.setter.m.small
        column = self.width / 7
        top = self.height - self.head
        for number, day in enumerate(WEEKDAYS):
            colour = INK_FAINT if number < 5 else ACCENT
            middle = (number + 0.5) * column
            pen.text(middle, top + self.head * 0.36, _(day), size, bold=True, colour=colour, align="center")
        pen.line(0, top, self.width, top, colour=INK, width=0.8)
        for row, week in enumerate(self.weeks):
            y = top - (row + 1) * self.cell
            for number, date in enumerate(week):
                if date.month == self.month:
                    self._day(pen, number * column, y, column, date)
            pen.line(0, y, self.width, y, colour=LINE_FAINT, width=0.5)

    def _day(self, pen: Pen, x: float, y: float, column: float, day: dt.date) -> None:
        size = self.setter.m.small
        titles = self.days.get(day, ())
        if titles:
            pen.rect(x + 0.7, y + 0.7, column - 1.4, self.cell - 1.4, filled=ACCENT_TINT)
            pen.rect(x + 0.7, y + 0.7, 1.5, self.cell - 1.4, filled=ACCENT)
        colour = ACCENT if titles else INK_SOFT
        pen.text(x + 5, y + self.cell - size * 1.25, str(day.day), size * 1.05, bold=bool(titles), colour=colour)
        if len(titles) > 1:
            count = _("{count} 场").format(count=len(titles))
            pen.text(x + column - 3.5, y + self.cell - size * 1.25, count, 7, colour=ACCENT, align="right")
        self._titles(pen, x + 5, y, column - 8, titles)

    def _titles(self, pen: Pen, x: float, y: float, room: float, titles: Sequence[str]) -> None:
        """As many lines as the day's cell holds, at most two to a title."""
        size = 7.0 if self.setter.m.small < 8.5 else 7.5
        space = int((self.cell - self.setter.m.small * 1.9) / (size * 1.25))
        base = y + self.cell - self.setter.m.small * 1.9 - size * 0.85
        style = Style(size=size, leading=1.25, align="left", colour=INK)
        for number, title in enumerate(titles):
            each = min(space, 3 if len(titles) == 1 else 2)
            if each < 1 or (number and space < 2):
                return
            paragraph = self.setter.text(title, style, most_lines=each)
            used = paragraph.wrap(room, 1e6)[1]
            paragraph.drawOn(self.canv, x, base + size * 0.85 - used)
            base -= used + 1.5
            space -= round(used / style.step)

"""Drawn parts of the service handbook: the line of its history and the cards of its zones."""

from __future__ import annotations

from collections.abc import Sequence

from louyu_desktop.printing.book import Setter
from louyu_desktop.printing.cover import draw_towers
from louyu_desktop.printing.flow import Block, Paragraph, Style
from louyu_desktop.printing.guard import clean
from louyu_desktop.printing.palette import ACCENT, ACCENT_LIGHT, INK_SOFT, LINE, LINE_FAINT, SAND, WHITE
from louyu_desktop.printing.pen import Pen


class Milestone(Block):
    """One line of the station's history: date, dot on a line, words."""

    def __init__(self, when: str, words: str, setter: Setter, *, is_last: bool) -> None:
        super().__init__()
        self.setter = setter
        self.when = clean(when, limit=20)
        self.is_last = is_last
        self.paragraph = setter.text(words, Style(size=setter.m.body, leading=1.6), most_lines=24)

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


class Card(Block):
    """A card: a title with a mark beside it, what it is for, a line of facts, further words."""

    def __init__(self, title: str, mark: str, lines: Sequence[str], facts: str, setter: Setter) -> None:
        super().__init__()
        m = setter.m
        self.setter = setter
        self.mark = clean(mark, limit=8)
        self.title = setter.text(title, Style(size=m.body * 1.14, leading=1.4, bold=True, align="left"), most_lines=4)
        fact = Style(size=m.small, leading=1.6, colour=ACCENT, align="left")
        plain = Style(size=m.small, leading=1.55, colour=INK_SOFT, align="left")
        below = [setter.text(facts, fact, most_lines=3)] if facts else []
        below += [setter.text(text, plain, most_lines=30) for text in lines if text]
        self.below: list[Paragraph] = below

    def _mark_width(self) -> float:
        size = self.setter.m.fine
        return self.setter.faces.regular.width(self.mark, size) + 1.2 * size if self.mark else 0.0

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: N803
        """Its own height; `Cards` makes the two of a row equal."""
        self.width, self.pad = availWidth, self.setter.m.body * 0.9
        room = availWidth - 2 * self.pad
        head = self.title.wrap(room - self._mark_width(), availHeight)[1]
        self.height = head + sum(p.wrap(room, availHeight)[1] for p in self.below) + 1.9 * self.pad
        return availWidth, self.height

    def draw(self) -> None:
        """A tinted field, a bar at its left, the words."""
        pen, m = Pen(self.canv, self.setter.faces), self.setter.m
        pen.rect(0, 0, self.width, self.height, filled=SAND)
        pen.rect(0, 0, 2, self.height, filled=ACCENT)
        y = self.height - self.pad - self.title.height
        self.title.drawOn(self.canv, self.pad, y)
        if self.mark:
            width, size = self._mark_width(), m.fine
            x, base = self.width - self.pad - width, y + self.title.height - m.body * 1.14 * 1.06
            pen.rect(x, base - 0.5 * size, width, 1.65 * size, filled=WHITE, edge=ACCENT, radius=size * 0.4)
            pen.text(x + width / 2, base, self.mark, size, colour=ACCENT, align="center")
        y -= self.pad * 0.1
        for paragraph in self.below:
            y -= paragraph.height
            paragraph.drawOn(self.canv, self.pad, y)


class Cards(Block):
    """Two cards side by side, equally high."""

    def __init__(self, cards: Sequence[Card]) -> None:
        super().__init__()
        self.cards = list(cards)
        self.spaceAfter = self.cards[0].setter.m.body * 0.85

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: N803
        """The higher of the two."""
        self.gap = self.cards[0].setter.m.body * 0.85
        each = (availWidth - self.gap) / 2
        self.height = max(card.wrap(each, availHeight)[1] for card in self.cards)
        self.width = availWidth
        return availWidth, self.height

    def draw(self) -> None:
        """Both."""
        for number, card in enumerate(self.cards):
            card.height = self.height
            card.drawOn(self.canv, number * (card.width + self.gap), 0)


class Farewell(Block):
    """Where the station is, on sand to the foot of the last page, over the towers of the cover."""

    def __init__(self, lines: Sequence[tuple[str, str]], setter: Setter) -> None:
        super().__init__()
        m = setter.m
        self.setter = setter
        label = Style(size=m.body, leading=1.6, colour=INK_SOFT, align="left")
        value = Style(size=m.section * 1.15, leading=1.45, bold=True, align="left")
        self.parts = [
            (setter.text(name, label, most_lines=6), setter.text(text, value, most_lines=12)) for name, text in lines
        ]

    def split(self, availWidth: float, availHeight: float) -> list[Farewell]:  # noqa: N803
        """The lines that fit, and the others on a page of their own."""
        fitting = [n for n in range(1, len(self.parts)) if self._part(0, n).wrap(availWidth, 1e6)[1] <= availHeight]
        return [self._part(0, fitting[-1]), self._part(fitting[-1], len(self.parts))] if fitting else []

    def _part(self, start: int, end: int) -> Farewell:
        part = Farewell((), self.setter)
        part.parts = self.parts[start:end]
        return part

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: N803
        """To the foot of the page, where that is known."""
        em = self.setter.m.body
        self.width, self.pad = availWidth, 2 * em
        self.beside = 5.5 * em
        for name, text in self.parts:
            name.wrap(self.beside - em, availHeight)
            text.wrap(availWidth - 2 * self.pad - self.beside, availHeight)
        least = 2 * self.pad + sum(max(name.height, text.height) + 1.1 * em for name, text in self.parts) - 1.1 * em
        on_a_page = least <= availHeight <= self.setter.m.height
        self.height = availHeight - 0.1 if on_a_page else least
        self.free = self.height - least
        return availWidth, self.height

    def draw(self) -> None:
        """The lines from the top; the towers where there is room for them."""
        pen, em = Pen(self.canv, self.setter.faces), self.setter.m.body
        pen.rect(0, 0, self.width, self.height, filled=SAND)
        pen.rect(0, 0, 2, self.height, filled=ACCENT)
        unit = self.width / 100
        if self.free > 50 * unit:
            draw_towers(pen, self.width, 0, unit, lit=ACCENT_LIGHT, dark=LINE_FAINT)
        y = self.height - self.pad
        for name, text in self.parts:
            drop = text.style.step / 2 + 0.36 * text.style.size - name.style.step / 2 - 0.36 * name.style.size
            name.put(pen, self.pad, y - drop - name.height)
            text.put(pen, self.pad + self.beside, y - text.height)
            y -= max(name.height, text.height) + 1.1 * em

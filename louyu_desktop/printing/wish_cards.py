"""心愿卡: a wish on a card, its claimant in the corner; many on a sheet (FIELD.md 3.1, 4.6)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from louyu_desktop.printing.cards import Cards, Measures, Room
from louyu_desktop.printing.cards import write as write_cards
from louyu_desktop.printing.fonts import Typeface
from louyu_desktop.printing.guard import Measure, clean, fit
from louyu_desktop.printing.linebreak import break_lines
from louyu_desktop.printing.palette import ACCENT, INK_FAINT, INK_SOFT, LINE
from louyu_desktop.printing.pen import Pen
from louyu_desktop.text import _

_MEASURES = Measures(margin=7.0, least=0.72, most=1.8, width=70.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One wish in its public words; without words, or without a claimant, there are lines to write on."""

    number: str = ""
    text: str = ""
    category: str = ""
    claimant: str = ""
    due: str = ""


def texts_of(cards: Cards[Card]) -> tuple[str, ...]:
    """Every text that the cards show, cleaned: for the preflight."""
    found = [cards.station]
    for one in cards.cards:
        found += [one.number, one.text, one.category, one.claimant, one.due]
    return tuple(map(clean, found))


def write(cards: Cards[Card], target: Path, faces: Typeface) -> int:
    """Write the PDF and give its number of pages: one empty sheet for no card."""

    def draw(pen: Pen, x: float, y: float, card: Card) -> None:
        _Piece(pen, cards, x, y).draw(card)

    return write_cards(cards, _("心愿卡"), draw, target, faces)


class _Piece(Room):
    """One card whose lower left corner is at (x, y)."""

    def __init__(self, pen: Pen, cards: Cards[Card], x: float, y: float) -> None:
        super().__init__(pen, cards.labels, (x, y), _MEASURES)
        self.cards = cards

    def draw(self, card: Card) -> None:
        """The head, the wish in the middle as large as it may be, the claimant's corner."""
        if self.cards.guides:
            self.cut()
        top = self._head(card, self.bottom + self.height - self.pad)
        floor = self._foot(card, self.bottom + self.pad)
        self._wish(card, top, floor)

    def _head(self, card: Card, y: float) -> float:
        pen, size = self.pen, max(7.0, 8.6 * self.unit)
        words = _("心愿卡")
        aside = "·".join(filter(None, (clean(card.category, limit=12), clean(card.number))))
        pen.text(self.left, y - size, words, size, bold=True, colour=ACCENT)
        room = self.room - pen.width(words, size, bold=True) - 6
        said = fit(aside, room, size * 0.9, pen.font().width, most_lines=1)
        pen.text(self.left + self.room, y - size, said.lines[0], said.size, colour=INK_FAINT, align="right")
        pen.line(self.left, y - 1.5 * size, self.left + self.room, y - 1.5 * size, colour=ACCENT, width=0.8)
        return y - 1.9 * size

    def _foot(self, card: Card, y: float) -> float:
        pen, size = self.pen, max(7.0, 8.2 * self.unit)
        label = _("认领：")
        wide = pen.width(label, size)
        due = _("约定 {day} 前").format(day=card.due) if card.due else ""
        room = self.room - wide - (pen.width(due, size) + 8 if due else 0.0)
        if card.claimant:
            said = fit(clean(card.claimant, limit=120), room, size, pen.font(bold=True).width)
            for line in reversed(said.lines):
                pen.text(self.left + wide, y, line, said.size, bold=True)
                y += 1.2 * said.size
            y -= 1.2 * said.size
        else:
            pen.line(self.left + wide, y - 2, self.left + wide + room * 0.8, y - 2, colour=LINE)
        pen.text(self.left, y, label, size, colour=INK_SOFT)
        pen.text(self.left + self.room, y, due, size, colour=INK_SOFT, align="right")
        mark = _("演示") if self.cards.is_demonstration else ""
        station = "·".join(filter(None, (clean(self.cards.station, limit=60), mark)))
        small = max(7.0, 6.8 * self.unit)
        said = fit(station, self.room, small, pen.font().width, most_lines=1, repeated=True)
        pen.text(self.left, y + 1.7 * size, said.lines[0], said.size, colour=INK_FAINT)
        return y + 1.7 * size + 1.4 * small

    def _wish(self, card: Card, top: float, floor: float) -> None:
        """The largest size at which all lines have room; never a word lost while it can be set."""
        pen, size, text = self.pen, 15.0 * self.unit, clean(card.text, limit=120)
        if not text:
            step = (top - floor) / 3
            for y in (top - step, top - 2 * step):
                pen.line(self.left, y, self.left + self.room, y, colour=LINE)
            return
        measure = pen.font(bold=True).width
        while True:
            lines = _lines(text, self.room, size, measure)
            if len(lines) * size * 1.4 <= top - floor or size <= 7.0:
                break
            size = max(7.0, size - 0.5)
        most = max(1, int((top - floor) / (size * 1.4)))
        if len(lines) > most:
            fitted = fit(text, self.room, 7.0, measure, most_lines=most)
            lines, size = fitted.lines, fitted.size
        y = (top + floor) / 2 + len(lines) * size * 0.7 - size * 1.06
        for line in lines:
            pen.text(self.left, y, line, size, bold=True)
            y -= size * 1.4


def _lines(text: str, room: float, size: float, measure: Measure) -> tuple[str, ...]:
    broken = break_lines(text, [measure(sign, size) for sign in text], room)
    return tuple(text[line.start : line.end] for line in broken)

"""服务联系卡: whom an enterprise calls, on cards to hand out; many on a sheet (FIELD.md 3.1)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from louyu_desktop.printing.cards import Cards, Measures, Room
from louyu_desktop.printing.cards import write as write_cards
from louyu_desktop.printing.fonts import Typeface
from louyu_desktop.printing.guard import clean, fit
from louyu_desktop.printing.palette import ACCENT, INK_FAINT, INK_SOFT
from louyu_desktop.printing.pen import Pen
from louyu_desktop.text import _

_PER_POINT = 1.32
_MEASURES = Measures(margin=6.0, least=0.74, most=1.7, width=62.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactCard:
    """One card: `liaison` has the name and what it is, `lines` are the people of the team."""

    enterprise: str = ""
    liaison: str = ""
    phone: str = ""
    team: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactCards(Cards[ContactCard]):
    """Cards of a station: where it is, when it is open, its telephone."""

    place: str = ""
    hours: str = ""
    phone: str = ""


def texts_of(cards: ContactCards) -> tuple[str, ...]:
    """Every text that the cards show, cleaned: for the preflight."""
    found = [cards.station, cards.place, cards.hours, cards.phone]
    for one in set(cards.cards):
        found += [one.enterprise, one.liaison, one.phone, *one.team]
    return tuple(map(clean, found))


def write(cards: ContactCards, target: Path, faces: Typeface) -> int:
    """Write the PDF and give its number of pages: one empty sheet for no card."""

    def draw(pen: Pen, x: float, y: float, card: ContactCard) -> None:
        _Piece(pen, cards, x, y).draw(card)

    return write_cards(cards, _("服务联系卡"), draw, target, faces)


class _Piece(Room):
    """One card whose lower left corner is at (x, y)."""

    def __init__(self, pen: Pen, cards: ContactCards, x: float, y: float) -> None:
        super().__init__(pen, cards.labels, (x, y), _MEASURES)
        self.cards = cards
        self.y = y + self.height - self.pad

    def draw(self, card: ContactCard) -> None:
        """Station and title, the person to call, large, then where the station is."""
        if self.cards.guides:
            self.cut()
        self._head(card)
        floor = self._foot(self.bottom + self.pad)
        self._person(card, floor)

    def _head(self, card: ContactCard) -> None:
        pen, size = self.pen, 9.0 * self.unit
        words = _("服务联系卡")
        wide = pen.width(words, size * 0.86)
        station = self._fitted(self.cards.station, self.room - wide - 6, size, bold=True, lines=1)
        pen.text(self.left, self.y - size, station[0][0], station[1], bold=True, colour=ACCENT)
        pen.text(self.left + self.room, self.y - size, words, size * 0.86, colour=INK_SOFT, align="right")
        self.y -= 1.55 * size
        pen.line(self.left, self.y, self.left + self.room, self.y, colour=ACCENT, width=0.8)
        self.y -= 0.3 * size
        if card.enterprise:
            lines, small = self._fitted(card.enterprise, self.room, 8.0 * self.unit, lines=3)
            for line in lines:
                self.y -= 1.25 * small
                pen.text(self.left, self.y, line, small, colour=INK_SOFT)

    def _fitted(
        self, text: str, room: float, size: float, *, bold: bool = False, lines: int = 2
    ) -> tuple[tuple[str, ...], float]:
        fitted = fit(clean(text, limit=160), room, max(7.0, size), self.pen.font(bold=bold).width, most_lines=lines)
        return fitted.lines, fitted.size

    def _foot(self, bottom: float) -> float:
        """The station's lines from the foot up; gives where they begin."""
        size, y = 7.4 * self.unit, bottom
        cards = self.cards
        told = ((_("电话"), cards.phone), (_("开放"), cards.hours), (_("地址"), cards.place))
        for label, value in told:
            if not value:
                continue
            lines, small = self._fitted(value, self.room - 3.2 * size, size)
            for line in reversed(lines):
                self.pen.text(self.left + 3.2 * size, y, line, small, colour=INK_SOFT)
                y += small * _PER_POINT
            self.pen.text(self.left, y - small * _PER_POINT, label, max(7.0, size), colour=INK_FAINT)
        if cards.is_demonstration:
            self.pen.text(self.left + self.room, bottom, _("演示"), 6.5, colour=INK_FAINT, align="right")
        return y

    def _person(self, card: ContactCard, floor: float) -> None:
        """In the middle of what is left: the liaison, their telephone, the team while there is room."""
        pen, size = self.pen, 14.0 * self.unit
        room = self.y - floor - 2
        while size > 8 and size * 1.2 + size * 0.95 > room:
            size -= 0.5
        team = [line for line in card.team if line]
        small = max(7.0, 7.6 * self.unit)
        used = size * 1.2 + (size * 0.95 if card.phone else 0.0)
        fitting = max(0, int((room - used) / (small * _PER_POINT)))
        team = team[: min(len(team), fitting)]
        used += len(team) * small * _PER_POINT
        y = self.y - max(0.0, (room - used) / 2)
        label = _("首席联络员") if card.liaison else _("服务热线")
        name, large = self._fitted(
            card.liaison or self.cards.phone, self.room - pen.width(label, small) - 6, size, bold=True, lines=1
        )
        y -= size * 1.02
        pen.text(self.left, y, name[0], large, bold=True)
        pen.text(self.left + pen.width(name[0], large, bold=True) + 6, y, label, small, colour=INK_SOFT)
        if card.liaison and card.phone:
            y -= size * 0.95
            number, small_number = self._fitted(card.phone, self.room, size * 0.72, bold=True, lines=1)
            pen.text(self.left, y, number[0], small_number, bold=True)
        for line in team:
            y -= small * _PER_POINT
            lines, fine = self._fitted(line, self.room, small, lines=1)
            pen.text(self.left, y, lines[0], fine, colour=INK_SOFT)

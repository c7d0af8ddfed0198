"""胸牌 and 桌牌: badges and table cards on label sheets, or one by one on a label printer (FEATURES E9)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from louyu_desktop.printing import n_up, qr
from louyu_desktop.printing.fonts import Typeface
from louyu_desktop.printing.guard import clean, fit
from louyu_desktop.printing.labels import Labels
from louyu_desktop.printing.palette import ACCENT, INK_FAINT, INK_SOFT, LINE
from louyu_desktop.printing.pen import MM, Pen
from louyu_desktop.text import _

_PER_POINT = 1.25


@dataclass(frozen=True, slots=True)
class Badge:
    """One piece: whose it is; `code` is the text of its QR, or nothing."""

    name: str
    unit: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BadgeSheets:
    """Badges of an activity; the first `skipped` places of the first sheet stay empty, `guides` are lines to cut at.

    `cards` stand on tables: the name is all, the activity is not printed.
    """

    labels: Labels
    activity: str = ""
    time: str = ""
    station: str = ""
    badges: tuple[Badge, ...] = ()
    skipped: int = 0
    guides: bool = False
    cards: bool = False
    is_demonstration: bool = False


@dataclass(frozen=True, slots=True)
class _Area:
    """Where a piece has room: lower left corner, width and height in points."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def top(self) -> float:
        return self.y + self.height


def texts_of(sheets: BadgeSheets) -> tuple[str, ...]:
    """Every text that the pieces show, cleaned: for the preflight."""
    people = (text for one in sheets.badges for text in (one.name, one.unit))
    return tuple(map(clean, (sheets.activity, sheets.time, sheets.station, *people)))


def write(sheets: BadgeSheets, target: Path, faces: Typeface) -> int:
    """Write the PDF and give its number of pages: one empty sheet for nobody."""
    labels = sheets.labels
    title = _("桌牌") if sheets.cards else _("胸牌")

    def draw(pen: Pen, x: float, y: float, badge: Badge) -> None:
        _piece(pen, sheets, badge, _Area(x, y, labels.width * MM, labels.height * MM))

    pieces = [*[None] * (sheets.skipped % labels.count), *sheets.badges]
    return n_up.write(labels, pieces, draw, target, (f"{title}：{clean(sheets.activity)}", title), faces)


def _piece(pen: Pen, sheets: BadgeSheets, badge: Badge, area: _Area) -> None:
    if sheets.guides and not sheets.labels.folded:
        pen.rect(area.x, area.y, area.width, area.height, edge=LINE, line=0.3)
    if not sheets.cards:
        _badge(pen, sheets, badge, area)
    elif sheets.labels.folded:
        _tent(pen, sheets, badge, area)
    else:
        _card(pen, sheets, badge, area)


# badges


def _badge(pen: Pen, sheets: BadgeSheets, badge: Badge, area: _Area) -> None:
    """The activity above a line, the name large, the unit below it, the code at the right foot."""
    pad = min(5.0, max(3.0, area.height / MM * 0.06)) * MM
    inner = _Area(area.x + pad, area.y + pad, area.width - 2 * pad, area.height - 2 * pad)
    below = _heading(pen, sheets, inner)
    side = min(0.3 * inner.width, below - inner.y, 24 * MM) if badge.code else 0.0
    if side:
        qr.draw(pen, badge.code, inner.right - side, inner.y, side, of_many=True)
    tall = area.height > area.width
    room = inner.width if tall else inner.width - side - (0.03 * area.width if side else 0.0)
    foot = inner.y + (side + pad if tall else 0.0)
    _name_and_unit(pen, badge, _Area(inner.x, foot, room, below - foot - 0.02 * area.height), centred=tall or not side)
    if sheets.is_demonstration:
        pen.text(inner.x, inner.y, _("演示"), 6.5, colour=INK_FAINT)


def _heading(pen: Pen, sheets: BadgeSheets, inner: _Area) -> float:
    """The activity in at most two lines and a line under it; gives what is left below."""
    size = min(11.0, max(7.0, inner.height / MM * 0.17))
    title = fit(clean(sheets.activity, limit=100), inner.width, size, pen.font(bold=True).width, repeated=True)
    y = inner.top - title.size
    for line in title.lines:
        pen.text(inner.x, y, line, title.size, bold=True, colour=ACCENT)
        y -= title.size * _PER_POINT
    y += title.size * _PER_POINT - 0.5 * title.size
    pen.line(inner.x, y, inner.right, y, colour=ACCENT, width=0.8)
    if inner.height < 40 * MM:
        return y
    small = max(7.0, size * 0.72)
    about = "·".join(filter(None, (clean(sheets.station, limit=60), clean(sheets.time, limit=40))))
    fitted = fit(about, inner.width, small, pen.font().width, most_lines=1, repeated=True)
    pen.text(inner.x, y - 1.4 * fitted.size, fitted.lines[0], fitted.size, colour=INK_SOFT)
    return y - 2.0 * fitted.size


def _name_and_unit(pen: Pen, badge: Badge, area: _Area, *, centred: bool) -> None:
    """The name as large as it can be, the unit in up to three lines below it, both in the middle of the area."""
    unit = clean(badge.unit, limit=120)
    size = min(11.5, max(7.5, area.height / MM * 0.22))
    below = fit(unit, area.width, size, pen.font().width, most_lines=3) if unit else None
    taken = len(below.lines) * below.size * _PER_POINT + 0.3 * below.size if below else 0.0
    names, large = _large(pen, clean(badge.name, limit=60), area.width, min(area.height - taken, 26 * MM))
    height = len(names) * large * 1.16 + taken
    y = area.y + (area.height + height) / 2
    align, x = ("center", area.x + area.width / 2) if centred else ("left", area.x)
    for line in names:
        y -= large * 1.16
        pen.text(x, y + 0.2 * large, line, large, bold=True, align=align)
    if below is not None:
        y -= 0.3 * below.size
        for line in below.lines:
            y -= below.size * _PER_POINT
            pen.text(x, y + 0.25 * below.size, line, below.size, colour=INK_SOFT, align=align)


def _large(pen: Pen, name: str, width: float, height: float) -> tuple[Sequence[str], float]:
    """The lines of a name and the size at which they fill the room: one line, else two."""
    measure = pen.font(bold=True).width
    shown = f"{name[0]}\u3000{name[1]}" if len(name) == 2 and not name.isascii() else name
    most = max(8.0, height / 1.16)
    natural = measure(shown, 1.0)
    size = min(most, 0.98 * width / natural) if natural else most
    if size >= 0.5 * most:
        return (shown,), size
    fitted = fit(name, width, max(8.0, min(most / 2, 2.1 * size)), measure)
    return fitted.lines, fitted.size


# table cards


def _tent(pen: Pen, sheets: BadgeSheets, badge: Badge, area: _Area) -> None:
    """A sheet folded across the middle: the same on both halves, the upper one upside down."""
    half = _Area(area.x, area.y, area.width, area.height / 2)
    _card(pen, sheets, badge, half)
    pen.raw(f"q -1 0 0 -1 {2 * area.x + area.width:.2f} {2 * area.y + area.height:.2f} cm")
    _card(pen, sheets, badge, half)
    pen.raw("Q")
    middle = area.y + area.height / 2
    for x in (area.x, area.right - 6 * MM):
        pen.line(x, middle, x + 6 * MM, middle, colour=LINE, width=0.3)


def _card(pen: Pen, sheets: BadgeSheets, badge: Badge, area: _Area) -> None:
    """The name over the whole card, the unit small below it."""
    pad = min(14.0, area.width / MM * 0.06) * MM
    unit = clean(badge.unit, limit=120)
    foot = 0.0
    if unit:
        size = min(20.0, max(8.0, area.height / MM * 0.17))
        fitted = fit(unit, area.width - 2 * pad, size, pen.font().width)
        foot = len(fitted.lines) * fitted.size * _PER_POINT
        y, middle = area.y + pad * 0.8 + foot, area.x + area.width / 2
        for line in fitted.lines:
            y -= fitted.size * _PER_POINT
            pen.text(middle, y + 0.25 * fitted.size, line, fitted.size, colour=INK_SOFT, align="center")
    room = area.height - 1.8 * pad - foot
    names, large = _large(pen, clean(badge.name, limit=60), area.width - 2 * pad, min(room, 60 * MM))
    y = area.y + pad * 0.8 + foot + (room + len(names) * large * 1.16) / 2
    for line in names:
        y -= large * 1.16
        pen.text(area.x + area.width / 2, y + 0.2 * large, line, large, bold=True, align="center")
    if sheets.is_demonstration:
        pen.text(area.x + pad / 2, area.y + pad / 2, _("演示"), 6.5, colour=INK_FAINT)

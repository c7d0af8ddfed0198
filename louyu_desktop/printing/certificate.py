"""参加证明: that somebody took part, one page for each person, with room for the seal."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from string import Formatter

from louyu_desktop.printing.flow import Paragraph, Run, Style
from louyu_desktop.printing.fonts import Typeface
from louyu_desktop.printing.guard import clean, fit
from louyu_desktop.printing.palette import ACCENT, ACCENT_LIGHT, INK_FAINT, INK_SOFT
from louyu_desktop.printing.paper import A4, Paper, Size
from louyu_desktop.printing.pen import MM, Pen
from louyu_desktop.text import N_, _

A5_LANDSCAPE: Size = (210 * MM, 148 * MM)
_FOOT = 15 * MM
"""Below this nothing is printed, however much was to be said."""

_SENTENCES = {
    (False, False): N_("兹证明{name}{unit}于{time}参加由{organiser}主办的{title}活动。"),
    (True, False): N_("兹证明{name}{unit}于{time}在{place}参加由{organiser}主办的{title}活动。"),
    (False, True): N_("兹证明{name}{unit}于{time}参加由{organiser}主办的{title}活动，时长 {hours} 小时。"),
    (True, True): N_("兹证明{name}{unit}于{time}在{place}参加由{organiser}主办的{title}活动，时长 {hours} 小时。"),
}
"""What is certified, by whether the place and the hours are known."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose certificate it is and its number."""

    name: str
    unit: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificates:
    """Certificates of one activity: `time` and `made_on` are days in words, `hours` the time spent there, or ""."""

    activity: str
    time: str
    place: str
    organiser: str
    station: str
    made_on: str
    holders: tuple[Holder, ...] = ()
    hours: str = ""
    small: bool = False
    is_demonstration: bool = False


def texts_of(paper: Certificates) -> tuple[str, ...]:
    """Every text that the certificates print, cleaned: for the preflight."""
    found = [paper.activity, paper.time, paper.place, paper.organiser, paper.station, paper.made_on]
    found += [text for one in paper.holders for text in (one.name, one.unit, one.number)]
    return tuple(map(clean, found))


def write(paper: Certificates, target: Path, faces: Typeface) -> int:
    """Write the PDF and give its number of pages: one for nobody, with its blanks to fill in."""
    size = A5_LANDSCAPE if paper.small else A4
    holders = paper.holders or (Holder(""),)
    title = _("参加证明")
    with Paper(target, size, f"{title}：{clean(paper.activity)}", faces, subject=title) as made:
        for holder in holders:
            _page(made.pen, paper, holder, size)
            made.next_page()
    return len(holders)


def _page(pen: Pen, paper: Certificates, holder: Holder, size: Size) -> None:
    unit = 0.72 if paper.small else 1.0
    for inset, width, colour in ((11 * MM, 1.6, ACCENT), (13 * MM, 0.5, ACCENT_LIGHT)):
        pen.rect(inset, inset, size[0] - 2 * inset, size[1] - 2 * inset, edge=colour, line=width)
    top = size[1] - (52 if not paper.small else 33) * MM
    pen.text(size[0] / 2, top, _("参加证明"), 32 * unit, bold=True, align="center", spacing=12 * unit, colour=ACCENT)
    edge = 30 * MM
    if holder.number:
        number = fit(clean(holder.number, limit=60), 80 * MM, 9.5, pen.font().width, most_lines=1)
        pen.text(size[0] - edge, top - 15 * unit * MM, number.lines[0], number.size, colour=INK_SOFT, align="right")
    y = _body(pen, paper, holder, (edge, top - 26 * unit * MM, size[0] - 2 * edge), 16 * unit)
    _end(pen, paper, size, min(y - 16 * unit * MM, (54 if paper.small else 96) * MM), unit)
    if paper.is_demonstration:
        pen.text(16 * MM, 16 * MM, _("演示"), 9, colour=INK_FAINT)


def _body(
    pen: Pen, paper: Certificates, holder: Holder, place: tuple[float, float, float], size: float
) -> float:
    """The sentence, set like a letter; gives where it ends."""
    x, y, width = place
    while True:
        style = Style(size=size, leading=1.9, indent=2.0)
        paragraphs = [
            Paragraph(_sentence(paper, holder), style, pen.faces), Paragraph(_("特此证明。"), style, pen.faces),
        ]  # fmt: skip
        heights = [one.wrap(width, y)[1] for one in paragraphs]
        if size <= 6 or sum(heights) < y - (70 if paper.small else 118) * MM:
            break
        size -= 1
    for paragraph, height in zip(paragraphs, heights, strict=True):
        y -= height
        paragraph.put(pen, x, y)
    return y


def _sentence(paper: Certificates, holder: Holder) -> list[Run]:
    """兹证明 王芳（远舟投资）于……参加……活动：what was typed stands in runs of its own."""
    unit, place = clean(holder.unit, limit=120), clean(paper.place, limit=120)
    values = {
        "name": Run(clean(holder.name, limit=60) or "　　　　　　", bold=True),
        "unit": Run(_("（{unit}）").format(unit=unit) if unit else ""),
        "time": Run(clean(paper.time, limit=80)), "place": Run(place), "hours": Run(paper.hours),
        "organiser": Run(clean(paper.organiser, limit=120)),
        "title": Run(_("「{title}」").format(title=clean(paper.activity, limit=120)), bold=True),
    }  # fmt: skip
    runs: list[Run] = []
    for words, name, _form, _turned in Formatter().parse(_(_SENTENCES[bool(place), bool(paper.hours)])):
        runs += [Run(words)] if words else []
        runs += [values[name]] if name and values[name].text else []
    return runs


def _end(pen: Pen, paper: Certificates, size: Size, y: float, unit: float) -> None:
    """Who says so, the day, and where the seal goes."""
    right = size[0] - 34 * MM
    station = fit(clean(paper.station, limit=80), 90 * MM, 14 * unit, pen.font().width)
    widths = (42 * unit * MM, *(pen.width(line, station.size) for line in station.lines))
    middle = right - max(widths) / 2
    y = max(y, _FOOT + 13 * unit * MM + (len(station.lines) - 1) * station.size * 1.4)
    for line in station.lines:
        pen.text(middle, y, line, station.size, align="center")
        y -= station.size * 1.4
    pen.text(middle, y - 4 * unit * MM, paper.made_on, 13 * unit, align="center")
    pen.text(middle, y - 13 * unit * MM, _("（盖章）"), 9.5, colour=INK_FAINT, align="center")

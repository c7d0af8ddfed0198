"""Charts as plain shapes: areas, strokes and words with colour tokens, and the datum behind each place.

A back end draws the shapes: `chart_block` on paper, `ui/charts.py` in the window.  Lengths are points
or pixels from the upper left corner; words stand on their base line.  Nothing depends on telling hues
apart: bars carry their label and number, series differ in lightness and stand in the legend's order.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from louyu_desktop.printing.guard import clean, fit

Point = tuple[float, float]
Measure = Callable[[str, float, bool], float]
"""The width of (text, size, bold)."""

SERIES = ("series1", "series2", "series3", "series4", "series5")
"""Tokens from dark to light; a chart has no more series than these."""

_NICE = (1, 2, 5, 10)


@dataclass(frozen=True, slots=True)
class Datum:
    """A number with its label; `behind` is whatever leads to the records that were counted."""

    label: str
    value: int
    behind: object = None


@dataclass(frozen=True, slots=True)
class Series:
    """One sort of thing over the steps of a stacked chart: a datum for each step."""

    label: str
    data: tuple[Datum, ...]


@dataclass(frozen=True, slots=True)
class Area:
    """A filled polygon."""

    points: tuple[Point, ...]
    fill: str


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line."""

    start: Point
    end: Point
    colour: str
    width: float


@dataclass(frozen=True, slots=True)
class Words:
    """A text whose left, middle or right (`align`) stands at `at`, on the base line."""

    at: Point
    text: str
    size: float
    colour: str
    bold: bool = False
    align: str = "left"


Shape = Area | Stroke | Words


@dataclass(frozen=True, slots=True)
class Place:
    """Where a datum stands: left, top, right, bottom."""

    box: tuple[float, float, float, float]
    datum: Datum


@dataclass(frozen=True, slots=True)
class Chart:
    """The shapes in painting order, and the places of the data in reading order."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
    places: tuple[Place, ...]

    def at(self, x: float, y: float) -> Datum | None:
        """The datum at a point."""
        for place in reversed(self.places):
            left, top, right, bottom = place.box
            if left <= x <= right and top <= y <= bottom:
                return place.datum
        return None


@dataclass(frozen=True, slots=True)
class Look:
    """The room across, the size of type, and how wide words are."""

    width: float
    size: float
    measure: Measure

    def short(self, text: str, room: float, *, bold: bool = False) -> tuple[str, float]:
        """One line of `text` in `room`, and its size."""
        fitted = fit(clean(text), room, self.size, lambda part, size: self.measure(part, size, bold), most_lines=1)
        return fitted.lines[0], fitted.size


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart for a paper, set in whatever width it is given; `texts` are its words, for the preflight."""

    title: str
    note: str
    make: Callable[[Look], Chart]
    texts: tuple[str, ...] = ()


def _rect(left: float, top: float, width: float, height: float, token: str) -> Area:
    return Area(((left, top), (left + width, top), (left + width, top + height), (left, top + height)), token)


def bars(data: Sequence[Datum], look: Look) -> Chart:
    """A bar to each datum, label at the left, number behind the bar."""
    size, row = look.size, look.size * 2.1
    most = max((one.value for one in data), default=0) or 1
    wish = max((look.measure(one.label, size, False) for one in data), default=0.0)
    labels = min(wish, look.width * 0.48)
    left = labels + size
    room = look.width - left - look.measure(f"{most:,}", size, True) - size
    shapes: list[Shape] = []
    places: list[Place] = []
    for number, one in enumerate(data):
        top = number * row
        base = top + row / 2 + 0.36 * size
        text, small = look.short(one.label, labels)
        long = room * one.value / most
        shapes += [
            Words((labels, base), text, small, "ink2", align="right"),
            _rect(left, top + 0.42 * size, long, row - 0.84 * size, "bar"),
            Words((left + long + 0.5 * size, base), f"{one.value:,}", size, "ink", bold=True),
        ]
        places.append(Place((0, top, look.width, top + row), one))
    shapes.append(Stroke((left, 0), (left, row * len(data)), "rule", 0.8))
    return Chart(look.width, row * len(data), tuple(shapes), tuple(places))


def donut(data: Sequence[Datum], look: Look) -> Chart:
    """Shares of a whole as a ring, with a legend of label, number and share."""
    total = sum(one.value for one in data)
    size = look.size
    radius = min(look.width * 0.19, size * 6.5)
    row = size * 1.9
    height = max(2 * radius, row * len(data))
    shapes: list[Shape] = []
    places: list[Place] = []
    begun = 0.0
    left, right = 2 * radius + 2.2 * size, look.width
    top = (height - row * len(data)) / 2
    for number, (one, token) in enumerate(zip(data, SERIES, strict=False)):
        share = one.value / total if total else 0.0
        if share:
            shapes.append(Area(_ring((radius, height / 2), radius, begun, begun + share), token))
        begun += share
        y = top + number * row
        base = y + row / 2 + 0.36 * size
        count = f"{one.value:,}　{share:.0%}"
        wide = look.measure(count, size, True)
        text, small = look.short(one.label, right - left - 1.6 * size - wide - size)
        shapes += [
            _rect(left, base - 0.82 * size, 0.95 * size, 0.95 * size, token),
            Words((left + 1.6 * size, base), text, small, "ink2"),
            Words((right, base), count, size, "ink", bold=True, align="right"),
        ]
        places.append(Place((left, y, right, y + row), one))
    shapes.append(Words((radius, height / 2 + 0.5 * size), f"{total:,}", size * 1.4, "ink", bold=True, align="center"))
    return Chart(look.width, height, tuple(shapes), tuple(places))


def _ring(centre: Point, radius: float, begin: float, end: float) -> tuple[Point, ...]:
    """A sector of a ring from `begin` to `end` (shares of the whole, from the top, clockwise), a thin gap between."""
    gap = min(0.004, (end - begin) / 4) if end - begin < 1 else 0.0
    steps = max(2, int((end - begin) * 120))
    turns = [begin + gap + (end - begin - 2 * gap) * n / steps for n in range(steps + 1)]
    outer = [_on(centre, radius, turn) for turn in turns]
    return (*outer, *(_on(centre, radius * 0.6, turn) for turn in reversed(turns)))


def _on(centre: Point, radius: float, turn: float) -> Point:
    angle = 2 * math.pi * turn
    return centre[0] + radius * math.sin(angle), centre[1] - radius * math.cos(angle)


def stacked(steps: Sequence[str], series: Sequence[Series], look: Look) -> Chart:
    """A column to each step, such as a month, of all series one upon the other; a legend below."""
    size = look.size
    sums = [sum(one.data[at].value for one in series) for at in range(len(steps))]
    unit, lines = _scale(max(sums, default=0))
    left = look.measure(f"{unit * lines:,}", size * 0.85, False) + 0.6 * size
    tall, across = size * 10, (look.width - left) / max(1, len(steps))
    top, small = 1.3 * size, size * 0.85
    stride = max((math.ceil((look.measure(step, small, False) + 1) / across) for step in steps), default=1)
    shapes: list[Shape] = []
    for line in range(lines + 1):
        y = top + tall * (1 - line / lines)
        shapes.append(Stroke((left, y), (look.width, y), "rule" if line == 0 else "line", 0.8 if line == 0 else 0.5))
        shapes.append(Words((left - 0.6 * size, y + 0.3 * size), f"{unit * line:,}", small, "ink3", align="right"))
    places: list[Place] = []
    for at, step in enumerate(steps):
        x, y = left + across * at, top + tall
        for one, token in zip(series, SERIES, strict=False):
            high = tall * one.data[at].value / (unit * lines)
            if high:
                shapes.append(_rect(x + across * 0.2, y - high, across * 0.6, max(high - 0.8, 0.4), token))
                places.append(Place((x + across * 0.2, y - high, x + across * 0.8, y), one.data[at]))
            y -= high
        if sums[at] and look.measure(f"{sums[at]:,}", small, False) <= across:
            shapes.append(Words((x + across / 2, y - 0.35 * size), f"{sums[at]:,}", small, "ink", align="center"))
        if (len(steps) - 1 - at) % stride == 0:
            shapes.append(Words((min(x + across / 2, look.width - look.measure(step, small, False) / 2),
                                 top + tall + 1.3 * size), step, small, "ink3", align="center"))  # fmt: skip
    height = _legend(shapes, series, look, top + tall + 2.2 * size)
    return Chart(look.width, height, tuple(shapes), tuple(places))


def _scale(most: int) -> tuple[int, int]:
    """The unit of the lines across, and how many of them."""
    power = 1
    while True:
        for nice in _NICE[:-1]:
            if nice * power * 4 >= most:
                unit = nice * power
                return unit, max(1, -(-most // unit))
        power *= 10


def _legend(shapes: list[Shape], series: Sequence[Series], look: Look, top: float) -> float:
    """A swatch and a name to each series, in as many rows as they need; gives where it ends."""
    size, x, base = look.size, 0.0, top + look.size
    for one, token in zip(series, SERIES, strict=False):
        text, small = look.short(one.label, look.width - 1.5 * size)
        wide = 1.5 * size + look.measure(text, small, False)
        if x and x + wide > look.width:
            x, base = 0.0, base + 1.7 * size
        shapes += [
            _rect(x, base - 0.82 * size, 0.95 * size, 0.95 * size, token),
            Words((x + 1.5 * size, base), text, small, "ink2"),
        ]
        x += wide + 1.6 * size
    return base + 0.5 * size


def gauge(label: str, done: int, missing: Datum, look: Look) -> Chart:
    """`done` of done and missing as n / N with a bar; the datum is what is missing."""
    size, total = look.size, done + missing.value
    count = f"{done:,} / {total:,}"
    text, small = look.short(label, look.width - look.measure(count, size, True) - size)
    share = done / total if total else 0.0
    shapes = (
        Words((0, size), text, small, "ink2"),
        Words((look.width, size), count, size, "ink", bold=True, align="right"),
        _rect(0, 1.6 * size, look.width, 0.6 * size, "track"),
        _rect(0, 1.6 * size, look.width * share, 0.6 * size, "bar"),
    )
    return Chart(look.width, 2.8 * size, shapes, (Place((0, 0, look.width, 2.8 * size), missing),))

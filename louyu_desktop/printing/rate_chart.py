"""The rate of letting by month: what was declared beside what the records say, as plain shapes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from louyu_desktop.printing.charts import Area, Chart, Datum, Look, Place, Shape, Stroke, Words
from louyu_desktop.text import _

_LINES = (0.0, 0.25, 0.5, 0.75, 1.0)
_DECLARED, _COMPUTED = "series2", "series4"


@dataclass(frozen=True, slots=True)
class MonthRates:
    """A month: two shares between 0 and 1, None for what is not known; `behind` is what stands behind it."""

    label: str
    declared: float | None
    computed: float | None
    behind: object = None


def rates(months: Sequence[MonthRates], look: Look) -> Chart:
    """Two bars to each month over lines from 0 to 100 %, the legend below; darker is what was declared."""
    size = look.size
    small = size * 0.85
    left = look.measure("100%", small, False) + 0.6 * size
    tall, top = size * 9, 1.4 * size
    across = (look.width - left) / max(1, len(months))
    shapes: list[Shape] = []
    for line in _LINES:
        y = top + tall * (1 - line)
        shapes.append(Stroke((left, y), (look.width, y), "line" if line else "rule", 0.5 if line else 0.8))
        shapes.append(Words((left - 0.6 * size, y + 0.3 * size), f"{line:.0%}", small, "ink3", align="right"))
    places: list[Place] = []
    for number, one in enumerate(months):
        x = left + across * number
        _month(shapes, one, x, across, (top, tall))
        wide = look.measure(one.label, small, False)
        if wide < across or number % 2 == (len(months) - 1) % 2:
            shapes.append(Words((x + across / 2, top + tall + 1.3 * size), one.label, small, "ink3", align="center"))
        said = "，".join(
            f"{words} {share:.1%}" for words, share in ((_("申报"), one.declared), (_("台账"), one.computed))
            if share is not None
        )  # fmt: skip
        value = round(100 * (one.declared if one.declared is not None else one.computed or 0.0))
        places.append(Place((x, top, x + across, top + tall), Datum(f"{one.label} {said}".strip(), value, one.behind)))
    height = _legend(shapes, look, top + tall + 2.4 * size)
    return Chart(look.width, height, tuple(shapes), tuple(places))


def _month(shapes: list[Shape], one: MonthRates, x: float, across: float, frame: tuple[float, float]) -> None:
    top, tall = frame
    wide = across * 0.3
    for place, (share, token) in enumerate(((one.declared, _DECLARED), (one.computed, _COMPUTED))):
        if share is None:
            continue
        begin = x + across * 0.18 + place * (wide + across * 0.04)
        shapes.append(_bar(begin, top + tall * (1 - share), wide, max(tall * share, 0.6), token))


def _bar(left: float, top: float, width: float, height: float, token: str) -> Area:
    return Area(((left, top), (left + width, top), (left + width, top + height), (left, top + height)), token)


def _legend(shapes: list[Shape], look: Look, top: float) -> float:
    size, x = look.size, 0.0
    base = top + size
    for token, text in ((_DECLARED, _("申报的出租率")), (_COMPUTED, _("按台账算的出租率"))):
        shapes.append(_bar(x, base - 0.82 * size, 0.95 * size, 0.95 * size, token))
        shapes.append(Words((x + 1.5 * size, base), text, size, "ink2"))
        x += 1.5 * size + look.measure(text, size, False) + 1.6 * size
    return base + 0.5 * size

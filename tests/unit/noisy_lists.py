"""A hundred noisy lists by seed, each with the truth; and how much of it was read right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from louyu_desktop.rules.mentions import Mention
from louyu_desktop.rules.names import fold_name
from tests.unit import noisy_early as early
from tests.unit import noisy_late as late
from tests.unit.noisy_early import Frame, Layout, Numbering, Row, Twist
from tests.unit.noisy_people import Known, Truth, company


@dataclass(frozen=True, slots=True)
class Noise:
    """The kinds that a list may be made of."""

    layouts: tuple[Layout, ...]
    numberings: tuple[Numbering, ...]
    twists: tuple[Twist, ...]
    frames: tuple[Frame, ...]


EARLY = Noise(early.LAYOUTS, early.NUMBERINGS, early.TWISTS, early.FRAMES)
LATE = Noise(late.LAYOUTS, late.NUMBERINGS, late.TWISTS, late.FRAMES)
"""Written when the parser was finished."""


@dataclass(frozen=True, slots=True)
class NoisyList:
    """A text as somebody would paste it, and whom it names."""

    seed: int
    text: str
    truths: tuple[Truth, ...]


def noisy_list(seed: int, noise: Noise = EARLY, known: Sequence[Known] = ()) -> NoisyList:
    """The list of a seed: 5 to 60 names, two or three kinds of line, a fifth of the lines twisted."""
    draw = Random(seed)
    truths = company(draw, known, draw.choice((5, 8, 12, 20, 25, 30, 45, 60)))
    shape = draw.random()
    if shape < 0.08:
        rows = early.one_line(draw, truths[:20])
    elif shape < 0.16:
        rows = early.table(draw, truths)
    else:
        rows = _lines(draw, noise, truths)
        for frame in draw.sample(noise.frames, draw.choice((0, 1, 2, 2))):
            rows = frame(draw, rows)
    return NoisyList(seed, "\n".join(row.text for row in rows), tuple(t for row in rows for t in row.truths))


def corpus(known: Sequence[Known] = (), first: int = 0) -> list[NoisyList]:
    """A hundred lists: of each three, two have the early kinds of noise and one the late ones."""
    return [noisy_list(seed, LATE if seed % 3 == 2 else EARLY, known) for seed in range(first, first + 100)]


def _lines(draw: Random, noise: Noise, truths: Sequence[Truth]) -> list[Row]:
    number = draw.choice(noise.numberings)
    layouts = draw.sample(noise.layouts, draw.choice((1, 1, 2)))
    twists = draw.sample(noise.twists, 3)
    rows = []
    for place, truth in enumerate(truths, start=1):
        text, written = draw.choice(layouts)(draw, truth)
        row = draw.choice(twists)(draw, text, written) if draw.random() < 0.2 else Row(text, (written,))
        if draw.random() < 0.05:
            rows.append(early.cross_out(draw, number(place), Row(text, (written,))))
        elif "\n" in row.text:
            rows.append(row)
        else:
            rows.append(Row(f"{number(place)}{row.text}", row.truths))
    return rows


@dataclass(frozen=True, slots=True)
class Score:
    """Names that are there, those read right, and what went wrong: the list's seed and the name."""

    names: int
    right: int
    missed: tuple[tuple[int, str], ...]
    extra: tuple[tuple[int, str], ...]

    @property
    def share(self) -> float:
        """Names right among those there and those that were made up."""
        return self.right / max(self.names + len(self.extra), 1)


def score(lists: Sequence[NoisyList], read: Sequence[Sequence[Mention]]) -> Score:
    """How many names were read right; each one brought along counts as a name."""
    names, right = 0, 0
    missed: list[tuple[int, str]] = []
    extra: list[tuple[int, str]] = []
    for one, mentions in zip(lists, read, strict=True):
        there = Counter(key for truth in one.truths for key in _keys(truth.name, truth.companions))
        found = Counter(key for mention in mentions for key in _keys(mention.name, mention.companions))
        names += there.total()
        right += (there & found).total()
        missed += [(one.seed, name) for name in (there - found).elements()]
        extra += [(one.seed, name) for name in (found - there).elements()]
    return Score(names, right, tuple(missed), tuple(extra))


def _keys(name: str, companions: Sequence[str]) -> list[str]:
    return [fold_name(name), *(fold_name(one) or f"+ {fold_name(name)}" for one in companions)]

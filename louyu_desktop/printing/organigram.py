"""The organisation chart: a tree of boxes over any number of levels, in rows that go on over pages.

The children of an organisation stand beside each other in as many rows as they need; small teams
below a child are listed under its box, larger ones get rows of their own, a step further in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from louyu_desktop.printing.book import Setter, Story
from louyu_desktop.printing.flow import Block, Gap, Paragraph, Run, Style
from louyu_desktop.printing.handbook_model import Organisation
from louyu_desktop.printing.palette import ACCENT, ACCENT_LIGHT, ACCENT_TINT, INK, INK_SOFT, LINE, WHITE, Colour
from louyu_desktop.printing.pen import Pen

_LISTED = 8  # descendants that are listed under a box; more get rows of their own
_DEEPEST = 5  # levels in; what is deeper stands no further in
_LINE = 0.9


def organigram(organisations: Sequence[Organisation], setter: Setter) -> Story:
    """The chart of these roots: rows of boxes with the lines between them."""
    story: Story = []
    for root in organisations:
        if story:
            story.append(Gap(setter.m.body))
        story.append(_Root(_Box(root, 0, setter), has_children=bool(root.children)))
        story += _below(root.children, (), setter)
    return story


def _below(children: Sequence[Organisation], rails: tuple[bool, ...], setter: Setter) -> Story:
    """The rows of all children of one organisation."""
    story: Story = []
    runs = list(_runs(children))
    for number, run in enumerate(runs):
        is_last = number == len(runs) - 1
        if _is_wide(run[0]):
            story.append(_Row([_Cell(run[0], len(rails) + 1, setter)], rails, 1, more=not is_last, setter=setter))
            story += _below(run[0].children, (*rails, not is_last), setter)
            continue
        cells = [_Cell(node, len(rails) + 1, setter) for node in run]
        across = _across(cells, len(rails), setter)
        rows = [cells[at : at + across] for at in range(0, len(cells), across)]
        for at, row in enumerate(rows):
            more = at < len(rows) - 1 or not is_last
            alone = len(rows) == 1 and len(runs) == 1 and not rails
            story.append(_Row(row, rails, across, more=more, setter=setter, centred=alone, under_root=not story))
    return story


def _runs(children: Sequence[Organisation]) -> Iterator[list[Organisation]]:
    """Neighbours that may share rows; one with a large team stands alone."""
    run: list[Organisation] = []
    for child in children:
        if _is_wide(child):
            if run:
                yield run
            yield [child]
            run = []
        else:
            run.append(child)
    if run:
        yield run


def _is_wide(node: Organisation) -> bool:
    """Whether its team is too large, or too deep, to be listed under its box."""
    listed = list(_listed(node.children, 1))
    return len(listed) > _LISTED or any(depth > 2 for depth, _node in listed)


def _listed(nodes: Sequence[Organisation], depth: int) -> Iterator[tuple[int, Organisation]]:
    """Descendants with their depth; it stops where a box could not list them anyway."""
    for node in nodes[: _LISTED + 1]:
        yield depth, node
        if depth <= 2:
            yield from _listed(node.children, depth + 1)


def _across(cells: Sequence[_Cell], depth: int, setter: Setter) -> int:
    """How many boxes stand in a row: few rows, even rows, names in at most two lines."""
    body = setter.m.body
    width = setter.m.width - min(depth + 1, _DEEPEST) * _step(setter)
    most = max(1, int(width // (9.6 * body)))
    if len(cells) <= most:
        return len(cells)
    longest = max(cell.box.name.natural for cell in cells)
    while most > 2 and longest / 2 > width / most - 3.2 * body:
        most -= 1
    rows = -(-len(cells) // most)
    return -(-len(cells) // rows)


def _step(setter: Setter) -> float:
    return setter.m.body * 1.7


@dataclass(frozen=True, slots=True)
class _Look:
    filled: Colour
    ink: Colour
    soft: Colour
    edge: Colour | None


_LOOKS = (
    _Look(ACCENT, WHITE, ACCENT_LIGHT, None),
    _Look(ACCENT_TINT, INK, INK_SOFT, None),
    _Look(WHITE, INK, INK_SOFT, LINE),
)


class _Box:
    """An organisation's name and sort, centred in a box."""

    def __init__(self, node: Organisation, level: int, setter: Setter) -> None:
        m = setter.m
        self.look = _LOOKS[min(level, 2)]
        size = m.body * (1.12 if level == 0 else 0.96)
        style = Style(size=size, leading=1.35, bold=level < 2, align="center", colour=self.look.ink)
        below = Style(size=m.fine, leading=1.4, align="center", colour=self.look.soft)
        self.name = setter.text(node.name, style, most_lines=7)
        self.parts = [self.name, *([setter.text(node.kind, below, most_lines=2)] if node.kind else [])]
        self.pad = m.body * 0.6
        self.radius = m.body * 0.35

    def natural(self) -> float:
        """How wide it would like to be."""
        return max(part.natural for part in self.parts) + 4 * self.pad

    def height(self, width: float) -> float:
        """How high it is in `width`."""
        return sum(part.wrap(width - 2 * self.pad, 1e6)[1] for part in self.parts) + 1.7 * self.pad

    def draw(self, pen: Pen, x: float, top: float, width: float, height: float) -> None:
        """Draw it, its words in the middle."""
        pen.rect(x, top - height, width, height, filled=self.look.filled, edge=self.look.edge, radius=self.radius)
        y = top - (height - (self.height(width) - 1.7 * self.pad)) / 2
        for part in self.parts:
            y -= part.height
            part.drawOn(pen.canvas, x + self.pad, y)


class _Cell:
    """A box with the small team below it."""

    def __init__(self, node: Organisation, level: int, setter: Setter) -> None:
        self.box = _Box(node, level, setter)
        self.em = setter.m.body
        style = Style(size=setter.m.cell, leading=1.45, align="left")
        team = () if _is_wide(node) else _listed(node.children, 1)
        self.team: list[tuple[int, Paragraph]] = [
            (depth, setter.text([Run(one.name), Run(f" {one.kind}", colour=INK_SOFT, scale=0.85)], style, most_lines=7))
            for depth, one in team
        ]

    def height(self, width: float, box: float) -> float:
        """Box and team, the box being `box` high."""
        return box + sum(p.wrap(width - self._inset(d), 1e6)[1] + 0.3 * self.em for d, p in self.team)

    def _inset(self, depth: int) -> float:
        return self.em * (0.4 + 1.1 * depth)

    def draw(self, pen: Pen, x: float, top: float, width: float, box: float) -> None:
        """The box, and the team with a line to each."""
        self.box.draw(pen, x, top, width, box)
        y = top - box
        ends = {0: y}
        for depth, words in self.team:
            y -= 0.3 * self.em
            middle = y - words.style.step * 0.5
            rail = x + self._inset(depth) - 0.9 * self.em
            pen.line(rail, ends.get(depth - 1, top - box), rail, middle, colour=LINE, width=_LINE)
            pen.line(rail, middle, rail + 0.65 * self.em, middle, colour=LINE, width=_LINE)
            y -= words.wrap(width - self._inset(depth), 1e6)[1]
            words.drawOn(pen.canvas, x + self._inset(depth), y)
            ends[depth] = y


class _Root(Block):
    """The organisation at the top, in the middle of the page."""

    def __init__(self, box: _Box, *, has_children: bool) -> None:
        super().__init__()
        self.box = box
        self.has_children = has_children
        self.keepWithNext = has_children

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: N803
        """The box alone."""
        self.width = availWidth
        self.across = min(availWidth, max(self.box.natural(), availWidth * 0.36))
        self.height = self.box.height(self.across)
        return availWidth, self.height

    def draw(self) -> None:
        """The box."""
        pen = Pen(self.canv, self.box.name.faces)
        self.box.draw(pen, (self.width - self.across) / 2, self.height, self.across, self.height)


class _Row(Block):
    """Boxes beside each other under one line, which comes from the left or, for the first row, from the root."""

    def __init__(
        self,
        cells: Sequence[_Cell],
        rails: tuple[bool, ...],
        across: int,
        *,
        more: bool,
        setter: Setter,
        centred: bool = False,
        under_root: bool = False,
    ) -> None:
        super().__init__()
        self.cells = list(cells)
        self.rails, self.across, self.more = rails, across, more
        self.setter = setter
        self.centred = centred
        self.from_root = under_root and not rails
        self.gap = setter.m.body * 0.9
        self.lead = setter.m.body * 1.7

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: N803
        """The line above, the boxes equally high, their teams."""
        self.width = availWidth
        depth = min(len(self.rails), _DEEPEST)
        self.left = 0.0 if self.centred else (depth + 1) * _step(self.setter)
        room = availWidth - self.left
        each = (room - self.gap * (self.across - 1)) / self.across
        self.each = min(each, 19 * self.setter.m.body) if self.across == 1 or self.centred else each
        if self.centred:
            self.left = (room - self.each * self.across - self.gap * (self.across - 1)) / 2
        self.box = max(cell.box.height(self.each) for cell in self.cells)
        self.height = self.lead + max(cell.height(self.each, self.box) for cell in self.cells)
        return availWidth, self.height

    def draw(self) -> None:
        """Lines first, then the boxes."""
        pen = Pen(self.canv, self.setter.faces)
        top = self.height - self.lead
        lefts = [self.left + at * (self.each + self.gap) for at in range(len(self.cells))]
        self._lines(pen, top, [left + self.each / 2 for left in lefts])
        for cell, left in zip(self.cells, lefts, strict=True):
            cell.draw(pen, left, top, self.each, self.box)

    def _lines(self, pen: Pen, top: float, middles: Sequence[float]) -> None:
        step = _step(self.setter)
        level = top + self.lead / 2
        for depth, goes_on in enumerate(self.rails[:_DEEPEST]):
            if goes_on:
                self._line(pen, (depth + 0.5) * step, self.height, (depth + 0.5) * step, 0)
        rail = (min(len(self.rails), _DEEPEST) + 0.5) * step
        ends = [*middles]
        if self.from_root:
            ends.append(self.width / 2)
            self._line(pen, self.width / 2, self.height, self.width / 2, level)
        else:
            self._line(pen, rail, self.height, rail, level)
        if self.more:
            self._line(pen, rail, level, rail, 0)
        if self.more or not self.from_root:
            ends.append(rail)
        self._line(pen, min(ends), level, max(ends), level)
        for middle in middles:
            self._line(pen, middle, level, middle, top)

    def _line(self, pen: Pen, x1: float, y1: float, x2: float, y2: float) -> None:
        pen.raw("2 J")
        pen.line(x1, y1, x2, y2, colour=LINE, width=_LINE)
        pen.raw("0 J")

"""Many small pieces on a sheet of labels or cards, in the order in which they are given."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path
from typing import TypeVar

from louyu_desktop.printing.fonts import Typeface
from louyu_desktop.printing.labels import Labels
from louyu_desktop.printing.paper import Paper
from louyu_desktop.printing.pen import MM, Pen

T = TypeVar("T")
Draw = Callable[[Pen, float, float, T], object]
"""Draws a piece whose lower left corner is at (x, y)."""


def write(
    labels: Labels, pieces: Iterable[T | None], draw: Draw[T], target: Path, titles: tuple[str, str], faces: Typeface
) -> int:
    """Write the PDF, of a title and a subject, and give its pages: one empty sheet for nothing; None leaves a gap."""
    rest, pages = iter(pieces), 0
    title, subject = titles
    with Paper(target, (labels.page[0] * MM, labels.page[1] * MM), title, faces, subject=subject) as paper:
        while True:
            batch = list(islice(rest, labels.count))
            if pages and not batch:
                return pages
            pages += 1
            for (x, y), piece in zip(labels.places(), batch, strict=False):
                if piece is not None:
                    draw(paper.pen, x, y, piece)
            paper.next_page()

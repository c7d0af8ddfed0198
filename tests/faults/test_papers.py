"""Ten thousand random paragraphs and five thousand random names on paper, read back by two readers (SAFETY.md T17)."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

import pytest

from louyu_desktop.printing import fonts
from louyu_desktop.printing.pinned import pinned
from tests.unit import random_texts
from tests.unit.paragraphs import WIDTHS, faults, printed
from tests.unit.test_printing_names import CHECKS, Check

BATCHES = int(os.environ.get("LOUYU_BATCHES", "2"))
"""Five hundred paragraphs each; `make faults` takes twenty."""

BATCH = 500
NAMES = BATCH * BATCHES // 2


@pytest.fixture(scope="module")
def own() -> fonts.Typeface:
    """Our own two fonts and nothing of this machine: what is missing is known."""
    files = pinned()
    return fonts.chain_of([files.regular], [files.bold])


@pytest.mark.parametrize("batch", range(BATCHES))
def test_random_paragraphs(tmp_path: Path, own: fonts.Typeface, batch: int) -> None:
    random, width = Random(batch), WIDTHS[batch % len(WIDTHS)]
    wanted = [random_texts.paragraph(random) for _number in range(BATCH)]
    assert faults(printed(wanted, width, tmp_path / "p.pdf", own), width, tmp_path / "p.pdf", own) == []


@pytest.mark.parametrize("check", CHECKS)
def test_random_names(tmp_path: Path, own: fonts.Typeface, check: Check) -> None:
    random = Random(17)
    names = [random_texts.name(random) for _number in range(NAMES)]
    assert check(names, tmp_path / "n.pdf", own) == []

"""Paragraphs read back from the paper: nothing lost, lawful line ends, justified where it may be, nothing outside.

Ten thousand of them are in `make faults`.
"""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from louyu_desktop.printing import fonts
from louyu_desktop.printing.pinned import pinned
from tests.unit import random_texts
from tests.unit.paragraphs import WIDTHS, faults, printed

PARAGRAPH = st.randoms(use_true_random=False).map(random_texts.paragraph)


@pytest.fixture(scope="module")
def own() -> fonts.Typeface:
    """Our own two fonts and nothing of this machine: what is missing is known."""
    files = pinned()
    return fonts.chain_of([files.regular], [files.bold])


@pytest.mark.parametrize("width", WIDTHS)
def test_random_paragraphs_are_read_back_as_entered(tmp_path: Path, own: fonts.Typeface, width: float) -> None:
    random = Random(int(width))
    wanted = [random_texts.paragraph(random) for _number in range(120)]
    assert faults(printed(wanted, width, tmp_path / "p.pdf", own), width, tmp_path / "p.pdf", own) == []


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(PARAGRAPH, min_size=1, max_size=3), st.floats(110, 400))
def test_any_paragraph_in_any_column(tmp_path: Path, own: fonts.Typeface, wanted: list[str], width: float) -> None:
    assert faults(printed(wanted, width, tmp_path / "p.pdf", own), width, tmp_path / "p.pdf", own) == []

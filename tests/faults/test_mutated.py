"""A slice of `make faults`: damaged files end in one sentence or a plan, within the limits, and leave no trace."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.faults.mutated import attempt

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot fork readers")


def test_damaged_files_end_in_a_sentence_or_a_plan(tmp_path: Path) -> None:
    """Numbers fix the files: `python -m tests.faults.mutated 1 NUMBER` tries one again."""
    outcome = attempt(200, 0, tmp_path)
    assert outcome.wrong == []
    assert min(outcome.plans, outcome.sentences.total()) > 20

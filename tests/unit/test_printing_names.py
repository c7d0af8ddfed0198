"""Names through sheet, list and handbook: as entered, each in its cell.  Five thousand are in `make faults`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

import pytest

from louyu_desktop.printing import fonts
from louyu_desktop.printing.pinned import pinned
from tests.unit import names_back, random_texts

Check = Callable[[Sequence[str], Path, fonts.Typeface], list[object]]
CHECKS = (names_back.in_a_sign_in_sheet, names_back.in_a_list, names_back.in_a_handbook)


@pytest.fixture(scope="module")
def own() -> fonts.Typeface:
    """Our own two fonts and nothing of this machine: what is missing is known."""
    files = pinned()
    return fonts.chain_of([files.regular], [files.bold])


@pytest.mark.parametrize("check", CHECKS)
def test_names_are_read_back_as_they_were_entered(tmp_path: Path, own: fonts.Typeface, check: Check) -> None:
    random = Random(5)
    names = [random_texts.name(random) for _number in range(360)]
    assert check(names, tmp_path / "n.pdf", own) == []
    assert own.missing(["王𠮷"]) == ("𠮷",)

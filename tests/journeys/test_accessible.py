"""Every screen of the real window, for who does not see it or has no mouse; found by walking, not by a list."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from louyu_desktop.ui.theme import theme
from tests.faults.ground import number
from tests.sight.__main__ import SCALES
from tests.sight.looking import Looking
from tests.sight.named import missing, twins
from tests.sight.walk import SIZE, Walk, nothing_outside

WHOLE = number("LOUYU_EVERY_SCREEN", 0)
"""`make faults` goes through every tab, window and question; `make test` through two of them."""


def test_every_screen_can_be_heard_and_reached_by_keys(station: Path, tmp_path: Path, qapp: QApplication) -> None:
    """Names and roles of what takes the keys, the tab order, lists in place of what is painted."""
    found: dict[str, str] = {}
    claimed: set[tuple[str, str]] = set()
    there: set[type] = set()

    def look(name: str, window: QWidget) -> None:
        for sentence in missing(window):
            found.setdefault(sentence, name)
        if not isinstance(window, QMenu):
            claimed.update(twins(window))
        there.update({type(one) for one in QApplication.allWidgets()})

    walk = Walk(station, tmp_path / "machine.json", look)
    try:
        with nothing_outside():
            screens = walk.run(() if WHOLE else ("today", "activities"), tools=bool(WHOLE))
    finally:
        walk.end()
        theme.apply(qapp, "light", 1.0)
    assert [f"{sentence} ({where})" for sentence, where in found.items()] == []
    names = {base.__name__ for one in there for base in one.__mro__}
    assert {one for one in claimed if one[1] not in names} == set()
    assert len(claimed) >= 5
    assert len(set(screens)) > (200 if WHOLE else 40)


def test_words_two_fifths_longer_are_cut_nowhere(station: Path, tmp_path: Path, qapp: QApplication) -> None:
    """Every sentence is longer, the window as large as a small screen."""
    looking = Looking(SIZE, stretched=True)
    try:
        looking.walk(station, tmp_path / "machine.json", () if WHOLE else ("people",))
    finally:
        theme.apply(qapp, "light", 1.0)
    assert looking.sentences() == []


def test_before_the_window_everything_is_heard_and_nothing_cut(tmp_path: Path, qapp: QApplication) -> None:
    """The first day with the largest text."""
    machine = tmp_path / "machine.json"
    machine.write_text(json.dumps({"text_size": "huge"}), "utf-8")
    looking = Looking(SIZE, heard=True)
    try:
        screens = looking.doors(tmp_path / "empty", machine)
    finally:
        theme.apply(qapp, "light", 1.0)
    assert looking.sentences() == []
    assert len(screens) > 12


WALKS = [
    *(("--scale", scale, "--text", size) for scale in SCALES for size in ("normal", "large", "huge")),
    *(("--faint", "--theme", colours) for colours in ("light", "dark", "contrast")),
    ("--pressing", "--heard"),
]


@pytest.mark.skipif(not WHOLE, reason="LOUYU_EVERY_SCREEN=1 goes through every screen once more for each of these")
@pytest.mark.parametrize("options", WALKS, ids=" ".join)
def test_nothing_is_cut_or_faint(built_station: Path, options: Sequence[str]) -> None:
    """Each scale of the screen, text size and theme; a scale holds for a whole program, so each walk is one."""
    walk = ["-m", "tests.sight", str(built_station), *options]
    done = subprocess.run([sys.executable, *walk], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr

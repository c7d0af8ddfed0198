"""Every screen of the real window, for who does not see it or has no mouse; found by walking, not by a list."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from louyu_desktop import text
from louyu_desktop.ui.theme import theme
from tests.faults.ground import number
from tests.sight.cut import Stretched, cut
from tests.sight.named import missing, twins
from tests.sight.walk import SIZE, Walk, nothing_outside

WHOLE = number("LOUYU_EVERY_SCREEN", 0)
"""`make faults` goes through every tab, window and question; `make test` through three tabs."""


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

    walk = Walk(station, tmp_path / "machine.json", look, pressing=False)
    try:
        with nothing_outside():
            screens = walk.run(() if WHOLE else ("today", "people", "activities"), tools=bool(WHOLE))
    finally:
        walk.end()
        theme.apply(qapp, "light", 1.0)
    assert [f"{sentence} ({where})" for sentence, where in found.items()] == []
    names = {base.__name__ for one in there for base in one.__mro__}
    assert {one for one in claimed if one[1] not in names} == set()
    assert len(claimed) >= 5
    assert len(set(screens)) > (200 if WHOLE else 60)


ALL = number("LOUYU_STRETCHED", 0)
SIZES = ("normal", "large", "huge") if ALL else ("normal",)
TABS = () if ALL else ("today", "people")


@pytest.mark.parametrize("size", SIZES)
def test_words_two_fifths_longer_are_cut_nowhere(
    station: Path, tmp_path: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch, size: str
) -> None:
    """Every sentence is longer, the window as large as a small screen; LOUYU_STRETCHED=1 takes all tabs and sizes."""
    machine = tmp_path / "machine.json"
    machine.write_text(json.dumps({"text_size": size}), "utf-8")
    found: dict[str, str] = {}

    def look(name: str, window: QWidget) -> None:
        if any(sentence not in found for sentence in cut(window, SIZE)):
            walk.settle()  # what was still being laid out is in its place now
            if shiboken6.isValid(window):
                found.update((sentence, name) for sentence in cut(window, SIZE) if sentence not in found)

    monkeypatch.setattr(text, "use_language", lambda _language: None)
    monkeypatch.setattr(text, "_catalogue", Stretched())
    walk = Walk(station, machine, look, pressing=False)
    try:
        with nothing_outside():
            walk.run(TABS, tools=not TABS)
    finally:
        walk.end()
        theme.apply(qapp, "light", 1.0)
    assert [f"{sentence} ({where})" for sentence, where in found.items()] == []

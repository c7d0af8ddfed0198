"""F1 wherever one may be: the real window is walked through, and each screen has a page that is about it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from louyu_desktop.rules import help_text
from louyu_desktop.services import help_pages
from louyu_desktop.ui.help import HelpWindow
from louyu_desktop.ui.help.where import places
from louyu_desktop.ui.theme import theme
from tests.faults.ground import number
from tests.sight.walk import Walk, nothing_outside

_GENERAL = "basics"
"""The page of lists and forms as such: enough for what every record has, not for a tab."""
_ALIKE = ("attachments", "fields.conflict", "lists.bulk", "lists.blocks", "take_back")


@pytest.mark.skipif(not number("LOUYU_EVERY_SCREEN", 0), reason="every screen: make faults")
def test_every_screen_has_a_page_of_its_own(station: Path, tmp_path: Path, qapp: QApplication) -> None:
    """Tabs, sub-tabs, a record's pages, dialogs, tools: none is left to the first page, or to that of lists."""
    without: dict[str, str] = {}
    pages = help_pages.pages()

    def look(name: str, window: QWidget) -> None:
        if isinstance(window, QMenu | HelpWindow):
            return
        found = places(window)
        page = help_text.page_for(pages, found)
        alike = any(one.startswith(_ALIKE) for one in found)
        if page is None or (page.id == _GENERAL and not alike):
            without.setdefault(name, " ".join(found[:5]))

    walk = Walk(station, tmp_path / "machine.json", look, pressing=False)
    try:
        with nothing_outside():
            screens = walk.run()
    finally:
        walk.end()
        theme.apply(qapp, "light", 1.0)
    assert without == {}
    assert len(set(screens)) > 200

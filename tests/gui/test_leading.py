"""Where the lines of 今日 about colours and must-visits lead, in the window as it is put together."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from louyu_desktop.app import build_window
from louyu_desktop.services.overview import TodayItem
from louyu_desktop.ui.enterprises.colour import SuggestedPane
from louyu_desktop.ui.enterprises.tasks import TasksPane
from louyu_desktop.ui.subtabs import TabGroup
from louyu_desktop.ui.today.leading import follow
from tests.gui.window_desk import Desk


def test_lines_open_the_page_that_they_name(qtbot: QtBot, tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    window = build_window(desk.services, desk.preferences, desk.tasks)
    desk.windows.append(window)
    window.resize(1366, 768)
    window.show()
    for tool, page in (("suggestions", SuggestedPane), ("must-visits", TasksPane)):
        line = TodayItem("enterprises", 0, "shield", "有新的建议", "", "", "", "看名单", tool=tool)
        follow(window.context, line, window)
        qtbot.waitUntil(lambda: isinstance(window.tab, TabGroup))
        assert isinstance(window.tab, TabGroup)
        assert isinstance(window.tab._stack.currentWidget(), page)
    assert all(window.context.has(tool) for tool in ("colour-confirm", "suggestions", "must-visits", "visit", "round"))
    desk.close()

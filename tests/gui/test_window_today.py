"""今日: the station's own numbers, and words where there are none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from louyu_desktop.ui.today.tab import TodayTab, greeting
from tests.gui.window_desk import Desk


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.close()


def shown(qtbot: QtBot, desk: Desk) -> TodayTab:
    tab = TodayTab(desk.context)
    desk.windows.append(tab)
    tab.resize(1366, 700)
    tab.show()
    qtbot.waitUntil(lambda: tab._overview is not None)
    return tab


def people_counted(tab: TodayTab) -> int:
    assert tab._overview is not None
    return next(tile.number for tile in tab._overview.counts if tile.kind == "people")


@pytest.mark.parametrize(("hour", "words"), [(4, "夜深了"), (8, "早上好"), (12, "中午好"), (23, "晚上好")])
def test_the_greeting_knows_the_hour(hour: int, words: str) -> None:
    assert greeting(hour) == words


def test_an_empty_station_says_how_to_begin(qtbot: QtBot, desk: Desk) -> None:
    tab = shown(qtbot, desk)
    assert not tab._empty.isHidden()
    assert all(card.isHidden() for card in tab.groups.values())


def test_a_new_activity_appears_and_opens(qtbot: QtBot, desk: Desk) -> None:
    tab = shown(qtbot, desk)
    opened: list[tuple[str, int]] = []
    desk.context.open_record = lambda kind, key: opened.append((kind, key))
    key = desk.add_activity("午间一小时", 30)
    qtbot.waitUntil(lambda: "week" in tab.groups and bool(tab.groups["week"].list.rows.items))
    rows = tab.groups["week"].list
    assert [item.title for item in rows.rows.items] == ["午间一小时"]
    assert "午间一小时" in rows.rows.index(0).data()
    rows.setCurrentIndex(rows.rows.index(0))
    qtbot.keyClick(rows, Qt.Key.Key_Return)
    assert opened == [("activities", key)]


def test_many_items_stay_folded_until_asked_for(qtbot: QtBot, desk: Desk) -> None:
    for number in range(9):
        desk.add_activity(f"学习沙龙 {number}", 30 + number)
    card = shown(qtbot, desk).groups["week"]
    assert len(card.list.rows.items) == 6
    card._more.click()
    assert len(card.list.rows.items) == 9
    card._more.click()
    assert len(card.list.rows.items) == 6


def test_a_tab_that_nobody_sees_reads_nothing_until_it_is_shown(qtbot: QtBot, desk: Desk) -> None:
    tab = shown(qtbot, desk)
    tab.hide()
    desk.services.records.save("people", None, {"name": "单雄信"})
    qtbot.waitUntil(lambda: tab._stale)
    tab.show()
    qtbot.waitUntil(lambda: people_counted(tab) == 1)

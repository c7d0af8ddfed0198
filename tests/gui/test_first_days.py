"""A window seen for the first time: the bubbles, what is still missing, the demonstration's banner, the three ways."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from louyu_desktop.services.introducing import SettingUp
from louyu_desktop.ui import ask
from louyu_desktop.ui.entrance.welcome import Welcome
from louyu_desktop.ui.succession import Succession
from louyu_desktop.ui.tasks import Job
from louyu_desktop.ui.today.setting_up import LINES
from louyu_desktop.ui.today.tab import TodayTab
from louyu_desktop.ui.tour import Tour, open_tour
from louyu_desktop.ui.trying_bar import TryingBar
from tests.gui.window_desk import Desk


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.close()


def test_the_tour_goes_by_keys_and_is_seen_once(qtbot: QtBot, desk: Desk) -> None:
    window = desk.open_window()
    qtbot.waitUntil(lambda: not desk.tasks.busy)
    tour = open_tour(desk.context)
    assert isinstance(tour, Tour)
    assert open_tour(desk.context) is None  # it stands already
    titles = []
    for _number in range(5):
        assert tour.on.accessibleDescription().endswith(tour.sentence.text())
        assert tour.rect().contains(tour.bubble.geometry())
        titles.append(tour.title.text())
        qtbot.keyClick(tour, Qt.Key.Key_Right)
    assert len(set(titles)) == 5
    qtbot.waitUntil(desk.services.introducing.was_shown)
    qtbot.waitUntil(lambda: window.findChild(Tour) is None)
    again = open_tour(desk.context)
    assert again is not None
    qtbot.keyClick(again, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.findChild(Tour) is None)
    qtbot.waitUntil(lambda: not desk.tasks.busy)


def test_what_is_missing_leads_there_and_can_be_put_away(
    qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = desk.open_window()
    today = window.tab
    assert isinstance(today, TodayTab)
    card = today._side.setting_up
    qtbot.waitUntil(card.isVisible)
    assert set(card.lines) <= set(LINES)
    assert "buildings" in card.lines
    desk.services.introducing.add_buildings(["环贸一期"])
    qtbot.waitUntil(lambda: "buildings" not in card.lines)
    desk.context.guest.toggle()
    assert not card.isVisible()
    desk.context.guest.toggle()
    assert card.isVisible()
    launched: list[dict[str, object]] = []
    desk.context.tools["import"] = lambda _context, **options: launched.append(options)
    qtbot.mouseClick(card.lines["people"], Qt.MouseButton.LeftButton)
    assert launched == [{"kind": "people"}]
    monkeypatch.setattr(ask, "confirm", lambda *_asked, **_named: True)
    qtbot.mouseClick(card.away, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not card.isVisible())
    assert card.found == SettingUp()


def test_the_banner_leads_back_and_removes(
    qtbot: QtBot, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = desk.open_window()
    qtbot.waitUntil(lambda: not desk.tasks.busy)
    monkeypatch.setenv("LOUYU_BACK", str(tmp_path / "own"))
    succession = Succession(tmp_path / "demonstration" / "station")
    banner = TryingBar(window, succession)
    qtbot.mouseClick(banner.remove, Qt.MouseButton.LeftButton)
    assert succession.is_due
    assert succession.folder == tmp_path / "own"


def test_the_three_ways_and_the_progress(qtbot: QtBot) -> None:
    page = Welcome()
    qtbot.addWidget(page)
    page.show()
    ways: tuple[QWidget, ...] = (page.begin, page.import_, page.try_)
    assert all(way.accessibleName() and way.accessibleDescription() for way in ways)
    for way, signal in zip(ways, (page.own, page.ledgers, page.look), strict=True):
        with qtbot.waitSignal(signal):
            qtbot.keyClick(way, Qt.Key.Key_Space)
    job = Job("建立演示站点")
    page.watch(job)
    job.done, job.total, job.note = 4, 17, "企业台账"
    qtbot.waitUntil(lambda: "已建好 23%" in page._note.text())
    qtbot.mouseClick(page.stop, Qt.MouseButton.LeftButton)
    assert job.cancelled
    page.refused()
    assert page.try_.isVisible()

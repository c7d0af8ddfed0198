"""Backups by hand and without being asked: the page of the settings, the status bar, the bar that tells."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from louyu_desktop.services.backup_copies import Level, Standing
from louyu_desktop.services.suite import Services
from louyu_desktop.ui.backing_up import BackupKeeper
from louyu_desktop.ui.entrance.later_steps import BackupStep
from louyu_desktop.ui.main_window import MainWindow
from louyu_desktop.ui.problems import report
from louyu_desktop.ui.station.backup_page import BackupPage
from louyu_desktop.ui.tasks import Tasks
from louyu_desktop.ui.theme import theme
from tests.stations import PASSWORD


@pytest.fixture
def page(window: MainWindow, qtbot: QtBot) -> BackupPage:
    """The page about backups."""
    made = BackupPage(window.context)
    qtbot.addWidget(made)
    made.show()
    quiet(window, qtbot)
    return made


def quiet(window: MainWindow, qtbot: QtBot) -> None:
    """Wait until nothing is under way."""
    qtbot.waitUntil(lambda: not window.context.tasks.busy)


def test_the_first_backup_is_asked_for_and_then_stands_in_the_list(
    page: BackupPage, window: MainWindow, qtbot: QtBot
) -> None:
    """The status bar follows."""
    assert page.empty.isVisible()
    assert not page.restore.isEnabled()
    qtbot.mouseClick(page.now, Qt.MouseButton.LeftButton)
    quiet(window, qtbot)
    assert page.message.text == "第 1 份备份写好了，打开核对过"
    assert page.table.isVisible()
    assert page.table.rows.rowCount() == 1
    chosen = page.table.chosen()
    assert chosen is not None
    assert chosen.proven_at is not None
    assert page.restore.isEnabled()
    assert window.status.backup.text() == "备份已验证：刚才"


def test_a_second_place_gets_what_is_there_and_what_comes(
    page: BackupPage, window: MainWindow, services: Services, qtbot: QtBot, tmp_path: Path
) -> None:
    """And is let go again."""
    stick = tmp_path / "U盘"
    stick.mkdir()
    services.backups.make()
    page.set_place(stick)
    quiet(window, qtbot)
    assert len(list(stick.glob("*.backup"))) == 1
    assert "接着" in page.place.text()
    qtbot.mouseClick(page.now, Qt.MouseButton.LeftButton)
    quiet(window, qtbot)
    assert len(list(stick.glob("*.backup"))) == 2
    qtbot.mouseClick(page.forget, Qt.MouseButton.LeftButton)
    quiet(window, qtbot)
    assert "没有第二处" in page.place.text()


def test_a_place_that_takes_nothing_is_refused_with_a_sentence(
    page: BackupPage, window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    """A file where a folder should be."""
    (tmp_path / "文件").write_text("")
    page.set_place(tmp_path / "文件")
    quiet(window, qtbot)
    assert page.message.isVisible()
    assert "没有第二处" in page.place.text()


def test_a_backup_is_made_without_being_asked_and_not_twice(
    window: MainWindow, services: Services, qtbot: QtBot
) -> None:
    """Nothing changed since, so nothing is due."""
    window.keeper.look()
    quiet(window, qtbot)
    assert [one.kind for one in services.backups.listing()] == ["interval"]
    assert window.status.backup.text() == "备份已验证：刚才"
    services.backups.drill()
    window.keeper.look()
    quiet(window, qtbot)
    assert len(services.backups.listing()) == 2


def test_what_the_disk_refuses_is_told_once(
    window: MainWindow, services: Services, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The work goes on, and the next one that goes well ends it."""
    monkeypatch.setenv("LOUYU_FAILPOINT", "backup.prove:full")
    window.keeper.look()
    quiet(window, qtbot)
    assert window.messages.isVisible()
    assert "磁盘" in window.messages.text
    assert services.backups.listing() == ()
    monkeypatch.delenv("LOUYU_FAILPOINT")
    window.keeper.look()
    quiet(window, qtbot)
    assert len(services.backups.listing()) == 1


def test_a_banner_is_shown_once_for_what_it_says(window: MainWindow, qtbot: QtBot) -> None:
    """Not again each minute after it was closed."""
    told = []
    window.context.message = lambda tone, text, *_more: told.append((tone, text))
    holder = QObject()
    keeper = BackupKeeper(window.context, holder)
    standing = Standing(Level.LATE, "备份已验证：3 天前", "", "最近一次验证过的备份是 3 天前做的。请现在备份一次")
    keeper._say(standing)
    keeper._say(standing)
    assert told == [("warn", standing.banner)]
    quiet(window, qtbot)


def test_without_a_sheet_it_is_said_that_no_other_computer_opens_a_backup(services: Services) -> None:
    """Two administrators are enough for a password, not for a broken computer."""
    services.backups.make()
    assert services.backups.standing().level is Level.LATE
    assert "恢复纸" in services.backups.standing().banner
    services.access.confirm(PASSWORD)
    services.recovery.keep(services.recovery.draw())
    services.backups.make()
    assert services.backups.standing() == Standing(Level.GOOD, "备份已验证：刚才", "没有第二处备份", "")


def test_the_first_day_asks_where_else_backups_go(
    services: Services, qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    """What takes nothing is told there; what does gets the first backup."""
    theme.apply(qapp, "light", 1.0)
    tasks = Tasks(report)
    step = BackupStep(tasks, services)
    qtbot.addWidget(step)
    step.show()
    (tmp_path / "文件").write_text("")
    step.put(tmp_path / "文件")
    assert not step.may_go_on()
    qtbot.waitUntil(step.may_go_on)
    assert step.folder is None
    stick = tmp_path / "U盘"
    stick.mkdir()
    step.put(stick)
    qtbot.waitUntil(lambda: step.folder == stick)
    assert step.chosen() == "U盘"
    services.backups.make()
    assert len(list(stick.glob("*.backup"))) == 1
    tasks.close()

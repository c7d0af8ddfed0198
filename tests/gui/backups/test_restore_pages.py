"""A backup comes back: over an open station, and on a computer that has nothing but the file and the sheet."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from louyu_desktop.errors import DamagedError
from louyu_desktop.services import restores, vaults
from louyu_desktop.services.copies import Query
from louyu_desktop.services.suite import Services, open_services
from louyu_desktop.ui import ask
from louyu_desktop.ui.entrance.first_run import Wizard
from louyu_desktop.ui.entrance.flow import Entrance, Opened
from louyu_desktop.ui.entrance.login import LoginPage
from louyu_desktop.ui.entrance.rescue import RescuePage
from louyu_desktop.ui.entrance.restore import RestorePage as ClosedPage
from louyu_desktop.ui.frame import Frame
from louyu_desktop.ui.main_window import MainWindow
from louyu_desktop.ui.preferences import Preferences
from louyu_desktop.ui.problems import report
from louyu_desktop.ui.refusal import Refusal
from louyu_desktop.ui.station.restore_page import RestorePage
from louyu_desktop.ui.tasks import Tasks
from louyu_desktop.ui.theme import theme
from tests.stations import PASSWORD

LATER = "yushan 41 chuanghu lvdeng"


def sheet_of(services: Services) -> str:
    """A recovery sheet that is kept, as it is typed back."""
    services.access.confirm(PASSWORD)
    sheet = services.recovery.draw()
    services.recovery.keep(sheet)
    return " ".join(sheet.groups)


def test_an_open_station_goes_back_and_the_program_starts_anew(
    window: MainWindow, services: Services, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was done since is in the safety copy."""
    services.access.confirm(PASSWORD)
    backup = services.backups.make()
    services.records.save("enterprises", None, {"name": "光年广告"})
    locked: list[bool] = []
    told: list[str] = []
    window.context.lock = locked.append
    monkeypatch.setattr(ask, "confirm", lambda *_words, **_more: True)
    monkeypatch.setattr(ask, "tell", lambda *words: told.append(words[2]))
    assert backup.file is not None
    page = RestorePage(window.context, backup.file)
    qtbot.addWidget(page)
    page.resize(1366, 768)
    page.show()
    qtbot.waitUntil(page.restore.isEnabled)
    assert page.title.text() == "第 1 份备份"
    qtbot.mouseClick(page.restore, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(locked))
    assert "请重新登录" in told[0]
    again = open_services(vaults.log_in(services.folder, "zm", PASSWORD))
    assert again.records.count(Query("enterprises")) == 1
    assert [one.kind for one in again.backups.listing()][:1] == ["safety"]
    again.close()


def test_a_file_that_is_no_backup_is_refused_and_the_way_back_is_open(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    """One sentence; nothing can be restored."""
    (tmp_path / "照片.backup").write_bytes(b"\xff\xd8\xff" * 1000)
    page = RestorePage(window.context, tmp_path / "照片.backup")
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(page.message.isVisible)
    assert page.title.text() == "备份没有打开"
    assert not page.restore.isEnabled()


def test_everything_comes_back_from_the_file_and_the_sheet_alone(
    services: Services, qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    """A computer that has nothing; the old password is not known any more, a new sheet is asked for."""
    written = sheet_of(services)
    backup = services.backups.make()
    assert backup.file is not None
    theme.apply(qapp, "light", 1.0)
    tasks, preferences = Tasks(report), Preferences(tmp_path / "machine.json")
    frame = Frame(preferences, words=True)
    qtbot.addWidget(frame)
    opened: list[Opened] = []

    def keep(database: object, _fresh: bool) -> Opened:
        found = open_services(database)  # type: ignore[arg-type]
        found.access.count_as_confirmed()
        opened.append(Opened(found, found.stations.name(), sheet_spent=found.recovery.state().was_used))
        return opened[-1]

    entrance = Entrance(frame, tasks, tmp_path / "new", keep)
    entrance.begin()
    frame.show()
    qtbot.mouseClick(entrance.page.back_up, Qt.MouseButton.LeftButton)  # type: ignore[union-attr]
    page = entrance.page
    assert isinstance(page, ClosedPage)
    page.file.line.setText(str(backup.file))
    page.written.setPlainText("AAAA BBBB")
    page.submit()
    qtbot.waitUntil(page.message.isVisible)
    page.written.setPlainText(written.lower())
    page.submit()
    qtbot.waitUntil(lambda: page.people.count() == 1)
    assert page.people.currentText() == "周敏"
    for line in (page.new.first, page.new.again):
        line.password.setText(LATER)
    page.submit()
    qtbot.waitUntil(lambda: bool(opened) and not tasks.busy)
    station = opened[0].services
    assert station.records.count(Query("enterprises")) == 1
    assert opened[0].sheet_spent
    assert isinstance(entrance.page, Wizard)
    station.close()
    tasks.close()
    assert restores.newest_backup(tmp_path / "station") == backup.file


def test_a_station_that_does_not_open_any_more_comes_back_by_a_password(
    services: Services, qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    """The damaged file stays beside."""
    services.access.confirm(PASSWORD)
    services.backups.make()
    services.close()
    spoilt = bytearray((services.folder / "station.db").read_bytes())
    spoilt[:4096] = bytes(4096)
    (services.folder / "station.db").write_bytes(spoilt)
    theme.apply(qapp, "light", 1.0)
    tasks = Tasks(report)
    frame = Frame(Preferences(tmp_path / "machine.json"), words=True)
    qtbot.addWidget(frame)
    opened: list[Opened] = []
    problems: list[Exception] = []

    def keep(database: object, _fresh: bool) -> Opened:
        found = open_services(database)  # type: ignore[arg-type]
        return Opened(found, found.stations.name())

    entrance = Entrance(frame, tasks, services.folder, keep)
    entrance.opened.connect(opened.append)
    entrance.refused.connect(problems.append)
    entrance.begin("zm")
    frame.show()
    login = entrance.page
    assert isinstance(login, LoginPage)
    login.password.password.setText(PASSWORD)
    login.submit()
    qtbot.waitUntil(lambda: bool(problems))
    assert isinstance(problems[0], DamagedError)
    refusal = Refusal(problems[0], entrance.ways_from(problems[0]))
    frame.show_page(refusal)
    qtbot.mouseClick(refusal.ways["从备份恢复…"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: isinstance(entrance.page, RescuePage))
    page = entrance.page
    assert isinstance(page, RescuePage)
    page.password.password.setText("falsch falsch")
    page.submit()
    qtbot.waitUntil(page.message.isVisible)
    page.password.password.setText(PASSWORD)
    page.submit()
    qtbot.waitUntil(lambda: bool(opened) and not tasks.busy)
    assert opened[0].services.records.count(Query("enterprises")) == 1
    assert any(bytes(spoilt) == path.read_bytes() for path in services.folder.rglob("station*") if path.is_file())
    opened[0].services.close()
    tasks.close()

"""The main window over a station with a vault."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from louyu_desktop.app import build_window
from louyu_desktop.services import vaults
from louyu_desktop.services.suite import Services, open_services
from louyu_desktop.ui.main_window import MainWindow
from louyu_desktop.ui.preferences import Preferences
from louyu_desktop.ui.problems import report
from louyu_desktop.ui.tasks import Tasks
from louyu_desktop.ui.theme import theme
from tests.stations import PASSWORD


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    """A new station with a vault and one firm."""
    made = open_services(vaults.create(tmp_path / "station", "环贸党群服务中心", "周敏", PASSWORD))
    made.records.save("enterprises", None, {"name": "渤健生物科技"})
    yield made
    made.close()


@pytest.fixture
def window(services: Services, qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """The main window over it."""
    theme.apply(qapp, "light", 1.0)
    tasks = Tasks(report)
    made = build_window(services, Preferences(tmp_path / "machine.json"), tasks, ("环贸党群服务中心", False))
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    qtbot.waitUntil(lambda: not tasks.busy)
    yield made
    qtbot.waitUntil(lambda: not tasks.busy)
    tasks.close()

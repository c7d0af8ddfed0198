"""One computer with the program on its screen; the fixture `seat` of `conftest` ends what was started."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from louyu_desktop import app, mishaps
from louyu_desktop.ui.entrance.login import LoginPage
from tests.stations import PASSWORD

Page = TypeVar("Page", bound=QWidget)


class Seat:
    """The program on its screen, started as often as the test wants."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot = qtbot
        self.folder = folder
        self.program: app.Program | None = None

    @property
    def station(self) -> Path:
        return self.folder / "station"

    @property
    def machine(self) -> Path:
        return self.folder / "machine.json"

    def start(self, *, safe: bool = False, past: mishaps.Past | None = None) -> app.Program:
        """As `run_window` does."""
        self.program = app.Program(self.station, machine=self.machine, safe=safe, past=past)
        self.program.frame.show()
        return self.program

    def page(self, kind: type[Page]) -> Page:
        program = self.program
        assert program is not None
        self.qtbot.waitUntil(lambda: isinstance(program.frame.centralWidget(), kind))
        page = program.frame.centralWidget()
        assert isinstance(page, kind)
        return page

    def until(self, there: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(there()))

    def at_home(self) -> app.Program:
        program = self.program
        assert program is not None
        self.until(lambda: program.at_home)
        return program

    def log_in(self, name: str = "周敏", password: str = PASSWORD) -> LoginPage:
        page = self.page(LoginPage)
        page.name.line.setText(name)
        page.password.password.setText(password)
        page.submit()
        return page

    def end(self) -> None:
        program, self.program = self.program, None
        if program is not None:
            program.frame.hide()
            assert program.leave()
            program.frame.deleteLater()

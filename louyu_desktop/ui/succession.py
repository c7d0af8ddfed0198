"""A program that locks itself ends, and a fresh one asks for the password in its place (SAFETY.md finding 10)."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from PySide6.QtWidgets import QApplication

from louyu_desktop import paths

PERSON, LOCKED, BACK = "LOUYU_PERSON", "LOUYU_LOCKED", "LOUYU_BACK"
"""How it hands over who was there, that it locked, where it came from: in the environment, never on disk."""


class Succession:
    """Whether this program gives its place away, and with whose name the next log-in begins."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.is_due = False
        self.person = ""
        self._back = Path(os.environ.pop(BACK, "") or paths.default_station())
        self._environment = {LOCKED: "1"}
        self._removed: Path | None = None
        self.options: tuple[str, ...] = ()

    def ask(self, person: str) -> None:
        """Have a fresh program follow; "" when somebody else is to come."""
        self.is_due, self.person = True, person

    def give_place(self, person: str) -> None:
        """End the program for it: nothing of the windows is left to be seen."""
        self.ask(person)
        for window in QApplication.topLevelWidgets():
            window.hide()
        QApplication.quit()

    def with_options(self, *options: str) -> None:
        """Whatever follows is started with these; nobody locked anything."""
        self.options, self._environment = options, {}

    def go_to(self, folder: Path) -> None:
        """End the program for one on another station, which knows the way back to this one."""
        self._environment = {BACK: str(self.folder)}
        self.folder = folder
        self.give_place("")

    def go_back(self, *, remove: bool = False) -> None:
        """End the program for one on the station that it came from; `remove` this one, a demonstration, before that."""
        self._removed = self.folder if remove else None
        self._environment = {}
        self.folder = self._back
        self.give_place("")

    def start(self) -> None:
        """Start it, without a secret of this one; all that was open here is closed by now."""
        import subprocess

        if self._removed is not None:
            from louyu_desktop.errors import SystemProblem
            from louyu_desktop.services import trying

            with suppress(SystemProblem):  # what is left of it is taken away when the next one is built
                trying.remove(self._removed)
        environment = {**paths.own_environment(), PERSON: self.person, **self._environment}
        subprocess.Popen([*paths.own_window(self.folder), *self.options], env=environment, start_new_session=True)

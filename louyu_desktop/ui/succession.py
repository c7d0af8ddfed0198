"""A program that locks itself ends, and a fresh one asks for the password in its place (SAFETY.md finding 10)."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from louyu_desktop import paths

if TYPE_CHECKING:
    from pathlib import Path

PERSON, LOCKED = "LOUYU_PERSON", "LOUYU_LOCKED"
"""How it hands over who was there, and that it locked: in the environment, never on disk."""


class Succession:
    """Whether this program gives its place away, and with whose name the next log-in begins."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.is_due = False
        self.person = ""

    def ask(self, person: str) -> None:
        """Have a fresh program follow; "" when somebody else is to come."""
        self.is_due, self.person = True, person

    def give_place(self, person: str) -> None:
        """End the program for it: nothing of the windows is left to be seen."""
        self.ask(person)
        for window in QApplication.topLevelWidgets():
            window.hide()
        QApplication.quit()

    def start(self) -> None:
        """Start it on the same station, without a secret of this one."""
        environment = {**os.environ, PERSON: self.person, LOCKED: "1"}
        for name in paths.SECRETS:
            environment.pop(name, None)
        subprocess.Popen(paths.own_window(self._folder), env=environment, start_new_session=True)

"""Answers to what is typed: those of the activity at once out of memory, others of the station a moment later."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from louyu_desktop.errors import CancelledError, LouyuError
from louyu_desktop.services.desk_copies import Candidates
from louyu_desktop.ui.context import Context
from louyu_desktop.ui.tasks import Job


class Finding(QObject):
    """`found` carries each answer, `coded` what a code meant, `refused` the sentence where it meant nobody here."""

    found = Signal(object)
    coded = Signal(object)
    refused = Signal(str)

    def __init__(self, context: Context, activity_id: int, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._activity_id = context, activity_id
        self._desk = context.services.desk
        self._job: Job | None = None
        self._asked = 0
        self.answer = Candidates("")
        self.waits = False
        """Whether others of the station are still being looked for."""

    def ask(self, text: str, limit: int) -> None:
        """Answer `text`; what was asked before is of no interest any more."""
        self._drop()
        self.answer = self._desk.find_here(self._activity_id, text, limit) if text.strip() else Candidates("")
        self.waits = bool(text.strip()) and len(self.answer.rows) < limit
        self.found.emit(self.answer)
        if self.waits:
            desk, activity = self._desk, self._activity_id
            self._asked += 1
            self._job = self._context.tasks.read(
                self, lambda _control: desk.find(activity, text, limit),
                partial(self._answered, self._asked), partial(self._failed, self._asked),
            )  # fmt: skip

    def ask_code(self, code: str) -> None:
        """Whom a scanned code means."""
        self._drop()
        desk, activity = self._desk, self._activity_id
        self._context.tasks.read(self, lambda _control: desk.find(activity, code), self.coded.emit, self._refuse)

    def _drop(self) -> None:
        if self._job is not None:
            self._job.cancel()
        self._job, self.waits = None, False

    def _answered(self, asked: int, answer: Candidates) -> None:
        if asked != self._asked or not self.waits:  # typed on meanwhile: Enter would mean somebody else
            return
        self._job, self.waits = None, False
        self.answer = answer
        self.found.emit(answer)

    def _failed(self, asked: int, error: Exception) -> None:
        if isinstance(error, CancelledError) or asked != self._asked:
            return
        self._job, self.waits = None, False
        self._refuse(error)

    def _refuse(self, error: Exception) -> None:
        if not isinstance(error, LouyuError):
            raise error
        self.refused.emit(error.sentence)

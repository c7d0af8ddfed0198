"""Ctrl+Z and Ctrl+Y: what they would do, and what they did, in words."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from louyu_desktop.services.copies import UndoOutcome, UndoState
from louyu_desktop.text import _
from louyu_desktop.ui.context import Context


class Undoing(QObject):
    """`state` is put by the window; `done` comes after each step back or forward."""

    done = Signal()

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.state = UndoState()

    def undo(self) -> None:
        """Take back this person's latest operation."""
        if self.state.undo_label:
            records = self._context.services.records
            self._context.tasks.write(self, lambda _control: records.undo(), self._undone, title=_("撤销"))

    def redo(self) -> None:
        """Do again what was taken back."""
        if self.state.redo_label:
            records = self._context.services.records
            self._context.tasks.write(self, lambda _control: records.redo(), self._redone, title=_("重做"))

    def _undone(self, outcome: UndoOutcome) -> None:
        self._say(_("已撤销：{label}").format(label=self._seen(outcome.label)), outcome, _("重做"), self.redo)

    def _redone(self, outcome: UndoOutcome) -> None:
        self._say(_("已重做：{label}").format(label=self._seen(outcome.label)), outcome, _("撤销"), self.undo)

    def _seen(self, label: str) -> str:
        """What was done; in guest view without whom it was done to."""
        return label.partition("：")[0] if self._context.guest.on else label

    def _say(self, words: str, outcome: UndoOutcome, back: str, way: Callable[[], None]) -> None:
        if outcome.kept:
            words += _("。后来改过的没有动：{fields}").format(fields="、".join(outcome.kept))
        self._context.message("warn" if outcome.kept else "ok", words, back, way)
        self.done.emit()

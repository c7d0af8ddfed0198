"""Hearing what was changed: the database's announcements, brought to the window's thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QObject, Signal


class Changes(Protocol):
    """What storage announces after each commit: the kinds touched and the ids in each."""

    @property
    def operation_id(self) -> int | None:
        """The operation in the change log; None for what is not logged."""

    @property
    def label(self) -> str:
        """What was done, in words."""

    @property
    def kinds(self) -> Mapping[str, frozenset[int]]:
        """Kind word to ids touched, with the parents whose derived columns changed."""


@dataclass(frozen=True, slots=True)
class _Seated:
    """Somebody else is at work: nothing was written, but whose things are mine is another matter."""

    kinds: Mapping[str, frozenset[int]]
    operation_id: int | None = None
    label: str = ""


class ChangeBus(QObject):
    """`changed` carries a `Changes`, always on the thread of this object; connect bound methods only."""

    changed = Signal(object)
    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._arrived.connect(self._announce)

    def publish(self, changes: object) -> None:
        """What storage calls, from whatever thread committed."""
        self._arrived.emit(changes)

    def seated(self, account_id: int) -> None:
        """Have everything read again that looks different to who is at work now."""
        self.publish(_Seated({"accounts": frozenset({account_id})}))

    def _announce(self, changes: object) -> None:
        self.changed.emit(changes)

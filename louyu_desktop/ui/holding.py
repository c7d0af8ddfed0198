"""Buttons that are drawn anew after each step: whoever works with the keys keeps their place among them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QWidget


class Holder(QObject):
    """`keep` before the old ones go, `give` when the new ones stand: the same one has the focus, or one `near` it."""

    def __init__(self, owner: QWidget, near: Callable[[Any, Any], bool] | None = None) -> None:
        super().__init__(owner)
        self._near = near
        self._key: Any = None
        self._buttons: Mapping[Any, QWidget] = {}
        self._later = QTimer(self, singleShot=True, interval=0)  # once the layout has shown them
        self._later.timeout.connect(self._focus)

    def keep(self, buttons: Mapping[Any, QWidget]) -> None:
        """Remember which of these has the focus."""
        found = next((key for key, one in buttons.items() if shiboken6.isValid(one) and one.hasFocus()), None)
        self._key = self._key if found is None else found

    def give(self, buttons: Mapping[Any, QWidget]) -> None:
        """The focus goes back to the same one of these, to one near it, or to the first that can be pressed."""
        self._buttons = dict(buttons)
        if self._key is not None:
            self._later.start()

    def _focus(self) -> None:
        key, self._key = self._key, None
        near = self._near

        def order(place: Any) -> int:
            return 0 if place == key else 1 if near is not None and near(place, key) else 2

        for place in sorted(self._buttons, key=order):
            one = self._buttons[place]
            if shiboken6.isValid(one) and one.isEnabled() and one.isVisible():
                one.setFocus(Qt.FocusReason.OtherFocusReason)
                return

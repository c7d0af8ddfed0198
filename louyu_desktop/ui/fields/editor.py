"""What every editor of a field can do."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from louyu_desktop.fields import Field
from louyu_desktop.text import _
from louyu_desktop.ui.labels import restyle


class Editor(QWidget):
    """Holds a value being typed: `changed` while typing, `left` when the focus goes."""

    changed = Signal()
    left = Signal()

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(6)

    def _hold(self, widget: QWidget) -> None:
        self._layout.addWidget(widget)
        self.setFocusProxy(widget)
        widget.setAccessibleName(_(self.field.label) + ("＊" if self.field.required else ""))
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: Any) -> bool:
        """Hear when the focus leaves, except into a list that belongs to the field."""
        if isinstance(event, QFocusEvent) and event.lostFocus() and event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()
        return super().eventFilter(watched, event)

    def value(self) -> Any:
        """What stands here: typed text, or a value where it can only be chosen."""
        raise NotImplementedError

    def put(self, value: Any, label: str = "") -> None:
        """Show a stored value."""
        raise NotImplementedError

    def problem(self) -> str:
        """What is wrong before any rule is asked."""
        return ""

    def mark(self, wrong: bool) -> None:
        """Draw the border of a field that cannot be taken."""
        proxy = self.focusProxy()
        if proxy is not None:
            restyle(proxy, wrong=wrong)

"""A button inside a line: Qt's own is 16 px whatever the text size, this one follows it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QToolButton

from louyu_desktop.ui.theme import theme

_SIDE = 16
_FRAME = 12
_GAP = 4


class InsideButton(QToolButton):
    """Stands at the right end of a line and does its action; the keys stay with the line."""

    def __init__(self, line: QLineEdit, action: QAction) -> None:
        super().__init__(line)
        self._line = line
        self.setDefaultAction(action)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        line.installEventFilter(self)
        self._fit()
        theme.changed.connect(self._fit)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the end of the line."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        self.setIconSize(QSize(theme.px(_SIDE), theme.px(_SIDE)))
        side = theme.px(_SIDE + _FRAME)
        self.resize(side, side)
        self._line.setTextMargins(0, 0, side - theme.px(_GAP), 0)
        self._place()

    def _place(self) -> None:
        self.move(self._line.width() - self.width() - _GAP, (self._line.height() - self.height()) // 2)

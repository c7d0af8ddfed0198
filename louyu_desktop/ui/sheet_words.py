"""Where the words of a recovery sheet are typed: in the window and before it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit

from louyu_desktop.text import _
from louyu_desktop.ui.theme import theme


class SheetWords(QPlainTextEdit):
    """The groups of the sheet; Tab goes on."""

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setAccessibleName(_("恢复纸上的字"))
        self.setFixedHeight(theme.px(72))
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)

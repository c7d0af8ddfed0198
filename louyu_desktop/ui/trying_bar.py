"""The banner over the demonstration: that it is one, the way back to the first window, the click that removes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout

from louyu_desktop.text import _
from louyu_desktop.ui.buttons import danger, outline
from louyu_desktop.ui.labels import ElidedLabel, IconLabel, Label

if TYPE_CHECKING:
    from louyu_desktop.ui.main_window import MainWindow
    from louyu_desktop.ui.succession import Succession


class TryingBar(QFrame):
    """Stands under the bar of the window for as long as the demonstration is open."""

    def __init__(self, window: MainWindow, succession: Succession) -> None:
        super().__init__(window)
        self._window, self._succession = window, succession
        self.setProperty("message", "warn")
        self.setAccessibleName(_("演示站点"))
        self.back = outline(_("回到第一个窗口"), "left", small=True)
        self.remove = danger(_("删除演示站点"), "bin", small=True)
        self.remove.setToolTip(_("里面的一切连同您试着改的都会删掉，然后回到第一个窗口；以后想看可以再建"))
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 4, 14, 4)
        row.setSpacing(10)
        row.addWidget(IconLabel("eye", "warn", 18))
        row.addWidget(Label(_("演示站点"), "group"))
        row.addWidget(ElidedLabel(_("人和单位都是编的，随便试：改了、删了都不要紧，也印得出来"), "body"), 1)
        row.addWidget(self.back)
        row.addWidget(self.remove)
        self.back.clicked.connect(self._back)
        self.remove.clicked.connect(self._remove)
        under = window.layout()
        if isinstance(under, QBoxLayout):
            under.insertWidget(1, self)

    def _back(self) -> None:
        if self._window.may_leave():
            self._window.leaving()
            self._succession.go_back()

    def _remove(self) -> None:
        """At once: what lies in it is invented, and it can be built again."""
        if self._window.may_leave():
            self._window.leaving()
            self._succession.go_back(remove=True)

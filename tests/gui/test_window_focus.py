"""The focus ring: only after the keyboard, round the control, and with it when the page scrolls."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from louyu_desktop.ui.buttons import Button
from louyu_desktop.ui.focus import FocusRing
from louyu_desktop.ui.theme import theme


class Page(QWidget):
    """A window that scrolls a column of buttons."""

    def __init__(self) -> None:
        super().__init__()
        inside = QWidget()
        column = QVBoxLayout(inside)
        self.buttons = [Button(f"第 {number} 个") for number in range(30)]
        for button in self.buttons:
            column.addWidget(button)
        self.area = QScrollArea()
        self.area.setWidget(inside)
        QVBoxLayout(self).addWidget(self.area)
        self.ring = FocusRing(self)
        self.resize(300, 300)

    def around(self, button: Button) -> QRect:
        """Where the ring of a button has to be."""
        return button.rect().translated(button.mapTo(self, QPoint(0, 0))).adjusted(-4, -4, 4, 4)


@pytest.fixture
def page(qapp: QApplication, qtbot: QtBot) -> Page:
    theme.apply(qapp, "light", 1.0)
    made = Page()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def test_a_click_shows_no_ring(page: Page, qtbot: QtBot) -> None:
    qtbot.mouseClick(page.buttons[0], Qt.MouseButton.LeftButton)
    assert not page.ring.isVisible()


def test_the_ring_stands_round_the_control_and_goes_along(page: Page, qtbot: QtBot) -> None:
    page.buttons[1].setFocus()
    page.ring.use_keyboard()
    assert page.ring.geometry() == page.around(page.buttons[1])
    page.buttons[2].setFocus()
    assert page.ring.geometry() == page.around(page.buttons[2])
    page.area.verticalScrollBar().setValue(20)
    qtbot.waitUntil(lambda: page.ring.geometry() == page.around(page.buttons[2]))


def test_a_control_scrolled_out_of_sight_has_none(page: Page, qtbot: QtBot) -> None:
    page.buttons[0].setFocus()
    page.ring.use_keyboard()
    page.area.verticalScrollBar().setValue(page.area.verticalScrollBar().maximum())
    qtbot.waitUntil(lambda: not page.ring.isVisible())

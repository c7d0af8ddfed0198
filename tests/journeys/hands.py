"""What a person does at the desk: keys, clicks, an input method's text, answers to questions, menus."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QDialog, QLabel, QLineEdit, QMenu, QPushButton, QWidget
from pytestqt.exceptions import TimeoutError  # noqa: A004 - what qtbot raises
from pytestqt.qtbot import QtBot

from louyu_desktop.ui.context import Context
from louyu_desktop.ui.entity.tab import EntityTab
from louyu_desktop.ui.main_window import MainWindow
from louyu_desktop.ui.subtabs import TabGroup
from tests.journeys.ticks import Ticks

Window = TypeVar("Window", bound=QWidget)

_LEFT = Qt.MouseButton.LeftButton


class Hands:
    """The hands of one person at one window."""

    def __init__(self, qtbot: QtBot, window: MainWindow, ticks: Ticks) -> None:
        self.qtbot, self.window, self.ticks = qtbot, window, ticks

    @property
    def context(self) -> Context:
        """What the window was built with."""
        return self.window.context

    def step(self, name: str) -> None:
        """Begin something new once the window has come to itself; gaps from here on are told under this name."""
        count = self.ticks.count
        self.until(lambda: self.ticks.count > count)
        self.ticks.step = name

    # -- waiting --------------------------------------------------------------------------------

    def until(self, condition: Callable[[], bool]) -> None:
        """Wait until something is so; where it never comes, the error says what the window was at."""
        try:
            self.qtbot.waitUntil(condition)
        except TimeoutError as error:
            at = QApplication.focusWidget()
            typed = at.text() if isinstance(at, QLineEdit) else ""
            error.add_note(f"step {self.ticks.step!r}, busy {self.context.tasks.busy}, keys to {at} {typed!r}")
            raise

    def rest(self) -> None:
        """Wait until nothing is under way."""
        self.until(lambda: not self.context.tasks.busy)

    def page(self, family: type[Window]) -> Window:
        """The window of this class, once it stands in front."""
        self.until(lambda: isinstance(QApplication.activeWindow(), family))
        found = QApplication.activeWindow()
        assert isinstance(found, family)
        return found

    def front(self) -> None:
        """Give the main window the keys again, as a window manager does when the page over it goes."""
        self.window.activateWindow()
        self.until(self.window.isActiveWindow)

    # -- doing ----------------------------------------------------------------------------------

    def press(self, keys: str, widget: QWidget | None = None) -> None:
        """One key with its modifiers ("Ctrl+K"), where the focus is."""
        *modifiers, key = keys.split("+")
        held = Qt.KeyboardModifier.NoModifier
        for name in modifiers:
            held |= {"Ctrl": Qt.KeyboardModifier.ControlModifier, "Shift": Qt.KeyboardModifier.ShiftModifier}[name]
        QTest.keyClick(widget or self.focus(), getattr(Qt.Key, f"Key_{key}"), held)

    def focus(self) -> QWidget:
        """The widget that takes the keys."""
        found = QApplication.focusWidget() or QApplication.activeWindow()
        assert found is not None
        return found

    def type(self, text: str) -> None:
        """Letters and digits, key by key."""
        QTest.keyClicks(self.focus(), text)

    def write(self, text: str, widget: QWidget | None = None) -> None:
        """Chinese text, as an input method hands it over."""
        event = QInputMethodEvent("", [])
        event.setCommitString(text)
        QApplication.sendEvent(widget or self.focus(), event)

    def click(self, widget: QWidget, where: QPoint | None = None) -> None:
        """A press and a release of the left button."""
        assert widget.isVisible()
        QTest.mouseClick(widget, _LEFT, Qt.KeyboardModifier.NoModifier, where or widget.rect().center())

    def click_cell(self, view: QAbstractItemView, row: int, column: int) -> None:
        """A click into a cell."""
        index = view.model().index(row, column)
        view.scrollTo(index)
        self.click(view.viewport(), view.visualRect(index).center())

    def focus_by_mouse(self, widget: QWidget) -> None:
        """A click into a field, and the focus is there."""
        self.click(widget)
        self.until(widget.hasFocus)

    def choose(self, words: str) -> None:
        """The entry of the menu that is open."""
        self.until(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        [action] = [one for one in menu.actions() if one.text() == words]
        self.click(menu, menu.actionGeometry(action).center())

    def button(self, inside: QWidget, words: str) -> QPushButton:
        """The button with these words, once it is there."""

        def found() -> list[QPushButton]:
            every = inside.findChildren(QPushButton)
            return [one for one in every if one.text().strip() == words and one.isVisible()]

        self.until(lambda: bool(found()))
        return found()[0]

    def answer(self, words: str, before: Callable[[QDialog], None] | None = None) -> list[str]:
        """Answer the next question by the button with these words; the list will hold what it said."""
        said: list[str] = []

        def look() -> None:
            dialog = QApplication.activeModalWidget()
            if not isinstance(dialog, QDialog):
                QTimer.singleShot(10, look)
                return
            said.extend(label.text() for label in dialog.findChildren(QLabel))
            if before is not None:
                before(dialog)
            self.click(self.button(dialog, words))

        QTimer.singleShot(10, look)
        return said


def list_of(window: MainWindow, kind: str) -> EntityTab:
    """The list of a kind in the tab that is open, shown."""
    tab = window.tab
    assert isinstance(tab, TabGroup)
    return tab.part(kind)


def settle_deletions() -> None:
    """Let go of what was closed."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

"""Every screen of the real window, found by looking for what leads somewhere; nothing is named by hand.

Tabs, sub-tabs and segments are pressed from the innermost out; the acts of the records that stand open, the tools of
the window and every button that opens something are tried, and what opens is shown, looked through and closed.
"""

from __future__ import annotations

import gettext
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import shiboken6
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QFileDialog,
    QListWidget,
    QMenu,
    QPushButton,
    QToolButton,
    QWidget,
)

from louyu_desktop import app, text
from louyu_desktop.services.suite import Services, open_services
from louyu_desktop.storage.database import Database
from louyu_desktop.ui.entity.tab import EntityTab
from louyu_desktop.ui.frame import Frame
from louyu_desktop.ui.main_window import MainWindow
from louyu_desktop.ui.preferences import Preferences
from louyu_desktop.ui.record_acts import ActsBar
from louyu_desktop.ui.station.settings_page import SettingsPage
from louyu_desktop.ui.tab_row import TabRow
from louyu_desktop.ui.tasks import Tasks
from louyu_desktop.ui.tidy import Collector

Look = Callable[[str, QWidget], None]
SIZE = 1366, 696
"""What a screen of 1366 × 768 leaves to a window between its title and the bar of the system (LOOK.md 3)."""
_SWITCHES = ("subtab", "segment")
_LEAVES = ("tab",)
_LATER = 50
"""Milliseconds after which a page has built what it builds a moment later (`EntityTab`, `MainWindow.refresh`)."""

_TURN = 10
_SOON = 500
"""Milliseconds below which something that waits is still on its way to the screen."""


class Ground:
    """The program's frame on a screen of `size`, with what is said in it; `look` is given each screen with its name."""

    def __init__(
        self, machine: Path, look: Look, size: tuple[int, int], words: gettext.NullTranslations | None
    ) -> None:  # fmt: skip
        self.look, self.size = look, size
        self.screens: list[str] = []
        self.preferences = Preferences(machine)
        self.application = app.start_application(self.preferences)
        if words is not None:
            text._catalogue = words
        self._collector = Collector()  # as the program does: Qt dies of a widget that is freed on a worker
        self.tasks = Tasks(lambda _owner, _error: None)
        self.frame = Frame(self.preferences, words=True)
        self.frame.resize(*size)
        self.frame.show()
        self.frame.activateWindow()

    def settle(self) -> None:
        """Until nothing is under way and what comes a moment later has come."""
        _wait(_LATER)
        while self.tasks.busy or _about_to():
            _wait(_TURN)
        QApplication.processEvents()

    def end(self) -> None:
        """Give everything back."""
        text.use_language("zh_CN")
        self.tasks.close()
        self.frame.deleteLater()
        QApplication.processEvents()
        self._collector.stop()

    def _show(self, name: str, surface: QWidget) -> None:
        self.screens.append(name)
        self.look(name, surface)


class Walk(Ground):
    """One walk through the window on the station in `folder`."""

    def __init__(
        self, folder: Path, machine: Path, look: Look, *, pressing: bool = False, size: tuple[int, int] = SIZE,
        words: gettext.NullTranslations | None = None,
    ) -> None:  # fmt: skip
        super().__init__(machine, look, size, words)
        self.pressing = pressing
        self._pressed: set[tuple[str, str]] = set()
        self._place = ""
        self._depth = 0
        self._home = ""
        self.services: Services = open_services(Database.open(folder))
        self.services.stations.set_actor(self.services.stations.accounts()[0].id)
        self.window: MainWindow = app.build_window(self.services, self.preferences, self.tasks, ("试验站", False))
        self.frame.show_page(self.window)

    # -- walking -------------------------------------------------------------------------------

    def run(self, tabs: Sequence[str] = (), *, tools: bool = True) -> list[str]:
        """All of it, or these tabs; the names of the screens."""
        QTimer.singleShot(0, self._watch)
        for key in tabs or list(self.window._factories):
            self._home = key
            self.window.show_tab(key)
            self.settle()
            self._through(key, self.window, self.window.tab)
        if tools:
            self._tools()
        self.frame.hide()
        return self.screens

    def end(self) -> None:
        """Give the station back."""
        self._place = "end"
        super().end()
        self.services.close()

    def _through(self, name: str, window: QWidget, page: QWidget) -> None:
        """Everything on a page: as it stands, its acts, then behind each of its switches, the innermost first."""
        self._show(name, window)
        self._doings(name, page)
        while (found := self._next(page)) is not None:
            words, press = found
            press()
            self.settle()
            self._show(f"{name} › {words}", window)
            self._doings(f"{name} › {words}", page)

    def _next(self, page: QWidget) -> tuple[str, Callable[[], object]] | None:
        """A switch that was never pressed, the deepest."""
        found: list[tuple[int, str, Callable[[], object], tuple[str, str]]] = []
        for tabs in page.findChildren(TabRow):
            if tabs.isVisible():
                found += [
                    (_depth(tabs), button.text(), partial(tabs.chosen.emit, number), _mark(button, str(number)))
                    for number, button in enumerate(tabs.buttons) if tabs.is_there(number) and button.isEnabled()
                ]  # fmt: skip
        for button in page.findChildren(QAbstractButton):
            if (button.property("kind") in _SWITCHES and button.isVisible() and button.isEnabled()
                    and button.isCheckable() and not isinstance(button.parent(), TabRow)):
                found.append((_depth(button), button.text(), button.click, _mark(button, button.text())))
        for parts in page.findChildren(QListWidget):
            if parts.isVisible() and isinstance(parts.parentWidget(), SettingsPage):
                for row in range(parts.count()):
                    words = parts.item(row).text()
                    found.append((_depth(parts), words, partial(parts.setCurrentRow, row), _mark(parts, words)))
        fresh = [one for one in found if one[3] not in self._pressed]
        if not fresh:
            return None
        _deep, words, press, mark = max(fresh, key=lambda one: one[0])
        self._pressed.add(mark)
        return words, press

    # -- doing ---------------------------------------------------------------------------------

    def _doings(self, name: str, page: QWidget) -> None:
        """The acts of what stands open, new records, and (when pressing) every button that was not yet tried."""
        for bar in page.findChildren(ActsBar):
            if bar.isVisible():
                for act in bar.offered():
                    self._try((f"act {act.id}", ""), f"{name} › {act.label}", partial(bar.run, act))
        for tab in page.findChildren(EntityTab):
            if tab.isVisible() and ("new", tab.entity.kind) not in self._pressed:
                self._pressed.add(("new", tab.entity.kind))
                tab.new_record(tab.entity.kind)
                self.settle()
                self._show(f"{name} › 新建", page.window())
                self._record_again(tab)
        if self.pressing:
            self._press_all(name, page)

    def _record_again(self, tab: EntityTab) -> None:
        tab.record.form.give_up()
        tab.list.table.current_id = None
        if tab.list.model.rowCount():
            tab.list.table.show_place(0)
        self.settle()

    def _press_all(self, name: str, page: QWidget) -> None:
        for button in [*page.findChildren(QPushButton), *page.findChildren(QToolButton)]:
            try:
                if not button.isVisible() or not button.isEnabled() or button.isCheckable():
                    continue
                words = button.text().strip() or button.accessibleName()
                self._try(_mark(button, words), f"{name} › {words}", button.click)
            except RuntimeError:  # what stood here is gone with its page
                continue

    def _try(self, mark: tuple[str, str], name: str, press: Callable[[], object]) -> None:
        if mark in self._pressed:
            return
        self._pressed.add(mark)
        before, self._place = self._place, name
        press()
        self.settle()
        self._look_over()
        self._place = before
        if not self._depth and self._home:  # an act may lead to another tab
            self.window.show_tab(self._home)
            self.settle()

    def _tools(self) -> None:
        """What the window opens by its keys and menus."""
        self._home = ""
        self.window.show_tab(next(iter(self.window._factories)))
        self.settle()
        for name, action in self.window.actions_by_id.items():
            if name not in ("quit", "lock", "hand-over", "guest", "undo", "redo") and not name.startswith("tab-"):
                self._try(("tool", name), action.text(), action.trigger)

    # -- what stands over the window -------------------------------------------------------------

    def _watch(self) -> None:
        """Look at questions and menus, which keep whoever opened them waiting."""
        if self._place == "end":
            return
        QTimer.singleShot(30, self._watch)
        popup = QApplication.activePopupWidget()
        if isinstance(popup, QMenu):
            self._show(f"{self._place} › 菜单", popup)
            popup.close()
        elif popup is not None:
            popup.close()
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QDialog) and not self.tasks.busy and not dialog.property("seen"):
            self._through_over(f"{self._place} › {type(dialog).__name__}", dialog)
        elif dialog is not None and dialog.property("seen") and not self._depth:
            dialog.close()

    def _look_over(self) -> None:
        """Windows that keep nobody waiting."""
        for one in QApplication.topLevelWidgets():
            fresh = one is not self.frame and not isinstance(one, QMenu) and not one.property("seen")
            if fresh and one.isVisible() and one.isWindow() and _ours(one):
                self._through_over(f"{self._place} › {type(one).__name__}", one)

    def _through_over(self, name: str, window: QWidget) -> None:
        window.setProperty("seen", True)
        if window.isFullScreen():  # the screen of the tests is another one
            window.showNormal()
            window.resize(*self.size)
        self._depth += 1
        pressing, self.pressing = self.pressing, False
        self.settle()
        if shiboken6.isValid(window) and window.isVisible():
            self._through(name, window, window)
        self.pressing = pressing
        self._depth -= 1
        if shiboken6.isValid(window) and isinstance(window, QDialog):
            window.reject()
        if shiboken6.isValid(window) and window.isVisible():
            window.close()


def _wait(milliseconds: int) -> None:
    """What comes meanwhile is done, and whoever works gets the processor: `processEvents` with a time never sleeps."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def _about_to() -> bool:
    """Whether anything in a window waits for a moment before it reads or draws."""
    timers = (timer for top in QApplication.topLevelWidgets() for timer in top.findChildren(QTimer))
    return any(one.isActive() and one.isSingleShot() and one.interval() < _SOON for one in timers)


def _ours(widget: QWidget) -> bool:
    return type(widget).__module__.startswith("louyu_desktop") or isinstance(widget, QDialog)


def _depth(widget: QWidget) -> int:
    depth, parent = 0, widget.parentWidget()
    while parent is not None:
        depth, parent = depth + 1, parent.parentWidget()
    return depth


def _mark(widget: QWidget, words: str) -> tuple[str, str]:
    """What is the same button wherever it stands again: its classes up to the window, and its words."""
    names, parent = [], widget.parentWidget()
    while parent is not None:
        kind = getattr(getattr(parent, "entity", None), "kind", "")
        if type(parent).__module__.startswith("louyu_desktop"):
            names.append(f"{type(parent).__name__}{kind}")
        parent = parent.parentWidget()
    return "/".join(names), words


@contextmanager
def nothing_outside() -> Iterator[None]:
    """No file is asked for and nothing opened beside the window."""

    def no_file(*_arguments: Any, **_options: Any) -> tuple[str, str]:
        return "", ""

    def no_files(*_arguments: Any, **_options: Any) -> tuple[list[str], str]:
        return [], ""

    def no_folder(*_arguments: Any, **_options: Any) -> str:
        return ""

    def opened(*_arguments: Any) -> bool:
        return True

    instead = {
        (QFileDialog, "getOpenFileName"): no_file, (QFileDialog, "getSaveFileName"): no_file,
        (QFileDialog, "getOpenFileNames"): no_files, (QFileDialog, "getExistingDirectory"): no_folder,
        (QDesktopServices, "openUrl"): opened,
    }  # fmt: skip
    kept = {place: getattr(*place) for place in instead}
    for place, method in instead.items():
        setattr(*place, method)
    yield
    for place, method in kept.items():
        setattr(*place, method)

"""The handbook's window: F1 at the page for where one is, search, the way back, its looks; and its pictures."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPushButton, QStackedWidget, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from louyu_desktop import app, ui
from louyu_desktop.rules import help_text
from louyu_desktop.rules.help_text import Mark
from louyu_desktop.services import help_pages
from louyu_desktop.ui import rooms
from louyu_desktop.ui.actions import ACTIONS
from louyu_desktop.ui.frame import Frame
from louyu_desktop.ui.help import HelpWindow, open_help
from louyu_desktop.ui.help.where import places
from louyu_desktop.ui.help_key import HelpKeys
from louyu_desktop.ui.main_window import MainWindow
from louyu_desktop.ui.places import TAB_OF
from louyu_desktop.ui.theme import theme
from tests.gui.seat import Seat
from tests.gui.window_desk import Desk
from tools.help_pictures import PICTURES, Stage, take

KEYS = {"Enter", "Shift", "Ctrl", "Alt+Left", "=", "0", "1", "2", "3"}
"""Keys that no action declares."""


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    made.context.tools = rooms.tools()
    yield made
    for one in shown():
        one.close()
    made.close()


def shown() -> list[HelpWindow]:
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, HelpWindow) and one.isVisible()]


def opened(qtbot: QtBot, desk: Desk) -> MainWindow:
    window = desk.open_window()
    window.activateWindow()
    qtbot.waitUntil(lambda: not desk.tasks.busy and window.isActiveWindow())
    keys = HelpKeys(lambda over: open_help(desk.context, over=over), window)
    assert keys.parent() is window
    return window


def test_f1_opens_the_page_for_where_one_is(qtbot: QtBot, desk: Desk) -> None:
    window = opened(qtbot, desk)
    qtbot.keyClick(window, Qt.Key.Key_F1)
    [handbook] = shown()
    assert handbook.page == "today"
    assert handbook.print.isVisible()
    window.activateWindow()
    window.box.setFocus()
    qtbot.keyClick(window.box, Qt.Key.Key_F1)
    assert shown() == [handbook]
    assert handbook.page == "find"
    qtbot.waitUntil(handbook.isActiveWindow)
    qtbot.keyClick(handbook.box, Qt.Key.Key_Escape)
    assert shown() == []


def test_before_there_is_a_station_f1_says_how_to_make_one(seat: Seat, qtbot: QtBot) -> None:
    program = seat.start()
    seat.until(lambda: program.frame.findChild(HelpKeys))
    program.frame.activateWindow()
    qtbot.waitUntil(program.frame.isActiveWindow)
    qtbot.keyClick(program.frame, Qt.Key.Key_F1)
    [handbook] = shown()
    assert handbook.page == "first-day"
    assert not handbook.print.isVisible()


def staged(desk: Desk) -> tuple[Frame, Stage]:
    """The window with its real tabs, and the ways round in it."""
    window = app.build_window(desk.services, desk.preferences, desk.tasks)
    frame = Frame(desk.preferences, words=True)
    desk.windows.append(frame)
    frame.show_page(window)
    frame.show()
    return frame, Stage(window)


SUB_TABS = {
    "buildings": {"功能区": "buildings", "楼事会": "council", "议题": "topics", "会议": "council"},
    "enterprises": {"企业": "enterprises", "必访": "must-visits", "走访计划": "visits", "五色": "colours"},
    "activities": {"日历": "activities", "报名": "registering", "场地": "rooms", "组织生活": "party-life"},
    "checklist": {
        "事项": "checklist", "登记和办理": "board", "心愿": "wishes", "公开墙": "public-wall", "送达": "packs", "版本": "checklist",
        "本周坐班": "station-things", "政策申报": "packs", "办理情况": "measures",
    },
}  # fmt: skip


def test_each_sub_tab_has_its_page(qtbot: QtBot, desk: Desk) -> None:
    """Where the keys lie with the tab itself, what it shows says where one is."""
    frame, stage = staged(desk)
    for tab, wanted in SUB_TABS.items():
        pages = {}
        for part in wanted:
            stage.tab(tab, part)
            stage.window.tab.setFocus()
            pages[part] = help_pages.page_for(places(frame)).id
        assert pages == wanted, tab


class _Registrations(QWidget):
    __module__ = "louyu_desktop.ui.activities.registering.page"


class _Planning(QWidget):
    __module__ = "louyu_desktop.ui.activities.planning.strip"


def test_beside_several_pages_the_shown_one_says_where_one_is(qtbot: QtBot) -> None:
    """The keys lie with the button of a page: an activity's registrations are not the activity as such."""
    record = _Planning()
    qtbot.addWidget(record)
    layout, button, stack = QVBoxLayout(record), QPushButton("报名"), QStackedWidget()
    layout.addWidget(button)
    layout.addWidget(stack)
    stack.addWidget(_Planning())
    stack.addWidget(_Registrations())
    record.show()
    button.setFocus()
    assert help_pages.page_for(places(record)).id == "activities"
    stack.setCurrentIndex(1)
    assert help_pages.page_for(places(record)).id == "registering"


def test_every_kind_of_record_and_every_dialog_has_its_page() -> None:
    """Also what nobody opened yet: the kinds that a tab shows, and each small window by where it is written."""
    pages = help_pages.pages()
    assert [kind for kind in TAB_OF if help_text.page_for(pages, [kind]) is None] == []
    for module in pkgutil.walk_packages(ui.__path__, f"{ui.__name__}."):
        importlib.import_module(module.name)
    written = {one.__module__.removeprefix(f"{ui.__name__}.") for one in _kinds_of(QDialog)}
    dialogs = {module for module in written if module in OWN_WORDS or help_text.page_for(pages, [module]) is None}
    assert dialogs == OWN_WORDS


OWN_WORDS = {"ask", "entity.sections", "panel"}
"""Where dialogs are written that other windows fill: those say what they are about."""


def _kinds_of(family: type[QDialog]) -> Iterator[type[QDialog]]:
    for one in family.__subclasses__():
        if one.__module__.startswith(ui.__name__):
            yield one
        yield from _kinds_of(one)


def test_the_menu_has_it_and_the_sheet_of_keys_stays(qtbot: QtBot, desk: Desk) -> None:
    window = opened(qtbot, desk)
    assert [action.text() for action in window.more.actions()].count("使用手册\tF1") == 1
    assert window.actions_by_id["shortcuts"].shortcut().toString() == "Ctrl+/"
    window.perform("help")
    assert [one.page for one in shown()] == ["today"]


def test_f1_in_a_dialog_is_the_dialogs_own_and_goes_with_it(qtbot: QtBot, desk: Desk) -> None:
    window = opened(qtbot, desk)
    dialog = QDialog(window)
    dialog.setModal(True)
    line = QLineEdit(dialog)
    QVBoxLayout(dialog).addWidget(line)
    dialog.open()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    line.setFocus()
    qtbot.keyClick(line, Qt.Key.Key_F1)
    [handbook] = shown()
    assert handbook.parentWidget() is dialog
    assert not handbook.print.isVisible()
    handbook.activateWindow()
    qtbot.waitUntil(handbook.isActiveWindow)
    qtbot.keyClicks(handbook.box, "qdt")
    qtbot.keyClick(handbook.box, Qt.Key.Key_Return)
    assert handbook.page == "desk"
    handbook.close()
    dialog.close()


def test_search_narrows_opens_and_says_when_there_is_nothing(qtbot: QtBot) -> None:
    handbook = HelpWindow(None)
    qtbot.addWidget(handbook)
    handbook.turn_to("today")
    handbook.bring()
    qtbot.keyClicks(handbook.box, "jielong")
    qtbot.waitUntil(lambda: 0 < len(handbook.contents.ids) < len(help_pages.pages()))
    qtbot.keyClick(handbook.box, Qt.Key.Key_Down)
    assert handbook.page == handbook.contents.ids[0] == "registering"
    assert handbook.contents.hasFocus()
    handbook.box.setText("量子纠缠")
    handbook.box.search_now()
    assert handbook.contents.ids == ()
    assert "没有找到「量子纠缠」" in handbook.nothing.text()
    assert handbook.nothing.isVisible()
    handbook.box.clear()
    handbook.box.search_now()
    assert len(handbook.contents.ids) == len(help_pages.pages())


def test_the_way_back_and_links(qtbot: QtBot) -> None:
    handbook = HelpWindow(None)
    qtbot.addWidget(handbook)
    handbook.turn_to("first-day")
    handbook.browser.anchorClicked.emit(QUrl("import"))
    handbook.turn_to("nowhere")
    assert handbook.page == "import"
    handbook.back.click()
    assert (handbook.page, handbook.back.isEnabled(), handbook.forward.isEnabled()) == ("first-day", False, True)
    handbook.forward.click()
    assert handbook.page == "import"


def test_it_follows_the_theme_and_has_no_hole_without_pictures(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(help_pages, "PICTURES", tmp_path)
    QImage(1366, 768, QImage.Format.Format_RGB32).save(str(tmp_path / "today.png"))
    handbook = HelpWindow(None)
    qtbot.addWidget(handbook)
    handbook.turn_to("today")
    handbook.show()
    assert "<img" in handbook.browser.toHtml()
    (tmp_path / "today.png").unlink()
    handbook.turn_to("today")
    assert "<img" not in handbook.browser.toHtml()
    assert theme.tokens.text.lower() in handbook.browser.toHtml().lower()
    theme.apply(qapp, "dark", 1.25)
    qtbot.waitUntil(lambda: not theme.busy)
    assert theme.dark
    assert theme.tokens.text.lower() in handbook.browser.toHtml().lower()
    assert handbook.grab().toImage().pixelColor(handbook.width() - 60, 200) == theme.colour("surface")
    theme.apply(qapp, "light", 1.0)
    theme.settle()


def test_every_key_of_the_pages_is_one_of_the_program() -> None:
    known = {key for action in ACTIONS for key in action.keys} | KEYS
    said = {part.words for page in help_pages.pages() for block in page.blocks for part in block.line
            if part.mark is Mark.KEY}  # fmt: skip
    assert said - known == set()


def test_every_picture_of_a_page_is_one_that_can_be_made(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    named = {name for page in help_pages.pages() for name in page.pictures}
    assert named == set(PICTURES)
    stage = Stage(opened(qtbot, desk))
    for name in ("today", "settings"):
        made = QImage(str(take(stage, name, tmp_path)))
        colours = {made.pixel(x, y) for x in range(0, made.width(), 31) for y in range(0, made.height(), 31)}
        assert made.width() > 1000
        assert len(colours) > 5

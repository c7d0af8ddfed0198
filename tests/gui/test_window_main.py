"""The window: tabs at their first visit, the box, undo by name, guest view, live theme, what is remembered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from louyu_desktop.services.copies import Control, Query
from louyu_desktop.ui import geometry
from louyu_desktop.ui.find_rows import Part
from louyu_desktop.ui.main_window import MainWindow
from louyu_desktop.ui.shortcuts import ShortcutSheet
from louyu_desktop.ui.theme import theme
from tests.gui.window_desk import Desk, RecordingTab


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.close()


def opened(qtbot: QtBot, desk: Desk) -> MainWindow:
    window = desk.open_window()
    window.activateWindow()
    qtbot.waitUntil(lambda: not desk.tasks.busy and window.isActiveWindow())
    return window


def asked(window: MainWindow) -> list[tuple[Any, ...]]:
    tab = window.tab
    assert isinstance(tab, RecordingTab)
    return tab.asked


def test_tabs_are_built_when_they_are_first_shown(qtbot: QtBot, desk: Desk) -> None:
    window = opened(qtbot, desk)
    assert desk.built == ["today"]
    qtbot.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert desk.built == ["today", "enterprises"]


def test_the_box_finds_by_initials_and_enter_opens(qtbot: QtBot, desk: Desk) -> None:
    person = desk.services.records.save("people", None, {"name": "单雄信", "mobile": "13812342207"})
    window = opened(qtbot, desk)
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(window.box.hasFocus)
    qtbot.keyClicks(window.box, "sxx")
    qtbot.waitUntil(lambda: any(row.part is Part.HIT for row in window.box.model.rows))
    assert window.box.model.rows[window.box.current].title == "单雄信"
    qtbot.keyClick(window.box, Qt.Key.Key_Return)
    assert asked(window) == [("people", person)]
    assert not window.box.popup.isVisible()


def test_leaving_the_box_gives_the_keys_back_to_the_tab(qtbot: QtBot, desk: Desk) -> None:
    window = opened(qtbot, desk)
    window.show_tab("people")
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(window.box.popup.isVisible)
    qtbot.keyClick(window.box, Qt.Key.Key_Escape)
    assert not window.box.popup.isVisible()
    assert window.tab.hasFocus()


def test_what_is_not_found_can_be_made(qtbot: QtBot, desk: Desk) -> None:
    window = opened(qtbot, desk)
    window.box.setFocus()
    window.box.setText("澄怀设计")
    qtbot.waitUntil(lambda: any(row.given for row in window.box.model.rows))
    qtbot.keyClick(window.box, Qt.Key.Key_Return)
    assert asked(window) == [("new", "enterprises", "澄怀设计")]


def test_things_to_do_are_found_by_initials(qtbot: QtBot, desk: Desk) -> None:
    window = opened(qtbot, desk)
    window.box.setFocus()
    qtbot.keyClicks(window.box, "lkst")
    qtbot.waitUntil(lambda: any("来客视图" in row.title for row in window.box.model.rows))
    qtbot.keyClick(window.box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.context.guest.on)


def test_undo_says_what_it_takes_back_and_the_message_leads_forward(qtbot: QtBot, desk: Desk) -> None:
    window = opened(qtbot, desk)
    assert not window.top.undo.isEnabled()
    desk.services.records.save("enterprises", None, {"name": "澄怀设计（上海）有限公司"})
    qtbot.waitUntil(window.top.undo.isEnabled)
    assert "澄怀设计" in window.top.undo.toolTip()
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: desk.services.records.total("enterprises") == 0)
    qtbot.waitUntil(window.top.redo.isEnabled)
    assert window.messages.text.startswith("已撤销：")
    window.messages._link.click()
    qtbot.waitUntil(lambda: desk.services.records.total("enterprises") == 1)


def test_guest_view_hides_names_from_the_undo_button(qtbot: QtBot, desk: Desk) -> None:
    desk.services.records.save("people", None, {"name": "单雄信"})
    window = opened(qtbot, desk)
    qtbot.waitUntil(lambda: "单雄信" in window.top.undo.toolTip())
    qtbot.keyClick(window, Qt.Key.Key_F12)
    assert "单雄信" not in window.top.undo.toolTip()
    assert window.top._guest_words.isVisible()


def test_only_wizards_that_exist_are_offered(qtbot: QtBot, desk: Desk) -> None:
    launched: list[dict[str, object]] = []
    desk.context.tools["import"] = lambda _context, **options: launched.append(options)
    window = opened(qtbot, desk)
    offered = {action.objectName() for action in window.more.actions()}
    assert "import" in offered
    assert "export" not in offered
    window.perform("import")
    assert launched == [{}]


def test_numbers_lead_to_their_lists(qtbot: QtBot, desk: Desk) -> None:
    window = opened(qtbot, desk)
    desk.context.open_query(Query("service-items"))
    assert asked(window) == [(Query("service-items"),)]


def test_a_job_shows_and_can_be_cancelled(qtbot: QtBot, desk: Desk) -> None:
    window = opened(qtbot, desk)

    def work(control: Control) -> None:
        while True:
            control(62, 100)

    job = desk.tasks.write(window, work, lambda _nothing: None, title="导出企业名册")
    qtbot.waitUntil(window.status.cancel.isVisible)
    assert window.status.work.text == "正在导出企业名册 62%"
    window.status.cancel.click()
    qtbot.waitUntil(lambda: job.finished and not window.status.cancel.isVisible())
    assert window.status.work.text == "没有正在进行的任务"


def test_the_theme_is_switched_while_the_window_is_open(qtbot: QtBot, desk: Desk) -> None:
    opened(qtbot, desk)
    with qtbot.waitSignal(theme.changed):
        desk.preferences.set("theme", "dark")
    assert theme.dark
    with qtbot.waitSignal(theme.changed):
        desk.preferences.set("text_size", "large")
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    assert app.font().pixelSize() == 18
    theme.apply(app, "light", 1.0)


def test_the_window_comes_back_as_it_was_left(qtbot: QtBot, desk: Desk) -> None:
    window = opened(qtbot, desk)
    window.window().resize(1010, 640)
    window.window().close()
    again = desk.open_window().window()
    assert desk.preferences.get("window_geometry")
    again.close()
    assert "梧桐里" not in (desk.preferences._file).read_text(encoding="utf-8")


def test_on_a_small_screen_the_window_leaves_room_for_its_frame(qtbot: QtBot) -> None:
    for room, whole in (QSize(1366, 768), True), (QSize(1366, 728), True), (QSize(1920, 1040), False):
        window = QWidget()
        qtbot.addWidget(window)
        assert geometry.first(window, room) == whole


def test_the_sheet_of_keys_narrows_while_typing(qtbot: QtBot) -> None:
    sheet = ShortcutSheet(None)
    qtbot.addWidget(sheet)
    sheet.show()
    box = sheet.findChild(QLineEdit)
    assert box is not None
    qtbot.keyClicks(box, "F12")
    qtbot.waitUntil(lambda: sum(line.isVisibleTo(sheet) for _words, line in sheet._lines) == 1)


def test_another_person_takes_over_the_duty(qtbot: QtBot, desk: Desk) -> None:
    desk.services.records.save("accounts", None, {"name": "何俊杰", "role": "工作人员"})
    window = opened(qtbot, desk)
    window.status.duty.click()
    window.duty.actions()[-1].trigger()
    window.duty.close()
    qtbot.waitUntil(lambda: window.status.duty.text() == "值班 何俊杰")
    actor = desk.services.stations.actor()
    assert actor is not None
    assert actor.title == "何俊杰"

"""Settings that change the look at once; a draft and an undo that outlive the window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox

from louyu_desktop.services.copies import Query
from louyu_desktop.ui.entity.tab import EntityTab
from louyu_desktop.ui.fields.editors import LineEditor
from louyu_desktop.ui.places import TABS
from louyu_desktop.ui.station import SettingsPage
from louyu_desktop.ui.theme import theme
from tests.journeys.conftest import Seat
from tests.journeys.hands import Hands, list_of


def pick(hands: Hands, settings: SettingsPage, name: str, words: str) -> None:
    """Choose by keys, as one does in a closed combo box."""
    [box] = [one for one in settings.findChildren(QComboBox) if one.accessibleName() == name]
    box.setFocus()
    place = box.findText(words)
    step = Qt.Key.Key_Down if place > box.currentIndex() else Qt.Key.Key_Up
    while box.currentIndex() != place:
        QTest.keyClick(box, step)
        hands.until(lambda: True)


def test_colours_sizes_and_language(seat: Seat) -> None:
    hands = seat.open()
    for key, words in TABS:
        hands.step(words)
        hands.context.show_tab(key)
        hands.rest()
    hands.step("open the settings")
    hands.press("Ctrl+Comma")
    settings = hands.page(SettingsPage)
    hands.rest()
    hands.step("dark")
    pick(hands, settings, "颜色", "深色")
    hands.until(lambda: theme.dark and not theme.busy)
    hands.step("large")
    pick(hands, settings, "文字大小", "大")
    hands.until(lambda: theme.scale == pytest.approx(1.25) and not theme.busy)
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    assert application.font().pixelSize() == 18
    hands.step("English")
    pick(hands, settings, "语言", "English")
    hands.rest()
    hands.press("Escape", settings)
    hands.front()
    seat.leave()
    hands = seat.open()
    assert theme.dark
    assert theme.scale == pytest.approx(1.25)
    assert hands.context.preferences.get("language") == "en"


def opened(hands: Hands, firm: int) -> EntityTab:
    hands.context.open_record("enterprises", firm)
    tab = list_of(hands.window, "enterprises")
    hands.until(lambda: tab.record.copy is not None and tab.record.copy.id == firm)
    hands.rest()
    return tab


def box_of(tab: EntityTab, name: str) -> LineEditor:
    editor = tab.record.form.rows[name].editor
    assert isinstance(editor, LineEditor)
    return editor


def any_firm(hands: Hands) -> tuple[int, object]:
    with hands.ticks.aside():
        row = hands.context.services.records.page(Query("enterprises"), 2)[3]
        return row.id, hands.context.services.records.get("enterprises", row.id).values["headcount"]


def headcount(hands: Hands, firm: int) -> object:
    with hands.ticks.aside():
        return hands.context.services.records.get("enterprises", firm).values["headcount"]


def test_what_was_typed_waits_as_a_draft(seat: Seat) -> None:
    hands = seat.open()
    firm, _before = any_firm(hands)
    hands.step("type and leave")
    tab = opened(hands, firm)
    hands.focus_by_mouse(box_of(tab, "business").box)
    hands.press("Ctrl+A")
    hands.write("城市更新与展陈设计")
    said = hands.answer("留作草稿")
    seat.leave()
    assert said[0] == "关上之前还有改动没保存"
    hands = seat.open()
    hands.step("open it again")
    hands.until(lambda: "1" in hands.window.status.drafts.text)
    tab = opened(hands, firm)
    assert box_of(tab, "business").value() == "城市更新与展陈设计"
    assert set(tab.record.form.dirty()) == {"business"}
    assert "草稿" in tab.record.form.bar.text
    hands.step("save it")
    with hands.qtbot.waitSignal(tab.record.form.saved):
        hands.press("Ctrl+S", tab.record)
    hands.rest()
    with hands.ticks.aside():
        assert hands.context.services.records.draft_count() == 0


def test_undo_outlives_the_program(seat: Seat) -> None:
    hands = seat.open()
    firm, before = any_firm(hands)
    hands.step("change and undo")
    tab = opened(hands, firm)
    hands.focus_by_mouse(box_of(tab, "headcount").box)
    hands.press("Ctrl+A")
    hands.type("4711")
    with hands.qtbot.waitSignal(tab.record.form.saved):
        hands.press("Ctrl+S")
    hands.rest()
    hands.until(hands.window.top.undo.isEnabled)
    tab.list.table.setFocus()
    hands.press("Ctrl+Z")
    hands.until(lambda: hands.window.messages.text.startswith("已撤销："))
    assert headcount(hands, firm) == before
    seat.leave()
    hands = seat.open()
    hands.step("redo after a restart")
    hands.until(hands.window.top.redo.isEnabled)
    hands.press("Ctrl+Y")
    hands.until(lambda: hands.window.messages.text.startswith("已重做："))
    assert headcount(hands, firm) == 4711
    hands.step("undo after a restart")
    hands.press("Ctrl+Z")
    hands.until(lambda: hands.window.messages.text.startswith("已撤销："))
    assert headcount(hands, firm) == before

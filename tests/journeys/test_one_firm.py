"""One firm is found by its pinyin, changed, saved against a colleague's change, looked up and taken back."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog

from louyu_desktop.rules import pinyin
from louyu_desktop.services.copies import Query
from louyu_desktop.ui.entity.tab import EntityTab
from louyu_desktop.ui.fields.conflict import ConflictDialog
from louyu_desktop.ui.fields.editors import LineEditor
from louyu_desktop.ui.find_rows import Part
from louyu_desktop.ui.main_window import MainWindow
from louyu_desktop.ui.subtabs import TabGroup
from tests.journeys.conftest import Seat
from tests.journeys.hands import Hands, list_of


def some_firm(hands: Hands) -> tuple[int, str, str]:
    """A firm of the demonstration, and the letters that find it: the initials of its short name."""
    with hands.ticks.aside():
        records = hands.context.services.records
        firm = records.page(Query("enterprises"), 1)[7]
        name = str(firm.values["name"])
        return firm.id, name, min(pinyin.initials(name), key=len)


def tab_of(window: MainWindow) -> EntityTab:
    return list_of(window, "enterprises")


def box_of(tab: EntityTab, name: str) -> LineEditor:
    editor = tab.record.form.rows[name].editor
    assert isinstance(editor, LineEditor)
    return editor


def retype(hands: Hands, editor: LineEditor, text: str) -> None:
    hands.focus_by_mouse(editor.box)
    hands.press("Ctrl+A")
    hands.type(text)


def headcount(hands: Hands, firm: int) -> object:
    with hands.ticks.aside():
        return hands.context.services.records.get("enterprises", firm).values["headcount"]


def test_a_firm_is_found_changed_and_taken_back(seat: Seat) -> None:
    hands = seat.open()
    window = hands.window
    firm, name, letters = some_firm(hands)
    before = headcount(hands, firm)
    hands.step("find by letters")
    hands.press("Ctrl+K")
    hands.until(window.box.hasFocus)
    hands.type(letters)
    hands.until(lambda: any(row.part is Part.HIT and row.title == name for row in window.box.model.rows))
    while window.box.model.rows[window.box.current].title != name:
        hands.press("Down", window.box)
    hands.step("open the firm")
    hands.press("Return", window.box)
    hands.until(lambda: isinstance(window.tab, TabGroup))
    tab = tab_of(window)
    hands.until(lambda: tab.record.copy is not None and tab.record.copy.id == firm)
    hands.rest()
    hands.step("type into the form")
    retype(hands, box_of(tab, "headcount"), "171")
    hands.focus_by_mouse(box_of(tab, "business").box)
    hands.press("Ctrl+A")
    hands.write("展览与演出策划")
    assert set(tab.record.form.dirty()) == {"headcount", "business"}

    hands.step("a colleague saves first")
    with hands.ticks.aside():
        hands.context.services.records.save("enterprises", firm, {"headcount": 200})
    hands.rest()
    assert "headcount" in tab.record.form.dirty()
    hands.step("save against it")
    clashes: list[tuple[object, ...]] = []

    def look(dialog: QDialog) -> None:
        assert isinstance(dialog, ConflictDialog)
        clashes.extend((one.current, one.mine, one.original) for one in dialog.error.fields)

    hands.answer("按选的保存", look)
    with hands.qtbot.waitSignal(tab.record.form.saved):
        hands.press("Ctrl+S")
    hands.front()
    hands.rest()
    assert clashes == [(200, 171, before)]
    assert headcount(hands, firm) == 171

    hands.step("look at its history")
    hands.press("Ctrl+H")
    hands.until(lambda: len(tab.record.history.lines) >= 3)
    hands.rest()
    newest = {change.label: (change.before, change.after) for change in tab.record.history.lines[0].changes}
    assert newest["员工数"] == ("200", "171")
    hands.step("undo")
    hands.until(window.top.undo.isEnabled)
    hands.press("Ctrl+Z")
    hands.until(lambda: window.messages.text.startswith("已撤销："))
    hands.rest()
    assert headcount(hands, firm) == 200
    assert box_of(tab, "headcount").value() == "200"
    hands.step("next and previous")
    hands.press("PageDown", tab.record)
    hands.until(lambda: tab.record.copy is not None and tab.record.copy.id != firm)
    hands.rest()
    hands.press("PageUp", tab.record)
    hands.until(lambda: tab.record.copy is not None and tab.record.copy.id == firm)
    hands.rest()
    assert len(tab.record.history.lines) >= 4

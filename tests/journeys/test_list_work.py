"""A list is filtered, sorted, changed at once, copied, kept as a view, thinned out and restored."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QLineEdit

from louyu_desktop.services.copies import Filter, Match, Query
from louyu_desktop.ui.entity.list_pane import ListPane
from louyu_desktop.ui.entity.tab import EntityTab
from louyu_desktop.ui.lists.bulk import BulkEdit
from louyu_desktop.ui.lists.header import FilterBox
from tests.journeys.conftest import Seat
from tests.journeys.hands import Hands, list_of

BIG = Query("enterprises", (Filter("headcount", Match.AT_LEAST, 40),))
RISING = Query("enterprises", (Filter("revenue_trend", Match.ONE_OF, ("上升",)),))


def box(pane: ListPane, name: str) -> FilterBox:
    return next(one for one in pane.table.head.findChildren(FilterBox) if one.field.name == name)


def count(hands: Hands, query: Query) -> int:
    with hands.ticks.aside():
        return hands.context.services.records.count(query)


def cell(pane: ListPane, row: int, name: str) -> str:
    column = [field.name for field in pane.model.columns].index(name)
    return str(pane.model.index(row, column).data() or "")


def firms(hands: Hands) -> EntityTab:
    hands.press("Ctrl+3")
    tab = list_of(hands.window, "enterprises")
    hands.until(lambda: tab.list.model.rowCount() > 0)
    hands.rest()
    return tab


def shown(hands: Hands, pane: ListPane, number: int) -> None:
    hands.until(lambda: pane.model.rowCount() == number and not pane.model.late)
    hands.rest()


def test_a_list_is_worked_through(seat: Seat) -> None:
    hands = seat.open()
    everything, big = count(hands, Query("enterprises")), count(hands, BIG)
    hands.step("open the list")
    tab = firms(hands)
    pane, table = tab.list, tab.list.table
    assert pane.count_label.text() == f"共 {everything:,} 家"

    hands.step("filter")
    hands.press("Ctrl+F", table)
    hands.until(box(pane, "name").hasFocus)
    hands.focus_by_mouse(box(pane, "headcount"))
    hands.type("40")
    shown(hands, pane, big)
    assert pane.count_label.text() == f"筛选出 {big:,} / {everything:,} 家"

    hands.step("sort")
    head = table.head
    section = [field.name for field in pane.model.columns].index("headcount")
    for _turn in range(2):
        middle = head.sectionViewportPosition(section) + head.sectionSize(section) // 2
        hands.click(head.viewport(), QPoint(middle, 14))
        hands.rest()
    assert pane.model.query.sort == "-headcount"
    assert int(cell(pane, 0, "headcount").replace(",", "")) >= int(cell(pane, 9, "headcount").replace(",", ""))

    hands.step("keep it as a view")
    hands.click(pane.views)
    asked = hands.answer("保存", lambda dialog: name_it(hands, dialog, "四十人以上"))
    hands.choose("把现在这样存为视图…")
    hands.rest()
    assert asked[0] == "存为视图"
    hands.front()
    assert pane.views.text().startswith("四十人以上")

    hands.step("select all, change all")
    table.setFocus()
    hands.press("Ctrl+A", table)
    assert pane.selection_bar.text == f"已选 {big:,} 家（筛选共 {big:,} 家）"
    hands.press("Ctrl+B", table)
    change_all(hands, pane, big)
    assert count(hands, RISING) == big
    hands.step("take it back")
    hands.front()
    hands.until(lambda: "批量" in hands.window.top.undo.toolTip())
    hands.press("Ctrl+Z")
    hands.until(lambda: hands.window.messages.text.startswith("已撤销："))
    hands.rest()
    assert count(hands, RISING) == 0


def change_all(hands: Hands, pane: ListPane, number: int) -> None:
    """The bulk dialog: field and value, a look at the preview, then the one button."""
    hands.until(lambda: pane.findChild(BulkEdit) is not None)
    dialog = pane.findChild(BulkEdit)
    assert dialog is not None
    hands.rest()
    dialog.choose("revenue_trend")
    dialog.put("上升")
    hands.until(lambda: dialog.lines.rowCount() == number and dialog.lines.index(0, 2).data() == "上升")
    hands.until(lambda: dialog.save_button.text() == f"改 {number:,} 家")
    with hands.qtbot.waitSignal(dialog.changed):
        hands.click(dialog.save_button)
    hands.rest()


def name_it(hands: Hands, dialog: QDialog, name: str) -> None:
    [line] = dialog.findChildren(QLineEdit)
    line.setFocus()
    line.selectAll()
    hands.write(name, line)


def test_columns_are_chosen_and_rows_copied_whole(seat: Seat) -> None:
    hands = seat.open()
    tab = firms(hands)
    pane, table = tab.list, tab.list.table
    hands.step("choose a column")
    hands.click_cell(table, 0, 0)
    hands.rest()
    hands.press("Ctrl+L", table)
    hands.choose("统一社会信用代码")
    hands.until(lambda: "credit_code" in [field.name for field in pane.model.columns])
    hands.rest()
    hands.until(lambda: len(cell(pane, 0, "credit_code")) == 18)
    hands.front()
    hands.step("copy with headings")
    hands.click_cell(table, 0, 0)
    hands.press("Shift+Down", table)
    hands.press("Shift+Down", table)
    hands.press("Ctrl+Shift+C", table)
    copied = QGuiApplication.clipboard().mimeData()
    codes = [cell(pane, row, "credit_code") for row in range(3)]
    assert copied is not None
    lines = copied.text().strip().split("\r\n")
    assert [line.split("\t")[-1] for line in lines] == ["统一社会信用代码", *codes]
    assert all(f">{code}<" in copied.html() for code in codes)
    assert "mso-number-format" in copied.html()


def test_rows_go_to_the_bin_and_come_back(seat: Seat) -> None:
    hands = seat.open()
    everything = count(hands, Query("enterprises"))
    tab = firms(hands)
    pane, table = tab.list, tab.list.table
    hands.step("put three into the bin")
    hands.click_cell(table, 0, 0)
    hands.press("Shift+Down", table)
    hands.press("Shift+Down", table)
    hands.rest()
    gone = [cell(pane, row, "name") for row in range(3)]
    asked = hands.answer("删除 3 家")
    hands.press("Delete", table)
    shown(hands, pane, everything - 3)
    assert asked[0] == "删除 3 家企业？"
    hands.step("restore them from the bin")
    table.customContextMenuRequested.emit(table.visualRect(pane.model.index(0, 0)).center())
    hands.choose("看回收站")
    shown(hands, pane, 3)
    assert [cell(pane, row, "name") for row in range(3)] == gone
    hands.click_cell(table, 0, 0)
    hands.press("Ctrl+A", table)
    table.customContextMenuRequested.emit(table.visualRect(pane.model.index(0, 0)).center())
    hands.choose("恢复")
    shown(hands, pane, 0)
    assert count(hands, Query("enterprises")) == everything

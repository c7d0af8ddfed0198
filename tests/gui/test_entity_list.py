"""The generic list on a real station."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from louyu_desktop.rules import dates
from louyu_desktop.services.copies import Filter, Match, Query, View
from louyu_desktop.services.records import Records
from louyu_desktop.ui.context import Context
from louyu_desktop.ui.enterprises.file import ENTERPRISES as FILE
from louyu_desktop.ui.entity.list_pane import ListPane
from louyu_desktop.ui.entity.tab import EntityTab
from louyu_desktop.ui.lists.bulk import BulkEdit
from louyu_desktop.ui.lists.header import FilterBox

ENTERPRISES = replace(FILE, columns=("name", "location", "headcount", "lease_end", "contact_name"))
CODE = "91310000717851527F"

Open = Callable[[], EntityTab]


@pytest.fixture
def open_tab(context: Context, qtbot: QtBot) -> Iterator[Open]:
    """The tab 企业 as a person finds it, ready."""

    kept: list[EntityTab] = []

    def make() -> EntityTab:
        tab = EntityTab(context, ENTERPRISES)
        kept.append(tab)
        qtbot.addWidget(tab)
        tab.resize(1366, 688)
        with qtbot.waitActive(tab):
            tab.show()
            tab.activateWindow()
        qtbot.waitUntil(lambda: tab.list.model.rowCount() > 0 and not context.tasks.busy)
        return tab

    yield make
    for tab in kept:
        tab.close()


def names(pane: ListPane) -> list[str]:
    """The first column, as shown."""
    return [str(pane.model.index(row, 0).data()) for row in range(pane.model.rowCount())]


def box(pane: ListPane, name: str) -> FilterBox:
    """The filter box of a column."""
    return next(one for one in pane.table.head.findChildren(FilterBox) if one.field.name == name)


def pick(pane: ListPane, *rows: int) -> None:
    """Select these rows."""
    picker = pane.table.selectionModel()
    picker.clear()
    flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    for row in rows:
        picker.setCurrentIndex(pane.model.index(row, 0), flags)


def test_rows_stand_in_pinyin_order_with_a_true_count(open_tab: Open) -> None:
    pane = open_tab().list
    assert names(pane) == ["渤健生物科技", "澄怀设计（上海）有限公司", "光年广告", "乐高玩具", "远帆贸易"]
    assert pane.count_label.text() == "共 5 家"


def test_typing_a_range_filters_and_a_chip_takes_it_away(open_tab: Open, qtbot: QtBot) -> None:
    pane = open_tab().list
    QTest.keyClicks(box(pane, "headcount"), "40-100")
    qtbot.waitUntil(lambda: names(pane) == ["澄怀设计（上海）有限公司", "远帆贸易"])
    assert pane.count_label.text() == "筛选出 2 / 5 家"
    pane.drop_chip("headcount")
    qtbot.waitUntil(lambda: pane.model.rowCount() == 5)
    assert not box(pane, "headcount").text()


def test_letters_of_an_open_composition_count_as_pinyin(open_tab: Open, qtbot: QtBot) -> None:
    pane = open_tab().list
    typed = box(pane, "name")
    QApplication.sendEvent(typed, QInputMethodEvent("yuan'fan", []))
    qtbot.waitUntil(lambda: names(pane) == ["远帆贸易"])
    assert not typed.text()
    commit = QInputMethodEvent("", [])
    commit.setCommitString("远帆")
    QApplication.sendEvent(typed, commit)
    assert typed.text() == "远帆"
    qtbot.waitUntil(lambda: pane.model.query.filters == (Filter("name", Match.CONTAINS, "远帆"),))


def test_enter_belongs_to_the_composition(open_tab: Open, qtbot: QtBot) -> None:
    typed = box(open_tab().list, "name")
    QApplication.sendEvent(typed, QInputMethodEvent("bo", []))
    asked: list[str] = []
    typed.searched.connect(asked.append)
    QTest.keyClick(typed, Qt.Key.Key_Return)
    assert asked == []
    qtbot.waitUntil(lambda: asked == ["bo"])


def test_what_cannot_be_read_is_marked_and_filters_nothing(open_tab: Open, qtbot: QtBot) -> None:
    pane = open_tab().list
    box(pane, "headcount").insert("很多")
    qtbot.waitUntil(lambda: box(pane, "headcount").property("wrong") is True)
    assert box(pane, "headcount").toolTip()
    assert not pane.nothing.isVisible()
    assert pane.model.rowCount() == 5


def test_filtered_to_nothing_says_so_and_leads_back(open_tab: Open, qtbot: QtBot) -> None:
    pane = open_tab().list
    QTest.keyClicks(box(pane, "headcount"), "9000")
    qtbot.waitUntil(pane.nothing.isVisible)
    assert box(pane, "headcount").isVisible()
    next(iter(pane.nothing.findChildren(QPushButton))).click()
    qtbot.waitUntil(lambda: pane.model.rowCount() == 5)
    assert not pane.nothing.isVisible()


def test_a_click_on_a_title_sorts_and_a_second_one_turns_round(open_tab: Open, qtbot: QtBot) -> None:
    pane = open_tab().list
    pane.table.head.click_title(2)
    qtbot.waitUntil(lambda: names(pane)[0] == "光年广告")
    pane.table.head.click_title(2)
    qtbot.waitUntil(lambda: names(pane)[0] == "乐高玩具")


def test_the_selection_stays_with_its_record(open_tab: Open, records: Records, qtbot: QtBot) -> None:
    pane = open_tab().list
    pick(pane, 2)
    records.save("enterprises", None, {"name": "安利中国"})
    qtbot.waitUntil(lambda: pane.model.rowCount() == 6)
    qtbot.waitUntil(lambda: pane.table.currentIndex().row() == 3)
    assert pane.table.currentIndex().siblingAtColumn(0).data() == "光年广告"
    assert pane.table.selected_rows() == [3]


def test_deleting_can_be_taken_back_from_the_message(open_tab: Open, qtbot: QtBot) -> None:
    pane = open_tab().list
    pick(pane, 0)
    pane.table.setFocus()
    QTest.keyClick(pane.table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: pane.model.rowCount() == 4)
    qtbot.waitUntil(pane.message.isVisible)
    assert "回收站" in pane.message.text
    next(button for button in pane.message.findChildren(QPushButton) if button.text() == "撤销").click()
    qtbot.waitUntil(lambda: pane.model.rowCount() == 5)


def test_the_bin_restores(open_tab: Open, records: Records, qtbot: QtBot) -> None:
    tab = open_tab()
    pane = tab.list
    [first] = [one.id for one in records.options("enterprises", "渤健")]
    records.archive("enterprises", [first])
    pane.show_bin(True)
    qtbot.waitUntil(lambda: names(pane) == ["渤健生物科技"])
    pick(pane, 0)
    tab.verbs.restore()
    qtbot.waitUntil(lambda: records.total("enterprises") == 5)
    qtbot.waitUntil(lambda: pane.model.rowCount() == 0)
    assert pane.empty.isVisible()


def test_guests_see_masks_in_cells_and_copies(open_tab: Open, context: Context, qtbot: QtBot) -> None:
    tab = open_tab()
    pane = tab.list
    pane.columns.change(("name", "contact_name", "contact_phone"))
    qtbot.waitUntil(lambda: not context.tasks.busy)
    assert [pane.model.index(1, column).data() for column in (1, 2)] == ["邵清扬", "138****2207"]
    context.guest.put(True)
    assert [pane.model.index(1, column).data() for column in (1, 2)] == ["邵＊＊", "138****2207"]
    pick(pane, 1, 2)
    tab.verbs.copy_with_headings()
    assert "13800002207" not in QGuiApplication.clipboard().text()


def test_copying_with_headings_keeps_long_digits_as_text(open_tab: Open, records: Records, qtbot: QtBot) -> None:
    tab = open_tab()
    pane = tab.list
    [firm] = [one.id for one in records.options("enterprises", "渤健")]
    records.save("enterprises", firm, {"credit_code": CODE})
    pane.columns.change(("name", "credit_code", "headcount"))
    qtbot.waitUntil(lambda: pane.model.rowCount() == 5 and pane.model.index(0, 1).data() == CODE)
    pick(pane, 0, 1)
    tab.verbs.copy_with_headings()
    data = QGuiApplication.clipboard().mimeData()
    assert data.text().split("\r\n")[:2] == ["企业名称\t统一社会信用代码\t员工数", f"渤健生物科技\t{CODE}\t165"]
    assert "mso-number-format" in data.html()


def test_columns_and_filters_are_as_one_left_them(open_tab: Open, records: Records, qtbot: QtBot) -> None:
    first = open_tab().list
    first.columns.toggle("location")
    QTest.keyClicks(box(first, "headcount"), "100")
    qtbot.waitUntil(lambda: any(view.filters for view in records.views("enterprises")))
    qtbot.waitUntil(lambda: first.model.rowCount() == 2)
    second = open_tab().list
    assert second.columns.names == ("name", "headcount", "lease_end", "contact_name")
    assert box(second, "headcount").text() == "≥100"
    assert second.model.rowCount() == 2
    second.columns.reset()
    assert second.columns.names == ENTERPRISES.columns


def test_a_view_is_kept_under_its_name(open_tab: Open, records: Records, context: Context, qtbot: QtBot) -> None:
    pane = open_tab().list
    condition = Filter("headcount", Match.AT_LEAST, 300)
    pane.views.keep(View("大企业", (condition,), "-headcount", ("name", "headcount")))
    qtbot.waitUntil(lambda: any(view.name == "大企业" for view in records.views("enterprises")))
    pane.views.choose("大企业")
    qtbot.waitUntil(lambda: names(pane) == ["乐高玩具"])
    assert pane.views.text().startswith("大企业")
    assert [field.name for field in pane.model.columns] == ["name", "headcount"]


def test_a_list_can_be_shown_from_elsewhere(open_tab: Open, qtbot: QtBot) -> None:
    tab = open_tab()
    tab.show_query(Query("enterprises", (Filter("party_count", Match.EMPTY), Filter("headcount", Match.AT_MOST, 50))))
    qtbot.waitUntil(lambda: names(tab.list) == ["澄怀设计（上海）有限公司", "光年广告"])
    tab.list.clear()
    qtbot.waitUntil(lambda: tab.list.model.rowCount() == 5)


def test_a_cell_is_edited_in_place_and_enter_goes_on(open_tab: Open, records: Records, qtbot: QtBot) -> None:
    pane = open_tab().list
    table = pane.table
    table.setFocus()
    table.setCurrentIndex(pane.model.index(0, 2))
    QTest.keyClick(table, Qt.Key.Key_F2)
    editor = table.viewport().findChild(QLineEdit)
    assert editor is not None
    assert editor.text() == "165"
    editor.selectAll()
    QTest.keyClicks(editor, "170")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: pane.model.index(0, 2).data() == "170")
    assert table.currentIndex().row() == 1
    assert records.undo_state().undo_label == "修改企业：渤健生物科技"


def test_the_first_key_starts_the_edit_and_is_not_lost(open_tab: Open, qtbot: QtBot) -> None:
    pane = open_tab().list
    pane.table.setFocus()
    pane.table.setCurrentIndex(pane.model.index(0, 2))
    QTest.keyClick(pane.table, Qt.Key.Key_9)
    editor = pane.table.viewport().findChild(QLineEdit)
    assert editor is not None
    assert editor.text() == "9"


def test_many_are_changed_at_once_and_taken_back_at_once(open_tab: Open, records: Records, qtbot: QtBot) -> None:
    tab = open_tab()
    pane = tab.list
    pane.table.selectAll()
    tab.verbs.bulk_edit()
    dialog = pane.findChild(BulkEdit)
    assert dialog is not None
    dialog.choose("ownership")
    dialog.put("民营")
    qtbot.waitUntil(lambda: dialog.lines.rowCount() == 5)
    assert dialog.lines.index(0, 2).data() == "民营"
    qtbot.waitUntil(lambda: dialog.save_button.text() == "改 5 家")
    with qtbot.waitSignal(dialog.changed):
        dialog.write()
    values = [records.get("enterprises", id_).values["ownership"] for id_ in records.ids(Query("enterprises"))]
    assert values == ["民营"] * 5
    records.undo()
    assert records.count(Query("enterprises", (Filter("ownership", Match.FILLED),))) == 0


def test_the_bar_counts_what_is_selected(open_tab: Open) -> None:
    pane = open_tab().list
    pane.table.selectAll()
    assert pane.selection_bar.isVisible()
    assert pane.selection_bar.text == "已选 5 家（筛选共 5 家）"


def test_bars_stand_for_rows_that_are_late(context: Context, qtbot: QtBot) -> None:
    gate = threading.Event()
    for _lane in range(3):
        context.tasks.read(context.bus, lambda _control: gate.wait(20), lambda _done: None)
    tab = EntityTab(context, ENTERPRISES)
    qtbot.addWidget(tab)
    tab.list.model.ask(Query("enterprises"))
    qtbot.waitUntil(lambda: tab.list.model.late)
    assert tab.list.model.rowCount() > 0
    assert tab.list.model.index(0, 0).data() is None
    gate.set()
    qtbot.waitUntil(lambda: tab.list.model.rowCount() == 5 and not tab.list.model.late)


def test_keys_begin_find_and_clear(open_tab: Open, qtbot: QtBot) -> None:
    tab = open_tab()
    tab.list.table.setFocus()
    QTest.keyClick(tab.list.table, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: box(tab.list, "name").hasFocus())
    QTest.keyClicks(box(tab.list, "name"), "n")
    assert not tab.record.is_open
    tab.list.table.setFocus()
    QTest.keyClick(tab.list.table, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not box(tab.list, "name").text())
    QTest.keyClick(tab.list.table, Qt.Key.Key_N)
    qtbot.waitUntil(lambda: tab.record.is_open)


def test_nothing_flashes_up_while_a_tab_is_built(open_tab: Open, qtbot: QtBot) -> None:
    shown: list[str] = []

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Show and isinstance(watched, QWindow):
                shown.append(watched.objectName())
            return False

    watch = Watch()
    app = QApplication.instance()
    assert app is not None
    app.installEventFilter(watch)
    tab = open_tab()
    qtbot.waitUntil(lambda: tab.record.form.grid.complete)
    app.removeEventFilter(watch)
    assert shown == ["EntityTabClassWindow"]


def test_the_first_record_opens_by_itself_and_the_focus_stays(open_tab: Open, qtbot: QtBot) -> None:
    tab = open_tab()
    before = QApplication.focusWidget()
    qtbot.waitUntil(lambda: tab.record.copy is not None and tab.record.copy.title == "渤健生物科技")
    assert tab.record.head.place_label.text() == "1 / 5"
    assert tab.list.table.selected_rows() == [0]
    assert QApplication.focusWidget() is before


def test_a_link_that_comes_before_the_rows_finds_its_row(context: Context, records: Records, qtbot: QtBot) -> None:
    tab = EntityTab(context, ENTERPRISES)
    qtbot.addWidget(tab)
    [firm] = [one.id for one in records.options("enterprises", "乐高")]
    tab.show_record("enterprises", firm)
    tab.show()
    qtbot.waitUntil(lambda: tab.list.table.selected_rows() == [3])
    qtbot.waitUntil(lambda: tab.record.head.place_label.text() == "4 / 5")
    assert tab.record.id == firm


def test_a_link_to_a_record_that_is_filtered_away_says_so_and_leads_there(
    open_tab: Open, records: Records, context: Context, qtbot: QtBot
) -> None:
    tab = open_tab()
    tab.list.show_filters((Filter("name", Match.CONTAINS, "渤健"),))
    qtbot.waitUntil(lambda: names(tab.list) == ["渤健生物科技"] and not context.tasks.busy)
    [firm] = [one.id for one in records.options("enterprises", "光年")]
    tab.show_record("enterprises", firm)
    qtbot.waitUntil(lambda: "不在筛选出的里面" in tab.list.message.text)
    tab.list.message.findChildren(QPushButton)[0].click()
    qtbot.waitUntil(lambda: tab.list.table.selected_rows() == [2])
    assert tab.record.id == firm


def test_after_a_delete_the_next_record_is_open(open_tab: Open, qtbot: QtBot) -> None:
    tab = open_tab()
    qtbot.waitUntil(lambda: tab.record.copy is not None)
    tab.verbs.delete()
    qtbot.waitUntil(lambda: names(tab.list)[:1] == ["澄怀设计（上海）有限公司"])
    qtbot.waitUntil(lambda: tab.record.copy is not None and tab.record.copy.title == "澄怀设计（上海）有限公司")
    qtbot.waitUntil(lambda: tab.record.head.place_label.text() == "1 / 4")


def test_the_next_record_opens_also_when_the_list_hears_of_a_delete_first(
    open_tab: Open, records: Records, qtbot: QtBot
) -> None:
    tab = open_tab()
    qtbot.waitUntil(lambda: tab.record.copy is not None)
    assert tab.record.copy is not None
    gone = tab.record.copy.id
    records.archive("enterprises", [gone])
    qtbot.waitUntil(lambda: names(tab.list)[:1] == ["澄怀设计（上海）有限公司"])
    tab.list.table.forget([gone])
    qtbot.waitUntil(lambda: tab.record.copy is not None and tab.record.copy.title == "澄怀设计（上海）有限公司")


def test_a_view_the_list_brings_reads_today_and_can_open_first(
    open_tab: Open, context: Context, qtbot: QtBot
) -> None:
    pane = open_tab().list
    pane.views.choose("90 天内到期")
    qtbot.waitUntil(lambda: pane.count_label.text() == "筛选出 1 / 5 家")
    [low, high] = [one.value for one in pane.model.query.filters]
    assert (low, (high - low).days) == (dates.today(), 90)
    pane.views.make_default("90 天内到期")
    again = open_tab().list
    qtbot.waitUntil(lambda: again.count_label.text() == "筛选出 1 / 5 家")
    again.views.make_default("")
    third = open_tab().list
    qtbot.waitUntil(lambda: third.count_label.text() == "共 5 家")


def test_a_clone_leaves_out_what_belongs_to_one_alone(open_tab: Open, records: Records, qtbot: QtBot) -> None:
    tab = open_tab()
    [firm] = [one.id for one in records.options("enterprises", "渤健")]
    records.save("enterprises", firm, {"credit_code": CODE, "business": "生物制药"})
    qtbot.waitUntil(lambda: tab.record.copy is not None and tab.record.copy.values["credit_code"] == CODE)
    tab.clone()
    qtbot.waitUntil(lambda: tab.record.copy is None and not tab.record.loading)
    typed = tab.record.form.dirty()
    assert (typed["name"], typed["business"]) == ("渤健生物科技", "生物制药")
    assert "credit_code" not in typed
    assert tab.record.form.bar.isVisible()

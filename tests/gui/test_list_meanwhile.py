"""What a person does in a list while something else happens: nothing lands on another record, nothing is lost."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from louyu_desktop.errors import ConflictError
from louyu_desktop.models import Enterprise
from louyu_desktop.services.copies import PAGE, BulkPreview, Query
from louyu_desktop.services.records import Records
from louyu_desktop.storage.database import Database
from louyu_desktop.ui import people
from louyu_desktop.ui.context import Context
from louyu_desktop.ui.entity.tab import EntityTab
from louyu_desktop.ui.lists import blocks, table
from louyu_desktop.ui.lists.bulk import BulkEdit
from louyu_desktop.ui.messages import MessageBar
from louyu_desktop.ui.theme import theme
from tests.gui.window_desk import Desk


def edit(qtbot: QtBot, tab: EntityTab, row: int, typed: str) -> QLineEdit:
    """The box of a headcount, with something typed into it."""
    rows = tab.list.table
    rows.setFocus()
    rows.setCurrentIndex(tab.list.model.index(row, 1))
    rows.edit_first()
    box = rows.viewport().findChild(QLineEdit)
    assert box is not None
    box.setText(typed)
    return box


def headcounts(records: Records) -> dict[str, object]:
    return {row.values["name"]: row.values["headcount"] for row in records.page(Query("enterprises"), 0)}


def test_what_is_typed_stays_with_its_record_when_rows_move(
    tab: EntityTab, records: Records, context: Context, qtbot: QtBot
) -> None:
    before = headcounts(records)
    box = edit(qtbot, tab, 2, "77")
    records.save("enterprises", None, {"name": "阿一", "headcount": 1})
    qtbot.waitUntil(lambda: not context.tasks.busy)
    assert box.text() == "77"
    QTest.keyClick(box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: tab.list.model.rowCount() == 6 and not context.tasks.busy)
    assert headcounts(records) == {**before, "阿一": 1, "光年广告": 77}


def test_what_was_changed_during_an_edit_is_a_choice_even_where_the_list_has_followed(
    tab: EntityTab, records: Records, context: Context, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[ConflictError] = []
    monkeypatch.setattr(table, "settle", lambda _parent, _entity, error: asked.append(error))
    row = tab.list.model.row(2)
    assert row is not None
    box = edit(qtbot, tab, 2, "77")
    records.save("enterprises", row.id, {"headcount": 500})
    qtbot.waitUntil(lambda: not context.tasks.busy)
    assert box.text() == "77"
    QTest.keyClick(box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(asked))
    assert headcounts(records)["光年广告"] == 500
    qtbot.waitUntil(lambda: tab.list.model.index(2, 1).data() == "500")


def test_a_block_goes_where_it_was_asked_for_when_rows_move_under_the_question(
    tab: EntityTab, records: Records, context: Context, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def agreed(_parent: object, *_words: str) -> bool:
        records.save("enterprises", None, {"name": "阿一", "headcount": 1})
        qtbot.waitUntil(lambda: tab.list.model.rowCount() == 6 and not context.tasks.busy)
        return True

    monkeypatch.setattr(blocks, "confirm", agreed)
    before = headcounts(records)
    tab.list.table.setFocus()
    tab.list.table.setCurrentIndex(tab.list.model.index(0, 1))
    QGuiApplication.clipboard().setText("7\n8")
    QTest.keyClick(tab.list.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "改了 2 家" in tab.list.message.text)
    assert headcounts(records) == {**before, "阿一": 1, "渤健生物科技": 7, "澄怀设计（上海）有限公司": 8}


def test_a_block_says_whose_cells_it_goes_into(
    tab: EntityTab, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []

    def asked(_parent: object, *words: str) -> bool:
        said.extend(words)
        return False

    monkeypatch.setattr(blocks, "confirm", asked)
    tab.list.table.setFocus()
    tab.list.table.setCurrentIndex(tab.list.model.index(0, 1))
    QGuiApplication.clipboard().setText(f'7\n"{"很长" * 300}\n第二行"')
    QTest.keyClick(tab.list.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(said))
    lines = said[1].split("\n")
    assert lines[1] == "渤健生物科技：7"
    assert lines[2].startswith("澄怀设计（上海）有限公司：很长")
    assert len(lines) == 3
    assert len(lines[2]) <= 60


def test_nothing_selected_leaves_the_clipboard_alone(tab: EntityTab) -> None:
    tab.list.table.clearSelection()
    QGuiApplication.clipboard().setText("留着")
    tab.verbs.copy()
    tab.verbs.copy_with_headings()
    assert QGuiApplication.clipboard().text() == "留着"


def test_a_write_while_a_list_is_asked_for_leaves_it_settled(tab: EntityTab, context: Context, qtbot: QtBot) -> None:
    pane = tab.list
    pane.sort_by("-name")
    pane.model.refresh()
    qtbot.waitUntil(lambda: not context.tasks.busy)
    assert pane.model.settled
    assert pane.model.index(0, 0).data() == "远帆贸易"


def test_another_list_begins_at_its_top(
    tab: EntityTab, station: Database, context: Context, qtbot: QtBot
) -> None:
    with station.write("填") as write:
        write.insert(Enterprise, [{"name": f"甲{n:04d}", "headcount": n} for n in range(PAGE * 2)])
    pane = tab.list
    qtbot.waitUntil(lambda: pane.model.rowCount() == PAGE * 2 + 5 and not context.tasks.busy)
    pane.table.scrollToBottom()
    qtbot.waitUntil(lambda: not context.tasks.busy)
    tab.show_query(Query("enterprises", text="甲"))
    qtbot.waitUntil(lambda: pane.model.rowCount() == PAGE * 2 and not context.tasks.busy)
    assert pane.table.verticalScrollBar().value() == 0


def test_words_brought_from_the_box_stand_as_a_chip_and_can_be_taken_away(
    tab: EntityTab, context: Context, qtbot: QtBot
) -> None:
    pane = tab.list
    tab.show_query(Query("enterprises", text="guangnian"))
    qtbot.waitUntil(lambda: pane.count_label.text() == "筛选出 1 / 5 家")
    assert pane.chips.words == ["含「guangnian」"]
    assert pane.clear_button.isVisible()
    pane.chips.dropped.emit("")
    qtbot.waitUntil(lambda: pane.count_label.text() == "共 5 家")
    assert not pane.chips.words


def bulk_edit(qtbot: QtBot, tab: EntityTab) -> BulkEdit:
    tab.list.table.selectAll()
    tab.verbs.bulk_edit()
    qtbot.waitUntil(lambda: tab.list.findChild(BulkEdit) is not None)
    dialog = tab.list.findChild(BulkEdit)
    assert dialog is not None
    return dialog


def test_to_empty_a_field_of_many_is_said(tab: EntityTab, qtbot: QtBot) -> None:
    dialog = bulk_edit(qtbot, tab)
    dialog.choose("headcount")
    qtbot.waitUntil(lambda: dialog.save_button.text() == "清空 5 家")
    dialog.put(40)
    qtbot.waitUntil(lambda: dialog.save_button.text() == "改 5 家")


def test_a_preview_that_was_overtaken_is_not_shown(
    tab: EntityTab, records: Records, context: Context, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first question is answered after the second."""
    dialog, held = bulk_edit(qtbot, tab), threading.Event()
    qtbot.waitUntil(lambda: not context.tasks.busy)
    preview = dialog._records.bulk_preview

    def slow(kind: str, ids: list[int], name: str, value: object) -> BulkPreview:
        if name == "headcount":
            held.wait(20)
        return preview(kind, ids, name, value)

    monkeypatch.setattr(dialog._records, "bulk_preview", slow)
    dialog.choose("headcount")
    dialog.choose("party_count")
    qtbot.waitUntil(lambda: dialog.save_button.text() == "清空 0 家")
    held.set()
    qtbot.waitUntil(lambda: not context.tasks.busy)
    assert dialog.save_button.text() == "清空 0 家"
    assert dialog.lines.rowCount() == 0


def test_the_dialog_fits_the_screen_whatever_the_text_size(tab: EntityTab, qtbot: QtBot, qapp: QApplication) -> None:
    theme.apply(qapp, "light", 2.0)
    dialog = bulk_edit(qtbot, tab)
    room = dialog.screen().availableSize()
    assert dialog.width() <= room.width()
    assert dialog.height() <= room.height()
    theme.apply(qapp, "light", 1.0)


def test_a_step_back_takes_away_what_the_list_said_of_it(qtbot: QtBot, tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    window = desk.open_window()
    qtbot.waitUntil(lambda: not desk.tasks.busy)
    said = MessageBar(window.tab)
    said.show("ok", "改了 5 家，Ctrl+Z 可以整批撤销")
    warned = MessageBar(window.tab)
    warned.show("warn", "放假安排未导入")
    desk.services.records.save("enterprises", None, {"name": "远帆贸易"})
    qtbot.waitUntil(lambda: bool(window.undoing.state.undo_label))
    window.undoing.undo()
    qtbot.waitUntil(said.isHidden)
    assert not warned.isHidden()
    desk.close()


def test_rows_that_are_waited_for_come_though_somebody_writes(
    tab: EntityTab, station: Database, context: Context, qtbot: QtBot
) -> None:
    with station.write("填") as write:
        write.insert(Enterprise, [{"name": f"甲{n:04d}", "headcount": n} for n in range(PAGE * 5)])
    model = tab.list.model
    qtbot.waitUntil(lambda: model.rowCount() == PAGE * 5 + 5 and not context.tasks.busy)
    tab.list.table.scrollToBottom()
    last = model.rowCount() - 1
    assert model.row(last) is None
    model.refresh()
    qtbot.waitUntil(lambda: model.loaded(last) is not None)


def test_files_go_out_of_and_into_the_list_that_is_shown(qtbot: QtBot, context: Context) -> None:
    asked: list[dict[str, object]] = []
    context.tools["export"] = context.tools["import"] = lambda _context, **options: asked.append(options)
    group = people.build(context)
    qtbot.addWidget(group)
    assert group.perform("export")
    assert group.perform("import")
    assert not group.perform("settings")
    assert [one.get("kind") for one in asked] == [None, "people"]
    assert asked[0]["query"] == Query("people", sort=context.services.records.entity("people").sort)

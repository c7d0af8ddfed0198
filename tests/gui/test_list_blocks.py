"""Blocks of cells between a list and a spreadsheet, and lists too long to be read whole."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from louyu_desktop.errors import ConflictError
from louyu_desktop.models import Enterprise
from louyu_desktop.services import many
from louyu_desktop.services.copies import PAGE, Pasted, Query
from louyu_desktop.services.records import Records
from louyu_desktop.storage.database import Database
from louyu_desktop.ui.context import Context
from louyu_desktop.ui.entity.tab import EntityTab
from louyu_desktop.ui.lists import blocks, table
from louyu_desktop.ui.lists.bulk import BulkEdit

EXTRA = PAGE * 12


@pytest.fixture
def long_tab(station: Database, tab: EntityTab, context: Context, qtbot: QtBot) -> EntityTab:
    """The same with some pages of enterprises."""
    with station.write("填") as write:
        write.insert(Enterprise, [{"name": f"甲{n:04d}", "headcount": n} for n in range(EXTRA)])
    qtbot.waitUntil(lambda: tab.list.model.rowCount() == EXTRA + 5 and not context.tasks.busy)
    return tab


def stand(tab: EntityTab, row: int, column: int) -> None:
    """Make a cell the current one."""
    tab.list.table.setFocus()
    tab.list.table.setCurrentIndex(tab.list.model.index(row, column))


def column(records: Records, name: str) -> list[object]:
    """The values of a field in the order of the list."""
    query = Query("enterprises", sort="name")
    return [row.values[name] for row in records.page(query, 0)]


def paste(tab: EntityTab, text: str) -> None:
    """Ctrl+V with `text` on the clipboard."""
    QGuiApplication.clipboard().setText(text)
    QTest.keyClick(tab.list.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def test_one_row_out_of_excel_is_written_at_once(tab: EntityTab, records: Records, qtbot: QtBot) -> None:
    stand(tab, 1, 1)
    paste(tab, "47\t6\r\n")
    qtbot.waitUntil(lambda: column(records, "headcount")[1] == 47)
    assert column(records, "party_count")[1] == 6
    assert records.undo_state().undo_label == "粘贴到 1 家企业"


def test_a_block_is_asked_about_and_is_one_step(
    tab: EntityTab, records: Records, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, ...]] = []

    def agreed(_parent: object, *words: str) -> bool:
        asked.append(words)
        return True

    monkeypatch.setattr(blocks, "confirm", agreed)
    stand(tab, 0, 1)
    paste(tab, "1,165\t20\r\n46\t\r\n38\t3")
    qtbot.waitUntil(lambda: column(records, "headcount")[:3] == [1165, 46, 38])
    assert column(records, "party_count")[:3] == [20, None, 3]
    assert "3 家企业" in asked[0][0]
    assert "员工数、党员数" in asked[0][1]
    qtbot.waitUntil(lambda: "Ctrl+Z" in tab.list.message.text)
    records.undo()
    assert column(records, "headcount")[:3] == [165, 46, 37]


@pytest.mark.parametrize(
    ("row", "at", "text", "words"),
    [
        (0, 1, "1\n2\n许多", "第 3 行「员工数」"),
        (0, 1, "1\t2\t3", "右边只有 2 列"),
        (4, 1, "1\n2", "只有 1 行"),
        (0, 0, "澄怀\t5", "「企业名称」不能在列表里改"),
        (0, 1, "", "没有可以粘贴的格子"),
        (0, 1, "1\n" * 2001, "一次最多粘贴 2,000 行"),
    ],
)
def test_what_does_not_fit_is_one_sentence_and_changes_nothing(
    tab: EntityTab, station: Database, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch,
    row: int, at: int, text: str, words: str,
) -> None:  # fmt: skip
    monkeypatch.setattr(blocks, "confirm", lambda *_words: True)
    before = station.content_hash()
    stand(tab, row, at)
    paste(tab, text)
    qtbot.waitUntil(lambda: words in tab.list.message.text)
    assert station.content_hash() == before


def test_a_block_over_what_somebody_changed_meanwhile_is_refused_whole(records: Records, station: Database) -> None:
    [first, second] = records.page(Query("enterprises", sort="name"), 0)[:2]
    records.save("enterprises", second.id, {"headcount": 50})
    before = station.content_hash()
    block = [Pasted(row.id, row.version, {"headcount": "99"}) for row in (first, second)]
    with pytest.raises(ConflictError, match="第 2 行「员工数」"):
        records.paste("enterprises", block)
    assert station.content_hash() == before
    block[1] = Pasted(second.id, second.version, {"party_count": "4"})  # another field: no clash
    assert records.paste("enterprises", block) == 2


def test_a_cell_that_two_people_changed_is_a_choice(
    tab: EntityTab, records: Records, station: Database, context: Context, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The list shows the older value still; what was typed is not written over the newer one unasked."""
    asked: list[ConflictError] = []

    def mine(_parent: object, _entity: object, error: ConflictError) -> dict[str, int]:
        asked.append(error)
        return {"headcount": 7}

    monkeypatch.setattr(table, "settle", mine)
    station.unsubscribe(context.bus.publish)
    [first, *_rest] = records.page(Query("enterprises", sort="name"), 0)
    records.save("enterprises", first.id, {"headcount": 500})
    assert tab.list.model.setData(tab.list.model.index(0, 1), "7")
    qtbot.waitUntil(lambda: records.get("enterprises", first.id).values["headcount"] == 7)
    assert [clash.current for clash in asked[0].fields] == [500]
    station.subscribe(context.bus.publish)


def test_more_rows_than_are_read_are_copied_whole(
    long_tab: EntityTab, context: Context, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows that were never on screen are read; beyond the limit a sentence says so."""
    long_tab.list.table.selectAll()
    long_tab.verbs.copy_with_headings()
    qtbot.waitUntil(lambda: f"复制了 {EXTRA + 5} 行" in long_tab.list.message.text)
    assert len(QGuiApplication.clipboard().text().strip().split("\r\n")) == EXTRA + 6
    monkeypatch.setattr(blocks, "COPIED_AT_MOST", 300)
    long_tab.verbs.copy_with_headings()
    qtbot.waitUntil(lambda: f"复制了前 300 行，选了 {EXTRA + 5} 行" in long_tab.list.message.text)


def test_all_that_is_filtered_is_changed_and_the_preview_names_the_first(
    long_tab: EntityTab, records: Records, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(many, "LISTED", 20)
    pane = long_tab.list
    pane.table.selectAll()
    assert pane.selection_bar.text == f"已选 {EXTRA + 5} 家（筛选共 {EXTRA + 5} 家）"
    long_tab.verbs.bulk_edit()
    qtbot.waitUntil(lambda: pane.findChild(BulkEdit) is not None)
    dialog = pane.findChild(BulkEdit)
    assert dialog is not None
    dialog.choose("ownership")
    dialog.put("民营")
    qtbot.waitUntil(lambda: dialog.save_button.text() == f"改 {EXTRA + 5} 家" and dialog.lines.rowCount() == 20)
    with qtbot.waitSignal(dialog.changed):
        dialog.write()
    assert {row.values["ownership"] for row in records.page(Query("enterprises"), 2)} == {"民营"}
    assert records.undo().rows == EXTRA + 5


def test_all_stays_selected_while_others_write(
    long_tab: EntityTab, records: Records, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More than is remembered one by one: the selection is everything, and what comes belongs to it."""
    monkeypatch.setattr(table, "REMEMBERED", 200)
    rows = long_tab.list.table
    rows.selectAll()
    records.save("enterprises", None, {"name": "甲0000甲"})
    qtbot.waitUntil(lambda: long_tab.list.model.rowCount() == EXTRA + 6)
    qtbot.waitUntil(lambda: rows.selected_count() == EXTRA + 6)


def test_the_first_rows_do_not_wait_for_the_count(
    long_tab: EntityTab, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    """They stand there while it is still counted; the scroll bar follows."""
    pane, held = long_tab.list, threading.Event()
    count = pane.model._records.count
    monkeypatch.setattr(pane.model._records, "count", lambda query: held.wait(20) and count(query))
    pane.model.ask(Query("enterprises", sort="headcount", text="甲"))
    qtbot.waitUntil(lambda: pane.model.settled and pane.model.rowCount() >= PAGE)
    assert pane.model.index(0, 0).data() == "甲0000"
    held.set()
    qtbot.waitUntil(lambda: pane.count_label.text().startswith("筛选出") or pane.model.rowCount() == EXTRA)
    assert pane.model.rowCount() == EXTRA

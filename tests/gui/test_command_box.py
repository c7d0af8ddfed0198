"""The Ctrl+K box by keyboard alone: kinds, counts, what was opened last, why it hit, guests, input methods."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from louyu_desktop.models import Person
from louyu_desktop.services.copies import Query
from louyu_desktop.ui.command_box import CommandBox
from louyu_desktop.ui.find_rows import FindRow, Part
from louyu_desktop.ui.main_window import MainWindow
from tests.gui.window_desk import Desk, RecordingTab


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    opened = Desk(tmp_path)
    records = opened.services.records
    records.save("people", None, {"name": "单雄信", "mobile": "13812342207", "unit_name": "重庆火锅（上海）有限公司"})
    records.save("enterprises", None, {"name": "环贸火锅", "business": "川渝火锅与餐饮管理咨询，环贸广场八楼"})
    with opened.database.write("许多人") as write:
        write.insert(Person, [{"name": f"王{'一二三四五六七八九十'[n]}", "unit_name": "环贸中心"} for n in range(10)])
    yield opened
    opened.close()


@pytest.fixture
def window(qtbot: QtBot, desk: Desk) -> MainWindow:
    """The window, ready for keys."""
    opened = desk.open_window()
    opened.activateWindow()
    qtbot.waitUntil(lambda: not desk.tasks.busy and opened.isActiveWindow())
    return opened


@pytest.fixture
def box(qtbot: QtBot, window: MainWindow) -> CommandBox:
    """The box, opened by its key."""
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(window.box.hasFocus)
    return window.box


def answered(qtbot: QtBot, box: CommandBox, text: str) -> list[FindRow]:
    """The rows once the box has answered `text`."""
    qtbot.waitUntil(lambda: box.answer.text == text)
    return list(box.model.rows)


def hits(rows: list[FindRow]) -> list[FindRow]:
    return [row for row in rows if row.part is Part.HIT]


def marked(row: FindRow) -> tuple[list[str], list[str]]:
    """What is underlined in title and subtitle."""
    return [row.title[a:b] for a, b in row.marks], [row.subtitle[a:b] for a, b in row.beside_marks]


def test_every_row_says_why_it_hit(qtbot: QtBot, box: CommandBox) -> None:
    """Characters in the title are underlined; another field stands beside with its label."""
    for typed, title, beside in (
        ("火锅", ["火锅"], []), ("hmhg", ["环贸火锅"], []), ("huanmaohuo", ["环贸火"], []), ("川渝", [], ["川渝"]),
        ("sxx", ["单雄信"], []), ("shan", ["单"], []), ("3422", [], ["22"]), ("cqhg", [], ["重庆火锅"]),
        ("雄信 2207", ["雄信"], ["2207"]),
    ):  # fmt: skip
        box.setText(typed)
        first = hits(answered(qtbot, box, typed))[0]
        assert marked(first) == (title, beside), typed
        assert bool(beside) == ("：" in first.subtitle), typed


def test_a_long_text_is_shown_from_where_it_hit(qtbot: QtBot, box: CommandBox) -> None:
    box.setText("八楼")
    [row] = hits(answered(qtbot, box, "八楼"))
    assert row.subtitle.startswith("主营业务：…")
    assert marked(row)[1] == ["八楼"]


def test_kinds_stand_above_with_numbers_and_tab_goes_on(qtbot: QtBot, window: MainWindow, box: CommandBox) -> None:
    """All, then those that have something; four rows of each, eight of one, and the way to the whole list."""
    box.setText("环贸")
    rows = answered(qtbot, box, "环贸")
    assert [(chip.kind, chip.count) for chip in box.kinds.chips[:4]] == [
        ("", "11"), ("enterprises", "1"), ("people", "10"), ("activities", "0")
    ]  # fmt: skip
    assert [row.kind for row in hits(rows)] == ["enterprises", *["people"] * 4]
    assert [row.given for row in rows if row.part is Part.ALL] == ["环贸"]
    for kind, count in (("enterprises", 1), ("people", 8), ("", 5)):
        qtbot.keyClick(box, Qt.Key.Key_Tab)
        assert box.kinds.kind == kind
        assert len(hits(list(box.model.rows))) == count
    qtbot.keyClick(box, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert box.kinds.kind == "people"
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert (box.kind, box.selectedText()) == ("", "环贸")


def test_the_last_row_of_a_kind_opens_its_list(qtbot: QtBot, window: MainWindow, box: CommandBox) -> None:
    box.setText("环贸")
    rows = answered(qtbot, box, "环贸")
    [place] = [n for n, row in enumerate(rows) if row.part is Part.ALL]
    while box.current < place:
        qtbot.keyClick(box, Qt.Key.Key_Down)
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert isinstance(window.tab, RecordingTab)
    assert window.tab.asked == [(Query("people", text="环贸"),)]


def test_more_than_a_thousand_are_a_thousand_and_more(qtbot: QtBot, desk: Desk, box: CommandBox) -> None:
    with desk.database.write("上千人") as write:
        write.insert(Person, [{"name": "赵大"} for _n in range(1001)])
    box.setText("赵")
    answered(qtbot, box, "赵")
    assert {chip.kind: chip.count for chip in box.kinds.chips}["people"] == "1000+"


def test_an_empty_box_offers_the_latest(qtbot: QtBot, desk: Desk, window: MainWindow, box: CommandBox) -> None:
    """Newest first, once each; what was removed since is not offered."""
    answered(qtbot, box, "")
    assert not hits(list(box.model.rows))
    for typed in ("sxx", "hmhg", "sxx", "王一"):
        qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        qtbot.keyClicks(box, typed) if typed.isascii() else box.setText(typed)
        answered(qtbot, box, typed)
        qtbot.keyClick(box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not desk.tasks.busy)
    gone = desk.services.searching.find("王一")[1].hits[0].id
    desk.services.records.archive("people", [gone])
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: [row.title for row in hits(list(box.model.rows))] == ["单雄信", "环贸火锅"])
    assert box.model.rows[0] == FindRow(Part.HEAD, "最近打开")


def test_guests_see_neither_names_nor_numbers(qtbot: QtBot, desk: Desk, window: MainWindow, box: CommandBox) -> None:
    """F12 takes away what was typed; then names and numbers are masked, marks stay on what can be read."""
    box.setText("单雄信 2207")
    answered(qtbot, box, "单雄信 2207")
    qtbot.keyClick(window, Qt.Key.Key_F12)
    assert (desk.context.guest.on, box.text(), box.popup.isVisible()) == (True, "", False)
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    box.setText("单雄信 2207")
    qtbot.waitUntil(lambda: bool(hits(list(box.model.rows))))
    [row] = hits(list(box.model.rows))
    assert (row.title, row.subtitle) == ("单＊＊", "手机：138****2207")
    assert marked(row) == (["单"], ["2207"])


def composed(text: str, commit: str = "") -> QInputMethodEvent:
    event = QInputMethodEvent(text, [])
    event.setCommitString(commit)
    return event


def test_an_input_method_composes_commits_and_gives_up(qtbot: QtBot, box: CommandBox) -> None:
    """Letters in composition are pinyin, what is committed is asked for at once, what is given up was never there."""
    QApplication.sendEvent(box, composed("huan'mao"))
    assert hits(answered(qtbot, box, "huanmao"))
    QApplication.sendEvent(box, composed("", "环贸"))
    assert hits(answered(qtbot, box, "环贸"))
    QApplication.sendEvent(box, composed("zzz"))
    assert not hits(answered(qtbot, box, "环贸zzz"))
    QApplication.sendEvent(box, composed(""))
    assert hits(answered(qtbot, box, "环贸"))
    assert box.text() == "环贸"
    QApplication.sendEvent(box, composed("lou"))
    QApplication.sendEvent(box, composed("", "楼"))
    assert not hits(answered(qtbot, box, "环贸楼"))


def test_only_the_last_key_is_answered(qtbot: QtBot, desk: Desk, box: CommandBox) -> None:
    """Questions that were overtaken leave nothing behind: no message, no row."""
    for typed in ("h", "hm", "hmh", "hmhg", "单"):
        box.setText(typed)
        box.search_now()
    assert marked(hits(answered(qtbot, box, "单"))[0]) == (["单"], [])
    qtbot.waitUntil(lambda: not desk.tasks.busy)
    assert box.answer.text == "单"
    assert QApplication.activeModalWidget() is None


def test_enter_waits_for_the_answer_to_what_was_typed(qtbot: QtBot, window: MainWindow, box: CommandBox) -> None:
    """Who types faster than the answer comes does not open what stood there before."""
    qtbot.keyClicks(box, "wang")
    answered(qtbot, box, "wang")
    box.clear()
    qtbot.keyClicks(box, "sxx")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(window.tab, RecordingTab) and bool(window.tab.asked))
    assert isinstance(window.tab, RecordingTab)
    [(kind, row_id)] = window.tab.asked
    [wanted] = window.context.services.records.options("people", "单雄信")
    assert (kind, row_id) == ("people", wanted.id)
    assert not box.text()


def test_enter_for_an_answer_to_come_is_forgotten_with_the_next_key(
    qtbot: QtBot, window: MainWindow, box: CommandBox
) -> None:
    answered(qtbot, box, "")
    qtbot.keyClicks(box, "sxx")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    qtbot.keyClicks(box, "z")
    answered(qtbot, box, "sxxz")
    assert box.hasFocus()
    assert not isinstance(window.tab, RecordingTab)


def test_a_kind_that_finds_nothing_more_gives_way_to_those_that_do(qtbot: QtBot, box: CommandBox) -> None:
    qtbot.keyClicks(box, "hm")
    answered(qtbot, box, "hm")
    qtbot.keyClick(box, Qt.Key.Key_Tab)
    assert box.kind == "enterprises"
    box.setText("单雄信")
    box.search_now()
    rows = answered(qtbot, box, "单雄信")
    assert box.kind == ""
    assert [row.title for row in hits(rows)] == ["单雄信"]

"""粘贴名单: from a pasted 接龙 to registrations, by keys alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from louyu_desktop.services.copies import Query
from louyu_desktop.services.records import Records
from louyu_desktop.ui.activities.registering.paste import PastePage, open_paste
from louyu_desktop.ui.activities.registering.paste_rows import Stands
from louyu_desktop.ui.context import Context

LIST = """#接龙
11月24日 下午茶
例 张三 XX公司

1. 陈华树
2. 陈华树 乐高玩具
3. 李雷+1
4. 取消
共 4 人"""


@pytest.fixture
def activity(records: Records) -> int:
    """One that has not begun, with five places."""
    soon = dt.datetime.now(dt.UTC) + dt.timedelta(days=3)
    return records.save("activities", None, {"title": "下午茶", "starts_at": soon, "status": "报名中", "capacity": 5})


@pytest.fixture
def page(context: Context, activity: int, qtbot: QtBot) -> Iterator[PastePage]:
    """The page with the list pasted."""
    made = open_paste(context, activity, "下午茶")
    with qtbot.waitActive(made):
        made.activateWindow()
    _put(made, LIST, qtbot)
    yield made
    _close(made)


def _close(page: PastePage) -> None:
    if shiboken6.isValid(page):
        page.state.forget()  # else it would ask
        page.close()


def _put(page: PastePage, text: str, qtbot: QtBot) -> None:
    page.edit.setPlainText(text)
    qtbot.waitUntil(lambda: page._read_text == text and not page.context.tasks.busy)


def _stands(page: PastePage) -> list[tuple[str, Stands]]:
    return [(row.proposal.mention.name, row.stands) for row in page.state.rows if row.proposal is not None]


def test_doubtful_lines_stand_first(page: PastePage) -> None:
    assert _stands(page) == [("陈华树", Stands.ASK), ("李雷", Stands.NEW), ("陈华树", Stands.SURE)]
    assert page.register_button.text() == "登记 3 人"
    assert "还有 1 行没看" in page.foot.waits.text()
    assert page.list_side.places.text().startswith("已报名 0 / 5 人")


def test_answers_by_keys_and_one_operation(page: PastePage, context: Context, records: Records, qtbot: QtBot) -> None:
    said: list[tuple[Any, ...]] = []
    context.message = lambda *words, **_more: said.append(words)
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_1)
    assert ("陈华树", Stands.ASK) not in _stands(page)
    assert page.register_button.text() == "登记 4 人"
    with qtbot.waitSignal(page.closed):
        QTest.keyClick(page.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert records.count(Query("registrations")) == 4
    assert records.count(Query("people")) == 4
    assert said[-1][0] == "ok"
    firms = records.count(Query("enterprises"))
    records.save("enterprises", None, {"name": "别的事"})
    said[-1][-1]()  # 撤销 takes back the list, not what was done since
    qtbot.waitUntil(lambda: said[-1][1].startswith("已撤销"))
    assert records.count(Query("registrations")) == 0
    assert records.count(Query("enterprises")) == firms + 1


def test_leave_out_and_take_back(page: PastePage) -> None:
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Delete)
    assert _stands(page)[0] == ("陈华树", Stands.OUT)
    page.table.go_to(page.state.rows[0].key)
    QTest.keyClick(page.table, Qt.Key.Key_Backspace)
    assert _stands(page)[0] == ("陈华树", Stands.ASK)
    assert page.may_close()


def test_the_menu_has_everybody(page: PastePage) -> None:
    menu = page.table.menu(page.state.rows[0])
    words = [line.text() for line in menu.actions() if line.text()]
    assert len([text for text in words if text.startswith("陈华树")]) == 2
    assert "这一行不登记" in words


def test_a_name_written_anew_is_looked_up(page: PastePage, qtbot: QtBot) -> None:
    page.table.setFocus()
    page.table.go_to((7, 0))
    QTest.keyClick(page.table, Qt.Key.Key_F2)
    [editor] = page.table.viewport().findChildren(QLineEdit)
    editor.setText("陈华树")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: ("李雷", Stands.NEW) not in _stands(page))
    assert [stands for name, stands in _stands(page) if name == "陈华树"].count(Stands.ASK) == 2


def test_a_line_that_names_nobody_is_asked_about(page: PastePage, qtbot: QtBot) -> None:
    _put(page, "1. 王芳\n2. 十二楼姓李的那个", qtbot)
    assert [row.stands for row in page.state.rows] == [Stands.UNCLEAR, Stands.NEW]
    assert "还有 1 行没看" in page.foot.waits.text()
    page.table.setFocus()
    page.table.go_to(page.state.rows[0].key)
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    [editor] = page.table.viewport().findChildren(QLineEdit)
    editor.setText("李雷")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: ("李雷", Stands.NEW) in _stands(page))


def test_answers_outlive_a_longer_list(page: PastePage, qtbot: QtBot) -> None:
    page.choose(page.state.rows[0], 0)
    _put(page, LIST.replace("共 4 人", "5. 王芳 渤健\n共 5 人"), qtbot)
    assert ("王芳", Stands.NEW) in _stands(page)
    assert Stands.ASK not in {stands for _name, stands in _stands(page)}


def test_visitors_read_no_names(page: PastePage, context: Context) -> None:
    context.guest.put(True)
    assert page.edit.isHidden()
    assert page.table.paste.words(page.state.rows[0], 2) == "陈＊＊"
    assert page.table.paste.words(page.state.rows[0], 3) == "—"
    QTest.keyClick(page.table, Qt.Key.Key_1)
    assert page.state.rows[0].stands is Stands.ASK
    context.guest.put(False)


def test_the_clipboard_and_an_empty_one(page: PastePage, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("张三\n李四")
    page.list_side.take_clipboard()
    qtbot.waitUntil(lambda: _stands(page) == [("张三", Stands.NEW), ("李四", Stands.NEW)])
    QGuiApplication.clipboard().clear()
    page.list_side.take_clipboard()
    assert "剪贴板里没有文字" in page.rows_side.message.text


def test_more_than_there_are_places(page: PastePage, qtbot: QtBot) -> None:
    _put(page, "\n".join(f"{n}. 李{sign}" for n, sign in enumerate("雷敏强勇军", start=1)) + "\n6. 王芳+2", qtbot)
    assert page.register_button.text() == "登记 8 人"
    assert page.foot.waits.text() == "3 人会排在候补里"


def test_a_cancelled_activity_takes_nobody(context: Context, records: Records, activity: int, qtbot: QtBot) -> None:
    records.save("activities", activity, {"status": "取消"})
    page = open_paste(context, activity, "下午茶", LIST)
    qtbot.waitUntil(lambda: bool(page.state.rows) and not context.tasks.busy)
    assert not page.register_button.isEnabled()
    assert page.rows_side.message.isVisible()
    _close(page)


def test_nothing_pasted(context: Context, activity: int, qtbot: QtBot) -> None:
    page = open_paste(context, activity, "下午茶")
    qtbot.waitUntil(lambda: not context.tasks.busy)
    assert not page.register_button.isEnabled()
    page.register()
    assert page.close()

"""今日: the station's own numbers, and words where there are none."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from louyu_desktop.models import Account, ColourChange
from louyu_desktop.rules import dates
from louyu_desktop.services.overview import TodayItem
from louyu_desktop.ui.reminders import Reminders
from louyu_desktop.ui.today.day_page import open_day_log
from louyu_desktop.ui.today.leading import follow
from louyu_desktop.ui.today.putting_off import PutOffDialog
from louyu_desktop.ui.today.rows import later_box
from louyu_desktop.ui.today.sorting import MINE, NOBODY, Wanted
from louyu_desktop.ui.today.tab import TodayTab, greeting
from tests.gui.window_desk import Desk

CHECKLIST = "54 个服务事项还没有核对"
"""What a new station asks for: the list that it came with is an example."""


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.close()


def shown(qtbot: QtBot, desk: Desk) -> TodayTab:
    tab = TodayTab(desk.context)
    desk.windows.append(tab)
    tab.resize(1366, 700)
    tab.show()
    qtbot.waitUntil(lambda: tab._overview is not None)
    return tab


def people_counted(tab: TodayTab) -> int:
    assert tab._overview is not None
    return next(tile.number for tile in tab._overview.counts if tile.kind == "people")


@pytest.mark.parametrize(("hour", "words"), [(4, "夜深了"), (8, "早上好"), (12, "中午好"), (23, "晚上好")])
def test_the_greeting_knows_the_hour(hour: int, words: str) -> None:
    assert greeting(hour) == words


def test_an_empty_station_says_how_to_begin(qtbot: QtBot, desk: Desk) -> None:
    tab = shown(qtbot, desk)
    assert not tab._empty.isHidden()
    assert all(card.isHidden() for card in tab.groups.values())


def test_a_new_activity_appears_and_opens(qtbot: QtBot, desk: Desk) -> None:
    tab = shown(qtbot, desk)
    opened: list[tuple[str, int]] = []
    desk.context.open_record = lambda kind, key: opened.append((kind, key))
    key = desk.add_activity("午间一小时", 30)
    qtbot.waitUntil(lambda: items(tab, "week") == ["午间一小时", CHECKLIST])
    rows = tab.groups["week"].list
    assert "午间一小时" in rows.rows.index(0).data()
    rows.setCurrentIndex(rows.rows.index(0))
    qtbot.keyClick(rows, Qt.Key.Key_Return)
    assert opened == [("activities", key)]


def test_many_items_stay_folded_until_asked_for(qtbot: QtBot, desk: Desk) -> None:
    for number in range(9):
        desk.add_activity(f"学习沙龙 {number}", 30 + number)
    card = shown(qtbot, desk).groups["week"]
    assert len(card.list.rows.items) == 6
    card._more.click()
    assert len(card.list.rows.items) == 10
    card._more.click()
    assert len(card.list.rows.items) == 6


def test_a_tab_that_nobody_sees_reads_nothing_until_it_is_shown(qtbot: QtBot, desk: Desk) -> None:
    tab = shown(qtbot, desk)
    tab.hide()
    desk.services.records.save("people", None, {"name": "单雄信"})
    qtbot.waitUntil(lambda: tab._stale)
    tab.show()
    qtbot.waitUntil(lambda: people_counted(tab) == 1)


def items(tab: TodayTab, group: str) -> list[str]:
    return [item.title for item in tab.groups[group].list.rows.items] if group in tab.groups else []


def a_busy_day(desk: Desk) -> None:
    """Two requests, of two people, and an activity."""
    with desk.database.write("同事") as write:
        write.insert(Account, [{"name": "顾一鸣", "role": "工作人员"}])
    now = dt.datetime.now(dt.UTC)
    for owner, title in ((1, "停车不便"), (2, "大堂闸机")):
        values = {"title": title, "received_at": now, "due_on": dates.today(), "owner_id": owner, "state": "办理中"}
        desk.services.records.save("requests", None, values)
    desk.add_activity("午间一小时", 30)


def test_lines_are_chosen_by_source_and_by_person(qtbot: QtBot, desk: Desk) -> None:
    a_busy_day(desk)
    tab = shown(qtbot, desk)
    qtbot.waitUntil(lambda: sorted(items(tab, "today")) == ["停车不便", "大堂闸机"])
    assert {key: button.text() for key, button in tab.filters.buttons.items()} == {
        "": "全部 4", "requests": "诉求 2", "activities": "活动 1", "checklist": "清单 1",
    }  # fmt: skip
    tab.filters.buttons["activities"].click()
    qtbot.waitUntil(lambda: items(tab, "today") == [] and items(tab, "week") == ["午间一小时"])
    assert tab.groups["today"]._nothing.text() == "筛选出的里面没有"
    tab.filters._choose(Wanted("", MINE))
    qtbot.waitUntil(lambda: items(tab, "today") == ["停车不便"] and items(tab, "week") == [])
    assert "我的 1 件" in tab.filters.person.text()
    assert tab.filters.buttons["requests"].text() == "诉求 1"
    tab.filters._choose(Wanted("", NOBODY))
    qtbot.waitUntil(lambda: items(tab, "week") == ["午间一小时", CHECKLIST])


def test_a_line_is_put_off_with_a_reason_and_fetched_back(qtbot: QtBot, desk: Desk) -> None:
    """By its key; without a reason nothing happens; it can be looked at, and a press brings it back."""
    a_busy_day(desk)
    tab = shown(qtbot, desk)
    qtbot.waitUntil(lambda: "停车不便" in items(tab, "today"))
    rows = tab.groups["today"].list
    rows.setFocus()
    rows.setCurrentIndex(rows.rows.index(items(tab, "today").index("停车不便")))
    rows._put_off()
    dialog = tab.findChild(PutOffDialog)
    assert isinstance(dialog, PutOffDialog)
    dialog.take()
    qtbot.waitUntil(lambda: "为什么" in dialog.note._text.text())
    dialog.reason.put("等物业答复")
    dialog.take()
    qtbot.waitUntil(lambda: items(tab, "today") == ["大堂闸机"])
    assert tab.filters.away.text() == "已延后 1 件 ›"
    tab.filters.away.click()
    qtbot.waitUntil(lambda: not tab.groups["away"].isHidden())
    assert tab.groups["away"].y() < tab.groups["overdue"].y()  # where it was asked for, not below the window's end
    [away] = tab.groups["away"].list.rows.items
    assert (away.title, away.verb, "等物业答复" in away.put_off) == ("停车不便", "取回", True)
    tab.groups["away"].list.wanted.emit(0)
    qtbot.waitUntil(lambda: "停车不便" in items(tab, "today"))
    qtbot.waitUntil(tab.groups["away"].isHidden)


def test_the_sign_beside_the_button_puts_off_the_rest_of_the_line_opens(qtbot: QtBot, desk: Desk) -> None:
    a_busy_day(desk)
    tab = shown(qtbot, desk)
    qtbot.waitUntil(lambda: len(items(tab, "today")) == 2)
    rows = tab.groups["today"].list
    told: list[tuple[str, int]] = []
    for signal, name in ((rows.wanted, "open"), (rows.later, "later")):
        signal.disconnect()
        signal.connect(lambda row, name=name: told.append((name, row)))
    rect = QRectF(rows.visualRect(rows.rows.index(1)))
    for point in (later_box(rect).center(), rect.center()):
        qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=point.toPoint())
    assert told == [("later", 1), ("open", 1)]


def test_visitors_read_neither_complaints_nor_reasons(qtbot: QtBot, desk: Desk) -> None:
    """F12 masks at once what is painted, read aloud and shown in tooltips; the line still leads to its record."""
    a_busy_day(desk)
    tab = shown(qtbot, desk)
    qtbot.waitUntil(lambda: "停车不便" in items(tab, "today"))
    desk.context.guest.put(True)
    model = tab.groups["today"].list.rows
    said = " ".join(str(model.index(row).data(role)) for row in range(2) for role in (0, Qt.ItemDataRole.ToolTipRole))
    assert "停车" not in said
    assert items(tab, "today") == ["—", "—"]
    assert {item.id for item in model.items} == {1, 2}
    desk.context.guest.put(False)
    qtbot.waitUntil(lambda: "停车不便" in items(tab, "today"))


def test_visitors_are_not_told_how_many_colours_there_are(qtbot: QtBot, desk: Desk) -> None:
    """What is hidden is not counted either: not in the head, not at its group, not among the sources."""
    a_busy_day(desk)
    firm = desk.services.records.save("enterprises", None, {"name": "澄怀设计"})
    row = {"enterprise_id": firm, "step": "提出", "colour": "红", "decided_on": dates.today(), "account_id": 2}
    with desk.database.write("提出") as write:
        write.insert(ColourChange, [row])
    tab = shown(qtbot, desk)
    qtbot.waitUntil(lambda: "colours" in tab.filters.buttons)
    whole = tab._head._line.text()
    assert counted(tab) == (5, 5)
    desk.context.guest.put(True)
    assert counted(tab) == (4, 4)
    assert "colours" not in tab.filters.buttons
    assert tab.filters.buttons[""].text() == "全部 4"
    desk.context.guest.put(False)
    assert tab._head._line.text() == whole
    assert tab.filters.buttons["colours"].text() == "五色 1"


def test_the_bell_tells_visitors_no_more(qtbot: QtBot, desk: Desk) -> None:
    """The same lines as 今日, masked alike."""
    a_busy_day(desk)
    button = QPushButton("提醒")
    desk.windows.append(button)
    qtbot.addWidget(button)
    for guest, said in ((False, "停车不便"), (True, "—")):
        desk.context.guest.put(guest)
        bell = Reminders(desk.context, button)
        bell.pop_up()
        qtbot.waitUntil(partial(is_told, bell))
        assert sum(said in one.text() for one in bell.actions()) == 1 + guest
        assert "共 2 件" in bell.actions()[-1].text()
        bell.close()
    desk.context.guest.put(False)


def is_told(bell: Reminders) -> bool:
    """Two lines, a hairline, and the way to 今日."""
    return len(bell.actions()) == 4


def counted(tab: TodayTab) -> tuple[int, int]:
    """How many lines the head says there are, and how many the groups."""
    said = sum(map(int, re.findall(r"(\d+) 件", tab._head._line.text())))
    return said, sum(int(tab.groups[key]._number.text()) for key in ("overdue", "today", "week"))


def test_a_line_leads_to_its_tool_or_its_record(qtbot: QtBot, desk: Desk) -> None:
    tab = shown(qtbot, desk)
    launched: list[dict[str, object]] = []
    opened: list[tuple[str, int]] = []
    desk.context.tools["visit"] = lambda _context, **options: launched.append(options)
    desk.context.open_record = lambda kind, key: opened.append((kind, key))
    given = (("enterprise_id", 7), ("task_id", 3))
    task = TodayItem("visit-tasks", 3, "walk", "澄怀设计", "", "", "", "登记走访", tool="visit", given=given)
    follow(desk.context, task, tab)
    assert launched == [{"enterprise_id": 7, "task_id": 3}]
    follow(desk.context, replace(task, kind="enterprises", id=7, tool=""), tab)
    assert opened == [("enterprises", 7)]


def test_the_days_log_is_drafted_finished_and_kept(qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    a_busy_day(desk)
    page = open_day_log(desk.context)
    desk.windows.append(page)
    qtbot.waitUntil(lambda: page.page is not None)
    assert "收到 2 件：停车不便、大堂闸机" in page.text.toPlainText()
    assert page.state.text() == "草稿，还没保存"
    page.text.setPlainText(page.text.toPlainText() + "\n下午停电半小时。")
    assert page.state.text() == "有改动，还没保存"
    asked: list[str] = []
    monkeypatch.setattr("louyu_desktop.ui.ask.confirm", lambda _parent, title, *_rest, **_more: asked.append(title))
    page.show_day(dates.today() - dt.timedelta(days=1))
    assert page.day == dates.today()
    assert "还没保存" in asked[0]
    page.save()
    qtbot.waitUntil(lambda: page.page is not None and page.page.kept)
    qtbot.waitUntil(lambda: page.state.text() == "已保存·周敏")
    assert "停电半小时" in desk.services.day_logs.of(dates.today()).text
    page.show_day(dates.today() - dt.timedelta(days=1))
    qtbot.waitUntil(lambda: page.page is not None and page.page.day != dates.today())
    assert not page.to_today.isHidden()
    desk.context.guest.put(True)
    assert page.text.isHidden()
    desk.context.guest.put(False)


def test_an_empty_log_is_not_kept(qtbot: QtBot, desk: Desk) -> None:
    page = open_day_log(desk.context)
    desk.windows.append(page)
    qtbot.waitUntil(lambda: page.page is not None)
    page.text.setPlainText("")
    page.save()
    qtbot.waitUntil(lambda: "日志是空的" in page.message.text)
    page.draft_anew()
    assert page.text.toPlainText() == page.page.draft if page.page else False

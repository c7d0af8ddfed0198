"""Requests in the window: 登记诉求 by keyboard, the strip with its clocks, what was done, the departments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from louyu_desktop.rules import dates
from louyu_desktop.rules.request_flow import Action, Asks, State
from louyu_desktop.services.copies import Query, Row
from louyu_desktop.services.request_copies import Given, RequestDraft
from louyu_desktop.storage.database import Database
from louyu_desktop.ui import rooms
from louyu_desktop.ui.checklist.board.acting import act
from louyu_desktop.ui.checklist.board.panel import ActPanel
from louyu_desktop.ui.checklist.requests import REQUESTS
from louyu_desktop.ui.checklist.requests.beside import AnswerPanel, ExtensionPanel, NotePanel, SendPanel
from louyu_desktop.ui.checklist.requests.departments import DepartmentsPage
from louyu_desktop.ui.checklist.requests.log import LogPage
from louyu_desktop.ui.checklist.requests.strip import RequestStrip
from louyu_desktop.ui.checklist.requests.take import TakeDialog
from louyu_desktop.ui.context import Context
from louyu_desktop.ui.entity.tab import EntityTab
from louyu_desktop.ui.parts import Label, Segmented

Told = list[tuple[Any, ...]]


@pytest.fixture
def told(context: Context) -> Told:
    """What the window was asked to say and to open."""
    found: Told = []
    context.message = lambda *words: found.append(("said", *words[:2]))
    context.open_record = lambda kind, key: found.append(("opened", kind, key))
    return found


@pytest.fixture
def host(context: Context, told: Told, qtbot: QtBot) -> QWidget:
    """The window over which others open."""
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1366, 768)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    context.window = made
    context.tools = rooms.tools()
    return made


def window(qtbot: QtBot, context: Context, family: type[Any], ready: Callable[[Any], object] = bool) -> Any:
    """The window of this class, once it stands in front and is ready."""

    def there() -> bool:
        found = QApplication.activeWindow()
        return isinstance(found, family) and bool(ready(found)) and not context.tasks.busy

    qtbot.waitUntil(there)
    return QApplication.activeWindow()


def idle(qtbot: QtBot, context: Context) -> None:
    qtbot.waitUntil(lambda: not context.tasks.busy)


def test_a_request_is_taken_with_its_suggestion(
    host: QWidget, context: Context, station: Database, told: Told, qtbot: QtBot
) -> None:
    """What may be the same is pointed out, and what is written keeps the mechanism that was suggested."""
    requests = context.services.requests
    [firm] = [one.id for one in context.services.records.options("enterprises", "澄怀")]
    first = requests.take(RequestDraft(title="空调不冷", enterprise_id=firm, category="物业治理"))
    context.launch("request", enterprise_id=firm)
    dialog = window(qtbot, context, TakeDialog, lambda one: one.suggestion is not None)
    dialog.rows["title"].editor.put("空调又不冷了")
    dialog.rows["category"].editor.put("物业治理")
    dialog.rows["lead_department"].editor.put("物业")
    qtbot.waitUntil(lambda: dialog.suggestion.why == "要物业协办" and len(dialog.alike) == 1)
    assert first.number in dialog.sheet.same.itemAt(0).widget().text()
    QTest.keyClick(dialog, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: any(line[0] == "said" for line in told))
    idle(qtbot, context)
    last = context.services.records.get("requests", first.id + 1)
    assert (last.values["title"], last.values["mechanism"], last.values["lead_department"]) == (
        "空调又不冷了", "平台协办", "物业",
    )  # fmt: skip
    assert last.values["due_on"] is not None


@pytest.mark.parametrize(("state", "days", "late"), [
    (State.WORKING, -1, True), (State.WORKING, 0, False), (State.PAUSED, -1, False), (State.CLOSED, -9, False),
])  # fmt: skip
def test_only_a_day_that_is_waited_for_is_late(state: State, days: int, late: bool) -> None:
    assert REQUESTS.late is not None
    values = {"state": state, "due_on": dates.today() + dt.timedelta(days=days)}
    assert REQUESTS.late(Row(1, 1, values, {}), "due_on") == late


def test_what_is_missing_is_said_at_its_field(host: QWidget, context: Context, told: Told, qtbot: QtBot) -> None:
    context.launch("request")
    dialog = window(qtbot, context, TakeDialog, lambda one: one.suggestion is not None)
    dialog.take()
    idle(qtbot, context)
    qtbot.waitUntil(dialog.go.isEnabled)
    assert dialog.rows["title"].note is not None
    assert dialog.isVisible()
    dialog.reject()


def test_what_was_typed_is_there_again(host: QWidget, context: Context, told: Told, qtbot: QtBot) -> None:
    """Esc loses nothing; who comes has the fields that fit; what was taken or given up leaves no draft."""
    context.launch("request")
    dialog = window(qtbot, context, TakeDialog, lambda one: one.suggestion is not None)
    assert [dialog.rows[name].isVisible() for name in ("enterprise_id", "building_id", "person_id")] == [
        True, False, False,
    ]  # fmt: skip
    dialog.rows["title"].editor.put("楼道堆物")
    dialog.rows["requester_kind"].editor.put("居民区")
    dialog.rows["requester_unit"].editor.put("襄阳居民区")
    dialog.rows["supporting"].editor.put("物业，消防")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    idle(qtbot, context)
    context.launch("request")
    again = window(qtbot, context, TakeDialog, lambda one: one is not dialog and one.suggestion is not None)
    assert again.rows["title"].editor.value() == "楼道堆物"
    assert again.rows["requester_unit"].isVisible()
    assert not again.rows["enterprise_id"].isVisible()
    assert again.message.isVisible()
    QTest.keyClick(again, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: any(line[0] == "said" for line in told))
    idle(qtbot, context)
    records = context.services.records
    assert records.draft("requests", None) is None
    [made] = records.page(Query("requests"), 0)
    assert (made.values["requester_kind"], made.values["requester_unit"], made.values["departments"]) == (
        "居民区", "襄阳居民区", ("物业", "消防"),
    )  # fmt: skip


@pytest.fixture
def opened(context: Context, host: QWidget, qtbot: QtBot) -> tuple[EntityTab, int]:
    """The list of requests with one of them open."""
    key = context.services.requests.take(RequestDraft(title="电梯排队", mechanism="平台协办", supporting=("物业",))).id
    tab = EntityTab(context, REQUESTS)
    qtbot.addWidget(tab)
    tab.resize(1366, 700)
    with qtbot.waitActive(tab):
        tab.show()
        tab.activateWindow()
    tab.show_record("requests", key)
    qtbot.waitUntil(lambda: bool(tab.findChildren(RequestStrip)) and not context.tasks.busy)
    qtbot.waitUntil(lambda: strip(tab).sight is not None and not context.tasks.busy)
    return tab, key


def strip(tab: EntityTab) -> RequestStrip:
    return tab.findChildren(RequestStrip)[0]


def test_the_strip_leads_through_the_states(
    opened: tuple[EntityTab, int], context: Context, told: Told, qtbot: QtBot
) -> None:
    tab, key = opened
    shown = strip(tab)
    assert shown.sight is not None
    assert [clock.label for clock in shown.sight.clocks] == ["首次联系", "答复", "办完"]
    assert "第" in shown.words.text()
    shown.buttons[Action.ACCEPT].click()
    qtbot.waitUntil(lambda: Action.ASSIGN in shown.buttons and not context.tasks.busy)
    shown.buttons[Action.ASSIGN].click()
    panel = window(qtbot, context, ActPanel)
    panel.reject()
    context.services.requests.act(key, Action.ASSIGN, Given(mechanism="难题专办", owner_id=1))
    qtbot.waitUntil(lambda: Action.FINISH in shown.buttons and not context.tasks.busy)
    assert shown.sight.state is State.WORKING
    assert shown.sight.clocks[-1].first is not None


def test_what_was_done_and_who_has_it_stand_in_pages(
    opened: tuple[EntityTab, int], context: Context, station: Database, qtbot: QtBot
) -> None:
    tab, key = opened
    copy = context.services.records.get("requests", key)
    log, departments = LogPage(context, tab), DepartmentsPage(context, tab)
    for page in (log, departments):
        page.resize(900, 300)
        page.show()
        page.show_parent(copy)
    qtbot.waitUntil(lambda: bool(log.lines) and bool(departments.lines))
    NotePanel(context, copy, tab).open()
    panel = window(qtbot, context, NotePanel)
    panel.words.put("打了电话")
    panel.contacted.setChecked(True)
    panel.take()
    qtbot.waitUntil(lambda: log.lines[0].words == "打了电话")
    departments.send()
    sending = window(qtbot, context, SendPanel)
    sending.department.put("消防")
    sending.take()
    qtbot.waitUntil(lambda: len(departments.lines) == 2)
    AnswerPanel(context, copy, departments.lines[0], tab).open()
    answering = window(qtbot, context, AnswerPanel)
    answering.reply.put("已经检修")
    answering.take()
    qtbot.waitUntil(lambda: departments.lines[0].reply == "已经检修" and not context.tasks.busy)
    context.guest.toggle()
    log.show()
    qtbot.waitUntil(lambda: "来客视图不显示" in said_by(log))
    assert "打了电话" not in said_by(log)


def test_a_line_is_written_without_the_file(opened: tuple[EntityTab, int], context: Context, qtbot: QtBot) -> None:
    """As the line of 今日 does it that reminds of a line a day."""
    _tab, key = opened
    rooms.tools()["request-note"](context, request_id=key)
    panel = window(qtbot, context, NotePanel)
    panel.words.put("又去看了一次")
    panel.take()
    qtbot.waitUntil(lambda: context.services.requests.log(key)[0].words == "又去看了一次")
    idle(qtbot, context)


def said_by(page: QWidget) -> list[str]:
    """What can be read on a page."""
    return [label.text() for label in page.findChildren(Label) if label.isVisible()]


def test_days_are_asked_for(opened: tuple[EntityTab, int], context: Context, qtbot: QtBot) -> None:
    tab, key = opened
    requests = context.services.requests
    requests.act(key, Action.ACCEPT)
    requests.act(key, Action.ASSIGN, Given(mechanism="平台协办", owner_id=1))
    copy = context.services.records.get("requests", key)
    ExtensionPanel(context, copy, tab).open()
    panel = window(qtbot, context, ExtensionPanel)
    panel.take()
    qtbot.waitUntil(lambda: panel.go.isEnabled() and bool(panel.note.isVisible()))
    panel.reason.put("等部件")
    panel.take()
    qtbot.waitUntil(lambda: "等站长批" in strip(tab).words.text())
    idle(qtbot, context)
    strip(tab).buttons[Action.EXTEND].click()
    deciding = window(qtbot, context, ActPanel)
    assert "申请延期 5 个工作日：等部件" in deciding.about.text()
    assert deciding.given().days == 5
    refusal = deciding.extra.itemAt(0).widget()
    refusal.click()
    qtbot.waitUntil(lambda: bool(deciding.note.isVisible()) and not context.tasks.busy)
    deciding.editors[Asks.REASON].put("部件有现货")
    refusal.click()
    qtbot.waitUntil(lambda: "等站长批" not in strip(tab).words.text())
    idle(qtbot, context)
    requests.ask_extension(key, 3, "部件又缺了")
    qtbot.waitUntil(lambda: Action.EXTEND in strip(tab).buttons and not context.tasks.busy)
    assert strip(tab).buttons[Action.EXTEND].text() == "批复延期…"
    strip(tab).buttons[Action.EXTEND].click()
    granting = window(qtbot, context, ActPanel)
    before = context.services.records.get("requests", key).values["due_on"]
    QTest.keyClick(granting, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "等站长批" not in strip(tab).words.text())
    idle(qtbot, context)
    assert context.services.records.get("requests", key).values["due_on"] > before


def test_what_the_request_has_stands_in_the_window(
    opened: tuple[EntityTab, int], context: Context, station: Database, qtbot: QtBot
) -> None:
    """分派 begins with the mechanism, and says who helps; the keys are where something is missing."""
    tab, key = opened
    context.services.requests.act(key, Action.ACCEPT)
    qtbot.waitUntil(lambda: Action.ASSIGN in strip(tab).buttons and not context.tasks.busy)
    strip(tab).buttons[Action.ASSIGN].click()
    panel = window(qtbot, context, ActPanel)
    assert panel.given() == Given(mechanism="平台协办", supporting=("物业",))
    assert "建议平台协办" in panel.about.text()
    assert panel.editors[Asks.OWNER].isAncestorOf(QApplication.focusWidget())
    panel.editors[Asks.OWNER].put("周敏")
    panel.editors[Asks.DEPARTMENT].put("街道平安办")
    QTest.keyClick(panel, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: Action.FINISH in strip(tab).buttons and not context.tasks.busy)
    assert {(one.department, one.part) for one in context.services.requests.receipts(key)} == {
        ("街道平安办", "牵头"), ("物业", "协同"),
    }  # fmt: skip


def test_any_request_may_take_another_one_in(
    opened: tuple[EntityTab, int], context: Context, qtbot: QtBot
) -> None:
    tab, key = opened
    other = context.services.requests.take(RequestDraft(title="货梯也停了"))
    act(context, key, Action.MERGE, tab)
    panel = window(qtbot, context, ActPanel)
    panel.take()
    qtbot.waitUntil(lambda: bool(panel.note.isVisible()) and not context.tasks.busy)
    panel.editors[Asks.TARGET].put(other.id, "货梯也停了")
    panel.take()
    qtbot.waitUntil(lambda: (seen := strip(tab).sight) is not None and seen.merged is not None)
    idle(qtbot, context)


def test_a_leader_may_close_what_cannot_be_mended(
    opened: tuple[EntityTab, int], context: Context, qtbot: QtBot
) -> None:
    """After two dissatisfactions every score is offered, with words; nobody else gets there."""
    tab, key = opened
    requests = context.services.requests
    requests.act(key, Action.ACCEPT)
    requests.act(key, Action.ASSIGN, Given(mechanism="平台协办", owner_id=1))
    for _turn in range(2):
        requests.act(key, Action.FINISH, Given(words="修过了"))
        requests.act(key, Action.DISSATISFIED, Given(score=1, words="还是排队"))
    requests.act(key, Action.FINISH, Given(words="加开一部"))
    act(context, key, Action.SATISFIED, tab)
    panel = window(qtbot, context, ActPanel)
    scores = panel.findChildren(Segmented)[0]
    scores.choose(2)
    panel.editors[Asks.REASON].put("高峰排队已经解释清楚")
    panel.take()
    qtbot.waitUntil(lambda: (seen := strip(tab).sight) is not None and seen.state is State.CLOSED)
    idle(qtbot, context)

"""The board of requests: cards in their columns, carried by hand and by keys, narrowed, and the list of the same."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from louyu_desktop.models import Account, Enterprise, RequestPause, ServiceRequest
from louyu_desktop.rules import dates
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.request_flow import Action, State
from louyu_desktop.services.board_copies import Wanted
from louyu_desktop.services.copies import Query
from louyu_desktop.services.measures import By, Measure
from louyu_desktop.storage.database import Database
from louyu_desktop.ui.checklist import measures
from louyu_desktop.ui.checklist.board.acting import menu
from louyu_desktop.ui.checklist.board.page import BOARD, LIST, RequestsTab
from louyu_desktop.ui.checklist.board.panel import ActPanel
from louyu_desktop.ui.checklist.tab import build
from louyu_desktop.ui.context import Context
from louyu_desktop.ui.fields.editors import NoteEditor
from louyu_desktop.ui.subtabs import TabGroup

DAY = dt.timedelta(days=1)
LINES: tuple[tuple[str, str, str | None, str | None], ...] = (
    ("电梯早高峰等候过长", "待受理", None, None), ("想办员工居住证", "待受理", None, None),
    ("申报专项资金", "已受理", "平台协办", None), ("大堂闸机午高峰排队", "办理中", "平台协办", "周敏"),
    ("非机动车停放点不足", "办理中", "即知即办", "周敏"), ("地下车库加装充电桩", "挂起", "难题专办", "顾一鸣"),
    ("员工食堂夜间供餐", "待回访", "平台协办", "周敏"), ("人才落户材料预审", "已办结", "即知即办", "顾一鸣"),
)


@pytest.fixture
def requests(station: Database) -> dict[str, int]:
    """Eight requests, by their titles."""
    now = dt.datetime.combine(dates.today(), dt.time(9), SHANGHAI)
    with station.write("诉求") as write:
        [second] = write.insert(Account, [{"name": "顾一鸣", "role": "工作人员"}])
        firms = list(write.session.query(Enterprise.id).order_by(Enterprise.id))
        rows: list[dict[str, Any]] = []
        for number, (title, state, mechanism, owner) in enumerate(LINES):
            rows.append({
                "number": f"SQ-2026-{number + 1:04d}", "title": title, "state": state, "mechanism": mechanism,
                "owner_id": {"周敏": 1, "顾一鸣": second}.get(owner or ""), "enterprise_id": firms[number % len(firms)][0],
                "received_at": now - DAY * (14 if number == 3 else 1), "contact_days": 1, "cut_off": 17,
                "promised_days": {"平台协办": 5, "即知即办": 1, "难题专办": 15}.get(mechanism or ""),
                "category": "物业治理", "lead_department": "街道营商办" if number == 3 else None,
                "finished_on": dates.today() if state in {"待回访", "已办结"} else None,
                "closed_on": dates.today() if state == "已办结" else None,
                "satisfaction": 4 if state == "已办结" else None,
            })  # fmt: skip
        ids = write.insert(ServiceRequest, rows)
        write.insert(RequestPause, [{"request_id": ids[5], "begun_at": now - DAY, "reason": "等企业材料"}])
    return {line[0]: key for line, key in zip(LINES, ids, strict=True)}


@pytest.fixture
def group(context: Context, requests: dict[str, int], qtbot: QtBot) -> TabGroup:
    """The tab 服务清单, shown."""
    assert requests
    made = build(context)
    qtbot.addWidget(made)
    made.resize(1366, 688)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


@pytest.fixture
def tab(group: TabGroup, context: Context, qtbot: QtBot) -> RequestsTab:
    """Its sub-tab 诉求."""
    made = group.part("requests")
    assert isinstance(made, RequestsTab)
    qtbot.waitUntil(lambda: made.board.view.count == len(LINES) and not context.tasks.busy)
    made.board.view.setFocus()
    return made


def place_of(tab: RequestsTab, title: str) -> tuple[int, int]:
    """Where a card stands."""
    return next(
        (column, row) for column, cards in enumerate(tab.board.view.stacks)
        for row, card in enumerate(cards) if card.title == title
    )  # fmt: skip


def drag(tab: RequestsTab, title: str, column: int, *, let_go: bool = True) -> None:
    """Carry a card into a column by hand."""
    view = tab.board.view
    port, start = view.viewport(), view.rect_of(*place_of(tab, title)).center().toPoint()
    left, wide = view.span(column)
    end = QPoint(int(left + wide / 2), start.y() + 40)
    left_button = Qt.MouseButton.LeftButton
    QTest.mousePress(port, left_button, pos=start)
    for share in (0.1, 0.5, 1.0):
        at = QPointF(start) + QPointF(end - start) * share
        event = QMouseEvent(
            QEvent.Type.MouseMove, at, port.mapToGlobal(at), Qt.MouseButton.NoButton, left_button,
            Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        QApplication.sendEvent(port, event)
    if let_go:
        QTest.mouseRelease(port, left_button, pos=end)


def state_of(context: Context, key: int) -> str:
    """The state that is stored."""
    return str(context.services.records.get("requests", key).values["state"])


def test_cards_stand_in_their_columns_and_say_what_they_are(
    tab: RequestsTab, context: Context, requests: dict[str, int]
) -> None:
    """What is paused stands with what is worked on, what is overdue first; every action stands in its menu."""
    view = tab.board.view
    assert [len(cards) for cards in view.stacks] == [2, 1, 3, 1, 1]
    assert view.stacks[2][0].title == "大堂闸机午高峰排队"
    assert "未办结 7 件" in tab.board.heard.text()
    assert "超期 1 件" in tab.board.heard.text()
    view.choose((2, 0))
    assert "超期" in view.accessibleDescription()
    context.guest.toggle()
    assert view.count == len(LINES)
    offered = context.services.requests.actions(tab.board.view.stacks[2][0].id)
    made = menu(context, tab.board.view.stacks[2][0], "大堂", offered, tab)
    assert {one.action for one in offered} >= {Action.FINISH, Action.RETURN}
    assert sum(line.isEnabled() and not line.isSeparator() for line in made.actions()) >= 3
    made.deleteLater()
    board = context.services.board
    found = board.read(Wanted(department="街道营商办"), dt.datetime.now(SHANGHAI))
    assert [card.id for card in found.open] == [requests["大堂闸机午高峰排队"]]
    assert context.services.records.count(found.query) == 1
    assert found.sides.departments == ("街道营商办",)


def test_a_drag_that_asks_for_nothing_acts_at_once(
    tab: RequestsTab, context: Context, requests: dict[str, int], qtbot: QtBot
) -> None:
    """待受理 into 待分派 is 受理, and the board is read anew."""
    drag(tab, "想办员工居住证", 1)
    qtbot.waitUntil(lambda: len(tab.board.view.stacks[1]) == 2)
    assert state_of(context, requests["想办员工居住证"]) == State.ACCEPTED


def test_where_a_card_may_not_go_a_sentence_says_why_and_escape_puts_it_back(
    tab: RequestsTab, context: Context, requests: dict[str, int]
) -> None:
    """Over the column, and when it is let go; nothing is written."""
    drag(tab, "电梯早高峰等候过长", 4, let_go=False)
    assert tab.board.view.forbidden
    assert tab.board.sentence.trouble == "要先有办理结果，再回访，才能办结"
    tab.board.view.drop()
    drag(tab, "电梯早高峰等候过长", 2)
    assert "先受理" in tab.board.message.text
    assert state_of(context, requests["电梯早高峰等候过长"]) == State.NEW
    view = tab.board.view
    view.choose((2, 0))
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_M):
        QTest.keyClick(view, Qt.Key.Key_M)
        assert view.hand is not None
        QTest.keyClick(view, key)
        assert view.hand is None


def test_m_takes_a_card_and_the_arrows_carry_it(
    tab: RequestsTab, context: Context, requests: dict[str, int], qtbot: QtBot
) -> None:
    """What the action asks for is asked in a window; without it nothing happens."""
    view = tab.board.view
    view.choose(place_of(tab, "非机动车停放点不足"))
    QTest.keyClick(view, Qt.Key.Key_M)
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert "填结果" in tab.board.sentence.text
    QTest.keyClick(view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(tab.window().findChildren(ActPanel)))
    panel = tab.window().findChildren(ActPanel)[0]
    panel.go.click()
    qtbot.waitUntil(lambda: bool(panel.note.isVisible() and panel.go.isEnabled()))
    assert state_of(context, requests["非机动车停放点不足"]) == State.WORKING
    next(iter(panel.findChildren(NoteEditor))).put("已增设两组停放架")
    panel.go.click()
    qtbot.waitUntil(lambda: len(view.stacks[3]) == 2)
    assert state_of(context, requests["非机动车停放点不足"]) == State.CALL_BACK


def test_it_is_narrowed_by_person_and_the_list_is_of_the_same(
    tab: RequestsTab, context: Context, qtbot: QtBot
) -> None:
    """Who has how much stands in the order of names, whatever is chosen."""
    board = tab.board
    board.person.setCurrentIndex(board.person.findText("周敏"))
    board.person.activated.emit(board.person.currentIndex())
    qtbot.waitUntil(lambda: board.view.count == 3)
    assert board.found is not None
    assert [(one.name, one.open, one.over) for one in board.found.loads] == [("顾一鸣", 1, 0), ("周敏", 3, 1)]
    tab.shown.chosen.emit(LIST)
    qtbot.waitUntil(lambda: tab.list.model.rowCount() == 3)
    tab.list.views.choose("超期")
    qtbot.waitUntil(lambda: tab.list.model.rowCount() == 1)
    tab.shown.chosen.emit(BOARD)
    board.show_all()
    qtbot.waitUntil(lambda: board.view.count == len(LINES))
    board.seek("光年")
    assert 0 < board.view.count < len(LINES)
    board.seek("没有这样的字")
    assert not board.view.isVisible()
    assert board.empty.isVisible()


def test_tab_goes_through_all_that_narrows_the_board(tab: RequestsTab) -> None:
    """登记诉求, what narrows, who has how much, the cards: nothing is for the mouse alone."""
    board = tab.board
    wanted = [board.search, board.mechanism, board.person, board.place, board.department, *board.people.values()]
    tab.new.setFocus()
    for widget in (*wanted, board.view):
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is widget


def test_every_number_of_the_measures_opens_its_requests(
    group: TabGroup, context: Context, requests: dict[str, int], qtbot: QtBot
) -> None:
    """A count opens what it counts, a rate what it lacks; the page is read when it is shown."""
    page = group.show_built(measures.build)
    qtbot.waitUntil(lambda: page.found is not None and page.model.rowCount() == 1)
    opened: list[Query] = []
    context.open_query = opened.append
    page.tiles[Measure.CLOSED_RATE].click()
    assert context.services.records.count(opened[-1]) == len(LINES) - 1
    page.table.chosen.emit(page.model.rows[0], Measure.CLOSED.name)
    assert opened[-1].filters[0].value == (requests["人才落户材料预审"],)
    assert page.tiles[Measure.CLOSED_RATE].accessibleName() == "办结率 12.5%"
    page.head.by.setCurrentIndex(page.head.by.findData(By.MECHANISM))
    page.head.by.activated.emit(page.head.by.currentIndex())
    qtbot.waitUntil(lambda: page.model.rowCount() == 4)

"""必访 as a person does it: the list with its reasons, put off, not needed, given away; the file; what an import asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from louyu_desktop.models import Enterprise, SpecialCase, VisitTask
from louyu_desktop.rules.dates import today
from louyu_desktop.services.copies import Filter, Match, Query
from louyu_desktop.services.must_visits import MustVisits
from louyu_desktop.services.records import Records
from louyu_desktop.storage.database import Database
from louyu_desktop.ui.context import Context
from louyu_desktop.ui.enterprises.tasks import HeldPart, TasksPage, TasksPane, TaskStrip, note_case
from louyu_desktop.ui.enterprises.tasks.deciding import AssignDialog, LaterDialog, NotNeededDialog
from louyu_desktop.ui.enterprises.tasks.noting import CaseDialog


def dialog_of(kind: type[QWidget], qtbot: QtBot) -> QWidget:
    """The dialog of a kind that is open."""
    qtbot.waitUntil(lambda: any(isinstance(one, kind) and one.isVisible() for one in QApplication.topLevelWidgets()))
    return next(one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible())


@pytest.fixture
def service(station: Database, records: Records) -> MustVisits:
    """The firm of the station has a lease that ends in 15 days; another one has trouble, and two wait."""
    firms = {one.title: one.id for one in records.options("enterprises", "")}
    made = MustVisits(station)
    made.special(firms["光年广告"], "舆情", "网上有人发帖")
    with station.write("导入") as write:
        write.derivation.visits.hold_back()
        write.insert(SpecialCase, [
            {"enterprise_id": firms[name], "kind": "迁册", "happened_on": today()} for name in ("乐高玩具", "远帆贸易")
        ])
        write.update(Enterprise, [{"id": firms["远帆贸易"], "chief_liaison_id": 1}])
    return made


@pytest.fixture
def pane(context: Context, service: MustVisits, qtbot: QtBot) -> Iterator[TasksPane]:
    shown = TasksPane(context)
    qtbot.addWidget(shown)
    shown.resize(1200, 560)
    shown.show()
    qtbot.waitUntil(lambda: len(shown.table.lines.rows) == len(service.open()))
    yield shown
    shown.hide()


def test_the_list_says_why(pane: TasksPane, context: Context) -> None:
    """The nearest first; the panel has fact, rule, deadline and what clears it; guests see none of it."""
    assert [one.trigger for one in pane.table.lines.rows] == ["租赁到期", "特殊情况"]
    assert "租期" in pane.why.fact.text()
    assert [label.text()[:2] for label in pane.why.lines] == ["规则", "期限", "怎样"]
    assert "另有 2 件等您定" in pane.count.text()
    context.guest.put(True)
    assert pane.why.fact.text() == "—"
    assert not pane.why.lines[0].isVisible()
    fact = next(n for n, one in enumerate(pane.table.lines.columns) if one.field.name == "fact")
    assert "发帖" not in str(pane.table.lines.index(1, fact).data())
    context.guest.put(False)
    pane.trigger.choose("特殊情况")
    pane._turn()
    assert [one.trigger for one in pane.table.lines.rows] == ["特殊情况"]
    pane.trigger.choose("总部来访")
    pane._turn()
    assert pane.stack.currentWidget() is pane.empty


def test_put_off_given_away_not_needed(pane: TasksPane, service: MustVisits, records: Records, qtbot: QtBot) -> None:
    """By keyboard where there is a key; each is one step that can be taken back."""
    pane.later.click()
    later = dialog_of(LaterDialog, qtbot)
    assert isinstance(later, LaterDialog)
    later.go.click()
    qtbot.waitUntil(later.note.isVisible)
    later.reason.put("对方出差")
    later.go.click()
    qtbot.waitUntil(lambda: any(one.state == "延后" for one in service.open()))
    records.undo()
    pane.assign_to.click()
    give = dialog_of(AssignDialog, qtbot)
    assert isinstance(give, AssignDialog)
    give.person.put("周敏")
    give.go.click()
    qtbot.waitUntil(lambda: any(one.assignee == "周敏" for one in service.open()))
    qtbot.waitUntil(lambda: any(one.assignee == "周敏" for one in pane.table.lines.rows))
    QTest.keyClick(pane.table, Qt.Key.Key_Delete)
    needless = dialog_of(NotNeededDialog, qtbot)
    assert isinstance(needless, NotNeededDialog)
    needless.reason.put("已电话沟通")
    needless.go.click()
    qtbot.waitUntil(lambda: len(service.open()) == 1)
    qtbot.waitUntil(lambda: len(pane.table.lines.rows) == 1)


def test_what_waits_is_raised(pane: TasksPane, service: MustVisits, qtbot: QtBot) -> None:
    pane.show_query(Query("visit-tasks", (Filter("state", Match.ONE_OF, ("待定",)),)))
    qtbot.waitUntil(lambda: len(pane.table.lines.rows) == 2)
    assert not pane.later.isVisible()
    pane.all.click()
    assert pane.go.text() == "生成 2 件"
    pane.go.click()
    qtbot.waitUntil(lambda: len(service.open()) == 4)
    qtbot.waitUntil(lambda: pane.stack.currentWidget() is pane.empty)


def test_the_file_of_an_enterprise(context: Context, service: MustVisits, records: Records, qtbot: QtBot) -> None:
    """The line under the head, the page, a special case noted there and said to be over."""
    firm = service.open()[0].enterprise_id
    copy = records.get("enterprises", firm)
    host = QWidget()
    qtbot.addWidget(host)
    strip, page = TaskStrip(context, host), TasksPage(context, host)
    page.resize(900, 400)
    for part in (strip, page):
        part.show_parent(copy)
    host.show()
    qtbot.waitUntil(lambda: len(page.model.rows) == 1 and len(strip.tasks) == 1)
    assert strip.head.text() == "必访 1 件"
    note_case(context, copy, host)
    dialog = dialog_of(CaseDialog, qtbot)
    assert isinstance(dialog, CaseDialog)
    dialog.kind.put("迁册")
    dialog.what.put("在看对面的楼")
    dialog.go.click()
    qtbot.waitUntil(lambda: len(strip.tasks) == 2 and len(page.model.rows) == 2)
    place = next(n for n, one in enumerate(page.model.rows) if one.trigger == "特殊情况")
    page.table.setCurrentIndex(page.model.index(place, 0))
    page.over.click()
    qtbot.waitUntil(lambda: len(strip.tasks) == 1)
    qtbot.waitUntil(lambda: any(one.cleared for one in page.model.rows))
    context.guest.put(True)
    assert strip.words.text() == "—"


def test_the_end_of_an_import(context: Context, service: MustVisits, qtbot: QtBot) -> None:
    part = HeldPart(context)
    qtbot.addWidget(part)
    part.ask(())
    assert part.isHidden()
    part.ask([one.id for one in service.waiting()])
    qtbot.waitUntil(lambda: len(part.tasks) == 2)
    assert "会产生 2 件必访" in part.title.text()
    part.drop.click()
    qtbot.waitUntil(lambda: not service.waiting())
    qtbot.waitUntil(lambda: "没有生成" in part.title.text())
    assert {one.state_reason for one in service.of(service.open()[0].enterprise_id)} == {""}


def test_a_day_late_stands_out(pane: TasksPane, station: Database) -> None:
    late = pane.table.lines.rows[0]
    assert pane.table.lines.index(0, 0).data(Qt.ItemDataRole.UserRole) is None
    with station.write("迟") as write:
        write.update(VisitTask, [{"id": late.id, "due_on": today() - dt.timedelta(days=2)}])
    pane.table.lines.put(MustVisits(station).open())
    assert pane.table.lines.index(0, 0).data(Qt.ItemDataRole.UserRole) == today() - dt.timedelta(days=2)
    assert "超期 2 天" in pane.table.lines.index(0, 0).data()


def test_names_stand_whole_where_there_is_little_room(pane: TasksPane, qtbot: QtBot) -> None:
    """The facts take what is left; in a very narrow window all give, and none is lost."""
    table = pane.table
    places = {column.field.name: place for place, column in enumerate(table.lines.columns)}
    pane.resize(1366, 640)
    qtbot.waitUntil(lambda: table.columnWidth(places["enterprise"]) >= 216)
    pane.resize(900, 640)
    qtbot.waitUntil(lambda: table.columnWidth(places["enterprise"]) < 216)
    assert table.columnWidth(places["enterprise"]) > 80
    assert table.columnWidth(places["fact"]) >= 60

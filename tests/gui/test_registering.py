"""登记报名, 选人, 报名问题, 候补: from the page of an activity's file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from louyu_desktop.models import Enterprise, Person
from louyu_desktop.rules.attendance import RegistrationStatus as S
from louyu_desktop.services.registering_copies import Asked, Entry
from louyu_desktop.storage.database import Database
from louyu_desktop.ui.activities.registering import ACTS
from louyu_desktop.ui.activities.registering.form import RegisterDialog
from louyu_desktop.ui.activities.registering.giving_up import GivingUp
from louyu_desktop.ui.activities.registering.page import RegisteringPage
from louyu_desktop.ui.activities.registering.pick import PickDialog
from louyu_desktop.ui.activities.registering.questions import QuestionsDialog
from louyu_desktop.ui.context import Context


@pytest.fixture
def activity(context: Context) -> int:
    """Two places, five hours to answer."""
    soon = dt.datetime.now(dt.UTC) + dt.timedelta(days=3)
    values = {"title": "白领午间课堂", "starts_at": soon, "status": "报名中", "capacity": 2, "waiting_hours": 5}
    return context.services.records.save("activities", None, values)


@pytest.fixture
def told(context: Context) -> list[tuple[str, ...]]:
    """What the window says."""
    said: list[tuple[str, ...]] = []
    context.message = lambda *words: said.append(words)
    return said


@pytest.fixture
def page(context: Context, activity: int, qtbot: QtBot) -> Iterator[RegisteringPage]:
    """The page of the activity."""
    holder = QWidget()
    qtbot.addWidget(holder)
    made = RegisteringPage(context, holder)
    holder.resize(760, 480)
    made.resize(760, 480)
    holder.show()
    made.show_parent(context.services.records.get("activities", activity))
    qtbot.waitUntil(lambda: not context.tasks.busy)
    yield made
    holder.close()


def enrol(context: Context, activity: int, *names: str) -> None:
    context.services.registering.register(activity, [Entry(name=name) for name in names])


def shown(page: RegisteringPage) -> list[tuple[str, str]]:
    return [(row.name, row.standing) for row in page.lines.rows]


def settled(context: Context, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not context.tasks.busy)


def test_an_empty_page_says_how_to_begin(page: RegisteringPage) -> None:
    assert not page.table.isVisible()
    assert page.figures.text() == "已报名 0 / 2 人，还有 2 个名额"
    assert [button.text().strip() for button in page.acts.values()] == [act.label for act in ACTS]


def test_one_person_after_another(
    page: RegisteringPage, context: Context, activity: int, told: list[tuple[str, ...]], qtbot: QtBot
) -> None:
    context.services.registering.ask(activity, [Asked(None, "是否用餐", "是否", (), required=True)])
    dialog = RegisterDialog(context, context.services.records.get("activities", activity), page)
    dialog.open()
    settled(context, qtbot)
    dialog.register(stays=True)
    assert dialog.note.isVisible()  # no name
    dialog.person.box.setText("苏轼")
    dialog.companions.setValue(1)
    dialog.register(stays=True)
    settled(context, qtbot)
    assert shown(page) == []  # the question wants its answer
    next(iter(dialog.answers.values())).put("是")
    dialog.told.setChecked(True)
    dialog.register(stays=True)
    dialog.register(stays=True)  # Enter once more, before it is on disk
    qtbot.waitUntil(lambda: len(page.lines.rows) == 2)
    settled(context, qtbot)
    assert dialog.person.box.text() == ""
    dialog.person.box.setText("黄庭坚")
    next(iter(dialog.answers.values())).put("否")
    dialog.register(stays=False)
    qtbot.waitUntil(lambda: len(page.lines.rows) == 3)
    assert shown(page) == [("黄庭坚", "候补第 1 位"), ("苏轼", "已报名"), ("苏轼同行 1", "已报名")]
    assert told[-1] == ("warn", "候补：黄庭坚，2 个名额已满")
    assert page.figures.text().startswith("已报名 2 / 2 人，名额已满，候补 1 人")


def test_somebody_the_station_knows(page: RegisteringPage, context: Context, activity: int, qtbot: QtBot) -> None:
    dialog = RegisterDialog(context, context.services.records.get("activities", activity), page)
    dialog.open()
    known = context.services.records.options("people", "陈华树")[0]
    dialog.person.put(known.id, known.title)
    dialog.person.changed.emit()
    assert not dialog.unit.isEnabled()
    dialog.register(stays=False)
    qtbot.waitUntil(lambda: len(page.lines.rows) == 1)
    assert page.lines.rows[0].person_id == known.id


def test_a_place_given_back_is_offered_and_taken(
    page: RegisteringPage, context: Context, activity: int, told: list[tuple[str, ...]], qtbot: QtBot
) -> None:
    enrol(context, activity, "甲", "乙", "丙", "丁")
    qtbot.waitUntil(lambda: len(page.lines.rows) == 4)
    assert [row.status for row in page.lines.rows] == [S.WAITING, S.WAITING, S.REGISTERED, S.REGISTERED]
    page.table.selectRow(2)
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    [dialog] = page.findChildren(GivingUp)
    dialog.reason.put("出差")
    qtbot.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(page.lines.rows) and page.lines.rows[0].status == S.OFFERED)
    qtbot.waitUntil(lambda: bool(told))
    assert told[-1] == ("warn", "已取消 1 人的报名；轮到丙，请问本人来不来")
    page.table.selectRow(0)
    assert page.buttons["decline"].isVisible()
    page.decline()
    qtbot.waitUntil(lambda: page.lines.rows[0].name == "丁")
    page.table.selectRow(0)
    page.accept()
    qtbot.waitUntil(lambda: [row.name for row in page.lines.rows if row.status == S.REGISTERED] == ["乙", "丁"])
    page.parts.choose("gone")
    page.parts.chosen.emit("gone")
    assert [row.name for row in page.lines.rows] == ["甲", "丙"]


def test_picking_an_enterprise(
    page: RegisteringPage, context: Context, station: Database, activity: int, qtbot: QtBot
) -> None:
    with station.write("人") as write:
        [firm] = write.insert(Enterprise, [{"name": "宏达"}])
        ids = write.insert(Person, [{"name": name, "enterprise_id": firm} for name in ("甲", "乙", "丙")])
    context.services.registering.register(activity, [Entry(ids[0])])
    dialog = PickDialog(context, context.services.records.get("activities", activity), page)
    dialog.open()
    settled(context, qtbot)
    assert not dialog.list.isVisible()
    dialog.enterprise.put(firm, "宏达")
    dialog.enterprise.changed.emit()
    qtbot.waitUntil(lambda: dialog.list.count() == 3)
    assert sorted(dialog.picked()) == ids[1:]
    qtbot.mouseClick(dialog.none, Qt.MouseButton.LeftButton)
    assert not dialog.go.isEnabled()
    qtbot.mouseClick(dialog.every, Qt.MouseButton.LeftButton)
    assert dialog.go.text() == "登记 2 人"
    qtbot.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(page.lines.rows) == 3)


def test_questions_are_kept(page: RegisteringPage, context: Context, activity: int, qtbot: QtBot) -> None:
    dialog = QuestionsDialog(context, context.services.records.get("activities", activity), page)
    dialog.open()
    settled(context, qtbot)
    dialog.add()
    line = dialog.lines[0]
    line.text.setText("尺码")
    line.kind.setCurrentIndex(1)
    dialog.save()
    qtbot.waitUntil(dialog.note.isVisible)
    line.options.setText("大，中")
    dialog.save()
    qtbot.waitUntil(lambda: bool(context.services.registering.questions(activity)))
    assert context.services.registering.questions(activity)[0].options == ("大", "中")


def test_after_the_deadline_one_has_to_mean_it(
    page: RegisteringPage, context: Context, activity: int, qtbot: QtBot
) -> None:
    past = dt.datetime.now(dt.UTC) - dt.timedelta(hours=1)
    context.services.records.save("activities", activity, {"registration_deadline": past})
    dialog = RegisterDialog(context, context.services.records.get("activities", activity), page)
    dialog.open()
    qtbot.waitUntil(dialog.anyway.isVisible)
    dialog.person.box.setText("苏轼")
    dialog.register(stays=False)
    assert dialog.note.isVisible()
    dialog.anyway.setChecked(True)
    dialog.register(stays=False)
    qtbot.waitUntil(lambda: len(page.lines.rows) == 1)


def test_guests_read_no_names(page: RegisteringPage, context: Context, activity: int, qtbot: QtBot) -> None:
    enrol(context, activity, "苏轼")
    qtbot.waitUntil(lambda: len(page.lines.rows) == 1)
    context.guest.put(on=True)
    assert page.lines.index(0, 0).data() == "苏＊"

"""The council in the window: a lift queue from a complaint through two meetings to measures, answers and the file."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from louyu_desktop.errors import UserError
from louyu_desktop.models import Enterprise, Feedback, Measure, Meeting, Topic
from louyu_desktop.rules import dates
from louyu_desktop.rules.topic_flow import Action, MeetingAction
from louyu_desktop.services.copies import Copy
from louyu_desktop.services.records import Records
from louyu_desktop.storage.database import Database
from louyu_desktop.ui.buildings import build
from louyu_desktop.ui.buildings.council.answering import AnswerDialog
from louyu_desktop.ui.buildings.council.attending import AttendanceDialog
from louyu_desktop.ui.buildings.council.concerning import ConcernDialog
from louyu_desktop.ui.buildings.council.giving import GivenDialog
from louyu_desktop.ui.buildings.council.raising import RaiseDialog, raise_topic
from louyu_desktop.ui.context import Context
from louyu_desktop.ui.subtabs import TabGroup

_PICTURES = os.environ.get("LOUYU_PICTURES", "")
Look = Callable[[str], None]


@pytest.fixture
def council(records: Records) -> int:
    """A council with two sides, and two meetings: one an hour ago, one next week."""
    [building] = [one.id for one in records.options("buildings", "")]
    key = records.save("councils", None, {"name": "环贸楼事会", "building_id": building})
    for name, side, post in (("陈树", "物业", "楼长"), ("顾南星", "企业", "委员"), ("丁雨桐", "党组织", "召集人")):
        records.save("council-members", None, {"council_id": key, "name": name, "side": side, "post": post})
    now = dt.datetime.now(dt.UTC)
    for name, at in (("十一月例会", now - dt.timedelta(hours=1)), ("十二月例会", now + dt.timedelta(days=7))):
        values = {"name": name, "starts_at": at, "council_id": key, "place": "九楼议事厅", "chair": "陈树", "recorder": "周敏"}
        records.save("meetings", None, values)
    return key


@pytest.fixture
def whole(context: Context, council: int, qtbot: QtBot) -> TabGroup:
    """The tab 楼宇."""
    made = build(context)
    qtbot.addWidget(made)
    made.resize(1366, 688)
    made.show()
    context.open_record = made.show_record
    context.open_query = made.show_query
    context.new_record = made.new_record
    rest(context, qtbot)
    return made


@pytest.fixture
def look(whole: TabGroup, context: Context, qtbot: QtBot) -> Look:
    """Keep a picture of the tab where somebody asks for pictures."""

    def keep(name: str) -> None:
        rest(context, qtbot)
        if _PICTURES:
            QApplication.processEvents()
            whole.grab().save(str(Path(_PICTURES) / f"{name}.png"))

    return keep


def rest(context: Context, qtbot: QtBot) -> None:
    """Nothing is being read or written."""
    qtbot.waitUntil(lambda: not context.tasks.busy)


def the(kind: type[Any]) -> Any:
    """The window of a kind that stands open."""
    [found] = [one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible()]
    return found


def words(widget: QWidget) -> str:
    """Everything that the labels of a widget say."""
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


def only(station: Database, model: Any) -> Any:
    """The record of a kind that there is one of."""
    with station.read() as session:
        found = session.scalars(select(model)).one()
        session.expunge_all()
        return found


def opened(whole: TabGroup, kind: str, key: int, context: Context, qtbot: QtBot) -> Any:
    """The file of a record, shown and read."""
    whole.show_record(kind, key)
    record = whole.part(kind).record
    qtbot.waitUntil(lambda: record.copy is not None and record.copy.id == key and not context.tasks.busy)
    qtbot.waitUntil(lambda: record.form.grid.complete)
    rest(context, qtbot)
    return record


def test_a_lift_queue_from_a_complaint_to_the_file(
    whole: TabGroup, context: Context, station: Database, records: Records, look: Look, council: int, qtbot: QtBot
) -> None:
    with station.read() as session:
        firms = session.scalars(select(Enterprise.id).order_by(Enterprise.id)).all()
        meetings = session.scalars(select(Meeting.id).order_by(Meeting.starts_at)).all()
    request = records.save("requests", None, {
        "title": "电梯早高峰要等二十分钟", "received_at": dt.datetime.now(dt.UTC), "enterprise_id": firms[0],
        "requester_kind": "企业",
    })  # fmt: skip
    council_file = opened(whole, "councils", council, context, qtbot)
    assert "还没有人代表：业主、职能部门、居民区、站点" in words(council_file.section(2))
    look("council")

    copy: Copy = records.get("requests", request)
    raise_topic("requests", context, copy, whole)
    rest(context, qtbot)
    dialog = the(RaiseDialog)
    assert (dialog.title.value(), dialog.category.value(), dialog.council.value()) == (
        "电梯早高峰要等二十分钟", "电梯", "环贸楼事会",
    )  # fmt: skip
    dialog.go.click()
    qtbot.waitUntil(lambda: not dialog_is_open(RaiseDialog))
    topic = only(station, Topic)
    file = opened(whole, "topics", topic.id, context, qtbot)
    look("topic_collected")
    file.section(2).concern_button.click()
    concerning = the(ConcernDialog)
    rest(context, qtbot)
    qtbot.waitUntil(lambda: concerning.model.rowCount() == 1)  # of the council's own building
    assert not concerning.go.isEnabled()
    concerning.table.head.fill({})
    concerning.table.head.filtered.emit()
    qtbot.waitUntil(lambda: concerning.model.rowCount() == len(firms))
    rest(context, qtbot)
    QTest.keyClick(concerning.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    first = next(n for n in range(len(firms)) if concerning.model.row(n).id == firms[3])
    QTest.mouseClick(
        concerning.table.viewport(), Qt.MouseButton.LeftButton,
        pos=concerning.table.visualRect(concerning.model.index(first, 0)).center(),
    )
    assert concerning.go.text() == "加进来：4 家"
    QTest.keyClick(concerning, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not dialog_is_open(ConcernDialog))
    qtbot.waitUntil(lambda: file.section(2).file is not None and len(file.section(2).file.feedback) == 4)
    qtbot.waitUntil(lambda: "反馈 4" in [one.text() for one in file.tab_buttons])
    strip = file.acts.strip
    assert list(strip.buttons) == [Action.SCHEDULE, Action.DECLINE]

    meeting = opened(whole, "meetings", meetings[0], context, qtbot)
    agenda = meeting.section(0)
    look("meeting_waiting")
    agenda.buttons["put_on", topic.id].click()
    qtbot.waitUntil(lambda: ("agree", topic.id) in agenda.buttons)
    rest(context, qtbot)
    meeting.acts.strip.buttons[MeetingAction.HOLD].click()
    attending = the(AttendanceDialog)
    attending.boxes["顾南星"].setChecked(False)
    attending.reasons["顾南星"].put("出差")
    attending.further.put("周敏")
    attending.go.click()
    qtbot.waitUntil(lambda: not dialog_is_open(AttendanceDialog))
    agenda.buttons["again", topic.id].click()
    rest(context, qtbot)
    given = the(GivenDialog)
    given.go.click()
    qtbot.waitUntil(lambda: "请写原因" in given.note._text.text())
    given.reason.put("等物业报价")
    given.go.click()
    qtbot.waitUntil(lambda: not dialog_is_open(GivenDialog))
    rest(context, qtbot)
    assert only(station, Topic).meeting_id == meetings[1]

    context.services.records.save("meetings", meetings[1], {"starts_at": dt.datetime.now(dt.UTC)})
    opened(whole, "meetings", meetings[1], context, qtbot)
    qtbot.waitUntil(lambda: ("agree", topic.id) in agenda.buttons)
    look("meeting_agenda")
    agenda.buttons["agree", topic.id].click()
    rest(context, qtbot)
    given = the(GivenDialog)
    given.words.put("高峰分区停靠，加一名引导员")
    given.go.click()
    qtbot.waitUntil(lambda: not dialog_is_open(GivenDialog))
    rest(context, qtbot)

    due = dates.today() + dt.timedelta(days=5)
    for what in ("电梯高峰分区停靠", "大堂加一名引导员"):
        values = {"topic_id": topic.id, "what": what, "responsible": "环贸物业", "due_on": due}
        context.services.records.save("measures", None, values)
    file = opened(whole, "topics", topic.id, context, qtbot)
    qtbot.waitUntil(lambda: Action.ANSWER in strip.buttons and strip.buttons[Action.ANSWER].isEnabled())
    look("topic_measures")
    [line, _other] = [one for one in context.services.today.overview().items() if one.kind == "measures"]
    whole.show_record(line.kind, line.id)
    rest(context, qtbot)
    assert [one.text()[:2] for one in file.tab_buttons if one.isChecked()] == ["措施"]
    file.show_page(file._first)
    strip.buttons[Action.ANSWER].click()
    qtbot.waitUntil(lambda: Action.CLOSE in strip.buttons)
    assert not strip.buttons[Action.CLOSE].isEnabled()
    assert "还有措施没有完成" in strip.why.text()
    page = file.section(2)
    for one in page.file.measures:
        page.finish(one)
    qtbot.waitUntil(lambda: all(one.done_on for one in page.file.measures))
    qtbot.waitUntil(lambda: "还有企业没有反馈" in strip.why.text())
    page.answer_button.click()
    answering = the(AnswerDialog)
    assert "高峰分区停靠" in answering.words.value()
    assert answering.go.text() == "记下反馈：4 家"
    answering.every.click()
    assert not answering.go.isEnabled()
    answering.every.click()
    alone = answering.chosen[-1]
    answering.boxes[alone].setChecked(False)
    answering.go.click()
    qtbot.waitUntil(lambda: not dialog_is_open(AnswerDialog))
    qtbot.waitUntil(lambda: page.answer_button.text().strip() == "反馈")
    page.verbs[alone].click()
    answering = the(AnswerDialog)
    assert answering.reply.isVisible()
    answering.reply.put("等得少多了")
    answering.score.put("5")
    answering.go.click()
    qtbot.waitUntil(lambda: not dialog_is_open(AnswerDialog))
    qtbot.waitUntil(lambda: Action.CLOSE in strip.buttons and strip.buttons[Action.CLOSE].isEnabled())
    look("topic_answered")
    strip.buttons[Action.CLOSE].click()
    qtbot.waitUntil(lambda: Action.REOPEN in strip.buttons)
    assert only(station, Topic).stage == "归档"
    with station.read() as session:
        assert len(session.scalars(select(Feedback.id).where(Feedback.told_on.is_not(None))).all()) == 4
        assert session.get(Feedback, alone).satisfaction == 5  # type: ignore[union-attr]
    with pytest.raises(UserError, match="已经归档"):
        context.services.councils.concern(topic.id, firms)
    with station.read() as session:
        assert len(session.scalars(select(Measure.id).where(Measure.done_on.is_not(None))).all()) == 2
    look("topic_closed")


def dialog_is_open(kind: type[QWidget]) -> bool:
    """Whether a window of a kind stands open."""
    return any(isinstance(one, kind) and one.isVisible() for one in QApplication.topLevelWidgets())


def test_two_members_of_one_name_are_two(
    whole: TabGroup, context: Context, station: Database, records: Records, council: int, qtbot: QtBot
) -> None:
    records.save("council-members", None, {"council_id": council, "name": "顾南星", "side": "业主"})
    with station.read() as session:
        meeting = session.scalars(select(Meeting.id).order_by(Meeting.starts_at)).first()
    assert meeting is not None
    topic = records.save("topics", None, {"title": "非机动车", "raised_on": dates.today(), "council_id": council})
    context.services.councils.put_on(meeting, [topic])
    file = opened(whole, "meetings", meeting, context, qtbot)
    qtbot.waitUntil(lambda: MeetingAction.HOLD in file.acts.strip.buttons)
    file.acts.strip.buttons[MeetingAction.HOLD].click()
    attending = the(AttendanceDialog)
    assert len(attending.boxes) == 4
    attending.boxes["顾南星（业主）"].setChecked(False)
    assert attending.attendance().absent == {"顾南星（业主）": ""}
    assert "顾南星（企业）" in attending.attendance().present
    attending.reject()


def test_guests_read_nothing_in_the_small_windows(
    whole: TabGroup, context: Context, station: Database, records: Records, council: int, qtbot: QtBot
) -> None:
    """What was said at a meeting, and what a firm said, is not put into a box that guests look at."""
    said: list[str] = []
    context.message = lambda _tone, words, *_rest: said.append(words)
    topic = records.save("topics", None, {"title": "非机动车", "raised_on": dates.today(), "council_id": council})
    told = {"topic_id": topic, "to_whom": "物业", "told_on": dates.today(), "words": "已办", "reply": "还不够"}
    records.save("feedback", None, told)
    page = opened(whole, "topics", topic, context, qtbot).section(2)
    rest(context, qtbot)
    context.guest.put(True)
    assert "还不够" not in [label.text() for label in page.findChildren(QLabel) if label.isVisible()]
    [verb] = page.verbs.values()
    verb.click()
    assert "来客视图" in said[-1]
    context.guest.put(False)
    [verb] = page.verbs.values()
    verb.click()
    answering = the(AnswerDialog)
    assert (answering.reply.value(), answering.words.value()) == ("还不够", "已办")
    answering.words.put("字" * 1001)
    answering.go.click()
    qtbot.waitUntil(lambda: "最多 1000 个字" in answering.note._text.text())
    answering.reject()

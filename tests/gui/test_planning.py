"""Planning in the window: the way of an activity, whom to tell, repetition, how far a change reaches, clones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from louyu_desktop.models import Activity, PartyOrganisation, Person, Preparation, Registration
from louyu_desktop.rules import recurrence
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.lifecycle import Action
from louyu_desktop.services.copies import Copy
from louyu_desktop.services.planned import CopiedPart, Decision, Scope, Way
from louyu_desktop.services.records import Records
from louyu_desktop.storage.database import Database
from louyu_desktop.ui.activities import build
from louyu_desktop.ui.activities.planning import copying, duties, picking, reason, repeat, scope, told
from louyu_desktop.ui.activities.planning.preparing import PreparingPage
from louyu_desktop.ui.context import Context
from louyu_desktop.ui.entity.record import RecordPane
from louyu_desktop.ui.subtabs import TabGroup


@pytest.fixture
def start() -> dt.datetime:
    """Noon in five days."""
    noon = dt.datetime.now(SHANGHAI).replace(hour=12, minute=0, second=0, microsecond=0)
    return noon + dt.timedelta(days=5)


@pytest.fixture
def activity(station: Database, records: Records, start: dt.datetime) -> int:
    """An activity with two people and one thing to do."""
    values = {"title": "声音疗愈", "starts_at": start, "ends_at": start + dt.timedelta(hours=1), "type": "文体"}
    key = records.save("activities", None, values)
    with station.write("x") as write:
        people = write.session.scalars(select(Person.id)).all()
        write.insert(Registration, [{"activity_id": key, "person_id": one, "unit_name": "渤健"} for one in people])
        write.insert(Preparation, [{"activity_id": key, "what": "发通知", "owner": "丁雨桐", "days_before": 3}])
    return key


@pytest.fixture
def whole(context: Context, activity: int, qtbot: QtBot) -> TabGroup:
    """The tab 活动 with its list shown."""
    made = build(context)
    qtbot.addWidget(made)
    made.resize(1366, 688)
    made.show()
    made.show_record("activities", activity)
    qtbot.waitUntil(lambda: pane(made).copy is not None and not context.tasks.busy)
    context.open_record = made.show_record
    return made


def pane(whole: TabGroup) -> RecordPane:
    """The file beside the list of activities."""
    return whole.part("activities").record


def quiet(context: Context, qtbot: QtBot) -> None:
    """Nothing is being read or written."""
    qtbot.waitUntil(lambda: not context.tasks.busy)


def stored(station: Database) -> list[Activity]:
    """All activities as they are kept, by their beginning."""
    with station.read() as session:
        found = list(session.scalars(select(Activity).order_by(Activity.starts_at)).all())
        session.expunge_all()
        return found


def the(kind: type[Any]) -> Any:
    """The window of a kind that stands open."""
    [found] = [one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible()]
    return found


def stands_open(kind: type[Any]) -> bool:
    """Whether a window of a kind does."""
    return any(isinstance(one, kind) and one.isVisible() for one in QApplication.topLevelWidgets())


def test_the_steps_of_an_activity(whole: TabGroup, context: Context, station: Database, qtbot: QtBot) -> None:
    strip = pane(whole).acts.strip
    assert list(strip.buttons) == [Action.OPEN, Action.POSTPONE, Action.CANCEL]
    strip.buttons[Action.OPEN].click()
    qtbot.waitUntil(lambda: Action.CLOSE in strip.buttons)
    assert stored(station)[0].status == "报名中"
    strip.buttons[Action.POSTPONE].click()
    dialog = the(reason.StepDialog)
    assert "已报名 2 人" in dialog.about.text()
    dialog.take()
    qtbot.waitUntil(lambda: "请写原因" in dialog.note._text.text())
    dialog.reason.put("讲师有事")
    dialog.take()
    qtbot.waitUntil(strip.off.isVisible)
    assert strip.off.text() == "已延期：讲师有事"
    qtbot.waitUntil(lambda: stands_open(told.ToldDialog))
    listed = the(told.ToldDialog)
    assert [one.phone for one in listed.lines.rows] == ["139****0001", "139****0002"]
    listed.copy()
    qtbot.waitUntil(lambda: "13900000001" in QApplication.clipboard().text())
    listed.accept()
    quiet(context, qtbot)
    assert Records(station).history("activities", stored(station)[0].id)


def test_a_series_with_one_day_left_out(
    whole: TabGroup, context: Context, station: Database, start: dt.datetime, qtbot: QtBot
) -> None:
    dialog = repeat.RepeatDialog(context, copy_of(whole), whole)
    dialog.open()
    qtbot.waitUntil(lambda: len(dialog.days) == 12)
    dialog.rule.count.setValue(4)
    qtbot.waitUntil(lambda: len(dialog.days) == 4)
    assert dialog.go.text() == "建立 3 场"
    assert {action.text() for action in dialog.menu(dialog.days[1]).actions()} >= {"办", "这天不办", "换个时间…"}
    dialog.decide(dialog.days[1], Decision(Way.SKIP))
    dialog.decide(dialog.days[2], Decision(Way.OTHER_TIME, starts_at=start + dt.timedelta(days=15)))
    assert dialog.go.text() == "建立 2 场"
    dialog.make()
    qtbot.waitUntil(lambda: len(stored(station)) == 3)
    quiet(context, qtbot)
    days = [(one.starts_at - start.astimezone(dt.UTC)).days for one in stored(station)]
    assert days == [0, 15, 21]
    qtbot.waitUntil(lambda: copy_of(whole).values["series_id"] is not None)
    again = repeat.RepeatDialog(context, copy_of(whole), whole)
    again.open()
    qtbot.waitUntil(lambda: again.go.text() == "按新规则重排" and bool(again.days))
    again.rule.put(recurrence.read("FREQ=WEEKLY;COUNT=2"), "")
    again.preview()
    quiet(context, qtbot)
    again.make()
    quiet(context, qtbot)
    live = [one for one in stored(station) if one.archived_at is None]
    assert [(one.starts_at - start.astimezone(dt.UTC)).days for one in live] == [0, 15], "what was left out stays so"


def copy_of(whole: TabGroup) -> Copy:
    """The record that is open."""
    copy = pane(whole).copy
    assert copy is not None
    return copy


@pytest.mark.parametrize(("chosen", "owners"), [
    (Scope.THIS, ["何俊杰", None, None]), (Scope.FOLLOWING, ["何俊杰"] * 3), (None, [None] * 3),
])  # fmt: skip
def test_how_far_a_change_reaches_is_asked(
    whole: TabGroup, context: Context, station: Database, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch,
    chosen: Scope | None, owners: list[str | None],
) -> None:  # fmt: skip
    series, key = context.services.series, stored(station)[0].id
    series.make(series.draft_like(key, "FREQ=WEEKLY;COUNT=3"))
    qtbot.waitUntil(lambda: copy_of(whole).values["series_id"] is not None and not context.tasks.busy)
    monkeypatch.setattr(scope, "choose", lambda *_arguments: chosen.value if chosen else "")
    form = pane(whole).form
    form.rows["owner"].editor.put("何俊杰")
    assert form.save()
    quiet(context, qtbot)
    assert [one.owner for one in stored(station)] == owners


def test_clone_and_template(
    whole: TabGroup, context: Context, station: Database, records: Records, qtbot: QtBot
) -> None:
    dialog = copying.CloneDialog(context, copy_of(whole), whole)
    dialog.open()
    dialog.when.put("不是时间")
    dialog.make()
    assert dialog.isVisible()
    dialog.when.put("2031-01-08 15:00")
    assert dialog.parts.boxes[CopiedPart.SERIES].isHidden()
    dialog.make()
    qtbot.waitUntil(lambda: len(stored(station)) == 2 and not context.tasks.busy)
    assert stored(station)[1].starts_at == dt.datetime(2031, 1, 8, 7, tzinfo=dt.UTC)
    kept = copying.TemplateDialog(context, copy_of(whole), whole)
    kept.open()
    kept.name.put("午间一小时")
    kept.make()
    qtbot.waitUntil(lambda: records.total("activity-templates") == 1 and not context.tasks.busy)
    picker = picking.TemplatePicker(context, whole)
    picker.open()
    qtbot.waitUntil(lambda: bool(picker.lines.rows))
    qtbot.keyClick(picker.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: any(isinstance(one, picking.BeginDialog) for one in QApplication.topLevelWidgets()))
    begin = the(picking.BeginDialog)
    assert begin.title.value() == "声音疗愈"
    begin.make()
    qtbot.waitUntil(lambda: len(stored(station)) == 3 and not context.tasks.busy)


def test_preparations_are_added_and_ticked(
    whole: TabGroup, context: Context, records: Records, qtbot: QtBot
) -> None:
    record = pane(whole)
    labels = [button.text() for button in record.tab_buttons]
    record.show_page(next(n for n, label in enumerate(labels) if label.startswith("筹备")))
    page = record.findChild(PreparingPage)
    assert page is not None
    qtbot.waitUntil(lambda: len(page.lines) == 1)
    page.line.put("提前 1 天 打印签到表\u3000何俊杰")
    page.add()
    qtbot.waitUntil(lambda: len(page.lines) == 2)
    assert {(one.what, one.owner, one.days_before) for one in page.lines} == {
        ("发通知", "丁雨桐", 3), ("打印签到表", "何俊杰", 1),
    }  # fmt: skip
    page.boxes[page.lines[0].id].click()
    qtbot.waitUntil(lambda: page.lines[0].done_on is not None)
    assert page.count.text().startswith("办好 1 / 2 件")
    page.drop(page.lines[1].id)
    qtbot.waitUntil(lambda: len(page.lines) == 1)
    quiet(context, qtbot)


def test_who_is_behind_leads_to_a_new_meeting(context: Context, station: Database, qtbot: QtBot) -> None:
    pane = duties.DutiesPane(context)
    qtbot.addWidget(pane)
    pane.show()
    quiet(context, qtbot)
    assert pane._empty.isVisible()
    with station.write("x") as write:
        [branch] = write.insert(PartyOrganisation, [{"name": "第一支部", "kind": "党支部"}])
    qtbot.waitUntil(lambda: bool(pane.lines.rows))
    assert pane.count.text() == "1 个支部，还有 3 件没办也没排"
    asked: list[tuple[Any, ...]] = []
    begin: Callable[..., None] = lambda *words, **given: asked.append((*words, given["organisation_id"]))
    context.new_record = begin
    pane.open(pane.lines.rows[0], "主题党日")
    assert asked == [("activities", "主题党日", branch)]
    quiet(context, qtbot)

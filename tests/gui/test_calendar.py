"""The calendar of activities: by keyboard, by hand, for guests, and what it leads to."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from time_machine import TimeMachineFixture

from louyu_desktop.models import Account, Activity
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.roles import Role
from louyu_desktop.services.records import Records
from louyu_desktop.services.suite import open_services
from louyu_desktop.storage.database import Database
from louyu_desktop.ui import ask
from louyu_desktop.ui.activities.calendar import build
from louyu_desktop.ui.activities.calendar.page import CalendarPage
from louyu_desktop.ui.activities.calendar.view import CalendarView
from louyu_desktop.ui.ask import Question
from louyu_desktop.ui.context import Context
from louyu_desktop.ui.preferences import Preferences
from louyu_desktop.ui.theme import theme

Asked = list[tuple[Any, ...]]
SHIFT = Qt.KeyboardModifier.ShiftModifier


def noon(days: int, hour: int = 12) -> dt.datetime:
    """So many days from now, at an hour."""
    return dt.datetime.now(SHANGHAI).replace(hour=hour, minute=0, second=0, microsecond=0) + dt.timedelta(days=days)


def add(records: Records, title: str, starts_at: dt.datetime, **more: Any) -> int:
    values = {"title": title, "starts_at": starts_at, "ends_at": starts_at + dt.timedelta(hours=1), "status": "报名中"}
    return records.save("activities", None, {**values, **more})


def start_of(records: Records, activity: int) -> dt.datetime:
    found: dt.datetime = records.get("activities", activity).values["starts_at"]
    return found.astimezone(SHANGHAI)


@pytest.fixture
def asked(context: Context) -> Asked:
    """What the page asks of the window."""
    found: Asked = []
    context.open_record = lambda kind, key: found.append(("open", kind, key))
    context.open_query = lambda query: found.append(("list", query))
    context.new_record = lambda kind, title="", **values: found.append(("new", kind, title, values))
    return found


def shown(context: Context, qtbot: QtBot, width: int = 1366, height: int = 648) -> CalendarPage:
    """The page on the screen, with its month read."""
    page = build(context)
    qtbot.addWidget(page)
    page.resize(width, height)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    settle(page, context, qtbot)
    page.view.setFocus()
    return page


def settle(page: CalendarPage, context: Context, qtbot: QtBot) -> None:
    """Nothing is read or waits to be."""
    waiting = (page._soon, page._arrows)
    qtbot.waitUntil(lambda: not context.tasks.busy and not any(timer.isActive() for timer in waiting))


def key(widget: QWidget, code: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(widget, code, modifier)


def mouse(view: QWidget, kind: QEvent.Type, at: QPointF, pressed: Qt.MouseButton = Qt.MouseButton.LeftButton) -> None:
    button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
    held = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else pressed
    place = QPointF(view.mapToGlobal(at.toPoint()))
    QApplication.sendEvent(view, QMouseEvent(kind, at, place, button, held, Qt.KeyboardModifier.NoModifier))


def place_of(view: CalendarView, activity: int) -> QPointF:
    return next(piece.rect.center() for piece in view.pieces if piece.event.id == activity)


def drag(view: CalendarView, start: QPointF, by: QPointF, *, let_go: bool = True) -> None:
    mouse(view, QEvent.Type.MouseButtonPress, start)
    mouse(view, QEvent.Type.MouseMove, start + QPointF(20, 0))
    mouse(view, QEvent.Type.MouseMove, start + by)
    if let_go:
        mouse(view, QEvent.Type.MouseButtonRelease, start + by)


# ------------------------------------------------------------------------------------------- keys


def test_arrows_move_the_day_and_pages_turn(context: Context, qtbot: QtBot) -> None:
    page = shown(context, qtbot)
    today = noon(0).date()
    key(page.view, Qt.Key.Key_Right)
    assert page.day == today + dt.timedelta(days=1)
    key(page.view, Qt.Key.Key_Up)
    assert page.day == today - dt.timedelta(days=6)
    key(page.view, Qt.Key.Key_T)
    assert page.day == today
    key(page.view, Qt.Key.Key_PageDown)
    settle(page, context, qtbot)
    assert page.day.month == today.month % 12 + 1
    assert page.head.title.text() == f"{page.day.year} 年 {page.day.month} 月"
    key(page.view, Qt.Key.Key_PageUp)
    assert page.day.month == today.month


def test_the_cursor_takes_the_page_along_when_it_leaves_it(context: Context, qtbot: QtBot) -> None:
    page = shown(context, qtbot)
    before = page.month.sheet
    assert before is not None
    for _step in range(7):
        key(page.view, Qt.Key.Key_Down)
    settle(page, context, qtbot)
    assert page.month.sheet is not None
    assert page.month.sheet.first > before.first
    assert page.month.sheet.first <= page.day <= page.month.sheet.last


def test_enter_opens_the_only_activity_of_the_day(
    context: Context, qtbot: QtBot, records: Records, asked: Asked
) -> None:
    made = add(records, "午间一小时", noon(0, 23))
    page = shown(context, qtbot)
    key(page.view, Qt.Key.Key_Return)
    assert asked == [("open", "activities", made)]


def test_space_goes_through_a_day_and_enter_opens_what_is_in_hand(
    context: Context, qtbot: QtBot, records: Records, asked: Asked
) -> None:
    first, second = add(records, "早的", noon(1, 9)), add(records, "晚的", noon(1, 18))
    page = shown(context, qtbot)
    key(page.view, Qt.Key.Key_Right)
    settle(page, context, qtbot)
    key(page.view, Qt.Key.Key_Space)
    key(page.view, Qt.Key.Key_Space)
    assert "晚的" in page.view.accessibleDescription()
    key(page.view, Qt.Key.Key_Return)
    assert asked == [("open", "activities", second)]
    assert first != second


def test_enter_on_a_day_with_several_opens_the_day(context: Context, qtbot: QtBot, records: Records) -> None:
    add(records, "早的", noon(0, 22))
    add(records, "晚的", noon(0, 23))
    page = shown(context, qtbot)
    key(page.view, Qt.Key.Key_Return)
    settle(page, context, qtbot)
    assert page.view_name == "day"
    assert len(page.hours.view.pieces) == 2


def test_enter_on_an_empty_day_says_how_to_begin(context: Context, qtbot: QtBot) -> None:
    page = shown(context, qtbot)
    key(page.view, Qt.Key.Key_Return)
    assert page.message.text == "这一天没有活动。按 N 新建一场"


def test_n_begins_an_activity_on_the_day_of_the_cursor(context: Context, qtbot: QtBot, asked: Asked) -> None:
    page = shown(context, qtbot)
    key(page.view, Qt.Key.Key_Right)
    key(page.view, Qt.Key.Key_N)
    [(_new, kind, _title, values)] = asked
    assert kind == "activities"
    assert values == {"starts_at": noon(1), "ends_at": noon(1, 13)}


def test_views_change_by_letter_and_are_remembered(context: Context, qtbot: QtBot) -> None:
    page = shown(context, qtbot)
    for code, name in ((Qt.Key.Key_W, "week"), (Qt.Key.Key_D, "day"), (Qt.Key.Key_M, "month"), (Qt.Key.Key_W, "week")):
        key(page.view, code)
        assert page.view_name == name
        assert page.view.hasFocus()
    settle(page, context, qtbot)
    assert build(context).view_name == "week"
    qtbot.waitUntil(lambda: not context.tasks.busy)


def test_in_the_hours_arrows_move_by_half_an_hour(context: Context, qtbot: QtBot, asked: Asked) -> None:
    page = shown(context, qtbot)
    page.show_view("week")
    settle(page, context, qtbot)
    key(page.view, Qt.Key.Key_Down)
    key(page.view, Qt.Key.Key_N)
    assert asked[0][3]["starts_at"] == noon(0) + dt.timedelta(minutes=30)


# ---------------------------------------------------------------------------------------- carrying


def test_an_activity_is_dragged_to_another_day(context: Context, qtbot: QtBot, records: Records) -> None:
    made = add(records, "声音疗愈", noon(1, 23))
    page = shown(context, qtbot)
    view = page.month
    by = QPointF(view.width() / 7 * (-1 if noon(1).weekday() == 6 else 1), 0)
    start = place_of(view, made)
    drag(view, start, by, let_go=False)
    assert page.foresight.sentence.text.startswith("「声音疗愈」移到 ")
    assert view.carry is not None
    target = view.carry.starts_at
    assert abs(target - noon(1, 23)) == dt.timedelta(days=1)
    mouse(view, QEvent.Type.MouseButtonRelease, start + by)
    settle(page, context, qtbot)
    assert start_of(records, made) == target
    assert page.foresight.sentence.text == ""
    assert "已改到" in page.message.text
    assert records.undo_state().undo_label == "改时间：声音疗愈"


def test_by_keys_too_and_escape_puts_it_back(context: Context, qtbot: QtBot, records: Records) -> None:
    made = add(records, "声音疗愈", noon(1))
    page = shown(context, qtbot)
    page.show_view("week")
    page.view.choose_day(noon(1).date())
    settle(page, context, qtbot)
    key(page.view, Qt.Key.Key_Space)
    key(page.view, Qt.Key.Key_Down, SHIFT)
    assert page.foresight.sentence.text.endswith("12:15 – 13:15")
    key(page.view, Qt.Key.Key_Escape)
    assert (page.foresight.sentence.text, start_of(records, made)) == ("", noon(1))
    key(page.view, Qt.Key.Key_Down, SHIFT)
    key(page.view, Qt.Key.Key_Down)
    key(page.view, Qt.Key.Key_Return)
    settle(page, context, qtbot)
    assert start_of(records, made) == noon(1) + dt.timedelta(minutes=30)


def test_in_the_hours_it_is_dragged_by_quarters(context: Context, qtbot: QtBot, records: Records) -> None:
    made = add(records, "声音疗愈", noon(1))
    page = shown(context, qtbot)
    page.show_view("day")
    page.turn(1)
    settle(page, context, qtbot)
    view = page.hours.view
    drag(view, place_of(view, made), QPointF(0, -theme.px(46) * 1.3))
    settle(page, context, qtbot)
    assert start_of(records, made) == noon(1, 10) + dt.timedelta(minutes=45)


def test_what_has_begun_stays_and_says_so(context: Context, qtbot: QtBot, records: Records) -> None:
    made = add(records, "办过的", noon(-1))
    page = shown(context, qtbot)
    if (noon(-1).date() - page.month.sheet.first).days < 0:  # type: ignore[union-attr]
        page.turn(-1)
        settle(page, context, qtbot)
    drag(page.month, place_of(page.month, made), QPointF(150, 0))
    assert page.message.text == "「办过的」已经开始或办过了，时间不能再改"
    assert start_of(records, made) == noon(-1)


def test_a_series_is_asked_how_far(context: Context, qtbot: QtBot, records: Records) -> None:
    series = records.save("series", None, {"name": "亿元街区下午茶"})
    made = [add(records, "下午茶", noon(days), series_id=series) for days in (1, 8)]
    page = shown(context, qtbot)
    page.show_view("day")
    page.turn(1)
    settle(page, context, qtbot)

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, Question)
        next(button for button, answer in dialog._buttons.items() if answer == "this").click()

    QTimer.singleShot(0, answer)
    drag(page.hours.view, place_of(page.hours.view, made[0]), QPointF(0, theme.px(46)))
    settle(page, context, qtbot)
    assert [start_of(records, one) for one in made] == [noon(1, 13), noon(8)]


def test_a_clash_of_rooms_is_said_and_nothing_moves(context: Context, qtbot: QtBot, records: Records) -> None:
    room = records.save("facilities", None, {"name": "声音疗愈室", "bookable": True})
    add(records, "别人的", noon(1, 14), venue_id=room)
    made = add(records, "声音疗愈", noon(1), venue_id=room)
    page = shown(context, qtbot)
    page.show_view("day")
    page.turn(1)
    settle(page, context, qtbot)
    view, by = page.hours.view, QPointF(0, theme.px(46) * 2)
    drag(view, place_of(view, made), by, let_go=False)
    qtbot.waitUntil(lambda: "别人的" in page.foresight.sentence.trouble)
    mouse(view, QEvent.Type.MouseButtonRelease, place_of(view, made) + by)
    settle(page, context, qtbot)
    assert "声音疗愈室" in page.message.text
    assert "别人的" in page.message.text
    assert start_of(records, made) == noon(1)


# ------------------------------------------------------------------------------------------- mouse


def test_a_double_click_opens_or_begins(context: Context, qtbot: QtBot, records: Records, asked: Asked) -> None:
    made = add(records, "声音疗愈", noon(0, 23))
    page = shown(context, qtbot)
    mouse(page.month, QEvent.Type.MouseButtonDblClick, place_of(page.month, made))
    page.show_view("day")
    page.turn(1)
    settle(page, context, qtbot)
    view = page.hours.view
    mouse(view, QEvent.Type.MouseButtonDblClick, QPointF(400, theme.px(6) + theme.px(46) * 15.6))
    assert asked[0] == ("open", "activities", made)
    assert asked[1][3]["starts_at"] == noon(1, 15) + dt.timedelta(minutes=30)


def test_what_does_not_fit_is_counted_and_opens_its_day(context: Context, qtbot: QtBot, records: Records) -> None:
    for number in range(7):
        add(records, f"第 {number} 个", noon(0, 23))
    page = shown(context, qtbot)
    [(rect, count)] = page.month._more.values()
    assert count == 7 - len(page.month.pieces)
    mouse(page.month, QEvent.Type.MouseButtonPress, rect.center())
    mouse(page.month, QEvent.Type.MouseButtonRelease, rect.center())
    settle(page, context, qtbot)
    assert page.view_name == "day"


def test_what_overlaps_stands_side_by_side(context: Context, qtbot: QtBot, records: Records) -> None:
    for title in ("甲", "乙", "丙"):
        add(records, title, noon(0))
    page = shown(context, qtbot)
    page.show_view("day")
    settle(page, context, qtbot)
    rects = [piece.rect for piece in page.hours.view.pieces]
    assert len(rects) == 3
    assert not any(a.intersects(b) for n, a in enumerate(rects) for b in rects[:n])


def test_the_menu_offers_what_can_be_done(
    context: Context, qtbot: QtBot, records: Records, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(noon(0), tick=True)  # what has begun is not moved any more, and a test may run at night
    add(records, "A&B 对谈", noon(0, 23))
    page = shown(context, qtbot)
    key(page.view, Qt.Key.Key_Space)
    texts = [action.text() for action in page.deeds.menu(page.view.chosen).actions()]
    assert texts[0] == "打开「A&&B 对谈」"
    assert "移动（用方向键）" in texts
    assert [action.text() for action in page.deeds.menu(None).actions()] == ["在这里新建活动", "看这一天"]


# ------------------------------------------------------------------------------------ what it shows


def test_numbers_lead_to_their_lists(context: Context, qtbot: QtBot, records: Records, asked: Asked) -> None:
    add(records, "声音疗愈", noon(0, 23))
    page = shown(context, qtbot)
    figure, number = next(iter(page.head.figures.numbers.items()))
    assert number.accessibleName() == "本月 1 场"
    number.click()
    qtbot.waitUntil(lambda: bool(asked))
    assert records.count(asked[0][1]) == 1
    assert figure.value == "planned"


def test_a_filter_that_leaves_nothing_is_said_and_cleared(context: Context, qtbot: QtBot, records: Records) -> None:
    add(records, "声音疗愈", noon(0, 23), type="沙龙")
    page = shown(context, qtbot)
    page.head.types.setCurrentIndex(page.head.types.findData("讲座"))
    page.head.types.activated.emit(page.head.types.currentIndex())
    settle(page, context, qtbot)
    assert not page.month.pieces
    assert page.message.isVisible()
    page.head.clear()
    settle(page, context, qtbot)
    assert len(page.month.pieces) == 1
    assert not page.message.isVisible()


def test_guests_do_not_read_who_answers_for_it(context: Context, qtbot: QtBot, records: Records) -> None:
    add(records, "声音疗愈", noon(1), owner="何俊杰")
    page = shown(context, qtbot)
    model = page.side.list.rows
    assert "何俊杰" in model.data(model.index(1))
    context.guest.put(on=True)
    assert "何俊杰" not in model.data(model.index(1))
    assert "何＊＊" in model.data(model.index(1))


def test_what_changes_elsewhere_is_shown(context: Context, qtbot: QtBot, records: Records) -> None:
    page = shown(context, qtbot)
    assert page.side.empty.isVisible()
    add(records, "刚加的", noon(1))
    qtbot.waitUntil(lambda: [piece.event.title for piece in page.month.pieces] == ["刚加的"])
    qtbot.waitUntil(lambda: not page.side.empty.isVisible())


def test_a_screen_reader_hears_the_day(context: Context, qtbot: QtBot, records: Records) -> None:
    add(records, "声音疗愈", noon(1), capacity=60)
    page = shown(context, qtbot)
    key(page.view, Qt.Key.Key_Right)
    settle(page, context, qtbot)
    said, day = page.view.accessibleDescription(), noon(1)
    assert said.startswith(f"{day.month} 月 {day.day} 日 ")
    assert "农历" in said
    assert said.endswith("1 场活动，12:00 – 13:00 声音疗愈 报名 0 / 60，报名中")
    assert page.side.list.accessibleName() == f"{day.month} 月 {day.day} 日起"


def test_a_reader_only_looks(
    station: Database, context: Context, qtbot: QtBot, records: Records, tmp_path: Path
) -> None:
    made = add(records, "声音疗愈", noon(1))
    with station.write("角色") as write:
        write.update(Account, [{"id": 1, "role": Role.READER.value}])
    reading = Context(open_services(station), context.tasks, context.bus, Preferences(tmp_path / "reader.json"))
    page = shown(reading, qtbot)
    assert page.head.new.isHidden()
    page.show_view("day")
    page.turn(1)
    settle(page, context, qtbot)
    drag(page.hours.view, place_of(page.hours.view, made), QPointF(0, 100))
    key(page.view, Qt.Key.Key_Down, SHIFT)
    assert page.view.carry is None
    settle(page, context, qtbot)
    assert start_of(records, made) == noon(1)


def test_a_month_of_six_hundred_is_laid_out_whole(station: Database, context: Context, qtbot: QtBot) -> None:
    first = noon(0).replace(day=1)
    rows = [
        {"title": f"第 {n} 场", "starts_at": first + dt.timedelta(days=n % 28), "status": "报名中"} for n in range(600)
    ]
    with station.write("样例") as write:
        write.insert(Activity, rows)
    page = shown(context, qtbot)
    shown_, more = len(page.month.pieces), sum(count for _rect, count in page.month._more.values())
    assert shown_ + more == 600
    assert page.head.figures.numbers[next(iter(page.head.figures.numbers))].accessibleName() == "本月 600 场"


def test_where_there_is_no_room_the_calendar_stands_alone(context: Context, qtbot: QtBot) -> None:
    page = shown(context, qtbot, 900, 500)
    assert page.side.isHidden()
    page.resize(1366, 648)
    assert not page.side.isHidden()


# ------------------------------------------------------------------------------------------ export


def test_the_activity_in_hand_is_exported(
    context: Context, qtbot: QtBot, records: Records, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(records, "声音疗愈", noon(1))
    target = tmp_path / "一场.ics"
    names: list[str] = []

    def chosen(_owner: object, _title: str, suggested: Path, _filters: str) -> Path:
        names.append(suggested.name)
        return target

    monkeypatch.setattr(ask, "save_file", chosen)
    page = shown(context, qtbot)
    assert page.perform("export")
    menu = QApplication.activePopupWidget()
    assert menu is not None
    texts = [action.text() for action in menu.actions()]
    menu.close()
    assert texts == [f"{page.head.title.text()}的活动…", "这一场：声音疗愈…", "全部活动…"]
    event = page.event_in_hand
    assert event is not None
    page.deeds.exports.one(event)
    qtbot.waitUntil(lambda: "已存为 一场.ics" in page.message.text)
    assert names == [f"声音疗愈 {noon(1):%Y-%m-%d}.ics"]
    assert "SUMMARY:声音疗愈" in target.read_text("utf-8")


def test_the_context_menu_key_asks_for_what_is_in_hand(context: Context, qtbot: QtBot, records: Records) -> None:
    made = add(records, "声音疗愈", noon(0, 23))
    page = shown(context, qtbot)
    key(page.view, Qt.Key.Key_Space)
    with qtbot.waitSignal(page.month.asked) as heard:
        page.month.asked.disconnect(page.deeds.show_menu)
        QApplication.sendEvent(
            page.month, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(1, 1), QPoint(1, 1))
        )
    assert heard.args[0].id == made


def test_what_changes_behind_another_window_is_read_when_it_comes_to_the_front(
    context: Context, qtbot: QtBot, records: Records
) -> None:
    page = shown(context, qtbot)
    desk = QWidget()
    qtbot.addWidget(desk)
    with qtbot.waitActive(desk):
        desk.show()
        desk.activateWindow()
    with qtbot.waitSignal(context.bus.changed):
        add(records, "刚加的", noon(1))
    settle(page, context, qtbot)
    assert not page.month.pieces
    with qtbot.waitActive(page):
        page.activateWindow()
    qtbot.waitUntil(lambda: [piece.event.title for piece in page.month.pieces] == ["刚加的"])

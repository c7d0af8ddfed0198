"""The grid of rooms: by hand and by keys, what it says, what it writes, and for whom."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from louyu_desktop.models import Facility
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.services.records import Records
from louyu_desktop.services.room_copies import Taken
from louyu_desktop.storage.database import Database
from louyu_desktop.ui.activities.rooms import build
from louyu_desktop.ui.activities.rooms.booking import BookingDialog
from louyu_desktop.ui.activities.rooms.page import RoomsPage
from louyu_desktop.ui.context import Context

SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton


def at(hour: int, minute: int = 0) -> dt.datetime:
    """A time of the Tuesday after next."""
    today = dt.datetime.now(SHANGHAI).date()
    tuesday = today + dt.timedelta(days=14 + (1 - today.weekday()))
    return dt.datetime.combine(tuesday, dt.time(hour, minute), SHANGHAI)


@pytest.fixture
def rooms(station: Database, records: Records) -> dict[str, int]:
    """Two rooms, open all day; an activity at noon in the first, a booking that is asked for in the second."""
    with station.write("rooms") as write:
        write.update(Facility, [{"id": 1, "name": "大活动室", "capacity": 60, "bookable": True},
                                {"id": 2, "name": "小会议室", "capacity": 10, "bookable": True}])  # fmt: skip
    activity = records.save("activities", None, {
        "title": "声音疗愈", "venue_id": 1, "starts_at": at(12), "ends_at": at(13), "capacity": 60,
    })  # fmt: skip
    booking = records.save("bookings", None, {
        "facility_id": 2, "purpose": "税务专场", "starts_at": at(14), "ends_at": at(16), "state": "申请",
    })  # fmt: skip
    return {"activity": activity, "booking": booking}


def shown(context: Context, qtbot: QtBot, width: int = 1366, height: int = 648) -> RoomsPage:
    page = build(context)
    qtbot.addWidget(page)
    page.resize(width, height)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    page.day = at(12).date()
    page.read()
    settle(page, context, qtbot)
    page.view.setFocus()
    return page


def settle(page: RoomsPage, context: Context, qtbot: QtBot) -> None:
    """Nothing is read or waits to be."""
    qtbot.waitUntil(lambda: not (context.tasks.busy or page.reading.waits or page._rest.isActive()))


def piece(page: RoomsPage, title: str) -> Any:
    return next(one for one in page.view.pieces if one.taken.title == title)


def point(page: RoomsPage, room: int, moment: dt.datetime) -> QPoint:
    """Where a time of a room stands."""
    plane = page.view.plane
    assert plane is not None
    return QPointF(plane.axis.x(moment) + 1, plane.top(room) + plane.row / 2).toPoint()


def drag(page: RoomsPage, begin: QPoint, end: QPoint, *, drop: bool = True) -> None:
    """Press, go half the way, the whole, and let go."""
    view = page.view
    QTest.mousePress(view, LEFT, pos=begin)
    move(view, QPoint((begin.x() + end.x()) // 2, (begin.y() + end.y()) // 2))
    move(view, end)
    if drop:
        QTest.mouseRelease(view, LEFT, pos=end)


def move(view: QWidget, to: QPoint) -> None:
    QApplication.sendEvent(view, QMouseEvent(
        QEvent.Type.MouseMove, QPointF(to), QPointF(view.mapToGlobal(to)), LEFT, LEFT, Qt.KeyboardModifier.NoModifier,
    ))  # fmt: skip


def times(records: Records, kind: str, key: int) -> tuple[Any, ...]:
    values = records.get(kind, key).values
    return values["starts_at"].astimezone(SHANGHAI), values["ends_at"].astimezone(SHANGHAI)


def test_an_activity_is_carried_to_another_room_and_its_end_is_pulled(
    context: Context, qtbot: QtBot, records: Records, rooms: dict[str, int]
) -> None:
    page = shown(context, qtbot)
    key = rooms["activity"]
    drag(page, point(page, 0, at(12, 30)), point(page, 1, at(10, 30)))
    settle(page, context, qtbot)
    assert records.get("activities", key).values["venue_id"] == 2
    assert times(records, "activities", key) == (at(10), at(11))
    edge = piece(page, "声音疗愈").rect
    drag(page, QPointF(edge.right() - 2, edge.center().y()).toPoint(), point(page, 1, at(11, 30)))
    settle(page, context, qtbot)
    assert times(records, "activities", key) == (at(10), at(11, 30))


def test_over_what_somebody_has_it_says_who_and_nothing_moves(
    context: Context, qtbot: QtBot, records: Records, rooms: dict[str, int]
) -> None:
    page = shown(context, qtbot)
    drag(page, point(page, 0, at(12, 30)), point(page, 1, at(14, 30)), drop=False)
    assert isinstance(page.view.clash, Taken)
    assert page.sentence.text.startswith("「声音疗愈」改到小会议室")
    assert page.sentence.trouble == "那时候已有「税务专场」"
    settle(page, context, qtbot)
    assert "布置和清场也算" in page.sentence.trouble
    QTest.mouseRelease(page.view, LEFT, pos=point(page, 1, at(14, 30)))
    settle(page, context, qtbot)
    assert "已经有「税务专场」" in page.message._text.text()
    assert times(records, "activities", rooms["activity"]) == (at(12), at(13))


def test_a_booking_is_begun_by_drawing_it_and_told_what_is_free_instead(
    context: Context, qtbot: QtBot, records: Records, rooms: dict[str, int]
) -> None:
    page = shown(context, qtbot)
    drag(page, point(page, 0, at(9)), point(page, 0, at(10, 30)))
    dialog = page.findChild(BookingDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: not context.tasks.busy)
    assert dialog.editors["starts_at"].value().endswith("09:00")
    assert dialog.editors["ends_at"].value().endswith("10:30")
    dialog.editors["starts_at"].put(at(12, 15))
    dialog.editors["ends_at"].put(at(13, 15))
    dialog._look()
    qtbot.waitUntil(lambda: not context.tasks.busy and not dialog.go.isEnabled())
    assert dialog.others.count() == 2
    [free, *_more] = context.services.rooms.alternatives("bookings", dialog._wish() or {})
    dialog.choose(free)
    qtbot.waitUntil(lambda: not context.tasks.busy and dialog.go.isEnabled())
    dialog.editors["purpose"].put("座谈")
    dialog.book()
    settle(page, context, qtbot)
    found = records.options("bookings", "座谈")
    assert [records.get("bookings", one.id).values["facility_id"] for one in found] == [free.room_id]


def test_the_whole_of_it_by_keys(
    context: Context, qtbot: QtBot, records: Records, rooms: dict[str, int]
) -> None:
    """Down to the booking, a quarter of an hour later and longer, Enter; its record opens by Enter, too."""
    opened: list[tuple[str, int]] = []
    context.open_record = lambda kind, key: opened.append((kind, key))
    page = shown(context, qtbot)
    view = page.view
    view.room, view.moment = 0, at(13, 30)
    QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert "待确认" in view.accessibleDescription()
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert opened == [("bookings", rooms["booking"])]
    QTest.keyClick(view, Qt.Key.Key_Right, SHIFT)
    QTest.keyClick(view, Qt.Key.Key_Right, CTRL)
    assert page.sentence.text.endswith("14:15 – 16:30")
    QTest.keyClick(view, Qt.Key.Key_Return)
    settle(page, context, qtbot)
    assert times(records, "bookings", rooms["booking"]) == (at(14, 15), at(16, 30))


def test_a_booking_is_decided_in_its_menu_and_a_week_shows_it(
    context: Context, qtbot: QtBot, records: Records, rooms: dict[str, int]
) -> None:
    page = shown(context, qtbot)
    menu = page.menu(piece(page, "税务专场").taken)
    next(one for one in menu.actions() if one.text() == "确认这次预约").trigger()
    settle(page, context, qtbot)
    assert records.get("bookings", rooms["booking"]).values["state"] == "确认"
    page.show_view("week")
    settle(page, context, qtbot)
    assert {one.taken.title for one in page.view.pieces} == {"声音疗愈", "税务专场"}
    assert page.view.plane is not None
    assert page.view.plane.axis.days == 7


def test_without_rooms_it_says_how_to_begin(context: Context, qtbot: QtBot, records: Records) -> None:
    records.archive("facilities", [one.id for one in records.options("facilities", "", limit=50)])
    page = shown(context, qtbot)
    assert page.empty.isVisible()

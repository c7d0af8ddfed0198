"""The floor plan by hand and by keys, what it says and to whom, moving by it; the shelf; the sheet in numbers."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from louyu_desktop.models import Account, ColourChange
from louyu_desktop.rules import dates
from louyu_desktop.rules import floor_tints as tints
from louyu_desktop.rules.roles import Role
from louyu_desktop.services.copies import Query
from louyu_desktop.services.records import Records
from louyu_desktop.storage.database import Database
from louyu_desktop.ui.buildings.plan.geometry import shares
from louyu_desktop.ui.buildings.plan.months import MonthDialog
from louyu_desktop.ui.buildings.plan.moving import LeaveDialog, SeatDialog
from louyu_desktop.ui.buildings.plan.page import FloorPage
from louyu_desktop.ui.buildings.plan.sheet import SheetPage
from louyu_desktop.ui.buildings.plan.tab import BuildingsTab
from louyu_desktop.ui.buildings.tab import BUILDINGS
from louyu_desktop.ui.context import Context
from louyu_desktop.ui.parts import Label

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def tower(station: Database, records: Records) -> dict[str, int]:
    """Three floors: two firms on 9F, one of them on 8F too beside a vacancy, B1 stands empty."""
    save = records.save
    area = save("areas", None, {"name": "汾阳片区"})
    found = {"building": save("buildings", None, {"name": "梧桐大厦", "area_id": area})}
    units = (("u91", "9", "01"), ("u92", "9", "02"), ("u81", "8", "01"), ("u82", "8", "02"), ("b1", "B1", ""))
    for name, floor, room in units:
        values = {"building_id": found["building"], "floor": floor, "room": room, "area": "200"}
        found[name] = save("units", None, values)
    for name, words in (("lan", "澜石资本（上海）有限公司"), ("wei", "微光工作室")):
        found[name] = save("enterprises", None, {"name": words, "headcount": "20"})
    end = dates.today() + dt.timedelta(days=15)
    for name, firm, unit in (("o1", "lan", "u91"), ("o2", "wei", "u92"), ("o3", "lan", "u81")):
        values = {"enterprise_id": found[firm], "unit_id": found[unit], "moved_in_on": "2024-01-01", "lease_end": end}
        found[name] = save("occupancies", None, values)
    with station.write("colours") as write:
        write.insert(ColourChange, [{"enterprise_id": found["wei"], "step": "确定", "colour": "黄", "decided_on": end}])
    return found


def settle(page: Any, context: Context, qtbot: QtBot) -> None:
    """Nothing is read or waits to be."""
    qtbot.waitUntil(lambda: not context.tasks.busy and not page.reading.waits)


@pytest.fixture
def page(context: Context, qtbot: QtBot, records: Records, tower: dict[str, int]) -> FloorPage:
    made = FloorPage(context)
    qtbot.addWidget(made)
    made.resize(1100, 560)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.show_parent(records.get("buildings", tower["building"]))
    settle(made, context, qtbot)
    made.view.setFocus()
    return made


def at(page: FloorPage, key: str) -> QPoint:
    """The middle of a cell."""
    assert page.view.plane is not None
    piece = page.view.plane.piece(key)
    assert piece is not None, key
    return (piece.rect.center() + QPointF(0, 4)).toPoint()


def key_of(page: FloorPage, short: str, floor: str) -> str:
    assert page.view.plan is not None
    row = next(one for one in page.view.plan.floors if one.label == floor)
    return next(cell.key for cell in row.cells if cell.short == short)


def move(view: QWidget, to: QPoint) -> None:
    QApplication.sendEvent(view, QMouseEvent(
        QEvent.Type.MouseMove, QPointF(to), QPointF(view.mapToGlobal(to)), LEFT, LEFT, Qt.KeyboardModifier.NoModifier,
    ))  # fmt: skip


def drag(page: FloorPage, begin: QPoint, end: QPoint) -> None:
    """Press, go half the way, the whole, and let go."""
    QTest.mousePress(page.view, LEFT, pos=begin)
    move(page.view, QPoint((begin.x() + end.x()) // 2, (begin.y() + end.y()) // 2))
    move(page.view, end)
    QTest.mouseRelease(page.view, LEFT, pos=end)


def shown(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(Label))


def test_a_click_says_what_is_known_of_a_tenant(
    context: Context, qtbot: QtBot, page: FloorPage, tower: dict[str, int]
) -> None:
    opened: list[tuple[str, int]] = []
    context.open_record = lambda kind, key: opened.append((kind, key))
    QTest.mouseClick(page.view, LEFT, pos=at(page, key_of(page, "微光工作室", "9F")))
    settle(page, context, qtbot)
    assert page.panel.seat is not None
    assert page.panel.seat.enterprise_id == tower["wei"]
    assert "剩 15 天" in shown(page.panel)
    assert "还没有走访过" in shown(page.panel)
    assert page.view.accessibleDescription().startswith("9F，微光工作室")
    QTest.keyClick(page.view, Qt.Key.Key_Return)
    assert opened == [("enterprises", tower["wei"])]
    QTest.keyClick(page.view, Qt.Key.Key_Escape)
    assert page.panel.isHidden()


def test_keys_go_from_cell_to_cell(context: Context, qtbot: QtBot, page: FloorPage) -> None:
    places = []
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Down,
                Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_Left, Qt.Key.Key_Down, Qt.Key.Key_End):  # fmt: skip
        QTest.keyClick(page.view, key)
        assert page.view.current is not None
        places.append((page.view.current.cell.floor, page.view.current.cell.room))
    assert places == [
        ("9F", "01"), ("9F", "02"), ("9F", "02"), ("8F", "02"), ("B1", ""), ("B1", ""), ("9F", "01"), ("9F", "01"),
        ("8F", "01"), ("B1", ""),
    ]  # fmt: skip
    settle(page, context, qtbot)


def test_a_tenant_is_carried_to_a_vacancy_and_taken_back(
    context: Context, qtbot: QtBot, page: FloorPage, records: Records, tower: dict[str, int]
) -> None:
    assert page.view.plan is not None
    vacant = next(cell for cell in page.view.plan.floors[1].cells if not cell.name)
    drag(page, at(page, key_of(page, "微光工作室", "9F")), at(page, vacant.key))
    [dialog] = page.findChildren(SeatDialog)
    assert (dialog.editors["floor"].value(), dialog.editors["room"].value()) == ("8", "02")
    assert "9F-02 的入驻记录到这一天为止" in dialog.said.text()
    dialog.take()
    settle(page, context, qtbot)
    assert page.message.text.startswith("「微光工作室」已从 9F-02 搬到 8F-02")
    old = records.get("occupancies", tower["o2"]).values
    assert old["ended_on"] == dates.today()
    assert key_of(page, "微光工作室", "8F")
    page._undo()
    settle(page, context, qtbot)
    assert records.get("occupancies", tower["o2"]).values["ended_on"] is None
    assert key_of(page, "微光工作室", "9F")


def test_let_go_on_itself_or_outside_nothing_is_asked(page: FloorPage) -> None:
    key = key_of(page, "微光工作室", "9F")
    middle = at(page, key)
    drag(page, middle, middle + QPoint(12, 0))
    drag(page, middle, QPoint(middle.x(), page.view.height() + 400))
    assert not page.findChildren(SeatDialog)


def test_m_moves_to_a_room_that_is_not_there_yet(
    context: Context, qtbot: QtBot, page: FloorPage, records: Records, tower: dict[str, int]
) -> None:
    page.view.choose(page.view.plane.piece(key_of(page, "微光工作室", "9F")) if page.view.plane else None)
    settle(page, context, qtbot)
    QTest.keyClick(page.view, Qt.Key.Key_M)
    [dialog] = page.findChildren(SeatDialog)
    dialog.editors["room"].put("03")
    dialog.editors["day"].put("2023-01-01")
    dialog.take()
    qtbot.waitUntil(lambda: not context.tasks.busy)
    assert any("才入驻" in label.text() for label in dialog.note.findChildren(Label))
    dialog.corrects.setChecked(True)
    dialog.take()
    settle(page, context, qtbot)
    assert records.get("occupancies", tower["o2"]).labels["unit_id"].endswith("9F-03")


def test_a_firm_moves_in_and_another_out(
    context: Context, qtbot: QtBot, page: FloorPage, records: Records, tower: dict[str, int]
) -> None:
    assert page.view.plan is not None
    vacant = page.view.plan.floors[2].cells[0]
    QTest.mouseClick(page.view, LEFT, pos=at(page, vacant.key))
    assert "空置" in shown(page.panel)
    page._settle(vacant)
    [dialog] = page.findChildren(SeatDialog)
    dialog.take()
    assert dialog.isVisible()  # no firm was chosen
    dialog.editors["enterprise_id"].put(tower["wei"], "微光工作室")
    dialog.take()
    settle(page, context, qtbot)
    assert key_of(page, "微光工作室", "B1")
    page.leave_cell(page.view.plan.cell(key_of(page, "微光工作室", "9F")) or vacant)
    [leaving] = page.findChildren(LeaveDialog)
    leaving.take()
    settle(page, context, qtbot)
    assert records.get("occupancies", tower["o2"]).values["ended_on"] == dates.today()


def test_the_legend_counts_and_filters_and_guests_see_no_colour(
    context: Context, qtbot: QtBot, page: FloorPage
) -> None:
    assert page.way == tints.COLOUR
    assert {key: one.accessibleName() for key, one in page.legend.keys.items()}["黄"] == "黄 一般 1"
    page.legend.keys["黄"].click()
    assert page.view.view.only == frozenset({"黄"})
    page._turn_over()
    assert [cell.short for cell in page.twin.lines.rows] == ["微光工作室"]
    page._turn_over()
    context.guest.put(True)
    settle(page, context, qtbot)
    assert page.legend.keys["黄"].accessibleName() == "黄 一般 —"
    assert page.view.plane is not None
    cell = page.view.plane.piece(key_of(page, "微光工作室", "9F"))
    assert cell is not None
    assert page.view.view.shade(cell.cell) is None
    context.guest.put(False)
    page.show_way(tints.LEASE)
    assert [one.accessibleName() for one in page.legend.keys.values()] == ["30 天内到期 2"]
    for way in (tints.PEOPLE, tints.PARTY, tints.REQUESTS, tints.VACANCY):
        page.show_way(way)
        assert not page.grab().isNull()
    for step in (1, 1, 1, -1, -1, -1, -1, -1):
        page._zoomed(step)
        assert not page.grab().isNull()


def test_another_day_shows_what_stood_then(context: Context, qtbot: QtBot, page: FloorPage) -> None:
    page.day.put("2023-12-31")
    page._other_day()
    settle(page, context, qtbot)
    assert page.view.plan is not None
    assert page.view.plan.firms == 0
    page.day.put("不是日子")
    page._other_day()
    assert page.on == dt.date(2023, 12, 31)


def test_an_empty_building_says_how_to_begin(
    context: Context, qtbot: QtBot, page: FloorPage, records: Records
) -> None:
    page.show_parent(records.get("buildings", records.save("buildings", None, {"name": "空楼"})))
    settle(page, context, qtbot)
    assert page.stack.currentWidget() is page.empty
    page._settle(None)
    [dialog] = page.findChildren(SeatDialog)
    dialog.reject()


def test_a_reader_changes_nothing_and_sees_no_colour(
    station: Database, context: Context, qtbot: QtBot, records: Records, tower: dict[str, int]
) -> None:
    with station.write("人") as write:
        [station.actor] = write.insert(Account, [{"name": "读者", "role": Role.READER.value}])
    page = FloorPage(context)
    qtbot.addWidget(page)
    page.show()
    page.show_parent(records.get("buildings", tower["building"]))
    settle(page, context, qtbot)
    assert page.way == tints.LEASE
    assert tints.COLOUR not in [way.key for way in page._ways]
    assert not page.view.changeable
    page.view.choose(page.view.plane.piece(key_of(page, "微光工作室", "9F")) if page.view.plane else None)
    settle(page, context, qtbot)
    assert "搬到" not in "".join(one.text() for one in page.panel.findChildren(QWidget) if hasattr(one, "text"))
    assert page.panel.cell is not None
    page.move_cell(page.panel.cell)
    assert not page.findChildren(SeatDialog)


# -- shelf and sheet ---------------------------------------------------------------------------


def test_the_shelf_opens_a_building_on_its_plan(
    context: Context, qtbot: QtBot, tower: dict[str, int], records: Records
) -> None:
    tab = BuildingsTab(context, BUILDINGS)
    qtbot.addWidget(tab)
    tab.resize(1366, 640)
    with qtbot.waitActive(tab):
        tab.show()
        tab.activateWindow()
    qtbot.waitUntil(lambda: tab.record.id is not None and tab.shelf.model.rowCount() == 4 and not context.tasks.busy)
    assert tab.list.isHidden()
    names = [tab.shelf.model.item(row).text() for row in range(4)]
    assert names == ["汾阳片区", "梧桐大厦", "没有片区", "环贸一期"]
    tab.shelf.list.setCurrentIndex(tab.shelf.model.index(1, 0))
    qtbot.waitUntil(lambda: tab.record.id == tower["building"] and not context.tasks.busy)
    qtbot.waitUntil(lambda: bool(tab.record.findChildren(FloorPage)))
    [plan] = tab.record.findChildren(FloorPage)
    qtbot.waitUntil(lambda: plan.view.plan is not None and plan.view.plan.name == "梧桐大厦")
    assert plan.isVisible()
    tab.shelf.search.setText("环贸")
    qtbot.waitUntil(lambda: tab.shelf.model.rowCount() == 1 and not context.tasks.busy)
    tab.shelf.search.setText("没有这幢")
    qtbot.waitUntil(lambda: tab.shelf.stack.currentWidget() is tab.shelf.none and not context.tasks.busy)
    tab.show_query(Query("buildings"))
    assert not tab.list.isHidden()
    assert tab.shelf.isHidden()
    tab.show_table(False)
    assert not tab.shelf.isHidden()
    qtbot.waitUntil(lambda: not context.tasks.busy)


def test_a_month_is_declared_in_place_and_numbers_lead_to_their_lists(
    context: Context, qtbot: QtBot, tower: dict[str, int], records: Records
) -> None:
    asked: list[Query] = []
    context.open_query = asked.append
    page = SheetPage(context)
    qtbot.addWidget(page)
    page.resize(1100, 600)
    page.show()
    page.show_parent(records.get("buildings", tower["building"]))
    qtbot.waitUntil(lambda: page.sheet is not None and not context.tasks.busy)
    assert page.sheet is not None
    page.ask_month(page.sheet.months[1])
    [dialog] = page.findChildren(MonthDialog)
    dialog.editors["leased_area"].put("-5")
    dialog.take()
    qtbot.waitUntil(lambda: not context.tasks.busy)
    assert dialog.isVisible()
    dialog.editors["leased_area"].put("700")
    dialog.editors["tenant_count"].put("2")
    dialog.take()
    qtbot.waitUntil(lambda: not context.tasks.busy and page.sheet is not None and bool(page.sheet.months[1].id))
    assert page.sheet.months[1].declared_rate == 0.7
    colours = page.views[2]
    place = next(one for one in colours.chart.places if one.datum.label.startswith("黄"))
    page._chosen(place.datum.behind)
    assert [query.filters[0].value for query in asked] == [(tower["wei"],)]
    before = len(page.views)
    context.guest.put(True)
    assert len(page.views) == before - 2
    context.guest.put(False)


def test_narrow_cells_keep_their_least_width() -> None:
    assert shares([1, 1], 100, 10) == [50, 50]
    assert shares([1, 999], 100, 10) == [10, 90]
    assert shares([1, 1, 998], 100, 20) == [20, 20, 60]
    assert shares([5, 5, 5], 20, 10) == pytest.approx([20 / 3] * 3)

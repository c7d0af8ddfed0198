"""The wall in the window: cards by keys, steps with what they ask for, a notice's sheet, the public numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from louyu_desktop.models import Account, PublicNotice, Wish
from louyu_desktop.rules import dates
from louyu_desktop.services.copies import Query
from louyu_desktop.services.own_ways import BY_STEPS
from louyu_desktop.services.records import Records
from louyu_desktop.storage.database import Database
from louyu_desktop.ui.buildings.council.layout import MEETINGS, TOPICS
from louyu_desktop.ui.checklist.tab import build
from louyu_desktop.ui.checklist.wall import NOTICES, WISHES
from louyu_desktop.ui.checklist.wall.figures import FiguresPage
from louyu_desktop.ui.checklist.wall.page import WallPage
from louyu_desktop.ui.checklist.wall.sheet import NoticeSheet
from louyu_desktop.ui.checklist.wall.step import StepDialog
from louyu_desktop.ui.checklist.wall.strip import FlowStrip
from louyu_desktop.ui.checklist.wall.tabs import NoticesTab, WishesTab
from louyu_desktop.ui.context import Context
from louyu_desktop.ui.lists.bulk import BulkEdit
from louyu_desktop.ui.subtabs import TabGroup

MOBILE = "13800002207"


@pytest.fixture
def wishes(station: Database) -> list[int]:
    """One to review, one on the wall, one claimed."""
    today = dates.today()
    with station.write("心愿") as write:
        return write.insert(Wish, [
            {"made_on": today, "text": f"想学手语，找 {MOBILE}", "state": "征集", "number": "XY-2026-0001"},
            {"made_on": today, "text": "护眼灯", "public_text": "护眼灯", "state": "待认领", "posted_on": today,
             "number": "XY-2026-0002"},
            {"made_on": today, "text": "消防站", "public_text": "参观消防站", "state": "已认领", "claimant": "光年广告",
             "due_on": today - dt.timedelta(days=1), "number": "XY-2026-0003"},
        ])  # fmt: skip


@pytest.fixture
def whole(context: Context, wishes: list[int], qtbot: QtBot) -> Iterator[TabGroup]:
    made = build(context)
    qtbot.addWidget(made)
    made.resize(1366, 688)
    context.open_record = made.show_record
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made
    for one in QApplication.topLevelWidgets():
        if isinstance(one, StepDialog):
            one.reject()


def quiet(context: Context, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not context.tasks.busy)


def dialog() -> StepDialog:
    [found] = [one for one in QApplication.topLevelWidgets() if isinstance(one, StepDialog) and one.isVisible()]
    return found


def strip_of(whole: TabGroup, kind: str, key: int, context: Context, qtbot: QtBot) -> FlowStrip:
    whole.show_record(kind, key)
    tab = whole.part(kind)
    qtbot.waitUntil(lambda: tab.record.id == key and not context.tasks.busy)
    strip: FlowStrip = tab.record.acts.strip
    qtbot.waitUntil(lambda: strip.standing is not None and strip.standing.id == key)
    return strip


def test_the_wall_goes_by_keys_and_a_card_opens_its_wish(
    whole: TabGroup, wishes: list[int], context: Context, qtbot: QtBot
) -> None:
    tab = whole.part("wishes")
    assert isinstance(tab, WishesTab)
    wall = tab.other
    assert isinstance(wall, WallPage)
    qtbot.waitUntil(lambda: len(wall.lists["已认领"].cards.cards) == 1)
    assert "征集 3 个" in tab.said.text()
    context.guest.put(True)
    first = wall.lists["征集"].cards
    assert MOBILE not in first.data(first.index(0))  # what nobody reviewed is masked for guests
    context.guest.put(False)
    quiet(context, qtbot)
    wall.enter()
    QTest.keyClick(wall.lists["征集"], Qt.Key.Key_Right)
    QTest.keyClick(wall.lists["待认领"], Qt.Key.Key_Right)
    assert QApplication.focusWidget() is wall.lists["已认领"]
    QTest.keyClick(wall.lists["已认领"], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: tab.record.id == wishes[2])
    assert tab.splitter.isVisible()
    assert not wall.isVisible()


def test_a_step_asks_and_refuses_a_mobile(
    whole: TabGroup, wishes: list[int], context: Context, records: Records, qtbot: QtBot
) -> None:
    strip = strip_of(whole, "wishes", wishes[0], context, qtbot)
    assert "手机号" in strip.warning.text()
    assert MOBILE not in strip.warning.text()
    strip.buttons["post"].click()
    asked = dialog()
    asked.go.click()
    qtbot.waitUntil(asked.note.isVisible)
    quiet(context, qtbot)
    assert asked.go.isEnabled()
    asked.editors["public_text"].put("到威海路128弄5号301室学手语")
    asked.go.click()
    qtbot.waitUntil(asked.address.isVisible)
    asked.address.setChecked(True)
    with qtbot.waitSignal(asked.taken):
        asked.go.click()
    quiet(context, qtbot)
    assert records.get("wishes", wishes[0]).values["state"] == "待认领"
    qtbot.waitUntil(lambda: "claim" in strip.buttons)


def test_a_wish_becomes_a_request_that_can_be_opened(
    whole: TabGroup, wishes: list[int], context: Context, qtbot: QtBot
) -> None:
    said: list[tuple[object, ...]] = []
    context.message = lambda *words: said.append(words)
    strip = strip_of(whole, "wishes", wishes[1], context, qtbot)
    strip.buttons["to_request"].click()
    qtbot.waitUntil(lambda: bool(said))
    assert said[0][2] == "打开"


def test_whoever_proposed_a_notice_does_not_review_it(
    whole: TabGroup, station: Database, context: Context, records: Records, qtbot: QtBot
) -> None:
    records.save("accounts", None, {"name": "施佳宁", "role": "工作人员"})
    with station.write("公示") as write:
        [key] = write.insert(PublicNotice, [
            {"proposed_on": dates.today(), "title": "分层停靠", "body": "邵清扬等代表。", "state": "提出", "named": False},
        ])  # fmt: skip
    strip = strip_of(whole, "public-notices", key, context, qtbot)
    assert "姓名会打码：邵＊＊" in strip.warning.text()
    strip.buttons["propose"].click()
    qtbot.waitUntil(lambda: "review" in strip.buttons)
    assert not strip.buttons["review"].isEnabled()
    assert "不同的人" in strip.warning.text()
    sheet = NoticeSheet(context, whole)
    sheet.show_parent(records.get("public-notices", key))
    qtbot.waitUntil(lambda: sheet.preview is not None)
    assert sheet.preview is not None
    assert sheet.preview.paragraphs == ("邵＊＊等代表。",)
    with station.write("改") as write:
        write.update(PublicNotice, [{"id": key, "body": f"电话 {MOBILE}"}])
    sheet.show_parent(records.get("public-notices", key))
    qtbot.waitUntil(lambda: sheet.preview is None)
    assert not sheet.empty.isHidden()


def test_guests_do_not_read_an_address_that_was_found(
    whole: TabGroup, station: Database, context: Context, qtbot: QtBot
) -> None:
    with station.write("公示") as write:
        row = {"proposed_on": dates.today(), "title": "分层停靠", "body": "家住威海路128弄5号301室"}
        [key] = write.insert(PublicNotice, [row])
    strip = strip_of(whole, "public-notices", key, context, qtbot)
    assert "128弄5号" in strip.warning.text()
    context.guest.toggle()
    assert "像住址：—" in strip.warning.text()
    body = context.services.records.entity("public-notices").field("body")
    assert "128弄" not in context.guest.show(body, "家住威海路128弄5号301室")


def test_a_public_number_opens_its_records(whole: TabGroup, context: Context, qtbot: QtBot) -> None:
    asked: list[Query] = []
    context.open_query = asked.append
    tab = whole.part("public-notices")
    assert isinstance(tab, NoticesTab)
    page = tab.other
    assert isinstance(page, FiguresPage)
    qtbot.waitUntil(lambda: bool(page.buttons))
    page.buttons["心愿", "征集"].click()
    assert (asked[0].kind, context.services.records.count(asked[0])) == ("wishes", 3)
    page.step.choose("month")
    page.go(-1)
    qtbot.waitUntil(lambda: page.span.text().startswith(f"{page.days[0]:%Y-%m-%d}"))
    qtbot.waitUntil(lambda: page.buttons["心愿", "征集"].text().startswith("0"))


def test_who_only_reads_sees_no_steps(
    whole: TabGroup, station: Database, wishes: list[int], context: Context, qtbot: QtBot
) -> None:
    with station.write("人") as write:
        [reader] = write.insert(Account, [{"name": "督导", "role": "只读"}])
    station.actor = reader
    strip = FlowStrip(context, whole)
    strip.show_parent(context.services.records.get("wishes", wishes[0]))
    qtbot.waitUntil(lambda: strip.standing is not None)
    assert not strip.buttons
    with station.read() as session:
        station.actor = session.scalars(select(Account.id).where(Account.name == "周敏")).one()


def test_what_forms_keep_apart_only_steps_change() -> None:
    for arrangement in (NOTICES, WISHES, TOPICS, MEETINGS):
        assert set(arrangement.apart) <= BY_STEPS[arrangement.kind]


def test_a_bulk_edit_offers_nothing_that_only_steps_change(
    context: Context, wishes: list[int], qtbot: QtBot
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = BulkEdit(context, context.services.records.entity("wishes"), wishes, parent)
    qtbot.waitUntil(lambda: not context.tasks.busy)
    offered = {field.name for field in dialog._fields}
    assert not offered & BY_STEPS["wishes"]
    assert {"category", "wisher"} <= offered

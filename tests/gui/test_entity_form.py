"""The generic form and the record beside its list, on a real station."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from louyu_desktop.models import Activity
from louyu_desktop.rules import dates
from louyu_desktop.services.copies import Option
from louyu_desktop.services.records import Records
from louyu_desktop.ui.activities.tab import ACTIVITIES
from louyu_desktop.ui.ask import Question
from louyu_desktop.ui.checklist.tab import ITEMS
from louyu_desktop.ui.context import Context
from louyu_desktop.ui.enterprises.file import ENTERPRISES
from louyu_desktop.ui.entity.form import Form
from louyu_desktop.ui.entity.sections import ChildDialog
from louyu_desktop.ui.entity.tab import EntityTab
from louyu_desktop.ui.fields.conflict import ConflictDialog
from louyu_desktop.ui.fields.editors import DateEditor, LineEditor
from louyu_desktop.ui.fields.grid import FieldGrid
from louyu_desktop.ui.fields.picker import ReferenceEditor
from louyu_desktop.ui.fields.words import scrolled
from louyu_desktop.ui.people import build as build_people
from louyu_desktop.ui.take_back import TakeBack

Open = Callable[[str], EntityTab]


@pytest.fixture
def open_firm(context: Context, records: Records, qtbot: QtBot) -> Iterator[Open]:
    """The tab 企业 with one firm open, found by its name."""
    kept: list[EntityTab] = []

    def make(name: str) -> EntityTab:
        tab = EntityTab(context, ENTERPRISES)
        kept.append(tab)
        qtbot.addWidget(tab)
        tab.resize(1366, 688)
        with qtbot.waitActive(tab):
            tab.show()
            tab.activateWindow()
        [firm] = [one.id for one in records.options("enterprises", name)]
        qtbot.waitUntil(lambda: tab.list.model.rowCount() > 0 and not context.tasks.busy)
        tab.show_record("enterprises", firm)
        qtbot.waitUntil(lambda: tab.record.copy is not None and not context.tasks.busy)
        return tab

    yield make
    for tab in kept:
        tab.close()


def put(form: Form, name: str, text: str) -> None:
    """Type into a field and leave it."""
    editor = form.rows[name].editor
    editor.put(text)
    editor.left.emit()


def focus_of(form: Form, name: str) -> QWidget:
    """The widget that takes the keys of a field."""
    proxy = form.rows[name].editor.focusProxy()
    assert proxy is not None
    return proxy


def note(form: Form, name: str) -> str:
    """The sentence under a field."""
    found = form.rows[name].note
    return " ".join(label.text() for label in found.findChildren(QLabel)) if found is not None else ""


def answer(words: str) -> list[str]:
    """Answer the next question by the button with these words; gives the list that will hold its title."""
    asked: list[str] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, Question):
            QTimer.singleShot(10, look)
            return
        asked.extend(label.text() for label in dialog.findChildren(QLabel)[:1])
        next(button for button in dialog.findChildren(QPushButton) if button.text() == words).click()

    QTimer.singleShot(10, look)
    return asked


def test_a_wrong_code_is_said_when_the_field_is_left_and_stops_the_save(open_firm: Open, qtbot: QtBot) -> None:
    form = open_firm("渤健").record.form
    put(form, "credit_code", "91310104MA1FR8T36")
    assert "应为 18 位，现有 17 位" in note(form, "credit_code")
    assert focus_of(form, "credit_code").property("wrong") is True
    assert not form.save()
    assert focus_of(form, "credit_code").hasFocus()


def test_what_changed_is_saved_and_stands_in_the_history(open_firm: Open, records: Records, qtbot: QtBot) -> None:
    tab = open_firm("渤健")
    put(tab.record.form, "headcount", "约170人")
    assert tab.record.form.bar.isVisible()
    with qtbot.waitSignal(tab.record.form.saved):
        QTest.keyClick(tab.record, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert records.get("enterprises", tab.record.id or 0).values["headcount"] == 170
    headcount = [field.name for field in tab.list.model.columns].index("headcount")
    qtbot.waitUntil(lambda: tab.list.model.index(0, headcount).data() == "170")
    tab.record.show_page(len(tab.record.tab_buttons) - 1)
    qtbot.waitUntil(lambda: bool(tab.record.history.lines))
    change = tab.record.history.lines[0].changes[0]
    assert (change.label, change.before, change.after) == ("员工数", "165", "170")


def test_an_operation_is_taken_back_out_of_the_history(open_firm: Open, records: Records, qtbot: QtBot) -> None:
    tab = open_firm("渤健")
    records.save("enterprises", tab.record.id, {"headcount": 9})
    tab.record.show_page(len(tab.record.tab_buttons) - 1)
    qtbot.waitUntil(lambda: len(tab.record.history.lines) == 2)
    tab.record.history.take_back(tab.record.history.lines[0].operation_id)
    qtbot.waitUntil(lambda: bool(tab.record.findChildren(TakeBack)))
    tab.record.findChildren(TakeBack)[0].go.click()
    qtbot.waitUntil(lambda: records.get("enterprises", tab.record.id or 0).values["headcount"] == 165)


def test_a_draft_outlives_the_window(open_firm: Open, records: Records, qtbot: QtBot) -> None:
    first = open_firm("渤健").record
    put(first.form, "business", "生物制药")
    first.form.keep_draft()
    qtbot.waitUntil(lambda: records.draft_count() == 1)
    second = open_firm("渤健").record
    assert second.form.rows["business"].editor.value() == "生物制药"
    assert "草稿" in second.form.bar.text
    second.form.give_up()
    qtbot.waitUntil(lambda: records.draft_count() == 0)
    assert second.form.dirty() == {}


def test_two_people_changed_one_field_and_one_chooses(open_firm: Open, records: Records, qtbot: QtBot) -> None:
    tab = open_firm("渤健")
    put(tab.record.form, "headcount", "170")
    records.save("enterprises", tab.record.id, {"headcount": 200, "business": "制药"})
    seen: list[tuple[object, ...]] = []

    def choose() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, ConflictDialog):
            QTimer.singleShot(10, choose)
            return
        seen.extend((one.current, one.mine, one.original) for one in dialog.error.fields)
        dialog.accept_default()

    QTimer.singleShot(10, choose)
    with qtbot.waitSignal(tab.record.form.saved):
        tab.record.form.save()
    assert seen == [(200, 170, 165)]
    values = records.get("enterprises", tab.record.id or 0).values
    assert (values["headcount"], values["business"]) == (170, "制药")


def test_a_new_record_needs_its_name_and_then_is_listed(open_firm: Open, records: Records, qtbot: QtBot) -> None:
    tab = open_firm("渤健")
    QTest.keyClick(tab.list.table, Qt.Key.Key_N)
    qtbot.waitUntil(lambda: tab.record.is_open and tab.record.copy is None and not tab.record.loading)
    with qtbot.waitSignal(tab.record.form.changed):
        tab.record.form.rows["headcount"].editor.put("12")
    tab.record.form.save()
    qtbot.waitUntil(lambda: note(tab.record.form, "name") == "请填企业名称")
    put(tab.record.form, "name", "安利中国")
    with qtbot.waitSignal(tab.record.saved):
        tab.record.form.save()
    qtbot.waitUntil(lambda: tab.list.model.rowCount() == 6)
    qtbot.waitUntil(lambda: tab.record.copy is not None and tab.record.copy.title == "安利中国")
    qtbot.waitUntil(lambda: tab.list.table.currentIndex().row() == 0)


def test_the_same_firm_is_noticed_while_typing(open_firm: Open, qtbot: QtBot) -> None:
    tab = open_firm("渤健")
    tab.begin()
    qtbot.waitUntil(lambda: tab.record.copy is None and not tab.record.loading)
    row = tab.record.form.rows["name"]
    assert isinstance(row.editor, LineEditor)
    row.editor.box.insert("澄怀设计(上海)有限责任公司")
    qtbot.waitUntil(lambda: "已经有：澄怀设计" in note(tab.record.form, "name"))


def test_a_form_finds_its_columns_at_any_width(context: Context, qtbot: QtBot) -> None:
    """Where two columns need more than their share of the window there is one; both ways nothing leaves the page."""
    page = QWidget()
    entity = context.services.records.entity("service-items")
    groups = [(group.title, group.fields) for group in ITEMS.groups]
    form = FieldGrid(context, entity, groups, ITEMS.short, page)
    area = scrolled(form)
    qtbot.addWidget(area)
    form.finish()
    area.show()
    side_by_side = set()
    for width in (*range(420, 760, 12), *range(760, 420, -12)):
        area.resize(width, 527)
        QApplication.processEvents()
        assert form.width() == area.viewport().width()
        edges = {row.geometry().right() for row in form.rows.values()}
        assert max(edges) < form.width()
        side_by_side.add(len({row.x() for row in form.rows.values()}) > 1)
    assert side_by_side == {False, True}


def test_next_and_previous_follow_the_list(open_firm: Open, qtbot: QtBot) -> None:
    tab = open_firm("光年")
    qtbot.waitUntil(lambda: tab.record.head.place_label.text() == "3 / 5")
    tab.record.form.enter()
    QTest.keyClick(tab.record, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: tab.record.copy is not None and tab.record.copy.title == "乐高玩具")
    assert tab.record.head.place_label.text() == "4 / 5"
    QTest.keyClick(tab.record, Qt.Key.Key_PageUp)
    qtbot.waitUntil(lambda: tab.record.copy is not None and tab.record.copy.title == "光年广告")


def test_leaving_asks_and_a_draft_waits(open_firm: Open, records: Records, qtbot: QtBot) -> None:
    tab = open_firm("光年")
    put(tab.record.form, "business", "户外广告")
    asked = answer("留作草稿")
    tab.list.table.show_place(0)
    qtbot.waitUntil(lambda: tab.record.copy is not None and tab.record.copy.title == "渤健生物科技")
    assert asked == ["这一条还有改动没保存"]
    qtbot.waitUntil(lambda: records.draft_count() == 1)


def test_going_back_keeps_what_was_typed(open_firm: Open, qtbot: QtBot) -> None:
    tab = open_firm("光年")
    put(tab.record.form, "business", "户外广告")
    answer("回去接着改")
    tab.list.table.show_place(0)
    qtbot.waitUntil(lambda: tab.list.table.currentIndex().row() == 2)
    assert list(tab.record.form.dirty()) == ["business"]


def test_saving_while_leaving_saves_and_goes_on(open_firm: Open, records: Records, qtbot: QtBot) -> None:
    tab = open_firm("光年")
    firm = tab.record.id or 0
    put(tab.record.form, "business", "户外广告")
    answer("保存")
    tab.list.table.show_place(0)
    qtbot.waitUntil(lambda: records.get("enterprises", firm).values["business"] == "户外广告")
    qtbot.waitUntil(lambda: tab.record.copy is not None and tab.record.copy.title == "渤健生物科技")
    qtbot.waitUntil(lambda: records.draft_count() == 0)


def test_a_contact_is_added_in_a_small_form(open_firm: Open, records: Records, qtbot: QtBot) -> None:
    tab = open_firm("渤健")
    page = tab.record.section(1)
    tab.record.show_page(2)
    page.add()
    qtbot.waitUntil(lambda: page.findChild(ChildDialog) is not None)
    dialog = page.findChild(ChildDialog)
    assert dialog is not None
    form = dialog.form
    put(form, "name", "顾南星")
    put(form, "phone", "138 1234 5678")
    form.save()
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    qtbot.waitUntil(lambda: tab.record.tab_buttons[2].text() == "联系人 1")
    assert records.get("enterprises", tab.record.id or 0).values["contact_phone"] == "13812345678"


def test_people_of_one_name_are_told_apart(context: Context, records: Records, qtbot: QtBot) -> None:
    group = build_people(context)
    qtbot.addWidget(group)
    with qtbot.waitActive(group):
        group.show()
        group.activateWindow()
    group.new_record("people", "测试")
    tab = group.part("people")
    qtbot.waitUntil(lambda: tab.record.is_open and not tab.record.loading)
    qtbot.waitUntil(focus_of(tab.record.form, "name").hasFocus)
    editor = tab.record.form.rows["enterprise_id"].editor
    assert isinstance(editor, ReferenceEditor)
    editor.box.setFocus()
    qtbot.waitUntil(editor.box.hasFocus)
    QTest.keyClicks(editor.box, "gngg")
    qtbot.waitUntil(lambda: editor.options.rowCount() == 1)
    popup = editor._completer.popup()
    qtbot.waitUntil(popup.isVisible)
    QTest.keyClick(popup, Qt.Key.Key_Return)  # the one that fits is marked: no mouse is needed
    [firm] = [one.id for one in records.options("enterprises", "光年")]
    assert (editor.value(), editor.label()) == (firm, "光年广告")
    assert editor.box.hasFocus()
    editor.box.selectAll()
    QTest.keyClicks(editor.box, "legao")
    qtbot.waitUntil(lambda: popup.isVisible() and editor._asked == "legao")
    QTest.keyClick(popup, Qt.Key.Key_Tab)
    assert editor.label() == "乐高玩具"
    assert not editor.box.hasFocus()
    assert [(o.title, o.subtitle[:4]) for o in records.options("people", "chs")] == [
        ("陈华树", "光年广告"), ("陈华树", "乐高玩具"),
    ]  # fmt: skip


def test_what_was_typed_before_is_not_answered_any_more(open_firm: Open, qtbot: QtBot) -> None:
    """Two readers answer in whatever order: the later answer may be to the earlier words."""
    editor = open_firm("渤健").record.form.rows["chief_liaison_id"].editor
    assert isinstance(editor, ReferenceEditor)
    asked: dict[str, Callable[[tuple[Option, ...]], None]] = {}
    editor._lookup = lambda _owner, _kind, text, done: asked.update({text: done})
    editor.put(None)
    editor.box.setFocus()
    qtbot.waitUntil(editor.box.hasFocus)
    for letter in "ch":
        QTest.keyClicks(editor.box, letter)
        editor.box.search_now()
    asked["ch"]((Option(1, "陈华树"),))
    asked["c"](())
    assert editor.options.rowCount() == 1


def test_words_that_point_nowhere_are_refused(open_firm: Open, qtbot: QtBot) -> None:
    form = open_firm("渤健").record.form
    editor = form.rows["chief_liaison_id"].editor
    assert isinstance(editor, ReferenceEditor)
    editor.box.insert("没有这个人")
    editor.box.textEdited.emit("没有这个人")
    editor.left.emit()
    assert "从列表里选一个" in note(form, "chief_liaison_id")


@pytest.mark.parametrize(
    ("keys", "expected"),
    [("=", dt.timedelta(0)), ("=d", dt.timedelta(1)), ("=D", dt.timedelta(-1)), ("=wW", dt.timedelta(0))],
)
def test_date_keys(open_firm: Open, qtbot: QtBot, keys: str, expected: dt.timedelta) -> None:
    editor = open_firm("渤健").record.form.rows["verified_on"].editor
    assert isinstance(editor, DateEditor)
    QTest.keyClicks(editor.box, keys)
    assert editor.value() == (dates.today() + expected).isoformat()


def test_months_end_where_they_end(open_firm: Open, qtbot: QtBot) -> None:
    editor = open_firm("渤健").record.form.rows["verified_on"].editor
    assert isinstance(editor, DateEditor)
    editor.put("2024-01-31")
    QTest.keyClicks(editor.box, "m")
    assert editor.value() == "2024-02-29"
    QTest.keyClicks(editor.box, "y")
    assert editor.value() == "2025-02-28"


def test_words_for_days_are_understood(open_firm: Open, qtbot: QtBot) -> None:
    form = open_firm("渤健").record.form
    put(form, "verified_on", "明天")
    assert form.rows["verified_on"].editor.value() == (dates.today() + dt.timedelta(1)).isoformat()


def test_numbers_of_persons_stand_masked_until_asked_for(context: Context, records: Records, qtbot: QtBot) -> None:
    group = build_people(context)
    qtbot.addWidget(group)
    with qtbot.waitExposed(group):
        group.show()
    person = records.options("people", "chs")[0].id
    group.show_record("people", person)
    pane = group.part("people").record
    qtbot.waitUntil(lambda: pane.copy is not None)
    row = pane.form.rows["mobile"]
    assert row.masked is not None
    assert row.reveal is not None
    assert (row.masked.text()[:7], row.editor.isVisible()) == ("139****", False)
    row.reveal.click()
    qtbot.waitUntil(row.editor.isVisible)
    context.guest.put(True)
    assert not row.editor.isVisible()
    name = pane.form.rows["name"].masked
    assert name is not None
    assert name.text() == "陈＊＊"
    assert pane.head.title_label.text() == "陈＊＊"
    assert pane.form.dirty() == {}


def test_seconds_that_are_not_shown_are_no_change(context: Context, records: Records, qtbot: QtBot) -> None:
    """A time with seconds stands as it was read; another minute is a change."""
    start = dt.datetime(2026, 11, 20, 4, 0, 17, 250_000, tzinfo=dt.UTC)
    with context.services._database.write("活动") as write:  # a form has no seconds
        [key] = write.insert(Activity, [{"title": "午间课堂", "starts_at": start}])
    holder = QWidget()
    qtbot.addWidget(holder)
    form = Form(context, records.entity("activities"), ACTIVITIES, holder)
    form.load(records.get("activities", key))
    assert form.dirty() == {}
    put(form, "starts_at", "2026-11-20 12:01")
    assert set(form.dirty()) == {"starts_at"}

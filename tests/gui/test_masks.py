"""Phones and numbers stand behind stars for everybody; one is shown for half a minute, and the log says so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from louyu_desktop.services.copies import Query, no_control
from louyu_desktop.services.records import Records
from louyu_desktop.ui import ask
from louyu_desktop.ui.context import Context
from louyu_desktop.ui.entity.tab import EntityTab
from louyu_desktop.ui.fields import rows
from louyu_desktop.ui.fields.rows import FieldRow
from louyu_desktop.ui.imports.export import ExportDialog
from louyu_desktop.ui.lists import revealed
from louyu_desktop.ui.people import build
from louyu_desktop.ui.prints.subject import listing

MASKED, WHOLE = "139****0001", "139 0000 0001"


@pytest.fixture
def brief(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a minute passes in a blink."""
    monkeypatch.setattr(rows, "SHOWN_MS", 500)
    monkeypatch.setattr(revealed, "SHOWN_MS", 500)


@pytest.fixture
def people(context: Context, records: Records, qtbot: QtBot) -> Iterator[EntityTab]:
    """The tab 人员 with the first 陈华树 open."""
    group = build(context)
    qtbot.addWidget(group)
    group.resize(1366, 688)
    with qtbot.waitExposed(group):
        group.show()
    tab = group.part("people")
    qtbot.waitUntil(lambda: tab.list.model.rowCount() == 2 and not context.tasks.busy)
    tab.list.columns.change(("name", "mobile"))
    person = records.options("people", "chs")[0].id
    group.show_record("people", person)
    qtbot.waitUntil(lambda: tab.record.copy is not None and tab.record.copy.id == person and not context.tasks.busy)
    yield tab
    assert group is not None  # it lives as long as its tab


def cell(tab: EntityTab) -> str:
    """What the list shows of the first phone."""
    return str(tab.list.model.index(0, 1).data())


def phone(tab: EntityTab) -> FieldRow:
    return tab.record.form.rows["mobile"]


def last_label(records: Records) -> str:
    """What was written down last about the first person."""
    return records.history("people", records.options("people", "chs")[0].id)[0].label


def test_the_list_shows_one_number_for_half_a_minute(
    people: EntityTab, records: Records, qtbot: QtBot, brief: None
) -> None:
    assert cell(people) == MASKED
    table = people.list.table
    cells = []
    for column in (0, 1):
        table.setCurrentIndex(people.list.model.index(0, column))
        cells.append(table.reveal.cell)
    assert [one and one[1] for one in cells] == [None, "mobile"]
    table.reveal.action.trigger()
    qtbot.waitUntil(lambda: cell(people) == WHOLE)
    assert last_label(records) == "显示「手机」：陈华树"
    assert str(people.list.model.index(1, 1).data()) == "139****0002"
    qtbot.waitUntil(lambda: cell(people) == MASKED)


def test_a_guest_ends_what_is_shown(people: EntityTab, context: Context, qtbot: QtBot) -> None:
    table = people.list.table
    table.setCurrentIndex(people.list.model.index(0, 1))
    table.reveal.action.trigger()
    qtbot.waitUntil(lambda: cell(people) == WHOLE)
    context.guest.put(True)
    assert cell(people) == MASKED
    assert table.reveal.cell is None
    context.guest.put(False)
    assert cell(people) == MASKED


def test_stars_are_copied_as_stars(people: EntityTab, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: people.list.model.index(0, 1).data() == MASKED)  # a row may be read again just now

    def copied() -> bool:
        people.list.table.setCurrentIndex(people.list.model.index(0, 1))
        people.verbs.copy()
        return QGuiApplication.clipboard().text() == MASKED

    qtbot.waitUntil(copied)


def test_stars_are_no_filter(people: EntityTab) -> None:
    people.list.table.setCurrentIndex(people.list.model.index(0, 1))
    people.list.only_this(1)
    assert people.list.table.head.filters() == ()


def test_the_form_covers_a_number_again(people: EntityTab, records: Records, qtbot: QtBot, brief: None) -> None:
    row = phone(people)
    assert row.reveal is not None
    assert row.masked is not None
    row.reveal.click()
    qtbot.waitUntil(row.editor.isVisible)
    assert last_label(records) == "显示「手机」：陈华树"
    qtbot.waitUntil(row.masked.isVisible)
    assert row.masked.text() == MASKED


def test_a_number_that_is_being_changed_stays_open(people: EntityTab, qtbot: QtBot, brief: None) -> None:
    row = phone(people)
    assert row.reveal is not None
    row.reveal.click()
    qtbot.waitUntil(row.editor.isVisible)
    row.editor.put("13900000009")
    qtbot.waitUntil(lambda: not row.is_timed)
    assert row.editor.isVisible()
    people.record.form.give_up()
    assert not row.editor.isVisible()


def test_what_one_typed_oneself_is_seen_when_one_comes_back(people: EntityTab, qtbot: QtBot) -> None:
    form = people.record.form
    assert form.copy is not None
    form.load(form.copy, (form.copy.updated_at, {"mobile": "13900000008"}))
    assert phone(people).editor.isVisible()
    assert form.dirty() == {"mobile": "13900000008"}
    form.give_up()


def test_a_list_is_printed_as_it_stands(people: EntityTab, context: Context, tmp_path: Path) -> None:
    made = listing(context, Query("people"), ("name", "mobile")).make(tmp_path, {}, no_control)
    text = PdfReader(made.path).pages[0].extract_text()
    assert MASKED in text
    assert "0000" not in text.replace(" ", "")


def test_nothing_personal_leaves_without_a_purpose(
    people: EntityTab, context: Context, records: Records, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "人员.csv"
    monkeypatch.setattr(ask, "save_file", lambda *_a, **_n: target)
    dialog = ExportDialog(context, Query("people"), ("name", "mobile"))
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: not context.tasks.busy)
    assert dialog.purpose.isVisible()
    dialog.export()
    assert not target.exists()
    dialog.purpose.editor.put("上报街道")
    dialog.export()
    qtbot.waitUntil(lambda: target.exists() and not context.tasks.busy)
    assert "导出人员：2 人。用途：上报街道" in [line.text for line in context.services.today.overview().log]


def test_what_tells_of_nobody_needs_no_purpose(people: EntityTab, context: Context, qtbot: QtBot) -> None:
    dialog = ExportDialog(context, Query("service-items"), ("code", "name"))
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.purpose.isVisible()
    qtbot.waitUntil(lambda: not context.tasks.busy)

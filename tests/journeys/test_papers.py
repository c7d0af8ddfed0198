"""A sign-in sheet from the activity to the PDF; and what a visitor at the desk may see."""

from __future__ import annotations

import re
from pathlib import Path

import pypdf
import pytest
from PySide6.QtWidgets import QFileDialog, QTableView

from louyu_desktop.services.copies import Query
from louyu_desktop.ui.entity.tab import EntityTab
from louyu_desktop.ui.prints.inputs import NumberInput
from louyu_desktop.ui.prints.preview import Preview
from louyu_desktop.ui.theme import theme
from tests.journeys.conftest import Seat
from tests.journeys.hands import Hands, list_of

PHONE = re.compile(r"1\d{2}[\s-]?\d{4}[\s-]?\d{4}")
"""A whole mobile number, however it is grouped."""
MASKED = re.compile(r"1\d{2}\s?\*{4}\s?\d{4}")
"""One whose middle is hidden, as it stands everywhere until somebody asks for it."""


def text_of(pdf: Path) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(pdf).pages)


def next_activity(hands: Hands) -> tuple[int, str]:
    """The activity that comes next, with people registered for it."""
    with hands.ticks.aside():
        found = hands.context.services.papers.next_activity()
        assert found is not None
        return found, hands.context.services.records.get("activities", found).title


def open_sheet(hands: Hands, activity: int) -> Preview:
    hands.context.open_record("activities", activity)
    tab = list_of(hands.window, "activities")
    hands.until(lambda: tab.record.copy is not None and tab.record.copy.id == activity)
    hands.rest()
    hands.step("open the preview")
    hands.click(hands.button(tab, "打印签到表"))
    preview = hands.page(Preview)
    hands.until(lambda: preview.result is not None)
    hands.rest()
    return preview


def test_a_sign_in_sheet_is_previewed_changed_and_saved(
    seat: Seat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "签到表.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_arguments: (str(target), ""))
    hands = seat.open()
    activity, title = next_activity(hands)
    hands.step("open the activity")
    preview = open_sheet(hands, activity)
    assert preview.store.pdf is not None
    before = preview.store.pdf.count
    hands.step("turn pages, zoom")
    for keys in ("PageDown", "Home", "End", "Home"):
        hands.press(keys, preview.view)
        hands.rest()
    hands.press("Ctrl+Plus", preview)
    hands.rest()
    hands.step("change an option")
    rows = preview.panel.findChildren(NumberInput)[0]
    rows.setFocus()
    hands.press("Ctrl+A")
    hands.type("45")
    hands.press("Tab")
    hands.until(lambda: preview.store.pdf is not None and preview.store.pdf.count > before)
    hands.rest()
    hands.step("save the PDF")
    hands.press("Ctrl+S", preview)
    hands.until(lambda: preview.message.text == "已存为 签到表.pdf")
    with hands.ticks.aside():
        words = text_of(target)
        people = hands.context.services.records.count(Query("registrations"))
    assert re.sub(r"\s", "", title) in re.sub(r"\s", "", words)
    assert people
    assert re.search(r"\d{4}", words)
    assert not PHONE.search(words)
    hands.step("back")
    hands.press("Escape", preview)
    hands.front()


def shown(table: QTableView) -> str:
    """All words of the rows on screen."""
    model = table.model()
    cells = (model.index(row, column).data() for row in range(20) for column in range(model.columnCount()))
    return "\n".join(str(cell) for cell in cells if cell)


def people(hands: Hands) -> EntityTab:
    hands.press("Ctrl+4")
    tab = list_of(hands.window, "people")
    hands.until(lambda: tab.list.model.rowCount() > 20)
    hands.rest()
    return tab


def test_guests_see_no_number_and_no_name(seat: Seat) -> None:
    hands = seat.open()
    activity, _title = next_activity(hands)
    hands.step("open the people")
    tab = people(hands)
    tab.list.columns.change(("name", "mobile", "unit_name"))
    hands.rest()
    hands.until(lambda: MASKED.search(shown(tab.list.table)) is not None)
    assert not PHONE.search(shown(tab.list.table))
    hands.click_cell(tab.list.table, 2, 0)
    hands.until(lambda: tab.record.copy is not None)
    hands.rest()
    name = str(tab.list.model.index(2, 0).data())
    hands.step("guest view")
    hands.press("F12")
    words = shown(tab.list.table)
    assert not PHONE.search(words)
    assert name not in words
    assert name not in tab.record.head.title_label.text()
    hands.step("the sheet under guest view")
    preview = open_sheet(hands, activity)
    image = preview.view.viewport().grab().toImage()
    colours = {image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)}
    assert theme.colour("surface").rgb() not in colours
    hands.press("Escape", preview)
    hands.front()
    hands.step("the box under guest view")
    hands.press("Ctrl+K")
    hands.until(hands.window.box.hasFocus)
    hands.write(name)
    hands.rest()
    hands.until(lambda: bool(hands.window.box.model.rows))
    assert name not in {row.title for row in hands.window.box.model.rows}
    hands.press("Escape", hands.window.box)
    hands.step("and back")
    hands.press("F12")
    assert hands.window.tab.isVisible()

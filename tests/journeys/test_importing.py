"""A ledger goes in through the wizard, one cell mended, and out and in again."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QLineEdit

from louyu_desktop.services.copies import Query
from louyu_desktop.services.import_plan import Action
from louyu_desktop.ui.imports import ImportWizard
from louyu_desktop.ui.imports.wizard import COLUMNS, PLAN, RESULT
from tests.journeys.conftest import Seat, content_of
from tests.journeys.hands import Hands

LEDGER = "楼宇企业台账.xlsx"
MENDED = (25, "91310115MATDNCXN5A")
"""Excel's row with a code whose check digit is wrong, and the right code."""


def at(hands: Hands, wizard: ImportWizard, step: int) -> None:
    hands.until(lambda: wizard.pages.currentIndex() == step)
    hands.rest()


def mend(hands: Hands, wizard: ImportWizard, number: int, value: str) -> None:
    table, before = wizard.plan_page.table, wizard.planner.plan
    [place] = [n for n in range(table.plan.rowCount()) if table.plan.row(n).row == number]
    hands.click_cell(table, place, 0)
    hands.press("Return", table)
    editor = table.findChildren(QLineEdit)[-1]
    hands.until(editor.hasFocus)
    hands.press("Ctrl+A")
    hands.type(value)
    hands.press("Return")
    hands.until(lambda: wizard.planner.plan is not before)
    hands.rest()


def answer_all(hands: Hands, wizard: ImportWizard) -> None:
    """The first choice for each row that asks."""
    table = wizard.plan_page.table
    while wizard.planner.plan is not None and wizard.planner.plan.counts.ask:
        before = wizard.planner.plan
        place = next(n for n in range(table.plan.rowCount()) if table.plan.row(n).action is Action.ASK)
        hands.click_cell(table, place, 0)
        hands.press("1", table)
        hands.until(lambda before=before: wizard.planner.plan is not before)  # type: ignore[misc]
        hands.rest()


def total(hands: Hands) -> int:
    with hands.ticks.aside():
        return hands.context.services.records.count(Query("enterprises"))


def test_a_ledger_goes_in_is_mended_and_taken_back(
    seat: Seat, station: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = data / "ledgers" / LEDGER
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_arguments: (str(ledger), ""))
    content = content_of(station)
    hands = seat.open()
    firms = total(hands)
    hands.step("open the wizard")
    hands.press("Ctrl+I")
    wizard = hands.page(ImportWizard)
    hands.step("read the file")
    hands.click(wizard.file_page.open)
    at(hands, wizard, COLUMNS)
    hands.step("plan")
    hands.click(wizard.footer.on)
    at(hands, wizard, PLAN)
    assert wizard.planner.plan is not None
    refused = wizard.planner.plan.counts.refused
    hands.step("mend a cell")
    mend(hands, wizard, *MENDED)
    hands.step("answer the questions")
    answer_all(hands, wizard)
    counts = wizard.planner.plan.counts
    assert counts.ask == 0
    assert counts.refused == refused - 1
    assert wizard.footer.on.text() == f"写入 {counts.written} 行"
    hands.step("write")
    hands.click(wizard.footer.on)
    at(hands, wizard, RESULT)
    assert wizard.result_page.title.text() == f"写入 {counts.written} 行，{counts.refused} 行没收"
    assert total(hands) == firms + counts.new
    hands.step("take it back")
    hands.click(wizard.result_page.undo)
    hands.until(lambda: not wizard.result_page.undo.isEnabled())
    hands.rest()
    assert total(hands) == firms
    hands.step("redo")
    hands.click(wizard.footer.on)
    hands.front()
    hands.until(hands.window.top.redo.isEnabled)
    hands.press("Ctrl+Y")
    hands.until(lambda: hands.window.messages.text.startswith("已重做："))
    assert total(hands) == firms + counts.new
    hands.step("undo again")
    hands.press("Ctrl+Z")
    hands.until(lambda: hands.window.messages.text.startswith("已撤销："))
    assert total(hands) == firms
    seat.leave()
    assert content_of(station) == content

"""A page reads when somebody looks and something changed, and shows the newest answer only."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from louyu_desktop.errors import UserError
from louyu_desktop.services.copies import Control
from louyu_desktop.services.records import Records
from louyu_desktop.ui.context import Context
from louyu_desktop.ui.reading import Reading


class Page(QWidget):
    """Counts how often it reads."""

    def __init__(self, context: Context, *kinds: str, soon: int = 0) -> None:
        super().__init__()
        self.asked = 0
        self.shown: list[int] = []
        self.reading = Reading(context, self, self.read, kinds, soon=soon)

    def read(self) -> None:
        """Ask for how often it was asked."""
        self.asked += 1
        number = self.asked
        self.reading.ask(lambda _control: number, self.shown.append)


def test_it_reads_at_first_sight_and_after_changes_of_its_kinds(
    context: Context, records: Records, qtbot: QtBot
) -> None:
    page = Page(context, "buildings")
    qtbot.addWidget(page)
    records.save("buildings", None, {"name": "环贸二期"})
    qtbot.waitUntil(lambda: not context.tasks.busy)
    assert page.asked == 0
    page.show()
    qtbot.waitUntil(lambda: page.shown == [1])
    page.hide()
    page.show()
    assert page.asked == 1
    records.save("enterprises", None, {"name": "和光贸易"})
    records.save("buildings", None, {"name": "环贸三期"})
    qtbot.waitUntil(lambda: page.shown == [1, 2])
    page.hide()
    with qtbot.waitSignal(context.bus.changed):
        records.save("buildings", None, {"name": "环贸四期"})
    assert (page.asked, page.reading.stale) == (2, True)
    page.show()
    qtbot.waitUntil(lambda: page.shown == [1, 2, 3])


def test_changes_are_gathered(context: Context, qtbot: QtBot) -> None:
    page = Page(context, soon=30)
    qtbot.addWidget(page)
    page.show()
    for _turn in range(5):
        page.reading.again()
    assert page.reading.waits
    qtbot.waitUntil(lambda: page.shown == [1])
    assert not page.reading.waits


def test_an_older_answer_is_not_shown(context: Context, qtbot: QtBot) -> None:
    page = Page(context)
    qtbot.addWidget(page)
    go_on = threading.Event()

    def slow(_control: Control) -> int:
        go_on.wait(10)
        return 0

    page.reading.ask(slow, page.shown.append)
    page.read()
    qtbot.waitUntil(lambda: page.shown == [1])
    go_on.set()
    qtbot.waitUntil(lambda: not context.tasks.busy)
    assert page.shown == [1]


def test_what_went_wrong_is_said_and_tried_again(
    context: Context, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Exception] = []
    monkeypatch.setattr("louyu_desktop.ui.reading.report", lambda _page, error: told.append(error))
    page = Page(context)
    qtbot.addWidget(page)

    def wrong(_control: Control) -> int:
        raise UserError("不能这样读")

    page.reading.ask(wrong, page.shown.append)
    qtbot.waitUntil(lambda: len(told) == 1)
    assert page.reading.stale
    page.show()
    qtbot.waitUntil(lambda: page.shown == [1])

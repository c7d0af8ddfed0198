"""数字: what is shown is what is opened and printed, whatever is being typed meanwhile."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from louyu_desktop.models import Activity
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.services.participation import Counted
from louyu_desktop.storage.database import Database
from louyu_desktop.ui.activities.numbers.pane import NumbersPane
from louyu_desktop.ui.context import Context


def test_days_that_cannot_be_read_change_nothing(
    context: Context, station: Database, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mistyped day leaves the numbers and what they open alone; days the wrong way round are put right."""
    asked: list[Any] = []
    monkeypatch.setattr(context, "open_query", asked.append)
    monkeypatch.setattr(context, "launch", lambda _name, **options: asked.append(options["options"]))
    with station.write("held") as write:
        write.insert(Activity, [{"title": "声音疗愈", "starts_at": dt.datetime(2025, 3, 4, 12, tzinfo=SHANGHAI)}])
    pane = NumbersPane(context)
    qtbot.addWidget(pane)
    pane.show()
    pane.head.choose("days")
    pane.head.first.put(dt.date(2025, 12, 31))
    pane.head.last.put(dt.date(2025, 1, 1))
    pane.ask()
    qtbot.waitUntil(lambda: not context.tasks.busy)
    assert pane.counts is not None
    assert pane.counts.held == 1
    pane.head.first.put("2025-13-45")
    pane.ask()
    pane.open(Counted.HELD)
    qtbot.waitUntil(lambda: bool(asked))
    pane.print()
    [values] = [one.value for one in asked[0].filters]
    assert values == (1,)
    assert asked[1] == {"first": dt.date(2025, 1, 1), "last": dt.date(2025, 12, 31)}

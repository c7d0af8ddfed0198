"""What random events found on lists: the few records behind a number, and kinds that no ledger is written for."""

from __future__ import annotations

from typing import Any

from pytestqt.qtbot import QtBot

from louyu_desktop.services.copies import Filter, Match, Query
from louyu_desktop.ui.context import Context
from louyu_desktop.ui.entity.tab import EntityTab
from louyu_desktop.ui.lists.bars import TitleRow


def test_the_records_behind_a_number_stand_as_one_chip(tab: EntityTab, context: Context, qtbot: QtBot) -> None:
    firms = tuple(one.id for one in context.services.records.options("enterprises"))[:2]
    tab.show_query(Query("enterprises", (Filter("id", Match.ONE_OF, firms),)))
    qtbot.waitUntil(lambda: tab.list.model.rowCount() == 2 and not context.tasks.busy)
    assert tab.list.chips.words == ["指定的几条"]
    tab.list.drop_chip("id")
    qtbot.waitUntil(lambda: tab.list.model.rowCount() == 5 and not context.tasks.busy)
    assert tab.list.chips.words == []


def test_only_kinds_with_a_ledger_are_exported(context: Context, qtbot: QtBot, tab: EntityTab) -> None:
    asked: list[Any] = []
    context.tools["export"] = lambda _context, **options: asked.append(options["query"].kind)
    for kind, offered in (("catalogue-versions", False), ("enterprises", True)):
        row = TitleRow(context, context.services.records.entity(kind), tab)
        assert row.buttons[1].isVisibleTo(row) == offered
    tab.verbs.export()
    tab.verbs._hand(Query("catalogue-versions"))
    assert asked == ["enterprises"]

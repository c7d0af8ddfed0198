"""五色 as a person sees and does it: the strip, the dialog with its second person, the lists, guests, thresholds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from louyu_desktop.models import Account
from louyu_desktop.rules import dates
from louyu_desktop.services.copies import Query
from louyu_desktop.services.records import Records
from louyu_desktop.storage.database import Database
from louyu_desktop.ui.context import Context
from louyu_desktop.ui.enterprises.colour import ColourPage, ColourStrip, SuggestedPane
from louyu_desktop.ui.enterprises.colour.deciding import ConfirmDialog, DecideDialog, ReasonPanel, WhyDialog
from louyu_desktop.ui.enterprises.file import ENTERPRISES
from louyu_desktop.ui.entity.tab import EntityTab
from louyu_desktop.ui.parts import Label
from louyu_desktop.ui.risk_badge import RiskBadge
from louyu_desktop.ui.station.thresholds import ThresholdsPage

W = TypeVar("W", bound=QWidget)


@pytest.fixture
def firm(station: Database, records: Records) -> int:
    """澄怀, whose lease ends in sixty days; and a colleague."""
    with station.write("同事") as write:
        write.insert(Account, [{"name": "陈立", "role": "工作人员"}])
    [firm] = [one.id for one in records.options("enterprises", "澄怀")]
    [seat] = records.ids(Query("occupancies"))
    records.save("occupancies", seat, {"lease_end": dates.today() + dt.timedelta(days=60)})
    return firm


@pytest.fixture
def open_tab(context: Context, firm: int, qtbot: QtBot) -> Iterator[EntityTab]:
    """The tab 企业 with 澄怀 open."""
    made = EntityTab(context, ENTERPRISES)
    qtbot.addWidget(made)
    made.resize(1366, 688)
    made.show()
    made.show_record("enterprises", firm)
    qtbot.waitUntil(lambda: bool(made.findChildren(ColourStrip)) and _strip(made).standing is not None)
    qtbot.waitUntil(lambda: not context.tasks.busy)
    yield made
    made.hide()


def _strip(tab: EntityTab) -> ColourStrip:
    [strip] = tab.findChildren(ColourStrip)
    return strip


def _badges(tab: EntityTab) -> list[str]:
    strip = _strip(tab)
    return [one.colour for one in tab.findChildren(RiskBadge) if not strip.isAncestorOf(one) and one.isVisible()]


def dialog_of(kind: type[W], qtbot: QtBot) -> W:
    """The dialog of a kind that is open."""
    found: list[W] = []

    def there() -> bool:
        found[:] = [one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible()]
        return bool(found)

    qtbot.waitUntil(there)
    return found[0]


def said(dialog: ReasonPanel) -> str:
    """What stands beside the buttons."""
    return " ".join(label.text() for label in dialog.note.findChildren(Label))


def test_a_suggestion_is_confirmed_with_a_second_person(
    open_tab: EntityTab, context: Context, firm: int, qtbot: QtBot
) -> None:
    strip = _strip(open_tab)
    assert strip.asks.isVisible()
    assert strip.badge.colour == "橙"
    assert "60 天" in strip.words.text()
    assert _badges(open_tab) == ["绿"]
    strip.go.click()
    dialog = dialog_of(DecideDialog, qtbot)
    assert dialog.choice.value == "橙"
    assert dialog.go.text() == "提出改为橙"
    dialog.go.click()
    qtbot.waitUntil(lambda: "理由" in said(dialog))  # no reason, no colour
    dialog.reason.put("房东在带人看房")
    dialog.second.when.choose("now")
    dialog.second.when.chosen.emit("now")
    assert dialog.go.text() == "定为橙"
    dialog.go.click()
    qtbot.waitUntil(lambda: context.services.colours.of(firm).colour == "橙")
    qtbot.waitUntil(lambda: _badges(open_tab) == ["橙"] and strip.now.isVisible())
    assert not strip.asks.isVisible()
    assert "房东在带人看房" in strip.why.text()


def test_one_level_takes_one_person(open_tab: EntityTab, qtbot: QtBot) -> None:
    _strip(open_tab).go.click()
    dialog = dialog_of(DecideDialog, qtbot)
    assert dialog.second.isVisible()
    dialog.choice.buttons["蓝"].click()
    assert not dialog.second.isVisible()
    assert dialog.go.text() == "定为蓝"
    dialog.reject()


def test_kept_and_silent(open_tab: EntityTab, context: Context, firm: int, qtbot: QtBot) -> None:
    strip = _strip(open_tab)
    strip.stay.click()
    dialog = dialog_of(WhyDialog, qtbot)
    dialog.reason.put("续租合同下周签")
    dialog.go.click()
    qtbot.waitUntil(lambda: bool(context.services.colours.of(firm).history))
    qtbot.waitUntil(lambda: not strip.asks.isVisible())


def test_a_proposal_is_confirmed_by_another(
    open_tab: EntityTab, context: Context, station: Database, firm: int, qtbot: QtBot
) -> None:
    strip = _strip(open_tab)
    context.services.colours.propose(firm, "红", "退租")
    qtbot.waitUntil(lambda: strip.go.text() == "撤回或确认…")
    station.actor = 2
    strip.show_parent(context.services.records.get("enterprises", firm))
    qtbot.waitUntil(lambda: strip.go.text() == "确认…")
    strip.go.click()
    dialog = dialog_of(ConfirmDialog, qtbot)
    assert dialog.second is None
    dialog.other.click()
    qtbot.waitUntil(lambda: "理由" in said(dialog))
    dialog.go.click()
    qtbot.waitUntil(lambda: _badges(open_tab) == ["红"])


def test_guests_see_no_colour(open_tab: EntityTab, context: Context, firm: int, qtbot: QtBot) -> None:
    context.services.colours.propose(firm, "蓝", "租期")
    strip = _strip(open_tab)
    qtbot.waitUntil(lambda: _badges(open_tab) == ["蓝"] and strip.now.isVisible())
    context.guest.toggle()
    qtbot.waitUntil(lambda: not _badges(open_tab))
    assert not strip.isVisible()
    context.guest.toggle()
    qtbot.waitUntil(lambda: _badges(open_tab) == ["蓝"] and strip.isVisible())


def test_the_history_is_read_and_withdrawn(context: Context, firm: int, qtbot: QtBot) -> None:
    page = ColourPage(context, None)  # type: ignore[arg-type]
    qtbot.addWidget(page)
    page.resize(760, 500)
    page.show()
    page.show_parent(context.services.records.get("enterprises", firm))
    qtbot.waitUntil(page.empty.isVisible)
    context.services.colours.propose(firm, "蓝", "租期不到一年")
    context.services.colours.propose(firm, "黄", "没有续租意向")
    qtbot.waitUntil(lambda: len(page.model.rows) == 2)
    assert [page.model.index(0, place).data() for place in (1, 2, 3, 4)] == ["确定", "黄", "蓝", "橙"]
    assert "60 天" in page.evidence.text()
    page.back.click()
    dialog = dialog_of(WhyDialog, qtbot)
    dialog.reason.put("看错了合同")
    dialog.go.click()
    qtbot.waitUntil(lambda: len(page.model.rows) == 3)
    assert page.model.index(1, 1).data() == "确定（已撤回）"
    context.guest.toggle()
    assert page.model.index(1, 2).data() == page.model.index(1, 5).data() == "—"
    assert page.evidence.text() == ""
    context.guest.toggle()


def test_suggestions_are_taken_together(context: Context, records: Records, firm: int, qtbot: QtBot) -> None:
    [other] = [one.id for one in records.options("enterprises", "光年")]
    records.save("enterprises", other, {"revenue_trend": "下滑"})
    pane = SuggestedPane(context)
    qtbot.addWidget(pane)
    pane.resize(1100, 600)
    pane.show()
    qtbot.waitUntil(lambda: len(pane.advised.lines.rows) == 2)
    pane.advised.selectAll()
    assert pane.go.text() == "按建议定色 2 家…"
    pane.go.click()
    dialog = dialog_of(WhyDialog, qtbot)
    dialog.go.click()
    qtbot.waitUntil(lambda: len(context.services.colours.waiting()) == 2)  # two levels each
    qtbot.waitUntil(lambda: not pane.advised.lines.rows and len(pane.waiting.lines.rows) == 2)
    assert pane.empty.isVisible()
    records.undo()
    qtbot.waitUntil(lambda: len(pane.advised.lines.rows) == 2)


def test_a_colour_stands_beside_its_shape_in_a_list(open_tab: EntityTab, context: Context, qtbot: QtBot) -> None:
    """The column knows that its words are colours."""
    open_tab.list.columns.change(("colour", "name"))
    qtbot.waitUntil(lambda: not context.tasks.busy)
    open_tab.list.table.grab()
    learnt = open_tab.list.table._cells._columns
    assert any(column.risk for column in learnt.values())


def test_thresholds_say_what_they_would_change(context: Context, firm: int, qtbot: QtBot, tmp_path: Path) -> None:
    page = ThresholdsPage(context)
    qtbot.addWidget(page)
    page.resize(1100, 640)
    page.show()
    qtbot.waitUntil(lambda: page.effect is not None)
    assert page.may_leave()
    assert not page.keep.isEnabled()
    page.inputs["colour_lease_orange"].put(45)
    page.inputs["colour_lease_orange"].edited.emit()
    qtbot.waitUntil(lambda: bool(page.lines.rows))
    assert "1 家会变黄" in page.sentence.text()
    page.inputs["colour_lease_yellow"].put(40)
    page.inputs["colour_lease_yellow"].edited.emit()
    qtbot.waitUntil(lambda: page.effect is None)
    assert not page.keep.isEnabled()
    page.inputs["colour_lease_yellow"].put(180)
    page.inputs["colour_lease_yellow"].edited.emit()
    qtbot.waitUntil(lambda: page.effect is not None)
    page.keep.click()
    qtbot.waitUntil(lambda: [one.colour for one in context.services.colours.suggestions()] == ["黄"])
    qtbot.waitUntil(lambda: bool(page.state.text()) and not context.tasks.busy)
    assert page.may_leave()

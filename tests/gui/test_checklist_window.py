"""The tab 服务清单 beside requests: items confirmed, versions compared, the week of the partners, machines and packs."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from louyu_desktop.services.copies import Filter, Match, Query
from louyu_desktop.services.records import Records
from louyu_desktop.ui.checklist.roster import RosterPane
from louyu_desktop.ui.checklist.tab import build
from louyu_desktop.ui.checklist.versions import ComparePage
from louyu_desktop.ui.context import Context
from louyu_desktop.ui.entity.tab import EntityTab
from louyu_desktop.ui.parts import Button
from louyu_desktop.ui.subtab_bar import SubtabBar
from louyu_desktop.ui.subtabs import TabGroup

_PICTURES = os.environ.get("LOUYU_PICTURES", "")


@pytest.fixture
def whole(context: Context, qtbot: QtBot) -> TabGroup:
    """The tab 服务清单."""
    made = build(context)
    qtbot.addWidget(made)
    made.resize(1366, 688)
    made.show()
    context.open_record = made.show_record
    context.open_query = made.show_query
    rest(context, qtbot)
    return made


def rest(context: Context, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not context.tasks.busy)


def opened(whole: TabGroup, context: Context, qtbot: QtBot, kind: str, record: int) -> EntityTab:
    """The file of a record, read."""
    whole.show_record(kind, record)
    tab = whole.part(kind)
    qtbot.waitUntil(lambda: tab.record.copy is not None and tab.record.copy.id == record and not context.tasks.busy)
    qtbot.waitUntil(lambda: tab.record.form.grid.complete)
    rest(context, qtbot)
    return tab


def look(whole: TabGroup, name: str) -> None:
    if _PICTURES:
        whole.grab().save(str(Path(_PICTURES) / f"{name}.png"))


def test_what_belongs_together_stands_in_one_family(whole: TabGroup, context: Context, qtbot: QtBot) -> None:
    """Five names in the row, and beside them the members of the one that is shown, the one seen last first."""

    def row() -> tuple[list[str], list[str], list[str]]:
        found = [one for one in whole.findChildren(Button) if one.isVisible() and one.isCheckable()]
        subtabs = [one for one in found if one.property("kind") == "subtab" and isinstance(one.parent(), SubtabBar)]
        members = [one for one in found if isinstance(one.parent().parent(), SubtabBar)]
        chosen = [one.text() for one in (*subtabs, *members) if one.isChecked()]
        return [one.text() for one in subtabs], [one.text() for one in members], chosen

    def press(words: str) -> None:
        next(one for one in whole.findChildren(Button) if one.isVisible() and one.text() == words).click()
        rest(context, qtbot)

    names = ["清单", "诉求", "心愿和公示", "送服务", "坐班和设备"]
    assert row() == (names, ["事项", "大类", "版本"], ["清单", "事项"])
    press("送服务")
    press("政策申报")
    press("坐班和设备")
    assert row() == (names, ["本周坐班", "坐班", "设备", "资源单位"], ["坐班和设备", "本周坐班"])
    press("送服务")
    assert row() == (names, ["服务包", "送达", "政策申报"], ["送服务", "政策申报"])
    whole.show_called("公开墙")
    assert row()[2] == ["心愿和公示", "公开墙"]
    whole.part("equipment-faults")
    qtbot.waitUntil(lambda: row() == ([*names, "故障"], [], ["故障"]))
    press("诉求")
    assert row()[2] == ["诉求", "登记和办理"]


def test_an_example_is_confirmed_with_one_button(
    whole: TabGroup, context: Context, records: Records, qtbot: QtBot
) -> None:
    [item] = records.ids(Query("service-items", (Filter("code", Match.EQUALS, "D01"),)))
    tab = opened(whole, context, qtbot, "service-items", item)
    look(whole, "item")
    acts = tab.record.acts
    [act] = [one for one in acts.offered() if one.id == "confirm"]
    acts.run(act)
    rest(context, qtbot)
    qtbot.waitUntil(lambda: "confirm" not in [one.id for one in acts.offered()])
    assert records.get("service-items", item).values["is_example"] is False
    assert context.services.checklists.standing().unconfirmed == 53


def test_all_that_are_selected_are_confirmed_at_once(whole: TabGroup, context: Context, qtbot: QtBot) -> None:
    said: list[str] = []
    context.message = lambda _tone, words, *_rest: said.append(words)
    tab = whole.part("service-items")
    qtbot.waitUntil(lambda: tab.list.model.rowCount() == 54 and not context.tasks.busy)
    tab.list.table.selectAll()
    qtbot.waitUntil(tab.list.selection_bar.isVisible)
    look(whole, "items_selected")
    [button] = tab.list.selection_bar.own
    assert button.text() == "核对无误"
    assert "核对无误" in [one.text() for one in tab.list.row_actions() if one is not None]
    button.click()
    qtbot.waitUntil(lambda: bool(said))
    assert said == ["核对了 54 项，Ctrl+Z 可以撤销"]
    assert context.services.checklists.standing().unconfirmed == 0
    context.services.records.undo()
    assert context.services.checklists.standing().unconfirmed == 54


def test_versions_stand_beside_each_other(
    whole: TabGroup, context: Context, records: Records, qtbot: QtBot
) -> None:
    [first] = records.ids(Query("catalogue-versions"))
    [item] = records.ids(Query("service-items", (Filter("code", Match.EQUALS, "D01"),)))
    records.save("service-items", item, {"promised_days": 2})
    tab = opened(whole, context, qtbot, "catalogue-versions", first)
    page = page_of(tab, ComparePage)
    rest(context, qtbot)
    assert [(row.what, row.code, row.words) for row in page.model.rows] == [("改动", "D01", "承诺时限：3 → 2")]
    look(whole, "versions")
    acts = tab.record.acts
    acts.run(next(one for one in acts.offered() if one.id == "publish"))
    rest(context, qtbot)
    assert records.count(Query("catalogue-versions")) == 2


def page_of(tab: EntityTab, kind: type[ComparePage]) -> ComparePage:
    """The page of the record, opened."""
    tab.record.show_page(1)
    page = tab.record.section(0)
    assert isinstance(page, kind)
    return page


def test_the_week_of_the_partners(whole: TabGroup, context: Context, records: Records, qtbot: QtBot) -> None:
    turn = {"partner": "公益律师", "begins": "13:30", "ends": "16:30", "person": "沈律师"}
    records.save("duty-roster", None, {**turn, "weekday": "周三"})
    records.save("duty-roster", None, {"partner": "商事调解", "day": dt.date(2026, 11, 27), "begins": "09:00"})
    pane = RosterPane(context, whole)
    pane.resize(1366, 640)
    pane.day = dt.date(2026, 11, 25)
    pane.show()
    rest(context, qtbot)
    assert [row.partner for row in pane.model.rows] == ["公益律师", "商事调解"]
    assert pane.model.columns[3].words(pane.model.rows[0]) == "13:30–16:30 沈律师"
    assert [pane.table.isColumnHidden(place) for place in range(8)] == [False] * 6 + [True] * 2  # nobody comes then
    if _PICTURES:
        pane.grab().save(str(Path(_PICTURES) / "roster.png"))
    records.save("duty-roster", None, {**turn, "weekday": "周三", "begins": "17:00", "ends": "18:00"})
    qtbot.waitUntil(lambda: len(pane.model.rows) == 3)  # one line for each turn of a day
    assert [pane.model.columns[3].words(row)[:5] for row in pane.model.rows] == ["13:30", "17:00", ""]
    pane.buttons["after"].click()
    rest(context, qtbot)
    assert [row.partner for row in pane.model.rows] == ["公益律师", "公益律师"]
    asked: list[Query] = []
    context.open_query = asked.append
    pane.table.chosen.emit(pane.model.rows[0], "partner")
    assert [one.kind for one in asked] == ["duty-roster"]
    pane.hide()


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("equipment", {"name": "自助办税终端", "place": "一楼大厅", "state": "故障"}),
        ("providers", {"name": "沪上律所", "kind": "律所"}),
        ("answer-templates", {"name": "已受理", "stage": "受理", "words": "您的诉求已经收到。"}),
        ("duty-roster", {"partner": "公益律师", "weekday": "周三"}),
    ],
)
def test_every_kind_has_its_place(
    whole: TabGroup, context: Context, records: Records, qtbot: QtBot, kind: str, values: dict[str, str]
) -> None:
    made = records.save(kind, None, values)
    tab = opened(whole, context, qtbot, kind, made)
    assert tab.record.id == made
    look(whole, kind)

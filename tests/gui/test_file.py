"""The file of an enterprise on screen: its line, its sub-tabs, the timeline, handing over."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from louyu_desktop.rules import dates
from louyu_desktop.services.colour_copies import Credentials
from louyu_desktop.services.handover import Charge
from louyu_desktop.services.records import Records
from louyu_desktop.ui.context import Context
from louyu_desktop.ui.enterprises import build
from louyu_desktop.ui.enterprises.file.line import FileLine
from louyu_desktop.ui.enterprises.file.shop import ShopPage
from louyu_desktop.ui.enterprises.file.timeline import TimelinePage
from louyu_desktop.ui.enterprises.tasks import TasksPage
from louyu_desktop.ui.entity.record import RecordPane
from louyu_desktop.ui.handing_over import HandoverDialog
from louyu_desktop.ui.subtabs import TabGroup

TODAY = dates.today()


@pytest.fixture
def firm(records: Records) -> int:
    """The enterprise that sits somewhere."""
    [found] = [one.id for one in records.options("enterprises", "澄怀")]
    return found


@pytest.fixture
def group(context: Context, qtbot: QtBot) -> TabGroup:
    """The tab 企业."""
    made = build(context)
    qtbot.addWidget(made)
    made.resize(1366, 688)
    with qtbot.waitExposed(made):
        made.show()
    context.open_record = made.show_record
    return made


def opened(group: TabGroup, context: Context, qtbot: QtBot, firm: int) -> RecordPane:
    """The file of an enterprise, read."""
    group.show_record("enterprises", firm)
    pane: RecordPane = group.part("enterprises").record
    qtbot.waitUntil(lambda: pane.copy is not None and pane.copy.id == firm and not context.tasks.busy)
    return pane


def page(pane: RecordPane, label: str) -> int:
    """The number of a sub-tab."""
    return next(n for n, button in enumerate(pane.tab_buttons) if button.text().startswith(label))


def test_only_what_is_asked_for_is_built(context: Context, qtbot: QtBot) -> None:
    made = build(context)
    qtbot.addWidget(made)
    made.part("visits")
    other = build(context)
    qtbot.addWidget(other)
    qtbot.waitUntil(lambda: len(other._pages) == 1)  # by then the first one had its turn
    assert other.part("enterprises") is other._pages[0]
    assert len(made._pages) == 1


def test_the_line_leads_to_what_is_missing(
    group: TabGroup, context: Context, records: Records, firm: int, qtbot: QtBot
) -> None:
    pane = opened(group, context, qtbot, firm)
    line: FileLine = pane.head.about
    assert "环贸一期" in line.facts.text()
    assert line.gaps[0].text() == "「信用代码」"
    line.gaps[0].click()
    focus = pane.form.rows["credit_code"].editor.focusProxy()
    assert focus is not None
    qtbot.waitUntil(focus.hasFocus)
    records.save("enterprises", firm, {"is_key": True})
    qtbot.waitUntil(lambda: line.gaps[0].text() == "「首席联络员」")
    [empty] = [one.id for one in records.options("enterprises", "乐高")]
    opened(group, context, qtbot, empty)
    place = next(button for button in line.gaps if button.text() == "「位置」")
    place.click()
    assert pane.tab_buttons[page(pane, "入驻")].isChecked()


def test_no_sub_tab_pushes_the_list_aside(
    group: TabGroup, context: Context, records: Records, firm: int, qtbot: QtBot
) -> None:
    second = records.save("accounts", None, {"name": "顾一鸣"})
    colours = context.services.colours
    colours.propose(firm, "红", "租期已过还没有续租，已给物业发退租函，正在看别处的办公室，客户也在流失")
    colours.confirm(colours.waiting()[0].change_id, Credentials(records.get("accounts", second).title))
    pane = opened(group, context, qtbot, firm)
    wide = pane.width()
    for number, button in enumerate(pane.tab_buttons):
        if pane.tabs.is_there(number):
            pane.show_page(number)
            qtbot.waitUntil(lambda: not context.tasks.busy)
            assert pane.minimumSizeHint().width() <= wide, button.text()
    assert pane.width() == wide


def test_must_visits_stand_whole_and_are_led_to(
    group: TabGroup, context: Context, records: Records, firm: int, qtbot: QtBot
) -> None:
    context.services.must_visits.special(firm, "劳资纠纷", "两名员工来站反映欠发加班费")
    pane = opened(group, context, qtbot, firm)
    strip = pane.acts.strip.parts[1]
    qtbot.waitUntil(strip.go.isVisible)
    strip.go.click()
    qtbot.waitUntil(lambda: pane.findChild(TasksPage) is not None)
    tasks = pane.findChild(TasksPage)
    assert tasks is not None
    qtbot.waitUntil(lambda: tasks.isVisible() and bool(tasks.model.rows))
    assert not tasks.table.horizontalScrollBar().maximum()


def test_guests_read_no_names_in_the_line(
    group: TabGroup, context: Context, records: Records, firm: int, qtbot: QtBot
) -> None:
    account = records.save("accounts", None, {"name": "顾一鸣"})
    records.save("enterprises", firm, {"chief_liaison_id": account})
    pane = opened(group, context, qtbot, firm)
    assert "顾一鸣" in pane.head.about.facts.text()
    records.save("visits", None, {"enterprise_id": firm, "visited_on": TODAY, "met": "邵清扬", "situation": "要搬"})
    pane.show_page(page(pane, "时间线"))
    timeline = pane.findChild(TimelinePage)
    assert timeline is not None
    qtbot.waitUntil(lambda: any(event.kind == "visits" for event in timeline.model.events))
    visit = next(event for event in timeline.model.events if event.kind == "visits")
    assert "要搬" in timeline.model.more(visit)
    context.guest.put(True)
    assert "要搬" not in timeline.model.more(visit)
    context.guest.put(False)


def test_a_line_of_the_timeline_opens_its_source(
    group: TabGroup, context: Context, records: Records, firm: int, qtbot: QtBot
) -> None:
    records.save("honours", None, {"enterprise_id": firm, "name": "文明单位", "awarded_on": TODAY})
    visit = records.save("visits", None, {"enterprise_id": firm, "visited_on": TODAY - dt.timedelta(days=1)})
    pane = opened(group, context, qtbot, firm)
    pane.show_page(page(pane, "时间线"))
    timeline = pane.findChild(TimelinePage)
    assert timeline is not None
    qtbot.waitUntil(lambda: len(timeline.model.events) >= 3)
    kinds = [event.kind for event in timeline.model.events]
    timeline.view.setCurrentIndex(timeline.model.index(kinds.index("honours")))
    timeline.view.setFocus()
    QTest.keyClick(timeline.view, Qt.Key.Key_Return)
    assert pane.tab_buttons[page(pane, "荣誉")].isChecked()
    opened_records: list[tuple[str, int]] = []
    context.open_record = lambda kind, id_: opened_records.append((kind, id_))
    timeline.view.activated.emit(timeline.model.index(kinds.index("visits")))
    assert opened_records == [("visits", visit)]


def test_what_has_no_list_of_its_own_opens_the_file(
    group: TabGroup, context: Context, records: Records, firm: int, qtbot: QtBot
) -> None:
    contact = records.save("contacts", None, {"enterprise_id": firm, "name": "林雨桐"})
    group.show_record("contacts", contact)
    pane = group.part("enterprises").record
    qtbot.waitUntil(lambda: pane.copy is not None and pane.copy.id == firm)
    contacts = pane.tab_buttons[page(pane, "联系人")]
    qtbot.waitUntil(contacts.isChecked)


def test_a_shop_has_its_page_and_a_firm_has_none(
    group: TabGroup, context: Context, records: Records, firm: int, qtbot: QtBot
) -> None:
    pane = opened(group, context, qtbot, firm)
    number = page(pane, "检查与承诺")
    assert not pane.tabs.is_there(number)
    shop = records.save("enterprises", None, {"name": "梧桐里咖啡", "unit_kind": "个体工商户（商户）"})
    records.save("inspections", None, {"enterprise_id": shop, "kind": "消防安全", "inspected_on": TODAY, "result": "合格"})
    opened(group, context, qtbot, shop)
    assert pane.tab_buttons[number].text() == "检查与承诺 1"
    pane.show_page(number)
    shop_page = pane.findChild(ShopPage)
    assert shop_page is not None
    qtbot.waitUntil(lambda: shop_page.inspections.model.rowCount() == 1)


def test_tabs_that_have_no_room_stand_in_the_menu(
    group: TabGroup, context: Context, firm: int, qtbot: QtBot
) -> None:
    pane = opened(group, context, qtbot, firm)
    row = pane.tabs
    there = [n for n in range(len(row.buttons)) if row.is_there(n)]
    shown = [n for n in there if row.buttons[n].isVisible()]
    assert row.more.isVisible() is (len(shown) < len(there))
    group.resize(900, 688)
    last = there[-1]
    pane.show_page(last)
    qtbot.waitUntil(lambda: row.buttons[last].isVisible() and row.more.isVisible())
    assert row.buttons[last].geometry().right() <= row.width()
    menu = row.menu()
    assert [action.text() for action in menu.actions()] == [
        row.buttons[n].text() for n in there if not row.buttons[n].isVisible()
    ]
    menu.actions()[-1].trigger()
    assert not row.buttons[last].isChecked()


def test_verified_with_one_click(
    group: TabGroup, context: Context, records: Records, firm: int, qtbot: QtBot
) -> None:
    pane = opened(group, context, qtbot, firm)
    act = next(one for one in pane.acts.offered() if one.id == "verify")
    pane.acts.run(act)
    qtbot.waitUntil(lambda: records.get("enterprises", firm).values["verified_on"] == TODAY)
    qtbot.waitUntil(lambda: all(one.id != "verify" for one in pane.acts.offered()))


def test_what_the_form_asks_for_goes_by_the_record(
    group: TabGroup, context: Context, firm: int, qtbot: QtBot
) -> None:
    form = opened(group, context, qtbot, firm).form

    def stars() -> set[str]:
        marked = {name: form.rows[name].findChildren(QLabel) for name in ("credit_code", "chief_liaison_id")}
        return {name for name, found in marked.items() if any(one.text() == "＊" and one.isVisible() for one in found)}

    qtbot.waitUntil(lambda: stars() == {"credit_code"})
    form.rows["is_key"].editor.put(True)
    form._typed("is_key")
    qtbot.waitUntil(lambda: stars() == {"credit_code", "chief_liaison_id"})
    form.rows["unit_kind"].editor.put("领事与国际机构")
    form._typed("unit_kind")
    qtbot.waitUntil(lambda: stars() == {"chief_liaison_id"})
    form.give_up()
    qtbot.waitUntil(lambda: stars() == {"credit_code"})


def test_work_is_handed_over(context: Context, records: Records, firm: int, qtbot: QtBot) -> None:
    leaving, to = (records.save("accounts", None, {"name": name}) for name in ("顾一鸣", "何俊杰"))
    records.save("enterprises", firm, {"chief_liaison_id": leaving})
    records.save("leads", None, {"name": "一家要搬来的公司", "found_on": TODAY, "owner_id": leaving})
    dialog = HandoverDialog(context, None, leaving)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: Charge.LEADS in dialog.boxes)
    assert {Charge.FIRMS, Charge.LEADS} <= set(dialog.chosen)
    dialog.boxes[Charge.LEADS].setChecked(False)
    dialog.to.setCurrentIndex(dialog.leaving.currentIndex())
    assert not dialog.give.isEnabled()
    dialog.to.setCurrentIndex(dialog.to.findData(to))
    assert dialog.give.text() == "移交给何俊杰"
    with qtbot.waitSignal(dialog.handed):
        dialog.give.click()
    assert records.get("enterprises", firm).values["chief_liaison_id"] == to
    assert [one.charge for one in context.services.handover.holdings(leaving).held] == [Charge.LEADS]

"""The window offers a role what it may see and do, and nothing else (SAFETY.md T8)."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from louyu_desktop.app import build_window
from louyu_desktop.models import Account
from louyu_desktop.rules.roles import Role
from louyu_desktop.services.rights import OF_ROLE, Right
from louyu_desktop.services.suite import Services, open_services
from louyu_desktop.storage.database import Database
from louyu_desktop.ui.buttons import Button
from louyu_desktop.ui.context import Context
from louyu_desktop.ui.find_rows import Part
from louyu_desktop.ui.main_window import MainWindow
from louyu_desktop.ui.people import build
from louyu_desktop.ui.preferences import Preferences
from louyu_desktop.ui.problems import report
from louyu_desktop.ui.station.rights_page import RightsPage
from louyu_desktop.ui.station.settings_page import SettingsPage
from louyu_desktop.ui.tasks import Tasks
from louyu_desktop.ui.today.tab import TodayTab

TABS = {
    Role.ADMINISTRATOR: {"today", "buildings", "enterprises", "people", "activities", "checklist"},
    Role.STAFF: {"today", "buildings", "enterprises", "people", "activities", "checklist"},
    Role.DESK: {"today", "buildings", "people", "activities"},
    Role.READER: {"today", "buildings", "enterprises", "people", "activities", "checklist"},
}


def become(station: Database, role: Role) -> None:
    """From now on somebody of this role works."""
    with station.write("人") as write:
        [station.actor] = write.insert(Account, [{"name": f"人{role.name}", "role": role.value}])
    assert station.role is role


@pytest.fixture
def services(station: Database) -> Services:
    return open_services(station)


def window_of(services: Services, qtbot: QtBot, tmp_path: Path) -> tuple[MainWindow, Tasks]:
    tasks = Tasks(report)
    window = build_window(services, Preferences(tmp_path / "machine.json"), tasks, ("站", True))
    qtbot.addWidget(window)
    window.resize(1366, 768)
    with qtbot.waitExposed(window):
        window.show()
    qtbot.waitUntil(lambda: not tasks.busy)
    return window, tasks


@pytest.mark.parametrize("role", tuple(Role), ids=lambda role: role.name)
def test_every_tab_of_a_role_opens_and_no_other_is_there(
    station: Database, services: Services, role: Role, qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    become(station, role)
    window, tasks = window_of(services, qtbot, tmp_path)
    offered = {name.removeprefix("tab-") for name in window.actions_by_id if name.startswith("tab-")}
    assert offered == TABS[role]
    for tab in sorted(offered):
        window.show_tab(tab)
        qtbot.waitUntil(lambda: not tasks.busy)
    for tool, right in (("import", Right.IMPORT), ("export", Right.EXPORT), ("log", Right.LOG), ("bin", Right.WORK)):
        assert (tool in window.actions_by_id) is (right in OF_ROLE[role])
    window.box.setFocus()
    window.box.setText("陈")
    qtbot.waitUntil(lambda: window.box.answer.text == "陈" and not tasks.busy)
    assert any(row.part is Part.HIT for row in window.box.model.rows)
    tasks.close()


def test_a_reader_reads(station: Database, context: Context, qtbot: QtBot) -> None:
    """No phone in list, form or columns; nothing to type into, no key that writes."""
    become(station, Role.READER)
    group = build(context)
    qtbot.addWidget(group)
    with qtbot.waitExposed(group):
        group.show()
    tab = group.part("people")
    qtbot.waitUntil(lambda: tab.list.model.rowCount() == 2 and not context.tasks.busy)
    [first, *_rest] = context.services.records.options("people", "陈")
    group.show_record("people", first.id)
    qtbot.waitUntil(lambda: tab.record.copy is not None and not context.tasks.busy)
    form = tab.record.form
    assert {"mobile", "born", "roles", "political_status"}.isdisjoint(form.rows)
    assert {"mobile", "gender", "roles"}.isdisjoint(field.name for field in tab.list.model.columns)
    assert not form.rows["name"].editor.isVisible()
    masked = form.rows["name"].masked
    assert masked is not None
    assert masked.text() == "陈华树"
    offered = [action for action in tab.verbs.of_rows() if action is not None and action.isVisible()]
    assert not tab.list.new_button.isVisible()
    assert not {"new", "clone", "delete", "paste", "bulk-edit"} & {action.objectName() for action in offered}
    assert [button.text() for button in tab.record.tab_buttons if "党员信息" in button.text()] == []


@pytest.mark.parametrize("role", tuple(Role), ids=lambda role: role.name)
def test_the_settings_of_a_role_open_page_by_page(
    station: Database, context: Context, role: Role, qtbot: QtBot
) -> None:
    become(station, role)
    page = SettingsPage(context)
    qtbot.addWidget(page)
    for row in range(page.nav.count()):
        page.nav.setCurrentRow(row)
        qtbot.waitUntil(lambda: not context.tasks.busy)
    words = {page.nav.item(row).text() for row in range(page.nav.count())}
    assert ("工作人员" in words) is (role is Role.ADMINISTRATOR)
    assert "谁能做什么" in words


def test_who_may_do_what_is_the_table_itself(station: Database, context: Context, qtbot: QtBot) -> None:
    become(station, Role.STAFF)
    page = RightsPage(context)
    qtbot.addWidget(page)
    for right in Right:
        for role in Role:
            assert (page.cells[right.value, role] != "") is (right in OF_ROLE[role])
    assert page.cells["恢复备份", Role.ADMINISTRATOR] == "lock"
    assert page.cells["记录的种类", Role.DESK] == "功能区、人员、活动、报名、签到"
    assert page.cells["记录的种类", Role.ADMINISTRATOR] == "全部"


@pytest.mark.parametrize(("role", "button"), [(Role.DESK, "签到台"), (Role.STAFF, "新建活动"), (Role.READER, "")])
def test_the_first_page_leads_each_role_to_its_work(
    station: Database, services: Services, role: Role, button: str, qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    become(station, role)
    window, tasks = window_of(services, qtbot, tmp_path)
    today = window.findChild(TodayTab)
    assert today is not None
    seen = [one.text().strip() for one in today.findChildren(Button) if one.isVisible()]
    assert [text for text in seen if text in {"签到台", "新建活动"}] == ([button] if button else [])
    tasks.close()

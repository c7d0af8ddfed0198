"""The settings: drawn from their declarations, live, kept; the station's own pages; licences; a new station."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QRadioButton
from pytestqt.qtbot import QtBot

from louyu_desktop.rules import dates
from louyu_desktop.services.copies import Query
from louyu_desktop.settings import SETTINGS
from louyu_desktop.ui import ask
from louyu_desktop.ui.imports import open_export
from louyu_desktop.ui.prints.picker import Picker
from louyu_desktop.ui.station import SettingsPage, open_settings
from louyu_desktop.ui.station.about import SHIPPED, AboutPage, licence_of
from louyu_desktop.ui.station.bin_page import BinPage
from louyu_desktop.ui.station.declared import DeclaredPage, groups
from louyu_desktop.ui.station.people import PeoplePage
from louyu_desktop.ui.station.profile import HolidaysPage, ProfilePage
from louyu_desktop.ui.theme import theme
from tests.gui.window_desk import Desk


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.close()


def opened(qtbot: QtBot, desk: Desk, page: str = "") -> SettingsPage:
    settings = open_settings(desk.context, page)
    qtbot.waitUntil(lambda: not desk.tasks.busy)
    return settings


def declared(settings: SettingsPage, key: str) -> DeclaredPage:
    [setting] = [one for one in SETTINGS if one.key == key]
    page = settings.page(setting.group)
    assert isinstance(page, DeclaredPage)
    return page


def test_every_declared_setting_can_be_set(qtbot: QtBot, desk: Desk) -> None:
    settings = opened(qtbot, desk)
    drawn = {key for group in groups() for key in settings.page(group).inputs}  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: not desk.tasks.busy)
    assert drawn == {setting.key for setting in SETTINGS}
    settings.close()


def test_colour_and_text_size_change_at_once(qtbot: QtBot, desk: Desk) -> None:
    settings = opened(qtbot, desk)
    page = declared(settings, "theme")
    for key, value in (("theme", "dark"), ("text_size", "large")):
        page.inputs[key].put(value)
        page.inputs[key].edited.emit()
    qtbot.waitUntil(lambda: theme.dark and theme.scale == 1.25)
    assert (desk.preferences.get("theme"), desk.preferences.get("text_size")) == ("dark", "large")
    assert page.state.text() == "已保存"
    settings.close()


def test_a_shared_setting_is_kept_in_the_station(qtbot: QtBot, desk: Desk) -> None:
    settings = opened(qtbot, desk)
    page = declared(settings, "sheet_blank_rows")
    qtbot.waitUntil(lambda: not desk.tasks.busy)
    assert page.inputs["sheet_blank_rows"].value() == 5
    page.inputs["sheet_blank_rows"].put(8)
    page.inputs["sheet_blank_rows"].edited.emit()
    settings.close()  # at once: what waits is kept
    qtbot.waitUntil(lambda: not desk.tasks.busy)
    assert desk.services.settings.get("sheet_blank_rows") == 8


def test_the_profile_is_saved(qtbot: QtBot, desk: Desk) -> None:
    settings = opened(qtbot, desk, "profile")
    page = settings.page("profile")
    assert isinstance(page, ProfilePage)
    qtbot.waitUntil(lambda: page.form.copy is not None)
    page.form.rows["address"].editor.put("淮海中路 999 号")
    with qtbot.waitSignal(page.form.saved):
        page.form.save()
    qtbot.waitUntil(lambda: not desk.tasks.busy)
    copy = desk.services.records.get("stations", desk.services.stations.profile_id())
    assert copy.values["address"] == "淮海中路 999 号"
    settings.close()


def test_people_are_added_renamed_and_removed(
    qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = opened(qtbot, desk, "accounts")
    page = settings.page("accounts")
    assert isinstance(page, PeoplePage)
    qtbot.waitUntil(lambda: len(page.people) == 1)
    page.name.line.setText("施佳宁")
    page.add.click()
    qtbot.waitUntil(lambda: len(page.people) == 2)
    monkeypatch.setattr(ask, "ask_text", lambda *_asked: "施佳寧")
    page._rename(page.people[1])
    qtbot.waitUntil(lambda: page.people[1].name == "施佳寧")
    leaving, records = page.people[1].id, desk.services.records
    firm = records.save("enterprises", None, {"name": "光年广告", "chief_liaison_id": leaving})
    asked: list[str] = []

    def not_yet(*words: str) -> str:
        asked.append(words[2])
        return "no"

    monkeypatch.setattr(ask, "choose", not_yet)
    page._remove(page.people[1])
    qtbot.waitUntil(lambda: bool(asked))
    assert "担任首席联络员的企业 1" in asked[0]
    desk.services.handover.hand_over(leaving, page.people[0].id)
    assert records.get("enterprises", firm).values["chief_liaison_id"] == page.people[0].id
    monkeypatch.setattr(ask, "confirm", lambda *_asked, **_named: True)
    page._remove(page.people[1])
    qtbot.waitUntil(lambda: len(page.people) == 1)
    settings.close()


def test_a_year_without_holidays_is_warned_about(qtbot: QtBot, desk: Desk) -> None:
    page = HolidaysPage(desk.context, dt.date(2031, 11, 20))
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(page.message.isVisible)
    assert page.message.text.startswith("2031、2032 年的节假日还没有")
    for year in (2031, 2032):
        desk.services.records.save("holidays", None, {"day": dt.date(year, 1, 1), "kind": "休", "name": "元旦"})
    qtbot.waitUntil(lambda: not page.message.isVisible())


def test_the_notice_of_holidays_is_pasted(qtbot: QtBot, desk: Desk) -> None:
    """Out of the warning into the table in one step; a text without holidays cannot be written."""
    page = HolidaysPage(desk.context, dt.date(2031, 11, 20))
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(page.message.isVisible)
    panel = page.open_notice()
    panel.pane.text.setPlainText("关于开展卫生检查的通知")
    assert not panel.go.isEnabled()
    said: list[str] = []
    desk.context.message = lambda _tone, words, *_more: said.append(words)
    this_year = dates.today().year
    panel.pane.text.setPlainText(f"{this_year}年部分节假日安排\n一、元旦：1月1日至3日放假，共3天。1月4日上班。")
    panel.go.click()
    qtbot.waitUntil(lambda: bool(said))
    assert said == ["节假日写好了：4 天。Ctrl+Z 可以撤销"]
    assert desk.services.records.total("holidays") == 4


def test_the_bin_leads_to_the_list(qtbot: QtBot, desk: Desk) -> None:
    asked: list[Query] = []
    desk.context.open_query = asked.append
    gone = desk.services.records.save("people", None, {"name": "陈华树"})
    desk.services.records.archive("people", [gone])
    page = BinPage(desk.context)
    qtbot.addWidget(page)
    qtbot.waitUntil(lambda: not desk.tasks.busy)
    page._open("people")
    assert asked == [Query("people", archived=True)]


def test_licences_of_what_is_shipped_are_shown(qtbot: QtBot) -> None:
    found = [licence for name in SHIPPED if (licence := licence_of(name)) is not None]
    assert len(found) == len(SHIPPED)
    assert all(licence.licence for licence in found)
    assert sum(bool(licence.text) for licence in found) > len(found) - 5
    page = AboutPage(Path("/tmp"))
    qtbot.addWidget(page)
    page.load()
    page.libraries.setCurrentRow(2)
    assert "SQLAlchemy" in page.text.toPlainText()
    assert "MIT" in page.text.toPlainText()


def test_the_picker_suggests_the_next_activity(qtbot: QtBot, desk: Desk) -> None:
    activity = desk.add_activity("声音疗愈", 20)
    person = desk.services.records.save("people", None, {"name": "陈华树"})
    desk.services.records.save("registrations", None, {"activity_id": activity, "person_id": person})
    picker = Picker(desk.context, desk.services.papers.papers(), "sign-in-sheet")
    qtbot.addWidget(picker)
    qtbot.waitUntil(lambda: picker.record == activity)
    [handbook] = [box for box in picker.findChildren(QRadioButton) if box.text() == "服务手册"]
    handbook.click()
    assert (picker.chosen.name, picker.record) == ("handbook", None)


def test_what_is_shown_is_exported(
    qtbot: QtBot, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.services.records.save("people", None, {"name": "陈华树", "mobile": "13900000001"})
    target = tmp_path / "人员.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_arguments: (str(target), ""))
    dialog = open_export(desk.context, Query("people", sort="name"), ("name", "mobile"))
    assert dialog is not None
    dialog.format.choose(".csv")
    dialog.boxes["mobile"].setChecked(False)
    dialog.purpose.editor.put("核对资料")
    dialog.save.click()
    qtbot.waitUntil(dialog.message.isVisible)
    assert dialog.message.text == "已导出到 人员.csv"
    text = target.read_text(encoding="utf-8-sig")
    assert "陈华树" in text
    assert "13900000001" not in text
    dialog.close()

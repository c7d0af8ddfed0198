"""The station's own fields in the window: made in the settings, at once in form, columns, filters and bulk edits."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from louyu_desktop.rules.own_fields import CHOICE
from louyu_desktop.services.copies import Filter, Match, Query
from louyu_desktop.services.own_fields import OwnFieldDraft
from louyu_desktop.ui import ask
from louyu_desktop.ui.enterprises.file import ENTERPRISES
from louyu_desktop.ui.entity.tab import EntityTab
from louyu_desktop.ui.station import open_settings
from louyu_desktop.ui.station.own_field import OwnFieldDialog
from louyu_desktop.ui.station.own_fields import OwnFieldsPage
from louyu_desktop.ui.subtabs import TabGroup
from tests.gui.window_desk import Desk


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.close()


def page_of(qtbot: QtBot, desk: Desk) -> OwnFieldsPage:
    settings = open_settings(desk.context, "own-fields")
    qtbot.addWidget(settings)
    page = settings.page("own-fields")
    assert isinstance(page, OwnFieldsPage)
    qtbot.waitUntil(lambda: not desk.tasks.busy)
    return page


def filled_in(qtbot: QtBot, page: OwnFieldsPage, **values: str) -> OwnFieldDialog:
    """The form with these values, and 保存 pressed."""
    dialog = page.findChildren(OwnFieldDialog)[-1]
    for name, value in values.items():
        dialog.inputs[name].put(value)
    dialog.inputs["type"].edited.emit()
    dialog.go.click()
    qtbot.waitUntil(lambda: not page._context.tasks.busy)
    return dialog


def said(page: OwnFieldsPage) -> set[str]:
    return {label.text() for label in page.findChildren(QLabel) if not label.isHidden()}


def press(qtbot: QtBot, page: OwnFieldsPage, name: str) -> None:
    """The button of that name, which stands there when the rows have been read."""
    found: list[QAbstractButton] = []

    def there() -> bool:
        every = page.findChildren(QAbstractButton)
        found[:] = [one for one in every if one.accessibleName() == name and not one.isHidden()]
        return bool(found)

    qtbot.waitUntil(there)
    found[0].click()


def test_fields_are_added_changed_put_away_and_brought_back(
    qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = page_of(qtbot, desk)
    assert "还没有自定义字段" in said(page)
    page.add.click()
    dialog = filled_in(qtbot, page, label="食堂", type=CHOICE)
    assert dialog.inputs["choices"]._wrong.text() == "请写出可选的值，一行一个"
    filled_in(qtbot, page, choices="自有\n\n自有\n外送 ")
    qtbot.waitUntil(lambda: bool(page.fields))
    page.add.click()
    dialog = filled_in(qtbot, page, label="企业名称")
    assert dialog.inputs["label"]._wrong.text() == "企业已经有「企业名称」这一项。请换一个名称"
    filled_in(qtbot, page, label="车位数", type="数字")
    qtbot.waitUntil(lambda: [one.label for one in page.fields] == ["食堂", "车位数"])
    firm = desk.services.records.save("enterprises", None, {"name": "甲公司", "own_text_1": "自有"})
    page.change(page.fields[0])
    filled_in(qtbot, page, choices="外送\n没有", label="食堂情况")
    qtbot.waitUntil(lambda: {"食堂情况", "外送、没有", "1 家填了，其中 1 家不在可选的值里"} <= said(page))
    press(qtbot, page, "上移「车位数」")
    qtbot.waitUntil(lambda: [one.label for one in page.fields] == ["车位数", "食堂情况"])
    monkeypatch.setattr(ask, "confirm", lambda *_words, **_named: True)
    press(qtbot, page, "停用「食堂情况」")
    qtbot.waitUntil(lambda: {"已停用", "食堂情况"} <= said(page))
    assert "食堂情况" not in {one.label for one in desk.services.records.entity("enterprises").fields}
    press(qtbot, page, "恢复「食堂情况」")
    qtbot.waitUntil(lambda: not any(one.hidden for one in page.fields))
    assert desk.services.records.get("enterprises", firm).values["own_text_1"] == "自有"
    page.window().close()


def test_an_open_list_and_a_half_typed_form_get_the_new_field(qtbot: QtBot, desk: Desk) -> None:
    save = desk.services.records.save
    firms = [save("enterprises", None, {"name": name}) for name in ("甲公司", "乙公司")]
    group = TabGroup(desk.context, [("企业", ENTERPRISES)])
    qtbot.addWidget(group)
    group.resize(1300, 700)
    group.show()
    qtbot.waitUntil(lambda: not desk.tasks.busy)
    group.show_record("enterprises", firms[0])
    old = group.part("enterprises")
    qtbot.waitUntil(lambda: old.record.copy is not None and old.record.form.grid.complete and not desk.tasks.busy)
    old.record.form.rows["short_name"].editor.put("甲")
    assert old.record.form.dirty()
    desk.services.own_fields.add(OwnFieldDraft("车位数", "数字"))
    qtbot.waitUntil(lambda: group.part("enterprises") is not old)
    fresh = group.part("enterprises")
    qtbot.waitUntil(lambda: fresh.record.copy is not None and fresh.record.form.grid.complete and not desk.tasks.busy)
    form = fresh.record.form
    assert form.dirty() == {"short_name": "甲"}
    form.rows["own_number_1"].editor.put("12.5")
    assert form.save()
    qtbot.waitUntil(lambda: not desk.tasks.busy)
    assert str(desk.services.records.get("enterprises", firms[0]).values["own_number_1"]) == "12.50"
    fresh.list.columns.toggle("own_number_1")
    assert "own_number_1" in {field.name for field in fresh.list.model.columns}
    fresh.show_query(Query("enterprises", (Filter("own_number_1", Match.AT_LEAST, 10),)))
    qtbot.waitUntil(lambda: not desk.tasks.busy and fresh.list.model.rowCount() == 1)
    desk.services.own_fields.hide(1)
    qtbot.waitUntil(lambda: group.part("enterprises") is not fresh)
    last = group.part("enterprises")
    assert isinstance(last, EntityTab)
    qtbot.waitUntil(lambda: last.list.model.rowCount() == 2 and not desk.tasks.busy)
    assert "own_number_1" not in {field.name for field in last.list.model.columns}

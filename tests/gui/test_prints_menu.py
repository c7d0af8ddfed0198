"""Which papers are offered: at the record, at its list, in the dialog; what is wrong stands beside its option."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QRadioButton
from pytestqt.qtbot import QtBot

from louyu_desktop.ui import papers_menu
from louyu_desktop.ui.activities.tab import ACTIVITIES
from louyu_desktop.ui.arrangement import arranged
from louyu_desktop.ui.entity.tab import EntityTab
from louyu_desktop.ui.parts import Button
from louyu_desktop.ui.prints import Preview, subject
from louyu_desktop.ui.prints.inputs import TextInput
from louyu_desktop.ui.prints.picker import Picker
from tests.gui.window_desk import Desk


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.close()


def with_people(desk: Desk) -> int:
    activity = desk.add_activity("声音疗愈", 20)
    for name in ("陈华树", "㐂䶮𠮷喆"):
        person = desk.services.records.save("people", None, {"name": name})
        desk.services.records.save("registrations", None, {"activity_id": activity, "person_id": person})
    return activity


def test_a_record_and_its_list_offer_their_papers(qtbot: QtBot, desk: Desk) -> None:
    activity = with_people(desk)
    asked: list[dict[str, object]] = []
    desk.context.tools["print"] = lambda _context, **options: asked.append(options)
    records = desk.services.records
    kinds = [records.entity(section.kind) for section in ACTIVITIES.sections]
    tab = EntityTab(desk.context, arranged(ACTIVITIES, records.entity("activities"), kinds))
    qtbot.addWidget(tab)
    tab.show_record("activities", activity)
    qtbot.waitUntil(lambda: tab.record.copy is not None and not desk.tasks.busy)
    menu = tab.record.head.papers()
    assert [line.text() for line in menu.actions()] == [
        "签到表…", "胸牌…", "桌牌…", "未到名单…", "活动记录表…", "参加证明…",
    ]  # fmt: skip
    menu.actions()[1].trigger()
    assert asked == [{"paper": "badges", "id": activity}]
    assert tab.record.head.papers_button.accessibleName() == "别的打印件"
    lines = [line.text() for line in tab.verbs.papers().actions() if line.text()]  # type: ignore[union-attr]
    assert lines == ["打印这张表…", "一天或一周的签到表…", "活动台账…"]


def test_the_dialog_has_one_box_for_all_papers_of_an_activity(qtbot: QtBot, desk: Desk) -> None:
    activity = with_people(desk)
    picker = Picker(desk.context, desk.services.papers.papers(), "certificate")
    qtbot.addWidget(picker)
    qtbot.waitUntil(lambda: picker.record == activity)
    assert list(picker.boxes) == list(dict.fromkeys(i.needs_id for i in desk.services.papers.papers() if i.needs_id))
    words = {choice.text(): choice for choice in picker.findChildren(QRadioButton)}
    assert len(words) == len(desk.services.papers.papers())
    words["场地使用登记表"].click()
    assert (picker.chosen.name, picker.record) == ("room-register", None)
    assert picker.boxes["activities"].isHidden() or not picker.boxes["activities"].isVisibleTo(picker)
    words["胸牌"].click()
    assert (picker.chosen.name, picker.record) == ("badges", activity)
    assert picker.boxes["activities"].isVisibleTo(picker)


def test_the_dialog_turns_to_the_papers_of_an_enterprise(qtbot: QtBot, desk: Desk) -> None:
    firm = desk.services.records.save("enterprises", None, {"name": "远舟投资"})
    picker = Picker(desk.context, desk.services.papers.papers(), "dossier")
    qtbot.addWidget(picker)
    assert (picker.chosen.name, picker.record) == ("dossier", None)
    picker.go_on()
    assert "先选一家企业" in [label.text() for label in picker.notes["enterprises"].findChildren(QLabel)]
    picker.boxes["enterprises"].put(firm, "远舟投资")
    assert picker.record == firm
    sorts = {button.text(): button for button in picker.findChildren(Button) if button.isCheckable()}
    sorts["全站"].click()
    assert picker.chosen.needs_id == ""
    sorts["企业"].click()
    assert (picker.chosen.name, picker.record) == ("dossier", firm)


def test_an_enterprise_and_its_list_offer_their_papers(desk: Desk) -> None:
    record, listed = (found(desk.context, "enterprises") for found in (papers_menu.of_record, papers_menu.of_list))
    assert [info.label for info in record] == ["一企一档", "一店一册", "走访表（预填）", "服务联系卡"]
    assert [info.label for info in listed] == ["重点企业名单", "一批服务联系卡"]
    assert [info.label for info in papers_menu.of_list(desk.context, "visit-tasks")] == ["走访路线", "必访清单"]
    assert [info.label for info in papers_menu.of_list(desk.context, "visits")] == ["空白走访表"]
    assert [info.label for info in papers_menu.of_record(desk.context, "visits")] == ["走访记录表"]


def test_what_cannot_be_is_said_beside_its_option(qtbot: QtBot, desk: Desk) -> None:
    activity = with_people(desk)
    [info] = [one for one in desk.services.papers.papers() if one.name == "badges"]
    preview = Preview(desk.context, subject.paper(desk.context, info, activity))
    preview.open()
    qtbot.waitUntil(lambda: preview.result is not None and not desk.tasks.busy)
    [only] = [one for one in preview.panel.findChildren(TextInput) if one.field.name == "only"]
    only.put("3-9")
    only.edited.emit()
    qtbot.waitUntil(lambda: preview.bar.what.text() == "没有排成")
    assert "只有 2 人" in only._wrong.text()
    only.put("㐂䶮𠮷喆")
    only.edited.emit()
    qtbot.waitUntil(lambda: "1 人" in preview.bar.what.text())
    assert only._wrong.text() == ""
    preview.close()

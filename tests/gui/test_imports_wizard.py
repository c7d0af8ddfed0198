"""The import wizard with a real ledger: columns, plan, mending, writing, taking back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from louyu_desktop.services.import_plan import Action, Choice, PlanRow, Problem, Question
from louyu_desktop.ui.imports import ImportWizard, open_import
from louyu_desktop.ui.imports.lines import why, words
from louyu_desktop.ui.imports.plan_table import PlanTable
from louyu_desktop.ui.imports.wizard import COLUMNS, FILE, PLAN, RESULT
from tests.gui.window_desk import Desk

LEDGER = "楼宇企业台账.xlsx"


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.close()


@pytest.fixture
def ledger(data: Path) -> Path:
    return data / "ledgers" / LEDGER


def at(qtbot: QtBot, desk: Desk, wizard: ImportWizard, step: int) -> None:
    qtbot.waitUntil(lambda: wizard.pages.currentIndex() == step and not desk.tasks.busy)


def planned(qtbot: QtBot, desk: Desk, path: Path) -> ImportWizard:
    wizard = open_import(desk.context, path=path)
    at(qtbot, desk, wizard, COLUMNS)
    wizard.go_on()
    at(qtbot, desk, wizard, PLAN)
    return wizard


def drop(wizard: ImportWizard, path: Path) -> None:
    """As a file manager does."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    actions, buttons, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(wizard.file_page.zone, QDragEnterEvent(QPoint(9, 9), actions, data, buttons, none))
    QApplication.sendEvent(wizard.file_page.zone, QDropEvent(QPointF(9, 9), actions, data, buttons, none))


def test_a_file_that_is_dropped_says_itself_what_it_is(qtbot: QtBot, desk: Desk, ledger: Path) -> None:
    wizard = open_import(desk.context, "people")
    drop(wizard, ledger)
    at(qtbot, desk, wizard, COLUMNS)
    assert wizard.planner.kind == wizard.file_page.entity.kind == "enterprises"
    assert wizard.steps.current == COLUMNS
    assert wizard.windowTitle() == "导入企业"
    wizard.close()


def test_a_list_that_is_dropped_is_asked_whose_it_is(qtbot: QtBot, desk: Desk, data: Path) -> None:
    desk.services.records.save("activities", None, {"title": "沙龙", "starts_at": "2026-11-01 12:00"})
    wizard = open_import(desk.context)
    drop(wizard, data / "ledgers" / "问卷报名导出.xlsx")
    qtbot.waitUntil(wizard.file_page.message.isVisible)
    assert wizard.file_page.entity.kind == "registrations"
    assert wizard.file_page.activity.isVisible()
    assert wizard.pages.currentIndex() == FILE
    wizard.close()


def mend(qtbot: QtBot, wizard: ImportWizard, number: int, text: str) -> None:
    """Type `text` into the problem cell of Excel's row `number`, as a person would."""
    table, before = wizard.plan_page.table, wizard.planner.plan
    place = next(n for n in range(table.plan.rowCount()) if table.plan.row(n).row == number)
    table.setCurrentIndex(table.plan.index(place, 0))
    qtbot.keyClick(table, Qt.Key.Key_Return)
    editor = table.findChildren(QLineEdit)[-1]
    editor.setText(text)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: wizard.planner.plan is not before)


def test_a_ledger_goes_in_and_is_taken_back_whole(qtbot: QtBot, desk: Desk, ledger: Path) -> None:
    wizard = planned(qtbot, desk, ledger)
    tiles = wizard.plan_page.tiles.tiles
    assert wizard.plan_page.title.text() == "核对 120 行"
    assert (tiles[Action.NEW].figure.text(), tiles[Action.REFUSED].figure.text()) == ("115", "5")
    assert wizard.footer.on.text() == "写入 115 行"
    wizard.go_on()
    at(qtbot, desk, wizard, RESULT)
    assert wizard.result_page.title.text() == "写入 115 行，5 行没收"
    assert desk.services.records.total("enterprises") == 115
    desk.add_activity("后来的活动", 3)
    wizard.take_back()
    qtbot.waitUntil(lambda: not wizard.result_page.undo.isEnabled())
    assert wizard.result_page.title.text() == "已撤销这批：115 行都回到导入前"
    assert desk.services.records.total("enterprises") == 0
    assert desk.services.records.total("activities") == 1
    wizard.close()


def test_the_same_file_again_changes_nothing(qtbot: QtBot, desk: Desk, ledger: Path) -> None:
    first = planned(qtbot, desk, ledger)
    first.go_on()
    at(qtbot, desk, first, RESULT)
    first.close()
    again = planned(qtbot, desk, ledger)
    assert again.plan_page.tiles.tiles[Action.UNCHANGED].figure.text() == "115"
    assert again.footer.on.text() == "没有要写的"
    assert not again.footer.on.isEnabled()
    again.close()


def test_a_problem_is_mended_in_its_row(qtbot: QtBot, desk: Desk, ledger: Path) -> None:
    wizard = planned(qtbot, desk, ledger)
    mend(qtbot, wizard, 25, "91310115MATDNCXN5A")
    assert wizard.planner.plan is not None
    assert wizard.planner.plan.counts.refused == 4
    assert wizard.footer.on.text() == "写入 116 行"
    assert wizard.footer.refused.text().strip() == "导出不收的 4 行…"
    wizard.planner.fixes.clear()
    wizard.close()


def test_rows_carry_excels_numbers_and_stand_in_the_order_of_work(qtbot: QtBot, desk: Desk, ledger: Path) -> None:
    wizard = planned(qtbot, desk, ledger)
    model = wizard.plan_page.table.plan
    assert [model.row(n).row for n in range(5)] == [15, 25, 45, 55, 65]
    assert model.data(model.index(0, 0)) == "15"
    model.sort(0)
    assert [model.row(n).row for n in range(3)] == [5, 6, 7]
    wizard.plan_page._segment_chosen("todo")
    assert model.rowCount() == 5
    wizard.close()


def test_a_column_left_out_is_not_written(qtbot: QtBot, desk: Desk, ledger: Path) -> None:
    wizard = open_import(desk.context, path=ledger)
    at(qtbot, desk, wizard, COLUMNS)
    assert wizard.planner.proposal is not None
    sheet = wizard.planner.proposal.sheets[0]
    [index] = [column.index for column in sheet.columns if column.field == "headcount"]
    wizard.columns_page._target_chosen(index, "")
    wizard.go_on()
    at(qtbot, desk, wizard, PLAN)
    wizard.go_on()
    at(qtbot, desk, wizard, RESULT)
    hit = desk.services.records.options("enterprises", "同心明德")[0]
    assert desk.services.records.get("enterprises", hit.id).values["headcount"] is None
    wizard.close()


def test_cancelling_the_write_leaves_nothing(qtbot: QtBot, desk: Desk, ledger: Path) -> None:
    wizard = planned(qtbot, desk, ledger)
    wizard.write()
    wizard.close()  # while writing, closing means cancel
    assert wizard.isVisible()
    at(qtbot, desk, wizard, PLAN)
    assert wizard.plan_page.message.text == "已取消，一行都没有写"
    assert desk.services.records.total("enterprises") == 0
    wizard.close()


def test_the_desk_goes_on_while_a_large_ledger_goes_in(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    """The wizard steps aside, and a line calls it back; meanwhile saving works, all of its rows are seen or none."""
    path = tmp_path / "大台账.csv"
    lines = (f"远帆第{n}信息科技有限公司,塔楼{n % 3},{n % 30},{n}" for n in range(600))
    path.write_text("\n".join(("企业名称,楼宇,楼层,室号", *lines)), "utf-8")
    wizard = planned(qtbot, desk, path)
    wizard.write()
    seen: list[int] = []

    def work(_control: object) -> None:
        desk.add_activity("写入时登记的活动", 3)
        seen.append(desk.services.records.total("enterprises"))

    called: list[tuple[str, Callable[[], object]]] = []
    desk.context.message = lambda _tone, words, _link="", back=None: called.append((words, back))
    wizard.footer.on.click()
    assert not wizard.isVisible()
    desk.tasks.write(wizard, work, lambda _none: None)
    at(qtbot, desk, wizard, RESULT)
    assert not wizard.isVisible()
    [(words, come_back)] = called
    assert "写入 600 行" in words
    come_back()
    assert wizard.isVisible()
    assert seen in ([0], [600])
    assert desk.services.records.total("enterprises") == 600
    wizard.take_back()
    qtbot.waitUntil(lambda: not wizard.result_page.undo.isEnabled())
    assert desk.services.records.total("enterprises") == 0
    assert desk.services.records.total("activities") == 1
    wizard.close()


def test_refused_rows_are_saved_with_their_reasons(
    qtbot: QtBot, desk: Desk, ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "没收.xlsx"
    opened: list[QUrl] = []
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_arguments: (str(target), ""))
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    wizard = planned(qtbot, desk, ledger)
    wizard.footer.refused.click()
    qtbot.waitUntil(lambda: target.exists() and not desk.tasks.busy)
    book = openpyxl.load_workbook(target)
    assert book.active is not None
    assert book.active.max_row == 6
    book.close()
    wizard.plan_page.message._follow_link()
    assert [Path(url.toLocalFile()) for url in opened] == [tmp_path]
    wizard.close()


def test_a_file_that_cannot_be_read_is_answered_on_the_page(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    broken = tmp_path / "坏.xlsx"
    broken.write_bytes(b"PK\x03\x04 no workbook")
    wizard = open_import(desk.context, path=broken)
    qtbot.waitUntil(wizard.file_page.message.isVisible)
    assert wizard.pages.currentIndex() == FILE
    assert wizard.file_page.open.isEnabled()
    wizard.close()


def test_registrations_ask_for_their_activity_first(qtbot: QtBot, desk: Desk, data: Path) -> None:
    activity = desk.add_activity("声音疗愈", 20)
    wizard = open_import(desk.context, "registrations")
    wizard.read(data / "ledgers" / "问卷报名导出.xlsx")
    assert wizard.file_page.message.text == "先选这份名单是哪场活动的，再选文件"
    wizard.file_page.activity.put(activity, "声音疗愈")
    wizard.read(data / "ledgers" / "问卷报名导出.xlsx")
    at(qtbot, desk, wizard, COLUMNS)
    assert wizard.planner.activity == activity
    wizard.close()


def test_guest_view_hides_what_was_read(qtbot: QtBot, desk: Desk, ledger: Path) -> None:
    wizard = planned(qtbot, desk, ledger)
    model = wizard.plan_page.table.plan
    qtbot.keyClick(wizard, Qt.Key.Key_F12)
    assert {model.data(model.index(n, 4)) for n in range(20)} == {"—"}
    qtbot.keyClick(wizard, Qt.Key.Key_F12)
    assert model.data(model.index(1, 4)).startswith("统一社会信用代码的校验位应为 A")
    wizard.close()


def test_a_choice_is_made_with_a_digit(qtbot: QtBot) -> None:
    same, other = Choice("same", "是同一家"), Choice("new", "另建一家")
    row = PlanRow("台账", 31, Action.ASK, "光年广告", question=Question("identity", "与「光年（上海）广告」同址", (same, other)))
    table = PlanTable()
    qtbot.addWidget(table)
    table.plan.show_rows((row,), "企业", {})
    table.setCurrentIndex(table.plan.index(0, 0))
    with qtbot.waitSignal(table.delegate_.pressed) as caught:
        qtbot.keyClick(table, Qt.Key.Key_2)
    assert caught.args == [row, "new"]


@pytest.mark.parametrize(
    ("column", "reason", "sentence"),
    [
        ("信用代码", "少 1 位：应为 18 位，现有 17 位", "信用代码少 1 位：应为 18 位，现有 17 位"),
        ("统一社会信用代码", "信用代码的校验位应为 A，现在是 1", "统一社会信用代码的校验位应为 A，现在是 1"),
        ("到期日期", "2026-02-30 不存在", "到期日期 2026-02-30 不存在"),
        ("", "这一行没有名称", "这一行没有名称"),
    ],
)
def test_heading_and_reason_make_one_sentence(column: str, reason: str, sentence: str) -> None:
    assert why(Problem(column, "x", "", reason)) == sentence


def test_a_new_record_is_told_by_its_values() -> None:
    row = PlanRow("台账", 5, Action.NEW, "青屿影业", "环贸广场一期 20F-07", typed={"name": "青屿影业", "headcount": "52"})
    assert words(row, "企业", {"name": "名称", "headcount": "员工数"}) == "新企业，员工数 52"


def test_blank_cells_are_asked_about_and_answered_in_the_row(
    qtbot: QtBot, desk: Desk, ledger: Path, tmp_path: Path
) -> None:
    first = planned(qtbot, desk, ledger)
    first.go_on()
    at(qtbot, desk, first, RESULT)
    first.close()
    book = openpyxl.load_workbook(ledger)
    assert book.active is not None
    book.active.cell(6, 8).value = None  # 员工数
    book.save(tmp_path / LEDGER)
    book.close()
    wizard = planned(qtbot, desk, tmp_path / LEDGER)
    assert wizard.planner.plan is not None
    assert wizard.planner.plan.counts.unchanged == 115
    wizard.plan_page.blank.setCurrentIndex(2)
    wizard.plan_page.blank.activated.emit(2)
    table = wizard.plan_page.table
    qtbot.waitUntil(lambda: table.plan.row(5).action is Action.ASK and not desk.tasks.busy)
    assert table.plan.row(5).row == 6
    keys = [key for key, _words in table.delegate_.buttons(table.plan.row(5))]
    table.delegate_.press(table.plan.index(5, 4), keys[-1])
    qtbot.waitUntil(lambda: wizard.planner.plan is not None and wizard.planner.plan.counts.ask == 0)
    assert wizard.planner.plan.counts.changed == 1
    assert wizard.footer.on.text() == "写入 1 行"
    wizard.planner.answers.clear()
    wizard.close()

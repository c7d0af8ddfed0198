"""The small parts: what they say, what they announce, and that nothing is cut."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from louyu_desktop import paths
from louyu_desktop.errors import ConflictError, DamagedError, SystemProblem, UserError
from louyu_desktop.fields import Field, Kind, Sensitivity
from louyu_desktop.ui import ask, problems
from louyu_desktop.ui.fields.words import past_words
from louyu_desktop.ui.guest import GuestView
from louyu_desktop.ui.parts import Chip, FieldNote, Label, MessageBar, SearchLine, Segmented
from louyu_desktop.ui.preferences import Preferences
from louyu_desktop.ui.theme import theme


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> None:
    theme.apply(qapp, "light", 1.0)


def test_the_message_bar_says_one_thing_and_follows_its_link(qtbot: QtBot) -> None:
    bar = MessageBar()
    qtbot.addWidget(bar)
    followed: list[bool] = []
    bar.show("ok", "已登记走访", "撤销", lambda: followed.append(True))
    bar.show("warn", "备份盘没插上", "选备份位置", lambda: followed.append(False))
    assert bar.text == "备份盘没插上"
    with qtbot.waitSignal(bar.gone):
        bar._link.click()
    assert followed == [False]


def test_only_good_news_leaves_by_itself(qtbot: QtBot) -> None:
    bar = MessageBar()
    qtbot.addWidget(bar)
    bar.show("danger", "打印机没有回应")
    assert not bar._timer.isActive()
    bar.show("ok", "已保存")
    assert bar._timer.isActive()


def test_a_wrapped_label_holds_the_height_its_words_need(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    label = Label("它们会进回收站，九十天内可以恢复，另有两件未办结诉求仍会保留。" * 4, wrap=True)
    QVBoxLayout(page).addWidget(label)
    page.resize(220, 40)
    page.show()
    qtbot.waitUntil(lambda: label.height() >= label.heightForWidth(label.width()) > 40)


def test_a_label_gives_back_the_height_it_needed_when_it_was_narrower(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    note = FieldNote("照执照写，如 500 万元人民币")
    column = QVBoxLayout(page)
    column.addWidget(note)
    column.addStretch(1)
    page.show()
    page.resize(80, 200)
    line = note._text.fontMetrics().height()
    qtbot.waitUntil(lambda: note.height() > 2 * line)
    page.resize(400, 200)
    qtbot.waitUntil(lambda: note.height() < 2 * line)
    assert note.height() == note._text.height() + 2


def test_one_segment_is_on(qtbot: QtBot) -> None:
    segments = Segmented([("month", "月"), ("week", "周")], "week")
    qtbot.addWidget(segments)
    assert segments.value == "week"
    with qtbot.waitSignal(segments.chosen) as caught:
        segments._group.button(0).click()
    assert caught.args == ["month"]


def test_a_chip_is_taken_away_by_its_cross(qtbot: QtBot) -> None:
    chip = Chip("重点企业")
    qtbot.addWidget(chip)
    cross = chip.findChild(QWidget, "", Qt.FindChildOption.FindDirectChildrenOnly)
    assert cross is not None
    with qtbot.waitSignal(chip.closed):
        chip.findChildren(QWidget)[-1].click()  # type: ignore[attr-defined]


def test_a_problem_stands_where_the_hint_stood(qtbot: QtBot) -> None:
    note = FieldNote("只记档次")
    qtbot.addWidget(note)
    note.say("少 1 位")
    assert note._text.text() == "少 1 位"
    note.say("")
    assert note._text.text() == "只记档次"


def answer(qtbot: QtBot, key: Qt.Key) -> None:
    """Press a key in the dialog that will be open by then."""

    def press() -> None:
        dialog = QApplication.activeModalWidget()
        assert dialog is not None
        qtbot.keyClick(dialog.focusWidget(), key)

    QTimer.singleShot(0, press)


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Space])
def test_the_safe_answer_is_the_one_at_hand(qtbot: QtBot, key: Qt.Key) -> None:
    answer(qtbot, key)
    assert not ask.confirm(None, "删除 3 家企业？", "它们会进回收站。", "删除 3 家", "不删", danger=True)


def test_a_line_of_text_is_taken_with_enter(qtbot: QtBot) -> None:
    answer(qtbot, Qt.Key.Key_Return)
    assert ask.ask_text(None, "给这个视图起个名字", "名字", " 重点企业 ") == "重点企业"


def test_errors_are_told_under_a_title_of_their_family() -> None:
    titles = [
        problems.title_of(error)
        for error in (DamagedError("x"), SystemProblem("x"), ConflictError("x"), UserError("x"), KeyError("x"))
    ]
    assert len(set(titles)) == 5


def test_the_log_of_a_bug_holds_nothing_that_was_typed() -> None:
    people: dict[str, str] = {}
    try:
        people["陈华树 13812345678"]
    except KeyError as error:
        problems.log_bug(error)
    logged = paths.log_file().read_text("utf-8")
    assert "KeyError" in logged
    assert "test_window_parts.py" in logged
    assert "陈华树" not in logged


def test_letters_in_composition_are_pinyin_and_enter_is_the_input_methods(qtbot: QtBot) -> None:
    line = SearchLine("查找")
    qtbot.addWidget(line)
    with qtbot.waitSignal(line.searched) as caught:
        QApplication.sendEvent(line, QInputMethodEvent("huan'mao", []))
    assert caught.args == ["huanmao"]
    with qtbot.assertNotEmitted(line.entered):
        line.returnPressed.emit()
    committed = QInputMethodEvent("", [])
    committed.setCommitString("环贸")
    with qtbot.waitSignal(line.searched) as caught:
        QApplication.sendEvent(line, committed)
    assert caught.args == ["环贸"]
    with qtbot.waitSignal(line.entered):
        qtbot.keyClick(line, Qt.Key.Key_Return)


def test_nobody_sees_a_whole_number_and_guests_no_whole_name(qtbot: QtBot) -> None:
    guest = GuestView()
    mobile = Field(label="手机", kind=Kind.MOBILE, sensitivity=Sensitivity.PERSONAL)
    assert guest.show(mobile, "13812342207") == "138****2207"
    assert guest.show(Field(label="姓名", kind=Kind.PERSON_NAME), "邵建国") == "邵建国"
    with qtbot.waitSignal(guest.changed):
        guest.toggle()
    assert guest.show(mobile, "13812342207") == "138****2207"
    assert guest.show(Field(label="姓名", kind=Kind.PERSON_NAME), "邵建国") == "邵＊＊"


def test_a_machine_remembers_and_survives_a_spoilt_file(qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "deep" / "machine.json"
    first = Preferences(file)
    assert first.get("theme") == "system"
    with qtbot.waitSignal(first.changed) as caught:
        first.set("theme", "dark")
    assert caught.args == ["theme"]
    first.flush()
    assert Preferences(file).get("theme") == "dark"
    file.write_text("{ not json", encoding="utf-8")
    assert Preferences(file).get("theme") == "system"


def test_a_list_that_was_kept_is_told_by_how_long_it_is() -> None:
    field = Field(name="content", label="当时的清单", kind=Kind.NOTE)
    guest = GuestView()
    assert past_words(guest, field, '[{"code": "A01"}, {"code": "A02"}]') == "2 项"
    assert past_words(guest, field, '[{"code": half') == '[{"code": half'
    assert past_words(guest, field, "三楼的空调") == "三楼的空调"

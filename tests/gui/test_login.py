"""The way to an open station through the window: the first day, log-in, a forgotten password, the lock, the return."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from louyu_desktop.errors import NotPermittedError
from louyu_desktop.rules.roles import Role
from louyu_desktop.services import vaults
from louyu_desktop.services.accounts import Accounts
from louyu_desktop.services.recovery import Recovery
from louyu_desktop.ui import ask
from louyu_desktop.ui.entrance.change import ForcedChange
from louyu_desktop.ui.entrance.first_run import FirstRun, TakeIn, Wizard
from louyu_desktop.ui.entrance.later_steps import SpareStep
from louyu_desktop.ui.entrance.login import LoginPage
from louyu_desktop.ui.entrance.optional_steps import BuildingsStep, CalendarStep, ColleaguesStep
from louyu_desktop.ui.entrance.recover import SHEET, RecoverPage
from louyu_desktop.ui.entrance.sheet_pane import SheetPane
from louyu_desktop.ui.entrance.welcome import Welcome
from louyu_desktop.ui.inside import InsideButton
from louyu_desktop.ui.refusal import Refusal
from louyu_desktop.ui.succession import LOCKED, PERSON
from tests.gui.seat import Page, Seat
from tests.stations import PASSWORD, create_station, keyless

OTHER = "河边 石头 自行车 饺子"


@pytest.fixture
def station(seat: Seat) -> Path:
    vaults.create(seat.station, "梧桐里党群服务站", "周敏", PASSWORD).close()
    return seat.station


def step(page: Wizard, kind: type[Page]) -> Page:
    """The step in hand, which is of this kind."""
    found: QWidget = page.step
    assert isinstance(found, kind)
    return found


def to_paper(seat: Seat, pane: SheetPane, monkeypatch: pytest.MonkeyPatch) -> tuple[str, ...]:
    """Save the sheet; what stands on it."""
    seat.until(lambda: pane._sheet)
    file = seat.folder / "sheet.pdf"
    monkeypatch.setattr(ask, "save_file", lambda *_asked: file)
    pane.save()
    seat.until(lambda: pane.on_paper)
    assert file.read_bytes().startswith(b"%PDF")
    sheet = pane._sheet
    assert sheet is not None
    return sheet.groups


def pick(pane: SheetPane, *, right: bool = True) -> None:
    """Press the button that says what stands on the paper, or another."""
    sheet = pane._sheet
    assert sheet is not None
    words = " · ".join(sheet.groups[number - 1] for number in sheet.asked)
    next(button for button in pane.picks if (button.text() == words) is right).click()


# -- the first day -----------------------------------------------------------------------------


def test_the_first_day(seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    seat.start()
    seat.page(Welcome).begin.click()
    page = seat.page(FirstRun)
    page.go_on()
    assert page.steps.current == 0
    assert page.station.name.line.property("wrong")
    page.station.name.line.setText("梧桐里党群服务站")
    page.station.person.line.setText("周敏")
    new = page.station.new
    new.first.password.setText("zhoumin2024!")
    page.go_on()
    assert page.steps.current == 0
    assert "猜到" in new.first.note._text.text()
    new.first.password.setText(PASSWORD)
    new.first.password.show_typed(on=False)  # somebody stands beside: the eye is closed
    page.go_on()
    assert "不一样" in new.again.note._text.text()
    new.again.password.setText(OTHER)
    page.go_on()
    assert page.steps.current == 0
    new.again.password.setText(PASSWORD)
    page.go_on()
    seat.until(lambda: isinstance(page.step, SpareStep))
    spare = page.step
    assert isinstance(spare, SpareStep)
    page.go_on()  # not before the sheet is on paper
    assert page.step is spare
    to_paper(seat, spare.pane, monkeypatch)
    page.go_on()  # nor before it was looked at
    assert page.step is spare
    pick(spare.pane)
    seat.until(lambda: page.step is not spare)
    colleagues = step(page, ColleaguesStep)
    assert page.later.isVisible()
    colleagues.name.line.setText("施佳宁")
    page.go_on()  # who is named is not lost
    seat.until(colleagues.once.isVisible)
    page.go_on()
    buildings = step(page, BuildingsStep)
    buildings.names.setPlainText("环贸一期\n\n 环贸二期 \n环贸一期")
    page.go_on()
    seat.until(lambda: isinstance(page.step, CalendarStep))
    page.later.click()
    program = seat.at_home()
    assert program.window is not None
    assert program.frame.windowTitle() == "梧桐里党群服务站"
    services = program.window.context.services
    assert {one.title for one in services.records.options("buildings", "")} == {"环贸一期", "环贸二期"}
    assert [one.title for one in services.stations.accounts()] == ["周敏", "施佳宁"]
    seat.end()
    with vaults.log_in(seat.station, "zm", PASSWORD) as database:
        assert Recovery(database).state().proven_on is not None
        assert Accounts(database).is_ready()


def test_a_group_that_is_wrong_proves_nothing(seat: Seat, station: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seat.start()
    seat.log_in()
    program = seat.at_home()
    assert program.window is not None
    services = program.window.context.services
    services.access.count_as_confirmed()
    pane = SheetPane(program.window.context.tasks, services)
    seat.qtbot.addWidget(pane)
    pane.draw()
    assert not any(button.isEnabled() for button in pane.picks)
    on_it = to_paper(seat, pane, monkeypatch)
    first = pane._sheet.asked if pane._sheet else ()
    pick(pane, right=False)
    assert pane._sheet is not None
    assert not set(pane._sheet.asked) & set(first)  # what was offered once is not offered again
    assert "不一样" in pane.message.text
    pick(pane, right=False)
    assert not pane.on_paper  # twice: perhaps there is no paper, or it cannot be read
    assert not any(button.isEnabled() for button in pane.picks)
    assert services.recovery.state().made_on is None
    assert to_paper(seat, pane, monkeypatch) == on_it  # the same sheet once more
    pick(pane)
    seat.until(lambda: pane.is_kept)


def test_a_password_is_typed_once_where_it_is_seen(seat: Seat) -> None:
    """The eye stays as it was chosen, but whoever leaves the line leaves nothing to be read."""
    seat.start()
    seat.page(Welcome).begin.click()
    page = seat.page(FirstRun)
    new = page.station.new
    line = new.first.password
    assert new.again.isHidden()
    line.setText(PASSWORD)
    QApplication.sendEvent(line, QFocusEvent(QEvent.Type.FocusIn))
    assert line.echoMode() == QLineEdit.EchoMode.Normal
    QApplication.sendEvent(line, QFocusEvent(QEvent.Type.FocusOut))
    assert line.echoMode() == QLineEdit.EchoMode.Password
    assert new.again.isHidden()
    page.station.name.line.setFocus()
    assert new.right()
    eye = line.findChild(InsideButton)
    assert eye is not None
    eye.click()  # dots stand there: somebody wants to see it, and stands in the line then
    assert line.echoMode() == QLineEdit.EchoMode.Normal
    assert page.focusWidget() is line
    eye.click()
    assert line.echoMode() == QLineEdit.EchoMode.Password
    assert not new.again.isHidden()
    assert not new.right()
    new.again.password.setText(PASSWORD)
    assert new.right()


def test_a_station_of_the_first_days_is_taken_in(seat: Seat) -> None:
    create_station(seat.station, "梧桐里党群服务站", "周敏").close()
    seat.start()
    page = seat.page(TakeIn)
    page.owner.new.first.password.setText(PASSWORD)
    page.owner.new.again.password.setText(PASSWORD)
    page.go_on()
    seat.until(lambda: isinstance(page.step, SpareStep))
    seat.end()
    assert vaults.standing(seat.station) is vaults.Standing.VAULT
    vaults.log_in(seat.station, "周敏", PASSWORD).close()


# -- logging in --------------------------------------------------------------------------------


def test_a_wrong_password_is_said_in_one_sentence_and_taken_away(seat: Seat, station: Path) -> None:
    seat.start()
    page = seat.log_in(password="nothing like it")
    assert not page.enter.isEnabled()
    seat.until(page.message.isVisible)
    assert page.message.text
    assert page.password.text == ""
    assert page.name.text == "周敏"
    seat.log_in("zhoumin")
    program = seat.at_home()
    assert program.window is not None
    assert program.window.context.keyed


def test_who_was_wrong_three_times_waits_and_sees_how_long(seat: Seat, station: Path) -> None:
    seat.start()
    for _time in range(3):
        page = seat.log_in(password="nothing like it")
        seat.until(page.name.isEnabled)
    assert page._left > 0
    assert "秒后可以再试" in page.state.text()
    assert not page.enter.isEnabled()
    page.submit()
    assert page.name.isEnabled()  # nothing was asked
    page._left = 0.5
    page._tick()
    assert page.enter.isEnabled()


def test_the_password_box_hides_and_takes_no_input_method(seat: Seat, station: Path) -> None:
    seat.start()
    line = seat.page(LoginPage).password.password
    assert not line.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    line._turn()
    assert line.echoMode() == line.EchoMode.Normal
    assert not line.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    line.forget()
    assert line.echoMode() == line.EchoMode.Password


def pressed(line: QWidget, key: Qt.Key, letter: str, modifier: Qt.KeyboardModifier) -> None:
    """A key as the system sends it, with the letter that Caps Lock made of it."""
    QApplication.sendEvent(line, QKeyEvent(QEvent.Type.KeyPress, key, modifier, letter))


def test_caps_lock_is_noticed_by_what_it_does(seat: Seat, station: Path) -> None:
    seat.start()
    entry = seat.page(LoginPage).password
    none, shift = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
    pressed(entry.password, Qt.Key.Key_A, "A", shift)
    assert not entry.note._text.text()
    pressed(entry.password, Qt.Key.Key_B, "B", none)
    assert "Caps Lock" in entry.note._text.text()
    pressed(entry.password, Qt.Key.Key_CapsLock, "", none)
    assert not entry.note._text.text()
    pressed(entry.password, Qt.Key.Key_C, "c", shift)
    assert "Caps Lock" in entry.note._text.text()
    assert entry.password.text() == "ABc"


def test_a_one_time_password_is_changed_before_anything_else(seat: Seat, station: Path) -> None:
    with vaults.log_in(station, "周敏", PASSWORD) as database:
        once = Accounts(database).add("施佳宁", Role.STAFF)
    seat.start()
    seat.log_in("sjn", once.password)
    page = seat.page(ForcedChange)
    assert seat.program is not None
    assert seat.program.window is None
    page.new.first.password.setText(OTHER)
    page.new.again.password.setText(OTHER)
    page.submit()
    seat.at_home()
    seat.end()
    vaults.log_in(station, "施佳宁", OTHER).close()
    with pytest.raises(NotPermittedError):
        vaults.log_in(station, "施佳宁", once.password)


def test_who_was_let_in_and_leaves_before_the_window_comes_is_locked_out(seat: Seat, station: Path) -> None:
    """The station is open behind the page that asks for a password of one's own."""
    with vaults.log_in(station, "周敏", PASSWORD) as database:
        once = Accounts(database).add("施佳宁", Role.STAFF)
    program = seat.start()
    seat.log_in("sjn", once.password)
    seat.page(ForcedChange)
    assert program.entrance is not None
    locker = program.entrance._locker
    assert locker is not None
    locker.wanted.emit("idle")
    assert program.succession.is_due
    assert program.succession.person == "sjn"
    assert not program.frame.isVisible()
    seat.end()
    vaults.log_in(station, "sjn", once.password).close()


# -- a forgotten password ----------------------------------------------------------------------


def forgot(seat: Seat) -> RecoverPage:
    seat.start()
    seat.page(LoginPage).forgotten.emit()
    page = seat.page(RecoverPage)
    page.name.line.setText("周敏")
    page.new.first.password.setText(OTHER)
    page.new.again.password.setText(OTHER)
    return page


def test_another_administrator_helps(seat: Seat, station: Path) -> None:
    with vaults.log_in(station, "周敏", PASSWORD) as database:
        once = Accounts(database).add("施佳宁", Role.ADMINISTRATOR)
    page = forgot(seat)
    page.administrator.line.setText("施佳宁")
    page.vouched.password.setText("nothing like it")
    page.submit()
    seat.until(page.message.isVisible)
    assert page.vouched.text == ""
    page.vouched.password.setText(once.password)
    page.submit()
    seat.at_home()
    seat.end()
    vaults.log_in(station, "周敏", OTHER).close()


def test_the_sheet_opens_once_and_then_there_is_a_new_one(
    seat: Seat, station: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with vaults.log_in(station, "周敏", PASSWORD) as database:
        sheet = Recovery(database).draw()
        Recovery(database).keep(sheet)
    page = forgot(seat)
    page.way.choose(SHEET)
    page._chosen(SHEET)
    page.submit()
    seat.until(page.note.isVisible)
    page.written.setPlainText(" ".join(sheet.groups).lower())
    page.submit()
    wizard = seat.page(Wizard)
    spare = wizard.step
    assert isinstance(spare, SpareStep)
    new = to_paper(seat, spare.pane, monkeypatch)
    assert new != sheet.groups
    pick(spare.pane)
    seat.at_home()
    seat.end()
    with vaults.log_in(station, "周敏", OTHER) as database:
        assert not Recovery(database).state().was_used


# -- locking and coming back -------------------------------------------------------------------


def test_a_lock_ends_the_program_and_the_draft_is_there_afterwards(
    seat: Seat, station: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = seat.start()
    seat.log_in()
    seat.at_home()
    window, sitting = program.window, program.sitting
    assert window is not None
    assert sitting is not None
    window.new_record("enterprises", "梧桐咖啡馆")
    group: Any = window.tab
    tab = group.part("enterprises")
    seat.until(lambda: tab.record.form.dirty().get("name"))
    window.perform("lock")
    assert program.succession.is_due
    assert not program.frame.isVisible()
    started: list[dict[str, Any]] = []
    monkeypatch.setattr(subprocess, "Popen", lambda command, **named: started.append({"command": command, **named}))
    seat.end()
    program.succession.start()
    [fresh] = started
    assert fresh["command"][-2:] == ["--data", str(station)]
    assert (fresh["env"][PERSON], fresh["env"][LOCKED]) == ("周敏", "1")
    monkeypatch.setenv(PERSON, "周敏")
    monkeypatch.setenv(LOCKED, "1")
    program = seat.start()
    page = seat.page(LoginPage)
    assert page.name.text == "周敏"
    assert page.sentence.text().startswith("已锁定")
    seat.log_in()
    seat.at_home()
    back = program.window
    assert back is not None

    def offered() -> bool:
        if "草稿" not in back.messages.text:
            back.messages.hide()  # what else there is to say comes first
        return "草稿" in back.messages.text and back.messages.isVisible()

    seat.until(offered)
    back.messages._follow_link()
    tab = back.tab.part("enterprises")  # type: ignore[attr-defined]
    seat.until(lambda: tab.record.form.dirty().get("name") == "梧桐咖啡馆")


def test_who_hands_over_leaves_no_name(seat: Seat, station: Path) -> None:
    program = seat.start()
    seat.log_in()
    seat.at_home()
    assert program.window is not None
    assert program.sitting is not None
    program.window.perform("hand-over")
    assert program.succession.is_due
    assert program.succession.person == ""


def test_ones_own_password_is_changed_in_the_window(seat: Seat, station: Path) -> None:
    program = seat.start()
    seat.log_in()
    seat.at_home()
    assert program.window is not None
    assert program.sitting is not None
    program.window.perform("password")
    dialog = program.sitting.dialog
    assert dialog is not None
    for entry, words in ((dialog.old, OTHER), (dialog.new.first, OTHER), (dialog.new.again, OTHER)):
        entry.password.setText(words)
    dialog.submit()
    seat.until(dialog.message.isVisible)
    dialog.old.password.setText(PASSWORD)
    with seat.qtbot.waitSignal(dialog.accepted):
        dialog.submit()
    seat.end()
    vaults.log_in(station, "周敏", OTHER).close()


def test_what_wants_the_password_again_goes_on_after_it(seat: Seat, station: Path) -> None:
    program = seat.start()
    seat.log_in()
    seat.at_home()
    window, again = program.window, program._step_up
    assert window is not None
    assert again is not None
    services, done = window.context.services, list[object]()
    failed: list[Exception] = []

    def ask_for_it() -> None:
        window.context.tasks.write(
            window, lambda _control: services.accounts.add("施佳宁", Role.STAFF), done.append, failed.append
        )

    ask_for_it()
    seat.until(lambda: again.question)
    question = again.question
    assert question is not None
    question.password.password.setText("nothing like it")
    question.submit()
    seat.until(question.message.isVisible)
    question.reject()
    seat.until(lambda: failed)
    assert done == []
    ask_for_it()
    seat.until(lambda: again.question)
    question = again.question
    assert question is not None
    question.password.password.setText(PASSWORD)
    question.submit()
    seat.until(lambda: done)
    assert again.question is None


def test_a_demonstration_has_no_log_in(seat: Seat) -> None:
    keyless(seat.station).close()
    program = seat.start()
    seat.at_home()
    assert program.entrance is None
    assert program.sitting is None
    assert program.window is not None
    assert "lock" not in program.window.actions_by_id


def test_keys_that_are_damaged_end_in_a_sentence(seat: Seat, station: Path) -> None:
    for name in ("vault.keys", "vault.keys.2"):
        (station / name).write_bytes(b"nothing of ours")
    program = seat.start()
    seat.log_in()
    page = seat.page(Refusal)
    assert page.sentence.text()
    assert program.exit_code == 6

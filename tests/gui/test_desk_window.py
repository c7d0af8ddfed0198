"""The desk's window: keys in, cards out, nothing shown that is not on disk."""

from __future__ import annotations

import datetime as dt
import gc
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QThreadPool
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from louyu_desktop.models import Activity, Person, Registration, SignIn
from louyu_desktop.rules.badges import badge_text
from louyu_desktop.services.desk_copies import Belongs
from louyu_desktop.services.suite import open_services
from louyu_desktop.storage.database import Database
from louyu_desktop.ui.bus import ChangeBus
from louyu_desktop.ui.context import Context
from louyu_desktop.ui.desk import stand
from louyu_desktop.ui.desk.box import PICK_WAIT_MS
from louyu_desktop.ui.desk.choosing import Choosing
from louyu_desktop.ui.desk.window import DeskWindow
from louyu_desktop.ui.preferences import Preferences
from louyu_desktop.ui.problems import report
from louyu_desktop.ui.rooms import tools
from louyu_desktop.ui.tasks import Tasks
from louyu_desktop.ui.theme import theme
from tests.stations import keyless

NAMES = ("沈嘉怡", "沈佳翊", "单雨桐", "欧阳靖宇", "王芳")


@dataclass
class Room:
    """A desk, and what stands behind it."""

    qtbot: QtBot
    database: Database
    context: Context
    activity: int
    people: list[int]
    window: DeskWindow

    def rest(self) -> None:
        """Until nothing is under way."""
        self.qtbot.waitUntil(lambda: not self.context.tasks.busy and not self.window.finding.waits)

    def type(self, text: str) -> None:
        """Letters into whatever has the focus, one by one."""
        QTest.keyClicks(self.window.finder.box, text)
        self.rest()

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """One key, as the system brings it to the window."""
        handle = self.window.windowHandle()
        assert handle is not None
        QTest.keyClick(handle, key, modifier)
        self.rest()

    def names(self) -> list[str]:
        """The candidates on the screen."""
        rows = self.window.finder.rows.rows
        return [row.candidate.name for row in rows if row.candidate is not None and not row.isHidden()]

    @property
    def card(self) -> tuple[str, str]:
        """Tone and title of the card."""
        return self.window.card.said.tone, self.window.card.said.title

    def signed(self) -> list[int]:
        """Who is signed in, by the file."""
        with self.database.read() as session:
            rows = session.query(SignIn.person_id).where(SignIn.archived_at.is_(None)).order_by(SignIn.id)
            return [row.person_id for row in rows]


@pytest.fixture
def room(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Room]:
    theme.apply(qapp, "light", 1.0)
    with keyless(tmp_path / "s") as database:
        database.actor = 1
        start = dt.datetime.now(dt.UTC)
        with database.write("摆好") as write:
            [activity] = write.insert(Activity, [
                {"title": "午间一小时", "starts_at": start, "status": "进行中", "capacity": 4, "organiser": "本站"}
            ])  # fmt: skip
            people = write.insert(Person, [
                {"name": name, "mobile": f"1380000{n:02d}{n:02d}", "unit_name": "乐高" if n < 3 else "渤健", "roles": ()}
                for n, name in enumerate(NAMES)
            ])  # fmt: skip
            write.insert(Registration, [{"activity_id": activity, "person_id": one} for one in people[:3]])
        tasks, bus, services = Tasks(report), ChangeBus(), open_services(database)
        services.listen(bus.publish)
        preferences = Preferences(tmp_path / "machine.json")
        preferences.set("desk_sound", False)
        context = Context(services, tasks, bus, preferences, tools=tools())
        window = stand(context, services.desk.open(activity))
        made = Room(qtbot, database, context, activity, people, window)
        made.rest()
        yield made
        if shiboken6.isValid(window):
            window.close()
        qtbot.waitUntil(lambda: not tasks.busy)
        assert tasks.close()


def test_enter_signs_in_the_first(room: Room) -> None:
    room.type("sjy")
    assert room.names() == ["沈佳翊", "沈嘉怡"]
    room.press(Qt.Key.Key_Return)
    assert room.card == ("ok", "沈佳翊")
    assert room.signed() == [room.people[1]]
    assert "第 1 位" in room.window.card.said.line
    assert room.window.finder.box.text() == ""
    assert room.window.finder.box.hasFocus()
    standing = room.window.side.standing
    assert standing is not None
    assert (standing.signed, standing.missing) == (1, 2)


class Painted(QObject):
    """Which of some widgets were painted since it was asked to watch."""

    def __init__(self, *widgets: QWidget) -> None:
        super().__init__()
        self.seen: set[QObject] = set()
        for one in widgets:
            one.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Remember who is painted."""
        if event.type() == QEvent.Type.Paint:
            self.seen.add(watched)
        return False


def test_the_card_and_what_stands_beside_it_are_painted_at_once(room: Room) -> None:
    """When the window says that the answer is shown, it is: name, count and the last arrival, in one turn."""
    room.type("sjy")
    room.press(Qt.Key.Key_Return)
    room.type("syt")
    answer = (room.window.card.title, room.window.card.line, room.window.side.count, room.window.side.rows[0])
    painted = Painted(*answer)
    told: list[set[QObject]] = []
    room.window.shown.connect(lambda _result: told.append(set(painted.seen)))
    box = room.window.finder.box
    QTest.keyClick(box, Qt.Key.Key_Return)
    room.qtbot.waitUntil(lambda: bool(told))
    assert told[0] == set(answer)
    room.rest()


def test_arrows_and_digits_choose_another(room: Room) -> None:
    room.type("sjy")
    room.press(Qt.Key.Key_Down)
    room.press(Qt.Key.Key_Return)
    assert room.signed() == [room.people[0]]
    room.type("sjy")
    QTest.keyClick(room.window.finder.box, Qt.Key.Key_1)
    room.qtbot.waitUntil(lambda: room.window.card.said.title == "沈佳翊", timeout=PICK_WAIT_MS + 3000)
    room.type("20")  # digits alone are looked for, they pick nobody
    assert room.window.finder.box.text() == "20"
    assert len(room.signed()) == 2


def test_a_second_scan_says_when_and_by_whom(room: Room) -> None:
    for _time in range(2):
        room.type("dyt")
        room.press(Qt.Key.Key_Return)
    assert room.card == ("warn", "单雨桐")
    assert "已经签过了" in room.window.card.said.line
    assert "周敏" in room.window.card.said.line
    assert len(room.signed()) == 1


def _scan(room: Room, text: str) -> None:
    """A scanner's burst: key after key without a pause, whatever has the focus."""
    handle: Any = room.window.windowHandle()
    click: Any = QTest.keyClick  # the stubs know no key by its sign
    for sign in text:
        held = Qt.KeyboardModifier.ShiftModifier if sign.isupper() or sign == ":" else Qt.KeyboardModifier.NoModifier
        click(handle, sign, held)
    click(handle, Qt.Key.Key_Return)
    room.rest()


def test_a_scanner_works_whatever_has_the_focus(room: Room) -> None:
    with room.database.read() as session:
        uid = session.query(Registration.uid).where(Registration.person_id == room.people[2]).scalar()
    room.press(Qt.Key.Key_F4)
    room.window.walk_in.name.setText("陈若溪")
    assert room.window.walk_in.name.text() == "陈若溪"
    _scan(room, badge_text(uid))
    assert room.card == ("ok", "单雨桐")
    assert room.signed() == [room.people[2]]
    _scan(room, "13800000101")
    assert room.card == ("ok", "沈佳翊")
    room.type("sjy")
    _scan(room, "LYDZ:019aaaaa-aaaa-7aaa-8aaa-aaaaaaaaaaaa")
    assert room.window.card.said.tone == "danger"
    assert len(room.signed()) == 2


def test_what_a_scanner_wrote_into_a_field_is_taken_out(room: Room) -> None:
    room.press(Qt.Key.Key_F4)
    room.window.walk_in.unit.setFocus()
    room.window.walk_in.unit.setText("乐高")
    _scan(room, "13800000202")
    assert room.window.walk_in.unit.text() == "乐高"
    assert room.window.walk_in.unit.hasFocus()
    assert room.card == ("ok", "单雨桐")


def test_a_drawing_is_said_to_be_of_who_drew_it(room: Room) -> None:
    room.type("dyt")
    room.press(Qt.Key.Key_Return)
    room.press(Qt.Key.Key_F7)
    pad = room.window.pad
    _scan(room, "13800000101")
    assert room.window.pages.currentWidget() is pad
    pad.kept.emit(1, "1.0,1.0")
    room.rest()
    assert room.card == ("ok", "沈佳翊")
    assert "签名" not in room.window.card.said.line


def test_undo_by_key_and_out_of_the_last_ten(room: Room) -> None:
    room.type("sjy")
    room.press(Qt.Key.Key_Return)
    room.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert room.card == ("info", "沈佳翊")
    assert room.signed() == []
    for text in ("dyt", "sjy"):
        room.type(text)
        room.press(Qt.Key.Key_Return)
    older = room.window.side.rows[1]
    QTest.mouseClick(older, Qt.MouseButton.LeftButton)
    assert room.card == ("info", "单雨桐")
    QTest.mouseClick(room.window.card.act, Qt.MouseButton.LeftButton)
    room.rest()
    assert room.signed() == [room.people[1]]


def test_over_capacity_asks_once(room: Room) -> None:
    """Four places, three of them registered: the second who comes without is asked about."""
    room.type("oyjy")
    assert room.window.finder.rows.current is not None
    assert room.window.finder.rows.current.belongs is Belongs.STRANGER
    room.press(Qt.Key.Key_Return)
    assert room.card == ("ok", "欧阳靖宇")
    room.type("wf")
    room.press(Qt.Key.Key_Return)
    assert room.card == ("warn", "王芳")
    assert len(room.signed()) == 1
    room.press(Qt.Key.Key_Return)
    assert room.card == ("ok", "王芳")
    assert "超出名额" in room.window.card.said.line


def test_three_fields_without_leaving(room: Room) -> None:
    room.press(Qt.Key.Key_F4)
    form = room.window.walk_in
    room.qtbot.waitUntil(form.name.hasFocus)
    form.name.setText("陈若溪")
    QTest.keyClick(form.name, Qt.Key.Key_Return)
    form.unit.setText("渤健")
    QTest.keyClick(form.unit, Qt.Key.Key_Return)
    form.mobile.setText("138")
    QTest.keyClick(form.mobile, Qt.Key.Key_Return)
    room.rest()
    assert form.problem.text()
    assert form.mobile.property("wrong")
    form.mobile.setText("13911112222")
    QTest.keyClick(form.mobile, Qt.Key.Key_Return)
    room.rest()
    assert room.card == ("ok", "陈若溪")
    assert room.window.pages.currentWidget() is room.window.finder
    assert "现场报名" in room.window.card.said.line


def test_a_form_over_capacity_goes_in_by_one_more_enter(room: Room) -> None:
    room.type("oyjy")
    room.press(Qt.Key.Key_Return)
    room.press(Qt.Key.Key_F4)
    room.window.walk_in.name.setText("陈若溪")
    QTest.mouseClick(room.window.walk_in.sign, Qt.MouseButton.LeftButton)
    room.rest()
    assert room.card == ("warn", "陈若溪")
    room.press(Qt.Key.Key_Return)
    assert room.card == ("ok", "陈若溪")


def test_leaving_and_the_way_back(room: Room) -> None:
    room.type("dyt")
    room.press(Qt.Key.Key_Return)
    room.press(Qt.Key.Key_F9)
    room.type("dyt")
    room.press(Qt.Key.Key_Return)
    assert room.card == ("ok", "单雨桐")
    assert "停留" in room.window.card.said.line
    room.type("sjy")
    room.press(Qt.Key.Key_Return)
    assert room.window.card.said.tone == "danger"
    room.press(Qt.Key.Key_F9)
    assert not room.window.finder.leaving


def test_two_windows_show_one_state(room: Room) -> None:
    other = stand(room.context, room.context.services.desk.open(room.activity))
    for window in (room.window, other):
        window.signing.sign_in(room.people[0])
    room.rest()
    room.qtbot.waitUntil(lambda: other.side.standing is not None and other.side.standing.signed == 1)
    assert other.card.said.tone == "warn"
    assert room.card == ("ok", "沈嘉怡")
    room.window.signing.sign_in(room.people[1])
    room.qtbot.waitUntil(lambda: other.side.standing is not None and other.side.standing.signed == 2)
    other.close()
    room.rest()
    room.type("dyt")
    assert room.names() == ["单雨桐"]


def test_firms_say_who_is_missing_and_take_a_name(room: Room) -> None:
    room.press(Qt.Key.Key_F6)
    tree = room.window.firms.tree
    item = tree.topLevelItem(0)
    assert item is not None
    assert (item.text(0), item.text(1), item.text(2)) == ("乐高", "0 / 3", "3")
    item.setExpanded(True)
    assert [item.child(n).text(0) for n in range(3)] == ["单雨桐", "沈佳翊", "沈嘉怡"]
    tree.itemActivated.emit(item.child(0), 0)
    room.rest()
    assert room.signed() == [room.people[2]]
    again = tree.topLevelItem(0)
    assert again is not None
    assert again.text(1) == "1 / 3"
    QTest.keyClick(tree, Qt.Key.Key_Escape)
    assert room.window.pages.currentWidget() is room.window.finder


def test_paper_is_entered_line_by_line(room: Room) -> None:
    room.press(Qt.Key.Key_F10)
    late = room.window.late
    for text in ("dyt", "sjy"):
        QTest.keyClicks(late.box, text)
        room.qtbot.waitUntil(lambda: late.rows.current is not None and not room.window.late_finding.waits)
        QTest.keyClick(late.box, Qt.Key.Key_Return)
    assert [(line.page, line.line) for line in late.lines] == [(1, 1), (1, 2)]
    room.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert late.lines == []
    assert room.signed() == [room.people[2], room.people[1]]
    assert "补录了 2 人" in late.said.text()


def test_a_signature_is_drawn_and_kept(room: Room) -> None:
    room.type("dyt")
    room.press(Qt.Key.Key_Return)
    room.press(Qt.Key.Key_F7)
    paper = room.window.pad.paper
    QTest.mousePress(paper, Qt.MouseButton.LeftButton, pos=QPoint(50, 50))
    for step in range(1, 9):
        QTest.mouseMove(paper, QPoint(50 + 20 * step, 50 + 5 * step))
    QTest.mouseRelease(paper, Qt.MouseButton.LeftButton, pos=QPoint(210, 90))
    assert len(paper.strokes) == 1
    room.press(Qt.Key.Key_Return)
    assert "签名已存" in room.window.card.said.line
    assert room.window.pages.currentWidget() is room.window.finder


def test_visitors_see_no_names(room: Room) -> None:
    room.type("dyt")
    room.press(Qt.Key.Key_Return)
    room.context.guest.toggle()
    assert "单雨桐" not in room.window.side.rows[0].accessibleName()
    room.type("sjy")
    assert all("＊" in row.accessibleName() for row in room.window.finder.rows.rows if not row.isHidden())


def test_no_phone_is_shown_and_nothing_without_a_word(room: Room) -> None:
    assert room.names() == []
    room.type("w")
    words = "".join(row.accessibleName() for row in room.window.finder.rows.rows if not row.isHidden())
    assert "1380000" not in words
    assert "王芳" not in words  # one letter is too little for whoever is not registered


def test_what_others_do_is_shown_at_once(room: Room) -> None:
    """An undo in the main window, an activity with another name."""
    room.type("dyt")
    room.press(Qt.Key.Key_Return)
    room.context.services.records.undo()
    room.qtbot.waitUntil(lambda: room.window.side.standing is not None and room.window.side.standing.signed == 0)
    room.context.services.records.save("activities", room.activity, {"title": "改名了"})
    room.qtbot.waitUntil(lambda: room.window.head.title.text() == "改名了")


def test_what_was_read_before_somebody_came_takes_nobody_away(room: Room) -> None:
    """The activity is read on a lane of its own, and that answer may come after the next sign-in's."""
    room.window._read_state()
    for lane in room.context.tasks.findChildren(QThreadPool):
        assert lane.waitForDone()  # the answer stands at the door of the window's thread
    room.context.services.desk.sign_in(room.activity, room.people[0])
    QApplication.sendPostedEvents(room.context.tasks)
    assert room.window.side.standing is not None
    assert room.window.side.standing.signed == 1


def test_escape_leaves_step_by_step(room: Room) -> None:
    room.type("sjy")
    room.press(Qt.Key.Key_Escape)
    assert room.window.finder.box.text() == ""
    room.press(Qt.Key.Key_F4)
    QTest.keyClick(room.window.walk_in.name, Qt.Key.Key_Escape)
    assert room.window.pages.currentWidget() is room.window.finder
    with room.qtbot.waitSignal(room.window.closed):
        QTest.keyClick(room.window.finder.box, Qt.Key.Key_Escape)


def test_the_desk_is_light_and_gives_the_colours_back(room: Room, qapp: QApplication) -> None:
    room.context.preferences.set("theme", "dark")
    assert not _is_dark()
    gc.collect()
    gc.disable()  # as the program has it: a collection while Qt lists its widgets takes some of them away
    try:
        room.window.close()
        room.qtbot.waitUntil(_is_dark)
    finally:
        gc.enable()
    room.context.preferences.set("theme", "light")
    theme.apply(qapp, "light", 1.0)


def test_the_tool_opens_the_one_of_today_or_asks(room: Room) -> None:
    room.window.close()
    room.context.launch("desk")
    room.qtbot.waitUntil(lambda: any(_standing()))
    [opened] = _standing()
    opened.close()
    room.context.services.records.save("activities", None, {"title": "第二场", "starts_at": dt.datetime.now(dt.UTC)})
    room.context.launch("desk")
    room.qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), Choosing))
    asked = QApplication.activeModalWidget()
    assert isinstance(asked, Choosing)
    assert len(asked.buttons) == 2
    asked.buttons[1].click()
    room.qtbot.waitUntil(lambda: any(_standing()))
    [opened] = _standing()
    opened.close()


def _is_dark() -> bool:
    return theme.dark


def _standing() -> list[DeskWindow]:
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, DeskWindow) and one.isVisible()]


def test_enter_held_down_makes_nobody_twice(room: Room) -> None:
    room.press(Qt.Key.Key_F4)
    form = room.window.walk_in
    form.name.setText("陈若溪")
    for _time in range(3):
        QTest.keyClick(form.mobile, Qt.Key.Key_Return)
    room.rest()
    assert room.card == ("ok", "陈若溪")
    assert len(room.signed()) == 1


def test_the_next_form_is_begun_while_the_last_is_written(room: Room) -> None:
    """Nobody is dropped, and no field is left under the fingers."""
    form, enter = room.window.walk_in, Qt.Key.Key_Return
    room.context.services.records.save("activities", room.activity, {"capacity": 20})
    for name in ("陈若溪", "陈若晨", "陈若曦"):
        room.window.actions_by_id["desk-walk-in"].trigger()
        form.name.setText(name)
        QTest.keyClick(form.mobile, enter)
    room.window.actions_by_id["desk-walk-in"].trigger()
    form.name.setText("陈若岚")
    room.rest()
    assert room.window.pages.currentWidget() is form
    assert form.name.text() == "陈若岚"
    assert len(room.signed()) == 3
    QTest.keyClick(form.mobile, enter)
    room.rest()
    assert room.window.pages.currentWidget() is room.window.finder


def test_what_was_refused_is_not_said_beside_the_fields_of_the_next(room: Room) -> None:
    form = room.window.walk_in
    room.window.actions_by_id["desk-walk-in"].trigger()
    form.name.setText("陈若溪")
    form.mobile.setText("12")
    QTest.keyClick(form.mobile, Qt.Key.Key_Return)
    room.window.actions_by_id["desk-walk-in"].trigger()
    form.name.setText("陈若晨")
    room.rest()
    assert form.problem.text() == ""
    assert room.card[0] == "danger"
    assert form.name.text() == "陈若晨"


def test_a_badge_scanned_beside_a_form_on_its_way_mixes_nothing(room: Room) -> None:
    room.window.signing.sign_in(room.people[3])  # the fourth and last place
    room.window.signing.sign_in(room.people[0])
    room.window.signing.walk_in("顾言", "", "")
    room.rest()
    assert room.card == ("warn", "顾言")
    room.press(Qt.Key.Key_Return)
    assert room.card == ("ok", "顾言")
    assert len(room.signed()) == 3


def test_paper_that_cannot_be_written_says_why(room: Room) -> None:
    room.press(Qt.Key.Key_F10)
    QTest.keyClicks(room.window.late.box, "dyt")
    room.rest()
    QTest.keyClick(room.window.late.box, Qt.Key.Key_Return)
    assert len(room.window.late.lines) == 1
    with room.database.write("删") as write:
        write.archive(Person, [room.window.late.lines[0].person_id])
    room.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert "人员名单" in room.window.late.said.text()
    assert len(room.window.late.lines) == 1
    room.window.late.lines.clear()


def test_a_question_is_seen_wherever_one_is(room: Room) -> None:
    room.window.signing.sign_in(room.people[3])
    room.rest()
    room.press(Qt.Key.Key_F10)
    room.window.signing.sign_in(room.people[4])
    room.rest()
    assert (room.card[0], room.window.card.isVisible()) == ("warn", True)


def test_typing_on_is_no_refusal(room: Room) -> None:
    """Looking among others of the station is given up with each key; nobody is told of it."""
    QTest.keyClicks(room.window.finder.box, "oyjy")
    room.rest()
    assert (room.card[0], room.names()) == ("idle", ["欧阳靖宇"])
    room.press(Qt.Key.Key_Return)
    assert room.signed() == [room.people[3]]


def test_letters_being_composed_keep_their_keys(room: Room) -> None:
    box = room.window.finder.box
    room.press(Qt.Key.Key_F2)
    box.setText("沈")
    for text in ("jia", ""):
        QApplication.sendEvent(box, QInputMethodEvent(text, []))
        for key in (Qt.Key.Key_1, Qt.Key.Key_Return, Qt.Key.Key_Escape):
            if text:
                room.press(key)
    assert (room.signed(), box.text(), room.window.isVisible()) == ([], "沈", True)
    room.press(Qt.Key.Key_Return)
    assert len(room.signed()) == 1

"""Visits in the window, by keyboard: 登记走访, its draft, 跑楼速记 and what a note becomes, the plan, the file's page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from louyu_desktop.models import Contact, Enterprise, Lead, Record, Round, ServiceRequest, SpecialCase, Visit, VisitTask
from louyu_desktop.rules import dates
from louyu_desktop.services.records import Records
from louyu_desktop.services.visit_copies import Into, Need, VisitDraft, Why
from louyu_desktop.services.visits import Visits
from louyu_desktop.storage.database import Database
from louyu_desktop.ui import rooms
from louyu_desktop.ui.context import Context
from louyu_desktop.ui.enterprises import visiting
from louyu_desktop.ui.enterprises.visiting.before import BeforeDialog
from louyu_desktop.ui.enterprises.visiting.form import VisitDialog
from louyu_desktop.ui.enterprises.visiting.leads import LeadDialog
from louyu_desktop.ui.enterprises.visiting.note import NoteDialog
from louyu_desktop.ui.enterprises.visiting.pages import VisitsPage
from louyu_desktop.ui.enterprises.visiting.plan import PlanPane
from louyu_desktop.ui.enterprises.visiting.tabs import RoundsTab, VisitsTab
from louyu_desktop.ui.enterprises.visiting.turning import TurnDialog, deal_with
from louyu_desktop.ui.theme import theme

TODAY = dates.today()
DAY = dt.timedelta(days=1)
Told = list[tuple[Any, ...]]


@pytest.fixture
def firm(records: Records) -> int:
    """澄怀设计 in 23F-06 with its contact, whose lease ends soon."""
    [found] = [one.id for one in records.options("enterprises", "澄怀")]
    return found


@pytest.fixture
def host(context: Context, qtbot: QtBot) -> QWidget:
    """The window over which others open, with every tool there is."""
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1366, 768)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    context.window = made
    context.tools = rooms.tools()
    return made


@pytest.fixture
def told(context: Context) -> Told:
    """What the window was asked to say and to open."""
    found: Told = []
    context.message = lambda *words: found.append(("said", *words[:2]))
    context.open_record = lambda kind, key: found.append(("opened", kind, key))
    return found


def of(database: Database, model: type[Record], **wanted: Any) -> list[Any]:
    with database.read() as session:
        where = [getattr(model, name) == value for name, value in wanted.items()]
        found = session.scalars(select(model).where(model.archived_at.is_(None), *where).order_by(model.id)).all()
        session.expunge_all()
        return list(found)


def write(text: str) -> None:
    """Chinese text, as an input method hands it over."""
    event = QInputMethodEvent("", [])
    event.setCommitString(text)
    focus = QApplication.focusWidget()
    assert focus is not None
    QApplication.sendEvent(focus, event)


def press(key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier, times: int = 1) -> None:
    for _time in range(times):
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, key, held)


def window(qtbot: QtBot, context: Context, family: type[Any], ready: Callable[[Any], object] = bool) -> Any:
    """The window of this class, once it stands in front and is ready."""

    def there() -> bool:
        found = QApplication.activeWindow()
        return isinstance(found, family) and bool(ready(found)) and not context.tasks.busy

    qtbot.waitUntil(there)
    return QApplication.activeWindow()


def open_visit(qtbot: QtBot, context: Context, **asked: Any) -> VisitDialog:
    context.launch("visit", **asked)
    found: VisitDialog = window(qtbot, context, VisitDialog, lambda one: one.before is not None)
    return found


def test_a_window_that_is_gone_hears_nothing_more(
    host: QWidget, context: Context, firm: int, qtbot: QtBot, qapp: QApplication
) -> None:
    dialog = open_visit(qtbot, context, enterprise_id=firm)
    gone: list[bool] = []
    dialog.destroyed.connect(lambda: gone.append(True))
    dialog.reject()
    qtbot.waitUntil(lambda: bool(gone))
    theme.apply(qapp, "dark", 1.3)  # an error in a slot fails the test
    qtbot.waitUntil(lambda: not theme.busy)
    theme.apply(qapp, "light", 1.0)
    qtbot.waitUntil(lambda: not theme.busy)


def closed(qtbot: QtBot, context: Context, dialog: QWidget) -> None:
    import shiboken6

    qtbot.waitUntil(lambda: (not shiboken6.isValid(dialog) or not dialog.isVisible()) and not context.tasks.busy)


# ------------------------------------------------------------------------ 登记走访


def test_a_visit_is_told_with_keys_alone(
    host: QWidget, context: Context, station: Database, firm: int, told: Told, qtbot: QtBot
) -> None:
    sheet = open_visit(qtbot, context, enterprise_id=firm).sheet
    [asked] = of(station, VisitTask, enterprise_id=firm)
    assert sheet.rows["reason"].editor.value() == asked.trigger == "租赁到期"
    assert QApplication.focusWidget() is sheet.rows["met"].editor.focusProxy()
    write("邵清扬（总经理）")
    qtbot.waitUntil(lambda: sheet.rows["met"].editor.value() == "邵清扬（总经理）")
    situation = sheet.rows["situation"].editor.focusProxy()
    for _step in range(12):
        if QApplication.focusWidget() is situation:
            break
        press(Qt.Key.Key_Tab)
    write("找好新场地，下月搬")
    press(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is sheet.needs.lines[0].title.box
    write("电梯早高峰")
    press(Qt.Key.Key_Tab, times=2)
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Tab, times=2)
    assert QApplication.focusWidget() is sheet.needs.lines[1].title.box
    press(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is sheet.rows["answered"].editor.focusProxy()
    write("约了物业")
    press(Qt.Key.Key_Tab, times=2)
    assert QApplication.focusWidget() is sheet.changes.lines[0].what
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_3)
    press(Qt.Key.Key_0)
    press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(told) and not context.tasks.busy)
    [visit] = of(station, Visit, enterprise_id=firm)
    assert (visit.met, visit.situation, visit.answered) == ("邵清扬（总经理）", "找好新场地，下月搬", "约了物业")
    assert (visit.visited_on, visit.visitors, visit.form, visit.reached) == (TODAY, "周敏", "上门", True)
    [request] = of(station, ServiceRequest, visit_id=visit.id)
    assert (request.title, request.state) == ("电梯早高峰", "已办结")
    assert of(station, Enterprise, id=firm)[0].headcount == 30
    assert of(station, VisitTask, id=asked.id)[0].state == "已访"
    assert told[-1][0] == "said"
    assert visit.number in told[-1][2]


def test_what_is_wrong_is_said_where_it_stands(
    host: QWidget, context: Context, station: Database, firm: int, qtbot: QtBot
) -> None:
    dialog = open_visit(qtbot, context, enterprise_id=firm)
    dialog.sheet.rows["visited_on"].editor.put(TODAY + DAY)
    dialog.record()
    qtbot.waitUntil(lambda: dialog.go.isEnabled() and not context.tasks.busy)
    note = dialog.sheet.rows["visited_on"].note
    assert note is not None
    assert note.isVisible()
    assert not of(station, Visit)
    dialog.sheet.rows["visited_on"].editor.put("昨天的昨天")
    dialog.record()
    assert dialog.isVisible()
    dialog.sheet.rows["visited_on"].editor.put(TODAY)
    dialog.sheet.changes.lines[0].what.setCurrentIndex(1)
    assert dialog.sheet.changes.lines[0].editor is not None
    dialog.sheet.changes.lines[0].editor.put("三十来个")
    dialog.record()
    assert dialog.sheet.changes.lines[0].note.isVisible()
    assert not of(station, Visit)
    dialog.done(0)


def test_what_was_typed_is_there_again(
    host: QWidget, context: Context, firm: int, records: Records, qtbot: QtBot
) -> None:
    dialog = open_visit(qtbot, context, enterprise_id=firm)
    dialog.sheet.rows["situation"].editor.put("说了半天")
    dialog.sheet.needs.lines[0].title.put("车位")
    dialog.reject()
    closed(qtbot, context, dialog)
    other = records.save("enterprises", None, {"name": "别家公司"})
    dialog = open_visit(qtbot, context, enterprise_id=other)
    assert not dialog.sheet.rows["situation"].editor.value()
    dialog.reject()
    closed(qtbot, context, dialog)
    dialog = open_visit(qtbot, context)
    assert dialog.before is not None
    assert dialog.before.enterprise_id == firm
    assert dialog.sheet.rows["situation"].editor.value() == "说了半天"
    assert [need.title for need in dialog.sheet.needs.needs()] == ["车位"]
    dialog.record()
    closed(qtbot, context, dialog)
    assert records.draft("visits", None) is None


def test_the_firm_is_asked_for_where_none_is_known(host: QWidget, context: Context, firm: int, qtbot: QtBot) -> None:
    context.launch("visit")
    dialog = window(qtbot, context, VisitDialog, lambda one: one.sheet.firm.isVisible())
    dialog.record()
    assert dialog.note.isVisible()
    dialog.sheet.firm.editor.put(firm, "澄怀设计（上海）有限公司")
    dialog.sheet.firm.editor.changed.emit()
    qtbot.waitUntil(lambda: dialog.before is not None and not context.tasks.busy)
    assert "澄怀设计" in dialog.title.text()
    qtbot.waitUntil(lambda: "租赁到期" in dialog.side.words())
    dialog.done(0)


def test_a_firm_that_went_to_the_bin_is_said_to_be_gone(
    host: QWidget, context: Context, records: Records, firm: int, qtbot: QtBot
) -> None:
    records.archive("enterprises", [firm])
    context.launch("visit", enterprise_id=firm)
    dialog = window(qtbot, context, VisitDialog, lambda one: one.sheet.firm.isVisible())
    assert dialog.note.isVisible()
    dialog.done(0)


def test_nobody_met_leaves_the_must_visits(
    host: QWidget, context: Context, station: Database, firm: int, qtbot: QtBot
) -> None:
    dialog = open_visit(qtbot, context, enterprise_id=firm)
    [box] = dialog.sheet.tasks.values()
    assert box.isChecked()
    dialog.sheet.rows["reached"].editor.setFocus()
    press(Qt.Key.Key_Space)
    assert not box.isEnabled()
    dialog.record()
    closed(qtbot, context, dialog)
    assert of(station, VisitTask, enterprise_id=firm)[0].state == "待访"


def test_somebody_new_succeeds_the_one_before(
    host: QWidget, context: Context, station: Database, records: Records, firm: int, qtbot: QtBot
) -> None:
    old = records.save("contacts", None, {"enterprise_id": firm, "name": "老总", "role": "总经理"})
    dialog = open_visit(qtbot, context, enterprise_id=firm)
    line = dialog.sheet.changes.lines[0]
    line.what.setCurrentIndex(line.what.count() - 1)
    assert line.editor is not None
    assert line.name is not None
    line.editor.put("总经理")
    line.name.put("王新宇")
    assert line.note.isVisible()
    dialog.record()
    closed(qtbot, context, dialog)
    known = {row.name: row for row in of(station, Contact, enterprise_id=firm)}
    assert known["老总"].until == TODAY
    assert known["老总"].id == old
    assert (known["王新宇"].role, known["王新宇"].since) == ("总经理", TODAY)


def test_guests_read_nothing(host: QWidget, context: Context, records: Records, firm: int, qtbot: QtBot) -> None:
    Visits(_database(records)).record(
        VisitDraft(enterprise_id=firm, visited_on=TODAY, met="邵清扬", situation="要搬家", follow_up="送房源"), TODAY
    )
    dialog = open_visit(qtbot, context, enterprise_id=firm)
    qtbot.waitUntil(lambda: "要搬家" in dialog.side.words())
    context.guest.put(on=True)
    for word in ("要搬家", "送房源", "邵清扬"):
        assert word not in dialog.side.words()
    assert not dialog.sheet.colour.isVisible()
    assert not dialog.sheet.needs.isVisible()
    context.guest.put(on=False)
    assert dialog.sheet.needs.isVisible()
    dialog.done(0)


def _database(records: Records) -> Database:
    return records._database


def test_a_colour_says_what_will_happen(host: QWidget, context: Context, firm: int, qtbot: QtBot) -> None:
    dialog = open_visit(qtbot, context, enterprise_id=firm)
    choice = dialog.sheet.colour
    choice.buttons["红"].click()
    assert choice.colour == "红"
    assert choice.line.isVisibleTo(choice)
    choice.buttons["绿"].click()
    assert not choice.line.isVisibleTo(choice)
    choice.buttons["红"].click()
    dialog.record()
    qtbot.waitUntil(lambda: dialog.go.isEnabled() and not context.tasks.busy)
    assert dialog.isVisible()
    choice.line.put("已经退租")
    dialog.record()
    closed(qtbot, context, dialog)


# ------------------------------------------------------------------------ 跑楼速记


def note_window(qtbot: QtBot, context: Context) -> NoteDialog:
    context.launch("round")
    found: NoteDialog = window(qtbot, context, NoteDialog)
    return found


def test_a_note_in_four_keys_and_its_words(
    host: QWidget, context: Context, station: Database, firm: int, told: Told, qtbot: QtBot
) -> None:
    context.preferences.set("rounds/building", 1)
    dialog = note_window(qtbot, context)
    qtbot.waitUntil(lambda: dialog.building.value() == 1)
    assert QApplication.focusWidget() is dialog.place.box
    QTest.keyClicks(dialog.place.box, "2306")
    qtbot.waitUntil(lambda: "澄怀设计" in dialog.there.findChildren(QWidget)[-1].property("text"))
    press(Qt.Key.Key_Return)
    assert QApplication.focusWidget() is dialog.words.box
    write("前台换人了")
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not dialog.words.value() and not context.tasks.busy)
    assert dialog.isVisible()
    QTest.keyClicks(dialog.place.box, "9")
    press(Qt.Key.Key_Tab)
    write("整层空着")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(told) and not context.tasks.busy)
    first, second = of(station, Round)
    assert (first.words, first.place, first.enterprise_id, first.building_id) == ("前台换人了", "2306", firm, 1)
    assert (second.words, second.enterprise_id) == ("整层空着", None)


def test_a_note_becomes_a_request_at_once(
    host: QWidget, context: Context, station: Database, told: Told, qtbot: QtBot
) -> None:
    dialog = note_window(qtbot, context)
    dialog.words.put("大堂漏水")
    dialog.turns[Into.REQUEST].click()
    closed(qtbot, context, dialog)
    [request] = of(station, ServiceRequest)
    assert (request.title, request.channel) == ("大堂漏水", "跑楼")
    assert told[-1][2].startswith("已转成诉求")


def test_a_note_becomes_a_visit_through_its_page(
    host: QWidget, context: Context, station: Database, firm: int, records: Records, told: Told, qtbot: QtBot
) -> None:
    noted = Visits(station).round_note("聊了续租", enterprise_id=firm)
    deal_with(context, noted.id)
    turning = window(qtbot, context, TurnDialog)
    turning.go.click()
    dialog = window(qtbot, context, VisitDialog, lambda one: one.before is not None)
    assert dialog.sheet.rows["situation"].editor.value() == "聊了续租"
    assert dialog.sheet.rows["form"].editor.value() == "跑楼"
    dialog.record()
    closed(qtbot, context, dialog)
    assert of(station, Round, id=noted.id)[0].became == "走访"
    deal_with(context, noted.id)
    qtbot.waitUntil(lambda: told[-1] == ("opened", "rounds", noted.id))


def test_a_note_becomes_a_lead_of_the_firm_one_names(
    host: QWidget, context: Context, station: Database, firm: int, told: Told, qtbot: QtBot
) -> None:
    noted = Visits(station).round_note("想扩租")
    context.launch("round", round_id=noted.id)
    turning = window(qtbot, context, TurnDialog)
    turning.firm.put(firm, "澄怀设计（上海）有限公司")
    turning.turns[Into.LEAD].click()
    closed(qtbot, context, turning)
    [lead] = of(station, Lead)
    assert (lead.enterprise_id, lead.wants, lead.source) == (firm, "想扩租", "跑楼")


def test_a_lead_is_handed_over(
    host: QWidget, context: Context, records: Records, station: Database, qtbot: QtBot
) -> None:
    key = records.save("leads", None, {"name": "一家设计公司", "found_on": TODAY})
    dialog = LeadDialog(context, records.get("leads", key), "已移交", host)
    dialog.open()
    dialog.take()
    qtbot.waitUntil(dialog.note.isVisible)
    dialog.whom.put("街道企业服务中心")
    dialog.words.put("材料给了")
    dialog.take()
    closed(qtbot, context, dialog)
    [lead] = of(station, Lead)
    assert (lead.state, lead.handed_to) == ("已移交", "街道企业服务中心")


# ------------------------------------------------------------------------ lists, file, plan


def test_new_visits_and_notes_begin_in_their_windows(host: QWidget, context: Context, firm: int, qtbot: QtBot) -> None:
    for arrangement, family, expected in (
        (visiting.VISITS, VisitsTab, VisitDialog), (visiting.ROUNDS, RoundsTab, NoteDialog),
    ):  # fmt: skip
        assert arrangement.tab is not None
        tab = arrangement.tab(context, arrangement, host)
        assert isinstance(tab, family)
        tab.show()
        qtbot.waitUntil(lambda: not context.tasks.busy)
        tab.new_record(arrangement.kind)
        qtbot.waitUntil(lambda: isinstance(QApplication.activeWindow(), expected))  # noqa: B023
        dialog = QApplication.activeWindow()
        assert dialog is not None
        dialog.close()
        tab.hide()


def test_the_file_shows_its_visits(
    host: QWidget, context: Context, station: Database, records: Records, firm: int, qtbot: QtBot
) -> None:
    page = VisitsPage(context, host)
    qtbot.addWidget(page)
    page.show_parent(records.get("enterprises", firm))
    assert page.standing.text() == "还没有走访过"
    Visits(station).record(
        VisitDraft(enterprise_id=firm, visited_on=TODAY - 3 * DAY, next_visit_on=TODAY + DAY, needs=(Need("车位"),)),
        TODAY,
    )
    page.show_parent(records.get("enterprises", firm))
    assert page.standing.text().startswith(f"上次走访 {TODAY - 3 * DAY}·3 天前·约好")
    qtbot.waitUntil(lambda: page.list.model.rowCount() == 1)
    page.list.add_button.click()
    dialog = window(qtbot, context, VisitDialog, lambda one: one.before is not None)
    dialog.reject()
    visiting.open_before(context, firm)
    before = window(qtbot, context, BeforeDialog, lambda one: one.pane.before is not None)
    qtbot.waitUntil(lambda: "车位" in before.pane.words())
    before.reject()


def test_a_route_is_what_is_ticked(
    host: QWidget, context: Context, station: Database, records: Records, firm: int, qtbot: QtBot
) -> None:
    asked: list[dict[str, Any]] = []
    context.tools["print"] = lambda _context, **options: asked.append(options)
    other = records.options("enterprises", "渤健")[0].id
    with station.write("x") as write_:
        write_.insert(SpecialCase, [{"enterprise_id": other, "kind": "其他", "what": "x", "happened_on": TODAY}])
    plan = PlanPane(context, host)
    plan.resize(1366, 640)
    plan.show()
    qtbot.waitUntil(lambda: plan.lines.rowCount() == 2 and plan.side.before is not None)
    assert [row.stop.enterprise_id for row in plan.lines.rows] == [firm, other]
    plan.table.setFocus()
    plan.table.setCurrentIndex(plan.lines.index(1, 0))
    press(Qt.Key.Key_Space)
    assert plan.count.text().startswith("去 1 家")
    plan.route.click()
    qtbot.waitUntil(lambda: bool(asked))
    assert asked == [{"paper": "visit-route", "options": {"firms": records.get("enterprises", firm).title}}]
    plan.reasons[Why.TASK].click()
    plan.reasons[Why.AGREED].click()
    plan.reasons[Why.REQUEST].click()
    qtbot.waitUntil(lambda: plan.lines.rowCount() == 0 and not context.tasks.busy)
    assert not plan.route.isEnabled()
    plan.reasons[Why.LONG].click()
    qtbot.waitUntil(lambda: plan.lines.rowCount() == 5)
    plan.building.put(1, "环贸一期")
    plan.building.changed.emit()
    qtbot.waitUntil(lambda: plan.lines.rowCount() == 1 and not context.tasks.busy)
    plan.table.setCurrentIndex(plan.lines.index(0, 0))
    plan.table.setFocus()
    press(Qt.Key.Key_Return)
    dialog = window(qtbot, context, VisitDialog, lambda one: one.before is not None)
    dialog.reject()

"""A lease nears its end: suggestion, second person, task on 今日, route, visit, request, 绿 again.

Each step is taken back and done again.
"""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdf
import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QScrollArea, QWidget

from louyu_desktop.rules import dates, pinyin
from louyu_desktop.services.audit_copies import LogQuery
from louyu_desktop.services.copies import Filter, Match, Query
from louyu_desktop.ui.buttons import Button
from louyu_desktop.ui.enterprises.colour.deciding import ConfirmDialog, DecideDialog
from louyu_desktop.ui.enterprises.colour.strip import ColourStrip
from louyu_desktop.ui.enterprises.visiting.changes import ChangeLine
from louyu_desktop.ui.enterprises.visiting.form import VisitDialog
from louyu_desktop.ui.enterprises.visiting.plan import PlanPane
from louyu_desktop.ui.entity.sections import ChildDialog, SectionPage
from louyu_desktop.ui.entity.tab import EntityTab
from louyu_desktop.ui.fields.editors import LineEditor
from louyu_desktop.ui.find_rows import Part
from louyu_desktop.ui.parts import Label
from louyu_desktop.ui.prints.preview import Preview
from louyu_desktop.ui.risk_badge import RiskBadge
from louyu_desktop.ui.subtabs import TabGroup
from louyu_desktop.ui.today.groups import GroupCard
from louyu_desktop.ui.today.tab import TodayTab
from tests.journeys.conftest import Seat
from tests.journeys.hands import Hands

SOON, LATER = 20, 3 * 365
FIRST, SECOND = "周敏", "顾一鸣"
ASKED = "装修补贴怎么申请"
TOLD = "续租三年，已签字"
_QUIET, _LOOKED_AT = 300, 120
_AROUND = 120
_SETTLED = 120
_SIZE = 1366, 768
"""The screens of most stations."""
_PICTURES = os.environ.get("LOUYU_PICTURES", "")


def picture(window: QWidget, name: str) -> None:
    """A look at a step, for whoever asks for it with `LOUYU_PICTURES`."""
    if _PICTURES:
        QTest.qWait(_SETTLED)
        window.grab().save(str(Path(_PICTURES) / f"{name}.png"))


@dataclass
class Firm:
    """Whom it is about, and what one sees of them."""

    hands: Hands
    id: int
    name: str

    def now(self) -> tuple[Any, ...]:
        """Colour, what is suggested, whether one waits, open tasks, requests, last visit, end of the lease."""
        with self.hands.ticks.aside():
            services = self.hands.context.services
            values = services.records.get("enterprises", self.id).values
            standing = services.colours.of(self.id)
            tasks = services.must_visits.of(self.id)
            own = Filter("enterprise_id", Match.EQUALS, self.id)
            return (
                values["colour"],
                standing.advised.colour if standing.advised else None,
                standing.waiting is not None,
                sorted((task.trigger, task.state) for task in tasks),
                services.records.count(Query("requests", (own,))),
                values["last_visit_on"],
                values["lease_end"],
            )  # fmt: skip

    def back_and_again(self, before: tuple[Any, ...], name: str) -> tuple[Any, ...]:
        """Ctrl+Z and Ctrl+Y: each time all is as it was; gives what is so now."""
        hands, after = self.hands, self.now()
        assert after != before
        for keys, words, wanted in (("Ctrl+Z", "已撤销：", before), ("Ctrl+Y", "已重做：", after)):
            hands.step(f"{name}: {words}")
            hands.rest()
            hands.until((hands.window.top.undo if keys == "Ctrl+Z" else hands.window.top.redo).isEnabled)
            hands.press(keys, hands.window)
            hands.until(lambda words=words: hands.window.messages.text.startswith(words))  # type: ignore[misc]
            hands.rest()
            assert self.now() == wanted
            if keys == "Ctrl+Z":
                picture(hands.window, f"{name}-back")
        return after


def quiet_firm(hands: Hands) -> Firm:
    """A key firm of the demonstration about which nothing is to be said: 绿, a long lease, nothing to do."""
    with hands.ticks.aside():
        services, today = hands.context.services, dates.today()
        far = today + dt.timedelta(days=_QUIET)
        rows = services.records.page(Query("enterprises", (Filter("lease_end", Match.AT_LEAST, far),)), 1)
        for row in rows[:_LOOKED_AT]:
            one, values = Firm(hands, row.id, str(row.values["name"])), row.values
            if values["colour"] == "绿" and values["chief_liaison_id"] and one.now()[1:5] == (None, False, [], 0):
                return one
    pytest.fail("no quiet firm in the demonstration")


def found(hands: Hands, firm: Firm) -> EntityTab:
    """Its file, by the letters of its name."""
    window = hands.window
    hands.press("Ctrl+K")
    hands.until(window.box.hasFocus)
    hands.type(min(pinyin.initials(firm.name), key=len))
    hands.until(lambda: any(row.part is Part.HIT and row.title == firm.name for row in window.box.model.rows))
    while window.box.model.rows[window.box.current].title != firm.name:
        hands.press("Down", window.box)
    hands.press("Return", window.box)
    return opened(hands, firm)


def opened(hands: Hands, firm: Firm) -> EntityTab:
    """Its file, once it is there."""
    hands.until(lambda: isinstance(hands.window.tab, TabGroup))
    group = hands.window.tab
    assert isinstance(group, TabGroup)
    tab = group.part("enterprises")
    hands.until(lambda: tab.record.copy is not None and tab.record.copy.id == firm.id)
    hands.rest()
    return tab


def page_of(hands: Hands, tab: EntityTab, label: str) -> None:
    """A sub-tab of the file, by a click."""
    [button] = [one for one in tab.record.tab_buttons if one.text().split()[0] == label]
    hands.click(button)
    hands.rest()


def shortened(hands: Hands, tab: EntityTab, end: dt.date) -> None:
    """The lease ends on that day, typed into the form of where the firm sits."""
    page_of(hands, tab, "入驻与租期")
    [seats] = [one for one in tab.record.findChildren(SectionPage) if one.entity.kind == "occupancies"]
    hands.until(lambda: seats.model.rowCount() > 0)
    hands.click_cell(seats.table, 0, 0)
    hands.until(seats.edit_button.isEnabled)
    picture(hands.window, "1-seats")
    hands.click(seats.edit_button)
    dialog = hands.page(ChildDialog)
    hands.until(lambda: "lease_end" in dialog.form.rows)
    hands.rest()
    editor = dialog.form.rows["lease_end"].editor
    assert isinstance(editor, LineEditor)
    hands.until(editor.box.isVisible)
    hands.focus_by_mouse(editor.box)
    hands.press("Ctrl+A")
    hands.type(end.isoformat())
    picture(dialog, "2-lease")
    hands.press("Ctrl+S", editor.box)
    hands.front()
    hands.rest()


def strip_of(hands: Hands, tab: EntityTab) -> ColourStrip:
    [strip] = tab.record.findChildren(ColourStrip)
    hands.until(strip.asks.isVisible)
    return strip


def proposed(hands: Hands, tab: EntityTab) -> None:
    """What is suggested is taken, for the reasons that the system gives; a second person comes later."""
    strip = strip_of(hands, tab)
    assert strip.go.text() == "确认红…"
    picture(hands.window, "3-suggested")
    hands.click(strip.go)
    dialog = hands.page(DecideDialog)
    hands.click(hands.button(dialog, "照系统的依据写"))
    picture(dialog, "4-decide")
    assert dialog.go.text() == "提出改为红"
    hands.click(dialog.go)
    hands.until(lambda: hands.window.messages.text.startswith("已提出："))
    hands.front()
    hands.rest()


def today_of(hands: Hands) -> TodayTab:
    """今日, read anew."""
    hands.press("Ctrl+1", hands.window)
    tab = hands.window.tab
    assert isinstance(tab, TodayTab)
    hands.rest()
    return tab


def settle(hands: Hands, tab: TodayTab) -> None:
    """Wait until everything stands there."""
    hands.until(lambda: tab.settled and not hands.context.tasks.busy)


def line_of(tab: TodayTab, firm: Firm) -> tuple[GroupCard, int] | None:
    """Where the firm stands on 今日, of what is shown."""
    places = (
        (card, row)
        for card in tab.groups.values()
        for row, item in enumerate(card.list.rows.items)
        if card.isVisible() and firm.name in item.title
    )
    return next(places, None)


def follow(hands: Hands, tab: TodayTab, firm: Firm, source: str, name: str) -> None:
    """One source alone by its chip, what is folded unfolded, and the firm's button pressed."""
    settle(hands, tab)
    hands.click(tab.filters.buttons[source])

    def there() -> bool:
        for card in tab.groups.values():
            [more] = card.findChildren(Button)
            if line_of(tab, firm) is None and more.isVisible() and more.text() != "收起":
                hands.click(more)
        return line_of(tab, firm) is not None

    settle(hands, tab)
    hands.until(there)
    settle(hands, tab)
    found_at = line_of(tab, firm)
    assert found_at is not None
    card, row = found_at
    view = card.list
    [page] = tab.findChildren(QScrollArea)
    index = view.model().index(row, 0)
    inside = page.widget()
    middle = view.viewport().mapTo(inside, view.visualRect(index).center())
    page.ensureVisible(middle.x(), middle.y(), 0, _AROUND)
    picture(hands.window, name)
    hands.click(view.viewport(), view.visualRect(index).center())


def on_duty(hands: Hands, who: str) -> None:
    """Another one sits down at the station."""
    hands.click(hands.window.status.duty)
    hands.choose(f"{who}，工作人员")
    hands.until(lambda: who in hands.window.status.duty.text())
    hands.rest()


def confirmed(hands: Hands, firm: Firm) -> None:
    """The second person sits down and agrees, from 今日."""
    tab = today_of(hands)
    on_duty(hands, SECOND)
    hands.until(lambda: any(SECOND in label.text() for label in tab.findChildren(Label)))
    follow(hands, tab, firm, "colours", "5-today")
    dialog = hands.page(ConfirmDialog)
    picture(dialog, "6-confirm")
    hands.click(hands.button(dialog, "确认定为红"))
    hands.until(lambda: hands.window.messages.text.startswith("已确认："))
    hands.front()
    hands.rest()


def chosen(hands: Hands, combo: QComboBox, words: str) -> None:
    """An entry of a list, by the arrows."""
    combo.setFocus()
    hands.press("Home", combo)
    while not combo.currentText().startswith(words):
        before = combo.currentIndex()
        hands.press("Down", combo)
        assert combo.currentIndex() != before, f"{words} is not offered"


def routed(hands: Hands, firm: Firm, target: Path) -> str:
    """The route of that firm's building, as it is saved."""
    hands.press("Ctrl+3", hands.window)
    group = hands.window.tab
    assert isinstance(group, TabGroup)
    hands.click(hands.button(group, "走访计划"))
    hands.until(lambda: bool(group.findChildren(PlanPane)))
    [plan] = group.findChildren(PlanPane)
    hands.until(lambda: bool(plan.lines.rows))
    hands.rest()
    place = next(n for n, row in enumerate(plan.lines.rows) if row.stop.enterprise_id == firm.id)
    hands.click_cell(plan.table, place, 2)
    hands.rest()
    picture(hands.window, "7-plan")
    hands.click(plan.route)
    preview = hands.page(Preview)
    hands.until(lambda: preview.result is not None and preview.store.pdf is not None)
    hands.rest()
    chosen(hands, preview.purpose.editor.combo, "走访联系")
    picture(preview, "8-route")
    hands.press("Ctrl+S", preview)
    hands.until(lambda: preview.message.text == f"已存为 {target.name}")
    hands.press("Escape", preview)
    hands.front()
    with hands.ticks.aside():
        return "\n".join(page.extract_text() for page in pypdf.PdfReader(target).pages)


def line_for(hands: Hands, dialog: VisitDialog, words: str) -> ChangeLine:
    """The last line of what was found, with this field chosen."""
    line = dialog.sheet.changes.lines[-1]
    texts = [line.what.itemText(number) for number in range(line.what.count())]
    [wanted] = [text for text in texts if words in text]
    chosen(hands, line.what, wanted)
    return line


def visited(hands: Hands, firm: Firm, end: dt.date) -> None:
    """今日 leads to the visit: what was said, asked and found, the colour and the next one."""
    follow(hands, today_of(hands), firm, "tasks", "9-today")
    dialog = hands.page(VisitDialog)
    hands.until(lambda: dialog.before is not None)
    hands.rest()
    sheet = dialog.sheet
    picture(dialog, "10-visit")
    hands.write("邵知远（总经理）", sheet.rows["met"].editor.focusProxy() or sheet.rows["met"].editor)
    said = sheet.rows["situation"].editor
    said.setFocus()
    hands.write(TOLD)
    need = sheet.needs.lines[0]
    hands.focus_by_mouse(need.title.box)
    hands.write(ASKED)
    line = line_for(hands, dialog, "到期日期")
    assert isinstance(line.editor, LineEditor)
    line.editor.box.setFocus()
    hands.press("Ctrl+A")
    hands.type(end.isoformat())
    line = line_for(hands, dialog, "续租意向")
    combo = line.editor.findChild(QComboBox) if line.editor is not None else None
    assert combo is not None
    chosen(hands, combo, "续租")
    page = next(one for one in dialog.findChildren(QScrollArea) if one.isAncestorOf(sheet))
    page.ensureWidgetVisible(sheet.colour)
    hands.click(sheet.colour.buttons["绿"])
    later = hands.button(dialog, "三个月后")
    page.ensureWidgetVisible(later)
    hands.click(later)
    picture(dialog, "11-written")
    hands.press("Ctrl+S", dialog)
    hands.until(lambda: "已登记" in hands.window.messages.text)
    hands.front()
    hands.rest()


def test_from_a_lease_that_ends_to_green_again(
    seat: Seat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "走访路线.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_arguments: (str(target), ""))
    today = dates.today()
    hands = seat.open()
    hands.window.window().resize(*_SIZE)
    hands.rest()
    firm = quiet_firm(hands)
    hands.step("open its file")
    tab = found(hands, firm)
    picture(hands.window, "0-file")
    hands.step("the lease")
    before = firm.now()
    shortened(hands, tab, today + dt.timedelta(days=SOON))
    now = firm.back_and_again(before, "2-lease")
    assert now[:5] == ("绿", "红", False, [("租赁到期", "待访")], 0)
    hands.step("propose")
    proposed(hands, tab)
    now = firm.back_and_again(now, "4-proposal")
    assert now[:3] == ("绿", None, True)
    hands.step("confirm")
    confirmed(hands, firm)
    now = firm.back_and_again(now, "6-confirmation")
    assert now[0] == "红"
    assert ("五色跟进", "待访") in now[3]
    hands.step("the route")
    assert firm.name in routed(hands, firm, target).replace("\n", "")
    hands.step("the visit")
    visited(hands, firm, today + dt.timedelta(days=LATER))
    now = firm.back_and_again(now, "11-visit")
    assert now[:6] == ("绿", None, False, [("五色跟进", "已访"), ("租赁到期", "已访")], 1, today)
    hands.step("its file again")
    hands.context.open_record("enterprises", firm.id)
    tab = opened(hands, firm)
    assert [badge.accessibleName() for badge in tab.record.head.findChildren(RiskBadge)] == ["五色：绿 稳定"]
    picture(hands.window, "12-file")
    page_of(hands, tab, "诉求")
    [requests] = [one for one in tab.record.findChildren(SectionPage) if one.entity.kind == "requests"]
    hands.until(lambda: requests.model.rowCount() == 1)
    assert ASKED in [requests.model.index(0, column).data() for column in range(requests.model.columnCount())]
    picture(hands.window, "13-request")
    for label, name in (("必访", "14-tasks"), ("时间线", "15-timeline")):
        page_of(hands, tab, label)
        picture(hands.window, name)
    hands.step("the log")
    logged(hands, firm)


def logged(hands: Hands, firm: Firm) -> None:
    """All of it stands in the log, each step done, taken back and done again, with who did it."""
    with hands.ticks.aside():
        said = hands.context.services.audit.log(LogQuery(first=dates.today()), limit=20).entries
    told = [(line.who, line.text.partition("：")[0], line.state) for line in reversed(said)]
    steps = (FIRST, "修改入驻记录"), (FIRST, "五色提出"), (SECOND, "五色确认"), (SECOND, "登记走访")
    for who, words in steps:
        mine = [state for person, text, state in told if (person, text) == (who, words)]
        assert mine[-3:] == ["", "撤销", "重做"], (words, told)  # the demonstration has some of its own before
    assert (SECOND, "另存走访路线为 PDF。用途", "") in told
    assert any(firm.name in line.text for line in said)
    hands.press("Ctrl+Shift+H", hands.window)
    hands.rest()
    front = QApplication.activeWindow()
    assert front is not None
    picture(front, "16-log")

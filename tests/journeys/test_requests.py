"""Two requests from the door to the end: a question answered at once, and a hard one that comes back."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from louyu_desktop.rules.request_flow import Action, Asks, State
from louyu_desktop.services.copies import Copy, Query
from louyu_desktop.services.measures import Measure
from louyu_desktop.ui.checklist import measures
from louyu_desktop.ui.checklist.board.page import RequestsTab
from louyu_desktop.ui.checklist.board.panel import ActPanel
from louyu_desktop.ui.checklist.measures.pane import MeasuresPane
from louyu_desktop.ui.checklist.requests.beside import AnswerPanel, ExtensionPanel, NotePanel
from louyu_desktop.ui.checklist.requests.departments import DepartmentsPage
from louyu_desktop.ui.checklist.requests.log import LogPage
from louyu_desktop.ui.checklist.requests.strip import RequestStrip
from louyu_desktop.ui.checklist.requests.take import TakeDialog
from louyu_desktop.ui.fields.picker import ReferenceEditor
from louyu_desktop.ui.subtabs import TabGroup
from tests.journeys.conftest import Seat
from tests.journeys.hands import Hands

QUESTION, ANSWER = "新入职的同事怎么办居转户", "给了居转户办事指南，约周四下午到站里看材料"
HARD, DEPARTMENTS = "夜间空调外机噪声扰民", ("街道平安办", "物业公司", "市场监管所", "生态环境所")
_PICTURES = os.environ.get("LOUYU_PICTURES", "")


def picture(window: QWidget, name: str) -> None:
    """A look at a step, for whoever asks for it with `LOUYU_PICTURES`."""
    if _PICTURES:
        window.grab().save(str(Path(_PICTURES) / f"requests-{name}.png"))


# ------------------------------------------------------------------------ hands


def taking(hands: Hands) -> TakeDialog:
    """登记诉求 by its key, with the keys in its first line."""
    hands.press("Ctrl+Shift+S")
    dialog = hands.page(TakeDialog)
    hands.until(lambda: dialog.suggestion is not None)
    hands.rest()
    title = dialog.rows["title"].editor
    hands.until(lambda: title.isAncestorOf(hands.focus()))
    return dialog


def put(hands: Hands, dialog: TakeDialog, name: str, text: str) -> None:
    editor = dialog.rows[name].editor
    editor.setFocus()
    hands.until(lambda: editor.isAncestorOf(hands.focus()))
    hands.press("Ctrl+A")
    hands.write(text)


def choose(hands: Hands, dialog: TakeDialog, name: str, letters: str) -> None:
    """A record by its letters, the first one that is offered."""
    editor = dialog.rows[name].editor
    assert isinstance(editor, ReferenceEditor)
    editor.setFocus()
    hands.type(letters)
    hands.until(lambda: editor.options.rowCount() > 0)
    hands.rest()
    editor.pick(editor.options.index(0, 0))


def saved(hands: Hands, shown: QWidget) -> None:
    """Ctrl+S, and the small window goes."""
    hands.press("Ctrl+S", shown)
    hands.until(lambda: QApplication.activeModalWidget() is None)
    hands.front()


def taken(hands: Hands, dialog: TakeDialog) -> None:
    saved(hands, dialog)
    hands.until(lambda: "登记" in hands.window.messages.text or "诉求" in hands.window.messages.text)
    hands.rest()


def found(hands: Hands, title: str) -> Copy:
    """The request of this title as it is stored."""
    with hands.ticks.aside():
        records = hands.context.services.records
        [row] = [one for one in records.page(Query("requests", text=title), 0) if one.values["title"] == title]
        return records.get("requests", row.id)


def board(hands: Hands) -> RequestsTab:
    """The board, by its keys and sub-tab, with all that it shows."""
    hands.front()
    hands.press("Ctrl+6", hands.window)
    hands.until(lambda: isinstance(hands.window.tab, TabGroup))
    group = hands.window.tab
    assert isinstance(group, TabGroup)
    tab = group.part("requests")
    assert isinstance(tab, RequestsTab)
    hands.rest()
    tab.show_side("board")
    hands.until(lambda: tab.board.view.count > 0)
    hands.rest()
    tab.board.view.setFocus()
    return tab


def on_card(hands: Hands, tab: RequestsTab, key: int) -> None:
    """Go to a card by the arrows."""
    view = tab.board.view
    hands.until(lambda: any(card.id == key for cards in view.stacks for card in cards))
    [(column, row)] = [
        (column, row) for column, cards in enumerate(view.stacks)
        for row, card in enumerate(cards) if card.id == key
    ]  # fmt: skip
    while view.place[0] != column:
        hands.press("Right" if view.place[0] < column else "Left", view)
    hands.press("Home", view)
    for _step in range(row):
        hands.press("Down", view)
    assert view.chosen is not None
    assert view.chosen.id == key
    hands.rest()


def carry(hands: Hands, tab: RequestsTab, keys: str) -> None:
    """M takes the card, the arrows carry it, Enter lets go."""
    view = tab.board.view
    hands.press("M", view)
    for key in keys.split():
        hands.press(key, view)
    hands.press("Return", view)


def strip_of(hands: Hands, tab: RequestsTab, key: int) -> RequestStrip:
    """The strip of the request that is open."""
    strip = tab.record.acts.strip
    assert isinstance(strip, RequestStrip)
    hands.until(lambda: strip.sight is not None and strip.sight.id == key)
    hands.rest()
    return strip


def press(hands: Hands, strip: RequestStrip, action: Action) -> None:
    """One of the buttons, or the line of the menu beside them."""
    hands.until(lambda: action in strip.buttons or "more" in strip.buttons)
    hands.rest()
    name = action if action in strip.buttons else "more"
    hands.until(lambda: name in strip.buttons and strip.buttons[name].isVisible())
    hands.click(strip.buttons[name])
    if name is action:
        return
    words = {Action.PAUSE: "挂起…", Action.EXTEND: "批复延期…", Action.DISSATISFIED: "回访：不满意…"}[action]
    hands.choose(words)


def panel(hands: Hands, words: str = "") -> ActPanel:
    """What an action asks for, with words where they are asked for."""
    shown = hands.page(ActPanel)
    hands.rest()
    for asks in (Asks.RESULT, Asks.REASON):
        if words and asks in shown.editors:
            shown.editors[asks].setFocus()
            hands.write(words)
    return shown


def done(hands: Hands, shown: QWidget, strip: RequestStrip, state: State) -> None:
    saved(hands, shown)
    hands.until(lambda: strip.sight is not None and strip.sight.state is state)
    hands.rest()


# ------------------------------------------------------------------------ a question at the desk


def test_a_question_is_answered_at_once(seat: Seat) -> None:
    hands = seat.open()
    hands.step("take")
    dialog = taking(hands)
    hands.write(QUESTION)
    choose(hands, dialog, "enterprise_id", "bj")
    put(hands, dialog, "requester", "邵清扬")
    choose(hands, dialog, "item_id", "luohu")
    put(hands, dialog, "answer", ANSWER)
    hands.rest()
    picture(dialog, "1-question")
    taken(hands, dialog)
    made = found(hands, QUESTION)
    assert (made.values["state"], made.values["mechanism"], made.values["category"]) == ("待回访", "即知即办", "人才")
    hands.step("board")
    tab = board(hands)
    on_card(hands, tab, made.id)
    picture(hands.window, "1-board")
    hands.step("call back")
    carry(hands, tab, "Right")
    shown = panel(hands, "材料已经交了，很清楚")
    picture(shown, "1-call-back")
    saved(hands, shown)
    hands.until(lambda: any(card.id == made.id for card in tab.board.view.stacks[4]))
    hands.rest()
    picture(hands.window, "1-closed")
    after = found(hands, QUESTION)
    assert (after.values["state"], after.values["satisfaction"], after.values["outcome"]) == ("已办结", 4, "解决")
    hands.step("measures")
    group = hands.window.tab
    assert isinstance(group, TabGroup)
    page: MeasuresPane = group.show_built(measures.build)
    hands.until(lambda: page.found is not None)
    hands.rest()
    assert page.found is not None
    assert made.id in page.found.whole.ids(Measure.SOLVED)
    picture(hands.window, "1-measures")
    hands.step("take back")
    board(hands)
    hands.press("Ctrl+Z", hands.window)
    hands.until(lambda: any(card.id == made.id for card in tab.board.view.stacks[3]))
    hands.rest()
    assert found(hands, QUESTION).values["state"] == "待回访"


# ------------------------------------------------------------------------ a hard one


def begun(hands: Hands) -> int:
    """Four departments: the hardest way of handling is suggested, with the day."""
    dialog = taking(hands)
    hands.write(HARD)
    choose(hands, dialog, "enterprise_id", "gn")
    put(hands, dialog, "detail", "晚上十点以后外机还在响，楼上加班的人和对面居民都来反映。")
    put(hands, dialog, "category", "物业治理")
    put(hands, dialog, "lead_department", DEPARTMENTS[0])
    put(hands, dialog, "supporting", "、".join(DEPARTMENTS[1:]))
    hands.until(lambda: dialog.suggestion is not None and dialog.suggestion.mechanism == "难题专办")
    hands.rest()
    picture(dialog, "2-taken")
    taken(hands, dialog)
    return found(hands, HARD).id


def assigned(hands: Hands, tab: RequestsTab, key: int) -> None:
    """Accepted by one key, given out in the window that M leads to."""
    on_card(hands, tab, key)
    carry(hands, tab, "Right")
    hands.until(lambda: any(card.id == key for card in tab.board.view.stacks[1]))
    hands.rest()
    on_card(hands, tab, key)
    carry(hands, tab, "Right")
    shown = panel(hands)
    assert "建议难题专办" in shown.about.text()
    assert shown.given().lead == DEPARTMENTS[0]
    shown.editors[Asks.OWNER].setFocus()
    hands.write("施佳宁")
    picture(shown, "2-assign")
    saved(hands, shown)
    hands.until(lambda: any(card.id == key for card in tab.board.view.stacks[2]))
    hands.rest()


def worked_on(hands: Hands, tab: RequestsTab, strip: RequestStrip) -> None:
    """The first contact, the departments' answers, a pause, days that are asked for and granted."""
    hands.click(hands.button(tab, "记一笔…"))
    note = hands.page(NotePanel)
    hands.write("到现场听了，约物业夜里测一次")
    note.contacted.setFocus()
    hands.press("Space")
    assert note.contacted.isChecked()
    picture(note, "2-note")
    saved(hands, note)
    hands.until(lambda: strip.sight is not None and strip.sight.clocks[0].done_on is not None)
    hands.rest()
    tab.record.show_page(2)
    pages = tab.record.findChildren(DepartmentsPage)
    hands.until(lambda: len(pages[0].lines) == len(DEPARTMENTS))
    hands.rest()
    for name in DEPARTMENTS[:2]:
        line = next(one for one in pages[0].lines if one.department == name)
        AnswerPanel(hands.context, tab.record.copy, line, hands.window).open()  # type: ignore[arg-type]
        answer = hands.page(AnswerPanel)
        hands.write(f"{name}：已经派人看过，同意一起办")
        saved(hands, answer)
        hands.until(lambda name=name: any(  # type: ignore[misc]
            one.department == name and one.reply for one in pages[0].lines
        ))  # fmt: skip
        hands.rest()
    picture(hands.window, "2-departments")
    press(hands, strip, Action.PAUSE)
    pausing = panel(hands)
    pausing.editors[Asks.REASON].put("等第三方鉴定")
    picture(pausing, "2-pause")
    done(hands, pausing, strip, State.PAUSED)
    picture(hands.window, "2-paused")
    press(hands, strip, Action.RESUME)
    hands.until(lambda: strip.sight is not None and strip.sight.state is State.WORKING)
    hands.rest()
    extended(hands, tab, strip)


def extended(hands: Hands, tab: RequestsTab, strip: RequestStrip) -> None:
    """What was promised first stays in sight."""
    hands.click(hands.button(tab, "申请延期…"))
    asking = hands.page(ExtensionPanel)
    hands.write("噪声检测报告晚到")
    saved(hands, asking)
    hands.until(lambda: strip.sight is not None and strip.sight.pending is not None)
    hands.rest()
    picture(hands.window, "2-asked")
    press(hands, strip, Action.EXTEND)
    granting = panel(hands)
    assert "噪声检测报告晚到" in granting.about.text()
    picture(granting, "2-grant")
    saved(hands, granting)
    hands.until(lambda: strip.sight is not None and strip.sight.clocks[-1].first is not None)
    hands.rest()


def finished(hands: Hands, strip: RequestStrip, words: str) -> None:
    press(hands, strip, Action.FINISH)
    done(hands, panel(hands, words), strip, State.CALL_BACK)


def test_a_hard_one_comes_back_and_is_solved(seat: Seat) -> None:
    """Four departments, a pause, an extension, a call-back, dissatisfaction, the second round."""
    hands = seat.open()
    hands.step("take")
    key = begun(hands)
    hands.step("assign")
    tab = board(hands)
    assigned(hands, tab, key)
    on_card(hands, tab, key)
    hands.step("open")
    hands.press("Return", tab.board.view)
    strip = strip_of(hands, tab, key)
    picture(hands.window, "2-open")
    hands.step("work")
    worked_on(hands, tab, strip)
    hands.step("finish")
    finished(hands, strip, "外机加了隔声罩，夜间限时开机")
    hands.step("dissatisfied")
    press(hands, strip, Action.DISSATISFIED)
    unhappy = panel(hands, "夜里还是响")
    assert "第二轮" in unhappy.about.text()
    picture(unhappy, "2-dissatisfied")
    done(hands, unhappy, strip, State.WORKING)
    assert strip.sight is not None
    assert strip.sight.turn == 2
    picture(hands.window, "2-second-round")
    hands.step("second round")
    finished(hands, strip, "外机移到屋顶，物业和三家企业签了约定")
    press(hands, strip, Action.SATISFIED)
    done(hands, panel(hands, "这回安静了"), strip, State.CLOSED)
    words = [button.text() for button in tab.record.tab_buttons]
    tab.record.show_page(next(place for place, said in enumerate(words) if said.startswith("过程")))
    hands.rest()
    picture(hands.window, "2-closed")
    log = tab.record.findChildren(LogPage)[0]
    hands.until(lambda: log.lines[0].action == "回访：满意")
    assert {line.action for line in log.lines} >= {
        "登记", "受理", "分派", "联系", "部门答复", "挂起", "继续办理", "申请延期", "延期", "填结果", "回访：不满意", "回访：满意",
    }  # fmt: skip
    with hands.ticks.aside():
        assert hands.context.services.requests.sight(key).satisfaction == 4

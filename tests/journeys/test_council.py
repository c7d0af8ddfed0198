"""A queue before the lifts: complaint, topic, firms concerned, meeting, measures, answers, the file, the wall."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import Any

import pypdf
import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QWidget

from louyu_desktop.rules import dates
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.topic_flow import Action, MeetingAction
from louyu_desktop.services.copies import Filter, Match, Query, Row
from louyu_desktop.ui.buildings.council.agenda import AgendaPage
from louyu_desktop.ui.buildings.council.answering import AnswerDialog
from louyu_desktop.ui.buildings.council.attending import AttendanceDialog
from louyu_desktop.ui.buildings.council.concerning import ConcernDialog
from louyu_desktop.ui.buildings.council.giving import GivenDialog
from louyu_desktop.ui.buildings.council.members import MembersPage
from louyu_desktop.ui.buildings.council.raising import RaiseDialog
from louyu_desktop.ui.buildings.council.stages import StagesPage
from louyu_desktop.ui.checklist.requests.take import TakeDialog
from louyu_desktop.ui.checklist.wall.step import StepDialog
from louyu_desktop.ui.entity.sections import ChildDialog, SectionPage
from louyu_desktop.ui.entity.tab import EntityTab
from louyu_desktop.ui.fields.editors import LineEditor
from louyu_desktop.ui.fields.picker import ReferenceEditor
from louyu_desktop.ui.prints.preview import Preview
from louyu_desktop.ui.subtabs import TabGroup
from tests.journeys.conftest import Seat
from tests.journeys.hands import Hands, Window

WHAT = "早高峰电梯要等二十分钟"
DECIDED = "高峰分区停靠，加一名引导员"
MEASURE = "电梯高峰分区停靠"
SAID = "等得少多了"
PROPOSER, REVIEWER, APPROVER = "顾一鸣，工作人员", "何俊杰，工作人员", "周敏，站长"
_SETTLED = 120
_SIZE = 1366, 768
_PICTURES = os.environ.get("LOUYU_PICTURES", "")


def picture(window: QWidget, name: str) -> None:
    """A look at a step, for whoever asks for it with `LOUYU_PICTURES`."""
    if _PICTURES:
        QTest.qWait(_SETTLED)
        window.grab().save(str(Path(_PICTURES) / f"council-{name}.png"))


def a_tower(hands: Hands) -> tuple[int, list[Row]]:
    """A council with a member and a building, and the firms of that building."""
    with hands.ticks.aside():
        records = hands.context.services.records
        for building in records.page(Query("buildings"), 0):
            own = Filter("building_id", Match.EQUALS, building.id)
            firms = list(records.page(Query("enterprises", (own,)), 0))
            if len(firms) > 5:
                break
        there = records.ids(Query("councils", (own,)))
        key = there[0] if there else records.save("councils", None, {"name": "环贸楼事会", "building_id": building.id})
        records.save("council-members", None, {"council_id": key, "name": "陈树人", "side": "物业", "post": "楼长"})
        return key, firms


def on_duty(hands: Hands, who: str) -> None:
    """Another one sits down at the station."""
    hands.click(hands.window.status.duty)
    hands.choose(who)
    hands.until(lambda: who.partition("，")[0] in hands.window.status.duty.text())
    hands.front()
    hands.rest()


def opened(hands: Hands, kind: str, title: str) -> EntityTab:
    """The file of a record, once it is there."""

    def there() -> bool:
        group = hands.window.tab
        if not isinstance(group, TabGroup) or kind not in group._kinds():
            return False
        record = group.part(kind)._record  # a look at the pane itself would build it beside the list
        return record is not None and record.copy is not None and title in record.copy.title

    hands.until(there)
    group = hands.window.tab
    assert isinstance(group, TabGroup)
    hands.rest()
    return group.part(kind)


def page_of(hands: Hands, tab: EntityTab, family: type[Window]) -> Window:
    """The page of the open file that was drawn by hand."""
    hands.until(lambda: any(page.isVisible() for page in tab.record.findChildren(family)))
    hands.rest()
    return next(page for page in tab.record.findChildren(family) if page.isVisible())


def sub_tab(hands: Hands, tab: EntityTab, label: str) -> None:
    """A sub-tab of the file, by a click."""
    [button] = [one for one in tab.record.tab_buttons if one.text().split()[0] == label]
    hands.click(button)
    hands.rest()


def step(hands: Hands, tab: EntityTab, action: Any) -> None:
    """A button of the strip under the head, once it can be pressed."""
    strip = tab.record.acts.strip

    def ready() -> bool:
        button = strip.buttons.get(action)
        return button is not None and button.isEnabled() and button.isVisible() and not hands.context.tasks.busy

    hands.until(ready)
    hands.click(strip.buttons[action])


def over(hands: Hands, dialog: QWidget) -> None:
    """Ctrl+S in a small window, and it goes."""
    hands.press("Ctrl+S", dialog)
    hands.until(hands.window.isEnabled)
    hands.front()
    hands.rest()


def retype(hands: Hands, editor: Any, text: str) -> None:
    """Other words into a line."""
    assert isinstance(editor, LineEditor)
    hands.until(editor.box.isVisible)
    editor.box.setFocus()
    hands.press("Ctrl+A", editor.box)
    hands.write(text, editor.box)


# the way of a topic


def complained(hands: Hands, firm: Row) -> None:
    """F4: a firm at the desk says what is wrong."""
    hands.press("Ctrl+Shift+S", hands.window)
    dialog = hands.page(TakeDialog)
    hands.rest()
    title, whose = dialog.rows["title"].editor, dialog.rows["enterprise_id"].editor
    assert isinstance(title, LineEditor)
    assert isinstance(whose, ReferenceEditor)
    title.box.setFocus()
    hands.write(WHAT, title.box)
    whose.box.setFocus()
    hands.write(str(firm.values["name"]), whose.box)
    hands.until(lambda: whose.options.rowCount() > 0)
    hands.press("Return", whose.box)
    hands.until(lambda: whose.value() == firm.id)
    dialog.rows["category"].editor.put("物业治理")
    hands.rest()
    picture(dialog, "01-complaint")
    over(hands, dialog)


def raised(hands: Hands) -> EntityTab:
    """The request becomes a topic."""
    hands.click(hands.button(hands.window.messages, "打开"))
    request = opened(hands, "requests", WHAT)
    picture(hands.window, "02-request")
    hands.click(request.record.acts.more)
    hands.choose("转成议题…")
    dialog = hands.page(RaiseDialog)
    assert (dialog.title.value(), dialog.category.value()) == (WHAT, "电梯")
    picture(dialog, "03-raise")
    over(hands, dialog)
    return opened(hands, "topics", WHAT)


def concerned(hands: Hands, topic: EntityTab) -> int:
    """Two further firms of the tower wait for the same lift."""
    page = page_of(hands, topic, StagesPage)
    hands.click(hands.button(page, "加企业"))
    dialog = hands.page(ConcernDialog)
    hands.until(lambda: dialog.model.rowCount() > 4)
    hands.rest()
    for row in (2, 3):
        hands.click_cell(dialog.table, row, 0)
    picture(dialog, "04-concern")
    over(hands, dialog)
    hands.until(lambda: page.file is not None and len(page.file.feedback) >= 3)
    picture(hands.window, "05-topic")
    return len(page.file.feedback) if page.file is not None else 0


def met(hands: Hands, council: int) -> EntityTab:
    """A meeting is called from the council's page, told, held."""
    hands.context.open_record("councils", council)
    tab = opened(hands, "councils", "")
    page = page_of(hands, tab, MembersPage)
    hands.until(lambda: page.standing is not None and page.standing.id == council)
    hands.rest()
    picture(hands.window, "06-council")
    hands.click(hands.button(page, "召集会议"))
    group = hands.window.tab
    assert isinstance(group, TabGroup)
    meeting = group.part("meetings")
    hands.until(lambda: meeting._record is not None)
    hands.until(lambda: meeting.record.is_open and meeting.record.copy is None and not meeting.record.loading)
    hands.rest()
    begun = dt.datetime.now(SHANGHAI) - dt.timedelta(hours=1)
    for name, words in (
        ("starts_at", f"{begun:%Y-%m-%d %H:%M}"), ("place", "九楼议事厅"), ("chair", "陈树人"), ("recorder", "顾一鸣"),
    ):  # fmt: skip
        retype(hands, meeting.record.form.rows[name].editor, words)
    picture(hands.window, "07-call")
    with hands.qtbot.waitSignal(meeting.record.form.saved):
        hands.press("Ctrl+S")
    hands.until(lambda: meeting.record.copy is not None)
    hands.rest()
    return meeting


def decided(hands: Hands, meeting: EntityTab, topic: int) -> None:
    """The topic stands on the agenda; the notice went out, somebody came, and something was decided."""
    sub_tab(hands, meeting, "议程")
    agenda = page_of(hands, meeting, AgendaPage)
    hands.until(lambda: ("put_on", topic) in agenda.buttons)
    hands.rest()
    agenda.ensurePolished()
    agenda.buttons["put_on", topic].click()
    hands.until(lambda: ("agree", topic) in agenda.buttons)
    step(hands, meeting, MeetingAction.TELL)
    hands.rest()
    step(hands, meeting, MeetingAction.HOLD)
    attending = hands.page(AttendanceDialog)
    picture(attending, "08-attendance")
    over(hands, attending)
    hands.until(lambda: ("agree", topic) in agenda.buttons)
    hands.rest()
    picture(hands.window, "09-agenda")
    agenda.buttons["agree", topic].click()
    dialog = hands.page(GivenDialog)
    hands.write(DECIDED)
    picture(dialog, "10-decide")
    over(hands, dialog)
    step(hands, meeting, MeetingAction.SETTLE)
    hands.rest()
    picture(hands.window, "11-minutes")


def measured(hands: Hands, topic: EntityTab) -> None:
    """A measure with who and until when; it is finished, and the topic goes on to its answers."""
    sub_tab(hands, topic, "措施")
    [section] = [one for one in topic.record.findChildren(SectionPage) if one.entity.kind == "measures"]
    hands.click(section.add_button)
    dialog = hands.page(ChildDialog)
    hands.until(lambda: "due_on" in dialog.form.rows and dialog.form.grid.complete)
    hands.rest()
    due = dates.today() + dt.timedelta(days=5)
    for name, words in (("what", MEASURE), ("responsible", "环贸物业"), ("due_on", due.isoformat())):
        retype(hands, dialog.form.rows[name].editor, words)
    picture(dialog, "12-measure")
    over(hands, dialog)
    sub_tab(hands, topic, "四步")
    step(hands, topic, Action.ANSWER)
    hands.until(lambda: Action.CLOSE in topic.record.acts.strip.buttons)
    assert "还有措施没有完成" in topic.record.acts.strip.why.text()
    page = page_of(hands, topic, StagesPage)
    picture(hands.window, "13-measures")
    hands.click(hands.button(page, "完成"))
    hands.until(lambda: page.file is not None and all(one.done_on for one in page.file.measures))
    hands.until(lambda: "还有企业没有反馈" in topic.record.acts.strip.why.text())


def answered(hands: Hands, topic: EntityTab, count: int) -> None:
    """All are told the same in one go; one of them says what it thinks of it."""
    page = page_of(hands, topic, StagesPage)
    hands.click(hands.button(page, f"反馈这 {count} 家"))
    dialog = hands.page(AnswerDialog)
    assert DECIDED in dialog.words.value()
    assert MEASURE in dialog.words.value()
    picture(dialog, "14-answer")
    over(hands, dialog)
    hands.until(lambda: page.file is not None and all(one.told_on for one in page.file.feedback))
    hands.rest()
    assert page.file is not None
    page.verbs[page.file.feedback[0].id].click()
    dialog = hands.page(AnswerDialog)
    retype(hands, dialog.reply, SAID)
    dialog.score.put("5")
    picture(dialog, "15-reply")
    over(hands, dialog)
    step(hands, topic, Action.CLOSE)
    hands.until(lambda: Action.CLOSE not in topic.record.acts.strip.buttons)
    hands.rest()
    picture(hands.window, "16-closed")


def posted(hands: Hands, topic: EntityTab) -> EntityTab:
    """One proposes the notice, another one reviews it, the leader approves it; then it hangs."""
    hands.click(hands.button(topic.record.acts, "上墙公示"))
    notice = opened(hands, "public-notices", WHAT)
    picture(hands.window, "17-notice")
    step(hands, notice, "propose")
    hands.rest()
    for who, action in ((REVIEWER, "review"), (APPROVER, "approve")):
        on_duty(hands, who)
        step(hands, notice, action)
        hands.rest()
    step(hands, notice, "post")
    dialog = hands.page(StepDialog)
    picture(dialog, "18-post")
    over(hands, dialog)
    hands.until(lambda: notice.record.copy is not None and notice.record.copy.values["state"] == "公示中")
    hands.rest()
    picture(hands.window, "19-posted")
    return notice


def printed(hands: Hands, notice: EntityTab, target: Path) -> str:
    """The paper for the wall, as it is saved."""
    hands.click(notice.record.head.paper_button)
    preview = hands.page(Preview)
    hands.until(lambda: preview.result is not None and preview.store.pdf is not None)
    hands.rest()
    picture(preview, "20-paper")
    hands.press("Ctrl+S", preview)
    hands.until(lambda: preview.message.text == f"已存为 {target.name}")
    hands.press("Escape", preview)
    hands.front()
    with hands.ticks.aside():
        return "".join(page.extract_text() for page in pypdf.PdfReader(target).pages).replace("\n", "")


def test_a_lift_queue_from_a_complaint_to_the_wall(
    seat: Seat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "公示.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_arguments: (str(target), ""))
    hands = seat.open()
    hands.window.window().resize(*_SIZE)
    hands.rest()
    council, firms = a_tower(hands)
    hands.step("who is on duty")
    on_duty(hands, PROPOSER)
    hands.step("the complaint")
    complained(hands, firms[0])
    hands.step("the topic")
    topic = raised(hands)
    assert topic.record.copy is not None
    key = topic.record.copy.id
    hands.step("whom it concerns")
    count = concerned(hands, topic)
    hands.step("the meeting")
    meeting = met(hands, council)
    hands.step("what is decided")
    decided(hands, meeting, key)
    hands.step("measures")
    hands.context.open_record("topics", key)
    topic = opened(hands, "topics", WHAT)
    measured(hands, topic)
    hands.step("answers")
    answered(hands, topic, count)
    hands.step("the wall")
    notice = posted(hands, topic)
    hands.step("the paper")
    words = printed(hands, notice, target)
    assert WHAT in words
    assert DECIDED in words
    with hands.ticks.aside():
        services = hands.context.services
        file = services.councils.topic(key)
        assert (file.stage, file.feedback[0].whom[:4]) == ("归档", str(firms[0].values["name"])[:4])
        assert [one.satisfaction for one in file.feedback if one.reply == SAID] == [5]
        assert file.source.startswith("诉求·")

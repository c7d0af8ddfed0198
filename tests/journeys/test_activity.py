"""An activity from the plan to honest numbers: a monthly series, a pasted list, a full room, noon, the summary."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pypdf
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.services.copies import Filter, Match, Query
from louyu_desktop.ui.activities.numbers.wrap_up import WrapUpDialog
from louyu_desktop.ui.activities.planning.repeat import RepeatDialog
from louyu_desktop.ui.activities.registering.paste import PastePage
from louyu_desktop.ui.desk.window import DeskWindow
from louyu_desktop.ui.entity.tab import EntityTab
from louyu_desktop.ui.fields.editors import LineEditor
from louyu_desktop.ui.fields.picker import ReferenceEditor
from louyu_desktop.ui.prints.preview import Preview
from louyu_desktop.ui.subtabs import TabGroup
from tests.journeys.at_the_desk import come, walk_in
from tests.journeys.conftest import Seat
from tests.journeys.hands import Hands

LISTED, NEW, PLACES = 54, 6, 50
CAME, WALKED_IN = 40, 5
TITLE = "夜读沙龙"
_PICTURES = os.environ.get("LOUYU_PICTURES", "")


def picture(window: QWidget, name: str) -> None:
    """A look at a step, for whoever asks for it with `LOUYU_PICTURES`."""
    if _PICTURES:
        window.grab().save(str(Path(_PICTURES) / f"{name}.png"))


def box(tab: EntityTab, name: str) -> LineEditor:
    editor = tab.record.form.rows[name].editor
    assert isinstance(editor, LineEditor)
    return editor


def put(hands: Hands, tab: EntityTab, name: str, text: str) -> None:
    hands.focus_by_mouse(box(tab, name).box)
    hands.press("Ctrl+A")
    hands.write(text, box(tab, name).box)


def planned(hands: Hands) -> tuple[EntityTab, int]:
    """A new activity tomorrow evening in a room, typed into the form."""
    start = (dt.datetime.now(SHANGHAI) + dt.timedelta(days=1)).replace(hour=20, minute=30)
    hands.context.new_record("activities")
    group = hands.window.tab
    assert isinstance(group, TabGroup)
    tab = group.part("activities")
    hands.until(lambda: "title" in tab.record.form.rows and tab.record.copy is None)
    hands.until(box(tab, "title").box.hasFocus)  # the form puts the cursor there once it stands
    hands.rest()
    put(hands, tab, "title", TITLE)
    put(hands, tab, "starts_at", f"{start:%Y-%m-%d %H:%M}")
    put(hands, tab, "ends_at", f"{start + dt.timedelta(hours=1):%Y-%m-%d %H:%M}")
    put(hands, tab, "capacity", str(PLACES))
    venue = tab.record.form.rows["venue_id"].editor
    assert isinstance(venue, ReferenceEditor)
    hands.focus_by_mouse(venue.box)
    hands.type("zhhd")
    hands.until(lambda: venue.options.rowCount() > 0)
    hands.rest()
    venue.pick(venue.options.index(0, 0))
    with hands.qtbot.waitSignal(tab.record.form.saved) as saved:
        hands.press("Ctrl+S")
    hands.rest()
    hands.until(lambda: tab.record.copy is not None)
    picture(hands.window, "1-planned")
    return tab, int(saved.args[0])


def repeated(hands: Hands, tab: EntityTab) -> None:
    """Every month on that weekday, four times; put off where people do not work."""
    hands.click(hands.button(tab, "重复…"))
    dialog = hands.page(RepeatDialog)
    hands.until(lambda: bool(dialog.days))
    hands.click(hands.button(dialog, "月"))
    hands.click(hands.button(dialog, "顺延"))
    dialog.rule.count.setFocus()
    dialog.rule.count.setValue(4)
    hands.until(lambda: dialog.go.text().startswith("建立 3 场"))
    hands.rest()
    picture(dialog, "2-series")
    hands.click(dialog.go)
    hands.until(lambda: "3 场" in hands.window.messages.text)
    hands.front()
    hands.rest()


def pasted(hands: Hands, tab: EntityTab) -> list[str]:
    """Sixty lines as they stand in a chat; gives the names of those who are known."""
    with hands.ticks.aside():
        rows = hands.context.services.records.page(Query("people"), 2, 4)[:LISTED]
        names = [str(row.values["name"]) for row in rows]
        lines = [f"{n}. {row.values['name']} {row.values['unit_name']}" for n, row in enumerate(rows, 1)]
        fresh = [f"{LISTED + n}. 欧阳新{sign}（访客公司）" for n, sign in enumerate("东南西北中央", 1)]
    QGuiApplication.clipboard().setText("\n".join(["#接龙", f"{TITLE}，报名的接龙", "例 张三 某公司", *lines, *fresh]))
    tab.record.show_page(1)
    hands.rest()
    hands.click(hands.button(tab, "粘贴名单…"))
    page = hands.page(PastePage)
    hands.click(page.list_side.paste_button)
    hands.until(lambda: page.state.heads > 0)
    hands.rest()
    picture(page, "3-pasted")
    while page.state.asked:
        before = page.state.asked
        hands.press("1", page.table)
        hands.until(lambda before=before: page.state.asked < before)  # type: ignore[misc]
    hands.until(page.register_button.isEnabled)
    assert page.register_button.text() == f"登记 {LISTED + NEW} 人"
    assert f"{LISTED + NEW - PLACES} 人会排在候补里" in page.foot.waits.text()
    hands.click(page.register_button)
    hands.front()
    hands.until(lambda: bool(hands.window.messages.text))
    hands.rest()
    picture(hands.window, "4-registered")
    return names


def noon(hands: Hands, tab: EntityTab, activity: int, names: list[str]) -> None:
    """The activity begins; those with a place come, and five more."""
    with hands.ticks.aside():
        begun = dt.datetime.now(dt.UTC) - dt.timedelta(minutes=5)
        values = {"starts_at": begun, "ends_at": begun + dt.timedelta(hours=2), "venue_id": None, "venue": "中庭"}
        hands.context.services.records.save("activities", activity, values)
    hands.rest()
    hands.click(hands.button(tab, "开始签到"))
    desk = hands.page(DeskWindow)
    hands.rest()
    for name in names[:CAME]:
        come(hands, desk, name)
    picture(desk, "6-forty")
    for number in range(WALKED_IN):
        walk_in(hands, desk, "陈若" + "溪晨曦岚宁"[number], f"1391111000{number}")
    picture(desk, "7-desk")
    hands.press("Escape", desk.finder.box)
    hands.front()
    hands.rest()


def printed(hands: Hands, tab: EntityTab, target: Path, name: str) -> str:
    """The sheet as it would be printed now."""
    hands.click(hands.button(tab, "打印签到表"))
    preview = hands.page(Preview)
    hands.until(lambda: preview.result is not None and preview.store.pdf is not None)
    hands.rest()
    picture(preview, name)
    with hands.ticks.aside():
        assert preview.store.pdf is not None
        target.write_bytes(preview.store.pdf.data)  # type: ignore[attr-defined]
        words = "\n".join(page.extract_text() for page in pypdf.PdfReader(target).pages)
    hands.press("Escape", preview)
    hands.front()
    return words


def summed_up(hands: Hands, tab: EntityTab, activity: int) -> None:
    """It ends; the first sentence comes out of its numbers."""
    hands.click(hands.button(tab, "结束活动"))
    hands.rest()
    hands.click(hands.button(tab, "写总结"))
    dialog = hands.page(WrapUpDialog)
    hands.until(dialog.draft_button.isVisible)
    hands.rest()
    hands.click(dialog.draft_button)
    picture(dialog, "9-summary")
    hands.click(dialog.file_button)
    hands.until(lambda: "归档" in hands.window.messages.text)
    hands.front()
    hands.rest()
    with hands.ticks.aside():
        values = hands.context.services.records.get("activities", activity).values
    assert values["status"] == "已归档"
    assert f"{CAME + WALKED_IN} 人次参加（其中现场来的 {WALKED_IN} 人）" in str(values["summary"])


def test_from_the_plan_to_the_numbers(seat: Seat, tmp_path: Path) -> None:
    hands = seat.open()
    hands.step("plan")
    tab, activity = planned(hands)
    hands.step("repeat")
    repeated(hands, tab)
    hands.context.open_record("activities", activity)
    hands.until(lambda: tab.record.copy is not None and tab.record.copy.id == activity)
    hands.rest()
    hands.step("open registration")
    hands.click(hands.button(tab, "开放报名"))
    hands.rest()
    hands.step("paste")
    names = pasted(hands, tab)
    hands.step("print before")
    before = printed(hands, tab, tmp_path / "before.pdf", "5-before")
    assert names[0] in before
    hands.step("noon")
    noon(hands, tab, activity, names)
    hands.step("sum up")
    summed_up(hands, tab, activity)
    hands.step("print after")
    after = printed(hands, tab, tmp_path / "after.pdf", "10-after")
    assert "陈若溪" in after
    with hands.ticks.aside():
        records = hands.context.services.records
        values = records.get("activities", activity).values
        waiting = Filter("status", Match.EQUALS, "候补"), Filter("activity_id", Match.EQUALS, activity)
        assert records.count(Query("registrations", waiting)) == LISTED + NEW - PLACES
        series = Filter("series_id", Match.EQUALS, values["series_id"])
        assert records.count(Query("activities", (series,))) == 4
    assert (values["signed_count"], values["walk_in_count"]) == (CAME + WALKED_IN, WALKED_IN)
    picture(hands.window, "11-numbers")

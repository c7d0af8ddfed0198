"""The history of a record, the station's log on its page, a file put back, and the bin for good: on real stations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from louyu_desktop.rules import dates
from louyu_desktop.rules.topics import Topic
from louyu_desktop.services import vaults
from louyu_desktop.services.copies import Query
from louyu_desktop.services.records import Records
from louyu_desktop.services.suite import open_services
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.place import DATA_FILE
from louyu_desktop.ui.ask import Question
from louyu_desktop.ui.bus import ChangeBus
from louyu_desktop.ui.context import Context
from louyu_desktop.ui.lists.history import HistoryPage
from louyu_desktop.ui.log_guard import LogGuard
from louyu_desktop.ui.parts import Button, Label
from louyu_desktop.ui.preferences import Preferences
from louyu_desktop.ui.problems import report
from louyu_desktop.ui.purging import purge
from louyu_desktop.ui.station.bin_page import BinPage
from louyu_desktop.ui.station.log_page import LogPage
from louyu_desktop.ui.take_back import TakeBack
from louyu_desktop.ui.tasks import Tasks

PASSWORD = "四个随便想到的词语在一起"


def words(widget: QWidget) -> str:
    """Everything that stands on it."""
    return "\n".join(label.text() for label in widget.findChildren(Label))


def answer(text: str) -> None:
    """Press the button of these words in the question that comes next."""

    def press() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, Question):
            QTimer.singleShot(10, press)
            return
        next(button for button in dialog.findChildren(Button) if button.text() == text).click()

    QTimer.singleShot(10, press)


@pytest.fixture
def person(records: Records) -> int:
    """One of the two people of the same name, changed twice."""
    found = records.options("people", "陈华树")[0].id
    records.save("people", found, {"unit_name": "远帆贸易", "mobile": "13700000003"})
    return found


@pytest.fixture
def page(context: Context, person: int, qtbot: QtBot) -> LogPage:
    """The log, open."""
    made = LogPage(context)
    qtbot.addWidget(made)
    made.open()
    qtbot.waitUntil(lambda: made.model.rowCount() > 0 and not context.tasks.busy)
    return made


def texts(page: LogPage) -> list[str]:
    """What was done, as the table shows it."""
    return [str(page.model.index(row, 3).data()) for row in range(page.model.rowCount())]


def test_one_field_is_set_back(context: Context, records: Records, person: int, qtbot: QtBot) -> None:
    """The link names the older value, numbers masked; the other field stays."""
    parent = QWidget()
    qtbot.addWidget(parent)
    history = HistoryPage(context, records.entity("people"), parent)
    history.show_record(person)
    qtbot.waitUntil(lambda: len(history.lines) == 2)
    links = {button.text().strip(): button for button in history.findChildren(Button)}
    assert "改回「139****0001」" in links or "改回「139****0002」" in links
    assert "13700000003" not in words(history)
    before = records.get("people", person).values
    [unit] = [button for text, button in links.items() if text in {"改回「光年广告」", "改回「乐高玩具」"}]
    unit.click()
    qtbot.waitUntil(lambda: len(history.lines) == 3)
    after = records.get("people", person).values
    assert after["mobile"] == before["mobile"] == "13700000003"
    assert after["unit_name"] in {"光年广告", "乐高玩具"}


def test_the_log_is_filtered_and_taken_back(
    context: Context, station: Database, records: Records, page: LogPage, qtbot: QtBot
) -> None:
    """Words, kinds and days; the chosen line leads to what taking back would do, and it is done."""
    with station.write("打印列表「人员」：2 行") as write:
        write.event("stations", 1, "x", Topic.PRINT)
    whole = page.model.rowCount()
    page.words.put("陈华树 修改")
    page.words.search_now()
    qtbot.waitUntil(lambda: texts(page) == ["修改人员：陈华树"])
    context.guest.put(True)
    assert texts(page) == ["修改人员"]
    context.guest.put(False)
    page.table.selectRow(0)
    page.back_button.click()
    qtbot.waitUntil(lambda: bool(page.findChildren(TakeBack)))
    dialog = page.findChildren(TakeBack)[0]
    assert "单位：远帆贸易 → " in words(dialog)
    assert "13700000003" not in words(dialog)
    dialog.go.click()
    qtbot.waitUntil(lambda: texts(page)[0] == "修改人员：陈华树" and page.model.rowCount() == 2)
    qtbot.waitUntil(lambda: not page.back_button.isEnabled())
    page.words.put("")
    page.topic.setCurrentIndex(page.topic.findData(Topic.PRINT))
    page.ask()
    qtbot.waitUntil(lambda: texts(page) == ["打印列表「人员」：2 行"])
    page.days.setCurrentIndex(page.days.findData("yesterday"))
    page.ask()
    qtbot.waitUntil(lambda: page.model.rowCount() == 0 and page.count.text() == "0 条")
    page.topic.setCurrentIndex(0)
    page.days.setCurrentIndex(page.days.findData("days"))
    page.days.activated.emit(page.days.currentIndex())
    qtbot.waitUntil(lambda: page.model.rowCount() > whole)
    page.first.put("没有这一天")
    page.ask()
    assert "没有这一天" not in words(page)
    assert page.first.raw() == "没有这一天"


def test_what_is_shown_is_printed(context: Context, page: LogPage) -> None:
    """The paper gets the page's filters."""
    asked: list[dict[str, object]] = []
    context.tools["print"] = lambda _context, **options: asked.append(options)
    page.words.put("陈华树")
    page.person.setCurrentIndex(page.person.findText("周敏"))
    page.print()
    today = dates.today()
    options = {"first": today, "last": today, "words": "陈华树", "person": "周敏"}
    assert asked == [{"paper": "day-log", "options": options}]


def test_the_whole_log_is_checked_on_the_page(context: Context, station: Database, page: LogPage, qtbot: QtBot) -> None:
    """It says when, how many, and the eight words of the head."""
    assert "还没有全部核对" in page.state.text()
    page.check_button.click()
    qtbot.waitUntil(lambda: "没有被改动过" in page.state.text())
    head = context.services.audit.head()
    assert " ".join(head.words) in page.chain.text()


@pytest.fixture
def put_back(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[tuple[Context, QWidget, LogGuard]]:
    """A station whose file was replaced by an older one, and the guard of its window."""
    folder = tmp_path / "站"
    vaults.create(folder, "环贸党群服务中心", "周敏", PASSWORD).close()
    older = (folder / DATA_FILE).read_bytes()
    with vaults.log_in(folder, "周敏", PASSWORD) as database:
        Records(database).save("people", None, {"name": "白居简"})
    (folder / DATA_FILE).write_bytes(older)
    database = vaults.log_in(folder, "周敏", PASSWORD)
    tasks, window = Tasks(report), QWidget()
    QVBoxLayout(window)
    qtbot.addWidget(window)
    context = Context(open_services(database), tasks, ChangeBus(), Preferences(tmp_path / "m.json"))
    window.show()
    guard = LogGuard(context, window)
    yield context, window, guard
    qtbot.waitUntil(lambda: not tasks.busy)
    tasks.close()
    database.close()


def test_a_file_put_back_is_announced(put_back: tuple[Context, QWidget, LogGuard], qtbot: QtBot) -> None:
    """In red and above everything, until somebody who may has decided, with the password again."""
    context, _window, guard = put_back
    qtbot.waitUntil(guard.banner.isVisible)
    assert "现在只能看" in words(guard.banner)
    said: list[str] = []
    context.message = lambda _tone, text, *_more: said.append(text)
    context.services.access.confirm(PASSWORD)
    answer("先不动")
    guard.decide()
    assert guard.banner.isVisible()
    answer("就用现在的数据")
    guard.decide()
    qtbot.waitUntil(lambda: not guard.banner.isVisible())
    assert "可以继续工作了" in said[-1]
    assert context.services.records.save("people", None, {"name": "陈子昂"})


def test_the_log_is_looked_at_after_the_log_in(put_back: tuple[Context, QWidget, LogGuard], qtbot: QtBot) -> None:
    """A broken chain is said, with the way to the log."""
    context, _window, guard = put_back
    said: list[tuple[str, str]] = []
    context.message = lambda tone, text, *_more: said.append((tone, text))
    guard.check()
    qtbot.waitUntil(lambda: not context.tasks.busy)
    assert said == []
    verdict = context.services.audit.check_recent()
    for bad in (replace(verdict, first=7), replace(verdict, replayed=2)):
        guard.tell(bad)
    assert [tone for tone, _text in said] == ["danger", "danger"]
    assert "第 7 条起对不上" in said[0][1]


def test_a_person_is_purged_out_of_the_bin(
    context: Context, station: Database, records: Records, person: int, qtbot: QtBot
) -> None:
    """Asked about first; nothing of the person is found any more, and the bin is empty."""
    records.archive("people", [person])
    lying = BinPage(context)
    qtbot.addWidget(lying)
    lying.show()
    qtbot.waitUntil(lambda: not context.tasks.busy)
    assert dict(context.services.purging.standing().counts) == {"people": 1}
    assert lying.clear_button.isHidden()
    done: list[int] = []
    entity = records.entity("people")
    answer("不清除")
    purge(context, entity, [person], lying, done.append)
    assert not done
    answer("清除 1 人")
    purge(context, entity, [person], lying, done.append)
    qtbot.waitUntil(lambda: done == [1] and not context.tasks.busy)
    assert records.count(Query("people", archived=True)) == 0
    assert station.check() == []

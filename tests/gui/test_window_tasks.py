"""Work off the window's thread: where callbacks run, what becomes of errors, owners that are gone, cancelling."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from louyu_desktop.errors import CancelledError, UserError
from louyu_desktop.services.copies import Control
from louyu_desktop.ui.tasks import Tasks

Reported = list[Exception]


@pytest.fixture
def reported() -> Reported:
    return []


@pytest.fixture
def tasks(qtbot: QtBot, reported: Reported) -> Iterator[Tasks]:
    made = Tasks(lambda _owner, error: reported.append(error))
    yield made
    assert made.close()


def test_the_result_comes_back_on_the_windows_thread(qtbot: QtBot, tasks: Tasks) -> None:
    seen: list[tuple[int, int]] = []
    here = threading.get_ident()
    owner = QObject()
    tasks.read(owner, lambda _control: threading.get_ident(), lambda there: seen.append((there, threading.get_ident())))
    qtbot.waitUntil(lambda: bool(seen))
    assert seen[0][0] != here
    assert seen[0][1] == here


def test_an_error_goes_to_the_owner_or_to_the_one_door(qtbot: QtBot, tasks: Tasks, reported: Reported) -> None:
    def refuse(_control: Control) -> None:
        raise UserError("请填名称")

    own: Reported = []
    owner = QObject()
    tasks.write(owner, refuse, lambda _nothing: None, own.append)
    tasks.write(owner, refuse, lambda _nothing: None)
    qtbot.waitUntil(lambda: bool(own) and bool(reported))
    assert [type(error) for error in own + reported] == [UserError, UserError]


def test_a_callback_whose_owner_is_gone_is_dropped(qtbot: QtBot, tasks: Tasks) -> None:
    seen: list[bool] = []
    owner, free = QObject(), threading.Event()
    tasks.read(owner, lambda _control: free.wait(5), seen.append)
    owner.deleteLater()
    with qtbot.waitSignal(owner.destroyed):
        pass
    free.set()
    qtbot.waitUntil(lambda: not tasks.busy)
    assert seen == []


def test_cancelling_stops_at_the_next_report_and_needs_no_words(
    qtbot: QtBot, tasks: Tasks, reported: Reported
) -> None:
    began, stopped = threading.Event(), []

    def work(control: Control) -> None:
        try:
            while True:
                control(1, 4)
                began.set()
        except CancelledError:
            stopped.append(True)
            raise

    owner = QObject()
    job = tasks.write(owner, work, lambda _nothing: None, title="写入")
    qtbot.waitUntil(began.is_set)
    assert job.share == 25
    assert tasks.jobs() == (job,)
    job.cancel()
    qtbot.waitUntil(lambda: not tasks.busy)
    assert stopped == [True]
    assert reported == []


def test_writes_keep_their_order(qtbot: QtBot, tasks: Tasks) -> None:
    seen: list[int] = []
    owner = QObject()
    for number in range(20):
        tasks.write(owner, lambda _control, number=number: number, seen.append)  # type: ignore[misc]
    qtbot.waitUntil(lambda: len(seen) == 20)
    assert seen == list(range(20))


def test_what_was_written_is_told_though_cancelling_came_too_late(qtbot: QtBot, tasks: Tasks) -> None:
    """Nothing was rolled back, so whoever waits for it must hear of it; a reading that nobody wants is dropped."""
    owner = QObject()
    seen: list[str] = []
    began, free = threading.Event(), threading.Event()

    def work(_control: Control) -> str:
        began.set()
        free.wait(20)
        return "写好了"

    for start in (tasks.write, tasks.read):
        began.clear()
        free.clear()
        job = start(owner, work, seen.append, title="写入")
        qtbot.waitUntil(began.is_set)
        job.cancel()
        free.set()
        qtbot.waitUntil(lambda: not tasks.busy)
    assert seen == ["写好了"]


def test_what_was_typed_is_written_though_the_program_closes(qtbot: QtBot, reported: Reported) -> None:
    """A draft asked for on leaving waits behind another write; what has a title was stopped by the person."""
    tasks = Tasks(lambda _owner, error: reported.append(error))
    owner, began = QObject(), threading.Event()
    written: list[str] = []

    def endless(control: Control) -> None:
        while True:
            control(1, 4)
            began.set()

    tasks.write(owner, endless, lambda _nothing: None, title="批量修改")
    tasks.write(owner, lambda _control: written.append("草稿"), lambda _nothing: None)
    tasks.write(owner, lambda _control: written.append("粘贴"), lambda _nothing: None, title="粘贴")
    qtbot.waitUntil(began.is_set)
    assert tasks.close()
    assert written == ["草稿"]
    assert reported == []


def test_no_lane_is_the_last_to_let_go_of_something_of_the_window(tasks: Tasks, qtbot: QtBot) -> None:
    """Qt's lock and Python's would be taken the wrong way round, and the window stand still for ever."""
    kept: list[object] = []
    tasks._finished.connect(kept.append)
    page, owner = QObject(), QObject()
    gone = weakref.ref(page)

    def start(page: QObject) -> None:
        tasks.read(owner, lambda _control: page, lambda _same: None)

    start(page)
    del page
    qtbot.waitUntil(lambda: not tasks.busy)
    assert len(kept) == 1
    assert gone() is None

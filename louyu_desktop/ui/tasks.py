"""Work off the window's thread: one write at a time, a large one beside it, several reads; results come back.

A callback has an owner and is dropped when the owner is gone; progress is polled, never pushed.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar

import shiboken6
from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from louyu_desktop.errors import CancelledError, PasswordAgainError
from louyu_desktop.services.copies import Control
from louyu_desktop.text import _

T = TypeVar("T")
Step = Callable[[], object]
_READERS = 3


class Job:
    """One piece of work: what it is called, how far it is, and the way to stop it."""

    def __init__(self, title: str = "") -> None:
        self.title = title
        self.done = 0
        self.total = 0
        self.note = ""
        self.started = time.monotonic()
        self.finished = False
        self._cancelled = threading.Event()

    def cancel(self) -> None:
        """Ask the work to stop at its next report; what it wrote is rolled back."""
        self._cancelled.set()

    @property
    def cancelled(self) -> bool:
        """Whether it was asked to stop."""
        return self._cancelled.is_set()

    @property
    def share(self) -> int | None:
        """Per cent done, or None while the total is not known."""
        return min(100, self.done * 100 // self.total) if self.total else None

    @property
    def seconds(self) -> float:
        """How long it has been known."""
        return time.monotonic() - self.started

    def control(self, done: int, total: int, note: str = "") -> None:
        """What the work calls to report; raises `CancelledError` once it was cancelled."""
        self.done, self.total, self.note = done, total, note
        if self._cancelled.is_set():
            raise CancelledError(_("已取消，什么都没有改"))


@dataclass(frozen=True, slots=True)
class _Order(Generic[T]):
    """What is to be done, for whom, and who hears of it: it never leaves the window's thread."""

    job: Job
    owner: QObject
    work: Callable[[Control], T]
    done: Callable[[T], object]
    failed: Callable[[Exception], object] | None
    lane: QThreadPool


class _Work(Generic[T]):
    """What a lane does and what came of it.

    The lane's thread may let go of it last, and what goes with it may be a widget: freed there, it waits for Python's
    lock with Qt's held while the window waits the other way round.  So the window takes everything out of it.
    """

    def __init__(self, job: Job, work: Callable[[Control], T]) -> None:
        self.job = job
        self._work: Callable[[Control], T] | None = work
        self._result: T | None = None
        self._error: Exception | None = None

    def carry_out(self) -> None:
        """Do the work; every exception is kept for the window's thread."""
        try:
            self.job.control(0, 0)
            if self._work is not None:
                self._result = self._work(self.job.control)
        except Exception as error:  # noqa: BLE001 - goes back to the window thread
            self._error = error

    def take(self) -> tuple[T | None, Exception | None]:
        """What came of it; nothing stays."""
        taken = self._result, self._error
        self._work = self._result = self._error = None
        return taken


class _Run(QRunnable):
    """What the pool runs and deletes."""

    def __init__(self, work: _Work[Any], deliver: Callable[[_Work[Any]], None]) -> None:
        super().__init__()
        self._work, self._deliver = work, deliver

    def run(self) -> None:
        """Carry the work out and hand it over."""
        self._work.carry_out()
        self._deliver(self._work)


class Tasks(QObject):
    """The lanes of work; long-lived, made once on the window's thread. `began` comes with each titled job.

    `ask_again(owner, error, go_on, give_up)` is asked where a service wants the password once more (`ui.step_up`).
    """

    began = Signal()
    _finished = Signal(object)

    def __init__(self, report: Callable[[QObject, Exception], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._report = report
        self._reads = QThreadPool(self)
        self._reads.setMaxThreadCount(_READERS)
        self._writes = QThreadPool(self)
        self._writes.setMaxThreadCount(1)
        self._bulks = QThreadPool(self)
        self._bulks.setMaxThreadCount(1)
        self._closed = False
        self.ask_again: Callable[[QObject, PasswordAgainError, Step, Step], object] | None = None
        self._running: dict[Job, _Order[Any]] = {}
        self._finished.connect(self._come_back)

    def read(
        self,
        owner: QObject,
        work: Callable[[Control], T],
        done: Callable[[T], object],
        failed: Callable[[Exception], object] | None = None,
        *,
        title: str = "",
    ) -> Job:
        """Run `work` on a reading lane; `title` makes the job visible in the status bar."""
        return self._start(self._reads, owner, work, done, failed, title)

    def write(
        self,
        owner: QObject,
        work: Callable[[Control], T],
        done: Callable[[T], object],
        failed: Callable[[Exception], object] | None = None,
        *,
        title: str = "",
    ) -> Job:
        """Run `work` on the one writing lane, after the writes asked for before."""
        return self._start(self._writes, owner, work, done, failed, title)

    def bulk(
        self,
        owner: QObject,
        work: Callable[[Control], T],
        done: Callable[[T], object],
        failed: Callable[[Exception], object] | None = None,
        *,
        title: str = "",
    ) -> Job:
        """Run `work` that writes much on a lane of its own: it gives way to every other write as it goes."""
        return self._start(self._bulks, owner, work, done, failed, title)

    def jobs(self) -> tuple[Job, ...]:
        """The jobs with a title that are not finished, oldest first."""
        return tuple(job for job in self._running if job.title)

    @property
    def busy(self) -> bool:
        """Whether anything at all is under way."""
        return bool(self._running)

    def close(self, wait_ms: int = 10_000) -> bool:
        """Stop what reads or has a title and wait; True when all came to an end in time.

        A write without title is short, and what somebody typed: it is carried out. Nothing is told afterwards.
        """
        self._closed = True
        for job, order in self._running.items():
            if job.title or order.lane is self._reads:
                job.cancel()
        return all(lane.waitForDone(wait_ms) for lane in (self._bulks, self._writes, self._reads))

    def _start(
        self,
        lane: QThreadPool,
        owner: QObject,
        work: Callable[[Control], T],
        done: Callable[[T], object],
        failed: Callable[[Exception], object] | None,
        title: str,
    ) -> Job:
        job = Job(title)
        if self._closed:
            job.finished = True
            return job
        self._run(_Order(job, owner, work, done, failed, lane))
        return job

    def _run(self, order: _Order[Any]) -> None:
        if self._closed:
            return
        order.job.finished = False
        self._running[order.job] = order
        order.lane.start(_Run(_Work(order.job, order.work), self._finished.emit))
        if order.job.title:
            self.began.emit()

    def _come_back(self, work: _Work[Any]) -> None:
        order = self._running.pop(work.job)
        order.job.finished = True
        result, error = work.take()
        if self._closed or not shiboken6.isValid(order.owner):
            return
        if error is None:
            if not (order.lane is self._reads and order.job.cancelled):  # what was written stays, so it is told
                order.done(result)
        elif isinstance(error, PasswordAgainError) and self.ask_again is not None:
            self.ask_again(order.owner, error, partial(self._run, order), partial(self._give_up, order))
        else:
            self._tell(order, error)

    def _give_up(self, order: _Order[Any]) -> None:
        self._tell(order, CancelledError(_("已取消，什么都没有改")))

    def _tell(self, order: _Order[Any], error: Exception) -> None:
        if not shiboken6.isValid(order.owner):
            return
        if order.failed is not None:
            order.failed(error)
        elif not isinstance(error, CancelledError):
            self._report(order.owner, error)

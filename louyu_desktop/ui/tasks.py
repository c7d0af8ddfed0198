"""Work off the window's thread: one write at a time, a large one beside it, several reads; results come back.

A callback has an owner and is dropped when the owner is gone; progress is polled, never pushed.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
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


class _Work(Generic[T]):
    """The work and what came of it; a plain object, so that no thread frees anything of Qt."""

    def __init__(
        self,
        job: Job,
        owner: QObject,
        work: Callable[[Control], T],
        done: Callable[[T], object],
        failed: Callable[[Exception], object] | None,
        lane: QThreadPool,
    ) -> None:
        self.lane = lane
        self.job, self.owner, self.work, self.done, self.failed = job, owner, work, done, failed
        self.result: T | None = None
        self.error: Exception | None = None

    def carry_out(self) -> None:
        """Do the work; every exception is kept for the window's thread."""
        self.error = None
        try:
            self.job.control(0, 0)
            self.result = self.work(self.job.control)
        except Exception as error:  # noqa: BLE001 - goes back to the window thread
            self.error = error


class _Run(QRunnable):
    """What the pool runs and deletes; it owns nothing that outlives the run."""

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
        self._running: dict[Job, _Work[Any]] = {}
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
        for job, work in self._running.items():
            if job.title or work.lane is self._reads:
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
        self._run(_Work(job, owner, work, done, failed, lane))
        return job

    def _run(self, work: _Work[Any]) -> None:
        if self._closed:
            return
        work.job.finished = False
        self._running[work.job] = work
        work.lane.start(_Run(work, self._finished.emit))
        if work.job.title:
            self.began.emit()

    def _come_back(self, work: _Work[Any]) -> None:
        self._running.pop(work.job, None)
        work.job.finished = True
        if self._closed or not shiboken6.isValid(work.owner):
            return
        if work.error is None:
            if not (work.lane is self._reads and work.job.cancelled):  # what was written stays, so it is told
                work.done(work.result)
        elif isinstance(work.error, PasswordAgainError) and self.ask_again is not None:
            self.ask_again(work.owner, work.error, partial(self._run, work), partial(self._give_up, work))
        else:
            self._tell(work, work.error)

    def _give_up(self, work: _Work[Any]) -> None:
        self._tell(work, CancelledError(_("已取消，什么都没有改")))

    def _tell(self, work: _Work[Any], error: Exception) -> None:
        if not shiboken6.isValid(work.owner):
            return
        if work.failed is not None:
            work.failed(error)
        elif not isinstance(error, CancelledError):
            self._report(work.owner, error)

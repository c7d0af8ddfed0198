"""When a page reads: at first sight, and again once what it shows may have changed."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial
from typing import TYPE_CHECKING, TypeVar, cast

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from louyu_desktop.errors import UserError
from louyu_desktop.services.copies import Control
from louyu_desktop.ui.bus import Changes
from louyu_desktop.ui.problems import report

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

T = TypeVar("T")


class Reading(QObject):
    """Calls `read` when its page is seen and is `stale`; `read` then says through `ask` what to read.

    Changes of `kinds` make it stale, without kinds every change.  `soon` gathers the changes of so many milliseconds.
    Of several answers under way only the newest is shown.
    """

    due = Signal()

    def __init__(
        self,
        context: Context,
        page: QWidget,
        read: Callable[[], object],
        kinds: Collection[str] = (),
        *,
        soon: int = 0,
    ) -> None:
        super().__init__(page)
        self.stale = True
        self._context = context
        self._kinds = frozenset(kinds)
        self._turn = 0
        self._timer = QTimer(self, singleShot=True, interval=soon)
        self._timer.timeout.connect(self.due)
        self.due.connect(read)
        context.bus.changed.connect(self._hear)
        page.installEventFilter(self)

    @property
    def _page(self) -> QWidget:
        return cast(QWidget, self.parent())

    def _hear(self, changes: Changes) -> None:
        if not self._kinds or not self._kinds.isdisjoint(changes.kinds):
            self.again()

    def again(self, *_anything: object) -> None:
        """What it shows may have changed: read now if somebody looks, else when somebody does."""
        self.stale = True
        if self._page.isVisible():
            self.begin()

    @property
    def waits(self) -> bool:
        """Whether it is about to read."""
        return self._timer.isActive()

    def begin(self) -> None:
        """Read, as soon as changes have been gathered."""
        if self._timer.interval():
            self._timer.start()
        else:
            self.due.emit()

    def eventFilter(self, _page: QObject, event: QEvent) -> bool:
        """Somebody looks."""
        if event.type() == QEvent.Type.Show and self.stale:
            self.begin()
        return False

    def ask(
        self, work: Callable[[Control], T], show: Callable[[T], object], *, title: str = "", may_go: bool = False
    ) -> None:
        """Read, and show the answer unless it was asked again meanwhile; what went wrong is said, and tried again.

        What `may_go`, a record that is taken back meanwhile, is no news here: its file says so.
        """
        self._timer.stop()
        self.stale = False
        self._turn += 1
        arrived, failed = partial(self._arrived, self._turn, show), partial(self._failed, self._turn, may_go)
        self._context.tasks.read(self._page, work, arrived, failed, title=title)

    def _arrived(self, turn: int, show: Callable[[T], object], found: T) -> None:
        if turn == self._turn:
            show(found)

    def _failed(self, turn: int, may_go: bool, error: Exception) -> None:
        if turn == self._turn:
            self.stale = True
            if not (may_go and isinstance(error, UserError)):
                report(self._page, error)

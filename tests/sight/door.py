"""Every screen before the window: the first day step by step, the log-in, a forgotten password, what does not open."""

from __future__ import annotations

import datetime as dt
import gettext
from collections.abc import Callable
from functools import partial
from pathlib import Path

from louyu_desktop.services.repairs import Before
from louyu_desktop.ui.entrance.first_run import FirstRun
from louyu_desktop.ui.entrance.flow import Entrance
from louyu_desktop.ui.entrance.held import Held
from louyu_desktop.ui.entrance.way import OldStation
from louyu_desktop.ui.entrance.welcome import Welcome
from tests.sight.walk import SIZE, Ground, Look
from tests.stations import PASSWORD

_AT = dt.datetime(2026, 11, 22, 18, 30, tzinfo=dt.UTC)


class Doors(Ground):
    """A walk from the first window to the last step of the first day, and past what else may stand there."""

    def __init__(
        self, folder: Path, machine: Path, look: Look, *, size: tuple[int, int] = SIZE,
        words: gettext.NullTranslations | None = None,
    ) -> None:  # fmt: skip
        super().__init__(machine, look, size, words)
        self._folder = folder
        self._held = Held(folder, None, plain=True)
        self._entrance = Entrance(self.frame, self.tasks, folder, self._held.keep)

    def run(self) -> list[str]:
        """All of it; the names of the screens."""
        file = self._folder / "楼宇党群服务站_20261122-1830.lybak"
        self._entrance.begin()
        self._see()
        welcome = self.frame.centralWidget()
        assert isinstance(welcome, Welcome)
        welcome.begin.click()
        self._first_day()
        entrance = self._entrance
        ways: tuple[Callable[[], object], ...] = (
            partial(entrance.take_in, OldStation("梧桐里党群服务站", (("u1", "周敏"), ("u2", "施佳宁")))),
            partial(entrance.ask_to_log_in, "周敏"), entrance._forgotten, partial(entrance.ask_to_restore, None),
            entrance.ask_to_repair, partial(entrance._offer, file),
            partial(entrance._offer_before, Before(file, 7, 3, _AT)),
        )  # fmt: skip
        for way in ways:
            way()
            self._see()
        return self.screens

    def _first_day(self) -> None:
        """The wizard, a station made, and the steps after it."""
        page = self.frame.centralWidget()
        assert isinstance(page, FirstRun)
        self._see()
        page.go_on()
        self._see("空着")
        page.station.name.line.setText("梧桐里党群服务站")
        page.station.person.line.setText("周敏")
        page.station.new.first.password.setText(PASSWORD[:4])
        page.go_on()
        self._see("太短")
        page.station.new.first.password.show_typed(on=False)
        self._see("遮住")
        for line in (page.station.new.first, page.station.new.again):
            line.password.setText(PASSWORD)
        page.go_on()
        self.settle()
        for number in range(page._before, len(page._all)):
            page._show(number)
            self._see()

    def _see(self, more: str = "") -> None:
        self.settle()
        page = self.frame.centralWidget()
        step = f" › {type(page.step).__name__}" if isinstance(page, FirstRun) else ""
        self._show(f"{type(page).__name__}{step} {more}".strip(), page)

    def end(self) -> None:
        """Give the station back."""
        super().end()
        if self._held.services is not None:
            self._held.services.close()

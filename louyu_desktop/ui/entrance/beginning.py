"""A folder without a station, or one that does not open: the first day, a station taken in, one out of a backup."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from louyu_desktop.errors import CancelledError, DamagedError, LouyuError, NewerDataError
from louyu_desktop.text import _
from louyu_desktop.ui.entrance.way import OldStation, Opened, Way

if TYPE_CHECKING:
    from pathlib import Path

    from louyu_desktop.services.backup_copies import Preview
    from louyu_desktop.services.copies import Control
    from louyu_desktop.services.repairs import Before, Repaired
    from louyu_desktop.ui.entrance.first_run import FirstRun, Step, TakeIn, Wizard
    from louyu_desktop.ui.entrance.repair import Mending, RepairPage
    from louyu_desktop.ui.entrance.rescue import RescuePage
    from louyu_desktop.ui.entrance.restore import RestorePage, Return
    from louyu_desktop.ui.entrance.welcome import Welcome


class Beginning(Way):
    """The ways to a station that is not simply logged in to."""

    # -- the first day -------------------------------------------------------------------------

    def ask_how_to_begin(self) -> None:
        """The three ways, where there is no station yet."""
        from louyu_desktop.ui.entrance.welcome import Welcome

        page = Welcome()
        page.own.connect(self.ask_for_station)
        page.ledgers.connect(partial(self.ask_for_station, ledgers=True))
        page.look.connect(partial(self._look_around, page))
        page.restore.connect(self._ask_for_backup)
        page.left.connect(self._frame.close)
        self._show(page)

    def _look_around(self, page: Welcome) -> None:
        """The demonstration is built beside this window unless a fresh one stands; then the program goes there."""

        def work(control: Control) -> Path:
            from louyu_desktop import paths
            from louyu_desktop.rules import dates
            from louyu_desktop.services import demonstration, trying

            folder = paths.demonstration()
            if not demonstration.is_fresh(folder, dates.today()):
                demonstration.build(folder, None, dates.today(), control)
            return trying.station_in(folder)

        def built(station: Path) -> None:
            page.ready()
            self.elsewhere.emit(station)

        def failed(error: Exception) -> None:
            if isinstance(error, LouyuError):
                page.refused("" if isinstance(error, CancelledError) else error.sentence)
            else:
                self.refused.emit(error)

        page.watch(self._tasks.bulk(page, work, built, failed, title=_("建立演示站点")))

    def ask_for_station(self, *, ledgers: bool = False) -> None:
        """A new station, step by step; with old `ledgers` the import follows instead of the optional steps."""
        from louyu_desktop.ui.entrance.first_run import FirstRun

        page = FirstRun(self._folder, ledgers=ledgers)
        page.left.connect(self.back)
        page.begun.connect(partial(self._create, page))
        self._show(page)

    def _create(self, page: FirstRun) -> None:
        folder, wanted = self._folder, page.wanted()
        self._person = wanted.person

        def open_it() -> Any:
            from louyu_desktop.services import vaults

            return vaults.create(folder, wanted.station, wanted.person, wanted.password)

        self._make(page, open_it)

    def take_in(self, old: OldStation) -> None:
        """A station of the first days gets its first password."""
        from louyu_desktop.ui.entrance.first_run import TakeIn

        page = TakeIn(old.name, old.people)
        page.left.connect(self._frame.close)
        page.begun.connect(partial(self._lock_up, page))
        self._show(page)

    def _lock_up(self, page: TakeIn) -> None:
        folder, uid, password = self._folder, page.owner.uid, page.owner.new.text
        self._person = page.owner.chosen()

        def open_it() -> Any:
            from louyu_desktop.services import vaults

            return vaults.take_in(folder, uid, password)

        self._make(page, open_it)

    def _make(self, page: Wizard, open_it: Callable[[], Any]) -> None:
        keep = self._keep

        def failed(error: Exception) -> None:
            if isinstance(error, LouyuError) and not isinstance(error, DamagedError):
                page.refused(error.sentence)
            else:
                self.refused.emit(error)

        self._tasks.write(page, lambda _control: keep(open_it(), True), partial(self._made, page), failed)

    def _made(self, page: Wizard, opened: Opened) -> None:
        """The station stands: now what needs it."""
        from louyu_desktop.ui.entrance.first_run import FirstRun
        from louyu_desktop.ui.entrance.later_steps import BackupStep, SpareStep
        from louyu_desktop.ui.entrance.optional_steps import BuildingsStep, CalendarStep, ColleaguesStep

        self._watch()
        parts = self._tasks, opened.services
        steps: list[Step] = [SpareStep(*parts)]
        if isinstance(page, FirstRun) and not page.ledgers:
            steps += [ColleaguesStep(*parts), BuildingsStep(*parts), CalendarStep(*parts)]
        if not isinstance(page, FirstRun) or not page.ledgers:
            steps.append(BackupStep(*parts))
        page.add_steps(*steps)
        page.finished.connect(partial(self.opened.emit, opened._replace(begin_with=page.then)))

    # -- out of a backup ------------------------------------------------------------------------

    def _ask_for_backup(self) -> None:
        self.ask_to_restore(None)

    def ask_to_restore(self, file: Path | None) -> None:
        """The station comes back out of a backup, by its recovery sheet alone; `file` may be known already."""
        from louyu_desktop.ui.entrance.restore import RestorePage

        page = RestorePage(file)
        page.left.connect(self.back)
        page.looked.connect(partial(self._look_into, page))
        page.wanted.connect(partial(self._restore, page))
        self._show(page)

    def ways_from(self, error: Exception) -> dict[str, Callable[[], object]]:
        """What may be done where the data does not open, by the words of the buttons."""
        if isinstance(error, NewerDataError):
            return {_("回到升级前的备份…"): self.ask_to_go_back}
        if isinstance(error, DamagedError):
            return {_("在副本上修复…"): self.ask_to_repair, _("从备份恢复…"): self.ask_to_rescue}
        return {}

    def ask_to_repair(self) -> None:
        """Mend a copy."""
        from louyu_desktop.ui.entrance.repair import RepairPage

        page = RepairPage(self._folder, self._person)
        page.left.connect(self.back)
        page.elsewhere.connect(self.elsewhere)
        page.wanted.connect(partial(self._repair, page))
        self._show(page)

    def _repair(self, page: RepairPage, wanted: Mending) -> None:
        folder = self._folder

        def work(control: Control) -> Repaired:
            from louyu_desktop.services import repairs

            return repairs.repair(folder, wanted.to, wanted.person, wanted.password, control=control)

        def failed(error: Exception) -> None:
            if isinstance(error, LouyuError):
                page.refused(error.sentence)
            else:
                self.refused.emit(error)

        self._tasks.write(page, work, page.show_done, failed)

    def ask_to_go_back(self) -> None:
        """The data are newer than this program: the backup that was made before the upgrade, by its name."""
        folder = self._folder

        def before(_control: Control) -> Before | None:
            from louyu_desktop.services import repairs

            return repairs.before_upgrade(folder)

        self._tasks.read(self._frame, before, self._offer_before)

    def _offer_before(self, before: Before | None) -> None:
        if before is None:
            self.ask_to_restore(None)
            return
        at = f"{before.made_at.astimezone():%Y-%m-%d %H:%M}"
        words = _("升级前的备份是 {file}（第 {number} 份，{at}）。用它换下现在的数据；升级后的数据留在旁边，不会删。要站长的口令。")
        self._offer(before.file, words.format(file=before.file.name, number=before.number, at=at))

    def ask_to_rescue(self) -> None:
        """The data does not open: its newest backup, by a password; by the sheet where none lies here."""
        folder = self._folder

        def newest(_control: Control) -> Path | None:
            from louyu_desktop.services import restores

            return restores.newest_backup(folder)

        self._tasks.read(self._frame, newest, self._offer)

    def _offer(self, file: Path | None, words: str = "") -> None:
        from louyu_desktop.ui.entrance.rescue import RescuePage

        if file is None:
            self.ask_to_restore(None)
            return
        page = RescuePage(file, self._person, words)
        page.left.connect(self.back)
        page.repair.connect(self.ask_to_repair)
        page.by_sheet.connect(partial(self.ask_to_restore, file))
        page.wanted.connect(partial(self._rescue, page, file))
        self._show(page)

    def _rescue(self, page: RescuePage, file: Path, name: str, password: str) -> None:
        folder = self._folder
        self._person = name

        def open_it() -> Any:
            from louyu_desktop.services import restores, vaults

            restores.rescue(folder, file, name, password)
            return vaults.log_in(folder, name, password)

        self._write(page, open_it, partial(self._let_in, password))

    def _look_into(self, page: RestorePage, wanted: Return) -> None:
        folder = self._folder

        def work(control: Control) -> Preview:
            from louyu_desktop.services import restores

            return restores.preview_closed(folder, wanted.file, wanted.written, control)

        self._tasks.write(page, work, page.show_found, partial(self._not_restored, page))

    def _restore(self, page: RestorePage, wanted: Return) -> None:
        folder, keep = self._folder, self._keep
        self._person = wanted.person

        def work(control: Control) -> Opened:
            from louyu_desktop.services import restores, vaults

            restores.restore_closed(folder, wanted.file, wanted.written, control)
            return keep(vaults.reset_by_sheet(folder, wanted.person, wanted.password, wanted.written), True)

        self._tasks.write(page, work, partial(self._let_in, ""), partial(self._not_restored, page))

    def _not_restored(self, page: RestorePage, error: Exception) -> None:
        if isinstance(error, LouyuError):
            page.refused(error.sentence)
        else:
            self.refused.emit(error)

"""Backups for the window and the commands: made, proven, brought to a second place, tidied (SAFETY.md 5.3)."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from weakref import WeakKeyDictionary

from louyu_desktop.errors import DamagedError, NotPermittedError, SystemProblem, UserError
from louyu_desktop.rules import dates
from louyu_desktop.services import second_place
from louyu_desktop.services.backup_copies import BackupCopy, Level, SecondPlace, Standing, age, day_of
from louyu_desktop.services.backup_rows import Rows, as_kept, made_now
from louyu_desktop.services.copies import Control, no_control
from louyu_desktop.services.second_place import Second
from louyu_desktop.storage import backup, bringing, drill
from louyu_desktop.storage.backup import Ground, Made, UnfinishedError, Wanted
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.retention import Moment, to_drop
from louyu_desktop.text import _

EVERY = 1800.0
"""Seconds between two backups of a station that is being changed."""

FEW = 64 << 20
"""Up to so many bytes of attachments go into every backup; more of them only into those that are not by the clock."""

LATE_DAYS = 2
DRILL_DAYS = 30
_PAUSE = 0.2


@dataclass(slots=True)
class _Course:
    """What all who make backups of one open station share: one at a time, and when the last one was made."""

    one: threading.Lock = field(default_factory=threading.Lock)
    last: float | None = None


_COURSES: WeakKeyDictionary[Database, _Course] = WeakKeyDictionary()


class Backups:
    """The backups of one open station; each method may be called from a worker, one is made at a time."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.monotonic) -> None:
        self._database = database
        self._clock = clock
        self._course = _COURSES.setdefault(database, _Course())
        self._rows = Rows(database)
        self._second = Second(database)

    # what there is

    def possible(self) -> bool:
        """Whether backups are made at all: a station without a vault (the demonstration) has nobody's keys."""
        return self._database.vault is not None

    def folder(self) -> Path:
        """Where they lie on this computer."""
        return self._database.folder / backup.FOLDER

    def listing(self) -> tuple[BackupCopy, ...]:
        """Every backup that lies here or in the second place, the newest first."""
        return tuple(one for one in self._rows.all(self._files()) if one.file is not None)

    def standing(self) -> Standing:
        """What the status bar says."""
        vault = self._database.vault
        if vault is None:
            return Standing(Level.OFF, _("演示站点不做备份"))
        proven = [one for one in self.listing() if one.proven_at and not one.damaged]
        second, away = second_place.in_words(self._second.told(), missing=bool(proven) and proven[0].second_at is None)
        if not proven:
            return Standing(Level.BAD, _("还没有备份"), second, _("还没有备份。请现在备份一次"))
        newest = proven[0]
        since = age(newest.made_at)
        words = _("备份已验证：{age}").format(age=since)
        late = self.changed() and not 0 <= (dates.today() - day_of(newest.made_at)).days < LATE_DAYS
        alone = "" if vault.recipients() else _("没有恢复纸：这台电脑坏了，备份就打不开。请在设置里打印一张")
        told = _("最近一次验证过的备份是{age}做的。请现在备份一次").format(age=since) if late else away or alone
        return Standing(Level.LATE if told else Level.GOOD, words, second, told)

    def changed(self) -> bool:
        """Whether something was written since the newest proven backup."""
        return self._rows.lacks_something()

    # making

    def make(
        self, kind: str = Moment.HAND, control: Control = no_control, *, held: int | None = None
    ) -> BackupCopy:  # fmt: skip
        """A backup now, proven; then it is brought to the second place, if that is there, and old ones go but `held`.

        UserError without a vault, SystemProblem when the disk refuses, DamagedError when it does not hold.
        """
        with self._course.one:
            made = self._make(Moment(kind), control)
            self._course.last = self._clock()
            place = self._second.reached()
            if place is not None:
                self._bring(made.path, made.manifest.number, place, control)
            self._tidy(held)
            return self._as_made(made)

    def due(self) -> bool:
        """Whether the half-hourly one is due: something changed, and long enough ago by a clock nobody can turn."""
        if not self.possible() or self._course.one.locked():
            return False
        return (self._course.last is None or self._clock() - self._course.last >= EVERY) and self.changed()

    def by_the_clock(self, control: Control = no_control) -> BackupCopy | None:
        """The half-hourly one, when it is due."""
        return self.make(Moment.INTERVAL, control) if self.due() else None

    def before(self, kind: str, control: Control = no_control) -> BackupCopy | None:
        """A backup before an import or a merge, unless the newest proven one has all of it; None without a vault."""
        return self.make(kind, control) if self.possible() and self.changed() else None

    def leaving(self, control: Control = no_control) -> BackupCopy | None:
        """The backup at log-out, when something changed, or attachments are in none that was made by the clock."""
        if self.possible() and self._rows.lacks_files():
            return self.make(Moment.LEAVING, control)
        return self.before(Moment.LEAVING, control)

    def before_restore(self, number: int | None, control: Control = no_control) -> BackupCopy:
        """The safety copy before a restore; the backup `number`, which is about to be restored, does not go."""
        return self.make(Moment.SAFETY, control, held=number)

    def move(self, target: Path, control: Control = no_control) -> BackupCopy:
        """Everything in one file at `target`, for a new computer: data, keys, attachments."""
        return self.make_at(target, control, Moment.MOVE)

    def make_at(self, target: Path, control: Control = no_control, kind: str = Moment.HAND) -> BackupCopy:
        """A backup, and a copy of it at `target` (a file, or a folder that is there), read back and compared."""
        with self._course.one:
            made = self._make(Moment(kind), control)
            self._course.last = self._clock()
            bringing.bring(made.path, target, control)
            self._tidy()
            return self._as_made(made)

    def _make(self, kind: Moment, control: Control) -> Made:
        ground = self._ground()
        whole = kind is not Moment.INTERVAL or backup.attached_size(ground.attachments) <= FEW
        content = kind in {Moment.HAND, Moment.MOVE, Moment.SAFETY, Moment.DRILL}
        wanted = Wanted(self._next_number(), kind, self.folder(), whole=whole, content=content)
        while True:
            self._wait_for_bulk(control)
            try:
                made = backup.make(ground, wanted, control)
                break
            except UnfinishedError:
                if not self._database.bulk_running:
                    raise SystemProblem(_("有一批没写完的数据还没有退回。请关掉程序重新打开，再备份")) from None
            except DamagedError:
                if ground.epoch == self._database.epoch:
                    raise
                ground = self._ground()  # the data key was changed meanwhile
        self._rows.note(made.manifest, made.size)
        return made

    def _as_made(self, made: Made) -> BackupCopy:
        if self._database.read_only:  # a station behind its anchor takes in no row, and is backed up all the same
            return made_now(made.manifest, made.size, made.path)
        return self._told(made.manifest.number)

    def _wait_for_bulk(self, control: Control) -> None:
        while self._database.bulk_running:
            control(0, 0, _("等另一批数据写完再备份"))
            time.sleep(_PAUSE)

    def _ground(self) -> Ground:
        """What is backed up and with which keys; UserError without a vault."""
        database = self._database
        if database.vault is None or database.unlocked is None:
            raise UserError(_("演示站点不做备份。建立自己的站点以后，备份会自动做"))
        ground = backup.ground_of(database.folder, database.vault, database.unlocked)
        return replace(ground, steady=database.steady)

    # proving

    def prove(self, number: int, control: Control = no_control, *, thorough: bool = False) -> BackupCopy:
        """Prove a backup once more where it lies; DamagedError when it does not hold, and then it is marked so."""
        found = self._told(number)
        if found.file is None:
            raise UserError(_("这份备份不在了。请换一份"))
        now = dt.datetime.now(dt.UTC)
        try:
            with backup.told(), backup.working(self.folder(), f"work-{number:06d}") as work:
                drill.prove(found.file, drill.keys_of(self._database), work, control, thorough=thorough)
        except DamagedError:
            self._rows.set(number, damaged=True, proven_at=None)
            raise
        self._rows.set(number, damaged=False, proven_at=now, **({"drilled_at": now} if thorough else {}))
        return self._told(number)

    def drill(self, control: Control = no_control) -> BackupCopy:
        """The monthly one: a fresh whole backup, taken apart to every index and every attachment."""
        made = self.make(Moment.DRILL, control)
        return self.prove(made.number, control, thorough=True)

    def drill_due(self) -> bool:
        """Whether the last drill is a month old, or of a day yet to come."""
        if not self.possible():
            return False
        last = self._rows.last_drill()
        return last is None or not 0 <= (dates.today() - day_of(last)).days < DRILL_DAYS

    # the second place

    def second_place(self) -> SecondPlace:
        """Where the second place is, and whether it is there now."""
        return self._second.told()

    def set_second_place(self, folder: Path | None, control: Control = no_control) -> SecondPlace:
        """Bring backups to `folder` too, from now on; None for nowhere.  UserError for one that cannot be it."""
        if folder is not None:
            bringing.mark_place(folder, self._ground().vault_id, self._database.folder)
        self._second.choose(folder)
        if folder is not None:
            self.bring(control)
        return self.second_place()

    def bring(self, control: Control = no_control) -> bool:
        """Bring the newest proven backup to the second place if it has not got it; False when it is not there."""
        place = self._second.reached()
        if place is None:
            return False
        with self._course.one:
            here, there = self._lying(self.folder()), self._lying(place)
            newest = next((one for one in self.listing() if one.proven_at and one.number in here), None)
            if newest is not None and newest.number not in there:
                self._bring(here[newest.number], newest.number, place, control)
            self._second.seen()
        return True

    def _bring(self, made: Path, number: int, place: Path, control: Control) -> None:
        try:
            bringing.bring(made, place, control)
        except SystemProblem:
            return  # it stays unseen there; what lies here is a backup all the same
        self._rows.set(number, second_at=dt.datetime.now(dt.UTC))
        self._second.seen()

    # keeping order

    def settle(self, control: Control = no_control) -> None:
        """After opening: take away what a killed program left, and prove what lies there and is not known yet."""
        if not self.possible():
            return
        with self._course.one:
            backup.sweep(self.folder())
            known = {one.number for one in self._rows.all({})}
            strange = {n: path for n, path in self._lying(self.folder()).items() if n not in known}
            for number, path in sorted(strange.items()):
                self._adopt(number, path, control)

    def _adopt(self, number: int, path: Path, control: Control) -> None:
        try:
            with backup.told(), backup.working(self.folder(), f"work-{number:06d}") as work:
                manifest = drill.prove(path, drill.keys_of(self._database), work, control)
        except (SystemProblem, NotPermittedError):
            return  # not ours to call a backup
        if manifest.number == number:
            self._rows.note(manifest, path.stat().st_size)

    def _tidy(self, held: int | None = None) -> None:
        """Let old ones go, here and in the second place, by the rules."""
        place = self._second.reached()
        for folder in (self.folder(), *([place] if place is not None else ())):
            lying = self._lying(folder)
            kept = [as_kept(one) for one in self._rows.all(lying) if one.file is not None]
            for number in to_drop(kept, dates.today(), () if held is None else (held,)):
                bringing.drop(lying[number])
        if place is not None or self._second.told().folder is None:  # one that is away may have what is gone here
            self._rows.forget([one.number for one in self._rows.all(self._files()) if one.file is None])

    def _told(self, number: int) -> BackupCopy:
        return self._rows.one(number, self._files())

    def _files(self) -> dict[int, Path]:
        return {**self._lying(self._second.reached()), **self._lying(self.folder())}

    def _lying(self, folder: Path | None) -> dict[int, Path]:
        vault = self._database.vault
        return backup.lying_in(folder, vault.vault_id) if folder is not None and vault is not None else {}

    def _next_number(self) -> int:
        return 1 + max([self._rows.last_number(), *self._files()])

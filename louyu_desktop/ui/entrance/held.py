"""The station of one run of the window: opened on a worker, held while the window stands, given back at the end.

At its top nothing is imported that the first painted window does not need.
"""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any

from louyu_desktop.ui.modules import KEYS

if TYPE_CHECKING:
    from pathlib import Path

    from louyu_desktop.services.copies import Control
    from louyu_desktop.services.suite import Services
    from louyu_desktop.ui.entrance.way import OldStation, Opened


class Held:
    """The station in `folder`, for the person called `user`; `services` once it is open.

    `plain` leaves out the making of fonts (safe mode); `backup` is the file that the program was opened with.
    """

    def __init__(self, folder: Path, user: str | None, *, plain: bool, backup: Path | None = None) -> None:
        self.folder, self.user, self.backup = folder, user, backup
        self._plain = plain
        self.services: Services | None = None

    @property
    def is_there(self) -> bool:
        """Whether there is a station in the folder at all."""
        return (self.folder / "station.db").exists()

    @property
    def is_keyless(self) -> bool:
        """By the names of the files, as `services.vaults.standing` has it: nothing may be imported for it yet."""
        return self.is_there and not any(self.folder.glob("vault.keys*"))

    def warm_up(self, _control: Control) -> None:
        """On a worker: fonts, and what opens a station."""
        from louyu_desktop.printing.pinned import pinned

        if not self._plain:
            pinned()
        for name in ("louyu_desktop.services.vaults", "louyu_desktop.services.suite", *KEYS):
            import_module(name)

    def rehearse(self, control: Control) -> None:
        """On a worker, while somebody types: what opens a station, and what is asked of it then."""
        self.warm_up(control)
        from louyu_desktop.services.rehearsing import rehearse

        rehearse()

    def open_keyless(self, control: Control) -> Opened | OldStation:
        """On a worker: the demonstration; or who works at a station of the first days, which is to be taken in."""
        self.warm_up(control)
        from louyu_desktop.services import vaults
        from louyu_desktop.ui.entrance.way import OldStation

        try:
            return self.keep(vaults.open_keyless(self.folder, self.user))
        except vaults.UnprotectedError:
            return OldStation(*vaults.people_of(self.folder))

    def keep(self, database: Any, fresh: bool = False) -> Opened:
        """On a worker: the services of an open station; `fresh` where the password was chosen this moment."""
        from louyu_desktop.services.suite import open_services
        from louyu_desktop.ui.entrance.way import Opened

        self.services = services = open_services(database)
        if fresh:
            services.access.count_as_confirmed()
        name, demonstration = services.stations.name(), services.stations.is_demonstration()
        actor = services.stations.actor()
        spent = services.recovery.state().was_used
        must_change = services.accounts.must_change()
        backup = None if fresh else self.backup  # fresh: it came out of that file a moment ago
        return Opened(
            services, name, demonstration, actor.title if actor else "", must_change, spent, backup=backup
        )

    def confirm(self, password: str) -> None:
        """On a worker: whether this is the password of who is there."""
        if self.services is not None:
            self.services.access.confirm(password)

    def warm(self, _control: Control) -> None:
        """On a worker: what the tabs and wizards will ask of the services."""
        if self.services is not None:
            self.services.warm()

    def give_back(self, *, back_up: bool) -> None:
        """Close it, after the backup of the day's end; the next start tells what refuses that."""
        if self.services is None:
            return
        from louyu_desktop.errors import LouyuError

        if back_up and not self.is_keyless:
            with suppress(LouyuError):
                self.services.backups.leaving()
        self.services.close()

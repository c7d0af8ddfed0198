"""All services of one open station, handed to whoever needs them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from louyu_desktop.services.accounts import Accounts
from louyu_desktop.services.records import Records
from louyu_desktop.services.recovery import Recovery
from louyu_desktop.services.searching import Searching
from louyu_desktop.services.stations import Stations, StationSettings
from louyu_desktop.services.today import Today
from louyu_desktop.storage.database import Database

if TYPE_CHECKING:
    from louyu_desktop.services.backups import Backups
    from louyu_desktop.services.exporting import Exporting
    from louyu_desktop.services.figures import Figures
    from louyu_desktop.services.importing import Importing
    from louyu_desktop.services.papers import Papers


class Services:
    """One open station: everything a window or a command may ask.

    Files and papers bring libraries that take as long to import as the rest: they come when first asked for,
    or with `warm`.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self.records = Records(database)
        self.searching = Searching(database)
        self.today = Today(database)
        self.stations = Stations(database)
        self.settings = StationSettings(database)
        self.accounts = Accounts(database)
        self.recovery = Recovery(database)
        self.folder = database.folder
        self.listen = database.subscribe
        self.check = database.check
        self.close = database.close

    @cached_property
    def importing(self) -> Importing:
        """Ledgers in."""
        from louyu_desktop.services.importing import Importing

        return Importing(self._database)

    @cached_property
    def exporting(self) -> Exporting:
        """Ledgers out."""
        from louyu_desktop.services.exporting import Exporting

        return Exporting(self._database)

    @cached_property
    def papers(self) -> Papers:
        """Sheets, books and lists."""
        from louyu_desktop.services.papers import Papers

        return Papers(self._database)

    @cached_property
    def figures(self) -> Figures:
        """The station in numbers."""
        from louyu_desktop.services.figures import Figures

        return Figures(self._database)

    @cached_property
    def backups(self) -> Backups:
        """Copies that have been proven."""
        from louyu_desktop.services.backups import Backups

        return Backups(self._database)

    def warm(self) -> None:
        """Have what comes late before anybody asks for it."""
        _ = self.importing, self.exporting, self.papers


def open_services(database: Database) -> Services:
    """The services of a station whose file is open."""
    return Services(database)

"""All services of one open station, handed to whoever needs them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from louyu_desktop.services.access import Access
from louyu_desktop.services.accounts import Accounts
from louyu_desktop.services.attachments import Attachments
from louyu_desktop.services.audit import Audit
from louyu_desktop.services.guarded import guarded
from louyu_desktop.services.purging import Purging
from louyu_desktop.services.records import Records
from louyu_desktop.services.recovery import Recovery
from louyu_desktop.services.rights import Right
from louyu_desktop.services.searching import Searching
from louyu_desktop.services.stations import Stations, StationSettings
from louyu_desktop.services.suite_for_all import ServicesForAll
from louyu_desktop.services.taking_back import TakingBack
from louyu_desktop.services.today import Today
from louyu_desktop.storage.database import Database

if TYPE_CHECKING:
    from louyu_desktop.services.activities import Activities
    from louyu_desktop.services.backups import Backups
    from louyu_desktop.services.calendar import Agenda
    from louyu_desktop.services.colours import Colours
    from louyu_desktop.services.day_logs import DayLogs
    from louyu_desktop.services.desk import Desk
    from louyu_desktop.services.dossiers import Dossiers
    from louyu_desktop.services.duplicates import Duplicates
    from louyu_desktop.services.duty_rosters import DutyRosters
    from louyu_desktop.services.exporting import Exporting
    from louyu_desktop.services.figures import Figures
    from louyu_desktop.services.floors import Floors
    from louyu_desktop.services.handover import Handover
    from louyu_desktop.services.importing import Importing
    from louyu_desktop.services.matching import Matching
    from louyu_desktop.services.merging import Merging
    from louyu_desktop.services.must_visits import MustVisits
    from louyu_desktop.services.own_fields import OwnFields
    from louyu_desktop.services.papers import Papers
    from louyu_desktop.services.participation import Participation
    from louyu_desktop.services.registering import Registering
    from louyu_desktop.services.restores import Restores
    from louyu_desktop.services.rooms import Rooms
    from louyu_desktop.services.series import Series
    from louyu_desktop.services.snoozing import Snoozing
    from louyu_desktop.services.visits import Visits


class Services(ServicesForAll):
    """One open station: everything a window or a command may ask, each service behind the door of `guarded`.

    Files and papers bring libraries that take as long to import as the rest: they come when first asked for,
    or with `warm`.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self.access = Access(database)
        self.records = guarded(Records(database), self.access)
        self.attachments = guarded(Attachments(database), self.access)
        self.searching = guarded(Searching(database), self.access)
        self.today = guarded(Today(database), self.access)
        self.stations = guarded(Stations(database), self.access)
        self.settings = guarded(StationSettings(database), self.access)
        self.accounts = guarded(Accounts(database), self.access)
        self.recovery = guarded(Recovery(database), self.access)
        self.audit = guarded(Audit(database), self.access)
        self.taking_back = guarded(TakingBack(database), self.access)
        self.purging = guarded(Purging(database), self.access)
        self.folder = database.folder
        self.listen = database.subscribe

    @cached_property
    def importing(self) -> Importing:
        """Ledgers in."""
        from louyu_desktop.services.importing import Importing

        return guarded(Importing(self._database), self.access)

    @cached_property
    def exporting(self) -> Exporting:
        """Ledgers out."""
        from louyu_desktop.services.exporting import Exporting

        return guarded(Exporting(self._database), self.access)

    @cached_property
    def papers(self) -> Papers:
        """Sheets, books and lists."""
        from louyu_desktop.services.papers import Papers

        return guarded(Papers(self._database), self.access)

    @cached_property
    def colours(self) -> Colours:
        """The five colours: suggested by facts, decided by people."""
        from louyu_desktop.services.colours import Colours

        return guarded(Colours(self._database), self.access)

    @cached_property
    def desk(self) -> Desk:
        """Sign-in at the door."""
        from louyu_desktop.services.desk import Desk

        return guarded(Desk(self._database), self.access)

    @cached_property
    def figures(self) -> Figures:
        """The station in numbers."""
        from louyu_desktop.services.figures import Figures

        return guarded(Figures(self._database), self.access)

    @cached_property
    def participation(self) -> Participation:
        """Who came, counted."""
        from louyu_desktop.services.participation import Participation

        return guarded(Participation(self._database), self.access)

    @cached_property
    def merging(self) -> Merging:
        """Two records become one."""
        from louyu_desktop.services.merging import Merging

        return guarded(Merging(self._database), self.access)

    @cached_property
    def duplicates(self) -> Duplicates:
        """Firms that may stand twice."""
        from louyu_desktop.services.duplicates import Duplicates

        return guarded(Duplicates(self._database), self.access)

    @cached_property
    def registering(self) -> Registering:
        """Who comes to an activity, and who waits."""
        from louyu_desktop.services.registering import Registering

        return guarded(Registering(self._database), self.access)

    @cached_property
    def matching(self) -> Matching:
        """Whom a pasted list means."""
        from louyu_desktop.services.matching import Matching

        return guarded(Matching(self._database), self.access)

    @cached_property
    def own_fields(self) -> OwnFields:
        """Fields that the station adds to enterprises."""
        from louyu_desktop.services.own_fields import OwnFields

        return guarded(OwnFields(self._database), self.access)

    @cached_property
    def agenda(self) -> Agenda:
        """Activities by day."""
        from louyu_desktop.services.calendar import Agenda

        return guarded(Agenda(self._database), self.access)

    @cached_property
    def activities(self) -> Activities:
        """The life of an activity."""
        from louyu_desktop.services.activities import Activities

        return guarded(Activities(self._database), self.access)

    @cached_property
    def series(self) -> Series:
        """Activities that come again."""
        from louyu_desktop.services.series import Series

        return guarded(Series(self._database), self.access)

    @cached_property
    def must_visits(self) -> MustVisits:
        """Whom to visit, and why."""
        from louyu_desktop.services.must_visits import MustVisits

        return guarded(MustVisits(self._database), self.access)

    @cached_property
    def rooms(self) -> Rooms:
        """Who has which room when."""
        from louyu_desktop.services.rooms import Rooms

        return guarded(Rooms(self._database), self.access)

    @cached_property
    def snoozing(self) -> Snoozing:
        """Lines of 今日 put off."""
        from louyu_desktop.services.snoozing import Snoozing

        return guarded(Snoozing(self._database), self.access)

    @cached_property
    def day_logs(self) -> DayLogs:
        """What was done on a day, in sentences."""
        from louyu_desktop.services.day_logs import DayLogs

        return guarded(DayLogs(self._database), self.access)

    @cached_property
    def floors(self) -> Floors:
        """Towers floor by floor."""
        from louyu_desktop.services.floors import Floors

        return guarded(Floors(self._database), self.access)

    @cached_property
    def visits(self) -> Visits:
        """What to know before a visit, recording one, rounds, and whom to visit."""
        from louyu_desktop.services.visits import Visits

        return guarded(Visits(self._database), self.access)

    @cached_property
    def duty_rosters(self) -> DutyRosters:
        """Who of the partners sits at the station when."""
        from louyu_desktop.services.duty_rosters import DutyRosters

        return guarded(DutyRosters(self._database), self.access)

    @cached_property
    def dossiers(self) -> Dossiers:
        """The file of an enterprise beside its fields."""
        from louyu_desktop.services.dossiers import Dossiers

        return guarded(Dossiers(self._database), self.access)

    @cached_property
    def handover(self) -> Handover:
        """What somebody looks after, given to another."""
        from louyu_desktop.services.handover import Handover

        return guarded(Handover(self._database), self.access)

    @cached_property
    def backups(self) -> Backups:
        """Copies that have been proven."""
        from louyu_desktop.services.backups import Backups

        return guarded(Backups(self._database), self.access)

    @cached_property
    def restores(self) -> Restores:
        """Copies put back; the station is closed afterwards."""
        from louyu_desktop.services.backups import Backups
        from louyu_desktop.services.restores import Restores

        return guarded(Restores(self._database, Backups(self._database)), self.access)

    def check(self) -> list[str]:
        """What is wrong with the file, a sentence each; reads every page."""
        self.access.require(Right.BACKUP)
        return self._database.check()

    def close(self) -> None:
        """Give the station back; nothing is permitted afterwards."""
        self.access.end()
        self._database.close()

    def warm(self) -> None:
        """Have what comes late before anybody asks for it."""
        _ = self.importing, self.exporting, self.papers


def open_services(database: Database) -> Services:
    """The services of a station whose file is open."""
    return Services(database)

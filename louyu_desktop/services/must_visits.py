"""六必访: what is to be visited and why, decided by people; the tasks themselves come from the facts (FIELD.md 4.3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from louyu_desktop.services.must_visit_copies import MustVisit
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.values import Swept


class MustVisits:
    """What can be done with tasks; each method that writes is one operation.

    Tasks are raised, sharpened and cleared by the write that changes the fact (`storage.visits_due`).
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    # -- looking -------------------------------------------------------------------------------

    def of(self, enterprise_id: int) -> tuple[MustVisit, ...]:
        """The tasks of one enterprise, open ones first by deadline, then those done with, the latest first."""
        raise NotImplementedError

    def open(self, *, until: dt.date | None = None, assignee_id: int | None = None) -> tuple[MustVisit, ...]:
        """待访 and 延后 of all live enterprises by deadline; at most those due by `until`, or of one person."""
        raise NotImplementedError

    def waiting(self) -> tuple[MustVisit, ...]:
        """What an import or a day's rules found and nobody has decided on yet (待定), by deadline."""
        raise NotImplementedError

    # -- deciding ------------------------------------------------------------------------------

    def decide(self, ids: Collection[int], *, raise_: bool, reason: str = "") -> int:
        """生成 (待访, its deadline counted from today) or 不生成 (无需, with a reason) for 待定 tasks; gives how many."""
        raise NotImplementedError

    def put_off(self, ids: Collection[int], until: dt.date, reason: str) -> int:
        """延后 to a later day, with a reason; on that day it asks again.  UserError without either."""
        raise NotImplementedError

    def not_needed(self, ids: Collection[int], reason: str) -> int:
        """无需, with a reason: the same cause asks again only when it comes nearer."""
        raise NotImplementedError

    def resume(self, ids: Collection[int]) -> int:
        """Back to 待访: what was put off, or closed by mistake while nothing else is open for the cause."""
        raise NotImplementedError

    def assign(self, ids: Collection[int], account_id: int | None) -> int:
        """Give open tasks to a person, or to nobody."""
        raise NotImplementedError

    # -- facts typed by hand -------------------------------------------------------------------

    def special(self, enterprise_id: int, kind: str, what: str, happened_on: dt.date | None = None) -> int:
        """Note a special circumstance (重要个性情况), which asks for a visit; gives its id."""
        raise NotImplementedError

    def headquarters(
        self, enterprise_id: int, arrives_on: dt.date, guest: str, post: str = "", purpose: str = ""
    ) -> int:
        """Note that somebody of the headquarters comes, which asks for a visit by that day; gives its id."""
        raise NotImplementedError

    # -- by the day ----------------------------------------------------------------------------

    def sweep(self, today: dt.date) -> Swept:
        """Bring the tasks of all live enterprises up to the day; passed by undo."""
        raise NotImplementedError

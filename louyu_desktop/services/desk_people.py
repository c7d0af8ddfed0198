"""The people of the activities that are open at the desk: read once, then kept true by what is announced."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from louyu_desktop.services import desk_reading
from louyu_desktop.services.desk_roster import Entry, Roster
from louyu_desktop.storage.database import Changes, Database

_MANY: Final = 200
_PEOPLE = ("registrations", "sign-ins")
Told = Callable[[], object]


class People:
    """A roster for each open activity, for several threads; whoever watches one is told of every change."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.lock = threading.RLock()
        self._rosters: dict[int, Roster] = {}
        self._watchers: dict[int, list[Told]] = {}
        self._mine = threading.local()
        database.subscribe(self._changed)

    def watch(self, activity_id: int, told: Told) -> None:
        """Have them at hand, and `told` called, in whatever thread, whenever somebody else is expected or has come."""
        with self.lock:
            self.of(activity_id)
            self._watchers.setdefault(activity_id, []).append(told)

    def leave(self, activity_id: int, told: Told) -> None:
        """The last one that leaves an activity has its people forgotten."""
        with self.lock:
            watchers = [one for one in self._watchers.get(activity_id, ()) if one != told]
            if watchers:
                self._watchers[activity_id] = watchers
                return
            self._watchers.pop(activity_id, None)
            self._rosters.pop(activity_id, None)

    def of(self, activity_id: int) -> Roster:
        """Those of one activity; hold the lock while looking at them."""
        with self.lock:
            return self._rosters.get(activity_id) or self._read(activity_id)

    @contextmanager
    def own(self) -> Iterator[None]:
        """What this thread announces inside, whoever writes notes by `put` or `reread`."""
        self._mine.busy = True
        try:
            yield
        finally:
            self._mine.busy = False

    def put(self, activity_id: int, entry: Entry) -> None:
        """Have one person stand so."""
        with self.lock:
            roster = self._rosters.get(activity_id)
            if roster is not None:
                roster.put(entry)
        self._tell(activity_id)

    def reread(self, activity_id: int, people: Collection[int]) -> None:
        """Have some people stand as the file says."""
        with self.lock:
            roster = self._rosters.get(activity_id)
            if roster is None or not people:
                return
            with self._database.read() as session:
                now = desk_reading.entries(session, activity_id, people)
            for person_id in people:
                if person_id in now:
                    roster.put(now[person_id])
                else:
                    roster.drop(person_id)
        self._tell(activity_id)

    def _changed(self, changes: Changes) -> None:
        """Somebody else wrote: an import, a form, an undo."""
        if getattr(self._mine, "busy", False) or not self._rosters:
            return
        touched = {kind: changes.kinds[kind] for kind in (*_PEOPLE, "people") if changes.kinds.get(kind)}
        if not touched:
            return
        many = sum(map(len, touched.values())) > _MANY
        for activity_id in tuple(self._rosters):
            if many:
                self._read(activity_id)
                self._tell(activity_id)
            else:
                self.reread(activity_id, self._people_in(activity_id, touched))

    def _people_in(self, activity_id: int, touched: Mapping[str, frozenset[int]]) -> set[int]:
        """Whom the changed rows concern: by what we know, and by what the file says now."""
        with self.lock, self._database.read() as session:
            roster = self._rosters.get(activity_id)
            if roster is None:  # the last window went meanwhile
                return set()
            found = {person for person in touched.get("people", ()) if person in roster}
            for kind in _PEOPLE:
                ids = touched.get(kind, frozenset())
                known = (roster.person_of(kind, row_id) for row_id in ids)
                found.update(person for person in known if person is not None)
                if ids:
                    found |= desk_reading.people_of(session, kind, ids, activity_id)
        return found

    def _tell(self, activity_id: int) -> None:
        for told in tuple(self._watchers.get(activity_id, ())):
            told()

    def _read(self, activity_id: int) -> Roster:
        with self.lock, self._database.read() as session:
            roster = Roster(desk_reading.entries(session, activity_id).values())
            self._rosters[activity_id] = roster
            return roster

"""The desk: finding who stands there, signing in and out, walk-ins, late entries; every sign-in is one write.

A method that gives `Signed` has committed with `synchronous=FULL` before it returns.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from louyu_desktop.errors import UserError
from louyu_desktop.rules.badges import code_of
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.services import desk_reading, desk_writing
from louyu_desktop.services.desk_copies import (
    Came,
    Candidate,
    Candidates,
    DeskActivity,
    DeskState,
    Firm,
    LateLine,
    LateOutcome,
    Signed,
    Standing,
)
from louyu_desktop.services.desk_people import People, Told
from louyu_desktop.services.desk_roster import Entry
from louyu_desktop.services.today import Clock, system_clock
from louyu_desktop.storage.database import Database
from louyu_desktop.text import _

SHOWN: Final = 6
"""Candidates on the screen; nobody leafs through more."""


class Desk:
    """Sign-in at the door of an activity; several windows may have the same one open."""

    def __init__(self, database: Database, clock: Clock = system_clock) -> None:
        self._database = database
        self._clock = clock
        self._people = People(database)

    # -- opening -------------------------------------------------------------------------------

    def today(self) -> tuple[DeskActivity, ...]:
        """The activities of today, and what still runs: those that a desk may be opened for."""
        now = self._clock()
        start = now.astimezone(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)
        with self._database.read() as session:
            rows = desk_reading.around(session, start - dt.timedelta(days=1), start + dt.timedelta(days=1), now)
            return tuple(
                DeskActivity(
                    row.id,
                    row.title,
                    row.venue,
                    row.starts_at,
                    row.ends_at,
                    row.status,
                    row.registered_count or 0,
                    row.signed_count or 0,
                )
                for row in rows
                if row.starts_at >= start or (row.ends_at or row.starts_at) >= now
            )

    def open(self, activity_id: int) -> DeskState:
        """Read the people of an activity, to have them at hand; UserError when it is gone."""
        return self.state(activity_id)

    def watch(self, activity_id: int, told: Told) -> None:
        """Keep them at hand until `leave`; `told` is called, in whatever thread, when anything is otherwise."""
        self._people.watch(activity_id, told)

    def leave(self, activity_id: int, told: Told) -> None:
        """The last window that leaves an activity has its people forgotten."""
        self._people.leave(activity_id, told)

    def state(self, activity_id: int) -> DeskState:
        """The activity as it is now; UserError when it is gone."""
        standing = self.standing(activity_id)
        with self._database.read() as session:
            return desk_reading.state(session, activity_id, standing)

    def standing(self, activity_id: int) -> Standing:
        """Who came, who is missing, the last ten; of an open activity without a query."""
        with self._people.lock:
            return self._people.of(activity_id).standing()

    def firms(self, activity_id: int) -> tuple[Firm, ...]:
        """By enterprise who was expected, who came and who is missing."""
        with self._people.lock:
            return self._people.of(activity_id).firms()

    # -- finding -------------------------------------------------------------------------------

    def find_here(self, activity_id: int, text: str, limit: int = SHOWN) -> Candidates:
        """Those of the activity who answer `text`, out of memory: quick enough for the window's own thread."""
        with self._people.lock:
            return self._people.of(activity_id).find(text, limit)

    def find(self, activity_id: int, text: str, limit: int = SHOWN) -> Candidates:
        """Those of the activity first, then others of the station, by characters, pinyin, initials, phone tail, unit.

        A code as badges have it gives its person alone, as `exact`.
        """
        code = code_of(text)
        if code is not None:
            return self._coded(activity_id, text, code)
        here = self.find_here(activity_id, text, limit)
        with self._database.read() as session:
            others, count, more = desk_reading.strangers(session, text, self._known(activity_id))
        rows = (*here.rows, *others[: max(0, limit - len(here.rows))])
        return Candidates(text, rows, here.count + count, more)

    def _known(self, activity_id: int) -> frozenset[int]:
        with self._people.lock:
            return self._people.of(activity_id).people()

    def _coded(self, activity_id: int, text: str, code: tuple[str, str]) -> Candidates:
        kind, value = code
        if kind == "badge":
            people = self._of_badge(activity_id, value)
        else:
            with self._database.read() as session:
                people = desk_reading.of_mobile(session, value)
        found = tuple(self._candidate(activity_id, person) for person in people)
        return Candidates(text, found, len(found), exact=people[0] if len(people) == 1 else None)

    def _of_badge(self, activity_id: int, uid: str) -> list[int]:
        with self._people.lock:
            person = self._people.of(activity_id).person_of_badge(uid)
        if person is not None:
            return [person]
        with self._database.read() as session:
            found = desk_reading.of_badge(session, uid)
        if found is None:
            raise UserError(_("这个码不是本站发的，请打姓名查找"))
        if found[0] != activity_id:
            raise UserError(_("这张胸牌是别的活动的，请打姓名查找"))
        return [found[1]]

    def _candidate(self, activity_id: int, person_id: int) -> Candidate:
        with self._people.lock:
            entry = self._people.of(activity_id).get(person_id)
        if entry is not None:
            return entry.candidate()
        with self._database.read() as session:
            return desk_reading.stranger(session, person_id)

    # -- signing in and out ----------------------------------------------------------------------

    def sign_in(self, activity_id: int, person_id: int, *, anyway: bool = False) -> Signed:
        """Sign one person in; a second time it says when and by whom the first was.

        Somebody without a registration is a walk-in; where every place is taken, or none are welcome, it says so
        and writes nothing, unless `anyway`.  UserError when the person or the activity is gone.
        """
        with self._people.own():
            result, entry = desk_writing.sign_in(
                self._database, activity_id, person_id, self._clock(), anyway=anyway,
                name=self._name(activity_id, person_id),
            )  # fmt: skip
        return self._noted(activity_id, result, entry)

    def walk_in(
        self, activity_id: int, name: str, unit: str = "", mobile: str = "", *, anyway: bool = False,
        another: bool = False,
    ) -> Signed:  # fmt: skip
        """Sign in by three fields somebody whom nobody knows; `another` says that it is not whom we know by them.

        Who has this mobile and name, or this name and unit, is taken for the same.  UserError beside the field for
        a name or a number that cannot be one.
        """
        given = desk_writing.newcomer(name, unit, mobile)
        with self._people.own():
            result, entry = desk_writing.walk_in(
                self._database, activity_id, given, self._clock(), anyway=anyway, another=another
            )
        return self._noted(activity_id, result, entry)

    def undo(self, sign_in_id: int) -> Signed:
        """Take a sign-in back, and what it did to the registration; UserError when it is gone already."""
        with self._people.own():
            activity_id, result = desk_writing.undo(self._database, sign_in_id)
        self._people.reread(activity_id, {result.person_id})
        return result

    def sign_out(self, activity_id: int, person_id: int) -> Signed:
        """Note when somebody left, and for how long they were there; UserError for who has not signed in."""
        with self._people.own():
            result = desk_writing.sign_out(self._database, activity_id, person_id, self._clock())
        self._people.reread(activity_id, {person_id})
        return result

    def late_entry(self, activity_id: int, lines: Sequence[LateLine]) -> LateOutcome:
        """Enter who signed on paper, each with page and line of the sheet, in one write.

        Who is signed in already, and a place on paper that was entered before, is left as it is and told.
        """
        with self._people.own():
            outcome = desk_writing.late_entry(self._database, activity_id, lines)
        self._people.reread(activity_id, {line.person_id for line in lines})
        return outcome

    def signature(self, sign_in_id: int, strokes: str) -> None:
        """Keep what somebody drew, as `rules.strokes` writes it, in place of an earlier drawing."""
        desk_writing.signature(self._database, sign_in_id, strokes)

    def _name(self, activity_id: int, person_id: int) -> str:
        """Whose sign-in it is to be, for the history; it is read where it is not at hand."""
        return self._candidate(activity_id, person_id).name

    def _noted(self, activity_id: int, result: Signed, entry: Entry | None) -> Signed:
        """What this service wrote itself needs no reading; who had come already may not have been known."""
        if entry is not None:
            self._people.put(activity_id, entry)
        elif result.came is Came.ALREADY:
            self._people.reread(activity_id, {result.person_id})
        return result

"""Everybody of one open activity, in memory: who is registered, who has come, by whom and when.

It is what a key and a sign-in are answered from; storage keeps it true by telling what changed.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from heapq import nsmallest

from louyu_desktop.rules.attendance import HOLDING, RegistrationStatus
from louyu_desktop.services.desk_copies import Arrival, Belongs, Candidate, Candidates, Firm, Standing
from louyu_desktop.services.desk_index import UNIT, Index

RECENT = 10

_BELONGS = {
    RegistrationStatus.WAITING: Belongs.WAITING,
    RegistrationStatus.CANCELLED: Belongs.CANCELLED,
}


@dataclass(slots=True)
class Entry:
    """One person: the registration, if there is one, and the sign-in, if there is one."""

    person_id: int
    name: str
    unit: str
    digits: str = field(default="", repr=False)
    sort: str = ""
    registration_id: int | None = None
    badge: str = ""
    status: str | None = None
    sign_in_id: int | None = None
    signed_at: dt.datetime | None = None
    operator: str = ""
    walk_in: bool = False
    left_at: dt.datetime | None = None
    enterprise: str = ""

    @property
    def belongs(self) -> Belongs:
        """How the desk says it."""
        if self.sign_in_id is not None:
            return Belongs.LEFT if self.left_at else Belongs.SIGNED_IN
        if self.status is None:
            return Belongs.STRANGER
        return _BELONGS.get(RegistrationStatus(self.status), Belongs.REGISTERED)

    @property
    def expected(self) -> bool:
        """Whether a place is held for this one."""
        return self.status in HOLDING

    def candidate(self) -> Candidate:
        """What the desk may show."""
        return Candidate(self.person_id, self.name, self.unit, self.digits[-2:], self.belongs, self.signed_at)


class Roster:
    """The people of one activity; not safe for several threads by itself."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._people = {entry.person_id: entry for entry in entries}
        self._index = Index()
        self._index.fill({entry.person_id: _texts(entry) for entry in self._people.values()})
        self._badges = {entry.badge: entry.person_id for entry in self._people.values() if entry.badge}
        self._registrations = {e.registration_id: e.person_id for e in self._people.values() if e.registration_id}
        self._sign_ins = {e.sign_in_id: e.person_id for e in self._people.values() if e.sign_in_id}
        self._came = sorted(map(_moment, (e for e in self._people.values() if e.sign_in_id)))
        self._counts = dict.fromkeys(("signed", "expected", "missing", "walk_in", "waiting", "left"), 0)
        for entry in self._people.values():
            self._count(entry, 1)

    def __contains__(self, person_id: int) -> bool:
        return person_id in self._people

    def people(self) -> frozenset[int]:
        """All of them."""
        return frozenset(self._people)

    def get(self, person_id: int) -> Entry | None:
        """One of them."""
        return self._people.get(person_id)

    def person_of(self, kind: str, row_id: int) -> int | None:
        """Whose registration or sign-in that is, as far as it is known."""
        return (self._registrations if kind == "registrations" else self._sign_ins).get(row_id)

    def person_of_badge(self, uid: str) -> int | None:
        """Whose badge that is."""
        return self._badges.get(uid)

    def put(self, entry: Entry) -> None:
        """Have one person stand as `entry` says."""
        before = self._people.get(entry.person_id)
        if before is None or _texts(before) != _texts(entry):
            if before is not None:
                self._index.forget(before.person_id, *_texts(before))
            self._index.add(entry.person_id, *_texts(entry))
        if before is not None:
            self._count(before, -1)
            self._unlink(before)
        self._people[entry.person_id] = entry
        self._count(entry, 1)
        self._link(entry)

    def drop(self, person_id: int) -> None:
        """Have one person stand in it no more."""
        before = self._people.pop(person_id, None)
        if before is not None:
            self._index.forget(before.person_id, *_texts(before))
            self._count(before, -1)
            self._unlink(before)

    def find(self, text: str, limit: int) -> Candidates:
        """The best few that answer `text`: who is still to come before who is there, names before units."""
        found = self._index.find(text)
        people = self._people

        def order(number: int) -> tuple[bool, bool, int, str, int]:
            how, entry = found[number], people[number]
            return how >= UNIT, entry.sign_in_id is not None, how, entry.sort, number

        best = nsmallest(limit, found, key=order)
        return Candidates(text, tuple(people[number].candidate() for number in best), len(found))

    def standing(self) -> Standing:
        """The counts and the strip of the last arrivals."""
        last = (self._people[person] for _at, _id, person in reversed(self._came[-RECENT:]))
        return Standing(recent=tuple(map(_arrival, last)), **self._counts)

    def firms(self) -> tuple[Firm, ...]:
        """By enterprise who was expected and who came, those with the most missing first."""
        groups: dict[str, list[Entry]] = defaultdict(list)
        for entry in self._people.values():
            if entry.expected or entry.sign_in_id is not None:
                groups[entry.enterprise or entry.unit].append(entry)
        firms = [
            Firm(
                unit,
                sum(entry.expected for entry in entries),
                sum(entry.sign_in_id is not None for entry in entries),
                tuple(e.candidate() for e in sorted(entries, key=lambda e: e.sort) if e.expected and not e.sign_in_id),
            )
            for unit, entries in groups.items()
        ]
        return tuple(sorted(firms, key=lambda firm: (-len(firm.missing), firm.unit)))

    def _count(self, entry: Entry, by: int) -> None:
        counts, come = self._counts, entry.sign_in_id is not None
        counts["signed"] += by * come
        counts["expected"] += by * entry.expected
        counts["missing"] += by * (entry.expected and not come)
        counts["walk_in"] += by * (come and entry.walk_in)
        counts["waiting"] += by * (entry.status == RegistrationStatus.WAITING and not come)
        counts["left"] += by * (come and entry.left_at is not None)

    def _link(self, entry: Entry) -> None:
        if entry.badge:
            self._badges[entry.badge] = entry.person_id
        if entry.registration_id is not None:
            self._registrations[entry.registration_id] = entry.person_id
        if entry.sign_in_id is not None:
            self._sign_ins[entry.sign_in_id] = entry.person_id
            insort(self._came, _moment(entry))

    def _unlink(self, entry: Entry) -> None:
        self._badges.pop(entry.badge, None)
        self._registrations.pop(entry.registration_id or 0, None)
        if self._sign_ins.pop(entry.sign_in_id or 0, None) is not None:
            del self._came[bisect_left(self._came, _moment(entry))]


def _texts(entry: Entry) -> tuple[str, str, str]:
    return entry.name, entry.unit, entry.digits


def _moment(entry: Entry) -> tuple[dt.datetime, int, int]:
    if entry.sign_in_id is None or entry.signed_at is None:
        raise ValueError("nobody arrives without a sign-in")
    return entry.signed_at, entry.sign_in_id, entry.person_id


def _arrival(entry: Entry) -> Arrival:
    at, sign_in_id, person_id = _moment(entry)
    return Arrival(sign_in_id, person_id, entry.name, entry.unit, at, entry.operator, entry.walk_in, entry.left_at)

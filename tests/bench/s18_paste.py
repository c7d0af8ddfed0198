"""Pasted lists (issue 5): a hundred noisy lists by seed, asked of a station of 100,000 people.

The corpus has two thirds of its lists with the kinds of noise that were there when the parser was written, and one
third with kinds written afterwards without looking back.  The first figures, before the parser knew the late kinds
(commits 0ee216b and 7ae4576), were 99.57 % of the names right in the early lists, 76.78 % in the late ones, 91.18 % in
all.  A name is right when it is there as it stands; one brought along counts as a name; one made up counts against.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

from sqlalchemy import select

from louyu_desktop.models import Person
from louyu_desktop.rules.names import fold_name
from louyu_desktop.services.matching import Matching
from louyu_desktop.services.proposals import Certainty, Pasted
from louyu_desktop.storage.database import Database
from tests.bench.figures import Figure, Found
from tests.bench.stations import station
from tests.unit.noisy_lists import NoisyList, corpus, score
from tests.unit.noisy_people import Known

PEOPLE = 100_000
_EVERY = 7
_FIFTY = 50


def measure() -> Iterator[Found]:
    """Names right, wrong automatic matches, and the time that fifty names take."""
    with Database.open(station("people", PEOPLE)) as database:
        known = _known(database)
        lists = corpus(known)
        matching = Matching(database)
        read, seconds = [], []
        for one in lists:
            begun = time.perf_counter()
            read.append(matching.read(0, one.text))
            seconds.append(time.perf_counter() - begun)
    yield from _names(lists, read)
    yield _matches(lists, read)
    per_name = [taken / max(len(found.proposals), 1) for taken, found in zip(seconds, read, strict=True)]
    told = f"all {sum(len(found.proposals) for found in read)} names in {sum(seconds):.2f} s"
    worst = max(taken for taken, found in zip(seconds, read, strict=True) if len(found.proposals) >= _FIFTY)
    median = sorted(per_name)[len(per_name) // 2] * _FIFTY
    yield Figure("D7", "50 names of a list, median", median, 1.0, unit="s", note=told)
    yield Figure("D7", "the slowest list of 50 names or more", worst, 1.0, unit="s")


def _known(database: Database) -> list[Known]:
    wanted = select(Person.id, Person.name, Person.unit_name, Person.mobile).where(Person.id % _EVERY == 0)
    with database.read() as session:
        return [Known(one, name, unit or "", mobile or "") for one, name, unit, mobile in session.execute(wanted)]


def _names(lists: Sequence[NoisyList], read: Sequence[Pasted]) -> Iterator[Figure]:
    mentions = [[proposal.mention for proposal in found.proposals] for found in read]
    parts = {"all": (0, 1, 2), "early kinds": (0, 1), "late kinds": (2,)}
    for what, rests in parts.items():
        places = [n for n, one in enumerate(lists) if one.seed % 3 in rests]
        found = score([lists[n] for n in places], [mentions[n] for n in places])
        missed = "; missed " + " ".join(f"{seed}:{name}" for seed, name in found.missed) if what == "all" else ""
        note = f"{found.right} of {found.names}, {len(found.extra)} made up{missed}"
        yield Figure("D7", f"names right, {what}", found.share * 100, 97, at_least=True, unit="%", note=note)


def _matches(lists: Sequence[NoisyList], read: Sequence[Pasted]) -> Figure:
    """Who was surely taken for somebody else, among all that were surely taken."""
    sure = wrong = asked = new = 0
    for one, found in zip(lists, read, strict=True):
        meant = {(fold_name(truth.name), truth.person) for truth in one.truths}
        for proposal in found.proposals:
            asked += proposal.certainty is Certainty.DOUBTFUL
            new += proposal.certainty is Certainty.NEW
            if proposal.certainty is Certainty.SURE:
                sure += 1
                wrong += (fold_name(proposal.mention.name), proposal.person_id) not in meant
    note = f"{wrong} of {sure} sure ones; {asked} asked about, {new} new"
    return Figure("D7", "wrong automatic matches", wrong / max(sure, 1) * 100, 0.1, unit="%", note=note)

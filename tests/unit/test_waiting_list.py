"""Places and the waiting list under any order of events: never oversold, nobody passed over, nobody forgotten."""

from __future__ import annotations

import datetime as dt
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from louyu_desktop.models import Activity, Enterprise, Person, Registration
from louyu_desktop.rules.attendance import HOLDING, RegistrationStatus
from louyu_desktop.rules.waiting_list import Limits, Seeker, answer_by, counts, moves_up, share_out
from louyu_desktop.services.records import Records
from louyu_desktop.services.registering import Registering
from louyu_desktop.services.registering_copies import Entry
from louyu_desktop.storage.database import Database
from tests.stations import keyless

firms = st.sampled_from((None, 1, 2))
seekers = st.lists(firms, max_size=8)
limits = st.builds(Limits, st.none() | st.integers(0, 6), st.none() | st.integers(1, 3))


def fits(rule: Limits, held: Counter[int | None], firm: int | None) -> bool:
    whole = rule.capacity is None or held.total() < rule.capacity
    return whole and (rule.quota is None or firm is None or held[firm] < rule.quota)


@given(limits, st.dictionaries(firms, st.integers(0, 4)), seekers, seekers, seekers, st.booleans())
def test_sharing_out(
    rule: Limits, held: dict[int | None, int], waiting: Sequence[int | None], claiming: Sequence[int | None],
    late: Sequence[int | None], moving: bool,
) -> None:  # fmt: skip
    queue = [Seeker(number, firm) for number, firm in enumerate(waiting)]
    claims = [Seeker(100 + number, firm) for number, firm in enumerate(claiming)]
    last = [Seeker(200 + number, firm) for number, firm in enumerate(late)]
    shares = share_out(rule, held, waiting=queue, claims=claims, newly_waiting=last, moving=moving)
    up, waits = set(shares.up), set(shares.waits)
    by_id = {one.id: one for one in (*queue, *claims, *last)}
    now = Counter(held)
    now.update(by_id[row_id].firm for row_id in (*up, *(one.id for one in claims if one.id not in waits)))
    if rule.capacity is not None:  # never oversold: whoever holds keeps, and nobody new beyond the places
        assert now.total() <= max(rule.capacity, sum(held.values()))
    for firm in (1, 2):
        if rule.quota is not None:
            assert now[firm] <= max(rule.quota, held.get(firm, 0))
    left = [one for one in (*queue, *last) if one.id not in up]
    assert moving or not up
    for one in (*left, *(by_id[row_id] for row_id in waits)) if moving else ():  # never starved
        assert not fits(rule, now, one.firm)
    for group in (queue, claims, last):  # in order: of one enterprise the earlier first
        served = [one.id in up if group is not claims else one.id not in waits for one in group]
        for place, one in enumerate(group):
            later = [other for other, got in zip(group[place + 1 :], served[place + 1 :], strict=True) if got]
            assert served[place] or not moving or one.firm not in {other.firm for other in later}


def test_what_time_does() -> None:
    begins = dt.datetime(2026, 3, 5, 12, tzinfo=dt.UTC)
    hour = dt.timedelta(hours=1)
    assert moves_up("报名截止", begins, begins - hour)
    assert not moves_up("报名中", begins, begins)
    assert not moves_up("延期", begins, begins - hour)
    assert counts("进行中", begins, None, begins)
    assert not counts("进行中", begins, None, begins + hour)
    assert not counts("待总结", begins, None, begins - hour)
    assert answer_by(None, begins, begins - hour) is None
    assert answer_by(24, begins, begins - hour) == begins
    assert answer_by(1, begins, begins - 3 * hour) == begins - 2 * hour


S = RegistrationStatus


class Life(RuleBasedStateMachine):
    """One activity of a real station while people register, cancel, change limits, use the bin, undo and redo."""

    database: ClassVar[Database]

    def __init__(self) -> None:
        super().__init__()
        self.service, self.records = Registering(self.database), Records(self.database)
        self.people = 0
        self.holding: set[int] = set()

    @initialize(capacity=st.integers(0, 3), quota=st.none() | st.integers(1, 2), hours=st.none() | st.integers(1, 9))
    def begin(self, capacity: int, quota: int | None, hours: int | None) -> None:
        soon = dt.datetime.now(dt.UTC) + dt.timedelta(days=3)
        with self.database.write("活动") as write:
            self.firms = write.insert(Enterprise, [{"name": "甲"}, {"name": "乙"}])
            values = {"title": "沙龙", "starts_at": soon, "status": "报名中"}
            limits = {"capacity": capacity, "quota": quota, "waiting_hours": hours}
            [self.activity] = write.insert(Activity, [{**values, **limits}])

    def rows(self, *states: str) -> list[Any]:
        with self.database.read() as session:
            wanted = select(Registration.__table__).where(
                Registration.activity_id == self.activity, Registration.archived_at.is_(None)
            )
            found = session.execute(wanted.order_by(Registration.id)).all()
        return [row for row in found if not states or row.status in states]

    @rule(firms=st.lists(st.integers(0, 2), min_size=1, max_size=4))
    def register(self, firms: list[int]) -> None:
        entries = []
        for firm in firms:
            self.people += 1
            entries.append(Entry(name=f"人{self.people}", enterprise_id=self.firms[firm] if firm < 2 else None))
        self.service.register(self.activity, entries)

    @rule(status=st.sampled_from(tuple(S)), firm=st.integers(0, 2))
    def insert(self, status: RegistrationStatus, firm: int) -> None:
        """As a ledger of others or a generic form would."""
        self.people += 1
        with self.database.write("登记") as write:
            [person] = write.insert(Person, [{"name": f"人{self.people}"}])
            row = {"activity_id": self.activity, "person_id": person, "status": status.value}
            write.insert(Registration, [row | ({"enterprise_id": self.firms[firm]} if firm < 2 else {})])

    @precondition(lambda self: self.rows(S.REGISTERED, S.WAITING, S.OFFERED))
    @rule(place=st.integers(0, 99))
    def cancel(self, place: int) -> None:
        found = self.rows(S.REGISTERED, S.WAITING, S.OFFERED)
        waiting = self.rows(S.WAITING)
        gone = found[place % len(found)]
        self.service.cancel([gone.id])
        up = {row.id for row in waiting} & {row.id for row in self.rows(S.REGISTERED, S.OFFERED)}
        for firm in {row.enterprise_id for row in waiting}:  # of one enterprise the longest waiting comes first
            mine = sorted((row.queue_number, row.id in up) for row in waiting if row.enterprise_id == firm)
            assert [got for _number, got in mine] == sorted((got for _number, got in mine), reverse=True) or any(
                row.id == gone.id for row in waiting
            )

    @precondition(lambda self: self.rows())
    @rule(place=st.integers(0, 99), status=st.sampled_from(tuple(S)))
    def edit(self, place: int, status: RegistrationStatus) -> None:
        found = self.rows()
        self.records.save("registrations", found[place % len(found)].id, {"status": status.value})

    @precondition(lambda self: self.rows())
    @rule(place=st.integers(0, 99))
    def bin(self, place: int) -> None:
        found = self.rows()
        row_id = found[place % len(found)].id
        self.records.archive("registrations", [row_id])
        self.unsold()
        self.records.restore("registrations", [row_id])

    @rule(capacity=st.none() | st.integers(0, 5))
    def limit(self, capacity: int | None) -> None:
        self.records.save("activities", self.activity, {"capacity": capacity})

    @rule(days=st.integers(0, 9))
    def time(self, days: int) -> None:
        self.service.expire_offers(dt.datetime.now(dt.UTC) + dt.timedelta(days=days))

    @precondition(lambda self: self.records.undo_state().undo_label.startswith(("报名", "登记", "取消", "修改", "删除", "恢复")))
    @rule()
    def undo(self) -> None:
        self.records.undo()

    @precondition(lambda self: self.records.undo_state().redo_label)
    @rule()
    def redo(self) -> None:
        self.records.redo()

    @invariant()
    def unsold(self) -> None:
        if not hasattr(self, "activity"):
            return
        with self.database.read() as session:
            one = session.get_one(Activity, self.activity)
            rule = Limits(one.capacity, one.quota)
        rows = self.rows()
        held = Counter(row.enterprise_id for row in rows if row.status in HOLDING)
        holding = {row.id: row.status for row in rows if row.status in HOLDING}
        given = [row_id for row_id in holding.keys() - self.holding if holding[row_id] not in {S.SIGNED_IN, S.ABSENT}]
        if given and rule.capacity is not None:  # who comes is let in beyond the places, and keeps his when set back
            assert held.total() <= rule.capacity, "a place was given that was not there"
        for row in rows:
            if row.status == S.WAITING:
                assert not fits(rule, held, row.enterprise_id), "somebody waits beside a free place"
                assert row.queue_number
        self.holding = set(holding)


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> Iterator[type[Life]]:
    with keyless(tmp_path_factory.mktemp("life") / "station") as Life.database:
        yield Life


def test_no_order_of_events_oversells_or_forgets(life: type[Life]) -> None:
    many = int(os.environ.get("LOUYU_LIVES", "10"))
    run_state_machine_as_test(life, settings=settings(max_examples=many, stateful_step_count=15, deadline=None))

"""Facts are noted and must-visits kept by whatever writes; taken back and done again with it."""

from __future__ import annotations

import datetime as dt
import itertools
import random
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from louyu_desktop.errors import LouyuError
from louyu_desktop.models import (
    Building,
    ColourChange,
    Contact,
    Enterprise,
    FactChange,
    HeadquartersVisit,
    Occupancy,
    SpecialCase,
    Unit,
    Visit,
    VisitTask,
)
from louyu_desktop.rules.dates import SHANGHAI, today
from louyu_desktop.rules.risk import to_say
from louyu_desktop.services.must_visits import MustVisits
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.tables import Suggestion
from louyu_desktop.storage.visit_tasks import ground_of, look
from louyu_desktop.storage.worth_a_look import worth_a_look
from tests.faults.ground import number
from tests.stations import empty_station
from tests.storage.sample import tower

DAY = dt.timedelta(days=1)
ROLES = ("总经理", "董事长", "HR")
SUNDAY = dt.datetime(2026, 11, 22, 9, tzinfo=SHANGHAI)


def tasks(database: Database, *states: str) -> list[Any]:
    with database.read() as session:
        rows = session.scalars(select(VisitTask).where(VisitTask.archived_at.is_(None)).order_by(VisitTask.id)).all()
        return [row for row in rows if not states or row.state in states]


def opened(database: Database) -> list[tuple[str, str]]:
    return [(row.trigger, row.state) for row in tasks(database, "待定", "待访", "延后")]


def facts(database: Database) -> list[tuple[str, str | None, str | None]]:
    with database.read() as session:
        rows = session.scalars(select(FactChange).order_by(FactChange.id))
        return [(row.fact, row.before, row.after) for row in rows]


def write(database: Database, model: Any, row_id: int, **values: Any) -> None:
    with database.write("改") as one:
        one.update(model, [{"id": row_id, **values}])


def settled(database: Database) -> None:
    """Looked at again, the rules find nothing to do: no cause without its task, no open task without a cause."""
    with database.read() as session:
        ids = session.scalars(select(Enterprise.id)).all()
        found = look(session, ids, ground_of(session, today()))
        assert {key: one.plan for key, one in found.items() if one.plan} == {}
        for far in (0, 1, 30, 89, 200, 400):
            unheard(session, set(ids), today() + DAY * far)


def unheard(session: Session, ids: set[int], day: dt.date) -> None:
    """Of enterprises that are not worth a look the rules have nothing to say, on any day."""
    ground = ground_of(session, day)
    for one in look(session, ids - set(worth_a_look(session, ids, day)), ground).values():
        assert not one.plan
        assert to_say(one.facts, day, ground.limits.colours) is None


def test_what_is_noted(database: Database) -> None:
    """One note for each change of an enterprise that was there before; not of what is made, binned or moved on."""
    made = tower(database)
    assert facts(database) == []
    write(database, Enterprise, made.enterprise, headcount=20, business="火锅")
    write(database, Contact, made.contact, role="总经理")
    with database.write("换人") as one:
        one.update(Contact, [{"id": made.contact, "until": today()}])
        one.insert(Contact, [{"enterprise_id": made.enterprise, "name": "李四", "role": "总经理"}])
    write(database, Contact, made.contact, phone="13800000000")
    write(database, Occupancy, made.occupancy, unit_id=made.units[1])
    write(database, Occupancy, made.occupancy, area="20")
    write(database, Occupancy, made.occupancy, ended_on=today())
    noted = [
        ("员工数", "30", "20"), ("高管", "总经理 单小明", "总经理 李四"), ("入驻", "环贸广场 8F-05", "国际中心 9F"),
        ("入驻", "国际中心 9F", None),
    ]  # fmt: skip
    assert facts(database) == noted
    with database.write("另一家") as one:
        other = one.insert(Enterprise, [{"name": "另一家"}])[0]
        one.insert(Contact, [{"enterprise_id": other, "name": "王五", "role": "董事长"}])
    with database.write("搬联系人") as one:
        one.update(Contact, [{"id": made.contact + 1, "enterprise_id": other}])
    with database.write("进回收站") as one:
        one.archive(Enterprise, [made.enterprise])
    with database.write("出来") as one:
        one.restore(Enterprise, [made.enterprise])
    assert facts(database) == noted
    database.undo()
    assert facts(database) == noted
    settled(database)


def test_a_task_lives_with_its_cause(database: Database) -> None:
    """Raised, sharpened, cleared, opened again; undo and redo bring back the content to the letter."""
    made = tower(database)
    hashes = [database.content_hash()]
    ends = [today() + DAY * days for days in (180, 90, 30, 400, 30)]
    for end in ends:
        write(database, Occupancy, made.occupancy, lease_end=end)
        hashes.append(database.content_hash())
        settled(database)
        assert len(tasks(database)) <= 2
    assert [(row.stage, row.state, row.mark) for row in tasks(database)] == [(30, "待访", ends[-1].isoformat())]
    for step in range(5):
        database.undo()
        assert database.content_hash() == hashes[4 - step]
        settled(database)
    for step in range(5):
        database.redo()
        assert database.content_hash() == hashes[step + 1]
    assert database.check() == []


def test_what_a_person_closed_stays_closed_until_it_is_nearer(database: Database) -> None:
    made = tower(database)
    service = MustVisits(database)
    with time_machine.travel(SUNDAY, tick=False) as clock:
        write(database, Occupancy, made.occupancy, lease_end=today() + DAY * 100)
        service.not_needed([tasks(database)[0].id], "已电话沟通")
        write(database, Enterprise, made.enterprise, business="火锅")
        assert opened(database) == []
        clock.move_to(SUNDAY + DAY * 10)
        assert service.sweep(today()).raised == 1
        assert opened(database) == [("租赁到期", "待访")]
        first, second = tasks(database)
        database.undo(database.operations(limit=9)[2].id)  # the one that closed it: it opens, the later gives way
        assert [(row.id, row.stage) for row in tasks(database, "待访")] == [(first.id, 90)]
        assert tasks(database, "无需")[0].id == second.id
        settled(database)
        database.redo()
        settled(database)
        assert len(opened(database)) == 1


def test_put_off_until_its_day_or_until_it_is_nearer(database: Database) -> None:
    made, service = tower(database), MustVisits(database)
    with time_machine.travel(SUNDAY, tick=False) as clock:
        write(database, Occupancy, made.occupancy, lease_end=today() + DAY * 95)
        [task] = tasks(database)
        service.put_off([task.id], today() + DAY * 30, "对方出差")
        clock.move_to(SUNDAY + DAY * 4)
        assert not service.sweep(today())
        clock.move_to(SUNDAY + DAY * 5)
        assert service.sweep(today()).sharpened == 1
        assert opened(database) == [("租赁到期", "待访")]
        service.put_off([task.id], today() + DAY * 2, "对方出差")
        clock.move_to(SUNDAY + DAY * 7)
        assert service.sweep(today()).returned == 1
        assert not service.sweep(today())


def test_a_visit_closes_and_its_going_opens(database: Database) -> None:
    made = tower(database)
    write(database, Occupancy, made.occupancy, lease_end=today() + DAY * 10)
    before = database.content_hash()
    with database.write("走访") as one:
        visit = one.insert(Visit, [{"enterprise_id": made.enterprise, "visited_on": today()}])[0]
        one.update(VisitTask, [{"id": 1, "state": "已访", "visit_id": visit, "closed_on": today()}])
    assert opened(database) == []
    with database.write("删走访") as one:
        one.archive(Visit, [visit])
    assert opened(database) == [("租赁到期", "待访")]
    database.undo()
    database.undo()
    assert database.content_hash() == before


def test_an_import_waits(database: Database) -> None:
    """待定 until somebody decides; its deadline counts from that day."""
    made, service = tower(database), MustVisits(database)
    with time_machine.travel(SUNDAY, tick=False) as clock:
        with database.write("导入") as one:
            one.derivation.visits.hold_back()
            one.update(Occupancy, [{"id": made.occupancy, "lease_end": today() + DAY * 100}])
            one.insert(SpecialCase, [{"enterprise_id": made.enterprise, "kind": "舆情", "happened_on": today()}])
        assert opened(database) == [("租赁到期", "待定"), ("特殊情况", "待定")]
        assert one.derivation.visits.held_ids == [1, 2]
        clock.move_to(SUNDAY + DAY * 3)
        assert service.decide([1], raise_=True) == 1
        assert service.decide([2], raise_=False) == 1
        assert tasks(database)[0].due_on == dt.date(2026, 12, 9)
        assert tasks(database)[0].raised_on == today()
        assert (tasks(database)[1].state, tasks(database)[1].state_reason) == ("无需", "导入时决定不生成")
        settled(database)


def test_many_at_once_are_held_back_by_the_day(database: Database) -> None:
    made, service = tower(database), MustVisits(database)
    with time_machine.travel(SUNDAY, tick=False) as clock:
        with database.write("很多") as one:
            firms = one.insert(Enterprise, [{"name": f"企业{n}"} for n in range(60)])
            units = one.insert(Unit, [{"building_id": made.buildings[0], "floor": str(n)} for n in range(20, 80)])
            one.insert(Occupancy, [
                {"enterprise_id": firm, "unit_id": unit, "lease_end": today() + DAY * 181}
                for firm, unit in zip(firms, units, strict=True)
            ])
        assert opened(database) == []
        service.sweep(today())
        clock.move_to(SUNDAY + DAY)
        assert service.is_due(today())
        found = service.sweep(today())
        assert (found.raised, found.held) == (60, 60)
        assert not service.is_due(today())
        with database.read() as session:
            assert len(session.scalars(select(Suggestion)).all()) == 60


def test_taking_an_enterprise_back_takes_along_what_the_rules_made_of_it(database: Database) -> None:
    with time_machine.travel(SUNDAY, tick=False) as clock:
        with database.write("楼") as one:
            building = one.insert(Building, [{"name": "甲楼"}])[0]
            unit = one.insert(Unit, [{"building_id": building, "floor": "3"}])[0]
        empty = database.content_hash()
        with database.write("企业") as one:
            firm = one.insert(Enterprise, [{"name": "某公司"}])[0]
            one.insert(Occupancy, [{"enterprise_id": firm, "unit_id": unit, "lease_end": today() + DAY * 181}])
        clock.move_to(SUNDAY + DAY)
        MustVisits(database).sweep(today())
        assert opened(database) == [("租赁到期", "待访")]
        database.undo()
        assert database.content_hash() == empty
        with database.read() as session:
            assert session.scalars(select(Suggestion)).all() == []
        database.redo()
        settled(database)
        assert database.check() == []


ACTS = st.lists(st.tuples(st.integers(0, 21), st.integers(0, 5), st.integers(0, 10**6)), min_size=5, max_size=40)
LEASES = (5, 30, 31, 90, 91, 180, 181, 400, -3, None)


class World:
    """A few enterprises of one station, and what can happen to them."""

    def __init__(self, database: Database, clock: Any) -> None:
        self.database, self.clock = database, clock
        self.service = MustVisits(database)
        with database.write("世界") as one:
            building = one.insert(Building, [{"name": "甲楼"}])[0]
            self.units = one.insert(Unit, [{"building_id": building, "floor": str(n)} for n in range(12)])
            firm = {"headcount": 100, "tax_band": "千万", "revenue_trend": "平稳"}
            self.firms = one.insert(Enterprise, [{"name": f"甲{n}", **firm} for n in range(2)])
            self.seats = one.insert(Occupancy, [
                {"enterprise_id": firm, "unit_id": unit} for firm, unit in zip(self.firms, self.units, strict=False)
            ])
            self.people = one.insert(Contact, [
                {"enterprise_id": firm, "name": "张三", "role": "总经理"} for firm in self.firms
            ])

    def act(self, what: int, pick: int, number: int) -> None:
        """One of the things; what is refused changes nothing."""
        firm, seat, person = (ids[pick % 2] for ids in (self.firms, self.seats, self.people))
        days = LEASES[number % len(LEASES)]
        changes: dict[int, tuple[Any, int, dict[str, Any]]] = {
            0: (Occupancy, seat, {"lease_end": None if days is None else today() + DAY * days}),
            1: (Occupancy, seat, {"renewal_intent": ("续租", "搬离", None)[number % 3]}),
            2: (Occupancy, seat, {"ended_on": (today(), None, today() + DAY * 5)[number % 3]}),
            3: (Occupancy, seat, {"unit_id": self.units[number % 12]}),
            4: (Contact, person, {"name": ("张三", "李四", "王五")[number % 3]}),
            5: (Contact, person, {"role": ROLES[number % 3]}),
            6: (Contact, person, {"until": (today(), None, today() + DAY * 5)[number % 3]}),
            7: (Enterprise, firm, {"headcount": (100, 80, 60, 30, None)[number % 5]}),
            8: (Enterprise, firm, {"tax_band": ("千万", "百万", "未知", None)[number % 4]}),
            9: (Enterprise, firm, {"revenue_trend": ("平稳", "下滑", "大幅下滑")[number % 3]}),
        }
        if what in changes:
            model, row_id, values = changes[what]
            with self.database.write("改") as one:
                if number % 7 == 0:
                    one.derivation.visits.hold_back()
                one.update(model, [{"id": row_id, **values}])
            return
        self._more(what, firm, number)

    def _more(self, what: int, firm: int, number: int) -> None:
        database = self.database
        match what:
            case 10:
                self.service.special(firm, "舆情", "有人发帖")
            case 11:
                self._each(SpecialCase, number, resolved_on=(today(), None)[number % 2])
            case 12:
                self.service.headquarters(firm, today() + DAY * (number % 40 - 3), "王远")
            case 13:
                self._bin(HeadquartersVisit, number)
            case 14:
                with database.write("色") as one:
                    row = {"enterprise_id": firm, "colour": ("绿", "黄", "橙", "红")[number % 4], "decided_on": today()}
                    one.insert(ColourChange, [row])
            case 15:
                with database.write("走访") as one:
                    visit = one.insert(Visit, [{"enterprise_id": firm, "visited_on": today()}])[0]
                    mine = [row.id for row in tasks(database, "待访") if row.enterprise_id == firm][: number % 3]
                    done = {"state": "已访", "visit_id": visit, "closed_on": today()}
                    one.update(VisitTask, [{"id": row_id, **done} for row_id in mine])
            case 16:
                self._bin(Visit, number)
            case 17:
                self._decide(number)
            case 18:
                with database.write("箱") as one:
                    (one.archive if number % 2 else one.restore)(Enterprise, [firm])
            case 19:
                (database.undo if number % 3 else database.redo)()
            case 20:
                some = [one.id for one in database.operations(limit=12) if one.kind in {"do", "undo"}]
                database.undo(some[number % len(some)])
            case _:
                self.clock.shift(DAY * (1 + number % 20))
                self.service.sweep(today())

    def _decide(self, number: int) -> None:
        ids = [row.id for row in tasks(self.database)]
        row_id = ids[number % len(ids)] if ids else 0
        match number % 5:
            case 0:
                self.service.not_needed([row_id], "已电话沟通")
            case 1:
                self.service.put_off([row_id], today() + DAY * (1 + number % 30), "出差")
            case 2:
                self.service.resume([row_id])
            case 3:
                self.service.decide([row_id], raise_=True)
            case _:
                self.service.decide([row_id], raise_=False)

    def _each(self, model: Any, number: int, **values: Any) -> None:
        with self.database.write("改") as one:
            ids = one.session.scalars(select(model.id).where(model.archived_at.is_(None))).all()
            one.update(model, [{"id": ids[number % len(ids)], **values}] if ids else [])

    def _bin(self, model: Any, number: int) -> None:
        with self.database.write("箱") as one:
            ids = one.session.scalars(select(model.id).where(model.archived_at.is_(None))).all()
            one.archive(model, [ids[number % len(ids)]] if ids else [])


@settings(
    max_examples=number("LOUYU_RUNS", 3), deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
@given(ACTS)
def test_no_cause_has_two_tasks_none_is_lost_and_what_is_cleared_is_cleared(
    tmp_path: Path, acts: list[tuple[int, int, int]]
) -> None:
    """After each of any run of changes, by any way of writing, the rules find nothing that is still to be done."""
    folder = tmp_path / f"s{len(list(tmp_path.iterdir()))}"
    begin = SUNDAY + DAY * random.Random(len(acts)).randint(0, 60)
    with time_machine.travel(begin) as clock, empty_station(folder) as database:
        world = World(database, clock)
        MustVisits(database).sweep(today())
        for act in acts:
            with suppress(LouyuError):
                world.act(*act)
            settled(database)
            there = tasks(database, "待定", "待访", "延后")
            places = [(one.enterprise_id, one.trigger, one.source_kind, one.source_id) for one in there]
            assert len(places) == len(set(places))
        assert database.check() == []


@pytest.mark.parametrize("days", [1, 3, 40])
def test_a_day_looks_only_at_whom_it_concerns_and_misses_nobody(database: Database, days: int) -> None:
    """The narrowed look leaves nothing that a look at all of them would find."""
    made = tower(database)
    with time_machine.travel(SUNDAY, tick=False) as clock:
        with database.write("很多") as one:
            firms = one.insert(Enterprise, [{"name": f"企业{n}"} for n in range(120)])
            units = one.insert(Unit, [{"building_id": made.buildings[0], "floor": str(n)} for n in range(20, 140)])
            one.insert(Occupancy, [
                {"enterprise_id": firm, "unit_id": unit, "lease_end": today() + DAY * left}
                for firm, unit, left in zip(firms, units, itertools.count(150), strict=False)
            ])
        MustVisits(database).sweep(today())
        clock.move_to(SUNDAY + DAY * days)
        MustVisits(database).sweep(today())
        settled(database)


def test_of_a_new_ledger_only_some_are_worth_a_look(database: Database) -> None:
    """Those whose lease ends soon, who leave or do badly; the others are not looked at, and nothing is missed."""
    made = tower(database)
    with database.write("很多") as one:
        trends = [None, None, None, "下滑", *[None] * 5]
        firms = one.insert(Enterprise, [{"name": f"企业{n}", "revenue_trend": trend} for n, trend in enumerate(trends)])
        units = one.insert(Unit, [{"building_id": made.buildings[0], "floor": str(n)} for n in range(20, 29)])
        one.insert(Occupancy, [
            {"enterprise_id": firm, "unit_id": unit, "lease_end": today() + DAY * left, "renewal_intent": intent}
            for firm, unit, left, intent in zip(
                firms, units, (10, 365, 366, 900, 900, 900, 900, -5, 900), (*[None] * 5, "搬离", "续租", None, "未知"),
                strict=True,
            )
        ])  # fmt: skip
    with database.read() as session:
        seen = [firms.index(firm) for firm in worth_a_look(session, firms, today())]
        unheard(session, set(firms), today())
    assert seen == [0, 1, 3, 5, 7]

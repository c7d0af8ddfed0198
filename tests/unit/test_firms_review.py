"""Enterprises in odd orders: executives typed in late, firms merged, seats that end later, decisions twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import time_machine
from sqlalchemy import select

from louyu_desktop.errors import NotPermittedError, UserError
from louyu_desktop.models import (
    Account,
    Building,
    Contact,
    Enterprise,
    FactChange,
    Occupancy,
    Round,
    SpecialCase,
    VisitTask,
)
from louyu_desktop.rules.dates import SHANGHAI, today
from louyu_desktop.rules.roles import Role
from louyu_desktop.services.colour_copies import Credentials
from louyu_desktop.services.floor_copies import Target
from louyu_desktop.services.suite import Services, open_services
from louyu_desktop.services.visit_copies import VisitDraft
from louyu_desktop.storage.database import Database
from tests.stations import keyless
from tests.storage.sample import Tower, row, tower

DAY = dt.timedelta(days=1)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with keyless(tmp_path / "s") as opened:
        yield opened


def opened(services: Services, firm: int) -> list[tuple[str, str]]:
    return [(one.trigger, one.source_kind) for one in services.must_visits.of(firm) if one.is_open]


def noted(database: Database) -> list[tuple[str, str | None, str | None]]:
    with database.read() as session:
        rows = session.scalars(select(FactChange).order_by(FactChange.id))
        return [(one.fact, one.before, one.after) for one in rows]


def write(database: Database, model: Any, row_id: int, **values: Any) -> None:
    with database.write("改") as one:
        one.update(model, [{"id": row_id, **values}])


def add(database: Database, model: Any, **values: Any) -> int:
    with database.write("加") as one:
        return one.insert(model, [values])[0]


def check(database: Database) -> list[str]:
    return database.check()


# ------------------------------------------------------------------------------------------ executives


def test_an_executive_typed_in_for_the_first_time_is_no_change(services: Services, database: Database) -> None:
    firm = tower(database).enterprise
    add(database, Contact, enterprise_id=firm, name="邵知远", role="总经理")
    add(database, Contact, enterprise_id=firm, name="顾一鸣", role="董事长", since=today() - 10 * DAY)
    assert noted(database) == []
    add(database, Contact, enterprise_id=firm, name="陆遥", role="总经理")
    assert noted(database) == [("高管", "总经理 邵知远", "总经理 邵知远、陆遥")]
    assert opened(services, firm) == [("高管变动", "contacts")] or len(opened(services, firm)) == 1


def test_a_new_executive_after_one_that_ended_or_of_these_days_is_a_change(database: Database) -> None:
    made = tower(database)
    begun = dt.datetime.now(SHANGHAI)
    write(database, Contact, made.contact, role="总经理")
    assert noted(database) == []
    write(database, Contact, made.contact, until=today() - DAY)
    assert len(noted(database)) == 1
    with time_machine.travel(begun + 31 * DAY, tick=True):
        add(database, Contact, enterprise_id=made.enterprise, name="陆遥", role="总经理", since=today() - 200 * DAY)
        assert len(noted(database)) == 2
        add(database, Contact, enterprise_id=made.enterprise, name="旧人", role="董事长", since=today() - 91 * DAY)
        add(database, Contact, enterprise_id=made.enterprise, name="没写", role="法定代表人")
        assert len(noted(database)) == 2
        add(database, Contact, enterprise_id=made.enterprise, name="新人", role="党组织书记", since=today() - 90 * DAY)
        assert len(noted(database)) == 3


# --------------------------------------------------------------------------------------------- merging


def test_merging_notes_nothing_and_raises_nothing(services: Services, database: Database) -> None:
    first = tower(database)
    unit = first.units[1]
    end = today() + 20 * DAY
    goes = add(database, Enterprise, name="重庆火锅有限公司", headcount=3, tax_band="以下", revenue_trend="大幅下滑")
    write(database, Enterprise, first.enterprise, tax_band="亿级", headcount=100)
    write(database, Occupancy, first.occupancy, lease_end=end)
    for firm, name in ((first.enterprise, "周敏"), (goes, "陆遥")):
        contact = add(database, Contact, enterprise_id=firm, name="旧人", role="总经理")
        write(database, Contact, contact, name=name)
        if firm == goes:  # once more and back: what was made good stays so
            write(database, Contact, contact, name="又一人")
            write(database, Contact, contact, name=name)
    add(database, Occupancy, enterprise_id=goes, unit_id=first.units[0], lease_end=end)
    add(database, Occupancy, enterprise_id=goes, unit_id=unit, lease_end=end)
    services.colours.propose(first.enterprise, "蓝", "一")
    services.colours.propose(goes, "蓝", "一")
    services.colours.propose(goes, "黄", "二")
    services.must_visits.special(goes, "劳资纠纷", "欠薪")
    before, hashed = noted(database), database.content_hash()
    both = [*services.must_visits.of(first.enterprise), *services.must_visits.of(goes)]
    tasks = {one.id for one in both if one.is_open}
    taken = {"headcount": True, "tax_band": True, "revenue_trend": True, "name": True}
    services.merging.merge("enterprises", first.enterprise, goes, taken)
    assert noted(database) == before
    assert {one.id for one in services.must_visits.of(first.enterprise) if one.is_open} <= tasks
    assert check(database) == []
    write(database, Enterprise, first.enterprise, business="火锅")
    assert {one.id for one in services.must_visits.of(first.enterprise) if one.is_open} <= tasks
    database.undo()
    database.undo()
    assert database.content_hash() == hashed
    assert check(database) == []
    services.records.redo()
    assert noted(database) == before
    services.records.undo()
    assert database.content_hash() == hashed


# ------------------------------------------------------------------------------- seats that end later


def seen(database: Database, made: Tower) -> tuple[Any, Any, Any]:
    firm, building = row(database, Enterprise, made.enterprise), row(database, Building, made.buildings[0])
    return firm.building_id, building.enterprise_count, building.headcount


def test_a_seat_counts_until_its_last_day(services: Services, database: Database) -> None:
    made = tower(database)
    here, gone = (made.buildings[0], 1, 30), (None, 0, 0)
    begun = dt.datetime.now(SHANGHAI)
    services.must_visits.sweep(today())
    before = database.content_hash()
    write(database, Occupancy, made.occupancy, ended_on=today() + 3 * DAY)
    assert seen(database, made) == here
    assert services.must_visits.of(made.enterprise)[0].trigger == "企业搬迁"
    assert check(database) == []
    with time_machine.travel(begun + 2 * DAY, tick=True):
        services.must_visits.sweep(today())
        assert seen(database, made) == here
    with time_machine.travel(begun + 3 * DAY, tick=True):
        assert check(database) == []
        write(database, Enterprise, made.enterprise, business="火锅")
        assert check(database) == []
        services.must_visits.sweep(today())
        assert seen(database, made) == gone
        assert check(database) == []
        database.undo()
        database.undo()
        assert seen(database, made) == here
        assert database.content_hash() == before
        assert check(database) == []
        services.records.redo()
        assert seen(database, made) == gone
    services.must_visits.sweep(today())  # a clock put right
    assert seen(database, made) == here
    assert check(database) == []


def test_a_move_on_a_day_to_come_leaves_the_firm_where_it_is(services: Services, database: Database) -> None:
    made = tower(database)
    services.must_visits.sweep(today())
    before = database.content_hash()
    target = Target(building_id=made.buildings[1], unit_id=made.units[1])
    moved = services.floors.move(made.occupancy, target, today() + 5 * DAY)
    assert seen(database, made)[0] == made.buildings[0]
    again = services.floors.move(moved.occupancy_id, Target(building_id=made.buildings[0], floor="9", room="01"),
                                 today() + 9 * DAY)  # fmt: skip
    assert again.occupancy_id != moved.occupancy_id
    assert check(database) == []
    database.undo()
    database.undo()
    assert database.content_hash() == before
    assert check(database) == []


# ------------------------------------------------------------------------------------------- deciding


def test_two_closed_tasks_of_one_cause_are_opened_as_one(services: Services, database: Database) -> None:
    made = tower(database)
    end = today() + 100 * DAY
    write(database, Occupancy, made.occupancy, lease_end=end)
    services.must_visits.not_needed([services.must_visits.of(made.enterprise)[0].id], "谈过")
    with time_machine.travel(dt.datetime.now(SHANGHAI) + 80 * DAY, tick=True):
        services.must_visits.sweep(today())
        [one] = [task for task in services.must_visits.of(made.enterprise) if task.is_open]
        services.must_visits.not_needed([one.id], "又谈过")
        both = [task.id for task in services.must_visits.of(made.enterprise)]
        assert len(both) == 2
        assert services.must_visits.resume(both) == 1
        assert len(opened(services, made.enterprise)) == 1


def test_what_has_lost_its_cause_does_not_come_back(services: Services, database: Database) -> None:
    made = tower(database)
    write(database, Occupancy, made.occupancy, lease_end=today() + 20 * DAY)
    [task] = services.must_visits.of(made.enterprise)
    services.must_visits.not_needed([task.id], "谈过")
    write(database, Occupancy, made.occupancy, lease_end=today() + 2000 * DAY)
    services.must_visits.resume([task.id])
    assert opened(services, made.enterprise) == []


def test_facts_typed_by_hand_are_looked_at(services: Services, database: Database) -> None:
    made = tower(database)
    service = services.must_visits
    with pytest.raises(UserError):
        service.special(made.enterprise, "劳资纠纷", "长" * 5000)
    with pytest.raises(UserError):
        service.special(made.enterprise, "劳资纠纷", "明天的事", today() + DAY)
    with pytest.raises(UserError):
        service.headquarters(made.enterprise, today(), "长" * 500)
    service.special(made.enterprise, "劳资纠纷", "拖了很久才知道", today() - 200 * DAY)
    [task] = service.of(made.enterprise)
    assert task.is_open
    with pytest.raises(UserError):
        service.resolve(task.id, today() + DAY)
    service.resolve(task.id)
    assert opened(services, made.enterprise) == []
    with database.read() as session:
        assert len(session.scalars(select(SpecialCase)).all()) == 1
        assert len(session.scalars(select(VisitTask)).all()) == 1


# ---------------------------------------------------------------------------------------------- purge


def test_whoever_is_forgotten_is_forgotten_in_notes_and_tasks(services: Services, database: Database) -> None:
    made = tower(database)
    write(database, Contact, made.contact, role="总经理")
    new = add(database, Contact, enterprise_id=made.enterprise, name="欧阳忘川", role="总经理")
    assert any("欧阳忘川" in (one.fact or "") for one in services.must_visits.of(made.enterprise))
    services.records.archive("contacts", [new])
    services.purging.purge("contacts", [new])
    with database.read() as session:
        told = [
            (one.before or "") + (one.after or "") for one in session.scalars(select(FactChange))
        ] + [(one.fact or "") + (one.why or "") for one in session.scalars(select(VisitTask))]  # fmt: skip
    assert not [words for words in told if "欧阳忘川" in words]
    assert check(database) == []


# ------------------------------------------------------------------------------------------- colours


def test_a_colour_that_took_two_holds_from_the_second(services: Services, database: Database) -> None:
    made = tower(database)
    services.accounts.add("顾一鸣", services.accounts.people()[0].role)
    services.colours.propose(made.enterprise, "红", "要走")
    with time_machine.travel(dt.datetime.now(SHANGHAI) + 100 * DAY, tick=True):
        waiting = services.colours.of(made.enterprise).waiting
        assert waiting is not None
        services.colours.confirm(waiting.change_id, Credentials("顾一鸣"))
        assert row(database, Enterprise, made.enterprise).colour_since == today()
        assert [one.trigger for one in services.must_visits.of(made.enterprise) if one.is_open] == ["五色跟进"]
        assert check(database) == []


# -------------------------------------------------------------------------------------- visits, rounds


def test_a_note_of_a_round_becomes_one_visit(services: Services, database: Database) -> None:
    made = tower(database)
    note = services.visits.round_note("前台没人", enterprise_id=made.enterprise)
    draft = VisitDraft(enterprise_id=made.enterprise, visited_on=today(), visitors="周敏", met="单小明", round_id=note.id)
    first = services.visits.record(draft)
    with pytest.raises(UserError):
        services.visits.record(draft)
    assert row(database, Round, note.id).became_id == first.visit_id
    with pytest.raises(UserError):
        services.visits.record(replace(draft, round_id=999))


def test_a_move_on_the_day_of_moving_in_and_back_again(services: Services, database: Database) -> None:
    made = tower(database)
    there = Target(building_id=made.buildings[1], unit_id=made.units[1])
    back = Target(building_id=made.buildings[0], unit_id=made.units[0])
    before = database.content_hash()
    moved = services.floors.move(made.occupancy, there, today())
    again = services.floors.move(moved.occupancy_id, back, today())
    assert row(database, Enterprise, made.enterprise).building_id == made.buildings[0]
    services.floors.leave(again.occupancy_id, today())
    assert row(database, Enterprise, made.enterprise).building_id is None
    assert check(database) == []
    for _step in range(3):
        services.records.undo()
    assert database.content_hash() == before
    for _step in range(3):
        services.records.redo()
    assert check(database) == []
    for _step in range(3):
        services.records.undo()
    assert database.content_hash() == before


def test_a_seat_that_is_to_end_is_neither_taken_twice_nor_ended_twice(services: Services, database: Database) -> None:
    made = tower(database)
    services.must_visits.sweep(today())
    services.floors.leave(made.occupancy, today() + 9 * DAY)
    with pytest.raises(UserError):
        services.floors.settle(
            made.enterprise, Target(building_id=made.buildings[0], unit_id=made.units[0]), today()
        )
    services.floors.leave(made.occupancy, today() + 5 * DAY)  # another day than was said
    assert row(database, Occupancy, made.occupancy).ended_on == today() + 5 * DAY


# --------------------------------------------------------------------------------- the bin and the day


def test_a_firm_in_the_bin_takes_its_tasks_along_and_brings_them_back(services: Services, database: Database) -> None:
    made = tower(database)
    write(database, Occupancy, made.occupancy, lease_end=today() + 20 * DAY)
    services.must_visits.special(made.enterprise, "舆情", "网上有人发帖")
    before, hashed = opened(services, made.enterprise), database.content_hash()
    services.records.archive("enterprises", [made.enterprise])
    assert services.must_visits.open() == ()
    assert check(database) == []
    services.must_visits.sweep(today() + DAY)
    services.records.restore("enterprises", [made.enterprise])
    assert opened(services, made.enterprise) == before
    services.records.undo()
    services.records.undo()
    assert opened(services, made.enterprise) == before
    assert database.content_hash() == hashed
    assert check(database) == []


def test_the_same_cause_twice_in_one_write_is_one_task(services: Services, database: Database) -> None:
    made = tower(database)
    with database.write("两次") as one:
        one.update(Enterprise, [{"id": made.enterprise, "headcount": 5}])
        one.update(Enterprise, [{"id": made.enterprise, "headcount": 30}])
    assert noted(database) == []
    with database.write("两次") as one:
        one.update(Enterprise, [{"id": made.enterprise, "headcount": 20}])
        one.update(Enterprise, [{"id": made.enterprise, "headcount": 10}])
    assert noted(database) == [("员工数", "30", "10")]
    assert len(opened(services, made.enterprise)) == 1


def test_who_only_reads_and_who_helps_at_the_desk_see_no_colours(services: Services, database: Database) -> None:
    made = tower(database)
    write(database, Occupancy, made.occupancy, lease_end=today() + 20 * DAY)
    for role in (Role.READER, Role.DESK):
        me = services.accounts.people()[0]
        write(database, Account, me.id, role=role.value)
        seen_by = open_services(database)
        asked: tuple[Callable[[], object], ...] = (
            partial(seen_by.colours.of, made.enterprise), seen_by.colours.suggestions,
            partial(seen_by.colours.history, made.enterprise), partial(seen_by.colours.accept, [made.enterprise]),
            partial(seen_by.must_visits.special, made.enterprise, "舆情", "网上有人发帖"),
            partial(seen_by.merging.merge, "enterprises", made.enterprise, 2, {}),
            partial(seen_by.floors.leave, made.occupancy, today()),
        )
        for ask in asked:
            with pytest.raises(NotPermittedError):
                ask()

"""Two records become one: nothing is lost, and taking it back restores what was there to the last value."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from louyu_desktop.errors import ConflictError, UserError
from louyu_desktop.models import RECORDS, Attachment, Record
from louyu_desktop.rules.dates import today
from louyu_desktop.services.attachments import Offered
from louyu_desktop.services.suite import Services
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.shapes import shape_of
from tests.faults.ground import number
from tests.hanging import hanging
from tests.unit.foreign_files import pdf

TODAY = dt.date(2026, 11, 20)


def firm(services: Services, name: str, **values: Any) -> int:
    return services.records.save("enterprises", None, {"name": name, **values})


def seat(services: Services, enterprise: int, unit: int, **values: Any) -> int:
    return services.records.save("occupancies", None, {"enterprise_id": enterprise, "unit_id": unit, **values})


def unit(services: Services, floor: str, room: str) -> int:
    found = services.records.options("buildings", "环贸")
    building = found[0].id if found else services.records.save("buildings", None, {"name": "环贸广场一期"})
    return services.records.save("units", None, {"building_id": building, "floor": floor, "room": room})


def children(database: Database, model: type[Record], *ids: int) -> Counter[str]:
    """Live rows that hang on any of these records, by table."""
    found: Counter[str] = Counter()
    with database.read() as session:
        for child, column in shape_of(model).users():
            table = shape_of(child).table
            wanted = select(table.c.id).where(table.c[column].in_(ids), table.c.archived_at.is_(None))
            found[table.name] += len(session.scalars(wanted).all())
    return found


def two_firms(services: Services) -> tuple[int, int]:
    stays = firm(services, "澄怀设计（上海）有限公司", headcount=46, short_name="澄怀")
    goes = firm(services, "澄怀设计有限公司", credit_code="91310104MADEM00119", headcount=40, is_key=True)
    room, other = unit(services, "23", "06"), unit(services, "23", "07")
    seat(services, stays, room, lease_start="2025-01-01")
    seat(services, goes, room, lease_end="2026-12-05")
    seat(services, goes, other)
    services.records.save("contacts", None, {"enterprise_id": goes, "name": "邵知远", "role": "总经理"})
    services.records.save("people", None, {"name": "顾南星", "enterprise_id": goes})
    services.records.save("visits", None, {"enterprise_id": goes, "visited_on": "2026-11-12", "visitors": "周敏"})
    return stays, goes


def test_both_sides_are_shown_and_the_fuller_value_is_proposed(services: Services) -> None:
    comparison = services.merging.compare("enterprises", *two_firms(services))
    proposed = {side.field.name: side.other for side in comparison.sides}
    assert proposed["credit_code"]
    assert proposed["is_key"]
    assert not proposed["headcount"]
    moves = {one.kind: (one.count, one.together) for one in comparison.moves}
    assert moves["occupancies"] == (2, 1)
    assert moves["people"] == (1, 0)
    assert moves["visits"] == (1, 0)


def test_everything_moves_and_what_may_stand_once_becomes_one(services: Services, database: Database) -> None:
    stays, goes = two_firms(services)
    merged = services.merging.merge("enterprises", stays, goes, {"credit_code": True, "is_key": True})
    assert merged.id == stays
    copy = services.records.get("enterprises", stays)
    assert copy.values["credit_code"] == "91310104MADEM00119"
    assert copy.values["headcount"] == 46
    assert copy.values["former_name"] == "澄怀设计有限公司"
    assert copy.values["lease_end"] == dt.date(2026, 12, 5)
    assert copy.counts["occupancies"] == 2
    assert not +children(database, BY["enterprise"], goes) - Counter({"occupancy": 1})
    assert services.records.get("enterprises", goes).archived_at is not None
    assert database.check() == []


BY = {model.__tablename__: model for model in RECORDS}


def test_the_name_that_is_given_up_stays_findable(services: Services) -> None:
    stays, goes = firm(services, "永乐股份有限公司"), firm(services, "永续乐活商贸有限公司")
    services.merging.merge("enterprises", stays, goes, {})
    assert services.records.get("enterprises", stays).values["former_name"] == "永续乐活商贸有限公司"
    assert "已并入「永乐股份有限公司」" in services.records.get("enterprises", goes).values["remark"]


def test_taking_a_merge_back_restores_both_to_the_last_value(services: Services, database: Database) -> None:
    stays, goes = two_firms(services)
    before = database.content_hash()
    services.merging.merge("enterprises", stays, goes, {"credit_code": True, "name": True})
    after = database.content_hash()
    services.records.undo()
    assert database.content_hash() == before
    services.records.redo()
    assert database.content_hash() == after
    assert database.check() == []


def test_two_people_of_one_activity_become_one_registration(services: Services, database: Database) -> None:
    one = services.records.save("people", None, {"name": "王芳", "mobile": "13800001111"})
    two = services.records.save("people", None, {"name": "王 芳"})
    activity = services.records.save("activities", None, {"title": "沙龙", "starts_at": "2026-11-01 12:00"})
    mine = services.records.save("registrations", None, {"activity_id": activity, "person_id": one})
    theirs = services.records.save(
        "registrations", None, {"activity_id": activity, "person_id": two, "unit_name": "乐高"}
    )
    question = services.records.save("questions", None, {"activity_id": activity, "text": "吃什么"})
    answer = {"registration_id": theirs, "question_id": question, "value": "素食"}
    services.records.save("answers", None, answer)
    services.records.save("sign-ins", None, {
        "activity_id": activity, "person_id": two, "registration_id": theirs, "signed_at": "2026-11-01 12:01",
    })  # fmt: skip
    before = database.content_hash()
    services.merging.merge("people", one, two, {})
    copy = services.records.get("registrations", mine)
    assert copy.values["unit_name"] == "乐高"
    assert [row.values["value"] for row in hanging(services.records, "answers", "registration_id", mine)] == ["素食"]
    assert services.records.get("activities", activity).values["signed_count"] == 1
    assert database.check() == []
    services.records.undo()
    assert database.content_hash() == before


def test_files_move_too(services: Services, database: Database) -> None:
    stays, goes = firm(services, "甲一贸易有限公司"), firm(services, "甲一商贸有限公司")
    services.attachments.add("enterprises", goes, [Offered("租赁合同.pdf", content=pdf())])
    services.merging.merge("enterprises", stays, goes, {})
    with database.read() as session:
        assert session.scalars(select(Attachment.owner_id)).all() == [stays]


def test_whoever_was_quicker_is_said(services: Services) -> None:
    stays, goes = two_firms(services)
    comparison = services.merging.compare("enterprises", stays, goes)
    services.records.save("enterprises", goes, {"headcount": 41})
    with pytest.raises(ConflictError, match="重新看一遍"):
        services.merging.merge("enterprises", stays, goes, {}, comparison.versions)
    services.merging.merge("enterprises", stays, goes, {})
    with pytest.raises(UserError, match="已经不在了"):
        services.merging.merge("enterprises", stays, goes, {})
    with pytest.raises(UserError, match="两条不同的"):
        services.merging.compare("enterprises", stays, stays)


RECORD = st.fixed_dictionaries({
    "rooms": st.lists(st.integers(0, 3), unique=True, max_size=4),
    "lease": st.sampled_from([None, 20, 80, 900]),
    "executives": st.integers(0, 3),
    "colour": st.sampled_from([None, "蓝", "黄", "红"]),
    "contacts": st.integers(0, 3),
    "visits": st.integers(0, 3),
    "people": st.integers(0, 2),
    "requests": st.integers(0, 2),
})  # fmt: skip


@given(mine=RECORD, theirs=RECORD, taken=st.sets(st.sampled_from(["name", "headcount", "tags", "credit_code"])))
@settings(
    max_examples=number("LOUYU_RUNS", 2), deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
def test_the_sum_of_all_children_stays(
    services: Services, database: Database, mine: dict[str, Any], theirs: dict[str, Any], taken: set[str]
) -> None:
    rooms = [unit(services, "8", f"{room}-{services.records.total('units')}") for room in range(4)]
    ids = []
    for place, wanted in enumerate((mine, theirs)):
        key = firm(services, f"{services.records.total('enterprises')}号企业{place}有限公司", headcount=place + 1)
        ids.append(key)
        for room in wanted["rooms"]:
            end = None if wanted["lease"] is None else today() + dt.timedelta(days=wanted["lease"])
            seat(services, key, rooms[room], lease_end=end)
        for count in range(wanted["executives"]):
            values = {"enterprise_id": key, "name": f"经理{'甲乙丙'[count]}{place}", "role": "总经理"}
            services.records.save("contacts", None, values)
        if wanted["colour"]:
            services.colours.propose(key, wanted["colour"], "走访所见")
        for count in range(wanted["contacts"]):
            services.records.save("contacts", None, {"enterprise_id": key, "name": f"联系人{'甲乙丙'[count]}"})
        for count in range(wanted["visits"]):
            day = TODAY - dt.timedelta(days=count)
            services.records.save("visits", None, {"enterprise_id": key, "visited_on": day, "visitors": "周敏"})
        for count in range(wanted["people"]):
            services.records.save("people", None, {"name": f"白领{'甲乙'[count]}", "enterprise_id": key})
        for count in range(wanted["requests"]):
            services.records.save("requests", None, {
                "enterprise_id": key, "title": f"诉求{count}", "received_at": "2026-11-01 09:00",
            })  # fmt: skip
    before, content = children(database, BY["enterprise"], *ids), database.content_hash()
    tasks = {one.id for key in ids for one in services.must_visits.of(key) if one.is_open}
    merged = services.merging.merge("enterprises", ids[0], ids[1], dict.fromkeys(taken, True))
    after = children(database, BY["enterprise"], ids[0])
    united = Counter({one.kind: one.together for one in merged.moves})
    assert {one.id for one in services.must_visits.of(ids[0]) if one.is_open} <= tasks
    for kind in ("fact_change", "colour_change"):
        assert after[kind] == before[kind]
    assert united["occupancies"] == len(set(mine["rooms"]) & set(theirs["rooms"]))
    for kind in ("occupancy", "contact", "visit", "person", "service_request"):
        assert after[kind] == before[kind] - (united["occupancies"] if kind == "occupancy" else 0)
    assert database.check() == []
    services.records.undo()
    assert database.content_hash() == content

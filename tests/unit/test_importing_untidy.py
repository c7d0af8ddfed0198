"""Untidy workbooks of other shapes: each gives what a careful reader gets, once, and is undone without a trace."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from louyu_desktop.models import (
    Activity,
    Building,
    Consent,
    Contact,
    Enterprise,
    Occupancy,
    PartyMembership,
    PartyOrganisation,
    Person,
    Registration,
    ServiceRequest,
    Unit,
)
from louyu_desktop.services.import_plan import ImportPlan
from louyu_desktop.services.importing import Importing
from louyu_desktop.storage.database import Database
from tests.stations import empty_station
from tests.unit.untidy import Shape, code, enterprises, workbook
from tests.unit.untidy_more import more_enterprises, more_people, more_registrations
from tests.unit.untidy_people import people, registrations


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with empty_station(tmp_path / "station") as opened:
        yield opened


def planned(database: Database, kind: str, path: Path, **options: Any) -> ImportPlan:
    importing = Importing(database)
    book = importing.read(path)
    return importing.plan(kind, book, importing.propose(kind, book), **options)


def firms(database: Database) -> dict[str, dict[str, Any]]:
    """What the station knows of each firm, in the words of `Shape.facts`."""
    with database.read() as session:
        seats: dict[int, list[str]] = defaultdict(list)
        areas: dict[int, list[str]] = defaultdict(list)
        people: dict[int, list[str]] = defaultdict(list)
        places = select(Occupancy, Unit, Building).join(Unit, Unit.id == Occupancy.unit_id)
        for seat, unit, building in session.execute(places.join(Building, Building.id == Unit.building_id)):
            place = f"{building.name}|{unit.floor or ''}|{unit.room or ''}|{seat.lease_start}|{seat.lease_end}"
            seats[seat.enterprise_id].append(place)
            if seat.area is not None:
                areas[seat.enterprise_id].append(f"{seat.area:.2f}")
        for one in session.scalars(select(Contact).order_by(Contact.id)):
            people[one.enterprise_id].append(f"{one.name}|{one.phone}")
        return {
            firm.name: {
                "code": firm.credit_code, "seats": seats[firm.id], "area": areas[firm.id], "contacts": people[firm.id],
                "headcount": firm.headcount, "party": firm.party_count, "key": firm.is_key,
                "no_code": firm.no_code_reason, "kind": firm.unit_kind, "location": firm.location,
                "capital": firm.registered_capital, "party_org": firm.party_org_status, "business": firm.business,
                "remark": firm.remark,
            }
            for firm in session.scalars(select(Enterprise))
        }  # fmt: skip


def members(database: Database) -> dict[str, dict[str, Any]]:
    """What the station knows of each person, by name and mobile."""
    with database.read() as session:
        held = session.execute(
            select(
                Person, PartyOrganisation.name, PartyMembership.joined_on, PartyMembership.regularised_on,
                PartyMembership.kind, PartyMembership.post,
            )
            .outerjoin(PartyMembership, PartyMembership.person_id == Person.id)
            .outerjoin(PartyOrganisation, PartyOrganisation.id == PartyMembership.organisation_id)
        )
        return {
            f"{person.name}|{person.mobile}": {
                "gender": person.gender, "born": person.born, "branch": branch, "unit": person.unit_name,
                "education": person.education, "identity": person.identity_number,
                "joined": str(joined), "regular": str(regular), "kind": kind, "post": post,
                "remark": person.remark,
            }
            for person, branch, joined, regular, kind, post in held
        }  # fmt: skip


def registered(database: Database) -> dict[str, dict[str, Any]]:
    """Who registered, by name and mobile."""
    with database.read() as session:
        rows = session.execute(
            select(Registration, Person, Consent.given_on)
            .join(Person, Person.id == Registration.person_id)
            .outerjoin(Consent, Consent.person_id == Person.id)
        )
        return {
            f"{person.name}|{person.mobile}": {
                "unit": one.unit_name, "member": one.party_member, "status": one.status,
                "consent": str(given) if given else None,
            }
            for one, person, given in rows
        }  # fmt: skip


READERS = {"enterprises": firms, "people": members, "registrations": registered}


def check_settled(database: Database, shape: Shape, folder: Path, **options: Any) -> None:
    """What must hold for every file, whatever stands in it."""
    path = shape.make(folder / shape.name)
    before = database.content_hash()
    plan = planned(database, shape.kind, path, **options)
    report = plan.to_json()
    assert database.content_hash() == before
    refused = report["refused"]
    assert {line["row"]: line["column"] for line in refused} == dict(shape.refused), refused
    assert report["rows"] == shape.rows, report["left_out"]
    assert report["new"] + report["changed"] + report["unchanged"] + len(refused) == report["rows"]
    assert all(line["reason"] and not line["reason"].isascii() for line in refused)
    assert Importing(database).write(plan).to_json() == report
    found = READERS[shape.kind](database)
    wrong = {
        name: {key: (found[name][key], value) for key, value in facts.items() if found[name][key] != value}
        for name, facts in shape.facts.items()
        if name in found
    }
    assert {name: differences for name, differences in wrong.items() if differences} == {}
    assert set(shape.facts) <= set(found)
    after = database.content_hash()
    again = planned(database, shape.kind, path, **options)
    assert again.counts.written == 0, [(row.row, row.changes) for row in again.rows if row.changes]
    Importing(database).write(again)
    assert database.content_hash() == after
    database.undo()
    assert database.content_hash() == before


def test_a_name_nearly_known_in_the_same_room_is_asked_about(database: Database, tmp_path: Path) -> None:
    heads = ("企业名称", "楼宇", "室号", "信用代码")
    firm = ("上海光年广告传媒有限公司", "丁大厦", "8楼805", code(1))
    Importing(database).write(planned(database, "enterprises", workbook(tmp_path / "一.xlsx", {"表": [heads, firm]})))
    rows = [
        heads,
        ("光年广告（上海）有限公司", "丁大厦", "805", None),
        ("上海光年广告传媒公司", "丁大厦", "8F", None),
        ("上海光年广告传媒分公司", "丁大厦", "8F-05", code(2)),
        ("上海全然不同有限公司", "丁大厦", "805", None),
    ]
    path = workbook(tmp_path / "二.xlsx", {"表": rows})
    plan = planned(database, "enterprises", path)
    assert [row.action.value for row in plan.rows] == ["ask", "new", "new", "new"]
    question = plan.rows[0].question
    assert question is not None
    assert question.text == "同一处已有「上海光年广告传媒有限公司」，名称相近"
    assert [choice.label for choice in question.choices] == ["是同一家", "另建一家"]
    [refused] = plan.to_json()["refused"]
    assert (refused["row"], refused["reason"]) == (2, question.text)
    key = ("表", 2, "identity")
    same = planned(database, "enterprises", path, answers={key: "same"})
    assert (same.rows[0].action.value, same.rows[0].changes[0].after) == ("changed", "光年广告（上海）有限公司")
    assert planned(database, "enterprises", path, answers={key: "new"}).counts.new == 4
    Importing(database).write(same)
    assert planned(database, "enterprises", path).counts.unchanged == 4


@pytest.mark.parametrize("shape", [*enterprises(), *more_enterprises()], ids=lambda shape: shape.name)
def test_ledgers_of_enterprises(shape: Shape, database: Database, tmp_path: Path) -> None:
    check_settled(database, shape, tmp_path)


@pytest.mark.parametrize("shape", [*people(), *more_people()], ids=lambda shape: shape.name)
def test_rolls_of_members(shape: Shape, database: Database, tmp_path: Path) -> None:
    check_settled(database, shape, tmp_path)


@pytest.mark.parametrize("shape", [*registrations(), *more_registrations()], ids=lambda shape: shape.name)
def test_lists_of_registrations(shape: Shape, database: Database, tmp_path: Path) -> None:
    with database.write("活动") as write:
        starts = dt.datetime(2026, 11, 20, 4, tzinfo=dt.UTC)
        activity = write.insert(Activity, [{"title": "午间沙龙", "starts_at": starts}])[0]
    options = {} if shape.name == "金数据.xlsx" else {"activity_id": activity}
    check_settled(database, shape, tmp_path, **options)


def test_satisfaction_in_words_is_its_score(database: Database, tmp_path: Path) -> None:
    said = {"非常满意": 5, "满意": 4, " 基本满意 ": 3, "一般": 3, "不满意": 2, "非常不满意": 1, "4": 4, "3（电话）": 3}
    path = tmp_path / "诉求台账.csv"
    lines = [f"第{place}件,2026-11-02 09:00,{words}" for place, words in enumerate(said)]
    path.write_text("\n".join(["诉求标题,受理时间,满意度", *lines, "最后一件,2026-11-02 09:00,还可以吧"]), "utf-8-sig")
    plan = planned(database, "requests", path)
    assert [row.title for row in plan.refused] == ["最后一件"]
    told = [row.warnings for row in plan.rows if row not in plan.refused]
    assert told[0] == ("满意度：「非常满意」按 5 分记",)
    assert told[6] == ()
    Importing(database).write(plan)
    with database.read() as session:
        stored = session.scalars(select(ServiceRequest.satisfaction).order_by(ServiceRequest.id))
        assert stored.all() == list(said.values())

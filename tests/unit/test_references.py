"""Words for references, the order they sort in, what hangs on a record, and what a role may choose from."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select

from louyu_desktop.errors import NotPermittedError
from louyu_desktop.models import Contact, Enterprise, Occupancy, Person, Registration, Unit
from louyu_desktop.rules.roles import Role
from louyu_desktop.services import references
from louyu_desktop.services.copies import Option
from louyu_desktop.services.references import ENTITIES
from louyu_desktop.services.suite import Services
from louyu_desktop.storage import search
from louyu_desktop.storage.database import Database


def save(services: Services, kind: str, **values: Any) -> int:
    return services.records.save(kind, None, values)


@pytest.fixture
def tower(services: Services) -> dict[str, int]:
    """A building, two units, two firms of which one sits there, a person who is registered."""
    building = save(services, "buildings", name="环贸广场")
    unit = save(services, "units", building_id=building, floor="23", room="06")
    other = save(services, "units", building_id=building, floor="24")
    firm = save(services, "enterprises", name="永乐公司", headcount=12)
    far = save(services, "enterprises", name="安远公司")
    seat = save(services, "occupancies", enterprise_id=firm, unit_id=unit)
    person = save(services, "people", name="王芳", enterprise_id=firm, mobile="13800001111", unit_name="永乐")
    start = dt.datetime(2026, 11, 20, 4, tzinfo=dt.UTC)
    activity = save(services, "activities", title="午间义诊", starts_at=start)
    registration = save(services, "registrations", activity_id=activity, person_id=person)
    return {
        "building": building, "unit": unit, "other": other, "firm": firm, "far": far, "seat": seat, "person": person,
        "activity": activity, "registration": registration,
    }  # fmt: skip


def test_a_record_is_called_by_its_title_or_by_whom_it_is_of(database: Database, tower: dict[str, int]) -> None:
    """Two steps deep: a seat by its unit, that by its building; nobody who is asked for is no query."""
    with database.read() as session:
        titles = references.titles
        assert titles(session, "enterprises", ()) == {}
        wanted = [tower["firm"], tower["far"], 999]
        assert titles(session, "enterprises", wanted) == {tower["firm"]: "永乐公司", tower["far"]: "安远公司"}
        unit = titles(session, "units", [tower["unit"], tower["other"]])
        assert unit == {tower["unit"]: "环贸广场 23F-06", tower["other"]: "环贸广场 24F"}
        assert titles(session, "occupancies", [tower["seat"]]) == {tower["seat"]: "环贸广场 23F-06"}
        assert titles(session, "registrations", {tower["registration"]}) == {tower["registration"]: "王芳"}
        assert titles(session, "people", range(1, 2000)) == {tower["person"]: "王芳"}


def test_a_row_has_words_for_what_it_refers_to(database: Database, tower: dict[str, int]) -> None:
    entity = ENTITIES["occupancies"]
    with database.read() as session:
        rows = session.execute(select(Occupancy.__table__)).mappings()
        [row] = references.with_labels(session, entity, rows)
        people = session.execute(select(Person.__table__)).mappings()
        [person] = references.with_labels(session, ENTITIES["people"], people)
        far = select(Enterprise.__table__).where(Enterprise.id == tower["far"])
        [firm] = references.with_labels(session, ENTITIES["enterprises"], session.execute(far).mappings())
    assert (row.id, row.version) == (tower["seat"], 1)
    assert row.labels == {"enterprise_id": "永乐公司", "unit_id": "环贸广场 23F-06"}
    assert set(row.values) == {field.name for field in entity.fields if field.label}
    assert (row.values["unit_id"], row.values["lease_start"]) == (tower["unit"], None)
    assert person.labels == {"enterprise_id": "永乐公司"}
    assert firm.labels == {}


def test_lists_are_in_the_order_of_what_is_shown(services: Services, database: Database, tower: dict[str, int]) -> None:
    """By pinyin, also of what is referred to, and of what that refers to."""
    second = save(services, "people", name="安娜", enterprise_id=tower["far"])
    third = save(services, "registrations", activity_id=tower["activity"], person_id=second)
    seat = save(services, "occupancies", enterprise_id=tower["far"], unit_id=tower["other"])

    def order(model: Any, name: str) -> list[int]:
        with database.read() as session:
            return list(session.scalars(select(model.id).order_by(references.sort_expression(model, name), model.id)))

    assert order(Enterprise, "name") == [tower["far"], tower["firm"]]
    assert order(Enterprise, "headcount") == [tower["far"], tower["firm"]]
    assert order(Person, "enterprise_id") == [second, tower["person"]]
    assert order(Registration, "person_id") == [third, tower["registration"]]
    assert order(Occupancy, "unit_id") == [tower["seat"], seat]
    assert references.sort_name(Enterprise, "name") == "name_sort"
    assert references.sort_name(Enterprise, "headcount") == "headcount"
    with database.read() as session:
        by_title = references.title_expression("units", Occupancy.__table__.c.unit_id)
        by_hand = select(Occupancy.id, Unit.label_sort).join(Unit, Unit.id == Occupancy.unit_id)
        assert session.execute(select(Occupancy.id, by_title)).all() == session.execute(by_hand).all()


def test_any_number_of_ids_is_one_parameter(database: Database, tower: dict[str, int]) -> None:
    with database.read() as session:
        for ids in ([tower["firm"]], range(1, 5000), []):
            found = session.scalars(select(Enterprise.id).where(references.among(Enterprise.id, ids))).all()
            assert sorted(found) == sorted({tower["firm"], tower["far"]} & set(ids))
        named = select(Enterprise.id).where(references.among(Enterprise.name, ["永乐公司", "没有"]))
        assert session.scalars(named).all() == [tower["firm"]]


def test_what_hangs_on_a_record_is_counted_once(services: Services, database: Database, tower: dict[str, int]) -> None:
    """What is live, of the kinds that one knows; nothing of other records."""
    for name in ("李一", "李二"):
        save(services, "contacts", enterprise_id=tower["firm"], name=name)
    gone = save(services, "contacts", enterprise_id=tower["firm"], name="李三")
    services.records.archive("contacts", [gone])
    save(services, "contacts", enterprise_id=tower["far"], name="旁人")
    save(services, "requests", enterprise_id=tower["firm"], title="电梯", received_at=dt.datetime.now(dt.UTC))
    children = references.children_of("enterprises")
    assert {("contacts", "enterprise_id"), ("requests", "enterprise_id"), ("leads", "enterprise_id")} <= set(children)
    assert ("people", "enterprise_id") not in children
    with database.read() as session:
        known = ("contacts", "occupancies", "requests", "visits")
        counts = references.counts_of(session, "enterprises", tower["firm"], known)
        assert counts == {"contacts": 2, "occupancies": 1, "requests": 1, "visits": 0}
        assert references.counts_of(session, "enterprises", tower["firm"], ("people",)) == {}
    assert Contact.__entity__.kind == "contacts"


def test_what_a_cell_names_is_watched() -> None:
    assert references.watched_by("enterprises") >= {"enterprises", "buildings", "accounts"}
    assert references.watched_by("occupancies") >= {"occupancies", "enterprises", "units", "buildings"}
    assert "people" in references.watched_by("registrations")
    assert "registrations" not in references.watched_by("people")


def test_what_is_offered_to_choose_from(services: Services, database: Database, tower: dict[str, int]) -> None:
    """In their order, what is live, what was typed, so many; with a second line that tells same names apart."""
    gone = save(services, "people", name="王强")
    services.records.archive("people", [gone])
    first = save(services, "people", name="安娜")
    with database.read() as session:
        options = references.options
        people = options(session, Role.STAFF, "people", None, 50)
        assert people == (Option(first, "安娜", ""), Option(tower["person"], "王芳", "永乐·138 0000 1111"))
        assert options(session, Role.READER, "people", None, 50)[1] == Option(tower["person"], "王芳", "永乐")
        assert [one.id for one in options(session, Role.STAFF, "people", None, 1)] == [first]
        typed = search.matching("people", "王")
        assert [one.id for one in options(session, Role.STAFF, "people", typed, 50)] == [tower["person"]]
        units = options(session, Role.STAFF, "units", None, 50)
        assert [one.title for one in units] == ["环贸广场 23F-06", "环贸广场 24F"]
        with pytest.raises(NotPermittedError, match="看不到党员信息"):
            options(session, Role.READER, "memberships", None, 50)
        assert options(session, Role.DESK, "enterprises", None, 50)[0].title == "安远公司"


def test_a_kind_and_a_field_are_known_as_the_role_sees_them() -> None:
    """What it may not see is told by its name; what there is none of is a mistake of ours."""
    assert "mobile" in {field.name for field in references.entity_for(Role.STAFF, "people").fields}
    assert "mobile" not in {field.name for field in references.entity_for(Role.READER, "people").fields}
    with pytest.raises(KeyError):
        references.entity_for(Role.STAFF, "nothing")
    with pytest.raises(NotPermittedError, match=r"^「只读」看不到党员信息$"):
        references.entity_for(Role.READER, "memberships")
    assert references.field_for(Role.STAFF, "people", "mobile").name == "mobile"
    assert references.field_for(Role.READER, "people", "name").name == "name"
    with pytest.raises(NotPermittedError, match=r"^「只读」看不到人员的「手机」$"):
        references.field_for(Role.READER, "people", "mobile")
    with pytest.raises(NotPermittedError, match="看不到党员信息"):
        references.field_for(Role.READER, "memberships", "person_id")
    with pytest.raises(KeyError):
        references.field_for(Role.STAFF, "people", "nothing")
    assert {entity.kind for entity in references.kinds_for(Role.STAFF)} == set(ENTITIES)
    assert "mobile" in references.unseen(Role.READER, "people")
    assert "name" not in references.unseen(Role.READER, "people")
    assert references.unseen(Role.STAFF, "people") == frozenset()
    assert "enterprises" in references.named_by(Role.DESK)
    assert "memberships" not in references.named_by(Role.DESK)
    assert references.named_by(Role.STAFF) == set(ENTITIES)


def test_the_second_line_is_what_is_filled(services: Services, database: Database, tower: dict[str, int]) -> None:
    entity = ENTITIES["people"]
    with database.read() as session:
        rows = session.execute(select(Person.__table__).where(Person.id == tower["person"])).mappings()
        [row] = references.with_labels(session, entity, rows)
    assert references.subtitle(entity, row) == "永乐·138 0000 1111"
    assert [(field.name, words) for field, words in references.subtitle_parts(entity, row)] == [
        ("unit_name", "永乐"), ("mobile", "138 0000 1111"),
    ]  # fmt: skip

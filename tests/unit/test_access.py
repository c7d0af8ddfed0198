"""The door and who stands in it: what is asked before a method runs, with which fields it runs, and for how long."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy.exc import ResourceClosedError

from louyu_desktop.errors import NotPermittedError, PasswordAgainError
from louyu_desktop.fields import Entity, Field, Kind, Sensitivity
from louyu_desktop.models import Account
from louyu_desktop.rules.roles import Role, most_sensitive, seen_by, sees, sees_kind
from louyu_desktop.services import vaults
from louyu_desktop.services.access import LASTS, Access
from louyu_desktop.services.guarded import guarded
from louyu_desktop.services.own_fields import OwnFieldDraft
from louyu_desktop.services.records import Records
from louyu_desktop.services.references import ENTITIES
from louyu_desktop.services.rights import Right
from louyu_desktop.services.suite import open_services
from louyu_desktop.storage.database import Database
from tests.stations import PASSWORD, keyless


@pytest.fixture
def open_station(tmp_path: Path) -> Iterator[Database]:
    """Somebody of each role works there."""
    with keyless(tmp_path / "station") as opened:
        with opened.write("人") as write:
            write.insert(Account, [{"name": f"人{role.name}", "role": role.value} for role in Role])
        yield opened


# ------------------------------------------------------------------------------------------------- the door


def test_a_method_is_wrapped_once_and_named_as_it_was(open_station: Database) -> None:
    records = guarded(Records(open_station), Access(open_station))
    assert records.total is records.total
    assert records.total.__name__ == "total"
    assert records.total.__doc__ == Records.total.__doc__
    assert records.total("people") == 0
    assert "total" in dir(records)
    assert all(callable(getattr(records, name)) for name in dir(records))
    for name in ("_database", "nothing_of_the_kind"):
        with pytest.raises(AttributeError, match=f"Records.{name} stands in no table of rights"):
            getattr(records, name)


def test_a_door_asks_whoever_is_at_work_by_then(open_station: Database, tmp_path: Path) -> None:
    """By the right, and by the right that follows from what is asked for; the method's own answer comes back."""
    services = open_services(open_station)
    reader = next(number for number, role in enumerate(Role, 2) if role is Role.READER)
    saved = services.records.save("people", None, {"name": "李一"})
    assert services.records.get("people", saved).title == "李一"
    open_station.actor = reader
    with pytest.raises(NotPermittedError, match="「只读」不能"):
        services.records.save("people", None, {"name": "李二"})
    with pytest.raises(NotPermittedError):
        services.records.save(kind="people", row_id=None, values={"name": "李二"})
    with pytest.raises(NotPermittedError, match="导出整类记录"):
        services.exporting.export("people", tmp_path / "人员.csv")
    assert services.records.total("people") == 1


def test_a_method_runs_with_the_fields_that_the_station_has_added(open_station: Database) -> None:
    """Without the door there are none of them."""
    services = open_services(open_station)
    services.own_fields.add(OwnFieldDraft("停车位"))
    shown = {field.label for field in services.records.entity("enterprises").fields}
    assert "停车位" in shown
    assert "停车位" not in {field.label for field in Records(open_station).entity("enterprises").fields}
    saved = services.records.save("enterprises", None, {"name": "甲公司"})
    assert "停车位" in {field.label for field in services.records.entity("enterprises").fields}
    assert services.records.get("enterprises", saved).title == "甲公司"


# ---------------------------------------------------------------------------------------------- who may what


def test_what_one_may_is_ones_roles(open_station: Database) -> None:
    """A station without keys asks for no password again; after the end nobody may anything."""
    access = Access(open_station)
    for number, role in enumerate(Role, 2):
        open_station.actor = number
        assert access.role is role
        assert access.may(Right.SEE)
        assert access.may(Right.KEYS) is (role is Role.ADMINISTRATOR)
    open_station.actor = 2
    assert access.is_confirmed()
    access.require(Right.KEYS)
    access.confirm("")
    access.end()
    assert not access.may(Right.OWN)
    with pytest.raises(ResourceClosedError):
        access.require(Right.OWN)


def test_the_password_counts_for_less_than_five_minutes(tmp_path: Path) -> None:
    """From when it was given, by a clock that is not turned; only the right one; and the end forgets it."""
    now = [70.0]
    with vaults.create(tmp_path / "vault", "示范站", "周敏", PASSWORD) as database:
        access = Access(database, lambda: now[0])
        assert not access.is_confirmed()
        assert access.may(Right.PURGE)
        with pytest.raises(PasswordAgainError, match="彻底清除个人信息之前，请再输一次自己的口令"):
            access.require(Right.PURGE)
        with pytest.raises(NotPermittedError, match="口令不对"):
            access.confirm("")
        assert not access.is_confirmed()
        for give in (partial(access.confirm, PASSWORD), access.count_as_confirmed):
            give()
            start = now[0]
            for passed, counts in ((0.0, True), (LASTS - 0.001, True), (LASTS, False), (LASTS + 1, False)):
                now[0] = start + passed
                assert access.is_confirmed() is counts
        access.count_as_confirmed()
        access.end()
        assert not access.is_confirmed()
    assert Access(database)._clock() > 0


# ---------------------------------------------------------------------------------------------- who sees what


def field(name: str, sensitivity: Sensitivity, kind: Kind = Kind.TEXT) -> Field:
    return Field(name=name, label=name, kind=kind, sensitivity=sensitivity)


def test_a_role_sees_up_to_its_own_measure_and_names() -> None:
    for role in Role:
        most = most_sensitive(role)
        for sensitivity in Sensitivity:
            assert sees(role, field("x", sensitivity)) is (sensitivity <= most)
            for kind in (Kind.PERSON_NAME, Kind.REFERENCE):
                wanted = sensitivity <= max(most, Sensitivity.PERSONAL)
                assert sees(role, field("x", sensitivity, kind)) is wanted
    assert {role for role in Role if most_sensitive(role) is Sensitivity.SENSITIVE} == {
        Role.ADMINISTRATOR, Role.STAFF,
    }  # fmt: skip


def test_what_is_not_seen_is_left_out_everywhere() -> None:
    fields = (
        field("title", Sensitivity.INTERNAL), field("phone", Sensitivity.PERSONAL), field("code", Sensitivity.INTERNAL),
    )  # fmt: skip
    entity = replace(
        ENTITIES["people"], fields=fields, title="title", subtitle=("phone", "code"), columns=("title", "phone"),
        keys=(("title", "phone"), ("title", "code")), sort="-phone",
    )  # fmt: skip
    seen = seen_by(Role.READER, entity)
    assert [one.name for one in seen.fields] == ["title", "code"]
    assert (seen.subtitle, seen.columns, seen.keys, seen.sort) == (("code",), ("title",), (("title", "code"),), "")
    assert seen_by(Role.READER, replace(entity, sort="-code")).sort == "-code"
    assert seen_by(Role.READER, replace(entity, sort="code")).sort == "code"
    assert seen_by(Role.STAFF, entity) == entity
    assert (seen.kind, seen.label, seen.title) == (entity.kind, entity.label, entity.title)


def test_which_kinds_a_role_knows_of() -> None:
    def known(role: Role) -> set[str]:
        return {kind for kind, entity in ENTITIES.items() if sees_kind(role, entity)}

    assert known(Role.ADMINISTRATOR) == known(Role.STAFF) == set(ENTITIES)
    assert known(Role.DESK) == {"activities", "registrations", "sign-ins", "people", "facilities"}
    assert {"attachments", "memberships"} <= set(ENTITIES) - known(Role.READER)
    assert "enterprises" in known(Role.READER)
    for sensitivity, may in ((Sensitivity.INTERNAL, True), (Sensitivity.PERSONAL, False)):
        title = field("title", sensitivity)
        entity: Entity = replace(ENTITIES["enterprises"], fields=(title,), title="title")
        assert sees_kind(Role.READER, entity) is may
        assert not sees_kind(Role.DESK, entity)
        files = replace(entity, kind="attachments")
        assert not sees_kind(Role.READER, files)
        assert sees_kind(Role.STAFF, files)

"""What is taken from a person: settled values, records that may stand, and what has a way of its own."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from louyu_desktop.errors import InvalidRecordError, UserError
from louyu_desktop.models import Account, Contact, Enterprise, Visit
from louyu_desktop.rules.dates import today
from louyu_desktop.services import vaults
from louyu_desktop.services.own_ways import BY_STEPS, OWN_WAYS
from louyu_desktop.services.references import ENTITIES
from louyu_desktop.services.suite import Services
from louyu_desktop.services.taking import check, refuse_governed, settled, words_of
from louyu_desktop.storage.database import Database
from tests.stations import PASSWORD

TODAY = dt.date(2026, 11, 20)


@pytest.mark.parametrize("kind", sorted(OWN_WAYS))
def test_what_has_a_way_of_its_own_is_not_typed(database: Database, kind: str) -> None:
    for names in (None, (), ("remark",)):
        with pytest.raises(UserError) as caught:
            refuse_governed(database, kind, names)
        assert caught.value.sentence == OWN_WAYS[kind]


def test_what_only_a_step_moves_is_told_by_its_name(database: Database) -> None:
    """Other fields of the same record are edited, and new records may say it."""
    refuse_governed(database, "requests")
    refuse_governed(database, "requests", ())
    refuse_governed(database, "requests", ("title", "detail"))
    refuse_governed(database, "enterprises", ("state", "name"))
    for kind, names in BY_STEPS.items():
        for name in names & {field.name for field in ENTITIES[kind].fields if field.label}:
            with pytest.raises(UserError, match=f"「{ENTITIES[kind].field(name).label}」跟着办理的步骤走") as caught:
                refuse_governed(database, kind, ("title", name))
            assert caught.value.field == name


def test_who_works_here_is_changed_with_their_passwords(database: Database, tmp_path: Path) -> None:
    """Where there are any; a phone may be typed everywhere, and other kinds have names and roles too."""
    for names in (None, ("name",), ("role",), ("phone",)):
        refuse_governed(database, "accounts", names)
    with vaults.create(tmp_path / "vault", "示范站", "周敏", PASSWORD) as safe:
        for wrong in (None, ("name",), ("role",), ("phone", "role"), ("name", "phone")):
            with pytest.raises(UserError, match="工作人员"):
                refuse_governed(safe, "accounts", wrong)
        refuse_governed(safe, "accounts", ("phone",))
        refuse_governed(safe, "accounts", ())
        for kind in ("contacts", "people", "enterprises"):
            refuse_governed(safe, kind, ("name", "role"))
            refuse_governed(safe, kind)


def test_texts_become_what_the_file_keeps() -> None:
    """Days by words are those of the station; nothing is the default where there must be something."""
    firms, visits, contacts = (ENTITIES[kind] for kind in ("enterprises", "visits", "contacts"))
    assert settled(Visit, visits.field("visited_on"), "明天", TODAY) == dt.date(2026, 11, 21)
    assert settled(Visit, visits.field("visited_on"), "2026-11-02") == dt.date(2026, 11, 2)
    assert settled(Visit, visits.field("visited_on"), TODAY) == TODAY
    with pytest.raises(UserError):
        settled(Visit, visits.field("visited_on"), "明天")
    assert settled(Enterprise, firms.field("headcount"), " 46 ") == 46
    assert settled(Enterprise, firms.field("headcount"), 46) == 46
    for nothing in (None, "", "  "):
        assert settled(Enterprise, firms.field("unit_kind"), nothing) == "企业"
        assert settled(Enterprise, firms.field("is_key"), nothing) is False
        assert settled(Enterprise, firms.field("headcount"), nothing) is None
        assert settled(Enterprise, firms.field("name"), nothing) is None
        assert settled(Contact, contacts.field("phone"), nothing) is None
    assert settled(Enterprise, firms.field("is_key"), "是") is True
    assert settled(Enterprise, firms.field("unit_kind"), firms.field("unit_kind").choices[-1]) != "企业"
    assert settled(Account, ENTITIES["accounts"].field("name"), " 周敏 ") == "周敏"


def test_a_record_without_what_makes_it_one_may_not_stand() -> None:
    firms, people = ENTITIES["enterprises"], ENTITIES["people"]
    check(firms, {"name": "甲公司"})
    for nothing in ({}, {"name": None}, {"name": ""}, {"short_name": "甲"}):
        with pytest.raises(InvalidRecordError) as caught:
            check(firms, nothing)
        assert caught.value.problems == {"name": "请填企业名称"}
    contact = ENTITIES["contacts"]
    with pytest.raises(InvalidRecordError) as caught:
        check(contact, {"enterprise_id": 0, "name": None})
    assert caught.value.problems == {"name": f"请填{contact.field('name').label}"}
    month = f"{today() + dt.timedelta(days=40):%Y-%m}"
    with pytest.raises(InvalidRecordError) as caught:
        check(people, {"name": "李一", "born": month})
    assert caught.value.problems == {"born": "出生年月在今天之后"}
    check(people, {"name": "李一", "born": f"{today():%Y-%m}"})


def test_values_are_said_in_words(services: Services, database: Database) -> None:
    """A reference by what it points to, however it is called; what is gone by nothing."""
    firm = services.records.save("enterprises", None, {"name": "甲公司"})
    contacts, firms = ENTITIES["contacts"], ENTITIES["enterprises"]
    with database.read() as session:
        assert words_of(session, contacts.field("enterprise_id"), firm) == "甲公司"
        assert words_of(session, contacts.field("enterprise_id"), firm + 9) == ""
        assert words_of(session, contacts.field("enterprise_id"), None) == ""
        assert words_of(session, firms.field("headcount"), 46) == "46"
        assert words_of(session, firms.field("is_key"), value=True) == "是"
        assert words_of(session, firms.field("short_name"), None) == ""

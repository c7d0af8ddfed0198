"""The four counts beside a plain reading of the same rows, and who should have come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from louyu_desktop.models import (
    Account,
    Activity,
    Enterprise,
    PartyMembership,
    PartyOrganisation,
    Person,
    Registration,
    SignIn,
)
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.services.calendar import Agenda
from louyu_desktop.services.calendar_copies import Figure
from louyu_desktop.services.participation import Counted, Grouping, Participation, Scope
from louyu_desktop.services.records import Records
from louyu_desktop.services.year_papers import ledger_of
from louyu_desktop.storage.database import Database
from tests.stations import keyless

NOW = dt.datetime(2026, 11, 20, 14, 0, tzinfo=SHANGHAI)
YEAR = Scope(dt.date(2026, 1, 1), dt.date(2026, 12, 31))
PEOPLE, FIRMS = 12, 4


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A station of twelve people of four firms; every third person is a member, one of them since March only."""
    with keyless(tmp_path_factory.mktemp("came") / "s") as found:
        with found.write("people") as write:
            firms = write.insert(Enterprise, [{"name": f"第{n}公司"} for n in range(FIRMS)])
            people = write.insert(Person, [
                {"name": f"来人{n}", "enterprise_id": firms[n % FIRMS] if n % 5 else None, "unit_name": f"单位{n % 3}"}
                for n in range(PEOPLE)
            ])  # fmt: skip
            [branch] = write.insert(PartyOrganisation, [{"name": "汾阳第一党支部"}])
            write.insert(PartyMembership, [
                {"person_id": people[n], "organisation_id": branch,
                 "entered_on": dt.date(2026, 3, 1) if n == 3 else None,
                 "left_on": dt.date(2026, 6, 1) if n == 6 else None}
                for n in range(0, PEOPLE, 3)
            ])  # fmt: skip
        yield found


ACTIVITIES = st.lists(
    st.fixed_dictionaries({
        "day": st.dates(dt.date(2025, 12, 30), dt.date(2026, 12, 31)),
        "status": st.sampled_from(["策划", "报名中", "已归档", "延期", "取消"]),
        "mode": st.sampled_from([None, "签到", "客流", "企业"]),
        "footfall": st.none() | st.integers(0, 500),
        "tags": st.lists(st.sampled_from(["党建", "营商", "治理"]), unique=True),
        "came": st.lists(st.integers(0, PEOPLE - 1), unique=True),
        "walked": st.booleans(),
        "part": st.booleans(),
    }),
    max_size=8,
)  # fmt: skip


def _write(database: Database, given_: list[dict[str, Any]]) -> None:
    with database.write("activities") as write:
        first: int | None = None
        for one in given_:
            [key] = write.insert(Activity, [{
                "title": "场", "status": one["status"], "count_mode": one["mode"], "footfall": one["footfall"],
                "tags": tuple(one["tags"]), "parent_id": first if one["part"] else None,
                "starts_at": dt.datetime.combine(one["day"], dt.time(12), tzinfo=SHANGHAI),
            }])  # fmt: skip
            first = first or key
            rows = write.session.execute(text("SELECT id, enterprise_id FROM person ORDER BY id")).all()
            write.insert(SignIn, [
                {"activity_id": key, "person_id": rows[n][0], "enterprise_id": rows[n][1], "walk_in": one["walked"],
                 "signed_at": dt.datetime.combine(one["day"], dt.time(12, 5), tzinfo=SHANGHAI)}
                for n in one["came"]
            ])  # fmt: skip


_PLAIN = """
WITH held AS (
    SELECT a.id, a.count_mode, a.footfall,
           NOT EXISTS (SELECT 1 FROM activity p WHERE p.parent_id = a.id AND p.archived_at IS NULL
                       AND p.status NOT IN ('延期', '取消')) AS whole
    FROM activity a
    WHERE a.archived_at IS NULL AND a.status NOT IN ('延期', '取消') AND a.starts_at <= :now
      AND date(a.starts_at, '+8 hours') BETWEEN '2026-01-01' AND '2026-12-31'
), came AS (
    SELECT s.person_id, s.activity_id, s.walk_in, p.enterprise_id FROM sign_in s JOIN person p ON p.id = s.person_id
    WHERE s.archived_at IS NULL AND s.activity_id IN (SELECT id FROM held)
)
SELECT (SELECT coalesce(sum(whole), 0) FROM held),
       (SELECT coalesce(sum(CASE WHEN count_mode = '客流' AND footfall IS NOT NULL THEN footfall
               ELSE (SELECT count(*) FROM came WHERE activity_id = held.id) END), 0) FROM held),
       (SELECT count(DISTINCT person_id) FROM came), (SELECT count(DISTINCT enterprise_id) FROM came),
       (SELECT count(*) FROM came WHERE walk_in)
"""


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ACTIVITIES)
def test_the_counts_are_those_of_a_plain_query(database: Database, activities: list[dict[str, Any]]) -> None:
    """Whatever was held, whoever came; months add up to the year, and each number opens as many records."""
    _write(database, activities)
    try:
        service, records = Participation(database), Records(database)
        with database.read() as session:
            now = NOW.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
            plain = tuple(session.execute(text(_PLAIN), {"now": now}).one())
        found = service.counts(YEAR, NOW)
        assert (found.held, found.visits, found.people, found.firms, found.walk_ins) == plain
        months = service.table(YEAR, Grouping.MONTH, NOW)
        assert (sum(one.held for one in months), sum(one.visits for one in months)) == plain[:2]
        for counted in (Counted.HELD, Counted.PEOPLE, Counted.FIRMS, Counted.WALK_INS):
            assert records.count(service.behind(YEAR, counted, NOW)) == found.of(counted)
        signed = records.count(service.behind(YEAR, Counted.VISITS, NOW))
        assert signed >= found.visits - found.at_the_door
    finally:
        with database.write("away") as write:
            for model in (SignIn, Activity):
                keys = write.session.scalars(text(f"SELECT id FROM {model.__tablename__} ORDER BY id DESC")).all()
                for key in keys:
                    write.delete(model, [key])


def test_who_should_have_come_belonged_on_that_day(tmp_path: Path) -> None:
    """A member who came in March and one who left in June; without an organisation those who registered."""
    with keyless(tmp_path / "s") as database:
        with database.write("people") as write:
            people = write.insert(Person, [{"name": name} for name in ("单雄信", "仇英", "曾巩", "解缙")])
            [top] = write.insert(PartyOrganisation, [{"name": "片区党总支"}])
            [branch] = write.insert(PartyOrganisation, [{"name": "第一党支部", "parent_id": top}])
            write.insert(PartyMembership, [
                {"person_id": people[0], "organisation_id": branch},
                {"person_id": people[1], "organisation_id": branch, "entered_on": dt.date(2026, 3, 1)},
                {"person_id": people[2], "organisation_id": top, "left_on": dt.date(2026, 6, 1)},
            ])  # fmt: skip
            held = write.insert(Activity, [
                {"title": "主题党日", "starts_at": dt.datetime(2026, month, 10, 12, tzinfo=SHANGHAI),
                 "organisation_id": organisation}
                for month, organisation in ((2, top), (4, top), (7, top), (7, None))
            ])  # fmt: skip
            write.insert(Registration, [
                {"activity_id": held[3], "person_id": people[3]},
                {"activity_id": held[3], "person_id": people[2], "status": "取消"},
            ])  # fmt: skip
            write.insert(SignIn, [{"activity_id": held[1], "person_id": people[0], "signed_at": NOW}])
        service = Participation(database)
        names = [[one.name for one in service.expected(key)] for key in held]
        assert names == [["单雄信", "曾巩"], ["仇英", "曾巩", "单雄信"], ["仇英", "单雄信"], ["解缙"]]
        april = service.of_activity(held[1], NOW)
        assert (april.basis, april.expected, april.expected_came) == ("那天的党员", 3, 1)
        taken = service.of_person(people[0])
        assert [one.activity_id for one in taken.activities] == [held[1]]
        with database.write("reader") as write:
            [database.actor] = write.insert(Account, [{"name": "何俊杰", "role": "只读"}])
        april = service.of_activity(held[1], NOW)
        assert (april.basis, service.expected(held[1])) == ("报名的人", ()), "members are no business of a reader"


def test_a_festival_counts_by_the_parts_that_take_place(tmp_path: Path) -> None:
    """Every place that says so says the same; firms that were only counted stand with their activity, in no sum."""
    with keyless(tmp_path / "s") as database:
        with database.write("festival") as write:
            def add(title: str, **values: Any) -> int:
                given = {"title": title, "starts_at": dt.datetime(2026, 11, 3, 9, tzinfo=SHANGHAI), **values}
                return write.insert(Activity, [given])[0]

            festival = add("邻里节")
            add("邻里节·一", parent_id=festival)
            add("邻里节·二", parent_id=festival)
            add("灯会·一", parent_id=add("灯会"), status="取消")
            salon = add("沙龙", count_mode="企业", firms_present=9)
        agenda = Agenda(database, lambda: NOW)
        first, last = dt.date(2026, 11, 1), dt.date(2026, 11, 30)
        month = agenda.figures(first, last)
        assert (month.planned, month.held, Participation(database).counts(YEAR, NOW).held) == (4, 4, 4)
        assert Records(database).count(agenda.behind(Figure.PLANNED, first, last)) == 4
        numbers = Participation(database).of_activity(salon, NOW).counts
        assert (numbers.firms, numbers.firms_there) == (0, 9)
        assert "9 家企业" in Participation(database).drafted(salon, NOW)
        ledger = ledger_of(database, first, last)
        assert [row[7] for row in ledger.parts[0].rows if row[2] == "沙龙"] == ["9"]
        assert (ledger.total[2], ledger.total[7]) == ("合计 4 场", "0")
        assert "另有 9 家次只登记了家数" in ledger.notes[0]

"""Lists stay flat: indexes answer what pages ask, and every way of finding a page gives the same rows."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.engine import Engine

from louyu_desktop.models import BY_KIND, Enterprise, Person
from louyu_desktop.models.base import kept_orders
from louyu_desktop.services import listing
from louyu_desktop.services.copies import PAGE, Filter, Match, Query
from louyu_desktop.services.every import every
from louyu_desktop.services.listing import Listing
from louyu_desktop.services.references import ENTITIES, sort_name
from louyu_desktop.storage.database import Database
from tests.stations import create_station

ROWS = PAGE * 5 + 31
MANY = [kind for kind, model in BY_KIND.items() if model.__many__]
ORDERS = [
    (kind, sign + name)
    for kind in MANY
    for name in dict.fromkeys((ENTITIES[kind].sort.removeprefix("-"), *ENTITIES[kind].columns))
    if sort_name(BY_KIND[kind], name) in kept_orders(BY_KIND[kind])
    for sign in ("", "-")
]
BIG = (Filter("headcount", Match.AT_LEAST, 3),)


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Several pages of enterprises and people: equal keys over the ends of pages, and cells without a value."""
    draw = random.Random(3)
    with create_station(tmp_path_factory.mktemp("flat") / "s", "示范站", "周敏") as database:
        with database.write("填") as write:
            write.insert(Enterprise, [
                {"name": f"{draw.choice('澄环晨光')}怀{n}有限公司", "headcount": draw.choice((None, None, 1, 5, 5, 5, 80)),
                 "is_key": n % 9 == 0, "party_org_status": draw.choice((None, "不详", "独立党支部"))}
                for n in range(ROWS)
            ])  # fmt: skip
            write.insert(Person, [{"name": "单雨桐", "mobile": f"1380013{n:04d}"} for n in range(ROWS)])
        with database.write("丢") as write:
            write.archive(Enterprise, range(7, ROWS, 50))
        yield database


@pytest.fixture
def asked(full: Database) -> Iterator[list[tuple[str, Any]]]:
    """Statements with their parameters."""
    seen: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        seen.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", note)
    yield seen
    event.remove(Engine, "before_cursor_execute", note)


def _plans(database: Database, kind: str, asked: list[tuple[str, Any]]) -> list[str]:
    """How SQLite answers what was asked of the kind's table."""
    table = BY_KIND[kind].__tablename__
    wanted = [one for one in asked if f"FROM {table} " in one[0].replace("\n", " ")]
    with database.read() as session:
        return [
            " / ".join(row[3] for row in session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values))
            for sql, values in wanted
        ]


def _look(database: Database, kind: str, sort: str) -> None:
    """All that a list asks: a count, the first page, one from the middle, the last, a place, every id."""
    lists, query = Listing(database), Query(kind, sort=sort)
    count = lists.count(query)
    for number in (0, count // PAGE // 2, count // PAGE):
        lists.page(query, number)
    lists.prepare(query)
    for row in lists.page(query, 0)[:1]:
        lists.position(query, row.id)
    lists.ids(query)


@pytest.mark.parametrize(("kind", "sort"), ORDERS)
def test_every_order_shown_is_kept_by_an_index(
    full: Database, asked: list[tuple[str, Any]], kind: str, sort: str
) -> None:
    """No statement sorts, none walks through the table."""
    _look(full, kind, sort)
    plans = _plans(full, kind, list(asked))
    assert len(plans) >= 4
    for plan in plans:
        assert "TEMP B-TREE" not in plan, plan
        assert "INDEX ix_" in plan or "INTEGER PRIMARY KEY" in plan, plan


@pytest.mark.parametrize("sort", ["name", "-headcount", "is_key"])
def test_indexes_serve_while_a_bulk_operation_hides_its_rows(full: Database, sort: str) -> None:
    """Views over the tables are read through: the same index, still without sorting."""
    column = sort_name(Enterprise, sort.removeprefix("-"))
    way = "DESC" if sort.startswith("-") else "ASC"
    with full.read() as session:
        raw = session.connection().connection.driver_connection
        assert raw is not None
        raw.execute("CREATE TEMP VIEW enterprise AS SELECT * FROM main.enterprise WHERE id NOT BETWEEN 90 AND 99")
        try:
            for asked in (
                f"SELECT {column}, id FROM there ORDER BY {column} {way}, id {way} LIMIT 9",
                f"SELECT * FROM there AND {column} = 5 AND id >= 7 ORDER BY {column}, id LIMIT 129",
                f"SELECT * FROM there AND {column} > 5 ORDER BY {column}, id LIMIT 129",
                f"SELECT count(*) FROM there AND {column} < 5",
            ):
                statement = asked.replace("there", "enterprise WHERE archived_at IS NULL")
                plan = " / ".join(row[3] for row in raw.execute(f"EXPLAIN QUERY PLAN {statement}"))
                assert f"ix_enterprise_list_{column}" in plan, plan
                assert "TEMP B-TREE" not in plan, plan
        finally:
            raw.execute("DROP VIEW temp.enterprise")


@pytest.mark.parametrize(
    "filters", [(), BIG, (Filter("name", Match.CONTAINS, "环怀"),), (Filter("unit_kind", Match.FILLED),)]
)
@pytest.mark.parametrize(
    "sort", ["name", "-name", "headcount", "-headcount", "is_key", "-party_org_status", "unit_kind"]
)
def test_pages_asked_for_in_any_order_are_those_of_the_whole(
    full: Database, monkeypatch: pytest.MonkeyPatch, sort: str, filters: tuple[Filter, ...]
) -> None:
    """From the end, from the middle, with anchors laid and without, few hits or many: the same rows and places."""
    query = Query("enterprises", filters, sort)
    expected = list(Listing(full).ids(query))
    pages = range(-(-len(expected) // PAGE))
    draw = random.Random(sort + str(filters))
    monkeypatch.setattr(listing, "STRIDE", 2)
    for few in (2000, 3):
        monkeypatch.setattr(listing, "FEW", few)
        for prepared in (False, True):
            lists = Listing(full)
            if prepared:
                lists.prepare(query)
            for number in draw.sample(pages, len(pages)):
                several = draw.randint(1, 4)
                rows = [row.id for row in lists.page(query, number, several)]
                assert rows == expected[number * PAGE : (number + several) * PAGE], (number, several)
                some = draw.choice(rows)
                assert lists.position(query, some) == expected.index(some)
            assert lists.count(query) == len(expected)
            assert lists.page(query, pages[-1] + 1) == ()
            assert lists.position(query, 7) is None  # in the bin


def test_what_is_learned_goes_with_a_write_that_concerns_it(full: Database, queries: list[str]) -> None:
    """Keeping a view costs no list its anchors; a write to the kind does."""
    lists, query = Listing(full), Query("people", sort="mobile")
    before = lists.count(query)
    with full.write("别的") as write:
        write.insert(Enterprise, [{"name": "无关有限公司", "verified_on": dt.date(2026, 1, 1)}])
    queries.clear()
    assert lists.count(query) == before or queries
    with full.write("有关") as write:
        write.insert(Person, [{"name": "朱欣"}])
    assert lists.count(query) == before + 1


def test_the_bin_of_a_long_list_has_an_index(full: Database) -> None:
    """What is archived is found without reading what lives."""
    with full.read() as session:
        asked = text("EXPLAIN QUERY PLAN SELECT count(*) FROM person WHERE archived_at IS NOT NULL")
        plan = session.execute(asked).all()
    assert "ix_person_bin" in str(plan)


@pytest.mark.parametrize("query", [Query("enterprises", sort="-name"), Query("enterprises", text="没有这家")])
def test_everything_is_read_piece_by_piece(full: Database, query: Query) -> None:
    """Whatever the count leaves over, each row comes once, in the list's order."""
    lists = Listing(full)
    assert [row.id for row in every(lists, query)] == list(lists.ids(query))

"""Lists: every column of every kind sorts and filters over page ends, and pages stay true while others write."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from louyu_desktop.fields import Field, Kind
from louyu_desktop.models import BY_KIND, RECORDS, Area, Person, Record
from louyu_desktop.rules.values import display
from louyu_desktop.services.copies import PAGE, Filter, Match, Query
from louyu_desktop.services.records import Records
from louyu_desktop.services.references import ENTITIES
from louyu_desktop.storage.database import Database
from tests.stations import create_station

ROWS = PAGE + 12
COLUMNS = [(entity.kind, field.name) for entity in ENTITIES.values() for field in entity.fields if field.label]


def _value(field: Field, number: int, ids: dict[str, list[int]]) -> Any:
    """Something of the field's kind: often the same, a third of them missing."""
    if number % 3 == 0 and not field.mandatory:
        return None
    part = number * 7 % 40
    match field.kind:
        case Kind.INTEGER:
            return int(field.minimum or 0) + part % int((field.maximum or 40) - (field.minimum or 0) + 1)
        case Kind.DECIMAL:
            return Decimal(part) / 4
        case Kind.DATE:
            return dt.date(2026, 1, 1) + dt.timedelta(days=part)
        case Kind.DATETIME:
            return dt.datetime(2026, 1, 1, tzinfo=dt.UTC) + dt.timedelta(hours=part)
        case Kind.FLAG:
            return number % 2 == 0
        case Kind.CHOICE:
            return field.choices[number % len(field.choices)]
        case Kind.CHOICES:
            return tuple(field.choices[: number % 3])
        case Kind.REFERENCE:
            return ids[field.target][number % ROWS] if field.target in ids else None
        case _:
            return f"{field.label}{number * 7 % 151}"


def _hours(year: int, number: int) -> dict[str, Any]:
    """A day of its own, so that no room is asked for twice."""
    start = dt.datetime(year, 1, 1, 3, tzinfo=dt.UTC) + dt.timedelta(days=number)
    return {"starts_at": start, "ends_at": start + dt.timedelta(hours=2)}


def _row(kind: str, number: int, ids: dict[str, list[int]]) -> dict[str, Any]:
    """A row that no unique index refuses."""
    row = {field.name: _value(field, number, ids) for field in ENTITIES[kind].fields if not field.derived}
    one = {"person_id": ids.get("people", [0] * (number + 1))[number]}
    own: dict[str, dict[str, Any]] = {
        "holidays": {"day": dt.date(2020, 1, 1) + dt.timedelta(days=number)},
        "day-logs": {"day": dt.date(2020, 1, 1) + dt.timedelta(days=number)},
        "service-categories": {"code": f"类{number}"},
        "service-items": {"code": f"项{number}"},
        "activities": {"number": None if number % 3 == 0 else f"X{number}"},
        "units": {"floor": str(number)},
        "bookings": _hours(2030, number),
        "blackouts": _hours(2040, number),
        "attachments": {"owner_kind": "people", "owner_id": one["person_id"], "media": "pdf", "size": number,
                        "digest": f"{number:064x}"},
        "memberships": one, "consents": one, "registrations": one, "sign-ins": one,
    }  # fmt: skip
    row.update(own.get(kind, {}))
    table = BY_KIND[kind].__table__.c
    return {name: value for name, value in row.items() if value is not None or table[name].nullable}


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A station with more than a page of every kind."""
    with create_station(tmp_path_factory.mktemp("lists") / "s", "示范站", "周敏") as database:
        ids: dict[str, list[int]] = {}
        for model in RECORDS[1:]:
            kind = model.__entity__.kind
            with database.write("填") as write:
                ids[kind] = write.insert(model, [_row(kind, number, ids) for number in range(ROWS)])
        yield database


@pytest.fixture(scope="module")
def lists(full: Database) -> Records:
    """The lists of that station."""
    return Records(full)


@pytest.mark.parametrize("sign", ["", "-"])
@pytest.mark.parametrize("kind", list(ENTITIES))
def test_every_column_sorts_over_the_end_of_a_page(lists: Records, kind: str, sign: str) -> None:
    """Page after page gives each record once, in the order of the whole list; from the end too."""
    for name in [name for one, name in COLUMNS if one == kind]:
        query = Query(kind, sort=sign + name)
        expected = list(lists.ids(query))
        pages = range(-(-len(expected) // PAGE))
        last = [row.id for row in lists.page(query, pages[-1])]
        seen = [row.id for number in pages for row in lists.page(query, number)]
        assert (seen, last) == (expected, expected[pages[-1] * PAGE :]), name


@pytest.mark.parametrize(("kind", "name"), COLUMNS)
def test_every_column_is_filtered_by_what_it_shows(lists: Records, kind: str, name: str) -> None:
    """「含有」 finds exactly the rows whose cell shows the text; empty and filled are all rows."""
    field = ENTITIES[kind].field(name)
    count = lists.count(Query(kind))
    empty, filled = (lists.count(Query(kind, (Filter(name, match),))) for match in (Match.EMPTY, Match.FILLED))
    assert empty + filled == count
    rows = [row for page in range(-(-count // PAGE)) for row in lists.page(Query(kind), page)]
    shown = {row.id: display(field, row.values[name], row.labels.get(name, "")).replace(",", "") for row in rows}
    if field.kind in {Kind.MOBILE, Kind.PHONE}:
        shown = {key: "".join(text.split()) for key, text in shown.items()}
    text = max(shown.values()).partition("、")[0]
    wanted = {key for key, cell in shown.items() if text.casefold() in cell.casefold()} if text else set(shown)
    found = set(lists.ids(Query(kind, (Filter(name, Match.CONTAINS, text),)))) if text else wanted
    assert found >= wanted, text
    assert found == wanted or field.kind in {Kind.REFERENCE, Kind.DECIMAL}, text


def test_one_of_several_choices_is_the_whole_word(lists: Records, full: Database) -> None:
    """「初创」 does not find 「初创板」, but what one typed oneself is also found in part."""
    keys = [
        lists.save("enterprises", None, {"name": f"标签{tags[0]}", "tags": tags}) for tags in (("初创板",), ("AI 企业",))
    ]

    def found(*words: str) -> set[int]:
        return set(lists.ids(Query("enterprises", (Filter("tags", Match.ONE_OF, words),))))

    assert keys[0] not in found("初创")
    assert keys[0] in found("初创板")
    assert keys[1] in found("AI")
    assert found("AI") < found("AI", "初创")


def test_the_bin_is_searched_too(lists: Records) -> None:
    """By characters and pinyin, in the box above it and in a column."""
    key = lists.save("people", None, {"name": "单雨桐", "mobile": "13812345678"})
    lists.archive("people", [key, lists.save("people", None, {"name": "朱欣"})])
    for text in ("雨桐", "shanyu", "syt", "5678", "单雨 1381"):
        assert tuple(lists.ids(Query("people", text=text, archived=True))) == (key,), text
        assert tuple(lists.ids(Query("people", text=text))) == (), text
    for text in ("雨桐", "shan"):
        assert tuple(lists.ids(Query("people", (Filter("name", Match.CONTAINS, text),), archived=True))) == (key,), text


def test_any_number_of_rows_may_be_selected(lists: Records) -> None:
    """More than one statement has room for parameters."""
    many = tuple(range(1, 400_001))
    assert lists.count(Query("people", (Filter("id", Match.ONE_OF, many),))) == lists.total("people")
    assert lists.bulk_preview("people", many, "team", "楼宇工作者").count > PAGE / 2


@pytest.mark.parametrize("model", [Area, Person])
def test_a_write_during_a_page_leaves_no_false_page(full: Database, model: type[Record]) -> None:
    """What a page learns of an older state is forgotten with it, in either way of finding pages."""
    records = Records(full)
    query = Query(model.__entity__.kind, sort="name")
    writers: list[threading.Thread] = []

    def insert() -> None:
        with full.write("插队") as write:
            write.insert(model, [{"name": f"!{number}"} for number in range(5)])

    def between(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if f"FROM {model.__tablename__}" in statement and not writers:
            writers.append(threading.Thread(target=insert))
            writers[0].start()
            writers[0].join()

    event.listen(Engine, "after_cursor_execute", between)
    records.page(query, 0)
    event.remove(Engine, "after_cursor_execute", between)
    assert len(writers) == 1
    assert [row.id for page in range(2) for row in records.page(query, page)] == list(records.ids(query))[: 2 * PAGE]


@pytest.mark.parametrize("kind", list(ENTITIES))
def test_statements_do_not_grow_with_the_rows(lists: Records, kind: str, queries: list[str]) -> None:
    """A full page, a record with what hangs on it counted, its story: a few statements each, however many rows."""
    [key, *_more] = lists.ids(Query(kind))
    references = {field.target for field in ENTITIES[kind].fields if field.kind is Kind.REFERENCE}
    queries.clear()
    lists.page(Query(kind), 0)
    assert len(queries) <= 2 + 4 * len(references)
    queries.clear()
    lists.get(kind, key)
    assert len(queries) <= 6 + 4 * len(references)
    queries.clear()
    lists.history(kind, key)
    assert len(queries) <= 6 + 4 * len(references)


def test_readers_neither_wait_nor_see_half_an_operation(full: Database) -> None:
    """While one writes, another counts: as it was, and then as it is."""
    records = Records(full)
    before = records.total("people")
    seen: list[int] = []
    with full.write("批量") as write:
        for _part in range(3):
            write.insert(Person, [{"name": "王伟"}] * 50)
            reader = threading.Thread(target=lambda: seen.append(records.total("people")))
            reader.start()
            reader.join(5)
    assert seen == [before] * 3
    assert records.total("people") == before + 150
    records.undo()

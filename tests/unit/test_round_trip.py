"""Every kind out into a workbook and into an empty station: the same records by uid, every value; again: nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from louyu_desktop.errors import UserError
from louyu_desktop.fields import Entity, Field, Kind
from louyu_desktop.models import (
    Activity,
    ActivitySeries,
    ActivityTemplate,
    Answer,
    Area,
    Building,
    Consent,
    Contact,
    Enterprise,
    Facility,
    Holiday,
    Occupancy,
    PartyMembership,
    PartyOrganisation,
    Person,
    Preparation,
    Question,
    Record,
    Registration,
    ServiceCategory,
    ServiceItem,
    Signature,
    SignIn,
    Unit,
)
from louyu_desktop.models.base import UNCOUNTED
from louyu_desktop.rules import values as plain
from louyu_desktop.rules.names import clean
from louyu_desktop.services import demonstration
from louyu_desktop.services.exporting import Exporting, written
from louyu_desktop.services.import_cells import SPECIAL, name_and_number, not_filled, take
from louyu_desktop.services.import_quick import UNREAD, Noted, as_is, quick
from louyu_desktop.services.importing import Importing
from louyu_desktop.services.ledgers import ENTITIES, KINDS, column_of, columns_of
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.shapes import shape_of

COVERED: tuple[type[Record], ...] = (
    Area, Building, Facility, Enterprise, Unit, Occupancy, Contact, PartyOrganisation, Person, PartyMembership, Consent,
    ActivitySeries, ActivityTemplate, Activity, Preparation, Question, Registration, Answer, SignIn, Signature,
    ServiceCategory, ServiceItem, Holiday,
)  # fmt: skip


def content(database: Database) -> dict[str, dict[str, dict[str, Any]]]:
    """Every value of every record by uid; references as the uid they point to."""
    found: dict[str, dict[str, dict[str, Any]]] = {}
    with database.read() as session:
        uids: dict[tuple[type[Record], int], str] = {}
        for model in COVERED:
            uids |= {(model, row.id): row.uid for row in session.execute(select(model.id, model.uid))}
        for model in COVERED:
            references = shape_of(model).references
            rows = [dict(row) for row in session.execute(select(model.__table__)).mappings()]
            for row in rows:
                for name, target in references.items():
                    row[name] = uids.get((target, row[name]), row[name])
            table = {row["uid"]: {name: row[name] for name in row.keys() - UNCOUNTED - {"uid"}} for row in rows}
            found[model.__tablename__] = table
    return found


def moved(source: Database, target: Database, folder: Path) -> None:
    """Every kind from one station into the other, and once more."""
    for kind in KINDS:
        path = folder / f"{kind}.xlsx"
        count = Exporting(source).export(kind, path)
        for expected in (("new", count), ("unchanged", None)) if count else ():
            importing = Importing(target)
            book = importing.read(path)
            plan = importing.plan(kind, book, importing.propose(kind, book))
            counts = plan.counts
            assert (counts.refused, counts.ask) == (0, 0), (kind, plan.refused[:1])
            assert counts.new == (expected[1] or 0), kind
            if expected[0] == "unchanged":
                assert counts.written == 0, (kind, [row for row in plan.rows if row.changes][:1])
            importing.write(plan)


def same(source: Database, target: Database) -> None:
    mine, theirs = content(source), content(target)
    for name, rows in mine.items():
        assert rows.keys() == theirs[name].keys(), name
        for uid, row in rows.items():
            different = {column: (row[column], theirs[name][uid][column]) for column in row
                         if row[column] != theirs[name][uid][column]}  # fmt: skip
            assert not different, (name, different)


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The demonstration."""
    place = tmp_path_factory.mktemp("demonstration")
    demonstration.build(place / "demo", place / "papers", dt.date(2026, 11, 20))
    with Database.open(place / "demo" / "station") as opened:
        yield opened


def test_the_demonstration_moves_to_another_station(station: Database, tmp_path: Path) -> None:
    with Database.create(tmp_path / "other") as other:
        moved(station, other, tmp_path)
        same(station, other)
        assert other.check() == []


NASTY = (
    "=1+1", "+86 上海", "-1", "@甲", "'引号", "''=2", '"', "合计", "总计：3", "注：说明", "同上", "/", "无", "（空）", "示例（甲）",
    "重点企业", "🏢😀", "𬱖䶮㐂", "1e5", "TRUE", "2024-03-05", "00123", "_x0041_", "甲  乙", "<b>&amp;</b>", "空置", "1、甲",
    "张三 13800001111", "NULL", "#N/A", "甲、乙；丙/丁", "http://example.com", "{0}%s", "مرحبا", "e\u0301ﬁ", "企业名称", "第1页",
    "待定", "长期", "805室", "地下一层", "b1", "\ue000", "㈱", "8-10", "三层", "永盛大厦", "不同意", "uid", "\\", "0.10", "是",
)  # fmt: skip
DIGITS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def worded(found: Field, number: int) -> str:
    """A text of the list; one as long as the field allows in between."""
    text = NASTY[number % len(NASTY)]
    limit = found.max_length or 50
    if number % 17 == 5:
        text = ("长" * limit)[:limit]
    if found.kind is Kind.NOTE and number % 3 == 0:
        text = f"{text}\n\n  第二行"
    return clean(text[:limit], lines=found.kind is Kind.NOTE) or "甲"


def credit(number: int) -> str:
    head = f"91310104{number:09d}"
    total = sum(DIGITS.index(c) * pow(3, place, 31) for place, c in enumerate(head))
    return head + DIGITS[(31 - total % 31) % 31]


def identity(number: int) -> str:
    head = f"31010119900101{number:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return head + "10X98765432"[sum(int(c) * w for c, w in zip(head, weights, strict=True)) % 11]


def value_of(found: Field, place: int, number: int) -> Any:
    """Something the field may hold; later days and smaller areas for later fields, as the checks want them."""
    day = dt.date(2020, 1, 1) + dt.timedelta(days=40 * place + number)
    if found.kind in {Kind.CHOICE, Kind.CHOICES}:
        open_word = worded(found, number).replace("、", "").replace("\n", "")
        choices = found.choices or ("2026-03-05", "是", "=1+1")
        choice = open_word if found.open_choices and number % 3 else choices[number % len(choices)]
        plain_choice = choices[number % len(choices)]
        return choice if found.kind is Kind.CHOICE else tuple(dict.fromkeys((plain_choice, choices[0])))
    made: dict[Kind, Any] = {
        Kind.INTEGER: (found.minimum or 0) + number % 5,
        Kind.DECIMAL: Decimal(5000 - 40 * place + number) / 10**found.digits,
        Kind.DATE: day,
        Kind.PARTIAL_DATE: ("1968", "1968-04", "1968-04-02")[number % 3],
        Kind.DATETIME: dt.datetime(2026, 1, 2, 3, place % 60, 5, number % 2 * 678, tzinfo=dt.UTC),
        Kind.FLAG: number % 2 == 0,
        Kind.MOBILE: f"138{number:08d}",
        Kind.PHONE: ("021-63331234-801", "12345", "+85212345678")[number % 3],
        Kind.EMAIL: f"A.b+{number}@example.com",
        Kind.CREDIT_CODE: credit(number),
        Kind.IDENTITY_NUMBER: identity(number),
        Kind.POSTCODE: f"2000{number % 100:02d}",
    }
    return made[found.kind] if found.kind in made else worded(found, number + place)


def row_of(entity: Entity, turn: int, fixed: Mapping[str, Any]) -> dict[str, Any]:
    """A record with every field filled, or (every fourth) only what must be."""
    row = {}
    for place, found in enumerate(entity.fields):
        if found.derived or found.kind is Kind.REFERENCE or not found.label:
            continue
        if turn % 4 or found.mandatory:
            row[found.name] = value_of(found, place, turn)
    return {**row, **fixed}


def nasty(database: Database) -> None:
    """Records of every kind whose texts look like anything but what they are."""
    with database.write("甲") as write:
        def put(model: type[Record], turn: int, **fixed: Any) -> int:
            [made] = write.insert(model, [row_of(ENTITIES[model.__entity__.kind], turn, fixed)])
            return made

        places: list[int] = []
        people: list[int] = []
        rooms: list[int] = []
        events: list[int] = []
        for number, text in enumerate(NASTY):
            name = f"{text}{number}"
            area = put(Area, number, name=f"{name}片", remark=None)
            places.append(put(Building, number, name=name, area_id=area))
            rooms.append(put(Facility, number, name=name, building_id=places[-1]))
            firm = put(Enterprise, number, name=text[:40])
            for step in range(number % 3):
                room = {"building_id": places[-step], "floor": text[:20], "room": f"{text}{step}"[:40]}
                if write.session.scalar(select(Unit.id).filter_by(**room)) is None:
                    unit = put(Unit, number, **room)
                    put(Occupancy, number + step, enterprise_id=firm, unit_id=unit)
            for step in range(number % 4):
                put(Contact, number + step, enterprise_id=firm, name=text[:40])
            branch = put(PartyOrganisation, number, name=name, building_id=places[0])
            people.append(put(Person, number, name=text[:40], enterprise_id=firm, building_id=places[-1]))
            if number % 2:
                put(PartyMembership, number, person_id=people[-1], organisation_id=branch)
                put(Consent, number, person_id=people[-1], withdrawn_on=None)
            for step in range(number % 3):
                put(Consent, number, person_id=people[-1], withdrawn_on=dt.date(2030, 1, 1 + step))
            starts = dt.datetime(2026, 1, 2, 3, 4, number, tzinfo=dt.UTC)
            series = put(ActivitySeries, number, name=name)
            put(ActivityTemplate, number, name=name, venue_id=rooms[-1])
            above = {"series_id": series, "parent_id": events[-1]} if number % 3 == 2 else {}
            event = put(Activity, number, number=f"HD-{number}", title=text[:40], starts_at=starts, **above,
                        organisation_id=branch if number % 2 else None, venue_id=None)
            events.append(event)
            put(Preparation, number, activity_id=event)
            asked = put(Question, number, activity_id=event)
            booked = put(Registration, number, activity_id=event, person_id=people[-1],
                         enterprise_id=firm if number % 2 else None)
            put(Answer, number, registration_id=booked, question_id=asked)
            if number and number % 3 == 1:
                put(Registration, number, activity_id=event, person_id=people[0], brought_by_id=booked)
            if number % 3:
                signed = put(SignIn, number, activity_id=event, person_id=people[-1], registration_id=booked,
                             enterprise_id=firm)
                put(Signature, number, sign_in_id=signed)
            category = put(ServiceCategory, number, code=f"{number:02d}", name=text[:40], remark=None)
            put(ServiceItem, number, code=f"{number}", name=text[:40], category_id=category)
            put(Holiday, number, day=dt.date(2027, 1, 1) + dt.timedelta(days=number))


def test_texts_that_look_like_something_else_move_as_themselves(tmp_path: Path) -> None:
    with Database.create(tmp_path / "station") as mine, Database.create(tmp_path / "other") as other:
        nasty(mine)
        moved(mine, other, tmp_path)
        same(mine, other)


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
every_field = st.sampled_from(sorted({(kind, column.name) for kind in KINDS for column in columns_of(kind)}))


@settings(max_examples=400, deadline=None)
@given(every_field, texts)
def test_any_value_of_any_field_is_read_back_as_itself(named: tuple[str, str], typed: str) -> None:
    found = column_of(*named).field
    if found.kind not in {Kind.TEXT, Kind.NOTE, Kind.ORGANISATION_NAME, Kind.PERSON_NAME, Kind.CHOICE, Kind.CHOICES}:
        return
    try:
        value = plain.parse(found, typed)
    except UserError:
        return
    if value is not None:
        assert as_is(found, written(found, value)) == value


cells = st.one_of(
    texts, st.floats(allow_nan=False), st.dates(), st.booleans(), st.sampled_from(NASTY),
    st.from_regex(r"1[3-9]\d{9}|[0-9A-Z]{18}|[\u4e00-\u9fff]{2,12}|[a-z.]{1,8}@[a-z.]{1,8}", fullmatch=True),
    st.integers(0, 99_999).map(credit),
)  # fmt: skip


@settings(max_examples=600, deadline=None)
@given(every_field, cells)
@example(("enterprises", "credit_code"), "91310104000000001X")
def test_what_is_read_quickly_is_read_as_it_is_read_closely(
    named: tuple[str, str], cell: str | float | dt.date
) -> None:
    column = column_of(*named)
    reader = quick(column.field)
    value = UNREAD if reader is None or column.name in SPECIAL else reader(cell)
    if value is not UNREAD:
        assert not not_filled(cell)
        assert column.field.kind is not Kind.PERSON_NAME or name_and_number(str(cell)) is None
        taken = take(column.name, column.label, column.field, cell, epoch1904=False)
        noted = value if isinstance(value, Noted) else Noted(value, ())
        assert (taken.value, taken.others, taken.doubts) == (noted.value, None, ())
        said = tuple(f"{column.label}：{word}" for word in plain.warnings(column.field, noted.value))
        assert said == noted.words

"""Every kind out into a workbook and into an empty station: the same records by uid, every value; again: nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from louyu_desktop.errors import UserError
from louyu_desktop.fields import Kind
from louyu_desktop.models import (
    BY_KIND,
    Account,
    Activity,
    ActivitySeries,
    ActivityTemplate,
    AgendaItem,
    Answer,
    AnswerTemplate,
    Area,
    Building,
    BuildingMonth,
    Callback,
    Consent,
    Contact,
    Council,
    CouncilMember,
    DutyRoster,
    Enterprise,
    Equipment,
    EquipmentFault,
    Extension,
    Facility,
    Feedback,
    HeadquartersVisit,
    Holiday,
    Honour,
    Inspection,
    Lead,
    Measure,
    Meeting,
    Occupancy,
    OwnField,
    PackDelivery,
    PartyMembership,
    PartyOrganisation,
    Person,
    Pledge,
    PolicyApplication,
    Preparation,
    PublicNotice,
    Question,
    Receipt,
    Record,
    Registration,
    RequestPause,
    RequestStep,
    ResourceProvider,
    Round,
    ServiceCategory,
    ServiceItem,
    ServicePack,
    ServiceRequest,
    Signature,
    SignIn,
    SpecialCase,
    TeamMember,
    Topic,
    Unit,
    Visit,
    Wish,
)
from louyu_desktop.models.base import UNCOUNTED
from louyu_desktop.rules import values as plain
from louyu_desktop.services import demonstration
from louyu_desktop.services.exporting import Exporting, written
from louyu_desktop.services.import_cells import SPECIAL, name_and_number, not_filled, take
from louyu_desktop.services.import_quick import UNREAD, Noted, as_is, quick, whole
from louyu_desktop.services.importing import Importing
from louyu_desktop.services.ledgers import BECAME, KINDS, column_of, columns_of
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.shapes import shape_of
from tests.stations import empty_station
from tests.unit.nasty import NASTY, credit, nasty

COVERED: tuple[type[Record], ...] = (
    Area, Building, Facility, Enterprise, Unit, Occupancy, Contact, PartyOrganisation, Person, PartyMembership, Consent,
    ActivitySeries, ActivityTemplate, Activity, Preparation, Question, Registration, Answer, SignIn, Signature,
    ServiceCategory, ServiceItem, Holiday, OwnField, BuildingMonth, ServicePack, PackDelivery, TeamMember, Visit,
    HeadquartersVisit, SpecialCase, ServiceRequest, Lead, Round, Inspection, Pledge, Honour,
    RequestStep, RequestPause, Extension, Receipt, Callback, AnswerTemplate, PolicyApplication, Wish, Council,
    CouncilMember, Meeting, Topic, AgendaItem, Measure, Feedback, PublicNotice, DutyRoster, Equipment,
    EquipmentFault, ResourceProvider,
)  # fmt: skip
DECIDED = {"colour", "colour_sort", "colour_since", "colour_reason"}
"""What follows from decisions, which no file brings."""


def content(database: Database) -> dict[str, dict[str, dict[str, Any]]]:
    """Every value of every record by uid; references as the uid they point to, whoever works here by name."""
    found: dict[str, dict[str, dict[str, Any]]] = {}
    with database.read() as session:
        uids: dict[tuple[type[Record], int], str] = {}
        for model in COVERED:
            uids |= {(model, row.id): row.uid for row in session.execute(select(model.id, model.uid))}
        uids |= {(Account, row.id): row.name for row in session.execute(select(Account.id, Account.name))}
        for model in COVERED:
            references = shape_of(model).references
            wanted = select(model.__table__)
            if model is Unit:  # a room that nobody ever sat in travels with no ledger
                wanted = wanted.where(Unit.id.in_(select(Occupancy.unit_id)))
            rows = [dict(row) for row in session.execute(wanted).mappings()]
            for row in rows:
                for name, target in references.items():
                    row[name] = uids.get((target, row[name]), row[name])
                if row.get("became_id"):
                    row["became_id"] = uids[BECAME[row["became"]], row["became_id"]]
                if row.get("source_id"):
                    row["source_id"] = uids[BY_KIND[row["source_kind"]], row["source_id"]]
            kept = rows[0].keys() - UNCOUNTED - DECIDED - {"uid"} if rows else set()
            table = {row["uid"]: {name: row[name] for name in kept} for row in rows}
            found[model.__tablename__] = table
    return found


def colleagues(source: Database, target: Database) -> None:
    """The people of one station work at the other too: no file brings them."""
    with source.read() as session:
        names = session.scalars(select(Account.name).order_by(Account.id)).all()
    with target.write("人") as write:
        write.insert(Account, [{"name": name} for name in names])


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
    with empty_station(tmp_path / "other") as other:
        colleagues(station, other)
        moved(station, other, tmp_path)
        same(station, other)
        assert other.check() == []


def test_texts_that_look_like_something_else_move_as_themselves(tmp_path: Path) -> None:
    with empty_station(tmp_path / "station") as mine, Database.create(tmp_path / "other") as other:
        with mine.write("人") as write:
            write.insert(Account, [{"name": "周敏"}, {"name": "陈默"}])
        nasty(mine)
        colleagues(mine, other)
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


together_cells = st.one_of(
    cells.filter(lambda cell: isinstance(cell, str)),
    st.from_regex(r"[\u4e00-\u9fff]{2,12}(（上海）)?[\u4e00-\u9fff]{0,9}\n?[\u4e00-\u9fff]{0,3}", fullmatch=True),
)


@settings(max_examples=300, deadline=None)
@given(every_field, st.lists(together_cells, min_size=1, max_size=4))
@example(("enterprises", "name"), ["上海听潮润和文化传播有限公司", "上海远帆（集团）和和广告有限公司"])
@example(("enterprises", "credit_code"), [credit(7), credit(15)])
@example(("people", "name"), ["王一", "未填写"])
@example(("people", "name"), ["王一\n李二"])
def test_what_is_read_together_is_read_as_each_alone(named: tuple[str, str], together: list[str]) -> None:
    field = column_of(*named).field
    reader, all_of = quick(field), whole(field)
    if all_of is not None and reader is not None:
        assert all_of(together) == all(reader(cell) == cell and type(reader(cell)) is str for cell in together)

"""Bulk operations looked at closely: what the desk may meet of one that is not finished, and what may be left of it."""

from __future__ import annotations

import datetime as dt
import re
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import ResourceClosedError

from louyu_desktop.errors import CancelledError, ConflictError, StationBusyError, SystemProblem
from louyu_desktop.models import (
    RECORDS,
    Activity,
    Building,
    Consent,
    Contact,
    Enterprise,
    Occupancy,
    PartyMembership,
    PartyOrganisation,
    Person,
    Record,
    Registration,
    SignIn,
    Unit,
)
from louyu_desktop.services import importing as module
from louyu_desktop.services.copies import Control
from louyu_desktop.services.import_plan import ImportPlan
from louyu_desktop.services.importing import Importing
from louyu_desktop.storage import keys, search, shadow, voiding
from louyu_desktop.storage.bulk import Load, Part
from louyu_desktop.storage.bulk_rows import AT_ONCE, order
from louyu_desktop.storage.coding import Item, as_json, pack, unpack
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.engine import DriverError
from louyu_desktop.storage.grams import placed_grams
from louyu_desktop.storage.joined import BETWEEN
from louyu_desktop.storage.place import DATA_FILE
from louyu_desktop.storage.shapes import shape_of
from louyu_desktop.storage.tables import GRAMS
from louyu_desktop.storage.write import Write
from tests.storage.bulk_load import LABEL, bulk, silent
from tests.storage.sample import Tower, row, tower
from tests.storage.test_bulk import count, meanwhile
from tests.unit.test_importing import planned, workbook

AT = dt.datetime(2026, 5, 1, tzinfo=dt.UTC)
FIRMS = 12


def of_one(model: type[Record], rows: Sequence[Mapping[str, Any]]) -> Load:
    """A load of rows of one class."""

    def parts(first: Callable[[type[Record]], int]) -> Iterator[Part]:
        yield model, first(model), rows

    return Load({model: len(rows)}, lambda _session: None, parts, lambda _write: None)


def when(ready: Callable[[], bool], act: Callable[[], object]) -> Control:
    """A report that acts at the first turn at which something is so."""
    acted: list[bool] = []

    def report(done: int, total: int, note: str = "") -> None:
        if not acted and ready():
            acted.append(True)
            act()

    return report


def really(database: Database, statement: str) -> int:
    """What a count says about all that stands in the file."""
    with database.read() as session:
        return int(session.execute(text(statement)).scalar_one())


LOGGED = "SELECT count(*) FROM change_log JOIN operation ON operation.id = operation_id WHERE kind = 'pending'"
INDEXED = f"SELECT count(*) FROM main.search_row JOIN {GRAMS}_docsize USING (id) WHERE kind = 'enterprises'"


def test_a_number_of_its_own_is_free_for_the_desk(database: Database) -> None:
    """Numbers stay taken in the bin too: the running number that the desk gets is not refused for an unseen row."""

    def work() -> None:
        with database.write("登记") as write:
            number = write.number("HD", 2026, Activity.number)
            write.insert(Activity, [{"title": "台前的活动", "starts_at": AT, "number": number}])

    rows = [{"title": f"活动{n}", "starts_at": AT, "number": f"HD-2026-{n:04d}"} for n in range(1, 5)]
    with pytest.raises(ConflictError, match="重新核对"):
        database.write_bulk(LABEL, of_one(Activity, rows), meanwhile(2, work))
    assert count(database, Activity) == 1
    assert database.check() == []


def test_what_the_desk_brings_back_is_the_record(database: Database) -> None:
    """A removed person who comes in again by her uid: the desk may undo the removal meanwhile."""
    with database.write("登记") as write:
        [person] = write.insert(Person, [{"name": "王小二", "uid": "u-1"}])
    with database.write("删除") as write:
        write.delete(Person, [person])
    rows = [{"name": f"某{n}", "uid": f"u-{n}"} for n in range(4)]
    with pytest.raises(ConflictError, match="重新核对"):
        database.write_bulk(LABEL, of_one(Person, rows), meanwhile(3, database.undo))
    assert row(database, Person, person).name == "王小二"
    assert count(database, Person) == 1


def test_a_row_that_does_not_count_takes_no_place(database: Database) -> None:
    """A lease that is over may stand beside the one that comes in: no reason to take all of it back."""
    made = tower(database)
    seat = {"enterprise_id": made.enterprise, "unit_id": made.units[1]}

    def work() -> None:
        with database.write("旧租约") as write:
            write.insert(Occupancy, [{**seat, "ended_on": dt.date(2020, 1, 1)}])

    database.write_bulk(LABEL, of_one(Occupancy, [seat]), meanwhile(2, work))
    assert count(database, Occupancy) == 3
    assert database.check() == []


def test_the_check_is_not_alarmed_at_any_turn(database: Database) -> None:
    """Children come before their parents, texts before their grams: nobody is told to fetch a backup for that."""
    tower(database)
    found: list[str] = []

    def look(_done: int, _total: int, _note: str) -> None:
        found.extend(database.check())

    bulk(database, FIRMS, look)
    assert found == []


def test_its_history_begins_when_it_is_published(database: Database) -> None:
    """The log is written before the end; nobody reads it."""
    logged = []

    def look() -> None:
        logged.append(database.history("units", 1))

    bulk(database, FIRMS, when(lambda: really(database, LOGGED) > 4, look))
    assert logged == [[]]
    assert len(database.history("units", 1)) == 1


def test_search_looks_past_what_it_does_not_show(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """The number of texts compared is bounded: unseen ones must not use it up before the desk's own rows."""
    monkeypatch.setattr(search, "CANDIDATES", FIRMS // 2)
    hits: list[str] = []

    def work() -> None:
        with database.write("登记") as write:
            write.insert(Enterprise, [{"name": "台前来的科技公司"}])
        hits.extend(hit.text for hit in database.search("科技"))

    bulk(database, FIRMS, when(lambda: really(database, INDEXED) >= FIRMS, work))
    assert hits == ["台前来的科技公司"]


class Breaking:
    """A driver connection on which the second view cannot be made."""

    def __init__(self, raw: Any) -> None:
        self._raw, self._views = raw, 0

    def execute(self, statement: str) -> Any:
        """Run it, or not."""
        self._views += statement.startswith("CREATE TEMP VIEW")
        if self._views > 1:
            raise DriverError("disk I/O error")
        return self._raw.execute(statement)


def test_views_that_were_not_all_made_hide_nothing(database: Database) -> None:
    """The connection goes back to the pool: its next reader sees every row, its next writer writes."""
    made = tower(database)
    with database.read() as session:
        pooled = session.connection().connection
        raw, info = pooled.driver_connection, pooled.info
    with pytest.raises(DriverError):
        shadow._cast(Breaking(raw), info, '{"enterprise": [1, 9], "unit": [1, 9]}')
    assert row(database, Enterprise, made.enterprise) is not None
    with database.write("改") as write:
        write.update(Enterprise, [{"id": made.enterprise, "headcount": 31}])
    assert row(database, Enterprise, made.enterprise).headcount == 31


def _grams(database: Database) -> set[tuple[str, int]]:
    """Every gram in the index with the record that it belongs to."""
    with database.read() as session:
        raw: Any = session.connection().connection.driver_connection
        raw.execute(f"CREATE VIRTUAL TABLE temp.grams USING fts5vocab('main', '{GRAMS}', 'instance')").close()
        return {(gram, rowid) for gram, rowid in raw.execute("SELECT term, doc FROM temp.grams")}


def test_the_index_is_as_if_written_anew(database: Database) -> None:
    """After a bulk operation, its undo, and what was changed since: texts and grams are those of the live records."""
    tower(database)
    bulk(database, FIRMS)
    with database.write("改") as write:
        write.update(Enterprise, [{"id": 3, "name": "改过的企业"}])
        write.archive(Enterprise, [4])
    assert database.check() == []  # the texts
    titles = {model.__entity__.kind: model.__entity__.title for model in RECORDS}
    with database.read() as session:
        rows = session.execute(text("SELECT id, kind, fields, folded FROM search_row")).all()
        wanted = {
            (gram, rowid)
            for rowid, kind, fields, folded in rows
            for field, one in zip(fields.split(","), folded.split(BETWEEN), strict=True)
            for gram in placed_grams(kind, title=field == titles[kind])[one].split()
        }
        assert session.scalar(select(func.max(Enterprise.id))) == FIRMS + 1
    assert _grams(database) == wanted


@pytest.mark.parametrize("act", ["nothing", "write"])
def test_a_plan_made_before_the_end_is_looked_at_again(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    """The log of an import stands before its rows are seen: what was planned in between would write them twice."""
    monkeypatch.setattr(module, "LARGE", 2)
    importing = Importing(database)
    path = workbook(tmp_path / "a.xlsx", ("企业名称",), *((f"远帆{n}科技有限公司",) for n in range(3)))
    second: list[ImportPlan] = []

    def plan() -> None:
        second.append(planned(importing, "enterprises", path))
        if act == "write":
            with database.write("登记") as write:
                write.insert(Enterprise, [{"name": "远帆0科技有限公司"}])
            monkeypatch.setattr(module, "LARGE", 9)
            with pytest.raises(ConflictError, match="重新核对"):
                importing.write(second[0])
            monkeypatch.setattr(module, "LARGE", 2)

    importing.write(planned(importing, "enterprises", path), when(lambda: really(database, LOGGED) > 0, plan))
    assert second[0].counts.new == 3
    with pytest.raises(ConflictError, match="重新核对"):
        importing.write(second[0])
    assert count(database, Enterprise) == 3 + (act == "write")


def test_a_large_plan_stays_large_when_it_comes_once_more(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cancelled and written again it goes in by turns too, and the desk does not wait for all of it."""
    monkeypatch.setattr(module, "LARGE", 2)
    importing = Importing(database)
    path = workbook(tmp_path / "a.xlsx", ("企业名称",), *((f"远帆{n}科技有限公司",) for n in range(3)))
    plan = planned(importing, "enterprises", path)

    def cancel() -> None:
        raise CancelledError("")

    with pytest.raises(CancelledError):
        importing.write(plan, when(lambda: True, cancel))
    running: list[bool] = []
    importing.write(plan, when(lambda: True, lambda: running.append(database.bulk_running)))
    assert running == [True]
    assert count(database, Enterprise) == 3


def test_who_is_late_takes_nothing_back(database: Database) -> None:
    """Two take one operation back: the slower one leaves alone what was written since under the same ids."""
    key = keys.derive_key(keys.read_key(database.folder), "database")
    tower(database)
    late: list[bool] = []

    @contextmanager
    def turns() -> Iterator[None]:
        if not late:
            late.append(True)
            voiding.take_back(database.folder / DATA_FILE, key)
            with database.write("登记") as write:
                write.insert(Enterprise, [{"name": "后来的企业"}])
        yield

    def interfere() -> None:
        voiding.take_back(database.folder / DATA_FILE, key, turns)

    with pytest.raises(SystemProblem):
        bulk(database, FIRMS, when(lambda: really(database, INDEXED) >= FIRMS, interfere))
    assert [hit.text for hit in database.search("后来")] == ["后来的企业"]
    assert database.check() == []


def test_history_of_the_first_schema_is_read() -> None:
    """Changes were kept row by row then; undo and history of an upgraded station need them."""
    before = {"tags": ("初创",), "lease_end": dt.date(2027, 1, 1), "area": Decimal("12.30"), "archived_at": AT}
    changed = Item(3, "u-3", 2, before, {**before, "name": "乙"})
    items = (changed, Item(4, "u-4", 1, after={"name": None}), Item(5, "", 0, text="印"))
    rows = [[item.id, item.uid, item.version, item.before, item.after, item.text] for item in items]
    assert unpack(zlib.compress(as_json(rows).encode(), 6)) == items == unpack(pack(items))


def test_closed_in_the_middle_it_keeps_the_lock_until_nothing_is_left(database: Database) -> None:
    """A window that closes: no other program comes in before all of it is taken back."""
    tower(database)
    before = database.content_hash()

    def close() -> None:
        database.close()
        with pytest.raises(StationBusyError):
            Database.open(database.folder)

    with pytest.raises(ResourceClosedError):
        bulk(database, FIRMS, when(lambda: really(database, INDEXED) > 0, close))
    with Database.open(database.folder) as again:
        assert again.content_hash() == before
        assert again.check() == []


def test_without_room_it_stays_unseen(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be taken back now stands in nobody's way: work goes on, the station opens, later it goes."""
    tower(database)
    before = database.content_hash()

    def refuse(*_arguments: object) -> None:
        raise DriverError("database or disk is full")

    def cancel() -> None:
        monkeypatch.setattr(voiding, "_forget", refuse)
        raise CancelledError("")

    with pytest.raises(CancelledError):
        bulk(database, FIRMS, when(lambda: really(database, LOGGED) > 0, cancel))
    assert really(database, "SELECT count(*) FROM bulk_operation") == 1
    with pytest.raises(SystemProblem, match="磁盘已满"):
        bulk(database, FIRMS)
    database.close()
    with Database.open(database.folder) as again:
        assert again.content_hash() == before
        assert again.check() == []
        with again.write("登记") as write:
            write.insert(Enterprise, [{"name": "之后的企业"}])
        assert again.undo().label == "登记"
    monkeypatch.undo()
    with Database.open(database.folder) as again:
        assert really(again, "SELECT count(*) FROM bulk_operation") == 0
        assert again.content_hash() == before
        assert again.check() == []


def test_what_the_parts_rely_on() -> None:
    """Conditions of unique indexes are read word by word; who feeds by a derived column is derived as it is written."""
    for model in RECORDS:
        shape = shape_of(model)
        for index in shape.table.indexes:
            where = index.dialect_options["sqlite"]["where"]
            if index.unique and where is not None:
                parts = str(where).split(" AND ")
                read = re.compile(r"\w+ IS (NOT )?NULL|\w+ IN \([^)]*\)")
                assert all(read.fullmatch(part) for part in parts), index.name
        if any(name in shape.derived for name, _parent in shape.feeds):
            assert model in AT_ONCE


def _of_every_kind(made: Tower, above: int, first: Callable[[type[Record]], int]) -> dict[type[Record], list[Any]]:
    """Rows that point to one another and to what is there, parents that have derived columns on both sides."""
    unit, firm, person, branch, lesson = map(first, (Unit, Enterprise, Person, PartyOrganisation, Activity))
    return {
        PartyOrganisation: [{"name": "支部一", "parent_id": above}, {"name": "支部二", "parent_id": branch}],
        Unit: [{"building_id": made.buildings[1], "floor": "3", "room": "1"}],
        Occupancy: [{"enterprise_id": one, "unit_id": unit} for one in (made.enterprise, firm)],
        Contact: [{"enterprise_id": made.enterprise, "name": "新来的", "phone": "13812342299", "is_primary": True}],
        PartyMembership: [{"person_id": person, "organisation_id": above}],
        Consent: [{"person_id": person}],
        Activity: [{"title": "新课", "starts_at": AT}],
        Registration: [{"activity_id": lesson, "person_id": person}],
        SignIn: [{"activity_id": lesson, "person_id": person, "signed_at": AT}],
        Enterprise: [{"name": "新企业", "headcount": 8}],
        Person: [{"name": "新人", "enterprise_id": firm}],
    }


def test_rows_of_every_kind_come_in_together(database: Database) -> None:
    """Firms and people with the same first id too; what is derived is as the check works it out, undone and redone."""
    made = tower(database)
    with database.write("党") as write:
        [above] = write.insert(PartyOrganisation, [{"name": "总支"}])
        write.insert(Person, [{"name": "老党员"}])
    before = database.content_hash()

    def parts(first: Callable[[type[Record]], int]) -> Iterator[Part]:
        rows = _of_every_kind(made, above, first)
        for model in order(rows):
            yield model, first(model), rows[model]

    counts = {model: len(rows) for model, rows in _of_every_kind(made, above, lambda _model: 0).items()}
    database.write_bulk(LABEL, Load(counts, lambda _session: None, parts, lambda _write: None), silent)
    assert database.check() == []
    assert row(database, Building, made.buildings[1]).enterprise_count == 2
    assert row(database, PartyOrganisation, above).member_count == 1
    database.undo()
    assert database.content_hash() == before
    database.redo()
    assert database.check() == []


def test_numbers_in_the_file_are_passed_over(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Activities with a number and without come in together, at once and by turns."""
    importing = Importing(database)
    for large, number in ((9, 1), (2, 4)):
        monkeypatch.setattr(module, "LARGE", large)
        numbers = (None, None, f"HD-2026-{number:04d}")
        rows = [(f"活动{large}-{n}", f"2026-05-0{n} 10:00", found) for n, found in enumerate(numbers, start=1)]
        path = workbook(tmp_path / f"{large}.xlsx", ("活动名称", "开始时间", "活动编号"), *rows)
        importing.write(planned(importing, "activities", path))
    assert count(database, Activity) == 6


def test_a_row_that_both_changed_is_said_in_one_sentence(database: Database) -> None:
    """There is nothing to choose in an import: it says that all of it was taken back."""
    made = tower(database)

    def edit() -> None:
        with database.write("改") as write:
            write.update(Enterprise, [{"id": made.enterprise, "headcount": 31}])

    def finishing(write: Write) -> None:
        write.update(Enterprise, [{"id": made.enterprise, "headcount": 32, "version": 1}])

    with pytest.raises(ConflictError, match="整批退回"):
        bulk(database, FIRMS, when(lambda: True, edit), finishing=finishing)
    assert row(database, Enterprise, made.enterprise).headcount == 31
    assert count(database, Enterprise) == 1

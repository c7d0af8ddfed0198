"""Bulk operations: nobody sees a row before all are there, the desk goes on, and nothing half-done ever stays."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, text

from louyu_desktop.errors import CancelledError, ConflictError, SystemProblem, UserError
from louyu_desktop.models import Area, Building, Contact, Enterprise, Occupancy, Record, SignIn, Unit
from louyu_desktop.storage import bulk as bulk_module
from louyu_desktop.storage import search
from louyu_desktop.storage.database import Changes, Database
from tests.bench.stations import credit_code
from tests.storage.bulk_load import LABEL, bulk, in_one, load, silent
from tests.storage.sample import row, tower

FIRMS = 40
Seen = Callable[[], object]


def meanwhile(step: int, *acts: Seen) -> Callable[[int, int, str], None]:
    """A report that does something when the writer has had its turn so many times."""
    turns = 0

    def report(_done: int, _total: int, _note: str) -> None:
        nonlocal turns
        turns += 1
        if turns == step:
            for act in acts:
                act()

    return report


def count(database: Database, model: type[Record]) -> int:
    """How many rows there seem to be."""
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


LATE = 5
"""By this turn rows of every table are there."""


def test_it_is_the_same_as_in_one_transaction(database: Database, tmp_path: Path) -> None:
    """Content, derived columns, search index, history and undo; and the subscribers hear of all of it once."""
    heard: list[Changes] = []
    database.subscribe(heard.append)
    changes = bulk(database, FIRMS)
    assert heard == [changes]
    assert changes.label == LABEL
    assert {kind: len(ids) for kind, ids in changes.kinds.items()} == {
        "buildings": 3, "units": FIRMS, "enterprises": FIRMS, "occupancies": FIRMS, "contacts": FIRMS
    }  # fmt: skip
    with Database.create(tmp_path / "andere") as other:
        in_one(other, FIRMS)
        assert database.content_hash() == other.content_hash()
        assert [hit.text for hit in database.search("第7")] == [hit.text for hit in other.search("第7")]
    assert database.check() == []
    [firm] = [one for one in range(1, FIRMS + 1) if row(database, Enterprise, one).name == "远帆0第7信息科技有限公司"]
    assert row(database, Enterprise, firm).location == "塔楼0-1 7F-7"
    assert row(database, Building, 1).enterprise_count == 14
    [line] = database.history("enterprises", firm)
    assert (line.action, line.after["credit_code"], line.account_id) == ("add", credit_code(7), 7)


def _schema(database: Database) -> list[str]:
    """Every index, trigger and table, as it was made."""
    with database.read() as session:
        return sorted(session.scalars(text("SELECT sql FROM main.sqlite_master WHERE sql IS NOT NULL")))


def test_alone_it_takes_one_long_turn(database: Database, tmp_path: Path) -> None:
    """A command that nobody waits for writes the same in one transaction, and leaves indexes and settings as they are.

    Also where there are more rows than come.
    """
    told: list[int] = []

    def took(done: int, _total: int, _note: str) -> None:
        told.append(done)

    before = _schema(database)
    database.write_bulk(LABEL, load(FIRMS), took, alone=True)
    assert told == sorted(told)
    assert told[-1] == 4 * FIRMS + 3
    assert _schema(database) == before
    with Database.create(tmp_path / "andere") as other:
        in_one(other, FIRMS)
        assert database.content_hash() == other.content_hash()
        database.write_bulk(LABEL, load(2, offset=FIRMS), took, alone=True)
        in_one(other, 2, FIRMS)
        assert database.content_hash() == other.content_hash()
    assert database.check() == []
    assert _schema(database) == before
    with database.read() as session:
        rows = session.execute(text("SELECT k, v FROM search_gram_config"))
        kept: dict[str, int] = {row.k: row.v for row in rows}
    assert (kept["automerge"], kept["hashsize"]) == (4, 1 << 20)


def test_alone_its_pages_are_in_their_place_before_anybody_closes(tmp_path: Path) -> None:
    """A thread beside moves them out of the log, where whoever closes would have to."""
    file = tmp_path / "s" / "station.db"
    with Database.create(tmp_path / "s") as database:
        before = file.stat().st_size
        bulk(database, FIRMS, alone=True)
        database._tidied()
        grown = file.stat().st_size
    assert before < grown == file.stat().st_size


def test_alone_too_a_code_stands_once(database: Database) -> None:
    """Two firms of one code are refused when their index is built, and nothing of it stays."""
    before, schema, twice = database.content_hash(), _schema(database), load(FIRMS)

    def parts(first: Callable[[type[Record]], int]) -> Iterator[bulk_module.Part]:
        for part in twice.parts(first):
            assert isinstance(part, tuple)
            model, start, rows = part
            same = {"credit_code": credit_code(1)} if model is Enterprise else {}
            yield model, start, [{**row, **same} for row in rows]

    same_code = bulk_module.Load(twice.counts, twice.ready, parts, twice.finishing)
    with pytest.raises(ConflictError):
        database.write_bulk(LABEL, same_code, silent, alone=True)
    assert database.content_hash() == before
    assert _schema(database) == schema
    assert database.check() == []


def test_it_is_taken_back_and_done_again_as_one(database: Database) -> None:
    """Ctrl+Z and Ctrl+Y take the whole of it."""
    before = database.content_hash()
    bulk(database, FIRMS)
    after = database.content_hash()
    assert database.undo_state() == (LABEL, "")
    assert database.undo().rows == 4 * FIRMS + 3
    assert database.content_hash() == before
    database.redo()
    assert database.content_hash() == after
    assert database.check() == []


def test_nobody_sees_it_before_the_end(database: Database) -> None:
    """Lists, rows, search, filters, references, history, operations, undo, hash and check are as before."""
    tower(database)
    before = database.content_hash()

    def look() -> None:
        with database.read() as session:
            assert session.execute(text("SELECT count(*) FROM main.contact")).scalar_one() > 1
            assert session.get(Contact, 2) is None
            assert session.scalars(select(Building.id)).all() == [1, 2]
            ids = select(Enterprise.id).where(Enterprise.id.in_(search.matching("enterprises", "远帆")))
            assert session.scalars(ids).all() == []
            joined = select(Occupancy.id).join(Unit).join(Enterprise)
            assert session.scalars(joined).all() == [1]
        assert [count(database, model) for model in (Unit, Enterprise, Occupancy, Contact)] == [2, 1, 1, 1]
        assert database.search("塔楼") == database.search("138000000") == []
        assert database.history("contacts", 2) == [] or count(database, Contact) == 1
        assert [operation.label for operation in database.operations()] == ["建楼"]
        assert database.undo_state() == ("建楼", "")
        assert database.content_hash() == before
        assert database.check() == []
        database.verify_chain()
        assert database.bulk_running
        seen.append(True)

    seen: list[bool] = []
    bulk(database, FIRMS, meanwhile(LATE, look))
    assert seen
    assert not database.bulk_running
    assert count(database, Enterprise) == FIRMS + 1
    assert len(database.search("塔楼0")) > 0
    assert database.check() == []


def test_the_desk_writes_meanwhile(database: Database) -> None:
    """Its rows get ids behind the reserved ones, its undo is its own, and what it changes shows in the new rows."""

    def work() -> None:
        with database.write("登记") as write:
            [firm] = write.insert(Enterprise, [{"name": "台前来的企业"}])
            assert firm > FIRMS
            write.insert(Contact, [{"enterprise_id": firm, "name": "王小二", "phone": "13900001111"}])
        with database.write("改名") as write:
            write.update(Enterprise, [{"id": firm, "name": "台前改过的企业"}])
        assert database.undo().label == "改名"
        assert [hit.text for hit in database.search("台前来的")] == ["台前来的企业"]

    bulk(database, FIRMS, meanwhile(3, work))
    assert count(database, Enterprise) == FIRMS + 1
    assert database.check() == []
    assert {operation.label for operation in database.operations()} == {LABEL, "登记", "改名"}


def test_what_it_refers_to_may_change_meanwhile(database: Database) -> None:
    """A tower gets another name while firms move in: their location has the new one."""
    made = tower(database)

    def rename() -> None:
        with database.write("改楼名") as write:
            write.update(Building, [{"id": made.buildings[0], "name": "新环贸"}])

    database.write_bulk(LABEL, moving_in(made.units[0], made.buildings[0]), meanwhile(4, rename))
    with database.read() as session:
        places = set(session.scalars(select(Enterprise.location).where(Enterprise.id > 1)))
    assert places == {"新环贸 8F-05"}
    assert row(database, Building, made.buildings[0]).enterprise_count == FIRMS + 1
    assert database.check() == []


def moving_in(unit: int, _building: int) -> bulk_module.Load:
    """Firms that take their seat in a unit that is there."""

    def parts(first: Callable[[type[Record]], int]) -> Iterator[bulk_module.Part]:
        start = first(Enterprise)
        yield Occupancy, first(Occupancy), [{"enterprise_id": start + n, "unit_id": unit} for n in range(FIRMS)]
        yield Enterprise, start, [{"name": f"搬来{n}"} for n in range(FIRMS)]

    counts: dict[type[Record], int] = {Enterprise: FIRMS, Occupancy: FIRMS}
    return bulk_module.Load(counts, lambda _session: None, parts, lambda _write: None)


@pytest.mark.parametrize("act", ["delete", "archive"])
def test_what_it_refers_to_must_be_there(database: Database, act: str) -> None:
    """A room that goes before the first row says so, or into the bin meanwhile: all is taken back."""
    with database.write("楼") as write:
        [building] = write.insert(Building, [{"name": "楼"}])
        [unit] = write.insert(Unit, [{"building_id": building, "floor": "1"}])
    before: list[str] = []

    def go() -> None:
        with database.write("去掉") as write:
            getattr(write, act)(Unit, [unit])
        before.append(database.content_hash())

    with pytest.raises(ConflictError, match="重新核对"):
        database.write_bulk(LABEL, moving_in(unit, building), meanwhile(1, go) if act == "archive" else first_act(go))
    assert database.content_hash() == before[0]
    assert database.check() == []


def first_act(act: Seen) -> Callable[[int, int, str], None]:
    """Nothing: the act was done when the load was made ready."""
    act()
    return meanwhile(0)


@pytest.mark.parametrize("step", [1, LATE])
def test_the_desk_has_the_right_of_way(database: Database, step: int) -> None:
    """A code that may stand only once: the desk gets it whether the row of the import is there or not."""
    before: list[str] = []

    def work() -> None:
        with database.write("登记") as write:
            write.insert(Enterprise, [{"name": "台前来的企业", "credit_code": credit_code(FIRMS - 1)}])
        before.append(database.content_hash())

    with pytest.raises(ConflictError, match="重新核对"):
        bulk(database, FIRMS, meanwhile(step, work))
    assert database.content_hash() == before[0]
    assert database.check() == []
    assert database.undo_state() == ("登记", "")


@pytest.mark.parametrize("step", [1, 3, LATE, 8])
def test_cancelled_it_leaves_nothing(database: Database, step: int) -> None:
    """At whatever turn: content, index, undo and history are as before, and the next import works."""
    tower(database)
    before = database.content_hash()

    def cancel() -> None:
        raise CancelledError("")

    with pytest.raises(CancelledError):
        bulk(database, FIRMS, meanwhile(step, cancel))
    _as_before(database, before)
    bulk(database, FIRMS)
    assert count(database, Enterprise) == FIRMS + 1
    assert database.check() == []


def _as_before(database: Database, before: str) -> None:
    assert database.content_hash() == before
    assert database.check() == []
    assert [operation.label for operation in database.operations()] == ["建楼"]
    assert database.undo_state() == ("建楼", "")
    with database.read() as session:
        for table in ("enterprise", "unit", "contact", "occupancy", "search_row", "bulk_operation"):
            assert session.execute(text(f"SELECT count(*) FROM main.{table}")).scalar_one() < 20, table
        left = "SELECT count(content) FROM change_value JOIN change_log ON id = change_id WHERE operation_id > 1"
        assert session.execute(text(left)).scalar_one() == 0
    with pytest.raises(UserError, match="不在记录里"):
        database.undo(2)


def _children() -> list[int]:
    """The writers that this process has started and not ended."""
    mine = Path(f"/proc/{os.getpid()}/task")
    found = [int(one) for task in mine.iterdir() for one in (task / "children").read_text().split()]
    return [one for one in found if b"bulk_child" in Path(f"/proc/{one}/cmdline").read_bytes()]


@pytest.mark.skipif(sys.platform != "linux", reason="finds the child through /proc")
@pytest.mark.parametrize("step", [1, LATE])
def test_a_killed_writer_leaves_nothing(database: Database, step: int) -> None:
    """One sentence, and everything as it was."""
    tower(database)
    before = database.content_hash()

    def kill() -> None:
        [child] = _children()
        os.kill(child, signal.SIGKILL)

    with pytest.raises(SystemProblem, match="整批退回"):
        bulk(database, FIRMS, meanwhile(step, kill))
    _as_before(database, before)


KILLED = """
import os, signal, sys
from pathlib import Path
from louyu_desktop.storage.database import Changes, Database
from tests.storage.bulk_load import bulk
from tests.storage.sample import tower

with Database.create(Path(sys.argv[1])) as database:
    database.actor = 7
    tower(database)
    print(database.content_hash(), flush=True)
    turns = 0
    def report(*_told):
        global turns
        turns += 1
        if turns == int(sys.argv[2]):
            os.kill(os.getpid(), signal.SIGKILL)
    bulk(database, 40, report)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no kill -9")
@pytest.mark.parametrize("step", [1, 4])
def test_the_next_start_takes_back_what_a_killed_program_left(folder: Path, step: int) -> None:
    """The orphaned writer stops; before anything else is done with the station all of it is gone."""
    command = [sys.executable, "-c", KILLED, str(folder), str(step)]
    done = subprocess.run(command, check=False, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])
    assert done.returncode == -9
    with Database.open(folder) as database:
        database.actor = 7
        _as_before(database, done.stdout.strip())


def test_only_one_at_a_time(database: Database) -> None:
    """A second one is refused with a sentence; the first goes on."""

    def second() -> None:
        with pytest.raises(UserError, match="等它写完"):
            bulk(database, FIRMS, offset=1000)

    bulk(database, FIRMS, meanwhile(2, second))
    assert count(database, Enterprise) == FIRMS


def test_changes_of_older_rows_come_with_the_end(database: Database) -> None:
    """They belong to the same operation; a conflict in them takes everything back."""
    made = tower(database)

    def finishing(write: object) -> None:
        write.update(Enterprise, [{"id": made.enterprise, "headcount": 99}])  # type: ignore[attr-defined]

    def look() -> None:
        assert row(database, Enterprise, made.enterprise).headcount == 30

    bulk(database, FIRMS, meanwhile(LATE, look), finishing=finishing)
    assert row(database, Enterprise, made.enterprise).headcount == 99
    database.undo()
    assert row(database, Enterprise, made.enterprise).headcount == 30
    assert count(database, Enterprise) == 1
    assert database.check() == []


def test_reads_that_began_before_stay_as_they_were(database: Database) -> None:
    """A session has its snapshot from its first statement on, published or not."""
    begun, published = threading.Event(), threading.Event()
    counted: list[int] = []

    def reader() -> None:
        with database.read() as session:
            counted.append(len(session.scalars(select(Area.id)).all()))
            begun.set()
            published.wait(60)
            counted.append(len(session.scalars(select(Enterprise.id)).all()))

    thread = threading.Thread(target=reader)
    bulk(database, FIRMS, meanwhile(LATE, thread.start, lambda: begun.wait(60)))
    published.set()
    thread.join()
    assert counted == [0, 0]
    assert count(database, Enterprise) == FIRMS


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.integers(0, 12), min_size=1, max_size=2), firms=st.integers(1, 60))
def test_however_it_ends_the_file_is_whole(database: Database, steps: list[int], firms: int) -> None:
    """Cancelled anywhere, then done: content is that of the rows that were published, and check finds nothing."""

    def cancel() -> None:
        raise CancelledError("")

    for step in steps:
        before, there = database.content_hash(), count(database, Enterprise)
        offset = there * 1000
        try:
            bulk(database, firms, meanwhile(step, cancel), offset=offset)
        except CancelledError:
            assert database.content_hash() == before
        else:
            assert count(database, Enterprise) == there + firms
        assert database.check() == []
    assert count(database, SignIn) == 0

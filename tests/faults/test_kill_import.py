"""kill -9 in the middle of an import, of the writer alone and of the whole program: all of it is there, or nothing.

Half of them are of imports that are alone, in one transaction.  `LOUYU_KILLS` says how many; `make faults` takes 200.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from sqlalchemy import func, select

from louyu_desktop.errors import SystemProblem
from louyu_desktop.models import Enterprise
from louyu_desktop.storage import bulk_writer
from louyu_desktop.storage.database import Database
from tests.bench.stations import credit_code
from tests.stations import keyless
from tests.storage.bulk_load import bulk, in_one
from tests.storage.sample import tower

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="finds the child through /proc, and kills it")

KILLS = int(os.environ.get("LOUYU_KILLS", "10"))
FIRMS = 120
_ROUNDS = 6
_STARTED = 10.0

IMPORTING = """
import sys
from pathlib import Path
from louyu_desktop.storage.database import Database
from tests.storage.bulk_load import bulk

with Database.open(Path(sys.argv[1])) as database:
    database.actor = 7
    for number in range(int(sys.argv[2]), int(sys.argv[3])):
        print("begin", number, flush=True)
        bulk(database, int(sys.argv[4]), offset=number * 1000, alone=number % 2 == 1)
        print("done", number + 1, flush=True)
"""


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The content hash after 0, 1, 2 ... whole imports."""
    with Database.create(tmp_path_factory.mktemp("whole") / "s") as database:
        database.actor = 7
        found = [database.content_hash()]
        for number in range(_ROUNDS):
            in_one(database, FIRMS, number * 1000)
            found.append(database.content_hash())
    return found


def _writers() -> list[int]:
    """The writers that this process has started."""
    found = []
    for task in Path(f"/proc/{os.getpid()}/task").iterdir():
        try:
            children = (task / "children").read_text().split()
            found += [int(one) for one in children if b"bulk_child" in Path(f"/proc/{one}/cmdline").read_bytes()]
        except OSError:  # gone in between
            continue
    return found


@contextmanager
def _killing_the_writer(after: float) -> Iterator[None]:
    """Kill it so many seconds after it was started."""
    over = threading.Event()

    def kill() -> None:
        until = time.monotonic() + _STARTED
        while not (found := _writers()) and time.monotonic() < until and not over.is_set():
            over.wait(0.005)
        if not over.wait(after):
            for writer in found:
                with suppress(ProcessLookupError):  # done before it could be killed
                    os.kill(writer, signal.SIGKILL)

    thread = threading.Thread(target=kill)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def test_a_killed_writer_leaves_all_or_nothing(tmp_path: Path) -> None:
    """The program goes on: one sentence, content as before, chain whole, check clean, and the next import works."""
    draw = random.Random(20261121)
    killed = 0
    with Database.create(tmp_path / "s") as database:
        database.actor = 7
        tower(database)
        for number in range(max(KILLS // 2, 1)):
            before = database.content_hash()
            try:
                with _killing_the_writer(draw.uniform(0.2, 1.6)):
                    bulk(database, FIRMS, offset=number * 1000, alone=number % 2 == 1)
            except SystemProblem:
                killed += 1
                assert database.content_hash() == before
            else:
                database.undo()
                assert database.content_hash() == before
            database.verify_chain()
        assert database.check() == []
        bulk(database, FIRMS, offset=KILLS * 1000)
        assert database.check() == []
    assert killed or KILLS < 20


def _run(folder: Path, done: int, after: float) -> int:
    """Import until the whole process group is killed; gives how many were told to be done."""
    command = [sys.executable, "-c", IMPORTING, *map(str, (folder, done, _ROUNDS, FIRMS))]
    root = Path(__file__).parents[2]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root, start_new_session=True) as program:
        lines = program.stdout
        assert lines is not None
        assert lines.readline().startswith("begin"), "it did not get so far"
        timer = threading.Timer(after, os.killpg, (program.pid, signal.SIGKILL))
        timer.start()
        told = [line.split() for line in lines]
        timer.cancel()
        assert program.wait() in {0, -signal.SIGKILL}
    return max((int(number) for word, number in told if word == "done"), default=done)


def test_a_killed_program_leaves_all_or_nothing(tmp_path: Path, states: list[str]) -> None:
    """The next start finds what was told to be done, and every import whole or gone."""
    draw = random.Random(20261122)
    folder, done = tmp_path / "0", 0
    Database.create(folder).close()
    for number in range(max(KILLS // 2, 1)):
        if done == _ROUNDS:
            folder, done = tmp_path / str(number), 0
            Database.create(folder).close()
        told = _run(folder, done, draw.uniform(0.1, 2.5))
        with Database.open(folder) as database:
            there = states.index(database.content_hash())
            assert told <= there <= told + 1
            done = there
            database.verify_chain()
            assert database.check() == []


def _processes(group: int) -> list[int]:
    """The living processes of a group, the oldest first."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            number, rest = stat.parent.name, stat.read_text().rpartition(")")[2].split()
            if int(rest[2]) == group and rest[0] != "Z":
                found.append((int(rest[19]), int(number)))
    return [number for _begun, number in sorted(found)]


@pytest.mark.parametrize("victim", ["program", "last"])
def test_a_killed_command_leaves_all_or_nothing_and_no_child(tmp_path: Path, victim: str) -> None:
    """The real command, whose writer and its helper are copies of it: they end with it, and it with them."""
    draw = random.Random(20261123)
    rows = 3500
    path = tmp_path / "台账.csv"
    seats = [f"汾阳{n // 400}号楼,{n % 400 // 16 + 1},{n % 16 + 1:02d}" for n in range(rows)]
    lines = [f"远帆{n:04d}有限公司,{credit_code(n)},{seat}" for n, seat in enumerate(seats)]
    path.write_text("企业名称,统一社会信用代码,楼宇,楼层,室号\n" + "\n".join(lines) + "\n", encoding="utf-8")
    assert path.stat().st_size > bulk_writer._BIG
    for number in range(max(KILLS // 10, 1)):
        station = tmp_path / str(number)
        with keyless(station) as database:
            before = database.content_hash()
        command = [sys.executable, "-m", "louyu_desktop", "import", "enterprises", str(path), "--data", str(station)]
        root = Path(__file__).parents[2]
        with subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, cwd=root, start_new_session=True
        ) as program:

            def kill(group: int = program.pid) -> None:
                there = _processes(group)
                if there:
                    os.kill(group if victim == "program" else there[-1], signal.SIGKILL)

            timer = threading.Timer(draw.uniform(0.3, 3.0), kill)
            timer.start()
            _out, told = program.communicate(timeout=60)
            timer.cancel()
            timer.join()
        until, pause = time.monotonic() + 30, threading.Event()
        while (left := _processes(program.pid)) and time.monotonic() < until:
            pause.wait(0.05)
        assert left == []
        with Database.open(station) as database:
            with database.read() as session:
                count = session.scalar(select(func.count()).select_from(Enterprise))
            assert count in {0, rows}
            assert count or database.content_hash() == before
            if program.returncode > 0:  # it was not the program itself
                assert not count
                assert "Traceback" not in told
                assert told.strip()
            database.verify_chain()
            assert database.check() == []

"""The disk refuses at every step: what was there stays whole, and a person reads one sentence of ours."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from louyu_desktop.storage.database import Database
from tests.stations import PASSWORD, create_station, keyless

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit for the size of a file")

LIMITED = """
import resource, signal, sys
from louyu_desktop.commands import commands
from louyu_desktop.console import run

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
sys.exit(run(commands, sys.argv[2:]))
"""

SAVING = """
import resource, signal, sys
from pathlib import Path
from louyu_desktop.errors import SystemProblem
from louyu_desktop.services.records import Records
from louyu_desktop.storage.database import Database
from tests.stations import PASSWORD, keyless

with Database.open(Path(sys.argv[1])) as database:
    records = Records(database)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)
    print(database.content_hash())
    try:
        for number in range(1000):
            records.save("areas", None, {"name": f"片区{number}", "remark": "长" * 500})
            print(database.content_hash(), flush=True)
    except SystemProblem as problem:
        print(problem.sentence, file=sys.stderr)
    assert database.content_hash()
"""


def child(script: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run a script in a process of its own."""
    command = [sys.executable, "-c", script, *map(str, arguments)]
    own = {**os.environ, "LOUYU_PASSWORD": PASSWORD}
    return subprocess.run(command, check=False, capture_output=True, text=True, cwd=Path(__file__).parents[2], env=own)


def told(done: subprocess.CompletedProcess[str]) -> bool:
    """One line on standard error, Chinese, without a word of the operating system's."""
    return done.stderr.count("\n") == 1 and not re.search(r"[A-Za-z]{3,}", done.stderr)


@pytest.mark.parametrize("limit", [0, 5_000, 400_000])
def test_a_station_is_made_whole_or_not_at_all(tmp_path: Path, limit: int) -> None:
    """Afterwards the same folder takes a station."""
    done = child(LIMITED, limit, "init", "--data", tmp_path / "s", "--name", "示范站")
    assert done.returncode == 3
    assert told(done), done.stderr
    assert {path.name for path in (tmp_path / "s").iterdir()} <= {"station.lock", "vault.lock"}
    create_station(tmp_path / "s", "示范站", "").close()


@pytest.mark.parametrize("room", [40_000, 300_000])
def test_a_save_without_room_leaves_what_was_there(tmp_path: Path, room: int) -> None:
    """Every acknowledged save is there, the refused one is not, and reading goes on."""
    with create_station(tmp_path / "s", "示范站", "") as database:
        before = database.content_hash()
    done = child(SAVING, tmp_path / "s", room)
    assert done.returncode == 0, done.stderr
    assert told(done), done.stderr
    hashes = done.stdout.split()
    assert hashes[0] == before
    with Database.open(tmp_path / "s") as database:
        assert database.content_hash() == hashes[-1]
        assert database.check() == []


@pytest.mark.parametrize("room", [300_000])
def test_an_import_without_room_leaves_what_was_there(tmp_path: Path, room: int) -> None:
    """One operation: none of its rows is there, and the same file goes in when there is room."""
    people = tmp_path / "人员.csv"
    people.write_text("姓名,手机号\n" + "".join(f"王{n},139{n:08d}\n" for n in range(800)), "utf-8")
    with keyless(tmp_path / "s") as database:
        before = database.content_hash()
    done = child(LIMITED, room, "import", "people", people, "--data", tmp_path / "s")
    assert done.returncode == 3
    assert told(done), done.stderr
    with Database.open(tmp_path / "s") as database:
        assert database.content_hash() == before
        assert database.check() == []
    assert child(LIMITED, 2**40, "import", "people", people, "--data", tmp_path / "s").returncode == 0

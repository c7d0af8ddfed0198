"""kill -9 while a station is made or brought to a newer schema: afterwards it is there or not, never half."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from louyu_desktop.errors import SystemProblem
from louyu_desktop.services.records import Records
from louyu_desktop.services.stations import Stations
from louyu_desktop.storage import engine, keys, upgrade
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.place import DATA_FILE, LOCK_FILE
from tests.stations import create_station

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no kill -9")

DYING = """
import os, signal, sys
from pathlib import Path
from sqlalchemy import event
from sqlalchemy.engine import Engine

left = int(sys.argv[1])

def die(*_arguments):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)

event.listen(Engine, "before_cursor_execute", die)
"""

MAKING = """
from tests.stations import create_station
create_station(Path(sys.argv[2]), "示范站", "").close()
"""

UPGRADING = """
from louyu_desktop.storage import keys, upgrade
folder = Path(sys.argv[2])
key = keys.derive_key(keys.read_key(folder), "database")
upgrade.to_present(folder / "station.db", key, Path(sys.argv[3]), int(sys.argv[4]))
"""

NEXT = upgrade.SCHEMA + 1
SCRIPT = f"""
from alembic import op

revision = "{NEXT:04d}"
down_revision = "{NEXT - 1:04d}"


def upgrade():
    for number in range(20):
        op.get_bind().exec_driver_sql(f"ALTER TABLE area ADD COLUMN extra_{{number}} TEXT")
"""


def _killed(script: str, step: int, *arguments: object) -> bool:
    """Run it until it sends its statement number `step`."""
    command = [sys.executable, "-c", DYING + script, str(step), *map(str, arguments)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=Path(__file__).parents[2])
    assert done.returncode in {0, -9}, done.stderr
    return done.returncode == -9


@pytest.mark.parametrize("step", [1, 60, 120, 10_000])
def test_a_station_is_made_whole_or_not_at_all(tmp_path: Path, step: int) -> None:
    """What a kill leaves is no station, and does not stand in the way of one."""
    folder = tmp_path / "s"
    if _killed(MAKING, step, folder):
        assert step < 10_000
        with pytest.raises(SystemProblem, match="没有站点数据"):
            Database.open(folder)
        create_station(folder, "示范站", "").close()
    assert {path.name for path in folder.iterdir()} == {DATA_FILE, keys.KEY_FILE, LOCK_FILE}
    with Database.open(folder) as database:
        Stations(database).enter(None)
        assert Records(database).total("facilities") == 10
        assert database.check() == []


@pytest.mark.parametrize("step", [30, 45])
def test_a_migration_is_done_or_not(tmp_path: Path, step: int) -> None:
    """The next start does it; copies are whole, and half ones go away."""
    folder, scripts = tmp_path / "s", tmp_path / "migrations"
    with create_station(folder, "示范站", "") as database:
        before = database.content_hash()
    (folder / f"station-before-{NEXT}-x.part").write_bytes(b"half")
    for path in [upgrade.SCRIPTS / "env.py", *(upgrade.SCRIPTS / "versions").glob("v*.*")]:
        copied = scripts / path.relative_to(upgrade.SCRIPTS)
        copied.parent.mkdir(parents=True, exist_ok=True)
        copied.write_bytes(path.read_bytes())
    (scripts / "versions" / f"v{NEXT:04d}_next.py").write_text(SCRIPT, "utf-8")
    assert _killed(UPGRADING, step, folder, scripts, NEXT)
    key = keys.derive_key(keys.read_key(folder), "database")
    upgrade.to_present(folder / DATA_FILE, key, scripts, NEXT)
    assert not list(folder.glob("*.part*"))
    for path in (folder / DATA_FILE, *folder.glob(f"station-before-{NEXT}-*.db")):
        connection = engine.connect(path, key)
        counted = "SELECT count(*) FROM pragma_table_info('area') WHERE name LIKE 'extra%'"
        columns = connection.execute(counted).fetchone()
        assert columns == ((20,) if path.name == DATA_FILE else (0,))
        assert connection.execute("PRAGMA cipher_integrity_check").fetchall() == []
        connection.close()
        assert path.stat().st_mode & 0o777 == 0o600
    path = next(folder.glob(f"station-before-{NEXT}-*.db"))
    path.replace(folder / DATA_FILE)
    with Database.open(folder) as database:
        assert database.content_hash() == before

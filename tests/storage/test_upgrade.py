"""Migrations: same as the models, proven copy before, nothing lost, newer files refused."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from louyu_desktop.errors import DamagedError
from louyu_desktop.storage import engine, keys, upgrade
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.grams import place_mark, placed_grams
from louyu_desktop.storage.place import DATA_FILE
from tests.storage.sample import tower

NEXT = upgrade.SCHEMA + 1
SCRIPT = """
from alembic import op

revision = "{next:04d}"
down_revision = "{present:04d}"


def upgrade():
    connection = op.get_bind()
    for statement in {statements!r}:
        connection.exec_driver_sql(statement)
"""


def _scripts(tmp_path: Path, *statements: str) -> Path:
    """The shipped migrations and one more."""
    copy = tmp_path / "migrations"
    shutil.copytree(upgrade.SCRIPTS, copy, ignore=shutil.ignore_patterns("__pycache__"))
    script = SCRIPT.format(next=NEXT, present=upgrade.SCHEMA, statements=statements)
    (copy / "versions" / f"v{NEXT:04d}_next.py").write_text(script, "utf-8")
    return copy


def _database_key(folder: Path) -> bytes:
    return keys.derive_key(keys.read_key(folder), "database")


@pytest.fixture
def filled(folder: Path) -> str:
    """A closed station with records; gives its content hash."""
    with Database.create(folder) as database:
        tower(database)
        return database.content_hash()


def test_an_upgrade_keeps_everything_and_leaves_a_proven_copy(folder: Path, filled: str, tmp_path: Path) -> None:
    """The copy opens with the same key; the version moved on; a second run does nothing."""
    path, key = folder / DATA_FILE, _database_key(folder)
    scripts = _scripts(tmp_path, "ALTER TABLE area ADD COLUMN colour TEXT")
    for _time in range(2):
        upgrade.to_present(path, key, scripts, NEXT)
    [copy] = folder.glob(f"station-before-{NEXT}-*.db")
    for file, version, columns in ((copy, upgrade.SCHEMA, 0), (path, NEXT, 1)):
        connection = engine.connect(file, key)
        assert connection.execute("PRAGMA user_version").fetchone() == (version,)
        assert connection.execute("SELECT count(*) FROM enterprise").fetchone() == (1,)
        found = connection.execute("SELECT count(*) FROM pragma_table_info('area') WHERE name = 'colour'").fetchone()
        assert found == (columns,)
        connection.close()
    copy.replace(path)
    with Database.open(folder) as database:
        assert database.content_hash() == filled


def _schema(path: Path, key: bytes) -> set[str]:
    connection = engine.connect(path, key)
    found = {row[0] for row in connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")}
    connection.close()
    return found


def test_a_request_in_a_state_that_there_is_no_more_is_over(folder: Path, filled: str, tmp_path: Path) -> None:
    """转办 was a state of its own until schema 10."""
    assert filled
    before = tmp_path / "migrations"
    shutil.copytree(upgrade.SCRIPTS, before, ignore=shutil.ignore_patterns("__pycache__", "v001[1-9]*"))
    path, key = tmp_path / "old.db", _database_key(folder)
    upgrade.to_present(path, key, before, 10)
    connection = engine.connect(path, key)
    given = "uid, version, created_at, updated_at, title, received_at, urgency, channel, category, state"
    values = "'r', 1, '', '', '车位', '2025-03-05T01:30:00.000000Z', '一般', '到站', '其他', '转办'"
    connection.execute(f"INSERT INTO service_request ({given}) VALUES ({values})")
    connection.close()
    upgrade.to_present(path, key)
    connection = engine.connect(path, key)
    assert connection.execute("SELECT state, outcome FROM service_request").fetchall() == [("已办结", "转办")]
    connection.close()


def test_a_file_of_the_first_schema_becomes_like_a_new_one(folder: Path, filled: str, tmp_path: Path) -> None:
    """Every migration that was ever shipped runs on a file that holds something."""
    assert filled
    first = tmp_path / "migrations"
    shutil.copytree(upgrade.SCRIPTS, first, ignore=shutil.ignore_patterns("__pycache__", "v000[2-9]*", "v00[1-9]*"))
    path, key = tmp_path / "old.db", _database_key(folder)
    upgrade.to_present(path, key, first, 1)
    connection = engine.connect(path, key)
    connection.execute("INSERT INTO area (uid, version, created_at, updated_at, name) VALUES ('u', 1, '', '', '片区')")
    columns = "kind, row_id, field, sensitivity, folded"
    connection.execute(f"INSERT INTO search_row ({columns}) VALUES ('areas', 1, 'name', 1, '片区')")
    connection.execute("INSERT INTO search_gram (rowid, grams) VALUES (1, '片 区 片区')")
    connection.close()
    upgrade.to_present(path, key)
    connection = engine.connect(path, key)
    grams = [f'"{place_mark("areas", title=True)}{gram}"' for gram in ("片区", "ipq")] + ['"片区"']
    asked = "SELECT rowid FROM search_gram WHERE search_gram MATCH ?"
    found = [connection.execute(asked, (gram,)).fetchall() for gram in grams]
    assert found == [[(1,)], [(1,)], []]
    connection.close()
    assert _schema(path, key) == _schema(folder / DATA_FILE, key)
    [_copy] = tmp_path.glob(f"old-before-{upgrade.SCHEMA}-*.db")


def test_the_texts_of_a_record_come_together(folder: Path, filled: str, tmp_path: Path) -> None:
    """From one row for each text to one for each record, over many pages; what a broken import left stays behind."""
    assert filled
    before = tmp_path / "migrations"
    shutil.copytree(upgrade.SCRIPTS, before, ignore=shutil.ignore_patterns("__pycache__", "v001[2-9]*"))
    path, key = tmp_path / "old.db", _database_key(folder)
    upgrade.to_present(path, key, before, 11)
    connection = engine.connect(path, key)
    rows: list[tuple[object, ...]] = [(n, "areas", n, "name", f"片{n}", None) for n in range(10, 2510)]
    rows += [(5, "people", 7, "unit_name", "单记", "单·记"), (6, "people", 7, "name", "王甲", None)]
    rows += [(7, "people", 8, "mobile", "138", None), (8, "people", 8, "mobile_of_old", "139", None)]
    rows += [(4000, "people", 9, "name", "没写完", None)]
    columns = "id, kind, row_id, field, sensitivity, folded, shown"
    connection.executemany(f"INSERT INTO search_row ({columns}) VALUES (?, ?, ?, ?, 1, ?, ?)", rows)
    connection.execute("INSERT INTO operation (id, at, kind, label) VALUES (1, '', 'pending', '导入')")
    ranges = '{"person": [9, 9], "search_row": [4000, 4009]}'
    connection.execute("INSERT INTO bulk_operation VALUES (1, ?, 0)", (ranges,))
    connection.close()
    upgrade.to_present(path, key)
    connection = engine.connect(path, key)
    people = connection.execute("SELECT * FROM search_row WHERE kind = 'people' ORDER BY id").fetchall()
    assert people == [
        (2501, "people", 7, "name,unit_name", "王甲\x1f单记", "\x1f单·记"), (2502, "people", 8, "mobile", "138", None)
    ]  # fmt: skip
    assert connection.execute("SELECT max(id), count(*) FROM search_row").fetchone() == (2502, 2502)
    assert connection.execute("SELECT ranges FROM bulk_operation").fetchone() == ('{"person": [9, 9]}',)
    connection.execute("CREATE VIRTUAL TABLE temp.grams USING fts5vocab('main', 'search_gram', 'instance')")
    places = {title: place_mark("people", title=title) for title in (True, False)}
    asked = "SELECT doc FROM temp.grams WHERE term = ?"
    found = {gram: connection.execute(asked, (gram,)).fetchall() for gram in (
        f"{places[True]}王甲", f"{places[False]}单记", f"{places[False]}d138", f"{places[False]}d139", f"{places[True]}没"
    )}  # fmt: skip
    assert [*found.values()] == [[(2501,)], [(2501,)], [(2502,)], [], []]
    kept = dict(connection.execute("SELECT k, v FROM search_gram_config"))
    assert (kept["automerge"], kept["hashsize"]) == (4, 1 << 20)
    connection.close()


def test_the_grams_of_all_texts_are_made_anew(folder: Path, filled: str, tmp_path: Path) -> None:
    """Over many pages and of several kinds, also those of an import that was broken off."""
    assert filled
    path, key = folder / DATA_FILE, _database_key(folder)
    before = tmp_path / "migrations"
    shutil.copytree(upgrade.SCRIPTS, before, ignore=shutil.ignore_patterns("__pycache__", "v001[3-9]*"))
    upgrade.to_present(tmp_path / "old.db", key, before, 12)
    connection = engine.connect(tmp_path / "old.db", key)
    rows = [(n, ("areas", "people")[n % 2], n, "name", f"片区欧阳{n}") for n in range(10, 2510)]
    rows += [(3000, "people", 7, "name,mobile,unit_name", "欧阳b丽\x1f13800000000\x1f重庆火锅")]
    connection.executemany("INSERT INTO search_row (id, kind, row_id, fields, folded) VALUES (?, ?, ?, ?, ?)", rows)
    connection.execute("INSERT INTO search_gram (rowid, grams) VALUES (10, 'old')")
    connection.execute("INSERT INTO operation (id, at, kind, label) VALUES (1, '', 'pending', '导入')")
    connection.execute("INSERT INTO bulk_operation VALUES (1, '{\"search_row\": [2500, 2509]}', 0)")
    connection.close()
    (tmp_path / "old.db").replace(path)
    upgrade.to_present(path, key)
    connection = engine.connect(path, key)
    connection.execute("CREATE VIRTUAL TABLE temp.grams USING fts5vocab('main', 'search_gram', 'instance')")
    assert set(connection.execute("SELECT doc, term FROM temp.grams")) == {
        (n, gram)
        for n, kind, _row_id, names, texts in rows
        for name, text in zip(names.split(","), texts.split("\x1f"), strict=True)
        for gram in placed_grams(kind, title=name == "name")[text].split()
    }
    kept = dict(connection.execute("SELECT k, v FROM search_gram_config"))
    assert (kept["automerge"], kept["hashsize"]) == (4, 1 << 20)
    connection.close()


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM contact",
        "DROP TABLE holiday",
        "DROP TRIGGER change_log_stays",
        "UPDATE occupancy SET unit_id = 99",
        "CREATE TABLE area (id INTEGER)",
    ],
)
def test_a_migration_that_loses_something_is_rolled_back(
    folder: Path, filled: str, tmp_path: Path, statement: str
) -> None:
    """Rows, tables, triggers, references; also one that breaks half way: the file is as before."""
    scripts = _scripts(tmp_path, "ALTER TABLE area ADD COLUMN colour TEXT", statement)
    with pytest.raises(Exception, match=r"退回原样|already exists"):
        upgrade.to_present(folder / DATA_FILE, _database_key(folder), scripts, NEXT)
    with Database.open(folder) as database:
        assert database.content_hash() == filled
        assert database.check() == []


def test_a_table_that_forgets_its_ids_is_refused(folder: Path, filled: str, tmp_path: Path) -> None:
    """A rebuilt table without AUTOINCREMENT would use ids twice."""
    scripts = _scripts(
        tmp_path,
        "CREATE TABLE new_consent AS SELECT * FROM consent",
        "DROP TABLE consent",
        "ALTER TABLE new_consent RENAME TO consent",
    )
    with pytest.raises(DamagedError, match="退回原样"):
        upgrade.to_present(folder / DATA_FILE, _database_key(folder), scripts, NEXT)
    with Database.open(folder) as database:
        assert database.content_hash() == filled


@pytest.mark.parametrize("pragma", ["user_version = 99", "application_id = 5"])
def test_newer_and_foreign_files_are_refused_untouched(folder: Path, filled: str, pragma: str) -> None:
    """Exit code 6, not one byte written."""
    assert filled
    connection = engine.connect(folder / DATA_FILE, _database_key(folder))
    connection.execute(f"PRAGMA {pragma}")
    connection.close()
    before = (folder / DATA_FILE).read_bytes()
    with pytest.raises(DamagedError) as caught:
        Database.open(folder)
    assert caught.value.exit_code == 6
    assert (folder / DATA_FILE).read_bytes() == before


def test_alembic_is_not_imported_for_a_present_file(folder: Path, filled: str) -> None:
    """It costs half a second that nobody should wait for."""
    assert filled
    code = (
        "import sys; from pathlib import Path; from louyu_desktop.storage.database import Database\n"
        "Database.open(Path(sys.argv[1])).close(); print('alembic' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder)],
        check=True, capture_output=True, text=True, cwd=Path(__file__).parents[2],
    )
    assert done.stdout.strip() == "False"


def test_ids_count_on_after_an_upgrade(database: Database) -> None:
    """Every record table says AUTOINCREMENT, and the log its triggers."""
    with database.read() as session:
        tables = session.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'table'")).all()
        triggers = session.execute(text("SELECT count(*) FROM sqlite_master WHERE type = 'trigger'")).scalar()
    counting = {name for name, sql in tables if "AUTOINCREMENT" in (sql or "")}
    assert counting >= {"enterprise", "person", "sign_in", "change_log", "operation"}
    assert triggers == 2

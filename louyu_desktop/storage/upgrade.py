"""Brings a file to the present schema; Alembic is imported only when it is behind."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, text
from sqlalchemy.engine import Engine

from louyu_desktop.errors import DamagedError, NewerDataError
from louyu_desktop.storage import engine, keys
from louyu_desktop.storage.shadow import SEARCH
from louyu_desktop.storage.tables import GRAMS
from louyu_desktop.text import _

APPLICATION: Final = 0x4C4F5559
"""`PRAGMA application_id` of our files ("LOUY")."""

SCRIPTS: Final = Path(__file__).parent / "migrations"
"""Where Alembic finds them, also in the wheel."""


_NO_ROWS_OF_OURS: Final = ("sqlite_", "alembic_", SEARCH, GRAMS)
"""How much the search index takes says nothing: it is made out of the records, which are counted."""


def newest(scripts: Path) -> int:
    """The number of the newest migration, out of its file's name (v0001_first.py)."""
    return max(int(script.name[1:5]) for script in (scripts / "versions").glob("v*.py"))


SCHEMA: Final = newest(SCRIPTS)
"""The schema of this program; a file keeps its own as `PRAGMA user_version`."""


def to_present(
    path: Path, key: bytes, scripts: Path = SCRIPTS, schema: int = SCHEMA, before: Callable[[], object] | None = None
) -> None:
    """Migrate the file at `path` (made when missing), with a proven copy beside it, or what `before` makes instead.

    DamagedError when the file is newer than this program, not ours, or a migration lost something;
    the file is as before then.
    """
    source = engine.migration_engine(path, key)
    try:
        with source.connect() as connection:
            found = _pragma(connection, "user_version")
            made_by = _pragma(connection, "application_id")
        if found > schema:
            raise newer(found, schema)
        if found and made_by != APPLICATION:
            raise DamagedError(_("这个文件不是本程序写的，没有打开它。请换成备份里的文件"))
        if found < schema:
            if found and before is not None:
                before()
            elif found:
                copy_proven(source, path.with_name(f"{path.stem}-before-{schema}-{_stamp()}.db"), key)
            _migrate(source, scripts, schema)
    finally:
        source.dispose()


def newer(found: int, schema: int = SCHEMA) -> NewerDataError:
    """What is said of data that a newer program wrote."""
    words = _("数据是更新的版本写的（格式 {found}，本程序到 {schema}），本程序读不了，也没有改动它。请更新本程序，或者回到升级前的备份")
    return NewerDataError(words.format(found=found, schema=schema))


def _stamp() -> str:
    return dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%SZ")


def _pragma(connection: Connection, name: str) -> int:
    return int(connection.exec_driver_sql(f"PRAGMA {name}").scalar_one())


def copy_proven(source: Engine, target: Path, key: bytes) -> None:
    """A copy of the whole file at `target`, read back and checked; DamagedError when it does not hold.

    Until it is proven it goes by another name, so that no half copy is ever taken for a backup.
    """
    part = target.with_suffix(".part")
    for left in part.parent.glob("*.part"):
        left.unlink()
    os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        _copy(source, part)
        if not _holds(part, key):
            raise DamagedError(_("升级前的备份没有通过检查，数据没有改动。请先从最近的备份恢复"))
        keys.put(part, target)
    finally:
        for left in part.parent.glob(f"{part.name}*"):
            left.unlink()


def _copy(source: Engine, target: Path) -> None:
    raw = source.raw_connection()
    try:
        raw.cursor().execute("VACUUM INTO ?", (str(target),))
    finally:
        raw.close()


def _holds(path: Path, key: bytes) -> bool:
    copied = engine.connect(path, key)
    try:
        pages = copied.execute("PRAGMA cipher_integrity_check").fetchall()
        said = [row[0] for row in copied.execute("PRAGMA quick_check").fetchall()]
    finally:
        copied.close()
    return not pages and said == ["ok"]


def _migrate(source: Engine, scripts: Path, schema: int) -> None:
    """Run all missing migrations in one transaction and compare what must not change."""
    with source.connect() as connection, connection.begin():
        before = _inventory(connection)
        _run_alembic(connection, scripts)
        _compare(before, _inventory(connection))
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if broken:
            raise DamagedError(_("升级后有记录对不上，已经退回原样。请把站点文件夹交给维护人员"))
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION}")
        connection.exec_driver_sql(f"PRAGMA user_version = {schema}")


def make_empty(path: Path, key: bytes, schema: int) -> None:
    """A new file of this schema or an earlier one, with nothing in it."""
    source = engine.migration_engine(path, key)
    try:
        with source.connect() as connection, connection.begin():
            _run_alembic(connection, SCRIPTS, f"{schema:04d}")
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION}")
            connection.exec_driver_sql(f"PRAGMA user_version = {schema}")
    finally:
        source.dispose()


def _run_alembic(connection: Connection, scripts: Path, revision: str = "head") -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def _inventory(connection: Connection) -> dict[str, Any]:
    """Row counts, triggers, and the tables whose ids are never used twice."""
    objects = connection.exec_driver_sql("SELECT type, name, sql FROM sqlite_master").all()
    tables = [name for kind, name, _sql in objects if kind == "table" and not name.startswith(_NO_ROWS_OF_OURS)]
    return {
        "rows": {name: connection.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one() for name in tables},
        "triggers": {name for kind, name, _sql in objects if kind == "trigger"},
        "counting": {name for kind, name, sql in objects if kind == "table" and "AUTOINCREMENT" in (sql or "")},
    }


def _compare(before: dict[str, Any], after: dict[str, Any]) -> None:
    """DamagedError, which rolls the migration back, when rows, triggers or AUTOINCREMENT got lost."""
    lost_rows = any(after["rows"].get(name, 0) < count for name, count in before["rows"].items())
    if lost_rows or before["triggers"] - after["triggers"] or before["counting"] - after["counting"]:
        raise DamagedError(_("升级会丢失数据，已经退回原样。请把站点文件夹交给维护人员"))

"""`python -m tests.faults.golden_maker`: a small station of every schema since the eighth, by the program of its time.

Each is filled by the code of a commit whose newest schema it is, in a process of its own, with a record of every kind
that could be had; the people are invented.  The first four were made when they were new.  The fifth to the seventh
came into the tree in one day with the eighth and were never the newest of a program: they are the fourth, brought
there by the migrations of that day.  What there is already is left; name schemas to make them anew.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from io import BytesIO
from pathlib import Path

from tests.faults.golden import FOLDER, main, unpack

ROOT = Path(__file__).parents[2]
COMMITS = {
    5: "d1c6c7a^", 6: "d1c6c7a^", 7: "d1c6c7a^", 8: "d1c6c7a^", 9: "cc5927a^", 10: "08bb581", 11: "11a193e",
    12: "482145c", 13: "HEAD",
}  # fmt: skip
"""Whose code makes which."""

BETWEEN = (5, 6, 7)

FILL = """
import datetime as dt, sys
from pathlib import Path
from louyu_desktop.models import RECORDS, Station, fields_of
from louyu_desktop.services.records import Records
from louyu_desktop.services.stations import Stations, furnish
from louyu_desktop.storage.database import Database

def made_up(column, field, made):
    if column.foreign_keys:
        [key] = column.foreign_keys
        return made.get(key.column.table.name)
    if "DateTime" in type(column.type).__name__:
        return dt.datetime(2026, 11, 20, 6, tzinfo=dt.timezone.utc)
    kind = column.type.python_type
    if field is not None and getattr(field, "choices", None):
        return getattr(field.choices[0], "value", field.choices[0])
    if kind is dt.date:
        return dt.date(2026, 11, 20)
    if kind is str:
        return "试" + column.name[:12]
    return {bool: False, int: 1, float: 1.0, list: [], dict: {}}.get(kind, 1)

def row_of(model, made):
    fields = {field.name: field for field in fields_of(model)}
    row = {}
    for column in model.__table__.columns:
        if column.name in {"id", "uid", "version"} or column.name.endswith("_key"):
            continue
        wanted = not column.nullable and column.default is None and column.server_default is None
        if wanted or column.foreign_keys and column.name not in {"created_by", "updated_by", "archived_by"}:
            value = made_up(column, fields.get(column.name), made)
            if value is not None:
                row[column.name] = value
    return row

folder = Path(sys.argv[1])
with Database.create(folder, lambda new: furnish(new, name="梧桐里党群服务站", administrator="周敏")) as database:
    Stations(database).enter(None)
    with database.write("演示") as write:
        write.update(Station, [{"id": 1, "is_demonstration": True}])
    records = Records(database)
    building = records.save("buildings", None, {"name": "环贸广场"})
    records.save("enterprises", None, {"name": "重庆火锅（上海）有限公司", "short_name": "重庆火锅"})
    records.save("enterprises", None, {"name": "蓝鲸数据科技（上海）有限公司"})
    for name in ("单小明", "区志远", "仇英"):
        records.save("people", None, {"name": name, "unit_name": "重庆火锅"})
    made, left = {}, []
    for again in (False, True):
        for model in RECORDS:
            if model.__tablename__ in made:
                continue
            with database.read() as session:
                there = session.query(model.id).order_by(model.id.desc()).first()
            if there:
                made[model.__tablename__] = there[0]
                continue
            try:
                with database.write("试" + model.__entity__.label) as write:
                    made[model.__tablename__] = write.insert(model, [row_of(model, made)])[0]
            except Exception as error:
                if again:
                    left.append(f"{model.__tablename__}: {type(error).__name__} {error}"[:160])
    records.save("people", None, {"name": "欧阳丽"})
    assert database.check() == [], database.check()
    print(len(made), "kinds;", *left, sep="\\n  ")
"""

LIFT = """
import sys
from pathlib import Path
from louyu_desktop.storage import keys, upgrade
folder, scripts = Path(sys.argv[1]), Path(sys.argv[2])
key = keys.derive_key(keys.read_key(folder), "database")
upgrade.to_present(folder / "station.db", key, scripts, upgrade.newest(scripts))
"""


def _tree(commit: str, into: Path) -> Path:
    packed = subprocess.run(["git", "archive", commit], cwd=ROOT, check=True, capture_output=True).stdout
    with tarfile.open(fileobj=BytesIO(packed)) as archive:
        archive.extractall(into, filter="data")
    return into


def _run(tree: Path, script: str, *arguments: Path) -> str:
    command = [sys.executable, "-c", script, *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(tree)}
    done = subprocess.run(command, cwd=tree, check=True, env=environment, stdout=subprocess.PIPE, text=True)
    return done.stdout


def make(schema: int, work: Path) -> str:
    """Make and pack the station of a schema; gives what was said on the way."""
    tree, folder = _tree(COMMITS[schema], work / "tree"), work / "station"
    if schema in BETWEEN:
        content, data_key = unpack((FOLDER / "0004.xz").read_bytes())
        folder.mkdir(mode=0o700)
        (folder / "station.db").write_bytes(content)
        (folder / "station.key").write_bytes(data_key)
        scripts = work / "scripts"
        shutil.copytree(tree / "louyu_desktop/storage/migrations", scripts)
        for script in (scripts / "versions").glob("v*"):
            if int(script.name[1:5]) > schema:
                script.unlink()
        said = _run(tree, LIFT, folder, scripts)
    else:
        said = _run(tree, FILL, folder)
    main(folder / "station.db", folder / "station.key", f"{schema:04d}")
    return said


def everything() -> None:
    """The ones that are named, or all that are missing."""
    named = [int(one) for one in sys.argv[1:]]
    for schema in named or [schema for schema in COMMITS if not (FOLDER / f"{schema:04d}.xz").exists()]:
        with tempfile.TemporaryDirectory() as work:
            said = make(schema, Path(work))
        size = (FOLDER / f"{schema:04d}.xz").stat().st_size
        sys.stdout.write(f"schema {schema:04d}: {size:,} bytes packed; {said}\n")


if __name__ == "__main__":
    everything()

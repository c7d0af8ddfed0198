"""Which backup was made before an upgrade: noted in clear beside the data, for a program that cannot read them."""

from __future__ import annotations

import datetime as dt
import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from louyu_desktop.storage import backup, keys, upgrade
from louyu_desktop.storage.backup import Made

NOTE: Final = "station.upgraded"


@dataclass(frozen=True, slots=True)
class Before:
    """A backup by its file and number, the schema of the data in it, and when it was made."""

    file: Path
    number: int
    schema: int
    made_at: dt.datetime


def note(folder: Path, made: Made) -> None:
    """Write down which one it is, before anything is migrated; nothing of it is personal."""
    said = {
        "file": made.path.name, "number": made.manifest.number, "schema": made.manifest.schema,
        "made_at": made.manifest.made_at,
    }  # fmt: skip
    kept = [one for one in _notes(folder) if one.get("number") != made.manifest.number]
    keys.write_durably(folder / NOTE, json.dumps([*kept, said]).encode())


def before_upgrade(folder: Path) -> Before | None:
    """The latest one that lies there and that this program reads."""
    for said in reversed(_notes(folder)):
        with suppress(KeyError, TypeError, ValueError):
            file = folder / backup.FOLDER / Path(said["file"]).name
            if file.is_file() and int(said["schema"]) <= upgrade.SCHEMA:
                made_at = dt.datetime.fromisoformat(said["made_at"])
                return Before(file, int(said["number"]), int(said["schema"]), made_at)
    return None


def _notes(folder: Path) -> list[dict[str, Any]]:
    try:
        said: Any = json.loads((folder / NOTE).read_text("utf-8"))
    except (OSError, ValueError):
        return []
    return [one for one in said if isinstance(one, dict)] if isinstance(said, list) else []

"""A station of nothing, in memory: what is asked first after the log-in is asked of it while somebody types.

To translate a statement for the first time takes longer than to answer it.  The engine that has learnt it here is
the one that opens the station.
"""

from __future__ import annotations

import secrets
from pathlib import Path

from filelock import FileLock
from sqlalchemy import Engine
from sqlalchemy.orm import configure_mappers

from louyu_desktop.models import Base
from louyu_desktop.rules.roles import Role
from louyu_desktop.storage import engine, keys
from louyu_desktop.storage.database import Database

_NOBODY = 1


class Rehearsal(Database):
    """Every table, and in them a station and an administrator without names; `close` hands the engine on."""

    def __init__(self) -> None:
        configure_mappers()
        super().__init__(Path(), keys.FIRST_EPOCH, secrets.token_bytes(keys.LENGTH), FileLock(""))
        self.actor = _NOBODY

    def _make_engine(self) -> Engine:
        self._spare = engine.spare(_script())
        return self._spare.engine

    def close(self) -> None:
        """Keep what was learnt for the station that is opened next."""
        self._closed, self._engine = True, None
        engine.keep(self._spare)


def _script() -> str:
    """The tables as bare as they can be asked: no type, no index."""
    made = [
        f"CREATE TABLE {table.name} ({', '.join(column.name for column in table.columns)});"
        for table in Base.metadata.tables.values()
    ]
    made += [
        f"INSERT INTO station (id, name) VALUES ({_NOBODY}, '');",
        f"INSERT INTO account (id, name, role) VALUES ({_NOBODY}, '', '{Role.ADMINISTRATOR.value}');",
    ]
    return "\n".join(made)

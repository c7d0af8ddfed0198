"""A fresh file made by the migrations is what the models say, word for word."""

from __future__ import annotations

import re
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

from louyu_desktop.models import Base
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.tables import GRAMS
from tests.storage import first_schema

OURS_ALONE = ("alembic_", "sqlite_", GRAMS)


def _wanted(_object: Any, name: str | None, kind: str, *_rest: Any) -> bool:
    return kind != "table" or not (name or "").startswith(OURS_ALONE)


def test_alembic_sees_no_difference(database: Database) -> None:
    """Nothing to add, drop or alter."""
    with database.read() as session:
        options = {"include_object": _wanted, "compare_type": True}
        context = MigrationContext.configure(session.connection(), opts=options)
        assert compare_metadata(context, Base.metadata) == []


def _parts(statement: str) -> tuple[str, tuple[str, ...]]:
    """The head of a statement and its definitions in any order: a later column stands at the end of its table."""
    squeezed = re.sub(r"\s+", " ", statement).strip()
    if not squeezed.startswith("CREATE TABLE"):
        return squeezed, ()
    head, _bracket, body = squeezed.partition("(")
    found, depth = [""], 0
    for sign in body.rpartition(")")[0]:
        depth += (sign == "(") - (sign == ")")
        if sign == "," and not depth:
            found.append("")
        else:
            found[-1] += sign
    return head.replace('"', "").strip(), tuple(sorted(part.strip() for part in found))


def test_every_statement_is_the_models_own(database: Database) -> None:
    """Also what alembic does not compare: conditions of indexes, RESTRICT, AUTOINCREMENT, defaults."""
    with database.read() as session:
        made = session.execute(text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")).all()
    found = {_parts(sql) for name, sql in made if not name.startswith(("alembic_", f"{GRAMS}_", "sqlite_"))}
    assert found == {_parts(statement) for statement in first_schema.statements()}

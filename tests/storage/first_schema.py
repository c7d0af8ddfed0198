"""The schema that the models ask for, statement by statement; the migrations together must give it.

The first migration is history: a change of a model needs a migration of its own.
"""

from __future__ import annotations

from sqlalchemy import Table
from sqlalchemy.dialects.sqlite import dialect
from sqlalchemy.schema import CreateIndex, CreateTable, ExecutableDDLElement

from louyu_desktop.models import Base
from louyu_desktop.storage import tables

EXTRA = (
    f"""CREATE VIRTUAL TABLE {tables.GRAMS} USING fts5(
    grams, tokenize='ascii', content='', contentless_delete=1, detail=none
)""",
    """CREATE TRIGGER change_log_stays BEFORE UPDATE ON change_log
BEGIN
    SELECT RAISE(ABORT, 'change_log rows are never rewritten');
END""",
    """CREATE TRIGGER change_log_remains BEFORE DELETE ON change_log
BEGIN
    SELECT RAISE(ABORT, 'change_log rows are never deleted');
END""",
)


def _statements(table: Table) -> list[str]:
    made: list[ExecutableDDLElement] = [CreateTable(table)]
    made += [CreateIndex(index) for index in sorted(table.indexes, key=lambda index: str(index.name))]
    return [_tidy(str(item.compile(dialect=dialect()))) for item in made]


def _tidy(statement: str) -> str:
    """Without blank lines, which stand between statements, and without tabs."""
    lines = (line.rstrip().replace("\t", "    ") for line in statement.strip().splitlines())
    return "\n".join(line for line in lines if line)


def statements() -> list[str]:
    """Every statement of a fresh file, tables in the order of their references."""
    return [text for table in Base.metadata.sorted_tables for text in _statements(table)] + list(EXTRA)


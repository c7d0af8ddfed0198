"""A table in its new form, where SQLite cannot add a column to the one that stands (references, NOT NULL)."""

from __future__ import annotations

from sqlalchemy import Connection


def move(connection: Connection, table: str, filled: str = "", values: str = "") -> None:
    """The rows of `table` into `<table>_new`, which takes its place; the highest id ever given stays known.

    `filled` names new columns, `values` are their SQL expressions.
    """
    kept = ", ".join(row[1] for row in connection.exec_driver_sql(f"PRAGMA table_info({table})"))
    last = connection.exec_driver_sql("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).scalar()
    more, given = (f", {filled}", f", {values}") if filled else ("", "")
    connection.exec_driver_sql(f"INSERT INTO {table}_new ({kept}{more}) SELECT {kept}{given} FROM {table}")
    connection.exec_driver_sql(f"DROP TABLE {table}")
    connection.exec_driver_sql(f"ALTER TABLE {table}_new RENAME TO {table}")
    if last is not None:
        connection.exec_driver_sql("DELETE FROM sqlite_sequence WHERE name = ?", (table,))
        connection.exec_driver_sql("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (table, last))

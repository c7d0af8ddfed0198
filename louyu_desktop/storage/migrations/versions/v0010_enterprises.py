"""One file per enterprise: visits and their tasks, colours, requests, shops, own fields, months of buildings."""

from __future__ import annotations

from pathlib import Path

from alembic import op

from louyu_desktop.storage.migrations.rebuilding import move

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

BETWEEN = "\n\n"
NEW = "undisturbed, colour, colour_sort"
VALUES = "0, '绿', '0'"
"""Nobody has given a colour yet: every enterprise begins as 绿."""


def upgrade() -> None:
    """Run every statement of the file; after the new form of a table its rows move over."""
    connection = op.get_bind()
    for statement in Path(__file__).with_suffix(".sql").read_text("utf-8").split(BETWEEN):
        connection.exec_driver_sql(statement)
        if statement.startswith("CREATE TABLE enterprise_new"):
            move(connection, "enterprise", NEW, VALUES)

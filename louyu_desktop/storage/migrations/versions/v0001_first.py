"""The first schema; its statements stand beside this file, as they were at that time."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

BETWEEN = "\n\n"


def upgrade() -> None:
    """Run every statement of the file; a blank line stands between two."""
    connection = op.get_bind()
    for statement in Path(__file__).with_suffix(".sql").read_text("utf-8").split(BETWEEN):
        connection.exec_driver_sql(statement)

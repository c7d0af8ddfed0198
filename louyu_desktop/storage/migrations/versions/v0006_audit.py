"""What the log of a station is filtered by: what each operation is about, and when it was."""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One column and one index; papers were all that was logged without a change until now."""
    connection = op.get_bind()
    connection.exec_driver_sql("ALTER TABLE operation ADD COLUMN topic TEXT DEFAULT '' NOT NULL")
    connection.exec_driver_sql("UPDATE operation SET topic = 'print' WHERE kind = 'event'")
    connection.exec_driver_sql("CREATE INDEX ix_operation_at ON operation (at)")

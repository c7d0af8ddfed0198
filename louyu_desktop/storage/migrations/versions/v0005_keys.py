"""Data keys of former epochs, with which older log rows and attachments are read."""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.get_bind().exec_driver_sql(
        """CREATE TABLE key_history (
    epoch INTEGER NOT NULL,
    data_key BLOB NOT NULL,
    CONSTRAINT pk_key_history PRIMARY KEY (epoch)
)"""
    )

"""Backups that were made, and when each was proven."""

from __future__ import annotations

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.get_bind().exec_driver_sql(
        """CREATE TABLE backup (
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    made_at TEXT NOT NULL,
    proven_at TEXT,
    drilled_at TEXT,
    second_at TEXT,
    damaged BOOLEAN NOT NULL,
    whole BOOLEAN NOT NULL,
    size INTEGER NOT NULL,
    epoch INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    head TEXT NOT NULL,
    counts TEXT NOT NULL,
    CONSTRAINT pk_backup PRIMARY KEY (number)
)"""
    )

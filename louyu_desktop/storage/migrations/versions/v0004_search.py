"""What was opened last is kept."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; the grams, which got the marks of their places here, are all made anew by 0013."""
    op.get_bind().exec_driver_sql(
        """CREATE TABLE recent (
    id INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    row_id INTEGER NOT NULL,
    opened_at TEXT NOT NULL,
    CONSTRAINT pk_recent PRIMARY KEY (id),
    CONSTRAINT uq_recent_account_id_kind_row_id UNIQUE (account_id, kind, row_id)
)"""
    )

"""What was opened last is kept; the search index is written anew, each gram with the mark of its place."""

from __future__ import annotations

from alembic import op

from louyu_desktop.storage.indexing import rebuild

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table and fill the index again out of the texts that stand beside it."""
    connection = op.get_bind()
    connection.exec_driver_sql(
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
    rebuild(connection)

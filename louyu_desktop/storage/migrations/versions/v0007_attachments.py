"""Files kept on a record: what they are; their bytes lie beside the database."""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

STATEMENTS = (
    """CREATE TABLE attachment (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    name TEXT NOT NULL,
    owner_kind TEXT NOT NULL,
    owner_id INTEGER NOT NULL,
    media TEXT NOT NULL,
    size INTEGER NOT NULL,
    digest TEXT NOT NULL,
    remark TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER,
    updated_at TEXT NOT NULL,
    updated_by INTEGER,
    archived_at TEXT,
    CONSTRAINT uq_attachment_uid UNIQUE (uid)
)""",
    "CREATE INDEX ix_attachment_digest ON attachment (digest)",
    "CREATE INDEX ix_attachment_owner_kind_owner_id ON attachment (owner_kind, owner_id)",
    """CREATE TABLE attachment_file (
    address TEXT NOT NULL,
    digest TEXT,
    epoch INTEGER,
    size INTEGER NOT NULL,
    unused_since TEXT,
    CONSTRAINT pk_attachment_file PRIMARY KEY (address),
    CONSTRAINT uq_attachment_file_digest UNIQUE (digest)
)""",
)


def upgrade() -> None:
    """Make the two tables."""
    connection = op.get_bind()
    for statement in STATEMENTS:
        connection.exec_driver_sql(statement)

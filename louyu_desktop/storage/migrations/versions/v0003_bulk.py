"""Operations that are written in many transactions: which rows are theirs until they are finished."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.get_bind().exec_driver_sql(
        """CREATE TABLE bulk_operation (
    operation_id INTEGER NOT NULL,
    ranges TEXT NOT NULL,
    clashed BOOLEAN NOT NULL,
    CONSTRAINT pk_bulk_operation PRIMARY KEY (operation_id),
    CONSTRAINT fk_bulk_operation_operation_id FOREIGN KEY(operation_id) REFERENCES operation (id)
)"""
    )

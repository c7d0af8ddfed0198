"""Lists of a million rows: an index for each column that they show by themselves, and one for the bin."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

LISTS = {
    "enterprise": (
        "name_sort", "location_sort", "headcount", "lease_end", "contact_name", "is_key", "party_org_status",
    ),
    "person": ("name_sort", "gender", "unit_name", "mobile", "consented"),
    "registration": ("registered_at", "unit_name", "status", "channel"),
    "sign_in": ("signed_at", "method", "walk_in"),
}  # fmt: skip
NO_LONGER = ("ix_enterprise_name_sort", "ix_person_name_sort")


def upgrade() -> None:
    """Make them; those that they replace go."""
    connection = op.get_bind()
    for index in NO_LONGER:
        connection.exec_driver_sql(f"DROP INDEX {index}")
    for table, columns in LISTS.items():
        for column in columns:
            name = f"ix_{table}_list_{column}"
            connection.exec_driver_sql(
                f"CREATE INDEX {name} ON {table} ({column}, id, archived_at) WHERE archived_at IS NULL"
            )
        connection.exec_driver_sql(
            f"CREATE INDEX ix_{table}_bin ON {table} (archived_at) WHERE archived_at IS NOT NULL"
        )

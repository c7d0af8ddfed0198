"""Requests with their clocks and steps, the council, the public wall, wishes, duty roster and machines."""

from __future__ import annotations

from pathlib import Path

from alembic import op

from louyu_desktop.storage.migrations.rebuilding import move

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

BETWEEN = "\n\n"
ADDED = (
    "ALTER TABLE service_category ADD COLUMN catalogue TEXT",
    "ALTER TABLE service_item ADD COLUMN confirmed_on DATE",
    "ALTER TABLE service_item ADD COLUMN said_as TEXT",
    "ALTER TABLE catalogue_version ADD COLUMN content TEXT",
)
NEW = "estimated, turn, is_public, given_due_on, first_due_on"
VALUES = "0, 1, 0, due_on, due_on"
"""A date that was typed stays the date; from now on others follow from what the row keeps."""


HANDED_OVER = "UPDATE service_request SET state = '已办结', outcome = coalesce(outcome, '转办') WHERE state = '转办'"
"""What was handed over was over; now it is how a request ends, and no state of its own."""


def upgrade() -> None:
    """Run every statement of the file; after the new form of a table its rows move over."""
    connection = op.get_bind()
    connection.exec_driver_sql(HANDED_OVER)
    for statement in ADDED:
        connection.exec_driver_sql(statement)
    for statement in Path(__file__).with_suffix(".sql").read_text("utf-8").split(BETWEEN):
        connection.exec_driver_sql(statement)
        if statement.startswith("CREATE TABLE service_request_new"):
            move(connection, "service_request", NEW, VALUES)

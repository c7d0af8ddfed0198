"""Activities that come again, questions, signatures, rooms lent out, memberships that ended."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from alembic import op
from sqlalchemy import Connection

from louyu_desktop.storage.migrations.rebuilding import move

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

BETWEEN = "\n\n"
REBUILT = ("activity", "registration", "sign_in")
"""Their new columns refer to other tables, which SQLite does not add to a table that stands."""

MEMBERSHIPS = (
    "ALTER TABLE party_membership ADD COLUMN entered_on DATE",
    "ALTER TABLE party_membership ADD COLUMN left_on DATE",
    "ALTER TABLE facility ADD COLUMN setup_minutes INTEGER",
    "ALTER TABLE facility ADD COLUMN clear_minutes INTEGER",
    "DROP INDEX uq_party_membership_person_id",
    """CREATE UNIQUE INDEX uq_party_membership_person_id ON party_membership (person_id)
    WHERE archived_at IS NULL AND left_on IS NULL""",
)
COUNTED = """UPDATE activity SET
    waiting_count = (SELECT count(*) FROM registration r
                     WHERE r.activity_id = activity.id AND r.archived_at IS NULL AND r.status = '候补'),
    walk_in_count = (SELECT count(*) FROM sign_in s
                     WHERE s.activity_id = activity.id AND s.archived_at IS NULL AND s.walk_in)"""
IN_WORDS = """UPDATE activity SET venue_id = NULL,
    venue = coalesce(venue, (SELECT name FROM facility WHERE facility.id = activity.venue_id)) WHERE id = ?"""
QUARTER = 900
HOUR = 3600
LONGEST = 366 * 96


def upgrade() -> None:
    """Run every statement of the file; after the new form of a table its rows move over."""
    connection = op.get_bind()
    for statement in MEMBERSHIPS:
        connection.exec_driver_sql(statement)
    for statement in Path(__file__).with_suffix(".sql").read_text("utf-8").split(BETWEEN):
        connection.exec_driver_sql(statement)
        for table in REBUILT:
            if statement.startswith(f"CREATE TABLE {table}_new"):
                move(connection, table)
    connection.exec_driver_sql(COUNTED)
    _take_rooms(connection)


def _take_rooms(connection: Connection) -> None:
    """The rooms of the activities that stand.

    Where two were planned at once the earlier record keeps the room, the other one its name in words.
    """
    rows = connection.exec_driver_sql(
        "SELECT id, venue_id, starts_at, ends_at FROM activity WHERE venue_id IS NOT NULL AND archived_at IS NULL"
        " AND status NOT IN ('延期', '取消') ORDER BY id"
    ).all()
    for row_id, room, starts_at, ends_at in rows:
        start = dt.datetime.fromisoformat(starts_at).timestamp()
        end = dt.datetime.fromisoformat(ends_at).timestamp() if ends_at else start
        first = int(start) // QUARTER
        last = min(-(-int(end if end > start else start + HOUR) // QUARTER), first + LONGEST)
        taken = connection.exec_driver_sql(
            "SELECT 1 FROM booking_slot WHERE facility_id = ? AND slot BETWEEN ? AND ? LIMIT 1", (room, first, last - 1)
        ).first()
        if taken:
            connection.exec_driver_sql(IN_WORDS, (row_id,))
            continue
        for slot in range(first, last):
            connection.exec_driver_sql(
                "INSERT INTO booking_slot (facility_id, slot, kind, row_id) VALUES (?, ?, 'activities', ?)",
                (room, slot, row_id),
            )

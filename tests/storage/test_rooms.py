"""Who has a room: whatever writes, no quarter hour has two holders, and what is held is what the records say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from louyu_desktop.errors import UserError
from louyu_desktop.models import Activity, Booking, Facility
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.tables import BookingSlot
from tests.stations import keyless


def at(hour: int, minute: int = 0, day: int = 24) -> dt.datetime:
    return dt.datetime(2036, 11, day, hour, minute, tzinfo=SHANGHAI)  # of days gone by nobody gives up rooms


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A new station; the first of its rooms takes a quarter of an hour to set up."""
    with keyless(tmp_path / "s") as found:
        with found.write("rooms") as write:
            write.update(Facility, [{"id": 1, "name": "大活动室", "setup_minutes": 15}])
        yield found


def add(database: Database, model: type[Any], **values: Any) -> int:
    with database.write("new") as write:
        return write.insert(model, [values])[0]


def held(database: Database) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(BookingSlot)) or 0


def test_a_room_is_had_by_one(database: Database) -> None:
    """Set-up times count; beside it and in the other room there is place; the refusal names room, time and holder."""
    activity = add(database, Activity, title="声音疗愈", venue_id=1, starts_at=at(12), ends_at=at(13))
    assert held(database) == 5
    with pytest.raises(UserError, match="大活动室在 11-24 12:00 – 13:00 已经有「声音疗愈」") as told:
        add(database, Booking, purpose="座谈", facility_id=1, starts_at=at(11), ends_at=at(11, 50))
    assert told.value.field == "facility_id"
    add(database, Booking, purpose="座谈", facility_id=1, starts_at=at(11), ends_at=at(11, 45))
    add(database, Booking, purpose="谈心", facility_id=2, starts_at=at(12), ends_at=at(13))
    with database.write("moved") as write:
        write.update(Activity, [{"id": activity, "venue_id": None}])
    add(database, Booking, purpose="补位", facility_id=1, starts_at=at(12), ends_at=at(13))
    assert database.check() == []


def test_what_is_called_off_gives_the_room_back_and_may_not_take_it_again(database: Database) -> None:
    """Cancelled, binned, undone: free; restored or redone into somebody else's time: refused, nothing changed."""
    activity = add(database, Activity, title="书法体验", venue_id=1, starts_at=at(12), ends_at=at(13))
    with database.write("cancelled") as write:
        write.update(Activity, [{"id": activity, "status": "取消"}])
    booking = add(database, Booking, purpose="路演", facility_id=1, starts_at=at(12), ends_at=at(13))
    with pytest.raises(UserError, match="已经有「路演」"), database.write("again") as write:
        write.update(Activity, [{"id": activity, "status": "报名中"}])
    with database.write("binned") as write:
        write.archive(Booking, [booking])
    with database.write("again") as write:
        write.update(Activity, [{"id": activity, "status": "报名中"}])
    with pytest.raises(UserError, match="已经有「书法体验」"), database.write("back") as write:
        write.restore(Booking, [booking])
    database.undo()
    assert held(database) == 0
    database.redo()
    assert held(database) == 5
    assert database.check() == []


def test_two_change_places_in_one_operation(database: Database) -> None:
    """Neither has its new room before the other has left it."""
    one = add(database, Booking, purpose="甲", facility_id=1, starts_at=at(9), ends_at=at(10))
    two = add(database, Booking, purpose="乙", facility_id=2, starts_at=at(9), ends_at=at(10))
    with database.write("swapped") as write:
        write.update(Booking, [{"id": one, "facility_id": 2}, {"id": two, "facility_id": 1}])
    assert database.check() == []


def test_a_room_that_needs_longer_is_refused_where_it_is_too_tight(database: Database) -> None:
    """Its records get their new quarter hours, or nothing changes."""
    add(database, Booking, purpose="甲", facility_id=2, starts_at=at(9), ends_at=at(10))
    add(database, Booking, purpose="乙", facility_id=2, starts_at=at(10, 30), ends_at=at(11))
    with database.write("cleared") as write:
        write.update(Facility, [{"id": 2, "clear_minutes": 30}])
    assert held(database) == 10
    with pytest.raises(UserError, match="已经有"), database.write("cleared") as write:
        write.update(Facility, [{"id": 2, "clear_minutes": 45}])
    assert database.check() == []


WISHES = st.lists(
    st.tuples(
        st.sampled_from([Activity, Booking]), st.integers(1, 2), st.integers(0, 200), st.integers(-30, 240),
        st.none() | st.integers(0, 60), st.sampled_from(["save", "move", "off", "on", "bin", "undo"]),
    ),
    max_size=60,
)  # fmt: skip


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(WISHES)
def test_whatever_is_written_no_quarter_hour_has_two_holders(database: Database, wishes: list[Any]) -> None:
    """After any run of wishes, granted or refused, what is held is what the records say."""
    with database.write("rooms") as write:
        for model in (Activity, Booking):
            left = write.session.scalars(select(model.id).where(model.archived_at.is_(None))).all()
            write.archive(model, list(left))
        write.update(Facility, [{"id": 1, "setup_minutes": 15}, {"id": 2, "clear_minutes": 20}])
    made: list[tuple[type[Any], int]] = []
    for model, room, start, length, setup, what in wishes:
        begin = at(8) + dt.timedelta(minutes=5 * start)
        times = {"starts_at": begin, "ends_at": begin + dt.timedelta(minutes=length), "setup_minutes": setup}
        name, state = ("venue_id", "status") if model is Activity else ("facility_id", "state")
        mine = [key for kind, key in made if kind is model]
        try:
            if what == "save" or not mine:
                title = "title" if model is Activity else "purpose"
                made.append((model, add(database, model, **{title: "事", name: room}, **times)))
            elif what == "undo":
                database.undo()
                made = []
            else:
                with database.write(what) as write:
                    match what:
                        case "move":
                            write.update(model, [{"id": mine[-1], name: room, **times}])
                        case "off":
                            write.update(model, [{"id": mine[-1], state: "取消"}])
                        case "on":
                            write.update(model, [{"id": mine[-1], state: "进行中" if model is Activity else "确认"}])
                        case _:
                            write.archive(model, [mine[-1]])
        except UserError:
            pass
        with database.read() as session:
            doubled = (
                select(BookingSlot.facility_id, BookingSlot.slot)
                .group_by(BookingSlot.facility_id, BookingSlot.slot)
                .having(func.count() > 1)
            )
            assert session.execute(doubled).all() == []
    assert [line for line in database.check() if "场地" in line] == []

"""Rooms: the grid, what stands against a wish in words, what is free instead, and who may override a rule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from louyu_desktop.errors import InvalidRecordError, UserError
from louyu_desktop.models import Account, Blackout, Facility
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.lifecycle import Action
from louyu_desktop.services.activities import Activities
from louyu_desktop.services.copies import Pasted
from louyu_desktop.services.importing import Importing
from louyu_desktop.services.records import Records
from louyu_desktop.services.rooms import Rooms
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.slots_of_rooms import wrong
from tests.stations import create_station

YEAR = dt.datetime.now(SHANGHAI).year + 1


def at(hour: int, minute: int = 0, day: int = 9) -> dt.datetime:
    """A Tuesday to come, in March of next year or near it."""
    first = dt.date(YEAR, 3, 1)
    tuesday = first + dt.timedelta(days=(1 - first.weekday()) % 7 + (day - 9))
    return dt.datetime.combine(tuesday, dt.time(hour, minute), SHANGHAI)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A station with two rooms that are open on working days."""
    with create_station(tmp_path / "s", "示范站", "周敏") as found:
        with found.write("rooms") as write:
            write.update(Facility, [
                {"id": 1, "name": "大活动室", "capacity": 60, "open_hours": "周一至周五 9:00-19:00", "bookable": True},
                {"id": 2, "name": "小会议室", "capacity": 10, "open_hours": "周一至周五 9:00-19:00", "bookable": True},
            ])  # fmt: skip
        yield found


def wish(**values: object) -> dict[str, object]:
    return {"facility_id": 1, "purpose": "路演", "starts_at": at(12), "ends_at": at(13), "people": 20, **values}


def test_what_stands_against_a_wish_is_said_in_words(database: Database) -> None:
    rooms = Rooms(database)
    assert rooms.problems("bookings", wish()) == ()
    held = rooms.book(wish())
    [clash] = rooms.problems("bookings", wish(starts_at=at(12, 30), ends_at=at(14)))
    assert clash.hard
    assert "已经有「路演」" in clash.sentence
    assert rooms.problems("bookings", wish(), but=held) == ()
    words = [one.sentence for one in rooms.problems("bookings", wish(starts_at=at(18), ends_at=at(20), people=80))]
    assert [one.partition(" ")[0] for one in words] == ["大活动室", "大活动室容纳"]
    assert "开放 09:00 – 19:00" in words[0]
    with database.write("closed") as write:
        write.insert(Blackout, [{"starts_at": at(0), "ends_at": at(23), "reason": "换地板"}])
    assert any("全站" in one.sentence and "换地板" in one.sentence for one in rooms.problems("bookings", wish()))


def test_free_rooms_and_times_are_offered(database: Database) -> None:
    """The smaller room does not hold twenty; in the same room the nearest time before and after, then other days."""
    rooms = Rooms(database)
    rooms.book(wish())
    for_ten = rooms.alternatives("bookings", wish(people=10))
    assert for_ten[0].room_id == 2
    found = rooms.alternatives("bookings", wish())
    assert {one.room_id for one in found} == {1}
    assert {one.starts_at for one in found} >= {at(11), at(13)}
    assert all(rooms.problems("bookings", wish(starts_at=one.starts_at, ends_at=one.ends_at)) == () for one in found)


def test_a_rule_holds_for_everybody_but_the_head_of_the_station(database: Database) -> None:
    """Outside the hours: refused to staff, also in the ordinary form; the head may; a clash is refused to both."""
    late = wish(starts_at=at(19), ends_at=at(20))
    head = database.actor
    with database.write("staff") as write:
        [staff] = write.insert(Account, [{"name": "何俊杰", "role": "工作人员"}])
    database.actor = staff
    with pytest.raises(InvalidRecordError) as told:
        Rooms(database).book(late)
    assert "starts_at" in told.value.problems
    with pytest.raises(InvalidRecordError):
        Records(database).save("activities", None, {
            "title": "夜谈", "venue_id": 1, "starts_at": at(19), "ends_at": at(20), "capacity": 100,
        })  # fmt: skip
    database.actor = head
    Rooms(database).book(late)
    with pytest.raises(UserError, match="已经有「路演」"):
        Rooms(database).book(wish(starts_at=at(19, 30), ends_at=at(21)))


def test_the_grid_has_all_that_is_had(database: Database) -> None:
    """What is asked for is not confirmed; what was called off is gone; a moved one stands elsewhere."""
    rooms = Rooms(database)
    asked = rooms.book(wish(state="申请"))
    activity = Records(database).save("activities", None, {
        "title": "书法体验", "venue_id": 2, "starts_at": at(12), "ends_at": at(13), "capacity": 10,
        "registration_deadline": at(9),
    })  # fmt: skip
    day = at(12).date()
    grid = rooms.grid(day, day + dt.timedelta(days=6), dt.datetime.now(dt.UTC))
    assert [(one.kind, one.id, one.confirmed, one.movable) for one in grid.taken] == [
        ("activities", activity, True, True), ("bookings", asked, False, True),
    ]  # fmt: skip
    assert grid.rooms[0].open[0] == ((9 * 60, 19 * 60),)
    rooms.decide(asked, "拒绝")
    rooms.move("activities", activity, 1, at(14), at(15))
    [moved] = rooms.grid(day, day, dt.datetime.now(dt.UTC)).taken
    assert (moved.room_id, moved.starts_at) == (1, at(14))
    assert Records(database).get("activities", activity).values["registration_deadline"] == at(11)


def test_no_way_of_writing_goes_round_a_rule(database: Database) -> None:
    """Many at once, pasted cells, and a postponed activity's new time: the same rules as in the form."""
    records, rooms = Records(database), Rooms(database)
    booked = rooms.book(wish())
    put_off = records.save("activities", None, {
        "title": "夜谈", "venue_id": 1, "starts_at": at(14), "ends_at": at(15), "status": "延期", "capacity": 20,
    })  # fmt: skip
    with database.write("staff") as write:
        [database.actor] = write.insert(Account, [{"name": "何俊杰", "role": "工作人员"}])
    with pytest.raises(InvalidRecordError, match="容纳 60 人"):
        records.bulk_edit("bookings", [booked], "people", "80")
    late = {"starts_at": f"{at(20):%Y-%m-%d %H:%M}", "ends_at": f"{at(21):%Y-%m-%d %H:%M}"}
    with pytest.raises(UserError, match=r"第 1 行.*开放 09:00 – 19:00"):
        records.paste("bookings", [Pasted(booked, records.get("bookings", booked).version, late)])
    with pytest.raises(InvalidRecordError, match="开放 09:00 – 19:00"):
        Activities(database).act(put_off, Action.RESUME, now=dt.datetime.now(dt.UTC), starts_at=at(20))
    assert records.bulk_edit("bookings", [booked], "people", "50") == 1


@pytest.mark.parametrize("kind", ["bookings", "blackouts"])
def test_nothing_ends_before_it_begins(database: Database, kind: str) -> None:
    values = {"facility_id": 1, "starts_at": at(12), "ends_at": at(11), "purpose": "路演", "reason": "换地板"}
    known = {field.name for field in Records(database).entity(kind).fields}
    with pytest.raises(InvalidRecordError, match="晚于"):
        Records(database).save(kind, None, {name: value for name, value in values.items() if name in known})


def test_a_row_of_a_file_against_a_rule_is_refused_to_staff(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "预约.csv"
    days = f"{at(20):%Y-%m-%d %H:%M},{at(21):%Y-%m-%d %H:%M}"
    path.write_text(f"场地,开始时间,结束时间,用途,人数\n大活动室,{days},夜会,80\n", "utf-8-sig")
    importing = Importing(database)
    book = importing.read(path)
    proposal = importing.propose("bookings", book)
    assert importing.plan("bookings", book, proposal).counts.new == 1
    with database.write("staff") as write:
        [database.actor] = write.insert(Account, [{"name": "何俊杰", "role": "工作人员"}])
    [row] = importing.plan("bookings", book, proposal).rows
    assert [one.field for one in row.problems] == ["starts_at", "people"]


def test_closing_a_room_says_whom_it_hits(database: Database) -> None:
    """Whoever has that room then, of all rooms where all are closed; what was refused or is over is not hit."""
    records, rooms, now = Records(database), Rooms(database), dt.datetime.now(dt.UTC)
    booked = rooms.book(wish())
    rooms.decide(rooms.book(wish(starts_at=at(14), ends_at=at(15))), "拒绝")
    activity = records.save("activities", None, {"title": "书法体验", "venue_id": 2, "starts_at": at(12)})
    times = {"starts_at": at(9), "ends_at": at(18), "reason": "换地板"}
    one, all_ = (records.save("blackouts", None, {**times, **room}) for room in ({"facility_id": 1}, {}))
    assert [(hit.kind, hit.id) for hit in rooms.hit(one, now)] == [("bookings", booked)]
    assert {(hit.kind, hit.id) for hit in rooms.hit(all_, now)} == {("bookings", booked), ("activities", activity)}
    assert rooms.hit(all_, at(19)) == ()


def test_a_room_may_be_given_time_for_setting_up_whatever_stood_close_together_before(database: Database) -> None:
    """What is over keeps what it had; what is to come must have room for it."""
    records, rooms = Records(database), Rooms(database)
    yesterday = dt.datetime.now(SHANGHAI).replace(hour=9, minute=0, second=0, microsecond=0) - dt.timedelta(days=1)
    for hours in (0, 1):
        begin = yesterday + dt.timedelta(hours=hours)
        rooms.book(wish(starts_at=begin, ends_at=begin + dt.timedelta(hours=1)))
    rooms.book(wish())
    records.save("facilities", 1, {"setup_minutes": 30})
    assert [one.sentence for one in rooms.problems("bookings", wish(starts_at=at(11), ends_at=at(11, 45)))]
    with database.read() as session:
        assert wrong(session) == 0
    records.save("facilities", 1, {"setup_minutes": 0})
    rooms.book(wish(starts_at=at(13), ends_at=at(14)))
    with pytest.raises(UserError, match="已经有「路演」"):
        records.save("facilities", 1, {"setup_minutes": 30})

"""Promised dates as they stand in the file against a calculation of its own (FIELD.md 4.1, Shows 2).

Hours, the cut-off, 调休, pauses, extensions, second turns and days of old ledgers; into 2027 without a table of that
year, with one, and without it again.  `LOUYU_PROMISES` says how many; `make faults` takes 2,000.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import select

from louyu_desktop.models import Extension, Holiday, RequestPause, ServiceRequest
from louyu_desktop.storage.database import Database
from tests.faults.ground import number
from tests.stations import keyless

ZONE = dt.timezone(dt.timedelta(hours=8))
DAY = dt.timedelta(days=1)
CASES = number("LOUYU_PROMISES", 250)


def days(*spans: str) -> frozenset[dt.date]:
    """Days written as 10-01…10-07."""
    found: set[dt.date] = set()
    for span in spans:
        first, last = (dt.date.fromisoformat(f"2026-{part}") for part in (span.split("…") * 2)[:2])
        found |= {first + step * DAY for step in range((last - first).days + 1)}
    return frozenset(found)


OFF = days("01-01…01-03", "02-15…02-23", "04-04…04-06", "05-01…05-05", "06-19…06-21", "09-25…09-27", "10-01…10-07")
MADE_UP = days("01-04", "02-14", "02-28", "05-09", "09-20", "10-10")
"""国务院办公厅关于2026年部分节假日安排的通知, copied by hand."""

OFF_2027 = frozenset(dt.date(2027, 1, day) for day in (1, 4, 15))
MADE_UP_2027 = frozenset({dt.date(2027, 1, 9), dt.date(2027, 1, 16)})
"""A table of the station's own, which no notice ever had."""


def works(day: dt.date, *, told: bool) -> bool:
    """Whether people work on a day; `told` when the station has its table of 2027."""
    off, made_up = (OFF | OFF_2027, MADE_UP | MADE_UP_2027) if told else (OFF | {dt.date(2027, 1, 1)}, MADE_UP)
    return day in made_up or (day.weekday() < 5 and day not in off)


@dataclass
class Case:
    """What a row, its pauses and its extensions say."""

    row: dict[str, Any]
    pauses: list[tuple[dt.datetime, dt.datetime | None]] = field(default_factory=list)
    extensions: list[tuple[int, int, str]] = field(default_factory=list)
    """Turn, days, verdict."""

    def expected(self, *, told: bool) -> tuple[dt.date | None, dt.date | None, dt.date | None, dt.date | None, bool]:
        """Contact, reply, finish, first, and whether they rest on a year that nobody knows."""
        row = self.row
        start = row["restarted_at"] or row["received_at"]
        more = sum(length for turn, length, verdict in self.extensions if (turn, verdict) == (row["turn"], "同意"))
        contact = reply = finish = first = None
        guessed = False
        if row["contact_days"] is not None:
            contact = self._after(start, row["contact_days"], told=told)
            if row["promised_days"] is not None:
                reply = self._after(start, min(5, row["promised_days"]), told=told)
                finish = self._after(start, row["promised_days"] + more, told=told)
                first = self._after(start, row["promised_days"], told=told)
                if row["first_days"] is not None:
                    first = self._after(row["received_at"], row["first_days"], told=told)
        given = row["given_due_on"]
        if given is not None and row["restarted_at"] is None:
            first, finish = given, given
            while more:
                finish += DAY
                more -= works(finish, told=told)
            guessed = finish != given
        elif given is not None and finish is not None:
            first = given
        last = finish or contact
        ordinary = given is None or row["restarted_at"] is not None
        unknown = last is not None and last.year == 2027 and not told and (guessed or ordinary)
        return contact, reply, finish, first, unknown

    def _after(self, start: dt.datetime, wanted: int, *, told: bool) -> dt.date:
        """The day on which so many evenings have come at which somebody worked and nothing was waited for."""
        local = start.astimezone(ZONE)
        cut_off = self.row["cut_off"] or 17
        begin = local.date() + (DAY if local.hour >= cut_off else dt.timedelta())
        for step in count(0 if wanted == 0 else 1):
            day = begin + step * DAY
            evening = dt.datetime(day.year, day.month, day.day, tzinfo=ZONE) + dt.timedelta(hours=cut_off)
            waits = any(left <= evening < right for left, right in self.pauses if right is not None)
            if works(day, told=told) and not waits:
                wanted -= 1
                if wanted <= 0:
                    return day
        raise AssertionError


def made(number: int, luck: random.Random) -> Case:
    """Any request: most of them towards the end of 2026, some round 国庆 and some on the very hour."""
    received = dt.datetime(2026, 9, 14, tzinfo=ZONE) + dt.timedelta(minutes=luck.randrange(108 * 24 * 60))
    if luck.random() < 0.4:
        day = luck.choice((dt.date(2026, 9, 19), dt.date(2026, 9, 30), dt.date(2026, 12, 11), dt.date(2026, 12, 24)))
        at = dt.time(luck.choice((8, 16, 17, 18)), luck.choice((0, 59)))
        received = dt.datetime.combine(day + luck.randrange(8) * DAY, at, ZONE)
    contact, promised = luck.choice(((0, 1), (1, 5), (0, 5), (1, 15), (1, None), (2, 0), (None, None)))
    row: dict[str, Any] = {
        "title": f"{number}", "received_at": received, "contact_days": contact, "promised_days": promised,
        "first_days": luck.choice((None, 5, promised)), "cut_off": luck.choice((None, 17, 16, 18, 24)), "turn": 1,
        "given_due_on": None, "restarted_at": None,
    }  # fmt: skip
    if luck.random() < 0.15:
        row["given_due_on"] = received.date() + luck.randrange(40) * DAY
    case, moment = Case(row), received
    if luck.random() < 0.2:
        row |= {"turn": 2, "restarted_at": received + dt.timedelta(hours=luck.randrange(1, 300))}
    for _pause in range(luck.choice((0, 0, 0, 1, 2, 3))):
        begins = moment + dt.timedelta(minutes=luck.randrange(1, 12_000))
        moment = begins + dt.timedelta(minutes=luck.randrange(1, 18_000))
        case.pauses.append((begins, moment))
    if luck.random() < 0.1:
        case.pauses.append((moment + dt.timedelta(hours=1), None))
    for _extension in range(luck.choice((0, 0, 0, 1, 2))):
        verdict = luck.choice(("同意", "同意", "待批", "不同意"))
        case.extensions.append((luck.randint(1, row["turn"]), luck.randint(1, 15), verdict))
    return case


def kept(database: Database, cases: Sequence[Case]) -> list[int]:
    """All of them in the file; gives their ids."""
    with database.write("x") as write:
        ids = write.insert(ServiceRequest, [case.row for case in cases])
        write.insert(RequestPause, [
            {"request_id": key, "begun_at": begun, "ended_at": ended}
            for key, case in zip(ids, cases, strict=True) for begun, ended in case.pauses
        ])  # fmt: skip
        write.insert(Extension, [
            {"request_id": key, "asked_on": dt.date(2026, 12, 1), "reason": "x", "turn": turn, "days": length,
             "verdict": verdict}
            for key, case in zip(ids, cases, strict=True) for turn, length, verdict in case.extensions
        ])  # fmt: skip
    return ids


def wrong(database: Database, ids: Sequence[int], cases: Sequence[Case], *, told: bool) -> list[Any]:
    """The cases whose row says another thing."""
    one = ServiceRequest
    columns = (one.id, one.contact_due_on, one.reply_due_on, one.due_on, one.first_due_on, one.estimated)
    with database.read() as session:
        rows = {key: tuple(rest) for key, *rest in session.execute(select(*columns))}
    found = zip(ids, cases, strict=True)
    return [(case, rows[key], case.expected(told=told)) for key, case in found if rows[key] != case.expected(told=told)]


def test_rows_say_what_was_promised(tmp_path: Path) -> None:
    luck = random.Random(17)
    cases = [made(number, luck) for number in range(CASES)]
    with keyless(tmp_path / "station") as database:
        ids = kept(database, cases)
        assert wrong(database, ids, cases, told=False)[:1] == []
        late = sum((case.expected(told=False)[2] or dt.date.min).year == 2027 for case in cases)
        moved = sum(case.expected(told=False)[:4] != case.expected(told=True)[:4] for case in cases)
        assert late > CASES / 10 < moved * 2, "cases that say nothing about 2027"
        with database.write("2027 年安排") as write:
            write.insert(Holiday, [{"day": day, "kind": "休", "name": "示例"} for day in sorted(OFF_2027)])
            write.insert(Holiday, [{"day": day, "kind": "班", "name": "示例"} for day in sorted(MADE_UP_2027)])
        assert wrong(database, ids, cases, told=True)[:1] == []
        assert database.check() == []
        database.undo()
        assert wrong(database, ids, cases, told=False)[:1] == []
        _each(database, ids, cases, luck)
        assert database.check() == []


def _each(database: Database, ids: Sequence[int], cases: Sequence[Case], luck: random.Random) -> None:
    """Changed one by one, past every form: the hour of the receipt, the end of a pause, a verdict."""
    turns: Sequence[Callable[[Case], tuple[Any, dict[str, Any]] | None]] = (_later, _ended, _granted)
    for place in luck.sample(range(CASES), min(CASES, 60)):
        key, case = ids[place], cases[place]
        told = luck.choice(turns)(case)
        if told is None:
            continue
        model, values = told
        owner = ServiceRequest.id if model is ServiceRequest else model.request_id
        with database.write("x") as write:
            [row] = write.session.scalars(select(model.id).where(owner == key).order_by(model.id.desc()).limit(1)).all()
            write.update(model, [{"id": row, **values}])
    assert wrong(database, ids, cases, told=False)[:1] == []


def _later(case: Case) -> tuple[Any, dict[str, Any]]:
    case.row["received_at"] -= dt.timedelta(hours=9)
    return ServiceRequest, {"received_at": case.row["received_at"]}


def _ended(case: Case) -> tuple[Any, dict[str, Any]] | None:
    if not case.pauses or case.pauses[-1][1] is not None:
        return None
    begun = case.pauses[-1][0]
    case.pauses[-1] = (begun, begun + 9 * DAY)
    return RequestPause, {"ended_at": begun + 9 * DAY}


def _granted(case: Case) -> tuple[Any, dict[str, Any]] | None:
    if not case.extensions:
        return None
    turn, length, _verdict = case.extensions[-1]
    case.extensions[-1] = (turn, length, "同意")
    return Extension, {"verdict": "同意"}

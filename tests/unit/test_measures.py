"""The measures of requests against a count of their own, in plain SQL over the same rows."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader
from sqlalchemy import text

from louyu_desktop.models import Building, ServiceRequest
from louyu_desktop.models.request import CATEGORIES, MECHANISMS, OUTCOMES, REQUEST_STATES
from louyu_desktop.rules.board_moves import column_of, move
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.nearness import Counting, Days, Tone
from louyu_desktop.rules.promise import Clock, Pause, share
from louyu_desktop.rules.request_flow import COLUMNS, OPEN, STEPS, State, lead_to
from louyu_desktop.rules.roles import Role
from louyu_desktop.rules.workdays import Calendar
from louyu_desktop.services.measures import DEFINITIONS, By, Line, Measure, words_of
from louyu_desktop.services.suite import Services, open_services
from louyu_desktop.storage.database import Database
from tests.stations import create_station

NOW = dt.datetime(2026, 11, 22, 10, tzinfo=SHANGHAI)
FIRST, LAST = dt.date(2026, 3, 1), dt.date(2026, 10, 31)
ROWS = 400
_LOCAL = "date(r.received_at, '+8 hours')"
_SIDES = {
    By.CATEGORY: "coalesce(r.category, '未填')", By.MECHANISM: "coalesce(r.mechanism, '还没定')",
    By.DEPARTMENT: "coalesce(r.lead_department, '站里自己办')", By.BUILDING: "coalesce(b.name, '不在楼里')",
    By.MONTH: f"substr({_LOCAL}, 1, 7)",
}  # fmt: skip


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A station with 400 requests of every state and outcome."""
    made = create_station(tmp_path_factory.mktemp("measures") / "station", "梧桐里党群服务站", "周敏")
    with made.write("诉求") as write:
        buildings = write.insert(Building, [{"name": name} for name in ("环贸一期", "汾阳大厦")])
        write.insert(ServiceRequest, [_row(number, [*buildings, None]) for number in range(ROWS)])
    yield made
    made.close()


@pytest.fixture(scope="module")
def services(database: Database) -> Services:
    """Its services."""
    return open_services(database)


def _row(number: int, buildings: list[int | None]) -> dict[str, object]:
    draw = random.Random(number)
    received = dt.datetime(2026, 1, 1, tzinfo=SHANGHAI) + dt.timedelta(minutes=draw.randrange(60 * 24 * 324))
    state = draw.choice(REQUEST_STATES)
    done = state in {"待回访", "已办结", "归档"}
    ended = [received.date() + dt.timedelta(days=draw.randrange(25)) if done and draw.random() < 0.8 else None
             for _day in range(2)]  # fmt: skip
    due = received.date() + dt.timedelta(days=draw.randrange(1, 20))
    return {
        "number": f"SQ-2026-{number + 1:04d}", "title": f"诉求{number}", "received_at": received, "state": state,
        "category": draw.choice(CATEGORIES), "mechanism": draw.choice((*MECHANISMS, None)),
        "lead_department": draw.choice(("街道营商办", "区税务局", None)), "building_id": draw.choice(buildings),
        "given_due_on": draw.choice((due, due, None)), "outcome": draw.choice(OUTCOMES) if done else None,
        "finished_on": ended[0], "closed_on": ended[1],
        "satisfaction": draw.choice((None, 1, 2, 3, 4, 5)) if state in {"已办结", "归档"} else None,
    }  # fmt: skip


def _asked(database: Database, by: By) -> dict[str, tuple[float | None, ...]]:
    """The measures by a side, counted by the database itself."""
    wanted = f"""
        with done as (select *, coalesce(finished_on, closed_on) as done_on from service_request),
        r as (
            select *, state in ('已办结', '归档') as closed,
                   due_on is not null and (done_on is not null or (due_on < '2026-11-22' and state in
                   ('待受理', '已受理', '办理中', '待回访'))) as settled
            from done
            where archived_at is null and state not in ('已撤销', '并案', '作废')
              and date(received_at, '+8 hours') between '2026-03-01' and '2026-10-31')
        select {_SIDES[by]} as side, count(*), sum(r.closed), avg(r.closed) * 1.0,
               coalesce(sum(r.closed and r.outcome in ('解决', '部分解决')), 0),
               sum(r.closed and r.outcome in ('解决', '部分解决')) * 1.0 / nullif(sum(r.closed), 0),
               coalesce(sum(r.settled and r.done_on <= r.due_on), 0),
               coalesce(sum(r.settled and r.done_on <= r.due_on), 0) * 1.0 / nullif(sum(r.settled), 0),
               avg(case when r.closed then r.satisfaction end)
        from r left join building b on b.id = r.building_id group by side
    """
    with database.read() as session:
        return {row[0]: tuple(row[1:]) for row in session.execute(text(wanted))}


def _numbers(line: Line) -> tuple[float | None, ...]:
    return tuple(line.of(one) for one in Measure)


@pytest.mark.parametrize("by", list(By))
def test_every_measure_is_what_the_database_counts(services: Services, database: Database, by: By) -> None:
    """By category, building, department, mechanism and month."""
    found = services.measures.table(FIRST, LAST, by, NOW)
    asked = _asked(database, by)
    assert {line.label for line in found.lines} == set(asked)
    for line in found.lines:
        assert _numbers(line) == pytest.approx(asked[line.label], nan_ok=True), line.label
    assert sum(len(line.taken) for line in found.lines) == len(found.whole.taken)


def test_every_number_opens_the_requests_it_counts(services: Services) -> None:
    """A count the same number, a rate those that it lacks."""
    whole = services.measures.table(FIRST, LAST, By.MONTH, NOW).whole
    for measure in (Measure.TAKEN, Measure.CLOSED, Measure.SOLVED, Measure.KEPT):
        assert services.records.count(whole.query(measure)) == whole.of(measure)
    assert services.records.count(whole.query(Measure.CLOSED_RATE)) == len(whole.taken) - len(whole.closed.part)
    assert services.records.count(whole.query(Measure.CONTENT)) == len(whole.scores)
    assert set(DEFINITIONS) == set(Measure)


def test_what_is_open_has_an_age(services: Services, database: Database) -> None:
    """Whenever it was received; every open one once."""
    ages = services.measures.table(LAST, LAST, By.MONTH, NOW).ages
    with database.read() as session:
        states = ", ".join(f"'{state.value}'" for state in OPEN)
        days = f"julianday('2026-11-22') - julianday({_LOCAL})"
        wanted = f"select id, {days} from service_request r where state in ({states})"
        rows = session.execute(text(wanted)).all()
    assert sorted(key for age in ages for key in age.ids) == sorted(row[0] for row in rows)
    assert len(ages[-1].ids) == sum(row[1] > 60 for row in rows)


def test_the_paper_has_every_number(services: Services, tmp_path: Path) -> None:
    """And its definitions."""
    options = {"first": FIRST, "last": LAST, "by": By.MECHANISM.value}
    target = tmp_path / "measures.pdf"
    services.papers.build("request-measures", target, options=options)
    found = services.measures.table(FIRST, LAST, By.MECHANISM, NOW)
    printed = "".join(page.extract_text() for page in PdfReader(target).pages)
    for line in found.lines:
        assert words_of(Measure.SOLVED_RATE, line.of(Measure.SOLVED_RATE)) in printed
    assert "解释说明、转办" in printed


def test_moves_over_the_board_are_those_of_the_table() -> None:
    """Each state over each column: an action that the table allows, or a sentence; neither in its own column."""
    for state in State:
        if column_of(state) is None:
            continue
        for column in COLUMNS:
            for role in (Role.ADMINISTRATOR, Role.STAFF, Role.READER):
                found = move(state, column, role)
                action = lead_to(state, column)
                if column is column_of(state):
                    assert not found.action
                    assert not found.why_not
                elif action is not None and STEPS[action].allows(state, role):
                    assert found.action is action
                else:
                    assert found.action is None
                    assert found.why_not


def test_how_near_a_day_is_is_counted_as_it_was_promised() -> None:
    """600 requests with pauses, by the promise's own share."""
    calendar = Calendar({})
    days = Days(calendar)
    for number in range(600):
        draw = random.Random(number)
        received = dt.datetime(2026, 1, 1, tzinfo=SHANGHAI) + dt.timedelta(minutes=draw.randrange(60 * 24 * 360))
        pauses, at = [], received
        for _pause in range(draw.randrange(3)):
            begin = at + dt.timedelta(minutes=draw.randrange(60 * 24 * 4))
            at = begin + dt.timedelta(minutes=draw.randrange(60 * 24 * 6))
            pauses.append(Pause(begin, at))
        now = max(at, received) + dt.timedelta(minutes=draw.randrange(60 * 24 * 20))
        clock, wanted = Clock(received, calendar, 17, pauses), draw.choice((1, 5, 15))
        found = Counting(days, received, pauses).near(clock.due(wanted).day, now)
        assert found.share == pytest.approx(share(clock, wanted, now)), number


def test_nothing_turns_red_on_a_day_off() -> None:
    """Promised for a Friday: amber over the weekend, over from Monday on."""
    days = Days(Calendar({}))
    counting = Counting(days, dt.datetime(2026, 11, 9, 10, tzinfo=SHANGHAI))
    friday = dt.date(2026, 11, 13)
    tones = [
        counting.near(friday, dt.datetime(2026, 11, day, 10, tzinfo=SHANGHAI)).tone for day in (11, 13, 14, 15, 16)
    ]
    assert tones == [Tone.PLAIN, Tone.NEAR, Tone.NEAR, Tone.NEAR, Tone.OVER]
    assert counting.near(friday, dt.datetime(2026, 11, 17, 10, tzinfo=SHANGHAI)).left == -2

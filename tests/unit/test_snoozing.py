"""延后: out of 今日 until a day, with a reason; back by itself on that day, or when it is fetched."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from louyu_desktop.errors import UserError
from louyu_desktop.models import VisitTask
from louyu_desktop.rules import dates
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.services.overview import TodayItem, TodayOverview
from louyu_desktop.services.records import Records
from louyu_desktop.services.snoozing import Snoozing
from louyu_desktop.services.today import Today
from louyu_desktop.storage.database import Database
from tests.faults.ground import number
from tests.stations import create_station

TODAY = dates.today()
NOON = dt.datetime.combine(TODAY, dt.time(12), SHANGHAI)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A station with a request that is due today, and a firm that asks for a visit."""
    opened = create_station(tmp_path / "station", "示范站", "周敏")
    records = Records(opened)
    given = {"title": "停车不便", "received_at": NOON - dt.timedelta(days=2), "given_due_on": TODAY, "state": "办理中"}
    records.save("requests", None, given)
    firm = records.save("enterprises", None, {"name": "澄怀设计"})
    records.save("special-cases", None, {"enterprise_id": firm, "kind": "舆情", "happened_on": TODAY, "what": "报道"})
    yield opened
    opened.close()


def _overview(database: Database, days: int = 0) -> TodayOverview:
    return Today(database, lambda: NOON + dt.timedelta(days=days)).overview()


def _item(overview: TodayOverview, topic: str) -> TodayItem | None:
    return next((item for item in overview.items() if item.topic == topic), None)


def test_it_leaves_and_comes_back_by_itself(database: Database) -> None:
    """Neither the day before nor later: on the day itself, and it stays until it is done."""
    snoozing = Snoozing(database)
    assert _item(_overview(database), "requests:1") is not None
    snoozing.put_off("requests:1", TODAY + dt.timedelta(days=3), " 等物业  答复 ")
    for days in (0, 1, 2):
        overview = _overview(database, days)
        assert _item(overview, "requests:1") is None
        [away] = [item for item in overview.put_off if item.topic == "requests:1"]
        assert "等物业 答复" in away.put_off
        assert away.verb == "取回"
    for days in (3, 4, 40):
        back = _overview(database, days)
        found = _item(back, "requests:1")
        assert found is not None
        assert found.overdue
        assert back.put_off == ()


def test_it_is_fetched_back_and_put_off_once_more(database: Database) -> None:
    snoozing = Snoozing(database)
    snoozing.put_off("requests:1", TODAY + dt.timedelta(days=3), "等物业")
    snoozing.put_off("requests:1", TODAY + dt.timedelta(days=5), "还在等")
    assert [(one.until, one.reason) for one in snoozing.all()] == [(TODAY + dt.timedelta(days=5), "还在等")]
    snoozing.bring_back("requests:1")
    assert _item(_overview(database), "requests:1") is not None
    with pytest.raises(UserError, match="没有延后"):
        snoozing.bring_back("requests:1")
    snoozing.put_off("requests:1", TODAY + dt.timedelta(days=1), "明天再办")
    assert _item(_overview(database), "requests:1") is None


def test_putting_off_is_one_step_of_undo(database: Database) -> None:
    snoozing, records = Snoozing(database), Records(database)
    snoozing.put_off("requests:1", TODAY + dt.timedelta(days=3), "等物业")
    records.undo()
    assert _item(_overview(database), "requests:1") is not None
    records.redo()
    assert _item(_overview(database), "requests:1") is None


@pytest.mark.parametrize(
    ("days", "reason", "words"), [(0, "等", "明天"), (-1, "等", "明天"), (400, "等", "一年"), (2, "  ", "为什么")]
)
def test_what_is_no_putting_off_is_refused(database: Database, days: int, reason: str, words: str) -> None:
    with pytest.raises(UserError, match=words):
        Snoozing(database).put_off("requests:1", TODAY + dt.timedelta(days=days), reason)
    assert Snoozing(database).all() == ()


def test_a_must_visit_keeps_day_and_reason_itself(database: Database) -> None:
    """延后 is its state; nothing else is kept beside it, and it comes back as 待访."""
    with database.read() as session:
        task = session.scalar(select(VisitTask.id))
    topic = f"visit-tasks:{task}"
    assert _item(_overview(database), topic) is not None
    snoozing = Snoozing(database)
    snoozing.put_off(topic, TODAY + dt.timedelta(days=4), "对方出差")
    assert snoozing.all() == ()
    [away] = _overview(database).put_off
    assert (away.topic, "对方出差" in away.put_off) == (topic, True)
    assert _item(_overview(database, 4), topic) is not None
    snoozing.bring_back(topic)
    with database.read() as session:
        assert session.scalar(select(VisitTask.state).where(VisitTask.id == task)) == "待访"
    assert _overview(database).put_off == ()


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """One station for all examples: each goes on where the last one ended."""
    opened = create_station(tmp_path_factory.mktemp("kept") / "station", "示范站", "周敏")
    for one in range(3):
        values = {"title": f"诉求 {one}", "received_at": NOON, "due_on": TODAY, "state": "办理中"}
        Records(opened).save("requests", None, values)
    yield opened
    opened.close()


@settings(max_examples=number("LOUYU_RUNS", 5), deadline=None)
@given(steps=st.lists(st.tuples(st.integers(0, 3), st.integers(1, 9)), max_size=5))
def test_nothing_is_ever_lost(kept: Database, steps: list[tuple[int, int]]) -> None:
    """Whatever is put off, fetched, undone or done again: each thing stands in a group or was put off, and once."""
    records, snoozing = Records(kept), Snoozing(kept)
    for what, days in steps:
        topic = f"requests:{1 + days % 3}"
        if what == 0:
            snoozing.put_off(topic, TODAY + dt.timedelta(days=days), "等")
        elif what == 1 and any(one.topic == topic for one in snoozing.all()):
            snoozing.bring_back(topic)
        elif what == 2 and records.undo_state().undo_label.startswith(("延后", "取消")):
            records.undo()
        elif what == 3 and records.undo_state().redo_label:
            records.redo()
        for later in (0, 5, 10):
            overview = _overview(kept, later)
            topics = [item.topic for item in (*overview.items(), *overview.put_off) if item.source == "requests"]
            assert sorted(topics) == [f"requests:{key}" for key in range(1, records.total("requests") + 1)]

"""Shows 1 of the requests: a long walk through the services; no step leads anywhere but where its table says.

Requests, topics, wishes and notices, by people of every role, with undo and redo in between.  `LOUYU_STEPS` says how
many steps; `make faults` takes 10,000.
"""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import time_machine
from sqlalchemy import select

from louyu_desktop.errors import LouyuError
from louyu_desktop.models import (
    BY_KIND,
    Account,
    Council,
    Feedback,
    Measure,
    Meeting,
    RequestPause,
    RequestStep,
    ServiceRequest,
    Topic,
)
from louyu_desktop.rules import notice_flow, request_flow, topic_flow, wish_flow
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.roles import Role
from louyu_desktop.services.council_copies import Attendance, TopicGiven
from louyu_desktop.services.request_copies import Given, RequestDraft
from louyu_desktop.services.suite import Services, open_services
from louyu_desktop.services.wall_copies import Given as WallGiven
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.shapes import shape_of
from tests.faults.ground import create, number, shown

STEPS = number("LOUYU_STEPS", 150)
START = dt.datetime(2026, 6, 1, 9, tzinfo=SHANGHAI)
STATE = {"requests": "state", "topics": "stage", "wishes": "state", "public-notices": "state"}
TABLES: dict[str, Any] = {
    "requests": request_flow, "topics": topic_flow, "wishes": wish_flow, "public-notices": notice_flow,
}  # fmt: skip


class Walk:
    """One station, four people, and what was done so far."""

    def __init__(self, database: Database, luck: random.Random) -> None:
        self.database, self.luck = database, luck
        self.services: Services = open_services(database)
        self.done: Counter[str] = Counter()
        self.now = START
        self.people = self._people()
        self.meeting = 0
        self.made: dict[str, list[int]] = {kind: [] for kind in TABLES}
        self._council()
        for kind in TABLES:
            for _one in range(3):
                self.made[kind].append(self._make(kind))

    def _people(self) -> dict[int, Role]:
        with self.database.write("人") as write:
            roles = [Role.STAFF, Role.STAFF, Role.ADMINISTRATOR, Role.DESK, Role.READER]
            keys = write.insert(Account, [{"name": f"人{n}", "role": role.value} for n, role in enumerate(roles)])
        return {1: Role.ADMINISTRATOR, **dict(zip(keys, roles, strict=True))}

    def _council(self) -> None:
        with self.database.write("会") as write:
            [self.council] = write.insert(Council, [{"name": "楼事会"}])
        self._meet()

    def _meet(self) -> None:
        with self.database.write("会") as write:
            [self.meeting] = write.insert(Meeting, [{
                "council_id": self.council, "name": f"例会 {self.now:%m-%d %H:%M}", "place": "九楼", "chair": "陈树",
                "recorder": "周敏", "starts_at": self.now - dt.timedelta(hours=1),
            }])  # fmt: skip

    def _make(self, kind: str) -> int:
        self.database.actor = self.luck.choice([key for key, role in self.people.items() if role is Role.STAFF])
        day = self.now.date()
        if kind == "requests":
            return self.services.requests.take(RequestDraft(title="电梯", mechanism="平台协办"), self.now).id
        rows: dict[str, dict[str, Any]] = {
            "topics": {"title": "电梯", "raised_on": day, "council_id": self.council, "proposer": "光年广告"},
            "wishes": {"text": "想学手语", "made_on": day},
            "public-notices": {"title": "分层停靠", "body": "试行一个月", "proposed_on": day,
                               "proposer_id": self.database.actor},
        }  # fmt: skip
        return self.services.records.save(kind, None, rows[kind])

    # -- one step ------------------------------------------------------------------------------

    def step(self) -> None:
        """Somebody does something, allowed or not; now and then it is taken back, and done again."""
        self.now += dt.timedelta(minutes=self.luck.randrange(5, 600))
        with time_machine.travel(self.now, tick=False):
            kind = self.luck.choice(list(TABLES))
            key = self._picked(kind)
            self._beside(kind, key)
            able = [one for one in self.people.items() if one[1] in {Role.STAFF, Role.ADMINISTRATOR}]
            self.database.actor, role = self.luck.choice(able if self.luck.random() < 0.8 else [*self.people.items()])
            action = self._chosen(kind, key, role)
            self._try(kind, key, action, role)
            if self.luck.random() < 0.02:
                self.made[kind].append(self._make(kind))
            if self.luck.random() < 0.01:
                self._meet()

    def _picked(self, kind: str) -> int:
        """One of them; what nobody can do anything with any more mostly makes room for a new one."""
        key = self.luck.choice(self.made[kind])
        flow, state = TABLES[kind], type(self._first(kind))(self.state(kind, key))
        ends = not any(flow.STEPS[one].allows(state, role) for one in flow.Action for role in self.people.values())
        if ends and self.luck.random() < 0.7:
            self.made[kind].remove(key)
            key = self._make(kind)
            self.made[kind].append(key)
        return key

    def _chosen(self, kind: str, key: int, role: Role) -> Any:
        """Mostly what the table has for this state, else anything at all."""
        flow, state = TABLES[kind], self.state(kind, key)
        ways = [one for one in flow.Action if flow.STEPS[one].allows(type(self._first(kind))(state), role)]
        return self.luck.choice(ways if ways and self.luck.random() < 0.8 else list(flow.Action))

    def _first(self, kind: str) -> Any:
        flow = TABLES[kind]
        return next(iter(flow.Stage if kind == "topics" else flow.State))

    def state(self, kind: str, key: int) -> str:
        """As it is kept."""
        model = BY_KIND[kind]
        with self.database.read() as session:
            return str(session.scalar(select(model.__table__.c[STATE[kind]]).where(model.id == key)))

    def _try(self, kind: str, key: int, action: Any, role: Role) -> None:
        flow, before = TABLES[kind], self.state(kind, key)
        declared = flow.STEPS[action].allows(type(self._first(kind))(before), role)
        try:
            told = self._act(kind, key, action)
        except LouyuError:
            assert self.state(kind, key) == before
            self.done["refused" if declared else "not declared"] += 1
            return
        after = self.state(kind, key)
        assert declared, (kind, before, action, role)
        assert told == after == str(flow.STEPS[action].to or before), (kind, before, action)
        self.done[kind] += 1
        if self.luck.random() < 0.1:
            self.services.records.undo()
            assert self.state(kind, key) == before
            if self.luck.random() < 0.5:
                self.services.records.redo()
                assert self.state(kind, key) == after
            self.done["undone"] += 1

    def _act(self, kind: str, key: int, action: Any) -> str:
        luck, day = self.luck, self.now.date()
        if kind == "requests":
            words = luck.choice(("等企业材料：执照", "说明"))
            given = Given(
                words=words, mechanism=luck.choice(("", "平台协办", "难题专办")), lead=luck.choice(("", "物业")),
                owner_id=luck.choice((None, 1, 2)), score=luck.choice((1, 2, 3, 5)), days=luck.randint(1, 16),
                target_id=luck.choice(self.made[kind]),
            )  # fmt: skip
            return self.services.requests.act(key, action, given, self.now).state.value
        if kind == "topics":
            said = TopicGiven(self.meeting, luck.choice(("", "同意")), "说明")
            return self.services.councils.act(key, action, said, now=self.now).stage
        service = self.services.wishes if kind == "wishes" else self.services.notices
        return service.act(key, action, WallGiven(
            public_text="想学手语", claimant="光年广告", due_on=day, proof="办了", thanks="谢谢", state_reason="说明",
            posted_on=day, until=day + dt.timedelta(days=7), address_ok=luck.random() < 0.5,
        )).state  # fmt: skip

    def _beside(self, kind: str, key: int) -> None:
        """What else is done: measures planned and carried out, firms answered, meetings held, days asked for."""
        self.database.actor = 1
        chance = self.luck.random()
        if kind == "topics" and chance < 0.5:
            self._tried(lambda: self.services.records.save("measures", None, {
                "topic_id": key, "what": f"做 {self.now:%m-%d %H:%M}", "responsible": "物业", "owner_id": 1,
                "due_on": self.now.date(),
            }))  # fmt: skip
        elif kind == "topics":
            for measure in self._ids(Measure, Measure.topic_id == key, Measure.done_on.is_(None)):
                self._tried(partial(self.services.councils.finish_measure, measure, self.now.date()))
            for answer in self._ids(Feedback, Feedback.topic_id == key, Feedback.told_on.is_(None)):
                self._tried(partial(self._answered, answer))
        elif kind == "requests" and chance < 0.2:
            self._tried(lambda: self.services.requests.ask_extension(key, 3, "难", self.now))
        if kind == "topics":
            self._tried(lambda: self.services.councils.act_with_meeting(
                self.meeting, topic_flow.MeetingAction.HOLD, Attendance(("陈树",)), now=self.now
            ))  # fmt: skip

    def _answered(self, feedback: int) -> None:
        with self.database.write("答复") as write:
            write.update(Feedback, [{"id": feedback, "told_on": self.now.date(), "words": "好了"}])

    def _ids(self, model: Any, *conditions: Any) -> list[int]:
        with self.database.read() as session:
            return list(session.scalars(select(model.id).where(*conditions, model.archived_at.is_(None))))

    def _tried(self, work: Callable[[], object]) -> None:
        try:
            work()
        except LouyuError:
            self.done["beside refused"] += 1

    # -- what holds all the time ---------------------------------------------------------------

    def look(self) -> None:
        """What no order of steps may break."""
        with self.database.read() as session:
            for kind, model in ((kind, BY_KIND[kind]) for kind in TABLES):
                column = model.__table__.c[STATE[kind]]
                field = shape_of(model).fields[STATE[kind]]
                assert set(session.scalars(select(column).distinct())) <= set(field.choices)
            paused = set(session.scalars(select(ServiceRequest.id).where(ServiceRequest.state == "挂起")))
            lasting = set(session.scalars(select(RequestPause.request_id).where(RequestPause.ended_at.is_(None))))
            assert paused == lasting
            for key, state in session.execute(select(ServiceRequest.id, ServiceRequest.state)).all():
                line = select(RequestStep.after).where(RequestStep.request_id == key, RequestStep.after.is_not(None))
                last = session.scalar(line.order_by(RequestStep.id.desc()).limit(1))
                assert last == state or (last, state) == (None, "作废"), key  # its taking was taken back
            closed = select(Topic.id).where(Topic.stage == "归档")
            for model, empty in ((Measure, Measure.done_on), (Feedback, Feedback.told_on)):
                open_ones = select(model.id).where(model.topic_id.in_(closed), empty.is_(None))
                assert not session.scalars(open_ones).all()


@pytest.fixture
def walk(tmp_path: Path) -> Iterator[Walk]:
    with time_machine.travel(START, tick=False):
        database = create(tmp_path / "station")
        walk = Walk(database, random.Random(2026))
    yield walk
    database.close()


def test_a_long_walk_stays_within_the_tables(walk: Walk, capsys: pytest.CaptureFixture[str]) -> None:
    for turn in range(STEPS):
        walk.step()
        if turn % 100 == 99:
            walk.look()
    walk.look()
    assert walk.database.check() == []
    with shown(capsys) as say:
        say(f"{STEPS} steps: {dict(walk.done)}")
    assert min(walk.done[kind] for kind in TABLES) > STEPS / 100

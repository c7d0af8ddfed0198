"""A lease nears its end: suggestion, second person, task on 今日, route, visit, request, 绿 again; each taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pypdf
import pytest

from louyu_desktop.rules import dates
from louyu_desktop.services.colour_copies import Credentials, Outcome
from louyu_desktop.services.suite import Services, open_services
from louyu_desktop.services.visit_copies import Change, Need, PlanQuery, VisitDraft
from louyu_desktop.storage.database import Database

FIRM = "澄怀设计（上海）有限公司"


@dataclass
class Story:
    """One firm of a station, and what one sees of it."""

    services: Services
    firm: int
    seat: int

    def now(self) -> tuple[object, ...]:
        """Colour, what is suggested, what waits, open tasks, open requests, the last visit."""
        copy = self.services.records.get("enterprises", self.firm)
        standing = self.services.colours.of(self.firm)
        return (
            copy.values["colour"],
            standing.advised.colour if standing.advised else None,
            standing.waiting is not None,
            sorted((task.trigger, task.state) for task in self.services.must_visits.of(self.firm)),
            len(self.services.visits.prepare(self.firm).requests),
            copy.values["last_visit_on"],
            copy.values["lease_end"],
        )  # fmt: skip

    def step(self, act: Callable[[], object]) -> None:
        """Do something, take it back, and do it again: each time everything is as it was."""
        before = self.now()
        act()
        after = self.now()
        assert after != before
        self.services.records.undo()
        assert self.now() == before
        self.services.records.redo()
        assert self.now() == after


@pytest.fixture
def story(database: Database) -> Story:
    services = open_services(database)
    records = services.records
    services.accounts.add("顾一鸣", services.accounts.people()[0].role)
    building = records.save("buildings", None, {"name": "环贸广场一期"})
    unit = records.save("units", None, {"building_id": building, "floor": "23", "room": "06", "area": "412"})
    [me] = [one.id for one in services.accounts.people() if one.is_me]
    firm = records.save("enterprises", None, {
        "name": FIRM, "short_name": "澄怀设计", "is_key": True, "chief_liaison_id": me, "headcount": 46,
    })  # fmt: skip
    records.save("contacts", None, {"enterprise_id": firm, "name": "邵知远", "role": "总经理", "phone": "13800002207"})
    seat = records.save("occupancies", None, {
        "enterprise_id": firm, "unit_id": unit, "area": "412", "lease_end": dates.today() + dt.timedelta(days=900),
    })  # fmt: skip
    visited = dates.today() - dt.timedelta(days=40)
    services.visits.record(VisitDraft(enterprise_id=firm, visited_on=visited, visitors="周敏", met="邵知远（总经理）"))
    return Story(services, firm, seat)


def test_from_the_lease_to_green_again(story: Story, tmp_path: Path) -> None:
    services, firm, today = story.services, story.firm, dates.today()
    assert story.now()[:4] == ("绿", None, False, [])

    soon = today + dt.timedelta(days=20)
    story.step(lambda: services.records.save("occupancies", story.seat, {"lease_end": soon}))
    assert story.now()[1] == "红"
    assert story.now()[3] == [("租赁到期", "待访")]

    waits: list[Outcome] = []
    story.step(lambda: waits.append(services.colours.propose(firm, "红", "20 天后到期，还没谈续租")))
    assert waits == [Outcome.WAITS]
    assert story.now()[0] == "绿"
    assert story.now()[2]

    waiting = services.colours.of(firm).waiting
    assert waiting is not None
    story.step(lambda: services.colours.confirm(waiting.change_id, Credentials("顾一鸣")))
    assert story.now()[0] == "红"
    assert ("五色跟进", "待访") in story.now()[3]  # type: ignore[operator]

    topics = [item.source for group in services.today.overview().groups for item in group.items if FIRM in item.title]
    assert topics.count("tasks") >= 1

    route = services.papers.build("visit-route", tmp_path / "走访路线.pdf", options={})
    text = "".join(page.extract_text() for page in pypdf.PdfReader(route.path).pages)
    assert "澄怀设计" in text
    assert [stop.enterprise_id for stop in services.visits.plan(PlanQuery()).stops] == [firm]

    tasks = tuple(task.id for task in services.must_visits.of(firm) if task.state == "待访")
    later = today + dt.timedelta(days=3 * 365)
    draft = VisitDraft(
        enterprise_id=firm, visited_on=today, visitors="周敏、顾一鸣", met="邵知远（总经理）", reason="租赁到期",
        situation="续租三年，已签字", needs=(Need("装修补贴怎么申请", "政策资金"),), task_ids=tasks,
        changes=(Change("occupancies", story.seat, {"lease_end": later, "renewal_intent": "续租"}),),
        colour="绿", colour_reason="续租三年", next_visit_on=today + dt.timedelta(days=90),
    )  # fmt: skip
    story.step(lambda: services.visits.record(draft))
    colour, advised, pending, open_tasks, _requests, visited, lease_end = story.now()
    assert (colour, advised, pending, visited, lease_end) == ("绿", None, False, today, later)
    assert all(state in {"已访", "无需"} for _trigger, state in open_tasks)  # type: ignore[attr-defined]
    [request] = services.visits.prepare(firm).requests
    assert request.title == "装修补贴怎么申请"


def test_all_of_it_stands_in_the_log(story: Story) -> None:
    services, firm = story.services, story.firm
    services.records.save("occupancies", story.seat, {"lease_end": dates.today() + dt.timedelta(days=20)})
    services.colours.propose(firm, "红", "20 天后到期", second=Credentials("顾一鸣"))
    labels = [line.text for line in services.today.overview().log]
    assert any("五色" in label and FIRM in label for label in labels)
    assert any("入驻记录" in label for label in labels)
    services.records.undo()
    history = services.colours.history(firm)
    assert any(line.void for line in history)
    assert services.records.get("enterprises", firm).values["colour"] == "绿"

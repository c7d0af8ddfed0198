"""The demonstration station, built once through the ordinary importer."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from pypdf import PdfReader
from sqlalchemy import select

from louyu_desktop.app import open_services
from louyu_desktop.errors import UserError
from louyu_desktop.models import Enterprise, Occupancy, RequestStep, ServiceRequest, Unit
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.nearness import Tone
from louyu_desktop.rules.topic_flow import Stage
from louyu_desktop.services import demonstration
from louyu_desktop.services.board_copies import Wanted
from louyu_desktop.services.copies import Filter, Match, Query
from louyu_desktop.services.measures import By
from louyu_desktop.services.participation import Scope
from louyu_desktop.services.suite import Services

DAY = dt.date(2026, 11, 20)
NOON = dt.datetime.combine(DAY, dt.time(12), SHANGHAI)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where it was built."""
    place = tmp_path_factory.mktemp("demonstration")
    with time_machine.travel(NOON):
        demonstration.build(place / "demo", place / "papers", DAY)
    return place


@pytest.fixture
def services(folder: Path) -> Iterator[Services]:
    """Its services."""
    opened = open_services(folder / "demo" / "station")
    yield opened
    opened.close()


def test_it_has_the_size_of_the_fenyang_area(services: Services) -> None:
    wanted = {"buildings": 5, "facilities": 10, "enterprises": 592, "people": 1239, "activities": 64}
    wanted |= {"service-items": 54, "series": 3}
    assert {kind: services.records.total(kind) for kind in wanted} == wanted
    assert services.records.total("memberships") == 339
    assert services.check() == []


def test_it_says_what_it_is(services: Services, folder: Path) -> None:
    assert services.stations.is_demonstration()
    items = Query("service-items", (Filter("is_example", Match.EQUALS, value=True),))
    standing = services.checklists.standing()
    assert (standing.items, standing.unconfirmed, services.records.count(items)) == (54, 25, 25)
    for paper in (folder / "papers").glob("*.pdf"):
        assert "演示" in (PdfReader(paper).pages[0].extract_text() or ""), paper.name


def test_what_is_taken_back_first_is_what_somebody_did(services: Services) -> None:
    services.stations.enter(None)
    assert services.records.undo_state().undo_label == "核对服务事项：29 项"


def test_its_days_tell_a_story_around_today(services: Services) -> None:
    for days in (0, 30, 31, 90, 91, 180, 181):
        ends = Filter("lease_end", Match.EQUALS, DAY + dt.timedelta(days=days))
        assert services.records.count(Query("enterprises", (ends,))), days
    signed = Query("activities", (Filter("signed_count", Match.AT_LEAST, 1),))
    assert services.records.count(signed) > 5
    waiting = Query("activities", (Filter("waiting_count", Match.AT_LEAST, 1),))
    assert services.records.count(waiting) == 1
    scope = Scope(DAY - dt.timedelta(days=60), DAY)
    counts = services.participation.counts(scope, dt.datetime.combine(DAY, dt.time(23), SHANGHAI))
    assert counts.held > 20
    assert counts.visits >= counts.people > counts.firms > 50
    consented = Query("people", (Filter("consented", Match.EQUALS, value=True),))
    assert 700 < services.records.count(consented) < 900


def test_its_firms_are_of_every_kind(services: Services) -> None:
    """A consulate, a firm in preparation, a representative office, a branch and its firm, one on three floors."""
    kinds = {"领事与国际机构": 1, "筹备中": 1, "外企代表处": 1, "分支机构": 1, "个体工商户（商户）": 43}
    for kind, count in kinds.items():
        query = Query("enterprises", (Filter("unit_kind", Match.EQUALS, kind),))
        assert services.records.count(query) == count, kind
    with services._database.read() as session:  # what a list cannot ask for: names that begin with another one
        seats = Counter(session.scalars(select(Occupancy.enterprise_id).where(Occupancy.ended_on.is_(None))).all())
        names = set(session.scalars(select(Enterprise.name)).all())
    assert sorted(seats.values())[-2:] == [1, 3]
    [branch] = [name for name in names if name.endswith("分公司")]
    assert any(branch.startswith(name) for name in names - {branch})


def test_its_towers_are_let(services: Services) -> None:
    """Every firm sits where it is since some day that has passed, in a room with an area: floors have rates."""
    plans = [services.floors.plan(building.id, DAY) for building in services.records.page(Query("buildings"), 0)]
    assert sum(plan.firms for plan in plans) == 592
    assert all(plan.rate is not None and 0.8 < plan.rate <= 1 for plan in plans)
    assert all(floor.rate is not None for plan in plans for floor in plan.floors if floor.leased)
    with services._database.read() as session:
        begins = session.scalars(select(Occupancy.lease_start)).all()
        areas = session.scalars(select(Unit.area).where(Unit.id.in_(select(Occupancy.unit_id)))).all()
    assert all(day is not None and day < DAY for day in begins)
    assert all(areas)


def test_its_months_tell_of_visits_and_trouble(services: Services) -> None:
    """Facts that changed ask for visits, colours of all five have a history, some wait."""
    tasks = services.must_visits.open()
    assert {task.trigger for task in tasks} == {
        "租赁到期", "高管变动", "经营下滑", "总部来访", "企业搬迁", "五色跟进",
    }  # fmt: skip
    assert [task.trigger for task in services.must_visits.waiting()] == ["特殊情况"]
    assert {task.state for task in tasks} == {"待访", "延后"}
    for colour in ("绿", "蓝", "黄", "橙", "红"):
        assert services.records.count(Query("enterprises", (Filter("colour", Match.EQUALS, colour),))), colour
    assert services.records.total("colour-changes") > 60
    [waiting] = services.colours.waiting()
    assert waiting.colour == "橙"
    wanted = {
        "requests": 210,
        "pack-deliveries": 206,
        "rounds": 5,
        "leads": 5,
        "inspections": 43,
        "pledges": 24,
        "building-months": 60,
        "honours": 6,
    }
    assert {kind: services.records.total(kind) for kind in wanted} == wanted


def test_its_today_has_something_from_everywhere(services: Services) -> None:
    """Every source, all three shares, things that were put off, and yesterday's log."""
    with time_machine.travel(NOON):
        overview = services.today.overview()
    sources = {item.source for item in overview.items()}
    assert sources >= {
        "tasks", "colours", "visits", "rounds", "leads", "requests", "inspections", "activities", "council", "wishes",
        "notices", "policies", "equipment", "checklist",
    }  # fmt: skip
    assert all(group.items for group in overview.groups)
    assert overview.put_off
    for gauge in overview.gauges[:3]:
        assert gauge.total > gauge.done > gauge.total / 3
    assert len(services.day_logs.days()) == 1


def test_its_requests_are_answered_but_the_last(services: Services) -> None:
    """Five months (seed S0), every mechanism; cards in each column of the board; the log leads to each state."""
    now = dt.datetime.combine(DAY, dt.time(23), SHANGHAI)
    view = services.measures.table(DAY - dt.timedelta(days=150), DAY, By.MECHANISM, now)
    assert {line.label for line in view.lines} == {"即知即办", "平台协办", "特事特办", "难题专办", "还没定"}
    assert (len(view.whole.taken), len(view.whole.closed.part)) == (210, 197)
    for rate in (view.whole.solved, view.whole.kept):
        assert 0.9 < (rate.value or 0) < 1
    assert 4 < (view.whole.content or 0) < 5
    board = services.board.read(Wanted(), now)
    assert all(cards for _state, cards in board.columns)
    tones = {card.near.tone for _state, cards in board.columns for card in cards if card.near is not None}
    assert tones == set(Tone)
    with services._database.read() as session:
        last: dict[int, str | None] = {}
        for request, after in session.execute(
            select(RequestStep.request_id, RequestStep.after).order_by(RequestStep.at, RequestStep.id)
        ):
            last[request] = after or last.get(request)
        states = dict(session.execute(select(ServiceRequest.id, ServiceRequest.state)).all())
    assert last == states


def test_its_council_is_at_work(services: Services) -> None:
    """Topics in every stage, each where the rules let it be; a meeting to come, one to note, firms to be answered."""
    councils = {row.values["name"]: row.id for row in services.records.page(Query("councils"), 0)}
    with time_machine.travel(NOON):
        ours = services.councils.standing(councils["汾阳片区楼事会"], NOON)
    assert (ours.missing, len(ours.members)) == ((), 10)
    assert {stage for stage, count in ours.stages if count} == {stage.value for stage in Stage} - {Stage.VOID.value}
    assert ours.next_meeting
    assert ours.open_measures > ours.late_measures > 0
    assert services.councils.standing(councils["嘉华中心楼事会"], NOON).missing == ("业主", "职能部门", "居民区")
    for row in services.records.page(Query("topics"), 0):
        if row.values["stage"] == Stage.CLOSED.value:
            topic = services.councils.topic(row.id)
            assert all(one.done_on for one in topic.measures), topic.title
            assert topic.feedback, topic.title
            assert all(one.told_on for one in topic.feedback), topic.title


def test_its_walls_are_full(services: Services) -> None:
    """Wishes in every column, notices as they were approved, machines of which two are broken, partners every day."""
    with time_machine.travel(NOON):
        wall = services.wishes.wall()
        week = services.duty_rosters.week(DAY)
    assert all(cards for _state, cards in wall.columns)
    assert wall.collected > wall.claimed > wall.fulfilled > 15
    assert len(week.lines) == 7
    notices = services.records.page(Query("public-notices"), 0)
    assert {row.values["state"] for row in notices} >= {"待审核", "待审批", "公示中", "已撤下"}
    for row in notices:
        assert services.notices.preview(row.id).is_final is (row.values["state"] in ("公示中", "已撤下"))
    broken = Query("equipment", (Filter("state", Match.EQUALS, "故障"),))
    assert services.records.count(broken) == 2
    wanted = {"service-packs": 8, "providers": 12, "policy-applications": 15, "answer-templates": 6, "councils": 2}
    assert {kind: services.records.total(kind) for kind in wanted} == wanted


def test_it_is_fresh_for_a_week(folder: Path) -> None:
    assert demonstration.is_fresh(folder / "demo", DAY + dt.timedelta(days=7))
    assert not demonstration.is_fresh(folder / "demo", DAY + dt.timedelta(days=8))
    assert not demonstration.is_fresh(folder / "elsewhere", DAY)


def test_a_folder_with_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "信.txt").write_text("别动", encoding="utf-8")
    with pytest.raises(UserError):
        demonstration.build(tmp_path, tmp_path / "papers", DAY)
    assert [path.name for path in tmp_path.iterdir()] == ["信.txt"]

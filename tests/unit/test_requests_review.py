"""Requests looked at by somebody who trusts nothing: what two people, old ledgers and changed calendars do to them."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from louyu_desktop.errors import NotPermittedError, UserError
from louyu_desktop.models import (
    RECORDS,
    Account,
    Callback,
    ChangeValue,
    CouncilMember,
    RequestPause,
    RequestStep,
    ServiceRequest,
)
from louyu_desktop.rules.request_flow import Action, State
from louyu_desktop.rules.roles import Role
from louyu_desktop.services.board_copies import ALL
from louyu_desktop.services.importing import Importing
from louyu_desktop.services.purging import Purging
from louyu_desktop.services.records import Records
from louyu_desktop.services.request_copies import Done, Given, RequestDraft
from louyu_desktop.services.requests import Requests
from louyu_desktop.services.suite import Services, open_services
from louyu_desktop.services.today import Today
from louyu_desktop.services.visit_copies import Need, VisitDraft
from louyu_desktop.services.visits import Visits
from louyu_desktop.storage.coding import as_json, unpack
from louyu_desktop.storage.database import Database
from tests.stations import keyless
from tests.unit.request_rows import MONDAY, at, children, row

LEADER, STAFF, DESK, READER = 1, 2, 3, 4


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    opened = keyless(tmp_path_factory.mktemp("requests") / "station")
    with opened.write("同事") as write:
        roles = (Role.STAFF, Role.DESK, Role.READER)
        write.insert(Account, [{"name": f"人{role.name}", "role": role.value} for role in roles])
    yield opened
    opened.actor = LEADER
    assert opened.check() == []
    opened.close()


@pytest.fixture(autouse=True)
def leader(database: Database) -> None:
    """Each test begins as the leader."""
    database.actor = LEADER


@pytest.fixture
def requests(database: Database) -> Requests:
    return Requests(database)


@pytest.fixture(scope="module")
def services(database: Database) -> Services:
    return open_services(database)


def working(requests: Requests, title: str, **draft: Any) -> int:
    """A request that somebody works on since Monday."""
    key = requests.take(RequestDraft(title=title, **{"mechanism": "平台协办", "owner_id": STAFF, **draft}), MONDAY).id
    requests.act(key, Action.ACCEPT, now=MONDAY)
    requests.act(key, Action.ASSIGN, Given(), MONDAY)
    return key


# ------------------------------------------------------------------------ days


@pytest.mark.parametrize("way", ["archive", "move", "undo"])
def test_a_year_that_is_unknown_again_makes_its_dates_estimates_again(
    database: Database, requests: Requests, records: Records, way: str
) -> None:
    """Also of what was received after the only day that the station's table had of the year."""
    day = records.save("holidays", None, {"day": dt.date(2031, 1, 6), "kind": "休", "name": "示例"})
    database.actor = STAFF
    key = requests.take(RequestDraft(title="春天", mechanism="平台协办"), at(3, 3, year=2031)).id
    database.actor = LEADER
    assert row(database, key).estimated is False
    match way:
        case "archive":
            records.archive("holidays", [day])
        case "move":
            records.save("holidays", day, {"day": dt.date(2032, 1, 6)})
            records.archive("holidays", [day])
        case _:
            records.undo()
    assert row(database, key).estimated is True
    assert database.check() == []


def test_the_date_of_a_ledger_stays_the_first_promise(database: Database, requests: Requests) -> None:
    key = requests.take(RequestDraft(title="台账里的"), MONDAY).id
    with database.write("台账") as write:
        write.update(ServiceRequest, [{
            "id": key, "given_due_on": dt.date(2026, 6, 30), "contact_days": None, "promised_days": None,
            "first_days": None, "state": State.CALL_BACK.value, "mechanism": "平台协办",
        }])  # fmt: skip
    assert row(database, key).due_on == row(database, key).first_due_on == dt.date(2026, 6, 30)
    requests.act(key, Action.DISSATISFIED, Given(score=1, words="没办成"), at(7, 1))
    again = row(database, key)
    assert (again.turn, again.first_due_on) == (2, dt.date(2026, 6, 30))
    assert again.due_on == dt.date(2026, 7, 22)


def test_a_day_that_ends_at_midnight_breaks_no_board(
    database: Database, requests: Requests, services: Services, records: Records
) -> None:
    key = working(requests, "半夜")
    with database.write("x") as write:
        write.update(ServiceRequest, [{"id": key, "cut_off": 24}])
    requests.act(key, Action.PAUSE, Given(words="等企业材料"), at(6, 2))
    requests.act(key, Action.RESUME, now=at(6, 3))
    card = next(card for card in services.board.read(ALL, at(6, 4)).open if card.id == key)
    assert card.near is not None
    assert card.near.stopped == 1
    records.archive("requests", [key])


def test_nothing_is_late_on_a_day_off(database: Database, requests: Requests) -> None:
    """Promised for Friday: strip and board say so on Monday."""
    key = requests.take(RequestDraft(title="周末", mechanism="平台协办"), at(6, 5)).id
    assert row(database, key).due_on == dt.date(2026, 6, 12)
    for day, late in ((12, False), (13, False), (14, False), (15, True)):
        found = requests.sight(key, at(6, day)).clocks[-1]
        assert (found.late, found.near) == (late, not late), day
    other = requests.take(RequestDraft(title="端午", mechanism="平台协办"), at(6, 11)).id  # due on the 18th, off from 19
    assert [requests.sight(other, at(6, day)).clocks[-1].late for day in (19, 20, 21, 22)] == [False] * 3 + [True]


# ------------------------------------------------------------------------ extensions


def test_an_extension_of_a_turn_that_is_over_waits_for_nobody(database: Database, requests: Requests) -> None:
    key = working(requests, "延期没批就办完了")
    database.actor = STAFF
    requests.ask_extension(key, 5, "等报告", at(6, 3))
    database.actor = LEADER
    assert requests.sight(key, at(6, 3)).pending is not None
    requests.act(key, Action.FINISH, Given(words="办好了"), at(6, 4))
    groups = Today(database, lambda: at(6, 4)).overview().groups
    assert not [item for group in groups for item in group.items if item.topic.startswith("extensions:")]
    requests.act(key, Action.DISSATISFIED, Given(score=2, words="没好"), at(6, 5))
    assert requests.sight(key, at(6, 5)).pending is None
    with pytest.raises(UserError):
        requests.refuse_extension(key, "不需要了", at(6, 5))


def test_extensions_together_have_a_bound(database: Database, requests: Requests) -> None:
    """Fifteen working days in all; a second turn has its own."""
    key = working(requests, "一延再延")
    first = row(database, key).due_on
    requests.act(key, Action.EXTEND, Given(words="等报告", days=10), at(6, 3))
    with pytest.raises(UserError, match="1 到 5") as refused:
        requests.act(key, Action.EXTEND, Given(words="还等", days=6), at(6, 4))
    assert refused.value.field == "days"
    database.actor = STAFF
    with pytest.raises(UserError, match="1 到 5"):
        requests.ask_extension(key, 6, "还等", at(6, 4))
    database.actor = LEADER
    requests.act(key, Action.EXTEND, Given(words="还等", days=5), at(6, 4))
    offered = {one.action: one.why_not for one in requests.actions(key)}
    assert "不能再延" in offered[Action.EXTEND]
    found = row(database, key)
    assert (found.first_due_on, found.due_on) == (first, dt.date(2026, 6, 30))
    requests.act(key, Action.FINISH, Given(words="好了"), at(6, 29))
    requests.act(key, Action.DISSATISFIED, Given(score=1, words="不行"), at(6, 30))
    assert not {one.action: one.why_not for one in requests.actions(key)}[Action.EXTEND]


# ------------------------------------------------------------------------ two people


def test_of_many_who_finish_it_at_once_one_does(database: Database, requests: Requests) -> None:
    key = working(requests, "两个窗口")
    done: list[Done] = []
    refused: list[UserError] = []
    gate = threading.Barrier(6)

    def finish(number: int) -> None:
        gate.wait()
        try:
            done.append(requests.act(key, Action.FINISH, Given(words=f"第 {number} 个人办的"), at(6, 4)))
        except UserError as error:
            refused.append(error)

    threads = [threading.Thread(target=finish, args=(number,)) for number in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert (len(done), len(refused)) == (1, 5)
    assert [line.action for line in children(database, RequestStep, key)].count("填结果") == 1


def test_a_step_in_the_middle_is_not_taken_back(database: Database, requests: Requests, records: Records) -> None:
    key = requests.take(RequestDraft(title="中间", mechanism="平台协办", owner_id=STAFF), MONDAY).id
    requests.act(key, Action.ACCEPT, now=MONDAY)
    accepted = database.content_hash()
    requests.act(key, Action.ASSIGN, Given(), MONDAY)
    assigned = database.content_hash()
    database.actor = STAFF
    requests.note(key, "打过电话", now=MONDAY)
    requests.act(key, Action.FINISH, Given(words="好了"), at(6, 2))
    finished = database.content_hash()
    database.actor = LEADER
    with pytest.raises(UserError, match="填结果"):
        records.undo()
    assert database.content_hash() == finished
    database.actor = STAFF
    records.undo()
    records.undo()
    assert database.content_hash() == assigned
    database.actor = LEADER
    records.undo()
    assert database.content_hash() == accepted
    records.redo()
    assert database.content_hash() == assigned
    records.undo()
    database.actor = STAFF
    requests.act(key, Action.ASSIGN, Given(mechanism="难题专办"), at(6, 2))
    database.actor = LEADER
    with pytest.raises(UserError, match="分派"):
        records.redo()
    assert row(database, key).mechanism == "难题专办"
    assert database.check() == []


def test_a_note_stands_in_nobodys_way(database: Database, requests: Requests, records: Records) -> None:
    key = working(requests, "只是记一笔")
    requests.act(key, Action.PAUSE, Given(words="等企业材料"), at(6, 2))
    database.actor = STAFF
    requests.note(key, "催过材料", now=at(6, 3))
    database.actor = LEADER
    records.undo()
    assert row(database, key).state == State.WORKING
    assert children(database, RequestPause, key) == []


# ------------------------------------------------------------------------ ledgers


def test_a_ledger_of_what_is_over_opens_nothing(database: Database, tmp_path: Path) -> None:
    """Without a column of states: what has a result or a day of closing is closed; the promised day is taken."""
    lines = (
        "诉求标题,受理时间,承诺日期,办结日期,办理结果,类别",
        "旧的一,2024-03-05 09:30,2024-03-12,2024-03-11,已协调车位,停车交通",
        "旧的二,2024-03-06,2024-03-13,,部分解决,其他",
        "旧的三,2024-03-07,2024-03-14,,正在协调,其他",
    )
    path = tmp_path / "旧台账.csv"
    path.write_text("\n".join(lines), encoding="utf-8-sig")
    importing = Importing(database)
    book = importing.read(path)
    importing.write(importing.plan("requests", book, importing.propose("requests", book)))
    with database.read() as session:
        wanted = select(ServiceRequest).where(ServiceRequest.title.like("旧的%")).order_by(ServiceRequest.title)
        found = {one.title: one for one in session.scalars(wanted)}
    assert [found[f"旧的{n}"].state for n in "一二三"] == ["已办结", "已办结", "待受理"]
    assert found["旧的一"].due_on == found["旧的一"].first_due_on == dt.date(2024, 3, 12)
    assert found["旧的三"].due_on == dt.date(2024, 3, 14)


def test_an_answer_at_a_visit_goes_its_whole_way_in_the_log(
    database: Database, records: Records, requests: Requests
) -> None:
    """Nothing is closed without a result and without having been told."""
    firm = records.save("enterprises", None, {"name": "走访过的公司"})
    day = dt.date(2026, 6, 3)
    done = Visits(database).record(
        VisitDraft(enterprise_id=firm, visited_on=day, needs=(Need("问社保", settled=True),), answered="发了指南"), day
    )
    [key] = done.requests
    steps = [(line.before, line.after) for line in reversed(requests.log(key))]
    assert steps == [("", "待受理"), ("待受理", "待回访"), ("待回访", "已办结")]
    assert [one.reached for one in children(database, Callback, key)] == [True]
    assert row(database, key).state == State.CLOSED


# ------------------------------------------------------------------------ people and firms


def test_a_person_who_is_purged_leaves_nothing_in_requests(
    database: Database, records: Records, requests: Requests
) -> None:
    person = records.save("people", None, {"name": "欧阳砚秋", "mobile": "13987654321"})
    taken = requests.take(
        RequestDraft(
            title="问报到", requester_kind="个人", person_id=person, requester="欧阳砚秋", phone="13987654321"
        ), MONDAY,
    ).id  # fmt: skip
    council = records.save("councils", None, {"name": "清除楼事会"})
    member = records.save(
        "council-members", None, {"council_id": council, "name": "欧阳砚秋", "phone": "13987654321", "person_id": person}
    )
    records.save("requests", taken, {"requester": "欧阳老师"})
    records.archive("people", [person])
    Purging(database).purge("people", [person])
    kept = row(database, taken)
    assert (kept.requester, kept.phone, kept.person_id, kept.title) == (None, None, person, "问报到")
    with database.read() as session:
        assert session.get_one(CouncilMember, member).phone is None
        parts = [as_json([str(value) for value in one]) for model in RECORDS for one in session.execute(
            select(model.__table__))]  # fmt: skip
        for content in session.scalars(select(ChangeValue.content)):
            parts += [as_json([item.before, item.after, item.text]) for item in unpack(content)] if content else []
    everything = "\n".join(parts)
    assert not any(secret in everything for secret in ("欧阳砚秋", "欧阳老师", "13987654321"))
    assert database.check() == []


def test_requests_move_with_their_firm(database: Database, requests: Requests, services: Services) -> None:
    records = services.records
    stays, goes = (records.save("enterprises", None, {"name": name}) for name in ("留下的公司", "并走的公司"))
    drafts = [RequestDraft(title=f"车位{n}", enterprise_id=goes, mechanism="平台协办") for n in (1, 2)]
    keys = [requests.take(draft, MONDAY).id for draft in drafts]
    before = [row(database, key).due_on for key in keys]
    services.merging.merge("enterprises", stays, goes, {})
    assert [row(database, key).enterprise_id for key in keys] == [stays, stays]
    assert [row(database, key).due_on for key in keys] == before
    hinted = requests.duplicates(RequestDraft(title="x", enterprise_id=stays), at(6, 2))
    assert {one.id for one in hinted} == set(keys)
    records.undo()
    assert [row(database, key).enterprise_id for key in keys] == [goes, goes]
    assert database.check() == []


# ------------------------------------------------------------------------ roles


def test_the_desk_has_neither_board_nor_measures_and_a_reader_no_phone(
    database: Database, requests: Requests, services: Services
) -> None:
    key = requests.take(
        RequestDraft(title="谁看得到", requester="上官云", phone="13911112222", detail="私下说的话"), MONDAY
    ).id
    database.actor = DESK
    for call in (
        lambda: services.board.read(ALL, MONDAY), lambda: services.requests.sight(key),
        lambda: services.requests.take(RequestDraft(title="x")), lambda: services.records.get("requests", key),
    ):  # fmt: skip
        with pytest.raises((NotPermittedError, KeyError)):
            call()
    database.actor = READER
    assert not {"phone", "detail", "result"} & set(services.records.get("requests", key).values)
    for act in (
        lambda: services.requests.act(key, Action.ACCEPT), lambda: services.requests.void(key, "x"),
        lambda: services.requests.note(key, "x"), lambda: services.requests.ask_extension(key, 1, "x"),
    ):  # fmt: skip
        with pytest.raises(NotPermittedError):
            act()


def test_another_hour_in_the_settings_moves_no_first_promise(
    database: Database, requests: Requests, services: Services
) -> None:
    """What came at 16:30 counts for its day, also when the station says later that its day ends at 16:00."""
    key = requests.take(RequestDraft(title="四点半来的", mechanism="平台协办", owner_id=STAFF), at(6, 1, 16)).id
    requests.act(key, Action.ACCEPT, now=at(6, 1, 16))
    first = row(database, key).first_due_on
    services.settings.set("after_hours", 16)
    requests.act(key, Action.ASSIGN, Given(mechanism="难题专办"), at(6, 2))
    services.settings.set("after_hours", 17)
    found = row(database, key)
    assert (found.first_due_on, found.due_on) == (first, dt.date(2026, 6, 23))

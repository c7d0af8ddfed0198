"""Requests as a service, on a real file: every state, action and role; promised days; two whole journeys."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from sqlalchemy import select

from louyu_desktop.errors import InvalidRecordError, NotPermittedError, UserError
from louyu_desktop.models import (
    Account,
    Callback,
    Extension,
    Holiday,
    Receipt,
    RequestPause,
    RequestStep,
    ServiceRequest,
)
from louyu_desktop.rules.request_flow import STEPS, Action, State
from louyu_desktop.rules.roles import Role
from louyu_desktop.services.records import Records
from louyu_desktop.services.request_copies import Given, RequestDraft
from louyu_desktop.services.requests import Requests
from louyu_desktop.services.suite import Services, open_services
from louyu_desktop.storage.database import Database
from tests.stations import keyless
from tests.unit.request_rows import MONDAY, at, children, row

ACTORS = {Role.ADMINISTRATOR: 1, Role.STAFF: 2, Role.DESK: 3, Role.READER: 4}


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    opened = keyless(tmp_path_factory.mktemp("requests") / "station")
    with opened.write("同事") as write:
        write.insert(Account, [{"name": f"人{role.name}", "role": role.value} for role in list(ACTORS)[1:]])
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def leader(database: Database) -> None:
    """Each test begins as the leader."""
    database.actor = 1


@pytest.fixture(scope="module")
def requests(database: Database) -> Requests:
    return Requests(database)


@pytest.fixture(scope="module")
def services(database: Database) -> Services:
    return open_services(database)


@pytest.fixture(scope="module")
def firm(database: Database) -> int:
    return Records(database).save("enterprises", None, {"name": "澄怀设计"})


def put(database: Database, key: int, state: State) -> None:
    """Bring a request to a state as a ledger would."""
    with database.write("x") as write:
        pauses = write.session.scalars(select(RequestPause.id).where(RequestPause.request_id == key)).all()
        write.delete(RequestPause, pauses)
        write.update(ServiceRequest, [{"id": key, "state": state.value, "turn": 1, "closed_on": dt.date(2020, 1, 6)}])
        if state is State.PAUSED:
            write.insert(RequestPause, [{"request_id": key, "begun_at": MONDAY, "reason": "等企业材料"}])


# ------------------------------------------------------------------------ the table, through the service


def test_every_state_action_and_role_is_as_declared(
    database: Database, requests: Requests, services: Services
) -> None:
    """480 tries: what the table allows happens and stands where it says, what it does not is refused in words."""
    key, other = (requests.take(RequestDraft(title=title), MONDAY).id for title in ("门禁", "另一件"))
    with database.write("x") as write:  # three calls in vain, so that this is no reason to refuse
        write.insert(Callback, [{"request_id": key, "called_at": at(12, 3), "reached": False} for _n in range(3)])
    for state, action, role in product(State, Action, Role):
        database.actor = 1
        put(database, key, state)
        database.actor = ACTORS[role]
        words = "等企业材料：缺执照" if action is Action.PAUSE else "说明"
        score = 1 if action is Action.DISSATISFIED else 5
        given = Given(words=words, mechanism="平台协办", owner_id=2, lead="物业", score=score, target_id=other, days=3)
        if STEPS[action].allows(state, role):
            done = services.requests.act(key, action, given, at(12, 2))
            assert done.state == row(database, key).state == (STEPS[action].to or state)
            assert children(database, RequestStep, key)[-1].after == done.state
        else:
            with pytest.raises(NotPermittedError if role in {Role.DESK, Role.READER} else UserError):
                services.requests.act(key, action, given, at(12, 2))
            assert row(database, key).state == state
    database.actor = 1
    assert database.check() == []


def test_buttons_are_the_table(database: Database, requests: Requests, services: Services) -> None:
    key = requests.take(RequestDraft(title="按钮"), MONDAY).id
    for state in State:
        put(database, key, state)
        for role in (Role.ADMINISTRATOR, Role.STAFF, Role.READER):
            database.actor = ACTORS[role]
            offered = {one.action for one in services.requests.actions(key)}
            assert offered == {action for action in Action if STEPS[action].allows(state, role)}
        database.actor = 1


def test_a_walk_stays_within_the_table_and_every_step_is_logged(database: Database, requests: Requests) -> None:
    luck = random.Random(3)
    key, other = (requests.take(RequestDraft(title=title), MONDAY).id for title in ("走", "停"))
    now, made = at(6, 1), 0
    for _step in range(60):
        now += dt.timedelta(hours=luck.randint(1, 30))
        offered = [one for one in requests.actions(key) if not one.why_not]
        if not offered:
            put(database, key, State.NEW)
            continue
        action = luck.choice(offered).action
        score = 2 if action is Action.DISSATISFIED else 4
        given = Given(words="等企业材料", mechanism=luck.choice(("平台协办", "难题专办")), owner_id=1, lead="物业",
                      score=score, target_id=other, days=luck.randint(1, 15))  # fmt: skip
        requests.act(key, action, given, now)
        made += 1
        assert row(database, key).state in set(State)
    assert len(children(database, RequestStep, key)) == made + 1
    assert database.check() == []


@pytest.mark.parametrize(
    ("state", "action", "given", "field"),
    [
        (State.ACCEPTED, Action.ASSIGN, Given(owner_id=1), "mechanism"),
        (State.ACCEPTED, Action.ASSIGN, Given(mechanism="平台协办"), "owner_id"),
        (State.ACCEPTED, Action.ASSIGN, Given(mechanism="平台协办", owner_id=99), "owner_id"),
        (State.WORKING, Action.PAUSE, Given(words="没空"), "words"),
        (State.WORKING, Action.FINISH, Given(words=" "), "words"),
        (State.WORKING, Action.FINISH, Given(words="好了", outcome="随便"), "outcome"),
        (State.WORKING, Action.EXTEND, Given(words="难", days=16), "days"),
        (State.CALL_BACK, Action.SATISFIED, Given(), "score"),
        (State.CALL_BACK, Action.SATISFIED, Given(score=2), "score"),
        (State.CALL_BACK, Action.DISSATISFIED, Given(score=4, words="x"), "score"),
        (State.CALL_BACK, Action.DISSATISFIED, Given(score=1), "words"),
        (State.NEW, Action.MERGE, Given(), "target_id"),
        (State.NEW, Action.HAND_OVER, Given(words="不归我们"), "lead"),
    ],
)
def test_what_is_missing_is_named(
    database: Database, requests: Requests, state: State, action: Action, given: Given, field: str
) -> None:
    key = requests.take(RequestDraft(title="缺什么"), MONDAY).id
    put(database, key, state)
    with pytest.raises(UserError) as refused:
        requests.act(key, action, given, MONDAY)
    assert refused.value.field == field
    assert row(database, key).state == state


# ------------------------------------------------------------------------ taking


def test_taking_gives_number_building_promise_and_is_one_step(
    database: Database, requests: Requests, firm: int
) -> None:
    records = Records(database)
    start = database.content_hash()
    draft = RequestDraft(title="电梯排队", enterprise_id=firm, mechanism="平台协办", lead="物业", supporting=("消防",))
    done = requests.take(draft, MONDAY)
    found = row(database, done.id)
    assert done.number.startswith("SQ-2026-")
    assert (found.contact_due_on, found.reply_due_on, found.due_on) == (
        dt.date(2026, 6, 2), dt.date(2026, 6, 8), dt.date(2026, 6, 8),
    )  # fmt: skip
    assert found.contacted_at == MONDAY
    assert [(one.department, one.part) for one in requests.receipts(done.id)] == [("物业", "牵头"), ("消防", "协同")]
    after = database.content_hash()
    records.undo()
    records.redo()
    assert database.content_hash() == after != start


def test_what_cannot_be_taken_is_named(requests: Requests) -> None:
    with pytest.raises(InvalidRecordError) as refused:
        requests.take(RequestDraft(title="", phone="12"), MONDAY)
    assert set(refused.value.problems) & {"phone", "title"}
    with pytest.raises(UserError) as gone:
        requests.take(RequestDraft(title="没有这家", enterprise_id=4711), MONDAY)
    assert gone.value.field == "enterprise_id"


def test_the_mechanism_is_suggested_with_its_reason(database: Database, requests: Requests, firm: int) -> None:
    records = Records(database)
    key_firm = records.save("enterprises", None, {"name": "重点公司", "is_key": True})
    with database.read() as session:
        from louyu_desktop.models import ServiceItem

        items = {code: key for key, code in session.execute(select(ServiceItem.id, ServiceItem.code))}

    def said(**values: Any) -> tuple[str, str]:
        found = requests.suggest(RequestDraft(title="x", **values), MONDAY)
        assert found.due.why
        return found.mechanism, found.why

    assert said(urgency="紧急", enterprise_id=key_firm) == ("特事特办", "紧急，又是重点企业")
    assert said(lead="物业", supporting=("消防", "城管"))[0] == "难题专办"
    assert said(lead="物业") == ("平台协办", "要物业协办")
    assert said()[0] == "平台协办"
    if items:
        assert said(item_id=items["A02"])[0] == "即知即办"
        assert requests.suggest(RequestDraft(title="x", item_id=items["D01"]), MONDAY).promised_days == 3


def test_the_same_firm_and_category_within_sixty_days_is_hinted_at(requests: Requests, database: Database) -> None:
    firm = Records(database).save("enterprises", None, {"name": "问过的公司"})
    draft = RequestDraft(title="车位不够", enterprise_id=firm, category="停车交通")
    first = requests.take(draft, at(3, 2))
    assert [one.id for one in requests.duplicates(draft, at(4, 1))] == [first.id]
    assert requests.duplicates(draft, at(6, 1)) == ()
    assert requests.duplicates(RequestDraft(title="x", enterprise_id=firm, category="税务"), at(4, 1)) == ()
    second = requests.take(draft, at(4, 1))
    requests.act(second.id, Action.MERGE, Given(target_id=first.id), at(4, 1))
    assert row(database, second.id).merged_into_id == first.id
    assert requests.duplicates(draft, at(4, 2)) == (requests.duplicates(draft, at(4, 2))[0],)


# ------------------------------------------------------------------------ dates whatever wrote


def test_dates_follow_whatever_wrote(database: Database, requests: Requests) -> None:
    records = Records(database)
    key = requests.take(RequestDraft(title="改时间", mechanism="平台协办"), MONDAY).id
    records.save("requests", key, {"received_at": at(6, 1, 18)})
    assert row(database, key).due_on == dt.date(2026, 6, 9)
    records.undo()
    assert row(database, key).due_on == dt.date(2026, 6, 8)
    with pytest.raises(UserError, match="另定期限"):
        records.save("requests", key, {"given_due_on": dt.date(2026, 7, 1)})
    with database.write("台账") as write:
        write.update(ServiceRequest, [{"id": key, "given_due_on": dt.date(2026, 7, 1)}])
    assert (row(database, key).due_on, requests.promised([key], MONDAY)[key].finish) != (None, None)
    assert row(database, key).due_on == dt.date(2026, 7, 1)
    assert database.check() == []


def test_a_new_table_of_holidays_moves_what_it_touches(database: Database, requests: Requests) -> None:
    records = Records(database)
    key = requests.take(RequestDraft(title="跨年", mechanism="难题专办"), at(12, 21)).id
    before = row(database, key)
    assert before.estimated
    day = records.save("holidays", None, {"day": dt.date(2027, 1, 4), "kind": "休", "name": "示例"})
    moved = row(database, key)
    assert not moved.estimated
    assert before.due_on is not None
    assert moved.due_on is not None
    assert moved.due_on > before.due_on
    assert database.check() == []
    records.save("holidays", day, {"day": dt.date(2028, 1, 4)})
    assert row(database, key).due_on == before.due_on
    assert database.check() == []
    records.undo()
    records.undo()
    assert (row(database, key).due_on, row(database, key).estimated) == (before.due_on, True)
    assert database.check() == []


# ------------------------------------------------------------------------ two journeys


def test_a_walk_in_question_is_handled_at_once(database: Database, requests: Requests, firm: int) -> None:
    draft = RequestDraft(title="问落户政策", enterprise_id=firm, category="人才", answer="给了居转户指南")
    done = requests.take(draft, MONDAY)
    assert done.state is State.CALL_BACK
    for _attempt in range(3):
        requests.act(done.id, Action.UNREACHED, now=at(6, 2))
    requests.act(done.id, Action.CLOSE_UNREACHED, now=at(6, 3))
    found = row(database, done.id)
    assert (found.state, found.mechanism, found.outcome, found.closed_on) == (
        "已办结", "即知即办", "解决", dt.date(2026, 6, 3),
    )  # fmt: skip
    assert [line.action for line in requests.log(done.id)][-2:] == ["当场办好", "登记"]


def test_a_hard_one_goes_its_whole_way(database: Database, requests: Requests, firm: int) -> None:
    """Four departments, pause, extension, call-back, dissatisfaction, second round, the leader."""
    key = requests.take(RequestDraft(title="空调外机扰民", enterprise_id=firm, mechanism="平台协办"), MONDAY).id
    requests.act(key, Action.ACCEPT, now=at(6, 1, 11))
    given = Given(mechanism="难题专办", owner_id=2, lead="城管", supporting=("物业", "房管", "环保"))
    requests.act(key, Action.ASSIGN, given, at(6, 2))
    assert len(children(database, Receipt, key)) == 4
    found = row(database, key)
    assert (found.due_on, found.first_due_on) == (dt.date(2026, 6, 23), dt.date(2026, 6, 8))
    requests.answered(requests.receipts(key)[0].id, "去看过了", now=at(6, 3))
    requests.act(key, Action.PAUSE, Given(words="等第三方鉴定：噪声检测"), at(6, 4))
    assert requests.sight(key, at(6, 5)).paused_for == "等第三方鉴定"
    requests.act(key, Action.RESUME, now=at(6, 8))
    assert row(database, key).due_on == dt.date(2026, 6, 25)
    database.actor = 2
    requests.ask_extension(key, 5, "检测报告晚到", at(6, 9))
    with pytest.raises(UserError):
        requests.act(key, Action.EXTEND, Given(), at(6, 9))
    database.actor = 1
    requests.act(key, Action.EXTEND, Given(), at(6, 9))
    assert [(one.days, one.verdict, one.approver_id) for one in children(database, Extension, key)] == [(5, "同意", 1)]
    assert (row(database, key).due_on, row(database, key).first_due_on) == (dt.date(2026, 7, 2), dt.date(2026, 6, 10))
    requests.act(key, Action.FINISH, Given(words="加了隔声罩", outcome="部分解决"), at(6, 12))
    requests.act(key, Action.DISSATISFIED, Given(score=2, words="夜里还响"), at(6, 15))
    found = row(database, key)
    assert (found.state, found.turn, found.mechanism, found.due_on, found.first_due_on) == (
        "办理中", 2, "难题专办", dt.date(2026, 7, 7), dt.date(2026, 6, 10),
    )  # fmt: skip
    requests.act(key, Action.FINISH, Given(words="外机移位"), at(6, 22))
    requests.act(key, Action.DISSATISFIED, Given(score=1, words="还不行"), at(6, 23))
    assert (row(database, key).turn, row(database, key).owner_id) == (2, 1)
    requests.act(key, Action.FINISH, Given(words="限时开机，书面约定"), at(6, 24))
    requests.act(key, Action.SATISFIED, Given(score=4), at(6, 25))
    found = row(database, key)
    assert (found.state, found.satisfaction, found.closed_on) == ("已办结", 4, dt.date(2026, 6, 25))
    sight = requests.sight(key, at(6, 26))
    assert [clock.label for clock in sight.clocks] == ["首次联系", "答复", "办完"]
    assert database.check() == []


def test_nobody_grants_their_own_extension_while_another_may(database: Database, requests: Requests) -> None:
    key = requests.take(RequestDraft(title="自己批自己", mechanism="平台协办", owner_id=1), MONDAY).id
    put(database, key, State.WORKING)
    requests.ask_extension(key, 2, "人手不够", MONDAY)
    with database.write("x") as write:
        [other] = write.insert(Account, [{"name": "副站长", "role": Role.ADMINISTRATOR.value}])
    with pytest.raises(UserError, match="另一位站长"):
        requests.act(key, Action.EXTEND, Given(), MONDAY)
    database.actor = other
    requests.act(key, Action.EXTEND, Given(), MONDAY)
    database.actor = 1
    with database.write("x") as write:
        write.archive(Account, [other])


def test_one_taken_by_mistake_stays_void_with_its_number(database: Database, requests: Requests) -> None:
    first = requests.take(RequestDraft(title="登错了"), MONDAY)
    assert requests.void(first.id, "重复登记", MONDAY).state is State.VOID
    second = requests.take(RequestDraft(title="下一件"), MONDAY)
    assert first.number < second.number
    assert requests.actions(first.id) == ()


def test_holidays_are_read_from_the_station(database: Database) -> None:
    with database.read() as session:
        assert session.scalars(select(Holiday.day).where(Holiday.archived_at.is_(None))).all() == []


def test_the_desk_knows_no_requests_and_a_reader_no_words(
    database: Database, requests: Requests, services: Services
) -> None:
    key = requests.take(RequestDraft(title="谁能看", answer="秘密的答复"), MONDAY).id
    database.actor = ACTORS[Role.DESK]
    with pytest.raises(NotPermittedError):
        services.requests.log(key)
    database.actor = ACTORS[Role.READER]
    assert not any("秘密" in line.words for line in services.requests.log(key))
    with pytest.raises(NotPermittedError):
        services.requests.take(RequestDraft(title="x"))

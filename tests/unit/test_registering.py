"""Registering: places, quotas, the waiting list, deadlines, companions, questions, consent; whatever wrote."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from louyu_desktop.errors import NotPermittedError, UserError
from louyu_desktop.models import (
    Account,
    Activity,
    Answer,
    Consent,
    Enterprise,
    PartyMembership,
    PartyOrganisation,
    Person,
    Registration,
    SignIn,
)
from louyu_desktop.rules.attendance import RegistrationStatus
from louyu_desktop.services.importing import Importing
from louyu_desktop.services.records import Records
from louyu_desktop.services.registering import Registering
from louyu_desktop.services.registering_copies import Asked, Became, Entry
from louyu_desktop.storage.database import Database
from tests.stations import keyless

SOON = dt.datetime.now(dt.UTC) + dt.timedelta(days=5)
S = RegistrationStatus


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Database]:
    with keyless(tmp_path / "station") as database:
        yield database


def activity(database: Database, **values: Any) -> int:
    """An activity in five days."""
    with database.write("活动") as write:
        row = {"title": "白领午间课堂", "starts_at": SOON, "ends_at": SOON + dt.timedelta(hours=2), "status": "报名中"}
        return write.insert(Activity, [{**row, **values}])[0]


def named(*names: str, **values: Any) -> list[Entry]:
    return [Entry(name=name, **values) for name in names]


def people(count: int, first: int = 1) -> list[Entry]:
    return named(*(f"人员{number}" for number in range(first, first + count)))


def states(database: Database, activity_id: int) -> list[tuple[str, int | None]]:
    """State and number of every live registration, in the order in which they came."""
    with database.read() as session:
        wanted = select(Registration.status, Registration.queue_number).where(
            Registration.activity_id == activity_id, Registration.archived_at.is_(None)
        )
        return [(status, number) for status, number in session.execute(wanted.order_by(Registration.id))]


def ids_of(database: Database, activity_id: int) -> list[int]:
    with database.read() as session:
        mine = select(Registration.id).where(Registration.activity_id == activity_id).order_by(Registration.id)
        return list(session.scalars(mine))


def counts(database: Database, activity_id: int) -> tuple[int | None, int | None]:
    with database.read() as session:
        one = session.get_one(Activity, activity_id)
        return one.registered_count, one.waiting_count


HELD, WAITS = (S.REGISTERED, None), S.WAITING


def test_who_finds_no_place_waits_in_order(station: Database) -> None:
    one = activity(station, capacity=3)
    outcome = Registering(station).register(one, people(5))
    assert [line.became for line in outcome.lines] == [Became.REGISTERED] * 3 + [Became.WAITING] * 2
    assert [line.queue_number for line in outcome.waiting] == [1, 2]
    assert outcome.waiting[0].reason == "3 个名额已满"
    assert states(station, one) == [HELD] * 3 + [(WAITS, 1), (WAITS, 2)]
    assert counts(station, one) == (3, 2)
    assert station.check() == []


def test_a_place_that_is_given_back_goes_to_the_first_in_line(station: Database) -> None:
    one, service = activity(station, capacity=2), Registering(station)
    service.register(one, people(4))
    done = service.cancel([ids_of(station, one)[0]], "出差")
    assert (done.cancelled, [line.name for line in done.moved_up]) == (1, ["人员3"])
    assert states(station, one) == [(S.CANCELLED, None), HELD, HELD, (WAITS, 2)]
    assert "出差" in str(Records(station).get("registrations", ids_of(station, one)[0]).values["remark"])


def test_undo_gives_the_place_back_and_redo_takes_it_again(station: Database) -> None:
    one, service = activity(station, capacity=2), Registering(station)
    service.register(one, people(3))
    before = states(station, one)
    service.cancel([ids_of(station, one)[0]])
    after = states(station, one)
    station.undo()
    assert states(station, one) == before
    station.redo()
    assert states(station, one) == after
    assert station.check() == []


def test_an_undo_that_would_oversell_makes_wait(station: Database) -> None:
    one, service = activity(station, capacity=1), Registering(station)
    service.register(one, people(1))
    service.cancel(ids_of(station, one))
    cancelling = station.operations(limit=1)[0].id
    service.register(one, people(1, first=2))
    station.undo(cancelling)
    assert states(station, one) == [(S.WAITING, 1), HELD]


def test_raising_the_capacity_lets_the_next_in(station: Database) -> None:
    one = activity(station, capacity=1)
    Registering(station).register(one, people(4))
    Records(station).save("activities", one, {"capacity": "3"})
    assert states(station, one) == [HELD, HELD, HELD, (WAITS, 3)]
    Records(station).save("activities", one, {"capacity": "1"})
    assert states(station, one) == [HELD, HELD, HELD, (WAITS, 3)]  # nobody loses a place
    Records(station).save("activities", one, {"capacity": ""})
    assert states(station, one) == [HELD] * 4


def test_the_generic_form_and_the_bin_do_not_oversell(station: Database) -> None:
    one, records = activity(station, capacity=1), Records(station)
    Registering(station).register(one, people(3))
    first, second, _third = ids_of(station, one)
    records.save("registrations", second, {"status": "已报名"})
    assert states(station, one) == [HELD, (WAITS, 1), (WAITS, 2)]
    records.archive("registrations", [first])
    assert states(station, one) == [HELD, (WAITS, 2)]
    records.restore("registrations", [first])
    assert states(station, one) == [(S.WAITING, 3), HELD, (WAITS, 2)]


def test_each_enterprise_has_its_quota(station: Database) -> None:
    with station.write("企业") as write:
        big, small = write.insert(Enterprise, [{"name": "宏达"}, {"name": "小微"}])
    one, service = activity(station, capacity=4, quota=2), Registering(station)
    entries = [*named("甲", "乙", "丙", "丁", enterprise_id=big), *named("戊", enterprise_id=small), *named("己")]
    outcome = service.register(one, entries)
    assert [line.name for line in outcome.waiting] == ["丙", "丁"]
    assert outcome.waiting[0].reason == "这家企业的 2 个名额已满"
    more = service.register(one, named("庚", enterprise_id=small))
    assert more.waiting[0].reason == "4 个名额已满"
    service.cancel([outcome.lines[5].registration_id or 0])  # 丙 and 丁 are passed over: their firm has its two
    assert [line.name for line in service.listed(one, S.WAITING)] == ["丙", "丁"]
    service.cancel([outcome.lines[0].registration_id or 0])
    assert [line.name for line in service.listed(one, S.WAITING)] == ["丁"]


def test_a_place_is_offered_for_a_time(station: Database) -> None:
    one, service = activity(station, capacity=1, waiting_hours=2), Registering(station)
    service.register(one, people(3))
    first, second, third = ids_of(station, one)
    service.cancel([first])
    [offer] = service.listed(one, S.OFFERED)
    assert offer.registration_id == second
    assert offer.offered_until is not None
    assert offer.offered_until - dt.datetime.now(dt.UTC) < dt.timedelta(hours=2)
    assert service.register(one, people(1, first=9)).waiting  # what is offered is not free
    assert service.expire_offers(offer.offered_until - dt.timedelta(seconds=1)) == 0
    assert service.expire_offers(offer.offered_until) == 1
    assert [line.registration_id for line in service.listed(one, S.OFFERED)] == [third]
    assert [line.name for line in service.listed(one, S.WAITING)] == ["人员9", "人员2"]
    service.accept(third)
    assert [line.registration_id for line in service.listed(one, S.REGISTERED)] == [third]
    with pytest.raises(UserError, match="不在等答复"):
        service.accept(third)


def test_who_declines_makes_room(station: Database) -> None:
    one, service = activity(station, capacity=1, waiting_hours=2), Registering(station)
    service.register(one, people(3))
    service.cancel([ids_of(station, one)[0]])
    done = service.decline(ids_of(station, one)[1])
    assert [line.name for line in done.moved_up] == ["人员3"]


def test_after_the_deadline_only_who_may_work_registers(station: Database) -> None:
    past = dt.datetime.now(dt.UTC) - dt.timedelta(hours=1)
    one, service = activity(station, registration_deadline=past), Registering(station)
    outcome = service.register(one, people(2))
    assert [line.became for line in outcome.lines] == [Became.REFUSED] * 2
    assert "截止" in outcome.lines[0].reason
    assert service.register(one, people(2), late=True).registered


def test_cancelled_and_gone_activities_take_nobody(station: Database) -> None:
    one, service = activity(station, status="取消"), Registering(station)
    with pytest.raises(UserError, match="已经取消"):
        service.register(one, people(1))
    with pytest.raises(UserError, match="不在了"):
        service.register(999, people(1))


def test_the_same_person_is_registered_once(station: Database) -> None:
    one, service = activity(station), Registering(station)
    with station.write("人") as write:
        [person] = write.insert(Person, [{"name": "王芳"}])
    outcome = service.register(one, [Entry(person), Entry(person), Entry(999), Entry()])
    assert [line.became for line in outcome.lines] == [Became.REGISTERED, *[Became.REFUSED] * 3]
    assert service.register(one, [Entry(person)]).already
    service.cancel(ids_of(station, one))
    assert service.register(one, [Entry(person)]).registered
    assert len(ids_of(station, one)) == 1


def test_companions_go_with_who_brings_them(station: Database) -> None:
    one, service = activity(station), Registering(station)
    service.register(one, [Entry(name="王芳"), Entry(name="王芳同行 1", brought_by=0)])
    first, second = service.listed(one)
    assert (first.brought_by, second.brought_by) == ("", "王芳")
    assert service.cancel([first.registration_id]).cancelled == 2


def test_consent_is_kept_once(station: Database) -> None:
    one, service = activity(station), Registering(station)
    other = activity(station, title="另一场")
    outcome = service.register(one, people(2), told=True)
    service.register(other, [Entry(line.person_id) for line in outcome.lines], told=True)
    with station.read() as session:
        assert session.scalar(select(func.count()).select_from(Consent)) == 2
        assert session.scalars(select(Person.consented).where(Person.name == "人员1")).all() == [True]
        assert set(session.scalars(select(Registration.told))) == {True}


def test_questions_are_asked_answered_and_put_away(station: Database) -> None:
    one, service = activity(station), Registering(station)
    service.ask(one, [Asked(None, "是否用餐", "是否"), Asked(None, "尺码", "单选", ("大", "小"), required=True)])
    meal, size = service.questions(one)
    outcome = service.register(one, [Entry(name="王芳", answers={meal.id or 0: "是", size.id or 0: "大"})])
    row = outcome.lines[0].registration_id or 0
    service.answer(row, {meal.id or 0: "否", size.id or 0: ""})
    assert service.answers([row]) == {row: {meal.id: "否", size.id: ""}}
    service.ask(one, [size])
    assert [asked.text for asked in service.questions(one)] == ["尺码"]
    with station.read() as session:
        assert session.scalar(select(func.count()).where(Answer.archived_at.is_(None))) == 1
    with pytest.raises(UserError, match="两个答案"):
        service.ask(one, [Asked(None, "尺码", "单选", ("大",))])


def test_who_has_come_cannot_be_cancelled(station: Database) -> None:
    one, service = activity(station), Registering(station)
    line = service.register(one, people(1)).lines[0]
    with station.write("签到") as write:
        came = {"activity_id": one, "person_id": line.person_id, "registration_id": line.registration_id}
        write.insert(SignIn, [{**came, "signed_at": SOON}])
        write.update(Registration, [{"id": line.registration_id, "status": S.SIGNED_IN}])
    with pytest.raises(UserError, match="已经签到"):
        service.cancel([line.registration_id or 0])


def test_the_desk_may_go_over_and_nobody_loses_a_place(station: Database) -> None:
    one, service = activity(station, capacity=1), Registering(station)
    service.register(one, people(2))
    with station.write("现场") as write:
        [person] = write.insert(Person, [{"name": "来客"}])
        write.insert(Registration, [{"activity_id": one, "person_id": person, "status": S.SIGNED_IN}])
        write.update(Registration, [{"id": ids_of(station, one)[1], "status": S.SIGNED_IN}])
    assert states(station, one) == [HELD, (S.SIGNED_IN, None), (S.SIGNED_IN, None)]
    station.undo()
    assert states(station, one) == [HELD, (WAITS, 1)]


def test_what_is_over_stays_as_it_was_written_down(station: Database) -> None:
    past = dt.datetime.now(dt.UTC) - dt.timedelta(days=3)
    one = activity(station, capacity=1, starts_at=past, ends_at=past + dt.timedelta(hours=1), status="待总结")
    outcome = Registering(station).register(one, people(3), late=True)
    assert len(outcome.registered) == 3


def test_the_volunteer_at_the_desk_registers_in_time_only(station: Database) -> None:
    from louyu_desktop.rules.roles import Role

    with station.write("志愿者") as write:
        [desk] = write.insert(Account, [{"name": "志愿者", "role": Role.DESK.value}])
    station.actor = desk
    past = dt.datetime.now(dt.UTC) - dt.timedelta(hours=1)
    one = activity(station, registration_deadline=past)
    with pytest.raises(NotPermittedError, match="截止"):
        Registering(station).register(one, people(1), late=True)


def test_answers_are_for_those_who_may_see_them(station: Database) -> None:
    with station.write("只读") as write:
        reader, helper = write.insert(
            Account, [{"name": "老陈", "role": "只读"}, {"name": "小林", "role": "志愿者·签到台"}]
        )
    one, service = activity(station), Registering(station)
    service.ask(one, [Asked(None, "忌口", "填空")])
    asked = service.questions(one)[0].id or 0
    service.register(one, [Entry(name="王芳", answers={asked: "不吃海鲜"})])
    [mine] = ids_of(station, one)
    assert service.answers([mine]) == {mine: {asked: "不吃海鲜"}}
    for station.actor in (reader, helper):
        assert service.answers([mine]) == {}


def exported(station: Database, people: int, path: Path) -> None:
    """A list of people as a survey gives it."""
    lines = ["姓名,单位,手机,活动编号,报名时间"]
    lines += [f"报名{n:04d},乐高玩具,138{n:08d},HD-1,2026-03-01 09:{n % 60:02d}" for n in range(people)]
    path.write_text("\n".join(lines), encoding="utf-8")


@pytest.mark.parametrize("many", [12, 1100])
def test_an_imported_list_waits_where_it_finds_no_place(station: Database, tmp_path: Path, many: int) -> None:
    one, path = activity(station, number="HD-1", capacity=10, quota=8), tmp_path / "list.csv"
    with station.write("企业") as write:
        write.insert(Enterprise, [{"name": "乐高玩具"}])
    exported(station, many, path)
    importing = Importing(station)
    book = importing.read(path)
    plan = importing.plan("registrations", book, importing.propose("registrations", book))
    assert plan.counts.new == many
    assert sum("名额" in str(row.warnings) for row in plan.rows) == many - 10
    importing.write(plan)
    assert counts(station, one) == (8, many - 8)  # they all are of one enterprise
    listed = Registering(station).listed(one, S.WAITING)
    assert [line.queue_number for line in listed] == list(range(1, many - 7))
    assert listed[0].passed_over
    assert station.check() == []
    station.undo()
    assert counts(station, one) == (0, 0)


def test_five_thousand_at_once(station: Database) -> None:
    one, service = activity(station, capacity=4_000), Registering(station)
    outcome = service.register(one, people(5_000))
    assert (len(outcome.registered), len(outcome.waiting)) == (4_000, 1_000)
    assert counts(station, one) == (4_000, 1_000)
    done = service.cancel([line.registration_id or 0 for line in outcome.registered[:500]])
    assert len(done.moved_up) == 500
    assert [line.queue_number for line in service.listed(one, S.WAITING)] == list(range(501, 1_001))


def test_picking_an_enterprise_and_a_branch(station: Database) -> None:
    with station.write("人") as write:
        [firm] = write.insert(Enterprise, [{"name": "宏达"}])
        above = write.insert(PartyOrganisation, [{"name": "总支"}])[0]
        below = write.insert(PartyOrganisation, [{"name": "支部", "parent_id": above}])[0]
        rows: list[dict[str, Any]] = [{"name": "甲", "enterprise_id": firm}, {"name": "乙"}, {"name": "丙"}]
        ids = write.insert(Person, rows)
        write.insert(PartyMembership, [{"person_id": ids[1], "organisation_id": below}])
    one, service = activity(station), Registering(station)
    assert [line.name for line in service.pick(one, enterprise_id=firm).registered] == ["甲"]
    assert [line.name for line in service.pick(one, organisation_id=above).registered] == ["乙"]
    assert [(c.name, c.registered) for c in service.candidates(one, text="甲")] == [("甲", "已报名")]


def test_a_quota_holds_however_the_enterprise_is_written(station: Database) -> None:
    one = activity(station, quota=1)
    with station.write("企业") as write:
        [firm] = write.insert(Enterprise, [{"name": "上海渤健生物科技有限公司", "short_name": "渤健"}])
        known = write.insert(Person, [
            {"name": "甲", "enterprise_id": firm}, {"name": "乙", "unit_name": "上海渤健生物科技有限公司"},
        ])  # fmt: skip
    entries = [*map(Entry, known), Entry(name="丙", unit_name="渤健"), Entry(name="丁", unit_name="别家")]
    outcome = Registering(station).register(one, entries)
    became = [Became.REGISTERED, Became.WAITING, Became.WAITING, Became.REGISTERED]
    assert [line.became for line in outcome.lines] == became


def test_only_who_was_told_has_agreed(station: Database) -> None:
    one = activity(station)
    Registering(station).register(one, [Entry(name="王芳"), Entry(name="王芳同行 1", brought_by=0)], told=True)
    with station.read() as session:
        agreed = select(Person.name).join(Consent, Consent.person_id == Person.id)
        assert session.scalars(agreed).all() == ["王芳"]
        assert session.scalars(select(Registration.told).order_by(Registration.id)).all() == [True, None]


def test_who_belongs_to_the_party_is_no_business_of_the_desk(station: Database) -> None:
    with station.write("志愿者") as write:
        [branch] = write.insert(PartyOrganisation, [{"name": "支部"}])
        [helper] = write.insert(Account, [{"name": "小林", "role": "志愿者·签到台"}])
        [member] = write.insert(Person, [{"name": "甲"}])
        write.insert(PartyMembership, [{"person_id": member, "organisation_id": branch}])
    one, service = activity(station), Registering(station)
    station.actor = helper
    for ask in (service.candidates, service.pick):
        with pytest.raises(NotPermittedError):
            ask(one, organisation_id=branch)
    assert [line.name for line in service.candidates(one, text="甲")] == ["甲"]


def test_a_chain_pasted_again_brings_nobody_twice(station: Database) -> None:
    one, service = activity(station), Registering(station)
    first = service.register(one, [Entry(name="王芳"), Entry(name="王芳同行 1", brought_by=0)])
    bringer = first.lines[0].person_id
    grown = [Entry(bringer), *(Entry(name=f"王芳同行 {n}", brought_by=0) for n in (1, 2))]
    became = [line.became for line in service.register(one, grown).lines]
    assert became == [Became.ALREADY, Became.ALREADY, Became.REGISTERED]
    assert counts(station, one) == (3, 0)

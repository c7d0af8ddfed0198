"""The desk's service: who is found, what a sign-in writes, what is said the second time, and that it stays true."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import func, select

from louyu_desktop.errors import NotPermittedError, UserError
from louyu_desktop.models import (
    Account,
    Activity,
    Enterprise,
    PartyMembership,
    PartyOrganisation,
    Person,
    Registration,
    Signature,
    SignIn,
)
from louyu_desktop.rules.badges import badge_text
from louyu_desktop.rules.strokes import decode, encode
from louyu_desktop.services.activities import Activities
from louyu_desktop.services.desk import Desk
from louyu_desktop.services.desk_copies import Belongs, Came, Candidates, LateLine
from louyu_desktop.services.registering import Registering
from louyu_desktop.services.registering_copies import Became, Entry
from louyu_desktop.services.suite import open_services
from louyu_desktop.storage.database import Database
from tests.stations import keyless

NOON = dt.datetime(2026, 11, 20, 4, 1, tzinfo=dt.UTC)
NAMES = ("沈嘉怡", "沈佳翊", "单雨桐", "欧阳靖宇", "王芳", "王芳")
MOBILES = ("13800000020", "13800000013", "13811112207", "13922223333", "13700000041", "13700000042")


@dataclass
class Ground:
    """A station with an activity for three of six people."""

    database: Database
    desk: Desk
    activity: int
    people: list[int]
    firm: int
    now: dt.datetime = NOON

    def rows(self) -> list[SignIn]:
        """The live sign-ins."""
        with self.database.read() as session:
            return list(session.scalars(select(SignIn).where(SignIn.archived_at.is_(None)).order_by(SignIn.id)))

    def status(self, person: int) -> str:
        """What the registration of somebody says."""
        with self.database.read() as session:
            found = session.scalar(select(Registration.status).where(Registration.person_id == person))
        return str(found)


@pytest.fixture
def ground(tmp_path: Path) -> Iterator[Ground]:
    with keyless(tmp_path / "s") as database:
        database.actor = 1
        with database.write("摆好") as write:
            [firm] = write.insert(Enterprise, [{"name": "乐高玩具（上海）有限公司", "short_name": "乐高"}])
            people = write.insert(Person, [
                {"name": name, "mobile": mobile, "unit_name": "乐高" if n < 3 else "渤健生物", "roles": ("白领",),
                 "enterprise_id": firm if n < 3 else None}
                for n, (name, mobile) in enumerate(zip(NAMES, MOBILES, strict=True))
            ])  # fmt: skip
            values = {"title": "午间一小时", "starts_at": NOON, "ends_at": NOON + dt.timedelta(hours=1), "capacity": 4}
            [activity] = write.insert(Activity, [{**values, "status": "进行中", "organiser": "本站", "venue": "大厅"}])
            write.insert(Registration, [{"activity_id": activity, "person_id": one} for one in people[:3]])
        made: Ground = Ground(database, Desk(database, lambda: made.now), activity, people, firm)
        yield made


def _names(found: Candidates) -> list[str]:
    return [one.name for one in found.rows]


FOUND = {
    "sjy": "沈佳翊", "shenjiayi": "沈佳翊", "沈嘉": "沈嘉怡", "jy": "沈佳翊", "0020": "沈嘉怡", "2207": "单雨桐", "shan": "单雨桐",
    "dyt": "单雨桐", "沈 乐高": "沈佳翊", "lg": "单雨桐", "３３３３": "欧阳靖宇", "oyjy": "欧阳靖宇", "13811112207": "单雨桐",
    "138 1111 2207": "单雨桐",
}  # fmt: skip


def test_people_are_found_as_they_are_typed(ground: Ground) -> None:
    assert {text: _names(ground.desk.find(ground.activity, text))[0] for text in FOUND} == FOUND


def test_those_of_the_activity_come_first_and_others_say_so(ground: Ground) -> None:
    found = ground.desk.find(ground.activity, "王芳")
    assert [one.belongs for one in found.rows] == [Belongs.STRANGER, Belongs.STRANGER]
    assert {one.tail for one in found.rows} == {"41", "42"}
    ground.desk.sign_in(ground.activity, ground.people[0])
    found = ground.desk.find(ground.activity, "sjy")
    assert [(one.name, one.belongs) for one in found.rows] == [
        ("沈佳翊", Belongs.REGISTERED), ("沈嘉怡", Belongs.SIGNED_IN),
    ]  # fmt: skip


def test_nobody_leafs_through(ground: Ground) -> None:
    """Too short a text, or half a number, gives nobody who is not registered; signs alone give nobody."""
    for text in ("", " ", "1", "w", "138000", "13800", "，", "%", "'", "\x00", "99999999999999999"):
        rows = ground.desk.find(ground.activity, text).rows
        assert all(one.belongs is not Belongs.STRANGER for one in rows), text


def test_a_badge_is_its_person_alone(ground: Ground) -> None:
    with ground.database.read() as session:
        uid = session.scalar(select(Registration.uid).where(Registration.person_id == ground.people[2])) or ""
    for text in (badge_text(uid), badge_text(uid).lower(), f"{badge_text(uid.upper())}\r", f"ＬＹＤＺ：{uid}"):
        assert ground.desk.find(ground.activity, text).exact == ground.people[2]
    assert ground.desk.find(ground.activity, "+86 13922223333").exact == ground.people[3]
    with pytest.raises(UserError, match="不是本站"):
        ground.desk.find(ground.activity, "LYDZ:019aaaaa-aaaa-7aaa-8aaa-aaaaaaaaaaaa")
    with ground.database.write("x") as write:
        [other] = write.insert(Activity, [{"title": "另一场", "starts_at": NOON}])
    with pytest.raises(UserError, match="别的活动"):
        ground.desk.find(other, badge_text(uid))


def test_a_sign_in_keeps_what_held_that_day(ground: Ground) -> None:
    with ground.database.write("x") as write:
        [branch] = write.insert(PartyOrganisation, [{"name": "楼宇一支部"}])
        write.insert(PartyMembership, [
            {"person_id": ground.people[0], "organisation_id": branch, "entered_on": dt.date(2026, 1, 1)},
            {"person_id": ground.people[1], "organisation_id": branch, "left_on": dt.date(2026, 11, 20)},
        ])  # fmt: skip
    first = ground.desk.sign_in(ground.activity, ground.people[0])
    second = ground.desk.sign_in(ground.activity, ground.people[1])
    assert (first.came, first.number, first.unit, first.operator) == (Came.SIGNED, 1, "乐高", "周敏")
    assert second.number == 2
    one, other = ground.rows()
    assert (one.unit_name, one.enterprise_id, one.party_member, one.method) == ("乐高", ground.firm, True, "现场录入")
    assert other.party_member is False  # who left that day no longer belongs
    assert ground.status(ground.people[0]) == "已签到"


def test_the_second_time_it_says_when_and_by_whom(ground: Ground) -> None:
    ground.desk.sign_in(ground.activity, ground.people[0])
    ground.now += dt.timedelta(minutes=3)
    again = ground.desk.sign_in(ground.activity, ground.people[0])
    assert (again.came, again.at, again.operator) == (Came.ALREADY, NOON, "周敏")
    assert len(ground.rows()) == 1


def test_a_full_activity_warns_and_allows(ground: Ground) -> None:
    """Three are registered and there are four places: one walk-in has room, the next is asked about."""
    assert ground.desk.sign_in(ground.activity, ground.people[3]).came is Came.SIGNED
    asked = ground.desk.sign_in(ground.activity, ground.people[4])
    assert (asked.came, len(ground.rows())) == (Came.FULL, 1)
    let_in = ground.desk.sign_in(ground.activity, ground.people[4], anyway=True)
    assert (let_in.came, let_in.over, let_in.walk_in) == (Came.SIGNED, True, True)
    with ground.database.read() as session:
        assert session.scalar(select(Activity.walk_in_count)) == 2
    assert ground.desk.sign_in(ground.activity, ground.people[5]).came is Came.FULL
    assert ground.desk.sign_in(ground.activity, ground.people[0]).came is Came.SIGNED  # the registered never wait


def test_an_activity_without_walk_ins_warns_and_allows(ground: Ground) -> None:
    with ground.database.write("x") as write:
        write.update(Activity, [{"id": ground.activity, "allow_walk_in": False}])
    assert ground.desk.walk_in(ground.activity, "陈若溪").came is Came.CLOSED
    with ground.database.read() as session:
        assert session.scalar(select(func.count()).where(Person.name == "陈若溪")) == 0  # nothing is left behind
    assert ground.desk.walk_in(ground.activity, "陈若溪", anyway=True).came is Came.SIGNED


def test_a_walk_in_is_a_person(ground: Ground) -> None:
    result = ground.desk.walk_in(ground.activity, " 陈若溪 ", "乐高", "139 0000 1234")
    assert (result.name, result.walk_in, result.unit) == ("陈若溪", True, "乐高")
    with ground.database.read() as session:
        made = session.get(Person, result.person_id)
        assert made is not None
        assert (made.mobile, made.enterprise_id, made.source) == ("13900001234", ground.firm, "现场报名")
    assert ground.desk.standing(ground.activity).walk_in == 1


def test_a_walk_in_whom_we_know_is_not_made_twice(ground: Ground) -> None:
    known = ground.desk.walk_in(ground.activity, "沈嘉怡", "乐高")
    assert (known.person_id, known.walk_in) == (ground.people[0], False)  # was registered after all
    assert ground.desk.walk_in(ground.activity, "王芳", "", MOBILES[4]).person_id == ground.people[4]
    assert (
        ground.desk.walk_in(ground.activity, "王芳", "渤健生物", anyway=True).person_id not in ground.people
    )  # two are so
    namesake = ground.desk.walk_in(ground.activity, "沈嘉怡", "乐高", anyway=True, another=True)
    assert namesake.person_id not in ground.people


@pytest.mark.parametrize(
    ("given", "field"), [(("", "", ""), "name"), (("王", "", "1380000"), "mobile"), (("王" * 60, "", ""), "name")]
)
def test_a_walk_in_is_refused_beside_its_field(ground: Ground, given: tuple[str, str, str], field: str) -> None:
    with pytest.raises(UserError) as refused:
        ground.desk.walk_in(ground.activity, *given)
    assert refused.value.field == field


def test_undo_takes_back_both(ground: Ground) -> None:
    result = ground.desk.sign_in(ground.activity, ground.people[0])
    ground.desk.undo(result.sign_in_id)
    assert (ground.rows(), ground.status(ground.people[0])) == ([], "已报名")
    assert ground.desk.standing(ground.activity).missing == 3
    with pytest.raises(UserError, match="已经撤销"):
        ground.desk.undo(result.sign_in_id)
    assert ground.desk.sign_in(ground.activity, ground.people[0]).number == 1


def test_undo_of_a_walk_in_takes_its_person_along(ground: Ground) -> None:
    result = ground.desk.walk_in(ground.activity, "陈若溪")
    ground.desk.undo(result.sign_in_id)
    with ground.database.read() as session:
        assert session.get(Person, result.person_id) is None
    drawn = ground.desk.walk_in(ground.activity, "陈若溪")
    ground.desk.signature(drawn.sign_in_id, "1.0,1.0")
    ground.desk.undo(drawn.sign_in_id)  # a signature hangs on it: both go into the bin, the person stays
    with ground.database.read() as session:
        assert session.get(Person, drawn.person_id) is not None
    assert ground.rows() == []


def test_waiting_and_cancelled_people_may_come_all_the_same(ground: Ground) -> None:
    with ground.database.write("x") as write:
        write.insert(Registration, [
            {"activity_id": ground.activity, "person_id": ground.people[3], "status": "候补", "queue_number": 1},
            {"activity_id": ground.activity, "person_id": ground.people[4], "status": "取消"},
        ])  # fmt: skip
    found = ground.desk.find(ground.activity, "oyjy")
    assert found.rows[0].belongs is Belongs.WAITING
    for person in ground.people[3:5]:
        assert ground.desk.sign_in(ground.activity, person, anyway=True).walk_in
    assert all(one.registration_id for one in ground.rows())


def test_leaving_counts_the_stay(ground: Ground) -> None:
    with pytest.raises(UserError, match="还没有签到"):
        ground.desk.sign_out(ground.activity, ground.people[0])
    ground.desk.sign_in(ground.activity, ground.people[0])
    ground.now += dt.timedelta(minutes=66)
    result = ground.desk.sign_out(ground.activity, ground.people[0])
    assert result.stayed == dt.timedelta(minutes=66)
    [row] = ground.rows()
    assert (row.left_at, str(row.hours)) == (ground.now, "1.1")
    assert ground.desk.sign_out(ground.activity, ground.people[0]).came is Came.ALREADY
    assert ground.desk.standing(ground.activity).left == 1


def test_paper_is_entered_with_its_places(ground: Ground) -> None:
    ground.desk.sign_in(ground.activity, ground.people[0])
    lines = [LateLine(1, n + 1, person) for n, person in enumerate(ground.people[:4])]
    outcome = ground.desk.late_entry(ground.activity, [*lines, LateLine(1, 2, ground.people[5])])
    assert outcome.entered == 3
    assert [line.line for line in outcome.already] == [1]
    assert [line.person_id for line in outcome.taken] == [ground.people[5]]
    late = ground.rows()[1]
    assert (late.sheet_page, late.sheet_line, late.method, late.signed_at) == (1, 2, "纸质补录", NOON)
    assert ground.desk.standing(ground.activity).signed == 4


def test_what_others_write_is_known_at_once(ground: Ground) -> None:
    """A form, an undo, the bin: the people at hand are told of each, and watchers hear of it."""
    told: list[int] = []
    ground.desk.watch(ground.activity, lambda: told.append(1))
    with ground.database.write("x") as write:
        [late] = write.insert(Person, [{"name": "仇文博", "roles": ()}])
        [registration] = write.insert(Registration, [{"activity_id": ground.activity, "person_id": late}])
    assert _names(ground.desk.find_here(ground.activity, "qwb")) == ["仇文博"]
    with ground.database.write("x") as write:
        write.update(Person, [{"id": late, "name": "仇文渊"}])
    assert _names(ground.desk.find_here(ground.activity, "qwy")) == ["仇文渊"]
    assert _names(ground.desk.find_here(ground.activity, "qwb")) == []
    with ground.database.write("x") as write:
        write.archive(Registration, [registration])
    assert _names(ground.desk.find_here(ground.activity, "qwy")) == []
    ground.desk.sign_in(ground.activity, ground.people[0])
    ground.database.undo()
    assert ground.desk.standing(ground.activity).signed == 0
    assert len(told) >= 5


def test_two_desks_never_double(ground: Ground) -> None:
    """Two windows of one program, both told of everything: each code is scanned at both."""
    other = Desk(ground.database, lambda: NOON)
    for desk in (ground.desk, other):
        desk.watch(ground.activity, lambda: None)
    came: list[Came] = []
    gate = threading.Barrier(2)

    def scan(desk: Desk) -> None:
        gate.wait()
        came.extend(desk.sign_in(ground.activity, person, anyway=True).came for person in ground.people)

    threads = [threading.Thread(target=scan, args=(desk,)) for desk in (ground.desk, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(came) == sorted([Came.SIGNED] * 6 + [Came.ALREADY] * 6)
    assert ground.desk.standing(ground.activity) == other.standing(ground.activity)
    assert len(ground.rows()) == 6


def test_firms_say_who_is_missing(ground: Ground) -> None:
    ground.desk.sign_in(ground.activity, ground.people[0])
    [firm] = ground.desk.firms(ground.activity)
    assert (firm.unit, firm.arrived, firm.expected) == ("乐高玩具（上海）有限公司", 1, 3)
    assert [one.name for one in firm.missing] == ["单雨桐", "沈佳翊"]


@pytest.mark.parametrize("status", ["取消", "延期"])
def test_nobody_signs_in_where_nothing_takes_place(ground: Ground, status: str) -> None:
    with ground.database.write("x") as write:
        write.update(Activity, [{"id": ground.activity, "status": status}])
    with pytest.raises(UserError, match="不能签到"):
        ground.desk.sign_in(ground.activity, ground.people[0])


def test_what_is_gone_is_said(ground: Ground) -> None:
    with pytest.raises(UserError, match="人员名单"):
        ground.desk.sign_in(ground.activity, 999)
    with ground.database.write("x") as write:
        write.archive(Activity, [ground.activity])
    for act in (ground.desk.open, lambda one: ground.desk.sign_in(one, ground.people[0])):
        with pytest.raises(UserError, match="已经不在了"):
            act(ground.activity)


def test_signatures_are_replaced(ground: Ground) -> None:
    result = ground.desk.sign_in(ground.activity, ground.people[0])
    for text in ("1.0,2.0", encode([[(3.0, 4.0), (5.0, 6.0)], [(7.0, 8.0)]])):
        ground.desk.signature(result.sign_in_id, text)
    with ground.database.read() as session:
        [kept] = session.scalars(select(Signature.strokes))
    assert decode(kept) == (((3.0, 4.0), (5.0, 6.0)), ((7.0, 8.0),))


def test_a_long_drawing_is_thinned_not_cut() -> None:
    long = [[(n % 100, n / 100) for n in range(9000)] for _stroke in range(2)]
    text = encode(long)
    assert len(text) <= 20_000
    assert [stroke[-1] for stroke in decode(text)] == [(99.0, 90.0)] * 2


def test_today_knows_its_activities(ground: Ground) -> None:
    [one] = ground.desk.today()
    assert (one.title, one.venue, one.registered, one.signed) == ("午间一小时", "大厅", 3, 0)
    ground.now += dt.timedelta(days=1)
    assert ground.desk.today() == ()


def test_a_volunteer_signs_in_and_a_reader_does_not(ground: Ground) -> None:
    with ground.database.write("x") as write:
        helper, reader = write.insert(Account, [
            {"name": "小林", "role": "志愿者·签到台"}, {"name": "老陈", "role": "只读"},
        ])  # fmt: skip
    services = open_services(ground.database)
    ground.database.actor = reader
    assert services.desk.find(ground.activity, "2207").count == 1
    with pytest.raises(NotPermittedError):
        services.desk.sign_in(ground.activity, ground.people[0])
    ground.database.actor = helper
    assert services.desk.sign_in(ground.activity, ground.people[0]).operator == "小林"


def test_who_waits_and_is_let_in_takes_no_other_ones_place(ground: Ground) -> None:
    start = NOON + dt.timedelta(days=3650)
    row = {"id": ground.activity, "capacity": 3, "status": "报名中", "starts_at": start, "ends_at": None}
    with ground.database.write("x") as write:
        write.update(Activity, [row])
        write.insert(Registration, [
            {"activity_id": ground.activity, "person_id": one, "status": "候补"} for one in ground.people[3:5]
        ])  # fmt: skip
    ground.desk.sign_in(ground.activity, ground.people[3], anyway=True)
    with ground.database.write("x") as write:
        write.update(Registration, [{"id": 1, "status": "取消"}])
    assert (ground.status(ground.people[3]), ground.status(ground.people[4])) == ("候补", "已报名")


def test_who_came_is_not_absent_whatever_wrote_the_sign_in(ground: Ground) -> None:
    came = {"activity_id": ground.activity, "person_id": ground.people[0], "signed_at": NOON}
    with ground.database.write("表格") as write:
        write.insert(SignIn, [came])
    Activities(ground.database).advance(NOON + dt.timedelta(hours=5))
    assert [ground.status(one) for one in ground.people[:3]] == ["已签到", "缺席", "缺席"]
    ground.desk.undo(ground.rows()[0].id)
    assert ground.status(ground.people[0]) == "缺席"


def test_who_is_inside_is_not_registered_afterwards(ground: Ground) -> None:
    ground.desk.sign_in(ground.activity, ground.people[3])
    entries = [Entry(ground.people[3]), Entry(ground.people[4])]
    outcome = Registering(ground.database).register(ground.activity, entries, late=True, now=NOON)
    assert [line.became for line in outcome.lines] == [Became.REFUSED, Became.REGISTERED]
    assert ground.desk.standing(ground.activity).missing == 4


def test_the_same_sheet_entered_twice_is_known(ground: Ground) -> None:
    lines = [LateLine(1, n + 1, person) for n, person in enumerate(ground.people[:2])]
    ground.desk.late_entry(ground.activity, lines)
    again = ground.desk.late_entry(ground.activity, lines)
    assert (again.entered, again.already, again.taken) == (0, tuple(lines), ())


def test_an_exhibition_of_a_week_has_a_desk_every_day(ground: Ground) -> None:
    with ground.database.write("x") as write:
        write.update(Activity, [{"id": ground.activity, "ends_at": NOON + dt.timedelta(days=6)}])
    ground.now += dt.timedelta(days=5)
    assert [one.activity_id for one in ground.desk.today()] == [ground.activity]


def test_undo_leaves_what_others_have_said_meanwhile(ground: Ground) -> None:
    first, second = (ground.desk.sign_in(ground.activity, one) for one in ground.people[:2])
    Activities(ground.database).advance(NOON + dt.timedelta(hours=5))
    with ground.database.write("表格") as write:
        write.update(Registration, [{"id": 2, "status": "取消"}])
    for one in (first, second):
        ground.desk.undo(one.sign_in_id)
    assert [ground.status(one) for one in ground.people[:3]] == ["缺席", "取消", "缺席"]


def test_a_sign_in_asks_little(ground: Ground, queries: list[str]) -> None:
    """Its activity and registration were not renamed and belong where they did: neither index nor owners are read."""
    ground.desk.open(ground.activity)
    ground.desk.sign_in(ground.activity, ground.people[0])
    queries.clear()
    ground.desk.sign_in(ground.activity, ground.people[1])
    assert len(queries) <= 17
    assert not [one for one in queries if "search_row" in one]

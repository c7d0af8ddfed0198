"""Activities planned: states, whom to tell, clones, templates, series and their edits, on a real file."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from dateutil.rrule import rrulestr
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from louyu_desktop.errors import UserError
from louyu_desktop.models import (
    Activity,
    ActivityTemplate,
    Facility,
    PartyOrganisation,
    Person,
    Preparation,
    Question,
    Registration,
    SignIn,
)
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.lifecycle import Action
from louyu_desktop.services.activities import Activities
from louyu_desktop.services.planned import CopiedPart, Decision, Scope, SeriesDraft, Way
from louyu_desktop.services.records import Records
from louyu_desktop.services.series import Series
from louyu_desktop.storage.database import Database

NOW = dt.datetime(2026, 11, 20, 1, 0, tzinfo=dt.UTC)
"""Friday morning, nine o'clock in Shanghai."""


def at(text: str) -> dt.datetime:
    """A time in Shanghai."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(dt.UTC)


def make(database: Database, begins: str = "2026-11-25 12:00", **values: Any) -> int:
    """An activity of an hour."""
    start = at(begins)
    given = {"title": "声音疗愈", "starts_at": start, "ends_at": start + dt.timedelta(hours=1), **values}
    return Records(database).save("activities", None, given)


def register(database: Database, activity: int, *names: str, status: str = "已报名") -> list[int]:
    """People who mean to come."""
    with database.write("报名") as write:
        people = write.insert(Person, [{"name": name, "mobile": f"1380000{n:04d}"} for n, name in enumerate(names)])
        rows = [{"activity_id": activity, "person_id": key, "unit_name": "渤健", "status": status} for key in people]
        return write.insert(Registration, rows)


def stored(database: Database, key: int) -> Activity:
    """The activity as it is kept."""
    with database.read() as session:
        found = session.get(Activity, key)
        assert found is not None
        session.expunge(found)
        return found


def starts(database: Database, *keys: int) -> list[str]:
    """When activities begin, in Shanghai."""
    return [f"{stored(database, key).starts_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" for key in keys]


# -- states ------------------------------------------------------------------------------------


def test_the_life_of_an_activity_by_hand(database: Database) -> None:
    activities, key = Activities(database), make(database, "2026-11-20 12:00")
    offered = activities.actions(key, NOW)
    assert [one.label for one in offered] == ["开放报名", "开始活动", "延期…", "取消…"]
    assert offered[0].ahead
    for action, state in ((Action.OPEN, "报名中"), (Action.CLOSE, "报名截止"), (Action.OPEN, "报名中"),
                          (Action.BEGIN, "进行中"), (Action.END, "待总结")):  # fmt: skip
        activities.act(key, action, now=NOW)
        assert stored(database, key).status == state
    with pytest.raises(UserError, match="还没有写「活动总结」"):
        activities.act(key, Action.ARCHIVE, now=NOW)
    Records(database).save("activities", key, {"summary": "来了 45 人"})
    activities.act(key, Action.ARCHIVE, now=NOW)
    assert (stored(database, key).status, stored(database, key).wrapped_up_on) == ("已归档", dt.date(2026, 11, 20))
    with pytest.raises(UserError, match="不能这样做"):
        activities.act(key, Action.POSTPONE, now=NOW, reason="下雨")


def test_time_does_what_time_does(database: Database) -> None:
    activities = Activities(database)
    key = make(database, status="报名中", registration_deadline=at("2026-11-24 18:00"))
    for moment, state in (("2026-11-24 17:59", "报名中"), ("2026-11-24 18:00", "报名截止"),
                          ("2026-11-25 12:00", "进行中"), ("2026-11-25 13:00", "待总结")):  # fmt: skip
        activities.advance(at(moment))
        assert stored(database, key).status == state
    assert activities.advance(at("2027-01-01 00:00")) == 0


def test_who_did_not_come_is_absent_where_somebody_counted(database: Database) -> None:
    activities, counted, uncounted = Activities(database), make(database), make(database, "2026-11-25 15:00")
    came, _absent = register(database, counted, "顾南星", "江晚")
    register(database, uncounted, "顾南星")
    with database.write("签到") as write:
        person = write.session.scalar(select(Registration.person_id).where(Registration.id == came))
        write.insert(SignIn, [{"activity_id": counted, "person_id": person, "signed_at": NOW, "registration_id": came}])
        write.update(Registration, [{"id": came, "status": "已签到"}])
    assert activities.advance(at("2026-11-26 09:00")) == 2
    with database.read() as session:
        states = session.scalars(select(Registration.status).order_by(Registration.id)).all()
    assert list(states) == ["已签到", "缺席", "已报名"]


def test_what_time_did_is_passed_by_undo(database: Database) -> None:
    records, key = Records(database), make(database, "2026-11-20 08:30")
    Activities(database).advance(NOW)
    assert stored(database, key).status == "进行中"
    assert records.undo_state().undo_label == "新建活动：声音疗愈"
    records.undo()
    with database.read() as session:
        assert session.get(Activity, key) is None


def test_postponed_with_a_reason_and_a_list_of_whom_to_tell(database: Database) -> None:
    activities, key = Activities(database), make(database, organiser="街道党工委", owner="何俊杰", status="报名中")
    register(database, key, "顾南星", "江晚")
    register(database, key, "不来的", status="取消")
    with database.write("筹备") as write:
        write.insert(Preparation, [{"activity_id": key, "what": "发通知", "owner": "丁雨桐", "days_before": 3}])
    with pytest.raises(UserError, match="请写原因"):
        activities.act(key, Action.POSTPONE, now=NOW, reason=" ")
    told = activities.act(key, Action.POSTPONE, now=NOW, reason="讲师生病")
    assert [(one.name, one.phone, one.unit) for one in told.people] == [
        ("顾南星", "138****0000", "渤健"), ("江晚", "138****0001", "渤健"),
    ]  # fmt: skip
    assert dict(told.others) == {"主办": "街道党工委", "负责人": "何俊杰", "筹备": "丁雨桐"}
    assert (told.status, told.reason, told.when) == ("延期", "讲师生病", "2026-11-25 周三 12:00 – 13:00")
    assert sorted(activities.phones(key).values()) == ["13800000000", "13800000001"]
    with pytest.raises(UserError, match="新的开始时间"):
        activities.act(key, Action.RESUME, now=NOW)
    activities.act(key, Action.RESUME, now=NOW, starts_at=at("2026-12-02 12:00"))
    assert starts(database, key) == ["2026-12-02 12:00"]
    assert stored(database, key).status == "报名中"


def test_cancelled_and_revived(database: Database) -> None:
    activities, key = Activities(database), make(database)
    activities.act(key, Action.CANCEL, now=NOW, reason="场地停电")
    assert stored(database, key).status_reason == "场地停电"
    activities.act(key, Action.REVIVE, now=NOW)
    assert (stored(database, key).status, stored(database, key).status_reason) == ("策划", None)


# -- others like it ----------------------------------------------------------------------------


def test_a_clone_takes_over_what_was_chosen(database: Database) -> None:
    activities = Activities(database)
    key = make(database, capacity=30, owner="何俊杰", registration_deadline=at("2026-11-23 12:00"), summary="好")
    register(database, key, "顾南星")
    with database.write("x") as write:
        write.insert(Preparation, [{"activity_id": key, "what": "发通知", "days_before": 3}])
        write.insert(Question, [{"activity_id": key, "text": "是否用餐", "kind": "是否"}])
    plain = stored(database, activities.clone(key, at("2026-12-09 12:00")))
    assert (plain.title, plain.capacity, plain.owner, plain.summary) == ("声音疗愈", None, None, None)
    assert plain.ends_at == at("2026-12-09 13:00")
    whole = activities.clone(key, at("2026-12-16 12:00"), tuple(CopiedPart), title="声音疗愈（二）")
    copy = stored(database, whole)
    assert (copy.title, copy.capacity, copy.owner, copy.status) == ("声音疗愈（二）", 30, "何俊杰", "策划")
    assert copy.registration_deadline == at("2026-12-14 12:00")
    assert copy.registered_count == 1
    assert copy.number != stored(database, key).number
    [prepared] = activities.preparations(whole, dt.date(2026, 12, 20))
    assert (prepared.what, prepared.due_on, prepared.is_late) == ("发通知", dt.date(2026, 12, 13), True)
    activities.tick(prepared.id, dt.date(2026, 12, 20))
    assert activities.preparations(whole, dt.date(2026, 12, 21))[0].done_on == dt.date(2026, 12, 20)


def test_a_template_and_back(database: Database) -> None:
    activities, key = Activities(database), make(database, capacity=30, owner="何俊杰")
    with database.write("x") as write:
        write.insert(Preparation, [{"activity_id": key, "what": "发通知", "owner": "丁雨桐", "days_before": 3}])
        write.insert(Question, [{"activity_id": key, "text": "口味", "kind": "单选", "options": ("辣", "不辣")}])
    template = activities.save_as_template(key, "午间一小时", tuple(CopiedPart))
    assert activities.save_as_template(key, "午间一小时", tuple(CopiedPart)) == template
    with database.read() as session:
        kept = session.get(ActivityTemplate, template)
        assert kept is not None
        assert (kept.begins, kept.minutes, kept.preparations) == ("12:00", 60, "提前 3 天\u3000发通知\u3000丁雨桐")
        assert kept.questions == "口味（辣/不辣）"
    new = activities.from_template(template, at("2027-01-06 12:00"))
    assert (stored(database, new).title, stored(database, new).capacity) == ("声音疗愈", 30)
    [prepared] = activities.preparations(new, dt.date(2026, 12, 1))
    assert (prepared.owner, prepared.days_before, prepared.due_on) == ("丁雨桐", 3, dt.date(2027, 1, 3))
    with database.read() as session:
        [question] = session.scalars(select(Question).where(Question.activity_id == new)).all()
        assert (question.kind, question.options) == ("单选", ("辣", "不辣"))


# -- series ------------------------------------------------------------------------------------


def draft(rule: str, begins: str = "2026-11-25 12:00", **more: Any) -> SeriesDraft:
    """A series of an hour each."""
    values = more.pop("values", {"title": "白领午间课堂", "type": "讲座"})
    return SeriesDraft(name="白领午间课堂", values=values, first_at=at(begins), minutes=60, rule=rule, **more)


def test_a_monthly_series_with_a_holiday(database: Database) -> None:
    series = Series(database)
    planned = draft("FREQ=MONTHLY;BYDAY=1TH;COUNT=4", "2026-09-03 12:00", on_holiday="顺延")
    preview = series.preview(planned)
    assert preview.words == "每月第 1 个周四，共 4 场"
    assert [day.note for day in preview.days] == ["", "国庆节放假，顺延到 10-08 周四", "", ""]
    made = series.make(planned)
    assert starts(database, *made.activity_ids) == [
        "2026-09-03 12:00", "2026-10-08 12:00", "2026-11-05 12:00", "2026-12-03 12:00",
    ]  # fmt: skip
    assert {stored(database, key).series_id for key in made.activity_ids} == {made.series_id}
    assert len({stored(database, key).number for key in made.activity_ids}) == 4


def test_a_series_out_of_an_activity_that_stands(database: Database) -> None:
    series, key = Series(database), make(database, capacity=40)
    with database.write("x") as write:
        write.insert(Preparation, [{"activity_id": key, "what": "发通知", "days_before": 3}])
    made = series.make(series.draft_like(key, "FREQ=WEEKLY;COUNT=3"))
    assert starts(database, key, *made.activity_ids) == ["2026-11-25 12:00", "2026-12-02 12:00", "2026-12-09 12:00"]
    assert stored(database, key).series_id == made.series_id
    assert [stored(database, one).capacity for one in made.activity_ids] == [40, 40]
    assert len(Activities(database).preparations(made.activity_ids[0], NOW.date())) == 1
    again = series.preview(series.draft_like(key, "FREQ=WEEKLY;COUNT=4"))
    assert [bool(day.activity_id) for day in again.days] == [True, True, True, False]


def test_dates_are_decided_one_by_one(database: Database) -> None:
    planned = draft("FREQ=WEEKLY;COUNT=4", exceptions=(dt.date(2026, 12, 2),))
    made = Series(database).make(planned, {
        dt.date(2026, 12, 9): Decision(Way.SKIP),
        dt.date(2026, 12, 16): Decision(Way.OTHER_TIME, starts_at=at("2026-12-17 15:00")),
    })  # fmt: skip
    assert starts(database, *made.activity_ids) == ["2026-11-25 12:00", "2026-12-17 15:00"]
    assert made.skipped == (dt.date(2026, 12, 2), dt.date(2026, 12, 9))


def test_edits_reach_as_far_as_they_are_told(database: Database) -> None:
    series = Series(database)
    ids = series.make(draft("FREQ=WEEKLY;COUNT=5", "2026-11-11 12:00")).activity_ids
    past = ids[:2]
    series.edit(ids[3], {"capacity": 10}, Scope.THIS, now=NOW)
    edited = series.edit(ids[2], {"capacity": 20, "summary": "只这场"}, Scope.FOLLOWING, now=NOW)
    assert edited.left == (ids[3],)
    assert [stored(database, key).capacity for key in ids] == [None, None, 20, 10, 20]
    assert stored(database, ids[4]).summary is None
    series.edit(ids[4], {"owner": "何俊杰"}, Scope.ALL, now=NOW)
    assert [stored(database, key).owner for key in ids] == [None, None, "何俊杰", None, "何俊杰"]
    assert [stored(database, key).version for key in past] == [1, 1]
    with pytest.raises(UserError, match="已经开始"):
        Activities(database).move(ids[0], at("2026-12-24 12:00"), now=NOW)


def test_another_hour_keeps_the_days_and_another_day_moves_them(database: Database) -> None:
    series, activities = Series(database), Activities(database)
    ids = series.make(draft("FREQ=MONTHLY;BYDAY=2WE;COUNT=4", "2026-12-09 12:00")).activity_ids
    activities.move(ids[1], at("2027-01-13 15:00"), now=NOW, scope=Scope.FOLLOWING)
    assert starts(database, *ids) == ["2026-12-09 12:00", "2027-01-13 15:00", "2027-02-10 15:00", "2027-03-10 15:00"]
    activities.move(ids[1], at("2027-01-21 15:00"), now=NOW, scope=Scope.FOLLOWING)
    assert starts(database, *ids) == ["2026-12-09 12:00", "2027-01-21 15:00", "2027-02-18 15:00", "2027-03-18 15:00"]
    activities.move(ids[1], at("2027-01-15 15:00"), now=NOW, scope=Scope.ALL)
    assert starts(database, *ids) == ["2026-12-18 15:00", "2027-01-15 15:00", "2027-02-19 15:00", "2027-03-19 15:00"]
    Records(database).undo()
    assert starts(database, *ids)[0] == "2026-12-09 12:00"


def test_none_of_a_series_goes_to_a_time_that_is_over(database: Database) -> None:
    """Friday to Tuesday in the weeks that follow: this week's Tuesday is gone, so this week's Friday stays."""
    series, activities = Series(database), Activities(database)
    ids = series.make(draft("FREQ=WEEKLY;COUNT=4", "2026-11-13 12:00")).activity_ids
    edited = activities.move(ids[2], at("2026-11-24 12:00"), now=NOW, scope=Scope.ALL)
    assert starts(database, *ids) == ["2026-11-13 12:00", "2026-11-20 12:00", "2026-11-24 12:00", "2026-12-01 12:00"]
    assert (edited.changed, edited.left) == ((ids[3], ids[2]), (ids[0], ids[1]))
    made = series.make(replace(draft("FREQ=WEEKLY;COUNT=4", "2026-11-13 15:00"), name="午后"))
    tuesdays = replace(draft("FREQ=WEEKLY;BYDAY=TU;COUNT=4", "2026-11-13 15:00"), name="午后")
    again = series.replan(made.series_id, tuesdays, now=NOW)
    assert starts(database, *made.activity_ids, *again.made) == [
        "2026-11-13 15:00", "2026-11-24 15:00", "2026-12-01 15:00", "2026-12-08 15:00",
    ]  # fmt: skip


def test_what_a_wrong_clock_began_has_not_begun(database: Database) -> None:
    """Nor what was given another day after it was over; what was summed up stays so."""
    activities = Activities(database)
    key, over = make(database, status="报名中"), make(database, "2026-11-26 12:00", status="已归档")
    assert activities.advance(at("2040-01-01 00:00")) == 1
    assert stored(database, key).status == "待总结"
    assert next(one.action for one in activities.actions(key, NOW)) is Action.BEGIN
    assert activities.advance(NOW) == 1
    assert (stored(database, key).status, stored(database, over).status) == ("报名截止", "已归档")
    assert activities.advance(NOW) == 0


def test_another_rule_adds_moves_and_calls_off(database: Database) -> None:
    series = Series(database)
    made = series.make(draft("FREQ=WEEKLY;COUNT=5", "2026-11-18 12:00"))
    ids = made.activity_ids
    register(database, ids[4], "顾南星")
    fewer = draft("FREQ=WEEKLY;COUNT=3", "2026-11-25 14:00")
    edited = series.replan(made.series_id, fewer, now=NOW)
    assert starts(database, *ids[:4]) == [
        "2026-11-18 12:00", "2026-11-25 14:00", "2026-12-02 14:00", "2026-12-09 14:00",
    ]  # fmt: skip
    assert edited.dropped == (ids[4],)
    assert stored(database, ids[4]).status == "取消"
    assert [one.name for one in edited.told[0].people] == ["顾南星"]
    more = series.replan(made.series_id, draft("FREQ=WEEKLY;COUNT=5", "2026-11-25 14:00"), now=NOW)
    assert starts(database, *more.made) == ["2026-12-23 14:00"], "the one called off keeps its day"


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.sampled_from(("FREQ=WEEKLY", "FREQ=WEEKLY;INTERVAL=2", "FREQ=MONTHLY;BYDAY=2WE", "FREQ=DAILY;INTERVAL=3")),
    st.integers(2, 8), st.integers(0, 7), st.integers(-2, 4), st.integers(0, 5),
)  # fmt: skip
def test_this_and_following_against_dateutil(
    database: Database, stem: str, count: int, place: int, by: int, passed: int
) -> None:
    """What has begun stays to the minute; the moved one and those behind it are the days of its own new rule."""
    first = at("2026-12-09 12:00")
    rule = f"{stem};COUNT={count}"
    with database.write("x") as write:
        gone = write.session.scalars(select(Activity.id).where(Activity.archived_at.is_(None))).all()
        write.archive(Activity, gone)
    made = Series(database).make(draft(rule, "2026-12-09 12:00"))
    ids = made.activity_ids
    place %= len(ids)
    old = [stored(database, key).starts_at for key in ids]
    now = old[min(passed, len(old) - 1)] - dt.timedelta(minutes=1) if passed else first - dt.timedelta(days=1)
    target = old[place] + dt.timedelta(days=by)
    if old[place] <= now or target <= now:
        return
    Activities(database).move(ids[place], target, now=now, scope=Scope.FOLLOWING)
    new = [stored(database, key).starts_at for key in ids]
    assert new[:place] == old[:place]
    day = target.astimezone(SHANGHAI)
    weekday = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")[day.weekday()]
    nth = -1 if (day.day - 1) // 7 + 1 == 5 else (day.day - 1) // 7 + 1
    text = stem.replace("2WE", f"{nth}{weekday}") + f";COUNT={len(ids) - place}"
    naive = rrulestr(text, dtstart=day.replace(tzinfo=None))
    wanted = [moment.replace(tzinfo=SHANGHAI).astimezone(dt.UTC) for moment in naive]
    assert new[place:] == (wanted if by else old[place:])


# -- who is behind -----------------------------------------------------------------------------


def test_who_is_behind(database: Database) -> None:
    with database.write("x") as write:
        first, second, _committee = write.insert(PartyOrganisation, [
            {"name": "第一支部", "kind": "党支部", "committee": "王芳"}, {"name": "第二支部", "kind": "联合党支部"},
            {"name": "楼宇党委", "kind": "党委"},
        ])  # fmt: skip
    make(database, "2026-11-05 12:00", type="主题党日", organisation_id=first)
    make(database, "2026-11-28 12:00", type="主题党日", organisation_id=second)
    make(database, "2026-10-28 12:00", type="支部委员会", organisation_id=first, status="取消")
    behind = Series(database).behind(NOW)
    assert [(one.organisation, one.type, one.period) for one in behind] == [
        ("第一支部", "支部委员会", "2026 年 11 月"), ("第一支部", "支部党员大会", "2026 年第 4 季度"),
        ("第一支部", "党课", "2026 年第 4 季度"), ("第二支部", "支部党员大会", "2026 年第 4 季度"),
        ("第二支部", "党课", "2026 年第 4 季度"),
    ]  # fmt: skip
    assert [one.days_left for one in behind][:2] == [10, 41]
    planned = [one for one in Series(database).standings(NOW) if one.planned]
    assert [(one.organisation, one.planned) for one in planned] == [("第二支部", (dt.date(2026, 11, 28),))]


def test_a_room_that_is_taken_is_named_before(database: Database) -> None:
    with database.read() as session:
        room = session.scalars(select(Facility.id)).first()
    make(database, "2026-12-02 12:30", title="茶歇", venue_id=room)
    planned = draft("FREQ=WEEKLY;COUNT=3", values={"title": "课堂", "venue_id": room})
    assert [day.clash for day in Series(database).preview(planned).days] == ["", "12:30 – 13:30 已经有「茶歇」", ""]
    made = Series(database).make(planned, {dt.date(2026, 12, 2): Decision(Way.WITHOUT_ROOM)})
    assert [stored(database, key).venue_id for key in made.activity_ids] == [room, None, room]

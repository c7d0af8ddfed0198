"""Topics and meetings: every (stage, action, role) as declared, guards, and what a step writes, through the service."""

from __future__ import annotations

import datetime as dt
import itertools
import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from louyu_desktop.errors import NotPermittedError, UserError
from louyu_desktop.models import (
    Account,
    AgendaItem,
    Building,
    Council,
    CouncilMember,
    Enterprise,
    Feedback,
    Measure,
    Meeting,
    PublicNotice,
    ServiceRequest,
    Topic,
    Visit,
    Wish,
)
from louyu_desktop.rules import dates
from louyu_desktop.rules import topic_flow as flow
from louyu_desktop.rules.roles import Role
from louyu_desktop.rules.topic_categories import category_of
from louyu_desktop.rules.topic_flow import Action, Facts, MeetingAction, MeetingFacts, MeetingState, Stage
from louyu_desktop.services.council_copies import Answered, Attendance, TopicDraft, TopicGiven
from louyu_desktop.services.records import Records
from louyu_desktop.services.stations import Stations
from louyu_desktop.services.suite import Services, open_services
from louyu_desktop.storage.database import Database
from tests.stations import keyless

NOW = dt.datetime.now(dt.UTC)
HOUR = dt.timedelta(hours=1)

DECLARED = {
    Stage.COLLECTED: {Action.SCHEDULE, Action.DECLINE},
    Stage.DISCUSSED: {Action.SCHEDULE, Action.AGREE, Action.AGAIN, Action.REFUSE, Action.TAKE_OFF},
    Stage.RESOURCED: {Action.ANSWER},
    Stage.ANSWERED: {Action.CLOSE, Action.RESOURCE, Action.TAKE_UP},
    Stage.CLOSED: {Action.REOPEN, Action.TAKE_UP},
    Stage.VOID: set(),
}
"""Written down a second time, by hand, from FIELD.md 4.4."""

MEETINGS = {
    MeetingState.PREPARED: {MeetingAction.TELL, MeetingAction.HOLD},
    MeetingState.TOLD: {MeetingAction.HOLD},
    MeetingState.HELD: {MeetingAction.SETTLE},
    MeetingState.SETTLED: {MeetingAction.AMEND},
}
LEADER = {Action.REOPEN, Action.TAKE_UP}
READY = Facts(has_meeting=True, is_held=True, passed=True, measures=2, concerned=2)


@dataclass(frozen=True)
class Tower:
    """A station with a tower, its council, three firms, a meeting held and one to come."""

    database: Database
    services: Services
    council: int
    firms: list[int]
    held: int
    coming: int
    accounts: dict[Role, int]

    def put(self, model: Any, **values: Any) -> int:
        """One more record; gives its id."""
        with self.database.write("x") as write:
            [found] = write.insert(model, [values])
        return found

    def change(self, model: Any, key: int, **values: Any) -> None:
        """Other values for a record, past every table."""
        with self.database.write("x") as write:
            write.update(model, [{"id": key, **values}])

    def topic(self, title: str = "电梯等得久", **values: Any) -> int:
        """A topic of this council."""
        day = dates.today()
        return self.put(Topic, **{"title": title, "raised_on": day, "council_id": self.council, **values})

    def row(self, model: Any, key: int) -> Any:
        """A record as it is kept."""
        with self.database.read() as session:
            found = session.get(model, key)
            session.expunge_all()
            return found

    def rows(self, model: Any, *conditions: Any) -> list[Any]:
        """The live records of a kind."""
        with self.database.read() as session:
            wanted = select(model).where(model.archived_at.is_(None), *conditions).order_by(model.id)
            found = list(session.scalars(wanted).all())
            session.expunge_all()
            return found

    def act(self, topic: int, action: Action, **given: Any) -> str:
        """Take a step; gives the stage then."""
        return self.services.councils.act(topic, action, TopicGiven(**given), now=NOW).stage

    def become(self, role: Role) -> None:
        """Somebody of this role goes on."""
        self.services.stations.set_actor(self.accounts[role])


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty station, to be copied."""
    folder = tmp_path_factory.mktemp("built") / "station"
    keyless(folder).close()
    return folder


@pytest.fixture
def tower(built: Path, tmp_path: Path) -> Tower:
    database = Database.open(shutil.copytree(built, tmp_path / "station"))
    Stations(database).enter(None)
    with database.write("x") as write:
        [boss] = write.session.scalars(select(Account.id)).all()
        roles = [Role.STAFF, Role.DESK, Role.READER]
        others = write.insert(Account, [{"name": f"甲{role.value[:2]}", "role": role.value} for role in roles])
        [building] = write.insert(Building, [{"name": "梧桐大厦"}])
        firms = write.insert(Enterprise, [{"name": name} for name in ("光年广告", "远帆贸易", "澄怀设计")])
        [council] = write.insert(Council, [{"name": "梧桐大厦楼事会", "building_id": building}])
        write.insert(CouncilMember, [
            {"council_id": council, "name": "陈树", "side": "物业", "post": "楼长"},
            {"council_id": council, "name": "顾南星", "side": "企业", "post": "委员"},
            {"council_id": council, "name": "早就走了", "side": "业主", "until": dt.date(2025, 1, 1)},
        ])  # fmt: skip
        times = (NOW - HOUR, NOW + dt.timedelta(days=6))
        held, coming = write.insert(Meeting, [
            {"council_id": council, "name": name, "starts_at": at, "place": "九楼议事厅", "chair": "陈树", "recorder": "周敏"}
            for name, at in zip(("十一月例会", "十二月例会"), times, strict=True)
        ])  # fmt: skip
    accounts = dict(zip([Role.ADMINISTRATOR, *roles], [boss, *others], strict=True))
    return Tower(database, open_services(database), council, firms, held, coming, accounts)


# tables


@pytest.mark.parametrize(("stage", "action", "role"), list(itertools.product(Stage, Action, Role)))
def test_every_step_of_a_topic_is_declared(stage: Stage, action: Action, role: Role) -> None:
    may = role is Role.ADMINISTRATOR or (role is Role.STAFF and action not in LEADER)
    assert flow.STEPS[action].allows(stage, role) is (action in DECLARED[stage] and may)
    facts = replace(READY, passed=action is not Action.TAKE_UP)
    assert bool(flow.why_not(action, stage, facts)) is (action not in DECLARED[stage])


@pytest.mark.parametrize(("state", "action", "role"), list(itertools.product(MeetingState, MeetingAction, Role)))
def test_every_step_of_a_meeting_is_declared(state: MeetingState, action: MeetingAction, role: Role) -> None:
    may = role is Role.ADMINISTRATOR or (role is Role.STAFF and action is not MeetingAction.AMEND)
    assert flow.MEETING_STEPS[action].allows(state, role) is (action in MEETINGS[state] and may)
    ready = MeetingFacts(items=1, has_begun=True, has_place=True, is_signed=True)
    assert bool(flow.meeting_why_not(action, state, ready)) is (action not in MEETINGS[state])


def test_ten_thousand_steps_stay_inside_the_table() -> None:
    chance, stage, seen = random.Random(7), Stage.COLLECTED, set()
    for _number in range(10_000):
        action = chance.choice(list(Action))
        facts = Facts(
            has_meeting=chance.random() < 0.8, is_held=chance.random() < 0.8, passed=chance.random() < 0.7,
            measures=chance.randrange(3), unfinished=chance.randrange(2), concerned=chance.randrange(3),
            unanswered=chance.randrange(2),
        )  # fmt: skip
        if not flow.why_not(action, stage, facts):
            assert action in DECLARED[stage]
            assert action is not Action.CLOSE or not (facts.unfinished or facts.unanswered or not facts.concerned)
            stage = flow.STEPS[action].after(stage)
        ahead = flow.ahead(stage, facts)
        assert ahead is None or ahead in DECLARED[stage]
        seen.add(stage)
    assert seen == set(Stage) - {Stage.VOID}


@pytest.mark.parametrize(("facts", "words"), [
    (Facts(concerned=1, unfinished=1), "措施没有完成"), (Facts(concerned=0), "还没有记反馈对象"),
    (Facts(concerned=2, unanswered=1), "还有企业没有反馈"), (Facts(concerned=2), ""),
])  # fmt: skip
def test_what_stands_before_closing(facts: Facts, words: str) -> None:
    assert words in flow.why_not(Action.CLOSE, Stage.ANSWERED, facts)
    assert bool(words) is bool(flow.why_not(Action.CLOSE, Stage.ANSWERED, facts))


def test_categories_by_what_people_say() -> None:
    said = {"候梯要二十分钟": "电梯", "电瓶车没地方充电": "非机动车", "外卖柜不够": "餐饮外卖", "大厅太冷": "其他"}
    assert {words: category_of(words) for words in said} == said


# through the service


def test_every_step_by_every_role_through_the_service(tower: Tower) -> None:
    """Whatever is not declared is refused and changes nothing; what is declared leads where the table says."""
    given, today = TopicGiven(tower.held, "同意", "再看看"), dates.today()
    cases = list(itertools.product(Role, Stage, Action))
    with tower.database.write("x") as write:
        topics = write.insert(Topic, [
            {"title": f"{number}", "raised_on": today, "council_id": tower.council, "stage": stage.value,
             "decision": "否决" if action is Action.TAKE_UP else "通过", "meeting_id": tower.held}
            for number, (_role, stage, action) in enumerate(cases)
        ])  # fmt: skip
        done = {"what": "做", "responsible": "物业", "due_on": today, "done_on": today}
        write.insert(Measure, [{"topic_id": topic, **done} for topic in topics])
        told = {"to_whom": "物业", "told_on": today, "words": "好"}
        write.insert(Feedback, [{"topic_id": topic, **told} for topic in topics])
    reached: dict[int, str] = {}
    for role, group in itertools.groupby(zip(cases, topics, strict=True), lambda pair: pair[0][0]):
        tower.become(role)
        for (_role, stage, action), topic in group:
            try:
                reached[topic] = tower.services.councils.act(topic, action, given, now=NOW).stage
            except (UserError, NotPermittedError):
                assert not flow.STEPS[action].allows(stage, role)
            else:
                assert flow.STEPS[action].allows(stage, role)
    kept = {one.id: one.stage for one in tower.rows(Topic)}
    for (_role, stage, action), topic in zip(cases, topics, strict=True):
        assert kept[topic] == (flow.STEPS[action].to if topic in reached else stage)
        assert reached.get(topic, stage) == kept[topic]


@pytest.mark.parametrize("role", [Role.DESK, Role.READER])
def test_who_may_look(tower: Tower, role: Role) -> None:
    topic = tower.topic()
    tower.put(Feedback, topic_id=topic, to_whom="物业", told_on=dates.today(), words="好了", reply="秘密的话")
    tower.become(role)
    councils = tower.services.councils
    if role is Role.READER:
        assert councils.topic(topic).feedback[0].reply == ""
        assert councils.actions(topic, NOW) == ()
        assert councils.standing(tower.council, NOW).members
        return
    for ask in (
        lambda: councils.topic(topic), lambda: councils.actions(topic, NOW), lambda: councils.meetings_for(topic),
        lambda: councils.meeting(tower.held, NOW), lambda: councils.standing(tower.council, NOW),
    ):  # fmt: skip
        with pytest.raises(NotPermittedError):
            ask()


def test_a_topic_from_a_complaint_to_the_file(tower: Tower) -> None:
    request = tower.put(ServiceRequest, number="SQ-2026-0001", title="电梯早高峰要等二十分钟", received_at=NOW,
                        enterprise_id=tower.firms[0], detail="秘密的内容")  # fmt: skip
    councils = tower.services.councils
    source = councils.source("requests", request)
    assert (source.category, source.proposer, source.council_id) == ("电梯", "光年广告", tower.council)
    topic = councils.raise_from("requests", request, TopicDraft(source.title, source.council_id, source.category))
    assert councils.source("requests", request).raised == (tower.row(Topic, topic).number,)
    assert tower.row(Topic, topic).number.startswith("YT-")
    assert councils.concern(topic, tower.firms) == 2
    file = councils.topic(topic)
    assert file.source == "诉求·电梯早高峰要等二十分钟"
    assert "秘密" not in file.background
    assert [one.whom for one in file.feedback] == ["光年广告", "远帆贸易", "澄怀设计"]

    with pytest.raises(UserError, match="请选排入哪次会议"):
        tower.act(topic, Action.SCHEDULE)
    tower.act(topic, Action.SCHEDULE, meeting_id=tower.coming)
    with pytest.raises(UserError, match="会还没有开"):
        tower.act(topic, Action.AGREE, words="同意")
    tower.act(topic, Action.SCHEDULE, meeting_id=tower.held)
    assert len(tower.rows(AgendaItem, AgendaItem.topic_id == topic)) == 1
    with pytest.raises(UserError, match="请写决定的内容"):
        tower.act(topic, Action.AGREE, words=" ")
    assert tower.act(topic, Action.AGREE, words="高峰分区停靠") == "资源整合"
    with pytest.raises(UserError, match="还没有措施"):
        tower.act(topic, Action.ANSWER)
    measure = tower.put(Measure, topic_id=topic, what="分区停靠", responsible="物业")
    with pytest.raises(UserError, match="期限"):
        tower.act(topic, Action.ANSWER)
    tower.change(Measure, measure, due_on=dates.today() + dt.timedelta(days=3))
    assert tower.act(topic, Action.ANSWER) == "闭环反馈"
    with pytest.raises(UserError, match="还有措施没有完成"):
        tower.act(topic, Action.CLOSE)
    councils.finish_measure(measure, dates.today(), "候梯降到五分钟")
    with pytest.raises(UserError, match="还有企业没有反馈"):
        tower.act(topic, Action.CLOSE)
    waiting = [one.id for one in councils.topic(topic).feedback]
    councils.answer(waiting[:2], Answered(dates.today(), "已分区停靠"))
    councils.answer(waiting[2:], Answered(dates.today(), "已分区停靠", "快多了", 5))
    assert tower.act(topic, Action.CLOSE) == "归档"
    closed = tower.row(Topic, topic)
    assert (closed.closed_on, closed.decision, closed.decided) == (dates.today(), "通过", "高峰分区停靠")
    assert tower.act(topic, Action.REOPEN, reason="又慢了") == "闭环反馈"
    assert tower.row(Topic, topic).closed_on is None


def test_taken_up_again_by_itself(tower: Tower) -> None:
    topic = tower.topic()
    tower.act(topic, Action.SCHEDULE, meeting_id=tower.held)
    tower.act(topic, Action.AGAIN, reason="等物业报价")
    assert tower.row(Topic, topic).meeting_id == tower.coming
    decisions = [(one.meeting, one.decision) for one in tower.services.councils.topic(topic).meetings]
    assert decisions == [("十一月例会", "再议"), ("十二月例会", "")]


def test_put_off_without_a_meeting_to_come(tower: Tower) -> None:
    with tower.database.write("x") as write:
        write.archive(Meeting, [tower.coming])
    topic = tower.topic()
    tower.act(topic, Action.SCHEDULE, meeting_id=tower.held)
    tower.act(topic, Action.AGAIN, reason="等物业报价")
    assert tower.row(Topic, topic).meeting_id is None
    councils = tower.services.councils
    next_one = tower.put(Meeting, council_id=tower.council, name="再开一次", starts_at=NOW + HOUR, place="九楼")
    [waiting] = councils.meeting(next_one, NOW).waiting
    assert (waiting.id, waiting.again) == (topic, True)
    assert councils.act_with_meeting(next_one, MeetingAction.TELL, now=NOW) == "已通知"
    assert [one.topic_id for one in councils.meeting(next_one, NOW).items] == [topic]


def test_what_was_put_off_does_not_go_back_to_an_earlier_meeting(tower: Tower) -> None:
    with tower.database.write("x") as write:
        write.archive(Meeting, [tower.coming])
    before = tower.put(Meeting, council_id=tower.council, name="十月例会", starts_at=NOW - 30 * 24 * HOUR, place="九楼")
    topic = tower.topic()
    tower.act(topic, Action.SCHEDULE, meeting_id=tower.held)
    tower.act(topic, Action.AGAIN, reason="等物业报价")
    councils = tower.services.councils
    assert not councils.meeting(before, NOW).waiting
    councils.act_with_meeting(before, MeetingAction.HOLD, Attendance(("陈树",)), now=NOW)
    assert not councils.meeting(before, NOW).items
    assert tower.row(Topic, topic).meeting_id is None


def test_put_off_where_there_is_no_council(tower: Tower) -> None:
    held = tower.put(Meeting, name="商圈大讨论", starts_at=NOW - HOUR, place="九楼")
    coming = tower.put(Meeting, name="商圈大讨论二", starts_at=NOW + HOUR, place="九楼")
    topic = tower.topic(council_id=None)
    tower.act(topic, Action.SCHEDULE, meeting_id=held)
    tower.act(topic, Action.AGAIN, reason="人没到齐")
    assert tower.row(Topic, topic).meeting_id == coming


def test_a_meeting_that_is_held_is_not_the_next_one(tower: Tower) -> None:
    tower.change(Meeting, tower.coming, state="已开")  # its day was put right afterwards
    topic = tower.topic()
    tower.act(topic, Action.SCHEDULE, meeting_id=tower.held)
    tower.act(topic, Action.AGAIN, reason="等物业报价")
    assert tower.row(Topic, topic).meeting_id is None


def test_what_is_settled_stands(tower: Tower) -> None:
    councils, topic = tower.services.councils, tower.topic()
    tower.act(topic, Action.SCHEDULE, meeting_id=tower.held)
    tower.act(topic, Action.AGREE, words="分区停靠")
    tower.change(Meeting, tower.held, state="纪要已定")
    [item] = tower.rows(AgendaItem, AgendaItem.topic_id == topic)
    with pytest.raises(UserError, match="已经定稿"):
        councils.note(item.id, "改口")
    with pytest.raises(UserError, match="已经定稿"):
        councils.arrange(tower.held, [item.id])
    records = tower.services.records
    ways: tuple[Callable[[], object], ...] = (
        lambda: records.save("meetings", tower.held, {"attended": "陈树、别人"}),
        lambda: records.bulk_edit("meetings", [tower.held], "place", "十楼"),
    )
    for way in ways:
        with pytest.raises(UserError, match="已经定稿"):
            way()
    records.save("meetings", tower.held, {"remark": "存档在二柜", "place": "九楼议事厅"})
    measure = tower.put(Measure, topic_id=topic, what="分区停靠")
    with pytest.raises(UserError, match="还没有到"):
        councils.finish_measure(measure, dates.today() + dt.timedelta(days=2))


def test_a_meeting_from_its_agenda_to_its_minutes(tower: Tower) -> None:
    councils = tower.services.councils
    with pytest.raises(UserError, match="议程还是空的"):
        councils.act_with_meeting(tower.held, MeetingAction.TELL, now=NOW)
    first, second = tower.topic("电梯"), tower.topic("停车")
    assert councils.put_on(tower.held, [first, second]) == 2
    items = [one.id for one in councils.meeting(tower.held, NOW).items]
    councils.arrange(tower.held, items[::-1])
    assert [one.title for one in councils.meeting(tower.held, NOW).items] == ["停车", "电梯"]
    councils.act_with_meeting(tower.held, MeetingAction.TELL, now=NOW)
    with pytest.raises(UserError, match="会议时间还没有到"):
        councils.act_with_meeting(tower.coming, MeetingAction.HOLD, Attendance(("陈树",)), now=NOW)
    with pytest.raises(UserError, match="一个到会的人也没有勾"):
        councils.act_with_meeting(tower.held, MeetingAction.HOLD, now=NOW)
    there = Attendance(("陈树", "周敏"), {"顾南星": "出差"}, "街道干部")
    assert councils.act_with_meeting(tower.held, MeetingAction.HOLD, there, now=NOW) == "已开"
    kept = tower.row(Meeting, tower.held)
    assert (kept.attended, kept.absent, kept.observers, kept.expected) == ("陈树、周敏", "顾南星（出差）", "街道干部", 3)
    councils.note(items[0], "物业说可以分区")
    with pytest.raises(UserError, match="没有记议定结果"):
        councils.act_with_meeting(tower.held, MeetingAction.SETTLE, now=NOW)
    tower.act(first, Action.AGREE, words="分区停靠")
    tower.act(second, Action.REFUSE, words="暂不增加车位")
    assert councils.act_with_meeting(tower.held, MeetingAction.SETTLE, now=NOW) == "纪要已定"
    third = tower.topic("积水")
    with pytest.raises(UserError, match="已经定稿"):
        tower.act(third, Action.SCHEDULE, meeting_id=tower.held)
    tower.become(Role.STAFF)
    with pytest.raises(NotPermittedError):
        councils.act_with_meeting(tower.held, MeetingAction.AMEND, now=NOW)
    assert tower.rows(Feedback, Feedback.topic_id == second)[0].to_whom == "提出方"


def test_one_undo_takes_a_whole_step_back(tower: Tower) -> None:
    topic = tower.topic()
    tower.act(topic, Action.SCHEDULE, meeting_id=tower.held)
    tower.act(topic, Action.AGAIN, reason="等物业报价")
    records = Records(tower.database)
    records.undo()
    [item] = tower.rows(AgendaItem, AgendaItem.topic_id == topic)
    assert (item.meeting_id, item.decision, tower.row(Topic, topic).meeting_id) == (tower.held, None, tower.held)


def test_steps_are_taken_back_in_turn(tower: Tower) -> None:
    records, councils = tower.services.records, tower.services.councils
    topic = tower.topic()
    tower.act(topic, Action.SCHEDULE, meeting_id=tower.held)
    [scheduled] = tower.database.operations(limit=1)
    tower.act(topic, Action.AGREE, words="分区停靠")
    with pytest.raises(UserError, match="后来又走到了「资源整合」"):
        records.take_back(scheduled.id)
    measure = tower.put(Measure, topic_id=topic, what="分区停靠", responsible="物业", due_on=dates.today())
    tower.act(topic, Action.ANSWER)
    councils.finish_measure(measure, dates.today())
    [finished] = tower.database.operations(limit=1)
    councils.answer([one.id for one in councils.topic(topic).feedback], Answered(dates.today(), "好了"))
    [answered] = tower.database.operations(limit=1)
    tower.act(topic, Action.CLOSE)
    for operation in (finished, answered):
        with pytest.raises(UserError, match="议题已经归档"):
            records.take_back(operation.id)
    records.undo()
    assert tower.row(Topic, topic).stage == "闭环反馈"
    records.take_back(finished.id)
    assert tower.row(Measure, measure).done_on is None


def test_nothing_open_comes_out_of_the_bin_onto_a_topic_that_is_over(tower: Tower) -> None:
    records, topic = tower.services.records, tower.topic(stage="归档")
    waiting = tower.put(Measure, topic_id=topic, what="没完成")
    done = tower.put(Measure, topic_id=topic, what="完成了", done_on=dates.today())
    records.archive("measures", [waiting, done])
    with pytest.raises(UserError, match="议题已经归档"):
        records.restore("measures", [waiting])
    records.restore("measures", [done])
    assert [one.id for one in tower.rows(Measure)] == [done]


def test_who_sat_on_the_council_that_day_is_called(tower: Tower) -> None:
    day = dt.datetime(2024, 12, 30, 16, tzinfo=dt.UTC)
    before = tower.put(Meeting, council_id=tower.council, name="旧会", starts_at=day)
    councils = tower.services.councils
    assert "早就走了" in {one.name for one in councils.meeting(before, NOW).members}
    assert "早就走了" not in {one.name for one in councils.meeting(tower.held, NOW).members}


def test_a_merged_firm_is_answered_once(tower: Tower) -> None:
    topic = tower.topic()
    tower.services.councils.concern(topic, tower.firms)
    stays, goes, _other = tower.firms
    tower.services.merging.merge("enterprises", stays, goes, {})
    assert [one.enterprise_id for one in tower.rows(Feedback, Feedback.topic_id == topic)] == [stays, tower.firms[2]]


def test_members_by_side_and_the_sides_that_miss(tower: Tower) -> None:
    topic = tower.topic(stage="资源整合")
    tower.put(Measure, topic_id=topic, what="修", due_on=dates.today() - dt.timedelta(days=1))
    standing = tower.services.councils.standing(tower.council, NOW)
    assert [(side, [one.name for one in people]) for side, people in standing.sides] == [
        ("物业", ["陈树"]), ("企业", ["顾南星"]),
    ]  # fmt: skip
    assert standing.missing == ("党组织", "业主", "职能部门", "居民区", "站点")
    assert (standing.next_meeting, standing.open_measures, standing.late_measures) == ("十二月例会", 1, 1)
    assert dict(standing.stages)["资源整合"] == 1


def test_sources_of_every_sort(tower: Tower) -> None:
    visit = tower.put(Visit, enterprise_id=tower.firms[1], visited_on=dates.today(), visitors="周敏",
                      needs="楼下停车难\n想要食堂")  # fmt: skip
    wish = tower.put(Wish, text="大堂垃圾多", made_on=dates.today(), wisher="张三丰", unit_name="远帆贸易")
    councils = tower.services.councils
    assert (councils.source("visits", visit).title, councils.source("visits", visit).category) == ("楼下停车难", "停车")
    found = councils.source("wishes", wish)
    assert (found.title, found.proposer, found.category) == ("大堂垃圾多", "远帆贸易", "环境卫生")
    with pytest.raises(UserError, match="来源已经不在了"):
        councils.source("people", 1)
    with pytest.raises(UserError, match="请写议题"):
        councils.raise_from("wishes", wish, TopicDraft("  "))


def test_what_stands_on_today(tower: Tower) -> None:
    topic = tower.topic(stage="闭环反馈", decision="通过")
    tower.put(Feedback, topic_id=topic, enterprise_id=tower.firms[0])
    late = dates.today() - dt.timedelta(days=2)
    measure = tower.put(Measure, topic_id=topic, what="分区停靠", responsible="物业", due_on=late)
    lines = {(one.kind, one.id): one for one in tower.services.today.overview().items() if one.source == "council"}
    assert set(lines) == {("measures", measure), ("meetings", tower.held), ("meetings", tower.coming)}
    found = lines["measures", measure]
    assert (found.overdue, found.when, found.verb) == (True, "超期 2 天", "办理")
    assert lines["meetings", tower.held].verb == "记纪要"
    tower.services.councils.finish_measure(measure, dates.today())
    lines = {(one.kind, one.id): one for one in tower.services.today.overview().items() if one.source == "council"}
    assert ("measures", measure) not in lines
    assert lines["topics", topic].when == "还有 1 家没反馈"


def test_a_topic_goes_to_the_wall_once(tower: Tower) -> None:
    topic = tower.topic(stage="闭环反馈", decision="通过", decided="高峰分区停靠", proposer="光年广告")
    tower.put(Measure, topic_id=topic, what="分区停靠", responsible="物业", due_on=dt.date(2026, 12, 1))
    councils = tower.services.councils
    notice = councils.to_wall(topic)
    assert councils.to_wall(topic) == notice
    kept = tower.row(PublicNotice, notice)
    assert (kept.source_kind, kept.source_id, kept.kind) == ("topics", topic, "议题进展")
    assert "议定（通过）：高峰分区停靠" in kept.body
    assert "计划 2026-12-01 前完成" in kept.body
    assert "光年广告" not in kept.body

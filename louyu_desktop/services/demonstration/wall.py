"""The walls of the demonstration: wishes from collected to thanked for, and notices from proposed to taken down."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from sqlalchemy import select

from louyu_desktop.models import Account, Topic, Wish
from louyu_desktop.rules import dates, notice_flow, wish_flow
from louyu_desktop.services.council_copies import TopicDraft
from louyu_desktop.services.demonstration.council import LIFTS
from louyu_desktop.services.demonstration.invented import Inventor
from louyu_desktop.services.demonstration.matters import CHARGERS
from louyu_desktop.services.demonstration.tables import STAFF, STATION, Table, shift
from louyu_desktop.services.suite import Services
from louyu_desktop.storage.database import Database

_COLLECTED, _ON_WALL, _CLAIMED, _FULFILLED, _THANKED, _RETURNED = (
    wish_flow.State.COLLECTED, wish_flow.State.ON_WALL, wish_flow.State.CLAIMED, wish_flow.State.FULFILLED,
    wish_flow.State.THANKED, wish_flow.State.RETURNED,
)  # fmt: skip
_TO_TOPIC = "想在楼下广场添几把椅子"
_WISHES = (
    (-2, "想认识一位会修自行车的师傅", "交友", _COLLECTED), (-1, "孩子想参加一次小小消防员", "亲子", _COLLECTED),
    (-3, "午间想有个能热饭的地方", "其他", _COLLECTED), (-4, _TO_TOPIC, "环境", _COLLECTED),
    (-8, "想学一次急救", "学习", _ON_WALL), (-12, "加班晚了有人一起走到地铁站", "其他", _ON_WALL),
    (-15, "想有一台旧缝纫机", "帮困", _ON_WALL), (-39, "午休想听一次评弹", "学习", _ON_WALL),
    (-20, "骑手想要一个热水角", "帮困", _ON_WALL), (-18, "想请人教做 PPT", "学习", _ON_WALL),
    (-35, "给社区老人拍一张合影", "帮困", _CLAIMED), (-33, "想找固定的羽毛球搭子", "交友", _CLAIMED),
    (-30, "楼里办一次图书漂流", "学习", _CLAIMED), (-26, "想请律师讲一次租房合同", "学习", _CLAIMED),
    (-24, "门口想种两盆月季", "环境", _CLAIMED), (-50, "给保洁阿姨配一副防滑鞋", "帮困", _FULFILLED),
    (-46, "一场青年人的电影夜", "交友", _FULFILLED), (-60, "想找人修一修老花镜", "其他", _RETURNED),
    *((-70 - 4 * place, text, kind, _THANKED) for place, (text, kind) in enumerate((
        ("为新手妈妈开一次哺乳讲座", "健康"), ("想学手冲咖啡", "学习"), ("给骑手添一个充电宝柜", "帮困"), ("办一次旧物交换", "环境"),
        ("想学做月饼送父母", "亲子"), ("请中医看看颈椎", "健康"), ("午间健步走找同伴", "健康"), ("为留守老人过一次生日", "帮困"),
        ("想学写春联", "学习"), ("楼里组一支合唱队", "交友"), ("教外公外婆用手机挂号", "帮困"), ("一次英语角", "学习"),
        ("暑假托管一周", "亲子"), ("给流浪猫做一次绝育", "环境"), ("听一次创业失败的故事", "就业"), ("改一改我的简历", "就业"),
        ("一起跑一次苏州河", "健康"), ("夏天多一把共享雨伞", "环境"),
    ))),
)  # fmt: skip
"""How many days ago, the words, the category, the state."""

_CLAIMANTS = ("环贸广场第一党支部", "远舟投资党支部", "楼宇青年流动党支部", "梧桐合伙人志愿队", "嘉华中心联合党支部")
_NOTICES = (
    (-118, "停车公约通过", "议题进展", "楼事会通过五条停车公约，自公示期满起执行。请各企业互相提醒。", -116),
    (-82, "门前积水已处理", "议题进展", "排水沟已疏通，两处井盖已更换，雨后复看不再积水。", -80),
    (-31, "上季度诉求办理情况", "诉求办理", "上季度收到的诉求全部答复，逐件回访。未解决的已说明原因。", -29),
    (-6, "心愿墙认领情况", "心愿认领", "本季度上墙的心愿大多已有人认领，待认领的心愿请到站里看。", -4),
)  # fmt: skip
"""Day, title, kind, words, and the day it was put up."""


def ledgers(inventor: Inventor, today: dt.date) -> Iterator[Table]:
    """The wishes, and the notices that are or were on the wall."""
    yield _wishes(inventor, today)
    yield _notices(today)


def _wishes(inventor: Inventor, today: dt.date) -> Table:
    headings = (
        "提出日期", "许愿人", "心愿", "上墙文字", "心愿类别", "状态", "原因", "上墙日期", "认领方", "认领日期", "约定日期",
        "实现日期", "怎样实现的", "致谢",
    )  # fmt: skip
    rows: list[tuple[object, ...]] = []
    for place, (days, text, kind, state) in enumerate(_WISHES):
        posted = state not in (_COLLECTED, _RETURNED)
        claimed = state in (_CLAIMED, _FULFILLED, _THANKED)
        done = state in (_FULFILLED, _THANKED)
        due = shift(today, (-1, 2, 9, 20, 5)[place % 5]) if state is _CLAIMED else shift(today, days + 40)
        rows.append((
            shift(today, days), "" if place % 4 == 0 else inventor.person(), text, text if posted else "", kind,
            state.value, "写了姓名和电话，请重写" if state is _RETURNED else "", shift(today, days + 1) if posted else "",
            _CLAIMANTS[place % len(_CLAIMANTS)] if claimed else "", shift(today, days + 8) if claimed else "",
            due if claimed else "", shift(today, days + 35) if done else "",
            "认领的支部办好了，许愿的人在场。" if done else "", "谢谢，心里暖暖的。" if state is _THANKED else "",
        ))  # fmt: skip
    return Table("wishes", "心愿.xlsx", "心愿墙", headings, tuple(rows))


def _notices(today: dt.date) -> Table:
    headings = (
        "提出日期", "标题", "公示类别", "正文", "状态", "公示自", "公示至", "提出人", "审核人", "审核日期", "审批人",
        "审批日期", "审核封存",
    )  # fmt: skip
    rows: list[tuple[object, ...]] = []
    for days, title, kind, body, up in _NOTICES:
        over = up < -20
        state = notice_flow.State.DOWN if over else notice_flow.State.POSTED
        rows.append((
            shift(today, days), title, kind, body, state.value, shift(today, up),
            shift(today, up + (7 if over else 10)),
            STAFF[2], STAFF[1], shift(today, days + 1), STAFF[0], shift(today, days + 1),
            notice_flow.seal_of(title, body, None, named=False),
        ))  # fmt: skip
    return Table("public-notices", "公示.xlsx", f"{STATION}公示", headings, tuple(rows))


def go_on(database: Database, services: Services, request_id: int) -> None:
    """What is done today: a wish and a request become topics, notices are proposed and reviewed."""
    with database.read() as session:
        people = dict(session.execute(select(Account.name, Account.id)).all())
        wishes = dict(session.execute(select(Wish.text, Wish.id)).all())
        lifts = session.scalar(select(Topic.id).where(Topic.title == LIFTS)) or 0
    me = database.actor
    try:
        database.actor = people[STAFF[2]]
        services.wishes.act(wishes[_TO_TOPIC], wish_flow.Action.TO_TOPIC)
        source = services.councils.source("requests", request_id)
        draft = TopicDraft(CHARGERS.title, source.council_id, "停车", CHARGERS.detail)
        services.councils.raise_from("requests", request_id, draft)
        reviewed = services.councils.to_wall(lifts)
        services.notices.act(reviewed, notice_flow.Action.PROPOSE)
        database.actor = people[STAFF[1]]
        services.notices.act(reviewed, notice_flow.Action.REVIEW)
        values = {"title": "下周坐班表有变动", "kind": "通知", "body": "公益律师下周三改到下午两点，请相互转告。"}
        drafted = services.records.save("public-notices", None, {**values, "proposed_on": dates.today()})
        services.notices.act(drafted, notice_flow.Action.PROPOSE)
    finally:
        database.actor = me

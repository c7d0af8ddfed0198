"""Who stands in noisy lists: people of a station and strangers, and how their names and firms are written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段钱汤尹黎易常武乔贺赖龚文施洪鲍柏俞"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰云峰宁晨昕怡佳思雨欣悦然若琳乐朝盛梓涵浩宇轩诗琪子墨嘉懿一诺可馨俊熙睿文博雅婷雪梅国栋志远海燕晓东建国春"
COMPOUND = ("欧阳", "司马", "诸葛", "上官", "皇甫", "慕容", "尉迟", "令狐", "夏侯", "东方")
RARE = ("㐂", "䶮", "𠮷", "喆", "垚", "犇", "翀", "彧", "燚", "頔")
MINORITY = (
    "阿依古丽·买买提", "迪丽热巴·艾尔肯", "古力娜扎·拜合提", "买买提·吐尔逊", "扎西·次仁", "巴特尔·孟和",
    "努尔兰·别克", "热依扎·阿里木",
)  # fmt: skip
ENGLISH = ("Tom", "Lucy", "Kevin", "Grace", "Jason", "Vivian", "Eric", "Cindy", "Michael", "Sophie", "Leo", "Amy")
ENGLISH_SURNAMES = ("Wang", "Chen", "Smith", "Li", "Zhang", "Brown", "Tanaka", "Müller", "Lee", "Garcia")
STRANGE_FIRMS = (
    "渤健生物科技（上海）有限公司", "亿滋食品企业管理（上海）有限公司", "卫材（中国）投资有限公司", "高盛（中国）证券有限责任公司",
    "安永华明会计师事务所", "上海万科企业有限公司", "施耐德电气（中国）有限公司", "上海汤臣律师事务所", "金杜律师事务所",
    "上海金蝶软件科技有限公司", "麦肯锡（上海）咨询有限公司", "SAP中国有限公司", "上海于是广告有限公司", "梅赛德斯集团",
    "上海康德莱人力资源有限公司", "江森自控（中国）投资有限公司", "建设银行徐汇支行", "湖南路街道党群办",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Truth:
    """Somebody whom a list really names; `person` is who that is in the station, None for a stranger."""

    name: str
    unit: str = ""
    mobile: str = ""
    tail: str = ""
    companions: tuple[str, ...] = ()
    person: int | None = None
    firm: str = ""
    """The whole name of the firm, whether it stands in the list or not."""

    number: str = ""
    """The mobile number, whether it stands in the list or not."""

    nickname: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """A person of the station."""

    id: int
    name: str
    unit: str
    mobile: str


def new_name(draw: Random) -> str:
    """A name as they are met with: mostly of two or three characters."""
    kind = draw.random()
    if kind < 0.03:
        return draw.choice(COMPOUND) + "".join(draw.sample(GIVEN, draw.choice((1, 2))))
    if kind < 0.05:
        return draw.choice(SURNAMES) + draw.choice(("", draw.choice(GIVEN))) + draw.choice(RARE)
    if kind < 0.06:
        return draw.choice(MINORITY)
    if kind < 0.075:
        return f"{draw.choice(ENGLISH)} {draw.choice(ENGLISH_SURNAMES)}"
    return draw.choice(SURNAMES) + "".join(draw.sample(GIVEN, draw.choice((1, 2, 2))))


def short(firm: str) -> str:
    """What colleagues call a firm."""
    for word in ("（上海）", "（中国）", "上海", "有限责任公司", "有限公司", "企业管理", "投资"):
        firm = firm.replace(word, "")
    return firm


def company(draw: Random, known: Sequence[Known], size: int) -> list[Truth]:
    """So many different people: two thirds from the station, the rest strangers, some with a name that is known.

    A stranger is of a firm where nobody of the station with that name works: else nobody could tell them apart.
    """
    found: dict[str, Truth] = {}
    while len(found) < size:
        if known and draw.random() < 0.67:
            one = draw.choice(known)
            truth = Truth(one.name, person=one.id, firm=one.unit, number=one.mobile)
        else:
            name = draw.choice(known).name if known and draw.random() < 0.1 else new_name(draw)
            number = f"1{draw.choice('35678')}{draw.randrange(10**9):09d}"
            truth = Truth(name, firm=draw.choice(STRANGE_FIRMS), number=number)
        found.setdefault(truth.name, truth)
    return list(found.values())

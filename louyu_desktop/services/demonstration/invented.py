"""People and firms that do not exist, the same ones at every build."""

from __future__ import annotations

import random
from dataclasses import dataclass

from louyu_desktop.rules.identity import credit_check_digit

_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘"
    "杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文施卞单仇解"
)
_GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰云峰宁晨昕怡佳思雨欣悦然若琳瑜琪珂睿哲轩辰逸舒雅文博翰"
    "子墨一诺嘉禾书瑶清越知行景行南星北辰安澜言蹊予安时雨疏桐望舒怀瑾玥堃喆祎翀犇骉"
)
_RARE = ("䶮", "㛃", "𬱖", "𪣻", "𬍛", "𬭎", "𫖯")
_BRANDS = (
    "澄怀 远帆 澜石 木石 青屿 禾木 双桅 归源 听潮 小满 半日 橡树 云栖 弦外 白鹭 知行 一方 朴食 晴川 同路 海纳 木棉 "
    "光年 远舟 拾光 星桥 博雅 弘毅 天工 睿思 卓越 鹿鸣 南湖 万象 瑞丰 同心 合力 嘉禾 锦和 云杉 九川 明德 北辰 渤澜 "
    "松间 石上 清渠 半亩 方塘 麦田 蓝鲸 飞鸟 野渡 横舟 长亭 短笛 春山 夏木 秋水 冬青 朝露 晚晴 初见 再会 与光 同尘"
).split()
_TAILS = (
    ("设计", "M 科学研究和技术服务业", "专业设计服务"),
    ("贸易", "F 批发和零售业", "进出口贸易"),
    ("信息科技", "I 信息传输、软件和信息技术服务业", "软件开发"),
    ("管理咨询", "L 租赁和商务服务业", "企业管理咨询"),
    ("文化传播", "R 文化、体育和娱乐业", "展览与演出策划"),
    ("广告", "L 租赁和商务服务业", "品牌与广告"),
    ("投资管理", "J 金融业", "股权投资管理"),
    ("生物科技", "M 科学研究和技术服务业", "医药研发服务"),
    ("餐饮管理", "H 住宿和餐饮业", "餐饮连锁"),
    ("人力资源", "L 租赁和商务服务业", "招聘与派遣"),
    ("建筑设计", "M 科学研究和技术服务业", "建筑方案设计"),
    ("供应链", "G 交通运输、仓储和邮政业", "货运代理"),
    ("教育科技", "P 教育", "职业培训"),
    ("健身服务", "R 文化、体育和娱乐业", "健身与康体"),
)
_FORMS = (
    "{brand}（上海）{tail}有限公司",
    "上海{brand}{tail}有限公司",
    "{brand}{tail}（上海）有限公司",
    "上海{brand}{tail}股份有限公司",
)
_CODE_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@dataclass(frozen=True, slots=True)
class Firm:
    """One invented firm."""

    name: str
    short_name: str
    code: str
    industry: str
    business: str


class Inventor:
    """Draws names, numbers and firms; the seed makes every build alike."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - nothing secret is drawn
        self._firms: set[str] = set()
        self._codes: set[str] = set()
        self._mobiles: set[str] = set()

    def person(self) -> str:
        """A name of two or three characters; one in forty holds a rare one."""
        given = self.random.sample(_GIVEN, self.random.choice((1, 2, 2)))
        if self.random.random() < 1 / 40:
            given[-1] = self.random.choice(_RARE)
        return self.random.choice(_SURNAMES) + "".join(given)

    def mobile(self) -> str:
        """A mobile number that nobody else here has (199 0000 is not given out by any network)."""
        while True:
            number = f"1990000{self.random.randrange(10_000):04d}"
            if number not in self._mobiles:
                self._mobiles.add(number)
                return number

    def firm(self) -> Firm:
        """A firm whose name and code nobody else here has."""
        while True:
            brand, (tail, industry, business) = self.random.choice(_BRANDS), self.random.choice(_TAILS)
            name = self.random.choice(_FORMS).format(brand=brand, tail=tail)
            if f"{brand}{tail}" not in self._firms:
                self._firms.add(f"{brand}{tail}")
                return Firm(name, f"{brand}{tail}", self.code(), industry, business)

    def code(self) -> str:
        """A credit code of 徐汇区 with its right check digit."""
        while True:
            body = "91310104MA" + "".join(self.random.choice(_CODE_ALPHABET) for _place in range(7))
            if body not in self._codes:
                self._codes.add(body)
                return body + credit_check_digit(body)

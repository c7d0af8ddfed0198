"""Every setting, declared once: the settings page is drawn from this list.

`Scope.MACHINE` values (sizes, theme, printer) lie in a clear file and are never personal;
`Scope.STATION` values are shared and lie in the database.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from louyu_desktop.text import N_


class Scope(StrEnum):
    """Who shares a setting."""

    MACHINE = "machine"
    STATION = "station"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One setting: `choices` maps stored value to words; without choices the type of `default` rules."""

    key: str
    label: str
    group: str
    default: Any
    scope: Scope = Scope.STATION
    choices: tuple[tuple[Any, str], ...] = ()
    hint: str = ""
    minimum: int = 0
    maximum: int = 1_000_000
    several_lines: bool = False


_LOOK = N_("外观")
_WORDS = N_("称呼")
_PAPERS = N_("打印")
_PRIVACY = N_("个人信息")
_DAYS = N_("工作日")
_WALL = N_("公开墙")
_LOCK = N_("锁定")
_FILES = N_("附件")
_DESK = N_("签到台")
_TWINS = N_("查重")
RISK = N_("五色和必访")
"""The group of thresholds, which a page of its own shows with their effect."""

SETTINGS: tuple[Setting, ...] = (
    Setting(key="theme", label=N_("颜色"), group=_LOOK, default="system", scope=Scope.MACHINE,
            choices=(("system", N_("跟随系统")), ("light", N_("浅色")), ("dark", N_("深色")),
                     ("contrast", N_("高对比")))),
    Setting(key="text_size", label=N_("文字大小"), group=_LOOK, default="normal", scope=Scope.MACHINE,
            choices=(("normal", N_("标准")), ("large", N_("大")), ("huge", N_("特大")))),
    Setting(key="row_height", label=N_("列表行距"), group=_LOOK, default="normal", scope=Scope.MACHINE,
            choices=(("compact", N_("紧凑")), ("normal", N_("标准")), ("loose", N_("宽松")))),
    Setting(key="language", label=N_("语言"), group=_LOOK, default="zh_CN", scope=Scope.MACHINE,
            choices=(("zh_CN", N_("简体中文")), ("en", "English")), hint=N_("下次打开时生效")),
    Setting(key="council_name", label=N_("议事机构的叫法"), group=_WORDS, default="楼事会",
            hint=N_("各区叫法不同：楼事会、楼务会、楼宇治理议事会、楼委会")),
    Setting(key="area_name", label=N_("片区的叫法"), group=_WORDS, default="片区", hint=N_("片区、街区、网格、商圈")),
    Setting(key="liaison_name", label=N_("联络员的叫法"), group=_WORDS, default="首席联络员",
            hint=N_("首席联络员、楼长、第二楼长、服务管家")),
    Setting(key="sheet_blank_rows", label=N_("签到表末尾空行"), group=_PAPERS, default=5, minimum=0, maximum=60,
            hint=N_("给现场报名的人签名")),
    Setting(key="sheet_order", label=N_("签到表排序"), group=_PAPERS, default="pinyin",
            choices=(("pinyin", N_("姓名拼音")), ("enterprise", N_("按单位分组")), ("branch", N_("按党支部分组")),
                     ("floor", N_("按楼层分组")))),
    Setting(key="handbook_size", label=N_("服务手册纸张"), group=_PAPERS, default="A5",
            choices=(("A4", N_("A4")), ("A5", N_("A5")))),
    Setting(key="font_folder", label=N_("另加字库的文件夹"), group=_PAPERS, default="", scope=Scope.MACHINE,
            hint=N_("有生僻字打不出时，把字库文件放进这个文件夹")),
    Setting(key="lock_minutes", label=N_("几分钟没人动就锁定"), group=_LOCK, default=5, minimum=1, maximum=15,
            scope=Scope.MACHINE, hint=N_("锁定后要再输口令；没保存的内容会留底。电脑锁屏、休眠时也会锁定")),
    Setting(key="desk_sound", label=N_("签到时出声"), group=_DESK, default=True, scope=Scope.MACHINE,
            hint=N_("签上了一声，要看一眼时另一声")),
    Setting(key="desk_password", label=N_("退出签到台要输口令"), group=_DESK, default=False,
            hint=N_("签到台放在门口、没人看着时打开")),
    Setting(key="privacy_line", label=N_("签到表上的告知"), group=_PRIVACY, several_lines=True,
            default=N_("本表信息仅用于本次活动登记与统计，由主办方妥善保管，到期销毁。"),
            hint=N_("印在签到表页脚")),
    Setting(key="consent_version", label=N_("告知书版本"), group=_PRIVACY, default="2026-01",
            hint=N_("新的同意记录会记下这个版本")),
    Setting(key="attachment_quota", label=N_("附件最多占用（MB）"), group=_FILES, default=2048, minimum=100, maximum=100_000,
            hint=N_("到了上限就不再收新的附件")),
    Setting(key="twins_name", label=N_("名称相同（分）"), group=_TWINS, default=60, maximum=100,
            hint=N_("不计地区、括号和公司形式；信用代码不同时扣这么多分")),
    Setting(key="twins_near", label=N_("名称相近（分）"), group=_TWINS, default=45, maximum=100,
            hint=N_("一家是另一家的分支机构时扣这么多分")),
    Setting(key="twins_former", label=N_("与曾用名相同（分）"), group=_TWINS, default=60, maximum=100),
    Setting(key="twins_unit", label=N_("在同一个单元（分）"), group=_TWINS, default=25, maximum=100),
    Setting(key="twins_phone", label=N_("电话相同（分）"), group=_TWINS, default=25, maximum=100),
    Setting(key="twins_person", label=N_("联系人同名（分）"), group=_TWINS, default=10, maximum=100),
    Setting(key="twins_threshold", label=N_("几分以上列出来"), group=_TWINS, default=60, minimum=1, maximum=300),
    Setting(key="monitor_phone", label=N_("监督电话"), group=_WALL, default="",
            hint=N_("印在公示和公开墙上；空着就印站点的联系电话")),
    Setting(key="notice_days", label=N_("公示几个工作日"), group=_WALL, default=5, minimum=1, maximum=60,
            hint=N_("上墙时先按这么多天填，可以改")),
    Setting(key="after_hours", label=N_("几点以后收到的算第二天"), group=_DAYS, default=17, minimum=0, maximum=24),
    Setting(key="request_at_once_contact", label=N_("即知即办：几个工作日内联系"), group=_DAYS, default=0, maximum=30),
    Setting(key="request_at_once_finish", label=N_("即知即办：几个工作日内办完"), group=_DAYS, default=1, maximum=250,
            hint=N_("0 是当天。选了服务事项的，按清单上承诺的工作日")),
    Setting(key="request_platform_contact", label=N_("平台协办：几个工作日内联系"), group=_DAYS, default=1, maximum=30),
    Setting(key="request_platform_finish", label=N_("平台协办：几个工作日内办完"), group=_DAYS, default=5, maximum=250,
            hint=N_("选了服务事项的，按清单上承诺的工作日")),
    Setting(key="request_special_contact", label=N_("特事特办：几个工作日内联系"), group=_DAYS, default=0, maximum=30),
    Setting(key="request_special_finish", label=N_("特事特办：几个工作日内办完"), group=_DAYS, default=5, maximum=250),
    Setting(key="request_hard_contact", label=N_("难题专办：几个工作日内联系"), group=_DAYS, default=1, maximum=30),
    Setting(key="request_hard_finish", label=N_("难题专办：几个工作日内办完"), group=_DAYS, default=15, maximum=250,
            hint=N_("改了以后登记、分派的照新的算，已经答应的日子不变")),
    Setting(key="colour_lease_blue", label=N_("蓝：租期剩余不多于（天）"), group=RISK, default=365, minimum=1, maximum=3650),
    Setting(key="colour_lease_yellow", label=N_("黄：租期剩余不多于（天）"), group=RISK, default=180, minimum=1, maximum=3650,
            hint=N_("登记了意向续租的算蓝")),
    Setting(key="colour_lease_orange", label=N_("橙：租期剩余不多于（天）"), group=RISK, default=90, minimum=1, maximum=3650),
    Setting(key="colour_lease_red", label=N_("红：租期剩余不多于（天）"), group=RISK, default=30, minimum=0, maximum=3650),
    Setting(key="colour_unvisited", label=N_("蓝：几天没有走访"), group=RISK, default=180, minimum=1, maximum=3650),
    Setting(key="colour_headcount_drop", label=N_("橙：员工数降了百分之几"), group=RISK, default=30, minimum=1, maximum=100),
    Setting(key="colour_signal_days", label=N_("变动信号管几天"), group=RISK, default=90, minimum=1, maximum=365,
            hint=N_("更早的变动不再算信号，也不再生成必访")),
    Setting(key="colour_visit_green", label=N_("绿：多少天内走访"), group=RISK, default=365, minimum=1, maximum=3650),
    Setting(key="colour_visit_blue", label=N_("蓝：多少天内走访"), group=RISK, default=180, minimum=1, maximum=3650),
    Setting(key="colour_visit_yellow", label=N_("黄：几个工作日内走访"), group=RISK, default=10, minimum=0, maximum=250),
    Setting(key="colour_visit_orange", label=N_("橙：几个工作日内走访"), group=RISK, default=5, minimum=0, maximum=250),
    Setting(key="colour_visit_red", label=N_("红：几个工作日内走访"), group=RISK, default=1, minimum=0, maximum=250),
    Setting(key="must_lease_far", label=N_("租赁到期：几天内开始必访"), group=RISK, default=180, minimum=1, maximum=3650),
    Setting(key="must_lease_mid", label=N_("租赁到期：几天内要抓紧"), group=RISK, default=90, minimum=1, maximum=3650),
    Setting(key="must_lease_near", label=N_("租赁到期：几天内最急"), group=RISK, default=30, minimum=1, maximum=3650),
    Setting(key="must_due_far", label=N_("开始必访时，几个工作日内走访"), group=RISK, default=10, minimum=1, maximum=250),
    Setting(key="must_due_mid", label=N_("要抓紧时，几个工作日内走访"), group=RISK, default=5, minimum=1, maximum=250),
    Setting(key="must_due_near", label=N_("最急时，几个工作日内走访"), group=RISK, default=2, minimum=1, maximum=250),
    Setting(key="must_due_executive", label=N_("高管变动：几个工作日内走访"), group=RISK, default=10, minimum=1, maximum=250),
    Setting(key="must_due_move", label=N_("企业搬迁：几个工作日内走访"), group=RISK, default=5, minimum=1, maximum=250),
    Setting(key="must_due_decline", label=N_("经营下滑：几个工作日内走访"), group=RISK, default=5, minimum=1, maximum=250),
    Setting(key="must_due_special", label=N_("特殊情况：几个工作日内走访"), group=RISK, default=3, minimum=1, maximum=250),
)
"""All settings in the order of the page."""

BY_KEY: dict[str, Setting] = {setting.key: setting for setting in SETTINGS}
"""The declaration behind each key."""

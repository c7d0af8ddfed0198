"""Untidy rolls of members and lists of registrations, each with what a careful reader gets out of it by hand."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from louyu_desktop.rules.identity import check_identity_number
from tests.unit.untidy import Shape, workbook

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def identity(born: str, order: int) -> str:
    """An identity number that holds, of somebody invented."""
    body = f"310101{born}{order:03d}"
    total = sum(int(c) * w for c, w in zip(body, _WEIGHTS, strict=True))
    return check_identity_number(body + "10X98765432"[total % 11])


# ------------------------------------------------------------------------------------------------ people


def branch_per_sheet(path: Path) -> Path:
    """A sheet for each branch, its full name in the title only or in the sheet's name."""
    head = ("序号", "姓名", "性别", "出生日期", "民族", "学历", "入党年月", "转正日期", "政治面貌", "工作单位及职务", "手机")
    first = [
        ("中共汾阳大厦第一联合支部委员会党员花名册",), ("统计日期：2026年10月",), head,
        (1, "单甲", "男", "1968年4月2日", "汉族", "本科", "2001.7", "2002.7", "中共党员", "上海甲一有限公司 经理", "13700010001"),
        (2, "仇 乙", "女", "1990-05", "汉", "大专", "2025-06-30", None, "预备党员", "上海甲一有限公司", ""),
        ("合计：2人",),
    ]  # fmt: skip
    second = [
        ("中共汾阳大厦第二联合支部委员会党员花名册",), ("统计日期：2026年10月",), head,
        (1, "解丙", "男", 24929, "汉族", "硕士", "1998年7月1日", "1999年7月1日", "党员", "退休", "１３７０００１０００３"),
        (2, "单甲", "女", "1985.12", "回", "研究生", "2010.7.1", "2011.7.1", "正式党员", "上海甲二有限公司", "13700010004"),
        (3, "区丁", "男", "1970.2.30", "汉", "高中", "2010.7.1", "2011.7.1", "中共党员", "上海甲二有限公司", "13700010005"),
    ]  # fmt: skip
    return workbook(path, {"第一支部": first, "第二支部": second})


def branch_merged(path: Path) -> Path:
    """The branch is merged over its members; identity numbers stand in the list, one of them wrong."""
    rows = [
        ("党支部名称", "序号", "姓名", "身份证号码", "性别", "出生年月", "联系电话", "入党时间", "转正时间", "党员类型", "党内职务"),
        ("汾阳大厦联合党支部", 1, "朴一", identity("19680402", 15), "男", "1968.04", "13700020001", "1990-07-01",
         "1991-07-01", "正式党员", "书记"),
        (None, 2, "朴二", identity("19900512", 24).lower(), "女", "1990.05", "13700020002", "2025-07-01", "", "预备党员",
         None),
        (None, 3, "朴三", identity("19850101", 33)[:17] + "A", "男", "1985.01", "13700020003", "2005-07-01",
         "2006-07-01", "正式党员", "组织委员"),
        ("东湖大厦党支部", 4, "查四", identity("19750101", 35), "女", "1976.01", "13700020004", "1996-07-01", "1997-07-01",
         "正式", None),
        (None, 5, "查五", float(identity("19770101", 37).replace("X", "0")), "男", "1977.01", "13700020005",
         "1997-07-01", "1998-07-01", "正式", None),
        (None, 6, "阿卜杜拉·买买提", None, "男", "1991", "13700020006", "2015-07-01", "2016-07-01", "正式", None),
    ]  # fmt: skip
    return workbook(path, {"党员": rows}, {"党员": ("A2:A4", "A5:A7")})


# ----------------------------------------------------------------------------------------- registrations


def wenjuanxing(path: Path) -> Path:
    """Questions with numbers and marks, consent in a long sentence, one who refuses, one twice."""
    rows = [
        ("序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP", "1、*您的姓名：", "2、*您的联系电话（手机）：", "3、您所在的企业名称：",
         "4、您是否为中共党员？", "5、我已阅读并同意《个人信息收集告知书》，同意将上述信息用于本次活动登记：", "6、您对活动的建议："),
        (1, "2026/11/3 12:37:07", "85秒", "微信", "N/A", "1.2.3.4", "王一", "13600010001", "上海甲一有限公司", "是", "已阅读并同意", "无"),
        (2, "2026/11/3 12:38:07", "85秒", "微信", "N/A", "1.2.3.4", "王二", "13600010002", "(空)", "否", "同意", "(空)"),
        (3, "2026/11/3 12:39:07", "85秒", "链接", "N/A", "1.2.3.4", "王三", "13600010003", "上海甲一有限公司", "群众", "拒绝", "(跳过)"),
        (4, "2026/11/3 12:40:07", "85秒", "链接", "N/A", "1.2.3.4", "王四", "1360001000", "上海甲一有限公司", "党员", "A.同意", "(跳过)"),
        (5, "2026/11/3 12:41:07", "85秒", "链接", "N/A", "1.2.3.4", "王 一", "13600010001", "甲一公司", "是", "同意", "不要太长"),
    ]  # fmt: skip
    return workbook(path, {"Sheet1": rows})


def tencent(path: Path) -> Path:
    """Numbers with dots, times of two kinds, a consent as a tick."""
    rows = [
        ("编号", "开始答题时间", "结束答题时间", "答题时长", "语言", "1.姓名（必填）", "2.手机号码（必填）", "3.工作单位（选填）", "4.政治面貌",
         "5.个人信息授权:同意"),
        ("1", "2026-11-03 12:30:00", "2026-11-03 12:37:07", "7分7秒", "简体中文", "张一", 13600020001, "上海乙一有限公司", "中共党员", 1),
        ("2", "2026-11-03 13:30:00", "2026-11-03 13:37:07", "7分7秒", "简体中文", "张二", 13600020002, None, "群众", 1),
        ("3", "2026-11-03 14:30:00", "2026-11-03 14:37:07", "7分7秒", "简体中文", "张三", 13600020003, None, "共青团员", 0),
        ("4", "2026-11-03 15:30:00", "2026-11-03 15:37:07", "7分7秒", "简体中文", "张四", 13600020004, None, "预备党员", 1),
    ]  # fmt: skip
    return workbook(path, {"答卷详情": rows})


def jinshuju(path: Path) -> Path:
    """With the activity in a column, the state of payment and approval, and no consent at all."""
    rows = [
        ("序号", "活动", "姓名", "手机", "公司", "是否党员", "报名状态", "提交人", "提交时间", "修改时间", "填写设备", "IP"),
        (3, "午间沙龙", "李三", "13600030003", "上海丙一有限公司", "党员", "报名成功", "微信用户",
         dt.datetime(2026, 11, 5, 9, 30), None, "iPhone", "1.2.3.4"),
        (2, "午间沙龙", "李二", "13600030002", "上海丙一有限公司", "群众", "候补中", "微信用户", 46330.5, None, "Android", "1.2.3.4"),
        (1, "没有的活动", "李一", "13600030001", "上海丙一有限公司", "否", "报名成功", "微信用户", "2026-11-04 08:00", None, "iPhone",
         "1.2.3.4"),
    ]  # fmt: skip
    return workbook(path, {"全部数据": rows})


def people() -> list[Shape]:
    """Rolls of members."""
    first, second = "中共汾阳大厦第一联合支部委员会", "中共汾阳大厦第二联合支部委员会"
    return [
        Shape("每支部一表.xlsx", "people", branch_per_sheet, 5, {6: "出生日期"}, {
            "单甲|13700010001": {"gender": "男", "born": "1968-04-02", "joined": "2001-07-01",
             "regular": "2002-07-01", "branch": first,
                               "kind": "正式", "unit": "上海甲一有限公司 经理"},
            "仇 乙|None": {"gender": "女", "born": "1990-05", "joined": "2025-06-30", "regular": "None",
             "branch": first, "kind": "预备"},
            "解丙|13700010003": {"born": "1968-04-01", "joined": "1998-07-01", "branch": second, "education": "研究生"},
            "单甲|13700010004": {"gender": "女", "born": "1985-12", "branch": second},
        }),
        Shape("支部合并.xlsx", "people", branch_merged, 6, {4: "身份证号码", 6: "身份证号码"}, {
            "朴一|13700020001": {"branch": "汾阳大厦联合党支部", "identity": identity("19680402", 15), "kind": "正式", "post": "书记"},
            "朴二|13700020002": {"branch": "汾阳大厦联合党支部", "identity": identity("19900512", 24), "kind": "预备",
             "regular": "None"},
            "查四|13700020004": {"branch": "东湖大厦党支部", "gender": "女", "born": "1976-01"},
            "阿卜杜拉·买买提|13700020006": {"branch": "东湖大厦党支部", "born": "1991", "identity": None},
        }),
    ]  # fmt: skip


def registrations() -> list[Shape]:
    """Lists of registrations for the activity 午间沙龙."""
    wanted: dict[str, Any] = {
        "王一|13600010001": {"unit": "上海甲一有限公司", "member": True, "consent": "2026-11-03", "status": "已报名"},
        "王二|13600010002": {"unit": None, "member": False},
    }
    return [
        Shape("问卷星.xlsx", "registrations", wenjuanxing, 5, {
            4: "5、我已阅读并同意《个人信息收集告知书》，同意将上述信息用于本次活动登记：", 5: "2、*您的联系电话（手机）：", 6: "2、*您的联系电话（手机）："}, wanted),
        Shape("腾讯问卷.xlsx", "registrations", tencent, 4, {4: "5.个人信息授权:同意"}, {
            "张一|13600020001": {"unit": "上海乙一有限公司", "member": True, "consent": "2026-11-03"},
            "张二|13600020002": {"unit": None, "member": False},
            "张四|13600020004": {"member": True},
        }),
        Shape("金数据.xlsx", "registrations", jinshuju, 3, {4: "活动"}, {
            "李三|13600030003": {"status": "已报名", "member": True, "unit": "上海丙一有限公司", "consent": None},
            "李二|13600030002": {"status": "候补", "member": False},
        }),
    ]  # fmt: skip

"""Further untidy files: sections that name buildings, headings over two rows on each page, addresses, pages, text."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from tests.unit.untidy import Shape, code, workbook
from tests.unit.untidy_people import identity


def two_telephones(path: Path) -> Path:
    """Two columns of one heading: each number belongs to the person on its left; leases in every form."""
    rows = [
        ("序号", "企业名称", "楼宇", "楼层室号", "负责人", "电话", "联系人", "电话", "职工", "党员", "租期\n(起止)", "是否重点\n企业", "备注"),
        (1, "上海卯一\n有限公司", "环贸广场", "8楼805", "张一", "13811110001", "李一", "13811110002", "35人", "3人",
         "2023.3.1\n2026.2.28", "√", "停车难"),
        (2, "上海卯二有限公司 ", "环贸广场", "8楼806", "张二", "13811110003", None, None, "1,390", "3", "20230301-20260228", "否",
         "重点企业；上市"),
        (3, "上海卯三有限公司", "环贸广场", "8楼807", None, None, "李三", "13811110006", 12.0, 0, "2023年3月1日起3年", "", ""),
        (4, "上海卯四有限公司", "环贸广场", "8楼808", "张四", None, "李四", None, 12.0, 0, "2023.3-2026.2", "★", ""),
        ("合    计", None, None, None, None, None, None, None, 1449, 6),
        (None, "注：以上数据截至2026年10月"),
        (None, "制表人：张三      审核人：李四"),
    ]  # fmt: skip
    return workbook(path, {"环贸企业": rows})


def sections_of_buildings(path: Path) -> Path:
    """Merged rows between the firms name the building; another little table stands below the total."""
    rows = [
        ("汾阳片区企业名录",), ("序号", "单位名称", "室号", "联系人", "联系电话", "人数"),
        ("一、环贸广场一期（共2家）",),
        (1, "上海辰一有限公司", "805", "王一", "13822220001", 5),
        (2, "上海辰二有限公司", "2楼", "王二", "13822220002", 6),
        ("二、嘉华中心（共1家）",),
        (1, "上海辰三有限公司", "1001", "王三", "13822220003", 7),
        ("三、沿街商铺",),
        (1, "阿辰面馆", "汾阳路8号", "王四", "13822220004", 8),
        ("总计：4家", None, None, None, None, 26),
        (), ("类别", "数量"), ("企业", 3), ("商户", 1),
    ]  # fmt: skip
    return workbook(path, {"Sheet1": rows}, {"Sheet1": ("A1:F1", "A3:F3", "A6:F6", "A8:F8")})


def headings_on_each_page(path: Path) -> Path:
    """Headings of two rows, again in the middle; the building stands once for its firms."""
    first = ("序号", "楼宇", "楼层", "企业名称", "人员情况", None, "租赁期限", None, "联系方式", None)
    second = (None, None, None, None, "员工", "党员", "起", "止", "姓名", "电话")
    days = ("2023.1.1", "2025.12.31")
    rows = [
        ("台账",), first, second,
        *((n, "甲大厦" if n == 1 else None, 3, f"上海巳{n}有限公司", 10, 1, *days, f"赵{n}", f"1383333000{n}") for n in (1, 2, 3)),
        first, second,
        *((n, "乙大厦" if n == 4 else None, 5, f"上海巳{n}有限公司", 10, 1, *days, f"赵{n}", f"1383333000{n}") for n in (4, 5)),
        ("第 2 页 共 2 页",),
    ]  # fmt: skip
    heads = [f"{c}{top}:{c}{top + 1}" for top in (2, 7) for c in "ABCD"]
    heads += [f"{span[0]}{top}:{span[1]}{top}" for top in (2, 7) for span in ("EF", "GH", "IJ")]
    return workbook(path, {"台账": rows}, {"台账": ("A1:J1", *heads)})


def whole_addresses(path: Path) -> Path:
    """The place stands in an address; names with their numbers in one cell."""
    rows = [
        ("企业名称", "统一信用代码", "经营地址", "联系人/电话", "从业人员期末数（人）", "党员数量（名）", "合同起止时间", "续租意向"),
        ("上海午一有限公司", code(81), "汾阳路1号环贸广场8楼805室", "张三/13844440001", "10（其中外籍2人）", "1", "2023/3/1~2026/2/28", "续租"),
        ("上海午二有限公司", code(82), "汾阳路1号环贸广场B座1203", "李四，021-62880000", "11", "1", "2023.03.01--2026.02.28", "待定"),
        ("上海午三有限公司", code(83), "汾阳路1号环贸广场12F", "13844440003", "12", "1", "自2023年3月1日至2026年2月28日止", "有意向续租"),
    ]  # fmt: skip
    return workbook(path, {"企业信息": rows})


def many_columns(path: Path) -> Path:
    """A cover and notes before the sheet; capital in 万元, words that no list has, the legal representative twice."""
    rows = [
        ("填表单位:", None, "X"),
        ("企业名称（盖章）", "所在楼宇", "所在楼层", "门牌号", "法定代表人", "法人电话", "企业联系人", "企业联系人手机", "注册资金（万元）", "成立时间", "所属行业",
         "企业性质", "企业类型", "是否规上", "是否有党组织", "党员数(其中流动党员)", "备注"),
        ("上海未一有限公司", "乙大厦", 8, 805, "钱一", "13855550001", "孙一", "13855550002", "500", "2010.5.6", "商务服务业", "私营企业",
         "有限责任公司", "是", "无", 2, None),
        ("上海未二有限公司", "乙大厦", 8, 806, "钱二", "13855550003", "钱二", "13855550003", "1000万美元", "2011年5月", "信息技术", "外资",
         "外商独资", "否", "联合支部", "3(1)", None),
        ("上海未三代表处", "乙大厦", 9, "901-902", "钱三", None, "孙三", "13855550006", "/", "2012-5-6", "跨境电商", "混改企业", "代表处", "否",
         "已建", 5, "老客户"),
    ]  # fmt: skip
    return workbook(path, {"封面": [("楼宇企业台账",)], "填表说明": [("1.请如实填写",)], "正表": rows})


def page_as_xls(path: Path) -> Path:
    """What a web system calls .xls: a page in GB 18030 with a row of spans."""
    cells = "".join(f"<td>{text}</td>" for text in ("1", "上海申一有限公司", code(91), "丙大厦", "12F", "13866660001"))
    heads = "".join(f"<th>{text}</th>" for text in ("序号", "企业名称", "统一社会信用代码", "楼宇", "楼层", "联系电话"))
    page = (
        "<html><head><meta charset='gb2312'></head><body><table><caption>x</caption><tr><th colspan='6'>企业列表</th></tr>"
        f"<tr>{heads}</tr><tr>{cells}</tr><tr><td colspan=6>共1条</td></tr></table></body></html>"
    )
    path.write_bytes(page.encode("gb18030"))
    return path


def semicolons(path: Path) -> Path:
    """A csv in GB 18030 with semicolons, names in quotes, a total."""
    lines = [
        "企业名称;楼宇;楼层室号;联系人;手机", '"上海酉一;咨询有限公司";丁大厦;"8楼\n805";王一;13877770001',
        "上海酉二有限公司;;1203;王二;13877770002", "合计;;;;2",
    ]  # fmt: skip
    path.write_bytes("\r\n".join(lines).encode("gb18030"))
    return path


def collected(path: Path) -> Path:
    """A roll with two rows of headings; the branch is named in the line above them."""
    rows = [
        ("党员信息采集汇总表",), ("填报党组织：中共永盛大厦联合支部委员会", None, None, None, None, "2026年10月"),
        ("序号", "基本信息", None, None, None, None, "组织信息", None, None, "联系方式", None, "备注"),
        (None, "姓　名", "性 别", "出生\n年月", "身份证号", "学历/学位", "入党时间\n（年月日）", "转正\n时间", "职务", "手机号", "微信号", None),
        (1, "欧阳甲", "男", "1980.1", identity("19800115", 15), "本科/学士", "2001年7月", "2002-07", "书记", "13755550001",
         "wx1", "流动党员"),
        (2, "阿依古丽 · 买买提", "女", "1991.10.", None, "大专", "2015.07.01", "2016.07.01", "", "137-5555-0002", None, None),
        (3, "王丙", "女", 1985.06, None, "硕士研究生", 20100701, 20110701, "宣传委员", "13755550003/64330000", None, None),
        (4, "李丁", "男", "85.6", None, "初中以下", "2010-7-1", "2011-7-1", None, "13755550004", None, None),
        (5, "赵戊", "男", "1985-13", None, "本科", "2010-7-1", "2009-7-1", None, "13755550005", None, None),
        (6, "钱己", "？", "1985-03", None, "本科", dt.datetime(1999, 7, 1), 36708, None, "13755550006", None, None),
        (7, "钱己", "女", "1985-03", None, "本科", "2011.7.1", "2012-7-1", None, "13755550006", None, None),
        ("合计", 6, "其中男3女3"), ("书记签字：", None, None, "日期："),
    ]  # fmt: skip
    return workbook(path, {"花名册": rows}, {"花名册": ("B3:F3", "G3:I3", "J3:K3", "A3:A4", "L3:L4")})


def paper_list(path: Path) -> Path:
    """A list typed from paper: ticks for members and for who came."""
    rows = [
        ("“午间沙龙”活动报名表",), ("时间：2026年11月20日  地点：9楼",),
        ("序号", "姓名", "单位", "联系方式", "党员（√）", "签到", "备注"),
        (1, "孙一", "上海甲一有限公司", "13766660001", "√", "√", None),
        (2, "孙二", "上海甲一有限公司", "13766660002", "", "", None),
        (3, "孙三", "同上", "1376666000", "", "√", None),
        (4, "孙四", None, None, "√", "", None),
        (5, None, None, None, None, None, None), ("共4人",),
    ]  # fmt: skip
    return workbook(path, {"签到": rows})


def more_enterprises() -> list[Shape]:
    """Further ledgers of enterprises."""
    lease = "2023-03-01|2026-02-28"
    return [
        Shape("两个电话.xlsx", "enterprises", two_telephones, 4, {}, {
            "上海卯一有限公司": {"contacts": ["李一|13811110002",
             "张一|13811110001"], "seats": [f"环贸广场|8|05|{lease}"], "key": True},
            "上海卯二有限公司": {"contacts": ["张二|13811110003"], "headcount": 1390, "key": False,
                "seats": [f"环贸广场|8|06|{lease}"]},
            "上海卯三有限公司": {"contacts": ["李三|13811110006"], "seats": [f"环贸广场|8|07|{lease}"], "key": False},
            "上海卯四有限公司": {"contacts": ["李四|None", "张四|None"], "key": True, "seats": [f"环贸广场|8|08|{lease}"]},
        }),
        Shape("分段楼宇.xlsx", "enterprises", sections_of_buildings, 4, {}, {
            "上海辰一有限公司": {"seats": ["环贸广场一期|8|05|None|None"], "headcount": 5},
            "上海辰二有限公司": {"seats": ["环贸广场一期|2||None|None"]},
            "上海辰三有限公司": {"seats": ["嘉华中心|10|01|None|None"]},
            "阿辰面馆": {"contacts": ["王四|13822220004"]},
        }),
        Shape("每页表头.xlsx", "enterprises", headings_on_each_page, 5, {}, {
            f"上海巳{n}有限公司": {"seats": [f"{'甲大厦|3' if n < 4 else '乙大厦|5'}||2023-01-01|2025-12-31"], "headcount": 10,
                "party": 1,
                              "contacts": [f"赵{n}|1383333000{n}"]} for n in range(1, 6)
        }),
        Shape("整段地址.xlsx", "enterprises", whole_addresses, 3, {}, {
            "上海午一有限公司": {"seats": [f"环贸广场|8|05|{lease}"], "contacts": ["张三|13844440001"], "headcount": 10, "party": 1},
            "上海午二有限公司": {"seats": [f"环贸广场|12|B座03|{lease}"], "contacts": ["李四|021-62880000"]},
            "上海午三有限公司": {"seats": [f"环贸广场|12||{lease}"], "contacts": ["未具名|13844440003"]},
        }),
        Shape("列很多.xlsx", "enterprises", many_columns, 3, {}, {
            "上海未一有限公司": {"contacts": ["孙一|13855550002", "钱一|13855550001"], "capital": "500万元", "party_org": "未建·有党员"},
            "上海未二有限公司": {"contacts": ["钱二|13855550003"], "capital": "1000万美元", "party": 3, "party_org": "联合支部覆盖"},
            "上海未三代表处": {"capital": None, "business": "跨境电商", "remark": "老客户；经济性质：混改企业",
             "seats": ["乙大厦|9|01-02|None|None"]},
        }),
        Shape("网页.xls", "enterprises", page_as_xls, 1, {}, {
            "上海申一有限公司": {"code": code(91), "seats": ["丙大厦|12||None|None"], "contacts": ["未具名|13866660001"]},
        }),
        Shape("分号.csv", "enterprises", semicolons, 2, {}, {
            "上海酉一;咨询有限公司": {"seats": ["丁大厦|8|05|None|None"], "contacts": ["王一|13877770001"]},
            "上海酉二有限公司": {"contacts": ["王二|13877770002"]},
        }),
    ]  # fmt: skip


def more_people() -> list[Shape]:
    """A further roll."""
    branch = "中共永盛大厦联合支部委员会"
    return [
        Shape("采集表.xlsx", "people", collected, 7, {8: "出生\n年月", 9: "出生\n年月", 11: "手机号"}, {
            "欧阳甲|13755550001": {"born": "1980-01", "joined": "2001-07-01", "regular": "2002-07-01",
             "branch": branch, "education": "大学本科",
                                "identity": identity("19800115", 15)},
            "阿依古丽 · 买买提|13755550002": {"born": "1991-10", "branch": branch},
            "王丙|13755550003": {"born": "1985-06", "joined": "2010-07-01", "regular": "2011-07-01",
             "remark": "另有电话：64330000"},
            "钱己|13755550006": {"gender": None, "joined": "1999-07-01", "regular": "2000-07-01"},
        }),
    ]  # fmt: skip


def more_registrations() -> list[Shape]:
    """A further list for the activity 午间沙龙."""
    return [
        Shape("纸质名单.xlsx", "registrations", paper_list, 4, {6: "联系方式"}, {
            "孙一|13766660001": {"status": "已签到", "member": True, "unit": "上海甲一有限公司"},
            "孙二|13766660002": {"status": "已报名", "member": None},
            "孙四|None": {"member": True},
        }),
    ]  # fmt: skip

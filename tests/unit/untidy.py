"""Untidy workbooks as stations have them, each with what a careful reader gets out of it by hand.

`SHAPES` are made into a folder by `Shape.make`; firms, people and numbers are invented.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from louyu_desktop.rules.identity import credit_check_digit

Rows = Iterable[Sequence[Any]]
NBSP = "\u00a0"


@dataclass(frozen=True, slots=True)
class Shape:
    """One workbook: how it is made, its rows that are records, the refused ones by Excel row, and facts by name.

    A fact is compared as far as it goes: the keys that stand here, no others.
    """

    name: str
    kind: str
    make: Callable[[Path], Path]
    rows: int
    refused: Mapping[int, str] = field(default_factory=dict)
    facts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def code(number: int, head: str = "91310104MA") -> str:
    """A credit code that holds, of its own for each number."""
    body = f"{head}{number:0{17 - len(head)}d}"
    return body + credit_check_digit(body)


def workbook(
    path: Path, sheets: Mapping[str, Rows], merged: Mapping[str, Sequence[str]] | None = None, *,
    epoch1904: bool = False,
) -> Path:  # fmt: skip
    """An .xlsx of these rows; an empty row leaves a row out."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    if epoch1904:
        book.epoch = CALENDAR_MAC_1904
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row, start=1):
                if value is not None:
                    sheet.cell(number, column, value)
        for span in (merged or {}).get(name, ()):
            sheet.merge_cells(span)
    book.save(path)
    return path


# ------------------------------------------------------------------------------------------- enterprises


def sheet_per_building(path: Path) -> Path:
    """The building stands only in the sheet's name, the floor in a row of its own between the firms."""
    heads = ("序号", "房号", "单位名称", "税号", "负责人", "手机", "职工人数", "党员总数", "合同期限")
    first = [
        ("汾阳中心入驻单位一览（截至2026年10月31日）",), heads,
        ("一层",),
        (1, "101", "上海甲一贸易有限公司", code(1), "王甲", "13800010001", 12, 1, "2023.3.1-2026.2.28"),
        (2, "102", "上海甲二餐饮管理有限公司", code(2), "李甲", "13800010002", 8, None, "2024/1/1-2026/12/31"),
        ("二层",),
        (3, "201", "上海甲三咨询有限公司", code(3), "赵甲", "13800010003", "约30人", "2名", "2022年5月1日至2025年4月30日"),
        ("小计", None, None, None, None, None, 50, 3),
    ]  # fmt: skip
    second = [
        ("东湖大厦入驻单位一览（截至2026年10月31日）",), heads,
        ("三层",),
        (1, "305", "上海乙一科技有限公司", code(4), "孙乙", "13800010004", 20, 2, "长期"),
        ("十二层",),
        (2, None, "上海乙二文化有限公司", code(5), "周乙", "13800010005", 40, 5, "2025.01.01—2027.12.31"),
        ("合计", None, None, None, None, None, 60, 7),
    ]  # fmt: skip
    totals = [("楼宇", "企业数", "党员数"), ("汾阳中心", 3, 3), ("东湖大厦", 2, 7), ("合计", 5, 10)]
    return workbook(path, {"汇总": totals, "汾阳中心": first, "东湖大厦": second})


def heading_at_row_six(path: Path) -> Path:
    """Titles and particulars above, headings with line ends, units, stars and numbers."""
    rows = [
        ("附件 2",), ("2026 年第三季度楼宇企业基本情况统计表",), (),
        ("填报单位（盖章）：", None, "汾阳片区", None, "填报日期：", "2026-10-31"),
        ("联系人：", "张三", "联系电话：", "64330000"),
        ("序\n号", "*所在\n大厦", "★楼 层", "房 号", "1.企业名称\n（全称）", "2、统一社会\n信用代码", "③联系人\n姓名", "④联系\n电话",
         "从业人数\n（人）", "其中：党员\n（名）", "租赁面积\n（㎡）", "起租日\n（年月日）", "租期至", "备注"),
        (1, "永盛大厦", 8, 801, "上海丙一信息技术有限公司", code(11), "钱丙", 13800020001, 35, 4, "412.5㎡", "2024.3.5", "2027.3.4",
         "重点企业"),
        (2, "永盛大厦", "8F", "802-803", "丙二（中国）投资有限公司", code(12), "孙丙", "021-62881234转805", "120", 0, 1200, 45356,
         dt.datetime(2028, 3, 4), None),
        (), (),
        (3, "永盛大厦", "9层", "整层", "上海丙三律师事务所", code(13, "31310000MD"), "周丙", "+852 2523 4567", "300余人", "无",
         "—", "2024年3月5日", "2029-3-4 00:00:00", "/"),
        ("注：1. 从业人数包括派遣人员。",), ("    2. 党员数以组织关系为准。",),
        ("填表人：李四", None, None, "审核人：王五", None, None, "联系电话：64330000"),
    ]  # fmt: skip
    return workbook(path, {"Sheet1": rows}, {"Sheet1": ("A2:N2", "A12:N12", "A13:N13")})


def three_rows_of_headings(path: Path) -> Path:
    """Groups above groups; the one in charge and the one for Party work stand side by side."""
    rows = [
        ("楼宇企业情况摸排表",),
        ("序号", "一、基本情况", None, None, None, "二、人员情况", None, "三、联络情况", None, None, None, "四、租赁信息", None),
        (None, "楼宇名称", "位置", None, "单位", "职工", None, "企业负责人", None, "党建联系人", None, "租期", None),
        (None, None, "楼层", "室号", None, "总数", "中共党员", "姓名", "电话", "姓名", "手机", "起始", "终止"),
        (1, "宏安大厦", 3, "301", "上海丁一实业有限公司", 45, 3, "吴丁", "021-64331111", "郑丁", "13900030001", "2023-01-01",
         "2025-12-31"),
        (2, None, 3, "302", "上海丁二网络科技有限公司", 66, 6, "冯丁", "13900030002", None, None, "2024-01-01", "2026-12-31"),
        (3, None, 4, "401", "上海丁三设计有限公司", 7, 0, None, None, "陈丁", "13900030003", "2024-05-01", "2026-04-30"),
    ]  # fmt: skip
    merged = ("A1:M1", "A2:A4", "B2:E2", "F2:G2", "H2:K2", "L2:M2", "B3:B4", "C3:D3", "E3:E4", "F3:G3", "H3:I3",
     "J3:K3",
              "L3:M3", "B5:B7")  # fmt: skip
    return workbook(path, {"摸排表": rows}, {"摸排表": merged})


def other_words(path: Path) -> Path:
    """Everything is called differently; the only number belongs to the legal representative."""
    rows = [
        ("租户名称", "社会信用代码", "法人", "联系方式", "员工总数", "中共党员数", "楼栋", "门牌", "合同到期日", "行业类别", "说明"),
        ("上海戊一商务咨询有限公司", code(21), "刘戊", "138 0004 0001", "15人", "1人", "锦江广场", "1203室", "2026/12/31", "租赁和商务服务业", ""),
        ("戊二商贸（上海）有限公司", code(22), "关戊", "13800040002/13900040002", "50-60人", "3", "锦江广场", "1205", "2026/12/31",
         None, None),
        ("上海戊三电子有限公司", code(23), "张戊", "1380004000", 10, 1, "锦江广场", "1207", "20261231", None, None),
        ("上海戊四食品有限公司", code(24), "马戊", "", 10, 1, "锦江广场", "B1-12", "20261231", "批发零售业", None),
    ]  # fmt: skip
    return workbook(path, {"租户": rows})


PLACES: dict[str, tuple[str, str]] = {
    "A座1203": ("12", "A座03"), "12F": ("12", ""), "12-03": ("12", "03"), "B1": ("B1", ""), "1楼大堂": ("1", "大堂"),
    "8-9F整层": ("8-9", "整层"), "２０楼２００１": ("20", "01"), "3302": ("33", "02"), "5楼": ("5", ""), "地下一层B101": ("B1", "01"),
    "十六层1608室": ("16", "08"), "18层A单元": ("18", "A"), "701、702": ("7", "01、02"), "12楼03-05室": ("12", "03-05"),
    "1号楼301室": ("3", "1号楼01"), "25/F": ("25", ""), "LG-05": ("LG", "05"), "6楼全层": ("6", "全层"), "7F701": ("7", "01"),
    "2301A": ("23", "01A"), "第15层": ("15", ""), "四楼401": ("4", "01"), "GF": ("G", ""), "L3-12": ("3", "12"),
    "B座 15F": ("15", "B座"), "9楼(东)": ("9", "(东)"), "8F-9F": ("8-9", ""), "33层、34层": ("33、34", ""),
}  # fmt: skip


def places_in_one_cell(path: Path) -> Path:
    """Floor and room in every way they are written."""
    rows: list[tuple[Any, ...]] = [("企业名称", "楼宇", "室号")]
    rows += [(f"上海己{i:02d}有限公司", "天安中心", place) for i, place in enumerate(PLACES)]
    return workbook(path, {"表1": rows})


def merged_firms(path: Path) -> Path:
    """One firm over three floors, buildings merged, totals above and below, headings again on the next page."""
    head = ("序号", "楼宇", "楼层", "企业名称", "统一社会信用代码", "联系人", "电话", "员工数", "面积", "起租", "到期")
    rows = [
        ("楼宇入驻企业明细",), head,
        ("总计", None, None, None, None, None, None, 265, 5500),
        (1, "金钟广场", 5, "上海庚一集团有限公司", code(31), "何庚", "13800050001", 200, 1500, "2023-01-01", "2027-12-31"),
        (None, None, 6, None, None, None, None, None, 1500, None, None),
        (None, None, 7, None, None, None, None, None, 1500, None, None),
        (2, None, 8, "上海庚二贸易有限公司", code(32), "吕庚", "13800050002", 15, 200, "2023-01-01", "2025-12-31"),
        (None, None, None, "上海庚三贸易有限公司", code(33), "施庚", "13800050003", 15, 200, "2023-01-01", "2025-12-31"),
        ("小计", None, None, "3家", None, None, None, 230, 4900),
        (), head,
        (3, "瑞金大厦", 1, "上海庚四服饰有限公司", code(34), "张庚", "13800050004", 35, 600, "2024-01-01", "2026-12-31"),
        ("小计", None, None, "1家", None, None, None, 35, 600),
        ("制表日期：2026年10月31日",),
    ]  # fmt: skip
    merged = ("A1:K1", "A4:A6", "B4:B8", "D4:D6", "E4:E6", "F4:F6", "G4:G6", "H4:H6", "J4:J6", "K4:K6", "C7:C8")
    return workbook(path, {"明细": rows}, {"明细": merged})


def strange_numbers(path: Path) -> Path:
    """Codes and telephones in every state that Excel and people leave them in."""
    good = code(41)
    wide = good.translate({ord(c): ord(c) + 0xFEE0 for c in good})
    rows = [
        ("名称", "统一社会信用代码", "联系人", "电话", "员工数"),
        ("上海辛一有限公司", wide, "王辛", 1.38e10, "１２"),
        ("上海辛二有限公司", code(42).lower(), "王\u3000辛", "'13800060002", f"{NBSP}12{NBSP}"),
        ("上海辛三有限公司", f"{code(43)[:6]} {code(43)[6:12]}-{code(43)[12:]}", "王辛三", f"{NBSP}138{NBSP}0006{NBSP}0003",
         "1,200"),
        ("上海辛四有限公司", "9131O104MA" + code(44)[10:], "王辛四", "13800060004", 12),
        ("上海辛五有限公司", code(45)[:17], "王辛五", "13800060005", 12),
        ("上海辛六有限公司", code(46) + "0", "王辛六", "13800060006", 12),
        ("上海辛七有限公司", "310104000123456", "王辛七", "13800060007", 12),
        ("上海辛八有限公司", "9.13101E+17", "王辛八", "13800060008", 12),
        ("上海辛九有限公司", 913101040012345678.0, "王辛九", "13800060009", 12),
        ("上海辛十有限公司", code(50), "王辛十", "1.38E+10", 12),
        ("上海壬一有限公司", code(51), "王壬一", "138-0006-0011", 12.5),
        ("上海壬二有限公司", "无", "王壬二", "021-6288 1234转805", "/"),
        ("上海壬三有限公司", "—", "王壬三", "(021)62881234", "不详"),
        ("上海壬四有限公司", "办理中", "王壬四", "+86 21 6288 1234", "待定"),
        ("上海壬五有限公司", code(55), "王壬五", "13800060015（微信同号）", "约1.2万人"),
        ("上海壬六有限公司", code(56), "王壬六13800060016", None, 5),
        ("上海壬七有限公司", code(57), "王壬七", "13800060017 13900060017", 5),
        ("上海壬八有限公司", code(58), "王壬八", "手机：13800060018", 5),
    ]  # fmt: skip
    return workbook(path, {"sheet": rows})


DAYS: dict[str, Any] = {
    "一": 45356, "二": "2024.03.05 ", "三": "2024-3-5 00:00:00", "四": "20240305", "五": "2024年3月5日", "六": "二〇二四年三月五日",
    "七": "2024/3/5", "八": 20240305, "九": "２０２４．３．５", "十": "2024 年 3 月 5 日", "甲": dt.date(2024, 3, 5), "乙": "2024、3、5",
    "丙": "45356", "丁": "2024-03-05T08:30:00", "戊": "2024.3.5日", "己": "2024·3·5",
}  # fmt: skip
NO_DAYS: dict[str, Any] = {"庚": "24/3/5", "辛": "2024-02-30", "壬": "3月5日", "癸": "2024年", "子": "下半年", "丑": "05/03/2024"}
OPEN: dict[str, Any] = {"寅": "长期", "卯": "无固定期限", "辰": "—", "巳": "无", "午": "自有产权", "未": "/", "申": "未签", "酉": "待定"}


def days_of_all_kinds(path: Path) -> Path:
    """A lease's end in every form."""
    rows: list[tuple[Any, ...]] = [("企业名称", "楼宇", "楼层", "租赁开始", "租赁到期")]
    rows += [(f"上海日{word}有限公司", "日月大厦", 3, "2020-01-01", day) for word, day in {**DAYS, **NO_DAYS, **OPEN}.items()]
    return workbook(path, {"sheet": rows})


def days_since_1904(path: Path) -> Path:
    """A workbook of an old Mac: days count from 1904, with and without a format."""
    rows = [
        ("企业名称", "楼宇", "租赁起", "租赁止"),
        ("上海麦一有限公司", "麦氏大厦", dt.date(2024, 3, 5), dt.date(2027, 3, 4)),
        ("上海麦二有限公司", "麦氏大厦", 43894, 44988),
    ]
    return workbook(path, {"sheet": rows}, epoch1904=True)


def alike_and_twice(path: Path) -> Path:
    """A firm twice, a branch beside its parent, a consulate, a shop, a firm in preparation."""
    rows = [
        ("序号", "楼宇", "室号", "单位名称", "统一社会信用代码", "联系人", "电话"),
        (1, "领馆广场", "801", "上海子一银行股份有限公司", code(61), "甲一", "13800070001"),
        (2, "领馆广场", "101", "上海子一银行股份有限公司汾阳支行", code(62), "甲二", "13800070002"),
        (3, "领馆广场", "1201", "某国驻上海总领事馆", None, "甲三", "62880000"),
        (4, "领馆广场", "102", "阿三茶铺", code(63, "92310104MA"), "甲四", "13800070004"),
        (5, "领馆广场", "802", "上海子一银行股份有限公司", code(61), "甲一", "13800070001"),
        (6, "领馆广场", "903", "上海子二（集团）有限公司", None, "甲五", "13800070005"),
        (7, "领馆广场", "904", "上海子二(集团)有限责任公司", None, "甲六", "13800070006"),
        (8, "领馆广场", "905", "上海子二集团投资有限公司", None, "甲七", "13800070007"),
        (9, "领馆广场", "906", "上海子三有限公司（筹）", None, "甲八", "13800070008"),
        (10, "领馆广场", "907", "空置", None, None, None),
    ]  # fmt: skip
    return workbook(path, {"sheet": rows})


def empty_tail(path: Path) -> Path:
    """Hidden rows and columns, ten thousand formatted rows below the last firm, another table at the side."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "2026"
    for row in [
        ("序号", "企业名称", "信用代码", "楼宇", "楼层", "人数", None, None, "图例", "说明"),
        (1, "上海丑一有限公司", code(71), "海上大楼", "3", 10, None, None, "红", "重点"),
        (2, "上海丑二有限公司", code(72), "海上大楼", "3", 20, None, None, "黄", "关注"),
        (3, "上海丑三有限公司", code(73), "海上大楼", "4", "=10+20", None, None, None, None),
    ]:
        sheet.append(row)
    sheet.column_dimensions["C"].hidden = True
    sheet.row_dimensions[3].hidden = True
    for number in range(5, 10_005):
        sheet.cell(number, 1).number_format = "@"
        sheet.cell(number, 2, " " if number % 2 else None)
    book.save(path)
    return path


def serials_ready(path: Path) -> Path:
    """Serial numbers dragged down below the last firm, firms numbered by hand, headings with spaces inside."""
    rows: list[tuple[Any, ...]] = [
        ("楼 宇 企 业 台 账",), ("序 号", "楼 宇", "企 业 名 称", "电 话", "联 系 人", "员 工 数 （人）", "党 员 数 （人）")
    ]
    rows += [(1, "和平大厦", "1、上海寅一有限公司", "13800080001", "甲", 10, 1), (2, "同上", "2、上海寅二有限公司", "13800080002", "乙", 20, 2)]
    rows += [(3, "〃", "3、上海寅三有限公司", "同上", "丙", 30, 3)]
    rows += [(number, None, None, None, None, None, None) for number in range(4, 40)]
    return workbook(path, {"sheet": rows})


def enterprises() -> list[Shape]:
    """Ledgers of enterprises."""
    return [
        Shape("每楼一表.xlsx", "enterprises", sheet_per_building, 5, {}, {
            "上海甲一贸易有限公司": {"code": code(1), "seats": ["汾阳中心|1|01|2023-03-01|2026-02-28"],
                "contacts": ["王甲|13800010001"],
                             "headcount": 12, "party": 1},
            "上海甲三咨询有限公司": {"seats": ["汾阳中心|2|01|2022-05-01|2025-04-30"], "headcount": 30, "party": 2},
            "上海乙一科技有限公司": {"seats": ["东湖大厦|3|05|None|None"]},
            "上海乙二文化有限公司": {"seats": ["东湖大厦|12||2025-01-01|2027-12-31"], "contacts": ["周乙|13800010005"]},
        }),
        Shape("第六行表头.xlsx", "enterprises", heading_at_row_six, 3, {}, {
            "上海丙一信息技术有限公司": {"code": code(11), "seats": ["永盛大厦|8|01|2024-03-05|2027-03-04"], "headcount": 35,
                "party": 4,
                               "contacts": ["钱丙|13800020001"], "area": ["412.50"], "key": True},
            "丙二（中国）投资有限公司": {"seats": ["永盛大厦|8|02-03|2024-03-05|2028-03-04"], "contacts": ["孙丙|021-62881234-805"],
                               "headcount": 120, "party": 0, "key": False},
            "上海丙三律师事务所": {"seats": ["永盛大厦|9|整层|2024-03-05|2029-03-04"], "contacts": ["周丙|+85225234567"],
                "headcount": 300,
                            "party": None, "code": code(13, "31310000MD")},
        }),
        Shape("三层表头.xlsx", "enterprises", three_rows_of_headings, 3, {}, {
            "上海丁一实业有限公司": {"seats": ["宏安大厦|3|01|2023-01-01|2025-12-31"], "headcount": 45, "party": 3,
                             "contacts": ["吴丁|021-64331111", "郑丁|13900030001"]},
            "上海丁二网络科技有限公司": {"seats": ["宏安大厦|3|02|2024-01-01|2026-12-31"], "contacts": ["冯丁|13900030002"]},
            "上海丁三设计有限公司": {"seats": ["宏安大厦|4|01|2024-05-01|2026-04-30"], "contacts": ["陈丁|13900030003"], "party": 0},
        }),
        Shape("别的说法.xlsx", "enterprises", other_words, 4, {3: "员工总数", 4: "联系方式"}, {
            "上海戊一商务咨询有限公司": {"code": code(21), "contacts": ["刘戊|13800040001"], "headcount": 15, "party": 1,
                               "seats": ["锦江广场|12|03|None|2026-12-31"]},
            "上海戊四食品有限公司": {"contacts": ["马戊|None"], "seats": ["锦江广场|B1|12|None|2026-12-31"]},
        }),
        Shape("位置各式.xlsx", "enterprises", places_in_one_cell, len(PLACES), {}, {
            f"上海己{i:02d}有限公司": {"seats": [f"天安中心|{floor}|{room}|None|None"]}
            for i, (floor, room) in enumerate(PLACES.values())
        }),
        Shape("合并与小计.xlsx", "enterprises", merged_firms, 6, {}, {
            "上海庚一集团有限公司": {"seats": [f"金钟广场|{floor}||2023-01-01|2027-12-31" for floor in (5, 6, 7)], "headcount": 200,
                             "contacts": ["何庚|13800050001"], "area": ["1500.00"] * 3},
            "上海庚二贸易有限公司": {"seats": ["金钟广场|8||2023-01-01|2025-12-31"], "headcount": 15},
            "上海庚三贸易有限公司": {"seats": ["金钟广场|8||2023-01-01|2025-12-31"]},
            "上海庚四服饰有限公司": {"seats": ["瑞金大厦|1||2024-01-01|2026-12-31"]},
        }),
        Shape("怪号码.xlsx", "enterprises", strange_numbers, 18, {
            5: "统一社会信用代码", 6: "统一社会信用代码", 7: "统一社会信用代码", 8: "统一社会信用代码", 9: "统一社会信用代码",
            10: "统一社会信用代码", 11: "电话", 12: "员工数",
        }, {
            "上海辛一有限公司": {"code": code(41), "contacts": ["王辛|13800000000"], "headcount": 12},
            "上海辛二有限公司": {"code": code(42), "contacts": ["王\u3000辛|13800060002"], "headcount": 12},
            "上海辛三有限公司": {"code": code(43), "contacts": ["王辛三|13800060003"], "headcount": 1200},
            "上海壬二有限公司": {"code": None, "contacts": ["王壬二|021-62881234-805"], "headcount": None},
            "上海壬三有限公司": {"code": None, "contacts": ["王壬三|021-62881234"], "headcount": None},
            "上海壬四有限公司": {"code": None, "contacts": ["王壬四|021-62881234"], "headcount": None},
            "上海壬五有限公司": {"contacts": ["王壬五|13800060015"], "headcount": 12000},
            "上海壬六有限公司": {"contacts": ["王壬六|13800060016"]},
            "上海壬七有限公司": {"contacts": ["王壬七|13800060017"]},
            "上海壬八有限公司": {"contacts": ["王壬八|13800060018"]},
        }),
        Shape("日期各式.xlsx", "enterprises", days_of_all_kinds, len(DAYS) + len(NO_DAYS) + len(OPEN),
              {2 + len(DAYS) + i: "租赁到期" for i in range(len(NO_DAYS))}, {
            **{f"上海日{word}有限公司": {"seats": ["日月大厦|3||2020-01-01|2024-03-05"]} for word in DAYS},
            **{f"上海日{word}有限公司": {"seats": ["日月大厦|3||2020-01-01|None"]} for word in OPEN},
        }),
        Shape("一九〇四.xlsx", "enterprises", days_since_1904, 2, {}, {
            f"上海麦{word}有限公司": {"seats": ["麦氏大厦|||2024-03-05|2027-03-04"]} for word in "一二"
        }),
        Shape("相像与重复.xlsx", "enterprises", alike_and_twice, 9, {8: "单位名称"}, {
            "上海子一银行股份有限公司": {"code": code(61), "seats": ["领馆广场|8|01|None|None", "领馆广场|8|02|None|None"]},
            "上海子一银行股份有限公司汾阳支行": {"code": code(62), "seats": ["领馆广场|1|01|None|None"]},
            "某国驻上海总领事馆": {"code": None, "no_code": "领事机构", "contacts": ["甲三|62880000"]},
            "阿三茶铺": {"code": code(63, "92310104MA")},
            "上海子二（集团）有限公司": {"seats": ["领馆广场|9|03|None|None"]},
            "上海子二集团投资有限公司": {"seats": ["领馆广场|9|05|None|None"]},
            "上海子三有限公司（筹）": {"no_code": "筹备未登记"},
        }),
        Shape("空尾巴.xlsx", "enterprises", empty_tail, 3, {4: "人数"}, {
            "上海丑一有限公司": {"code": code(71), "seats": ["海上大楼|3||None|None"], "headcount": 10},
            "上海丑二有限公司": {"code": code(72), "headcount": 20},
        }),
        Shape("拖好的序号.xlsx", "enterprises", serials_ready, 3, {}, {
            "上海寅一有限公司": {"seats": ["和平大厦|||None|None"], "headcount": 10, "party": 1, "contacts": ["甲|13800080001"]},
            "上海寅二有限公司": {"seats": ["和平大厦|||None|None"]},
            "上海寅三有限公司": {"seats": ["和平大厦|||None|None"], "contacts": ["丙|13800080002"]},
        }),
    ]  # fmt: skip

"""Small honest files of every sort that the mutators start from; their personal data are canaries."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter

CANARIES = ("金丝雀", "13912340077", "310101199003077651")
"""They stand in every seed: none may be met in a sentence or a log."""

_HEADS = {
    "enterprises": ("序号", "企业名称", "统一社会信用代码", "楼宇", "楼层", "联系人", "联系电话", "员工数", "租赁到期"),
    "people": ("姓名", "性别", "手机号", "身份证号", "单位", "入党日期", "备注", "邮箱", "学历"),
    "registrations": ("姓名", "手机号", "单位", "报名时间", "是否签到", "备注", "同意", "岗位", "年龄"),
    "visits": ("企业名称", "走访日期", "走访人", "受访人", "方式", "事由", "企业情况", "诉求", "下次走访"),
    "requests": ("诉求标题", "受理时间", "企业", "诉求人", "联系电话", "类别", "诉求内容", "状态", "期限"),
}
_DATA = Path(__file__).parents[1] / "data" / "ledgers"


@dataclass(frozen=True, slots=True)
class Seed:
    """One file: its name's end, its bytes, what it would be imported as."""

    suffix: str
    data: bytes
    kind: str


def rows(kind: str, count: int = 12) -> list[tuple[object, ...]]:
    """Headings and honest rows."""
    found: list[tuple[object, ...]] = [_HEADS[kind]]
    for number in range(1, count + 1):
        name, mobile, day = f"金丝雀{number}", CANARIES[1], dt.date(2024, 1 + number % 12, 5)
        found.append({
            "enterprises": (number, f"上海{name}有限公司", "91310104MADEM00119", "天安中心", number, name, mobile, 10.5, day),
            "people": (name, "女", mobile, CANARIES[2], "甲公司", day, "多行\n备注", "a@example.com", "本科"),
            "registrations": (name, mobile, "甲公司", dt.datetime(2024, 3, 5, 12, number), "是", "=1+1", "同意", "经理", 30),
            "visits": ("甲公司", day, name, f"{name}（行政）", "上门", "日常", f"{name}说要续租", "多行\n诉求", day),
            "requests": (f"{name}落户", day, "甲公司", name, mobile, "人才", CANARIES[2], "办理中", day),
        }[kind])  # fmt: skip
    return found


def workbook(kind: str, *, epoch1904: bool = False) -> bytes:
    """An .xlsx with dates, numbers, formulas, merged cells, a hidden sheet and a picture of nothing."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "date_1904": epoch1904})
    book.set_properties({"created": dt.datetime(2024, 1, 1)})
    date, clock = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    sheet = book.add_worksheet("台账")
    sheet.merge_range(0, 0, 0, 8, "二〇二四年台账")
    for number, row in enumerate(rows(kind), start=1):
        for column, cell in enumerate(row):
            form = clock if isinstance(cell, dt.datetime) else date if isinstance(cell, dt.date) else None
            if isinstance(cell, str):
                sheet.write_string(number, column, cell)
            else:
                sheet.write(number, column, cell, form)
    sheet.merge_range(2, 4, 4, 4, "3")
    sheet.write_formula(14, 7, "=SUM(H3:H13)", None, 126)
    sheet.write(5, 10, True)
    sheet.set_row(6, None, None, {"hidden": True})
    hidden = book.add_worksheet("旧")
    hidden.write_row(0, 0, [*map(str, rows(kind)[0])])
    hidden.hide()
    book.close()
    return target.getvalue()


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """An archive of parts, the same bytes each time."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def unzipped(data: bytes) -> dict[str, bytes]:
    """The parts of an archive."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_macros(data: bytes) -> bytes:
    """The workbook as .xlsm, with a part that would be its macros."""
    parts = unzipped(data)
    plain = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        plain, b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    )
    parts["xl/vbaProject.bin"] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
    return zipped(parts)


def text(kind: str, sign: str = ",") -> str:
    """A csv."""
    lines = ([f'"{cell}"' if "\n" in str(cell) else str(cell) for cell in row] for row in rows(kind))
    return "".join(sign.join(line) + "\r\n" for line in lines)


def page(kind: str) -> str:
    """A page of a web system."""
    lines = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>\n" for row in rows(kind))
    head = "<head><meta charset=utf-8><style>td{color:red}</style></head>"
    return f"<html>{head}<body><table>{lines}</table></body></html>"


def sheet_2003(kind: str) -> str:
    """SpreadsheetML 2003."""
    lines = "".join(
        "<Row>" + "".join(f'<Cell><Data ss:Type="String">{cell}</Data></Cell>' for cell in row) + "</Row>\n"
        for row in rows(kind)
    )
    return (
        '<?xml version="1.0"?><Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        f'<Worksheet ss:Name="台账"><Table>{lines}</Table></Worksheet></Workbook>'
    )


def open_document(kind: str) -> bytes:
    """An .ods, as LibreOffice has it in the main."""
    lines = "".join(
        "<table:table-row>" + "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in row)
        + "</table:table-row>" for row in rows(kind)
    )  # fmt: skip
    body = f"<office:document-content><table:table table:name='台账'>{lines}</table:table></office:document-content>"
    return zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": body.encode()})


def seeds() -> list[Seed]:
    """Every sort of file, and some that go by a wrong name."""
    found = []
    for kind in _HEADS:
        book, lines = workbook(kind), text(kind)
        found += [
            Seed(".xlsx", book, kind), Seed(".xlsx", workbook(kind, epoch1904=True), kind),
            Seed(".xlsm", with_macros(book), kind), Seed(".csv", lines.encode(), kind),
            Seed(".csv", lines.encode("gb18030"), kind), Seed(".csv", lines.encode("utf-16"), kind),
            Seed(".xls", text(kind, "\t").encode("gb18030"), kind), Seed(".xls", page(kind).encode(), kind),
            Seed(".xls", sheet_2003(kind).encode(), kind), Seed(".ods", open_document(kind), kind),
            Seed(".xlsx", open_document(kind), kind), Seed(".csv", book, kind), Seed(".xlsx", lines.encode(), kind),
        ]  # fmt: skip
    old = (_DATA / "嘉华中心入驻单位.xls").read_bytes()
    names = {"楼宇企业台账": "enterprises", "党员名册": "people", "问卷报名导出": "registrations"}
    found += [Seed(".xls", old, "enterprises")] * 4 + [Seed(".xlsx", old, "enterprises")]
    found += [Seed(".xlsx", (_DATA / f"{name}.xlsx").read_bytes(), kind) for name, kind in names.items()] * 2
    return found

"""Forty hostile files, each made here and never kept: what it is, and how it is made."""

from __future__ import annotations

import datetime as dt
import io
import os
import re
import stat
import struct
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import xlsxwriter

from tests.faults.seeds import open_document, unzipped, with_macros, zipped

_NS = "http://schemas.openxmlformats.org"
_RELATIONS = f"{_NS}/officeDocument/2006/relationships"
CODE = "91310104MADEM00119"
HEAD = ("企业名称", "统一社会信用代码", "楼宇", "联系人", "电话", "员工数", "租赁到期")
FIRM = ("上海甲一有限公司", CODE, "天安中心", "王甲", "13800010001", 12, "2027-12-31")


def raw_book(sheet: str, **more: str | bytes) -> dict[str, bytes]:
    """The parts of a workbook with one sheet, written by hand; `more` are further parts by their paths."""
    relation = f'<Relationship Id="rId1" Type="{_RELATIONS}/%s" Target="%s"/>'
    relations = f'<Relationships xmlns="{_NS}/package/2006/relationships">%s</Relationships>'
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{_NS}/package/2006/content-types"/>',
        "_rels/.rels": relations % (relation % ("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{_NS}/spreadsheetml/2006/main" xmlns:r="{_RELATIONS}">'
        '<sheets><sheet name="台账" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations % (relation % ("worksheet", "worksheets/sheet1.xml")),
        "xl/worksheets/sheet1.xml": sheet,
        **more,
    }
    return {name: text.encode() if isinstance(text, str) else text for name, text in parts.items()}


def cell(place: str, text: str) -> str:
    """A cell with its text inside."""
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def raw_sheet(rows: str, after: str = "", before: str = "") -> str:
    """A sheet of rows."""
    return f'<worksheet xmlns="{_NS}/spreadsheetml/2006/main">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def raw_rows(*more: str) -> str:
    """Headings, one firm, and whatever stands below."""
    head = "".join(cell(f"{chr(65 + n)}1", text) for n, text in enumerate(HEAD))
    firm = "".join(cell(f"{chr(65 + n)}2", str(text)) for n, text in enumerate(FIRM))
    return f'<row r="1">{head}</row><row r="2">{firm}</row>' + "".join(more)


def honest(**options: bool) -> bytes:
    """A workbook of one firm."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, **options})
    sheet = book.add_worksheet("台账")
    for number, row in enumerate((HEAD, FIRM)):
        for column, value in enumerate(row):
            sheet.write(number, column, value)
    book.close()
    return target.getvalue()


def _plain(make: Callable[[], bytes], name: str) -> Callable[[Path], Path]:
    def made(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(make())
        return path

    return made


def _raw(name: str, sheet: str, **more: str | bytes) -> Callable[[Path], Path]:
    return _plain(lambda: zipped(raw_book(sheet, **more)), name)


def _total() -> bytes:
    """Three parts of which the directory says 100 MB each."""
    parts = raw_book(raw_sheet(raw_rows())) | {f"xl/media/{n}.bin": bytes(os.urandom(1 << 20)) for n in range(3)}
    packed = bytearray(zipped(parts))
    for match in re.finditer(rb"PK\x01\x02", bytes(packed)):
        if struct.unpack_from("<I", packed, match.start() + 24)[0] == 1 << 20:
            struct.pack_into("<I", packed, match.start() + 24, 100 << 20)
    return bytes(packed)


def _understated() -> bytes:
    """A sheet of 30 MB of which the directory says 2,000 bytes."""
    sheet = raw_sheet(raw_rows(), before="<!--" + "x" * (30 << 20) + "-->")
    packed = bytearray(zipped(raw_book(sheet)))
    for match in re.finditer(rb"PK\x01\x02", bytes(packed)):
        if struct.unpack_from("<I", packed, match.start() + 24)[0] == len(sheet.encode()):
            struct.pack_into("<I", packed, match.start() + 24, 2000)
    return bytes(packed)


def _doubled() -> bytes:
    target = io.BytesIO(honest())
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(target, "a") as archive:
        archive.writestr("xl/worksheets/sheet1.xml", raw_sheet(raw_rows()))
    return target.getvalue()


def _escaping() -> bytes:
    target = io.BytesIO(honest())
    with zipfile.ZipFile(target, "a") as archive:
        for name in ("../../escaped.txt", "/tmp/escaped.txt", "C:\\escaped.txt"):
            archive.writestr(name, "escaped")
        link = zipfile.ZipInfo("xl/link")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    return target.getvalue()


def _openpyxl(rows: list[tuple[object, ...]], merged: str = "") -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    if merged:
        book.worksheets[0].merge_cells(merged)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _hidden() -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    for name in ("台账", "旧台账"):
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, HEAD)
        sheet.write_row(1, 0, FIRM if name == "台账" else ("上海旧有限公司", *FIRM[1:]))
        sheet.set_row(1, None, None, {"hidden": True})
    book.worksheets()[1].hide()
    book.close()
    return target.getvalue()


def _formulas() -> bytes:
    """As Excel keeps them: a number, a text, and a text that is empty."""
    head = "".join(cell(f"{chr(65 + n)}1", text) for n, text in enumerate(HEAD))
    firm = (
        '<c r="A2" t="str"><f>B9&amp;C9</f><v>上海甲一有限公司</v></c>'
        '<c r="D2" t="str"><f>IF(1&gt;2,1,"")</f><v></v></c><c r="F2"><f>10+20</f><v>30</v></c>'
    )
    return zipped(raw_book(raw_sheet(f'<row r="1">{head}</row><row r="2">{firm}</row>')))


def _since_1904() -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "date_1904": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEAD)
    sheet.write_row(1, 0, FIRM[:-1])
    sheet.write_datetime(1, 6, dt.datetime(2027, 12, 31), book.add_format({"num_format": "yyyy-mm-dd"}))
    book.close()
    return target.getvalue()


def _xlsb() -> bytes:
    parts = unzipped(honest())
    parts["xl/workbook.bin"] = parts.pop("xl/workbook.xml")
    return zipped(parts)


def _locked() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(480)


def _same_names() -> bytes:
    parts = raw_book(raw_sheet(raw_rows()))
    twice = b'<sheet name="\xe5\x8f\xb0\xe8\xb4\xa6" sheetId="2" r:id="rId1"/></sheets>'
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"</sheets>", twice)
    return zipped(parts)


def _lines(*more: str) -> str:
    return "\r\n".join([",".join(HEAD), ",".join(map(str, FIRM)), *more]) + "\r\n"


def _page(body: str) -> bytes:
    return f"<html><meta charset=utf-8><table><tr><td>企业名称</td></tr>{body}</table></html>".encode()


_EMPTY_ROWS = "".join(f'<row r="{n}" s="1" customFormat="1"><c r="A{n}" s="1"/></row>' for n in range(3, 1_048_577))
_LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "哈哈哈哈哈哈哈哈哈哈">' + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    ) + "]>"
)  # fmt: skip
_OUTSIDE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
_OVER_EACH_OTHER = "".join(f'<mergeCell ref="A{n}:XFD{n + 90_000}"/>' for n in range(1, 20_000))

FILES: dict[str, Callable[[Path], Path]] = {
    "比例过大": _raw("bomb.xlsx", raw_sheet(raw_rows(), before="<!--" + "x" * (9 << 20) + "-->")),
    "条目过多": _plain(lambda: zipped(raw_book(raw_sheet(raw_rows())) | {f"xl/media/{n}.png": b"" for n in range(2001)}),
    "n.xlsx"),
    "表过多": _plain(lambda: zipped(raw_book("") | {f"xl/worksheets/{n}.xml": b"" for n in range(201)}), "n.xlsx"),
    "总量过大": _plain(_total, "total.xlsx"),
    "目录少报": _plain(_understated, "less.xlsx"),
    "套着压缩包": _plain(lambda: zipped({"里面.xlsx": honest()}), "nested.xlsx"),
    "远处一格": _raw("far.xlsx", raw_sheet(raw_rows(f'<row r="1048576">{cell("XFD1048576", "x")}</row>'))),
    "百万空行": _raw("empty.xlsx", raw_sheet(raw_rows(_EMPTY_ROWS))),
    "百万列": _raw("wide.xlsx", raw_sheet(raw_rows(f'<row r="3">{cell("BDWGN3", "x")}</row>'))),
    "六百列": _raw("wide.xlsx", raw_sheet(raw_rows(f'<row r="3">{cell("XFD3", "x")}</row>'))),
    "说大的尺寸": _raw("size.xlsx", raw_sheet(raw_rows(), before='<dimension ref="A1:XFD1048576"/>')),
    "一九〇四": _plain(_since_1904, "1904.xlsx"),
    "数字身份证": _plain(lambda: _openpyxl([("姓名", "身份证号"), ("王甲", 310101199003077651)]), "digits.xlsx"),
    "数字代码": _plain(lambda: _openpyxl([HEAD, (FIRM[0], 913101040012345678, *FIRM[2:])]), "digits.xlsx"),
    "公式有值": _plain(_formulas, "formula.xlsx"),
    "公式没值": _plain(lambda: _openpyxl([HEAD, (*FIRM[:5], "=10+20", FIRM[6])]), "open.xlsx"),
    "公式样文字": _plain(lambda: _lines("=cmd|' /C calc'!A0,,@天安中心,+王乙,,,").encode(), "cmd.csv"),
    "外部实体": _raw("xxe.xlsx", _OUTSIDE + raw_sheet(raw_rows(f'<row r="3">{cell("A3", "上海&e;有限公司")}</row>'))),
    "十亿笑声": _raw("laughs.xlsx", _LAUGHS + raw_sheet(raw_rows(f'<row r="3">{cell("A3", "&i;")}</row>'))),
    "外部链接": _raw("link.xlsx", raw_sheet(raw_rows()), **{"xl/externalLinks/externalLink1.xml": "<externalLink/>"}),
    "宏": _plain(lambda: with_macros(honest()), "macro.xlsm"),
    "合并格": _plain(lambda: _openpyxl([HEAD, FIRM, ("上海甲二有限公司", None, None, "王乙")], "C2:C3"), "merged.xlsx"),
    "合并全表": _raw("all.xlsx", raw_sheet(raw_rows(), '<mergeCells><mergeCell ref="A10:XFD1048576"/></mergeCells>')),
    "合并相叠": _raw("over.xlsx", raw_sheet(raw_rows(), f"<mergeCells>{_OVER_EACH_OTHER}</mergeCells>")),
    "隐藏": _plain(_hidden, "hidden.xlsx"),
    "表格叫csv": _plain(honest, "book.csv"),
    "图片叫xlsx": _plain(lambda: b"\x89PNG\r\n\x1a\n" + bytes(500), "picture.xlsx"),
    "文档叫xlsx": _plain(lambda: zipped({"word/document.xml": b"<w/>"}), "document.xlsx"),
    "ods叫xlsx": _plain(lambda: open_document("people"), "calc.xlsx"),
    "ods": _plain(lambda: open_document("people"), "calc.ods"),
    "加密": _plain(_locked, "locked.xlsx"),
    "xlsb": _plain(_xlsb, "binary.xlsb"),
    "xlsb叫xlsx": _plain(_xlsb, "binary.xlsx"),
    "空工作簿": _plain(lambda: _openpyxl([]), "nothing.xlsx"),
    "只有表头": _plain(lambda: _openpyxl([HEAD]), "head.xlsx"),
    "越出文件夹": _plain(_escaping, "escape.xlsx"),
    "重名条目": _plain(_doubled, "double.xlsx"),
    "重名工作表": _plain(_same_names, "same.xlsx"),
    "csv里的零": _plain(lambda: _lines("a\x00b").encode(), "nul.csv"),
    "十兆一格": _plain(lambda: _lines("x" * (10 << 20)).encode(), "long.csv"),
    "十兆一格xlsx": _raw("long.xlsx", raw_sheet(raw_rows(f'<row r="3">{cell("A3", "x" * (7 << 20))}</row>'))),
    "十万列": _plain(lambda: _lines("x," * 100_000).encode(), "columns.csv"),
    "十万空列": _plain(lambda: _lines("," * 100_000).encode(), "blank.csv"),
    "混着编码": _plain(lambda: _lines().encode("gb18030") + "上海".encode() + b"\xff", "mixed.csv"),
    "没关的引号": _plain(lambda: _lines('"上海乙有限公司,', *(["上海丙有限公司,,,,,,"] * 9000)).encode(), "quote.csv"),
    "utf16": _plain(lambda: b"\xfe\xff" + _lines().encode("utf-16-be"), "wide.csv"),
    "双标记": _plain(lambda: b"\xef\xbb\xbf\xef\xbb\xbf" + _lines().encode(), "marks.csv"),
    "孤代理": _plain(lambda: b"\xff\xfe" + _lines().encode("utf-16-le") + b"\x00\xd8\r\x00", "half.csv"),
    "无尽跨行": _plain(lambda: _page("<tr>" + "<td rowspan=65536 colspan=512>x" * 50), "spans.xls"),
    "无尽标签": _plain(lambda: _page("<!" * 200_000), "tags.xls"),
    "无尽表格": _plain(lambda: _page("<table><tr><td>" * 50_000), "tables.xls"),
    "et": _plain(honest, "wps.et"),
    "空文件": _plain(lambda: b"", "empty.csv"),
}  # fmt: skip
"""What each is called, and what makes it in a folder."""

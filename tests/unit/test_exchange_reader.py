"""Foreign files: what is read is what stands there; what cannot be taken gives one sentence."""

from __future__ import annotations

import datetime as dt
import io
import json
import random
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from louyu_desktop.errors import CancelledError, FileRefusedError
from louyu_desktop.exchange import frames, opening, reader
from louyu_desktop.exchange.book import Cell
from louyu_desktop.exchange.limits import Refusal
from louyu_desktop.exchange.opening import open_book
from louyu_desktop.exchange.sheet import SheetColumn, write_csv, write_sheet
from louyu_desktop.exchange.signs import protected


def refused(path: Path) -> str:
    with pytest.raises(FileRefusedError) as caught:
        open_book(path)
    sentence = caught.value.sentence
    assert "\n" not in sentence
    assert "Error" not in sentence
    return sentence


def test_cells_keep_their_kind_and_excels_row_numbers(tmp_path: Path) -> None:
    path = tmp_path / "格.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("甲")
    sheet.write_string(2, 1, "𬱖_x0041_")
    sheet.write_number(3, 1, 9.131010408663346e17)
    sheet.write_boolean(4, 1, True)
    sheet.write_datetime(5, 1, dt.datetime(2024, 3, 5), book.add_format({"num_format": "yyyy-mm-dd"}))
    sheet.merge_range(7, 1, 9, 1, "合并")
    book.close()
    [read] = open_book(path).sheets
    cells: dict[int, Cell] = {number: row[1] for number, row in read.rows}
    assert cells == {3: "𬱖_x0041_", 4: 9.131010408663346e17, 5: True, 6: dt.date(2024, 3, 5), 8: "合并"}
    assert read.merged == ((8, 2, 10, 2),)


def test_xls_is_read_with_merges_and_dates(data: Path) -> None:
    book = open_book(data / "ledgers" / "嘉华中心入驻单位.xls")
    assert book.format == "xls"
    [sheet] = book.sheets
    assert sheet.merged == ((1, 1, 1, 7),)
    assert sheet.rows[2][1][6] == dt.date(2027, 2, 28)


@pytest.mark.parametrize(("encoding", "sign"), [("gb18030", ","), ("utf-8-sig", ";"), ("utf-8", "\t"), ("utf-16", ",")])
def test_csv_in_every_encoding_and_delimiter(tmp_path: Path, encoding: str, sign: str) -> None:
    path = tmp_path / "名单.csv"
    path.write_bytes(f'姓名{sign}单位\r\n䶮{sign}"甲、乙\n丙"\r\n\r\n李{sign}00123\r\n'.encode(encoding))
    [sheet] = open_book(path).sheets
    assert sheet.rows == ((1, ("姓名", "单位")), (2, ("䶮", "甲、乙\n丙")), (4, ("李", "00123")))


def test_wrong_files_are_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "台账.et").write_bytes(b"\xd0\xcf\x11\xe0")
    (tmp_path / "网页.xls").write_text("<html><table></table></html>", encoding="utf-8")
    (tmp_path / "空.xlsx").write_bytes(b"")
    (tmp_path / "图.xlsx").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "字.csv").write_bytes(b"\xff\xff\xff\x81")
    (tmp_path / "文.docx").write_bytes(b"PK\x03\x04")
    (tmp_path / "密.xlsx").write_bytes(reader.OLE + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 512)
    assert refused(tmp_path / "台账.et") == "这是 WPS 的 .et 文件：在 WPS 里打开，另存为 .xlsx 再导入"
    assert "其实是网页" in refused(tmp_path / "网页.xls")
    assert "是空的" in refused(tmp_path / "空.xlsx")
    assert "打不开" in refused(tmp_path / "图.xlsx")
    assert "编码认不出" in refused(tmp_path / "字.csv")
    assert "不认得 .docx" in refused(tmp_path / "文.docx")
    assert "加了密码" in refused(tmp_path / "密.xlsx")
    assert "读不到" in refused(tmp_path / "没有.xlsx")


def test_pages_of_web_systems_saved_as_xls_are_tables(tmp_path: Path) -> None:
    page = (
        "<html><head><meta http-equiv='Content-Type' content='text/html; charset={}'>"
        "<style>td{{mso-number-format:'@'}}</style>"
        "</head><body><table border=1><tr><th colspan=3>企业&nbsp;名录"
        "<tr><td rowspan=2>序号</td><td>企业名称</td><td>信用代码</td></tr>"
        "<tr><td>甲&amp;乙<br>公司</td><td>91310104MADEM00119</td></tr></table></body></html>"
    )
    for charset, encoding in (("gb2312", "gb18030"), ("utf-8", "utf-8-sig")):
        path = tmp_path / f"{charset}.xls"
        path.write_bytes(page.format(charset).encode(encoding))
        [sheet] = open_book(path).sheets
        assert sheet.rows == (
            (1, ("企业\u00a0名录",)), (2, ("序号", "企业名称", "信用代码")), (3, (None, "甲&乙\n公司", "91310104MADEM00119"))
        )  # fmt: skip
        assert sheet.merged == ((1, 1, 1, 3), (2, 1, 3, 1))


def test_spreadsheets_of_2003_are_read(tmp_path: Path) -> None:
    path = tmp_path / "二〇〇三.xls"
    path.write_text(
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="企业"><Table>'
        '<Row><Cell ss:MergeAcross="1"><Data ss:Type="String">名录</Data></Cell></Row>'
        '<Row ss:Index="3"><Cell><Data ss:Type="String">甲公司</Data></Cell>'
        '<Cell ss:Index="3"><Data ss:Type="Number">12</Data>'
        "</Cell></Row></Table></Worksheet></Workbook>", "utf-8",
    )  # fmt: skip
    [sheet] = open_book(path).sheets
    assert (sheet.name, sheet.rows) == ("企业", ((1, ("名录",)), (3, ("甲公司", None, 12.0))))


def test_text_in_columns_saved_as_xls_is_read(tmp_path: Path) -> None:
    for encoding in ("gb18030", "utf-16"):
        path = tmp_path / f"{encoding}.xls"
        path.write_bytes("姓名\t手机\n甲\t13800000001\n".encode(encoding))
        assert open_book(path).sheets[0].rows == ((1, ("姓名", "手机")), (2, ("甲", "13800000001")))


def zipped(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def test_bombs_are_refused_before_they_unfold(tmp_path: Path) -> None:
    (tmp_path / "大.xlsx").write_bytes(zipped({"xl/workbook.xml": b"", "xl/a.xml": b"0" * (65 << 20)}))
    (tmp_path / "密集.xlsx").write_bytes(zipped({"xl/workbook.xml": b"", "xl/a.xml": b"0" * (9 << 20)}))
    (tmp_path / "多.xlsx").write_bytes(zipped({f"xl/{n}.xml": b"" for n in range(201)}))
    for name in ("大", "密集", "多"):
        assert "展开后过大" in refused(tmp_path / f"{name}.xlsx")


def test_a_zip_of_something_else_is_no_workbook(tmp_path: Path) -> None:
    (tmp_path / "文档.xlsx").write_bytes(zipped({"word/document.xml": b"<w/>"}))
    assert "不是 Excel 表格" in refused(tmp_path / "文档.xlsx")


@pytest.mark.parametrize("kind", ["楼宇企业台账.xlsx", "嘉华中心入驻单位.xls"])
def test_mutilated_workbooks_end_in_a_book_or_one_sentence(data: Path, kind: str) -> None:
    whole = (data / "ledgers" / kind).read_bytes()
    dice = random.Random(7)
    for _round in range(150):
        broken = bytearray(whole)
        for _hit in range(dice.randrange(1, 12)):
            broken[dice.randrange(len(broken))] = dice.randrange(256)
        kept = bytes(broken[: dice.randrange(1, len(broken))]) if dice.random() < 0.4 else bytes(broken)
        try:
            lines = list(reader.read_workbook(kept, is_xls=kind.endswith(".xls")))
        except Refusal as refusal:
            lines = [{"refused": refusal.code}]
        head = lines[0]
        assert isinstance(head, dict)
        assert head.get("refused", "damaged") in opening.SENTENCES


def test_cancelling_ends_the_child(data: Path, tmp_path: Path) -> None:
    path = tmp_path / "多行.csv"
    path.write_text("姓名,单位\n" + "张三,甲\n" * 5000, encoding="utf-8")

    def cancel(done: int, total: int, note: str = "") -> None:
        raise CancelledError("已取消")

    with pytest.raises(CancelledError):
        open_book(path, cancel)


def test_a_child_that_takes_too_long_is_ended(data: Path) -> None:
    with pytest.raises(FileRefusedError, match="读了太久"):
        open_book(data / "ledgers" / "党员名册.xlsx", patience=0.0)


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=40)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(texts.filter(str.strip), min_size=1, max_size=8))
def test_texts_survive_a_workbook(tmp_path: Path, cells: list[str]) -> None:
    path = tmp_path / "往返.xlsx"
    write_sheet(path, [SheetColumn(str(n)) for n in range(len(cells))], [cells])
    [frame] = [line for line in reader.read_workbook(path.read_bytes(), is_xls=False) if "rows" in line]
    assert isinstance(frame, dict)
    assert frames.unpacked(json.loads(json.dumps(frame)))[1] == (2, tuple(cells))


def test_blocks_of_rows_are_read_as_each_row_is(tmp_path: Path) -> None:
    """Where a row is empty, or a cell is too long, they are looked at one by one."""
    rows: list[list[str]] = [["甲", "", "乙", ""], ["丙", "丁", "", ""], ["戊", "", "", "己"]]
    for empty in (False, True):
        path = tmp_path / f"{empty}.xlsx"
        write_sheet(path, [SheetColumn(str(n)) for n in range(4)], [*rows, *([["", "", "", ""], ["庚"] * 4] * empty)])
        lines = list(reader.read_workbook(path.read_bytes(), is_xls=False))
        assert any(isinstance(line, list) for line in lines) == empty
        found = dict(open_book(path).sheets[0].rows)
        assert (found[2], found[3], found[4]) == (("甲", None, "乙"), ("丙", "丁"), ("戊", None, None, "己"))
        assert (5 in found, found.get(6)) == (False, ("庚",) * 4 if empty else None)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(texts.filter(lambda t: t.strip() and "\ufeff" not in t), min_size=2, max_size=6))
def test_texts_survive_a_csv_and_none_is_a_formula(tmp_path: Path, cells: list[str]) -> None:
    path = tmp_path / "往返.csv"
    write_csv(path, ["甲"] * len(cells), [cells])
    lines = [line for line in reader.read_text(path.read_bytes()) if isinstance(line, list)]
    assert lines[1] == [2, cells]
    assert all(not protected(cell).startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)


def test_no_cell_of_a_workbook_is_a_formula_and_digits_stay_whole(tmp_path: Path) -> None:
    path = tmp_path / "公式.xlsx"
    columns = [SheetColumn("甲"), SheetColumn("乙", as_text=True)]
    rows = [["=1+1", "91310104MADEM00119"], ["@x", "310101199001010012"], ["http://a", "13800001111"]]
    write_sheet(path, columns, rows)
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    for row in sheet.iter_rows():
        for cell in row:
            assert cell.data_type == "s"
    assert sheet["B3"].value == "310101199001010012"
    assert sheet["B3"].number_format == "@"

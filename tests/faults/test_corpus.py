"""The fixed corpus: each hostile file gives exactly this sentence, or exactly these rows; nothing else happens."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from louyu_desktop.errors import FileRefusedError, SystemProblem
from louyu_desktop.exchange.opening import open_book
from louyu_desktop.exchange.sheet import SheetColumn, write_csv, write_sheet
from louyu_desktop.services.exporting import Exporting
from louyu_desktop.services.import_plan import Action
from louyu_desktop.services.importing import Importing
from louyu_desktop.storage.database import Database
from tests.faults.corpus import FILES, HEAD, honest
from tests.faults.seeds import unzipped

BOMB = "「{}」展开后过大，没有读。请只留要导入的工作表，另存后再导入"
DAMAGED = "「{}」打不开：内容不完整，或不是表格文件。请用 Excel 打开后另存为 .xlsx 再导入"
NO_BOOK = "「{}」里面不是 Excel 表格。请用 Excel 打开后另存为 .xlsx 再导入"
PAGE = "「{}」其实是网页，只是取了表格的名字。请用 Excel 打开后另存为 .xlsx 再导入"
UNKNOWN = "不认得 {} 文件：请另存为 .xlsx、.xls 或 .csv 再导入"
WIDE = "「{}」第 3 行超过 512 列，不像台账，没有读。请只留要导入的列，另存后再导入"
LONG = "「{}」第 3 行有一格超过 32,767 字。请改短再导入；csv 文件请看看引号是不是没有成对"
ENCODING = "「{}」的文字编码认不出，可能混了几种。请用 Excel 打开后另存为 .xlsx 再导入"
FAR = "「{}」里有一格远在第 {} 行 {} 列，离表格太远，没有读。请删去多余的行和列，另存后再导入"
EMPTY = "「{}」是空的，没有可以导入的内容"
LOST = "被 Excel 存成数字，末位已丢失；把该列设为文本后重填"

REFUSED = {
    "比例过大": BOMB.format("bomb.xlsx"),
    "条目过多": BOMB.format("n.xlsx"),
    "表过多": BOMB.format("n.xlsx"),
    "总量过大": BOMB.format("total.xlsx"),
    "目录少报": BOMB.format("less.xlsx"),
    "套着压缩包": NO_BOOK.format("nested.xlsx"),
    "远处一格": FAR.format("far.xlsx", 1048576, "XFD"),
    "百万列": FAR.format("wide.xlsx", 3, "BDWGN"),
    "六百列": WIDE.format("wide.xlsx"),
    "外部实体": DAMAGED.format("xxe.xlsx"),
    "十亿笑声": DAMAGED.format("laughs.xlsx"),
    "图片叫xlsx": DAMAGED.format("picture.xlsx"),
    "文档叫xlsx": NO_BOOK.format("document.xlsx"),
    "ods叫xlsx": NO_BOOK.format("calc.xlsx"),
    "ods": UNKNOWN.format(".ods"),
    "加密": "「locked.xlsx」加了密码：在 Excel 或 WPS 里去掉密码，另存后再导入",
    "xlsb": UNKNOWN.format(".xlsb"),
    "xlsb叫xlsx": UNKNOWN.format(".xlsb"),
    "空工作簿": EMPTY.format("nothing.xlsx"),
    "重名条目": DAMAGED.format("double.xlsx"),
    "重名工作表": DAMAGED.format("same.xlsx"),
    "csv里的零": "「nul.csv」里有文本不该有的内容，可能不是 csv。请用 Excel 打开后另存为 .xlsx 再导入",
    "十兆一格": LONG.format("long.csv"),
    "十兆一格xlsx": LONG.format("long.xlsx"),
    "没关的引号": LONG.format("quote.csv"),
    "十万列": WIDE.format("columns.csv"),
    "混着编码": ENCODING.format("mixed.csv"),
    "孤代理": ENCODING.format("half.csv"),
    "无尽跨行": BOMB.format("spans.xls"),
    "无尽标签": PAGE.format("tags.xls"),
    "et": "这是 WPS 的 .et 文件：在 WPS 里打开，另存为 .xlsx 再导入",
    "空文件": EMPTY.format("empty.csv"),
}
FIRM = {2: "上海甲一有限公司"}
PLANNED: dict[str, dict[int, str]] = {
    "百万空行": FIRM,
    "说大的尺寸": FIRM,
    "一九〇四": FIRM,
    "数字代码": {2: f"统一社会信用代码：{LOST}"},
    "公式有值": FIRM,
    "公式没值": {2: "员工数：这一格是公式，还没有算出结果：在 Excel 或 WPS 里打开，存一次再导入"},
    "公式样文字": {**FIRM, 3: "=cmd|' /C calc'!A0"},
    "外部链接": FIRM,
    "宏": FIRM,
    "合并格": {**FIRM, 3: "上海甲二有限公司"},
    "合并全表": FIRM,
    "合并相叠": FIRM,
    "隐藏": FIRM,
    "表格叫csv": FIRM,
    "只有表头": {},
    "越出文件夹": FIRM,
    "十万空列": FIRM,
    "utf16": FIRM,
    "双标记": FIRM,
}
PEOPLE = {"数字身份证": {2: f"身份证号：{LOST}"}}


@pytest.fixture
def importing(tmp_path: Path) -> Iterator[Importing]:
    with Database.create(tmp_path / "station") as database:
        yield Importing(database)


def refused(path: Path) -> str:
    with pytest.raises(FileRefusedError) as caught:
        open_book(path)
    return caught.value.sentence


def test_nothing_is_forgotten() -> None:
    """Every file of the corpus has its answer; forty are the least."""
    assert {*REFUSED, *PLANNED, *PEOPLE} | {"无尽表格"} == set(FILES)
    assert len(FILES) >= 40


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_file_is_refused_in_one_sentence(tmp_path: Path, name: str) -> None:
    assert refused(FILES[name](tmp_path)) == REFUSED[name]


@pytest.mark.parametrize("name", [*PLANNED, *PEOPLE])
def test_what_can_be_read_is_planned_row_by_row(tmp_path: Path, importing: Importing, name: str) -> None:
    """A row is a new firm by its title, or refused with the heading and the reason; all of 台账, nothing of 旧台账."""
    kind = "people" if name in PEOPLE else "enterprises"
    (tmp_path / "in").mkdir()
    path = FILES[name](tmp_path / "in")
    book = importing.read(path)
    plan = importing.plan(kind, book, importing.propose(kind, book))
    found = {
        row.row: row.title if row.action is Action.NEW else f"{row.problems[0].column}：{row.problems[0].reason}"
        for row in plan.rows
    }
    assert found == {**PLANNED, **PEOPLE}[name]
    assert list((tmp_path / "in").iterdir()) == [path]
    assert not [*tmp_path.parent.rglob("escaped*")]


def test_tables_without_an_end_are_a_page_or_too_slow(tmp_path: Path) -> None:
    """Which of the two depends on the machine."""
    path = FILES["无尽表格"](tmp_path)
    assert refused(path) in {PAGE.format(path.name), "「tables.xls」读了太久，没有读完。请只留要导入的工作表，另存为 .xlsx 再导入"}


def test_days_count_from_1904_where_the_book_says_so(tmp_path: Path, importing: Importing) -> None:
    book = importing.read(FILES["一九〇四"](tmp_path))
    [row] = importing.plan("enterprises", book, importing.propose("enterprises", book)).rows
    assert row.typed["occupancy.lease_end"] == "2027-12-31"


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path, importing: Importing) -> None:
    """Into the station and out of it, as a workbook and as csv."""
    book = importing.read(FILES["公式样文字"](tmp_path))
    importing.write(importing.plan("enterprises", book, importing.propose("enterprises", book)))
    exporting = Exporting(importing._database)
    exporting.export("enterprises", tmp_path / "out.xlsx")
    exporting.export("enterprises", tmp_path / "out.csv")
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").worksheets[0]
    assert "=cmd|' /C calc'!A0" in [cell.value for cell in sheet["A"]]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}
    assert "<f>" not in unzipped((tmp_path / "out.xlsx").read_bytes())["xl/worksheets/sheet1.xml"].decode()
    assert "\n'=cmd|' /C calc'!A0," in (tmp_path / "out.csv").read_text("utf-8-sig")


# -------------------------------------------------------------------------------------- places


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    """A folder, nothing, and what is too long to be a name."""
    (tmp_path / "夹.xlsx").mkdir()
    assert refused(tmp_path / "夹.xlsx") == "「夹.xlsx」是文件夹。请选里面的表格文件"
    gone = "「{}」读不到：可能已移走，或没有权限。请重新选择文件"
    assert refused(tmp_path / "没有.xlsx") == gone.format("没有.xlsx")
    assert refused(tmp_path / ("长" * 300 + ".xlsx")) == gone.format("长" * 79 + "…")
    (tmp_path / "中间.xlsx").write_bytes(b"")
    assert refused(tmp_path / "中间.xlsx" / "里面.xlsx") == gone.format("里面.xlsx")
    assert refused(tmp_path / "零\0.xlsx") == gone.format("零.xlsx")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pipes and sockets among its files")
def test_devices_pipes_and_sockets_are_refused_at_once(tmp_path: Path) -> None:
    sentence = "「{}」不是普通文件，读不了。请选一个表格文件"
    os.mkfifo(tmp_path / "管.csv")
    assert refused(tmp_path / "管.csv") == sentence.format("管.csv")
    with socket.socket(socket.AF_UNIX) as line:
        line.bind(os.path.relpath(tmp_path / "s.csv"))
        assert refused(tmp_path / "s.csv") == sentence.format("s.csv")
    (tmp_path / "零.csv").symlink_to("/dev/zero")
    assert refused(tmp_path / "零.csv") == sentence.format("零.csv")


@pytest.mark.skipif(sys.platform == "win32" or os.getuid() == 0, reason="whoever is root may read everything")
def test_a_file_without_permission_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "锁.xlsx"
    path.write_bytes(honest())
    path.chmod(0)
    assert refused(path) == "「锁.xlsx」读不到：可能已移走，或没有权限。请重新选择文件"
    path.chmod(0o600)


def test_names_that_mean_something_to_somebody_are_only_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A dash is no option, a turned or broken name is shown straight, a linked file is read."""
    monkeypatch.chdir(tmp_path)
    for name in ("-x.xlsx", "--help.xlsx", "a b;c.xlsx", "%s{name}.xlsx"):
        Path(name).write_bytes(honest())
        assert open_book(Path(name)).sheets[0].rows[0][1][0] == HEAD[0]
    Path("行\n{name}\u202e.xlsx").write_bytes(b"x")
    assert refused(Path("行\n{name}\u202e.xlsx")) == DAMAGED.format("行 {name}.xlsx")
    Path("链.xlsx").symlink_to("-x.xlsx")
    assert open_book(Path("链.xlsx")).sheets


def test_modules_beside_a_file_are_not_run(tmp_path: Path) -> None:
    """Neither where the person stands nor beside the file: a planted csv.py stays a file."""
    (tmp_path / "file.xlsx").write_bytes(honest())
    for module in ("csv", "json", "zipfile", "python_calamine", "sitecustomize"):
        (tmp_path / f"{module}.py").write_text("open('run', 'w')")
    code = (
        "import sys; from pathlib import Path; from louyu_desktop.exchange import opening; "
        "opening.open_book(Path(sys.argv[1]))"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", code, "file.xlsx"],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}, check=False,
        capture_output=True,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")
    assert not (tmp_path / "run").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit for the size of a file")
@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_an_export_without_room_leaves_the_file_that_was_there(tmp_path: Path, suffix: str) -> None:
    """One sentence, the older file whole, nothing beside it."""
    import resource

    path = tmp_path / f"名单{suffix}"
    path.write_bytes(b"older")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64, before[1]))
    try:
        with pytest.raises(SystemProblem) as caught:
            if suffix == ".csv":
                write_csv(path, HEAD, [HEAD] * 9)
            else:
                write_sheet(path, [SheetColumn(HEAD[0])], [HEAD[:1]])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert caught.value.sentence == f"没能写「{path.name}」：文件太大。腾出地方后再导出"
    assert list(tmp_path.iterdir()) == [path]
    assert path.read_bytes() == b"older"


def test_a_template_holds_no_formula_but_its_choices(tmp_path: Path, importing: Importing) -> None:
    """What is exported can be opened again, and nothing in it is run."""
    for kind in set(importing.kinds()) - {"registrations"}:
        path = tmp_path / f"{kind}.xlsx"
        Exporting(importing._database).template(kind, path)
        with zipfile.ZipFile(path) as archive:
            sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        assert not any(b"<f>" in sheet for sheet in sheets)
        book = importing.read(path)
        assert importing.plan(kind, book, importing.propose(kind, book)).rows == ()

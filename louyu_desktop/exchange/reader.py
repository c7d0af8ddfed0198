"""The child that reads a foreign file: no key, no station, little memory, little time.

`python -m louyu_desktop.exchange.reader FILE`, or the built program with `read-foreign FILE`,
prints JSON lines: the head, then per sheet one line and its rows.  A refusal is one line
`{"refused": code, "with": {...}}`; `opening.py` has the sentence to each code.
Bounds: SAFETY.md T5 (200 parts, 64 MB a part, 200 MB in all, ratio 200, 2 million cells).
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
import sys
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NoReturn, TextIO

MEMORY = 1 << 30
SECONDS = 20
LARGEST_FILE = 64 << 20
MAX_PARTS = 200
MAX_PART = 64 << 20
MAX_TOTAL = 200 << 20
MAX_RATIO = 200
SMALL = 8 << 20
MAX_CELLS = 2_000_000
MAX_WIDTH = 512
XLS_ROWS = 65_536
ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TEXTS = (".csv", ".txt", ".tsv")
BOOKS = (".xlsx", ".xlsm", ".xls")
PAGES = (
    b"<html", b"<!doctype", b"<table", b"<?xml", b"<head", b"<meta", b"<style", b"<body", b"<!--", b"<div", b"<?mso",
)  # fmt: skip
DELIMITERS = ",\t;|，"


class Refusal(Exception):  # noqa: N818 - an answer, not a mistake
    """The file cannot be taken: a code, and what the sentence names."""

    def __init__(self, code: str, **details: Any) -> None:
        super().__init__(code)
        self.code = code
        self.details = details


def bound() -> None:
    """Limit this process's memory and processor time where the system can (not on Windows)."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _refuse(code: str, **details: Any) -> NoReturn:
    raise Refusal(code, **details)


def check_parts(data: bytes) -> bool:
    """Weigh a zip by its directory before anything is unpacked; whether its dates count from 1904."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MAX_PARTS:
                _refuse("bomb")
            for part in parts:
                ratio = part.file_size / max(part.compress_size, 1)
                if part.file_size > MAX_PART or (part.file_size > SMALL and ratio > MAX_RATIO):
                    _refuse("bomb")
            if sum(part.file_size for part in parts) > MAX_TOTAL:
                _refuse("bomb")
            names = {part.filename for part in parts}
            if "xl/workbook.xml" not in names:
                _refuse("not_workbook" if "xl/workbook.bin" not in names else "unknown", suffix=".xlsb")
            return bool(re.search(rb'date1904="(1|true)"', archive.read("xl/workbook.xml")))
    except Refusal:
        raise
    except Exception:  # noqa: BLE001 - zipfile leaks a dozen types on damaged archives
        _refuse("damaged")


def encode(cell: Any) -> Any:
    """One cell as JSON: text, number and flag as themselves, the rest as [type, text]."""
    if cell == "" or cell is None:
        return None
    if isinstance(cell, (bool, str, float)):
        return cell
    if isinstance(cell, int):
        return float(cell)
    if isinstance(cell, dt.datetime):
        return ["t", cell.isoformat()]
    if isinstance(cell, dt.date):
        return ["d", cell.isoformat()]
    if isinstance(cell, dt.time):
        return ["h", cell.isoformat()]
    if isinstance(cell, dt.timedelta):
        whole = dt.timedelta(0) <= cell < dt.timedelta(1)
        moment = dt.datetime.combine(dt.date(1900, 1, 1), dt.time()) + cell if whole else None
        return ["h", moment.time().isoformat()] if moment else str(cell)
    return str(cell)


def trimmed(cells: Iterable[Any]) -> list[Any]:
    """The row without the empty cells at its end."""
    row = [encode(cell) for cell in cells]
    while row and row[-1] is None:
        row.pop()
    return row


def read_workbook(data: bytes, is_xls: bool) -> Iterator[dict[str, Any] | list[Any]]:
    """The lines of an .xlsx or .xls."""
    import python_calamine as calamine

    epoch = False if is_xls else check_parts(data)
    if is_xls and "EncryptedPackage".encode("utf-16-le") in data:
        _refuse("encrypted")
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    except calamine.PasswordError:
        _refuse("encrypted")
    except BaseException:  # noqa: BLE001 - a panic of the parser is no Exception
        _refuse("damaged")
    yield {"format": "xls" if is_xls else "xlsx", "epoch1904": epoch}
    budget = MAX_CELLS
    for index, meta in enumerate(book.sheets_metadata):
        if meta.typ != calamine.SheetTypeEnum.WorkSheet:
            continue
        try:
            sheet = book.get_sheet_by_index(index)
            visible = meta.visible == calamine.SheetVisibleEnum.Visible
            budget -= _weigh(sheet, is_xls=is_xls, budget=budget)
            yield from _sheet(sheet, visible=visible)
        except (Refusal, GeneratorExit):
            raise
        except BaseException:  # noqa: BLE001 - damage may show only when a sheet is opened, and as a panic
            _refuse("damaged")


def _weigh(sheet: Any, *, is_xls: bool, budget: int) -> int:
    cells = int(sheet.height * sheet.width)
    if is_xls and sheet.total_height >= XLS_ROWS:
        _refuse("xls_full", sheet=sheet.name)
    if cells > budget:
        _refuse("too_large")
    return cells


def _sheet(sheet: Any, *, visible: bool) -> Iterator[dict[str, Any] | list[Any]]:
    first_column = sheet.start[1] if sheet.start else 0
    merged = [[a + 1, b + 1, c + 1, d + 1] for (a, b), (c, d) in sheet.merged_cell_ranges or ()]
    yield {"sheet": sheet.name, "visible": visible, "merged": merged}
    before: list[Any] = [None] * first_column
    for number, row in enumerate(sheet.iter_rows(), start=1):
        cells = trimmed([*before, *row][:MAX_WIDTH])
        if cells:
            yield [number, cells]


def decode(data: bytes) -> str:
    """The text of a csv: by its mark, else UTF-8, else GB 18030; refuses what is neither."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError:
            _refuse("encoding")
    if b"\x00" in data:
        _refuse("not_text")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    _refuse("encoding")


def delimiter_of(text: str) -> str:
    """The sign that splits the most of the first lines into equally many parts (outside quotes)."""
    bare = re.sub(r'"[^"]*"', "", text[:65536])
    lines = [line for line in re.split(r"\r\n|\r|\n", bare)[:30] if line.strip()]
    best, most = ",", (0, 0)
    for sign in DELIMITERS:
        counts = [count for line in lines if (count := line.count(sign))]
        usual = max(set(counts), key=counts.count, default=0)
        score = (counts.count(usual), usual)
        if score > most:
            best, most = sign, score
    return best


def unprotected(cell: str) -> str:
    """A csv cell without the quote that keeps Excel from reading it as a formula."""
    return cell[1:] if re.match(r"'+[=+\-@\t\r]", cell) else cell


def read_page(data: bytes) -> Iterator[dict[str, Any] | list[Any]]:
    """The lines of a page of tables that goes by the name of a workbook."""
    from louyu_desktop.exchange import web_table

    head = data[:2048].decode("latin-1")
    declared = re.search(r"""charset\s*=\s*["']?(gb\w+|gbk)""", head, re.IGNORECASE)
    text = data.decode("gb18030", "replace") if declared and not data.startswith(b"\xef\xbb\xbf") else decode(data)
    budget, found = MAX_CELLS, False
    for line in web_table.read_page(text):
        if not found:
            yield {"format": "html", "epoch1904": False}
        found = True
        budget -= len(line[1]) if isinstance(line, list) else 0
        if budget < 0:
            _refuse("too_large")
        yield line
    if not found:
        _refuse("web_page")


def is_text(data: bytes) -> bool:
    """Whether a file called .xls is text in columns, as older systems write it."""
    if b"\x00" in data or b"\t" not in data or re.search(rb"[\x01-\x08\x0b\x0e-\x1f]", data[:65536]):
        return False
    return any(_decodes(data, encoding) for encoding in ("utf-8", "gb18030"))


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def read_text(data: bytes) -> Iterator[dict[str, Any] | list[Any]]:
    """The lines of a csv; every cell is text, records count as Excel's rows."""
    text = decode(data)
    told = re.match(r"sep=([,;\t|])\r?\n", text)
    text = text[told.end() :] if told else text
    yield {"format": "csv", "epoch1904": False}
    yield {"sheet": "", "visible": True, "merged": []}
    budget = MAX_CELLS
    try:
        sign = told[1] if told else delimiter_of(text)
        records = csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=False)
        for number, record in enumerate(records, start=1):
            budget -= len(record)
            if budget < 0:
                _refuse("too_large")
            cells = trimmed(unprotected(cell) for cell in record[:MAX_WIDTH])
            if cells:
                yield [number, cells]
    except csv.Error:
        _refuse("not_text")


def read(path: Path) -> Iterator[dict[str, Any] | list[Any]]:
    """The lines of any file we take; raises `Refusal`."""
    suffix = path.suffix.lower()
    if suffix in (".et", ".ett"):
        _refuse("et")
    try:
        size = path.stat().st_size
        data = path.read_bytes() if 0 < size <= LARGEST_FILE else b""
    except OSError:
        _refuse("unreadable")
    if size > LARGEST_FILE:
        _refuse("too_large")
    if not data:
        _refuse("empty")
    if data.startswith(ZIP) and suffix in BOOKS + TEXTS:
        yield from read_workbook(data, is_xls=False)
    elif data.startswith(OLE) and suffix in BOOKS + TEXTS:
        yield from read_workbook(data, is_xls=True)
    elif suffix in TEXTS:
        yield from read_text(data)
    elif suffix in BOOKS:
        head = data[:512].lstrip().lower()
        if head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(PAGES):
            yield from read_page(data)
        elif data[:2] in (b"\xff\xfe", b"\xfe\xff") or is_text(data):
            yield from read_text(data)
        else:
            _refuse("web_page" if head.startswith((b"mime-version", b"from:")) else "damaged")
    else:
        _refuse("unknown", suffix=suffix)


def write_lines(path: Path, out: TextIO) -> int:
    """Print the lines of `path`; 0, or 3 when the file was refused."""
    try:
        for line in read(path):
            out.write(json.dumps(line, ensure_ascii=True, separators=(",", ":")))
            out.write("\n")
    except Refusal as refusal:
        out.write(json.dumps({"refused": refusal.code, "with": refusal.details}) + "\n")
        return 3
    except (MemoryError, RecursionError):
        out.write('{"refused": "bomb", "with": {}}\n')
        return 3
    out.write('{"end": true}\n')
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the one file named on the command line."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if len(given) != 1:
        return 2
    bound()
    return write_lines(Path(given[0]), sys.stdout)


if __name__ == "__main__":
    sys.exit(main())

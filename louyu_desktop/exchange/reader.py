"""The child that reads a foreign file: no key, no station, little memory, little time.

`python -m louyu_desktop.exchange.reader FILE`, or the built program with `read-foreign FILE`,
prints JSON lines: the head, then per sheet one line and its rows (`frames.py`).  A refusal is one line
`{"refused": code, "with": {...}}`; `opening.py` has the sentence to each code.
What it may hold and take: `limits.py`.
"""

from __future__ import annotations

import csv
import io
import json
import re
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from louyu_desktop.exchange import frames, parts
from louyu_desktop.exchange.limits import (
    LARGEST_FILE,
    LONGEST_CELL,
    MAX_CELLS,
    MAX_SHEETS,
    MAX_WIDTH,
    Refusal,
    bound,
    no_bounds,
    refuse,
)
from louyu_desktop.exchange.signs import unprotected
from louyu_desktop.rules.faults import OPEN_FORMULA

Line = dict[str, Any] | list[Any]
Allow = Callable[[int], None]
XLS_ROWS = 65_536
BEYOND = 100
"""Rows below the last cell in use into which a merged range may still reach."""

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TEXTS = (".csv", ".txt", ".tsv")
BOOKS = (".xlsx", ".xlsm", ".xls")
PAGES = (
    b"<html", b"<!doctype", b"<table", b"<?xml", b"<head", b"<meta", b"<style", b"<body", b"<!--", b"<div", b"<?mso",
)  # fmt: skip
DELIMITERS = ",\t;|，"


def trimmed(cells: Iterable[Any], number: int) -> list[Any]:
    """Row `number` without the empty cells at its end; an empty one between them is None.

    Refuses what no table has: a cell longer than Excel's, a row wider than any ledger.
    """
    row = list(cells)
    if "" in row:
        row = [None if cell == "" else cell for cell in row]
    while row and row[-1] is None:
        row.pop()
    if len(row) > MAX_WIDTH:
        row = _narrowed(row, number)
    if max([len(cell) for cell in row if type(cell) is str], default=0) > LONGEST_CELL:
        refuse("long_cell", row=number)
    return row


def _narrowed(row: list[Any], number: int) -> list[Any]:
    if any(not isinstance(cell, str) or cell.strip() for cell in row[MAX_WIDTH:] if cell is not None):
        refuse("wide", row=number)
    return row[:MAX_WIDTH]


def read_workbook(data: bytes, is_xls: bool, allow: Allow = no_bounds) -> Iterator[Line]:
    """The lines of an .xlsx or .xls."""
    import python_calamine as calamine

    seen = parts.Parts(epoch1904=False) if is_xls else parts.look(data, allow)
    if is_xls:
        allow(2 * len(data))
        if "EncryptedPackage".encode("utf-16-le") in data:
            refuse("encrypted")
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    except calamine.PasswordError:
        refuse("encrypted")
    except BaseException:  # noqa: BLE001 - a panic of the parser is no Exception
        refuse("damaged")
    if len(book.sheets_metadata) > MAX_SHEETS:
        refuse("sheets")
    if len({meta.name for meta in book.sheets_metadata}) < len(book.sheets_metadata):
        refuse("damaged")
    yield {"format": "xls" if is_xls else "xlsx", "epoch1904": seen.epoch1904}
    budget = MAX_CELLS
    for index, meta in enumerate(book.sheets_metadata):
        if meta.typ != calamine.SheetTypeEnum.WorkSheet:
            continue
        try:
            sheet = book.get_sheet_by_index(index)
            visible = meta.visible == calamine.SheetVisibleEnum.Visible
            budget -= _weigh(sheet, is_xls=is_xls, budget=budget)
            yield from _sheet(sheet, seen.open_formulas(index), visible=visible)
        except (Refusal, GeneratorExit):
            raise
        except BaseException:  # noqa: BLE001 - damage may show only when a sheet is opened, and as a panic
            refuse("damaged")


def _weigh(sheet: Any, *, is_xls: bool, budget: int) -> int:
    cells = int(sheet.height * sheet.width)
    if is_xls and sheet.total_height >= XLS_ROWS:
        refuse("xls_full", sheet=sheet.name)
    if cells > budget:
        refuse("too_large")
    return cells


def _sheet(sheet: Any, formulas: Mapping[int, Sequence[int]], *, visible: bool) -> Iterator[Line]:
    first_column = sheet.start[1] if sheet.start else 0
    yield {"sheet": sheet.name, "visible": visible, "merged": _merged(sheet)}
    before: list[Any] = [None] * first_column
    number, rows = 0, sheet.iter_rows()
    while block := list(islice(rows, frames.ROWS)):
        numbers = range(number + 1, number + 1 + len(block))
        frame = _full(block, numbers, before) if formulas.keys().isdisjoint(numbers) else None
        if frame is not None:
            yield frame
            number = numbers[-1]
            continue
        for number, row in zip(numbers, block, strict=True):
            whole = [*before, *row] if before else row
            cells = trimmed(_with_marks(whole, formulas[number]) if number in formulas else whole, number)
            if cells:
                yield [number, cells]
    for further in sorted(row for row in formulas if row > number):
        yield [further, trimmed(_with_marks([], formulas[further]), further)]


def _full(block: Sequence[Sequence[Any]], numbers: Sequence[int], before: Sequence[None]) -> Line | None:
    """What `trimmed` makes of rows, all in one frame; None where one is empty, or something may have to be refused."""
    columns: list[Sequence[Any]] = [[None] * len(block) for _none in before]
    never_empty = False
    for column in zip(*block, strict=True):
        texts = [cell for cell in column if type(cell) is str]
        if len("".join(texts)) > LONGEST_CELL and max(map(len, texts)) > LONGEST_CELL:
            return None
        filled = "" not in column and None not in column
        columns.append(column if filled else [None if cell == "" else cell for cell in column])
        never_empty = never_empty or filled
    while columns and not any(cell is not None for cell in columns[-1]):
        columns.pop()
    return frames.framed(list(numbers), columns) if never_empty and len(columns) <= MAX_WIDTH else None


def _with_marks(row: Sequence[Any], columns: Sequence[int]) -> list[Any]:
    """The row with a mark where a formula stands that has no result."""
    marked = list(row) + [None] * (max(columns) + 1 - len(row))
    for column in columns:
        if marked[column] in {None, ""}:
            marked[column] = OPEN_FORMULA
    return marked


def _merged(sheet: Any) -> list[list[int]]:
    """The merged ranges that touch the cells in use, cut to what is near them; they never lie over each other."""
    bottom, right = sheet.end or (0, 0)
    found: dict[tuple[int, int], list[int]] = {}
    area = 0
    for (top, left), (low, far) in sheet.merged_cell_ranges or ():
        if top > bottom or left > right or left >= MAX_WIDTH or low < top or far < left:
            continue
        last_row, last_column = min(low, bottom + BEYOND), min(far, MAX_WIDTH - 1)
        area += (last_row - top + 1) * (last_column - left + 1)
        found[top, left] = [top + 1, left + 1, last_row + 1, last_column + 1]
    if area > MAX_CELLS:
        refuse("damaged")
    return list(found.values())


def decode(data: bytes) -> str:
    """The text of a csv: by its mark, else UTF-8, else GB 18030; refuses what is neither."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError:
            refuse("encoding")
    if b"\x00" in data:
        refuse("not_text")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refusal("encoding")


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


def read_page(data: bytes) -> Iterator[Line]:
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
            refuse("too_large")
        yield [line[0], trimmed(line[1], line[0])] if isinstance(line, list) else line
    if not found:
        refuse("web_page")


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


def read_text(data: bytes) -> Iterator[Line]:
    """The lines of a csv; every cell is text, records count as Excel's rows."""
    text = decode(data)
    told = re.match(r"sep=([,;\t|])\r?\n", text)
    text = text[told.end() :] if told else text
    yield {"format": "csv", "epoch1904": False}
    yield {"sheet": "", "visible": True, "merged": []}
    budget = MAX_CELLS
    try:
        sign = told[1] if told else delimiter_of(text)
        csv.field_size_limit(LARGEST_FILE)
        records = csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=False)
        for number, record in enumerate(records, start=1):
            budget -= len(record)
            if budget < 0:
                refuse("too_large")
            cells = trimmed(map(unprotected, record), number)
            if cells:
                yield [number, cells]
    except csv.Error:
        refuse("not_text")


def _content(path: Path) -> bytes:
    """The bytes of a file; what is no file, or larger than any ledger, is not read."""
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            refuse("folder" if stat.S_ISDIR(about.st_mode) else "no_file")
        if about.st_size > LARGEST_FILE:
            refuse("too_large")
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except OSError:
        refuse("unreadable")
    if len(data) > LARGEST_FILE:
        refuse("too_large")
    return data


def read(path: Path, allow: Allow = no_bounds) -> Iterator[Line]:
    """The lines of any file we take; raises `Refusal`.  `allow` hears how much the file unfolds to."""
    suffix = path.suffix.lower()
    if suffix in (".et", ".ett"):
        refuse("et")
    data = _content(path)
    if not data:
        refuse("empty")
    if data.startswith(ZIP) and suffix in BOOKS + TEXTS:
        yield from read_workbook(data, is_xls=False, allow=allow)
    elif data.startswith(OLE) and suffix in BOOKS + TEXTS:
        yield from read_workbook(data, is_xls=True, allow=allow)
    elif suffix in TEXTS:
        allow(4 * len(data))
        yield from read_text(data)
    elif suffix in BOOKS:
        allow(4 * len(data))
        head = data[:512].lstrip().lower()
        if head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(PAGES):
            yield from read_page(data)
        elif data[:2] in (b"\xff\xfe", b"\xfe\xff") or is_text(data):
            yield from read_text(data)
        else:
            refuse("web_page" if head.startswith((b"mime-version", b"from:")) else "damaged")
    else:
        refuse("unknown", suffix=suffix)


def write_lines(path: Path, out: BinaryIO, allow: Allow = no_bounds) -> int:
    """Print the lines of `path`, rows in frames; 0, or 3 when the file was refused."""
    try:
        out.writelines(_json(line) for line in _framed(read(path, allow)))
    except Refusal as refusal:
        out.write(_json({"refused": refusal.code, "with": refusal.details}))
        return 3
    except (MemoryError, RecursionError):
        out.write(_json({"refused": "bomb", "with": {}}))
        return 3
    out.write(_json({"end": True}))
    return 0


def _json(line: dict[str, Any]) -> bytes:
    return json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass") + b"\n"


def _framed(lines: Iterable[dict[str, Any] | list[Any]]) -> Iterator[dict[str, Any]]:
    """The lines with the rows between two others in frames."""
    rows: list[list[Any]] = []
    for line in lines:
        if isinstance(line, list):
            rows.append(line)
        if rows and (isinstance(line, dict) or len(rows) == frames.ROWS):
            yield frames.packed(rows)
            rows = []
        if isinstance(line, dict):
            yield line
    if rows:
        yield frames.packed(rows)


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the one file named on the command line."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if len(given) != 1:
        return 2
    bound()
    return write_lines(Path(given[0]), sys.stdout.buffer, bound)


if __name__ == "__main__":
    sys.exit(main())

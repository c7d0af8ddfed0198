"""Writing workbooks and csv: text stays text, long digits stay whole, nothing becomes a formula."""

from __future__ import annotations

import csv
import datetime as dt
import errno
import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import xlsxwriter

from louyu_desktop.errors import SystemProblem, UserError, reason
from louyu_desktop.exchange.book import Progress, nobody_watches
from louyu_desktop.exchange.signs import protected
from louyu_desktop.text import _

MAX_ROWS = 1_048_576
LONGEST = 32_767
_INK = "#1F2328"
_HEAD = "#F3EFE9"
_LINE = "#D8D2C8"
_WARN = "#FBE9E7"
_FAINT = "#6B6560"


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column to write: its heading, width in characters, and whether numbers are written as text.

    `choices` become a drop-down, `note` a comment on the heading; `marked` draws the cells as a warning,
    `hidden` keeps a column out of sight (the identity of a record).
    """

    heading: str
    width: int = 12
    as_text: bool = False
    choices: tuple[str, ...] = ()
    note: str = ""
    marked: bool = False
    hidden: bool = False
    wrapped: bool = False


class Formats:
    """The few looks of a cell."""

    def __init__(self, book: Any) -> None:
        font = {"font_name": "Microsoft YaHei", "font_size": 10, "font_color": _INK, "valign": "vcenter"}
        edge = {"border": 1, "border_color": _LINE}
        self.title = book.add_format({**font, "bold": True, "font_size": 14})
        self.head = book.add_format({**font, **edge, "bold": True, "bg_color": _HEAD, "text_wrap": True})
        self.plain = book.add_format(font)
        self.text = book.add_format({**font, "num_format": "@"})
        self.wrapped = book.add_format({**font, "num_format": "@", "text_wrap": True})
        self.date = book.add_format({**font, "num_format": "yyyy-mm-dd", "align": "left"})
        self.faint = book.add_format({**font, "font_color": _FAINT, "text_wrap": True, "valign": "top"})
        self.marked = book.add_format({**font, "bg_color": _WARN, "num_format": "@", "text_wrap": True})
        self.example = book.add_format({**font, "italic": True, "font_color": _FAINT, "num_format": "@"})


def write_sheet(
    path: Path, columns: Sequence[SheetColumn], rows: Iterable[Sequence[Any]], *, title: str = "", name: str = "",
    progress: Progress = nobody_watches,
) -> int:  # fmt: skip
    """Write one workbook with one sheet; gives how many rows were written.

    `SystemProblem` when the file cannot be written, `UserError` when a cell or the sheet cannot hold it all.
    """
    with saved(path) as book:
        formats = Formats(book)
        sheet = book.add_worksheet(name[:31] or None)
        head = _heading_rows(sheet, columns, formats, title)
        count = 0
        for count, row in enumerate(rows, start=1):
            if head + count >= MAX_ROWS:
                raise UserError(_("一张工作表最多 {count} 行，装不下。请先筛选再导出").format(count=f"{MAX_ROWS:,}"))
            for index, value in enumerate(row):
                _write_cell(sheet, head + count, index, value, columns[index], formats)
            if count % 500 == 0:
                progress(count, 0, "")
        if count:
            sheet.autofilter(head, 0, head + count, len(columns) - 1)
    return count


@contextmanager
def saved(path: Path) -> Iterator[Any]:
    """A workbook that stands at `path` when the block ends well; else what stood there before is untouched.

    Strings are written as they are: no formulas, links or numbers guessed out of text.
    """
    target = _Target()
    with _told(path), TemporaryDirectory(prefix="louyu-") as folder:
        options = {
            "constant_memory": True, "tmpdir": folder,
            "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
        }  # fmt: skip
        book = xlsxwriter.Workbook(target, options)
        try:
            yield book
            book.close()
        except BaseException:
            _let_go(book)
            raise
    with beside(path) as part:
        part.write_bytes(target.getbuffer())


class _Target(io.BytesIO):
    """Takes the archive; an archive that was given up may still write its end into it, and nobody looks."""

    def close(self) -> None:
        """Stay open."""


def _let_go(book: Any) -> None:
    """Leave a workbook that nobody keeps as it is, so that it writes no more, and close its temporary files."""
    book.fileclosed = True
    for sheet in book.worksheets():
        with suppress(Exception):  # the first trouble is the one to tell
            sheet.row_data_fh.close()


@contextmanager
def beside(path: Path) -> Iterator[Path]:
    """A file beside `path` that takes its place when it is whole."""
    part = path.with_name(f".{path.name}.part")
    with _told(path):
        try:
            yield part
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """What the system refuses, as `SystemProblem`."""
    try:
        yield
    except (OSError, xlsxwriter.exceptions.FileCreateError) as error:
        cause = error if isinstance(error, OSError) else error.args[0]
        words = _("没能写「{name}」：{reason}。文件可能正开着，关掉后再导出")
        if cause.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            words = _("没能写「{name}」：{reason}。腾出地方后再导出")
        raise SystemProblem(words.format(name=path.name, reason=reason(cause))) from error


def _heading_rows(sheet: Any, columns: Sequence[SheetColumn], formats: Formats, title: str) -> int:
    """Title and headings; gives the heading's row (from 0)."""
    for index, column in enumerate(columns):
        form = formats.text if column.as_text else None
        width = min(max(column.width + 2, wide(column.heading) + 2), 60)
        sheet.set_column(index, index, width, form, {"hidden": column.hidden})
    head = 0
    if title:
        sheet.set_row(0, 26)
        sheet.write_string(0, 0, title, formats.title)
        head = 1
    sheet.set_row(head, 22)
    for index, column in enumerate(columns):
        sheet.write_string(head, index, column.heading, formats.head)
    sheet.freeze_panes(head + 1, 0)
    sheet.repeat_rows(head)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    return head


def wide(text: str) -> int:
    """Columns that a text takes: Chinese characters count two."""
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)


def _write_cell(sheet: Any, row: int, index: int, value: Any, column: SheetColumn, formats: Formats) -> None:
    if value is None or value == "":
        return
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime) and value.year >= 1900:
        sheet.write_datetime(row, index, value, formats.date)
        return
    number = isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)
    if number and not column.as_text and len(str(value).replace(".", "").lstrip("-0")) <= 15:
        sheet.write_number(row, index, float(value), formats.plain)
        return
    text = str(value)
    if len(text) > LONGEST:
        raise UserError(
            _("第 {row} 行「{column}」超过 {count} 字，Excel 装不下").format(
                row=row + 1, column=column.heading, count=f"{LONGEST:,}"
            )
        )
    form = formats.marked if column.marked else formats.wrapped if column.wrapped else formats.text
    sheet.write_string(row, index, text, form)


def write_csv(
    path: Path, headings: Sequence[str], rows: Iterable[Sequence[Any]], progress: Progress = nobody_watches
) -> int:
    """Write UTF-8 csv with its mark; gives how many rows were written.  `SystemProblem` when it cannot."""
    count = 0
    with beside(path) as part, part.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([protected(heading) for heading in headings])
        for count, row in enumerate(rows, start=1):
            writer.writerow(["" if v is None else protected(v) if isinstance(v, str) else str(v) for v in row])
            if count % 500 == 0:
                progress(count, 0, "")
    return count

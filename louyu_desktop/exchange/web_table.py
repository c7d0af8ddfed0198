"""Workbooks that web systems write as pages: HTML tables and SpreadsheetML 2003, both saved as .xls."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from typing import Any

from louyu_desktop.exchange.limits import MAX_CELLS, MAX_WIDTH, refuse

_SPACES = re.compile(r"[ \t\r\n]+")
_DEEPEST = 4096
_SILENT = frozenset({"style", "script", "head", "title", "comment"})


class _Table:
    """One table while it is read: cells by row and column, merged ranges from 1."""

    def __init__(self, name: str, *, is_sheet: bool) -> None:
        self.name = name
        self.is_sheet = is_sheet
        self.rows: dict[int, dict[int, Any]] = {}
        self.merged: list[list[int]] = []
        self.row = 0
        self.column = 0
        self.taken: set[tuple[int, int]] = set()
        self.spans = 0

    def open_row(self, index: int | None = None) -> None:
        """The next row, or the one numbered `index`."""
        self.row = index or self.row + 1
        self.column = 0

    def open_cell(self, across: int, down: int, index: int | None = None) -> None:
        """The next free cell, and what it spans."""
        self.column = index or self.column + 1
        while (self.row, self.column) in self.taken:
            self.column += 1
        across, down = min(max(across, 1), MAX_WIDTH), min(max(down, 1), 65_536)
        if across * down > 1:
            self.spans += across * min(down, _DEEPEST)
            if self.spans > MAX_CELLS:
                refuse("bomb")
            self.merged.append([self.row, self.column, self.row + down - 1, self.column + across - 1])
            spanned = range(self.column, self.column + across)
            rows = range(min(down, _DEEPEST))
            self.taken |= {(self.row + r, c) for r in rows for c in spanned if r or c > self.column}

    def put(self, value: Any) -> None:
        """The value of the open cell; the column stands at the end of its span."""
        if value not in ("", None):
            self.rows.setdefault(self.row, {})[self.column] = value
        while (self.row, self.column + 1) in self.taken:
            self.column += 1

    def lines(self) -> Iterator[dict[str, Any] | list[Any]]:
        """The sheet as the reader prints it."""
        yield {"sheet": self.name, "visible": True, "merged": self.merged}
        for number, cells in sorted(self.rows.items()):
            if max(cells) > MAX_WIDTH:
                refuse("wide", row=number)
            yield [number, [cells.get(column) for column in range(1, max(cells) + 1)]]


class _Page(HTMLParser):
    """Collects the tables of a page; what stands in a table inside a cell belongs to that inner table."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[_Table] = []
        self._open: list[_Table] = []
        self._text: list[str] | None = None
        self._number = False
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Rows and cells of both sorts of page."""
        given = {name.rsplit(":", 1)[-1]: value or "" for name, value in attrs}
        if tag in _SILENT:
            self._silent += 1
        if tag in {"table", "worksheet"} and not (tag == "table" and self._sheet_open()):
            self._close_cell()
            self._open.append(_Table(given.get("name", ""), is_sheet=tag == "worksheet"))
            self.tables.append(self._open[-1])
        elif tag in {"tr", "row"} and self._open:
            self._close_cell()
            self._open[-1].open_row(_whole(given.get("index")))
        elif tag in {"td", "th", "cell"} and self._open:
            self._close_cell()
            self._open_cell(given)
        elif tag == "data":
            self._number = given.get("type") == "Number"
        elif tag in {"br", "p", "div"} and self._text:
            self._text.append("\n")

    def _sheet_open(self) -> bool:
        return bool(self._open) and self._open[-1].is_sheet

    def _open_cell(self, given: Mapping[str, str]) -> None:
        table = self._open[-1]
        if not table.row:
            table.open_row()
        across = _whole(given.get("colspan")) or (_whole(given.get("mergeacross")) or 0) + 1
        down = _whole(given.get("rowspan")) or (_whole(given.get("mergedown")) or 0) + 1
        table.open_cell(across, down, _whole(given.get("index")))
        self._text, self._number = [], False

    def _close_cell(self) -> None:
        if self._text is None or not self._open:
            return
        lines = [_SPACES.sub(" ", line).strip() for line in "".join(self._text).split("\n")]
        text = "\n".join(line for line in lines if line)
        self._open[-1].put(_float(text) if self._number else text)
        self._text = None

    def handle_endtag(self, tag: str) -> None:
        """Close cells and tables."""
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in {"td", "th", "cell", "tr", "row"}:
            self._close_cell()
        elif tag in {"table", "worksheet"} and self._open and self._sheet_open() == (tag == "worksheet"):
            self._close_cell()
            self._open.pop()

    def handle_data(self, data: str) -> None:
        """Text counts inside cells only; line ends of the source are spaces."""
        if self._text is not None and not self._silent:
            self._text.append(data.replace("\n", " "))


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else None


def _float(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text


def read_page(text: str) -> Iterator[dict[str, Any] | list[Any]]:
    """The lines of every table in a page; none when it has no table with two rows."""
    page = _Page()
    page.feed(text)
    page.close()
    for table in page.tables:
        if len(table.rows) > 1:
            yield from table.lines()

"""Blocks of cells between a list and a spreadsheet: copied with headings, pasted from the current cell on."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtGui import QGuiApplication

from louyu_desktop.errors import ConflictError, UserError
from louyu_desktop.exchange.clipboard import Clip, clip, pasted
from louyu_desktop.fields import Field
from louyu_desktop.services.copies import PAGE, Control, Pasted, Query, Row
from louyu_desktop.text import _
from louyu_desktop.ui.ask import confirm
from louyu_desktop.ui.fields.cells import Role
from louyu_desktop.ui.lists.pages import SCREEN
from louyu_desktop.ui.problems import report

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context
    from louyu_desktop.ui.lists.table import RecordTable

COPIED_AT_MOST = 5000
"""More goes out by the export, which writes a workbook."""
PASTED_AT_MOST = 2000
AT_ONCE = 2 * SCREEN * PAGE
"""So many rows, when they stand on screen, are copied in the window's own thread."""

Block = tuple[tuple[str, ...], ...]
_LONGEST = 60
"""Signs of a line in the question before a paste."""


class Blocks(QObject):
    """`copied(rows, selected)`, `wrote(rows)` and `refused(sentence)` tell what came of it."""

    copied = Signal(int, int)
    wrote = Signal(int)
    refused = Signal(str)

    def __init__(self, context: Context, table: RecordTable) -> None:
        super().__init__(table)
        self._context = context
        self._records = context.services.records
        self._table = table
        self._list = table.rows_model

    # -- out ------------------------------------------------------------------------------------

    def copy(self, *, headings: bool) -> None:
        """Put the current cell, or the selected rows, on the clipboard."""
        numbers = self._first_numbers(COPIED_AT_MOST)
        if not numbers:
            return  # what is on the clipboard stays
        if len(numbers) == 1 and not headings:
            QGuiApplication.clipboard().setText(str(self._table.currentIndex().data(Role.DisplayRole) or ""))
            return
        selected, fields = self._table.selected_count(), self._table.shown
        found = [row for row in map(self._list.loaded, numbers) if row is not None]
        if len(found) == len(numbers) <= AT_ONCE:
            self._put(headings, selected, (self._clip(fields, found), len(found)))
            return
        query = self._list.query

        def work(control: Control) -> tuple[Clip, int]:
            rows = self._read(query, numbers, control)
            return self._clip(fields, rows), len(rows)

        self._context.tasks.read(self, work, partial(self._put, headings, selected), title=_("复制"))

    def _first_numbers(self, most: int) -> list[int]:
        found: list[int] = []
        for part in self._table.selected_ranges():
            found += part[: most - len(found)]
        return found

    def _clip(self, fields: Sequence[Field], rows: Sequence[Row]) -> Clip:
        cells = [[self._list.words(row, field) for field in fields] for row in rows]
        return clip([_(field.label) for field in fields], cells)

    def _put(self, headings: bool, selected: int, answer: tuple[Clip, int]) -> None:
        block, count = answer
        data = QMimeData()
        data.setText(block.text if headings else block.text.partition("\r\n")[2])
        if headings:
            data.setHtml(block.html)
        QGuiApplication.clipboard().setMimeData(data)
        self.copied.emit(count, selected)

    def _read(self, query: Query, numbers: Sequence[int], control: Control) -> list[Row]:
        """The rows with these numbers, page by page."""
        rows: list[Row] = []
        read: dict[int, tuple[Row, ...]] = {}
        for done, number in enumerate(numbers):
            stretch, place = divmod(number, PAGE * SCREEN)
            if stretch not in read:
                control(done, len(numbers))
                read = {stretch: self._records.page(query, stretch * SCREEN, SCREEN)}
            rows += read[stretch][place : place + 1]
        return rows

    # -- in -------------------------------------------------------------------------------------

    def paste(self) -> None:
        """Write the block on the clipboard from the current cell on, after asking when it is more than one row."""
        block = pasted(QGuiApplication.clipboard().text())
        start = self._table.currentIndex()
        if not block or not start.isValid():
            self.refused.emit(_("剪贴板里没有可以粘贴的格子"))
            return
        columns = self._table.shown[self._table.head.visualIndex(start.column()) :][: len(block[0])]
        problem = self._problem(block, start.row(), columns)
        if problem:
            self.refused.emit(problem)
            return
        # the rows as they stand now: they may stand elsewhere when the question is answered
        numbers = range(start.row(), start.row() + len(block))
        here = [self._list.loaded(number) for number in numbers]
        missing = [number for number, row in zip(numbers, here, strict=True) if row is None]
        if not missing:
            self._ask(block, columns, here)
            return
        query = self._list.query

        def work(control: Control) -> list[Row | None]:
            fresh = iter(self._read(query, missing, control))
            return [row or next(fresh, None) for row in here]

        self._context.tasks.read(self, work, partial(self._ask, block, columns))

    def _ask(self, block: Block, columns: Sequence[Field], rows: Sequence[Row | None]) -> None:
        found = [row for row in rows if row is not None]
        if len(found) < len(block):
            self.refused.emit(_("这些行刚才变了，请再粘贴一次"))
        elif len(block) == 1 or self._agreed(block, columns, found):
            self._write(block, columns, found)

    def _problem(self, block: Block, first: int, columns: Sequence[Field]) -> str:
        """Why the block does not fit here; "" when it does."""
        if self._context.guest.on:
            return _("来客视图下不能粘贴，先按 F12")
        if self._list.query.archived:
            return _("回收站里的记录要先恢复，才能改")
        if len(block) > PASTED_AT_MOST:
            most = f"{PASTED_AT_MOST:,}"
            return _("一次最多粘贴 {most} 行，这里有 {count} 行。更多请用导入").format(most=most, count=f"{len(block):,}")
        if len(columns) < len(block[0]):
            words = _("这一格右边只有 {room} 列，剪贴板里有 {count} 列")
            return words.format(room=len(columns), count=len(block[0]))
        if first + len(block) > self._list.rowCount():
            words = _("从这一行起只有 {room} 行，剪贴板里有 {count} 行")
            return words.format(room=self._list.rowCount() - first, count=len(block))
        fixed = "、".join(_(field.label) for field in columns if not field.editable_in_list)
        return _("「{columns}」不能在列表里改，请打开记录再改").format(columns=fixed) if fixed else ""

    def _agreed(self, block: Block, columns: Sequence[Field], rows: Sequence[Row]) -> bool:
        entity = self._list.entity
        title = entity.field(entity.title)
        words = {"count": f"{len(block):,}", "counter": _(entity.counter), "label": _(entity.label)}
        question = _("把剪贴板里的格子粘贴到 {count} {counter}{label}？").format(**words)
        names = "、".join(_(field.label) for field in columns)
        lines = [_line(self._list.words(row, title), cells) for row, cells in zip(rows[:5], block[:5], strict=True)]
        more = [_("……共 {count} 行").format(count=f"{len(block):,}")] if len(block) > len(lines) else []
        hint = "\n".join([_("会改「{columns}」，Ctrl+Z 可以整批撤销。").format(columns=names), *lines, *more])
        return confirm(self._table, question, hint, _("粘贴 {count} {counter}").format(**words), _("不粘贴"))

    def _write(self, block: Block, columns: Sequence[Field], rows: Sequence[Row]) -> None:
        kind, names = self._list.entity.kind, [field.name for field in columns]
        found = [
            Pasted(row.id, row.version, dict(zip(names, line, strict=True)))
            for row, line in zip(rows, block, strict=True)
        ]
        self._context.tasks.write(
            self, lambda control: self._records.paste(kind, found, control), self.wrote.emit, self._failed,
            title=_("粘贴"),
        )  # fmt: skip

    def _failed(self, error: Exception) -> None:
        if isinstance(error, UserError | ConflictError):
            self.refused.emit(error.sentence)
        else:
            report(self._table, error)


def _line(title: str, cells: Sequence[str]) -> str:
    """A record and what it will be given, in one line."""
    value = " ｜ ".join(" ".join(cell.split()) or "—" for cell in cells)
    words = _("{label}：{value}").format(label=title, value=value)
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"

"""Import templates: headings with notes, drop-downs, text columns, one example row that is never read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from louyu_desktop.exchange.no_record import EXAMPLE
from louyu_desktop.exchange.sheet import Formats, SheetColumn, saved, wide
from louyu_desktop.text import _

ROWS = 2000
"""Rows below the headings that are prepared."""


def write_template(path: Path, title: str, columns: Sequence[SheetColumn], example: Sequence[str]) -> None:
    """Write an empty ledger: first a serial column, then `columns` with `example` in the row below the headings.

    `SystemProblem` when the file cannot be written.
    """
    with saved(path) as book:
        formats = Formats(book)
        main = book.add_worksheet(title[:31])
        notes = book.add_worksheet(_("填写说明"))
        choices = book.add_worksheet(_("选项"))
        choices.hide()
        _main(main, title, columns, example, formats)
        _notes(notes, columns, formats)
        _choices(main, choices, columns)


def _main(sheet: Any, title: str, columns: Sequence[SheetColumn], example: Sequence[str], formats: Formats) -> None:
    sheet.set_column(0, 0, 18, formats.text)
    for index, column in enumerate(columns, start=1):
        sheet.set_column(index, index, min(max(column.width, wide(column.heading)) + 3, 40), formats.text)
        if column.note:
            sheet.write_comment(1, index, column.note, {"x_scale": 2})
    sheet.set_row(0, 26)
    sheet.write_string(0, 0, title, formats.title)
    sheet.write_string(1, 0, _("序号"), formats.head)
    for index, column in enumerate(columns, start=1):
        sheet.write_string(1, index, column.heading, formats.head)
    sheet.write_string(2, 0, _("{mark}导入时不读）").format(mark=EXAMPLE), formats.example)
    for index, text in enumerate(example, start=1):
        if text:
            sheet.write_string(2, index, text, formats.example)
    sheet.freeze_panes(2, 0)


def _notes(sheet: Any, columns: Sequence[SheetColumn], formats: Formats) -> None:
    sheet.set_column(0, 0, 22, formats.plain)
    sheet.set_column(1, 1, 80, formats.faint)
    lines = [
        _("一行一条。列可以删、可以换次序，标题写法相近也认得。"),
        _("除名称外都可以空着；空着的格不会改动站里已有的内容。"),
        _("日期写 2024-03-05、2024.3.5、2024年3月5日都可以。信用代码和电话已设为文本，不要改成数字。"),
        _("示例行不会被导入，可以留着。"),
    ]
    for row, line in enumerate(lines):
        sheet.write_string(row, 0, line, formats.plain)
    for row, column in enumerate(columns, start=len(lines) + 1):
        sheet.write_string(row, 0, column.heading, formats.plain)
        words = [column.note, _("可选：{choices}").format(choices="、".join(column.choices)) if column.choices else ""]
        text = "。".join(word for word in words if word)
        if text:
            sheet.write_string(row, 1, text, formats.faint)


def _choices(sheet: Any, hidden: Any, columns: Sequence[SheetColumn]) -> None:
    place = 0
    lists = []
    for index, column in enumerate(columns, start=1):
        if column.choices:
            lists.append((place, index, column))
            place += 1
    longest = max((len(column.choices) for _place, _index, column in lists), default=0)
    for row in range(longest):
        for column_place, _index, column in lists:
            if row < len(column.choices):
                hidden.write_string(row, column_place, column.choices[row])
    for column_place, index, column in lists:
        letters = chr(65 + column_place) if column_place < 26 else f"A{chr(65 + column_place - 26)}"
        source = f"='{_('选项')}'!${letters}$1:${letters}${len(column.choices)}"
        sheet.data_validation(3, index, ROWS, index, {
            "validate": "list", "source": source, "error_type": "warning",
            "error_title": _("不在可选项里"), "error_message": _("请从下拉列表里选；几项之间用顿号隔开也可以"),
        })  # fmt: skip

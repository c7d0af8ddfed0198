"""Copying with headings and pasting blocks: long digits stay whole in Excel and WPS."""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Sequence
from dataclasses import dataclass

from louyu_desktop.exchange.signs import protected, unprotected

LARGEST = 8_000_000
"""Signs in a block that is pasted; more would be an import."""


@dataclass(frozen=True, slots=True)
class Clip:
    """One block in the two forms that spreadsheets take: `html` marks every cell as text."""

    text: str
    html: str


def _plain(cell: str) -> str:
    """A cell of tab-separated text: quoted where it holds tabs, quotes or line ends."""
    if any(sign in cell for sign in '\t\n\r"'):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def clip(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> Clip:
    """A block with its headings, to be put on the clipboard as text and as HTML."""
    lines = [headings, *rows]
    text = "\r\n".join("\t".join(_plain(protected(cell)) for cell in line) for line in lines)
    body = []
    for number, line in enumerate(lines):
        tag = "th" if number == 0 else "td"
        cells = "".join(f"<{tag}>{html.escape(cell).replace(chr(10), '<br>')}</{tag}>" for cell in line)
        body.append(f"<tr>{cells}</tr>")
    style = "<style>td,th{mso-number-format:'\\@';white-space:pre}</style>"
    page = f"<html><head><meta charset='utf-8'>{style}</head><body><table>{''.join(body)}</table></body></html>"
    return Clip(text, page)


def pasted(text: str) -> tuple[tuple[str, ...], ...]:
    """A block copied out of a spreadsheet, as rows of cells of equal number; empty for nothing, and for no block."""
    if len(text) > LARGEST:
        return ()
    lines = io.StringIO(text.replace("\r\n", "\n"), newline="")
    try:
        records = [[unprotected(cell) for cell in record] for record in csv.reader(lines, delimiter="\t")]
    except csv.Error:  # a cell without an end
        return ()
    while records and not any(records[-1]):
        records.pop()
    width = max((len(record) for record in records), default=0)
    return tuple(tuple(record) + ("",) * (width - len(record)) for record in records)

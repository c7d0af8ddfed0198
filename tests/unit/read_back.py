"""A paper as two other readers find it: every character with its place, never asking our own layout."""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from pypdf import PdfReader
from pypdfium2 import raw

SPACES = {code: None for code in range(0x110000) if chr(code).isspace()}


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character as PDFium sees it: where it begins on its base line, and the box of its ink, in points."""

    sign: str
    x: float
    y: float
    left: float
    bottom: float
    right: float
    top: float


def glyphs(path: Path) -> Iterator[list[Glyph]]:
    """The characters of each page, blanks left out, in the order in which they were written."""
    document = pypdfium2.PdfDocument(path)
    try:
        for page in document:
            text = page.get_textpage()
            yield [glyph for at in range(text.count_chars()) if (glyph := _glyph(text, at)) is not None]
    finally:
        document.close()


def _glyph(text: pypdfium2.PdfTextPage, at: int) -> Glyph | None:
    code = raw.FPDFText_GetUnicode(text, at)
    if code in {2, 0xFFFE}:
        code = ord("-")  # PDFium's own word for a hyphen at the end of a line
    if code <= 32 or 0xDC00 <= code < 0xE000 or raw.FPDFText_IsGenerated(text, at) == 1:
        return None
    if 0xD800 <= code < 0xDC00:
        code = 0x10000 + ((code - 0xD800) << 10) + (raw.FPDFText_GetUnicode(text, at + 1) - 0xDC00)
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(text, at, x, y)
    left, bottom, right, top = text.get_charbox(at)
    return Glyph(chr(code), x.value, y.value, left, bottom, right, top)


def solid(text: str) -> str:
    """Without blanks."""
    return text.translate(SPACES)


def alike(text: str) -> str:
    """As PDFium tells it: without blanks, compatibility forms taken apart."""
    return solid(unicodedata.normalize("NFKC", text))


def texts(path: Path) -> list[str]:
    """The text of each page by pypdf, without blanks."""
    return [solid(page.extract_text()) for page in PdfReader(path).pages]


def every_word(path: Path) -> str:
    """All that a file says, by PDFium, in as little time as looking for a few words is worth; without blanks."""
    document = pypdfium2.PdfDocument(path)
    try:
        return solid("".join(page.get_textpage().get_text_bounded() for page in document))
    finally:
        document.close()


@dataclass(frozen=True, slots=True)
class Rules:
    """The lines of a table on a page: x of its columns' edges from the left, y of its rows' edges from the top."""

    across: list[float]
    down: list[float]

    def cell(self, glyph: Glyph) -> tuple[int, int] | None:
        """(row, column) that the beginning of a character stands in."""
        row = sum(glyph.y < edge for edge in self.down) - 1
        column = sum(glyph.x >= edge for edge in self.across) - 1
        inside = 0 <= row < len(self.down) - 1 and 0 <= column < len(self.across) - 1
        return (row, column) if inside else None

    def holds(self, glyph: Glyph, row: int, column: int) -> bool:
        """Whether the ink of a character stays in a cell."""
        left, right = self.across[column : column + 2]
        top, bottom = self.down[row : row + 2]
        return left <= glyph.left and glyph.right <= right and bottom <= glyph.bottom and glyph.top <= top


def rules(path: Path) -> list[Rules]:
    """The rules of the table on each page, from the path with the most lines."""
    document = pypdfium2.PdfDocument(path)
    try:
        return [_rules(page) for page in document]
    finally:
        document.close()


def _rules(page: pypdfium2.PdfPage) -> Rules:
    paths = [_points(one.raw) for one in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=4)]
    lines = [(paths_[at], paths_[at + 1]) for paths_ in [max(paths, key=len)] for at in range(0, len(paths_) - 1, 2)]
    across = sorted({round(one[0], 2) for one, other in lines if abs(one[0] - other[0]) < 0.01})
    down = sorted({round(one[1], 2) for one, other in lines if abs(one[1] - other[1]) < 0.01}, reverse=True)
    return Rules(across, down)


def _points(path: raw.FPDF_PAGEOBJECT) -> list[tuple[float, float]]:
    found = []
    for at in range(raw.FPDFPath_CountSegments(path)):
        x, y = ctypes.c_float(), ctypes.c_float()
        raw.FPDFPathSegment_GetPoint(raw.FPDFPath_GetPathSegment(path, at), x, y)
        found.append((x.value, y.value))
    return found

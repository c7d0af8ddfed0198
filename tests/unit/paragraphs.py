"""Paragraphs on paper and what must hold of each, read back from the file."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise
from pathlib import Path

from louyu_desktop.printing.chain import MISSING
from louyu_desktop.printing.flow import Paragraph, Style
from louyu_desktop.printing.fonts import Typeface
from louyu_desktop.printing.linebreak import NO_END, NO_START, is_latin, squeeze
from louyu_desktop.printing.paper import A4, Paper
from louyu_desktop.printing.pen import MM
from tests.unit.read_back import Glyph, alike, glyphs, solid, texts

SIZE, LEFT, TOP, FOOT = 10.0, 60.0, A4[1] - 50.0, 50.0
STYLE = Style(size=SIZE, leading=1.6)
NEVER_FIRST = frozenset("，。、；：？！）》〉」』】〕〗｝］’”…—·～％‰℃,.;:?!)]}%")
NEVER_LAST = frozenset("（《〈「『【〔〖｛［‘“￥$([{")
"""After CLREQ 3.1.4 and UAX 14, by hand."""

MOST = 0.35 * SIZE + 0.05


def printed(wanted: Sequence[str], width: float, target: Path, faces: Typeface) -> list[list[tuple[str, float, float]]]:
    """All paragraphs under each other in one column; gives (text, top, bottom) of each by page."""
    pages: list[list[tuple[str, float, float]]] = [[]]
    with Paper(target, A4, "x", faces) as paper:
        y = TOP
        for text in wanted:
            block = Paragraph(text, STYLE, faces)
            height = block.wrap(width, 1e6)[1]
            if y - height < FOOT and y < TOP:
                paper.next_page()
                pages.append([])
                y = TOP
            block.put(paper.pen, LEFT, y - height)
            pages[-1].append((block.text, y, y - height))
            y -= height + 4
        paper.next_page()
    return pages


def faults(pages: list[list[tuple[str, float, float]]], width: float, target: Path, faces: Typeface) -> list[object]:
    """Everything that is not as it must be."""
    found: list[object] = []
    told = texts(target)
    for number, signs in enumerate(glyphs(target)):
        whole = solid("".join(_shown(text, faces) for text, _top, _bottom in pages[number]))
        if told[number] != whole:
            found.append(("pypdf reads otherwise", number, told[number], whole))
        for text, top, bottom in pages[number]:
            held = [one for one in signs if bottom - 0.01 <= one.y <= top]
            found += [(fault, text) for fault in _of_one(_shown(text, faces), held, width, faces)]
    return found


def _shown(text: str, faces: Typeface) -> str:
    missing = set(faces.missing([text]))
    return "".join(MISSING if sign in missing else sign for sign in text)


def _of_one(text: str, held: list[Glyph], width: float, faces: Typeface) -> list[object]:
    found: list[object] = []
    if alike("".join(one.sign for one in held)) != alike(text):
        found.append(("PDFium reads otherwise", "".join(one.sign for one in held)))
    found += [("outside", one) for one in held if one.left < LEFT - 0.6 or one.right > LEFT + width + 0.6]
    lines = [list(line) for _y, line in groupby(held, lambda one: round(one.y, 1))]
    found += _line_ends(text, lines)
    for line in lines[:-1]:
        found += _stretch(line, width, faces)
    return found


def _line_ends(text: str, lines: list[list[Glyph]]) -> list[object]:
    """No line begins or ends with a mark that may not stand there, as long as there was any other way."""
    found: list[object] = []
    bare = solid(text)
    start = 0
    for before, after in pairwise(lines):
        end = start + len(before)
        begun, ended = after[0].sign, before[-1].sign
        lawful = any(_may_end(bare, at) for at in range(start + 1, min(end + 1, len(bare))))
        if lawful and (begun in NEVER_FIRST or ended in NEVER_LAST):
            found.append(("line end", ended, begun))
        start = end
    return found


def _may_end(text: str, at: int) -> bool:
    before, after = text[at - 1], text[at]
    return before not in NO_END and after not in NO_START and not (is_latin(before) and is_latin(after))


def _stretch(line: list[Glyph], width: float, faces: Typeface) -> list[object]:
    """A line that is not the last ends at the margin or is ragged as a whole; only its lawful gaps are wider."""
    advances = faces.regular.advances
    found: list[object] = []
    wider = []
    for one, other in pairwise(line):
        if MISSING in (one.sign, other.sign):
            continue  # it may have been a letter of a word
        natural = advances[one.sign] * SIZE / 1000 - squeeze(one.sign, other.sign) * SIZE
        extra = other.x - one.x - natural
        if is_latin(one.sign) and is_latin(other.sign):
            blank = advances[" "] * SIZE / 1000
            if abs(extra) > 0.06 and extra < blank - 0.06:
                found.append(("a word is stretched", one.sign, other.sign, extra))
        elif extra < advances[" "] * SIZE / 1000 - 0.06:
            wider.append(extra)
    if wider and (max(wider) - min(wider) > 0.12 or min(wider) < -0.06 or max(wider) > MOST):
        found.append(("gaps differ", "".join(one.sign for one in line), [round(one, 2) for one in wider]))
    if wider and max(wider) > 0.06:
        last = line[-1]
        end = last.x + advances[last.sign] * SIZE / 1000
        if not LEFT + width - SIZE / 2 - 0.6 <= end - (SIZE / 2 if end > LEFT + width + 1 else 0) <= LEFT + width + 0.6:
            found.append(("does not end at the margin", end, LEFT + width))
    return found


WIDTHS = (96 * MM, 130 * MM, 40 * MM)

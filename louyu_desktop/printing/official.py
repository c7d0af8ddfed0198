"""Official documents (纪要, 通知) on the grid of GB/T 9704-2012: A4, 22 lines of 28 characters.

天头 37 mm, 订口 28 mm, 版心 156 × 225 mm; body 3号仿宋, title 2号小标宋, levels 一、黑体 （一）楷体; folio 4号宋 「— 1 —」
7 mm below the text, odd pages at the right.  A station's papers carry no red head unless one is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby
from math import ceil
from pathlib import Path

from louyu_desktop.printing.guard import clean
from louyu_desktop.printing.linebreak import BrokenLine, break_lines, may_break
from louyu_desktop.printing.official_faces import OfficialFaces, Role
from louyu_desktop.printing.palette import BLACK, RED_HEAD, Colour
from louyu_desktop.printing.paper import A4, Paper
from louyu_desktop.printing.pen import MM, Pen

LINES, SIGNS = 22, 28
LEADING, PITCH = 28.99, 15.79
TOP, LEFT, WIDTH, HEIGHT = 37 * MM, 28 * MM, 156 * MM, 225 * MM
BODY, TITLE, MARK, FOLIO = 16.0, 22.0, 36.0, 14.0
"""三号, 二号, the mark 小初, and 四号 in points."""

_FOLIO_BELOW, _MARK_BELOW = 7 * MM, 35 * MM
_EM_UP, _DASH_UP = 0.88, 0.38
_LIMIT = 8000


class Kind(StrEnum):
    """What a block is."""

    BODY = "body"
    FIRST = "first"
    SECOND = "second"
    PEOPLE = "people"
    RIGHT = "right"
    CENTRED = "centred"
    BLANK = "blank"


_ROLES = {Kind.FIRST: Role.FIRST, Kind.SECOND: Role.SECOND}


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph; `label` stands in 黑体 before the names of PEOPLE, whose further lines hang below the first name."""

    kind: Kind
    text: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Official:
    """A document: `mark` is the red head (楼事会会议纪要), `under_mark` the line below it, `title` the heading."""

    title: str
    blocks: Sequence[Block]
    mark: str = ""
    under_mark: str = ""
    file_title: str = field(default="")


def texts_of(document: Official) -> tuple[str, ...]:
    """Every text that is printed, cleaned: for the preflight."""
    found = [document.mark, document.under_mark, document.title]
    found += [text for block in document.blocks for text in (block.label, block.text)]
    return tuple(clean(text, limit=_LIMIT) for text in found if text)


def write(document: Official, target: Path, faces: OfficialFaces) -> int:
    """Write the document to `target`; gives the number of pages."""
    with Paper(target, A4, document.file_title or document.title, faces.faces[Role.BODY]) as paper:
        setter = _Setter(paper, faces)
        setter.head(document)
        for kind, blocks in groupby(document.blocks, key=lambda block: block.kind):
            if kind is Kind.RIGHT:
                setter.signed([clean(block.text) for block in blocks])
                continue
            for block in blocks:
                setter.block(block)
        setter.end_page()
        paper.next_page()
        return setter.page


class _Setter:
    """Sets line after line on the grid."""

    def __init__(self, paper: Paper, faces: OfficialFaces) -> None:
        self._paper = paper
        self._pens = {role: Pen(paper.canvas, face) for role, face in faces.faces.items()}
        self.page, self._line = 1, 0

    def head(self, document: Official) -> None:
        """The red mark with its line, where there is one, and the title in the shape of a trapezium."""
        if document.mark:
            self._mark(clean(document.mark), clean(document.under_mark))
        if document.title:
            for text in title_lines(clean(document.title)):
                self._draw(Role.TITLE, text, TITLE, LEFT + WIDTH / 2, align="center")
            self._line += 1

    def _mark(self, mark: str, under: str) -> None:
        """One red line, smaller where it is long; one that would be smaller than the title stands in several."""
        size = min(MARK, WIDTH / max(len(mark), 1))
        lines = (mark,) if size >= TITLE else title_lines(mark)
        size = max(size, TITLE)
        pen, top = self._pens[Role.TITLE], A4[1] - TOP - _MARK_BELOW
        for number, text in enumerate(lines):
            y = top - number * LEADING - size * _EM_UP
            pen.text(LEFT + WIDTH / 2, y, text, size, align="center", colour=RED_HEAD)
        self._line = ceil((_MARK_BELOW + size) / LEADING) + len(lines) - 1
        for text in self._broken(under, WIDTH):
            self._draw(Role.BODY, text, BODY, LEFT + WIDTH / 2, align="center")
        y = self._top_of(self._line) - 2 * MM
        self._pens[Role.BODY].line(LEFT, y, LEFT + WIDTH, y, colour=RED_HEAD, width=1.2)
        self._line += 1

    def signed(self, texts: Sequence[str]) -> None:
        """Who signs and the day (成文日期), which stands four characters in from the right, the others centred over it.

        They are never parted by the end of a page.
        """
        lines = [tuple(self._broken(text, WIDTH - 4 * PITCH)) for text in texts]
        count = sum(map(len, lines))
        if self._line + count > LINES >= count:
            self._line = LINES
        measure = self._pens[Role.BODY].width
        wide = [max((measure(line, BODY) for line in one), default=0.0) for one in lines]
        from_right = [each / 2 + (4 if at == len(wide) - 1 else 2) * PITCH for at, each in enumerate(wide)]
        middle = LEFT + WIDTH - max(from_right, default=0.0)
        for line in (line for one in lines for line in one):
            self._draw(Role.BODY, line, BODY, middle, align="center")

    def _broken(self, text: str, room: float) -> Iterator[str]:
        """The lines of a text that is not justified."""
        measure = self._pens[Role.BODY].width
        for line in break_lines(text, [measure(sign, BODY) for sign in text], room) if text else ():
            yield text[line.start : line.end]

    def block(self, block: Block) -> None:
        """One paragraph."""
        text = clean(block.text, limit=_LIMIT)
        match block.kind:
            case Kind.BLANK:
                self._next_line()
            case Kind.CENTRED:
                for line in self._broken(text, WIDTH):
                    self._draw(Role.BODY, line, BODY, LEFT + WIDTH / 2, align="center")
            case Kind.PEOPLE:
                self._people(clean(block.label), text)
            case _:
                self._paragraph(_ROLES.get(block.kind, Role.BODY), text, first=2 * PITCH)

    def _people(self, label: str, text: str) -> None:
        """出席: in 黑体, the names in 仿宋, hanging."""
        hang = (2 + len(label)) * PITCH
        y = self._baseline(keep=False)
        self._pens[Role.FIRST].text(LEFT + 2 * PITCH, y, label, BODY, colour=BLACK, spacing=PITCH - BODY)
        self._paragraph(Role.BODY, text, first=hang, rest=hang)

    def _paragraph(self, role: Role, text: str, *, first: float, rest: float = 0.0) -> None:
        pen = self._pens[role]
        for paragraph in text.split("\n"):
            widths = [pen.width(sign, BODY) - (BODY - PITCH) for sign in paragraph]
            for number, line in enumerate(break_lines(paragraph, widths, WIDTH - rest, first - rest)):
                indent = rest if number else first
                self._justified(pen, paragraph, line, LEFT + indent, WIDTH - indent)
            first = first if rest else 2 * PITCH

    def _justified(self, pen: Pen, text: str, line: BrokenLine, x: float, room: float) -> None:
        shown = text[line.start : line.end]
        spare = 0.0 if line.is_last or len(shown) < 2 else (room - line.width) / (len(shown) - 1)
        spacing = PITCH - BODY + min(spare, PITCH / 2)
        pen.text(x, self._baseline(), shown, BODY, colour=BLACK, spacing=spacing)

    def _draw(
        self, role: Role, text: str, size: float, x: float, *, align: str, colour: Colour = BLACK
    ) -> None:
        self._pens[role].text(x, self._baseline(size), text, size, align=align, colour=colour)

    def _baseline(self, size: float = BODY, *, keep: bool = True) -> float:
        """The baseline of the next line, on a new page when this one is full; `keep` uses the line up."""
        if self._line >= LINES:
            self.end_page()
            self._paper.next_page()
            self.page, self._line = self.page + 1, 0
        middle = self._top_of(self._line) - LEADING / 2
        if keep:
            self._next_line()
        return middle + size / 2 - size * _EM_UP

    def _next_line(self) -> None:
        self._line += 1

    def _top_of(self, line: int) -> float:
        return A4[1] - TOP - line * LEADING

    def end_page(self) -> None:
        """The folio, its dashes 7 mm below the text: odd pages right, even ones left, one character in."""
        text = f"— {self.page} —"
        y = A4[1] - TOP - HEIGHT - _FOLIO_BELOW - FOLIO * _DASH_UP
        odd = self.page % 2 == 1
        x = LEFT + WIDTH - FOLIO if odd else LEFT + FOLIO
        self._pens[Role.FOLIO].text(x, y, text, FOLIO, align="right" if odd else "left", colour=BLACK)


def title_lines(title: str) -> tuple[str, ...]:
    """A long title in two or three lines of nearly equal length, the first the shorter: 梯形."""
    room = int(WIDTH // TITLE) - 2
    if len(title) <= room:
        return (title,)
    count = -(-len(title) // room)
    least, more = divmod(len(title), count)
    return tuple(_cut(title, [least + (number >= count - more) for number in range(count)]))


def _cut(text: str, lengths: Sequence[int]) -> Iterator[str]:
    """Lines of about these lengths: no number or word is parted, no line begins with a mark."""
    spare = (int(WIDTH // TITLE) - max(lengths)) // (1 if len(lengths) == 2 else 2)
    start = wanted = 0
    for length in lengths:
        wanted += length
        stop = _lawful(text, wanted, spare)
        yield text[start:stop].strip()
        start = stop


def _lawful(text: str, wanted: int, spare: int) -> int:
    """The nearest place where a line may end, at most `spare` characters off."""
    if wanted >= len(text):
        return wanted
    near = sorted(range(max(1, wanted - spare), min(len(text), wanted + spare + 1)), key=lambda at: abs(at - wanted))
    return next((at for at in near if may_break(text, at)), wanted)

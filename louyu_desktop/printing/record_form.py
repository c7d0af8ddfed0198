"""活动记录表, 走访记录表, 处置单: facts, chapters, up to four photographs, who signs, and what follows (FIELD.md 3.1)."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from reportlab.lib.utils import ImageReader

from louyu_desktop.printing.flow import Paragraph, Style
from louyu_desktop.printing.fonts import Typeface
from louyu_desktop.printing.guard import SMALLEST, Fitted, clean, fit
from louyu_desktop.printing.linebreak import break_lines
from louyu_desktop.printing.palette import INK, INK_FAINT, INK_SOFT, LINE, RULE, SAND
from louyu_desktop.printing.paper import A4, Paper
from louyu_desktop.printing.pen import MM, Pen, box, stroke, tick
from louyu_desktop.text import N_, _

MOST_PHOTOS = 4
_LEFT, _WIDTH, _LABEL = 18 * MM, 174 * MM, 24 * MM
_TOP, _NEXT_TOP, _FOOT = A4[1] - 34 * MM, A4[1] - 24 * MM, 22 * MM
_ROW, _PAD = 9.4 * MM, 3 * MM
_WORDS = Style(size=10.5, leading=1.65, indent=2.0)
_NAMES = Style(size=10, leading=1.65, align="left", listed=True)
_LINES = Style(size=10, leading=1.6)
_FACT, _SMALLER, _STEP = 10.5, 9.0, 1.25
_LIMIT, _LONGEST = 600, 20_000
_PHOTO = 58 * MM
_CAPTION = 9 * MM


@dataclass(frozen=True, slots=True)
class Photo:
    """A photograph as JPEG, its size in pixels, and what is said below it."""

    width: int
    height: int
    jpeg: bytes = field(repr=False)
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A label and its text; without text there is room of `least` millimetres to write.

    A `listed` one names people or things, an `entered` one has an entry in each of its lines.
    """

    label: str
    text: str = ""
    least: float = 12.0
    listed: bool = False
    entered: bool = False

    @property
    def style(self) -> Style:
        """How its paragraphs are set."""
        return _NAMES if self.listed else _LINES if self.entered else _WORDS


@dataclass(frozen=True, slots=True)
class Ticks:
    """Words with a box before each, ticked or not."""

    words: tuple[tuple[str, bool], ...]


Fact = tuple[str, str | Ticks]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordForm:
    """`facts` are rows of one or two (label, value); `chapters` follow them, then lines for `signs` to sign on.

    The chapters `behind` stand on pages of their own.
    """

    station: str
    title: str
    heading: str = N_("活动记录表")
    signs: tuple[str, ...] = (N_("记录人："), N_("负责人："), N_("日期："))
    facts: tuple[tuple[Fact, ...], ...] = ()
    chapters: tuple[Chapter, ...] = ()
    behind: tuple[Chapter, ...] = ()
    photos: tuple[Photo, ...] = ()
    footer: str = ""
    is_demonstration: bool = False


def texts_of(record: RecordForm) -> tuple[str, ...]:
    """Every text that the record prints, cleaned: for the preflight."""
    found = [record.station, record.title, record.footer]
    found += [text for row in record.facts for label, value in row for text in (label, *_words_of(value))]
    found += [text for one in (*record.chapters, *record.behind) for text in (one.label, one.text)]
    found += [photo.caption for photo in record.photos]
    return tuple(clean(text, limit=_LONGEST) for text in found)


def _words_of(value: str | Ticks) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(word for word, _ticked in value.words)


def write(record: RecordForm, target: Path, faces: Typeface) -> int:
    """Write the PDF and give its number of pages."""
    return write_all((record,), target, faces, f"{_(record.heading)}：{clean(record.title)}")


def write_all(records: Sequence[RecordForm], target: Path, faces: Typeface, title: str) -> int:
    """Write one PDF of several records, each with pages of its own; gives how many in all."""
    count = 0
    with Paper(target, A4, title, faces, subject=_(records[0].heading)) as paper:
        for record in records:
            pages = _set(record, faces).pages
            for number, drawings in enumerate(pages, 1):
                _furnish(paper.pen, record, number, len(pages))
                for draw in drawings:
                    draw(paper.pen)
                paper.next_page()
            count += len(pages)
    return count


def _set(record: RecordForm, faces: Typeface) -> _Form:
    form = _Form(faces)
    for row in record.facts:
        form.facts(row)
    for chapter in record.chapters:
        form.chapter(chapter)
    form.photos(record.photos[:MOST_PHOTOS])
    form.signatures(record.signs)
    if record.behind:
        form.next_page()
    for chapter in record.behind:
        form.chapter(chapter)
    return form


Drawing = Callable[[Pen], None]


class _Form:
    """Places cells from the top down; what has no room goes on to the next page."""

    def __init__(self, faces: Typeface) -> None:
        self.faces = faces
        self.pages: list[list[Drawing]] = [[]]
        self.y = _TOP

    def next_page(self) -> None:
        """What follows stands on another page."""
        self.pages.append([])
        self.y = _NEXT_TOP

    def _draw(self, drawing: Drawing) -> None:
        self.pages[-1].append(drawing)

    def facts(self, row: Sequence[Fact]) -> None:
        """One row of labels and values, as high as the longest needs; one alone has the whole width."""
        each = _WIDTH / len(row)
        room = each - _LABEL - 2 * _PAD
        said = [self._fitted(value, room) if isinstance(value, str) else value for _label, value in row]
        height = max(_ROW, *(_high(one) for one in said))
        if self.y - height < _FOOT:
            self.next_page()
        for number, ((label, _value), one) in enumerate(zip(row, said, strict=True)):
            self._draw(_fact(label, one, (_LEFT + number * each, self.y), each, height))
        self.y -= height

    def _fitted(self, value: str, room: float) -> Fitted:
        """In one line or two; what is longer in as many as it needs."""
        text, measure = clean(value, limit=_LIMIT), self.faces.regular.width
        if measure(text, SMALLEST) <= 1.6 * room:
            return fit(text, room, _FACT, measure)
        lines = break_lines(text, [measure(sign, _SMALLER) for sign in text], room)
        return Fitted(tuple(text[line.start : line.end] for line in lines), _SMALLER)

    def chapter(self, chapter: Chapter) -> None:
        """A label at the left, paragraphs at the right, over as many pages as they need."""
        text = clean(chapter.text, limit=_LONGEST, lines=True)
        rest = [Paragraph(line, chapter.style, self.faces) for line in text.split("\n") if line]
        width, label, least = _WIDTH - _LABEL - 2 * _PAD, _(chapter.label), chapter.least * MM
        while True:
            room = self.y - _FOOT - 2 * _PAD
            placed, rest = _taken(rest, width, room)
            if not placed and rest:
                self.next_page()
                continue
            height = max(least, sum(height for _one, height in placed) + 2 * _PAD)
            if not placed and height > self.y - _FOOT:
                self.next_page()
            self._draw(_words(label, placed, self.y, min(height, self.y - _FOOT)))
            self.y -= min(height, self.y - _FOOT)
            if not rest:
                return
            self.next_page()
            label, least = f"{_(chapter.label)}\n{_('（续）')}", 0.0

    def photos(self, photos: Sequence[Photo]) -> None:
        """Two beside each other, each with its words below."""
        each, height = _WIDTH / 2, _PHOTO + _CAPTION + 2 * _PAD
        for start in range(0, len(photos), 2):
            if self.y - height < _FOOT:
                self.next_page()
            for column, photo in enumerate(photos[start : start + 2]):
                self._draw(_photo(photo, _LEFT + column * each, self.y, each, height))
            self.y -= height

    def signatures(self, signs: Sequence[str]) -> None:
        """Lines for those who sign."""
        if self.y - 16 * MM < _FOOT - 8 * MM:
            self.next_page()
        y = self.y - 11 * MM

        def draw(pen: Pen) -> None:
            for number, label in enumerate(map(_, signs)):
                x = _LEFT + number * _WIDTH / len(signs)
                pen.text(x, y, label, 10.5)
                start = x + pen.width(label, 10.5) + 3
                pen.line(start, y - 2, start + 32 * MM, y - 2, colour=INK_SOFT)

        self._draw(draw)


Placed = tuple[Paragraph, float]


def _taken(rest: Sequence[Paragraph], width: float, room: float) -> tuple[list[Placed], list[Paragraph]]:
    """The paragraphs that have room, with their heights, and what is left of them."""
    placed: list[Placed] = []
    left = list(rest)
    while left:
        height = left[0].wrap(width, room)[1]
        if height > room:
            parts = left[0].split(width, room)
            if not parts:
                break
            placed.append((parts[0], parts[0].wrap(width, room)[1]))
            return placed, [parts[1], *left[1:]]
        placed.append((left.pop(0), height))
        room -= height
    return placed, left


def _label(pen: Pen, words: str, x: float, y: float, height: float) -> None:
    pen.rect(x, y - height, _LABEL, height, filled=SAND, edge=RULE)
    lines = words.split("\n")
    middle = y - height / 2 + (len(lines) - 1) * 6.3 - 3.8
    for line in lines:
        fitted = fit(line, _LABEL - 2 * MM, 10.5, pen.font(bold=True).width, most_lines=1)
        pen.text(x + _LABEL / 2, middle, fitted.lines[0], fitted.size, bold=True, align="center")
        middle -= 12.6


def _high(said: Fitted | Ticks) -> float:
    """How high a row must be for what it says."""
    return 0.0 if isinstance(said, Ticks) else len(said.lines) * said.size * _STEP + 1.8 * MM


def _fact(label: str, said: Fitted | Ticks, at: tuple[float, float], width: float, height: float) -> Drawing:
    """A label and its value: lines of words, or boxes before words."""
    x, y = at

    def draw(pen: Pen) -> None:
        _label(pen, label, x, y, height)
        pen.rect(x + _LABEL, y - height, width - _LABEL, height, edge=RULE)
        start = x + _LABEL + _PAD
        if isinstance(said, Ticks):
            draw_ticks(pen, said, start, y - height / 2, width - _LABEL - 2 * _PAD)
            return
        line_y = y - height / 2 + (len(said.lines) - 1) * said.size * _STEP / 2 - 0.36 * said.size
        for line in said.lines:
            pen.text(start, line_y, line, said.size)
            line_y -= said.size * _STEP

    return draw


def draw_ticks(pen: Pen, value: Ticks, x: float, middle: float, room: float) -> None:
    """One line of boxes and words, no wider than `room`."""
    size = 10.0
    natural = sum(pen.width(word, size) for word, _on in value.words) + 2.2 * size * len(value.words)
    size *= min(1.0, room / natural) if natural else 1.0
    for word, ticked in value.words:
        side = 0.86 * size
        pen.raw(f"{stroke(INK)} 0.6 w", box(x + side / 2, middle, side))
        if ticked:
            pen.raw(f"{stroke(INK)} 1.3 w", tick(x + side / 2, middle, 0.9 * side))
        pen.text(x + 1.2 * size, middle - 0.36 * size, word, size, bold=ticked)
        x += pen.width(word, size) + 2.2 * size


def _words(label: str, placed: Sequence[Placed], y: float, height: float) -> Drawing:
    def draw(pen: Pen) -> None:
        _label(pen, label, _LEFT, y, height)
        pen.rect(_LEFT + _LABEL, y - height, _WIDTH - _LABEL, height, edge=RULE)
        top = y - _PAD
        for paragraph, tall in placed:
            top -= tall
            paragraph.put(pen, _LEFT + _LABEL + _PAD, top)

    return draw


def _photo(photo: Photo, x: float, y: float, width: float, height: float) -> Drawing:
    def draw(pen: Pen) -> None:
        pen.rect(x, y - height, width, height, edge=RULE)
        room = width - 2 * _PAD
        scale = min(room / photo.width, _PHOTO / photo.height)
        wide, high = photo.width * scale, photo.height * scale
        left, bottom = x + (width - wide) / 2, y - _PAD - (_PHOTO + high) / 2
        pen.canvas.drawImage(ImageReader(io.BytesIO(photo.jpeg)), left, bottom, wide, high)
        pen.rect(left, bottom, wide, high, edge=LINE, line=0.3)
        caption = fit(clean(photo.caption, limit=120), room, 9, pen.font().width)
        line_y = y - _PAD - _PHOTO - 4.4 * MM
        for line in caption.lines:
            pen.text(x + width / 2, line_y, line, caption.size, colour=INK_SOFT, align="center")
            line_y -= caption.size * 1.2

    return draw


def _furnish(pen: Pen, record: RecordForm, page: int, pages: int) -> None:
    right = _LEFT + _WIDTH
    if page == 1:
        pen.text(A4[0] / 2, A4[1] - 25 * MM, _(record.heading), 18, bold=True, align="center", spacing=4)
    else:
        room = _WIDTH - 50 * MM
        title = fit(clean(record.title, limit=120), room, 9.5, pen.font().width, most_lines=1, repeated=True)
        pen.text(_LEFT, A4[1] - 20 * MM, _("{title}（续）").format(title=_(record.heading)), 11, bold=True)
        pen.text(right, A4[1] - 20 * MM, title.lines[0], title.size, colour=INK_SOFT, align="right")
    number = _("第 {page} 页 / 共 {pages} 页").format(page=page, pages=pages)
    mark = _("演示") if record.is_demonstration else ""
    words = "·".join(filter(None, (mark, clean(record.station, limit=60), clean(record.footer, limit=120))))
    footer = fit(words, _WIDTH - pen.width(number, 8.5) - 12, 8, pen.font().width, most_lines=1)
    pen.text(_LEFT, 11 * MM, footer.lines[0], footer.size, colour=INK_FAINT)
    pen.text(right, 11 * MM, number, 8.5, colour=INK_SOFT, align="right")

"""一企一档 and 一店一册: the file of an enterprise on paper, with cover and contents (FIELD.md 3.1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from reportlab.platypus import CondPageBreak

from louyu_desktop.printing.book import MEASURES, BookDesign, Setter, Story, write_book
from louyu_desktop.printing.file_cover import FileCover, draw_file_cover
from louyu_desktop.printing.flow import Gap, Run, Style
from louyu_desktop.printing.fonts import Typeface
from louyu_desktop.printing.guard import clean
from louyu_desktop.printing.palette import INK_FAINT, INK_SOFT
from louyu_desktop.printing.tables import Column, Table
from louyu_desktop.text import _

__all__ = ["Chapter", "Column", "Dossier", "Entry", "Facts", "Listing", "Notes", "texts_of", "write"]

_MEASURES = replace(MEASURES["A4"], chapter=19, section=12.5, body=10.2)
_SHORT = 15.0  # ems: two facts stand beside each other where both are no longer


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels and values, two beside each other where they are short."""

    pairs: tuple[tuple[str, str], ...]
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A table."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened: its title, what stands beside it, and texts of any length under labels."""

    title: str
    aside: str = ""
    words: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Notes:
    """Entries, after a line that says which they are."""

    entries: tuple[Entry, ...]
    heading: str = ""
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of the file; one without anything to say is named at the end."""

    title: str
    parts: tuple[Facts | Listing | Notes, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is recorded."""
        return not any(_has(part) for part in self.parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """The file: `short` stands at the head of each page, `foot` at its foot, `stamp` on the cover."""

    station: str
    title: str
    name: str
    short: str
    stamp: str
    foot: str
    cover: tuple[tuple[str, str], ...] = ()
    chapters: tuple[Chapter, ...] = ()
    is_demonstration: bool = False


def texts_of(dossier: Dossier) -> tuple[str, ...]:
    """Every text that the file prints, cleaned: for the preflight."""
    found = [dossier.station, dossier.name, dossier.short, dossier.foot]
    found += [text for pair in dossier.cover for text in pair]
    for chapter in dossier.chapters:
        for part in chapter.parts:
            found += _texts(part)
    return tuple(map(clean, found))


def _texts(part: Facts | Listing | Notes) -> Iterator[str]:
    match part:
        case Facts():
            yield from (text for pair in part.pairs for text in pair)
        case Listing():
            yield from (text for row in part.rows for text in row)
        case Notes():
            for entry in part.entries:
                yield from (entry.title, entry.aside, *(text for pair in entry.words for text in pair))


def _has(part: Facts | Listing | Notes) -> bool:
    match part:
        case Facts():
            return any(value for _label, value in part.pairs)
        case Listing():
            return bool(part.rows)
        case Notes():
            return bool(part.entries)


def write(dossier: Dossier, target: Path, faces: Typeface) -> int:
    """Write the PDF and give its number of pages."""
    name, short = clean(dossier.name, limit=100), clean(dossier.short, limit=60)
    mark = _("演示") if dossier.is_demonstration else ""
    cover = FileCover(
        station=dossier.station, title=dossier.title, name=name, stamp=dossier.stamp, lines=dossier.cover,
        mark=_("演示站点·内容为示例") if dossier.is_demonstration else "",
    )  # fmt: skip
    design = BookDesign(
        title=f"{dossier.title} {name}",
        subject=dossier.title,
        running=f"{short}·{dossier.title}",
        measures=_MEASURES,
        cover=lambda pen: draw_file_cover(pen, _MEASURES.size, cover),
        corner="·".join(filter(None, (mark, clean(dossier.foot, limit=120)))),
    )
    return write_book(design, lambda setter: _story(dossier, setter), target, faces)


def _story(dossier: Dossier, setter: Setter) -> Story:
    filled = [chapter for chapter in dossier.chapters if not chapter.is_empty]
    made: Story = []
    for number, chapter in enumerate(filled, 1):
        content = [flowable for part in chapter.parts if _has(part) for flowable in _part(part, setter)]
        made += setter.chapter(number, chapter.title, content)
    empty = [chapter.title for chapter in dossier.chapters if chapter.is_empty]
    if empty:
        words = _("没有记录的部分：{parts}。").format(parts=_("、").join(empty))
        made += [Gap(setter.m.body * 1.6), setter.text(words, setter.note)]
    return made


def _part(part: Facts | Listing | Notes, setter: Setter) -> Story:
    match part:
        case Facts():
            content = _facts(part, setter)
        case Listing():
            rows = [setter.cells(row, part.columns) for row in part.rows]
            content = [setter.table(part.columns, rows)]
        case Notes():
            content = _notes(part, setter)
    return setter.heading(part.heading, *content) if part.heading else [*content, Gap(setter.m.body * 0.8)]


def _facts(facts: Facts, setter: Setter) -> Story:
    """Short ones first, two to a row; then the long ones over the whole width."""
    label = Style(size=setter.m.cell, leading=1.45, colour=INK_SOFT, align="left")
    pairs = [(setter.text(name, label), setter.text(value, setter.cell)) for name, value in facts.pairs if value]
    room = _SHORT * setter.m.cell
    short = [pair for pair in pairs if pair[1].natural <= room]
    blank = (setter.text("", label), setter.text("", setter.cell))
    if len(short) % 2:
        short.append(blank)
    rows = [[*short[at], *short[at + 1]] for at in range(0, len(short), 2)]
    pad, found = setter.m.cell * 0.5, []
    if rows:
        found.append(Table((), rows, (1.2, 2, 1.2, 2), pad=pad))
    long = [list(pair) for pair in pairs if pair[1].natural > room]
    if long:
        found.append(Table((), long, (1.2, 5.2), pad=pad))
    return found


def _notes(notes: Notes, setter: Setter) -> Story:
    made: Story = [setter.text(notes.lead, setter.note)] if notes.lead else []
    for entry in notes.entries:
        made += _entry(entry, setter)
    return made


def _entry(entry: Entry, setter: Setter) -> Story:
    m = setter.m
    title = Style(size=m.body, leading=1.6, align="left", before=m.body * 0.8)
    words = Style(size=m.cell, leading=1.65, after=m.cell * 0.25)
    runs = [Run(f"{entry.title}　", bold=True), Run(entry.aside, colour=INK_FAINT, scale=0.9)]
    made: Story = [CondPageBreak(5 * m.body * 1.6), setter.text(runs, title)]
    for label, text in entry.words:
        made += _labelled(label, clean(text, lines=True).splitlines(), words, setter)
    return made


def _labelled(label: str, lines: Sequence[str], style: Style, setter: Setter) -> Story:
    filled = [line.strip() for line in lines if line.strip()]
    if not filled:
        return []
    head = Run(f"{label}　", colour=INK_SOFT)
    return [
        setter.text([head, Run(line)] if not number else line, style) for number, line in enumerate(filled)
    ]


"""服务手册, the service handbook: A5 to hand out or A4 to hang up (FIELD.md 3.1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from louyu_desktop.printing.book import MEASURES, BookDesign, write_book
from louyu_desktop.printing.cover import Cover, draw_cover
from louyu_desktop.printing.fonts import Typeface
from louyu_desktop.printing.guard import clean
from louyu_desktop.printing.handbook_chapters import story
from louyu_desktop.printing.handbook_model import Category, Event, Handbook, Item, Organisation, Tower, Zone
from louyu_desktop.text import _

__all__ = ["Category", "Event", "Handbook", "Item", "Organisation", "Tower", "Zone", "texts_of", "write"]


def write(book: Handbook, target: Path, faces: Typeface) -> int:
    """Write the PDF and give its number of pages."""
    name = clean(book.station, limit=60)
    title = _("服务手册")
    mark = _("演示") if book.is_demonstration else ""
    cover = Cover(
        station=name,
        title=title,
        year=str(book.made_on.year),
        lines=tuple((clean(label, limit=20), clean(value)) for label, value in book.contacts if value),
        mark=_("演示站点·内容为示例") if book.is_demonstration else "",
    )
    measures = MEASURES[book.paper]
    design = BookDesign(
        title=f"{name} {title}",
        subject=title,
        running=f"{name}·{title}",
        measures=measures,
        cover=lambda pen: draw_cover(pen, measures.size, cover),
        corner=mark,
    )
    return write_book(design, lambda setter: story(book, setter), target, faces)


def texts_of(book: Handbook) -> tuple[str, ...]:
    """Every text that the handbook prints, cleaned: for the preflight."""
    found = [book.station, book.introduction, book.history, book.booking_guide, book.version]
    found += [text for pair in (*book.facts, *book.contacts) for text in pair]
    for zone in book.zones:
        found += [zone.name, zone.use, zone.floor, zone.area, zone.capacity, zone.hours, zone.equipment, zone.rules]
    for tower in book.towers:
        found += [tower.name, tower.address, tower.floors, tower.enterprises, tower.property]
    for category in book.categories:
        found += [category.code, category.name]
        for item in category.items:
            found += [item.code, item.name, item.targets, item.materials, item.department, item.promise, item.mode]
    found += [text for event in book.events for text in (event.time, event.title, event.venue)]
    found += [text for node in _walk(book.organisations) for text in (node.name, node.kind)]
    found += [text for figure in book.figures for text in figure.texts]
    return tuple(map(clean, found))


def _walk(nodes: Sequence[Organisation]) -> Iterator[Organisation]:
    for node in nodes:
        yield node
        yield from _walk(node.children)

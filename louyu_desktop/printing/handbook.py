"""服务手册, the service handbook: A5 to hand out or A4 to hang up (FIELD.md 3.1)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from reportlab.platypus import CondPageBreak

from louyu_desktop.printing.book import MEASURES, BookDesign, Setter, Story, write_book
from louyu_desktop.printing.flow import Gap, Paragraph, Run, Style, Table
from louyu_desktop.printing.fonts import Typeface
from louyu_desktop.printing.guard import clean
from louyu_desktop.printing.handbook_parts import Card, Cards, Cover, Milestone, Month, TreeRow, draw_cover
from louyu_desktop.printing.palette import ACCENT, INK_SOFT
from louyu_desktop.text import _


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """A room or zone of the station."""

    name: str
    use: str = ""
    floor: str = ""
    area: str = ""
    capacity: str = ""
    hours: str = ""
    equipment: str = ""
    rules: str = ""
    bookable: bool = False


@dataclass(frozen=True, slots=True)
class Organisation:
    """A node of the organisation chart."""

    name: str
    kind: str = ""
    children: tuple[Organisation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tower:
    """A building that the station serves."""

    name: str
    address: str = ""
    floors: str = ""
    enterprises: str = ""
    property: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A service item as it is printed."""

    code: str
    name: str
    targets: str = ""
    materials: str = ""
    department: str = ""
    promise: str = ""
    mode: str = ""
    is_example: bool = False


@dataclass(frozen=True, slots=True)
class Category:
    """A category of the checklist with its items in order."""

    code: str
    name: str
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """A coming activity."""

    day: dt.date
    time: str
    title: str
    venue: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handbook:
    """Everything the handbook says; empty parts are left out with their chapter."""

    station: str
    made_on: dt.date
    paper: str = "A5"
    subdistrict: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    introduction: str = ""
    history: str = ""
    booking_guide: str = ""
    zones: tuple[Zone, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    towers: tuple[Tower, ...] = ()
    categories: tuple[Category, ...] = ()
    version: str = ""
    effective_on: str = ""
    events: tuple[Event, ...] = ()
    contacts: tuple[tuple[str, str], ...] = field(default=())
    is_demonstration: bool = False


def write(book: Handbook, target: Path, faces: Typeface) -> int:
    """Write the PDF and give its number of pages."""
    name = clean(book.station, limit=60)
    title = _("服务手册")
    mark = _("演示") if book.is_demonstration else ""
    cover = Cover(
        station=name,
        title=title,
        year=str(book.made_on.year),
        lines=tuple(clean(f"{label}　{value}", limit=120) for label, value in book.contacts[:3]),
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
    return write_book(design, lambda setter: _story(book, setter), target, faces)


def texts_of(book: Handbook) -> tuple[str, ...]:
    """Every text that the handbook prints, cleaned: for the preflight."""
    found = [book.station, book.introduction, book.history, book.booking_guide, book.version]
    found += [text for pair in (*book.facts, *book.contacts) for text in pair]
    for zone in book.zones:
        found += [zone.name, zone.use, zone.floor, zone.hours, zone.equipment, zone.rules]
    for tower in book.towers:
        found += [tower.name, tower.address, tower.property]
    for category in book.categories:
        found += [category.name, *(t for i in category.items for t in (i.name, i.materials, i.department))]
    found += [text for event in book.events for text in (event.title, event.venue)]
    found += [text for _rails, node in _walk(book.organisations) for text in (node.name, node.kind)]
    return tuple(map(clean, found))


def _story(book: Handbook, setter: Setter) -> Story:
    parts = (
        (_("站点概况"), _about),
        (_("功能区"), _zones),
        (_("组织架构"), _chart),
        (_("服务楼宇"), _towers),
        (_("服务清单"), _checklist),
        (_("活动日历"), _calendar),
        (_("场地预约"), _booking),
        (_("联系我们"), _contact),
    )
    story: Story = []
    number = 0
    for title, part in parts:
        content = part(book, setter)
        if content:
            number += 1
            story += setter.chapter(number, title) + content
    return story


def _about(book: Handbook, setter: Setter) -> Story:
    story: Story = setter.texts(book.introduction)
    if book.facts:
        story += setter.heading(_("基本情况"))
        label = Style(size=setter.m.cell, leading=1.5, colour=INK_SOFT, align="left")
        rows = [[setter.text(name, label), *setter.cells((value,))] for name, value in book.facts if value]
        story.append(Table((), rows, (1, 3.6), pad=setter.m.cell * 0.48))
    milestones = [line for line in clean(book.history, lines=True).splitlines() if line.strip()]
    if milestones:
        history = [
            Milestone(*_milestone(line), setter, is_last=number == len(milestones))
            for number, line in enumerate(milestones, 1)
        ]
        needed = sum(one.wrap(setter.m.width, 0)[1] for one in history)
        story += setter.heading(_("站点沿革"), min(needed, setter.m.size[1] / 2))
        story += history
    return story


_WHEN = re.compile(r"^(\d{4})(?:\s*[-./年]\s*(\d{1,2}))?(?:\s*[-./月]\s*(\d{1,2}))?\s*[年月日]?[\s:：，,、]*(\D.*)$")


def _milestone(line: str) -> tuple[str, str]:
    """Date and words of a line such as 2025-10 焕新启用; a line without a date is all words."""
    found = _WHEN.match(line.strip())
    if not found:
        return "", line.strip()
    numbers = [found[1], *(f"{int(part):02}" for part in (found[2], found[3]) if part)]
    return "-".join(numbers), found[4].strip()


def _zones(book: Handbook, setter: Setter) -> Story:
    cards = []
    for zone in book.zones:
        room = _("可容纳 {capacity}").format(capacity=zone.capacity) if zone.capacity else ""
        facts = "·".join(filter(None, (zone.floor, zone.area, room)))
        use = zone.use if zone.use != zone.name else ""
        words = "；".join(filter(None, (zone.hours, zone.equipment)))
        cards.append(Card(zone.name, ("，".join(filter(None, (use, facts))),), words, setter))
    rows: Story = [Cards(cards[at : at + 2]) for at in range(0, len(cards), 2)]
    if not rows:
        return []
    bookable = sum(zone.bookable for zone in book.zones)
    lead = _("共 {count} 处，其中 {bookable} 处可以预约。").format(count=len(cards), bookable=bookable)
    return [setter.text(lead, setter.note), Gap(setter.m.body * 0.6), *rows]


def _walk(
    nodes: Sequence[Organisation], rails: tuple[bool, ...] = ()
) -> Iterator[tuple[tuple[bool, ...], Organisation]]:
    """Every node with, for each level down to its own, whether more follow there."""
    for number, node in enumerate(nodes, 1):
        own = (*rails, number < len(nodes))
        yield own, node
        yield from _walk(node.children, own)


def _chart(book: Handbook, setter: Setter) -> Story:
    return [TreeRow(node.name, node.kind, rails[1:], setter) for rails, node in _walk(book.organisations)]


def _towers(book: Handbook, setter: Setter) -> Story:
    if not book.towers:
        return []
    head = ((_("楼宇"), 2.3), (_("地址"), 3.4), (_("层数"), 1.1), (_("入驻企业"), 1.3), (_("物业"), 2.6))
    rows = [(t.name, t.address, t.floors, t.enterprises, t.property) for t in book.towers]
    return [_plain_table(setter, head, rows)]


def _plain_table(setter: Setter, head: Sequence[tuple[str, float]], rows: Sequence[Sequence[str]]) -> Table:
    """A table of texts; a column that is empty in every row is left out (`head` is heading and share)."""
    kept = [at for at in range(len(head)) if any(row[at] for row in rows)]
    cells = [setter.cells([row[at] for at in kept]) for row in rows]
    shares = [head[at][1] for at in kept]
    return Table(setter.cells([head[at][0] for at in kept], head=True), cells, shares, pad=setter.m.cell * 0.55)


def _checklist(book: Handbook, setter: Setter) -> Story:
    items = [item for category in book.categories for item in category.items]
    if not items:
        return []
    story: Story = [_edition(book, setter, len(items))]
    story.append(setter.text(_("以一网通办办事指南为准。工作日一栏是本站答复或转办的承诺时限，自收到次日起算；「当场」即到即办。"), setter.note))
    if any(item.is_example for item in items):
        story.append(setter.text(_("标有「示例」的事项尚未由本站核定，仅供参考。"), setter.note))
    head = setter.cells((_("编码"), _("事项"), _("对象"), _("带什么"), _("责任部门"), _("工作日"), _("方式")), head=True)
    for category in book.categories:
        if category.items:
            count = _("{count} 项").format(count=len(category.items))
            story += setter.heading(f"{category.code} {category.name}·{count}")
            rows = [_item(item, setter) for item in category.items]
            story.append(Table(head, rows, (26, 86, 30, 64, 56, 31, 36), pad=setter.m.cell * 0.45))
    return story


def _edition(book: Handbook, setter: Setter, count: int) -> Gap | Table:
    """The version, its date and the number of items, side by side and large."""
    cells = (
        (_("事项"), _("{count} 项").format(count=count)),
        (_("版本"), book.version or "—"),
        (_("生效日期"), book.effective_on or "—"),
    )
    label = Style(size=setter.m.small, leading=1.5, colour=INK_SOFT, align="left")
    value = Style(size=setter.m.section, leading=1.4, bold=True, colour=ACCENT, align="left")
    rows = [
        [setter.text(name, label) for name, _value in cells],
        [setter.text(text, value) for _name, text in cells],
    ]
    return _Open((), rows, (0.7, 1.7, 1.1), pad=1.5)


class _Open(Table):
    """A table without rules."""

    def draw(self) -> None:
        """The cells alone."""
        y = self.height
        for row, height in zip(self.rows, self.heights, strict=True):
            self._draw_row(row, y)
            y -= height

    def __init__(self, *arguments: object, **options: object) -> None:
        super().__init__(*arguments, **options)  # type: ignore[arg-type]
        self.spaceAfter = 8


def _item(item: Item, setter: Setter) -> list[Paragraph]:
    name = [Run(item.name)]
    if item.is_example:
        name.append(Run(_("（示例）"), colour=INK_SOFT))
    cells = setter.cells((item.code, "", item.targets, item.materials, item.department, item.promise, item.mode))
    cells[1] = setter.text(name, setter.cell, most_lines=6)
    return cells


def _calendar(book: Handbook, setter: Setter) -> Story:
    story: Story = []
    events = sorted(book.events, key=lambda event: (event.day, event.time))
    for (year, month), found in groupby(events, key=lambda event: (event.day.year, event.day.month)):
        days: dict[dt.date, list[str]] = {}
        rows = []
        for event in found:
            days.setdefault(event.day, []).append(event.title)
            when = _("{month} 月 {day} 日").format(month=event.day.month, day=event.day.day)
            rows.append((when, event.time, event.title, event.venue))
        grid = Month(year, month, days, setter)
        story.append(CondPageBreak(grid.wrap(setter.m.width, 0)[1] + setter.m.section * 4))
        story += setter.heading(_("{year} 年 {month} 月").format(year=year, month=month))
        story += [grid, Gap(setter.m.body * 1.4), CondPageBreak(setter.m.section * 7)]
        head = ((_("日期"), 1.6), (_("时间"), 1.9), (_("活动"), 4.6), (_("地点"), 2.8))
        story.append(_plain_table(setter, head, rows))
    return story


def _booking(book: Handbook, setter: Setter) -> Story:
    story: Story = setter.texts(book.booking_guide)
    rooms = [zone for zone in book.zones if zone.bookable]
    if rooms:
        story += setter.heading(_("可以预约的场地"))
        head = ((_("场地"), 2.4), (_("楼层"), 1), (_("可容纳"), 1.2), (_("开放时间"), 2.8), (_("使用规则"), 3.4))
        rows = [(z.name, z.floor, z.capacity, z.hours, z.rules) for z in rooms]
        story.append(_plain_table(setter, head, rows))
    return story


def _contact(book: Handbook, setter: Setter) -> Story:
    label = Style(size=setter.m.small, leading=1.6, colour=INK_SOFT, align="left")
    value = Style(size=setter.m.section, leading=1.5, bold=True, align="left")
    rows = [
        [setter.text(name, label), setter.text(text, value, most_lines=3)] for name, text in book.contacts if text
    ]
    return [Table((), rows, (1, 4), pad=setter.m.body * 0.9)] if rows else []

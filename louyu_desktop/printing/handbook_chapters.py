"""The chapters of the service handbook; one that has nothing to say is left out."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from itertools import groupby

from louyu_desktop.printing.book import Setter, Story
from louyu_desktop.printing.chart_block import Charts
from louyu_desktop.printing.flow import Gap, Paragraph, Run, Style
from louyu_desktop.printing.guard import clean
from louyu_desktop.printing.handbook_model import Event, Handbook, Item, Zone
from louyu_desktop.printing.handbook_parts import Card, Cards, Farewell, Milestone
from louyu_desktop.printing.month import Month
from louyu_desktop.printing.organigram import organigram
from louyu_desktop.printing.palette import ACCENT, INK_FAINT, INK_SOFT
from louyu_desktop.printing.tables import Column, OpenTable, Table
from louyu_desktop.rules.day_words import short_date
from louyu_desktop.text import _

_TWO_CHARTS = 400  # points across from which two charts stand side by side


def story(book: Handbook, setter: Setter) -> Story:
    """All chapters, numbered."""
    parts = (
        (_("站点概况"), _about),
        (_("功能区"), _zones),
        (_("组织架构"), _organisations),
        (_("服务楼宇"), _towers),
        (_("数字一览"), _figures),
        (_("服务清单"), _checklist),
        (_("活动日历"), _calendar),
        (_("场地预约"), _booking),
        (_("联系我们"), _contact),
    )
    made: Story = []
    number = 0
    for title, part in parts:
        content = part(book, setter)
        if content:
            number += 1
            made += setter.chapter(number, title, content)
    return made


def _about(book: Handbook, setter: Setter) -> Story:
    made: Story = setter.texts(book.introduction)
    facts = [(name, value) for name, value in book.facts if value]
    if facts:
        label = Style(size=setter.m.cell, leading=1.45, colour=INK_SOFT, align="left")
        rows = [[setter.text(name, label), setter.text(value, setter.cell)] for name, value in facts]
        made += setter.heading(_("基本情况"), Table((), rows, (1, 4.4), pad=setter.m.cell * 0.5))
    milestones = [line for line in clean(book.history, lines=True).splitlines() if line.strip()]
    if milestones:
        history = [
            Milestone(*_milestone(line), setter, is_last=number == len(milestones))
            for number, line in enumerate(milestones, 1)
        ]
        made += setter.heading(_("站点沿革"), *history)
    return made


_WHEN = re.compile(r"^(\d{4})(?:\s*[-./年]\s*(\d{1,2}))?(?:\s*[-./月]\s*(\d{1,2}))?\s*[年月日]?[\s:：，,、]*(\D.*)$")


def _milestone(line: str) -> tuple[str, str]:
    """Date and words of a line such as 2025-10 焕新启用; a line without a date is all words."""
    found = _WHEN.match(line.strip())
    if not found:
        return "", line.strip()
    numbers = [found[1], *(f"{int(part):02}" for part in (found[2], found[3]) if part)]
    return "-".join(numbers), found[4].strip()


def _zones(book: Handbook, setter: Setter) -> Story:
    cards = [_card(zone, setter) for zone in book.zones]
    rows: Story = [Cards(cards[at : at + 2]) for at in range(0, len(cards), 2)]
    if not rows:
        return []
    bookable = sum(zone.bookable for zone in book.zones)
    lead = _("共 {count} 处，其中 {bookable} 处可以预约。") if bookable else _("共 {count} 处。")
    return [setter.text(lead.format(count=len(cards), bookable=bookable), setter.note), *rows]


def _card(zone: Zone, setter: Setter) -> Card:
    room = _("可容纳 {capacity}").format(capacity=zone.capacity) if zone.capacity else ""
    facts = "·".join(filter(None, (zone.floor, zone.area, room)))
    use = zone.use if zone.use != zone.name else ""
    return Card(zone.name, _("可预约") if zone.bookable else "", (use, zone.hours, zone.equipment), facts, setter)


def _organisations(book: Handbook, setter: Setter) -> Story:
    return organigram(book.organisations, setter)


def _towers(book: Handbook, setter: Setter) -> Story:
    if not book.towers:
        return []
    columns = (
        Column(_("楼宇")), Column(_("地址")), Column(_("层数"), whole=True), Column(_("入驻企业"), whole=True),
        Column(_("物业")),
    )  # fmt: skip
    rows = [(t.name, t.address, t.floors, t.enterprises, t.property) for t in book.towers]
    return [_plain_table(setter, columns, rows)]


def _plain_table(setter: Setter, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> Table:
    """A table of texts; a column that is empty in every row is left out."""
    kept = [at for at in range(len(columns)) if any(row[at] for row in rows)]
    shown = [columns[at] for at in kept]
    return setter.table(shown, [setter.cells([row[at] for at in kept], shown) for row in rows])


def _figures(book: Handbook, setter: Setter) -> Story:
    across = 2 if setter.m.width > _TWO_CHARTS else 1
    rows = [book.figures[at : at + across] for at in range(0, len(book.figures), across)]
    return [Charts(row, across, setter.m.small, setter.faces) for row in rows]


def _checklist(book: Handbook, setter: Setter) -> Story:
    items = [item for category in book.categories for item in category.items]
    if not items:
        return []
    made: Story = [_edition(book, setter, len(items))]
    notes = [_("以一网通办办事指南为准。承诺一栏是本站答复或转办的时限，自收到次日起算；「当场」即到即办。")]
    if any(item.is_example for item in items):
        notes.append(_("标有「示例」的事项尚未由本站核定，仅供参考。"))
    made += [setter.text("".join(notes), setter.note), Gap(setter.m.small * 0.4)]
    columns = (
        Column(_("编码"), whole=True), Column(_("事项")), Column(_("对象"), whole=True, listed=True, most=0.12),
        Column(_("带什么")), Column(_("责任部门")), Column(_("承诺"), whole=True), Column(_("方式"), whole=True, most=0.12),
    )  # fmt: skip
    full = [category for category in book.categories if category.items]
    groups = [[_item(item, columns, setter) for item in category.items] for category in full]
    for category, table in zip(full, setter.tables(columns, groups), strict=True):
        count = _("{count} 项").format(count=len(category.items))
        made += setter.heading("·".join((f"{category.code} {category.name}".strip(), count)), table)
    return made


def _edition(book: Handbook, setter: Setter, count: int) -> Table:
    """The version, its date and the number of items, side by side and large; what is not known is left out."""
    number = _("{count} 项").format(count=count)
    cells = ((_("事项"), number), (_("版本"), book.version), (_("生效日期"), book.effective_on))
    known = [(name, text) for name, text in cells if text]
    label = Style(size=setter.m.small, leading=1.5, colour=INK_SOFT, align="left")
    value = Style(size=setter.m.section, leading=1.4, bold=True, colour=ACCENT, align="left")
    rows = [
        [setter.text(name, label) for name, _text in known],
        [setter.text(text, value) for _name, text in known],
    ]
    return OpenTable(rows, [1] * len(known))


def _item(item: Item, columns: Sequence[Column], setter: Setter) -> list[Paragraph]:
    texts = (item.code, item.name, item.targets, item.materials, item.department, item.promise, item.mode)
    cells = setter.cells(texts, columns)
    if item.is_example:
        cells[1] = setter.text([Run(item.name), Run(_("（示例）"), colour=INK_FAINT, scale=0.78)], setter.cell)
    return cells


def _calendar(book: Handbook, setter: Setter) -> Story:
    made: Story = []
    events = sorted(book.events, key=lambda event: (event.day, event.time))
    for (year, month), found in groupby(events, key=lambda event: (event.day.year, event.day.month)):
        held = list(found)
        days: dict[dt.date, list[str]] = {}
        for event in held:
            days.setdefault(event.day, []).append(event.title)
        grid = Month(year, month, days, setter, since=min(book.made_on, held[0].day))
        made += setter.heading(_("{year} 年 {month} 月").format(year=year, month=month), grid)
        made += [Gap(setter.m.body * 1.2), _events(held, setter)]
    return made


def _events(events: Sequence[Event], setter: Setter) -> Table:
    columns = (
        Column(_("日期"), whole=True), Column(_("时间"), whole=True, most=0.24), Column(_("活动")),
        Column(_("地点"), whole=True, most=0.28),
    )  # fmt: skip
    return _plain_table(setter, columns, [(_day(event.day), event.time, event.title, event.venue) for event in events])


def _day(day: dt.date) -> str:
    return short_date(day)


def _booking(book: Handbook, setter: Setter) -> Story:
    made: Story = setter.texts(book.booking_guide)
    rooms = [zone for zone in book.zones if zone.bookable]
    if rooms:
        columns = (
            Column(_("场地")), Column(_("楼层"), whole=True), Column(_("可容纳"), whole=True),
            Column(_("开放时间")), Column(_("使用规则")),
        )  # fmt: skip
        rows = [(z.name, z.floor, z.capacity, z.hours, z.rules) for z in rooms]
        made += setter.heading(_("可以预约的场地"), _plain_table(setter, columns, rows))
    return made


def _contact(book: Handbook, setter: Setter) -> Story:
    lines = [(name, text) for name, text in book.contacts if text]
    return [Farewell(lines, setter)] if lines else []

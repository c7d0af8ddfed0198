"""What the floor plan says: in its cells, in tips, to a screen reader."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from math import floor

from louyu_desktop.rules import floor_tints as tints
from louyu_desktop.rules.floor_tints import Shade
from louyu_desktop.services.floor_copies import FIRM, STATION, VACANT, FloorCell, FloorPlan
from louyu_desktop.text import _


def metres(area: Decimal | None) -> str:
    """An area as it is read; nothing where it is not known."""
    if area is None:
        return ""
    shown = f"{area:,.0f}" if area == area.to_integral_value() else f"{area:,.1f}"
    return _("{area} ㎡").format(area=shown)


def per_cent(rate: float | None) -> str:
    """A share in whole per cent, never more than it is: 89.6 is not yet 90; — where it is not known."""
    return "—" if rate is None else f"{floor(round(rate * 100, 6))}%"


def exact(rate: float | None) -> str:
    """A share with one digit, as it is spoken of."""
    return "—" if rate is None else f"{rate * 100:.1f}%"


def floor_label(label: str) -> str:
    """What stands beside a floor; units without one have a line of their own."""
    return label or _("未填")


def shade_words(way: str, shade: Shade) -> str:
    """A class in the legend: 绿 稳定, 90 天内."""
    return f"{_(shade.key)} {_(shade.label)}" if way == tints.COLOUR and shade.key != tints.VACANT else _(shade.label)


def in_cell(cell: FloorCell) -> str:
    """What stands in a cell."""
    if cell.kind == VACANT:
        return _("空置")
    return cell.short or cell.name


def aside(cell: FloorCell, way: str, on: dt.date) -> str:
    """The number that a way of colouring is about, at the right end of a cell that has room for it."""
    if cell.kind == STATION:
        return ""
    if cell.kind == VACANT or way == tints.VACANCY:
        return metres(cell.area)
    if way == tints.LEASE and cell.lease_end is not None:
        return cell.lease_end.isoformat() if (cell.lease_end - on).days > 180 else left(cell.lease_end, on)
    if way == tints.PEOPLE and cell.headcount is not None:
        return _("{count} 人").format(count=f"{cell.headcount:,}")
    if way == tints.REQUESTS and cell.requests:
        return _("{count} 件").format(count=cell.requests)
    return ""


def left(day: dt.date, on: dt.date) -> str:
    """How long until a day, or since."""
    days = (day - on).days
    if days == 0:
        return _("今天到期")
    return _("剩 {days} 天").format(days=days) if days > 0 else _("已过 {days} 天").format(days=-days)


def tip_of(cell: FloorCell, plan: FloorPlan, *, guests: bool) -> str:
    """A cell in a few lines."""
    head = cell.name if cell.kind == FIRM else in_cell(cell)
    lines = [head, "·".join(filter(None, (cell.unit, metres(cell.area))))]
    if cell.kind == FIRM:
        if cell.others:
            lines.append(_("同时在 {floors}").format(floors="、".join(cell.others)))
        if cell.lease_end is not None:
            day = cell.lease_end.isoformat()
            lines.append(_("租期至 {day}（{left}）").format(day=day, left=left(cell.lease_end, plan.on)))
        if cell.headcount is not None:
            lines.append(_("{count} 人").format(count=f"{cell.headcount:,}"))
        if cell.requests:
            lines.append(_("在办诉求 {count} 件").format(count=cell.requests))
        lines += [] if guests else _colour_line(cell)
    return "\n".join(filter(None, lines))


def _colour_line(cell: FloorCell) -> list[str]:
    key = cell.shades.get(tints.COLOUR)
    shade = tints.shade_of(tints.COLOUR, key) if key else None
    return [shade_words(tints.COLOUR, shade)] if shade else []


def spoken(cell: FloorCell, plan: FloorPlan, way: str, *, guests: bool) -> str:
    """A cell for a screen reader."""
    parts = [floor_label(cell.floor), cell.name if cell.kind == FIRM else in_cell(cell), cell.unit, metres(cell.area)]
    shade = tints.shade_of(way, cell.shades.get(way, ""))
    if shade is not None and cell.kind == FIRM and not (guests and way == tints.COLOUR):
        parts.append(shade_words(way, shade))
    parts.append(aside(cell, way, plan.on))
    return _("，").join(dict.fromkeys(part for part in parts if part))


def head_line(plan: FloorPlan) -> str:
    """What is in the building, in one line."""
    vacant = plan.vacant if plan.leasable is None else max(plan.leasable - plan.leased, Decimal())  # as in 数据
    parts = [
        _("入驻 {count} 家").format(count=f"{plan.firms:,}") if plan.firms else "",
        _("从业约 {count} 人").format(count=f"{plan.headcount:,}") if plan.headcount else "",
        _("出租率 {rate}").format(rate=exact(plan.rate)) if plan.rate is not None else "",
        _("空置 {area}").format(area=metres(vacant)) if vacant else "",
    ]
    if plan.declared is not None and plan.month:
        month = int(plan.month[5:7]) if plan.month[5:7].isdigit() else plan.month
        parts.append(_("{month} 月申报 {rate}").format(month=month, rate=exact(plan.declared)))
    return "·".join(filter(None, parts))

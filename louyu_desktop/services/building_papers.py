"""The papers about a building: its floor plan and its sheet in numbers; what may be chosen, and how they are read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from sqlalchemy import select

from louyu_desktop.fields import Field, Kind
from louyu_desktop.models import Account
from louyu_desktop.printing import building_sheet, charts, floor_plan
from louyu_desktop.printing.building_sheet import BuildingPaper, Table
from louyu_desktop.printing.charts import Chart, Datum, Drawing, Look, Series
from louyu_desktop.printing.floor_plan import FloorSheet, Key, SheetCell, SheetFloor
from louyu_desktop.printing.rate_chart import MonthRates, rates
from louyu_desktop.rules import dates
from louyu_desktop.rules import floor_tints as tints
from louyu_desktop.services import building_sheets, floor_rows
from louyu_desktop.services.firm_words import STAMP
from louyu_desktop.services.floor_copies import FIRM, STATION, BuildingSheet, Floor, FloorCell, FloorPlan, MonthLine
from louyu_desktop.services.paper_info import INTERNAL, PaperInfo, version_of
from louyu_desktop.services.paper_ready import Asked, Ready, ready, titled
from louyu_desktop.services.paper_words import StationWords, station_words
from louyu_desktop.text import N_, _

FLOOR_PLAN = "floor-plan"
BUILDING_SHEET = "building-sheet"
OUTWARD = N_("对外（不着色）")
PLAIN = N_("不着色")
_PAGES = N_("A4 分页")
_SIZES = {
    _PAGES: "A4", N_("A3 海报"): "A3", N_("A2 海报"): "A2", N_("A1 海报"): "A1", N_("A0 海报"): "A0",
}  # fmt: skip
_WAYS = {way.label: way.key for way in tints.WAYS} | {PLAIN: ""}
_POOR = 0.9

BUILDING_PAPERS: tuple[PaperInfo, ...] = (
    PaperInfo(
        name=FLOOR_PLAN, label=N_("楼层图"), needs_id="buildings", internal=True,
        options=(
            version_of(OUTWARD, N_("对外的只印楼层和单位名称，不着色，不印租期和人数")),
            Field(name="way", label=N_("着色"), kind=Kind.CHOICE, choices=tuple(_WAYS), hint=N_("只在内部版里印")),
            Field(name="sheet", label=N_("纸张"), kind=Kind.CHOICE, choices=tuple(_SIZES)),
            Field(name="on", label=N_("看哪一天"), kind=Kind.DATE, hint=N_("空着就是今天")),
        ),
        begins={"version": OUTWARD, "way": PLAIN, "sheet": _PAGES, "on": None}, forgets=("version", "on"),
    ),
    PaperInfo(
        name=BUILDING_SHEET, label=N_("楼宇数据页"), needs_id="buildings", internal=True,
        options=(version_of(OUTWARD, N_("对外的不印五色和税收等级")),),
        begins={"version": INTERNAL}, forgets=("version",),
    ),
)  # fmt: skip
"""In the order they are offered."""


# floor plan


def _floor_plan(asked: Asked) -> Ready:
    internal = asked.chosen.get("version") == INTERNAL
    on = asked.chosen.get("on") or dates.today()
    with asked.database.read() as session:
        plan = floor_rows.plan_of(session, asked.role, asked.id, on)
        station, who = station_words(session), _who(asked)
    way = _WAYS.get(str(asked.chosen.get("way") or ""), "") if internal else ""
    way = way if way in plan.ways else ""
    sheet = _floor_sheet(plan, way, station, who, internal=internal)
    size = _SIZES.get(str(asked.chosen.get("sheet") or ""), "A4")
    return ready(titled(_("楼层图"), plan.name), floor_plan, replace(sheet, size=size))


def _floor_sheet(plan: FloorPlan, way: str, station: StationWords, who: str, *, internal: bool) -> FloorSheet:
    label = _(tints.BY_KEY[way].label) if way else ""
    return FloorSheet(
        title=plan.name,
        facts=_facts(plan, internal=internal),
        way=_("着色：{way}").format(way=label) if way else "",
        floors=tuple(_floor(one, way, plan.on, internal=internal) for one in plan.floors),
        legend=_legend(plan, way),
        internal=_(STAMP) if internal else "",
        footer=_footer(station, who, internal=internal),
        is_demonstration=station.is_demonstration,
    )


def _facts(plan: FloorPlan, *, internal: bool) -> str:
    parts = [plan.area, plan.on.isoformat(), _("入驻 {count} 家").format(count=f"{plan.firms:,}")]
    if internal:
        parts += [_("从业约 {count} 人").format(count=f"{plan.headcount:,}") if plan.headcount else ""]
        parts += [_("出租率 {rate}").format(rate=f"{plan.rate:.1%}") if plan.rate is not None else ""]
    return "·".join(filter(None, parts))


def _floor(floor: Floor, way: str, on: dt.date, *, internal: bool) -> SheetFloor:
    cells = tuple(_cell(cell, way, on) for cell in floor.cells)
    rate = f"{floor.rate:.0%}" if internal and floor.rate is not None else ""
    return SheetFloor(floor.label or _("未填"), cells, rate, internal and floor.rate is not None and floor.rate < _POOR)


def _cell(cell: FloorCell, way: str, on: dt.date) -> SheetCell:
    if cell.kind == STATION:
        return SheetCell(floor_plan.STATION, cell.name, cell.weight)
    if cell.kind != FIRM:
        return SheetCell(floor_plan.VACANT, _("空置"), cell.weight, _metres(cell) if way == tints.VACANCY else "")
    shade = tints.shade_of(way, cell.shades.get(way, "")) if way else None
    tone, share = (shade.tone, shade.share) if shade else ("", 0.0)
    return SheetCell(floor_plan.FIRM, cell.short, cell.weight, _aside(cell, way, on), tone, share)


def _metres(cell: FloorCell) -> str:
    return _("{area} ㎡").format(area=f"{cell.area:,.0f}") if cell.area else ""


def _aside(cell: FloorCell, way: str, on: dt.date) -> str:
    if way == tints.LEASE and cell.lease_end is not None:
        return f"{cell.lease_end:%Y-%m-%d}" if cell.lease_end.year != on.year else f"{cell.lease_end:%m-%d}"
    if way == tints.PEOPLE and cell.headcount is not None:
        return _("{count} 人").format(count=f"{cell.headcount:,}")
    if way == tints.REQUESTS and cell.requests:
        return _("{count} 件").format(count=cell.requests)
    return _metres(cell) if way == tints.VACANCY else ""


def _legend(plan: FloorPlan, way: str) -> tuple[Key, ...]:
    if not way:
        return ()
    counts = plan.counts.get(way, {})
    return tuple(
        Key(f"{_(one.key)} {_(one.label)}" if way == tints.COLOUR else _(one.label), counts.get(one.key, 0), one.tone,
            one.share)
        for one in tints.BY_KEY[way].shades
        if counts.get(one.key)
    )  # fmt: skip


# sheet in numbers


def _building_sheet(asked: Asked) -> Ready:
    internal = asked.chosen.get("version") == INTERNAL
    with asked.database.read() as session:
        sheet = building_sheets.sheet_of(session, asked.role, asked.id, dates.today())
        station, who = station_words(session), _who(asked)
    footer = _footer(station, who, internal=internal)
    paper = BuildingPaper(
        title=sheet.name,
        about="·".join(filter(None, (sheet.area, _("楼宇数据"), dates.today().isoformat()))),
        facts=sheet.facts, tiles=_tiles(sheet), drawings=_drawings(sheet, internal=internal),
        tables=_tables(sheet), internal=_(STAMP) if internal else "", footer=footer,
        is_demonstration=station.is_demonstration,
    )  # fmt: skip
    return ready(titled(_("楼宇数据页"), sheet.name), building_sheet, paper)


def _tiles(sheet: BuildingSheet) -> tuple[tuple[str, str], ...]:
    known = sheet.leasable is not None
    return (
        (f"{sheet.rate:.1%}" if sheet.rate is not None else "—", _("出租率")),
        (_("{area} ㎡").format(area=f"{sheet.leased:,.0f}"), _("已租面积")),
        (_("{area} ㎡").format(area=f"{sheet.vacant:,.0f}") if known else "—", _("空置面积")),
        (_("{count} 家").format(count=f"{sheet.firms:,}"), _("入驻企业")),
        (_("{count} 人").format(count=f"{sheet.headcount:,}"), _("从业人数")),
    )


def _drawings(sheet: BuildingSheet, *, internal: bool) -> tuple[Drawing, ...]:
    months = tuple(reversed(sheet.months))
    data = [MonthRates(_month(one), one.declared_rate, one.rate) for one in months]
    texts = (_("申报的出租率"), _("按台账算的出租率"), "0123456789%", *(one.label for one in data))
    found = [Drawing(_("出租率·近 12 个月"), "", partial(_rates, data), (_("出租率·近 12 个月"), *texts))]
    series = (
        Series(_("迁入"), tuple(Datum(one.month, len(one.came)) for one in months)),
        Series(_("迁出"), tuple(Datum(one.month, len(one.left)) for one in months)),
    )
    steps = tuple(_month(one) for one in months)
    found.append(
        Drawing(_("迁入与迁出"), "", partial(_moves, steps, series), (_("迁入与迁出"), _("迁入"), _("迁出"), *steps))
    )
    for part in sheet.parts:
        if internal or not part.sensitive:
            words = (part.title, part.note, *(one.label for one in part.data))
            found.append(Drawing(part.title, part.note, partial(_bars, part.data), words))
    return tuple(found)


def _rates(data: Sequence[MonthRates], look: Look) -> Chart:
    return rates(data, look)


def _moves(steps: Sequence[str], series: Sequence[Series], look: Look) -> Chart:
    return charts.stacked(steps, series, look)


def _bars(data: Sequence[Datum], look: Look) -> Chart:
    return charts.bars(data, look)


def _tables(sheet: BuildingSheet) -> tuple[Table, ...]:
    right = "right"
    months = Table(
        _("月度数据"), _("申报的和按台账算的"),
        (
            (_("月份"), 22, "left"), (_("申报出租率"), 24, right), (_("台账出租率"), 24, right), (_("申报户数"), 20, right),
            (_("台账户数"), 20, right), (_("申报从业人数"), 26, right), (_("迁入"), 16, right), (_("迁出"), 16, right),
        ),
        tuple(_month_row(one) for one in sheet.months),
    )  # fmt: skip
    columns = ((_("日期"), 26.0, "left"), (_("单元"), 30.0, "left"), (_("企业"), 110.0, "left"))
    moves = (
        Table(title, _("{count} 家").format(count=len(rows)), columns,
              tuple((day.isoformat(), unit, name) for day, name, unit, _firm in rows))
        for title, rows in ((_("近一年迁入"), sheet.came), (_("近一年迁出"), sheet.left))
        if rows
    )  # fmt: skip
    return (months, *moves)


def _month_row(line: MonthLine) -> tuple[str, ...]:
    def share(value: float | None) -> str:
        return "" if value is None else f"{value:.1%}"

    def count(value: int | None) -> str:
        return "" if value is None else f"{value:,}"

    return (line.month, share(line.declared_rate), share(line.rate), count(line.declared_tenants), count(line.tenants),
            count(line.declared_people), count(len(line.came) or None), count(len(line.left) or None))  # fmt: skip


def _month(line: MonthLine) -> str:
    return _("{month}月").format(month=int(line.month[5:7]))


def _who(asked: Asked) -> str:
    with asked.database.read() as session:
        return session.scalar(select(Account.name).where(Account.id == asked.database.actor)) or ""


def _footer(station: StationWords, who: str, *, internal: bool) -> str:
    person = _("打印人 {name}").format(name=who) if who and internal else ""
    moment = f"{dt.datetime.now(dates.SHANGHAI):%Y-%m-%d %H:%M}"
    return "·".join(filter(None, (station.name, person, moment, _(STAMP) if internal else "")))


READERS: dict[str, Callable[[Asked], Ready]] = {FLOOR_PLAN: _floor_plan, BUILDING_SHEET: _building_sheet}

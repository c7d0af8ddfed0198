"""数字一览: what there is, counted in SQL; behind every number stands the query of the list it counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from louyu_desktop.models import (
    Activity,
    Building,
    Enterprise,
    PartyOrganisation,
    Record,
    ServiceCategory,
    ServiceItem,
)
from louyu_desktop.printing import charts
from louyu_desktop.printing.charts import Chart, Datum, Drawing, Look, Series
from louyu_desktop.rules import dates
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.months import months_on
from louyu_desktop.rules.roles import Role
from louyu_desktop.services import attended
from louyu_desktop.services.copies import Filter, Match, Query
from louyu_desktop.services.references import kinds_for, role_of
from louyu_desktop.storage.database import Database
from louyu_desktop.text import _

_BANDS = ((0, 9), (10, 49), (50, 99), (100, 299), (300, None))
_MONTHS = 12
_BUILDINGS = 12


@dataclass(frozen=True, slots=True)
class Figure:
    """One chart: its title, a line of explanation, and how it is drawn; the kind says whose numbers they are."""

    title: str
    note: str
    kind: str
    drawing: str
    data: tuple[Datum, ...] = ()
    steps: tuple[str, ...] = ()
    series: tuple[Series, ...] = ()
    done: int = 0

    def texts(self) -> tuple[str, ...]:
        """Every text it shows."""
        labels = [one.label for one in self.data] + [one.label for one in self.series]
        return (self.title, self.note, *labels)

    def asks_of(self) -> set[str]:
        """The fields that the lists behind its numbers are filtered by."""
        data = [*self.data, *(one for series in self.series for one in series.data)]
        return {part.field for one in data if isinstance(one.behind, Query) for part in one.behind.filters} - {"id"}

    def chart(self, look: Look) -> Chart:
        """Its shapes in a look."""
        match self.drawing:
            case "donut":
                return charts.donut(self.data, look)
            case "stacked":
                return charts.stacked(self.steps, self.series, look)
            case "gauge":
                return charts.gauge(self.title, self.done, self.data[0], look)
            case _:
                return charts.bars(self.data, look)


class Figures:
    """Counts the station."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> tuple[Figure, ...]:
        """Every figure that has something to show, of the kinds that the person sees; read in one transaction."""
        with self._database.read() as session:
            return seen_figures(session, role_of(self._database), dates.today())


def seen_figures(session: Session, role: Role, today: dt.date) -> tuple[Figure, ...]:
    """The figures whose numbers, and the conditions behind them, a role may know."""
    kinds = {entity.kind: {field.name for field in entity.fields} for entity in kinds_for(role)}
    return tuple(one for one in figures(session, today) if one.kind in kinds and one.asks_of() <= kinds[one.kind])


def figures(session: Session, today: dt.date) -> tuple[Figure, ...]:
    """Every figure that has something to show."""
    found = (
        _by_value(session, Enterprise, "industry", _("企业·按行业")),
        _by_building(session),
        _by_headcount(session),
        _covered(session),
        _by_value(session, PartyOrganisation, "kind", _("党组织·按类型")),
        _by_category(session),
        _by_month(session, today),
        _visits_by_month(session, today),
        *_known(session),
    )
    return tuple(figure for figure in found if figure is not None)


def _counted(session: Session, model: type[Record], column: Any, *more: ColumnElement[bool]) -> list[tuple[Any, int]]:
    """(value, rows) of a column, the most frequent first."""
    count = func.count()
    wanted = select(column, count).where(model.archived_at.is_(None), *more).group_by(column)
    return [(value, number) for value, number in session.execute(wanted.order_by(count.desc(), column))]


def drawing(figure: Figure) -> Drawing:
    """A figure for a paper."""
    return Drawing(figure.title if figure.drawing != "gauge" else "", figure.note, figure.chart, figure.texts())


def for_the_public(session: Session, today: dt.date) -> tuple[Drawing, ...]:
    """What a handbook shows: what there is, without what is still unknown to the station."""
    found = []
    for figure in figures(session, today):
        if figure.drawing == "bars" and figure.kind != "service-items":  # their chapter has the numbers
            known = tuple(one for one in figure.data if one.label != _("未填") and one.value)
            found.append(drawing(replace(figure, data=known, note="")))
    return tuple(found)


def _equal(kind: str, field: str, value: object) -> Query:
    return Query(kind, (Filter(field, Match.EMPTY) if value is None else Filter(field, Match.ONE_OF, (value,)),))


def _by_value(session: Session, model: type[Record], field: str, title: str, drawing: str = "bars") -> Figure | None:
    """A bar to each value; what is not filled in comes last."""
    kind = model.__entity__.kind
    rows = _counted(session, model, model.__table__.c[field])
    data = [Datum(_word(value), number, _equal(kind, field, value)) for value, number in rows if value]
    blank = [Datum(_("未填"), number, _equal(kind, field, None)) for value, number in rows if not value]
    if not data:
        return None
    return Figure(title, _total(model, [*data, *blank]), kind, drawing, (*data, *blank))


def _word(value: str) -> str:
    """An industry without its letter."""
    letter, blank, rest = value.partition(" ")
    return rest if blank and len(letter) == 1 else value


def _total(model: type[Record], data: Iterable[Datum]) -> str:
    number = sum(one.value for one in data)
    return _("共 {number} {counter}").format(number=f"{number:,}", counter=_(model.__entity__.counter))


def _by_building(session: Session) -> Figure | None:
    """The fullest buildings, the others as one."""
    rows = _counted(session, Enterprise, Enterprise.building_id)
    names = dict(session.execute(select(Building.id, Building.name)).all())
    placed = [(key, number) for key, number in rows if key in names]
    if not placed:
        return None
    shown, rest = placed[:_BUILDINGS], placed[_BUILDINGS:]
    data = [Datum(names[key], number, _equal("enterprises", "building_id", key)) for key, number in shown]
    if rest:
        query = Query("enterprises", (Filter("building_id", Match.ONE_OF, tuple(key for key, _number in rest)),))
        label = _("另外 {count} 幢").format(count=len(rest))
        data.append(Datum(label, sum(number for _key, number in rest), query))
    data += [Datum(_("未填"), number, _equal("enterprises", "building_id", None)) for key, number in rows if key is None]
    return Figure(_("企业·按楼宇"), _total(Enterprise, data), "enterprises", "bars", tuple(data))


def _by_headcount(session: Session) -> Figure | None:
    column = Enterprise.headcount
    data = []
    for low, high in _BANDS:
        bounds, inside = [Filter("headcount", Match.AT_LEAST, low)], [column >= low]
        if high is not None:
            bounds.append(Filter("headcount", Match.AT_MOST, high))
            inside.append(column <= high)
        label = _("{low} 人及以上").format(low=low) if high is None else _("{low}–{high} 人").format(low=low, high=high)
        data.append(Datum(label, _rows(session, Enterprise, *inside), Query("enterprises", tuple(bounds))))
    if not any(one.value for one in data):
        return None
    blank = Datum(_("未填"), _rows(session, Enterprise, column.is_(None)), _equal("enterprises", "headcount", None))
    data += [blank] if blank.value else []
    return Figure(_("企业·按员工数"), _total(Enterprise, data), "enterprises", "bars", tuple(data))


def _rows(session: Session, model: type[Record], *more: ColumnElement[bool]) -> int:
    wanted = select(func.count()).select_from(model).where(model.archived_at.is_(None), *more)
    return session.execute(wanted).scalar_one()


def _covered(session: Session) -> Figure | None:
    """Which enterprises have an organisation of the Party, in five parts of a whole."""
    made = _by_value(session, Enterprise, "party_org_status", _("企业·党组织覆盖"), "donut")
    if made is None or len(made.data) <= len(charts.SERIES):
        return made
    last = len(charts.SERIES) - 1
    kept, rest = made.data[:last], made.data[last:]
    values = [one.behind.filters[0].value for one in rest if isinstance(one.behind, Query)]
    known = tuple(value for found in values if found for value in found)
    behind = Query("enterprises", (Filter("party_org_status", Match.ONE_OF, known),)) if None not in values else None
    other = Datum("、".join(one.label for one in rest), sum(one.value for one in rest), behind)
    return Figure(made.title, made.note, made.kind, made.drawing, (*kept, other))


def _by_category(session: Session) -> Figure | None:
    rows = dict(_counted(session, ServiceItem, ServiceItem.category_id))
    names = session.execute(
        select(ServiceCategory.id, ServiceCategory.name)
        .where(ServiceCategory.archived_at.is_(None))
        .order_by(ServiceCategory.code)
    ).all()
    data = [
        Datum(name, rows[key], _equal("service-items", "category_id", key)) for key, name in names if rows.get(key)
    ]
    if not data:
        return None
    return Figure(_("服务事项·按大类"), _total(ServiceItem, data), "service-items", "bars", tuple(data))


def _by_month(session: Session, today: dt.date) -> Figure | None:
    """The activities of the last twelve months by their commonest types."""
    months = [_month(today, back) for back in range(_MONTHS - 1, -1, -1)]
    begin, end = _begin(months[0]), _begin(_month(today, -1))
    bounds = [Activity.archived_at.is_(None), Activity.starts_at >= begin]
    rows = [one for one in attended.held_rows(session, bounds, min(end, dt.datetime.now(dt.UTC))) if one.counts]
    types: dict[str, int] = {}
    for one in rows:
        types[one.type] = types.get(one.type, 0) + 1
    if not types:
        return None
    common = sorted((sort for sort in types if sort), key=lambda sort: (-types[sort], sort))[: len(charts.SERIES) - 1]
    rest = tuple(sort for sort in types if sort not in common)
    series = [_series(sort, (sort,), months, rows) for sort in common]
    series += [_series(_("其他"), rest, months, rows)] if rest else []
    steps = tuple(_("{month}月").format(month=month) for _year, month in months)
    note = _("近 12 个月共 {count} 场").format(count=len(rows))
    return Figure(_("活动·每月场次"), note, "activities", "stacked", steps=steps, series=tuple(series))


def _visits_by_month(session: Session, today: dt.date) -> Figure | None:
    """How many came in each of the last twelve months, by sign-in or at the door."""
    months = [_month(today, back) for back in range(_MONTHS - 1, -1, -1)]
    begin, end = _begin(months[0]), _begin(_month(today, -1))
    held = attended.held_rows(
        session, [Activity.archived_at.is_(None), Activity.starts_at >= begin], min(end, dt.datetime.now(dt.UTC))
    )
    visits = dict.fromkeys(months, 0)
    activities: dict[tuple[int, int], list[int]] = {month: [] for month in months}
    for one, came in attended.visits_of(session, held):
        visits[one.day.year, one.day.month] += came
        activities[one.day.year, one.day.month].append(one.id)
    if not any(visits.values()):
        return None
    data = tuple(
        Datum(
            _("{year} 年 {month} 月").format(year=month[0], month=month[1]), visits[month],
            Query("activities", (Filter("id", Match.ONE_OF, tuple(activities[month])),)),
        )
        for month in months
    )  # fmt: skip
    note = _("近 12 个月共 {count} 人次").format(count=f"{sum(visits.values()):,}")
    return Figure(_("活动·每月人次"), note, "activities", "bars", data)


def _series(
    label: str, sorts: tuple[str, ...], months: Sequence[tuple[int, int]], held: Sequence[attended.Held]
) -> Series:
    def datum(month: tuple[int, int]) -> Datum:
        found = tuple(one.id for one in held if one.type in sorts and (one.day.year, one.day.month) == month)
        words = _("{year} 年 {month} 月·{label}").format(year=month[0], month=month[1], label=label)
        return Datum(words, len(found), Query("activities", (Filter("id", Match.ONE_OF, found),)))

    return Series(label, tuple(datum(month) for month in months))


def _month(today: dt.date, back: int) -> tuple[int, int]:
    day = months_on(today, -back)
    return day.year, day.month


def _begin(month: tuple[int, int]) -> dt.datetime:
    return dt.datetime(*month, 1, tzinfo=SHANGHAI)


def _known(session: Session) -> list[Figure]:
    """How much of the basic facts is known, as n / N; behind each stands the list of those that lack it."""
    wanted = (
        (_("有统一社会信用代码或无码原因的企业"), ("credit_code", "no_code_reason")), (_("有员工数的企业"), ("headcount",)),
        (_("有党组织情况的企业"), ("party_org_status",)),
    )  # fmt: skip
    total = _rows(session, Enterprise)
    found = []
    for title, fields in wanted if total else ():
        lacking = [Enterprise.__table__.c[name].is_(None) for name in fields]
        number = _rows(session, Enterprise, *lacking)
        behind = Query("enterprises", tuple(Filter(name, Match.EMPTY) for name in fields))
        datum = Datum(_("缺 {number} 家").format(number=f"{number:,}"), number, behind)
        found.append(Figure(title, "", "enterprises", "gauge", (datum,), done=total - number))
    return found

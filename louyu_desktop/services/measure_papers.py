"""诉求办理情况 on paper: the measures of a period by one of five sides, their definitions, and what is open how long."""

from __future__ import annotations

import datetime as dt

from louyu_desktop.fields import Field, Kind
from louyu_desktop.printing import table_sheet
from louyu_desktop.printing.sheet import Column
from louyu_desktop.printing.table_sheet import Part, TableSheet
from louyu_desktop.rules import dates
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.services.measures import DEFINITIONS, By, Line, Measure, Measures, MeasuresView, words_of
from louyu_desktop.services.paper_info import PaperInfo
from louyu_desktop.services.paper_ready import Asked, Ready, ready, titled
from louyu_desktop.services.paper_words import station_words
from louyu_desktop.text import N_, _

REQUEST_MEASURES = "request-measures"
_WIDTHS = {Measure.CONTENT: 20}
_DEFINED = (
    (Measure.TAKEN, Measure.CLOSED, Measure.CLOSED_RATE), (Measure.SOLVED, Measure.SOLVED_RATE),
    (Measure.KEPT, Measure.KEPT_RATE), (Measure.CONTENT,),
)  # fmt: skip
"""The definitions, a line each."""

MEASURE_PAPERS: tuple[PaperInfo, ...] = (
    PaperInfo(
        name=REQUEST_MEASURES, label=N_("诉求办理情况"), tells="requests", forgets=("first", "last"),
        options=(
            Field(name="first", label=N_("从"), kind=Kind.DATE, hint=N_("空着就是今年")),
            Field(name="last", label=N_("到"), kind=Kind.DATE),
            Field(name="by", label=N_("分组"), kind=Kind.CHOICE, choices=tuple(one.value for one in By)),
        ),
        begins={"by": By.CATEGORY.value},
    ),
)  # fmt: skip
"""In the order they are offered."""


def _measures(asked: Asked) -> Ready:
    today = dates.today()
    first = asked.chosen.get("first") or today.replace(month=1, day=1)
    last = asked.chosen.get("last") or today
    by = By(asked.chosen.get("by") or By.CATEGORY.value)
    now = dt.datetime.now(SHANGHAI)
    view = Measures(asked.database).table(min(first, last), max(first, last), by, now)
    sheet = _sheet(asked, view, now)
    return ready(titled(sheet.title, sheet.aside), table_sheet, sheet)


def _sheet(asked: Asked, view: MeasuresView, now: dt.datetime) -> TableSheet:
    with asked.database.read() as session:
        station = station_words(session)
    columns = [Column(_(view.by.value), 40)]
    columns += [Column(_(one.value), _WIDTHS.get(one, 18), "right") for one in Measure]
    ages = _("，").join(
        _("{label} {count} 件").format(label=age.label, count=f"{len(age.ids):,}") for age in view.ages if age.ids
    )
    return TableSheet(
        title=_("诉求办理情况"),
        aside=f"{view.first.isoformat()} – {view.last.isoformat()}·{station.name}",
        columns=tuple(columns),
        parts=(Part(rows=[_row(line) for line in view.lines]),),
        total=_row(view.whole) if view.lines else (),
        facts=tuple(_("；").join(map(_defined, group)) for group in _DEFINED),
        notes=(_("现在还没办结的，按收到以来的天数：{ages}。").format(ages=ages or _("没有")),),
        signs=(_("填表人："), _("负责人："), _("日期：")),
        footer=f"{station.name}·{now:%Y-%m-%d %H:%M}",
        empty=_("这段时间没有收到诉求"),
        landscape=True,
        is_demonstration=station.is_demonstration,
    )


def _defined(measure: Measure) -> str:
    return _("{name}：{words}").format(name=_(measure.value), words=_(DEFINITIONS[measure]))


def _row(line: Line) -> tuple[str, ...]:
    return (line.label, *(words_of(one, line.of(one)) for one in Measure))


READERS = {REQUEST_MEASURES: _measures}
"""How they are read."""

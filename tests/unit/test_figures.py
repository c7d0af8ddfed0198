"""The station in numbers: each number is what its list counts; charts say all of it, inside their place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from louyu_desktop.models import (
    Activity,
    Building,
    Enterprise,
    Occupancy,
    PartyOrganisation,
    ServiceCategory,
    ServiceItem,
    Station,
    Unit,
)
from louyu_desktop.printing import charts
from louyu_desktop.printing.charts import Area, Chart, Datum, Look, Series, Stroke
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.services.copies import Query
from louyu_desktop.services.figures import Figures
from louyu_desktop.services.papers import Papers
from louyu_desktop.services.records import Records
from louyu_desktop.storage.database import Database
from tests.stations import empty_station


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with empty_station(tmp_path / "station") as made:
        with made.write("x") as write:
            write.insert(Station, [{"name": "环贸党群服务中心"}])
            towers = write.insert(Building, [{"name": f"大厦{n}"} for n in range(15)])
            units = write.insert(Unit, [{"building_id": tower, "floor": "1", "room": "1"} for tower in towers])
            firms = write.insert(Enterprise, [
                {"name": f"第{n}家", "industry": ("J 金融业", "P 教育", None)[n % 3],
                 "headcount": (5, 40, 70, 300, None)[n % 5],
                 "party_org_status": ("独立党支部", "联合支部覆盖", "未建·有党员", "未建·无党员", "不详", None)[n % 6],
                 "no_code_reason": "暂缺" if n % 4 else None}
                for n in range(40)
            ])  # fmt: skip
            write.insert(
                Occupancy, [{"enterprise_id": firm, "unit_id": units[n % 15]} for n, firm in enumerate(firms[:30])]
            )
            write.insert(PartyOrganisation, [{"name": f"支部{n}", "kind": "党支部" if n else "党委"} for n in range(4)])
            [category] = write.insert(ServiceCategory, [{"code": "A", "name": "党务"}])
            write.insert(ServiceItem, [{"code": f"A{n}", "name": f"事项{n}", "category_id": category} for n in range(3)])
            now = dt.datetime.now(SHANGHAI)
            write.insert(Activity, [
                {"title": f"活动{n}", "starts_at": now - dt.timedelta(days=13 * n),
                 "type": ("政策宣讲", "文体", "沙龙", "讲座", "义诊", "培训", "主题党日", None)[n % 8]}
                for n in range(50)
            ])  # fmt: skip
        yield made


def test_every_number_is_what_its_list_counts(database: Database) -> None:
    records, seen = Records(database), 0
    for figure in Figures(database).all():
        for datum in (*figure.data, *(one for series in figure.series for one in series.data)):
            if datum.behind is not None:
                assert isinstance(datum.behind, Query)
                assert records.count(datum.behind) == datum.value, (figure.title, datum.label)
                seen += 1
    assert seen > 60


def test_the_parts_make_up_the_whole(database: Database) -> None:
    found = {figure.title: figure for figure in Figures(database).all()}
    for title in ("企业·按行业", "企业·按楼宇", "企业·按员工数", "企业·党组织覆盖"):
        assert sum(one.value for one in found[title].data) == 40
    assert len(found["企业·党组织覆盖"].data) == 5
    assert found["企业·按楼宇"].data[-2].label == "另外 3 幢"
    assert found["有统一社会信用代码或无码原因的企业"].done == 30
    assert len(found["活动·每月场次"].steps) == 12


def test_an_empty_station_has_no_figures(tmp_path: Path) -> None:
    with empty_station(tmp_path / "station") as made:
        assert Figures(made).all() == ()


def test_the_figures_are_a_paper_and_stand_in_the_handbook(database: Database, tmp_path: Path) -> None:
    from pypdf import PdfReader

    for paper, words in (("figures", ("企业·按行业", "金融业", "未填", "活动·每月场次")), ("handbook", ("数字一览", "企业·按行业", "金融业"))):
        made = Papers(database).build(paper, tmp_path / "a.pdf")
        again = Papers(database).build(paper, tmp_path / "b.pdf")
        assert made.path.read_bytes() == again.path.read_bytes()
        text = "".join(page.extract_text() for page in PdfReader(made.path).pages)
        assert [word for word in words if word not in text] == []


def measure(text: str, size: float, bold: bool) -> float:
    return sum(1.0 if sign > "\u2000" else 0.55 for sign in text) * size * (1.05 if bold else 1.0)


data = st.lists(st.builds(Datum, st.text("企业A、（）x1 ", max_size=40), st.integers(0, 10**6)), min_size=1, max_size=20)


def inside(chart: Chart) -> None:
    """Every shape and every word stands in the chart's room."""
    for shape in chart.shapes:
        if isinstance(shape, Area):
            points = list(shape.points)
        elif isinstance(shape, Stroke):
            points = [shape.start, shape.end]
        else:
            wide = measure(shape.text, shape.size, shape.bold)
            left = shape.at[0] - {"left": 0.0, "center": 0.5, "right": 1.0}[shape.align] * wide
            points = [(left, shape.at[1]), (left + wide, shape.at[1] - 0.8 * shape.size)]
        assert all(-0.1 <= x <= chart.width + 0.1 and -0.1 <= y <= chart.height + 0.1 for x, y in points), shape


@given(data, st.floats(180, 600))
def test_charts_stay_in_their_room(data: list[Datum], width: float) -> None:
    look = Look(width, 8.5, measure)
    steps = tuple(str(number) for number in range(1, 13))
    series = [Series(one.label, (one,) * 12) for one in data[:5]]
    for chart in (charts.bars(data, look), charts.donut(data[:5], look), charts.stacked(steps, series, look),
                  charts.gauge("有代码", 3, data[0], look)):  # fmt: skip
        inside(chart)
    bars = charts.bars(data, look)
    assert [place.datum for place in bars.places] == data
    left, top, right, bottom = bars.places[0].box
    assert bars.at((left + right) / 2, (top + bottom) / 2) is data[0]
    assert bars.at(-5, -5) is None


def test_bars_are_as_long_as_their_numbers() -> None:
    chart = charts.bars([Datum("甲", 100), Datum("乙", 25), Datum("丙", 0)], Look(300, 10, measure))
    lengths = [shape.points[1][0] - shape.points[0][0] for shape in chart.shapes if isinstance(shape, Area)]
    assert lengths[1] == pytest.approx(lengths[0] / 4)
    assert lengths[2] == 0

"""The floor plan: order of floors, what is vacant, moves with a date, the building in numbers, papers, roles."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from babel.messages import Catalog
from babel.messages.mofile import write_mo
from hypothesis import given
from hypothesis import strategies as st

from louyu_desktop import text
from louyu_desktop.errors import NotPermittedError, UserError
from louyu_desktop.models import Account, ColourChange, Facility, ServiceRequest
from louyu_desktop.rules import floor_tints as tints
from louyu_desktop.rules.floors import Place, Storey, Tenancy, arrange, let_rate, short_of, storeys
from louyu_desktop.rules.roles import Role
from louyu_desktop.services.floor_copies import FIRM, STATION, VACANT, FloorPlan, Target
from louyu_desktop.services.suite import Services, open_services
from louyu_desktop.storage.database import Database
from tests.stations import create_station

TODAY = dt.date(2026, 11, 22)


# -- rules -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("8", ["8F"]), ("8F", ["8F"]), (" ８ 层 ", ["8F"]), ("8楼", ["8F"]), ("第8层", ["8F"]), ("二十三层", ["23F"]),
        ("一〇二", ["102F"]), ("B1", ["B1"]), ("负一楼", ["B1"]), ("地下2层", ["B2"]), ("-2", ["B2"]),
        ("8-10", ["8F", "9F", "10F"]), ("10~8", ["8F", "9F", "10F"]), ("1至3层", ["1F", "2F", "3F"]),
        ("B1-2", ["B1", "1F", "2F"]), ("8、9", ["8F", "9F"]), ("12A", ["12A"]), ("裙楼", ["裙楼"]), ("G", ["G"]),
        ("西翼", ["西翼"]), ("", [""]), ("1-999", ["1-999"]),
    ],
)  # fmt: skip
def test_floors_are_read_as_they_are_written(text: str, labels: list[str]) -> None:
    assert [one.label for one in storeys(text)] == labels


def test_floors_stand_in_order() -> None:
    written = ["B2", "8-10", "", "1", "裙楼", "B1", "12", "屋顶", "12A", "夹层", "西翼"]
    rows = arrange((Place(n, text) for n, text in enumerate(written)), ())
    assert [row.storey.label for row in rows] == [
        "屋顶", "12A", "12F", "10F", "9F", "8F", "夹层", "1F", "裙楼", "B1", "B2", "西翼", "",
    ]  # fmt: skip


@given(st.text(max_size=30))
def test_any_text_is_a_floor(text: str) -> None:
    found = storeys(text)
    assert found
    assert all(isinstance(one, Storey) for one in found)


def test_cells_fill_a_floor_and_what_is_left_is_vacant() -> None:
    places = [Place(1, "8", "01", Decimal(300)), Place(2, "8", "10", Decimal(200)), Place(3, "8", "2", Decimal(100))]
    [row] = arrange(places, [Tenancy(7, 1, Decimal(120)), Tenancy(8, 1, Decimal(100)), Tenancy(9, 3)])
    assert [(cell.tenancy_id, cell.area) for cell in row.cells] == [
        (7, Decimal(120)), (8, Decimal(100)), (None, Decimal(80)), (9, Decimal(100)), (None, Decimal(200)),
    ]  # fmt: skip
    assert (row.leased, row.vacant) == (Decimal(320), Decimal(280))
    assert row.rate == pytest.approx(320 / 600)


def test_a_whole_floor_beside_its_rooms_says_what_they_leave() -> None:
    places = [Place(1, "9", "", Decimal(1000)), Place(2, "9", "01", Decimal(600)), Place(3, "9", "02", Decimal(150))]
    [row] = arrange(places, [Tenancy(5, 2), Tenancy(6, 3)])
    assert [(cell.tenancy_id, cell.area) for cell in row.cells] == [
        (5, Decimal(600)), (6, Decimal(150)), (None, Decimal(250)),
    ]
    assert row.rate == pytest.approx(0.75)


def test_tenants_alone_do_not_say_what_stands_empty() -> None:
    [row] = arrange([Place(1, "3", "01"), Place(2, "3", "02")], [Tenancy(1, 1, Decimal(100)), Tenancy(2, 2)])
    assert row.rate is None
    assert [cell.weight for cell in row.cells] == [100.0, 100.0]


def test_a_unit_over_several_floors_is_shared_out() -> None:
    rows = arrange([Place(1, "8-10", "", Decimal(900))], [Tenancy(4, 1)])
    assert [(row.storey.label, row.cells[0].area) for row in rows] == [
        ("10F", Decimal(300)), ("9F", Decimal(300)), ("8F", Decimal(300)),
    ]  # fmt: skip


_FLOORS = st.sampled_from(["1", "2", "B1", "1-2", ""])
_AREA = st.none() | st.integers(1, 2000).map(Decimal)


@given(
    st.lists(st.tuples(_FLOORS, st.sampled_from(["", "01", "02"]), _AREA), max_size=8),
    st.lists(st.tuples(st.integers(0, 7), _AREA), max_size=12),
)
def test_nobody_is_lost_and_no_cell_is_narrower_than_nothing(
    units: list[tuple[str, str, Decimal | None]], seats: list[tuple[int, Decimal | None]]
) -> None:
    places = [Place(n, floor, room, area) for n, (floor, room, area) in enumerate(units)]
    tenancies = [Tenancy(n + 100, place, area) for n, (place, area) in enumerate(seats) if place < len(places)]
    rows = arrange(places, tenancies)
    shown = {cell.tenancy_id for row in rows for cell in row.cells if cell.tenancy_id}
    assert shown == {one.id for one in tenancies}
    assert all(cell.weight > 0 for row in rows for cell in row.cells)
    assert all(row.rate is None or 0 <= row.rate <= 1 for row in rows)


@pytest.mark.parametrize(
    ("left", "shade"),
    [(-1, "over"), (0, "30"), (1, "30"), (30, "30"), (31, "90"), (90, "90"), (91, "180"), (180, "180"), (181, "later")],
)
def test_leases_fall_into_classes_at_their_boundary_days(left: int, shade: str) -> None:
    for day in (TODAY, dt.date(2028, 2, 29), dt.date(2026, 12, 31)):
        assert tints.by_lease(day + dt.timedelta(days=left), day) == shade


def test_every_class_has_its_words_and_mark() -> None:
    for way in tints.WAYS:
        assert len({shade.key for shade in way.shades}) == len(way.shades)
        for shade in way.shades:
            assert tints.shade_of(way.key, shade.key) == shade
        assert tints.shade_of(way.key, tints.VACANT) is not None
    people = [tints.by_people(count) for count in (None, 0, 9, 10, 49, 50, 99, 100, 299, 300)]
    assert people == ["none", "1", "1", "10", "10", "50", "50", "100", "100", "300"]
    assert [tints.by_requests(count) for count in (0, 1, 2, 9)] == ["none", "1", "2", "2"]


def test_names_are_shortened() -> None:
    assert short_of("澄怀设计（上海）有限公司") == "澄怀设计"
    assert short_of("上海梧桐文化有限责任公司") == "梧桐文化"
    assert short_of("上海有限公司") == "上海有限公司"
    assert short_of("某某公司", "某某") == "某某"
    assert let_rate(Decimal(5), None) is None
    assert let_rate(Decimal(500), Decimal(400)) == 1


# -- service -----------------------------------------------------------------------------------


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Database]:
    database = create_station(tmp_path / "station", "梧桐里党群服务站", "周敏")
    yield database
    database.close()


@pytest.fixture
def services(station: Database) -> Services:
    return open_services(station)


@pytest.fixture
def tower(services: Services) -> dict[str, int]:
    """8F with two rooms, one of them let to a firm that sits on 9F, too; B1 stands empty."""
    save = services.records.save
    area = save("areas", None, {"name": "汾阳片区"})
    found = {"building": save("buildings", None, {"name": "梧桐大厦", "area_id": area, "leasable_area": "1000"})}
    units = (("u1", "8", "01", "100"), ("u2", "8", "02", "200"), ("u3", "9", "", "300"), ("u4", "B1", "", "400"))
    for name, floor, room, size in units:
        values = {"building_id": found["building"], "floor": floor, "room": room, "area": size}
        found[name] = save("units", None, values)
    found["firm"] = save("enterprises", None, {"name": "澄怀设计（上海）有限公司", "headcount": "46"})
    for name, unit, end in (("o1", "u1", "2026-12-05"), ("o2", "u3", "2028-01-01")):
        found[name] = save("occupancies", None, {
            "enterprise_id": found["firm"], "unit_id": found[unit], "moved_in_on": "2024-01-01", "lease_end": end,
        })  # fmt: skip
    return found


def cells(plan: FloorPlan) -> list[tuple[str, list[str]]]:
    return [(floor.label, [cell.short or cell.kind for cell in floor.cells]) for floor in plan.floors]


def test_a_tower_floor_by_floor(services: Services, tower: dict[str, int]) -> None:
    plan = services.floors.plan(tower["building"], TODAY)
    assert cells(plan) == [("9F", ["澄怀设计"]), ("8F", ["澄怀设计", VACANT]), ("B1", [VACANT])]
    assert (plan.firms, plan.headcount, plan.leased, plan.vacant) == (1, 46, Decimal(400), Decimal(600))
    assert plan.rate == pytest.approx(0.4)
    assert plan.area == "汾阳片区"
    firm = plan.floors[0].cells[0]
    assert firm.kind == FIRM
    assert firm.others == ("8F",)
    assert plan.counts[tints.LEASE] == {"30": 1}
    assert plan.counts[tints.VACANCY] == {"let": 1, VACANT: 2}
    assert services.floors.shelf("wu") == ()
    [group] = services.floors.shelf("梧桐")
    assert (group.name, [one.name for one in group.buildings], group.firms) == ("汾阳片区", ["梧桐大厦"], 1)


def test_the_station_stands_on_its_floor(station: Database, services: Services, tower: dict[str, int]) -> None:
    with station.write("zones") as write:
        write.update(Facility, [{"id": 1, "building_id": tower["building"], "floor": "B1", "area": 400},
                                {"id": 2, "building_id": tower["building"], "floor": "2层", "area": 50}])  # fmt: skip
    plan = services.floors.plan(tower["building"], TODAY)
    assert [floor.label for floor in plan.floors] == ["9F", "8F", "2F", "B1"]
    assert [cell.kind for cell in plan.floors[3].cells] == [STATION]
    assert plan.floors[3].rate is None


def test_a_move_has_a_date_and_is_one_step(services: Services, tower: dict[str, int]) -> None:
    floors, records = services.floors, services.records
    moved = floors.move(tower["o1"], Target(tower["building"], "B1层", ""), dt.date(2026, 11, 1), area=Decimal(380))
    assert (moved.before, moved.unit, moved.name) == ("8F-01", "B1", "澄怀设计（上海）有限公司")
    assert records.get("occupancies", moved.occupancy_id).values["unit_id"] == tower["u4"]
    assert cells(floors.plan(tower["building"], TODAY)) == [
        ("9F", ["澄怀设计"]), ("8F", [VACANT, VACANT]), ("B1", ["澄怀设计", VACANT]),
    ]  # fmt: skip
    before = cells(floors.plan(tower["building"], dt.date(2026, 10, 31)))
    assert before == [("9F", ["澄怀设计"]), ("8F", ["澄怀设计", VACANT]), ("B1", [VACANT])]
    old = records.get("occupancies", tower["o1"]).values
    assert (old["ended_on"], old["end_reason"]) == (dt.date(2026, 11, 1), "搬到B1")
    after = cells(floors.plan(tower["building"], TODAY))
    records.undo()
    assert cells(floors.plan(tower["building"], TODAY)) == before
    records.redo()
    assert cells(floors.plan(tower["building"], TODAY)) == after


def test_a_room_that_is_not_there_is_made_and_goes_with_the_step(services: Services, tower: dict[str, int]) -> None:
    services.floors.move(tower["o1"], Target(tower["building"], "12", "03"), TODAY)
    assert cells(services.floors.plan(tower["building"], TODAY))[0] == ("12F", ["澄怀设计"])
    services.records.undo()
    assert services.records.total("units") == 4


def test_what_was_entered_wrongly_is_put_right(services: Services, tower: dict[str, int]) -> None:
    target = Target(tower["building"], unit_id=tower["u2"])
    moved = services.floors.move(tower["o1"], target, TODAY, corrects=True)
    assert moved.occupancy_id == tower["o1"]
    assert services.records.total("occupancies") == 2
    assert services.records.get("occupancies", tower["o1"]).values["ended_on"] is None


def test_what_cannot_be_is_refused(services: Services, tower: dict[str, int]) -> None:
    floors, building = services.floors, tower["building"]
    wrong: list[tuple[Any, dt.date]] = [
        (Target(building, unit_id=tower["u3"]), TODAY), (Target(building, "", " "), TODAY),
        (Target(building, "9" * 21, ""), TODAY), (Target(999, "9", "1"), TODAY),
        (Target(building, unit_id=999), TODAY), (Target(building, "9", "5"), dt.date(2023, 12, 31)),
    ]  # fmt: skip
    for target, day in wrong:
        with pytest.raises(UserError):
            floors.move(tower["o1"], target, day)
    with pytest.raises(UserError):
        floors.settle(tower["firm"], Target(building, unit_id=tower["u1"]), TODAY)
    with pytest.raises(UserError):
        floors.leave(tower["o1"], dt.date(2023, 1, 1))
    floors.leave(tower["o1"], TODAY, "租约到期")
    with pytest.raises(UserError):
        floors.move(tower["o1"], Target(building, unit_id=tower["u2"]), TODAY)
    with pytest.raises(UserError):
        floors.seat(999, TODAY)
    with pytest.raises(UserError):
        floors.plan(999, TODAY)
    assert cells(floors.plan(building, TODAY))[1] == ("8F", [VACANT, VACANT])


def test_an_archived_firm_is_not_there(services: Services, tower: dict[str, int]) -> None:
    services.records.archive("enterprises", [tower["firm"]])
    plan = services.floors.plan(tower["building"], TODAY)
    assert plan.firms == 0
    assert {cell.kind for floor in plan.floors for cell in floor.cells} == {VACANT}


def test_a_seat_says_what_is_known(station: Database, services: Services, tower: dict[str, int]) -> None:
    save = services.records.save
    firm = tower["firm"]
    save("visits", None, {"enterprise_id": firm, "visited_on": "2026-11-12", "visitors": "周敏", "situation": "说租金高"})
    save("contacts", None, {"enterprise_id": firm, "name": "邵清扬", "phone": "13800002207", "is_primary": True})
    with station.write("more") as write:
        write.insert(ColourChange, [{"enterprise_id": firm, "step": "确定", "colour": "黄", "decided_on": TODAY}])
        write.insert(ServiceRequest, [{"enterprise_id": firm, "title": "空调", "received_at": dt.datetime.now(dt.UTC)}])
    seat = services.floors.seat(tower["o1"], TODAY)
    assert (seat.colour, seat.requests, seat.visit_count, seat.contact) == ("黄", 1, 1, "邵清扬")
    assert [(visit.who, visit.words) for visit in seat.visits] == [("周敏", "说租金高")]
    assert seat.seats == ("8F-01", "9F")
    plan = services.floors.plan(tower["building"], TODAY)
    assert plan.counts[tints.COLOUR] == {"黄": 1}
    assert plan.counts[tints.REQUESTS] == {"1": 1}


def test_a_reader_sees_no_colour_and_the_desk_no_plan(
    station: Database, services: Services, tower: dict[str, int]
) -> None:
    with station.write("人") as write:
        reader, desk = write.insert(Account, [{"name": "读者", "role": Role.READER.value},
                                              {"name": "台", "role": Role.DESK.value}])  # fmt: skip
    station.actor = reader
    plan = services.floors.plan(tower["building"], TODAY)
    assert tints.COLOUR not in plan.ways
    assert all(tints.COLOUR not in cell.shades for floor in plan.floors for cell in floor.cells)
    seat = services.floors.seat(tower["o1"], TODAY)
    assert (seat.colour, seat.suggested, seat.intent, seat.phone) == (None, None, None, None)
    sheet = services.floors.sheet(tower["building"], TODAY)
    assert not any(part.sensitive for part in sheet.parts)
    with pytest.raises(NotPermittedError):
        services.floors.move(tower["o1"], Target(tower["building"], unit_id=tower["u2"]), TODAY)
    station.actor = desk
    with pytest.raises(NotPermittedError):
        services.floors.plan(tower["building"], TODAY)


def test_a_building_in_numbers(services: Services, tower: dict[str, int]) -> None:
    save = services.records.save
    late = save("enterprises", None, {"name": "听潮科技", "tax_band": "千万"})
    there = Target(tower["building"], unit_id=tower["u2"])
    services.floors.settle(late, there, dt.date(2026, 9, 10), area=Decimal(200))
    services.floors.move(tower["o1"], Target(tower["building"], unit_id=tower["u4"]), dt.date(2026, 10, 10))
    save("building-months", None, {"building_id": tower["building"], "month": "2026-10", "leased_area": "650"})
    sheet = services.floors.sheet(tower["building"], TODAY)
    by_month = {line.month: line for line in sheet.months}
    assert len(sheet.months) == 12
    assert by_month["2026-09"].came == (late,)
    assert by_month["2026-10"].came == by_month["2026-10"].left == ()  # a move inside the house
    assert by_month["2026-10"].declared_rate == pytest.approx(0.65)
    assert by_month["2026-08"].rate == pytest.approx(0.4)
    assert [(day, name) for day, name, _unit, _firm in sheet.came] == [(dt.date(2026, 9, 10), "听潮科技")]
    assert sheet.left == ()
    bands = next(part for part in sheet.parts if part.title == "税收等级")
    assert [(one.label, one.value) for one in bands.data] == [("千万", 1), ("未填", 1)]
    plan = services.floors.plan(tower["building"], TODAY)
    assert plan.month == "2026-10"
    assert plan.declared == pytest.approx(0.65)


def test_a_building_in_numbers_speaks_another_language(
    services: Services, tower: dict[str, int], tmp_path: Path
) -> None:
    catalogue, file = Catalog("en"), tmp_path / "en" / "LC_MESSAGES" / "louyu.mo"
    for chinese, spoken in (("绿", "Green"), ("稳定", "stable")):
        catalogue.add(chinese, spoken)
    file.parent.mkdir(parents=True)
    with file.open("wb") as opened:
        write_mo(opened, catalogue)
    text.use_language("en", tmp_path)
    try:
        parts = services.floors.sheet(tower["building"], TODAY).parts
    finally:
        text.use_language("zh_CN")
    assert [(one.label, one.value) for one in parts[0].data] == [("Green stable", 1)]


# -- papers ------------------------------------------------------------------------------------


def words_of(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as document:
        return "".join(page.get_textpage().get_text_bounded() for page in document)


@pytest.mark.parametrize("size", ["A4 分页", "A3 海报", "A0 海报"])
def test_a_poster_and_pages(services: Services, tower: dict[str, int], tmp_path: Path, size: str) -> None:
    options = {"version": "内部", "way": "五色", "sheet": size}
    made = services.papers.build("floor-plan", tmp_path / "plan.pdf", id=tower["building"], options=options)
    text = words_of(made.path)
    assert made.pages == 1
    assert "澄怀设计" in text
    assert "内部资料" in text
    assert "绿 稳定" in text


def test_what_is_handed_out_is_not_coloured(services: Services, tower: dict[str, int], tmp_path: Path) -> None:
    for paper, options in (("floor-plan", {"way": "五色"}), ("building-sheet", {})):
        given = {"version": "对外（不着色）", **options}
        made = services.papers.build(paper, tmp_path / f"{paper}.pdf", id=tower["building"], options=given)
        text = words_of(made.path)
        assert not [word for word in ("稳定", "五色", "内部资料", "税收等级") if word in text], paper
        assert "梧桐大厦" in text


def test_an_empty_building_has_its_papers_too(services: Services, tmp_path: Path) -> None:
    building = services.records.save("buildings", None, {"name": "空楼"})
    for paper in ("floor-plan", "building-sheet"):
        made = services.papers.build(paper, tmp_path / f"{paper}.pdf", id=building)
        assert made.pages == 1


def test_sixty_floors_go_on_over_pages(services: Services, tmp_path: Path) -> None:
    building = services.records.save("buildings", None, {"name": "高楼"})
    for floor in range(1, 61):
        services.records.save("units", None, {"building_id": building, "floor": str(floor), "area": "1000"})
    made = services.papers.build("floor-plan", tmp_path / "a4.pdf", id=building, options={"sheet": "A4 分页"})
    assert made.pages == 3
    made = services.papers.build("floor-plan", tmp_path / "a1.pdf", id=building, options={"sheet": "A1 海报"})
    assert made.pages == 1

"""Whom a pasted list means: sure only with something beside the name, never by its sound."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from louyu_desktop.models import Activity, ActivitySeries, Enterprise, Person, Registration
from louyu_desktop.rules.names import fold_name
from louyu_desktop.services.matching import Matching
from louyu_desktop.services.proposals import Certainty, Decided, Pasted, Proposal, entries
from louyu_desktop.services.records import Records
from louyu_desktop.services.registering import Registering
from louyu_desktop.services.registering_copies import Became
from louyu_desktop.storage.database import Database
from tests.stations import create_station
from tests.unit.noisy_lists import corpus
from tests.unit.noisy_people import SURNAMES, Known, new_name

PEOPLE = (
    ("周敏", "渤健生物科技（上海）有限公司", "13800000001"),
    ("王芳", "渤健生物科技（上海）有限公司", "13800008899"),
    ("王芳", "远帆贸易有限公司", "13800001234"),
    ("王强", "高盛（中国）证券有限公司", "13900001111"),
    ("刘洋", "光年广告", "13811112222"),
    ("陈伟", None, "13811112228"),
    ("张晓明", "卫材（中国）投资有限公司", "13811112227"),
    ("孙丽", "远帆贸易有限公司", None),
)
_STARTS = dt.datetime(2026, 11, 24, 4, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The station of the tests that only ask."""
    database = _filled(tmp_path_factory.mktemp("kept") / "station")
    yield database
    database.close()


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Database]:
    """One to write into."""
    database = _filled(tmp_path / "station")
    yield database
    database.close()


def _filled(folder: Path) -> Database:
    database = create_station(folder, "环贸党群服务中心", "周敏")
    with database.write("演示") as write:
        write.insert(Person, [{"name": n, "unit_name": u, "mobile": m} for n, u, m in PEOPLE])
        write.insert(Enterprise, [{"name": "高盛（中国）证券有限公司"}])
        write.insert(ActivitySeries, [{"name": "午间课堂"}])
        write.insert(Activity, [
            {"title": f"午间课堂 {n}", "starts_at": _STARTS, "status": "报名中", "series_id": 1} for n in range(2)
        ])  # fmt: skip
    return database


def read(station: Database, text: str) -> Pasted:
    """What a text means for the first activity."""
    return Matching(station).read(1, text)


def only(station: Database, text: str) -> Proposal:
    """The one proposal for a text."""
    [one] = read(station, text).proposals
    return one


@pytest.mark.parametrize(
    ("line", "person"),
    [
        ("周敏 渤健", 1),
        ("渤健-周敏", 1),
        ("王芳 尾号8899", 2),
        ("王芳（远帆）", 3),
        ("王芳 13800001234", 3),
        ("高盛 王强", 4),
        ("刘洋，光年广告", 5),
        ("陈伟 13811112228", 6),
        ("張曉明 卫材", 7),
        ("孙丽 远帆贸易", 8),
    ],
)
def test_sure(kept: Database, line: str, person: int) -> None:
    found = only(kept, line)
    assert (found.certainty, found.person_id) == (Certainty.SURE, person)


@pytest.mark.parametrize(
    ("line", "candidates"),
    [
        ("刘洋", [5]),  # a stranger may have that name
        ("王芳", [2, 3]),
        ("陈伟 渤健", [6]),  # of him no unit is known
        ("汪芳 渤健", [2]),  # sounds alike, and the unit fits
        ("章晓明 卫材", [7]),
        ("渤健-小王", [2]),
        ("赵钱 13800000001", [1]),  # somebody else's phone
        ("周敏 渤健 13899990000", [1]),  # a new number, or somebody else
    ],
)
def test_asked(kept: Database, line: str, candidates: list[int]) -> None:
    found = only(kept, line)
    assert found.certainty is Certainty.DOUBTFUL
    assert found.person_id is None
    assert [one.person_id for one in found.candidates][: len(candidates)] == candidates


@pytest.mark.parametrize("line", ["李雷", "李雷 渤健", "王芳 亿滋食品", "周敏 亿滋食品 13899990000", "Tom Wang SAP"])
def test_new(kept: Database, line: str) -> None:
    assert only(kept, line).certainty is Certainty.NEW


def test_whoever_came_before_to_the_series_is_known_by_the_name(station: Database) -> None:
    with station.write("报名") as write:
        write.insert(Registration, [{"activity_id": 2, "person_id": 5, "status": "已签到"}])
    found = only(station, "刘洋")
    assert (found.certainty, found.person_id) == (Certainty.SURE, 5)


def test_one_person_is_not_meant_by_two_lines(kept: Database) -> None:
    found = read(kept, "周敏 渤健\n周　敏 13800000001\n刘洋 光年").proposals
    assert [one.person_id for one in found] == [1, 5]
    twice = read(kept, "张曉明 卫材\n張晓明 尾号2227").proposals
    assert [one.certainty for one in twice] == [Certainty.DOUBTFUL] * 2


def test_a_new_name_that_stands_there_twice_is_asked_about(kept: Database) -> None:
    found = read(kept, "1. 李雷\n2. 李雷 亿滋食品").proposals
    assert [one.certainty for one in found] == [Certainty.DOUBTFUL, Certainty.NEW]


def test_who_is_registered_already_is_said(station: Database) -> None:
    with station.write("报名") as write:
        write.insert(Registration, [{"activity_id": 1, "person_id": 1, "status": "已签到"}])
    assert only(station, "周敏 渤健").status == "已签到"


def test_the_bin_is_not_asked(station: Database) -> None:
    Records(station).archive("people", [1])
    assert only(station, "周敏 渤健").certainty is Certainty.NEW


def test_decided_lines_are_registered_with_whom_they_bring(station: Database) -> None:
    proposals = read(station, "周敏 渤健 +1\n李雷 亿滋 带孙丽\n王芳 远帆 带刘洋").proposals
    decided = [Decided(one, one.person_id) for one in proposals]
    outcome = Registering(station).register(1, entries(decided), channel="接龙", now=_STARTS - dt.timedelta(days=2))
    assert [line.became for line in outcome.lines] == [Became.REGISTERED] * 6
    assert [line.name for line in outcome.lines] == ["周敏", "周敏同行 1", "李雷", "孙丽", "王芳", "刘洋"]
    with station.read() as session:
        rows = session.query(Registration).order_by(Registration.id).all()
        assert [row.brought_by_id for row in rows] == [None, rows[0].id, None, rows[2].id, None, rows[4].id]
        assert {row.channel for row in rows} == {"接龙"}


def test_nobody_is_surely_somebody_else(tmp_path: Path) -> None:
    """A slice of the corpus; `tests/bench/s18_paste.py` asks a station of 100,000 for all of it."""
    draw = Random(7)
    firms = [
        f"上海{a}{b}有限公司"
        for a in "澄怀 远帆 青屿 禾木 听潮 橡树 云栖".split()
        for b in "设计 贸易 信息科技 传播".split()
    ]
    rows = [
        {"name": new_name(draw), "unit_name": draw.choice(firms), "mobile": f"199{n:08d}"}
        for n in range(len(SURNAMES) * 10)
    ]
    database = create_station(tmp_path / "station", "环贸", "周敏")
    with database.write("演示") as write:
        ids = write.insert(Person, rows)
    known = [Known(n, one["name"], one["unit_name"], one["mobile"]) for n, one in zip(ids, rows, strict=True)]
    matching, sure = Matching(database), 0
    for one in corpus(known)[:40]:
        meant: dict[str, set[int | None]] = {}
        for truth in one.truths:
            meant.setdefault(fold_name(truth.name), set()).add(truth.person)
        for found in matching.read(1, one.text).proposals:
            if found.certainty is Certainty.SURE:
                sure += 1
                assert found.person_id in meant[fold_name(found.mention.name)], (one.seed, found.mention.source)
    assert sure > 200
    database.close()

"""A slow, obvious scan finds what the index finds, over names with characters of several readings."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from louyu_desktop.models import Enterprise, Person
from louyu_desktop.storage import search
from louyu_desktop.storage.database import Database
from tests.stations import empty_station
from tests.storage import search_oracle as oracle

MODELS = {"people": Person, "enterprises": Enterprise}
COLUMNS = {"people": ("name", "mobile", "unit_name"), "enterprises": ("name",)}


def fill(database: Database, records: Sequence[oracle.Record]) -> dict[str, dict[int, oracle.Record]]:
    """Write them; by kind and id."""
    found: dict[str, dict[int, oracle.Record]] = {}
    for kind, model in MODELS.items():
        mine = [record for record in records if record.kind == kind]
        with database.write("名字") as write:
            rows = [dict(zip(COLUMNS[kind], record.texts, strict=False)) for record in mine]
            found[kind] = dict(zip(write.insert(model, rows), mine, strict=True))
    return found


def differences(database: Database, known: dict[str, dict[int, oracle.Record]], words: str) -> list[str]:
    """What is found and should not be, is not found and should be, is counted wrongly."""
    wrong: list[str] = []
    with database.read() as session:
        asked = search.ask(session, words, tuple(known))
        for kind, records in known.items():
            found = search.find(session, asked, kind, limit=search.MOST)
            ours = {hit.id for hit in found.hits}
            theirs = {row_id for row_id, record in records.items() if record.holds(words)}
            many = len(theirs) > search.MOST
            right = (search.MOST, True) if many else (len(theirs), False)
            if ours - theirs or (not many and theirs - ours) or (found.count, found.more) != right:
                lost, made_up = sorted(theirs - ours)[:3], sorted(ours - theirs)[:3]
                texts = [records[row_id].texts for row_id in (*lost, *made_up)]
                counts = f"{found.count} {found.more} for {len(theirs)}"
                wrong.append(f"{words!r} {kind}: {counts}, {lost} {made_up} {texts}")
    return wrong


def compare(folder: Path, names: int, queries: int) -> list[str]:
    """Every difference over so many names, half of people and half of firms."""
    draw = random.Random(f"{names} {queries}")
    records = [*oracle.people(draw, names // 2), *oracle.firms(draw, names // 2)]
    with empty_station(folder) as database:
        known = fill(database, records)
        asked = [oracle.query(draw, records) for _n in range(queries)]
        return [line for words in asked for line in differences(database, known, words)]


def test_the_index_finds_what_a_scan_finds(tmp_path: Path) -> None:
    """`make faults` asks much more of many more."""
    assert compare(tmp_path / "station", names=2_500, queries=300) == []


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("单雄信", "sxx shan dan"), ("仇英", "qy chou"), ("曾国", "zg ceng zeng"), ("解放", "xie jie"), ("查良", "zha cha"),
        ("翟明", "zhai di"), ("朴智", "piao pu"), ("盖明", "ge gai"), ("区浩", "ou qu"), ("尉迟恭", "yuchi ycg weichi"),
        ("万俟明", "moqi mqm wansi"), ("重庆银行", "cq zq cqyh zhongqing yinhang yinxing"), ("长江", "cj zj changjiang"),
        ("厦门", "xm sm xiamen"), ("ＡＢ厦", "abx ab"), ("吕绿", "lvlv lulu ll"),
    ],
)  # fmt: skip
def test_the_scan_itself_knows_how_names_are_read(name: str, typed: str) -> None:
    """It is worth something only if it is right."""
    assert [word for word in typed.split() if not oracle.Record("people", (name,)).holds(word)] == []

"""Stations of 10,000 to 1,000,000 rows, made once through our own writer with history and search index.

`python -m tests.bench.stations enterprises 1000000` makes one ahead of time.  They lie in
bench-results/stations/ until schema or grams change; whoever wants to write copies one (`copy_of`).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import random
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import Any, Literal

from filelock import FileLock

from louyu_desktop.models import (
    Account,
    Building,
    Contact,
    Enterprise,
    Occupancy,
    PartyMembership,
    PartyOrganisation,
    Person,
    Receipt,
    ServiceRequest,
)
from louyu_desktop.models import Unit as Room
from louyu_desktop.models.request import CATEGORIES, CHANNELS, MECHANISMS, OUTCOMES
from louyu_desktop.rules.identity import credit_check_digit
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.write import Write
from tests.stations import keyless

Kind = Literal["enterprises", "people", "requests"]
SIZES = (10_000, 100_000, 1_000_000)
SEATED = 100_000
"""Up to this many enterprises each has a seat and a contact; above, only the first so many have."""

_ROOT = Path("bench-results") / "stations"
_FILLING = 2
"""Raise it when these stations are filled differently."""

_CHUNK = 1_000
_TO_A_BUILDING = 400
_DAY = dt.date(2026, 11, 20)
_BRANDS = "澄怀 远帆 青屿 禾木 听潮 橡树 云栖 白鹭 晴川 海纳 光年 拾光 星桥 弘毅 睿思 鹿鸣 瑞丰 九川 明德 蓝鲸 长亭 春山".split()
_SECOND = "言 川 和 恒 信 达 元 成 嘉 盛 华 通 联 创 智 源 正 安 润 景 朗 曜".split()
_TRADES = "设计 贸易 信息科技 管理咨询 文化传播 广告 投资管理 生物科技 餐饮管理 人力资源 建筑设计 供应链 教育科技 健身服务".split()
_INDUSTRIES = (
    "F 批发和零售业", "J 金融业", "I 信息传输、软件和信息技术服务业", "L 租赁和商务服务业", "R 文化、体育和娱乐业", None
)
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗单仇曾解查翟朴盖区尉"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰云峰宁晨昕怡佳思雨欣悦然若琳重长行乐朝曾盛乔翟"
_WISHES = "大堂闸机排队 空调不冷 车位不够 问人才落户 充电桩太少 食堂太挤 外卖柜太小 消防检查 门禁卡失灵 电梯等候太久".split()
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def station(kind: Kind, rows: int) -> Path:
    """The folder of a station with so many `enterprises` or `people`, made now when there is none."""
    folder = _ROOT / _present() / f"{kind}-{rows}"
    folder.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{folder}.lock"):
        if not folder.is_dir():
            new = folder.with_name(f"{folder.name}.new")
            shutil.rmtree(new, ignore_errors=True)
            with keyless(new, "环贸党群服务中心", "周敏") as database:
                _FILL[kind](database, rows)
            new.rename(folder)
    return folder


@contextmanager
def copy_of(kind: Kind, rows: int, folder: Path) -> Iterator[Path]:
    """A copy of such a station below `folder`, for whoever writes to it."""
    copied = folder / f"{kind}-{rows}"
    shutil.copytree(station(kind, rows), copied)
    try:
        yield copied
    finally:
        shutil.rmtree(copied, ignore_errors=True)


@lru_cache(maxsize=1)
def _present() -> str:
    """What a station is made of now: schema, index and filling of a small one; refactoring alone changes nothing."""
    with tempfile.TemporaryDirectory() as place, keyless(Path(place) / "small", "环贸", "周敏") as database:
        for fill in _FILL.values():
            fill(database, 40)
        with database.read() as session:
            connection = session.connection().connection
            schema = connection.execute("SELECT type, name, sql FROM sqlite_master ORDER BY type, name").fetchall()
            connection.execute("CREATE VIRTUAL TABLE temp.bench_terms USING fts5vocab(main, search_gram, row)")
            terms = connection.execute("SELECT term, doc FROM bench_terms ORDER BY term").fetchall()
            keys = connection.execute("SELECT name_key, name_sort FROM person ORDER BY id").fetchall()
    return hashlib.sha256(repr((_FILLING, schema, terms, keys)).encode()).hexdigest()[:12]


def credit_code(number: int) -> str:
    """A credit code of 徐汇区 with its right check digit."""
    digits = ""
    for _place in range(7):
        number, rest = divmod(number, len(_ALPHABET))
        digits = _ALPHABET[rest] + digits
    body = f"91310104MA{digits}"
    return body + credit_check_digit(body)


def enterprise_rows(numbers: Sequence[int]) -> list[dict[str, Any]]:
    """Enterprises by their numbers: the same number is always the same firm; one in fifty has 环贸 in its name."""
    found = []
    for n in numbers:
        draw = random.Random(n)
        brand = "环贸" if n % 50 == 7 else draw.choice(_BRANDS)
        name = f"{brand}{draw.choice(_SECOND)}{draw.choice(_SECOND)}{draw.choice(_TRADES)}"
        form = f"上海{name}有限公司" if n % 3 else f"{name}（上海）有限公司"
        found.append({
            "name": form, "credit_code": credit_code(n), "headcount": draw.randrange(2, 400),
            "party_count": draw.randrange(9), "industry": draw.choice(_INDUSTRIES), "is_key": n % 40 == 0,
            "party_org_status": draw.choice(("独立党支部", None)),
            "verified_on": _DAY - dt.timedelta(days=draw.randrange(400)),
        })  # fmt: skip
    return found


def person_rows(numbers: Sequence[int]) -> list[dict[str, Any]]:
    """People by their numbers; surnames and given names with several readings among them."""
    found = []
    for n in numbers:
        draw = random.Random(n)
        found.append({
            "name": draw.choice(_SURNAMES) + "".join(draw.sample(_GIVEN, draw.choice((1, 2, 2)))),
            "mobile": f"199{n:08d}", "gender": draw.choice(("男", "女")),
            "roles": (draw.choice(("白领", "志愿者", "党员")),),
            "unit_name": f"上海{draw.choice(_BRANDS)}{draw.choice(_TRADES)}有限公司",
        })  # fmt: skip
    return found


def _in_chunks(rows: int) -> Iterator[range]:
    for start in range(0, rows, _CHUNK):
        yield range(start, min(start + _CHUNK, rows))


def _enterprises(database: Database, rows: int) -> None:
    for numbers in _in_chunks(rows):
        with database.write("bench") as write:
            ids = write.insert(Enterprise, enterprise_rows(numbers))
            if numbers[0] < SEATED:
                _seat(write, ids, numbers)


def _seat(write: Write, enterprises: Sequence[int], numbers: range) -> None:
    """A building per few hundred firms, a room, a lease and a contact for each firm."""
    places = range(numbers[0] // _TO_A_BUILDING, numbers[-1] // _TO_A_BUILDING + 1)
    fresh = [p for p in places if p * _TO_A_BUILDING >= numbers[0]]
    built = write.insert(Building, [{"name": f"汾阳{p:04d}号楼", "district": "徐汇区"} for p in fresh])
    made = dict(zip(fresh, built, strict=True))
    for place in places:
        made.setdefault(place, place + 1)  # the buildings are the only ones, in order
    rooms = write.insert(Room, [
        {"building_id": made[n // _TO_A_BUILDING], "floor": str(1 + n % _TO_A_BUILDING // 16),
         "room": f"{n % 16 + 1:02d}"}
        for n in numbers
    ])  # fmt: skip
    write.insert(Occupancy, [
        {"enterprise_id": firm, "unit_id": room, "area": "120.50", "lease_end": _DAY + dt.timedelta(n * 7 % 1500 + 10)}
        for firm, room, n in zip(enterprises, rooms, numbers, strict=True)
    ])  # fmt: skip
    names = person_rows(numbers)
    write.insert(Contact, [
        {"enterprise_id": firm, "name": one["name"], "phone": f"138{n:08d}", "role": "行政", "is_primary": True}
        for firm, one, n in zip(enterprises, names, numbers, strict=True)
    ])  # fmt: skip


def _people(database: Database, rows: int) -> None:
    """One in twenty is a Party member, so that 今日 has anniversaries to find."""
    with database.write("bench") as write:
        branches = write.insert(PartyOrganisation, [{"name": f"第{n}党支部", "kind": "党支部"} for n in range(1, 41)])
    for numbers in _in_chunks(rows):
        with database.write("bench") as write:
            ids = write.insert(Person, person_rows(numbers))
            write.insert(PartyMembership, [
                {"person_id": person, "organisation_id": branches[n % 40], "kind": "正式",
                 "joined_on": dt.date(1990 + n % 31, 1, 1) + dt.timedelta(days=n * 13 % 364)}
                for person, n in zip(ids, numbers, strict=True) if n % 20 == 0
            ])  # fmt: skip


def _requests(database: Database, rows: int) -> None:
    """Closed requests of five years, of 600 firms, with a department each third."""
    with database.write("bench") as write:
        firms = write.insert(Enterprise, [{"name": f"第{n:03d}家（上海）有限公司"} for n in range(600)])
        places = write.insert(Building, [{"name": f"汾阳{n:02d}号楼"} for n in range(12)])
        people = write.insert(Account, [{"name": f"工作人员{n}", "role": "工作人员"} for n in range(6)])
    for numbers in _in_chunks(rows):
        with database.write("bench") as write:
            made = [request_row(n, rows) for n in numbers]
            seats = [
                {"enterprise_id": firms[n % 600], "building_id": places[n % 12], "owner_id": people[n % 6]}
                for n in numbers
            ]
            ids = write.insert(ServiceRequest, [one | seat for one, seat in zip(made, seats, strict=True)])
            sent = [{"request_id": key, "department": one["lead_department"], "sent_on": one["finished_on"]}
                    for key, one in zip(ids, made, strict=True) if one["lead_department"]]  # fmt: skip
            write.insert(Receipt, sent)


def request_row(number: int, rows: int) -> dict[str, Any]:
    """One closed request; all of them are received evenly over five years."""
    draw = random.Random(number)
    received = dt.datetime.combine(_DAY - dt.timedelta(days=1830), dt.time(1), dt.UTC)
    received += dt.timedelta(minutes=number * (1800 * 24 * 60) // rows)
    done = received.date() + dt.timedelta(days=draw.randrange(9))
    return {
        "number": f"SQ-{received.year}-{number + 1:06d}", "title": f"{draw.choice(_BRANDS)}{draw.choice(_WISHES)}",
        "received_at": received, "state": "已办结", "category": draw.choice(CATEGORIES), "channel": draw.choice(CHANNELS),
        "mechanism": draw.choice(MECHANISMS), "contact_days": 1, "promised_days": draw.choice((1, 5, 15)),
        "cut_off": 17, "contacted_at": received, "outcome": draw.choice(OUTCOMES), "finished_on": done,
        "closed_on": done + dt.timedelta(days=draw.randrange(5)), "satisfaction": draw.choice((3, 4, 5, None)),
        "lead_department": draw.choice(("街道营商办", "区税务局")) if number % 3 == 0 else None,
    }  # fmt: skip


_FILL: dict[Kind, Callable[[Database, int], None]] = {
    "enterprises": _enterprises, "people": _people, "requests": _requests,
}  # fmt: skip


def main(arguments: Sequence[str]) -> None:
    """Make what is named, or everything."""
    kinds: tuple[Kind, ...] = ("enterprises", "people")
    for rows, kind in product(SIZES, kinds):
        if not arguments or [kind, str(rows)] == list(arguments):
            print(station(kind, rows), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])

"""`python -m tests.faults.canaries FOLDER`: a day full of canaries, ended by a crash (SAFETY.md T10).

Every personal field holds a text that occurs nowhere else.  FOLDER holds `home`, `tmp`, `cwd` and the station in
`profile`; what the user brings and saves lies in `out`.  What was used is told to `out/used.json`, for the scan.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer

from louyu_desktop.errors import CancelledError, LouyuError, NotPermittedError
from louyu_desktop.fields import Field, Kind, Sensitivity
from louyu_desktop.models import RECORDS, fields_of
from louyu_desktop.services import vaults
from louyu_desktop.services.attachments import Offered
from louyu_desktop.services.suite import Services, open_services
from louyu_desktop.storage import keys
from louyu_desktop.ui import problems
from tests.faults import monkey
from tests.faults.deeds import PDF, WHO, cheap
from tests.stations import PASSWORD

WRONG = "金丝雀 也会 输错 口令"
_TYPED = (Kind.TEXT, Kind.NOTE, Kind.PERSON_NAME, Kind.EMAIL, Kind.MOBILE, Kind.PHONE, Kind.IDENTITY_NUMBER)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_EVENTS = 200


class Canaries:
    """Texts that occur nowhere else, each made for one field."""

    def __init__(self) -> None:
        self.used: list[str] = []

    def new(self, field: Field) -> str:
        """A value that the field takes."""
        number = len(self.used) + 1
        match field.kind:
            case Kind.MOBILE | Kind.PHONE:
                text = f"1397731{number:04d}"
            case Kind.IDENTITY_NUMBER:
                stem = f"11010119900307{number:03d}"
                text = stem + "10X98765432"[sum(int(one) * by for one, by in zip(stem, _WEIGHTS, strict=True)) % 11]
            case Kind.EMAIL:
                text = f"canary{number}@jinsique.example"
            case _:
                text = f"金丝雀{_word(number)}"
        self.used.append(text)
        return text


def _word(number: int) -> str:
    return "".join("甲乙丙丁戊己庚辛壬癸"[int(digit)] for digit in f"{number:04d}")


def rows(canaries: Canaries) -> Iterator[tuple[str, dict[str, Any]]]:
    """A record of every kind that tells of persons, every personal field of it filled."""
    for model in RECORDS:
        told = {
            field.name: canaries.new(field) for field in fields_of(model)
            if field.kind in _TYPED and not field.derived
            and (field.sensitivity >= Sensitivity.PERSONAL or field.kind in {Kind.NOTE, Kind.PERSON_NAME})
        }  # fmt: skip
        if told and model.__entity__.kind not in {"stations", "accounts"}:
            yield model.__entity__.kind, told


def _owned(services: Services) -> dict[str, dict[str, Any]]:
    """What the records of some kinds belong to."""
    records = services.records
    firm = records.save("enterprises", None, {"name": "普通公司"})
    person = records.save("people", None, {"name": "普通人"})
    start = dt.datetime.now(dt.UTC)
    of_firm, today = {"enterprise_id": firm}, start.date()
    activity = records.save("activities", None, {"title": "普通讲座", "starts_at": start})
    return {
        "contacts": {"enterprise_id": firm}, "memberships": {"person_id": person}, "consents": {"person_id": person},
        "registrations": {"activity_id": activity, "person_id": person},
        "sign-ins": {"activity_id": activity, "person_id": person, "signed_at": start},
        "enterprises": {"name": "又一家公司"}, "buildings": {"name": "普通大楼"}, "organisations": {"name": "普通支部"},
        "activities": {"title": "又一场", "starts_at": start}, "facilities": {"name": "又一处"},
        "units": {"building_id": records.save("buildings", None, {"name": "有单元的楼"}), "floor": "8"},
        "visits": {**of_firm, "visited_on": today}, "headquarters-visits": {**of_firm, "arrives_on": today},
        "special-cases": {**of_firm, "happened_on": today}, "inspections": {**of_firm, "inspected_on": today},
        "pledges": {**of_firm, "name": "承诺书", "signed_on": today}, "honours": {"name": "普通荣誉"},
        "requests": {"title": "普通诉求", "received_at": start}, "leads": {"name": "普通线索", "found_on": today},
        "rounds": {"words": "普通记录", "noted_at": start}, "day-logs": {"day": today},
        "service-packs": {"name": "普通服务包"}, "team-members": {**of_firm, "account_id": 1},
        "pack-deliveries": {**of_firm, "pack_id": records.save("service-packs", None, {"name": "又一个服务包"}),
                            "delivered_on": today},
        "building-months": {"building_id": records.save("buildings", None, {"name": "有月报的楼"}), "month": "2026-10"},
    }  # fmt: skip


def fill(services: Services, canaries: Canaries, out: Path) -> int:
    """Records, attachments, imports; gives how many records were made."""
    known, made = _owned(services), 0
    for kind, told in rows(canaries):
        with suppress(LouyuError):
            row_id = services.records.save(kind, None, {**known.get(kind, {}), **told})
            made += 1
            if kind == "people":
                content = PDF + f"%{canaries.new(Field(name='x', label=''))}".encode()
                named = f"{canaries.new(Field(name='x', label=''))}.pdf"
                services.attachments.add(kind, row_id, [Offered(named, None, content)])
    names = [canaries.new(Field(name="x", label="")) for _number in range(30)]
    ledger = out / "人员.csv"
    ledger.write_text("姓名,单位\n" + "".join(f"{names[n % 30]}{n},{names[-n % 30]}\n" for n in range(1_100)), "utf-8")
    importing = services.importing
    book = importing.read(ledger)
    plan = importing.plan("people", book, importing.propose("people", book))
    with suppress(CancelledError):
        importing.write(plan, _stop_at(700))
    importing.write(importing.plan("people", book, importing.propose("people", book)))
    return made


def _stop_at(when: int) -> Any:
    def control(done: int, total: int, note: str = "") -> None:
        if done >= when:
            raise CancelledError("取消")

    return control


def take_out(services: Services, out: Path) -> None:
    """Exports and papers: to the end, and cancelled on the way; searched for; backed up."""
    for suffix in ("xlsx", "csv"):
        services.exporting.export("people", out / f"people.{suffix}", purpose="核对")
        with suppress(CancelledError):
            services.exporting.export("people", out / f"cancelled.{suffix}", control=_stop_at(300), purpose="核对")
    for info in services.papers.papers():
        for control in (None, _stop_at(1)):
            with suppress(LouyuError):
                more: dict[str, Any] = {} if control is None else {"control": control}
                services.papers.build(info.name, out / f"{info.name}.pdf", id=1 if info.needs_id else None, **more)
    services.records.options("people", "金丝雀")
    services.backups.make()


def _typed(canaries: Canaries) -> tuple[str, ...]:
    return tuple(canaries.new(Field(name="x", label="")) for _number in range(8))


def window(services: Services, folder: Path, texts: tuple[str, ...]) -> None:
    """Random events on the window with canaries typed everywhere, and an error that quotes one; then a crash."""
    vars(monkey)["_TEXTS"] = texts
    hands = monkey.Monkey(folder / "cwd", 11, _EVENTS, services)
    logging.basicConfig(filename=folder / "home" / "louyu.log")
    with monkey.outside(folder / "out", hands.dice):
        os.chdir(folder / "cwd")
        QTimer.singleShot(0, lambda: _raise(texts[0]))
        hands.run()


def _raise(text: str) -> None:
    try:
        raise ValueError(text)
    except ValueError as error:
        problems.log_bug(error)


def main(folder: Path) -> None:
    """All of it; the end is a crash."""
    cheap()
    canaries, station = Canaries(), folder / "profile" / "station"
    database = vaults.create(station, "试验站", WHO, PASSWORD)
    data_keys = [database.key_of(database.epoch, purpose) for purpose in ("database", "audit", "attachments")]
    services = open_services(database)
    services.access.confirm(PASSWORD)
    made = fill(services, canaries, folder / "out")
    take_out(services, folder / "out")
    services.close()
    with suppress(NotPermittedError):
        vaults.log_in(station, WHO, WRONG)
    services = open_services(vaults.log_in(station, WHO, PASSWORD))
    texts = _typed(canaries)
    unlocked = services._database.unlocked
    assert unlocked is not None
    data_keys += [unlocked.data_key, keys.derive_key(unlocked.data_key, "backup")]
    used = {"made": made, "texts": canaries.used, "passwords": [PASSWORD, WRONG],
            "keys": [base64.b64encode(key).decode() for key in data_keys]}  # fmt: skip
    (folder / "out" / "used.json").write_text(json.dumps(used), "utf-8")
    window(services, folder, texts)
    os._exit(137)


# ------------------------------------------------------------------------------------------------ the scan


def forms(text: str) -> dict[str, bytes]:
    """A text as it may lie in a file."""
    found = {name: text.encode(name) for name in ("utf-8", "utf-16-le", "utf-16-be", "gb18030")}
    found |= {"json": json.dumps(text)[1:-1].encode(), "hex": text.encode().hex().encode()}
    found |= {f"base64 {shift}": _base64(text.encode(), shift) for shift in range(3)}
    return found


def forms_of_key(key: bytes) -> dict[str, bytes]:
    """A key as it may lie in a file."""
    found = {"bytes": key, "hex": key.hex().encode(), "HEX": key.hex().upper().encode()}
    return found | {f"base64 {shift}": _base64(key, shift) for shift in range(3)}


def _base64(content: bytes, shift: int) -> bytes:
    """What is sure of it in the base64 of a longer text in which it begins at this place."""
    whole = base64.b64encode(bytes(shift) + content)
    return whole[(0, 2, 3)[shift] : len(whole) // 4 * 4 - 4]


def scan(places: Iterator[Path], wanted: dict[str, dict[str, bytes]]) -> list[str]:
    """Which file holds what, in which form."""
    hits = []
    for path in places:
        content = path.read_bytes()
        hits += [
            f"{path.name}: {name} as {form}"
            for name, encoded in wanted.items() for form, sought in encoded.items() if sought in content
        ]  # fmt: skip
    return hits


if __name__ == "__main__":
    main(Path(sys.argv[1]))

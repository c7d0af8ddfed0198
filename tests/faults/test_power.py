"""T2: the power goes at any moment: what was acknowledged is there, keys and settings are old or new, all is sound.

`LOUYU_CUTS` says how many cuts; `make faults` takes 400.  strace is a package of the system (`make ready` adds it).
"""

from __future__ import annotations

import json
import shutil
import sys
from bisect import bisect
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select

from louyu_desktop.errors import LouyuError, NotPermittedError
from louyu_desktop.models import Attachment, Person
from louyu_desktop.services import vaults
from louyu_desktop.services.backups import Backups
from louyu_desktop.storage import keys
from louyu_desktop.storage.database import Database
from tests.faults.deeds import WHO
from tests.faults.ground import number, shown
from tests.faults.power import Disk, Step, record
from tests.faults.recorded import ROUNDS, SELDOM, password, probe

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="strace is Linux's")

CUTS = number("LOUYU_CUTS", 40)
KINDS = ("person", "title", "probe", "password", "attachment", "backup")
Heard = Mapping[str, Sequence[tuple[int, int]]]
"""What was acknowledged, by kind: after how many steps, and which number."""

_PROVEN = 4
"""Backups are looked at after every so manieth step."""

_AROUND = 10
"""Every so manieth cut comes right after an acknowledgement, where a missing sync would show."""


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _moments(steps: Sequence[Step], dice: Random) -> list[int]:
    """So many steps until the power goes, in order."""
    told = [number + 1 for number, step in enumerate(steps) if step.path.endswith("/told")]
    moments = [dice.choice(told) if cut % _AROUND == 0 else dice.randint(0, len(steps)) for cut in range(CUTS)]
    return sorted(moments)


def _heard(steps: Sequence[Step]) -> Heard:
    found: dict[str, list[tuple[int, int]]] = {kind: [] for kind in KINDS}
    for after, step in enumerate(steps, 1):
        if step.path.endswith("/told") and step.call == "write":
            kind, one = step.content.decode().split()
            found[kind].append((after, int(one)))
    return found


def _until(heard: Sequence[tuple[int, int]], moment: int) -> set[int]:
    return {one for _after, one in heard[: bisect(heard, (moment, 1 << 40))]}


def _wrong(folder: Path, heard: Heard, moment: int) -> list[str]:
    """What a restart finds lost or damaged after a cut."""
    acknowledged = {kind: _until(heard[kind], moment) for kind in KINDS}
    latest = {kind: max(acknowledged[kind], default=0) for kind in ("probe", "password")}
    with _opened(folder / "station", latest["password"]) as database:
        wrong = database.check()
        with database.read() as session:
            there = dict(session.execute(select(Person.id, Person.job_title)).all())
            attached = set(session.scalars(select(Attachment.id)))
        if moment % _PROVEN == 0:
            wrong += _backups(database, acknowledged["backup"])
    if acknowledged["person"] - there.keys():
        wrong.append("a person is lost")
    if acknowledged["attachment"] - attached:
        wrong.append("an attachment is lost")
    if any(there.get(one) != "组长" for one in acknowledged["title"]):
        wrong.append("a change is lost")
    if (folder / "probe").read_bytes() not in {probe(one) for one in range(latest["probe"], ROUNDS + 1)}:
        wrong.append("a key file is torn or older than acknowledged")
    if len(set(json.loads((folder / "machine.json").read_text("utf-8"))["window_geometry"])) > 4:
        wrong.append("the settings are torn")
    return wrong


def _opened(folder: Path, number: int) -> Database:
    """By the password that was acknowledged last, or by the one that was just being set."""
    try:
        return vaults.log_in(folder, WHO, password(number))
    except NotPermittedError:
        return vaults.log_in(folder, WHO, password(number + 1))


def _backups(database: Database, acknowledged: set[int]) -> list[str]:
    """The newest backup that was acknowledged is there and holds, by another full look."""
    for newest in sorted(acknowledged)[-1:]:
        try:
            Backups(database).prove(newest)
        except LouyuError as error:
            return [f"backup {newest}: {error.sentence}"]
    return []


def test_a_power_cut_loses_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A disk as it may be after each cut is opened like any other."""
    folder, dice = tmp_path / "day", Random(7)
    folder.mkdir()
    vaults.create(folder / "station", "试验站", WHO, password(0)).close()
    keys.write_durably(folder / "probe", probe(0))
    (folder / "machine.json").write_text(json.dumps({"window_geometry": "0000"}), "utf-8")
    (folder / "told").touch()
    disk = Disk(folder, _files(folder))
    steps = [step for step in record("tests.faults.recorded", folder, log=tmp_path / "log") if disk.mine(step)]
    heard = _heard(steps)
    assert [len(heard[kind]) for kind in KINDS] == [ROUNDS] * 4 + [ROUNDS // SELDOM] * 2
    wrong: list[str] = []
    done = 0
    for moment in _moments(steps, dice):
        while done < moment:
            disk.take(steps[done])
            done += 1
        restarted = tmp_path / "restarted"
        for name, content in disk.after_a_cut(dice).items():
            (restarted / name).parent.mkdir(parents=True, exist_ok=True)
            (restarted / name).write_bytes(content)
        wrong += [f"after step {moment}: {what}" for what in _wrong(restarted, heard, moment)]
        shutil.rmtree(restarted)
    with shown(capsys) as show:
        show(f"T2: {CUTS} cuts among {len(steps)} steps: {len(wrong)} wrong")
    assert wrong == []

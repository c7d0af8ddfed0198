"""Everything that is written durably at a station with a vault, done once each, and what must hold afterwards.

A deed is stopped at a failpoint: the disk is full, the system refuses, or the process dies (SAFETY.md T3, T1).
"""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

from sqlalchemy import select

from louyu_desktop import failpoints
from louyu_desktop.errors import LouyuError, NotPermittedError
from louyu_desktop.models import Person, Station
from louyu_desktop.rules.roles import Role
from louyu_desktop.services import restores, vaults
from louyu_desktop.services.accounts import Accounts
from louyu_desktop.services.attachments import Attachments, Offered
from louyu_desktop.services.backups import Backups
from louyu_desktop.services.importing import Importing
from louyu_desktop.services.purging import Purging
from louyu_desktop.services.records import Records
from louyu_desktop.services.recovery import Recovery, Sheet
from louyu_desktop.services.restores import Restores
from louyu_desktop.storage import engine, keys, slots, upgrade, vault_file
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.place import DATA_FILE
from louyu_desktop.storage.vault import Person as VaultPerson
from louyu_desktop.storage.vault import RecoveryKey, Vault
from tests.faults import golden
from tests.faults.ground import create as keyless
from tests.stations import PASSWORD

LIMIT = "limit"
"""Instead of a failpoint: no file may grow over so many bytes."""

NEW = "kettle violin harbour moss"
WHO = "周敏"
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)

Deed = Callable[[Path], object]


def cheap() -> None:
    """Passwords take milliseconds, also in processes that know no fixtures."""
    vars(slots)["calibrated"] = lambda: slots.Cost(8 << 10, 1, 1)


def prepare(folder: Path) -> None:
    """A station with two people, someone in the bin, attachments, a sheet on paper (`sheet`) and one backup."""
    with vaults.create(folder / "s", "试验站", WHO, PASSWORD) as database:
        Accounts(database).add("何俊杰", Role.STAFF)
        records = Records(database)
        first = records.save("people", None, {"name": "秦琼", "mobile": "13900000001"})
        second = records.save("people", None, {"name": "程咬金"})
        Attachments(database).add("people", first, [Offered("一.pdf", content=PDF)])
        Attachments(database).add("people", second, [Offered("二.pdf", content=PDF + b"%2\n")])
        records.archive("people", [second])
        (folder / "sheet").write_text(_sheet(database), "utf-8")
        Backups(database).make()
    (folder / "人员.csv").write_text("姓名\n" + "".join(f"来客{n}\n" for n in range(1_100)), "utf-8")
    keyless(folder / "old").close()
    older(folder / "older")
    with Database.open(folder / "old") as database, database.write("") as write:
        write.update(Station, [{"id": 1, "is_demonstration": False}])


def older(folder: Path, schema: int = upgrade.SCHEMA - 1) -> None:
    """A station with a vault, as a program of a former schema left it."""
    content, data_key = golden.unpack((golden.FOLDER / f"{schema:04d}.xz").read_bytes())
    loose = folder.with_name("loose.db")
    loose.write_bytes(content)
    raw = engine.connect(loose, keys.derive_key(data_key, "database"))
    [(uid, name)] = raw.execute("SELECT uid, name FROM account WHERE role = '站长' LIMIT 1").fetchall()
    raw.close()
    loose.unlink()
    Vault.create(folder, data_key, VaultPerson(uid, name, Role.ADMINISTRATOR), PASSWORD)
    (folder / DATA_FILE).write_bytes(content)


def _sheet(database: Database) -> str:
    vault = database.vault
    assert vault is not None
    key = RecoveryKey.make(vault.vault_id)
    Recovery(database).keep(Sheet(b"", key.groups, (), key))
    return "-".join(key.groups)


def opened(folder: Path) -> Database:
    """The station, by the old password or the new one; the old station, whatever it is by now."""
    if not vault_file.present(folder):
        return Database.open(folder)
    for password in (PASSWORD, NEW):
        try:
            return vaults.log_in(folder, WHO, password)
        except NotPermittedError:
            continue
    raise AssertionError("nobody gets in")


def _at_work(work: Callable[[Database], object], name: str = "s") -> Deed:
    def deed(folder: Path) -> object:
        with opened(folder / name) as database:
            arm()
            return work(database)

    return deed


def _id(database: Database, name: str) -> int:
    return next(one.id for one in Accounts(database).people() if one.name == name)


def _person(database: Database, name: str) -> int:
    with database.read() as session:
        return session.execute(select(Person.id).where(Person.name == name)).scalar_one()


def _bring(database: Database) -> object:
    """So many people that they are written in bulk, by a child."""
    path = database.folder.parent / "人员.csv"
    importing = Importing(database)
    book = importing.read(path)
    return importing.write(importing.plan("people", book, importing.propose("people", book)))


def _second(database: Database) -> object:
    usb = database.folder.parent / "usb"
    usb.mkdir(exist_ok=True)
    return Backups(database).set_second_place(usb)


def _restore(database: Database) -> object:
    both = Restores(database, Backups(database))
    newest = restores.newest_backup(database.folder)
    assert newest is not None
    Records(database).save("people", None, {"name": "后来"})
    return both.restore(both.preview(newest))


def _by_sheet(name: str) -> Deed:
    """A restore by paper alone, over the station that is there or on a bare computer."""

    def deed(folder: Path) -> object:
        newest = restores.newest_backup(folder / "s")
        assert newest is not None
        arm()
        return restores.restore_closed(folder / name, newest, (folder / "sheet").read_text("utf-8"))

    return deed


def _take_in(folder: Path) -> object:
    if vault_file.present(folder / "old"):
        return None
    [(uid, _name)] = vaults.people_of(folder / "old")[1]
    arm()
    database = vaults.take_in(folder / "old", uid, PASSWORD)
    database.close()
    return database


def _upgrade(folder: Path) -> object:
    arm()
    database = opened(folder / "older")
    database.close()
    return database


def _mend(folder: Path) -> object:
    (folder / "s" / vault_file.SECOND_FILE).write_bytes(b"{}")
    arm()
    Vault.read(folder / "s")
    database = opened(folder / "s")
    database.close()
    return database


DEEDS: dict[str, Deed] = {
    "save": _at_work(lambda database: Records(database).save("people", None, {"name": "徐茂公"})),
    "import": _at_work(_bring),
    "role": _at_work(lambda database: Accounts(database).set_role(_id(database, "何俊杰"), Role.READER)),
    "password": _at_work(lambda database: Accounts(database).change_password(PASSWORD, NEW)),
    "sheet": _at_work(_sheet),
    "leave": _at_work(lambda database: Accounts(database).remove(_id(database, "何俊杰"))),
    "attach": _at_work(
        lambda database: Attachments(database).add(
            "people", _person(database, "秦琼"), [Offered("三.pdf", content=PDF + b"%3\n")]
        )
    ),
    "purge": _at_work(lambda database: Purging(database).purge("people", [_person(database, "程咬金")])),
    "backup": _at_work(lambda database: Backups(database).make()),
    "second": _at_work(_second),
    "restore": _at_work(_restore),
    "sheet restore": _by_sheet("s"),
    "bare restore": _by_sheet("bare"),
    "take in": _take_in,
    "mend": _mend,
    "upgrade": _upgrade,
}

_armed: list[str] = []


def arm() -> None:
    """From now on the failpoint counts."""
    failpoints._times.clear()
    for failpoint in _armed:
        kind, _colon, most = failpoint.partition(":")
        if kind == LIMIT:
            room(int(most))
        else:
            os.environ["LOUYU_FAILPOINT"] = failpoint


def room(most: int | None) -> None:
    """No file grows over so many bytes, as on a disk that is full; None for any."""
    import resource  # Windows has none

    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard if most is None else most, hard))


def attempt(folder: Path, name: str, failpoint: str, line: Connection) -> None:
    """In a child: the deed, stopped at a failpoint; tells how it ended, and does another thing where it may."""
    cheap()
    _armed[:] = [failpoint]
    ended = "done"
    try:
        DEEDS[name](folder)
    except LouyuError as error:
        ended = f"told: {error.sentence}"
    except BaseException:  # noqa: BLE001 - this is what is looked for
        ended = traceback.format_exc()
    os.environ.pop("LOUYU_FAILPOINT", None)
    room(None)
    line.send(ended)
    line.send("" if ended.startswith(("done", "told")) else ended)


def wrong(folder: Path) -> list[str]:
    """What a later start finds lost or damaged in the folder of `prepare`, whatever was done or left undone."""
    found = []
    every = ("s", "old", "older", "bare")
    there = [name for name in every if vaults.standing(folder / name) is not vaults.Standing.NONE]
    if not {"s", "old", "older"}.issubset(there):
        return [f"there is only {there}"]
    for name in there:
        with opened(folder / name) as database:
            found += [f"{name}: {sentence}" for sentence in database.check()]
            if not name.startswith("old"):
                found += _missing(database)
            Records(database).save("people", None, {"name": "可以继续"})
    return found


def _missing(database: Database) -> list[str]:
    records, attached = Records(database), Attachments(database)
    who = _person(database, "秦琼")
    if records.get("people", who).values["mobile"] != "13900000001":
        return ["a person's number is lost"]
    there = {one.name for one in attached.of("people", who)}  # their bytes are looked at by the check
    return [] if "一.pdf" in there else ["an attachment is lost"]

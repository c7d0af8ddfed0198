"""The doors of a station: made with a vault, taken in, opened by name and password, opened again after a loss.

All of them give an open database for `services.suite.open_services`; none of them keeps a password or a key.
"""

from __future__ import annotations

from contextlib import suppress
from enum import StrEnum
from functools import partial
from pathlib import Path

from sqlalchemy import select

from louyu_desktop.errors import NotPermittedError, UserError
from louyu_desktop.models import Account, Station
from louyu_desktop.rules import passwords
from louyu_desktop.rules.names import fold_name
from louyu_desktop.rules.roles import Role
from louyu_desktop.services import entering
from louyu_desktop.services.stations import Stations, furnish, said
from louyu_desktop.storage import keys, moving, place, rekey, vault_file
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.uids import new_uids
from louyu_desktop.storage.vault import Person, Vault
from louyu_desktop.text import _


class Standing(StrEnum):
    """What lies in a folder: nothing yet, a station with a vault, or one with its key beside it."""

    NONE = "none"
    VAULT = "vault"
    KEYLESS = "keyless"


class UnprotectedError(NotPermittedError):
    """A station of the first days, whose key lies beside it: it has to be taken in before it is used."""


def standing(folder: Path) -> Standing:
    """What lies in a folder, by the names of its files: quick, nothing is opened.

    A keyless station is either the demonstration, which `open_keyless` opens, or one to be taken in.
    """
    moving.settle(folder)
    if not (folder / place.DATA_FILE).exists():
        return Standing.NONE
    return Standing.VAULT if vault_file.present(folder) else Standing.KEYLESS


def refuse_occupied(folder: Path) -> None:
    """UserError when a station lies there: asked before anybody has to think of a password."""
    place.refuse_occupied(folder)


def refuse_protected(folder: Path) -> None:
    """UserError when there is nothing to take in: SystemProblem where there is no station at all."""
    place.refuse_empty(folder)
    if standing(folder) is Standing.VAULT:
        raise UserError(_("这个站点已经有口令保护了"))
    with Database.open(folder) as database:
        if Stations(database).is_demonstration():
            raise UserError(_("这是演示站点，不用口令"))


def whose(folder: Path, name: str) -> str:
    """The uid of whoever becomes the administrator of a station that is taken in; "" means who runs it now."""
    for uid, person in people_of(folder)[1]:
        if not name or fold_name(person) == fold_name(name):
            return uid
    raise NotPermittedError(_("站里没有叫「{name}」的工作人员").format(name=name))


def create(folder: Path, name: str, person: str, password: str) -> Database:
    """A new station with a vault and its first administrator, who is logged in.

    UserError when a name is missing, the password is not taken, or a station lies there.
    """
    first = Person(new_uids(1)[0], said("accounts", person), Role.ADMINISTRATOR)
    passwords.require(password, (first.name, said("stations", name)))
    _vault, unlocked = Vault.create(folder, keys.new_data_key(), first, password)
    fill = partial(furnish, name=name, administrator=first.name, uid=first.uid)
    try:
        database = Database.create(folder, fill, unlocked=unlocked)
    except BaseException:
        with suppress(OSError):
            vault_file.remove(folder)
        raise
    return _entered(database)


def open_keyless(folder: Path, user: str | None = None) -> Database:
    """The demonstration, as the person called `user` (the first one by default); UnprotectedError for another."""
    database = Database.open(folder)
    try:
        stations = Stations(database)
        if not stations.is_demonstration():
            raise UnprotectedError(_("这个站点还没有口令保护。请在窗口里打开它、设好口令，或者运行 louyu-desktop protect"))
        stations.enter(user)
    except BaseException:
        database.close()
        raise
    return database


def people_of(folder: Path) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Name and people (uid, name) of a station that is to be taken in, those who run it first."""
    with Database.open(folder) as database, database.read() as session:
        name = session.execute(select(Station.name).order_by(Station.id).limit(1)).scalar_one()
        wanted = select(Account.uid, Account.name).where(Account.archived_at.is_(None))
        rows = session.execute(wanted.order_by(Account.role != Role.ADMINISTRATOR.value, Account.id)).all()
        return name, tuple((uid, person) for uid, person in rows)


def take_in(folder: Path, uid: str, password: str) -> Database:
    """Give a station of the first days a vault and a new data key; `uid` becomes its administrator and is logged in.

    Everybody else gets a password of theirs from `Accounts.reissue`.  What stops on its way leaves the
    station as it was or taken in; the key beside it goes last.
    """
    name, people = people_of(folder)
    person = dict(people).get(uid)
    if person is None:
        raise UserError(_("没有这位工作人员"))
    passwords.require(password, (person, name))
    unlocked = rekey.take_in(folder, Person(uid, person, Role.ADMINISTRATOR), password)
    database = _entered(Database.open(folder, unlocked))
    try:
        entering.note_taken_in(database)
    except BaseException:
        database.close()
        raise
    return database


def log_in(folder: Path, name: str | None, password: str) -> Database:
    """The station, opened by a name (or its pinyin, or initials) and a password; no name where there is one person.

    NotPermittedError for a wrong name or password, or when one has to wait: `wait` says how long.
    """
    vault = Vault.read(folder)
    if not name and not vault.sole():
        raise NotPermittedError(_("站里不止一个人有口令。请说明是谁：--user 姓名"))
    unlocked = vault.log_in(name or "", password)
    return _entered(Database.open(folder, unlocked))


def wait(folder: Path) -> float:
    """Seconds until the next password may be tried."""
    return Vault.read(folder).wait()


def reset_by_colleague(folder: Path, person: str, password: str, administrator: str, vouched: str) -> Database:
    """A new password for `person`, vouched for by another administrator's name and password; `person` is logged in."""
    with log_in(folder, administrator, vouched) as database:
        entering.replace_password(database, person, password)
    return log_in(folder, person, password)


def reset_by_sheet(folder: Path, person: str, password: str, written: str) -> Database:
    """A new password for `person`, vouched for by the recovery sheet; `person` is logged in.

    The sheet is spent: `Recovery.state` says so until there is a new one.  UserError for a sheet that was
    misread, NotPermittedError for another station's.
    """
    vault = Vault.read(folder)
    unlocked = vault.recover(written)
    with Database.open(folder, unlocked) as database:
        entering.replace_password(database, person, password)
    return log_in(folder, person, password)


def _entered(database: Database) -> Database:
    """The same database, with whoever unlocked it at work and the log-in in the log."""
    try:
        entering.enter(database)
    except BaseException:
        database.close()
        raise
    return database

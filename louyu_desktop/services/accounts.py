"""Who works here: accounts in the database and slots in the vault, always changed together (SAFETY.md 5.2)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from sqlalchemy import select

from louyu_desktop import failpoints
from louyu_desktop.errors import SystemProblem, UserError
from louyu_desktop.models import Account, Station
from louyu_desktop.rules import passwords
from louyu_desktop.rules.names import fold_name
from louyu_desktop.rules.roles import Role
from louyu_desktop.rules.topics import Topic
from louyu_desktop.services.stations import said
from louyu_desktop.storage import place, rekey
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.uids import new_uids
from louyu_desktop.storage.vault import Person, Unlocked, Vault
from louyu_desktop.storage.write import Write
from louyu_desktop.text import _


@dataclass(frozen=True, slots=True)
class Colleague:
    """Someone who works here; without a password nobody can log in as them."""

    id: int
    uid: str
    name: str
    role: Role
    has_password: bool
    must_change: bool
    is_me: bool


@dataclass(frozen=True, slots=True)
class OneTime:
    """A password for the first log-in of `name`, to be shown once; "" where a station has no passwords."""

    name: str
    password: str = field(repr=False)


class Accounts:
    """The people of the station.  What reaches the vault is an event of the log that undo passes by."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def people(self) -> tuple[Colleague, ...]:
        """Everybody, in the order they came."""
        return people(self._database)

    def must_change(self) -> bool:
        """Whether whoever is at work came with a one-time password, which must be changed before anything else."""
        return any(one.is_me and one.must_change for one in self.people())

    def is_ready(self) -> bool:
        """Whether one forgotten password leaves a way in: a second administrator, or a recovery sheet."""
        vault = self._database.vault
        return vault is None or vault.has_spare

    # -- one's own password --------------------------------------------------------------------

    def change_password(self, old: str, new: str) -> None:
        """Change one's own; NotPermittedError when the old one is wrong, UserError when the new one is not taken."""
        vault, unlocked = unlocked_of(self._database)
        me = next(one for one in self.people() if one.uid == unlocked.account_uid)
        require(self._database, new, me.name)
        with about(self._database, _("修改自己的口令"), me.id):
            vault.set_password(unlocked, old, new)

    # -- others --------------------------------------------------------------------------------

    def add(self, name: str, role: Role) -> OneTime:
        """Someone new, with a password that must be changed at the first log-in; UserError for a name that is there."""
        person = Person(new_uids(1)[0], said("accounts", name), role)
        once = OneTime(person.name, passwords.one_time() if self._database.vault else "")
        with together(self._database, _("添加工作人员：{name}").format(name=person.name)) as write:
            _refuse_same(write, person.name)
            write.insert(Account, [{"uid": person.uid, "name": person.name, "role": role.value}])
            if self._database.vault is not None:
                vault, by = unlocked_of(self._database)
                vault.add(by, person, once.password)
        return once

    def reissue(self, account_id: int) -> OneTime:
        """A new one-time password for somebody who forgot theirs, or never had one."""
        one = self._with_id(account_id)
        once = OneTime(one.name, passwords.one_time())
        with about(self._database, _("重发口令"), one.id):
            give(self._database, one, once.password, must_change=True)
        return once

    def rename(self, account_id: int, name: str) -> None:
        """Another name; it is the one to log in with."""
        name, one = said("accounts", name), self._with_id(account_id)
        with together(self._database, _("改工作人员姓名：{name}").format(name=name)) as write:
            _refuse_same(write, name, but=account_id)
            write.update(Account, [{"id": account_id, "name": name}])
            if one.has_password:
                vault, by = unlocked_of(self._database)
                vault.rename(by, one.uid, name)

    def set_role(self, account_id: int, role: Role) -> None:
        """Another role; UserError for the last administrator with a password."""
        one = self._with_id(account_id)
        with together(self._database, _("改角色：{name}").format(name=one.name)) as write:
            self._refuse_last(one, role)
            write.update(Account, [{"id": account_id, "role": role.value}])
            if one.has_password:
                vault, by = unlocked_of(self._database)
                vault.set_role(by, one.uid, role)

    def remove(self, account_id: int) -> None:
        """Someone leaves: no log-in any more, and another data key for those who stay.

        UserError for oneself and for the last administrator.
        """
        one = self._with_id(account_id)
        if one.is_me:
            raise UserError(_("不能移除自己。请让另一位站长来移除"))
        with together(self._database, _("移除工作人员：{name}").format(name=one.name)) as write:
            self._refuse_last(one, None)
            write.archive(Account, [account_id])
            if one.has_password:
                vault, by = unlocked_of(self._database)
                vault.remove(by, one.uid)

    def _with_id(self, account_id: int) -> Colleague:
        for one in self.people():
            if one.id == account_id:
                return one
        raise UserError(_("没有这位工作人员"))

    def _refuse_last(self, one: Colleague, role: Role | None) -> None:
        """UserError when nobody would be left who runs the station; the vault says the same of its slots."""
        if one.role is not Role.ADMINISTRATOR or role is Role.ADMINISTRATOR:
            return
        if not any(other.role is Role.ADMINISTRATOR for other in self.people() if other.id != one.id):
            raise UserError(_("站里至少要有一位站长。请先把另一位设为站长"))


# ------------------------------------------------------------------------ for what opens a station, too


def people(database: Database) -> tuple[Colleague, ...]:
    """Everybody, in the order they came, as the accounts and the vault have them."""
    vault = database.vault
    with_password = vault.accounts if vault else {}
    roles = vault.roles if vault else {}
    wanted = select(Account.id, Account.uid, Account.name, Account.role).where(Account.archived_at.is_(None))
    with database.read() as session:
        rows = session.execute(wanted.order_by(Account.id)).all()
    return tuple(
        Colleague(
            row.id, row.uid, row.name, roles.get(row.uid, Role(row.role)), row.uid in with_password,
            with_password.get(row.uid, False), row.id == database.actor,
        )
        for row in rows
    )  # fmt: skip


def unlocked_of(database: Database) -> tuple[Vault, Unlocked]:
    """The vault and what opened it; UserError for the demonstration, which has none."""
    if database.vault is None or database.unlocked is None:
        raise UserError(_("演示站点没有口令"))
    return database.vault, database.unlocked


@contextmanager
def together(database: Database, label: str) -> Iterator[Write]:
    """One transaction over accounts and vault: when one of them refuses, both are as before.

    Where it leaves somebody with less than before, everybody gets another data key, now or at the next opening.
    """
    vault = database.vault
    if vault is None:
        with database.write(label) as write:
            yield write
        return
    try:
        with vault.unless_raised(), database.write(label, lasting=True) as write:
            write.log.about(Topic.KEYS)
            yield write
            failpoints.hit("accounts.commit")
    except OSError as error:
        raise place.told(error) from None
    change_key(database)


@contextmanager
def about(database: Database, text: str, account_id: int) -> Iterator[Write]:
    """An event about somebody, and what is done to the vault with it."""
    unlocked_of(database)
    with together(database, text) as write:
        write.event("accounts", account_id, text, Topic.KEYS)
        yield write


def give(database: Database, one: Colleague, password: str, *, must_change: bool) -> None:
    """A password for somebody else, who had one or not."""
    vault, by = unlocked_of(database)
    if one.has_password:
        vault.reissue(by, one.uid, password, must_change=must_change)
    else:
        vault.add(by, Person(one.uid, one.name, one.role), password, must_change=must_change)


def change_key(database: Database) -> None:
    """Another data key, where one is due; what keeps it from being changed leaves it to the next opening."""
    if database.vault is not None and database.vault.key_due:
        with database.vault.alone, suppress(UserError, SystemProblem):
            rekey.change_data_key(database)


def require(database: Database, password: str, name: str) -> None:
    """UserError when a password is not taken, or is made of the person's or the station's name."""
    with database.read() as session:
        station = session.execute(select(Station.name).order_by(Station.id).limit(1)).scalar_one()
    passwords.require(password, (name, station))


def _refuse_same(write: Write, name: str, but: int | None = None) -> None:
    key = fold_name(name)
    wanted = select(Account.id, Account.name).where(Account.archived_at.is_(None))
    for account_id, other in write.session.execute(wanted).all():
        if account_id != but and fold_name(other) == key:
            raise UserError(_("站里已经有「{name}」。同名的人请加上区分，如「{name}（物业）」").format(name=name), field="name")

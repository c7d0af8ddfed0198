"""What happens in a station at the moment it is opened: who comes in, with which password, by which way."""

from __future__ import annotations

from collections.abc import Container, Sequence
from contextlib import suppress
from dataclasses import replace

from sqlalchemy import select

from louyu_desktop.errors import NotPermittedError, SystemProblem, UserError
from louyu_desktop.models import Account
from louyu_desktop.rules.names import fold_name
from louyu_desktop.rules.roles import Role
from louyu_desktop.rules.topics import Topic
from louyu_desktop.services.accounts import Colleague, about, change_key, give, people, require, unlocked_of
from louyu_desktop.services.recovery import note_used
from louyu_desktop.storage import anchor
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.write import Write
from louyu_desktop.text import _


def enter(database: Database) -> None:
    """Whoever unlocked the station is at work; the log-in, and wrong passwords since the last, go into the log."""
    vault, unlocked = unlocked_of(database)
    everybody = people(database)
    one = next((one for one in everybody if one.uid == unlocked.account_uid), None)
    if one is None:
        raise NotPermittedError(_("这位工作人员已经移除。请找站长"))
    database.actor = one.id
    if database.read_only:  # nothing is written into a file that is behind its anchor, until somebody has decided
        return
    tries = vault.tries
    names = {other.uid: other.name for other in everybody}
    with database.write(_("登录"), lasting=True) as write:
        _mend_roles(write, everybody)
        for tried in tries:
            whose = names.get(tried.account_uid, _("没有的姓名"))
            write.event("accounts", one.id, _("口令输错：{name}，{at}").format(name=whose, at=tried.at), Topic.LOGIN)
        write.event("accounts", one.id, _("登录"), Topic.LOGIN)
    if tries:
        vault.forget_tries()
    anchor.keep(database)
    if unlocked.role is Role.ADMINISTRATOR:
        _forget_strangers(database, names)


def _mend_roles(write: Write, everybody: Sequence[Colleague]) -> None:
    """The slots have the roles; what the file says is for reading, and follows."""
    kept = dict(write.session.execute(select(Account.id, Account.role)).all())
    differing = [{"id": one.id, "role": one.role.value} for one in everybody if kept.get(one.id) != one.role.value]
    write.update(Account, differing)


def _forget_strangers(database: Database, there: Container[str]) -> None:
    """Take the way in from whoever has no account any more: a program that was ended may have left that undone."""
    vault, by = unlocked_of(database)
    with suppress(UserError, SystemProblem):
        for uid in [uid for uid in vault.accounts if uid not in there]:
            vault.remove(by, uid)
        change_key(database)


def replace_password(database: Database, person: str, password: str) -> None:
    """A password of their own choice for somebody who forgot it, by an administrator at the log-in.

    With the recovery sheet, which has no account, they run the station from now on.
    """
    vault, by = unlocked_of(database)
    one = _called(database, person)
    require(database, password, one.name)
    if by.role is not Role.ADMINISTRATOR:
        raise NotPermittedError(_("只有站长能帮人换口令"))
    database.actor = database.actor or one.id
    with about(database, _("忘记口令，换了新的"), one.id) as write:
        if not by.account_uid:
            note_used(write)
        if not by.account_uid and one.role is not Role.ADMINISTRATOR:
            write.update(Account, [{"id": one.id, "role": Role.ADMINISTRATOR.value}])
            one = replace(one, role=Role.ADMINISTRATOR)
            if one.has_password:
                vault.set_role(by, one.uid, one.role)
        give(database, one, password, must_change=False)


def note_taken_in(database: Database) -> None:
    """The station has got a vault: an event of the log."""
    with about(database, _("设了口令保护，换了数据钥匙"), database.actor or 0):
        pass


def _called(database: Database, name: str) -> Colleague:
    key = fold_name(name)
    for one in people(database):
        if fold_name(one.name) == key:
            return one
    raise UserError(_("站里没有叫「{name}」的工作人员").format(name=name), field="person")

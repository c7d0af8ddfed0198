"""The station's profile, the people who work at it, and its shared settings."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import select

from louyu_desktop.errors import NotPermittedError, UserError
from louyu_desktop.fields import Entity
from louyu_desktop.models import Account, Facility, SettingValue, Station
from louyu_desktop.rules import dates
from louyu_desktop.rules.roles import Role
from louyu_desktop.rules.values import parse
from louyu_desktop.services import default_checklist
from louyu_desktop.services.copies import Option
from louyu_desktop.services.references import ENTITIES
from louyu_desktop.settings import BY_KEY, Scope
from louyu_desktop.storage.database import Database
from louyu_desktop.text import _

ZONES = (
    "党群活动空间", "企事快办空间", "书记工作室", "商务洽谈空间", "便民服务空间",
    "活力健身空间", "融合共享空间", "社交生活空间", "母婴友好空间", "综合活动空间",
)  # fmt: skip
"""The ten zones that a new station begins with (seed S0); they can be edited."""


def furnish(database: Database, name: str, administrator: str, uid: str = "") -> None:
    """Put a profile, one account, the ten zones and the checklist into an empty station."""
    profile = {"name": said("stations", name)}
    person = {"name": said("accounts", administrator or _("站长")), "role": Role.ADMINISTRATOR.value}
    with database.write(_("建立站点：{name}").format(name=profile["name"])) as write:
        write.insert(Station, [profile])
        write.insert(Account, [{**person, "uid": uid} if uid else person])
        write.insert(Facility, [{"name": zone, "position": place} for place, zone in enumerate(ZONES, 1)])
        default_checklist.insert(write, dates.today())


def said(kind: str, name: str) -> str:
    """A name as its field takes it; UserError when it is missing or too long."""
    field = ENTITIES[kind].field("name")
    said: str | None = parse(field, name)
    if said is None:
        raise UserError(_("请填{label}").format(label=_(field.label)), field=field.name)
    return said


class Stations:
    """The station itself."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def entity(self) -> Entity:
        """The fields of the profile."""
        return ENTITIES["stations"]

    def profile_id(self) -> int:
        """The id of the station's own record."""
        with self._database.read() as session:
            return session.execute(select(Station.id).order_by(Station.id).limit(1)).scalar_one()

    def name(self) -> str:
        """The station's name."""
        with self._database.read() as session:
            return session.execute(select(Station.name).order_by(Station.id).limit(1)).scalar_one()

    def is_demonstration(self) -> bool:
        """True for the station that `demo` built."""
        with self._database.read() as session:
            return session.execute(select(Station.is_demonstration).order_by(Station.id).limit(1)).scalar_one()

    def accounts(self) -> tuple[Option, ...]:
        """Who works here, in the order they came."""
        wanted = select(Account.id, Account.name, Account.role).where(Account.archived_at.is_(None))
        with self._database.read() as session:
            return tuple(Option(*row) for row in session.execute(wanted.order_by(Account.id)).all())

    def actor(self) -> Option | None:
        """Who is on duty in this program."""
        return next((account for account in self.accounts() if account.id == self._database.actor), None)

    def set_actor(self, account_id: int) -> None:
        """From now on this person does what is done here, where nobody has a password."""
        self._refuse_unasked()
        if account_id not in {account.id for account in self.accounts()}:
            raise UserError(_("没有这位工作人员"))
        self._database.actor = account_id

    def enter(self, name: str | None) -> None:
        """Begin as the person called `name`, or as the first one; NotPermittedError for a name that is not there."""
        self._refuse_unasked()
        for account in self.accounts():
            if name is None or account.title == name:
                self._database.actor = account.id
                return
        raise NotPermittedError(_("站里没有叫「{name}」的工作人员").format(name=name or ""))

    def _refuse_unasked(self) -> None:
        if self._database.vault is not None:
            raise NotPermittedError(_("换人请先锁定，再用自己的姓名和口令登录"))


class StationSettings:
    """Settings that the whole station shares; `louyu_desktop.settings` declares them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, key: str) -> Any:
        """The value kept, or the declared default; KeyError for an unknown key."""
        declared = BY_KEY[key]
        with self._database.read() as session:
            kept = session.execute(select(SettingValue.value).where(SettingValue.key == key)).scalar()
        return declared.default if kept is None else json.loads(kept)

    def set(self, key: str, value: Any) -> None:
        """Keep a value; the default itself is not stored."""
        declared = BY_KEY[key]
        if declared.scope is not Scope.STATION:
            raise KeyError(key)
        stored = None if value == declared.default else {"value": json.dumps(value, ensure_ascii=False)}
        with self._database.write("") as write:
            write.put(SettingValue, {"key": key}, stored)

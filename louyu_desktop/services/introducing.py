"""The first days of a station: what it still lacks, what is put into it at once, and who has been shown round."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from louyu_desktop.errors import UserError
from louyu_desktop.models import Building, Enterprise, Holiday, Person, ServiceItem, SettingValue, Station, Unit
from louyu_desktop.models.base import Record
from louyu_desktop.rules import dates
from louyu_desktop.rules.holiday_notice import Announced
from louyu_desktop.rules.roles import Role
from louyu_desktop.services import accounts
from louyu_desktop.services.recovery import Recovery
from louyu_desktop.services.references import role_of
from louyu_desktop.services.rights import OF_ROLE, Right
from louyu_desktop.services.second_place import Second
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.days import station_calendar
from louyu_desktop.text import N_, _

_DISMISSED, _SHOWN = "introduction", "introduction.{account}"
"""Rows among the settings: the list was put away for good; somebody has seen the window explained."""

_PUBLISHED_FROM = 11
"""The month from which the holidays of the next year can be known."""

PARTS = {
    "buildings": N_("楼宇"),
    "units": N_("楼层和房间"),
    "enterprises": N_("第一批企业"),
    "people": N_("人员"),
    "calendar": N_("节假日安排"),
    "backup": N_("第二处备份"),
    "sheet": N_("恢复纸核对"),
    "second": N_("第二位站长"),
    "checklist": N_("服务事项核对"),
}
"""What a station should have, in the order in which it is best done."""


@dataclass(frozen=True, slots=True)
class SettingUp:
    """What is still missing, as keys of `PARTS`, of how many; nothing where the person has no say in it."""

    missing: tuple[str, ...] = ()
    total: int = 0


class Introducing:
    """Asked by the list on 今日, by the steps of the first day and by the tour."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def setting_up(self, today: dt.date | None = None) -> SettingUp:
        """What is still missing, for whoever sets the station up, unless the list was put away or all is invented."""
        if Right.SETTINGS not in OF_ROLE[role_of(self._database)]:
            return SettingUp()
        with self._database.read() as session:
            trying = session.scalar(select(Station.is_demonstration).order_by(Station.id).limit(1))
            if trying or _kept(session, _DISMISSED):
                return SettingUp()
            there = dict(_of_records(session, today or dates.today()))
        there |= self._of_keys()
        return SettingUp(tuple(key for key in PARTS if not there.get(key, True)), len(there))

    def _of_keys(self) -> dict[str, bool]:
        """What keeps a station from being lost; one without passwords has none of it."""
        if self._database.vault is None:
            return {}
        leading = [one for one in accounts.people(self._database) if one.role is Role.ADMINISTRATOR]
        return {
            "backup": Second(self._database).told().folder is not None,
            "sheet": Recovery(self._database).state().proven_on is not None,
            "second": len(leading) > 1,
        }

    def put_away(self) -> None:
        """Nobody at this station wants the list any more."""
        self._keep(_DISMISSED)

    def add_buildings(self, names: Sequence[str]) -> int:
        """Enter buildings by their names in one step and give how many are new; those that are there stay."""
        from louyu_desktop.rules.names import fold_name
        from louyu_desktop.services.stations import said

        wanted = {fold_name(name): said("buildings", name) for name in names if name.strip()}
        with self._database.read() as session:
            living = select(Building.name).where(Building.archived_at.is_(None))
            there = {fold_name(name) for name in session.scalars(living)}
        rows = [{"name": name} for key, name in wanted.items() if key not in there]
        if rows:
            with self._database.write(_("登记 {count} 幢楼").format(count=len(rows))) as write:
                write.insert(Building, rows)
        return len(rows)

    def announce_holidays(self, told: Announced) -> int:
        """Put a year's holidays into the station's own table in one step and give how many days are new.

        UserError when the table has days of that year already.
        """
        first, last = dt.date(told.year - 1, 12, 1), dt.date(told.year, 12, 31)
        with self._database.read() as session:
            living = select(Holiday.day).where(Holiday.archived_at.is_(None), Holiday.day.between(first, last))
            there = set(session.scalars(living))
        rows = [
            {"day": one.day, "kind": "班" if one.works else "休", "name": one.name}
            for one in told.days if one.day not in there
        ]  # fmt: skip
        if not rows:
            raise UserError(_("{year} 年的安排已经在表里了").format(year=told.year))
        with self._database.write(_("写入 {year} 年节假日").format(year=told.year)) as write:
            write.insert(Holiday, rows)
        return len(rows)

    # -- being shown round ---------------------------------------------------------------------

    def was_shown(self) -> bool:
        """Whether whoever is at work has seen the window explained."""
        with self._database.read() as session:
            return _kept(session, self._mine())

    def has_seen(self) -> None:
        """They have."""
        self._keep(self._mine())

    def _mine(self) -> str:
        return _SHOWN.format(account=self._database.actor)

    def _keep(self, key: str) -> None:
        with self._database.write("") as write:
            write.put(SettingValue, {"key": key}, {"value": json.dumps(dates.today().isoformat())})


def _kept(session: Session, key: str) -> bool:
    return session.scalar(select(SettingValue.key).where(SettingValue.key == key)) is not None


def _of_records(session: Session, today: dt.date) -> Iterator[tuple[str, bool]]:
    """What is there of records."""
    models: dict[str, type[Record]] = {
        "buildings": Building, "units": Unit, "enterprises": Enterprise, "people": Person,
    }  # fmt: skip
    for key, model in models.items():
        yield key, session.scalar(select(model.id).where(model.archived_at.is_(None)).limit(1)) is not None
    calendar = station_calendar(session)
    years = (today.year, today.year + 1) if today.month >= _PUBLISHED_FROM else (today.year,)
    yield "calendar", all(calendar.year_known(year) for year in years)
    open_items = select(func.count()).where(
        ServiceItem.archived_at.is_(None), ServiceItem.enabled.is_(True), ServiceItem.confirmed_on.is_(None)
    )
    yield "checklist", not session.scalar(open_items)

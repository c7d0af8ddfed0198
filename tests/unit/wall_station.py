"""A station with people of every role, and wishes and notices for its wall."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from sqlalchemy import select

from louyu_desktop.models import Account, PublicNotice, Wish
from louyu_desktop.rules import notice_flow
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.roles import Role
from louyu_desktop.services.records import Records
from louyu_desktop.storage.database import Database
from tests.stations import create_station

NOW = dt.datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)
TODAY = NOW.date()
MOBILE, IDENTITY = "13800002207", "310101199001011237"
BODY = "一、电梯早高峰分层停靠，12 月 1 日起试行。\n二、意见请交服务台。"


def make(folder: Path) -> Database:
    """One leader, two of the staff, one of the desk, one who reads; and a person whose name is known."""
    made = create_station(folder, "环贸党群服务中心", "周敏")
    with made.write("人") as write:
        write.insert(Account, [{"name": name, "role": role.value} for name, role in (
            ("施佳宁", Role.STAFF), ("何俊杰", Role.STAFF), ("前台", Role.DESK), ("督导", Role.READER),
        )])  # fmt: skip
    Records(made).save("people", None, {"name": "陈华树", "unit_name": "光年广告"})
    return made


def enter(database: Database, name: str) -> int:
    """Somebody else is at work."""
    with database.read() as session:
        key = session.scalars(select(Account.id).where(Account.name == name)).one()
    database.actor = key
    return key


def make_wish(database: Database, state: str = "征集", **values: object) -> int:
    """A wish in a state."""
    with database.write("心愿") as write:
        row = {"made_on": TODAY, "text": "想学手语", "state": state, **values}
        return write.insert(Wish, [row])[0]


def make_notice(database: Database, state: str = "提出", *, sealed: bool = True, **values: object) -> int:
    """A notice in a state, with the seal of its words."""
    row = {"proposed_on": TODAY, "title": "电梯分层停靠", "body": BODY, "state": state, "named": False, **values}
    if sealed:
        row["seal"] = notice_flow.seal_of(str(row["title"]), str(row["body"]), None, named=False)
    with database.write("公示") as write:
        return write.insert(PublicNotice, [row])[0]

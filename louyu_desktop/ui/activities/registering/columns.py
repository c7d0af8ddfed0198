"""The columns of the list of registrations, and how a row is said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from louyu_desktop.fields import Field, Kind
from louyu_desktop.rules.attendance import RegistrationStatus
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.services.registering_copies import Asked, Listed
from louyu_desktop.text import N_, _
from louyu_desktop.ui.activities.numbers.lines import Column

_S = RegistrationStatus
ORDER: Mapping[str, int] = {_S.OFFERED: 0, _S.WAITING: 1, _S.REGISTERED: 2, _S.SIGNED_IN: 3, _S.ABSENT: 4, _S.CANCELLED: 5}
"""What needs an answer stands first."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One registration as the list says it; `rank` is the place in the line, `place` the order of coming."""

    registration_id: int
    person_id: int
    name: str
    unit: str
    phone: str
    status: str
    standing: str
    when: str
    answers: str
    brought_by: str
    rank: int | None
    place: int


def shown(
    rows: Sequence[Listed], asked: Sequence[Asked], answers: Mapping[int, Mapping[int, str]], now: dt.datetime
) -> tuple[Shown, ...]:
    """The rows with their place in the line counted anew: numbers given out may have gaps."""
    found, rank = [], 0
    for place, row in enumerate(rows):
        waits = row.status == _S.WAITING
        rank += waits
        mine = answers.get(row.registration_id, {})
        given = [mine.get(one.id or 0, "") or "—" for one in asked]
        found.append(
            Shown(
                row.registration_id, row.person_id, row.name, row.unit, row.phone, row.status,
                _standing(row, rank, now), _moment(row.registered_at), "·".join(given) if mine else "",
                row.brought_by, rank if waits else None, place,
            )
        )  # fmt: skip
    return tuple(found)


def _standing(row: Listed, rank: int, now: dt.datetime) -> str:
    """已报名, 候补第 3 位, 待答复到 12:00 还剩 2 小时."""
    if row.status == _S.WAITING:
        words = _("候补第 {rank} 位").format(rank=rank)
        return _("{words}，{why}").format(words=words, why=row.blocked) if row.blocked else words
    if row.status != _S.OFFERED or row.offered_until is None:
        return _(row.status)
    until = row.offered_until.astimezone(SHANGHAI)
    left = row.offered_until - now
    if left <= dt.timedelta(0):
        return _("待答复，{at} 已到时").format(at=f"{until:%m-%d %H:%M}")
    hours = int(left.total_seconds() // 3600)
    rest = _("还剩 {hours} 小时").format(hours=hours) if hours else _("不到 1 小时")
    return _("待答复到 {at}，{rest}").format(at=f"{until:%m-%d %H:%M}", rest=rest)


def _moment(at: dt.datetime | None) -> str:
    return "" if at is None else f"{at.astimezone(SHANGHAI):%m-%d %H:%M}"


COLUMNS = (
    Column(Field(name="name", label=N_("姓名"), kind=Kind.PERSON_NAME, width=9), lambda row: row.name),
    Column(Field(name="unit", label=N_("单位"), width=16), lambda row: row.unit),
    Column(Field(name="standing", label=N_("状态"), width=24), lambda row: row.standing),
    Column(Field(name="phone", label=N_("手机"), width=13), lambda row: row.phone),
    Column(Field(name="brought_by", label=N_("由谁带来"), kind=Kind.PERSON_NAME, width=9), lambda row: row.brought_by),
    Column(Field(name="when", label=N_("报名时间"), width=11), lambda row: row.when),
    Column(Field(name="answers", label=N_("回答"), kind=Kind.NOTE, width=14), lambda row: row.answers),
)

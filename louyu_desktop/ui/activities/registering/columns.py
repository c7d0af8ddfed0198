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
from louyu_desktop.ui.lines import Column

_S = RegistrationStatus
_IN_ORDER = (_S.OFFERED, _S.WAITING, _S.REGISTERED, _S.SIGNED_IN, _S.ABSENT, _S.CANCELLED)
ORDER: Mapping[str, int] = {status: place for place, status in enumerate(_IN_ORDER)}
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
    """已报名, 候补第 3 位, 待答复到 12:00; a day only where it is not today."""
    if row.status == _S.WAITING:
        words = _("候补第 {rank} 位").format(rank=rank)
        return _("{words}，企业名额满").format(words=words) if row.passed_over else words
    if row.status != _S.OFFERED or row.offered_until is None:
        return _(row.status)
    until, today = row.offered_until.astimezone(SHANGHAI), now.astimezone(SHANGHAI).date()
    at = f"{until:%H:%M}" if until.date() == today else f"{until:%m-%d %H:%M}"
    return _("待答复，{at} 已过").format(at=at) if until <= now else _("待答复，到 {at}").format(at=at)


def _moment(at: dt.datetime | None) -> str:
    return "" if at is None else f"{at.astimezone(SHANGHAI):%m-%d %H:%M}"


COLUMNS = (
    Column(Field(name="name", label=N_("姓名"), kind=Kind.PERSON_NAME, width=9), lambda row: row.name),
    Column(Field(name="unit", label=N_("单位"), width=12), lambda row: row.unit),
    Column(Field(name="standing", label=N_("状态"), width=19), lambda row: row.standing),
    Column(Field(name="phone", label=N_("手机"), width=12), lambda row: row.phone),
    Column(Field(name="when", label=N_("报名时间"), width=10), lambda row: row.when),
    Column(Field(name="brought_by", label=N_("谁带来"), kind=Kind.PERSON_NAME, width=7), lambda row: row.brought_by),
    Column(Field(name="answers", label=N_("回答"), kind=Kind.NOTE, width=12), lambda row: row.answers),
)
WHEN, BROUGHT, ANSWERS = len(COLUMNS) - 3, len(COLUMNS) - 2, len(COLUMNS) - 1
"""Columns that stand only where there is something in them, and give way in this order where there is no room."""

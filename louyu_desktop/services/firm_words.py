"""What a paper about an enterprise may say, to whom: one place for all papers that leave the station or stay in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from louyu_desktop.errors import UserError
from louyu_desktop.fields import Field, Kind, Sensitivity
from louyu_desktop.models import Account, Enterprise
from louyu_desktop.rules import masks
from louyu_desktop.rules import values as plain
from louyu_desktop.rules.roles import Role, sees
from louyu_desktop.services.references import ENTITIES, among
from louyu_desktop.text import N_, _

STAMP = N_("内部资料")
"""Stands on every page that tells of colours, intentions or situations."""

OUTWARD = N_("对外版")
"""Stands where the version is named that may be handed on."""

MOST = 4000
"""So many signs name the enterprises of a paper."""

_BETWEEN = re.compile("[、，,；;\n]")

_TELLING_REASONS = ("五色跟进", "经营下滑", "特殊情况", "企业搬迁")
"""Reasons that would tell a colour, a judgement or an intention; outward such a visit is one of the must-visits."""


class Teller:
    """The words of fields for one paper: what its reader may not know is "", what leaves the station is masked.

    Outward nothing sensitive is told, no notes, and of people the surname alone; `spoken` names fields of a visit that
    the enterprise said itself or was told, which it may read again.
    """

    def __init__(self, role: Role, *, internal: bool, spoken: Sequence[str] = ()) -> None:
        self.role = role
        self.internal = internal and sees(role, ENTITIES["enterprises"].field("colour"))
        self._spoken = frozenset(spoken)

    @property
    def stamp(self) -> str:
        """What the paper is called at its foot."""
        return _(STAMP) if self.internal else _(OUTWARD)

    def tells(self, kind: str, name: str) -> bool:
        """Whether the paper has this field at all."""
        field = ENTITIES[kind].field(name)
        if not sees(self.role, field):
            return False
        return self.internal or name in self._spoken or not _is_kept(field)

    def say(self, kind: str, name: str, value: Any, label: str = "") -> str:
        """A value in words, with its unit."""
        if not self.tells(kind, name):
            return ""
        field = ENTITIES[kind].field(name)
        text = plain.with_unit(field, value, label)
        return text if self.internal or name in self._spoken else _outward(field, text)

    def reason(self, value: str | None) -> str:
        """Why a visit was made, without what the station thinks of the enterprise."""
        return _("必访") if not self.internal and value in _TELLING_REASONS else word(value)

    def staff(self, names: dict[int, str], account_id: int | None) -> str:
        """Someone of the station, whole: they are who an enterprise calls."""
        return names.get(account_id or 0, "")


def _is_kept(field: Field) -> bool:
    """Whether a field stays in the station: what is sensitive, notes, and what tells of people in free words."""
    if field.sensitivity is Sensitivity.SENSITIVE or field.kind is Kind.NOTE:
        return True
    return field.sensitivity is Sensitivity.PERSONAL and field.kind in {Kind.TEXT, Kind.DATE, Kind.PARTIAL_DATE}


def _outward(field: Field, text: str) -> str:
    if field.kind is Kind.PERSON_NAME and field.sensitivity >= Sensitivity.PERSONAL:
        return masks.mask_name(text)
    return masks.mask(field, text)


def word(value: str | None) -> str:
    """A stored choice in the language of the paper; "" for none."""
    return _(value) if value else ""


def people_of_station(session: Session) -> dict[int, str]:
    """The names of everyone who works, or worked, at the station."""
    return dict(session.execute(select(Account.id, Account.name)).all())


def firm_of(session: Session, enterprise_id: int) -> Any:
    """An enterprise to print, the record of this session; UserError when it is gone or in the bin."""
    found = session.get(Enterprise, enterprise_id)
    if found is None:
        raise UserError(_("这家企业已经不在了"))
    if found.archived_at is not None:
        raise UserError(_("「{name}」在回收站里。请先恢复它，再打印").format(name=found.name))
    return found


def firms_called(session: Session, words: str) -> tuple[int, ...]:
    """The enterprises that `words` names, by id or by whole name, in that order; UserError for one that is not there.

    Between them stand 、 or a comma, a semicolon or a line end.
    """
    parts = [part.strip() for part in _BETWEEN.split(words) if part.strip()]
    numbers = [int(part) for part in parts if part.isdecimal()]
    live = Enterprise.archived_at.is_(None)
    ids = set(session.scalars(select(Enterprise.id).where(among(Enterprise.id, numbers), live)))
    rows = session.execute(select(Enterprise.name, Enterprise.short_name, Enterprise.id).where(
        live, among(Enterprise.name, parts) | among(Enterprise.short_name, parts)
    )).all()  # fmt: skip
    named = {short: key for _name, short, key in rows if short} | {name: key for name, _short, key in rows}
    found: dict[int, None] = {}
    for part in parts:
        key = named.get(part) or (int(part) if part.isdecimal() and int(part) in ids else None)
        if key is None:
            raise UserError(_("没有叫「{name}」的企业").format(name=part), field="firms")
        found[key] = None
    return tuple(found)


def words_for(session: Session, ids: Sequence[int]) -> str:
    """The words by which `firms_called` finds these enterprises: their names, where a name leads to that one alone.

    Where the names take more room than there is, all are named by their numbers.
    """
    names = dict(session.execute(select(Enterprise.id, Enterprise.name).where(among(Enterprise.id, ids))).all())
    alike = select(Enterprise.name, func.count()).where(Enterprise.archived_at.is_(None))
    alike = alike.where(among(Enterprise.name, names.values())).group_by(Enterprise.name)
    shared = dict(session.execute(alike).all())
    called = [
        names[key] if shared.get(names[key]) == 1 and not _BETWEEN.search(names[key]) else str(key)
        for key in ids if key in names
    ]  # fmt: skip
    words = "、".join(called)
    return words if len(words) <= MOST else "、".join(str(key) for key in ids)


def person_called(session: Session, name: str) -> int:
    """Someone of the station by name; UserError for a name that nobody has."""
    found = session.scalar(select(Account.id).where(Account.name == name.strip(), Account.archived_at.is_(None)))
    if found is None:
        raise UserError(_("站里没有叫「{name}」的工作人员").format(name=name), field="who")
    return found

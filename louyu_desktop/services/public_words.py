"""What may stand in public words of this station: whom it knows, what is its own, and what is said of a finding."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Select, func, literal, select, union
from sqlalchemy.orm import Session

from louyu_desktop.errors import UserError
from louyu_desktop.models import (
    Contact,
    CouncilMember,
    Enterprise,
    Person,
    ServiceRequest,
    SettingValue,
    Station,
    Wish,
)
from louyu_desktop.rules.masks import mask_name
from louyu_desktop.rules.public_text import NOBODY, Finding, Known, Sort, look, spellings
from louyu_desktop.services.wall_copies import Found
from louyu_desktop.settings import BY_KEY
from louyu_desktop.text import _

_NOBODY = frozenset(
    "匿名 居民 市民 群众 业主 物业 企业 公司 单位 员工 职工 白领 党员 访客 路人 来访人 负责人 联系人 经办人 经理 前台 行政 保安 保洁 商户 租户"
    " 物业公司 快递员 外卖员 骑手 志愿者 不详 未知 某某".split()
)
"""What people type where a name belongs, and what is no name."""

_SHORT = 2
"""The name of a firm that is no longer could be that of a person."""


def known_in(session: Session, text: str) -> Known:
    """The people whom the station knows, or knew, and whose names stand in a text; and the firms that stand there.

    What could be a name is cut out of the text and asked for at once: a million people are looked through in one go.
    """
    said = spellings(text)
    if not said:
        return NOBODY
    every, latin = _listed(said), frozenset(filter(str.isascii, said))
    known = union(*(
        select(name).where(name.in_(every) | func.lower(name).in_(_listed(latin)) if latin else name.in_(every))
        for name in (Person.name, Contact.name, CouncilMember.name, ServiceRequest.requester, Wish.wisher)
    ))  # fmt: skip
    names = frozenset(filter(None, session.scalars(known))) - _NOBODY
    return Known(names, _firms(session, text) - names) if names else NOBODY


def _listed(said: frozenset[str]) -> Select[Any]:
    return select(func.json_each(literal(json.dumps(sorted(said)))).table_valued("value").c.value)


def _firms(session: Session, text: str) -> frozenset[str]:
    there = union(*(
        select(name).where(func.length(name) > _SHORT, func.instr(literal(text), name) > 0)
        for name in (Enterprise.name, Enterprise.short_name)
    ))  # fmt: skip
    return frozenset(session.scalars(there))


def setting(session: Session, key: str) -> str:
    """A text of the station's settings."""
    kept = session.scalar(select(SettingValue.value).where(SettingValue.key == key))
    return str(json.loads(kept) if kept is not None else BY_KEY[key].default).strip()


def telephone(session: Session) -> str:
    """Where one complains: 监督电话 of the settings, else the station's own telephone."""
    own = session.scalar(select(Station.phone).order_by(Station.id).limit(1))
    return setting(session, "monitor_phone") or own or ""


def station_name(session: Session) -> str:
    """What the station is called."""
    return session.scalar(select(Station.name).order_by(Station.id).limit(1)) or ""


def own_words(session: Session) -> tuple[str, ...]:
    """The station's address and its telephones, which may stand on its wall."""
    row = session.execute(select(Station.address, Station.phone).order_by(Station.id).limit(1)).one()
    return tuple(filter(None, (*row, setting(session, "monitor_phone"))))


def findings(session: Session, text: str) -> tuple[Finding, ...]:
    """What stands in a text that may not hang on a wall."""
    return look(text, known_in(session, text), own_words(session))


def told(text: str, found: Sequence[Finding]) -> tuple[Found, ...]:
    """The findings as the window shows them."""
    return tuple(
        Found(
            one.sort.value, one.line, _shown(text, one), one.stops, one.sort is Sort.NAME, one.sort is Sort.ADDRESS
        )
        for one in found
    )  # fmt: skip


def _shown(text: str, one: Finding) -> str:
    piece = text[one.start : one.end]
    if one.stops:
        return f"{piece[:3]}…{piece[-2:]}"
    return mask_name(piece) if one.sort is Sort.NAME else piece


def refuse(text: str, found: Collection[Finding], field: str, *, address_ok: bool) -> None:
    """UserError for numbers of people, and for an address that nobody has said may stand there; never its words."""
    lines = text.count("\n") + 1
    for one in sorted(found, key=lambda each: not each.stops):
        where = _("第 {line} 行").format(line=one.line) if lines > 1 else _("文字里")
        if one.stops:
            said = _("{where}有一个{sort}。公开的文字里不能有，请删掉再办")
            raise UserError(said.format(where=where, sort=_(one.sort.value)), field=field)
        if one.sort is Sort.ADDRESS and not address_ok:
            said = _("{where}像是一处住址。确认可以公开的话，勾上「住址可以公开」")
            raise UserError(said.format(where=where), field="address_ok")

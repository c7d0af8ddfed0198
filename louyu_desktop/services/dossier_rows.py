"""What 一企一档 and 一店一册 say: everything the station knows of one enterprise, part by part (FIELD.md 3.1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from louyu_desktop.fields import Field
from louyu_desktop.models import Enterprise, OwnField
from louyu_desktop.printing.dossier import Chapter, Dossier, Facts
from louyu_desktop.rules import values as plain
from louyu_desktop.rules.completeness import completeness
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.services import dossier_parts as parts
from louyu_desktop.services.firm_words import Teller, firm_of, people_of_station, word
from louyu_desktop.services.paper_info import INTERNAL
from louyu_desktop.services.paper_words import StationWords, station_words
from louyu_desktop.services.participation import Participation
from louyu_desktop.services.references import ENTITIES, role_of
from louyu_desktop.storage.database import Database
from louyu_desktop.text import N_, _

_BASIC = (
    "name", "short_name", "name_en", "former_name", "unit_kind", "credit_code", "no_code_reason", "legal_form",
    "ownership", "hq_level", "scale", "industry", "business", "registered_address", "registered_district",
    "tax_local", "registered_on", "registered_capital", "headcount", "headcount_on", "tax_band", "revenue_trend",
    "is_key", "undisturbed", "tags", "verified_on", "remark",
)  # fmt: skip
_PARTY = ("party_org_status", "party_count", "union_status", "youth_status", "women_status")
_FILES = {False: N_("一企一档"), True: N_("一店一册")}


def dossier_of(database: Database, enterprise_id: int, chosen: Mapping[str, Any], *, shop: bool = False) -> Dossier:
    """The file of an enterprise; UserError when it is gone or in the bin."""
    now = dt.datetime.now(SHANGHAI)
    teller = Teller(role_of(database), internal=chosen.get("version") == INTERNAL)
    took = Participation(database).of_enterprise(enterprise_id)
    with database.read() as session:
        firm, station, names = firm_of(session, enterprise_id), station_words(session), people_of_station(session)
        told = parts.Told(session, teller, firm.id, names)
        chapters = _chapters(told, firm, chosen, shop=shop)
        cover = _cover(told, firm, now)
    chapters = (*chapters[:-1], Chapter(_("参加活动"), parts.activities(took)), chapters[-1])
    return _bound(station, _(_FILES[shop]), firm, teller, chapters, cover, names.get(database.actor or 0, ""), now)


def _chapters(told: parts.Told, firm: Enterprise, chosen: Mapping[str, Any], *, shop: bool) -> tuple[Chapter, ...]:
    """All but the activities, in order; what stays in the station is no chapter outward."""
    teller = told.teller
    shops = (Chapter(_("检查"), parts.inspections(told)), Chapter(_("承诺书"), parts.pledges(told)))
    found = [
        Chapter(_("基本信息"), _basic(told, firm)),
        Chapter(_("入驻与租期"), parts.seats(told)),
        Chapter(_("联系人"), parts.contacts(told)),
        Chapter(_("党群组织"), parts.party(told, _pairs(teller, firm, _PARTY))),
        *((Chapter(_("五色记录"), parts.colours(told, firm)),) if teller.internal else ()),
        *(one for one in shops if shop or not one.is_empty),
        Chapter(_("走访"), parts.visits(told, chosen.get("visits") or 0)),
        *((Chapter(_("必访与变动"), parts.tasks(told)),) if teller.internal else ()),
        Chapter(_("诉求"), parts.requests(told)),
        Chapter(_("服务包"), parts.packs(told)),
        Chapter(_("荣誉"), parts.honours(told)),
    ]
    return tuple(found)


def _bound(
    station: StationWords, title: str, firm: Enterprise, teller: Teller, chapters: tuple[Chapter, ...],
    cover: tuple[tuple[str, str], ...], person: str, now: dt.datetime,
) -> Dossier:  # fmt: skip
    who = _("打印人 {name}").format(name=person) if person else ""
    return Dossier(
        station=station.name,
        title=title,
        name=firm.name,
        short=firm.short_name or firm.name,
        stamp=teller.stamp,
        foot="·".join(filter(None, (who, f"{now:%Y-%m-%d %H:%M}", teller.stamp))),
        cover=cover,
        chapters=chapters,
        is_demonstration=station.is_demonstration,
    )


def _cover(told: parts.Told, firm: Enterprise, now: dt.datetime) -> tuple[tuple[str, str], ...]:
    teller, places = told.teller, parts.places(told)
    where = _("{place} 等 {count} 处").format(place=firm.location, count=places) if places > 1 else firm.location
    entity = ENTITIES["enterprises"]
    share = completeness(entity, {field.name: getattr(firm, field.name) for field in entity.fields})
    code = teller.say("enterprises", "credit_code", firm.credit_code) or word(firm.no_code_reason)
    return (
        (_("信用代码"), code),
        (_("位置"), where or ""),
        (_("首席联络员"), teller.staff(told.names, firm.chief_liaison_id)),
        (_("核实日期"), firm.verified_on.isoformat() if firm.verified_on else ""),
        (_("资料完整"), f"{share.share:.0%}"),
        (_("打印日期"), f"{now:%Y-%m-%d}"),
    )


def _basic(told: parts.Told, firm: Enterprise) -> tuple[Facts, ...]:
    session, teller, names = told.session, told.teller, told.names
    team = parts.team(session, firm.id, names)
    pairs = _pairs(teller, firm, _BASIC)
    at = next((n for n, (label, _value) in enumerate(pairs) if label == _("核实日期")), len(pairs))
    people = [
        (_("首席联络员"), teller.staff(names, firm.chief_liaison_id)), (_("服务团队"), team),
        (_("核实人"), teller.staff(names, firm.verified_by_id)),
    ]  # fmt: skip
    found = (Facts((*pairs[:at], *people, *pairs[at:])),)
    own = _own(session, firm) if teller.internal else ()
    return (*found, Facts(own, _("本站另记"))) if own else found


def _pairs(teller: Teller, firm: Enterprise, names: Sequence[str]) -> tuple[tuple[str, str], ...]:
    entity = ENTITIES["enterprises"]
    fields: list[Field] = [entity.field(name) for name in names if teller.tells("enterprises", name)]
    pairs = ((_(one.label), teller.say("enterprises", one.name, getattr(firm, one.name))) for one in fields)
    return tuple((label, words) for label, words in pairs if words)


def _own(session: Session, firm: Enterprise) -> tuple[tuple[str, str], ...]:
    """The fields that the station has added itself, in its order: what they hold nobody but the station knows."""
    rows = session.scalars(
        select(OwnField)
        .where(OwnField.archived_at.is_(None))
        .order_by(OwnField.position, OwnField.id)
    )
    plain_field = ENTITIES["enterprises"].field
    return tuple(
        (row.label, words)
        for row in rows
        if (words := plain.display(plain_field(row.slot), getattr(firm, row.slot)))
    )


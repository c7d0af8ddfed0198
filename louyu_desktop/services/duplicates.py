"""查重: firms that may stand twice, found by the station's weighted rules (FEATURES.md A2, A3)."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from louyu_desktop.models import Contact, Enterprise, Occupancy, SettingValue, Snooze
from louyu_desktop.rules import likeness
from louyu_desktop.rules.likeness import Firm, Likeness, Weights
from louyu_desktop.rules.names import fold_name, fold_organisation
from louyu_desktop.services.copies import Control, no_control
from louyu_desktop.services.merging_copies import Twin
from louyu_desktop.services.references import among
from louyu_desktop.settings import BY_KEY
from louyu_desktop.storage import search
from louyu_desktop.storage.database import Database
from louyu_desktop.text import _

FOR_EVER = dt.date(9999, 12, 31)
_KIND = "enterprises"
_LOOKED_AT = 200


class Duplicates:
    """Finds pairs, and remembers those that a person has told apart."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, control: Control = no_control) -> tuple[Twin, ...]:
        """Every two live enterprises that reach the threshold and were not told apart, the surest first."""
        with self._database.read() as session:
            control(0, 0, _("正在读企业"))
            firms = _firms(session)
            weights = _weights(session)
            apart = _told_apart(session)
            found = likeness.pairs(firms, weights, lambda done, total: control(done, total, _("正在比对")))
            return _twins(session, [one for one in found if _topic(one.first, one.second) not in apart])

    def tell_apart(self, first: int, second: int, reason: str = "") -> None:
        """Two firms are not one: they are shown no more; taking it back shows them again.

        Nothing where somebody has told these two apart before.
        """
        kept = {"topic": _topic(first, second), "until": FOR_EVER, "reason": reason or _("不是同一家")}
        with self._database.write(_("查重：不是同一家")) as write:
            if kept["topic"] not in _told_apart(write.session):
                write.insert(Snooze, [kept])


def alike(session: Session, name: str, but: int) -> list[int]:
    """The live enterprises, other than `but`, that may be meant by a name that is being typed: at most five."""
    core = likeness.core(name)
    if len(core) < 2:
        return []
    ids = set(session.scalars(search.matching(_KIND, core).limit(_LOOKED_AT)))
    ids |= set(session.scalars(select(Enterprise.id).where(Enterprise.name_key == fold_organisation(name))))
    weights, typed = Weights(), Firm(0, name)
    scored = [(likeness.compare(typed, firm, weights).score, firm.id) for firm in _firms(session, ids - {but})]
    return [key for score, key in sorted(scored, reverse=True) if score >= weights.near][:5]


def _firms(session: Session, ids: Iterable[int] | None = None) -> list[Firm]:
    """What is compared of the live enterprises, or of some."""
    some = [] if ids is None else [among(Enterprise.id, list(ids))]
    seats: dict[int, set[int]] = defaultdict(set)
    phones: dict[int, set[str]] = defaultdict(set)
    people: dict[int, set[str]] = defaultdict(set)
    sitting = select(Occupancy.enterprise_id, Occupancy.unit_id).where(
        Occupancy.archived_at.is_(None), Occupancy.ended_on.is_(None)
    )
    talking = select(Contact.enterprise_id, Contact.phone, Contact.name).where(
        Contact.archived_at.is_(None), Contact.until.is_(None)
    )
    if ids is not None:
        sitting = sitting.where(among(Occupancy.enterprise_id, list(ids)))
        talking = talking.where(among(Contact.enterprise_id, list(ids)))
    for firm, unit in session.execute(sitting):
        seats[firm].add(unit)
    for firm, phone, name in session.execute(talking):
        people[firm].add(fold_name(name))
        if phone:
            phones[firm].add(phone)
    columns = (Enterprise.id, Enterprise.name, Enterprise.former_name, Enterprise.short_name, Enterprise.credit_code)
    rows = session.execute(select(*columns).where(Enterprise.archived_at.is_(None), *some))
    return [
        Firm(
            key, name, former or "", short or "", code or "", frozenset(seats.get(key, ())),
            frozenset(phones.get(key, ())), frozenset(people.get(key, ())),
        )
        for key, name, former, short, code in rows
    ]  # fmt: skip


def _weights(session: Session) -> Weights:
    """As the station has set them."""
    keys = {name: f"twins_{name}" for name in likeness.WEIGHTS}
    rows = session.execute(select(SettingValue.key, SettingValue.value).where(SettingValue.key.in_(keys.values())))
    kept = {key: json.loads(value) for key, value in rows}
    return Weights(**{name: int(kept.get(key, BY_KEY[key].default)) for name, key in keys.items()})


def _topic(first: int, second: int) -> str:
    return f"twins:{min(first, second)}:{max(first, second)}"


def _told_apart(session: Session) -> frozenset[str]:
    wanted = select(Snooze.topic).where(Snooze.archived_at.is_(None), Snooze.topic.startswith("twins:"))
    return frozenset(session.scalars(wanted))


def _twins(session: Session, found: Sequence[Likeness]) -> tuple[Twin, ...]:
    ids = {key for one in found for key in (one.first, one.second)}
    columns = (Enterprise.id, Enterprise.name, Enterprise.location)
    words = {key: (name, place or "") for key, name, place in session.execute(
        select(*columns).where(among(Enterprise.id, list(ids)))
    )}  # fmt: skip
    return tuple(
        Twin(
            one.first, one.second, (words[one.first][0], words[one.second][0]),
            (words[one.first][1], words[one.second][1]), one.score,
            tuple(_("{words} {points:+d}").format(words=reason, points=points) for reason, points in one.reasons),
        )
        for one in found
    )  # fmt: skip

"""Entries of a list become people, registrations, answers and consents inside one write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from louyu_desktop.errors import UserError
from louyu_desktop.models import Answer, Consent, Enterprise, Person, Registration, SignIn
from louyu_desktop.models.base import among
from louyu_desktop.rules.attendance import HOLDING, RegistrationStatus
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.names import clean, fold_name, fold_organisation
from louyu_desktop.services.registering_copies import Became, Entry, Placed, RegisterOutcome
from louyu_desktop.services.registering_rows import why_waiting
from louyu_desktop.storage.write import Write
from louyu_desktop.text import _

MEMBER = "党员"
_MEMBERS = ("中共党员", "预备党员")
_STANDING = (*HOLDING, RegistrationStatus.WAITING)


class Entering:
    """One list on its way in; `run` writes, `outcome` reads what the write has made of it."""

    def __init__(self, write: Write, activity_id: int, *, channel: str, told: bool) -> None:
        self._write = write
        self._activity_id = activity_id
        self._channel = channel
        self._told = told
        self._ids: dict[int, int] = {}
        self._refused: dict[int, str] = {}
        self._already: dict[int, int] = {}
        self._entries: Sequence[Entry] = ()

    def run(self, entries: Sequence[Entry]) -> None:
        """Write everybody; the same person twice in the list is registered once."""
        self._entries = entries
        people = self._people(entries)
        known = self._known(list(people.values()))
        inside = self._inside(list(people.values()))
        fresh: list[int] = []
        mine: dict[int, int] = {}
        for place, person_id in people.items():
            there = known.get(person_id)
            if person_id in mine:
                self._refused[place] = _("名单里已经有这个人了")
            elif there is not None and there.status in _STANDING:
                self._already[place] = there.id
            elif person_id in inside:
                self._refused[place] = _("已经签到了")
            elif there is not None:
                self._again(place, there)
            else:
                fresh.append(place)
            mine.setdefault(person_id, place)
        self._insert(fresh, people)
        self._answers()
        if self._told:
            agreed = [place for place in (*self._ids, *self._already) if _for_oneself(entries[place])]
            note_consent(self._write, [people[place] for place in agreed])

    def outcome(self, session: Session) -> RegisterOutcome:
        """What became of every entry, in their order."""
        ids = [*self._ids.values(), *self._already.values()]
        wanted = select(Registration, Person.name).join(Person, Person.id == Registration.person_id)
        found = session.execute(wanted.where(among(Registration.id)), {"ids": ids})
        rows = {one.id: (one, name) for one, name in found}
        why = why_waiting(session, self._activity_id, ids)
        lines = []
        for place, entry in enumerate(self._entries):
            row_id = self._ids.get(place) or self._already.get(place)
            if row_id is None:
                lines.append(Placed(place, Became.REFUSED, entry.name, entry.person_id, reason=self._refused[place]))
                continue
            one, name = rows[row_id]
            became = Became.ALREADY if place in self._already else _became(one.status)
            reason = why.get(row_id, "") if became is Became.WAITING else ""
            lines.append(Placed(place, became, name, one.person_id, row_id, one.queue_number, reason))
        return RegisterOutcome(self._activity_id, tuple(lines), self._write.log.operation_id)

    # parts

    def _people(self, entries: Sequence[Entry]) -> dict[int, int]:
        """The person of each entry, new ones made; entries that name nobody are refused."""
        found: dict[int, int] = {}
        given = {entry.person_id for entry in entries if entry.person_id is not None}
        live = select(Person.id).where(among(Person.id), Person.archived_at.is_(None))
        there = set(self._write.session.scalars(live, {"ids": list(given)}))
        new: list[tuple[int, dict[str, Any]]] = []
        brought = self._brought(entries)
        for place, entry in enumerate(entries):
            name = clean(entry.name)
            if entry.person_id is not None:
                if entry.person_id in there:
                    found[place] = entry.person_id
                else:
                    self._refused[place] = _("人员库里已经没有这个人了")
            elif not name:
                self._refused[place] = _("没有姓名")
            elif (_bringer(entries, entry), fold_name(name)) in brought:
                found[place] = brought[_bringer(entries, entry), fold_name(name)]
            elif len(name) > 50:
                self._refused[place] = _("姓名超过 50 个字")
            else:
                new.append((place, self._light(entry, name)))
        ids = self._write.insert(Person, [row for _place, row in new]) if new else []
        found |= {place: row_id for (place, _row), row_id in zip(new, ids, strict=True)}
        return dict(sorted(found.items()))

    def _brought(self, entries: Sequence[Entry]) -> dict[tuple[int | None, str], int]:
        """Whom these people bring already, by who brings and name: a list is pasted as often as it grows."""
        bringers = {bringer for entry in entries if (bringer := _bringer(entries, entry)) is not None}
        if not bringers:
            return {}
        bringing = aliased(Registration)
        wanted = (
            select(bringing.person_id, Person.name_key, Person.id)
            .join_from(Registration, bringing, bringing.id == Registration.brought_by_id)
            .join(Person, Person.id == Registration.person_id)
            .where(Registration.activity_id == self._activity_id, Registration.archived_at.is_(None))
            .where(among(bringing.person_id), Person.archived_at.is_(None))
        )
        rows = self._write.session.execute(wanted, {"ids": list(bringers)})
        return {(by, name or ""): person for by, name, person in rows}

    def _light(self, entry: Entry, name: str) -> dict[str, Any]:
        """A person of whom no more is known than the list says."""
        row: dict[str, Any] = {"name": name, "source": _("活动报名")}
        if entry.unit_name:
            row["unit_name"] = clean(entry.unit_name)[:100]
        if entry.mobile:
            row["mobile"] = entry.mobile
        if entry.party_member:
            row["roles"] = (MEMBER,)
        firm = entry.enterprise_id or self._firm(entry.unit_name)
        return row | ({"enterprise_id": firm} if firm else {})

    def _firm(self, name: str) -> int | None:
        """The one live enterprise that goes by a name, or is called so for short."""
        key = fold_organisation(name) if name.strip() else ""
        if not key:
            return None
        called = (Enterprise.name_key == key) | (Enterprise.short_name == clean(name))
        same = select(Enterprise.id).where(called, Enterprise.archived_at.is_(None)).limit(2)
        found = self._write.session.scalars(same).all()
        return found[0] if len(found) == 1 else None

    def _known(self, people: Sequence[int]) -> dict[int, Registration]:
        """The registrations that these people have for this activity."""
        wanted = select(Registration).where(
            Registration.activity_id == self._activity_id,
            among(Registration.person_id),
            Registration.archived_at.is_(None),
        )
        return {one.person_id: one for one in self._write.session.scalars(wanted, {"ids": list(people)})}

    def _inside(self, people: Sequence[int]) -> set[int]:
        """Those of these people who have signed in, without a registration perhaps: they count as walk-ins."""
        wanted = select(SignIn.person_id).where(
            SignIn.activity_id == self._activity_id, among(SignIn.person_id), SignIn.archived_at.is_(None)
        )
        return set(self._write.session.scalars(wanted, {"ids": list(people)}))

    def _again(self, place: int, there: Registration) -> None:
        """Who had cancelled registers anew, behind those who came meanwhile."""
        self._ids[place] = there.id
        row = {"status": RegistrationStatus.REGISTERED, "registered_at": self._write.log.at, "channel": self._channel}
        told = {"told": True} if self._told else {}
        self._write.update(Registration, [{"id": there.id, **row, **told}])

    def _insert(self, places: Sequence[int], people: Mapping[int, int]) -> None:
        if not places:
            return
        about = self._about([people[place] for place in places])
        rows = [self._row(self._entries[place], about[people[place]]) for place in places]
        self._ids |= dict(zip(places, self._write.insert(Registration, rows), strict=True))
        bringers = {place: self._of(self._entries[place].brought_by) for place in places}
        brought = [{"id": self._ids[place], "brought_by_id": by} for place, by in bringers.items() if by is not None]
        self._write.update(Registration, brought)

    def _about(self, ids: Sequence[int]) -> dict[int, Person]:
        wanted = select(Person).where(among(Person.id))
        return {one.id: one for one in self._write.session.scalars(wanted, {"ids": list(ids)})}

    def _row(self, entry: Entry, person: Person) -> dict[str, Any]:
        """A registration with what holds of the person on this day."""
        enterprise = (
            entry.enterprise_id or person.enterprise_id or self._firm(entry.unit_name or person.unit_name or "")
        )
        return {
            "activity_id": self._activity_id,
            "person_id": person.id,
            "unit_name": clean(entry.unit_name)[:100] or person.unit_name or self._name_of(enterprise),
            "party_member": is_member(person) if entry.party_member is None else entry.party_member,
            "status": RegistrationStatus.REGISTERED,
            "channel": self._channel,
            "registered_at": self._write.log.at,
            "enterprise_id": enterprise,
            "brought_by_id": entry.registration,
            "told": True if self._told and _for_oneself(entry) else None,
            "remark": entry.remark or None,
        }

    def _of(self, place: int | None) -> int | None:
        """The registration of another entry; None for none, and for one that was refused."""
        return None if place is None else self._ids.get(place) or self._already.get(place)

    def _name_of(self, enterprise: int | None) -> str | None:
        if enterprise is None:
            return None
        return self._write.session.scalar(select(Enterprise.name).where(Enterprise.id == enterprise))

    def _answers(self) -> None:
        rows = [
            {"registration_id": row_id, "question_id": question, "value": value.strip()}
            for place, row_id in self._ids.items()
            for question, value in self._entries[place].answers.items()
            if value.strip()
        ]
        known = select(Answer.registration_id, Answer.question_id).where(
            among(Answer.registration_id), Answer.archived_at.is_(None)
        )
        there = set(self._write.session.execute(known, {"ids": list(self._ids.values())})) if rows else set()
        fresh = [row for row in rows if (row["registration_id"], row["question_id"]) not in there]
        if fresh:
            self._write.insert(Answer, fresh)


def is_member(person: Person) -> bool:
    """Whether a person counts as a member of the Party: by role, political status or membership."""
    return MEMBER in (person.roles or ()) or person.political_status in _MEMBERS or person.organisation_id is not None


def note_consent(write: Write, people: Sequence[int]) -> None:
    """Keep a consent for each of these people who has none in force (PIPL art. 13, 14)."""
    agreed = select(Consent.person_id).where(
        among(Consent.person_id), Consent.withdrawn_on.is_(None), Consent.archived_at.is_(None)
    )
    there = set(write.session.scalars(agreed, {"ids": list(people)}))
    day = write.log.at.astimezone(SHANGHAI).date()
    values = {"given_on": day, "form": "口头·经办人记", "basis": "本人同意", "scope": _("活动报名")}
    fresh = [{"person_id": one, **values} for one in dict.fromkeys(people) if one not in there]
    if fresh:
        write.insert(Consent, fresh)


def companion_name(bringer: str, number: int) -> str:
    """What somebody is called of whom only is known who brings them: 王芳同行 1."""
    if not fold_name(bringer):
        raise UserError(_("没有姓名"))
    return _("{name}同行 {number}").format(name=bringer, number=number)


def _bringer(entries: Sequence[Entry], entry: Entry) -> int | None:
    """The person of the same list who brings this one, where the station knows that person."""
    return None if entry.brought_by is None else entries[entry.brought_by].person_id


def _for_oneself(entry: Entry) -> bool:
    """Whether somebody was spoken to in person: who is brought along was told nothing, and agreed to nothing."""
    return entry.brought_by is None and entry.registration is None


def _became(status: str) -> Became:
    return Became.WAITING if status == RegistrationStatus.WAITING else Became.REGISTERED

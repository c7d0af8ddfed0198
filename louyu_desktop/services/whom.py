"""Who in the station a pasted line may mean, and how sure that is.

Sure is only a name as it stands, with a phone, its tail, the unit or an earlier part of the same series that fits,
nothing that does not, and nobody else of that name as likely.  A bare name is never sure: in a station of 100,000 a
stranger has the name of somebody known too often.  What sounds alike is never sure either.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, bindparam, select
from sqlalchemy.orm import Session

from louyu_desktop.models import Activity, Person, Registration
from louyu_desktop.rules.attendance import RegistrationStatus
from louyu_desktop.rules.mentions import Mention
from louyu_desktop.rules.name_gather import alike
from louyu_desktop.rules.name_parts import surname_of
from louyu_desktop.rules.names import fold_name, split_name
from louyu_desktop.rules.pinyin import readings, sort_key, syllables
from louyu_desktop.rules.roles import Role, sees
from louyu_desktop.rules.simplified import simplified
from louyu_desktop.rules.sounds import same_sound
from louyu_desktop.services.proposals import NAME_ALONE, Certainty, Likely, Proposal
from louyu_desktop.services.references import ENTITIES, among
from louyu_desktop.text import N_, _

_MOST = 5
_SCANNED = 400
"""People looked at for one sound, or one surname of a nickname, at most."""

_AT_LEAST = 50
_SURE = 90
_RANGES = 8

PHONE, TAIL, UNIT, SERIES = N_("姓名和手机都对"), N_("姓名和尾号都对"), N_("姓名和单位都对"), N_("参加过同一系列")
SAME_PHONE = N_("手机一样，姓名不同")
OTHER_PHONE = N_("姓名单位都对，手机不同")
OTHER_TAIL = N_("姓名对，尾号不同")
ONLY_NAME = N_("只有姓名相同")
OTHER_UNIT = N_("姓名相同，单位不同")
SOUND = N_("读音相同")
CALLED = N_("同姓，单位对")
"""Why somebody may be meant, as it is shown."""


class _One(NamedTuple):
    """What is read of somebody."""

    id: int
    name: str
    name_key: str | None
    unit_name: str | None
    mobile: str | None


@dataclass(frozen=True, slots=True)
class _Chance:
    """Somebody who may be meant, how likely, and why."""

    one: _One
    weight: int
    why: str


@cache
def _wanted() -> Select[int, str, str | None, str | None, str | None]:
    """What is read of people who are not in the bin; built once, that takes longer than the question."""
    wanted = select(Person.id, Person.name, Person.name_key, Person.unit_name, Person.mobile)
    return wanted.where(Person.archived_at.is_(None))


@cache
def _in_order() -> Select[int, str, str | None, str | None, str | None]:
    between = Person.name_sort.between(bindparam("first"), bindparam("last"))
    return _wanted().where(between).limit(bindparam("most"))


class Station:
    """The people of a station as far as one list asks for them, looked up in a few questions for all its lines."""

    def __init__(self, session: Session, role: Role, activity_id: int) -> None:
        self._session, self._activity_id = session, activity_id
        self._digits = 4 if sees(role, ENTITIES["people"].field("mobile")) else 2
        self._named: dict[str, list[_One]] = defaultdict(list)
        self._phoned: dict[str, list[_One]] = defaultdict(list)
        self._regulars: frozenset[int] = frozenset()
        self._standing: dict[int, str] = {}

    def propose(self, mentions: Sequence[Mention]) -> tuple[Proposal, ...]:
        """A proposal for each line, and for whom it brings by name; nobody is surely meant twice."""
        brought = [Mention(one.line, one.source, name, one.unit) for one in mentions for name in one.companions if name]
        found = self._proposed([*mentions, *brought])
        named = iter(found[len(mentions) :])
        return tuple(
            replace(one, brought=tuple(next(named).person_id if name else None for name in one.mention.companions))
            for one in found[: len(mentions)]
        )

    def _proposed(self, mentions: Sequence[Mention]) -> list[Proposal]:
        self._look_up(mentions)
        chances = [self._chances(mention) for mention in mentions]
        self._standing = self._registered({chance.one.id for found in chances for chance in found})
        proposals = [self._proposal(mention, found) for mention, found in zip(mentions, chances, strict=True)]
        times = Counter(one.person_id for one in proposals if one.person_id is not None)
        names = Counter(fold_name(one.mention.name) for one in proposals)
        return [_alone(one, times, names) for one in proposals]

    # -- questions to the file -----------------------------------------------------------------

    def _look_up(self, mentions: Sequence[Mention]) -> None:
        keys = {key for mention in mentions for key in _keys(mention.name)}
        for one in self._people(among(Person.name_key, keys)):
            self._named[one.name_key or ""].append(one)
        phones = {mention.mobile for mention in mentions} - {""}
        for one in self._people(among(Person.mobile, phones)) if phones else ():
            self._phoned[one.mobile or ""].append(one)
        self._regulars = self._in_series({one.id for same in self._named.values() for one in same})

    def _people(self, condition: ColumnElement[bool]) -> Iterator[_One]:
        return map(_One._make, self._session.execute(_wanted().where(condition)))

    def _ordered(self, first: str, last: str, limit: int) -> Iterator[_One]:
        """People whose names stand between two places of the order by pinyin."""
        given = {"first": first, "last": last, "most": limit}
        return map(_One._make, self._session.execute(_in_order(), given))

    def _in_series(self, people: Collection[int]) -> frozenset[int]:
        """Those who registered for another activity of the same series."""
        series = self._session.scalar(select(Activity.series_id).where(Activity.id == self._activity_id))
        if series is None or not people:
            return frozenset()
        came = select(Registration.person_id).join(Activity, Activity.id == Registration.activity_id)
        came = came.where(Activity.series_id == series, Activity.id != self._activity_id)
        came = came.where(Registration.archived_at.is_(None), among(Registration.person_id, people))
        return frozenset(self._session.scalars(came.where(Registration.status != RegistrationStatus.CANCELLED.value)))

    def _registered(self, people: Collection[int]) -> dict[int, str]:
        """How people stand in the activity already."""
        wanted = select(Registration.person_id, Registration.status).where(Registration.archived_at.is_(None))
        wanted = wanted.where(Registration.activity_id == self._activity_id, among(Registration.person_id, people))
        return dict(self._session.execute(wanted).all())

    def _sounding(self, name: str) -> Iterator[_One]:
        """People whose names are read alike, found by the order of names: surname, then the next syllable."""
        surname, given = split_name(simplified(name))
        wanted = readings(name, person=True)
        if not given or not wanted:
            return
        following = set(next(iter(syllables(given)), ()))
        for other in same_sound(surname)[:_RANGES]:
            for syllable in sorted(following)[:2]:
                start = f"{sort_key(other, person=True)}~{syllable.replace('v', 'u:')}"
                near = self._ordered(f"{start}1", f"{start}6", _SCANNED)
                yield from (one for one in near if wanted & readings(one.name, person=True))

    def _called(self, mention: Mention) -> Iterator[_One]:
        """People with the surname of a nickname and the unit beside it."""
        surname = surname_of(mention.name)
        if not surname or not mention.unit:
            return
        start = sort_key(surname, person=True)
        near = self._ordered(f"{start}~", f"{start}\uffff", _SCANNED * 20)
        yield from (one for one in near if one.unit_name and alike(one.unit_name, mention.unit))

    # -- what follows --------------------------------------------------------------------------

    def _chances(self, mention: Mention) -> list[_Chance]:
        """Everybody who may be meant, the likeliest first."""
        found = {}
        for one in (one for key in _keys(mention.name) for one in self._named.get(key, ())):
            found[one.id] = self._weighed(mention, one)
        for one in self._phoned.get(mention.mobile, ()) if mention.mobile else ():
            found.setdefault(one.id, _Chance(one, 80, SAME_PHONE))
        if mention.nickname:
            for one in self._called(mention):
                found.setdefault(one.id, _Chance(one, 60, CALLED))
        elif max((chance.weight for chance in found.values()), default=0) < _AT_LEAST:
            for one in self._sounding(mention.name):
                found.setdefault(one.id, _heard(mention, one))
        return sorted(found.values(), key=lambda chance: (-chance.weight, chance.one.id))

    def _weighed(self, mention: Mention, one: _One) -> _Chance:
        """How likely somebody with that very name is meant."""
        unit = _fits(mention.unit, one.unit_name)
        if mention.mobile and one.mobile:
            if mention.mobile == one.mobile:
                return _Chance(one, 99, PHONE)
            return _Chance(one, 60 if unit else 30, OTHER_PHONE if unit else OTHER_UNIT)
        if mention.tail and one.mobile:
            if one.mobile.endswith(mention.tail):
                return _Chance(one, 97 if unit is not False else 70, TAIL)
            return _Chance(one, 40, OTHER_TAIL)
        if unit:
            return _Chance(one, 95, UNIT)
        if unit is False:
            return _Chance(one, 55 if one.id in self._regulars else 35, OTHER_UNIT)
        return _Chance(one, 91, SERIES) if one.id in self._regulars else _Chance(one, NAME_ALONE, ONLY_NAME)

    def _proposal(self, mention: Mention, chances: Sequence[_Chance]) -> Proposal:
        likely = tuple(self._likely(chance) for chance in chances[:_MOST])
        best = chances[0] if chances else None
        if mention.nickname:
            return Proposal(mention, Certainty.DOUBTFUL, None, best.weight if best else 0, _("只写了称呼"), likely)
        if best is None or best.weight < _AT_LEAST:
            why = _("站里没有叫这个名字的") if best is None else _(best.why)
            return Proposal(mention, Certainty.NEW, None, 100 - (best.weight if best else 0), why, likely)
        if best.weight >= _SURE and not _rival(best, chances[1:]):
            status = self._standing.get(best.one.id, "")
            return Proposal(mention, Certainty.SURE, best.one.id, best.weight, _(best.why), likely, status)
        return Proposal(mention, Certainty.DOUBTFUL, None, min(best.weight, _SURE - 1), _doubt(chances), likely)

    def _likely(self, chance: _Chance) -> Likely:
        one = chance.one
        tail = (one.mobile or "")[-self._digits :]
        return Likely(one.id, one.name, one.unit_name or "", tail, _(chance.why), self._standing.get(one.id, ""))


def _alone(one: Proposal, times: Mapping[int, int], names: Mapping[str, int]) -> Proposal:
    """A proposal as it stands, or a doubtful one where another line may mean the same person."""
    if one.person_id is not None and times[one.person_id] > 1:
        return replace(one, certainty=Certainty.DOUBTFUL, person_id=None, why=_("两行都像是这个人"))
    bare = not (one.mention.unit or one.mention.mobile or one.mention.tail)
    if bare and one.certainty is Certainty.NEW and names[fold_name(one.mention.name)] > 1:
        return replace(one, certainty=Certainty.DOUBTFUL, why=_("名单上还有一行同名"))
    return one


def _keys(name: str) -> tuple[str, ...]:
    """The folded names by which somebody may be kept."""
    return tuple(dict.fromkeys((fold_name(name), fold_name(simplified(name)))))


def _fits(written: str, kept: str | None) -> bool | None:
    """Whether two units are one; None where either is not known."""
    return alike(written, kept) if written and kept else None


def _heard(mention: Mention, one: _One) -> _Chance:
    """Somebody whose name is read alike: asked about when something else fits, else only shown."""
    tail = mention.mobile[-4:] or mention.tail
    beside = bool(_fits(mention.unit, one.unit_name) or (tail and (one.mobile or "").endswith(tail)))
    return _Chance(one, 65 if beside else 20, SOUND)


def _rival(best: _Chance, others: Sequence[_Chance]) -> bool:
    """Whether somebody else is meant nearly as likely: a phone outweighs all, a unit those of another unit."""
    if best.why == PHONE:
        return any(chance.why == PHONE for chance in others)
    return any(chance.weight >= 70 for chance in others)


def _doubt(chances: Sequence[_Chance]) -> str:
    """Why somebody has to look."""
    alike_ones = [chance for chance in chances if chance.weight >= 70]
    if len(alike_ones) > 1:
        return _("像的有 {count} 人").format(count=len(alike_ones))
    return _(chances[0].why)

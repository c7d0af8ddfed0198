"""Registering for activities: who has a place, who waits, who is asked, and what they answered (FIELD.md 2.7, 4.5).

That no more places are given than there are, and that the waiting list moves up, is kept by the write itself
(`storage.places_given`), whatever wrote.  Here entries become people and registrations.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from louyu_desktop.errors import NotPermittedError, UserError
from louyu_desktop.models import Activity, Answer, Question, Registration
from louyu_desktop.rules.attendance import RegistrationStatus
from louyu_desktop.rules.roles import sees, sees_kind
from louyu_desktop.services import registering_rows as rows_of
from louyu_desktop.services.references import ENTITIES, role_of
from louyu_desktop.services.registering_copies import (
    Asked,
    Cancelled,
    Candidate,
    Entry,
    Listed,
    Places,
    RegisterOutcome,
)
from louyu_desktop.services.registering_entries import Entering, note_consent
from louyu_desktop.services.rights import OF_ROLE, Right
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.write import Write
from louyu_desktop.text import _


class Registering:
    """What can be done with the registrations of an activity; each method that writes is one operation."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # -- what there is -------------------------------------------------------------------------

    def places(self, activity_id: int, now: dt.datetime | None = None) -> Places:
        """How the places of an activity stand; UserError when it is gone."""
        with self._database.read() as session:
            return rows_of.places(session, activity_id, now or _now())

    def listed(self, activity_id: int, *statuses: RegistrationStatus) -> tuple[Listed, ...]:
        """Registrations of an activity (of some states): who waits in the order of the list, others as they came."""
        with self._database.read() as session:
            return rows_of.listed(session, activity_id, statuses, self._role)

    def candidates(
        self,
        activity_id: int,
        *,
        enterprise_id: int | None = None,
        organisation_id: int | None = None,
        text: str = "",
        limit: int = 500,
    ) -> tuple[Candidate, ...]:
        """People who may be picked: of an enterprise, of a Party organisation (with those below it), or by a text.

        Who is registered already is among them, marked.  NotPermittedError for a role that may not know who belongs
        to an organisation.
        """
        if organisation_id is not None and not sees_kind(self._role, ENTITIES["memberships"]):
            raise NotPermittedError(_("谁在哪个党组织，您这个角色看不到。请按企业或姓名选人"))
        with self._database.read() as session:
            chosen = rows_of.Chosen(enterprise_id, organisation_id, text, limit)
            return rows_of.candidates(session, activity_id, chosen, self._role)

    def questions(self, activity_id: int) -> tuple[Asked, ...]:
        """What an activity asks, in its order."""
        with self._database.read() as session:
            return rows_of.questions(session, activity_id)

    def answers(self, registration_ids: Sequence[int]) -> Mapping[int, Mapping[int, str]]:
        """What was answered, by registration and question; nothing for a role that may not see answers."""
        if not sees_kind(self._role, ENTITIES["answers"]) or not sees(self._role, ENTITIES["answers"].field("value")):
            return {}
        with self._database.read() as session:
            return rows_of.answers(session, registration_ids)

    # -- registering ---------------------------------------------------------------------------

    def register(
        self,
        activity_id: int,
        entries: Sequence[Entry],
        *,
        channel: str = "到站",
        told: bool = False,
        late: bool = False,
        now: dt.datetime | None = None,
    ) -> RegisterOutcome:
        """Register everybody of a list in one operation; who finds no place waits, in the order of the list.

        `told`: they were told what is kept of them and agreed, which becomes a consent where none is in force.
        `late`: after the deadline all the same, which takes the right to work with activities (NotPermittedError).
        UserError when nobody can be registered at all (cancelled, archived, gone).
        """
        if late and Right.WORK not in OF_ROLE[self._role]:
            raise NotPermittedError(_("报名已经截止。要补报，请找工作人员办理"))
        with self._database.read() as session:
            places = rows_of.places(session, activity_id, now or _now())
        if places.why_closed:
            raise UserError(places.why_closed)
        if places.why_late and not late:
            return rows_of.all_refused(activity_id, entries, places.why_late)
        label = _("报名：{title}，{count} 人").format(title=places.title, count=len(entries))
        with self._database.write(label) as write:
            entering = Entering(write, activity_id, channel=channel, told=told)
            entering.run(entries)
        with self._database.read() as session:
            return entering.outcome(session)

    def pick(
        self,
        activity_id: int,
        people: Sequence[int] = (),
        *,
        enterprise_id: int | None = None,
        organisation_id: int | None = None,
        channel: str = "单位代报",
        told: bool = False,
        late: bool = False,
        now: dt.datetime | None = None,
    ) -> RegisterOutcome:
        """Register the people picked, or all of an enterprise or a Party organisation; as `register` otherwise."""
        chosen = list(people)
        if enterprise_id is not None or organisation_id is not None:
            found = self.candidates(
                activity_id, enterprise_id=enterprise_id, organisation_id=organisation_id, limit=100_000
            )
            chosen += [one.person_id for one in found]
        entries = [Entry(person_id) for person_id in dict.fromkeys(chosen)]
        return self.register(activity_id, entries, channel=channel, told=told, late=late, now=now)

    # -- afterwards ----------------------------------------------------------------------------

    def cancel(self, ids: Sequence[int], reason: str = "", *, companions: bool = True) -> Cancelled:
        """Cancel registrations, with whom they bring; the places go to those who wait longest.

        UserError for one who has signed in.
        """
        with self._database.read() as session:
            every = rows_of.with_companions(session, ids) if companions else list(ids)
            label = rows_of.label(session, _("取消报名"), every)
            before = rows_of.waiting_beside(session, every)
        with self._database.write(label) as write:
            found = _open(write, every)
            write.update(Registration, [{"id": one.id, **_gone(one, reason)} for one in found])
        return Cancelled(len(found), self._moved(before))

    def accept(self, registration_id: int) -> None:
        """Who was offered a place takes it; UserError when the offer has run out meanwhile."""
        with self._database.read() as session:
            label = rows_of.label(session, _("候补答复：来"), [registration_id])
        with self._database.write(label) as write:
            one = _offered(write.session, registration_id)
            taken = {"status": RegistrationStatus.REGISTERED, "queue_number": None, "offered_until": None}
            write.update(Registration, [{"id": one.id, **taken}])

    def decline(self, registration_id: int, reason: str = "") -> Cancelled:
        """Who was offered a place does not come: the next one is asked."""
        with self._database.read() as session:
            _offered(session, registration_id)
        return self.cancel([registration_id], reason or _("轮到候补，本人不来"), companions=False)

    def expire_offers(self, now: dt.datetime | None = None) -> int:
        """Offers whose time is over go to the next who waits, their people to the end of the list; how many."""
        moment = now or _now()
        with self._database.read() as session:
            if not rows_of.run_out(session, moment):
                return 0
        with self._database.write(_("候补到期，顺延给下一位"), lasting=True) as write:
            ids = rows_of.run_out(write.session, moment)
            back = {"status": RegistrationStatus.WAITING, "queue_number": None, "offered_until": None}
            write.update(Registration, [{"id": row_id, **back} for row_id in ids])
        return len(ids)

    def tell(self, ids: Sequence[int]) -> None:
        """Note that these people were told and agreed; a consent is kept for each who has none in force."""
        with self._database.read() as session:
            label = rows_of.label(session, _("已告知并同意"), ids)
        with self._database.write(label) as write:
            found = write.session.execute(select(Registration).where(Registration.id.in_(ids))).scalars().all()
            write.update(Registration, [{"id": one.id, "told": True} for one in found])
            note_consent(write, [one.person_id for one in found])

    # -- questions -----------------------------------------------------------------------------

    def ask(self, activity_id: int, asked: Sequence[Asked]) -> None:
        """What an activity asks from now on, in this order; questions left out go into the bin with their answers.

        UserError for one without text, or a choice without options.
        """
        rows_of.refuse_bad_questions(asked)
        with self._database.write(_("报名问题")) as write:
            there = select(Question.id).where(Question.activity_id == activity_id, Question.archived_at.is_(None))
            kept = {one.id for one in asked if one.id}
            write.archive(Question, [one for one in write.session.scalars(there).all() if one not in kept])
            for position, one in enumerate(asked):
                row = rows_of.question_row(one, position)
                if one.id:
                    write.update(Question, [{"id": one.id, **row}])
                else:
                    write.insert(Question, [{"activity_id": activity_id, **row}])

    def answer(self, registration_id: int, given: Mapping[int, str]) -> None:
        """Keep what one answered, by question; blank takes an answer back."""
        with self._database.read() as session:
            label = rows_of.label(session, _("报名回答"), [registration_id])
        with self._database.write(label) as write:
            mine = select(Answer).where(Answer.registration_id == registration_id, Answer.archived_at.is_(None))
            there = {one.question_id: one.id for one in write.session.scalars(mine).all()}
            for question_id, value in given.items():
                row: dict[str, Any] = {"value": value.strip() or None}
                if question_id in there:
                    write.update(Answer, [{"id": there[question_id], **row}])
                elif row["value"]:
                    write.insert(Answer, [{"registration_id": registration_id, "question_id": question_id, **row}])

    # -- inside --------------------------------------------------------------------------------

    @property
    def _role(self) -> Any:
        return role_of(self._database)

    def _moved(self, before: Mapping[int, int]) -> tuple[Listed, ...]:
        """Those of who waited `before` (activity by registration) that have or are offered a place now."""
        with self._database.read() as session:
            found = []
            for activity_id in dict.fromkeys(before.values()):
                up = (RegistrationStatus.REGISTERED, RegistrationStatus.OFFERED)
                lines = rows_of.listed(session, activity_id, up, self._role)
                found += [line for line in lines if line.registration_id in before]
        return tuple(found)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _open(write: Write, ids: Sequence[int]) -> list[Registration]:
    """The registrations that can be cancelled; UserError for one who has come."""
    found = list(write.session.scalars(select(Registration).where(Registration.id.in_(ids))).all())
    if any(one.status == RegistrationStatus.SIGNED_IN for one in found):
        raise UserError(_("里面有已经签到的人。请先撤销签到，再取消报名"))
    return [one for one in found if one.status in rows_of.OPEN and one.archived_at is None]


def _gone(one: Registration, reason: str) -> dict[str, Any]:
    """What a cancellation sets; the reason stands in the remark, below what stood there."""
    words = _("取消：{reason}").format(reason=reason.strip()) if reason.strip() else ""
    remark = "\n".join(filter(None, (one.remark, words))) or None
    return {"status": RegistrationStatus.CANCELLED, "queue_number": None, "offered_until": None, "remark": remark}


def _offered(session: Session, registration_id: int) -> Registration:
    found = session.get(Registration, registration_id)
    if found is None or found.status != RegistrationStatus.OFFERED:
        raise UserError(_("这个名额已经不在等答复了：可能到时限让给了下一位。请看看候补名单"))
    activity = session.get(Activity, found.activity_id)
    if activity is None:
        raise UserError(_("这场活动已经不在了"))
    return found

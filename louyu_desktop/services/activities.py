"""The life of an activity: its states, whom to tell, clones and templates, what is to be prepared (FIELD.md 2.7)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import Session

from louyu_desktop.errors import UserError
from louyu_desktop.models import Activity, Preparation, Registration, SignIn
from louyu_desktop.rules import lifecycle
from louyu_desktop.rules.attendance import RegistrationStatus
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.lifecycle import STEPS, Action, State
from louyu_desktop.rules.topics import Topic
from louyu_desktop.services import templates
from louyu_desktop.services.planned import CopiedPart, Offered, Preparing, Scope, SeriesEdited, Told
from louyu_desktop.services.references import role_of
from louyu_desktop.services.room_rules import keep_rules
from louyu_desktop.services.series_edit import moved
from louyu_desktop.services.told import people_to_tell, told_of
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.planning import live_activity
from louyu_desktop.storage.write import Write
from louyu_desktop.text import _

_RUN_BY_TIME = (State.PLANNED, State.OPEN, State.CLOSED, State.RUNNING, State.TO_SUM_UP)


class Activities:
    """What can be done with an activity besides typing its fields; each method is one operation."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # -- states --------------------------------------------------------------------------------

    def actions(self, activity_id: int, now: dt.datetime) -> tuple[Offered, ...]:
        """What can be done in the state the activity is in at `now`, what leads on first; with why not."""
        with self._database.read() as session:
            activity = live_activity(session, activity_id)
            state = _state(activity, now)
            steps = [step for step in STEPS.values() if state in step.sources]
            return tuple(
                Offered(
                    step.action, _(step.label), _why_not(activity, step.action, state, now), step.asks_reason,
                    step.asks_time, step.action is lifecycle.ahead(state),
                )
                for step in sorted(steps, key=lambda step: step.action is not lifecycle.ahead(state))
            )  # fmt: skip

    def act(
        self, activity_id: int, action: Action, *, now: dt.datetime, reason: str = "",
        starts_at: dt.datetime | None = None, ends_at: dt.datetime | None = None,
    ) -> Told:  # fmt: skip
        """Take a step; gives whom to tell about it.

        To postpone and to cancel take a reason, 定新时间 a time to come; UserError says what is missing.
        """
        step = STEPS[action]
        with self._database.read() as session:
            activity = live_activity(session, activity_id)
            _refuse(activity, action, now, reason, starts_at)
            label = _("{action}：{title}").format(action=_(step.label).rstrip("…"), title=activity.title)
        with self._database.write(label) as write:
            activity = live_activity(write.session, activity_id)
            _refuse(activity, action, now, reason, starts_at)
            values: dict[str, Any] = {"status": step.to.value, "status_reason": reason.strip() or None}
            if action is Action.RESUME and starts_at is not None:
                values |= _again(activity, starts_at, ends_at)
            if action is Action.ARCHIVE:
                values["wrapped_up_on"] = activity.wrapped_up_on or now.astimezone(SHANGHAI).date()
            write.update(Activity, [{"id": activity_id, **values}])
            if action in {Action.RESUME, Action.REVIVE}:
                keep_rules(self._database, write, [activity_id])
            if action is Action.END or (action is Action.ARCHIVE and activity.count_mode in (None, "签到")):
                _mark_absent(write, [activity_id], only_with_sign_ins=action is Action.END)
        return self.told(activity_id)

    def advance(self, now: dt.datetime) -> int:
        """Write what time has done to activities by `now`, passed by undo; gives how many changed."""
        with self._database.read() as session:
            if not _due(session, now):
                return 0
        with self._database.write(_("活动状态随时间更新"), lasting=True) as write:
            due = _due(write.session, now)
            write.update(Activity, [{"id": key, "status": state.value} for key, state in due])
            _mark_absent(write, [key for key, state in due if state is State.TO_SUM_UP])
            return len(due)

    # -- whom to tell --------------------------------------------------------------------------

    def told(self, activity_id: int) -> Told:
        """Everyone who means to come to an activity, and who has to do with it; phones masked."""
        with self._database.read() as session:
            return told_of(session, role_of(self._database), live_activity(session, activity_id))

    def phones(self, activity_id: int) -> dict[int, str]:
        """The whole phones of those to be told, by person; that they were shown goes into the log."""
        with self._database.read() as session:
            title = live_activity(session, activity_id).title
            phones = {row[0]: row[2] for row in people_to_tell(session, [activity_id]) if row[2]}
        label = _("显示要通知的 {count} 人的电话：{title}").format(count=len(phones), title=title)
        with self._database.write(label) as write:
            write.event("activities", activity_id, label, Topic.REVEAL)
        return phones

    # -- other times ---------------------------------------------------------------------------

    def move(
        self, activity_id: int, starts_at: dt.datetime, ends_at: dt.datetime | None = None, *,
        now: dt.datetime, scope: Scope = Scope.THIS,
    ) -> SeriesEdited:  # fmt: skip
        """Move an activity, or it and others of its series; without `ends_at` it keeps its length.

        Its deadline goes with it.  UserError when it has begun, or somebody has the room then: nothing moves.
        """
        return moved(self._database, activity_id, starts_at, ends_at, now, scope)

    # -- others like it ------------------------------------------------------------------------

    def clone(
        self, activity_id: int, starts_at: dt.datetime, parts: Collection[CopiedPart] = (), *, title: str = ""
    ) -> int:
        """A new activity like another one, at another time and with the parts chosen; gives its id."""
        return templates.clone(self._database, activity_id, starts_at, frozenset(parts), title)

    def from_template(self, template_id: int, starts_at: dt.datetime, *, title: str = "") -> int:
        """A new activity out of a template with its preparations and questions; gives its id."""
        return templates.from_template(self._database, template_id, starts_at, title)

    def save_as_template(self, activity_id: int, name: str, parts: Collection[CopiedPart] = ()) -> int:
        """A template of an activity with the parts chosen; one of the same name is replaced. Gives its id."""
        return templates.save_as_template(self._database, activity_id, name, frozenset(parts))

    # -- what is to be prepared ----------------------------------------------------------------

    def preparations(self, activity_id: int, today: dt.date) -> tuple[Preparing, ...]:
        """What is to be done before an activity, by its day."""
        with self._database.read() as session:
            rows = session.scalars(
                select(Preparation)
                .where(Preparation.activity_id == activity_id, Preparation.archived_at.is_(None))
                .order_by(Preparation.due_on, Preparation.id)
            ).all()
            return tuple(
                Preparing(
                    row.id, row.what, row.owner or "", row.days_before, row.due_on, row.done_on,
                    row.done_on is None and row.due_on is not None and row.due_on < today,
                )
                for row in rows
            )  # fmt: skip

    def tick(self, preparation_id: int, day: dt.date | None) -> None:
        """Tick a preparation off on `day`, or, with None, not after all."""
        with self._database.read() as session:
            row = session.get(Preparation, preparation_id)
            if row is None or row.archived_at is not None:
                raise UserError(_("这件筹备事项已经不在了"))
            label = (_("办好：{what}") if day else _("还没办好：{what}")).format(what=row.what)
        with self._database.write(label) as write:
            write.update(Preparation, [{"id": preparation_id, "done_on": day}])


def _state(activity: Activity, now: dt.datetime) -> State:
    return lifecycle.status_at(
        activity.status, activity.starts_at, activity.ends_at, activity.registration_deadline, now
    )


def _why_not(activity: Activity, action: Action, state: State, now: dt.datetime) -> str:
    words = lifecycle.why_not(
        action, state, activity.starts_at, now, summed_up=bool((activity.summary or "").strip()),
        deadline=activity.registration_deadline,
    )  # fmt: skip
    return _(words) if words else ""


def _refuse(
    activity: Activity, action: Action, now: dt.datetime, reason: str, starts_at: dt.datetime | None
) -> None:
    step = STEPS[action]
    words = _why_not(activity, action, _state(activity, now), now)
    if words:
        raise UserError(words)
    if step.asks_reason and not reason.strip():
        raise UserError(_("请写原因：通知大家时用得上"), field="status_reason")
    if step.asks_time and (starts_at is None or starts_at <= now):
        raise UserError(_("请填新的开始时间，要在现在之后"), field="starts_at")


def _again(activity: Activity, starts_at: dt.datetime, ends_at: dt.datetime | None) -> dict[str, Any]:
    """Another time for what was postponed; who has registered stays registered."""
    length = lifecycle.end_of(activity.starts_at, activity.ends_at) - activity.starts_at
    deadline = activity.registration_deadline
    return {
        "starts_at": starts_at,
        "ends_at": ends_at or starts_at + length,
        "registration_deadline": deadline + (starts_at - activity.starts_at) if deadline else None,
        "status": (State.OPEN if activity.registered_count else State.PLANNED).value,
        "detached": True if activity.series_id else None,
    }


def _due(session: Session, now: dt.datetime) -> list[tuple[int, State]]:
    """Activities whose stored state is behind the clock, with what it should be."""
    rows = session.execute(
        select(
            Activity.id, Activity.status, Activity.starts_at, Activity.ends_at, Activity.registration_deadline
        )
        .where(Activity.archived_at.is_(None), Activity.status.in_([state.value for state in _RUN_BY_TIME]))
        .where(
            or_(
                Activity.starts_at <= now,
                and_(Activity.status == State.OPEN.value, Activity.registration_deadline <= now),
                Activity.ends_at <= now,
                Activity.starts_at > now + lifecycle.AHEAD,
            )
        )
    ).all()
    found_states = [(row[0], row[1], lifecycle.status_at(*row[1:], now)) for row in rows]
    return [(key, state) for key, stored, state in found_states if state.value != stored]


def _mark_absent(write: Write, ids: Collection[int], *, only_with_sign_ins: bool = True) -> None:
    """Who was registered and did not sign in is absent; where nobody signed in, nobody has counted yet.

    A sign-in may have been written without its registration, by a file or a form: who has one has come.
    """
    came = select(SignIn.activity_id).where(SignIn.activity_id.in_(ids), SignIn.archived_at.is_(None))
    there = exists().where(
        SignIn.activity_id == Registration.activity_id, SignIn.person_id == Registration.person_id,
        SignIn.archived_at.is_(None),
    )  # fmt: skip
    wanted = select(Registration.id, there).where(
        Registration.activity_id.in_(ids), Registration.archived_at.is_(None),
        Registration.status.in_((RegistrationStatus.REGISTERED, RegistrationStatus.OFFERED)),
    )  # fmt: skip
    if only_with_sign_ins:
        wanted = wanted.where(Registration.activity_id.in_(came))
    rows = write.session.execute(wanted).all()
    states = {True: RegistrationStatus.SIGNED_IN.value, False: RegistrationStatus.ABSENT.value}
    write.update(Registration, [{"id": key, "status": states[bool(came_in)]} for key, came_in in rows])

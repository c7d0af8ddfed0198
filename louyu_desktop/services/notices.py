"""公示: proposed, reviewed, approved, put up, taken down (党务公开条例（试行）第十五条), and the public numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from louyu_desktop.errors import NotPermittedError, UserError
from louyu_desktop.models import Account, PublicNotice
from louyu_desktop.rules import dates, notice_flow
from louyu_desktop.rules.day_words import day_words
from louyu_desktop.rules.notice_flow import STEPS, Action, Asks, Hands, State, Step, seal_of, why_not
from louyu_desktop.rules.public_text import NOBODY, Finding, masked
from louyu_desktop.services.public_figures import figures_of
from louyu_desktop.services.public_words import findings, known_in, refuse, setting, station_name, telephone, told
from louyu_desktop.services.references import role_of
from louyu_desktop.services.wall_copies import Done, Given, Offered, Preview, PublicFigures, Standing
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.days import station_calendar
from louyu_desktop.text import N_, _

_PATH = (State.DRAFT, State.TO_REVIEW, State.TO_APPROVE, State.APPROVED, State.POSTED, State.DOWN)
_LOOKED_AT = (Action.PROPOSE, Action.REVIEW, Action.APPROVE, Action.POST)
_ALTERED = N_("审核以后文字改过了。请退回，再送审一次")


class Notices:
    """What can be done with public notices; each method that writes is one operation."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # -- looking -------------------------------------------------------------------------------

    def standing(self, notice_id: int) -> Standing:
        """Where a notice stands, what may be done next and why not, and what is in its words."""
        role, today = role_of(self._database), dates.today()
        with self._database.read() as session:
            notice = _live(session, notice_id)
            state, found = State(notice.state), _findings(session, notice)
            steps = [one for one in STEPS.values() if one.allows(state, role)]
            offered = tuple(
                Offered(
                    one.action, _(one.label), self._why_not(session, notice, one, found), tuple(one.asks),
                    _begins(session, one, today), place == 0 and one.action is not Action.RETURN,
                )
                for place, one in enumerate(steps)
            )  # fmt: skip
            text = _whole(notice)
            return Standing(
                notice_id, state.value, tuple(one.value for one in _PATH), offered, told(text, found),
                _about(session, notice, today),
            )  # fmt: skip

    def preview(self, notice_id: int) -> Preview:
        """A notice as it goes on the wall; UserError while a number of somebody stands in it."""
        with self._database.read() as session:
            return preview_of(session, notice_id)

    def figures(self, first: dt.date, last: dt.date) -> PublicFigures:
        """The public numbers of a span of days."""
        with self._database.read() as session:
            return figures_of(session, *sorted((first, last)))

    # -- moving --------------------------------------------------------------------------------

    def act(self, notice_id: int, action: Action, given: Given | None = None) -> Done:
        """Take a step; UserError says what is missing or why it cannot be taken, NotPermittedError who has to."""
        given, step = given or Given(), STEPS[action]
        with self._database.read() as session:
            notice = self._ready(session, notice_id, step, given)
            label = _("公示{action}：{title}").format(action=_(step.label), title=notice.title)
        with self._database.write(label) as write:
            notice = self._ready(write.session, notice_id, step, given)
            state = step.after(State(notice.state)).value
            write.update(PublicNotice, [{"id": notice_id, "state": state, **self._values(notice, step, given)}])
            return Done(notice_id, notice.title, state)

    # -- inside --------------------------------------------------------------------------------

    def _ready(self, session: Session, notice_id: int, step: Step, given: Given) -> PublicNotice:
        notice = _live(session, notice_id)
        if State(notice.state) not in step.sources:
            words = {"state": _(notice.state), "action": _(step.label)}
            raise UserError(_("这份公示现在是「{state}」，不能{action}。请看一眼新的状态").format(**words))
        if role_of(self._database) not in step.roles:
            raise NotPermittedError(_("批准公示由站长办"))
        if sentence := why_not(step.action, self._database.actor, _hands(session, notice)):
            raise NotPermittedError(_(sentence))
        if step.action in _LOOKED_AT:
            if not (notice.body or "").strip():
                raise UserError(_("先写好正文，再送审"), field="body")
            known = step.action is not Action.REVIEW or given.address_ok
            refuse(_whole(notice), _findings(session, notice), "body", address_ok=known)
        if step.action in {Action.APPROVE, Action.POST} and notice.seal != _seal(notice):
            raise UserError(_(_ALTERED))
        return notice

    def _why_not(self, session: Session, notice: PublicNotice, step: Step, found: Sequence[Finding]) -> str:
        if words := why_not(step.action, self._database.actor, _hands(session, notice)):
            return _(words)
        if step.action not in _LOOKED_AT:
            return ""
        if not (notice.body or "").strip():
            return _("先写好正文，再送审")
        if any(one.stops for one in found):
            return _("文字里有身份证号或手机号，请先删掉")
        altered = step.action in {Action.APPROVE, Action.POST} and notice.seal != _seal(notice)
        return _(_ALTERED) if altered else ""

    def _values(self, notice: PublicNotice, step: Step, given: Given) -> dict[str, Any]:
        actor, today = self._database.actor, dates.today()
        cleared = {"reviewer_id": None, "reviewed_on": None, "approver_id": None, "approved_on": None, "seal": None}
        match step.action:
            case Action.PROPOSE:
                return {"proposer_id": actor, "state_reason": None, **cleared}
            case Action.REVIEW:
                return {"reviewer_id": actor, "reviewed_on": today, "seal": _seal(notice)}
            case Action.APPROVE:
                return {"approver_id": actor, "approved_on": today}
            case Action.POST:
                return _span(notice, given)
            case Action.TAKE_DOWN:
                return {"until": max(min(notice.until or today, today), notice.posted_on or today)}
        reason = given.state_reason.strip()
        if not reason:
            raise UserError(_("请写原因，改的人用得上"), field=Asks.REASON.value)
        return {"state_reason": reason[:200], **cleared, "posted_on": None, "until": None}


def _span(notice: PublicNotice, given: Given) -> dict[str, Any]:
    if given.posted_on is None:
        raise UserError(_("请填从哪天起公示"), field=Asks.POSTED.value)
    if notice.approved_on is not None and given.posted_on < notice.approved_on:
        raise UserError(_("批准以后才能公示，第一天不能早于批准的那天"), field=Asks.POSTED.value)
    if given.until is None:
        raise UserError(_("请填公示到哪天"), field=Asks.UNTIL.value)
    if given.until < given.posted_on:
        raise UserError(_("公示的最后一天不能早于第一天"), field=Asks.UNTIL.value)
    return {"posted_on": given.posted_on, "until": given.until}


def _live(session: Session, notice_id: int) -> PublicNotice:
    notice = session.get(PublicNotice, notice_id)
    if notice is None or notice.archived_at is not None:
        raise UserError(_("这份公示已经不在了，可能刚被移进了回收站"))
    return notice


def hands_of(session: Session, proposer: int | None, reviewer: int | None) -> Hands:
    """Who did what, and the accounts that could review and approve."""
    rows = session.execute(select(Account.id, Account.role).where(Account.archived_at.is_(None))).all()

    def able(action: Action) -> frozenset[int]:
        return frozenset(key for key, role in rows if role in {one.value for one in STEPS[action].roles})

    return Hands(proposer, reviewer, able(Action.REVIEW), able(Action.APPROVE))


def _hands(session: Session, notice: PublicNotice) -> Hands:
    return hands_of(session, notice.proposer_id, notice.reviewer_id)


def _whole(notice: PublicNotice) -> str:
    return "\n".join((notice.title, notice.body or "", notice.signed_by or ""))


def _findings(session: Session, notice: PublicNotice) -> tuple[Finding, ...]:
    return findings(session, _whole(notice))


def _seal(notice: PublicNotice) -> str:
    return seal_of(notice.title, notice.body, notice.signed_by, named=notice.named)


def _begins(session: Session, step: Step, today: dt.date) -> dict[str, object]:
    if Asks.UNTIL not in step.asks:
        return {}
    days = int(setting(session, "notice_days"))
    until = station_calendar(session).add_workdays(today, days).day
    return {Asks.POSTED.value: today, Asks.UNTIL.value: until}


def _about(session: Session, notice: PublicNotice, today: dt.date) -> str:
    state = State(notice.state)
    names = dict(session.execute(select(Account.id, Account.name)).all())
    who = {one: names.get(key or 0, "") for one, key in (
        ("p", notice.proposer_id), ("r", notice.reviewer_id), ("a", notice.approver_id),
    )}  # fmt: skip
    steps = ((N_("{who}提出"), who["p"]), (N_("{who}审核"), who["r"]), (N_("{who}批准"), who["a"]))
    parts = [_(words).format(who=name) for words, name in steps if name]
    if state is State.RETURNED or (state is State.DRAFT and notice.state_reason):
        parts.append(_("退回：{reason}").format(reason=notice.state_reason or ""))
    if state is State.POSTED and notice.until is not None:
        late = notice.until < today
        day = day_words(notice.until, today)
        parts.append((_("公示期到{day}已满，可以撤下") if late else _("公示到{day}")).format(day=day))
    return "·".join(parts)


def preview_of(session: Session, notice_id: int) -> Preview:
    """The notice with its names masked, unless it must name them; final only with the words that were approved."""
    notice = _live(session, notice_id)
    text = _whole(notice)
    refuse(text, findings(session, text), "body", address_ok=True)
    hidden = NOBODY if notice.named else known_in(session, text)
    final = State(notice.state) in notice_flow.FINAL and notice.seal == _seal(notice)
    first, last = notice.posted_on, notice.until
    day = notice.posted_on or notice.approved_on or notice.proposed_on
    return Preview(
        title=masked(notice.title, hidden),
        paragraphs=tuple(line.strip() for line in masked(notice.body or "", hidden).splitlines() if line.strip()),
        signed=masked(notice.signed_by or "", hidden) or station_name(session),
        day=_("{year} 年 {month} 月 {day} 日").format(year=day.year, month=day.month, day=day.day),
        period=_span_words(first, last) if final and first and last else "",
        telephone=telephone(session),
        number=notice.number or "",
        is_final=final,
    )


def _span_words(first: dt.date, last: dt.date) -> str:
    return f"{first:%Y-%m-%d} – {last:%Y-%m-%d}"

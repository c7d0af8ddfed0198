"""心愿: collected, reviewed, on the wall, claimed, fulfilled, thanked for; moved by the one table (FIELD.md 4.6)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from louyu_desktop.errors import UserError
from louyu_desktop.models import Wish
from louyu_desktop.rules import dates, wish_flow
from louyu_desktop.rules.day_words import day_words
from louyu_desktop.rules.masks import HIDDEN
from louyu_desktop.rules.public_text import Known, look, masked
from louyu_desktop.rules.wish_flow import COLUMNS, STEPS, Action, Asks, State, Step
from louyu_desktop.services import public_words
from louyu_desktop.services.council_copies import TopicDraft
from louyu_desktop.services.council_writing import raised, source_of
from louyu_desktop.services.public_words import findings, known_in, own_words, refuse, told
from louyu_desktop.services.references import role_of
from louyu_desktop.services.request_copies import RequestDraft
from louyu_desktop.services.request_taking import take
from louyu_desktop.services.request_writing import values_of
from louyu_desktop.services.wall_copies import Done, Given, Offered, Standing, Wall, WishCard
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.write import Write
from louyu_desktop.text import N_, _

_LIMITS = {Asks.PUBLIC_TEXT: 100, Asks.CLAIMANT: 80, Asks.PROOF: 1000, Asks.THANKS: 200, Asks.REASON: 200}
_MISSING = {
    Asks.PUBLIC_TEXT: N_("请写上墙的文字"), Asks.CLAIMANT: N_("请写谁来认领"), Asks.DUE: N_("请填约定哪天前实现"),
    Asks.PROOF: N_("请写怎样实现的"), Asks.THANKS: N_("请写一句致谢"), Asks.REASON: N_("请写原因"),
}  # fmt: skip
_PUBLIC = (Asks.PUBLIC_TEXT, Asks.CLAIMANT, Asks.THANKS)
_USUAL_DAYS = 30
_PATH = (*COLUMNS, State.THANKED)


class Wishes:
    """What can be done with wishes; each method that writes is one operation."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # -- looking -------------------------------------------------------------------------------

    def standing(self, wish_id: int) -> Standing:
        """Where a wish stands, what may be done next, and what is in its words that may not hang on a wall."""
        today = dates.today()
        with self._database.read() as session:
            wish = _live(session, wish_id)
            state = State(wish.state)
            text = wish.public_text or wish.text
            steps = wish_flow.actions(state, role_of(self._database))
            offered = tuple(
                Offered(step.action, _(step.label), "", step.asks, _begins(session, wish, step, today), place == 0)
                for place, step in enumerate(steps)
            )
            path = tuple(one.value for one in _PATH)
            return Standing(wish_id, state, path, offered, told(text, findings(session, text)), _about(wish, today))

    def wall(self) -> Wall:
        """The wall by its columns; what waits for its review stands in its own words."""
        today = dates.today()
        with self._database.read() as session:
            rows = session.scalars(
                select(Wish)
                .where(Wish.archived_at.is_(None), Wish.state.in_([one.value for one in COLUMNS]))
                .order_by(Wish.due_on.is_(None), Wish.due_on, Wish.made_on, Wish.id)
            ).all()
            known = known_in(session, "\n".join(f"{one.public_text}\n{one.claimant}" for one in rows))
            own = own_words(session)
            cards = [_card(one, known, own, today) for one in rows]
            counts = session.execute(
                select(
                    func.count(),
                    func.count().filter(Wish.claimed_on.is_not(None)),
                    func.count().filter(Wish.fulfilled_on.is_not(None)),
                ).where(Wish.archived_at.is_(None), Wish.state != State.VOID.value)
            ).one()
        columns = tuple((one.value, tuple(card for card in cards if card.state == one)) for one in COLUMNS)
        return Wall(columns, *counts)

    # -- moving --------------------------------------------------------------------------------

    def act(self, wish_id: int, action: Action, given: Given | None = None) -> Done:
        """Take a step; UserError says what is missing (`field` is its name in `Given`) or why it cannot be taken."""
        given, step, today = given or Given(), STEPS[action], dates.today()
        with self._database.read() as session:
            wish = _ready(session, wish_id, step)
            _values(session, step, given, today)
            words = {"action": _(step.label), "number": wish.number or wish.text[:20]}
            label = _("心愿{action}：{number}").format(**words)
        with self._database.write(label) as write:
            wish = _ready(write.session, wish_id, step)
            values = _values(write.session, step, given, today)
            kind, made = self._make(write, wish, action, today)
            if action is Action.TO_REQUEST:
                values["request_id"] = made
            title = wish.public_text or wish.text
            state = step.after(State(wish.state)).value
            write.update(Wish, [{"id": wish_id, "state": state, **values}])
        return Done(wish_id, title, state, kind, made)

    def _make(self, write: Write, wish: Wish, action: Action, today: dt.date) -> tuple[str, int | None]:
        """The request or topic that a wish becomes, as if somebody had come with it; nothing for another action."""
        if action is Action.TO_REQUEST:
            now = dt.datetime.now(dt.UTC)
            draft = RequestDraft(
                title=wish.text, channel="心愿墙", requester_kind="个人", requester=wish.wisher or "",
                requester_unit=wish.unit_name or "",
            )  # fmt: skip
            values = values_of(write.session, draft, now)
            return "requests", take(write, draft, values, now, self._database.actor).id
        if action is Action.TO_TOPIC:
            source = source_of(write.session, "wishes", wish.id)
            return "topics", raised(write, source, TopicDraft(source.title, source.council_id, source.category), today)
        return "", None


def _live(session: Session, wish_id: int) -> Wish:
    wish = session.get(Wish, wish_id)
    if wish is None or wish.archived_at is not None:
        raise UserError(_("这个心愿已经不在了，可能刚被移进了回收站"))
    return wish


def _ready(session: Session, wish_id: int, step: Step) -> Wish:
    wish = _live(session, wish_id)
    if State(wish.state) not in step.sources:
        words = {"state": _(wish.state), "action": _(step.label)}
        raise UserError(_("这个心愿现在是「{state}」，不能{action}。请看一眼新的状态").format(**words))
    return wish


def _values(session: Session, step: Step, given: Given, today: dt.date) -> dict[str, Any]:
    """The columns that a step sets; UserError for what is missing or may not be public."""
    found: dict[str, Any] = {"state_reason": None}
    for asked in step.asks:
        if asked is Asks.DUE:
            found["due_on"] = _due(given.due_on, today)
        else:
            found[asked.value] = _said(session, asked, given)
    match step.action:
        case Action.POST:
            found["posted_on"] = today
        case Action.CLAIM:
            found["claimed_on"] = today
        case Action.TAKE:
            found |= {"claimed_on": today, "claimant": public_words.station_name(session)}
        case Action.FULFIL:
            found["fulfilled_on"] = today
        case Action.RELEASE:
            found |= {"claimant": None, "claimed_on": None, "due_on": None}
        case Action.TAKE_DOWN:
            found["posted_on"] = None
    return found


def _said(session: Session, asked: Asks, given: Given) -> str:
    words = str(getattr(given, asked.value)).strip()
    if not words:
        raise UserError(_(_MISSING[asked]), field=asked.value)
    if len(words) > _LIMITS[asked]:
        sentence = _("最多 {limit} 个字，现在有 {count} 个").format(limit=_LIMITS[asked], count=len(words))
        raise UserError(sentence, field=asked.value)
    if asked in _PUBLIC:
        refuse(words, findings(session, words), asked.value, address_ok=given.address_ok)
    return masked(words, known_in(session, words)) if asked in (Asks.PUBLIC_TEXT, Asks.THANKS) else words


def _due(day: dt.date | None, today: dt.date) -> dt.date:
    if day is None:
        raise UserError(_(_MISSING[Asks.DUE]), field=Asks.DUE.value)
    if day < today:
        raise UserError(_("约定的日期要在今天或以后"), field=Asks.DUE.value)
    return day


def _begins(session: Session, wish: Wish, step: Step, today: dt.date) -> dict[str, object]:
    begins: dict[str, object] = {}
    if Asks.PUBLIC_TEXT in step.asks:
        text = wish.public_text or wish.text
        begins[Asks.PUBLIC_TEXT.value] = masked(text, known_in(session, text))
    if Asks.DUE in step.asks:
        begins[Asks.DUE.value] = today + dt.timedelta(days=_USUAL_DAYS)
    return begins


def _about(wish: Wish, today: dt.date) -> str:
    """One sentence about where the wish stands."""
    state = State(wish.state)
    if state is State.ON_WALL and wish.posted_on is not None:
        days = (today - wish.posted_on).days
        if wish_flow.unclaimed_since(wish.posted_on, today):
            return _("上墙 {days} 天没有人认领，请站点认领").format(days=days)
        return _("上墙 {days} 天，等人认领").format(days=days)
    if state is State.CLAIMED and wish.due_on is not None:
        words = {"who": wish.claimant or "", "day": day_words(wish.due_on, today)}
        return _("{who}认领，约定{day}前实现").format(**words)
    if state in {State.RETURNED, State.COLLECTED} and wish.state_reason:
        return _("原因：{reason}").format(reason=wish.state_reason)
    return ""


def _public(words: str, known: Known, own: tuple[str, ...]) -> str:
    """Words of the wall as they may hang: what an old ledger brought is not better than what is typed."""
    return masked(words, known) if not any(one.stops for one in look(words, own=own)) else HIDDEN


def _card(wish: Wish, known: Known, own: tuple[str, ...], today: dt.date) -> WishCard:
    state = State(wish.state)
    when, late, day = "", False, wish.made_on
    if state is State.CLAIMED and wish.due_on is not None:
        day, late = wish.due_on, wish.due_on < today
        left = (wish.due_on - today).days
        when = (
            _("超期 {count} 天").format(count=-left) if late
            else _("今天到期") if left == 0 else _("剩 {count} 天").format(count=left)
        )  # fmt: skip
    elif state is State.ON_WALL and wish.posted_on is not None:
        day, late = wish.posted_on, wish_flow.unclaimed_since(wish.posted_on, today)
        when = _("上墙 {days} 天").format(days=max(0, (today - wish.posted_on).days))
    elif state is State.FULFILLED and wish.fulfilled_on is not None:
        day, when = wish.fulfilled_on, _("{day}实现").format(day=day_words(wish.fulfilled_on, today))
    else:
        when = _("{day}提出").format(day=day_words(wish.made_on, today))
    text = wish.text if state is State.COLLECTED else _public(wish.public_text or "", known, own) or "—"
    claimant = _public(wish.claimant or "", known, own)
    return WishCard(wish.id, wish.number or "", text, state.value, wish.category or "", claimant, day, when, late)


"""The board of requests: what is open by stage, what is near its day or over it, who has how much in hand."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, func, or_, select, type_coerce
from sqlalchemy.orm import Session

from louyu_desktop.models import Account, Building, Enterprise, PartyOrganisation, Person, RequestPause, ServiceRequest
from louyu_desktop.rules.board_moves import column_of
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.nearness import Counting, Days, Near, Tone
from louyu_desktop.rules.pinyin import sort_key
from louyu_desktop.rules.promise import Pause
from louyu_desktop.rules.request_flow import COLUMNS, OPEN, State
from louyu_desktop.rules.request_terms import CUT_OFF
from louyu_desktop.services.board_copies import NOBODY, BoardView, Card, Load, Sides, Wanted
from louyu_desktop.services.copies import Filter, Match, Option, Query
from louyu_desktop.services.references import entity_for, role_of
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.days import station_calendar
from louyu_desktop.storage.request_rows import open_or_since

_DAY = dt.timedelta(days=1)
_FARTHEST = dt.date.max
_ANSWERED = frozenset({State.CALL_BACK, State.CLOSED})


class Board:
    """Reads the board; requests are moved by `Requests.act` alone."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self, wanted: Wanted, now: dt.datetime) -> BoardView:
        """The open requests and those closed this week; NotPermittedError for who sees none."""
        today = now.astimezone(SHANGHAI).date()
        entity_for(role_of(self._database), "requests")
        with self._database.read() as session:
            rows = _rows(session, _on_board(today), *_of(wanted))
            pauses = _pauses(session)
            days = Days(station_calendar(session))
            sides = _sides(session)
        cards = [_card(row, days, pauses, now) for row in rows]
        mine = [card for card in cards if wanted.owner_id in (None, card.owner_id or NOBODY)]
        return BoardView(_columns(mine), _loads(cards), sides, _query(wanted, mine), today)


def _query(wanted: Wanted, cards: Sequence[Card]) -> Query:
    """The list of the open requests of the same side; of a person, place or department by their ids."""
    if wanted.owner_id is not None or wanted.building_id is not None or wanted.department:
        ids = tuple(sorted(card.id for card in cards if card.state is not State.CLOSED))
        return Query("requests", (Filter("id", Match.ONE_OF, ids),), sort="due_on")
    filters = [Filter("state", Match.ONE_OF, tuple(state.value for state in OPEN))]
    if wanted.mechanism:
        filters.append(Filter("mechanism", Match.ONE_OF, (wanted.mechanism,)))
    return Query("requests", tuple(filters), sort="due_on")


# ------------------------------------------------------------------------ reading


def _on_board(today: dt.date) -> ColumnElement[bool]:
    shown = [state.value for state in (*OPEN, State.CLOSED)]
    return and_(open_or_since(today - _DAY * today.weekday()), _of_row(ServiceRequest.state).in_(shown))


def _of_row(column: Any) -> Any:
    """A column that is looked at in the rows that were found, by no index."""
    return type_coerce(column, Text).concat("")


def _of(wanted: Wanted) -> Iterable[ColumnElement[bool]]:
    """All sides but the person: what everybody has in hand is shown beside."""
    if wanted.building_id is not None:
        yield ServiceRequest.building_id == wanted.building_id
    if wanted.department:
        yield has_department(wanted.department)
    if wanted.mechanism:
        yield ServiceRequest.mechanism == wanted.mechanism


def has_department(name: str) -> ColumnElement[bool]:
    """Whether a department leads a request or supports it."""
    each = func.json_each(func.coalesce(ServiceRequest.__table__.c.departments, "[]")).table_valued("value")
    return or_(
        ServiceRequest.lead_department == name, select(each.c.value).where(each.c.value == name).exists()
    )


def _rows(session: Session, *wanted: ColumnElement[bool]) -> Sequence[Any]:
    one = ServiceRequest
    return session.execute(
        select(
            one.id, one.number, one.title, one.state, one.mechanism, one.channel, one.urgency, one.owner_id,
            one.received_at, one.restarted_at, one.cut_off, one.turn, one.contact_due_on, one.due_on,
            one.estimated, one.contacted_at, one.finished_on, one.closed_on, one.satisfaction,
            one.requester, one.requester_unit,
            Enterprise.name.label("firm"), Enterprise.short_name.label("short"), Enterprise.is_key,
            PartyOrganisation.name.label("organisation"), Person.name.label("person"), Account.name.label("owner"),
        )
        .outerjoin(Enterprise, Enterprise.id == one.enterprise_id)
        .outerjoin(PartyOrganisation, PartyOrganisation.id == one.organisation_id)
        .outerjoin(Person, Person.id == one.person_id)
        .outerjoin(Account, Account.id == one.owner_id)
        .where(*wanted)
    ).all()  # fmt: skip


def _pauses(session: Session) -> Mapping[int, list[Pause]]:
    """The pauses of what is on the board."""
    found: dict[int, list[Pause]] = defaultdict(list)
    rows = session.execute(
        select(RequestPause.request_id, RequestPause.begun_at, RequestPause.ended_at, RequestPause.reason)
        .join(ServiceRequest, ServiceRequest.id == RequestPause.request_id)
        .where(RequestPause.archived_at.is_(None), ServiceRequest.state.in_([state.value for state in OPEN]))
        .order_by(RequestPause.begun_at)
    )
    for key, begun, ended, reason in rows:
        found[key].append(Pause(begun, ended, reason))
    return found


def _sides(session: Session) -> Sides:
    """What open requests have, whatever the board is narrowed to."""
    one = ServiceRequest
    live = and_(one.archived_at.is_(None), one.state.in_([state.value for state in OPEN]))
    people = session.execute(
        select(Account.id, Account.name).where(Account.id.in_(select(one.owner_id).where(live).distinct()))
    )
    places = session.execute(
        select(Building.id, Building.name).where(Building.id.in_(select(one.building_id).where(live).distinct()))
    )
    leads = session.scalars(select(one.lead_department).where(live, one.lead_department.is_not(None)).distinct())
    each = func.json_each(func.coalesce(one.__table__.c.departments, "[]")).table_valued("value")
    helping = session.scalars(select(each.c.value).select_from(one).join(each, each.c.value.is_not(None)).where(live))
    departments = {*leads, *helping} - {None, ""}
    return Sides(
        tuple(Option(key, name) for key, name in sorted(people, key=lambda row: sort_key(row[1]))),
        tuple(Option(key, name) for key, name in sorted(places, key=lambda row: sort_key(row[1]))),
        tuple(sorted(map(str, departments), key=sort_key)),
    )


# ------------------------------------------------------------------------ arranging


def _card(row: Any, days: Days, pauses: Mapping[int, list[Pause]], now: dt.datetime) -> Card:
    state = State(row.state)
    is_contact = row.due_on is None
    due = row.contact_due_on if is_contact else row.due_on
    if is_contact and row.contacted_at is not None:
        due = None
    return Card(
        id=row.id, number=row.number or "", title=row.title,
        firm=row.firm or row.organisation or row.requester_unit or "", short=row.short or "",
        person=row.person or row.requester or "",
        state=state, mechanism=row.mechanism or "", channel=row.channel or "", urgent=row.urgency == "紧急",
        is_key=bool(row.is_key), owner_id=row.owner_id, owner=row.owner or "", received_at=row.received_at,
        turn=row.turn, due=due, is_contact=is_contact, is_estimated=row.estimated,
        near=_near(row, state, due, days, pauses.get(row.id, []), now), finished_on=row.finished_on,
        closed_on=row.closed_on, satisfaction=row.satisfaction,
    )  # fmt: skip


def _near(
    row: Any, state: State, due: dt.date | None, days: Days, pauses: list[Pause], now: dt.datetime
) -> Near | None:
    """How near its day it is; what has its result has kept it or has not, and is near nothing any more."""
    if due is None:
        return None
    cut_off = CUT_OFF if row.cut_off is None else row.cut_off
    counting = Counting(days, row.restarted_at or row.received_at, pauses, cut_off)
    if state not in _ANSWERED:
        return counting.near(due, now)
    done = row.finished_on or now.astimezone(SHANGHAI).date()
    found = counting.near(due, dt.datetime.combine(done, dt.time(18), SHANGHAI))
    return Near(min(found.share, 1.0), found.left, found.stopped, Tone.PLAIN)


def _columns(cards: Sequence[Card]) -> tuple[tuple[State, tuple[Card, ...]], ...]:
    """What has the earliest day first; of what is closed, the latest."""
    stacks: dict[State, list[Card]] = {state: [] for state in COLUMNS}
    for card in cards:
        column = column_of(card.state)
        if column is not None:
            stacks[column].append(card)
    for state, stack in stacks.items():
        if state is State.CLOSED:
            stack.sort(key=lambda card: (card.closed_on or dt.date.min, card.id), reverse=True)
        else:
            stack.sort(key=lambda card: (card.due or _FARTHEST, not card.urgent, card.id))
    return tuple((state, tuple(stack)) for state, stack in stacks.items())


def _loads(cards: Sequence[Card]) -> tuple[Load, ...]:
    """Who has how much in hand, in the order of their names."""
    mine: dict[tuple[int, str], list[Card]] = defaultdict(list)
    for card in cards:
        if card.owner_id is not None and card.state is not State.CLOSED:
            mine[card.owner_id, card.owner].append(card)
    return tuple(
        Load(key, name, len(found), _count(found, Tone.NEAR), _count(found, Tone.OVER))
        for (key, name), found in sorted(mine.items(), key=lambda item: sort_key(item[0][1]))
    )


def _count(cards: Sequence[Card], tone: Tone) -> int:
    return sum(card.near is not None and card.near.tone is tone for card in cards)

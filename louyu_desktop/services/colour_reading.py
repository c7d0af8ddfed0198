"""Colours read for people: where an enterprise stands, its history in words, what is suggested, what waits."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from louyu_desktop.errors import UserError
from louyu_desktop.models import Account, ColourChange, Enterprise
from louyu_desktop.rules import colours as rules
from louyu_desktop.rules.colours import FIRST, LEVELS, Entry, Step, needs_second
from louyu_desktop.rules.risk import Suggestion as Found
from louyu_desktop.rules.risk import follow_up, to_say
from louyu_desktop.services.colour_copies import Advised, Line, Spoken, Standing, Waiting
from louyu_desktop.storage.firm_facts import facts_of, thresholds_of
from louyu_desktop.storage.tables import Suggestion
from louyu_desktop.text import _


def standing_of(session: Session, enterprise_id: int, today: dt.date, actor: int | None) -> Standing:
    """The colour of an enterprise, live or in the bin, with all that was decided."""
    firm = session.get(Enterprise, enterprise_id)
    if firm is None:
        raise UserError(_("这家企业已经不在了"))
    history = lines(session, enterprise_id)
    now = rules.standing(entries(session, enterprise_id))
    by = next((line for line in history if line.id == now.by_id), None)
    limits = thresholds_of(session)
    facts = facts_of(session, [enterprise_id], today, days=limits.signal_days).get(enterprise_id)
    found = to_say(facts, today, limits) if facts else None
    advised = None
    if found is not None:
        advised = _advised(enterprise_id, firm.name, firm.location or "", now.colour, found, None)
    return Standing(
        enterprise_id, firm.name, now.colour, _(LEVELS[now.colour]), by.on if by else None, by.reason if by else "",
        by.who if by else "", follow_up(now.colour, limits).action, _waiting_of(history, now, firm, actor), advised,
        history,
    )  # fmt: skip


def entries(session: Session, enterprise_id: int) -> tuple[Entry, ...]:
    """The history of an enterprise as the rules read it."""
    table = ColourChange
    wanted = select(table.id, table.step, table.colour, table.of_id).where(table.enterprise_id == enterprise_id)
    return tuple(Entry(*row) for row in session.execute(wanted.order_by(table.id)).all())


def lines(session: Session, enterprise_id: int) -> tuple[Line, ...]:
    """The history of an enterprise, newest first."""
    return _lines(session.execute(_history().where(ColourChange.enterprise_id == enterprise_id)).all())


def _history() -> Select[ColourChange, str]:
    return (
        select(ColourChange, Account.name)
        .outerjoin(Account, Account.id == ColourChange.account_id)
        .order_by(ColourChange.id.desc())
    )


def _lines(rows: Sequence[Any]) -> tuple[Line, ...]:
    void, open_ = _said([row for row, _who in rows])
    return tuple(_line(row, who or "", row.id in void, row.id in open_) for row, who in rows)


def suggestions(session: Session) -> tuple[Advised, ...]:
    """Every live enterprise for which another colour is suggested, the worst first."""
    wanted = (
        select(Suggestion, Enterprise.name, Enterprise.location, Enterprise.colour)
        .join(Enterprise, Enterprise.id == Suggestion.enterprise_id)
        .where(Enterprise.archived_at.is_(None))
    )
    found = [
        Advised(
            row.enterprise_id, name, place or "", colour or FIRST, row.colour,
            tuple(Spoken(*one) for one in json.loads(row.reasons)), row.since,
            needs_second(colour, row.colour),
        )
        for row, name, place, colour in session.execute(wanted).all()
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: (-rules.severity(one.colour), one.name)))


def waiting(session: Session, actor: int | None) -> tuple[Waiting, ...]:
    """The proposals that wait for a second person, the oldest first."""
    proposed = select(ColourChange.enterprise_id).where(ColourChange.step == Step.PROPOSED.value)
    wanted = select(Enterprise).where(Enterprise.id.in_(proposed), Enterprise.archived_at.is_(None))
    firms = {firm.id: firm for firm in session.scalars(wanted)}
    histories: dict[int, list[Any]] = defaultdict(list)
    for row, who in session.execute(_history().where(ColourChange.enterprise_id.in_(proposed))).all():
        histories[row.enterprise_id].append((row, who))
    found = []
    for key, firm in firms.items():
        now = rules.standing(Entry(row.id, row.step, row.colour, row.of_id) for row, _who in histories[key])
        if now.waiting_id is not None:
            one = _waiting_of(_lines(histories[key]), now, firm, actor)
            found += [one] if one else []
    return tuple(sorted(found, key=lambda one: one.change_id))


def _waiting_of(history: Sequence[Line], now: rules.Standing, firm: Enterprise, actor: int | None) -> Waiting | None:
    line = next((line for line in history if line.id == now.waiting_id), None)
    if line is None:
        return None
    proposer = line.account_id
    return Waiting(
        line.id, firm.id, firm.name, line.before or now.colour, line.colour, line.reason, line.who, line.on,
        proposer == actor,
    )  # fmt: skip


def _advised(
    enterprise_id: int, name: str, place: str, present: str, found: Found, since: dt.date | None
) -> Advised:
    reasons = tuple(Spoken(reason.colour, reason.words) for reason in found.reasons)
    return Advised(
        enterprise_id, name, place, present, found.colour, reasons, since, needs_second(present, found.colour)
    )


def _said(rows: Sequence[Any]) -> tuple[set[int], set[int]]:
    """The rows that a later one withdrew, and those that can be withdrawn: the latest decision and what follows it."""
    void = rules.voided((row.id, row.of_id) for row in rows if row.step == Step.WITHDRAWN.value)
    return void, set(_open(rows, void))


def _open(rows: Sequence[Any], void: set[int]) -> Iterator[int]:
    """The latest row that still says something, and the proposal that it confirms or refuses."""
    standing = [row for row in rows if row.id not in void and row.step != Step.WITHDRAWN.value]
    if standing:
        yield max(row.id for row in standing)


def _line(row: ColourChange, who: str, void: bool, open_: bool) -> Line:
    return Line(
        row.id, row.step, row.colour or "", row.before or "", row.suggested or "", row.reason or "",
        row.evidence or "", row.decided_on, row.created_at, who, row.account_id, row.visit_id, row.of_id, void, open_,
    )  # fmt: skip

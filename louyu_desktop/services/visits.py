"""Visits: what to know before one, recording one, rounds through a building, and whom to visit (FIELD.md 2.8, 7).

A visit on which nobody was met is kept, but it neither answers a must-visit nor resets any clock.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from louyu_desktop.errors import UserError
from louyu_desktop.rules import dates
from louyu_desktop.services import firm_words, round_notes, visit_reading, visit_route, visit_writing
from louyu_desktop.services.references import entity_for, role_of
from louyu_desktop.services.visit_copies import (
    Before,
    Into,
    Noted,
    PlanQuery,
    Recorded,
    Route,
    Tenant,
    Turned,
    VisitDraft,
)
from louyu_desktop.storage.database import Database
from louyu_desktop.text import _


class Visits:
    """What can be done about visits; each method that writes is one operation, one step of undo."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # -- before and after ------------------------------------------------------------------------

    def prepare(self, enterprise_id: int, today: dt.date | None = None) -> Before:
        """What to know before a visit; UserError when the enterprise is gone."""
        entity_for(role_of(self._database), "visits")
        return visit_reading.before(self._database, enterprise_id, today or dates.today())

    def record(self, draft: VisitDraft, today: dt.date | None = None) -> Recorded:
        """Keep a visit with all that follows from it: must-visits done, requests, changed fields, colour, next day.

        InvalidRecordError names what cannot be taken, ConflictError what someone else changed meanwhile; then
        nothing is kept.
        """
        return visit_writing.record(self._database, draft, today or dates.today())

    # -- rounds ----------------------------------------------------------------------------------

    def who_is_there(self, building_id: int, place: str) -> tuple[Tenant, ...]:
        """Who sits at a floor or room of a building, as one types it: 23, 23F-06, 2306."""
        entity_for(role_of(self._database), "rounds")
        with self._database.read() as session:
            return round_notes.tenants(session, building_id, place)

    def round_note(
        self, words: str, *, building_id: int | None = None, place: str = "", enterprise_id: int | None = None,
        now: dt.datetime | None = None,
    ) -> Noted:  # fmt: skip
        """Jot down something seen on a round; whose place it is is found where only one enterprise sits there."""
        if not words.strip():
            raise UserError(_("请写看到了什么"), field="words")
        note = round_notes.Note(" ".join(words.split()), building_id, " ".join(place.split()), enterprise_id)
        return round_notes.note(self._database, note, now or dt.datetime.now(dt.UTC))

    def turn_round_into(
        self, round_id: int, into: Into, *, enterprise_id: int | None = None, now: dt.datetime | None = None
    ) -> Turned:
        """Make a visit, a request or a lead of a note, or let it be; UserError when it was dealt with already."""
        return round_notes.turn(self._database, round_id, into, enterprise_id, now or dt.datetime.now(dt.UTC))

    # -- leads -----------------------------------------------------------------------------------

    def follow_lead(
        self, lead_id: int, state: str, words: str = "", *, next_on: dt.date | None = None, handed_to: str = "",
        today: dt.date | None = None,
    ) -> None:  # fmt: skip
        """Say what became of a lead; 已移交 takes to whom, 放弃 a reason (UserError)."""
        step = round_notes.LeadStep(state, words.strip(), next_on, handed_to.strip())
        round_notes.follow(self._database, lead_id, step, today or dates.today())

    # -- the plan --------------------------------------------------------------------------------

    def plan(self, query: PlanQuery, today: dt.date | None = None) -> Route:
        """Whom to visit, by building and floor."""
        entity_for(role_of(self._database), "visits")
        return visit_route.plan(self._database, query, today or dates.today())

    def route(self, ids: Sequence[int], today: dt.date | None = None) -> Route:
        """The enterprises chosen as a route, by building and floor; those that are gone are left out."""
        return self.plan(PlanQuery(ids=tuple(ids)), today)

    def words_for(self, ids: Sequence[int]) -> str:
        """The enterprises as the papers of visits are told which to print."""
        entity_for(role_of(self._database), "visits")
        with self._database.read() as session:
            return firm_words.words_for(session, ids)

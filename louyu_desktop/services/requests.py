"""Requests (诉求): taking them, moving them by the one table, their promised dates (FIELD.md 2.8, 4.1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping

from louyu_desktop.rules.request_flow import Action
from louyu_desktop.services import request_acting, request_beside, request_reading, request_suggesting
from louyu_desktop.services.references import entity_for, role_of
from louyu_desktop.services.request_copies import (
    SUPPORTING,
    Alike,
    Choices,
    Done,
    Given,
    LogLine,
    Offered,
    Promised,
    ReceiptLine,
    RequestDraft,
    Sight,
    Suggestion,
)
from louyu_desktop.services.request_taking import take
from louyu_desktop.services.request_writing import values_of
from louyu_desktop.storage.database import Database
from louyu_desktop.text import _


class Requests:
    """What can be done with requests; each method that writes is one operation, one step of undo.

    `now` is for tests and for what is entered later; without it the computer's time counts.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    # -- taking --------------------------------------------------------------------------------

    def take(self, draft: RequestDraft, now: dt.datetime | None = None) -> Done:
        """Take a request: it gets a number, a mechanism where one was chosen, and its promised dates.

        With `draft.answer` it is handled on the spot.  InvalidRecordError names what cannot be taken.
        """
        moment = _at(now)
        with self._database.read() as session:
            values = values_of(session, draft, moment)
        label = _("登记诉求：{title}").format(title=values.get("title", ""))
        with self._database.write(label) as write:
            return take(write, draft, values, moment, self._database.actor)

    def suggest(self, draft: RequestDraft, now: dt.datetime | None = None) -> Suggestion:
        """The mechanism for a request, by item, urgency, departments and firm, with the reason and the date."""
        self._seen()
        with self._database.read() as session:
            return request_suggesting.suggest(session, draft, _at(now))

    def duplicates(self, draft: RequestDraft, now: dt.datetime | None = None) -> tuple[Alike, ...]:
        """Requests of the same firm and category within 60 days, the newest first."""
        self._seen()
        with self._database.read() as session:
            return request_suggesting.duplicates(session, draft, _at(now))

    # -- moving --------------------------------------------------------------------------------

    def actions(self, request_id: int) -> tuple[Offered, ...]:
        """What the person may do in the state the request is in, what leads on first; with why not."""
        self._seen()
        with self._database.read() as session:
            return request_reading.actions(session, request_id, self._database.role, self._database.actor, _at(None))

    def act(
        self, request_id: int, action: Action, given: Given | None = None, now: dt.datetime | None = None
    ) -> Done:
        """Take an action; UserError says what is missing (`field` is the name in Given) or why it cannot be taken."""
        return request_acting.act(self._database, request_id, action, given or Given(), _at(now))

    def choices(self, request_id: int, action: Action) -> Choices:
        """Whom, which departments, which words and which other requests an action may be taken with."""
        self._seen()
        with self._database.read() as session:
            return request_reading.choices(session, request_id, action, _at(None))

    # -- looking -------------------------------------------------------------------------------

    def sight(self, request_id: int, now: dt.datetime | None = None) -> Sight:
        """A request at a glance, with its clocks and why they end when they do."""
        self._seen()
        with self._database.read() as session:
            return request_reading.sight(session, request_id, _at(now))

    def promised(self, ids: Collection[int], now: dt.datetime | None = None) -> Mapping[int, Promised]:
        """The dates of many requests with their reasons; those that are gone are left out."""
        self._seen()
        with self._database.read() as session:
            return request_reading.promised(session, ids, _at(now))

    def log(self, request_id: int) -> tuple[LogLine, ...]:
        """What was done with a request, the newest first."""
        self._seen()
        with self._database.read() as session:
            return request_reading.log(session, request_id, role_of(self._database))

    def receipts(self, request_id: int) -> tuple[ReceiptLine, ...]:
        """The departments that have a request, the leading one first."""
        self._seen()
        with self._database.read() as session:
            return request_reading.receipts(session, request_id, role_of(self._database))

    # -- beside the states ---------------------------------------------------------------------

    def note(self, request_id: int, words: str, *, contacted: bool = False, replied: bool = False,
             now: dt.datetime | None = None) -> None:  # fmt: skip
        """Add a line to the log; the first contact or reply stops its clock."""
        request_beside.note(self._database, request_id, words, _at(now), contacted=contacted, replied=replied)

    def send(self, request_id: int, department: str, part: str = SUPPORTING, *, number: str = "",
             now: dt.datetime | None = None) -> None:  # fmt: skip
        """Send a request to a department too."""
        request_beside.send(self._database, request_id, department, part, number, _at(now))

    def answered(self, receipt_id: int, reply: str = "", *, number: str = "", now: dt.datetime | None = None) -> None:
        """A department has confirmed the receipt or, with words, answered."""
        request_beside.answered(self._database, receipt_id, reply, number, _at(now))

    def ask_extension(self, request_id: int, days: int, reason: str, now: dt.datetime | None = None) -> None:
        """Ask for more days; a leader grants them by `act(EXTEND)` or refuses them."""
        request_beside.ask_extension(self._database, request_id, days, reason, _at(now))

    def refuse_extension(self, request_id: int, words: str, now: dt.datetime | None = None) -> None:
        """Refuse the extension that was asked for."""
        request_beside.refuse_extension(self._database, request_id, words, _at(now))

    def void(self, request_id: int, reason: str, now: dt.datetime | None = None) -> Done:
        """作废: what was taken by mistake; its number stays with it."""
        return request_beside.void(self._database, request_id, reason, _at(now))

    def _seen(self) -> None:
        """NotPermittedError for whom requests are no business."""
        entity_for(role_of(self._database), "requests")


def _at(now: dt.datetime | None) -> dt.datetime:
    return now or dt.datetime.now(dt.UTC)

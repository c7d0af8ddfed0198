"""Requests (诉求): taking them, moving them by the one table, their promised dates (FIELD.md 2.8, 4.1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping

from louyu_desktop.rules.request_flow import Action
from louyu_desktop.services.request_copies import (
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
from louyu_desktop.storage.database import Database


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
        raise NotImplementedError

    def suggest(self, draft: RequestDraft, now: dt.datetime | None = None) -> Suggestion:
        """The mechanism for a request, by item, urgency, departments and firm, with the reason and the date."""
        raise NotImplementedError

    def duplicates(self, draft: RequestDraft, now: dt.datetime | None = None) -> tuple[Alike, ...]:
        """Requests of the same firm and category within 60 days, the newest first."""
        raise NotImplementedError

    # -- moving --------------------------------------------------------------------------------

    def actions(self, request_id: int) -> tuple[Offered, ...]:
        """What the person may do in the state the request is in, what leads on first; with why not."""
        raise NotImplementedError

    def act(
        self, request_id: int, action: Action, given: Given | None = None, now: dt.datetime | None = None
    ) -> Done:
        """Take an action; UserError says what is missing (`field` is the name in Given) or why it cannot be taken."""
        raise NotImplementedError

    def choices(self, request_id: int, action: Action) -> Choices:
        """Whom, which departments, which words and which other requests an action may be taken with."""
        raise NotImplementedError

    # -- looking -------------------------------------------------------------------------------

    def sight(self, request_id: int, now: dt.datetime | None = None) -> Sight:
        """A request at a glance, with its clocks and why they end when they do."""
        raise NotImplementedError

    def promised(self, ids: Collection[int], now: dt.datetime | None = None) -> Mapping[int, Promised]:
        """The dates of many requests with their reasons; those that are gone are left out."""
        raise NotImplementedError

    def log(self, request_id: int) -> tuple[LogLine, ...]:
        """What was done with a request, the newest first."""
        raise NotImplementedError

    def receipts(self, request_id: int) -> tuple[ReceiptLine, ...]:
        """The departments that have a request, the leading one first."""
        raise NotImplementedError

    # -- beside the states ---------------------------------------------------------------------

    def note(self, request_id: int, words: str, *, contacted: bool = False, replied: bool = False,
             now: dt.datetime | None = None) -> None:  # fmt: skip
        """Add a line to the log; the first contact or reply stops its clock."""
        raise NotImplementedError

    def send(self, request_id: int, department: str, part: str = "协同", *, number: str = "",
             now: dt.datetime | None = None) -> None:  # fmt: skip
        """Send a request to a department too."""
        raise NotImplementedError

    def answered(self, receipt_id: int, reply: str = "", *, number: str = "", now: dt.datetime | None = None) -> None:
        """A department has confirmed the receipt or, with words, answered."""
        raise NotImplementedError

    def ask_extension(self, request_id: int, days: int, reason: str, now: dt.datetime | None = None) -> None:
        """Ask for more days; a leader grants them by `act(EXTEND)` or refuses them."""
        raise NotImplementedError

    def refuse_extension(self, request_id: int, words: str, now: dt.datetime | None = None) -> None:
        """Refuse the extension that was asked for."""
        raise NotImplementedError

    def void(self, request_id: int, reason: str, now: dt.datetime | None = None) -> Done:
        """作废: what was taken by mistake; its number stays with it."""
        raise NotImplementedError

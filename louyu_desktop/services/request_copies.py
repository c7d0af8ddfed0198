"""What the work on requests takes and gives: frozen copies (FIELD.md 2.8, 4.1)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from louyu_desktop.rules.request_flow import Action, Asks, State
from louyu_desktop.rules.workdays import Due
from louyu_desktop.text import N_

LEADING, SUPPORTING = N_("牵头"), N_("协同")
"""The parts in which departments have a request."""

MOST_SHEETS = 200
"""Requests that are printed at once."""


# ------------------------------------------------------------------------ given


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestDraft:
    """A request as somebody takes it; what is empty is found where it can be (firm → building, item → category)."""

    title: str
    channel: str = "到站"
    requester_kind: str = "企业"
    enterprise_id: int | None = None
    person_id: int | None = None
    organisation_id: int | None = None
    requester_unit: str = ""
    requester: str = ""
    phone: str = ""
    building_id: int | None = None
    item_id: int | None = None
    category: str = ""
    detail: str = ""
    urgency: str = "一般"
    mechanism: str = ""
    owner_id: int | None = None
    lead: str = ""
    supporting: tuple[str, ...] = ()
    received_at: dt.datetime | None = None
    visit_id: int | None = None
    answer: str = ""
    """What was answered on the spot: with it the request is handled at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What an action is taken with; `Offered.asks` says which of it an action cannot do without."""

    words: str = ""
    """The reason, the result, or what was said."""
    mechanism: str = ""
    owner_id: int | None = None
    lead: str = ""
    supporting: tuple[str, ...] = ()
    outcome: str = ""
    score: int | None = None
    target_id: int | None = None
    days: int | None = None


# ------------------------------------------------------------------------ back


@dataclass(frozen=True, slots=True)
class Done:
    """What an action led to; `operation` is what takes it back."""

    id: int
    number: str
    state: State
    sentence: str
    operation: int | None = None


@dataclass(frozen=True, slots=True)
class Offered:
    """An action of the state a request is in: its words, what it asks for, `why_not` when it cannot be taken now."""

    action: Action
    label: str
    asks: tuple[Asks, ...]
    why_not: str = ""
    ahead: bool = False
    """The one that leads on."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A way of handling with its reason, and the dates that it would promise."""

    mechanism: str
    why: str
    contact_days: int
    promised_days: int
    due: Due


@dataclass(frozen=True, slots=True)
class Alike:
    """An open or recent request of the same firm and category: maybe the same."""

    id: int
    number: str
    title: str
    state: str
    received_on: dt.date


@dataclass(frozen=True, slots=True)
class Promised:
    """The dates of one request and how much of the time is used; `first` is the finish before any extension.

    Without a mechanism or days nothing is promised but the first contact: the others are None.
    """

    contact: Due | None = None
    reply: Due | None = None
    finish: Due | None = None
    first: Due | None = None
    share: float = 0.0
    """Of the time until the finish, used at the moment that was asked for: 0.7 and more is near, 1 the last day."""
    left: int | None = None
    """Working days that are left until the finish; negative when they are over, None without one."""
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class Clock:
    """One of the three clocks of a request, for its strip."""

    label: str
    due: Due
    done_on: dt.date | None = None
    late: bool = False
    near: bool = False
    first: dt.date | None = None
    """What was promised before, where it is another day."""


@dataclass(frozen=True, slots=True)
class Extending:
    """An extension that was asked for."""

    id: int
    request_id: int
    asked_on: dt.date
    days: int
    reason: str
    asker: str
    verdict: str
    approver: str = ""
    decided_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Sight:
    """A request at a glance: what its strip shows."""

    id: int
    number: str
    title: str
    state: State
    turn: int
    mechanism: str
    owner: str
    owner_id: int | None
    lead: str
    supporting: tuple[str, ...]
    clocks: tuple[Clock, ...]
    calls: int
    satisfaction: int | None
    pending: Extending | None = None
    paused_for: str = ""
    merged: tuple[int, str] | None = None
    raise_to: str = ""
    """The mechanism that is proposed because the promised day is over, else empty."""


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line of what was done: who, when, what."""

    id: int
    at: dt.datetime
    who: str
    action: str
    words: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """A department that has the request."""

    id: int
    department: str
    part: str
    sent_on: dt.date | None
    number: str = ""
    received_on: dt.date | None = None
    replied_on: dt.date | None = None
    reply: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """Words for a stage."""

    id: int
    name: str
    stage: str
    words: str


@dataclass(frozen=True, slots=True)
class Whom:
    """Who may be given a request."""

    id: int
    name: str
    open: int = 0


@dataclass(frozen=True, slots=True)
class Choices:
    """What an action is chosen from, and what the request has of it already.

    `suggestion` is there for 分派, `pending` for 延期 where somebody asked for days.
    """

    people: tuple[Whom, ...] = ()
    departments: tuple[str, ...] = ()
    answers: tuple[Answer, ...] = field(default_factory=tuple)
    alike: tuple[Alike, ...] = ()
    mechanism: str = ""
    owner_id: int | None = None
    lead: str = ""
    supporting: tuple[str, ...] = ()
    turn: int = 1
    number: str = ""
    suggestion: Suggestion | None = None
    pending: Extending | None = None

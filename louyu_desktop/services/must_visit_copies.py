"""What the services say of must-visits: frozen copies for screens, papers and commands."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class MustVisit:
    """One task: whom to visit, because of which fact, by when, and how it stands.

    `fact` and `why` are blank for whoever may not know them.  `version` is that of its record.
    """

    id: int
    version: int
    enterprise_id: int
    enterprise: str
    location: str
    trigger: str
    fact: str
    why: str
    source_kind: str
    source_id: int
    stage: int
    raised_on: dt.date
    due_on: dt.date
    estimated: bool
    assignee_id: int | None
    assignee: str
    state: str
    state_reason: str
    put_off_until: dt.date | None
    visit_id: int | None
    closed_on: dt.date | None
    is_key: bool = False
    undisturbed: bool = False
    cleared: bool = False

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self.state in ("待定", "待访", "延后")

    @property
    def waits_until(self) -> dt.date:
        """The day on which it asks again: its deadline, or the later day it was put off to."""
        return max(self.due_on, self.put_off_until or self.due_on) if self.state == "延后" else self.due_on

    @property
    def can_resume(self) -> bool:
        """Whether it can be set back to 待访: put off, or closed by somebody."""
        return self.state == "延后" or (self.state == "无需" and not self.cleared)

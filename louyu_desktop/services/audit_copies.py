"""What the station's log, a look at taking back, and the checks of the log hand out: frozen copies."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from louyu_desktop.fields import Field
from louyu_desktop.rules.topics import Topic


@dataclass(frozen=True, slots=True)
class LogQuery:
    """What the log shows: days of the station's zone, one person (0 is the program itself), one topic, words."""

    first: dt.date | None = None
    last: dt.date | None = None
    account: int | None = None
    topic: Topic | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One operation: `rows` changed records, `state` says that it was taken back, or is itself an undo."""

    id: int
    at: dt.datetime
    who: str
    topic: Topic
    text: str
    rows: int
    state: str = ""
    can_go_back: bool = False


@dataclass(frozen=True, slots=True)
class LogPart:
    """Some of what a query finds, newest first; `count` is how many there are."""

    entries: tuple[LogEntry, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Difference:
    """One field now and then; `kept` when it stays as it is now."""

    field: Field | None
    label: str
    now: str
    then: str
    kept: bool = False


@dataclass(frozen=True, slots=True)
class BackLine:
    """What becomes of one record; `effect` in words, `lost` when later changes go with it."""

    kind: str
    id: int
    label: str
    title: str
    effect: str
    differences: tuple[Difference, ...] = ()
    lost: bool = False


@dataclass(frozen=True, slots=True)
class BackPreview:
    """What taking one operation back would do; it cannot be done while `hindrance` says why."""

    operation_id: int
    label: str
    who: str
    at: dt.datetime
    back: int
    removed: int
    returned: int
    kept: int
    lost: int
    lines: tuple[BackLine, ...]
    hindrance: str = ""
    withdrawn: int = 0
    voided: int = 0

    @property
    def count(self) -> int:
        """How many records would be different afterwards."""
        return self.back + self.removed + self.returned + self.withdrawn + self.voided

    @property
    def nothing(self) -> bool:
        """Whether no record would be different afterwards."""
        return not self.count


@dataclass(frozen=True, slots=True)
class ChainHead:
    """Where the log stands: the number of its last row, when that was written, and its eight words."""

    seq: int
    at: dt.datetime | None
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check of the log found; `first` is the number of the first row that does not fit, 0 when all do."""

    at: dt.datetime
    rows: int
    first: int = 0
    replayed: int = 0
    whole: bool = False

    @property
    def good(self) -> bool:
        """Whether nothing was altered."""
        return not self.first and not self.replayed


@dataclass(frozen=True, slots=True)
class RolledBack:
    """A file that is behind its anchor: the row that the anchor knows, and the last one there is."""

    kept: int
    found: int
    found_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class BinStanding:
    """What lies in the bin by kind, and how much of it longer than it is kept."""

    counts: Mapping[str, int] = field(default_factory=dict)
    old: Mapping[str, int] = field(default_factory=dict)

"""What an import is going to do, as frozen values: the columns proposed, the rows planned, the result."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Any, NamedTuple

from louyu_desktop.exchange.book import Book
from louyu_desktop.rules.roles import Role
from louyu_desktop.services.copies import FieldChange


class Action(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    ASK = "ask"
    REFUSED = "refused"


class Blank(StrEnum):
    """What a blank cell does to a value that the station has."""

    KEEP = "keep"
    CLEAR = "clear"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class ColumnProposal:
    """One column of the file: its letter, heading, some values, and the field it goes to ("" for none)."""

    index: int
    letter: str
    heading: str
    samples: tuple[str, ...]
    field: str = ""
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class SheetProposal:
    """One sheet: whether it is read, the rows of its headings, its columns, and what holds for every row.

    `constants` are values for columns the sheet does not have, such as the building that a sheet is named after.
    """

    name: str
    used: bool
    first_header: int
    last_header: int
    columns: tuple[ColumnProposal, ...]
    rows: int
    reason: str = ""
    signature: str = ""
    remembered: bool = False
    constants: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TargetChoice:
    """One field that a column may go to, for the list beside a heading."""

    name: str
    label: str
    group: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """How a file would be read; `with_field` and `with_sheet` give a changed one."""

    kind: str
    book: str
    sheets: tuple[SheetProposal, ...]
    targets: tuple[TargetChoice, ...]

    def sheet(self, name: str) -> SheetProposal:
        """One sheet; KeyError when there is none of that name."""
        for sheet in self.sheets:
            if sheet.name == name:
                return sheet
        raise KeyError(name)

    def with_field(self, sheet: str, index: int, target: str) -> Proposal:
        """The column `index` of `sheet` goes to `target` ("" for none); another column that had it lets go."""
        found = self.sheet(sheet)
        columns = tuple(
            replace(column, field=target, confidence=1.0)
            if column.index == index
            else replace(column, field="") if target and column.field == target else column
            for column in found.columns
        )
        return self._replaced(replace(found, columns=columns, used=True))

    def with_sheet(self, sheet: str, *, used: bool, constants: Mapping[str, str] | None = None) -> Proposal:
        """Read a sheet or leave it out; `constants` hold for each of its rows."""
        found = self.sheet(sheet)
        kept = found.constants if constants is None else dict(constants)
        return self._replaced(replace(found, used=used, constants=kept))

    def _replaced(self, changed: SheetProposal) -> Proposal:
        return replace(self, sheets=tuple(changed if s.name == changed.name else s for s in self.sheets))


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row is refused: the heading as it stands in the file, the field, the value as typed, the reason."""

    column: str
    field: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to a question of a row."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Question:
    """What a person has to decide before a row can be written; `topic` is "identity" or "blank"."""

    topic: str
    text: str
    choices: tuple[Choice, ...]


class PlanRow(NamedTuple):
    """One row of the file: Excel's own number, what becomes of it, and what it changes."""

    sheet: str
    row: int
    action: Action
    title: str
    subtitle: str = ""
    changes: tuple[FieldChange, ...] = ()
    problems: tuple[Problem, ...] = ()
    warnings: tuple[str, ...] = ()
    question: Question | None = None
    record_id: int | None = None
    typed: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class LeftOutRow:
    """A row that is no record, and why."""

    sheet: str
    row: int
    reason: str


@dataclass(frozen=True, slots=True)
class NewActivity:
    """An activity that the station does not have yet; it is written with the list of those who come."""

    title: str
    starts_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Options:
    """How a plan was asked for, and by whom; `activity` is the number of one that stands, or one to be made."""

    blank: Blank = Blank.KEEP
    activity: int | NewActivity | None = None
    fixes: Mapping[tuple[str, int, str], str] = field(default_factory=dict)
    answers: Mapping[tuple[str, int, str], str] = field(default_factory=dict)
    role: Role = Role.STAFF


@dataclass(frozen=True, slots=True)
class Counts:
    """The five numbers over a plan."""

    new: int
    changed: int
    unchanged: int
    ask: int
    refused: int

    @property
    def rows(self) -> int:
        """All rows of the table."""
        return self.new + self.changed + self.unchanged + self.ask + self.refused

    @property
    def written(self) -> int:
        """The rows that a write writes."""
        return self.new + self.changed


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What writing would do now; nothing has been written.

    `brought` counts what comes along by label (楼宇 5, 单元 120).  `stamp` is the state of the data it was made on,
    `prepared` the records it would write, for one write only.
    """

    kind: str
    book: Book
    proposal: Proposal
    options: Options
    rows: tuple[PlanRow, ...]
    left_out: tuple[LeftOutRow, ...]
    brought: Mapping[str, int]
    stamp: int
    prepared: list[Any] = field(default_factory=list, compare=False, repr=False)

    @property
    def counts(self) -> Counts:
        """How many rows there are of each action."""
        tally = dict.fromkeys(Action, 0)
        for row in self.rows:
            tally[row.action] += 1
        return Counts(*(tally[a] for a in (Action.NEW, Action.CHANGED, Action.UNCHANGED, Action.ASK, Action.REFUSED)))

    @property
    def refused(self) -> tuple[PlanRow, ...]:
        """The rows that are not written because something in them cannot be taken."""
        return tuple(row for row in self.rows if row.action is Action.REFUSED)

    def to_json(self) -> dict[str, Any]:
        """The result of DESIGN.md section 7; a row nobody decided counts as refused."""
        counts = self.counts
        return {
            "rows": counts.rows,
            "new": counts.new,
            "changed": counts.changed,
            "unchanged": counts.unchanged,
            "refused": [line for row in self.rows for line in _refusals(row)],
            "left_out": [{"sheet": o.sheet, "row": o.row, "reason": o.reason} for o in self.left_out],
        }


def _refusals(row: PlanRow) -> list[dict[str, Any]]:
    """One line for a refused row: its first problem, the further ones after it."""
    if row.action is Action.ASK and row.question:
        return [{"sheet": row.sheet, "row": row.row, "column": "", "value": row.title, "reason": row.question.text}]
    if row.action is not Action.REFUSED:
        return []
    first = row.problems[0]
    reason = "；".join(dict.fromkeys(problem.reason for problem in row.problems))
    return [{"sheet": row.sheet, "row": row.row, "column": first.column, "value": first.value, "reason": reason}]


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What was written, as one operation called `label`; without a number when there was nothing to write.

    `held` are the must-visits that it raises once somebody says so, `activity_id` is the activity made with its list.
    """

    plan: ImportPlan
    label: str
    operation_id: int | None = None
    held: tuple[int, ...] = ()
    activity_id: int | None = None

    @property
    def counts(self) -> Counts:
        """How many rows of each action there were."""
        return self.plan.counts

    @property
    def refused(self) -> tuple[PlanRow, ...]:
        """The rows that were not written."""
        return self.plan.refused

    def to_json(self) -> dict[str, Any]:
        """The result of DESIGN.md section 7."""
        return self.plan.to_json()

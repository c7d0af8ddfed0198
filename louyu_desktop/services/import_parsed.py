"""One row as it was read: its values by column name, and what was wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from louyu_desktop.exchange.book import Cell, as_typed
from louyu_desktop.exchange.ledger import Line
from louyu_desktop.services.import_places import place_of, room_of
from louyu_desktop.services.import_plan import Problem
from louyu_desktop.services.ledgers import LedgerColumn


class SheetReader(Protocol):
    """What a row needs to know of the sheet that it was read from."""

    sheet: str
    headings: Mapping[str, str]
    wanted: Mapping[int, LedgerColumn]
    may_have: frozenset[str]

    def raw(self, line: Line, index: int, name: str) -> Cell:
        """A cell, as the file or a person who mended it has it."""
        ...

    def index_of(self, name: str) -> int:
        """Where the column `name` stands; KeyError when the sheet has none."""
        ...

    def blank_in(self, line: Line) -> set[str]:
        """The columns that a line leaves blank."""
        ...


@dataclass(slots=True, eq=False)
class Parsed:
    """One row read: values by column name (blank ones absent), and what was wrong with it."""

    reader: SheetReader
    line: Line
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    continued: bool = False
    exact: bool = False
    beside: dict[str, tuple[str, str]] | None = None

    @property
    def sheet(self) -> str:
        """The name of the sheet."""
        return self.reader.sheet

    @property
    def row(self) -> int:
        """Excel's own number."""
        return self.line.number

    @property
    def headings(self) -> Mapping[str, str]:
        """The headings of the sheet by column name."""
        return self.reader.headings

    @property
    def typed(self) -> Typed:
        """What stands in the cells, by column name."""
        return Typed(self.reader, self.line)

    @property
    def blank(self) -> set[str]:
        """The columns that the row leaves blank."""
        return self.reader.blank_in(self.line)

    @property
    def section(self) -> str:
        """The words of the nearest row above that opens a section."""
        return self.line.sections[-1] if self.line.sections else ""

    def refuse(self, name: str, reason: str, *, also: tuple[str, ...] = ()) -> None:
        """Note a problem with the column `name`, or with the first of `also` that the file has."""
        chosen = next((one for one in (name, *also) if one in self.headings), name)
        self.problems.append(Problem(self.headings.get(chosen, ""), chosen, self.typed.get(chosen, ""), reason))

    def get(self, name: str) -> Any:
        """A value, None when blank or absent."""
        return self.values.get(name)

    def maps(self, name: str) -> bool:
        """Whether the file has this column."""
        return name in self.headings


class Typed(Mapping[str, str]):
    """What stands in the cells of a row, by column name; made out of the cells when it is asked for."""

    __slots__ = ("_line", "_reader")

    def __init__(self, reader: SheetReader, line: Line) -> None:
        self._reader = reader
        self._line = line

    def __getitem__(self, name: str) -> str:
        return as_typed(self._reader.raw(self._line, self._reader.index_of(name), name)).strip()

    def __iter__(self) -> Iterator[str]:
        return (column.name for column in self._reader.wanted.values())

    def __len__(self) -> int:
        return len(self._reader.wanted)


def unit_of(row: Parsed) -> tuple[str, str]:
    """The floor and room of a row, out of one column or two."""
    if row.exact:
        return row.values.get("unit.floor") or "", row.values.get("unit.room") or ""
    floor, room = row.values.get("place", ("", ""))
    floor = row.values.get("unit.floor", floor)
    typed = row.values.get("unit.room")
    if typed is not None:
        if not floor:
            return place_of(str(typed))
        room = room_of(str(typed), floor)
    return floor, room

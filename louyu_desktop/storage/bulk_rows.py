"""Many new rows made ready: columns in, tuples for the driver, log content and index entries out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import repeat
from types import MappingProxyType
from typing import Any

from sqlalchemy.dialects.sqlite import dialect

from louyu_desktop.models import RECORDS, Enterprise, Person, Record
from louyu_desktop.models.base import UNCOUNTED
from louyu_desktop.remembered import Remembered
from louyu_desktop.rules.names import fold_name, fold_names, fold_organisation, fold_organisations
from louyu_desktop.rules.pinyin import sort_key, sort_keys
from louyu_desktop.storage import indexing
from louyu_desktop.storage.coding import Same, pack_columns
from louyu_desktop.storage.derived import derives
from louyu_desktop.storage.joined import Joined
from louyu_desktop.storage.shadow import SEARCH
from louyu_desktop.storage.shapes import Shape, shape_of
from louyu_desktop.storage.uids import new_uids

Row = dict[str, Any]
Columns = dict[str, list[Any]]
Piece = tuple[str, list[tuple[Any, ...]]]
"""One statement and the rows it is run with."""

ColumnPiece = tuple[str, list[list[Any]]]
"""The same, with a list for each column of the rows."""

BY_TABLE: dict[str, type[Record]] = {model.__tablename__: model for model in RECORDS}

AT_ONCE: tuple[type[Record], ...] = (Enterprise, Person)
"""Classes that come last, when all that their derived columns are computed from is there: written once, not twice.

Other classes with derived columns get them afterwards; they have few rows.
"""
_DIALECT = dialect()
_MANY: Mapping[Callable[..., Any], Callable[..., list[Any]]] = {
    fold_name: fold_names, fold_organisation: fold_organisations, sort_key: sort_keys,
}  # fmt: skip
"""What works out a column at once where a function works out one value."""

_REMEMBERED = 20_000
_SAID = 100
_PLAIN = frozenset({str, int, float, bool, dt.date, type(None)})


@dataclass(frozen=True, slots=True)
class Frame:
    """Up to a thousand rows of one table on their way to the writer, column by column."""

    table: str
    first: int
    rows: int
    names: tuple[str, ...]
    columns: tuple[list[Any], ...]


def order(models: Iterable[type[Record]]) -> list[type[Record]]:
    """`models` in the order in which their rows are written."""
    return sorted(models, key=lambda model: (model in AT_ONCE, RECORDS.index(model)))


def later(model: type[Record]) -> bool:
    """Whether its derived columns are filled in when all rows are there."""
    return derives(model) and model not in AT_ONCE


def frame_of(model: type[Record], first: int, rows: Sequence[Mapping[str, Any]]) -> Frame:
    """The frame for `rows`; a column that a row does not have gets its default, derived ones are left out.

    KeyError for a column that the class does not have.
    """
    shape = shape_of(model)
    given = {name for row in rows for name in row}
    if unknown := given - shape.names:
        raise KeyError(f"{shape.kind} has no column {', '.join(sorted(unknown))}")
    names = tuple(sorted(given - shape.derived - UNCOUNTED))
    usual = [shape.defaults.get(name) for name in names]
    columns = tuple([row.get(name, default) for row in rows] for name, default in zip(names, usual, strict=True))
    return Frame(model.__tablename__, first, len(rows), names, columns)


def gathered(
    model: type[Record], first: int, rows: Sequence[Mapping[str, Any]], names: Mapping[str, Sequence[str]],
    more: Columns,
) -> Frame:  # fmt: skip
    """The frame for what rows hold under other names: of those of a column the last one that a row has counts.

    A row that has none of them gets the default; `more` are columns as they are.
    """
    shape = shape_of(model)
    columns = dict(more)
    for name, sources in names.items():
        usual = shape.defaults.get(name)
        if len(sources) == 1:
            [source] = sources
            columns[name] = [row.get(source, usual) for row in rows]
        else:
            filled = [[source for source in sources if source in row] for row in rows]
            columns[name] = [row[found[-1]] if found else usual for row, found in zip(rows, filled, strict=True)]
    kept = tuple(sorted(columns.keys() - shape.derived - UNCOUNTED))
    return Frame(model.__tablename__, first, len(rows), kept, tuple(columns[name] for name in kept))


def complete_columns(shape: Shape, frame: Frame, stamps: Mapping[str, Any]) -> Columns:
    """The columns of whole rows as `Write.insert` would make them, but for derived ones."""
    given_columns = zip(frame.names, frame.columns, strict=True)
    columns = {name: _cleaned(shape, name, column) for name, column in given_columns}
    given = columns.get("uid", repeat(None, frame.rows))
    columns["uid"] = [old or new for old, new in zip(given, new_uids(frame.rows), strict=True)]
    columns["id"] = list(range(frame.first, frame.first + frame.rows))
    base = {name: value for name, value in {**shape.defaults, **stamps, "version": 1}.items() if name not in columns}
    columns.update({name: Same([value] * frame.rows) for name, value in base.items()})
    for name, (work_out, others) in shape.model.__follows__.items():
        given_by = [columns[other] for other in others]
        many = _MANY.get(work_out)
        columns[name] = list(map(work_out, *given_by)) if many is None else many(*given_by)
    return columns


def complete_rows(shape: Shape, frame: Frame, stamps: Mapping[str, Any]) -> list[Row]:
    """Whole rows as they stand in the file, but for derived columns."""
    columns = complete_columns(shape, frame, stamps)
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def _cleaned(shape: Shape, name: str, column: list[Any]) -> list[Any]:
    cleaner = shape.cleaners.get(name)
    if cleaner is not None:
        return [cleaner(value) for value in column]
    if set(map(type, column)) <= _PLAIN:
        return column
    return [str(value) if isinstance(value, str) and type(value) is not str else value for value in column]


@cache
def _processors(shape_model: type[Record]) -> tuple[tuple[str, Remembered[Any, Any] | None], ...]:
    """What makes values as the file has them: the same few days and choices come again and again."""
    columns = shape_of(shape_model).table.columns
    made = ((column.name, column.type.dialect_impl(_DIALECT).bind_processor(_DIALECT)) for column in columns)
    return tuple((name, None if process is None else Remembered(process, _REMEMBERED)) for name, process in made)


def by_column(rows: Sequence[Row], names: Iterable[str]) -> Columns:
    """Columns of rows."""
    return {name: [row[name] for row in rows] for name in names}


def stored(shape: Shape, columns: Columns) -> Columns:
    """Columns of rows as the file has them; those that are empty in all rows are left out."""
    found: Columns = {}
    for name, process in _processors(shape.model):
        column = columns.get(name)
        if not column:
            continue
        same = type(column) is Same
        if process is not None:
            column = Same([process[column[0]]] * len(column)) if same else list(map(process.__getitem__, column))
        if not (column[0] is None and (same or column.count(None) == len(column))):
            found[name] = column
    return found


def parted(columns: Columns) -> tuple[Columns, Row]:
    """The columns that are not the same in all rows, and the values of those that are, where a statement can say them.

    What a statement says once need not be sent and bound for every row: it is a third of all that a ledger brings.
    """
    same = {name: column[0] for name, column in columns.items() if _is_the_same(column)}
    return {name: list(column) for name, column in columns.items() if name not in same}, same


def _is_the_same(column: list[Any]) -> bool:
    value, count = column[0], len(column)
    if count == 1 or value != column[-1] or not (value is None or type(value) is int or _can_be_said(value)):
        return False
    if type(column) is Same:
        return True
    return column.count(value) == count and set(map(type, column)) == {type(value)}


def _can_be_said(value: Any) -> bool:
    return type(value) is str and len(value) <= _SAID and value.isprintable()


def _said(value: Any) -> str:
    if isinstance(value, str):
        doubled = value.replace("'", "''")
        return f"'{doubled}'"
    return "NULL" if value is None else str(value)


def statement_of(table: str, columns: Iterable[str], same: Mapping[str, Any]) -> str:
    """What inserts rows with these columns, and the `same` values in all."""
    names, marks = [*columns, *same], [*("?" for _name in columns), *map(_said, same.values())]
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join(marks)})"


def insertion(shape: Shape, columns: Columns, same: Mapping[str, Any] = MappingProxyType({})) -> Piece:
    """What inserts rows of which `stored`, and perhaps `parted`, has made the columns."""
    return statement_of(shape.table.name, columns, same), list(zip(*columns.values(), strict=True))


def insertion_of(shape: Shape, rows: Sequence[Row]) -> Piece:
    """What inserts whole rows."""
    return insertion(shape, stored(shape, by_column(rows, shape.names)))


def derivation(shape: Shape, derived: Mapping[int, Mapping[str, Any]]) -> Piece:
    """What fills in derived columns."""
    names = sorted({name for values in derived.values() for name in values})
    processors = dict(_processors(shape.model))
    rows = [
        (*(process[values[name]] if (process := processors[name]) else values[name] for name in names), row_id)
        for row_id, values in derived.items()
    ]
    return f"UPDATE {shape.table.name} SET {', '.join(f'{name} = ?' for name in names)} WHERE id = ?", rows


def content(shape: Shape, columns: Columns) -> bytes:
    """What the change log keeps of added rows."""
    kept = {name: columns[name] for name in shape.logged}
    return pack_columns(columns["id"], columns["uid"], columns["version"], kept)


def index_pieces(shape: Shape, texts: Joined, first: int) -> list[ColumnPiece]:
    """What puts the texts of rows into the search index from the id `first` on."""
    if not texts.ids:
        return []
    rows, grams = indexing.prepared(shape, texts, first)
    columns, same = parted(dict(zip(indexing.ROW, rows, strict=True)))
    return [(statement_of(SEARCH, columns, same), list(columns.values())), (indexing.INSERT_GRAMS, grams)]


def texts_of(shape: Shape, columns: Columns) -> Joined:
    """What the index looks at in whole rows."""
    wanted = [columns["id"], *(columns[field.name] for field in indexing.searchable(shape))]
    archived = columns["archived_at"]
    if any(archived):
        wanted = [[value for value, at in zip(column, archived, strict=True) if at is None] for column in wanted]
    return indexing.joined(shape, wanted[0], wanted[1:])


def stamps_of(at: dt.datetime, account_id: int | None) -> Row:
    """The stamps of rows made by an operation."""
    return {"created_at": at, "created_by": account_id, "updated_at": at, "updated_by": account_id}

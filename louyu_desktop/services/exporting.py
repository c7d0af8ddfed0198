"""Exporting: what is written is what importing reads back as no change at all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from louyu_desktop.errors import NotPermittedError
from louyu_desktop.exchange.sheet import SheetColumn, write_csv, write_sheet
from louyu_desktop.exchange.template import write_template
from louyu_desktop.fields import Entity, Field, Kind, Sensitivity
from louyu_desktop.rules import values as plain
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.roles import Role
from louyu_desktop.rules.topics import Topic
from louyu_desktop.services import noting
from louyu_desktop.services.copies import Control, Query, no_control
from louyu_desktop.services.export_rows import lines
from louyu_desktop.services.kinds import ENTITIES, is_own
from louyu_desktop.services.ledger_templates import EXAMPLES, TEMPLATES
from louyu_desktop.services.ledgers import (
    OWN_PLACE,
    SOURCED,
    UID,
    WRITTEN,
    LedgerColumn,
    column_of,
    columns_of,
    seen_columns,
)
from louyu_desktop.services.listing import Listing
from louyu_desktop.services.references import entity_for, field_for, kinds_for, role_of
from louyu_desktop.storage.database import Database
from louyu_desktop.text import _

_SHOWN: dict[tuple[str, str], tuple[str, ...]] = {
    ("enterprises", "location"): ("building", "unit.floor", "unit.room"),
    ("enterprises", "building_id"): ("building",),
    ("enterprises", "lease_end"): ("occupancy.lease_end",),
    ("enterprises", "contact_name"): ("contact.name",),
    ("enterprises", "contact_phone"): ("contact.phone",),
    ("people", "organisation_id"): ("membership.organisation_id",),
    ("people", "joined_on"): ("membership.joined_on",),
    ("people", "consented"): ("consent",),
    ("registrations", "activity_id"): ("activity.number", "activity.title"),
    ("registrations", "person_id"): ("person.name", "person.mobile"),
    ("service-items", "category_id"): ("category.code", "category.name"),
    ("rounds", "became_id"): (),
    **{(kind, "place"): (OWN_PLACE,) for kind in ("rounds", "meetings", "duty-roster", "equipment")},
    **{(kind, "source_id"): () for kind in SOURCED},
}
"""Columns of a list that stand for columns of a ledger."""

_NUMBERS = frozenset((Kind.INTEGER, Kind.DECIMAL))

MUCH = 500
"""More records than these, or all of a kind, are exported with the password given again."""


class Exporting:
    """Records out into workbooks and csv, and empty ledgers to fill."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._listing = Listing(database)

    def kinds(self) -> tuple[Entity, ...]:
        """The kinds that files are written for, as far as the person sees them."""
        return tuple(entity for entity in kinds_for(role_of(self._database)) if entity.kind in WRITTEN)

    def columns(self, kind: str) -> tuple[tuple[str, str], ...]:
        """The columns that may be chosen: name and heading; UsageError for a kind that no file is written for."""
        columns = seen_columns(role_of(self._database), kind)
        return tuple((column.name, column.label) for column in columns if column.attribute != UID)

    def is_personal(self, kind: str, columns: Sequence[str] | None = None) -> bool:
        """Whether what is written tells of persons: then a purpose is asked for, and the log has it."""
        return _personal(_chosen(role_of(self._database), kind, columns))

    def is_much(self, kind: str, query: Query | None = None) -> bool:
        """Whether a query takes out a whole kind that tells of persons, or very many of them."""
        if not self.is_personal(kind):
            return False
        if query is None or query.kind != kind or not (query.filters or query.text.strip()):
            return True
        return self._listing.count(query) > MUCH

    def export(
        self, kind: str, path: Path, *, query: Query | None = None, columns: Sequence[str] | None = None,
        control: Control = no_control, purpose: str = "",
    ) -> int:  # fmt: skip
        """Write what `query` finds (everything by default) to `path` (.csv, else a workbook); gives how many records.

        `columns` are names of ledger or list columns.  What tells of persons is logged with its purpose before
        it is written.  SystemProblem when the file cannot be written, NotPermittedError for a column unseen.
        """
        role = role_of(self._database)
        entity = entity_for(role, kind)
        ids = self._listing.ids(query or Query(kind, sort=entity.sort))
        chosen = _chosen(role, kind, columns)
        if _personal(chosen):
            what = _("导出{label}：{count} {counter}")
            words = what.format(label=_(entity.label), count=len(ids), counter=_(entity.counter))
            noting.note(self._database, words, Topic.EXPORT, purpose)
        with self._database.read() as session:
            rows = _cells(lines(session, kind, ids), chosen, control, len(ids))
            if path.suffix.lower() == ".csv":
                write_csv(path, [column.label for column in chosen], rows)
            else:
                write_sheet(path, [_sheet_column(column) for column in chosen], rows, name=_(entity.label))
        return len(ids)

    def template(self, kind: str, path: Path) -> None:
        """Write an empty ledger of `kind` with drop-downs and notes; SystemProblem when it cannot be written."""
        wanted, every = TEMPLATES.get(kind), _without_uids(_chosen(role_of(self._database), kind, None))
        own = [column for column in every if is_own(column.name)]
        columns = [*(column_of(kind, name) for name in wanted), *own] if wanted else every
        examples = EXAMPLES.get(kind, {})
        example = [examples.get(column.name, "") for column in columns]
        title = _("{label}导入模板").format(label=_(ENTITIES[kind].label))
        write_template(path, title, [_sheet_column(column, note=True) for column in columns], example)


def _personal(columns: Iterable[LedgerColumn]) -> bool:
    return any(column.field.sensitivity >= Sensitivity.PERSONAL for column in columns)


def _chosen(role: Role, kind: str, names: Sequence[str] | None) -> tuple[LedgerColumn, ...]:
    """The columns to write; the key column and the hidden identity are always among them."""
    every = {column.name: column for column in seen_columns(role, kind)}
    if names is None:
        wanted = [column.name for column in every.values() if column.attribute != UID]
    else:
        wanted = []
        for name in names:
            wanted += _SHOWN.get((kind, name), (name,))
        key = next(column.name for column in every.values() if column.key)
        wanted = ([] if key in wanted else [key]) + wanted
    _refuse_unseen(role, kind, {column.name for column in columns_of(kind)}.intersection(wanted) - every.keys())
    known = [every.get(name) or _counted(role, kind, name) for name in dict.fromkeys(wanted) if name != UID]
    chosen = [column for column in known if column is not None]
    parts = {column.part for column in chosen} | {column.attribute.removesuffix("_id") for column in chosen}
    parts |= {"occupancy"} if "unit" in parts else set()
    uids = [column for column in every.values() if column.part in parts and column.attribute == UID]
    return (*_without_uids(chosen), *(column for column in uids if column.part), every[UID])


def _without_uids(columns: Iterable[LedgerColumn]) -> list[LedgerColumn]:
    return [column for column in columns if column.attribute != UID]


def _refuse_unseen(role: Role, kind: str, hidden: Iterable[str]) -> None:
    """NotPermittedError for columns that a role may not have written."""
    for name in sorted(hidden):
        words = {"role": _(role.value), "field": column_of(kind, name).label}
        raise NotPermittedError(_("「{role}」不能导出「{field}」").format(**words))


def _counted(role: Role, kind: str, name: str) -> LedgerColumn | None:
    """A column that is worked out (a number of registrations): written, and read by nobody."""
    if name not in {field.name for field in ENTITIES[kind].fields}:
        return None
    field = field_for(role, kind, name)
    return LedgerColumn(name, field) if field.label and field.kind is not Kind.REFERENCE else None


def _sheet_column(column: LedgerColumn, *, note: bool = False) -> SheetColumn:
    field = column.field
    return SheetColumn(
        column.label,
        width=field.width,
        as_text=field.kind not in _NUMBERS and field.kind is not Kind.DATE,
        choices=_choices(field) if note else (),
        note=_note(column) if note else "",
        hidden=column.attribute == UID,
        wrapped=field.kind is Kind.NOTE,
    )


def _choices(field: Field) -> tuple[str, ...]:
    if field.kind is Kind.FLAG:
        return (_("是"), _("否"))
    return tuple(field.choices) if field.kind is Kind.CHOICE else ()


def _note(column: LedgerColumn) -> str:
    field = column.field
    words = [_("必填") if column.key else "", _(field.hint)]
    if field.kind is Kind.CHOICES:
        words.append(_("可填几项，用顿号隔开：{choices}").format(choices="、".join(field.choices)))
    if field.unit and field.kind in _NUMBERS:
        words.append(_("单位：{unit}").format(unit=_(field.unit)))
    return "；".join(word for word in words if word)


def _cells(
    records: Iterator[list[dict[str, Any]]],
    columns: Sequence[LedgerColumn], control: Control, total: int,
) -> Iterator[list[Any]]:  # fmt: skip
    for number, record in enumerate(records, start=1):
        for line in record:
            yield [written(column.field, line.get(column.name)) for column in columns]
        if number % 200 == 0:
            control(number, total, _("正在导出"))


def written(field: Field, value: Any) -> Any:
    """A value as it is written: numbers and days as such, everything else as text."""
    if value is None or value == ():
        return None
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, dt.datetime):
        local = value.astimezone(SHANGHAI)
        return local.strftime("%Y-%m-%d %H:%M:%S.%f" if local.microsecond else "%Y-%m-%d %H:%M:%S")
    if isinstance(value, (dt.date, int, Decimal)):
        return value
    if isinstance(value, tuple):
        return plain.display(field, value)
    return str(value)

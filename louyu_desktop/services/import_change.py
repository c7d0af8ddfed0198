"""Laying the values of a row over a record: what changes, in words, and what cannot stand together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from louyu_desktop.errors import InvalidRecordError
from louyu_desktop.fields import Field, Kind
from louyu_desktop.rules import values as plain
from louyu_desktop.rules.checks import check_record, may_contradict
from louyu_desktop.rules.names import fold_name, fold_organisation
from louyu_desktop.services.copies import FieldChange
from louyu_desktop.services.import_items import Item
from louyu_desktop.services.import_parsed import Parsed
from louyu_desktop.services.import_plan import Blank, Question
from louyu_desktop.services.kinds import ENTITIES, by_station
from louyu_desktop.services.ledgers import UID, LedgerColumn, columns_of
from louyu_desktop.services.own_ways import BY_STEPS
from louyu_desktop.text import _


@dataclass(slots=True)
class Draft:
    """What one row does: the record it is about, its changes, the records beside it."""

    row: Parsed
    main: Item | None = None
    changes: list[FieldChange] = field(default_factory=list)
    touched: list[Item] = field(default_factory=list)
    emptied: list[tuple[Item, Field]] = field(default_factory=list)
    question: Question | None = None
    title: str = ""
    subtitle: str = ""

    def note(self, label: str, before: str, after: str) -> None:
        """Remember a change in words."""
        self.changes.append(FieldChange(_(label), before, after))


def same(found: Field, before: Any, after: Any) -> bool:
    """Whether two values say the same; names and moments are compared as people would."""
    if before == after:
        return True
    if before is None or after is None:
        return (before or None) == (after or None) and not isinstance(before, bool) and not isinstance(after, bool)
    if found.kind is Kind.PERSON_NAME:
        return fold_name(before) == fold_name(after)
    if found.kind is Kind.ORGANISATION_NAME:
        return fold_organisation(before) == fold_organisation(after)
    if isinstance(before, dt.datetime) and isinstance(after, dt.datetime):
        return before.replace(microsecond=0) == after.replace(microsecond=0)
    return False


def lay(draft: Draft, item: Item, values: Mapping[str, Any], fields: Mapping[str, Field]) -> None:
    """Set the values that differ, and note them; a new record takes them all.

    What only steps move in a record that stands here already stays as it is, with a word of doubt.
    """
    draft.touched.append(item)
    if item.current is None:
        item.update(values)
        return
    stepwise = BY_STEPS.get(item.model.__entity__.kind, frozenset())
    for name, value in values.items():
        found = fields[name]
        before = item.get(name)
        if same(found, before, value):
            continue
        if name in stepwise:
            draft.row.warnings.append(_("{label}：站里这一条按办理的步骤走，没有照文件改").format(label=_(found.label)))
        else:
            item.set(name, value)
            draft.note(found.label, plain.display(found, before), plain.display(found, value))


def part_values(row: Parsed, kind: str, part: str) -> dict[str, Any]:
    """The plain (not referring) values that a row has for one part, by the part's own field names; no identity."""
    values = row.values
    pairs = plain_columns(kind, part, row.reader.may_have)
    return {attribute: values[name] for name, attribute in pairs if name in values}


@by_station
def plain_columns(kind: str, part: str, names: frozenset[str]) -> tuple[tuple[str, str], ...]:
    """Name and attribute of the columns of one part that are no references, as far as they are among `names`."""
    columns = (c for c in columns_of(kind) if c.part == part and not c.target and c.attribute != UID)
    return tuple((c.name, c.attribute) for c in columns if c.name in names)


@by_station
def fields_for(kind: str) -> dict[str, Field]:
    """The fields of a record class by name."""
    return {found.name: found for found in ENTITIES[kind].fields}


def take_exactly(draft: Draft, item: Item, part: str, values: dict[str, Any], kind: str) -> None:
    """For a new record out of a row of ours: what the row leaves blank is blank, no default takes its place."""
    if not draft.row.exact or draft.row.continued or item.current is not None:
        return
    table = item.model.__table__.c
    for name, attribute in plain_columns(kind, part, draft.row.reader.may_have):
        if name in draft.row.headings and attribute in table and table[attribute].nullable:
            values.setdefault(attribute, None)


def blanks(draft: Draft, item: Item, kind: str, part: str, policy: Blank) -> None:
    """Under `clear` empty what the file leaves blank; under `ask` note that it would."""
    if item.is_new or policy is Blank.KEEP or draft.row.continued:
        return
    whose = item.model.__entity__.kind
    entity_fields, stepwise = fields_for(whose), BY_STEPS.get(whose, frozenset())
    for column in columns_of(kind):
        found = entity_fields.get(column.attribute)
        if column.part != part or column.name not in draft.row.blank or found is None or found.mandatory:
            continue
        if item.get(found.name) in (None, (), "") or column.target:
            continue
        if found.kind is Kind.FLAG or found.name in stepwise or not _clearable(item, found.name):
            continue
        draft.emptied.append((item, found))


def _clearable(item: Item, name: str) -> bool:
    return bool(item.model.__table__.c[name].nullable)


def empty(draft: Draft) -> None:
    """Clear the values that blank cells stand for."""
    for item, found in draft.emptied:
        draft.note(found.label, plain.display(found, item.get(found.name)), "")
        item.set(found.name, () if found.kind is Kind.CHOICES else None)


def check(draft: Draft, item: Item, kind: str, part: str = "") -> None:
    """Refuse the row where the record's values cannot stand together."""
    entity = ENTITIES[item.model.__entity__.kind]
    values = item.merged() if item.current is not None else item.values
    problems: dict[str, str] = {}
    if not part:
        for name, label in _mandatory(entity.kind):
            if values.get(name) in (None, "") and name not in item.links:
                problems[name] = _("缺少{label}").format(label=_(label))
    if may_contradict(entity.kind, values):
        try:
            check_record(entity, values)
        except InvalidRecordError as refused:
            problems.update(refused.problems)
    for name, reason in problems.items():
        draft.row.refuse(f"{part}.{name}" if part else name, reason, also=_columns_for(kind, part, name))


@by_station
def _mandatory(kind: str) -> tuple[tuple[str, str], ...]:
    """Name and label of the fields without which a record cannot be."""
    return tuple((found.name, found.label) for found in ENTITIES[kind].fields if found.mandatory)


def _columns_for(kind: str, part: str, name: str) -> tuple[str, ...]:
    """Columns that may have brought a value: a lease of one cell brings two."""
    if part == "occupancy" and name in {"lease_start", "lease_end"}:
        return ("lease",)
    if kind == "activities":
        return ("clock", "day", "starts_at")
    return ()


@by_station
def key_column(kind: str) -> LedgerColumn:
    """The column that says what a row is about."""
    return next(column for column in columns_of(kind) if column.key)

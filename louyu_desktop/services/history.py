"""Logged changes in words: who, when, which field from what to what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from louyu_desktop.fields import Entity, Field, Kind
from louyu_desktop.models import Account
from louyu_desktop.rules import values as plain
from louyu_desktop.services.copies import FieldChange, HistoryLine
from louyu_desktop.services.references import titles
from louyu_desktop.storage.change_log import CHANGE, EVENT, LoggedChange
from louyu_desktop.text import _


def history_lines(session: Session, entity: Entity, changes: Sequence[LoggedChange]) -> tuple[HistoryLine, ...]:
    """The changes of one record as people read them, in the order given; only of the fields that `entity` has."""
    fields = {field.name: field for field in entity.fields if field.label and not field.derived}
    words = Words(session, fields.values(), [values for one in changes for values in (one.before, one.after)])
    names = dict(session.execute(select(Account.id, Account.name)).all())
    return tuple(
        HistoryLine(
            operation_id=change.operation_id,
            at=change.at,
            who=names.get(change.account_id or 0, _("系统")),
            label=change.label,
            action=_action(change),
            changes=tuple(
                FieldChange(_(field.label), words.of(field, before), words.of(field, after), field.name)
                for field, before, after in _differences(fields, change)
            ),
            changes_values=change.action == CHANGE and change.kind != EVENT,
        )
        for change in changes
    )


def _action(change: LoggedChange) -> str:
    if change.action == "change" and "archived_at" in change.after:
        return _("删除") if change.after["archived_at"] else _("恢复")
    return {"add": _("新建"), "change": _("修改"), "remove": _("撤销新建")}.get(change.action, change.label)


def _differences(fields: dict[str, Field], change: LoggedChange) -> list[tuple[Field, Any, Any]]:
    return [
        (field, change.before.get(name), change.after.get(name))
        for name, field in fields.items()
        if change.before.get(name) not in (change.after.get(name), ())
        or change.after.get(name) not in (None, (), False)
        if change.before.get(name) != change.after.get(name)
    ]


class Words:
    """Values in words; titles of everything referred to in `rows` are read once."""

    def __init__(self, session: Session, fields: Iterable[Field], rows: Sequence[Mapping[str, Any]]) -> None:
        asked: dict[str, set[int]] = defaultdict(set)
        for field in fields:
            if field.kind is Kind.REFERENCE:
                asked[field.target] |= {row[field.name] for row in rows if row.get(field.name)}
        self._titles = {kind: titles(session, kind, ids) for kind, ids in asked.items()}

    def of(self, field: Field, value: Any) -> str:
        """One value in words; a record that is gone is said to be."""
        if field.kind is Kind.REFERENCE and value is not None:
            return self._titles[field.target].get(value, _("（已不在）"))
        return plain.display(field, value)

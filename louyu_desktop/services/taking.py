"""What one takes from a person: values settled as the file keeps them, records that may stand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from louyu_desktop.errors import InvalidRecordError, UserError
from louyu_desktop.fields import Entity, Field, Kind
from louyu_desktop.models import Record
from louyu_desktop.rules import dates
from louyu_desktop.rules import values as plain
from louyu_desktop.services.own_ways import BY_STEPS, OWN_WAYS
from louyu_desktop.services.references import ENTITIES, titles
from louyu_desktop.storage.database import Database
from louyu_desktop.text import _


def refuse_governed(database: Database, kind: str, names: Iterable[str] | None = None) -> None:
    """UserError for what has a way of its own, and is neither typed, imported, edited in bulk nor archived by hand.

    That is a history to which rows are only added, what the write itself notes, what only a step of a table moves, and
    who works here in a station with a vault: their slots go with them (`services.accounts`).  `names` are the fields
    that would change, None for whole records.
    """
    if sentence := OWN_WAYS.get(kind):
        raise UserError(_(sentence))
    for name in BY_STEPS.get(kind, frozenset()).intersection(names or ()):
        label = _(ENTITIES[kind].field(name).label)
        raise UserError(_("「{field}」跟着办理的步骤走，不能直接改。请打开这一条，用办理的按钮").format(field=label), field=name)
    if kind == "accounts" and database.vault is not None and (names is None or not {"name", "role"}.isdisjoint(names)):
        raise UserError(_("增减工作人员、改姓名和角色，请在「设置 → 工作人员」里做：口令跟着一起改"))


def settled(model: type[Record], field: Field, value: Any, today: dt.date | None = None) -> Any:
    """What is written for a value: texts are parsed, and nothing is the default where the column must have one."""
    if isinstance(value, str):
        value = plain.parse(field, value, today=today)
    column = model.__table__.c[field.name]
    if value is None and not column.nullable and column.default is not None:
        return column.default.arg
    return value


def check(entity: Entity, values: Mapping[str, Any]) -> None:
    """InvalidRecordError when something without which a record is nothing is missing, or two fields contradict."""
    missing = {
        field.name: _("请填{label}").format(label=_(field.label))
        for field in entity.fields
        if field.mandatory and values.get(field.name) in (None, "")
    }
    if missing:
        raise InvalidRecordError(missing)
    plain.check_record(entity, values, today=dates.today())


def words_of(session: Session, field: Field, value: Any) -> str:
    """A value in words, that of a reference by what it points to."""
    if field.kind is Kind.REFERENCE and value is not None:
        return titles(session, field.target, [value]).get(value, "")
    return plain.display(field, value)

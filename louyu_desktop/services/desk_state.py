"""How each person left the lists and forms: saved views and drafts, outside undo and content hash."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from louyu_desktop.models import Draft, SavedView
from louyu_desktop.rules.roles import Role
from louyu_desktop.services.copies import DraftMark, Filter, Match, View
from louyu_desktop.services.references import entity_for, role_of
from louyu_desktop.storage.database import Database


class DeskState:
    """Views and drafts of the person who is on duty."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def _account(self) -> int:
        return self._database.actor or 0

    @property
    def _role(self) -> Role:
        return role_of(self._database)

    def _seen(self, kind: str) -> frozenset[str]:
        return frozenset(field.name for field in entity_for(self._role, kind).fields if field.label)

    def views(self, kind: str) -> tuple[View, ...]:
        """This person's views of a list, of what is seen alone; the one without a name is how it was left."""
        wanted = select(SavedView.content).where(SavedView.account_id == self._account, SavedView.kind == kind)
        with self._database.read() as session:
            kept = session.execute(wanted.order_by(SavedView.id)).scalars().all()
        seen = self._seen(kind)
        return tuple(_view(json.loads(text), seen) for text in kept)

    def keep_view(self, kind: str, view: View) -> None:
        """Keep a view under its name, replacing an earlier one."""
        content = {
            "name": view.name,
            "filters": [[one.field, one.match.value, encode(one.value)] for one in view.filters],
            "sort": view.sort,
            "columns": list(view.columns),
            "widths": dict(view.widths),
        }
        self._put(SavedView, {"kind": kind, "name": view.name}, {"content": json.dumps(content, ensure_ascii=False)})

    def drop_view(self, kind: str, name: str) -> None:
        """Forget a view."""
        self._put(SavedView, {"kind": kind, "name": name}, None)

    def draft(self, kind: str, row_id: int | None) -> tuple[dt.datetime, dict[str, Any]] | None:
        """What was typed and not saved, as far as it is seen, and when; None where there is nothing."""
        wanted = select(Draft.saved_at, Draft.content).where(
            Draft.account_id == self._account, Draft.kind == kind, Draft.row_id == (row_id or 0)
        )
        with self._database.read() as session:
            found = session.execute(wanted).first()
        if found is None:
            return None
        seen = self._seen(kind)
        typed = {name: decode(value) for name, value in json.loads(found[1]).items() if name.split(":")[0] in seen}
        return found[0], typed

    def keep_draft(self, kind: str, row_id: int | None, values: Mapping[str, Any]) -> None:
        """Keep what is typed so far."""
        content = json.dumps({name: encode(value) for name, value in values.items()}, ensure_ascii=False)
        self._put(
            Draft, {"kind": kind, "row_id": row_id or 0}, {"content": content, "saved_at": dt.datetime.now(dt.UTC)}
        )

    def drop_draft(self, kind: str, row_id: int | None) -> None:
        """Forget a draft: it was saved, or given up."""
        self._put(Draft, {"kind": kind, "row_id": row_id or 0}, None)

    def drafts(self) -> tuple[DraftMark, ...]:
        """Where drafts of this person wait, the latest first."""
        wanted = select(Draft.kind, Draft.row_id).where(Draft.account_id == self._account)
        with self._database.read() as session:
            rows = session.execute(wanted.order_by(Draft.saved_at.desc())).all()
        return tuple(DraftMark(kind, row_id or None) for kind, row_id in rows)

    def draft_count(self) -> int:
        """How many drafts of this person wait."""
        with self._database.read() as session:
            wanted = select(func.count()).select_from(Draft).where(Draft.account_id == self._account)
            return session.execute(wanted).scalar_one()

    def _put(self, table: type[Any], key: Mapping[str, Any], values: Mapping[str, Any] | None) -> None:
        if self._database.read_only:  # how a list was left is nothing to be refused for
            return
        with self._database.write("") as write:
            write.put(table, {"account_id": self._account, **key}, values)


def _view(content: Mapping[str, Any], seen: Collection[str]) -> View:
    return View(
        name=content["name"],
        filters=tuple(
            Filter(name, Match(match), decode(value))
            for name, match, value in content["filters"]
            if name in {*seen, "id"}
        ),
        sort=content["sort"] if content["sort"].removeprefix("-") in seen else "",
        columns=tuple(name for name in content["columns"] if name in seen),
        widths={name: int(width) for name, width in content["widths"].items()},
    )


def encode(value: Any) -> Any:
    """A value as JSON can hold it; `decode` gives it back."""
    match value:
        case dt.datetime():
            return {"datetime": value.isoformat()}
        case dt.date():
            return {"date": value.isoformat()}
        case Decimal():
            return {"decimal": str(value)}
        case tuple() | list():
            return {"tuple": [encode(item) for item in value]}
        case _:
            return value


def decode(value: Any) -> Any:
    """What `encode` was given."""
    if not isinstance(value, dict):
        return value
    [(kind, content)] = value.items()
    match kind:
        case "datetime":
            return dt.datetime.fromisoformat(content)
        case "date":
            return dt.date.fromisoformat(content)
        case "decimal":
            return Decimal(content)
        case _:
            return tuple(decode(item) for item in content)

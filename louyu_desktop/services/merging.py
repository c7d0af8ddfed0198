"""Two records become one: fields chosen one by one, everything that hangs on the other moves over (FEATURES.md A6, A7).

It is one operation: taking it back brings both back with all that was theirs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from louyu_desktop.errors import ConflictError, UserError
from louyu_desktop.fields import Field, Kind
from louyu_desktop.models import BY_KIND, Attachment, Record, fields_of
from louyu_desktop.rules import dates, masks
from louyu_desktop.rules import values as plain
from louyu_desktop.rules.completeness import is_blank
from louyu_desktop.services import tree_rules
from louyu_desktop.services.copies import Row
from louyu_desktop.services.merging_copies import Comparison, Merged, Moved, Side, Taken
from louyu_desktop.services.references import ENTITIES, entity_for, role_of, titles, with_labels
from louyu_desktop.services.taking import check, refuse_governed
from louyu_desktop.storage.clashes import counts
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.shapes import shape_of
from louyu_desktop.storage.write import Write
from louyu_desktop.text import _

KINDS = ("enterprises", "people", "organisations", "buildings")
"""What can be merged."""

_FORMER = "former_name"
_NOTE = 2000


class Merging:
    """Looks at two records side by side, and makes one of them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def compare(self, kind: str, stays: int, goes: int) -> Comparison:
        """Two live records of a kind, field by field, and what would move; UserError when one is gone."""
        role = role_of(self._database)
        entity = entity_for(role, kind)
        with self._database.read() as session:
            both = _both(session, kind, stays, goes)
            rows = with_labels(session, entity, both)
            names = titles(session, kind, [stays, goes])
            sides = tuple(_side(field, rows) for field in entity.fields if _is_chosen(field))
            return Comparison(
                kind=kind,
                ids=(stays, goes),
                versions=(rows[0].version, rows[1].version),
                titles=(names[stays], names[goes]),
                sides=tuple(side for side in sides if any(side.words)),
                moves=_counted(_Fold(session, BY_KIND[kind], stays, goes).look()),
            )

    def merge(self, kind: str, stays: int, goes: int, taken: Taken, versions: tuple[int, int] | None = None) -> Merged:
        """Make the record `goes` part of `stays`: its values where `taken` says so, all its children, then the bin.

        A name that is given up is kept as 曾用名 where that is free.  ConflictError when one of the two was changed
        since it was looked at, UserError when one is gone or they are one record.
        """
        refuse_governed(self._database, kind)
        model, entity = BY_KIND[kind], ENTITIES[kind]
        with self._database.read() as session:
            names = titles(session, kind, [stays, goes])
        label = _("合并{label}：{goes} → {stays}").format(
            label=_(entity.label), goes=names.get(goes, ""), stays=names.get(stays, "")
        )
        with self._database.write(label) as write:
            mine, theirs = _both(write.session, kind, stays, goes)
            write.derivation.facts.pass_by()
            write.derivation.visits.settle_as(_("合并前的事，合并时不再要求走访"))
            if versions not in (None, (mine["version"], theirs["version"])):
                raise ConflictError(_("两家中有一家刚被改过。请重新看一遍两边，再合并"))
            given = _given(model, mine, theirs, taken)
            check(entity, {**mine, **given})
            tree_rules.refuse_merged(write.session, kind, {**mine, **given}, (stays, goes))
            moved = _Fold(write.session, model, stays, goes).carry_out(write)
            note = _("已并入「{name}」（{day}）").format(name=names.get(stays, ""), day=dates.today().isoformat())
            remark = "\n".join(filter(None, (theirs["remark"], note)))[:_NOTE]
            write.update(model, [{"id": goes, "remark": remark}])
            write.archive(model, [goes])
            write.update(model, [{"id": stays, **given}])
            return Merged(stays, names[stays], _counted(moved))


def _both(session: Session, kind: str, stays: int, goes: int) -> tuple[dict[str, Any], dict[str, Any]]:
    model = BY_KIND[kind]
    if kind not in KINDS or stays == goes:
        raise UserError(_("合并要选两条不同的记录"))
    wanted = select(model.__table__).where(model.id.in_((stays, goes)), model.archived_at.is_(None))
    found = {row["id"]: dict(row) for row in session.execute(wanted).mappings()}
    if len(found) < 2:
        raise UserError(_("两条里有一条已经不在了，可能刚被合并或删除"))
    return found[stays], found[goes]


def _is_chosen(field: Field) -> bool:
    return bool(field.label) and not field.derived


def _side(field: Field, rows: Sequence[Row]) -> Side:
    mine, theirs = (row.values[field.name] for row in rows)
    words = [plain.display(field, row.values[field.name], row.labels.get(field.name, "")) for row in rows]
    if masks.is_masked(field):
        words = [masks.mask(field, text) for text in words]
    other = _lacks(field, mine) and not _lacks(field, theirs)
    return Side(field, (mine, theirs), (words[0], words[1]), other)


def _lacks(field: Field, value: Any) -> bool:
    """Whether a value says less than any other could: a box that is not ticked does."""
    return is_blank(value) or (field.kind is Kind.FLAG and not value)


def _given(model: type[Record], mine: Mapping[str, Any], theirs: Mapping[str, Any], taken: Taken) -> dict[str, Any]:
    """The new values of the record that stays."""
    names = {field.name for field in fields_of(model) if _is_chosen(field)}
    given = {name: theirs[name] for name, other in taken.items() if other and name in names}
    name = "name"
    if _FORMER in names and taken.get(_FORMER) is None:
        lost = mine[name] if taken.get(name) else theirs[name]
        kept = given.get(name, mine[name])
        if model.complete({**mine, name: lost})["name_key"] != model.complete({**mine, name: kept})["name_key"]:
            given[_FORMER] = _joined(mine[_FORMER], lost)
    return given | _not_itself(model, mine, theirs, given)


def _not_itself(
    model: type[Record], mine: Mapping[str, Any], theirs: Mapping[str, Any], given: Mapping[str, Any]
) -> dict[str, Any]:
    """Where one of the two stands below the other, what they become stands below neither."""
    pair = (mine["id"], theirs["id"])
    own = [field.name for field in fields_of(model) if field.target == model.__entity__.kind]
    caught = [name for name in own if given.get(name, mine[name]) in pair]
    return {name: next((side[name] for side in (theirs, mine) if side[name] not in pair), None) for name in caught}


def _joined(former: str | None, name: str) -> str:
    """Former names one after another, as far as there is room."""
    parts = [] if not former else [former]
    return "、".join([*parts, *([] if name in (former or "") else [name])])[:100]


class _Fold:
    """All that points to one record points to another; two that may stand only once become one, likewise."""

    def __init__(self, session: Session, model: type[Record], stays: int, goes: int) -> None:
        self._session = session
        self._top = (model, stays, goes)

    def look(self) -> Counter[tuple[str, bool]]:
        """How many records would move, by kind, and whether they become one with another."""
        hanging = self._hanging(*self._top)
        return Counter((model.__entity__.kind, twin is not None) for model, _column, _row, twin in hanging)

    def carry_out(self, write: Write) -> Counter[tuple[str, bool]]:
        """Move them; gives what `look` gives."""
        found = self.look()
        self._fold(write, *self._top)
        return found

    def _fold(self, write: Write, model: type[Record], stays: int, goes: int) -> None:
        for child, column, row, twin in self._hanging(model, stays, goes):  # as it stands once those before have moved
            if twin is None:
                write.update(child, [{"id": row["id"], column: stays}])
            else:
                self._unite(write, child, row, twin)
        kind = model.__entity__.kind
        hung = select(Attachment.id).where(Attachment.owner_kind == kind, Attachment.owner_id == goes)
        write.update(Attachment, [{"id": key, "owner_id": stays} for key in write.session.scalars(hung).all()])
        for other, id_column in _pointing(kind):
            table = shape_of(other).table
            kind_column = id_column.replace("_id", "_kind")
            wanted = select(table.c.id).where(table.c[kind_column] == kind, table.c[id_column] == goes)
            write.update(other, [{"id": key, id_column: stays} for key in write.session.scalars(wanted).all()])

    def _unite(self, write: Write, model: type[Record], row: Mapping[str, Any], twin: Mapping[str, Any]) -> None:
        """What the one lacks it gets from the other, which goes into the bin after its own children have moved."""
        blank = {
            name: row[name] for name in shape_of(model).logged
            if name != "archived_at" and is_blank(twin[name]) and not is_blank(row[name])
        }  # fmt: skip
        self._fold(write, model, twin["id"], row["id"])
        write.archive(model, [row["id"]])
        if blank:
            write.update(model, [{"id": twin["id"], **blank}])

    def _hanging(
        self, model: type[Record], stays: int, goes: int
    ) -> Iterator[tuple[type[Record], str, Mapping[str, Any], Mapping[str, Any] | None]]:
        """Each row that points to the one that goes, and the row of the other that takes its place already."""
        for child, column in shape_of(model).users():
            table = shape_of(child).table
            rows = self._rows(table, column, goes)
            taken = self._rows(table, column, stays) if rows else []
            for row in rows:
                yield child, column, row, _twin(child, column, row, taken)

    def _rows(self, table: Table, column: str, key: int) -> list[dict[str, Any]]:
        return [dict(row) for row in self._session.execute(select(table).where(table.c[column] == key)).mappings()]


def _pointing(kind: str) -> Iterator[tuple[type[Record], str]]:
    """Records that name any kind of record by its word and number."""
    for model in BY_KIND.values():
        names = shape_of(model).names
        if {"source_kind", "source_id"} <= names and model.__entity__.kind != kind:
            yield model, "source_id"


def _twin(
    model: type[Record], column: str, row: Mapping[str, Any], taken: Sequence[Mapping[str, Any]]
) -> Mapping[str, Any] | None:
    """The live row that stands where this one would come to stand and only one may."""
    if row["archived_at"] is not None:
        return None
    for index in shape_of(model).table.indexes:
        names = [one.name for one in index.columns if one.name != column]
        where = str(index.dialect_options["sqlite"]["where"])
        if not index.unique or column not in [one.name for one in index.columns]:
            continue
        for other in taken:
            same = all(row[name] is not None and row[name] == other[name] for name in names)
            if same and other["archived_at"] is None and counts(where, row) and counts(where, other):
                return other
    return None


def _counted(found: Counter[tuple[str, bool]]) -> tuple[Moved, ...]:
    kinds = dict.fromkeys(kind for kind, _together in found)
    return tuple(
        Moved(
            kind, _(ENTITIES[kind].label), _(ENTITIES[kind].counter),
            found[kind, False] + found[kind, True], found[kind, True],
        )
        for kind in sorted(kinds, key=list(ENTITIES).index)
    )  # fmt: skip

"""The one door for changes: inside it rows get identity, version, history, derived columns and search."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import bindparam, delete, func, insert, inspect, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session, make_transient_to_detached

from louyu_desktop.errors import UserError
from louyu_desktop.models import Base, Record
from louyu_desktop.models.base import PURGED_AT
from louyu_desktop.rules.topics import Topic
from louyu_desktop.storage import bulk_rows, change_log, indexing, ownership
from louyu_desktop.storage.change_log import Log
from louyu_desktop.storage.clashes import give_way
from louyu_desktop.storage.coding import Item
from louyu_desktop.storage.conflicts import merge
from louyu_desktop.storage.derived import Derivation
from louyu_desktop.storage.engine import door
from louyu_desktop.storage.keys import AuditKey
from louyu_desktop.storage.problems import in_words
from louyu_desktop.storage.shapes import Shape, chunks, is_derived_from, next_id, shape_of
from louyu_desktop.storage.tables import Counter
from louyu_desktop.storage.values import Changes
from louyu_desktop.text import _

R = TypeVar("R", bound=Record)
_KEPT_AT_REMOVAL = ("created_at", "created_by")


class Write:
    """One transaction and one operation, made by `Database.write` or an undo and gone with its `with` block."""

    def __init__(self, session: Session, audit_key: AuditKey, operation: dict[str, Any]) -> None:
        self.session = session
        self.label: str = operation["label"]
        self.log = Log(session.connection(), audit_key, operation)
        self._now = {"at": operation["at"], "by": operation["account_id"]}
        self.derivation = Derivation(session)
        self._touched: dict[str, set[int]] = defaultdict(set)
        self._fresh: dict[type[Record], set[int]] = defaultdict(set)
        self._stale: dict[type[Record], set[int]] = defaultdict(set)
        self._moved: dict[type[Record], set[int]] = defaultdict(set)

    # objects

    def add(self, record: R) -> R:
        """Insert a new object; it becomes part of the session with its id, uid and stamps read back."""
        state = inspect(record)
        values = {name: state.dict[name] for name in shape_of(type(record)).names if name in state.dict}
        record.id = self.insert(type(record), [values])[0]
        make_transient_to_detached(record)
        self.session.add(record)
        self.session.refresh(record)
        return record

    def save(self, record: Record) -> None:
        """Write the attributes of a loaded object that were set since it was read."""
        state = inspect(record)
        changed = {a.key: a.value for a in state.attrs if a.history.has_changes()}
        identity = state.identity
        if not changed or identity is None:
            return
        self.session.expire(record)
        self.update(type(record), [{"id": identity[0], **changed}])

    def remove(self, record: Record) -> None:
        """Delete the row of a loaded object."""
        identity = inspect(record).identity
        if identity is not None:
            self.session.expunge(record)
            self.delete(type(record), [identity[0]])

    # rows

    def insert(self, model: type[Record], rows: Sequence[Mapping[str, Any]]) -> list[int]:
        """Insert `rows` and give their ids in order; `uid` may be supplied, derived columns are ignored.

        UserError when a unique index refuses a row, or what a row refers to is gone.
        """
        shape = shape_of(model)
        first = next_id(self.session, shape)
        self._put_in(shape, bulk_rows.complete_rows(shape, bulk_rows.frame_of(model, first, rows), self.stamps()))
        return list(range(first, first + len(rows)))

    def update(self, model: type[Record], rows: Sequence[Mapping[str, Any]]) -> None:
        """Change columns of existing rows: each has `id`, the columns to set, and maybe the `version` it was read at.

        ConflictError when a column was changed by someone else since that version, UserError when a row
        is gone or a unique index refuses.  Columns that keep their value are not counted as changes.
        """
        shape = shape_of(model)
        for part in chunks(rows):
            current = self.rows(shape, [row["id"] for row in part])
            wanted: dict[int, dict[str, Any]] = {}
            for row in part:
                found = current.get(row["id"])
                if found is None:
                    raise UserError(_("这条{entity}已经不在了").format(entity=_(model.__entity__.label)))
                values = shape.clean(row)
                if row.get("version") not in (None, found["version"]):
                    values = merge(self.session, shape, found, values, row["version"])
                wanted.setdefault(row["id"], {}).update(values)
            self.change(shape, current, wanted)

    def delete(self, model: type[Record], ids: Iterable[int]) -> None:
        """Remove rows for good; UserError naming the records that still refer to one of them."""
        shape = shape_of(model)
        wanted = sorted(set(ids), reverse=True)
        for part in chunks(wanted):
            current = self.rows(shape, part)
            found = [row_id for row_id in part if row_id in current]
            if is_derived_from(model):
                self.derivation.settle()  # lets references go before their target does
            ownership.refuse_used(self.session, shape, found)
            for row_id in found:
                row = current[row_id]
                before = {name: row[name] for name in (*shape.logged, *_KEPT_AT_REMOVAL)}
                self.log.note(shape.kind, change_log.REMOVE, Item(row_id, row["uid"], row["version"] + 1, before))
                self.derivation.removed(shape, row)
            one = delete(shape.table).where(shape.table.c.id == bindparam("row_id"))
            self._execute(one, [{"row_id": row_id} for row_id in found])
            self.derivation.forget(shape, found)
            self._touched[shape.kind].update(found)
            self._stale[model].update(found)

    def archive(self, model: type[Record], ids: Iterable[int]) -> None:
        """Move rows to the bin with what is nothing without them: they stay, and are found no more."""
        shape = shape_of(model)
        for part in chunks(sorted(set(ids))):
            live = {row_id: row for row_id, row in self.rows(shape, part).items() if row["archived_at"] is None}
            for other, theirs in ownership.going(self.session, shape, live):
                self.archive(other, theirs)
            self.change(shape, live, {key: {"archived_at": self.log.at} for key in live})

    def restore(self, model: type[Record], ids: Iterable[int]) -> None:
        """Take rows out of the bin with what went there with them; UserError when their place is taken."""
        shape = shape_of(model)
        for part in chunks(sorted(set(ids))):
            gone = _in_the_bin(self.rows(shape, part))
            self.change(shape, gone, {key: {"archived_at": None} for key in gone})
            for other, theirs in ownership.coming(self.session, shape, gone):
                self.restore(other, theirs)

    # small tables, numbers, events

    def put(self, table: type[Base], key: Mapping[str, Any], values: Mapping[str, Any] | None) -> None:
        """Set a row of a small table without history (settings, views, drafts); None deletes it."""
        where = [table.__table__.c[name] == value for name, value in key.items()]
        there = self.session.scalar(select(func.count()).select_from(table).where(*where))
        if values is None:
            self._execute(delete(table).where(*where))
        elif not there:
            self._execute(insert(table).values(**key, **values))
        elif values:
            self._execute(update(table).where(*where).values(**values))
        self._touched[table.__tablename__].update()

    def number(self, prefix: str, year: int, taken: InstrumentedAttribute[Any] | None = None) -> str:
        """The next number, such as `HD-2026-0001`; no number is given out twice, an undo does not lower it.

        Numbers that stand in the column `taken` already, typed or imported, are passed over.
        """
        found = self._counted(prefix, year)
        while taken is not None and self.session.scalar(select(func.count()).where(taken == found)):
            found = self._counted(prefix, year)
        return found

    def _counted(self, prefix: str, year: int) -> str:
        mine = (Counter.prefix == prefix, Counter.year == year)
        last = self.session.scalar(select(Counter.last).where(*mine))
        if last is None:
            self._execute(insert(Counter).values(prefix=prefix, year=year, last=1))
        else:
            self._execute(update(Counter).where(*mine).values(last=last + 1))
        return f"{prefix}-{year}-{(last or 0) + 1:04d}"

    def event(self, kind: str, row_id: int, text: str, topic: Topic = Topic.CHANGE) -> None:
        """Log that something happened to a record (print, export, reveal) without a change of values."""
        self.log.about(topic)
        self.log.note(kind, change_log.EVENT, Item(row_id, "", 0, text=text))

    # used by undo too

    def stamps(self) -> dict[str, Any]:
        """The stamps of a row that is made now by the actor."""
        return {f"{what}_{part}": value for what in ("created", "updated") for part, value in self._now.items()}

    def rows(self, shape: Shape, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
        """The present rows by id."""
        found: dict[int, dict[str, Any]] = {}
        for part in chunks(ids):
            for row in self.session.execute(select(shape.table).where(shape.table.c.id.in_(part))).mappings():
                found[row["id"]] = dict(row)
        return found

    def put_back(self, shape: Shape, rows: Sequence[dict[str, Any]]) -> None:
        """Insert complete rows with the ids, uids and versions they bring."""
        self._put_in(shape, [row | shape.model.complete(row) for row in rows])

    def _put_in(self, shape: Shape, rows: Sequence[dict[str, Any]]) -> None:
        connection = self.session.connection()
        for part in chunks(rows):
            self.log.added(shape.kind, part, shape.logged)
            self.derivation.added(shape, part)
            give_way(self.session, shape, part)
            statement, values = bulk_rows.insertion_of(shape, part)
            with in_words(), door(connection):
                connection.exec_driver_sql(statement, values)
            ids = [row["id"] for row in part]
            self.derivation.written(shape, ids, altered=False)
            self._touched[shape.kind].update(ids)
            self._fresh[shape.model].update(ids)

    def change(
        self, shape: Shape, current: Mapping[int, dict[str, Any]], wanted: Mapping[int, Mapping[str, Any]]
    ) -> None:
        """Bring rows from what they are to what is wanted, by id."""
        changed: dict[int, dict[str, Any]] = {}
        for row_id, values in wanted.items():
            row = current[row_id]
            after = {name: value for name, value in values.items() if row[name] != value}
            if after:
                changed[row_id] = self._changed_row(shape, row, after)
        moving = ownership.make_room(shape, current, changed)
        if moving:
            aside = update(shape.table).where(shape.table.c.id == bindparam("row_id")).values(archived_at=self.log.at)
            self._execute(aside, [{"row_id": row_id} for row_id in moving])
        groups: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
        for row_id, stored in changed.items():
            groups[tuple(sorted(stored))].append({"row_id": row_id, **stored})
        for names, rows in groups.items():
            statement = update(shape.table).where(shape.table.c.id == bindparam("row_id"))
            self._execute(statement.values({name: bindparam(name) for name in names}), rows)
            ids = [row["row_id"] for row in rows]
            self.derivation.written(shape, ids, altered=True)
            self._touched[shape.kind].update(ids)
            for kept, deciding in ((self._stale, indexing.deciding), (self._moved, ownership.deciding)):
                if not deciding(shape.model).isdisjoint(names):
                    kept[shape.model].update(ids)
            self.session.expire_all()

    def finish(self) -> Changes:
        """Settle derived columns and the search index, and close the operation."""
        if self.session.new or self.session.dirty or self.session.deleted:
            raise RuntimeError("objects were changed but neither added, saved nor removed")
        self.derivation.share_out(self)
        ownership.refuse_orphans(self.session, self._fresh, self._moved)
        self.derivation.settle()
        for model, ids in self.derivation.changed.items():
            self._touched[model.__entity__.kind] |= ids
            if not indexing.deciding(model).isdisjoint(shape_of(model).derived):
                self._stale[model] |= ids
        with door(self.session.connection()):
            indexing.refresh(self.session, self._stale, self._fresh)
        self.log.finish()
        kinds = {kind: frozenset(ids) for kind, ids in self._touched.items()}
        return Changes(self.log.operation_id, self.label, kinds)

    # parts

    def _changed_row(self, shape: Shape, row: Mapping[str, Any], after: dict[str, Any]) -> dict[str, Any]:
        """The columns to store for one change; logs it and marks the parents it leaves and joins."""
        merged = {**row, **after}
        follows = {name: value for name, value in shape.model.complete(merged).items() if row[name] != value}
        before = {name: row[name] for name in after}
        version = row["version"] + 1
        give_way(self.session, shape, [{**merged, **follows}])
        self.log.note(shape.kind, change_log.CHANGE, Item(row["id"], row["uid"], version, before, after))
        self.derivation.changed_from(shape, row, merged)
        stamps = {f"updated_{part}": value for part, value in self._now.items()}
        return {**after, **follows, **stamps, "version": version}

    def _execute(self, statement: Any, rows: list[dict[str, Any]] | None = None) -> None:
        connection = self.session.connection()
        if rows is not None and not rows:
            return
        with in_words(), door(connection):
            connection.execute(statement, rows)


def _in_the_bin(rows: Mapping[int, dict[str, Any]]) -> dict[int, dict[str, Any]]:
    """Those that can come back: what is left of a purged record does not."""
    return {row_id: row for row_id, row in rows.items() if row["archived_at"] not in (None, PURGED_AT)}

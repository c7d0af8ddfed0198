"""Purging: the values of a record are emptied in its row and in the log, and the chain stays whole (PIPL art. 47).

The row stays as a shell without values, so that whatever points to it still points to something; the rows of
the log stay with who and when.  What was rewritten there stands in the event of the purge, which the chain holds.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from louyu_desktop.errors import UserError
from louyu_desktop.fields import Kind
from louyu_desktop.models import Attachment, ChangeLog, ChangeValue, Contact, Draft, Operation, Recent, Record
from louyu_desktop.models.base import PURGED_AT
from louyu_desktop.rules.topics import Topic
from louyu_desktop.storage import attachments, hanging
from louyu_desktop.storage.chain import REWRITTEN
from louyu_desktop.storage.change_log import EVENT, PENDING, VOID, digest_of
from louyu_desktop.storage.coding import Item, pack, unpack
from louyu_desktop.storage.copied import Copies, empty_copies
from louyu_desktop.storage.engine import door
from louyu_desktop.storage.shapes import Shape, chunks, shape_of, shape_of_kind
from louyu_desktop.storage.visits_due import FOLLOWING
from louyu_desktop.storage.write import Write
from louyu_desktop.text import _

EMPTIED: Final = "（已清除）"
"""What stands where a name must."""

Found = dict[type[Record], set[int]]


def purge(write: Write, kind: str, ids: Collection[int]) -> int:
    """Empty records that lie in the bin, with those that are nothing without them; gives how many rows.

    UserError when one of them is not in the bin.
    """
    shape = shape_of_kind(kind)
    rows = write.rows(shape, sorted(set(ids)))
    if any(row["archived_at"] in (None, PURGED_AT) for row in rows.values()) or len(rows) != len(set(ids)):
        raise UserError(_("只有回收站里的记录才能彻底清除。请先删除它，再来清除"))
    found = _with_owned(write.session, shape, rows)
    names = _names(write.session, found)
    for part in chunks(sorted(found.get(Attachment, ()))):
        attachments.condemn(write, part)
    for model, theirs in found.items():
        _empty_rows(write, shape_of(model), sorted(theirs))
        _forget_state(write, shape_of(model).kind, theirs)
    told = _reword_told(write, found, names)
    copies = empty_copies(write, found, EMPTIED)
    write.log.flush()
    rewritten, operations = _empty_log(write.session, shape, found, names)
    rewritten |= _reword_log(write.session, told, names)
    rewritten |= _clean_log(write.session, copies)
    _rename(write.session, operations, names)
    said = {REWRITTEN: [f"{change}:{digest}" for change, digest in rewritten.items()]}
    write.log.about(Topic.PURGE)
    for number, (row_id, row) in enumerate(rows.items()):
        write.log.note(kind, EVENT, Item(row_id, row["uid"], row["version"] + 1, after={} if number else said))
    return sum(len(theirs) for theirs in found.values())


def _with_owned(session: Session, shape: Shape, ids: Iterable[int]) -> Found:
    """The rows, by class, children before what they belong to."""
    found: Found = {}
    for model, column in shape.owned():
        other = shape_of(model)
        theirs: set[int] = set()
        for part in chunks(sorted(ids)):
            theirs.update(session.scalars(select(other.table.c.id).where(other.table.c[column].in_(part))))
        for inner, deeper in _with_owned(session, other, theirs).items():
            found.setdefault(inner, set()).update(deeper)
    mine = found.setdefault(shape.model, set())
    mine.update(ids)
    for part in chunks(sorted(mine)):
        hung = select(Attachment.id).where(hanging.on(shape.kind, part))
        found.setdefault(Attachment, set()).update(session.scalars(hung))
    return found


def _empty_rows(write: Write, shape: Shape, ids: Sequence[int]) -> None:
    for part in chunks(ids):
        current = write.rows(shape, part)
        write.change(shape, current, {row_id: _emptied(shape) for row_id in current})


def _emptied(shape: Shape) -> dict[str, Any]:
    """What the typed columns of a shell hold: nothing, or what they must; whom it belongs to stays."""
    found: dict[str, Any] = {"archived_at": PURGED_AT}
    owners = {*dict(shape.owners()), "owner_kind", "owner_id"}
    for name in shape.logged:
        column = shape.table.c[name]
        field = shape.fields.get(name)
        if name == "archived_at" or name in owners or (field is not None and field.derived):
            continue
        if column.nullable:
            found[name] = () if field is not None and field.kind is Kind.CHOICES else None
        elif shape.defaults[name] is not None:
            found[name] = shape.defaults[name]
        elif column.type.python_type is str:
            found[name] = EMPTIED
    return found


def _reword_told(write: Write, found: Found, names: Collection[str]) -> Found:
    """Take the names out of what the write itself noted of an enterprise when such a contact came or went."""
    told: Found = {}
    contacts = sorted(found.get(Contact, ()))
    for model in FOLLOWING if contacts else ():
        shape = shape_of(model)
        table = shape.table
        firms = select(Contact.enterprise_id).where(Contact.id.in_(contacts))
        for row in write.session.execute(select(table).where(table.c.enterprise_id.in_(firms))).mappings().all():
            kept = dict(row)
            fresh = _reworded(kept, names)
            if fresh != kept and row["id"] not in found.get(model, ()):
                write.change(shape, {row["id"]: kept}, {row["id"]: fresh})
                told.setdefault(model, set()).add(row["id"])
    return told


def _reword_log(session: Session, told: Found, names: Collection[str]) -> dict[int, str]:
    """The same in the log: the new digest by line."""
    rewritten: dict[int, str] = {}
    for model, ids in told.items():
        for line, items in _lines(session, shape_of(model).kind, ids):
            fresh = tuple(
                replace(item, before=_reworded(item.before, names), after=_reworded(item.after, names))
                for item in items
            )
            if fresh != items:
                rewritten[line.id] = _rewrite(session, line.id, fresh)
    return rewritten


def logged(session: Session, model: type[Record], ids: Collection[int]) -> Iterable[tuple[Any, tuple[Item, ...]]]:
    """The lines of the log that may speak of rows of a class, with what they hold."""
    return _lines(session, shape_of(model).kind, ids)


def reword_log(write: Write, model: type[Record], ids: Collection[int], clean: Callable[[str], str]) -> None:
    """Take words out of all that the log holds of rows that stay; the event of the purge says which lines."""
    write.log.flush()
    shape, rewritten = shape_of(model), dict[int, str]()
    for line, items in list(logged(write.session, model, ids)):
        fresh = tuple(_cleaned(item, clean) if item.id in ids else item for item in items)
        if fresh != items:
            rewritten[line.id] = _rewrite(write.session, line.id, fresh)
    if rewritten:
        [row] = write.rows(shape, [min(ids)]).values()
        said = {REWRITTEN: [f"{change}:{digest}" for change, digest in rewritten.items()]}
        write.log.note(shape.kind, EVENT, Item(row["id"], row["uid"], row["version"], after=said))


def _cleaned(item: Item, clean: Callable[[str], str]) -> Item:
    def words(values: Mapping[str, Any]) -> dict[str, Any]:
        return {name: clean(value) if isinstance(value, str) else value for name, value in values.items()}

    return replace(item, before=words(item.before), after=words(item.after), text=clean(item.text))


def _clean_log(session: Session, copies: Iterable[Copies]) -> dict[int, str]:
    """What others repeated of the purged goes out of the log: the new digest by line."""
    rewritten: dict[int, str] = {}
    for one in copies:
        for line, items in list(_lines(session, one.shape.kind, None)):
            fresh = one.clean(items, EMPTIED)
            if fresh != items:
                rewritten[line.id] = _rewrite(session, line.id, fresh)
    return rewritten


def _reworded(values: Mapping[str, Any], names: Collection[str]) -> dict[str, Any]:
    return {name: without(value, names) if isinstance(value, str) else value for name, value in values.items()}


def _forget_state(write: Write, kind: str, ids: Collection[int]) -> None:
    """Drafts of these records, and that somebody opened them."""
    connection = write.session.connection()
    for table in (Draft, Recent):
        for part in chunks(sorted(ids)):
            with door(connection):
                connection.execute(delete(table).where(table.kind == kind, table.row_id.in_(part)))


def _names(session: Session, found: Found) -> frozenset[str]:
    """What the records were called, now and before: these words go out of the labels of what was done with them."""
    names: set[Any] = set()
    for model, ids in found.items():
        shape = shape_of(model)
        title = shape.model.__entity__.title
        if shape.fields[title].kind is Kind.REFERENCE:
            continue
        for part in chunks(sorted(ids)):
            names.update(session.scalars(select(shape.table.c[title]).where(shape.table.c.id.in_(part))))
        for _line, items in _lines(session, shape.kind, ids):
            mine = (item for item in items if item.id in ids)
            names.update(values[title] for item in mine for values in (item.before, item.after) if values.get(title))
    return frozenset(name for name in names if isinstance(name, str) and name not in ("", EMPTIED))


def _lines(session: Session, kind: str, ids: Collection[int] | None) -> Iterable[tuple[Any, tuple[Item, ...]]]:
    """The lines of the log about one kind that may speak of `ids`, of all when there are none, with what they hold."""
    wanted = (
        select(ChangeLog.id, ChangeLog.operation_id, ChangeLog.action, ChangeValue.content)
        .join(ChangeValue, ChangeValue.change_id == ChangeLog.id)
        .join(Operation, Operation.id == ChangeLog.operation_id)
        .where(ChangeLog.entity == kind, ChangeValue.content.is_not(None), Operation.kind.not_in((PENDING, VOID)))
    )
    if ids is not None:
        wanted = wanted.where(ChangeLog.first_id <= max(ids, default=0), ChangeLog.last_id >= min(ids, default=1))
    for line in session.execute(wanted.order_by(ChangeLog.id)):
        yield line, unpack(line.content)


def _empty_log(
    session: Session, shape: Shape, found: Found, names: Collection[str]
) -> tuple[dict[int, str], set[int]]:
    """Take the values of these records out of the log: the new digest by line, and the operations it was about.

    Also of what belonged to them and was taken out again: it has no row any more.
    """
    rewritten: dict[int, str] = {}
    operations: set[int] = set()
    roots = found[shape.model]
    columns: dict[type[Record], str] = {**dict(shape.owned()), Attachment: "owner_id"}
    for model, ids in found.items():
        kind, column = shape_of(model).kind, columns.get(model)
        for line, items in _lines(session, kind, None if column else ids):
            theirs = {item.id for item in items if item.id in ids or _belongs(item, column, roots, shape.kind)}
            if not theirs:
                continue
            operations.add(line.operation_id)
            fresh = tuple(_blank(item, names) if item.id in theirs else item for item in items)
            if fresh != items:
                rewritten[line.id] = _rewrite(session, line.id, fresh)
    return rewritten, operations


def _belongs(item: Item, column: str | None, roots: Collection[int], kind: str) -> bool:
    return column is not None and any(
        values.get(column) in roots and values.get("owner_kind", kind) == kind for values in (item.before, item.after)
    )


def _blank(item: Item, names: Collection[str]) -> Item:
    kept = {name: value for name, value in item.after.items() if name == REWRITTEN}
    return replace(item, before={}, after=kept, text=without(item.text, names))


def without(text: str, names: Collection[str]) -> str:
    """A text with what somebody was called taken out."""
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, EMPTIED)
    return text


def _rewrite(session: Session, change_id: int, items: Sequence[Item]) -> str:
    salt, content = secrets.token_bytes(16), pack(items)
    connection = session.connection()
    with door(connection):
        values = {"salt": salt, "content": content}
        connection.execute(update(ChangeValue).where(ChangeValue.change_id == change_id).values(values))
    return digest_of(salt, content).hex()


def _rename(session: Session, operations: Collection[int], names: Collection[str]) -> None:
    connection = session.connection()
    for part in chunks(sorted(operations)):
        labels = dict(session.execute(select(Operation.id, Operation.label).where(Operation.id.in_(part))).all())
        for operation, label in labels.items():
            if (fresh := without(label, names)) != label:
                with door(connection):
                    connection.execute(update(Operation).where(Operation.id == operation).values(label=fresh))


def long_gone(session: Session, shape: Shape, before: dt.datetime) -> list[int]:
    """Records that went to the bin before a moment and are still whole."""
    table = shape.table
    wanted = select(table.c.id).where(table.c.archived_at < before, table.c.archived_at > PURGED_AT)
    return list(session.scalars(wanted))

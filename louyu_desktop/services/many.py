"""Many records at once: one field of them all, or a block of cells; each is one operation that Ctrl+Z takes back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from louyu_desktop.errors import ConflictError, UserError
from louyu_desktop.models import BY_KIND
from louyu_desktop.rules import dates
from louyu_desktop.rules import values as plain
from louyu_desktop.rules.roles import Role
from louyu_desktop.services import record_rules
from louyu_desktop.services.copies import BulkLine, BulkPreview, Control, Pasted, no_control
from louyu_desktop.services.desk_state import DeskState
from louyu_desktop.services.references import ENTITIES, among, entity_for, field_for, titles, with_labels
from louyu_desktop.services.taking import check, refuse_governed, settled, words_of
from louyu_desktop.services.verifying import with_verifier
from louyu_desktop.storage.write import Write
from louyu_desktop.text import _

LISTED = 200
"""Records that the preview of a bulk edit names; nobody reads more."""
TOGETHER = 20_000
"""Ids that one statement is asked about."""
ASKED = 20
"""Records changed in one go, above which the must-visits that follow wait until somebody has looked at them."""
WRITTEN = 1_000
"""Records changed between two reports."""


class Many(DeskState):
    """What is done to many records in one go."""

    def bulk_preview(self, kind: str, ids: Sequence[int], name: str, value: Any) -> BulkPreview:
        """How many records would change, and before and after of the first; those with the value are left out."""
        model, entity = BY_KIND[kind], entity_for(self._role, kind)
        field = field_for(self._role, kind, name)
        value = settled(model, field, value)
        differs = _differing(kind, name, value)
        with self._database.read() as session:
            count = 0
            rows: list[Any] = []
            for part in _parts(ids, TOGETHER):
                there = (among(model.id, part), *differs)
                found = session.scalar(select(func.count()).select_from(model).where(*there)) or 0
                if found and len(rows) < LISTED:
                    rows += _in_order(session.execute(select(model.__table__).where(*there)).mappings(), part)
                count += found
            copies = with_labels(session, entity, rows[:LISTED])
            names = titles(session, kind, [row.id for row in copies])
            after = words_of(session, field, value)
        return BulkPreview(count, tuple(
            BulkLine(row.id, names[row.id], plain.display(field, row.values[name], row.labels.get(name, "")), after)
            for row in copies
        ))  # fmt: skip

    def bulk_edit(self, kind: str, ids: Sequence[int], name: str, value: Any, control: Control = no_control) -> int:
        """Give one field of many records a value, as one operation; gives how many changed."""
        model, entity = BY_KIND[kind], ENTITIES[kind]
        field = field_for(self._role, kind, name)
        refuse_governed(self._database, kind, [name])
        value = settled(model, field, value)
        if field.mandatory and value is None:
            raise UserError(_("{label}不能清空").format(label=_(field.label)), field=name)
        label = _("批量修改 {count} {counter}{label}的「{field}」").format(
            count=len(ids), counter=_(entity.counter), label=_(entity.label), field=_(field.label)
        )
        changed = 0
        with self._database.write(label) as write:
            if len(ids) > ASKED:
                write.derivation.visits.hold_back()
            for done, part in enumerate(_parts(ids, WRITTEN)):
                control(done * WRITTEN, len(ids))
                wanted = select(model.__table__).where(among(model.id, part), *_differing(kind, name, value))
                rows = write.session.execute(wanted).mappings().all()
                for row in rows:
                    check(entity, {**row, name: value})
                    record_rules.refuse(write.session, self._role, kind, {**row, name: value}, dict(row))
                given = with_verifier(kind, {name: value}, self._database.actor)
                write.update(model, [{"id": row["id"], **given} for row in rows])
                changed += len(rows)
        return changed

    def paste(self, kind: str, block: Sequence[Pasted], control: Control = no_control) -> int:
        """Write a block of cells, all of it or nothing, as one operation; gives how many records changed.

        UserError names the row of the block and the column that cannot be taken, ConflictError the row
        of which somebody changed the same field since it was read.
        """
        refuse_governed(self._database, kind)
        refuse_governed(self._database, kind, {name for one in block for name in one.texts})
        entity = ENTITIES[kind]
        role = self._role
        rows = [
            {
                "id": one.id, "version": one.version,
                **with_verifier(kind, _read(role, kind, line, one), self._database.actor),
            }
            for line, one in enumerate(block, 1)
        ]
        label = _("粘贴到 {count} {counter}{label}").format(
            count=len(block), counter=_(entity.counter), label=_(entity.label)
        )
        changed = 0
        with self._database.write(label) as write:
            if len(block) > ASKED:
                write.derivation.visits.hold_back()
            for line, row in enumerate(rows, 1):
                control(line, len(rows))
                changed += _paste_row(write, role, kind, line, row)
        return changed


def _differing(kind: str, name: str, value: Any) -> tuple[ColumnElement[bool], ...]:
    model = BY_KIND[kind]
    return (model.archived_at.is_(None), model.__table__.c[name].is_distinct_from(value))


def _parts(ids: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), size):
        yield ids[start : start + size]


def _in_order(rows: Any, ids: Sequence[int]) -> list[Any]:
    """The first rows in the order of the ids."""
    by_id = {row["id"]: row for row in rows}
    return list(islice((by_id[one] for one in ids if one in by_id), LISTED))


def _read(role: Role, kind: str, line: int, row: Pasted) -> dict[str, Any]:
    """The values of one row of a block; UserError naming row and column."""
    found: dict[str, Any] = {}
    for name, typed in row.texts.items():
        field = field_for(role, kind, name)
        try:
            value = settled(BY_KIND[kind], field, typed, dates.today())
            if field.mandatory and value is None:
                raise UserError(_("{label}不能清空").format(label=_(field.label)))
        except UserError as error:
            raise UserError(_in_row(line, _(field.label), error.sentence), field=name) from None
        found[name] = value
    return found


def _paste_row(write: Write, role: Role, kind: str, line: int, row: Mapping[str, Any]) -> int:
    model, entity = BY_KIND[kind], ENTITIES[kind]
    stored: Select[Any] = select(model.__table__).where(model.id == row["id"], model.archived_at.is_(None))
    current = write.session.execute(stored).mappings().first()
    if current is None:
        raise UserError(_("第 {row} 行的{label}已经不在了，一格也没有改").format(row=line, label=_(entity.label)))
    given = {name: value for name, value in row.items() if name not in {"id", "version"}}
    changed = {name: value for name, value in given.items() if current[name] != value}
    if not changed:
        return 0
    try:
        check(entity, {**current, **changed})
        record_rules.refuse(write.session, role, kind, {**current, **changed}, dict(current))
        write.update(model, [{"id": row["id"], "version": row["version"], **changed}])
    except UserError as error:
        label = (
            _(entity.field(error.field).label)
            if error.field
            else "、".join(_(entity.field(name).label) for name in changed)
        )
        raise UserError(_in_row(line, label, error.sentence), field=error.field) from None
    except ConflictError as error:
        label = "、".join(_(entity.field(clash.field).label) for clash in error.fields)
        raise ConflictError(_in_row(line, label, error.sentence), error.fields) from None
    return 1


def _in_row(line: int, label: str, sentence: str) -> str:
    return _("第 {row} 行「{column}」：{why}。一格也没有改").format(row=line, column=label, why=sentence.rstrip("。"))

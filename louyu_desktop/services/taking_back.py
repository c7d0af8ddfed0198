"""Taking back out of the history: what it would do in words, and one field set to an older value."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from louyu_desktop.errors import UserError
from louyu_desktop.fields import Entity, Field
from louyu_desktop.models import BY_KIND, Account, Operation
from louyu_desktop.services.audit_copies import BackLine, BackPreview, Difference
from louyu_desktop.services.copies import Control, no_control
from louyu_desktop.services.history import Words
from louyu_desktop.services.references import ENTITIES, entity_for, role_of, titles
from louyu_desktop.services.taking import check, refuse_governed
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.foresight import Effect, Foreseen, Step, foresee
from louyu_desktop.storage.undo import find_operation
from louyu_desktop.text import _

_SHOWN = 12
"""Fields of one record that are named."""


class TakingBack:
    """One operation out of the history, looked at before it is taken back; one field as it was."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def preview(self, operation_id: int, control: Control = no_control) -> BackPreview:
        """What taking one operation back would change, keep and lose; UserError when it cannot be taken back at all."""
        with self._database.read() as session:
            operation = find_operation(session, operation_id)
            if operation.account_id is None and operation.id == _first(session):
                raise UserError(_("这一步是建立站点时做的，不能撤销"))
            foreseen = foresee(session, operation, lambda done: control(done, 0))
            names = dict(session.execute(select(Account.id, Account.name)).all())
            return BackPreview(
                operation_id=operation_id,
                label=operation.label,
                who=names.get(operation.account_id or 0, _("系统")),
                at=operation.at,
                back=foreseen.counts[Effect.BACK],
                removed=foreseen.counts[Effect.REMOVED],
                returned=foreseen.counts[Effect.RETURNS],
                kept=foreseen.kept,
                lost=foreseen.lost,
                lines=tuple(self._lines(session, foreseen)),
                hindrance=_hindrance(foreseen),
                withdrawn=foreseen.counts[Effect.WITHDRAWN],
                voided=foreseen.counts[Effect.VOIDED],
            )

    def restore_field(self, kind: str, row_id: int, name: str, operation_id: int) -> None:
        """Give one field the value it had before an operation changed it, as an operation of its own.

        UserError when the log does not know that value any more, or the record lies in the bin.
        """
        entity = entity_for(role_of(self._database), kind)
        field = entity.field(name)
        refuse_governed(self._database, kind, [name])
        value = self._before(kind, row_id, name, operation_id)
        model = BY_KIND[kind]
        wanted = select(model.__table__).where(model.id == row_id)
        with self._database.read() as session:
            title = titles(session, kind, [row_id]).get(row_id, "")
        label = _("把{label}的「{field}」改回从前的：{title}")
        words = {"label": _(entity.label), "field": _(field.label), "title": title}
        with self._database.write(label.format(**words)) as write:
            row = write.session.execute(wanted).mappings().first()
            if row is None or row["archived_at"] is not None:
                raise UserError(_("这{counter}{label}在回收站里。请先恢复它，再修改").format(
                    counter=_(entity.counter), label=_(entity.label)))  # fmt: skip
            write.update(model, [{"id": row_id, name: value}])
            check(entity, {**row, name: value})

    def _before(self, kind: str, row_id: int, name: str, operation_id: int) -> Any:
        for change in self._database.history(kind, row_id):
            if change.operation_id == operation_id and name in change.before:
                return change.before[name]
        raise UserError(_("记录里已经没有这个从前的内容了"))

    def _lines(self, session: Session, foreseen: Foreseen) -> Iterator[BackLine]:
        """The steps in words, those that keep or lose something first."""
        by_kind: dict[str, list[Step]] = defaultdict(list)
        for step in foreseen.steps:
            by_kind[step.kind].append(step)
        found = [line for kind, steps in by_kind.items() for line in self._lines_of(session, kind, steps)]
        yield from sorted(found, key=lambda line: not (line.lost or any(one.kept for one in line.differences)))

    def _lines_of(self, session: Session, kind: str, steps: list[Step]) -> Iterator[BackLine]:
        entity = entity_for(role_of(self._database), kind)
        fields = {field.name: field for field in entity.fields if not field.derived}
        words = Words(session, fields.values(), [values for step in steps for values in (step.now, step.then)])
        names = titles(session, kind, [step.id for step in steps])
        for step in steps:
            shown = tuple(_differences(fields, words, step)) if step.effect in (Effect.BACK, Effect.KEPT) else ()
            title = names.get(step.id) or _returning_title(entity, words, step.then)
            yield BackLine(kind, step.id, _(entity.label), title, _effect(step), shown, step.lost)


def _first(session: Session) -> int | None:
    return session.scalar(select(Operation.id).order_by(Operation.id).limit(1))


def _returning_title(entity: Entity, words: Words, values: Mapping[str, Any]) -> str:
    field = entity.field(entity.title)
    return words.of(field, values.get(entity.title))


def _effect(step: Step) -> str:
    if step.effect is Effect.BACK and "archived_at" in step.then:
        return _("放回回收站") if step.then["archived_at"] else _("从回收站取出")
    return {
        Effect.BACK: _("改回"), Effect.REMOVED: _("移除"), Effect.RETURNS: _("放回"), Effect.KEPT: _("不动"),
        Effect.WITHDRAWN: _("加一条撤回"), Effect.VOIDED: _("作废"),
    }[step.effect]  # fmt: skip


def _differences(fields: Mapping[str, Field], words: Words, step: Step) -> Iterator[Difference]:
    for name in (*step.kept, *step.then)[:_SHOWN]:
        field = fields.get(name)
        if field is not None:
            kept = name in step.kept
            then = "" if kept else words.of(field, step.then[name])
            yield Difference(field, _(field.label), words.of(field, step.now[name]), then, kept)


def _hindrance(foreseen: Foreseen) -> str:
    if not foreseen.used:
        return ""
    (user, used), count = next(iter(foreseen.used.items()))
    sentence = _("还有 {count} {counter}{entity}用着这批{own}，请先处理它们")
    entity, own = ENTITIES[user], ENTITIES[used]
    return sentence.format(count=count, counter=_(entity.counter), entity=_(entity.label), own=_(own.label))

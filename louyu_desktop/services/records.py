"""Every record: listed, read, saved, archived, edited in bulk, taken back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from louyu_desktop.errors import ConflictError, InvalidRecordError, NotPermittedError, UserError
from louyu_desktop.fields import Entity, Kind
from louyu_desktop.models import BY_KIND, Account, ChangeLog, Operation, Record
from louyu_desktop.rules import dates
from louyu_desktop.rules import values as plain
from louyu_desktop.rules.topics import Topic
from louyu_desktop.services import checklists, duplicates, numbers, record_rules, topic_rules
from louyu_desktop.services.attachments import sees_files
from louyu_desktop.services.copies import (
    Copy,
    HistoryLine,
    Option,
    Query,
    UndoOutcome,
    UndoState,
)
from louyu_desktop.services.history import history_lines
from louyu_desktop.services.listing import Listing
from louyu_desktop.services.many import Many
from louyu_desktop.services.references import (
    ENTITIES,
    counts_of,
    entity_for,
    field_for,
    kinds_for,
    options,
    titles,
    unseen,
    with_labels,
)
from louyu_desktop.services.rights import NEEDED, OF_ROLE, right_of
from louyu_desktop.services.taking import check, refuse_governed, settled, words_of
from louyu_desktop.services.verifying import with_verifier
from louyu_desktop.storage import search, undo
from louyu_desktop.storage.change_log import EVENT
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.hanging import live_on
from louyu_desktop.storage.values import Outcome
from louyu_desktop.storage.write import Write
from louyu_desktop.text import _


class Records(Many):
    """What can be done with a record of any kind; each method is one operation."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        listing = Listing(database)
        self.count = listing.count
        self.page = listing.page
        self.prepare = listing.prepare
        self.ids = listing.ids
        self.position = listing.position

    # -- what there is -------------------------------------------------------------------------

    def kinds(self) -> tuple[Entity, ...]:
        """Every kind of record that the person sees."""
        return kinds_for(self._role)

    def entity(self, kind: str) -> Entity:
        """The kind's label, fields and columns as the person sees them; KeyError for an unknown word."""
        return entity_for(self._role, kind)

    def total(self, kind: str) -> int:
        """How many live records there are."""
        return self.count(Query(kind))

    def get(self, kind: str, row_id: int) -> Copy:
        """One record and what hangs on it, counted, as the person sees them; UserError when it is gone."""
        model, entity = BY_KIND[kind], entity_for(self._role, kind)
        seen = [one.kind for one in kinds_for(self._role)]
        with self._database.read() as session:
            found = session.execute(select(model.__table__).where(model.id == row_id)).mappings().first()
            if found is None:
                raise UserError(_("这条{label}已经不在了，可能被撤销了新建").format(label=_(entity.label)))
            [row] = with_labels(session, entity, [found])
            names = dict(session.execute(select(Account.id, Account.name)).all())
            return Copy(
                kind=kind,
                id=row_id,
                uid=found["uid"],
                version=found["version"],
                title=titles(session, kind, [row_id])[row_id],
                values=row.values,
                labels=row.labels,
                created_at=found["created_at"],
                created_by=names.get(found["created_by"], ""),
                updated_at=found["updated_at"],
                updated_by=names.get(found["updated_by"], ""),
                archived_at=found["archived_at"],
                counts=counts_of(session, kind, row_id, seen),
                attachments=len(live_on(session, kind, [row_id])) if sees_files(self._role, kind) else 0,
            )

    def reveal(self, kind: str, row_id: int, field: str) -> str:
        """The whole of a phone or number that lists and forms show behind stars; the log says whose, not what.

        UserError when the record is gone, NotPermittedError for a field that the person does not see.
        """
        known, model = field_for(self._role, kind, field), BY_KIND[kind]
        with self._database.read() as session:
            found = session.execute(select(model.__table__.c[field]).where(model.id == row_id)).first()
            if found is None:
                raise UserError(_("这条{label}已经不在了").format(label=_(ENTITIES[kind].label)))
            title = titles(session, kind, [row_id])[row_id]
        label = _("显示「{field}」：{title}").format(field=_(known.label), title=title)
        with self._database.write(label) as write:
            write.event(kind, row_id, label, Topic.REVEAL)
        return plain.display(known, found[0])

    def blank(self, kind: str) -> dict[str, Any]:
        """The values a new record begins with."""
        return _blank(entity_for(self._role, kind))

    def options(self, kind: str, text: str = "", limit: int = 50) -> tuple[Option, ...]:
        """Records that a reference may point to, by any text that finds them."""
        with self._database.read() as session:
            chosen = search.matching(kind, text, unseen=unseen(self._role, kind)) if text.strip() else None
            return options(session, self._role, kind, chosen, limit)

    def similar(self, kind: str, values: Mapping[str, Any], *, but: int | None = None) -> tuple[Option, ...]:
        """Live records that go by the same folded name, enterprises by one that is near it: perhaps the same one."""
        model = BY_KIND[kind]
        title = entity_for(self._role, kind).title
        if "name_key" not in model.__table__.c or not values.get(title):
            return ()
        key = model.complete({**_blank(ENTITIES[kind]), **values})["name_key"]
        with self._database.read() as session:
            same = select(model.id).where(model.__table__.c.name_key == key, model.id != (but or 0))
            if kind == "enterprises":
                same = select(model.id).where(model.id.in_(duplicates.alike(session, str(values[title]), but or 0)))
            return options(session, self._role, kind, same, limit=5)

    # -- writing -------------------------------------------------------------------------------

    def save(self, kind: str, row_id: int | None, values: Mapping[str, Any], *, version: int | None = None) -> int:
        """Save a new record (`row_id` None) or the changed fields of one; gives its id.

        `version` is the one that was read.  InvalidRecordError names the fields that cannot be taken,
        ConflictError those that someone else changed meanwhile.
        """
        model, entity = BY_KIND[kind], ENTITIES[kind]
        for name in values:
            field_for(self._role, kind, name)
        given = _parsed(entity, values)
        verb = _("修改") if row_id else _("新建")
        with self._database.read() as session:
            before = _stored(session, model, row_id) if row_id else _blank(entity)
            label = _("{verb}{label}：{title}").format(
                verb=verb, label=_(entity.label), title=_title(session, entity, {**before, **given})
            )
        if given.get("verified_on") != before.get("verified_on"):
            given = with_verifier(kind, given, self._database.actor)
        changed = [name for name, value in given.items() if before[name] != value] if row_id else None
        refuse_governed(self._database, kind, changed)
        check(entity, {**before, **given})
        with self._database.write(label) as write:
            record_rules.refuse(write.session, self._role, kind, {**before, **given}, before if row_id else None)
            if row_id is None:
                values = {**_defaults(_blank(entity)), **given}
                own = numbers.of_new(write, model, values) | checklists.of_new(write.session, model, values)
                [row_id] = write.insert(model, [{**values, **own}])
            else:
                _change(write, entity, row_id, given, version)
            return row_id

    def archive(self, kind: str, ids: Sequence[int]) -> None:
        """Put records, and what belongs to them, into the bin, where they stay for 90 days.

        UserError for the station itself and for whoever is on duty: the station could not be opened again.
        """
        if kind == "stations" or (kind == "accounts" and self._database.actor in ids):
            raise UserError(_("站点自己和正在值班的人不能删除"))
        refuse_governed(self._database, kind)
        with self._database.write(self._label(_("删除"), kind, ids)) as write:
            write.archive(BY_KIND[kind], ids)

    def restore(self, kind: str, ids: Sequence[int]) -> None:
        """Take records out of the bin with what went there with them; UserError when their place is taken by now."""
        refuse_governed(self._database, kind)
        with self._database.write(self._label(_("恢复"), kind, ids)) as write:
            topic_rules.refuse_back(write.session, kind, ids)
            write.restore(BY_KIND[kind], ids)

    # -- what was done -------------------------------------------------------------------------

    def history(self, kind: str, row_id: int) -> tuple[HistoryLine, ...]:
        """Every change of one record, newest first, in words."""
        with self._database.read() as session:
            return history_lines(session, entity_for(self._role, kind), self._database.history(kind, row_id))

    def undo_state(self) -> UndoState:
        """What Ctrl+Z and Ctrl+Y would do now."""
        undo, redo = self._database.undo_state()
        return UndoState(undo, redo)

    def undo(self) -> UndoOutcome:
        """Take back this person's latest operation; NotPermittedError where that is no business of theirs any more."""
        self._refuse_former_business(undo.latest_done)
        return _outcome(self._database.undo())

    def redo(self) -> UndoOutcome:
        """Do again what was taken back last."""
        self._refuse_former_business(undo.latest_undone)
        return _outcome(self._database.redo())

    def take_back(self, operation_id: int) -> UndoOutcome:
        """Take back one operation out of the history; newer values stay and are named.

        UserError for the one that made the station, which nobody on duty did; NotPermittedError where it changed
        what the person may not change.
        """
        self._refuse_others_business(operation_id)
        found = self._database.operations(limit=1, before=operation_id + 1)
        if found and found[0].id == operation_id and found[0].account_id is None:
            raise UserError(_("这一步是建立站点时做的，不能撤销"))
        return _outcome(self._database.undo(operation_id))

    # -- inside --------------------------------------------------------------------------------

    def _refuse_former_business(self, latest: Callable[[Session, int | None], Operation | None]) -> None:
        """Who has another role since does not go on in the former one."""
        with self._database.read() as session:
            found = latest(session, self._database.actor)
        if found is not None:
            self._refuse_others_business(found.id)

    def _refuse_others_business(self, operation_id: int) -> None:
        """The right to take back is no way round the right to change."""
        done = select(ChangeLog.entity).where(ChangeLog.operation_id == operation_id, ChangeLog.action != EVENT)
        with self._database.read() as session:
            kinds = session.scalars(done.distinct()).all()
        for right in {right_of(NEEDED["Records.save"], kind) for kind in kinds} - OF_ROLE[self._role]:
            words = {"role": _(self._role.value), "right": _(right.value)}
            raise NotPermittedError(_("「{role}」不能{right}，请找站长办理").format(**words))

    def _label(self, verb: str, kind: str, ids: Sequence[int]) -> str:
        entity = ENTITIES[kind]
        if len(ids) == 1:
            with self._database.read() as session:
                name = titles(session, kind, ids).get(ids[0], "")
            return _("{verb}{label}：{title}").format(verb=verb, label=_(entity.label), title=name)
        return _("{verb} {count} {counter}{label}").format(
            verb=verb, count=len(ids), counter=_(entity.counter), label=_(entity.label)
        )


def _outcome(outcome: Outcome) -> UndoOutcome:
    return UndoOutcome(outcome.label, outcome.rows, tuple(outcome.kept))


def _blank(entity: Entity) -> dict[str, Any]:
    table = BY_KIND[entity.kind].__table__
    found: dict[str, Any] = {}
    for field in entity.fields:
        default = table.c[field.name].default
        empty = () if field.kind is Kind.CHOICES else None
        found[field.name] = default.arg if default is not None and default.is_scalar else empty
    return found


def _stored(session: Session, model: type[Record], row_id: int) -> dict[str, Any]:
    found = session.execute(select(model.__table__).where(model.id == row_id)).mappings().first()
    if found is None:
        raise ConflictError(_("这条记录已经不在了，可能被撤销了新建"))
    return dict(found)


def _parsed(entity: Entity, values: Mapping[str, Any]) -> dict[str, Any]:
    """Typed texts parsed, typed values as they are; InvalidRecordError for those that cannot be."""
    found: dict[str, Any] = {}
    problems: dict[str, str] = {}
    today = dates.today()
    for name, value in values.items():
        field = entity.field(name)
        if field.derived:
            continue
        try:
            found[name] = settled(BY_KIND[entity.kind], field, value, today)
        except UserError as error:
            problems[name] = error.sentence
    if problems:
        raise InvalidRecordError(problems)
    return found


def _change(write: Write, entity: Entity, row_id: int, given: Mapping[str, Any], version: int | None) -> None:
    """Write what differs, and look at the record that two people have made together."""
    model = BY_KIND[entity.kind]
    current = _stored(write.session, model, row_id)
    if current["archived_at"] is not None:
        label = _(entity.label)
        raise UserError(
            _("这{counter}{label}在回收站里。请先恢复它，再修改").format(counter=_(entity.counter), label=label)
        )
    changed = {name: value for name, value in given.items() if current[name] != value}
    if changed:
        write.update(model, [{"id": row_id, "version": version or current["version"], **changed}])
        check(entity, _stored(write.session, model, row_id))


def _defaults(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, ())}


def _title(session: Session, entity: Entity, values: Mapping[str, Any]) -> str:
    """What a record is called; one that has no number yet by what it belongs to."""
    title = words_of(session, entity.field(entity.title), values.get(entity.title))
    return title or (words_of(session, entity.field(entity.within), values.get(entity.within)) if entity.within else "")

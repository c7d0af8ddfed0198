"""Fields that the station adds to enterprises itself (issue 6): which there are, added, renamed, ordered, put away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from louyu_desktop.errors import UserError
from louyu_desktop.models import Enterprise, OwnField
from louyu_desktop.rules.names import fold_name
from louyu_desktop.rules.own_fields import CHOICE, SLOTS, TYPES, lines_of
from louyu_desktop.rules.values import parse
from louyu_desktop.services.kinds import ENTITIES, HOLDER, is_own
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.write import Write
from louyu_desktop.text import _


@dataclass(frozen=True, slots=True)
class OwnFieldDraft:
    """What a field is to be: `type` is one of `rules.own_fields.TYPES`, `choices` count for 选项 only."""

    label: str
    type: str = TYPES[0]
    choices: tuple[str, ...] = ()
    hint: str = ""


@dataclass(frozen=True, slots=True)
class OwnFieldCopy:
    """A field that there is: `filled` firms have a value, `outside` of them one that is no choice (any more)."""

    id: int
    version: int
    name: str
    label: str
    type: str
    choices: tuple[str, ...]
    hint: str
    hidden: bool
    filled: int
    outside: int


class OwnFields:
    """The station's own fields; each method is one operation.  What is hidden keeps its values."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> tuple[OwnFieldCopy, ...]:
        """Every field in the order of the form, hidden ones at the end."""
        with self._database.read() as session:
            rows = session.scalars(select(OwnField).order_by(OwnField.position, OwnField.id)).all()
            filled = _filled(session, [row.slot for row in rows])
            copies = [_copy(session, row, filled[row.slot]) for row in rows if row.slot in filled]
        return tuple(sorted(copies, key=lambda one: one.hidden))

    def left(self) -> Mapping[str, int]:
        """How many more fields there can be of each type; text and choice share theirs."""
        with self._database.read() as session:
            return {kind: len(free_slots(session, kind)) for kind in TYPES}

    def add(self, draft: OwnFieldDraft) -> int:
        """A new field at the end; gives its id.

        UserError for a label that enterprises have already, a choice without choices, or when none is left.
        """
        with self._database.write(_("新建自定义字段：{label}").format(label=draft.label)) as write:
            values = _checked(write.session, draft, None)
            free = free_slots(write.session, draft.type)
            if not free:
                raise UserError(none_left(draft.type), field="type")
            last = write.session.scalar(select(func.max(OwnField.position))) or 0
            [made] = write.insert(OwnField, [{**values, "slot": free[0], "position": last + 1}])
        return made

    def change(self, field_id: int, draft: OwnFieldDraft, *, version: int | None = None) -> None:
        """Another label, hint or choices; text may become choice and back, values stay as they are.

        UserError for another type, ConflictError when somebody else changed it meanwhile.
        """
        with self._database.write(_("修改自定义字段：{label}").format(label=draft.label)) as write:
            row = _row(write, field_id)
            if row.slot not in SLOTS[draft.type]:
                raise UserError(fixed_type(row.label, row.type, draft.type), field="type")
            values = _checked(write.session, draft, field_id)
            write.update(OwnField, [{"id": field_id, "version": version or row.version, **values}])

    def arrange(self, ids: Sequence[int]) -> None:
        """Put the fields into this order."""
        with self._database.write(_("调整自定义字段的顺序")) as write:
            write.update(OwnField, [{"id": one, "position": place} for place, one in enumerate(ids, start=1)])

    def hide(self, field_id: int) -> None:
        """Take a field out of forms, lists and files; its values stay with the enterprises."""
        with self._database.write(self._named(_("停用自定义字段：{label}"), field_id)) as write:
            write.archive(OwnField, [field_id])

    def show(self, field_id: int) -> None:
        """Bring a hidden field back with its values; UserError when its label is another one's by now."""
        with self._database.write(self._named(_("恢复自定义字段：{label}"), field_id)) as write:
            row = _row(write, field_id)
            refuse_same(write.session, row.label, field_id)
            write.restore(OwnField, [field_id])

    def _named(self, sentence: str, field_id: int) -> str:
        with self._database.read() as session:
            label = session.scalar(select(OwnField.label).where(OwnField.id == field_id))
        return sentence.format(label=label or "")


def _copy(session: Session, row: OwnField, filled: int) -> OwnFieldCopy:
    choices = tuple(lines_of(row.choices)) if row.type == CHOICE else ()
    outside = 0
    if choices and filled:
        column = Enterprise.__table__.c[row.slot]
        wanted = select(func.count()).where(column.not_in(choices), Enterprise.archived_at.is_(None))
        outside = session.execute(wanted).scalar_one()
    return OwnFieldCopy(
        row.id, row.version, row.slot, row.label, row.type, choices, row.hint or "", row.archived_at is not None,
        filled, outside,
    )  # fmt: skip


def _filled(session: Session, slots: Sequence[str]) -> dict[str, int]:
    """How many live enterprises have a value in each column, in one look."""
    table = Enterprise.__table__.c
    known = [slot for slot in dict.fromkeys(slots) if slot in table]
    if not known:
        return {}
    wanted = select(*(func.count(table[slot]) for slot in known)).where(Enterprise.archived_at.is_(None))
    counts = session.execute(wanted)
    return dict(zip(known, counts.one(), strict=True))


def free_slots(session: Session, kind: str) -> list[str]:
    """The columns that a new field of a type may have: unused ones, then those of hidden fields without a value.

    A value that is still there, in the bin too, would show under another label.
    """
    rows = session.execute(select(OwnField.slot, OwnField.archived_at)).all()
    live = {row.slot for row in rows if row.archived_at is None}
    open_ = [slot for slot in SLOTS[kind] if slot not in live]
    held = _holding(session, open_)
    return sorted((slot for slot in open_ if slot not in held), key=lambda slot: slot in {row.slot for row in rows})


def _holding(session: Session, slots: Sequence[str]) -> set[str]:
    """Those of the columns that hold a value of any enterprise, in one look."""
    table = Enterprise.__table__.c
    if not slots:
        return set()
    found = session.execute(select(*(func.count(table[slot]) for slot in slots))).one()
    return {slot for slot, count in zip(slots, found, strict=True) if count}


def _checked(session: Session, draft: OwnFieldDraft, but: int | None) -> dict[str, str | None]:
    """The values of a row, each as its field takes it."""
    entity = ENTITIES["own-fields"]
    if draft.type not in TYPES:
        raise UserError(_("字段类型可以是：{types}").format(types="、".join(TYPES)), field="type")
    values: dict[str, str | None] = {
        name: parse(entity.field(name), text)
        for name, text in (("label", draft.label), ("type", draft.type), ("hint", draft.hint))
    }
    if not values["label"]:
        raise UserError(_("请填字段名称"), field="label")
    choices = list(dict.fromkeys(filter(None, (choice.strip() for choice in draft.choices))))
    if draft.type == CHOICE and not choices:
        raise UserError(no_choices(), field="choices")
    refuse_same(session, values["label"], but)
    kept = parse(entity.field("choices"), "\n".join(choices)) if draft.type == CHOICE else None
    return {**values, "choices": kept}


def refuse_same(session: Session, label: str, but: int | None) -> None:
    """UserError for a label by which a form or a file already calls something else of an enterprise."""
    folded = fold_name(label)
    own = session.execute(select(OwnField.id, OwnField.label).where(OwnField.archived_at.is_(None))).all()
    given = {fold_name(name) for row in own if row.id != but for name in (row.label,)}
    fields = [one for one in ENTITIES[HOLDER].fields if one.label and not is_own(one.name)]
    declared = {fold_name(words) for one in fields for words in (one.label, _(one.label))}
    if folded in given | declared:
        raise UserError(_("企业已经有「{label}」这一项。请换一个名称").format(label=label), field="label")


def _row(write: Write, field_id: int) -> OwnField:
    found = write.session.get(OwnField, field_id)
    if found is None:
        raise UserError(_("这个自定义字段已经不在了"))
    return found


def no_choices() -> str:
    """The sentence for a choice out of nothing."""
    return _("请写出可选的值，一行一个")


def fixed_type(label: str, now: str, wanted: str) -> str:
    """The sentence for a field whose values would not go with another type."""
    return _("「{label}」已经是{type}，不能改成{other}。请另建一项").format(label=label, type=_(now), other=_(wanted))


def none_left(kind: str) -> str:
    """The sentence for one field too many of a type."""
    most = len(SLOTS[kind])
    return _("这类字段最多 {most} 项，已经用完。停用的字段只要还有企业填着，也占一项：可以先恢复它，在企业列表里批量清空").format(most=most)

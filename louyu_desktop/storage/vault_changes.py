"""What a vault may become: each function takes its state and gives the next one, without writing anything."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import islice, product

from louyu_desktop.errors import NotPermittedError, UserError
from louyu_desktop.rules.names import fold_name
from louyu_desktop.rules.pinyin import syllables
from louyu_desktop.rules.roles import Role
from louyu_desktop.storage.recovery import RecoveryKey
from louyu_desktop.storage.slots import Slot, new_slot
from louyu_desktop.storage.vault_file import State
from louyu_desktop.text import _

_READINGS = 16


@dataclass(frozen=True, slots=True)
class Person:
    """An account, as the vault knows it."""

    uid: str
    name: str
    role: Role


def tag(salt: bytes, folded: str) -> str:
    """What stands in the file for a name: an HMAC of its folded form."""
    return hmac.digest(salt, folded.encode(), "sha256")[:16].hex()


def tags_of(salt: bytes, name: str) -> tuple[tuple[str, ...], ...]:
    """The tags of a name as it is written, in full pinyin, and of its initials."""
    known = syllables(name, person=True)
    full = {"".join(chosen) for chosen in islice(product(*known), _READINGS)}
    short = {"".join(sound[0] for sound in chosen) for chosen in islice(product(*known), _READINGS)}
    return tuple(tuple(sorted(tag(salt, form) for form in forms if form)) for forms in ({fold_name(name)}, full, short))


def called(state: State, name: str) -> Slot | None:
    """The one slot that a typed name means: as written, else in full pinyin, else by initials where they are unique.

    The empty name means the only person who has a password.
    """
    people = [slot for slot in state.slots if not slot.is_sheet]
    if not fold_name(name):
        return people[0] if len(people) == 1 else None
    wanted = tag(state.salt, fold_name(name))
    for form in range(3):
        found = [slot for slot in people if wanted in slot.tags[form]]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def slot_of(state: State, slot_id: str) -> Slot:
    """The slot with an id; NotPermittedError when it was taken away or made anew."""
    for slot in state.slots:
        if slot.id == slot_id:
            return slot
    raise NotPermittedError(_("这个口令已经停用。请找站长，或重新登录"))


def of_account(state: State, uid: str) -> Slot:
    """The slot of an account; UserError when it has no password."""
    for slot in state.slots:
        if not slot.is_sheet and slot.account_uid == uid:
            return slot
    raise UserError(_("这位工作人员还没有口令"))


def with_slot(state: State, slot: Slot, gone: str = "") -> State:
    """With a slot in the place of the one that has the same id or the id `gone`."""
    return replace(state, slots=(*(other for other in state.slots if other.id not in {slot.id, gone}), slot))


def _refuse_namesake(state: State, tags: tuple[tuple[str, ...], ...], uid: str) -> None:
    for slot in state.slots:
        if not slot.is_sheet and slot.account_uid != uid and set(slot.tags[0]) & set(tags[0]):
            raise UserError(_("已经有一位同名的人能登录。请在姓名后面加一个字区分"), field="name")


def _refuse_last(state: State) -> None:
    """UserError when nobody with a password would be left who may do everything."""
    if not any(slot.role is Role.ADMINISTRATOR and not slot.is_sheet for slot in state.slots):
        raise UserError(_("至少要留一位有口令的站长。请先让另一位当站长"))


def added(state: State, data_key: bytes, person: Person, password: str, *, must_change: bool) -> State:
    """With a slot for a person; UserError for one who has a password, or the name of another."""
    tags = tags_of(state.salt, person.name)
    if any(slot.account_uid == person.uid for slot in state.slots if not slot.is_sheet):
        raise UserError(_("这位工作人员已经有口令了"))
    _refuse_namesake(state, tags, person.uid)
    slot, private = new_slot(person.uid, person.role, tags, must_change=must_change)
    slot = slot.with_password(state.vault_id, private, password)
    return with_slot(state, slot.sealed(state.vault_id, state.epoch, data_key))


def reissued(state: State, data_key: bytes, uid: str, password: str, *, must_change: bool) -> State:
    """With a new slot in the place of one whose password was forgotten."""
    old = of_account(state, uid)
    slot, private = new_slot(uid, old.role, old.tags, must_change=must_change)
    slot = slot.with_password(state.vault_id, private, password)
    return with_slot(state, slot.sealed(state.vault_id, state.epoch, data_key), old.id)


def with_role(state: State, data_key: bytes, uid: str, role: Role) -> State:
    """With another role; UserError when no administrator would be left.

    The data key must be changed where somebody may become less: an older copy of the file opens nothing then.
    """
    old = of_account(state, uid)
    slot = replace(old, role=role)
    less = role not in {old.role, Role.ADMINISTRATOR}
    state = replace(state, due=state.due or less)
    after = with_slot(state, slot.sealed(state.vault_id, state.epoch, data_key))
    _refuse_last(after)
    return after


def renamed(state: State, uid: str, name: str) -> State:
    """With another name to log in by; UserError for the name of another."""
    tags = tags_of(state.salt, name)
    _refuse_namesake(state, tags, uid)
    return with_slot(state, replace(of_account(state, uid), tags=tags))


def without(state: State, uid: str) -> State:
    """Without the slot of an account; the data key must be changed then."""
    gone = of_account(state, uid)
    after = replace(state, slots=tuple(slot for slot in state.slots if slot is not gone), due=True)
    _refuse_last(after)
    return after


def with_sheet(state: State, data_key: bytes, sheet: RecoveryKey) -> State:
    """With another recovery sheet; the data key must be changed when there was one, which may be in wrong hands."""
    people = tuple(slot for slot in state.slots if not slot.is_sheet)
    due = state.due or len(people) < len(state.slots)
    slot = Slot(sheet.slot_id, "", Role.ADMINISTRATOR, sheet.public, {})
    return replace(state, slots=(*people, slot.sealed(state.vault_id, state.epoch, data_key)), due=due)


def prepared(state: State, data_keys: Mapping[int, bytes]) -> State:
    """With the data keys of two epochs in every slot: whichever opens the file is the right one."""
    slots = []
    for slot in state.slots:
        for epoch, data_key in data_keys.items():
            if epoch not in slot.seals:
                slot = slot.sealed(state.vault_id, epoch, data_key)  # noqa: PLW2901 - one after the other
        slots.append(slot)
    return replace(state, slots=tuple(slots)).proven(data_keys)


def settled(state: State, epoch: int, data_key: bytes) -> State:
    """With the data key of one epoch alone; a new one is what was due."""
    slots = tuple(replace(slot, seals={epoch: slot.seals[epoch]}) for slot in state.slots)
    due = state.due and epoch == state.epoch
    return replace(state, epoch=epoch, slots=slots, due=due).proven({epoch: data_key})

"""The vault of a station: who may open it, each with a password of their own (SAFETY.md 5.1 and 5.2)."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Self

from louyu_desktop.errors import DamagedError, LouyuError, NotPermittedError, SystemProblem, UserError
from louyu_desktop.rules.roles import Role
from louyu_desktop.storage import engine, keys, moving, place, vault_changes, vault_file
from louyu_desktop.storage.problems import in_words
from louyu_desktop.storage.recovery import RecoveryKey
from louyu_desktop.storage.slots import Slot, SlotError
from louyu_desktop.storage.vault_changes import Person, called, slot_of
from louyu_desktop.storage.vault_file import Anchor, State, Try
from louyu_desktop.storage.vault_reading import ClosedVault
from louyu_desktop.text import _

__all__ = ["Anchor", "Person", "RecoveryKey", "Try", "Unlocked", "Vault"]


@dataclass(frozen=True, slots=True, repr=False)
class Unlocked:
    """What a right password gives; `account_uid` is "" for the recovery sheet.  It shows and pickles nothing."""

    vault_id: str
    epoch: int
    slot_id: str
    account_uid: str
    role: Role
    must_change: bool
    data_key: bytes

    def __repr__(self) -> str:
        return "Unlocked()"

    def __reduce__(self) -> str | tuple[Any, ...]:
        raise TypeError("keys are not pickled")


class Vault(ClosedVault):
    """The vault of the station in a folder; each change is on the disk when its method returns."""

    def __init__(self, folder: Path, state: State) -> None:
        super().__init__(folder, state)
        self._data_key: bytes | None = None
        self.alone = threading.RLock()
        """Held by whoever changes the people of a station, in vault and database, and then its data key."""

    @classmethod
    def create(cls, folder: Path, data_key: bytes, first: Person, password: str) -> tuple[Self, Unlocked]:
        """The vault of a station that is about to be made in `folder` by `Database.create(..., unlocked=...)`.

        UserError when a station lies there; a vault without one was left by somebody who did not get to the end.
        """
        place.refuse_network(folder)
        place.make(folder)
        with place.holding(folder) as lock:
            place.refuse_occupied(folder)
            vault_file.remove(folder)
            made = cls.begin(folder, data_key, first, password, due=False)
            lock.release()
        return made

    @classmethod
    def begin(
        cls, folder: Path, data_key: bytes, first: Person, password: str, *, due: bool
    ) -> tuple[Self, Unlocked]:
        """The vault of a station whose lock is held; `due` says that its data key must be changed."""
        empty = State(secrets.token_hex(8), secrets.token_bytes(32), keys.FIRST_EPOCH, due=due)
        state = vault_changes.added(empty, data_key, first, password, must_change=False)
        vault = cls(folder, state)
        vault._put(state.proven({state.epoch: data_key}))
        vault._data_key = data_key
        return vault, _unlocked(state, state.slots[0], state.epoch, data_key)

    @classmethod
    def read(cls, folder: Path) -> Self:
        """The vault of the station in `folder`; a copy that is damaged or older is mended from the other.

        DamagedError when neither copy is whole, or a newer program wrote them.
        """
        moving.settle(folder)
        vault = cls(folder, vault_file.read(folder))
        vault._mend()
        return vault

    @classmethod
    def resume(cls, folder: Path, unlocked: Unlocked) -> Self:
        """The vault in `folder`, which `unlocked` came out of; NotPermittedError when it is another by now."""
        vault = cls(folder, vault_file.read(folder))
        vault._mend()
        state = vault._state
        if state.vault_id != unlocked.vault_id or unlocked.epoch not in state.macs:
            raise _changed()
        slot_of(state, unlocked.slot_id)
        vault._accept(unlocked.epoch, unlocked.data_key)
        return vault

    # opening

    def log_in(self, name: str, password: str) -> Unlocked:
        """What `name` (characters, full pinyin or initials; "" where only one person has a password) opens.

        NotPermittedError with one sentence for a wrong name or password, and while one has to wait.
        """
        self._refresh()
        slot = called(self._state, name)
        private = self._tried(slot, password, _("姓名或口令不对。请检查大写锁定和输入法，再试一次"))
        return self._unlock(slot_of(self._state, slot.id if slot else ""), private)

    def recover(self, written: str) -> Unlocked:
        """What a recovery sheet opens: everything.  UserError when it was misread, NotPermittedError for another's."""
        sheet = RecoveryKey.read(written)
        self._refresh()
        slot = next((slot for slot in self._state.slots if slot.is_sheet and slot.public == sheet.public), None)
        if slot is None:
            raise NotPermittedError(_("这张恢复纸不是这个站点的，或已经换过新的。请找最近打印的那一张"))
        return self._unlock(slot, sheet.private)

    def verify(self, by: Unlocked, password: str) -> None:
        """Own password again; NotPermittedError when it is wrong."""
        self._own_private(by, password)

    def _own_private(self, by: Unlocked, password: str) -> bytes:
        self._refresh()
        slot = slot_of(self._state, by.slot_id)
        if slot.is_sheet:
            raise NotPermittedError(_("现在是用恢复纸打开的。请先设好口令，重新登录后再做"))
        return self._tried(slot, password, _("口令不对。请检查大写锁定，再试一次"))

    def _unlock(self, slot: Slot, private: bytes) -> Unlocked:
        """The data key out of a slot; while it is being changed, the one that opens the file."""
        state = self._state
        try:
            found = {epoch: slot.opened(state.vault_id, epoch, private) for epoch in state.epochs}
        except SlotError:
            raise _altered() from None
        epoch = state.epoch if len(found) == 1 else self._fitting(found) or state.epoch
        self._accept(epoch, found[epoch])
        return _unlocked(state, slot, epoch, found[epoch])

    def _refresh(self) -> None:
        """Once it is open, what stands in the file counts only as a holder of the data key left it: roles above all."""
        before, data_key = self._state, self._data_key
        super()._refresh()
        if data_key is not None and not any(self._state.holds(epoch, data_key) for epoch in self._state.epochs):
            self._state = before
            raise _altered()

    def _accept(self, epoch: int, data_key: bytes) -> None:
        if not self._state.holds(epoch, data_key):
            raise _altered()
        self._data_key = data_key

    # changing

    def add(self, by: Unlocked, person: Person, password: str, *, must_change: bool = True) -> None:
        """Let a person in, with a first password."""
        step = partial(vault_changes.added, must_change=must_change)
        self._change(by, lambda state: step(state, by.data_key, person, password))

    def set_password(self, by: Unlocked, old: str, new: str) -> None:
        """Change one's own password: rewrites one wrap, and nothing else; NotPermittedError when `old` is wrong."""
        private = self._own_private(by, old)

        def changed(state: State) -> State:
            slot = slot_of(state, by.slot_id).with_password(state.vault_id, private, new)
            return vault_changes.with_slot(state, replace(slot, must_change=False))

        self._change(by, changed, everyone=True)

    def reissue(self, by: Unlocked, uid: str, password: str, *, must_change: bool = True) -> None:
        """Give somebody else who forgot it another password."""
        if by.account_uid == uid:
            raise UserError(_("自己的口令请在「修改口令」里改"))
        step = partial(vault_changes.reissued, must_change=must_change)
        self._change(by, lambda state: step(state, by.data_key, uid, password))

    def set_role(self, by: Unlocked, uid: str, role: Role) -> None:
        """Give an account another role; UserError when no administrator would be left."""
        self._change(by, lambda state: vault_changes.with_role(state, by.data_key, uid, role))

    def rename(self, by: Unlocked, uid: str, name: str) -> None:
        """Have somebody log in by another name."""
        self._change(by, lambda state: vault_changes.renamed(state, uid, name))

    def remove(self, by: Unlocked, uid: str) -> None:
        """Take somebody's way in away; `rekey.change_data_key` must follow, or the next opening does it."""
        if by.account_uid == uid:
            raise UserError(_("不能移除自己。请让另一位站长来移除"))
        self._change(by, lambda state: vault_changes.without(state, uid))

    def new_recovery(self, by: Unlocked, sheet: RecoveryKey | None = None) -> RecoveryKey:
        """A new recovery sheet, or the one given; an older one opens nothing any more but the backups of its time."""
        sheet = sheet or RecoveryKey.make(self.vault_id)
        self._change(by, lambda state: vault_changes.with_sheet(state, by.data_key, sheet))
        return sheet

    @contextmanager
    def unless_raised(self) -> Iterator[None]:
        """Who may open it stays as before when the block raises, for the accounts in the database do so too.

        One thread after another; never back over another data key, which the slots of before do not hold.
        """
        with self.alone:
            before = self._state
            try:
                yield
            except BaseException:
                with suppress(LouyuError), self._turn.held():  # the first error counts
                    state, data_key = self._proven()
                    if state.slots != before.slots and state.epochs == before.epochs:
                        was = replace(state, slots=before.slots, due=before.due)
                        self._put(was.proven({state.epoch: data_key}))
                raise

    def set_anchor(self, seq: int, head: bytes, epoch: int) -> None:
        """Keep the head of the change log where whoever alters the data file does not reach it."""
        with self._turn.held():
            state, data_key = self._proven()
            self._put(replace(state, anchor=Anchor(seq, head, epoch)).proven({state.epoch: data_key}))

    def _change(self, by: Unlocked, step: Callable[[State], State], *, everyone: bool = False) -> None:
        """Take a step as somebody who may: an administrator, or `everyone`."""
        with self._turn.held():
            state, data_key = self._proven()
            if slot_of(state, by.slot_id).role is not Role.ADMINISTRATOR and not everyone:
                raise NotPermittedError(_("这件事只有站长能做。请找站长"))
            if by.data_key != data_key:
                raise _changed()
            self._put(step(state).proven({state.epoch: data_key}))

    def _proven(self) -> tuple[State, bytes]:
        """The state on the disk, as a holder of the data key left it, and the key."""
        self._refresh()
        data_key = self._data_key
        if data_key is None:
            raise RuntimeError("a change of a vault that is not open")
        epoch = next((epoch for epoch in self._state.epochs if self._state.holds(epoch, data_key)), None)
        if epoch is None:
            raise _altered()
        self.settle(epoch, data_key)  # where a full disk kept that from being done
        return self._state, data_key

    # the data key

    @contextmanager
    def changing(self, data_key: bytes) -> Iterator[int]:
        """Have every slot open `data_key` too until the block is left; gives its epoch.

        The block puts the file under the new key in place, or raises and leaves the old one there.
        """
        with self._turn.held():
            state, old = self._proven()
            epoch = state.epoch + 1
            self._put(vault_changes.prepared(state, {state.epoch: old, epoch: data_key}))
            try:
                yield epoch
            except BaseException:
                with suppress(SystemProblem):  # else whoever opens the station next does it
                    self._settle_by_file({state.epoch: old, epoch: data_key})
                raise
            with suppress(SystemProblem):
                self.settle(epoch, data_key)

    def _settle_by_file(self, data_keys: Mapping[int, bytes]) -> None:
        epoch = self._fitting(data_keys)
        if epoch is not None:
            self.settle(epoch, data_keys[epoch])

    def _fitting(self, data_keys: Mapping[int, bytes]) -> int | None:
        """The epoch of the data key that opens the file."""
        path = self._folder / place.DATA_FILE
        for epoch, data_key in data_keys.items():
            with in_words():
                if engine.fits(path, keys.derive_key(data_key, "database")):
                    return epoch
        return None

    def settle(self, epoch: int, data_key: bytes) -> None:
        """Have every slot open the data key of `epoch` alone: the one that opens the file."""
        with self._turn.held():
            self._data_key = data_key
            self._refresh()
            if len(self._state.epochs) > 1:
                self._put(vault_changes.settled(self._state, epoch, data_key))


def _unlocked(state: State, slot: Slot, epoch: int, data_key: bytes) -> Unlocked:
    return Unlocked(state.vault_id, epoch, slot.id, slot.account_uid, slot.role, slot.must_change, data_key)


def _changed() -> NotPermittedError:
    return NotPermittedError(_("钥匙文件在登录之后换过了。请重新登录"))


def _altered() -> DamagedError:
    return DamagedError(_("钥匙文件被别的程序改动过，没有打开数据。请准备好恢复纸，从最近的备份恢复"))

"""A station that is open: its lock, its keys, its engine, and the sessions in which it is read."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Self

from filelock import FileLock
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from louyu_desktop import failpoints, paths
from louyu_desktop.errors import DamagedError, LouyuError, NotPermittedError, SystemProblem, UserError
from louyu_desktop.models import Account
from louyu_desktop.rules.roles import Role
from louyu_desktop.storage import (
    anchor,
    backup,
    engine,
    keys,
    moving,
    place,
    rekey,
    stepping_back,
    upgrade,
    vault_file,
    voiding,
)
from louyu_desktop.storage.gate import Gate
from louyu_desktop.storage.keyring import Keyring
from louyu_desktop.storage.lane import Lane
from louyu_desktop.storage.problems import closed, in_words
from louyu_desktop.storage.vault import Unlocked, Vault
from louyu_desktop.text import _


def _before_migration(folder: Path, vault: Vault, unlocked: Unlocked) -> None:
    """A proven backup, and by what name one can go back to it."""
    made = backup.before_migration(folder, vault, unlocked)
    with backup.told():
        failpoints.hit("upgrade.note")
        stepping_back.note(folder, made)
    failpoints.hit("upgrade.noted")


class OpenStation:
    """The files of a station, held by this program.  `actor` is the account that writes are stamped with.

    A keyless one (the demonstration, and a station of the first days) has neither `vault` nor `unlocked`.
    It is `read_only` when the file is older than its anchor says, until an administrator has decided.
    """

    def __init__(
        self, folder: Path, epoch: int, data_key: bytes, lock: FileLock,
        vault: Vault | None = None, unlocked: Unlocked | None = None,
    ) -> None:  # fmt: skip
        paths.leave_no_core()
        self.folder = folder
        self.actor: int | None = None
        self.read_only = False
        self.vault = vault
        self.unlocked = unlocked
        self._lock = lock
        self._gate = Gate()
        self._lane = Lane()
        self._bulk = threading.Lock()
        self._closed = False
        self._roles: dict[int | None, Role] = {}
        self._keyring = Keyring(epoch, data_key, self.read)
        self._engine: Engine | None = self._make_engine()

    @classmethod
    def create(
        cls, folder: Path, fill: Callable[[Self], object] | None = None, *, unlocked: Unlocked | None = None
    ) -> Self:
        """A new station in `folder`, with what `fill` writes into it; there is none until all of it is written.

        With `unlocked`, which `Vault.create` gave for the same folder, it has that vault; without, its data key
        lies beside it.  UserError when there is one already, StationBusyError on a share, SystemProblem when the
        disk refuses.
        """
        place.refuse_network(folder)
        place.make(folder)
        with place.holding(folder) as lock:
            place.refuse_occupied(folder)
            vault = None if unlocked is None else Vault.resume(folder, unlocked)
            if unlocked is None:
                vault_file.remove(folder)
            with place.making(folder) as new:
                data_key = keys.create_key(new) if unlocked is None else unlocked.data_key
                with cls._start(new, keys.FIRST_EPOCH, data_key, FileLock(new / place.LOCK_FILE)) as made:
                    if fill is not None:
                        fill(made)
                place.move_in(new, folder)
            return cls(folder, keys.FIRST_EPOCH, data_key, lock, vault, unlocked)

    @classmethod
    def open(cls, folder: Path, unlocked: Unlocked | None = None) -> Self:
        """The station in `folder`, brought to the present schema, with the data key that a log-in gave.

        Without one only a keyless station opens: NotPermittedError for another.  StationBusyError when another
        program holds it or it lies on a share, DamagedError when it cannot be read or is newer than this program,
        SystemProblem when there is none.
        """
        place.refuse_network(folder)
        place.refuse_empty(folder)
        with place.holding(folder) as lock:
            place.shut(folder)
            place.tidy(folder)
            moving.finish(folder)
            engine.check_header(folder / place.DATA_FILE)
            if unlocked is not None:
                return cls._open_vault(folder, unlocked, lock)
            if vault_file.present(folder):
                raise NotPermittedError(_("这个站点有口令。请先登录"))
            return cls._start(folder, keys.FIRST_EPOCH, keys.read_key(folder), lock)

    @classmethod
    def _open_vault(cls, folder: Path, unlocked: Unlocked, lock: FileLock) -> Self:
        if not vault_file.present(folder):
            raise DamagedError(_("钥匙文件（vault.keys）不见了，数据打不开。请准备好恢复纸，从最近的备份恢复"))
        vault = Vault.resume(folder, unlocked)
        vault.settle(unlocked.epoch, unlocked.data_key)
        opened = cls._start(folder, unlocked.epoch, unlocked.data_key, lock, vault, unlocked)
        try:
            anchor.heed(opened)
            if not vault.key_due:
                rekey.forget_key_file(folder)
            elif not opened.read_only:  # somebody left, and the program was ended before the data key was changed
                with suppress(SystemProblem):
                    rekey.change_data_key(opened)
        except BaseException:
            opened.close()
            raise
        return opened

    @classmethod
    def _start(
        cls, folder: Path, epoch: int, data_key: bytes, lock: FileLock,
        vault: Vault | None = None, unlocked: Unlocked | None = None,
    ) -> Self:  # fmt: skip
        engine.check_driver()
        with in_words():
            path, key = folder / place.DATA_FILE, keys.derive_key(data_key, "database")
            first = None
            if vault is not None and unlocked is not None:
                first = partial(_before_migration, folder, vault, unlocked)
            upgrade.to_present(path, key, before=first)
        with suppress(SystemProblem), in_words():  # without room for that it stays unseen
            voiding.take_back(path, key)
        return cls(folder, epoch, data_key, lock, vault, unlocked)

    def close(self) -> None:
        """Give the file and the lock back; nothing works afterwards.

        A bulk operation that is under way is taken back first: the lock is kept until nothing of it is left.
        """
        if self._closed:
            return
        with suppress(LouyuError, OSError):  # a station that cannot be read any more is closed all the same
            anchor.keep(self)
        self._closed = True
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None
            self._give_back()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    # keys and roles

    @property
    def epoch(self) -> int:
        """Which data key is in use."""
        return self._keyring.epoch

    def key_of(self, epoch: int, purpose: str) -> bytes:
        """The key for one purpose out of the data key of an epoch; KeyError for one that this station never had."""
        return self._keyring.key_of(epoch, purpose)

    @property
    def role(self) -> Role:
        """Of whoever is at work: as the slot says, which nobody alters unseen; keyless, as the account does."""
        if self.vault is not None and self.unlocked is not None:
            return self.vault.role_of(self.unlocked.slot_id)
        known = self._roles.get(actor := self.actor)
        if known is None:
            with self.read() as session:
                found = session.scalar(select(Account.role).where(Account.id == actor))
            known = self._roles[actor] = Role.ADMINISTRATOR if found is None else Role(found)
        return known

    def take_keys(self, unlocked: Unlocked) -> None:
        """Go on with another data key; the file that it opens lies in its place, and nobody has it open."""
        self.unlocked = unlocked
        self._keyring = Keyring(unlocked.epoch, unlocked.data_key, self.read)

    # sessions

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session over one consistent state of the data; a change in it is refused."""
        with self._gate.passed(), in_words(), self._session(self._running()) as session:
            session.info["audit_keys"] = self._audit_key_of
            yield session

    def steady(self) -> AbstractContextManager[None]:
        """For whoever reads the file past `read`: inside, nobody puts another one in its place."""
        return self._gate.passed()

    def _write_session(self) -> Session:
        running = self._running()
        self._refuse_read_only()
        return self._session(running.execution_options(writing=True))

    @staticmethod
    def _session(source: Engine) -> Session:
        return Session(source, autoflush=False, expire_on_commit=False)

    def _audit_key_of(self, epoch: int) -> bytes:
        return self.key_of(epoch, "audit")

    @property
    def bulk_running(self) -> bool:
        """Whether rows are being written that nobody sees yet; a backup waits for the end of it."""
        return self._bulk.locked()

    @contextmanager
    def set_aside(self) -> Iterator[None]:
        """Have the file for oneself: closed, nobody reads or writes; open again when the block is left.

        UserError while rows are being written in bulk, or when somebody reads for too long.
        """
        if not self._bulk.acquire(blocking=False):
            raise UserError(_("另一批数据正在写入。请等它写完再试"))
        try:
            with self._lane.held(), self._gate.shut():
                self._running().dispose()
                self._engine = None
                try:
                    yield
                finally:
                    self._engine = None if self._closed else self._make_engine()
        finally:
            self._bulk.release()
            self._give_back()

    def let_go(self) -> None:
        """Inside `set_aside`: what lies there is another station from now on, and nothing works here afterwards."""
        self._closed = True

    def _make_engine(self) -> Engine:
        return engine.make_engine(self.folder / place.DATA_FILE, self._keyring.database)

    def _running(self) -> Engine:
        if self._engine is None:
            raise closed()
        return self._engine

    def _refuse_read_only(self) -> None:
        if self.read_only:
            raise DamagedError(_("数据比上次用的时候旧，现在只能看，没有写入。请站长先决定：恢复备份，还是就用现在的数据"))

    def _give_back(self) -> None:
        """Let others have the station once it is closed and nobody writes."""
        if self._closed and not self.bulk_running:
            self._lock.release()

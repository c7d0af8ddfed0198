"""The data key in use and those of former epochs, which the database keeps encrypted like everything else."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from sqlalchemy.orm import Session

from louyu_desktop.storage import keys
from louyu_desktop.storage.keys import AuditKey
from louyu_desktop.storage.tables import KeyHistory


class Keyring:
    """The keys of an open station; `read` gives sessions, in which former data keys are looked up once."""

    def __init__(self, epoch: int, data_key: bytes, read: Callable[[], AbstractContextManager[Session]]) -> None:
        self.epoch = epoch
        self.database = keys.derive_key(data_key, "database")
        self.audit = AuditKey(epoch, keys.derive_key(data_key, "audit"))
        self._data_keys = {epoch: data_key}
        self._read = read

    def key_of(self, epoch: int, purpose: str) -> bytes:
        """The key for one purpose out of the data key of an epoch; KeyError for one that this station never had."""
        if epoch not in self._data_keys:
            with self._read() as session:
                former = session.get(KeyHistory, epoch)
            if former is None:
                raise KeyError(epoch)
            self._data_keys[epoch] = former.data_key
        return keys.derive_key(self._data_keys[epoch], purpose)

"""What the person at work may do, and whether the password was given again lately (SAFETY.md case 37)."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from louyu_desktop.errors import NotPermittedError, PasswordAgainError
from louyu_desktop.rules.roles import Role
from louyu_desktop.services.kinds import OwnHere
from louyu_desktop.services.rights import AGAIN, OF_ROLE, Right
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.problems import closed
from louyu_desktop.text import _

LASTS = 300.0
"""Seconds for which a password that was given again counts."""


class Access:
    """The rights of whoever opened the station, until it is closed."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.monotonic) -> None:
        self._database = database
        self._clock = clock
        self._confirmed: float | None = None
        self._ended = threading.Event()
        self.own = OwnHere(database).own

    @property
    def role(self) -> Role:
        """The role out of the key's slot; of a station without keys that of the account on duty."""
        return self._database.role

    def may(self, right: Right) -> bool:
        """Whether the role has a right, be it with the password given again."""
        return not self._ended.is_set() and right in OF_ROLE[self._database.role]

    def require(self, right: Right) -> None:
        """NotPermittedError without the right, PasswordAgainError where the password must be given first."""
        if self._ended.is_set():
            raise closed()
        role = self._database.role
        if right not in OF_ROLE[role]:
            raise NotPermittedError(
                _("「{role}」不能{right}，请找站长办理").format(role=_(role.value), right=_(right.value))
            )
        if right in AGAIN and not self.is_confirmed():
            raise PasswordAgainError(_("{right}之前，请再输一次自己的口令").format(right=_(right.value)))

    def is_confirmed(self) -> bool:
        """Whether the password was given in the last five minutes; a station without keys has none to give."""
        if self._database.vault is None:
            return True
        return self._confirmed is not None and self._clock() - self._confirmed < LASTS

    def confirm(self, password: str) -> None:
        """Give one's own password again; NotPermittedError for a wrong one."""
        vault, unlocked = self._database.vault, self._database.unlocked
        if vault is not None and unlocked is not None:
            vault.verify(unlocked, password)
        self._confirmed = self._clock()

    def count_as_confirmed(self) -> None:
        """The password was given this moment, as commands have it: it need not be given again."""
        self._confirmed = self._clock()

    def end(self) -> None:
        """The station is being closed: from now on nothing is permitted."""
        self._confirmed = None
        self._ended.set()

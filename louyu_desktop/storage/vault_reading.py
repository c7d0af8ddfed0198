"""What every program may know of a vault without a password, and the trying of passwords."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from louyu_desktop.errors import LouyuError, NotPermittedError, SystemProblem
from louyu_desktop.rules.roles import Role
from louyu_desktop.storage import delays, place, vault_file
from louyu_desktop.storage.recovery import age_recipient
from louyu_desktop.storage.slots import Slot, SlotError
from louyu_desktop.storage.vault_changes import slot_of
from louyu_desktop.storage.vault_file import Anchor, Delay, State, Try


class ClosedVault:
    """The vault of the station in a folder, as it says what it says to everyone."""

    def __init__(self, folder: Path, state: State) -> None:
        self._folder = folder
        self._state = state
        self._turn = vault_file.Turn(folder)
        self._unwritten: Delay | None = None

    @property
    def vault_id(self) -> str:
        """16 signs that name this vault; a recovery sheet bears them too."""
        return self._state.vault_id

    @property
    def generation(self) -> int:
        """How often the file was written."""
        return self._state.generation

    @property
    def epoch(self) -> int:
        """Which data key is in use."""
        return self._state.epoch

    @property
    def key_due(self) -> bool:
        """Whether somebody left since the data key was made: the next opening of the station changes it."""
        return self._state.due

    @property
    def anchor(self) -> Anchor | None:
        """The head of the change log that was seen last."""
        return self._state.anchor

    @property
    def tries(self) -> tuple[Try, ...]:
        """Wrong passwords that the log of the station does not have yet; `forget_tries` when it has."""
        return self._state.delay.tries

    @property
    def has_spare(self) -> bool:
        """Whether one forgotten password leaves a way in: a second administrator or a recovery sheet."""
        able = [slot for slot in self._state.slots if slot.role is Role.ADMINISTRATOR]  # a sheet is one too
        return len(able) > 1

    @property
    def accounts(self) -> dict[str, bool]:
        """The accounts that have a password, by uid, and whether it must be changed at the next log-in."""
        return {slot.account_uid: slot.must_change for slot in self._state.slots if not slot.is_sheet}

    @property
    def roles(self) -> dict[str, Role]:
        """The roles of those accounts, which count whatever the database says."""
        return {slot.account_uid: slot.role for slot in self._state.slots if not slot.is_sheet}

    def role_of(self, slot_id: str) -> Role:
        """The role that a slot gives now; NotPermittedError when it is gone."""
        return slot_of(self._state, slot_id).role

    def sole(self) -> bool:
        """Whether only one person has a password, so that nobody needs to say who they are."""
        return len(self.accounts) == 1

    def recipients(self) -> list[str]:
        """Whom backups are encrypted to: the recovery sheet, as age writes it."""
        return [age_recipient(slot.public) for slot in self._state.slots if slot.is_sheet]

    def wait(self) -> float:
        """Seconds until the next password may be tried."""
        return delays.remaining(self._state.delay)

    def _tried(self, slot: Slot | None, password: str, sentence: str) -> bytes:
        """The private key of a slot; NotPermittedError, and sooner or later a delay, for a wrong password.

        It is counted before it is tried, so that nobody saves the wait by ending the program; a name that is not
        there takes as long as one that is.
        """
        with self._turn.held():
            self._refresh()
            before = self._state.delay
            delays.refuse_early(before)
            counted = delays.counted(before, slot.id if slot else "", slot.account_uid if slot else "")
            self._put_delay(counted)
            guessed = slot or next(other for other in self._state.slots if not other.is_sheet)
            with suppress(SlotError):
                private = guessed.private(self.vault_id, password)
                if slot is not None:
                    self._put_delay(delays.forgiven(before, slot.id))
                    return private
        raise NotPermittedError(sentence)

    def forget_tries(self) -> None:
        """The log of the station has the wrong passwords now."""
        with self._turn.held():
            self._refresh()
            self._put_delay(replace(self._state.delay, tries=()))

    def _refresh(self) -> None:
        """Read what other programs wrote; a delay that did not get onto a full disk holds all the same."""
        self._state = vault_file.read(self._folder)
        if self._unwritten is not None:
            self._state = replace(self._state, delay=self._unwritten)

    def _mend(self) -> None:
        """Write a copy anew that is damaged or older, unless another program is about to."""
        with suppress(LouyuError, OSError), self._turn.held():
            self._refresh()
            vault_file.mend(self._folder, self._state)

    def _put_delay(self, delay: Delay) -> None:
        """Keep a delay, in memory at least: who has a full disk may log in."""
        self._unwritten = delay
        try:
            self._put(replace(self._state, delay=delay))
        except SystemProblem:
            self._state = replace(self._state, delay=delay)
        else:
            self._unwritten = None

    def _put(self, state: State) -> None:
        """Have the next generation on the disk; SystemProblem when it refuses, and nothing has changed then."""
        after = replace(state, generation=self._state.generation + 1)
        try:
            vault_file.write(self._folder, after)
        except OSError as error:
            raise place.told(error) from None
        self._state = after

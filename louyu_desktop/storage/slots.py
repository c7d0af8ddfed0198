"""A slot of `vault.keys`: a password opens a private key, and that opens the data key (SAFETY.md 5.1).

Two steps, so that a new data key or another role needs only the public key, and a new password only one wrap.
"""

from __future__ import annotations

import os
import re
import secrets
import time
import unicodedata
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Final, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from louyu_desktop.rules.roles import Role

NONCE, TAG, KEY = 12, 16, 32
_HEX: Final = re.compile(r"(?:[0-9a-f]{2})*")
_UID: Final = re.compile(r"[0-9A-Za-z-]{0,64}")
_MOST_MEMORY: Final = 1 << 20
_WANTED, _MEMORY = 0.2, 64 << 10


class SlotError(ValueError):
    """A slot that is not as we write it, or does not open; says nothing of its content."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What Argon2id takes: KiB of memory, passes, lanes (RFC 9106)."""

    memory: int
    passes: int
    lanes: int

    def __str__(self) -> str:
        return f"{self.memory},{self.passes},{self.lanes}"

    @classmethod
    def of(cls, said: object) -> Self:
        """Out of three numbers; SlotError when they are none, or would take more than a computer has."""
        numbers = said if isinstance(said, list) else []
        if len(numbers) != 3 or any(type(number) is not int for number in numbers):
            raise SlotError("cost")
        memory, passes, lanes = numbers
        if not (8 * lanes <= memory <= _MOST_MEMORY and 1 <= passes <= 64 and 1 <= lanes <= 16):
            raise SlotError("cost")
        return cls(memory, passes, lanes)


FLOOR: Final = Cost(46 << 10, 1, 1)
"""The least: ASVS 5.0, appendix C."""


@cache
def calibrated() -> Cost:
    """The cost that takes about a fifth of a second on this computer.

    SAFETY.md 5.1 has half a second and more, SPEED.md S2 no more than half again a bare window: what cannot be
    guessed is a matter of the password's length (`rules.passwords`), so the desk does not wait for it.
    """
    lanes = min(4, os.cpu_count() or 1)
    took = min(_seconds(Cost(_MEMORY, 1, lanes)) for _turn in range(2))
    passes = round(_WANTED / max(took, 0.01))
    return Cost(_MEMORY, min(passes, 16), lanes) if passes else FLOOR


def _seconds(cost: Cost) -> float:
    start = time.perf_counter()
    stretch("calibration", bytes(16), cost)
    return time.perf_counter() - start


def stretch(password: str, salt: bytes, cost: Cost) -> bytes:
    """32 bytes of a password, composed alike however it was typed (NFKC), by Argon2id."""
    from argon2.low_level import Type, hash_secret_raw

    return hash_secret_raw(
        unicodedata.normalize("NFKC", password).encode(), salt, time_cost=cost.passes, memory_cost=cost.memory,
        parallelism=cost.lanes, hash_len=KEY, type=Type.ID,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Slot:
    """One person's way to the data key; a recovery sheet's too, which has neither password nor account.

    `seals` holds the data key for each epoch; two only while it is being changed.
    """

    id: str
    account_uid: str
    role: Role
    public: bytes
    seals: dict[int, bytes]
    tags: tuple[tuple[str, ...], ...] = ((), (), ())
    must_change: bool = False
    cost: Cost | None = None
    salt: bytes = b""
    wrap: bytes = field(default=b"", repr=False)

    @property
    def is_sheet(self) -> bool:
        """Whether it belongs to the recovery sheet."""
        return self.cost is None

    def _seal_bound(self, vault_id: str, epoch: int) -> bytes:
        return f"louyu|v1|{vault_id}|{epoch}|{self.id}|{self.account_uid}|{self.role.value}|{self.cost or ''}".encode()

    def _wrap_bound(self, vault_id: str) -> bytes:
        return f"louyu|v1|{vault_id}|{self.id}|{self.account_uid}|{self.cost or ''}".encode()

    def with_password(self, vault_id: str, private: bytes, password: str) -> Slot:
        """The same slot, opened by another password."""
        if self.cost is None:
            raise SlotError("a sheet has no password")
        salt, nonce = secrets.token_bytes(16), secrets.token_bytes(NONCE)
        kek = stretch(password, salt, self.cost)
        wrapped = AESGCM(kek).encrypt(nonce, private, self._wrap_bound(vault_id))
        return replace(self, salt=salt, wrap=nonce + wrapped)

    def private(self, vault_id: str, password: str) -> bytes:
        """The private key; SlotError for a wrong password."""
        if self.cost is None:
            raise SlotError("a sheet has no password")
        kek = stretch(password, self.salt, self.cost)
        return _decrypt(kek, self.wrap[:NONCE], self.wrap[NONCE:], self._wrap_bound(vault_id))

    def sealed(self, vault_id: str, epoch: int, data_key: bytes) -> Slot:
        """The same slot with the data key of `epoch` sealed for it, by its public key alone."""
        ephemeral = X25519PrivateKey.generate()
        shared = ephemeral.exchange(X25519PublicKey.from_public_bytes(self.public))
        start = ephemeral.public_key().public_bytes_raw()
        key = _seal_key(shared, start, self.public)
        box = AESGCM(key).encrypt(bytes(NONCE), data_key, self._seal_bound(vault_id, epoch))  # the key is used once
        return replace(self, seals={**self.seals, epoch: start + box})

    def opened(self, vault_id: str, epoch: int, private: bytes) -> bytes:
        """The data key of `epoch`; SlotError when anything it is bound to is not as it was sealed."""
        sealed = self.seals.get(epoch, b"")
        start, box = sealed[:KEY], sealed[KEY:]
        try:
            shared = X25519PrivateKey.from_private_bytes(private).exchange(X25519PublicKey.from_public_bytes(start))
        except ValueError:
            raise SlotError("seal") from None
        return _decrypt(_seal_key(shared, start, self.public), bytes(NONCE), box, self._seal_bound(vault_id, epoch))

    def as_json(self) -> dict[str, Any]:
        """What stands in the file."""
        return {
            "id": self.id, "account": self.account_uid, "role": self.role.value, "tags": [list(t) for t in self.tags],
            "must_change": self.must_change, "public": self.public.hex(),
            "cost": [self.cost.memory, self.cost.passes, self.cost.lanes] if self.cost else None,
            "salt": self.salt.hex(), "wrap": self.wrap.hex(),
            "seals": {str(epoch): seal.hex() for epoch, seal in self.seals.items()},
        }  # fmt: skip

    @classmethod
    def of(cls, said: object) -> Self:
        """Out of the file; SlotError when it is not as we write it."""
        if not isinstance(said, dict):
            raise SlotError("slot")
        cost = said.get("cost")
        return cls(
            id=_hex(said.get("id"), 8).hex(), account_uid=_uid(said.get("account")), role=_role(said.get("role")),
            public=_hex(said.get("public"), KEY), seals=_seals(said.get("seals")), tags=_tags(said.get("tags")),
            must_change=said.get("must_change") is True, cost=None if cost is None else Cost.of(cost),
            salt=_hex(said.get("salt"), 0 if cost is None else 16),
            wrap=_hex(said.get("wrap"), 0 if cost is None else NONCE + KEY + TAG),
        )  # fmt: skip


def new_slot(
    account_uid: str, role: Role, tags: tuple[tuple[str, ...], ...], *, must_change: bool
) -> tuple[Slot, bytes]:
    """A slot for a person, and its private key; it has neither password nor data key yet."""
    private = X25519PrivateKey.generate()
    made = Slot(
        secrets.token_hex(8), account_uid, role, private.public_key().public_bytes_raw(), {}, tags, must_change,
        calibrated(),
    )  # fmt: skip
    return made, private.private_bytes_raw()


def _seal_key(shared: bytes, ephemeral: bytes, public: bytes) -> bytes:
    info = b"louyu|v1|seal|" + ephemeral + public
    return HKDF(algorithm=SHA256(), length=KEY, salt=None, info=info).derive(shared)


def _decrypt(key: bytes, nonce: bytes, box: bytes, bound: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(nonce, box, bound)
    except (InvalidTag, ValueError):
        raise SlotError("does not open") from None


def _hex(said: object, length: int) -> bytes:
    if not isinstance(said, str) or len(said) != 2 * length or not _HEX.fullmatch(said):
        raise SlotError("bytes")
    return bytes.fromhex(said)


def _uid(said: object) -> str:
    if not isinstance(said, str) or not _UID.fullmatch(said):
        raise SlotError("account")
    return said


def _role(said: object) -> Role:
    try:
        return Role(said)  # type: ignore[arg-type]
    except ValueError:
        raise SlotError("role") from None


def _seals(said: object) -> dict[int, bytes]:
    if not isinstance(said, dict) or not all(re.fullmatch(r"[1-9][0-9]{0,8}", str(epoch)) for epoch in said):
        raise SlotError("seals")
    return {int(epoch): _hex(seal, KEY + KEY + TAG) for epoch, seal in said.items()}


def _tags(said: object) -> tuple[tuple[str, ...], ...]:
    if not isinstance(said, list) or len(said) != 3 or not all(isinstance(tags, list) for tags in said):
        raise SlotError("tags")
    return tuple(tuple(_hex(tag, 16).hex() for tag in tags) for tags in said)

"""The recovery sheet: 160 random bits on paper that open the vault and every backup, without any password."""

from __future__ import annotations

import hashlib
import re
import secrets
import unicodedata
from dataclasses import dataclass, field
from typing import Final, Self

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from louyu_desktop.errors import UserError
from louyu_desktop.storage.keys import derive_key
from louyu_desktop.text import _

SIGNS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Base 32 without I, L, O and U, which are read as 1, 1, 0 and V by mistake (as Crockford has it)."""

_BYTES, _GROUP, _CHECK = 20, 4, 4
_LENGTH: Final = _BYTES * 8 // 5 + _CHECK
_PREFIX: Final = "LOUYU1:"
_READ_AS: Final = str.maketrans("ILO", "110")
_BETWEEN: Final = re.compile(r"[\s\-‐-―·.,，。、]+")
_BECH32: Final = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_STEPS: Final = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


def bech32(name: str, data: bytes) -> str:
    """How age writes its keys (BIP 173)."""
    values = [int(bits, 2) for bits in re.findall(".{1,5}", "".join(f"{byte:08b}" for byte in data))]
    if len(data) * 8 % 5:
        values[-1] <<= 5 - len(data) * 8 % 5
    spelled = [ord(sign) >> 5 for sign in name] + [0] + [ord(sign) & 31 for sign in name]
    rest = _polymod([*spelled, *values, 0, 0, 0, 0, 0, 0]) ^ 1
    check = [rest >> 5 * (5 - place) & 31 for place in range(6)]
    return f"{name}1{''.join(_BECH32[value] for value in values + check)}"


def _polymod(values: list[int]) -> int:
    rest = 1
    for value in values:
        top, rest = rest >> 25, (rest & 0x1FFFFFF) << 5 ^ value
        for place, step in enumerate(_STEPS):
            rest ^= step * (top >> place & 1)
    return rest


def age_recipient(public: bytes) -> str:
    """An X25519 public key as age's recipient."""
    return bech32("age", public)


def age_identity(private: bytes) -> str:
    """An X25519 private key as age's identity."""
    return bech32("age-secret-key-", private).upper()


def public_of(private: bytes) -> bytes:
    """The public key of a private one."""
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


@dataclass(frozen=True, slots=True)
class RecoveryKey:
    """What a recovery sheet holds, and of which vault it is ("" for one that was read without its square code)."""

    secret: bytes = field(repr=False)
    vault_id: str = ""

    @classmethod
    def make(cls, vault_id: str) -> Self:
        """A new one."""
        return cls(secrets.token_bytes(_BYTES), vault_id)

    @classmethod
    def read(cls, written: str) -> Self:
        """From what somebody typed off a sheet or scanned; UserError when it cannot be one.

        Case, spaces and dashes do not matter; I and L are read as 1, O as 0.
        """
        said = unicodedata.normalize("NFKC", written).strip().upper()
        vault_id = ""
        if said.startswith(_PREFIX):
            vault_id, _colon, said = said.removeprefix(_PREFIX).partition(":")
        signs = _BETWEEN.sub("", said).translate(_READ_AS)
        if len(signs) != _LENGTH:
            found = {"count": len(signs), "wanted": _LENGTH}
            raise UserError(_("恢复纸上的字符有 {wanted} 个，现在是 {count} 个。请对照恢复纸再核对一遍").format(**found))
        if set(signs) - set(SIGNS):
            raise UserError(_("恢复纸上只有数字和 I、L、O、U 以外的字母。请对照恢复纸再核对一遍"))
        secret = _number(signs[:-_CHECK]).to_bytes(_BYTES, "big")
        if _check(secret) != signs[-_CHECK:]:
            raise UserError(_("恢复纸上有一处和抄下来的不一样。请一组一组对照，再核对一遍"))
        return cls(secret, vault_id.lower())

    @property
    def slot_id(self) -> str:
        """The id of its slot, which says nothing of it."""
        return hashlib.sha256(b"louyu|v1|slot|" + self.public).hexdigest()[:16]

    @property
    def groups(self) -> tuple[str, ...]:
        """Nine groups of four signs; the last one is the checksum."""
        number = int.from_bytes(self.secret, "big")
        size = _LENGTH - _CHECK
        signs = "".join(SIGNS[number >> 5 * (size - 1 - place) & 31] for place in range(size)) + _check(self.secret)
        return tuple(signs[start : start + _GROUP] for start in range(0, _LENGTH, _GROUP))

    @property
    def text(self) -> str:
        """The groups in a line."""
        return "-".join(self.groups)

    @property
    def qr_text(self) -> str:
        """What the square code on the sheet says."""
        return f"{_PREFIX}{self.vault_id.upper()}:{''.join(self.groups)}"

    @property
    def private(self) -> bytes:
        """The X25519 private key (HKDF-SHA256)."""
        return derive_key(self.secret, "recovery")

    @property
    def public(self) -> bytes:
        """The X25519 public key."""
        return public_of(self.private)

    @property
    def identity(self) -> str:
        """What opens every backup, as age writes it."""
        return age_identity(self.private)

    @property
    def recipient(self) -> str:
        """Whom backups are encrypted to, as age writes it."""
        return age_recipient(self.public)


def _number(signs: str) -> int:
    number = 0
    for sign in signs:
        number = number << 5 | SIGNS.index(sign)
    return number


def _check(secret: bytes) -> str:
    """Four signs that a wrong or swapped sign changes, but for one sheet in a million."""
    number = int.from_bytes(hashlib.sha256(b"louyu|v1|sheet|" + secret).digest()[:3], "big") >> 4
    return "".join(SIGNS[number >> 5 * (_CHECK - 1 - place) & 31] for place in range(_CHECK))

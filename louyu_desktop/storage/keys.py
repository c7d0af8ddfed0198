"""The data key of a station (32 random bytes from the first day), the keys made from it, and files that hold keys."""

from __future__ import annotations

import os
import secrets
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from louyu_desktop import failpoints
from louyu_desktop.errors import DamagedError
from louyu_desktop.text import _

KEY_FILE = "station.key"
LENGTH = 32
FIRST_EPOCH = 1
"""The epoch of a station's first data key; every new key raises it."""

PAUSES: list[float] = [0.02, 0.05, 0.1, 0.2, 0.4, 0.7, 1.0]
"""Seconds between attempts while Windows lets another program (a virus scanner) sit on a file: 2.5 in all."""

_HELD: Final = frozenset({5, 32, 33})
"""ERROR_ACCESS_DENIED, ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION."""


@dataclass(frozen=True, slots=True)
class AuditKey:
    """What a change is chained with: a key, and the epoch it belongs to."""

    epoch: int
    key: bytes = field(repr=False)


def new_data_key() -> bytes:
    """32 random bytes."""
    return secrets.token_bytes(LENGTH)


def put(source: Path, target: Path) -> None:
    """Rename over `target`, for good; tried again while Windows says that another program has it, then OSError."""
    for pause in (*PAUSES, None):
        try:
            source.replace(target)
        except OSError as error:
            if pause is None or getattr(error, "winerror", None) not in _HELD:
                raise
            time.sleep(pause)
        else:
            sync_folder(target.parent)
            return


def write_durably(path: Path, content: bytes) -> None:
    """Put `content` at `path`, readable by the owner only: after a power cut the file is old or new, whole.

    OSError when the disk refuses; the old file stays then.
    """
    beside = path.with_name(f"{path.name}.new")
    failpoints.hit("key.open")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            failpoints.hit("key.write")
            file.flush()
            os.fsync(file.fileno())
        failpoints.hit("key.rename")
        put(beside, path)
    except BaseException:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise
    with suppress(OSError):  # it stands
        failpoints.hit("key.renamed")


def sync_file(path: Path) -> None:
    """Have a file on the disk before going on."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk before going on."""
    if os.name == "nt":  # a folder cannot be opened there, and a rename is journalled
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def create_key(folder: Path) -> bytes:
    """A new data key, written to the station's key file."""
    key = new_data_key()
    write_durably(folder / KEY_FILE, key)
    return key


def read_key(folder: Path) -> bytes:
    """The data key of the station in `folder`; DamagedError when its file is missing or has another length."""
    try:
        key = (folder / KEY_FILE).read_bytes()
    except FileNotFoundError:
        raise DamagedError(_("钥匙文件 station.key 不见了，数据打不开。请从原来的电脑或备份把它拷回站点文件夹")) from None
    if len(key) != LENGTH:
        raise DamagedError(_("钥匙文件 station.key 已损坏，数据打不开。请从备份把它拷回站点文件夹"))
    return key


def derive_key(data_key: bytes, purpose: str) -> bytes:
    """The 32-byte key for one purpose ("database", "audit"): HKDF-SHA256 (RFC 5869)."""
    return HKDF(algorithm=SHA256(), length=LENGTH, salt=None, info=f"louyu|v1|{purpose}".encode()).derive(data_key)

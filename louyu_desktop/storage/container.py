"""One backup in one file: a tar stream with names fixed by us, encrypted with age (SAFETY.md 5.3, c2sp.org/age).

`manifest.json` comes first and says what follows with sizes and hashes; then `keys`, `db` and `att/<hex>`.
Whoever has the recovery sheet can open it without this program, with any age tool and any tar.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tarfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final, Protocol

import pyrage

from louyu_desktop import failpoints
from louyu_desktop.errors import DamagedError, NotPermittedError
from louyu_desktop.text import _

MANIFEST: Final = "manifest.json"
KEYS: Final = "keys"
DATA: Final = "db"
ATTACHMENTS: Final = "att/"
FORMAT: Final = 1

Report = Callable[[int, int, str], None]
"""Told how far it is; what it raises breaks off."""

_NAME = re.compile(r"manifest\.json|keys|db|att/[0-9a-f]{2,128}")
_BLOCK = tarfile.BLOCKSIZE
_PIECE = 1 << 16
_MOST: Mapping[str, int] = {MANIFEST: 64 << 20, KEYS: 4 << 20}


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a backup says of itself; `files` maps each name to its size and SHA-256.

    Backups are counted by `number`: `made_at` is what the clock said, which may have been wrong.
    """

    vault_id: str
    number: int
    kind: str
    made_at: str
    program: str
    schema: int
    epoch: int
    whole: bool
    counts: Mapping[str, int]
    seq: int
    head: str
    latest: str
    content: str = ""
    files: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    format: int = FORMAT

    def written(self) -> bytes:
        """As it stands in the container."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True).encode()

    @classmethod
    def read(cls, content: bytes) -> Manifest:
        """Out of a container; DamagedError when it is newer than this program or no manifest."""
        try:
            found: dict[str, Any] = json.loads(content)
            if found["format"] > FORMAT:
                raise DamagedError(_("这份备份是更新的版本写的，本程序读不了。请更新本程序"))
            files = {name: (int(size), str(digest)) for name, (size, digest) in found.pop("files").items()}
            return cls(**found, files=files)
        except (ValueError, KeyError, TypeError, AttributeError):
            raise broken() from None


def broken() -> DamagedError:
    """What is said of a container that is not whole."""
    return DamagedError(_("这份备份已损坏或不完整，没有动用它。请换另一份备份"))


def no_key() -> NotPermittedError:
    """What is said when none of the keys at hand opens it."""
    return NotPermittedError(
        _("手头的钥匙打不开这份备份：它是另一个站点的，或是换过恢复纸，或开头已损坏。请换一份备份，或找当时那张恢复纸")
    )


def digest_of(path: Path) -> tuple[int, str]:
    """Size and SHA-256 of a file."""
    with path.open("rb") as file:
        return os.fstat(file.fileno()).st_size, hashlib.file_digest(file, "sha256").hexdigest()


# ----------------------------------------------------------------------------------------------- writing


def write(
    path: Path, manifest: Manifest, sources: Mapping[str, Path], recipients: Sequence[str], report: Report
) -> None:
    """Put a container at `path`, synced to the disk; OSError when the disk refuses."""
    total = sum(size for size, _digest in manifest.files.values())
    stream = _Outgoing(_pieces(manifest, sources), total, report)
    keys = [pyrage.x25519.Recipient.from_str(one) for one in recipients]
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(descriptor, "wb") as file:
        target = _Target(file)
        try:
            pyrage.encrypt_io(stream, target, keys)
        except (pyrage.EncryptError, OSError) as error:
            raise stream.problem or target.problem or error from None
        file.flush()
        failpoints.hit("backup.sync")
        os.fsync(file.fileno())


def _pieces(manifest: Manifest, sources: Mapping[str, Path]) -> Iterator[bytes]:
    said = manifest.written()
    yield _head(MANIFEST, len(said)) + said + _padding(len(said))
    for name, (size, _digest) in manifest.files.items():
        yield _head(name, size)
        left = size
        with sources[name].open("rb") as file:
            while left and (piece := file.read(min(_PIECE, left))):
                left -= len(piece)
                yield piece
        if left:
            raise OSError(f"{name} is shorter than it was")
        yield _padding(size)
    yield bytes(2 * _BLOCK)


def _head(name: str, size: int) -> bytes:
    item = tarfile.TarInfo(name)
    item.size, item.mode, item.mtime = size, 0o600, 0
    return item.tobuf(tarfile.GNU_FORMAT)


def _padding(size: int) -> bytes:
    return bytes(-size % _BLOCK)


class _Outgoing:
    """What age reads from: pieces in order, with the progress told; keeps what went wrong, which age would swallow."""

    def __init__(self, pieces: Iterator[bytes], total: int, report: Report) -> None:
        self._pieces, self._total, self._report = pieces, total, report
        self._rest, self._done = memoryview(b""), 0
        self.problem: BaseException | None = None

    def read(self, size: int = -1) -> bytes:
        """The next bytes, at most `size`."""
        try:
            while not self._rest:
                piece = next(self._pieces, None)
                if piece is None:
                    return b""
                self._rest = memoryview(piece)
                self._report(min(self._done, self._total), self._total, _("正在写备份"))
            taken = bytes(self._rest[: size if size >= 0 else None])
            self._rest = self._rest[len(taken) :]
            self._done += len(taken)
        except BaseException as error:
            self.problem = error
            raise
        return taken


class _Writable(Protocol):
    def write(self, content: bytes, /) -> int: ...

    def flush(self) -> None: ...


class _Target:
    """What age writes to; keeps what went wrong."""

    def __init__(self, file: _Writable) -> None:
        self._file = file
        self.problem: BaseException | None = None

    def write(self, content: bytes) -> int:
        """Write one piece."""
        try:
            failpoints.hit("backup.write")
            return self._file.write(content)
        except BaseException as error:
            self.problem = error
            raise

    def flush(self) -> None:
        """Hand on what is held."""
        self._file.flush()


# ----------------------------------------------------------------------------------------------- reading


def read(path: Path, identities: Sequence[str], into: Path | None, report: Report) -> Manifest:
    """Take a container apart into the folder `into` (nowhere with None) and prove each part by its hash.

    DamagedError when it is not whole to the last byte, NotPermittedError when no identity opens it.
    """
    sink = _Incoming(into, path.stat().st_size, report)
    try:
        _decrypt(path, identities, sink)
        return sink.whole()
    finally:
        sink.shut()


def _decrypt(path: Path, identities: Sequence[str], sink: _Incoming) -> None:
    keys = [pyrage.x25519.Identity.from_str(one) for one in identities]
    with path.open("rb") as file:
        try:
            pyrage.decrypt_io(file, sink, keys)
        except (pyrage.DecryptError, OSError) as error:
            if sink.problem is not None:
                raise sink.problem from None
            if "No matching keys" in str(error):
                raise no_key() from None
            raise broken() from None


class _Incoming:
    """A tar stream as it comes out of age: each part goes into its file and is hashed on the way."""

    def __init__(self, into: Path | None, size: int, report: Report) -> None:
        self._into, self._size, self._report = into, size, report
        self._held, self._done, self._left, self._skip = b"", 0, 0, 0
        self._name, self._digest = "", hashlib.sha256()
        self._file: Any = None
        self._text, self._ended = b"", False
        self._manifest: Manifest | None = None
        self._found: dict[str, tuple[int, str]] = {}
        self._length = 0
        self.problem: BaseException | None = None

    def write(self, content: bytes) -> int:
        """Take the next bytes; what is still held over there when it broke off is not wanted."""
        if self.problem is not None:
            raise self.problem
        try:
            self._take(bytes(content))
        except BaseException as error:
            self.problem = error
            raise
        return len(content)

    def flush(self) -> None:
        """Nothing is held that could be handed on."""

    def whole(self) -> Manifest:
        """The manifest, once every part that it names has come and nothing else."""
        manifest = self._manifest
        if manifest is None or not self._ended or self._found != dict(manifest.files):
            raise broken()
        return manifest

    def shut(self) -> None:
        """Close what is open."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _take(self, content: bytes) -> None:
        before = self._done >> 20
        self._done += len(content)
        if self._done >> 20 != before:
            self._report(min(self._done, self._size), self._size, _("正在验证备份"))
        place = 0
        while place < len(content):
            if self._left:
                piece = content[place : place + self._left]
                place += len(piece)
                self._left -= len(piece)
                self._keep(piece)
                if not self._left:
                    self._close()
            elif self._skip:
                step = min(self._skip, len(content) - place)
                place, self._skip = place + step, self._skip - step
            else:
                piece = content[place : place + _BLOCK - len(self._held)]
                place += len(piece)
                self._held += piece
                if len(self._held) == _BLOCK:
                    self._begin(self._held)
                    self._held = b""

    def _begin(self, head: bytes) -> None:
        if self._ended or not head.strip(b"\0"):
            if head.strip(b"\0"):
                raise broken()
            self._ended = True
            return
        try:
            item = tarfile.TarInfo.frombuf(head, "utf-8", "strict")
        except (tarfile.HeaderError, UnicodeError):
            raise broken() from None
        first = self._manifest is None
        allowed = item.isreg() and _NAME.fullmatch(item.name) and (item.name == MANIFEST) == first
        if not allowed or item.name in self._found or not 0 <= item.size <= _MOST.get(item.name, 1 << 50):
            raise broken()
        self._name, self._left, self._skip = item.name, item.size, -item.size % _BLOCK
        self._length, self._digest, self._text = item.size, hashlib.sha256(), b""
        if self._into is not None and not first:
            target = self._into / item.name
            target.parent.mkdir(mode=0o700, exist_ok=True)
            descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
            self._file = os.fdopen(descriptor, "wb")
        if not self._left:
            self._close()

    def _keep(self, piece: bytes) -> None:
        if self._name == MANIFEST:
            self._text += piece
            return
        self._digest.update(piece)
        if self._file is not None:
            failpoints.hit("restore.unpack")
            self._file.write(piece)

    def _close(self) -> None:
        if self._name == MANIFEST:
            self._manifest = Manifest.read(self._text)
            return
        self.shut()
        self._found[self._name] = (self._length, self._digest.hexdigest())

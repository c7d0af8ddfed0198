"""The bytes of attachments: each content once under `att/<aa>/<HMAC of the content>.age`, written once, encrypted.

SAFETY.md 5.3: X25519 out of the attachment key of an epoch, age's 64-KiB AEAD chunks (c2sp.org/age) find every
flipped bit and every missing end; the SHA-256 in the database finds a file that stands in another's place.
Order: the file with fsync, then the commit, so that no row is without its bytes; never the other way round.
"""

from __future__ import annotations

import hashlib
import hmac
import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyrage
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from louyu_desktop import failpoints
from louyu_desktop.errors import DamagedError, SystemProblem, reason
from louyu_desktop.models import Attachment, AttachmentFile
from louyu_desktop.models.base import PURGED_AT
from louyu_desktop.storage import keys
from louyu_desktop.storage.recovery import age_identity
from louyu_desktop.text import _

if TYPE_CHECKING:
    from louyu_desktop.storage.write import Write

FOLDER: Final = "att"
SUFFIX: Final = ".age"
_LETTERS: Final = frozenset("0123456789abcdef")


@dataclass(frozen=True, slots=True)
class KeptFile:
    """One file: where it lies, what it holds (SHA-256), whose keys open it, how long the content is."""

    address: str
    digest: str
    epoch: int
    size: int


def digest_of(content: bytes) -> str:
    """The name of a content in the database: SHA-256."""
    return hashlib.sha256(content).hexdigest()


def place_of(folder: Path, address: str) -> Path:
    """Where the file lies in a station's folder; ValueError for what is no address (SAFETY.md cases 44, 46)."""
    if len(address) != 64 or not _LETTERS.issuperset(address):
        raise ValueError("no address of an attachment")
    return folder / FOLDER / address[:2] / f"{address}{SUFFIX}"


class Files:
    """The folder of one station's attachments, with the keys of every epoch; one at a time changes it."""

    def __init__(self, folder: Path, key_of: Callable[[int, str], bytes]) -> None:
        self.folder = folder
        self._key_of = key_of
        self.changing = threading.Lock()

    def _identity(self, epoch: int) -> pyrage.x25519.Identity:
        return pyrage.x25519.Identity.from_str(age_identity(self._key_of(epoch, "attachments")))

    def put(self, content: bytes, epoch: int) -> KeptFile:
        """Write a content, unless it lies there whole already; durable when this returns.

        SystemProblem when the disk refuses: then there is nothing of it.
        """
        address = hmac.digest(self._key_of(epoch, "index"), content, "sha256").hex()
        kept = KeptFile(address, digest_of(content), epoch, len(content))
        if self.holds(kept):
            return kept
        path = place_of(self.folder, address)
        try:
            _make(path.parent)
            failpoints.hit("attachment.write")
            keys.write_durably(path, pyrage.encrypt(content, [self._identity(epoch).to_public()]))
        except OSError as error:
            sentence = _("没能放入附件：{reason}。原有的附件都在，腾出空间或检查文件夹的权限后再试")
            raise SystemProblem(sentence.format(reason=reason(error))) from None
        failpoints.hit("attachment.written")
        return kept

    def read(self, kept: KeptFile) -> bytes:
        """The content, proven to be the one that the database means; DamagedError otherwise."""
        try:
            sealed = place_of(self.folder, kept.address).read_bytes()
        except FileNotFoundError:
            raise DamagedError(_("这个附件的文件不见了。请从最近的备份恢复")) from None
        except OSError as error:
            raise SystemProblem(_("附件读不到：{reason}。请检查磁盘和权限后再试").format(reason=reason(error))) from None
        try:
            content = bytes(pyrage.decrypt(sealed, [self._identity(kept.epoch)]))
        except (pyrage.DecryptError, KeyError):
            raise _damaged() from None
        if digest_of(content) != kept.digest:
            raise _damaged()
        return content

    def holds(self, kept: KeptFile) -> bool:
        """Whether the file is there and whole."""
        try:
            self.read(kept)
        except DamagedError:
            return False
        return True

    def remove(self, address: str) -> None:
        """Take a file away; what cannot go now goes with the next tidying."""
        with suppress(OSError):
            failpoints.hit("attachment.remove")
            place_of(self.folder, address).unlink(missing_ok=True)

    def addresses(self) -> dict[str, int]:
        """Every file that lies there, with its size on the disk; half-written ones of a power cut are taken away."""
        found: dict[str, int] = {}
        for path in (self.folder / FOLDER).glob("??/*"):
            with suppress(OSError, ValueError):
                if path.name.endswith(f"{SUFFIX}.new"):
                    path.unlink()
                elif path == place_of(self.folder, path.name.removesuffix(SUFFIX)):
                    found[path.stem] = path.stat().st_size
        return found


def _make(folder: Path) -> None:
    """The folder of a first letter pair, for its owner alone, its name on the disk."""
    if not folder.is_dir():
        folder.parent.mkdir(mode=0o700, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
        keys.sync_folder(folder.parent)
        keys.sync_folder(folder.parent.parent)


def _damaged() -> DamagedError:
    return DamagedError(_("这个附件的文件已损坏，没有打开它。请从最近的备份恢复"))


# what the database knows of them


def find(session: Session, digest: str) -> KeptFile | None:
    """The file that holds a content."""
    row = session.scalar(select(AttachmentFile).where(AttachmentFile.digest == digest))
    return None if row is None else kept_file(row)


def kept_file(row: AttachmentFile) -> KeptFile:
    """A row of the table as a value."""
    return KeptFile(row.address, row.digest or "", row.epoch or 0, row.size)


def needed(session: Session) -> tuple[KeptFile, ...]:
    """Every file that a row of this database uses, the bin's too: what a backup must hold."""
    used = select(Attachment.digest)
    rows = select(AttachmentFile).where(AttachmentFile.digest.in_(used)).order_by(AttachmentFile.address)
    return tuple(kept_file(row) for row in session.scalars(rows))


def used(session: Session) -> int:
    """Bytes of all contents that are kept, each counted once."""
    kept = select(func.coalesce(func.sum(AttachmentFile.size), 0)).where(AttachmentFile.digest.is_not(None))
    return session.scalar(kept) or 0


def faults(session: Session, files: Files) -> Iterator[str]:
    """What is wrong with the attachments, a sentence each: every file is decrypted and compared."""
    known = {kept.digest for kept in needed(session)}
    whole = Attachment.archived_at.is_distinct_from(PURGED_AT)
    lost = session.scalar(select(func.count(Attachment.id)).where(whole, Attachment.digest.not_in(known))) or 0
    broken = 0
    for kept in needed(session):
        try:
            files.read(kept)
        except SystemProblem:
            broken += 1
    if lost:
        yield _("有 {count} 个附件没有对应的文件，请从最近的备份恢复").format(count=lost)
    if broken:
        yield _("有 {count} 个附件的文件不见了或已损坏，请从最近的备份恢复").format(count=broken)


def note(write: Write, kept: KeptFile) -> None:
    """Have the database know a file."""
    known = {"digest": kept.digest, "epoch": kept.epoch, "size": kept.size, "unused_since": None}
    write.put(AttachmentFile, {"address": kept.address}, known)


def condemn(write: Write, ids: Collection[int]) -> None:
    """Have the next tidying take away what only these attachments use, whatever backups say: they are purged."""
    theirs = set(write.session.scalars(select(Attachment.digest).where(Attachment.id.in_(ids))))
    others = select(Attachment.digest).where(Attachment.digest.in_(theirs), Attachment.id.not_in(ids))
    only = theirs - set(write.session.scalars(others))
    for address in write.session.scalars(select(AttachmentFile.address).where(AttachmentFile.digest.in_(only))).all():
        write.put(AttachmentFile, {"address": address}, {"unused_since": PURGED_AT})

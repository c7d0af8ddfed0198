"""Proving a backup again, down to every attachment in it (SAFETY.md case 26: damage is found before it is needed)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pyrage

from louyu_desktop.errors import DamagedError
from louyu_desktop.storage import backup, container, engine, keys, recovery
from louyu_desktop.storage.container import Manifest, Report
from louyu_desktop.storage.database import Database
from louyu_desktop.text import _

_ADDRESSED: Final = "SELECT address, digest, epoch FROM attachment_file WHERE digest IS NOT NULL"


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    """What opens backups: identities of containers, keys of the data in them and of attachments, by epoch."""

    identities: tuple[str, ...]
    database: Mapping[int, bytes] = field(default_factory=dict)
    attachments: Mapping[int, bytes] = field(default_factory=dict)


def keys_of(database: Database) -> Keys:
    """The keys of every epoch that a station has had, as far as it knows them."""
    found: dict[int, dict[str, bytes]] = {}
    for epoch in range(database.epoch, 0, -1):
        try:
            found[epoch] = {what: database.key_of(epoch, what) for what in ("backup", "database", "attachments")}
        except KeyError:
            continue
    return _of(found)


def keys_from(data_key: bytes, epoch: int) -> Keys:
    """The keys that one data key gives."""
    return _of({epoch: {what: keys.derive_key(data_key, what) for what in ("backup", "database", "attachments")}})


def _of(found: Mapping[int, Mapping[str, bytes]]) -> Keys:
    return Keys(
        tuple(recovery.age_identity(one["backup"]) for one in found.values()),
        {epoch: one["database"] for epoch, one in found.items()},
        {epoch: one["attachments"] for epoch, one in found.items()},
    )


def prove(path: Path, opening: Keys, work: Path, report: Report, *, thorough: bool = False) -> Manifest:
    """Prove a backup below `work`; `thorough` with every index and every attachment.  DamagedError when it is not."""
    with backup.unpacked(path, opening.identities, work, report) as (inside, manifest):
        key = backup.key_for(manifest, opening.database)
        report(0, 0, _("正在检查备份里的数据"))
        backup.refuse_unsound(inside / container.DATA, key, manifest, thorough=thorough)
        if thorough and manifest.whole:
            refuse_unreadable(inside, key, opening.attachments, report)
        return manifest


def refuse_unreadable(inside: Path, key: bytes, attachment_keys: Mapping[int, bytes], report: Report) -> None:
    """DamagedError when an attachment that the data know is missing or does not open to what it was."""
    raw = engine.connect(inside / container.DATA, key)
    try:
        there = raw.execute("SELECT count(*) FROM sqlite_master WHERE name = 'attachment_file'").fetchone()[0]
        wanted = raw.execute(_ADDRESSED).fetchall() if there else []
    finally:
        raw.close()
    for done, (address, digest, epoch) in enumerate(wanted):
        report(done, len(wanted), _("正在核对附件"))
        path = inside / f"{container.ATTACHMENTS}{Path(address).stem}"
        if not _opens(path, digest, attachment_keys.get(epoch)):
            raise DamagedError(_("备份里有附件打不开，这份备份不完整。请换另一份备份"))


def _opens(path: Path, digest: str, key: bytes | None) -> bool:
    if key is None or not path.exists():
        return False
    identity = pyrage.x25519.Identity.from_str(recovery.age_identity(key))
    try:
        return hashlib.sha256(pyrage.decrypt(path.read_bytes(), [identity])).hexdigest() == digest
    except pyrage.DecryptError:
        return False

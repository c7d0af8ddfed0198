"""Putting a backup back (SAFETY.md 5.3): made ready beside, proven, then swapped; crashes leave old or new.

With the keys of the station at hand its vault stays as it is, passwords and people included.  With the
recovery sheet alone the vault comes out of the backup.  Either way there is another data key afterwards,
what was restored stands in the log, and the log's new end is anchored.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import select

from louyu_desktop import failpoints
from louyu_desktop.errors import DamagedError, SystemProblem, UserError
from louyu_desktop.models import SettingValue, Station
from louyu_desktop.rules.topics import Topic
from louyu_desktop.storage import (
    anchor,
    attachments,
    backup,
    container,
    engine,
    keys,
    moving,
    place,
    rekey,
    upgrade,
    vault_file,
)
from louyu_desktop.storage.container import Manifest, Report
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.drill import Keys, keys_from
from louyu_desktop.storage.recovery import RecoveryKey
from louyu_desktop.storage.tables import Backup, KeyHistory
from louyu_desktop.storage.vault import Unlocked, Vault
from louyu_desktop.text import _

_EXPORTED: Final = ("user_version", "application_id")
_KINDS: Final = (Backup, KeyHistory)


@dataclass(frozen=True, slots=True, repr=False)
class Carried:
    """What goes over into the restored data: which backups there are, the keys of former epochs, the second place."""

    rows: Sequence[tuple[type[Backup | KeyHistory | SettingValue], dict[str, Any]]] = ()
    actor: int | None = None


def carried(database: Database, setting: str) -> Carried:
    """Out of the station as it is now."""
    rows: list[tuple[Any, dict[str, Any]]] = []
    with database.read() as session:
        for table in _KINDS:
            rows += [(table, dict(row)) for row in session.execute(select(table.__table__)).mappings()]
        place_ = select(SettingValue.__table__).where(SettingValue.key == setting)
        rows += [(SettingValue, dict(row)) for row in session.execute(place_).mappings()]
    return Carried(rows, database.actor)


# ------------------------------------------------------------------------------------- with the station's keys


def restore_open(database: Database, file: Path, opening: Keys, carry: Carried, report: Report) -> Manifest:
    """Put a backup of this very vault back; the station is closed afterwards, or as it was when something is raised."""
    if database.unlocked is None:
        raise container.no_key()
    folder, unlocked = database.folder, database.unlocked
    with backup.told():
        try:
            manifest = _ready(folder, file, opening, unlocked, carry, report)
            with database.set_aside():
                moving.commit(folder)
                moving.finish(folder)
                database.let_go()  # a reader who waits would open it with the old key, and be told that it is damaged
            database.close()
        finally:
            shutil.rmtree(folder / moving.NEW, ignore_errors=True)
    return manifest


def restore_closed(folder: Path, file: Path, unlocked: Unlocked, report: Report) -> Manifest:
    """The same for a station whose data cannot be opened any more; they are kept beside as they are."""
    opening = keys_from(unlocked.data_key, unlocked.epoch)
    with _taken_over(folder):
        return _ready(folder, file, opening, unlocked, Carried(), report)


@contextmanager
def _taken_over(folder: Path) -> Iterator[None]:
    """What is made ready in the block takes the place of what lies there, which is kept beside."""
    with backup.told(), place.holding(folder) as lock:
        try:
            yield
            aside(folder)
            moving.commit(folder)
            moving.finish(folder)
        finally:
            shutil.rmtree(folder / moving.NEW, ignore_errors=True)
        lock.release()


def _ready(
    folder: Path, file: Path, opening: Keys, unlocked: Unlocked, carry: Carried, report: Report
) -> Manifest:  # fmt: skip
    new = _begin(folder, file)
    manifest = container.read(file, opening.identities, new, report)
    _refuse_newer(manifest)
    if manifest.vault_id != unlocked.vault_id:
        raise UserError(_("这份备份是另一个站点的，没有恢复。请选本站的备份"))
    key = backup.key_for(manifest, opening.database)
    report(0, 0, _("正在检查备份里的数据"))
    backup.refuse_unsound(new / container.DATA, key, manifest)
    _under_key(new, key, keys.derive_key(unlocked.data_key, "database"))
    present = vault_file.encode(vault_file.read(folder))
    _lay(new, present)
    _open_and_note(new, unlocked, Vault.resume(new, unlocked), manifest, carry, report)
    return manifest


def _under_key(new: Path, key: bytes, wanted: bytes) -> None:
    """The data under the key of the vault that stays."""
    source, target = new / container.DATA, new / place.DATA_FILE
    failpoints.hit("restore.export")
    if key == wanted:
        source.rename(target)
        return
    raw = engine.connect(source, key)
    try:
        os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        engine.export(raw, target, wanted, _EXPORTED)
    finally:
        raw.close()
    source.unlink()


# ------------------------------------------------------------------------------------ with the recovery sheet


def restore_by_sheet(folder: Path, file: Path, written: str, report: Report) -> Manifest:
    """Put a backup with its own vault where there is none, or in the place of what lies there, which is kept beside.

    UserError for a sheet that was misread, NotPermittedError for another vault's.
    """
    place.refuse_network(folder)
    place.make(folder)
    with _taken_over(folder):
        moving.finish(folder)
        new = _begin(folder, file)
        manifest, unlocked, vault = _by_sheet(new, file, written, report)
        _open_and_note(new, unlocked, vault, manifest, Carried(), report)
    return manifest


def proven_by_sheet(file: Path, written: str, work: Path, report: Report) -> tuple[Manifest, list[tuple[str, str]]]:
    """The manifest of a backup that the sheet opens, proven below `work`, and who may run the station: uid and name."""
    manifest, unlocked, _vault = _by_sheet(work, file, written, report)
    raw = engine.connect(work / place.DATA_FILE, keys.derive_key(unlocked.data_key, "database"))
    try:
        wanted = "SELECT uid, name FROM account WHERE archived_at IS NULL AND role = '站长' ORDER BY id"
        return manifest, [(uid, name) for uid, name in raw.execute(wanted).fetchall()]
    finally:
        raw.close()


def _by_sheet(new: Path, file: Path, written: str, report: Report) -> tuple[Manifest, Unlocked, Vault]:
    sheet = RecoveryKey.read(written)
    manifest = container.read(file, [sheet.identity], new, report)
    _refuse_newer(manifest)
    (new / container.DATA).rename(new / place.DATA_FILE)
    _lay(new, (new / container.KEYS).read_bytes())
    vault = Vault.read(new)
    unlocked = vault.recover(written)
    report(0, 0, _("正在检查备份里的数据"))
    backup.refuse_unsound(new / place.DATA_FILE, keys.derive_key(unlocked.data_key, "database"), manifest)
    return manifest, unlocked, vault


# ---------------------------------------------------------------------------------------------- both ways


def _begin(folder: Path, file: Path) -> Path:
    """The empty folder in which the station is made ready."""
    shutil.rmtree(folder / moving.NEW, ignore_errors=True)
    backup.refuse_short(folder, 3 * file.stat().st_size)
    new = folder / moving.NEW
    new.mkdir(mode=0o700)
    return new


def _refuse_newer(manifest: Manifest) -> None:
    if manifest.schema > upgrade.SCHEMA:
        raise DamagedError(_("这份备份是更新的版本做的，本程序读不了，没有恢复。请先更新本程序"))


def _lay(new: Path, vault: bytes) -> None:
    """The vault's two files and the attachments, where they belong."""
    (new / container.KEYS).unlink(missing_ok=True)
    for name in vault_file.FILES:
        keys.write_durably(new / name, vault)
    for path in sorted((new / container.ATTACHMENTS).glob("*")):
        if path.is_file():
            target = attachments.place_of(new, path.name)
            target.parent.mkdir(mode=0o700, exist_ok=True)
            path.rename(target)
            keys.sync_file(target)


def _open_and_note(
    new: Path, unlocked: Unlocked, vault: Vault, manifest: Manifest, carry: Carried, report: Report
) -> None:  # fmt: skip
    """Bring the data to the present schema, write down what was restored, change the data key, anchor the end."""
    vault.set_anchor(*_end(new / place.DATA_FILE, unlocked))
    report(0, 0, _("正在准备恢复好的数据"))
    failpoints.hit("restore.open")
    with Database.open(new, unlocked) as restored:
        restored.read_only = False
        restored.actor = carry.actor
        with restored.write(_("从备份恢复：第 {number} 份").format(number=manifest.number), lasting=True) as write:
            for table, row in carry.rows:
                key = {column.name: row[column.name] for column in table.__table__.primary_key}
                write.put(table, key, {name: value for name, value in row.items() if name not in key})
            station = write.session.scalar(select(Station.id).order_by(Station.id).limit(1)) or 0
            write.event("stations", station, _("从备份恢复：第 {number} 份").format(number=manifest.number), Topic.BACKUP)
        _leave_out_damaged(restored)
        failpoints.hit("restore.rekey")
        rekey.change_data_key(restored)
        with restored.read() as session:
            end = anchor.head(session)
        if restored.vault is not None:
            restored.vault.set_anchor(end.seq, end.head, end.epoch)
    data = new / place.DATA_FILE
    log = data.with_name(f"{data.name}-wal")
    if log.exists() and log.stat().st_size:
        raise SystemProblem(_("恢复好的数据没有写全，没有换上。请腾出空间后再试"))
    keys.sync_file(data)
    shutil.rmtree(new / backup.FOLDER, ignore_errors=True)


def _leave_out_damaged(restored: Database) -> None:
    """Attachments that were damaged in the backup already do not take the place of those that lie there."""
    with restored.read() as session:
        needed = attachments.needed(session)
    for kept in needed:
        if not restored.attachments.holds(kept):
            attachments.place_of(restored.folder, kept.address).unlink(missing_ok=True)


def _end(data: Path, unlocked: Unlocked) -> tuple[int, bytes, int]:
    raw = engine.connect(data, keys.derive_key(unlocked.data_key, "database"))
    try:
        row = raw.execute("SELECT id, chain, key_epoch FROM change_log ORDER BY id DESC LIMIT 1").fetchone()
    finally:
        raw.close()
    return (row[0], row[1], row[2]) if row else (0, bytes(32), 0)


def aside(folder: Path) -> Path | None:
    """Keep what lies in the place of the data, readable or not, in a folder of its own beside the backups."""
    found = [path for path in folder.glob(f"{place.DATA_FILE}*") if path.is_file()]
    if not found:
        return None
    number = 1
    while (target := folder / backup.FOLDER / f"before-{number:03d}").exists():
        number += 1
    failpoints.hit("restore.aside")
    target.mkdir(mode=0o700, parents=True)
    for path in (*found, *(folder / name for name in vault_file.FILES)):
        if path.exists():
            shutil.copy2(path, target / path.name)
            keys.sync_file(target / path.name)
    for made in (target, target.parent, folder):
        keys.sync_folder(made)
    return target

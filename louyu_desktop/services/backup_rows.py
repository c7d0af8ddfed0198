"""The table of backups that were made, read and kept; a station that is read only is left as it is."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from louyu_desktop.errors import UserError
from louyu_desktop.models import RECORDS, ChangeLog, Station
from louyu_desktop.services.backup_copies import LABELS, BackupCopy, day_of
from louyu_desktop.storage.container import Manifest
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.retention import Kept, Moment
from louyu_desktop.storage.tables import Backup
from louyu_desktop.text import _


class Rows:
    """One line for each backup."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self, files: Mapping[int, Path]) -> list[BackupCopy]:
        """Every one, the newest first, with the file where there is one."""
        with self._database.read() as session:
            rows = session.scalars(select(Backup).order_by(Backup.number.desc())).all()
        return [_copy(row, files.get(row.number)) for row in rows]

    def one(self, number: int, files: Mapping[int, Path]) -> BackupCopy:
        """The one with a number; UserError when it is gone."""
        with self._database.read() as session:
            row = session.get(Backup, number)
        if row is None:
            raise UserError(_("这份备份不在了。请换一份"))
        return _copy(row, files.get(number))

    def last_number(self) -> int:
        """The highest number that the table knows."""
        with self._database.read() as session:
            return session.scalar(select(func.max(Backup.number))) or 0

    def last_drill(self) -> dt.datetime | None:
        """When the last drill was."""
        wanted = select(Backup.drilled_at).where(Backup.drilled_at.is_not(None)).order_by(Backup.number.desc())
        with self._database.read() as session:
            return session.scalar(wanted.limit(1))

    def lacks_something(self) -> bool:
        """Whether the log went on since the newest proven backup, by its end, not by any clock."""
        proven = select(Backup).where(Backup.proven_at.is_not(None), Backup.damaged.is_(False))
        end = select(ChangeLog.id, ChangeLog.chain).order_by(ChangeLog.id.desc()).limit(1)
        with self._database.read() as session:
            last = session.execute(end).first()
            found = session.scalars(proven.order_by(Backup.number.desc()).limit(1)).first()
        return found is None or (found.seq, found.head) != ((last[0], last[1].hex()) if last else (0, ""))

    def lacks_files(self) -> bool:
        """Whether attachments came in since the newest proven backup that holds attachments at all."""
        whole = select(Backup.seq).where(Backup.proven_at.is_not(None), Backup.damaged.is_(False), Backup.whole)
        with self._database.read() as session:
            since = session.scalar(whole.order_by(Backup.number.desc()).limit(1)) or 0
            came = select(ChangeLog.id).where(ChangeLog.id > since, ChangeLog.entity == "attachments")
            return session.scalar(came.limit(1)) is not None

    def note(self, manifest: Manifest, size: int) -> None:
        """Keep one that has just been proven."""
        self.set(
            manifest.number, kind=manifest.kind, made_at=dt.datetime.fromisoformat(manifest.made_at), size=size,
            proven_at=dt.datetime.now(dt.UTC), drilled_at=None, second_at=None, damaged=False, whole=manifest.whole,
            epoch=manifest.epoch, seq=manifest.seq, head=manifest.head, counts=json.dumps(dict(manifest.counts)),
        )  # fmt: skip

    def set(self, number: int, **values: Any) -> None:
        """Change what is known of one."""
        if not self._database.read_only:
            with self._database.write("") as write:
                write.put(Backup, {"number": number}, values)

    def forget(self, numbers: list[int]) -> None:
        """Forget those that are gone."""
        if numbers and not self._database.read_only:
            with self._database.write("") as write:
                for number in numbers:
                    write.put(Backup, {"number": number}, None)


def _copy(row: Backup, file: Path | None) -> BackupCopy:
    label = LABELS.get(row.kind, row.kind)
    return BackupCopy(
        row.number, row.kind, _(label), row.made_at, row.proven_at, row.drilled_at, row.second_at, row.size,
        row.whole, row.damaged, by_label(json.loads(row.counts)), file,
    )  # fmt: skip


def made_now(manifest: Manifest, size: int, file: Path) -> BackupCopy:
    """A backup that was proven this moment, whether or not the table could take it in."""
    label, now = LABELS.get(manifest.kind, manifest.kind), dt.datetime.now(dt.UTC)
    return BackupCopy(
        manifest.number, manifest.kind, _(label), dt.datetime.fromisoformat(manifest.made_at), now, None, None, size,
        manifest.whole, False, by_label(manifest.counts), file,
    )  # fmt: skip


def by_label(counts: Mapping[str, int]) -> dict[str, int]:
    """Counts of tables as counts of the kinds that people know, by label; kinds without records are left out."""
    known = {model.__tablename__: model.__entity__.label for model in RECORDS if model is not Station}
    return {_(label): counts[table] for table, label in known.items() if counts.get(table)}


def as_kept(one: BackupCopy) -> Kept:
    """A backup as the rules of retention see it."""
    proven = one.proven_at is not None and not one.damaged
    return Kept(one.number, day_of(one.made_at), proven, safety=one.kind == Moment.SAFETY, whole=one.whole)

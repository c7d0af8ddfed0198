"""Files of attachments that nothing uses any more go after a time; those of a former data key are sealed anew."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from typing import Final

from sqlalchemy import select

from louyu_desktop.errors import DamagedError
from louyu_desktop.models import Attachment, AttachmentFile
from louyu_desktop.models.base import PURGED_AT
from louyu_desktop.storage.attachments import Files, kept_file, note
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.write import Write
from louyu_desktop.text import _

KEPT: Final = dt.timedelta(days=30)
"""How long a file stays that nothing uses: a redo may want it back."""


def tidy(database: Database, files: Files, now: dt.datetime, oldest_backup: dt.datetime | None) -> int:
    """Note since when files are unused, and take away those of more than 30 days; gives how many went.

    One that became unused after the oldest backup was made is still needed by that backup, and stays.
    """
    until = min(now - KEPT, oldest_backup) if oldest_backup else now - KEPT
    with files.changing, database.write(_("整理附件")) as write:
        there = files.addresses()
        rows = {row.address: row for row in write.session.scalars(select(AttachmentFile))}
        uses = set(write.session.scalars(select(Attachment.digest).distinct()))
        for address in there.keys() - rows.keys():
            write.put(AttachmentFile, {"address": address}, {"size": there[address], "unused_since": now})
        gone = []
        for address, row in rows.items():
            if row.digest in uses:
                _mark(write, row, None)
            elif row.unused_since == PURGED_AT:
                write.put(AttachmentFile, {"address": address}, None)
                gone.append(address)
            elif row.unused_since is None or row.unused_since > now:  # the clock was ahead then
                _mark(write, row, now)
            elif row.unused_since <= until:
                write.put(AttachmentFile, {"address": address}, None)
                gone.append(address)
    for address in gone:
        files.remove(address)
    return len(gone)


def _mark(write: Write, row: AttachmentFile, since: dt.datetime | None) -> None:
    if row.unused_since != since:
        write.put(AttachmentFile, {"address": row.address}, {"unused_since": since})


def renew(database: Database, files: Files, epoch: int, limit: int = 20) -> int:
    """Encrypt some files of former epochs anew; gives how many.  The older ones go with a later tidying."""
    with database.read() as session:
        old = select(AttachmentFile).where(AttachmentFile.epoch < epoch, AttachmentFile.digest.is_not(None))
        waiting = [kept_file(row) for row in session.scalars(old.limit(limit))]
    done = 0
    for kept in waiting:
        with files.changing, suppress(DamagedError):  # `check` tells of it
            fresh = files.put(files.read(kept), epoch)
            with database.write(_("换附件的钥匙")) as write:
                write.put(AttachmentFile, {"address": kept.address}, {"digest": None, "epoch": None})
                note(write, fresh)
            done += 1
    return done

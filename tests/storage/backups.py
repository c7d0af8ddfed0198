"""A station with a vault, people in it, an attachment and a recovery sheet, for whoever tries backups."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from louyu_desktop.models import Attachment, Enterprise
from louyu_desktop.storage import attachments
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.vault import Vault
from tests import stations
from tests.storage import vaults
from tests.storage.sample import tower

_SHEET = "sheet.txt"
CONTENT = b"%PDF-1.4 one page" * 9000


@dataclass(frozen=True, slots=True)
class Made:
    """An open station, and what stands on its sheet."""

    database: Database
    written: str


def attach(database: Database, enterprise: int, content: bytes = CONTENT) -> None:
    """Hang a file on an enterprise, as the service does."""
    kept = database.attachments.put(content, database.epoch)
    row = {"name": "章程.pdf", "owner_kind": "enterprises", "owner_id": enterprise, "media": "pdf"}
    with database.write("放入附件") as write:
        attachments.note(write, kept)
        write.insert(Attachment, [{**row, "size": kept.size, "digest": kept.digest}])


def station(folder: Path) -> Made:
    """Some records, one with an attachment; all of these are one and the same station."""
    stations.lay(("backed up",), _with_its_sheet, folder)
    sheet = folder / _SHEET
    written = sheet.read_text("utf-8")
    sheet.unlink()
    return Made(opened(folder), written)


def _with_its_sheet(folder: Path) -> Database:
    made = another(folder)
    (folder / _SHEET).write_text(made.written, "utf-8")
    return made.database


def another(folder: Path) -> Made:
    """The same as a station of its own, with other keys."""
    vault, unlocked = vaults.empty_vault(folder)
    vault.add(unlocked, vaults.SECOND, vaults.OTHER)
    sheet = vault.new_recovery(unlocked)
    database = Database.create(folder, tower, unlocked=unlocked)
    attach(database, 1)
    return Made(database, sheet.text)


def add(database: Database, name: str) -> None:
    """One more record."""
    with database.write("加一家") as write:
        write.insert(Enterprise, [{"name": name}])


def attached(database: Database) -> list[bytes]:
    """The contents of all attachments that the data know."""
    with database.read() as session:
        needed = attachments.needed(session)
    return [database.attachments.read(kept) for kept in needed]


def opened(folder: Path) -> Database:
    """The station as whoever comes next finds it."""
    return vaults.opened(folder)


def opened_by_sheet(folder: Path, written: str) -> Database:
    """The station, opened by its sheet."""
    return Database.open(folder, Vault.read(folder).recover(written))

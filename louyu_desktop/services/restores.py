"""Restoring for the window and the commands: both sides are shown, a safety copy is made, then it is done at once."""

from __future__ import annotations

import datetime as dt
from contextlib import AbstractContextManager
from pathlib import Path

from sqlalchemy import func, select

from louyu_desktop.errors import DamagedError, NotPermittedError, SystemProblem, UserError
from louyu_desktop.models import RECORDS, ChangeLog, Operation
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.services import second_place
from louyu_desktop.services.backup_copies import LABELS, Preview, Restored, Side
from louyu_desktop.services.backup_rows import by_label
from louyu_desktop.services.backups import Backups
from louyu_desktop.services.copies import Control, no_control
from louyu_desktop.services.rights import OF_ROLE, Right
from louyu_desktop.storage import backup, drill, moving, place, restoring, upgrade
from louyu_desktop.storage.container import Manifest
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.retention import Moment
from louyu_desktop.storage.vault import Vault
from louyu_desktop.text import _

_WORK = "work-preview"


class Restores:
    """Restores over an open station.  After each of them the station is closed: the program starts anew."""

    def __init__(self, database: Database, backups: Backups) -> None:
        self._database = database
        self._backups = backups

    def preview(self, file: Path, control: Control = no_control) -> Preview:
        """What restoring one of this station's own backups would do; it is proven on the way.

        NotPermittedError when the station's keys do not open it: then the recovery sheet may (`preview_by_sheet`).
        """
        with backup.told(), _looking(self._database.folder) as work:
            manifest = drill.prove(file, drill.keys_of(self._database), work, control)
        return _preview(file, manifest, self._ours(), self._vault_id(), ())

    def preview_by_sheet(self, file: Path, written: str, control: Control = no_control) -> Preview:
        """The same for a backup that a recovery sheet opens: mostly another station's, which would take this place."""
        with backup.told(), _looking(self._database.folder) as work:
            manifest, people = restoring.proven_by_sheet(file, written, work, control)
        return _preview(file, manifest, self._ours(), self._vault_id(), tuple(people))

    def restore(self, preview: Preview, control: Control = no_control) -> Restored:
        """Put a backup of this station back: passwords and people stay as they are now."""
        if preview.other_station:
            raise UserError(_("这是另一个站点的备份，要用它的恢复纸来恢复"))
        try:
            safety = self._safety(preview, control)
        except DamagedError:  # what cannot be backed up is kept as it lies
            safety = 0
            with backup.told(), self._database.set_aside():
                restoring.aside(self._database.folder)
        opening = drill.keys_of(self._database)
        restoring.restore_open(self._database, preview.file, opening, self._carried(), control)
        return _restored(preview.number, safety)

    def restore_by_sheet(self, preview: Preview, written: str, control: Control = no_control) -> Restored:
        """Put a backup with its own vault in the place of this station, which is backed up before and kept beside."""
        try:
            safety = self._safety(preview, control)
        except DamagedError:  # it is kept beside in any case
            safety = 0
        folder = self._database.folder
        self._database.close()
        restoring.restore_by_sheet(folder, preview.file, written, control)
        return _restored(preview.number, safety)

    def _safety(self, preview: Preview, control: Control) -> int:
        if not self._backups.possible():
            return 0
        held = None if preview.other_station else preview.number
        return self._backups.before_restore(held, control).number

    def _carried(self) -> restoring.Carried:
        try:
            return restoring.carried(self._database, second_place.KEY)
        except DamagedError:
            return restoring.Carried()

    def _vault_id(self) -> str:
        return self._database.vault.vault_id if self._database.vault is not None else ""

    def _ours(self) -> Side | None:
        try:
            return self._side()
        except DamagedError:
            return None

    def _side(self) -> Side:
        with self._database.read() as session:
            counts = {
                model.__tablename__: session.scalar(select(func.count()).select_from(model)) or 0 for model in RECORDS
            }
            last = session.scalar(select(func.max(ChangeLog.id)))
            wanted = select(Operation.at).join(ChangeLog, ChangeLog.operation_id == Operation.id)
            latest = session.scalar(wanted.where(ChangeLog.id == last))
        return Side(by_label(counts), latest)


# ------------------------------------------------------------------------------------ without an open station


def preview_closed(folder: Path, file: Path, written: str, control: Control = no_control) -> Preview:
    """What a backup holds, by the recovery sheet alone: for a computer that has nothing yet, or a damaged station."""
    place.refuse_network(folder)
    place.make(folder)
    with backup.told(), _looking(folder) as work:
        manifest, people = restoring.proven_by_sheet(file, written, work, control)
    return _preview(file, manifest, None, "", tuple(people))


def restore_closed(folder: Path, file: Path, written: str, control: Control = no_control) -> Restored:
    """Put a backup with its vault into `folder`, by the recovery sheet alone; what lay there is kept beside.

    Everybody's password is as it was then; `vaults.reset_by_sheet` gives an administrator a new one.
    StationBusyError while the station is open.
    """
    manifest = restoring.restore_by_sheet(folder, file, written, control)
    return _restored(manifest.number, 0)


def rescue(folder: Path, file: Path, name: str | None, password: str, control: Control = no_control) -> Restored:
    """Put a backup back where the data cannot be opened any more, though the vault is whole; they are kept beside.

    NotPermittedError for a wrong password, or for a backup of a former data key: that takes the recovery sheet.
    """
    moving.settle(folder)
    unlocked = Vault.read(folder).log_in(name or "", password)
    if Right.RESTORE not in OF_ROLE[unlocked.role]:
        raise NotPermittedError(_("恢复备份要站长来做。请用站长的口令"))
    manifest = restoring.restore_closed(folder, file, unlocked, control)
    return _restored(manifest.number, 0)


def newest_backup(folder: Path) -> Path | None:
    """The newest backup that lies in a station's folder, by number, for whoever cannot open the station."""
    try:
        lying = backup.lying_in(folder / backup.FOLDER, Vault.read(folder).vault_id)
    except (DamagedError, NotPermittedError, SystemProblem):
        return None
    return lying[max(lying)] if lying else None


# ---------------------------------------------------------------------------------------------- in words


def _looking(folder: Path) -> AbstractContextManager[Path]:
    return backup.working(folder, _WORK)


def _preview(
    file: Path, manifest: Manifest, ours: Side | None, vault_id: str, people: tuple[tuple[str, str], ...]
) -> Preview:  # fmt: skip
    latest = dt.datetime.fromisoformat(manifest.latest) if manifest.latest else None
    theirs = Side(by_label(dict(manifest.counts)), latest)
    label = LABELS.get(manifest.kind, manifest.kind)
    other = bool(vault_id) and manifest.vault_id != vault_id
    return Preview(
        file, manifest.number, manifest.kind, _(label),
        dt.datetime.fromisoformat(manifest.made_at), manifest.vault_id, manifest.epoch, manifest.program,
        manifest.whole, other, theirs, ours, tuple(_warnings(manifest, theirs, ours, other=other)), people,
    )  # fmt: skip


def _warnings(manifest: Manifest, theirs: Side, ours: Side | None, *, other: bool) -> list[str]:
    found = []
    if other:
        found.append(_("这是另一个站点的备份。恢复后这里换成那个站点，现在的数据会先另存一份"))
    elif ours is not None and ours.latest and (theirs.latest is None or theirs.latest < ours.latest):
        since = (theirs.latest or dt.datetime.fromisoformat(manifest.made_at)).astimezone(SHANGHAI)
        found.append(_("备份比现在旧：{since} 以后的改动会退回去").format(since=f"{since:%Y-%m-%d %H:%M}"))
    if not manifest.whole:
        found.append(_("这份备份不带附件，附件用本机上现有的"))
    if manifest.schema < upgrade.SCHEMA:
        found.append(_("备份是旧版本做的，恢复时会升级到现在的版本"))
    if manifest.kind == Moment.MOVE:
        found.append(_("搬家以后，旧电脑上请不要再录入"))
    return found


def _restored(number: int, safety: int) -> Restored:
    words = _("已从第 {number} 份备份恢复，请重新登录").format(number=number)
    if safety:
        words = _("已从第 {number} 份备份恢复，恢复前的数据是第 {safety} 份备份。请重新登录").format(
            number=number, safety=safety
        )
    return Restored(number, safety, words)

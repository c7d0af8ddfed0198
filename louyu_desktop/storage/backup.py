"""Making a backup and proving it (SAFETY.md 5.3): what is not proven is not called a backup.

`VACUUM INTO` copies one state of the data while others go on reading and writing; the copy goes with the key
file and the attachments into one container beside the others, which is taken apart again and compared before
it gets its name.  All that lies about meanwhile is encrypted.
"""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from sqlalchemy.orm import Session

from louyu_desktop import __version__, failpoints
from louyu_desktop.errors import DamagedError, SystemProblem, reason
from louyu_desktop.storage import container, engine, hashing, keys, place, recovery, vault_file
from louyu_desktop.storage.container import Manifest, Report
from louyu_desktop.storage.problems import in_words
from louyu_desktop.storage.retention import Moment
from louyu_desktop.storage.tables import GRAMS
from louyu_desktop.storage.vault import Unlocked, Vault
from louyu_desktop.text import _

FOLDER: Final = "backups"
"""Where they lie, inside the folder of the station."""

ATTACHED: Final = "att"
"""Where the attachments lie, inside the folder of the station."""

_INSIDE: Final = ("sqlite_", f"{GRAMS}_data", f"{GRAMS}_idx")
_CACHE: Final = -256_000
"""Kilobytes for the check of a copy, which comes back to its pages."""

_SPARE: Final = 16 << 20
_NAME: Final = re.compile(r"louyu-([0-9a-z]{1,8})-(\d{6,})\.backup")


class UnfinishedError(Exception):
    """The copy holds a part of a bulk operation: it is made again when that one is finished."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What is backed up, and with which keys: `data` under `key`; the container is for `recipients`."""

    data: Path
    key_file: bytes = field(repr=False)
    attachments: Path
    key: bytes = field(repr=False)
    epoch: int
    vault_id: str
    recipients: tuple[str, ...]
    identity: str = field(repr=False)
    steady: Callable[[], AbstractContextManager[None]] = nullcontext
    """Inside, the file at `data` stays the one it is; it may have got another key since, which is no damage."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One backup to be made: `whole` with the attachments, `content` with the hash of all that people keep."""

    number: int
    kind: Moment
    folder: Path
    whole: bool = True
    content: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was proven."""

    path: Path
    manifest: Manifest
    size: int


def ground_of(folder: Path, vault: Vault, unlocked: Unlocked) -> Ground:
    """The station in `folder`, for its recovery sheet and for itself."""
    private = keys.derive_key(unlocked.data_key, "backup")
    mine = recovery.age_recipient(recovery.public_of(private))
    return Ground(
        data=folder / place.DATA_FILE, key_file=vault_file.encode(vault_file.read(folder)),
        attachments=folder / ATTACHED, key=keys.derive_key(unlocked.data_key, "database"), epoch=unlocked.epoch,
        vault_id=vault.vault_id, recipients=(*vault.recipients(), mine), identity=recovery.age_identity(private),
    )  # fmt: skip


def name_of(vault_id: str, number: int) -> str:
    """The file name of a backup: of which vault, and which one; nothing else."""
    return f"louyu-{vault_id[:8]}-{number:06d}.backup"


def lying_in(folder: Path, vault_id: str) -> dict[int, Path]:
    """The backups of a vault in a folder, by number; none when it cannot be read."""
    with suppress(OSError):
        found = [(_NAME.fullmatch(path.name), path) for path in folder.iterdir()]
        return {int(match[2]): path for match, path in found if match and match[1] == vault_id[:8]}
    return {}


# ----------------------------------------------------------------------------------------------- making


def make(ground: Ground, wanted: Wanted, report: Report) -> Made:
    """One proven backup in `wanted.folder`, under its name or not at all.

    SystemProblem when the disk refuses, DamagedError when what was written does not hold, UnfinishedError
    while a bulk operation is under way.  Nothing is left behind then.
    """
    with told(), in_words(), _working(wanted.folder, wanted.number) as work:
        _refuse_short(wanted.folder, ground, whole=wanted.whole)
        part = work / "part"
        manifest = _write(ground, wanted, work, part, report)
        failpoints.hit("backup.prove")
        proven = prove(part, [ground.identity], {ground.epoch: ground.key}, work, report)
        if proven != manifest:
            raise container.broken()
        target = wanted.folder / (wanted.name or name_of(ground.vault_id, wanted.number))
        failpoints.hit("backup.rename")
        keys.put(part, target)
        keys.sync_folder(wanted.folder)
        return Made(target, manifest, target.stat().st_size)


def _write(ground: Ground, wanted: Wanted, work: Path, part: Path, report: Report) -> Manifest:
    data, key_file = work / "data", work / "keys"
    report(0, 0, _("正在复制数据"))
    failpoints.hit("backup.copy")
    with ground.steady():
        copy(ground.data, ground.key, data)
    manifest = _described(ground, wanted, data)
    key_file.write_bytes(ground.key_file)
    sources = {container.KEYS: key_file, container.DATA: data}
    if wanted.whole:
        sources |= {f"{container.ATTACHMENTS}{path.stem}": path for path in attached(ground.attachments)}
    manifest = replace(manifest, files={name: container.digest_of(path) for name, path in sources.items()})
    container.write(part, manifest, sources, ground.recipients, report)
    data.unlink()
    return manifest


def attached(folder: Path) -> Iterator[Path]:
    """The files of the attachments, by name."""
    yield from sorted((path for path in folder.rglob("*.age") if path.is_file()), key=lambda path: path.stem)


def attached_size(folder: Path) -> int:
    """How many bytes the attachments have."""
    return sum(path.stat().st_size for path in attached(folder))


def copy(data: Path, key: bytes, target: Path) -> None:
    """One state of the data in a file of its own, under the same key, while others go on."""
    connection = engine.connect(data, key)
    try:
        connection.execute("PRAGMA synchronous = OFF")  # of the copy, which only the container outlives
        connection.execute("VACUUM INTO ?", (str(target),))
    finally:
        connection.close()
    target.chmod(0o600)


def _described(ground: Ground, wanted: Wanted, data: Path) -> Manifest:
    with _opened(data, ground.key) as raw:
        if _count(raw, "bulk_operation"):
            raise UnfinishedError
        seq, head, latest = _end_of_log(raw)
        return Manifest(
            vault_id=ground.vault_id, number=wanted.number, kind=wanted.kind.value, epoch=ground.epoch,
            made_at=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"), program=__version__,
            schema=raw.execute("PRAGMA user_version").fetchone()[0], whole=wanted.whole, counts=counts(raw),
            seq=seq, head=head, latest=latest,
            content=content_hash(data, ground.key) if wanted.content else "",
        )  # fmt: skip


@contextmanager
def _opened(data: Path, key: bytes) -> Iterator[Any]:
    raw = engine.connect(data, key)
    try:
        yield raw
    finally:
        raw.close()


def _count(raw: Any, table: str) -> int:
    there = raw.execute("SELECT count(*) FROM sqlite_master WHERE name = ?", (table,)).fetchone()[0]
    return int(raw.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]) if there else 0


def counts(raw: Any) -> dict[str, int]:
    """How many rows each table has."""
    names = [row[0] for row in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    return {name: _count(raw, name) for name in names if not name.startswith(_INSIDE)}


def _end_of_log(raw: Any) -> tuple[int, str, str]:
    """The last change: its id, its link in the chain, when it was."""
    row = raw.execute("SELECT id, hex(chain), at FROM change_log ORDER BY id DESC LIMIT 1").fetchone()
    return (row[0], row[1].lower(), row[2]) if row else (0, "", "")


def content_hash(data: Path, key: bytes) -> str:
    """The hash of all that people keep in a copy; "" of one with another schema, whose tables are not ours."""
    source = engine.migration_engine(data, key)
    try:
        with Session(source) as session:
            return hashing.content_hash(session)
    finally:
        source.dispose()


def before_migration(folder: Path, vault: Vault, unlocked: Unlocked) -> Made:
    """A proven backup of a station as an older program left it; nothing is migrated without one."""
    backups = folder / FOLDER
    number = 1 + max(lying_in(backups, vault.vault_id), default=0)
    return make(ground_of(folder, vault, unlocked), Wanted(number, Moment.MIGRATION, backups), _unheard)


def _unheard(_done: int, _total: int, _note: str) -> None:
    """Nobody waits for it."""


# ----------------------------------------------------------------------------------------------- proving


def prove(
    path: Path, identities: Sequence[str], database_keys: Mapping[int, bytes], work: Path, report: Report,
    *, thorough: bool = False,
) -> Manifest:  # fmt: skip
    """Take a container apart below `work` and open what is in it; gives its manifest.

    Decrypted to the last byte, every part by its hash, the data by its three checks, its counts and the end
    of its log; `thorough` with every index and the hash of the content.  DamagedError when something does not hold.
    """
    with unpacked(path, identities, work, report) as (inside, manifest):
        report(0, 0, _("正在检查备份里的数据"))
        refuse_unsound(inside / container.DATA, key_for(manifest, database_keys), manifest, thorough=thorough)
        return manifest


def key_for(manifest: Manifest, database_keys: Mapping[int, bytes]) -> bytes:
    """The key of the data in a container; NotPermittedError when it is not at hand."""
    key = database_keys.get(manifest.epoch)
    if key is None:
        raise container.no_key()
    return key


@contextmanager
def unpacked(
    path: Path, identities: Sequence[str], work: Path, report: Report
) -> Iterator[tuple[Path, Manifest]]:
    """The parts of a container in a folder below `work`, gone afterwards."""
    inside = work / "inside"
    shutil.rmtree(inside, ignore_errors=True)
    inside.mkdir(mode=0o700)
    try:
        yield inside, container.read(path, identities, inside, report)
    finally:
        shutil.rmtree(inside, ignore_errors=True)


def refuse_unsound(data: Path, key: bytes, manifest: Manifest, *, thorough: bool = False) -> None:
    """DamagedError unless a copy passes the three checks and is what its manifest says."""
    try:
        with ThreadPoolExecutor(1) as beside:  # the pages and what is in them are looked at at once
            pages = beside.submit(_pages_hold, data, key)
            sound = _is_as_said(data, key, manifest, thorough=thorough) and pages.result()
        if sound and thorough and manifest.content:
            sound = content_hash(data, key) == manifest.content
    except (engine.DriverError, DamagedError):  # which speaks of the station's own file
        sound = False
    if not sound:
        raise DamagedError(_("备份里的数据没有通过检查，这份备份不能用。请换另一份备份"))


def _pages_hold(data: Path, key: bytes) -> bool:
    with _opened(data, key) as raw:
        return not raw.execute("PRAGMA cipher_integrity_check").fetchall()


def _is_as_said(data: Path, key: bytes, manifest: Manifest, *, thorough: bool) -> bool:
    with _opened(data, key) as raw:
        raw.execute(f"PRAGMA cache_size = {_CACHE}")
        return (
            raw.execute(f"PRAGMA {'integrity' if thorough else 'quick'}_check").fetchall() == [("ok",)]
            and not raw.execute("PRAGMA foreign_key_check").fetchall()
            and counts(raw) == dict(manifest.counts)
            and _end_of_log(raw) == (manifest.seq, manifest.head, manifest.latest)
        )


# ------------------------------------------------------------------------------------------- the ground


@contextmanager
def told() -> Iterator[None]:
    """What the operating system refused, in a sentence; what was there before is as it was."""
    try:
        yield
    except OSError as error:
        raise refused(error) from None


def refused(error: OSError) -> SystemProblem:
    """The sentence for what the operating system refused while a backup was made or read."""
    sentence = _("备份没有做成：{reason}。原有数据和以前的备份都没有动。请检查磁盘和空间后再备份一次")
    return SystemProblem(sentence.format(reason=reason(error)))


def _refuse_short(folder: Path, ground: Ground, *, whole: bool) -> None:
    """SystemProblem when there is not room for the copy and the container at once."""
    more = attached_size(ground.attachments) if whole else 0
    log = ground.data.with_name(f"{ground.data.name}-wal")
    size = ground.data.stat().st_size + (log.stat().st_size if log.exists() else 0)
    refuse_short(folder, 2 * (size + more))


def refuse_short(folder: Path, needed: int) -> None:
    """SystemProblem when there is less room on the disk of `folder` than needed."""
    free = shutil.disk_usage(folder).free
    if free < needed + _SPARE:
        words = {"needed": megabytes(needed + _SPARE), "free": megabytes(free)}
        raise SystemProblem(_("备份要 {needed} MB 空间，磁盘只剩 {free} MB，没有开始备份。请先腾出空间").format(**words))


def megabytes(size: int) -> int:
    """A number of bytes in whole megabytes, at least one."""
    return max(1, -(-size // 1_000_000))


@contextmanager
def _working(folder: Path, number: int) -> Iterator[Path]:
    """A folder to work in beside the backups, gone afterwards, as are those of whoever was killed."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with working(folder, f"work-{number:06d}") as work:
        yield work


@contextmanager
def working(folder: Path, name: str) -> Iterator[Path]:
    """An empty folder for a while."""
    work = folder / name
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(mode=0o700)
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def sweep(folder: Path) -> None:
    """Take away what a killed program left in a folder of backups."""
    for left in folder.glob("work-*"):
        shutil.rmtree(left, ignore_errors=True)

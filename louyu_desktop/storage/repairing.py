"""Mending a station on a copy: what lies in its folder is read, never written; the copy is a station of its own.

The files are taken as bytes, so that not even the write-ahead log of the original is folded in.  Whole pages are kept
as they are and what is computed out of them is made anew; where pages are damaged, all rows that can still be read go
to a fresh file.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from sqlalchemy import select

from louyu_desktop.errors import DamagedError, UserError
from louyu_desktop.models import Station
from louyu_desktop.rules.topics import Topic
from louyu_desktop.storage import backup, engine, keys, moving, place, salvage, vault_file, voiding
from louyu_desktop.storage.container import Report
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.rebuilding import Rebuilt, rebuild
from louyu_desktop.storage.salvage import Found
from louyu_desktop.storage.vault import Unlocked, Vault
from louyu_desktop.text import _

_SIDE: Final = ("", "-wal")
_TORN: Final = "station.torn"
_BLOCK: Final = 4096
_KEPT_OUT: Final = {backup.FOLDER, place.LOCK_FILE, f"{place.DATA_FILE}-shm"}


@dataclass(frozen=True, slots=True)
class Mended:
    """What was done to the copy; `found` is None where every page was whole; `left` is what `check` still says."""

    rebuilt: Rebuilt
    found: Found | None = None
    left: tuple[str, ...] = field(default=())


def copy_station(folder: Path, to: Path, report: Report) -> None:
    """Take everything but the backups over into an empty folder, by bytes; unreadable blocks become zeros.

    UserError for a folder that holds something, StationBusyError while the station is open.
    """
    place.refuse_network(to)
    place.refuse_empty(folder)
    here, there = folder.resolve(), to.resolve()
    if here == there or here in there.parents or there in here.parents:
        raise UserError(_("修复只在副本上做。请在站点文件夹外面另选一个文件夹"))
    if to.exists() and any(to.iterdir()):
        raise UserError(_("这个文件夹里已经有东西。修复只写到空文件夹里，请换一个"))
    with backup.told(), _held(folder):
        to.mkdir(mode=0o700, parents=True, exist_ok=True)
        backup.refuse_short(to, 2 * _size(folder))
        report(0, 0, _("正在复制站点"))
        shutil.copytree(folder, to, ignore=_left_out, copy_function=_copy, dirs_exist_ok=True)
    place.shut(to)
    moving.settle(to)


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Nobody writes there meanwhile; a folder that nobody can write to needs no lock."""
    if not os.access(folder, os.W_OK):
        yield
        return
    with place.holding(folder) as lock:
        try:
            yield
        finally:
            lock.release()


def _left_out(_folder: str, names: list[str]) -> set[str]:
    return {name for name in names if name in _KEPT_OUT or name.endswith((".part", ".new"))}


def _size(folder: Path) -> int:
    files = (path for path in folder.rglob("*") if path.is_file() and backup.FOLDER not in path.parts)
    return sum(path.stat().st_size for path in files)


def _copy(source: str, target: str) -> str:
    """A file by blocks: what the disk does not give is left empty, and the checks find it."""
    with open(source, "rb") as old, open(target, "wb") as new:  # noqa: PTH123 - as shutil has it
        length = os.fstat(old.fileno()).st_size
        new.writelines(_block(old, start, min(1 << 20, length - start)) for start in range(0, length, 1 << 20))
        new.flush()
        os.fsync(new.fileno())
    return target


def _block(file: Any, start: int, length: int) -> bytes:
    try:
        file.seek(start)
        found: bytes = file.read(length)
    except OSError:
        if length <= _BLOCK:
            return bytes(length)
        half = max(_BLOCK, length // 2 // _BLOCK * _BLOCK)
        return _block(file, start, half) + _block(file, start + half, length - half)
    return found


def mend(folder: Path, data_key: bytes, unlocked: Unlocked | None, report: Report) -> Mended:
    """Mend the copy in `folder`; DamagedError where nothing of it can be read."""
    path, key = folder / place.DATA_FILE, keys.derive_key(data_key, "database")
    engine.check_header(path)
    report(0, 0, _("正在检查每一页"))
    found = None if _is_whole(path, key) else _salvaged(path, key, report)
    if found is None:
        _tidied(path, key)
    if unlocked is not None and vault_file.present(folder):
        Vault.resume(folder, unlocked).set_anchor(*_end(path, key))
    with Database.open(folder, unlocked) as database:
        database.read_only = False
        with database.write(_("在副本上修复"), lasting=True) as write:
            rebuilt = rebuild(write.session, report)
            station = write.session.scalar(select(Station.id).order_by(Station.id).limit(1)) or 0
            write.event("stations", station, _("在副本上修复，原来的数据没有动"), Topic.BACKUP)
        report(0, 0, _("正在检查修好的副本"))
        return Mended(rebuilt, found, tuple(database.check()))


def _is_whole(path: Path, key: bytes) -> bool:
    try:
        raw = engine.connect(path, key)
    except DamagedError:
        return False
    try:
        if raw.execute("PRAGMA cipher_integrity_check").fetchall():
            return False
        said = raw.execute("PRAGMA quick_check").fetchall()
        return said == [("ok",)] or _in_indexes_alone(said)
    except engine.DriverError:
        return False
    finally:
        raw.close()


def _in_indexes_alone(said: list[Any]) -> bool:
    """Whether what is wrong goes away when the indexes are made anew."""
    return all("index" in line.lower() and "row" in line.lower() for (line,) in said)


def _tidied(path: Path, key: bytes) -> None:
    """Every index anew, and no row that refers to nothing."""
    voiding.take_back(path, key)
    raw = engine.connect(path, key)
    try:
        raw.execute("PRAGMA foreign_keys = OFF").close()
        raw.execute("REINDEX").close()
    finally:
        raw.close()


def _salvaged(path: Path, key: bytes, report: Report) -> Found:
    torn = path.with_name(_TORN)
    for more in _SIDE:
        if (path.with_name(f"{path.name}{more}")).exists():
            path.with_name(f"{path.name}{more}").replace(torn.with_name(f"{_TORN}{more}"))
    try:
        found = salvage.salvage(torn, key, path, report)
    finally:
        for left in path.parent.glob(f"{_TORN}*"):
            left.unlink(missing_ok=True)
    keys.sync_file(path)
    return found


def _end(path: Path, key: bytes) -> tuple[int, bytes, int]:
    raw = engine.connect(path, key)
    try:
        row = raw.execute("SELECT id, chain, key_epoch FROM change_log ORDER BY id DESC LIMIT 1").fetchone()
    finally:
        raw.close()
    return (row[0], row[1], row[2]) if row else (0, bytes(32), 0)

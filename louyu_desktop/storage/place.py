"""Where a station lies: its folder, its files, and the lock that lets one program hold it."""

from __future__ import annotations

import os
from pathlib import Path

from filelock import FileLock, Timeout

from louyu_desktop.errors import StationBusyError, SystemProblem
from louyu_desktop.text import _

DATA_FILE = "station.db"
LOCK_FILE = "station.lock"
_NETWORK = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "fuse.sshfs"})


def refuse_network(folder: Path, mounts: Path = Path("/proc/mounts")) -> None:
    """StationBusyError when `folder` lies on a network share: SQLite's locks do not hold there."""
    if _is_unc(folder) or (mounts.exists() and _file_system(folder.absolute(), mounts.read_text("utf-8")) in _NETWORK):
        raise StationBusyError(_("站点文件夹在网络共享上，数据可能损坏。请把它移到本机磁盘再打开"))


def _is_unc(folder: Path) -> bool:
    return str(folder).startswith("\\\\") or (os.name == "nt" and folder.drive.startswith("\\\\"))


def _file_system(folder: Path, mounts: str) -> str:
    """The type of the file system that `folder` lies on: the longest mount point that holds it."""
    best, kind = -1, ""
    for line in mounts.splitlines():
        _device, point, type_, *_rest = line.split()
        place = Path(point.replace("\\040", " "))
        if folder.is_relative_to(place) and len(place.parts) >= best:
            best, kind = len(place.parts), type_
    return kind


def hold(folder: Path) -> FileLock:
    """Take the station's lock; StationBusyError when another program has it."""
    lock = FileLock(folder / LOCK_FILE, timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise StationBusyError(_("站点已在另一个窗口里打开。请先关掉那个窗口，再试一次")) from None
    except OSError as error:
        raise SystemProblem(_("站点文件夹不能写：{reason}").format(reason=error.strerror)) from None
    return lock

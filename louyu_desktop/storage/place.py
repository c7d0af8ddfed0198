"""Where a station lies: its folder, its files, and the lock that lets one program hold it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from louyu_desktop.errors import StationBusyError, SystemProblem, UserError, reason
from louyu_desktop.storage import vault_file
from louyu_desktop.storage.keys import KEY_FILE, put
from louyu_desktop.storage.problems import full
from louyu_desktop.text import _

DATA_FILE = "station.db"
LOCK_FILE = "station.lock"
FILES = (KEY_FILE, DATA_FILE)
"""What a keyless station consists of."""

RESTORED = "station.restored"
"""A restored station that is whole and has yet to move in (moving.py)."""

BESIDE = f"{DATA_FILE}.new"
"""The data file while it is written anew under another key."""

_NETWORK = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "fuse.sshfs"})


def refuse_network(folder: Path, mounts: Path = Path("/proc/mounts")) -> None:
    """StationBusyError when `folder` lies on a network share: SQLite's locks do not hold there."""
    if _is_unc(folder) or (mounts.exists() and _file_system(folder.absolute(), mounts.read_text("utf-8")) in _NETWORK):
        raise StationBusyError(_("站点文件夹在网络共享上，多台电脑同时写会损坏数据。请把它移到本机磁盘再打开；几台电脑一起用，要等以后的多席位版本"))


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


def make(folder: Path) -> None:
    """Make the folder of a new station, for its owner alone; SystemProblem when the operating system refuses."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise told(error) from None


@contextmanager
def making(folder: Path) -> Iterator[Path]:
    """A folder inside, where a new station is made before it moves in; gone afterwards, whatever was left in it."""
    new = folder / "station.new"
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(mode=0o700)
    try:
        yield new
    finally:
        shutil.rmtree(new, ignore_errors=True)


def move_in(new: Path, folder: Path) -> None:
    """Put a station that is made and closed into its place; there is none before, and a whole one afterwards.

    SystemProblem when a part of it did not get into its file.
    """
    if any((new / f"{DATA_FILE}{more}").exists() for more in ("-wal", "-journal")):
        raise full()
    for name in FILES:
        if (new / name).exists():  # a vault has no key file
            (new / name).chmod(0o600)
            put(new / name, folder / name)


def shut(folder: Path) -> None:
    """Take the files of a station from everyone but its owner, as far as the operating system lets us."""
    for name in (*FILES, *vault_file.FILES):
        with suppress(OSError):
            (folder / name).chmod(0o600)


def tidy(folder: Path) -> None:
    """Remove what a program left that was ended while it changed the data key."""
    for left in folder.glob(f"{BESIDE}*"):
        with suppress(OSError):
            left.unlink(missing_ok=True)


def refuse_occupied(folder: Path) -> None:
    """UserError when a station lies there; asked while its lock is held, so that none is written over."""
    if any((folder / name).exists() for name in (*FILES, RESTORED)):
        raise UserError(_("这个文件夹里已经有一个站点了。请换一个空文件夹"))


def refuse_empty(folder: Path) -> None:
    """SystemProblem when no station lies there."""
    if not (folder / DATA_FILE).exists():
        raise SystemProblem(_("这个文件夹里没有站点数据。请检查路径，或先新建站点"))


@contextmanager
def holding(folder: Path) -> Iterator[FileLock]:
    """Take the station's lock and keep it, unless the block raises.

    StationBusyError when another program has it, SystemProblem when the operating system refuses something.
    """
    lock = FileLock(folder / LOCK_FILE, timeout=0, thread_local=False)  # a worker opens, the window closes
    try:
        lock.acquire()
        yield lock
    except Timeout:
        raise StationBusyError(_("站点已在另一个窗口里打开。请先关掉那个窗口，再试一次")) from None
    except OSError as error:
        lock.release()
        raise told(error) from None
    except BaseException:
        lock.release()
        raise


def told(error: OSError) -> SystemProblem:
    """The sentence for what the operating system refused."""
    sentence = _("站点文件夹用不了：{reason}。请检查磁盘空间和文件夹的权限")
    return SystemProblem(sentence.format(reason=reason(error)))

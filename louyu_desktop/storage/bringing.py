"""Backups in another place: copied, read back from the medium, compared (SAFETY.md case 4)."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from louyu_desktop import failpoints
from louyu_desktop.errors import DamagedError, UserError
from louyu_desktop.storage import container, keys
from louyu_desktop.storage.backup import refuse_short, told
from louyu_desktop.storage.container import Report
from louyu_desktop.text import _


def bring(made: Path, target: Path, report: Report) -> Path:
    """A copy at `target` (a file, or in a folder that is there), read back and compared, or none."""
    target = target / made.name if target.is_dir() else target
    part = target.with_name(f"{target.name}.part")
    with told():
        size, digest = container.digest_of(made)
        refuse_short(target.parent, size)
        report(0, 0, _("正在抄送到第二处"))
        try:
            failpoints.hit("backup.second")
            with made.open("rb") as source, part.open("wb") as file:
                shutil.copyfileobj(source, file, 1 << 20)
                file.flush()
                os.fsync(file.fileno())
            _forget_cached(part)
            if container.digest_of(part) != (size, digest):
                raise DamagedError(_("抄过去的备份读回来不一样，没有算数。那块盘可能坏了，请换一块"))
            keys.put(part, target)
            keys.sync_folder(target.parent)
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)
    return target


def _forget_cached(path: Path) -> None:
    """Have a file read from its medium, not out of memory, where the system can."""
    advise: Callable[..., None] | None = getattr(os, "posix_fadvise", None)
    if advise is not None:
        with path.open("rb") as file:
            advise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def drop(path: Path) -> None:
    """Let a backup go, unless the system keeps it."""
    with suppress(OSError):
        path.unlink(missing_ok=True)


def mark_place(folder: Path, vault_id: str, station: Path) -> None:
    """Have a folder known as the second place, also when its disk is away and an empty folder stands there instead.

    UserError when it lies in the station's folder, SystemProblem when nothing can be written there.
    """
    if folder.resolve().is_relative_to(station.resolve()):
        raise UserError(_("第二处备份不能放在站点文件夹里。请选另一块盘或另一台电脑上的文件夹"))
    with told():
        folder.mkdir(parents=True, exist_ok=True)
        keys.write_durably(folder / _mark(vault_id), vault_id.encode())


def is_marked(folder: Path, vault_id: str) -> bool:
    """Whether the second place is there now."""
    with suppress(OSError):
        return (folder / _mark(vault_id)).read_bytes() == vault_id.encode()
    return False


def _mark(vault_id: str) -> str:
    return f"louyu-{vault_id[:8]}.place"

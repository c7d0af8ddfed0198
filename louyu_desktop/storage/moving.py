"""The last step of a restore: what lies ready in a folder of its own goes into its place, or has gone.

That folder gets its name when all in it is on the disk.  From then on the restore is done: whoever is
interrupted while moving in leaves the rest to the next one who looks at the station.
"""

from __future__ import annotations

import filecmp
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Final

from louyu_desktop import failpoints
from louyu_desktop.errors import LouyuError
from louyu_desktop.storage import keys, place, vault_file

NEW: Final = "station.restoring"
READY: Final = place.RESTORED
_SIDE: Final = ("-wal", "-shm", "-journal")


def commit(folder: Path) -> None:
    """Declare what lies in `NEW` ready; before that nothing has happened."""
    keys.sync_folder(folder / NEW)
    failpoints.hit("restore.commit")
    (folder / NEW).rename(folder / READY)
    keys.sync_folder(folder)


def finish(folder: Path) -> bool:
    """Move in what lies ready, and take away what never got so far; the station's lock is held and nobody reads it."""
    shutil.rmtree(folder / NEW, ignore_errors=True)
    ready = folder / READY
    if not ready.is_dir():
        return False
    _attachments(ready, folder)
    data = ready / place.DATA_FILE
    if data.exists():
        for more in _SIDE:  # they belong to the file that goes, and would be taken for parts of the one that comes
            failpoints.hit("restore.side")
            (folder / f"{place.DATA_FILE}{more}").unlink(missing_ok=True)
        failpoints.hit("restore.data")
        keys.put(data, folder / place.DATA_FILE)
        keys.sync_folder(folder)
    for name in vault_file.FILES:
        if (ready / name).exists():
            failpoints.hit("restore.keys")
            keys.put(ready / name, folder / name)
    (folder / keys.KEY_FILE).unlink(missing_ok=True)
    keys.sync_folder(folder)
    shutil.rmtree(ready, ignore_errors=True)
    return True


def _attachments(ready: Path, folder: Path) -> None:
    """What comes is whole, which was looked at; what lies there may be damaged, and be why somebody restores."""
    for path in (ready / "att").glob("??/*.age"):
        target = folder / "att" / path.parent.name / path.name
        if not target.exists() or not filecmp.cmp(path, target, shallow=False):
            failpoints.hit("restore.attachment")
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            keys.put(path, target)
            keys.sync_folder(target.parent)


def settle(folder: Path) -> None:
    """Finish an interrupted restore, unless somebody has the station."""
    if (folder / READY).is_dir():
        with suppress(LouyuError, OSError), place.holding(folder) as lock:
            finish(folder)
            lock.release()

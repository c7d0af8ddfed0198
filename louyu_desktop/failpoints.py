"""Places at which a test has the program fail or die: one before every step that must be old or new afterwards.

`LOUYU_FAILPOINT=name:how` or `name:how:k` (the k-th time) in the environment; `how` is `die` (as kill -9),
`full` (no space left on the disk) or `refuse` (an error of the operating system).  Without it nothing happens.
"""

from __future__ import annotations

import errno
import os

_VARIABLE = "LOUYU_FAILPOINT"
_DEAD = 137
_times: dict[str, int] = {}


def hit(name: str) -> None:
    """Pass the place called `name`: OSError, or the end of the process, when a test wants that."""
    wanted = os.environ.get(_VARIABLE)
    if wanted is not None:
        _fail(name, *wanted.split(":"))


def _fail(name: str, wanted: str, how: str = "die", time: str = "1") -> None:
    if name != wanted:
        return
    _times[name] = _times.get(name, 0) + 1
    if _times[name] != int(time):
        return
    if how == "die":
        os._exit(_DEAD)
    raise OSError(errno.ENOSPC if how == "full" else errno.EACCES, name)

"""The door of the program: the window at once, everything else by way of `commands`.

Exit codes: 0 done, 1 a mistake of ours (logged), 2 wrong usage, 3 rows or file refused,
4 wrong password or not permitted, 5 station in use, 6 data damaged.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

BACKUP = ".backup"
"""How a file ends that the desktop has us open."""


def start(arguments: Sequence[str]) -> int:
    """Carry out one command line; gives the exit code.

    What only opens the window goes past click, which takes half as long to import as Qt.
    """
    from louyu_desktop import app

    wanted = _window_wanted(arguments)
    if wanted is None or not app.has_display():
        gc.enable()
        from louyu_desktop.commands import commands
        from louyu_desktop.console import run

        return run(commands, arguments)
    folder, user, safe, backup = wanted
    try:
        return app.run_window(Path(folder) if folder else None, user, safe=safe, backup=backup)
    except Exception as error:  # noqa: BLE001 - told as every command tells it
        from louyu_desktop.console import told

        return told(error)


class Wanted(NamedTuple):
    """What a command line says of the window: folder, person, whether safely, the backup that is to be restored."""

    folder: str | None
    user: str | None
    safe: bool
    backup: Path | None = None


def _window_wanted(arguments: Sequence[str]) -> Wanted | None:
    """What the window is to be, of a command line that names nothing else; None for every other one."""
    named: dict[str, str] = {}
    waiting = list(arguments)
    safe = "--safe" in waiting
    waiting = [one for one in waiting if one != "--safe"]
    backup = None
    while waiting:
        word = waiting.pop(0)
        option, sign, value = word.partition("=")
        if option in {"--data", "--user"} and (sign or waiting):
            named[option] = value if sign else waiting.pop(0)
        elif word.endswith(BACKUP) and not waiting:
            backup = Path(word).absolute()
        else:
            return None
    return Wanted(named.get("--data"), named.get("--user"), safe, backup)


def main() -> None:
    """The entry point of `louyu-desktop` and `python -m louyu_desktop`."""
    gc.disable()  # what is imported on the way to the first paint is not garbage
    code = start(sys.argv[1:])
    gc.freeze()  # what is left goes with the process: nobody need look for circles in it
    sys.exit(code)


if __name__ == "__main__":
    main()

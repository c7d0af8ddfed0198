"""The door of the program: the window at once, everything else by way of `commands`.

Exit codes: 0 done, 1 a mistake of ours (logged), 2 wrong usage, 3 rows or file refused,
4 wrong password or not permitted, 5 station in use, 6 data damaged.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from louyu_desktop import app


def start(arguments: Sequence[str]) -> int:
    """Carry out one command line; gives the exit code.

    What only opens the window goes past click, which takes half as long to import as Qt.
    """
    wanted = _window_wanted(arguments)
    if wanted is None or not app.has_display():
        from louyu_desktop.commands import commands
        from louyu_desktop.console import run

        return run(commands, arguments)
    folder, user, safe = wanted
    try:
        return app.run_window(Path(folder) if folder else None, user, safe=safe)
    except Exception as error:  # noqa: BLE001 - told as every command tells it
        from louyu_desktop.console import told

        return told(error)


def _window_wanted(arguments: Sequence[str]) -> tuple[str | None, str | None, bool] | None:
    """Folder, person and whether safely, of a command line that names nothing else; None for every other one."""
    named: dict[str, str] = {}
    waiting = list(arguments)
    safe = "--safe" in waiting
    waiting = [one for one in waiting if one != "--safe"]
    while waiting:
        option, sign, value = waiting.pop(0).partition("=")
        if option not in {"--data", "--user"} or not (sign or waiting):
            return None
        named[option] = value if sign else waiting.pop(0)
    return named.get("--data"), named.get("--user"), safe


def main() -> None:
    """The entry point of `louyu-desktop` and `python -m louyu_desktop`."""
    sys.exit(start(sys.argv[1:]))


if __name__ == "__main__":
    main()

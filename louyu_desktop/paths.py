"""Where things lie: resources of the program, data of the station, caches of the machine."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
SECRETS = ("LOUYU_PASSWORD", "LOUYU_SHEET")


def resource(name: str) -> Path:
    """A shipped file or folder: inside the wheel, or beside the package in a checkout."""
    inside = _PACKAGE / "resources" / name
    return inside if inside.exists() else _PACKAGE.parent / "resources" / name


def default_station() -> Path:
    """The station folder when `--data` names none (`LOUYU_DATA` overrides it)."""
    named = os.environ.get("LOUYU_DATA")
    return Path(named) if named else _own("data") / "station"


def demonstration() -> Path:
    """The folder of the demonstration station and its papers."""
    return _own("data") / "demonstration"


def cache() -> Path:
    """The folder for what can be made again (pinned fonts, pinyin table); made when missing."""
    named = os.environ.get("LOUYU_CACHE")
    folder = Path(named) if named else _own("cache")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def own_command(module: str, word: str, *arguments: str) -> list[str]:
    """What starts a child of ours: a module in a checkout or wheel, a subcommand `word` in the built program."""
    if getattr(sys, "frozen", False):
        return [_program(), word, *arguments]
    # -P: modules that lie in the folder where somebody stands are not taken for ours
    return [sys.executable, "-P", "-m", module, *arguments]


def own_window(folder: Path) -> list[str]:
    """What starts another window of ours on the station in `folder`."""
    options = ["--data", str(folder)]
    return [_program(), *options] if getattr(sys, "frozen", False) else own_command("louyu_desktop", "", *options)


def _program() -> str:
    """The built program as it is started: on Linux by the script that finds it a C library."""
    return os.environ.get("LOUYU_LAUNCHER") or sys.executable


def own_environment() -> dict[str, str]:
    """The environment of such a child: it finds this very package, its pipes speak UTF-8, and it has no secret."""
    inherited = {name: value for name, value in os.environ.items() if name not in SECRETS}
    return {**inherited, "PYTHONPATH": str(_PACKAGE.parent), "PYTHONUTF8": "1", "PYTHONIOENCODING": "utf-8"}


def leave_no_core() -> None:
    """Have the system write no image of a process that dies, which holds keys and people; not on Windows."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def step_back() -> None:
    """Let the window go first where both want the processor; on Windows who starts a process says so."""
    if sys.platform != "win32":
        os.nice(15)


def machine_settings() -> Path:
    """The clear file of sizes, widths and switches of this machine; nothing personal."""
    return _own("config") / "machine.json"


def log_file() -> Path:
    """The log of our own mistakes: places in the program, nothing personal."""
    return _own("log") / "louyu.log"


_SYSTEM = sys.platform
_LINUX = {
    "data": ("XDG_DATA_HOME", ".local/share"),
    "cache": ("XDG_CACHE_HOME", ".cache"),
    "config": ("XDG_CONFIG_HOME", ".config"),
    "log": ("XDG_STATE_HOME", ".local/state"),
}


def _own(kind: str) -> Path:
    """Our folder of a kind; on Linux by the same rule as platformdirs, whose import would cost a tenth of a start."""
    if _SYSTEM == "linux":
        variable, usual = _LINUX[kind]
        named = os.environ.get(variable, "").strip()
        folder = (Path(named) if named else Path.home() / usual) / "louyu_desktop"
        return folder / "log" if kind == "log" else folder
    import platformdirs

    ours = platformdirs.PlatformDirs("louyu_desktop", appauthor=False)
    return Path(getattr(ours, f"user_{kind}_dir"))

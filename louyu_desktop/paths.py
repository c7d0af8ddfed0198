"""Where things lie: resources of the program, data of the station, caches of the machine."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import platformdirs

_PACKAGE = Path(__file__).resolve().parent


def resource(name: str) -> Path:
    """A shipped file or folder: inside the wheel, or beside the package in a checkout."""
    inside = _PACKAGE / "resources" / name
    return inside if inside.exists() else _PACKAGE.parent / "resources" / name


def default_station() -> Path:
    """The station folder when `--data` names none (`LOUYU_DATA` overrides it)."""
    named = os.environ.get("LOUYU_DATA")
    return Path(named) if named else Path(platformdirs.user_data_dir("louyu_desktop", False)) / "station"


def demonstration() -> Path:
    """The folder of the demonstration station and its papers."""
    return Path(platformdirs.user_data_dir("louyu_desktop", False)) / "demonstration"


def cache() -> Path:
    """The folder for what can be made again (pinned fonts, pinyin table); made when missing."""
    named = os.environ.get("LOUYU_CACHE")
    folder = Path(named) if named else Path(platformdirs.user_cache_dir("louyu_desktop", False))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def own_command(module: str, word: str) -> list[str]:
    """What starts a child of ours: a module in a checkout or wheel, a subcommand `word` in the built program."""
    if getattr(sys, "frozen", False):
        return [sys.executable, word]
    return [sys.executable, "-P", "-m", module]


def own_environment() -> dict[str, str]:
    """The environment of such a child: it finds this very package, and its pipes speak UTF-8."""
    return {**os.environ, "PYTHONPATH": str(_PACKAGE.parent), "PYTHONUTF8": "1", "PYTHONIOENCODING": "utf-8"}


def machine_settings() -> Path:
    """The clear file of sizes, widths and switches of this machine; nothing personal."""
    return Path(platformdirs.user_config_dir("louyu_desktop", False)) / "machine.json"


def log_file() -> Path:
    """The log of our own mistakes: places in the program, nothing personal."""
    return Path(platformdirs.user_log_dir("louyu_desktop", False)) / "louyu.log"

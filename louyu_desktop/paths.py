"""Where things lie: resources of the program, data of the station, caches of the machine."""

from __future__ import annotations

import os
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


def machine_settings() -> Path:
    """The clear file of sizes, widths and switches of this machine; nothing personal."""
    return Path(platformdirs.user_config_dir("louyu_desktop", False)) / "machine.json"


def log_file() -> Path:
    """The log of our own mistakes: places in the program, nothing personal."""
    return Path(platformdirs.user_log_dir("louyu_desktop", False)) / "louyu.log"

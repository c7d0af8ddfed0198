"""Where the demonstration lies, by the names of its files alone, and how it goes again; imports nothing heavy."""

from __future__ import annotations

import shutil
from pathlib import Path

from louyu_desktop.errors import SystemProblem, reason
from louyu_desktop.text import N_, _

MARK = "demonstration.json"
"""The file beside a demonstration that says when it was built, and of which edition."""

LEDGERS, PAPERS = N_("台账"), N_("样张")
"""The folders beside it."""

_STATION = "station"


def station_in(folder: Path) -> Path:
    """The demonstration station in its folder."""
    return folder / _STATION


def is_built_here(station: Path) -> bool:
    """Whether a station is a demonstration of our making, which can be made again."""
    return station.name == _STATION and (station.parent / MARK).is_file()


def remove(station: Path) -> None:
    """Take away a demonstration that nobody has open, with its ledgers and papers; what else lies there stays.

    What is no demonstration of ours is left alone: ValueError.
    """
    if not is_built_here(station):
        raise ValueError(station.name)
    folder = station.parent
    try:
        (folder / MARK).write_text("{}", encoding="utf-8")  # what is left half way is not taken for a fresh one
        for part in (station, folder / _(LEDGERS), folder / _(PAPERS)):
            if part.exists():
                shutil.rmtree(part)
        (folder / MARK).unlink()
        if not any(folder.iterdir()):
            folder.rmdir()
    except OSError as error:
        raise SystemProblem(_("演示站点没有清干净：{reason}").format(reason=reason(error))) from error

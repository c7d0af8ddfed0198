"""`python -m tests.sight [STATION]`: one walk over a copy of a station at one scale, text size, theme and room.

Without a station the demonstration is built first.  It says what is cut or cannot be heard, and leaves a picture of
every screen where it is asked for them.
"""

from __future__ import annotations

import argparse
import builtins
import datetime as dt
import json
import os
import shutil
import sys
import tempfile
from functools import partial
from pathlib import Path

SCALES = {"1": (1366, 696), "1.25": (1536, 792), "1.5": (1280, 648), "2": (1280, 728)}
"""Scales with the room that a screen usual for each leaves a window: 1366 × 768, twice 1920 × 1080, 2560 × 1600."""


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.sight", description=__doc__)
    parser.add_argument("station", type=Path, nargs="?")
    parser.add_argument("--scale", choices=SCALES, default="1")
    parser.add_argument("--text", choices=("normal", "large", "huge"), default="normal")
    parser.add_argument("--theme", choices=("light", "dark", "contrast"), default="light")
    parser.add_argument("--faint", action="store_true", help="measure how the words stand out, too")
    parser.add_argument("--heard", action="store_true", help="and what a screen reader and the keys would miss")
    parser.add_argument("--stretched", action="store_true", help="every sentence two fifths longer")
    parser.add_argument("--pressing", action="store_true", help="every button that is found, too")
    parser.add_argument("--pictures", type=Path, help="the folder of the pictures")
    parser.add_argument("--tabs", nargs="*", default=())
    return parser.parse_args()


def _built(folder: Path) -> Path:
    """The demonstration's station."""
    from louyu_desktop.services import demonstration

    demonstration.build(folder, None, dt.date.today())
    return folder / "station"


def _screen(scale: str, file: Path) -> None:
    """A screen with the room of a scale; Qt hears of it before its first window."""
    width, height = (round(side * float(scale)) for side in SCALES[scale])
    screen = {"name": "one", "x": 0, "y": 0, "width": width, "height": height, "logicalDpi": 96, "logicalBaseDpi": 96,
              "dpr": 1}  # fmt: skip
    file.write_text(json.dumps({"screens": [screen]}), "utf-8")
    os.environ["QT_SCALE_FACTOR"] = scale
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={file}"


def main() -> int:
    """Walk once; 1 when something was found."""
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        _screen(options.scale, place / "screen.json")
        from tests.sight.looking import Looking

        # Qt for Python reads the source of every module that is imported, for a feature that nobody uses here
        builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
        shutil.copytree(options.station or _built(place / "demonstration"), place / "station")
        machine = place / "machine.json"
        machine.write_text(json.dumps({"text_size": options.text, "theme": options.theme}), "utf-8")
        measured = options.theme if options.faint else ""
        room = SCALES[options.scale]
        looking = Looking(
            room, stretched=options.stretched, pictures=options.pictures, theme=measured, heard=options.heard
        )
        looking.tell = partial(print, flush=True)
        screens = [] if options.tabs else looking.doors(place / "empty", machine)
        screens += looking.walk(place / "station", machine, options.tabs, pressing=options.pressing)
    print(f"{len(screens)} screens, {len(looking.found)} findings")  # noqa: T201
    return 1 if looking.found else 0


if __name__ == "__main__":
    ending = main()
    sys.stdout.flush()
    os._exit(ending)  # Qt has been known to trip over what Python lets go of last

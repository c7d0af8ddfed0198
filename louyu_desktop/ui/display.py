"""Whether there is a screen: asked before anything of Qt is imported."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_LISTENS = "00010000"
"""What Linux writes of a socket that listens."""


def has_display() -> bool:
    """True where a window can be seen."""
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    if platform.split(":")[0] in {"offscreen", "minimal"}:
        return False
    if sys.platform in {"win32", "darwin"} or os.environ.get("WAYLAND_DISPLAY") or platform:
        return True
    return _x_answers(os.environ.get("DISPLAY", ""))


def _x_answers(display: str) -> bool:
    """True for a display of another machine, or one of this machine whose server answers (Qt would abort)."""
    if not display.startswith(":"):
        return bool(display)
    place = f"/tmp/.X11-unix/X{display[1:].partition('.')[0]}"  # noqa: S108 - where every X server listens
    if _is_listened_at(place):
        return True
    import socket

    for address in (place, f"\0{place}"):
        with socket.socket(socket.AF_UNIX) as connection:
            if connection.connect_ex(address) == 0:
                return True
    return False


def _is_listened_at(place: str) -> bool:
    """Whether Linux lists a listener there: the module that could ask it itself takes longer to import."""
    try:
        with Path("/proc/net/unix").open(encoding="utf-8", errors="replace") as sockets:
            return any(
                line.rstrip().endswith((f" {place}", f" @{place}")) and line.split()[3] == _LISTENS for line in sockets
            )
    except OSError:
        return False

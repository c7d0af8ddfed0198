"""Two short sounds: one for a sign-in, one for what needs looking at; made here, played by the system."""

from __future__ import annotations

import math
import struct
import sys
import wave
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, QProcess, QStandardPaths, QTimer
from PySide6.QtWidgets import QApplication

from louyu_desktop import paths

if TYPE_CHECKING:
    from louyu_desktop.ui.preferences import Preferences

SETTING: Final = "desk_sound"
_RATE: Final = 22_050
_LOUD: Final = 9_000
_TONES: Final = {"ok": ((880.0, 0.07), (1318.5, 0.12)), "warn": ((330.0, 0.14), (0.0, 0.05), (330.0, 0.18))}
_PLAYERS: Final = ("paplay", "pw-play", "aplay")


def play(preferences: Preferences, tone: str) -> None:
    """Play `ok` or `warn`, unless the machine is to be silent; returns at once."""
    if not preferences.get(SETTING):
        return
    file = _file(tone)
    if sys.platform == "win32":
        import winsound

        system: Any = winsound
        system.PlaySound(str(file), system.SND_FILENAME | system.SND_ASYNC | system.SND_NODEFAULT)
        return
    player = _player()
    if not player or not QProcess.startDetached(player, [str(file)])[0]:
        QApplication.beep()


def play_soon(owner: QObject, preferences: Preferences, tone: str) -> None:
    """Play it when the card has been painted."""
    QTimer.singleShot(0, owner, partial(play, preferences, tone))


@cache
def _player() -> str:
    """A program of the system that plays a file, "" where there is none."""
    return next((found for name in _PLAYERS if (found := QStandardPaths.findExecutable(name))), "")


def _file(tone: str) -> Path:
    folder = paths.cache() / "sounds"
    file = folder / f"{tone}.wav"
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        with wave.open(str(file), "wb") as written:
            written.setnchannels(1)
            written.setsampwidth(2)
            written.setframerate(_RATE)
            written.writeframes(b"".join(map(_samples, *zip(*_TONES[tone], strict=True))))
    return file


def _samples(pitch: float, seconds: float) -> bytes:
    """One note that swells and fades, so that it does not click."""
    count = int(_RATE * seconds)
    heights = (
        int(_LOUD * math.sin(2 * math.pi * pitch * n / _RATE) * math.sin(math.pi * n / count)) for n in range(count)
    )
    return struct.pack(f"<{count}h", *heights)

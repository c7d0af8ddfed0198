"""What this machine remembers: sizes, widths, theme, printer; one clear file, nothing personal."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from louyu_desktop import paths

_WAIT_MS = 400
_SAFE = ("language", "lock_minutes")
"""What counts in the safe mode too: words that one reads, and the lock."""


class Preferences(QObject):
    """Values by key; `changed` names the key. Writes are gathered for a moment, `flush` writes at once.

    In the `safe` mode the file's looks, sizes and views count for nothing, and it stays as it is.
    """

    changed = Signal(str)

    def __init__(self, file: Path | None = None, parent: QObject | None = None, *, safe: bool = False) -> None:
        super().__init__(parent)
        self._file = file or paths.machine_settings()
        self.safe = safe
        self._values = {key: value for key, value in _read(self._file).items() if not safe or key in _SAFE}
        self._timer = QTimer(self, singleShot=True, interval=_WAIT_MS)
        self._timer.timeout.connect(self.flush)

    def get(self, key: str, default: Any = None) -> Any:
        """The value of `key`; for a declared machine setting the declared default."""
        from louyu_desktop.settings import BY_KEY, Scope  # the first window stands without the declarations

        if key in self._values:
            return self._values[key]
        declared = BY_KEY.get(key)
        if declared is not None and declared.scope is Scope.MACHINE:
            return declared.default
        return default

    def kept(self, key: str) -> Any:
        """What the file says; None where nothing but the default was ever chosen."""
        return self._values.get(key)

    def set(self, key: str, value: Any) -> None:
        """Remember `value` (what JSON can hold); None forgets."""
        if self._values.get(key) == value:
            return
        if value is None:
            self._values.pop(key, None)
        else:
            self._values[key] = value
        self._timer.start()
        self.changed.emit(key)

    def flush(self) -> None:
        """Write now; a folder that cannot be written is no reason to stop working."""
        self._timer.stop()
        if self.safe:
            return
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            fresh = self._file.with_suffix(".new")
            with fresh.open("w", encoding="utf-8") as file:
                json.dump(self._values, file, ensure_ascii=False, indent=1, sort_keys=True)
                file.flush()
                os.fsync(file.fileno())  # else a power cut may leave a file of zeros under the new name
            fresh.replace(self._file)
        except OSError:
            return


def _read(file: Path) -> dict[str, Any]:
    """The file's values; nothing when it is missing or was spoilt by hand."""
    try:
        values = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return values if isinstance(values, dict) else {}

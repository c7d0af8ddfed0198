"""What breaks off a reading, for the window, which stands before the services do."""

from __future__ import annotations

from louyu_desktop.storage.stopping import Stop

__all__ = ["Stop"]

"""UUIDv7 (RFC 9562), because Python 3.11 has none: sortable, and growing within one process."""

from __future__ import annotations

import secrets
import threading
import time
import uuid

_lock = threading.Lock()
_last = 0


def new_uid() -> str:
    """A UUIDv7 that is greater than every one given before by this process, also when the clock goes back."""
    global _last  # noqa: PLW0603 - what makes it grow
    with _lock:
        moment = time.time_ns() // 1_000_000 << 74 | secrets.randbits(73)
        _last = moment if moment > _last else _last + 1 + secrets.randbits(32)
        value = _last
    high, low = value >> 74, value & (1 << 74) - 1
    return str(uuid.UUID(int=high << 80 | 7 << 76 | (low >> 62) << 64 | 2 << 62 | low & (1 << 62) - 1))

"""UUIDv7 (RFC 9562), because Python 3.11 has none: sortable, and growing within one process."""

from __future__ import annotations

import secrets
import threading
import time

_lock = threading.Lock()
_last = 0


def new_uids(count: int) -> list[str]:
    """So many UUIDv7s, each greater than every one given before by this process, also when the clock goes back."""
    if not count:
        return []
    return [_written(value) for value in _values(count)]


def _values(count: int) -> list[int]:
    global _last  # noqa: PLW0603 - what makes it grow
    with _lock:
        moment = time.time_ns() // 1_000_000 << 74 | secrets.randbits(73)
        found = [moment if moment > _last else _last + 1 + secrets.randbits(32)]
        steps = secrets.token_bytes(4 * (count - 1))
        for start in range(0, len(steps), 4):
            found.append(found[-1] + 1 + int.from_bytes(steps[start : start + 4]))
        _last = found[-1]
    return found


def _written(value: int) -> str:
    high, low = value >> 74, value & (1 << 74) - 1
    digits = f"{high << 80 | 7 << 76 | (low >> 62) << 64 | 2 << 62 | low & (1 << 62) - 1:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"

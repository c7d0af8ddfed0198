"""UUIDv7 (RFC 9562), because Python 3.11 has none: sortable, and growing within one process."""

from __future__ import annotations

import secrets
import struct
import threading
import time
from bisect import bisect_left
from itertools import accumulate

_lock = threading.Lock()
_last = 0
_LOW = (1 << 62) - 1


def new_uids(count: int) -> list[str]:
    """So many UUIDv7s, each greater than every one given before by this process, also when the clock goes back."""
    if not count:
        return []
    return _written(_values(count))


def _values(count: int) -> list[int]:
    global _last  # noqa: PLW0603 - what makes it grow
    with _lock:
        moment = time.time_ns() // 1_000_000 << 74 | secrets.randbits(73)
        first = moment if moment > _last else _last + 1 + secrets.randbits(32)
        steps = struct.unpack(f">{count - 1}I", secrets.token_bytes(4 * (count - 1)))
        found = list(accumulate(steps, lambda value, step: value + 1 + step, initial=first))
        _last = found[-1]
    return found


def _written(values: list[int]) -> list[str]:
    """Neighbours have the same beginning, nearly always."""
    high = values[0] >> 62
    if values[-1] >> 62 != high:
        behind = bisect_left(values, high + 1 << 62)
        return _written(values[:behind]) + _written(values[behind:])
    digits = f"{high >> 12 << 16 | 7 << 12 | high & 0xFFF:016x}"
    begun = f"{digits[:8]}-{digits[8:12]}-{digits[12:]}-"
    lows = struct.pack(f">{len(values)}Q", *[value & _LOW | 2 << 62 for value in values]).hex()
    return [f"{begun}{lows[at : at + 4]}-{lows[at + 4 : at + 16]}" for at in range(0, len(lows), 16)]

"""Wrong passwords make all wait: 1, 2, 4 … 60 seconds after the third in a row (SAFETY.md 5.2)."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import replace
from typing import Final

from louyu_desktop.errors import NotPermittedError
from louyu_desktop.storage.vault_file import LONGEST, MOST_TRIES, Delay, Try
from louyu_desktop.text import _

_FREE: Final = 3


def remaining(delay: Delay) -> float:
    """Seconds until the next password may be tried.

    The monotonic clock counts from the start of the computer and nobody turns it; where it stands before the
    wrong try, the computer was started since, and at least so long ago as it says.
    """
    now = time.monotonic()
    passed = now - delay.since if now >= delay.since else now
    return max(0.0, delay.seconds - passed)


def refuse_early(delay: Delay) -> None:
    """NotPermittedError while one has to wait."""
    seconds = remaining(delay)
    if seconds > 0:
        raise NotPermittedError(_("口令输错多次，请等 {seconds} 秒再试").format(seconds=int(seconds) + 1))


def counted(delay: Delay, slot_id: str, account_uid: str) -> Delay:
    """One more try for a slot ("" for a name that is not there), which is wrong until it has been forgiven."""
    count = delay.wrong.get(slot_id, 0) + 1
    pause = 0.0 if count < _FREE else min(LONGEST, 2.0 ** min(count - _FREE, 10))
    tried = Try(dt.datetime.now(dt.UTC).isoformat(timespec="seconds"), account_uid)
    return Delay({**delay.wrong, slot_id: count}, time.monotonic(), pause, (*delay.tries, tried)[-MOST_TRIES:])


def forgiven(before: Delay, slot_id: str) -> Delay:
    """What was counted before a try that was right; what others got wrong stays."""
    return replace(before, wrong={known: n for known, n in before.wrong.items() if known not in {slot_id, ""}})

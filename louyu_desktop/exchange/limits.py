"""How large a foreign file may be, and how much memory and time its reader may take (SAFETY.md T5).

An honest ledger of 100,000 rows and 20 columns unfolds to 150 MB and is two million cells: it passes.
"""

from __future__ import annotations

import signal
from typing import Any, NoReturn

LARGEST_FILE = 64 << 20
MAX_ENTRIES = 2000
"""Entries of an archive, most of them pictures that nobody opens."""

MAX_PARTS = 200
MAX_PART = 192 << 20
MAX_TOTAL = 256 << 20
MAX_RATIO = 200
SMALL = 8 << 20
MAX_CELLS = 2_000_000
MAX_SHEETS = 200
MAX_WIDTH = 512
LONGEST_CELL = 32_767
"""Characters that a cell of Excel holds; a longer one is an unclosed quote, or meant to do harm."""

MEMORY = 256 << 20
MOST_MEMORY = 1 << 30
SECONDS = 1.6
MOST_SECONDS = 40.0


class Refusal(Exception):  # noqa: N818 - an answer, not a mistake
    """The file cannot be taken: a code, and what the sentence names."""

    def __init__(self, code: str, **details: Any) -> None:
        super().__init__(code)
        self.code = code
        self.details = details


def refuse(code: str, **details: Any) -> NoReturn:
    """End the reading with a code of `opening.SENTENCES`."""
    raise Refusal(code, **details)


def no_bounds(_unfolded: int) -> None:
    """Nothing is bounded: for a caller that is no child."""


def bound(unfolded: int = 0) -> None:
    """Limit this process's memory and processor time by what the file unfolds to (not on Windows).

    Called once for the start and once more when the sizes are known; the system ends who goes beyond.
    """
    try:
        import resource
    except ImportError:
        return
    memory = min(MEMORY + 2 * unfolded, MOST_MEMORY)
    seconds = min(SECONDS + unfolded / (8 << 20), MOST_SECONDS)
    resource.setrlimit(resource.RLIMIT_AS, (memory, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (int(MOST_SECONDS) + 1, int(MOST_SECONDS) + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    signal.setitimer(signal.ITIMER_PROF, seconds)

"""What this program is made of, in versions; nothing of a station."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from louyu_desktop import __version__
from louyu_desktop.storage import engine, upgrade


@dataclass(frozen=True, slots=True)
class Versions:
    """Of the program, the interpreter, the encrypted database, and the schema that it writes."""

    program: str
    python: str
    cipher: str
    sqlite: str
    schema: int


def versions() -> Versions:
    """As they are loaded now."""
    python = ".".join(map(str, sys.version_info[:3]))
    return Versions(__version__, python, *engine.versions(), upgrade.SCHEMA)

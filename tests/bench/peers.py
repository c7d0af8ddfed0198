"""typst as a peer: a Python that has it, and one compilation in a process of its own.

It is sought in this Python, then in `bench-results/peers`, where `make peers` puts it (requirements-bench.lock);
the program itself never needs it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

PEERS = Path("bench-results") / "peers" / "bin" / "python"
WHY = "typst is not installed: make peers"

_COMPILE = """
import json, resource, sys, time, typst
source, target, fonts = sys.argv[1:]
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
begun = time.perf_counter()
compiler = typst.Compiler(source, font_paths=[fonts], ignore_system_fonts=True)
compiler.compile(output=target, pdf_tags=False)
taken = time.perf_counter() - begun
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps({"seconds": taken, "peak": peak / 1024, "grown": (peak - before) / 1024}))
"""


def with_typst() -> str | None:
    """The Python that has typst; None when none has."""
    if find_spec("typst"):
        return sys.executable
    return str(PEERS) if PEERS.exists() else None


def compiled(python: str, source: str, target: Path, fonts: Path) -> dict[str, float]:
    """Seconds and megabytes of compiling `source` with the fonts of a folder."""
    document = target.with_suffix(".typ")
    document.write_text(source, "utf-8")
    command = [python, "-c", _COMPILE, str(document), str(target), str(fonts)]
    found: dict[str, float] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return found | {"size": target.stat().st_size / 1e6}


def quoted(text: str) -> str:
    """A string of typst's own language."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

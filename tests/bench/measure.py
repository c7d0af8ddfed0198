"""`make bench`: every target of SPEED.md that this version has, ours and the floor or the peer in turn.

`python -m tests.bench.measure s08` takes one topic.  Each topic is a module `sNN_*.py` with `measure()`,
run in a process of its own; its figures are printed beside their bounds and kept in bench-results/.
A timing is never a test: the exit code says only whether everything could be measured.
"""

from __future__ import annotations

import compileall
import importlib
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from tests.bench.figures import Figure, Found, Missing

_RESULTS = Path("bench-results")
_MODULE = "tests.bench.measure"
_LINE = "{verdict:<8}{target:<5}{value:>14}  {bound:<14}{what}"


def topics(wanted: Sequence[str]) -> list[str]:
    """The names of the modules that measure, all or those that begin so."""
    names = sorted(path.stem for path in Path(__file__).parent.glob("s[0-9][0-9]_*.py"))
    return [name for name in names if not wanted or any(name.startswith(one) for one in wanted)]


def _line(found: Found) -> str:
    if isinstance(found, Missing):
        what = f"{found.what}: {found.why}"
        return _LINE.format(verdict="missing", target=found.target, value="", bound="", what=what)
    bound = f"{'>=' if found.at_least else '<='} {found.bound:g} {found.unit}"
    what = f"{found.what} ({found.note})" if found.note else found.what
    verdict = "ok" if found.holds else "MISS"
    return _LINE.format(
        verdict=verdict, target=found.target, value=f"{found.value:.3f} {found.unit}", bound=bound, what=what
    )


def _measure_here(topic: str) -> None:
    """One topic in this process: a JSON line per figure, told apart from whatever else is printed."""
    for found in importlib.import_module(f"tests.bench.{topic}").measure():
        print(json.dumps({"found": type(found).__name__, **asdict(found)}, ensure_ascii=False), flush=True)


def _measured(topic: str) -> Iterator[Found]:
    """The figures of one topic as they come out of its process; RuntimeError when it breaks off."""
    command = [sys.executable, "-m", _MODULE, "--here", topic]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        for line in child.stdout or ():
            if line.startswith('{"found": '):
                kept = json.loads(line)
                yield (Missing if kept.pop("found") == "Missing" else Figure)(**kept)
            else:
                print(f"        {line.rstrip()}", flush=True)
    if child.returncode:
        raise RuntimeError(f"{topic}: {child.returncode}")


def _keep(figures: list[dict[str, object]]) -> None:
    _RESULTS.mkdir(exist_ok=True)
    file = _RESULTS / f"{time.strftime('%Y%m%d-%H%M%S')}.json"
    file.write_text(json.dumps(figures, ensure_ascii=False, indent=1), "utf-8")


def main(arguments: Sequence[str]) -> int:
    """Measure, print, keep; 1 when a topic broke off."""
    if arguments[:1] == ["--here"]:
        _measure_here(arguments[1])
        return 0
    kept: list[dict[str, object]] = []
    broken: list[str] = []
    lines: list[str] = []
    compileall.compile_dir("louyu_desktop", quiet=1)  # as Python does at the first start, where it may
    begun = time.perf_counter()
    for topic in topics(arguments):
        started = time.perf_counter()
        try:
            for found in _measured(topic):
                kept.append({"topic": topic, **asdict(found)})
                lines.append(_line(found))
                print(lines[-1], flush=True)
        except RuntimeError as error:
            broken.append(str(error))
            print(f"broken  {error}", flush=True)
        print(f"        {topic}: {time.perf_counter() - started:.0f} s", flush=True)
    _keep(kept)
    print("\n".join(["", *lines, *(f"broken  {one}" for one in broken)]))
    missed = sum(line.startswith("MISS") for line in lines)
    print(f"{len(lines)} figures, {missed} missed, {time.perf_counter() - begun:.0f} s")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

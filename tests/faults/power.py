"""Power cuts: what a program wrote is recorded with strace, and a disk is put together as it may look after a cut.

Until a file is synced, each of its 512-byte sectors may be old, new, torn in the middle, or never written where
the file grew; until a folder is synced, its latest names may be missing (a journalled file system keeps the
earlier of two, so what is missing is missing from some moment on).
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import NamedTuple

_CALLS = "openat,pwrite64,write,fsync,fdatasync,ftruncate,unlink,unlinkat,rename,renameat,renameat2"
_LINE = re.compile(r"^(?P<pid>\d+) +(?P<call>\w+)\((?P<rest>.*)$")
_RESUMED = re.compile(r"^(?P<pid>\d+) +<\.\.\. (?P<call>\w+) resumed>(?P<rest>.*)$")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_DESCRIPTOR = re.compile(r"^\d+<((?:\\x[0-9a-f]{2})*)>")
_GIVEN = re.compile(r"= \d+<((?:\\x[0-9a-f]{2})*)>")
_SECTOR = 512


class Step(NamedTuple):
    """One thing done to the disk."""

    call: str
    path: str
    content: bytes = b""
    at: int = 0
    to: str = ""


def record(module: str, *arguments: object, log: Path) -> list[Step]:
    """What `python -m module arguments` does to the disk; it must come to a good end."""
    command = ["strace", "-f", "-y", "--seccomp-bpf", "-s", str(1 << 26), "-xx"]
    command += ["-e", f"trace={_CALLS}", "-o", str(log)]
    place = str(Path(__file__).parents[2])
    done = subprocess.run(
        [*command, sys.executable, "-m", module, *map(str, arguments)],
        check=False, capture_output=True, text=True, cwd=place, env={**os.environ, "PYTHONPATH": place},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return list(_steps(log.read_text("ascii").splitlines()))


def _steps(lines: Sequence[str]) -> Iterator[Step]:
    begun: dict[str, str] = {}
    for line in lines:
        if found := _RESUMED.match(line):
            call, rest = found["call"], begun.pop(found["pid"], "") + found["rest"]
        elif found := _LINE.match(line):
            call, rest = found["call"], found["rest"]
            if rest.endswith("<unfinished ...>"):
                begun[found["pid"]] = rest.removesuffix("<unfinished ...>")
                continue
        else:
            continue
        if " = -1 " not in rest[-80:]:
            yield from _step(call, rest)


def _step(call: str, rest: str) -> Iterator[Step]:
    texts = [_plain(one) for one in _TEXT.findall(rest)]
    opened = _DESCRIPTOR.match(rest)
    path = os.fsdecode(_plain(opened[1])) if opened else ""
    match call:
        case "openat" if "O_CREAT" in rest or "O_TRUNC" in rest:
            given = _GIVEN.search(rest)
            if given:
                yield Step("open", os.fsdecode(_plain(given[1])), at=int("O_TRUNC" in rest))
        case "write" | "pwrite64":
            at = -1 if call == "write" else int(rest.rsplit(")", 1)[0].rsplit(",", 1)[1])
            yield Step("write", path, texts[0], at)
        case "fsync" | "fdatasync":
            yield Step("sync", path)
        case "ftruncate":
            yield Step("cut", path, at=int(rest.rsplit(")", 1)[0].rsplit(",", 1)[1]))
        case "unlink" | "unlinkat":
            yield Step("unlink", os.fsdecode(texts[0]))
        case "rename" | "renameat" | "renameat2":
            yield Step("rename", os.fsdecode(texts[0]), to=os.fsdecode(texts[1]))


def _plain(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))


@dataclass(slots=True, eq=False)
class _File:
    """What is surely on the disk, and what the program believes to be there."""

    synced: bytes = b""
    present: bytearray = field(default_factory=bytearray)
    place: int = 0

    def sync(self) -> None:
        self.synced = bytes(self.present)

    def after_a_cut(self, dice: Random, kept: float) -> bytes:
        """Sector by sector old, new or torn; a file that grew or shrank has any length in between."""
        old, new = self.synced, bytes(self.present)
        if old == new:
            return old
        shortest, longest = sorted((len(old), len(new)))
        ends = {shortest, longest, *(shortest // _SECTOR * _SECTOR + n * _SECTOR for n in range(1, 40))}
        length = dice.choice(sorted(end for end in ends if shortest <= end <= longest))
        before, after = old.ljust(length, b"\0"), new.ljust(length, b"\0")
        parts = []
        for start in range(0, length, _SECTOR):
            stop = min(start + _SECTOR, length)
            place = start if dice.random() > kept else stop
            if dice.random() < 0.1:
                place = dice.randint(start, stop)
            parts.append(after[start:place] + before[place:stop])
        return b"".join(parts)


class Disk:
    """A disk while a program writes to it, below one folder."""

    def __init__(self, folder: Path, before: Mapping[str, bytes]) -> None:
        self._folder = f"{folder}/"
        self._names = {str(folder / name): _File(content, bytearray(content)) for name, content in before.items()}
        self._synced = dict(self._names)
        self._journal: list[dict[str, _File | None]] = []

    def mine(self, step: Step) -> bool:
        """Whether a step concerns this folder."""
        return f"{step.path}/".startswith(self._folder) and not step.path.endswith(("-shm", ".lock", "(deleted)"))

    def take(self, step: Step) -> None:
        """Have a step done."""
        file = self._names.get(step.path)
        if step.call == "open":
            self._open(step)
        elif step.call == "unlink":
            self._rename({step.path: None})
        elif step.call == "rename" and file is not None:
            self._rename({step.path: None, step.to: file})
        elif step.call == "sync" and file is None:
            self._sync_folder()
        elif step.call == "sync" and file is not None:
            file.sync()
        elif file is not None:
            _write(file, step)

    def _open(self, step: Step) -> None:
        file = self._names.get(step.path)
        if file is None:
            file = _File()
            self._rename({step.path: file})
        file.place = 0
        if step.at:
            file.present.clear()

    def _rename(self, changes: dict[str, _File | None]) -> None:
        self._journal.append(changes)
        _apply(self._names, changes)

    def _sync_folder(self) -> None:
        for changes in self._journal:
            _apply(self._synced, changes)
        self._journal.clear()

    def after_a_cut(self, dice: Random) -> dict[str, bytes]:
        """Files by their names in the folder, as a restart may find them."""
        names, kept = dict(self._synced), dice.choice((0.0, 0.5, 1.0, dice.random()))
        for changes in self._journal[: dice.randint(0, len(self._journal))]:
            _apply(names, changes)
        return {path.removeprefix(self._folder): file.after_a_cut(dice, kept) for path, file in names.items()}


def _apply(names: dict[str, _File], changes: Mapping[str, _File | None]) -> None:
    for path, file in changes.items():
        if file is None:
            names.pop(path, None)
        else:
            names[path] = file


def _write(file: _File, step: Step) -> None:
    if step.call == "cut":
        del file.present[step.at :]
        file.present.extend(bytes(step.at - len(file.present)))
        return
    at = file.place if step.at < 0 else step.at
    if step.at < 0:
        file.place = at + len(step.content)
    file.present.extend(bytes(max(0, at - len(file.present))))
    file.present[at : at + len(step.content)] = step.content

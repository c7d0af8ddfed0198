"""A screen that nobody sees, a window manager, and one user's account on it: a home, a printer, the program."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.installer.patience import looked_for

SIZE = "1366x768x24"
PRINTER = """#!/bin/sh
# what stands in for CUPS: one printer, whose sheets lie beside this file, in order
case "${0##*/}" in
  lpstat) if [ "$1" = "-e" ]; then echo front; else echo "system default destination: front"; fi ;;
  lpoptions) echo "printer-info='前台'" ;;
  lp) number=1; here=$(dirname "$0")
      while [ -e "$here/sheet-$number.pdf" ]; do number=$((number + 1)); done
      cat > "$here/part" && mv "$here/part" "$here/sheet-$number.pdf" ;;
esac
"""


@contextmanager
def showing() -> Iterator[str]:
    """An X server for every user of this computer, with a window manager; gives its name."""
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", SIZE, "-ac", "-nolisten", "tcp"], pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(write)
    with os.fdopen(read) as told:
        name = f":{told.readline().strip()}"
    manager = subprocess.Popen(
        ["openbox"], env={**os.environ, "DISPLAY": name}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield name
    finally:
        for one in (manager, server):
            one.terminate()
            one.wait()


class Account:
    """Somebody's account: `home` as the program sees it; `root` and `user` where that is in a chroot of its own."""

    def __init__(self, home: Path, command: Sequence[str], root: Path | None = None, user: str = "") -> None:
        self.home, self._command, self._root, self._user = home, tuple(command), root, user
        self.bin = self.outside(home / ".bin")
        self.bin.mkdir(parents=True, exist_ok=True)
        for name in ("lp", "lpstat", "lpoptions"):
            (self.bin / name).write_text(PRINTER, encoding="utf-8")
            (self.bin / name).chmod(0o755)
        self.give(self.bin)

    def outside(self, path: Path) -> Path:
        """Where a path of the account's lies for us."""
        return path if self._root is None else self._root / path.relative_to("/")

    def put(self, file: Path, at: Path) -> None:
        """A file of the account's own, below its home."""
        target = self.outside(self.home / at)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.read_bytes())
        self.give(target.parent)
        self.give(target)

    def give(self, path: Path) -> None:
        """What we made belongs to the account."""
        if self._user:
            above = self.outside(self.home).stat()
            os.chown(path, above.st_uid, above.st_gid)

    def start(self, screen: str, bus: str, *told: str) -> subprocess.Popen[bytes]:
        """The program, as the account's menu starts it."""
        environment = {
            "HOME": str(self.home), "PATH": f"{self.home / '.bin'}:/usr/local/bin:/usr/bin:/bin", "DISPLAY": screen,
            "LANG": "C.UTF-8", "AT_SPI_BUS_ADDRESS": bus, "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            **({"PYTHONPATH": path} if (path := os.environ.get("PYTHONPATH")) else {}),
        }  # fmt: skip
        command = [*self._command, *told]
        if self._root is not None:
            user = [f"--userspec={self._user}"] if self._user else []
            command = ["/usr/sbin/chroot", *user, str(self._root), *command]
        return subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)

    def sheet(self, number: int, patience: float = 60) -> bytes:
        """What came out of the printer as its `number`th job."""
        file = self.bin / f"sheet-{number}.pdf"
        looked_for(lambda: file.exists() or None, patience)
        return file.read_bytes()

"""`python tools/windows_wheels.py`: which wheels a 64-bit Windows takes for both locks, asked of pip and written down.

Run by hand after `make lock` (it needs the package index); tests compare installer/windows/wheels.txt with the locks.
Of Qt's wheel it notes the plug-ins and libraries, which a test compares with contents.py (plugins.txt).
A requirement that has no wheel for Windows ends it with pip's own words.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from packaging.markers import Marker

ROOT = Path(__file__).resolve().parent.parent
LOCKS = (ROOT / "requirements.lock", ROOT / "requirements-build.lock")
WRITTEN = ROOT / "installer" / "windows" / "wheels.txt"
PLUGINS = ROOT / "installer" / "windows" / "plugins.txt"
QT = "pyside6-essentials"
WINDOWS = {
    "os_name": "nt", "sys_platform": "win32", "platform_system": "Windows", "platform_machine": "AMD64",
    "python_version": "3.11", "python_full_version": "3.11.9", "implementation_name": "cpython",
    "platform_python_implementation": "CPython",
}  # fmt: skip
TARGET = (
    "--platform", "win_amd64", "--python-version", "3.11", "--implementation", "cp", "--abi", "cp311", "--abi", "abi3",
    "--abi", "none", "--only-binary=:all:", "--no-deps", "--require-hashes", "--quiet", "--disable-pip-version-check",
)  # fmt: skip


def main() -> None:
    """Ask, and write what is found."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        wanted = dict(block for lock in LOCKS for block in blocks(lock.read_text("utf-8")))
        plain = folder / "wanted.txt"
        plain.write_text("\n".join(wanted.values()), encoding="utf-8")
        report = folder / "report.json"
        _pip("install", "--dry-run", "--target", folder / "none", "--report", report, *TARGET, "-r", plain)
        found = json.loads(report.read_text("utf-8"))["install"]
        lines = sorted(_line(one) for one in found)
        WRITTEN.write_text("\n".join(lines) + "\n", encoding="utf-8")
        print(f"{len(wanted)} requirements, {len(lines)} wheels for win_amd64")
        [qt] = [text for named, text in wanted.items() if named.startswith(f"{QT}==")]
        plain.write_text(qt, encoding="utf-8")
        _pip("download", "--dest", folder / "qt", *TARGET, "-r", plain)
        [wheel] = (folder / "qt").iterdir()
        PLUGINS.write_text("\n".join([wheel.name, *_of_qt(wheel)]) + "\n", encoding="utf-8")


def blocks(lock: str) -> Iterator[tuple[str, str]]:
    """The requirements of a lock that apply to Windows: name, and the text with its hashes but without its marker."""
    for text in re.split(r"\n(?=\S)", lock.strip()):
        first, _, hashes = text.partition("\n")
        named, _, marker = first.rstrip(" \\").partition(" ; ")
        if not marker or Marker(marker).evaluate(WINDOWS):
            yield named, f"{named} \\\n{hashes}"


def _of_qt(wheel: Path) -> list[str]:
    """The plug-ins, and the modules and libraries beside them, that Qt's wheel has for Windows."""
    with zipfile.ZipFile(wheel) as opened:
        files = [Path(name) for name in opened.namelist() if name.endswith((".dll", ".pyd"))]
    return sorted(file.as_posix() for file in files if "plugins" in file.parts or len(file.parts) == 2)


def _pip(*arguments: str | Path) -> None:
    subprocess.run([sys.executable, "-m", "pip", *map(str, arguments)], check=True)


def _line(one: dict[str, Any]) -> str:
    """File name and hash of one wheel."""
    info = one["download_info"]
    file = unquote(info["url"].partition("#")[0].rpartition("/")[2])
    return f"{file}  sha256:{info['archive_info']['hashes']['sha256']}"


if __name__ == "__main__":
    main()

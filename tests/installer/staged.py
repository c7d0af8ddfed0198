"""A tree like a built program's, small and for tests, and the setup that is compiled of it."""

from __future__ import annotations

import hashlib
import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parent.parent.parent
WAITS = r"""
Unicode true
Target amd64-unicode
SilentInstall silent
RequestExecutionLevel user
OutFile "${OUT}"
Section
FileOpen $0 "C:\started" w
FileClose $0
Sleep 600000
SectionEnd
"""


def module(name: str) -> ModuleType:
    """A module of installer/, which is no package."""
    return _loaded(ROOT / "installer" / f"{name}.py")


def tool(name: str) -> ModuleType:
    """A module of tools/, which is none either."""
    return _loaded(ROOT / "tools" / f"{name}.py")


def _loaded(file: Path) -> ModuleType:
    if str(file.parent) not in sys.path:
        sys.path.append(str(file.parent))  # they import what lies beside them
    spec = importlib.util.spec_from_file_location(file.stem, file)
    assert spec is not None
    assert spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


def tree(folder: Path, mark: str) -> Path:
    """A program that waits, files of both versions, of one alone, with Chinese names and far down."""
    deep = folder / "_internal" / "PySide6" / "plugins" / "platforms" / ("deep" * 15)
    deep.mkdir(parents=True)
    (deep / "very.txt").write_text(mark)
    (folder / "_internal" / f"only in {mark}.txt").write_text(mark)
    (folder / "_internal" / "说明·楼宇.txt").write_text(mark)
    (folder / "_internal" / mark).mkdir()
    (folder / "_internal" / mark / "empty.txt").touch()
    for number in range(12):
        pattern = hashlib.sha256(f"{mark}{number}".encode()).digest()
        (folder / "_internal" / f"{number}.dll").write_bytes(pattern * 32_000)
    script = folder / "waits.nsi"
    script.write_text(WAITS, encoding="utf-8")
    makensis = module("build_windows").makensis()
    subprocess.run([makensis, "-V1", f"-DOUT={folder / 'louyu-desktop.exe'}", script], check=True)
    script.unlink()
    return folder


def setup(staged: Path, folder: Path, version: str) -> Path:
    """The setup of a staged tree."""
    builder = module("build_windows")
    icon, side, out = folder / "icon.ico", folder / "side.bmp", folder / f"setup-{version}.exe"
    builder.draw_icon(icon)
    builder.draw_side(side)
    builder.pack(staged, (icon, side), version, out)
    return out


def room(staged: Path) -> int:
    """How long the path of its folder may be."""
    return int(module("build_windows").room(staged))


def content(folder: Path) -> dict[str, str]:
    """Every file of a tree with its hash."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*") if path.is_file()
    }  # fmt: skip

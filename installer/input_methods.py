"""The plug-ins by which fcitx 4 and fcitx 5 write Chinese into Qt 6; ibus has its own in Qt.

Qt's wheel has none for fcitx.  Debian's are taken at build time, unchanged but for one more library that they name
(older_qt.c).  Both answer to the name `fcitx`, so each stands in a folder of its own, and the launcher names the one
whose program runs.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

LINUX = Path(__file__).resolve().parent / "linux"
PACKAGES = ("fcitx-frontend-qt6", "fcitx5-frontend-qt6", "libfcitx5-qt6-1")
PLUGINS = {
    "fcitx4": ("fcitx-frontend-qt6", "libfcitxplatforminputcontextplugin-qt6.so"),
    "fcitx5": ("fcitx5-frontend-qt6", "libfcitx5platforminputcontextplugin.so"),
}
"""The folder of each under input/, Debian's package and the file in it."""

BRIDGE = "liblouyu-older-qt.so"
BESIDE = "libFcitx5Qt6DBusAddons.so.1"


def add(tree: Path) -> None:
    """Put them under `tree`/input; the program's own Qt must stand in `tree`/program already."""
    internal = tree / "program" / "_internal"
    with tempfile.TemporaryDirectory() as unpacked:
        folder = Path(unpacked)
        subprocess.run(["apt-get", "download", "-q", *PACKAGES], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        for fetched in folder.glob("*.deb"):
            subprocess.run(["dpkg", "-x", fetched, folder / "x"], check=True)
        found = {file.name: file for file in (folder / "x").rglob("*.so*")}
        (internal / BESIDE).write_bytes(found[BESIDE].read_bytes())
        _bridge(internal)
        for name, (package, plugin) in PLUGINS.items():
            target = tree / "input" / name / "platforminputcontexts" / plugin
            target.parent.mkdir(parents=True)
            target.write_bytes(found[plugin].read_bytes())
            terms = folder / "x" / "usr" / "share" / "doc" / package / "copyright"
            (tree / "input" / name / "copyright").write_bytes(terms.read_bytes())
            # one after the other: patchelf 0.14 does both at once, and then the path names the library
            subprocess.run(["patchelf", "--set-rpath", "$ORIGIN/../../../program/_internal", target], check=True)
            subprocess.run(["patchelf", "--add-needed", BRIDGE, target], check=True)


def _bridge(internal: Path) -> None:
    subprocess.run(
        ["cc", "-O2", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", "-s", "-o", internal / BRIDGE, LINUX / "older_qt.c",
         f"-Wl,--version-script={LINUX / 'older_qt.map'}", "-Wl,--allow-shlib-undefined",
         "-Wl,-rpath,$ORIGIN:$ORIGIN/PySide6/Qt/lib",
         f"-L{internal / 'PySide6' / 'Qt' / 'lib'}", "-l:libQt6Gui.so.6", "-l:libQt6Core.so.6"],
        check=True,
    )  # fmt: skip

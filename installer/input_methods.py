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
THEIRS, OURS = "qt_version_tag@Qt_6.4", "qt_version_tag@Qt_6.9"
"""What older_qt.c stands between: Debian 12's Qt and that of the program."""

PRIVATE = "@Qt_6_PRIVATE_API"


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
            _check(internal, target)
            terms = folder / "x" / "usr" / "share" / "doc" / package / "copyright"
            (tree / "input" / name / "copyright").write_bytes(terms.read_bytes())
            # one after the other: patchelf 0.14 does both at once, and then the path names the library
            subprocess.run(["patchelf", "--set-rpath", "$ORIGIN/../../../program/_internal", target], check=True)
            subprocess.run(["patchelf", "--add-needed", BRIDGE, target], check=True)


def _check(internal: Path, plugin: Path) -> None:
    """Stop where the plug-in or the Qt is another than older_qt.c was written for: it would crash the program."""
    asked = _symbols("--undefined-only", plugin)
    libraries = internal / "PySide6" / "Qt" / "lib"
    given = _symbols("--defined-only", libraries / "libQt6Core.so.6", libraries / "libQt6Gui.so.6", internal / BRIDGE)
    missing = {name for name in asked if name.endswith(PRIVATE)} - given
    if THEIRS not in asked or OURS not in given or missing:
        raise SystemExit(f"{plugin.name} does not fit: see installer/linux/older_qt.c {sorted(missing)}")


def _symbols(which: str, *files: Path) -> set[str]:
    """What libraries ask for or give, with the version of each."""
    said = subprocess.run(["nm", "--dynamic", which, *files], capture_output=True, text=True, check=True).stdout
    return {line.split()[-1].replace("@@", "@") for line in said.splitlines() if "@" in line}


def _bridge(internal: Path) -> None:
    subprocess.run(
        ["cc", "-O2", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", "-s", "-o", internal / BRIDGE,
         LINUX / "older_qt.c",
         f"-Wl,--version-script={LINUX / 'older_qt.map'}", "-Wl,--allow-shlib-undefined",
         "-Wl,-rpath,$ORIGIN:$ORIGIN/PySide6/Qt/lib",
         f"-L{internal / 'PySide6' / 'Qt' / 'lib'}", "-l:libQt6Gui.so.6", "-l:libQt6Core.so.6"],
        check=True,
    )  # fmt: skip

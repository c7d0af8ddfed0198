"""What the built program holds beside its own modules: one list for the specification, the builders and the test."""

from __future__ import annotations

import compileall
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from py_compile import PycInvalidationMode

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "louyu_desktop"
PROGRAM = "louyu-desktop"

PLUGINS = {
    "linux": (
        "platforms/libqxcb", "platforms/libqwayland", "platforms/libqoffscreen", "platforms/libqminimal",
        "platforminputcontexts/", "iconengines/libqsvgicon", "imageformats/libqsvg", "imageformats/libqjpeg",
        "printsupport/", "platformthemes/libqxdgdesktopportal",
        "wayland-shell-integration/", "wayland-decoration-client/",
    ),
    "win32": (
        "platforms/qwindows", "platforms/qoffscreen", "iconengines/qsvgicon", "imageformats/qsvg", "imageformats/qjpeg",
        "imageformats/qico", "styles/qmodernwindowsstyle",
    ),
}  # fmt: skip
"""The plug-ins of Qt that are taken along, by how their paths begin; everything else of Qt's is left out."""

UNWANTED = (
    "tkinter", "unittest", "pydoc_data", "lib2to3", "setuptools", "pip", "pkg_resources", "babel", "mypy", "pytest",
    "PySide6.QtNetwork", "PySide6.QtQml", "PySide6.QtQuick", "PySide6.QtSql", "PySide6.QtOpenGL", "justmytype_intl_cjk",
    "reportlab.graphics.testshapes", "sqlalchemy.testing", "alembic.testing", "PIL.ImageQt", "PIL.ImageTk", "PIL._avif",
)  # fmt: skip
"""Modules that nothing of ours needs."""

UNNEEDED_SCRIPTS = (
    "pyiboot01_bootstrap", "pyi_rth_inspect", "pyi_rth_pkgutil", "pyi_rth_multiprocessing", "pyi_rth_pyside6"
)  # fmt: skip
"""What PyInstaller runs before our first line for modules in an archive, for a Qt that does not find its own files,
or for what we do not use."""


def unpacked(work: Path) -> Iterator[tuple[Path, str]]:
    """The modules that Shiboken else unpacks and compiles at each start, compiled; with the folder each goes to."""
    import shiboken6

    unpacking = {**os.environ, "SBK_EMBED": "0"}  # Qt for Python's own switch for it
    subprocess.run([sys.executable, "-c", "import PySide6.QtCore"], env=unpacking, check=True)
    inside = "shiboken6/files.dir"
    shutil.copytree(Path(shiboken6.__file__).parent / "files.dir", work, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copyfile(ROOT / "installer" / "signatures.py", work / "shibokensupport/signature/loader.py")
    compileall.compile_dir(
        work, quiet=1, legacy=True, stripdir=work, invalidation_mode=PycInvalidationMode.UNCHECKED_HASH
    )
    for file in sorted(work.rglob("*.pyc")):
        yield file, f"{inside}/{file.parent.relative_to(work).as_posix()}".rstrip("/.")


def data_files() -> Iterator[tuple[Path, str]]:
    """Every file of ours that is no module, with the folder it goes to; and the migrations, which are read as files."""
    for file in sorted((ROOT / "resources").rglob("*")):
        if file.is_file() and file.suffix != ".po":
            yield file, f"{PACKAGE}/resources/{file.parent.relative_to(ROOT / 'resources').as_posix()}".rstrip("/.")
    for file in sorted((ROOT / PACKAGE).rglob("*")):
        inside = file.parent.relative_to(ROOT / PACKAGE).as_posix()
        if file.is_file() and "__pycache__" not in file.parts and (file.suffix != ".py" or "migrations" in inside):
            yield file, f"{PACKAGE}/{inside}"


def wanted_plugin(name: str, platform: str) -> bool:
    """Whether a file of Qt's, by its path in the bundle, stays in it."""
    inside = name.replace("\\", "/").partition("/plugins/")[2]
    return not inside or inside.startswith(PLUGINS[platform])

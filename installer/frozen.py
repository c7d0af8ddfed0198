"""The program as one folder, the same way for both systems: fonts, PyInstaller, without what is in it twice."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from contents import PROGRAM, ROOT

BUILD, DIST = ROOT / "build", ROOT / "dist"
BESIDE = ("LICENSE", "CHANGELOG.md", "README.zh-CN.md")
"""What is to be read beside the program."""


def program() -> Path:
    """Build it anew; gives its folder under build/."""
    for name in ("program", "work", "fonts", "support"):
        shutil.rmtree(BUILD / name, ignore_errors=True)
    DIST.mkdir(exist_ok=True)
    _fonts(BUILD / "fonts")
    subprocess.run(
        [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", "--distpath", BUILD / "program",
         "--workpath", BUILD / "work", ROOT / "installer" / "louyu_desktop.spec"],
        check=True, cwd=ROOT,
    )  # fmt: skip
    built = BUILD / "program" / PROGRAM
    # of the two fonts of this wheel only one is ours to use
    (built / "_internal" / "pylopdf_fonts_zh_cn" / "NotoSansSC-Regular.otf").unlink(missing_ok=True)
    return built


def put_beside(folder: Path) -> None:
    """Licence, changes and introduction, where whoever unpacks it sees them."""
    for name in BESIDE:
        shutil.copy(ROOT / name, folder / name)


def version() -> str:
    """Of what is built."""
    _find_ourselves()
    import louyu_desktop

    return louyu_desktop.__version__


def _fonts(folder: Path) -> None:
    """The two pinned weights, so that nothing has to be made at the first start."""
    _find_ourselves()
    from louyu_desktop.printing.pinned import pinned

    folder.mkdir(parents=True)
    for file in pinned():
        shutil.copyfile(file, folder / file.name)


def _find_ourselves() -> None:
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))

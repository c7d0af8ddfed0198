"""The program and its installer for Windows: installer/windows/build.ps1 runs this there, with everything in place.

`python installer/build_windows.py` builds the program and packs it; with `--tree FOLDER` it packs what is there, which
works on Linux too (makensis of the package nsis) and is how the tests compile the installer.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING

import frozen
from contents import PROGRAM, ROOT
from frozen import BUILD, DIST

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

SCRIPT = ROOT / "installer" / "windows" / f"{PROGRAM}.nsi"
DRAWING = ROOT / "resources" / f"{PROGRAM}.svg"
SIDE_SIZE = 328, 628
ICON_SIZES = (16, 20, 24, 32, 40, 48, 64, 256)
LONGEST_PATH = 259
"""What Windows takes without being asked for more; a folder must leave room for a name of 8.3 in it."""

UNPACKED = "\\program.new\\"
NAME = "楼宇党群服务站"


def main() -> None:
    """Build and pack; prints the size."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tree", type=Path, help="pack this built program instead of building it")
    parser.add_argument("--version", default=frozen.version())
    parser.add_argument("--out", type=Path)
    chosen = parser.parse_args()
    icon, side = BUILD / f"{PROGRAM}.ico", BUILD / f"{PROGRAM}-side.bmp"
    draw_icon(icon)
    draw_side(side)
    tree = chosen.tree or _program()
    out = chosen.out or DIST / f"{PROGRAM}-{chosen.version}-setup.exe"
    pack(tree, (icon, side), chosen.version, out)
    print(f"{out.name}  {out.stat().st_size / 1e6:.1f} MB")


# -- what PyInstaller is given ----------------------------------------------------------------------


def draw_icon(target: Path) -> None:
    """The icon in every size that Windows asks for, each drawn for itself."""
    pictures = [_drawn(size) for size in ICON_SIZES]
    target.parent.mkdir(parents=True, exist_ok=True)
    pictures[-1].save(
        target, format="ICO", bitmap_format="bmp",  # makensis and old shells read no PNG in small sizes
        sizes=[(size, size) for size in ICON_SIZES], append_images=pictures[:-1],
    )  # fmt: skip


def draw_side(target: Path) -> None:
    """The picture beside the installer's last page: the mark on its own colour, twice as large as it is shown."""
    from PIL import Image

    mark = _drawn(192)
    ground = mark.getpixel((96, 4))
    side = Image.new("RGB", SIDE_SIZE, ground[:3])
    side.paste(mark, ((SIDE_SIZE[0] - 192) // 2, 96), mark)
    side.save(target, format="BMP")


def _drawn(size: int) -> Picture:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PIL import Image
    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    image = QImage(size, size, QImage.Format.Format_RGBA8888)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(str(DRAWING)).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return Image.frombytes("RGBA", (size, size), bytes(image.constBits()))


def version_text(version: str) -> str:
    """What the program's file says about itself, in the form that PyInstaller reads."""
    numbers = tuple(int(part) for part in four(version).split("."))
    said = {
        "CompanyName": "louyu_desktop", "ProductName": NAME, "FileDescription": NAME,
        "FileVersion": version, "ProductVersion": version,
        "InternalName": PROGRAM, "OriginalFilename": f"{PROGRAM}.exe", "LegalCopyright": "Apache-2.0",
    }  # fmt: skip
    strings = ", ".join(f"StringStruct({name!r}, {value!r})" for name, value in said.items())
    return (
        f"VSVersionInfo(ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3f, flags=0x0, OS=0x40004,"
        " fileType=0x1, subtype=0x0, date=(0, 0)), kids=["
        f"StringFileInfo([StringTable('080404b0', [{strings}])]),"
        " VarFileInfo([VarStruct('Translation', [0x0804, 1200])])])\n"
    )


def four(version: str) -> str:
    """A version as Windows wants it: four numbers; what follows them (rc1, .dev0) is left out."""
    numbers: list[str] = []
    for part in version.split("."):
        figures = part[: len(part) - len(part.lstrip("0123456789"))]
        if not figures:
            break
        numbers.append(figures)
        if figures != part:
            break
    return ".".join((numbers + ["0"] * 4)[:4])


# -- the program -------------------------------------------------------------------------------------


def _program() -> Path:
    BUILD.mkdir(exist_ok=True)
    (BUILD / "version.txt").write_text(version_text(frozen.version()), encoding="utf-8")
    program = frozen.program()
    drop_unneeded(program, _imports)
    frozen.put_beside(program)
    return program


def _imports(file: Path) -> list[str]:
    """The libraries that a Windows file names."""
    import pefile

    with pefile.PE(str(file), fast_load=True) as read:
        read.parse_data_directories(
            [pefile.DIRECTORY_ENTRY[f"IMAGE_DIRECTORY_ENTRY_{which}"] for which in ("IMPORT", "DELAY_IMPORT")]
        )
        entries = [*getattr(read, "DIRECTORY_ENTRY_IMPORT", ()), *getattr(read, "DIRECTORY_ENTRY_DELAY_IMPORT", ())]
    return [entry.dll.decode("ascii").lower() for entry in entries]


def drop_unneeded(program: Path, needed: Callable[[Path], list[str]]) -> list[str]:
    """Take out Qt's libraries that only plug-ins needed which are not taken along; gives their names."""
    beside = {file.name.lower(): file for file in (program / "_internal" / "PySide6").glob("*.dll")}
    roots = [file for file in program.rglob("*") if file.suffix.lower() in {".pyd", ".exe", ".dll"}]
    waiting = [name for file in roots if file not in beside.values() for name in needed(file)]
    wanted: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in beside and name not in wanted:
            wanted.add(name)
            waiting += needed(beside[name])
    for name in beside.keys() - wanted:
        beside[name].unlink()
    return sorted(beside.keys() - wanted)


# -- the installer -----------------------------------------------------------------------------------


def pack(tree: Path, pictures: tuple[Path, Path], version: str, out: Path) -> None:
    """Compile the installer of a built program, with its icon and the picture beside its last page."""
    out.parent.mkdir(parents=True, exist_ok=True)
    facts = {
        "VERSION": version, "VERSION4": four(version), "TREE": tree.resolve(),
        "ICON": pictures[0].resolve(), "SIDE": pictures[1].resolve(), "OUT": out.resolve(),
        "ROOM": room(tree), "SIZE": _size(tree) // 1024,
    }  # fmt: skip
    subprocess.run(
        [makensis(), "-V2", "-WX", "-INPUTCHARSET", "UTF8", *(f"-D{name}={value}" for name, value in facts.items()),
         SCRIPT.resolve()],
        check=True,
    )  # fmt: skip


def makensis() -> str:
    """The compiler: on the path, or where its own installer puts it."""
    usual = Path(os.environ.get("PROGRAMFILES(X86)", "")) / "NSIS" / "makensis.exe"
    found = shutil.which("makensis") or (str(usual) if usual.is_file() else None)
    if found is None:
        raise SystemExit("没有找到 makensis。请先安装 NSIS 3.08 或更新的版本，再执行一次。")
    return found


def room(tree: Path) -> int:
    """How long the path of the folder may be which the program is put in."""
    inside = [PureWindowsPath(path.relative_to(tree)) for path in tree.rglob("*")]
    longest = max(len(str(path)) + (12 if (tree / path).is_dir() else 0) for path in inside)
    return LONGEST_PATH - len(UNPACKED) - longest


def _size(tree: Path) -> int:
    return sum(file.stat().st_size for file in tree.rglob("*") if file.is_file())


if __name__ == "__main__":
    main()

"""The Debian package and the portable archive: `make build` runs this on the machine that the packages are for.

Takes nothing but the checkout and its .venv; writes build/ and dist/.  The C library of this machine goes along, so
that what was built here starts on older systems too (linux/louyu-desktop chooses).
"""

from __future__ import annotations

import gzip
import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import frozen
import input_methods
from contents import PROGRAM, ROOT
from frozen import BUILD, DIST

LINUX = ROOT / "installer" / "linux"
HOME = Path("opt") / PROGRAM
MACHINE_CODE = {"x86_64": ("--x86",)}
"""How xz makes the machine code of each alike before it squeezes it."""

ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
C_LIBRARY = (
    "libc.so.6", "libm.so.6", "libmvec.so.1", "libpthread.so.0", "libdl.so.2", "librt.so.1", "libresolv.so.2",
    "libutil.so.1", "libnss_files.so.2", "libnss_dns.so.2",
)  # fmt: skip


def main() -> None:
    """Build everything; prints the sizes."""
    shutil.rmtree(BUILD / "tree", ignore_errors=True)
    program = frozen.program()
    _drop_unneeded(program)
    tree = _tree(program)
    for made in (_archive(tree), _package(tree)):
        print(f"{made.relative_to(ROOT)}  {made.stat().st_size / 1e6:.1f} MB")


# -- libraries -------------------------------------------------------------------------------------


def needed(file: Path) -> list[str]:
    """The libraries that an ELF file names (DT_NEEDED)."""
    said = subprocess.run(["objdump", "-p", file], capture_output=True, text=True, check=False).stdout
    return re.findall(r"NEEDED +(\S+)", said)


def _libraries(folder: Path) -> Iterator[Path]:
    return (file for file in folder.rglob("*") if ".so" in file.name and file.is_file())


def _drop_unneeded(program: Path) -> None:
    """Take out the system libraries that only plug-ins needed which are not taken along."""
    inside = program / "_internal"
    beside = {file.name: file for file in inside.iterdir() if ".so" in file.name}
    roots = [program / PROGRAM, *(file for file in _libraries(inside) if file.parent != inside)]
    roots += [file for name, file in beside.items() if ".cpython" in name or ".abi3" in name or "libpython" in name]
    wanted: set[str] = set()
    waiting = [name for file in roots for name in needed(file)]
    while waiting:
        name = waiting.pop()
        if name in beside and name not in wanted:
            wanted.add(name)
            waiting += needed(beside[name])
    for name, file in beside.items():
        if name not in wanted and file not in roots:
            file.unlink()


def _carry_c_library(target: Path) -> None:
    """The loader and the family of the C library, with its version beside them."""
    target.mkdir()
    [loader] = re.findall(r"interpreter: (\S+?)\]", _said("readelf", "-l", sys.executable))
    shutil.copy(loader, target / Path(loader).name)
    cache = dict(re.findall(r"^\s+(\S+) \(.*\) => (\S+)$", _said("/sbin/ldconfig", "-p"), re.MULTILINE))
    for name in C_LIBRARY:
        if name in cache:
            shutil.copy(cache[name], target / name)
    (target / "version").write_text(f"{platform.libc_ver()[1]}\n")


def _said(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


# -- the two forms ---------------------------------------------------------------------------------


def _tree(program: Path) -> Path:
    """What both unpack to: the launcher with the program and the C library beside it."""
    tree = BUILD / "tree" / PROGRAM
    tree.mkdir(parents=True)
    shutil.move(program, tree / "program")
    _carry_c_library(tree / "glibc")
    input_methods.add(tree)
    shutil.copy(LINUX / PROGRAM, tree / PROGRAM)
    frozen.put_beside(tree)
    for path in [tree, *tree.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
    return tree


def _archive(tree: Path) -> Path:
    """The archive that needs no rights: unpacked anywhere, started by the launcher in it."""
    return _packed(tree.parent, PROGRAM, DIST / f"{_name()}.tar.xz")


def _packed(folder: Path, what: str, target: Path) -> Path:
    """`what` of a folder as nobody's files; with 64 MiB to look back in, what stands in two libraries is kept once."""
    tar = ["tar", "--create", "--sort=name", "--owner=root:0", "--group=root:0", "--directory", folder, what]
    alike = MACHINE_CODE.get(platform.machine(), ())
    squeeze = ["xz", "--threads=2", "--block-size=128MiB", *alike, "--lzma2=preset=6,dict=64MiB"]
    with target.open("wb") as file, subprocess.Popen(tar, stdout=subprocess.PIPE) as read:
        subprocess.run(squeeze, stdin=read.stdout, stdout=file, check=True)
    if read.returncode:
        raise SystemExit(f"tar ended with {read.returncode}")
    return target


def _package(tree: Path) -> Path:
    """The Debian package of the same tree; put together here, because dpkg-deb squeezes machine code less."""
    parts = BUILD / "tree" / "deb"
    root, control = parts / "data", parts / "control"
    (root / HOME.parent).mkdir(parents=True)
    shutil.copytree(tree, root / HOME, symlinks=True, copy_function=os.link)
    for source, target in _system_files():
        (root / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, root / target)
    (root / "usr/bin").mkdir(parents=True)
    (root / "usr/bin" / PROGRAM).symlink_to(Path("/") / HOME / PROGRAM)
    _man_page(root / "usr/share/man/man1")
    _control(root, control)
    (parts / "debian-binary").write_text("2.0\n")
    packed = [_packed(folder, ".", parts / f"{folder.name}.tar.xz").name for folder in (control, root)]
    made = DIST / f"{_name()}.deb"
    made.unlink(missing_ok=True)
    subprocess.run(["ar", "rcD", made, "debian-binary", *packed], cwd=parts, check=True)
    return made


def _system_files() -> Iterable[tuple[Path, str]]:
    return (
        (LINUX / "louyu-desktop.desktop", "usr/share/applications/louyu-desktop.desktop"),
        (LINUX / "louyu-desktop.xml", "usr/share/mime/packages/louyu-desktop.xml"),
        (ROOT / "resources" / "louyu-desktop.svg", "usr/share/icons/hicolor/scalable/apps/louyu-desktop.svg"),
        (LINUX / "copyright", f"usr/share/doc/{PROGRAM}/copyright"),
    )


def _man_page(folder: Path) -> None:
    folder.mkdir(parents=True)
    page = (LINUX / "louyu-desktop.1").read_text(encoding="utf-8").replace("@VERSION@", frozen.version())
    (folder / "louyu-desktop.1.gz").write_bytes(gzip.compress(page.encode(), 9, mtime=0))


def _control(root: Path, folder: Path) -> None:
    """The control files: the installed size in kibibytes, a sum for each file (`dpkg -V` tells what was damaged)."""
    folder.mkdir()
    files = sorted(file for file in root.rglob("*") if file.is_file() and not file.is_symlink())
    control = (LINUX / "control").read_text(encoding="utf-8")
    size = sum(file.stat().st_size for file in files) // 1024
    for name, value in {"VERSION": frozen.version(), "ARCHITECTURE": _architecture(), "SIZE": str(size)}.items():
        control = control.replace(f"@{name}@", value)
    (folder / "control").write_text(control, encoding="utf-8")
    sums = (f"{_sum(file)}  {file.relative_to(root).as_posix()}\n" for file in files)
    (folder / "md5sums").write_text("".join(sums), encoding="utf-8")
    for name in ("preinst", "prerm"):
        shutil.copyfile(LINUX / name, folder / name)
        (folder / name).chmod(0o755)


def _sum(file: Path) -> str:
    return hashlib.md5(file.read_bytes(), usedforsecurity=False).hexdigest()


def _name() -> str:
    return f"{PROGRAM}_{frozen.version()}_{_architecture()}"


def _architecture() -> str:
    return ARCHITECTURES[platform.machine()]


if __name__ == "__main__":
    main()

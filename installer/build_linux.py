"""The Debian package and the portable archive: `make build` runs this on the machine that the packages are for.

Takes nothing but the checkout and its .venv; writes build/ and dist/.  The C library of this machine goes along, so
that what was built here starts on older systems too (linux/louyu-desktop chooses).
"""

from __future__ import annotations

import platform
import re
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import contents
import input_methods
from contents import PROGRAM, ROOT

BUILD, DIST = ROOT / "build", ROOT / "dist"
LINUX = ROOT / "installer" / "linux"
HOME = Path("opt") / PROGRAM
ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
C_LIBRARY = (
    "libc.so.6", "libm.so.6", "libmvec.so.1", "libpthread.so.0", "libdl.so.2", "librt.so.1", "libresolv.so.2",
    "libutil.so.1", "libnss_files.so.2", "libnss_dns.so.2",
)  # fmt: skip
ABOVE_US = re.compile(r"lib(GL|EGL|drm|wayland-\w+|xcb)\.so\.\d+")
"""What the system's own graphics bring: declared, never taken along."""


def main() -> None:
    """Build everything; prints the sizes."""
    sys.path.insert(0, str(ROOT))
    _clean()
    _fonts()
    program = _program()
    _drop_unneeded(program)
    _without_what_is_there_twice(program)
    tree = _tree(program)
    for made in (_archive(tree), _package(tree)):
        print(f"{made.relative_to(ROOT)}  {made.stat().st_size / 1e6:.1f} MB")


def _clean() -> None:
    for name in ("program", "work", "tree", "fonts"):
        shutil.rmtree(BUILD / name, ignore_errors=True)
    DIST.mkdir(exist_ok=True)


def _fonts() -> None:
    """The two pinned weights, so that nothing has to be made at the first start."""
    from louyu_desktop.printing.pinned import pinned

    (BUILD / "fonts").mkdir(parents=True)
    for file in pinned():
        shutil.copyfile(file, BUILD / "fonts" / file.name)


def _program() -> Path:
    subprocess.run(
        [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", "--distpath", BUILD / "program",
         "--workpath", BUILD / "work", ROOT / "installer" / "louyu_desktop.spec"],
        check=True, cwd=ROOT,
    )  # fmt: skip
    return BUILD / "program" / PROGRAM


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


def _without_what_is_there_twice(program: Path) -> None:
    """Only one of the two fonts of a wheel is ours to use; tests of libraries are nobody's."""
    (program / "_internal" / "pylopdf_fonts_zh_cn" / "NotoSansSC-Regular.otf").unlink(missing_ok=True)


def outside(program: Path) -> set[str]:
    """The libraries that the program needs and does not bring."""
    own = {file.name for file in _libraries(program)}
    files = [program / PROGRAM, *_libraries(program)]
    return {name for file in files for name in needed(file)} - own


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
    for name in ("LICENSE", "CHANGELOG.md", "README.zh-CN.md"):
        shutil.copy(ROOT / name, tree / name)
    for path in [tree, *tree.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
    return tree


def _archive(tree: Path) -> Path:
    """The archive that needs no rights: unpacked anywhere, started by the launcher in it."""
    target = DIST / f"{PROGRAM}_{_version()}_{_architecture()}.tar.xz"
    with tarfile.open(target, "w:xz", preset=9) as archive:
        archive.add(tree, PROGRAM, filter=_of_nobody)
    return target


def _of_nobody(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = "root"
    return member


def _package(tree: Path) -> Path:
    """The Debian package of the same tree."""
    root = BUILD / "tree" / "deb"
    (root / HOME.parent).mkdir(parents=True)
    shutil.copytree(tree, root / HOME, symlinks=True)
    for source, target in _system_files():
        (root / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(LINUX / source, root / target)
    (root / "usr/bin").mkdir(parents=True)
    (root / "usr/bin" / PROGRAM).symlink_to(Path("/") / HOME / PROGRAM)
    _man_page(root / "usr/share/man/man1")
    _control(root)
    made = DIST / f"{PROGRAM}_{_version()}_{_architecture()}.deb"
    subprocess.run(["dpkg-deb", "--root-owner-group", "-Zxz", "-z9", "--build", root, made], check=True,
                   stdout=subprocess.DEVNULL)  # fmt: skip
    return made


def _system_files() -> Iterable[tuple[str, str]]:
    return (
        ("louyu-desktop.desktop", "usr/share/applications/louyu-desktop.desktop"),
        ("louyu-desktop.xml", "usr/share/mime/packages/louyu-desktop.xml"),
        ("louyu-desktop.svg", "usr/share/icons/hicolor/scalable/apps/louyu-desktop.svg"),
        ("copyright", f"usr/share/doc/{PROGRAM}/copyright"),
    )


def _man_page(folder: Path) -> None:
    import gzip

    folder.mkdir(parents=True)
    page = (LINUX / "louyu-desktop.1").read_text(encoding="utf-8").replace("@VERSION@", _version())
    (folder / "louyu-desktop.1.gz").write_bytes(gzip.compress(page.encode(), 9, mtime=0))


def _control(root: Path) -> None:
    """The control files; the installed size in kibibytes."""
    folder = root / "DEBIAN"
    folder.mkdir()
    size = sum(file.lstat().st_size for file in root.rglob("*") if file.is_file()) // 1024
    control = (LINUX / "control").read_text(encoding="utf-8")
    facts = {"VERSION": _version(), "ARCHITECTURE": _architecture(), "SIZE": str(size)}
    for name, value in facts.items():
        control = control.replace(f"@{name}@", value)
    (folder / "control").write_text(control, encoding="utf-8")
    for name in ("preinst", "prerm"):
        if (LINUX / name).exists():
            shutil.copyfile(LINUX / name, folder / name)
            (folder / name).chmod(0o755)


def _version() -> str:
    import louyu_desktop

    return louyu_desktop.__version__


def _architecture() -> str:
    return ARCHITECTURES[platform.machine()]


if __name__ == "__main__":
    main()

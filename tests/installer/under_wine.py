"""The Windows installer tried under wine: `python -m tests.installer.under_wine`, or `make installer-check`.

What is installed is a staged tree: files with Chinese names and long paths, and a program that only waits.  Every step
says what it found; the first thing that is not as it should be ends the run.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.installer import staged

FOLDER = "C:\\楼宇 党群\\工作台"
LISTED = "HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\louyu-desktop"
KILLS = int(os.environ.get("LOUYU_SETUP_KILLS", "40"))
DONE, STOPPED, RUNNING, UNSUITABLE, OLD_WINDOWS, TWICE = 0, 2, 3, 4, 5, 6


class Windows:
    """A Windows of wine's in a folder of its own, with a screen that nobody sees."""

    def __init__(self, home: Path, screen: str) -> None:
        self._environment = {
            **os.environ, "HOME": str(home), "WINEPREFIX": str(home / "wine"), "WINEDEBUG": "-all", "DISPLAY": screen,
            "WINEDLLOVERRIDES": "mscoree,mshtml=", "LC_ALL": "C.UTF-8",
        }  # fmt: skip
        self.disk = home / "wine" / "drive_c"
        self("wineboot", "-i")
        self.settle()

    def start(self, *command: str | Path) -> subprocess.Popen[bytes]:
        """Start a Windows program; what it is told has no quotes, as NSIS wants it (wine puts them round spaces)."""
        program, *told = map(str, command)
        return subprocess.Popen(
            ["wine", program, *(word for words in told for word in words.split(" "))],
            env=self._environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def __call__(self, *command: str | Path) -> int:
        """Run a Windows program; its exit code."""
        started = self.start(*command)
        started.communicate(timeout=300)
        return started.returncode

    def said(self, *command: str) -> str:
        """What a Windows program writes."""
        return self.start(*command).communicate(timeout=300)[0].decode("utf-8", "replace")

    def settle(self, *, end: bool = False) -> None:
        """Wait until no program runs in it, or end all that do."""
        subprocess.run(["wineserver", "-k" if end else "-w"], env=self._environment, check=False, timeout=300)

    def place(self, path: str) -> Path:
        """Where a path of C: lies for us."""
        return self.disk.joinpath(*path.removeprefix("C:\\").split("\\"))

    @property
    def person(self) -> Path:
        """The folder of the person who installs."""
        [person] = [one for one in (self.disk / "users").iterdir() if one.name != "Public"]
        return person


def main() -> None:
    """Run every step."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="louyu-wine-") as kept, _screen() as screen:
        home = Path(kept)
        old, new = staged.tree(home / "old", "old"), staged.tree(home / "new", "new")
        setups = staged.setup(old, home, "0.1.0"), staged.setup(new, home, "0.2.0")
        windows = Windows(home, screen)
        try:
            for step in STEPS:
                step(windows, (old, new), setups)
                print(f"{time.monotonic() - began:6.1f} s  {(step.__doc__ or '').strip()}", flush=True)
        finally:
            windows.settle(end=True)


Trees = tuple[Path, Path]


def _old_windows(windows: Windows, trees: Trees, setups: Trees) -> None:
    """Windows 7 is refused, and nothing is written."""
    windows("winecfg", "-v", "win7")
    _is(windows(setups[0], "/S", f"/D={FOLDER}"), OLD_WINDOWS)
    _is(windows.place(FOLDER).exists(), False)
    windows("winecfg", "-v", "win10")
    windows.settle()


def _fresh(windows: Windows, trees: Trees, setups: Trees) -> None:
    """Installed silently into a Chinese path with a space: every file is there, listed, in the menu, on the desktop."""
    _is(windows(setups[0], "/S", "/DESKTOP", f"/D={FOLDER}"), DONE)
    _holds(windows, trees[0])
    for fact in ("0.1.0", "louyu-desktop.exe", "uninstall.exe", "EstimatedSize"):
        _in(fact, windows.said("reg", "query", LISTED))
    _is(len(_shortcuts(windows)), 2)
    data = windows.person / "AppData" / "Local" / "louyu_desktop" / "station"
    data.mkdir(parents=True)
    (data / "station.db").write_bytes(b"kept")
    (windows.place(FOLDER) / "我的笔记.txt").write_text("mine", encoding="utf-8")


def _running(windows: Windows, trees: Trees, setups: Trees) -> None:
    """While the program runs, an upgrade and an uninstall are refused and nothing changes."""
    signal = windows.disk / "started"
    signal.unlink(missing_ok=True)
    program = windows.start(windows.place(FOLDER) / "program" / "louyu-desktop.exe")
    _until(signal.exists, program)
    _is(windows(setups[1], "/S"), RUNNING)
    _is(_uninstall(windows), RUNNING)
    _holds(windows, trees[0])
    program.kill()
    windows.settle(end=True)


def _upgrade(windows: Windows, trees: Trees, setups: Trees) -> None:
    """A newer version goes where the old one was; files that are no longer there go, other people's files stay."""
    _is(windows(setups[1], "/S"), DONE)
    _holds(windows, trees[1])
    _in("0.2.0", windows.said("reg", "query", LISTED))
    _is((windows.place(FOLDER) / "我的笔记.txt").read_text("utf-8"), "mine")


def _back(windows: Windows, trees: Trees, setups: Trees) -> None:
    """The old version may be installed over the new one."""
    _is(windows(setups[0], "/S"), DONE)
    _holds(windows, trees[0])


def _unsuitable(windows: Windows, trees: Trees, setups: Trees) -> None:
    """A folder with other files and one whose path is too long are refused; the longest that is allowed works."""
    other = windows.place("C:\\别人的")
    (other / "program").mkdir(parents=True)
    (other / "program" / "账.txt").write_text("other", encoding="utf-8")
    _is(windows(setups[0], "/S", "/D=C:\\别人的"), UNSUITABLE)
    _is(sorted(path.name for path in other.rglob("*")), ["program", "账.txt"])
    longest = ("C:" + ("\\" + "长" * 40) * 6)[: staged.room(trees[0])]
    _is(windows(setups[0], "/S", f"/D={longest}长"), UNSUITABLE)
    _is(windows(setups[0], "/S", f"/D={longest}"), DONE)
    _is(staged.content(windows.place(longest) / "program"), staged.content(trees[0]))
    _is(windows(windows.place(longest) / "uninstall.exe", "/S"), DONE)
    windows.settle()
    _is(windows.place(longest).exists(), False)
    _is(windows(setups[0], "/S", f"/D={FOLDER}"), DONE)


def _twice(windows: Windows, trees: Trees, setups: Trees) -> None:
    """While one setup is open, another is refused."""
    first = windows.start(setups[0])
    _until(lambda: windows(setups[0], "/S", f"/D={FOLDER}") == TWICE, first)
    first.kill()
    windows.settle(end=True)


def _full(windows: Windows, trees: Trees, setups: Trees) -> None:
    """A full disk: the setup says so by its exit code, the old version stays whole, nothing half is left."""
    small = windows.disk.parent / "small"
    small.mkdir()
    size = sum(file.stat().st_size for file in trees[0].rglob("*") if file.is_file())
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={int(size * 1.5)}", "small", small], check=True)
    try:
        (windows.disk.parent / "dosdevices" / "e:").symlink_to(small)
        _is(windows(setups[0], "/S", "/D=E:\\app"), DONE)
        _is(windows(setups[1], "/S", "/D=E:\\app"), STOPPED)
        _is(staged.content(small / "app" / "program"), staged.content(trees[0]))
        _is(sorted(path.name for path in (small / "app").iterdir()), ["program", "uninstall.exe"])
    finally:
        windows.settle(end=True)
        subprocess.run(["umount", small], check=True)
    _is(windows(setups[0], "/S", f"/D={FOLDER}"), DONE)


def _killed(windows: Windows, trees: Trees, setups: Trees) -> None:
    """Killed at any moment of an upgrade, it leaves the old program or the new one, and the next run is whole."""
    dice = random.Random(8)
    began = time.monotonic()
    _is(windows(setups[1], "/S"), DONE)
    took = time.monotonic() - began
    places: dict[str, int] = {}
    for turn in range(KILLS):
        setup = windows.start(setups[turn % 2], "/S")
        with suppress(subprocess.TimeoutExpired):
            setup.wait(dice.uniform(0, took * 1.1))
        setup.kill()
        windows.settle(end=True)
        found = [name for name in ("program", "program.old", "program.new") if (_folder(windows) / name).exists()]
        whole = [name for name in found if staged.content(_folder(windows) / name) in map(staged.content, trees)]
        _is(bool({"program", "program.old"} & set(whole)), True)
        key = " + ".join(found)
        places[key] = places.get(key, 0) + 1
        if turn % 4 == 3:
            _is(windows(setups[turn % 2], "/S"), DONE)
            _holds(windows, trees[turn % 2])
    print(f"          {KILLS} kills; then there lay {places}")
    _is(windows(setups[1], "/S"), DONE)
    _holds(windows, trees[1])


def _between(windows: Windows, trees: Trees, setups: Trees) -> None:
    """Stopped between the two renames, the old program is put back, also when the next setup stops too."""
    folder = _folder(windows)
    (folder / "program").rename(folder / "program.old")
    (folder / "program.new").mkdir()
    (folder / "program.new" / "half.dll").touch()
    _is(windows(setups[0], "/S"), DONE)
    _holds(windows, trees[0])
    (folder / "program").rename(folder / "program.old")
    in_the_way = folder / "program.new"
    in_the_way.touch()  # no folder can be made of it
    _is(windows(setups[1], "/S"), STOPPED)
    in_the_way.unlink()
    _holds(windows, trees[0])


def _gone(windows: Windows, trees: Trees, setups: Trees) -> None:
    """Uninstalled silently: program, menu, desktop and list are empty of it; data and other people's files stay."""
    _is(windows(_folder(windows) / "uninstall.exe", "/S"), DONE)
    windows.settle()
    _is([path.name for path in _folder(windows).iterdir()], ["我的笔记.txt"])
    _is(_shortcuts(windows), [])
    _is(windows("reg", "query", LISTED), 1)
    data = windows.person / "AppData" / "Local" / "louyu_desktop" / "station" / "station.db"
    _is(data.read_bytes(), b"kept")


STEPS = (
    _old_windows, _fresh, _running, _upgrade, _back, _unsuitable, _twice, _full, _killed, _between, _gone,
)  # fmt: skip


def _folder(windows: Windows) -> Path:
    return windows.place(FOLDER)


def _uninstall(windows: Windows) -> int:
    """Uninstall from where it lies, so that its exit code comes to us."""
    return windows(_folder(windows) / "uninstall.exe", "/S", f"_?={FOLDER}")


def _holds(windows: Windows, tree: Path) -> None:
    """What is installed is this tree and nothing else of ours."""
    _is(staged.content(_folder(windows) / "program"), staged.content(tree))
    _is(sorted({path.name for path in _folder(windows).iterdir()} - {"我的笔记.txt"}), ["program", "uninstall.exe"])


def _shortcuts(windows: Windows) -> list[Path]:
    return sorted({*windows.person.rglob("*.lnk"), *(windows.person / "Desktop").glob("*.lnk")})


def _is(found: object, wanted: object) -> None:
    if found != wanted:
        raise SystemExit(f"found {found!r}, not {wanted!r}")


def _in(part: str, whole: str) -> None:
    if part not in whole:
        raise SystemExit(f"{part!r} is not in {whole!r}")


def _until(true: Callable[[], bool], running: subprocess.Popen[bytes]) -> None:
    """Ask again while it runs, for a minute."""
    for _turn in range(600):
        if true():
            return
        with suppress(subprocess.TimeoutExpired):
            raise SystemExit(f"it ended with {running.wait(0.1)}")
    raise SystemExit("it did not come in a minute")


@contextmanager
def _screen() -> Iterator[str]:
    read, write = os.pipe()
    screen = subprocess.Popen(["Xvfb", "-displayfd", str(write)], pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as number:
        name = f":{number.readline().strip()}"
    try:
        yield name
    finally:
        screen.kill()
        screen.wait()


if __name__ == "__main__":
    missing = [program for program in ("wine", "wineserver", "Xvfb", "makensis") if shutil.which(program) is None]
    sys.exit(f"missing: {' '.join(missing)}") if missing else main()

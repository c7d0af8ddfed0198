"""Fresh systems of Debian in folders (debootstrap, chroot): a package is tried in them as on a computer."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

MIRROR = os.environ.get("LOUYU_MIRROR", "").split()  # else the one that debootstrap knows itself
CHROOT = "/usr/sbin/chroot"  # not on a person's own path
SCREENS = Path("/tmp/.X11-unix")
PERSON, NUMBER = "张三", 1000
HOME = f"/home/{PERSON}"


class Root:
    """One system; `person` is somebody with a Chinese name and no rights."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def administrator(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run as root; what it says is kept."""
        return self._run(command, {"HOME": "/root", "DEBIAN_FRONTEND": "noninteractive"})

    def person(self, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run as the person, in the person's home."""
        return self._run(self.as_person(*command), environment, inside=False)

    def as_person(self, *command: str) -> tuple[str, ...]:
        """The command line that does so."""
        in_home = f'cd "{HOME}" && exec "$@"'
        inside = (CHROOT, f"--userspec={NUMBER}:{NUMBER}", str(self.folder))
        return (*inside, "/bin/sh", "-c", in_home, "sh", *command)

    def environment(self, **more: str) -> dict[str, str]:
        """What a person's session has, a Chinese one."""
        return {
            "PATH": "/usr/bin:/bin", "HOME": HOME, "USER": PERSON, "LOGNAME": PERSON, "LANG": "C.UTF-8",
            "LC_ALL": "C.UTF-8", **more,
        }  # fmt: skip

    def _run(
        self, command: tuple[str, ...], environment: Mapping[str, str], *, inside: bool = True
    ) -> subprocess.CompletedProcess[str]:
        whole = (CHROOT, str(self.folder), *command) if inside else command
        path = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin"} if inside else {}
        return subprocess.run(
            whole, env={**self.environment(), **path, **environment}, capture_output=True, text=True, check=False,
            timeout=1800,
        )  # fmt: skip

    def path(self, inside: str) -> Path:
        """A path of this system as it is seen from outside."""
        return self.folder / inside.lstrip("/")


def pristine(suite: str, place: Path) -> Path:
    """A system as debootstrap makes it, made once and kept."""
    folder = place / suite
    if not (folder / "etc" / "apt" / "sources.list").is_file():
        unfinished = place / f"{suite}.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        place.mkdir(parents=True, exist_ok=True)
        subprocess.run(["debootstrap", "--variant=minbase", suite, str(unfinished), *MIRROR], check=True,
                       stdout=subprocess.DEVNULL)  # fmt: skip
        unfinished.rename(folder)
    return folder


@contextmanager
def fresh(suite: str, place: Path) -> Iterator[Root]:
    """A copy of it with a person, and with this computer's names and screens; thrown away at the end."""
    folder = place / f"{suite}.{os.getpid()}"
    subprocess.run(["cp", "-a", "--one-file-system", str(pristine(suite, place)), str(folder)], check=True)
    root = Root(folder)
    screens = root.path("/tmp/.X11-unix")
    try:
        shutil.copyfile("/etc/resolv.conf", root.path("/etc/resolv.conf"))
        _person(root)
        screens.mkdir(exist_ok=True)
        subprocess.run(["mount", "-t", "proc", "proc", str(root.path("/proc"))], check=True)
        SCREENS.mkdir(mode=0o1777, exist_ok=True)  # the first screen of a computer makes it
        SCREENS.chmod(0o1777)
        subprocess.run(["mount", "--bind", str(SCREENS), str(screens)], check=True)
        yield root
    finally:
        for mounted in (screens, root.path("/proc")):
            subprocess.run(["umount", str(mounted)], check=False, capture_output=True)
        if not any(os.path.ismount(mounted) for mounted in (screens, root.path("/proc"))):
            shutil.rmtree(folder)


def _person(root: Root) -> None:
    """Made by hand: adduser takes no Chinese name, and the names of a Windows domain come past it too."""
    for file, line in (
        ("passwd", f"{PERSON}:x:{NUMBER}:{NUMBER}::{HOME}:/bin/sh\n"), ("group", f"{PERSON}:x:{NUMBER}:\n"),
    ):  # fmt: skip
        text = root.path(f"/etc/{file}").read_text(encoding="utf-8")
        if line not in text:
            root.path(f"/etc/{file}").write_text(text + line, encoding="utf-8")
    root.path(HOME).mkdir(exist_ok=True)
    os.chown(root.path(HOME), NUMBER, NUMBER)

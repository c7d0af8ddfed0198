"""What `make build` made, tried in fresh roots of Debian: `python -m tests.installer.in_roots`, or `make installed`.

Installed with apt, used by somebody with a Chinese name and no rights, upgraded while it runs, removed; the data stays.
Every step says what it found; the first thing that is not as it should be ends the run.  `--photographs DIR` keeps
pictures of the windows, which somebody has to look at.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from tests.installer import bus
from tests.installer.novice import Novice
from tests.installer.roots import HOME, NUMBER, PERSON, Root, fresh
from tests.installer.screen import Account, showing

ROOT = Path(__file__).resolve().parent.parent.parent
LEDGERS = ROOT / "tests" / "data" / "ledgers"
SUITES = ("bookworm", "bullseye")
PROGRAM, PACKAGE = "/usr/bin/louyu-desktop", "louyu-desktop"
PLACE = f"{HOME}/服务站/梧桐里 楼宇"
STATION = f"{PLACE}/站点"
PASSWORD = "teal orbit lantern quarry"
MOST_MB = 90
SOME_REFUSED = 3


@dataclass
class Trial:
    """One root with the package in it."""

    root: Root
    package: Path
    screen: str
    photographs: Path
    program: str = PROGRAM

    @property
    def account(self) -> Account:
        """The person's session."""
        return Account(Path(HOME), [self.program], self.root.folder, f"{NUMBER}:{NUMBER}")

    def ours(self, *arguments: str, code: int = 0, **environment: str) -> str:
        """The installed program as the person; what it said."""
        done = self.root.person(self.program, *arguments, LOUYU_PASSWORD=PASSWORD, **environment)
        must(done.returncode == code, f"{' '.join(arguments)}: {done.returncode} {done.stderr[-800:]}")
        return done.stdout

    def install(self) -> subprocess.CompletedProcess[str]:
        """As the handbook says it: `apt install ./file.deb`."""
        shutil.copy(self.package, self.root.path("/tmp"))
        return self.root.administrator("apt-get", "install", "-y", "--reinstall", "--no-install-recommends",
                                       f"/tmp/{self.package.name}")  # fmt: skip

    @contextmanager
    def window(self, *arguments: str, name: str) -> Iterator[Novice]:
        """The program's window, and somebody before it; closed at the end as a person closes it."""
        with bus.running(self.root.path("/tmp"), f"louyu-{self.root.folder.name}-{name}") as address:
            novice = Novice(address, self.screen)
            child = self.account.start(self.screen, address, *arguments)
            try:
                yield novice
                novice.press("alt+F4")
                must(child.wait(60) == 0, f"{name}: ended with {child.returncode}")
            finally:
                child.kill()

    def photograph(self, novice: Novice, name: str) -> None:
        """What stands on the screen."""
        novice.photograph(self.photographs / f"{self.root.folder.name.partition('.')[0]}-{name}.png")


def say(words: str) -> None:
    """One line of what was found."""
    print(f"  {words}", flush=True)


def must(holds: bool, words: str) -> None:
    """End the run where something is not as it should be."""
    if not holds:
        raise SystemExit(f"  NOT AS IT SHOULD BE: {words}")


# -- the steps -------------------------------------------------------------------------------------


def installed(trial: Trial) -> None:
    """apt fetches what is declared, and nothing that the program names is missing then."""
    must(trial.root.administrator("apt-get", "update").returncode == 0, "apt-get update")
    begun = time.monotonic()
    done = trial.install()
    must(done.returncode == 0, done.stdout[-1500:] + done.stderr[-1500:])
    size = int(trial.root.administrator("dpkg-query", "-W", "-f", "${Installed-Size}", PACKAGE).stdout) / 1000
    say(f"installed in {time.monotonic() - begun:.0f} s, {size:.0f} MB on the disk")
    must(trial.root.administrator("dpkg", "--verify", PACKAGE).stdout == "", "dpkg --verify")
    missing = trial.root.administrator("sh", "-c", _MISSING).stdout
    must("not found" not in missing, missing)
    types = trial.root.path("/usr/share/mime/globs2").read_text(encoding="utf-8")
    must("application/x-louyu-backup:louyu-*.backup" in types, "the type of a backup is not known")


_MISSING = """
glibc=/opt/louyu-desktop/glibc
inside=/opt/louyu-desktop/program/_internal
for file in /opt/louyu-desktop/program/louyu-desktop $(find /opt/louyu-desktop/program -name '*.so*' -type f); do
    LD_LIBRARY_PATH=$glibc:$inside:$inside/PySide6/Qt/lib $glibc/ld-linux*.so.* --list $file 2>/dev/null |
        grep 'not found' | sed "s|^|$file: |"
done
"""


def worked(trial: Trial) -> None:
    """The first journey, by somebody without rights: one's own ledgers go in."""
    say(f"version {trial.ours('--version').strip()}")
    for path in (trial.root.path(PLACE), trial.root.path(f"{HOME}/台账")):
        path.mkdir(parents=True, exist_ok=True)
    for file in LEDGERS.iterdir():
        shutil.copy(file, trial.root.path(f"{HOME}/台账"))
    subprocess.run(["chown", "-R", f"{NUMBER}:{NUMBER}", str(trial.root.path(HOME))], check=True)
    trial.ours("init", "--data", STATION, "--name", "梧桐里党群服务站", "--user", PERSON, "--out", PLACE)
    for kind, name, activity in (
        ("enterprises", "楼宇企业台账.xlsx", ""), ("people", "党员名册.xlsx", ""), ("registrations", "问卷报名导出.xlsx", "1"),
    ):  # fmt: skip
        if activity:
            _make_activity(trial)
        ledger = f"{HOME}/台账/{name}"
        told = trial.ours("import", kind, ledger, *(("--activity", activity) if activity else ()), "--json", "--data",
                          STATION, code=SOME_REFUSED)  # fmt: skip
        report, expected = json.loads(told), json.loads((LEDGERS / f"{name}.expected.json").read_text("utf-8"))
        good = expected["rows"] - len(expected["bad"])
        must(report["new"] == good, f"{name}: {report['new']} new, not {good}")
        say(f"{name}: {report['new']} new, {len(report['refused'])} refused with their reasons")


def _make_activity(trial: Trial) -> None:
    """One activity, by a file as people write it."""
    file = trial.root.path(f"{HOME}/台账/活动.csv")
    file.write_text("活动名称,开始时间,结束时间\n声音疗愈,2031-05-20 12:00,2031-05-20 13:00\n", encoding="utf-8-sig")
    trial.ours("import", "activities", f"{HOME}/台账/活动.csv", "--data", STATION)


def printed(trial: Trial) -> None:
    """The sheet of the registered; a backup, and everything checked."""
    trial.ours("print", "sign-in-sheet", "--id", "1", "-o", f"{PLACE}/签到表.pdf", "--data", STATION)
    pages = trial.root.path(f"{PLACE}/签到表.pdf").read_bytes()
    must(pages.startswith(b"%PDF"), "no sign-in sheet")
    shutil.copy(trial.root.path(f"{PLACE}/签到表.pdf"), trial.photographs)
    say(f"sign-in sheet printed, {len(pages) // 1024} KB")
    trial.ours("backup", "--to", PLACE, "--data", STATION)
    trial.ours("check", "--data", STATION)


def shown(trial: Trial) -> None:
    """Its windows: the first one of all, the log-in, the station."""
    with trial.window(name="first") as novice:
        novice.wait_for("把原来的 Excel 台账搬进来")
        trial.photograph(novice, "first")
    with trial.window("--data", STATION, "--user", PERSON, name="station") as novice:
        novice.wait_for("登录")
        trial.photograph(novice, "log-in")
        novice.into("口令", PASSWORD)
        novice.press("Return")
        novice.wait_for("今日：先看这一页")  # the tour comes when everything stands
        trial.photograph(novice, "today")
        refused_while_it_runs(trial)


def pressed(trial: Trial) -> None:
    """A backup that is pressed on a desktop without a station opens where it comes back."""
    [backup] = trial.root.path(PLACE).glob("*.backup")
    with trial.window(f"{PLACE}/{backup.name}", name="backup") as novice:
        novice.wait_for("打开看看")
        trial.photograph(novice, "backup")


def played(trial: Trial) -> None:
    """A new user, counted: from the program's icon to the printed sheet of one's own list."""
    command = [sys.executable, "-m", "tests.installer.new_user", PROGRAM, "--root", str(trial.root.folder),
               "--user", f"{NUMBER}:{NUMBER}", "--home", HOME, "--photographs",
               str(trial.photographs / "new-user")]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, timeout=1800)
    say(done.stdout.strip())
    must(done.returncode == 0, done.stderr[-1500:])


def refused_while_it_runs(trial: Trial) -> None:
    """An upgrade under a running program is refused with a sentence, and harms nothing."""
    done = trial.install()
    must(done.returncode != 0, "installed over a running program")
    must("正在运行" in done.stdout + done.stderr, done.stderr)
    must(trial.ours("--version").strip() != "", "the program is gone")
    say("an upgrade while it runs is refused with a sentence")


def upgraded(trial: Trial) -> None:
    """Once it is closed it goes, and finds its data."""
    done = trial.install()
    must(done.returncode == 0, done.stderr)
    must("声音疗愈" in trial.ours("list", "activities", "--data", STATION), "the data is not found any more")
    say("upgraded once it was closed; the data is there")


def removed(trial: Trial) -> None:
    """Nothing of the program stays, everything of the person's does."""
    before = _kept(trial)
    must(trial.root.administrator("apt-get", "purge", "-y", PACKAGE).returncode == 0, "apt-get purge")
    for path in ("/opt/louyu-desktop", PROGRAM, "/usr/share/applications/louyu-desktop.desktop"):
        must(not trial.root.path(path).exists(), f"{path} stayed")
    must(before == _kept(trial), "data was touched")
    say(f"removed; {len(before)} files of the person's stayed as they were")
    done = trial.install()
    must(done.returncode == 0, done.stderr)
    must("声音疗愈" in trial.ours("list", "activities", "--data", STATION), "not found by the next installation")


def _kept(trial: Trial) -> dict[str, int]:
    home = trial.root.path(HOME)
    return {str(file.relative_to(home)): file.stat().st_size for file in home.rglob("*") if file.is_file()}


def unpacked(trial: Trial) -> None:
    """The archive, by somebody who may install nothing: unpacked into a folder of one's own and started there."""
    archive = next(iter(trial.package.parent.glob("louyu-desktop_*.tar.xz")), None)
    if archive is None:
        say("no archive beside the package")
        return
    trial.root.administrator("apt-get", "purge", "-y", PACKAGE)
    place = f"{HOME}/我的程序"
    trial.root.path(place).mkdir()
    subprocess.run(["tar", "--extract", "--file", str(archive), "--directory", str(trial.root.path(place))], check=True)
    subprocess.run(["chown", "-R", f"{NUMBER}:{NUMBER}", str(trial.root.path(place))], check=True)
    portable = replace(trial, program=f"{place}/louyu-desktop/louyu-desktop")
    must("声音疗愈" in portable.ours("list", "activities", "--data", STATION), "the archive does not find the data")
    with portable.window("--data", STATION, "--user", PERSON, name="unpacked") as novice:
        novice.wait_for("登录")
    say("unpacked without rights, it opens the same data")


STEPS: Sequence[Callable[[Trial], None]] = (
    installed, worked, printed, shown, pressed, played, upgraded, removed, unpacked,
)  # fmt: skip


def main() -> None:
    """All steps in each root."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--package", type=Path, help="the .deb; else the one in dist/")
    parser.add_argument("--roots", type=Path, default=ROOT / "build" / "roots", help="where systems are kept")
    parser.add_argument("--suite", action="append", choices=SUITES, help="only this one")
    parser.add_argument("--photographs", type=Path, default=ROOT / "build" / "photographs")
    chosen = parser.parse_args()
    package = chosen.package or next(iter(sorted((ROOT / "dist").glob("*.deb"))))
    chosen.photographs.mkdir(parents=True, exist_ok=True)
    size = package.stat().st_size / 1e6
    print(f"{package.name}: {size:.1f} MB")
    must(size <= MOST_MB, f"more than {MOST_MB} MB")
    for suite in chosen.suite or SUITES:
        print(suite, flush=True)
        with fresh(suite, chosen.roots) as root, showing() as screen:
            for step in STEPS:
                step(Trial(root, package.resolve(), screen, chosen.photographs))


if __name__ == "__main__":
    main()

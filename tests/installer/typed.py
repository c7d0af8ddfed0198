"""Chinese typed into the installed program by fcitx 4, fcitx 5 and ibus: `make typed`.

In fresh roots of Debian, as somebody with a Chinese name and no rights.  With each input method the same words: the
name at the log-in, the password past it though it stays on, a firm's name in the search box, and what the firm does in
its form.  What counts is what the program has kept in the end; `--photographs DIR` keeps the screens with the
candidates, which somebody has to look at.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.installer import bus
from tests.installer.in_roots import PASSWORD, PROGRAM, ROOT, SUITES, Trial, must, say
from tests.installer.novice import Novice
from tests.installer.roots import HOME, NUMBER, fresh
from tests.installer.screen import Account, showing

Words = tuple[tuple[str, str], ...]
WHO: Words = (("beijing", "北京"),)
FIRM: Words = (("beijing", "北京"), ("keji", "科技"), ("gongsi", "公司"))
WORK: Words = (("ruanjian", "软件"), ("kaifa", "开发"))
"""What every dictionary offers first; a name that people have is not among it."""

PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Method:
    """An input method: its packages, its program, what answers once it is there, how it is set up and switched on."""

    packages: tuple[str, ...]
    daemon: str
    asked: str
    module: str = "fcitx"
    key: str = "ctrl+space"
    profile: tuple[str, str] = ("", "")
    before: str = "true"


METHODS = {
    "fcitx4": Method(
        ("fcitx", "fcitx-pinyin", "fcitx-module-dbus", "fcitx-ui-classic"), "fcitx -D", "fcitx-remote",
        profile=("fcitx/profile", "[Profile]\nEnabledIMList=fcitx-keyboard-us:True,pinyin:True\nIMName=pinyin\n"),
    ),
    "fcitx5": Method(
        ("fcitx5", "fcitx5-pinyin"), "fcitx5 --disable=wayland",
        "dbus-send --session --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.GetNameOwner"
        " string:org.fcitx.Fcitx5",
        profile=(
            "fcitx5/profile",
            (
                "[Groups/0]\nName=Default\nDefault Layout=us\nDefaultIM=pinyin\n\n[Groups/0/Items/0]\n"
                "Name=keyboard-us\n\n[Groups/0/Items/1]\nName=pinyin\n\n[GroupOrder]\n0=Default\n"
            ),
        ),
    ),
    "ibus": Method(
        ("ibus", "ibus-libpinyin", "dconf-service", "libglib2.0-bin"), "ibus-daemon -x", "ibus engine | grep libpinyin",
        module="ibus", key="",
        before="gsettings set org.freedesktop.ibus.general preload-engines \"['libpinyin']\"",
    ),
}  # fmt: skip
BESIDE = ("dbus", "fonts-noto-cjk")


class Typist:
    """Somebody at the window who writes by pinyin."""

    def __init__(self, novice: Novice, trial: Trial, name: str) -> None:
        self._novice, self._trial, self._name = novice, trial, name
        self._pages = 0

    def log_in(self, key: str) -> None:
        """The name in Chinese; the password as it is, though the input method stays on."""
        self._novice.wait_for("登录", "button")
        if key:
            self._novice.press(key)
        self._compose(WHO)
        self._novice.press("Tab")
        self._novice.write(PASSWORD)
        self._page()
        self._novice.press("Return")
        self._novice.click("跳过")  # the tour of the first days

    def search(self) -> None:
        """Letters that Return takes as they are, then the name of a firm that is not there yet."""
        self._novice.press("ctrl+k")
        self._novice.write("nihao")
        self._novice.press("Return")
        self._stands("nihao")
        self._novice.press("ctrl+a")
        self._compose(FIRM)
        self._novice.wait_for(f"新建企业「{signs(FIRM)}」")
        self._page()

    def fill_in(self) -> None:
        """The firm is begun with that name, the first thing offered, and what it does is typed into its form."""
        self._novice.press("Return")
        self._novice.click("主营业务", "text")
        self._compose(WORK)
        self._page()
        self._novice.press("ctrl+s")
        self._novice.wait_for("已保存")
        self._page()

    def _compose(self, words: Words) -> None:
        """Sounds, and the space that takes the first candidate; that must stand in the field then."""
        done = ""
        for sounds, chosen in words:
            self._novice.write(sounds)
            self._page()
            self._novice.press("space")
            done += chosen
            self._stands(done)

    def _stands(self, words: str) -> None:
        """Wait until the field with the cursor holds this and nothing more."""
        until, found = time.monotonic() + PATIENCE, ""
        while time.monotonic() < until:
            found = self._novice.written()
            if found == words:
                return
        self._page()
        must(holds=False, words=f"{self._name}: {found!r} stands there, not {words!r}")

    def _page(self) -> None:
        self._pages += 1
        self._trial.photograph(self._novice, f"{self._name}-{self._pages:02}")


def signs(words: Words) -> str:
    """What comes of them."""
    return "".join(chosen for _sounds, chosen in words)


def session(method: Method) -> list[str]:
    """What the desktop does before it starts a program: the variables that im-config sets, the bus, the daemon."""
    script = (
        f"{method.before}; {method.daemon} >/dev/null 2>&1 & typing=$!; "
        f'until {method.asked} >/dev/null 2>&1; do sleep 0.2; done; "$@"; kill $typing'
    )
    named = [f"XMODIFIERS=@im={method.module}", f"QT_IM_MODULE={method.module}"]
    return ["env", *named, "dbus-run-session", "--", "sh", "-c", script, "session"]


@contextmanager
def window(trial: Trial, method: Method, station: str, name: str) -> Iterator[Novice]:
    """The program in a session with the input method."""
    account = Account(Path(HOME), [*session(method), PROGRAM], trial.root.folder, f"{NUMBER}:{NUMBER}")
    with bus.running(trial.photographs, f"louyu-{name}-{os.getpid()}") as address:
        child = account.start(trial.screen, address, "--data", station)
        try:
            yield (novice := Novice(address, trial.screen))
            novice.press("ctrl+q")
            child.wait(60)
        finally:
            child.terminate()
            child.wait()


def set_up(trial: Trial, method: Method) -> None:
    """As an administrator installs it (fcitx 4 and fcitx 5 drive each other out) and its user chose pinyin."""
    needed = (*BESIDE, *method.packages)
    done = trial.root.administrator("apt-get", "install", "-y", "--no-install-recommends", *needed)
    must(done.returncode == 0, done.stderr)
    place, words = method.profile
    if place:
        trial.root.person("mkdir", "-p", f"{HOME}/.config/{Path(place).parent}")
        trial.root.path(f"{HOME}/.config/{place}").write_text(words, encoding="utf-8")


def try_one(trial: Trial, name: str) -> None:
    """One input method from the log-in to the record that is kept."""
    method, station = METHODS[name], f"{HOME}/{name}/站点"
    set_up(trial, method)
    began = time.monotonic()
    trial.ours("init", "--data", station, "--name", "测试站", "--user", signs(WHO), "--out", f"{HOME}/{name}")
    with window(trial, method, station, name) as novice:
        typist = Typist(novice, trial, name)
        typist.log_in(method.key)
        typist.search()
        typist.fill_in()
    kept = json.loads(trial.ours("list", "enterprises", "--json", "--data", station))
    must((kept["name"], kept["business"]) == (signs(FIRM), signs(WORK)), f"{name}: {kept['name']} {kept['business']}")
    say(f"{name}: typed, seen and kept in {time.monotonic() - began:.0f} s")


def main() -> None:
    """Every input method in each root."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--package", type=Path, help="the .deb; else the one in dist/")
    parser.add_argument("--roots", type=Path, default=ROOT / "build" / "roots", help="where systems are kept")
    parser.add_argument("--suite", action="append", choices=SUITES, help="only this one")
    parser.add_argument("--only", action="append", choices=METHODS, help="only this input method")
    parser.add_argument("--photographs", type=Path, default=ROOT / "build" / "photographs")
    chosen = parser.parse_args()
    package = chosen.package or next(iter(sorted((ROOT / "dist").glob("*.deb"))))
    chosen.photographs.mkdir(parents=True, exist_ok=True)
    names = chosen.only or list(METHODS)
    for suite in chosen.suite or SUITES:
        print(suite, flush=True)
        with fresh(suite, chosen.roots) as root, showing() as screen:
            trial = Trial(root, package.resolve(), screen, chosen.photographs)
            must(root.administrator("apt-get", "update").returncode == 0, "apt-get update")
            done = trial.install()
            must(done.returncode == 0, done.stderr)
            for name in names:
                try_one(trial, name)


if __name__ == "__main__":
    main()

"""Somebody before the screen who finds things by what a screen reader is told, and uses mouse and keys; counted."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.installer.bus import Bus, RefusedError
from tests.installer.patience import looked_for

ROOT = "/org/a11y/atspi/accessible/root"
SIGHT, PART, TEXT = "org.a11y.atspi.Accessible", "org.a11y.atspi.Component", "org.a11y.atspi.Text"
ENABLED, FOCUSED, SHOWING = 1 << 8, 1 << 12, 1 << 25
MOST_SIGNS = 10_000
PATIENCE = 120.0
RETRIES = 3
LOOK, CLICK, KEY = 1.35, 1.2, 0.28
"""Seconds of an ordinary person (keystroke-level model): to make up one's mind, to point and press, to hit a key."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One thing on the screen."""

    owner: str
    path: str
    role: str
    name: str
    usable: bool
    box: tuple[int, int, int, int]

    @property
    def middle(self) -> tuple[int, int]:
        """Where it is pressed."""
        left, top, width, height = self.box
        return left + width // 2, top + height // 2


@dataclass
class Count:
    """What it took."""

    clicked: list[str] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)
    read: list[str] = field(default_factory=list)
    keys: int = 0

    @property
    def clicks(self) -> int:
        """How often the mouse was pressed; a double click is two."""
        return len(self.clicked)

    @property
    def by_hand(self) -> float:
        """Seconds that an ordinary person's hands and eyes take for it."""
        things = self.clicks + len(self.fields) + len(self.read)
        return things * LOOK + self.clicks * CLICK + self.keys * KEY


class MissingError(Exception):
    """What was looked for did not come; what stood there instead."""


class Novice:
    """Looks at the programs of one bus and works at one screen."""

    def __init__(self, address: str, screen: str) -> None:
        self._bus, self._screen = Bus(address), screen
        self.count = Count()

    # -- looking -------------------------------------------------------------------------------

    def looks(self) -> Iterator[Seen]:
        """All that is shown now, the window opened last before the others."""
        for owner in reversed(self._bus.names()):
            with suppress(RefusedError):
                [windows] = self._bus.call(owner, ROOT, SIGHT, "GetChildren")
                for _whose, path in reversed(windows):
                    yield from self._below(owner, path)

    def _below(self, owner: str, path: str) -> Iterator[Seen]:
        try:
            [state] = self._bus.call(owner, path, SIGHT, "GetState")
            if not state[0] & SHOWING:
                return
            [role] = self._bus.call(owner, path, SIGHT, "GetRoleName")
            [name] = self._bus.call(owner, path, "org.freedesktop.DBus.Properties", "Get", SIGHT, "Name")
            [box] = self._bus.call(owner, path, PART, "GetExtents", 0)
            [below] = self._bus.call(owner, path, SIGHT, "GetChildren")
        except RefusedError:  # it went away meanwhile
            return
        yield Seen(owner, path, role, name, bool(state[0] & ENABLED), box)
        for _whose, child in below:
            yield from self._below(owner, child)

    def find(self, name: str, role: str = "") -> Seen | None:
        """What is called so and can be used, if it is there."""
        for seen in self.looks():
            if name in seen.name and role in seen.role and seen.usable and seen.box[2] > 0:
                return seen
        return None

    def wait_for(self, name: str, role: str = "", patience: float = PATIENCE) -> Seen:
        """What is called so, as soon as it can be used."""
        seen = looked_for(lambda: self.find(name, role), patience)
        if seen is not None:
            return seen
        raise MissingError(name, role, [(one.role, one.name) for one in self.looks() if one.name])

    def written(self) -> str:
        """What stands in the field where the cursor is; "" where it is in none."""
        for seen in self.looks():
            with suppress(RefusedError):
                [state] = self._bus.call(seen.owner, seen.path, SIGHT, "GetState")
                if state[0] & FOCUSED:
                    [words] = self._bus.call(seen.owner, seen.path, TEXT, "GetText", 0, MOST_SIGNS)
                    return str(words)
        return ""

    # -- doing ---------------------------------------------------------------------------------

    def click(self, name: str, role: str = "button", *, twice: bool = False) -> Seen:
        """Press what is called so."""
        seen = self.wait_for(name, role)
        self._mouse(seen, twice=twice)
        self.count.clicked += [name] * (1 + twice)
        return seen

    def _mouse(self, seen: Seen, *, twice: bool = False) -> None:
        x, y = map(str, seen.middle)
        presses = ("--repeat", "2", "--delay", "80") if twice else ()
        self._hand("mousemove", x, y, "click", *presses, "1")

    def into(self, name: str, words: str) -> None:
        """Type into the field that is called so.

        It is gone to by the mouse only where the cursor does not stand there; that is a click then.
        """
        seen = self.wait_for(name, "text")
        [state] = self._bus.call(seen.owner, seen.path, SIGHT, "GetState")
        if not state[0] & FOCUSED:
            self._mouse(seen)
            self.count.clicked.append(name)
        self._type(words)
        if not words.isascii():
            self._type_lost(words)
        self.count.fields.append(name)

    def _type_lost(self, words: str) -> None:
        """Type again what xdotool has lost: each Chinese sign lies on a borrowed key, and a busy screen misses some."""
        for _time in range(RETRIES):
            if looked_for(lambda: self.written() == words or None, 5):
                return
            self._hand("key", "ctrl+a")
            self._hand("type", "--delay", "400", words)

    def write(self, words: str) -> None:
        """Key after key wherever the cursor is, as quick as somebody who watches what an input method makes of it."""
        self._hand("type", "--delay", "120", words)
        self.count.keys += len(words)

    def _type(self, words: str) -> None:
        self._hand("type", "--delay", "30" if words.isascii() else "200", words)  # each sign needs a key of its own
        self.count.keys += len(words)

    def press(self, key: str) -> None:
        """One key."""
        self._hand("key", key)
        self.count.keys += 1

    def _hand(self, *told: str) -> None:
        subprocess.run(["xdotool", *told], env={"DISPLAY": self._screen, "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
                       check=True, timeout=60)  # fmt: skip

    def photograph(self, file: Path) -> None:
        """The screen as it is now."""
        subprocess.run(["import", "-window", "root", str(file)], env={"DISPLAY": self._screen, "PATH": "/usr/bin:/bin"},
                       check=True, timeout=60)  # fmt: skip

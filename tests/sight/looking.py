"""One walk that notes what is cut or hard to read, and takes a picture of every screen where a folder is given."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import shiboken6
from PySide6.QtWidgets import QWidget

from tests.sight.cut import Stretched, cut
from tests.sight.door import Doors
from tests.sight.faint import faint
from tests.sight.named import missing
from tests.sight.walk import Ground, Walk, nothing_outside

_PATIENCE = 4
"""How often one looks again before something counts as cut."""

_UNFIT = re.compile(r"[^\w›+-]+")


class Looking:
    """`found` has every finding with the first screen that shows it; given a theme, the words' contrast is measured.

    Where it is `heard`, too, what a screen reader would miss is noted with it.
    """

    def __init__(
        self, room: tuple[int, int], *, stretched: bool = False, pictures: Path | None = None, theme: str = "",
        heard: bool = False,
    ) -> None:  # fmt: skip
        self.tell: Callable[[str], object] = str
        """Hears of every finding at once."""

        self.room, self.stretched, self.pictures, self.theme, self.heard = room, stretched, pictures, theme, heard
        self.found: dict[str, str] = {}
        self._number = 0
        self._walk: Ground | None = None

    def walk(self, station: Path, machine: Path, tabs: Sequence[str] = (), *, pressing: bool = False) -> list[str]:
        """Through every screen of a station, or of some tabs; the names of the screens."""
        self._walk = walk = Walk(
            station, machine, self._look, pressing=pressing, size=self.room, words=self._words()
        )  # fmt: skip
        try:
            with nothing_outside():
                return walk.run(tabs, tools=not tabs)
        finally:
            walk.end()

    def doors(self, folder: Path, machine: Path) -> list[str]:
        """Through what stands before the window, and makes a station in an empty folder."""
        self._walk = walk = Doors(folder, machine, self._look, size=self.room, words=self._words())
        try:
            return walk.run()
        finally:
            walk.end()

    def _words(self) -> Stretched | None:
        return Stretched() if self.stretched else None

    def sentences(self) -> list[str]:
        """The findings, one a line."""
        return [f"{sentence} ({where})" for sentence, where in self.found.items()]

    def _look(self, name: str, window: QWidget) -> None:
        assert self._walk is not None
        if self.heard:
            self._note(missing(window), name)
        for _turn in range(_PATIENCE):
            if not shiboken6.isValid(window) or all(sentence in self.found for sentence in self._seen(window)):
                break
            self._walk.settle()  # what was still being laid out is in its place then
        else:
            self._note(self._seen(window), name)
        if self.pictures is not None and shiboken6.isValid(window):
            self._take(name, window)

    def _note(self, sentences: Sequence[str], name: str) -> None:
        for sentence in sentences:
            if sentence not in self.found:
                self.found[sentence] = name
                self.tell(f"{sentence} ({name})")

    def _seen(self, window: QWidget) -> list[str]:
        return [*cut(window, self.room), *(faint(window, self.theme) if self.theme else ())]

    def _take(self, name: str, window: QWidget) -> None:
        assert self.pictures is not None
        self._number += 1
        self.pictures.mkdir(parents=True, exist_ok=True)
        words = _UNFIT.sub("_", name.replace(" › ", "›"))[:80]
        window.window().grab().save(str(self.pictures / f"{self._number:03}-{words}.jpg"), None, 82)

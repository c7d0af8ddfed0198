"""Which fonts papers and window use, and where they come from.

Noto Sans SC comes first, in the two weights of `pinned`; after it stand the files of a folder that
the station names, then the fonts of the system.
`python -m louyu_desktop.printing.fonts` fills the cache.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from louyu_desktop.printing.chain import ChainFont
from louyu_desktop.printing.face import Face, open_face
from louyu_desktop.printing.pinned import FontFiles, in_package, pinned

__all__ = ["FontFiles", "Typeface", "chain_of", "further", "pinned", "serif", "system_files", "typeface"]

_SERIF = ("pylopdf_fonts_zh_cn", "NotoSerifSC-Regular.otf")
_ENDINGS = (".ttf", ".otf", ".ttc", ".otc")
_SYSTEM = (
    "NotoSansCJK-Regular.ttc",
    "simsunb.ttf",
    "SimSunExtG.ttf",
    "HanaMinA.ttf",
    "HanaMinB.ttf",
    "Jigmo.ttf",
    "Jigmo2.ttf",
    "Jigmo3.ttf",
    "PlangothicP1-Regular.ttf",
    "PlangothicP2-Regular.ttf",
    "BabelStoneHan.ttf",
    "simsun.ttc",
    "msyh.ttc",
    "wqy-zenhei.ttc",
    "wqy-microhei.ttc",
    "DroidSansFallbackFull.ttf",
    "uming.ttc",
    "NotoEmoji-Regular.ttf",
    "NotoSansSymbols2-Regular.ttf",
    "DejaVuSans.ttf",
)


@dataclass(frozen=True, slots=True)
class Typeface:
    """The chain in both weights."""

    regular: ChainFont
    bold: ChainFont

    def weight(self, *, bold: bool) -> ChainFont:
        """One of the two."""
        return self.bold if bold else self.regular

    def missing(self, texts: Iterable[str]) -> tuple[str, ...]:
        """The characters that no font has: they would be printed as 〓."""
        return tuple(self.regular.missing(texts))


def serif() -> Path | None:
    """Noto Serif SC (SIL OFL), regular only, for papers that want 宋; None when it is not installed."""
    return in_package(*_SERIF)


def typeface(folder: str = "") -> Typeface:
    """The chain of this machine; `folder` is the setting 另加字库的文件夹."""
    return _typeface(pinned(), folder)


@lru_cache(maxsize=4)
def _typeface(files: FontFiles, folder: str) -> Typeface:
    return Typeface(*(ChainFont(Face(path), further(folder)) for path in (files.regular, files.bold)))


def chain_of(regular: Iterable[Path], bold: Iterable[Path]) -> Typeface:
    """A chain of exactly these files, whatever the machine has."""
    faces = [[Face(path) for path in files] for files in (regular, bold)]
    return Typeface(*(ChainFont(first, rest) for first, *rest in faces))


def further(folder: str = "") -> Iterator[Face]:
    """Faces to fall back on, opened one by one: the station's folder first, then the system's."""
    own = sorted(p for p in Path(folder).iterdir() if p.suffix.lower() in _ENDINGS) if _is_folder(folder) else []
    for path in (*own, *_system_files()):
        face = open_face(path)
        if face is not None:
            yield face


def _is_folder(folder: str) -> bool:
    return bool(folder) and Path(folder).is_dir()


def system_files(names: Iterable[str], folder: str = "") -> dict[str, Path]:
    """Where font files of these names lie, by the name in small letters: in `folder` first, then in the system."""
    found: dict[str, Path] = {}
    wanted = {name.lower() for name in names}
    for place in (*([Path(folder)] if _is_folder(folder) else []), *_system_folders()):
        for parent, _folders, there in os.walk(place):
            for name in there:
                if name.lower() in wanted:
                    found.setdefault(name.lower(), Path(parent) / name)
    return found


def _system_files() -> Iterator[Path]:
    found = system_files(_SYSTEM)
    yield from (found[name.lower()] for name in _SYSTEM if name.lower() in found)


def _system_folders() -> tuple[Path, ...]:
    if sys.platform == "win32":
        windows = Path(os.environ.get("WINDIR", "C:\\Windows")) / "Fonts"
        return windows, Path(os.environ.get("LOCALAPPDATA", "")) / "Microsoft" / "Windows" / "Fonts"
    home = Path.home()
    return (
        home / ".local/share/fonts",
        home / ".fonts",
        Path("/usr/share/fonts"),
        Path("/usr/local/share/fonts"),
        Path("/Library/Fonts"),
    )


if __name__ == "__main__":
    pinned()

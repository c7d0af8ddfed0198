"""The two weights of Noto Sans SC as files: what papers and window both show, known without either.

It comes (SIL OFL) as one variable file from the wheel `justmytype-intl-cjk`; Qt and ReportLab would
show it as Thin, so weights 400 and 700 are pinned once and kept in the cache.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from louyu_desktop import paths
from louyu_desktop.text import _

_PACKAGE = "justmytype_intl_cjk"
_SOURCE = "fonts/ofl/notosanssc/NotoSansSC[wght].ttf"
_PINNED_VERSION = 1


class FontFiles(NamedTuple):
    """The two static weights; both are of the family "Noto Sans SC"."""

    regular: Path
    bold: Path


def pinned() -> FontFiles:
    """The two weights as files, made at the first call on a machine (about 0.5 s each).

    They come from the program's own `resources/fonts` where a package ships them.  Raises
    `SystemProblem` when neither they nor the wheel are there.
    """
    files, source = _places()
    if source is None and not files.regular.is_file():
        from louyu_desktop.errors import SystemProblem

        raise SystemProblem(_("找不到字库「Noto Sans SC」。请重新安装本程序，或运行 make run 补装。"))
    for path, weight, style in ((files.regular, 400, "Regular"), (files.bold, 700, "Bold")):
        if source is not None and not path.is_file():
            from louyu_desktop.printing.files import put
            from louyu_desktop.printing.sfnt import pin_weight

            put(path, pin_weight(source, weight, style))
    return files


def ready() -> FontFiles | None:
    """The two weights when no work is needed to have them."""
    files, _source = _places()
    return files if files.regular.is_file() and files.bold.is_file() else None


def _places() -> tuple[FontFiles, Path | None]:
    """Where the two stand, or will stand once they are made of the second, where that is there."""
    shipped = _in(paths.resource("fonts"))
    if shipped.regular.is_file() and shipped.bold.is_file():
        return shipped, None
    source = in_package(_PACKAGE, _SOURCE)
    if source is None:
        return shipped, None
    return _in(paths.cache() / "fonts" / f"{_digest(source)[:16]}-{_PINNED_VERSION}"), source


def _in(folder: Path) -> FontFiles:
    return FontFiles(folder / "NotoSansSC-Regular.ttf", folder / "NotoSansSC-Bold.ttf")


def in_package(package: str, name: str) -> Path | None:
    """A file of an installed package, without importing it."""
    spec = find_spec(package)
    for place in (spec.submodule_search_locations or ()) if spec else ():
        if (Path(place) / name).is_file():
            return Path(place) / name
    return None


def _digest(source: Path) -> str:
    """The SHA-256 of `source`, remembered for its size and time: hashing 18 MB at each start is too slow."""
    facts = source.stat()
    note = paths.cache() / "fonts" / f"source-{facts.st_size}-{facts.st_mtime_ns}.sha256"
    if note.is_file():
        known = note.read_text("ascii").strip()
        if len(known) == 64:
            return known
    from hashlib import file_digest

    from louyu_desktop.printing.files import put

    with source.open("rb") as stream:
        digest = file_digest(stream, "sha256").hexdigest()
    put(note, digest.encode("ascii"))
    return digest

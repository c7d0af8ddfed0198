"""The handbook of the program: pages shipped as Markdown, read once; no station is needed for it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from louyu_desktop import paths
from louyu_desktop.rules import help_search, help_text
from louyu_desktop.rules.help_search import HelpHit
from louyu_desktop.rules.help_text import HelpPage

FOLDER = "help"
PICTURES = paths.resource(FOLDER) / "pictures"
_NUMBERED = "[0-9]*-*.md"


@cache
def pages() -> tuple[HelpPage, ...]:
    """Every page, in the order of the handbook; a file is called by its place and the page's id."""
    files = sorted(paths.resource(FOLDER).glob(_NUMBERED))
    return tuple(help_text.parsed(file.stem.partition("-")[2], file.read_text("utf-8")) for file in files)


def page(id: str) -> HelpPage | None:
    """The page of an id."""
    return next((one for one in pages() if one.id == id), None)


def page_for(places: Sequence[str]) -> HelpPage:
    """The page for the first of the places that one is for; the first page where none is."""
    return help_text.page_for(pages(), places) or pages()[0]


def find(wanted: str) -> tuple[HelpHit, ...]:
    """The pages that a word, its pinyin or its initials are found in, the best first."""
    return help_search.find(pages(), wanted)


def picture(name: str) -> Path | None:
    """The file of a picture; None in a checkout where the pictures were not made."""
    file = PICTURES / f"{name}.png"
    return file if file.is_file() else None

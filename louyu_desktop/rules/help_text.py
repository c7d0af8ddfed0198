"""The handbook's pages as plain values: how their Markdown is read, and which one is for a place of the window.

Only what the pages use is understood: headings, paragraphs, numbered steps, bullets, notes (`>`), pictures, and inside
a line **strong**, `keys` and [words](page).  Anything else stands as it was typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What a block is."""

    HEADING = "heading"
    TEXT = "text"
    STEP = "step"
    BULLET = "bullet"
    NOTE = "note"
    PICTURE = "picture"


class Mark(Enum):
    """How a stretch of a line is set; a LINK leads to a page."""

    PLAIN = "plain"
    STRONG = "strong"
    KEY = "key"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some words of a line; `target` is the page a link leads to."""

    words: str
    mark: Mark = Mark.PLAIN
    target: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, paragraph, step, bullet, note or picture; `target` is a picture's name, `number` a step's."""

    kind: Kind
    line: tuple[Stretch, ...]
    target: str = ""
    number: int = 0

    @property
    def words(self) -> str:
        """The block as plain text."""
        return "".join(stretch.words for stretch in self.line)


@dataclass(frozen=True, slots=True)
class HelpPage:
    """One page: its id, title and chapter, the places it is for, what it says; `said` is what people say instead."""

    id: str
    title: str
    chapter: str
    where: tuple[str, ...]
    blocks: tuple[Block, ...]
    said: tuple[str, ...] = ()

    @property
    def pictures(self) -> tuple[str, ...]:
        """The names of its pictures."""
        return tuple(block.target for block in self.blocks if block.kind is Kind.PICTURE)

    @property
    def names(self) -> tuple[str, ...]:
        """What it calls by 「…」: buttons, menus, fields."""
        return tuple(name for block in self.blocks for name in NAME.findall(block.words))


NAME = re.compile(r"「([^「」]+)」")
_HEAD = re.compile(r"\A---\n(.*?)\n---\n(.*)\Z", re.DOTALL)
_PICTURE = re.compile(r"!\[([^\]]*)\]\(([\w-]+)\)")
_STEP = re.compile(r"(\d+)\. +(.*)")
_INLINE = re.compile(r"\*\*(?P<strong>[^*]+)\*\*|`(?P<key>[^`]+)`|\[(?P<link>[^\]]+)\]\((?P<target>[\w-]+)\)")
_OPENINGS = (("## ", Kind.HEADING), ("- ", Kind.BULLET), ("> ", Kind.NOTE))


def parsed(id: str, text: str) -> HelpPage:
    """The page written in `text`; ValueError for one without title or chapter."""
    found = _HEAD.match(text)
    if found is None:
        raise ValueError(f"the page {id} does not say what it is")
    said = dict(_pairs(found[1]))
    if not (said.get("title") and said.get("chapter")):
        raise ValueError(f"the page {id} has no title or no chapter")
    where, others = (tuple(said.get(name, "").replace(",", " ").split()) for name in ("where", "said"))
    return HelpPage(id, said["title"], said["chapter"], where, tuple(_blocks(found[2])), others)


def _pairs(head: str) -> Iterator[tuple[str, str]]:
    for line in head.splitlines():
        name, _sign, value = line.partition(":")
        yield name.strip(), value.strip()


def _blocks(body: str) -> Iterator[Block]:
    """Each line is a block, but that lines of a paragraph belong together."""
    held: list[str] = []
    for line in (*map(str.strip, body.splitlines()), ""):
        block = _block(line) if line else None
        if held and (not line or block is not None):
            yield Block(Kind.TEXT, stretches("".join(held)))
            held = []
        if block is not None:
            yield block
        elif line:
            held.append(line)


def _block(line: str) -> Block | None:
    """A line that is a block of its own; None for one of a paragraph."""
    picture = _PICTURE.fullmatch(line)
    if picture is not None:
        return Block(Kind.PICTURE, (Stretch(picture[1]),), target=picture[2])
    step = _STEP.fullmatch(line)
    if step is not None:
        return Block(Kind.STEP, stretches(step[2]), number=int(step[1]))
    for opening, kind in _OPENINGS:
        if line.startswith(opening):
            return Block(kind, stretches(line.removeprefix(opening)))
    return None


def stretches(line: str) -> tuple[Stretch, ...]:
    """A line cut where its setting changes."""
    made: list[Stretch] = []
    at = 0
    for found in _INLINE.finditer(line):
        made += [Stretch(line[at : found.start()])] if found.start() > at else []
        kind = found.lastgroup
        if kind == "target":
            made.append(Stretch(found["link"], Mark.LINK, found["target"]))
        elif kind is not None:
            made.append(Stretch(found[kind], Mark(kind)))
        at = found.end()
    return (*made, Stretch(line[at:])) if at < len(line) else tuple(made)


def page_for(pages: Iterable[HelpPage], places: Sequence[str]) -> HelpPage | None:
    """The page for the first of `places` that any is for, the nearest first; a place may lie inside a page's."""
    known = {where: page for page in pages for where in page.where}
    for place in places:
        parts = place.split(".")
        for size in range(len(parts), 0, -1):
            page = known.get(".".join(parts[:size]))
            if page is not None:
                return page
    return None

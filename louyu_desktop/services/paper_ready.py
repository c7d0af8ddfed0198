"""What a reader of papers is asked, and what it gives: everything read and checked, nothing written yet."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from louyu_desktop.printing import official
from louyu_desktop.printing.fonts import Typeface
from louyu_desktop.printing.official_faces import OfficialFaces, official_faces
from louyu_desktop.rules.roles import Role
from louyu_desktop.services.references import role_of
from louyu_desktop.storage.database import Database
from louyu_desktop.text import _

_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


@dataclass(frozen=True, slots=True)
class Ready:
    """Everything read and checked, nothing written yet; `instead` says which typefaces stand in for which."""

    title: str
    texts: tuple[str, ...]
    write: Callable[[Path, Typeface], int]
    instead: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """What a paper is asked for: of which record (0 where it is about none), with which options, for whom."""

    database: Database
    id: int
    chosen: Mapping[str, Any]
    font_folder: str = ""

    @property
    def role(self) -> Role:
        """Who asks."""
        return role_of(self.database)


def as_name(title: str) -> str:
    """A title that can be the name of a file on any system."""
    return " ".join(_NOT_IN_NAMES.sub(" ", title).split())[:80]


def ready(title: str, module: Any, content: Any) -> Ready:
    """`module` is one of `printing` that has `texts_of` and `write`."""
    return Ready(as_name(title), module.texts_of(content), partial(module.write, content))


def ready_official(title: str, document: official.Official, asked: Asked) -> Ready:
    """A document on the grid of GB/T 9704, in the PC's own typefaces where it has them."""
    faces = official_faces(asked.font_folder)

    def write(target: Path, _faces: Typeface) -> int:
        return official.write(document, target, faces)

    return Ready(as_name(title), official.texts_of(document), write, stand_ins(faces))


def stand_ins(faces: OfficialFaces) -> tuple[str, ...]:
    """仿宋 → 思源宋体, for each typeface that this machine has not."""
    return tuple(f"{_(role.value)} → {_(name)}" for role, name in faces.instead.items())


def titled(*parts: str) -> str:
    """The parts that say something, in one line."""
    return "·".join(filter(None, parts))

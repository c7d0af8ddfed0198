"""The five typefaces of official documents (GB/T 9704-2012): the PC's own where it has them, open ones where not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from louyu_desktop.printing.chain import ChainFont
from louyu_desktop.printing.face import Face, open_face
from louyu_desktop.printing.fonts import Typeface, further, pinned, serif, system_files
from louyu_desktop.text import N_


class Role(StrEnum):
    """What a typeface is for, by the name the standard uses."""

    TITLE = N_("小标宋")
    BODY = N_("仿宋")
    FIRST = N_("黑体")
    SECOND = N_("楷体")
    FOLIO = N_("宋体")


_WANTED: Mapping[Role, tuple[str, ...]] = {
    Role.TITLE: ("FZXBSJW.TTF", "FZXBSK.TTF", "FZXiaoBiaoSong-B05S.ttf"),
    Role.BODY: ("simfang.ttf", "FZFSK.TTF", "STFANGSO.TTF"),
    Role.FIRST: ("simhei.ttf", "FZHTK.TTF"),
    Role.SECOND: ("simkai.ttf", "FZKTK.TTF", "STKAITI.TTF", "LXGWWenKai-Regular.ttf"),
    Role.FOLIO: ("simsun.ttc", "SimSun.ttf"),
}
"""Files that a PC may have; none of them is ever shipped with the program."""

SERIF, SANS = N_("思源宋体"), N_("思源黑体")
_OPEN: Mapping[Role, str] = {
    Role.TITLE: SERIF, Role.BODY: SERIF, Role.FIRST: SANS, Role.SECOND: SERIF, Role.FOLIO: SERIF,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class OfficialFaces:
    """A typeface to each role, and for those that the PC has not the open one that stands in."""

    faces: Mapping[Role, Typeface]
    instead: Mapping[Role, str]


@lru_cache(maxsize=2)
def official_faces(folder: str = "") -> OfficialFaces:
    """The typefaces of this machine; `folder` is the setting 另加字库的文件夹."""
    found = system_files({name for names in _WANTED.values() for name in names}, folder)
    faces: dict[Role, Typeface] = {}
    instead: dict[Role, str] = {}
    for role, names in _WANTED.items():
        there = (found[name.lower()] for name in names if name.lower() in found)
        face = next(filter(None, map(open_face, there)), None)
        if face is None:
            instead[role] = _OPEN[role]
            face = _open_one(role)
        rest = [Face(pinned().regular)]
        chain = ChainFont(face, (*rest, *further(folder)))
        faces[role] = Typeface(chain, chain)
    return OfficialFaces(faces, instead)


def _open_one(role: Role) -> Face:
    path: Path | None = serif() if _OPEN[role] == SERIF else None
    return Face(path or pinned().regular)

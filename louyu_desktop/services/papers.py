"""Papers: rows from the database, a check for characters that no font has, one PDF file, an entry in the log."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select

from louyu_desktop.errors import NotPermittedError, UserError
from louyu_desktop.models import Station
from louyu_desktop.printing import fonts, list_sheet
from louyu_desktop.printing.shortened import hearing
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.roles import Role, sees_kind
from louyu_desktop.rules.topics import Topic
from louyu_desktop.services import noting, paper_readers, paper_rows
from louyu_desktop.services.copies import Control, no_control
from louyu_desktop.services.paper_info import PaperInfo
from louyu_desktop.services.paper_kinds import PAPERS
from louyu_desktop.services.paper_options import defaults, info_of, paper_for, parsed, remember, seen
from louyu_desktop.services.paper_ready import Asked, as_name
from louyu_desktop.services.references import ENTITIES, role_of
from louyu_desktop.services.rights import OF_ROLE
from louyu_desktop.storage.database import Database
from louyu_desktop.text import _

__all__ = ["PaperInfo", "PaperResult", "Papers"]

@dataclass(frozen=True, slots=True)
class PaperResult:
    """A paper that was made.

    `missing` are the characters that no font has and that are printed as 〓, `shortened` the texts
    that had no room and end with …, whole.  `instead` names the typefaces that stand in for those it ought to have.
    """

    path: Path
    pages: int
    missing: tuple[str, ...]
    title: str
    shortened: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()


class Papers:
    """What the station prints."""

    def __init__(self, database: Database, font_folder: str = "") -> None:
        self._database = database
        self._font_folder = font_folder
        self._chosen: dict[tuple[str, int | None], dict[str, Any]] = {}

    def papers(self) -> tuple[PaperInfo, ...]:
        """Every paper that is nothing unseen to the person, with the options for what they see."""
        role = role_of(self._database)
        return tuple(paper_for(role, info) for info in PAPERS if _is_for(role, info))

    def use_fonts(self, folder: str) -> None:
        """Look for characters in the fonts of a folder of this machine too (its setting 另加字库的文件夹)."""
        self._font_folder = folder

    def _info(self, paper: str) -> PaperInfo:
        role, info = role_of(self._database), info_of(paper)
        if not _is_for(role, info):
            words = {"role": _(role.value), "right": _(info.right.value)}
            raise NotPermittedError(_("「{role}」不能{right}，请找站长办理").format(**words))
        return paper_for(role, info)

    def remembered(self, paper: str, id: int | None = None) -> dict[str, Any]:
        """What the options of a paper begin with: for a sign-in sheet, as last chosen for its type of activity."""
        with self._database.read() as session:
            return defaults(session, self._info(paper), id)

    def build(
        self,
        paper: str,
        target: Path,
        *,
        id: int | None = None,
        options: Mapping[str, Any] | None = None,
        control: Control = no_control,
        preview: bool = False,
        purpose: str = "",
    ) -> PaperResult:
        """Make a paper at `target`.

        One that holds personal data is logged with its purpose, and the options are remembered; a `preview`
        is neither: what is then printed or saved is told to `note_printed` or `note_saved`.
        Raises UserError for an unknown paper, record or option, SystemProblem when the file cannot
        be written, CancelledError when `control` says so; the target is then as it was.
        """
        info = self._info(paper)
        if info.needs_id and id is None:
            raise UserError(_("{paper}要指明是哪一条记录").format(paper=_(info.label)), field="id")
        control(0, 3, _("读取资料"))
        chosen = self.remembered(paper, id) | parsed(info, options or {})
        visible = seen(role_of(self._database), info, chosen)
        ready = paper_readers.read(info.name, Asked(self._database, id or 0, visible, self._font_folder))
        control(1, 3, _("查字库"))
        faces = fonts.typeface(self._font_folder)
        missing = faces.missing(ready.texts)
        control(2, 3, _("排版"))
        with hearing() as shortened:
            pages = ready.write(target, faces)
        self._chosen[paper, id] = chosen
        if not preview:
            self._note(info, id, _("生成{paper}：{pages} 页").format(paper=_(info.label), pages=pages), purpose)
        control(3, 3, _("好了"))
        return PaperResult(target, pages, missing, ready.title, tuple(shortened), ready.instead)

    def missing(self, texts: Iterable[str]) -> tuple[str, ...]:
        """The characters of `texts` that no font of this machine has."""
        return fonts.typeface(self._font_folder).missing(texts)

    def build_list(
        self,
        title: str,
        headings: Sequence[str],
        rows: Sequence[Sequence[str]],
        target: Path,
        *,
        note: str = "",
        personal: bool = True,
        preview: bool = False,
        purpose: str = "",
    ) -> PaperResult:
        """What a list shows, as a PDF: landscape when it is wide.

        It is logged as printed, with its purpose, when it is `personal`; a `preview` is not: what is then
        printed or saved is told to `note_list`.
        """
        now = dt.datetime.now(SHANGHAI)
        station = self._station()
        sheet = list_sheet.ListSheet(
            title=title,
            headings=tuple(headings),
            rows=rows,
            note=note,
            footer=f"{station[1]}·{now:%Y-%m-%d %H:%M}",
            is_demonstration=station[2],
        )
        faces = fonts.typeface(self._font_folder)
        missing = faces.missing(list_sheet.texts_of(sheet))
        with hearing() as shortened:
            pages = list_sheet.write(sheet, target, faces)
        if personal and not preview:
            self.note_list(title, len(rows), purpose)
        return PaperResult(target, pages, missing, as_name(title), tuple(shortened))

    def note_list(self, title: str, rows: int, purpose: str = "") -> None:
        """A previewed list of so many rows was printed or saved: log it."""
        label = _("打印列表「{title}」：{rows} 行").format(title=title, rows=rows)
        noting.note(self._database, label, Topic.PRINT, purpose)

    def note_printed(
        self, paper: str, id: int | None = None, *, copies: int = 1, pages: int = 0, purpose: str = ""
    ) -> None:
        """A previewed paper went to a printer: log it and remember its options."""
        info = self._info(paper)
        text = _("打印{paper}：{pages} 页，{copies} 份")
        self._note(info, id, text.format(paper=_(info.label), pages=pages, copies=copies), purpose)

    def note_saved(self, paper: str, id: int | None = None, *, purpose: str = "") -> None:
        """A previewed paper was saved as a file: log it and remember its options."""
        info = self._info(paper)
        self._note(info, id, _("另存{paper}为 PDF").format(paper=_(info.label)), purpose)

    def next_activity(self) -> int | None:
        """The activity whose sheet is wanted next: coming, with people registered; None when there is none."""
        with self._database.read() as session:
            return paper_rows.next_activity(session, dt.datetime.now(dt.UTC))

    def _note(self, info: PaperInfo, record_id: int | None, text: str, purpose: str) -> None:
        if info.personal and not info.needs_id:
            noting.note(self._database, text, Topic.PRINT, purpose)
        if not info.personal or record_id is None:
            return
        text = noting.with_purpose(text, purpose)
        chosen = self._chosen.get((info.name, record_id))
        with self._database.write(text) as write:
            write.event(info.needs_id, record_id, text, Topic.PRINT)
            if chosen is not None:
                remember(write, info, record_id, chosen)

    def _station(self) -> tuple[int, str, bool]:
        with self._database.read() as session:
            wanted = select(Station.id, Station.name, Station.is_demonstration).order_by(Station.id).limit(1)
            number, name, is_demonstration = session.execute(wanted).one()
            return number, name, is_demonstration


def _is_for(role: Role, info: PaperInfo) -> bool:
    """Whether a role may make a paper: it has the right and sees what the paper tells of."""
    kind = info.needs_id or info.tells
    return info.right in OF_ROLE[role] and (not kind or sees_kind(role, ENTITIES[kind]))

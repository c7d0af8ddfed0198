"""What a preview shows: a paper of the station, or a list as it stands on the screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from louyu_desktop.fields import Entity, Field, Sensitivity
from louyu_desktop.rules.values import display
from louyu_desktop.services.copies import Control, Query
from louyu_desktop.services.every import every
from louyu_desktop.services.noting import PURPOSES
from louyu_desktop.services.paper_kinds import SIGN_IN_SHEET
from louyu_desktop.services.papers import PaperInfo, PaperResult
from louyu_desktop.text import _
from louyu_desktop.ui.context import Context


def _nothing(*_arguments: object) -> None:
    """Papers that hold nothing personal leave no trace in the log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """`make(folder, options, control)` writes the PDF; `printed(copies, pages, purpose)`, `saved(purpose)` log it.

    `purpose` is what such a paper is usually for.
    """

    label: str
    personal: bool
    make: Callable[[Path, Mapping[str, Any], Control], PaperResult]
    options: tuple[Field, ...] = ()
    remembered: Mapping[str, Any] = field(default_factory=dict)
    printed: Callable[[int, int, str], None] = _nothing
    saved: Callable[[str], None] = _nothing
    purpose: str = ""


def paper(
    context: Context, info: PaperInfo, record: int | None, options: Mapping[str, Any] | None = None
) -> Subject:
    """One of the station's papers; asks the database for its remembered options, so in the read lane only.

    `options` stand over those.
    """
    papers = context.services.papers
    papers.use_fonts(str(context.preferences.get("font_folder") or ""))

    def make(folder: Path, options: Mapping[str, Any], control: Control) -> PaperResult:
        target = folder / "paper.pdf"
        return papers.build(info.name, target, id=record, options=options, control=control, preview=True)

    def printed(copies: int, pages: int, purpose: str) -> None:
        papers.note_printed(info.name, record, copies=copies, pages=pages, purpose=purpose)

    return Subject(
        label=_(info.label), personal=info.personal, make=make, options=info.options,
        remembered={**papers.remembered(info.name, record), **(options or {})}, printed=printed,
        saved=lambda purpose: papers.note_saved(info.name, record, purpose=purpose),
        purpose=_(PURPOSES[0]) if info.name == SIGN_IN_SHEET else "",
    )  # fmt: skip


def listing(context: Context, query: Query, columns: Sequence[str]) -> Subject:
    """A list as it is shown: its filters, its order, its columns, masked as on the screen."""
    services = context.services
    services.papers.use_fonts(str(context.preferences.get("font_folder") or ""))
    entity = services.records.entity(query.kind)
    fields = [entity.field(name) for name in columns or entity.columns]
    personal = any(one.sensitivity >= Sensitivity.PERSONAL for one in fields)
    shown: list[int] = []

    def make(folder: Path, _options: Mapping[str, Any], control: Control) -> PaperResult:
        rows = _rows(context, query, fields, control)
        note = _("筛选结果") if query.filters or query.text else ""
        headings = [_(one.label) for one in fields]
        shown[:] = [len(rows)]
        return services.papers.build_list(
            _list_title(entity), headings, rows, folder / "list.pdf", note=note, personal=personal, preview=True
        )

    def noted(purpose: str) -> None:
        if personal and shown:
            services.papers.note_list(_list_title(entity), shown[0], purpose)

    return Subject(
        label=_list_title(entity), personal=personal, make=make, saved=noted,
        printed=lambda _copies, _pages, purpose: noted(purpose),
    )  # fmt: skip


def _list_title(entity: Entity) -> str:
    return _("{label}名单").format(label=_(entity.label))


def _rows(context: Context, query: Query, fields: Sequence[Field], control: Control) -> list[list[str]]:
    records, guest = context.services.records, context.guest
    found: list[list[str]] = []
    for row in every(records, query, control, _("读取资料")):
        cells = ((one, display(one, row.values.get(one.name), row.labels.get(one.name, ""))) for one in fields)
        found.append([guest.show(one, words) for one, words in cells])
    return found

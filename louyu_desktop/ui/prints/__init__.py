"""Papers on screen and on paper: the preview of the real PDF, its options, and the printer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from louyu_desktop.services.copies import Control, Query
from louyu_desktop.services.papers import PaperInfo
from louyu_desktop.text import _
from louyu_desktop.ui.context import Context
from louyu_desktop.ui.prints import picker, subject
from louyu_desktop.ui.prints.preview import Preview

__all__ = ["Preview", "open_handbook", "open_papers", "open_preview"]


def open_papers(
    context: Context, paper: str = "", id: int | None = None, query: Query | None = None, columns: Sequence[str] = (),
    options: Mapping[str, Any] | None = None,
) -> None:
    """打印…: the list `query` as shown, or `paper` of the record `id`; asks for what is not named."""
    if query is not None:
        _show(context, subject.listing(context, query, columns))
        return
    infos = {info.name: info for info in context.services.papers.papers()}
    info = infos.get(paper)
    if info is not None and (id is not None or not info.needs_id):
        open_preview(context, info, id, options)
        return
    picked = picker.pick(context, paper)
    if picked is not None:
        open_preview(context, *picked)


def open_handbook(context: Context) -> None:
    """The service handbook at once."""
    open_papers(context, "handbook")


def open_preview(
    context: Context, info: PaperInfo, record: int | None, options: Mapping[str, Any] | None = None
) -> None:
    """Read the remembered options, then show the paper."""
    window = context.window or context.tasks

    def work(_control: Control) -> subject.Subject:
        return subject.paper(context, info, record, options)

    context.tasks.read(window, work, lambda found: _show(context, found), title=_("打开预览"))


def _show(context: Context, what: subject.Subject) -> None:
    Preview(context, what).open()

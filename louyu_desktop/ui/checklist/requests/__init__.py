"""Requests on the screen: 登记诉求, the record with its clocks, what was done, the departments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from louyu_desktop.ui.checklist.requests.layout import REQUESTS

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

__all__ = ["REQUESTS", "open_note", "open_request"]


def open_request(
    context: Context, enterprise_id: int | None = None, visit_id: int | None = None, title: str = ""
) -> None:
    """登记诉求: of an enterprise or out of a visit, else it asks who comes."""
    from louyu_desktop.ui.checklist.requests.take import TakeDialog

    TakeDialog(context, context.window, enterprise_id=enterprise_id, visit_id=visit_id, title=title).open()


def open_note(context: Context, request_id: int) -> None:
    """记一笔 of a request, without its file."""
    from louyu_desktop.ui.checklist.requests.beside import NotePanel

    records, window = context.services.records, context.window
    if window is not None:
        context.tasks.read(
            window, lambda _control: records.get("requests", request_id),
            lambda copy: NotePanel(context, copy, window).open(),
        )  # fmt: skip

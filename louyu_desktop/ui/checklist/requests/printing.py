"""处置单 for all the requests that are selected in the list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from louyu_desktop.errors import UserError
from louyu_desktop.services.copies import Control
from louyu_desktop.services.request_copies import MOST_SHEETS
from louyu_desktop.text import _

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from louyu_desktop.ui.context import Context


def print_sheets(context: Context, ids: Sequence[int], parent: QWidget) -> None:
    """The sheets of these requests in one preview: which they are stands there by their numbers."""
    records = context.services.records

    def work(_control: Control) -> str:
        if len(ids) > MOST_SHEETS:
            said = _("选出了 {count} 件，一次最多印 {most} 件。请缩小条件再印")
            raise UserError(said.format(count=f"{len(ids):,}", most=MOST_SHEETS))
        return "、".join(str(records.get("requests", key).values["number"] or key) for key in ids)

    def show(numbers: str) -> None:
        context.launch("print", paper="request-sheets", options={"numbers": numbers})

    context.tasks.read(parent, work, show)

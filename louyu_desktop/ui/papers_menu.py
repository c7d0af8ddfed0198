"""What can be printed of a record or beside a list, as a menu."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from louyu_desktop.text import _
from louyu_desktop.ui.icons import icon

if TYPE_CHECKING:
    from louyu_desktop.services.papers import PaperInfo
    from louyu_desktop.ui.context import Context


def of_record(context: Context, kind: str) -> tuple[PaperInfo, ...]:
    """The papers about one record of a kind."""
    return tuple(info for info in context.services.papers.papers() if info.needs_id == kind)


def of_list(context: Context, kind: str) -> tuple[PaperInfo, ...]:
    """The papers that tell of many records of a kind."""
    return tuple(info for info in context.services.papers.papers() if info.tells == kind and not info.needs_id)


def menu(
    context: Context, parent: QWidget, papers: Sequence[PaperInfo], record: int | None = None,
    first: QAction | None = None,
) -> QMenu:  # fmt: skip
    """A line for each paper, below `first`; it goes when it is closed."""
    made = QMenu(parent)
    if first is not None:
        made.addAction(first)
        made.addSeparator()
    for info in papers:
        line = made.addAction(icon("print"), _("{paper}…").format(paper=_(info.label)))
        line.triggered.connect(partial(_launch, context, info.name, record))
    made.aboutToHide.connect(made.deleteLater)
    return made


def _launch(context: Context, paper: str, record: int | None, _checked: bool = False) -> None:
    context.launch("print", paper=paper, id=record)

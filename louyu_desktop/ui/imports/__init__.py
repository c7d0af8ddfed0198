"""Workbooks in and out: the import wizard and the export of what is shown."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from louyu_desktop.errors import LouyuError
from louyu_desktop.services.copies import Option, Query
from louyu_desktop.ui.context import Context
from louyu_desktop.ui.imports.export import ExportDialog
from louyu_desktop.ui.imports.wizard import ImportWizard

__all__ = ["ExportDialog", "ImportWizard", "open_export", "open_import"]


def open_import(
    context: Context, kind: str = "enterprises", path: Path | None = None, activity: Option | None = None, *,
    first: bool = False,
) -> ImportWizard:  # fmt: skip
    """The import wizard over the window; a `path` is read at once, `activity` is whose registrations come.

    `first` offers the three ledgers that nearly everybody has before anything else.
    """
    wizard = ImportWizard(context, kind, path, activity, first=first)
    wizard.open()
    return wizard


def open_export(context: Context, query: Query | None = None, columns: Sequence[str] = ()) -> ExportDialog | None:
    """Export the list `query` with `columns`, or ask which kind; None for a list that no file is made of."""
    try:
        dialog = ExportDialog(context, query, tuple(columns))
    except LouyuError as error:
        context.message("warn", error.sentence)
        return None
    dialog.open()
    return dialog

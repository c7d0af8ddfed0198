"""The first list of a new station: the activity that it belongs to is made with it, and its sheet is printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from louyu_desktop.ui.imports.file_page import REGISTRATIONS

if TYPE_CHECKING:
    from louyu_desktop.services.import_plan import ImportResult
    from louyu_desktop.ui.context import Context
    from louyu_desktop.ui.imports.columns_page import ColumnsPage
    from louyu_desktop.ui.imports.file_page import FilePage
    from louyu_desktop.ui.imports.planner import Planner


class Importing(Protocol):
    """What is needed of the wizard."""

    context: Context
    file_page: FilePage
    columns_page: ColumnsPage
    planner: Planner

    def close(self) -> bool:
        """Its work is done."""


def look_for_activities(wizard: Importing) -> None:
    """Where no activity is there yet that a list could belong to, it is made with the list."""
    services = wizard.context.services
    if REGISTRATIONS in services.importing.kinds() and not services.records.total("activities"):
        wizard.file_page.make_activity()


def _is_begun(wizard: Importing) -> bool:
    return wizard.planner.kind == REGISTRATIONS and not isinstance(wizard.planner.activity, int)


def ask_for_activity(wizard: Importing) -> None:
    """Beside the columns of such a list: what the activity is called and when it begins."""
    if _is_begun(wizard) and wizard.planner.book is not None:
        wizard.columns_page.begun.ask(wizard.planner.book.name)


def knows_activity(wizard: Importing) -> bool:
    """Take what was answered; False where something is missing, which the field says."""
    if _is_begun(wizard):
        wizard.planner.activity = wizard.columns_page.begun.told()
        return wizard.planner.activity is not None
    return True


def is_signed(wizard: Importing) -> bool:
    """Whether what came in is a list of who comes, which is printed to be signed."""
    planner = wizard.planner
    return planner.kind == REGISTRATIONS and planner.activity is not None and wizard.context.has("print")


def print_sheet(wizard: Importing, result: ImportResult | None) -> None:
    """The sign-in sheet of the list that has just come in; the wizard has done its work."""
    context, activity = wizard.context, wizard.planner.activity
    if not isinstance(activity, int):
        activity = result.activity_id if result is not None else None
    wizard.close()
    context.launch("print", paper="sign-in-sheet", id=activity)

"""The first list of a new station: the activity that it belongs to is made with it, and its sheet is printed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Protocol

from louyu_desktop.ui.imports.file_page import REGISTRATIONS

if TYPE_CHECKING:
    from pathlib import Path

    from louyu_desktop.ui.context import Context
    from louyu_desktop.ui.imports.file_page import FilePage
    from louyu_desktop.ui.imports.planner import Planner


class Importing(Protocol):
    """What is needed of the wizard."""

    context: Context
    file_page: FilePage
    planner: Planner

    def read(self, path: Path) -> None:
        """Read the file."""

    def close(self) -> bool:
        """Its work is done."""

_HOUR = dt.timedelta(hours=1)


def ask_for_activity(wizard: Importing) -> None:
    """Where no activity is there yet that a list could belong to, its title is asked for instead."""
    services = wizard.context.services
    if REGISTRATIONS in services.importing.kinds() and not services.records.total("activities"):
        wizard.file_page.ask_for_activity()


def begin_activity(wizard: Importing, path: Path) -> None:
    """Make the activity, at the next full hour, and then read its list; without a title say that it is missing."""
    page, records, title = wizard.file_page, wizard.context.services.records, wizard.file_page.title.text
    if not title:
        page.miss_activity()
        return
    hour = dt.datetime.now(dt.UTC).replace(minute=0, second=0, microsecond=0) + _HOUR

    def begun(activity: int) -> None:
        page.choose_activity(activity, title)
        wizard.read(path)

    values = {"title": title, "starts_at": hour}
    wizard.context.tasks.write(page, lambda _control: records.save("activities", None, values), begun)


def is_signed(wizard: Importing) -> bool:
    """Whether what came in is a list of who comes, which is printed to be signed."""
    planner = wizard.planner
    return planner.kind == REGISTRATIONS and planner.activity is not None and wizard.context.has("print")


def print_sheet(wizard: Importing) -> None:
    """The sign-in sheet of the list that has just come in; the wizard has done its work."""
    context, activity = wizard.context, wizard.planner.activity
    wizard.close()
    context.launch("print", paper="sign-in-sheet", id=activity)

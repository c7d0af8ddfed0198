"""What every tab and pane is given: services, tasks, news, and the few things only the window can do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from PySide6.QtWidgets import QApplication, QWidget

from louyu_desktop.services.copies import Query
from louyu_desktop.ui.bus import ChangeBus
from louyu_desktop.ui.guest import GuestView
from louyu_desktop.ui.preferences import Preferences
from louyu_desktop.ui.sight import offers
from louyu_desktop.ui.tasks import Tasks

if TYPE_CHECKING:
    from louyu_desktop.services.suite import Services

Launch = Callable[..., object]
"""Opens a wizard or a page: called with `context` and keyword options."""


@runtime_checkable
class RecordHolder(Protocol):
    """A tab that can show one record; Ctrl+K, links and 今日 lead here."""

    def show_record(self, kind: str, record_id: int) -> None:
        """Open this record."""


@runtime_checkable
class ListHolder(Protocol):
    """A tab that can show a list filtered in a given way, such as the missing ones behind a number."""

    def show_query(self, query: Query) -> None:
        """Show the list so filtered."""


@runtime_checkable
class RecordMaker(Protocol):
    """A tab that can begin a new record, for 新建 in the Ctrl+K box."""

    def new_record(self, kind: str, title: str = "", **values: Any) -> None:
        """Open an empty form, named if a name is given, with the values of fields that are given beside it."""


@runtime_checkable
class Performer(Protocol):
    """A tab that carries out some of the window's actions itself (print, export, import) for what it shows."""

    def perform(self, action_id: str) -> bool:
        """True when it did; False leaves it to the window."""


@runtime_checkable
class Drafting(Protocol):
    """A form that keeps what is typed as a draft in the station; asked before the program locks."""

    def keep_draft(self) -> object:
        """Keep it now."""


@runtime_checkable
class Leavable(Protocol):
    """A tab that may hold work not yet saved."""

    def may_leave(self) -> bool:
        """False keeps the window open; the tab has asked the person by then."""


def keep_drafts() -> None:
    """Have every form that stands anywhere keep what is typed."""
    for widget in QApplication.allWidgets():
        form: object = widget
        if isinstance(form, Drafting):
            form.keep_draft()


def _nowhere(*_arguments: object, **_options: object) -> None:
    """Before the window stands there is nobody to ask."""


@dataclass
class Context:
    """Handed down to every tab; the window fills the hooks when it is built.

    `message(tone, text, link_text="", on_link=None)` shows a sentence under the top bar,
    `open_record(kind, id)`, `open_query(query)` and `new_record(kind, title="", **values)` switch tabs,
    `show_tab(id)` too; `stay_longer(minutes)` puts the lock off, None as the setting says;
    `backups_changed()` has the status bar say anew how backups stand. `tools` are the
    wizards by name (import, export, print, handbook, settings, bin, about): `app.py` registers what exists,
    menus show only that.  `keyed` says that one logs in here; then `lock(hand_over)` ends the program and
    `change_password()` asks for a new one.
    """

    services: Services
    tasks: Tasks
    bus: ChangeBus
    preferences: Preferences
    guest: GuestView = field(default_factory=GuestView)
    tools: dict[str, Launch] = field(default_factory=dict)
    keyed: bool = False
    lock: Callable[[bool], None] = _nowhere
    change_password: Callable[[], None] = _nowhere
    window: QWidget | None = None
    message: Callable[..., None] = _nowhere
    open_record: Callable[[str, int], None] = _nowhere
    open_query: Callable[[Query], None] = _nowhere
    new_record: Callable[..., None] = _nowhere
    show_tab: Callable[[str], None] = _nowhere
    stay_longer: Callable[[float | None], None] = _nowhere
    backups_changed: Callable[[], object] = _nowhere

    def launch(self, tool: str, **options: object) -> object:
        """Open a registered wizard; KeyError for a name nobody registered."""
        return self.tools[tool](self, **options)

    def has(self, tool: str) -> bool:
        """Whether a wizard of this name exists, and is for this person."""
        return tool in self.tools and offers(self.services, tool)


TabFactory = Callable[[Context], QWidget]
"""Builds a tab at its first visit."""

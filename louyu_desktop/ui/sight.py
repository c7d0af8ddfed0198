"""What the window leaves out for a role: fields, sub-tabs and tabs that it does not see, actions that it may not take.

The services refuse all of it themselves; here it is only not offered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from louyu_desktop.services.own_ways import has_own_way
from louyu_desktop.services.rights import NEEDED, Right, right_of
from louyu_desktop.settings import RISK
from louyu_desktop.ui.places import TAB_OF

if TYPE_CHECKING:
    from louyu_desktop.services.suite import Services

_WRITING = ("new", "clone", "delete", "paste", "bulk-edit", "cell-edit")
_TAKEN_BY = {
    "import": Right.IMPORT, "export": Right.EXPORT, "print": Right.PRINT, "handbook": Right.PRINT, "log": Right.LOG,
    "bin": Right.WORK, "desk": Right.ENTER, "visit": Right.WORK, "round": Right.WORK, "request": Right.WORK,
    "request-note": Right.WORK, "reassign": Right.WORK, "colour-confirm": Right.WORK, "suggestions": Right.WORK,
    "day-log": Right.LOG,
}  # fmt: skip
_PAGES = {
    "profile": Right.SETTINGS, "holidays": Right.SETTINGS, "own-fields": Right.SETTINGS, "recovery": Right.KEYS,
    "backup": Right.BACKUP, "bin": Right.WORK, "accounts": Right.ACCOUNTS,
    RISK: Right.SETTINGS,
}  # fmt: skip


def sees(services: Services, kind: str) -> bool:
    """Whether the person sees records of a kind."""
    return any(entity.kind == kind for entity in services.records.kinds())


def may_change(services: Services, kind: str, method: str = "save") -> bool:
    """Whether the person may save records of a kind, or do something else to them."""
    return not has_own_way(kind) and services.access.may(right_of(NEEDED[f"Records.{method}"], kind))


def offers(services: Services, tool: str) -> bool:
    """Whether a wizard is for the person."""
    return tool not in _TAKEN_BY or services.access.may(_TAKEN_BY[tool])


def opens(services: Services, page: str) -> bool:
    """Whether a page of the settings is for the person."""
    return page not in _PAGES or services.access.may(_PAGES[page])


def has_tab(services: Services, tab: str) -> bool:
    """Whether anything under a tab is seen; 今日 is for everybody."""
    return tab == "today" or any(TAB_OF.get(entity.kind) == tab for entity in services.records.kinds())


def restrict(
    services: Services, kind: str, actions: Mapping[str, QAction], new: QWidget, buttons: Sequence[QWidget]
) -> None:
    """Take away what the person may not do to a list: actions by their id, 新建 above it, and below it
    批量修改, 导出 and 移入回收站.
    """
    new.setVisible(may_change(services, kind))
    for name in _WRITING:
        method = {"delete": "archive", "bulk-edit": "bulk_edit", "paste": "paste"}.get(name, "save")
        actions[name].setVisible(may_change(services, kind, method))
        if not actions[name].isVisible():
            actions[name].setShortcuts([])
    _all, edit, export, remove = buttons
    edit.setVisible(may_change(services, kind, "bulk_edit"))
    export.setVisible(services.access.may(Right.EXPORT))
    remove.setVisible(may_change(services, kind, "archive"))

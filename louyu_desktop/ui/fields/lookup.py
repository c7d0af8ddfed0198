"""How reference editors find what they point to: through the read lane."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from louyu_desktop.services.copies import Option

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context
    from louyu_desktop.ui.fields.picker import Lookup


def lookup_of(context: Context) -> Lookup:
    """Asks the records service of `context`."""

    def lookup(owner: QObject, kind: str, text: str, done: Callable[[tuple[Option, ...]], None]) -> None:
        records = context.services.records
        context.tasks.read(owner, lambda _control: records.options(kind, text), done)

    return lookup

"""延后: a line of 今日 comes back by itself on the day that is chosen."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from louyu_desktop.services.overview import TodayItem
from louyu_desktop.text import _
from louyu_desktop.ui.context import Context
from louyu_desktop.ui.later import LaterPanel


class PutOffDialog(LaterPanel):
    """Asks for day and reason; both are needed."""

    def __init__(self, context: Context, item: TodayItem, parent: QWidget) -> None:
        about = _("到那天它自己回到今日里。没到之前可以在「已延后」里看到，随时可以取回。")
        super().__init__(context, parent, item.title, about, partial(context.services.snoozing.put_off, item.topic))

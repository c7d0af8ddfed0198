"""过程: what was done with a request, the youngest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.services.request_copies import LogLine
from louyu_desktop.text import _
from louyu_desktop.ui.parts import EmptyState, Label
from louyu_desktop.ui.record_page import LinesPage
from louyu_desktop.ui.theme import theme

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_TIME, _ACTION = 92, 108


class LogPage(LinesPage[LogLine]):
    """Time, what, who, the words; a guest sees no words."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        empty = EmptyState("history", _("还没有过程"), _("受理、分派、联系、答复都会自动记在这里"))
        super().__init__(context, parent, context.services.requests.log, self._line, {"request-steps"}, empty)

    def _line(self, line: LogLine) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(10)
        when = Label(f"{line.at.astimezone(SHANGHAI):%m-%d %H:%M}", "label", "text2")
        when.setFixedWidth(theme.px(_TIME))
        what = Label(_(line.action), "section")
        what.setFixedWidth(theme.px(_ACTION))
        words = _("来客视图不显示") if self._context.guest.on and line.words else line.words
        if line.before and line.after and line.before != line.after:
            moved = _("{before} → {after}").format(before=_(line.before), after=_(line.after))
            words = _("；").join(part for part in (words, moved) if part)
        row.addWidget(when)
        row.addWidget(what)
        row.addWidget(Label(words, "body", wrap=True), 1)
        row.addWidget(Label(line.who, "label", "text2"))
        return row

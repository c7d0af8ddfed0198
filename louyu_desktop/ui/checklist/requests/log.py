"""过程: what was done with a request, the youngest first."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.services.copies import Copy
from louyu_desktop.services.request_copies import LogLine
from louyu_desktop.text import _
from louyu_desktop.ui.fields.words import scrolled
from louyu_desktop.ui.parts import EmptyState, Hairline, Label, clear
from louyu_desktop.ui.theme import theme

if TYPE_CHECKING:
    from louyu_desktop.ui.bus import Changes
    from louyu_desktop.ui.context import Context

_TIME, _ACTION = 92, 108


class LogPage(QWidget):
    """Time, what, who, the words; a guest sees no words."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._id: int | None = None
        self.lines: tuple[LogLine, ...] = ()
        self._drawn: tuple[int, bool, tuple[LogLine, ...]] | None = None
        inner = QWidget(self)
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(20, 10, 16, 16)
        self._column.setSpacing(8)
        self._area = scrolled(inner)
        self._empty = EmptyState("history", _("还没有过程"), _("受理、分派、联系、答复都会自动记在这里"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._area, 1)
        layout.addWidget(self._empty, 1)
        self._empty.hide()
        context.bus.changed.connect(self._heard)
        context.guest.changed.connect(self._masked)

    def show_parent(self, copy: Copy) -> None:
        """The lines of this request."""
        self._id = copy.id
        self._read()

    def _heard(self, changes: Changes) -> None:
        if self._id is not None and "request-steps" in changes.kinds:
            self._read()

    def _read(self) -> None:
        requests, key = self._context.services.requests, self._id
        if key is not None:
            self._context.tasks.read(
                self, lambda _control: requests.log(key), partial(self._show, key), lambda _error: None
            )

    def _show(self, key: int, lines: tuple[LogLine, ...]) -> None:
        if key != self._id or self._drawn == (key, self._context.guest.on, lines):
            return
        self._drawn, self.lines = (key, self._context.guest.on, lines), lines
        clear(self._column)
        for place, line in enumerate(lines):
            if place:
                self._column.addWidget(Hairline())
            self._column.addLayout(self._line(line))
        self._column.addStretch(1)
        self._area.setVisible(bool(lines))
        self._empty.setVisible(not lines)

    def _masked(self, _on: object = None) -> None:
        if self._drawn is not None and self.isVisible():
            self._show(self._drawn[0], self.lines)

    def showEvent(self, event: QShowEvent) -> None:
        """As guests see it, or not, by now."""
        super().showEvent(event)
        self._masked()

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

"""Who changed what in a record, when; each operation can be taken back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from louyu_desktop.fields import Entity
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.services.copies import FieldChange, HistoryLine, UndoOutcome
from louyu_desktop.text import _
from louyu_desktop.ui.parts import EmptyState, Hairline, Label, clear, link
from louyu_desktop.ui.plain import tip

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

SHOWN_AT_MOST = 100


class HistoryPage(QScrollArea):
    """The changes of one record, newest first."""

    def __init__(self, context: Context, entity: Entity, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._records = context.services.records
        self._entity = entity
        self._id: int | None = None
        self.lines: tuple[HistoryLine, ...] = ()
        inner = QFrame()
        inner.setProperty("card", "plain")
        self._list = QVBoxLayout(inner)
        self._list.setContentsMargins(20, 14, 20, 20)
        self.setWidget(inner)
        self.setWidgetResizable(True)
        context.guest.changed.connect(self._redraw)

    def show_record(self, id_: int) -> None:
        """Read the history of a record."""
        self._id = id_
        kind = self._entity.kind
        self._context.tasks.read(self, lambda _control: self._records.history(kind, id_), partial(self._show, id_))

    def _show(self, id_: int, lines: tuple[HistoryLine, ...]) -> None:
        if id_ == self._id:
            self.lines = lines
            self._redraw()

    def _redraw(self) -> None:
        clear(self._list)
        for line in self.lines[:SHOWN_AT_MOST]:
            self._add(line)
        if not self.lines:
            self._list.addWidget(EmptyState("history", _("还没有改动")))
        elif len(self.lines) > SHOWN_AT_MOST:
            more = _("更早的 {count} 次没有列出").format(count=len(self.lines) - SHOWN_AT_MOST)
            self._list.addWidget(Label(more, "hint"))
        self._list.addStretch(1)

    def _add(self, line: HistoryLine) -> None:
        row = QHBoxLayout()
        row.addWidget(Label(f"{line.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}", "label", "text3"))
        row.addSpacing(8)
        row.addWidget(Label(f"{line.who} {line.action}", "group"))
        row.addStretch(1)
        back = link(_("撤回这次改动"), "undo")
        back.setToolTip(tip(line.label))
        back.clicked.connect(partial(self.take_back, line.operation_id))
        row.addWidget(back)
        self._list.addLayout(row)
        for change in (one for one in line.changes if one.before or one.after):
            self._list.addWidget(self._words(change))
        self._list.addSpacing(6)
        self._list.addWidget(Hairline())

    def _words(self, change: FieldChange) -> Label:
        field = next((one for one in self._entity.fields if _(one.label) == change.label), None)
        before, after = change.before, change.after
        if field is not None:
            before, after = self._context.guest.show(field, before), self._context.guest.show(field, after)
        words = _("{field}：{before} → {after}") if before else _("{field}：{after}")
        return Label(words.format(field=change.label, before=before, after=after or "—"), "label", wrap=True)

    def take_back(self, operation_id: int) -> None:
        """Take back one operation; what was changed since stays."""
        self._context.tasks.write(self, lambda _control: self._records.take_back(operation_id), self._taken_back)

    def _taken_back(self, outcome: UndoOutcome) -> None:
        words = _("已撤回：{label}").format(label=outcome.label)
        if outcome.kept:
            words += _("；之后又改过的没有动：{fields}").format(fields="、".join(outcome.kept))
        self._context.message("warn" if outcome.kept else "ok", words)

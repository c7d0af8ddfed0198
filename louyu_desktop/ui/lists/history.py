"""Who changed what in a record, when; a field can be set back alone, and each operation taken back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from louyu_desktop.fields import Entity
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.services.copies import FieldChange, HistoryLine
from louyu_desktop.services.rights import NEEDED, Right, right_of
from louyu_desktop.text import _
from louyu_desktop.ui.fields.words import past_words
from louyu_desktop.ui.parts import ElidedLabel, EmptyState, Hairline, Label, clear, link
from louyu_desktop.ui.plain import tip
from louyu_desktop.ui.take_back import take_back

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

SHOWN_AT_MOST = 100
_FEW = 12


class HistoryPage(QScrollArea):
    """The changes of one record, newest first."""

    def __init__(self, context: Context, entity: Entity, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("改动记录"))
        self._context = context
        self._records = context.services.records
        self._entity = entity
        self._id: int | None = None
        access = context.services.access
        self._may_take_back = access.may(Right.WORK)
        self._may_restore = access.may(right_of(NEEDED["TakingBack.restore_field"], entity.kind))
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
        label, action = (
            words.partition("：")[0] if self._context.guest.on else words for words in (line.label, line.action)
        )
        row.addWidget(Label(f"{line.who} {action}", "group"))
        row.addSpacing(8)
        row.addWidget(ElidedLabel(label if label != action else "", "label", "text3"), 1)
        back = link(_("撤回这次改动…"), "undo")
        back.setToolTip(tip(line.label))
        back.clicked.connect(partial(self.take_back, line.operation_id))
        if line.changes and self._may_take_back:
            row.addWidget(back)
        self._list.addLayout(row)
        for change in (one for one in line.changes if one.before or one.after):
            self._list.addLayout(self._changed(line, change))
        self._list.addSpacing(6)
        self._list.addWidget(Hairline())

    def _changed(self, line: HistoryLine, change: FieldChange) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._words(change), 1)
        if line.changes_values and change.name and self._may_restore:
            button = link(_("改回「{value}」").format(value=self._short(change)))
            button.setToolTip(tip(_("只改回这一个字段")))
            button.clicked.connect(partial(self.restore, line.operation_id, change))
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _short(self, change: FieldChange) -> str:
        """The older value in a few signs, masked as it is beside."""
        words = self._seen(change, change.before) or _("空")
        return words if len(words) <= _FEW else f"{words[:_FEW]}…"

    def _seen(self, change: FieldChange, text: str) -> str:
        field = next((one for one in self._entity.fields if one.name == change.name), None)
        return past_words(self._context.guest, field, text) if field is not None else text

    def _words(self, change: FieldChange) -> Label:
        before, after = self._seen(change, change.before), self._seen(change, change.after)
        words = _("{field}：{before} → {after}") if before else _("{field}：{after}")
        return Label(words.format(field=change.label, before=before, after=after or "—"), "label", wrap=True)

    def restore(self, operation_id: int, change: FieldChange) -> None:
        """Give one field the value it had before an operation."""
        kind, id_, back = self._entity.kind, self._id, self._context.services.taking_back
        if id_ is not None:
            self._context.tasks.write(
                self, lambda _control: back.restore_field(kind, id_, change.name, operation_id),
                partial(self._restored, change),
            )  # fmt: skip

    def _restored(self, change: FieldChange, _nothing: object) -> None:
        self._context.message("ok", _("「{field}」改回了，Ctrl+Z 可以撤销").format(field=change.label))
        self._again()

    def take_back(self, operation_id: int) -> None:
        """Show what taking one operation back would do, and do it if the person wants."""
        take_back(self._context, operation_id, self, self._again)

    def _again(self, _outcome: object = None) -> None:
        if self._id is not None:
            self.show_record(self._id)

"""Before an operation is taken back out of the history: what goes back, what stays, what would be lost."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.services.audit_copies import BackLine, BackPreview, Difference
from louyu_desktop.services.copies import UndoOutcome
from louyu_desktop.text import N_, _
from louyu_desktop.ui import roomy
from louyu_desktop.ui.fields.words import past_words
from louyu_desktop.ui.parts import Badge, ElidedLabel, Hairline, IconText, Label, danger, primary, quiet
from louyu_desktop.ui.theme import theme

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

SHOWN = 60
"""Records with a line of their own; the rest are counted."""

_INNER = str.maketrans("「」", "『』")

_WIDE, _HIGH, _LEAST, _LINE = 640, 560, 240, 28


class TakeBack(QDialog):
    """`wanted` when the person presses the button named by its result."""

    wanted = Signal()

    def __init__(self, context: Context, preview: BackPreview, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self.preview = preview
        self.setWindowTitle(_("撤回"))
        lines = sum(1 + len(line.differences) for line in preview.lines[:SHOWN])
        roomy.size(self, _WIDE, min(_HIGH, _LEAST + _LINE * lines))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(8)
        question = Label(_("撤回「{label}」？").format(label=self._seen(preview.label)), "pane", wrap=True)
        when = f"{preview.who}·{preview.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
        column.addWidget(question)
        column.addWidget(Label(when, "label", "text3"))
        for icon, tone, words in _sentences(preview):
            line = IconText(icon, words, "body", tone)
            column.addWidget(line)
        column.addWidget(self._lines(), 1)
        column.addLayout(self._footer())

    def _seen(self, label: str) -> str:
        """What was done; in guest view without whom it was done to."""
        seen = label.partition("：")[0] if self._context.guest.on else label
        return seen.translate(_INNER)

    def _footer(self) -> QHBoxLayout:
        preview = self.preview
        words = _("撤回 {count} 条").format(count=f"{preview.count:,}")
        self.leave = quiet(_("不撤回"))
        self.go = danger(words, filled=True) if preview.removed or preview.lost else primary(words)
        self.go.setEnabled(not preview.nothing and not preview.hindrance)
        self.leave.clicked.connect(self.reject)
        self.go.clicked.connect(self._go)
        row = QHBoxLayout()
        row.addWidget(self.leave)
        row.addStretch(1)
        row.addWidget(Label(_("撤回也记在日志里，之后可以再撤销"), "hint"))
        row.addWidget(self.go)
        self.leave.setFocus()
        return row

    def _go(self) -> None:
        self.accept()
        self.wanted.emit()

    def _lines(self) -> QScrollArea:
        inner = QFrame()
        inner.setProperty("card", "plain")
        column = QVBoxLayout(inner)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(4)
        for line in self.preview.lines[:SHOWN]:
            self._add(column, line)
        preview = self.preview
        more = preview.count + preview.kept - len(preview.lines[:SHOWN])
        if len(self.preview.lines) > SHOWN or (more > 0 and len(preview.lines) == SHOWN):
            column.addWidget(Label(_("其余的没有一一列出"), "hint"))
        column.addStretch(1)
        area = QScrollArea()
        area.setAccessibleName(_("会退回的内容"))
        area.setWidget(inner)
        area.setWidgetResizable(True)
        return area

    def _add(self, column: QVBoxLayout, line: BackLine) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        entity = self._context.services.records.entity(line.kind)
        title = self._context.guest.show(entity.field(entity.title), line.title)
        row.addWidget(Badge(line.effect, "warn" if line.lost else "plain"))
        row.addWidget(Label(line.label, "label", "text3"))
        row.addWidget(ElidedLabel(title, "group"), 1)
        if line.lost:
            row.addWidget(Label(_("之后补充过，会一起消失"), "label", "danger"))
        column.addLayout(row)
        for one in line.differences:
            words = Label(self._difference(one), "label", "warn" if one.kept else "text2", wrap=True)
            words.setContentsMargins(theme.px(12), 0, 0, 0)
            column.addWidget(words)
        column.addWidget(Hairline())

    def _difference(self, one: Difference) -> str:
        now, then = one.now, one.then
        if one.field is not None:
            now, then = (past_words(self._context.guest, one.field, text) for text in (now, then))
        if one.kept:
            return _("{field}：{now}（之后改的，保留）").format(field=one.label, now=now or "—")
        return _("{field}：{now} → {then}").format(field=one.label, now=now or "—", then=then or "—")


def _sentences(preview: BackPreview) -> list[tuple[str, str, str]]:
    """Icon, tone and words of what would happen, the good first."""
    parts = [
        _(words).format(count=f"{count:,}")
        for count, words in (
            (preview.back, N_("{count} 条改回从前的内容")), (preview.removed, N_("{count} 条当时新建的会移除")),
            (preview.voided, N_("{count} 条当时编了号的改成作废，编号留着")),
            (preview.returned, N_("{count} 条会放回来")), (preview.withdrawn, N_("{count} 条只加不改的记录各添一条撤回")),
        )
        if count
    ]  # fmt: skip
    found = [("undo", "text2", "，".join(parts) or _("没有什么可以改回的了"))]
    if preview.kept:
        found.append(("alert", "warn", _("{count} 条之后又改过，改过的字段不动").format(count=f"{preview.kept:,}")))
    if preview.lost:
        found.append(("alert", "danger", _("{count} 条之后补充过内容，会一起消失").format(count=f"{preview.lost:,}")))
    if preview.hindrance:
        found.append(("alert", "danger", preview.hindrance))
    return found


def take_back(
    context: Context, operation_id: int, owner: QWidget, done: Callable[[UndoOutcome], object] | None = None
) -> None:
    """Look what taking an operation back would do, show it, and do it when the person wants it."""
    back = context.services.taking_back
    context.tasks.read(
        owner, lambda control: back.preview(operation_id, control), partial(_ask, context, owner, done),
        title=_("看撤回会改什么"),
    )  # fmt: skip


def _ask(
    context: Context, owner: QWidget, done: Callable[[UndoOutcome], object] | None, preview: BackPreview
) -> None:
    dialog = TakeBack(context, preview, owner)
    dialog.wanted.connect(partial(_carry_out, context, owner, done, preview.operation_id))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def _carry_out(
    context: Context, owner: QWidget, done: Callable[[UndoOutcome], object] | None, operation_id: int
) -> None:
    records = context.services.records

    def told(outcome: UndoOutcome) -> None:
        words = _("已撤回：{label}").format(label=outcome.label.partition("：")[0] if context.guest.on else outcome.label)
        if outcome.kept:
            words += _("；之后又改过的没有动：{fields}").format(fields="、".join(outcome.kept))
        context.message("warn" if outcome.kept else "ok", words)
        if done is not None:
            done(outcome)

    context.tasks.write(owner, lambda _control: records.take_back(operation_id), told, title=_("撤回"))

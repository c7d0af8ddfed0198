"""筹备: what is to be done before an activity, by whom and until when; ticked off here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from louyu_desktop.fields import Field, Kind
from louyu_desktop.rules import dates, template_lines
from louyu_desktop.rules.day_words import weekday
from louyu_desktop.rules.template_lines import PreparationLine
from louyu_desktop.services.copies import Control, Copy
from louyu_desktop.services.planned import Preparing
from louyu_desktop.text import N_, _
from louyu_desktop.ui.fields.editors import LineEditor
from louyu_desktop.ui.fields.words import scrolled
from louyu_desktop.ui.parts import Badge, ElidedLabel, EmptyState, Hairline, IconButton, Label, clear, outline
from louyu_desktop.ui.problems import report
from louyu_desktop.ui.sight import may_change
from louyu_desktop.ui.theme import theme

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_HINT = N_("提前 3 天 发通知")
_USUAL = ((7, N_("定场地、定讲师")), (5, N_("发通知")), (1, N_("布置场地、打印签到表")), (-1, N_("写简讯、写总结")))


class PreparingPage(QWidget):
    """One line for each thing: tick, what, who, until when; and one line to add another."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._copy: Copy | None = None
        self._may = may_change(context.services, "preparations")
        self.boxes: dict[int, QCheckBox] = {}
        self.lines: tuple[Preparing, ...] = ()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 10, 16, 10)
        layout.setSpacing(6)
        self.count = Label("", "label", "text2")
        layout.addWidget(self.count)
        layout.addLayout(self._adding())
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._rows)
        column.addStretch(1)
        self._area = scrolled(inside)
        layout.addWidget(self._area, 1)
        self.usual = outline(_("先放上常用的 4 件"), "plus", small=True)
        self.usual.clicked.connect(self.add_usual)
        self._empty = EmptyState(
            "check", _("还没有筹备事项"), _("写一件加一件；存为模板以后，下次自己就有"), self.usual if self._may else None
        )
        layout.addWidget(self._empty, 1)
        context.bus.changed.connect(self._hear)
        context.guest.changed.connect(self._redraw)

    def _adding(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.line = LineEditor(Field(name="what", label=N_("再加一件"), max_length=140), self)
        self.line.box.setPlaceholderText(_(_HINT) + _("，后面可以写负责人"))
        self.line.box.returnPressed.connect(self.add)
        self.add_button = outline(_("加上"), "plus", small=True)
        self.add_button.clicked.connect(self.add)
        row.addWidget(self.line, 1)
        row.addWidget(self.add_button)
        self.line.setVisible(self._may)
        self.add_button.setVisible(self._may)
        return row

    def show_parent(self, copy: Copy) -> None:
        """Read what is to be prepared for this activity."""
        self._copy = copy
        activities, key, today = self._context.services.activities, copy.id, dates.today()
        self._context.tasks.read(
            self, lambda _control: activities.preparations(key, today), partial(self._show, key)
        )

    def _hear(self, changes: object) -> None:
        kinds = getattr(changes, "kinds", {})
        if self._copy is not None and "preparations" in kinds:
            self.show_parent(self._copy)

    def _show(self, key: int, lines: tuple[Preparing, ...]) -> None:
        if self._copy is None or self._copy.id != key:
            return
        self.lines = lines
        self._redraw()

    def _redraw(self) -> None:
        lines = self.lines
        clear(self._rows)
        self.boxes = {}
        done = sum(line.done_on is not None for line in lines)
        words = _("办好 {done} / {count} 件").format(done=done, count=len(lines))
        late = sum(line.is_late for line in lines)
        self.count.setText(words + (_("，{late} 件过了日子").format(late=late) if late else "") if lines else "")
        self.count.setVisible(bool(lines))
        self._area.setVisible(bool(lines))
        self._empty.setVisible(not lines)
        for line in lines:
            self._rows.addWidget(self._row(line))
            self._rows.addWidget(Hairline())

    def _row(self, line: Preparing) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(10)
        box = QCheckBox()
        box.setChecked(line.done_on is not None)
        box.setEnabled(self._may)
        box.setAccessibleName(_("办好：{what}").format(what=line.what))
        box.clicked.connect(partial(self.tick, line))
        box.setMinimumSize(theme.px(28), theme.px(28))
        self.boxes[line.id] = box
        what = ElidedLabel(line.what, "body", "text3" if line.done_on else "text")
        what.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row.addWidget(box)
        row.addWidget(what, 1)
        person = Field(name="owner", label="", kind=Kind.PERSON_NAME)
        row.addWidget(Label(self._context.guest.show(person, line.owner) or "—", "label", "text2"))
        row.addWidget(self._due(line))
        if self._may:
            drop = IconButton("close", _("去掉「{what}」").format(what=line.what), size=16)
            drop.clicked.connect(partial(self.drop, line.id))
            row.addWidget(drop)
        return holder

    @staticmethod
    def _due(line: Preparing) -> QWidget:
        if line.done_on is not None:
            return Badge(_("{day} 办好").format(day=f"{line.done_on:%m-%d}"), "ok")
        if line.due_on is None:
            return Label("—", "label", "text3")
        day = f"{line.due_on:%m-%d} {weekday(line.due_on)}"
        left = (line.due_on - dates.today()).days
        if left < 0:
            return Badge(_("{day}，超期 {count} 天").format(day=day, count=-left), "danger")
        return Badge(_("今天到期"), "warn") if left == 0 else Label(day, "label", "text2")

    def tick(self, line: Preparing) -> None:
        """Done today, or not after all."""
        day: dt.date | None = None if line.done_on else dates.today()
        activities = self._context.services.activities
        self._context.tasks.write(
            self, lambda _control: activities.tick(line.id, day), lambda _none: None, partial(self._not_done, line)
        )

    def _not_done(self, line: Preparing, error: Exception) -> None:
        self.boxes[line.id].setChecked(line.done_on is not None)
        report(self, error)

    def add(self) -> None:
        """Add what is typed; days and owner are read out of the line."""
        text = str(self.line.value())
        if text:
            self._add(template_lines.preparations(text.replace("  ", "\u3000")), clears=True)

    def add_usual(self) -> None:
        """Begin with what nearly every activity needs."""
        self._add([PreparationLine(_(what), "", days) for days, what in _USUAL], clears=False)

    def _add(self, lines: Sequence[PreparationLine], *, clears: bool) -> None:
        if self._copy is None:
            return
        records, key = self._context.services.records, self._copy.id

        def work(_control: Control) -> None:
            for line in lines:
                values = {"activity_id": key, "what": line.what, "owner": line.owner, "days_before": line.days_before}
                records.save("preparations", None, values)

        def done(_none: None) -> None:
            if clears:
                self.line.put("")

        self._context.tasks.write(self, work, done, partial(report, self))

    def drop(self, key: int) -> None:
        """Take one off the list; Ctrl+Z brings it back."""
        records = self._context.services.records
        self._context.tasks.write(self, lambda _control: records.archive("preparations", [key]), lambda _none: None)

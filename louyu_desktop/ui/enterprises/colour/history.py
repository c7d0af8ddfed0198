"""五色 of one enterprise: all that was decided, each with what was known then."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from louyu_desktop.fields import Field, Kind, Sensitivity
from louyu_desktop.rules.colours import COLOURS
from louyu_desktop.services.colour_copies import Line, Standing
from louyu_desktop.services.copies import Control, Copy
from louyu_desktop.text import N_, _
from louyu_desktop.ui.enterprises.colour.deciding import decide, withdraw
from louyu_desktop.ui.lines import Column, Lines
from louyu_desktop.ui.panel_table import PlanTable
from louyu_desktop.ui.parts import ElidedLabel, EmptyState, Label, outline
from louyu_desktop.ui.risk_badge import risk_said

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_OPEN = Sensitivity.SENSITIVE


def _step(line: Line) -> str:
    return _("{step}（已撤回）").format(step=_(line.step)) if line.void else _(line.step)


def _colour(name: str, label: str) -> Field:
    return Field(name=name, label=label, kind=Kind.CHOICE, choices=COLOURS, sensitivity=_OPEN, width=6)


_COLUMNS = (
    Column(Field(name="on", label=N_("日期"), kind=Kind.DATE, width=12), lambda line: line.on.isoformat()),
    Column(Field(name="step", label=N_("步骤"), width=13), _step),
    Column(_colour("colour", N_("五色")), lambda line: line.colour),
    Column(_colour("before", N_("原来")), lambda line: line.before),
    Column(_colour("suggested", N_("系统建议")), lambda line: line.suggested),
    Column(Field(name="reason", label=N_("理由"), width=24, sensitivity=_OPEN), lambda line: line.reason),
    Column(Field(name="who", label=N_("经办人"), width=8), lambda line: line.who),
)


class ColourPage(QWidget):
    """A page of the file of an enterprise."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._id: int | None = None
        self._asked = 0
        self.standing: Standing | None = None
        self.sentence = ElidedLabel("", "body")  # a long one must not push the list aside
        self.change = outline(_("定色…"), "shield", small=True)
        self.back = outline(_("撤回这一步…"), "undo", small=True)
        self.model = Lines(_COLUMNS, context.guest, self)
        self.table = PlanTable(self.model, self, title="reason")
        self.table.setAccessibleName(_("五色记录"))
        self.evidence = Label("", "label", "text2", wrap=True)
        self.empty = EmptyState("shield", _("还没有定过颜色"), _("没有定过的都按绿算。按「定色…」记下第一次"))
        head = QHBoxLayout()
        head.setContentsMargins(20, 0, 16, 0)
        head.setSpacing(8)
        head.addWidget(self.sentence, 1)
        head.addWidget(self.back)
        head.addWidget(self.change)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 10, 0, 8)
        layout.setSpacing(8)
        layout.addLayout(head)
        inset = QHBoxLayout()
        inset.setContentsMargins(10, 0, 0, 0)
        inset.addWidget(self.table)
        layout.addLayout(inset, 1)
        layout.addWidget(self.empty, 1)
        self.evidence.setContentsMargins(20, 0, 20, 0)
        layout.addWidget(self.evidence)
        for widget in (self.table, self.evidence, self.back, self.empty):
            widget.hide()
        self.change.clicked.connect(self.decide)
        self.back.clicked.connect(self.withdraw)
        self.table.selectionModel().currentRowChanged.connect(self._current)
        context.guest.changed.connect(self._mask)
        context.bus.changed.connect(self._read)

    def show_parent(self, copy: Copy) -> None:
        """Show what was decided on this enterprise."""
        self._id = copy.id
        self._read()

    def _read(self, _changes: object = None) -> None:
        key, colours = self._id, self._context.services.colours
        if key is None:
            return
        self._asked += 1

        def work(_control: Control) -> Standing:
            return colours.of(key)

        self._context.tasks.read(self, work, partial(self._show, self._asked), lambda _error: None)

    def _show(self, asked: int, standing: Standing) -> None:
        if asked != self._asked:
            return
        self.standing = standing
        self.model.put(standing.history)
        there = bool(standing.history)
        for widget in (self.table, self.evidence):
            widget.setVisible(there)
        self.empty.setVisible(not there)
        self.back.setVisible(any(line.can_withdraw for line in standing.history))
        self._mask()
        if there:
            self.table.setCurrentIndex(self.model.index(0, 0))

    def _mask(self, _on: bool = False) -> None:
        self.table.viewport().update()
        one = self.standing
        if one is None or self._context.guest.on:
            self.sentence.setText("—" if one is not None else "")
            self.evidence.setText("")
            return
        words = _("现在是{colour}：{action}")
        self.sentence.setText(words.format(colour=risk_said(one.colour), action=one.action))
        self._current(self.table.currentIndex())

    def _current(self, index: QModelIndex, _before: object = None) -> None:
        """What was known when the line that is marked was written."""
        line = self.model.rows[index.row()] if index.isValid() and index.row() < len(self.model.rows) else None
        words = (
            _("当时的依据：{words}").format(words=line.evidence.replace("\n", "；")) if line and line.evidence else ""
        )
        self.evidence.setText("" if self._context.guest.on else words)

    def decide(self) -> None:
        """Ask for another colour, or for what becomes of a proposal."""
        if self._id is not None:
            decide(self._context, self._id, self.window())

    def withdraw(self) -> None:
        """Take the latest step back."""
        if self.standing is not None:
            line = next((one for one in self.standing.history if one.can_withdraw), None)
            if line is not None:
                withdraw(self._context, self.standing, line.id, self.window())
